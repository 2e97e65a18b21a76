"""Los hechos de un reporte: consulta e instancia dicen lo mismo, y los esperados se reparten sin sobrar ninguno."""

from itertools import product
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from mipg.hechos import Hecho
from seguimiento import tablero
from seguimiento.acciones import cortes
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas import hechos
from tests import fabricas as f
from tests.seguimiento import escenario as e

HECHOS = {nombre: hecho for nombre, hecho in vars(hechos).items() if isinstance(hecho, Hecho)}
HECHOS |= hechos.REPARTO_DE_ESPERADOS


def _avances() -> list[Avance]:
    corte, plan = f.corte(), f.plan("APROBADO")
    for estado, esperado, sin_aval, misma in product(
        Avance.Estado.values, (True, False), ("", "Lo dijo."), (True, False)
    ):
        if sin_aval and estado not in ("ENVIADO", "AVALADO", "ACEPTADO"):
            continue
        cantidad = None if estado in ("PENDIENTE", "BORRADOR") else 1
        f.avance(
            f.actividad(plan), corte, estado, cantidad, esperado=esperado, sin_aval=sin_aval, misma_dependencia=misma
        )
    return list(Avance.objects.all())


@pytest.mark.django_db
def test_la_consulta_la_columna_y_la_instancia_dicen_lo_mismo():
    todos = _avances()
    for nombre, hecho in HECHOS.items():
        de_la_instancia = {a.pk for a in todos if hecho(a)}
        assert 0 < len(de_la_instancia) < len(todos), f"{nombre}: no separa nada"
        assert set(Avance.objects.filter(hecho.q).values_list("pk", flat=True)) == de_la_instancia, nombre
        con_columna = Avance.objects.annotate(cierto=hecho.columna).filter(cierto=True)
        assert set(con_columna.values_list("pk", flat=True)) == de_la_instancia, nombre


@pytest.mark.parametrize(("estado", "esperado"), list(product(Avance.Estado.values, (True, False))))
def test_cada_esperado_cae_en_una_sola_cuenta_y_lo_demas_en_ninguna(estado, esperado):
    avance = SimpleNamespace(estado=estado, esperado=esperado, sin_aval="", misma_dependencia=False)
    assert sum(hecho(avance) for hecho in hechos.REPARTO_DE_ESPERADOS.values()) == esperado


@pytest.mark.parametrize(
    ("estado", "esperado", "abierto", "cerrado"),
    [
        ("PENDIENTE", True, "Falta por reportar", "No reportó"),
        ("BORRADOR", True, "Falta por reportar", "No reportó"),
        ("PENDIENTE", False, "", ""),
        ("DEVUELTO", True, "Devuelto", "Devuelto sin corregir"),
        ("ENVIADO", True, "Por aceptar", "Por aceptar"),
        ("AVALADO", False, "Por aceptar", "Por aceptar"),
        ("ACEPTADO", True, "", ""),
    ],
)
def test_no_reporto_solo_se_dice_cuando_ya_no_se_puede(estado, esperado, abierto, cerrado):
    avance = SimpleNamespace(estado=estado, esperado=esperado)
    assert hechos.por_que_no_cuenta(avance, cerrado=False) == abierto
    assert hechos.por_que_no_cuenta(avance, cerrado=True) == cerrado


# --- Como se lee en las páginas ------------------------------------------------------------------------------


def _texto(cliente, nombre: str, *args, **consulta) -> str:
    html = cliente.get(reverse(f"seguimiento:{nombre}", args=args), consulta).content.decode()
    return " ".join(strip_tags(html).split())


@pytest.mark.django_db
def test_lo_que_no_se_reporto_se_dice_al_revisar_el_trimestre_siguiente_y_nunca_lo_que_quedo_en_borrador(
    quien, cliente_de
):
    plan = e.aprobar_plan(quien, e.del_ejemplo())
    t1 = e.abrir(quien, 1, e.EN_T1)
    informes = e.de(t1, "Publicar informes de gestión")
    e.escribir(informes, quien.enlace, e.EN_T1, situacion="AVANCE", cantidad=2, texto="A medio escribir.")
    cortes.cerrar(corte=t1, por=quien.revisora, ahora=e.TRAS_T1)
    t2 = e.abrir(quien, 2, e.EN_T2)
    enviado = e.enviar(e.de(t2, "Publicar informes de gestión"), quien, e.EN_T2, 3)
    with e.detenido(e.EN_T2):
        planeacion, enlace = cliente_de(quien.revisora), cliente_de(quien.enlace)
        revision = _texto(planeacion, "avance_revisar", enviado.pk)
        peticiones = _texto(enlace, "avance_editar", e.de(t2, "Responder las peticiones a tiempo").pk)
        actividad = _texto(planeacion, "actividad_avance", enviado.actividad_id)
        del_plan, cerrado = (_texto(planeacion, "plan_avance", plan.pk, corte=c.pk) for c in (t2, t1))
        detalle = _texto(planeacion, "avance_detalle", informes.pk)
    assert "T1 2 No reportó" in revision and "Situación Con avance No reportó" in revision
    assert "A medio escribir." not in revision
    assert "En T1 de 2026: No reportó" in peticiones
    assert "T1: — de 2 (no reportó: vale 0)" in actividad and "No reportó Ver el reporte" in actividad
    assert "T1: — de 2 (no reportó: vale 0)" in del_plan and "T1: — de 2 (no reportó: vale 0)" in cerrado
    assert "T2: — de 3 (por aceptar: todavía no cuenta)" in del_plan
    assert "T2: — de 100 (falta por reportar: todavía no cuenta)" in del_plan
    assert "No reportó El corte cerró: vale cero" in detalle


