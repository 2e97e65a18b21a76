"""Cada página con datos de verdad, como la ve cada rol y en cada estado: accesible, entera, liviana y con su título.

La demostración, engrosada a unas 400 actividades. Las páginas que sólo cambian por el rol, y las que no muestran datos
(textos fijos, formularios vacíos), las recorre `test_variantes` con las mismas comprobaciones.
Con `CAPTURAS=/tmp/capturas` en el entorno deja además una imagen de cada página a 1280 y a 360 píxeles.
"""

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from furag.models import Medicion, Recomendacion
from mipg.avisos.acciones import invitar
from mipg.avisos.models import Mensaje
from mipg.expediente.acciones import emitir, pedir_emision, recibir_importacion
from mipg.expediente.models import Documento
from mipg.usuarios.acciones import crear_persona
from mipg.usuarios.dependencias import DESTINO as DEPENDENCIAS
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.personas import DESTINO as PERSONAS
from mipg.usuarios.roles import Rol
from planes.acciones.importaciones import DESTINO as ACTIVIDADES
from planes.acciones.salidas import retirar
from planes.models import Actividad, Plan
from politicas.fuentes import DESTINO as FUENTES
from politicas.models import EnlacePolitica, Fuente, Jornada, Politica, ResponsabilidadPolitica
from seguimiento.demostracion.personas import DOMINIO
from seguimiento.informes import plan_de_accion
from seguimiento.models import Avance, Corte
from tests import demostrada
from tests.navegador.recorrido import PERMITIDOS, Pagina, Recorrido
from tests.planes.archivos import excel, fila

DE_UNA_ALCALDIA = 400  # actividades de una vigencia

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]


# --- Lo que hay -----------------------------------------------------------------------------------------------


def ruta(nombre: str, *argumentos, consulta: str = "", **opciones) -> Pagina:
    """La página de una URL por su nombre."""
    return Pagina(nombre + consulta, reverse(nombre, args=argumentos) + consulta, **opciones)


def enviar_vacio(boton: str) -> Callable:
    """Vacía los campos del formulario y lo envía, para ver la página con sus errores."""

    def llenar(page) -> None:
        page.evaluate(
            """() => document.querySelectorAll("main :is(input:not([type=hidden]), textarea, select)").forEach(c => {
                if (c.type === "checkbox" || c.type === "radio") c.checked = false; else c.value = "";
            })"""
        )
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=boton, exact=True).first.click()

    return llenar


def abrir_desplegables(page) -> None:
    """Deja abierto todo lo que se pliega, menos los «?» de ayuda, que se abren de a uno encima de la página."""
    page.evaluate("() => document.querySelectorAll('main details:not(.termino)').forEach(d => { d.open = true; })")


def _campos(fila) -> dict:
    """Los valores de una fila, sin su clave primaria."""
    return {c.attname: getattr(fila, c.attname) for c in fila._meta.concrete_fields if not c.primary_key}


