"""Las fuentes que dicen quién responde por cada política: cuáles hay, qué dicen y retirar la cargada por error."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas.acciones import retirar_fuente
from politicas.forms import RetirarForm
from politicas.models import Fuente, ResponsabilidadPolitica
from politicas.views.comunes import en_uso

POR_PAGINA = 60
POLITICAS, FUENTES = ("Políticas", "politicas:politica_lista"), ("Fuentes", "politicas:fuente_lista")


def _migas(*ultima: str) -> list[tuple[str, str | None]]:
    antes = (POLITICAS, FUENTES) if ultima else (POLITICAS,)
    return [*((texto, reverse(url)) for texto, url in antes), ((ultima or FUENTES)[0], None)]


@require_safe
def fuente_lista(request):
    """Las fuentes, con los años que rigen y cuántas políticas nombran."""
    _, anio = en_uso(request)
    nombradas = Count("responsabilidades__politica", distinct=True)
    fuentes = Fuente.objects.visibles_para(request.perfil).annotate(politicas=nombradas)
    fuentes = fuentes.order_by(*Fuente._meta.ordering)
    pagina = Paginator(fuentes, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "page_obj": pagina,
        "anio": anio,
        "fuentes": [(fuente, _en_el_anio(fuente, anio)) for fuente in pagina],
        "puede_cargar": request.perfil.puede(Permiso.VIGENCIA_EDITAR),
        "migas": _migas(),
    }
    return render(request, "politicas/fuente_lista.html", contexto)


def _en_el_anio(fuente: Fuente, anio: int) -> tuple[str, str]:
    """Cómo está en ese año, y el tono de su insignia."""
    if fuente.retirada_en:
        return "Retirada", "gris"
    if fuente.cubre(anio):
        return f"Rige en {anio}", "exito"
    return (f"Rige desde {fuente.desde}", "info") if fuente.desde > anio else ("Dejó de regir", "gris")


@require_safe
def fuente_detalle(request, pk: int):
    """Una fuente: qué años rige, quién la cargó y qué dice de cada política y de a quién da un artículo una norma.

    Lo que una más nueva reemplaza se dice.
    """
    fuente = get_object_or_404(
        Fuente.objects.visibles_para(request.perfil).select_related("cargada_por", "retirada_por"), pk=pk
    )
    _, anio = en_uso(request)
    filas = fuente.responsabilidades.select_related("politica__dimension__version", "dependencia", "instancia")
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("page"))
    anio_visto = max(anio, fuente.desde)
    rigen = ResponsabilidadPolitica.objects.que_rigen(anio_visto).filter(pk__in=[r.pk for r in pagina])
    vigentes = set(rigen.order_by().values_list("pk", flat=True))
    contexto = {
        "fuente": fuente,
        "estado": _en_el_anio(fuente, anio),
        "anio": anio_visto,
        "page_obj": pagina,
        "filas": [(fila, fila.pk in vigentes) for fila in pagina],
        "atribuciones": fuente.atribuciones.select_related("norma", "dependencia"),
        "puede_retirar": bool(
            fuente.cargada_en and not fuente.retirada_en and request.perfil.puede(Permiso.VIGENCIA_EDITAR)
        ),
        "migas": _migas(str(fuente)),
    }
    return render(request, "politicas/fuente_detalle.html", contexto)


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def fuente_retirar(request, pk: int):
    """Retira la fuente que se cargó por error, con su motivo."""
    fuente = get_object_or_404(Fuente.objects.visibles_para(request.perfil), pk=pk)
    detalle = reverse("politicas:fuente_detalle", args=[fuente.pk])
    form = RetirarForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            retirar_fuente(fuente=fuente, por=request.user, ahora=timezone.now(), **form.cleaned_data)
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(
                request,
                f"{fuente} se retiró: sus políticas vuelven a lo que decía la fuente anterior. En Planes se dice si "
                "alguno quedó con una dependencia que no responde.",
            )
            return redirect(detalle)
    contexto = {
        "fuente": fuente,
        "form": form,
        "boton": "Retirar",
        "cancelar_url": detalle,
        "migas": [*_migas(str(fuente))[:-1], (str(fuente), detalle), ("Retirar", None)],
    }
    return render(request, "politicas/fuente_retirar.html", contexto, status=estado_http(form))
