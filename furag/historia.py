"""Con qué frase se cuenta cada acto en la historia de una carga, una recomendación o una acción de mejora."""

FRASES_DE_CARGA = {
    "confirmar": "confirmó los resultados y cuál fila es la de esta entidad",
    "descartar": "descartó lo leído del archivo",
    "reemplazar": "reemplazó los resultados por los de otro archivo",
}
FRASES_DE_RECOMENDACION = {
    "acoger": "acogió la recomendación",
    "descartar": "descartó la recomendación",
    "reabrir": "devolvió la recomendación a las que están por decidir",
}
FRASES_DE_MEJORA = {
    "suscribir": "suscribió la acción ante Planeación",
    "anular suscripción": "anuló la suscripción",
    "verificar": "verificó si la acción se cumplió",
    "anular verificación": "anuló la verificación",
}
