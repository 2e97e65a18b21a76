"""Lo que se debe del mejoramiento: formular, suscribir, conceptuar, evaluar la efectividad y continuar.

Verificar se debe desde `seguimiento`, que sabe qué se ejecutó.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache

from django.db.models import Count, Exists, Max, Min, OuterRef, Subquery
from django.urls import reverse

from furag.models import AccionMejora, Carga, Recomendacion, Suscripcion
from furag.reglas.cifras import primera_desde
from furag.reglas.mejoras import VERIFICADAS
from furag.responsables import dependencias_que_responden
from mipg.avisos.acciones import asuetos
from mipg.etiquetas import contar
from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import Permiso
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas import RIGEN
from politicas.models import Politica, Vigencia
from politicas.obligaciones.papeles import a_quienes
from politicas.obligaciones.plazos import DIAS, fin_de_estrategia

FORMULAR, SUSCRIBIR = "Formular el mejoramiento", "Suscribir"
CONCEPTUAR, EVALUAR, CONTINUAR = "Conceptuar", "Evaluar la efectividad", "Continuar lo prorrogado"
# Días hábiles: desde que Planeación verificó y desde que se confirmó la medición siguiente.
PARA_CONCEPTUAR, PARA_EVALUAR = 20, 30


class Plazos:
    """Los de estos deberes: lo que se lee para decirlos se lee una vez, sean cuantos sean los planes."""

    def __init__(self):
        self._no_habiles = asuetos()
        self._fin = cache(fin_de_estrategia)

    def tras(self, momento: datetime, dias: int) -> date:
        """Esos días hábiles después."""
        return sumar_habiles(en_bogota(momento), dias, self._no_habiles)

    def de_estrategia(self, anio: int, momento: datetime) -> date:
        """El de la estrategia 8 de ese año o, si se supo tarde, diez días hábiles después."""
        return max(self._fin(Actividad.Estrategia.MEJORAMIENTO, anio), self.tras(momento, DIAS))


def de_mejoras(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Una por plan, o por política, y no una por acción: son cientos."""
    jefes, planeacion = a_quienes(hoy)
    audita = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.MEJORA_VERIFICAR).order_by()
    control = sorted(set(audita.values_list("persona", flat=True)))
    dirigen = {uno for suyos in jefes.values() for uno in suyos}
    if persona is not None and persona not in {*dirigen, *planeacion, *control}:
        return
    plazos = Plazos()
    todas = (
        *_por_formular(jefes, planeacion, hoy, plazos),
        *_por_suscribir(jefes, plazos),
        *_por_conceptuar(control, plazos),
        *_por_evaluar(control, plazos),
        *_por_continuar(planeacion, hoy),
    )
    yield from (una for una in todas if persona in (None, una.persona))


def _por_formular(jefes, planeacion, hoy: date, plazos: Plazos) -> Iterator[Obligacion]:
    """Lo acogido que no atiende ninguna acción, de quien responde por la política; sin él, de Planeación."""
    vigencias = {una.anio: una for una in Vigencia.objects.abiertas()}
    sueltas = Recomendacion.objects.por_atender().filter(medicion__anio_captura__in=list(vigencias))
    campos = ("medicion__anio", "medicion__anio_captura", "politica")
    filas = list(sueltas.order_by(*campos).values(*campos).annotate(n=Count("pk"), el=Max("decidida_en")))
    if not filas:
        return
    responden = dependencias_que_responden({fila["politica"] for fila in filas}, hoy)
    nombres = dict(Politica.objects.filter(pk__in=responden).values_list("pk", "nombre"))
    for fila in filas:
        medida, anio, politica = (fila[campo] for campo in campos)
        de_ella = {jefe: suya for suya in responden[politica] for jefe in jefes.get(suya, ())}
        for quien in sorted(de_ella) or planeacion or [None]:
            yield Obligacion(
                vence=plazos.de_estrategia(anio, fila["el"]),
                verbo=FORMULAR,
                asunto=nombres[politica][:150],
                detalle=f"{contar(fila['n'], 'recomendación acogida', 'recomendaciones acogidas')} sin acción",
                clave=f"medicion:{medida}:politica:{politica}:formular",
                url=f"{reverse('furag:mejora_crear')}?politica={politica}&medicion={medida}",
                persona=quien,
                dependencia=de_ella.get(quien),
                dias_aviso=tuple(vigencias[anio].dias_aviso),
            )


