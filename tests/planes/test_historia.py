"""La historia de un plan cuenta actos y no teclas."""

from datetime import timedelta

import pytest

from mipg.bitacora.acciones import registrar_en_lote
from planes.acciones import actividades as acciones
from planes.acciones import planes as del_plan
from planes.acciones import propuestas
from planes.historia import PAUSA, SUCESOS_CON_DETALLE, historia_de
from tests import fabricas

MINUTO = timedelta(minutes=1)


def _editar(actividad, por, ahora, **campos):
    actividad.refresh_from_db()
    return acciones.editar_actividad(actividad=actividad, version=actividad.version, por=por, ahora=ahora, **campos)


def _crear(plan, numero, por, ahora):
    return acciones.crear_actividad(hoja=plan, numero=numero, nombre=f"Tarea {numero}", meta=1, por=por, ahora=ahora)


def _verbos(plan) -> list[tuple[str, str]]:
    return [(evento.quien, evento.verbo) for evento in historia_de(plan)]


def test_lo_que_se_escribe_seguido_es_un_renglon_con_lo_que_quedo(quien, plan, ahora):
    (una,) = plan.actividades.all()
    for minuto, meta in enumerate((4, 5, 6)):
        _editar(una, quien.jefe, ahora + minuto * MINUTO, meta=meta)
    nueva = _crear(plan, "2", quien.jefe, ahora + 4 * MINUTO)
    _editar(nueva, quien.jefe, ahora + 5 * MINUTO, unidad="informes")
    (evento,) = historia_de(plan)
    assert evento.verbo == "creó 1 actividad y cambió 1"
    assert [(r.nombre, r.que, r.cambios) for r in evento.renglones] == [
        ("1. Publicar el informe", "", (("Meta", "1", "6"),)),
        ("2. Tarea 2", "nueva", (("Unidad de medida", "", "informes"),)),
    ]


def test_otra_persona_una_pausa_o_un_envio_empiezan_otro_acto(quien, plan, ahora):
    (una,) = plan.actividades.all()
    _editar(una, quien.jefe, ahora, producto="Acta")
    _editar(una, quien.planeacion, ahora + MINUTO, producto="Informe")
    _editar(una, quien.jefe, ahora + 2 * MINUTO, producto="Acta")
    _editar(una, quien.jefe, ahora + 3 * MINUTO + PAUSA, producto="Libro")
    enviado = del_plan.enviar(plan=plan, por=quien.jefe, ahora=ahora + 4 * MINUTO + PAUSA)
    del_plan.recuperar(plan=enviado, por=quien.jefe, ahora=ahora + 5 * MINUTO + PAUSA)
    _editar(una, quien.jefe, ahora + 6 * MINUTO + PAUSA, producto="Foro")
    jefe, planeacion = str(quien.jefe), str(quien.planeacion)
    assert _verbos(plan) == [
        (jefe, "cambió 1 actividad"),
        (jefe, "recuperó el plan para corregirlo"),
        (jefe, "envió el plan a revisión"),
        (jefe, "cambió 1 actividad"),
        (jefe, "cambió 1 actividad"),
        (planeacion, "cambió 1 actividad"),
        (jefe, "cambió 1 actividad"),
    ]


def test_la_que_se_quito_sigue_en_la_historia(quien, plan, ahora):
    creada = _crear(plan, "2", quien.jefe, ahora)
    _crear(plan, "3", quien.jefe, ahora)
    acciones.eliminar_actividad(actividad=creada, por=quien.jefe, ahora=ahora + MINUTO)
    (evento,) = historia_de(plan)
    assert evento.verbo == "creó 2 actividades y quitó 1"
    assert ("2. Tarea 2", "quitada") in [(r.nombre, r.que) for r in evento.renglones]


@pytest.mark.parametrize("repetidos", [2, 60])
def test_cuesta_lo_mismo_con_pocos_sucesos_que_con_miles(quien, plan, ahora, consultas, repetidos):
    actividades = [fabricas.actividad(plan, numero=f"A{n}") for n in range(20)]
    for vez in range(repetidos):
        hechos = [(una, "editar", {"meta": (vez, vez + 1)}) for una in actividades]
        registrar_en_lote(hechos, por=quien.jefe, ahora=ahora + vez * MINUTO)
    with consultas() as hechas:
        (evento,) = historia_de(plan)
    assert (evento.verbo, evento.de_mas) == ("cambió 20 actividades", repetidos * 20 - SUCESOS_CON_DETALLE)
    assert len(hechas) == 2


def test_la_de_una_propuesta_cuenta_lo_creado_lo_cambiado_y_lo_quitado(quien, propuesta, ahora, consultas):
    primera, segunda = propuesta.actividades.order_by("numero")
    _editar(primera, quien.jefe, ahora + MINUTO, producto="Acta")
    _crear(propuesta, "3", quien.jefe, ahora + 2 * MINUTO)
    acciones.eliminar_actividad(actividad=segunda, por=quien.jefe, ahora=ahora + 3 * MINUTO)
    propuestas.desistir(propuesta=propuesta, motivo="No va.", por=quien.jefe, ahora=ahora + 4 * MINUTO)
    with consultas() as hechas:
        desistio, escribio, propuso = historia_de(propuesta)
    assert (desistio.verbo, propuso.verbo) == ("desistió de ella", "propuso la modificación")
    assert escribio.verbo == "creó 1 actividad, cambió 1 y quitó 1"
    assert [(r.nombre, r.que) for r in escribio.renglones] == [
        (str(primera), ""), ("3. Tarea 3", "nueva"), (str(segunda), "quitada"),
    ]  # fmt: skip
    assert escribio.renglones[0].cambios[-1] == ("Producto o entregable", "", "Acta")
    assert len(hechas) == 2
