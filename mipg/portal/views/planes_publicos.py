"""Un plan publicado, como lo lee cualquiera: sus actividades, su historia de versiones y, antes, cómo quedará."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from mipg.expediente.descargas import descarga
from mipg.portal.publico import publica
from mipg.texto import entero
from mipg.usuarios.roles import Permiso
from planes.acciones.planes import tomar_foto
from planes.acciones.propuestas import mirar
from planes.correcciones import corregidas, de_actividades, de_actos
from planes.models import OPCIONES, Plan, Propuesta, Prorroga, PublicacionDePlan, VersionPlan
from planes.reglas import puede_formular
from planes.reglas.comparacion import PUBLICOS, comparar
from seguimiento.informes import plan_publicado
from seguimiento.medidas import renglones
from seguimiento.models import Cifra, Corte

ACTIVIDADES_POR_PAGINA = 30
COMPARADAS_POR_PAGINA = 20
Ambito = Cifra.Ambito
_LISTA = ("Planes publicados", "portal:plan_publico_lista")


@publica
@require_safe
def plan_publico(request, pk: int):
    """Un plan publicado: lo que se aprobó, con las erratas corregidas, y lo que dicen de él los cortes cerrados."""
    plan = Plan.objects.publicados().con_version().filter(pk=pk).first()
    if plan is None:
        return _retirado(request, pk)
    versiones = list(VersionPlan.objects.del_plan(plan.pk))
    version = versiones[0] if versiones else None
    correcciones = de_actividades(plan.pk, version.aprobado_en) if version else []
    # La única foto que hace falta se lee aquí: `del_plan` no las trae.
    foto = version.foto if version else {"actividades": []}
    contexto = _contexto(request, plan, corregidas(foto["actividades"], correcciones)) | {
        "version": version,
        "aprobo": _la_que_lo_aprobo(versiones),
        "versiones": _con_su_acto(versiones),
        "correcciones": correcciones,
        "propuesta": None,
        "siguiente": None,
        "previo": False,
        "emision": plan_publicado.emitidos([plan]).get(plan.pk),
        "migas": [(_LISTA[0], reverse(_LISTA[1])), (plan.nombre, None)],
    }
    return render(request, "portal/plan_publico.html", contexto)


def _contexto(request, plan: Plan, actividades: Iterable[Mapping]) -> dict:
    """Las actividades por páginas, con su cifra en el último corte cerrado y su fecha original si se prorrogó."""
    pagina = Paginator(plan_publicado.filas(actividades), ACTIVIDADES_POR_PAGINA).get_page(request.GET.get("page"))
    cerrados = Corte.objects.de_vigencia(plan.vigencia).filter(estado=Corte.Estado.CERRADO).select_related("vigencia")
    corte = cerrados.last()
    cifras = Cifra.objects.publicadas().filter(corte=corte, plan=plan)
    claves = [fila.clave for fila in pagina.object_list]
    por_actividad = {c.clave: c for c in cifras.filter(ambito=Ambito.ACTIVIDAD, clave__in=claves)}
    originales = Prorroga.objects.fechas_originales(claves)
    return {
        "plan": plan,
        "publicaciones": _documentos(plan),
        "corte": corte,
        "cifra": cifras.filter(ambito=Ambito.PLAN).first() if corte else None,
        # Sólo de los cortes cerrados: lo demás todavía no es público.
        "estrategias": renglones(plan, corte, corte.fecha_corte) if corte else [],
        "page_obj": pagina,
        "actividades": [
            (fila, por_actividad.get(fila.clave), originales.get(fila.clave)) for fila in pagina.object_list
        ],
    }


def _documentos(plan: Plan) -> list[PublicacionDePlan]:
    """Los documentos que se publicaron de un plan institucional, el último primero."""
    if plan.clase != Plan.Clase.INSTITUCIONAL:
        return []
    return list(PublicacionDePlan.objects.vigentes().con_documento().filter(plan=plan))


def _la_que_lo_aprobo(versiones: list[VersionPlan]) -> VersionPlan | None:
    """La versión con que se aprobó el plan: las demás sólo lo cambian."""
    aprobaron = (una for una in versiones if una.clase == VersionPlan.Clase.APROBACION)
    return next(aprobaron, versiones[-1] if versiones else None)


def _con_su_acto(versiones: list[VersionPlan]) -> list[tuple]:
    """Cada versión con las correcciones de su acto."""
    actos = de_actos(version.pk for version in versiones)
    return [(version, actos.get(version.pk, ())) for version in versiones]


def _retirado(request, pk: int):
    """410 con lo que un visitante puede saber de un plan que se retiró de la publicación; 404 si nunca se publicó."""
    plan = get_object_or_404(Plan.objects.filter(retirado_en__isnull=False).only("retirado_en"), pk=pk)
    respuesta = render(request, "portal/plan_publico_retirado.html", {"plan": plan}, status=HTTPStatus.GONE)
    # Se puede volver a publicar: que nadie guarde esta respuesta.
    respuesta["Cache-Control"] = "no-store"
    return respuesta


@publica
@require_safe
def plan_publico_descargar(request, pk: int):
    """El PDF emitido de la versión vigente del plan: exactamente el archivo guardado, con su huella como `ETag`."""
    plan = Plan.objects.publicados().con_version().filter(pk=pk).first()
    if plan is None:
        return _retirado(request, pk)
    emision = plan_publicado.emitidos([plan]).get(plan.pk)
    if emision is None:
        raise Http404
    huella = quote_etag(emision.sha256)
    respuesta = get_conditional_response(request, etag=huella)
    if respuesta is None:
        respuesta = descarga(emision.archivo, f"{emision.titulo} ({emision.codigo}).pdf", "application/pdf")
        del respuesta["Cache-Control"]
    respuesta["ETag"] = huella
    return respuesta


@publica
@require_safe
def plan_publico_version(request, pk: int, numero: int):
    """Qué cambió en una versión de un plan publicado frente a la anterior, y por qué. Sin personas."""
    plan = Plan.objects.publicados().con_version().filter(pk=pk).first()
    if plan is None:
        return _retirado(request, pk)
    versiones = {v.numero: v for v in VersionPlan.objects.filter(plan=plan, numero__in=[numero - 1, numero])}
    version = versiones.get(numero)
    anterior = versiones.get(numero - 1)
    if version is None or anterior is None:
        raise Http404
    comparacion = comparar(anterior.foto, version.foto, OPCIONES, campos=PUBLICOS)
    contexto = {
        "plan": plan,
        "version": version,
        "actos_corregidos": de_actos([version.pk]).get(version.pk, ()),
        "comparacion": comparacion,
        "page_obj": Paginator(comparacion.cambiados, COMPARADAS_POR_PAGINA).get_page(request.GET.get("page")),
        "migas": [
            (_LISTA[0], reverse(_LISTA[1])),
            (plan.nombre, reverse("portal:plan_publico", args=[plan.pk])),
            (f"Versión {numero}", None),
        ],
    }
    return render(request, "portal/plan_publico_version.html", contexto)


@require_safe
def plan_publico_previo(request, pk: int):
    """Cómo quedará la página pública de un plan, o de su modificación (`?propuesta=`), antes de aprobar o publicar.

    Sólo para quien decide o formula; nadie guarda copia.
    """
    plan = get_object_or_404(Plan.objects.visibles_para(request.perfil).con_version(), pk=pk)
    if not (request.perfil.puede(Permiso.PLAN_DECIDIR) or puede_formular(request.perfil, plan.dependencia_id)):
        raise PermissionDenied
    propuesta, version = None, None
    if "propuesta" in request.GET:
        suyas = Propuesta.objects.visibles_para(request.perfil).abiertas().filter(plan=plan)
        propuesta = get_object_or_404(suyas, pk=entero(request.GET["propuesta"]))
        propuesta.plan = plan
        foto = mirar(propuesta).foto
    else:
        version = plan.versiones.first() if plan.esta_aprobado else None
        foto = version.foto if version else tomar_foto(plan)
    hechas = de_actividades(plan.pk, version.aprobado_en) if version else []
    versiones = _con_su_acto(list(VersionPlan.objects.del_plan(plan.pk)))
    vuelta = (
        ("planes:propuesta_detalle", propuesta.pk, "La modificación")
        if propuesta
        else ("planes:plan_detalle", plan.pk, plan.nombre)
    )
    contexto = _contexto(request, plan, corregidas(foto["actividades"], hechas)) | {
        "version": version,
        "versiones": versiones,
        "correcciones": hechas,
        "propuesta": propuesta,
        "previo": True,
        "siguiente": (plan.numero_version or 0) + 1,
        "vuelta": reverse(vuelta[0], args=[vuelta[1]]),
        "migas": [(vuelta[2], reverse(vuelta[0], args=[vuelta[1]])), ("Como lo verá el público", None)],
    }
    return render(request, "portal/plan_publico_previo.html", contexto)
