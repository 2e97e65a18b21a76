"""Cómo se entrega un archivo guardado."""

from django.http import FileResponse, Http404

from mipg.texto import nombre_de_archivo

# Lo que se descarga lo escribió alguien de fuera: que ningún navegador lo ejecute con nuestra sesión.
_SIN_EJECUTAR = "sandbox; default-src 'none'"


def descarga(archivo, nombre: str, tipo: str) -> FileResponse:
    """El archivo como adjunto, con un nombre que se pueda guardar y sin que el navegador lo conserve.

    404 si la fila existe pero el archivo no está en el disco.
    """
    try:
        contenido = archivo.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    respuesta = FileResponse(contenido, as_attachment=True, filename=nombre_de_archivo(nombre), content_type=tipo)
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Content-Security-Policy"] = _SIN_EJECUTAR
    respuesta["Cache-Control"] = "private, no-store"
    return respuesta
