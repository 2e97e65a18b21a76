"""La ayuda: el glosario y una guía de una página para cada rol."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.glosario import TERMINOS
from mipg.usuarios.roles import CON_SEGUNDO_FACTOR, Rol


def _guias(perfil) -> list[tuple[Rol, bool]]:
    """Los roles, primero los que la persona tiene; y si lo tiene."""
    return sorted(((rol, rol in perfil.roles) for rol in Rol), key=lambda guia: not guia[1])


@require_safe
def ayuda(request):
    """Los términos MIPG, cada uno con su ancla, y las guías por rol."""
    contexto = {
        "terminos": [(termino, [TERMINOS[codigo] for codigo in termino.ver]) for termino in TERMINOS.values()],
        "guias": _guias(request.perfil),
        "migas": [("Ayuda", None)],
    }
    return render(request, "portal/ayuda.html", contexto)


@require_safe
def guia(request, rol: str):
    """Qué hace un rol, cuándo, paso a paso, y qué no puede nunca: en una página que se imprime."""
    if rol not in Rol.values:
        raise Http404
    contexto = {
        "rol": Rol(rol),
        "pasos": f"portal/guias/{rol}.html",
        "guias": _guias(request.perfil),
        "obligado": rol in CON_SEGUNDO_FACTOR,
        "es_suya": rol in request.perfil.roles,
        "migas": [
            ("Ayuda", reverse("portal:ayuda")),
            (Rol(rol).label, None),
        ],
    }
    return render(request, "portal/guia.html", contexto)
