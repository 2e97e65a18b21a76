"""Verbos sobre los requerimientos: crear, editar, devolver, trasladar, responder, cerrar, anular y reabrir."""

from datetime import date, datetime

from django.db import transaction

from mipg.avisos.acciones import asuetos
from mipg.bitacora.acciones import registrar, tomar
from mipg.fechas import en_bogota
from mipg.reglas import Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.texto import una_linea
from mipg.usuarios.acciones.dependencias import exigir_que_existan
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Permiso
from planes.acciones.de_ley import (
    adjuntar_soporte,
    cambiar,
    es_de_control,
    queda_de_control,
    tiene_soporte,
    tomar_leido,
)
from planes.models import Actuacion, Requerimiento
from planes.reglas import de_ley as reglas

Estado = Requerimiento.Estado
_SIN_DEVOLVER = {"devuelto_en": None, "devuelto_por": None, "devuelto_motivo": ""}
_SIN_RESPUESTA = {
    "radicado_salida": "",
    "fecha_salida": None,
    "salida_nota": "",
    "respondido_en": None,
    "respondido_por": None,
}


@transaction.atomic
def crear_requerimiento(
    *,
    quien_pide: str,
    radicado: str,
    asunto: str,
    recibido: date,
    clase_plazo: str,
    dependencia: Dependencia,
    por: Usuario,
    ahora: datetime,
    plazo: int | None = None,
    vence: date | None = None,
) -> Requerimiento:
    """Registra lo que pidió una entidad y calcula cuándo vence. Lo que registra Control Interno es suyo.

    Lanza `ReglaIncumplida` si el plazo no cuadra o la dependencia no existe, y `ValidationError` si ese radicado ya
    está registrado.
    """
    perfil, hoy = por.perfil(ahora), en_bogota(ahora)
    requerimiento = Requerimiento(
        quien_pide=una_linea(quien_pide),
        radicado=una_linea(radicado),
        asunto=asunto.strip(),
        dependencia=dependencia,
        de_control=perfil.puede(Permiso.LEY_DE_CONTROL),
        creado_en=ahora,
        creado_por=por,
        **_plazo(recibido, clase_plazo, plazo, vence, hoy),
    )
    exigir(reglas.problemas_de_quien(reglas.lleva(requerimiento, perfil)))
    exigir(
        reglas.problemas_de_dependencia(
            de_control=requerimiento.de_control,
            dependencia=dependencia.pk,
            es_de_control=es_de_control(dependencia, hoy),
            perfil=perfil,
        )
    )
    exigir_que_existan([dependencia.pk], hoy, tomar=True)
    requerimiento.full_clean()
    requerimiento.save()
    registrar(requerimiento, verbo="crear", por=por, ahora=ahora)
    return requerimiento


def _plazo(recibido: date, clase: str, plazo: int | None, vence: date | None, hoy: date) -> dict:
    """Los campos del plazo, con el vencimiento calculado."""
    exigir(reglas.problemas_de_plazo(clase=clase, plazo=plazo, recibido=recibido, vence=vence, hoy=hoy))
    dias = None if clase == Requerimiento.Clase.FECHA else plazo
    calculado = reglas.vence_el(recibido=recibido, clase=clase, plazo=dias, fecha=vence, asuetos=asuetos())
    return {"recibido": recibido, "clase_plazo": clase, "plazo": dias, "vence": calculado}


def tomar_requerimiento(
    requerimiento: Requerimiento, version: int, puede, *, por: Usuario, ahora: datetime, pendiente: bool = True
) -> Requerimiento:
    """El que se leyó, si a `por` le toca; con `pendiente`, sólo si falta responderlo (vea `tomar_leido`)."""
    filas = Requerimiento.objects.con_dependencia().filter(pk=requerimiento.pk)
    tomado = tomar_leido(filas, version, puede, por=por, ahora=ahora)
    if pendiente and tomado.estado != Estado.PENDIENTE:
        raise ReglaIncumplida(f"El requerimiento está {tomado.get_estado_display().lower()}: reábralo antes.")
    return tomado


def _mover(requerimiento: Requerimiento, verbo: str, a: str, por: Usuario, ahora: datetime, nota: str, **cambios):
    return tomar(
        Requerimiento.objects.con_dependencia().filter(pk=requerimiento.pk),
        reglas.TRANSICIONES_DE_REQUERIMIENTO,
        a=a,
        por=por,
        verbo=verbo,
        ahora=ahora,
        nota=nota.strip(),
        **cambios,
    )


