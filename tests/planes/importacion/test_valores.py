"""Lo que una persona escribe en una celda se entiende, y lo dudoso no se adivina."""

from datetime import date
from decimal import Decimal

import pytest

from mipg.libros.fechas import leer_periodo
from mipg.libros.libro import Celda
from mipg.libros.numeros import decimal_de, leer_numero
from mipg.libros.textos import ValorInvalido, limpiar
from planes.importacion.valores import leer_indices, leer_meta


@pytest.mark.parametrize(
    ("escrito", "inicio", "fin"),
    [
        ("31/01/2025", (1, 31), (1, 31)),
        ("1/2/25", (2, 1), (2, 1)),
        ("2025-01-31", (1, 31), (1, 31)),
        ("2025-01-31 00:00:00", (1, 31), (1, 31)),
        ("31 de marzo de 2025", (3, 31), (3, 31)),
        ("31 DE DICIEMBRE DEL 2025", (12, 31), (12, 31)),
        ("31-mar-25", (3, 31), (3, 31)),
        ("31.03.2025", (3, 31), (3, 31)),
        ("Marzo 31 de 2025", (3, 31), (3, 31)),
        ("viernes, 31 de enero de 2025", (1, 31), (1, 31)),
        ("A más tardar el 31 de enero de 2025", (1, 31), (1, 31)),
        ("30 de noviembre", (11, 30), (11, 30)),
        ("marzo de 2025", (3, 1), (3, 31)),
        ("mar-25", (3, 1), (3, 31)),
        ("Febrero", (2, 1), (2, 28)),
        ("I trimestre", (1, 1), (3, 31)),
        ("T2", (4, 1), (6, 30)),
        ("Tercer trimestre de 2025", (7, 1), (9, 30)),
        ("Primer semestre de 2025", (1, 1), (6, 30)),
        ("2025", (1, 1), (12, 31)),
        ("Permanente", (1, 1), (12, 31)),
        ("1/02/2025 – 30/11/2025", (2, 1), (11, 30)),
        ("01/02/2025-30/11/2025", (2, 1), (11, 30)),
        ("Del 1 de febrero al 30 de noviembre de 2025", (2, 1), (11, 30)),
        ("1 al 30 de noviembre de 2025", (11, 1), (11, 30)),
        ("Febrero a noviembre de 2025", (2, 1), (11, 30)),
        ("Feb-Nov", (2, 1), (11, 30)),
        ("45688", (1, 31), (1, 31)),
        ("03/2025", (3, 1), (3, 31)),
        ("3-2025", (3, 1), (3, 31)),
        ("2025-03", (3, 1), (3, 31)),
        ("02/2025-11/2025", (2, 1), (11, 30)),
        ("02/2025 al 11/2025", (2, 1), (11, 30)),
        ("1-30 de noviembre de 2025", (11, 1), (11, 30)),
        ("01/02 - 30/11", (2, 1), (11, 30)),
        ("feb-15-2025", (2, 15), (2, 15)),
        ("Feb/15/2025", (2, 15), (2, 15)),
        ("Dic-31", (12, 31), (12, 31)),
        ("31/12", (12, 31), (12, 31)),
        ("1ero de marzo de 2025", (3, 1), (3, 1)),
        ("1er de marzo", (3, 1), (3, 1)),
        ("Primero de marzo de 2025", (3, 1), (3, 1)),
        ("31 de diciembre de 2.025", (12, 31), (12, 31)),
        ("31/12/2025 12:00 a. m.", (12, 31), (12, 31)),
        ("31/12/2025 11:59 PM", (12, 31), (12, 31)),
    ],
)
def test_una_fecha_escrita_como_sea_se_entiende(escrito, inicio, fin):
    periodo = leer_periodo(Celda(escrito), 2025)
    assert (periodo.inicio, periodo.fin) == (date(2025, *inicio), date(2025, *fin))


