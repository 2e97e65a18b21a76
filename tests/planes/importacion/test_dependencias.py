"""Las dependencias se reconocen por nombre, alias, sigla o abreviatura, y nunca se adivina entre dos."""

import pytest

from mipg.texto import normalizar
from planes.importacion import Elecciones
from planes.importacion.dependencias import Directorio
from tests.planes.importacion.libros import (
    ARCHIVO,
    DEPENDENCIAS,
    GENERAL,
    HACIENDA,
    INFORMATICA,
    JURIDICA,
    LOGISTICO,
    PARTICIPACION,
    PLANEACION,
    TALENTO,
    excel,
    importar,
    mensajes,
)


def nombradas(directorio: Directorio, escrito: str) -> list[int | str]:
    """El id de cada dependencia que nombra `escrito` o, de la que no se reconoce, su texto."""
    return [h.texto if h.id is None else h.id for h in directorio.nombradas_en(escrito)]


@pytest.mark.parametrize(
    ("escrito", "ids"),
    [
        ("Secretaría General", [GENERAL]),
        ("SECRETARIA  GENERAL.", [GENERAL]),
        ("Sec. General", [GENERAL]),
        ("Secretario General", [GENERAL]),
        ("Secretaría General Distrital", [GENERAL]),
        ("Of. Asesora Jurídica", [JURIDICA]),
        ("OAJ", [JURIDICA]),
        ("Dirección Adm. de Talento Humano", [TALENTO]),
        ("Talento Humano", [TALENTO]),
        ("DATH", [TALENTO]),
        ("Secretaría de Planeación", [PLANEACION]),
        ("Secretaria de Planeasión Distrital", [PLANEACION]),
        ("Sistemas", [INFORMATICA]),
        ("Secretaría de Participación y Desarrollo Social", [PARTICIPACION]),
        ("Secretaría de Hacienda y Secretaría de Planeación", [HACIENDA, PLANEACION]),
        ("Oficina Asesora Jurídica – Dir. Adm. de Apoyo Logístico", [JURIDICA, LOGISTICO]),
        ("Talento Humano-Hacienda", [TALENTO, HACIENDA]),
        ("Secretaría General / Dirección de Archivo", [GENERAL, ARCHIVO]),
        ("Secretaría General con apoyo de Planeación", [GENERAL, PLANEACION]),
        ("1. Secretaría General\n2. Hacienda", [GENERAL, HACIENDA]),
        ("Secretaría de Participación y Desarrollo Social y Secretaría General", [PARTICIPACION, GENERAL]),
        ("Secretaría General, Sec. General", [GENERAL]),
    ],
)
def test_las_dependencias_de_una_celda_se_reconocen(escrito, ids):
    assert nombradas(Directorio(DEPENDENCIAS), escrito) == ids


@pytest.mark.parametrize(
    ("escrito", "responde", "apoyan"),
    [
        ("Apoyo: Hacienda / Responsable: Secretaría General", GENERAL, (HACIENDA,)),
        ("Apoyo: Hacienda, Jurídica\nLíder: Secretaría General", GENERAL, (HACIENDA, JURIDICA)),
        ("Apoya Hacienda. Lidera: Secretaría General", GENERAL, (HACIENDA,)),
        ("Lidera Secretaría General y apoya Hacienda", GENERAL, (HACIENDA,)),
        ("Dependencia de apoyo: Hacienda; Dependencia responsable: Sec. General", GENERAL, (HACIENDA,)),
        ("Con el apoyo de Hacienda, responsable: Secretaría General", GENERAL, (HACIENDA,)),
        ("Hacienda (apoyo), General (líder)", GENERAL, (HACIENDA,)),
        ("Hacienda (Apoyo) y Secretaría General", GENERAL, (HACIENDA,)),
        ("Hacienda - Apoyo\nSecretaría General - Líder", GENERAL, (HACIENDA,)),
        ("Hacienda (corresponsable), Jurídica, General (responsable)", GENERAL, (JURIDICA, HACIENDA)),
        ("Responsables: Hacienda, Secretaría General (apoyo)", HACIENDA, (GENERAL,)),
        ("Secretaría de Participación y Desarrollo Social (apoyo), OAJ", JURIDICA, (PARTICIPACION,)),
        ("Apoyo Logístico y Hacienda", LOGISTICO, (HACIENDA,)),
        ("Responsable de apoyo: Hacienda; Responsable principal: General", GENERAL, (HACIENDA,)),
        ("Hacienda (dependencia de apoyo) - Secretaría General (dependencia líder)", GENERAL, (HACIENDA,)),
        ("Hacienda [apoyo técnico], General [responsable directo]", GENERAL, (HACIENDA,)),
        ("Apoyo: Hacienda\nLíder de política: Secretaría General", GENERAL, (HACIENDA,)),
        ("Secretaría General. Con apoyo de Hacienda", GENERAL, (HACIENDA,)),
        ("Apoyo: Hacienda", None, (HACIENDA,)),
    ],
)
def test_responde_la_que_dice_la_celda_y_no_la_primera(escrito, responde, apoyan):
    lectura = importar(excel([["Actividad", "Meta", "Responsable"], ["Elaborar", 1, escrito]]))
    assert mensajes(lectura.errores) == ""
    assert [(a.dependencia, a.apoyos) for a in lectura.actividades] == [(responde, apoyan)]
    notas = mensajes((*lectura.supuestos, *lectura.avisos))
    assert "varios responsables" in notas.lower() or "sólo nombra dependencias de apoyo" in notas


