"""Un plan publicado, en PDF para cualquiera: lo que aprobó su versión, sin seguimiento y sin personas.

Todo sale de la foto congelada de la versión: el mismo documento aunque después cambie el plan.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings

from mipg.etiquetas import RAYA, cantidad, con_unidad, fecha, fecha_hora
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota, en_palabras
from mipg.pdf import Pdf, pintar
from mipg.reglas import ReglaIncumplida
from planes.models import Plan, TipoMetaActividad, VersionPlan
from planes.reglas.actos import citar
from seguimiento.informes.documento import peso

INFORME = "plan_publicado"


@dataclass(frozen=True)
class Fila:
    """Una actividad aprobada, como se lee. `clave` es la de la actividad; `programado`, de T1 a T4."""

    clave: int
    numero: str
    nombre: str
    producto: str
    indicador: str
    meta: str
    peso: str
    inicio: str
    fin: str
    responsable: str
    apoyos: str
    programado: tuple[str, ...]


@dataclass(frozen=True)
class PlanPublicado:
    """El documento entero, listo para pintarse. `datos` son pares (rótulo, texto)."""

    titulo: str
    entidad: str
    nit: str
    encabezado: str
    clase: str
    nombre: str
    vigencia: str
    version: str
    publicado: str
    generado: str
    generado_iso: str
    codigo: str
    comprobacion: str
    pie: str
    provisional: bool
    datos: tuple[tuple[str, str], ...]
    filas: tuple[Fila, ...]


def titulo(plan: Plan, numero: int) -> str:
    """Cómo se llama el documento en la lista de informes y en las propiedades del PDF."""
    return f"{plan.nombre} · Vigencia {plan.vigencia} · Versión {numero}"


def parametros(plan: Plan) -> dict:
    """Con qué se guarda la emisión de la versión vigente de un plan (`con_version`): con su acto, que se corrige."""
    acto = citar("", plan.acto_version, plan.acto_version_fecha)
    return {"plan": plan.pk, "version": plan.numero_version, "acto": acto}


def es_de(pedido: Mapping, plan: Plan) -> bool:
    """Lo pedido es lo vigente del plan (`con_version`). Lo de antes de guardar el acto en la petición vale."""
    suyo = parametros(plan)
    return suyo | pedido == suyo


def emitidos(planes: Iterable[Plan]) -> dict[int, Emision]:
    """El PDF listo de la versión vigente de cada plan (`con_version`), por la clave del plan. Una consulta."""
    por_clave = {plan.pk: plan for plan in planes}
    listas = Emision.objects.filter(
        informe=INFORME, estado=Emision.Estado.LISTA, parametros__plan__in=list(por_clave)
    ).order_by("-pk")
    # Si por un fallo hubiera dos, siempre el primero: la dirección no cambia de bytes.
    return {e.parametros["plan"]: e for e in listas if es_de(e.parametros, por_clave[e.parametros["plan"]])}


def generar(emision: Emision) -> Pdf:
    """El PDF de la versión del plan que nombra la emisión."""
    return pintar("informes/plan_publicado.html", {"informe": reunir(emision)})


def reunir(emision: Emision) -> PlanPublicado:
    """Reúne lo que dice el documento. Lanza `ReglaIncumplida` si el plan dejó de estar publicado."""
    clave, numero = emision.parametros["plan"], emision.parametros["version"]
    plan = Plan.objects.publicados().con_version().filter(pk=clave).first()
    version = VersionPlan.objects.con_decision().filter(plan=clave, numero=numero).first()
    if plan is None or version is None:
        raise ReglaIncumplida(f"Ya no hay una versión {numero} publicada del plan {clave}.")
    version.plan = plan
    # Lo pedido antes de guardarlo en la petición no lo trae.
    acto = emision.parametros.get("acto") or version.acto_citado
    return documento(emision, version, acto=acto, publicado=en_palabras(en_bogota(plan.publicado_en)))


def documento(emision: Emision, version: VersionPlan, *, acto: str, publicado: str = "") -> PlanPublicado:
    """Lo aprobado en una versión, sin personas. `publicado`: cuándo, si el documento es el que lee cualquiera."""
    plan, entidad, hoy = version.plan, settings.ENTIDAD, en_bogota(emision.pedida_en)
    dicha = f"Versión {version.numero}, {acto}"
    return PlanPublicado(
        titulo=emision.titulo,
        entidad=entidad["nombre"],
        nit=entidad["nit"],
        encabezado="Plan publicado" if publicado else f"Versión {version.numero} del plan",
        clase=plan.get_clase_display(),
        nombre=version.foto["nombre"],
        vigencia=str(plan.vigencia),
        version=dicha,
        publicado=publicado,
        generado=f"{en_palabras(hoy)}, {fecha_hora(emision.pedida_en)[-5:]} (hora de Colombia)",
        generado_iso=emision.pedida_en.isoformat(timespec="seconds"),
        codigo=emision.codigo,
        comprobacion=emision.comprobacion,
        pie=f"{entidad['nombre']} · Código {emision.codigo} · Versión {version.numero} · SHA-256 {version.sha256[:12]}",
        provisional=False,
        datos=_datos(version, dicha),
        filas=filas(version.foto["actividades"]),
    )


def _datos(version: VersionPlan, dicha: str) -> tuple[tuple[str, str], ...]:
    plan = version.plan
    datos = (
        ("Clase", plan.get_clase_display()),
        ("Política", version.foto["politica"]),
        ("Dimensión", plan.politica.dimension.nombre if plan.politica else ""),
        ("Coordina", version.foto["dependencia"]),
        ("Versión y acto", dicha),
        ("Qué la produjo", version.get_clase_display()),
        ("Aprobada", fecha(version.aprobado_en)),
        ("Rige desde", fecha(version.rige_desde) if version.rige_desde else ""),
        ("Qué cambió y por qué", version.frase),
        ("Sin segregación", version.sin_segregacion),
        ("Huella de la versión (SHA-256)", version.sha256),
    )
    return tuple((rotulo, texto) for rotulo, texto in datos if texto)


def filas(actividades: Iterable[Mapping]) -> tuple[Fila, ...]:
    """Las actividades de la foto de una versión, como se leen en el PDF y en el micrositio."""
    actividades = list(actividades)
    pesos = [Decimal(a["ponderacion"] or 1) for a in actividades]
    total = sum(pesos)
    return tuple(
        Fila(
            clave=a["id"],
            numero=a["numero"],
            nombre=a["nombre"],
            producto=a["producto"],
            indicador=a["indicador"],
            meta=_meta(a),
            peso=peso(propio, total),
            inicio=_fecha(a["fecha_inicio"]),
            fin=_fecha(a["fecha_fin"]),
            responsable=a["dependencia"] or RAYA,
            apoyos="; ".join(a["apoyos"]),
            programado=tuple(_cantidad(a[f"programado_t{t}"]) for t in (1, 2, 3, 4)),
        )
        for a, propio in zip(actividades, pesos, strict=True)
    )


def _meta(actividad: Mapping) -> str:
    """«4 informes, acumulada»."""
    tipo = TipoMetaActividad(actividad["tipo_meta"]).label.lower()
    return f"{con_unidad(_decimal(actividad['meta']), actividad['unidad'])}, {tipo}"


def _cantidad(texto: str | None) -> str:
    return cantidad(_decimal(texto))


def _decimal(texto: str | None) -> Decimal | None:
    return None if texto is None else Decimal(texto)


def _fecha(texto: str | None) -> str:
    return fecha(date.fromisoformat(texto) if texto else None)
