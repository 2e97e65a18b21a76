"""Verbos sobre el documento de un plan institucional que la entidad publicó: registrarlo, corregirlo y retirarlo."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.etiquetas import fecha
from mipg.expediente import acciones as expediente
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import tomar_fila
from planes.models import Plan, PublicacionDePlan
from planes.reglas import institucionales as reglas

# Como se leen en la historia del plan, que no tiene esos campos.
_ROTULOS = {"fecha_publicacion": "fecha de publicación", "seccion": "sección"}


@transaction.atomic
def registrar_publicacion(
    *,
    plan: Plan,
    fecha_publicacion: date,
    seccion: str,
    por: Usuario,
    ahora: datetime,
    titulo: str = "",
    nombre: str = "",
    contenido: bytes = b"",
    url: str = "",
) -> PublicacionDePlan:
    """Registra un documento (archivo o enlace) que ya se publicó en la web de la entidad, y cuándo.

    Vale también con la vigencia cerrada: es un hecho que pasó. Lanza `ReglaIncumplida` si la fecha no ha llegado, el
    archivo no se admite o ya está registrado, y `ValidationError` si el enlace o la sección no lo son.
    """
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia", "dependencia"))
    hoy = en_bogota(ahora)
    exigir(
        (
            *reglas.problemas_de_clase(plan.clase, plan.estado),
            *reglas.problemas_de_publicacion(fecha_publicacion, plan.vigencia.anio, hoy),
            *reglas.problemas_de_enlace_publicado(url),
        )
    )
    documento = expediente.adjuntar(
        objeto=plan,
        # Lo que hoy se guarda es de quien hoy responde por el plan.
        dependencia=plan.dependencia.de_hoy(hoy) or plan.dependencia,
        titulo=titulo.strip() or plan.nombre,
        fecha_documento=fecha_publicacion,
        nombre=nombre,
        contenido=contenido,
        url=url,
        por=por,
        ahora=ahora,
    )
    publicacion = PublicacionDePlan(
        plan=plan,
        documento=documento,
        fecha_publicacion=fecha_publicacion,
        seccion=seccion.strip(),
        registrada_en=ahora,
        registrada_por=por,
    )
    publicacion.full_clean()
    publicacion.save()
    dicho = {_ROTULOS[campo]: (None, getattr(publicacion, campo)) for campo in _ROTULOS}
    registrar(plan, verbo="registrar documento", por=por, ahora=ahora, cambios=dicho)
    return publicacion


@transaction.atomic
def corregir_publicacion(
    *,
    publicacion: PublicacionDePlan,
    fecha_publicacion: date,
    seccion: str,
    motivo: str,
    version: int,
    por: Usuario,
    ahora: datetime,
) -> PublicacionDePlan:
    """Corrige cuándo o en qué sección se publicó; queda lo que decía y por qué se cambió.

    `version`, aquí y al retirar: el número de cambio que se leyó. Si ya es otro, lanza `EstadoCambiado`.
    """
    tomada = _tomar_leida(publicacion, version)
    exigir(reglas.problemas_de_publicacion(fecha_publicacion, tomada.plan.vigencia.anio, en_bogota(ahora)))
    exigir(problemas_de_motivo(motivo, "se corrige"))
    despues = {"fecha_publicacion": fecha_publicacion, "seccion": seccion.strip()}
    antes = {campo: getattr(tomada, campo) for campo in despues}
    if antes == despues:
        raise ReglaIncumplida("No cambió nada: ni la fecha ni la sección.")
    for campo, valor in despues.items():
        setattr(tomada, campo, valor)
    tomada.version += 1
    tomada.full_clean()
    tomada.save()
    cambios = {_ROTULOS[c]: (antes[c], despues[c]) for c in despues if antes[c] != despues[c]}
    registrar(tomada.plan, verbo="corregir documento", por=por, ahora=ahora, cambios=cambios, nota=_de(tomada, motivo))
    return tomada


@transaction.atomic
def retirar_publicacion(
    *, publicacion: PublicacionDePlan, motivo: str, version: int, por: Usuario, ahora: datetime
) -> PublicacionDePlan:
    """Retira un documento registrado por error: ya no cuenta ni lo descarga el público. Sigue guardado."""
    exigir(problemas_de_motivo(motivo, "se retira"))
    tomada = _tomar_leida(publicacion, version)
    expediente.retirar(documento=tomada.documento, motivo=motivo, por=por, ahora=ahora)
    dicho = {"documento": (tomada.documento.titulo, None)}
    registrar(tomada.plan, verbo="retirar documento", por=por, ahora=ahora, cambios=dicho, nota=motivo.strip())
    return tomada


def _tomar_leida(publicacion: PublicacionDePlan, version: int) -> PublicacionDePlan:
    # Con su plan, que es lo que toma quien registra otra.
    Plan.objects.select_for_update().get(pk=publicacion.plan_id)
    filas = PublicacionDePlan.objects.filter(pk=publicacion.pk)
    tomada = tomar_fila(filas.select_related("plan__vigencia", "documento"))
    if tomada.documento.retirado_en:
        raise ReglaIncumplida("Ese documento ya se retiró.")
    if tomada.version != version:
        raise EstadoCambiado(
            f"Otra persona lo corrigió: ahora dice que se publicó el {fecha(tomada.fecha_publicacion)}, en la sección "
            f"{tomada.seccion}. Si aún es lo que quiere, envíelo otra vez."
        )
    return tomada


def _de(publicacion: PublicacionDePlan, motivo: str) -> str:
    return f"«{publicacion}». {motivo.strip()}"
