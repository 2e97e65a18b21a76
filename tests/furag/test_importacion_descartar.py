"""Descartar un archivo con lo que dejó por confirmar."""

from furag.acciones import resultados as acciones
from furag.models import EntidadMedida
from tests import fabricas as f
from tests.furag import fabricas
from tests.furag.oficiales import NOMBRE, tabla, xlsx
from tests.sesiones import entrar


def test_se_descarta_una_vez_y_no_deja_filas(db):
    por = f.persona("planeacion")
    subida = acciones.subir_resultados(
        medicion=fabricas.medicion(2025), nombre=NOMBRE, contenido=xlsx(tabla()), por=por, ahora=f.AHORA
    )
    acciones.leer_y_guardar(importacion=subida, ahora=f.AHORA)
    cliente, url = entrar(por), f"/furag/importaciones/{subida.pk}/descartar/"
    assert cliente.post(url)["Location"] == "/furag/mediciones/2025/"
    assert not EntidadMedida.objects.exists()
    assert cliente.post(url)["Location"] == f"/furag/importaciones/{subida.pk}/"
    assert "se descartó" in cliente.get(f"/furag/importaciones/{subida.pk}/").text
    assert entrar(f.persona("control_interno")).post(url).status_code == 403
