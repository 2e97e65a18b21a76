"""Confirmar el diccionario: queda como el archivo, y dos veces no cambia nada."""

from furag.acciones import diccionarios as acciones
from furag.models import Definicion
from tests import fabricas as f
from tests.furag import fabricas
from tests.furag.oficiales import xlsx
from tests.furag.test_lectura_diccionario import FILAS, con
from tests.sesiones import entrar


def subir(filas, por):
    """Un diccionario subido y leído."""
    subida = acciones.subir_diccionario(
        medicion=fabricas.medicion(2025), nombre="i.xlsx", contenido=xlsx(filas, "Ind2025"), por=por, ahora=f.AHORA
    )
    acciones.leer_y_guardar(importacion=subida, ahora=f.AHORA)
    subida.refresh_from_db()
    return subida


def test_queda_como_el_archivo_y_la_segunda_vez_no_cambia_nada(db):
    por = f.persona("planeacion")
    cliente = entrar(por)

    def confirmar(subida):
        return cliente.post(f"/furag/importaciones/{subida.pk}/diccionario/confirmar/", {"huella": subida.huella})

    assert confirmar(subir(FILAS, por))["Location"] == "/furag/mediciones/2025/"
    assert Definicion.objects.count() == 8
    otra = subir([*FILAS, [None]], por)
    assert acciones.analisis_de(otra).cambios == ()
    renombrado = subir(con(7, 1, "Otro nombre")[:10], por)
    cambios = {(cambio.codigo, cambio.que) for cambio in acciones.analisis_de(renombrado).cambios}
    assert cambios == {("I01", "cambia"), ("D5", "sale")}
    confirmar(renombrado)
    assert Definicion.objects.get(codigo="I01").nombre == "Otro nombre"
    assert not Definicion.objects.filter(codigo="D5").exists()
    # Ni con otra huella, ni dos veces.
    assert (
        "No se cambió nada"
        in cliente.post(
            f"/furag/importaciones/{renombrado.pk}/diccionario/confirmar/", {"huella": renombrado.huella}, follow=True
        ).text
    )