@pytest.mark.parametrize(
    "escrito",
    ["31/02/2025", "01/31/2025", "pronto", "32 de enero", "99999", "12", "V trimestre", "13/2025", "12/31", "03/25",
     "31-12", "ene-26", "dic-24"],
)  # fmt: skip
def test_una_fecha_imposible_no_se_adivina(escrito):
    with pytest.raises(ValorInvalido):
        leer_periodo(Celda(escrito), 2025)


@pytest.mark.parametrize(
    "escrito", ["marzo de 2025", "I trimestre", "30 de noviembre", "45688", "2025", "03/2025", "31/12", "dic-31"]
)
def test_una_fecha_incompleta_deja_un_supuesto(escrito):
    assert leer_periodo(Celda(escrito), 2025).supuesto


@pytest.mark.parametrize(
    ("escrito", "numero"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234", "1234"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("25 %", "25"),
        ("25%", "25"),
        ("$ 1.200.000", "1200000"),
        ("1 234,5", "1234.5"),
        ("-3", "-3"),
        ("0.25", "0.25"),
        ("0.750", "0.75"),
        ("-0.125", "-0.125"),
        ("0,750", "0.75"),
        ("00.500", "0.5"),
    ],
)
def test_un_numero_en_espanol_o_en_ingles_se_entiende(escrito, numero):
    assert leer_numero(escrito) == Decimal(numero)


@pytest.mark.parametrize("escrito", ["1,234", "abc", "", "1.2.3", "9" * 50, "1e5", "0.750.000", "0 750"])
def test_un_numero_dudoso_no_se_adivina(escrito):
    with pytest.raises(ValorInvalido):
        leer_numero(escrito)


@pytest.mark.parametrize(
    ("numero", "porcentaje", "esperado"),
    [(0.1, False, "0.1"), (0.25, True, "25"), (0.333333, True, "33.3333"), (2.0, False, "2"), (1e-9, False, "0")],
)
def test_un_numero_de_excel_se_vuelve_decimal_sin_ruido(numero, porcentaje, esperado):
    assert decimal_de(numero, porcentaje=porcentaje) == Decimal(esperado)


@pytest.mark.parametrize("numero", [float("inf"), float("nan"), 1e300])
def test_un_numero_desmedido_se_rechaza(numero):
    with pytest.raises(ValorInvalido):
        decimal_de(numero)


@pytest.mark.parametrize(
    ("escrito", "cantidad", "unidad", "constante"),
    [
        ("1", 1, "", False),
        ("2 informes", 2, "informes", False),
        ("Dos (2) informes", 2, "informes", False),
        ("Una (1) política", 1, "política", False),
        ("Un informe", 1, "informe", False),
        ("Elaborar 4 informes", 4, "informes", False),
        ("100 %", 100, "%", False),
        ("100% de las PQRSD", 100, "% de las PQRSD", False),
        ("cien por ciento", 100, "%", False),
        ("1.200 personas", 1200, "personas", False),
        ("2 actos del Decreto 612 de 2018", 2, "actos del Decreto 612 de 2018", False),
        ("Permanente", None, "", True),
        ("Continuo", None, "", True),
        ("100 % permanente", 100, "%", True),
        ("Permanente durante 2025", None, "", True),
        ("Treinta y dos (32) informes", 32, "informes", False),
        ("(12) informes", 12, "informes", False),
        ("1 (un) plan", 1, "plan", False),
        ("12 (doce) informes", 12, "informes", False),
        ("5 (cinco)", 5, "", False),
        ("12 (uno mensual)", 12, "(uno mensual)", False),
        ("Cien por ciento (100%) de las PQRSD", 100, "% de las PQRSD", False),
        ("Ciento por ciento (100)", 100, "%", False),
        ("Informes: 4", 4, "", False),
        ("Resolución adoptada (1)", 1, "", False),
        ("Decretos expedidos (3)", 3, "", False),
        ("2 set de datos", 2, "set de datos", False),
        ("Talleres dictados 4", 4, "", False),
        ("Pavimentar 3 km", 3, "km", False),
        ("Capacitar 2000 personas", 2000, "personas", False),
        ("Cumplimiento del 100%", 100, "%", False),
        ("Cobertura 90 por ciento", 90, "%", False),
        ("IDI ≥ 85", 85, "", False),
        ("2025: 5 informes", 5, "informes", False),
        ("Elaborar 4 informes en 2025", 4, "informes en 2025", False),
        ("Publicar 1 informe de la Ley 1712 de 2014", 1, "informe de la Ley 1712 de 2014", False),
        ("Un plan según el Decreto 612", 1, "plan según el Decreto 612", False),
    ],
)
def test_una_meta_se_parte_en_cantidad_y_unidad(escrito, cantidad, unidad, constante):
    meta = leer_meta(Celda(escrito))
    assert (meta.cantidad, meta.unidad, meta.constante) == (cantidad, unidad, constante)


