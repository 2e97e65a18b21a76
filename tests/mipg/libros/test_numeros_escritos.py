"""Un número escrito significa una sola cosa en formularios y en archivos, o se pregunta."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from mipg.formularios import CampoDecimal, escribir_decimal
from mipg.libros.libro import Celda
from mipg.libros.numeros import leer_numero, numero_de
from mipg.libros.textos import ValorInvalido

CAMPO = CampoDecimal(max_digits=16, decimal_places=4)


@pytest.mark.parametrize(
    ("escrito", "numero"),
    [("12,5", "12.5"), ("1.234", "1234"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("0,125", "0.125"),
     ("-3", "-3"), ("10,0000", "10"), ("25 %", "25"), ("1 234,5", "1234.5"), ("1234.5", "1234.5"),
     ("5'000.000", "5000000"), ("$ 1’500.000,50", "1500000.5"), ("1'234", "1234"), ("1'234.56", "1234.56")],
)  # fmt: skip
def test_se_lee_igual_en_un_formulario_y_en_un_archivo(escrito, numero):
    assert CAMPO.clean(escrito) == numero_de(Celda(escrito)) == Decimal(numero)


@pytest.mark.parametrize(
    "escrito", ["10,000", "1,234", "5'000,000", "1.2.3", "tres", "1e400", "1E5", "--5", "5 informes"]
)
def test_lo_que_puede_ser_dos_numeros_o_ninguno_se_pregunta_en_los_dos(escrito):
    with pytest.raises(ValorInvalido) as en_archivo:
        numero_de(Celda(escrito))
    with pytest.raises(ValidationError) as en_formulario:
        CAMPO.clean(escrito)
    assert en_formulario.value.messages == [en_archivo.value.mensaje]


def test_un_formulario_no_redondea_en_silencio():
    with pytest.raises(ValidationError, match="4 decimales"):
        CAMPO.clean("0,12345")


@given(st.decimals(-(10**11), 10**11, places=4))
def test_lo_que_el_sistema_escribe_para_editar_vuelve_igual(numero):
    assert CAMPO.clean(escribir_decimal(numero)) == numero


@pytest.mark.parametrize("escrito", ["999999999999,9999", "123456789012,3456", "-123456789012,3456"])
@pytest.mark.parametrize("exacto", [True, False])
def test_un_numero_de_mas_cifras_de_las_que_se_guardan_exactas_se_rechaza(escrito, exacto):
    with pytest.raises(ValorInvalido, match="más de 15 cifras"):
        leer_numero(escrito, exacto=exacto)


def test_quince_cifras_si_se_guardan():
    assert leer_numero("99999999999,9999") == Decimal("99999999999.9999")
    assert leer_numero("999999999999,999") == Decimal("999999999999.999")
