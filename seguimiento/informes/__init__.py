"""Los informes en PDF: qué se puede pedir y cómo se genera cada uno."""

from mipg.expediente.models import Emision
from mipg.pdf import Pdf
from mipg.reglas import ReglaIncumplida
from seguimiento.informes import (
    diferencia,
    ficha_politica,
    implementacion,
    plan_de_accion,
    plan_publicado,
    sesion,
    version_plan,
)

GENERADORES = {
    informe.INFORME: informe.generar
    for informe in (plan_de_accion, plan_publicado, version_plan, diferencia, implementacion, ficha_politica)
} | {sesion.ACTA: sesion.generar_acta, sesion.ORDEN: sesion.generar_orden}


def generar(emision: Emision) -> Pdf:
    """El PDF de una emisión y sus páginas. La fecha del documento es la de la petición.

    Lanza `ReglaIncumplida` si el informe no existe o ya no hay con qué hacerlo.
    """
    generador = GENERADORES.get(emision.informe)
    if generador is None:
        raise ReglaIncumplida(f"El informe «{emision.informe}» no existe.")
    return generador(emision)
