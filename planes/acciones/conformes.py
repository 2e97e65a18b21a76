"""El conforme del colíder: quiénes colideran un plan, qué han dicho de él, y decirlo."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from mipg.bitacora.acciones import registrar
from mipg.consultas import armada_una_vez
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.querysets import nombre_de
from planes.acciones.actividades import tomar_fila
from planes.models import Conforme, Plan
from planes.reglas import conformes as reglas
from politicas.models import ResponsabilidadPolitica


def colideres_de(plan: Plan, hoy: date) -> dict[int, str]:
    """Las que lideran su política en su vigencia (o hoy las suceden) y no lo coordinan: clave → nombre."""
    if plan.politica_id is None:
        return {}
    lideran = {r.responde: r.nombre for r in _lideran(plan.politica_id, plan.vigencia.anio, hoy)}
    lideran.pop(plan.dependencia_id, None)
    return lideran


@armada_una_vez
def _lideran(politica: int, anio: int, hoy: date) -> QuerySet[ResponsabilidadPolitica]:
    lideran = ResponsabilidadPolitica.objects.que_lideran(anio, hoy).filter(politica=politica).order_by("orden")
    nombre = Dependencia.objects.filter(pk=OuterRef("responde")).values("nombre")
    return lideran.annotate(nombre=Subquery(nombre)).only("pk")


def dichos_de(plan: Plan) -> list[Conforme]:
    """Lo último que dijo cada colíder, con `colider`, `quien` y `de_lo_anterior`."""
    dichos = reglas.ultimos(_conformes(plan.pk))
    for dicho in dichos:
        dicho.de_lo_anterior = reglas.es_de_lo_anterior(dicho, plan.enviado_en)
    return dichos


@armada_una_vez
def _conformes(plan: int) -> QuerySet[Conforme]:
    suyos = Conforme.objects.filter(plan=plan).order_by("-pk")
    return suyos.annotate(colider=F("dependencia__nombre"), quien=nombre_de("dado_por"))


@transaction.atomic
def dar_conforme(
    *, plan: Plan, dependencia: int, sentido: str, texto: str, version: int, por: Usuario, ahora: datetime
) -> Conforme:
    """Da el conforme o el reparo de una dependencia colíder (clave primaria) sobre el envío que se leyó.

    No decide nada del plan. Lanza `EstadoCambiado` si el plan cambió desde que se leyó.
    """
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia"))
    if plan.version != version:
        raise EstadoCambiado("El plan cambió desde que usted lo abrió: léalo de nuevo antes de decir si está conforme.")
    exigir(
        reglas.problemas_para_dar(
            estado=plan.estado,
            colideres=colideres_de(plan, en_bogota(ahora)),
            dependencia=dependencia,
            sentido=sentido,
            texto=texto,
        )
    )
    conforme = Conforme(
        plan=plan,
        dependencia_id=dependencia,
        sentido=sentido,
        texto=texto.strip(),
        envio=plan.enviado_en,
        dado_en=ahora,
        dado_por=por,
    )
    conforme.full_clean()
    conforme.save()
    dice = {conforme.dependencia.nombre: (None, conforme.get_sentido_display())}
    registrar(plan, verbo="dar conforme", por=por, ahora=ahora, cambios=dice, nota=conforme.texto)
    return conforme
