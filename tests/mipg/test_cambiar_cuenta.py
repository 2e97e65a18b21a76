"""La orden en el servidor: sólo cuando nadie vivo puede por el portal, con su acto, y a la vista de Control Interno."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from mipg.avisos.models import Mensaje
from mipg.bitacora.models import Suceso
from mipg.usuarios.acciones import cambios
from mipg.usuarios.management.commands import crear_administrador
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Usuario
from mipg.usuarios.roles import Operacion
from tests import fabricas as f

pytestmark = pytest.mark.django_db
ACTO = ("--acto", "Decreto 12 de 2026", "--motivo", "Nadie más puede.")
Estado, Origen = CambioDeCuenta.Estado, CambioDeCuenta.Origen


@pytest.fixture
def oficina():
    return f.dependencia("Oficina")


@pytest.fixture
def jefa(oficina) -> Usuario:
    return f.persona("jefe", oficina, email="jefa@ejemplo.test")


def ordenar(persona: Usuario, *que: str, con=ACTO) -> None:
    call_command("cambiar_cuenta", persona.email, *que, *con, verbosity=0)


def test_si_dos_personas_vivas_pueden_se_niega_y_dice_quienes(jefa, oficina):
    una, otra = f.persona("planeacion", oficina, nombre="Una"), f.persona("administrador", oficina, nombre="Otra")
    with pytest.raises(CommandError, match="puede pedirlo Una y lo confirma Otra"):
        ordenar(jefa, "correo", "--correo", "otro@ejemplo.test")
    assert not CambioDeCuenta.objects.exists() and Usuario.objects.get(pk=jefa.pk).email == jefa.email
    Usuario.objects.filter(pk=otra.pk).update(is_active=False)
    ordenar(jefa, "correo", "--correo", "otro@ejemplo.test")
    cambio = CambioDeCuenta.objects.get()
    assert (cambio.estado, cambio.origen, cambio.acto) == (Estado.APLICADO, Origen.SERVIDOR, "Decreto 12 de 2026")
    assert Usuario.objects.get(pk=jefa.pk).email == "otro@ejemplo.test"
    assert Usuario.objects.get(pk=una.pk).email == una.email


def test_lo_que_hace_una_sola_persona_no_se_ordena(oficina):
    f.persona("planeacion", oficina, nombre="Una")
    with pytest.raises(CommandError, match=r"puede pedirlo Una\."):
        ordenar(f.persona("enlace", oficina), "desactivar")


def test_el_primer_control_interno_se_nombra_por_orden_y_el_segundo_ya_no(oficina):
    f.persona("administrador", oficina, nombre="Admin")
    primera, segunda = f.persona(nombre="Primera"), f.persona(nombre="Segunda")
    nombrar = ("dar_rol", "--rol", "control_interno", "--dependencia", "Oficina")
    ordenar(primera, *nombrar)
    assert primera.asignaciones.get().rol == "control_interno"
    with pytest.raises(CommandError, match="puede pedirlo Admin y lo confirma Primera"):
        ordenar(segunda, *nombrar)


def test_lo_que_nadie_podia_confirmar_se_aplica_como_dice_la_orden(jefa, oficina):
    una = f.persona("planeacion", oficina)
    cambios.pedir_cambio(
        operacion=Operacion.CORREO, persona=jefa, correo="mal@ejemplo.test", motivo="Cambió.", por=una, ahora=f.AHORA
    )
    ordenar(jefa, "correo", "--correo", "bien@ejemplo.test")
    cambio = CambioDeCuenta.objects.get()
    assert (cambio.estado, cambio.origen, cambio.correo) == (Estado.APLICADO, Origen.SERVIDOR, "bien@ejemplo.test")
    assert Usuario.objects.get(pk=jefa.pk).email == "bien@ejemplo.test"
    (suceso,) = Suceso.objects.de(cambio).filter(verbo="aplicar")
    assert suceso.changes["pedido_por"] == [una.pk, None]


def test_el_correo_que_su_dueno_detuvo_ya_solo_cambia_por_orden(jefa, oficina):
    una, _ = f.persona("planeacion", oficina), f.persona("planeacion", oficina)
    pedido = cambios.pedir_cambio(
        operacion=Operacion.CORREO, persona=jefa, correo="x@ejemplo.test", motivo="Cambió.", por=una, ahora=f.AHORA
    )
    cambios.detener_cambio(cambio=pedido, ahora=f.AHORA)
    ordenar(jefa, "correo", "--correo", "y@ejemplo.test")
    assert Usuario.objects.get(pk=jefa.pk).email == "y@ejemplo.test"


def test_termina_y_anula_un_rol_y_encarga_un_cargo_vacante(jefa, oficina):
    ordenar(jefa, "terminar_rol", "--rol", "jefe", "--dependencia", "Oficina")
    assert Asignacion.objects.get(persona=jefa).hasta is not None
    otra = f.persona()
    ordenar(otra, "dar_rol", "--rol", "planeacion", "--dependencia", "Oficina", "--hasta", "2099-12-31", "--vacante")
    encargo = otra.asignaciones.get()
    assert (encargo.tipo, encargo.en_encargo_de, encargo.hasta) == ("ENCARGO", None, date(2099, 12, 31))
    ordenar(otra, "anular_rol", "--rol", "planeacion", "--dependencia", "Oficina")
    assert not otra.asignaciones.exists()


def test_lo_ordenado_se_le_escribe_a_la_persona_a_control_interno_y_al_comite(jefa, oficina):
    Usuario.objects.filter(pk=jefa.pk).update(last_login=f.AHORA)
    vigilan = {f.persona(rol, f.dependencia()).email for rol in ("control_interno", "comite")}
    f.persona("comite", f.dependencia(), vinculo_hasta=date(2020, 1, 1)), f.persona("enlace", oficina)
    ordenar(jefa, "factor")
    cartas = {mensaje.destino: mensaje for mensaje in Mensaje.objects.all()}
    assert cartas.keys() == vigilan | {jefa.email}
    assert all("Decreto 12 de 2026" in carta.texto for carta in cartas.values())
    assert "no lo confirmó otra persona" in cartas[min(vigilan)].texto


@pytest.mark.parametrize(
    ("que", "dice"),
    [
        (("correo",), "Falta --correo"),
        (("dar_rol", "--rol", "jefe"), "Falta --dependencia"),
        (("dar_rol", "--rol", "jefe", "--dependencia", "Ninguna"), "No existe la dependencia «Ninguna»"),
        (("terminar_rol", "--rol", "comite", "--dependencia", "Oficina"), "no tiene el rol «Comité»"),
        (("correo", "--correo", "no es un correo"), "correo"),
        (("reactivar",), "ya estaba activa"),
    ],
)
def test_lo_que_falta_o_no_cuadra_se_dice_y_no_cambia_nada(jefa, que, dice):
    with pytest.raises(CommandError, match=dice):
        ordenar(jefa, *que)
    assert not CambioDeCuenta.objects.exists()
    with pytest.raises(CommandError, match="No hay ninguna persona"):
        call_command("cambiar_cuenta", "nadie@ejemplo.test", "factor", *ACTO)
    with pytest.raises(CommandError, match="Cite el acto"):
        ordenar(jefa, "desactivar", con=("--acto", " ", "--motivo", "x"))


def test_la_primera_administradora_queda_dicha_y_despues_cita_su_acto(oficina, monkeypatch):
    monkeypatch.setattr(crear_administrador, "getpass", lambda _: f.CLAVE)
    crear = ("crear_administrador", "primera@ejemplo.test", "Primera Ficticia", "Oficina")
    call_command(*crear, verbosity=0)
    cambio = CambioDeCuenta.objects.get()
    assert (cambio.origen, cambio.rol, cambio.acto) == (Origen.SERVIDOR, "administrador", "Instalación del sistema")
    segunda = ("crear_administrador", "segunda@ejemplo.test", "Segunda Ficticia", "Oficina")
    with pytest.raises(CommandError, match="cite el acto"):
        call_command(*segunda)
    call_command(*segunda, "--acto", "Decreto 3 de 2026", verbosity=0)
    with pytest.raises(CommandError, match="puede pedirlo Primera Ficticia y lo confirma Segunda Ficticia"):
        call_command("crear_administrador", "tercera@ejemplo.test", "Tercera", "Oficina", "--acto", "Decreto 4")
    assert not Usuario.objects.filter(email="tercera@ejemplo.test").exists()


def test_la_dependencia_se_dice_por_su_alias_y_si_no_se_halla_se_dicen_las_que_se_parecen(oficina):
    oficina.alias.create(nombre="La oficina de allá")
    persona = f.persona(nombre="Primera")
    nombrar = ("dar_rol", "--rol", "control_interno", "--dependencia")
    with pytest.raises(CommandError, match=r"No existe la dependencia «Oficinas del sur».* Se parecen: .*«Oficina»"):
        ordenar(persona, *nombrar, "Oficinas del sur")
    ordenar(persona, *nombrar, "la OFICINA de allá")
    assert persona.asignaciones.get().dependencia == oficina


def test_la_contrasena_de_otra_persona_no_se_cambia_desde_el_servidor(jefa):
    with pytest.raises(CommandError, match="cambiar_cuenta"):
        call_command("changepassword", jefa.email)


def test_dice_a_quien_le_escribio_de_verdad_y_si_a_nadie(jefa, oficina, capsys):
    call_command("cambiar_cuenta", jefa.email, "desactivar", *ACTO)
    # Con contraseña ya tiene dueña: a ella sí.
    assert f"Se le escribió a {jefa.email}." in capsys.readouterr().out
    nueva = f.persona()
    Usuario.objects.filter(pk=nueva.pk).update(password="!sin", last_login=None)
    call_command("cambiar_cuenta", nueva.email, "desactivar", *ACTO)
    assert "No había a quién escribirle" in capsys.readouterr().out


def test_lo_que_pasa_por_encima_de_una_detencion_lo_dice_a_quien_vigila(jefa, oficina):
    una, _ = f.persona("planeacion", oficina), f.persona("planeacion", oficina)
    auditora = f.persona("control_interno", f.dependencia())
    pedido = cambios.pedir_cambio(
        operacion=Operacion.CORREO, persona=jefa, correo="x@ejemplo.test", motivo="Cambió.", por=una, ahora=f.AHORA
    )
    cambios.detener_cambio(cambio=pedido, ahora=f.AHORA)
    ordenar(jefa, "correo", "--correo", "y@ejemplo.test")
    texto = Mensaje.objects.filter(destino=auditora.email).latest("pk").texto
    assert "había detenido un cambio como este" in texto and "Nadie vivo podía" not in texto


def test_quien_confirmaria_y_ya_no_esta_sale_primero_con_la_misma_orden(jefa, oficina):
    f.persona("planeacion", oficina), (ida := f.persona("administrador", oficina))
    correo = ("correo", "--correo", "otro@ejemplo.test")
    with pytest.raises(CommandError, match="Si alguna ya no está en la entidad, desactívela o termine su rol"):
        ordenar(jefa, *correo)
    ordenar(ida, "terminar_rol", "--rol", "administrador", "--dependencia", "Oficina")
    ordenar(ida, "desactivar")
    ordenar(jefa, *correo)
    assert Usuario.objects.get(pk=jefa.pk).email == "otro@ejemplo.test"