@transaction.atomic
def editar_requerimiento(
    *,
    requerimiento: Requerimiento,
    quien_pide: str,
    radicado: str,
    asunto: str,
    recibido: date,
    clase_plazo: str,
    motivo: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    plazo: int | None = None,
    vence: date | None = None,
) -> Requerimiento:
    """Corrige lo que se registró mal y vuelve a calcular cuándo vence; con una prórroga, el plazo no se corrige."""
    exigir(problemas_de_motivo(motivo, "se corrige"))
    tomado = tomar_requerimiento(requerimiento, version, reglas.lleva, por=por, ahora=ahora)
    nuevo = _plazo(recibido, clase_plazo, plazo, vence, en_bogota(ahora))
    if tomado.actuaciones.filter(clase=Actuacion.Clase.PRORROGA, anulada_en=None).exists():
        if any(getattr(tomado, campo) != nuevo[campo] for campo in ("recibido", "clase_plazo", "plazo")):
            raise ReglaIncumplida([Problema("Tiene una prórroga: anúlela antes de corregir el plazo.", "plazo")])
        nuevo["vence"] = tomado.vence
    textos = {"quien_pide": una_linea(quien_pide), "radicado": una_linea(radicado), "asunto": asunto.strip()}
    return cambiar(tomado, "editar", por=por, ahora=ahora, nota=motivo, **textos, **nuevo)


@transaction.atomic
def devolver_requerimiento(
    *, requerimiento: Requerimiento, motivo: str, version: int, por: Usuario, ahora: datetime
) -> Requerimiento:
    """La dependencia dice que no es de su competencia: sigue siendo suyo hasta que quien lo lleva lo traslade."""
    exigir(problemas_de_motivo(motivo, "se devuelve"))
    tomado = tomar_requerimiento(requerimiento, version, reglas.devuelve, por=por, ahora=ahora)
    if tomado.devuelto_en:
        raise ReglaIncumplida("Ya se devolvió, y espera a que se traslade.")
    return cambiar(
        tomado,
        "devolver",
        por=por,
        ahora=ahora,
        nota=motivo,
        devuelto_en=ahora,
        devuelto_por=por,
        devuelto_motivo=motivo.strip(),
    )


@transaction.atomic
def trasladar_requerimiento(
    *,
    requerimiento: Requerimiento,
    dependencia: Dependencia,
    motivo: str,
    version: int,
    por: Usuario,
    ahora: datetime,
) -> Requerimiento:
    """Pasa el requerimiento a otra dependencia o, si la que lo devolvió sí es competente, se lo deja, con el motivo."""
    exigir(problemas_de_motivo(motivo, "se traslada"))
    exigir_que_existan([dependencia.pk], en_bogota(ahora), tomar=True)
    tomado = tomar_requerimiento(requerimiento, version, reglas.lleva, por=por, ahora=ahora)
    suyo = queda_de_control(tomado, dependencia, por=por, ahora=ahora)
    if (dependencia, suyo) == (tomado.dependencia, tomado.de_control) and not tomado.devuelto_en:
        raise ReglaIncumplida([Problema("Ya responde esa dependencia.", "dependencia")])
    return cambiar(
        tomado,
        "trasladar",
        por=por,
        ahora=ahora,
        nota=motivo,
        dependencia=dependencia,
        de_control=suyo,
        **_SIN_DEVOLVER,
    )


@transaction.atomic
def responder(
    *,
    requerimiento: Requerimiento,
    radicado: str,
    fecha: date,
    version: int,
    por: Usuario,
    ahora: datetime,
    nota: str = "",
    soporte: dict | None = None,
) -> Requerimiento:
    """Registra la respuesta, con su radicado y su soporte; después de vencer queda «tarde»."""
    tomado = tomar_requerimiento(requerimiento, version, reglas.responde, por=por, ahora=ahora)
    exigir(
        reglas.problemas_de_salida(
            radicado=radicado,
            fecha=fecha,
            hoy=en_bogota(ahora),
            soporte=bool(soporte) or tiene_soporte(tomado),
            nota=nota,
            desde=tomado.recibido,
        )
    )
    respondido = _mover(
        requerimiento,
        "responder",
        Estado.RESPONDIDO,
        por,
        ahora,
        nota,
        radicado_salida=una_linea(radicado),
        fecha_salida=fecha,
        salida_nota=nota.strip(),
        respondido_en=ahora,
        respondido_por=por,
        **_SIN_DEVOLVER,
    )
    adjuntar_soporte(respondido, soporte, por=por, ahora=ahora)
    return respondido


