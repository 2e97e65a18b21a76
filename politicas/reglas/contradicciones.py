"""Dónde se contradicen las fuentes del catálogo. Se detecta sobre lo que dicen, sin listas hechas a mano.

Las filas son las del catálogo o cualquier objeto con sus mismos atributos.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby

from django.db.models import TextChoices

from mipg.texto import normalizar
from politicas.reglas.responsabilidades import PARTICIPA

_ANIO = re.compile(r"\b(?:19|20)\d\d\b")
# Con ellas o sin ellas, un nombre es el mismo.
_VACIAS = frozenset({"a", "al", "con", "de", "del", "e", "el", "en", "la", "las", "lo", "los", "o", "para", "y"})
_DIRIGEN = {"LIDER": "líder", "COLIDER": "colíder", "APOYO": "apoyo"}


class Clase(TextChoices):
    """En qué se contradicen."""

    RESPONSABLES = "RESPONSABLES", "Quién responde por una política"
    NOMBRE_POLITICA = "NOMBRE_POLITICA", "Dos nombres para la misma política"
    NOMBRE_DEPENDENCIA = "NOMBRE_DEPENDENCIA", "Dos nombres para la misma dependencia"
    FECHA = "FECHA", "Fecha fuera de su vigencia"
    ATRIBUCION = "ATRIBUCION", "Un mismo artículo, dado a dos dependencias"


@dataclass(frozen=True)
class Opcion:
    """Lo que dice una fuente: en una frase, y literal en `textos`. `filas` son las que lo dicen, si hablan de quién
    responde; `leido`, de lo que sale su huella.
    """

    fuente: str
    dice: str
    leido: tuple
    textos: tuple[str, ...] = ()
    filas: tuple = field(default=(), compare=False)
    nadie: bool = False

    @property
    def clave(self) -> str:
        """Con qué se escoge: cambia si cambia lo que la fuente dice."""
        return _huella(self.leido)[:12]


@dataclass(frozen=True)
class Contradiccion:
    """Un asunto en que las fuentes no concuerdan. `clave` es estable; `huella` cambia con cualquier dato leído."""

    clase: Clase
    clave: str
    asunto: str
    motivos: tuple[str, ...]
    opciones: tuple[Opcion, ...]
    politica: int | None = None
    notas: tuple[str, ...] = ()

    @property
    def huella(self) -> str:
        """De lo que se leyó: 64 caracteres hexadecimales."""
        return _huella((self.clave, *(opcion.leido for opcion in self.opciones)))

    @property
    def elegibles(self) -> tuple[Opcion, ...]:
        """Las que se pueden escoger: la de una fuente que calla no decide nada."""
        return tuple(opcion for opcion in self.opciones if not opcion.nadie)


@dataclass(frozen=True)
class Lectura:
    """Lo que las fuentes que rigen en un año dicen. `con_enlace`: las políticas que ya tienen quién las ejecute."""

    responsabilidades: Iterable = ()
    con_enlace: frozenset[int] = frozenset()
    nombres: Iterable = ()
    alias: Iterable = ()
    estrategias: Iterable = ()
    atribuciones: Iterable = ()


def _huella(leido: tuple) -> str:
    return sha256(repr(leido).encode()).hexdigest()


def detectar(lectura: Lectura) -> list[Contradiccion]:
    """Todas las del año, por clase; dentro de cada una, en el orden de lo leído."""
    responsabilidades = list(lectura.responsabilidades)
    return [
        *de_responsables(responsabilidades, lectura.con_enlace),
        *_de_nombres_de_politica(lectura.nombres),
        *_de_nombres_de_dependencia(lectura.alias, responsabilidades),
        *_de_fechas(lectura.estrategias),
        *_de_atribuciones(lectura.atribuciones),
    ]


# --- Quién responde ------------------------------------------------------------------------------------------


def de_responsables(responsabilidades: Iterable, con_enlace: frozenset[int] = frozenset()) -> Iterator[Contradiccion]:
    """Una por política cuyos responsables no concuerdan, con todos sus motivos: se decide de una vez.

    Las responsabilidades vienen juntas por política y, dentro de ella, por fuente. «Operativiza» no cuenta, porque es
    de todas las dependencias; pero la fuente que sólo dice eso de una política calla quién responde por ella.
    """
    for politica, suyas in groupby(responsabilidades, key=lambda r: r.politica):
        opciones = tuple(_lo_que_dice(fuente, list(filas)) for fuente, filas in _por_fuente(suyas))
        if motivos := tuple(_motivos(opciones, politica.pk in con_enlace)):
            notas = dict.fromkeys(r.nota for opcion in opciones for r in opcion.filas if r.nota)
            yield Contradiccion(
                clase=Clase.RESPONSABLES,
                clave=f"responsables-{politica.codigo_furag}",
                asunto=str(politica),
                motivos=motivos,
                opciones=opciones,
                politica=politica.pk,
                notas=tuple(notas),
            )


def _por_fuente(filas: Iterable) -> Iterator[tuple]:
    return groupby(filas, key=lambda r: r.fuente)


def _lo_que_dice(fuente, filas: list) -> Opcion:
    responden = tuple(filter(PARTICIPA, filas))
    papeles = dict.fromkeys(f"{r.responsable} ({_DIRIGEN.get(r.rol) or f'fase «{r.fase}»'})" for r in responden)
    return Opcion(
        fuente=str(fuente),
        dice="; ".join(papeles) or "No nombra a quien responde",
        textos=tuple(dict.fromkeys(r.texto for r in responden)),
        filas=responden,
        leido=(str(fuente), *((r.dependencia_id, r.instancia_id, r.rol, r.fase, r.texto) for r in responden)),
        nadie=not responden,
    )


def _motivos(opciones: tuple[Opcion, ...], tiene_enlace: bool) -> Iterator[str]:
    quienes = [{(r.dependencia_id, r.instancia_id, r.rol) for r in opcion.filas} for opcion in opciones]
    if any(otros != quienes[0] for otros in quienes):
        yield "Las fuentes no nombran a los mismos responsables"
    if any(len({(r.dependencia_id, r.instancia_id) for r in o.filas if r.rol == "LIDER"}) > 1 for o in opciones):
        yield "Una fuente nombra dos líderes"
    responden = [r for opcion in opciones for r in opcion.filas]
    if responden and not tiene_enlace and all(r.instancia_id for r in responden):
        yield "Responde una instancia y ninguna dependencia ejecuta"


# --- Nombres -------------------------------------------------------------------------------------------------


def _palabras(nombre: str) -> frozenset[str]:
    return frozenset(normalizar(nombre).split()) - _VACIAS


def es_otro_nombre(uno: str, otro: str) -> bool:
    """Dice si dos nombres no son el mismo, ni uno la forma corta del otro («Talento Humano»).

    >>> es_otro_nombre("Defensa Judicial", "Defensa Jurídica")
    True
    >>> es_otro_nombre("Secretaria de Planeación", "Secretaría de Planeación Distrital")
    False
    """
    unas, otras = _palabras(uno), _palabras(otro)
    return not (unas <= otras or otras <= unas)


def _de_nombres_de_politica(nombres: Iterable) -> Iterator[Contradiccion]:
    """Las que dos fuentes llaman distinto. Los nombres vienen juntos por política."""
    for politica, suyos in groupby(nombres, key=lambda n: n.politica):
        filas = list(suyos)
        if any(es_otro_nombre(filas[0].nombre, fila.nombre) for fila in filas):
            yield Contradiccion(
                clase=Clase.NOMBRE_POLITICA,
                clave=f"nombre-{politica.codigo_furag}",
                asunto=str(politica),
                motivos=("Las fuentes la llaman de dos maneras",),
                opciones=tuple(_nombre(str(fila.fuente), fila.nombre) for fila in filas),
                politica=politica.pk,
            )


def _de_nombres_de_dependencia(alias: Iterable, responsabilidades: list) -> Iterator[Contradiccion]:
    """Las que un documento llama con otro nombre que el suyo. Los alias vienen juntos por dependencia."""
    for dependencia, suyos in groupby(alias, key=lambda a: a.dependencia):
        otros = [a for a in suyos if es_otro_nombre(a.nombre, dependencia.nombre)]
        if otros:
            la_llaman = (str(r.fuente) for r in responsabilidades if dependencia.nombre in r.texto)
            yield Contradiccion(
                clase=Clase.NOMBRE_DEPENDENCIA,
                clave=f"dependencia-{dependencia.pk}",
                asunto=dependencia.nombre,
                motivos=("Las fuentes la llaman de dos maneras",),
                opciones=(
                    _nombre(next(la_llaman, "Nombre en el catálogo"), dependencia.nombre),
                    *(_nombre(a.fuente, a.nombre) for a in otros),
                ),
            )


def _nombre(fuente: str, nombre: str) -> Opcion:
    return Opcion(fuente=fuente, dice=f"«{nombre}»", leido=(fuente, nombre))


# --- Fechas y normas -----------------------------------------------------------------------------------------


def _de_fechas(estrategias: Iterable) -> Iterator[Contradiccion]:
    """Las que traen una fecha de otro año que el suyo, en lo que dice el documento o en lo cargado."""
    for estrategia in estrategias:
        cargadas = tuple(f for f in (estrategia.fecha_inicio, estrategia.fecha_fin) if f)
        anios = {int(anio) for anio in _ANIO.findall(estrategia.fecha_texto)} | {f.year for f in cargadas}
        if anios - {estrategia.anio}:
            de_cual = f"estrategia {estrategia.numero} del plan de {estrategia.anio}"
            fechas = " a ".join(f"{f:%d/%m/%Y}" for f in cargadas) or "sin fecha"
            yield Contradiccion(
                clase=Clase.FECHA,
                clave=f"fecha-{estrategia.anio}-{estrategia.numero}",
                asunto=str(estrategia),
                motivos=(f"Nombra un año que no es {estrategia.anio}",),
                opciones=(
                    _fecha(f"Texto del documento, {de_cual}", f"«{estrategia.fecha_texto}»"),
                    _fecha(f"Fecha cargada en el catálogo, {de_cual}", fechas),
                ),
                notas=(estrategia.nota,) if estrategia.nota else (),
            )


def _fecha(fuente: str, dice: str) -> Opcion:
    return Opcion(fuente=fuente, dice=dice, leido=(fuente, dice))


def _de_atribuciones(atribuciones: Iterable) -> Iterator[Contradiccion]:
    """El artículo de una norma que las fuentes dan a dos dependencias. Vienen juntas por norma y artículo."""
    for (norma, articulo), suyas in groupby(atribuciones, key=lambda a: (a.norma, a.articulo)):
        filas = list(suyas)
        if len({a.dependencia_id for a in filas}) > 1:
            yield Contradiccion(
                clase=Clase.ATRIBUCION,
                clave=f"norma-{norma.pk}-{normalizar(articulo).replace(' ', '-')}",
                asunto=f"{norma}, {articulo}",
                motivos=("Las fuentes se lo atribuyen a dos dependencias",),
                opciones=tuple(
                    Opcion(
                        fuente=str(a.fuente),
                        dice=str(a.dependencia),
                        textos=(a.texto,),
                        leido=(str(a.fuente), a.dependencia_id, a.texto),
                    )
                    for a in filas
                ),
            )
