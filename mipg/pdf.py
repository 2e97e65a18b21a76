"""De una plantilla a un PDF etiquetado (PDF/UA-1), sin más recursos que los estáticos del proyecto.

Por defecto WeasyPrint abre cualquier dirección y cualquier archivo local que nombre el documento. Aquí un lector
propio sólo entrega estáticos y `data:`; cualquier otra cosa, o un estático que falta, detiene el informe.

Las plantillas extienden `informes/base.html` y nombran los estáticos por su ruta relativa (`css/informes.css`), no con
`{% static %}`, que en producción añade una huella al nombre.
"""

import atexit
import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string

from mipg.demostracion import marca
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
    """Pinta la plantilla con su contexto y la convierte en un PDF/UA-1 con marcadores. Lo mismo da los mismos bytes.

    Toda plantilla recibe además `DEMOSTRACION`, la marca de la demostración.

    Lanza `RecursoNegado` si pide algo distinto de un estático o de `data:`.
    """
    html = render_to_string(plantilla, {"DEMOSTRACION": marca(), **contexto})
    with _sin_recolector():
        motor = _motor()
        lector = motor.lector()
        documento = motor.html(string=html, base_url=ORIGEN, url_fetcher=lector).render(
            stylesheets=motor.hojas, font_config=motor.tipografias, pdf_variant=VARIANTE
        )
        contenido = documento.write_pdf(pdf_variant=VARIANTE)
    lector.exigir()
    return Pdf(contenido, len(documento.pages))


def leer_estatico(direccion: str) -> tuple[bytes, str]:
    """Contenido y tipo de un estático del proyecto, pedido por su dirección dentro del documento.

    Lanza `RecursoNegado` si la dirección no es de los estáticos o si el archivo no está.
    """
    dicha = direccion[:200]
    if not direccion.startswith(ORIGEN):
        raise RecursoNegado(f"El informe nombra un recurso que no se permite leer: «{dicha}».")
    nombre = unquote(urlsplit(direccion).path).removeprefix("/")
    tipo = _TIPOS.get(Path(nombre).suffix.lower())
    if tipo is None or nombre.startswith("/") or ".." in Path(nombre).parts:
        raise RecursoNegado(f"El informe nombra un recurso que no se permite leer: «{dicha}».")
    try:
        ruta = finders.find(nombre)
    except (SuspiciousFileOperation, ValueError):
        ruta = None
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
        """Anota lo que niega: la biblioteca se traga los errores de un SVG, incluso los que llama fatales."""

        negado: RecursoNegado | None = None

        def __init__(self):
            super().__init__(allowed_protocols={"data"}, allow_redirects=False)

        def fetch(self, url, headers=None):
            try:
                return self._leer(url, headers)
            except RecursoNegado as negado:
                self.negado = self.negado or negado
                raise

        def exigir(self):
            """Lanza lo primero que negó, si negó algo."""
            if self.negado:
                raise self.negado

        def _leer(self, url, headers):
            if url[:5].lower() != "data:":
                contenido, tipo = leer_estatico(url)
                return URLFetcherResponse(url, contenido, {"Content-Type": tipo})
            try:
                return super().fetch(url, headers)
            except Exception as error:
                raise RecursoNegado(f"No se entiende un recurso incrustado en el informe: {error}") from error

    # fontTools pone la hora en cada tipografía que recorta; sin ella, el mismo documento da los mismos bytes.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    tipografias = FontConfiguration()
    lector = Lector()
    hojas = [
        CSS(string=leer_estatico(hoja)[0].decode(), base_url=hoja, url_fetcher=lector, font_config=tipografias)
        for hoja in (ORIGEN + nombre for nombre in HOJAS)
    ]
    lector.exigir()
    # Al salir, antes de que se desmonte la biblioteca: borrar sus archivos de tipografías todavía la necesita.
    atexit.register(_motor.cache_clear)
    return _Motor(HTML, Lector, tipografias, hojas)


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
