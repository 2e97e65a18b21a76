"""De una plantilla a un PDF etiquetado (PDF/UA-1), sin más recursos que los estáticos del proyecto.

Por defecto WeasyPrint abre cualquier dirección y cualquier archivo local que nombre el documento. Aquí un lector
propio sólo entrega estáticos y `data:`; cualquier otra cosa, o un estático que falta, detiene el informe.

Las plantillas extienden `informes/base.html` y nombran los estáticos por su ruta relativa (`css/informes.css`), no con
`{% static %}`, que en producción añade una huella al nombre.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string

from mipg.reglas import ReglaIncumplida

VARIANTE = "pdf/ua-1"
HOJAS = ("css/fichas.css", "css/informes.css")
# Dominio reservado (RFC 6761) que nadie resuelve: sólo da nombre absoluto a los estáticos dentro del documento.
ORIGEN = "https://estaticos.invalid/"
_TIPOS = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png"}


class Pdf(NamedTuple):
    """Un PDF terminado y su número de páginas."""

    contenido: bytes
    paginas: int


class RecursoNegado(ReglaIncumplida):
    """El documento nombra un recurso que no existe o que no es un estático del proyecto."""


def pintar(plantilla: str, contexto: Mapping[str, object]) -> Pdf:
    """Pinta la plantilla con su contexto y la convierte en un PDF/UA-1 con marcadores.

    Lanza `RecursoNegado` si pide algo distinto de un estático o de `data:`.
    """
    html = render_to_string(plantilla, dict(contexto))
    with _recursos_negados(), _sin_recolector():
        motor = _motor()
        documento = motor.html(string=html, base_url=ORIGEN, url_fetcher=motor.lector).render(
            stylesheets=motor.hojas, font_config=motor.tipografias, pdf_variant=VARIANTE
        )
        return Pdf(documento.write_pdf(pdf_variant=VARIANTE), len(documento.pages))


def leer_estatico(direccion: str) -> tuple[bytes, str]:
    """Contenido y tipo de un estático del proyecto, pedido por su dirección dentro del documento.

    Lanza `RecursoNegado` si la dirección no es de los estáticos o si el archivo no está.
    """
    dicha = direccion[:200]
    if not direccion.startswith(ORIGEN):
        raise RecursoNegado(f"El informe nombra un recurso que no se permite leer: «{dicha}».")
    nombre = unquote(urlsplit(direccion).path).lstrip("/")
    tipo = _TIPOS.get(Path(nombre).suffix.lower())
    try:
        ruta = finders.find(nombre) if tipo else None
    except (SuspiciousFileOperation, ValueError):
        raise RecursoNegado(f"El informe nombra un recurso que no se permite leer: «{dicha}».") from None
    if not ruta:
        raise RecursoNegado(f"Falta un recurso del informe entre los estáticos: «{nombre[:200]}».")
    return Path(ruta).read_bytes(), tipo


class _Motor(NamedTuple):
    html: type
    lector: Callable
    tipografias: object
    hojas: list


# Importar WeasyPrint cuesta 0,9 s: por eso se importa adentro, y sólo lo paga quien genera un informe.


@cache
def _motor() -> _Motor:
    """WeasyPrint con nuestro lector y con las hojas y las tipografías ya leídas, una vez por proceso."""
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Lector(URLFetcher):
        def fetch(self, url, headers=None):
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            contenido, tipo = leer_estatico(url)
            return URLFetcherResponse(url, contenido, {"Content-Type": tipo})

    lector = Lector(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
    tipografias = FontConfiguration()
    hojas = [CSS(url=ORIGEN + hoja, url_fetcher=lector, font_config=tipografias) for hoja in HOJAS]
    return _Motor(HTML, lector, tipografias, hojas)


@contextmanager
def _recursos_negados() -> Iterator[None]:
    """Dice en español por qué el lector detuvo el informe."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    try:
        yield
    except FatalURLFetchingError as fatal:
        causa = fatal.__cause__
        if isinstance(causa, RecursoNegado):
            raise causa from None
        raise RecursoNegado(f"No se pudo leer un recurso incrustado en el informe: {causa}") from causa


@contextmanager
def _sin_recolector() -> Iterator[None]:
    """Sin recolector de ciclos: mientras se compone no hay basura, y recorrer el árbol una y otra vez se paga."""
    encendido = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if encendido:
            gc.enable()
