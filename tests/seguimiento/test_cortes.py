"""Páginas de la vigencia y de los cortes."""

from datetime import date

import pytest
from django.urls import reverse

from mipg.fechas import es_habil
from planes.models import Plan
from politicas.models import Vigencia
from seguimiento.acciones import vigencias
from seguimiento.models import Ampliacion, Avance, Corte
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _detenido(en_t2):
    return en_t2


def _url(nombre: str, corte: Corte) -> str:
    return reverse(f"seguimiento:{nombre}", args=[corte.pk])


def _propuesto(cliente, consulta: str = "") -> dict:
    """Lo que el formulario propone, tal como lo enviaría un navegador."""
    form = cliente.get(reverse("seguimiento:vigencia_crear") + consulta).context["form"]
    datos = {}
    for campo in form:
        valor = campo.field.widget.format_value(campo.value()) if hasattr(campo.field.widget, "format_value") else None
        if isinstance(valor, list):
            valor = valor[0]
        datos[campo.html_name] = campo.value() if valor is None else valor
    return {c: v for c, v in datos.items() if v not in (None, False)}


def test_abrir_la_vigencia_con_lo_propuesto_deja_cortes_y_planes(quien, cliente_de):
    politica = f.politica()
    f.vigencia()
    cliente = cliente_de(quien.revisora)
    datos = _propuesto(cliente)
    assert datos["anio"] == "2027" or datos["anio"] == 2027
    respuesta = cliente.post(reverse("seguimiento:vigencia_crear"), datos)
    assert respuesta.status_code == 302
    vigencia = Vigencia.objects.get(anio=2027)
    assert vigencia.dias_aviso == [15, 5, 1]
    cortes = list(vigencia.cortes.order_by("trimestre"))
    assert [c.fecha_corte for c in cortes] == [
        date(2027, 3, 31),
        date(2027, 6, 30),
        date(2027, 9, 30),
        date(2027, 12, 31),
    ]
    for corte in cortes:
        habiles = [
            d
            for n in range((corte.cierra - corte.fecha_corte).days)
            if es_habil(d := corte.fecha_corte + (n + 1) * date.resolution)
        ]
        assert (corte.abre, len(habiles)) == (habiles[0], 10)
    # Sin tabla de responsables no hay a quién darle el plan: no se inventa.
    assert not Plan.objects.filter(vigencia=vigencia, politica=politica).exists()


def test_proponer_otro_anio_mueve_todas_las_fechas(quien, cliente_de):
    f.vigencia()
    datos = _propuesto(cliente_de(quien.revisora), "?anio=2030")
    assert datos["fecha_corte_1"] == "2030-03-31" and datos["fecha_limite_politicas"] == "2030-02-28"


@pytest.mark.parametrize(
    ("cambio", "campo"),
    [
        ({"fecha_corte_1": "2026-03-31"}, "fecha_corte_1"),
        ({"fecha_corte_2": "2027-03-01"}, "fecha_corte_2"),
        ({"cierra_3": "2027-09-01"}, "cierra_3"),
        ({"abre_4": ""}, "abre_4"),
        ({"dias_aviso": "quince"}, "dias_aviso"),
        ({"dias_aviso": ","}, "dias_aviso"),
        ({"dias_aviso": "15, 5, 100000"}, "dias_aviso"),
        ({"dias_aviso": "9" * 5000}, "dias_aviso"),
        ({"umbral_aceptable": "95"}, "__all__"),
        ({"anio": "2026"}, "anio"),
        ({"fecha_limite_politicas": "2028-02-28"}, "fecha_limite_politicas"),
    ],
)
def test_lo_que_no_cuadra_se_dice_en_su_campo_y_no_queda_nada(quien, cliente_de, cambio, campo):
    f.vigencia()
    cliente = cliente_de(quien.revisora)
    respuesta = cliente.post(reverse("seguimiento:vigencia_crear"), _propuesto(cliente) | cambio)
    assert respuesta.status_code == 422
    errores = respuesta.context["form"].errors
    assert campo in errores or (campo == "anio" and errores), errores
    assert not Vigencia.objects.filter(anio=2027).exists() and not Corte.objects.exists()


def test_si_falla_a_la_mitad_no_queda_la_vigencia(quien, cliente_de, monkeypatch):
    f.vigencia()
    cliente = cliente_de(quien.revisora)
    datos = _propuesto(cliente)
    cliente.raise_request_exception = False

    def caer(**kwargs):
        raise RuntimeError("se fue la luz")

    monkeypatch.setattr(vigencias, "crear_planes_de_vigencia", caer)
    assert cliente.post(reverse("seguimiento:vigencia_crear"), datos).status_code == 500
    assert not Vigencia.objects.filter(anio=2027).exists() and not Corte.objects.exists()


