"""Lo que comparten las páginas del catálogo."""

from politicas.models import Politica, Vigencia


def en_uso(request):
    """Las políticas de la vigencia actual; antes de abrir la primera, las de la versión activa del modelo."""
    visibles = Politica.objects.visibles_para(request.perfil)
    vigencia = Vigencia.objects.actual(request.hoy)
    return visibles.de_vigencia(vigencia) if vigencia else visibles.de_version_activa()
