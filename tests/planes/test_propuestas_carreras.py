"""Carreras de verdad sobre una propuesta, cada una con su control negativo: sin la guarda, falla."""

from functools import partial

import pytest
from django.db import IntegrityError

from mipg.reglas import ReglaIncumplida
from planes.acciones import correcciones, modificaciones, propuestas
from planes.acciones.actividades import editar_actividad
from planes.models import Actividad, ActividadPropuesta, Propuesta, VersionPlan
from tests import fabricas as f
from tests.concurrencia import a_la_vez, sin_guardas

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
AHORA = f.AHORA
VUELTAS = 3


def _rige():
    dependencia = f.dependencia()
    jefe = f.persona("jefe", dependencia)
    plan = f.plan("PUBLICADO", dependencia=dependencia, por=jefe)
    f.actividad(plan, (None, None, None, 1), numero="1", nombre="Publicar el infrome")
    f.version(plan)
    return plan, jefe


def _enviada():
    plan, jefe = _rige()
    propuesta = propuestas.proponer(plan=plan, por=jefe, ahora=AHORA)
    editar_actividad(actividad=propuesta.actividades.get(), version=0, unidad="actas", por=jefe, ahora=AHORA)
    return propuestas.enviar(propuesta=propuesta, motivo="Así es.", frase="Así es.", por=jefe, ahora=AHORA)


def _aprobar(propuesta, persona):
    return partial(
        modificaciones.aprobar,
        propuesta=propuesta, version=propuesta.version, acto="PENDIENTE", por=persona, ahora=AHORA,
    )  # fmt: skip


def _buenas(resultados, clase) -> int:
    return sum(isinstance(uno, clase) for uno in resultados)


def test_dos_aprobaciones_a_la_vez_producen_una_version():
    personas = f.persona("planeacion"), f.persona("planeacion")
    for _ in range(VUELTAS):
        propuesta = _enviada()
        resultados = a_la_vez(*(_aprobar(propuesta, persona) for persona in personas))
        assert (_buenas(resultados, Propuesta), _buenas(resultados, ReglaIncumplida)) == (1, 1), resultados
        assert VersionPlan.objects.filter(plan=propuesta.plan_id).count() == 2


def test_control_sin_la_guarda_la_aprobada_se_vuelve_a_decidir():
    propuesta = _enviada()
    with sin_guardas(modificaciones, "problemas_para_aprobar", "problemas_de_acto"):
        _aprobar(propuesta, f.persona("planeacion"))()
        # Sin la guarda, aprobar otra vez sólo tropieza con que ya no cambia nada.
        rige = propuestas.fotografiar(Actividad.objects.get(plan=propuesta.plan_id))
        propuesta.actividades.update(unidad="otra cosa", base=rige)
        _aprobar(propuesta, f.persona("planeacion"))()
    assert VersionPlan.objects.filter(plan=propuesta.plan_id).count() == 3


def test_dos_propuestas_a_la_vez_abren_una():
    for _ in range(VUELTAS):
        plan, jefe = _rige()
        proponer = partial(propuestas.proponer, plan=plan, ahora=AHORA)
        resultados = a_la_vez(partial(proponer, por=jefe), partial(proponer, por=f.persona("planeacion")))
        assert _buenas(resultados, Propuesta) == 1, resultados
        assert _buenas(resultados, ReglaIncumplida) == 1, resultados


def test_control_sin_mirar_si_hay_otra_solo_la_base_lo_impide(monkeypatch):
    monkeypatch.setattr(propuestas.de_propuestas, "problemas_para_proponer", lambda **_: [])
    plan, jefe = _rige()
    propuestas.proponer(plan=plan, por=jefe, ahora=AHORA)
    with pytest.raises(IntegrityError):
        propuestas.proponer(plan=plan, por=jefe, ahora=AHORA)


def test_aprobar_mientras_se_recupera_y_se_edita_hace_una_de_las_dos_cosas():
    """O se aprueba lo que se leyó, o la propuesta vuelve a borrador con lo escrito: nunca se aprueba otra cosa."""
    for _ in range(VUELTAS):
        propuesta = _enviada()
        jefe = propuesta.enviada_por

        def recuperar_y_editar(propuesta=propuesta, jefe=jefe):
            propuestas.recuperar(propuesta=propuesta, por=jefe, ahora=AHORA)
            linea = ActividadPropuesta.objects.get(propuesta=propuesta)
            return editar_actividad(actividad=linea, version=linea.version, unidad="folios", por=jefe, ahora=AHORA)

        a_la_vez(_aprobar(propuesta, f.persona("planeacion")), recuperar_y_editar)
        propuesta.refresh_from_db()
        unidad = Actividad.objects.get(plan=propuesta.plan_id).unidad
        assert (propuesta.estado, unidad) in {("APROBADA", "actas"), ("BORRADOR", "documentos")}


def test_una_errata_corregida_mientras_se_aprueba_no_se_pierde():
    """Cualquiera que llegue primero: quedan la errata corregida y lo aprobado, o la corrección se lee de nuevo."""
    for _ in range(VUELTAS):
        propuesta = _enviada()
        actividad = Actividad.objects.get(plan=propuesta.plan_id)
        corregir = partial(
            correcciones.corregir_actividad,
            actividad=actividad, version=actividad.version, nombre="Publicar el informe",
            motivo="Errata.", por=propuesta.enviada_por, ahora=AHORA,
        )  # fmt: skip
        aprobada, corregida = a_la_vez(_aprobar(propuesta, f.persona("planeacion")), corregir)
        actividad.refresh_from_db()
        assert isinstance(aprobada, Propuesta), aprobada
        assert actividad.unidad == "actas"
        if isinstance(corregida, Actividad):
            assert actividad.nombre == "Publicar el informe"
        else:
            assert isinstance(corregida, ReglaIncumplida), corregida
            assert actividad.nombre == "Publicar el infrome"


def test_control_sin_tomar_el_plan_una_de_las_dos_se_pierde(monkeypatch):
    """Aprobar escribe lo que leyó: sin la fila del plan tomada, pisa la errata que se corrigió entre tanto."""
    propuesta = _enviada()
    actividad = Actividad.objects.get(plan=propuesta.plan_id)
    mirar = propuestas.mirar

    def mirar_y_que_corrijan(cual):
        mirada = mirar(cual)
        correcciones.corregir_actividad(
            actividad=actividad, version=actividad.version, nombre="Publicar el informe", motivo="Errata.",
            por=propuesta.enviada_por, ahora=AHORA,
        )  # fmt: skip
        return mirada

    monkeypatch.setattr(modificaciones, "mirar", mirar_y_que_corrijan)
    monkeypatch.setattr(correcciones, "tomar_fila", lambda filas: filas.get())
    propuesta.actividades.update(nombre="Publicar un informe")
    _aprobar(propuesta, f.persona("planeacion"))()
    actividad.refresh_from_db()
    assert actividad.nombre == "Publicar un informe"
