"""Quiénes firman los documentos de una vigencia."""

from mipg.demostracion import marca
from politicas.models import Firmante

DE_DEMOSTRACION = "Firma de demostración"
# Cuántas líneas por llenar hay cuando la vigencia no tiene firmantes registrados.
_LINEAS_SIN_FIRMANTES = 2


def firmas(anio: int) -> tuple[tuple[str, str], ...]:
    """(nombre, cargo) de quienes firman los documentos del año; vacíos los que se llenan a mano.

    En la demostración van sólo los cargos: nadie de carne y hueso firma cifras inventadas.
    """
    firmantes = list(Firmante.objects.filter(anio__lte=anio).order_by("-anio", "orden"))
    if marca():
        de_un_anio = [f for f in firmantes if f.anio == firmantes[0].anio]
        suyas = tuple((DE_DEMOSTRACION, f.cargo) for f in de_un_anio)
    else:
        suyas = tuple((f.nombre, f.cargo) for f in firmantes if f.anio == anio)
    return suyas or (("", ""),) * _LINEAS_SIN_FIRMANTES
