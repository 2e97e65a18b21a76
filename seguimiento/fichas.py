"""La ficha de una política: en una página, su índice y su brecha, lo que se le recomendó y a qué se comprometió.

Sólo nombra dependencias, y sólo cuenta lo aprobado: la misma la lee cualquiera.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, QuerySet, Value, When

from furag.cifras import evolucion_de
from furag.models import AccionMejora, Medicion, Recomendacion
from furag.reglas.cifras import Paso, Resultado
from furag.reglas.mejoras import dicho_de_control, dicho_de_planeacion
from furag.reglas.situaciones import Situacion
from mipg.etiquetas import RAYA, cantidad, diferencia, fecha, porcentaje, puntaje
from planes.models import Plan
from politicas.contradicciones import papeles_publicos
from politicas.models import Politica
from seguimiento import brechas
from seguimiento.mejoras import con_situacion, por_ciento

# Lo que cabe en una hoja; lo demás se cuenta.
RECOMENDACIONES, COMPROMISOS, ANIOS = 8, 8, 5
_DE_TEXTO, _DE_NOMBRE = 190, 130


@dataclass(frozen=True)
class Recomendada:
    """Una recomendación abierta, como se lee."""

    clave: int
    referencia: str
    texto: str
    estado: str
    prioridad: str


@dataclass(frozen=True)
class Compromiso:
    """Una acción de un plan aprobado, como se lee. Cumplida la dice Planeación; efectiva, Control Interno."""

    clave: int
    codigo: str
    nombre: str
    responsable: str
    vence: str
    situacion: str
    avance: str
    cumplida: str
    efectiva: str


@dataclass(frozen=True)
class Anio:
    """El índice en una vigencia medida: su puntaje y cuánto varió, o por qué no se dice."""

    anio: int
    puntaje: str
    variacion: str


@dataclass(frozen=True)
class Ficha:
    """Todo escrito como se lee. `indicadores`: pares (rótulo, texto). `abiertas` y `acciones`: cuántas hay en total."""

    politica: str
    codigo: str
    dimension: str
    responsable: str
    medicion: int
    grupo: str
    indicadores: tuple[tuple[str, str], ...]
    aviso: str
    evolucion: tuple[Anio, ...]
    abiertas: int
    sin_accion: int
    recomendaciones: tuple[Recomendada, ...]
    acciones: int
    cuentas: tuple[tuple[str, str], ...]
    compromisos: tuple[Compromiso, ...]

    @property
    def mas_recomendaciones(self) -> int:
        """Las abiertas que no caben."""
        return self.abiertas - len(self.recomendaciones)

    @property
    def mas_compromisos(self) -> int:
        """Los compromisos que no caben."""
        return self.acciones - len(self.compromisos)


def ficha(politica: Politica, medicion: Medicion, *, hoy: date, planes: QuerySet[Plan] | None = None) -> Ficha:
    """La de una política (con su dimensión y su versión) en una medición. Consultas fijas.

    `planes`: de cuáles salen los compromisos; de los aprobados, si no se dice.
    """
    planes = Plan.objects.aprobados() if planes is None else planes
    acciones = con_situacion(hoy).filter(actividad__plan__in=planes.order_by().values("pk"))
    tablero = brechas.tablero(medicion, acciones, politicas=[politica])
    [brecha] = tablero.brechas
    pasos = evolucion_de(politica.codigo_furag, hasta=medicion.anio, version=medicion.version_id)
    papeles = papeles_publicos([politica], medicion.anio_captura)[politica.pk]
    return Ficha(
        politica=politica.nombre,
        codigo=politica.codigo_furag,
        dimension=politica.dimension.nombre,
        responsable=_corto(papeles.en_palabras, _DE_TEXTO),
        medicion=medicion.anio,
        grupo=tablero.carga.propia.grupo_par if tablero.carga else "",
        indicadores=tuple(_indicadores(brecha.resultado)),
        aviso=_aviso(medicion, brecha.resultado),
        evolucion=tuple(_evolucion(pasos)),
        abiertas=brecha.abiertas,
        sin_accion=brecha.sin_accion,
        recomendaciones=tuple(_recomendaciones(politica, medicion)),
        acciones=brecha.cuentas.acciones,
        cuentas=tuple(_cuentas(brecha.cuentas)),
        compromisos=tuple(_compromisos(politica, medicion, acciones)),
    )


def _indicadores(resultado: Resultado | None) -> Iterable[tuple[str, str]]:
    if resultado is None or resultado.valor is None:
        return
    grupo = resultado.grupo
    yield "Índice", puntaje(resultado.valor)
    yield "Promedio del grupo par", puntaje(grupo.promedio)
    yield "Mejor del grupo par", puntaje(grupo.maximo)
    yield "Frente al promedio", diferencia(resultado.brecha)
    yield "Le falta para el mejor", puntaje(resultado.distancia)
    if grupo.posicion:
        yield "Posición", f"{cantidad(grupo.posicion)} de {cantidad(grupo.n)}"
        yield "Quintil", f"{grupo.quintil} de 5"
    else:
        yield "Entidades comparadas", cantidad(grupo.n)


def _aviso(medicion: Medicion, resultado: Resultado | None) -> str:
    if resultado is None:
        return f"No hay resultados confirmados de {medicion.anio} para esta política."
    if resultado.valor is None:
        return f"En {medicion.anio} no se midió: no es un cero."
    if resultado.grupo.son_pocas:
        return "Son pocas entidades para decir en qué posición o quintil queda."
    return ""


def _evolucion(pasos: Sequence[Paso]) -> Iterable[Anio]:
    for paso in pasos[-ANIOS:]:
        variacion = diferencia(paso.variacion) if paso.variacion is not None else paso.nota or RAYA
        yield Anio(paso.medido.anio, puntaje(paso.medido.valor), variacion)


def _recomendaciones(politica: Politica, medicion: Medicion) -> Iterable[Recomendada]:
    Prioridad = Recomendacion.Prioridad
    lugar = Case(
        *(
            When(prioridad=una, then=Value(n))
            for n, una in enumerate((Prioridad.ALTA, Prioridad.MEDIA, Prioridad.BAJA))
        ),
        default=Value(3),
    )
    abiertas = Recomendacion.objects.filter(politica=politica, medicion=medicion).abiertas().order_by(lugar, "numero")
    for una in abiertas[:RECOMENDACIONES]:
        una.politica, una.medicion = politica, medicion
        yield Recomendada(
            una.pk, una.referencia, _corto(una.texto, _DE_TEXTO), una.get_estado_display(), una.get_prioridad_display()
        )


def _cuentas(cuentas: brechas.Cuentas) -> Iterable[tuple[str, str]]:
    yield "Acciones", cantidad(cuentas.acciones)
    yield "Avance aceptado", porcentaje(cuentas.avance)
    yield "Vencidas", cantidad(cuentas.vencidas)
    yield "Cumplidas (Planeación)", cantidad(cuentas.cumplidas)
    yield "Efectivas (Control Interno)", cantidad(cuentas.efectivas)


def _compromisos(politica: Politica, medicion: Medicion, acciones: QuerySet[AccionMejora]) -> Iterable[Compromiso]:
    suyas = acciones.de_medicion(medicion.anio).select_related("actividad__dependencia")
    suyas = suyas.filter(actividad__plan__politica__in=Politica.objects.linea(politica).claves)
    for una in suyas.order_by(F("actividad__fecha_fin").asc(nulls_last=True), "pk")[:COMPROMISOS]:
        actividad = una.actividad
        yield Compromiso(
            clave=una.pk,
            codigo=una.codigo,
            nombre=_corto(actividad.nombre, _DE_NOMBRE),
            responsable=str(actividad.dependencia or RAYA),
            vence=fecha(actividad.fecha_fin),
            situacion=Situacion(una.situacion).label,
            avance=porcentaje(por_ciento(una.avance)),
            cumplida=dicho_de_planeacion(una.estado),
            efectiva=dicho_de_control(una.efectiva),
        )


def _corto(texto: str, letras: int) -> str:
    """Hasta unas letras, sin partir la última palabra."""
    texto = " ".join(texto.split())
    return texto if len(texto) <= letras else f"{texto[:letras].rsplit(' ', 1)[0]}…"
