"""De las cifras a las gráficas: qué se dibuja, con qué trama y adónde lleva. La geometría es de `mipg.graficas`.

Lo cerrado sale de las filas congeladas, en una consulta para todos los cortes; lo que se captura, de lo ya medido.
`enlaces=False` es para el PDF: el mismo dibujo, sin adónde ir.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet
from django.urls import reverse

from mipg import graficas
from mipg.consultas import armada_una_vez
from mipg.etiquetas import direccion, porcentaje
from mipg.graficas import Barra, Celda, Columna, Nivel, Punto, Renglon, Tarea
from planes.models import Plan
from politicas.models import Vigencia
from seguimiento.models import Cifra, Corte
from seguimiento.reglas.cumplimiento import Plazo, Semaforo
from seguimiento.tablero import Cuenta, Fila

Ambito = Cifra.Ambito
# Lo que se dibuja de una cifra congelada: su foto, que es lo que más pesa, no.
_DIBUJADOS = (
    *("ambito", "clave", "orden", "nombre", "plan", "n_partes", "cumplimiento", "semaforo"),
    *("corte__trimestre", "corte__estado", "corte__vigencia__anio", "corte__vigencia__version"),
)
_TRAMA_DE_PLAZO = {
    Plazo.CUMPLIDA: "satisfactorio",
    Plazo.CUMPLIDA_CON_RETRASO: "retraso",
    Plazo.PROXIMA: "aceptable",
    Plazo.VENCIDA: "minimo",
    Plazo.EN_EJECUCION: "serie",
    Plazo.POR_INICIAR: "gris",
    Plazo.FINALIZADA: "finalizada",
}
NIVELES = {s.value: Nivel(s.value.lower(), s.label) for s in Semaforo}
NIVELES_DE_PLAZO = {p.value: Nivel(trama, p.label) for p, trama in _TRAMA_DE_PLAZO.items()}


# --- Leer ----------------------------------------------------------------------------------------------------


def historia(ambito: str, *claves: int, hasta: Corte | None = None) -> list[Cifra]:
    """Las cifras congeladas de una misma cosa en los cortes cerrados (hasta uno), de la más antigua a la última.

    `claves`: más de una sólo en las políticas, que son otras en cada versión del modelo (`Linea.claves`).
    """
    return _historia(ambito, claves, _hasta(hasta))


@armada_una_vez
def _historia(ambito: str, claves: tuple[int, ...], hasta: tuple | None) -> QuerySet[Cifra]:
    return _en_orden(_congeladas(hasta).filter(ambito=ambito, clave__in=claves))


def _hasta(corte: Corte | None) -> tuple[int, int, int] | None:
    return corte and (corte.vigencia_id, corte.vigencia.anio, corte.trimestre)


def de_la_entidad(vigencia: Vigencia, *, hasta: Corte | None = None) -> tuple[list[Cifra], list[Cifra]]:
    """La historia de la entidad y, de la `vigencia`, las políticas en cada corte cerrado: todo en una consulta."""
    # Los dos ámbitos, además, fuera del «o»: así se buscan en el índice en vez de recorrer los cortes enteros.
    agregadas = _congeladas(_hasta(hasta)).filter(ambito__in=(Ambito.ENTIDAD, Ambito.POLITICA))
    leidas = list(_en_orden(agregadas.filter(Q(ambito=Ambito.ENTIDAD) | Q(corte__vigencia=vigencia))))
    return (
        [cifra for cifra in leidas if cifra.ambito == Ambito.ENTIDAD],
        [cifra for cifra in leidas if cifra.ambito == Ambito.POLITICA],
    )


def _congeladas(hasta: tuple[int, int, int] | None) -> QuerySet[Cifra]:
    filas = Cifra.objects.filter(corte__estado=Corte.Estado.CERRADO).select_related("corte__vigencia").only(*_DIBUJADOS)
    if hasta is None:
        return filas
    vigencia, anio, trimestre = hasta
    mismo_anio = Q(corte__vigencia=vigencia, corte__trimestre__lte=trimestre)
    return filas.filter(Q(corte__vigencia__anio__lt=anio) | mismo_anio)


def _en_orden(filas: QuerySet[Cifra]) -> QuerySet[Cifra]:
    return filas.order_by("corte__vigencia__anio", "corte__trimestre", "orden", "id")


# --- Armar ---------------------------------------------------------------------------------------------------


def tendencia(
    cifras: Iterable[Cifra], *, id: str, titulo: str, vigencia: Vigencia, destino: str = "", nota: str = ""
) -> graficas.Tendencia:
    """El cumplimiento por corte. `destino`: página a la que lleva cada punto, con su `?corte=`; vacío, a ninguna.

    `nota`: qué cambió entre unos y otros. Si la cifra de la entidad cruza versiones del modelo, lo dice sola.
    """
    cifras = list(cifras)
    puntos = [
        Punto(
            rotulo=f"T{cifra.corte.trimestre}",
            serie=str(cifra.corte.vigencia),
            valor=cifra.cumplimiento,
            nivel=NIVELES[cifra.semaforo],
            provisional=not cifra.corte.esta_cerrado,
            url=f"{destino}?corte={cifra.corte_id}" if destino and cifra.cumplimiento is not None else "",
        )
        for cifra in cifras
    ]
    return graficas.tendencia(
        puntos,
        id=id,
        titulo=titulo,
        descripcion=f"{_contar(len(puntos), 'corte', 'cortes')}, del más antiguo al último. El cumplimiento se acumula "
        "de T1 a T4 y vuelve a empezar cada vigencia. La línea punteada es el umbral satisfactorio: "
        f"{porcentaje(vigencia.umbral_satisfactorio)}.",
        meta=vigencia.umbral_satisfactorio,
        nota=nota or _otro_modelo([cifra for cifra in cifras if cifra.ambito == Ambito.ENTIDAD]),
    )


def _otro_modelo(cifras: Sequence[Cifra]) -> str:
    """Con qué versión del modelo se midió la entidad en cada año, si no es siempre la misma."""
    if len({cifra.corte.vigencia.version_id for cifra in cifras}) < 2:
        return ""
    partes = []
    for version, suyas in groupby(cifras, key=lambda cifra: cifra.corte.vigencia.version):
        *_, ultima = suyas = list(suyas)
        anios = dict.fromkeys((suyas[0].corte.vigencia.anio, ultima.corte.vigencia.anio))
        partes.append(
            f"{' a '.join(map(str, anios))}, {_contar(ultima.n_partes, 'política', 'políticas')} de {version}"
        )
    return f"No siempre es el mismo modelo: {'; '.join(partes)}. La entidad es la media de las que rigen cada año."


def calor(
    de_politicas: Iterable[Cifra], cortes: Sequence[Corte], *, enlaces: bool = True, id: str = "calor"
) -> graficas.Calor:
    """Política × trimestre de una vigencia. `cortes`: los de la vigencia; los que no tienen cifras quedan en blanco."""
    por_politica: dict[int, dict[int, Cifra]] = {}
    for cifra in de_politicas:
        por_politica.setdefault(cifra.clave, {})[cifra.corte_id] = cifra
    filas = sorted(por_politica.values(), key=lambda suyas: min((c.orden, c.clave) for c in suyas.values()))
    con_cifras = {corte for suyas in filas for corte in suyas}
    por_trimestre = {corte.trimestre: corte for corte in cortes}
    columnas = [Columna(f"T{t}", _nota(por_trimestre.get(t), con_cifras)) for t in (1, 2, 3, 4)]
    claves = [corte.pk if (corte := por_trimestre.get(t)) else None for t in (1, 2, 3, 4)]
    return graficas.calor(
        [
            Renglon(
                # El nombre más reciente: la última cifra leída.
                nombre=list(suyas.values())[-1].nombre,
                celdas=tuple(_celda(suyas.get(clave), enlaces) for clave in claves),
            )
            for suyas in filas
        ],
        columnas,
        id=id,
        titulo="Cumplimiento por política y trimestre",
        descripcion=f"{_contar(len(filas), 'política', 'políticas')} en filas y los cuatro trimestres en columnas. "
        "Cada casilla trae el cumplimiento al corte y su semáforo.",
        concepto="Política y trimestre",
    )


def _nota(corte: Corte | None, con_cifras: set[int]) -> str:
    if corte is None or corte.pk not in con_cifras:
        return "sin cifras"
    return "cerrado" if corte.esta_cerrado else "provisional"


def _celda(cifra: Cifra | None, enlaces: bool) -> Celda | None:
    if cifra is None:
        return None
    url = _de_plan(cifra.plan_id, cifra.corte_id) if enlaces and cifra.plan_id else ""
    return Celda(cifra.cumplimiento, NIVELES[cifra.semaforo], url if cifra.cumplimiento is not None else "")


def _de_plan(plan: int, corte: int) -> str:
    return f"{direccion('seguimiento:plan_avance', plan)}?corte={corte}"


def barras_de_dependencias(cifras: Iterable[Cifra], corte: Corte, *, enlaces: bool = True) -> graficas.Barras:
    """El cumplimiento de cada dependencia; cada barra lleva a sus actividades."""
    lista = f"{reverse('seguimiento:actividad_lista')}?corte={corte.pk}&dependencia="
    return _barras_de_cifras(
        cifras,
        corte,
        id="dependencias",
        titulo="Cumplimiento por dependencia",
        concepto="Dependencia",
        url=lambda cifra: f"{lista}{cifra.clave}" if enlaces else "",
    )


def barras_de_planes(cifras: Iterable[Cifra], corte: Corte, *, titulo: str) -> graficas.Barras:
    """El cumplimiento de unos planes; cada barra lleva a su lista ponderada."""
    return _barras_de_cifras(
        cifras,
        corte,
        id="planes",
        titulo=titulo,
        concepto="Plan",
        url=lambda cifra: _de_plan(cifra.clave, corte.pk),
    )


def _barras_de_cifras(
    cifras: Iterable[Cifra], corte: Corte, *, id: str, titulo: str, concepto: str, url
) -> graficas.Barras:
    datos = [Barra(c.nombre, c.cumplimiento, NIVELES[c.semaforo], url(c)) for c in cifras]
    umbral = corte.vigencia.umbral_satisfactorio
    return graficas.barras(
        datos,
        id=id,
        titulo=titulo,
        descripcion=f"{_contar(len(datos), 'barra', 'barras')} con el cumplimiento en {corte} y su semáforo.",
        concepto=concepto,
        meta=(umbral, f"Satisfactorio desde {porcentaje(umbral)}"),
    )


def barras_de_cuentas(
    cuentas: Iterable[Cuenta],
    niveles: Mapping[str, Nivel],
    *,
    id: str,
    titulo: str,
    concepto: str,
    lista: str = "",
) -> graficas.Barras:
    """Cuántas actividades hay de cada clase. `lista`: dirección a la que se le añade el código de la clase."""
    datos = [
        # El rótulo ya es la palabra de la trama: no hace falta leyenda.
        Barra(c.texto, c.n, Nivel(niveles[c.codigo].trama), f"{lista}{c.codigo}" if lista and c.n else "")
        for c in cuentas
    ]
    total = sum(int(d.valor or 0) for d in datos)
    return graficas.barras(
        datos,
        id=id,
        titulo=titulo,
        descripcion=f"{_contar(total, 'actividad', 'actividades')}, por {concepto.lower()}.",
        concepto=concepto,
        medida="Actividades",
        como="cantidad",
    )


def cronograma(plan: Plan, filas: Sequence[Fila], *, hoy: date) -> graficas.Cronograma:
    """Las actividades de un plan entre sus fechas, con su estado de plazo y la línea de hoy."""
    return graficas.cronograma(
        [
            Tarea(
                nombre=fila.cifra.nombre,
                inicio=fila.cifra.actividad.fecha_inicio,
                fin=fila.fecha_fin,
                nivel=NIVELES_DE_PLAZO[fila.cifra.plazo],
                url=fila.url,
            )
            for fila in filas
        ],
        anio=plan.vigencia.anio,
        hoy=hoy,
        id="cronograma",
        titulo="Cronograma del plan",
        descripcion=f"{_contar(len(filas), 'actividad', 'actividades')} entre su inicio y su fin, de enero a "
        "diciembre, con su estado de plazo.",
    )


def _contar(cuantas: int, una: str, varias: str) -> str:
    return f"{cuantas} {una if cuantas == 1 else varias}"
