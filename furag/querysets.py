"""Vocabulario de lectura de la medición y del mejoramiento."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Rank, Trim, Upper
from django.db.models.lookups import Exact

from furag.reglas.cifras import SOLO_MECI
from furag.reglas.situaciones import SIN_VERIFICAR
from mipg.usuarios.reglas import Perfil
from planes.models import Plan, Prorroga
from planes.querysets import DecididosQuerySet
from planes.reglas import APROBADOS


class DeTodos(models.QuerySet):
    """Lo que ve quien tenga sesión: los resultados y las recomendaciones son públicos."""

    def visibles_para(self, perfil: Perfil):
        """Todas."""
        return self


def _solo_meci(prefijo: str = "") -> Q:
    """`reglas.cifras.es_solo_meci`, en la base."""
    return Q(Exact(Upper(Trim(f"{prefijo}tipo_formulario")), Value(SOLO_MECI)))


def _del_grupo(propias: Iterable, prefijo: str = "") -> Q:
    """Las filas de la misma carga y el mismo grupo par que alguna de `propias`; ninguna si no dice su grupo."""
    son = [
        Q(**{f"{prefijo}carga": propia.carga_id, f"{prefijo}grupo": propia.grupo}) for propia in propias if propia.grupo
    ]
    return Q(*son, _connector=Q.OR) if son else Q(pk__in=[])


class MedicionQuerySet(DeTodos):
    """Mediciones, de la más reciente a la primera."""


class CargaQuerySet(DeTodos):
    """Lo cargado de los archivos de resultados."""

    def vigentes(self) -> "CargaQuerySet":
        """Las que rigen: una por medición y ámbito."""
        return self.filter(estado=self.model.Estado.VIGENTE)

    def con_lo_nuestro(self) -> "CargaQuerySet":
        """De las que rigen, las que traen la fila de esta entidad, con ella y su medición: la última primero."""
        leidas = self.vigentes().filter(propia__isnull=False)
        return leidas.select_related("propia", "medicion__serie", "medicion__version", "importacion").order_by(
            "-medicion__anio", "-ambito"
        )


class DefinicionQuerySet(DeTodos):
    """El diccionario de índices de cada medición."""


class EntidadMedidaQuerySet(DeTodos):
    """Filas de los archivos de resultados."""

    def pares_de(self, propias: Iterable) -> "EntidadMedidaQuerySet":
        """Las del grupo par de cada una de `propias`, ella incluida; la que no dice su grupo no tiene pares."""
        return self.filter(_del_grupo(propias))

    def contadas(self) -> dict[int, tuple[int, int]]:
        """Por carga (clave primaria): cuántas son y cuántas de ellas sólo responden el MECI."""
        filas = self.order_by().values("carga").annotate(n=Count("pk"), meci=Count("pk", filter=_solo_meci()))
        return {fila["carga"]: (fila["n"], fila["meci"]) for fila in filas}


class PuntajeQuerySet(DeTodos):
    """Puntajes de las entidades."""

    def propios(self) -> "PuntajeQuerySet":
        """Los de esta entidad en los resultados que rigen."""
        carga = self.model._meta.get_field("entidad").related_model._meta.get_field("carga").related_model
        return self.filter(entidad=F("entidad__carga__propia"), entidad__carga__estado=carga.Estado.VIGENTE)

    def de_pares(self, propias: Iterable) -> "PuntajeQuerySet":
        """Los de los grupos pares de `propias`, sin las que sólo responden el MECI."""
        return self.filter(_del_grupo(propias, "entidad__")).exclude(_solo_meci("entidad__"))

    def comparados(self, propias: Iterable, codigos: Iterable[str] | None = None) -> list[dict]:
        """Por carga e índice, de los grupos pares de `propias`: `n`, `suma`, `maximo`, `minimo` y `mejores`, cuántas
        superan a la nuestra. Lo que no se midió no tiene fila, y un cero es un puntaje.
        """
        propias = list(propias)
        nuestro = Q(columna__puntajes__entidad__in=[propia.pk for propia in propias])
        pares = self.de_pares(propias)
        if codigos is not None:
            pares = pares.filter(columna__codigo__in=list(codigos))
        return list(
            pares.annotate(nuestro=FilteredRelation("columna__puntajes", condition=nuestro))
            .order_by()
            .values("entidad__carga", "columna__codigo")
            .annotate(
                n=Count("pk"),
                suma=Sum("valor"),
                maximo=Max("valor"),
                minimo=Min("valor"),
                mejores=Count("pk", filter=Q(valor__gt=F("nuestro__valor"))),
            )
        )

    def en_posicion(self) -> "PuntajeQuerySet":
        """De mayor a menor, con su entidad y su `posicion`: los que empatan comparten la mejor."""
        posicion = Window(Rank(), order_by=F("valor").desc())
        return self.annotate(posicion=posicion).select_related("entidad").order_by("-valor", "entidad__fila")

    def de_codigos(self, codigos: Iterable[str]) -> dict[str, Decimal]:
        """Código → puntaje, de los que se midieron."""
        return dict(self.filter(columna__codigo__in=list(codigos)).values_list("columna__codigo", "valor"))


class RecomendacionQuerySet(DeTodos):
    """Recomendaciones de Función Pública."""

    def que_vienen(self) -> "RecomendacionQuerySet":
        """Las de la última entrega: sin las que ya no vinieron."""
        return self.filter(falta_en=None)

    def por_decidir(self) -> "RecomendacionQuerySet":
        """Las que vienen y nadie ha acogido ni descartado."""
        return self.que_vienen().filter(estado=self.model.Estado.PENDIENTE)

    def por_atender(self) -> "RecomendacionQuerySet":
        """Las acogidas que vienen y no atiende ninguna acción."""
        return self.que_vienen().filter(estado=self.model.Estado.ACOGIDA).con_accion(la_tiene=False)

    def abiertas(self) -> "RecomendacionQuerySet":
        """Las que vienen, no se descartaron y ninguna acción dejó cumplidas: lo que todavía falta atender."""
        cumplidas = self._atenciones().filter(recomendacion=models.OuterRef("pk"), cumplida=True)
        return self.que_vienen().exclude(estado=self.model.Estado.DESCARTADA).filter(~models.Exists(cumplidas))

    def con_accion(self, *, la_tiene: bool = True) -> "RecomendacionQuerySet":
        """Las que atiende alguna acción en pie; con `la_tiene=False`, las demás."""
        tiene = models.Exists(self._atenciones().filter(recomendacion=models.OuterRef("pk")))
        return self.filter(tiene if la_tiene else ~tiene)

    def sin_accion(self) -> "RecomendacionQuerySet":
        """Las abiertas que ninguna acción en pie atiende."""
        return self.abiertas().con_accion(la_tiene=False)

    def por_politica(self) -> dict[int, int]:
        """Cuántas son de cada política (clave primaria)."""
        return dict(self.order_by().values_list("politica").annotate(n=Count("pk")))

    def con_resumen(self) -> "RecomendacionQuerySet":
        """Con lo que muestra la lista: su medición, su política, su agrupación y `n_acciones`, las que la atienden."""
        atenciones = self._atenciones().filter(recomendacion=models.OuterRef("pk")).order_by()
        cuantas = atenciones.values("recomendacion").annotate(n=models.Count("pk")).values("n")
        return self.select_related("medicion", "politica", "agrupacion").annotate(
            n_acciones=Coalesce(models.Subquery(cuantas), 0)
        )

    def _atenciones(self) -> models.QuerySet:
        return self.model._meta.get_field("atenciones").related_model.objects.en_pie()


class SuscripcionQuerySet(models.QuerySet):
    """Firmas de los planes de mejoramiento."""

    def visibles_para(self, perfil: Perfil) -> "SuscripcionQuerySet":
        """Las de los planes que la persona ve."""
        return self.filter(plan__in=_planes_visibles(perfil))

    def en_pie(self) -> "SuscripcionQuerySet":
        """Las que no se anularon."""
        return self.filter(anulada_en=None)


class AccionMejoraQuerySet(models.QuerySet):
    """Acciones de mejora."""

    def visibles_para(self, perfil: Perfil) -> "AccionMejoraQuerySet":
        """Las de los planes que la persona ve."""
        return self.filter(actividad__plan__in=_planes_visibles(perfil))

    def en_pie(self) -> "AccionMejoraQuerySet":
        """Las que siguen o se cumplieron: las demás no atienden nada, ni son la que continúa o reformula a otra."""
        return self.filter(_en_pie())

    def de_medicion(self, anio: int) -> "AccionMejoraQuerySet":
        """Las que salen de la medición de ese año, sin las retiradas; la que continúa en otro plan es una sola, y es la
        última. Cárguelas `con_hechos`.
        """
        return self.filter(medida=anio, retirada=False, fue_continuada=False)

    def que_siguen(self) -> "AccionMejoraQuerySet":
        """Las de un plan que se aprobó, sin las que una modificación retiró."""
        return self.filter(actividad__plan__estado__in=APROBADOS, actividad__retirada_en=None)

    def en_lista(self) -> "AccionMejoraQuerySet":
        """Con su actividad, su plan y de quién es."""
        return self.select_related(
            *("actividad__plan__vigencia", "actividad__plan__politica__dimension", "actividad__plan__dependencia"),
            *("actividad__dependencia", "suscripcion", "continua__actividad__plan", "reformula__actividad__plan"),
        )

    def con_hechos(self) -> "AccionMejoraQuerySet":
        """Añade lo que decide su situación: `prorrogada_hasta`, `conforme`, `efectiva`, `fue_continuada`,
        `fue_reformulada`, `prorrogada` y `retirada`; nulo es que nadie se ha pronunciado. Y `medida`, la vigencia
        medida de que salió, aunque siga en el plan de otro año: la de su línea base.
        """
        prorrogas = Prorroga.objects.que_pasan_del_anio().filter(actividad=OuterRef("actividad"))
        conceptos = self.model._meta.get_field("conceptos").related_model.objects.en_pie().filter(accion=OuterRef("pk"))
        otras = self.model.objects.en_pie()
        primera = self.model.objects.filter(codigo=OuterRef("codigo"), continua=None).order_by()
        return self.annotate(
            prorrogada_hasta=Subquery(prorrogas.order_by("-decidida_en").values("fecha_nueva")[:1]),
            conforme=Subquery(conceptos.filter(clase="CUMPLIMIENTO").values("favorable")[:1]),
            efectiva=Subquery(conceptos.filter(clase="EFECTIVIDAD").values("favorable")[:1]),
            fue_continuada=Exists(otras.filter(continua=OuterRef("pk")).order_by()),
            fue_reformulada=Exists(otras.filter(reformula=OuterRef("pk")).order_by()),
            medida=Subquery(primera.values("actividad__plan__vigencia_medida")[:1]),
        ).annotate(
            prorrogada=_es(Q(prorrogada_hasta__isnull=False) | Q(fue_continuada=True)), retirada=_es(_retirada())
        )

    def por_continuar(self) -> "AccionMejoraQuerySet":
        """Las firmadas que se prorrogaron hasta el año siguiente y allí todavía no están."""
        hechas = self.que_siguen().filter(estado="SUSCRITA").con_hechos()
        return hechas.filter(prorrogada_hasta__isnull=False, fue_continuada=False)


class AtencionQuerySet(models.QuerySet):
    """Qué acción atiende qué recomendación."""

    def en_pie(self) -> "AtencionQuerySet":
        """Las de acciones en pie."""
        return self.filter(_en_pie("accion__"))


class VerificacionQuerySet(DecididosQuerySet):
    """Verificaciones de Planeación."""

    def visibles_para(self, perfil: Perfil) -> "VerificacionQuerySet":
        """Las de las acciones de los planes que la persona ve."""
        return self.filter(accion__actividad__plan__in=_planes_visibles(perfil))

    def en_pie(self) -> "VerificacionQuerySet":
        """Las que no se anularon."""
        return self.filter(anulada_en=None)


class ConceptoQuerySet(models.QuerySet):
    """Conceptos de Control Interno."""

    def visibles_para(self, perfil: Perfil) -> "ConceptoQuerySet":
        """Los de las acciones de los planes que la persona ve."""
        return self.filter(accion__actividad__plan__in=_planes_visibles(perfil))

    def en_pie(self) -> "ConceptoQuerySet":
        """Los que no se anularon."""
        return self.filter(anulado_en=None)


def _en_pie(prefijo: str = "") -> Q:
    """Que siga o se haya cumplido: ni retirada, ni de un plan del que se desistió o que se cerró sin su firma."""
    sigue = Q(**{f"{prefijo}actividad__retirada_en": None}) | Q(**{f"{prefijo}estado": "CUMPLIDA"})
    sin_firmar = Q(**{f"{prefijo}estado": "FORMULADA", f"{prefijo}actividad__plan__estado": "CERRADO"})
    return sigue & ~(sin_firmar | Q(**{f"{prefijo}actividad__plan__estado": "DESISTIDO"}))


def _retirada() -> Q:
    """Que salga del plan, o el plan mismo, antes de verificarse: lo verificado se cumplió o no."""
    sale = Q(actividad__retirada_en__isnull=False) | Q(actividad__plan__estado="DESISTIDO")
    return sale & SIN_VERIFICAR.q


def _es(condicion: Q) -> Case:
    return Case(When(condicion, then=Value(True)), default=Value(False))


def _planes_visibles(perfil: Perfil) -> models.QuerySet:
    return Plan.objects.visibles_para(perfil).order_by().values("pk")