def _por_suscribir(jefes, plazos: Plazos) -> Iterator[Obligacion]:
    """La última versión de un plan que rige y nadie ha firmado: del jefe de quien lo coordina, aunque no lo haya."""
    ultima = VersionPlan.objects.filter(plan=OuterRef("pk")).order_by("-numero")
    firmas = Suscripcion.objects.en_pie().filter(version=OuterRef("ultima")).order_by()
    con_algo = Actividad.objects.vigentes().filter(plan=OuterRef("pk")).order_by()
    planes = (
        Plan.objects.filter(clase=Plan.Clase.MEJORAMIENTO, estado__in=RIGEN, vigencia__in=Vigencia.objects.abiertas())
        .annotate(ultima=Subquery(ultima.values("pk")[:1]), del_dia=Subquery(ultima.values("aprobado_en")[:1]))
        .filter(~Exists(firmas), Exists(con_algo), ultima__isnull=False)
        .select_related("vigencia")
    )
    for plan in planes.order_by("pk"):
        vence = plazos.de_estrategia(plan.vigencia.anio, plan.del_dia)
        yield from _de(plan, SUSCRIBIR, "suscribir", vence, jefes.get(plan.dependencia_id), "ante Planeación")


def _por_plan(mejoras, **hecho) -> Iterator[tuple[Plan, int, date]]:
    """De cada plan, cuántas acciones son y la fecha más antigua de lo que se mira (`desde`)."""
    filas = list(
        mejoras.order_by("actividad__plan").values("actividad__plan").annotate(n=Count("pk", distinct=True), **hecho)
    )
    planes = Plan.objects.select_related("vigencia").in_bulk([fila["actividad__plan"] for fila in filas])
    for fila in filas:
        yield planes[fila["actividad__plan"]], fila["n"], fila["desde"]


def _por_conceptuar(control: list[int], plazos: Plazos) -> Iterator[Obligacion]:
    """Lo que Planeación verificó y Control Interno no ha mirado."""
    sin_mirar = AccionMejora.objects.filter(estado__in=VERIFICADAS).con_hechos().filter(conforme=None)
    filas = AccionMejora.objects.filter(pk__in=sin_mirar.order_by().values("pk"), verificaciones__anulada_en=None)
    for plan, n, desde in _por_plan(filas, desde=Min("verificaciones__verificada_en")):
        vence = plazos.tras(desde, PARA_CONCEPTUAR)
        yield from _de(plan, CONCEPTUAR, "conceptuar", vence, control, _cuantas(n))


def _por_evaluar(control: list[int], plazos: Plazos) -> Iterator[Obligacion]:
    """Lo conforme cuya efectividad no se ha evaluado, cuando ya hay con qué: la medición siguiente."""
    conformes = AccionMejora.objects.filter(estado="CUMPLIDA").con_hechos()
    conformes = conformes.filter(conforme=True, efectiva=None).order_by().values("pk")
    filas = AccionMejora.objects.filter(pk__in=conformes)
    nuestras = Carga.objects.con_lo_nuestro().order_by()
    confirmadas = dict(nuestras.values_list("medicion__anio").annotate(Min("confirmada_en")))
    for plan, n, anio in _por_plan(filas, desde=Min("actividad__plan__vigencia__anio")):
        if siguiente := primera_desde(confirmadas, anio):
            vence = plazos.tras(confirmadas[siguiente], PARA_EVALUAR)
            yield from _de(plan, EVALUAR, "evaluar", vence, control, _cuantas(n))


def _por_continuar(planeacion: list[int], hoy: date) -> Iterator[Obligacion]:
    """Lo prorrogado más allá de su año, desde que hay vigencia en que seguir o el año terminó: hasta el 31 de enero."""
    abiertas = set(Vigencia.objects.abiertas().values_list("anio", flat=True))
    filas = AccionMejora.objects.filter(pk__in=AccionMejora.objects.por_continuar().order_by().values("pk"))
    for plan, n, anio in _por_plan(filas, desde=Min("actividad__plan__vigencia__anio")):
        if anio + 1 in abiertas or hoy.year > anio:
            yield from _de(plan, CONTINUAR, "continuar", date(anio + 1, 1, 31), planeacion, _cuantas(n))


def _cuantas(n: int) -> str:
    return contar(n, "acción de mejora", "acciones de mejora")


def _de(
    plan: Plan, verbo: str, clave: str, vence: date, responsables: Iterable[int] | None, detalle: str
) -> Iterator[Obligacion]:
    for quien in list(responsables or []) or [None]:
        yield Obligacion(
            vence=vence,
            verbo=verbo,
            asunto=plan.nombre[:150],
            detalle=f"Vigencia {plan.vigencia}: {detalle}",
            clave=f"mejoramiento:{plan.pk}:{clave}",
            url=reverse("furag:mejora_lista", args=[plan.pk]),
            persona=quien,
            dependencia=plan.dependencia_id,
            dias_aviso=tuple(plan.vigencia.dias_aviso),
        )
