"""Aplicar el archivo de recomendaciones: nada se duplica, y lo que ya estaba conserva lo que se decidió de ello."""

import pytest

from furag.acciones import entregas as acciones
from furag.acciones.recomendaciones import decidir
from furag.entregas import entender
from furag.models import Recomendacion, Redaccion
from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from tests import fabricas as f
from tests.concurrencia import a_la_vez
from tests.furag import fabricas as furag
from tests.furag.recomendaciones import DIGITAL, NUESTRO, excel, una

UNO, DOS = "Documentar los lineamientos internos y conservar la evidencia.", "Publicar los conjuntos de datos abiertos."
DOS_DE_OTRO_MODO = "Publicar los conjuntos de datos abiertos de la entidad."


@pytest.fixture
def quien(db) -> dict:
    f.politica(nombre=DIGITAL, codigo_furag="POL07", numero_plan=7)
    return {"por": f.persona("planeacion"), "ahora": f.AHORA}


def subir(quien: dict, *filas, nombre: str = NUESTRO, **como):
    medicion = furag.medicion()
    contenido = excel(*filas, **como)
    return acciones.subir_recomendaciones(medicion=medicion, nombre=nombre, contenido=contenido, **quien), medicion


def aplicar(quien: dict, importacion, medicion, **respuestas):
    if respuestas:
        acciones.contestar(importacion=importacion, respuestas=respuestas, huella=importacion.huella, **quien)
    entrega = entender(importacion, medicion).entrega
    return acciones.importar_recomendaciones(
        importacion=importacion, huella=importacion.huella, diferencia=entrega.huella if entrega else "", **quien
    )


def test_la_segunda_entrega_no_duplica_y_conserva_lo_decidido(quien, django_assert_max_num_queries):
    aplicar(quien, *subir(quien, una(UNO), una(f"3. {UNO}"), una(DOS), una("Hacer el inventario.")))
    assert list(Recomendacion.objects.values_list("numero", "texto", "fila")) == [
        (1, UNO, 5), (2, DOS, 7), (3, "Hacer el inventario.", 8),
    ]  # fmt: skip
    primera = Recomendacion.objects.get(numero=2)
    decidir(recomendaciones=[primera.pk], verbo="acoger", **quien)

    importacion, medicion = subir(quien, una(UNO.upper()), una(DOS_DE_OTRO_MODO), una("Formular la estrategia."))
    (parecida,) = entender(importacion, medicion).entrega.parecidas
    with pytest.raises(ReglaIncumplida, match="Falta decir qué es"):
        aplicar(quien, importacion, medicion)
    with django_assert_max_num_queries(45):
        aplicar(quien, importacion, medicion, parecidas={parecida.leida.cual: primera.pk})
    queda = list(Recomendacion.objects.values_list("numero", "texto", "estado", "falta_en"))
    assert queda == [
        (1, UNO, "PENDIENTE", None),
        (2, DOS_DE_OTRO_MODO, "ACOGIDA", None),
        (3, "Hacer el inventario.", "PENDIENTE", importacion.pk),
        (4, "Formular la estrategia.", "PENDIENTE", None),
    ]
    assert list(Redaccion.objects.values_list("recomendacion", "texto")) == [(primera.pk, DOS)]
    assert importacion.__class__.objects.get(pk=importacion.pk).resumen == {
        "nuevas": 1, "iguales": 1, "cambiadas": 1, "faltan": 1,
    }  # fmt: skip
    assert [s.verbo for s in Suceso.objects.de(primera)] == ["redactar de otro modo", "acoger", ""]

    igual, _ = subir(
        quien, una(UNO), una(DOS_DE_OTRO_MODO), una("Formular la estrategia."), una("Hacer el inventario.")
    )
    assert len(aplicar(quien, igual, medicion).vuelven) == 1
    assert Recomendacion.objects.que_vienen().count() == 4
    otra_vez, _ = subir(
        quien, una(UNO), una(DOS_DE_OTRO_MODO), una("Formular la estrategia."), una("Hacer el inventario.")
    )
    with pytest.raises(ReglaIncumplida, match="no cambia nada"):
        aplicar(quien, otra_vez, medicion)


def test_lo_que_no_se_sabe_se_pregunta(quien):
    digital = f.politica(nombre="Seguridad Digital", codigo_furag="POL08", numero_plan=8)
    importacion, medicion = subir(
        quien, una(UNO), una(DOS, "Gobierno Digital", "POL08"), nombre="x.xlsx", membrete=("Vigencia 2021", "", "")
    )
    entendida = entender(importacion, medicion)
    assert [str(problema) for problema in entendida.problemas] == [
        "Falta confirmar que el archivo es de esta entidad.",
        "Falta confirmar de qué vigencia es el archivo.",
        "Falta decir de qué política son algunas filas.",
    ]
    (pregunta,) = entendida.politicas
    assert (pregunta.filas, digital.pk in pregunta.sugeridas) == ((6,), True)
    with pytest.raises(ReglaIncumplida):
        aplicar(quien, importacion, medicion)
    assert not Recomendacion.objects.exists()
    respuestas = {"entidad": True, "vigencia": True, "politicas": {pregunta.clave: digital.pk}}
    aplicar(quien, importacion, medicion, **respuestas)
    assert set(Recomendacion.objects.values_list("politica__codigo_furag", flat=True)) == {"POL07", "POL08"}


def test_lo_que_se_vio_es_lo_que_se_aplica(quien):
    importacion, medicion = subir(quien, una(UNO))
    otra, _ = subir(quien, una(UNO), una(DOS))
    vista = entender(importacion, medicion).entrega.huella
    aplicar(quien, otra, medicion)
    with pytest.raises(EstadoCambiado, match="alguien aplicó otra entrega"):
        acciones.importar_recomendaciones(importacion=importacion, huella=importacion.huella, diferencia=vista, **quien)


@pytest.mark.concurrencia
@pytest.mark.django_db(transaction=True)
def test_dos_entregas_a_la_vez_no_duplican():
    f.politica(nombre=DIGITAL, codigo_furag="POL07", numero_plan=7)
    quien = {"por": f.persona("planeacion"), "ahora": f.AHORA}
    entregas = [subir(quien, una(UNO), una(DOS), una(extra)) for extra in ("Capacitar.", "Difundir.")]
    vistas = [entender(*entrega).entrega.huella for entrega in entregas]

    def confirmar(n: int):
        importacion, _ = entregas[n]
        return lambda: acciones.importar_recomendaciones(
            importacion=importacion, huella=importacion.huella, diferencia=vistas[n], **quien
        )

    hechas = a_la_vez(confirmar(0), confirmar(1), confirmar(0))
    assert sorted(isinstance(hecha, EstadoCambiado) for hecha in hechas) == [False, True, True]
    assert Recomendacion.objects.count() == 3
