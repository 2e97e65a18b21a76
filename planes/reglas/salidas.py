"""Decisiones puras sobre las salidas de un plan: corregirlo, trasladarlo, desistir de él, retirarlo y cerrarlo."""

from collections.abc import Collection
from datetime import date

from mipg.reglas import Problema, desde, problemas_de_motivo
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.reglas import APROBADOS, EDITABLES, RIGEN, TRANSICIONES, puede_formular

# Lo que todavía nadie aprobó: se corrige, se traslada o se desiste de ello.
POR_APROBAR = desde(TRANSICIONES, "desistir")
# Los que la entidad debe tener cada año: los doce del Decreto 612, los de las diecinueve políticas y el del modelo.
OBLIGATORIOS = ["INSTITUCIONAL", "ACCION_POLITICA", "IMPLEMENTACION"]


def problemas_para_trasladar(
    *, estado: str, dependencia: int, nueva: int, existe: bool, motivo: str, anio: int, fecha_limite: date | None
) -> list[Problema]:
    """Por qué el plan no puede pasar de la `dependencia` que lo coordina a la `nueva` (claves primarias).

    `existe`: la nueva existe hoy. Un plan aprobado conserva su coordinadora: con ella se aprobó.
    """
    if problemas := problemas_por_estado(estado):
        return problemas
    problemas = problemas_de_limite(fecha_limite, anio)
    if nueva == dependencia:
        problemas.append(Problema("Esa dependencia ya lo coordina: elija otra.", "dependencia"))
    elif not existe:
        problemas.append(Problema("Esa dependencia ya no existe: elija una de las de hoy.", "dependencia"))
    if not motivo.strip():
        problemas.append(Problema("Diga por qué se traslada.", "motivo"))
    return problemas


def problemas_por_estado(estado: str) -> list[Problema]:
    """Por qué los datos del plan ya no se corrigen."""
    if estado in POR_APROBAR:
        return []
    if estado in APROBADOS:
        return [Problema("El plan ya se aprobó: lo que dice quedó en su versión aprobada.")]
    return [Problema("Se desistió de este plan: ya no cambia.")]


def problemas_para_desistir(*, estado: str, motivo: str) -> list[Problema]:
    """Por qué no se puede desistir de un plan: sólo mientras no se apruebe, y diciendo por qué."""
    if estado in APROBADOS:
        return [
            Problema(
                "Un plan aprobado no se desiste. Proponga una modificación que retire sus actividades: lo medido "
                "queda. Si lo que sobra es que el público lo vea, retírelo de la publicación."
            )
        ]
    if estado not in POR_APROBAR:
        return [Problema("Ya se había desistido de este plan.")]
    return problemas_de_motivo(motivo, "el plan no va")


def problemas_para_publicar(*, estado: str, publicado: bool, vaciado: bool = False) -> list[Problema]:
    """Por qué no se puede publicar un plan. `vaciado`: una modificación retiró todas sus actividades."""
    if publicado:
        return [Problema("El plan ya está publicado.")]
    if estado not in desde(TRANSICIONES, "publicar"):
        return [Problema("Sólo se publica un plan aprobado.")]
    if vaciado:
        return [Problema("El plan se quedó sin actividades: no hay nada que publicar.")]
    return []


def problemas_para_retirar(*, publicado: bool, motivo: str) -> list[Problema]:
    """Por qué no se puede retirar un plan de la publicación."""
    if not publicado:
        return [Problema("El plan no está publicado: no hay nada que retirar.")]
    return problemas_de_motivo(motivo, "se retira de la publicación")


def problemas_para_cerrar(
    *,
    estado: str,
    programados: Collection[int],
    trimestre_cerrado: int,
    se_mide: bool,
    propuestas: int,
    prorrogas: int,
    falta_lo_que_lo_reemplaza: bool = False,
) -> list[Problema]:
    """Por qué no se puede cerrar un plan: todavía tiene algo que medir o que decidir.

    `programados`: los trimestres en que programa algo; `se_mide`: su vigencia sigue abierta y tiene cortes;
    `propuestas` y `prorrogas`: las que nadie ha decidido; `falta_lo_que_lo_reemplaza`: la entidad debe tenerlo, una
    modificación lo vació y su vigencia no se está cerrando. Cerrado, nadie podría crear otro en su lugar.
    """
    if estado not in desde(TRANSICIONES, "cerrar"):
        return [Problema("El plan ya se cerró." if estado == "CERRADO" else "Sólo se cierra un plan aprobado.")]
    problemas = []
    if se_mide and (ultimo := max(programados, default=0)) > trimestre_cerrado:
        problemas.append(Problema(f"Programa cantidades hasta el T{ultimo}: se cierra cuando cierre ese corte."))
    if falta_lo_que_lo_reemplaza:
        debe = "La entidad debe tener este plan y se quedó sin actividades"
        problemas.append(Problema(f"{debe}: proponga una modificación con las que las reemplazan."))
    if propuestas:
        problemas.append(Problema("Tiene una modificación sin decidir: apruébela o desista de ella."))
    if prorrogas:
        varias = f"Tiene {prorrogas} prórrogas sin decidir: concédalas o niéguelas."
        problemas.append(Problema(varias if prorrogas > 1 else "Tiene una prórroga sin decidir: concédala o niéguela."))
    return problemas


def problemas_para_editar(perfil: Perfil, *, estado: str, coordinadora: int) -> list[Problema]:
    """Por qué la persona no puede corregir el nombre del plan: quien formula, mientras formula; Planeación, hasta
    que se cierre, y después de aprobado sólo sus erratas.
    """
    if estado in RIGEN and perfil.puede(Permiso.PLAN_DECIDIR):
        return []
    if problemas := problemas_por_estado(estado):
        return problemas
    if not puede_formular(perfil, coordinadora):
        return [Problema("Usted formula sólo los planes de su dependencia.")]
    if estado not in EDITABLES and not perfil.puede(Permiso.PLAN_DECIDIR):
        return [Problema("El plan está en revisión: recupérelo para corregirlo.")]
    return []


def problemas_para_mover_limite(perfil: Perfil, *, fecha_limite: date | None, anio: int) -> list[Problema]:
    """Por qué la persona no puede poner esa fecha límite: la pone Planeación, que la vigila."""
    if not perfil.puede(Permiso.PLAN_DECIDIR):
        return [Problema("La fecha límite la cambia Planeación.", "fecha_limite")]
    return problemas_de_limite(fecha_limite, anio)


def problemas_de_limite(fecha_limite: date | None, anio: int) -> list[Problema]:
    """Qué no cuadra en la fecha límite de un plan de la vigencia `anio`."""
    if fecha_limite and fecha_limite.year != anio:
        return [Problema(f"La fecha límite debe ser del año {anio}.", "fecha_limite")]
    return []
