"""El primer camino completo, de la vigencia vacía al corte congelado, por las páginas y como lo anda su gente."""

import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import xlsxwriter
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from mipg.avisos.models import Mensaje
from mipg.usuarios.management.commands import crear_administrador
from mipg.usuarios.models import Usuario
from planes.models import Actividad, Plan
from seguimiento import tasks
from seguimiento.models import Avance, Corte
from tests.planes.importacion.libros import Combinada, Porcentaje, excel

pytestmark = pytest.mark.navegador

CLAVE = "brisa-muralla-faro-azul"
POLITICA = "Gestión Estratégica del Talento Humano"
TALENTO = "Dirección Administrativa de Talento Humano"
JORNADAS, MANUAL, CLIMA = (
    "Realizar jornadas de inducción",
    "Actualizar el manual de funciones",
    "Medir el clima laboral",
)
TEXTO = "Se hicieron dos jornadas con ochenta personas."
CORREGIDO = "Se hicieron dos jornadas: 83 personas, con listas firmadas."
LISTAS = b"Listas de asistencia a las dos jornadas.\n"
ADMINISTRADORA, PLANEACION, ENLACE, JEFE, CONTROL = (
    "Ada Administración",
    "Paula Planeación",
    "Elena Enlace",
    "Julio Jefe",
    "Clara Control",
)


def correo(nombre: str) -> str:
    """El correo ficticio de una persona."""
    return f"{nombre.split()[0].lower()}@ejemplo.test"


def excel_de_personas(*, rol_del_enlace: str, dependencia_del_jefe: str) -> bytes:
    """La lista de personas como la lleva Talento Humano: con título, otras palabras en los encabezados y un alias."""
    salida = io.BytesIO()
    libro = xlsxwriter.Workbook(salida, {"in_memory": True})
    hoja = libro.add_worksheet("Personas")
    filas = [
        ["Personas que usarán el sistema MIPG"],
        [],
        ["Nombres y apellidos", "Correo institucional", "Oficina", "Perfil", "Cargo"],
        [PLANEACION, correo(PLANEACION), "Secretaría de Planeación", "Planeación", "Profesional"],
        [ENLACE, correo(ENLACE), "Dirección de Talento Humano", rol_del_enlace, "Técnica"],
        [JEFE, correo(JEFE), dependencia_del_jefe, "Jefe de dependencia", "Director"],
        [CONTROL, correo(CONTROL), "Oficina Asesora de Control Interno", "Control Interno", "Asesora"],
    ]
    for numero, fila in enumerate(filas):
        hoja.write_row(numero, 0, fila)
    libro.close()
    return salida.getvalue()


def excel_del_plan(anio: int, *, clima: int = 2) -> bytes:
    """El plan como lo lleva la oficina: títulos, encabezado de dos filas, una columna y un nombre raros, y un TOTAL."""
    titulos = ["No.", "Actividad", "Producto", "Cuántas habrá", "Unidad de medida"]
    finales = ["Peso", "Fecha inicio", "Fecha fin", "Responsable"]
    plazo = [date(anio, 1, 15), date(anio, 12, 15)]
    return excel(
        [
            [Combinada(f"ALCALDÍA DE EJEMPLO – PLAN DE ACCIÓN {anio}", columnas=10)],
            ["Política de Gestión Estratégica del Talento Humano"],
            [],
            [
                *(Combinada(titulo, filas=2) for titulo in titulos),
                Combinada("Programación", columnas=4),
                None,
                None,
                None,
                *(Combinada(titulo, filas=2) for titulo in finales),
            ],
            [*[None] * 5, "Trimestre 1", "Trimestre 2", "Trimestre 3", "Trimestre 4"],
            [1, JORNADAS, "Listas de asistencia", 8, "jornadas", 2, 2, 2, 2, Porcentaje(0.5), *plazo, TALENTO],
            [2, MANUAL, "Manual", 1, "manual", 1, None, None, None, Porcentaje(0.3), *plazo, "Bienestar Laboral"],
            [3, CLIMA, "Informe", clima, "informes", None, 1, None, clima - 1, Porcentaje(0.2), *plazo, TALENTO],
            ["TOTAL", None, None, 9 + clima, None, None, None, None, None, Porcentaje(1)],
        ]
    )  # fmt: skip


