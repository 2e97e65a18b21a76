"""Ensayo de avisos: dice lo mismo que el envío de verdad y no envía nada."""

from datetime import date, timedelta

import pytest

from mipg.avisos import acciones
from mipg.avisos.acciones import avisar_vencimientos
from mipg.avisos.models import Aviso, Mensaje
from mipg.portal.views import avisos
from mipg.usuarios.roles import Rol
from seguimiento.models import Avance
from tests import fabricas

URL = "/avisos/ensayo/"


@pytest.fixture
def deber(dependencias):
    """Un enlace de Hacienda que debe un reporte que cierra el 14 de julio."""
    corte = fabricas.corte(cierra=date(2026, 7, 14))
    plan = fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    fabricas.avance(fabricas.actividad(plan), corte)
    return fabricas.persona("enlace", dependencias.hacienda)


@pytest.mark.parametrize("rol", Rol)
def test_solo_lo_usa_quien_gestiona_cortes(cliente_de, rol):
    esperado = 200 if rol == Rol.PLANEACION else 403
    assert cliente_de(fabricas.persona(rol)).get(URL).status_code == esperado


def test_dice_a_quien_se_escribiria_y_coincide_con_el_envio(cliente_de, deber, ahora, hoy):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"fecha": hoy.isoformat()})
    anunciadas = {r["persona"].pk for r in respuesta.context["resumenes"]}
    assert Mensaje.objects.count() == Aviso.objects.count() == 0
    avisar_vencimientos(ahora=ahora, hoy=hoy)
    assert deber.pk in anunciadas
    assert anunciadas == set(Mensaje.objects.values_list("persona", flat=True))


def test_lo_ya_avisado_no_se_anuncia_otra_vez(cliente_de, deber, ahora, hoy):
    planeacion = fabricas.persona("planeacion")
    avisar_vencimientos(ahora=ahora, hoy=hoy)
    respuesta = cliente_de(planeacion).get(URL, {"fecha": hoy.isoformat()})
    assert respuesta.context["cuantos"] == 0
    assert "Nadie recibiría correo ese día" in respuesta.text


def test_lo_que_no_tiene_a_quien_avisar_se_lista(cliente_de, deber, hoy):
    deber.is_active = False
    deber.save()
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"fecha": hoy.isoformat()})
    assert len(respuesta.context["sin_persona"]) == 1
    assert "Sin nadie a quien avisar" in respuesta.text


@pytest.mark.parametrize("fecha", ["ayer", "0001-01-01", "9999-12-31", ""])
def test_una_fecha_imposible_vuelve_con_su_error(cliente_de, fecha):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"fecha": fecha})
    assert respuesta.status_code == 422
    assert respuesta.context["form"].errors["fecha"]


def test_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas, dependencias, hoy, monkeypatch):
    # En un solo lote de personas: cuánto cuesta cada uno lo prueba el resumen diario.
    monkeypatch.setattr(acciones, "PERSONAS_POR_LOTE", 1000)
    cliente = cliente_de(fabricas.persona("planeacion", dependencias.planeacion))
    corte, medidas = fabricas.corte(), []
    for cuantas in (2, 48):
        for _ in range(cuantas):
            suya = fabricas.dependencia()
            fabricas.persona("enlace", suya)
            fabricas.avance(fabricas.actividad(fabricas.plan("APROBADO", dependencia=suya)), corte)
        cliente.get(URL, {"fecha": hoy.isoformat()})
        with consultas() as hechas:
            cliente.get(URL, {"fecha": hoy.isoformat()})
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


def test_la_pagina_siguiente_no_reclama_la_fecha(cliente_de):
    respuesta = cliente_de(fabricas.persona("planeacion")).get("/avisos/ensayo/?page=2")
    assert respuesta.status_code == 200
    assert not respuesta.context["form"].errors


@pytest.mark.parametrize(
    ("pedida", "vista", "cuantas"), [("1", 1, 8), ("2", 2, 8), ("3", 3, 1), ("99", 3, 1), ("x", 1, 8)]
)
def test_cada_persona_sale_en_una_sola_pagina_y_la_que_no_existe_es_la_mas_cercana(
    cliente_de, hoy, pedida, vista, cuantas
):
    corte, hacienda = fabricas.corte(cierra=date(2026, 7, 14)), fabricas.dependencia()
    fabricas.avance(fabricas.actividad(fabricas.plan("APROBADO", dependencia=hacienda)), corte)
    enlaces = [fabricas.persona("enlace", hacienda, nombre=f"Persona {n:02}") for n in range(17)]
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"fecha": hoy.isoformat(), "page": pedida})
    contexto = respuesta.context
    assert (contexto["page_obj"].number, contexto["cuantos"]) == (vista, 17)
    desde = 8 * (vista - 1)
    assert [r["persona"] for r in contexto["resumenes"]] == enlaces[desde : desde + cuantas]


def test_de_lo_que_causa_un_correo_se_ven_las_primeras_y_se_dice_cuantas_faltan(cliente_de, deber, hoy, monkeypatch):
    monkeypatch.setattr(avisos, "NUEVAS_A_LA_VISTA", 2)
    reporte = Avance.objects.get()
    for dias in (9, 3, 6):
        otra = fabricas.actividad(reporte.actividad.plan)
        fabricas.avance(otra, reporte.corte, plazo=date(2026, 7, 14) + timedelta(days=dias))
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"fecha": hoy.isoformat()})
    (del_enlace,) = (r for r in respuesta.context["resumenes"] if r["persona"] == deber)
    assert [p.obligacion.vence.day for p in del_enlace["nuevas"]] == [14, 17]
    assert "4 por avisar" in respuesta.text and "Y 2 más, que no vencen antes que estas." in respuesta.text


def test_de_lo_que_no_tiene_a_quien_avisar_se_ven_las_primeras_y_se_dice_cuantas_son(
    cliente_de, deber, hoy, monkeypatch
):
    monkeypatch.setattr(avisos, "SIN_PERSONA_A_LA_VISTA", 2)
    deber.is_active = False
    deber.save()
    reporte = Avance.objects.get()
    for dias in (9, 3, 6, 0, 5):
        fabricas.avance(
            fabricas.actividad(reporte.actividad.plan), reporte.corte, plazo=date(2026, 7, 14) + timedelta(days=dias)
        )
    contexto = (respuesta := cliente_de(fabricas.persona("planeacion")).get(URL, {"fecha": hoy.isoformat()})).context
    assert [p.obligacion.vence.day for p in contexto["sin_persona"]] == [14, 14]
    assert contexto["cuantas_sin_persona"] == 6 and "Son 6; estas son las 2" in respuesta.text
