"""«Hoy toca»: funciones puras sobre fechas que ya existen."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from mipg.portal import ciclo
from mipg.portal.ciclo import Clase, Hito, Situacion

HOY = date(2026, 7, 6)


def hito(desde=None, hasta=None, **campos) -> Hito:
    return Hito(campos.pop("clase", Clase.PLAZO), campos.pop("titulo", "Hito"), desde=desde, hasta=hasta, **campos)


def corte(estado="PROGRAMADO", **campos) -> SimpleNamespace:
    class Corte(SimpleNamespace):
        def __str__(self):
            return "T2 de 2026"

    return Corte(
        **{
            "trimestre": 2,
            "abre": date(2026, 7, 1),
            "cierra": date(2026, 7, 15),
            "cerrado_en": None,
            "esta_abierto": estado == "ABIERTO",
            "esta_cerrado": estado == "CERRADO",
            **campos,
        }
    )


@pytest.mark.parametrize(
    ("uno", "esperada"),
    [
        (hito(hasta=date(2026, 7, 6), hecho=False), Situacion.SIGUE),
        (hito(hasta=date(2026, 7, 5), hecho=False), Situacion.CORRE),
        (hito(hasta=date(2026, 7, 5)), Situacion.PASO),
        (hito(hasta=date(2026, 12, 1), hecho=True), Situacion.PASO),
        (hito(date(2026, 7, 6), date(2026, 7, 31)), Situacion.CORRE),
        (hito(date(2026, 7, 7), date(2026, 7, 31)), Situacion.SIGUE),
        (hito(date(2026, 7, 1), date(2026, 7, 6)), Situacion.CORRE),
        (hito(texto="Junio – Julio 2026"), Situacion.SIN_DIA),
        (hito(desde=date(2026, 1, 1)), Situacion.SIN_DIA),
    ],
)
def test_donde_esta_cada_hito_respecto_de_hoy(uno, esperada):
    assert ciclo.situacion(uno, HOY) == esperada


@pytest.mark.parametrize(
    ("uno", "frase"),
    [
        (hito(hasta=date(2026, 7, 5), hecho=False), "Venció hace 1 día hábil"),
        (hito(hasta=date(2026, 7, 1), hecho=False), "Venció hace 3 días hábiles"),
        (hito(date(2026, 7, 1), date(2026, 7, 15)), "Faltan 6 días hábiles"),
        (hito(date(2026, 7, 1), HOY), "Vence hoy"),
        (hito(date(2026, 7, 7), date(2026, 7, 31)), "Empieza el próximo día hábil"),
        (hito(date(2026, 7, 9), date(2026, 7, 31)), "Empieza en 3 días hábiles"),
        (hito(hasta=date(2026, 7, 5)), "Terminó el 05/07/2026"),
        (hito(hasta=date(2026, 12, 1), hecho=True), "Hecho"),
        (hito(texto="Junio – Julio 2026"), "Junio – Julio 2026"),
        (hito(), "El documento no trae fecha"),
    ],
)
def test_cuanto_falta_se_dice_en_dias_habiles_y_lo_que_no_trae_dia_con_sus_palabras(uno, frase):
    assert ciclo.en_momento(uno, HOY).plazo == frase


def test_los_asuetos_locales_no_cuentan():
    uno = hito(date(2026, 7, 1), date(2026, 7, 15))
    assert ciclo.en_momento(uno, HOY, {date(2026, 7, 7)}).plazo == "Faltan 5 días hábiles"


def test_el_anio_se_reparte_en_orden_y_no_pierde_ningun_hito():
    hitos = [
        hito(hasta=date(2026, 1, 31), titulo="a"),
        hito(hasta=date(2026, 2, 28), titulo="b"),
        hito(date(2026, 7, 1), date(2026, 7, 15), titulo="c"),
        hito(date(2026, 10, 1), date(2026, 10, 15), titulo="e"),
        hito(date(2026, 8, 1), date(2026, 12, 15), titulo="d"),
        hito(texto="Junio", titulo="f"),
    ]
    visto = ciclo.ciclo(hitos, 2026, HOY)
    titulos = [[m.hito.titulo for m in suyos] for suyos in (visto.corre, visto.sigue, visto.paso, visto.sin_dia)]
    assert titulos == [["c"], ["d", "e"], ["b", "a"], ["f"]]
    assert not visto.con_estrategias


@pytest.mark.parametrize(
    ("uno", "titulo", "situacion", "detalle"),
    [
        (corte("ABIERTO"), "Captura de T2 de 2026", Situacion.CORRE, ""),
        (corte("ABIERTO", cierra=date(2026, 7, 3)), "Revisión y cierre de T2 de 2026", Situacion.CORRE, "terminó"),
        (corte(), "Captura de T2 de 2026", Situacion.CORRE, "Falta que Planeación lo abra."),
        (corte(abre=date(2026, 7, 8)), "Captura de T2 de 2026", Situacion.SIGUE, ""),
        (
            corte("CERRADO", cerrado_en=datetime(2026, 7, 21, 3, tzinfo=UTC)),
            "Cierre de T2 de 2026",
            Situacion.PASO,
            "20/07/2026",
        ),
    ],
)
def test_cada_corte_dice_lo_que_le_toca(uno, titulo, situacion, detalle):
    suyo = ciclo.de_corte(uno, url="/", hoy=HOY)
    assert suyo.titulo == titulo
    assert ciclo.situacion(suyo, HOY) == situacion
    assert detalle in suyo.detalle


@pytest.mark.parametrize(("publicados", "total", "hecho"), [(12, 12, True), (11, 12, False), (0, 0, False)])
def test_los_planes_estan_hechos_cuando_se_publican_todos(publicados, total, hecho):
    suyo = ciclo.de_planes(titulo="x", limite=date(2026, 1, 31), publicados=publicados, total=total, url="", rotulo="")
    assert suyo.hecho is hecho


# --- El dibujo --------------------------------------------------------------------------------------------------


def test_la_marca_de_hoy_y_los_meses_caen_donde_deben():
    linea = ciclo.ciclo([], 2026, date(2026, 1, 1)).linea
    assert [inicial for _, inicial in linea.meses] == list("EFMAMJJASOND")
    assert linea.hoy == linea.meses[0][0]
    julio = linea.meses[6][0]
    assert ciclo.ciclo([], 2026, date(2026, 7, 1)).linea.hoy == julio
    assert abs(julio - ciclo.ANCHO / 2) < 4


def test_el_eje_se_alarga_por_meses_enteros_cuando_algo_queda_despues_de_diciembre():
    en_enero = hito(date(2027, 1, 4), date(2027, 1, 18))
    linea = ciclo.ciclo([en_enero], 2026, HOY).linea
    assert [inicial for _, inicial in linea.meses][-2:] == ["D", "E"]
    (figura,) = linea.figuras
    assert figura.x + figura.ancho <= ciclo.ANCHO
    assert len(ciclo.ciclo([], 2026, date(2027, 2, 3)).linea.meses) == 14


def test_lo_que_se_cruza_va_en_renglones_distintos():
    hitos = [
        hito(date(2026, 3, 1), date(2026, 10, 30), rotulo="3"),
        hito(date(2026, 6, 30), date(2026, 11, 30), rotulo="5"),
        hito(date(2026, 12, 10), date(2026, 12, 30), rotulo="9"),
    ]
    figuras = ciclo.ciclo(hitos, 2026, HOY).linea.figuras
    assert figuras[0].renglon == figuras[2].renglon != figuras[1].renglon
    linea = ciclo.ciclo(hitos, 2026, HOY).linea
    assert max(f.renglon for f in figuras) < linea.alto


def test_el_dibujo_dice_en_palabras_lo_que_muestra():
    visto = ciclo.ciclo([hito(date(2026, 7, 1), date(2026, 7, 15)), hito(hasta=date(2026, 1, 31))], 2026, HOY)
    assert "1 en curso, 0 por venir y 1 ya terminados" in visto.linea.resumen
