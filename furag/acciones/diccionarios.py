"""Verbos del diccionario de índices: subirlo, leerlo y reemplazar con él los nombres de la medición."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from furag.lectura.diccionario import DefinicionLeida, LecturaDeDiccionario, leer_diccionario
from furag.lectura.preguntas import Pregunta
from furag.modelo import del_modelo
from furag.models import Definicion, Medicion
from mipg.bitacora.acciones import registrar
from mipg.expediente.acciones import abrir_libro, aplicar_importacion, leer, recibir_importacion
from mipg.expediente.models import Importacion
from mipg.libros import ArchivoInvalido
from mipg.libros.grupos import Grupo, agrupar
from mipg.libros.guardado import a_json, de_json
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida
from mipg.usuarios.models import Usuario

DESTINO = "furag.diccionario"
_COMPARADOS = ("nombre", "descripcion", "padre")


@dataclass(frozen=True)
class Cambio:
    """Un índice que el diccionario añade, renombra o quita."""

    codigo: str
    que: str
    antes: str = ""
    ahora: str = ""


@dataclass(frozen=True)
class AnalisisDeDiccionario:
    """Lo que se muestra de un diccionario ya leído."""

    hoja: str
    definiciones: int
    errores: tuple[Grupo, ...]
    preguntas: tuple[Pregunta, ...]
    cambios: tuple[Cambio, ...]

    @property
    def se_puede(self) -> bool:
        """Si se puede confirmar y cambia algo."""
        return bool(self.definiciones and self.cambios) and not self.errores and not self.preguntas


def subir_diccionario(
    *, medicion: Medicion, nombre: str, contenido: bytes, por: Usuario, ahora: datetime
) -> Importacion:
    """Recibe el diccionario de una medición. Lanza `ReglaIncumplida` si no se puede abrir."""
    return recibir_importacion(
        destino=DESTINO, objeto_id=medicion.pk, nombre=nombre, contenido=contenido, por=por, ahora=ahora
    )


def leer_y_guardar(*, importacion: Importacion, ahora: datetime) -> bool:
    """Lee un diccionario que espera turno; `False` si otro lo tiene o no se pudo."""
    medicion = Medicion.objects.filter(pk=importacion.objeto_id).first()
    return medicion is not None and leer(
        importacion=importacion, analizar=partial(_analizar, medicion=medicion), ahora=ahora
    )


def _analizar(importacion: Importacion, avanzar: Callable[[int], None], *, medicion: Medicion) -> dict:
    try:
        libro = abrir_libro(importacion)
    except ArchivoInvalido as error:
        raise ReglaIncumplida([Problema(error.mensaje, "archivo")]) from error
    avanzar(50)
    lectura = leer_diccionario(
        importacion.nombre,
        libro,
        anio=medicion.anio,
        elecciones=importacion.elecciones,
        modelo={codigo: (n.nombre, n.padre) for codigo, n in del_modelo(medicion.version_id).items()},
    )
    analisis = AnalisisDeDiccionario(
        hoja=lectura.hoja,
        definiciones=len(lectura.definiciones),
        errores=agrupar(lectura.errores),
        preguntas=tuple(lectura.preguntas),
        cambios=tuple(comparar(medicion, lectura)) if lectura.se_puede else (),
    )
    return {
        "determinante": "",
        "analisis": a_json(analisis),
        "paginas": None,
        "lo_leido": a_json(lectura.definiciones),
    }


def comparar(medicion: Medicion, lectura: LecturaDeDiccionario) -> list[Cambio]:
    """Qué le haría el diccionario al de la medición."""
    existentes = {una.codigo: una for una in medicion.definiciones.all()}
    leidas = {una.codigo: una for una in lectura.definiciones}
    cambios = [Cambio(codigo, "nuevo", ahora=una.nombre) for codigo, una in leidas.items() if codigo not in existentes]
    for codigo, una in leidas.items():
        if (antes := existentes.get(codigo)) and any(getattr(antes, c) != getattr(una, c) for c in _COMPARADOS):
            cambios.append(Cambio(codigo, "cambia", antes.nombre, una.nombre))
    return cambios + [Cambio(c, "sale", antes=una.nombre) for c, una in existentes.items() if c not in leidas]


def analisis_de(importacion: Importacion) -> AnalisisDeDiccionario | None:
    """Lo entendido de un diccionario; nulo si todavía no se ha leído."""
    return importacion.analisis and de_json(AnalisisDeDiccionario, importacion.analisis)


def confirmar_diccionario(*, importacion: Importacion, por: Usuario, ahora: datetime, huella: str | None = None) -> int:
    """Deja el diccionario de la medición como dice el archivo; devuelve cuántos índices cambiaron.

    `huella` es la `Importacion.huella` de lo que se vio. Lanza `EstadoCambiado` si ya se aplicó o se descartó, y
    `ReglaIncumplida` si tiene algo que corregir.
    """
    definiciones = de_json(tuple[DefinicionLeida, ...], importacion.lo_leido or [])

    def hacer() -> int:
        medicion = Medicion.objects.select_for_update().get(pk=importacion.objeto_id)
        analisis = analisis_de(importacion)
        if analisis is None or analisis.errores or analisis.preguntas or not definiciones:
            raise ReglaIncumplida("El archivo todavía tiene algo que corregir o contestar.")
        cambios = comparar(medicion, LecturaDeDiccionario(definiciones=list(definiciones)))
        if a_json(cambios) != a_json(analisis.cambios):
            raise EstadoCambiado("El diccionario de la medición cambió desde que se leyó el archivo: léalo de nuevo.")
        medicion.definiciones.all().delete()
        Definicion.objects.bulk_create(
            Definicion(medicion=medicion, importacion=importacion, **asdict(una)) for una in definiciones
        )
        nota = f"{importacion.nombre}: {len(definiciones)} índices, {len(cambios)} cambios."
        registrar(medicion, verbo="importar", por=por, ahora=ahora, nota=nota)
        return len(cambios)

    return aplicar_importacion(
        importacion=importacion,
        hacer=hacer,
        por=por,
        ahora=ahora,
        huella=huella,
        resumir=lambda cuantos: {"cambios": cuantos},
    )
