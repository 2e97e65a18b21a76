"""Carreras sobre el documento publicado y los seguimientos propios, cada una con su control negativo."""

from datetime import date
from functools import partial

import pytest

from mipg.expediente import acciones as expediente
from mipg.reglas import ReglaIncumplida
from planes.acciones import publicaciones, seguimientos
from planes.models import PublicacionDePlan, SeguimientoDePlan
from tests import fabricas as f
from tests.concurrencia import a_la_vez, sin_guardas

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]


def _registrar(plan):
    return partial(
        publicaciones.registrar_publicacion,
        plan=plan, fecha_publicacion=date(2026, 1, 30), seccion="4.3", nombre="plan.txt", contenido=b"El plan",
        por=f.persona("planeacion"), ahora=f.AHORA,
    )  # fmt: skip


def test_dos_clics_registran_un_documento():
    plan = f.institucional()
    resultados = a_la_vez(_registrar(plan), _registrar(plan))
    assert sorted(type(uno).__name__ for uno in resultados) == ["PublicacionDePlan", "YaAdjunto"], resultados
    assert PublicacionDePlan.objects.count() == 1


def test_control_sin_mirar_si_ya_estaba_quedan_dos(monkeypatch):
    plan = f.institucional()
    monkeypatch.setattr(expediente, "_el_mismo", lambda *_: None)
    for _ in range(2):
        _registrar(plan)()
    assert PublicacionDePlan.objects.count() == 2


def _cumplir(uno, persona):
    return partial(seguimientos.cumplir, seguimiento=uno, nota="Hecho", version=0, por=persona, ahora=f.AHORA)


def test_dos_personas_a_la_vez_lo_hacen_una_vez():
    uno, personas = f.seguimiento(f.institucional()), (f.persona("planeacion"), f.persona("planeacion"))
    resultados = a_la_vez(*(_cumplir(uno, persona) for persona in personas))
    assert sum(isinstance(r, SeguimientoDePlan) for r in resultados) == 1, resultados
    assert sum(isinstance(r, ReglaIncumplida) for r in resultados) == 1, resultados


def test_control_sin_la_guarda_se_hace_dos_veces(monkeypatch):
    uno, otra = f.seguimiento(f.institucional()), f.persona("planeacion")
    monkeypatch.setattr(seguimientos, "problemas_para", lambda *_: [])
    monkeypatch.setattr(seguimientos, "_tomar_leido", lambda uno, _: uno)
    with sin_guardas(seguimientos):
        _cumplir(uno, f.persona("planeacion"))()
        assert _cumplir(uno, otra)().cumplido_por == otra
