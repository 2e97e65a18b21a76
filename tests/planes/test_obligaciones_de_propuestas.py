"""A quién le toca una modificación según su estado, y dónde la encuentra."""

from datetime import date, timedelta

import pytest

from planes.acciones import modificaciones, propuestas
from planes.models import Propuesta
from planes.obligaciones import pendientes
from politicas.models import Vigencia
from tests import fabricas as f


def de_la_modificacion(persona=None) -> list[tuple]:
    """(verbo, a quién, cuándo vence) de lo que se debe de modificaciones."""
    return [
        (o.verbo, o.persona, o.vence)
        for o in pendientes(f.HOY, persona and persona.pk)
        if o.clave.startswith("propuesta:")
    ]


def test_el_jefe_la_termina_planeacion_la_decide_y_el_jefe_la_corrige(quien, propuesta):
    assert de_la_modificacion() == [("Terminar la modificación", quien.jefe.pk, date(2026, 8, 5))]
    assert de_la_modificacion(quien.jefe) == de_la_modificacion()
    assert de_la_modificacion(quien.planeacion) == []

    dicho = {"motivo": "Se contaba mal.", "frase": "Se cuenta por actas."}
    enviada = propuestas.enviar(propuesta=propuesta, **dicho, por=quien.jefe, ahora=f.AHORA + timedelta(days=1))
    assert de_la_modificacion() == [("Decidir la modificación", quien.planeacion.pk, date(2026, 7, 22))]
    assert de_la_modificacion(quien.planeacion) == de_la_modificacion()
    assert de_la_modificacion(quien.jefe) == []

    propuestas.devolver(
        propuesta=enviada, version=enviada.version, observaciones=[{"texto": "No."}],
        por=quien.planeacion, ahora=f.AHORA,
    )  # fmt: skip
    assert de_la_modificacion() == [("Corregir la modificación", quien.jefe.pk, date(2026, 8, 6))]
    propuestas.desistir(propuesta=enviada, motivo="No va.", por=quien.jefe, ahora=f.AHORA)
    assert de_la_modificacion() == []


def test_no_le_toca_decidirla_a_quien_escribio_en_ella_si_hay_otra_persona(quien, enviada):
    enviada.autores.add(quien.planeacion)
    assert [quien_ for _, quien_, _ in de_la_modificacion()] == [quien.planeacion.pk]
    otra = f.persona("planeacion", quien.oficina)
    assert [quien_ for _, quien_, _ in de_la_modificacion()] == [otra.pk]
    assert de_la_modificacion(quien.planeacion) == []


def test_el_acta_pendiente_se_debe_hasta_completarla(quien, enviada):
    modificaciones.aprobar(
        propuesta=enviada, version=enviada.version, acto="PENDIENTE", por=quien.planeacion, ahora=f.AHORA
    )
    assert de_la_modificacion() == [("Completar el acto", quien.planeacion.pk, date(2026, 8, 5))]
    Vigencia.objects.update(cerrada_en=f.AHORA, cerrada_por=quien.planeacion)
    assert [verbo for verbo, *_ in de_la_modificacion()] == ["Completar el acto"]
    Propuesta.objects.update(acto="RESOLUCION", acto_numero="9")
    assert de_la_modificacion() == []


@pytest.mark.una_base
def test_el_inicio_la_muestra_a_quien_le_toca(quien, enviada):
    assert f"/planes/propuestas/{enviada.pk}/" in quien.cliente.planeacion.get("/inicio/").content.decode()
    assert f"/planes/propuestas/{enviada.pk}/" not in quien.cliente.jefe.get("/inicio/").content.decode()
    propuestas.recuperar(propuesta=enviada, por=quien.jefe, ahora=f.AHORA)
    assert f"/planes/propuestas/{enviada.pk}/" in quien.cliente.jefe.get("/inicio/").content.decode()


def test_lo_que_cuesta_no_depende_de_cuantas_haya(quien, enviada, consultas):
    def contar() -> int:
        with consultas() as hechas:
            list(pendientes(f.HOY))
        return len(hechas)

    con_una = contar()
    for _ in range(5):
        otra = propuestas.proponer(plan=_rige(quien), por=quien.jefe, ahora=f.AHORA)
        otra.autores.add(quien.planeacion)
    assert contar() == con_una


def _rige(quien):
    plan = f.plan("APROBADO", dependencia=quien.propia)
    f.actividad(plan)
    f.version(plan)
    return plan