@pytest.mark.parametrize(
    ("estado", "sin_aval", "espera", "con_aval"),
    [
        ("BORRADOR", "", False, False),
        ("ENVIADO", "", True, False),
        ("ENVIADO", "La vigencia no lo exige.", False, True),
        ("AVALADO", "", False, True),
        ("ACEPTADO", "El jefe no avaló a tiempo.", False, True),
    ],
)
def test_quien_espera_el_aval_todavia_no_lo_tiene(estado, sin_aval, espera, con_aval):
    avance = Avance(estado=estado, sin_aval=sin_aval)
    assert (hechos.ESPERA_AVAL(avance), hechos.CON_AVAL(avance)) == (espera, con_aval)


@pytest.mark.parametrize(
    ("estado", "esperado", "abierto", "cerrado", "verbo"),
    [
        ("PENDIENTE", True, "Falta por reportar", "No reportó", "Reportar"),
        ("PENDIENTE", False, "Sin empezar", "Sin empezar", "Reportar"),
        ("BORRADOR", True, "Borrador", "No reportó", "Reportar"),
        ("DEVUELTO", True, "Devuelto", "Devuelto sin corregir", "Corregir"),
        ("ACEPTADO", True, "Aceptado", "Aceptado", "Reportar"),
    ],
)
def test_el_estado_se_dice_con_las_mismas_palabras(estado, esperado, abierto, cerrado, verbo):
    avance = Avance(estado=estado, esperado=esperado)
    for del_corte, dicho in (("ABIERTO", abierto), ("CERRADO", cerrado)):
        avance.corte = Corte(estado=del_corte)
        assert (avance.estado_dicho, avance.verbo) == (dicho, verbo)


@pytest.mark.django_db
def test_la_base_y_la_cifra_congelada_dicen_lo_mismo_de_lo_devuelto(quien):
    corte = e.ejemplo(quien).t2
    cifras = list(corte.cifras.filter(ambito=Cifra.Ambito.ACTIVIDAD))
    for cifra, (aceptados, sin_reporte) in zip(cifras, ((1, 0), (0, 1), (0, 0)), strict=True):
        corte.cifras.filter(pk=cifra.pk).update(n_esperados=1, n_aceptados=aceptados, n_sin_reporte=sin_reporte)
    devueltas = {c.pk for c in corte.cifras.all() if c.ambito == Cifra.Ambito.ACTIVIDAD and c.n_devueltos}
    de_actividades = corte.cifras.filter(Cifra.CON_DEVUELTOS, ambito=Cifra.Ambito.ACTIVIDAD)
    assert set(de_actividades.values_list("pk", flat=True)) == devueltas == {cifras[2].pk}


@pytest.mark.django_db
def test_la_pagina_cuenta_lo_que_cuenta_la_cifra(quien):
    """Un hito entregado antes de su trimestre no espera nada: la página no puede decir que todavía no cuenta."""
    t1, t2 = f.corte(1, "CERRADO"), f.corte(2)
    hito = f.actividad(f.plan("APROBADO"), (None, 1, None, None), tipo_meta="HITO", meta=1)
    firmas = {"reportado_por": f.persona(), "avalado_por": f.persona(), "aceptado_por": f.persona()}
    f.avance(hito, t1, "ACEPTADO", 1, **firmas)
    cifra = tablero.cifras_de(t2, tablero.actividades(t2, hoy=f.HOY))
    (fila,) = tablero.explicar(cifra, quien.comite.perfil(f.HOY))
    assert (fila.cifra.cumplimiento, [p.cuenta for p in fila.periodos]) == (100, [False, True])
