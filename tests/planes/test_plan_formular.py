"""La página en que se formulan todas las actividades de un plan, con y sin guiones."""

import re
from html import unescape
from secrets import token_hex

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planes.celdas import COLUMNAS
from planes.models import Actividad, Observacion
from tests import fabricas
from tests.furag.fabricas import completar


@pytest.fixture
def url(plan):
    """La dirección de la página."""
    return f"/planes/{plan.pk}/formular/"


@pytest.fixture
def hoja(url):
    """`hoja(cliente)`: lo que el navegador mandaría sin tocar nada: `{nombre: valor}`, con `fila` como lista."""

    def leer(cliente) -> dict:
        html = cliente.get(url).content.decode()
        datos = {"fila": re.findall(r'name="fila" value="(\w+)"', html)}
        for control in re.findall(r"<input[^>]*>", html.split('id="hoja"')[1].split("</form>")[0]):
            nombre, valor = re.search(r'name="([^"]+)"', control), re.search(r'value="([^"]*)"', control)
            if nombre and nombre[1] not in ("fila", "elegida"):
                datos[nombre[1]] = valor[1] if valor else ""
        for nombre, opciones in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
            datos[nombre] = re.search(r'value="(\w+)"\s*selected', opciones)[1]
        return datos

    return leer


@pytest.fixture
def autoguardar(url):
    """`autoguardar(cliente, datos)`: lo manda como el guion; devuelve la respuesta."""
    return lambda cliente, datos: cliente.post(url, datos, headers={"X-Requested-With": "mipg-autoguardado"})


def test_sin_guiones_la_pagina_guarda_todas_las_filas_a_la_vez(quien, plan, url, hoja):
    una = plan.actividades.get()
    datos = hoja(quien.cliente.jefe)
    nueva = next(clave for clave in datos["fila"] if clave != str(una.pk))
    datos |= {f"{una.pk}-producto": "Acta", f"{nueva}-nombre": "Realizar talleres", f"{nueva}-meta": "1.200"}
    datos |= {f"{nueva}-programado_t2": "1.200", f"{nueva}-fecha_fin": "30/6", "hacer": "guardar"}
    assert quien.cliente.jefe.post(url, datos).status_code == 302
    una.refresh_from_db()
    creada = plan.actividades.exclude(pk=una.pk).get()
    assert (una.producto, una.version) == ("Acta", 1)
    assert (creada.nombre, creada.meta, creada.numero, f"{creada.fecha_fin:%d/%m/%Y}") == (
        "Realizar talleres", 1200, "2", "30/06/2026",
    )  # fmt: skip


def test_mandarla_sin_tocar_nada_no_cambia_nada(quien, plan, url, hoja, sucesos):
    datos = hoja(quien.cliente.jefe)
    assert quien.cliente.jefe.post(url, datos).status_code == 302
    plan.refresh_from_db()
    assert (plan.version, plan.actividades.count(), sucesos(plan.actividades.get())) == (0, 1, [])


def test_lo_que_no_es_de_su_tipo_vuelve_en_su_celda_y_lo_demas_se_guarda(quien, plan, url, hoja):
    una = plan.actividades.get()
    datos = hoja(quien.cliente.jefe) | {f"{una.pk}-fecha_fin": "31/02", f"{una.pk}-producto": "Acta"}
    respuesta = quien.cliente.jefe.post(url, datos)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert re.search(rf'name="{una.pk}-fecha_fin" value="31/02"[^>]* aria-invalid="true"', pagina)
    assert "Fin:</strong>" in pagina
    assert "31/02" in pagina
    una.refresh_from_db()
    assert (una.producto, f"{una.fecha_fin:%d/%m}") == ("Acta", "15/12")


def test_una_fila_nueva_que_no_se_entiende_no_se_pierde(quien, plan, url, hoja):
    datos = hoja(quien.cliente.jefe)
    nueva = datos["fila"][-1]
    pagina = quien.cliente.jefe.post(url, datos | {f"{nueva}-meta": "muchas"}).content.decode()
    assert re.search(rf'name="{nueva}-meta" value="muchas"[^>]* aria-invalid="true"', pagina)
    assert plan.actividades.count() == 1


