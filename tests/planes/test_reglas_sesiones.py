"""Quórum, plazos y lo que impide convocar, iniciar o cerrar: sin base de datos."""

from datetime import date
from types import SimpleNamespace

import pytest

from planes.models import Compromiso
from planes.reglas import sesiones as reglas


def sala(*, con_voto: int, presentes: int, sin_voto: int = 0):
    """Miembros con voto, los primeros presentes; los que no votan están todos."""
    votan = [asistencia(n, con_voto=True, esta=n < presentes) for n in range(con_voto)]
    return votan + [asistencia(100 + n, con_voto=False, esta=True) for n in range(sin_voto)]


def asistencia(miembro: int, *, de: int | None = None, **campos) -> SimpleNamespace:
    return SimpleNamespace(miembro_id=miembro, identidad=miembro if de is None else de, **campos)


@pytest.mark.parametrize(
    ("con_voto", "presentes", "exigido", "pedidos", "hubo"),
    [(9, 5, None, 5, True), (9, 4, None, 5, False), (8, 4, None, 5, False), (9, 3, 3, 3, True), (1, 1, None, 1, True)],
)
def test_el_quorum_es_la_mitad_mas_uno_de_los_que_votan_o_lo_que_diga_la_convocatoria(
    con_voto, presentes, exigido, pedidos, hubo
):
    quorum = reglas.quorum(sala(con_voto=con_voto, presentes=presentes, sin_voto=2), exigido=exigido)
    assert (quorum.miembros, quorum.con_voto, quorum.exigido, quorum.hubo) == (con_voto, presentes, pedidos, hubo)
    assert quorum.presentes == presentes + 2
    assert bool(reglas.problemas_de_quorum(quorum)) is not hubo


def test_quien_esta_impedido_no_cuenta_en_ese_punto():
    quorum = reglas.quorum(sala(con_voto=5, presentes=3), exigido=None, impedidos={0})
    assert (quorum.con_voto, quorum.exigido, quorum.hubo) == (2, 3, False)
    assert "hay 2 con voto y se exigen 3" in reglas.problemas_de_quorum(quorum)[0].mensaje
    assert "Por los impedidos no hay quórum" in reglas.problemas_de_quorum(quorum, impedidos=1)[0].mensaje


def test_cada_persona_cuenta_una_vez_aunque_este_dos_veces_en_la_lista():
    repetida = asistencia(9, de=0, con_voto=True, esta=False)
    quorum = reglas.quorum([*sala(con_voto=4, presentes=3), repetida], exigido=None)
    assert (quorum.miembros, quorum.con_voto, quorum.presentes, quorum.exigido) == (4, 3, 3, 3)
    # Impedida de un modo, lo está del otro; y la que también va sin voto, vota.
    assert reglas.quorum([*sala(con_voto=4, presentes=3), repetida], exigido=None, impedidos={9}).con_voto == 2
    sin_voto = asistencia(9, de=3, con_voto=False, esta=True)
    assert reglas.quorum([*sala(con_voto=4, presentes=3), sin_voto], exigido=None).con_voto == 4


def miembro(quien: str, desde: int, hasta: int | None = None, *, preside: bool = False) -> SimpleNamespace:
    dias = {"desde": date(2026, 7, desde), "hasta": hasta and date(2026, 7, hasta)}
    return SimpleNamespace(identidad=quien, persona_id=None, quien=quien, preside=preside, **dias)


def test_nadie_integra_dos_veces_la_instancia_ni_la_presiden_dos():
    ana, otra = miembro("Ana", 10), miembro("Otra", 1, preside=True)
    assert reglas.problemas_de_miembro(ana, [otra]) == []
    for nuevo, previo, campo, dice in (
        (ana, miembro("Ana", 1), "nombre", "sin fecha final: termine antes esa membresía"),
        (ana, miembro("Ana", 1, 31), "nombre", "registre ésta desde el 01/08/2026"),
        (miembro("Ana", 10, preside=True), otra, "preside", "Ya hay quien preside: Otra, desde el 01/07/2026"),
    ):
        (problema,) = reglas.problemas_de_miembro(nuevo, [previo])
        assert problema.campo == campo and dice in problema.mensaje


def test_no_se_decide_en_una_sesion_lo_que_se_envio_despues():
    dia, despues = date(2026, 7, 6), date(2026, 7, 7)
    assert not reglas.problemas_de_envio(sesion=dia, esperaba=dia) + reglas.problemas_de_envio(
        sesion=dia, esperaba=None
    )
    assert "Se envió el 07/07/2026" in reglas.problemas_de_envio(sesion=dia, esperaba=despues)[0].mensaje


def test_sin_miembros_con_voto_nadie_decide():
    assert not reglas.quorum(sala(con_voto=0, presentes=0, sin_voto=4), exigido=None).hubo


def test_un_compromiso_sin_fecha_tambien_vence():
    hecho = {"desde": date(2026, 7, 6), "dias": 15, "asuetos": [date(2026, 7, 7)]}
    assert reglas.vence_compromiso(fecha=None, **hecho) == date(2026, 7, 30)  # el 13 y el 20 son festivos
    assert reglas.vence_compromiso(fecha=date(2026, 7, 10), **hecho) == date(2026, 7, 10)


def test_que_impide_convocar_iniciar_cancelar_y_cerrar():
    hoy, ayer = date(2026, 7, 6), date(2026, 7, 5)
    assert reglas.problemas_para_convocar(fecha=hoy, desde=hoy, con_voto=3, exigido=3) == []
    for caso, dice in (
        ({"fecha": ayer, "con_voto": 3, "exigido": None}, "desde el 06/07/2026"),
        ({"fecha": hoy, "con_voto": 0, "exigido": None}, "no tiene miembros"),
        ({"fecha": hoy, "con_voto": 3, "exigido": 4}, "sólo hay 3"),
    ):
        assert dice in reglas.problemas_para_convocar(desde=hoy, **caso)[0].mensaje
    assert reglas.problemas_para_iniciar(fecha=hoy, hoy=ayer) and not reglas.problemas_para_iniciar(fecha=ayer, hoy=hoy)
    assert len(reglas.problemas_para_cancelar(motivo=" ", resultados=1)) == 2
    assert reglas.problemas_para_cancelar(motivo="Sin quórum", resultados=0) == []
    assert len(reglas.problemas_para_cerrar(presentes=0, resultados=0)) == 2


@pytest.mark.parametrize(("persona", "dependencia", "falla"), [(1, None, 0), (None, 1, 0), (None, None, 1), (1, 1, 1)])
def test_un_compromiso_es_de_una_persona_o_de_una_dependencia(persona, dependencia, falla):
    assert len(reglas.problemas_de_responsable(persona=persona, dependencia=dependencia)) == falla


def test_quien_puede_cumplir_un_compromiso():
    de_ana = SimpleNamespace(persona_id=1, dependencia_id=None)
    de_hacienda = SimpleNamespace(persona_id=None, dependencia_id=7)
    assert reglas.puede_cumplir(de_ana, persona=1, dirige=(), gestiona=False)
    assert reglas.puede_cumplir(de_hacienda, persona=9, dirige={7}, gestiona=False)
    assert not reglas.puede_cumplir(de_hacienda, persona=1, dirige={8}, gestiona=False)
    assert reglas.puede_cumplir(de_ana, persona=9, dirige=(), gestiona=True)


def test_un_compromiso_no_ha_vencido_en_su_ultimo_dia():
    compromiso = Compromiso(vence=date(2026, 7, 6))
    assert [compromiso.esta_vencido(date(2026, 7, dia)) for dia in (6, 7)] == [False, True]
