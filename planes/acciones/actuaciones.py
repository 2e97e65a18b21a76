"""Verbos sobre lo que pasa con un requerimiento antes de responderlo: la respuesta parcial y la prórroga."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.expediente.acciones import adjuntar
from mipg.fechas import en_bogota
from mipg.reglas import Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.texto import una_linea
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import tomar_fila
from planes.acciones.de_ley import cambiar
from planes.acciones.requerimientos import tomar_requerimiento
from planes.models import Actuacion, Requerimiento
from planes.reglas import de_ley as reglas

Clase = Actuacion.Clase


@transaction.atomic
def adelantar_respuesta(
    *,
    requerimiento: Requerimiento,
    radicado: str,
    fecha: date,
    texto: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    soporte: dict | None = None,
) -> Actuacion:
    """Registra una respuesta parcial: el requerimiento se sigue debiendo."""
    tomado = tomar_requerimiento(requerimiento, version, reglas.responde, por=por, ahora=ahora)
    hoy, desde = en_bogota(ahora), tomado.recibido
    exigir(
        reglas.problemas_de_salida(
            radicado=radicado, fecha=fecha, hoy=hoy, soporte=soporte is not None, nota=texto, desde=desde
        )
    )
    return _crear(tomado, Clase.PARCIAL, "adelantar", radicado, fecha, texto, soporte, por, ahora)


@transaction.atomic
def prorrogar(
    *,
    requerimiento: Requerimiento,
    vence: date,
    radicado: str,
    fecha: date,
    version: int,
    por: Usuario,
    ahora: datetime,
    texto: str = "",
    soporte: dict | None = None,
) -> Actuacion:
    """Registra más plazo, que concede quien pide con su oficio (`radicado`, `fecha`): desde ahora vence ese día."""
    tomado = tomar_requerimiento(requerimiento, version, reglas.responde, por=por, ahora=ahora)
    if not radicado.strip():
        raise ReglaIncumplida([Problema("Escriba el oficio con que concedieron la prórroga.", "radicado")])
    exigir(
        reglas.problemas_para_prorrogar(
            vence=tomado.vence, nueva=vence, fecha=fecha, recibido=tomado.recibido, hoy=en_bogota(ahora)
        )
    )
    fechas = {"vencia": tomado.vence, "vence": vence}
    return _crear(tomado, Clase.PRORROGA, "prorrogar", radicado, fecha, texto, soporte, por, ahora, **fechas)


def _crear(tomado, clase, verbo, radicado, fecha, texto, soporte, por, ahora, **fechas) -> Actuacion:
    actuacion = Actuacion(
        requerimiento=tomado,
        clase=clase,
        radicado=una_linea(radicado),
        fecha=fecha,
        texto=texto.strip(),
        creada_en=ahora,
        creada_por=por,
        **fechas,
    )
    actuacion.full_clean()
    actuacion.save()
    dicho = f"{actuacion} del {fecha:%d/%m/%Y}"
    if fechas:
        cambiar(tomado, verbo, por=por, ahora=ahora, nota=dicho, vence=fechas["vence"])
    else:
        Requerimiento.objects.filter(pk=tomado.pk).update(version=tomado.version + 1)
        registrar(tomado, verbo=verbo, por=por, ahora=ahora, nota=dicho)
    if soporte:
        adjuntar(objeto=actuacion, dependencia=tomado.dependencia, por=por, ahora=ahora, **soporte)
    return actuacion


@transaction.atomic
def anular_actuacion(*, actuacion: Actuacion, motivo: str, version: int, por: Usuario, ahora: datetime) -> Actuacion:
    """Anula una respuesta parcial o una prórroga que se registró por error. `version`: la del requerimiento.

    Si era la prórroga que rige, el requerimiento vuelve a vencer cuando vencía: antes se anulan las de después.
    """
    exigir(problemas_de_motivo(motivo, "se anula"))
    tomado = tomar_requerimiento(actuacion.requerimiento, version, reglas.lleva, por=por, ahora=ahora)
    actuacion = tomar_fila(Actuacion.objects.filter(pk=actuacion.pk))
    if actuacion.anulada_en:
        raise ReglaIncumplida("Ya estaba anulada.")
    es_prorroga = actuacion.clase == Clase.PRORROGA
    if es_prorroga and tomado.actuaciones.filter(clase=Clase.PRORROGA, anulada_en=None, vence__gt=actuacion.vence):
        raise ReglaIncumplida("Hay otra prórroga después: anule antes aquélla.")
    actuacion.anulada_en, actuacion.anulada_por, actuacion.anulada_motivo = ahora, por, motivo.strip()
    actuacion.full_clean()
    actuacion.save(update_fields=["anulada_en", "anulada_por", "anulada_motivo"])
    nota = f"{actuacion}: {motivo.strip()}"
    if es_prorroga:
        cambiar(tomado, "anular actuación", por=por, ahora=ahora, nota=nota, vence=actuacion.vencia)
    else:
        Requerimiento.objects.filter(pk=tomado.pk).update(version=tomado.version + 1)
        registrar(tomado, verbo="anular actuación", por=por, ahora=ahora, nota=nota)
    return actuacion
