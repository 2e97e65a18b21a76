"""Formular en la rejilla: cuánto cuesta, sólo con el teclado, sin guiones, en el teléfono y dos personas a la vez."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from planes.models import Actividad
from tests import fabricas as f

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

SEIS = [
    ("Actualizar el PETI", "PETI aprobado", "documento", "1", ["1", "", "", ""], "20", "15/1", "31/3"),
    ("Capacitar servidores", "Servidores", "personas", "1.200", ["150", "350", "350", "350"], "20", "1/2", "30/11"),
    ("Publicar datos abiertos", "Conjuntos", "conjuntos", "24", ["", "8", "8", "8"], "20", "1/2", "15/12"),
    ("Integrar servicios", "Servicios", "servicios", "3", ["", "", "1", "2"], "20", "1/3", "31/12"),
    ("Migrar sedes a IPv6", "Sedes", "sedes", "7", ["", "3", "3", "1"], "10", "1/4", "31/10"),
    ("Socializar la política", "Jornadas", "jornadas", "2", ["", "", "2", ""], "10", "1/7", "30/9"),
]


@pytest.fixture
def plan(db):
    """Un plan vacío y su jefe."""
    oficina = f.dependencia("Oficina Asesora de Informática")
    plan = f.plan(dependencia=oficina)
    plan.jefe = f.persona("jefe", oficina, nombre="Juana Jefe")
    return plan


def url(plan) -> str:
    """La dirección de la rejilla."""
    return reverse("planes:plan_formular", args=[plan.pk])


def celda(page: Page, columna: str, actividad: int | None = None) -> Locator:
    """La celda de una columna en la fila de una actividad o, si no se dice, en las nuevas."""
    fila = f"Actividad {actividad}" if actividad else "Fila nueva"
    return page.get_by_role("row", name=fila, exact=True).get_by_label(columna, exact=True)


class Persona:
    """Quien escribe en la hoja, y la cuenta de lo que hace: un clic, una tecla de mando o un campo lleno es una acción.

    El Tab con que se pasa al campo siguiente es parte de llenarlo; se cuenta aparte.
    """

    def __init__(self, page: Page):
        self.page, self.hechas = page, Counter()
        page.on("framenavigated", lambda marco: self._cargo(marco))

    def _cargo(self, marco) -> None:
        if marco == self.page.main_frame:
            self.hechas["cargas"] += 1

    @property
    def acciones(self) -> int:
        """Las que cuentan."""
        return sum(self.hechas[que] for que in ("campos", "mandos", "clics"))

    def escribir(self, *textos: str | None) -> None:
        """Llena campos seguidos; los nulos se dejan como están. Queda en el que sigue."""
        for texto in textos:
            if texto is not None:
                self.page.keyboard.type(texto)
                self.hechas["campos"] += 1
            self.page.keyboard.press("Tab")
            self.hechas["tabulaciones"] += 1

    def mandar(self, *teclas: str) -> None:
        """Pulsa teclas de mando."""
        for tecla in teclas:
            self.page.keyboard.press(tecla)
            self.hechas["mandos"] += 1

    def guardado(self) -> None:
        """Espera a que todo lo escrito quede guardado."""
        expect(self.page.locator("[data-mipg-tocada]")).to_have_count(0)
        expect(self.page.locator("[data-mipg-guardado]")).to_contain_text("Guardado a las")

    def quieta(self) -> None:
        """Espera a que no haya nada en camino."""
        no_guarda = "() => !document.querySelector('[data-mipg-guardado]').textContent.includes('Guardando')"
        self.page.wait_for_function(no_guarda)
        self.page.wait_for_load_state("networkidle")


def _vacio(texto: str) -> str | None:
    return texto or None


def _datos(actividad, conserva=()) -> list[str | None]:
    """Lo que se teclea desde el nombre hasta el responsable, saltando lo vacío y lo que se conserva."""
    nombre, producto, unidad, meta, trimestres, peso, inicio, fin = actividad
    columnas = [nombre, producto, unidad, None, meta, *map(_vacio, trimestres), peso, inicio, fin, None]
    return [None if texto in conserva else texto for texto in columnas]


def _comprobar(plan) -> None:
    creadas = list(plan.actividades.order_by("orden"))
    assert [a.nombre for a in creadas] == [una[0] for una in SEIS]
    assert [a.numero for a in creadas] == list("123456")
    for creada, una in zip(creadas, SEIS, strict=True):
        assert creada.programacion == tuple(Decimal(t) if t else None for t in una[4])
        assert (creada.dependencia_id, creada.producto, creada.unidad) == (plan.dependencia_id, una[1], una[2])
        assert creada.meta == sum(t for t in creada.programacion if t)
        assert f"{creada.fecha_fin.day}/{creada.fecha_fin.month}" == una[7]


def test_seis_actividades_cuestan_solo_sus_datos(pagina_de, plan, consola, record_property):
    consola.permitir("status of 422")
    page = pagina_de(plan.jefe)
    persona = Persona(page)
    page.goto(url(plan))
    for una in SEIS:
        # Del responsable se pasa al número de la fila que ya esperaba, y de él al nombre.
        persona.escribir(*_datos(una), None)
    persona.guardado()
    record_property("acciones", dict(persona.hechas))
    _comprobar(plan)
    assert (persona.hechas["clics"], persona.hechas["mandos"], persona.hechas["cargas"]) == (0, 0, 1)
    assert persona.acciones <= 12 * len(SEIS)
    expect(page.locator("#falta")).to_contain_text("No falta nada para enviar")


def test_las_mismas_seis_duplicando_y_corrigiendo(pagina_de, plan, consola, record_property):
    # En una máquina ocupada, la pausa del autoguardado cae a media fecha.
    consola.permitir("status of 422")
    page = pagina_de(plan.jefe)
    persona = Persona(page)
    page.goto(url(plan))
    parecidas = [("Jornada uno", "Acta", "jornadas", "4", ["1", "1", "1", "1"], "", "15/1", "15/12")]
    parecidas += [
        (f"Jornada {n}", "Acta", "jornadas", "4", ["1", "1", "1", "1"], "", "15/1", f"{n}/12") for n in "23456"
    ]
    persona.escribir(*_datos(parecidas[0]))
    for una in parecidas[1:]:
        page.keyboard.press("Shift+Tab")
        persona.mandar("Control+d")
        persona.escribir(*_datos(una, conserva={"Acta", "jornadas", "4", "1", "15/1", ""}))
    persona.guardado()
    record_property("acciones", dict(persona.hechas))
    creadas = list(plan.actividades.order_by("orden"))
    assert [a.nombre for a in creadas] == [una[0] for una in parecidas]
    assert {a.programacion for a in creadas} == {(1, 1, 1, 1)}
    assert persona.acciones <= 45


def test_lo_que_se_teclea_no_lo_reescribe_lo_que_ya_se_guardo(pagina_de, plan):
    enero = date(plan.vigencia.anio, 1, 1)
    f.actividad(plan, (None, Decimal(1), None, None), numero="1", nombre="Publicar", fecha_inicio=enero)
    page = pagina_de(plan.jefe)
    persona = Persona(page)
    page.goto(url(plan))
    fin = celda(page, "Fin", 1)
    fin.click()
    page.keyboard.type("2/1")
    persona.guardado()
    page.keyboard.type("2")
    expect(fin).to_have_value("2/12")
    page.keyboard.press("Tab")
    persona.guardado()
    expect(fin).to_have_value("02/12")
    assert (plan.actividades.get().fecha_fin.day, plan.actividades.get().fecha_fin.month) == (2, 12)


def test_escape_devuelve_tambien_lo_que_ya_se_habia_guardado(pagina_de, plan):
    una = f.actividad(plan, (None, Decimal(1), None, None), numero="1", nombre="Publicar", producto="Acta")
    page = pagina_de(plan.jefe)
    persona = Persona(page)
    page.goto(url(plan))
    celda(page, "Producto", 1).click()
    page.keyboard.type("Libro")
    persona.guardado()
    page.keyboard.press("Escape")
    expect(celda(page, "Producto", 1)).to_have_value("Acta")
    page.keyboard.press("Enter")
    persona.guardado()
    una.refresh_from_db()
    assert una.producto == "Acta"


def test_lo_que_no_cuadra_se_dice_al_lado_y_se_corrige_con_un_boton(pagina_de, plan, consola):
    consola.permitir("status of 422")
    f.actividad(plan, (None, Decimal(8), Decimal(8), Decimal(8)), numero="1", nombre="Publicar", ponderacion=40)
    f.actividad(plan, (None, Decimal(1), None, None), numero="2", nombre="Otra")
    page = pagina_de(plan.jefe)
    page.goto(url(plan))
    celda(page, "T4", 1).fill("6")
    page.keyboard.press("Enter")
    expect(celda(page, "T4", 2)).to_be_focused()
    aviso = page.locator(".hoja-aviso")
    expect(aviso).to_contain_text("La programación suma 22 y la meta es 24.")
    aviso.get_by_role("button", name="Poner 8 en T4").click()
    expect(aviso).to_have_count(0)
    expect(celda(page, "T4", 1)).to_have_value("8")
    # Deshacer es uno por orden.
    page.get_by_role("button", name="Deshacer").click()
    expect(celda(page, "T4", 1)).to_have_value("6")
    page.get_by_role("button", name="Repartir los 60 que faltan").click()
    expect(celda(page, "Peso %", 2)).to_have_value("60")
    # La fecha imposible se dice en su celda y lo demás se guarda; el renglón de lo que falta lleva a ella.
    celda(page, "Fin", 2).fill("31/02")
    celda(page, "Unidad", 2).fill("libros")
    celda(page, "Meta", 1).focus()
    expect(celda(page, "Fin", 2)).to_have_attribute("aria-invalid", "true")
    expect(celda(page, "Fin", 2)).to_have_value("31/02")
    assert Actividad.objects.get(numero="2").unidad == "libros"
    page.locator("#falta").get_by_role("link", name="Actividad 1: la programación").click()
    expect(celda(page, "Meta", 1)).to_be_focused()
    # Lo que no tiene columna está en los textos largos: se abren ahí.
    celda(page, "Unidad", 1).fill("Porcentaje")
    celda(page, "Meta", 2).focus()
    page.locator("#falta").get_by_role("link", name="Actividad 1: se mide en porcentaje").click()
    expect(page.get_by_label("Numerador")).to_be_focused()


def test_solo_con_el_teclado(pagina_de, plan):
    for n, nombre in enumerate(("Uno", "Dos", "Tres"), start=1):
        f.actividad(plan, numero=str(n), nombre=nombre, orden=n)
    page = pagina_de(plan.jefe)
    persona = Persona(page)
    page.goto(url(plan))
    celda(page, "Actividad", 3).focus()
    persona.mandar("Alt+ArrowUp", "Alt+ArrowUp")
    expect(celda(page, "Actividad", 3)).to_be_focused()
    expect(page.locator("[data-mipg-anuncio]")).to_have_text("Fila 1 de 3.")
    persona.guardado()
    nombres = lambda: list(plan.actividades.order_by("orden").values_list("nombre", flat=True))  # noqa: E731
    assert nombres() == ["Tres", "Uno", "Dos"]
    persona.mandar("Control+z", "Control+z")
    expect(page.locator("[data-mipg-fila] input[name$=nombre]").first).to_have_value("Uno")
    persona.mandar("Control+Delete")
    expect(page.locator("[data-mipg-fila]")).to_have_count(3)
    persona.guardado()
    persona.mandar("Control+z")
    expect(page.locator("[data-mipg-fila]")).to_have_count(4)
    persona.guardado()
    assert sorted(nombres()) == ["Dos", "Tres", "Uno"]
    # Flechas: arriba y abajo siempre; a los lados, en el borde del texto.
    celda(page, "Unidad", 1).focus()
    persona.mandar("ArrowDown")
    expect(celda(page, "Unidad", 2)).to_be_focused()
    persona.mandar("ArrowRight")
    expect(celda(page, "Tipo", 2)).to_be_focused()
    persona.mandar("ArrowLeft", "ArrowUp")
    expect(celda(page, "Unidad", 1)).to_be_focused()
    # F2 abre los textos largos, que se guardan con la fila; Escape vuelve a la celda.
    persona.mandar("F2")
    indicador = page.get_by_label("Indicador", exact=True)
    expect(indicador).to_be_visible()
    indicador.fill("Informes publicados")
    page.keyboard.press("Escape")
    expect(celda(page, "Unidad", 1)).to_be_focused()
    persona.guardado()
    assert Actividad.objects.get(nombre="Uno").indicador == "Informes publicados"
    # Lo deshecho también quita la señal de que no cuadra, y el clic toma la celda entera.
    meta = celda(page, "Meta", 1)
    meta.click()
    page.keyboard.type("7")
    assert meta.input_value() == "7"
    persona.mandar("Tab")
    expect(page.locator("[data-mipg-no-cuadra]")).to_have_count(1)
    persona.mandar("Control+z")
    expect(page.locator("[data-mipg-no-cuadra]")).to_have_count(0)
    # Escape devuelve lo escrito; sin nada escrito, sale de la tabla sin recorrerla.
    celda(page, "Unidad", 1).press_sequentially("x")
    persona.mandar("Escape")
    expect(celda(page, "Unidad", 1)).to_be_focused()
    persona.mandar("Escape")
    expect(page.locator("#falta")).to_be_focused()
    # Y se envía desde cualquier celda.
    celda(page, "Unidad", 1).focus()
    persona.mandar("Control+Enter")
    expect(page.get_by_text(re.compile("Todavía no se envió|Se envió «"))).to_be_visible()


def test_dos_personas_a_la_vez_no_se_pisan_ni_se_acusan_a_si_mismas(pagina_de, plan, consola):
    consola.permitir("status of 409")
    una = f.actividad(plan, numero="1", nombre="Publicar")
    page = pagina_de(plan.jefe)
    persona = Persona(page)
    page.goto(url(plan))
    # Lo que uno mismo escribe seguido, con una petición en vuelo, nunca choca.
    producto = celda(page, "Producto", 1)
    for n in range(4):
        producto.fill(f"Acta {n}")
        celda(page, "Unidad", 1).press_sequentially("x")
        celda(page, "Actividad").focus()
    persona.guardado()
    otra = f.persona("planeacion", nombre="Petra Planeación")
    Actividad.objects.filter(pk=una.pk).update(meta=9)
    segunda = pagina_de(otra)
    segunda.goto(url(plan))
    celda(segunda, "Producto", 1).fill("Libro")
    celda(segunda, "Actividad").focus()
    Persona(segunda).guardado()
    producto.fill("Informe")
    celda(page, "Actividad").focus()
    aviso = page.locator(".hoja-aviso")
    expect(aviso).to_contain_text("Petra Planeación")
    expect(aviso).to_contain_text("guardó «Libro» y usted escribió «Informe»")
    aviso.get_by_role("button", name="Poner «Informe»").click()
    persona.guardado()
    assert Actividad.objects.get(pk=una.pk).producto == "Informe"


def test_si_la_respuesta_se_pierde_no_se_crea_dos_veces_ni_se_acusa(pagina_de, plan, consola):
    consola.permitir("ERR_FAILED", "Failed to load")
    page = pagina_de(plan.jefe)
    persona = Persona(page)
    perdidas = []

    def perder(ruta):
        if ruta.request.method == "POST" and not perdidas:
            ruta.fetch()  # el servidor la recibe y la guarda
            perdidas.append(ruta.request.post_data)
            ruta.abort()
        else:
            ruta.continue_()

    page.route(f"**{url(plan)}", perder)
    page.goto(url(plan))
    persona.escribir("Publicar")
    page.evaluate("document.getElementById('hoja').dispatchEvent(new CustomEvent('mipg:guardar-ya', {bubbles: true}))")
    expect(page.locator("[data-mipg-guardado]")).to_contain_text("No hay conexión")
    persona.escribir("Acta", "actas")
    page.keyboard.press("Shift+Tab")
    celda(page, "Actividad").first.press("End")
    page.keyboard.type(" más")
    persona.guardado()
    (creada,) = plan.actividades.all()
    assert (creada.nombre, creada.producto) == ("Publicar más", "Acta")


def test_sin_guiones_se_guardan_todas_las_filas_a_la_vez(pagina_de, plan):
    f.actividad(plan, numero="1", nombre="Publicar")
    page = pagina_de(plan.jefe, java_script_enabled=False)
    page.goto(url(plan))
    celda(page, "Producto", 1).fill("Acta")
    celda(page, "Actividad").nth(0).fill("Segunda")
    celda(page, "Actividad").nth(2).fill("Tercera")
    page.get_by_role("button", name="Guardar todo").click()
    expect(celda(page, "Actividad", 3)).to_have_value("Tercera")
    celda(page, "Elegir", 3).check()
    page.get_by_role("button", name="Subir").click()
    assert list(plan.actividades.order_by("orden").values_list("numero", flat=True)) == ["1", "3", "2"]
    celda(page, "Elegir", 1).check()
    page.get_by_role("button", name="Textos largos").click()
    expect(page.get_by_label("Indicador", exact=True)).to_be_visible()


def test_en_el_telefono_se_lee_y_se_corrige(pagina_de, plan):
    f.actividad(plan, numero="1", nombre="Publicar los conjuntos de datos abiertos de la entidad en el portal nacional")
    page = pagina_de(plan.jefe)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(url(plan))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    meta = celda(page, "Meta", 1)
    assert meta.bounding_box()["height"] >= 40
    meta.fill("2")
    celda(page, "T2", 1).fill("2")
    page.get_by_role("button", name="Textos largos").click()
    page.get_by_label("Indicador", exact=True).fill("Conjuntos")
    celda(page, "Meta", 1).focus()
    Persona(page).guardado()
    una = plan.actividades.get()
    assert (una.meta, una.programado_t2, una.indicador) == (2, 2, "Conjuntos")


def test_si_la_sesion_termina_un_boton_guarda_y_lo_escrito_espera(pagina_de, plan, consola):
    consola.permitir("status of 403")
    una, _ = (f.actividad(plan, numero=n, nombre=f"Publicar {n}") for n in "12")
    page = pagina_de(plan.jefe)
    page.goto(url(plan))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    mandadas = []
    page.on("request", lambda peticion: mandadas.append(peticion.method))
    celda(page, "Producto", 2).click()
    page.get_by_role("button", name="Eliminar").click()
    entrar = page.get_by_role("button", name="Guardar y volver a entrar")
    expect(entrar).to_be_visible()
    celda(page, "Producto", 1).fill("Informe «de gestión»")
    # Guardar al salir de la fila cambiaría el mensaje, y el botón se correría bajo el dedo.
    entrar.focus()
    page.evaluate("() => new Promise((seguir) => setTimeout(seguir, 50))")
    assert mandadas.count("POST") == 1
    entrar.click()
    page.get_by_label("Correo").fill(plan.jefe.email)
    page.get_by_label("Contraseña").fill(f.CLAVE)
    page.get_by_role("button", name="Ingresar").click()
    page.get_by_role("button", name="Enviar lo que escribí").click()
    expect(celda(page, "Producto", 1)).to_have_value("Informe «de gestión»")
    expect(celda(page, "Producto", 2)).to_have_count(0)
    assert list(plan.actividades.vigentes().values_list("pk", "producto")) == [(una.pk, "Informe «de gestión»")]

    # Entró de nuevo en otra pestaña: la sesión vale y el testigo de esta página ya no.
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    celda(page, "Producto", 1).fill("Libro")
    page.get_by_role("button", name="Guardar y volver a entrar").click()
    expect(page.get_by_role("button", name="Guardar y volver a entrar")).to_have_count(0)
    expect(celda(page, "Producto", 1)).to_have_value("Libro")
    assert Actividad.objects.get(pk=una.pk).producto == "Libro"


def test_lo_que_fallo_se_lee_hasta_saber_si_se_guardo(pagina_de, plan, consola):
    consola.permitir("status of 503")
    f.actividad(plan, numero="1", nombre="Publicar")
    page = pagina_de(plan.jefe)
    page.goto(url(plan))
    page.route(f"**{url(plan)}", lambda ruta: ruta.fulfill(status=503))
    celda(page, "Producto", 1).fill("Informe")
    aviso = page.locator("[data-mipg-guardado]")
    expect(aviso).to_contain_text("el sistema no contestó bien")
    detenidas = []
    page.route(f"**{url(plan)}", lambda ruta: detenidas.append(ruta))
    # Lo manda otra vez sin que nadie lo pida.
    with page.expect_request(lambda peticion: peticion.method == "POST"):
        pass
    assert "el sistema no contestó bien" in aviso.inner_text()
    detenidas[0].continue_()
    expect(aviso).to_contain_text("Guardado a las")


def test_la_orden_que_no_llego_se_repite_sola(pagina_de, plan, consola):
    consola.permitir("status of 503")
    f.actividad(plan, numero="1", nombre="Publicar")
    page = pagina_de(plan.jefe)
    caidas = []

    def caer(ruta):
        if ruta.request.method == "POST" and len(caidas) < 2:
            caidas.append(ruta.request.post_data)
            ruta.fulfill(status=503, body="Servicio no disponible")
        else:
            ruta.continue_()

    page.route(f"**{url(plan)}", caer)
    page.goto(url(plan))
    celda(page, "Producto", 1).click()
    page.get_by_role("button", name="Eliminar").click()
    expect(page.locator("[data-mipg-guardado]")).to_contain_text("se vuelve a intentar solo")
    Persona(page).guardado()
    assert not plan.actividades.vigentes().exists()
