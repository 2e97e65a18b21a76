"""Qué pasa con los roles de quienes trabajaban en una dependencia que se suprime, con las reglas de las cuentas."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from mipg.fechas import en_bogota
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.a_cargo import Traslado
from mipg.usuarios.acciones.cambios import desistir_cambio, pedir_cambio
from mipg.usuarios.acciones.efectos import actuo
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Dependencia, TipoAsignacion
from mipg.usuarios.querysets import AsignacionQuerySet
from mipg.usuarios.reglas import ultimo_dia
from mipg.usuarios.roles import DE_DEPENDENCIA, Operacion, Rol


@dataclass(frozen=True)
class Pedido:
    """Lo que se pidió para un rol: los cambios de cuenta o, si no se pudo, por qué."""

    asignacion: Asignacion
    cambios: tuple[CambioDeCuenta, ...] = ()
    porque: str = ""


def roles_de(dependencia: Dependencia, hoy: date) -> AsignacionQuerySet:
    """Los roles que se ejercen en la dependencia y no han terminado, los titulares antes que sus encargos.

    Los que miran la entidad entera no son de ella: siguen valiendo.
    """
    suyos = dependencia.asignaciones.filter(rol__in=DE_DEPENDENCIA).no_terminadas(hoy)
    return suyos.select_related("persona", "dependencia", "en_encargo_de").order_by("-tipo", "pk")


def pasar_roles(traslado: Traslado) -> list[Pedido]:
    """Pide, como en la ficha de cada persona, que los enlaces lo sean de la otra y que los jefes terminen.

    Nadie dirige la otra por esto: su jefatura se pide aparte. Lo que confirma otra persona queda por confirmar, y lo
    que no se puede pedir (la cuenta propia, un encargo que ya no cabe) se devuelve con su porqué: el rol no estorba,
    pues donde se ejerce ya no hay nada a cargo.
    """
    return [_pedir(una, traslado) for una in roles_de(traslado.de, en_bogota(traslado.ahora))]


def devolver_roles(traslado: Traslado, cambios: Collection[int]) -> list[Pedido]:
    """Deshace lo que se pudo de los cambios que un traslado pidió (claves primarias).

    Desiste de los que nadie ha decidido, si los pidió la misma persona, y devuelve a los enlaces que pasaron. La
    jefatura que ya terminó se pide otra vez en la ficha de quien la tenía.
    """
    for cambio in CambioDeCuenta.objects.filter(pk__in=cambios).select_related("asignacion", "afectado").order_by("pk"):
        if cambio.estado == CambioDeCuenta.Estado.SOLICITADO:
            with suppress(ReglaIncumplida):
                desistir_cambio(cambio=cambio, por=traslado.por, ahora=traslado.ahora)
    if traslado.de is None:
        return []
    pasaron = CambioDeCuenta.objects.filter(pk__in=cambios, estado=CambioDeCuenta.Estado.APLICADO, rol=Rol.ENLACE)
    de_quienes = pasaron.filter(operacion=Operacion.DAR_ROL).values("afectado")
    enlaces = roles_de(traslado.de, en_bogota(traslado.ahora)).filter(rol=Rol.ENLACE, persona__in=de_quienes)
    return [_pedir(una, traslado) for una in enlaces]


def _pedir(una: Asignacion, traslado: Traslado) -> Pedido:
    try:
        with transaction.atomic():
            return Pedido(una, tuple(_cambios(una, traslado)))
    except (ReglaIncumplida, ValidationError) as error:
        return Pedido(una, porque=" ".join(getattr(error, "messages", None) or [str(error)]))


def _cambios(una: Asignacion, traslado: Traslado) -> Iterator[CambioDeCuenta]:
    hoy = en_bogota(traslado.ahora)
    pedir = partial(
        pedir_cambio, persona=una.persona, motivo=traslado.nota[:300], por=traslado.por, ahora=traslado.ahora
    )
    if traslado.a and una.rol == Rol.ENLACE and not _ya_lo_es(una, traslado.a, hoy):
        yield pedir(
            operacion=Operacion.DAR_ROL,
            rol=una.rol,
            dependencia=traslado.a,
            desde=max(una.desde, hoy),
            hasta=una.hasta,
            en_encargo_de=una.en_encargo_de,
            vacante=una.tipo == TipoAsignacion.ENCARGO and una.en_encargo_de is None,
            acto=una.acto,
        )
    ultimo = ultimo_dia(hoy - timedelta(days=1), hoy=hoy, actuo=actuo(una.persona, hoy))
    if ultimo < una.desde:
        yield pedir(operacion=Operacion.ANULAR_ROL, asignacion=una)
    elif una.hasta is None or una.hasta > ultimo:
        yield pedir(operacion=Operacion.TERMINAR_ROL, asignacion=una, hasta=ultimo)


def _ya_lo_es(una: Asignacion, en: Dependencia, hoy: date) -> bool:
    return en.asignaciones.no_terminadas(hoy).filter(persona=una.persona, rol=una.rol).exists()
