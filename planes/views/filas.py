"""Cómo se pinta la hoja en que se formula: sus filas, lo que no cuadra debajo de cada una y lo que falta para enviar.

La plantilla de una fila se pinta una sola vez por proceso, con huecos: cuatrocientas filas con la de Django costarían
lo que tres páginas.
"""

import re
from collections import defaultdict, namedtuple
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from html import escape

from django.template.loader import render_to_string

from mipg.etiquetas import cantidad
from mipg.reglas import Problema
from planes import reglas
from planes.acciones.actividades import Hoja
from planes.campos import POR_NOMBRE, Clase
from planes.celdas import COLUMNAS, Lector
from planes.forms.hojas import SEPARADOR, clave_nueva, escribir_clave
from planes.models import Actividad
from planes.reglas import hojas as de_hojas

FILAS_DE_MAS = 3
_CLAVE, _HUECO = "\x01", "\x02"
_ENTRE_ETIQUETAS = re.compile(r" ?([<>]) ?")
# Lo que no tiene columna se arregla en los textos largos: se llega a la celda que lo pide.
_CERCA = {"numerador": "unidad", "denominador": "unidad", "estrategia": "nombre"}
_TIPO = tuple(COLUMNAS).index("tipo_meta")
# Las columnas y lo que además mira una regla.
_SUELTOS = (*COLUMNAS, "numerador", "denominador", "formula", "estrategia")
_COLUMNA_DE = tuple((campo, _SUELTOS.index(campo) + 1) for campo in COLUMNAS)


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


def textos_de(filas: Sequence[Fila], lector: Lector) -> list[tuple[str, ...]]:
    """Lo que se edita en cada columna de cada fila."""
    columnas = list(zip(*filas, strict=True))
    return list(zip(*(map(lector.escritor(c), columnas[n]) for c, n in _COLUMNA_DE), strict=True)) if filas else []


@cache
def _marco(clase: str, malos: frozenset[str]) -> str:
    """La plantilla de una fila, para dar formato: su rótulo, lo visto y cada columna; la clave, en su signo."""
    columnas = [
        {
            "campo": campo,
            "titulo": titulo,
            "es_numero": POR_NOMBRE[campo].clase is Clase.NUMERO,
            "mal": campo in malos,
        }
        for campo, titulo in COLUMNAS.items()
    ]
    huecos = {"clave": _CLAVE, "rotulo": _HUECO, "hueco": _HUECO}
    html = render_to_string("planes/_fila.html", {"columnas": columnas, "clase": clase, **huecos})
    return _apretar(html).replace("%", "%%").replace(_HUECO, "%s")


def _apretar(html: str) -> str:
    """Sin los espacios de la plantilla, que se repetirían en cada fila."""
    return _ENTRE_ETIQUETAS.sub(r"\1", " ".join(html.split()))


@cache
def _opciones(elegida: str) -> str:
    tipos = [(codigo, rotulo, codigo == elegida) for codigo, rotulo in Actividad.TipoMeta.choices]
    return _apretar(render_to_string("planes/_opciones.html", {"opciones": tipos}))


class Html:
    """Un trozo de página cuyos datos ya van escapados, todos los de una fila de una sola vez."""

    def __init__(self, trozos: Iterable[str]):
        self.trozos = trozos

    def __html__(self) -> str:
        return "".join(self.trozos)


def pintar_fila(
    clave: str,
    textos: Sequence[str],
    vistos: str = "",
    errores: Iterable[str] = (),
    clase: str = "",
    anclas: Iterable[str] = (),
) -> str:
    """El HTML de una fila; `vistos`, si no es lo mismo que se edita.

    `errores`: los campos que no valen. `anclas`: a los que lleva «Para enviar falta».
    """
    escapado = escape(SEPARADOR.join(textos))
    datos = escapado.split(SEPARADOR)
    rotulo = f"Actividad {datos[0]}" if datos[0] else "Fila nueva"
    datos[_TIPO] = _opciones(datos[_TIPO])
    marco = _marco(clase, frozenset(errores)).replace(_CLAVE, clave)
    hecha = marco % (rotulo, escape(vistos) if vistos else escapado, *datos)
    for campo in anclas:
        nombre = f' name="{clave}-{_CERCA.get(campo, campo)}"'
        hecha = hecha.replace(nombre, f' id="{ancla_de(clave, campo)}"{nombre}', 1)
    return hecha


def ancla_de(clave: object, campo: str) -> str:
    """El identificador de una celda de la hoja."""
    return f"id_{clave}-{campo}"


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


def por_fila(problemas: Iterable[Problema]) -> dict[int, list[Problema]]:
    """Lo que le falta o no le cuadra a cada fila, por su clave; sin las que están bien."""
    suyos = defaultdict(list)
    for problema in problemas:
        if problema.de is not None:
            suyos[problema.de].append(problema)
    return dict(suyos)


def aviso_de(clave: str, fila: Fila, lector: Lector, problemas: Sequence[Problema]) -> Aviso:
    """Lo que no cuadra entre los trimestres y la meta de una actividad, si ya hay con qué compararla."""
    aviso = Aviso(clave)
    if fila.programacion != (None,) * 4:
        aviso.problemas = [p.mensaje for p in problemas if p.campo in ("meta", "programado_t1")]
    if aviso.problemas:
        for correccion in de_hojas.correcciones(fila):
            escritos = [f"{campo}={lector.escribir(campo, valor)}" for campo, valor in correccion.cambios.items()]
            aviso.correcciones.append({"rotulo": correccion.rotulo, "valor": " ".join([clave, *escritos])})
    return aviso


def falta_de(filas: Sequence[Fila], problemas: Iterable[Problema]) -> list[dict]:
    """«Para enviar falta»: cada problema con el ancla de la celda en que se arregla, o de la hoja si no la hay."""
    estan = {fila.pk for fila in filas}
    falta = []
    for problema in problemas:
        una = {"texto": str(problema), "ancla": "pesos" if problema.campo == "ponderacion" else "hoja"}
        if problema.de in estan and _CERCA.get(problema.campo, problema.campo) in COLUMNAS:
            una |= {"ancla": ancla_de(problema.de, problema.campo), "en": (problema.de, problema.campo)}
        una["url"] = problema.url or f"#{una['ancla']}"
        falta.append(una)
    return falta


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
