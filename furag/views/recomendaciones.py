"""Páginas de las recomendaciones: la lista, decidir sobre las elegidas, el detalle y su exporte."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from furag import exportes
from furag.acciones import recomendaciones as acciones
from furag.forms.recomendaciones import DecidirForm, FiltroRecomendacionesForm, LigarIndicesForm
from furag.historia import FRASES_DE_RECOMENDACION
from furag.insignias import CLASES_DE_MEJORA, CLASES_DE_RECOMENDACION
from furag.models import Atencion, Recomendacion
from furag.reglas.mejoras import problemas_de_lo_elegido
from furag.responsables import politicas_que_decide
from mipg.descargas import descarga, formato_pedido
from mipg.etiquetas import contar
from mipg.formularios import NEGATIVAS, anotar, en_una_linea, estado_http
from mipg.reglas import ReglaIncumplida
from mipg.texto import entero
from mipg.usuarios.historia import historia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso

POR_PAGINA = 30
FILTROS = ("q", "politica", "estado", "prioridad", "agrupacion", "accion", "viene")
_A_LA_VISTA = frozenset({"estado", "motivo", "prioridad", "grupo", "indices", "texto"})
_HECHO = {
    "acoger": ("Se acogió", "Se acogieron"),
    "descartar": ("Se descartó", "Se descartaron"),
    "reabrir": ("Volvió a quedar por decidir", "Volvieron a quedar por decidir"),
    "priorizar": ("Se le cambió la prioridad a", "Se les cambió la prioridad a"),
    "agrupar": ("Se cambió de grupo", "Se cambiaron de grupo"),
}


def _filtradas(request) -> tuple[FiltroRecomendacionesForm, object]:
    filtro = FiltroRecomendacionesForm(request.GET)
    return filtro, filtro.filtrar(Recomendacion.objects.visibles_para(request.perfil))


@require_safe
def recomendacion_lista(request):
    """Las recomendaciones de una vigencia medida, con filtros; quien las decide, elige varias y decide de una vez."""
    return _pintar_lista(request)


def _pintar_lista(request, enviado: DecidirForm | None = None):
    filtro, filtradas = _filtradas(request)
    suyas = politicas_que_decide(request.perfil, request.hoy)
    cuantas = filtradas.order_by().aggregate(
        todas=Count("pk"),
        por_decidir=Count("pk", filter=Q(estado=Recomendacion.Estado.PENDIENTE)),
        acogidas=Count("pk", filter=Q(estado=Recomendacion.Estado.ACOGIDA)),
        descartadas=Count("pk", filter=Q(estado=Recomendacion.Estado.DESCARTADA)),
        suyas=Count("pk", filter=Q(politica__in=suyas)),
    )
    pagina = Paginator(filtradas.con_resumen(), POR_PAGINA).get_page(request.GET.get("page"))
    form = enviado or DecidirForm(todas=cuantas["suyas"] if pagina.has_other_pages() else 0)
    marcadas = {*form.elegidas}
    contexto = {
        "filtro": filtro,
        "form": form if suyas else None,
        "medicion": filtro.medicion,
        "cuantas": cuantas,
        "page_obj": pagina,
        "filas": [
            (una, una.politica_id in suyas, una.pk in marcadas, CLASES_DE_RECOMENDACION[una.estado]) for una in pagina
        ],
        "filtra": any(request.GET.get(campo) for campo in FILTROS),
        "importa": request.perfil.puede(Permiso.FURAG_GESTIONAR),
        "grupos": filtro.grupos,
        "consulta": request.GET.urlencode(),
        "migas": [("Mediciones", reverse("furag:medicion_lista")), ("Recomendaciones", None)],
    }
    return render(request, "furag/recomendacion_lista.html", contexto, status=estado_http(form))


@require_safe
def recomendacion_exportar(request):
    """Las recomendaciones de la lista, con sus mismos filtros, en `?formato=xlsx` (por defecto) o `csv`."""
    _, filtradas = _filtradas(request)
    formato = formato_pedido(request)
    return descarga(exportes.recomendaciones(filtradas, formato=formato), "recomendaciones", formato)


@requiere(Permiso.RECOMENDACION_DECIDIR)
@require_POST
def recomendacion_decidir(request):
    """Acoge, descarta, reabre, prioriza o agrupa las elegidas; con `?detalle=`, una sola y vuelve a su página."""
    if detalle := entero(request.GET.get("detalle", "")):
        return _decidir_una(request, get_object_or_404(_detallada(request), pk=detalle))
    _, filtradas = _filtradas(request)
    suyas = politicas_que_decide(request.perfil, request.hoy)
    las_suyas = filtradas.filter(politica__in=suyas).order_by()
    form = DecidirForm(request.POST, todas=las_suyas.count())
    if form.is_valid():
        elegidas = form.elegidas
        if form.cleaned_data.get("todas"):
            elegidas = list(las_suyas.values_list("pk", flat=True))
            if len(elegidas) != form.cleaned_data["cuantas"]:
                form.add_error(None, f"La lista cambió: ahora son {len(elegidas)}. Mírela de nuevo antes de decidir.")
        _exigir_suyas(elegidas, suyas)
        if form.is_valid() and form.cleaned_data["hacer"] == "formular":
            if respuesta := _formular(form, elegidas):
                return respuesta
        elif form.is_valid() and _hacer(request, form, elegidas):
            consulta = request.GET.urlencode()
            return redirect(f"{reverse('furag:recomendacion_lista')}{'?' if consulta else ''}{consulta}")
    return _pintar_lista(request, form)


def _exigir_suyas(elegidas: Collection[int], suyas: frozenset[int]) -> None:
    """403 si alguna es de una política que no le toca decidir."""
    if Recomendacion.objects.filter(pk__in=elegidas).exclude(politica__in=suyas).exists():
        raise PermissionDenied


def _hacer(request, form: DecidirForm, elegidas: Collection[int]) -> bool:
    """Lo que se pidió sobre las elegidas; si no se puede, lo deja dicho en el formulario."""
    hacer, dicho = form.cleaned_data["hacer"], form.cleaned_data
    quien = {"recomendaciones": elegidas, "por": request.user, "ahora": timezone.now()}
    try:
        if hacer == "priorizar":
            cuantas = acciones.priorizar(prioridad=dicho["prioridad"], **quien)
        elif hacer == "agrupar":
            cuantas = acciones.agrupar(nombre=dicho["agrupacion"], **quien)
        else:
            cuantas = len(acciones.decidir(verbo=hacer, motivo=dicho["motivo"], **quien))
    except NEGATIVAS as error:
        anotar(form, error)
        return False
    frase = _HECHO[hacer][cuantas != 1]
    iguales = len({*elegidas}) - cuantas
    resto = f" {contar(iguales, 'ya estaba así', 'ya estaban así')}." if iguales else ""
    messages.success(request, f"{frase} {contar(cuantas, 'recomendación', 'recomendaciones')}.{resto}")
    return True


def _detallada(request):
    return Recomendacion.objects.visibles_para(request.perfil).select_related(
        "medicion", "politica__dimension", "agrupacion", "importacion", "falta_en", "decidida_por"
    )


def _decidir_una(request, recomendacion: Recomendacion):
    if not politicas_que_decide(request.perfil, request.hoy, [recomendacion.politica_id]):
        raise PermissionDenied
    form = DecidirForm(request.POST)
    if form.is_valid() and form.cleaned_data["hacer"] == "formular":
        if respuesta := _formular(form, [recomendacion.pk]):
            return respuesta
    elif form.is_valid() and _hacer(request, form, [recomendacion.pk]):
        return redirect("furag:recomendacion_detalle", pk=recomendacion.pk)
    return _pintar_detalle(request, recomendacion, form)


def _formular(form: DecidirForm, elegidas: Collection[int]):
    """Lleva a formular la acción que las atienda; si no se puede, lo deja dicho en el formulario."""
    filas = list(Recomendacion.objects.filter(pk__in=elegidas).order_by("pk").only("medicion", "politica", "estado"))
    if problemas := problemas_de_lo_elegido(filas, reformula=False):
        anotar(form, ReglaIncumplida(problemas))
        return None
    claves = urlencode({"recomendacion": [una.pk for una in filas]}, doseq=True)
    return redirect(f"{reverse('furag:mejora_crear')}?{claves}")


@require_http_methods(["GET", "HEAD", "POST"])
def recomendacion_detalle(request, pk: int):
    """Una recomendación: de dónde salió, qué se decidió, qué acciones la atienden y su historia.

    Con POST, dice a qué índices de su política apunta.
    """
    recomendacion = get_object_or_404(_detallada(request), pk=pk)
    if request.method != "POST":
        return _pintar_detalle(request, recomendacion)
    if not politicas_que_decide(request.perfil, request.hoy, [recomendacion.politica_id]):
        raise PermissionDenied
    form = LigarIndicesForm(request.POST, de=recomendacion)
    if form.is_valid():
        try:
            acciones.ligar_indices(
                recomendacion=recomendacion, **form.cleaned_data, por=request.user, ahora=timezone.now()
            )
        except NEGATIVAS as error:
            messages.error(request, en_una_linea(error))
        else:
            messages.success(request, "Quedó dicho a qué índices apunta.")
        return redirect("furag:recomendacion_detalle", pk=pk)
    return _pintar_detalle(request, recomendacion, ligar=form)


def _pintar_detalle(
    request, recomendacion: Recomendacion, form: DecidirForm | None = None, ligar: LigarIndicesForm | None = None
):
    decide = bool(politicas_que_decide(request.perfil, request.hoy, [recomendacion.politica_id]))
    indices = list(recomendacion.indices.select_related("politica"))
    atenciones = Atencion.objects.filter(recomendacion=recomendacion).select_related(
        "accion__actividad__plan__vigencia", "accion__actividad__dependencia", "decidida_por"
    )
    inicial = {"prioridad": recomendacion.prioridad, "agrupacion": getattr(recomendacion.agrupacion, "nombre", "")}
    form = form or DecidirForm(initial=inicial)
    contexto = {
        "recomendacion": recomendacion,
        "clase": CLASES_DE_RECOMENDACION[recomendacion.estado],
        "decide": decide,
        "form": form,
        "indices": indices,
        "ligar": ligar or LigarIndicesForm(de=recomendacion, elegidos=indices),
        "acciones": [(una, CLASES_DE_MEJORA[una.accion.estado]) for una in atenciones],
        "redacciones": recomendacion.redacciones.select_related("importacion", "reemplazada_por"),
        "eventos": historia(
            recomendacion, frases=FRASES_DE_RECOMENDACION, se_muestra=lambda _, campo: campo in _A_LA_VISTA
        ),
        "migas": [
            ("Mediciones", reverse("furag:medicion_lista")),
            ("Recomendaciones", f"{reverse('furag:recomendacion_lista')}?medicion={recomendacion.medicion.anio}"),
            (recomendacion.referencia, None),
        ],
    }
    estado = 422 if form.errors or (ligar and ligar.errors) else 200
    return render(request, "furag/recomendacion_detalle.html", contexto, status=estado)
