"""Decisiones puras sobre cargar y retirar una fuente."""

from collections.abc import Iterable

from mipg.reglas import Problema, problemas_de_motivo


def problemas_para_cargar(*, desde: int, hasta: int | None, cerradas: Iterable[int]) -> list[Problema]:
    """Por qué no se puede cargar un acto que rige esos años. `cerradas`: los años de las vigencias que se cerraron."""
    if cambiaria := _entre(cerradas, desde, hasta):
        mensaje = f"La vigencia {cambiaria[-1]} ya se cerró y conserva sus responsables: el acto empieza después."
        return [Problema(mensaje, "desde")]
    return []


def problemas_para_retirar(
    *, sembrada: bool, retirada: bool, desde: int, hasta: int | None, cerradas: Iterable[int], motivo: str
) -> list[Problema]:
    """Por qué no se puede retirar una fuente. `sembrada`: vino con el catálogo, nadie la cargó."""
    if retirada:
        return [Problema("La fuente ya se había retirado.")]
    if sembrada:
        return [Problema("Vino con el catálogo: no se retira. Cargue el acto que la reemplaza.")]
    if rigio := _entre(cerradas, desde, hasta):
        return [Problema(f"Rigió en la vigencia {rigio[-1]}, que ya se cerró y conserva sus responsables.")]
    return problemas_de_motivo(motivo, "se retira")


def problemas_para_corregir(
    *, antes: tuple[int, int | None] | None, despues: tuple[int, int | None], medidos: Iterable[int], rigen: bool
) -> list[Problema]:
    """Por qué no se corrige a mano una fuente o lo que dice: cambiaría lo que ya se cerró con ella.

    `antes` (nulo si es nueva) y `despues`: desde y hasta qué año rige. `medidos`: los años con algún corte cerrado.
    `rigen`: cambia lo que dice, y no sólo los años.
    """
    medidos = set(medidos)
    eran, son = set(_entre(medidos, *antes) if antes else ()), set(_entre(medidos, *despues))
    if tocados := sorted((eran | son) if rigen else (eran ^ son)):
        mensaje = f"En {tocados[-1]} ya cerró un corte y conserva sus responsables. Cargue el acto que los cambia."
        return [Problema(mensaje)]
    return []


def _entre(anios: Iterable[int], desde: int, hasta: int | None) -> list[int]:
    """Los años que van de uno a otro, en orden."""
    return sorted(anio for anio in anios if desde <= anio and (hasta is None or anio <= hasta))
