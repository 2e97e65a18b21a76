"""Lo que comparten las páginas del catálogo."""

from collections.abc import Collection

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from politicas.models import Politica, Vigencia


def puede_designar(perfil: Perfil, entre: Collection[int] | None = None) -> bool:
    """Si designa enlaces de política en alguna dependencia, o en una de `entre` (claves primarias)."""
    suyas = perfil.dependencias(Permiso.ENLACE_DESIGNAR)
    return perfil.puede(Permiso.PERSONAS_EDITAR) or bool(suyas if entre is None else suyas.intersection(entre))


def en_uso(request, vigencia: Vigencia | None = None):
    """Las políticas de la vigencia (la actual) y su año; antes de abrir la primera, las de la versión activa y hoy."""
    vigencia = vigencia or Vigencia.objects.actual(request.hoy)
    visibles = Politica.objects.visibles_para(request.perfil)
    return visibles.que_rigen(vigencia), vigencia.anio if vigencia else request.hoy.year
