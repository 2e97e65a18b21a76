"""Verbos sobre lo que se trae de Excel: pegar un bloque copiado y deshacer lo último que se pegó o importó."""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import NamedTuple

from django.db import transaction

from mipg.bitacora.acciones import registrar, registrar_en_lote
from mipg.etiquetas import contar
from mipg.expediente.models import ColumnaRecordada, Importacion
from mipg.libros.guardado import de_json
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida
from mipg.texto import normalizar
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import Hoja, tocar, tomar_formulable
from planes.acciones.importaciones import (
    DESTINO,
    Hecho,
    dependencias_de,
    escribir_hechos,
    personas_por_nombre,
    subir_importacion,
)
from planes.campos import POR_NOMBRE
from planes.importacion import ArchivoInvalido, Lectura, interpretar
from planes.importacion.analisis import Analisis
from planes.importacion.lectura import TIPOS
from planes.importacion.pegado import NOMBRE, Bloque, en_archivo, leer_pegado
from planes.models import Actividad, Observacion, Plan
from planes.propios import de_la_clase
from politicas.models import Indice

# Lo que se supone casi siempre y no cambia lo que la persona quiso decir.
SIN_DUDA = frozenset({"sin_pesos", "se_conservan_los_pesos", "numero_supuesto"})


def pegar(*, plan: Plan, texto: str, por: Usuario, ahora: datetime) -> Importacion:
    """Recibe un bloque copiado de Excel como el archivo que le equivale: se entiende, se muestra y se aplica igual.

    Lanza `ReglaIncumplida` si no hay nada que leer como tabla.
    """
    try:
        bloque = en_archivo(texto, plan.vigencia.anio)
    except ArchivoInvalido as error:
        raise ReglaIncumplida([Problema(error.mensaje, "texto")]) from error
    medida = f"{contar(bloque.filas, 'fila')} × {contar(bloque.columnas, 'columna')}"
    sin_titulos = "" if bloque.con_titulos else ", sin títulos"
    return subir_importacion(
        plan=plan, nombre=f"{NOMBRE} ({medida}{sin_titulos})", contenido=bloque.contenido, por=por, ahora=ahora
    )


class FilasLeidas(NamedTuple):
    """Un bloque entendido por el importador: `listas`, de cada actividad sus claves."""

    bloque: Bloque
    lectura: Lectura
    listas: list[dict[str, list[int]]]


def leer_filas(hoja: Hoja, texto: str) -> FilasLeidas:
    """Lo que el importador entiende de un bloque copiado, sin guardarlo. Lanza `ReglaIncumplida` si no es una tabla."""
    try:
        bloque = en_archivo(texto, hoja.vigencia.anio)
        lectura = interpretar(
            leer_pegado(bloque.contenido),
            vigencia=hoja.vigencia.anio,
            dependencias=dependencias_de(hoja),
            columnas_recordadas=ColumnaRecordada.objects.de(DESTINO),
            del_plan={normalizar(una.nombre): una for una in hoja.actividades.vigentes()},
            con_estrategias=hoja.clase == Plan.Clase.IMPLEMENTACION,
        )
    except ArchivoInvalido as error:
        raise ReglaIncumplida([Problema(error.mensaje, "texto")]) from error
    indices = dict(Indice.objects.que_miden(hoja.politica_id).values_list("codigo", "pk"))
    listas = [
        {"apoyos": list(una.apoyos), "indices": [indices[codigo] for codigo in una.indices if codigo in indices]}
        for una in lectura.actividades
    ]
    return FilasLeidas(bloque, lectura, listas)


def entra_sin_preguntar(importacion: Importacion, analisis: Analisis) -> bool:
    """Si de lo pegado no hay nada que decir antes: todo cabe, nada se supuso y sólo añade actividades."""
    dudas = [grupo for grupo in analisis.supuestos if grupo.codigo not in SIN_DUDA]
    dice = (dudas, analisis.avisos, analisis.omitidas[1:], analisis.desconocidos, analisis.cuantas["cambios"])
    return analisis.aceptable and "sin títulos" not in importacion.nombre and not any(dice)


