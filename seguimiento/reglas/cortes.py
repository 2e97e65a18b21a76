"""Decisiones puras sobre el corte: cuándo se abre y cuándo se cierra."""

from datetime import date

from mipg.reglas import Problema

# estado → {verbo: estado siguiente}. El README las muestra y una prueba comprueba que están al día.
TRANSICIONES: dict[str, dict[str, str]] = {
    "PROGRAMADO": {"abrir": "ABIERTO"},
    "ABIERTO": {"cerrar": "CERRADO"},
    "CERRADO": {},
}


def problemas_para_abrir(corte, *, anterior_cerrado: bool, otro_abierto: str, planes: int) -> list[Problema]:
    """Por qué no se puede abrir. `otro_abierto`: nombre del corte que sigue abierto; `planes`: aprobados."""
    problemas = []
    if corte.estado != "PROGRAMADO":
        problemas.append(Problema(f"El corte está {corte.get_estado_display().lower()}."))
    if otro_abierto:
        problemas.append(Problema(f"Cierre antes el corte {otro_abierto}."))
    elif not anterior_cerrado:
        problemas.append(Problema("Los cortes se abren en orden: falta cerrar el trimestre anterior."))
    if not planes:
        problemas.append(Problema("No hay planes aprobados en la vigencia: no habría qué reportar."))
    return problemas


def problemas_para_cerrar(
    corte, *, por_revisar: int, sin_enviar: int, sin_crear: int, ultimo_plazo: date, hoy: date
) -> list[Problema]:
    """Por qué no se puede cerrar.

    La bandeja de Planeación debe estar vacía —la demora del revisor nunca castiga a nadie— y no puede quedar quien
    todavía esté a tiempo de reportar.
    """
    if corte.estado != "ABIERTO":
        return [Problema(f"El corte está {corte.get_estado_display().lower()}.")]
    problemas = []
    if por_revisar:
        problemas.append(Problema(f"Hay {por_revisar} reportes por revisar: acéptelos o devuélvalos."))
    if sin_enviar and hoy <= ultimo_plazo:
        problemas.append(Problema(f"Faltan {sin_enviar} reportes y la captura va hasta el {ultimo_plazo:%d/%m/%Y}."))
    if sin_crear:
        problemas.append(Problema(f"Hay {sin_crear} actividades aprobadas después de abrir sin su reporte: créelos."))
    return problemas