def archivo(nombre: str, contenido: bytes) -> dict:
    """Un archivo como lo elige una persona."""
    return {"name": nombre, "mimeType": "application/octet-stream", "buffer": contenido}


def ir_por_menu(page: Page, texto: str) -> None:
    """Una sección del menú principal."""
    page.get_by_role("navigation", name="Principal").get_by_role("link", name=texto).click()


def confirmar(page: Page, texto: str, si: str) -> None:
    """Despliega una acción que pide confirmación y la confirma."""
    caja = page.locator("details.confirmar", has_text=texto)
    caja.locator("summary").click()
    caja.get_by_role("button", name=si).click()


def dice(page: Page, texto: str) -> None:
    """La página muestra ese texto en su contenido."""
    expect(page.get_by_role("main")).to_contain_text(texto)


@dataclass
class Camino:
    """Lo que comparten los pasos: cada persona con su propia ventana abierta."""

    sitio: str
    abrir_contexto: object
    ventanas: dict[str, Page] = field(default_factory=dict)

    @property
    def anio(self) -> int:
        return timezone.localdate().year

    def de(self, nombre: str) -> Page:
        """La ventana de una persona, que ya entró."""
        return self.ventanas[nombre]

    def ingresar(self, nombre: str, clave: str = CLAVE) -> Page:
        """Entra por el formulario y llega al inicio."""
        page = self.ventanas.get(nombre) or self.abrir_contexto(base_url=self.sitio).new_page()
        self.ventanas[nombre] = page
        page.goto("/inicio/")
        page.get_by_label("Correo").fill(correo(nombre))
        page.locator("input[type=password]").fill(clave)
        page.get_by_role("button", name="Ingresar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hola, {nombre.split()[0]}")
        return page


# --- a. Personas y vigencia -----------------------------------------------------------------------------------


def crear_la_administradora(monkeypatch) -> None:
    monkeypatch.setattr(crear_administrador, "getpass", lambda _: CLAVE)
    call_command(
        "crear_administrador",
        correo(ADMINISTRADORA),
        ADMINISTRADORA,
        "Secretaría de Planeación Distrital",
        verbosity=0,
    )


def cargar_personas_con_un_error_y_corregirlo(camino: Camino) -> None:
    page = camino.ingresar(ADMINISTRADORA)
    ir_por_menu(page, "Personas")
    page.get_by_role("link", name="Importar de Excel").click()
    malo = excel_de_personas(rol_del_enlace="Enlase", dependencia_del_jefe="Talento Umano")
    page.get_by_label("Archivo").set_input_files(archivo("personas.xlsx", malo))
    page.get_by_role("button", name="Subir y revisar").click()
    dice(page, "fila 5, columna D: «Enlase» no es un rol")
    dice(page, "fila 6, columna C: No hay ninguna dependencia llamada «Talento Umano»")
    expect(page.get_by_role("button", name="Confirmar e importar")).to_have_count(0)

    page.get_by_role("link", name="Subir otro archivo").click()
    bueno = excel_de_personas(rol_del_enlace="Enlace", dependencia_del_jefe="Dirección de Talento Humano")
    page.get_by_label("Archivo").set_input_files(archivo("personas corregidas.xlsx", bueno))
    page.get_by_role("button", name="Subir y revisar").click()
    dice(page, "4 personas nuevas, 1 rol nuevo, 3 roles que confirma otra persona")
    # El alias del archivo se entendió: la tabla dice el nombre oficial.
    expect(page.get_by_role("row", name=re.compile(ENLACE))).to_contain_text(TALENTO)
    page.get_by_role("button", name="Confirmar e importar").click()
    dice(page, "Listo: 4 personas nuevas, 1 rol nuevo, 3 roles que confirma otra persona y 0 filas que ya estaban.")
    expect(page.get_by_role("link", name=JEFE)).to_be_visible()


