"""Qué significa cada término MIPG: un solo lugar para la ayuda de cada pantalla, la página de ayuda y el README.

Los umbrales, plazos y cantidades que cambian con la vigencia o con la versión del modelo no se escriben aquí: son
datos.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mipg.texto import palabras, plegar


@dataclass(frozen=True)
class Termino:
    """Un término: `codigo` lo nombra en `{% ayuda %}` y en `/ayuda/#codigo`; `ver`, con cuáles se relaciona."""

    codigo: str
    nombre: str
    definicion: str
    ver: tuple[str, ...] = ()


_TODOS = (
    # --- El modelo ---
    Termino(
        "mipg",
        "MIPG",
        "Modelo Integrado de Planeación y Gestión: el marco con que una entidad pública dirige, planea, ejecuta, hace "
        "seguimiento, evalúa y controla su gestión.",
        ("dimension", "politica"),
    ),
    Termino(
        "dimension",
        "Dimensión",
        "Cada una de las grandes partes del modelo. Agrupa políticas, y su cumplimiento es el promedio simple de las "
        "que tienen valor.",
        ("politica", "cumplimiento"),
    ),
    Termino(
        "politica",
        "Política de gestión y desempeño",
        "Tema del modelo con responsables propios y un plan de acción en cada vigencia. Su cumplimiento es el de ese "
        "plan.",
        ("dimension", "lider", "plan_de_accion"),
    ),
    Termino(
        "version_del_modelo",
        "Versión del modelo",
        "Edición del manual de MIPG que dice cuáles dimensiones y políticas hay. Cada vigencia trabaja con una.",
        ("vigencia", "dimension"),
    ),
    Termino(
        "lineas_de_defensa",
        "Líneas de defensa",
        "Quién responde por qué en el control: la línea estratégica decide, la primera ejecuta y reporta, la segunda "
        "(Planeación) valida y consolida, y la tercera (Control Interno) evalúa con independencia.",
        ("enlace", "jefe"),
    ),
    Termino(
        "vigencia",
        "Vigencia",
        "Año de trabajo, con su versión del modelo, sus fechas límite, los umbrales del semáforo y los plazos que "
        "Planeación parametriza.",
        ("corte", "semaforo"),
    ),
    # --- Quién ---
    Termino(
        "dependencia",
        "Dependencia",
        "Oficina de la entidad: secretaría, dirección, oficina asesora… Cada actividad tiene una sola responsable; las "
        "demás apoyan.",
        ("jefe", "enlace"),
    ),
    Termino(
        "lider",
        "Líder de política",
        "Dependencia que el plan de implementación señala como responsable de una política. Si son dos, una coordina y "
        "la otra da su conformidad.",
        ("politica", "jefe"),
    ),
    Termino(
        "enlace",
        "Enlace",
        "Persona que reporta el avance y los soportes de las actividades que le asignaron, o de las que su dependencia "
        "tiene sin asignar.",
        ("avance", "jefe"),
    ),
    Termino(
        "jefe",
        "Jefe de dependencia",
        "Quien dirige la dependencia o lidera la política: formula sus planes y avala los reportes de los enlaces.",
        ("aval", "plan"),
    ),
    Termino(
        "asignacion",
        "Asignación",
        "Rol de una persona en una dependencia entre dos fechas. De las vigentes hoy sale lo que puede ver y hacer.",
        ("encargo",),
    ),
    Termino(
        "encargo",
        "Encargo",
        "Asignación de otra persona, o de un cargo vacante, que se ejerce por un tiempo y termina sola. La bitácora "
        "anota «en encargo de…».",
        ("asignacion",),
    ),
    Termino(
        "segundo_factor",
        "Segundo factor",
        "Lo que se pide además de la contraseña para entrar: el código de una aplicación o una llave de seguridad, con "
        "códigos impresos de respaldo. Si se pierde, otra persona pide que se reinicie.",
        ("asignacion",),
    ),
    Termino(
        "instancia",
        "Instancia",
        "Comité, comisión o secretaría técnica con una función asignada por una norma.",
        ("acta",),
    ),
    # --- Los planes ---
    Termino(
        "plan",
        "Plan",
        "Conjunto de actividades de una vigencia. Puede ser institucional, de acción de política, de mejoramiento o de "
        "implementación.",
        ("plan_institucional", "plan_de_accion", "plan_de_mejoramiento", "plan_de_implementacion"),
    ),
    Termino(
        "plan_institucional",
        "Plan institucional",
        "Cada uno de los planes que el Decreto 612 de 2018 manda integrar al plan de acción y publicar.",
        ("plan", "oportunidad", "seguimiento_propio"),
    ),
    Termino(
        "oportunidad",
        "Oportunidad de la publicación",
        "Si el documento de un plan institucional se publicó en la web de la entidad a más tardar en el límite de la "
        "vigencia. Cuenta la primera vez que se publicó.",
        ("plan_institucional",),
    ),
    Termino(
        "seguimiento_propio",
        "Seguimiento propio de un plan",
        "El que un plan institucional exige en una fecha suya, como los del Programa de Transparencia y Ética Pública. "
        "Es un deber de quien lo coordina y no un corte: no mide ni cambia cifras.",
        ("plan_institucional", "corte"),
    ),
    Termino(
        "plan_de_accion",
        "Plan de acción de política",
        "Lo que la entidad hará en la vigencia para desarrollar una política. Es el que le da su cifra de "
        "cumplimiento.",
        ("plan", "politica", "cumplimiento"),
    ),
    Termino(
        "plan_de_mejoramiento",
        "Plan de mejoramiento",
        "Acciones que corrigen las brechas de una política después de una medición FURAG.",
        ("plan", "brecha", "furag"),
    ),
    Termino(
        "plan_de_implementacion",
        "Plan de implementación",
        "El «plan del plan»: las estrategias con que la entidad implementa MIPG durante el año.",
        ("plan", "mipg"),
    ),
    Termino(
        "actividad",
        "Actividad",
        "Lo que una dependencia se compromete a hacer dentro de un plan, con su meta del año, su programación por "
        "trimestre, su ponderación y sus fechas.",
        ("meta", "programacion", "ponderacion"),
    ),
    Termino(
        "indicador",
        "Indicador",
        "Con qué se mide la actividad: su fórmula, la unidad de medida y, si la hay, la línea base de la que parte.",
        ("meta",),
    ),
    Termino(
        "meta",
        "Meta",
        "Cantidad que la actividad debe alcanzar en el año, en su unidad de medida. El tipo de meta dice cómo se "
        "cuenta.",
        ("tipo_de_meta", "programacion"),
    ),
    Termino(
        "tipo_de_meta",
        "Tipo de meta",
        "Cómo se cumple la meta: acumulada (se va sumando), constante (se mantiene en cada trimestre) o hito (se "
        "entrega una vez).",
        ("meta_acumulada", "meta_constante", "hito"),
    ),
    Termino(
        "meta_acumulada",
        "Meta acumulada",
        "Lo programado en los trimestres suma la meta del año. En cada corte se compara la suma aceptada con la suma "
        "programada hasta ahí.",
        ("tipo_de_meta", "cumplimiento"),
    ),
    Termino(
        "meta_constante",
        "Meta constante",
        "La misma meta se cumple en cada trimestre programado. El cumplimiento es el promedio de esos trimestres, sin "
        "contar los que no tuvieron demanda.",
        ("tipo_de_meta", "sin_demanda"),
    ),
    Termino(
        "hito",
        "Hito",
        "Entrega única con fecha: se cumplió o no, sin parciales. Antes de su trimestre no tiene cifra.",
        ("tipo_de_meta",),
    ),
    Termino(
        "sentido",
        "Sentido",
        "Hacia dónde es mejor: ascendente si más es mejor; descendente si lo bueno es bajar, como los días de "
        "respuesta.",
        ("meta_constante",),
    ),
    Termino(
        "programacion",
        "Programación",
        "Cantidad prevista en cada trimestre. Un trimestre en blanco no está programado y no obliga a reportar.",
        ("actividad", "meta"),
    ),
    Termino(
        "ponderacion",
        "Ponderación",
        "Peso de la actividad dentro de su plan. Los pesos suman cien o se dejan todos vacíos, y entonces valen igual.",
        ("cumplimiento", "cobertura"),
    ),
    Termino(
        "acta",
        "Acta y acto de aprobación",
        "Documento con que se aprueba un plan: acta de una sesión del Comité, resolución u otro. Con «acta pendiente» "
        "el plan rige y su número se completa después.",
        ("plan",),
    ),
    Termino(
        "sesion",
        "Sesión y orden del día",
        "Reunión de una instancia. Su orden del día se llena solo con los planes, modificaciones, prórrogas y "
        "compromisos que esperan; lo no tratado pasa a la siguiente. Al cerrarla, su acta recibe número y no cambia.",
        ("acta", "quorum", "compromiso"),
    ),
    Termino(
        "quorum",
        "Quórum",
        "Cuántos miembros con voto deben estar para decidir. Se calcula en cada punto, con los que están y no se "
        "declararon impedidos, y queda congelado con la decisión.",
        ("sesion",),
    ),
    Termino(
        "compromiso",
        "Compromiso",
        "Lo que una persona o una dependencia quedó de hacer en una sesión. Aparece en cada sesión siguiente hasta que "
        "se cumple o se cancela, aunque no tenga fecha.",
        ("sesion", "obligacion"),
    ),
    Termino(
        "informe_de_ley",
        "Informe de ley",
        "Lo que una norma manda presentar con una periodicidad. Cada presentación vence, tiene una dependencia que la "
        "debe y queda con su radicado y su soporte: a tiempo o tarde.",
        ("obligacion", "requerimiento"),
    ),
    Termino(
        "requerimiento",
        "Requerimiento",
        "Lo que otra entidad pide con un plazo. Si la dependencia no es la competente, lo devuelve y se traslada; más "
        "plazo sólo lo concede quien pide.",
        ("dias_habiles", "obligacion", "informe_de_ley"),
    ),
    Termino(
        "version_aprobada",
        "Versión aprobada",
        "Copia exacta de un plan que se guarda cada vez que se aprueba, con su huella.",
        ("huella", "acta"),
    ),
    Termino(
        "modificacion",
        "Modificación",
        "Cambio a un plan aprobado. Se propone aparte y, mientras se decide, el plan sigue rigiendo, publicado y "
        "medido como está. Lo sustancial —metas, programación, pesos, fechas, responsables o el conjunto de "
        "actividades— exige una versión nueva.",
        ("version_aprobada", "acta"),
    ),
    # --- El seguimiento ---
    Termino(
        "corte",
        "Corte",
        "Medición de un trimestre. Mide hasta su fecha de corte y se reporta después, en su ventana de captura. Al "
        "abrirlo aparecen solos los reportes que se esperan.",
        ("ventana_de_captura", "cierre"),
    ),
    Termino(
        "ventana_de_captura",
        "Ventana de captura",
        "Días en que se puede reportar un corte: abre después de la fecha de corte. Los avisos siguen el día en que "
        "cierra.",
        ("corte", "ampliacion"),
    ),
    Termino(
        "ampliacion",
        "Ampliación",
        "Plazo mayor para reportar que Planeación da a una sola dependencia, con motivo, antes de cerrar el corte.",
        ("ventana_de_captura",),
    ),
    Termino(
        "avance",
        "Avance o reporte",
        "Lo que se informa de una actividad en un corte: la cantidad del periodo (no la acumulada), la situación, el "
        "avance cualitativo, las dificultades y los soportes.",
        ("situacion", "soporte", "corte"),
    ),
    Termino(
        "situacion",
        "Situación",
        "Qué pasó en el periodo: hubo avance, no lo hubo (con su motivo) o no hubo demanda. «No reportó» es otra cosa "
        "y se cuenta aparte.",
        ("avance", "sin_demanda"),
    ),
    Termino(
        "sin_demanda",
        "Sin demanda",
        "Situación de una meta constante cuando nadie solicitó el servicio en el trimestre: ese trimestre no cuenta ni "
        "a favor ni en contra.",
        ("situacion", "meta_constante"),
    ),
    Termino(
        "soporte",
        "Soporte o evidencia",
        "Archivo o enlace que demuestra lo reportado. No se borra: se retira con motivo. Si es reservado, se dice "
        "dónde reposa y con qué radicado.",
        ("avance", "expediente"),
    ),
    Termino(
        "expediente",
        "Expediente",
        "Todos los documentos de la entidad en el sistema, con sus versiones, su huella y lo que cada uno sostiene.",
        ("soporte", "huella"),
    ),
    Termino(
        "aval",
        "Aval",
        "Visto bueno del jefe a un reporte enviado. Nadie avala lo que reportó; si el jefe mismo reporta, va sin aval "
        "y se dice.",
        ("aceptacion", "jefe"),
    ),
    Termino(
        "aceptacion",
        "Aceptación",
        "Decisión de Planeación que vuelve oficial un reporte. Nadie acepta lo que reportó ni lo que avaló, y "
        "Planeación no cambia la cantidad reportada.",
        ("aval", "devolucion", "misma_dependencia"),
    ),
    Termino(
        "devolucion",
        "Devolución",
        "Regreso de un reporte o de un plan con un comentario en cada punto por corregir. En un reporte sólo se reabre "
        "lo comentado.",
        ("aceptacion",),
    ),
    Termino(
        "misma_dependencia",
        "Misma dependencia",
        "Marca del reporte que Planeación acepta siendo de su propia dependencia: se lista en el corte para que "
        "Control Interno lo mire.",
        ("aceptacion",),
    ),
    Termino(
        "bandeja",
        "Bandeja de revisión",
        "Reportes que esperan una decisión. El corte sólo se cierra con la de Planeación vacía.",
        ("aceptacion", "cierre"),
    ),
    Termino(
        "cierre",
        "Cierre del corte",
        "Momento en que las cifras se congelan con su huella y la lista de quienes no reportaron. Lo cerrado no cambia "
        "jamás.",
        ("cifra", "huella", "corte"),
    ),
    Termino(
        "cifra",
        "Cifra congelada",
        "Resultado de un corte cerrado. Antes del cierre las cifras son provisionales: lo que falta por aceptar "
        "todavía no cuenta.",
        ("cierre", "cumplimiento"),
    ),
    # --- Las cifras ---
    Termino(
        "cumplimiento",
        "Cumplimiento",
        "Lo ejecutado frente a lo programado hasta el corte, en porcentaje. La cifra oficial es la aceptada; la "
        "reportada se muestra al lado. El de un plan pondera sus actividades.",
        ("ponderacion", "cobertura", "semaforo"),
    ),
    Termino(
        "cobertura",
        "Cobertura",
        "Qué parte del peso del plan ya tiene cifra en el corte. Se mira junto al cumplimiento: una sola actividad "
        "terminada no es todo el plan.",
        ("cumplimiento", "ponderacion"),
    ),
    Termino(
        "avance_anual",
        "Avance anual",
        "Lo aceptado frente a la meta de todo el año, no sólo frente a lo programado hasta el corte.",
        ("cumplimiento", "meta"),
    ),
    Termino(
        "semaforo",
        "Semáforo",
        "Nivel del cumplimiento —satisfactorio, aceptable o mínimo— según los umbrales de la vigencia; gris si no "
        "había nada programado. Siempre con su palabra, nunca sólo el color.",
        ("cumplimiento", "plazo"),
    ),
    Termino(
        "plazo",
        "Estado de plazo",
        "Si la actividad va a tiempo: por iniciar, en ejecución, próxima, vencida, cumplida, cumplida con retraso o, "
        "si es constante y ya reportó todos sus trimestres, finalizada. El semáforo, en cambio, dice cuánto se "
        "cumplió.",
        ("semaforo",),
    ),
    # --- La medición nacional ---
    Termino(
        "furag",
        "FURAG",
        "Formulario Único de Reporte de Avances de la Gestión, con que se mide cada año el desempeño institucional. La "
        "vigencia que mide no es el año en que se diligencia.",
        ("idi", "brecha"),
    ),
    Termino(
        "idi",
        "IDI",
        "Índice de Desempeño Institucional: el resultado general de la medición FURAG, de cero a cien.",
        ("furag", "indice"),
    ),
    Termino(
        "indice",
        "Índice desagregado",
        "Resultado de una parte de una política en la medición FURAG. Un índice vacío no se midió: no es un cero.",
        ("furag", "politica"),
    ),
    Termino(
        "grupo_par",
        "Grupo par",
        "Las entidades comparables con ésta, según la medición: el grupo se lee del archivo oficial y sólo se compara "
        "dentro de él.",
        ("quintil", "brecha"),
    ),
    Termino(
        "quintil",
        "Quintil",
        "En cuál de las cinco partes iguales del grupo par está la entidad, ordenadas por puntaje: en la quinta están "
        "los mayores. Sólo se compara dentro del mismo grupo y la misma vigencia medida.",
        ("grupo_par", "idi"),
    ),
    Termino(
        "serie_metodologica",
        "Serie metodológica",
        "Vigencias medidas con el mismo método. De una serie a otra los puntajes no se comparan: no hay variación.",
        ("furag", "idi"),
    ),
    Termino(
        "recomendacion",
        "Recomendación",
        "Lo que Función Pública le pide mejorar a la entidad en una política, según lo que contestó en el FURAG. Se "
        "acoge en una acción de mejora o se descarta con su motivo.",
        ("plan_de_mejoramiento", "furag"),
    ),
    Termino(
        "linea_base",
        "Línea base",
        "Puntaje que tenía un índice antes de la acción de mejora. Se fija al formularla y no se mueve: contra ella se "
        "mira el de la medición siguiente.",
        ("indice", "efectividad"),
    ),
    Termino(
        "suscripcion",
        "Suscripción",
        "Firma con que el jefe que coordina un plan de mejoramiento ya aprobado se compromete con él ante Planeación. "
        "Queda ligada a una versión: si el plan se modifica, se suscribe otra vez.",
        ("plan_de_mejoramiento", "version_aprobada"),
    ),
    Termino(
        "eficacia",
        "Eficacia",
        "Que la acción de mejora se hizo en su plazo. La verifica Planeación con la evidencia: de ahí sale «cumplida».",
        ("efectividad", "plan_de_mejoramiento"),
    ),
    Termino(
        "efectividad",
        "Efectividad",
        "Que lo que se hizo sirvió: desapareció la causa o subió el índice. La conceptúa Control Interno cuando ya hay "
        "otra medición. Una acción puede ser cumplida y no efectiva.",
        ("eficacia", "linea_base"),
    ),
    Termino(
        "jornada",
        "Jornada",
        "Reunión con una audiencia: de sensibilización, sobre el modelo o una política, o de socialización, que lleva "
        "los resultados de la medición a quienes los mejoran.",
        ("socializacion", "furag"),
    ),
    Termino(
        "socializacion",
        "Socialización de resultados",
        "Llevar los resultados, los índices y las recomendaciones de una medición a quienes responden por cada "
        "política. Se registra como una jornada, con cuántas personas fueron y su material.",
        ("jornada", "recomendacion"),
    ),
    Termino(
        "brecha",
        "Brecha",
        "Distancia entre el resultado de una política y el que se toma como referencia, por ejemplo el de las "
        "entidades comparables.",
        ("plan_de_mejoramiento", "furag"),
    ),
    # --- El sistema ---
    Termino(
        "obligacion",
        "Pendiente u obligación",
        "Algo que una persona debe hacer, con su plazo y la página donde se resuelve. Sale del estado de los planes y "
        "reportes: al hacerlo, desaparece.",
        ("dias_habiles",),
    ),
    Termino(
        "dias_habiles",
        "Días hábiles",
        "Días de lunes a viernes que no son festivos nacionales ni asuetos locales. Así se cuentan los plazos y los "
        "avisos.",
        ("obligacion",),
    ),
    Termino(
        "bitacora",
        "Bitácora",
        "Registro de todo lo que cada quien hizo: qué, cuándo, antes y después. No se edita ni se borra.",
        ("huella",),
    ),
    Termino(
        "huella",
        "Huella",
        "Código SHA-256 que se calcula de un archivo o de unas cifras. Si algo cambia, la huella es otra: así se "
        "comprueba que nadie los tocó.",
        ("cierre", "codigo_de_verificacion"),
    ),
    Termino(
        "codigo_de_verificacion",
        "Código de verificación",
        "El que lleva cada informe en PDF y con el que cualquiera comprueba que es el que emitió la entidad.",
        ("huella",),
    ),
)

TERMINOS: dict[str, Termino] = {
    termino.codigo: termino for termino in sorted(_TODOS, key=lambda termino: plegar(termino.nombre))
}


def que_explican(consulta: str) -> list[Termino]:
    """Los términos en cuyo nombre están todas las palabras de la consulta."""
    buscadas = set(palabras(consulta))
    return [termino for termino in TERMINOS.values() if buscadas and buscadas <= set(palabras(termino.nombre))]


def en_tabla(codigos: Iterable[str]) -> str:
    """Los términos en una tabla de Markdown, como van en el README."""
    filas = (f"| {TERMINOS[codigo].nombre} | {TERMINOS[codigo].definicion} |" for codigo in codigos)
    return "\n".join(["| Término | Aquí es |", "|---|---|", *filas])
