"""Las páginas del tablero: qué dicen, a quién y qué pasa cuando falta algo."""

import csv
import io
from decimal import Decimal as D

import openpyxl
import pytest
from django.urls import reverse

from mipg.hojas import Tabla, a_csv, a_xlsx, texto_original
from seguimiento import cifras, tablero
from seguimiento.acciones import avances, cortes
from seguimiento.cumplimiento import actividades_medidas
from seguimiento.informes import filas
from seguimiento.models import Cifra
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db


def test_provisional_dice_cuantos_reportes_y_no_los_da_por_cero(abierto, cliente_de, en_t2):
    e.aceptado(abierto.peticiones, abierto, en_t2, 80)
    html = cliente_de(abierto.comite).get(reverse("seguimiento:tablero")).content.decode()
    assert "Provisional" in html and "1 de 2" in html
    assert "80,00\N{NO-BREAK SPACE}%" in html


def test_sin_cortes_las_paginas_dicen_que_falta(quien, cliente_de):
    plan = e.aprobar_plan(quien, e.del_ejemplo())
    cliente = cliente_de(quien.revisora)
    for nombre, argumentos in (
        ("tablero", []),
        ("actividad_lista", []),
        ("avance_lista", []),
        ("revision_lista", []),
        ("corte_lista", []),
        ("plan_avance", [plan.pk]),
        ("dependencia_avance", [quien.hacienda.pk]),
        ("politica_avance", [plan.politica_id]),
        ("actividad_avance", [plan.actividades.first().pk]),
    ):
        respuesta = cliente.get(reverse(f"seguimiento:{nombre}", args=argumentos))
        assert respuesta.status_code == 200
        assert 'class="vacio"' in respuesta.content.decode(), nombre


# --- Exportes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peligro", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_ningun_texto_se_abre_como_formula(peligro):
    tabla = Tabla("Hoja", ["Texto"], [[peligro]])
    celda = openpyxl.load_workbook(io.BytesIO(a_xlsx([tabla])))["Hoja"]["A2"]
    assert celda.data_type == "s"
    sin_titulos = a_csv(tabla).decode("utf-8-sig").split("\r\n", 1)[1]
    (celda,) = next(csv.reader(io.StringIO(sin_titulos), delimiter=";"))
    assert celda.startswith("'") and texto_original(celda) == peligro


def test_sin_demanda_no_se_confunde_con_no_haber_reportado(quien, cliente_de):
    e.aprobar_plan(quien, e.del_ejemplo())
    t1 = e.abrir(quien, 1, e.EN_T1)
    peticiones = e.de(t1, "Responder las peticiones a tiempo")
    escrito = e.escribir(peticiones, quien.enlace, e.EN_T1, situacion="SIN_DEMANDA", motivo="Nadie pidió.")
    e.adjuntar(escrito, quien.enlace, e.EN_T1)
    avances.enviar(avance=escrito, por=quien.enlace, ahora=e.EN_T1)
    e.aceptar(e.avalar(peticiones, quien, e.EN_T1), quien, e.EN_T1)
    t1 = cortes.cerrar(corte=t1, por=quien.revisora, ahora=e.TRAS_T1)

    de_actividades = {c.foto["actividad"]: c for c in Cifra.objects.filter(corte=t1, ambito=Cifra.Ambito.ACTIVIDAD)}
    atender, publicar = (
        de_actividades[n] for n in ("Responder las peticiones a tiempo", "Publicar informes de gestión")
    )
    texto = filas.Texto("", "", None, ())
    en_pdf = {c: filas.fila_medida(c, texto, {c.plan_id: D(100)}, cerrado=True) for c in (atender, publicar)}
    assert (en_pdf[atender].ejecutado[0], en_pdf[atender].nota) == ("s. d.", "")
    assert (en_pdf[publicar].ejecutado[0], en_pdf[publicar].nota) == ("—", "No reportó")

    url = reverse("seguimiento:actividad_exportar") + f"?corte={t1.pk}&formato=csv"
    texto = cliente_de(quien.revisora).get(url).content.decode("utf-8-sig")
    renglones = {r["Actividad"]: r["Aceptado T1"] for r in csv.DictReader(io.StringIO(texto), delimiter=";")}
    assert renglones[atender.foto["actividad"]] == "Sin demanda"
    assert renglones[publicar.foto["actividad"]] == "No reportó"


def test_un_plan_largo_se_lee_por_paginas_y_su_suma_es_la_de_todas(quien, cliente_de):
    plan = e.aprobar_plan(quien, [{"meta": D(4), "programado_t2": D(4)} for _ in range(30)])
    t2 = e.abrir_solo_t2(quien)
    url = reverse("seguimiento:plan_avance", args=[plan.pk]) + f"?corte={t2.pk}"
    paginas = [cliente_de(quien.revisora).get(f"{url}&page={n}") for n in (1, 2)]
    assert [len(p.context["page_obj"]) for p in paginas] == [25, 5]
    assert [len(p.context["cronograma"].tareas) for p in paginas] == [25, 5]
    assert {p.context["suma"].peso for p in paginas} == {D(30)}
    assert b"La suma es la de todas las" in paginas[1].content


def test_explicar_solo_lleva_al_reporte_a_quien_lo_ve_y_no_nombra_a_nadie_antes_de_aceptar(abierto):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    medidas = actividades_medidas(abierto.corte, hoy=e.EN_T2.date())
    (de_informes,) = cifras.de_actividades(abierto.corte, medidas.filter(pk=abierto.informes.actividad_id))
    filas = {p: tablero.explicar([de_informes], p.perfil(e.EN_T2))[0] for p in (abierto.jefe, abierto.ajena)}
    assert {p: fila.avance_visible for p, fila in filas.items()} == {abierto.jefe: True, abierto.ajena: False}
    assert de_informes.detalle.reporte.reportado_por == "Elena Enlace"
    assert filas[abierto.jefe].personas == []
