"""Informes de ley y requerimientos para las pruebas, hechos con sus acciones."""

from datetime import date

from planes.acciones import informes_de_ley, requerimientos
from planes.models import InformeDeLey, Requerimiento
from tests import fabricas as f

AHORA, HOY = f.AHORA, f.HOY
SALIDA = {"radicado": "EXT-1", "fecha": HOY, "nota": "Reposa en el archivo."}


def informe(por, dependencia, **campos) -> InformeDeLey:
    """Un informe trimestral de 2026: vence el 15 de abril, de julio, de octubre y de enero."""
    datos = {
        "vigencia": campos.pop("vigencia", None) or f.vigencia(),
        "nombre": "Informe de austeridad",
        "norma": "Norma de ejemplo",
        "ante": "Entidad de ejemplo",
        "periodicidad": "TRIMESTRAL",
        "primero": date(2026, 4, 15),
        "ahora": AHORA,
    }
    return informes_de_ley.crear_informe(**datos | campos, dependencia=dependencia, por=por)


def requerimiento(por, dependencia, **campos) -> Requerimiento:
    """Un requerimiento recibido el viernes 3 de julio de 2026, con cinco días hábiles: vence el 10."""
    datos = {
        "quien_pide": "Entidad de control de ejemplo",
        "radicado": "2026-001",
        "asunto": "Copia de los contratos",
        "recibido": date(2026, 7, 3),
        "clase_plazo": "HABILES",
        "plazo": 5,
        "ahora": AHORA,
    }
    return requerimientos.crear_requerimiento(**datos | campos, dependencia=dependencia, por=por)
