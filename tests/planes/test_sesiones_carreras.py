"""Carreras sobre las sesiones, cada una con su control negativo: sin la guarda, falla."""

from contextlib import suppress
from datetime import date, time
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from planes.acciones import decisiones, miembros, orden_del_dia, sesiones
from planes.models import Miembro, Punto, Resultado, Sesion
from tests import fabricas as f
from tests.concurrencia import a_la_vez, tomar_sin_guarda
from tests.planes import comite

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
AHORA = f.AHORA
VUELTAS = 3


def _con_un_resultado(instancia, de):
    sesion = comite.en_curso(instancia, de.lleva)
    # Lo que la anterior no trató ya pasó a esta: con el mismo título no se repetiría.
    suelto, otro = (
        orden_del_dia.crear_punto(sesion=sesion, titulo=f"{titulo} {sesion.pk}", por=de.lleva, ahora=AHORA)
        for titulo in ("Uno", "Dos")
    )
    decisiones.informar(punto=suelto, texto="Se informó.", por=de.lleva, ahora=AHORA)
    return sesion, otro


def _cerrar(sesion, por):
    return partial(sesiones.cerrar, sesion=sesion, por=por, ahora=AHORA)


def _cierres(sesion) -> int:
    return Suceso.objects.de(sesion).filter(verbo="cerrar").count()


def _sin_tomar(sesion, **_):
    return Sesion.objects.select_related("instancia").get(pk=sesion.pk)


def test_dos_cierres_a_la_vez_no_dejan_hueco_ni_numero_repetido():
    de, instancia = comite.gente(), comite.instancia()
    for vuelta in range(1, VUELTAS + 1):
        sesion, _ = _con_un_resultado(instancia, de)
        resultados = a_la_vez(_cerrar(sesion, de.lleva), _cerrar(sesion, de.otra))
        assert sorted(isinstance(r, Sesion) for r in resultados) == [False, True], resultados
        assert any(isinstance(r, ReglaIncumplida) for r in resultados)
        sesion.refresh_from_db()
        assert (sesion.acta_numero, _cierres(sesion)) == (vuelta, 1)


def test_control_sin_tomar_la_sesion_se_cierra_dos_veces(monkeypatch):
    monkeypatch.setattr(sesiones, "tomar_abierta", _sin_tomar)
    monkeypatch.setattr(sesiones, "tomar", tomar_sin_guarda)
    monkeypatch.setattr(sesiones, "_repartir_pendientes", lambda *a, **k: None)
    de = comite.gente()
    sesion, _ = _con_un_resultado(comite.instancia(), de)
    a_la_vez(_cerrar(sesion, de.lleva), _cerrar(sesion, de.otra))
    assert _cierres(sesion) == 2


def _decidir(punto, por):
    return partial(decisiones.decidir, punto=punto, decision="DECIDIR", texto="Sí.", por=por, ahora=AHORA)


def _en_el_acta(sesion) -> int:
    foto = Sesion.objects.get(pk=sesion.pk).foto
    return sum(r["clase"] == "Decisión" for punto in foto["puntos"] for r in punto["resultados"])


def test_lo_que_se_decide_mientras_se_cierra_esta_en_el_acta_o_no_se_decidio():
    de, instancia = comite.gente(), comite.instancia()
    for _ in range(VUELTAS):
        sesion, otro = _con_un_resultado(instancia, de)
        a_la_vez(_cerrar(sesion, de.lleva), _decidir(otro, de.otra))
        decididos = Resultado.objects.filter(punto=otro, clase="DECISION").count()
        assert _en_el_acta(sesion) == decididos
        otro.refresh_from_db()
        assert otro.estado == ("TRATADO" if decididos else "APLAZADO")


def test_control_sin_tomar_la_sesion_se_decide_por_fuera_del_acta(monkeypatch):
    monkeypatch.setattr(decisiones, "tomar_punto", lambda punto, **_: Punto.objects.con_objeto().get(pk=punto.pk))
    monkeypatch.setattr(decisiones, "mover_a", lambda *a, **k: None)
    de = comite.gente()
    sesion, otro = _con_un_resultado(comite.instancia(), de)
    _cerrar(sesion, de.lleva)()
    _decidir(otro, de.otra)()
    assert Resultado.objects.filter(punto=otro, clase="DECISION").count() == 1 > _en_el_acta(sesion)


