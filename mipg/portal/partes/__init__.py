"""Las partes del inicio: lo que cada rol vino a hacer. Quien reúne varios roles ve las de cada uno, sin repetir.

Cada parte se lee en un número fijo de consultas y dice cuánto urge; el inicio las pone en ese orden.
"""

from collections.abc import Callable, Mapping

from mipg.portal.partes.administracion import operacion
from mipg.portal.partes.control_interno import auditoria
from mipg.portal.partes.cuentas import cuentas
from mipg.portal.partes.enlace import reporte
from mipg.portal.partes.entidad import entidad, publicacion
from mipg.portal.partes.hoy_toca import hoy_toca
from mipg.portal.partes.jefe import jefatura
from mipg.portal.partes.mejoramiento import mejoramiento
from mipg.portal.partes.panorama import Panorama, Parte
from mipg.portal.partes.planeacion import captura, decisiones
from mipg.usuarios.roles import Rol

__all__ = ["DE_CADA_ROL", "Panorama", "Parte", "hoy_toca", "partes"]

# Qué ve cada rol, y en qué orden si urgen lo mismo.
DE_CADA_ROL: Mapping[str, tuple[Callable[[Panorama], Parte | None], ...]] = {
    Rol.PLANEACION: (captura, decisiones, mejoramiento, cuentas),
    Rol.JEFE: (jefatura, reporte, mejoramiento),
    Rol.ENLACE: (reporte,),
    Rol.CONTROL_INTERNO: (auditoria, mejoramiento, cuentas),
    Rol.COMITE: (entidad,),
    Rol.SECRETARIA_GENERAL: (entidad, publicacion),
    Rol.ADMINISTRADOR: (operacion, cuentas),
}


def partes(panorama: Panorama) -> list[Parte]:
    """Las de todos los roles de la persona, lo más urgente primero."""
    funciones = dict.fromkeys(
        parte for rol, suyas in DE_CADA_ROL.items() if rol in panorama.perfil.roles for parte in suyas
    )
    leidas = [leida for funcion in funciones if (leida := funcion(panorama)) is not None]
    return sorted(leidas, key=lambda parte: parte.urgencia)
