"""Encolar, despachar, avisar e invitar. Todo mensaje nace en la bandeja, en la misma transacción que lo causa."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from mipg import obligaciones
from mipg.avisos.models import Aviso, DiaNoHabil, Mensaje
from mipg.avisos.reglas import TRANSICIONES, es_definitivo, espera, problema_de_destino, tramo
from mipg.bitacora.acciones import mover, registrar
from mipg.buscador.funciones import EnEspanol
from mipg.consultas import armada_una_vez
from mipg.correo import Correo, componer
from mipg.fechas import duracion, en_bogota, en_palabras, fin_del_dia, habiles_entre
from mipg.libros import Libro
from mipg.obligaciones import Obligacion
from mipg.reglas import ReglaIncumplida, exigir
from mipg.usuarios.acciones import asignar, crear_persona
from mipg.usuarios.acciones.cambios import pedir_cambio
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.personas import entender
from mipg.usuarios.reglas import problemas_de_vinculo
from mipg.usuarios.resguardo import recuperacion_suspendida
from mipg.usuarios.roles import Operacion

registro = logging.getLogger(__name__)
ARRIENDO = timedelta(minutes=5)
INTENTOS_MAXIMOS = 8
PERSONAS_POR_LOTE = 50
CLASE_DEL_RESUMEN = "resumen"
CLASE_DE_INVITACION = "invitacion"


def encolar(
    *,
    destino: str,
    asunto: str,
    texto: str,
    clase: str,
    ahora: datetime,
    html: str = "",
    persona: int | None = None,
    clave: str | None = None,
) -> Mensaje:
    """Pone un correo en la bandeja de salida. Con `clave`, el mismo no entra dos veces (`IntegrityError`).

    Lanza `ReglaIncumplida` si no hay a quién escribirle.
    """
    if not destino.strip():
        raise ReglaIncumplida("La persona no tiene correo: escríbalo en su ficha antes de avisarle.")
    return Mensaje.objects.create(
        destino=destino,
        asunto=asunto[:250],
        texto=texto,
        html=html,
        clase=clase,
        persona_id=persona,
        clave=clave,
        creado_en=ahora,
        disponible_en=ahora,
    )


def despachar(*, ahora: datetime, cuantos: int = 20) -> int:
    """Envía un lote de lo que está por salir y devuelve cuántos salieron. Puede correr en varios procesos a la vez.

    Una dirección mala no frena el lote; a quien ya no está vinculado no se le escribe. Con el servidor de correo caído
    no gasta intentos: deja dicho el error y lo que falta espera al lote siguiente. El lote es pequeño para que el
    arriendo, que empieza en `ahora`, alcance aunque cada envío tarde lo que su límite permite.
    """
    por_salir = Q(estado=Mensaje.Estado.PENDIENTE) | Q(estado=Mensaje.Estado.ENVIANDO)
    candidatos = list(
        Mensaje.objects.filter(por_salir, disponible_en__lte=ahora)
        .order_by("id")
        .values_list("pk", flat=True)[:cuantos]
    )
    if not candidatos:
        return 0
    salieron = 0
    conexion = get_connection()
    try:
        for posicion, pk in enumerate(candidatos):
            if error := _abrir(conexion):
                Mensaje.objects.filter(por_salir, pk__in=candidatos[posicion:]).update(error=error)
                break
            salieron += _tomar_y_enviar(pk, conexion, ahora)
    finally:
        _cerrar(conexion)
    return salieron


def _abrir(conexion) -> str:
    """Abre la conexión si no lo está; devuelve el error, o vacío si está lista."""
    try:
        conexion.open()
    except SoftTimeLimitExceeded:
        raise
    # El servidor puede fallar de muchas maneras (red, nombre, clave, TLS) y ninguna es de un mensaje.
    except Exception as error:
        registro.warning("El servidor de correo no responde: %s", error)
        return str(error)[:1000] or type(error).__name__
    return ""


def _cerrar(conexion) -> None:
    try:
        conexion.close()
    except SoftTimeLimitExceeded:
        raise
    # Despedirse mal del servidor no deshace lo entregado.
    except Exception as error:
        registro.warning("La conexión de correo no se cerró bien: %s", error)


def _tomar_y_enviar(pk: int, conexion, ahora: datetime) -> bool:
    # Un mensaje que mata a quien lo envía no llega a contar su fallo: se cuenta al volver a tomarlo.
    disponible = Mensaje.objects.filter(pk=pk, disponible_en__lte=ahora)
    if mover(
        disponible.filter(estado=Mensaje.Estado.ENVIANDO, intentos__gte=INTENTOS_MAXIMOS),
        TRANSICIONES,
        verbo="agotar",
        a=Mensaje.Estado.FALLIDO,
        error="Se intentó varias veces sin terminar.",
    ):
        return False
    # El arriendo: quien logra mover `disponible_en` hacia adelante es quien lo envía.
    tomado = mover(
        disponible,
        TRANSICIONES,
        verbo="arrendar",
        a=Mensaje.Estado.ENVIANDO,
        disponible_en=ahora + ARRIENDO,
        intentos=F("intentos") + 1,
    )
    return bool(tomado) and _enviar(Mensaje.objects.select_related("persona").get(pk=pk), conexion, ahora)


def _enviar(mensaje: Mensaje, conexion, ahora: datetime) -> bool:
    del_mensaje = Mensaje.objects.filter(pk=mensaje.pk, estado=Mensaje.Estado.ENVIANDO)
    persona = mensaje.persona
    if persona and not persona.esta_vinculada(en_bogota(ahora)):
        mover(
            del_mensaje,
            TRANSICIONES,
            verbo="anular",
            a=Mensaje.Estado.ANULADO,
            error="La persona ya no está vinculada.",
        )
        return False
    # El resumen va al correo que la persona tiene hoy; un aviso de cambio de correo, al que tenía.
    destino = persona.email if persona and mensaje.clase == CLASE_DEL_RESUMEN else mensaje.destino
    if problema := problema_de_destino(destino):
        mover(del_mensaje, TRANSICIONES, verbo="negar", a=Mensaje.Estado.FALLIDO, error=problema)
        return False
    correo = EmailMultiAlternatives(
        mensaje.asunto,
        mensaje.texto,
        settings.DEFAULT_FROM_EMAIL,
        [destino],
        headers={"Message-ID": f"<{mensaje.identificador}@mipg>", "Auto-Submitted": "auto-generated"},
        connection=conexion,
    )
    if mensaje.html:
        correo.attach_alternative(mensaje.html, "text/html")
    try:
        correo.send()
    # El tiempo se le acabó a la tarea, no al mensaje: al vencer su arriendo otra lo retoma.
    except SoftTimeLimitExceeded:
        raise
    # Cualquier fallo del transporte o de la dirección es de este mensaje: el lote sigue.
    except Exception as error:
        agotado = mensaje.intentos >= INTENTOS_MAXIMOS
        registro.warning("No salió el mensaje %s: %s", mensaje.pk, error)
        verbo = "negar" if es_definitivo(error) else "agotar" if agotado else "reintentar"
        mover(
            del_mensaje,
            TRANSICIONES,
            verbo=verbo,
            a=Mensaje.Estado.PENDIENTE if verbo == "reintentar" else Mensaje.Estado.FALLIDO,
            disponible_en=ahora + espera(mensaje.intentos),
            error=str(error)[:1000],
        )
        # La conversación pudo quedar a medias: el siguiente estrena conexión.
        _cerrar(conexion)
        return False
    mover(
        del_mensaje,
        TRANSICIONES,
        verbo="enviar",
        a=Mensaje.Estado.ENVIADO,
        enviado_en=ahora,
        error="",
        destino=destino,
    )
    return True


def asuetos() -> frozenset[date]:
    """Días no hábiles locales."""
    return frozenset(_fechas_de_asuetos())


@armada_una_vez
def _fechas_de_asuetos() -> QuerySet:
    return DiaNoHabil.objects.order_by().values_list("fecha", flat=True)


@dataclass(frozen=True)
class Resumen:
    """Lo que una persona recibiría: todo lo que debe y, de eso, lo que entró en un tramo nuevo de su plazo."""

    persona: Usuario
    obligaciones: tuple[Obligacion, ...]
    nuevas: Mapping[Obligacion, int]


def por_avisar(*, hoy: date) -> Iterator[Resumen]:
    """Quién recibiría qué en la fecha, por orden de nombre. No escribe nada.

    Es la misma decisión con la que se avisa de verdad: el ensayo no puede decir otra cosa. Va por lotes de personas:
    nunca tiene en la memoria lo que debe la entidad entera.
    """
    locales = asuetos()
    claves = list(Usuario.objects.vinculadas(hoy).order_by(EnEspanol("nombre"), "pk").values_list("pk", flat=True))
    lotes = [claves[desde : desde + PERSONAS_POR_LOTE] for desde in range(0, len(claves), PERSONAS_POR_LOTE)]
    for lote, suyas in zip(lotes, obligaciones.por_lotes(hoy, map(frozenset, lotes)), strict=True):
        yield from _del_lote(lote, suyas, hoy, locales)


def _del_lote(
    claves: list[int], pendientes: list[Obligacion], hoy: date, locales: Collection[date]
) -> Iterator[Resumen]:
    por_persona: dict[int, list[Obligacion]] = defaultdict(list)
    for obligacion in pendientes:
        por_persona[obligacion.persona].append(obligacion)
    vivas = {o.clave for suyas in por_persona.values() for o in suyas}
    avisados = set(
        Aviso.objects.filter(persona__in=por_persona, obligacion__in=vivas).values_list(
            "persona", "obligacion", "vence", "tramo"
        )
    )
    personas = Usuario.objects.in_bulk(por_persona)
    for pk in filter(por_persona.__contains__, claves):
        suyas = sorted(por_persona.pop(pk), key=obligaciones.orden_de)
        tramos = {o: tramo(habiles_entre(hoy, o.vence, locales), o.dias_aviso) for o in suyas}
        nuevas = {
            o: en_tramo
            for o, en_tramo in tramos.items()
            if en_tramo is not None and (pk, o.clave, o.vence, en_tramo) not in avisados
        }
        if nuevas:
            yield Resumen(personas[pk], tuple(suyas), nuevas)


def sin_aviso(*, hoy: date) -> Iterator[Obligacion]:
    """Las obligaciones que no tienen a quién avisar: de nadie, o de quien ya no está vinculado."""
    vinculadas = set(Usuario.objects.vinculadas(hoy).values_list("pk", flat=True))
    return (o for o in obligaciones.pendientes(hoy) if o.persona not in vinculadas)


def avisar_vencimientos(*, ahora: datetime, hoy: date) -> int:
    """Encola un resumen por persona con todo lo suyo cuando algo entró en un tramo nuevo; devuelve cuántos.

    Es idempotente: repetirla el mismo día, o en dos procesos a la vez, no duplica. El resumen de un día anterior que
    no alcanzó a salir se anula: lo que decía se vuelve a mirar hoy.
    """
    _retirar_atrasados(hoy)
    return sum(_encolar_resumen(resumen, ahora, hoy) for resumen in por_avisar(hoy=hoy))


@transaction.atomic
def _retirar_atrasados(hoy: date) -> None:
    atrasados = Mensaje.objects.select_for_update().filter(
        clase=CLASE_DEL_RESUMEN, estado=Mensaje.Estado.PENDIENTE, creado_en__lte=fin_del_dia(hoy - timedelta(days=1))
    )
    claves = list(atrasados.values_list("pk", flat=True))
    Aviso.objects.filter(mensaje__in=claves).delete()
    mover(
        Mensaje.objects.filter(pk__in=claves),
        TRANSICIONES,
        verbo="anular",
        a=Mensaje.Estado.ANULADO,
        error="Se le hizo tarde: lo reemplaza el resumen de otro día.",
    )


def componer_resumen(resumen: Resumen, hoy: date) -> Correo:
    """El correo del resumen diario."""
    return componer(
        "resumen",
        {
            "persona": resumen.persona,
            "obligaciones": [(o, o.esta_vencida(hoy)) for o in resumen.obligaciones],
            "cuantas": len(resumen.obligaciones),
            "vencidas": sum(o.esta_vencida(hoy) for o in resumen.obligaciones),
            "hoy": en_palabras(hoy),
            "base_url": settings.BASE_URL,
            "entidad": settings.ENTIDAD["nombre"],
        },
    )


def _encolar_resumen(resumen: Resumen, ahora: datetime, hoy: date) -> bool:
    persona, correo = resumen.persona, componer_resumen(resumen, hoy)
    try:
        with transaction.atomic():
            mensaje = encolar(
                destino=persona.email,
                persona=persona.pk,
                asunto=correo.asunto,
                texto=correo.texto,
                html=correo.html,
                clase=CLASE_DEL_RESUMEN,
                clave=f"resumen:{persona.pk}:{hoy.isoformat()}",
                ahora=ahora,
            )
            Aviso.objects.bulk_create(
                Aviso(persona=persona, obligacion=o.clave, vence=o.vence, tramo=t, mensaje=mensaje)
                for o, t in resumen.nuevas.items()
            )
    # Otro proceso ya le escribió hoy (uno por persona y día), o no tiene correo: los demás reciben el suyo.
    except (IntegrityError, ReglaIncumplida):
        return False
    return True


@transaction.atomic
def invitar(*, persona: Usuario, por: Usuario, ahora: datetime) -> None:
    """Encola el correo de bienvenida con un enlace de un solo uso para poner la contraseña.

    Lanza `ReglaIncumplida` si la persona no puede entrar o ya tiene una invitación por salir (un doble clic).
    """
    hoy = en_bogota(ahora)
    persona = Usuario.objects.select_for_update().get(pk=persona.pk)
    if Mensaje.objects.filter(
        clase=CLASE_DE_INVITACION, persona=persona, estado__in=[Mensaje.Estado.PENDIENTE, Mensaje.Estado.ENVIANDO]
    ).exists():
        raise ReglaIncumplida("Ya hay una invitación por salir para esta persona: llegará en unos minutos.")
    exigir(
        problemas_de_vinculo(
            activa=persona.is_active, vinculo_hasta=persona.vinculo_hasta, hoy=hoy, antes_de="invitarla"
        )
    )
    if recuperacion_suspendida(persona, ahora):
        raise ReglaIncumplida(
            "A la persona le acaban de cambiar el correo o el segundo factor: por un día no se le envían enlaces de "
            "contraseña."
        )
    ruta = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(persona), "key": default_token_generator.make_token(persona)},
    )
    correo = componer(
        "invitacion",
        {
            "persona": persona,
            "enlace": f"{settings.BASE_URL}{ruta}",
            "entidad": settings.ENTIDAD["nombre"],
            "hoy": en_palabras(hoy),
            "vale": duracion(settings.INVITACION_VALE),
            "base_url": settings.BASE_URL,
        },
    )
    Usuario.objects.filter(pk=persona.pk).update(invitada_en=ahora)
    registrar(persona, verbo="invitar", por=por, ahora=ahora, cambios={"invitada_en": (persona.invitada_en, ahora)})
    encolar(
        destino=persona.email,
        persona=persona.pk,
        asunto=correo.asunto,
        texto=correo.texto,
        html=correo.html,
        clase=CLASE_DE_INVITACION,
        ahora=ahora,
    )


@transaction.atomic
def importar_personas(*, libro: Libro, con_invitacion: bool, por: Usuario, ahora: datetime) -> dict[str, int]:
    """Crea las personas y los roles de un libro y, si se pide, invita a las nuevas: todo o nada.

    Devuelve `LecturaDePersonas.cuantas`. Lanza como `LecturaDeLista.exigir_que_se_pueda`.
    """
    lectura = entender(libro, hoy=en_bogota(ahora), quien=por)
    lectura.exigir_que_se_pueda()
    dependencias = Dependencia.objects.in_bulk({fila.dependencia for fila in lectura.filas})
    nuevas: dict[str, Usuario] = {}
    existentes = Usuario.objects.in_bulk({fila.persona for fila in lectura.filas if fila.persona})
    for fila in lectura.filas:
        if not fila.cambia:
            continue
        persona = existentes.get(fila.persona) or nuevas.get(fila.correo)
        if persona is None:
            persona = nuevas[fila.correo] = crear_persona(
                email=fila.correo, nombre=fila.nombre, cargo=fila.cargo, por=por, ahora=ahora
            )
        que = {
            "persona": persona,
            "rol": fila.rol,
            "dependencia": dependencias[fila.dependencia],
            "desde": fila.desde,
            "hasta": fila.hasta,
            "por": por,
            "ahora": ahora,
        }
        if fila.por_confirmar:
            pedir_cambio(operacion=Operacion.DAR_ROL, motivo=f"Del archivo importado, fila {fila.fila}.", **que)
        else:
            asignar(**que)
    for persona in nuevas.values() if con_invitacion else ():
        invitar(persona=persona, por=por, ahora=ahora)
    return lectura.cuantas
