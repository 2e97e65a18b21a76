"""Nadie decide sobre lo que escribió: cada regla contra cada papel que una persona pudo tener en un reporte.

Los papeles salen del modelo: uno nuevo sin renglón en `IMPIDE` hace fallar la prueba.
"""

from datetime import date
from decimal import Decimal as D

import pytest

from mipg.expediente.models import Uso
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Asignacion, Usuario
from seguimiento.acciones import avances
from seguimiento.models import Avance
from seguimiento.obligaciones import pendientes
from seguimiento.reglas import avances as reglas
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db
AHORA = e.EN_T2

# Papel en el reporte → decisiones que impide a quien lo tuvo. Crear el reporte es abrir el corte: no impide nada.
IMPIDE: dict[str, set[str]] = {
    "autores": {"avalar", "aceptar"},
    "reportado_por": {"avalar", "aceptar"},
    "avalado_por": {"aceptar"},
    "aceptado_por": set(),
    "creado_por": set(),
}


def _papeles() -> set[str]:
    relaciones = (*Avance._meta.concrete_fields, *Avance._meta.many_to_many)
    return {campo.name for campo in relaciones if campo.related_model is Usuario}


def test_todo_papel_del_reporte_dice_que_impide():
    assert _papeles() == set(IMPIDE)


@pytest.fixture
def abierto(abierto_del_modulo):
    """El corte T2 abierto y nada reportado."""
    return abierto_del_modulo


def _con_todos_los_roles(abierto) -> Usuario:
    """Alguien que por sus roles podría reportar, avalar y aceptar: sólo lo frena lo que hizo en el reporte."""
    persona = f.persona("jefe", abierto.hacienda)
    Asignacion.objects.create(persona=persona, rol="planeacion", dependencia=abierto.planeacion, desde=date(2024, 1, 1))
    return persona


def _problemas(decision: str, avance: Avance, persona: Usuario) -> list:
    perfil, autores = persona.perfil(AHORA), set(avance.autores.values_list("pk", flat=True))
    if decision == "avalar":
        return reglas.problemas_para_avalar(avance, perfil, autores)
    return reglas.problemas_para_aceptar(avance, perfil, autores=autores, soportes=1, habiles=99, motivo="Vacaciones.")


@pytest.mark.parametrize("decision", ["avalar", "aceptar"])
@pytest.mark.parametrize("papel", sorted(IMPIDE))
def test_cada_papel_impide_lo_que_dice_la_tabla_aunque_sea_el_unico(abierto, papel, decision):
    persona, otra = _con_todos_los_roles(abierto), f.persona()
    avance = e.enviar(abierto.informes, abierto, AHORA, 3)
    avance.autores.set([otra])
    assert _problemas(decision, avance, persona) == []

    if papel == "autores":
        # Una coautora que no es la primera ni quien envió.
        avance.autores.set([otra, persona, f.persona()])
    else:
        setattr(avance, papel, persona)
    assert bool(_problemas(decision, avance, persona)) is (decision in IMPIDE[papel])


def _guardar(avance, persona, abierto):
    e.escribir(avance, persona, AHORA, dificultades="Llovió.")


def _adjuntar(avance, persona, abierto):
    e.adjuntar(avance, persona, AHORA)


def _desadjuntar(avance, persona, abierto):
    e.adjuntar(avance, abierto.enlace, AHORA)
    avances.desadjuntar(avance=avance, uso=Uso.objects.de(avance).get().pk, por=persona, ahora=AHORA)


MODOS = {"guardar": _guardar, "adjuntar": _adjuntar, "desadjuntar": _desadjuntar}


@pytest.mark.parametrize("decision", ["avalar", "aceptar"])
@pytest.mark.parametrize("modo", MODOS)
def test_quien_escribio_de_cualquier_modo_no_decide_ni_se_le_pide(abierto, modo, decision):
    coautora = _con_todos_los_roles(abierto)
    MODOS[modo](abierto.informes, coautora, abierto)
    avance = e.enviar(abierto.informes, abierto, AHORA, 3)
    if decision == "aceptar":
        avance = e.avalar(avance, abierto, AHORA)

    with pytest.raises(ReglaIncumplida, match="Usted escribió este reporte"):
        getattr(avances, decision)(avance=avance, version=avance.version, por=coautora, ahora=AHORA)
    verbos = {"avalar": "Avalar", "aceptar": "Revisar"}
    pedidas = [o for o in pendientes(AHORA.date(), coautora.pk) if o.clave.startswith(f"avance:{avance.pk}:")]
    assert verbos[decision] not in {o.verbo for o in pedidas}


def test_quien_solo_envia_lo_que_otra_escribio_tampoco_decide(abierto):
    remitente = _con_todos_los_roles(abierto)
    e.escribir(abierto.informes, abierto.enlace, AHORA, situacion="AVANCE", cantidad=D(3), texto="Listo.")
    avance = avances.enviar(avance=abierto.informes, por=remitente, ahora=AHORA)
    with pytest.raises(ReglaIncumplida, match="Usted escribió este reporte"):
        avances.aceptar(avance=avance, version=avance.version, por=remitente, ahora=AHORA, motivo="x")
