"""Verbos sobre el corte: programar, abrir, completar, ampliar y cerrar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count

from mipg.avisos.acciones import asuetos
from mipg.bitacora.acciones import registrar, tomar
from mipg.fechas import en_bogota, sumar_habiles
from mipg.reglas import EstadoCambiado, ReglaIncumplida, exigir
from mipg.usuarios.models import Dependencia, Usuario
from planes.models import Plan
from politicas.models import Vigencia
from seguimiento import cifras
from seguimiento.cumplimiento import actividades_del, actividades_medidas
from seguimiento.models import Ampliacion, Avance, Cifra, Corte
from seguimiento.reglas import cortes as reglas
from seguimiento.reglas.avances import DIAS_PARA_CORREGIR


@dataclass(frozen=True)
class Fechas:
    """Fechas de un corte: cuándo se corta y entre qué días se captura."""

    trimestre: int
    fecha_corte: date
    abre: date
    cierra: date


@transaction.atomic
def programar_cortes(*, vigencia: Vigencia, fechas: Iterable[Fechas], por: Usuario, ahora: datetime) -> list[Corte]:
    """Crea o corrige las fechas de los cortes de una vigencia; el que ya cerró no se toca.

    Lanza `ReglaIncumplida` si las fechas no son de la vigencia o quedan en desorden con los demás cortes.
    """
    # Se toman las filas: corregir fechas no debe pisar una apertura o un cierre que llega a la vez.
    actuales = {
        corte.trimestre: corte
        for corte in Corte.objects.select_for_update(of=("self",)).select_related("vigencia").filter(vigencia=vigencia)
    }
    nuevas = {suyas.trimestre: suyas for suyas in fechas}
    quedan = {t: Fechas(t, c.fecha_corte, c.abre, c.cierra) for t, c in actuales.items()} | nuevas
    exigir(reglas.problemas_para_programar(vigencia.anio, [quedan[t] for t in sorted(quedan)]))
    programados = []
    for trimestre, suyas in nuevas.items():
        corte = actuales.get(trimestre) or Corte(vigencia=vigencia, trimestre=trimestre)
        valores = {"fecha_corte": suyas.fecha_corte, "abre": suyas.abre, "cierra": suyas.cierra}
        cambios = {c: (getattr(corte, c), v) for c, v in valores.items() if getattr(corte, c) != v}
        if not cambios:
            continue
        if corte.esta_cerrado:
            raise ReglaIncumplida(f"El corte {corte} ya cerró: sus fechas no cambian.")
        for campo, valor in valores.items():
            setattr(corte, campo, valor)
        corte.full_clean()
        corte.save(update_fields=[*valores] if corte.pk else None)
        registrar(corte, verbo="programar", por=por, ahora=ahora, cambios=cambios)
        programados.append(corte)
    return programados


def problemas_para_abrir(corte: Corte) -> list:
    """Lo que impide abrir, con los datos de hoy."""
    otro = Corte.objects.abierto()
    anterior = Corte.objects.filter(vigencia=corte.vigencia_id, trimestre=corte.trimestre - 1).first()
    return reglas.problemas_para_abrir(
        corte,
        vigencia_cerrada=corte.vigencia.cerrada_en is not None,
        anterior_cerrado=anterior is None or anterior.esta_cerrado,
        otro_abierto=str(otro) if otro and otro.pk != corte.pk else "",
        planes=Plan.objects.de_vigencia(corte.vigencia_id).aprobados().count(),
    )


@transaction.atomic
def abrir(*, corte: Corte, por: Usuario, ahora: datetime) -> Corte:
    """Abre el corte y crea los reportes que se esperan: nadie los crea a mano."""
    exigir(problemas_para_abrir(corte))
    try:
        abierto = tomar(
            Corte.objects.filter(pk=corte.pk),
            reglas.TRANSICIONES,
            a=Corte.Estado.ABIERTO,
            por=por,
            verbo="abrir",
            ahora=ahora,
            abierto_en=ahora,
            abierto_por=por,
        )
    except IntegrityError as error:
        # Dos personas abrieron dos cortes a la vez: la restricción de «uno abierto» deja pasar al primero.
        raise EstadoCambiado("Otra persona abrió un corte mientras tanto.") from error
    _crear_esperados(abierto, por, ahora)
    return abierto


def sin_reporte_creado(corte: Corte, hoy: date):
    """Actividades con programación en el corte, sin terminar, que aún no tienen su reporte."""
    programadas = (
        actividades_del(corte)
        .programadas_en(corte.trimestre)
        .exclude(pk__in=Avance.objects.filter(corte=corte).values("actividad"))
    )
    anterior = (
        Corte.objects.filter(vigencia=corte.vigencia_id, trimestre=corte.trimestre - 1)
        .select_related("vigencia")
        .first()
    )
    if anterior is None:
        return programadas
    return programadas.exclude(pk__in=actividades_medidas(anterior, hoy=hoy).filter(completa=True).values("pk"))


def _crear_esperados(corte: Corte, por: Usuario, ahora: datetime) -> int:
    hoy = en_bogota(ahora)
    # Lo que se pide cuando la captura ya acabó necesita días para reportarse: sin ellos sería un cero sin salida.
    plazo = sumar_habiles(hoy, DIAS_PARA_CORREGIR, asuetos()) if hoy > corte.cierra else None
    nuevos = Avance.objects.bulk_create(
        Avance(actividad=actividad, corte=corte, esperado=True, plazo=plazo, creado_en=ahora, creado_por=por)
        for actividad in sin_reporte_creado(corte, hoy)
    )
    return len(nuevos)


@transaction.atomic
def completar_esperados(*, corte: Corte, por: Usuario, ahora: datetime) -> int:
    """Crea los reportes de actividades aprobadas después de abrir; devuelve cuántos."""
    corte = Corte.objects.select_for_update(of=("self",)).select_related("vigencia").get(pk=corte.pk)
    if not corte.esta_abierto:
        raise ReglaIncumplida(f"El corte {corte} no está abierto.")
    creados = _crear_esperados(corte, por, ahora)
    if creados:
        registrar(corte, verbo="completar", por=por, ahora=ahora, nota=f"{creados} reportes esperados.")
    return creados


@transaction.atomic
def ampliar(
    *, corte: Corte, dependencia: Dependencia, cierra: date, motivo: str, por: Usuario, ahora: datetime
) -> Ampliacion:
    """Amplía la captura de una sola dependencia, con motivo y plazo, antes de cerrar. Ampliar otra vez la corrige."""
    corte = Corte.objects.select_for_update(of=("self",)).select_related("vigencia").get(pk=corte.pk)
    anio = corte.vigencia.anio
    exigir(reglas.problemas_para_ampliar(corte, anio=anio, cierra=cierra, motivo=motivo, hoy=en_bogota(ahora)))
    previa = Ampliacion.objects.filter(corte=corte, dependencia=dependencia).first()
    ampliacion = previa or Ampliacion(corte=corte, dependencia=dependencia)
    antes = previa.cierra if previa else corte.cierra
    ampliacion.cierra, ampliacion.motivo = cierra, motivo.strip()
    ampliacion.creada_en, ampliacion.creada_por = ahora, por
    ampliacion.full_clean()
    ampliacion.save()
    registrar(
        corte,
        verbo="ampliar",
        por=por,
        ahora=ahora,
        nota=motivo.strip(),
        cambios={dependencia.nombre: (antes, cierra)},
    )
    return ampliacion


def problemas_para_cerrar(corte: Corte, hoy: date, *, sin_crear: int | None = None) -> list:
    """Lo que impide cerrar, con los datos de hoy. `sin_crear`: los reportes por crear, si ya se contaron."""
    avances = Avance.objects.del_corte(corte)
    ampliaciones = dict(corte.ampliaciones.values_list("dependencia", "cierra"))
    # Quien adelanta no debe nada hasta que empieza a escribir: lo empezado, o devuelto, todavía puede llegar.
    debidos = avances.debidos().order_by().values_list("plazo", "actividad__dependencia").annotate(n=Count("pk"))
    vencen = [
        (max(filter(None, [corte.cierra, plazo, ampliaciones.get(dependencia)])), n)
        for plazo, dependencia, n in debidos
    ]
    if sin_crear is None:
        sin_crear = sin_reporte_creado(corte, hoy).count() if corte.esta_abierto else 0
    return reglas.problemas_para_cerrar(
        corte,
        por_revisar=avances.por_revisar().count(),
        a_tiempo=sum(n for vence, n in vencen if hoy <= vence),
        sin_crear=sin_crear,
        ultimo_plazo=max([corte.cierra, *(vence for vence, _ in vencen)]),
    )


@transaction.atomic
def cerrar(*, corte: Corte, por: Usuario, ahora: datetime) -> Corte:
    """Cierra el corte y congela sus cifras con su huella.

    Se toma el corte y después todos sus reportes: el que llega en ese instante queda entero dentro o entero fuera.
    """
    corte = Corte.objects.select_for_update(of=("self",)).select_related("vigencia").get(pk=corte.pk)
    list(Avance.objects.select_for_update().filter(corte=corte).order_by("pk").values_list("pk"))
    # Un plan que se aprueba en este instante entra entero en las cifras o no entra.
    list(Plan.objects.select_for_update().filter(vigencia=corte.vigencia_id).order_by("pk").values_list("pk"))
    exigir(problemas_para_cerrar(corte, en_bogota(ahora)))
    congeladas = cifras.calcular(corte, hoy=corte.fecha_corte, definitivas=True)
    Cifra.objects.bulk_create(congeladas, batch_size=500)
    return tomar(
        Corte.objects.filter(pk=corte.pk),
        reglas.TRANSICIONES,
        a=Corte.Estado.CERRADO,
        por=por,
        verbo="cerrar",
        ahora=ahora,
        cerrado_en=ahora,
        cerrado_por=por,
        sha256=cifras.huella(corte),
    )
