"""Aprobar una propuesta: lo único que modifica las actividades de un plan que rige."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet

from mipg.bitacora.acciones import registrar, registrar_en_lote, tomar
from mipg.consultas import armada_una_vez
from mipg.fechas import en_bogota
from mipg.reglas import exigir
from mipg.usuarios.models import Asignacion, Usuario
from planes import reglas
from planes.acciones.actividades import exigir_vigencia_abierta, tocar, tomar_fila
from planes.acciones.hojas import escribir_en_lote, relacionar
from planes.acciones.planes import congelar, exigir_acto, quienes_deciden
from planes.acciones.propuestas import Mirada, mirar
from planes.campos import EN_COLUMNA
from planes.celdas import EN_LISTA
from planes.models import Actividad, ActividadPropuesta, Plan, Propuesta, Punto, VersionPlan
from planes.reglas import propuestas as de_propuestas
from politicas.acciones import tomar_vigencia
from politicas.models import Vigencia

Hecho = tuple[Actividad, str, dict[str, tuple]]


def autores_de(propuesta: Propuesta) -> set[int]:
    """Claves primarias de quienes enviaron la propuesta, la recuperaron o escribieron en ella."""
    return {*_autores(propuesta.pk), propuesta.enviada_por_id} - {None}


@armada_una_vez
def _autores(propuesta: int) -> QuerySet:
    return Propuesta.autores.through.objects.filter(propuesta=propuesta).values_list("usuario", flat=True)


@transaction.atomic
def aprobar(
    *,
    propuesta: Propuesta,
    version: int,
    por: Usuario,
    ahora: datetime,
    acto: str = "",
    acto_numero: str = "",
    acto_fecha: date | None = None,
    punto: Punto | None = None,
) -> Propuesta:
    """Aprueba la propuesta leída y la hace regir; si lo que cambia es menor, sin versión nueva ni acto. `punto`: el de
    la sesión en que se decidió.

    Las actividades que siguen conservan su clave, las nuevas nacen y las que se retiran quedan con su fecha. Lo que
    cambió por fuera desde que se envió se conserva; si choca, no se aprueba. Lanza `EstadoCambiado` si la propuesta
    cambió después de leerla, y `ReglaIncumplida` si quien aprueba la formuló y hay quien más lo haga.
    """
    # Vigencia, plan, propuesta: el orden en que toda decisión toma sus filas.
    vigencia = tomar_vigencia(Plan.objects.values_list("vigencia", flat=True).get(pk=propuesta.plan_id))
    plan = tomar_fila(Plan.objects.filter(pk=propuesta.plan_id))
    propuesta = tomar_fila(Propuesta.objects.filter(pk=propuesta.pk))
    plan.vigencia, propuesta.plan = vigencia, plan
    hoy = en_bogota(ahora)
    autores = autores_de(propuesta)
    exigir(reglas.problemas_para_aprobar(por.perfil(ahora), autores=autores, deciden=quienes_deciden(hoy)))
    exigir_vigencia_abierta(vigencia)
    exigir(de_propuestas.problemas_para_proponer(estado=plan.estado, hay_abierta=False))
    mirada = mirar(propuesta)
    exigir(mirada.problemas(hoy))
    sustancial = mirada.comparacion.es_sustancial
    if sustancial:
        acto_numero, acto_fecha = exigir_acto(plan, acto, acto_numero, acto_fecha, ahora)
    aprobada = tomar(
        Propuesta.objects.filter(pk=propuesta.pk),
        reglas.TRANSICIONES_DE_PROPUESTA,
        a=Propuesta.Estado.APROBADA,
        por=por,
        verbo="aprobar",
        ahora=ahora,
        version=version,
        aprobada_en=ahora,
        aprobada_por=por,
        sin_segregacion=reglas.SIN_OTRA_PERSONA if por.pk in autores else "",
    )
    registrar_en_lote(list(_aplicar(mirada, por=por, ahora=ahora)), por=por, ahora=ahora)
    registrar(plan, verbo="modificar", por=por, ahora=ahora, nota=aprobada.frase)
    tocar(plan)
    if not sustancial:
        return aprobada
    aprobada.acto, aprobada.acto_numero, aprobada.acto_fecha = acto, acto_numero, acto_fecha
    return _con_version(aprobada, vigencia, punto, por, ahora)


def _con_version(
    aprobada: Propuesta, vigencia: Vigencia, punto: Punto | None, por: Usuario, ahora: datetime
) -> Propuesta:
    """Congela lo que la propuesta produjo, con el acto con que se aprobó."""
    hoy = en_bogota(ahora)
    plan = Plan.objects.select_related("vigencia", "politica", "tipo", "dependencia").get(pk=aprobada.plan_id)
    aprobada.resultado = congelar(
        plan,
        clase=VersionPlan.Clase.MODIFICACION,
        acto=aprobada.acto_texto,
        acto_fecha=aprobada.acto_fecha,
        punto=punto,
        motivo=aprobada.motivo,
        frase=aprobada.frase,
        rige_desde=de_propuestas.rige_desde(hoy, vigencia.anio, vigencia.trimestre_intocable(hoy)),
        por=por,
        ahora=ahora,
    )
    aprobada.save(update_fields=["acto", "acto_numero", "acto_fecha", "resultado"])
    return aprobada


def _aplicar(mirada: Mirada, *, por: Usuario, ahora: datetime) -> Iterator[Hecho]:
    """Lleva la propuesta a lo que rige, en un número fijo de consultas, y da lo que le pasó a cada actividad."""
    yield from _retirar(mirada, por=por, ahora=ahora)
    yield from _cambiar(mirada, en_bogota(ahora))
    yield from _crear(mirada)


def _retirar(mirada: Mirada, *, por: Usuario, ahora: datetime) -> Iterator[Hecho]:
    salen = [mirada.rigen[una.actividad] for una in mirada.lineas if una.se_retira and una.vigente is not None]
    Actividad.objects.filter(pk__in=[una.pk for una in salen]).update(
        retirada_en=ahora, retirada_por=por, version=F("version") + 1
    )
    for una in salen:
        yield una, "retirar", {"retirada_en": (None, ahora)}


def _cambiar(mirada: Mirada, hoy: date) -> Iterator[Hecho]:
    cambiadas, hechos = [], []
    relacionados: dict[str, dict[int, list[int]]] = {nombre: {} for nombre in EN_LISTA}
    reportan = _reportan(mirada, hoy)
    for linea in mirada.lineas:
        fila, rige = mirada.filas[linea.pk], mirada.rigen.get(linea.actividad)
        if linea.pk < 0 or rige is None or linea.se_retira:
            continue
        sencillos = [c for c in linea.cruce.propone if c in EN_COLUMNA]
        if not linea.cruce.propone and fila.orden == rige.orden:
            continue
        antes = {c: getattr(rige, c) for c in sencillos}
        for nombre in (*sencillos, "orden"):
            setattr(rige, nombre, getattr(fila, nombre))
        queda = reglas.enlace_que_queda(rige.enlace_id, rige.dependencia_id, reportan)
        if "dependencia" in antes and queda != rige.enlace_id:
            antes["enlace"], rige.enlace = rige.enlace, None
        rige.version += 1
        for nombre in relacionados.keys() & set(linea.cruce.propone):
            relacionados[nombre][rige.pk] = [uno.pk for uno in getattr(fila, nombre).all()]
        cambiadas.append((rige, antes.keys()))
        if linea.cruce.propone:
            hechos.append((rige, "editar", {c: (valor, getattr(rige, c)) for c, valor in antes.items()}))
    escribir_en_lote(Actividad, cambiadas=cambiadas)
    for nombre, de_cada_una in relacionados.items():
        relacionar(Actividad, nombre, de_cada_una)
    yield from hechos


def _reportan(mirada: Mirada, hoy: date) -> set[tuple[int, int]]:
    """Pares (persona, dependencia) de los enlaces que pueden reportar: al cambiar de dependencia, los demás se van."""
    enlaces = {una.enlace_id for una in mirada.rigen.values()} - {None}
    return Asignacion.objects.pares_que_reportan(hoy, enlaces)


def _crear(mirada: Mirada) -> Iterator[Hecho]:
    entran = [mirada.filas[una.pk] for una in mirada.lineas if una.es_nueva and not una.se_retira]
    nuevas = Actividad.objects.bulk_create(
        Actividad(
            plan=mirada.propuesta.plan, orden=fila.orden, **{nombre: getattr(fila, nombre) for nombre in EN_COLUMNA}
        )
        for fila in entran
    )
    for fila, nueva in zip(entran, nuevas, strict=True):
        fila.actividad = nueva
        yield nueva, "crear", {}
    ActividadPropuesta.objects.bulk_update(entran, ["actividad"])
    for nombre in EN_LISTA:
        de_cada_una = {fila.actividad_id: [uno.pk for uno in getattr(fila, nombre).all()] for fila in entran}
        relacionar(Actividad, nombre, de_cada_una)
