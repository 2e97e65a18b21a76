"""Vocabulario de lectura de la medición y del mejoramiento."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Count, F, FilteredRelation, Max, Min, Q, Sum, Value, Window
from django.db.models.functions import Coalesce, Rank, Trim, Upper
from django.db.models.lookups import Exact

from mipg.usuarios.reglas import Perfil


class DeTodos(models.QuerySet):
    """Lo que ve quien tenga sesión: los resultados y las recomendaciones son públicos."""

    def visibles_para(self, perfil: Perfil):
        """Todas."""
        return self


def _solo_meci(prefijo: str = "") -> Q:
    """`EntidadMedida.es_solo_meci`, en la base: igual, y no «contiene»."""
    return Q(Exact(Upper(Trim(f"{prefijo}tipo_formulario")), Value("MECI")))


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


class RecomendacionQuerySet(DeTodos):
    """Recomendaciones de Función Pública."""

    def que_vienen(self) -> "RecomendacionQuerySet":
        """Las de la última entrega: sin las que ya no vinieron."""
        return self.filter(falta_en=None)

    def por_decidir(self) -> "RecomendacionQuerySet":
        """Las que vienen y nadie ha acogido ni descartado."""
        return self.que_vienen().filter(estado=self.model.Estado.PENDIENTE)

    def abiertas(self) -> "RecomendacionQuerySet":
        """Las que vienen, no se descartaron y ninguna acción dejó cumplidas: lo que todavía falta atender."""
        cumplidas = self._atenciones().filter(recomendacion=models.OuterRef("pk"), cumplida=True)
        return self.que_vienen().exclude(estado=self.model.Estado.DESCARTADA).filter(~models.Exists(cumplidas))

    def con_accion(self, *, la_tiene: bool = True) -> "RecomendacionQuerySet":
        """Las que atiende alguna acción en pie; con `la_tiene=False`, las demás."""
        tiene = models.Exists(self._atenciones().filter(recomendacion=models.OuterRef("pk")))
        return self.filter(tiene if la_tiene else ~tiene)

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

    def en_pie(self) -> "SuscripcionQuerySet":
        """Las que no se anularon."""
        return self.filter(anulada_en=None)


class AccionMejoraQuerySet(models.QuerySet):
    """Acciones de mejora."""


class AtencionQuerySet(models.QuerySet):
    """Qué acción atiende qué recomendación."""

    def en_pie(self) -> "AtencionQuerySet":
        """Las de acciones que no se retiraron, de planes de los que nadie desistió."""
        return self.filter(accion__actividad__retirada_en=None).exclude(accion__actividad__plan__estado="DESISTIDO")
