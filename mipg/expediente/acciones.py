"""Verbos del expediente: adjuntar y retirar; recibir, leer y aplicar lo que se importa; pedir y emitir PDF."""

import contextlib
import hashlib
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When

from mipg.bitacora.acciones import mover, registrar, tomar
from mipg.expediente.models import (
    ColumnaRecordada,
    Documento,
    Emision,
    EstadoEmision,
    Importacion,
    Uso,
    VersionDocumento,
)
from mipg.expediente.reglas import (
    TRANSICIONES_DE_EMISION,
    TRANSICIONES_DE_IMPORTACION,
    TRANSICIONES_DE_LECTURA,
    problemas_de_archivo,
    problemas_de_fecha,
    reconocer,
)
from mipg.fechas import en_bogota
from mipg.libros import ArchivoInvalido, ColumnaLeida, Libro
from mipg.libros import leer as leer_libro
from mipg.libros.columnas import SIN_TITULO
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, Transiciones, exigir
from mipg.texto import nombre_de_archivo, normalizar, una_linea
from mipg.usuarios.models import Dependencia, Usuario

registro = logging.getLogger(__name__)
_Hecho = TypeVar("_Hecho")
ARRIENDO = timedelta(minutes=6)
_CORREGIDA = "Otra persona corrigió o aplicó este archivo: cambió desde la vista previa. Revísela de nuevo."
YA_NO_ESTA = "El archivo ya no está guardado. Descártelo y súbalo de nuevo."
_NO_SE_ENCONTRO = (
    "No se encontró el archivo guardado. Intente leerlo de nuevo en unos minutos; si sigue igual, súbalo otra vez."
)
_FALLO_AL_LEER = (
    "Algo falló al leerlo. Léalo de nuevo; si vuelve a fallar, guárdelo otra vez como .xlsx y súbalo, o avise a la "
    "administración técnica."
)
_FALLO_AL_EMITIR = "Algo falló al generarlo, y volver a intentarlo no bastó. Lo que usted pidió no tiene nada malo."
# Sin 0/O ni 1/I: el código se copia a mano desde un papel.
_ALFABETO = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@contextlib.contextmanager
def _archivo_con_su_fila(campo: models.FileField) -> Iterator[None]:
    """Si la transacción no llega a buen fin, el archivo recién guardado se borra: no hay archivo sin fila."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if campo and campo.name:
            default_storage.delete(campo.name)
        raise


class YaAdjunto(ReglaIncumplida):
    """El registro ya tiene ese mismo archivo o enlace: no se repite."""


def adjuntar(
    *,
    objeto: models.Model,
    dependencia: Dependencia,
    titulo: str,
    fecha_documento: date,
    por: Usuario,
    ahora: datetime,
    nombre: str = "",
    contenido: bytes = b"",
    url: str = "",
    serie_trd: str = "",
) -> Documento:
    """Crea un documento (archivo o enlace) y lo enlaza a `objeto`, que quien llama tiene tomado.

    Lanza `YaAdjunto` si `objeto` ya lo tiene, `ReglaIncumplida` si el archivo no se admite o la fecha no puede ser, y
    `ValidationError` si el enlace no es http(s).
    """
    exigir(problemas_de_fecha(fecha_documento, en_bogota(ahora)))
    huella = hashlib.sha256(contenido).hexdigest()
    if not url:
        exigir(problemas_de_archivo(nombre, contenido, settings.EXPEDIENTE_TAMANO_MAXIMO))
    if igual := _el_mismo(objeto, url, huella):
        que, campo = ("enlace", "url") if url else ("archivo", "archivo")
        raise YaAdjunto([Problema(f"Ese {que} ya está adjunto: «{igual.titulo}».", campo)])
    documento = Documento(
        clase=Documento.Clase.ENLACE if url else Documento.Clase.ARCHIVO,
        titulo=una_linea(titulo or nombre or url)[:200],
        url=url,
        fecha_documento=fecha_documento,
        dependencia=dependencia,
        serie_trd=serie_trd,
        creado_en=ahora,
        creado_por=por,
    )
    documento.full_clean()
    version = VersionDocumento(nombre=nombre_de_archivo(nombre), creado_en=ahora, creado_por=por)
    with _archivo_con_su_fila(version.archivo):
        documento.save()
        if not url:
            version.documento = documento
            version.tipo = reconocer(nombre, contenido).tipo
            version.tamano = len(contenido)
            version.sha256 = huella
            version.archivo.save(nombre, ContentFile(contenido), save=False)
            version.save()
        reutilizar(documento=documento, objeto=objeto, por=por, ahora=ahora)
    return documento


def _el_mismo(objeto: models.Model, url: str, huella: str) -> Documento | None:
    suyos = Documento.objects.vigentes().filter(pk__in=Uso.objects.de(objeto).values("documento"))
    return suyos.filter(**{"url": url} if url else {"versiones__sha256": huella}).first()


@transaction.atomic
def reutilizar(*, documento: Documento, objeto: models.Model, por: Usuario, ahora: datetime) -> Uso:
    """Enlaza un documento que ya existe a otro registro. Repetirlo no duplica."""
    uso, nuevo = Uso.objects.get_or_create(
        documento=documento,
        tipo=ContentType.objects.get_for_model(objeto),
        objeto_id=objeto.pk,
        defaults={"creado_en": ahora, "creado_por": por},
    )
    if nuevo:
        registrar(objeto, verbo="adjuntar", por=por, ahora=ahora, cambios={"soporte": (None, documento.titulo)})
    return uso


@transaction.atomic
def desadjuntar(*, uso: Uso, por: Usuario, ahora: datetime, nota: str = "", en: models.Model | None = None) -> None:
    """Quita un soporte de un registro y lo cuenta en su historia, o en la de `en`. El documento sigue guardado."""
    contar_que_se_quito(uso, por=por, ahora=ahora, nota=nota, en=en)
    uso.delete()


def contar_que_se_quito(
    uso: Uso, *, por: Usuario, ahora: datetime, nota: str = "", en: models.Model | None = None
) -> None:
    """Deja en la historia del registro, o en la de `en`, que perdió un soporte."""
    cambio = {"soporte": (uso.documento.titulo, None)}
    registrar(en or uso.objeto, verbo="desadjuntar", por=por, ahora=ahora, cambios=cambio, nota=nota.strip())


@transaction.atomic
def retirar(*, documento: Documento, motivo: str, por: Usuario, ahora: datetime) -> Documento:
    """Retira un documento con su motivo; sigue guardado y se ve que fue retirado."""
    if not motivo.strip():
        raise ReglaIncumplida("Diga por qué se retira el documento.")
    if not Documento.objects.filter(pk=documento.pk, retirado_en=None).update(
        retirado_en=ahora, retirado_por=por, motivo_retiro=motivo.strip()
    ):
        raise ReglaIncumplida("El documento ya estaba retirado.")
    documento.refresh_from_db()
    registrar(documento, verbo="retirar", por=por, ahora=ahora, nota=motivo.strip())
    return documento


def _abrir_entero(nombre: str, contenido: bytes) -> tuple[Libro, int]:
    libro = leer_libro(nombre, contenido)
    return libro, sum(len(hoja.filas) for hoja in libro.hojas)


def recibir_importacion(
    *,
    destino: str,
    objeto_id: int | None,
    nombre: str,
    contenido: bytes,
    por: Usuario,
    ahora: datetime,
    lectura: str = Importacion.Lectura.PEDIDA,
    abrir: Callable[[str, bytes], tuple[Libro | None, int]] = _abrir_entero,
) -> Importacion:
    """Guarda el archivo subido para revisarlo. El mismo archivo de la misma persona, sin aplicar, no se repite.

    `lectura`: `LISTA` si se lee cada vez que se mira y no se guarda lo entendido. `abrir(nombre, contenido)` comprueba
    que se puede leer y dice cuántas filas tiene. Si aquel no se pudo leer, vuelve a la espera. Lanza `ReglaIncumplida`
    si no se puede abrir: entonces no se guarda nada.
    """
    # Abrir un libro puede tomar un segundo: se hace antes de bloquear a nadie.
    try:
        libro, filas = abrir(nombre, contenido)
    except ArchivoInvalido as error:
        raise ReglaIncumplida([Problema(error.mensaje, "archivo")]) from error
    importacion = Importacion(
        destino=destino,
        objeto_id=objeto_id,
        nombre=nombre_de_archivo(nombre),
        sha256=hashlib.sha256(contenido).hexdigest(),
        filas=filas,
        lectura=lectura,
        creada_en=ahora,
        creada_por=por,
    )
    importacion = _recibir(importacion, contenido)
    importacion.libro = libro
    return importacion


@transaction.atomic
def _recibir(nueva: Importacion, contenido: bytes) -> Importacion:
    # Un doble clic llega dos veces a la vez: el segundo espera aquí y encuentra el primero.
    Usuario.objects.select_for_update().get(pk=nueva.creada_por_id)
    que_la_hacen_igual = ("destino", "objeto_id", "sha256", "creada_por", "estado")
    igual = Importacion.objects.filter(**{campo: getattr(nueva, campo) for campo in que_la_hacen_igual}).first()
    if igual:
        if not igual.archivo.storage.exists(igual.archivo.name):
            igual.archivo.storage.save(igual.archivo.name, ContentFile(contenido))
        if igual.lectura == Importacion.Lectura.FALLIDA:
            pedir_lectura(importacion=igual)
            igual.refresh_from_db()
        return igual
    with _archivo_con_su_fila(nueva.archivo):
        nueva.archivo.save(nueva.nombre, ContentFile(contenido), save=False)
        nueva.save()
        registrar(nueva, verbo="subir", por=nueva.creada_por, ahora=nueva.creada_en)
    return nueva


def abrir_libro(importacion: Importacion) -> Libro:
    """El libro de un archivo subido. Lanza `ArchivoInvalido` si no se puede leer y `OSError` si ya no está."""
    if importacion.libro is None:
        with importacion.archivo.open("rb") as archivo:
            importacion.libro = leer_libro(importacion.nombre, archivo.read())
    return importacion.libro


def exigir_vista(importacion: Importacion, *vistas: str) -> None:
    """Lanza `EstadoCambiado` si ya se aplicó o se descartó, o si su `huella` no es la de todas las `vistas`."""
    if importacion.estado != Importacion.Estado.SUBIDA or {*vistas} != {importacion.huella}:
        raise EstadoCambiado(_CORREGIDA)


@transaction.atomic
def aplicar_importacion(
    *,
    importacion: Importacion,
    hacer: Callable[[], _Hecho],
    por: Usuario,
    ahora: datetime,
    huella: str | None = None,
    resumir: Callable[[_Hecho], dict] = dict,
) -> _Hecho:
    """Aplica un archivo con `hacer()`: todo o nada, una sola vez, como se vio. Devuelve lo hecho, que queda resumido.

    `huella` es la `Importacion.huella` de la vista previa; sin ella, la de `importacion` tal como se leyó. Lanza
    `EstadoCambiado` si el archivo ya se aplicó o se descartó, o si cambió desde la vista previa.
    """
    fila = Importacion.objects.sin_lo_leido().select_for_update(of=("self",)).get(pk=importacion.pk)
    exigir_vista(fila, importacion.huella, importacion.huella if huella is None else huella)
    hecho = hacer()
    tomar(
        Importacion.objects.filter(pk=importacion.pk),
        TRANSICIONES_DE_IMPORTACION,
        a=Importacion.Estado.APLICADA,
        por=por,
        verbo="aplicar",
        ahora=ahora,
        aplicada_en=ahora,
        aplicada_por=por,
        resumen=resumir(hecho),
    )
    return hecho


@transaction.atomic
def recordar(*, destino: str, columnas: Iterable[ColumnaLeida], por: Usuario, ahora: datetime) -> None:
    """Guarda qué campo eligió la persona para cada columna: el siguiente archivo la reconoce solo."""
    for columna in columnas:
        clave = normalizar(columna.titulo)[:200]
        if columna.origen == "elegida" and clave and columna.titulo != SIN_TITULO:
            ColumnaRecordada.objects.update_or_create(
                destino=destino,
                clave=clave,
                defaults={
                    "titulo": columna.titulo[:200],
                    "campo": columna.campo or "",
                    "creada_en": ahora,
                    "creada_por": por,
                },
            )


@transaction.atomic
def descartar_importacion(*, importacion: Importacion, por: Usuario, ahora: datetime) -> Importacion:
    """Descarta un archivo sin aplicarlo."""
    return tomar(
        Importacion.objects.filter(pk=importacion.pk),
        TRANSICIONES_DE_IMPORTACION,
        a=Importacion.Estado.DESCARTADA,
        por=por,
        verbo="descartar",
        ahora=ahora,
    )


@transaction.atomic
def pedir_emision(
    *,
    informe: str,
    titulo: str,
    parametros: dict,
    por: Usuario,
    ahora: datetime,
    dependencia: Dependencia | None = None,
) -> Emision:
    """Pide un PDF. Si la misma persona ya lo pidió y sigue en espera, devuelve ese."""
    # Un doble clic llega dos veces a la vez: el segundo espera aquí y encuentra el primero.
    Usuario.objects.select_for_update().get(pk=por.pk)
    en_espera = Emision.objects.filter(
        informe=informe,
        parametros=parametros,
        pedida_por=por,
        estado__in=[Emision.Estado.PEDIDA, Emision.Estado.EN_CURSO],
    ).first()
    if en_espera:
        return en_espera
    emision = Emision.objects.create(
        codigo="".join(secrets.choice(_ALFABETO) for _ in range(12)),
        informe=informe,
        titulo=titulo[:250],
        parametros=parametros,
        dependencia=dependencia,
        pedida_en=ahora,
        pedida_por=por,
    )
    registrar(emision, verbo="pedir", por=por, ahora=ahora)
    return emision


def _arrendar(
    trabajo: models.Model, transiciones: Transiciones, ahora: datetime, campo: str = "estado"
) -> models.QuerySet | None:
    """Toma un trabajo en espera (o abandonado) y devuelve su fila mientras sea de quien la tomó; `None` si no se puede.

    `campo` lleva el estado del trabajo. El que mata a quien lo hace no se intenta para siempre. Si el arriendo vence y
    otro lo retoma, lo que aquí falle ya no es asunto de la fila.
    """
    estado, filas = EstadoEmision, type(trabajo).objects.filter(pk=trabajo.pk)
    libre = Q(**{campo: estado.PEDIDA}) | Q(**{campo: estado.EN_CURSO}, arrendado_hasta__lt=ahora)
    if mover(
        filas.filter(libre, intentos__gte=Emision.INTENTOS_MAXIMOS),
        transiciones,
        verbo="agotar",
        a=estado.FALLIDA,
        campo=campo,
        error=Case(
            When(error="", then=Value("Se intentó varias veces sin terminar.")),
            default=F("error"),
            output_field=models.TextField(),
        ),
    ):
        return None
    hasta = ahora + ARRIENDO
    if not mover(
        filas.filter(libre),
        transiciones,
        verbo="arrendar",
        a=estado.EN_CURSO,
        campo=campo,
        arrendado_hasta=hasta,
        intentos=F("intentos") + 1,
    ):
        return None
    trabajo.refresh_from_db()
    return filas.filter(intentos=trabajo.intentos, arrendado_hasta=hasta)


def pedir_lectura(*, importacion: Importacion) -> None:
    """Deja el archivo en espera de que se lea (otra vez)."""
    mover(
        Importacion.objects.filter(pk=importacion.pk, estado=Importacion.Estado.SUBIDA),
        TRANSICIONES_DE_LECTURA,
        verbo="pedir",
        a=Importacion.Lectura.PEDIDA,
        campo="lectura",
        intentos=0,
        progreso=0,
        error="",
        arrendado_hasta=None,
    )


@transaction.atomic
def corregir_importacion(
    *, importacion: Importacion, elecciones: Mapping, huella: str, por: Usuario, ahora: datetime
) -> Importacion:
    """Guarda las correcciones de la persona (hoja, columnas, dependencias) sobre un archivo por revisar.

    `huella` es la `Importacion.huella` de lo que vio. Lanza `EstadoCambiado` si otra persona lo corrigió mientras
    tanto, o si ya se aplicó o se descartó.
    """
    suya = Importacion.objects.filter(pk=importacion.pk)
    exigir_vista(suya.sin_lo_leido().select_for_update(of=("self",)).get(), huella)
    suya.update(elecciones=elecciones)
    pedir_lectura(importacion=importacion)
    registrar(importacion, verbo="corregir", por=por, ahora=ahora)
    importacion.refresh_from_db()
    return importacion


def leer(
    *, importacion: Importacion, analizar: Callable[[Importacion, Callable[[int], None]], dict], ahora: datetime
) -> bool:
    """Arrienda un archivo por leer, lo analiza y guarda lo entendido; `False` si otro lo tiene o no se pudo.

    `analizar(importacion, avanzar)` devuelve `determinante`, `analisis`, `paginas` y `lo_leido`, y llama
    `avanzar(porcentaje)` mientras trabaja. Si además devuelve `escribir`, se llama al guardarlo, en la misma
    transacción: lo que escriba queda si el archivo sigue siendo de quien lo leyó, o no queda. Si alguna lanza
    `ReglaIncumplida`, el archivo no se puede leer y queda dicho.
    """
    mia = _arrendar(importacion, TRANSICIONES_DE_LECTURA, ahora, "lectura")
    if mia is None:
        return False

    def pasar(verbo: str, a: str, **cambios) -> int:
        return mover(mia, TRANSICIONES_DE_LECTURA, verbo=verbo, a=a, campo="lectura", **cambios)

    try:
        hecho = analizar(importacion, lambda porcentaje: mia.update(progreso=porcentaje))
        escribir = hecho.pop("escribir", None)
        with transaction.atomic():
            if escribir and mia.select_for_update().filter(estado=Importacion.Estado.SUBIDA).exists():
                escribir()
            listo = pasar("leer", Importacion.Lectura.LISTA, progreso=100, arrendado_hasta=None, error="", **hecho)
            if not listo:
                transaction.set_rollback(True)
    except ReglaIncumplida as error:
        pasar("negar", Importacion.Lectura.FALLIDA, error=str(error))
        return False
    except Exception as error:
        # Vuelve a la espera: un fallo pasajero se reintenta; uno persistente se agota solo. Lo técnico no es para leer.
        registro.warning("No se pudo leer la importación %s.", importacion.pk, exc_info=True)
        dicho = _NO_SE_ENCONTRO if isinstance(error, OSError) else _FALLO_AL_LEER
        pasar("reintentar", Importacion.Lectura.PEDIDA, arrendado_hasta=None, error=dicho)
        raise
    return bool(listo)


def emitir(*, emision: Emision, generar: Callable[[Emision], tuple[bytes, int]], ahora: datetime) -> Emision | None:
    """Arrienda una emisión pedida (o abandonada), la genera y la guarda; `None` si otro la tiene.

    `generar(emision)` devuelve el PDF y sus páginas. Si el proceso muere, otro la retoma al vencer el arriendo,
    pero no para siempre.
    """
    mia = _arrendar(emision, TRANSICIONES_DE_EMISION, ahora)
    if mia is None:
        return None
    try:
        contenido, paginas = generar(emision)
    except ReglaIncumplida as error:
        mover(mia, TRANSICIONES_DE_EMISION, verbo="negar", a=Emision.Estado.FALLIDA, error=str(error))
        return None
    except Exception:
        # Vuelve a la espera: un fallo pasajero se reintenta; uno persistente se agota solo. Lo técnico no es para leer.
        registro.warning("No se pudo generar la emisión %s.", emision.pk, exc_info=True)
        mover(
            mia,
            TRANSICIONES_DE_EMISION,
            verbo="reintentar",
            a=Emision.Estado.PEDIDA,
            arrendado_hasta=None,
            error=_FALLO_AL_EMITIR,
        )
        raise
    with _archivo_con_su_fila(emision.archivo):
        emision.archivo.save(f"{emision.codigo}.pdf", ContentFile(contenido), save=False)
        return tomar(
            Emision.objects.filter(pk=emision.pk),
            TRANSICIONES_DE_EMISION,
            a=Emision.Estado.LISTA,
            por=emision.pedida_por,
            verbo="emitir",
            ahora=ahora,
            archivo=emision.archivo.name,
            sha256=hashlib.sha256(contenido).hexdigest(),
            paginas=paginas,
            emitida_en=ahora,
            arrendado_hasta=None,
            error="",
        )


def barrer_huerfanos(*, ahora: datetime) -> int:
    """Borra archivos que ninguna fila nombra y tienen más de un día (quedaron de un proceso que murió)."""
    nombrados = set(VersionDocumento.objects.values_list("archivo", flat=True))
    nombrados |= set(Emision.objects.exclude(archivo="").values_list("archivo", flat=True))
    nombrados |= set(Importacion.objects.values_list("archivo", flat=True))
    borrados = 0
    for modelo in (VersionDocumento, Emision, Importacion):
        raiz = modelo._meta.model_name
        carpetas = default_storage.listdir(raiz)[0] if default_storage.exists(raiz) else []
        for carpeta in carpetas:
            for archivo in default_storage.listdir(f"{raiz}/{carpeta}")[1]:
                nombre = f"{raiz}/{carpeta}/{archivo}"
                viejo = ahora - default_storage.get_modified_time(nombre) > timedelta(days=1)
                if nombre not in nombrados and viejo:
                    default_storage.delete(nombre)
                    borrados += 1
    return borrados
