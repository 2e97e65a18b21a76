"""El hilo que nadie cierra, como lo anda su gente por las páginas: de los resultados de un año a los del siguiente."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from furag.modelo import nombres_del_modelo
from furag.models import AccionMejora, Carga, Medicion, Recomendacion
from mipg.expediente.models import Importacion
from planes.models import Plan
from politicas.models import Jornada, Politica, ResponsabilidadPolitica, SerieMetodologica, VersionModelo
from seguimiento.demostracion import archivos
from seguimiento.models import Avance
from tests import fabricas as f

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]
CODIGO = "POL07"


def archivo(nombre: str, contenido: bytes) -> dict:
    """Un archivo como lo elige una persona."""
    return {"name": nombre, "mimeType": "application/octet-stream", "buffer": contenido}


class Persona:
    """Lo que una persona hace en sus páginas; cada una es accesible.

    `miradas`: las que ya se miraron con axe, por su nombre; es de todas las personas.
    """

    def __init__(self, page, axe, miradas: set[str]):
        self.page, self._axe, self._miradas = page, axe, miradas

    def abrir(self, nombre: str, *argumentos, consulta: str = ""):
        """Abre la página de una URL y, la primera vez que alguien la abre, exige que sea accesible."""
        respuesta = self.page.goto(reverse(nombre, args=argumentos) + consulta)
        faltas = [] if nombre in self._miradas else self._axe(self.page)
        self._miradas.add(nombre)
        assert (respuesta.status, faltas) == (200, []), nombre
        return self.page

    def confirmar(self, texto: str, boton: str) -> None:
        """Despliega una acción que pide confirmación y la confirma."""
        caja = self.page.locator("details.confirmar", has_text=texto)
        caja.locator("summary").click()
        caja.get_by_role("button", name=boton).click()

    def enviar(self, boton: str, **campos) -> None:
        """Llena los campos de la página, por su nombre, y pulsa el botón."""
        principal = self.page.get_by_role("main")
        for nombre, valor in campos.items():
            campo = principal.locator(f'[name="{nombre}"]')
            clase = campo.first.evaluate("c => c.type")
            if clase in ("radio", "checkbox"):
                principal.locator(f'[name="{nombre}"][value="{valor}"]').check()
            elif clase == "file":
                campo.set_input_files(valor)
            elif clase.startswith("select"):
                campo.select_option(str(valor))
            else:
                campo.fill(str(valor))
        principal.get_by_role("button", name=boton, exact=True).first.click()

    def ve(self, *textos: str) -> None:
        """La página lo dice."""
        for texto in textos:
            expect(self.page.get_by_role("main")).to_contain_text(texto)


@pytest.fixture
def m(pagina_de, axe) -> SimpleNamespace:
    """El catálogo, el año en curso y una persona de cada rol; la política y de quién es."""
    call_command("sembrar", verbosity=0)
    hoy = timezone.localdate()
    vigencia = f.vigencia(hoy.year, version=VersionModelo.objects.activa())
    politica = Politica.objects.de_vigencia(vigencia).get(codigo_furag=CODIGO)
    responde = ResponsabilidadPolitica.objects.que_responden(hoy.year).get(politica=politica)
    oficina, miradas = responde.dependencia, set()
    f.corte(4, de=vigencia, fecha_corte=hoy, abre=hoy, cierra=hoy + timedelta(days=10))

    def de(rol: str, en=None) -> Persona:
        return Persona(pagina_de(f.persona(rol, en)), axe, miradas)

    return SimpleNamespace(
        hoy=hoy, anio=hoy.year - 1, vigencia=vigencia, politica=politica, oficina=oficina,
        planeacion=de("planeacion"), jefe=de("jefe", oficina), control=de("control_interno"), comite=de("comite"),
        enlace=de("enlace", oficina), general=de("secretaria_general"),
    )  # fmt: skip


def _medir(m: SimpleNamespace, anio: int) -> None:
    """Planeación crea la medición, sube sus resultados y dice cuál fila es la nuestra."""
    m.planeacion.abrir("furag:medicion_crear")
    serie = SerieMetodologica.objects.order_by("-desde").first()
    m.planeacion.enviar("Guardar", anio=anio, anio_captura=anio + 1, version=m.vigencia.version_id, serie=serie.pk)
    m.planeacion.page.wait_for_url(f"**{reverse('furag:medicion_detalle', args=[anio])}")
    medicion = Medicion.objects.get(anio=anio)
    contenido = archivos.resultados(anio, nombres_del_modelo(medicion))
    m.planeacion.abrir("furag:resultado_importar", anio)
    m.planeacion.enviar("Subir y revisar", archivo=archivo(f"Resultados_vig{anio}_territorio.xlsx", contenido))
    m.planeacion.page.wait_for_url("**/importaciones/**")
    carga = Carga.objects.get(medicion=medicion)
    m.planeacion.abrir("furag:carga_confirmar", carga.pk)
    m.planeacion.enviar("Confirmar los resultados", propia=carga.filas.get(nombre=archivos.PROPIA).pk)
    m.planeacion.ve("DATO DE EJEMPLO")


def _recomendar(m: SimpleNamespace) -> None:
    """Planeación importa las recomendaciones; el jefe acoge las suyas."""
    m.planeacion.abrir("furag:recomendacion_importar")
    libro = archivos.recomendaciones(m.anio, [m.politica])
    medicion = Medicion.objects.get(anio=m.anio)
    m.planeacion.enviar("Subir y revisar", medicion=medicion.pk, archivo=archivo(archivos.DE_LA_PROPIA, libro))
    m.planeacion.page.wait_for_url("**/entregas/**")
    m.planeacion.enviar("Confirmar e importar")
    m.planeacion.ve("Esta entrega ya se aplicó")
    m.jefe.abrir("furag:recomendacion_lista")
    for casilla in m.jefe.page.locator('[name="recomendacion"]').all():
        casilla.check()
    m.jefe.enviar("Aplicar a las elegidas", hacer="acoger")
    m.jefe.abrir("furag:recomendacion_lista", consulta="?estado=ACOGIDA")
    m.jefe.ve("Acogida")


def _formular(m: SimpleNamespace) -> Plan:
    """El jefe formula una acción y envía el plan; Planeación lo aprueba y el jefe lo suscribe."""
    suyas = Recomendacion.objects.filter(estado="ACOGIDA").order_by("pk")
    consulta = "?" + "&".join(f"recomendacion={una.pk}" for una in suyas)
    m.jefe.abrir("furag:mejora_crear", consulta=consulta)
    base = AccionMejora._meta.get_field("linea_base").to_python(
        Carga.objects.get().propia.puntajes.get(columna__codigo=CODIGO).valor
    )
    fin = m.hoy.replace(month=12, day=31)
    m.jefe.enviar(
        "Formular la acción", causa="Nadie lo tenía a cargo.", nombre="Levantar el inventario", meta=1,
        unidad="inventario", indicador="Inventario adoptado", responsable=m.oficina.pk,
        fecha_inicio=m.hoy.isoformat(), fecha_fin=fin.isoformat(), indice=CODIGO, esperado=min(100, int(base) + 5),
    )  # fmt: skip
    m.jefe.ve("Levantar el inventario")
    plan = Plan.objects.get(clase=Plan.Clase.MEJORAMIENTO)
    m.jefe.abrir("planes:plan_detalle", plan.pk)
    m.jefe.confirmar("Enviar a revisión", "Sí, enviar")
    m.jefe.ve("En revisión")
    m.planeacion.abrir("planes:plan_aprobar", plan.pk)
    m.planeacion.enviar("Aprobar el plan", acto="SESION", acto_numero="001 de ejemplo", acto_fecha=m.hoy.isoformat())
    m.planeacion.ve("Aprobado")
    m.jefe.abrir("furag:plan_suscribir", plan.pk)
    m.jefe.enviar("Suscribir")
    m.jefe.abrir("furag:mejora_lista", plan.pk)
    m.jefe.ve("Suscrita")
    return plan


def _reportar(m: SimpleNamespace) -> AccionMejora:
    """El enlace reporta lo que hizo con su soporte, el jefe lo avala y Planeación lo acepta."""
    mejora, page = AccionMejora.objects.get(), m.enlace.page
    m.enlace.abrir("seguimiento:actividad_avance", mejora.actividad_id)
    m.enlace.confirmar("Adelantar", "Sí, adelantar")
    page.get_by_label("Con avance").check()
    page.get_by_label("Cantidad del periodo").fill("1")
    page.get_by_label("Avance cualitativo").fill("El inventario quedó adoptado.")
    expect(page.get_by_role("status").filter(has_text="Guardado")).to_be_visible()
    page.get_by_label("Archivo", exact=True).set_input_files(archivo("inventario.txt", b"Uno\nDos\n"))
    page.get_by_label("Fecha del documento").fill(m.hoy.isoformat())
    page.get_by_role("button", name="Adjuntar").click()
    expect(page.get_by_role("link", name="inventario.txt", exact=True)).to_be_visible()
    page.get_by_role("button", name="Enviar", exact=True).click()
    m.enlace.ve("Envió el reporte de «")
    avance = Avance.objects.get(actividad=mejora.actividad_id)
    for persona, boton, dice in ((m.jefe, "Avalar", "Avaló"), (m.planeacion, "Aceptar", "Aceptó")):
        persona.abrir("seguimiento:avance_revisar", avance.pk)
        persona.enviar(boton)
        persona.ve(f"{dice} el reporte de «")
    m.planeacion.abrir("seguimiento:mejora_avance", mejora.pk)
    m.planeacion.ve("Ejecutada")
    return mejora


def _verificar(m: SimpleNamespace, mejora: AccionMejora) -> None:
    """Planeación verifica con su soporte, recomendación por recomendación, y Control Interno dice si está conforme."""
    m.planeacion.abrir("furag:mejora_verificar", mejora.pk)
    cumplen = {f"cumple_{una.recomendacion_id}": "si" for una in mejora.atenciones.all()}
    campos = {"cumplida": "si", "nota": "Se revisó.", "url": "https://ejemplo.test/acta"}
    m.planeacion.enviar("Guardar la verificación", fecha_documento=m.hoy.isoformat(), **campos, **_por_pk(m, cumplen))
    m.planeacion.ve("Cumplida")
    m.control.abrir("furag:mejora_conceptuar", mejora.pk)
    m.control.enviar("Emitir el concepto", favorable="si", nota="Se revisó la muestra.")
    m.control.ve("Conforme")


def _por_pk(m: SimpleNamespace, cumplen: dict) -> dict:
    nombres = m.planeacion.page.eval_on_selector_all(
        'main [name^="cumple_"]', "campos => [...new Set(campos.map(c => c.name))]"
    )
    assert len(nombres) == len(cumplen)
    return dict.fromkeys(nombres, "si")


def _socializar(m: SimpleNamespace) -> None:
    """Secretaría General programa la jornada de los resultados y registra cuántas personas fueron."""
    consulta = f"?tipo=SOCIALIZACION&vigencia_medida={m.anio}&politica={m.politica.pk}"
    m.general.abrir("politicas:jornada_crear", consulta=consulta)
    m.general.enviar(
        "Programar la jornada", titulo="Los resultados", fecha=m.hoy.isoformat(), dependencia=m.oficina.pk,
        publico="Líderes de política",
    )  # fmt: skip
    m.general.ve("Programada")
    m.general.abrir("politicas:jornada_realizar", Jornada.objects.get().pk)
    m.general.enviar("Registrar la jornada", asistentes=31, archivo=archivo("lista.txt", b"Uno\nDos\n"))
    m.general.ve("31 personas", "lista.txt")


def test_de_los_resultados_de_un_anio_a_los_del_siguiente_como_lo_anda_cada_rol(m):
    _medir(m, m.anio)
    m.comite.abrir("furag:resultado_detalle", m.anio, CODIGO)
    m.comite.ve("DATO DE EJEMPLO")
    _recomendar(m)
    _socializar(m)
    _formular(m)
    mejora = _reportar(m)
    _verificar(m, mejora)
    # Espera mover un índice: hasta que no haya otra medición nadie dice si fue efectiva.
    _medir(m, m.anio + 1)
    m.control.abrir("furag:mejora_conceptuar", mejora.pk)
    m.control.enviar("Emitir el concepto", favorable="si", nota="Desapareció la causa.")
    m.control.ve("Efectiva")
    m.jefe.abrir("seguimiento:recomendacion_hilo", Recomendacion.objects.first().pk)
    m.jefe.ve("no prueba que lo causara")
    m.comite.abrir("seguimiento:brecha_lista")
    m.comite.abrir("seguimiento:ficha_politica", m.politica.pk)
    assert Importacion.objects.filter(estado="APLICADA").count() == 3