def test_lo_que_dos_personas_cambiaron_se_muestra_lado_a_lado_y_se_elige(quien, plan, url, hoja):
    una = plan.actividades.get()
    datos = hoja(quien.cliente.jefe)
    quien.cliente.planeacion.post(url, hoja(quien.cliente.planeacion) | {f"{una.pk}-unidad": "actas"})
    respuesta = quien.cliente.jefe.post(url, datos | {f"{una.pk}-unidad": "libros", f"{una.pk}-producto": "Acta"})
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert f"{quien.planeacion} (" in pagina
    assert "guardó «actas» y usted escribió «libros»" in pagina
    una.refresh_from_db()
    assert (una.unidad, una.producto) == ("actas", "Acta")
    botones = dict(re.findall(r'name="elegir"\s+value="(suyo|mio)(\|[^"]+)"', pagina))
    suyo, mio = f"suyo{botones['suyo']}", f"mio{botones['mio']}"
    escrito = {"fila": [una.pk], f"visto-{una.pk}": datos[f"visto-{una.pk}"], f"{una.pk}-unidad": "libros"}
    # Mientras no elija, vuelve a preguntar: mandarlo otra vez no es elegirlo.
    assert quien.cliente.jefe.post(url, escrito).status_code == 422
    assert quien.cliente.jefe.post(url, escrito | {"elegir": suyo}).status_code == 302
    una.refresh_from_db()
    assert una.unidad == "actas"
    assert quien.cliente.jefe.post(url, escrito | {"elegir": mio}).status_code == 302
    una.refresh_from_db()
    assert una.unidad == "libros"


def test_los_botones_mueven_duplican_y_eliminan_la_fila_elegida(quien, plan, url):
    una = plan.actividades.get()
    otra = fabricas.actividad(plan, numero="2", nombre="Otra", orden=una.orden + 1)

    def pulsar(que, cual):
        assert quien.cliente.jefe.post(url, {"hacer": que, "elegida": cual.pk}).status_code == 302
        return list(plan.actividades.order_by("orden").values_list("numero", flat=True))

    assert pulsar("subir", otra) == ["2", "1"]
    assert pulsar("bajar", otra) == ["1", "2"]
    assert pulsar("bajar", otra) == ["1", "2"]
    assert pulsar("duplicar", una) == ["1", "3", "2"]
    assert plan.actividades.get(numero="3").nombre == una.nombre
    assert pulsar("eliminar", una) == ["3", "2"]
    assert "Elija primero una actividad" in quien.cliente.jefe.post(url, {"hacer": "subir"}).content.decode()


def test_corregir_y_repartir_son_botones(quien, plan, url, hoja):
    una = plan.actividades.get()
    Actividad.objects.filter(pk=una.pk).update(meta=24, programado_t2=8, programado_t4=6, ponderacion=40)
    fabricas.actividad(plan, numero="2")
    pagina = quien.cliente.jefe.get(url).content.decode()
    assert "La programación suma 14 y la meta es 24." in pagina
    (poner, cambiar) = re.findall(r'name="corregir"\s+value="([^"]+)"', pagina)
    assert (poner, cambiar) == (f"{una.pk} programado_t4=16", f"{una.pk} meta=14")
    assert "Repartir los 60 que faltan" in pagina
    assert quien.cliente.jefe.post(url, hoja(quien.cliente.jefe) | {"corregir": poner}).status_code == 302
    assert quien.cliente.jefe.post(url, {"hacer": "repartir"}).status_code == 302
    una.refresh_from_db()
    assert una.programado_t4 == 16
    assert list(plan.actividades.order_by("orden").values_list("ponderacion", flat=True)) == [40, 60]


def test_para_enviar_falta_lleva_a_la_celda_y_enviar_siempre_esta(quien, plan, url):
    una = plan.actividades.get()
    Actividad.objects.filter(pk=una.pk).update(meta=None, nombre="", unidad="%")
    pagina = quien.cliente.jefe.get(url).content.decode()
    assert "Para enviar falta (3)" in pagina
    for campo, dice in (("meta", "no tiene meta"), ("nombre", "no tiene nombre"), ("numerador", "se mide en porc")):
        assert re.search(rf'href="#id_{una.pk}-{campo}">Actividad 1: {dice}', pagina)
        assert f'id="id_{una.pk}-{campo}"' in pagina
    assert 'value="enviar"' in pagina
    respuesta = quien.cliente.jefe.post(url, {"hacer": "enviar"})
    assert (respuesta.status_code, "Todavía no se envió" in respuesta.content.decode()) == (422, True)
    plan.refresh_from_db()
    assert plan.estado == "BORRADOR"
    datos = {"fila": [una.pk], f"{una.pk}-meta": "1", f"{una.pk}-nombre": "Publicar", "hacer": "enviar"}
    datos |= {f"visto-{una.pk}": "\t\t\t%", f"{una.pk}-unidad": "informes"}
    assert quien.cliente.jefe.post(url, datos).status_code == 302
    plan.refresh_from_db()
    assert plan.estado == "EN_REVISION"


