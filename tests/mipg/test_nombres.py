"""El nombre de una persona: nadie se pone el de otra, ni uno que se lea distinto de como está escrito."""

import pytest
from django.core.exceptions import ValidationError

from mipg.avisos.acciones import importar_personas
from mipg.avisos.models import Mensaje
from mipg.libros import leer
from mipg.reglas import ReglaIncumplida
from mipg.usuarios import acciones
from mipg.usuarios.models import Usuario
from tests import fabricas
from tests.fabricas import AHORA


@pytest.fixture
def una(db):
    return fabricas.persona("planeacion", nombre="Paula Planea")


@pytest.fixture
def auditora(db):
    return fabricas.persona("control_interno", nombre="Carmen Auditora")


def editar(persona, por, **cambio):
    datos = {"email": persona.email, "nombre": persona.nombre, "cargo": persona.cargo, "vinculo_hasta": None} | cambio
    return acciones.editar_persona(persona=persona, **datos, visto=persona.huella, por=por, ahora=AHORA)


def test_nadie_cambia_su_propio_nombre(una):
    with pytest.raises(ReglaIncumplida, match="lo corrige otra persona"):
        editar(una, una, nombre="Otra Cosa")


@pytest.mark.parametrize("nombre", ["Carmen Auditora", " CARMEN-auditóra ", "Carmen\u202e Auditora"])
def test_nadie_lleva_el_nombre_de_quien_tiene_un_rol_resguardado(una, auditora, cliente_de, nombre):
    enlace, jefa = fabricas.persona("enlace"), fabricas.persona("jefe")
    for persona in (enlace, jefa):
        with pytest.raises(ReglaIncumplida, match="ya es el de otra persona"):
            editar(persona, una, nombre=nombre)
    with pytest.raises(ReglaIncumplida, match="ya es el de otra persona"):
        acciones.crear_persona(email="nueva@ejemplo.test", nombre=nombre, por=una, ahora=AHORA)
    texto = f"Nombre;Correo;Dependencia;Rol\n{nombre};nueva@ejemplo.test;{fabricas.dependencia()};Enlace\n"
    with pytest.raises(ReglaIncumplida, match="ya es el de otra persona"):
        importar_personas(libro=leer("p.csv", texto.encode()), con_invitacion=False, por=una, ahora=AHORA)
    datos = {"nombre": nombre, "email": "nueva@ejemplo.test", "cargo": "", "vinculo_hasta": ""}
    respuesta = cliente_de(una).post("/personas/crear/", datos)
    assert respuesta.status_code == 422 and respuesta.context["form"].errors["nombre"]


def test_dos_personas_corrientes_o_una_ya_retirada_si_pueden_llamarse_igual(una):
    for rol, activa in (("enlace", True), ("jefe", False)):
        fabricas.persona(rol, nombre="Ana Pérez", is_active=activa)
    editar(fabricas.persona("enlace"), una, nombre="Ana Pérez")


@pytest.mark.parametrize("raro", ["Саrmen Auditora", "Carmen Αuditora", "Carmen\u3164Auditora"])
def test_las_letras_de_un_nombre_son_latinas(una, raro):
    with pytest.raises(ValidationError):
        acciones.crear_persona(email="n@ejemplo.test", nombre=raro, por=una, ahora=AHORA)
    with pytest.raises(ValidationError):
        editar(fabricas.persona("enlace"), una, nombre=raro)


def test_lo_que_no_se_ve_no_se_guarda_y_a_la_persona_se_le_avisa(una, cliente_de):
    ella = fabricas.persona("enlace", nombre="Ana", email="ana@ejemplo.test")
    datos = {"nombre": "Ana\u200b\u202e Ñ’Ö  Peña", "email": ella.email, "cargo": "Aux\u202eiliar", "vinculo_hasta": ""}
    assert cliente_de(una).post(f"/personas/{ella.pk}/editar/", datos | {"visto": ella.huella}).status_code == 302
    guardada = Usuario.objects.get(pk=ella.pk)
    assert (guardada.nombre, guardada.cargo) == ("Ana Ñ’Ö Peña", "Auxiliar")
    correo = Mensaje.objects.get(destino="ana@ejemplo.test", asunto="Corrigieron sus datos en MIPG")
    assert "Ana Ñ’Ö Peña" in correo.texto and "Paula Planea" in correo.texto
