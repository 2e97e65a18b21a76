"""Lo que se entendió de un archivo: actividades, supuestos, avisos y errores. Sólo datos."""

from collections.abc import Mapping
from dataclasses import dataclass, field, make_dataclass
from datetime import date
from decimal import Decimal

from mipg.libros import notas
from mipg.libros.notas import ColumnaLeida, FilaOmitida, Nota
from planes.campos import DEL_MODELO, Clase

# El id con que `Elecciones.dependencias` dice que un texto no es una dependencia: queda como enlace.
ES_PERSONA = 0


@dataclass(frozen=True)
class Elecciones(notas.Elecciones):
    """Correcciones de la persona para un plan, con los nombres de `Importacion.elecciones`.

    `dependencias`, de texto normalizado a id (`ES_PERSONA` si no lo es);
    `omitir_ocultas`, no importar las filas ocultas; `otra_vigencia`, importar aunque todas las fechas sean de otro año.
    """

    dependencias: Mapping[str, int] = field(default_factory=dict)
    omitir_ocultas: bool = False
    otra_vigencia: bool = False


@dataclass(frozen=True)
class DependenciaSinReconocer:
    """Un texto que no es el nombre, el alias ni la sigla de una sola dependencia, y las filas donde está."""

    normalizado: str
    literal: str
    filas: tuple[int, ...]


@dataclass(frozen=True)
class _Leida:
    """De dónde salió una actividad leída.

    `politica` es el texto literal del archivo; `numero_supuesto` dice que el número no es el que trae el archivo;
    `propios`, pares de campo y texto de lo que otra app le añade.
    """

    fila: int
    politica: str = ""
    oculta: bool = False
    numero_supuesto: bool = False
    propios: tuple[tuple[str, str], ...] = ()

    @property
    def programacion(self) -> tuple[Decimal | None, ...]:
        """Lo programado en los cuatro trimestres, en orden."""
        return (self.programado_t1, self.programado_t2, self.programado_t3, self.programado_t4)


# De cada clase de campo: su tipo en una actividad leída (las dependencias son ids; el enlace, un nombre) y su vacío.
TIPOS: Mapping[Clase, tuple[type, object]] = {
    Clase.TEXTO: (str, ""),
    Clase.PARRAFO: (str, ""),
    Clase.OPCION: (str, ""),
    Clase.PERSONA: (str, ""),
    Clase.NUMERO: (Decimal | None, None),
    Clase.FECHA: (date | None, None),
    Clase.DEPENDENCIA: (int | None, None),
    Clase.DEPENDENCIAS: (tuple[int, ...], ()),
    Clase.INDICES: (tuple[str, ...], ()),
}
# Una actividad con los campos del modelo `Actividad` (`planes.campos`), más su origen.
ActividadLeida = make_dataclass(
    "ActividadLeida",
    [(campo.nombre, *TIPOS[campo.clase]) for campo in DEL_MODELO],
    bases=(_Leida,),
    frozen=True,
    namespace={"__module__": __name__},
)


@dataclass(frozen=True)
class Lectura:
    """El resultado de interpretar un libro.

    Con `errores`, `actividades` sólo sirve para la vista previa: trae las filas que se alcanzaron a entender.
    `hojas` son los nombres disponibles; `fila_encabezado` es 0 si no se encontró.
    """

    hoja: str
    hojas: tuple[str, ...]
    fila_encabezado: int = 0
    columnas: tuple[ColumnaLeida, ...] = ()
    actividades: tuple[ActividadLeida, ...] = ()
    supuestos: tuple[Nota, ...] = ()
    avisos: tuple[Nota, ...] = ()
    errores: tuple[Nota, ...] = ()
    dependencias_sin_reconocer: tuple[DependenciaSinReconocer, ...] = ()
    filas_omitidas: tuple[FilaOmitida, ...] = ()

    @property
    def aceptable(self) -> bool:
        """Si se puede importar: hay actividades y ningún error."""
        return bool(self.actividades) and not self.errores
