"""Nadie pone en una cuenta ajena su propio buzón, ni dos cuentas reciben en el mismo."""

import pytest

from mipg.avisos.acciones import importar_personas
from mipg.libros import leer
from mipg.reglas import ReglaIncumplida
from mipg.usuarios import acciones
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import Usuario
from mipg.usuarios.reglas.correos import problemas_de_buzon
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.fabricas import AHORA, HOY


@pytest.mark.parametrize(
    ("correo", "dice"),
    [
        ("yo+otra@ejemplo.test", "su propio buzón"),
        ("otra+1@ejemplo.test", "buzón de otra@ejemplo.test"),
        ("ella+nueva@ejemplo.test", ""),
        ("yo@otra.test", ""),
        ("yosoy@ejemplo.test", ""),
    ],
)
def test_a_cada_buzon_llega_una_cuenta(correo, dice):
    cuentas = [(1, "yo@ejemplo.test"), (2, "otra@ejemplo.test"), (3, "ella@ejemplo.test")]
    problemas = problemas_de_buzon(correo, de=3, por=1, cuentas=cuentas)
    assert (bool(problemas), dice in str(problemas)) == (bool(dice), True)


@pytest.fixture
def yo(db):
    return fabricas.persona("planeacion", email="yo@ejemplo.test")


def test_ninguna_puerta_lleva_una_cuenta_al_buzon_de_quien_la_toca(yo, cliente_de):
    enlace, jefa = fabricas.persona("enlace"), fabricas.persona("jefe", email="otra+jefa@ejemplo.test")
    Usuario.objects.filter(pk=jefa.pk).update(email="jefa@ejemplo.test")
    sin_usar = acciones.crear_persona(email="nueva@ejemplo.test", nombre="Nueva", por=yo, ahora=AHORA)
    otra = fabricas.persona("administrador", email="otra@ejemplo.test")
    cliente = cliente_de(yo)
    for correo in ("yo+titere@ejemplo.test", "otra+x@ejemplo.test"):
        datos = {"nombre": "Ana", "email": correo, "cargo": "", "vinculo_hasta": "", "motivo": "x"}
        for url, visto in (
            ("/personas/crear/", ""),
            (f"/personas/{sin_usar.pk}/editar/", sin_usar.huella),
            (f"/personas/{enlace.pk}/editar/", enlace.huella),
        ):
            respuesta = cliente.post(url, datos | {"visto": visto})
            assert respuesta.status_code == 422 and "buzón" in str(respuesta.context["form"].errors["email"]), url
        texto = f"Nombre;Correo;Dependencia;Rol\nAna;{correo};{fabricas.dependencia()};Enlace\n"
        with pytest.raises(Exception, match="buzón"):
            libro = leer("p.csv", texto.encode())
            importar_personas(libro=libro, con_invitacion=False, por=yo, ahora=AHORA)
    # Quien confirma pudo recibir entre tanto el correo pedido.
    que = {"persona": jefa, "por": yo, "motivo": "Oficio.", "ahora": AHORA}
    cambio = cambios.pedir_cambio(operacion=Operacion.CORREO, correo="tercera+1@ejemplo.test", **que)
    Usuario.objects.filter(pk=otra.pk).update(email="tercera@ejemplo.test")
    with pytest.raises(ReglaIncumplida, match="su propio buzón"):
        cambios.confirmar_cambio(cambio=cambio, por=otra, ahora=AHORA)


def test_quien_corrigio_el_correo_no_vuelve_a_pedir_los_roles_resguardados(yo, cliente_de):
    """Quien puso el correo controla la cuenta: los anula, y el sistema dice quién puede pedirlos."""
    otra, donde = fabricas.persona("administrador", nombre="La Otra"), fabricas.dependencia("Hacienda")
    nueva = acciones.crear_persona(email="mal@ejemplo.test", nombre="Nueva", por=yo, ahora=AHORA)
    rol = {"persona": nueva, "dependencia": donde, "desde": HOY, "ahora": AHORA}
    for cual in ("enlace", "jefe"):
        acciones.asignar(rol=cual, por=None, **rol)
    pendiente = cambios.pedir_cambio(operacion=Operacion.DAR_ROL, rol="planeacion", por=yo, motivo="x", **rol)
    datos = {"nombre": "Nueva", "email": "bien@ejemplo.test", "cargo": "", "vinculo_hasta": "", "motivo": "x"}
    pagina = cliente_de(yo).post(f"/personas/{nueva.pk}/editar/", datos | {"visto": nueva.huella}, follow=True)
    assert [a.rol for a in nueva.asignaciones.all()] == ["enlace"]
    pendiente.refresh_from_db()
    assert pendiente.estado == "DESISTIDO" and not nueva.cambios_de_cuenta.por_decidir().exists()
    for dicho in ("Jefe de dependencia en Hacienda; Planeación en Hacienda", "puede pedir", "La Otra"):
        assert dicho in pagina.text
    pedido = cambios.pedir_cambio(operacion=Operacion.DAR_ROL, rol="jefe", por=otra, motivo="x", **rol)
    assert pedido.estado == "SOLICITADO"
