"""Los fixtures dicen lo que dicen las fuentes, con sus palabras, y nada más. Sin base de datos."""

import json
import re
from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings

from mipg.texto import normalizar
from tests.politicas.correcciones import DEL_MICROSITIO, DEL_PLAN, FURAG, corregido


def plano(texto: str) -> str:
    return " ".join(texto.split())


def de_v6(filas: list[dict]) -> list[dict]:
    """Las de la versión del documento fuente; las de la 7 son las de `test_modelo_v7`."""
    return [fila for fila in filas if "v6" in (fila.get("version") or fila["dimension"])]


@pytest.fixture(scope="module")
def archivos():
    return sorted((settings.BASE_DIR / "fixtures").glob("[0-9][0-9]_*.json"))


def test_del_planteamiento_lo_que_afirma_de_la_ciudad_es_literal(fixtures, plan_literal):
    (de_2025,) = fixtures["politicas.planteamientodelanio"]
    for campo in ("afirmacion", "proposito", "objetivo", "alcance", "estrategias"):
        assert plano(de_2025[campo]) in plan_literal, campo
    for renglon in de_2025["resultados"].split("\n"):
        assert f"- {renglon}" in plan_literal


def test_los_archivos_son_legibles_y_sin_secuencias_de_escape(archivos):
    assert archivos
    for archivo in archivos:
        texto = archivo.read_text(encoding="utf-8")
        assert texto == json.dumps(json.loads(texto), ensure_ascii=False, indent=2) + "\n", archivo.name


def test_ningun_fixture_usa_claves_primarias(archivos):
    for archivo in archivos:
        assert all(set(entrada) == {"model", "fields"} for entrada in json.loads(archivo.read_text("utf-8")))


def test_cada_texto_cabe_en_su_campo(fixtures):
    for modelo, filas in fixtures.items():
        campos = {c.name: c for c in apps.get_model(modelo)._meta.fields if getattr(c, "max_length", None)}
        for fila in filas:
            for nombre in campos.keys() & fila.keys():
                assert len(fila[nombre] or "") <= campos[nombre].max_length, (modelo, nombre, fila)


def test_toda_fila_de_la_tabla_de_actores_esta_literal_y_en_orden(fixtures, plan_corregido):
    actores = fixtures["politicas.actor"]
    assert [a["orden"] for a in actores] == list(range(1, 16))
    posicion = -1
    for actor in actores:
        fila = plano(f"{actor['nombre']} {actor['descripcion']}")
        assert fila in plan_corregido, fila
        assert plan_corregido.index(fila) > posicion, f"{actor['nombre']} está fuera de orden"
        posicion = plan_corregido.index(fila)
    tabla = plan_corregido.split("4. Actores que participan ")[1].split(" Fuente: Decreto 1600")[0]
    assert plano(" ".join(f"{a['nombre']} {a['descripcion']}" for a in actores)) == tabla


def test_el_texto_de_cada_responsabilidad_es_literal(fixtures, plan_literal):
    actores, politicas = plan_literal.split("7. Actividades e iniciativas")
    for fila in fixtures["politicas.responsabilidadpolitica"]:
        seccion = actores if "actores" in fila["fuente"][1] else politicas
        assert fila["texto"] and plano(fila["texto"]) in seccion, fila
        assert plano(fila["fase"]).casefold() in fila["texto"].casefold(), fila


def test_la_funcion_de_cada_instancia_es_literal(fixtures, plan_corregido):
    instancias = fixtures["politicas.instancia"]
    assert len(instancias) == 5
    for instancia in instancias:
        assert plano(instancia["funcion"]) in plan_corregido
        assert instancia["nombre"].casefold() in plan_corregido.casefold()


def test_los_doce_planes_y_sus_responsables_son_literales(fixtures, plan_literal):
    for tipo in fixtures["politicas.tipoplan"]:
        assert tipo["nombre"] in plan_literal
        assert tipo["sigla"] in plan_literal
        cola = plan_literal.split(tipo["nombre"])[1][:60]
        assert tipo["responsable_texto"] in cola, tipo


def test_las_estrategias_son_literales(fixtures, plan_corregido):
    for estrategia in fixtures["politicas.estrategia"]:
        assert f"{estrategia['numero']}. {estrategia['nombre']}" in plan_corregido
        assert estrategia["fecha_texto"] in plan_corregido
        for parrafo in estrategia["descripcion"].split("\n\n"):
            assert plano(parrafo) in plan_corregido, parrafo
        for renglon in estrategia["responsables_texto"].split("\n"):
            # Sólo se le ponen las tildes y las mayúsculas que le faltan.
            assert normalizar(renglon) in normalizar(plan_corregido), renglon


