"""Recuperar lo que se envió cuando la sesión ya había terminado."""

import time

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mipg import rescate


@require_safe
def recuperar(request):
    """Lo que quedó sin enviar, para releerlo y enviarlo; o al inicio, si no hay nada."""
    escrito = rescate.leer(request, ahora=time.time())
    if escrito is None:
        messages.info(request, "No hay nada por recuperar.")
        return redirect("portal:inicio")
    contexto = {"escrito": escrito, "migas": [("Recuperar lo escrito", None)]}
    return render(request, "portal/recuperar.html", contexto)
