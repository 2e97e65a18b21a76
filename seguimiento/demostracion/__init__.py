"""Datos de demostración: dos vigencias en movimiento, hechas sólo con las acciones, con `por` y con `ahora`.

La vigencia 2025 de los documentos queda cerrada. La del año en curso queda a media marcha respecto de hoy: cortes
cerrados y uno abierto, planes y reportes en cada estado, y reportes tarde, devueltos y ausentes. Las personas son
visiblemente ficticias, y cada actividad dice que es un ejemplo.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from mipg.fechas import BOGOTA, en_bogota, fin_de_trimestre, sumar_habiles, trimestre_de
from mipg.texto import normalizar
from mipg.usuarios.acciones import asignar, crear_persona
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Rol
from planes.acciones import actividades as de_actividades
from planes.acciones import planes as de_planes
from planes.acciones import prorrogas as de_prorrogas
from planes.acciones import salidas
from planes.models import Actividad, Plan, VersionPlan
from politicas.acciones import abrir_vigencia, cerrar_vigencia
from politicas.models import Instancia, Politica, VersionModelo, Vigencia
from seguimiento import comite_de_ejemplo
from seguimiento.acciones import avances as de_avances
from seguimiento.acciones import cortes as de_cortes
from seguimiento.acciones.cortes import Fechas
from seguimiento.demostracion import de_ley
from seguimiento.demostracion import institucionales as de_institucionales
from seguimiento.demostracion.catalogo import cargar_acto, designar_enlaces
from seguimiento.demostracion.contradicciones import decidir
from seguimiento.models import Avance, Corte

ANIO_DOCUMENTOS = 2025
CLAVE = "brisa-muralla-faro-azul"
DOMINIO = "ejemplo.test"
PLANEACION = "Secretaría de Planeación Distrital"
SECRETARIA_GENERAL = "Secretaría General"
CONTROL_INTERNO = "Oficina Asesora de Control Interno"
DIAS_DE_CAPTURA = 10


@dataclass(frozen=True)
class Cuenta:
    """Cuenta de demostración: rol, correo y contraseña (la misma para todas)."""

    rol: str
    correo: str
    clave: str = CLAVE


class Reloj:
    """Hora de cada acción: la pedida, siempre después de la anterior y nunca después de ahora."""

    def __init__(self, ahora: datetime):
        self.ahora = ahora
        self._ultima = datetime.min.replace(tzinfo=BOGOTA)

    def en(self, dia: date, hora: int = 9) -> datetime:
        """Instante de `dia` a la `hora` de Bogotá."""
        pedida = min(datetime.combine(dia, time(hora), BOGOTA), self.ahora)
        self._ultima = max(pedida, self._ultima + timedelta(milliseconds=1))
        return self._ultima


@dataclass(frozen=True)
class Reparto:
    """Quién hace cada cosa en la demostración."""

    planeacion: Usuario
    revisora: Usuario
    enlaces: dict[int, Usuario]
    jefes: dict[int, Usuario]


def sembrar(*, ahora: datetime) -> list[Cuenta]:
    """Siembra la demostración si no está, todo o nada, y devuelve sus cuentas. Repetirla no cambia nada."""
    with transaction.atomic():
        if not Usuario.objects.filter(email=_correo("planeacion")).exists():
            _sembrar(ahora)
    return [
        Cuenta(Rol.PLANEACION.label, _correo("planeacion")),
        Cuenta("Planeación (segunda persona)", _correo("revisora")),
        Cuenta("Enlace (Talento Humano)", _correo("enlace.talento.humano")),
        Cuenta("Jefe de dependencia (Talento Humano)", _correo("jefe.talento.humano")),
        Cuenta("Enlace (Secretaría General)", _correo("enlace.secretaria.general")),
        Cuenta("Jefe de dependencia (Secretaría General)", _correo("jefe.secretaria.general")),
        Cuenta(Rol.SECRETARIA_GENERAL.label, _correo("articulacion")),
        Cuenta(Rol.CONTROL_INTERNO.label, _correo("control.interno")),
        Cuenta("Control Interno (segunda persona)", _correo("auditora")),
        Cuenta(Rol.COMITE.label, _correo("comite")),
        Cuenta(Rol.ADMINISTRADOR.label, _correo("administracion")),
    ]


def _correo(nombre: str) -> str:
    return f"{nombre}@{DOMINIO}"


def _sembrar(ahora: datetime) -> None:
    hoy = en_bogota(ahora)
    reloj = Reloj(ahora)
    reparto = _crear_personas(reloj, min(ANIO_DOCUMENTOS, hoy.year))
    if hoy.year > ANIO_DOCUMENTOS:
        _vigencia_cerrada(ANIO_DOCUMENTOS, reparto, reloj)
    _vigencia_en_curso(hoy, reparto, reloj)
    decidir(Vigencia.objects.get(anio=hoy.year), por=reparto.planeacion, ahora=reloj.en(hoy))
    cargar_acto(desde=hoy.year + 1, por=reparto.planeacion, ahora=reloj.en(hoy))


# --- Personas -----------------------------------------------------------------------------------------------

_SOBRANTES = ("direccion administrativa de ", "oficina asesora de ", "oficina asesora ", "direccion de ")


def _apodo(dependencia: Dependencia) -> str:
    nombre = normalizar(dependencia.nombre)
    for sobrante in (*_SOBRANTES, "secretaria de "):
        nombre = nombre.removeprefix(sobrante)
    return nombre.removesuffix(" distrital")


def _apodo_visible(dependencia: Dependencia) -> str:
    """El apodo con las tildes y mayúsculas del nombre oficial."""
    palabras, apodo = dependencia.nombre.split(), _apodo(dependencia).split()
    inicio = normalizar(dependencia.nombre).split().index(apodo[0])
    return " ".join(palabras[inicio : inicio + len(apodo)])


def _crear_personas(reloj: Reloj, anio: int) -> Reparto:
    desde = date(anio, 1, 1)
    dependencias = {d.nombre: d for d in Dependencia.objects.filter(en_alcance=True)}
    administracion = _persona("administracion", "Administración de Ejemplo", None, reloj, desde)
    _asignar(administracion, Rol.ADMINISTRADOR, dependencias[PLANEACION], reloj, desde)

    def nueva(correo: str, nombre: str, rol: Rol, dependencia: Dependencia) -> Usuario:
        persona = _persona(correo, nombre, administracion, reloj, desde)
        _asignar(persona, rol, dependencia, reloj, desde)
        return persona

    planeacion = nueva("planeacion", "Paula Planeación de Ejemplo", Rol.PLANEACION, dependencias[PLANEACION])
    revisora = nueva("revisora", "Rita Revisora de Ejemplo", Rol.PLANEACION, dependencias[PLANEACION])
    nueva("articulacion", "Saúl Secretaría de Ejemplo", Rol.SECRETARIA_GENERAL, dependencias[SECRETARIA_GENERAL])
    nueva("control.interno", "Clara Control de Ejemplo", Rol.CONTROL_INTERNO, dependencias[CONTROL_INTERNO])
    nueva("auditora", "Aura Auditora de Ejemplo", Rol.CONTROL_INTERNO, dependencias[CONTROL_INTERNO])
    nueva("comite", "Camilo Comité de Ejemplo", Rol.COMITE, dependencias[SECRETARIA_GENERAL])
    enlaces, jefes = {}, {}
    for dependencia in dependencias.values():
        if dependencia.nombre == CONTROL_INTERNO:
            continue
        apodo, visible = _apodo(dependencia), _apodo_visible(dependencia)
        correo = apodo.replace(" ", ".")
        enlaces[dependencia.pk] = nueva(f"enlace.{correo}", f"Enlace de Ejemplo · {visible}", Rol.ENLACE, dependencia)
        jefes[dependencia.pk] = nueva(f"jefe.{correo}", f"Jefatura de Ejemplo · {visible}", Rol.JEFE, dependencia)
    return Reparto(planeacion, revisora, enlaces, jefes)


def _persona(correo: str, nombre: str, por: Usuario | None, reloj: Reloj, desde: date) -> Usuario:
    persona = crear_persona(
        email=_correo(correo), nombre=nombre, cargo="Persona ficticia", por=por, ahora=reloj.en(desde)
    )
    persona.set_password(CLAVE)
    persona.save(update_fields=["password"])
    return persona


def _asignar(persona: Usuario, rol: Rol, dependencia: Dependencia, reloj: Reloj, desde: date) -> None:
    # Es una orden en el servidor: un rol resguardado lo pediría una persona y lo confirmaría otra.
    asignar(persona=persona, rol=rol, dependencia=dependencia, desde=desde, por=None, ahora=reloj.en(desde))


# --- Vigencias ----------------------------------------------------------------------------------------------


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
    auditora = Usuario.objects.get(email=_correo("auditora"))
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
        _formular(plan, reparto, reloj, date(anio, 1, 20))
        _publicar(plan, reparto, reloj, date(anio, 1, 30))
    quien = {"por": reparto.planeacion, "reloj": reloj}
    de_institucionales.publicar_documentos([p for p in planes if p.tipo_id], **quien)
    de_institucionales.programar_ptep(vigencia, **quien)
    for corte in vigencia.cortes.order_by("trimestre"):
        _correr_corte(corte, reparto, reloj)
    de_institucionales.hacer_seguimientos(vigencia, **quien)
    cierre = max(corte.cierra for corte in vigencia.cortes.all()) + timedelta(days=10)
    for plan in planes:
        salidas.cerrar(plan=plan, por=reparto.planeacion, ahora=reloj.en(cierre))
    de_ley.presentar(vigencia, _de_ley(reparto), reloj.en(cierre), hasta=cierre)
    cerrar_vigencia(vigencia=vigencia, por=reparto.planeacion, ahora=reloj.en(cierre))


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
    for plan in planes:
        if plan != sin_actividades:
            _formular(plan, reparto, reloj, date(hoy.year, 1, 20))
        if plan in (en_borrador, sin_actividades, tarde):
            continue
        if plan == con_acta_pendiente:
            _aprobar(plan, reparto, reloj, date(hoy.year, 2, 20), acto=Plan.Acto.PENDIENTE)
        elif plan in (en_revision, devuelto, en_sesion):
            _enviar(plan, reparto, reloj, date(hoy.year, 2, 20))
        else:
            _publicar(plan, reparto, reloj, date(hoy.year, 1, 30))
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
    _desistir(vigencia, de_politica[0], reparto, reloj, date(hoy.year, 2, 25))
    _prorrogar(de_politica[0], reparto, reloj, date(hoy.year, 2, 26), concede=True)
    _prorrogar(de_politica[1], reparto, reloj, date(hoy.year, 2, 27), concede=False)
    for corte in vigencia.cortes.filter(trimestre__lt=abierto).order_by("trimestre"):
        _correr_corte(corte, reparto, reloj)
    _aprobar_tarde(tarde, reparto, reloj, fechas[abierto - 1].abre)
    de_institucionales.hacer_seguimientos(vigencia, **quien)
    _a_medias(vigencia.cortes.get(trimestre=abierto), reparto, reloj, hoy)
    de_ley.presentar(vigencia, _de_ley(reparto), reloj.en(hoy), hasta=hoy - timedelta(days=60))
    de_ley.requerir(_de_ley(reparto), reloj.en(hoy))
    comite_de_ejemplo.convocar(
        instancia=instancia, fecha=sumar_habiles(hoy, 5), por=reparto.planeacion, ahora=reloj.en(hoy)
    )


def _sesion_cerrada(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> Instancia:
    """La sesión que aprobó el plan, con su acta."""
    quien = reparto.planeacion
    instancia = comite_de_ejemplo.integrar(
        jefes=list(reparto.jefes.values())[:4],
        invitada=Usuario.objects.get(email=_correo("auditora")),
        desde=en_bogota(reloj.en(dia)),
        por=quien,
        ahora=reloj.en(dia),
    )
    ahora = reloj.en(dia)
    comite_de_ejemplo.celebrar(instancia=instancia, plan=plan, fecha=en_bogota(ahora), por=quien, ahora=ahora)
    plan.refresh_from_db()
    de_planes.publicar(plan=plan, por=quien, ahora=reloj.en(dia))
    return instancia


# --- Planes -------------------------------------------------------------------------------------------------


def _modelos(plan: Plan) -> Iterator[dict]:
    """Actividades de ejemplo: una de cada tipo de meta."""
    tema = plan.politica.nombre if plan.politica else plan.nombre
    anio = plan.vigencia.anio
    if plan.clase == Plan.Clase.INSTITUCIONAL:
        yield {
            "nombre": f"Formular y publicar el {tema} (ejemplo)",
            "producto": "Plan publicado en el sitio web",
            "indicador": "Plan publicado",
            "unidad": "plan",
            "tipo_meta": Actividad.TipoMeta.HITO,
            "programado": (1, None, None, None),
            "fin": date(anio, 1, 31),
            "peso": 40,
        }
        yield {
            "nombre": f"Hacer seguimiento a la ejecución del {tema} (ejemplo)",
            "producto": "Informe de seguimiento",
            "indicador": "Informes de seguimiento elaborados",
            "unidad": "informes",
            "tipo_meta": Actividad.TipoMeta.ACUMULADA,
            "programado": (None, 1, 1, 1),
            "fin": date(anio, 12, 15),
            "peso": 60,
        }
        return
    yield {
        "nombre": f"Acompañar a las dependencias en la política de {tema} (ejemplo)",
        "producto": "Listas de asistencia y memorias de las jornadas",
        "indicador": "Jornadas realizadas",
        "unidad": "jornadas",
        "tipo_meta": Actividad.TipoMeta.ACUMULADA,
        "programado": (2, 3, 3, 2),
        "fin": date(anio, 11, 30),
        "peso": 50,
    }
    yield {
        "nombre": f"Atender en término las solicitudes sobre {tema} (ejemplo)",
        "producto": "Reporte de solicitudes atendidas",
        "indicador": "Solicitudes atendidas en término",
        "numerador": "Solicitudes atendidas en término",
        "denominador": "Solicitudes recibidas en el trimestre",
        "unidad": "%",
        "tipo_meta": Actividad.TipoMeta.CONSTANTE,
        "programado": (100, 100, 100, 100),
        "fin": date(anio, 12, 31),
        "peso": 30,
    }
    yield {
        "nombre": f"Presentar al Comité el balance anual de {tema} (ejemplo)",
        "producto": "Informe presentado",
        "indicador": "Informe presentado al Comité",
        "unidad": "informe",
        "tipo_meta": Actividad.TipoMeta.HITO,
        "programado": (None, None, None, 1),
        "fin": date(anio, 12, 15),
        "peso": 20,
    }


def _formular(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    if plan.clase == Plan.Clase.IMPLEMENTACION:
        # Nació con sus nueve actividades.
        return
    quien = reparto.jefes[plan.dependencia_id]
    for numero, modelo in enumerate(_modelos(plan), start=1):
        programado = [None if p is None else Decimal(p) for p in modelo["programado"]]
        constante = modelo["tipo_meta"] == Actividad.TipoMeta.CONSTANTE
        de_actividades.crear_actividad(
            hoja=plan,
            numero=str(numero),
            nombre=modelo["nombre"],
            producto=modelo["producto"],
            indicador=modelo["indicador"],
            numerador=modelo.get("numerador", ""),
            denominador=modelo.get("denominador", ""),
            unidad=modelo["unidad"],
            tipo_meta=modelo["tipo_meta"],
            meta=max(filter(None, programado)) if constante else sum(filter(None, programado)),
            ponderacion=Decimal(modelo["peso"]),
            fecha_inicio=date(plan.vigencia.anio, 1, 15),
            fecha_fin=modelo["fin"],
            dependencia=plan.dependencia,
            fuente=Actividad.Fuente.AUTODIAGNOSTICO,
            por=quien,
            ahora=reloj.en(dia),
            **{f"programado_t{t}": p for t, p in enumerate(programado, start=1)},
        )


def _enviar(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> Plan:
    return de_planes.enviar(plan=plan, por=reparto.jefes[plan.dependencia_id], ahora=reloj.en(dia))


def _aprobar(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date, acto: str = Plan.Acto.SESION) -> Plan:
    enviado = _enviar(plan, reparto, reloj, dia)
    return de_planes.aprobar(
        plan=enviado,
        version=enviado.version,
        acto=acto,
        acto_numero="" if acto == Plan.Acto.PENDIENTE else f"001 de {plan.vigencia} (ejemplo)",
        acto_fecha=None if acto == Plan.Acto.PENDIENTE else en_bogota(reloj.en(dia)),
        # El de implementación lo escribió quien abrió el año: lo aprueba otra persona.
        por=reparto.revisora if plan.clase == Plan.Clase.IMPLEMENTACION else reparto.planeacion,
        ahora=reloj.en(dia),
    )


def _desistir(vigencia: Vigencia, modelo: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """Crea un plan de mejoramiento que no va, y desiste de él."""
    plan = de_planes.crear_plan(
        clase=Plan.Clase.MEJORAMIENTO,
        vigencia=vigencia,
        politica=modelo.politica,
        vigencia_medida=vigencia.anio - 1,
        dependencia=modelo.dependencia,
        por=reparto.planeacion,
        ahora=reloj.en(dia),
    )
    salidas.desistir(
        plan=plan,
        motivo="Sus acciones quedaron en el plan de la política (ejemplo).",
        version=plan.version,
        por=reparto.planeacion,
        ahora=reloj.en(dia),
    )


def _aprobar_tarde(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """Aprueba un plan con cortes ya cerrados: lo programado en ellos se mueve al primero que falta."""
    enviado = _enviar(plan, reparto, reloj, dia)
    de_planes.aprobar(
        plan=enviado,
        version=enviado.version,
        acto=Plan.Acto.SESION,
        acto_numero=f"002 de {plan.vigencia} (ejemplo)",
        acto_fecha=en_bogota(reloj.en(dia)),
        tardia=VersionPlan.Tardia.MOVER,
        tardia_motivo="Se formuló después de cerrar los primeros cortes (ejemplo).",
        por=reparto.planeacion,
        ahora=reloj.en(dia),
    )


def _prorrogar(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date, *, concede: bool) -> None:
    """Pide a tiempo unos días más para el hito del plan y, si se dice, los concede."""
    hito = plan.actividades.get(tipo_meta=Actividad.TipoMeta.HITO)
    pedida = de_prorrogas.pedir(
        actividad=hito,
        fecha_nueva=hito.fecha_fin + timedelta(days=10),
        motivo="La sesión en que se presenta quedó para después (ejemplo).",
        por=reparto.enlaces[hito.dependencia_id],
        ahora=reloj.en(dia),
    )
    if concede:
        de_prorrogas.conceder(prorroga=pedida, por=reparto.revisora, ahora=reloj.en(dia + timedelta(days=1)))


def _publicar(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    aprobado = _aprobar(plan, reparto, reloj, dia)
    de_planes.publicar(plan=aprobado, por=reparto.planeacion, ahora=reloj.en(dia))


# --- Cortes -------------------------------------------------------------------------------------------------


def _suerte(avance: Avance) -> int:
    """Número estable (0–9) que decide qué le pasa al reporte: la demostración sale siempre igual."""
    plan = avance.actividad.plan
    if estrategia := avance.actividad.estrategia:
        # Todo va bien, salvo la primera: se reportan menos planes de los que el sistema cuenta.
        return 8 if estrategia == Actividad.Estrategia.PLANES_INSTITUCIONALES else 7
    numero = plan.politica.numero_plan if plan.politica else 20 + plan.tipo.numero
    return (7 * numero + 3 * avance.actividad.orden + 5 * avance.corte.trimestre) % 10


def _reportes(corte: Corte) -> list[Avance]:
    return list(Avance.objects.del_corte(corte).con_todo().order_by("pk"))


def _correr_corte(corte: Corte, reparto: Reparto, reloj: Reloj) -> None:
    """Abre, reporta casi todo, revisa y cierra. Uno de cada diez no reporta."""
    corte = de_cortes.abrir(corte=corte, por=reparto.planeacion, ahora=reloj.en(corte.abre, 7))
    for avance in _reportes(corte):
        suerte = _suerte(avance)
        if suerte == 3:
            continue
        enviado = _reportar(avance, reparto, reloj, corte.abre + timedelta(days=2), suerte)
        avalado = _avalar(enviado, reparto, reloj, corte.abre + timedelta(days=3))
        if suerte == 4:
            avalado = _devolver_y_corregir(avalado, reparto, reloj, corte.abre + timedelta(days=4))
        _aceptar(avalado, reparto, reloj, corte.abre + timedelta(days=5))
    de_cortes.cerrar(corte=corte, por=reparto.planeacion, ahora=reloj.en(corte.cierra + timedelta(days=3), 16))


def _a_medias(corte: Corte, reparto: Reparto, reloj: Reloj, hoy: date) -> None:
    """Deja el corte abierto con reportes en cada estado."""
    corte = de_cortes.abrir(corte=corte, por=reparto.planeacion, ahora=reloj.en(corte.abre, 7))
    temprano = max(corte.abre, hoy - timedelta(days=12))
    for avance in _reportes(corte):
        suerte = _suerte(avance)
        if suerte in (2, 3):
            continue
        if suerte == 4:
            _escribir(avance, reparto, reloj, temprano, suerte)
            continue
        enviado = _reportar(avance, reparto, reloj, temprano, suerte)
        if suerte == 5:
            continue
        avalado = _avalar(enviado, reparto, reloj, temprano + timedelta(days=1))
        if suerte == 6:
            _devolver(avalado, reparto, reloj, temprano + timedelta(days=2))
        elif suerte in (0, 7, 9):
            _aceptar(avalado, reparto, reloj, temprano + timedelta(days=2))
    # Al final, para que los reportes lleven la fecha en que se hicieron y no la de hoy.
    de_cortes.ampliar(
        corte=corte,
        dependencia=Dependencia.objects.get(nombre="Dirección de Archivo"),
        cierra=sumar_habiles(corte.cierra, 5),
        motivo="Traslado de sede del archivo central (ejemplo)",
        por=reparto.planeacion,
        ahora=reloj.en(hoy, 7),
    )


# --- Reportes -----------------------------------------------------------------------------------------------


def _escribir(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date, suerte: int) -> Avance:
    actividad = avance.actividad
    programado = actividad.programacion[avance.corte.trimestre - 1]
    nuevos = {
        "situacion": Avance.Situacion.AVANCE,
        "cantidad": programado,
        "texto": "Se adelantó lo previsto para el trimestre (texto de ejemplo).",
    }
    if suerte == 1 and actividad.tipo_meta == Actividad.TipoMeta.CONSTANTE:
        nuevos = {"situacion": Avance.Situacion.SIN_DEMANDA, "motivo": "No hubo solicitudes en el periodo (ejemplo)."}
    elif suerte == 1:
        nuevos = {
            "situacion": Avance.Situacion.SIN_AVANCE,
            "cantidad": Decimal(0),
            "motivo": "Se reprogramó por disponibilidad presupuestal (ejemplo).",
        }
    elif suerte == 8 and actividad.tipo_meta != Actividad.TipoMeta.HITO:
        nuevos |= {
            "cantidad": (programado * Decimal("0.75")).quantize(Decimal("0.1")),
            "dificultades": "Faltó personal de apoyo durante parte del trimestre (ejemplo).",
        }
    return de_avances.guardar(
        avance=avance,
        cambios={campo: (getattr(avance, campo), valor) for campo, valor in nuevos.items()},
        por=reparto.enlaces[actividad.dependencia_id],
        ahora=reloj.en(dia),
    )


def _reportar(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date, suerte: int) -> Avance:
    quien = reparto.enlaces[avance.actividad.dependencia_id]
    escrito = _escribir(avance, reparto, reloj, dia, suerte)
    if escrito.cantidad:
        de_avances.adjuntar(
            avance=escrito,
            titulo=f"Soporte de ejemplo · {avance.actividad} · {avance.corte}",
            nombre="soporte-de-ejemplo.txt",
            contenido=f"Soporte de demostración de «{avance.actividad}», {avance.corte}. No es real.\n".encode(),
            fecha_documento=min(avance.corte.fecha_corte, en_bogota(reloj.en(dia))),
            por=quien,
            ahora=reloj.en(dia),
        )
    return de_avances.enviar(avance=escrito, por=quien, ahora=reloj.en(dia))


def _avalar(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date) -> Avance:
    return de_avances.avalar(
        avance=avance,
        version=avance.version,
        por=reparto.jefes[avance.actividad.dependencia_id],
        ahora=reloj.en(dia),
    )


def _devolver(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date) -> Avance:
    return de_avances.devolver(
        avance=avance,
        observaciones={"dificultades": "Diga qué dificultó llegar a lo programado, o que no hubo (ejemplo)."},
        version=avance.version,
        por=reparto.planeacion,
        ahora=reloj.en(dia),
    )


def _devolver_y_corregir(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date) -> Avance:
    devuelto = _devolver(avance, reparto, reloj, dia)
    quien = reparto.enlaces[avance.actividad.dependencia_id]
    corregido = de_avances.guardar(
        avance=devuelto,
        cambios={"dificultades": (devuelto.dificultades, "Ninguna en el periodo (ejemplo).")},
        por=quien,
        ahora=reloj.en(dia),
    )
    return de_avances.enviar(avance=corregido, por=quien, ahora=reloj.en(dia))


def _aceptar(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date) -> Avance:
    return de_avances.aceptar(avance=avance, version=avance.version, por=reparto.revisora, ahora=reloj.en(dia))
