"""Aplicar al catálogo un archivo de dependencias, superiores y alias: todo o nada, una sola vez."""

from datetime import datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar, tomar
from mipg.expediente.acciones import recibir_importacion
from mipg.expediente.models import Importacion
from mipg.expediente.reglas import TRANSICIONES_DE_IMPORTACION
from mipg.libros import ArchivoInvalido, Libro, leer
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida
from mipg.usuarios.dependencias import DependenciaLeida, LecturaDeDependencias, leer_dependencias
from mipg.usuarios.models import AliasDependencia, Dependencia, Usuario

DESTINO = "usuarios.dependencias"


def subir_dependencias(*, nombre: str, contenido: bytes, por: Usuario, ahora: datetime) -> Importacion:
    """Recibe el archivo. Lanza `ReglaIncumplida` si no se puede abrir: entonces no se guarda nada."""
    try:
        leer(nombre, contenido)
    except ArchivoInvalido as error:
        raise ReglaIncumplida([Problema(error.mensaje, "archivo")]) from error
    return recibir_importacion(
        destino=DESTINO, objeto_id=None, nombre=nombre, contenido=contenido, por=por, ahora=ahora
    )


def lectura_de_dependencias(importacion: Importacion) -> LecturaDeDependencias:
    """Lo que el archivo añadiría al catálogo de hoy. Lanza `ArchivoInvalido` si no se puede abrir."""
    return _entender(_abrir(importacion))


def _abrir(importacion: Importacion) -> Libro:
    try:
        with importacion.archivo.open("rb") as archivo:
            return leer(importacion.nombre, archivo.read())
    except FileNotFoundError as error:
        raise ArchivoInvalido("El archivo ya no está en el servidor. Súbalo de nuevo.") from error


def _entender(libro: Libro) -> LecturaDeDependencias:
    catalogo = list(Dependencia.objects.values_list("pk", "nombre", "superior"))
    return leer_dependencias(
        libro,
        conocidas=Dependencia.objects.por_nombre(),
        nombres={pk: nombre for pk, nombre, _ in catalogo},
        superiores={pk: superior for pk, _, superior in catalogo if superior},
    )


def importar_dependencias(*, importacion: Importacion, por: Usuario, ahora: datetime) -> dict[str, int]:
    """Añade lo que trae el archivo: todo o nada. Devuelve cuántas nuevas, superiores y alias.

    Lanza `ReglaIncumplida` con cada error por fila y columna, `EstadoCambiado` si ya se aplicó o se descartó y
    `ArchivoInvalido` si no se puede abrir.
    """
    # Abrir el libro toma tiempo: se hace antes de bloquear el catálogo.
    return _importar(importacion, _abrir(importacion), por, ahora)


@transaction.atomic
def _importar(importacion: Importacion, libro: Libro, por: Usuario, ahora: datetime) -> dict[str, int]:
    # Dos archivos a la vez podrían cerrar un ciclo entre los dos.
    catalogo = {una.pk: una for una in Dependencia.objects.select_for_update().order_by("pk")}
    lectura = _entender(libro)
    if lectura.errores:
        raise ReglaIncumplida([Problema(nota.mensaje, donde=nota.donde) for nota in lectura.errores])
    tomar(
        Importacion.objects.filter(pk=importacion.pk),
        TRANSICIONES_DE_IMPORTACION,
        a=Importacion.Estado.APLICADA,
        por=por,
        verbo="aplicar",
        ahora=ahora,
        aplicada_en=ahora,
        aplicada_por=por,
        resumen=lectura.cuantas,
    )
    if not lectura.se_puede:
        raise EstadoCambiado("El archivo ya no añade nada: todo lo que dice está en el catálogo.")
    de_quien = Dependencia.objects.por_nombre()
    for fila in lectura.filas:
        if not fila.pk:
            nueva = Dependencia.objects.create(nombre=fila.nombre)
            catalogo[nueva.pk], de_quien[fila.clave] = nueva, nueva.pk
            registrar(nueva, verbo="crear", por=por, ahora=ahora, nota=f"De {importacion.nombre}, fila {fila.fila}.")
    for fila in lectura.filas:
        _nombrar(catalogo[de_quien[fila.clave]], fila, de_quien, importacion)
    for fila in lectura.filas:
        _colgar(catalogo[de_quien[fila.clave]], fila, catalogo, de_quien, por, ahora)
    return lectura.cuantas


def _nombrar(dependencia: Dependencia, fila: DependenciaLeida, de_quien: dict[str, int], de: Importacion) -> None:
    """Guarda los alias de la fila y los deja en `de_quien`: un superior puede venir con su alias."""
    for nombre in fila.alias:
        alias = AliasDependencia(dependencia=dependencia, nombre=nombre, fuente=f"Importación de {de.nombre}"[:200])
        alias.save()
        de_quien[alias.clave] = dependencia.pk


def _colgar(
    dependencia: Dependencia,
    fila: DependenciaLeida,
    catalogo: dict[int, Dependencia],
    de_quien: dict[str, int],
    por: Usuario,
    ahora: datetime,
) -> None:
    if fila.superior:
        dependencia.superior = catalogo[de_quien[fila.superior]]
        dependencia.save(update_fields=["superior"])
    if fila.superior or fila.alias:
        cambios = {"superior": (None, str(dependencia.superior))} if fila.superior else {}
        cambios |= {"alias": (None, "; ".join(fila.alias))} if fila.alias else {}
        registrar(dependencia, verbo="editar", por=por, ahora=ahora, cambios=cambios)
