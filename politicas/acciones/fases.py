"""El relevo de una política por fases: terminar la propia, que avisa a la siguiente, y reabrirla."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from mipg.avisos.acciones import encolar
from mipg.bitacora.acciones import registrar
from mipg.correo import componer
from mipg.fechas import en_bogota, en_palabras
from mipg.reglas import exigir
from mipg.usuarios.models import Asignacion, Usuario
from mipg.usuarios.roles import Permiso
from politicas.acciones.vigencias import tomar_vigencia
from politicas.models import FaseCumplida, ResponsabilidadPolitica, Vigencia
from politicas.reglas.relevos import (
    ESPERA,
    Tramo,
    problemas_para_reabrir,
    problemas_para_terminar,
    relevo,
    tramo_de,
)


def relevo_de(politica: int, vigencia: Vigencia) -> list[Tramo]:
    """El relevo de una política (clave primaria) en la vigencia, según la fuente que reparte el trabajo."""
    filas = ResponsabilidadPolitica.objects.que_reparten(vigencia.anio).filter(politica=politica, rol="FASE")
    cumplidas = FaseCumplida.objects.filter(vigencia=vigencia, responsabilidad__politica=politica)
    hechas = {c.responsabilidad_id: c for c in cumplidas.select_related("terminada_por")}
    return relevo(filas.select_related("dependencia__heredera", "instancia"), hechas)


@transaction.atomic
def terminar_fase(
    *, responsabilidad: ResponsabilidadPolitica, vigencia: Vigencia, nota: str = "", por: Usuario, ahora: datetime
) -> FaseCumplida:
    """Da por terminada una fase; si con eso empieza la siguiente, avisa a quien le toca.

    Lanza `ReglaIncumplida` si no es su turno, si ya se terminó o si la vigencia no está abierta.
    """
    # Tomada: de dos que terminan a la vez la fase que comparten, una ve lo de la otra y avisa.
    vigencia = tomar_vigencia(vigencia.pk)
    antes = relevo_de(responsabilidad.politica_id, vigencia)
    exigir(
        problemas_para_terminar(
            abierta=vigencia.esta_abierta,
            tramo=tramo_de(antes, responsabilidad.pk),
            responsabilidad=responsabilidad.pk,
        )
    )
    cumplida = FaseCumplida.objects.create(
        responsabilidad=responsabilidad, vigencia=vigencia, terminada_en=ahora, terminada_por=por, nota=nota.strip()
    )
    registrar(cumplida, verbo="terminar", por=por, ahora=ahora, nota=cumplida.nota)
    for tramo, era in zip(relevo_de(responsabilidad.politica_id, vigencia), antes, strict=True):
        if era.estado == ESPERA != tramo.estado:
            _avisar(tramo, cumplida, ahora)
    return cumplida


def _avisar(tramo: Tramo, cumplida: FaseCumplida, ahora: datetime) -> None:
    politica = cumplida.responsabilidad.politica
    contexto = {
        "politica": politica,
        "tramo": tramo,
        "terminada": cumplida.responsabilidad.fase,
        "base_url": settings.BASE_URL,
        "entidad": settings.ENTIDAD["nombre"],
        "hoy": en_palabras(en_bogota(ahora)),
    }
    correo = componer("relevo", contexto)
    for quien in _a_quienes(tramo, en_bogota(ahora)):
        encolar(
            destino=quien.email,
            asunto=correo.asunto,
            texto=correo.texto,
            html=correo.html,
            clase="relevo",
            persona=quien.pk,
            ahora=ahora,
        )


def _a_quienes(tramo: Tramo, hoy: date) -> list[Usuario]:
    """Los jefes de quienes responden de la fase; si no hay, Planeación."""
    vigentes = Asignacion.objects.vigentes(hoy)
    suyas = [suya.pk for fila in tramo.faltan if (suya := fila.de_hoy(hoy))]
    jefes = vigentes.con_permiso(Permiso.ENLACE_DESIGNAR).filter(dependencia__in=suyas)
    planeacion = vigentes.con_permiso(Permiso.VIGENCIA_EDITAR)
    for asignaciones in (jefes, planeacion):
        con_correo = Usuario.objects.exclude(email="").filter(pk__in=asignaciones.order_by().values("persona"))
        if personas := list(con_correo.order_by("pk")):
            return personas
    return []


@transaction.atomic
def reabrir_fase(*, cumplida: FaseCumplida, motivo: str, por: Usuario, ahora: datetime) -> None:
    """Reabre una fase que se dio por terminada. Lanza `ReglaIncumplida` si la siguiente ya terminó algo."""
    vigencia = tomar_vigencia(cumplida.vigencia_id)
    cumplida = FaseCumplida.objects.select_for_update(of=("self",)).get(pk=cumplida.pk)
    responsabilidad = cumplida.responsabilidad
    exigir(
        problemas_para_reabrir(
            abierta=vigencia.esta_abierta,
            tramos=relevo_de(responsabilidad.politica_id, vigencia),
            responsabilidad=responsabilidad.pk,
            motivo=motivo,
        )
    )
    cambios = {"terminada_en": (cumplida.terminada_en, None)}
    registrar(cumplida, verbo="reabrir", por=por, ahora=ahora, cambios=cambios, nota=motivo.strip())
    cumplida.delete()
