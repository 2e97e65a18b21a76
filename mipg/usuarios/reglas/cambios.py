"""Quién le cambia qué a la cuenta de quién. La tabla es `roles.RESGUARDOS`; aquí se aplica a un caso."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mipg.fechas import BOGOTA, en_bogota
from mipg.reglas import Problema, Transiciones
from mipg.usuarios.reglas import Perfil, problemas_para_anular
from mipg.usuarios.reglas.correos import buzon
from mipg.usuarios.roles import ADMINISTRAN, CON_ESPERA, ESPERA, RESGUARDOS, Operacion, Rol

TRANSICIONES_DE_CAMBIO: Transiciones = {
    "SOLICITADO": {
        "confirmar": ["APLICADO"],
        "aplicar": ["APLICADO"],
        "rechazar": ["RECHAZADO"],
        "desistir": ["DESISTIDO"],
        "detener": ["DETENIDO"],
        "descartar": ["FALLIDO"],
    },
    "APLICADO": {"detener": ["DETENIDO"]},
    "RECHAZADO": {},
    "DESISTIDO": {},
    "DETENIDO": {},
    "FALLIDO": {},
}

PESA = timedelta(days=30)


@dataclass(frozen=True)
class Afectado:
    """De la persona a quien le cambian la cuenta, lo que decide quién puede.

    `roles`: los que no han terminado (también los futuros) y el que se da o se quita. `correo_de`: quienes pidieron y
    confirmaron su último cambio de correo, mientras pese.
    """

    persona: int
    correo: str
    roles: frozenset[str] = frozenset()
    usada: bool = True
    correo_de: frozenset[int] = frozenset()

    @property
    def resguardados(self) -> frozenset[Rol]:
        """Los roles que piden dos personas."""
        return frozenset(rol for rol in RESGUARDOS if rol in self.roles)

    def con(self, rol: str) -> "Afectado":
        """La misma persona ante un cambio que le da o le quita `rol` (vacío: ninguno)."""
        return replace(self, roles=self.roles | {rol}) if rol else self


@dataclass(frozen=True)
class Viva:
    """Una persona vinculada que hoy podría pedir o confirmar algo."""

    perfil: Perfil
    correo: str
    nombre: str


def puede_pedir(roles: AbstractSet[str], afectado: Afectado) -> bool:
    """Con esos roles se pide un cambio en la cuenta del afectado."""
    return all(piden & roles for piden in [RESGUARDOS[rol].piden for rol in afectado.resguardados] or [ADMINISTRAN])


def puede_confirmar(roles: AbstractSet[str], afectado: Afectado) -> bool:
    """Con esos roles se confirma lo que otra persona pidió. Si ya no hay resguardo, lo confirma quien administra."""
    return all(quien & roles for quien in [RESGUARDOS[rol].confirman for rol in afectado.resguardados] or [ADMINISTRAN])


def confirma_otra(operacion: str, afectado: Afectado) -> bool:
    """El cambio necesita una segunda persona. El correo de una cuenta que nadie ha usado lo corrige una."""
    return bool(afectado.resguardados) and (afectado.usada or operacion != Operacion.CORREO)


def espera(operacion: str, afectado: Afectado) -> bool:
    """Basta una persona, pero antes de aplicarse se le da al afectado tiempo de detenerlo."""
    return operacion in CON_ESPERA and afectado.usada and not confirma_otra(operacion, afectado)


def controla(persona: int, correo: str, afectado: Afectado) -> bool:
    """La cuenta del afectado es de la persona: la propia, la de su mismo buzón o la de un correo que ella puso."""
    return persona == afectado.persona or buzon(correo) == buzon(afectado.correo) or persona in afectado.correo_de


def pesa_el_correo(*, aplicado_en: datetime, entro_en: datetime | None, hoy: date) -> bool:
    """Quien puso el correo todavía controla la cuenta: su dueño no ha entrado con él, o no ha tenido tiempo de notarlo.

    Entrar no basta, que quien pone un correo suyo también entra: el plazo es lo que vale el enlace para detenerlo.
    """
    return entro_en is None or entro_en <= aplicado_en or hoy <= en_bogota(aplicado_en + PESA)


def direccion_probada(hoy: str, entro_en: datetime | None, cambios: Iterable[tuple[datetime, str]]) -> str:
    """La última dirección con que la persona entró: su correo de `hoy`, si no cambió desde entonces.

    `cambios`: (cuándo se aplicó, de qué correo) los de su correo, del primero al último. A la de hoy pudo llevarla un
    error, y quien la recibe no es su dueño.
    """
    return next((anterior for cuando, anterior in cambios if entro_en is None or cuando > entro_en), hoy)


def en_frase(roles: Iterable[Rol]) -> str:
    """«Planeación o Administración técnica», en el orden de la lista de roles."""
    return " o ".join(rol.label for rol in Rol if rol in set(roles))


def _quien(afectado: Afectado, que: str) -> str:
    """Quién puede pedir (`piden`) o confirmar (`confirman`) un cambio del afectado, en una frase."""
    if not afectado.resguardados:
        return en_frase(ADMINISTRAN)
    return "; y ".join(dict.fromkeys(en_frase(getattr(RESGUARDOS[r], que)) for r in Rol if r in afectado.resguardados))


def _de_quien_lo_pide(pide: Perfil, correo: str, afectado: Afectado, operacion: str) -> list[Problema]:
    if pide.persona == afectado.persona:
        if operacion == Operacion.DAR_ROL:
            return [Problema("Nadie se asigna roles a sí mismo: pídaselo a otra persona que administre.")]
        if operacion == Operacion.DESACTIVAR:
            return [Problema("Usted no puede desactivarse a sí mismo: pídaselo a otra persona que administre.")]
        return [Problema("Un cambio en su propia cuenta lo pide otra persona que administre.")]
    if not puede_pedir(pide.roles, afectado):
        de_quien = en_frase(afectado.resguardados) or "esta persona"
        return [Problema(f"Un cambio en la cuenta de {de_quien} lo pide {_quien(afectado, 'piden')}.", "rol")]
    if operacion == Operacion.DAR_ROL and controla(pide.persona, correo, afectado):
        return [Problema("Nadie le da roles a una cuenta que controla: su buzón es el suyo o usted le puso el correo.")]
    return []


def problemas_para_pedir_cambio(
    *,
    pide: Perfil,
    correo: str,
    afectado: Afectado,
    operacion: str,
    acto: str = "",
    detenido: bool = False,
) -> list[Problema]:
    """Por qué la persona `pide` (con su `correo`) no puede pedir el cambio.

    `detenido`: el afectado detuvo el último igual a este.
    """
    problemas = _de_quien_lo_pide(pide, correo, afectado, operacion)
    if problemas:
        return problemas
    if detenido and operacion in CON_ESPERA:
        return [
            Problema(
                "La persona detuvo un cambio como este: ahora sólo se hace con una orden en el servidor, que cita el "
                "acto administrativo."
            )
        ]
    if detenido and not acto.strip():
        problemas.append(
            Problema(
                "La persona detuvo un cambio como este: para pedirlo otra vez, cite el acto administrativo.", "acto"
            )
        )
    return problemas


def problemas_de_motivo(*, operacion: str, afectado: Afectado, motivo: str) -> list[Problema]:
    """Lo que otra persona confirma, o el afectado puede detener, dice por qué; desactivar, siempre."""
    if motivo.strip():
        return []
    if confirma_otra(operacion, afectado) or espera(operacion, afectado):
        return [Problema("Diga por qué: lo leen quien confirma y la persona afectada.", "motivo")]
    if operacion == Operacion.DESACTIVAR:
        return [Problema("Diga por qué se desactiva: queda en la bitácora.", "motivo")]
    return []


def problemas_para_cambiar_solo(*, quien: Perfil, correo: str, afectado: Afectado, operacion: str) -> list[Problema]:
    """Por qué una sola persona no puede hacer el cambio de una vez: no le toca, o hace falta que otra lo confirme."""
    if problemas := _de_quien_lo_pide(quien, correo, afectado, operacion):
        return problemas
    if confirma_otra(operacion, afectado):
        roles = en_frase(afectado.resguardados)
        return [Problema(f"Con {roles} de por medio, este cambio se pide y lo confirma otra persona.", "rol")]
    if espera(operacion, afectado):
        return [Problema("Este cambio se pide y espera un día, por si la persona afectada lo detiene.")]
    return []


def problemas_para_confirmar(
    *,
    confirma: Perfil,
    correo: str,
    pide: Perfil,
    afectado: Afectado,
    operacion: str,
    correo_al_pedir: str,
    se_aplica_solo: bool = False,
) -> list[Problema]:
    """Por qué la persona `confirma` (con su `correo`) no puede confirmar lo que `pide` pidió. Los perfiles son de hoy.

    `correo_al_pedir`: el que tenía el afectado; `se_aplica_solo`: espera a que él pueda detenerlo.
    """
    if confirma.persona == pide.persona:
        return [Problema("Usted lo pidió: lo confirma otra persona.")]
    if confirma.persona == afectado.persona:
        return [Problema("El cambio es de su propia cuenta: lo confirma otra persona.")]
    if not puede_confirmar(confirma.roles, afectado):
        return [Problema(f"Este cambio lo confirma {_quien(afectado, 'confirman')}.")]
    if operacion == Operacion.DAR_ROL and controla(confirma.persona, correo, afectado):
        return [Problema("Nadie le da roles a una cuenta que controla: su buzón es el suyo o usted le puso el correo.")]
    if se_aplica_solo and not confirma_otra(operacion, afectado):
        return [Problema("Este cambio se aplica solo, cuando pase el tiempo que la persona tiene para detenerlo.")]
    return problemas_del_pedido(pide=pide, afectado=afectado, correo_al_pedir=correo_al_pedir)


def problemas_del_pedido(*, pide: Perfil, afectado: Afectado, correo_al_pedir: str) -> list[Problema]:
    """Por qué lo pedido ya no lo confirma nadie y sólo se rechaza."""
    if correo_al_pedir != afectado.correo:
        return [Problema("El correo de la persona cambió después de pedirlo: rechácelo y pídalo de nuevo.")]
    if problemas_de_quien_pidio(pide=pide, afectado=afectado):
        return [Problema("Quien lo pidió ya no puede pedirlo: rechácelo y pídalo de nuevo.")]
    return []


def problemas_de_fechas(
    *, operacion: str, desde: date, hasta: date | None, anterior: date | None, esta: bool, usada: bool, hoy: date
) -> list[Problema]:
    """Por qué lo pedido sobre un rol, de `desde` a `hasta`, ya no se puede aplicar hoy: llegó tarde.

    Del rol que se termina o se anula: si todavía `esta` y hasta cuándo vale (`anterior`). `usada`: tiene dueño.
    """
    match operacion:
        case Operacion.DAR_ROL if hasta is not None and hasta < hoy:
            return [
                Problema(f"Era hasta el {hasta:%d/%m/%Y} y esas fechas ya pasaron: lo pasado no se cambia.", "hasta")
            ]
        case Operacion.TERMINAR_ROL | Operacion.ANULAR_ROL if not esta:
            return [Problema("Ese rol ya no está: alguien lo anuló.")]
        case Operacion.TERMINAR_ROL if anterior is not None and anterior < hoy:
            return [Problema(f"Ese rol ya terminó el {anterior:%d/%m/%Y}: lo pasado no se cambia.", "hasta")]
        case Operacion.ANULAR_ROL:
            return problemas_para_anular(desde=desde, hoy=hoy, usada=usada, actuo=False)
    return []


def problemas_de_quien_pidio(*, pide: Perfil, afectado: Afectado) -> list[Problema]:
    """Quien pidió el cambio ya no podría pedirlo."""
    if puede_pedir(pide.roles, afectado):
        return []
    return [Problema("Quien lo pidió ya no puede pedirlo.")]


def problemas_para_rechazar(*, rechaza: Perfil, pide: int | None, afectado: Afectado, respuesta: str) -> list[Problema]:
    """Por qué la persona no puede rechazar el cambio: lo rechaza quien podría confirmarlo o pedirlo."""
    if rechaza.persona == pide:
        return [Problema("Usted lo pidió: desista de él.")]
    if rechaza.persona == afectado.persona:
        return [Problema("El cambio es de su propia cuenta: deténgalo con el enlace que recibió por correo.")]
    if not (puede_confirmar(rechaza.roles, afectado) or puede_pedir(rechaza.roles, afectado)):
        return [Problema("No le corresponde decidir este cambio.")]
    if not respuesta.strip():
        return [Problema("Diga por qué lo rechaza: lo lee quien lo pidió.", "respuesta")]
    return []


def problemas_para_detener(
    *, estado: str, operacion: str, se_puede_detener: bool, aplicado_en: datetime | None, vigente: bool, ahora: datetime
) -> list[Problema]:
    """Por qué el afectado ya no puede detener el cambio: un correo aplicado se detiene todavía un día.

    `vigente`: el correo de hoy es el que el cambio puso; detener uno anterior devolvería una dirección ya corregida.
    """
    if not se_puede_detener:
        return [
            Problema(
                "Este cambio no se detiene: se apoya en un acto administrativo, o la persona ya detuvo uno anterior."
            )
        ]
    if estado == "SOLICITADO":
        return []
    if estado == "APLICADO" and operacion == Operacion.CORREO and aplicado_en and ahora < aplicado_en + ESPERA:
        return [] if vigente else [Problema("El correo volvió a cambiar después: detenga primero ese otro cambio.")]
    if estado == "DETENIDO":
        return [Problema("Ya lo detuvo: su cuenta queda como estaba.")]
    return [Problema("Este cambio ya no se puede detener.")]


def problemas_de_direccion(*, libre_en: datetime | None) -> list[Problema]:
    """Por qué una cuenta no toma una dirección: quien la tenía puede recobrarla hasta `libre_en`."""
    if libre_en is None:
        return []
    hasta = f"{libre_en.astimezone(BOGOTA):%d/%m/%Y a las %H:%M}"
    dice = f"Quien tenía ese correo todavía puede detener el cambio y recobrarlo: estará libre el {hasta}."
    return [Problema(dice, "email")]


def pueden_confirmar(vivas: Iterable[Viva], **dicho) -> list[Viva]:
    """De las personas, las que pueden confirmar el cambio: `dicho` es lo demás que pide `problemas_para_confirmar`."""
    return [una for una in vivas if not problemas_para_confirmar(confirma=una.perfil, correo=una.correo, **dicho)]
