"""Importar dependencias, superiores y alias: subir la hoja."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mipg.expediente.models import Importacion
from mipg.libros import leer
from mipg.libros.listas import Columna, LectorDeLista
from mipg.portal.views import dependencias
from mipg.usuarios.models import Dependencia
from mipg.usuarios.roles import PERMISOS, Permiso, Rol
from tests import fabricas

SUBIR = "/dependencias/importar/"


@pytest.mark.parametrize("rol", Rol)
def test_la_abre_quien_edita_catalogos(cliente_de, rol):
    respuesta = cliente_de(fabricas.persona(rol)).get(SUBIR)
    assert respuesta.status_code == (200 if Permiso.CATALOGO_EDITAR in PERMISOS[rol] else 403)


def test_subir_no_cambia_nada(cliente_de):
    cliente = cliente_de(fabricas.persona("planeacion"))
    antes = Dependencia.objects.count()
    archivo = SimpleUploadedFile("d.csv", b"Dependencia;Superior;Alias\nOficina de Prensa;;\n")
    respuesta = cliente.post(SUBIR, {"archivo": archivo})
    assert respuesta["Location"] == f"{SUBIR}{Importacion.objects.get().pk}/"
    assert Dependencia.objects.count() == antes


@pytest.mark.parametrize(("nombre", "contenido"), [("d.xlsx", b"PK\x03\x04roto"), ("d.exe", b"MZ"), ("d.csv", b"")])
def test_un_archivo_malo_vuelve_con_su_razon(cliente_de, nombre, contenido):
    cliente = cliente_de(fabricas.persona("planeacion"))
    respuesta = cliente.post(SUBIR, {"archivo": SimpleUploadedFile(nombre, contenido)})
    assert (respuesta.status_code, Importacion.objects.exists()) == (422, False)
    assert respuesta.context["form"].errors["archivo"]


def test_una_lista_se_llama_en_pantalla_por_su_titulo_y_no_por_su_url(cliente_de, monkeypatch):
    monkeypatch.setattr(dependencias, "LISTA", replace(dependencias.LISTA, titulo="días no hábiles"))
    cliente = cliente_de(fabricas.persona("planeacion"))
    archivo = SimpleUploadedFile("d.csv", b"Dependencia;Superior;Alias\nOficina de Prensa;;\n")
    for pagina in (cliente.get(SUBIR), cliente.post(SUBIR, {"archivo": archivo}, follow=True)):
        assert "Importar días no hábiles" in pagina.text
        assert "Importar dependencias" not in pagina.text.split("<main", 1)[1]


def test_una_lista_nueva_es_una_tabla_de_columnas_y_lo_que_dice_cada_fila():
    class Dias(LectorDeLista):
        QUE, PRINCIPAL = "días", "motivo"
        COLUMNAS = {
            "dia_no_habil": Columna(("Día no hábil",), "el día"),
            "motivo": Columna(("Motivo",), letras=8),
        }

        def leidas(self, filas):
            return [self.textos(fila) for fila in filas]

    sin_dia = Dias.leer(leer("d.csv", b"Motivo;Otra\nFestivo;x\nPuente;y\n"))
    assert [nota.mensaje for nota in sin_dia.errores] == ["No se encontró la columna «Día no hábil»."]
    dias = Dias.leer(leer("d.csv", "Motivo;Día no hábil\nFestivo;ayer\nMuy larguísimo;\n".encode()))
    assert dias.filas[0] == {"motivo": "Festivo", "dia_no_habil": "ayer"}
    assert {nota.donde[3:]: nota.mensaje for nota in dias.errores} == {
        "fila 3, columna B": "Falta el día.",
        "fila 3, columna A": "Tiene 14 letras y caben 8. Acórtelo.",
    }
