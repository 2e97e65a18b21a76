"""Qué se entiende del archivo de recomendaciones, fila por fila."""

import pytest

from furag.lectura.recomendaciones import leer_recomendaciones, sin_las_de_otras
from furag.reglas.entregas import Guardada, Leida, comparar, problemas_para_confirmar, sin_repetir
from furag.reglas.politicas_dichas import PoliticaDelCatalogo, es_de_la_entidad, politica_dicha
from furag.reglas.textos import clave_de
from mipg.libros.lector import leer
from mipg.libros.libro import ArchivoInvalido
from tests.furag.recomendaciones import DIGITAL, NUESTRO, excel, una

CATALOGO = (
    PoliticaDelCatalogo(7, "POL07", ("Gobierno Digital",)),
    PoliticaDelCatalogo(8, "POL08", ("Seguridad Digital",)),
    PoliticaDelCatalogo(15, "POL15", ("Transparencia, Acceso a la Información y lucha contra la Corrupción",)),
    PoliticaDelCatalogo(16, "POL16", ("Gestión Documental",)),
)


def entender(contenido: bytes, nombre=NUESTRO, **opciones):
    return leer_recomendaciones(leer(nombre, contenido), **opciones)


def test_se_leen_las_combinadas_el_encabezado_repetido_y_el_membrete():
    leido = entender(
        excel(
            ("", "Documentar los lineamientos.", "POL07 Gobierno Digital"),
            ("", "Conservar la evidencia.", "POL07 Gobierno Digital"),
            ("Política", "Recomendación", "Política relacionada"),
            una("Publicar los datos."),
            membrete=("Vigencia 2025", "Entidad: ALCALDIA DE CARTAGENA DE INDIAS", ""),
            combinadas=[(5, 6, 0, DIGITAL)],
        )
    )
    assert [(r.fila, r.politica, r.texto) for r in leido.renglones] == [
        (5, DIGITAL, "Documentar los lineamientos."),
        (6, DIGITAL, "Conservar la evidencia."),
        (8, DIGITAL, "Publicar los datos."),
    ]
    assert leido.anios == (2025,)
    assert leido.entidad == "ALCALDIA DE CARTAGENA DE INDIAS"
    assert not leido.errores


def test_la_forma_de_2019_a_2021_y_el_texto_separado():
    csv = "#;Política;Recomendaciones\n1;Gobierno Digital;Uno.\n2;;Dos.\n3;Seguridad Digital;Tres.\n"
    leido = entender(csv.encode("latin-1"), nombre="x.csv")
    assert [(r.politica, r.texto) for r in leido.renglones] == [
        ("Gobierno Digital", "Uno."), ("Gobierno Digital", "Dos."), ("Seguridad Digital", "Tres."),
    ]  # fmt: skip
    assert [(nota.codigo, nota.fila) for nota in leido.notas] == [("politica_de_arriba", 3)]


def test_si_casi_todas_dicen_su_politica_la_que_no_la_dice_no_la_hereda():
    calladas = entender(excel(*map(una, "abcde"), ("", "Sin política.", ""))).renglones
    assert (calladas[-1].politica, calladas[-1].relacionada) == ("", "")


def test_varias_en_una_celda_se_dicen():
    leido = entender(excel(una("1. Publicar la estrategia.\n2. Convocar a las veedurías."), una("3. Documentar.")))
    assert [(nota.codigo, nota.fila) for nota in leido.notas] == [("varias_en_una", 5)]


def test_un_plan_no_es_el_archivo_de_recomendaciones():
    titulos = ("Política", "Recomendación", "Acción de mejora", "Responsable", "Fecha de inicio")
    with pytest.raises(ArchivoInvalido, match="sino un plan"):
        entender(excel((DIGITAL, "Documentar.", "Escribir el manual", "Informática", "1/2/2026"), titulos=titulos))


@pytest.mark.parametrize(
    "filas, que",
    [
        ([una(42)], "no es una recomendación"),
        ([una("#N/A")], "#N/A"),
        ([una("x" * 4_001)], "4001 letras"),
    ],
)
def test_lo_que_no_es_una_recomendacion_se_dice_con_su_fila(filas, que):
    leido = entender(excel(*filas))
    assert not leido.renglones
    assert [(nota.fila, nota.columna) for nota in leido.errores] == [(5, "B")]
    assert que in leido.errores[0].mensaje