def test_el_autoguardado_responde_lo_que_quedo_de_cada_fila(quien, plan, autoguardar):
    nueva = token_hex(8)
    datos = {"fila": [nueva], f"{nueva}-nombre": "Realizar talleres", f"{nueva}-tipo_meta": "HITO", "orden": nueva}
    respuesta = autoguardar(quien.cliente.jefe, datos)
    (fila,) = respuesta.json()["filas"]
    assert respuesta.status_code == 200
    assert (fila["clave"], fila["valores"]["numero"], fila["valores"]["meta"]) == (nueva, "2", "1")
    assert fila["id"] == plan.actividades.get(numero="2").pk
    visto = respuesta.json()["vistos"][f"visto-{nueva}"]
    # El reintento llega dos veces y no crea otra; lo siguiente se escribe sobre lo que quedó.
    autoguardar(quien.cliente.jefe, datos)
    siguiente = {"fila": [nueva], f"visto-{nueva}": visto, f"{nueva}-producto": "Acta", f"{nueva}-fecha_fin": "31/02"}
    respuesta = autoguardar(quien.cliente.jefe, siguiente)
    assert respuesta.status_code == 422
    assert respuesta.json()["filas"][0]["malos"] == ["fecha_fin"]
    assert (plan.actividades.count(), plan.actividades.get(numero="2").producto) == (2, "Acta")


def test_el_autoguardado_que_choca_no_pisa(quien, plan, autoguardar):
    una = plan.actividades.get()
    base = {"fila": [una.pk], f"visto-{una.pk}": "\t\t\tdocumentos"}
    autoguardar(quien.cliente.planeacion, base | {f"{una.pk}-unidad": "actas"})
    respuesta = autoguardar(quien.cliente.jefe, base | {f"{una.pk}-unidad": "libros"})
    assert respuesta.status_code == 409
    assert "guardó «actas»" in respuesta.json()["filas"][0]["aviso"]
    # Lo que vio sigue siendo lo que vio: el siguiente autoguardado tampoco lo pisa.
    visto = respuesta.json()["vistos"][f"visto-{una.pk}"]
    assert (
        autoguardar(quien.cliente.jefe, base | {f"visto-{una.pk}": visto, f"{una.pk}-unidad": "libros"}).status_code
        == 409
    )


def test_eliminar_dos_veces_no_es_un_error_y_devuelve_lo_que_no_tiene_columna(quien, plan, autoguardar):
    una = plan.actividades.get()
    Actividad.objects.filter(pk=una.pk).update(indicador="Informes")
    eliminada = autoguardar(quien.cliente.jefe, {"eliminar": una.pk}).json()["eliminadas"][str(una.pk)]
    assert eliminada["indicador"] == "Informes"
    assert autoguardar(quien.cliente.jefe, {"eliminar": una.pk}).status_code == 200
    assert not plan.actividades.exists()


def test_eliminar_muchas_de_una_vez_solo_cuesta_de_mas_el_suceso_de_cada_una(quien, plan, autoguardar, sucesos):
    def consultas(cuantas: int) -> int:
        suyas = [fabricas.actividad(plan, numero=f"{cuantas}.{n}").pk for n in range(cuantas)]
        with CaptureQueriesContext(connection) as hechas:
            respuesta = autoguardar(quien.cliente.jefe, {"eliminar": suyas})
        assert len(respuesta.json()["eliminadas"]) == cuantas
        return len(hechas)

    consultas(1)
    assert consultas(12) == consultas(2) + 10
    assert plan.actividades.count() == 1
    assert sucesos(plan).count("eliminar actividad") == 15


def test_los_textos_largos_llegan_al_panel_y_se_guardan_con_la_fila(quien, plan, url, autoguardar):
    una = plan.actividades.get()
    panel = quien.cliente.jefe.get(f"{url}?textos={una.pk}").content.decode()
    assert f'name="{una.pk}-indicador"' in panel
    assert f'name="initial-{una.pk}-indicador"' in panel
    assert f'name="{una.pk}-meta"' not in panel
    datos = {"fila": [una.pk], f"{una.pk}-indicador": "Informes", f"initial-{una.pk}-indicador": ""}
    datos |= {f"lista-{una.pk}-apoyos": "1", f"{una.pk}-apoyos": [quien.ajena.pk]}
    respuesta = autoguardar(quien.cliente.jefe, datos)
    assert respuesta.json()["vistos"][f"initial-{una.pk}-indicador"] == "Informes"
    una.refresh_from_db()
    assert (una.indicador, list(una.apoyos.all())) == ("Informes", [quien.ajena])
    assert quien.cliente.jefe.get(f"{url}?textos=999999").status_code == 404


