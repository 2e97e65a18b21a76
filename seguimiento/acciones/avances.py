"""Verbos sobre el reporte: reportar (guardar, adjuntar y enviar), adelantar, recuperar, avalar, devolver…

Todos toman el reporte y exigen su corte abierto: nada entra ni sale de un corte mientras se cierra.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from mipg.avisos.acciones import asuetos
from mipg.bitacora.acciones import registrar, tomar
from mipg.consultas import armada_una_vez
from mipg.expediente import acciones as expediente
from mipg.expediente.models import Documento, Uso
from mipg.fechas import en_bogota, habiles_entre, sumar_habiles
from mipg.formularios import escribir_decimal
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Usuario
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.models import Actividad
from seguimiento.acciones.conciliacion import por_crear
from seguimiento.models import Ampliacion, Avance, Corte, ObservacionAvance
from seguimiento.reglas import avances as reglas
from seguimiento.reglas import hechos


class ConflictoDeEdicion(ReglaIncumplida):
    """Otra persona (u otra pestaña) guardó los mismos campos: `campos` es `{campo: (lo guardado, lo propio)}`."""

    def __init__(self, campos: Mapping[str, tuple]):
        self.campos = campos
        super().__init__(
            [
                Problema(
                    "Otra persona guardó este campo mientras usted escribía: compare y vuelva a guardar.",
                    campo,
                )
                for campo in campos
            ]
        )


def _exigir_abierto(corte: Corte) -> Corte:
    if not corte.esta_abierto:
        raise ReglaIncumplida(f"El corte {corte} ya no está abierto: no se guardó nada.")
    return corte


def _en_corte_abierto(avance: Avance) -> Avance:
    """Toma el reporte, fresco, y después mira su corte; lanza `ReglaIncumplida` si ya no está abierto.

    Quien cierra toma el corte y luego todos sus reportes: espera a los que están escribiendo, y el que llega después
    ya lo lee cerrado. Así dos personas que reportan no se esperan entre sí.
    """
    fresco = (
        Avance.objects.select_for_update(of=("self",))
        .select_related("actividad__plan", "actividad__dependencia", "actividad__enlace")
        .get(pk=avance.pk)
    )
    fresco.corte = _exigir_abierto(Corte.objects.select_related("vigencia").get(pk=fresco.corte_id))
    return fresco


def plazo_ampliado(avance: Avance) -> date | None:
    """Plazo de la ampliación de la dependencia responsable, si la tiene."""
    return _ampliacion(avance.corte_id, avance.actividad.dependencia_id)


def _ampliacion(corte: int, dependencia: int | None) -> date | None:
    return max(_ampliaciones(corte, dependencia), default=None)


@armada_una_vez
def _ampliaciones(corte: int, dependencia: int | None) -> QuerySet:
    suyas = Ampliacion.objects.filter(corte=corte, dependencia=dependencia)
    return suyas.order_by().values_list("cierra", flat=True)


def campos_abiertos(avance: Avance) -> frozenset[str]:
    """Qué se puede escribir ahora en el reporte."""
    if not hechos.DEVUELTO(avance):
        return reglas.campos_abiertos(avance, {})
    devueltos = avance.observaciones.filter(resuelta_en=None).values_list("campo", "valor")
    return reglas.campos_abiertos(avance, dict(devueltos))


def problemas_para_escribir(avance: Avance, por: Usuario, hoy: date) -> list[Problema]:
    """Por qué la persona no puede escribir hoy en el reporte."""
    # La ampliación sólo da plazo: a tiempo no hace falta buscarla.
    ampliacion = plazo_ampliado(avance) if hoy > avance.vence() else None
    return reglas.problemas_para_escribir(avance, por.perfil(hoy), hoy=hoy, ampliacion=ampliacion)


def _para_escribir(avance: Avance, por: Usuario, ahora: datetime) -> Avance:
    """El reporte tomado y su corte abierto, si la persona puede escribir hoy en él."""
    avance = _en_corte_abierto(avance)
    exigir(problemas_para_escribir(avance, por, en_bogota(ahora)))
    return avance


def _filas(avance: Avance):
    """La fila del reporte, con lo que la bitácora nombra de él."""
    return Avance.objects.filter(pk=avance.pk).select_related("actividad", "corte__vigencia")


@dataclass(frozen=True)
class Reportado:
    """Hasta dónde llegó `reportar`: el reporte como quedó y por qué no se adjuntó o no se envió, si es el caso.

    `ya_estaba`: el soporte ya lo tenía el reporte; no se repite y lo demás sigue.
    """

    avance: Avance
    ya_estaba: Exception | None = None
    negado_el_soporte: Exception | None = None
    negado_el_envio: Exception | None = None


@transaction.atomic
def reportar(
    *,
    avance: Avance,
    cambios: Mapping[str, tuple],
    por: Usuario,
    ahora: datetime,
    soporte: Mapping | None = None,
    vistos: Mapping[str, object] | None = None,
) -> Reportado:
    """Guarda lo escrito, adjunta el soporte y, si se dice lo `vistos`, envía: todo en una sola toma del reporte.

    Lo que alcanzó a hacerse queda, aunque lo siguiente se niegue: quien escribe no pierde nada. Lanza lo mismo que
    `guardar` cuando ni lo escrito se pudo guardar.
    """
    avance = _guardar(_para_escribir(avance, por, ahora), cambios, por, ahora)
    ya_estaba = None
    if soporte is not None:
        try:
            _adjuntar(avance, por, ahora, **soporte)
        except expediente.YaAdjunto as error:
            ya_estaba = error
        except (ReglaIncumplida, ValidationError) as error:
            return Reportado(avance, negado_el_soporte=error)
    if vistos is not None:
        try:
            avance = _enviar(avance, por, ahora, version=avance.version, vistos=vistos)
        except (ReglaIncumplida, ValidationError) as error:
            return Reportado(avance, ya_estaba, negado_el_envio=error)
    return Reportado(avance, ya_estaba)


def problemas_para_adelantar(actividad: Actividad, corte: Corte, perfil: Perfil) -> list[Problema]:
    """Por qué la persona no puede adelantar hoy la actividad en el corte."""
    ampliacion = _ampliacion(corte.pk, actividad.dependencia_id)
    return reglas.problemas_para_adelantar(actividad, corte, perfil, hoy=perfil.hoy, ampliacion=ampliacion)


@transaction.atomic
def adelantar(*, actividad: Actividad, corte: Corte, por: Usuario, ahora: datetime) -> Avance:
    """Crea el reporte de una actividad sin programación en el trimestre: no es un deber, pero se permite."""
    # Un reporte que nace no se puede tomar todavía: se toma el corte, como quien cierra.
    corte = _exigir_abierto(Corte.objects.select_for_update(of=("self",)).select_related("vigencia").get(pk=corte.pk))
    exigir(problemas_para_adelantar(actividad, corte, por.perfil(ahora)))
    # Si el plan se aprobó después de abrir y nadie ha conciliado el corte, su reporte sí se esperaba.
    esperado = por_crear(corte, en_bogota(ahora)).filter(pk=actividad.pk).exists()
    avance, nuevo = Avance.objects.get_or_create(
        actividad=actividad, corte=corte, defaults={"esperado": esperado, "creado_en": ahora, "creado_por": por}
    )
    if nuevo:
        registrar(avance, verbo="adelantar", por=por, ahora=ahora)
    return avance


@transaction.atomic
def guardar(*, avance: Avance, cambios: Mapping[str, tuple], por: Usuario, ahora: datetime) -> Avance:
    """Guarda en borrador sólo lo que la persona cambió. `cambios` es `{campo: (lo que vio, lo que escribió)}`.

    Lanza `ConflictoDeEdicion` si lo guardado ya no es lo que vio (nada se pisa), y `ReglaIncumplida` si el campo no
    está abierto o la ventana cerró.
    """
    return _guardar(_para_escribir(avance, por, ahora), cambios, por, ahora)


def _guardar(avance: Avance, cambios: Mapping[str, tuple], por: Usuario, ahora: datetime) -> Avance:
    if not cambios:
        return avance
    exigir(reglas.problemas_para_guardar(campos_abiertos(avance), {c: escrito for c, (_, escrito) in cambios.items()}))
    if chocan := reglas.choques(avance, cambios):
        raise ConflictoDeEdicion(chocan)
    nuevos = {campo: escrito for campo, (_, escrito) in cambios.items() if getattr(avance, campo) != escrito}
    if not nuevos:
        return avance
    for campo, valor in nuevos.items():
        setattr(avance, campo, valor)
    avance.clean_fields(exclude={campo.name for campo in Avance._meta.fields} - nuevos.keys())
    if {"cantidad", "situacion"} & nuevos.keys():
        # Lo avalado era otra cosa: vuelve a hacer falta el aval.
        nuevos |= {"avalado_en": None, "avalado_por": None}
    avance.autores.add(por)
    return tomar(
        _filas(avance),
        reglas.TRANSICIONES,
        a=Avance.Estado.DEVUELTO if hechos.DEVUELTO(avance) else Avance.Estado.BORRADOR,
        por=por,
        verbo="guardar",
        ahora=ahora,
        **nuevos,
    )


def _exigir_soportes_abiertos(avance: Avance) -> None:
    if "soportes" not in campos_abiertos(avance):
        raise ReglaIncumplida([Problema("Los soportes no se devolvieron: no se pueden cambiar.", "soportes")])


@transaction.atomic
def adjuntar(*, avance: Avance, por: Usuario, ahora: datetime, **soporte) -> None:
    """Adjunta al reporte un archivo (`nombre`, `contenido`), un enlace (`url`) o un `documento` del expediente.

    Además, `fecha_documento` y `titulo`. Lo que ya estaba no se repite.
    """
    with contextlib.suppress(expediente.YaAdjunto):
        _adjuntar(_para_escribir(avance, por, ahora), por, ahora, **soporte)


def _adjuntar(avance: Avance, por: Usuario, ahora: datetime, *, documento: Documento | None = None, **nuevo) -> None:
    _exigir_soportes_abiertos(avance)
    if documento is None:
        expediente.adjuntar(objeto=avance, dependencia=avance.actividad.dependencia, por=por, ahora=ahora, **nuevo)
    elif documento.retirado_en is not None:
        raise ReglaIncumplida([Problema("Ese documento fue retirado del expediente: elija otro.", "documento")])
    else:
        expediente.reutilizar(documento=documento, objeto=avance, por=por, ahora=ahora)
    avance.autores.add(por)


@transaction.atomic
def desadjuntar(*, avance: Avance, uso: int, por: Usuario, ahora: datetime) -> None:
    """Quita un soporte (`uso`: clave primaria de su `Uso`) del reporte mientras se puede escribir en él."""
    avance = _para_escribir(avance, por, ahora)
    _exigir_soportes_abiertos(avance)
    vigente = Uso.objects.de(avance).filter(pk=uso).first()
    if vigente is None:
        raise EstadoCambiado("Ese soporte ya no estaba en el reporte.")
    avance.autores.add(por)
    expediente.desadjuntar(uso=vigente, por=por, ahora=ahora)


@transaction.atomic
def enviar(
    *,
    avance: Avance,
    por: Usuario,
    ahora: datetime,
    version: int | None = None,
    vistos: Mapping[str, object] | None = None,
) -> Avance:
    """Envía el reporte; con `version` o `vistos` (`{campo: lo que vio}`), sólo si es lo que la persona vio.

    Si sólo se corrigió lo devuelto sin tocar cantidad ni situación, el aval sigue valiendo, salvo que quien avaló haya
    escrito la corrección: nadie avala lo que escribió.
    """
    avance = _para_escribir(avance, por, ahora)
    return _enviar(avance, por, ahora, version=avance.version if version is None else version, vistos=vistos)


def _enviar(
    avance: Avance, por: Usuario, ahora: datetime, *, version: int, vistos: Mapping[str, object] | None
) -> Avance:
    ajenos = {c: (getattr(avance, c), visto) for c, visto in (vistos or {}).items() if getattr(avance, c) != visto}
    if ajenos:
        raise ConflictoDeEdicion(ajenos)
    exigir(reglas.problemas_para_enviar(avance))
    sin_aval = _por_que_no_lleva_aval(avance, por, ahora)
    avance.autores.add(por)
    sigue_avalado = avance.avalado_por_id is not None and not sin_aval and avance.avalado_por_id not in _autores(avance)
    cantidad = {"SIN_AVANCE": Decimal(0), "SIN_DEMANDA": None}.get(avance.situacion, avance.cantidad)
    enviado = tomar(
        _filas(avance),
        reglas.TRANSICIONES,
        a=Avance.Estado.AVALADO if sigue_avalado else Avance.Estado.ENVIADO,
        por=por,
        verbo="enviar",
        ahora=ahora,
        version=version,
        cantidad=cantidad,
        reportado_en=ahora,
        reportado_por=por,
        sin_aval=sin_aval,
        **({} if sigue_avalado else {"avalado_en": None, "avalado_por": None}),
    )
    if hechos.DEVUELTO(avance):
        enviado.observaciones.filter(resuelta_en=None).update(resuelta_en=ahora, resuelta_por=por)
    return enviado


def _por_que_no_lleva_aval(avance: Avance, reporto: Usuario, cuando: datetime) -> str:
    """Razón que se sabe desde el envío; vacía si el jefe debe avalar."""
    if not avance.corte.vigencia.exige_aval:
        return "La vigencia no exige aval."
    # Sólo el jefe responsable: si reporta quien coordina el plan, el jefe de la dependencia todavía puede avalar.
    if avance.actividad.dependencia_id in reporto.perfil(cuando).dependencias(Permiso.AVANCE_AVALAR):
        return f"Lo reportó quien avala: {reporto}."
    return ""


@transaction.atomic
def recuperar(*, avance: Avance, por: Usuario, ahora: datetime) -> Avance:
    """Recupera un envío que nadie ha tocado. Si corregía una devolución, vuelve a estar devuelto."""
    avance = _en_corte_abierto(avance)
    exigir(
        reglas.problemas_para_recuperar(
            avance, por.perfil(ahora), hoy=en_bogota(ahora), ampliacion=plazo_ampliado(avance)
        )
    )
    reabiertas = avance.observaciones.filter(resuelta_en=avance.reportado_en).update(
        resuelta_en=None, resuelta_por=None
    )
    return tomar(
        Avance.objects.filter(pk=avance.pk),
        reglas.TRANSICIONES,
        a=Avance.Estado.DEVUELTO if reabiertas else Avance.Estado.BORRADOR,
        por=por,
        verbo="recuperar",
        ahora=ahora,
        version=avance.version,
        sin_aval="",
        **({} if reabiertas else {"reportado_en": None, "reportado_por": None}),
    )


def _autores(avance: Avance) -> set[int]:
    return set(avance.autores.values_list("pk", flat=True))


@transaction.atomic
def avalar(*, avance: Avance, version: int, por: Usuario, ahora: datetime) -> Avance:
    """El jefe avala la versión que leyó."""
    avance = _en_corte_abierto(avance)
    exigir(reglas.problemas_para_avalar(avance, por.perfil(ahora), _autores(avance)))
    return tomar(
        Avance.objects.filter(pk=avance.pk),
        reglas.TRANSICIONES,
        a=Avance.Estado.AVALADO,
        por=por,
        verbo="avalar",
        ahora=ahora,
        version=version,
        avalado_en=ahora,
        avalado_por=por,
        sin_aval="",
    )


@transaction.atomic
def devolver(
    *, avance: Avance, observaciones: Mapping[str, str], version: int, por: Usuario, ahora: datetime
) -> Avance:
    """Devuelve el reporte con un comentario en cada campo: `{campo: texto}`. Sólo esos campos se reabren."""
    avance = _en_corte_abierto(avance)
    exigir(reglas.problemas_para_devolver(avance, por.perfil(ahora)))
    observaciones = {
        ObservacionAvance.Campo(campo): texto.strip() for campo, texto in observaciones.items() if texto.strip()
    }
    if not observaciones:
        raise ReglaIncumplida("Escriba el comentario en el campo que hay que corregir.")
    devuelto = tomar(
        Avance.objects.filter(pk=avance.pk),
        reglas.TRANSICIONES,
        a=Avance.Estado.DEVUELTO,
        por=por,
        verbo="devolver",
        ahora=ahora,
        version=version,
        nota="; ".join(f"{campo.label}: {texto}" for campo, texto in observaciones.items())[:2000],
        plazo=max(avance.corte.cierra, sumar_habiles(en_bogota(ahora), reglas.DIAS_PARA_CORREGIR, asuetos())),
    )
    ObservacionAvance.objects.bulk_create(
        ObservacionAvance(
            avance=devuelto,
            campo=campo,
            texto=texto,
            valor=_valor_observado(avance, campo),
            creada_en=ahora,
            creada_por=por,
        )
        for campo, texto in observaciones.items()
    )
    return devuelto


def _valor_observado(avance: Avance, campo: str) -> str:
    """Lo que decía el campo al devolverlo, como se lee."""
    if campo == "soportes":
        return ""
    if campo == "cantidad":
        return "" if avance.cantidad is None else escribir_decimal(avance.cantidad)
    return avance.get_situacion_display() if campo == "situacion" else getattr(avance, campo)


def dias_desde_envio(avance: Avance, hoy: date) -> int:
    """Días hábiles desde que se envió."""
    return habiles_entre(en_bogota(avance.reportado_en), hoy, asuetos()) if avance.reportado_en else 0


@transaction.atomic
def aceptar(*, avance: Avance, version: int, por: Usuario, ahora: datetime, motivo: str = "") -> Avance:
    """Planeación acepta la versión que leyó. `motivo` dice por qué va sin aval, cuando el jefe no avaló a tiempo."""
    avance = _en_corte_abierto(avance)
    perfil = por.perfil(ahora)
    exigir(
        reglas.problemas_para_aceptar(
            avance,
            perfil,
            autores=_autores(avance),
            soportes=Uso.objects.de(avance).filter(documento__retirado_en=None).count(),
            habiles=dias_desde_envio(avance, en_bogota(ahora)),
            motivo=motivo,
        )
    )
    return tomar(
        Avance.objects.filter(pk=avance.pk),
        reglas.TRANSICIONES,
        a=Avance.Estado.ACEPTADO,
        por=por,
        verbo="aceptar",
        ahora=ahora,
        version=version,
        aceptado_en=ahora,
        aceptado_por=por,
        misma_dependencia=avance.actividad.dependencia_id in perfil.dependencias(),
        sin_aval="" if avance.avalado_por_id else avance.sin_aval or motivo.strip(),
    )


@transaction.atomic
def revertir(*, avance: Avance, version: int, por: Usuario, ahora: datetime) -> Avance:
    """Deshace, antes del cierre, la aceptación que se leyó."""
    avance = _en_corte_abierto(avance)
    exigir(reglas.problemas_para_revertir(avance, por.perfil(ahora)))
    return tomar(
        Avance.objects.filter(pk=avance.pk),
        reglas.TRANSICIONES,
        a=Avance.Estado.AVALADO if avance.avalado_por_id else Avance.Estado.ENVIADO,
        por=por,
        verbo="revertir",
        ahora=ahora,
        version=version,
        aceptado_en=None,
        aceptado_por=None,
        misma_dependencia=False,
        # El motivo de quien aceptó sin aval se va con su aceptación.
        sin_aval=""
        if avance.avalado_por_id
        else _por_que_no_lleva_aval(avance, avance.reportado_por, avance.reportado_en),
    )