def nombrar_a_quienes_nadie_puede_confirmar() -> None:
    """Todavía no hay una segunda persona: el servidor lo suple, citando el acto."""
    for nombre, rol, dependencia in (
        (PLANEACION, "planeacion", "Secretaría de Planeación Distrital"),
        (CONTROL, "control_interno", "Oficina Asesora de Control Interno"),
    ):
        dice_que = ["--dependencia", dependencia, "--acto", "Decreto 12", "--motivo", "Primer nombramiento"]
        call_command("cambiar_cuenta", correo(nombre), "dar_rol", "--rol", rol, *dice_que, stdout=io.StringIO())


def confirmar_al_jefe(camino: Camino) -> None:
    """Lo pidió la administradora; lo confirma Planeación."""
    page = camino.de(PLANEACION)
    page.goto("/personas/cambios/")
    page.get_by_role("row").filter(has_text=JEFE).get_by_role("checkbox").check()
    page.get_by_role("button", name="Confirmar los marcados").click()
    page.get_by_role("button", name="Confirmar y aplicar").click()
    dice(page, "Cambios confirmados y aplicados: 1.")


def aceptar_la_invitacion(camino: Camino, nombre: str) -> None:
    """Sigue el enlace del correo, pone su contraseña y entra con ella por el formulario."""
    mensaje = Mensaje.objects.get(destino=correo(nombre), clase="invitacion")
    enlace = re.search(rf"{re.escape(camino.sitio)}\S+", mensaje.texto).group()
    page = camino.ventanas[nombre] = camino.abrir_contexto(base_url=camino.sitio).new_page()
    page.goto(enlace)
    expect(page.get_by_role("heading", level=1)).to_have_text("Elegir su contraseña")
    if nombre == PLANEACION:
        poner_clave(page, "corta")
        dice(page, "15 letras o signos")
    poner_clave(page, CLAVE)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Elegir su contraseña")
    camino.ingresar(nombre)


def poner_clave(page: Page, clave: str) -> None:
    for campo in page.locator("main input[type=password]").all():
        campo.fill(clave)
    page.get_by_role("button", name="Guardar la contraseña").click()


def abrir_la_vigencia(camino: Camino) -> None:
    """Las fechas vienen propuestas; las de T1 se cambian para que su captura incluya el día de hoy."""
    page, hoy = camino.de(PLANEACION), timezone.localdate()
    ir_por_menu(page, "Cortes")
    dice(page, "Todavía no hay cortes")
    page.get_by_role("main").get_by_role("link", name="Abrir una vigencia").first.click()
    page.get_by_label("MIPG v6").check()
    expect(page.get_by_label("Fecha de corte T2")).to_have_value(f"{hoy.year}-06-30")
    page.get_by_label("Fecha de corte T1").fill(str(min(hoy, date(hoy.year, 3, 31))))
    page.get_by_label("La captura T1 abre").fill(str(hoy - timedelta(days=1)))
    page.get_by_label("La captura T1 cierra").fill(str(hoy + timedelta(days=7)))
    page.get_by_label("Crear de una vez los planes").uncheck()
    page.get_by_role("button", name="Abrir la vigencia").click()
    dice(page, f"La vigencia {hoy.year} quedó abierta, con sus cuatro cortes programados.")
    expect(page.get_by_role("main").get_by_role("row")).to_have_count(5)


def designar_al_enlace(camino: Camino) -> None:
    page = camino.de(PLANEACION)
    page.goto("/politicas/enlaces/")
    fila = page.get_by_role("row").filter(has_text=POLITICA).filter(has_text=TALENTO)
    expect(fila).to_contain_text("Sin enlace")
    fila.get_by_role("link", name="Designar").click()
    page.get_by_label("Persona").select_option(label=ENLACE)
    page.get_by_role("button", name="Designar").click()
    dice(page, f"{ENLACE} es el enlace de {TALENTO} para «{POLITICA}»")
    expect(fila).to_contain_text(ENLACE)


