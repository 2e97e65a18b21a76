"""Aplicar un archivo de personas: lo leen los planes, lo entienden las personas y lo invitan los avisos.

Es la única escritura del portal: ningún piso de abajo conoce a los tres.
"""

from datetime import date, datetime

from django.db import transaction

from mipg.avisos.acciones import invitar as mandar_invitacion
from mipg.bitacora.acciones import tomar
from mipg.expediente.models import Importacion
from mipg.expediente.reglas import TRANSICIONES_DE_IMPORTACION
from mipg.libros.libro import Hoja
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida
from mipg.usuarios.acciones import asignar, crear_persona
from mipg.usuarios.importacion import Existente, Lectura, interpretar
from mipg.usuarios.models import Dependencia, Usuario
from planes.importacion import leer

DESTINO = "usuarios.personas"
_CAMBIO = "El archivo cambió desde la vista previa: revísela de nuevo antes de confirmar."


def abrir(importacion: Importacion) -> Hoja:
    """La primera hoja con datos del archivo. Lanza `ArchivoInvalido` si no se puede abrir."""
    with importacion.archivo.open("rb") as archivo:
        libro = leer(importacion.nombre, archivo.read())
    return next(hoja for hoja in libro.hojas if hoja.filas)


def leer_personas(importacion: Importacion, *, hoy: date) -> Lectura:
    """Interpreta el archivo con las personas y dependencias de hoy. Lanza `ArchivoInvalido` si no se puede abrir."""
    return _entender(importacion, abrir(importacion), hoy)


def _entender(importacion: Importacion, hoja: Hoja, hoy: date) -> Lectura:
    existentes = {
        persona.email: Existente(
            persona.pk,
            persona.nombre,
            tuple((a.rol, a.dependencia_id, a.desde, a.hasta) for a in persona.asignaciones.all()),
        )
        for persona in Usuario.objects.prefetch_related("asignaciones")
    }
    return interpretar(
        [(fila.numero, {i: c.valor if isinstance(c.valor, date) else c.texto for i, c in fila.celdas.items()})
         for fila in hoja.filas],
        dependencias=Dependencia.objects.vigentes(hoy).por_nombre(),
        existentes=existentes,
        hoy=hoy,
        quien=importacion.creada_por.email,
    )  # fmt: skip


def importar_personas(
    *,
    importacion: Importacion,
    invitar: bool,
    por: Usuario,
    hoy: date,
    ahora: datetime,
    huella: str | None = None,
) -> dict[str, int]:
    """Crea las personas y asignaciones del archivo: todo o nada, una sola vez. Devuelve cuántas de cada cosa.

    `huella` es la `Importacion.huella` de la vista previa; sin ella, la de `importacion` tal como se leyó.

    Lanza `ReglaIncumplida` con cada error por fila y columna, y `EstadoCambiado` si el archivo ya se aplicó o no es el
    que se vio.
    """
    if huella is not None and importacion.huella != huella:
        raise EstadoCambiado(_CAMBIO)
    # Abrir el libro toma tiempo: se hace antes de escribir. Con qué se compara se lee ya dentro de la transacción.
    return _importar(importacion, abrir(importacion), invitar, por, hoy, ahora)


@transaction.atomic
def _importar(
    importacion: Importacion, hoja: Hoja, invitar: bool, por: Usuario, hoy: date, ahora: datetime
) -> dict[str, int]:
    if Importacion.objects.select_for_update(of=("self",)).get(pk=importacion.pk).huella != importacion.huella:
        raise EstadoCambiado(_CAMBIO)
    lectura = _entender(importacion, hoja, hoy)
    if lectura.faltas:
        raise ReglaIncumplida([Problema(falta.mensaje, donde=falta.donde) for falta in lectura.faltas])
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
    dependencias = Dependencia.objects.in_bulk({fila.dependencia for fila in lectura.filas})
    nuevas: dict[str, Usuario] = {}
    existentes = Usuario.objects.in_bulk({fila.persona for fila in lectura.filas if fila.persona})
    for fila in lectura.filas:
        if fila.efecto == "igual":
            continue
        persona = existentes.get(fila.persona) or nuevas.get(fila.correo)
        if persona is None:
            persona = nuevas[fila.correo] = crear_persona(
                email=fila.correo, nombre=fila.nombre, cargo=fila.cargo, por=por, ahora=ahora
            )
        asignar(
            persona=persona,
            rol=fila.rol,
            dependencia=dependencias[fila.dependencia],
            desde=fila.desde,
            hasta=fila.hasta,
            por=por,
            ahora=ahora,
        )
    if invitar:
        for persona in nuevas.values():
            mandar_invitacion(persona=persona, por=por, ahora=ahora)
    return lectura.cuantas
