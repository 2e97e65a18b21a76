"""Decisiones puras del mejoramiento: qué le falta a una acción, quién hace qué y en qué está."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from furag.reglas.situaciones import Situacion
from mipg.reglas import Problema, problemas_de_motivo
from mipg.texto import normalizar
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso, Rol
from planes.reglas import APROBADOS, EDITABLES, RIGEN

# Lo que salió mal y otra acción puede reformular.
SE_REFORMULAN = frozenset({Situacion.NO_CUMPLIDA, Situacion.NO_CONFORME, Situacion.NO_EFECTIVA, Situacion.REFORMULADA})
# Una acción que atienda más no la verifica nadie; y sus claves viajan en la dirección.
EN_UNA_ACCION = 100


# Lo que Planeación dejó dicho de una acción: si se cumplió.
VERIFICADAS = frozenset({"CUMPLIDA", "NO_CUMPLIDA"})
# Lo que Control Interno dice: a favor y en contra.
DE_CONTROL = {"CUMPLIMIENTO": ("Conforme", "No conforme"), "EFECTIVIDAD": ("Efectiva", "No efectiva")}


def dicho_de_planeacion(estado: str) -> str:
    """Si se cumplió, según Planeación: «Sí», «No» o «Sin verificar»."""
    return {"CUMPLIDA": "Sí", "NO_CUMPLIDA": "No"}.get(estado, "Sin verificar")


def dicho_de_control(efectiva: bool | None) -> str:
    """Si fue efectiva, según Control Interno: «Sí», «No» o «Sin evaluar»."""
    return {True: "Sí", False: "No", None: "Sin evaluar"}[efectiva]


def concepto_dicho(clase: str, favorable: bool | None) -> str:
    """El concepto en dos palabras: «Conforme», «No efectiva»…; vacío si nadie se ha pronunciado."""
    bien, mal = DE_CONTROL[clase]
    return {True: bien, False: mal, None: ""}[favorable]


# --- Lo que le falta ---


def problemas_de_mejora(
    mejora, *, recomendaciones: int, indicador: str | None, con_inicio: bool = True
) -> list[Problema]:
    """Qué le falta a una acción para enviar su plan o firmarlo. `mejora` nula: nadie la ha completado.

    `indicador`, nulo si no viene al caso; `con_inicio`, si dice cuándo empieza (sin fin no se envía ningún plan).
    """
    de_la_actividad = [] if indicador is None or indicador.strip() else [Problema("no tiene indicador.", "indicador")]
    if not con_inicio:
        de_la_actividad.append(Problema("no tiene fecha de inicio.", "fecha_inicio"))
    if mejora is None:
        falta = "le falta la causa, qué recomendación o hallazgo atiende y qué índice espera mover."
        return [Problema(falta, "mejora"), *de_la_actividad]
    faltan = [
        (not mejora.causa.strip(), "no dice la causa."),
        (not recomendaciones and not mejora.hallazgo.strip(), "no atiende ninguna recomendación ni hallazgo."),
    ]
    problemas = [Problema(mensaje, "mejora") for falta, mensaje in faltan if falta]
    return [
        *problemas,
        *(
            Problema(uno.mensaje, "mejora")
            for uno in problemas_de_indice(
                indice=mejora.indice,
                linea_base=mejora.linea_base,
                esperado=mejora.esperado,
                sin_indice=mejora.sin_indice,
            )
        ),
        *de_la_actividad,
    ]


def problemas_de_indice(
    *, indice: str, linea_base: Decimal | None, esperado: Decimal | None, sin_indice: str
) -> list[Problema]:
    """El índice y lo que se espera de él se fijan antes de firmar, o se dice por qué no: la efectividad se mide ahí."""
    if not indice:
        if sin_indice.strip():
            return []
        return [Problema("no dice qué índice espera mover, ni por qué no tiene uno.", "indice")]
    if esperado is None:
        return [Problema("no dice qué puntaje espera alcanzar en el índice.", "esperado")]
    if linea_base is None:
        return [] if sin_indice.strip() else [Problema("no dice por qué el índice no tiene línea base.", "sin_indice")]
    if esperado <= linea_base < 100:
        return [Problema(f"espera {esperado:f}, que no es más que la línea base, {linea_base:f}.", "esperado")]
    return []


def con_linea_base(dicho: Mapping, base: Decimal | None, anio: int) -> dict:
    """Lo dicho de una acción, con su línea base: `base`, lo que el índice obtuvo en la medición de ese año. Si no lo
    midió, dice por qué queda vacía; sin índice no hay línea base ni puntaje esperado.
    """
    if not (indice := dicho.get("indice")):
        return {**dicho, "linea_base": None, "esperado": None}
    por_que = "" if base is not None else f"La medición de {anio} no trae puntaje de {indice}."
    return {**dicho, "linea_base": base, "sin_indice": por_que}


def problemas_para_completar(*, clase: str, estado_plan: str, estado: str = "FORMULADA") -> list[Problema]:
    """Por qué ya no se escribe en una acción: se firmó, o su plan está en revisión o terminó."""
    if clase != "MEJORAMIENTO":
        return [Problema("Sólo las actividades de un plan de mejoramiento son acciones de mejora.")]
    if estado != "FORMULADA":
        return [Problema("La acción ya está suscrita: para corregirla, anule antes la suscripción con su motivo.")]
    if estado_plan in EDITABLES or estado_plan in RIGEN:
        return []
    if estado_plan == "EN_REVISION":
        return [Problema("El plan está en revisión: recupérelo para cambiar sus acciones.")]
    return [Problema("El plan ya terminó: sus acciones no cambian.")]


def problemas_de_lo_elegido(recomendaciones: Collection, *, reformula: bool) -> list[Problema]:
    """Por qué de esas recomendaciones no sale una acción. Quien reformula puede no traer ninguna."""
    if not recomendaciones:
        return [] if reformula else [Problema("Elija al menos una recomendación acogida.", "recomendaciones")]
    if len({(una.medicion_id, una.politica_id) for una in recomendaciones}) > 1:
        return [Problema("Elija recomendaciones de una sola política y de una sola medición.", "recomendaciones")]
    if len(recomendaciones) > EN_UNA_ACCION:
        return [Problema(f"Elija a lo sumo {EN_UNA_ACCION} para una acción.", "recomendaciones")]
    return problemas_de_las_no_acogidas(recomendaciones)


def problemas_de_las_no_acogidas(recomendaciones: Collection) -> list[Problema]:
    """Por qué alguna no se liga a una acción: nadie la ha acogido, o se descartó."""
    sin_acoger = [una for una in recomendaciones if una.estado != "ACOGIDA"]
    if not sin_acoger:
        return []
    cuantas = "Una no está acogida" if len(sin_acoger) == 1 else f"{len(sin_acoger)} no están acogidas"
    return [Problema(f"{cuantas}: acójala antes de formular una acción.", "recomendaciones")]


def problemas_de_repetida(nombre: str, otras: Collection[str]) -> list[Problema]:
    """Por qué no entra otra vez la misma: la página se envió dos veces, o ya alguien la había formulado."""
    if normalizar(nombre) in map(normalizar, otras):
        return [Problema("El plan ya tiene una acción con ese nombre. Si es otra, diga en qué se distingue.", "nombre")]
    return []


# --- La firma ---


def puede_suscribir(perfil: Perfil, coordinadora: int) -> bool:
    """Firma el jefe de la dependencia que coordina el plan, o quien lo reemplaza; nunca Planeación por él."""
    return any(
        papel.rol == Rol.JEFE and coordinadora in (papel.dependencia, *papel.heredadas) for papel in perfil.papeles
    )


def problemas_para_suscribir(
    *, clase: str, estado_plan: str, cerrada: bool, suscrita: bool, faltan: Collection[Problema]
) -> list[Problema]:
    """Por qué no se firma la última versión del plan. `suscrita`: ya lo está; `faltan`: lo de sus acciones."""
    if clase != "MEJORAMIENTO":
        return [Problema("Sólo se suscriben los planes de mejoramiento.")]
    if estado_plan not in RIGEN:
        return [Problema("Se suscribe el plan aprobado: éste no lo está.")]
    if cerrada:
        return [Problema("La vigencia ya se cerró.")]
    if suscrita:
        return [Problema("La última versión ya está suscrita.")]
    return list(faltan)


def problemas_para_anular_suscripcion(
    *, estado_plan: str, cerrada: bool, anulada: bool, ultima: bool, verificadas: int
) -> list[Problema]:
    """Por qué ya no se anula una firma: no podría haber otra, se verificó algo de lo que firmó, o hay otra encima."""
    if anulada:
        return [Problema("La suscripción ya está anulada.")]
    if estado_plan not in RIGEN or cerrada:
        return [
            Problema(
                "El plan o su vigencia ya se cerró: nadie podría firmarlo otra vez, y sus acciones quedarían "
                "sin firma. Lo que no se hizo se verifica como no cumplido."
            )
        ]
    if not ultima:
        return [Problema("Después se suscribió otra versión: anule primero esa.")]
    if verificadas:
        return [Problema("Ya se verificó una de sus acciones, o sigue en otro plan: anule antes esa verificación.")]
    return []


# --- La verificación de Planeación ---


def problemas_para_verificar(
    *, estado: str, estado_plan: str, retirada: bool, continuada: bool, suscribio: bool, otras: Collection[str]
) -> list[Problema]:
    """Por qué no se verifica. `suscribio`: quien verifica la firmó; `otras`: los nombres de quienes más pueden."""
    if estado_plan not in APROBADOS or estado == "FORMULADA":
        return [Problema("Se verifica lo que está suscrito.")]
    if estado != "SUSCRITA":
        return [Problema("La acción ya está verificada: anule esa verificación antes de hacer otra.")]
    if retirada:
        return [Problema("Una modificación retiró la acción del plan.")]
    if continuada:
        return [Problema("La acción sigue en el plan del año siguiente: se verifica allá.")]
    if suscribio and otras:
        return [Problema(f"Usted la suscribió: la verifica otra persona. Puede hacerlo {', '.join(sorted(otras))}.")]
    return []


def problemas_de_la_verificacion(
    *, cumplida: bool, con_soporte: bool, nota: str, constancias: Mapping[int, bool], atiende: Collection[int]
) -> list[Problema]:
    """Qué no cuadra: lo cumplido lleva soporte, y cada recomendación dice si quedó cumplida."""
    problemas = []
    if not nota.strip():
        problemas.append(Problema("Diga qué se verificó.", "nota"))
    if cumplida and not con_soporte:
        problemas.append(Problema("Lo que se da por cumplido lleva su soporte: un archivo o un enlace.", "archivo"))
    if set(constancias) != set(atiende):
        problemas.append(Problema("Diga de cada recomendación si quedó cumplida."))
    return problemas


def problemas_para_anular_verificacion(*, anulada: bool, conceptos: int) -> list[Problema]:
    """Por qué no se anula: ya lo está, o Control Interno se pronunció sobre ella."""
    if anulada:
        return [Problema("La verificación ya está anulada.")]
    if conceptos:
        return [Problema("Control Interno ya se pronunció: debe anular antes su concepto.")]
    return []


# --- Control Interno ---


def problemas_para_conceptuar(
    *,
    perfil: Perfil,
    clase: str,
    estado: str,
    conforme: bool | None,
    efectiva: bool | None,
    espera_medicion: bool = False,
) -> list[Problema]:
    """Por qué Control Interno no emite ese concepto. `espera_medicion`: la acción mueve un índice y la medición
    siguiente no se ha confirmado.
    """
    if not perfil.puede(Permiso.MEJORA_VERIFICAR):
        return [Problema("El concepto es de Control Interno.")]
    if clase == "CUMPLIMIENTO":
        if estado not in VERIFICADAS:
            return [Problema("Planeación no la ha verificado: Control Interno se pronuncia después.")]
        return [] if conforme is None else [Problema("Ya hay una verificación en pie: anúlela antes de emitir otra.")]
    if estado == "NO_CUMPLIDA":
        return [Problema("Lo que no se cumplió no se evalúa: la efectividad es de lo cumplido.")]
    if not conforme:
        return [Problema("La efectividad se evalúa después de una verificación conforme.")]
    if efectiva is not None:
        return [Problema("Ya se evaluó la efectividad: anule ese concepto antes de emitir otro.")]
    if espera_medicion:
        return [Problema("Espera mover un índice: se evalúa con los resultados de la medición siguiente.")]
    return []


def problemas_del_concepto(*, nota: str, es_suya: bool, impedimento: str) -> list[Problema]:
    """Qué no cuadra. `es_suya`: la acción es de la oficina de quien se pronuncia, y entonces declara el impedimento."""
    problemas = [] if nota.strip() else [Problema("Diga en qué se funda.", "nota")]
    if es_suya and not impedimento.strip():
        problemas.append(Problema("La acción es de su oficina: declare el impedimento.", "impedimento"))
    if impedimento.strip() and not es_suya:
        problemas.append(Problema("La acción no es de su oficina: deje esto en blanco.", "impedimento"))
    return problemas


def problemas_para_anular_concepto(*, clase: str, anulado: bool, con_efectividad: bool, motivo: str) -> list[Problema]:
    """Por qué no se anula: falta el motivo, ya lo está, o la efectividad se apoya en él."""
    if anulado:
        return [Problema("El concepto ya está anulado.")]
    if clase == "CUMPLIMIENTO" and con_efectividad:
        return [Problema("La efectividad se evaluó sobre este concepto: anule antes ese.")]
    return problemas_de_motivo(motivo, "se anula")


# --- Seguir en otro año, o de otra manera ---


def problemas_para_continuar(*, estado: str, prorrogada: bool, continuada: bool) -> list[Problema]:
    """Por qué una acción no sigue en el plan del año siguiente."""
    if continuada:
        return [Problema("La acción ya sigue en el plan del año siguiente.")]
    if not prorrogada:
        return [Problema("Sólo continúa la que tiene una prórroga concedida hasta el año siguiente.")]
    if estado not in ("SUSCRITA", "NO_CUMPLIDA"):
        return [Problema("Sólo continúa lo suscrito que no se ha cumplido.")]
    return []


def problemas_para_reformular(cual: Situacion, *, estado: str, continuada: bool) -> list[Problema]:
    """Sólo se reformula lo que no se cumplió o no fue efectivo; lo que sigue en otro año, allá."""
    if cual in SE_REFORMULAN or (estado == "NO_CUMPLIDA" and not continuada):
        return []
    return [Problema("Se reformula la acción que no se cumplió o no fue efectiva.")]
