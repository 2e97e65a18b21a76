"""Dos contradicciones ya decididas, de ejemplo: las demás siguen por decidir, como lo están en los documentos."""

from datetime import datetime

from mipg.fechas import en_bogota
from mipg.usuarios.models import Usuario
from politicas.acciones import decidir_contradiccion
from politicas.contradicciones import de_vigencia
from politicas.models import Vigencia

# De cada una, cuál de las opciones vale: lo que esa dice.
DECIDIDAS = {"nombre-POL09": "Defensa Jurídica", "responsables-POL16": "Dirección de Archivo"}
FUNDAMENTO = "Decisión de ejemplo: no corresponde a ningún acto real."


def decidir(vigencia: Vigencia, *, por: Usuario, ahora: datetime) -> None:
    """Decide las de `DECIDIDAS`, rotuladas como ejemplo."""
    for caso in de_vigencia(vigencia, en_bogota(ahora)):
        hallada = caso.contradiccion
        if vale := DECIDIDAS.get(hallada.clave):
            decidir_contradiccion(
                vigencia=vigencia,
                clave=hallada.clave,
                huella=hallada.huella,
                opcion=next(opcion.clave for opcion in hallada.elegibles if vale in opcion.dice),
                fundamento=FUNDAMENTO,
                por=por,
                ahora=ahora,
            )
