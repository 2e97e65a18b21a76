"""Un plan publicado, en PDF para cualquiera: lo que aprobó su versión, sin seguimiento y sin personas.

Todo sale de la foto congelada de la versión: el mismo documento aunque después cambie el plan.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings

from mipg.etiquetas import RAYA, cantidad, fecha, fecha_hora
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota, en_palabras
from mipg.pdf import Pdf, pintar
from mipg.reglas import ReglaIncumplida
from planes.models import Plan, TipoMetaActividad, VersionPlan
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
    demostracion: bool
    provisional: bool
    datos: tuple[tuple[str, str], ...]
    filas: tuple[Fila, ...]


def titulo(plan: Plan, numero: int) -> str:
    """Cómo se llama el documento en la lista de informes y en las propiedades del PDF."""
    return f"{plan.nombre} · Vigencia {plan.vigencia} · Versión {numero}"


def parametros(plan: int, numero: int) -> dict[str, int]:
    """Con qué se guarda en la emisión: la clave del plan y el número de su versión."""
    return {"plan": plan, "version": numero}


def emitidos(planes: Iterable[Plan]) -> dict[int, Emision]:
    """El PDF listo de la versión vigente de cada plan (`con_version`), por la clave del plan. Una consulta."""
    versiones = {plan.pk: plan.numero_version for plan in planes}
    listas = Emision.objects.filter(
        informe=INFORME, estado=Emision.Estado.LISTA, parametros__plan__in=list(versiones)
    ).order_by("-pk")
    # Si por un fallo hubiera dos, siempre el primero: la dirección no cambia de bytes.
    return {e.parametros["plan"]: e for e in listas if e.parametros["version"] == versiones[e.parametros["plan"]]}


def generar(emision: Emision) -> Pdf:
    """El PDF de la versión del plan que nombra la emisión."""
    return pintar("informes/plan_publicado.html", {"informe": reunir(emision)})


def reunir(emision: Emision) -> PlanPublicado:
    """Reúne lo que dice el documento. Lanza `ReglaIncumplida` si el plan dejó de estar publicado."""
    clave, numero = emision.parametros["plan"], emision.parametros["version"]
    plan = Plan.objects.publicados().con_version().filter(pk=clave).first()
    version = VersionPlan.objects.filter(plan=clave, numero=numero).first()
    if plan is None or version is None:
        raise ReglaIncumplida(f"Ya no hay una versión {numero} publicada del plan {clave}.")
    entidad, hoy = settings.ENTIDAD, en_bogota(emision.pedida_en)
    acto = plan.acto_texto if numero == plan.numero_version else version.acto
    if numero == plan.numero_version and plan.acto_fecha:
        acto += f" del {en_palabras(plan.acto_fecha)}"
    dicha = f"Versión {numero}, {acto}"
    return PlanPublicado(
        titulo=emision.titulo,
        entidad=entidad["nombre"],
        nit=entidad["nit"],
        clase=plan.get_clase_display(),
        nombre=version.foto["nombre"],
        vigencia=str(plan.vigencia),
        version=dicha,
        publicado=en_palabras(en_bogota(plan.publicado_en)),
        generado=f"{en_palabras(hoy)}, {fecha_hora(emision.pedida_en)[-5:]} (hora de Colombia)",
        generado_iso=emision.pedida_en.isoformat(timespec="seconds"),
        codigo=emision.codigo,
        comprobacion=emision.comprobacion,
        pie=f"{entidad['nombre']} · Código {emision.codigo} · Versión {numero} · SHA-256 {version.sha256[:12]}",
        demostracion=settings.DEMOSTRACION,
        provisional=False,
        datos=_datos(plan, version, dicha),
        filas=filas(version.foto["actividades"]),
    )


def _datos(plan: Plan, version: VersionPlan, dicha: str) -> tuple[tuple[str, str], ...]:
    datos = (
        ("Clase", plan.get_clase_display()),
        ("Política", version.foto["politica"]),
        ("Dimensión", plan.politica.dimension.nombre if plan.politica else ""),
        ("Coordina", version.foto["dependencia"]),
        ("Versión y acto", dicha),
        ("Aprobada", fecha(version.aprobado_en)),
        ("Sin segregación", plan.sin_segregacion if version.numero == plan.numero_version else ""),
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
    """«4 informes (acumulada)»."""
    tipo = TipoMetaActividad(actividad["tipo_meta"]).label.lower()
    return " ".join(filter(None, [_cantidad(actividad["meta"]), actividad["unidad"], f"({tipo})"]))


def _cantidad(texto: str | None) -> str:
    return cantidad(None if texto is None else Decimal(texto))


def _fecha(texto: str | None) -> str:
    return fecha(date.fromisoformat(texto) if texto else None)
