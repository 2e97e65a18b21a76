"""Los planes de ejemplo: sus actividades, y cómo se formulan, se aprueban, se publican o se desiste de ellos."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from mipg.fechas import en_bogota
from planes.acciones import actividades as de_actividades
from planes.acciones import planes as de_planes
from planes.acciones import prorrogas as de_prorrogas
from planes.acciones import salidas
from planes.models import Actividad, Plan, VersionPlan
from politicas.models import Vigencia
from seguimiento.demostracion.personas import Reloj, Reparto


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


def formular(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """Crea sus actividades, por el jefe que lo coordina."""
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


def enviar(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> Plan:
    """Lo envía a revisión el jefe que lo coordina."""
    return de_planes.enviar(plan=plan, por=reparto.jefes[plan.dependencia_id], ahora=reloj.en(dia))


def aprobar(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date, acto: str = Plan.Acto.SESION) -> Plan:
    """Lo envía y lo aprueba."""
    enviado = enviar(plan, reparto, reloj, dia)
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


def desistir(vigencia: Vigencia, modelo: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> None:
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


def aprobar_tarde(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """Aprueba un plan con cortes ya cerrados: lo programado en ellos se mueve al primero que falta."""
    enviado = enviar(plan, reparto, reloj, dia)
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


def prorrogar(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date, *, concede: bool) -> None:
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


def publicar(plan: Plan, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """Lo envía, lo aprueba y lo publica."""
    aprobado = aprobar(plan, reparto, reloj, dia)
    de_planes.publicar(plan=aprobado, por=reparto.planeacion, ahora=reloj.en(dia))
