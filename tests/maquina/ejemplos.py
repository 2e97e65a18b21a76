"""Un ejemplo de cada objeto en cada estado que no es final: quién lo mueve, en qué página y con qué botón.

Lo que nadie mueve a mano dice quién lo hace. Un estado nuevo sin su ejemplo rompe la prueba.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from django.urls import reverse
from django.utils import timezone

from furag.models import AccionMejora
from mipg.usuarios.acciones.cambios import pedir_cambio
from mipg.usuarios.models import Usuario
from planes.acciones import decisiones, orden_del_dia, requerimientos, sesiones
from planes.acciones.propuestas import proponer
from planes.models import Propuesta, Prorroga
from tests import fabricas as f
from tests.furag import fabricas as furag
from tests.planes import comite, ley

PENDIENTES = "portal:pendientes"


@dataclass(frozen=True)
class Ejemplo:
    """Desde el inicio de `quien`, pasando a lo sumo por la página `por`, se llega a `pagina`, que ofrece `boton`.

    `boton` es la dirección a la que lleva o manda.
    """

    quien: Usuario
    pagina: str
    boton: str
    por: str = PENDIENTES


def mundo() -> SimpleNamespace:
    """Una alcaldía mínima: una oficina con jefe y enlace, y dos personas de Planeación."""
    oficina, otra = f.dependencia("Hacienda"), f.dependencia("Planeación")
    m = SimpleNamespace(oficina=oficina, hoy=timezone.localdate(), ahora=timezone.now())
    m.jefe, m.enlace = f.persona("jefe", oficina), f.persona("enlace", oficina)
    m.planea, m.otra_planea = f.persona("planeacion", otra), f.persona("planeacion", otra)
    m.vigencia = f.vigencia(m.hoy.year)
    return m


def _url(nombre: str, *args) -> str:
    return reverse(nombre, args=args)


# --- Planes ---


def _plan(estado: str, quien: str, boton: str, por: str = PENDIENTES) -> Callable:
    def armar(m) -> Ejemplo:
        plan = f.plan(estado, dependencia=m.oficina, vigencia=m.vigencia)
        f.actividad(plan)
        return Ejemplo(getattr(m, quien), _url("planes:plan_detalle", plan.pk), _url(f"planes:{boton}", plan.pk), por)

    return armar


def _acto_pendiente(m) -> Ejemplo:
    plan = f.plan("APROBADO", dependencia=m.oficina, vigencia=m.vigencia, acto="PENDIENTE", acto_numero="")
    return Ejemplo(
        m.planea, _url("planes:plan_detalle", plan.pk), _url("planes:plan_acto_completar", plan.pk), PENDIENTES
    )


def _aprobado(m):
    plan = f.plan("PUBLICADO", dependencia=m.oficina, vigencia=m.vigencia)
    return plan, f.actividad(plan, (None, None, None, 1), fecha_fin=m.hoy.replace(month=12, day=20)), f.version(plan)


def _prorroga(m) -> Ejemplo:
    _, actividad, _ = _aprobado(m)
    prorroga = Prorroga.objects.create(
        actividad=actividad, fecha_original=actividad.fecha_fin, fecha_nueva=actividad.fecha_fin + timedelta(days=5),
        motivo="Llegó tarde.", a_tiempo=True, pedida_en=m.ahora, pedida_por=m.jefe,
    )  # fmt: skip
    pagina = _url("planes:prorroga_decidir", prorroga.pk)
    return Ejemplo(m.planea, pagina, pagina)


def _modificacion(estado: str, quien: str, boton: str, por: str) -> Callable:
    def armar(m) -> Ejemplo:
        plan, _, _ = _aprobado(m)
        propuesta = proponer(plan=plan, por=m.jefe, ahora=m.ahora)
        enviada = {"enviada_en": m.ahora, "enviada_por": m.jefe} if estado != "BORRADOR" else {}
        Propuesta.objects.filter(pk=propuesta.pk).update(estado=estado, **enviada)
        pagina = _url("planes:propuesta_detalle", propuesta.pk)
        return Ejemplo(getattr(m, quien), pagina, _url(f"planes:{boton}", propuesta.pk), por)

    return armar


def _mejora(estado: str, quien: str, boton: str) -> Callable:
    """Una acción de mejora de un plan aprobado y vencido: firmarla, verificarla o decir el concepto."""

    def armar(m) -> Ejemplo:
        medida = {"clase": "MEJORAMIENTO", "vigencia_medida": m.vigencia.anio - 1}
        plan = f.plan("APROBADO", dependencia=m.oficina, vigencia=m.vigencia, **medida)
        f.actividad(plan, fecha_inicio=m.hoy - timedelta(days=30), fecha_fin=m.hoy - timedelta(days=1))
        furag.completar(plan)
        f.version(plan)
        mejora = AccionMejora.objects.get(actividad__plan=plan)
        m.control = f.persona("control_interno")
        if estado != "FORMULADA":
            furag.suscripcion(plan)
        if estado in ("CUMPLIDA", "NO_CUMPLIDA"):
            furag.verificacion(mejora, cumplida=estado == "CUMPLIDA")
        de_que = plan.pk if estado == "FORMULADA" else mejora.pk
        return Ejemplo(getattr(m, quien), _url("furag:mejora_lista", plan.pk), _url(f"furag:{boton}", de_que))

    return armar


# --- Reportes y cortes ---


def _corte(m, **campos):
    ayer = m.hoy - timedelta(days=1)
    return f.corte(2, de=m.vigencia, fecha_corte=ayer, abre=ayer, cierra=m.hoy + timedelta(days=5), **campos)


def _reporte(estado: str, quien: str, boton: str, pagina: str = "avance_revisar", por: str = PENDIENTES) -> Callable:
    def armar(m) -> Ejemplo:
        plan = f.plan("APROBADO", dependencia=m.oficina, vigencia=m.vigencia)
        cantidad = None if estado == "PENDIENTE" else 1
        avance = f.avance(f.actividad(plan), _corte(m), estado, cantidad, reserva="Reposa en Hacienda.")
        return Ejemplo(
            getattr(m, quien), _url(f"seguimiento:{pagina}", avance.pk), _url(f"seguimiento:{boton}", avance.pk), por
        )

    return armar


def _corte_programado(m) -> Ejemplo:
    f.plan("APROBADO", dependencia=m.oficina, vigencia=m.vigencia)
    corte = _corte(m, estado="PROGRAMADO")
    pagina = _url("seguimiento:corte_detalle", corte.pk)
    return Ejemplo(m.planea, pagina, _url("seguimiento:corte_abrir", corte.pk))


def _corte_abierto(m) -> Ejemplo:
    ayer = m.hoy - timedelta(days=1)
    corte = f.corte(2, de=m.vigencia, fecha_corte=ayer, abre=ayer, cierra=ayer)
    pagina = _url("seguimiento:corte_detalle", corte.pk)
    return Ejemplo(m.planea, pagina, _url("seguimiento:corte_cerrar", corte.pk))


# --- Lo demás ---


def _cambio(m) -> Ejemplo:
    cambio = pedir_cambio(
        operacion="desactivar", persona=f.persona("jefe", f.dependencia()), motivo="Se retiró.", por=m.planea,
        ahora=m.ahora,
    )  # fmt: skip
    pagina = _url("usuarios:cambio_detalle", cambio.pk)
    return Ejemplo(m.otra_planea, pagina, _url("usuarios:cambio_confirmar", cambio.pk))


# --- El Comité ---


def _sesion(que: str, boton: str) -> Callable:
    """Una sesión convocada (para hoy) o en curso, con su punto o su compromiso."""

    def armar(m) -> Ejemplo:
        de = {"por": m.planea, "ahora": m.ahora}
        sesion = comite.convocada(comite.instancia(), m.planea, dia=m.hoy, ahora=m.ahora)
        pagina = _url("planes:sesion_detalle", sesion.pk)
        if que == "convocada":
            return Ejemplo(m.planea, pagina, _url(f"planes:{boton}", sesion.pk))
        sesion = sesiones.iniciar(sesion=sesion, **de)
        comite.llegan(sesion, 9)
        if que == "en curso":
            return Ejemplo(m.planea, pagina, _url(f"planes:{boton}", sesion.pk))
        punto = orden_del_dia.crear_punto(sesion=sesion, titulo="Varios", **de)
        if que == "compromiso":
            acordado = decisiones.comprometer(punto=punto, texto="Informar", dependencia=m.oficina, **de)
            pagina = _url("planes:compromiso_detalle", acordado.pk)
            return Ejemplo(m.jefe, pagina, _url(f"planes:{boton}", acordado.pk), "planes:compromiso_lista")
        if que == "quitado":
            orden_del_dia.quitar_punto(punto=punto, **de)
        return Ejemplo(m.planea, pagina, _url(f"planes:{boton}", punto.pk))

    return armar


def _seguimiento(m) -> Ejemplo:
    suyo = f.seguimiento(f.institucional(dependencia=m.oficina, vigencia=m.vigencia))
    pagina = _url("planes:seguimiento_cumplir", suyo.pk)
    return Ejemplo(m.jefe, pagina, pagina)


# --- Lo que se debe por ley ---


def _de_ley(que: str, boton: str, quien: str = "jefe", por: str = PENDIENTES) -> Callable:
    """Un informe que se presenta hoy, o un requerimiento: pendiente o respondido."""

    def armar(m) -> Ejemplo:
        if que == "vencimiento":
            datos = {"vigencia": m.vigencia, "primero": m.hoy, "periodicidad": "ANUAL", "ahora": m.ahora}
            fila = ley.informe(m.planea, m.oficina, **datos).vencimientos.get()
        else:
            fila = ley.requerimiento(m.planea, m.oficina, recibido=m.hoy, ahora=m.ahora)
        if que == "respondido":
            salida = ley.SALIDA | {"fecha": m.hoy}
            requerimientos.responder(requerimiento=fila, **salida, version=0, por=m.jefe, ahora=m.ahora)
        sustantivo = fila._meta.model_name
        pagina, url = _url(f"planes:{sustantivo}_detalle", fila.pk), _url(f"planes:{sustantivo}_{boton}", fila.pk)
        return Ejemplo(getattr(m, quien), pagina, url, por)

    return armar


def _jornada(m) -> Ejemplo:
    jornada = f.jornada(fecha=m.hoy - timedelta(days=1), vigencia=m.vigencia, creada_por=m.planea)
    pagina = _url("politicas:jornada_detalle", jornada.pk)
    return Ejemplo(m.planea, pagina, _url("politicas:jornada_realizar", jornada.pk))


def _recomendacion(m) -> Ejemplo:
    politica = f.politica()
    politica.responsabilidades.create(fuente=f.fuente(), dependencia=m.oficina, rol="LIDER", texto="Lidera.")
    furag.recomendacion(politica=politica, medicion=furag.medicion(m.vigencia.anio - 1))
    return Ejemplo(m.jefe, _url("furag:recomendacion_lista"), _url("furag:recomendacion_decidir"))


EJEMPLOS: dict[tuple[str, str, str], Callable[[SimpleNamespace], Ejemplo]] = {
    ("Plan", "estado", "BORRADOR"): _plan("BORRADOR", "jefe", "plan_enviar"),
    ("Plan", "estado", "DEVUELTO"): _plan("DEVUELTO", "jefe", "plan_enviar"),
    ("Plan", "estado", "EN_REVISION"): _plan("EN_REVISION", "planea", "plan_aprobar"),
    ("Plan", "estado", "APROBADO"): _plan("APROBADO", "planea", "plan_publicar"),
    ("Plan", "estado", "PUBLICADO"): _plan("PUBLICADO", "planea", "plan_cerrar", "planes:plan_lista"),
    ("Plan", "acto", "PENDIENTE"): _acto_pendiente,
    ("Propuesta", "estado", "BORRADOR"): _modificacion("BORRADOR", "jefe", "propuesta_enviar", "planes:plan_detalle"),
    ("Propuesta", "estado", "DEVUELTA"): _modificacion("DEVUELTA", "jefe", "propuesta_enviar", "planes:plan_detalle"),
    ("Propuesta", "estado", "EN_REVISION"): _modificacion(
        "EN_REVISION", "planea", "propuesta_aprobar", "planes:propuesta_lista"
    ),
    ("Prorroga", "estado", "PEDIDA"): _prorroga,
    ("AccionMejora", "estado", "FORMULADA"): _mejora("FORMULADA", "jefe", "plan_suscribir"),
    ("AccionMejora", "estado", "SUSCRITA"): _mejora("SUSCRITA", "planea", "mejora_verificar"),
    ("AccionMejora", "estado", "CUMPLIDA"): _mejora("CUMPLIDA", "control", "mejora_conceptuar"),
    ("AccionMejora", "estado", "NO_CUMPLIDA"): _mejora("NO_CUMPLIDA", "control", "mejora_conceptuar"),
    ("Sesion", "estado", "CONVOCADA"): _sesion("convocada", "sesion_iniciar"),
    ("Sesion", "estado", "EN_CURSO"): _sesion("en curso", "sesion_cerrar"),
    ("Punto", "estado", "PENDIENTE"): _sesion("punto", "punto_quitar"),
    ("Punto", "estado", "QUITADO"): _sesion("quitado", "punto_agregar"),
    ("Compromiso", "estado", "ABIERTO"): _sesion("compromiso", "compromiso_cumplir"),
    ("SeguimientoDePlan", "estado", "PENDIENTE"): _seguimiento,
    ("Vencimiento", "estado", "PENDIENTE"): _de_ley("vencimiento", "presentar"),
    ("Requerimiento", "estado", "PENDIENTE"): _de_ley("requerimiento", "responder"),
    ("Requerimiento", "estado", "RESPONDIDO"): _de_ley("respondido", "cerrar", "planea", "planes:requerimiento_lista"),
    ("Corte", "estado", "PROGRAMADO"): _corte_programado,
    ("Corte", "estado", "ABIERTO"): _corte_abierto,
    ("Avance", "estado", "PENDIENTE"): _reporte("PENDIENTE", "enlace", "avance_enviar", "avance_editar"),
    ("Avance", "estado", "BORRADOR"): _reporte("BORRADOR", "enlace", "avance_enviar", "avance_editar"),
    ("Avance", "estado", "DEVUELTO"): _reporte("DEVUELTO", "enlace", "avance_enviar", "avance_editar"),
    ("Avance", "estado", "ENVIADO"): _reporte("ENVIADO", "jefe", "avance_avalar"),
    ("Avance", "estado", "AVALADO"): _reporte("AVALADO", "planea", "avance_aceptar"),
    ("Avance", "estado", "ACEPTADO"): _reporte(
        "ACEPTADO", "planea", "avance_revertir", "avance_detalle", "seguimiento:avance_lista"
    ),
    ("CambioDeCuenta", "estado", "SOLICITADO"): _cambio,
    ("Jornada", "estado", "PROGRAMADA"): _jornada,
    ("Recomendacion", "estado", "PENDIENTE"): _recomendacion,
}
# Lo que no espera a una persona en una página, y qué lo mueve.
SOLOS: dict[tuple[str, str, str], str] = {
    ("Plan", "estado", "CERRADO"): "nada: ya no cambia; lo que se publicó por error se retira en su página",
    ("Plan", "acto", "SESION"): "nada: el que se escribió mal se corrige en su página",
    ("Plan", "acto", "RESOLUCION"): "nada: el que se escribió mal se corrige en su página",
    ("Plan", "acto", "OTRO"): "nada: el que se escribió mal se corrige en su página",
    ("Compromiso", "estado", "CUMPLIDO"): "nada: el que se cumplió por equivocación se reabre en su página",
    ("SeguimientoDePlan", "estado", "CUMPLIDO"): "nada: el que no estaba hecho se reabre en la página de su plan",
    ("Vencimiento", "estado", "PRESENTADO"): "nada: lo que se presentó por error se reabre en su página",
    ("Vencimiento", "estado", "ANULADO"): "nada: lo que se anuló por error se reabre en su página",
    ("Requerimiento", "estado", "CERRADO"): "nada: lo que se cerró por error se reabre en su página",
    ("Requerimiento", "estado", "ANULADO"): "nada: lo que se anuló por error se reabre en su página",
    ("Jornada", "estado", "REALIZADA"): "nada: la que se registró por error se reabre en su página",
    ("Jornada", "estado", "ANULADA"): "nada: la que se anuló por error se reabre en su página",
    ("Recomendacion", "estado", "ACOGIDA"): "nada: de ella sale su acción; la que se acogió por error se reabre",
    ("Recomendacion", "estado", "DESCARTADA"): "nada: la que se descartó por error se reabre en su página",
    ("Punto", "estado", "APLAZADO"): "nada: lo recibe, en otro punto, la sesión siguiente",
    ("Importacion", "estado", "SUBIDA"): "nada: un archivo sin aplicar no debe nada; el plan lo muestra al importar",
    ("Carga", "estado", "PREPARADA"): "nada: unos resultados sin confirmar no rigen; la medición los muestra",
    ("Carga", "estado", "VIGENTE"): "nada: la reemplaza confirmar otro archivo de la misma medición",
    ("Importacion", "lectura", "LISTA"): "nada: un archivo sin aplicar no debe nada; el plan lo muestra al importar",
    ("Importacion", "lectura", "PEDIDA"): "la tarea que lee archivos",
    ("Importacion", "lectura", "EN_CURSO"): "la tarea que lee archivos, o su barrido si murió",
    ("Importacion", "lectura", "FALLIDA"): "nada: se sube otra vez; el archivo que no se lee no debe nada a nadie",
    ("Emision", "estado", "PEDIDA"): "la tarea que genera los PDF",
    ("Emision", "estado", "EN_CURSO"): "la tarea que genera los PDF, o su barrido si murió",
    ("Mensaje", "estado", "PENDIENTE"): "la tarea que envía el correo",
    ("Mensaje", "estado", "ENVIANDO"): "la tarea que envía el correo, o su barrido si murió",
    ("CambioDeCuenta", "estado", "APLICADO"): "nada: su persona puede detenerlo un día, con el enlace de su correo",
}
