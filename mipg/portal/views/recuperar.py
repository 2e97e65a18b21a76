"""Recuperar lo que se envió cuando la sesión ya había terminado, o cuando había que volver a identificarse."""

import re
import time
from copy import copy
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve
from django.views.decorators.http import require_safe

from mipg import rescate
from mipg.portal.rotulos import Control, controles

# Lo que una página lleva para sí y nadie escribió; sólo cuenta si la página ya no se puede abrir para mirarlo.
_DE_LA_PAGINA = re.compile(r"^initial-|(?:^|-)(?:visto|huella|version|pagina|id)$")


@require_safe
def recuperar(request):
    """Lo que quedó sin enviar, para releerlo y enviarlo; o al inicio, si no hay nada."""
    escrito = rescate.leer(request, ahora=time.time())
    if escrito is None:
        messages.info(request, "No hay nada por recuperar.")
        return redirect("portal:inicio")
    de_la_pagina = _controles(request, escrito)
    contexto = {
        "escrito": escrito,
        "leidos": _leidos(escrito, de_la_pagina),
        "archivos": [(_rotulo(de_la_pagina, campo), archivo) for campo, archivo in escrito.archivos],
        "migas": [("Recuperar lo escrito", None)],
    }
    return render(request, "portal/recuperar.html", contexto)


def _leidos(escrito: rescate.Escrito, de_la_pagina: dict[str, Control]) -> list[tuple[str, str]]:
    """`(rótulo, valor)` de cada control con algo escrito, como se leían en su página."""
    valores: dict[str, list[str]] = {}
    for campo, valor in escrito.campos:
        if valor.strip() and _se_lee(de_la_pagina, campo):
            control = de_la_pagina.get(campo)
            valores.setdefault(campo, []).append(control.legible(valor) if control else valor)
    return [(_rotulo(de_la_pagina, campo), ", ".join(suyos)) for campo, suyos in valores.items()]


def _se_lee(de_la_pagina: dict[str, Control], campo: str) -> bool:
    control = de_la_pagina.get(campo)
    return control.se_lee if control else not _DE_LA_PAGINA.search(campo)


def _rotulo(de_la_pagina: dict[str, Control], campo: str) -> str:
    control = de_la_pagina.get(campo)
    return (control and control.rotulo) or "Lo que escribió"


def _controles(request: HttpRequest, escrito: rescate.Escrito) -> dict[str, Control]:
    """Los de la página donde se escribió, que se pinta otra vez para esta persona; ninguno si ya no la puede abrir."""
    for direccion in dict.fromkeys((escrito.volver, escrito.destino)):
        if pagina := _pintar(request, direccion):
            return controles(pagina, direccion=direccion, destino=escrito.destino)
    return {}


class _SinMensajes(BaseStorage):
    """La página se pinta para leerla: ni gasta los mensajes de la persona ni le deja otros."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


def _pintar(request: HttpRequest, direccion: str) -> str:
    """El HTML de una página nuestra vista por la misma persona; vacío si no la puede abrir."""
    ruta = urlsplit(direccion)
    peticion = copy(request)
    peticion.method, peticion.path = "GET", ruta.path
    peticion.path_info = ruta.path
    peticion.META = request.META | {"PATH_INFO": ruta.path, "QUERY_STRING": ruta.query}
    peticion.GET, peticion._messages = QueryDict(ruta.query), _SinMensajes(request)
    try:
        peticion.resolver_match = resolve(ruta.path)
        if not rescate.se_rescata(peticion.resolver_match) or peticion.resolver_match.func is recuperar:
            return ""
        respuesta = peticion.resolver_match.func(
            peticion, *peticion.resolver_match.args, **peticion.resolver_match.kwargs
        )
    except (Http404, PermissionDenied):
        return ""
    es_pagina = respuesta.status_code == HTTPStatus.OK and not respuesta.streaming
    return respuesta.text if es_pagina and respuesta["Content-Type"].startswith("text/html") else ""
