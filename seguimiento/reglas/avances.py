"""Decisiones puras sobre un reporte: quién lo toca, qué le falta, quién lo avala, acepta o devuelve."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from mipg.reglas import Problema, Transiciones, desde
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from seguimiento.reglas.hechos import DEVUELTO, ESPERA_AVAL, SIN_ENVIAR

# Tres verbos tienen dos destinos: `enviar` una corrección que no tocó lo avalado va a AVALADO; `recuperar` una
# corrección, a DEVUELTO; `revertir` lo aceptado sin aval, a ENVIADO.
TRANSICIONES: Transiciones = {
    "PENDIENTE": {"guardar": ["BORRADOR"]},
    "BORRADOR": {"guardar": ["BORRADOR"], "enviar": ["ENVIADO"]},
    "ENVIADO": {
        "recuperar": ["BORRADOR", "DEVUELTO"],
        "avalar": ["AVALADO"],
        "devolver": ["DEVUELTO"],
        "aceptar": ["ACEPTADO"],
    },
    "AVALADO": {"recuperar": ["DEVUELTO"], "devolver": ["DEVUELTO"], "aceptar": ["ACEPTADO"]},
    "DEVUELTO": {"guardar": ["DEVUELTO"], "enviar": ["ENVIADO", "AVALADO"]},
    "ACEPTADO": {"revertir": ["AVALADO", "ENVIADO"]},
}
# Días hábiles que tiene quien recibe algo por reportar o corregir cuando ya se acaba la captura.
DIAS_PARA_CORREGIR = 3
# Más del doble suele ser un punto o una coma de más.
VECES_LO_PROGRAMADO = 2
CAMPOS = ("cantidad", "situacion", "texto", "dificultades", "motivo", "reserva")
# Qué se puede escribir cuando se devuelve cada campo. La cantidad y la situación van juntas (un 0 es «sin avance» con
# su motivo; un «sin avance» que sí lo tuvo lleva cantidad y texto): abrir sólo una dejaría sin salida a quien corrige.
REABRE: dict[str, frozenset[str]] = {
    "cantidad": frozenset({"cantidad", "situacion", "motivo"}),
    "situacion": frozenset({"situacion", "motivo", "cantidad", "texto"}),
    "texto": frozenset({"texto"}),
    "dificultades": frozenset({"dificultades"}),
    "motivo": frozenset({"motivo"}),
    "soportes": frozenset({"soportes", "reserva"}),
}


def campos_abiertos(avance, devueltos: Mapping[str, str]) -> frozenset[str]:
    """Qué se puede escribir: todo en borrador; sólo lo devuelto en un reporte devuelto; nada en los demás.

    `devueltos`: lo que decía cada campo al devolverlo. Quien dijo que no hubo avance no escribió el texto: si le
    devuelven la cantidad, lo necesita para decir que sí lo hubo.
    """
    if SIN_ENVIAR(avance):
        return frozenset({*CAMPOS, "soportes"})
    if DEVUELTO(avance):
        sin_texto = devueltos.get("cantidad") in ("", "0")
        return frozenset({"texto"} if sin_texto else ()).union(*(REABRE[campo] for campo in devueltos))
    return frozenset()


def puede_reportar(perfil: Perfil, actividad) -> bool:
    """A quién le toca el reporte: al enlace asignado o a quien lo reemplaza en encargo, mientras reporte por la
    dependencia responsable.

    Si no hay asignado, o ya no está vinculado, a cualquiera de la dependencia. El jefe, siempre en la suya.
    """
    dependencia = actividad.dependencia_id
    if dependencia not in perfil.dependencias(Permiso.AVANCE_REPORTAR):
        return False
    return (
        actividad.enlace_id == perfil.persona
        or (actividad.enlace_id, dependencia) in perfil.reemplazos
        or sin_enlace(actividad, perfil.hoy)
        or dependencia in perfil.dependencias(Permiso.AVANCE_AVALAR)
    )


def sin_enlace(actividad, hoy: date) -> bool:
    """Nadie asignado, o el asignado ya no está vinculado: el reporte es de toda la dependencia."""
    return actividad.enlace_id is None or not actividad.enlace.esta_vinculada(hoy)


def puede_avalar(perfil: Perfil, actividad) -> bool:
    """Jefe de la dependencia responsable o de la que coordina el plan."""
    return bool({actividad.dependencia_id, actividad.plan.dependencia_id} & perfil.dependencias(Permiso.AVANCE_AVALAR))


def problemas_para_escribir(avance, perfil: Perfil, *, hoy: date, ampliacion: date | None) -> list[Problema]:
    """Por qué la persona no puede escribir en el reporte hoy. `ampliacion`: plazo mayor de su dependencia."""
    if not puede_reportar(perfil, avance.actividad):
        return [Problema("Este reporte le corresponde a otra persona.")]
    if not avance.es_editable:
        return [Problema(f"El reporte ya está {avance.get_estado_display().lower()}: no se puede cambiar.")]
    if not avance.corte.esta_abierto:
        return [Problema(f"El corte {avance.corte} no está abierto.")]
    if hoy < avance.corte.abre:
        return [Problema(f"La captura abre el {avance.corte.abre:%d/%m/%Y}.")]
    if hoy > avance.vence(ampliacion):
        return [Problema(f"La captura cerró el {avance.vence(ampliacion):%d/%m/%Y}. Pida a Planeación una ampliación.")]
    return []


def problemas_para_adelantar(actividad, corte, perfil: Perfil, *, hoy: date, ampliacion: date | None) -> list[Problema]:
    """Por qué la persona no puede adelantar una actividad que no tenía nada programado en el corte."""
    if not puede_reportar(perfil, actividad):
        return [Problema("Este reporte le corresponde a otra persona.")]
    if actividad.retirada_en is not None:
        return [Problema("La actividad está retirada.")]
    if not actividad.plan.esta_aprobado or actividad.plan.vigencia_id != corte.vigencia_id:
        return [Problema(f"La actividad no es de un plan aprobado de la vigencia {corte.vigencia}.")]
    if not corte.captura_en(hoy, ampliacion):
        return [Problema(f"La captura del corte {corte} no está abierta.")]
    return []


def problemas_para_guardar(abiertos: Collection[str], cambios: Mapping[str, object]) -> list[Problema]:
    """Por qué no se guarda lo escrito. `cambios` es `{campo: valor}`; `abiertos`, lo que se puede escribir."""
    problemas = [
        Problema("Este campo no se devolvió: no se puede cambiar.", campo) for campo in cambios if campo not in abiertos
    ]
    if (cambios.get("cantidad") or 0) < 0:
        problemas.append(Problema("La cantidad no puede ser negativa.", "cantidad"))
    return problemas


def choques(avance, cambios: Mapping[str, tuple]) -> dict[str, tuple]:
    """Campos que otra persona cambió desde que se leyeron: `{campo: (lo guardado, lo escrito)}`.

    `cambios` es `{campo: (lo que vio, lo que escribió)}`. Quien escribió lo mismo que ya está no choca.
    """
    return {
        campo: (getattr(avance, campo), escrito)
        for campo, (visto, escrito) in cambios.items()
        if getattr(avance, campo) not in (visto, escrito)
    }


def situaciones(actividad) -> list[str]:
    """Situaciones que admite la meta de la actividad, en el orden en que se ofrecen.

    En una meta descendente «sin avance» se leería como cero, que es cumplirla: ahí se escribe la cantidad.
    """
    if actividad.tipo_meta != "CONSTANTE":
        return ["AVANCE", "SIN_AVANCE"]
    if actividad.sentido == "DESCENDENTE":
        return ["AVANCE", "SIN_DEMANDA"]
    return ["AVANCE", "SIN_AVANCE", "SIN_DEMANDA"]


def problemas_para_enviar(avance) -> list[Problema]:
    """Qué le falta al contenido del reporte para enviarse."""
    tipo = avance.actividad.tipo_meta
    if not avance.situacion:
        return [Problema("Diga qué pasó en el periodo.", "situacion")]
    problemas = []
    if avance.situacion not in situaciones(avance.actividad):
        mensaje = (
            "«Sin demanda» sólo vale en metas constantes."
            if avance.situacion == "SIN_DEMANDA"
            else "En una meta descendente escriba la cantidad: sin avance se leería como cero, que es cumplirla."
        )
        return [Problema(mensaje, "situacion")]
    if avance.situacion == "AVANCE":
        problemas.extend(_problemas_de_cantidad(avance, tipo))
        if not avance.texto.strip():
            problemas.append(Problema("Cuente qué se hizo en el periodo.", "texto"))
    elif avance.situacion == "SIN_AVANCE" and avance.cantidad:
        problemas.append(Problema("Sin avance no lleva cantidad: déjela en 0 o cambie la situación.", "cantidad"))
    if avance.situacion != "AVANCE" and not avance.motivo.strip():
        problemas.append(Problema("Explique el motivo.", "motivo"))
    return problemas


def _problemas_de_cantidad(avance, tipo: str) -> list[Problema]:
    if avance.cantidad is None:
        return [Problema("Escriba la cantidad del periodo.", "cantidad")]
    if tipo == "HITO" and avance.cantidad != Decimal(1):
        return [Problema("Un hito se entrega (1) o no se entrega: si no, elija «Sin avance».", "cantidad")]
    if avance.cantidad == 0 and tipo != "CONSTANTE":
        return [Problema("Con cantidad 0 elija «Sin avance» y diga el motivo.", "situacion")]
    return []


def alertas_de_cantidad(avance) -> list[str]:
    """Por qué conviene mirar otra vez la cantidad; no impide nada."""
    programado = avance.actividad.programacion[avance.corte.trimestre - 1]
    if avance.cantidad is None or not programado or avance.cantidad <= VECES_LO_PROGRAMADO * programado:
        return []
    return [f"La cantidad es más de {VECES_LO_PROGRAMADO} veces lo programado en el trimestre: compruebe la cifra."]


def advertencias_para_enviar(avance, soportes: int) -> list[str]:
    """Avisos que no impiden enviar."""
    advertencias = alertas_de_cantidad(avance)
    if DEVUELTO(avance):
        advertencias.append("Se lo devolvieron: compruebe que corrigió lo observado.")
    if avance.exige_soporte and not soportes:
        advertencias.append(
            "No adjuntó soporte: podrá enviarse, pero Planeación no podrá aceptarlo sin él o sin su reserva."
        )
    return advertencias


def problemas_para_avalar(avance, perfil: Perfil, autores: Collection[int]) -> list[Problema]:
    """Por qué la persona no puede avalar. `autores`: quienes escribieron en el reporte."""
    if avance.estado not in desde(TRANSICIONES, "avalar"):
        return [Problema(f"El reporte está {avance.get_estado_display().lower()}.")]
    if not puede_avalar(perfil, avance.actividad):
        return [Problema("Avala el jefe de la dependencia responsable.")]
    if perfil.persona in {*autores, avance.reportado_por_id}:
        return [Problema("Usted escribió este reporte: nadie avala lo que reportó.")]
    return []


def puede_aceptar_sin_aval(avance, *, habiles: int) -> bool:
    """Ya se dijo por qué no lleva aval, o el jefe no avaló en los días hábiles de la vigencia."""
    return bool(avance.sin_aval) or habiles >= avance.corte.vigencia.dias_sin_aval


def problemas_para_aceptar(
    avance, perfil: Perfil, *, autores: Collection[int], soportes: int, habiles: int, motivo: str
) -> list[Problema]:
    """Por qué Planeación no puede aceptar. `habiles`: días hábiles desde el envío; `motivo`: si va sin aval."""
    if avance.estado not in desde(TRANSICIONES, "aceptar"):
        return [Problema(f"El reporte está {avance.get_estado_display().lower()}.")]
    if not perfil.puede(Permiso.AVANCE_REVISAR):
        return [Problema("Acepta Planeación.")]
    problemas = []
    if perfil.persona in {*autores, avance.reportado_por_id}:
        problemas.append(Problema("Usted escribió este reporte: lo acepta otra persona de Planeación."))
    if perfil.persona == avance.avalado_por_id:
        problemas.append(Problema("Usted avaló este reporte: lo acepta otra persona de Planeación."))
    if ESPERA_AVAL(avance):
        if not puede_aceptar_sin_aval(avance, habiles=habiles):
            problemas.append(
                Problema(
                    f"Falta el aval del jefe. Podrá aceptarse sin él a los {avance.corte.vigencia.dias_sin_aval} "
                    "días hábiles del envío."
                )
            )
        elif not motivo.strip():
            problemas.append(Problema("Diga por qué se acepta sin aval.", "motivo"))
    if avance.exige_soporte and not soportes:
        problemas.append(
            Problema("Un avance mayor que cero necesita al menos un soporte, o decir dónde reposa.", "soportes")
        )
    return problemas


def problemas_para_devolver(avance, perfil: Perfil) -> list[Problema]:
    """Por qué la persona no puede devolver: Planeación devuelve lo enviado o avalado; el jefe, lo enviado."""
    if avance.estado not in desde(TRANSICIONES, "devolver"):
        return [Problema(f"El reporte está {avance.get_estado_display().lower()}.")]
    if perfil.puede(Permiso.AVANCE_REVISAR):
        return []
    if avance.estado != "ENVIADO" or not puede_avalar(perfil, avance.actividad):
        return [Problema("Devuelve Planeación o, antes de avalar, el jefe de la dependencia.")]
    return []


def problemas_para_recuperar(avance, perfil: Perfil, *, hoy: date, ampliacion: date | None) -> list[Problema]:
    """Por qué no se puede recuperar: sólo quien lo envió, si nadie lo ha tocado y mientras pueda volver a enviarlo."""
    # La corrección que conserva su aval vuelve a AVALADO sin que nadie la haya mirado todavía.
    avalado = avance.estado == "AVALADO" and avance.avalado_en >= avance.reportado_en
    if avance.estado not in desde(TRANSICIONES, "recuperar") or avalado:
        return [Problema(f"El reporte ya está {avance.get_estado_display().lower()}: no se puede recuperar.")]
    if perfil.persona != avance.reportado_por_id:
        return [Problema("Lo recupera quien lo envió.")]
    if hoy > avance.vence(ampliacion):
        return [Problema("La captura ya cerró: si lo recupera no podría volver a enviarlo.")]
    return []


def problemas_para_revertir(avance, perfil: Perfil) -> list[Problema]:
    """Por qué no se puede deshacer una aceptación: sólo Planeación y antes del cierre."""
    if avance.estado not in desde(TRANSICIONES, "revertir"):
        return [Problema("El reporte no está aceptado.")]
    if not avance.corte.esta_abierto:
        return [Problema("El corte ya está cerrado: lo posterior va en una adenda.")]
    if not perfil.puede(Permiso.AVANCE_REVISAR):
        return [Problema("Deshace la aceptación Planeación.")]
    return []
