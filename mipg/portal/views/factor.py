"""El segundo factor de quien tiene la sesión: aplicación, llaves de seguridad y códigos de recuperación."""

import base64
import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg import rescate
from mipg.formularios import estado_http
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.claves import SIN_FACTOR
from mipg.usuarios.factor import acciones, reglas
from mipg.usuarios.factor.forms import AplicacionForm, LlaveForm
from mipg.usuarios.sesiones import conservar

_formulario = require_http_methods(["GET", "HEAD", "POST"])
_SEMILLA = "semilla_por_confirmar"
# De la contraseña guardada no se sabe el largo.
_CLAVE_CORTA = (
    f"Sin segundo factor, su contraseña debe tener al menos {SIN_FACTOR.largo} letras o signos: si la suya tiene "
    "menos, cámbiela en «Mi cuenta»."
)


def _migas(*ultimas):
    return [("Segundo factor", reverse("portal:segundo_factor") if ultimas else None), *ultimas]


def _exigido(request) -> bool:
    return reglas.exigido(request.perfil.roles, desde=settings.FACTOR_DESDE, hoy=request.hoy)


@require_safe
def segundo_factor(request):
    """Lo que la persona tiene configurado, para qué sirve y qué hacer si lo pierde."""
    suyos, codigos = list(acciones.de(request.user)), acciones.codigos_de(request.user)
    contexto = {
        "aplicacion": next((f for f in suyos if f.type == Authenticator.Type.TOTP), None),
        "llaves": [f for f in suyos if f.type == Authenticator.Type.WEBAUTHN],
        "tiene": bool(suyos),
        "codigos": codigos,
        "quedan": len(codigos.wrap().get_unused_codes()) if codigos else 0,
        "exigido": _exigido(request),
        "dias": reglas.dias_para_exigirlo(request.perfil.roles, desde=settings.FACTOR_DESDE, hoy=request.hoy),
        "desde": settings.FACTOR_DESDE,
        "hay_escrito": rescate.leer(request, ahora=time.time()) is not None,
        "migas": _migas(),
    }
    return render(request, "portal/segundo_factor.html", contexto)


@_formulario
def factor_aplicacion(request):
    """Configura una aplicación de autenticación o la reemplaza; la anterior sirve hasta que la nueva se comprueba."""
    adaptador = get_adapter()
    cifrada = request.session.get(_SEMILLA) if request.method == "POST" else None
    if cifrada is None:
        cifrada = request.session[_SEMILLA] = adaptador.encrypt(generate_totp_secret())
    semilla = adaptador.decrypt(cifrada)
    nueva = Authenticator(user=request.user, type=Authenticator.Type.TOTP, data={"secret": cifrada})
    form = AplicacionForm(request.POST or None, aplicacion=nueva)
    if request.method == "POST" and form.is_valid():
        acciones.activar_aplicacion(semilla=semilla, por=request.user, ahora=timezone.now())
        del request.session[_SEMILLA]
        return _activado(request, "Su aplicación quedó activa.")
    dibujo = adaptador.build_totp_svg(adaptador.build_totp_url(request.user, semilla))
    contexto = {
        "form": form,
        "reemplaza": acciones.de(request.user).filter(type=Authenticator.Type.TOTP).exists(),
        "dibujo": f"data:image/svg+xml;base64,{base64.b64encode(dibujo.encode()).decode()}",
        # De a cuatro, para copiarla a mano sin perderse.
        "semilla": " ".join(semilla[n : n + 4] for n in range(0, len(semilla), 4)),
        "migas": _migas(("Aplicación", None)),
    }
    return render(request, "portal/factor_aplicacion.html", contexto, status=estado_http(form))


@_formulario
def factor_llave(request):
    """Agrega una llave de seguridad; la comprueba el navegador."""
    form = LlaveForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        acciones.agregar_llave(
            nombre=form.cleaned_data["name"],
            credencial=form.cleaned_data["credential"],
            por=request.user,
            ahora=timezone.now(),
        )
        return _activado(request, "Su llave quedó agregada.")
    contexto = {
        "form": form,
        "opciones": begin_registration(request.user, passwordless=False),
        "migas": _migas(("Llave de seguridad", None)),
    }
    return render(request, "portal/factor_llave.html", contexto, status=estado_http(form))


def _activado(request, texto: str):
    """Con los códigos ya generados se termina; sin ellos, perder el teléfono o la llave es quedarse por fuera."""
    conservar(request)
    # Activarlo es haberlo usado en esta sesión.
    record_authentication(request, request.user, "mfa")
    messages.success(request, texto)
    return redirect("portal:segundo_factor" if acciones.codigos_de(request.user) else "portal:factor_codigos")


@_formulario
def factor_quitar(request, pk: int):
    """Quita una aplicación o una llave, con sus códigos de recuperación."""
    factor = get_object_or_404(acciones.de(request.user), pk=pk)
    otros = acciones.de(request.user).exclude(pk=pk).count()
    problemas = reglas.problemas_para_quitar(exigido=_exigido(request), otros=otros)
    if request.method == "POST":
        try:
            acciones.quitar(factor=factor, exigido=_exigido(request), por=request.user, ahora=timezone.now())
        except ReglaIncumplida as error:
            problemas = error.problemas
        else:
            conservar(request)
            messages.success(request, "Se quitó, y sus códigos de recuperación ya no sirven.")
            if not otros:
                messages.warning(request, _CLAVE_CORTA)
            return redirect("portal:segundo_factor")
    contexto = {
        "factor": factor,
        "es_llave": factor.type == Authenticator.Type.WEBAUTHN,
        "problemas": problemas,
        "otros": otros,
        "largo": SIN_FACTOR.largo,
        "migas": _migas(("Quitar", None)),
    }
    estado = 422 if request.method == "POST" else 200
    return render(request, "portal/factor_quitar.html", contexto, status=estado)


@_formulario
def factor_codigos(request):
    """Genera códigos de recuperación y los muestra esta única vez, para imprimirlos."""
    if not acciones.de(request.user).exists():
        messages.info(request, "Active primero una aplicación o una llave: los códigos sirven cuando ella falta.")
        return redirect("portal:segundo_factor")
    anteriores = acciones.codigos_de(request.user)
    nuevos = acciones.generar_codigos(por=request.user, ahora=timezone.now()) if request.method == "POST" else []
    contexto = {
        "nuevos": nuevos,
        "direccion": settings.BASE_URL,
        "cuando": timezone.now(),
        "quedan": len(anteriores.wrap().get_unused_codes()) if anteriores else 0,
        "hay_escrito": rescate.leer(request, ahora=time.time()) is not None,
        "migas": _migas(("Códigos de recuperación", None)),
    }
    return render(request, "portal/factor_codigos.html", contexto)
