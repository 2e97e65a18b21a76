"""Con qué frase se cuenta cada acto en la historia de una jornada."""

FRASES_DE_JORNADA = {
    "programar": "programó la jornada",
    "editar": "corrigió la jornada",
    "adjuntar": "adjuntó un material",
    "desadjuntar": "retiró un material",
    "realizar": "registró que se hizo",
    "anular": "anuló la jornada",
    "reabrir": "devolvió la jornada a las programadas",
}
