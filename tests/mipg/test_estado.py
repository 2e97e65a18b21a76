"""La página «Estado»: dice qué pieza no está y qué hacer, a quien le toca y sin escribir nada."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mipg.avisos.acciones import encolar
from mipg.avisos.models import Mensaje
from mipg.expediente.acciones import pedir_emision
from mipg.portal.estado import DEMORA, piezas
from tests import fabricas
from tests.servicios import antivirus_de_mentira


def _piezas(ahora) -> dict[str, tuple[str, str]]:
    return {pieza.nombre: (pieza.clase, f"{pieza.estado}. {pieza.detalle}") for pieza in piezas(ahora)}


@pytest.mark.parametrize(("rol", "codigo"), [("administrador", 200), ("control_interno", 200), ("jefe", 403)])
def test_la_ve_quien_cuida_el_sistema(cliente_de, rol, codigo):
    respuesta = cliente_de(fabricas.persona(rol)).get("/estado/")
    assert respuesta.status_code == codigo
    if codigo == 200:
        assert "Sin antivirus" in respuesta.text and "MIPG_CLAMD" in respuesta.text and "0.1.0" in respuesta.text


def test_dice_si_el_antivirus_contesta_y_que_nada_entra_si_no(db, ahora, settings):
    with antivirus_de_mentira(b"x") as settings.CLAMD:
        assert _piezas(ahora)["Antivirus"] == (
            "exito", "Revisa todo lo que se sube. ClamAV 1.4.2/27000/Mon Jul  6 08:00:00 2026")  # fmt: skip
    clase, dicho = _piezas(ahora)["Antivirus"]
    assert clase == "error" and "ningún archivo entra" in dicho


def test_dice_que_el_correo_y_los_trabajos_no_salen_desde_cuando_y_por_que(db, ahora, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    mensaje = encolar(destino="a@ejemplo.test", asunto="A", texto="t", clase="x", ahora=ahora)
    pedir_emision(informe="x", titulo="T", parametros={}, por=fabricas.persona(), ahora=ahora)
    a_tiempo, tarde = ahora + DEMORA, ahora + DEMORA + timedelta(minutes=1)
    assert [_piezas(a_tiempo)[cual][0] for cual in ("Correo", "Cola de trabajos")] == ["exito", "exito"]
    assert "1 mensaje espera desde 06/07/2026 10:00" in _piezas(tarde)["Correo"][1]
    assert "trabajador" in _piezas(tarde)["Correo"][1]
    assert "1 trabajo espera desde 06/07/2026 10:00" in _piezas(tarde)["Cola de trabajos"][1]
    Mensaje.objects.update(error="Connection refused")
    assert "El servidor dijo: Connection refused" in _piezas(tarde)["Correo"][1]
    Mensaje.objects.filter(pk=mensaje.pk).update(estado="FALLIDO")
    assert _piezas(tarde)["Correo"][0] == "aviso" and "1 mensaje no llegó" in _piezas(tarde)["Correo"][1]


def test_dice_desde_cuando_se_exige_el_segundo_factor(db, ahora, settings):
    settings.FACTOR_DESDE = None
    assert "MIPG_FACTOR_DESDE" in _piezas(ahora)["Segundo factor"][1]
    settings.FACTOR_DESDE = date(2026, 12, 1)
    assert "desde el 1 de diciembre de 2026" in _piezas(ahora)["Segundo factor"][1]


def test_nombra_a_los_obligados_en_una_lista(db, ahora):
    assert "a Planeación, Control Interno y Administración técnica" in _piezas(ahora)["Segundo factor"][1]


def test_cuesta_las_mismas_consultas_con_2_y_con_50_mensajes(cliente_de, consultas, ahora):
    cliente, medidas = cliente_de(fabricas.persona("administrador")), []
    for cuantos in (2, 48):
        for _ in range(cuantos):
            encolar(destino="a@ejemplo.test", asunto="A", texto="t", clase="x", ahora=timezone.now())
        cliente.get("/estado/")
        with consultas() as hechas:
            cliente.get("/estado/")
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1] <= 16
