"""La tabla de roles y permisos: lo que cada línea de defensa nunca puede."""

import pytest

from mipg.usuarios.reglas import Papel, Perfil, problemas_para_asignar
from mipg.usuarios.roles import DE_DEPENDENCIA, EXCLUYENTES, PERMISOS, Permiso, Rol
from tests import fabricas

ESCRIBEN = {
    Permiso.CATALOGO_EDITAR,
    Permiso.PERSONAS_EDITAR,
    Permiso.VIGENCIA_EDITAR,
    Permiso.ENLACE_DESIGNAR,
    Permiso.PLAN_FORMULAR,
    Permiso.PLAN_FORMULAR_TODOS,
    Permiso.PLAN_DECIDIR,
    Permiso.AVANCE_REPORTAR,
    Permiso.AVANCE_AVALAR,
    Permiso.AVANCE_REVISAR,
    Permiso.CORTE_GESTIONAR,
}


def test_cada_rol_y_cada_permiso_estan_en_la_tabla():
    assert set(PERMISOS) == set(Rol)
    assert set().union(*PERMISOS.values()) == set(Permiso)


@pytest.mark.parametrize(
    ("rol", "nunca"),
    [
        (Rol.ENLACE, {Permiso.AVANCE_AVALAR, Permiso.AVANCE_REVISAR, Permiso.TODO_VER}),
        (Rol.JEFE, {Permiso.AVANCE_REVISAR, Permiso.TODO_VER}),
        (Rol.PLANEACION, {Permiso.AVANCE_REPORTAR, Permiso.AVANCE_AVALAR}),
        (Rol.SECRETARIA_GENERAL, {Permiso.AVANCE_REVISAR}),
        (Rol.CONTROL_INTERNO, ESCRIBEN),
        (Rol.COMITE, ESCRIBEN),
        (Rol.ADMINISTRADOR, {Permiso.PLAN_DECIDIR, Permiso.AVANCE_REVISAR, Permiso.AVANCE_AVALAR, Permiso.TODO_VER}),
    ],
)
def test_lo_que_cada_rol_nunca_puede(rol, nunca):
    assert PERMISOS[rol] & nunca == set()


def test_solo_control_interno_es_excluyente_y_solo_la_primera_linea_es_de_dependencia():
    assert {Rol.CONTROL_INTERNO} == EXCLUYENTES
    assert {Rol.ENLACE, Rol.JEFE} == DE_DEPENDENCIA


def test_el_perfil_es_la_union_de_los_papeles_vigentes():
    perfil = Perfil(1, fabricas.HOY, (Papel(Rol.ENLACE, 7), Papel(Rol.JEFE, 8, "Ana")))
    assert perfil.permisos == PERMISOS[Rol.ENLACE] | PERMISOS[Rol.JEFE]
    assert perfil.dependencias(Permiso.AVANCE_AVALAR) == {8}
    assert perfil.dependencias() == {7, 8}
    assert perfil.encargos == ("Ana",)


def asignar(**cambio):
    base = {"rol": Rol.ENLACE, "dependencia": 1, "desde": fabricas.HOY, "hasta": None, "otras": []}
    return [str(p) for p in problemas_para_asignar(**(base | cambio))]


@pytest.mark.parametrize("rol", [r for r in Rol if r != Rol.CONTROL_INTERNO])
def test_control_interno_excluye_a_cada_rol_en_los_dos_sentidos(rol):
    assert "excluyente" in asignar(rol=rol, otras=[(Rol.CONTROL_INTERNO, fabricas.HOY, None)])[0]
    assert "excluyente" in asignar(rol=Rol.CONTROL_INTERNO, otras=[(rol, fabricas.HOY, None)])[0]


def test_en_fechas_distintas_si_se_puede():
    terminada = (Rol.CONTROL_INTERNO, fabricas.HOY.replace(year=2025), fabricas.HOY.replace(month=7, day=5))
    assert asignar(otras=[terminada]) == []


def test_nadie_se_da_roles_a_si_mismo_ni_siquiera_el_primero():
    assert "a sí mismo" in asignar(a_si_mismo=True)[0]