def test_los_firmantes_son_los_del_documento(fixtures, plan_literal):
    firmantes = [(f["anio"], f["nombre"], f["cargo"]) for f in fixtures["politicas.firmante"]]
    assert firmantes == [
        (2025, "María Patricia Porras Mendoza", "Secretaria General Distrital"),
        (2025, "Camilo Vladimir Rey Sabogal", "Secretario de Planeación Distrital"),
    ]
    assert all(texto in plan_literal for _, nombre, cargo in firmantes for texto in (nombre, cargo))


def test_el_proposito_de_cada_dimension_es_literal(fixtures, micrositio_literal):
    micrositio = set(map(corregido, micrositio_literal))
    for dimension in de_v6(fixtures["politicas.dimension"]):
        assert dimension["proposito"]
        for parrafo in dimension["proposito"].split("\n\n"):
            assert parrafo in micrositio, parrafo


def test_los_nombres_del_plan_son_literales(fixtures, plan_literal):
    for dimension in de_v6(fixtures["politicas.dimension"]):
        assert dimension["nombre"] in plan_literal
    for politica in de_v6(fixtures["politicas.politica"]):
        assert f"{politica['numero_plan']}. {politica['nombre_plan']}" in plan_literal


# Lo que conserva la letra de la fuente a propósito, y lo dice donde se muestra.
LITERALES = {"texto", "responsables_texto", "responsable_texto", "fecha_texto", "nombre_plan", "afirmacion"}


def mostrados(fixtures):
    """Cada texto que se muestra como dicho por la entidad: ni literales, ni notas, ni fuentes."""
    for filas in fixtures.values():
        for fila in filas:
            for campo, valor in fila.items():
                if isinstance(valor, str) and campo not in LITERALES | {"nota", "fuente"}:
                    yield valor


def test_lo_mal_escrito_se_muestra_corregido_y_su_literal_queda_en_una_nota(fixtures, plan_literal, micrositio_literal):
    textos = list(mostrados(fixtures))
    notas = " ".join(f.get("nota", "") for filas in fixtures.values() for f in filas)
    for tabla, fuente in ((DEL_PLAN, plan_literal), (DEL_MICROSITIO, " ".join(micrositio_literal))):
        for dice, se_muestra in tabla.items():
            assert dice in fuente, f"la fuente no dice «{dice}»"
            assert any(se_muestra in texto for texto in textos), se_muestra
            assert not any(dice in texto.replace(se_muestra, "") for texto in textos), dice
            # Las marcas de Markdown no se repiten ni en la nota.
            literal = dice.partition(", *")[0].removesuffix(".")
            assert literal in notas, f"ninguna nota conserva «{literal}»"


def test_ningun_texto_trae_marcas_de_markdown(fixtures):
    citados = [fila["texto"] for fila in fixtures["politicas.atribucion"]]
    assert not [t for t in [*mostrados(fixtures), *citados] if re.search(r"[*`]|\]\(|^#", t)]


def test_furag_se_explica_de_una_sola_manera(fixtures):
    en_el_producto = [*mostrados(fixtures)] + [
        ruta.read_text(encoding="utf-8")
        for carpeta in ("templates", "mipg", "politicas", "planes", "seguimiento", "furag")
        for ruta in (settings.BASE_DIR / carpeta).rglob("*")
        if ruta.suffix in (".html", ".txt", ".py")
    ]
    maneras = {
        plano(manera)
        for texto in en_el_producto
        for manera in re.findall(r"formulario único de report[^.,;:)»«(]*?gestión", texto, re.IGNORECASE)
    }
    assert maneras == {FURAG}


def test_los_lideres_nacionales_van_con_su_nombre_y_su_sigla(fixtures):
    lideres = {p["lider_nacional"] for p in fixtures["politicas.politica"]} - {""}
    sin_sigla = {lider for lider in lideres if not re.search(r"\w+ \w+.* \(\S{2,}\)$", lider)}
    assert sin_sigla == {"Secretaría de Transparencia de la Presidencia de la República"}


def test_cada_norma_nacional_enlaza_a_un_sitio_del_estado_o_esta_por_comprobar(fixtures):
    """Sin enlace comprobado no se enlaza: una dirección adivinada puede llevar a otra norma."""
    sin_enlace = {n["nombre"] for n in fixtures["politicas.norma"] if n["ambito"] == "NACIONAL" and not n["url"]}
    assert sin_enlace == {"Decreto 612 de 2018", "Decreto 1600 de 2024 (nacional)"}
    enlaces = [n["url"] for n in fixtures["politicas.norma"] if n["url"]]
    assert len(set(enlaces)) == len(enlaces)
    assert all(re.match(r"https://[a-z0-9.]+\.gov\.co/", url) for url in enlaces)


