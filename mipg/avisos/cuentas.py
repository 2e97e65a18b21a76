"""Los correos de un cambio de cuenta: a la persona afectada, donde consta que entró, y a quien lo pidió."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from mipg.avisos.acciones import encolar
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
    for quien in {p.pk: p for p in (cambio.pedido_por, cambio.confirmado_por) if p}.values():
        if texto := _a_quien_decidio(cambio, que, quien):
            yield Carta(
                quien.email,
                str(quien),
                f"{cambio.get_operacion_display()} de {cambio.afectado}: {cambio.get_estado_display().lower()}",
                (texto, cambio.queda),
                persona=quien.pk,
            )


def _a_quien_vigila(cambio: CambioDeCuenta) -> Iterator[Carta]:
    """A Control Interno y al Comité: lo que se ordenó en el servidor no lo confirmó nadie."""
    vigilan = Asignacion.objects.vigentes(en_bogota(cambio.aplicado_en)).filter(rol__in=VIGILAN)
    personas = Usuario.objects.filter(pk__in=vigilan.values("persona")).exclude(pk=cambio.afectado_id)
    for persona in personas:
        yield Carta(
            persona.email,
            str(persona),
            f"Se ordenó en el servidor un cambio en la cuenta de {cambio.afectado}",
            (
                f"{cambio.get_operacion_display()} de {cambio.afectado}, por {cambio.acto}.",
                cambio.queda,
                f"Por qué: {cambio.motivo}",
                "Nadie vivo podía pedirlo y confirmarlo por el portal, y por eso no lo confirmó otra persona. Si el "
                "acto no existe o no dice esto, avise al Comité.",
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
        "detenido": ("Quedó detenido el cambio de su cuenta MIPG", lambda _: ("Su cuenta queda como estaba.",)),
    }[que]
    parrafos = parrafos(cambio)
    se_detiene = que == "pedido" or (que == "aplicado" and cambio.operacion == Operacion.CORREO)
    if enlace and se_detiene:
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
    return ("Se aplicará cuando otra persona lo confirme.",)


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