# --- b. El plan -----------------------------------------------------------------------------------------------


def crear_el_plan(camino: Camino) -> Plan:
    page = camino.de(JEFE)
    ir_por_menu(page, "Planes")
    page.get_by_role("main").get_by_role("link", name="Crear plan").first.click()
    page.get_by_label("Plan de acción de política").check()
    page.get_by_label("Política", exact=True).select_option(
        label=next(o for o in opciones(page, "Política") if POLITICA in o)
    )
    page.get_by_role("button", name="Crear plan").click()
    dice(page, "Este plan todavía no tiene actividades")
    return Plan.objects.get()


def opciones(page: Page, rotulo: str) -> list[str]:
    """Lo que ofrece una lista desplegable."""
    return page.get_by_label(rotulo, exact=True).locator("option").all_inner_texts()


def subir(page: Page, plan: Plan, nombre: str, contenido: bytes) -> None:
    page.goto(f"/planes/{plan.pk}/importar/")
    page.get_by_label("Archivo del plan").set_input_files(archivo(nombre, contenido))
    page.get_by_role("button", name="Subir y revisar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Revisar {nombre}")


def importar_el_plan_corrigiendo_lo_que_no_se_entendio(camino: Camino, plan: Plan) -> None:
    page = camino.de(JEFE)
    subir(page, plan, "plan de acción.xlsx", excel_del_plan(camino.anio))
    dice(page, "todavía no se puede importar")
    expect(page.get_by_role("button", name="Confirmar e importar")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="Cuántas habrá").first).to_contain_text("Sin reconocer")
    page.get_by_label("Bienestar Laboral").select_option(label=TALENTO)
    page.get_by_label("Campo de la columna D").select_option(label="Meta")
    page.get_by_role("button", name="Leer de nuevo con estas correcciones").click()
    dice(page, "Se lee de nuevo el archivo con sus correcciones.")
    dice(page, "3 actividades leídas")
    dice(page, "Nada ha cambiado todavía")
    expect(page.get_by_role("row").filter(has_text=MANUAL)).to_contain_text(TALENTO)
    assert plan.actividades.count() == 0
    page.get_by_role("button", name="Confirmar e importar").click()
    dice(page, "3 nuevas, 0 cambiadas y 0 iguales")
    expect(page.get_by_role("row").filter(has_text=JORNADAS)).to_contain_text("50 %")


def importar_lo_mismo_no_cambia_nada(camino: Camino, plan: Plan) -> None:
    page = camino.de(JEFE)
    antes = list(plan.actividades.order_by("pk").values())
    subir(page, plan, "otra vez.xlsx", excel_del_plan(camino.anio))
    dice(page, "El archivo dice lo mismo que el plan: no hay nada que importar.")
    expect(page.get_by_role("button", name="Confirmar e importar")).to_have_count(0)
    page.get_by_role("button", name="Descartar el archivo").click()
    assert list(plan.actividades.order_by("pk").values()) == antes


def importar_el_corregido_muestra_la_diferencia(camino: Camino, plan: Plan) -> None:
    page = camino.de(JEFE)
    subir(page, plan, "corregido.xlsx", excel_del_plan(camino.anio, clima=3))
    diferencia = page.locator("section[aria-labelledby=diferencia]")
    expect(diferencia).to_contain_text(CLIMA)
    expect(diferencia).to_contain_text("Meta")
    expect(diferencia).not_to_contain_text(JORNADAS)
    page.get_by_role("button", name="Confirmar e importar").click()
    dice(page, "0 nuevas, 1 cambiada y 2 iguales")
    assert plan.actividades.count() == 3


