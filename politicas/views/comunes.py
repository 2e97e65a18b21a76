"""Lo que comparten las páginas del catálogo."""

from politicas.models import Politica, Vigencia


def en_uso(request):
    """Las políticas de la vigencia actual y su año; antes de abrir la primera, las de la versión activa y el de hoy."""
    visibles = Politica.objects.visibles_para(request.perfil)
    if vigencia := Vigencia.objects.actual(request.hoy):
        return visibles.de_vigencia(vigencia), vigencia.anio
    return visibles.de_version_activa(), request.hoy.year
