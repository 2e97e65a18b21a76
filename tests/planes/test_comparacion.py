"""Comparar dos fotos de un plan: por identidad, campo a campo y por palabras."""

import pytest

from mipg.palabras import Marca, por_palabras
from planes.campos import EN_FOTO
from planes.reglas.comparacion import PUBLICOS, Suerte, comparar

OPCIONES = {"ACUMULADA": "Acumulada", "HITO": "Hito"}


def actividad(clave, **cambios):
    return {
        "id": clave,
        "orden": clave or 0,
        "numero": str(clave),
        "nombre": f"Publicar el informe {clave}",
        "meta": "4",
        "tipo_meta": "ACUMULADA",
        "fecha_fin": "2026-06-30",
        "apoyos": ["Archivo, de la entidad", "Hacienda"],
        "enlace": "Ana Ruiz",
        **cambios,
    }


def foto(*actividades, **datos):
    return {"nombre": "Plan de acción", "acto": "Acta 1", "actividades": list(actividades), **datos}


def test_una_actividad_movida_y_renumerada_es_la_misma_por_su_identidad():
    antes = foto(actividad(1), actividad(2))
    despues = foto(actividad(2, numero="1"), actividad(1, numero="2"))
    comparacion = comparar(antes, despues)
    assert [(uno.clave, uno.suerte) for uno in comparacion.renglones] == [(2, Suerte.CAMBIADA), (1, Suerte.CAMBIADA)]
    assert [(c.campo.nombre, c.antes, c.despues) for c in comparacion.renglones[0].cambios] == [("numero", "2", "1")]


def test_lo_que_se_retira_va_donde_estaba_y_lo_nuevo_donde_queda():
    antes = foto(actividad(1), actividad(2), actividad(3), actividad(4))
    despues = foto(actividad(9), actividad(2), actividad(4, meta="5"), actividad(None))
    renglones = comparar(antes, despues).renglones
    assert [(uno.clave, uno.suerte.name) for uno in renglones] == [
        (1, "RETIRADA"),
        (9, "NUEVA"),
        (2, "IGUAL"),
        (3, "RETIRADA"),
        (4, "CAMBIADA"),
        (None, "NUEVA"),
    ]
    assert ("Meta", "4") in renglones[1].datos


def test_el_resumen_cuenta_sin_decir_lo_que_no_hay():
    comparacion = comparar(foto(actividad(1), actividad(2)), foto(actividad(1), actividad(3), nombre="Otro"))
    assert comparacion.resumen == (
        "1 dato del plan que cambia, 1 actividad nueva, 1 actividad que se retira y 1 actividad sin cambios"
    )
    igual = comparar(foto(actividad(1)), foto(actividad(1), acto="Acta 2"))
    assert igual.vacia
    assert igual.resumen == "1 actividad sin cambios"


def test_los_valores_se_leen_como_en_pantalla():
    antes = actividad(1, meta="1250.5")
    despues = actividad(1, meta="2000", tipo_meta="HITO", fecha_fin=None, apoyos=["Hacienda", "Planeación"])
    [renglon] = comparar(foto(antes), foto(despues), OPCIONES).renglones
    cambios = {c.campo.nombre: (c.antes, c.despues) for c in renglon.cambios}
    assert cambios["meta"] == ("1.250,5", "2.000")
    assert cambios["tipo_meta"] == ("Acumulada", "Hito")
    assert cambios["fecha_fin"] == ("30/06/2026", "")
    apoyos = next(c for c in renglon.cambios if c.campo.nombre == "apoyos")
    assert [(t.marca.value, t.texto) for t in apoyos.trozos] == [
        ("sale", "Archivo, de la entidad"),
        ("igual", "; "),
        ("igual", "Hacienda"),
        ("igual", "; "),
        ("entra", "Planeación"),
    ]


@pytest.mark.parametrize(
    ("despues", "sustancial"),
    [
        (foto(actividad(1)), False),
        (foto(actividad(1, nombre="Publicar los informes", numero="7")), False),
        (foto(actividad(1, meta="5")), True),
        (foto(actividad(1), actividad(2)), True),
        (foto(), True),
    ],
)
def test_lo_sustancial_lo_decide_el_cambio(despues, sustancial):
    assert comparar(foto(actividad(1)), despues).es_sustancial is sustancial


def test_una_foto_de_antes_de_que_existiera_un_campo_lo_tiene_vacio():
    vieja = actividad(1)
    assert "presupuesto" not in vieja
    assert comparar(foto(vieja), foto(actividad(1, presupuesto=None, criterio="", indices=[]))).vacia
    [cambio] = comparar(foto(vieja), foto(actividad(1, presupuesto="10"))).renglones[0].cambios
    assert (cambio.antes, cambio.despues) == ("", "10")


def test_lo_publico_no_nombra_personas():
    despues = foto(actividad(1, enlace="Luz Marín"), actividad(2))
    comparacion = comparar(foto(actividad(1)), despues, campos=PUBLICOS)
    assert not comparacion.renglones[0].cambia
    assert "Ana Ruiz" not in str(comparacion.renglones[1].datos)


def test_todo_campo_de_la_foto_tiene_como_llamarse():
    assert all(campo.como_se_llama for campo in EN_FOTO)


@pytest.mark.parametrize(
    ("antes", "despues", "trozos"),
    [
        ("Publicar dos informes.", "Publicar tres informes.", "Publicar |-dos|+tres| informes."),
        ("Publicar dos informes ya", "Publicar tres actas ya", "Publicar |-dos informes|+tres actas| ya"),
        ("Publicar el informe", "Publicar el informe, y divulgarlo", "Publicar el informe|+, y divulgarlo"),
        ("Publicar", "Archivar todo lo demás", "-Publicar| |+Archivar todo lo demás"),
        ("", "Algo", "+Algo"),
        ("Algo", "", "-Algo"),
    ],
)  # fmt: skip
def test_un_texto_se_compara_por_palabras(antes, despues, trozos):
    signos = {Marca.IGUAL: "", Marca.SALE: "-", Marca.ENTRA: "+"}
    assert "|".join(signos[t.marca] + t.texto for t in por_palabras(antes, despues)) == trozos


@pytest.mark.parametrize("espacio", [" ", "\n", "  "])
def test_de_los_trozos_se_rehacen_los_dos_textos(espacio):
    antes = f"a b{espacio}c, d e f g h i"
    despues = f"a x{espacio}c; d  e z f g i j"
    trozos = por_palabras(antes, despues)
    assert "".join(t.texto for t in trozos if not t.entra) == antes
    assert "".join(t.texto for t in trozos if not t.sale) == despues
