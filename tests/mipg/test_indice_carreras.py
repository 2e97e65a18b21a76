"""Escribir a la vez lo que comparte una entrada del índice: nadie falla y el índice queda igual a lo derivado."""

from threading import Event, Timer

import pytest
from django.db import connection, transaction

from mipg.buscador import disparadores, indice
from mipg.usuarios.models import Dependencia
from planes.models import Actividad, Plan
from politicas.models import Vigencia
from tests import fabricas
from tests.concurrencia import a_la_vez

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
ESPERA = 0.4  # segundos que el segundo tiene para llegar a donde el primero lo hace esperar


def _encimados(primero, segundo, despues=lambda: None) -> list:
    """Corre `segundo` mientras la transacción de `primero`, que acaba con `despues`, sigue abierta."""
    escrito, seguir = Event(), Event()

    @transaction.atomic
    def abierta():
        primero()
        escrito.set()
        seguir.wait(10)
        despues()

    def otra():
        escrito.wait(10)
        Timer(ESPERA, seguir.set).start()
        with transaction.atomic():
            segundo()

    return a_la_vez(abierta, otra)


@pytest.fixture
def escrituras():
    """Por nombre, lo que se le hace a una actividad o a lo que le presta un nombre o un año."""
    plan, otra = fabricas.plan("BORRADOR"), fabricas.dependencia("Otra", sigla="OTR")
    suya = fabricas.actividad(plan, nombre="Organizar")
    Actividad.objects.filter(pk=suya.pk).update(dependencia=plan.dependencia)
    ajena = fabricas.actividad(plan, nombre="Ajena")
    Actividad.objects.filter(pk=ajena.pk).update(dependencia=otra)
    suyas, ajenas = Actividad.objects.filter(pk=suya.pk), Actividad.objects.filter(pk=ajena.pk)
    nueva = {"plan": plan, "numero": "99", "nombre": "Nueva", "meta": 1, "dependencia": plan.dependencia}
    return {
        "renombrar": lambda: Dependencia.objects.filter(pk=plan.dependencia_id).update(nombre="Renombrada"),
        "cambiar_anio": lambda: Vigencia.objects.filter(pk=plan.vigencia_id).update(anio=2031),
        "editar": lambda: suyas.update(nombre="Otra cosa"),
        "editar_ajena": lambda: ajenas.update(nombre="Otra cosa"),
        "crear": lambda: Actividad.objects.create(**nueva),
        "llegar": lambda: ajenas.update(dependencia=plan.dependencia),
        "irse": lambda: suyas.update(dependencia=otra),
        "tocar_el_plan": lambda: Plan.objects.filter(pk=plan.pk).update(version=7),
        "rehacer": indice.rehacer,
    }


@pytest.fixture
def sin_candados(monkeypatch):
    """El control negativo: los mismos disparadores, sin esperar a nadie."""
    monkeypatch.setattr(disparadores, "_candados", lambda *_: [])
    indice.despues_de_migrar(plan=[("algo", False)])
    yield
    monkeypatch.undo()
    indice.despues_de_migrar(plan=[("algo", False)])


PAREJAS = pytest.mark.parametrize(
    ("primero", "segundo"),
    [
        ("renombrar", "editar"),
        ("editar", "renombrar"),
        ("renombrar", "crear"),
        ("crear", "renombrar"),
        ("renombrar", "llegar"),
        ("irse", "renombrar"),
        ("renombrar", "cambiar_anio"),
    ],
)


@PAREJAS
def test_escribir_a_la_vez_no_falla_y_el_indice_queda_igual_a_lo_derivado(escrituras, primero, segundo):
    resultados = _encimados(escrituras[primero], escrituras[segundo])
    assert not [r for r in resultados if isinstance(r, Exception)]
    assert list(indice.diferencias()) == []


@PAREJAS
def test_control_negativo_sin_candados_queda_lo_viejo(escrituras, sin_candados, primero, segundo):
    _encimados(escrituras[primero], escrituras[segundo])
    # SQLite serializa a quienes escriben: allí no hay carrera que ganar.
    assert bool(list(indice.diferencias())) == (connection.vendor == "postgresql")


@pytest.mark.parametrize("primero", ["editar", "crear"])
def test_rehacer_en_vivo_no_falla_ni_hace_fallar(escrituras, primero):
    resultados = _encimados(escrituras[primero], escrituras["rehacer"], despues=escrituras["renombrar"])
    assert not [r for r in resultados if isinstance(r, Exception)]
    assert list(indice.diferencias()) == []


def test_editar_dos_actividades_y_despues_su_plan_no_se_interbloquea(escrituras):
    def segundo():
        escrituras["editar_ajena"]()
        escrituras["tocar_el_plan"]()

    resultados = _encimados(escrituras["editar"], segundo, despues=escrituras["tocar_el_plan"])
    assert not [r for r in resultados if isinstance(r, Exception)]
    assert list(indice.diferencias()) == []
