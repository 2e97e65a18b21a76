"""Con qué frase se cuenta cada acto en la historia de una carga, una recomendación o una acción de mejora."""

FRASES_DE_CARGA = {
    "confirmar": "confirmó los resultados y cuál fila es la de esta entidad",
    "corregir nuestra fila": "corrigió cuál fila es la de esta entidad",
    "descartar": "descartó lo leído del archivo",
    "reemplazar": "reemplazó los resultados por los de otro archivo",
}
FRASES_DE_RECOMENDACION = {
    "acoger": "acogió la recomendación",
    "descartar": "descartó la recomendación",
    "reabrir": "devolvió la recomendación a las que están por decidir",
    "priorizar": "le cambió la prioridad",
    "agrupar": "la puso en un grupo",
    "desagrupar": "la sacó de su grupo",
    "ligar índices": "dijo a qué índices apunta",
    "redactar de otro modo": "dijo que es la misma, redactada de otro modo en otra entrega",
    "dejar de venir": "aplicó una entrega en que ya no viene",
    "volver a venir": "aplicó una entrega en que volvió a venir",
}
FRASES_DE_MEJORA = {
    "crear": "formuló la acción",
    "editar": "corrigió la acción",
    "ligar": "dijo si atiende una recomendación que se le parece",
    "suscribir": "suscribió la acción ante Planeación",
    "anular suscripción": "anuló la suscripción",
    "verificar": "verificó si la acción se cumplió",
    "anular verificación": "anuló la verificación",
    "verificar por Control Interno": "emitió, por Control Interno, su verificación",
    "evaluar efectividad": "evaluó, por Control Interno, la efectividad",
    "anular concepto": "anuló un concepto de Control Interno",
    "continuar": "la continuó en el plan del año siguiente",
}
