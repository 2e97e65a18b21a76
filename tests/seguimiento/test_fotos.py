"""La foto de una cifra: con sus tipos al leerla y, en JSON, lo mismo que se guardó."""

from decimal import Decimal

import pytest
from django.urls import reverse

from mipg.expediente import acciones as expediente
from mipg.expediente.models import Documento
from seguimiento import cifras
from seguimiento.informes import filas
from seguimiento.models import Cifra
from seguimiento.reglas.fotos import FotoDeActividad, FotoDeConjunto, FotoDeReporte
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db


def test_lo_leido_se_vuelve_a_escribir_igual_que_lo_guardado(quien):
    ejemplo = e.ejemplo(quien)
    guardadas = list(Cifra.objects.all())
    assert {c.ambito for c in guardadas} == set(Cifra.Ambito.values)
    assert [c.detalle.a_json() for c in guardadas] == [c.foto for c in guardadas]
    assert cifras.huella(ejemplo.t2) == ejemplo.t2.sha256


def test_la_foto_de_una_actividad_trae_numeros_y_fechas(quien):
    e.ejemplo(quien)
    foto = Cifra.objects.get(foto__cantidad="80", ambito=Cifra.Ambito.ACTIVIDAD).detalle
    assert (foto.ejecutado[:2], foto.reporte.cantidad) == ((Decimal(100), Decimal(80)), Decimal(80))
    assert foto.fecha_fin.year == 2026 and foto.reporte.soportes[0]["titulo"] == "Acta"


MINIMA = {"meta": "3", "tipo_meta": "ACUMULADA", "sentido": "ASCENDENTE"}


def test_una_foto_vieja_se_lee_sin_las_partes_de_hoy_y_con_otras():
    de_otro_tiempo = {"lo_de_otro_tiempo": 1}
    actividad = FotoDeActividad.de_json(MINIMA | de_otro_tiempo)
    assert (actividad.meta, actividad.programado, actividad.fecha_fin, actividad.reporte) == (
        3,
        (None,) * 4,
        None,
        None,
    )
    assert actividad.a_json().items() >= MINIMA.items()
    assert FotoDeActividad.de_json(MINIMA | {"estado": "ACEPTADO"}).reporte == FotoDeReporte("ACEPTADO")
    assert FotoDeConjunto.de_json({"plazos": {"VENCIDA": 1}} | de_otro_tiempo) == FotoDeConjunto({"VENCIDA": 1})


def test_las_paginas_y_el_pdf_se_pintan_con_fotos_viejas(quien, cliente_de):
    corte = e.ejemplo(quien).t2
    corte.cifras.filter(ambito=Cifra.Ambito.ACTIVIDAD).update(foto=MINIMA)
    for cifra in corte.cifras.filter(ambito=Cifra.Ambito.ACTIVIDAD):
        texto, pesos = filas.Texto("", "", None, ()), {cifra.plan_id: cifra.peso}
        assert filas.fila_medida(cifra, texto, pesos, cerrado=True).nota == ""
    for pagina in ("actividad_lista", "tablero"):
        assert cliente_de(quien.revisora).get(reverse(f"seguimiento:{pagina}"), {"corte": corte.pk}).status_code == 200


def test_sin_plan_no_hay_foto_y_no_hay_nada_que_contar():
    assert FotoDeConjunto.de_json({}) == FotoDeConjunto() and FotoDeConjunto().a_json() == {}


def test_la_foto_no_lleva_los_soportes_retirados(abierto):
    e.aceptado(abierto.informes, abierto, e.EN_T2, 3)
    e.adjuntar_sin_ventana(abierto.informes, abierto, e.EN_T2, 2)
    retirado = Documento.objects.get(titulo="Acta 2")
    expediente.retirar(documento=retirado, motivo="No era.", por=abierto.revisora, ahora=e.EN_T2)
    e.congelar(abierto.corte)
    (foto,) = (c.detalle for c in Cifra.objects.filter(ambito="ACTIVIDAD", actividad=abierto.informes.actividad_id))
    assert [soporte["titulo"] for soporte in foto.reporte.soportes] == ["Acta"]