def editar_una_actividad_a_mano(camino: Camino, plan: Plan) -> None:
    page = camino.de(JEFE)
    page.get_by_role("link", name="Editar la actividad 3").click()
    page.get_by_role("textbox", name="Actividad").fill(f"{CLIMA} de la entidad")
    page.get_by_role("button", name="Guardar", exact=True).click()
    dice(page, "Se guardó la actividad 3.")
    dice(page, f"{CLIMA} de la entidad")


# --- c. Aprobación --------------------------------------------------------------------------------------------


def enviar_el_plan(camino: Camino, plan: Plan, listo: str = "No falta nada: el plan se puede enviar") -> None:
    page = camino.de(JEFE)
    page.goto(f"/planes/{plan.pk}/")
    dice(page, listo)
    confirmar(page, "Enviar a revisión", "Sí, enviar")
    dice(page, "En revisión")


def devolverlo_con_una_observacion(camino: Camino, plan: Plan) -> None:
    page = camino.de(PLANEACION)
    page.goto(f"/planes/{plan.pk}/")
    page.get_by_role("link", name="Devolver").click()
    renglon = page.get_by_role("group", name="Observación 1")
    renglon.get_by_label("Sobre").select_option(label=f"1. {JORNADAS}")
    renglon.get_by_label("Campo").select_option(
        label=next(o for o in renglon.get_by_label("Campo").locator("option").all_inner_texts() if "roducto" in o)
    )
    renglon.get_by_label("Observación 1").fill("Diga también las memorias.")
    page.get_by_role("button", name="Devolver con estas observaciones").click()
    dice(page, f"El plan volvió a {TALENTO} con sus observaciones.")


def corregir_y_enviar_de_nuevo(camino: Camino, plan: Plan) -> None:
    page = camino.de(JEFE)
    page.goto("/pendientes/")
    dice(page, plan.nombre)
    page.goto(f"/planes/{plan.pk}/")
    expect(page.get_by_role("row").filter(has_text=JORNADAS)).to_contain_text("Diga también las memorias.")
    page.get_by_role("link", name="Editar la actividad 1").click()
    dice(page, "Diga también las memorias.")
    page.get_by_label("Producto").first.fill("Listas de asistencia y memorias")
    page.get_by_role("button", name="Guardar", exact=True).click()
    enviar_el_plan(camino, plan, listo="atienda lo que Planeación observó")


def aprobar_y_publicar(camino: Camino, plan: Plan) -> None:
    page = camino.de(PLANEACION)
    ir_por_menu(page, "Planes")
    page.get_by_role("link", name=plan.nombre).click()
    page.get_by_role("link", name="Aprobar").click()
    page.get_by_label("Número del acto").fill("Acta 01")
    page.get_by_role("button", name="Aprobar el plan").click()
    dice(page, "El plan quedó aprobado. Su versión 1 está congelada con su huella.")
    dice(page, "Acta 01")
    confirmar(page, "Publicar el plan", "Sí, publicar")
    dice(page, "Publicado")
    plan.refresh_from_db()
    assert plan.estado == "PUBLICADO"


# --- d. El corte ----------------------------------------------------------------------------------------------


def abrir_el_corte(camino: Camino) -> Corte:
    page = camino.de(PLANEACION)
    ir_por_menu(page, "Cortes")
    page.get_by_role("main").get_by_role("link", name=re.compile("T1")).click()
    confirmar(page, "Abrir el corte", "Sí, abrir el corte")
    dice(page, "quedó abierto con 2 reportes esperados")
    return Corte.objects.abierto()