def test_lo_que_no_trae_recomendacion_no_se_importa_y_se_dice():
    leido = entender(excel(una("Una."), una(""), una("N/A"), ("Total", 82, "")))
    assert len(leido.renglones) == 1
    assert [(nota.codigo, nota.fila) for nota in leido.notas] == [("sin_recomendacion", n) for n in (6, 7, 8)]


def test_las_firmas_y_notas_del_pie_no_se_importan_ni_se_preguntan():
    leido = entender(
        excel(
            ("", "Fuente de la información: documentarla.", "POL07"),
            ("Gobierno Digital", "Conservar la evidencia.", "POL07 Gobierno Digital"),
            ("Elaboró:", "Profesional universitario", ""),
            ("", "Revisó: Luis Gómez – Asesor", ""),
            ("", "Documento no controlado", ""),
            ("", "Secretaria de Planeación", ""),
        )
    )
    assert [renglon.texto[:6] for renglon in leido.renglones] == ["Fuente", "Conser"]
    assert [nota.codigo for nota in leido.notas] == ["pie"] * 4


def test_que_no_haya_recomendaciones_no_es_una_recomendacion():
    textos = ("Sin recomendaciones", "No se generaron recomendaciones para esta política", "No aplica", "Ninguna.")
    leido = entender(excel(*(("Gobierno Digital", texto, "POL07") for texto in (*textos, "Sin plan: formularlo."))))
    assert [renglon.texto for renglon in leido.renglones] == ["Sin plan: formularlo."]
    assert [nota.codigo for nota in leido.notas] == ["sin_recomendacion"] * 4


def test_de_un_consolidado_solo_se_leen_las_de_esta_entidad():
    titulos = ("Entidad", "Política", "Recomendación")
    filas = (
        ("ALCALDIA DE CARTAGENA DE INDIAS", "Gobierno Digital", "Una."),
        ("ALCALDIA DE TURBACO", "Integridad", "Otra."),
    )
    nuestra = "ALCALDIA DE CARTAGENA DE INDIAS".__eq__
    leido = sin_las_de_otras(entender(excel(*filas, titulos=titulos)), nuestra)
    assert [renglon.texto for renglon in leido.renglones] == ["Una."]
    assert [(nota.codigo, nota.valor) for nota in leido.notas] == [("de_otra_entidad", "ALCALDIA DE TURBACO")]
    # Si todas son de otra, la entrega pregunta de quién es el archivo.
    assert sin_las_de_otras(entender(excel(filas[1], titulos=titulos)), nuestra).entidad == "ALCALDIA DE TURBACO"


def test_se_niega_lo_que_no_es_el_archivo_y_se_pregunta_la_hoja():
    with pytest.raises(ArchivoInvalido, match="primeras 20 filas"):
        entender(excel(una("x"), membrete=[f"línea {n}" for n in range(25)]))
    with pytest.raises(ArchivoInvalido, match="no el de todas"):
        entender(excel(*(una(f"Texto {n} de prueba") for n in range(1_501))))
    repetida = entender(excel(("a", "b", "c"), titulos=("Política", "Recomendación", "Recomendación")))
    assert "más de una vez" in repetida.errores[0].mensaje
    dos = excel(una("Una."), hoja="A", mas=[("B", [("Política", "Recomendación"), ("Gobierno Digital", "Otra.")])])
    assert "Varias hojas" in entender(dos).errores[0].mensaje
    assert [r.texto for r in entender(dos, hoja="B").renglones] == ["Otra."]


@pytest.mark.parametrize(
    "politica, relacionada, cual",
    [
        ("Gobierno Digital", "POL07 Gobierno Digital", 7),
        ("GOBIERNO  DIGITAL", "POL 07", 7),
        ("", "POL07Gobierno", 7),
        ("Gobierno Digital", "", 7),
        ("POL7. Gobierno Digital", "", 7),
        ("Transparencia", "POL15", 15),
        ("Gobierno Digital", "POL08 Seguridad Digital", None),
        ("Gobierno Digital", "POL08", None),
        ("Servicio al Ciudadano", "POL07", None),
        ("Transparencia", "", None),
        ("Gobierno Digital", "POL99", None),
        ("16", "", None),
        ("", "", None),
        ("Gobierno Digital", "POL07, POL08", None),
        ("", "POL07, POL08", None),
    ],
)
def test_la_politica_se_reconoce_o_se_pregunta(politica, relacionada, cual):
    dicha = politica_dicha(politica, relacionada, CATALOGO)
    assert dicha.pk == cual
    assert bool(dicha.pregunta) is (cual is None)