def _a_la_par(monkeypatch):
    """Las dos llegan a leer lo que espera antes de que ninguna escriba, si nada las ordena."""
    juntas, leer = Barrier(2), orden_del_dia.lo_que_espera

    def lo_que_espera(instancia):
        asuntos = list(leer(instancia))
        try:
            juntas.wait(1)
        except BrokenBarrierError:
            juntas.reset()
        return asuntos

    monkeypatch.setattr(orden_del_dia, "lo_que_espera", lo_que_espera)


def _sin_instancia(monkeypatch):
    for modulo in (orden_del_dia, sesiones, miembros):
        monkeypatch.setattr(modulo, "tomar_instancia", lambda _: None)


def _dos_convocatorias(monkeypatch) -> list:
    de, instancia = comite.gente(), comite.instancia()
    comite.en_revision(de)
    _a_la_par(monkeypatch)
    horas = ((de.lleva, time(9)), (de.otra, time(10)))
    return a_la_vez(*(partial(comite.convocada, instancia, quien, hora=hora) for quien, hora in horas))


def test_dos_convocatorias_a_la_vez_reparten_cada_asunto_una_vez(monkeypatch):
    resultados = _dos_convocatorias(monkeypatch)
    assert all(isinstance(r, Sesion) for r in resultados), resultados
    assert Punto.objects.count() == 1


def test_control_sin_tomar_la_instancia_una_convocatoria_se_pierde(monkeypatch):
    _sin_instancia(monkeypatch)
    monkeypatch.setattr(orden_del_dia, "tomar_abierta", _sin_tomar)
    resultados = _dos_convocatorias(monkeypatch)
    # SQLite ya las pone en fila: sólo escribe una a la vez.
    perdida = any(isinstance(r, IntegrityError | ValidationError) for r in resultados)
    assert perdida == (connection.vendor == "postgresql"), resultados


def _la_misma_dos_veces() -> list:
    de, instancia = comite.gente(), comite.instancia()
    return a_la_vez(*[partial(comite.convocada, instancia, de.lleva, hora=time(9))] * 2)


def test_la_misma_convocatoria_dos_veces_a_la_vez_deja_una_y_dice_por_que():
    resultados = _la_misma_dos_veces()
    assert Sesion.objects.count() == 1
    (negada,) = [r for r in resultados if not isinstance(r, Sesion)]
    assert "ya tiene una sesión ese día a esa hora" in str(negada)


def test_control_sin_tomar_la_instancia_lo_dice_la_base(monkeypatch):
    """Y sin la restricción quedarían dos."""
    _sin_instancia(monkeypatch)
    juntas, guardar = Barrier(2), Sesion.full_clean

    def full_clean(sesion):
        guardar(sesion)
        with suppress(BrokenBarrierError):
            juntas.wait(1)

    monkeypatch.setattr(Sesion, "full_clean", full_clean)
    resultados = _la_misma_dos_veces()
    assert Sesion.objects.count() == 1
    if connection.vendor == "postgresql":
        assert any(isinstance(r, IntegrityError) for r in resultados), resultados


def _el_mismo_miembro_dos_veces(monkeypatch) -> int:
    """Las dos leen quiénes están antes de que ninguna escriba, si nada las ordena. Devuelve cuántos quedan."""
    de, instancia = comite.gente(), comite.instancia(con_voto=0, sin_voto=0)
    juntas, decidir = Barrier(2), miembros.problemas_de_miembro

    def problemas_de_miembro(nuevo, otros):
        problemas = decidir(nuevo, otros)
        with suppress(BrokenBarrierError):
            juntas.wait(1)
        return problemas

    monkeypatch.setattr(miembros, "problemas_de_miembro", problemas_de_miembro)
    datos = {"nombre": "Ana", "cargo": "Asesora", "desde": date(2026, 1, 1), "por": de.lleva, "ahora": AHORA}
    a_la_vez(*[partial(miembros.crear_miembro, instancia=instancia, **datos)] * 2)
    return Miembro.objects.count()


def test_el_mismo_miembro_dos_veces_a_la_vez_queda_una(monkeypatch):
    assert _el_mismo_miembro_dos_veces(monkeypatch) == 1


def test_control_sin_tomar_la_instancia_quedan_dos(monkeypatch):
    _sin_instancia(monkeypatch)
    # SQLite ya las pone en fila: sólo escribe una a la vez.
    assert _el_mismo_miembro_dos_veces(monkeypatch) == (2 if connection.vendor == "postgresql" else 1)
