"""Verbos sobre los compromisos: crear, cumplir, reabrir, cancelar, trasladar y corregir."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from mipg.avisos.acciones import asuetos
from mipg.bitacora.acciones import registrar, tomar
from mipg.etiquetas import fecha as escribir_fecha
from mipg.expediente.acciones import adjuntar
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.usuarios.models import Dependencia, Usuario
from planes.acciones.actividades import tomar_fila
from planes.models import Compromiso, Sesion
from planes.reglas import sesiones as reglas
from planes.reglas.sesiones import TRANSICIONES_DE_COMPROMISO

Estado = Compromiso.Estado


@transaction.atomic
def crear_compromiso(
    *,
    sesion: Sesion,
    texto: str,
    por: Usuario,
    ahora: datetime,
    persona: Usuario | None = None,
    dependencia: Dependencia | None = None,
    fecha: date | None = None,
) -> Compromiso:
    """Crea el compromiso de una persona o de una dependencia. Lo crea la sesión, con su resultado."""
    exigir(reglas.problemas_de_responsable(persona=persona and persona.pk, dependencia=dependencia and dependencia.pk))
    if fecha and fecha < sesion.fecha:
        raise ReglaIncumplida([Problema("La fecha acordada es anterior a la sesión.", "fecha")])
    compromiso = Compromiso(
        sesion=sesion,
        texto=texto.strip(),
        persona=persona,
        dependencia=dependencia,
        fecha=fecha,
        vence=_vence(sesion, fecha),
        creado_en=ahora,
        creado_por=por,
    )
    compromiso.full_clean()
    compromiso.save()
    registrar(compromiso, verbo="crear", por=por, ahora=ahora)
    return compromiso


def _vence(sesion: Sesion, fecha: date | None) -> date:
    dias = sesion.dias_sin_fecha
    return reglas.vence_compromiso(fecha=fecha, desde=sesion.fecha, dias=dias, asuetos=asuetos())


def _tomar_leido(compromiso: Compromiso, version: int) -> Compromiso:
    """Toma el compromiso que se leyó; lanza `EstadoCambiado`, y dice cómo está, si cambió desde entonces."""
    tomado = _tomar(compromiso)
    _exigir_leido(tomado, version)
    return tomado


def _tomar(compromiso: Compromiso) -> Compromiso:
    return tomar_fila(Compromiso.objects.con_responsable().filter(pk=compromiso.pk))


def _exigir_leido(tomado: Compromiso, version: int) -> None:
    if tomado.version != version:
        raise EstadoCambiado(
            f"El compromiso cambió mientras usted lo miraba. Ahora está {tomado.get_estado_display().lower()} y dice "
            f"«{tomado.texto}»; responde {tomado.responsable} y vence el {escribir_fecha(tomado.vence)}. Si aún es lo "
            "que quiere, envíelo otra vez."
        )


@transaction.atomic
def cumplir(
    *,
    compromiso: Compromiso,
    nota: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    soporte: dict | None = None,
) -> Compromiso:
    """Da por cumplido un compromiso, con su nota y, si lo hay, su soporte (los argumentos de `adjuntar`).

    `version`, aquí y en los demás: el número de cambio que se leyó. Si ya es otro, lanza `EstadoCambiado`.
    """
    if not nota.strip():
        raise ReglaIncumplida([Problema("Diga cómo se cumplió.", "nota")])
    _tomar_leido(compromiso, version)
    cumplido = tomar(
        Compromiso.objects.filter(pk=compromiso.pk),
        TRANSICIONES_DE_COMPROMISO,
        a=Estado.CUMPLIDO,
        por=por,
        verbo="cumplir",
        ahora=ahora,
        nota=nota.strip(),
        cumplido_en=ahora,
        cumplido_por=por,
        cumplido_nota=nota.strip(),
    )
    if soporte:
        adjuntar(objeto=cumplido, dependencia=_dependencia_de(cumplido, por, ahora), por=por, ahora=ahora, **soporte)
    return cumplido


def _dependencia_de(compromiso: Compromiso, por: Usuario, ahora: datetime) -> Dependencia:
    """De quién es el soporte: de la dependencia que responde o de aquella en que trabaja quien lo adjunta.

    Quien hoy no tiene rol también cumple: el suyo lo guarda la secretaría técnica de la instancia.
    """
    if compromiso.dependencia_id:
        return compromiso.dependencia
    suyas = sorted(por.perfil(ahora).dependencias())
    if not suyas and (tecnica := compromiso.sesion.instancia.secretaria_tecnica):
        return tecnica
    if not suyas:
        raise ReglaIncumplida("Para adjuntar un soporte debe tener un papel en una dependencia.")
    return Dependencia.objects.get(pk=suyas[0])


@transaction.atomic
def cancelar(*, compromiso: Compromiso, motivo: str, version: int, por: Usuario, ahora: datetime) -> Compromiso:
    """Cancela un compromiso que ya no se hará."""
    exigir(problemas_de_motivo(motivo, "se cancela"))
    _tomar_leido(compromiso, version)
    return tomar(
        Compromiso.objects.filter(pk=compromiso.pk),
        TRANSICIONES_DE_COMPROMISO,
        a=Estado.CANCELADO,
        por=por,
        verbo="cancelar",
        ahora=ahora,
        nota=motivo.strip(),
        cancelado_en=ahora,
        cancelado_por=por,
        cancelado_motivo=motivo.strip(),
    )


@transaction.atomic
def trasladar(
    *,
    compromiso: Compromiso,
    version: int,
    por: Usuario,
    ahora: datetime,
    motivo: str = "",
    persona: Usuario | None = None,
    dependencia: Dependencia | None = None,
) -> Compromiso:
    """Pasa un compromiso abierto a otra persona o dependencia: la que respondía se fue, o no era suyo."""
    exigir(reglas.problemas_de_responsable(persona=persona and persona.pk, dependencia=dependencia and dependencia.pk))
    tomado = _tomar(compromiso)
    if tomado.estado != Estado.ABIERTO:
        raise ReglaIncumplida(f"El compromiso está {tomado.get_estado_display().lower()}: ya no se traslada.")
    cambios = {"persona": (tomado.persona_id, persona and persona.pk)} | {
        "dependencia": (tomado.dependencia_id, dependencia and dependencia.pk)
    }
    distintos = {campo: par for campo, par in cambios.items() if par[0] != par[1]}
    if not distintos:
        return tomado
    _exigir_leido(tomado, version)
    Compromiso.objects.filter(pk=tomado.pk).update(persona=persona, dependencia=dependencia, version=F("version") + 1)
    tomado.refresh_from_db()
    registrar(tomado, verbo="trasladar", por=por, ahora=ahora, cambios=distintos, nota=motivo.strip())
    return tomado


@transaction.atomic
def corregir(
    *,
    compromiso: Compromiso,
    texto: str,
    motivo: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    fecha: date | None = None,
) -> Compromiso:
    """Corrige qué se acordó o para cuándo, mientras siga abierto; el acta ya cerrada dice lo que decía."""
    tomado = _tomar(compromiso)
    if tomado.estado != Estado.ABIERTO:
        raise ReglaIncumplida(f"El compromiso está {tomado.get_estado_display().lower()}: ya no se corrige.")
    exigir(problemas_de_motivo(motivo, "se corrige"))
    sesion = tomado.sesion
    if fecha and fecha < sesion.fecha:
        raise ReglaIncumplida([Problema("La fecha acordada es anterior a la sesión.", "fecha")])
    despues = {"texto": texto.strip(), "fecha": fecha}
    cambios = {campo: (getattr(tomado, campo), valor) for campo, valor in despues.items()}
    cambios = {campo: par for campo, par in cambios.items() if par[0] != par[1]}
    if not cambios:
        return tomado
    _exigir_leido(tomado, version)
    tomado.texto, tomado.fecha = despues["texto"], fecha
    tomado.vence = _vence(sesion, fecha)
    tomado.version += 1
    tomado.full_clean()
    tomado.save()
    registrar(tomado, verbo="corregir", por=por, ahora=ahora, cambios=cambios, nota=motivo.strip())
    return tomado


@transaction.atomic
def reabrir(*, compromiso: Compromiso, motivo: str, version: int, por: Usuario, ahora: datetime) -> Compromiso:
    """Vuelve a abrir un compromiso que se dio por cumplido sin estarlo: se debe otra vez y sale en las sesiones."""
    exigir(problemas_de_motivo(motivo, "se reabre"))
    _tomar_leido(compromiso, version)
    return tomar(
        Compromiso.objects.filter(pk=compromiso.pk),
        TRANSICIONES_DE_COMPROMISO,
        a=Estado.ABIERTO,
        por=por,
        verbo="reabrir",
        ahora=ahora,
        nota=motivo.strip(),
        cumplido_en=None,
        cumplido_por=None,
        cumplido_nota="",
    )
