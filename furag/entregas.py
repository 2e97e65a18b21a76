"""Lo que se entiende de un archivo de recomendaciones subido, con lo que una persona contestó y lo que ya hay."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial

from django.conf import settings

from furag.lectura.recomendaciones import LecturaDeRecomendaciones, leer_recomendaciones, sin_las_de_otras
from furag.models import Carga, Medicion, Recomendacion
from furag.reglas.entregas import (
    Entrega,
    Guardada,
    Leida,
    comparar,
    problemas_para_confirmar,
    sin_repetir,
)
from furag.reglas.politicas_dichas import PoliticaDelCatalogo, es_de_la_entidad, politica_dicha
from mipg.expediente.acciones import abrir_libro
from mipg.expediente.models import Importacion
from mipg.libros.grupos import en_filas
from mipg.libros.libro import ArchivoInvalido
from mipg.reglas import Problema, ReglaIncumplida
from politicas.models import Equivalencia, Politica
from politicas.reglas.equivalencias import linaje

DESTINO = "furag.recomendaciones"
NO_SE_IMPORTA = 0


@dataclass(frozen=True)
class PreguntaDePolitica:
    """Unas filas de las que no se sabe la política. `elegida`: la que dijo una persona; 0, que no se importan.

    `muestra`: qué recomienda la primera de ellas, para saber de qué se pregunta.
    """

    clave: str
    texto: str
    filas: tuple[int, ...]
    sugeridas: tuple[int, ...]
    muestra: str = ""
    elegida: int | None = None

    @property
    def donde(self) -> str:
        """«filas 9 y 14–20»."""
        return en_filas(self.filas)


@dataclass(frozen=True)
class Entendida:
    """Lo que dice un archivo, lo que hay que preguntar y, contestado lo de las políticas, lo que haría.

    `de_otra` y `de_otro_anio`: qué hay que confirmar porque el archivo parece de otra entidad o de otra vigencia;
    vacíos si no. `confirmadas`, cuáles de las dos ya se confirmaron.
    """

    lectura: LecturaDeRecomendaciones
    politicas: tuple[PreguntaDePolitica, ...]
    de_otra: str = ""
    de_otro_anio: str = ""
    confirmadas: frozenset[str] = frozenset()
    leidas: tuple[Leida, ...] = ()
    entrega: Entrega | None = None

    @cached_property
    def problemas(self) -> list[Problema]:
        """Por qué no se puede confirmar todavía."""
        problemas = [Problema(nota.mensaje, donde=nota.donde) for nota in self.lectura.errores]
        if self.de_otra and "entidad" not in self.confirmadas:
            problemas.append(Problema("Falta confirmar que el archivo es de esta entidad."))
        if self.de_otro_anio and "vigencia" not in self.confirmadas:
            problemas.append(Problema("Falta confirmar de qué vigencia es el archivo."))
        if any(pregunta.elegida is None for pregunta in self.politicas):
            problemas.append(Problema("Falta decir de qué política son algunas filas."))
        if not self.lectura.renglones and not problemas:
            problemas.append(Problema("El archivo no trae ninguna recomendación."))
        return problemas or problemas_para_confirmar(self.entrega or Entrega())

    @property
    def repetidas(self) -> list[Leida]:
        """Las que vienen más de una vez."""
        return [una for una in self.leidas if una.repetida_en]


def entender(importacion: Importacion, medicion: Medicion) -> Entendida:
    """Lee el archivo con las respuestas de la persona y lo compara con lo que hay.

    Lanza `ReglaIncumplida` si no es un archivo de recomendaciones y `OSError` si ya no está.
    """
    dicho = importacion.elecciones
    try:
        lectura = leer_recomendaciones(abrir_libro(importacion), hoja=dicho.get("hoja"))
    except ArchivoInvalido as error:
        raise ReglaIncumplida(error.mensaje) from error
    nombres = [settings.ENTIDAD["nombre"], *_confirmados()]
    lectura = sin_las_de_otras(lectura, partial(es_de_la_entidad, nombres=nombres))
    leidas, preguntas = _con_politica(lectura, _catalogo(medicion), dicho.get("politicas", {}))
    sin_contestar = any(pregunta.elegida is None for pregunta in preguntas)
    entrega = None
    if not (sin_contestar or lectura.errores):
        entrega = comparar(leidas, guardadas_de(medicion), dicho.get("parecidas", {}))
    return Entendida(
        lectura=lectura,
        politicas=preguntas,
        de_otra=_de_otra(importacion.nombre, lectura.entidad, nombres),
        de_otro_anio=_de_otro_anio(lectura.anios, medicion),
        confirmadas=frozenset(clave for clave in ("entidad", "vigencia") if dicho.get(clave)),
        leidas=leidas,
        entrega=entrega,
    )


def guardadas_de(medicion: Medicion) -> list[Guardada]:
    """Las recomendaciones que ya tiene una medición, como se comparan."""
    campos = ("pk", "politica", "clave", "texto", "falta_en")
    filas = Recomendacion.objects.filter(medicion=medicion).order_by("pk").values_list(*campos)
    return [Guardada(*fila, falta is not None) for *fila, falta in filas]


def _de_otra(nombre: str, dicha: str, nombres: list[str]) -> str:
    """Qué dice el archivo de quién es, si no dice que es de esta entidad."""
    if not es_de_la_entidad(nombre, nombres):
        return f"El nombre del archivo, «{nombre}», no es el de esta entidad."
    return f"Adentro dice que es de «{dicha}»." if dicha and not es_de_la_entidad(dicha, nombres) else ""


def _confirmados() -> Iterable[str]:
    """Cómo llaman a esta entidad los archivos de resultados, según quien los confirmó."""
    propias = Carga.objects.filter(propia__isnull=False, confirmada_en__isnull=False)
    return propias.order_by().values_list("propia__nombre", flat=True).distinct()


def _de_otro_anio(anios: Iterable[int], medicion: Medicion) -> str:
    otros = [str(anio) for anio in anios]
    if not otros or medicion.anio in anios:
        return ""
    return f"El archivo nombra {', '.join(otros)} y no {medicion.anio}, la vigencia medida que usted eligió."


def _catalogo(medicion: Medicion) -> list[PoliticaDelCatalogo]:
    """Las de la versión medida, también con los nombres que tienen en las demás versiones."""
    pares = Equivalencia.objects.pares()
    todas = {p.pk: p for p in Politica.objects.select_related("dimension").order_by("numero_plan", "pk")}
    suyas = [p for p in todas.values() if p.dimension.version_id == medicion.version_id]
    propios = {nombre for p in suyas for nombre in (p.nombre, p.nombre_plan) if nombre}

    def nombres(politica: Politica) -> Iterable[str]:
        yield from filter(None, (politica.nombre, politica.nombre_plan))
        for otra in linaje(politica.pk, pares) - {politica.pk}:
            yield from {todas[otra].nombre, todas[otra].nombre_plan} - propios - {""}

    return [PoliticaDelCatalogo(p.pk, p.codigo_furag, tuple(dict.fromkeys(nombres(p)))) for p in suyas]


def _con_politica(
    lectura: LecturaDeRecomendaciones, catalogo: list[PoliticaDelCatalogo], elegidas: dict[str, int]
) -> tuple[tuple[Leida, ...], tuple[PreguntaDePolitica, ...]]:
    validas = {NO_SE_IMPORTA, *(una.pk for una in catalogo)}
    dichas = {(r.politica, r.relacionada): None for r in lectura.renglones}
    for cual in dichas:
        dichas[cual] = politica_dicha(*cual, catalogo)
    leidas, filas = [], {}
    for renglon in lectura.renglones:
        cual = renglon.politica, renglon.relacionada
        pk = dichas[cual].pk
        if pk is None:
            filas.setdefault(cual, []).append(renglon)
            elegida = elegidas.get(_clave(cual))
            pk = elegida if elegida in validas else None
        if pk:
            leidas.append(Leida(renglon.fila, renglon.texto, pk))
    preguntas = tuple(
        PreguntaDePolitica(
            clave=_clave(cual),
            texto=dichas[cual].pregunta,
            filas=tuple(uno.fila for uno in suyos),
            sugeridas=dichas[cual].sugeridas,
            muestra=suyos[0].texto,
            elegida=elegida if (elegida := elegidas.get(_clave(cual))) in validas else None,
        )
        for cual, suyos in filas.items()
    )
    return sin_repetir(leidas), preguntas


def _clave(cual: tuple[str, str]) -> str:
    return hashlib.sha256("\n".join(cual).encode()).hexdigest()[:16]