def test_sin_guiones_los_textos_largos_son_la_pagina_de_la_actividad(quien, plan, url):
    una = plan.actividades.get()
    respuesta = quien.cliente.jefe.post(url, {"hacer": "textos", "elegida": una.pk})
    assert respuesta.url == f"/planes/actividades/{una.pk}/editar/"


def test_de_quien_es_y_cuando(quien, plan, url, en_estado):
    assert quien.cliente.otro.get(url).status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control):
        assert cliente.get(url).status_code == 403
        assert cliente.post(url, {}).status_code == 403
    aprobado = f"/planes/{en_estado('APROBADO').pk}/formular/"
    assert quien.cliente.jefe.get(aprobado).status_code == 302
    respuesta = quien.cliente.jefe.post(aprobado, {"fila": [token_hex(8)], "x": ""})
    assert respuesta.status_code in (302, 422)


def test_lo_que_se_escribe_tarde_se_dice_y_sigue_en_la_pagina(quien, plan, url, hoja):
    una = plan.actividades.get()
    datos = hoja(quien.cliente.jefe) | {f"{una.pk}-producto": "Escrito tarde"}
    quien.cliente.planeacion.post(url, {"hacer": "enviar"})
    respuesta = quien.cliente.jefe.post(url, datos)
    assert respuesta.status_code == 422
    assert "está en revisión" in respuesta.content.decode()
    assert "Escrito tarde" in respuesta.content.decode()


@pytest.mark.parametrize(
    "basura", [{"fila": ["x", "9" * 40]}, {"corregir": "zzz"}, {"elegir": "mio"}, {"orden": ",,1,x"}]
)
def test_lo_que_no_se_entiende_no_rompe_nada(quien, url, autoguardar, basura):
    assert autoguardar(quien.cliente.jefe, basura).status_code in (200, 422)


@pytest.mark.parametrize("cuantas", [2, 120])
def test_cuesta_las_mismas_consultas_con_dos_que_con_muchas(quien, plan, url, consultas, cuantas):
    Actividad.objects.bulk_create(
        Actividad(plan=plan, numero=f"A{n}", orden=100 + n, nombre=f"Actividad {n}", dependencia=quien.propia)
        for n in range(cuantas)
    )
    quien.cliente.jefe.get(url)
    with consultas() as hechas:
        quien.cliente.jefe.get(url)
    assert len(hechas) <= 12


@pytest.mark.parametrize("cuantas", [1, 30])
def test_lo_observado_al_devolverlo_lleva_a_su_celda_o_a_su_texto_largo(quien, en_estado, ahora, consultas, cuantas):
    plan = en_estado("DEVUELTO")
    (actividad,) = plan.actividades.all()
    dichas = [("meta", "¿Y por qué <b>una</b>?"), ("indicador", "No se entiende."), ("", "Es otra.")] * cuantas
    comun = {"plan": plan, "creada_en": ahora, "creada_por": quien.planeacion}
    Observacion.objects.bulk_create(
        [Observacion(actividad=actividad, campo=campo, texto=texto, **comun) for campo, texto in dichas]
        + [Observacion(texto="Falta el anexo.", **comun), Observacion(texto="Vieja.", **comun)]
    )
    Observacion.objects.filter(texto="Vieja.").update(resuelta_en=ahora, resuelta_por=quien.jefe)
    url = f"/planes/{plan.pk}/formular/"
    quien.cliente.jefe.get(url)
    with consultas() as hechas:
        texto = quien.cliente.jefe.get(url).text
    assert len(hechas) <= 12
    assert f'<a href="#observaciones">{3 * cuantas + 1} observaciones por atender</a>' in texto
    assert f"Observaciones por atender ({3 * cuantas + 1})" in texto
    assert f'<a href="#id_{actividad.pk}-meta">Actividad 1: Meta</a>' in texto
    assert texto.count(f'id="id_{actividad.pk}-meta"') == 1
    assert f'<a href="#id_{actividad.pk}-numero">Actividad 1</a>' in texto
    assert f'href="/planes/actividades/{actividad.pk}/editar/#id_{actividad.pk}-indicador"' in texto
    assert "¿Y por qué &lt;b&gt;una&lt;/b&gt;?" in texto
    assert "Falta el anexo." in texto and "Vieja." not in texto


