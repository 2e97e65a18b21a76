"""«Mi cuenta»: los datos, los roles, las sesiones abiertas y la historia de quien la mira."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mipg.bitacora.middleware import direccion_de
from mipg.usuarios.acciones import cerrar_las_demas
from mipg.usuarios.enlaces import camino_para_detener
from mipg.usuarios.factor import acciones as factor
from mipg.usuarios.historia import historia
from mipg.usuarios.sesiones import A_LA_VISTA, abiertas, conservar

SUCESOS = 50
CAMBIOS = 20


@require_safe
def cuenta_detalle(request):
    """Lo que el sistema sabe de la persona, y por dónde está entrando."""
    persona = request.user
    asignaciones = persona.asignaciones.select_related("dependencia", "en_encargo_de").order_by("-desde", "rol", "pk")
    ahora = timezone.now()
    cambios = persona.cambios_de_cuenta.select_related("pedido_por", "confirmado_por", "dependencia", "en_encargo_de")
    cambios = cambios[:CAMBIOS]
    esta = UserSession(
        session_key=request.session.session_key,
        ip=direccion_de(request),
        user_agent=request.headers.get("User-Agent", ""),
    )
    sesiones = abiertas(persona, esta=esta, ahora=ahora)
    contexto = {
        "factores": factor.de(persona).count(),
        "asignaciones": [(suya, suya.tiempo(request.hoy)) for suya in asignaciones],
        "sesiones": sesiones,
        "hay_mas": len(sesiones) >= A_LA_VISTA,
        "cambios": [(cambio, camino_para_detener(cambio, ahora)) for cambio in cambios],
        "eventos": historia(persona, SUCESOS),
        "migas": [("Mi cuenta", None)],
    }
    return render(request, "portal/cuenta_detalle.html", contexto)


@require_POST
def sesiones_cerrar(request):
    """Cierra las demás sesiones de la persona; la de este navegador sigue."""
    persona = request.user
    cerradas = cerrar_las_demas(persona=persona, llave=request.session.session_key, ahora=timezone.now())
    # A las que no se conocían las mata el sello.
    conservar(request)
    frase = {0: "No había otra sesión abierta.", 1: "Se cerró la otra sesión."}
    messages.success(request, frase.get(cerradas, f"Se cerraron las otras {cerradas} sesiones."))
    return redirect("portal:cuenta_detalle")
