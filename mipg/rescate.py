"""Lo que alguien envió y no llegó porque su sesión había terminado: espera a que vuelva a entrar, y sólo a ella.

Una galleta firmada dice de quién era la sesión de ese navegador: cambia al ingresar y muere al salir. Lo escrito espera
en la sesión a lo sumo una hora y se borra si entra otra persona. Nada se guarda solo: quien entra ve lo escrito y
decide enviarlo, y la página de destino vuelve a exigir todo como siempre.

Sirve igual cuando la sesión sigue viva pero hay que volver a identificarse: quien lo exija llama a `apartar` y, si dice
que sí, lleva a `portal:recuperar` después.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

CLAVE = "escrito_sin_sesion"
DURA = 60 * 60
# Caracteres: cien páginas. Más no es lo que una persona alcanza a escribir en un formulario.
MAXIMO = 300_000
# Un poco más que la sesión más larga: la página que quedó abierta se envía después de que terminó.
_DURA_EL_TESTIGO = settings.SESION_MAXIMA + 12 * 3600
_SAL = "mipg.rescate"
# Lista blanca: el admin no está, ni nada de la cuenta, donde se escriben claves, códigos y llaves.
_ESPACIOS = frozenset({"expediente", "furag", "planes", "politicas", "portal", "seguimiento", "usuarios"})
_LA_CUENTA = "cuenta/"
_SECRETOS = re.compile(r"csrf|passw|contrasen|clave|token|testigo|secret|semilla|otp|^code$", re.IGNORECASE)


@dataclass(frozen=True)
class Escrito:
    """Un formulario que no llegó: a dónde iba, desde qué página, sus campos en orden y los archivos que llevaba.

    `campos` son pares `(nombre, valor)`; `archivos`, pares `(nombre del campo, nombre del archivo)`.
    """

    destino: str
    volver: str
    campos: tuple[tuple[str, str], ...]
    archivos: tuple[tuple[str, str], ...]


def apartar(request: HttpRequest, *, ahora: float) -> bool:
    """Aparta lo que se envió para quien lo escribió: quien tiene la sesión o, si terminó, quien la tenía.

    Falso si no se sabe de quién es, si va a una página que maneja secretos, si no traía nada o si es desmesurado.
    """
    quien = request.user.pk or _de_quien(request)
    if request.method != "POST" or quien is None or not se_rescata(request.resolver_match):
        return False
    campos = [(n, v) for n, valores in request.POST.lists() for v in valores if not es_secreto(n)]
    archivos = [(n, archivo.name) for n, suyos in request.FILES.lists() for archivo in suyos]
    if not campos or sum(len(n) + len(v) for n, v in (*campos, *archivos)) > MAXIMO:
        return False
    request.session[CLAVE] = {
        "de": quien,
        "destino": request.get_full_path(),
        "volver": _pagina_anterior(request),
        "campos": campos,
        "archivos": archivos,
        "en": ahora,
    }
    request.se_aparto = True
    return True


def se_rescata(pagina: ResolverMatch) -> bool:
    """Si lo que se escribe en esa página se puede apartar."""
    return pagina.namespace in _ESPACIOS and not pagina.route.startswith(_LA_CUENTA)


def es_secreto(campo: str) -> bool:
    """Si el campo, por su nombre, lleva una clave o un testigo."""
    return bool(_SECRETOS.search(campo))


def _pagina_anterior(request: HttpRequest) -> str:
    """La página donde se escribió. Sin el anfitrión, que lo escribe quien llama."""
    anterior = urlsplit(request.headers.get("Referer", ""))
    # Dos barras al comienzo serían otro anfitrión.
    ruta = f"/{anterior.path.lstrip('/')}" if anterior.path else request.path
    return f"{ruta}?{anterior.query}" if anterior.query else ruta


def leer(request: HttpRequest, *, ahora: float) -> Escrito | None:
    """Lo que espera a la persona de esta sesión, si no ha pasado una hora."""
    apartado = request.session.get(CLAVE)
    if apartado is None or apartado["de"] != request.user.pk or ahora - apartado["en"] > DURA:
        return None
    return Escrito(
        apartado["destino"],
        apartado["volver"],
        tuple(map(tuple, apartado["campos"])),
        tuple(map(tuple, apartado["archivos"])),
    )


def acompanar(request: HttpRequest, respuesta: HttpResponse, *, antes: int | None) -> None:
    """Deja en la respuesta de quién es la sesión, y olvida lo que ya llegó o es de otra persona.

    `antes` es la clave de quien tenía la sesión al llegar la petición; `None` si nadie.
    """
    ahora = request.user.pk
    if ahora is None:
        if antes is not None:
            respuesta.delete_cookie(settings.GALLETA_DE_RESCATE, samesite="Lax")
        return
    if ahora != antes or _de_quien(request) != ahora:
        _dar_testigo(respuesta, ahora)
    apartado = request.session.get(CLAVE)
    if apartado and (apartado["de"] != ahora or _ya_llego(request, respuesta, apartado)):
        del request.session[CLAVE]


def _ya_llego(request: HttpRequest, respuesta: HttpResponse, apartado: dict) -> bool:
    llega = request.method == "POST" and request.get_full_path() == apartado["destino"]
    return llega and not hasattr(request, "se_aparto") and 300 <= respuesta.status_code < 400


def _dar_testigo(respuesta: HttpResponse, persona: int) -> None:
    respuesta.set_signed_cookie(
        settings.GALLETA_DE_RESCATE,
        persona,
        salt=_SAL,
        max_age=_DURA_EL_TESTIGO,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _de_quien(request: HttpRequest) -> int | None:
    """De quién fue la última sesión de este navegador; `None` si salió o la galleta no es nuestra."""
    firmado = request.get_signed_cookie(settings.GALLETA_DE_RESCATE, None, salt=_SAL, max_age=_DURA_EL_TESTIGO)
    return int(firmado) if firmado else None