@transaction.atomic
def corregir_respuesta(
    *,
    requerimiento: Requerimiento,
    radicado: str,
    fecha: date,
    motivo: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    soporte: dict | None = None,
) -> Requerimiento:
    """Corrige el radicado de la respuesta o su fecha, con motivo: la bitácora guarda los anteriores."""
    exigir(problemas_de_motivo(motivo, "se corrige"))
    tomado = tomar_requerimiento(requerimiento, version, reglas.responde, por=por, ahora=ahora, pendiente=False)
    if tomado.estado != Estado.RESPONDIDO:
        raise ReglaIncumplida("Sólo se corrige la respuesta de lo que está respondido.")
    desde, hoy = tomado.recibido, en_bogota(ahora)
    exigir(reglas.problemas_de_salida(radicado=radicado, fecha=fecha, hoy=hoy, soporte=True, nota=motivo, desde=desde))
    corregido = cambiar(
        tomado, "corregir", por=por, ahora=ahora, nota=motivo, radicado_salida=una_linea(radicado), fecha_salida=fecha
    )
    adjuntar_soporte(corregido, soporte, por=por, ahora=ahora)
    return corregido


@transaction.atomic
def cerrar_requerimiento(
    *, requerimiento: Requerimiento, motivo: str, version: int, por: Usuario, ahora: datetime
) -> Requerimiento:
    """Lo da por terminado: quien pidió quedó satisfecho o, si no se respondió, dejó de pedirlo."""
    exigir(problemas_de_motivo(motivo, "se cierra"))
    tomar_requerimiento(requerimiento, version, reglas.lleva, por=por, ahora=ahora, pendiente=False)
    cerrado = {"cerrado_en": ahora, "cerrado_por": por, "cerrado_motivo": motivo.strip()}
    return _mover(requerimiento, "cerrar", Estado.CERRADO, por, ahora, motivo, **cerrado, **_SIN_DEVOLVER)


@transaction.atomic
def anular_requerimiento(
    *, requerimiento: Requerimiento, motivo: str, version: int, por: Usuario, ahora: datetime
) -> Requerimiento:
    """Anula lo que se registró por error, mientras nadie lo haya respondido."""
    exigir(problemas_de_motivo(motivo, "se anula"))
    tomar_requerimiento(requerimiento, version, reglas.lleva, por=por, ahora=ahora)
    anulado = {"anulado_en": ahora, "anulado_por": por, "anulado_motivo": motivo.strip()}
    return _mover(requerimiento, "anular", Estado.ANULADO, por, ahora, motivo, **anulado, **_SIN_DEVOLVER)


@transaction.atomic
def reabrir_requerimiento(
    *, requerimiento: Requerimiento, motivo: str, version: int, por: Usuario, ahora: datetime
) -> Requerimiento:
    """Vuelve a deberse lo que se respondió, se cerró o se anuló por error; la bitácora guarda el radicado que tenía.

    Lanza `ReglaIncumplida` si mientras estuvo anulado alguien registró otro con el mismo radicado, o si la dependencia
    ya no existe y nadie la sucedió.
    """
    exigir(problemas_de_motivo(motivo, "se reabre"))
    dependencia = Dependencia.objects.select_related("heredera").get(pk=requerimiento.dependencia_id)
    dependencia = dependencia.de_hoy(en_bogota(ahora)) or dependencia
    exigir_que_existan([dependencia.pk], en_bogota(ahora), tomar=True)
    tomado = tomar_requerimiento(requerimiento, version, reglas.lleva, por=por, ahora=ahora, pendiente=False)
    iguales = Requerimiento.objects.exclude(pk=tomado.pk).exclude(estado=Estado.ANULADO)
    if iguales.filter(quien_pide__iexact=tomado.quien_pide, radicado__iexact=tomado.radicado).exists():
        raise ReglaIncumplida("Ese radicado de quien pide ya está registrado en otro requerimiento.")
    return _mover(
        requerimiento,
        "reabrir",
        Estado.PENDIENTE,
        por,
        ahora,
        motivo,
        dependencia=dependencia,
        cerrado_en=None,
        cerrado_por=None,
        cerrado_motivo="",
        anulado_en=None,
        anulado_por=None,
        anulado_motivo="",
        **_SIN_RESPUESTA,
    )
