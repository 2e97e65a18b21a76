"""Encolar, despachar y avisar. Todo mensaje nace en la bandeja, en la misma transacción que lo causa."""

import logging
from collections import defaultdict
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from mipg import obligaciones
from mipg.avisos.models import Aviso, DiaNoHabil, Mensaje
from mipg.avisos.reglas import espera, tramo
from mipg.correo import componer
from mipg.fechas import en_bogota, en_palabras, habiles_entre

registro = logging.getLogger(__name__)
ARRIENDO = timedelta(minutes=5)
INTENTOS_MAXIMOS = 8


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
    """Pone un correo en la bandeja de salida. Con `clave`, el mismo no entra dos veces (`IntegrityError`)."""
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


def despachar(*, ahora: datetime, cuantos: int = 200) -> int:
    """Envía lo que está por salir y devuelve cuántos salieron. Puede correr en varios procesos a la vez.

    Una dirección mala no frena el lote; a quien ya no está vinculado no se le escribe.
    """
    por_salir = Q(estado=Mensaje.Estado.PENDIENTE) | Q(estado=Mensaje.Estado.ENVIANDO)
    candidatos = list(
        Mensaje.objects.filter(por_salir, disponible_en__lte=ahora)
        .order_by("id")
        .values_list("pk", flat=True)[:cuantos]
    )
    salieron = 0
    conexion = get_connection()
    for pk in candidatos:
        # El arriendo: quien logra mover `disponible_en` hacia adelante es quien lo envía.
        tomado = Mensaje.objects.filter(por_salir, pk=pk, disponible_en__lte=ahora).update(
            estado=Mensaje.Estado.ENVIANDO, disponible_en=ahora + ARRIENDO, intentos=F("intentos") + 1
        )
        if tomado:
            salieron += _enviar(Mensaje.objects.select_related("persona").get(pk=pk), conexion, ahora)
    return salieron


def _enviar(mensaje: Mensaje, conexion, ahora: datetime) -> bool:
    del_mensaje = Mensaje.objects.filter(pk=mensaje.pk, estado=Mensaje.Estado.ENVIANDO)
    persona = mensaje.persona
    if persona and not (
        persona.is_active and (persona.vinculo_hasta is None or persona.vinculo_hasta >= en_bogota(ahora))
    ):
        del_mensaje.update(estado=Mensaje.Estado.ANULADO, error="La persona ya no está vinculada.")
        return False
    correo = EmailMultiAlternatives(
        mensaje.asunto,
        mensaje.texto,
        settings.DEFAULT_FROM_EMAIL,
        [mensaje.destino],
        headers={"Message-ID": f"<{mensaje.identificador}@mipg>", "Auto-Submitted": "auto-generated"},
        connection=conexion,
    )
    if mensaje.html:
        correo.attach_alternative(mensaje.html, "text/html")
    try:
        correo.send()
    # Cualquier fallo del transporte o de la dirección es de este mensaje: el lote sigue.
    except Exception as error:
        agotado = mensaje.intentos >= INTENTOS_MAXIMOS
        registro.warning("No salió el mensaje %s: %s", mensaje.pk, error)
        del_mensaje.update(
            estado=Mensaje.Estado.FALLIDO if agotado else Mensaje.Estado.PENDIENTE,
            disponible_en=ahora + espera(mensaje.intentos),
            error=str(error)[:1000],
        )
        return False
    del_mensaje.update(estado=Mensaje.Estado.ENVIADO, enviado_en=ahora, error="")
    return True


def asuetos() -> frozenset[date]:
    """Días no hábiles locales."""
    return frozenset(DiaNoHabil.objects.values_list("fecha", flat=True))


def avisar_vencimientos(*, ahora: datetime, hoy: date) -> int:
    """Encola un resumen por persona con todo lo suyo cuando algo entró en un tramo nuevo; devuelve cuántos.

    Es idempotente: repetirla el mismo día, o en dos procesos a la vez, no duplica.
    """
    locales = asuetos()
    por_persona = defaultdict(list)
    for obligacion in obligaciones.pendientes(hoy):
        if obligacion.persona is not None:
            por_persona[obligacion.persona].append(obligacion)
    personas = get_user_model().objects.filter(is_active=True).in_bulk(por_persona)
    avisados = defaultdict(set)
    for persona, clave, vence, en_tramo in Aviso.objects.filter(persona__in=por_persona).values_list(
        "persona", "obligacion", "vence", "tramo"
    ):
        avisados[persona].add((clave, vence, en_tramo))
    encolados = 0
    for pk, suyas in por_persona.items():
        tramos = {o: tramo(habiles_entre(hoy, o.vence, locales), o.dias_aviso) for o in suyas}
        nuevas = [
            o
            for o, en_tramo in tramos.items()
            if en_tramo is not None and (o.clave, o.vence, en_tramo) not in avisados[pk]
        ]
        if nuevas and pk in personas:
            encolados += _encolar_resumen(personas[pk], suyas, {o: tramos[o] for o in nuevas}, ahora, hoy)
    return encolados


def _encolar_resumen(persona, todas, nuevas, ahora: datetime, hoy: date) -> bool:
    vencidas = sum(o.esta_vencida(hoy) for o in todas)
    correo = componer(
        "resumen",
        {
            "persona": persona,
            "obligaciones": [(o, o.esta_vencida(hoy)) for o in todas],
            "cuantas": len(todas),
            "vencidas": vencidas,
            "hoy": en_palabras(hoy),
            "base_url": settings.BASE_URL,
            "entidad": settings.ENTIDAD["nombre"],
        },
    )
    try:
        with transaction.atomic():
            mensaje = encolar(
                destino=persona.email,
                persona=persona.pk,
                asunto=correo.asunto,
                texto=correo.texto,
                html=correo.html,
                clase="resumen",
                clave=f"resumen:{persona.pk}:{hoy.isoformat()}",
                ahora=ahora,
            )
            Aviso.objects.bulk_create(
                Aviso(persona=persona, obligacion=o.clave, vence=o.vence, tramo=t, mensaje=mensaje)
                for o, t in nuevas.items()
            )
    # Otro proceso ya le escribió hoy: uno por persona y día.
    except IntegrityError:
        return False
    return True
