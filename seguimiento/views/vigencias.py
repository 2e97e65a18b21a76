"""Las páginas que corrigen y cierran una vigencia abierta."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.etiquetas import contar
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.leidos import MotivoForm
from mipg.reglas import Problema
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.models import Plan, Propuesta, Prorroga, SeguimientoDePlan
from politicas.acciones import por_que_no_se_cierra
from politicas.models import Vigencia
from seguimiento.acciones import aperturas, cortes, vigencias
from seguimiento.forms import CierreForm, VersionForm
from seguimiento.models import Corte

PLANES_A_LA_VISTA = 40


@dataclass(frozen=True)
class Impide:
    """Una cosa que impide cerrar la vigencia, y dónde se resuelve."""

    texto: str
    url: str
    enlace: str


def _lo_que_impide(vigencia: Vigencia, problemas: Iterable[Problema], hoy: date) -> Iterator[Impide]:
    """Que no termina todavía; los cortes por abrir o cerrar, las modificaciones y las prórrogas, una por una.

    De las que no caben se enlaza su lista. Las consultas no dependen de cuántas haya.
    """
    cortes = dict(Corte.objects.de_vigencia(vigencia).values_list("trimestre", "pk"))
    for problema in por_que_no_se_cierra(vigencia, hoy):
        yield Impide(str(problema), reverse("seguimiento:corte_lista"), "Ver sus cortes")
    for problema in problemas:
        if problema.de in cortes:
            pagina = reverse("seguimiento:corte_detalle", args=[cortes[problema.de]])
            yield Impide(str(problema), pagina, f"Ir al corte T{problema.de}")
    propuestas = Propuesta.objects.abiertas().filter(plan__vigencia=vigencia).select_related("plan").order_by("pk")
    for una in propuestas[:PLANES_A_LA_VISTA]:
        como = una.get_estado_display().lower()
        dice = f"«{una.plan.nombre}» tiene una modificación sin decidir ({como})."
        yield Impide(dice, reverse("planes:propuesta_detalle", args=[una.pk]), "Ir a la modificación")
    if (de_mas := propuestas.count() - PLANES_A_LA_VISTA) > 0:
        yield Impide(f"Y {de_mas} modificaciones más.", reverse("planes:propuesta_lista"), "Ver todas")
    pedidas = Prorroga.objects.por_decidir().filter(actividad__plan__vigencia=vigencia)
    for una in pedidas.select_related("actividad__plan").order_by("pk")[:PLANES_A_LA_VISTA]:
        dice = f"La actividad {una.actividad.numero} de «{una.actividad.plan.nombre}» tiene una prórroga sin decidir."
        yield Impide(dice, reverse("planes:prorroga_decidir", args=[una.pk]), "Decidir la prórroga")
    if (de_mas := pedidas.count() - PLANES_A_LA_VISTA) > 0:
        yield Impide(f"Y {de_mas} prórrogas más.", reverse("planes:prorroga_lista"), "Ver todas")


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def vigencia_cerrar(request, pk: int):
    """Cierra un año: muestra lo que falta y los planes que se cerrarían o de los que se desistiría con él."""
    vigencia = get_object_or_404(Vigencia.objects.abiertas(), pk=pk)
    quedan = vigencias.pendientes_de(vigencia, request.hoy)
    form = CierreForm(
        request.POST if request.method == "POST" else None,
        por_cerrar=len(quedan.por_cerrar),
        sin_aprobar=len(quedan.sin_aprobar),
    )
    if request.method == "POST" and form.is_valid():
        try:
            vigencias.cerrar(vigencia=vigencia, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"La vigencia {vigencia} quedó cerrada, con sus planes.")
            return redirect("seguimiento:corte_lista")
    abierto = Corte.objects.de_vigencia(vigencia).filter(estado=Corte.Estado.ABIERTO).select_related("vigencia").first()
    contexto = {
        "form": form,
        "vigencia": vigencia,
        "quedan": quedan,
        "impiden": list(_lo_que_impide(vigencia, quedan.problemas, request.hoy)),
        "sin_acto": [p for p in quedan.por_cerrar if p.acto == p.Acto.PENDIENTE][:PLANES_A_LA_VISTA],
        "los_doce": f"{reverse('planes:institucional_lista')}?vigencia={vigencia.anio}",
        "seguimientos": SeguimientoDePlan.objects.pendientes().filter(plan__vigencia=vigencia).count(),
        "por_cerrar": quedan.por_cerrar[:PLANES_A_LA_VISTA],
        "sin_aprobar": quedan.sin_aprobar[:PLANES_A_LA_VISTA],
        "abierto": abierto,
        "del_abierto": cortes.problemas_para_cerrar(abierto, request.hoy) if abierto else (),
        "cancelar_url": reverse("seguimiento:corte_lista"),
        "migas": [("Cortes", reverse("seguimiento:corte_lista")), (f"Cerrar la vigencia {vigencia}", None)],
    }
    return render(request, "seguimiento/vigencia_cerrar.html", contexto, status=estado_http(form))


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def vigencia_version_corregir(request, pk: int):
    """Cambia la versión del modelo de un año que se abrió con otra, mientras nadie haya trabajado con ella."""
    vigencia = get_object_or_404(Vigencia.objects.abiertas().select_related("version"), pk=pk)
    archivos = vigencias.archivos_que_se_descartan(vigencia)
    form = VersionForm(request.POST if request.method == "POST" else None, archivos=len(archivos))
    if request.method == "POST" and form.is_valid():
        try:
            vigencias.corregir_version(vigencia=vigencia, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            version = form.cleaned_data["version"]
            messages.success(
                request, f"La vigencia {vigencia} trabaja con {version}; sus planes de política son otros."
            )
            return redirect("seguimiento:corte_lista")
    contexto = {
        "form": form,
        "vigencia": vigencia,
        "archivos": archivos[:PLANES_A_LA_VISTA],
        "boton": "Corregir la versión",
        "cancelar_url": reverse("seguimiento:corte_lista"),
        "migas": [("Cortes", reverse("seguimiento:corte_lista")), (f"Versión del modelo de {vigencia}", None)],
    }
    return render(request, "seguimiento/vigencia_version_corregir.html", contexto, status=estado_http(form))


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def vigencia_deshacer(request, pk: int):
    """Deshace la apertura de un año que no era, mientras nadie haya trabajado en él; si no, dice qué lo impide."""
    vigencia = get_object_or_404(Vigencia.objects.abiertas().select_related("version"), pk=pk)
    problemas = aperturas.problemas_para_deshacer(vigencia)
    form = MotivoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            aperturas.deshacer(vigencia=vigencia, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"La apertura de {vigencia} quedó deshecha: ya no hay vigencia {vigencia}.")
            return redirect("seguimiento:corte_lista")
    contexto = {
        "form": form,
        "vigencia": vigencia,
        "problemas": [
            (problema, problema.de and reverse("planes:plan_detalle", args=[problema.de]))
            for problema in problemas[:PLANES_A_LA_VISTA]
        ],
        "de_mas": max(0, len(problemas) - PLANES_A_LA_VISTA),
        "sus_planes": contar(Plan.objects.de_vigencia(vigencia).count(), "plan", "planes"),
        "cancelar_url": reverse("seguimiento:corte_lista"),
        "migas": [("Cortes", reverse("seguimiento:corte_lista")), (f"Deshacer la apertura de {vigencia}", None)],
    }
    return render(request, "seguimiento/vigencia_deshacer.html", contexto, status=estado_http(form))
