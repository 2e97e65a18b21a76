"""El relevo de una política por fases: terminar la propia, que avisa a la siguiente, y reabrirla."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from mipg.avisos.acciones import encolar
from mipg.bitacora.acciones import registrar
from mipg.correo import componer
from mipg.fechas import en_bogota, en_palabras
from mipg.reglas import exigir
from mipg.usuarios.models import Usuario
from politicas.acciones.vigencias import tomar_vigencia
from politicas.models import FaseCumplida, ResponsabilidadPolitica, Vigencia
from politicas.obligaciones.fases import a_quienes_toca
from politicas.obligaciones.papeles import a_quienes
from politicas.reglas.relevos import (
    EN_TURNO,
    Tramo,
    cumplida_de,
    lleva_la_fase,
    problemas_para_reabrir,
    problemas_para_terminar,
    tramo_de,
)
from politicas.relevos import relevo_de


@dataclass(frozen=True)
class Entrega:
    """Lo que pasó al terminar una fase: la que empieza con eso, si empieza alguna, y a quiénes se les avisó."""

    cumplida: FaseCumplida
    empieza: Tramo | None = None
    avisadas: tuple[Usuario, ...] = ()


@transaction.atomic
def terminar_fase(
    *, responsabilidad: ResponsabilidadPolitica, vigencia: Vigencia, nota: str = "", por: Usuario, ahora: datetime
) -> Entrega:
    """Da por terminada una fase; si con eso empieza la siguiente, avisa a quien le toca.

    Lanza `ReglaIncumplida` si `por` no la lleva, si no es su turno, si ya se terminó o si la vigencia no está abierta.
    """
    # Tomada: de dos que terminan a la vez la fase que comparten, una ve lo de la otra y avisa.
    vigencia = tomar_vigencia(vigencia.pk)
    antes = relevo_de(responsabilidad.politica_id, vigencia)
    exigir(
        problemas_para_terminar(
            abierta=vigencia.esta_abierta,
            tramo=tramo_de(antes, responsabilidad.pk),
            responsabilidad=responsabilidad.pk,
            la_lleva=lleva_la_fase(por.perfil(ahora), responsabilidad),
        )
    )
    cumplida = FaseCumplida.objects.create(
        responsabilidad=responsabilidad, vigencia=vigencia, terminada_en=ahora, terminada_por=por, nota=nota.strip()
    )
    registrar(cumplida, verbo="terminar", por=por, ahora=ahora, nota=cumplida.nota)
    for tramo, era in zip(relevo_de(responsabilidad.politica_id, vigencia), antes, strict=True):
        if tramo.estado == EN_TURNO != era.estado:
            return Entrega(cumplida, tramo, _avisar(tramo, cumplida, ahora))
    return Entrega(cumplida)


def _avisar(tramo: Tramo, cumplida: FaseCumplida, ahora: datetime) -> tuple[Usuario, ...]:
    hoy = en_bogota(ahora)
    toca = [*a_quienes_toca(tramo.faltan, hoy, *a_quienes(hoy))]
    contexto = {
        "politica": cumplida.responsabilidad.politica,
        "vigencia": cumplida.vigencia,
        "tramo": tramo,
        "quienes": " y ".join(str(suya or fila.responsable) for fila, suya, _ in toca),
        "terminada": cumplida.responsabilidad.fase,
        "base_url": settings.BASE_URL,
        "entidad": settings.ENTIDAD["nombre"],
        "hoy": en_palabras(hoy),
    }
    correo = componer("relevo", contexto)
    personas = {persona for _, _, suyas in toca for persona in suyas}
    avisadas = tuple(Usuario.objects.filter(pk__in=personas).exclude(email="").order_by("pk"))
    for quien in avisadas:
        encolar(
            destino=quien.email,
            asunto=correo.asunto,
            texto=correo.texto,
            html=correo.html,
            clase="relevo",
            persona=quien.pk,
            ahora=ahora,
        )
    return avisadas


@transaction.atomic
def reabrir_fase(
    *, responsabilidad: ResponsabilidadPolitica, vigencia: Vigencia, motivo: str, por: Usuario, ahora: datetime
) -> FaseCumplida:
    """Reabre una fase que se dio por terminada, que queda con su motivo.

    Lanza `ReglaIncumplida` si `por` no la lleva, si ya no rige o si la siguiente ya terminó algo.
    """
    vigencia = tomar_vigencia(vigencia.pk)
    tramos = relevo_de(responsabilidad.politica_id, vigencia)
    exigir(
        problemas_para_reabrir(
            abierta=vigencia.esta_abierta,
            tramos=tramos,
            responsabilidad=responsabilidad.pk,
            motivo=motivo,
            la_lleva=lleva_la_fase(por.perfil(ahora), responsabilidad),
        )
    )
    cumplida = cumplida_de(tramos, responsabilidad.pk)
    cumplida.reabierta_en, cumplida.reabierta_por, cumplida.reabierta_motivo = ahora, por, motivo.strip()
    cumplida.save(update_fields=["reabierta_en", "reabierta_por", "reabierta_motivo"])
    registrar(cumplida, verbo="reabrir", por=por, ahora=ahora, nota=cumplida.reabierta_motivo)
    return cumplida
