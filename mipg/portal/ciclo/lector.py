"""Quién mira el año: qué hitos ve enteros, de cuáles sólo lo de su dependencia, y qué de lo que falta le toca."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mipg.portal.ciclo.momentos import Clase
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso, Rol

_TODAS = frozenset(Clase)
# Lo que cada rol ve de toda la entidad. De lo demás, cada quien ve lo de sus dependencias. Las fechas de captura las
# conoce todo el mundo.
DE_LA_ENTIDAD: Mapping[str, frozenset[Clase]] = {
    Rol.PLANEACION: _TODAS,
    Rol.SECRETARIA_GENERAL: _TODAS,
    Rol.COMITE: _TODAS,
    # Lo que audita, y de los informes de ley, los suyos; las sesiones del Comité no son de él.
    Rol.CONTROL_INTERNO: _TODAS - {Clase.SESION, Clase.INFORME},
}


@dataclass(frozen=True)
class Lector:
    """Qué ve del año quien lee y qué puede resolver.

    `enteras`: las clases que ve de toda la entidad; `dependencias`: las suyas; `formula` y `reporta`: en cuáles;
    `perfil`: quién es, si tiene sesión.
    """

    enteras: frozenset[Clase]
    dependencias: frozenset[int] = frozenset()
    formula: frozenset[int] = frozenset()
    reporta: frozenset[int] = frozenset()
    permisos: frozenset[Permiso] = frozenset()
    perfil: Perfil | None = None

    @classmethod
    def de(cls, perfil: Perfil) -> "Lector":
        """El de quien tiene sesión."""
        # Planeación formula en cualquiera: sólo a los jefes les toca.
        sin_planeacion = replace(perfil, papeles=tuple(p for p in perfil.papeles if p.rol != Rol.PLANEACION))
        # La administración técnica atiende cuentas y catálogos: los planes de su oficina no son su oficio.
        sin_tecnica = replace(perfil, papeles=tuple(p for p in perfil.papeles if p.rol != Rol.ADMINISTRADOR))
        return cls(
            frozenset().union(*(DE_LA_ENTIDAD.get(rol, ()) for rol in perfil.roles)),
            sin_tecnica.dependencias(),
            sin_planeacion.dependencias(Permiso.PLAN_FORMULAR),
            perfil.dependencias(Permiso.AVANCE_REPORTAR),
            perfil.permisos,
            perfil,
        )

    def ve_entera(self, clase: Clase) -> bool:
        """Ve los hitos de esa clase de toda la entidad."""
        return clase in self.enteras

    def puede(self, permiso: Permiso) -> bool:
        """Le toca a quien tiene ese permiso, y lo tiene."""
        return permiso in self.permisos
