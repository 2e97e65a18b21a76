"""La ficha de una política en PDF: una hoja carta.

Lo que dice va en la petición: volver a producirla da los mismos bytes aunque después cambie lo que cuenta.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.conf import settings

from mipg.etiquetas import fecha_hora
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota, en_palabras
from mipg.pdf import Pdf, pintar
from seguimiento.fichas import Ficha

INFORME = "ficha_politica"
# Si no cabe en la hoja, se intenta con menos renglones de cada lista: lo que no se muestra se cuenta.
_RENGLONES = (8, 6, 5, 4, 3, 2)


@dataclass(frozen=True)
class Documento:
    """Lo que dice el documento. `ficha`: la de la petición, con lo que cupo de sus listas."""

    titulo: str
    entidad: str
    nit: str
    generado: str
    generado_iso: str
    codigo: str
    comprobacion: str
    pie: str
    ficha: Mapping
    recomendaciones: tuple
    compromisos: tuple
    mas_recomendaciones: int
    mas_compromisos: int
    provisional: bool = False


def titulo(ficha: Ficha) -> str:
    """Cómo se llama en la lista de informes y en las propiedades del PDF."""
    return f"Ficha de {ficha.politica[:180]} · Medición {ficha.medicion}"


def parametros(ficha: Ficha) -> dict:
    """Con qué se guarda la emisión: la ficha entera, como se leía al pedirla."""
    return {"ficha": asdict(ficha)}


def generar(emision: Emision) -> Pdf:
    """La ficha en una hoja: con tantos renglones como quepan."""
    for renglones in _RENGLONES:
        pdf = pintar("informes/ficha_politica.html", {"informe": documento(emision, renglones)})
        if pdf.paginas == 1:
            break
    return pdf


def documento(emision: Emision, renglones: int) -> Documento:
    """El documento con a lo sumo tantos renglones en cada lista."""
    ficha, entidad = emision.parametros["ficha"], settings.ENTIDAD
    hoy = en_palabras(en_bogota(emision.pedida_en))
    recomendaciones, compromisos = (tuple(ficha[lista][:renglones]) for lista in ("recomendaciones", "compromisos"))
    return Documento(
        titulo=emision.titulo,
        entidad=entidad["nombre"],
        nit=entidad["nit"],
        generado=f"{hoy}, {fecha_hora(emision.pedida_en)[-5:]} (hora de Colombia)",
        generado_iso=emision.pedida_en.isoformat(timespec="seconds"),
        codigo=emision.codigo,
        comprobacion=emision.comprobacion,
        pie=f"{entidad['nombre']} · Código {emision.codigo}",
        ficha=ficha,
        recomendaciones=recomendaciones,
        compromisos=compromisos,
        mas_recomendaciones=ficha["abiertas"] - len(recomendaciones),
        mas_compromisos=ficha["acciones"] - len(compromisos),
    )
