"""Dónde se contradicen las fuentes, sobre datos sencillos."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from politicas.reglas import Clase, Lectura, decir_papeles, detectar, es_otro_nombre


class Nombrado(SimpleNamespace):
    def __str__(self):
        return self.nombre

    def __hash__(self):
        return hash(self.nombre)


TABLA, ACTORES = Nombrado(nombre="Tabla de políticas"), Nombrado(nombre="Tabla de actores")
ARCHIVO = Nombrado(pk=15, codigo_furag="POL16", nombre="15. Gestión Documental")
GENERAL = Nombrado(pk=2, nombre="Secretaría General")
ROLES = {"LIDER": "Líder", "COLIDER": "Colíder", "APOYO": "Apoyo", "FASE": "Fase", "OPERATIVIZA": "Operativiza"}


def fila(fuente, quien, rol="LIDER", *, politica=ARCHIVO, instancia=False, fase="", orden=1):
    return SimpleNamespace(
        politica=politica,
        fuente=fuente,
        rol=rol,
        orden=orden,
        dependencia_id=None if instancia else quien,
        instancia_id=quien if instancia else None,
        fase=fase,
        texto=f"literal de {quien}",
        nota="",
        responsable=quien,
        get_rol_display=lambda: ROLES[rol],
    )


def una(*responsabilidades, con_enlace=frozenset()):
    halladas = detectar(Lectura(responsabilidades=responsabilidades, con_enlace=con_enlace))
    return halladas[0] if halladas else None


CONCUERDAN = fila(TABLA, "General"), fila(ACTORES, "General"), fila(ACTORES, "Todas", "OPERATIVIZA")
DIFIEREN = fila(TABLA, "General"), fila(ACTORES, "Archivo")


def test_dos_fuentes_que_nombran_a_los_mismos_no_se_contradicen():
    assert una(*CONCUERDAN) is None


@pytest.mark.parametrize(
    ("filas", "motivo"),
    [
        (DIFIEREN, "mismos responsables"),
        ([fila(TABLA, "General"), fila(ACTORES, "Todas", "OPERATIVIZA")], "mismos responsables"),
        ([fila(TABLA, "General"), fila(TABLA, "Planeación", "APOYO"), fila(ACTORES, "General")], "mismos responsables"),
        ([fila(TABLA, "Jurídica"), fila(TABLA, "Logística")], "dos líderes"),
        ([fila(TABLA, "CICCI", instancia=True)], "ninguna dependencia ejecuta"),
    ],
)
def test_se_contradicen(filas, motivo):
    hallada = una(*filas)
    assert (hallada.clase, hallada.clave, hallada.politica) == (Clase.RESPONSABLES, "responsables-POL16", 15)
    assert [m for m in hallada.motivos if motivo in m]
    assert {opcion.fuente for opcion in hallada.opciones} == {str(f.fuente) for f in filas}


def test_la_instancia_que_ya_tiene_enlace_no_espera_quien_ejecute():
    assert una(fila(TABLA, "CICCI", instancia=True), con_enlace=frozenset({ARCHIVO.pk})) is None


def test_la_fuente_que_calla_se_cita_y_no_se_puede_elegir():
    hallada = una(fila(TABLA, "General"), fila(ACTORES, "Todas", "OPERATIVIZA"))
    assert [(o.fuente, o.dice) for o in hallada.opciones] == [
        ("Tabla de políticas", "General (líder)"),
        ("Tabla de actores", "No nombra a quien responde"),
    ]
    assert [o.fuente for o in hallada.elegibles] == ["Tabla de políticas"]


@pytest.mark.parametrize(
    ("uno", "otro", "distintos"),
    [
        ("Defensa Judicial", "Defensa Jurídica", True),
        ("Secretaría de Participación Ciudadana", "Secretaría de Participación y Desarrollo Social", True),
        ("UAC/Apoyo Logístico", "Dirección Administrativa de Apoyo Logístico", True),
        ("Talento Humano", "Dirección Administrativa de Talento Humano", False),
        ("Secretaria General", "Secretaría General", False),
        ("Gestión del Conocimiento e Innovación", "Gestión del conocimiento y la innovación", False),
    ],
)
def test_otro_nombre_no_es_una_forma_corta(uno, otro, distintos):
    assert es_otro_nombre(uno, otro) is distintos


def estrategia(texto, fin=date(2025, 1, 31)):
    return Nombrado(
        nombre="1. Planes", anio=2025, numero=1, fecha_texto=texto, fecha_inicio=None, fecha_fin=fin, nota=""
    )


@pytest.mark.parametrize(
    ("texto", "fin", "hay"),
    [
        ("31 de enero de 2024", date(2025, 1, 31), True),
        ("31 de enero de 2025", date(2024, 1, 31), True),
        ("Junio – Julio 2025", None, False),
        ("", None, False),
    ],
)
def test_la_fecha_de_otro_anio(texto, fin, hay):
    halladas = detectar(Lectura(estrategias=[estrategia(texto, fin)]))
    assert [h.clave for h in halladas] == (["fecha-2025-1"] if hay else [])


def atribucion(dependencia, articulo="artículo 18, numeral 5"):
    return SimpleNamespace(
        norma=Nombrado(pk=14, nombre="Decreto Distrital 1600 de 2024"),
        articulo=articulo,
        dependencia_id=dependencia.pk,
        dependencia=dependencia,
        texto=f"lo de {dependencia}",
        fuente=TABLA,
    )


def test_el_mismo_articulo_dado_a_dos():
    planeacion = Nombrado(pk=1, nombre="Planeación")
    (hallada,) = detectar(Lectura(atribuciones=[atribucion(GENERAL), atribucion(planeacion)]))
    assert (hallada.clase, hallada.clave) == (Clase.ATRIBUCION, "norma-14-articulo-18-numeral-5")
    assert not detectar(Lectura(atribuciones=[atribucion(GENERAL), atribucion(GENERAL)]))
    assert not detectar(Lectura(atribuciones=[atribucion(GENERAL), atribucion(planeacion, "artículo 19")]))


def test_la_huella_cambia_con_lo_que_dice_una_fuente_y_la_clave_no():
    antes, despues = una(*DIFIEREN), una(fila(TABLA, "General"), fila(ACTORES, "Archivo", "APOYO"))
    assert antes.huella == una(*DIFIEREN).huella
    assert (antes.clave, antes.huella != despues.huella) == (despues.clave, True)
    assert antes.huella == replace(antes, motivos=("otro",)).huella


# --- Los papeles que se dicen --------------------------------------------------------------------------------


def decidida(opcion="", texto="Vale la tabla de actores"):
    return SimpleNamespace(opcion=opcion, decision=texto, fundamento="Acta 3")


def test_si_concuerdan_se_dice_su_papel():
    assert decir_papeles(CONCUERDAN).quienes == (("General", "Líder"),)


def test_mientras_no_se_decide_nadie_es_lider_y_se_advierte():
    filas = [fila(TABLA, "Jurídica"), fila(TABLA, "Logística", "COLIDER"), fila(TABLA, "Planeación", "APOYO")]
    filas += [fila(ACTORES, "Hacienda", "FASE", fase="primera")]
    dichos = decir_papeles(filas, una(*filas))
    assert dict(dichos.quienes) == {
        "Jurídica": "Responsable",
        "Logística": "Responsable",
        "Planeación": "Apoyo",
        "Hacienda": "Responsable: primera",
    }
    assert "no concuerdan" in dichos.advertencia
    assert dichos.segun == (
        ("Tabla de políticas", "Jurídica, Logística y Planeación"),
        ("Tabla de actores", "Hacienda"),
    )
    assert dichos.nombres == ("Jurídica", "Logística", "Planeación", "Hacienda")


def test_decidida_se_dicen_los_papeles_de_la_opcion():
    hallada = una(*DIFIEREN)
    dichos = decir_papeles(DIFIEREN, hallada, decidida(hallada.opciones[1].clave))
    assert (dichos.quienes, dichos.advertencia) == ((("Archivo", "Líder"),), "")
    assert dichos.decision == "Vale la tabla de actores. Fundamento: Acta 3."


def test_decidida_con_otras_palabras_siguen_siendo_responsables():
    dichos = decir_papeles(DIFIEREN, una(*DIFIEREN), decidida(texto="Las dos a la vez"))
    assert {papel for _, papel in dichos.quienes} == {"Responsable"}
    assert (dichos.advertencia, dichos.decision) == ("", "Las dos a la vez. Fundamento: Acta 3.")
