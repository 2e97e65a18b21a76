"""Verbos de Control Interno: sólo escriben sus conceptos, y de ellos se deriva el cierre de una acción."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from furag.acciones.verificaciones import tomar_mejora
from furag.models import AccionMejora, Carga, ConceptoDeControl
from furag.reglas import mejoras as reglas
from furag.reglas.cifras import primera_desde
from mipg.bitacora.acciones import registrar
from mipg.consultas import armada_una_vez
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Usuario
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones.actividades import tomar_fila

VERBOS = {"CUMPLIMIENTO": "verificar por Control Interno", "EFECTIVIDAD": "evaluar efectividad"}


def medicion_siguiente(anio: int) -> int | None:
    """El año de la primera medición con resultados vigentes que mide ese año o uno posterior; nulo si no la hay."""
    return primera_desde(_medidos(), anio)


@armada_una_vez
def _medidos() -> QuerySet:
    return Carga.objects.con_lo_nuestro().values_list("medicion__anio", flat=True)


def problemas_para_conceptuar(
    mejora: AccionMejora, clase: str, perfil: Perfil, siguiente: Callable[[int], int | None] = medicion_siguiente
) -> list[Problema]:
    """Por qué no se emite el concepto: lo mismo en la página, el botón y la acción. Cárguela `con_hechos`.

    `siguiente`: `medicion_siguiente`; quien pregunta por muchas acciones, la que ya la recuerda.
    """
    espera = bool(mejora.indice and mejora.conforme) and siguiente(mejora.actividad.plan.vigencia.anio) is None
    return reglas.problemas_para_conceptuar(
        perfil=perfil,
        clase=clase,
        estado=mejora.estado,
        conforme=mejora.conforme,
        efectiva=mejora.efectiva,
        espera_medicion=espera,
    )


def es_suya(mejora: AccionMejora, perfil: Perfil) -> bool:
    """La acción, o el plan, es de una oficina en que la persona es de Control Interno: se declara impedida."""
    suyas = perfil.dependencias(Permiso.MEJORA_VERIFICAR)
    return bool(suyas & {mejora.actividad.dependencia_id, mejora.actividad.plan.dependencia_id})


@transaction.atomic
def conceptuar(
    *,
    mejora: AccionMejora,
    clase: str,
    favorable: bool,
    nota: str,
    por: Usuario,
    ahora: datetime,
    impedimento: str = "",
) -> ConceptoDeControl:
    """Emite el concepto de Control Interno: conforme o no con lo verificado; después, si fue efectiva.

    No cambia la acción ni lo que dijo Planeación. Lanza `ReglaIncumplida` si no le toca o falta algo.
    """
    perfil = por.perfil(ahora)
    mejora = tomar_mejora(mejora.pk)
    exigir(problemas_para_conceptuar(mejora, clase, perfil))
    exigir(reglas.problemas_del_concepto(nota=nota, es_suya=es_suya(mejora, perfil), impedimento=impedimento))
    concepto = ConceptoDeControl(
        accion=mejora,
        clase=clase,
        favorable=favorable,
        nota=nota.strip(),
        impedimento=impedimento.strip(),
        emitido_en=ahora,
        emitido_por=por,
    )
    concepto.full_clean()
    concepto.save()
    registrar(mejora, verbo=VERBOS[clase], por=por, ahora=ahora, nota=f"{concepto.dicho}. {nota.strip()}")
    return concepto


def problemas_para_anular(concepto: ConceptoDeControl, motivo: str = "-") -> list[Problema]:
    """Por qué no se anula: lo mismo en la página y en la acción."""
    efectividad = concepto.accion.conceptos.en_pie().filter(clase=ConceptoDeControl.Clase.EFECTIVIDAD)
    return reglas.problemas_para_anular_concepto(
        clase=concepto.clase,
        anulado=concepto.anulado_en is not None,
        con_efectividad=efectividad.exists(),
        motivo=motivo,
    )


@transaction.atomic
def anular_concepto(*, concepto: ConceptoDeControl, motivo: str, por: Usuario, ahora: datetime) -> ConceptoDeControl:
    """Anula un concepto equivocado, con su motivo: es de Control Interno, no sólo de quien lo emitió."""
    if not por.perfil(ahora).puede(Permiso.MEJORA_VERIFICAR):
        raise ReglaIncumplida("El concepto es de Control Interno.")
    mejora = tomar_mejora(concepto.accion_id)
    concepto = tomar_fila(ConceptoDeControl.objects.filter(pk=concepto.pk))
    if concepto.anulado_en:
        raise EstadoCambiado("Otra persona ya lo anuló.")
    exigir(problemas_para_anular(concepto, motivo))
    concepto.anulado_en, concepto.anulado_por, concepto.anulado_motivo = ahora, por, motivo.strip()
    concepto.full_clean()
    concepto.save(update_fields=["anulado_en", "anulado_por", "anulado_motivo"])
    registrar(mejora, verbo="anular concepto", por=por, ahora=ahora, nota=f"{concepto.dicho}. {motivo.strip()}")
    return concepto