def reportar_con_soporte(camino: Camino) -> Avance:
    """El enlace lo encuentra en «Mis pendientes» y lo llena ahí mismo."""
    page = camino.de(ENLACE)
    ir_por_menu(page, "Mis pendientes")
    expect(page.get_by_role("main").get_by_role("link", name=CLIMA)).to_have_count(0)
    page.get_by_role("link", name=JORNADAS).click()
    page.get_by_label("Con avance").check()
    page.get_by_label("Cantidad del periodo").fill("2")
    page.get_by_label("Avance cualitativo").fill(TEXTO)
    expect(page.get_by_role("status").filter(has_text="Guardado")).to_be_visible()
    page.get_by_label("Archivo", exact=True).set_input_files(archivo("listas.txt", LISTAS))
    page.get_by_label("Fecha del documento").fill(str(timezone.localdate()))
    page.get_by_role("button", name="Adjuntar").click()
    expect(page.get_by_role("link", name="listas.txt", exact=True)).to_be_visible()
    page.get_by_role("button", name="Enviar", exact=True).click()
    dice(page, "Envió el reporte de «1. ")
    avance = Avance.objects.get(actividad__nombre=JORNADAS)
    assert (avance.estado, avance.cantidad, avance.texto) == ("ENVIADO", 2, TEXTO)
    return avance


def reportar_con_reserva(camino: Camino) -> Avance:
    page = camino.de(ENLACE)
    ir_por_menu(page, "Mis pendientes")
    expect(page.get_by_role("main").get_by_role("link", name=JORNADAS)).to_have_count(0)
    page.get_by_role("link", name=MANUAL).click()
    page.get_by_label("Con avance").check()
    page.get_by_label("Cantidad del periodo").fill("1")
    page.get_by_label("Avance cualitativo").fill("Se adoptó el manual.")
    page.get_by_label("Si el soporte es reservado").fill("Reposa en el archivo de Talento Humano, radicado 12.")
    page.get_by_role("button", name="Enviar", exact=True).click()
    dice(page, "Envió el reporte de «2. ")
    return Avance.objects.get(actividad__nombre=MANUAL)


def avalar(camino: Camino, *avances: Avance) -> None:
    page = camino.de(JEFE)
    for avance in avances:
        page.goto("/pendientes/")
        page.get_by_role("link", name=avance.actividad.nombre).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(avance.actividad.nombre)
        page.get_by_role("button", name="Avalar").click()
        dice(page, f"Avaló el reporte de «{avance.actividad}».")


def devolver_un_campo(camino: Camino, avance: Avance) -> None:
    page = camino.de(PLANEACION)
    ir_por_menu(page, "Revisión")
    page.get_by_role("link", name=JORNADAS).click()
    dice(page, TEXTO)
    caja = page.locator("details.confirmar--peligro")
    caja.locator("summary").click()
    caja.get_by_label("Avance cualitativo").fill("¿Cuántas personas firmaron?")
    caja.get_by_role("button", name="Devolver").click()
    dice(page, "Devolvió el reporte de «1. ")


def corregir_solo_lo_devuelto(camino: Camino, avance: Avance) -> None:
    """La página sólo abre el campo devuelto, y mandar los otros a la fuerza no cambia nada."""
    page = camino.de(ENLACE)
    ir_por_menu(page, "Mis pendientes")
    page.get_by_role("link", name=JORNADAS).click()
    dice(page, "¿Cuántas personas firmaron?")
    expect(page.get_by_label("Avance cualitativo")).to_have_value(TEXTO)
    expect(page.get_by_label("Cantidad del periodo")).to_have_count(0)
    expect(page.get_by_label("Con avance")).to_have_count(0)
    expect(page.get_by_label("Archivo", exact=True)).to_have_count(0)

    for parte in ("editar", "enviar", "soportes/adjuntar"):
        forzar(
            page,
            f"/seguimiento/avances/{avance.pk}/{parte}/"
            if parte != "enviar"
            else f"/seguimiento/avances/{avance.pk}/editar/",
        )
    avance.refresh_from_db()
    assert (avance.estado, avance.cantidad, avance.situacion, avance.motivo) == ("DEVUELTO", 2, "AVANCE", "")
    assert avance.texto == TEXTO

    page.reload()
    dice(page, "2")
    page.get_by_label("Avance cualitativo").fill(CORREGIDO)
    page.get_by_role("button", name="Enviar", exact=True).click()
    dice(page, "Envió el reporte de «1. ")
    avance.refresh_from_db()
    assert (avance.estado, avance.texto, avance.cantidad) == ("AVALADO", CORREGIDO, 2)


