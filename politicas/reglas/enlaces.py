"""Decisiones puras sobre los enlaces de política."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from mipg.reglas import Problema
from politicas.reglas.responsabilidades import QUE_RESPONDEN


def problemas_para_designar(
    *,
    persona: int,
    desde: date,
    activa: bool,
    vinculo_hasta: date | None,
    audita: bool,
    puede: bool,
    anteriores: Iterable[tuple[int, date, date | None]],
) -> list[Problema]:
    """Por qué no se puede designar un enlace.

    `audita`: la persona es de Control Interno en esa fecha; `puede`: a quien designa le toca esa dependencia.
    `anteriores`: (persona, desde, hasta) de los enlaces de la misma política y dependencia.
    """
    if not puede:
        return [
            Problema("Usted designa los enlaces de su dependencia; los de otra, su jefe o Planeación.", "dependencia")
        ]
    problemas = []
    if not activa:
        problemas.append(Problema("La persona está inactiva.", "persona"))
    if vinculo_hasta is not None and vinculo_hasta < desde:
        problemas.append(
            Problema(f"El vínculo de la persona termina el {vinculo_hasta:%d/%m/%Y}, antes de empezar.", "persona")
        )
    if audita:
        problemas.append(Problema("Control Interno evalúa: no puede ser enlace de una política.", "persona"))
    for otra, otra_desde, otra_hasta in anteriores:
        if otra_desde >= desde:
            problemas.append(
                Problema(
                    f"Ya hay un enlace desde el {otra_desde:%d/%m/%Y}: el nuevo debe empezar después.",
                    "desde",
                )
            )
        elif otra == persona and (otra_hasta is None or otra_hasta >= desde):
            problemas.append(Problema("La persona ya es el enlace en esa fecha.", "persona"))
    return problemas


@dataclass
class Responsable:
    """Quien responde por una política o ya tiene enlace en ella, con sus enlaces que no han terminado.

    `dependencia` es `None` cuando responde una instancia: entonces ejecuta otra, que se designa.
    """

    nombre: str
    dependencia: int | None
    papeles: list[str] = field(default_factory=list)
    enlaces: list = field(default_factory=list)
    falta: bool = False


def responsables_y_enlaces(responsabilidades: Iterable, enlaces: Iterable, hoy: date) -> list[Responsable]:
    """Una fila por responsable de la política, y otra por cada dependencia que sin serlo tiene enlace.

    `falta` dice que responde según la fuente que reparte el trabajo y hoy no hay enlace, o que quien lo es ya no está
    vinculado a la entidad; a una instancia le basta que lo tenga cualquier dependencia. Por la suprimida está la que la
    sucedió.
    """
    filas: dict[tuple, Responsable] = {}
    deben = set()
    for r in responsabilidades:
        if r.rol != "OPERATIVIZA":
            suya = r.de_hoy(hoy)
            clave = suya and suya.pk, r.instancia_id
            fila = filas.setdefault(clave, Responsable(suya.nombre if suya else r.responsable, suya and suya.pk))
            if r.reparte and r.rol in QUE_RESPONDEN:
                deben.add(clave)
            if (papel := r.get_rol_display()) not in fila.papeles:
                fila.papeles.append(papel)
    for enlace in enlaces:
        dependencia = enlace.dependencia_id
        filas.setdefault((dependencia, None), Responsable(enlace.dependencia.nombre, dependencia)).enlaces.append(
            enlace
        )

    def vale(enlace) -> bool:
        return enlace.desde <= hoy and enlace.persona.esta_vinculada(hoy)

    con_enlace = {clave for clave, fila in filas.items() if any(map(vale, fila.enlaces))}
    for clave, fila in filas.items():
        con = clave in con_enlace if fila.dependencia else con_enlace
        fila.falta = clave in deben and not con
    return list(filas.values())