class Demostracion:
    """La demostración sembrada, con lo que le falta para que exista cada página."""

    def __init__(self):
        call_command("sembrar", verbosity=0)
        self.ahora = timezone.now()
        demostrada.sembrar(self.ahora)
        self.abierto = Corte.objects.abierto()
        self._engrosar()
        self.cerrado = Corte.objects.filter(estado=Corte.Estado.CERRADO).order_by("pk").last()
        self.programado = Corte.objects.filter(estado=Corte.Estado.PROGRAMADO).first()
        self.planeacion = self.quien("planeacion")
        self.talento = Dependencia.objects.get(nombre="Dirección Administrativa de Talento Humano")
        self.jefe, self.enlace = self.quien("jefe.talento.humano"), self.quien("enlace.talento.humano")
        self.invitado = crear_persona(
            email="nueva@ejemplo.test", nombre="Nadia Nueva de Ejemplo", por=self.planeacion, ahora=self.ahora
        )
        invitar(persona=self.invitado, por=self.planeacion, ahora=self.ahora)
        self.borrador = Plan.objects.filter(estado=Plan.Estado.BORRADOR, actividades__isnull=False).first()
        publicados = Plan.objects.filter(estado=Plan.Estado.PUBLICADO, vigencia=self.abierto.vigencia)
        # El que lleva seguimientos propios se recorre publicado.
        publicado = publicados.filter(seguimientos_propios=None).last()
        self.retirado = retirar(
            plan=publicado, motivo="No era.", version=publicado.version, por=self.planeacion, ahora=self.ahora
        )
        self.con_errores = self._archivo(
            ACTIVIDADES,
            self.borrador.pk,
            "plan con errores.xlsx",
            excel(
                fila(1, "Publicar los informes", dependencia="Despacho del Viento"),
                fila(2, "", meta="muchos"),
                titulos=("No.", "Actividad", "Cuánto habrá", "Unidad", "Fecha inicio", "Fecha fin", "Responsable"),
            ),
        )
        self.sin_errores = self._archivo(
            ACTIVIDADES, self.borrador.pk, "plan.xlsx", excel(fila(1, "Publicar los informes"), fila(2, "Medir"))
        )
        self.personas_mal = self._archivo(
            PERSONAS, None, "mal.csv", b"Nombre;Correo;Dependencia;Rol\nAna;ana;Inventada;Mago\n"
        )
        self.personas_bien = self._archivo(
            PERSONAS, None, "bien.csv", b"Nombre;Correo;Oficina;Rol\nAna;ana@ejemplo.test;Secretaria General;Enlace\n"
        )
        self.dependencias = self._archivo(
            DEPENDENCIAS, None, "dependencias.csv", b"Dependencia;Superior;Alias\nOficina de Prensa;;Prensa\n"
        )
        self.acto = self._archivo(
            FUENTES, None, "acto.csv", "Política;Papel;Responsable\nIntegridad;Líder;Secretaría General\n".encode()
        )
        self.pedida = self._emision("Plan de acción por pedir", {})
        parametros = plan_de_accion.Pedido(
            vigencia=self.cerrado.vigencia, dependencia=self.talento, politica=None, corte=self.cerrado
        ).parametros()
        self.lista = self._emision("Plan de acción listo", parametros)
        emitir(emision=self.lista, generar=lambda _: (b"%PDF-1.7 de prueba", 1), ahora=self.ahora)

    def _engrosar(self) -> None:
        """Repite lo formulado y lo reportado hasta el tamaño de una alcaldía: unas 400 actividades en la vigencia.

        Directo en la base: son filas para pesar páginas, no una historia.
        """
        suyas = Actividad.objects.filter(plan__vigencia=self.abierto.vigencia, plan__estado="PUBLICADO")
        originales = list(suyas.order_by("pk"))
        for vuelta in range(1, 1 + DE_UNA_ALCALDIA // len(originales)):
            copias = [
                Actividad(**(_campos(a) | {"numero": f"{a.numero}.{vuelta}", "orden": a.orden + 100 * vuelta}))
                for a in originales
            ]
            nuevas = dict(zip((a.pk for a in originales), Actividad.objects.bulk_create(copias), strict=True))
            reportes = Avance.objects.filter(actividad__in=originales).order_by("pk")
            Avance.objects.bulk_create(
                Avance(**(_campos(a) | {"actividad_id": nuevas[a.actividad_id].pk})) for a in reportes
            )

    @staticmethod
    def quien(nombre: str) -> Usuario:
        """La persona de demostración de ese correo."""
        return Usuario.objects.get(email=f"{nombre}@{DOMINIO}")

    def _archivo(self, destino: str, objeto: int | None, nombre: str, contenido: bytes):
        return recibir_importacion(
            destino=destino, objeto_id=objeto, nombre=nombre, contenido=contenido, por=self.planeacion, ahora=self.ahora
        )

    def _emision(self, titulo: str, parametros: dict):
        return pedir_emision(
            informe=plan_de_accion.INFORME, titulo=titulo, parametros=parametros, por=self.jefe, ahora=self.ahora
        )

    def avance(self, estado: str, *, de: Dependencia | None = None, corte: Corte | None = None) -> Avance:
        """Un reporte del corte (por defecto el abierto) en ese estado; si se puede, de esa dependencia."""
        todos = Avance.objects.filter(corte=corte or self.abierto, estado=estado).select_related("actividad")
        return todos.filter(actividad__dependencia=de).first() or todos.first()

    def enlace_de(self, avance: Avance) -> Usuario:
        """El enlace de la dependencia que lo reporta."""
        return Usuario.objects.filter(
            asignaciones__rol="enlace", asignaciones__dependencia=avance.actividad.dependencia_id
        ).first()

    def plan(self, estado: str, **filtro) -> Plan:
        """Un plan de la vigencia en curso en ese estado."""
        return Plan.objects.filter(estado=estado, vigencia=self.abierto.vigencia, **filtro).first()


# --- Quién ve qué ---------------------------------------------------------------------------------------------


def publicas(d: Demostracion) -> Iterator[Pagina]:
    """El micrositio, con lo publicado de verdad."""
    yield ruta("portal:micrositio")
    yield ruta("portal:actores")
    yield ruta("portal:que_es_mipg")
    yield ruta("portal:ciclo_publico")
    yield ruta("portal:verificacion", consulta="?codigo=NOEXISTE", http=422)
    yield ruta("portal:verificacion", consulta=f"?codigo={d.lista.codigo}")
    yield ruta("portal:mapa_sitio")
    yield ruta("portal:dimension_publica", 1)
    yield ruta("portal:dimension_publica", 3)
    yield ruta("portal:politica_publica", 1)
    yield ruta("portal:politica_publica", 19)
    yield ruta("portal:plan_publico_lista")
    yield ruta("portal:plan_publico", d.plan("PUBLICADO", clase=Plan.Clase.ACCION_POLITICA).pk)
    yield ruta("portal:plan_publico", d.retirado.pk, http=410)
    yield ruta("portal:institucional_publico_lista")
    yield ruta("portal:jornada_publica_lista")
    yield ruta("portal:resultado_publico")
    yield ruta("portal:ficha_publica", "POL01")


def de_nadie(d: Demostracion) -> Iterator[Pagina]:
    yield from publicas(d)
    yield Pagina("account_login con errores", reverse("account_login"), llenar=enviar_vacio("Ingresar"))
    enlace = next(trozo for trozo in Mensaje.objects.latest("pk").texto.split() if "/cuenta/" in trozo)
    yield Pagina("contraseña nueva", urlsplit(enlace).path)
    yield ruta("seguimiento:tablero")


def de_enlace(d: Demostracion) -> Iterator[Pagina]:
    yield ruta("portal:inicio")
    yield ruta("portal:ciclo")
    yield ruta("portal:pendientes")
    yield ruta("portal:cuenta_detalle")
    yield ruta("portal:busqueda", consulta="?q=plan")
    yield ruta("portal:busqueda", consulta="?q=nadaqueaparezca")
    yield ruta("planes:plan_lista")
    yield ruta("planes:plan_detalle", d.plan("PUBLICADO", dependencia=d.talento).pk)
    yield ruta("seguimiento:avance_lista")
    yield ruta("seguimiento:avances_enviar")
    yield ruta("seguimiento:corte_detalle", d.abierto.pk)
    yield ruta("seguimiento:avance_detalle", d.avance("ACEPTADO", de=d.talento, corte=d.cerrado).pk)
    yield ruta("expediente:documento_detalle", Documento.objects.filter(dependencia=d.talento).first().pk)
    yield ruta("politicas:politica_lista")
    yield ruta("politicas:politica_detalle", Politica.objects.first().pk)
    yield Pagina("404", "/no-existe/", http=404)


def de_quien_reporta(d: Demostracion, estado: str) -> Iterator[Pagina]:
    avance = d.avance(estado)
    yield ruta("seguimiento:avance_editar", avance.pk, llenar=abrir_desplegables)
    yield ruta("seguimiento:avance_detalle", avance.pk)
    if estado == "PENDIENTE":
        yield Pagina(
            "avance_editar con errores",
            reverse("seguimiento:avance_editar", args=[avance.pk]),
            http=200,
            llenar=enviar_vacio("Enviar"),
        )


def de_jefe(d: Demostracion) -> Iterator[Pagina]:
    yield ruta("portal:inicio")
    yield ruta("portal:pendientes")
    yield ruta("seguimiento:revision_lista")
    yield ruta("seguimiento:tablero")
    yield ruta("seguimiento:informe_pedir")
    yield ruta("expediente:emision_lista")
    yield ruta("expediente:emision_detalle", d.lista.pk)
    yield ruta("expediente:emision_detalle", d.pedida.pk)
    enviado = d.avance("ENVIADO", de=d.talento)
    if enviado.actividad.dependencia_id == d.talento.pk:
        yield ruta("seguimiento:avance_revisar", enviado.pk, llenar=abrir_desplegables)


def de_planeacion(d: Demostracion) -> Iterator[Pagina]:
    yield ruta("portal:inicio")
    yield ruta("portal:ciclo")
    yield ruta("portal:pendientes")
    yield ruta("portal:busqueda", consulta="?q=gestion")
    yield ruta("portal:busqueda", consulta="?q=ejemplo&en=actividades")
    for rol in Rol:
        yield ruta("portal:guia", rol)
    yield ruta("seguimiento:corte_lista")
    yield ruta("seguimiento:corte_detalle", d.abierto.pk, llenar=abrir_desplegables)
    yield ruta("seguimiento:corte_detalle", d.cerrado.pk)
    if d.programado:
        yield ruta("seguimiento:corte_detalle", d.programado.pk)
        yield ruta("seguimiento:corte_editar", d.programado.pk)
    yield ruta("seguimiento:corte_ampliar", d.abierto.pk)
    yield Pagina(
        "vigencia_crear con errores",
        reverse("seguimiento:vigencia_crear"),
        llenar=enviar_vacio("Abrir la vigencia"),
    )
    yield ruta("seguimiento:revision_lista")
    yield ruta("seguimiento:avance_revisar", d.avance("AVALADO").pk, llenar=abrir_desplegables)
    yield ruta("seguimiento:avance_detalle", d.avance("ACEPTADO").pk, llenar=abrir_desplegables)
    yield ruta("seguimiento:avance_lista")
    yield ruta("seguimiento:avance_lista", consulta="?q=nadaqueaparezca")
    yield from _tableros(d)
    yield ruta("planes:plan_lista")
    yield ruta("planes:plan_lista", consulta="?q=nadaqueaparezca")
    yield ruta("planes:institucional_lista")
    yield ruta("planes:plan_detalle", d.plan("PUBLICADO", seguimientos_propios__isnull=False).pk)
    yield ruta("seguimiento:vigencia_cronograma", d.abierto.vigencia_id, llenar=abrir_desplegables)
    yield ruta("seguimiento:vigencia_cerrar", d.abierto.vigencia_id)
    yield ruta("seguimiento:vigencia_deshacer", d.abierto.vigencia_id)
    yield Pagina("plan_crear con errores", reverse("planes:plan_crear"), llenar=enviar_vacio("Crear plan"))
    yield ruta("planes:plan_detalle", d.borrador.pk, llenar=abrir_desplegables)
    yield ruta("planes:plan_detalle", d.plan("DEVUELTO").pk)
    en_revision = d.plan("EN_REVISION")
    yield ruta("planes:plan_detalle", en_revision.pk)
    yield ruta("planes:plan_devolver", en_revision.pk)
    yield ruta("planes:plan_aprobar", en_revision.pk)
    por_completar = Plan.objects.filter(acto=Plan.Acto.PENDIENTE).first()
    yield ruta("planes:plan_detalle", por_completar.pk)
    yield ruta("planes:plan_acto_completar", por_completar.pk)
    yield ruta("planes:plan_importar", d.borrador.pk)
    yield ruta("planes:importacion_detalle", d.con_errores.pk, llenar=abrir_desplegables)
    yield ruta("planes:importacion_detalle", d.sin_errores.pk)
    actividad = d.borrador.actividades.first()
    yield ruta("planes:plan_formular", d.borrador.pk)
    yield ruta("planes:actividad_editar", actividad.pk, llenar=abrir_desplegables)
    yield ruta("planes:actividad_enlace_asignar", actividad.pk)
    yield ruta("usuarios:persona_lista")
    yield Pagina("persona_crear con errores", reverse("usuarios:persona_crear"), llenar=enviar_vacio("Crear persona"))
    yield ruta("usuarios:persona_detalle", d.invitado.pk)
    yield ruta("usuarios:persona_detalle", d.enlace.pk)
    yield ruta("usuarios:persona_editar", d.enlace.pk)
    yield ruta("usuarios:persona_desactivar", d.enlace.pk)
    yield ruta("usuarios:asignacion_crear", d.enlace.pk)
    yield ruta("usuarios:asignacion_anular", d.enlace.asignaciones.first().pk)
    yield ruta("usuarios:asignacion_terminar", d.enlace.asignaciones.first().pk)
    yield ruta("portal:dependencias_importacion", d.dependencias.pk)
    yield ruta("portal:personas_importacion", d.personas_mal.pk)
    yield ruta("portal:personas_importacion", d.personas_bien.pk)
    yield ruta("portal:aviso_ensayo")
    yield ruta("portal:correo_lista")
    yield ruta("portal:correo_detalle", Mensaje.objects.first().pk)
    yield ruta("portal:galeria")
    yield ruta("politicas:politica_lista")
    yield ruta("politicas:politica_detalle", Politica.objects.first().pk)
    fase = ResponsabilidadPolitica.objects.filter(rol="FASE").first()
    yield ruta("politicas:politica_detalle", fase.politica_id)
    yield ruta("politicas:fase_terminar", d.abierto.vigencia.anio, fase.pk)
    yield ruta("politicas:fuente_lista")
    acto = Fuente.objects.filter(clase="ACTO").first()
    yield ruta("politicas:fuente_detalle", acto.pk)
    yield ruta("politicas:fuente_retirar", acto.pk)
    yield ruta("portal:fuentes_importar")
    yield ruta("portal:fuentes_importacion", d.acto.pk)
    yield ruta("politicas:enlace_lista")
    yield ruta("politicas:enlace_designar")
    enlace = EnlacePolitica.objects.first()
    yield ruta("politicas:enlace_terminar", enlace.pk)
    yield ruta("politicas:enlace_retirar", enlace.pk)
    yield from _medicion(d)


def _medicion(d: Demostracion) -> Iterator[Pagina]:
    """La medición, el mejoramiento y las jornadas."""
    anio = Medicion.objects.latest("anio").anio
    for codigo in ("IDI", "D1", "POL07"):
        yield ruta("furag:resultado_detalle", anio, codigo)
    yield ruta("furag:recomendacion_lista")
    yield ruta("furag:recomendacion_detalle", Recomendacion.objects.filter(acciones__isnull=False).first().pk)
    yield ruta("politicas:jornada_lista")
    for jornada in (Jornada.objects.por_registrar(date.max).first(), Jornada.objects.realizadas().first()):
        yield ruta("politicas:jornada_detalle", jornada.pk)
    yield ruta("politicas:jornada_editar", jornada.pk, llenar=abrir_desplegables)
    por_registrar = Jornada.objects.por_registrar(date.max).first().pk
    yield Pagina(
        "jornada_realizar con errores",
        reverse("politicas:jornada_realizar", args=[por_registrar]),
        llenar=enviar_vacio("Registrar la jornada"),
    )


def _tableros(d: Demostracion) -> Iterator[Pagina]:
    yield ruta("seguimiento:tablero")
    yield ruta("seguimiento:tablero", consulta=f"?corte={d.cerrado.pk}")
    yield ruta("seguimiento:actividad_lista", consulta=f"?corte={d.cerrado.pk}")
    yield ruta("seguimiento:actividad_lista", consulta="?q=nadaqueaparezca")
    plan = d.avance("ACEPTADO", corte=d.cerrado).actividad.plan
    yield ruta("seguimiento:plan_avance", plan.pk, consulta=f"?corte={d.cerrado.pk}")
    yield ruta("seguimiento:actividad_avance", plan.actividades.first().pk)
    yield ruta("seguimiento:politica_avance", plan.politica_id or Politica.objects.first().pk)
    yield ruta("seguimiento:dependencia_avance", d.talento.pk)


def de_comite(d: Demostracion) -> Iterator[Pagina]:
    yield ruta("portal:inicio")
    yield from _tableros(d)


def de_control_interno(d: Demostracion) -> Iterator[Pagina]:
    yield ruta("portal:inicio")
    yield ruta("portal:ciclo")
    yield ruta("portal:control_lista", consulta="?desde=2020-01-01")
    yield ruta("portal:control_lista", consulta="?texto=nadaqueaparezca")
    yield ruta("seguimiento:corte_detalle", d.cerrado.pk)
    yield from _tableros(d)
    aceptado = d.avance("ACEPTADO", corte=d.cerrado)
    yield ruta("seguimiento:avance_detalle", aceptado.pk)
    yield ruta("admin:seguimiento_avance_changelist")
    yield ruta("admin:seguimiento_avance_change", aceptado.pk)
    yield ruta("admin:seguimiento_avance_history", aceptado.pk)
    yield ruta("admin:planes_plan_changelist")
    yield ruta("admin:planes_plan_change", d.borrador.pk)
    yield ruta("admin:bitacora_suceso_changelist")


def de_administrador(d: Demostracion) -> Iterator[Pagina]:
    yield ruta("portal:inicio")
    yield ruta("usuarios:persona_lista")
    yield ruta("admin:usuarios_dependencia_changelist")
    yield ruta("admin:usuarios_dependencia_change", d.talento.pk)
    yield ruta("admin:avisos_mensaje_changelist")
    yield ruta("portal:estado")


# --- Recorrido ------------------------------------------------------------------------------------------------


@pytest.fixture
def recorrido(axe, sitio, consola) -> Recorrido:
    """Un recorrido vacío, que espera los errores que las páginas dan a propósito."""
    consola.permitir(*PERMITIDOS)
    return Recorrido(axe, sitio, consola)


# Una y no una por rol: sembrar la demostración cuesta lo que treinta páginas, y las demás pruebas corren a la vez.
def test_cada_pagina_de_cada_rol_es_accesible_entera_y_liviana(recorrido, pagina_de, new_context, sitio):
    d, recorrer = Demostracion(), recorrido.recorrer
    recorrer("nadie", new_context(base_url=sitio).new_page(), de_nadie(d))
    recorrer("planeacion", pagina_de(d.planeacion), de_planeacion(d))
    recorrer("enlace", pagina_de(d.enlace), de_enlace(d))
    for estado in ("PENDIENTE", "BORRADOR", "DEVUELTO"):
        persona = d.enlace_de(d.avance(estado))
        recorrer(f"enlace-{estado.lower()}", pagina_de(persona), de_quien_reporta(d, estado))
    recorrer("jefe", pagina_de(d.jefe), de_jefe(d))
    recorrer("comite", pagina_de(d.quien("comite")), de_comite(d))
    recorrer("articulador", pagina_de(d.quien("articulacion")), [ruta("portal:inicio")])
    recorrer("control", pagina_de(d.quien("control.interno")), de_control_interno(d))
    recorrer("administrador", pagina_de(d.quien("administracion")), de_administrador(d))
    recorrido.comprobar(*recorrido.faltas_de_titulo)
