"""Cómo se llama cada puntaje y de qué cuelga."""

from furag.reglas.arbol import Nodo, armar, en_rama, hijos

TITULOS = {
    "IDI": "Índice de Desempeño Institucional",
    "D3": "D3  Gestión para Resultados con Valores",
    "POL09": "POL09 Índice Defensa Jurídica",
    "POL15": "POL15 Índice de Control Interno",
    "I25": "I25",
    "I99": "i99 Algo que el catálogo no conoce",
}
CATALOGO = [
    Nodo("D3", "Gestión para Resultados con Valores"),
    Nodo("POL09", "Defensa Jurídica", "D3", politica=9),
    Nodo("POL15", "Transparencia y acceso a la información", "D5", politica=15),
    Nodo("I25", "Gestión extrajudicial", "POL09", politica=9),
]


def test_el_nombre_es_el_del_catalogo_si_el_titulo_no_lo_desmiente():
    nodos = armar(TITULOS, catalogo=CATALOGO)
    assert nodos["POL09"] == Nodo("POL09", "Defensa Jurídica", "D3", politica=9)
    assert (nodos["POL15"].nombre, nodos["POL15"].politica) == ("Índice de Control Interno", None)
    assert nodos["I25"].nombre == "Gestión extrajudicial"
    assert nodos["I99"].nombre == "Algo que el catálogo no conoce"


def test_manda_el_diccionario_de_la_medicion():
    nodos = armar(TITULOS, [Nodo("I99", "Índice nuevo", "POL09", "Mide la capacidad de…")], CATALOGO)
    assert (nodos["I99"].nombre, nodos["I99"].padre) == ("Índice nuevo", "POL09")
    assert [nodo.codigo for nodo in hijos(nodos, "POL09")] == ["I25", "I99"]


def test_lo_que_no_se_sabe_de_que_cuelga_se_ve_en_la_raiz():
    nodos = armar(TITULOS, catalogo=CATALOGO)
    assert [nodo.codigo for nodo in hijos(nodos, "IDI")] == ["D3", "POL15", "I99"]
    assert en_rama(nodos, "I25") == ["IDI", "D3", "POL09", "I25"]
    assert en_rama(nodos, "I99") == ["IDI", "I99"]
