"""Lo que las fuentes escriben mal o a medias y lo que el producto muestra en su lugar.

El literal queda en la nota de la fila corregida; una cita (lo que va entre «» con su fuente) no se corrige.
"""

FURAG = "Formulario Único de Reporte de Avances de la Gestión"

# Del plan de acción MIPG 2025: lo que dice → lo que se muestra.
DEL_PLAN = {
    # Planteamiento
    "el Decreto 1600 de 2024 a nivel local": "el Decreto Distrital 1600 de 2024 a nivel local",
    "Formulario Único de Reporte de Avance a la Gestión - FURAG, en la cual tiene": f"{FURAG} (FURAG), la cual tiene",
    "entidad territorial, para esto, aplica": "entidad territorial; para esto aplica",
    "la evaluación objetiva en el avance en": "la evaluación objetiva del avance en",
    # Actores
    "El comité de Gestión y Desempeño": "El Comité de Gestión y Desempeño",
    "en los términos del Decreto 0187 de 2024 o la norma que la modifique, reforme, o sustituya y por": (
        "en los términos del Decreto Distrital 0187 de 2024 o la norma que lo modifique, reforme o sustituya, y por"
    ),
    "Orientar la implementación del MIPG": "Orienta la implementación del MIPG",
    "Alcaldía Mayor de Cartagena, está conformado": "Alcaldía Mayor de Cartagena; está conformado",
    "Administración Distrital liderado": "Administración Distrital, liderado",
    "con su marco de referencia-MIPG": "con su marco de referencia, el MIPG",
    "y comité Institucional de Gestión y Desempeño": "y del Comité Institucional de Gestión y Desempeño",
    "del Artículo 18 del Decreto 1600.": "del Artículo 18 del Decreto Distrital 1600 de 2024.",
    "Racionalización de Trámites y Transparencia Acceso a la Información": (
        "Racionalización de Trámites, Transparencia, Acceso a la Información"
    ),
    "Operativizar los lineamientos": "Operativizan los lineamientos",
    # Estrategias
    "Cumpliendo con el decreto nacional 612": "Cumpliendo con el Decreto nacional 612",
    "Gran Líder- Reconocimiento": "Gran Líder – Reconocimiento",
    "compromiso y motivación": "compromiso y motivación.",
    "De acuerdo con el Decreto 1600 de 2024, *Artículo 18*": (
        "De acuerdo con el Decreto Distrital 1600 de 2024, Artículo 18"
    ),
    "del formulario único de reporte y avance a la gestión (FURAG)": f"del {FURAG} (FURAG)",
    "relacionado con MIPG, se tomarán": "relacionado con MIPG; se tomarán",
    "por parte de Departamento": "por parte del Departamento",
    "Formulación y aprobación Planes de Mejoramiento": "Formulación y aprobación de Planes de Mejoramiento",
    "emitidas por el DAFP": "emitidas por el Departamento Administrativo de la Función Pública (DAFP)",
    "se tendrá en cuenta otras fuentes": "se tendrán en cuenta otras fuentes",
    "tales como: Auditorías, recomendaciones": "tales como auditorías y recomendaciones",
}

# Del propósito de las dimensiones, que es el texto general de un micrositio de otra ciudad.
DEL_MICROSITIO = {
    "concibe El talento humano": "concibe el talento humano",
    "permitirle a las entidades": "permitirles a las entidades",
    "y metas, identificar las capacidades": "y metas, identifican las capacidades",
    "talento humano, proceso, y en general,": "talento humano, procesos y, en general,",
    "que la caracterizan para lograrlos, los indicadores a través de los cuales llevará a cabo": (
        "que las caracterizan para lograrlos, los indicadores a través de los cuales llevarán a cabo"
    ),
    "que eventualmente puede afectar": "que eventualmente pueden afectar",
    "dos perspectivas la primera": "dos perspectivas: la primera",
    "la información externa esto es la vinculada": "la información externa, esto es, la vinculada",
    "previsto en la ley de Transparencia": "previsto en la Ley de Transparencia",
    "hacia adentro” y la segunda": "hacia adentro”, y la segunda",
    "los documentos que lo soportan": "los documentos que la soportan",
    "la operación de la entidad el desarrollo": "la operación de la entidad, el desarrollo",
    "servidores públicos bien informados, sobre": "servidores públicos bien informados sobre",
    "ciudadanos viene formando sobre": "ciudadanos bien informados sobre",
    "sus derechos, fomentar la eficiencia": "sus derechos, fomenta la eficiencia",
    "a los demás dimensiones": "a las demás dimensiones",
    "Gestión para el Resultado de con Valores": "Gestión con valores para Resultados",
    "en cuanto al conocimiento que se genera o produce en una entidad, es clave": (
        "en cuanto el conocimiento que se genera o produce en una entidad es clave"
    ),
    "del servicio público, se debe resaltar": "del servicio público. Se debe resaltar",
    "Constitución política": "Constitución Política",
    "posibles riesgos que nos afectan": "posibles riesgos que los afecten",
    "y características lo que": "y características, lo que",
}

# Cada fecha del plan, como se escribe en el producto. La primera es una errata: el plan es de 2025.
FECHAS = {
    "31 de enero de 2024": "31/01/2025",
    "28 de febrero 2025": "28/02/2025",
    "01 de marzo – 30 de octubre 2025": "Del 01/03/2025 al 30/10/2025",
    "30 de junio - 30 de noviembre 2025": "Del 30/06/2025 al 30/11/2025",
    "15 noviembre – 30 noviembre de 2025": "Del 15/11/2025 al 30/11/2025",
    "30 de noviembre 2025": "30/11/2025",
    "30 de octubre 2025": "30/10/2025",
}


def corregido(texto: str) -> str:
    """El texto de una fuente como el producto lo muestra, con sus fechas como están escritas."""
    for dice, se_muestra in (DEL_PLAN | DEL_MICROSITIO).items():
        texto = texto.replace(dice, se_muestra)
    return texto


def literal(texto: str) -> str:
    """Lo contrario: un texto corregido, con las palabras de la fuente. Así van las citas."""
    for dice, se_muestra in (DEL_PLAN | DEL_MICROSITIO).items():
        texto = texto.replace(se_muestra, dice)
    return texto