def test_la_palabra_apoyo_sola_no_es_una_dependencia():
    assert nombradas(Directorio(DEPENDENCIAS), "Apoyo") == ["Apoyo"]


@pytest.mark.parametrize(
    ("escrito", "dichas"),
    [
        ("Secretaría de la Mujer y el Género", ["Secretaría de la Mujer y el Género"]),
        ("Dirección Administrativa", ["Dirección Administrativa"]),
        ("Oficina", ["Oficina"]),
        ("Secretaría General y Turismo", [GENERAL, "Turismo"]),
        ("Todas las dependencias", ["Todas las dependencias"]),
    ],
)
def test_lo_que_no_es_una_sola_dependencia_no_se_adivina(escrito, dichas):
    assert nombradas(Directorio(DEPENDENCIAS), escrito) == dichas


def test_entre_dos_candidatas_no_se_elige():
    directorio = Directorio({"secretaria de gobierno": 1, "oficina de gobierno digital": 2})
    assert nombradas(directorio, "Gobierno") == ["Gobierno"]
    assert nombradas(directorio, "Gobierno Digital") == [2]


def plan(responsable):
    return excel([["Actividad", "Meta", "Responsable"], ["Elaborar", 1, "Turismo"], ["Publicar", 1, responsable]])


def test_una_dependencia_desconocida_se_lista_con_sus_filas():
    (desconocida,) = importar(plan("TURISMO")).dependencias_sin_reconocer
    assert (desconocida.normalizado, desconocida.literal, desconocida.filas) == ("turismo", "Turismo", (2, 3))


def test_lo_que_la_persona_elige_se_usa():
    elecciones = Elecciones(dependencias={normalizar("Turismo"): GENERAL})
    lectura = importar(plan("Hacienda"), elecciones=elecciones)
    assert [actividad.dependencia for actividad in lectura.actividades] == [GENERAL, HACIENDA]
    assert lectura.aceptable


def test_un_texto_que_es_una_persona_queda_como_enlace_si_la_persona_lo_dice():
    elecciones = Elecciones(dependencias={normalizar("Ana Pérez"): 0, normalizar("Turismo"): HACIENDA})
    lectura = importar(plan("Ana Pérez / Secretaría General"), elecciones=elecciones)
    actividad = lectura.actividades[1]
    assert (actividad.dependencia, actividad.apoyos, actividad.enlace) == (GENERAL, (), "Ana Pérez")
    assert lectura.aceptable


@pytest.mark.parametrize("donde", ["nombres", "elegidas"])
def test_un_nombre_de_siete_trozos_se_reconoce_si_es_exacto_o_si_se_eligio(donde):
    largo = "Colegios, museos, bibliotecas, teatros, mercados y puertos, muelles"
    nombres, elegidas = {"secretaria de hacienda": 1}, {}
    assert nombradas(Directorio(nombres, elegidas), f"{largo}; Secretaría de Hacienda") == [largo, 1]
    {"nombres": nombres, "elegidas": elegidas}[donde][normalizar(largo)] = 9
    assert nombradas(Directorio(nombres, elegidas), f"{largo}; Secretaría de Hacienda") == [9, 1]
