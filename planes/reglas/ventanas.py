"""Decisiones puras sobre las ventanas de formulación: cuándo se envía un plan y qué pasa si se envía fuera de ellas."""

from collections.abc import Collection, Sequence
from datetime import date

from mipg.reglas import Problema
from planes.reglas.salidas import OBLIGATORIOS


def en_ventana(ventanas: Sequence, hoy: date) -> bool:
    """El día cae en alguna de las ventanas (con `abre` y `cierra`) del plan; sin ventanas, siempre."""
    return not ventanas or any(ventana.abre <= hoy <= ventana.cierra for ventana in ventanas)


def es_extemporaneo(ventanas: Sequence, hoy: date, *, clase: str) -> bool:
    """El plan que la entidad debe tener, enviado por primera vez ese día, queda marcado. No impide enviarlo."""
    return clase in OBLIGATORIOS and not en_ventana(ventanas, hoy)


def problemas_de_ventana(ventanas: Sequence, hoy: date, *, clase: str, amplian: Collection[str]) -> list[Problema]:
    """Por qué un plan que no es obligatorio no se puede enviar por primera vez ese día, y a quién se le pide.

    `amplian`: los nombres de quienes amplían una ventana.
    """
    if clase in OBLIGATORIOS or en_ventana(ventanas, hoy):
        return []
    por_abrir = [ventana.abre for ventana in ventanas if ventana.abre > hoy]
    if por_abrir:
        return [Problema(f"Se envía desde el {min(por_abrir):%d/%m/%Y}, cuando abre su ventana de formulación.")]
    cerro = max(ventana.cierra for ventana in ventanas)
    a_quien = f" ({', '.join(sorted(amplian))})" if amplian else ""
    return [
        Problema(
            f"Su ventana de formulación cerró el {cerro:%d/%m/%Y}. Pida a Planeación{a_quien} que la amplíe para su "
            "dependencia."
        )
    ]


def problemas_de_fechas(*, abre: date, cierra: date, anio: int) -> list[Problema]:
    """Qué no cuadra en las fechas de una ventana de la vigencia `anio`: se formula ese año o el anterior."""
    problemas = [
        Problema(f"Debe ser de {anio - 1} o de {anio}.", campo)
        for campo, dia in (("abre", abre), ("cierra", cierra))
        if dia.year not in (anio - 1, anio)
    ]
    if cierra < abre:
        problemas.append(Problema("La ventana cierra antes de abrir.", "cierra"))
    return problemas


def problemas_para_ampliar(*, cierra: date, nueva: date, motivo: str) -> list[Problema]:
    """Por qué una ventana que cierra un día no se puede ampliar hasta otro."""
    problemas = []
    if nueva <= cierra:
        problemas.append(Problema(f"Ya va hasta el {cierra:%d/%m/%Y}: elija un día posterior.", "cierra"))
    if not motivo.strip():
        problemas.append(Problema("Diga por qué se amplía.", "motivo"))
    return problemas
