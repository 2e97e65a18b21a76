"""Un plan de verdad, formulado, aprobado y reportado con las acciones."""

from datetime import date, datetime
from decimal import Decimal as D
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import time_machine

from mipg.expediente import acciones as expediente
from planes.acciones import actividades as de_actividades
from planes.acciones import planes as de_planes
from planes.models import Plan
from seguimiento import cifras, medidas
from seguimiento.acciones import avances, cortes
from seguimiento.acciones.cortes import Fechas
from seguimiento.models import Avance, Cifra, MedidaCongelada
from tests import fabricas as f
from tests.furag.fabricas import completar

BOGOTA = ZoneInfo("America/Bogota")
ENERO = datetime(2026, 1, 20, 10, tzinfo=BOGOTA)
EN_T1 = datetime(2026, 4, 8, 10, tzinfo=BOGOTA)
EN_T2 = datetime(2026, 7, 6, 10, tzinfo=BOGOTA)
TRAS_T1 = datetime(2026, 4, 20, 10, tzinfo=BOGOTA)
TRAS_T2 = datetime(2026, 7, 20, 10, tzinfo=BOGOTA)
FECHAS = [
    Fechas(1, date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 16)),
    Fechas(2, date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 15)),
    Fechas(3, date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 15)),
    Fechas(4, date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 18)),
]


def personas(en=None) -> SimpleNamespace:
    """Enlace y jefe de una dependencia, dos personas de Planeación y quien formula."""
    en = en or f.dependencia("Secretaría de Hacienda")
    planeacion = f.dependencia("Secretaría de Planeación")
    return SimpleNamespace(
        hacienda=en,
        planeacion=planeacion,
        enlace=f.persona("enlace", en, nombre="Elena Enlace"),
        companera=f.persona("enlace", en, nombre="Camila Compañera"),
        jefe=f.persona("jefe", en, nombre="Javier Jefe"),
        revisora=f.persona("planeacion", planeacion, nombre="Paula Planeación"),
        revisor=f.persona("planeacion", planeacion, nombre="Pedro Planeación"),
        auditora=f.persona("control_interno", f.dependencia("Control Interno"), nombre="Carla Control"),
        comite=f.persona("comite", f.dependencia("Despacho"), nombre="Diego Despacho"),
        ajena=f.persona("enlace", f.dependencia("Secretaría de Educación"), nombre="Ana Ajena"),
    )


def aprobar_plan(quien, actividades, *, politica=None, dependencia=None, clase="ACCION_POLITICA", **extra) -> Plan:
    """Formula y aprueba un plan con las actividades dadas (dicts de campos), sólo con acciones."""
    plan = de_planes.crear_plan(
        clase=clase,
        vigencia=f.vigencia(),
        politica=None if clase == "IMPLEMENTACION" else politica or f.politica(),
        dependencia=dependencia or quien.hacienda,
        por=quien.revisora,
        ahora=ENERO,
        **extra,
    )
    for n, campos in enumerate(actividades, start=1):
        base = {
            "numero": str(n),
            "nombre": f"Actividad {n} de {plan.pk}",
            "unidad": "informes",
            "fecha_inicio": date(2026, 1, 15),
            "fecha_fin": date(2026, 12, 15),
            "dependencia": quien.hacienda,
        }
        de_actividades.crear_actividad(hoja=plan, por=quien.revisora, ahora=ENERO, **{**base, **campos})
    if clase == Plan.Clase.MEJORAMIENTO:
        completar(plan)
    enviado = de_planes.enviar(plan=plan, por=quien.revisora, ahora=ENERO)
    return de_planes.aprobar(
        plan=enviado, version=enviado.version, acto="RESOLUCION", acto_numero="7", por=quien.revisor, ahora=ENERO
    )


def del_ejemplo() -> list[dict]:
    """Las tres actividades del ejemplo."""
    return [
        {
            "nombre": "Publicar informes de gestión",
            "ponderacion": D(50),
            "meta": D(10),
            "programado_t1": D(2),
            "programado_t2": D(3),
            "programado_t3": D(3),
            "programado_t4": D(2),
        },
        {
            "nombre": "Responder las peticiones a tiempo",
            "ponderacion": D(30),
            "tipo_meta": "CONSTANTE",
            "unidad": "%",
            "numerador": "Peticiones respondidas a tiempo",
            "denominador": "Peticiones que vencían",
            "meta": D(100),
            **{f"programado_t{t}": D(100) for t in (1, 2, 3, 4)},
        },
        {
            "nombre": "Expedir la política",
            "ponderacion": D(20),
            "tipo_meta": "HITO",
            "meta": D(1),
            "programado_t4": D(1),
        },
    ]


def abrir(quien, trimestre: int, ahora: datetime):
    """Programa (si hace falta) y abre el corte de un trimestre."""
    vigencia = f.vigencia()
    if not vigencia.cortes.exists():
        cortes.programar_cortes(vigencia=vigencia, fechas=FECHAS, por=quien.revisora, ahora=ENERO)
    return cortes.abrir(corte=vigencia.cortes.get(trimestre=trimestre), por=quien.revisora, ahora=ahora)


def de(corte, nombre: str) -> Avance:
    """El reporte de una actividad (por su nombre) en un corte."""
    return Avance.objects.select_related("actividad__plan", "corte__vigencia").get(
        corte=corte, actividad__nombre=nombre
    )


