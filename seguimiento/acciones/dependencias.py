"""Suprimir una dependencia o fusionarla en otra, con todo lo que tiene a cargo, y volver atrás."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Min

from mipg.fechas import en_bogota
from mipg.reglas import Problema, exigir
from mipg.usuarios.a_cargo import Cargo, Traslado
from mipg.usuarios.acciones import dependencias as de_usuarios
from mipg.usuarios.acciones.traspaso import Pedido, devolver_roles, pasar_roles
from mipg.usuarios.models import Dependencia, Supresion, Usuario
from mipg.usuarios.reglas.dependencias import problemas_para_restablecer, problemas_para_suprimir
from planes import a_cargo as de_planes
from politicas import a_cargo as de_politicas
from politicas.models import Vigencia
from seguimiento import a_cargo as de_seguimiento


@dataclass(frozen=True)
class Inventario:
    """Lo que una dependencia tiene vivo: lo que `pasa` a quien la suceda, lo que lo `sigue`, lo del
    `catalogo` y lo que `termina` con ella."""

    pasa: tuple[Cargo, ...]
    sigue: tuple[Cargo, ...]
    catalogo: tuple[Cargo, ...]
    termina: tuple[Cargo, ...]

    def __iter__(self) -> Iterator[Cargo]:
        return iter((*self.pasa, *self.sigue, *self.catalogo, *self.termina))

    def exigen_sucesora(self, dependencia: Dependencia) -> int:
        """Cuánto no puede quedarse sin quien lo reciba."""
        return sum(cargo.de(dependencia).count() for cargo in (*self.pasa, *self.catalogo))


def inventario(hoy: date) -> Inventario:
    """Todo lo que una dependencia puede tener a cargo, de arriba abajo."""
    return Inventario(
        pasa=(
            *de_planes.cargos(),
            de_politicas.secretarias(),
            de_politicas.enlaces(hoy),
            *de_politicas.jornadas(),
            de_usuarios.hijas(),
        ),
        sigue=(de_seguimiento.reportes(), de_seguimiento.ampliaciones()),
        catalogo=tuple(de_politicas.del_catalogo()),
        termina=(de_planes.membresias(hoy),),
    )


def problemas(
    dependencia: Dependencia, *, sucesora: Dependencia | None, rige_desde: date, acto: str, hoy: date
) -> list[Problema]:
    """Por qué no se puede suprimir, con los datos de hoy."""
    return problemas_para_suprimir(
        nombre=dependencia.nombre,
        desde=dependencia.vigente_desde,
        con_gente_desde=dependencia.asignaciones.filter(desde__lt=hoy).aggregate(primera=Min("desde"))["primera"],
        la_sucede=str(dependencia.sucesora or ""),
        rige_desde=rige_desde,
        sucesora=sucesora and sucesora.pk,
        sucesora_existe=sucesora is not None and sucesora.existe(hoy),
        es_ella=sucesora == dependencia,
        acto=acto,
        a_cargo=inventario(hoy).exigen_sucesora(dependencia) if sucesora is None else 0,
        hoy=hoy,
    )


def _tomar(
    de: Dependencia, a: Dependencia | None, hoy: date, membresias: Collection[de_planes.Terminada] = ()
) -> tuple[Dependencia, Dependencia | None]:
    """Toma lo que nadie debe mover mientras tanto, en el orden de siempre, y al final las dos dependencias.

    `membresias`: las que se devuelven; se toman sus instancias.
    """
    # Sin `no_key` se trabaría con quien escribe una actividad: toma su plan y después pide el nombre de la vigencia.
    list(Vigencia.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    de_seguimiento.tomar(de)
    de_planes.tomar_instancias(membresias)
    de_planes.tomar()
    tomadas = de_usuarios.tomar({una.pk for una in (de, a) if una}, hoy)
    return tomadas[de.pk], a and tomadas[a.pk]


@transaction.atomic
def suprimir(
    *,
    dependencia: Dependencia,
    sucesora: Dependencia | None,
    rige_desde: date,
    acto: str,
    por: Usuario,
    ahora: datetime,
) -> tuple[Supresion, list[Pedido]]:
    """La dependencia deja de existir y lo que tiene vivo pasa a su sucesora, cada cosa con su suceso: todo o nada.

    Lo cerrado —cortes, fotos, versiones y planes terminados— queda como está; la sucesora lo ve. Los roles se piden por
    las reglas de las cuentas (`pasar_roles`), y se devuelve qué pasó con cada uno.

    Lanza `ReglaIncumplida` si ya la sucedió otra, falta el acto, la fecha no ha llegado o tiene algo a cargo y no hay
    sucesora.
    """
    hoy = en_bogota(ahora)
    dependencia, sucesora = _tomar(dependencia, sucesora, hoy)
    exigir(problemas(dependencia, sucesora=sucesora, rige_desde=rige_desde, acto=acto, hoy=hoy))
    acto = acto.strip()
    en_que = f"{dependencia} se fusionó en {sucesora}" if sucesora else f"{dependencia} se suprimió"
    nota = f"{en_que}: {acto}."
    # Una que alguien dio por terminada sin decir quién la sucedía.
    Supresion.objects.filter(dependencia=dependencia, deshecha_en=None).update(
        deshecha_en=ahora, deshecha_por=por, deshecha_motivo=nota[:300]
    )
    de_usuarios.terminar(dependencia, sucesora=sucesora, rige_desde=rige_desde, por=por, ahora=ahora, nota=nota)
    # Sin sucesora no hay nada que pase: los roles que queden sólo terminan.
    traslado = Traslado(dependencia, sucesora, nota, por, ahora)
    pasaron = _pasar(traslado) if sucesora else {}
    pasaron["membresias"] = de_planes.terminar_membresias(traslado)
    pedidos = pasar_roles(traslado)
    pasaron["cambios"] = [cambio.pk for pedido in pedidos for cambio in pedido.cambios]
    supresion = Supresion(
        dependencia=dependencia,
        sucesora=sucesora,
        rige_desde=rige_desde,
        acto=acto,
        pasaron={clave: claves for clave, claves in pasaron.items() if claves},
        creada_en=ahora,
        creada_por=por,
    )
    supresion.full_clean(exclude=["pasaron"])
    supresion.save()
    return supresion, pedidos


def _pasar(traslado: Traslado, solo: dict[str, list[int]] | None = None) -> dict[str, list[int]]:
    """De arriba abajo, lo que cada app tiene a cargo; con `solo`, por clase, lo de esas claves primarias."""
    de_seguimiento.pasar_plazos(traslado)
    return {
        **de_planes.pasar(traslado, solo),
        "secretarias": de_politicas.pasar_secretarias(traslado, solo),
        "enlaces_de_politica": de_politicas.pasar_enlaces(traslado, solo),
        **de_politicas.pasar_jornadas(traslado, solo),
        "hijas": de_usuarios.pasar_hijas(traslado, solo),
    }


@transaction.atomic
def restablecer(*, supresion: Supresion, motivo: str, por: Usuario, ahora: datetime) -> list[Pedido]:
    """Deshace una supresión: la dependencia vuelve a existir y recibe lo suyo que siga vivo y sin haber pasado a otra;
    quienes integraban instancias por su cargo en ella vuelven donde su lugar siga libre.

    Lo que entre tanto se hizo queda hecho: un plan cerrado, una actividad retirada y un corte cerrado no se mueven.
    Devuelve qué pasó con los roles de enlace; la jefatura se pide aparte.

    Lanza `ReglaIncumplida` si ya se deshizo, falta el motivo o quien recibió lo suyo también se suprimió.
    """
    hoy = en_bogota(ahora)
    membresias = supresion.pasaron.get("membresias", ())
    # Al revés: lo vivo lo tiene quien lo recibió.
    sucesora, dependencia = supresion.sucesora, supresion.dependencia
    if sucesora:
        sucesora, dependencia = _tomar(sucesora, dependencia, hoy, membresias)
    else:
        dependencia, _ = _tomar(dependencia, None, hoy, membresias)
    supresion = Supresion.objects.get(pk=supresion.pk)
    exigir(
        problemas_para_restablecer(
            deshecha=supresion.deshecha_en is not None,
            sucesora=str(sucesora or ""),
            sucesora_existe=sucesora is not None and sucesora.existe(hoy),
            motivo=motivo,
        )
    )
    nota = f"{dependencia} se restableció: {motivo.strip()}"
    de_usuarios.revivir(dependencia, por=por, ahora=ahora, nota=nota)
    if sucesora:
        _pasar(Traslado(sucesora, dependencia, nota, por, ahora), supresion.pasaron)
    de_planes.devolver_membresias(Traslado(sucesora, dependencia, nota, por, ahora), membresias)
    pedidos = devolver_roles(Traslado(sucesora, dependencia, nota, por, ahora), supresion.pasaron.get("cambios", ()))
    supresion.deshecha_en, supresion.deshecha_por, supresion.deshecha_motivo = ahora, por, motivo.strip()
    supresion.full_clean(exclude=["pasaron"])
    supresion.save()
    return pedidos
