"""Cualquier versión aprobada de un plan, en PDF: la vigente o una que ya se reemplazó, tal como se aprobó.

Todo sale de la foto congelada, de lo que la versión guarda y de lo que la petición dejó dicho: volver a producirlo da
los mismos bytes, aunque después se apruebe otra, se corrija el acto o se cierre el plan.
"""

from mipg.expediente.models import Emision
from mipg.pdf import Pdf, pintar
from mipg.reglas import ReglaIncumplida
from planes.models import Plan, VersionPlan
from seguimiento.informes.plan_publicado import PlanPublicado, documento

INFORME = "version_plan"


def titulo(plan: Plan, version: VersionPlan) -> str:
    """Cómo se llama en la lista de informes y en las propiedades del PDF."""
    return f"Versión {version.numero} · {version.foto['nombre'][:180]} · Vigencia {plan.vigencia}"


def parametros(version: VersionPlan) -> dict:
    """Con qué se guarda en la emisión: el acto va dicho, porque es lo único de una versión que se corrige."""
    return {"plan": version.plan_id, "version": version.numero, "acto": version.acto_citado}


def generar(emision: Emision) -> Pdf:
    """El PDF de la versión que nombra la emisión."""
    return pintar("informes/plan_publicado.html", {"informe": reunir(emision)})


def reunir(emision: Emision) -> PlanPublicado:
    """Reúne lo que dice el documento. Lanza `ReglaIncumplida` si esa versión no existe."""
    clave, numero = emision.parametros["plan"], emision.parametros["version"]
    version = (
        VersionPlan.objects.con_decision()
        .select_related("plan__vigencia", "plan__politica__dimension")
        .filter(plan=clave, numero=numero)
        .first()
    )
    if version is None:
        raise ReglaIncumplida(f"No hay una versión {numero} del plan {clave}.")
    return documento(emision, version, acto=emision.parametros["acto"])
