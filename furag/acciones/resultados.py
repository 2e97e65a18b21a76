"""Verbos de los resultados: subir su archivo, leerlo, y confirmar o descartar lo que se leyó."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from furag.lectura.analisis import Analisis, analizar
from furag.lectura.dicho import LecturaDeResultados, clave_de
from furag.lectura.puntajes import UNIDAD
from furag.lectura.resultados import TOPES, leer_resultados
from furag.modelo import nombres_del_modelo
from furag.models import Carga, Columna, EntidadMedida, Medicion, Puntaje
from furag.reglas import TRANSICIONES_DE_CARGA
from mipg.bitacora.acciones import registrar, tomar
from mipg.expediente.acciones import aplicar_importacion, descartar_importacion, leer, recibir_importacion
from mipg.expediente.models import Importacion
from mipg.libros import ArchivoInvalido, Libro
from mipg.libros.guardado import a_json, de_json
from mipg.libros.por_filas import abrir
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida
from mipg.texto import normalizar
from mipg.usuarios.models import Usuario

DESTINO = "furag.resultados"
_CAMPOS_DE_CLAVE = ("codigo_sigep", "nombre", "departamento", "municipio")
# Con más, la base los guarda igual de rápido y la memoria los tiene todos a la vez.
_ENTIDADES_POR_TANDA = 200
_CAMBIO_LO_VIGENTE = (
    "Mientras tanto se confirmaron otros resultados de esta medición: lea el archivo de nuevo para ver qué cambiaría."
)


def subir_resultados(
    *, medicion: Medicion, nombre: str, contenido: bytes, por: Usuario, ahora: datetime
) -> Importacion:
    """Recibe un archivo de resultados de la medición. Lanza `ReglaIncumplida` si no se puede abrir."""
    return recibir_importacion(
        destino=DESTINO,
        objeto_id=medicion.pk,
        nombre=nombre,
        contenido=contenido,
        por=por,
        ahora=ahora,
        abrir=_contar_filas,
    )


def _contar_filas(nombre: str, contenido: bytes) -> tuple[Libro | None, int]:
    return None, sum(hoja.cuantas for hoja in abrir(nombre, contenido, TOPES))


def leer_y_guardar(*, importacion: Importacion, ahora: datetime) -> bool:
    """Lee un archivo que espera turno y deja lo leído por confirmar; `False` si otro lo tiene o no se pudo."""
    medicion = Medicion.objects.select_related("version").filter(pk=importacion.objeto_id).first()
    if medicion is None:
        return False
    return leer(importacion=importacion, analizar=partial(_analizar, medicion=medicion, ahora=ahora), ahora=ahora)


def _analizar(importacion: Importacion, avanzar: Callable[[int], None], *, medicion: Medicion, ahora: datetime) -> dict:
    try:
        with importacion.archivo.open("rb") as archivo:
            hojas = abrir(importacion.nombre, archivo.read(), TOPES)
        lectura = leer_resultados(
            importacion.nombre,
            hojas,
            anio=medicion.anio,
            nombres=nombres_del_modelo(medicion),
            elecciones=importacion.elecciones,
            avanzar=avanzar,
        )
    except ArchivoInvalido as error:
        raise ReglaIncumplida([Problema(error.mensaje, "archivo")]) from error
    vigente = medicion.cargas.vigentes().filter(ambito=lectura.ambito).first()
    antes = {clave_de(*fila[:4]): fila[4:] for fila in _huellas(vigente)} if vigente else {}
    analisis = analizar(lectura, vigente and vigente.pk, vigente.huella if vigente else "", antes)

    def escribir() -> None:
        soltar(importacion)
        if analisis.se_puede:
            preparar(importacion=importacion, medicion=medicion, lectura=lectura, ahora=ahora)

    return {
        "determinante": "",
        "analisis": a_json(analisis),
        "paginas": None,
        "lo_leido": None,
        "escribir": escribir,
    }


def _huellas(carga: Carga) -> Iterator[tuple[str, ...]]:
    return carga.filas.values_list(*_CAMPOS_DE_CLAVE, "huella", "nombre").iterator()


def preparar(*, importacion: Importacion, medicion: Medicion, lectura: LecturaDeResultados, ahora: datetime) -> Carga:
    """Guarda lo leído, por confirmar. Va en la transacción de quien lo leyó."""
    carga = Carga.objects.create(
        medicion=medicion,
        importacion=importacion,
        ambito=lectura.ambito,
        hoja=lectura.hoja[:100],
        fila_encabezado=lectura.fila_encabezado,
        entidades=len(lectura.entidades),
        huella=lectura.huella,
        preparada_en=ahora,
        preparada_por=importacion.creada_por,
    )
    columnas = Columna.objects.bulk_create(
        Columna(carga=carga, codigo=c.codigo, letra=c.letra, titulo=c.titulo, orden=orden)
        for orden, c in enumerate(lectura.columnas)
    )
    claves = [columna.pk for columna in columnas]
    for desde in range(0, len(lectura.entidades), _ENTIDADES_POR_TANDA):
        leidas = lectura.entidades[desde : desde + _ENTIDADES_POR_TANDA]
        filas = EntidadMedida.objects.bulk_create(
            EntidadMedida(
                carga=carga, fila=una.fila, huella=una.huella, grupo=normalizar(una.datos["grupo_par"]), **una.datos
            )
            for una in leidas
        )
        _guardar_puntajes(
            (fila.pk, clave, f"{valor // UNIDAD}.{valor % UNIDAD:04}")
            for fila, una in zip(filas, leidas, strict=True)
            for clave, valor in zip(claves, una.valores, strict=True)
            if valor >= 0
        )
    return carga


def _guardar_puntajes(filas: Iterable[tuple[int, int, str]]) -> None:
    """Guarda (entidad, columna, puntaje). Son más de medio millón: como objetos tardan cuatro veces lo que leerlos."""
    campos = "furag_puntaje (entidad_id, columna_id, valor)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {campos} FROM STDIN") as copia:
                copia.write("".join(f"{entidad}\t{columna}\t{valor}\n" for entidad, columna, valor in filas))
        else:
            cursor.executemany(f"INSERT INTO {campos} VALUES (%s, %s, %s)", filas)  # nosec B608


def soltar(importacion: Importacion) -> None:
    """Quita lo que una lectura anterior del mismo archivo dejó por confirmar, que ya no vale."""
    for carga in Carga.objects.filter(importacion=importacion, estado=Carga.Estado.PREPARADA):
        _vaciar(carga)
        carga.delete()


def _vaciar(carga: Carga) -> None:
    # De a tabla: Django las traería a la memoria, y son más de medio millón de filas.
    for filas in (Puntaje.objects.filter(columna__carga=carga), carga.filas.all(), carga.columnas.all()):
        filas._raw_delete(filas.db)


def analisis_de(importacion: Importacion) -> Analisis | None:
    """Lo entendido de un archivo; nulo si todavía no se ha leído."""
    return importacion.analisis and de_json(Analisis, importacion.analisis)


def confirmar(
    *, carga: Carga, propia: EntidadMedida | None, por: Usuario, ahora: datetime, huella: str | None = None
) -> Carga:
    """Hace regir lo leído, con la fila que es la de esta entidad (o ninguna), y reemplaza lo que regía.

    `huella` es la `Importacion.huella` de lo que se vio. Lanza `EstadoCambiado` si ya se confirmó o se descartó, o si
    lo vigente cambió desde que se leyó, y `ReglaIncumplida` si la fila es de otro archivo.
    """
    if propia is not None and propia.carga_id != carga.pk:
        raise ReglaIncumplida([Problema("Esa fila no es de este archivo.", "propia")])

    def hacer() -> Carga:
        vigentes = Carga.objects.vigentes().filter(medicion=carga.medicion_id, ambito=carga.ambito)
        anterior = vigentes.select_for_update().first()
        analisis = analisis_de(Importacion.objects.get(pk=carga.importacion_id))
        if (anterior and anterior.pk) != analisis.vigente:
            raise EstadoCambiado(_CAMBIO_LO_VIGENTE)
        if anterior:
            tomar(
                Carga.objects.filter(pk=anterior.pk),
                TRANSICIONES_DE_CARGA,
                a=Carga.Estado.REEMPLAZADA,
                por=por,
                verbo="reemplazar",
                ahora=ahora,
            )
        return tomar(
            Carga.objects.filter(pk=carga.pk),
            TRANSICIONES_DE_CARGA,
            a=Carga.Estado.VIGENTE,
            por=por,
            verbo="confirmar",
            ahora=ahora,
            propia=propia,
            confirmada_en=ahora,
            confirmada_por=por,
        )

    with transaction.atomic():
        # La medición primero: dos que confirmen archivos distintos de la misma esperan aquí.
        Medicion.objects.select_for_update().get(pk=carga.medicion_id)
        return aplicar_importacion(
            importacion=carga.importacion,
            hacer=hacer,
            por=por,
            ahora=ahora,
            huella=huella,
            resumir=lambda hecha: {"entidades": hecha.entidades},
        )


@transaction.atomic
def corregir_propia(
    *, carga: Carga, propia: EntidadMedida | None, leida: int | None, por: Usuario, ahora: datetime
) -> Carga:
    """Dice que la fila de esta entidad es otra (o ninguna) en los resultados que rigen: subir el mismo archivo no
    cambiaría nada. `leida`: la clave de la que se vio.

    Lanza `EstadoCambiado` si otra persona la cambió o ya no rigen, y `ReglaIncumplida` si la fila es de otro archivo.
    """
    if propia is not None and propia.carga_id != carga.pk:
        raise ReglaIncumplida([Problema("Esa fila no es de este archivo.", "propia")])
    Medicion.objects.select_for_update().get(pk=carga.medicion_id)
    carga = Carga.objects.select_for_update(of=("self",)).select_related("propia", "medicion").get(pk=carga.pk)
    if carga.estado != Carga.Estado.VIGENTE or carga.propia_id != leida:
        raise EstadoCambiado("Otra persona cambió cuál es nuestra fila, o reemplazó los resultados: mírelos antes.")
    if propia != carga.propia:
        cambios = {"propia": (carga.propia and str(carga.propia), propia and str(propia))}
        carga.propia = propia
        carga.save(update_fields=["propia"])
        registrar(carga, verbo="corregir nuestra fila", por=por, ahora=ahora, cambios=cambios)
    return carga


@transaction.atomic
def descartar(*, importacion: Importacion, por: Usuario, ahora: datetime) -> None:
    """Descarta un archivo y borra lo que dejó por confirmar. Lanza `EstadoCambiado` si ya no está por decidir."""
    descartar_importacion(importacion=importacion, por=por, ahora=ahora)
    for carga in Carga.objects.filter(importacion=importacion, estado=Carga.Estado.PREPARADA):
        _vaciar(carga)
        tomar(
            Carga.objects.filter(pk=carga.pk),
            TRANSICIONES_DE_CARGA,
            a=Carga.Estado.DESCARTADA,
            por=por,
            verbo="descartar",
            ahora=ahora,
        )
