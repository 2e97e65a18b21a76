"""Verbos sobre el corte: programar, abrir, ampliar y cerrar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count

from mipg.bitacora.acciones import registrar, tomar
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, ReglaIncumplida, exigir
from mipg.usuarios.models import Dependencia, Usuario
from planes.models import Plan
from politicas.acciones import tomar_vigencia
from politicas.models import Vigencia
from seguimiento import cifras, medidas, regias
from seguimiento.acciones.conciliacion import esperar, por_conciliar
from seguimiento.models import Ampliacion, Avance, Cifra, Corte, MedidaCongelada
from seguimiento.reglas import cortes as reglas


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

    Lanza `ReglaIncumplida` si las fechas no son de la vigencia, quedan en desorden con los demás cortes, corren una
    fecha de corte que ya pasó o dejan en el pasado el cierre de una captura abierta.
    """
    tomar_vigencia(vigencia.pk)
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
        if corte.pk:
            hoy = en_bogota(ahora)
            exigir(reglas.problemas_para_cambiar(corte, fecha_corte=suyas.fecha_corte, cierra=suyas.cierra, hoy=hoy))
        for campo, valor in valores.items():
            setattr(corte, campo, valor)
        corte.full_clean()
        corte.save(update_fields=[*valores] if corte.pk else None)
        registrar(corte, verbo="programar", por=por, ahora=ahora, cambios=cambios)
        programados.append(corte)
    _fechar(vigencia, {f"corte_t{corte.trimestre}": corte.fecha_corte for corte in programados})
    return programados


def _fechar(vigencia: Vigencia, hechos: Mapping[str, object]) -> None:
    """Copia en la vigencia hasta dónde se cerró y cuándo se corta: planes lo decide sin mirar los cortes."""
    if hechos:
        Vigencia.objects.filter(pk=vigencia.pk).update(**hechos)


def vigencias_que_no_cuadran() -> list[str]:
    """Lo que una vigencia dice de sus cortes y no es lo que ellos dicen, en frases; ninguna, si todo cuadra."""
    faltas = []
    for vigencia in Vigencia.objects.order_by("anio").prefetch_related("cortes"):
        cortes = vigencia.cortes.all()
        cerrado = max((corte.trimestre for corte in cortes if corte.esta_cerrado), default=0)
        if vigencia.trimestre_cerrado != cerrado:
            faltas.append(
                f"{vigencia} dice que cerró hasta T{vigencia.trimestre_cerrado} y sus cortes, hasta T{cerrado}."
            )
        fechas = {corte.trimestre: corte.fecha_corte for corte in cortes}
        for t in (1, 2, 3, 4):
            if (dicha := getattr(vigencia, f"corte_t{t}")) != fechas.get(t):
                faltas.append(f"{vigencia} dice que T{t} se corta el {dicha} y su corte, el {fechas.get(t)}.")
    return faltas


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
    # No se abre uno en la vigencia que se cierra en este instante.
    tomar_vigencia(corte.vigencia_id)
    exigir(problemas_para_abrir(Corte.objects.select_related("vigencia").get(pk=corte.pk)))
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
    # Lo que se modificó entre su fecha de corte y hoy no lo altera.
    regias.guardar(abierto, en_bogota(ahora))
    esperar(abierto, por, ahora)
    return abierto


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


def problemas_para_cerrar(corte: Corte, hoy: date, *, sin_conciliar: int | None = None) -> list:
    """Lo que impide cerrar, con los datos de hoy. `sin_conciliar`: los reportes por conciliar, si ya se contaron."""
    avances = Avance.objects.del_corte(corte)
    ampliaciones = dict(corte.ampliaciones.values_list("dependencia", "cierra"))
    # Quien adelanta no debe nada hasta que empieza a escribir: lo empezado, o devuelto, todavía puede llegar.
    debidos = avances.debidos().order_by().values_list("plazo", "actividad__dependencia").annotate(n=Count("pk"))
    vencen = [
        (max(filter(None, [corte.cierra, plazo, ampliaciones.get(dependencia)])), n)
        for plazo, dependencia, n in debidos
    ]
    if sin_conciliar is None:
        sin_conciliar = por_conciliar(corte, hoy)
    return reglas.problemas_para_cerrar(
        corte,
        por_revisar=avances.por_revisar().count(),
        a_tiempo=sum(n for vence, n in vencen if hoy <= vence),
        sin_conciliar=sin_conciliar,
        ultimo_plazo=max([corte.cierra, *(vence for vence, _ in vencen)]),
    )


@transaction.atomic
def cerrar(*, corte: Corte, por: Usuario, ahora: datetime) -> Corte:
    """Cierra el corte y congela sus cifras, y lo medido de cada estrategia, con su huella.

    Se toma la vigencia y el corte y después todos sus reportes: el que llega en ese instante, y lo que se decide sobre
    sus planes, quedan enteros dentro o enteros fuera.
    """
    tomar_vigencia(corte.vigencia_id)
    corte = Corte.objects.select_for_update(of=("self",)).select_related("vigencia").get(pk=corte.pk)
    list(Avance.objects.select_for_update().filter(corte=corte).order_by("pk").values_list("pk"))
    # Un plan que se aprueba en este instante entra entero en las cifras o no entra.
    list(Plan.objects.select_for_update().filter(vigencia=corte.vigencia_id).order_by("pk").values_list("pk"))
    exigir(problemas_para_cerrar(corte, en_bogota(ahora)))
    congeladas = cifras.calcular(corte, hoy=corte.fecha_corte, definitivas=True)
    Cifra.objects.bulk_create(congeladas, batch_size=500)
    MedidaCongelada.objects.bulk_create(medidas.congeladas(corte))
    _fechar(corte.vigencia, {"trimestre_cerrado": corte.trimestre})
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
