"""La tabla de quién le hace qué a quién, por cada puerta: rol × rol del afectado × operación × puerta.

Lo esperado sale sólo de `roles.RESGUARDOS`. El afectado tiene el rol de la columna; en «dar un rol», se le da a quien
no tiene ninguno.
"""

from copy import deepcopy
from datetime import date
from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse

from mipg.libros import leer
from mipg.reglas import ReglaIncumplida
from mipg.usuarios import acciones
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Usuario
from mipg.usuarios.personas import entender
from mipg.usuarios.roles import ADMINISTRAN, CON_ESPERA, RESGUARDOS, Operacion, Rol
from tests import fabricas
from tests.fabricas import AHORA, HOY
from tests.mundos import apartado
from tests.sesiones import entrar

PIDEN = sorted(ADMINISTRAN)
OPERACIONES = [o for o in Operacion if o not in (Operacion.FACTOR, Operacion.ANULAR_ROL)]


@pytest.fixture(scope="module")
def _mundo(django_db_setup, django_db_blocker):
    with apartado(django_db_blocker):
        oficina = fabricas.dependencia("Oficina de Prueba")
        yield {
            "oficina": oficina,
            "libre": fabricas.persona(email="libre@ejemplo.test"),
            **{(quien, rol): fabricas.persona(rol, oficina) for quien in ("quien", "otra", "ella") for rol in Rol},
        }


@pytest.fixture
def mundo(_mundo, db):
    return deepcopy(_mundo)


def quedo(operacion, rol, quien) -> str:
    """Cómo debe quedar, según la tabla: `NO`, o el estado del cambio (`SOLO` si se aplicará sin que nadie confirme)."""
    if quien not in (RESGUARDOS[rol].piden if rol in RESGUARDOS else ADMINISTRAN):
        return "NO"
    if rol in RESGUARDOS:
        return "SOLICITADO"
    return "SOLO" if operacion in CON_ESPERA else "APLICADO"


def como_quedo() -> str:
    cambio = CambioDeCuenta.objects.order_by("-pk").first()
    if cambio is None:
        return "NO"
    return "SOLO" if cambio.estado == "SOLICITADO" and cambio.aplica_en else cambio.estado


def foto(persona) -> tuple:
    """Lo que de una cuenta no debe moverse sin permiso."""
    datos = Usuario.objects.values_list("email", "is_active", "vinculo_hasta", "sello").get(pk=persona.pk)
    return datos, sorted(Asignacion.objects.filter(persona=persona).values_list("rol", "desde", "hasta"))


def por_el_portal(cliente, mundo, operacion, rol):
    """Envía el formulario de la operación; devuelve a quién afecta."""
    ella = mundo["libre"] if operacion == Operacion.DAR_ROL else mundo["ella", rol]
    if operacion == Operacion.REACTIVAR:
        Usuario.objects.filter(pk=ella.pk).update(is_active=False)
    antes, motivo = foto(ella), {"motivo": "Lo pidió por oficio."}
    datos = {"nombre": ella.nombre, "email": ella.email, "cargo": "", "vinculo_hasta": "", "visto": ella.huella}
    que, url = {
        Operacion.CORREO: (datos | {"email": "nueva@ejemplo.test"}, "persona_editar"),
        Operacion.VINCULO: (datos | {"vinculo_hasta": "2099-12-31"}, "persona_editar"),
        Operacion.DESACTIVAR: ({}, "persona_desactivar"),
        Operacion.REACTIVAR: ({}, "persona_reactivar"),
        Operacion.DAR_ROL: (
            {"rol": rol.value, "dependencia": mundo["oficina"].pk, "desde": "2026-01-01"},
            "asignacion_crear",
        ),
        Operacion.TERMINAR_ROL: ({"hasta": "2099-12-31"}, "asignacion_terminar"),
    }[operacion]
    clave = ella.asignaciones.get().pk if url == "asignacion_terminar" else ella.pk
    respuesta = cliente.post(reverse(f"usuarios:{url}", args=[clave]), que | motivo)
    assert respuesta.status_code in (302, 422), respuesta.status_code
    return ella, antes


