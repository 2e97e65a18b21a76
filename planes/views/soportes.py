"""La página de retirar un soporte que se adjuntó por error."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mipg.expediente.models import Uso
from mipg.leidos import MotivoForm, con_formulario
from planes.acciones import soportes as acciones

FORMULARIO = ["GET", "HEAD", "POST"]


@require_http_methods(FORMULARIO)
def soporte_retirar(request, pk: int):
    """Retira el soporte equivocado de un informe de ley, un requerimiento o un seguimiento propio."""
    uso = get_object_or_404(acciones.visibles(request.perfil), pk=pk)
    if not acciones.puede_retirar(uso.objeto, request.perfil):
        raise PermissionDenied
    en = acciones.donde_se_lee(uso.objeto)
    volver = reverse(f"planes:{en._meta.model_name}_detalle", args=[en.pk])
    if uso.documento.retirado_en and request.method != "POST":
        messages.warning(request, "Ese soporte ya se retiró.")
        return redirect(volver)
    return con_formulario(
        request,
        MotivoForm(request.POST or None, rotulo="Por qué se retira"),
        leido={"uso": uso},
        filas=Uso.objects.all(),
        accion=acciones.retirar_soporte,
        hecho="El soporte quedó retirado: sigue guardado, con su motivo, y ya no se descarga.",
        plantilla="planes/soporte_retirar.html",
        volver=volver,
        migas=[(str(en), volver), ("Retirar el soporte", None)],
        boton="Retirar el soporte",
    )