def se_puede_deshacer(importacion: Importacion, plan: Plan) -> bool:
    """Si se aplicó, nadie lo ha deshecho y el plan todavía se formula."""
    aplicada = importacion.estado == Importacion.Estado.APLICADA
    return aplicada and plan.es_editable and "creadas" in importacion.resumen and "deshecha" not in importacion.resumen


@transaction.atomic
def deshacer(*, importacion: Importacion, plan: Plan, por: Usuario, ahora: datetime) -> int:
    """Deja el plan como estaba antes de pegar o importar; devuelve cuántas actividades tocó.

    Todo o nada. Lanza `ReglaIncumplida` si alguna cambió después, y `EstadoCambiado` si ya se deshizo.
    """
    plan = tomar_formulable(plan, por)
    importacion = Importacion.objects.sin_lo_leido().select_for_update(of=("self",)).get(pk=importacion.pk)
    if not se_puede_deshacer(importacion, plan):
        raise EstadoCambiado("Ya se había deshecho: no se hizo nada más.")
    creadas, antes = (_por_clave(importacion.resumen[cuales]) for cuales in ("creadas", "antes"))
    quedaron = creadas | {pk: dicho["version"] for pk, dicho in antes.items()}
    actuales = plan.actividades.vigentes().in_bulk(quedaron)
    suyo = de_la_clase(plan.clase)
    hoy_dicen, dejo = suyo.dichos(plan), _por_clave(importacion.resumen.get("propios", {}))
    otras = {pk for pk, dicho in dejo.items() if dicho.items() - hoy_dicen.get(pk, {}).items()}
    otras |= {pk for pk, version in quedaron.items() if pk not in actuales or actuales[pk].version != version}
    if tocadas := len(otras):
        cuantas = contar(tocadas, "actividad cambió", "actividades cambiaron")
        raise ReglaIncumplida(f"{cuantas} después: corríjalas o elimínelas a mano.")
    _devolver(plan, antes, actuales, por, ahora)
    propios = {pk: dicho["propios"] for pk, dicho in antes.items() if dicho.get("propios")}
    suyo.guardar(plan=plan, dichos=propios, por=por, ahora=ahora)
    _quitar([actuales[pk] for pk in creadas], por, ahora)
    Importacion.objects.filter(pk=importacion.pk).update(resumen=importacion.resumen | {"deshecha": True})
    tocar(plan)
    registrar(plan, verbo="deshacer", por=por, ahora=ahora, nota=importacion.nombre)
    return len(quedaron)


def _por_clave(dichas: Mapping) -> dict[int, object]:
    # Un JSON vuelve texto las claves.
    return {int(pk): dicho for pk, dicho in dichas.items()}


def _devolver(plan: Plan, antes: Mapping, actuales: Mapping[int, Actividad], por: Usuario, ahora: datetime) -> None:
    hechos = []
    for pk, dicho in antes.items():
        campos = {campo: de_json(TIPOS[POR_NOMBRE[campo].clase][0] | None, v) for campo, v in dicho["campos"].items()}
        cambios = {campo: (POR_NOMBRE[campo].comparar(actuales[pk]), valor) for campo, valor in campos.items()}
        hechos.append(Hecho(actuales[pk], SimpleNamespace(fila=pk, **campos), cambios, False))
    if hechos:
        personas = {nombre: pk for pk, nombre in personas_por_nombre().values()}
        orden = {pk: dicho["orden"] for pk, dicho in antes.items()}
        escribir_hechos(plan, hechos, orden, personas, "", por, ahora)


def _quitar(actividades: list[Actividad], por: Usuario, ahora: datetime) -> None:
    registrar_en_lote([(actividad, "eliminar", {}) for actividad in actividades], por=por, ahora=ahora)
    claves = [actividad.pk for actividad in actividades]
    Observacion.objects.filter(actividad__in=claves).update(actividad=None)
    Actividad.objects.filter(pk__in=claves).delete()
