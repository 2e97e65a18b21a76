"""La página que cierra una vigencia."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas.models import Vigencia
from seguimiento.acciones import cortes, vigencias
from seguimiento.forms import CierreForm
from seguimiento.models import Corte

PLANES_A_LA_VISTA = 40


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def vigencia_cerrar(request, pk: int):
    """Cierra un año: muestra lo que falta y los planes que se cerrarían o de los que se desistiría con él."""
    vigencia = get_object_or_404(Vigencia.objects.abiertas(), pk=pk)
    quedan = vigencias.pendientes_de(vigencia)
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
        "por_cerrar": quedan.por_cerrar[:PLANES_A_LA_VISTA],
        "sin_aprobar": quedan.sin_aprobar[:PLANES_A_LA_VISTA],
        "abierto": abierto,
        "del_abierto": cortes.problemas_para_cerrar(abierto, request.hoy) if abierto else (),
        "cancelar_url": reverse("seguimiento:corte_lista"),
        "migas": [("Cortes", reverse("seguimiento:corte_lista")), (f"Cerrar la vigencia {vigencia}", None)],
    }
    return render(request, "seguimiento/vigencia_cerrar.html", contexto, status=estado_http(form))
