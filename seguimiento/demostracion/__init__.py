"""Datos de demostración: dos vigencias en movimiento, hechas sólo con las acciones, con `por` y con `ahora`.

La vigencia 2025 de los documentos queda cerrada. La del año en curso queda a media marcha respecto de hoy: cortes
cerrados y uno abierto, planes y reportes en cada estado, y reportes tarde, devueltos y ausentes. Las personas son
visiblemente ficticias, y cada actividad dice que es un ejemplo.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from mipg.fechas import en_bogota, fin_de_trimestre, sumar_habiles, trimestre_de
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Rol
from planes.acciones import planes as de_planes
from planes.acciones import salidas
from planes.models import Plan
from politicas.acciones import abrir_vigencia, cerrar_vigencia
from politicas.models import Instancia, Politica, VersionModelo, Vigencia
from seguimiento.acciones import cortes as de_cortes
from seguimiento.acciones.cortes import Fechas
from seguimiento.demostracion import comite, de_ley, jornadas, medicion, mejoramiento
from seguimiento.demostracion import institucionales as de_institucionales
from seguimiento.demostracion import planes as de_ejemplo
from seguimiento.demostracion.catalogo import cargar_acto, designar_enlaces
from seguimiento.demostracion.contradicciones import decidir
from seguimiento.demostracion.personas import (
    CLAVE,
    CONTROL_INTERNO,
    SECRETARIA_GENERAL,
    Reloj,
    Reparto,
    correo_de,
    crear_personas,
)
from seguimiento.demostracion.reportes import a_medias, correr_corte

ANIO_DOCUMENTOS = 2025
DIAS_DE_CAPTURA = 10
# Los resultados de una vigencia se conocen a mitad de la siguiente, antes de que se reporte el tercer trimestre.
TRIMESTRE_DE_LA_MEDICION = 3


@dataclass(frozen=True)
class Cuenta:
    """Cuenta de demostración: rol, correo y contraseña (la misma para todas)."""

    rol: str
    correo: str
    clave: str = CLAVE


def sembrar(*, ahora: datetime) -> list[Cuenta]:
    """Siembra la demostración si no está, todo o nada, y devuelve sus cuentas. Repetirla no cambia nada."""
    with transaction.atomic():
        if not Usuario.objects.filter(email=correo_de("planeacion")).exists():
            _sembrar(ahora)
    return [
        Cuenta(Rol.PLANEACION.label, correo_de("planeacion")),
        Cuenta("Planeación (segunda persona)", correo_de("revisora")),
        Cuenta("Enlace (Talento Humano)", correo_de("enlace.talento.humano")),
        Cuenta("Jefe de dependencia (Talento Humano)", correo_de("jefe.talento.humano")),
        Cuenta("Enlace (Secretaría General)", correo_de("enlace.secretaria.general")),
        Cuenta("Jefe de dependencia (Secretaría General)", correo_de("jefe.secretaria.general")),
        Cuenta(Rol.SECRETARIA_GENERAL.label, correo_de("articulacion")),
        Cuenta(Rol.CONTROL_INTERNO.label, correo_de("control.interno")),
        Cuenta("Control Interno (segunda persona)", correo_de("auditora")),
        Cuenta(Rol.COMITE.label, correo_de("comite")),
        Cuenta(Rol.ADMINISTRADOR.label, correo_de("administracion")),
    ]


def _sembrar(ahora: datetime) -> None:
    hoy = en_bogota(ahora)
    reloj = Reloj(ahora)
    reparto = crear_personas(reloj, min(ANIO_DOCUMENTOS, hoy.year))
    if hoy.year > ANIO_DOCUMENTOS:
        _vigencia_cerrada(ANIO_DOCUMENTOS, reparto, reloj)
    _vigencia_en_curso(hoy, reparto, reloj)
    decidir(Vigencia.objects.get(anio=hoy.year), por=reparto.planeacion, ahora=reloj.en(hoy))
    cargar_acto(desde=hoy.year + 1, por=reparto.planeacion, ahora=reloj.en(hoy))


def _abrir(anio: int, fechas: list[Fechas], reparto: Reparto, reloj: Reloj) -> Vigencia:
    quien = reparto.planeacion
    vigencia = abrir_vigencia(
        anio=anio,
        version=VersionModelo.objects.get(activa=True),
        fecha_limite_institucionales=date(anio, 1, 31),
        fecha_limite_politicas=date(anio, 2, 28),
        por=quien,
        ahora=reloj.en(date(anio, 1, 8)),
    )
    de_cortes.programar_cortes(vigencia=vigencia, fechas=fechas, por=quien, ahora=reloj.en(date(anio, 1, 8)))
    de_planes.crear_planes_de_vigencia(vigencia=vigencia, por=quien, ahora=reloj.en(date(anio, 1, 9)))
    # La política 19 la responde un comité: Planeación designa quién la ejecuta.
    de_planes.crear_plan(
        clase=Plan.Clase.ACCION_POLITICA,
        vigencia=vigencia,
        politica=Politica.objects.de_vigencia(vigencia).get(numero_plan=19),
        dependencia=Dependencia.objects.get(nombre=SECRETARIA_GENERAL),
        por=quien,
        ahora=reloj.en(date(anio, 1, 9)),
    )
    return vigencia


def _de_ley(reparto: Reparto) -> de_ley.Reparto:
    """Quién lleva y quién presenta los informes de ley de ejemplo."""
    general, control = (Dependencia.objects.get(nombre=nombre) for nombre in (SECRETARIA_GENERAL, CONTROL_INTERNO))
    auditora = Usuario.objects.get(email=correo_de("auditora"))
    return de_ley.Reparto(general, reparto.jefes[general.pk], reparto.planeacion, control, auditora)


def _ventana(anio: int, trimestre: int) -> Fechas:
    fin = fin_de_trimestre(anio, trimestre)
    return Fechas(trimestre, fin, fin + timedelta(days=1), sumar_habiles(fin, DIAS_DE_CAPTURA))


def _vigencia_cerrada(anio: int, reparto: Reparto, reloj: Reloj) -> None:
    """Un año completo: planes publicados, cuatro cortes cerrados, planes y vigencia cerrados."""
    vigencia = _abrir(anio, [_ventana(anio, t) for t in (1, 2, 3, 4)], reparto, reloj)
    de_ley.registrar(vigencia, _de_ley(reparto), reloj.en(date(anio, 1, 9)))
    planes = list(Plan.objects.de_vigencia(vigencia))
    for plan in planes:
        de_ejemplo.formular(plan, reparto, reloj, date(anio, 1, 20))
        de_ejemplo.publicar(plan, reparto, reloj, date(anio, 1, 27))
    quien = {"por": reparto.planeacion, "reloj": reloj}
    de_institucionales.publicar_documentos([p for p in planes if p.tipo_id], **quien)
    de_institucionales.programar_ptep(vigencia, **quien)
    jornadas.sensibilizar(vigencia, reparto, reloj, date(anio, 3, 6))
    for corte in vigencia.cortes.order_by("trimestre"):
        if corte.trimestre == TRIMESTRE_DE_LA_MEDICION:
            mejorados = _medicion(vigencia, reparto, reloj)
        correr_corte(corte, reparto, reloj)
    de_institucionales.hacer_seguimientos(vigencia, **quien)
    cierre = max(corte.cierra for corte in vigencia.cortes.all()) + timedelta(days=10)
    mejoramiento.verificar(mejorados, reparto, reloj, cierre)
    for plan in [*planes, *mejorados]:
        plan.refresh_from_db()
        salidas.cerrar(plan=plan, por=reparto.planeacion, ahora=reloj.en(cierre))
    de_ley.presentar(vigencia, _de_ley(reparto), reloj.en(cierre), hasta=cierre)
    cerrar_vigencia(vigencia=vigencia, por=reparto.planeacion, ahora=reloj.en(cierre))


def _medicion(vigencia: Vigencia, reparto: Reparto, reloj: Reloj, *, a_medias: bool = False) -> list[Plan]:
    """Los resultados del año anterior, lo que se decidió de sus recomendaciones y los planes de mejoramiento que
    salieron de ellas; `a_medias`, con lo último por decidir, por socializar y por suscribir.
    """
    anio = vigencia.anio
    politicas = list(Politica.objects.de_vigencia(vigencia).order_by("numero_plan"))
    medida = medicion.medir(vigencia, reparto, reloj, date(anio, 7, 20))
    mejoramiento.evaluar(anio - 1, reloj, date(anio, 7, 21))
    socializadas = politicas[: -len(politicas) // 3] if a_medias else politicas
    jornadas.socializar(vigencia, socializadas, reparto, reloj, date(anio, 7, 24))
    medicion.decidir(medida, reparto, reloj, date(anio, 7, 28), todas=not a_medias)
    planes = mejoramiento.formular(medida, vigencia, reparto, reloj, date(anio, 8, 3))
    mejoramiento.suscribir(planes[:-2] if a_medias else planes, reparto, reloj, date(anio, 8, 14))
    return planes


def _vigencia_en_curso(hoy: date, reparto: Reparto, reloj: Reloj) -> None:
    """El año de hoy: los trimestres anteriores cerrados y el último terminado, abierto y a medio reportar."""
    abierto = max(1, trimestre_de(hoy) - 1)
    fechas = [_ventana(hoy.year, t) for t in (1, 2, 3, 4)]
    corta = min(fin_de_trimestre(hoy.year, abierto), hoy)
    fechas[abierto - 1] = Fechas(
        abierto, corta, min(corta + timedelta(days=1), hoy - timedelta(days=1)), sumar_habiles(hoy, 6)
    )
    vigencia = _abrir(hoy.year, fechas, reparto, reloj)
    de_ley.copiar(vigencia, _de_ley(reparto), reloj.en(date(hoy.year, 1, 9)))
    designar_enlaces(
        vigencia=vigencia, jefes=reparto.jefes, enlaces=reparto.enlaces, ahora=reloj.en(date(hoy.year, 1, 20))
    )
    planes = list(Plan.objects.de_vigencia(vigencia).order_by("clase", "politica__numero_plan", "tipo__numero"))
    de_politica = [p for p in planes if p.clase == Plan.Clase.ACCION_POLITICA]
    institucionales = [p for p in planes if p.clase == Plan.Clase.INSTITUCIONAL]
    en_borrador, sin_actividades, tarde = reversed(institucionales[-3:])
    en_revision, devuelto, con_acta_pendiente, en_sesion = reversed(de_politica[-4:])
    # Los de política al final: sus últimos se deciden en febrero, y la demostración no vuelve atrás en el tiempo.
    for plan in [p for p in planes if p not in de_politica] + de_politica:
        if plan != sin_actividades:
            de_ejemplo.formular(plan, reparto, reloj, date(hoy.year, 1, 20))
        if plan in (en_borrador, sin_actividades, tarde):
            continue
        if plan == con_acta_pendiente:
            de_ejemplo.aprobar(plan, reparto, reloj, date(hoy.year, 2, 20), acto=Plan.Acto.PENDIENTE)
        elif plan in (en_revision, devuelto, en_sesion):
            de_ejemplo.enviar(plan, reparto, reloj, date(hoy.year, 2, 20))
        else:
            de_ejemplo.publicar(plan, reparto, reloj, date(hoy.year, 1, 27))
    devuelto.refresh_from_db()
    de_planes.devolver(
        plan=devuelto,
        observaciones=[
            {
                "texto": "Precise el producto: ¿qué documento se entrega? (ejemplo)",
                "campo": "producto",
                "actividad": devuelto.actividades.first().pk,
            }
        ],
        version=devuelto.version,
        por=reparto.planeacion,
        ahora=reloj.en(date(hoy.year, 2, 24)),
    )
    quien = {"por": reparto.planeacion, "reloj": reloj}
    de_institucionales.publicar_documentos(institucionales[:-3], **quien)
    instancia = _sesion_cerrada(en_sesion, reparto, reloj, date(hoy.year, 2, 25))
    de_ejemplo.desistir(vigencia, de_politica[0], reparto, reloj, date(hoy.year, 2, 25))
    de_ejemplo.prorrogar(de_politica[0], reparto, reloj, date(hoy.year, 2, 26), concede=True)
    de_ejemplo.prorrogar(de_politica[1], reparto, reloj, date(hoy.year, 2, 27), concede=False)
    jornadas.sensibilizar(vigencia, reparto, reloj, date(hoy.year, 3, 6) if abierto > 1 else hoy)
    for corte in vigencia.cortes.filter(trimestre__lt=abierto).order_by("trimestre"):
        correr_corte(corte, reparto, reloj)
    # En noviembre ya hay resultados; antes de que se conozcan, no hay qué mejorar.
    if abierto == TRIMESTRE_DE_LA_MEDICION:
        mejorados = _medicion(vigencia, reparto, reloj, a_medias=True)
        de_ejemplo.enviar(mejorados[-2], reparto, reloj, date(hoy.year, 8, 18))
    de_ejemplo.aprobar_tarde(tarde, reparto, reloj, fechas[abierto - 1].abre)
    de_institucionales.hacer_seguimientos(vigencia, **quien)
    a_medias(vigencia.cortes.get(trimestre=abierto), reparto, reloj, hoy)
    de_ley.presentar(vigencia, _de_ley(reparto), reloj.en(hoy), hasta=hoy - timedelta(days=60))
    de_ley.requerir(_de_ley(reparto), reloj.en(hoy))
    jornadas.por_venir(vigencia, reparto, reloj, hoy)
    comite.convocar(instancia=instancia, fecha=sumar_habiles(hoy, 5), por=reparto.planeacion, ahora=reloj.en(hoy))


def _sesion_cerrada(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> Instancia:
    """La sesión que aprobó el plan, con su acta."""
    quien = reparto.planeacion
    instancia = comite.integrar(
        jefes=list(reparto.jefes.values())[:4],
        invitada=Usuario.objects.get(email=correo_de("auditora")),
        desde=en_bogota(reloj.en(dia)),
        por=quien,
        ahora=reloj.en(dia),
    )
    ahora = reloj.en(dia)
    comite.celebrar(instancia=instancia, plan=plan, fecha=en_bogota(ahora), por=quien, ahora=ahora)
    plan.refresh_from_db()
    de_planes.publicar(plan=plan, por=quien, ahora=reloj.en(dia))
    return instancia
