"""Informes emitidos: los propios o, para quien ve todo, los de la entidad; progreso por htmx y descarga."""

import contextlib
from datetime import timedelta

import pytest

from mipg.expediente.acciones import ARRIENDO, emitir, pedir_emision
from mipg.expediente.models import Emision
from mipg.reglas import ReglaIncumplida
from tests import fabricas

LISTA = "/expediente/informes/"


@pytest.fixture
def jefa(db):
    return fabricas.persona("jefe")


@pytest.fixture
def pedida(jefa, ahora):
    return pedir_emision(informe="prueba", titulo="Informe de prueba", parametros={}, por=jefa, ahora=ahora)


@pytest.fixture
def lista(pedida, ahora):
    return emitir(emision=pedida, generar=lambda _: (b"%PDF-1.7 x", 3), ahora=ahora)


def test_mientras_espera_la_pagina_se_pregunta_sola(cliente_de, jefa, pedida):
    texto = cliente_de(jefa).get(f"{LISTA}{pedida.pk}/").text
    assert f'hx-get="{LISTA}{pedida.pk}/"' in texto
    assert "En espera de turno" in texto
    assert "/descargar/" not in texto


def test_el_fragmento_de_htmx_trae_solo_la_situacion(cliente_de, jefa, pedida):
    texto = cliente_de(jefa).get(f"{LISTA}{pedida.pk}/", headers={"HX-Request": "true"}).text
    assert 'id="situacion"' in texto
    assert "<html" not in texto


def test_cuando_esta_listo_deja_de_preguntar_y_se_descarga(cliente_de, jefa, lista):
    cliente = cliente_de(jefa)
    texto = cliente.get(f"{LISTA}{lista.pk}/", headers={"HX-Request": "true"}).text
    assert "hx-get" not in texto
    assert lista.codigo in texto
    descarga = cliente.get(f"{LISTA}{lista.pk}/descargar/")
    assert b"".join(descarga.streaming_content) == b"%PDF-1.7 x"
    assert descarga["Content-Disposition"].startswith("attachment")
    assert "sandbox" in descarga["Content-Security-Policy"]


def test_si_fallo_se_dice_y_no_hay_nada_que_descargar(cliente_de, jefa, pedida):
    type(pedida).objects.filter(pk=pedida.pk).update(estado="FALLIDA", error="El corte no tiene cifras.")
    cliente = cliente_de(jefa)
    assert "El corte no tiene cifras." in cliente.get(f"{LISTA}{pedida.pk}/").text
    assert cliente.get(f"{LISTA}{pedida.pk}/descargar/").status_code == 404


def test_uno_sin_terminar_no_se_descarga(cliente_de, jefa, pedida):
    assert cliente_de(jefa).get(f"{LISTA}{pedida.pk}/descargar/").status_code == 404


@pytest.mark.parametrize("ruta", ["", "descargar/"])
def test_el_de_otra_persona_no_existe(cliente_de, lista, ruta):
    assert cliente_de(fabricas.persona("jefe")).get(f"{LISTA}{lista.pk}/{ruta}").status_code == 404
    assert cliente_de(fabricas.persona("control_interno")).get(f"{LISTA}{lista.pk}/{ruta}").status_code == 200


def test_la_lista_trae_los_propios_y_a_quien_ve_todo_los_de_todos(cliente_de, jefa, lista):
    assert "Informe de prueba" in cliente_de(jefa).get(LISTA).text
    assert "Todavía no hay informes" in cliente_de(fabricas.persona("jefe")).get(LISTA).text
    assert "Informe de prueba" in cliente_de(fabricas.persona("comite")).get(LISTA).text


def test_la_lista_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas, ahora):
    cliente, medidas = cliente_de(fabricas.persona("planeacion")), []
    for cuantas in (2, 48):
        for n in range(cuantas):
            pedir_emision(informe="x", titulo="T", parametros={"n": n}, por=fabricas.persona("jefe"), ahora=ahora)
        cliente.get(LISTA)
        with consultas() as hechas:
            cliente.get(LISTA)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


@pytest.mark.parametrize("error", [RuntimeError("x"), ReglaIncumplida("x")])
def test_quien_perdio_el_arriendo_no_toca_lo_que_otro_esta_haciendo(pedida, ahora, error):
    def otro_la_retoma(emision):
        type(emision).objects.filter(pk=emision.pk).update(intentos=2, arrendado_hasta=ahora + timedelta(hours=1))
        raise error

    with contextlib.suppress(RuntimeError):
        emitir(emision=pedida, generar=otro_la_retoma, ahora=ahora)
    pedida.refresh_from_db()
    assert (pedida.estado, pedida.intentos, pedida.error) == ("EN_CURSO", 2, "")


def test_al_agotarse_se_dice_en_espanol_y_lo_tecnico_queda_en_la_traza(cliente_de, jefa, pedida, ahora, caplog):
    def falla(_):
        raise KeyError("font_config")

    for _ in range(Emision.INTENTOS_MAXIMOS):
        with pytest.raises(KeyError):
            emitir(emision=pedida, generar=falla, ahora=ahora)
    assert emitir(emision=pedida, generar=falla, ahora=ahora) is None
    pagina = cliente_de(jefa).get(f"{LISTA}{pedida.pk}/").text
    assert "Algo falló al generarlo" in pagina and "Vuelva a pedirlo" in pagina
    assert "font_config" not in pagina and "KeyError: 'font_config'" in caplog.text


def test_lo_que_otro_genera_no_se_toma_hasta_que_venza_su_arriendo(pedida, ahora):
    empezadas = []

    def generar(emision):
        empezadas.append(ahora)
        return b"%PDF-1.7", 1

    def mientras_se_genera(emision):
        for despues in (timedelta(0), ARRIENDO - timedelta(seconds=1), ARRIENDO):
            assert emitir(emision=Emision.objects.get(pk=emision.pk), generar=generar, ahora=ahora + despues) is None
        assert empezadas == []
        vencido = ahora + ARRIENDO + timedelta(seconds=1)
        assert emitir(emision=Emision.objects.get(pk=emision.pk), generar=generar, ahora=vencido) is not None
        raise ReglaIncumplida("Se le acabó el tiempo.")

    assert emitir(emision=pedida, generar=mientras_se_genera, ahora=ahora) is None
    assert len(empezadas) == 1
    assert Emision.objects.get(pk=pedida.pk).estado == Emision.Estado.LISTA


def test_pedir_lo_mismo_que_espera_da_el_mismo_y_con_otros_parametros_otro(jefa, pedida, ahora):
    comun = {"informe": "prueba", "titulo": "Informe de prueba", "por": jefa, "ahora": ahora}
    assert pedir_emision(parametros={}, **comun) == pedida
    assert pedir_emision(parametros={"plan": 1}, **comun) != pedida