@pytest.mark.parametrize("quien", PIDEN)
def test_el_portal_hace_lo_que_dice_la_tabla(mundo, quien):
    cliente, mal = entrar(mundo["quien", quien]), []
    cliente.get(reverse("portal:inicio"))
    for rol, operacion in product(Rol, OPERACIONES):
        with transaction.atomic():
            ella, antes = por_el_portal(cliente, mundo, operacion, rol)
            quedado, movida = como_quedo(), foto(ella) != antes
            transaction.set_rollback(True)
        if (quedado, movida) != (debe := quedo(operacion, rol, quien), debe == "APLICADO"):
            mal.append((rol, operacion, quedado, movida))
    assert mal == []


@pytest.mark.parametrize("quien", Rol)
def test_las_acciones_directas_se_niegan_solas(mundo, quien):
    por, mal = mundo["quien", quien], []
    for rol in Rol:
        ella, oficina = mundo["ella", rol], mundo["oficina"]
        comun = {"por": por, "ahora": AHORA}
        hechos = {
            "desactivar": lambda: acciones.desactivar(persona=ella, motivo="x", **comun),  # noqa: B023
            "terminar": lambda: acciones.terminar_asignacion(
                asignacion=ella.asignaciones.get(),  # noqa: B023
                hasta=date(2099, 12, 31),
                **comun,  # noqa: B023
            ),
            "asignar": lambda: acciones.asignar(
                persona=mundo["libre"],
                rol=rol,  # noqa: B023
                dependencia=oficina,  # noqa: B023
                desde=HOY,
                **comun,  # noqa: B023
            ),
        }
        for nombre, hacer in hechos.items():
            with transaction.atomic():
                try:
                    hacer()
                    hizo = True
                except ReglaIncumplida:
                    hizo = False
                transaction.set_rollback(True)
            if hizo != (quien in ADMINISTRAN and rol not in RESGUARDOS):
                mal.append((rol, nombre, hizo))
    assert mal == []


def test_confirma_quien_dice_la_tabla_y_nadie_mas(mundo):
    mal = []
    for rol in RESGUARDOS:
        pide = min(RESGUARDOS[rol].piden)
        cambio = cambios.pedir_cambio(
            operacion=Operacion.DESACTIVAR,
            persona=mundo["ella", rol],
            por=mundo["quien", pide],
            motivo="x",
            ahora=AHORA,
        )
        for otro in Rol:
            with transaction.atomic():
                try:
                    cambios.confirmar_cambio(cambio=cambio, por=mundo["otra", otro], ahora=AHORA)
                    hizo = True
                except ReglaIncumplida:
                    hizo = False
                transaction.set_rollback(True)
            if hizo != (otro in RESGUARDOS[rol].confirman):
                mal.append((rol, otro, hizo))
    assert mal == []


@pytest.mark.parametrize("quien", PIDEN)
def test_la_importacion_dice_lo_mismo_fila_por_fila(mundo, quien):
    filas = "".join(f"Persona Nueva;{rol}@nuevas.test;Oficina de Prueba;{rol.label}\n" for rol in Rol)
    lectura = entender(
        leer("p.csv", f"Nombre;Correo;Dependencia;Rol\n{filas}".encode()), quien=mundo["quien", quien], hoy=HOY
    )
    dicho = {fila.rol: "SOLICITADO" if fila.por_confirmar else "APLICADO" for fila in lectura.filas}
    assert {rol: dicho.get(rol, "NO") for rol in Rol} == {rol: quedo(Operacion.DAR_ROL, rol, quien) for rol in Rol}


@pytest.mark.parametrize("quien", [Rol.PLANEACION, Rol.CONTROL_INTERNO, Rol.ADMINISTRADOR])
def test_el_admin_no_escribe_cuentas_ni_roles_ni_cambios(mundo, quien):
    cliente, ella = entrar(mundo["quien", quien]), mundo["ella", Rol.CONTROL_INTERNO]
    antes = foto(ella)
    datos = {"email": "nueva@ejemplo.test", "nombre": "x", "rol": "planeacion", "estado": "APLICADO"}
    for modelo, pk in (("usuario", ella.pk), ("asignacion", ella.asignaciones.get().pk)):
        for url in (reverse(f"admin:usuarios_{modelo}_change", args=[pk]), f"/admin/usuarios/{modelo}/add/"):
            assert cliente.post(url, datos).status_code == 403, url
    assert cliente.post("/admin/usuarios/cambiodecuenta/add/", datos).status_code == 403
    assert (foto(ella), CambioDeCuenta.objects.count()) == (antes, 0)
