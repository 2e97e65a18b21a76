"""Cerrar un año: qué lo impide, qué se confirma y qué queda."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from planes.models import Plan
from politicas.models import Vigencia
from seguimiento.acciones import cortes
from seguimiento.reglas.vigencias import problemas_de_decisiones
from tests import fabricas as f

CONFIRMADO = {"cerrar_planes": "on", "desistir_planes": "on"}


@pytest.fixture(autouse=True)
def _en_enero(time_machine):
    """El año ya terminó."""
    time_machine.move_to(datetime(2027, 1, 20, 15, tzinfo=UTC))


@pytest.fixture
def planeacion(db):
    """Quien cierra."""
    return f.persona("planeacion")


@pytest.fixture
def cerrar(cliente_de, planeacion):
    """`cerrar(**datos)`: la respuesta de enviar la página de cierre de la vigencia de prueba."""
    cliente = cliente_de(planeacion)
    return lambda **datos: cliente.post(reverse("seguimiento:vigencia_cerrar", args=[f.vigencia().pk]), datos)


def estado() -> set[str]:
    return set(Plan.objects.values_list("estado", flat=True))


def test_cierra_el_anio_con_sus_planes_y_desiste_de_los_que_nadie_aprobo(cerrar, planeacion):
    Vigencia.objects.filter(pk=f.vigencia().pk).update(corte_t1="2026-03-31", trimestre_cerrado=2)
    publicado, aprobado, borrador = f.plan("PUBLICADO"), f.plan("APROBADO"), f.plan("EN_REVISION")
    f.plan("DEVUELTO"), f.plan("BORRADOR")
    f.actividad(publicado)
    # Vaciado, suelto esperaría lo que lo reemplaza; con su año ya nada lo reemplaza.
    f.actividad(aprobado, retirada_en=timezone.now(), retirada_por=planeacion)
    for trimestre in (1, 2):
        f.corte(trimestre, "CERRADO")
    f.corte(3, "PROGRAMADO")
    assert cerrar(**CONFIRMADO).status_code == 302
    vigencia = Vigencia.objects.get()
    assert (vigencia.esta_abierta, vigencia.cerrada_por) == (False, planeacion)
    publicado.refresh_from_db()
    borrador.refresh_from_db()
    assert estado() == {"CERRADO", "DESISTIDO"}
    assert (publicado.publicado_en is not None, borrador.desistido_motivo) == (
        True, "La vigencia 2026 se cerró sin que se aprobara.",
    )  # fmt: skip
    for objeto, verbo in ((publicado, "cerrar"), (aprobado, "cerrar"), (borrador, "desistir"), (vigencia, "cerrar")):
        assert [s.verbo for s in Suceso.objects.de(objeto).con_verbo()] == [verbo]


@pytest.mark.parametrize(("estado_del_corte", "trimestre", "impide"), [
    ("ABIERTO", 2, True), ("PROGRAMADO", 2, True), ("PROGRAMADO", 3, False), ("ABIERTO", 3, True),
    ("CERRADO", 2, False),
])  # fmt: skip
def test_no_se_cierra_con_cortes_que_tengan_algo_que_medir(cerrar, estado_del_corte, trimestre, impide):
    f.actividad(f.plan("PUBLICADO"))
    f.corte(trimestre, estado_del_corte)
    respuesta = cerrar(**CONFIRMADO)
    assert respuesta.status_code == (422 if impide else 302)
    assert (f"El corte T{trimestre}" in respuesta.text) == impide
    assert Vigencia.objects.get().esta_abierta == impide


@pytest.mark.parametrize(("falta", "estado_del_plan"), [("cerrar_planes", "APROBADO"), ("desistir_planes", "BORRADOR")])
def test_lo_que_se_les_hara_a_los_planes_se_confirma(cerrar, falta, estado_del_plan):
    plan = f.plan(estado_del_plan)
    respuesta = cerrar(**{campo: si for campo, si in CONFIRMADO.items() if campo != falta})
    assert respuesta.status_code == 422
    assert plan.nombre in respuesta.text
    assert Vigencia.objects.get().esta_abierta
    assert cerrar(**CONFIRMADO).status_code == 302


def test_lo_que_nadie_ha_decidido_se_decide_antes(cerrar):
    plan = f.plan("PUBLICADO")
    plan.propuestas.create(base=f.version(plan), creada_en=f.AHORA, creada_por=f.persona())
    assert "una modificación sin decidir" in cerrar(**CONFIRMADO).text
    assert Vigencia.objects.get().esta_abierta


def test_cada_cosa_que_lo_impide_lleva_a_donde_se_resuelve(cliente_de, planeacion, consultas):
    def enlazar(cuantas: int) -> list[str]:
        enlaces = []
        for _ in range(cuantas):
            plan = f.plan("PUBLICADO", acto="PENDIENTE", acto_numero="")
            propuesta = plan.propuestas.create(base=f.version(plan), creada_en=f.AHORA, creada_por=f.persona())
            prorroga = f.prorroga(f.actividad(plan))
            enlaces += [
                reverse("planes:propuesta_detalle", args=[propuesta.pk]),
                reverse("planes:prorroga_decidir", args=[prorroga.pk]),
                reverse("planes:plan_acto_completar", args=[plan.pk]),
            ]
        return enlaces

    corte = f.corte(2)
    esperados = [reverse("seguimiento:corte_detalle", args=[corte.pk]), *enlazar(2)]
    f.seguimiento(f.institucional("PUBLICADO"))
    url = reverse("seguimiento:vigencia_cerrar", args=[corte.vigencia_id])
    cliente, medidas = cliente_de(planeacion), []
    for cuantas in (0, 20):
        esperados += enlazar(cuantas)
        cliente.get(url)
        with consultas() as hechas:
            texto = cliente.get(url).text
        medidas.append(len(hechas))
        assert [enlace for enlace in esperados if f'href="{enlace}"' not in texto] == []
    assert medidas[0] == medidas[1]
    assert "Seguimientos propios por hacer" in texto
    enlazar(20)
    texto = cliente.get(url).text
    assert "Y 2 modificaciones más." in texto
    assert "Y 2 prórrogas más." in texto


def test_antes_de_que_termine_no_se_cierra_y_dice_cuando(cerrar, cliente_de, planeacion, time_machine):
    time_machine.move_to(datetime(2026, 11, 30, 15, tzinfo=UTC))
    plan = f.plan("BORRADOR")
    respuesta = cerrar(**CONFIRMADO)
    assert (respuesta.status_code, Plan.objects.get(pk=plan.pk).estado) == (422, "BORRADOR")
    assert "La vigencia 2026 termina el 31/12/2026: antes no se cierra." in respuesta.text
    assert "Cerrar la vigencia 2026</button>" not in respuesta.text
    # La que ni siquiera ha empezado no lo ofrece.
    proxima = f.vigencia(2027)
    lista = cliente_de(planeacion).get("/seguimiento/cortes/").text
    urls = [reverse("seguimiento:vigencia_cerrar", args=[una.pk]) for una in (f.vigencia(), proxima)]
    assert [url in lista for url in urls] == [True, False]
    Vigencia.objects.filter(anio=2026).update(corte_t4="2026-11-30")
    assert cerrar(**CONFIRMADO).status_code == 302


def test_dice_que_falta_en_el_corte_abierto_y_cuesta_lo_mismo_con_2_que_con_20(cliente_de, planeacion, consultas):
    corte = f.corte(2)
    url = reverse("seguimiento:vigencia_cerrar", args=[corte.vigencia_id])
    cliente, medidas = cliente_de(planeacion), []
    for cuantos in (2, 18):
        for _ in range(cuantos):
            actividad = f.actividad(f.plan("APROBADO"))
            f.avance(actividad, corte, "ENVIADO", 1)
            f.plan("BORRADOR")
        cliente.get(url)
        with consultas() as hechas:
            texto = cliente.get(url).text
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]
    assert "reportes por revisar" in texto
    assert f"Cerrar la vigencia {corte.vigencia}</button>" not in texto


def test_no_se_abre_un_corte_en_la_vigencia_que_otro_acaba_de_cerrar(planeacion):
    f.actividad(f.plan("PUBLICADO"))
    leido = f.corte(3, "PROGRAMADO")
    assert leido.vigencia.esta_abierta
    Vigencia.objects.update(cerrada_en=f.AHORA, cerrada_por=planeacion)
    with pytest.raises(ReglaIncumplida, match="ya se cerró"):
        cortes.abrir(corte=leido, por=planeacion, ahora=f.AHORA)


def test_se_llega_desde_los_cortes_y_quien(cliente_de, planeacion):
    vigencia = f.vigencia()
    url = reverse("seguimiento:vigencia_cerrar", args=[vigencia.pk])
    assert url in cliente_de(planeacion).get("/seguimiento/cortes/").text
    for rol in ("jefe", "control_interno", "comite", "administrador"):
        cliente = cliente_de(f.persona(rol))
        assert cliente.post(url, CONFIRMADO).status_code == 403
        assert url not in cliente.get("/seguimiento/cortes/").text
    Vigencia.objects.update(cerrada_en=f.AHORA, cerrada_por=planeacion)
    assert cliente_de(planeacion).get(url).status_code == 404


@pytest.mark.parametrize(
    ("propuestas", "prorrogas", "dice"),
    [
        (0, 0, []),
        (1, 0, ["Hay una modificación sin decidir."]),
        (0, 1, ["Hay una prórroga sin decidir."]),
        (2, 3, ["Hay 2 modificaciones sin decidir.", "Hay 3 prórrogas sin decidir."]),
    ],
)
def test_lo_que_nadie_ha_decidido_impide_cerrar(propuestas, prorrogas, dice):
    problemas = problemas_de_decisiones(propuestas=propuestas, prorrogas=prorrogas)
    assert [problema.mensaje for problema in problemas] == dice
