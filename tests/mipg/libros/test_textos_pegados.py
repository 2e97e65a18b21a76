"""Lo que se pega al copiar de otra parte no es otra codificación, y lo que sí lo es se dice."""

import pytest

from mipg.libros import ArchivoInvalido, leer

MEDIDO = "Actividad;Meta\r\n{};1\r\n"


@pytest.mark.parametrize(
    "escrito",
    [
        "Planea\u200bcion del ries\u200bgo",
        "plane\u00adar",
        "re\uff56ision",
        "Planeacio\u0301n",
        "in\U0001d41forme",
        "a\ufeffcta",
        "Hacer\u00a0los\u202ftalleres",
    ],
)
def test_un_signo_que_no_se_ve_o_una_letra_ancha_no_es_otra_codificacion(escrito):
    assert leer("plan.csv", MEDIDO.format(escrito).encode()).hojas[0].filas


@pytest.mark.parametrize("escrito", ["Dise–ar", "campa¤a", "Secretar\u00c3\u00ada y campa\ufffda", "planeaсion y гes"])
def test_lo_que_se_leyo_con_otra_codificacion_se_dice(escrito):
    with pytest.raises(ArchivoInvalido, match="codificación que no se reconoce"):
        leer("plan.csv", MEDIDO.format(escrito).encode())
