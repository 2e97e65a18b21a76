"""Vocabulario de lectura de los informes de ley y los requerimientos."""

from datetime import date

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.reglas.de_ley import SE_DEBE, Situacion, situaciones


class ConPlazoQuerySet(models.QuerySet):
    """Lo que vence y sale con un radicado."""

    def visibles_para(self, perfil: Perfil) -> "ConPlazoQuerySet":
        """Todo para quien ve todo; si no, lo de sus dependencias."""
        return self if perfil.puede(Permiso.TODO_VER) else self.filter(dependencia__in=perfil.dependencias())

    def pendientes(self) -> "ConPlazoQuerySet":
        """Lo que nadie ha presentado, respondido ni anulado."""
        return self.filter(SE_DEBE.q)

    def en_situacion(self, cual: str, hoy: date) -> "ConPlazoQuerySet":
        """Lo que está así (una `Situacion`) en la fecha."""
        return self.filter(situaciones(hoy)[Situacion(cual)].q)

    def cuantos(self, hoy: date) -> dict[Situacion, int]:
        """Cuántos hay en cada situación, en una consulta."""
        cuentan = {cual: Count("pk", filter=hecho.q) for cual, hecho in situaciones(hoy).items()}
        cuentas = self.order_by().aggregate(**cuentan)
        return {cual: cuentas[cual] for cual in Situacion}


class InformeDeLeyQuerySet(models.QuerySet):
    """Informes de ley."""

    def visibles_para(self, perfil: Perfil) -> "InformeDeLeyQuerySet":
        """Todos para quien ve todo; si no, los de sus dependencias y los que alguna vez les tocaron."""
        if perfil.puede(Permiso.TODO_VER):
            return self
        vencimientos = self.model._meta.get_field("vencimientos").related_model.objects.visibles_para(perfil)
        suyos = vencimientos.filter(informe=OuterRef("pk"))
        return self.filter(Q(dependencia__in=perfil.dependencias()) | Exists(suyos))

    def en_pie(self) -> "InformeDeLeyQuerySet":
        """Los que nadie anuló."""
        return self.filter(anulado_en=None)


class VencimientoQuerySet(ConPlazoQuerySet):
    """Vencimientos de los informes de ley."""

    def con_informe(self) -> "VencimientoQuerySet":
        """Con lo que se dice de cada uno: su informe, su vigencia y de quién es."""
        return self.select_related("informe__vigencia", "dependencia")

    def que_se_deben(self, hasta: date) -> "VencimientoQuerySet":
        """Los pendientes que vencen hasta ese día y, aunque venza después, el primero de cada informe."""
        antes = self.model.objects.pendientes().filter(informe=OuterRef("informe"), numero__lt=OuterRef("numero"))
        return self.pendientes().filter(Q(vence__lte=hasta) | ~Exists(antes))


class RequerimientoQuerySet(ConPlazoQuerySet):
    """Requerimientos de otras entidades."""

    def con_dependencia(self) -> "RequerimientoQuerySet":
        """Con la dependencia que responde."""
        return self.select_related("dependencia")
