"""Decisiones puras sobre los enlaces de política."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from mipg.reglas import Problema, problemas_de_motivo
from politicas.reglas.responsabilidades import PARTICIPA, QUE_RESPONDEN

# Con cuánta anticipación se designa: más allá, lo corriente es que el año esté mal escrito.
ANTICIPACION = timedelta(days=90)


def problemas_para_designar(
    *,
    persona: int,
    desde: date,
    hoy: date,
    primero: date,
    activa: bool,
    vinculo_hasta: date | None,
    audita: bool,
    puede: bool,
    anteriores: Iterable[tuple[int, date, date | None]],
) -> list[Problema]:
    """Por qué no se puede designar un enlace.

    `primero`: el día en que empieza el año abierto más antiguo; `audita`: la persona es de Control Interno en esa
    fecha; `puede`: a quien designa le toca esa dependencia. `anteriores`: (persona, desde, hasta) de los enlaces de la
    misma política y dependencia.
    """
    if not puede:
        return [Problema(NO_LE_TOCA, "dependencia")]
    problemas = []
    if not primero <= desde <= hoy + ANTICIPACION:
        entre = f"entre el {primero:%d/%m/%Y} y el {hoy + ANTICIPACION:%d/%m/%Y}"
        problemas.append(Problema(f"Revise la fecha: un enlace empieza {entre}.", "desde"))
    if not activa:
        problemas.append(Problema("La persona está inactiva.", "persona"))
    if vinculo_hasta is not None and vinculo_hasta < desde:
        problemas.append(
            Problema(f"El vínculo de la persona termina el {vinculo_hasta:%d/%m/%Y}, antes de empezar.", "persona")
        )
    if audita:
        problemas.append(Problema("Control Interno evalúa: no puede ser enlace de una política.", "persona"))
    for otra, otra_desde, otra_hasta in anteriores:
        if otra == persona and otra_desde <= desde and (otra_hasta is None or otra_hasta >= desde):
            problemas.append(Problema("La persona ya es el enlace en esa fecha.", "persona"))
        elif otra_desde == desde or desde < otra_desde <= hoy:
            salida = "el nuevo debe empezar después o, si aquél se designó por error, retírelo en la lista"
            problemas.append(Problema(f"Ya hay un enlace desde el {otra_desde:%d/%m/%Y}: {salida}.", "desde"))
    return problemas


NO_LE_TOCA = "Usted designa los enlaces de su dependencia; los de otra, su jefe o Planeación."


def problemas_para_terminar(
    *, puede: bool, desde: date, hasta: date | None, ultimo: date, hoy: date, tope: date
) -> list[Problema]:
    """Por qué el enlace no puede terminar el día `ultimo`. `tope`: el último día del último año abierto."""
    if not puede:
        return [Problema(NO_LE_TOCA)]
    if hasta is not None and ultimo >= hasta:
        return [Problema(f"Ya termina el {hasta:%d/%m/%Y}.", "ultimo")]
    if ultimo < desde:
        return [Problema(f"Empieza el {desde:%d/%m/%Y}: si no debía serlo, retírelo.", "ultimo")]
    # Lo que ya pasó no cambia: desde hoy puede no serlo.
    ayer = hoy - timedelta(days=1)
    if not ayer <= ultimo <= tope:
        return [Problema(f"El último día va del {ayer:%d/%m/%Y} al {tope:%d/%m/%Y}.", "ultimo")]
    return []


def se_retira(*, desde: date, designado: date | None, hoy: date) -> bool:
    """Si la designación todavía se deshace: no ha empezado, o se hizo hoy. `designado`: el día en que se hizo."""
    return desde >= hoy or designado == hoy


def problemas_para_retirar_enlace(*, puede: bool, se_retira: bool, motivo: str) -> list[Problema]:
    """Por qué no se puede retirar un enlace designado por error."""
    if not puede:
        return [Problema(NO_LE_TOCA)]
    if not se_retira:
        return [Problema("Ya fue el enlace: diga hasta qué día lo fue en vez de retirarlo.")]
    return problemas_de_motivo(motivo, "se retira")


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
        if PARTICIPA(r):
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
