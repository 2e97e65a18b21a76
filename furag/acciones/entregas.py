"""Verbos de la entrega de recomendaciones: subir el archivo, contestar lo que pregunta y aplicarlo."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from furag.entregas import DESTINO, entender
from furag.models import Medicion, Recomendacion, Redaccion
from furag.reglas.entregas import Entrega, Guardada, Leida
from mipg.bitacora.acciones import registrar, registrar_en_lote
from mipg.expediente.acciones import aplicar_importacion, exigir_vista, recibir_importacion
from mipg.expediente.models import Importacion
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.models import Usuario

_CAMBIO_LO_QUE_HARIA = (
    "Lo que haría este archivo cambió desde que usted lo miró: alguien aplicó otra entrega. Revíselo antes de "
    "confirmar."
)
_LOTE = 500


def subir_recomendaciones(
    *, medicion: Medicion, nombre: str, contenido: bytes, por: Usuario, ahora: datetime
) -> Importacion:
    """Recibe el archivo de recomendaciones de una medición. Lanza `ReglaIncumplida` como `recibir_importacion`.

    Son unos cientos de filas: se lee cada vez que se mira.
    """
    return recibir_importacion(
        destino=DESTINO,
        objeto_id=medicion.pk,
        nombre=nombre,
        contenido=contenido,
        por=por,
        ahora=ahora,
        lectura=Importacion.Lectura.LISTA,
    )


@transaction.atomic
def contestar(
    *, importacion: Importacion, respuestas: Mapping, huella: str, por: Usuario, ahora: datetime
) -> Importacion:
    """Guarda lo que una persona contestó de un archivo por revisar, sobre lo ya contestado.

    `respuestas`: `hoja`, `entidad` y `vigencia` (si lo confirma), `politicas` y `parecidas`. Lanza `EstadoCambiado` si
    otra persona contestó mientras tanto, o si ya se aplicó o se descartó.
    """
    suya = Importacion.objects.filter(pk=importacion.pk)
    fila = suya.sin_lo_leido().select_for_update(of=("self",)).get()
    exigir_vista(fila, huella)
    juntas = dict(fila.elecciones) | respuestas
    for grupo in ("politicas", "parecidas"):
        juntas[grupo] = fila.elecciones.get(grupo, {}) | respuestas.get(grupo, {})
    suya.update(elecciones=juntas)
    registrar(importacion, verbo="corregir", por=por, ahora=ahora)
    importacion.refresh_from_db()
    return importacion


def importar_recomendaciones(
    *, importacion: Importacion, huella: str, diferencia: str, por: Usuario, ahora: datetime
) -> Entrega:
    """Aplica la entrega: todo o nada, una sola vez, lo que la persona vio. Devuelve lo que hizo.

    `huella` es la `Importacion.huella` y `diferencia` la `Entrega.huella` de la vista previa. Lanza `ReglaIncumplida`
    si falta contestar algo y `EstadoCambiado` si ya se aplicó o lo que haría cambió.
    """

    def hacer() -> Entrega:
        # Dos entregas de una medición se aplican una tras otra: la segunda compara con lo que dejó la primera.
        medicion = Medicion.objects.select_for_update().get(pk=importacion.objeto_id)
        entendida = entender(importacion, medicion)
        exigir(entendida.problemas)
        if entendida.entrega.huella != diferencia:
            raise EstadoCambiado(_CAMBIO_LO_QUE_HARIA)
        _escribir(medicion, importacion, entendida.lectura.hoja, entendida.entrega, por, ahora)
        registrar(medicion, verbo="importar recomendaciones", por=por, ahora=ahora, nota=importacion.nombre)
        return entendida.entrega

    return aplicar_importacion(
        importacion=importacion, hacer=hacer, por=por, ahora=ahora, huella=huella, resumir=_resumen
    )


def _resumen(entrega: Entrega) -> dict:
    return {
        "nuevas": len(entrega.se_escriben),
        "iguales": len(entrega.iguales),
        "cambiadas": len(entrega.cambian),
        "faltan": len(entrega.dejan_de_venir),
    }


def _escribir(
    medicion: Medicion, importacion: Importacion, hoja: str, entrega: Entrega, por: Usuario, ahora: datetime
) -> None:
    """En lote: las consultas no dependen de cuántas sean."""
    nuevas = _nuevas(medicion, importacion, hoja, entrega.se_escriben)
    claves = [una.pk for una, _ in entrega.cambian]
    claves += [una.pk for una in (*entrega.dejan_de_venir, *entrega.vuelven)]
    tomadas = Recomendacion.objects.select_for_update(of=("self",)).select_related("medicion", "politica")
    filas = {una.pk: una for una in tomadas.filter(pk__in=claves).order_by("pk")}
    hechos = [(una, "", {"texto": (None, una.texto)}) for una in nuevas]
    hechos += _redactar(filas, entrega.cambian, importacion, hoja, por, ahora)
    hechos += _anotar_falta(filas, entrega.dejan_de_venir, importacion, "dejar de venir")
    hechos += _anotar_falta(filas, entrega.vuelven, None, "volver a venir")
    registrar_en_lote(hechos, por=por, ahora=ahora, nota=importacion.nombre)


def _nuevas(medicion: Medicion, importacion: Importacion, hoja: str, leidas: list[Leida]) -> list[Recomendacion]:
    ultimos = Recomendacion.objects.filter(medicion=medicion).order_by().values_list("politica").annotate(Max("numero"))
    numeros: dict[int, int] = defaultdict(int, dict(ultimos))
    nuevas = []
    for leida in leidas:
        numeros[leida.politica] += 1
        nuevas.append(
            Recomendacion(
                medicion=medicion,
                politica_id=leida.politica,
                numero=numeros[leida.politica],
                texto=leida.texto,
                clave=leida.clave,
                importacion=importacion,
                hoja=hoja,
                fila=leida.fila,
            )
        )
    Recomendacion.objects.bulk_create(nuevas, batch_size=_LOTE)
    claves = [una.pk for una in nuevas]
    # Con su política: la bitácora las nombra por ella.
    return list(Recomendacion.objects.select_related("medicion", "politica").filter(pk__in=claves).order_by("pk"))


def _redactar(
    filas: Mapping[int, Recomendacion],
    cambian: list[tuple[Guardada, Leida]],
    importacion: Importacion,
    hoja: str,
    por: Usuario,
    ahora: datetime,
) -> list[tuple]:
    """La misma, redactada de otro modo: queda como dice ahora, y cómo decía."""
    antes, hechos = [], []
    for guardada, leida in cambian:
        una = filas[guardada.pk]
        antes.append(
            Redaccion(
                recomendacion=una,
                texto=una.texto,
                importacion_id=una.importacion_id,
                reemplazada_en=ahora,
                reemplazada_por=por,
            )
        )
        hechos.append((una, "redactar de otro modo", {"texto": (una.texto, leida.texto)}))
        una.texto, una.clave, una.fila, una.hoja = leida.texto, leida.clave, leida.fila, hoja
        una.importacion, una.falta_en, una.version = importacion, None, una.version + 1
    Redaccion.objects.bulk_create(antes, batch_size=_LOTE)
    campos = ["texto", "clave", "fila", "hoja", "importacion", "falta_en", "version"]
    Recomendacion.objects.bulk_update([una for una, _, _ in hechos], campos, batch_size=100)
    return hechos


def _anotar_falta(
    filas: Mapping[int, Recomendacion], cuales: list[Guardada], falta_en: Importacion | None, verbo: str
) -> list[tuple]:
    claves = [una.pk for una in cuales]
    Recomendacion.objects.filter(pk__in=claves).update(falta_en=falta_en, version=F("version") + 1)
    return [(filas[pk], verbo, {}) for pk in claves]
