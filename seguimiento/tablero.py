"""Lo que muestran el tablero y las listas: cifras ordenadas por ámbito y cada actividad explicada paso a paso."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db import connection
from django.db.models import Count, F, QuerySet
from django.utils.html import format_html

from mipg.consultas import armada_una_vez
from mipg.etiquetas import RAYA, cantidad, direccion, porcentaje, semaforo
from mipg.hojas import Tabla
from mipg.usuarios.reglas import Perfil
from planes.models import Actividad, Plan
from planes.reglas.medida import Trimestre, cuales_cuentan
from seguimiento import cifras
from seguimiento.cumplimiento import Medicion
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas import hechos
from seguimiento.reglas.cumplimiento import Plazo, Semaforo

Ambito = Cifra.Ambito
CIEN = Decimal(100)


# --- Tablero -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cuenta:
    """Cuántas partes hay de algo, y el valor con que se filtran."""

    codigo: str
    texto: str
    n: int


@dataclass(frozen=True)
class Grupo:
    """Una dimensión con sus políticas."""

    cifra: Cifra
    politicas: tuple[Cifra, ...]


@dataclass(frozen=True)
class Tablero:
    """Las cifras de un corte, repartidas para leerse."""

    entidad: Cifra
    dimensiones: tuple[Grupo, ...]
    planes: tuple[Cifra, ...]
    dependencias: tuple[Cifra, ...]
    politicas_por_semaforo: tuple[Cuenta, ...]


@dataclass(frozen=True)
class Renglon:
    """Una cifra en una tabla: la lista ponderada que la rehace, la de sus actividades y, si tiene, su tablero."""

    cifra: Cifra
    destino: str
    lista: str
    url: str = ""
    nota: str = ""

    @property
    def celdas(self) -> str:
        """Las de su fila, en HTML: el cumplimiento y lo que lo acompaña, cada número con la lista que lo rehace.

        «—» donde no hay lista de actividades o no hay con qué saberlo.
        """
        c = self.cifra
        aceptados = sin_reporte = vencidas = RAYA
        if self.lista:
            n_vencidas = c.detalle.plazos.get(Plazo.VENCIDA.value)
            aceptados, esperados, sin_reporte, vencidas = (
                _enlace(f"{self.lista}&{filtro}", dato, n, cantidad(n))
                for filtro, dato, n in (
                    ("reporte=aceptados", "aceptados", c.n_aceptados),
                    ("reporte=esperados", "esperados", c.n_esperados),
                    ("reporte=sin_reporte", "sin_reporte", c.n_sin_reporte),
                    ("plazo=VENCIDA", "VENCIDA", n_vencidas),
                )
            )
            aceptados = format_html("<span>{} de {}</span>", aceptados, esperados)
        color = semaforo(c.semaforo, c.cumplimiento)
        reportado, cobertura, anual = (
            _enlace(self.destino, dato, valor, porcentaje(valor))
            for dato, valor in (("reportado", c.reportado), ("cobertura", c.cobertura), ("anual", c.anual))
        )
        return format_html(
            '<td data-rotulo="Cumplimiento">{}</td>'
            '<td data-rotulo="Reportado" class="num">{}</td>'
            '<td data-rotulo="Cobertura" class="num">{}</td>'
            '<td data-rotulo="Avance anual" class="num">{}</td>'
            '<td data-rotulo="Aceptados de esperados" class="num">{}</td>'
            '<td data-rotulo="{}" class="num">{}</td>'
            '<td data-rotulo="Vencidas" class="num">{}</td>',
            *(_enlace(self.destino, "cumplimiento", c.cumplimiento, color), reportado, cobertura, anual, aceptados),
            *(c.sin_reporte_en_palabras, sin_reporte, vencidas),
        )


def _enlace(url: str, dato: str, valor: Decimal | int | None, texto: str) -> str:
    if not url or valor is None:
        return texto
    return format_html('<a href="{}" data-mipg-cifra="{}" data-mipg-valor="{}">{}</a>', url, dato, valor, texto)


def armar(de_corte: Iterable[Cifra]) -> Tablero:
    """Reparte las cifras de un corte por ámbito; los planes que no son de política van aparte."""
    por_ambito: dict[str, list[Cifra]] = {}
    for cifra in de_corte:
        por_ambito.setdefault(cifra.ambito, []).append(cifra)
    for propias in por_ambito.values():
        propias.sort(key=lambda c: (c.orden, c.clave))
    politicas = por_ambito.get(Ambito.POLITICA, [])
    colores = Counter(str(c.semaforo) for c in politicas)
    return Tablero(
        entidad=por_ambito[Ambito.ENTIDAD][0],
        dimensiones=tuple(
            Grupo(d, tuple(p for p in politicas if p.dimension_id == d.clave))
            for d in por_ambito.get(Ambito.DIMENSION, [])
        ),
        planes=tuple(c for c in por_ambito.get(Ambito.PLAN, []) if c.plan.clase != c.plan.Clase.ACCION_POLITICA),
        dependencias=tuple(por_ambito.get(Ambito.DEPENDENCIA, [])),
        politicas_por_semaforo=tuple(Cuenta(s.value, s.label, colores[s.value]) for s in Semaforo),
    )


def plazos(cifra: Cifra) -> tuple[Cuenta, ...]:
    """Cuántas actividades hay en cada estado de plazo."""
    contadas = cifra.detalle.plazos
    return tuple(Cuenta(p.value, p.label, contadas.get(p.value, 0)) for p in Plazo)


def reportes(cifra: Cifra) -> tuple[Cuenta, ...]:
    """Cuántos reportes se esperaban y en qué quedó cada uno: los demás renglones suman el primero."""
    return (
        Cuenta("esperados", "Esperados", cifra.n_esperados),
        Cuenta("aceptados", "Aceptados", cifra.n_aceptados),
        *(() if cifra.corte.esta_cerrado else (Cuenta("en_revision", "En revisión", cifra.n_en_revision),)),
        Cuenta("devueltos", "Devueltos", cifra.n_devueltos),
        Cuenta("sin_reporte", cifra.sin_reporte_en_palabras, cifra.n_sin_reporte),
    )


def actividades_por_semaforo(corte: Corte, medidas: Iterable[Cifra], **congeladas) -> tuple[Cuenta, ...]:
    """Cuántas actividades hay en cada semáforo: las de las cifras `medidas`, que no deben compartir actividades.

    Un corte que cerró antes de que las cifras lo guardaran cuenta sus `congeladas` con esos filtros (`dependencia=…`).
    """
    contadas = sum((Counter(cifra.detalle.semaforos) for cifra in medidas), Counter())
    if corte.esta_cerrado and not contadas:
        filas = corte.cifras.filter(ambito=Ambito.ACTIVIDAD, **congeladas).order_by().values_list("semaforo")
        contadas.update(dict(filas.annotate(n=Count("pk"))))
    return tuple(Cuenta(s.value, s.label, contadas[s.value]) for s in Semaforo)


# --- Actividades ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Periodo:
    """Un trimestre de una actividad: qué se programó, qué se aceptó y si entra en la cuenta."""

    trimestre: int
    programado: Decimal | None
    ejecutado: Decimal | None
    sin_demanda: bool
    cuenta: bool
    motivo: str

    @property
    def celda(self) -> Decimal | str | None:
        """Lo aceptado o, si no hay cantidad, por qué: que no hubiera demanda no es lo mismo que no haber reportado."""
        if self.sin_demanda:
            return Avance.Situacion.SIN_DEMANDA.label
        return self.ejecutado if self.ejecutado is not None else self.motivo or None

    @property
    def nota(self) -> str:
        """Por qué no hay cantidad, cuando no la hay; o que la hay sin que tocara todavía."""
        if self.sin_demanda:
            return "sin demanda"
        if self.ejecutado is not None:
            return "adelantada" if self.programado is None and self.ejecutado else ""
        if self.programado is None:
            return "sin programación"
        return f"{self.motivo.lower() or 'sin reporte'}: {'vale 0' if self.cuenta else 'todavía no cuenta'}"


# Un mismo renglón se repite en casi todas las filas: se pinta una vez y se recuerda.
@lru_cache(maxsize=1024)
def _renglon(periodo: Periodo) -> str:
    """Lo aceptado de lo programado en un trimestre, en HTML."""
    return format_html(
        '<li data-mipg-periodo="{}" data-mipg-programado="{}" data-mipg-ejecutado="{}" data-mipg-cuenta="{}">'
        '<span class="sin-corte">T{}: {} de {}</span>{}</li>',
        *(periodo.trimestre, periodo.programado, periodo.ejecutado, "si" if periodo.cuenta else "no"),
        *(periodo.trimestre, cantidad(periodo.ejecutado), cantidad(periodo.programado)),
        format_html(' <span class="texto-pequeno">({})</span>', nota) if (nota := periodo.nota) else "",
    )


@dataclass(frozen=True)
class Fila:
    """La cifra de una actividad con todo lo que hace falta para rehacerla a mano."""

    cifra: Cifra
    periodos: tuple[Periodo, ...]
    avance_visible: bool

    @property
    def atributos(self) -> str:
        """Las cifras de la fila, como atributos de su `<tr>`."""
        c = self.cifra
        return format_html(
            'data-mipg-fila="{}" data-mipg-cumplimiento="{}" data-mipg-reportado="{}" data-mipg-anual="{}"'
            ' data-mipg-peso="{}"',
            *(c.clave, c.cumplimiento, c.reportado, c.anual, c.peso),
        )

    @property
    def trimestres(self) -> str:
        """Lo aceptado de lo programado en cada trimestre, de T1 al corte: una lista en HTML."""
        dichos = [_renglon(p) for p in self.periodos if p.programado is not None or p.ejecutado is not None]
        # De una vez: renglón por renglón, el triple.
        return format_html('<ul class="{}">' + "{}" * len(dichos) + "</ul>", "lista-limpia", *dichos)

    @property
    def url(self) -> str:
        """La página de la actividad."""
        return direccion("seguimiento:actividad_avance", self.cifra.clave)

    @property
    def evidencia(self) -> str:
        """El enlace al reporte si la persona lo ve; si no, a la actividad."""
        return format_html(
            '<a href="{}" data-mipg-reporte class="sin-corte">{}<span class="solo-lectores"> {}{}</span></a>',
            *(
                (direccion("seguimiento:avance_detalle", self.cifra.avance_id), "Ver reporte", "de la actividad ")
                if self.avance_visible
                else (self.url, "Ver actividad", "")
            ),
            self.cifra.detalle.numero,
        )

    @property
    def topado(self) -> Decimal | None:
        """El cumplimiento tal como entra en el plan: nunca más de 100."""
        return None if self.cifra.cumplimiento is None else min(self.cifra.cumplimiento, CIEN)

    @property
    def aporte(self) -> Decimal | None:
        """Peso × cumplimiento topado."""
        return None if self.topado is None else self.cifra.peso * self.topado

    @property
    def fecha_fin(self) -> date | None:
        """Cuándo debía terminar, según la foto."""
        return self.cifra.detalle.fecha_fin

    @property
    def plazo(self) -> str:
        """Estado de plazo, con sus palabras."""
        return Plazo(self.cifra.plazo).label

    @property
    def personas(self) -> list[tuple[str, str]]:
        """Quiénes respondieron, sólo de lo ya aceptado: lo demás todavía puede cambiar."""
        reporte = self.cifra.detalle.reporte
        if reporte is None or not hechos.ACEPTADO(reporte):
            return []
        avalo = reporte.avalado_por or f"Sin aval. {reporte.sin_aval}"
        return [("Reportó", reporte.reportado_por), ("Avaló", avalo), ("Aceptó", reporte.aceptado_por)]

    @property
    def tipo_meta(self) -> str:
        """Cómo se cumple la meta."""
        tipo = Actividad.TipoMeta(self.cifra.detalle.tipo_meta).label
        return f"{tipo}, descendente" if self.cifra.detalle.sentido == "DESCENDENTE" else tipo


@dataclass(frozen=True)
class Suma:
    """Los totales de la lista ponderada de un plan, con cuántas son: el cociente es su cifra."""

    n: int
    peso: Decimal
    peso_con_valor: Decimal
    aportes: Decimal


@lru_cache(maxsize=256)
def _sumas(plan: int, corte: int, medicion: Medicion | None) -> tuple[str, tuple]:
    filas = _actividades(corte, medicion).filter(plan=plan).order_by()
    valor = F("valor" if medicion else "cumplimiento")
    sql, parametros = filas.annotate(valor=valor).values("peso", "valor").query.sql_with_params()
    topado = "CASE WHEN valor > 100 THEN 100 ELSE valor END"
    # Sólo nombres nuestros.
    sumas = f"count(*), sum(peso), sum(CASE WHEN valor IS NOT NULL THEN peso END), sum(peso * {topado})"
    return " ".join(["SELECT", sumas, "FROM (", sql, ") AS filas"]), parametros


def _trimestre(fila: Fila, t: int) -> tuple[Decimal | None, Decimal | str | None]:
    """Lo programado y lo aceptado en un trimestre (1–4); nada aceptado después del corte."""
    aceptado = fila.periodos[t - 1].celda if t <= len(fila.periodos) else None
    return fila.cifra.detalle.programado[t - 1], aceptado


def _motivos(de_actividades: list[Cifra]) -> dict[tuple[int, int], str]:
    """(actividad, trimestre) → por qué su reporte no está en la cifra oficial, de T1 al último corte."""
    ultimo = max((cifra.corte for cifra in de_actividades), key=lambda corte: corte.trimestre)
    claves = tuple(sorted({cifra.clave for cifra in de_actividades}))
    return {
        (a.actividad, a.corte__trimestre): hechos.por_que_no_cuenta(a, cerrado=a.corte__estado == Corte.Estado.CERRADO)
        for a in _sin_aceptar(claves, ultimo.vigencia_id, ultimo.trimestre)
    }


@armada_una_vez
def _sin_aceptar(actividades: tuple[int, ...], vigencia: int, trimestre: int) -> QuerySet[Avance]:
    # La apertura crea uno por actividad: sólo se lee lo que el hecho mira.
    reportes = Avance.objects.filter(
        actividad__in=actividades, corte__vigencia=vigencia, corte__trimestre__lte=trimestre
    ).exclude(hechos.ACEPTADO.q)
    return reportes.order_by().values_list(
        *("actividad", "corte__trimestre", "corte__estado", "esperado", "estado"), named=True
    )


def _periodos(cifra: Cifra, motivos: Mapping[tuple[int, int], str]) -> tuple[Periodo, ...]:
    foto, corte = cifra.detalle, cifra.corte
    trimestres = [
        Trimestre(programado, ejecutado, situacion == Avance.Situacion.SIN_DEMANDA)
        for programado, ejecutado, situacion in zip(foto.programado, foto.ejecutado, foto.situaciones, strict=True)
    ]
    cuales = cuales_cuentan(
        trimestres, tipo_meta=foto.tipo_meta, meta=foto.meta, corte=corte.trimestre, cerrado=corte.esta_cerrado
    )
    return tuple(
        Periodo(n, t.programado, t.ejecutado, t.sin_demanda, cuenta, motivos.get((cifra.clave, n), ""))
        for n, (t, cuenta) in enumerate(zip(trimestres, cuales, strict=False), start=1)
    )


def explicar(de_actividades: Iterable[Cifra], perfil: Perfil) -> list[Fila]:
    """Cada cifra de actividad (todas de una vigencia) con sus trimestres; dice si la persona puede ver el reporte que
    la sostiene.
    """
    if not (de_actividades := list(de_actividades)):
        return []
    visibles = Avance.objects.visibles_entre({c.avance_id for c in de_actividades if c.avance_id}, perfil)
    motivos = _motivos(de_actividades)
    return [Fila(c, _periodos(c, motivos), c.avance_id in visibles) for c in de_actividades]


def actividades(corte: Corte, *, hoy: date) -> QuerySet:
    """Todas las actividades del corte, ordenadas: `Cifra` congeladas si cerró; si no, `Actividad` medidas ahora."""
    return _actividades(corte.pk, _medicion(corte, hoy))


def _medicion(corte: Corte, hoy: date) -> Medicion | None:
    return None if corte.esta_cerrado else Medicion.de(corte, hoy=hoy)


def _actividades(corte: int, medicion: Medicion | None) -> QuerySet:
    if medicion is None:
        return Cifra.objects.filter(corte=corte, ambito=Ambito.ACTIVIDAD).order_by("orden", "id")
    medidas = medicion.actividades().select_related("plan__politica", "dependencia")
    return medidas.only(*cifras.DE_LA_ACTIVIDAD).en_orden()


def cifra_viva(corte: Corte, actividad: Actividad, *, hoy: date) -> list[Cifra]:
    """La de una actividad en un corte que no ha cerrado; ninguna si no cuenta en él."""
    return cifras_de(corte, _medida(actividad.pk, corte.pk, Medicion.de(corte, hoy=hoy)))


@armada_una_vez
def _medida(actividad: int, corte: int, medicion: Medicion) -> QuerySet[Actividad]:
    return _actividades(corte, medicion).filter(pk=actividad)


class DelPlan:
    """Las `actividades` de un plan, por tajadas, y su `suma`, sin traerlas."""

    def __init__(self, corte: Corte, plan: Plan, *, hoy: date):
        self._cuales = (plan.pk, corte.pk, _medicion(corte, hoy))
        with connection.cursor() as cursor:
            cursor.execute(*_sumas(*self._cuales))
            n, *sumas = cursor.fetchone()
        self.suma = Suma(n, *(Decimal(repr(round(float(suma or 0), 6))) for suma in sumas))

    def count(self) -> int:
        """Cuántas son."""
        return self.suma.n

    def __getitem__(self, tajada: slice) -> list:
        return _tajada(*self._cuales, range(tajada.start, tajada.stop))


@armada_una_vez
def _tajada(plan: int, corte: int, medicion: Medicion | None, cuales: range) -> QuerySet:
    """Cada una con el día en que empieza, para su cronograma."""
    suyas = _actividades(corte, medicion).filter(plan=plan)[cuales.start : cuales.stop]
    if medicion is None:
        return suyas.select_related("actividad").only(*cifras.PROPIOS, "actividad__fecha_inicio")
    return suyas.only(*cifras.DE_LA_ACTIVIDAD, "fecha_inicio")


def cifras_de(corte: Corte, filas: Iterable, *, con_reporte: bool = True) -> list[Cifra]:
    """Las cifras de unas filas de `actividades` (una página o todas), con lo que dice su reporte si se va a mostrar."""
    if corte.esta_cerrado:
        filas = list(filas)
        for cifra in filas:
            cifra.corte = corte
        return filas
    return cifras.de_actividades(corte, filas, con_reporte=con_reporte, con_soportes=False)


# --- Exportes ------------------------------------------------------------------------------------------------

_COLUMNAS = (
    "Ámbito",
    "Nombre",
    "Dependencia",
    "Cumplimiento (%)",
    "Reportado (%)",
    "Cobertura (%)",
    "Avance anual (%)",
    "Semáforo",
    "Partes",
    "Partes con valor",
    "Reportes esperados",
    "Reportes aceptados",
    "Reportes en revisión",
    "Reportes devueltos",
)


def tabla_de_cifras(de_corte: Iterable[Cifra]) -> Tabla:
    """Las cifras agregadas de un corte: los mismos números del tablero."""
    de_corte = list(de_corte)
    sin_reporte = de_corte[0].sin_reporte_en_palabras if de_corte else "No reportaron"
    return Tabla(
        "Cifras",
        (*_COLUMNAS, sin_reporte, *(p.label for p in Plazo)),
        [
            [
                c.get_ambito_display(),
                c.nombre,
                str(c.dependencia or ""),
                c.cumplimiento,
                c.reportado,
                c.cobertura,
                c.anual,
                Semaforo(c.semaforo).label,
                c.n_partes,
                c.n_con_valor,
                c.n_esperados,
                c.n_aceptados,
                c.n_en_revision,
                c.n_devueltos,
                c.n_sin_reporte,
                *(cuenta.n for cuenta in plazos(c)),
            ]
            for c in de_corte
        ],
    )


def tabla_de_actividades(filas: Iterable[Fila]) -> Tabla:
    """Las actividades con su peso, lo programado, lo ejecutado y su cumplimiento."""
    filas = list(filas)
    cerrado = all(fila.cifra.corte.esta_cerrado for fila in filas)
    return Tabla(
        "Actividades",
        (
            "Plan",
            "Número",
            "Actividad",
            "Dependencia",
            "Unidad",
            "Tipo de meta",
            "Meta del año",
            "Peso",
            *(f"{que} T{t}" for t in (1, 2, 3, 4) for que in ("Programado", "Aceptado")),
            "Cumplimiento (%)",
            "Reportado (%)",
            "Avance anual (%)",
            "Semáforo",
            "Estado de plazo",
            "Reporte esperado",
            "Reporte aceptado",
            hechos.sin_reporte_en_palabras(cerrado=cerrado),
            "Reportó",
            "Avaló",
            "Aceptó",
        ),
        [
            [
                fila.cifra.detalle.plan,
                fila.cifra.detalle.numero,
                fila.cifra.detalle.actividad,
                fila.cifra.detalle.dependencia,
                fila.cifra.detalle.unidad,
                fila.tipo_meta,
                fila.cifra.detalle.meta,
                fila.cifra.peso,
                *(celda for t in (1, 2, 3, 4) for celda in _trimestre(fila, t)),
                fila.cifra.cumplimiento,
                fila.cifra.reportado,
                fila.cifra.anual,
                Semaforo(fila.cifra.semaforo).label,
                fila.plazo,
                *(
                    "Sí" if n else "No"
                    for n in (fila.cifra.n_esperados, fila.cifra.n_aceptados, fila.cifra.n_sin_reporte)
                ),
                *([persona for _, persona in fila.personas] or ["", "", ""]),
            ]
            for fila in filas
        ],
    )
