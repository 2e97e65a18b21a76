"""El correo de una cuenta: sólo letras corrientes, en minúsculas, y nadie se confunde con otra persona."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from mipg.avisos.acciones import importar_personas
from mipg.libros import leer
from mipg.usuarios import acciones
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.fabricas import AHORA

RAROS = ("admınistracion@ejemplo.test", "jefe@еjemplo.test", "ſistemas@ejemplo.test", '"jefe x"@ejemplo.test')


@pytest.mark.parametrize("raro", [*RAROS, "MAYUSCULAS@ejemplo.test", "", "sin-arroba", "a@ejemplo.test\n"])
def test_la_base_no_guarda_un_correo_que_no_es_corriente(db, raro):
    persona = fabricas.persona()
    with pytest.raises(IntegrityError, match="correo_corriente"), transaction.atomic():
        Usuario.objects.filter(pk=persona.pk).update(email=raro)


@pytest.mark.parametrize("raro", RAROS)
def test_ninguna_puerta_lo_deja_pasar(db, cliente_de, raro):
    una, enlace, donde = fabricas.persona("planeacion"), fabricas.persona("enlace"), fabricas.dependencia()
    auditora = fabricas.persona("control_interno")
    cuantas, cliente = Usuario.objects.count(), cliente_de(una)
    datos = {"nombre": "Ana", "email": raro, "cargo": "", "vinculo_hasta": "", "visto": enlace.huella, "motivo": "x"}
    for url in ("/personas/crear/", f"/personas/{enlace.pk}/editar/"):
        respuesta = cliente.post(url, datos)
        assert respuesta.status_code == 422 and respuesta.context["form"].errors["email"]
    libro = leer("p.csv", f"Nombre;Correo;Dependencia;Rol\nMaría Ñáñez Peñá;{raro};{donde};Enlace\n".encode())
    with pytest.raises(Exception, match="no es un correo"):
        importar_personas(libro=libro, con_invitacion=False, por=una, ahora=AHORA)
    orden = {"persona": auditora, "acto": "A", "motivo": "M", "ahora": AHORA}
    with pytest.raises(ValidationError):
        cambios.aplicar_por_orden(operacion=Operacion.CORREO, correo=raro, **orden)
    with pytest.raises(ValidationError):
        acciones.crear_persona(email=raro, nombre="Ana", por=None, ahora=AHORA)
    assert Usuario.objects.count() == cuantas


def test_lo_que_se_parece_no_es_la_misma_cuenta(db):
    """En PostgreSQL `UPPER('ı')` es `I`: sin distinguir mayúsculas, un correo casaría con otro."""
    suya = fabricas.persona(email="admin@ejemplo.test")
    assert Usuario.objects.get_by_natural_key(" Admin@Ejemplo.TEST") == suya
    with pytest.raises(CommandError, match="No hay ninguna persona"):
        call_command("cambiar_cuenta", "admın@ejemplo.test", "factor", "--acto=A", "--motivo=M")
