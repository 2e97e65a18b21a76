"""Nadie aprueba el plan que envió, recuperó o escribió, salvo que no haya quién más; y entonces queda dicho."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from mipg.expediente.acciones import corregir_importacion
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Asignacion, Usuario
from planes import reglas
from planes.acciones import actividades, importaciones, planes
from planes.models import Plan
from planes.obligaciones import pendientes
from tests import concurrencia
from tests import fabricas as f
from tests.planes.archivos import excel, fila

AHORA = f.AHORA
# Papel en el plan → si impide aprobarlo. Crear el plan vacío lo hace Planeación para toda la entidad: no impide nada.
IMPIDE = {
    "autores": True,
    "enviado_por": True,
    "creado_por": False,
    "aprobado_por": False,
    "publicado_por": False,
    "cerrado_por": False,
    "desistido_por": False,
    "retirado_por": False,
}


def test_todo_papel_del_plan_dice_si_impide_aprobarlo():
    relaciones = (*Plan._meta.concrete_fields, *Plan._meta.many_to_many)
    assert {campo.name for campo in relaciones if campo.related_model is Usuario} == set(IMPIDE)


@pytest.fixture
def casa(db):
    """Una oficina de Planeación con dos personas, un jefe que formula y su plan en borrador con una actividad."""
    hacienda, oficina = f.dependencia(), f.dependencia()
    jefe, una, otra = f.persona("jefe", hacienda), f.persona("planeacion", oficina), f.persona("planeacion", oficina)
    plan = f.plan(dependencia=hacienda, por=jefe)
    actividad = f.actividad(plan)
    return SimpleNamespace(jefe=jefe, una=una, otra=otra, plan=plan, actividad=actividad, oficina=oficina)


def _enviar(casa, por) -> Plan:
    return planes.enviar(plan=casa.plan, por=por, ahora=AHORA)


def _aprobar(plan: Plan, por) -> Plan:
    plan = Plan.objects.get(pk=plan.pk)
    return planes.aprobar(plan=plan, version=plan.version, acto="PENDIENTE", por=por, ahora=AHORA)


def _crear(casa):
    actividades.crear_actividad(
        hoja=casa.plan, numero="88", nombre="Otra", meta=1, programado_t1=1, fecha_fin=date(2026, 11, 1),
        dependencia=casa.plan.dependencia, por=casa.una, ahora=AHORA,
    )  # fmt: skip


def _editar(casa):
    actividades.editar_actividad(
        actividad=casa.actividad, version=casa.actividad.version, nombre="Corregida", por=casa.una, ahora=AHORA
    )


def _eliminar(casa):
    actividades.eliminar_actividad(actividad=f.actividad(casa.plan), por=casa.una, ahora=AHORA)


def _recuperar(casa):
    planes.recuperar(plan=_enviar(casa, casa.jefe), por=casa.una, ahora=AHORA)


def _importar(casa, *, subio="jefe", corrigio="jefe", aplico="jefe"):
    contenido = excel(fila("77", "Escrita en el archivo", dependencia=casa.plan.dependencia.nombre))
    importacion = importaciones.subir_importacion(
        plan=casa.plan, nombre="plan.xlsx", contenido=contenido, por=getattr(casa, subio), ahora=AHORA
    )
    corregir_importacion(
        importacion=importacion, elecciones={}, huella=importacion.huella, por=getattr(casa, corrigio), ahora=AHORA
    )
    importaciones.importar(
        importacion=importacion, plan=casa.plan, version=casa.plan.version, por=getattr(casa, aplico), ahora=AHORA
    )


def _subir(casa):
    _importar(casa, subio="una")


def _corregir(casa):
    _importar(casa, corrigio="una")


def _aplicar(casa):
    _importar(casa, aplico="una")


@pytest.mark.parametrize("escribir", [_crear, _editar, _eliminar, _recuperar, _subir, _corregir, _aplicar])
def test_no_aprueba_quien_escribio_o_recupero_aunque_lo_envie_otro(casa, escribir):
    escribir(casa)
    enviado = _enviar(casa, casa.jefe)
    with pytest.raises(ReglaIncumplida, match=casa.otra.nombre):
        _aprobar(enviado, casa.una)
    assert _aprobar(enviado, casa.otra).sin_segregacion == ""


def test_no_aprueba_quien_lo_envio(casa):
    enviado = _enviar(casa, casa.una)
    with pytest.raises(ReglaIncumplida, match="lo aprueba otra persona"):
        _aprobar(enviado, casa.una)
    assert Plan.objects.get(pk=enviado.pk).estado == "EN_REVISION"
    assert _aprobar(enviado, casa.otra).aprobado_por == casa.otra


def test_devolverlo_uno_mismo_no_borra_lo_que_escribio(casa):
    _crear(casa)
    enviado = _enviar(casa, casa.una)
    planes.devolver(
        plan=enviado, observaciones=[{"texto": "Revise."}], version=enviado.version, por=casa.una, ahora=AHORA
    )
    reenviado = _enviar(casa, casa.jefe)
    with pytest.raises(ReglaIncumplida, match="lo aprueba otra persona"):
        _aprobar(reenviado, casa.una)


@pytest.mark.parametrize("como", ["sin vínculo", "desactivada", "sin rol", "también escribió"])
def test_si_no_hay_otra_persona_viva_aprueba_y_queda_dicho(casa, como):
    if como == "sin vínculo":
        Usuario.objects.filter(pk=casa.otra.pk).update(vinculo_hasta=date(2026, 7, 5))
    elif como == "desactivada":
        Usuario.objects.filter(pk=casa.otra.pk).update(is_active=False)
    elif como == "sin rol":
        Asignacion.objects.filter(persona=casa.otra).update(hasta=date(2026, 7, 5))
    else:
        casa.plan.autores.add(casa.otra)
    aprobado = _aprobar(_enviar(casa, casa.una), casa.una)
    assert aprobado.sin_segregacion == reglas.SIN_OTRA_PERSONA
    assert list(Plan.objects.sin_segregacion()) == [aprobado]


def test_la_base_no_guarda_sin_decirlo_un_plan_aprobado_por_quien_lo_envio(casa):
    aprobado = _aprobar(_enviar(casa, casa.jefe), casa.otra)
    for cambio in ({"aprobado_por": casa.jefe}, {"estado": "EN_REVISION", "aprobado_en": None, "aprobado_por": None,
                   "acto": "", "sin_segregacion": "porque sí"}):  # fmt: skip
        with pytest.raises(IntegrityError, match="segrega"), transaction.atomic():
            Plan.objects.filter(pk=aprobado.pk).update(**cambio)
    assert not Plan.objects.sin_segregacion().exists()


def test_el_deber_de_decidir_es_de_quien_puede_aprobarlo(casa):
    _enviar(casa, casa.una)

    def deben(persona=None) -> list:
        return [o.persona for o in pendientes(f.HOY, persona) if o.verbo == "Decidir"]

    assert deben() == [casa.otra.pk]
    assert (deben(casa.una.pk), deben(casa.otra.pk)) == ([], [casa.otra.pk])
    Asignacion.objects.filter(persona=casa.otra).delete()
    assert deben() == deben(casa.una.pk) == [casa.una.pk]


def _a_la_vez(casa) -> list:
    """Dos aprueban lo mismo mientras uno de ellos lo recupera y se vuelve a enviar."""
    enviado = _enviar(casa, casa.jefe)

    def aprobar():
        return planes.aprobar(plan=enviado, version=enviado.version, acto="PENDIENTE", por=casa.otra, ahora=AHORA)

    def reescribir():
        planes.recuperar(plan=enviado, por=casa.otra, ahora=AHORA)
        return _enviar(casa, casa.jefe)

    return concurrencia.a_la_vez(aprobar, reescribir, aprobar)


@pytest.mark.django_db(transaction=True)
def test_recuperarlo_mientras_otros_aprueban_deja_una_sola_cosa_hecha(casa):
    hechos = _a_la_vez(casa)
    quedo = Plan.objects.get(pk=casa.plan.pk)
    assert sum(isinstance(hecho, Plan) for hecho in hechos) == 1
    assert sum(isinstance(hecho, ReglaIncumplida) for hecho in hechos) == 2
    assert quedo.versiones.count() == (quedo.estado == "APROBADO")
    assert quedo.autores.contains(casa.otra) is (quedo.estado == "EN_REVISION")


@pytest.mark.django_db(transaction=True)
def test_control_negativo_sin_la_guarda_pasa_mas_de_una(casa):
    with concurrencia.sin_guardas(planes, "problemas_para_aprobar"):
        assert sum(isinstance(hecho, Plan) for hecho in _a_la_vez(casa)) > 1
