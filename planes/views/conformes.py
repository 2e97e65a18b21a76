"""La página en que el colíder dice si está conforme, y lo que el plan muestra de ello."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_http_methods

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones import conformes as acciones
from planes.forms.conformes import ConformeForm
from planes.models import Plan
from planes.reglas.conformes import problemas_para_dar
from planes.views.comunes import cargar_plan
from planes.views.salidas import tramitar


def _suyas(colideres: dict[int, str], perfil: Perfil) -> dict[int, str]:
    """De las que colideran, las que la persona dirige."""
    dirige = perfil.dependencias(Permiso.PLAN_FORMULAR)
    return {clave: nombre for clave, nombre in colideres.items() if clave in dirige}


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """Lo que cada colíder dijo de lo que se envió y, mientras se revisa, de quién se espera."""
    if plan.politica_id is None or plan.enviado_en is None:
        return None
    dichos = acciones.dichos_de(plan)
    colideres = acciones.colideres_de(plan, hoy) if plan.estado == Plan.Estado.EN_REVISION else {}
    vigentes = {dicho.dependencia_id for dicho in dichos if not dicho.de_lo_anterior}
    faltan = {clave: nombre for clave, nombre in colideres.items() if clave not in vigentes}
    if not (dichos or faltan):
        return None
    return {"dichos": dichos, "faltan": list(faltan.values()), "puede": bool(_suyas(colideres, perfil))}


@require_http_methods(["GET", "HEAD", "POST"])
def conforme_dar(request, pk: int):
    """Da el conforme, o deja reparo, a nombre de una dependencia que colidera la política del plan."""
    plan = cargar_plan(request, pk)
    suyas = _suyas(acciones.colideres_de(plan, request.hoy), request.perfil)
    if not suyas:
        raise PermissionDenied
    clave = next(iter(suyas))
    return tramitar(
        request,
        plan,
        ConformeForm(request.POST or None, plan=plan, suyas=suyas),
        acciones.dar_conforme,
        "planes/conforme_dar.html",
        hecho=lambda dado: f"Quedó dicho a nombre de {dado.dependencia}. Lo ve quien decide.",
        miga="Conforme",
        problemas=problemas_para_dar(
            estado=plan.estado, colideres=suyas, dependencia=clave, sentido="CONFORME", texto=""
        ),
        boton="Decirlo",
    )
