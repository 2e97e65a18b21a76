"""Personas: cada página × cada rol × cada método. Sólo entra quien puede editar personas."""

import pytest
from django.test import Client
from django.urls import reverse

from mipg.usuarios.roles import PERMISOS, Permiso, Rol
from tests import fabricas

# Nombre de la URL, qué clave lleva y qué métodos atiende.
PAGINAS = [
    ("usuarios:persona_lista", None, {"get"}),
    ("usuarios:persona_crear", None, {"get", "post"}),
    ("usuarios:persona_detalle", "persona", {"get"}),
    ("usuarios:persona_editar", "persona", {"get", "post"}),
    ("usuarios:persona_desactivar", "persona", {"get", "post"}),
    ("usuarios:persona_reactivar", "persona", {"post"}),
    ("usuarios:asignacion_crear", "persona", {"get", "post"}),
    ("usuarios:asignacion_anular", "asignacion", {"get", "post"}),
    ("usuarios:asignacion_terminar", "asignacion", {"get", "post"}),
    ("portal:persona_invitar", "persona", {"post"}),
    ("portal:personas_importar", None, {"get", "post"}),
    ("portal:personas_plantilla", None, {"get"}),
]


@pytest.fixture
def claves(db):
    persona = fabricas.persona("enlace")
    return {"persona": persona.pk, "asignacion": persona.asignaciones.get().pk, None: None}


def direccion(nombre, clave, claves):
    return reverse(nombre, args=[claves[clave]] if clave else [])


@pytest.mark.parametrize("rol", Rol)
def test_cada_rol_encuentra_lo_que_dice_la_tabla(cliente_de, claves, rol):
    cliente = cliente_de(fabricas.persona(rol))
    puede = Permiso.PERSONAS_EDITAR in PERMISOS[rol]
    faltas = []
    for nombre, clave, metodos in PAGINAS:
        for metodo in ("get", "post"):
            estado = getattr(cliente, metodo)(direccion(nombre, clave, claves)).status_code
            if not puede:
                bien = estado == 403
            elif metodo in metodos:
                bien = estado in (200, 302, 422)
            else:
                bien = estado == 405
            if not bien:
                faltas.append((nombre, metodo, estado))
    assert faltas == []


def test_sin_sesion_todas_llevan_al_ingreso(claves):
    for nombre, clave, _ in PAGINAS:
        respuesta = Client().post(direccion(nombre, clave, claves))
        assert respuesta.status_code == 302 and respuesta["Location"].startswith("/cuenta/login/"), nombre


def test_lo_que_no_existe_es_404(cliente_de):
    cliente = cliente_de(fabricas.persona("planeacion"))
    inexistente = {"persona": 999_999, "asignacion": 999_999}
    faltas = [
        nombre
        for nombre, clave, metodos in PAGINAS
        if clave
        and cliente.post(direccion(nombre, clave, inexistente)).status_code != (404 if "post" in metodos else 405)
    ]
    assert faltas == []
