"""Reabrir desde la página una fase que se dio por terminada."""

import pytest

from politicas.acciones import terminar_fase
from politicas.models import FaseCumplida
from tests import fabricas as f


@pytest.mark.django_db
def test_el_jefe_la_reabre_con_su_motivo_y_repetirlo_no_falla(cliente_de, time_machine, ahora, hoy):
    time_machine.move_to(ahora)
    oficina = f.dependencia()
    fila = f.politica().responsabilidades.create(
        fuente=f.fuente(), dependencia=oficina, rol="FASE", fase="una", texto="una"
    )
    jefe, url = f.persona("jefe", oficina), f"/politicas/fases/{hoy.year}/{fila.pk}/reabrir/"
    cliente = cliente_de(jefe)
    terminar_fase(responsabilidad=fila, vigencia=f.vigencia(hoy.year), por=jefe, ahora=ahora)
    assert cliente_de(f.persona("jefe")).post(url, {"motivo": "x"}).status_code == 403
    assert cliente.post(url, {"motivo": ""}).status_code == 422
    assert cliente.post(url, {"motivo": "Faltó un anexo."}).status_code == 302
    assert FaseCumplida.objects.get().reabierta_motivo == "Faltó un anexo."
    repetida = cliente.post(url, {"motivo": "Faltó un anexo."}, follow=True)
    assert "no hay nada que reabrir" in repetida.text


@pytest.mark.django_db
def test_la_de_un_anio_que_no_corre_se_reabre_desde_la_pagina_de_ese_anio(cliente_de, time_machine, ahora, hoy):
    """Con dos vigencias abiertas, la página de la política habla de la que corre si no se dice otra."""
    time_machine.move_to(ahora)
    oficina = f.dependencia()
    fila = f.politica().responsabilidades.create(
        fuente=f.fuente(), dependencia=oficina, rol="FASE", fase="una", texto="una"
    )
    f.vigencia(hoy.year)
    anio = f.vigencia(hoy.year + 1).anio
    cliente = cliente_de(f.persona("jefe", oficina))
    hecho = cliente.post(f"/politicas/fases/{anio}/{fila.pk}/terminar/", {"nota": ""}, follow=True)
    reabrir = f"/politicas/fases/{anio}/{fila.pk}/reabrir/"
    assert f'href="{reabrir}"' in hecho.text
    detalle = f"/politicas/{fila.politica_id}/"
    assert reabrir not in cliente.get(detalle).text and f"?vigencia={anio}" in cliente.get(detalle).text