def escribir(avance: Avance, por, ahora: datetime, **campos) -> Avance:
    """Guarda campos como quien acaba de ver lo guardado."""
    avance = Avance.objects.get(pk=avance.pk)
    return avances.guardar(
        avance=avance, cambios={c: (getattr(avance, c), v) for c, v in campos.items()}, por=por, ahora=ahora
    )


def adjuntar(avance: Avance, por, ahora: datetime, url: str = "https://ejemplo.test/acta") -> None:
    """Adjunta un enlace como soporte."""
    avances.adjuntar(avance=avance, por=por, ahora=ahora, fecha_documento=ahora.date(), titulo="Acta", url=url)


def enviar(avance: Avance, quien, ahora: datetime, cantidad, *, por=None, con_soporte=True, **campos) -> Avance:
    """Reporta con avance (o lo que digan los campos) y envía."""
    por = por or quien.enlace
    campos = {"situacion": "AVANCE", "cantidad": D(str(cantidad)), "texto": "Se hizo lo previsto.", **campos}
    escrito = escribir(avance, por, ahora, **campos)
    if con_soporte:
        adjuntar(escrito, por, ahora)
    return avances.enviar(avance=escrito, por=por, ahora=ahora)


def avalar(avance: Avance, quien, ahora: datetime, por=None) -> Avance:
    """El jefe avala lo último."""
    fresco = Avance.objects.get(pk=avance.pk)
    return avances.avalar(avance=fresco, version=fresco.version, por=por or quien.jefe, ahora=ahora)


def aceptar(avance: Avance, quien, ahora: datetime, por=None, motivo: str = "") -> Avance:
    """Planeación acepta lo último."""
    fresco = Avance.objects.get(pk=avance.pk)
    return avances.aceptar(avance=fresco, version=fresco.version, por=por or quien.revisora, ahora=ahora, motivo=motivo)


def devolver(avance: Avance, quien, ahora: datetime, por=None, **observaciones) -> Avance:
    """Planeación devuelve lo último con un comentario por campo."""
    fresco = Avance.objects.get(pk=avance.pk)
    return avances.devolver(
        avance=fresco, observaciones=observaciones, version=fresco.version, por=por or quien.revisora, ahora=ahora
    )


def aceptado(avance: Avance, quien, ahora: datetime, cantidad, **campos) -> Avance:
    """Reporta, avala y acepta."""
    return aceptar(avalar(enviar(avance, quien, ahora, cantidad, **campos), quien, ahora), quien, ahora)


def ejemplo(quien) -> SimpleNamespace:
    """El ejemplo al cierre de T2: 2 y sin reporte; 100 y 80; hito en T4."""
    plan = aprobar_plan(quien, del_ejemplo())
    t1 = abrir(quien, 1, EN_T1)
    aceptado(de(t1, "Publicar informes de gestión"), quien, EN_T1, 2)
    aceptado(de(t1, "Responder las peticiones a tiempo"), quien, EN_T1, 100)
    t1 = cortes.cerrar(corte=t1, por=quien.revisora, ahora=TRAS_T1)
    t2 = abrir(quien, 2, EN_T2)
    aceptado(de(t2, "Responder las peticiones a tiempo"), quien, EN_T2, 80)
    t2 = cortes.cerrar(corte=t2, por=quien.revisora, ahora=TRAS_T2)
    return SimpleNamespace(plan=plan, t1=t1, t2=t2)


def detenido(instante: datetime):
    """El reloj de las vistas, parado en un instante."""
    return time_machine.travel(instante, tick=False)


def abrir_solo_t2(quien):
    """Programa de T2 en adelante y abre T2: T1 no existió."""
    cortes.programar_cortes(vigencia=f.vigencia(), fechas=FECHAS[1:], por=quien.revisora, ahora=ENERO)
    return cortes.abrir(corte=f.vigencia().cortes.get(trimestre=2), por=quien.revisora, ahora=EN_T2)


def abierto(quien) -> SimpleNamespace:
    """El plan del ejemplo con el corte T2 abierto y nada reportado: `.plan`, `.corte`, `.informes`, `.peticiones`."""
    quien.plan = aprobar_plan(quien, del_ejemplo())
    quien.corte = abrir_solo_t2(quien)
    quien.informes = de(quien.corte, "Publicar informes de gestión")
    quien.peticiones = de(quien.corte, "Responder las peticiones a tiempo")
    return quien


def congelar(corte) -> None:
    """Cierra un corte sin mirar la bandeja: para medir páginas de un corte cerrado con cualquier contenido."""
    corte = type(corte).objects.select_related("vigencia").get(pk=corte.pk)
    Cifra.objects.bulk_create(cifras.calcular(corte, hoy=corte.fecha_corte, definitivas=True))
    MedidaCongelada.objects.filter(corte=corte).delete()
    MedidaCongelada.objects.bulk_create(medidas.congeladas(corte))
    type(corte).objects.filter(pk=corte.pk).update(
        estado="CERRADO", cerrado_en=TRAS_T2, cerrado_por=f.persona(), sha256="0" * 64
    )


def adjuntar_sin_ventana(avance: Avance, quien, ahora: datetime, n: int) -> None:
    """Un soporte puesto directamente en el expediente, en el estado que esté el reporte."""
    expediente.adjuntar(
        objeto=avance,
        dependencia=quien.hacienda,
        titulo=f"Acta {n}",
        fecha_documento=ahora.date(),
        url=f"https://ejemplo.test/{n}",
        por=quien.enlace,
        ahora=ahora,
    )
