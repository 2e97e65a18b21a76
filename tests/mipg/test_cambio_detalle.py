"""Un cambio de cuenta: cómo está, cómo quedaría, quién lo pidió, por qué y quiénes pueden confirmarlo."""

from mipg.avisos.models import Mensaje
from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.mipg.cambios import pedido


def test_dice_el_antes_el_despues_el_porque_y_quienes_pueden(cliente_de):
    cambio, otra = pedido(), fabricas.persona("administrador", nombre="Otra Persona")
    texto = cliente_de(fabricas.persona("control_interno")).get(f"/personas/cambios/{cambio.pk}/").text
    for dicho in (
        *("Entra con jefa@ejemplo.test.", "deja de entrar con jefa@ejemplo.test", "nueva@ejemplo.test"),
        *("Quien Pide", "Lo pidió por oficio.", str(otra), "Falta que otra persona lo confirme"),
    ):
        assert dicho in texto, dicho


def test_cada_quien_ve_solo_lo_que_puede_hacer(cliente_de):
    cambio = pedido()
    botones = {}
    for rol, quien in {
        "pide": cambio.pedido_por,
        "otra": fabricas.persona("administrador"),
        "auditora": fabricas.persona("control_interno"),
    }.items():
        texto = cliente_de(quien).get(f"/personas/cambios/{cambio.pk}/").text
        botones[rol] = [v for v in ("confirmar", "rechazar", "desistir") if f"{cambio.pk}/{v}/" in texto]
    assert botones == {"pide": ["desistir"], "otra": ["confirmar", "rechazar"], "auditora": []}


def test_si_nadie_puede_confirmarlo_dice_cual_es_la_salida(cliente_de):
    cambio = pedido(fabricas.persona("control_interno"), fabricas.persona("administrador"), Operacion.DESACTIVAR)
    texto = cliente_de(cambio.pedido_por).get(f"/personas/cambios/{cambio.pk}/").text
    assert "Hoy nadie puede confirmarlo" in texto and f"cambiar_cuenta {cambio.afectado.email} desactivar" in texto


def test_lo_que_ya_nadie_confirma_no_nombra_a_nadie(cliente_de):
    cambio, otra = pedido(operacion=Operacion.DESACTIVAR), fabricas.persona("administrador", nombre="Otra Persona")
    Usuario.objects.filter(pk=cambio.afectado_id).update(email="otro@ejemplo.test")
    texto = cliente_de(otra).get(f"/personas/cambios/{cambio.pk}/").text
    assert "Ya nadie puede confirmarlo" in texto and "Pueden confirmarlo" not in texto


def test_lo_que_espera_dice_que_se_aplica_solo(cliente_de):
    cambio = pedido(fabricas.persona("enlace"))
    texto = cliente_de(fabricas.persona("administrador")).get(f"/personas/cambios/{cambio.pk}/").text
    assert "Se aplica solo" in texto and f"{cambio.pk}/confirmar/" not in texto


def test_si_el_aviso_a_la_persona_no_salio_lo_dice(cliente_de):
    cambio, cliente = pedido(), cliente_de(fabricas.persona("administrador"))
    assert "El aviso a la persona no salió" not in cliente.get(f"/personas/cambios/{cambio.pk}/").text
    Mensaje.objects.filter(destino=cambio.correo_anterior).update(estado=Mensaje.Estado.FALLIDO)
    assert "El aviso a la persona no salió" in cliente.get(f"/personas/cambios/{cambio.pk}/").text


def test_la_afectada_ve_como_detenerlo_y_no_que_lo_confirma_otra(cliente_de):
    afectada = fabricas.persona("planeacion")
    cambio = pedido(afectada)
    texto = cliente_de(afectada).get(f"/personas/cambios/{cambio.pk}/").text
    assert "/personas/cambios/detener/" in texto and "de su propia cuenta" not in texto
    assert "Si se aplica" in texto