def test_guardar_una_celda_cuesta_pocas_consultas(quien, plan, autoguardar, consultas):
    una = plan.actividades.get()
    autoguardar(quien.cliente.jefe, {"fila": [una.pk], f"{una.pk}-producto": "Acta"})
    with consultas() as hechas:
        autoguardar(quien.cliente.jefe, {"fila": [una.pk], f"{una.pk}-indicador": "Actas"})
    una.refresh_from_db()
    assert (una.producto, una.indicador) == ("Acta", "Actas")
    assert len(hechas) <= 19


MALO = """"><b id='x'>"""


def test_nada_de_lo_que_se_escribe_llega_como_html(quien, plan, url, hoja, autoguardar):
    una = plan.actividades.get()
    type(plan).objects.filter(pk=plan.pk).update(nombre=MALO)
    type(quien.propia).objects.filter(pk=quien.propia.pk).update(nombre=MALO)
    datos = hoja(quien.cliente.jefe)
    de_otra = {f"{una.pk}-producto": f"{MALO} de otra", "hacer": "guardar"}
    assert quien.cliente.planeacion.post(url, datos | de_otra).status_code == 302
    # Unas celdas quedan guardadas, otras no valen y una choca: todas vuelven.
    escritos = {f"{una.pk}-{campo}": MALO for campo in COLUMNAS} | {f"{una.pk}-indicador": MALO}
    escritos |= {f"{datos['fila'][-1]}-{campo}": MALO for campo in COLUMNAS}
    dichas = autoguardar(quien.cliente.jefe, datos | escritos).json()
    pedazos = [dichas["falta"], dichas["pie"], *(fila["aviso"] for fila in dichas["filas"])]
    devuelta, guardada = (
        quien.cliente.jefe.post(url, datos | escritos).content.decode(),
        quien.cliente.jefe.get(url).content.decode(),
    )
    panel = quien.cliente.jefe.get(f"{url}?textos={una.pk}").content.decode()
    for pedazo in (*pedazos, devuelta, guardada, panel):
        assert "<b id" not in pedazo
    for pagina, campos in ((guardada, ("numero", "nombre", "unidad")), (devuelta, ("meta", "fecha_fin", "producto"))):
        for campo in campos:
            assert unescape(re.search(rf'name="{una.pk}-{campo}" value="([^"]*)"', pagina)[1]) == MALO
    assert set(COLUMNAS) - set(dichas["filas"][0]["malos"]) == {"numero", "nombre", "unidad", "dependencia"}


def test_en_el_telefono_cada_celda_lleva_el_titulo_de_su_columna():
    """La hoja de estilos los dice, que en cada celda serían cinco mil."""
    css = (settings.BASE_DIR / "static/css/hoja.css").read_text(encoding="utf-8")
    assert re.findall(r'tbody (?:th|td:nth-child\(\d+\))::before { content: "(.+)"; }', css) == [*COLUMNAS.values()]


def test_intro_desde_cualquier_campo_guarda_y_no_envia(quien, url):
    # Intro pulsa el primer botón de la página que envía el formulario, esté donde esté.
    html = quien.cliente.jefe.get(url).content.decode()
    botones = re.findall(r"<button[^>]*>", html.split("<main")[1])
    de_la_hoja = [b for b in botones if 'type="submit"' in b and ('form="hoja"' in b or 'name="hacer"' in b)]
    assert 'value="guardar"' in de_la_hoja[0]


def test_lo_programado_en_un_corte_cerrado_se_dice_donde_se_formula(quien, plan, url, autoguardar):
    type(plan.vigencia).objects.filter(pk=plan.vigencia_id).update(trimestre_cerrado=2)
    dicho = "Programa cantidades en cortes que ya cerraron"
    assert dicho in quien.cliente.jefe.get(url).text
    una = plan.actividades.get()
    assert dicho in autoguardar(quien.cliente.jefe, {"fila": [una.pk], f"{una.pk}-unidad": "libros"}).json()["falta"]
    plan.actividades.update(programado_t2=None, programado_t3=1)
    assert dicho not in quien.cliente.jefe.get(url).text


def test_fuera_de_la_ventana_la_rejilla_dice_por_que_no_se_envia(quien, plan, url):
    type(plan).objects.filter(pk=plan.pk).update(clase="MEJORAMIENTO", vigencia_medida=2025)
    completar(plan)
    fabricas.ventana(plan.vigencia, abre="2020-01-01", cierra="2020-01-31")
    respuesta = quien.cliente.jefe.post(url, {"hacer": "enviar"})
    assert respuesta.status_code == 422
    assert "ventana" in " ".join(respuesta.text.split()).split("Todavía no se envió:")[1][:300]
