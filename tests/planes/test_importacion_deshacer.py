"""Deshacer lo que se pegó o importó: de una vez, una sola vez y sin pisar lo que otro cambió después."""

import pytest

from mipg.expediente.models import Importacion
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes.acciones import actividades as acciones
from planes.acciones import pegados
from planes.acciones.importaciones import importar, leer_y_guardar
from tests.planes.test_plan_pegar import bloque, fila


@pytest.fixture
def pegado(quien, plan, ahora):
    """Cambia la actividad que el plan ya tenía y añade otra."""
    plan.actividades.update(enlace=quien.enlace, orden=7)
    plan.actividades.get().apoyos.add(quien.ajena)
    texto = bloque(fila(2), fila(1, Actividad="Publicar el informe", Responsable="Secretaría de Educación"))
    importacion = pegados.pegar(plan=plan, texto=texto, por=quien.jefe, ahora=ahora)
    leer_y_guardar(importacion=importacion, ahora=ahora)
    importar(importacion=importacion, plan=plan, version=plan.version, por=quien.jefe, ahora=ahora)
    plan.refresh_from_db()
    importacion.refresh_from_db()
    return importacion


def _como_esta(plan) -> list[dict]:
    return [
        {c.attname: getattr(a, c.attname) for c in a._meta.fields if c.name != "version"}
        | {"apoyos": [*a.apoyos.all()]}
        for a in plan.actividades.order_by("pk")
    ]


def test_deja_el_plan_como_estaba_y_repetirlo_no_hace_nada(quien, plan, ahora):
    plan.actividades.update(enlace=quien.enlace, orden=7)
    antes = _como_esta(plan)
    texto = bloque(fila(2), fila(1, Actividad="Publicar el informe", Responsable="Secretaría de Educación"))
    importacion = pegados.pegar(plan=plan, texto=texto, por=quien.jefe, ahora=ahora)
    importar(importacion=importacion, plan=plan, version=plan.version, por=quien.jefe, ahora=ahora)
    assert _como_esta(plan) != antes
    importacion.refresh_from_db()
    assert pegados.deshacer(importacion=importacion, plan=plan, por=quien.jefe, ahora=ahora) == 2
    assert _como_esta(plan) == antes
    with pytest.raises(EstadoCambiado):
        pegados.deshacer(importacion=importacion, plan=plan, por=quien.jefe, ahora=ahora)


def test_lo_que_alguien_cambio_despues_no_se_pisa(quien, plan, ahora, pegado):
    nueva = plan.actividades.get(numero="2")
    acciones.editar_actividad(
        actividad=nueva, version=nueva.version, producto="Libro", por=quien.planeacion, ahora=ahora
    )
    despues = _como_esta(plan)
    with pytest.raises(ReglaIncumplida, match="1 actividad cambió después"):
        pegados.deshacer(importacion=pegado, plan=plan, por=quien.jefe, ahora=ahora)
    assert _como_esta(plan) == despues


def test_solo_lo_deshace_quien_formula(quien, plan, pegado):
    url = f"/planes/importaciones/{pegado.pk}/deshacer/"
    assert quien.cliente.otro.post(url).status_code == 404
    assert quien.cliente.jefe.get(url).status_code == 405
    assert quien.cliente.jefe.post(url).status_code == 302
    assert Importacion.objects.get().resumen["deshecha"]
    assert plan.actividades.count() == 1
