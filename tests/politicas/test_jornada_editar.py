"""Corregir una jornada."""

import pytest

from mipg.bitacora.models import Suceso
from politicas.forms import EditarJornadaForm
from tests import fabricas as f

pytestmark = pytest.mark.django_db


def _datos(jornada, **cambia) -> dict:
    inicial = EditarJornadaForm.inicial(jornada)
    listas = {lista: [uno.pk for uno in inicial[lista]] for lista in ("politicas", "dependencias")}
    datos = inicial | listas | {"dependencia": jornada.dependencia_id, "version": jornada.version} | cambia
    return {campo: valor for campo, valor in datos.items() if valor is not None}


def test_lo_que_cambia_queda_en_la_historia_y_lo_demas_igual(cliente_de):
    jornada, politica = f.jornada("REALIZADA"), f.politica()
    url = f"/politicas/jornadas/{jornada.pk}/editar/"
    cliente = cliente_de(f.persona("planeacion"))
    cliente.post(url, _datos(jornada, asistentes=41, politicas=[politica.pk], titulo="Otro  título"))
    jornada.refresh_from_db()
    assert (jornada.asistentes, jornada.titulo, [*jornada.politicas.all()]) == (41, "Otro título", [politica])
    assert set(Suceso.objects.de(jornada).con_verbo().get().changes) == {"asistentes", "politicas", "titulo"}
    # Enviar lo mismo no cuenta nada nuevo.
    cliente.post(url, _datos(jornada))
    jornada.refresh_from_db()
    assert jornada.version == 1


def test_lo_de_un_anio_cerrado_y_la_anulada_no_se_corrigen(cliente_de):
    anulada, cerrada = f.jornada("ANULADA"), f.jornada("REALIZADA", fecha=f.HOY.replace(year=2025))
    cerrada.vigencia.cerrada_en, cerrada.vigencia.cerrada_por = f.AHORA, f.persona()
    cerrada.vigencia.save()
    cliente = cliente_de(f.persona("planeacion"))
    for jornada, dice in ((anulada, "reábrala antes"), (cerrada, "ya se cerró")):
        respuesta = cliente.post(f"/politicas/jornadas/{jornada.pk}/editar/", _datos(jornada, asistentes=3))
        assert (respuesta.status_code, dice in respuesta.text) == (422, True)
