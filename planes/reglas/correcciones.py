"""Qué se exige para corregir una errata de un plan aprobado sin abrir una versión. Todo puro."""

from collections.abc import Mapping

from mipg.reglas import Problema
from mipg.texto import normalizar
from planes.reglas import RIGEN
from planes.reglas.erratas import por_que_no_es_errata

# Dicen a qué se compromete la entidad o cómo se mide: una sola persona sólo les quita erratas.
COMPROMETEN = ("nombre", "producto", "indicador", "formula", "numerador", "denominador")
_SE_PROPONE = "Proponga una modificación del plan, que aprueba otra persona."
DEL_NOMBRE_DEL_PLAN = "Con ese nombre se aprobó: aquí sólo se le quitan erratas."


def problemas_para_corregir(
    *, estado: str, motivo: str, cambios: Mapping, aprobado: Mapping, salida: str = _SE_PROPONE
) -> list[Problema]:
    """Por qué no se corrige el plan o la actividad.

    `cambios`: los campos que quedarían distintos, con lo que dicen y lo que dirían; `aprobado`: lo que decía cada uno
    cuando se aprobó. Frente a los dos: muchas erratas seguidas no dejan otra cosa. Volver a lo
    aprobado siempre se puede. `salida`: qué hace quien quiere decir otra cosa.
    """
    if estado not in RIGEN:
        return [Problema("Así sólo se corrige un plan aprobado o publicado.")]
    problemas = []
    if not cambios:
        problemas.append(Problema("No cambió nada: no hay qué corregir."))
    if not motivo.strip():
        problemas.append(Problema("Diga qué estaba mal: queda en la historia del plan.", "motivo"))
    for campo in (campo for campo in COMPROMETEN if campo in cambios):
        dice, dira = (str(lado or "") for lado in cambios[campo])
        se_aprobo = str(aprobado.get(campo, dice) or "")
        if por_que := por_que_no_es_errata(campo, se_aprobo, dira):
            otra = normalizar(dice) != normalizar(se_aprobo)
            frente = f", frente a lo que se aprobó («{se_aprobo}»)" if otra else ""
            problemas.append(Problema(f"No es una errata: {por_que}{frente}. {salida}", campo))
        elif normalizar(dira) != normalizar(se_aprobo) and (por_que := por_que_no_es_errata(campo, dice, dira)):
            problemas.append(Problema(f"No es una errata: {por_que}. {salida}", campo))
    return problemas
