"""Decisiones puras sobre una prórroga: quién la pide, qué mueve al concederse y quién la decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mipg.fechas import trimestre_de
from mipg.reglas import Problema, problemas_de_motivo
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.reglas import RIGEN, problemas_para_aprobar, puede_formular

SIN_OTRA_PERSONA = "La decidió quien la pidió: ninguna otra persona que decida sobre planes seguía vinculada."


def puede_pedir(perfil: Perfil, *, coordinadora: int, responsable: int | None) -> bool:
    """La pide quien responde por la actividad (enlace o jefe de su dependencia) o quien formula el plan."""
    return responsable in perfil.dependencias(Permiso.AVANCE_REPORTAR) or puede_formular(perfil, coordinadora)


def problemas_para_pedir(actividad, perfil: Perfil, *, pedida: bool) -> list[Problema]:
    """Por qué la persona no puede pedir una prórroga de la actividad. `pedida`: ya hay una sin decidir."""
    plan = actividad.plan
    if not puede_pedir(perfil, coordinadora=plan.dependencia_id, responsable=actividad.dependencia_id):
        return [Problema("La pide quien responde por la actividad o quien formula el plan.")]
    if plan.estado not in RIGEN:
        return [Problema(f"El plan está {plan.get_estado_display().lower()}: sólo se prorroga lo que rige.")]
    if plan.vigencia.cerrada_en:
        return [Problema(f"La vigencia {plan.vigencia} ya se cerró.")]
    if actividad.retirada_en:
        return [Problema("La actividad está retirada.")]
    if actividad.fecha_fin is None:
        return [Problema("La actividad no tiene fecha de fin: no hay plazo que prorrogar.")]
    if pedida:
        return [Problema("Ya hay una prórroga pedida y sin decidir: espere la decisión o desista de ella.")]
    return []


def pasa_de_la_vigencia(clase: str) -> bool:
    """Los planes de esa clase admiten una prórroga hasta el año siguiente: sólo los de mejoramiento."""
    return clase == "MEJORAMIENTO"


def problemas_de_lo_pedido(
    *, fecha_fin: date, fecha_nueva: date, motivo: str, anio: int, clase: str = ""
) -> list[Problema]:
    """Qué no cuadra en lo que se pide. `anio`: el de la vigencia, de la que sólo pasa la de una acción de mejora, y
    hasta el final de la siguiente.
    """
    problemas = []
    if fecha_nueva <= fecha_fin:
        problemas.append(Problema(f"Debe ser posterior a la fecha de fin, {fecha_fin:%d/%m/%Y}.", "fecha_nueva"))
    elif pasa_de_la_vigencia(clase) and fecha_nueva.year > anio + 1:
        problemas.append(Problema(f"Una acción de mejora se prorroga hasta el 31/12/{anio + 1}.", "fecha_nueva"))
    elif fecha_nueva.year > anio and not pasa_de_la_vigencia(clase):
        problemas.append(Problema(f"Una prórroga no pasa de la vigencia: hasta el 31/12/{anio}.", "fecha_nueva"))
    if not motivo.strip():
        problemas.append(Problema("Diga por qué hace falta más plazo.", "motivo"))
    return problemas


def es_a_tiempo(fecha_fin: date, hoy: date) -> bool:
    """Se pide antes de que termine el plazo; el último día todavía lo es."""
    return hoy <= fecha_fin


def trimestre_del_hito(actividad) -> int | None:
    """Trimestre (1–4) en que se programó un hito; nulo en las demás metas."""
    if actividad.tipo_meta != "HITO":
        return None
    return next((t for t, p in enumerate(actividad.programacion, start=1) if p), None)


@dataclass(frozen=True)
class Efecto:
    """Lo que cambia al conceder: la fecha de fin y el trimestre del hito (nulos: no cambian), y cómo se dice."""

    fecha_fin: date | None
    trimestre: int | None
    dicho: str


def efecto(actividad, *, fecha_nueva: date, a_tiempo: bool, intocable: int, anio: int | None = None) -> Efecto:
    """Qué mueve la prórroga en la actividad. `intocable`: el último trimestre (0–4) que ya cerró o ya pasó su corte;
    `anio`: el de la vigencia.
    """
    if anio and fecha_nueva.year > anio:
        return Efecto(
            None,
            None,
            f"Pasa de {anio}: aquí la fecha no cambia y la acción queda «no cumplida en el año, prorrogada». Planeación"
            f" la continúa, con su código, en el plan de mejoramiento de {anio + 1}.",
        )
    if not a_tiempo:
        return Efecto(
            None, None, "Se pidió después de vencer: queda registrada y no mueve nada; lo que falte sigue vencido."
        )
    hito, nuevo = trimestre_del_hito(actividad), trimestre_de(fecha_nueva)
    if hito is None:
        return Efecto(
            fecha_nueva,
            None,
            "Cambia la fecha de fin. Lo programado en cada trimestre sólo cambia con una modificación del plan.",
        )
    if nuevo <= hito:
        return Efecto(fecha_nueva, None, f"Cambia la fecha de fin; el hito sigue en T{hito}.")
    if hito <= intocable:
        return Efecto(
            fecha_nueva,
            None,
            f"Cambia la fecha de fin, pero la fecha de corte de T{hito} ya pasó: el hito sigue en T{hito} y, si se "
            "entrega después, se cumple con retraso.",
        )
    return Efecto(fecha_nueva, nuevo, f"Cambia la fecha de fin y el hito pasa de T{hito} a T{nuevo}.")


def problemas_para_desistir(prorroga, perfil: Perfil) -> list[Problema]:
    """Por qué la persona no puede retirar la petición: es de quien la pidió o de quien podría pedirla hoy."""
    actividad = prorroga.actividad
    suya = puede_pedir(perfil, coordinadora=actividad.plan.dependencia_id, responsable=actividad.dependencia_id)
    if perfil.persona == prorroga.pedida_por_id or suya:
        return []
    return [Problema("Desiste quien la pidió, quien responde por la actividad o quien formula el plan.")]


def problemas_para_decidir(prorroga, perfil: Perfil, *, deciden: Mapping[int, str]) -> list[Problema]:
    """Por qué la persona no puede decidir la prórroga: nadie decide la que pidió mientras otra persona pueda.

    `deciden`: quienes deciden sobre planes (clave primaria → nombre).
    """
    return problemas_para_aprobar(
        perfil,
        autores={prorroga.pedida_por_id},
        deciden=deciden,
        por_que="Usted la pidió: la decide otra persona.",
    )


def problemas_de_la_decision(prorroga, *, concede: bool, motivo: str) -> list[Problema]:
    """Qué no cuadra: negar dice por qué, y sólo se concede lo que da más plazo que el que rige.

    El que rige pudo cambiar después de pedirla: se concede sobre él, y lo pedido a tiempo lo sigue siendo.
    """
    if not concede:
        return problemas_de_motivo(motivo, "se niega")
    fin = prorroga.actividad.fecha_fin
    if prorroga.a_tiempo and fin is not None and fin >= prorroga.fecha_nueva:
        cambio = f"La actividad cambió después de pedirla y ahora termina el {fin:%d/%m/%Y}: ya tiene ese plazo"
        return [Problema(f"{cambio}. Niéguela y diga por qué.", "concede")]
    return []
