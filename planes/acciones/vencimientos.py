"""Verbos sobre los vencimientos de un informe: presentar, corregir lo presentado, editar, anular y reabrir."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import tomar
from mipg.fechas import en_bogota
from mipg.reglas import ReglaIncumplida, exigir, problemas_de_motivo
from mipg.texto import una_linea
from mipg.usuarios.acciones.dependencias import exigir_que_existan
from mipg.usuarios.models import Usuario
from planes.acciones.de_ley import adjuntar_soporte, cambiar, tiene_soporte, tomar_leido
from planes.models import Vencimiento
from planes.reglas import de_ley as reglas
from politicas.acciones import tomar_vigencia

Estado = Vencimiento.Estado
_SIN_PRESENTAR = {
    "radicado_salida": "",
    "fecha_salida": None,
    "salida_nota": "",
    "presentado_en": None,
    "presentado_por": None,
}


def _tomar(vencimiento: Vencimiento, version: int, puede, por: Usuario, ahora: datetime) -> Vencimiento:
    filas = Vencimiento.objects.con_informe().filter(pk=vencimiento.pk)
    return tomar_leido(filas, version, puede, por=por, ahora=ahora)


def _mover(vencimiento: Vencimiento, verbo: str, a: str, por: Usuario, ahora: datetime, nota: str, **cambios):
    return tomar(
        Vencimiento.objects.con_informe().filter(pk=vencimiento.pk),
        reglas.TRANSICIONES_DE_VENCIMIENTO,
        a=a,
        por=por,
        verbo=verbo,
        ahora=ahora,
        nota=nota.strip(),
        **cambios,
    )


def _exigir_salida(
    vencimiento: Vencimiento, radicado: str, fecha: date, *, soporte: bool, nota: str, ahora: datetime
) -> None:
    vigencia, hoy = vencimiento.informe.vigencia.anio, en_bogota(ahora)
    datos = {"radicado": radicado, "fecha": fecha, "soporte": soporte, "nota": nota}
    exigir(reglas.problemas_de_salida(**datos, hoy=hoy, vigencia=vigencia))


@transaction.atomic
def presentar(
    *,
    vencimiento: Vencimiento,
    radicado: str,
    fecha: date,
    version: int,
    por: Usuario,
    ahora: datetime,
    nota: str = "",
    soporte: dict | None = None,
) -> Vencimiento:
    """Da por presentado un informe, con su radicado y su soporte; después de vencer queda «tarde»."""
    tomado = _tomar(vencimiento, version, reglas.responde, por, ahora)
    _exigir_salida(tomado, radicado, fecha, soporte=bool(soporte) or tiene_soporte(tomado), nota=nota, ahora=ahora)
    presentado = _mover(
        vencimiento,
        "presentar",
        Estado.PRESENTADO,
        por,
        ahora,
        nota,
        radicado_salida=una_linea(radicado),
        fecha_salida=fecha,
        salida_nota=nota.strip(),
        presentado_en=ahora,
        presentado_por=por,
    )
    adjuntar_soporte(presentado, soporte, por=por, ahora=ahora)
    return presentado


@transaction.atomic
def corregir_presentado(
    *,
    vencimiento: Vencimiento,
    radicado: str,
    fecha: date,
    motivo: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    soporte: dict | None = None,
) -> Vencimiento:
    """Corrige el radicado o su fecha, con motivo: la bitácora guarda los anteriores. El soporte nuevo se suma."""
    exigir(problemas_de_motivo(motivo, "se corrige"))
    tomado = _tomar(vencimiento, version, reglas.responde, por, ahora)
    _exigir_salida(tomado, radicado, fecha, soporte=True, nota=motivo, ahora=ahora)
    if tomado.estado != Estado.PRESENTADO:
        raise ReglaIncumplida("Sólo se corrige lo que ya se presentó.")
    corregido = cambiar(
        tomado, "corregir", por=por, ahora=ahora, nota=motivo, radicado_salida=una_linea(radicado), fecha_salida=fecha
    )
    adjuntar_soporte(corregido, soporte, por=por, ahora=ahora)
    return corregido


@transaction.atomic
def editar_vencimiento(
    *, vencimiento: Vencimiento, periodo: str, vence: date, motivo: str, version: int, por: Usuario, ahora: datetime
) -> Vencimiento:
    """Corrige cuándo vence, o cómo se llama su periodo, mientras esté pendiente."""
    exigir(problemas_de_motivo(motivo, "se corrige"))
    tomado = _tomar(vencimiento, version, reglas.lleva, por, ahora)
    if tomado.estado != Estado.PENDIENTE:
        raise ReglaIncumplida("Sólo se corrige la fecha de lo que falta por presentar.")
    exigir(reglas.problemas_de_vencimiento(vence, anio=tomado.informe.vigencia.anio))
    return cambiar(tomado, "editar", por=por, ahora=ahora, nota=motivo, periodo=una_linea(periodo), vence=vence)


@transaction.atomic
def anular_vencimiento(
    *, vencimiento: Vencimiento, motivo: str, version: int, por: Usuario, ahora: datetime
) -> Vencimiento:
    """Anula una presentación que no se debe, o que se registró en el informe o en el año que no era, con su motivo.

    La bitácora guarda el radicado que tenía.
    """
    exigir(problemas_de_motivo(motivo, "se anula"))
    _tomar(vencimiento, version, reglas.lleva, por, ahora)
    return _mover(
        vencimiento,
        "anular",
        Estado.ANULADO,
        por,
        ahora,
        motivo,
        anulado_en=ahora,
        anulado_por=por,
        anulado_motivo=motivo.strip(),
        **_SIN_PRESENTAR,
    )


@transaction.atomic
def reabrir_vencimiento(
    *, vencimiento: Vencimiento, motivo: str, version: int, por: Usuario, ahora: datetime
) -> Vencimiento:
    """Vuelve a deberse lo que se presentó o se anuló por error; lo debe quien hoy debe el informe.

    La bitácora guarda el radicado que tenía.
    """
    exigir(problemas_de_motivo(motivo, "se reabre"))
    tomar_vigencia(vencimiento.informe.vigencia_id)
    tomado = _tomar(vencimiento, version, reglas.lleva, por, ahora)
    if tomado.informe.anulado_en:
        raise ReglaIncumplida("El informe está anulado: registre otro si se debe.")
    debe, hoy = tomado.informe.dependencia, en_bogota(ahora)
    debe = debe.de_hoy(hoy) or debe
    exigir_que_existan([debe.pk], hoy)
    return _mover(
        vencimiento,
        "reabrir",
        Estado.PENDIENTE,
        por,
        ahora,
        motivo,
        dependencia=debe,
        **_SIN_PRESENTAR,
        anulado_en=None,
        anulado_por=None,
        anulado_motivo="",
    )
