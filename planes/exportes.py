"""Planes y actividades en Excel y CSV (las columnas de `planes/campos.py`), y la plantilla para importar.

Lo exportado se vuelve a importar sin diferencias. Ningún texto calcula: en Excel son celdas de texto y en CSV llevan
apóstrofo si empiezan como una fórmula; los números siguen siendo números.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mipg import hojas
from planes.campos import EXPORTADOS, TITULO_DEL_PLAN, Clase, Valor
from planes.models import Actividad, Plan
from planes.propios import Dichos, de_la_clase

_FILAS_DE_PLANTILLA = 500


@dataclass(frozen=True)
class Columna:
    """Una columna del exporte: título, ancho en caracteres y de dónde sale el valor."""

    titulo: str
    ancho: int
    valor: Callable[[object], Valor]
    ayuda: str = ""


COLUMNAS_DE_ACTIVIDAD: tuple[Columna, ...] = tuple(
    Columna(campo.titulo, campo.ancho, campo.exportar, campo.ayuda_columna or campo.ayuda) for campo in EXPORTADOS
)

COLUMNAS_DE_PLAN: tuple[Columna, ...] = (
    Columna("Vigencia", 10, lambda p: p.vigencia.anio),
    Columna("Clase", 26, lambda p: p.get_clase_display()),
    Columna("Plan", 48, lambda p: p.nombre),
    Columna("Política", 34, lambda p: p.politica.nombre if p.politica else ""),
    Columna("Dependencia coordinadora", 36, lambda p: p.dependencia.nombre),
    Columna("Estado", 14, lambda p: p.get_estado_display()),
    Columna("Fecha límite", 12, lambda p: p.fecha_limite),
    Columna("Actividades", 12, lambda p: p.n_actividades),
    Columna("Suma de ponderaciones", 14, lambda p: p.suma_pesos),
    Columna("Acto de aprobación", 30, lambda p: p.acto_texto),
    Columna("Fecha del acto", 12, lambda p: p.acto_fecha),
)
_DEL_PLAN = Columna(TITULO_DEL_PLAN, 40, lambda a: a.plan.nombre)


def actividades_para_exportar(actividades):
    """Las actividades con todo lo que pintan las columnas, en un número fijo de consultas."""
    return (
        actividades.select_related("plan__politica__dimension", "dependencia", "enlace")
        .prefetch_related("apoyos", "indices")
        .en_orden()
    )


def _titulos(columnas: Sequence[Columna]) -> list[str]:
    return [columna.titulo for columna in columnas]


def _filas(columnas: Sequence[Columna], objetos: Iterable) -> Iterator[list[Valor]]:
    for objeto in objetos:
        yield [columna.valor(objeto) for columna in columnas]


def en_csv(columnas: Sequence[Columna], objetos: Iterable) -> bytes:
    """Un CSV con una fila por objeto."""
    return hojas.en_csv(_titulos(columnas), _filas(columnas, objetos))


def _hoja(libro: hojas.Libro, nombre: str, columnas: Sequence[Columna], objetos: Iterable = ()):
    return libro.hoja(nombre, _titulos(columnas), _filas(columnas, objetos), [c.ancho for c in columnas])


def en_xlsx(titulo: str, columnas: Sequence[Columna], objetos: Iterable) -> bytes:
    """Un libro de una hoja, con una fila por objeto."""
    libro = hojas.Libro()
    _hoja(libro, titulo, columnas, objetos)
    return libro.bytes()


def columnas_de(plan: Plan) -> tuple[Columna, ...]:
    """Las de sus actividades, con lo que otra app les añade después del número."""
    return _con_las_propias(plan.clase, de_la_clase(plan.clase).dichos(plan))


def _con_las_propias(clase: str, dichos: Dichos) -> tuple[Columna, ...]:
    propias = (
        Columna(
            campo.titulo, campo.ancho, lambda a, nombre=campo.nombre: dichos.get(a.pk, {}).get(nombre, ""), campo.ayuda
        )
        for campo in de_la_clase(clase).campos
        if campo.se_exporta
    )
    numero, *demas = COLUMNAS_DE_ACTIVIDAD
    return (numero, *propias, *demas)


def plan_en_xlsx(actividades: Iterable[Actividad], columnas: Sequence[Columna] = COLUMNAS_DE_ACTIVIDAD) -> bytes:
    """Las actividades de un plan, una hoja."""
    return en_xlsx("Plan", columnas, actividades)


def plan_en_csv(actividades: Iterable[Actividad], columnas: Sequence[Columna] = COLUMNAS_DE_ACTIVIDAD) -> bytes:
    """Las actividades de un plan."""
    return en_csv(columnas, actividades)


def planes_en_xlsx(planes: Iterable[Plan], actividades: Iterable[Actividad]) -> bytes:
    """Un conjunto de planes y, en otra hoja, todas sus actividades."""
    libro = hojas.Libro()
    _hoja(libro, "Planes", COLUMNAS_DE_PLAN, planes)
    _hoja(libro, "Actividades", (_DEL_PLAN, *COLUMNAS_DE_ACTIVIDAD), actividades)
    return libro.bytes()


def planes_en_csv(planes: Iterable[Plan]) -> bytes:
    """Un conjunto de planes, uno por fila."""
    return en_csv(COLUMNAS_DE_PLAN, planes)


_INSTRUCCIONES = (
    "Escriba una actividad por fila en la hoja «Plan». Puede borrar las columnas que no use y cambiar su orden.",
    "Lo que falte se completa con un supuesto que usted verá antes de confirmar: sin trimestres, toda la meta queda en "
    "el de la fecha fin; sin ponderaciones, todas pesan igual.",
    "Al subir el archivo verá qué se entendió y qué hay que corregir. Nada se guarda hasta que usted confirme.",
)


@dataclass(frozen=True)
class _Instruccion:
    columna: str
    texto: str


def plantilla_en_xlsx(dependencias: Sequence[str], clase: str = "") -> bytes:
    """La plantilla vacía: hoja «Plan» con listas desplegables, instrucciones y nombres de dependencias.

    `clase`: la del plan, si otra app le añade columnas.
    """
    libro, columnas = hojas.Libro(), _con_las_propias(clase, {})
    plan = _hoja(libro, "Plan", columnas)
    lugares = {columna.titulo: n for n, columna in enumerate(columnas)}
    for campo in EXPORTADOS:
        n = lugares[campo.titulo]
        plan.set_column(n, n, campo.ancho, libro.fecha if campo.clase is Clase.FECHA else None)
        opciones = None
        if campo.clase is Clase.OPCION:
            opciones = [str(rotulo) for _, rotulo in Actividad._meta.get_field(campo.nombre).choices]
        elif campo.clase is Clase.DEPENDENCIA:
            opciones = f"=Dependencias!$A$2:$A${max(len(dependencias), 1) + 1}"
        if opciones:
            # Aviso y no prohibición: el importador entiende otras formas de escribirlo.
            validacion = {"validate": "list", "source": opciones, "error_type": "information"}
            plan.data_validation(1, n, _FILAS_DE_PLANTILLA, n, validacion)
    ayudas = [_Instruccion("", texto) for texto in _INSTRUCCIONES]
    ayudas += [_Instruccion(c.titulo, c.ayuda) for c in columnas]
    _hoja(
        libro,
        "Instrucciones",
        (Columna("Columna", 26, lambda i: i.columna), Columna("Qué se escribe", 90, lambda i: i.texto)),
        ayudas,
    )
    _hoja(libro, "Dependencias", (Columna("Nombre oficial", 60, lambda nombre: nombre),), dependencias)
    return libro.bytes()
