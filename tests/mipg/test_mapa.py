"""El mapa del modelo: nada se monta sobre nada, todo cabe y nadie queda por fuera."""

from dataclasses import dataclass
from itertools import combinations

import pytest

from mipg.portal.mapa import ANCHO, trazar


@dataclass(frozen=True)
class Pieza:
    """Una dimensión o una política, con lo que el mapa mira."""

    orden: int
    nombre: str

    @property
    def numero_plan(self) -> int:
        return self.orden


# Los del modelo v6, con los nombres más largos.
CUANTAS = {1: 2, 2: 3, 3: 8, 4: 1, 5: 3, 6: 1, 7: 1}
LARGOS = ("Transparencia, Acceso a la Información y lucha contra la Corrupción", "Integridad")


def modelo(cuantas: dict[int, int], nombres=LARGOS):
    return [
        (Pieza(orden, "Dirección"), [Pieza(n, nombres[n % len(nombres)]) for n in range(politicas)])
        for orden, politicas in cuantas.items()
    ]


def caja(pieza) -> tuple[int, int, int, int]:
    return pieza.x, pieza.y, pieza.x + pieza.ancho, pieza.y + pieza.alto


def se_montan(una, otra) -> bool:
    (ax, ay, bx, by), (cx, cy, dx, dy) = caja(una), caja(otra)
    return ax < dx and cx < bx and ay < dy and cy < by


def esta_dentro(pequena, grande) -> bool:
    (ax, ay, bx, by), (cx, cy, dx, dy) = caja(pequena), caja(grande)
    return cx <= ax and cy <= ay and bx <= dx and by <= dy


@pytest.mark.parametrize(
    "cuantas", [CUANTAS, {1: 2, 2: 4, 3: 5, 4: 5, 5: 2, 6: 2}, {1: 1}, {1: 3, 2: 1}], ids=["v6", "v7", "una", "dos"]
)
def test_todo_cabe_y_nada_se_monta(cuantas):
    mapa = trazar(modelo(cuantas))
    sueltos = [bloque for bloque in mapa.bloques if bloque.clase != "marco"]
    fichas = [ficha for bloque in mapa.bloques for ficha in bloque.fichas]
    assert len(mapa.bloques) == len(cuantas)
    assert len(fichas) == sum(cuantas.values())
    assert not any(se_montan(una, otra) for una, otra in combinations(sueltos, 2))
    assert not any(se_montan(una, otra) for una, otra in combinations(fichas, 2))
    for bloque in mapa.bloques:
        assert bloque.x >= 0
        assert bloque.x + bloque.ancho <= ANCHO
        assert bloque.y + bloque.alto <= mapa.alto
        for ficha in bloque.fichas:
            assert esta_dentro(ficha, bloque)
            assert all(ficha.y + 10 <= r.y <= ficha.y + ficha.alto - 4 for r in ficha.renglones)
            assert " ".join(r.texto for r in ficha.renglones) == ficha.politica.nombre


def test_el_control_interno_rodea_y_el_corazon_esta_en_el_centro():
    mapa = trazar(modelo(CUANTAS))
    marco, *demas = mapa.bloques
    assert (marco.dimension.orden, marco.clase) == (7, "marco")
    assert all(esta_dentro(bloque, mapa.interior) for bloque in demas)
    assert esta_dentro(mapa.interior, marco)
    assert all(not se_montan(ficha, mapa.interior) for ficha in marco.fichas)
    corazon = [bloque for bloque in demas if bloque.clase == "corazon"]
    assert sorted(bloque.dimension.orden for bloque in corazon) == [1, 3]
    assert all(2 * bloque.x + bloque.ancho == ANCHO for bloque in corazon)


def test_las_tres_columnas_del_modelo_vigente_terminan_a_la_misma_altura():
    _, *demas = trazar(modelo(CUANTAS, ["Integridad"])).bloques
    fondos: dict[int, int] = {}
    for bloque in demas:
        fondos[bloque.x] = max(fondos.get(bloque.x, 0), bloque.y + bloque.alto)
    assert len(fondos) == 3
    assert len(set(fondos.values())) == 1


def test_sin_dimensiones_no_hay_nada_que_dibujar():
    assert trazar([]).bloques == ()
