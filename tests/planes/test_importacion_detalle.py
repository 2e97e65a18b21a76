"""La vista previa de un archivo y sus correcciones."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mipg.expediente import tasks
from mipg.expediente.acciones import corregir_importacion
from mipg.expediente.models import ColumnaRecordada, Importacion
from mipg.libros.grupos import en_filas
from mipg.reglas import EstadoCambiado
from mipg.usuarios.models import AliasDependencia
from planes.acciones import importaciones as acciones
from tests.planes.archivos import TITULOS, con_hojas, excel, fila, subido


@pytest.fixture
def subir(quien, plan):
    """`subir(contenido)`: la importación que el jefe acaba de subir."""

    def enviar(contenido: bytes, nombre: str = "plan.xlsx") -> Importacion:
        url = quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", subido(contenido, nombre))["Location"]
        return Importacion.objects.get(pk=url.strip("/").split("/")[-1])

    return enviar


def lo_visto(cliente, importacion) -> dict:
    """Lo que envía el navegador al corregir sin cambiar nada: cada valor, el que se vio y la huella."""
    respuesta = cliente.get(f"/planes/importaciones/{importacion.pk}/")
    datos = {"huella": respuesta.context["importacion"].huella}
    for campo in respuesta.context["form"]:
        valor = "" if campo.value() is None else campo.value()
        datos |= {campo.html_name: valor, campo.html_initial_name: str(valor)}
        if valor is False:
            del datos[campo.html_name]
    return datos


def ver(cliente, importacion, **parametros) -> str:
    """El HTML de la vista previa, que debe estar."""
    respuesta = cliente.get(f"/planes/importaciones/{importacion.pk}/", parametros)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_dice_que_entendio_y_que_pasaria(quien, plan, subir):
    importacion = subir(excel(fila(1, "Publicar el informe", meta=1, unidad="documentos"), fila(2, "Hacer talleres")))
    pagina = ver(quien.cliente.jefe, importacion)
    assert "Se leyó la hoja <strong>Plan</strong>" in pagina
    assert "Hacer talleres" in pagina
    assert "toda la meta queda en el de la fecha fin (T4)" in pagina
    assert "Confirmar e importar" in pagina


@pytest.mark.parametrize(
    ("nombre", "es_otra"),
    [
        ("Publicar los informes de gestión", False),
        ("Publicar informe", False),
        ("Digitalizar el fondo documental", True),
    ],
)
def test_avisa_si_solo_el_numero_empareja_con_una_del_plan(quien, plan, subir, nombre, es_otra):
    pagina = ver(quien.cliente.jefe, subir(excel(fila(1, nombre))))
    assert ("Lleva el número de una actividad del plan que se llama de otro modo" in pagina) is es_otra


def test_muestra_campo_por_campo_lo_que_cambia(quien, plan, subir):
    importacion = subir(excel(fila(1, "Publicar el informe", meta=3, unidad="documentos")))
    pagina = ver(quien.cliente.jefe, importacion, ver="cambios")
    assert "<del>1</del>" in pagina
    assert "<strong>3</strong>" in pagina
    assert "Programado T4" in pagina


def test_cada_error_dice_hoja_fila_columna_valor_y_arreglo(quien, plan, subir):
    importacion = subir(excel(fila(1, "Hacer talleres", meta="muchos")))
    pagina = ver(quien.cliente.jefe, importacion)
    assert "Hoja Plan, fila 2, columna C" in pagina
    assert "«muchos» no trae una cantidad" in pagina
    assert "Confirmar e importar" not in pagina


def test_lo_que_no_viene_se_conserva_y_se_dice(quien, plan, subir):
    pagina = ver(quien.cliente.jefe, subir(excel(fila(8, "Hacer talleres"))))
    assert "El archivo no trae la actividad 1." in " ".join(pagina.split())


def test_un_archivo_igual_al_plan_no_ofrece_confirmar(quien, plan, subir):
    contenido = quien.cliente.jefe.get(f"/planes/{plan.pk}/exportar/").content
    pagina = ver(quien.cliente.jefe, subir(contenido))
    assert "no hay nada que importar" in pagina
    assert "Confirmar e importar" not in pagina


def test_se_corrige_una_columna_y_se_lee_de_nuevo(quien, plan, subir, sucesos):
    titulos = [*TITULOS[:2], "Cuánto es la cosa", *TITULOS[3:]]
    importacion = subir(excel(fila(1, "Hacer talleres"), titulos=titulos))
    datos = lo_visto(quien.cliente.jefe, importacion) | {"columna_C": "meta"}
    assert quien.cliente.jefe.post(f"/planes/importaciones/{importacion.pk}/", datos).status_code == 302
    importacion.refresh_from_db()
    # Sólo lo que la persona cambió es elección suya.
    assert importacion.elecciones["columnas"] == {"C": "meta"}
    assert "La eligió usted" in ver(quien.cliente.jefe, importacion)
    assert sucesos(importacion) == ["subir", "corregir"]


def huella_de(importacion) -> str:
    importacion.refresh_from_db()
    return importacion.huella


def test_lo_elegido_se_recuerda_para_el_archivo_siguiente(quien, plan, subir):
    titulos = [*TITULOS[:2], "Cuánto es la cosa", *TITULOS[3:-1], "Le toca a"]
    primero = subir(excel(fila(1, "Hacer talleres", dependencia="Los de la plata"), titulos=titulos))
    url = f"/planes/importaciones/{primero.pk}/"
    for cambio in ({"columna_C": "meta", "columna_G": "dependencia"}, {"dependencia": quien.propia.pk}):
        datos = lo_visto(quien.cliente.jefe, primero)
        sin_reconocer = next((n for n in datos if n.startswith("dependencia_")), "")
        datos |= {sin_reconocer if campo == "dependencia" else campo: valor for campo, valor in cambio.items()}
        assert quien.cliente.jefe.post(url, datos).status_code == 302
    plan.refresh_from_db()
    vista = {"version": plan.version, "huella": huella_de(primero)}
    vista |= {"diferencia": quien.cliente.jefe.get(url).context["analisis"].huella}
    quien.cliente.jefe.post(f"{url}confirmar/", vista)
    assert plan.actividades.get(nombre="Hacer talleres").dependencia == quien.propia
    assert ColumnaRecordada.objects.count() == 2
    segundo = subir(excel(fila(5, "Otra cosa", dependencia="Los de la plata"), titulos=titulos))
    pagina = ver(quien.cliente.jefe, segundo)
    assert "Recordada" in pagina
    assert "Confirmar e importar" in pagina


@pytest.fixture
def elegir(quien):
    """`elegir(importacion, valor)`: dice qué es el único nombre que no se reconoció y confirma lo que se ve."""

    def enviar(importacion, valor) -> str:
        url = f"/planes/importaciones/{importacion.pk}/"
        datos = lo_visto(quien.cliente.jefe, importacion)
        (nombre,) = (n for n in datos if n.startswith("dependencia_"))
        assert quien.cliente.jefe.post(url, datos | {nombre: valor}).status_code == 302
        vista = quien.cliente.jefe.get(url).context
        visto = {"version": vista["plan"].version, "huella": huella_de(importacion)}
        visto |= {"diferencia": vista["analisis"].huella}
        return quien.cliente.jefe.post(f"{url}confirmar/", visto, follow=True).content.decode()

    return enviar


def test_un_nombre_puede_ser_una_persona_y_queda_como_enlace(quien, plan, subir, elegir):
    importacion = subir(excel(fila(2, "Hacer talleres", dependencia=f"{quien.propia}; {quien.enlace.nombre}")))
    assert "Es una persona: queda como enlace" in ver(quien.cliente.jefe, importacion)
    elegir(importacion, 0)
    actividad = plan.actividades.get(numero="2")
    assert (actividad.dependencia, actividad.enlace) == (quien.propia, quien.enlace)
    assert not AliasDependencia.objects.exists()


def test_un_nombre_mas_largo_que_un_alias_se_elige_cada_vez_y_no_choca(quien, plan, subir, elegir):
    largo = "Los de la plata " * 15
    for numero in (2, 3):
        pagina = elegir(subir(excel(fila(numero, f"Actividad {numero}", dependencia=largo))), quien.propia.pk)
        assert "1 nueva" in pagina
    assert not AliasDependencia.objects.exists()


def test_dos_columnas_no_van_al_mismo_campo(quien, plan, subir):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    url = f"/planes/importaciones/{importacion.pk}/"
    datos = lo_visto(quien.cliente.jefe, importacion) | {"columna_D": "meta"}
    respuesta = quien.cliente.jefe.post(url, datos)
    assert respuesta.status_code == 422
    assert "ya es la columna C" in respuesta.content.decode()


def test_se_elige_otra_hoja(quien, plan, subir):
    importacion = subir(con_hojas({"2026": [fila(1, "A"), fila(2, "B")], "2025": [fila(1, "Vieja")]}))
    url = f"/planes/importaciones/{importacion.pk}/"
    datos = lo_visto(quien.cliente.jefe, importacion) | {"hoja": "2025"}
    quien.cliente.jefe.post(url, datos)
    assert "Se leyó la hoja <strong>2025</strong>" in ver(quien.cliente.jefe, importacion)


def test_solo_la_ve_quien_la_subio_o_formula_el_plan(quien, plan, subir):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    url = f"/planes/importaciones/{importacion.pk}/"
    for cliente in (quien.cliente.otro, quien.cliente.enlace, quien.cliente.comite):
        assert cliente.get(url).status_code == 404
        assert cliente.post(url, {}).status_code == 404
        assert cliente.post(f"{url}confirmar/", {"version": 0}).status_code == 404
        assert cliente.post(f"{url}descartar/").status_code == 404
    assert quien.cliente.planeacion.get(url).status_code == 200


def test_una_importacion_de_otra_cosa_no_se_ve_aqui(quien, plan, subir):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    Importacion.objects.filter(pk=importacion.pk).update(destino="furag.resultados")
    assert quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/").status_code == 404


def test_2000_filas_se_leen_en_segundo_plano_y_se_ven_por_paginas(quien, plan, subir, ahora, consultas, monkeypatch):
    importacion = subir(excel(*(fila(n, f"Actividad de prueba {n}") for n in range(2, 2002))))
    url = f"/planes/importaciones/{importacion.pk}/"
    assert "En espera de turno" in ver(quien.cliente.jefe, importacion)
    htmx = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "situacion"}
    assert "<html" not in quien.cliente.jefe.get(url, **htmx).content.decode()
    assert acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    assert not acciones.leer_y_guardar(importacion=importacion, ahora=ahora), "Se lee una vez."
    assert quien.cliente.jefe.get(url, **htmx)["HX-Refresh"] == "true"
    monkeypatch.setattr(acciones, "leer_importacion", None)
    assert "Actividad de prueba 2001" in ver(quien.cliente.jefe, importacion, page=40)
    pagina = ver(quien.cliente.jefe, importacion)
    assert pagina.count("Actividad de prueba") == 50
    assert "de <strong>2.000</strong>" in pagina
    # Si cambia lo que decide la lectura, un archivo grande se pide de nuevo con un botón; nada se lee al mirar.
    quien.ajena.alias.create(nombre="La plata")
    assert "Hay que leerlo de nuevo" in ver(quien.cliente.jefe, importacion)
    quien.cliente.jefe.post(url, {"leer": "1"})
    assert "En espera de turno" in ver(quien.cliente.jefe, importacion)


def test_lo_que_mata_a_quien_lee_no_se_intenta_para_siempre(quien, plan, subir, ahora, monkeypatch):
    importacion = subir(excel(*(fila(n, f"Actividad de prueba {n}") for n in range(2, 500))))
    monkeypatch.setattr(acciones, "leer_importacion", lambda *_: 1 / 0)
    for _ in range(importacion.intentos, 3):
        with pytest.raises(ZeroDivisionError):
            acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    assert not acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    importacion.refresh_from_db()
    assert (importacion.lectura, importacion.intentos) == ("FALLIDA", 3)
    pagina = ver(quien.cliente.jefe, importacion)
    assert "no se puede leer" in pagina
    assert "division" not in pagina
    assert "Algo falló al leerlo" in pagina
    assert 'name="leer"' in pagina
    # Pedirlo de nuevo empieza la cuenta otra vez.
    monkeypatch.undo()
    quien.cliente.jefe.post(f"/planes/importaciones/{importacion.pk}/", {"leer": "1"})
    assert acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    importacion.refresh_from_db()
    assert (importacion.lectura, importacion.intentos) == ("LISTA", 1)


def test_subir_otra_vez_lo_que_no_se_pudo_leer_lo_lee_y_repone_el_archivo(quien, plan, subir):
    contenido = excel(fila(1, "Hacer talleres"))
    importacion = subir(contenido)
    Importacion.objects.filter(pk=importacion.pk).update(lectura="FALLIDA", error="Algo falló.")
    importacion.archivo.storage.delete(importacion.archivo.name)
    assert subir(contenido) == importacion
    assert "Hacer talleres" in ver(quien.cliente.jefe, importacion)
    assert importacion.archivo.storage.exists(importacion.archivo.name)


def test_si_el_almacen_falla_un_rato_queda_en_espera_y_despues_se_lee(quien, plan, subir, ahora, monkeypatch):
    def sin_almacen(*_):
        raise FileNotFoundError("/medios/importacion/x")

    monkeypatch.setattr(acciones, "leer_importacion", sin_almacen)
    importacion = subir(excel(fila(1, "Hacer talleres")))
    assert (importacion.lectura, importacion.intentos) == ("PEDIDA", 1)
    assert "En espera de turno" in ver(quien.cliente.jefe, importacion)
    monkeypatch.undo()
    assert acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    assert "Hacer talleres" in ver(quien.cliente.jefe, importacion)


@pytest.mark.parametrize(
    ("lectura", "dice"),
    [
        ("PEDIDA", ">En espera<"),
        ("EN_CURSO", ">Leyéndose<"),
        ("FALLIDA", ">No se pudo leer<"),
        ("LISTA", ">Por revisar<"),
    ],
)
def test_la_insignia_dice_como_va_la_lectura(quien, plan, subir, lectura, dice):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    Importacion.objects.filter(pk=importacion.pk).update(lectura=lectura)
    assert dice in ver(quien.cliente.jefe, importacion)


def test_lo_corregido_mientras_se_lee_no_queda_leido_a_la_antigua(quien, plan, subir, ahora, monkeypatch):
    importacion, leer = subir(excel(*(fila(n, f"Actividad {n}") for n in range(2, 500)))), acciones.leer_importacion

    def corregir_mientras(*args):
        corregir_importacion(
            importacion=importacion, elecciones={}, huella=importacion.huella, por=quien.jefe, ahora=ahora
        )
        return leer(*args)

    monkeypatch.setattr(acciones, "leer_importacion", corregir_mientras)
    assert not acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    importacion.refresh_from_db()
    assert (importacion.lectura, importacion.analisis) == ("PEDIDA", None)


@pytest.mark.parametrize("lectura", ["PEDIDA", "EN_CURSO", "FALLIDA"])
def test_lo_que_se_corrige_mientras_se_lee_o_tras_fallar_se_guarda(quien, plan, subir, lectura):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    datos = lo_visto(quien.cliente.jefe, importacion) | {"columna_C": "-"}
    Importacion.objects.filter(pk=importacion.pk).update(lectura=lectura)
    quien.cliente.jefe.post(f"/planes/importaciones/{importacion.pk}/", datos)
    importacion.refresh_from_db()
    assert importacion.elecciones["columnas"] == {"C": ""}
    assert "La eligió usted" in ver(quien.cliente.jefe, importacion)


def test_lo_que_se_corrige_de_un_archivo_grande_por_releer_se_guarda(quien, plan, subir, ahora):
    importacion = subir(excel(*(fila(n, f"Actividad {n}") for n in range(2, 500))))
    acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    datos = lo_visto(quien.cliente.jefe, importacion) | {"columna_C": "-"}
    quien.ajena.alias.create(nombre="La plata")
    quien.cliente.jefe.post(f"/planes/importaciones/{importacion.pk}/", datos)
    importacion.refresh_from_db()
    assert importacion.elecciones["columnas"] == {"C": ""}
    # Con la página vieja, otra persona: no se guarda, y ve lo suyo aunque el archivo esté en espera.
    respuesta = quien.cliente.planeacion.post(
        f"/planes/importaciones/{importacion.pk}/", datos | {"columna_C": "meta", "columna_D": "-"}
    )
    form = respuesta.context["form"]
    assert (respuesta.status_code, form["columna_C"].value(), form["columna_D"].value()) == (422, "-", "-")
    assert "Sus correcciones no se guardaron todavía" in respuesta.content.decode()


def test_lo_que_se_corrige_de_lo_que_nunca_se_leyo_se_niega_diciendolo(quien, plan, subir):
    importacion = subir(excel(*(fila(n, f"Actividad {n}") for n in range(2, 500))))
    respuesta = quien.cliente.jefe.post(f"/planes/importaciones/{importacion.pk}/", {"columna_C": "meta"}, follow=True)
    assert "No se guardó nada" in respuesta.content.decode()


def test_con_la_pagina_vieja_no_se_revierte_lo_que_otra_persona_corrigio(quien, plan, subir):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    url = f"/planes/importaciones/{importacion.pk}/"
    vieja = lo_visto(quien.cliente.jefe, importacion)
    otra = lo_visto(quien.cliente.planeacion, importacion) | {"columna_C": "-"}
    assert quien.cliente.planeacion.post(url, otra).status_code == 302
    respuesta = quien.cliente.jefe.post(url, vieja | {"columna_D": "-"})
    importacion.refresh_from_db()
    assert (respuesta.status_code, importacion.elecciones["columnas"]) == (422, {"C": ""})
    pagina = respuesta.content.decode()
    assert "Otra persona corrigió o aplicó este archivo" in pagina
    assert "Ahora dice: Unidad" in pagina
    # Tampoco si lo que eligió no vale: primero sabe que hay algo nuevo.
    invalida = quien.cliente.jefe.post(url, vieja | {"columna_D": "meta"}).content.decode()
    assert "Otra persona corrigió o aplicó este archivo" in invalida
    # Lo suyo sigue elegido, lo de la otra persona también, y enviarlo otra vez guarda las dos cosas.
    form = respuesta.context["form"]
    assert (form["columna_C"].value(), form["columna_D"].value()) == ("-", "-")
    datos = {c.html_name: c.value() for c in form} | {"huella": respuesta.context["importacion"].huella}
    datos |= {c.html_initial_name: form.data[c.html_initial_name] for c in form}
    assert quien.cliente.jefe.post(url, datos).status_code == 302
    importacion.refresh_from_db()
    assert importacion.elecciones["columnas"] == {"C": "", "D": ""}


def test_corregir_exige_la_huella_de_lo_guardado_y_no_la_de_lo_cargado(quien, plan, subir, ahora):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    corregir = partial(corregir_importacion, huella=importacion.huella, por=quien.jefe, ahora=ahora)
    corregir(importacion=Importacion.objects.get(pk=importacion.pk), elecciones={"columnas": {"C": ""}})
    with pytest.raises(EstadoCambiado, match="Otra persona corrigió"):
        corregir(importacion=importacion, elecciones={})
    importacion.refresh_from_db()
    assert importacion.elecciones == {"columnas": {"C": ""}}


def test_lo_que_la_persona_no_toco_no_queda_elegido_aunque_ahora_se_lea_distinto(quien, plan, subir, ahora):
    titulos = [*TITULOS[:2], "Cuánto es la cosa", *TITULOS[3:]]
    importacion = subir(excel(fila(1, "Hacer talleres"), titulos=titulos))
    datos = lo_visto(quien.cliente.jefe, importacion) | {"columna_D": "-"}
    recordar("cuanto es la cosa", "meta", quien, ahora)
    quien.cliente.jefe.post(f"/planes/importaciones/{importacion.pk}/", datos)
    importacion.refresh_from_db()
    assert importacion.elecciones["columnas"] == {"D": ""}


def test_si_se_lee_otra_vez_entre_la_fila_y_sus_paginas_no_se_rompe(quien, plan, subir, monkeypatch):
    importacion = subir(excel(*(fila(n, f"Hacer el taller {n}") for n in range(2, 60))))
    de_antes = acciones.analisis_de(importacion, plan, hoy=timezone.localdate())
    Importacion.objects.filter(pk=importacion.pk).update(determinante="otra", paginas={"nuevas": [[]], "cambios": []})
    monkeypatch.setattr(acciones, "analisis_de", lambda *args, **kwargs: de_antes)
    assert "Hay que leerlo de nuevo" in ver(quien.cliente.jefe, importacion, page=2)


def test_la_primera_pagina_no_trae_las_demas(quien, subir):
    importacion = subir(excel(*(fila(n, f"Hacer el taller {n}") for n in range(2, 60))))
    with CaptureQueriesContext(connection) as primera:
        assert "Hacer el taller 2" in ver(quien.cliente.jefe, importacion)
    with CaptureQueriesContext(connection) as segunda:
        assert "Hacer el taller 59" in ver(quien.cliente.jefe, importacion, page=2)
    traen = [sum('."paginas"' in consulta["sql"] for consulta in c) for c in (primera, segunda)]
    assert traen == [0, 1]


def test_lo_que_otro_lector_dejo_guardado_se_abre_para_corregirlo(quien, plan, subir):
    importacion = subir(excel(fila(2, "Hacer talleres")))
    del importacion.analisis["primeras"]
    assert acciones.lo_ultimo_leido(importacion).cuantas["actividades"] == 1


def recordar(clave: str, campo: str, quien, ahora) -> None:
    ColumnaRecordada.objects.create(
        destino=acciones.DESTINO, clave=clave, titulo=clave, campo=campo, creada_en=ahora, creada_por=quien.jefe
    )


DECIDEN = {
    "plan": lambda quien, plan, ahora: type(plan).objects.filter(pk=plan.pk).update(version=plan.version + 1),
    "dependencias": lambda quien, plan, ahora: quien.ajena.alias.create(nombre="La plata"),
    "recordadas": lambda quien, plan, ahora: recordar("cuanto", "meta", quien, ahora),
    "personas": lambda quien, plan, ahora: type(quien.otro).objects.filter(pk=quien.otro.pk).update(nombre="Otro"),
    "asignaciones": lambda quien, plan, ahora: quien.enlace.asignaciones.all().delete(),
    "índices": lambda quien, plan, ahora: plan.politica.indices.create(codigo="I99", nombre="Nuevo"),
}


@pytest.mark.parametrize("cual", DECIDEN)
def test_cada_cosa_que_decide_la_lectura_obliga_a_leer_de_nuevo(quien, plan, subir, ahora, cual):
    importacion = subir(excel(fila(2, "Hacer talleres")))
    aviso = "se leyó de nuevo"
    assert aviso not in ver(quien.cliente.jefe, importacion)
    DECIDEN[cual](quien, plan, ahora)
    assert aviso in ver(quien.cliente.jefe, importacion)


def test_el_barrido_retoma_lo_que_quedo_a_medias(quien, plan, subir, ahora, monkeypatch):
    importacion = subir(excel(*(fila(n, f"Actividad {n}") for n in range(2, 500))))
    publicadas = []

    def publicar(args, **_):
        publicadas.append(args)
        tasks.leer_importacion(*args)

    monkeypatch.setattr(tasks.leer_importacion, "apply_async", publicar)
    a_medias = Importacion.objects.filter(pk=importacion.pk)
    for vence, queda in ((timedelta(minutes=5), "EN_CURSO"), (-timedelta(seconds=1), "LISTA")):
        a_medias.update(lectura="EN_CURSO", intentos=1, arrendado_hasta=timezone.now() + vence)
        tasks.leer_importaciones()
        assert (a_medias.get().lectura, bool(publicadas)) == (queda, queda == "LISTA")


def test_cuesta_lo_mismo_con_2_que_con_50_filas(quien, plan, subir, consultas):
    def contar(cuantas):
        importacion = subir(excel(*(fila(n, f"Actividad {n}") for n in range(2, cuantas + 2))))
        ver(quien.cliente.jefe, importacion)
        with consultas() as hechas:
            ver(quien.cliente.jefe, importacion)
        return len(hechas)

    assert contar(2) == contar(50)


def test_con_muchas_dependencias_sin_reconocer_cuesta_lo_mismo(quien, plan, subir, consultas):
    def contar(cuantas):
        importacion = subir(excel(*(fila(n, f"Actividad {n}", dependencia=f"Xyzw{n}") for n in range(2, cuantas + 2))))
        ver(quien.cliente.jefe, importacion)
        with consultas() as hechas:
            ver(quien.cliente.jefe, importacion)
        return len(hechas)

    assert contar(1) == contar(30)


def test_si_el_archivo_ya_no_esta_lo_dice(quien, plan, subir):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    importacion.archivo.storage.delete(importacion.archivo.name)
    assert "Hacer talleres" in ver(quien.cliente.jefe, importacion), "Lo leído está guardado."
    quien.ajena.alias.create(nombre="La plata")
    assert "El archivo ya no está guardado" in ver(quien.cliente.jefe, importacion)
    respuesta = quien.cliente.jefe.post(
        f"/planes/importaciones/{importacion.pk}/confirmar/", {"version": plan.version}, follow=True
    )
    assert "No se aplicó nada" in respuesta.content.decode()


def test_un_enlace_que_no_es_persona_se_avisa(quien, plan, subir):
    importacion = subir(excel([*fila(2, "Hacer talleres"), "Nadie Conocido"], titulos=[*TITULOS, "Enlace"]))
    assert "Nadie Conocido" in ver(quien.cliente.jefe, importacion)


def test_el_texto_del_archivo_no_ejecuta(quien, plan, subir):
    importacion = subir(excel(fila(2, "<script>alert(1)</script>", dependencia="<img src=x>")))
    pagina = ver(quien.cliente.jefe, importacion)
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina


def test_la_dependencia_elegida_debe_existir(quien, plan, subir):
    importacion = subir(excel(fila(2, "Hacer talleres", dependencia="Los de la plata")))
    url = f"/planes/importaciones/{importacion.pk}/"
    datos = lo_visto(quien.cliente.jefe, importacion)
    datos |= {nombre: "999999" for nombre in datos if nombre.startswith("dependencia_")}
    assert quien.cliente.jefe.post(url, datos).status_code == 422


@pytest.mark.parametrize(
    ("numeros", "texto"),
    [([0], ""), ([3], "fila 3"), ([3, 3], "fila 3"), ([3, 4], "filas 3–4"), ([3, 5, 6, 7], "filas 3 y 5–7")],
)
def test_las_filas_se_nombran_en_singular_o_en_plural(numeros, texto):
    assert en_filas(numeros) == texto


def test_las_filas_que_no_son_actividades_se_nombran_juntas(quien, plan, subir):
    vacias = [[None, None, None, None, None, None, "TOTAL"] for _ in range(2)]
    pagina = ver(quien.cliente.jefe, subir(excel(fila(2, "Hacer talleres"), *vacias)))
    assert "filas 3–4</li>" in pagina


def test_lo_nuevo_muestra_tambien_lo_que_no_cabe_en_la_tabla(quien, plan, subir):
    titulos = (*TITULOS, "Producto", "Indicador", "Presupuesto")
    importacion = subir(excel([*fila(2, "Hacer talleres"), "Acta", "Talleres hechos", 12_500_000], titulos=titulos))
    pagina = quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/").content.decode()
    for dicho in ("Producto o entregable: Acta", "Indicador: Talleres hechos", "(pesos): 12.500.000"):
        assert dicho in pagina


def test_el_mismo_error_en_muchas_filas_se_dice_una_vez_con_sus_filas(quien, plan, subir):
    importacion = subir(excel(*(fila(n, f"Actividad {n}", dependencia="Marcianos") for n in range(2, 302))))
    vista = quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/")
    (error,) = vista.context["analisis"].errores
    assert (error.hoja, error.donde, error.valor) == ("Plan", "filas 2–301, columna G", "Marcianos")
    assert "Hay 300 errores por corregir" in vista.content.decode()


def test_con_un_archivo_que_no_sirve_no_se_dice_que_ya_esta_en_el_plan(quien, plan, subir):
    importacion = subir(b"Nombre;Edad\nAna;30\nBeto;40\n", "otra.csv")
    pagina = quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/").content.decode()
    assert "No hay diferencias" not in pagina
    assert "primero hay que corregir los errores" in pagina


@pytest.mark.parametrize(("peso", "dicho"), [(None, "pesan igual"), (100, "cada actividad conserva el suyo")])
def test_sin_columna_de_pesos_se_dice_lo_que_pasa_de_verdad(quien, plan, subir, peso, dicho):
    plan.actividades.update(ponderacion=peso)
    importacion = subir(excel(fila(1, "Publicar el informe", meta=3)))
    supuestos = quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/").context["analisis"].supuestos
    assert [s.mensaje for s in supuestos if "no trae pesos" in s.mensaje and dicho in s.mensaje]