def test_los_indices_son_los_de_la_tabla(fixtures, indices_literales):
    sembrados = [(i["politica"][1], i["codigo"], i["nombre"]) for i in fixtures["politicas.indice"]]
    assert len(indices_literales) == 66
    assert Counter(sembrados) == Counter(indices_literales)


def test_solo_el_i28_advierte_que_su_serie_no_es_comparable(fixtures):
    con_nota = {i["codigo"] for i in fixtures["politicas.indice"] if i["nota"]}
    assert con_nota == {"I28"}


# --- Lo que no puede estar ----------------------------------------------------------------------------------


def test_no_hay_ningun_valor_del_idi_ni_cifra_decimal(archivos):
    for archivo in archivos:
        texto = archivo.read_text(encoding="utf-8")
        assert not re.search(r"\bIDI\b", texto), archivo.name
        assert not re.search(r"\d,\d", texto), archivo.name
        sin_articulos = re.sub(r"\b2\.2\.\d+(\.\d+)+", "", texto)
        assert not re.search(r"\d\.\d", sin_articulos), archivo.name
        assert "%" not in texto


def test_no_hay_datos_de_contacto(archivos):
    for archivo in archivos:
        texto = archivo.read_text(encoding="utf-8")
        assert "@" not in texto
        assert not re.search(r"\b\d{7,}\b|\b\d{3}[ -]\d{4}\b", texto), archivo.name


def test_las_siglas_que_hay_estan_en_las_fuentes(fixtures):
    assert not any(d["sigla"] for d in fixtures["usuarios.dependencia"])
    assert {t["sigla"] for t in fixtures["politicas.tipoplan"]} == {"", "PINAR", "PTEP", "PETI"}


def test_las_normas_de_otra_entidad_no_se_atribuyen_a_cartagena(fixtures):
    for norma in fixtures["politicas.norma"]:
        ajena = "807" in norma["nombre"] or "UAESP" in norma["nombre"]
        assert ajena == (norma["ambito"] == "OTRA_ENTIDAD"), norma
        if ajena:
            assert "Bogotá" in norma["entidad"]
            assert "Cartagena" not in norma["entidad"] + norma["materia"]
            assert norma["nota"].startswith("No rige en Cartagena de Indias.")


def test_solo_el_catalogo_de_normas_nombra_las_de_otra_entidad(archivos):
    for archivo in archivos:
        if archivo.name != "08_normas.json":
            texto = archivo.read_text(encoding="utf-8")
            assert "807 de 2019" not in texto and "313" not in texto, archivo.name


def test_los_dos_decretos_1600_se_distinguen(fixtures):
    del_1600 = {n["nombre"]: n for n in fixtures["politicas.norma"] if "1600" in n["nombre"]}
    assert del_1600.keys() == {"Decreto Distrital 1600 de 2024", "Decreto 1600 de 2024 (nacional)"}
    distrital = del_1600["Decreto Distrital 1600 de 2024"]
    nacional = del_1600["Decreto 1600 de 2024 (nacional)"]
    assert (distrital["ambito"], distrital["entidad"]) == ("DISTRITAL", "Alcaldía Mayor de Cartagena de Indias")
    assert (nacional["ambito"], nacional["entidad"].split(" ")[0]) == ("NACIONAL", "Nación")
    assert "omónimo" in distrital["nota"] and "omónimo" in nacional["nota"]


def test_fuera_de_lo_literal_el_1600_siempre_lleva_su_apellido(fixtures):
    literales = {"descripcion", "funcion", "texto", "responsables_texto", "nombre"}
    for modelo, filas in fixtures.items():
        for fila in filas:
            for campo, valor in fila.items():
                if campo in literales or not isinstance(valor, str):
                    continue
                sin_citas = re.sub(r"«[^»]*»", "", valor)
                for hallado in re.finditer(r"Decreto (Distrital )?1600", sin_citas):
                    contexto = sin_citas[hallado.start() : hallado.start() + 60]
                    assert hallado[1] or "nacional" in contexto, (modelo, campo, valor)


def test_las_nacionales_son_de_la_nacion_y_las_distritales_de_cartagena(fixtures):
    for norma in fixtures["politicas.norma"]:
        assert (norma["ambito"] == "NACIONAL") == norma["entidad"].startswith("Nación – "), norma
        assert (norma["ambito"] == "DISTRITAL") == ("Distrital" in norma["nombre"]), norma
