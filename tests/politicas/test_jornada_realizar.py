"""Registrar que una jornada se hizo."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mipg.expediente.models import Uso
from politicas.obligaciones import REGISTRAR, pendientes
from tests import fabricas as f

pytestmark = pytest.mark.django_db


def _url(jornada) -> str:
    return f"/politicas/jornadas/{jornada.pk}/realizar/"


def test_con_cuantas_personas_y_su_material_en_el_expediente(cliente_de, sucesos):
    jornada, planea = f.jornada(), f.persona("planeacion")
    lista = SimpleUploadedFile("lista.txt", b"Uno\nDos\n")
    cliente_de(planea).post(_url(jornada), {"version": 0, "asistentes": 35, "archivo": lista})
    jornada.refresh_from_db()
    uso = Uso.objects.de(jornada).get()
    assert (jornada.estado, jornada.asistentes, uso.documento.fecha_documento) == ("REALIZADA", 35, jornada.fecha)
    assert sorted(sucesos(jornada)) == ["adjuntar", "realizar"]
    # Quien tiene sesión la descarga; sin ella, nadie.
    assert (
        cliente_de(f.persona("enlace"))
        .get(reverse("expediente:documento_detalle", args=[uso.documento_id]))
        .status_code
        == 200
    )


@pytest.mark.parametrize(
    ("dias", "datos", "dice"),
    [
        (1, {"asistentes": 5, "nota": "Archivo."}, "cuando se haya hecho"),
        (0, {"asistentes": 5}, "diga dónde reposa"),
        (0, {"asistentes": 0, "nota": "Archivo."}, "mayor o igual"),
        (0, {"asistentes": 5, "nota": "Archivo.", "version": 7}, "cambió mientras usted la miraba"),
    ],
)
def test_lo_que_falta_se_dice_y_nada_cambia(cliente_de, dias, datos, dice):
    jornada = f.jornada(fecha=timezone.localdate() + timedelta(days=dias))
    respuesta = cliente_de(f.persona("planeacion")).post(_url(jornada), {"version": 0} | datos)
    jornada.refresh_from_db()
    assert (respuesta.status_code, jornada.estado) == (422, "PROGRAMADA")
    assert dice in respuesta.text


def test_la_debe_quien_la_programo_y_si_ya_no_puede_planeacion(cliente_de):
    general, planea = f.persona("secretaria_general"), f.persona("planeacion")
    f.jornada(creada_por=general)
    manana = f.HOY + timedelta(days=1)

    def deben(dia):
        return {uno.persona for uno in pendientes(dia) if uno.verbo == REGISTRAR}

    assert (deben(f.HOY), deben(manana)) == (set(), {general.pk})
    assert [uno.verbo for uno in pendientes(manana, planea.pk) if uno.verbo == REGISTRAR] == []
    general.asignaciones.update(hasta=f.HOY)
    assert deben(manana) == {planea.pk}
