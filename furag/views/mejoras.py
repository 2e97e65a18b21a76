"""Páginas que leen el mejoramiento: las acciones de un plan y una acción."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from furag.acciones import conceptos, continuaciones, mejoras, suscripciones, verificaciones
from furag.faltas import faltas_de
from furag.historia import FRASES_DE_MEJORA
from furag.insignias import CLASES_DE_SITUACION
from furag.models import AccionMejora, Suscripcion
from furag.parecidas import parecidas_de
from furag.reglas import mejoras as reglas
from furag.views.comunes import (
    atenciones_de,
    cargar_mejora,
    cargar_plan_de_mejoramiento,
    migas_de,
    migas_de_mejora,
)
from mipg.expediente.models import Uso
from mipg.usuarios.historia import historia
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.models import Actividad
from planes.reglas import puede_formular

_A_LA_VISTA = {"estado", *AccionMejora.PROPIOS}
_A_LA_VISTA |= {"recomendaciones que atiende"}


@require_safe
def mejora_lista(request, pk: int):
    """Las acciones de un plan de mejoramiento, con lo que dijo Planeación y lo que dijo Control Interno."""
    plan = cargar_plan_de_mejoramiento(request, pk)
    actividades = list(plan.actividades.vigentes().select_related("dependencia").order_by("orden", "pk"))
    suyas = AccionMejora.objects.filter(actividad__plan=plan, actividad__retirada_en=None).en_lista().con_hechos()
    de_cada_una = {mejora.actividad_id: mejora for mejora in suyas.order_by()}
    version = suscripciones.ultima_version(plan)
    formula = puede_formular(request.perfil, plan.dependencia_id)
    firmas = list(
        Suscripcion.objects.filter(plan=plan).select_related("version", "suscrita_por", "anulada_por")
        .defer("version__foto", "foto")
    )  # fmt: skip
    completa = formula and not reglas.problemas_para_completar(clase=plan.clase, estado_plan=plan.estado)
    contexto = {
        "plan": plan,
        "filas": _filas(actividades, de_cada_una, request.perfil),
        "por_ligar": len(parecidas_de(plan)) if completa and plan.es_editable else 0,
        "faltan": len({p.de for p in faltas_de(plan, actividades)}),
        "firmas": firmas,
        "version": version,
        "por_firmar": version is not None and not any(f.version_id == version.pk and not f.anulada_en for f in firmas),
        "suscribe": reglas.puede_suscribir(request.perfil, plan.dependencia_id)
        and not suscripciones.problemas_para_suscribir(plan, version),
        "completa": completa,
        "formula": formula and plan.es_editable,
        "anula": request.perfil.puede(Permiso.FURAG_GESTIONAR)
        or reglas.puede_suscribir(request.perfil, plan.dependencia_id),
        "migas": migas_de(plan),
    }
    return render(request, "furag/mejora_lista.html", contexto)


def _filas(actividades: Iterable[Actividad], mejoras: Mapping[int, AccionMejora], perfil: Perfil) -> list[dict]:
    # Las preguntan muchas filas y dicen lo mismo: se leen una vez.
    leidas = {"quienes": cache(verificaciones.quienes_verifican), "siguiente": cache(conceptos.medicion_siguiente)}
    return [_fila(una, mejoras.get(una.pk), perfil, **leidas) for una in actividades]


def _fila(actividad: Actividad, mejora: AccionMejora | None, perfil: Perfil, **leidas: Callable) -> dict:
    situacion = mejora and mejora.situacion_sin_avance()
    return {
        "actividad": actividad,
        "mejora": mejora,
        "situacion": situacion and situacion.label,
        "clase": situacion and CLASES_DE_SITUACION[situacion],
        "espera": mejora and mejora.espera_verificacion(perfil.hoy),
        "cumplida": mejora and reglas.dicho_de_planeacion(mejora.estado),
        "efectiva": mejora and reglas.dicho_de_control(mejora.efectiva),
        "verbo": mejora and _que_le_toca(mejora, perfil, **leidas),
    }


def _que_le_toca(
    mejora: AccionMejora, perfil: Perfil, *, quienes: Callable, siguiente: Callable
) -> tuple[str, str] | None:
    """La decisión que la persona le debe a la acción, y su página; nada si hoy no le debe ninguna."""
    if perfil.puede(Permiso.FURAG_GESTIONAR):
        if not reglas.problemas_para_continuar(
            estado=mejora.estado, prorrogada=mejora.prorrogada_hasta is not None, continuada=mejora.fue_continuada
        ):
            return "Continuar", reverse("furag:mejora_continuar", args=[mejora.pk])
        if not verificaciones.problemas_para_verificar(mejora, perfil.persona, perfil.hoy, quienes):
            return "Verificar", reverse("furag:mejora_verificar", args=[mejora.pk])
    if perfil.puede(Permiso.MEJORA_VERIFICAR):
        for clase, texto in (("CUMPLIMIENTO", "Emitir el concepto"), ("EFECTIVIDAD", "Evaluar la efectividad")):
            if not conceptos.problemas_para_conceptuar(mejora, clase, perfil, siguiente):
                return texto, reverse("furag:mejora_conceptuar", args=[mejora.pk])
    return None


@require_safe
def mejora_detalle(request, pk: int):
    """Una acción: qué atiende y por qué, qué espera mover, quién la firmó, quién la verificó y su historia."""
    mejora = cargar_mejora(request, pk)
    plan, perfil, hoy = mejora.actividad.plan, request.perfil, request.hoy
    situacion = mejora.situacion_sin_avance()
    gestiona = perfil.puede(Permiso.FURAG_GESTIONAR)
    audita = perfil.puede(Permiso.MEJORA_VERIFICAR)
    dadas = list(mejora.verificaciones.select_related("verificada_por", "anulada_por"))
    contexto = {
        "mejora": mejora,
        "plan": plan,
        "situacion": situacion.label,
        "clase": CLASES_DE_SITUACION[situacion],
        "espera": mejora.espera_verificacion(hoy),
        "cumplida": reglas.dicho_de_planeacion(mejora.estado),
        "efectiva": reglas.dicho_de_control(mejora.efectiva),
        "atenciones": atenciones_de(mejora),
        "verificaciones": dadas,
        "usos": list(Uso.objects.de(*dadas).select_related("documento")) if dadas else [],
        "conceptos": list(mejora.conceptos.select_related("emitido_por", "anulado_por")),
        "siguientes": _siguientes(mejora),
        "edita": puede_formular(perfil, plan.dependencia_id)
        and not reglas.problemas_para_completar(clase=plan.clase, estado_plan=plan.estado, estado=mejora.estado),
        "verifica": gestiona and not verificaciones.problemas_para_verificar(mejora, perfil.persona, hoy),
        "gestiona": gestiona,
        "audita": audita,
        "conceptua": audita and not conceptos.problemas_para_conceptuar(mejora, "CUMPLIMIENTO", perfil),
        "evalua": audita and not conceptos.problemas_para_conceptuar(mejora, "EFECTIVIDAD", perfil),
        "continua": gestiona and not continuaciones.problemas_para_continuar(mejora),
        "reformula": perfil.puede(Permiso.PLAN_FORMULAR) and not mejoras.problemas_para_reformular(mejora),
        "ve_avance": plan.esta_aprobado,
        "eventos": historia(mejora, frases=FRASES_DE_MEJORA, se_muestra=lambda _, campo: campo in _A_LA_VISTA),
        "migas": migas_de_mejora(mejora),
    }
    return render(request, "furag/mejora_detalle.html", contexto)


def _siguientes(mejora: AccionMejora) -> list[tuple[str, AccionMejora]]:
    """Las que la continúan o la reformulan, y de cuál viene ella."""
    otras = AccionMejora.objects.select_related("actividad__plan__vigencia").order_by("pk")
    return [
        *([("Continúa la de", mejora.continua)] if mejora.continua else []),
        *([("Reformula", mejora.reformula)] if mejora.reformula else []),
        *(("Sigue en", una) for una in otras.filter(continua=mejora)),
        *(("La reformula", una) for una in otras.filter(reformula=mejora)),
    ]
