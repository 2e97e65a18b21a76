"""Con qué frase se cuenta cada acto en la historia de una jornada."""

FRASES_DE_JORNADA = {
    "realizar": "registró la jornada como realizada",
    "anular": "anuló la jornada",
    "reabrir": "devolvió la jornada a las programadas",
}
