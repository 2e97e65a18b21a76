"""Las tres bandas de una propuesta y lo que ya no se toca, sin base de datos."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planes.campos import DE_LA_META
from planes.reglas import propuestas as reglas
from planes.reglas.propuestas import CAMPOS, RETIRO, Linea, cruzar


def foto(**cambios) -> dict:
    """La foto de una actividad acumulada de 4 en T2 y T4."""
    return dict.fromkeys(CAMPOS) | {
        "numero": "1", "nombre": "Publicar", "tipo_meta": "ACUMULADA", "sentido": "ASCENDENTE", "meta": "4",
        "programado_t2": "2", "programado_t4": "2", "dependencia": "Hacienda", "fecha_fin": "2026-12-15",
    } | cambios  # fmt: skip


def linea(vigente=None, propuesta=None, *, base=None, actividad=7, **mas) -> Linea:
    """Una línea: por defecto, lo que rige no cambió y nada se propone."""
    return Linea(1, actividad, base or foto(), foto(**(vigente or {})), foto(**(propuesta or {})), **mas)


@pytest.mark.parametrize(
    ("vigente", "propuesta", "esperado"),
    [
        pytest.param({}, {}, ((), (), ()), id="nadie lo tocó"),
        pytest.param({}, {"nombre": "Otro"}, (("nombre",), (), ()), id="lo propone"),
        pytest.param({"nombre": "Errata"}, {}, ((), ("nombre",), ()), id="una errata corregida se conserva"),
        pytest.param({"nombre": "Igual"}, {"nombre": "Igual"}, ((), (), ()), id="los dos lo mismo"),
        pytest.param({"nombre": "Uno"}, {"nombre": "Otro"}, ((), (), ("nombre",)), id="los dos distinto: se elige"),
        pytest.param(
            {"dependencia": "Sucesora"}, {"unidad": "actas"}, (("unidad",), ("dependencia",), ()),
            id="una fusión entre tanto se conserva",
        ),
        pytest.param({"numero": "9"}, {"nombre": "Otro"}, (("nombre",), ("numero",), ()), id="renumerada"),
        pytest.param(
            {"programado_t4": None, "programado_t3": "2", "fecha_fin": "2026-09-30"}, {"nombre": "Otro"},
            (("nombre",), ("fecha_fin", "programado_t3", "programado_t4"), ()),
            id="una prórroga entre tanto se conserva",
        ),
        pytest.param(
            {"programado_t4": None, "programado_t3": "2"}, {"programado_t2": None, "programado_t4": "4"},
            ((), (), ("programado_t2", "programado_t3", "programado_t4")),
            id="la programación es un solo hecho: se elige entera",
        ),
    ],
)  # fmt: skip
def test_tres_bandas(vigente, propuesta, esperado):
    cruce = cruzar(foto(), foto(**vigente), foto(**propuesta))
    assert (cruce.propone, cruce.de_afuera, cruce.chocan) == tuple(
        tuple(c for c in CAMPOS if c in suyos) for suyos in esperado
    )


VALOR = st.sampled_from(["a", "b", None])
FOTOS = st.fixed_dictionaries(dict.fromkeys(CAMPOS, VALOR))


@given(FOTOS, FOTOS, FOTOS)
def test_ningun_cambio_se_pierde_ni_se_inventa(base, vigente, propuesta):
    """Todo campo en que difieren la propuesta y lo que rige está en una sola de las tres suertes, por su razón."""
    cruce = cruzar(base, vigente, propuesta)
    suertes = [*cruce.propone, *cruce.de_afuera, *cruce.chocan]
    assert sorted(suertes) == sorted(c for c in CAMPOS if propuesta[c] != vigente[c])
    assert all(vigente[c] == base[c] or c in DE_LA_META for c in cruce.propone)
    assert all(propuesta[c] == base[c] for c in cruce.de_afuera)
    assert all(c in cruce.chocan for c in suertes if base[c] not in (vigente[c], propuesta[c]))


def test_lo_que_otro_retiro_se_suelta_si_nadie_lo_cambio_y_si_no_se_elige():
    suelta = Linea(1, 7, foto(), None, foto())
    assert (suelta.ya_se_retiro, suelta.resultado, suelta.cambia, suelta.cruce.chocan) == (True, None, False, ())
    cambiada = Linea(1, 7, foto(), None, foto(meta="6"))
    assert cambiada.cruce.chocan == (RETIRO,)
    assert Linea(1, 7, foto(), None, foto(meta="6"), se_retira=True).cruce.chocan == ()


def test_retirar_lo_que_otro_corrigio_se_pregunta_solo_si_fue_sustancial():
    assert linea({"nombre": "Errata"}, se_retira=True).cruce.chocan == ()
    assert linea({"fecha_fin": "2026-11-01"}, se_retira=True).cruce.chocan == (RETIRO,)


def test_lo_que_choca_se_dice_con_su_actividad_y_su_campo():
    (problema,) = reglas.problemas_de_lo_que_choca([linea(), linea({"meta": "5"}, {"meta": "6"})])
    assert str(problema).startswith("Actividad 1: «Meta» cambió")
    assert problema.campo == "meta"
    retirada = Linea(1, 7, foto(), None, foto(meta="6"))
    assert "entre tanto se retiró" in str(*reglas.problemas_de_lo_que_choca([retirada]))


def test_lo_programado_en_un_trimestre_que_ya_paso_no_se_toca():
    cambia = linea(propuesta={"programado_t2": "1", "programado_t4": "3"})
    assert not reglas.problemas_de_lo_medido([cambia], 1)
    (problema,) = reglas.problemas_de_lo_medido([cambia], 2)
    assert problema.campo == "programado_t2"
    assert "rige desde el trimestre 3" in problema.mensaje
    nueva = Linea(1, None, {}, None, foto(numero="2"))
    assert [p.campo for p in reglas.problemas_de_lo_medido([nueva], 2)] == ["programado_t2"]


def test_el_tipo_de_meta_no_cambia_si_ya_hay_trimestres_que_se_miden_con_el():
    cambia = linea(propuesta={"tipo_meta": "CONSTANTE"})
    assert [p.campo for p in reglas.problemas_de_lo_medido([cambia], 2)] == ["tipo_meta"]
    assert not reglas.problemas_de_lo_medido([cambia], 1)


def test_lo_pasado_que_cambio_por_otro_lado_no_se_le_cobra_a_la_propuesta():
    assert not reglas.problemas_de_lo_medido([linea({"programado_t2": "3"}, {"nombre": "Otro"})], 2)


def test_dos_actividades_no_quedan_con_el_mismo_numero():
    nueva = Linea(2, None, {}, None, foto(numero="9"))
    (problema,) = reglas.problemas_de_numeros([linea({"numero": "9"}), nueva])
    assert str(problema).startswith("Actividad 9:")
    assert not reglas.problemas_de_numeros([linea({"numero": "9"}, se_retira=True), nueva])


@pytest.mark.parametrize(
    ("campos", "intocable", "cerrado", "dice"),
    [
        pytest.param({"programado_t2": None}, 2, 2, "deja de deberse", id="nada había pasado"),
        pytest.param({}, 2, 2, "quedan 2, lo programado hasta el trimestre 2.", id="acumulada"),
        pytest.param({}, 2, 1, "Cuenta todavía en el corte T2", id="su corte aún no cierra"),
        pytest.param({"tipo_meta": "CONSTANTE"}, 3, 3, "Se midió hasta el trimestre 2", id="constante"),
        pytest.param({"tipo_meta": "HITO", "programado_t4": None}, 2, 2, "se entregó o no", id="hito"),
    ],
)
def test_el_retiro_dice_lo_que_pasa_con_lo_medido(campos, intocable, cerrado, dice):
    assert dice in reglas.efecto_del_retiro(foto(**campos), intocable=intocable, cerrado=cerrado)


def test_rige_desde_el_dia_o_desde_el_trimestre_que_sigue_al_ya_medido():
    assert reglas.rige_desde(date(2026, 7, 6), 2026, 2) == date(2026, 7, 6)
    assert reglas.rige_desde(date(2026, 6, 25), 2026, 2) == date(2026, 7, 1)
    assert reglas.rige_desde(date(2026, 2, 1), 2026, 0) == date(2026, 2, 1)
    assert reglas.rige_desde(date(2026, 12, 31), 2026, 4) == date(2026, 12, 31)
