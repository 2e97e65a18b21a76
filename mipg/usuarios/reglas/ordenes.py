"""Cuándo cabe una orden en el servidor: sólo si nadie vivo puede pedir el cambio y confirmarlo por el portal."""

from collections.abc import Collection

from mipg.reglas import Problema
from mipg.usuarios.reglas.cambios import (
    Afectado,
    Viva,
    confirma_otra,
    problemas_para_pedir_cambio,
    pueden_confirmar,
)

_SI_YA_NO_ESTA = (
    "Si alguna ya no está en la entidad, desactívela o termine su rol primero, con esta misma orden si nadie más puede."
)


def por_el_portal(
    vivas: Collection[Viva], afectado: Afectado, operacion: str, *, detenido: bool = False
) -> tuple[Viva, Viva | None] | None:
    """Quiénes pueden pedir el cambio y confirmarlo; sin segunda, si una basta; nada, si nadie vivo puede.

    `detenido`: el afectado detuvo el último igual a este. El portal deja citar el acto al pedirlo, así
    que aquí se supone citado.
    """
    for pide in vivas:
        if problemas_para_pedir_cambio(
            pide=pide.perfil,
            correo=pide.correo,
            afectado=afectado,
            operacion=operacion,
            acto="el que se cite",
            detenido=detenido,
        ):
            continue
        if not confirma_otra(operacion, afectado):
            return pide, None
        dicho = {"pide": pide.perfil, "afectado": afectado, "operacion": operacion}
        for otra in pueden_confirmar(vivas, correo_al_pedir=afectado.correo, **dicho):
            return pide, otra
    return None


def problemas_para_ordenar(
    vivas: Collection[Viva], afectado: Afectado, operacion: str, *, acto: str, motivo: str, detenido: bool = False
) -> list[Problema]:
    """Por qué no cabe una orden en el servidor: falta el acto o el motivo, o alguien vivo puede por el portal."""
    problemas = []
    if not acto.strip():
        problemas.append(Problema("Cite el acto administrativo que lo ordena.", "acto"))
    if not motivo.strip():
        problemas.append(Problema("Diga por qué no se puede por el portal: lo leen la persona y Control Interno."))
    if quienes := por_el_portal(vivas, afectado, operacion, detenido=detenido):
        pide, confirma = quienes
        y = f" y lo confirma {confirma.nombre}" if confirma else ""
        con_el_acto = " citando el acto" if detenido else ""
        como = f"puede pedirlo {pide.nombre}{con_el_acto}{y}"
        problemas.append(Problema(f"Esto se hace por el portal: {como}. No se hizo nada. {_SI_YA_NO_ESTA}"))
    return problemas
