"""Las cifras de un corte: congeladas si cerró, vivas si no. Mismas filas `Cifra` para tablero, PDF y exportes."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from mipg.consultas import armada_una_vez
from mipg.expediente.models import Uso
from mipg.usuarios.models import Dependencia, Usuario
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas.medida import media, porcentaje
from politicas.models import Politica
from seguimiento.cumplimiento import SUMAS, Medicion, actividades_medidas, sumadas
from seguimiento.models import Avance, Cifra, Corte, MedidaCongelada
from seguimiento.regias import guardadas
from seguimiento.reglas import hechos
from seguimiento.reglas.cumplimiento import Plazo, Semaforo, semaforo
from seguimiento.reglas.fotos import FotoDeActividad, FotoDeConjunto, FotoDeReporte

Ambito = Cifra.Ambito
PROPIOS = tuple(campo.name for campo in Cifra._meta.concrete_fields)
AGREGADOS = frozenset(Ambito) - {Ambito.ACTIVIDAD}
# Lo que la cifra mira del reporte; lo demás va en su foto.
_DEL_AVANCE = ("corte", "actividad", "esperado", "estado")
_QUIENES = ("reportado_por", "avalado_por", "aceptado_por")
_TODAS = Q()


def de_corte(corte: Corte, *, hoy: date, ambitos: Collection[str] = AGREGADOS) -> list[Cifra]:
    """Cifras de entidad, dimensiones, políticas, planes y dependencias: la foto si cerró; si no, provisionales.

    En un corte abierto, lo que falta por aceptar todavía no cuenta. `ambitos`: sólo las de esos.
    """
    if corte.esta_cerrado:
        return list(_congeladas(corte).filter(ambito__in=ambitos))
    return [cifra for cifra in agregadas(corte, hoy=hoy) if cifra.ambito in ambitos]


def de_plan(corte: Corte, plan: Plan, *, hoy: date) -> list[Cifra]:
    """La cifra de un plan, midiendo sólo sus actividades; ninguna si se aprobó después de cerrar el corte."""
    if corte.esta_cerrado:
        return list(_congeladas(corte).filter(ambito=Ambito.PLAN, clave=plan.pk))
    return _de_planes(corte, [plan], _sumar(corte, hoy, Q(plan=plan.pk)))


def de_politica(corte: Corte, politica: Politica, *, hoy: date) -> list[Cifra]:
    """La cifra de una política y las de todos sus planes, midiendo sólo sus actividades."""
    if corte.esta_cerrado:
        return list(_congeladas(corte).filter(ambito__in=(Ambito.POLITICA, Ambito.PLAN), politica=politica))
    planes = _planes_del(corte).filter(politica=politica)
    de_planes = _de_planes(corte, planes, _sumar(corte, hoy, Q(plan__politica=politica.pk)))
    return [*_de_politicas(corte, [politica], de_planes), *de_planes]


def de_dependencia(corte: Corte, dependencia: Dependencia, *, hoy: date) -> list[Cifra]:
    """La cifra de una dependencia, si responde por actividades, y las de los planes que coordina."""
    if corte.esta_cerrado:
        suyas = Q(ambito=Ambito.DEPENDENCIA, clave=dependencia.pk) | Q(ambito=Ambito.PLAN, dependencia=dependencia)
        return list(_congeladas(corte).filter(suyas))
    sumas = _sumar(corte, hoy, Q(dependencia=dependencia.pk) | Q(plan__dependencia=dependencia.pk))
    planes = _planes_del(corte).filter(dependencia=dependencia)
    de_dependencias = _de_dependencias(corte, sumas, solo=dependencia.pk)
    return [*de_dependencias, *_de_planes(corte, planes, sumas)]


def provisionales(corte: Corte, *, hoy: date) -> list[Cifra]:
    """La entidad y sus políticas en el corte que se captura."""
    sumas = _sumar(corte, hoy, Q(plan__clase=Plan.Clase.ACCION_POLITICA))
    planes = _planes_del(corte).filter(clase=Plan.Clase.ACCION_POLITICA)
    politicas = list(Politica.objects.de_vigencia(corte.vigencia))
    de_politicas = _de_politicas(corte, politicas, _de_planes(corte, planes, sumas))
    return [_de_entidad(corte, de_politicas), *de_politicas]


def _congeladas(corte: Corte) -> QuerySet[Cifra]:
    """Sus cifras y, de su plan y su dependencia, sólo lo que las páginas dicen de ellos."""
    return corte.cifras.select_related("plan", "dependencia").only(*PROPIOS, "plan__clase", "dependencia__nombre")


def calcular(corte: Corte, *, hoy: date, definitivas: bool) -> list[Cifra]:
    """Todas las cifras, también las de cada actividad, sin guardar. `definitivas`: lo que falta vale cero."""
    medidas = actividades_medidas(corte, hoy=hoy, cerrado=definitivas)
    conjuntos = agregadas(corte, hoy=hoy, definitivas=definitivas)
    regian = VersionPlan.objects.filter(plan__vigencia=corte.vigencia_id).que_regian(corte.fecha_corte)
    for cifra in conjuntos:
        if cifra.ambito == Ambito.PLAN:
            cifra.version_id = regian.get(cifra.clave)
    return [
        *conjuntos,
        # Unas pocas decenas de planes y dependencias: leídas con cada actividad se armarían miles de veces.
        *de_actividades(corte, medidas.prefetch_related("plan__politica", "dependencia").en_orden()),
    ]


def agregadas(corte: Corte, *, hoy: date, definitivas: bool | None = None) -> list[Cifra]:
    """Cifras de entidad, dimensiones, políticas, planes y dependencias, calculadas ahora."""
    sumas = _sumar(corte, hoy, definitivas=definitivas)
    de_planes = _de_planes(corte, _planes_del(corte), sumas)
    de_politicas = _de_politicas(corte, list(Politica.objects.de_vigencia(corte.vigencia)), de_planes)
    de_dimensiones = [
        _de_conjunto(
            corte,
            Ambito.DIMENSION,
            partes,
            clave=dimension.pk,
            orden=dimension.orden,
            nombre=dimension.nombre,
            dimension=dimension,
        )
        for dimension, partes in _por_dimension(de_politicas)
    ]
    return [
        _de_entidad(corte, de_politicas),
        *de_dimensiones,
        *de_politicas,
        *de_planes,
        *_de_dependencias(corte, sumas),
    ]


_REPORTES: Mapping[str, hechos.Hecho] = {
    "n_esperados": hechos.ESPERADO,
    **{cuenta: hechos.REPARTO_DE_ESPERADOS[cuenta] for cuenta in ("n_aceptados", "n_en_revision", "n_sin_reporte")},
}


class _Sumas:
    """La medida y los reportes de unas actividades, ya sumados por plan y dependencia."""

    def __init__(self, medida: Iterable[dict]):
        self.filas = []
        for fila in medida:
            reporte = _Reporte(fila["esperado"], fila["estado"])
            self.filas.append(fila | {cuenta: fila["n"] * hecho(reporte) for cuenta, hecho in _REPORTES.items()})

    def por(self, campo: str, *, simple: bool = False) -> dict[int, dict]:
        """Fila agregada por cada valor de `campo`, con las fracciones ya divididas."""
        filas: dict[int, dict] = {}
        for fila in self.filas:
            suma = filas.setdefault(fila[campo], dict.fromkeys((*SUMAS, *_REPORTES), 0))
            for nombre in suma:
                # Sin ninguna fila que sumar, SQL da nulo: vale cero.
                suma[nombre] += fila[nombre] or 0
        # Los pesos son de cada plan: entre actividades de planes distintos no se comparan, y todo es media simple.
        cocientes = {
            "cumplimiento": ("suma_topada", "n_con_valor") if simple else ("suma_ponderada", "suma_peso_con_valor"),
            "reportado": ("reportado_topado", "n_reportado") if simple else ("reportado_ponderado", "peso_reportado"),
            "cobertura": ("n_con_valor", "n") if simple else ("suma_peso_con_valor", "suma_peso"),
            "anual": ("suma_anual_simple", "n_con_anual") if simple else ("suma_anual", "suma_peso_anual"),
        }
        for fila in filas.values():
            fila |= {que: fila[suma] / fila[de] if fila[de] else None for que, (suma, de) in cocientes.items()}
            fila["cobertura"] = fila["cobertura"] or 0.0
        return filas


class _Reporte(NamedTuple):
    """Lo que los hechos miran del reporte de una actividad en el corte; nulos si no lo hay."""

    esperado: bool | None
    estado: str | None


def _sumar(corte: Corte, hoy: date, alcance: Q = _TODAS, definitivas: bool | None = None) -> _Sumas:
    """Mide las actividades del `alcance` (todas, si no se dice) y las suma por plan y dependencia, con sus reportes."""
    medicion = Medicion.de(corte, hoy=hoy, cerrado=definitivas)
    reporte = {campo: f"a{corte.trimestre}__{campo}" for campo in _Reporte._fields}
    claves = {"plan": "plan", "dependencia": "dependencia", **reporte}
    return _Sumas(sumadas(medicion, alcance, vigencia=corte.vigencia, **claves))


def _nueva(*, n_en_revision: int = 0, **campos) -> Cifra:
    cifra = Cifra(**campos)
    cifra.n_en_revision = n_en_revision
    return cifra


def _cifra(corte: Corte, ambito: str, grupo: Mapping | None, **campos) -> Cifra:
    grupo = grupo or {}
    valor = porcentaje(grupo.get("cumplimiento"))
    return _nueva(
        corte=corte,
        ambito=ambito,
        cumplimiento=valor,
        reportado=porcentaje(grupo.get("reportado")),
        cobertura=porcentaje(grupo.get("cobertura")),
        anual=porcentaje(grupo.get("anual")),
        semaforo=semaforo(valor, corte.vigencia),
        n_partes=grupo.get("n", 0),
        n_con_valor=grupo.get("n_con_valor", 0),
        foto=FotoDeConjunto(
            plazos={p.value: grupo.get(f"plazo_{p.value.lower()}", 0) for p in Plazo},
            semaforos={s.value: grupo.get(f"semaforo_{s.value.lower()}", 0) for s in Semaforo},
            fracciones={c: grupo.get(c) for c in ("cumplimiento", "reportado", "anual")},
        ).a_json(),
        **{cuenta: grupo.get(cuenta, 0) for cuenta in _REPORTES},
        **campos,
    )


def _planes_del(corte: Corte) -> QuerySet[Plan]:
    return Plan.objects.de_vigencia(corte.vigencia_id).aprobados().select_related("politica__dimension", "dependencia")


def _de_planes(corte: Corte, planes: Iterable[Plan], sumas: _Sumas) -> list[Cifra]:
    grupos = sumas.por("plan")
    return [
        _cifra(
            corte,
            Ambito.PLAN,
            grupos.get(plan.pk),
            clave=plan.pk,
            orden=orden,
            nombre=plan.nombre,
            plan=plan,
            politica=plan.politica,
            dimension=plan.politica.dimension if plan.politica else None,
            dependencia=plan.dependencia,
        )
        for orden, plan in enumerate(planes)
    ]


def _de_dependencias(corte: Corte, sumas: _Sumas, solo: int | None = None) -> list[Cifra]:
    grupos = sumas.por("dependencia", simple=True)
    claves = [clave for clave in grupos if clave and solo in (None, clave)]
    return [
        _cifra(
            corte,
            Ambito.DEPENDENCIA,
            grupos[dependencia.pk],
            clave=dependencia.pk,
            orden=orden,
            nombre=dependencia.nombre,
            dependencia=dependencia,
        )
        for orden, dependencia in enumerate(sorted(Dependencia.objects.filter(pk__in=claves), key=lambda d: d.nombre))
    ]


def _de_politicas(corte: Corte, politicas: Iterable[Politica], de_planes: Iterable[Cifra]) -> list[Cifra]:
    de_accion = {c.politica_id: c for c in de_planes if c.plan.clase == Plan.Clase.ACCION_POLITICA}
    return [_de_politica(corte, n, politica, de_accion.get(politica.pk)) for n, politica in enumerate(politicas)]


def _de_entidad(corte: Corte, de_politicas: list[Cifra]) -> Cifra:
    return _de_conjunto(corte, Ambito.ENTIDAD, de_politicas, clave=0, orden=0, nombre="Entidad")


def _de_politica(corte: Corte, orden: int, politica: Politica, del_plan: Cifra | None) -> Cifra:
    """La cifra de una política es la de su plan de acción; sin plan aprobado, gris."""
    copiados = (
        "cumplimiento",
        "reportado",
        "cobertura",
        "anual",
        "semaforo",
        "n_partes",
        "n_con_valor",
        "n_esperados",
        "n_aceptados",
        "n_en_revision",
        "n_sin_reporte",
        "foto",
    )
    valores = {campo: getattr(del_plan, campo) for campo in copiados} if del_plan else {"semaforo": Semaforo.GRIS}
    return _nueva(
        corte=corte,
        ambito=Ambito.POLITICA,
        clave=politica.pk,
        orden=orden,
        nombre=str(politica),
        politica=politica,
        dimension=politica.dimension,
        plan=del_plan.plan if del_plan else None,
        dependencia=del_plan.dependencia if del_plan else None,
        **valores,
    )


def _por_dimension(de_politicas: Iterable[Cifra]) -> list[tuple]:
    grupos: dict[int, tuple] = {}
    for cifra in de_politicas:
        grupos.setdefault(cifra.dimension_id, (cifra.dimension, []))[1].append(cifra)
    return sorted(grupos.values(), key=lambda grupo: grupo[0].orden)


def _de_conjunto(corte: Corte, ambito: str, partes: list[Cifra], **campos) -> Cifra:
    """Dimensión o entidad: media simple de las políticas con valor, diciendo cuántas son."""

    def fraccion(nombre: str) -> float | None:
        valores = [parte.detalle.fracciones.get(nombre) for parte in partes]
        # La parte ya va topada en 1: la política es un promedio ponderado de mínimos.
        return media([None if v is None else Decimal(repr(v)) for v in valores])

    con_valor = [parte for parte in partes if parte.cumplimiento is not None]
    plazos = {p.value: sum(parte.detalle.plazos.get(p.value, 0) for parte in partes) for p in Plazo}
    valor = porcentaje(fraccion("cumplimiento"))
    return _nueva(
        corte=corte,
        ambito=ambito,
        cumplimiento=valor,
        reportado=porcentaje(fraccion("reportado")),
        cobertura=porcentaje(Decimal(len(con_valor)) / len(partes)) if partes else None,
        anual=porcentaje(fraccion("anual")),
        semaforo=semaforo(valor, corte.vigencia),
        n_partes=len(partes),
        n_con_valor=len(con_valor),
        n_esperados=sum(parte.n_esperados for parte in partes),
        n_aceptados=sum(parte.n_aceptados for parte in partes),
        n_en_revision=sum(parte.n_en_revision for parte in partes),
        n_sin_reporte=sum(parte.n_sin_reporte for parte in partes),
        foto=FotoDeConjunto(plazos).a_json(),
        **campos,
    )


def de_actividades(
    corte: Corte, filas: Iterable[Actividad], *, con_reporte: bool = True, con_soportes: bool = True
) -> list[Cifra]:
    """Cifra de unas actividades ya medidas y ordenadas, con lo que dice su reporte y sus soportes, si hacen falta."""
    filas = list(filas)
    if corte.cambio_despues:
        regias = guardadas(corte)
        for actividad in filas:
            if actividad.pk in regias:
                regias[actividad.pk].poner_en(actividad)
    claves = tuple(actividad.pk for actividad in filas)
    avances = {a.actividad_id: a for a in _avances(corte.pk, claves, con_reporte)}
    reportes = _fotos_de_reportes(avances.values(), con_soportes) if con_reporte else {}
    return [
        _de_actividad(corte, n, actividad, avances.get(actividad.pk), reportes.get(actividad.pk))
        for n, actividad in enumerate(filas)
    ]


@armada_una_vez
def _avances(corte: int, actividades: tuple[int, ...], enteros: bool) -> QuerySet[Avance]:
    avances = Avance.objects.del_corte(corte).filter(actividad__in=actividades).order_by()
    return avances if enteros else avances.only(*_DEL_AVANCE)


def _fotos_de_reportes(avances: Collection[Avance], con_soportes: bool) -> dict[int, FotoDeReporte]:
    """Lo que dice el reporte de cada actividad."""
    quienes = {getattr(a, f"{q}_id") for a in avances for q in _QUIENES} - {None}
    personas = Usuario.objects.only("nombre", "email").order_by().in_bulk(quienes)
    soportes = _soportes(avances) if con_soportes else {}
    return {a.actividad_id: _foto_de_reporte(a, soportes.get(a.pk, []), personas) for a in avances}


def _soportes(avances: Iterable[Avance]) -> dict[int, list[dict]]:
    """Soportes vigentes de cada avance: documento, título y huella de su última versión."""
    usos = (
        Uso.objects.filter(
            tipo=ContentType.objects.get_for_model(Avance),
            objeto_id__in=[a.pk for a in avances],
            documento__retirado_en=None,
        )
        .select_related("documento")
        .prefetch_related("documento__versiones")
    )
    por_avance: dict[int, list[dict]] = defaultdict(list)
    for uso in usos:
        versiones = uso.documento.versiones.all()
        por_avance[uso.objeto_id].append(
            {
                "documento": uso.documento_id,
                "titulo": uso.documento.titulo,
                "sha256": versiones[0].sha256 if versiones else "",
                "url": uso.documento.url,
            }
        )
    return por_avance


# Lo que la cifra de una actividad mira de ella: leer los modelos enteros costaba más que medirlos.
DE_LA_ACTIVIDAD = (
    *("numero", "nombre", "unidad", "tipo_meta", "sentido", "meta", "fecha_fin"),
    *(f"programado_t{t}" for t in (1, 2, 3, 4)),
    *("plan__nombre", "plan__politica__dimension", "dependencia__nombre"),
)


def _de_actividad(
    corte: Corte,
    orden: int,
    actividad: Actividad,
    avance: Avance | None,
    reporte: FotoDeReporte | None,
) -> Cifra:
    valor = porcentaje(actividad.cumplimiento)
    return _nueva(
        corte=corte,
        ambito=Ambito.ACTIVIDAD,
        clave=actividad.pk,
        orden=orden,
        nombre=f"{actividad.numero}. {actividad.nombre}"[:1050],
        actividad=actividad,
        avance=avance,
        plan=actividad.plan,
        politica=actividad.plan.politica,
        dimension_id=actividad.plan.politica.dimension_id if actividad.plan.politica else None,
        dependencia=actividad.dependencia,
        cumplimiento=valor,
        reportado=porcentaje(actividad.reportado),
        anual=porcentaje(actividad.anual),
        peso=Decimal(repr(actividad.peso)).quantize(Decimal("0.0001")),
        semaforo=semaforo(valor, corte.vigencia),
        plazo=actividad.plazo,
        n_partes=1,
        n_con_valor=int(valor is not None),
        n_esperados=int(bool(avance and avance.esperado)),
        n_aceptados=int(bool(avance and hechos.REPARTO_DE_ESPERADOS["n_aceptados"](avance))),
        n_en_revision=int(bool(avance and hechos.REPARTO_DE_ESPERADOS["n_en_revision"](avance))),
        n_sin_reporte=int(bool(avance and hechos.NO_REPORTO(avance))),
        foto=_foto_de_actividad(actividad, reporte).a_json(),
    )


def _foto_de_actividad(actividad: Actividad, reporte: FotoDeReporte | None) -> FotoDeActividad:
    return FotoDeActividad(
        numero=actividad.numero,
        actividad=actividad.nombre,
        plan=actividad.plan.nombre,
        dependencia=actividad.dependencia.nombre if actividad.dependencia else "",
        unidad=actividad.unidad,
        tipo_meta=actividad.tipo_meta,
        sentido=actividad.sentido,
        meta=actividad.meta,
        programado=actividad.programacion,
        ejecutado=tuple(None if (e := getattr(actividad, f"e{t}")) is None else Decimal(repr(e)) for t in (1, 2, 3, 4)),
        situaciones=tuple(getattr(actividad, f"situacion{t}") or "" for t in (1, 2, 3, 4)),
        fecha_fin=actividad.fecha_fin,
        reporte=reporte,
    )


def _foto_de_reporte(avance: Avance, soportes: list[dict], personas: Mapping[int, Usuario]) -> FotoDeReporte:
    """Lo que dice un reporte que llegó; lo que quedó en borrador o devuelto nunca se envió, y no se muestra a nadie."""
    llego = hechos.ENVIADO(avance)
    return FotoDeReporte(
        estado=avance.estado,
        situacion=avance.situacion,
        cantidad=avance.cantidad if llego else None,
        **{c: getattr(avance, c) if llego else "" for c in ("texto", "dificultades", "motivo", "reserva")},
        **{quien: str(personas.get(getattr(avance, f"{quien}_id"), "")) for quien in _QUIENES},
        sin_aval=avance.sin_aval,
        misma_dependencia=avance.misma_dependencia,
        soportes=soportes,
    )


def huella(corte: Corte) -> str:
    """SHA-256 de las cifras y medidas guardadas del corte, en orden y en JSON canónico.

    La versión con que se midió y las medidas sólo entran si se guardaron: la huella de los cortes de antes sigue
    siendo la suya.
    """
    resumen = hashlib.sha256()
    campos = (
        "ambito",
        "clave",
        "nombre",
        "dimension",
        "politica",
        "plan",
        "dependencia",
        "actividad",
        "avance",
        "cumplimiento",
        "reportado",
        "cobertura",
        "anual",
        "peso",
        "n_partes",
        "n_con_valor",
        "n_esperados",
        "n_aceptados",
        "n_sin_reporte",
        "semaforo",
        "plazo",
        "foto",
    )
    filas = Cifra.objects.filter(corte=corte).order_by("ambito", "clave").values_list(*campos, "version")
    for *fila, version in filas:
        con_version = fila if version is None else [*fila, version]
        resumen.update(json.dumps([_estable(v) for v in con_version], sort_keys=True, ensure_ascii=False).encode())
    medidas = MedidaCongelada.objects.filter(corte=corte).order_by("estrategia")
    for fila in medidas.values_list("estrategia", "hechos", "de", "porque"):
        resumen.update(json.dumps(fila, ensure_ascii=False).encode())
    return resumen.hexdigest()


def _estable(valor):
    return format(valor, "f") if isinstance(valor, Decimal) else valor