@pytest.mark.parametrize(
    "escrito",
    ["N/A", "mejorar", "1 plan y 2 informes", "80-90 %", "De 3 a 5 informes", "2 o 3 informes", "1. Plan 2. Acta",
     "30 de junio", "15 marzo", "Treinta y dos informes", "Dos mil personas", "2do informe"],
)  # fmt: skip
def test_una_meta_que_no_es_una_sola_cantidad_se_rechaza(escrito):
    with pytest.raises(ValorInvalido):
        leer_meta(Celda(escrito))


@pytest.mark.parametrize(
    "escrito",
    ["Informe de gestión 2025", "Informe de gestión (2025)", "Plan Estratégico 2025-2028", "2025 Informe de gestión",
     "Plan formulado según Decreto 612", "Decreto No. 612", "Resolución (1519)", "Cumplir la Ley 1712",
     "Publicación (Resolución 1519)",
     "Resolución MinTIC 1519 implementada", "Norma ISO 9001 certificada", "PINAR fase 2", "Versión 3 del PETI",
     "Informe 2", "Portal 2 actualizado"],
)  # fmt: skip
def test_un_anio_una_norma_o_un_nombre_no_son_la_meta(escrito):
    with pytest.raises(ValorInvalido, match="no es con seguridad una cantidad"):
        leer_meta(Celda(escrito))


@pytest.mark.parametrize("escrito", ["Talleres 4", "2 informes", "Dos (2) informes", "1.250", "$ 500"])
def test_lo_que_no_es_solo_un_numero_deja_un_supuesto(escrito):
    assert "se entendió como" in leer_meta(Celda(escrito)).supuesto


def test_los_caracteres_invisibles_se_quitan_y_los_saltos_se_quedan():
    assert limpiar(" a\u200b\u00a0b\x07\t c_x000D_\n\n d ") == "a b c\nd"


def test_los_indices_salen_con_dos_cifras_y_sin_repetir():
    assert list(leer_indices("I5, i-05 e I70 (I trimestre)")) == ["I05", "I70"]


def test_dos_fechas_unidas_con_y_no_son_un_rango():
    periodo = leer_periodo(Celda("30 de junio y 31 de diciembre"), 2025)
    assert (periodo.inicio, periodo.fin, periodo.rango) == (date(2025, 6, 30), date(2025, 12, 31), False)
    assert "varias fechas" in periodo.supuesto
    assert leer_periodo(Celda("entre el 1 de febrero y el 30 de noviembre"), 2025).rango


@pytest.mark.parametrize(
    ("escrito", "periodica"),
    [
        ("1 informe mensual", True),
        ("Un informe trimestral", True),
        ("1 vez al mes", True),
        ("1 x mes", True),
        ("2 informes por trimestre", True),
        ("12 informes mensuales", False),
        ("1 informe anual", False),
        ("4 informes (uno por trimestre)", False),
    ],
)
def test_una_meta_que_dice_cada_cuanto_se_reconoce(escrito, periodica):
    assert leer_meta(Celda(escrito)).periodica == periodica