def forzar(page: Page, url: str) -> None:
    """Manda los campos cerrados como si la página los tuviera, con su sesión y su ficha contra falsificación."""
    page.evaluate(
        """async ([url, anterior]) => {
            const datos = new FormData();
            datos.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
            const pagina = document.querySelector("[name=pagina]").value;
            const campos = {pagina, cantidad: "99", "initial-cantidad": "2", situacion: "SIN_AVANCE",
                "initial-situacion": "AVANCE", motivo: "forzado", "initial-motivo": "", texto: anterior,
                "initial-texto": anterior, "soporte-url": "https://ejemplo.test/falso",
                "soporte-fecha_documento": "2026-01-01"};
            for (const [campo, valor] of Object.entries(campos)) datos.set(campo, valor);
            await fetch(url, {method: "POST", body: datos});
        }""",
        [url, TEXTO],
    )


def aceptar(camino: Camino, *avances: Avance) -> None:
    page = camino.de(PLANEACION)
    for avance in avances:
        ir_por_menu(page, "Revisión")
        page.get_by_role("link", name=avance.actividad.nombre).click()
        page.get_by_role("button", name="Aceptar").click()
        dice(page, f"Aceptó el reporte de «{avance.actividad}».")
    dice(page, "La bandeja está vacía")


# --- e. De la cifra a su evidencia ----------------------------------------------------------------------------


def llegar_de_la_cifra_a_la_evidencia(camino: Camino, corte: Corte) -> None:
    page = camino.de(PLANEACION)
    page.goto(f"/seguimiento/tablero/?corte={corte.pk}")
    page.get_by_role("navigation", name="Partes del tablero").get_by_role("link", name="Políticas").click()
    fila = page.get_by_role("row").filter(has_text=POLITICA).first
    cifra = fila.locator("[data-mipg-cifra=cumplimiento]")
    expect(cifra).to_contain_text("100,00")
    cifra.click()
    dice(page, "100,00")
    page.get_by_role("row").filter(has_text=JORNADAS).locator("[data-mipg-reporte]").click()
    personas = page.locator("[data-mipg-personas]")
    for papel, nombre in (("Reportó", ENLACE), ("Avaló", JEFE), ("Aceptó", PLANEACION)):
        expect(personas.locator("div", has_text=papel).last).to_contain_text(nombre)
    with page.expect_download() as descarga:
        page.locator("[data-mipg-evidencia]").get_by_role("link", name="listas.txt", exact=True).click()
    assert descarga.value.path().read_bytes() == LISTAS


# --- f, g, h. Cierre, informe y control -----------------------------------------------------------------------


def cerrar_el_corte(camino: Camino, corte: Corte) -> None:
    page = camino.de(PLANEACION)
    page.goto(f"/seguimiento/cortes/{corte.pk}/")
    confirmar(page, "Cerrar el corte", "Sí, cerrar el corte")
    dice(page, "quedó cerrado: sus cifras ya no cambian.")
    corte.refresh_from_db()
    assert re.fullmatch(r"[0-9a-f]{64}", corte.sha256)
    dice(page, corte.sha256)
    page.goto(f"/seguimiento/tablero/?corte={corte.pk}")
    dice(page, "Cifras congeladas")


def descargar_el_informe(camino: Camino) -> None:
    page = camino.de(JEFE)
    page.goto("/seguimiento/informes/pedir/")
    page.get_by_label("Una política").check()
    page.get_by_label("Política", exact=True).select_option(
        label=next(o for o in opciones(page, "Política") if POLITICA in o)
    )
    page.get_by_role("button", name="Generar el PDF").click()
    dice(page, "En espera de turno")
    tasks.generar_emision(int(urlsplit(page.url).path.strip("/").split("/")[-1]))
    page.reload()
    with page.expect_download() as descarga:
        page.get_by_role("link", name="Descargar el PDF").click()
    assert descarga.value.path().read_bytes().startswith(b"%PDF")
    assert descarga.value.suggested_filename.endswith(".pdf")


