"""Lo que alguien envió cuando su sesión ya había terminado: espera en ese navegador a que vuelva a entrar.

Vive en la sesión anónima, que el ingreso conserva; sale en cuanto se mira otra cosa o pasa una hora. Nada se guarda
solo: quien entra ve lo escrito y decide enviarlo, y la página de destino vuelve a exigir todo como siempre.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

CLAVE = "escrito_sin_sesion"
DURA = 60 * 60
# Caracteres: cien páginas. Más no es lo que una persona alcanza a escribir en un formulario.
MAXIMO = 300_000
_NO_SON_SUYOS = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class Escrito:
    """Un formulario que no llegó: a dónde iba, desde qué página y sus campos `(nombre, valor)` en orden."""

    destino: str
    volver: str
    campos: tuple[tuple[str, str], ...]

    @property
    def textos(self) -> Iterator[tuple[str, str]]:
        """Los campos que vale la pena releer: con algo escrito que no sea un número de control."""
        for nombre, valor in self.campos:
            if valor.strip() and not valor.isdecimal() and not nombre.startswith(("visto", "huella")):
                yield nombre.replace("-", " ").replace("_", " ").capitalize(), valor


def guardar(request: HttpRequest, *, ahora: float) -> bool:
    """Deja lo enviado en la sesión anónima; falso si no había nada escrito o es desmesurado."""
    campos = [(n, v) for n, valores in request.POST.lists() for v in valores if n not in _NO_SON_SUYOS]
    if not campos or sum(len(n) + len(v) for n, v in campos) > MAXIMO:
        return False
    # Sólo la ruta: el anfitrión de la página anterior lo escribe quien llama.
    volver = urlsplit(request.headers.get("Referer", "")).path or request.path
    request.session[CLAVE] = {"destino": request.get_full_path(), "volver": volver, "campos": campos, "en": ahora}
    return True


def leer(request: HttpRequest, *, ahora: float) -> Escrito | None:
    """Lo que espera en la sesión, si no ha pasado una hora."""
    guardado = request.session.get(CLAVE)
    if guardado is None or ahora - guardado["en"] > DURA:
        return None
    return Escrito(guardado["destino"], guardado["volver"], tuple(map(tuple, guardado["campos"])))
