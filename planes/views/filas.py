"""Cómo se pinta la hoja en que se formula: sus filas, lo que no cuadra debajo de cada una y lo que falta para enviar.

La plantilla de una fila se pinta una sola vez por proceso, con huecos: cuatrocientas filas con la de Django costarían
lo que tres páginas.
"""

import re
from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from html import escape

from django.template.loader import render_to_string

from mipg.etiquetas import cantidad
from planes import reglas
from planes.acciones.actividades import Hoja
from planes.campos import POR_NOMBRE, Clase
from planes.celdas import COLUMNAS, Lector
from planes.forms.hojas import SEPARADOR, clave_nueva, escribir_clave
from planes.models import Actividad
from planes.reglas import hojas as de_hojas

FILAS_DE_MAS = 3
# Los huecos de la plantilla de una fila: ningún dato los lleva, que al leerlos se quitan los signos de control.
_CLAVE, _ROTULO, _HUECO = "\x01", "\x02", "\x03"
_ENTRE_ETIQUETAS = re.compile(r" ?([<>]) ?")
_TIPO = tuple(COLUMNAS).index("tipo_meta")
# Las columnas y lo que además mira una regla.
_SUELTOS = (*COLUMNAS, "numerador", "denominador", "formula")
_PUESTOS = tuple(_SUELTOS.index(campo) + 1 for campo in COLUMNAS)


class Fila(namedtuple("Fila", ("pk", *_SUELTOS))):
    """Una actividad de la hoja leída sin armar su modelo; de lo relacionado, su clave."""

    __slots__ = ()

    @property
    def programacion(self) -> tuple[Decimal | None, ...]:
        """Cantidades programadas de T1 a T4."""
        return (self.programado_t1, self.programado_t2, self.programado_t3, self.programado_t4)

    @property
    def dependencia_id(self) -> int | None:
        """Clave de la dependencia responsable."""
        return self.dependencia


def filas_de(hoja: Hoja) -> list[Fila]:
    """Las actividades vigentes de la hoja, en su orden."""
    vigentes = hoja.actividades.vigentes().order_by("orden", "pk")
    return list(map(Fila._make, vigentes.values_list("pk", *_SUELTOS)))


def textos_de(fila: Fila, lector: Lector) -> list[str]:
    """Lo que se edita en cada columna."""
    return [lector.escribir(campo, fila[puesto]) for campo, puesto in zip(COLUMNAS, _PUESTOS, strict=True)]


@cache
def _marco(clase: str, malos: frozenset[str]) -> str:
    """La plantilla de una fila, con un hueco donde va cada dato."""
    columnas = [
        {
            "campo": campo,
            "titulo": titulo,
            "limite": POR_NOMBRE[campo].limite,
            "es_numero": POR_NOMBRE[campo].clase is Clase.NUMERO,
            "mal": campo in malos,
        }
        for campo, titulo in COLUMNAS.items()
    ]
    huecos = {"clave": _CLAVE, "rotulo": _ROTULO, "hueco": _HUECO}
    html = render_to_string("planes/_fila.html", {"columnas": columnas, "clase": clase, **huecos})
    # Los espacios de la plantilla se repetirían en cada fila.
    return _ENTRE_ETIQUETAS.sub(r"\1", " ".join(html.split()))


@cache
def _opciones(elegida: str) -> str:
    tipos = [(codigo, rotulo, codigo == elegida) for codigo, rotulo in Actividad.TipoMeta.choices]
    return render_to_string("planes/_opciones.html", {"opciones": tipos})


class Html:
    """Un trozo de página cuyos datos ya van escapados, todos los de una fila de una sola vez."""

    def __init__(self, trozos: Iterable[str]):
        self.trozos = trozos

    def __html__(self) -> str:
        return "".join(self.trozos)


