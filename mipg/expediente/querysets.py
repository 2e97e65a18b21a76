"""Vocabulario de lectura del expediente."""

from datetime import datetime
from importlib import import_module

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.module_loading import module_has_submodule

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso


def _usos_visibles(perfil: Perfil):
    """Un filtro de `Uso` por cada app que declara `documentos.usos_visibles(perfil) -> Q`."""
    for configuracion in apps.get_app_configs():
        if module_has_submodule(configuracion.module, "documentos"):
            modulo = import_module(f"{configuracion.name}.documentos")
            if hasattr(modulo, "usos_visibles"):
                yield modulo.usos_visibles(perfil)


class DocumentoQuerySet(models.QuerySet):
    """Documentos del expediente."""

    def visibles_para(self, perfil: Perfil) -> "DocumentoQuerySet":
        """Los de sus dependencias y los que sostienen algo que puede ver."""
        if perfil.puede(Permiso.TODO_VER):
            return self
        por_uso = Q()
        for filtro in _usos_visibles(perfil):
            por_uso |= filtro
        usos = apps.get_model("expediente", "Uso").objects.filter(por_uso) if por_uso else None
        visibles = Q(dependencia__in=perfil.dependencias())
        if usos is not None:
            visibles |= Q(pk__in=usos.values("documento"))
        return self.filter(visibles)

    def vigentes(self) -> "DocumentoQuerySet":
        """Los no retirados."""
        return self.filter(retirado_en=None)


class EmisionQuerySet(models.QuerySet):
    """Informes en PDF."""

    def visibles_para(self, perfil: Perfil) -> "EmisionQuerySet":
        """Los que pidió la persona; quien ve todo, todos."""
        return self if perfil.puede(Permiso.TODO_VER) else self.filter(pedida_por=perfil.persona)

    def con_personas(self) -> "EmisionQuerySet":
        """Con quien los pidió y su dependencia."""
        return self.select_related("pedida_por", "dependencia")


class ImportacionQuerySet(models.QuerySet):
    """Archivos subidos para importar."""

    def sin_lo_leido(self) -> "ImportacionQuerySet":
        """Sin las columnas que crecen con las filas del archivo."""
        return self.defer("paginas", "lo_leido")

    def por_leer(self, ahora: datetime) -> "ImportacionQuerySet":
        """Los que esperan turno para leerse o cuya lectura quedó a medias."""
        a_medias = Q(lectura="EN_CURSO", arrendado_hasta__lt=ahora)
        return self.filter(Q(lectura="PEDIDA") | a_medias, estado="SUBIDA").order_by("creada_en", "pk")


class ColumnaRecordadaQuerySet(models.QuerySet):
    """Encabezados que alguien asoció a un campo."""

    def de(self, destino: str) -> dict[str, str]:
        """Del título normalizado al campo, para los archivos que importan eso."""
        return dict(self.filter(destino=destino).values_list("clave", "campo"))


class UsoQuerySet(models.QuerySet):
    """Usos de un documento."""

    def de(self, objeto: models.Model, *otros: models.Model) -> "UsoQuerySet":
        """Los que sostienen un registro, o varios de una clase."""
        tipo = ContentType.objects.get_for_model(objeto)
        return self.filter(tipo=tipo, objeto_id__in=[uno.pk for uno in (objeto, *otros)])