def control_interno_lee_todo_y_no_escribe_nada(camino: Camino, plan: Plan, avance: Avance) -> None:
    page = camino.de(CONTROL)
    ir_por_menu(page, "Administración")
    expect(page).to_have_url(f"{camino.sitio}/admin/")
    visitas = [
        ("/admin/", "Avance"),
        ("/admin/seguimiento/avance/", JORNADAS),
        (f"/admin/seguimiento/avance/{avance.pk}/change/", CORREGIDO),
        (f"/admin/seguimiento/avance/{avance.pk}/history/", ENLACE),
        ("/admin/planes/plan/", plan.nombre),
        (f"/admin/planes/plan/{plan.pk}/change/", plan.nombre),
        (f"/admin/planes/plan/{plan.pk}/history/", PLANEACION),
        ("/admin/bitacora/suceso/", "avalar"),
        (f"/planes/{plan.pk}/", JORNADAS),
        (f"/seguimiento/avances/{avance.pk}/", CORREGIDO),
    ]
    escribir = re.compile(r"Guardar|Agregar|Añadir|Eliminar|Modificar|Editar|Devolver|Aceptar|Enviar")
    for url, texto in visitas:
        assert page.goto(url).status == 200, url
        expect(page.locator("body")).to_contain_text(texto)
        # Enlaces y botones a la vista, con el texto que muestran.
        pulsables = page.locator("a, button, input[type=submit]").evaluate_all(
            "todos => todos.filter(e => e.checkVisibility()).map(e => e.value || e.innerText)"
        )
        ofrece = [texto for texto in pulsables if escribir.search(texto)]
        assert not ofrece, f"{url} le ofrece a Control Interno: {ofrece}"


# --- El camino ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_el_camino_del_plan_al_corte_cerrado(new_context, sitio, consola, monkeypatch):
    consola.permitir("status of 422")  # la contraseña corta y lo mandado a la fuerza
    call_command("sembrar", verbosity=0)
    camino = Camino(sitio, new_context)

    crear_la_administradora(monkeypatch)
    cargar_personas_con_un_error_y_corregirlo(camino)
    nombrar_a_quienes_nadie_puede_confirmar()
    aceptar_la_invitacion(camino, PLANEACION)
    confirmar_al_jefe(camino)
    for nombre in (ENLACE, JEFE, CONTROL):
        aceptar_la_invitacion(camino, nombre)
    assert Usuario.objects.count() == 5
    abrir_la_vigencia(camino)
    designar_al_enlace(camino)

    plan = crear_el_plan(camino)
    importar_el_plan_corrigiendo_lo_que_no_se_entendio(camino, plan)
    importar_lo_mismo_no_cambia_nada(camino, plan)
    importar_el_corregido_muestra_la_diferencia(camino, plan)
    editar_una_actividad_a_mano(camino, plan)
    assert Actividad.objects.get(plan=plan, numero="3").nombre == f"{CLIMA} de la entidad"

    enviar_el_plan(camino, plan)
    devolverlo_con_una_observacion(camino, plan)
    corregir_y_enviar_de_nuevo(camino, plan)
    aprobar_y_publicar(camino, plan)

    corte = abrir_el_corte(camino)
    con_soporte, con_reserva = reportar_con_soporte(camino), reportar_con_reserva(camino)
    avalar(camino, con_soporte, con_reserva)
    devolver_un_campo(camino, con_soporte)
    corregir_solo_lo_devuelto(camino, con_soporte)
    aceptar(camino, con_soporte, con_reserva)

    llegar_de_la_cifra_a_la_evidencia(camino, corte)
    cerrar_el_corte(camino, corte)
    descargar_el_informe(camino)
    control_interno_lee_todo_y_no_escribe_nada(camino, plan, con_soporte)
