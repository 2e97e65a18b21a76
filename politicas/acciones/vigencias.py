"""Abrir, tomar y cerrar la vigencia."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, Problema, exigir
from mipg.usuarios.models import Usuario
from politicas.acciones.estrategias import heredar_estrategias, soltar_estrategias
from politicas.acciones.herencias import heredar, soltar_lo_heredado
from politicas.models import FaseCumplida, VersionModelo, Vigencia
from politicas.reglas import (
    DIAS_AVISO,
    problemas_para_abrir,
    problemas_para_cerrar,
)

PARAMETROS = frozenset(
    {
        "umbral_satisfactorio",
        "umbral_aceptable",
        "exige_aval",
        "dias_sin_aval",
        "dias_aviso",
        "dias_proxima",
    }
)


@transaction.atomic
def abrir_vigencia(
    *,
    anio: int,
    version: VersionModelo,
    fecha_limite_institucionales: date,
    fecha_limite_politicas: date,
    por: Usuario,
    ahora: datetime,
    **parametros,
) -> Vigencia:
    """Abre un año de trabajo. `parametros` son campos de `PARAMETROS`; el que falte toma su valor propuesto.

    Con otra versión que el año anterior, sus políticas heredan los responsables y los enlaces de sus equivalentes.

    Si el año ya estaba parametrizado sin abrir, se abre ése. Lanza `ReglaIncumplida` si ya está abierto o
    cerrado, o si una fecha límite es de otro año; `ValidationError` si un valor no es válido.
    """
    if ajenos := parametros.keys() - PARAMETROS:
        raise TypeError(f"Parámetros que la vigencia no tiene: {', '.join(sorted(ajenos))}")
    vigencia = Vigencia.objects.select_for_update().filter(anio=anio).first() or Vigencia(anio=anio)
    parametros.setdefault("dias_aviso", vigencia.dias_aviso or list(DIAS_AVISO))
    exigir(
        problemas_para_abrir(
            anio=anio,
            abierta=vigencia.abierta_en is not None,
            cerrada=vigencia.cerrada_en is not None,
            fecha_limite_institucionales=fecha_limite_institucionales,
            fecha_limite_politicas=fecha_limite_politicas,
            dias_aviso=parametros["dias_aviso"],
        )
    )
    vigencia.version = version
    vigencia.fecha_limite_institucionales = fecha_limite_institucionales
    vigencia.fecha_limite_politicas = fecha_limite_politicas
    vigencia.abierta_en, vigencia.abierta_por = ahora, por
    for nombre, valor in parametros.items():
        setattr(vigencia, nombre, valor)
    vigencia.full_clean()
    try:
        with transaction.atomic():
            vigencia.save()
    except IntegrityError as error:
        raise EstadoCambiado(f"Otra persona abrió la vigencia {anio} mientras tanto.") from error
    heredar_estrategias(anio=anio, por=por, ahora=ahora)
    herencia = heredar(vigencia=vigencia, por=por, ahora=ahora)
    registrar(
        vigencia,
        verbo="abrir",
        por=por,
        ahora=ahora,
        cambios={
            "version": (None, str(version)),
            "fecha_limite_institucionales": (None, fecha_limite_institucionales),
            "fecha_limite_politicas": (None, fecha_limite_politicas),
        },
        nota=herencia.en_palabras if herencia else "",
    )
    return vigencia


@transaction.atomic
def corregir_version(
    *, vigencia: Vigencia, version: VersionModelo, motivo: str, por: Usuario, ahora: datetime
) -> Vigencia:
    """Cambia la versión de una vigencia abierta, ya tomada; las políticas de la otra heredan como al abrir.

    Lo que habían heredado las de antes se quita, si ningún otro año trabaja con ellas.
    """
    antes, vigencia.version = vigencia.version, version
    vigencia.save(update_fields=["version"])
    soltar_lo_heredado(antes)
    herencia = heredar(vigencia=vigencia, por=por, ahora=ahora)
    registrar(
        vigencia,
        verbo="corregir version",
        por=por,
        ahora=ahora,
        cambios={"version": (str(antes), str(version))},
        nota=" ".join([motivo, herencia.en_palabras if herencia else ""]).strip(),
    )
    return vigencia


@transaction.atomic
def deshacer_apertura(*, vigencia: Vigencia, nota: str, por: Usuario, ahora: datetime) -> None:
    """Borra una vigencia ya tomada y sin planes ni cortes, con las estrategias y los responsables que heredó.

    También las fases que en ella se terminaron y se reabrieron: la bitácora las conserva.
    """
    cambios = {"abierta_en": (vigencia.abierta_en, None), "version": (str(vigencia.version), None)}
    registrar(vigencia, verbo="deshacer", por=por, ahora=ahora, cambios=cambios, nota=nota)
    soltar_estrategias(vigencia.anio)
    FaseCumplida.objects.filter(vigencia=vigencia).exclude(reabierta_en=None).delete()
    vigencia.delete()
    soltar_lo_heredado(vigencia.version)


def tomar_vigencia(pk: int) -> Vigencia:
    """Toma la fila de la vigencia, dentro de una transacción: es el primer candado de quien decide sobre sus planes
    (aprobar, prorrogar) o cierra sus cortes. Así cada decisión queda entera antes o después de un cierre.

    Lanza `EstadoCambiado` si mientras tanto se deshizo su apertura.
    """
    vigencia = Vigencia.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if vigencia is None:
        raise EstadoCambiado("Otra persona deshizo la apertura de esa vigencia: ya no está.")
    return vigencia


def por_que_no_se_cierra(vigencia: Vigencia, hoy: date) -> list[Problema]:
    """Lo que impide cerrarla en la fecha, de ella sola: sus planes y sus cortes los mira quien la cierra con ellos."""
    return problemas_para_cerrar(
        anio=vigencia.anio,
        abierta=vigencia.abierta_en is not None,
        cerrada=vigencia.cerrada_en is not None,
        termina=vigencia.fecha_de_corte(4),
        hoy=hoy,
    )


@transaction.atomic
def cerrar_vigencia(*, vigencia: Vigencia, por: Usuario, ahora: datetime) -> Vigencia:
    """Cierra un año de trabajo. Lanza `ReglaIncumplida` si no está abierto o todavía no termina."""
    leida = Vigencia.objects.get(pk=vigencia.pk)
    exigir(por_que_no_se_cierra(leida, en_bogota(ahora)))
    abierta = Vigencia.objects.abiertas().filter(pk=vigencia.pk)
    if abierta.update(cerrada_en=ahora, cerrada_por=por) != 1:
        raise EstadoCambiado(f"Otra persona cerró la vigencia {leida.anio} mientras tanto.")
    cerrada = Vigencia.objects.get(pk=vigencia.pk)
    registrar(cerrada, verbo="cerrar", por=por, ahora=ahora, cambios={"cerrada_en": (None, ahora)})
    return cerrada