@pytest.mark.parametrize(
    "nombre, es",
    [
        ("ALCALDIA DE CARTAGENA DE INDIAS.xlsx", True),
        ("Alcaldía Mayor de Cartagena de Indias (1).xlsx", True),
        ("Copia de ALCALDIA_DISTRITAL DE CARTAGENA DE INDIAS.xlsx", True),
        ("ALCALDIA DE CARTAGENA DEL CHAIRA.xlsx", False),
        ("CONCEJO DE CARTAGENA DE INDIAS.xlsx", False),
        ("ALCALDIA DE CARTAGENA.xlsx", False),
        ("recomendaciones.xlsx", False),
    ],
)
def test_el_nombre_del_archivo_es_el_de_la_entidad(nombre, es):
    assert es_de_la_entidad(nombre, ["Alcaldía Mayor de Cartagena de Indias"]) is es


def _guardada(pk: int, texto: str, politica: int = 7, falta: bool = False) -> Guardada:
    return Guardada(pk, politica, clave_de(texto), texto, falta)


def test_la_segunda_entrega_distingue_nuevas_iguales_parecidas_y_las_que_ya_no_estan():
    guardadas = [
        _guardada(1, "Documentar los lineamientos internos y conservar la evidencia."),
        _guardada(2, "Publicar el plan de datos abiertos de la entidad en la página web."),
        _guardada(3, "Capacitar a los servidores en seguridad de la información."),
        _guardada(4, "Hacer el inventario de activos.", falta=True),
    ]
    leidas = sin_repetir(
        Leida(n, texto, politica)
        for n, (texto, politica) in enumerate(
            [
                ("3. DOCUMENTAR los lineamientos internos, y conservar la evidencia", 7),
                ("Documentar los lineamientos internos y conservar la evidencia.", 7),
                ("Documentar los lineamientos internos y conservar la evidencia.", 8),
                ("Publicar el plan de datos abiertos de la entidad en su página web.", 7),
                ("Hacer el inventario de activos.", 7),
            ],
            start=9,
        )
    )
    assert [(una.fila, una.repetida_en) for una in leidas] == [(9, (10,)), (11, ()), (12, ()), (13, ())]
    entrega = comparar(leidas, guardadas, {})
    assert [una.fila for una in entrega.nuevas] == [11]
    assert [una.pk for una in entrega.iguales] == [1, 4]
    assert [(p.leida.fila, [c.pk for c in p.candidatas]) for p in entrega.parecidas] == [(12, [2])]
    assert [una.pk for una in entrega.faltan] == [2, 3]
    assert [una.pk for una in entrega.vuelven] == [4]
    assert problemas_para_confirmar(entrega)

    misma = comparar(leidas, guardadas, {entrega.parecidas[0].leida.cual: 2})
    assert [(guardada.pk, leida.fila) for guardada, leida in misma.cambian] == [(2, 12)]
    assert [una.pk for una in misma.faltan] == [3]
    otra = comparar(leidas, guardadas, {entrega.parecidas[0].leida.cual: 0})
    assert [una.fila for una in otra.se_escriben] == [11, 12]
    assert not problemas_para_confirmar(misma) and not problemas_para_confirmar(otra)
    assert misma.huella != otra.huella


def test_dos_del_archivo_no_son_la_misma_y_lo_que_viene_igual_no_se_parece_a_nada():
    guardadas = [_guardada(1, "Actualizar el registro de activos de información de la entidad.")]
    dos = (
        Leida(9, "Actualizar el registro de activos de la información de la entidad.", 7),
        Leida(10, "Actualizar un registro de activos de información de la entidad.", 7),
    )
    assert problemas_para_confirmar(comparar(dos, guardadas, {una.cual: 1 for una in dos}))
    con_la_suya = (*dos, Leida(11, guardadas[0].texto, 7))
    assert not comparar(con_la_suya, guardadas, {}).parecidas
