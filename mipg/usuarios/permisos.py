"""Exigir un permiso en una vista: 404 lo que no se ve, 403 lo que se ve pero no se puede."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from mipg.usuarios.roles import Permiso


def requiere(*permisos: Permiso):
    """Decora una vista: la persona debe tener alguno de los permisos; si no, 403."""

    def decorar(vista):
        @wraps(vista)
        def envuelta(request, *args, **kwargs):
            if not any(request.perfil.puede(permiso) for permiso in permisos):
                raise PermissionDenied
            return vista(request, *args, **kwargs)

        envuelta.permisos = permisos
        return envuelta

    return decorar
