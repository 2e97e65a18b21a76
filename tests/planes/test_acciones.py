"""Los verbos: todo o nada, desde su estado y con un suceso cada uno."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models.query import QuerySet

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes import reglas
from planes.acciones import actividades, planes, salidas
from planes.models import Actividad, Observacion, Plan, VersionPlan
from politicas.models import Indice, Vigencia
from tests import fabricas

ESTADOS = [estado.value for estado in Plan.Estado]


@pytest.fixture
def hacer(quien, ahora):
    """`hacer[verbo](plan)`: la acción con lo mínimo que necesita."""
    decide = {"por": quien.planeacion, "ahora": ahora}
    formula = {"por": quien.jefe, "ahora": ahora}
    return {
        "enviar": lambda plan: planes.enviar(plan=plan, **formula),
        "recuperar": lambda plan: planes.recuperar(plan=plan, **formula),
        "devolver": lambda plan: planes.devolver(
            plan=plan, observaciones=[{"texto": "Corrija."}], version=plan.version, **decide
        ),
        "aprobar": lambda plan: planes.aprobar(plan=plan, version=plan.version, acto="PENDIENTE", **decide),
        "publicar": lambda plan: planes.publicar(plan=plan, **decide),
        "desistir": lambda plan: salidas.desistir(plan=plan, motivo="No va.", version=plan.version, **formula),
        "retirar": lambda plan: salidas.retirar(plan=plan, motivo="No era.", version=plan.version, **decide),
        "cerrar": lambda plan: salidas.cerrar(plan=plan, **decide),
    }


VERBOS = ["enviar", "recuperar", "devolver", "aprobar", "publicar", "retirar", "cerrar", "desistir"]


@pytest.mark.parametrize("estado", ESTADOS)
@pytest.mark.parametrize("verbo", VERBOS)
def test_cada_verbo_solo_sale_de_sus_estados(hacer, en_estado, sucesos, verbo, estado):
    # El cerrado que se publica es el que se cerró sin publicar.
    sin_publicar = {"publicado_en": None, "publicado_por": None} if (verbo, estado) == ("publicar", "CERRADO") else {}
    plan = en_estado(estado, **sin_publicar)
    [siguiente] = reglas.TRANSICIONES[estado].get(verbo, [None])
    if siguiente:
        assert hacer[verbo](plan).estado == siguiente
        assert sucesos(plan) == [verbo]
    else:
        with pytest.raises(ReglaIncumplida):
            hacer[verbo](plan)
        plan.refresh_from_db()
        assert plan.estado == estado
        assert sucesos(plan) == []


class SeCayo(Exception):
    """Una falla inyectada a media acción."""


def fallar(*args, **kwargs):
    """Se cae siempre."""
    raise SeCayo


def fotografia() -> dict:
    """Todo lo que las acciones de planes pueden escribir."""
    modelos = (Plan, Actividad, VersionPlan, Observacion, Suceso)
    return {modelo: list(modelo.objects.order_by("pk").values()) for modelo in modelos}


@pytest.mark.parametrize(
    ("verbo", "estado", "donde"),
    [
        ("aprobar", "EN_REVISION", "planes.acciones.planes.VersionPlan.objects.create"),
        ("aprobar", "EN_REVISION", "planes.acciones.planes.tomar_foto"),
        ("devolver", "EN_REVISION", "planes.acciones.planes.Observacion.objects.create"),
        ("enviar", "BORRADOR", "planes.models.Observacion.objects.filter"),
        ("recuperar", "EN_REVISION", "planes.models.Observacion.objects.filter"),
        ("enviar", "BORRADOR", "mipg.bitacora.acciones.registrar"),
        ("publicar", "APROBADO", "mipg.bitacora.acciones.registrar"),
        ("desistir", "DEVUELTO", "mipg.bitacora.acciones.registrar"),
        ("retirar", "PUBLICADO", "mipg.bitacora.acciones.registrar"),
    ],
)
def test_una_falla_a_media_accion_no_deja_nada(hacer, en_estado, monkeypatch, verbo, estado, donde):
    plan = en_estado(estado)
    antes = fotografia()
    if donde.endswith("filter"):
        monkeypatch.setattr("django.db.models.query.QuerySet.update", _falla_con(Observacion))
    else:
        monkeypatch.setattr(donde, fallar)
    with pytest.raises(SeCayo):
        hacer[verbo](plan)
    monkeypatch.undo()
    assert fotografia() == antes


def _falla_con(modelo):
    original = QuerySet.update

    def actualizar(consulta, **campos):
        if consulta.model is modelo:
            raise SeCayo
        return original(consulta, **campos)

    return actualizar


def test_crear_una_actividad_es_todo_o_nada(quien, plan, ahora, monkeypatch):
    antes = fotografia()
    monkeypatch.setattr(actividades, "registrar", fallar)
    with pytest.raises(SeCayo):
        actividades.crear_actividad(
            hoja=plan, numero="2", nombre="x", meta=1, apoyos=[quien.ajena], por=quien.jefe, ahora=ahora
        )
    assert fotografia() == antes


def test_eliminar_una_actividad_es_todo_o_nada(quien, plan, ahora, monkeypatch):
    antes = fotografia()
    monkeypatch.setattr(actividades, "tocar", fallar)
    with pytest.raises(SeCayo):
        actividades.eliminar_actividad(actividad=plan.actividades.get(), por=quien.jefe, ahora=ahora)
    assert fotografia() == antes


def test_editar_deja_un_suceso_con_el_antes_y_el_despues(quien, plan, ahora):
    actividad = plan.actividades.get()
    actividades.editar_actividad(actividad=actividad, version=0, nombre="Otra", por=quien.jefe, ahora=ahora)
    (suceso,) = Suceso.objects.de(actividad).con_verbo()
    assert (suceso.verbo, suceso.actor) == ("editar", quien.jefe)
    assert suceso.changes == {"nombre": ["Publicar el informe", "Otra"]}


def test_dos_ediciones_de_lo_mismo_son_una(quien, plan, ahora):
    actividad = plan.actividades.get()
    actividades.editar_actividad(actividad=actividad, version=0, nombre="Primera", por=quien.jefe, ahora=ahora)
    with pytest.raises(EstadoCambiado):
        actividades.editar_actividad(actividad=actividad, version=0, nombre="Segunda", por=quien.otro, ahora=ahora)
    actividad.refresh_from_db()
    assert actividad.nombre == "Primera"


def test_cada_cambio_de_actividades_mueve_la_version_del_plan(quien, plan, ahora):
    def version():
        return Plan.objects.get(pk=plan.pk).version

    quien_y_cuando = {"por": quien.jefe, "ahora": ahora}
    creada = actividades.crear_actividad(hoja=plan, numero="2", nombre="x", meta=1, **quien_y_cuando)
    assert version() == 1
    actividades.editar_actividad(actividad=creada, version=0, nombre="y", **quien_y_cuando)
    assert version() == 2
    actividades.eliminar_actividad(actividad=creada, **quien_y_cuando)
    assert version() == 3


def test_crear_sin_lo_de_su_clase_no_crea(quien, ahora):
    with pytest.raises(ValidationError):
        planes.crear_plan(
            clase="ACCION_POLITICA",
            vigencia=fabricas.vigencia(),
            dependencia=quien.propia,
            por=quien.planeacion,
            ahora=ahora,
        )
    assert not Plan.objects.exists()


def test_la_huella_de_la_version_es_la_de_su_foto(hacer, en_estado):
    aprobado = hacer["aprobar"](en_estado("EN_REVISION"))
    version = aprobado.versiones.get()
    assert version.sha256 == reglas.huella(version.foto)
    assert version.sha256 != reglas.huella(version.foto | {"nombre": "otro"})


def test_reenviar_atiende_las_observaciones(quien, hacer, en_estado):
    devuelto = hacer["devolver"](en_estado("EN_REVISION"))
    hacer["enviar"](devuelto)
    observacion = Observacion.objects.get()
    assert observacion.resuelta_por == quien.jefe


@pytest.mark.parametrize("verbo", ["eliminar", "editar", "enlazar"])
def test_sobre_una_actividad_que_otra_persona_ya_elimino_no_se_hace_nada(quien, plan, ahora, sucesos, verbo):
    leida, por = plan.actividades.get(), {"por": quien.jefe, "ahora": ahora}
    hacer = {
        "eliminar": lambda: actividades.eliminar_actividad(actividad=leida, **por),
        "editar": lambda: actividades.editar_actividad(actividad=leida, version=0, nombre="Otra", **por),
        "enlazar": lambda: actividades.asignar_enlace(actividad=leida, enlace=quien.enlace, **por),
    }
    actividades.eliminar_actividad(actividad=plan.actividades.get(), **por)
    with pytest.raises(EstadoCambiado, match="ya lo eliminó"):
        hacer[verbo]()
    assert sucesos(plan) == ["eliminar actividad"]


@pytest.mark.parametrize("verbo", ["eliminar", "enviar", "crear actividad"])
def test_sobre_un_plan_que_otra_persona_ya_elimino_no_se_hace_nada(quien, ahora, verbo):
    plan, por = fabricas.plan(dependencia=quien.propia), {"por": quien.jefe, "ahora": ahora}
    hacer = {
        "eliminar": lambda: planes.eliminar_plan(plan=plan, **por),
        "enviar": lambda: planes.enviar(plan=plan, **por),
        "crear actividad": lambda: actividades.crear_actividad(hoja=plan, numero="1", nombre="x", meta=1, **por),
    }
    planes.eliminar_plan(plan=Plan.objects.get(pk=plan.pk), **por)
    antes = fotografia()
    with pytest.raises(EstadoCambiado, match="ya lo eliminó"):
        hacer[verbo]()
    assert fotografia() == antes


def test_con_la_vigencia_cerrada_ni_se_formula_ni_se_aprueba(quien, en_estado, ahora):
    en_revision = en_estado("EN_REVISION")
    borrador = fabricas.plan(dependencia=quien.propia)
    Vigencia.objects.update(cerrada_en=ahora, cerrada_por=quien.planeacion)
    for intento in (
        lambda: planes.crear_plan(
            clase="ACCION_POLITICA", vigencia=Vigencia.objects.get(), politica=fabricas.politica(),
            dependencia=quien.propia, por=quien.planeacion, ahora=ahora,
        ),
        lambda: actividades.crear_actividad(hoja=borrador, numero="1", nombre="x", meta=1, por=quien.jefe, ahora=ahora),
        lambda: planes.aprobar(
            plan=Plan.objects.get(pk=en_revision.pk), version=en_revision.version, acto="RESOLUCION", acto_numero="1",
            por=quien.planeacion, ahora=ahora,
        ),
    ):  # fmt: skip
        with pytest.raises(ReglaIncumplida, match="La vigencia 2026 ya se cerró"):
            intento()


def test_la_foto_guarda_todo_lo_que_se_aprobo(quien, en_estado):
    plan = en_estado("EN_REVISION", fecha_limite=date(2026, 2, 28))
    indice = Indice.objects.create(politica=plan.politica, codigo="I07", nombre="Uno")
    plan.actividades.get().indices.add(indice)
    foto = planes.tomar_foto(plan)
    assert foto["fecha_limite"] == "2026-02-28"
    (actividad,) = foto["actividades"]
    assert (actividad["indices"], actividad["orden"]) == (["I07"], plan.actividades.get().orden)
