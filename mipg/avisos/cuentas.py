"""Los correos de un cambio de cuenta: a la persona afectada, donde consta que entró, y a quien lo pidió."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from mipg.avisos.acciones import encolar
from mipg.avisos.models import Mensaje
from mipg.correo import componer
from mipg.etiquetas import fecha_hora
from mipg.fechas import en_bogota, en_palabras
from mipg.usuarios.enlaces import enlace_para_detener
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Usuario
from mipg.usuarios.resguardo import probada
from mipg.usuarios.roles import CON_ESPERA, ESPERA, Operacion, Rol

CLASE = "cuenta"
VIGILAN = (Rol.CONTROL_INTERNO, Rol.COMITE)
_SIN_RECUPERAR = "Durante un día no se podrá recuperar su contraseña por correo."

_DESPUES_DE_DETENER = (
    "Si lo detiene, en adelante su correo o su segundo factor sólo se cambian con una orden en el servidor que cite un "
    "acto administrativo."
)


@dataclass(frozen=True)
class Carta:
    """Un correo por escribir. `persona`: su clave primaria, si sólo sale mientras siga vinculada."""

    destino: str
    saludo: str
    asunto: str
    parrafos: tuple[str, ...]
    enlace: str = ""
    persona: int | None = None


def cartas(cambio: CambioDeCuenta, que: str) -> Iterator[Carta]:
    """Lo que se escribe cuando un cambio queda `pedido`, `aplicado`, `cerrado` o `detenido`.

    A quien nunca ha usado su cuenta no se le escribe: la conocerá con su invitación.
    """
    if cambio.afectado.usada or que == "detenido":
        yield from _al_afectado(cambio, que)
    if que == "aplicado" and cambio.origen == CambioDeCuenta.Origen.SERVIDOR:
        yield from _a_quien_vigila(cambio)
    if que == "detenido":
        yield from _de_la_detencion(cambio)
    for quien in {p.pk: p for p in (cambio.pedido_por, cambio.confirmado_por) if p}.values():
        if texto := _a_quien_decidio(cambio, que, quien):
            yield Carta(
                quien.email,
                str(quien),
                f"{cambio.get_operacion_display()} de {cambio.afectado}: {cambio.get_estado_display().lower()}",
                (texto, cambio.queda),
                persona=quien.pk,
            )


def _personas_con(roles: Iterable[Rol], cambio: CambioDeCuenta, ahora: datetime) -> QuerySet[Usuario]:
    """Las vinculadas que tienen alguno de los roles, sin la afectada."""
    suyas = Asignacion.objects.vigentes(en_bogota(ahora)).filter(rol__in=roles)
    return Usuario.objects.filter(pk__in=suyas.values("persona")).exclude(pk=cambio.afectado_id)


def _a_quien_vigila(cambio: CambioDeCuenta) -> Iterator[Carta]:
    """A Control Interno y al Comité: lo que se ordenó en el servidor no lo confirmó nadie."""
    porque = (
        "La persona había detenido un cambio como este: ya sólo cabía una orden en el servidor, que nadie confirma."
        if CambioDeCuenta.objects.iguales(cambio).detuvo_el_ultimo()
        else "Nadie vivo podía pedirlo y confirmarlo por el portal, y por eso no lo confirmó otra persona."
    )
    for persona in _personas_con(VIGILAN, cambio, cambio.aplicado_en):
        yield Carta(
            persona.email,
            str(persona),
            f"Se ordenó en el servidor un cambio en la cuenta de {cambio.afectado}",
            (
                f"{cambio.get_operacion_display()} de {cambio.afectado}, por {cambio.acto}.",
                cambio.queda,
                f"Por qué: {cambio.motivo}",
                f"{porque} Si el acto no existe o no dice esto, avise al Comité.",
            ),
            persona=persona.pk,
        )


def _de_la_detencion(cambio: CambioDeCuenta) -> Iterator[Carta]:
    """A Control Interno; y al Comité, si la persona es de Control Interno o no hay nadie más que lo sea."""
    control = list(_personas_con([Rol.CONTROL_INTERNO], cambio, cambio.detenido_en))
    suyas = cambio.afectado.asignaciones.no_terminadas(en_bogota(cambio.detenido_en))
    if not control or suyas.filter(rol=Rol.CONTROL_INTERNO).exists():
        control += _personas_con([Rol.COMITE], cambio, cambio.detenido_en)
    confirmo = f" y confirmó {cambio.confirmado_por}" if cambio.confirmado_por else ""
    for persona in {una.pk: una for una in control}.values():
        yield Carta(
            persona.email,
            str(persona),
            f"{cambio.afectado} detuvo un cambio en su cuenta MIPG",
            (
                f"{cambio.get_operacion_display()} de {cambio.afectado}: lo pidió {cambio.pedido_por}{confirmo}.",
                cambio.queda,
                f"Por qué lo pidieron: {cambio.motivo}",
                "Su cuenta queda como estaba. Averigüe con la persona y con quien lo pidió qué pasó.",
            ),
            persona=persona.pk,
        )


def _al_afectado(cambio: CambioDeCuenta, que: str) -> Iterator[Carta]:
    quien = f"{cambio.pedido_por} pidió" if cambio.pedido_por else f"Se ordenó en el servidor, por {cambio.acto},"
    enlace = enlace_para_detener(cambio.pk) if cambio.se_puede_detener else ""
    motivo = (f"Por qué: {cambio.motivo}",) if cambio.motivo else ()
    asunto, parrafos = {
        "pedido": ("Pidieron un cambio en su cuenta MIPG", _por_pasar),
        "aplicado": ("Cambió su cuenta MIPG", _pasado),
        "cerrado": ("No se hará un cambio que pidieron en su cuenta MIPG", _negado),
        "detenido": ("Quedó detenido el cambio de su cuenta MIPG", _parado),
    }[que]
    parrafos = parrafos(cambio)
    se_detiene = que == "pedido" or (que == "aplicado" and cambio.operacion == Operacion.CORREO)
    if enlace and se_detiene:
        parrafos += (_DESPUES_DE_DETENER,) if cambio.operacion in CON_ESPERA else ()
        parrafos += ("Si usted lo conocía, no tiene que hacer nada. Si no, deténgalo aquí, sin entrar al sistema:",)
    que_es = f"{quien} este cambio en su cuenta: {cambio.get_operacion_display().lower()}."
    dicho = (que_es, cambio.queda, *motivo)
    # Con el enlace se recobra la cuenta: va a donde la persona entró, y no a donde un error la haya llevado.
    donde = probada(cambio.afectado)
    yield Carta(donde, str(cambio.afectado), asunto, (*dicho, *parrafos), enlace if se_detiene else "")
    if cambio.correo_anterior != donde:
        yield Carta(cambio.correo_anterior, str(cambio.afectado), asunto, dicho)
    if que == "aplicado" and cambio.operacion == Operacion.CORREO:
        nueva = ("Desde hoy entra a MIPG con este correo.", "Su contraseña es la de siempre.", _SIN_RECUPERAR)
        if not cambio.afectado.esta_vinculada(en_bogota(cambio.aplicado_en)):
            nueva = ("Este es desde hoy el correo de su cuenta MIPG, con la que ahora no puede entrar.",)
        yield Carta(cambio.correo, str(cambio.afectado), asunto, nueva)


def _negado(cambio: CambioDeCuenta) -> tuple[str, ...]:
    return ("No se aplicará.", *([f"Por qué no: {cambio.respuesta}"] if cambio.respuesta else ()))


def _por_pasar(cambio: CambioDeCuenta) -> tuple[str, ...]:
    if cambio.aplica_en:
        return (f"Se aplicará el {fecha_hora(cambio.aplica_en)} si usted no lo detiene.",)
    return ("Se aplicará cuando otra persona lo confirme.", f"Puede detenerlo {cambio.detenible_hasta}")


def _parado(cambio: CambioDeCuenta) -> tuple[str, ...]:
    return ("Su cuenta queda como estaba.", *([_SIN_RECUPERAR] if cambio.operacion in CON_ESPERA else []))


def _pasado(cambio: CambioDeCuenta) -> tuple[str, ...]:
    hecho = ("Ya se aplicó. Se cerraron las sesiones que hubiera abiertas.",)
    if cambio.operacion in CON_ESPERA:
        hecho += (_SIN_RECUPERAR,)
    if cambio.operacion == Operacion.CORREO and cambio.se_puede_detener:
        hecho += (f"Hasta el {fecha_hora(cambio.aplicado_en + ESPERA)} puede detenerlo: vuelve su correo de antes.",)
    return hecho


def _a_quien_decidio(cambio: CambioDeCuenta, que: str, quien: Usuario) -> str:
    """Lo que se le cuenta a quien pidió o confirmó; vacío si ya lo sabe."""
    pidio = quien.pk == cambio.pedido_por_id
    if que == "aplicado" and pidio and cambio.confirmado_por:
        return f"{cambio.confirmado_por} confirmó el cambio que usted pidió, y ya se aplicó."
    if que == "cerrado" and cambio.estado == CambioDeCuenta.Estado.FALLIDO:
        return (
            f"El cambio que usted pidió no se pudo aplicar: {cambio.respuesta} Si todavía hace falta, pídalo de nuevo."
        )
    if que == "cerrado" and pidio and cambio.cerrado_por_id != quien.pk:
        return f"{cambio.cerrado_por} rechazó el cambio que usted pidió: {cambio.respuesta}"
    if que == "detenido":
        return f"{cambio.afectado} detuvo el cambio que usted {'pidió' if pidio else 'confirmó'}. No se aplica."
    return ""


def escribir(carta: Carta, ahora: datetime) -> None:
    """Compone la carta y la pone en la bandeja de salida."""
    correo = componer(
        "cambio_de_cuenta",
        {
            "carta": carta,
            "base_url": settings.BASE_URL,
            "entidad": settings.ENTIDAD["nombre"],
            "hoy": en_palabras(en_bogota(ahora)),
        },
    )
    encolar(
        destino=carta.destino,
        persona=carta.persona,
        asunto=correo.asunto,
        texto=correo.texto,
        html=correo.html,
        clase=CLASE,
        ahora=ahora,
    )


def destinos(cambio: CambioDeCuenta, que: str) -> list[str]:
    """A qué direcciones se escribe cuando un cambio queda así (como en `cartas`)."""
    return list(dict.fromkeys(carta.destino for carta in cartas(cambio, que)))


def avisos_fallidos(cambio: CambioDeCuenta) -> bool:
    """Alguno de los avisos del cambio a la dirección que la persona tenía no salió."""
    cuando = [cambio.creado_en, cambio.aplicado_en, cambio.fallido_en, cambio.cerrado_en, cambio.detenido_en]
    suyos = Mensaje.objects.filter(destino=cambio.correo_anterior, clase=CLASE, estado=Mensaje.Estado.FALLIDO)
    return suyos.filter(creado_en__in=[instante for instante in cuando if instante]).exists()
