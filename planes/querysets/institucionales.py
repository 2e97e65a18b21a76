"""Vocabulario de lectura de lo que un plan institucional lleva: su documento publicado y sus seguimientos propios."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Subquery

from mipg.expediente.models import Uso
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.reglas import Perfil


class PublicacionQuerySet(models.QuerySet):
    """Documentos publicados de los planes institucionales."""

    def visibles_para(self, perfil: Perfil) -> "PublicacionQuerySet":
        """Las de planes que ve."""
        planes = self.model._meta.get_field("plan").related_model.objects.visibles_para(perfil)
        return self.filter(plan__in=planes.order_by().values("pk"))

    def vigentes(self) -> "PublicacionQuerySet":
        """Las que lee cualquiera: ni se registraron por error (su documento se retira) ni se desistió de su plan."""
        return self.filter(documento__retirado_en=None).exclude(plan__estado="DESISTIDO")

    def con_documento(self) -> "PublicacionQuerySet":
        """Con su documento; del archivo, `sha256`, `tamano` y `tipo`. Sin personas: también la lee cualquiera."""
        versiones = self.model._meta.get_field("documento").related_model._meta.get_field("versiones").related_model
        ultima = versiones.objects.filter(documento=OuterRef("documento")).order_by("-numero")
        del_archivo = {campo: Subquery(ultima.values(campo)[:1]) for campo in ("sha256", "tamano", "tipo")}
        return self.select_related("documento").annotate(**del_archivo)

    def con_quien(self) -> "PublicacionQuerySet":
        """Con el nombre de quien la registró (`registro`)."""
        return self.annotate(registro=nombre_de("registrada_por"))


class SeguimientoDePlanQuerySet(models.QuerySet):
    """Seguimientos propios de los planes institucionales."""

    def visibles_para(self, perfil: Perfil) -> "SeguimientoDePlanQuerySet":
        """Los de planes que ve."""
        planes = self.model._meta.get_field("plan").related_model.objects.visibles_para(perfil)
        return self.filter(plan__in=planes.order_by().values("pk"))

    def pendientes(self) -> "SeguimientoDePlanQuerySet":
        """Los que se deben: ni hechos ni cancelados, de planes de los que nadie desistió."""
        return self.filter(estado="PENDIENTE").exclude(plan__estado="DESISTIDO")

    def con_soporte(self) -> "SeguimientoDePlanQuerySet":
        """Con el nombre de quien lo hizo (`hizo`) y su soporte: `soporte` (clave del documento), `soporte_titulo` y
        `soporte_uso` (la de su uso).
        """
        tipo = ContentType.objects.get_for_model(self.model)
        usos = Uso.objects.filter(tipo=tipo, objeto_id=OuterRef("pk"), documento__retirado_en=None).order_by("pk")
        del_uso = {"soporte": "documento", "soporte_titulo": "documento__titulo", "soporte_uso": "pk"}
        anotados = {nombre: Subquery(usos.values(campo)[:1]) for nombre, campo in del_uso.items()}
        return self.annotate(hizo=nombre_de("cumplido_por"), **anotados)

    def sin_cancelar(self) -> "SeguimientoDePlanQuerySet":
        """Los hechos y los que se deben."""
        return self.exclude(estado="CANCELADO")
