"""Verbos sobre la firma de un plan de mejoramiento: suscribir la última versión y anular la firma equivocada."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from furag.faltas import faltas_de
from furag.models import AccionMejora, Suscripcion
from furag.reglas import TRANSICIONES_DE_MEJORA
from furag.reglas import mejoras as reglas
from mipg.bitacora.acciones import registrar, tomar
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import Permiso
from planes.acciones.actividades import tomar_fila
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas import huella

FIRMA = "La suscribe el jefe de la dependencia que coordina el plan."


def ultima_version(plan: Plan) -> VersionPlan | None:
    """La versión que se firma: la última aprobada, sin su foto."""
    return plan.versiones.defer("foto").order_by("-numero").first()


def problemas_para_suscribir(plan: Plan, version: VersionPlan | None) -> list[Problema]:
    """Por qué no se firma esa versión del plan: lo mismo en la página, el botón y la acción."""
    actividades = list(plan.actividades.vigentes().order_by("orden", "pk"))
    firmada = version is not None and Suscripcion.objects.en_pie().filter(version=version).exists()
    return reglas.problemas_para_suscribir(
        clase=plan.clase,
        estado_plan=plan.estado,
        cerrada=plan.vigencia.cerrada_en is not None,
        suscrita=firmada,
        faltan=faltas_de(plan, actividades),
    )


def huella_de_lo_que_se_firma(plan: Plan) -> str:
    """La de lo que quedaría firmado ahora: la última versión y lo propio de sus acciones; vacía si no hay versión."""
    ultima = ultima_version(plan)
    return huella(tomar_foto(ultima, *_sus_acciones(plan, AccionMejora.objects.all()))) if ultima else ""


def _sus_acciones(plan: Plan, mejoras: QuerySet) -> tuple[list[Actividad], dict[int, AccionMejora]]:
    actividades = list(plan.actividades.vigentes().order_by("orden", "pk"))
    suyas = mejoras.filter(actividad__in=actividades).order_by("pk")
    return actividades, {mejora.actividad_id: mejora for mejora in suyas}


@transaction.atomic
def suscribir(*, plan: Plan, version: str, por: Usuario, ahora: datetime) -> Suscripcion:
    """Firma ante Planeación lo que se leyó: quedan fijos la causa, lo que atiende y lo esperado.

    `version`: su `huella_de_lo_que_se_firma`. Lanza `EstadoCambiado` si el plan o una de sus acciones ya dice otra
    cosa, y `ReglaIncumplida` si no le toca o le falta algo.
    """
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia", "politica"))
    if not reglas.puede_suscribir(por.perfil(ahora), plan.dependencia_id):
        raise ReglaIncumplida(FIRMA)
    ultima = ultima_version(plan)
    exigir(problemas_para_suscribir(plan, ultima))
    actividades, mejoras = _sus_acciones(plan, AccionMejora.objects.select_for_update())
    foto = tomar_foto(ultima, actividades, mejoras) if ultima else {}
    if huella(foto) != version:
        raise EstadoCambiado("El plan o una de sus acciones cambió mientras usted lo leía: léalo antes de firmarlo.")
    firma = Suscripcion(plan=plan, version=ultima, foto=foto, sha256=version, suscrita_en=ahora, suscrita_por=por)
    firma.full_clean()
    firma.save()
    for mejora in mejoras.values():
        if mejora.esta_formulada:
            tomar(
                AccionMejora.objects.filter(pk=mejora.pk).select_related("actividad"),
                TRANSICIONES_DE_MEJORA,
                a=AccionMejora.Estado.SUSCRITA,
                por=por,
                verbo="suscribir",
                ahora=ahora,
                suscripcion=firma,
            )
    registrar(plan, verbo="suscribir", por=por, ahora=ahora, nota=f"Versión {ultima.numero}. Huella {firma.sha256}.")
    return firma


def _firmado(valor: str | Decimal | None) -> str | None:
    return f"{valor:.4f}" if isinstance(valor, Decimal) else valor


def tomar_foto(version: VersionPlan, actividades: Sequence[Actividad], mejoras: dict[int, AccionMejora]) -> dict:
    """Lo que se firma: la versión del plan, por su huella, y de cada acción lo que esa versión no trae."""
    atiende: dict[int, list[dict[str, str]]] = {}
    de_las_suyas = AccionMejora.recomendaciones.through.objects.filter(accion__in=mejoras.values())
    for una in de_las_suyas.select_related("recomendacion__medicion", "recomendacion__politica").order_by("pk"):
        dicha = {"referencia": una.recomendacion.referencia, "texto": una.recomendacion.texto}
        atiende.setdefault(una.accion_id, []).append(dicha)
    return {
        "version": version.numero,
        "sha256_version": version.sha256,
        "acciones": [
            {
                "actividad": actividad.pk,
                "codigo": mejora.codigo,
                **{campo: _firmado(getattr(mejora, campo)) for campo in AccionMejora.PROPIOS},
                "recomendaciones": atiende.get(mejora.pk, []),
            }
            for actividad in actividades
            if (mejora := mejoras.get(actividad.pk))
        ],
    }


def problemas_para_anular(suscripcion: Suscripcion) -> list[Problema]:
    """Por qué no se anula la firma: lo mismo en la página y en la acción."""
    suyas = AccionMejora.objects.filter(suscripcion=suscripcion)
    posteriores = Suscripcion.objects.en_pie().filter(
        plan=suscripcion.plan_id, version__numero__gt=suscripcion.version.numero
    )
    verificadas = suyas.exclude(estado=AccionMejora.Estado.SUSCRITA).count()
    return reglas.problemas_para_anular_suscripcion(
        estado_plan=suscripcion.plan.estado,
        cerrada=suscripcion.plan.vigencia.cerrada_en is not None,
        anulada=suscripcion.anulada_en is not None,
        ultima=not posteriores.exists(),
        verificadas=verificadas + suyas.con_hechos().filter(fue_continuada=True).count(),
    )


@transaction.atomic
def anular_suscripcion(*, suscripcion: Suscripcion, motivo: str, por: Usuario, ahora: datetime) -> Suscripcion:
    """Anula la última firma, con su motivo, mientras nada de lo que firmó se haya verificado: vuelve a formularse."""
    exigir(problemas_de_motivo(motivo, "se anula"))
    plan = tomar_fila(Plan.objects.filter(pk=suscripcion.plan_id).select_related("vigencia"))
    suscripcion = tomar_fila(Suscripcion.objects.filter(pk=suscripcion.pk).select_related("version"))
    suscripcion.plan = plan
    perfil = por.perfil(ahora)
    if not (perfil.puede(Permiso.FURAG_GESTIONAR) or reglas.puede_suscribir(perfil, plan.dependencia_id)):
        raise ReglaIncumplida("La anula quien la puede suscribir, o Planeación.")
    exigir(problemas_para_anular(suscripcion))
    suscripcion.anulada_en, suscripcion.anulada_por, suscripcion.anulada_motivo = ahora, por, motivo.strip()
    suscripcion.full_clean()
    suscripcion.save(update_fields=["anulada_en", "anulada_por", "anulada_motivo"])
    for mejora in AccionMejora.objects.filter(suscripcion=suscripcion).select_for_update().order_by("pk"):
        tomar(
            AccionMejora.objects.filter(pk=mejora.pk).select_related("actividad"),
            TRANSICIONES_DE_MEJORA,
            a=AccionMejora.Estado.FORMULADA,
            por=por,
            verbo="anular suscripción",
            ahora=ahora,
            nota=motivo.strip(),
            suscripcion=None,
        )
    registrar(plan, verbo="anular suscripción", por=por, ahora=ahora, nota=motivo.strip())
    return suscripcion