def test_abrir_completar_y_cerrar_desde_la_pagina(quien, cliente_de):
    e.aprobar_plan(quien, e.del_ejemplo())
    e.cortes.programar_cortes(vigencia=f.vigencia(), fechas=e.FECHAS[1:], por=quien.revisora, ahora=e.ENERO)
    corte = Corte.objects.get(trimestre=2)
    cliente = cliente_de(quien.revisora)
    assert "Abrir el corte" in cliente.get(_url("corte_detalle", corte)).content.decode()
    respuesta = cliente.post(_url("corte_abrir", corte), follow=True)
    assert "quedó abierto con 2 reportes esperados" in respuesta.content.decode()
    assert cliente.post(_url("corte_abrir", corte)).status_code == 422
    e.aprobar_plan(quien, [{"meta": e.D(1), "programado_t2": e.D(1)}])
    html = cliente.get(_url("corte_detalle", corte)).content.decode()
    assert "por conciliar" in html and "Sí, cerrar el corte" not in html
    assert (
        "1 por esperar, 0 que ya no se deben"
        in cliente.post(_url("corte_conciliar", corte), follow=True).content.decode()
    )
    respuesta = cliente.post(_url("corte_cerrar", corte))
    assert respuesta.status_code == 422 and "Hay 3 reportes por enviar" in respuesta.content.decode()
    with e.detenido(e.TRAS_T2):
        cliente = cliente_de(quien.revisora)
        assert "Sí, cerrar el corte" in cliente.get(_url("corte_detalle", corte)).content.decode()
        html = cliente.post(_url("corte_cerrar", corte), follow=True).content.decode()
    corte.refresh_from_db()
    assert corte.esta_cerrado and corte.sha256[:8] in html
    assert "cerró el corte" in html


def test_cambiar_las_fechas(abierto, cliente_de):
    cliente = cliente_de(abierto.revisora)
    datos = {"fecha_corte": "2026-06-30", "abre": "2026-07-01", "cierra": "2026-06-01"}
    respuesta = cliente.post(_url("corte_editar", abierto.corte), datos)
    assert respuesta.status_code == 422
    assert cliente.post(_url("corte_editar", abierto.corte), datos | {"cierra": "2026-07-22"}).status_code == 302
    assert Corte.objects.get(pk=abierto.corte.pk).cierra == date(2026, 7, 22)


def test_ampliar_a_una_dependencia_que_reporta_en_el_corte(abierto, cliente_de):
    cliente = cliente_de(abierto.revisora)
    datos = {"dependencia": abierto.planeacion.pk, "cierra": "2026-07-17", "motivo": "Sin red."}
    respuesta = cliente.post(_url("corte_ampliar", abierto.corte), datos)
    assert respuesta.status_code == 422 and "dependencia" in respuesta.context["form"].errors
    datos["dependencia"] = abierto.hacienda.pk
    respuesta = cliente.post(_url("corte_ampliar", abierto.corte), datos | {"cierra": "2026-07-10"})
    assert respuesta.status_code == 422 and "cierra" in respuesta.context["form"].errors
    assert cliente.post(_url("corte_ampliar", abierto.corte), datos).status_code == 302
    assert Ampliacion.objects.get().cierra == date(2026, 7, 17)
    assert cliente.post(_url("corte_ampliar", abierto.corte), datos | {"cierra": "2026-07-22"}).status_code == 302
    assert Ampliacion.objects.get().cierra == date(2026, 7, 22)
    html = (
        cliente_de(abierto.enlace)
        .get(reverse("seguimiento:avance_editar", args=[abierto.informes.pk]))
        .content.decode()
    )
    assert "plazo ampliado" in html


def test_un_corte_sin_abrir_no_tiene_cifras_que_exportar(quien, cliente_de):
    e.cortes.programar_cortes(vigencia=f.vigencia(), fechas=e.FECHAS, por=quien.revisora, ahora=e.ENERO)
    corte = Corte.objects.get(trimestre=1)
    cliente = cliente_de(quien.revisora)
    assert cliente.get(_url("corte_exportar", corte)).status_code == 404
    html = cliente.get(_url("corte_detalle", corte)).content.decode()
    assert "No hay planes aprobados" in html
    assert not Avance.objects.exists()
