"""Buscar en la base de datos: sin tildes ni mayúsculas, y lo mismo que en Python, en las dos bases."""

import pytest
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mipg.buscador.funciones import EnEspanol, Plegado, que_contiene
from mipg.texto import PALABRAS_MAXIMAS, clave_de_orden, palabras, plegar, resaltar
from mipg.usuarios.models import Dependencia
from tests import fabricas

# Lo que se escribe en español, lo que estorba en SQL y cualquier otra letra (menos el nulo, que nadie guarda).
TEXTOS = st.text(alphabet="aáÁàÀnNñÑüÜçã\u0301\u0303 eE%_\\'\"«0.bBzZ", max_size=30) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12
)


def nombres(filas) -> list[str]:
    return [fila.nombre for fila in filas]


@pytest.mark.parametrize(
    ("texto", "plegado"),
    [
        ("DIRECCIÓN", "direccion"),
        ("Año Güîçã", "ano guica"),
        ("Direccio\u0301n", "direccion"),
        ("n\u0303ame", "name"),
        ("1.3 %_", "1.3 %_"),
    ],
)
def test_plegar_quita_tildes_y_mayusculas_y_deja_lo_demas(texto, plegado):
    assert plegar(texto) == plegado


def test_las_palabras_no_llevan_comillas_ni_puntuacion_de_borde_ni_se_repiten():
    assert palabras("  «Plan» de ACCIÓN, (plan) 1.3 «»\0\n") == ["plan", "de", "accion", "1.3"]
    assert len(palabras(" ".join(map(str, range(50))))) == PALABRAS_MAXIMAS
    assert palabras("a" * 10_000) == ["a" * 200]


def test_se_resalta_lo_encontrado_con_sus_tildes():
    assert resaltar("Direcciones y DIRECCIÓN", ["direccion"]) == [
        ("Direccion", True),
        ("es y ", False),
        ("DIRECCIÓN", True),
    ]
    assert resaltar("Direccio\u0301n", ["cion"]) == [("Direc", False), ("cio\u0301n", True)]
    assert resaltar("abab", ["aba", "bab"]) == [("abab", True)]
    assert resaltar("", ["a"]) == []


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTOS)
def test_la_base_de_datos_pliega_como_python(texto):
    fila = Dependencia.objects.create(nombre="Una")
    try:
        assert Dependencia.objects.annotate(p=Plegado(Value(texto))).get(pk=fila.pk).p == plegar(texto)
    finally:
        fila.delete()


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTOS)
def test_la_base_de_datos_saca_la_misma_clave_de_orden_que_python(texto):
    fila = Dependencia.objects.create(nombre="Una")
    try:
        assert Dependencia.objects.annotate(c=EnEspanol(Value(texto))).get(pk=fila.pk).c == clave_de_orden(texto)
    finally:
        fila.delete()


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTOS, max_size=12, unique=True))
def test_las_dos_bases_ordenan_como_la_funcion_pura(textos):
    filas = [fabricas.dependencia(texto) for texto in textos]
    try:
        ordenadas = Dependencia.objects.order_by(EnEspanol("nombre"), "pk")
        assert list(ordenadas) == sorted(filas, key=lambda d: (clave_de_orden(d.nombre), d.pk))
        # El orden de siempre es el mismo: así salen en cada lista desplegable.
        assert [clave_de_orden(d.nombre) for d in Dependencia.objects.all()] == [
            clave_de_orden(d.nombre) for d in ordenadas
        ]
    finally:
        Dependencia.objects.filter(pk__in=[d.pk for d in filas]).delete()


def test_se_ordena_como_lo_espera_quien_lee_en_espanol():
    en_orden = [
        "Ábaco",
        "abadía",
        "«Año» nuevo",
        "Archivo",
        "Nube",
        "nz",
        "Ñame",
        "ñoño",
        "n\u0303u",
        "Obra",
        "útil",
        "Zeta",
    ]
    assert sorted(en_orden, key=clave_de_orden) == en_orden


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet="aáÁñÑeE%_\\'b ", min_size=1, max_size=12),
    st.text(alphabet="aáÁñÑeE%_\\'b ", max_size=5),
)
def test_la_base_de_datos_encuentra_lo_que_encuentra_python(nombre, buscado):
    fila = Dependencia.objects.create(nombre=nombre)
    try:
        esperado = all(palabra in plegar(nombre) for palabra in palabras(buscado))
        assert Dependencia.objects.filter(nombre__contiene=buscado).exists() is esperado
    finally:
        fila.delete()


@pytest.fixture
def oficinas(db):
    for nombre in ("Dirección de Archivo", "Oficina 100 %", "Oficina_2", "Talento Humano, Dirección de"):
        fabricas.dependencia(nombre)


@pytest.mark.parametrize(
    ("texto", "encontradas"),
    [
        ("direccion", ["Dirección de Archivo", "Talento Humano, Dirección de"]),
        ("ARCHIVO dirección", ["Dirección de Archivo"]),
        ("direccion oficina", []),
        ("%", ["Oficina 100 %"]),
        ("_", ["Oficina_2"]),
        ("'; --", []),
        ("", ["Dirección de Archivo", "Oficina 100 %", "Oficina_2", "Talento Humano, Dirección de"]),
    ],
)
def test_encuentra_todas_las_palabras_en_cualquier_orden(oficinas, texto, encontradas):
    assert nombres(que_contiene(Dependencia.objects.all(), texto, "nombre")) == encontradas


def test_cada_palabra_puede_estar_en_un_campo_distinto_y_lo_vacio_no_estorba(db):
    fabricas.dependencia("Hacienda", nota="Fusionada en 2024")
    filas = que_contiene(Dependencia.objects.all(), "hacienda fusionada", "nombre", "nota", "superior__nombre")
    assert nombres(filas) == ["Hacienda"]
    # Una palabra no empieza en un campo y termina en otro.
    assert nombres(que_contiene(Dependencia.objects.all(), "dafu", "nombre", "nota")) == []


def test_un_numero_tambien_se_busca(db):
    fabricas.plan("APROBADO", vigencia=fabricas.vigencia(2025))
    plan = fabricas.plan("APROBADO", vigencia=fabricas.vigencia(2026))
    assert list(que_contiene(type(plan).objects.all(), "2026", "vigencia__anio")) == [plan]
