"""Páginas de las mediciones: cuáles hay, qué se cargó de cada una y su calendario."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from furag.acciones import mediciones as acciones
from furag.forms.mediciones import MedicionForm, NuevaMedicionForm
from furag.insignias import CLASES_DE_CARGA
from furag.models import Carga, Medicion
from furag.views.importaciones import por_revisar
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas.models import SerieMetodologica, VersionModelo

POR_PAGINA = 30
FORMULARIO = ["GET", "HEAD", "POST"]


def cargar_medicion(request, anio: int) -> Medicion:
    """La medición de un año; 404 si no la hay."""
    visibles = Medicion.objects.visibles_para(request.perfil).select_related("version", "serie", "creada_por")
    return get_object_or_404(visibles, anio=anio)


def migas_de(medicion: Medicion, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Mediciones › la medición › lo que siga."""
    propia = reverse("furag:medicion_detalle", args=[medicion.anio]) if finales else None
    return [("Mediciones", reverse("furag:medicion_lista")), (f"Vigencia {medicion.anio}", propia), *finales]


@require_safe
def medicion_lista(request):
    """Las mediciones, con lo que rige de cada una."""
    rige = Q(cargas__estado=Carga.Estado.VIGENTE)
    mediciones = Medicion.objects.visibles_para(request.perfil).select_related("version", "serie")
    mediciones = mediciones.annotate(vigentes=Count("cargas", filter=rige)).order_by("-anio")
    pagina = Paginator(mediciones, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "page_obj": pagina,
        "gestiona": request.perfil.puede(Permiso.FURAG_GESTIONAR),
        "ve_brechas": request.perfil.puede(Permiso.TABLERO_VER),
        "migas": [("Mediciones", None)],
    }
    return render(request, "furag/medicion_lista.html", contexto)


@require_safe
def medicion_detalle(request, anio: int):
    """Una medición: su calendario, los archivos que se cargaron y los que esperan una decisión."""
    medicion = cargar_medicion(request, anio)
    gestiona = request.perfil.puede(Permiso.FURAG_GESTIONAR)
    cargas = medicion.cargas.exclude(estado__in=[Carga.Estado.PREPARADA, Carga.Estado.DESCARTADA])
    cargas = cargas.select_related("importacion", "propia", "confirmada_por")[:POR_PAGINA]
    contexto = {
        "medicion": medicion,
        "cargas": [(carga, CLASES_DE_CARGA[carga.estado]) for carga in cargas],
        "definiciones": medicion.definiciones.count(),
        "por_revisar": por_revisar(medicion) if gestiona or request.perfil.audita else (),
        "gestiona": gestiona,
        "ve_brechas": request.perfil.puede(Permiso.TABLERO_VER),
        "migas": migas_de(medicion),
    }
    return render(request, "furag/medicion_detalle.html", contexto)


@requiere(Permiso.FURAG_GESTIONAR)
@require_http_methods(FORMULARIO)
def medicion_crear(request):
    """Crea la medición de un año."""
    form = NuevaMedicionForm(request.POST if request.method == "POST" else None, initial=_proxima(request.hoy.year))
    if request.method == "POST" and form.is_valid():
        try:
            medicion = acciones.crear_medicion(**form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"Se creó la {str(medicion).lower()}. Ahora suba sus resultados.")
            return redirect("furag:medicion_detalle", anio=medicion.anio)
    lista = reverse("furag:medicion_lista")
    contexto = {"form": form, "cancelar_url": lista, "migas": [("Mediciones", lista), ("Crear", None)]}
    return render(request, "furag/medicion_crear.html", contexto, status=estado_http(form))


def _proxima(anio: int) -> dict:
    """La que sigue a la última o, sin ninguna, la del año pasado; con el modelo activo y la serie en que cae."""
    ultima = Medicion.objects.order_by("-anio").values_list("anio", flat=True).first()
    medido = anio - 1 if ultima is None else ultima + 1
    no_termino = Q(hasta__gte=medido) | Q(hasta=None)
    serie = SerieMetodologica.objects.filter(no_termino, desde__lte=medido).first()
    return {"anio": medido, "anio_captura": medido + 1, "version": VersionModelo.objects.activa(), "serie": serie}


@requiere(Permiso.FURAG_GESTIONAR)
@require_http_methods(FORMULARIO)
def medicion_editar(request, anio: int):
    """Corrige el calendario, la versión o la serie de una medición; si no se le ha subido nada, también su año."""
    medicion = cargar_medicion(request, anio)
    clase = NuevaMedicionForm if acciones.esta_vacia(medicion) else MedicionForm
    migas = migas_de(medicion, ("Editar", None))
    form = clase(request.POST if request.method == "POST" else None, instance=medicion)
    if request.method == "POST" and form.is_valid():
        try:
            dicho = form.cleaned_data
            acciones.editar_medicion(medicion=medicion, **dicho, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, "Se guardó la medición.")
            return redirect("furag:medicion_detalle", anio=dicho.get("anio", anio))
    contexto = {
        "medicion": medicion,
        "form": form,
        "cancelar_url": reverse("furag:medicion_detalle", args=[anio]),
        "migas": migas,
    }
    return render(request, "furag/medicion_editar.html", contexto, status=estado_http(form))