def pintar_fila(
    clave: str, textos: Sequence[str], vistos: str = "", errores: Iterable[str] = (), clase: str = ""
) -> str:
    """El HTML de una fila; `vistos`, si no es lo mismo que se edita; `errores`, los campos que no valen."""
    escapado = escape(SEPARADOR.join(textos))
    datos = escapado.split(SEPARADOR)
    rotulo = f"actividad {datos[0]}" if datos[0] else "fila nueva"
    datos[_TIPO] = _opciones(datos[_TIPO])
    trozos = _marco(clase, frozenset(errores)).replace(_CLAVE, clave).replace(_ROTULO, rotulo).split(_HUECO)
    hecha = [trozos[0], escape(vistos) if vistos else escapado]
    for trozo, dato in zip(trozos[1:], datos, strict=False):
        hecha += (trozo, dato)
    return "".join([*hecha, trozos[-1]])


def fila_vacia() -> tuple[str, list[str]]:
    """Una fila en que nadie ha escrito, con su clave."""
    return escribir_clave(clave_nueva()), ["ACUMULADA" if campo == "tipo_meta" else "" for campo in COLUMNAS]


@dataclass
class Aviso:
    """Lo que se dice debajo de una fila: lo que no vale, lo que otra persona cambió y lo que no cuadra y su remedio."""

    clave: str
    errores: list[tuple[str, str]] = field(default_factory=list)
    choques: list[Mapping] = field(default_factory=list)
    problemas: list[str] = field(default_factory=list)
    correcciones: list[Mapping] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.errores or self.choques or self.problemas)

    def pintar(self) -> str:
        """El renglón de la tabla; vacío si no hay nada que decir."""
        if not self:
            return ""
        return render_to_string("planes/_aviso_de_fila.html", {"aviso": self, "ancho": len(COLUMNAS)})


def aviso_de(clave: str, actividad, lector: Lector, intocable: int = 0) -> Aviso:
    """Lo que no cuadra entre los trimestres y la meta de una actividad, si ya hay con qué compararla."""
    aviso = Aviso(clave)
    if actividad.programacion != (None,) * 4:
        aviso.problemas = [p.mensaje for p in reglas.problemas_de_programacion(actividad, intocable)]
    if aviso.problemas:
        for correccion in de_hojas.correcciones(actividad):
            escritos = [f"{campo}={lector.escribir(campo, valor)}" for campo, valor in correccion.cambios.items()]
            aviso.correcciones.append({"rotulo": correccion.rotulo, "valor": " ".join([clave, *escritos])})
    return aviso


def falta_de(filas: Sequence, anio: int, intocable: int = 0) -> list[dict]:
    """«Para enviar falta»: cada problema con el ancla de la celda en que se arregla."""
    if not filas:
        return [{"texto": "No tiene actividades: escriba la primera.", "ancla": "hoja"}]
    de_pesos = reglas.problemas_de_pesos([fila.ponderacion for fila in filas])
    return [
        *(
            {"texto": f"Actividad {fila.numero}: {p.mensaje}", "ancla": f"id_{fila.pk}-{p.campo}"}
            for fila in filas
            for p in reglas.problemas_de_actividad(fila, anio, intocable)
        ),
        *({"texto": p.mensaje, "ancla": "pesos"} for p in de_pesos),
    ]


def cuentas_de(filas: Sequence) -> dict:
    """El pie: cuántas actividades hay, cuánto pesan y, si no suman 100 y se puede, con qué botón se reparten."""
    pesos = [fila.ponderacion for fila in filas]
    con_peso = [peso for peso in pesos if peso is not None]
    suma = sum(con_peso, Decimal(0))
    no_cuadra = bool(reglas.problemas_de_pesos(pesos))
    se_reparte = no_cuadra and de_hojas.repartir(pesos) != pesos
    rotulo = f"Repartir los {cantidad(100 - suma)} que faltan" if suma < 100 else "Ajustar a 100"
    return {
        "n": len(filas),
        "suma": cantidad(suma) if con_peso else "",
        "no_cuadra": no_cuadra,
        "repartir": rotulo if se_reparte else "",
    }
