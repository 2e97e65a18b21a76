"""Convocar: el orden del día queda lleno, y sin miembros con voto no se convoca."""

from planes.acciones import decisiones, orden_del_dia
from planes.acciones import sesiones as acciones
from planes.models import Miembro, Sesion
from tests.planes import comite

URL = "/planes/sesiones/crear/"


def datos(de, **cambios) -> dict:
    return {
        "instancia": de.pk,
        "tipo": "ORDINARIA",
        "fecha": "2026-07-10",
        "hora": "09:30",
        "modalidad": "MIXTA",
        "lugar": "Sala y videollamada",
        "quorum": "",
        "dias_sin_fecha": "15",
    } | cambios


def test_convoca_con_lo_que_espera(quien, en_estado, time_machine):
    time_machine.move_to(comite.AHORA, tick=False)
    plan = en_estado("EN_REVISION")
    respuesta = quien.cliente.planeacion.post(URL, datos(comite.instancia()))
    sesion = Sesion.objects.get()
    assert respuesta["Location"] == f"/planes/sesiones/{sesion.pk}/"
    assert (sesion.puntos.get().plan, sesion.convocada_por, sesion.quorum) == (plan, quien.planeacion, None)


def test_lo_que_no_se_puede_vuelve_con_su_razon(quien, time_machine):
    time_machine.move_to(comite.AHORA, tick=False)
    instancia = comite.instancia()
    for cambio, dice in (
        ({"fecha": "2025-12-31"}, "desde el 01/01/2026"),
        ({"quorum": "9"}, "sólo hay 3 miembros con voto"),
        ({"quorum": "0"}, "de 1 a 500 personas"),
        ({"quorum": "501"}, "de 1 a 500 personas"),
        ({"dias_sin_fecha": "0"}, "de 1 a 365 días hábiles"),
        ({"dias_sin_fecha": "366"}, "de 1 a 365 días hábiles"),
        ({"dias_sin_fecha": "9" * 18}, "de 1 a 365 días hábiles"),
        ({"dias_sin_fecha": "9" * 40}, "de 1 a 365 días hábiles"),
        ({"hora": "25:99"}, "hora"),
        ({"instancia": "x"}, "instancia"),
    ):
        respuesta = quien.cliente.planeacion.post(URL, datos(instancia, **cambio))
        assert respuesta.status_code == 422, cambio
        assert dice in respuesta.content.decode(), cambio
    Miembro.objects.update(con_voto=False)
    assert "no tiene miembros con voto" in quien.cliente.planeacion.post(URL, datos(instancia)).content.decode()
    assert not Sesion.objects.exists()


def test_enviarla_dos_veces_convoca_una(quien, time_machine):
    """Ni se le da a otra la hora de una; la de una cancelada queda libre."""
    time_machine.move_to(comite.AHORA, tick=False)
    cliente, instancia = quien.cliente.planeacion, comite.instancia()
    assert cliente.post(URL, datos(instancia)).status_code == 302
    repetida = cliente.post(URL, datos(instancia, lugar="Otra sala"))
    assert repetida.status_code == 422 and "ya tiene una sesión ese día a esa hora" in repetida.text
    assert cliente.post(URL, datos(comite.instancia(nombre="Otra"))).status_code == 302
    assert cliente.post(URL, datos(instancia, hora="15:00")).status_code == 302
    primera, segunda = Sesion.objects.filter(instancia=instancia).order_by("pk")
    movida = datos(instancia, version=segunda.version)
    editar = f"/planes/sesiones/{segunda.pk}/editar/"
    assert "ya tiene una sesión ese día a esa hora" in cliente.post(editar, movida).text
    acciones.cancelar(sesion=primera, motivo="No hay sala", por=quien.planeacion, ahora=comite.AHORA)
    assert cliente.post(editar, movida).status_code == 302


def test_propone_lo_de_la_anterior_y_dice_que_faltan_miembros(quien, reunion):
    reunion.sesion.lugar, reunion.sesion.quorum = "El de siempre", 2
    reunion.sesion.save()
    pagina = quien.cliente.planeacion.get(URL).content.decode()
    assert 'value="El de siempre"' in pagina and "Todavía no hay miembros" not in pagina
    Miembro.objects.update(hasta="2026-01-01", desde="2025-01-01")
    assert "Todavía no hay miembros" in quien.cliente.planeacion.get(URL).content.decode()


def test_la_que_ya_se_hizo_se_registra_y_lo_dice(quien, en_estado, time_machine):
    """Con lo que ya esperaba su día: el plan que se envió después no lo pudo ver."""
    time_machine.move_to(comite.AHORA, tick=False)
    en_estado("EN_REVISION")
    quien.cliente.planeacion.post(URL, datos(comite.instancia(), fecha="2026-03-02"))
    sesion = Sesion.objects.get()
    assert not sesion.puntos.exists()
    sesion = acciones.iniciar(sesion=sesion, por=quien.planeacion, ahora=comite.AHORA)
    comite.llegan(sesion, 3)
    punto = orden_del_dia.crear_punto(sesion=sesion, titulo="Varios", por=quien.planeacion, ahora=comite.AHORA)
    decision = {"decision": "DECIDIR", "texto": "Sí.", "por": quien.planeacion, "ahora": comite.AHORA}
    resultado = decisiones.decidir(punto=punto, **decision)
    assert (resultado.creado_en, punto.cita) == (comite.AHORA, "sesión del 02/03/2026, punto 1")
    acta = acciones.cerrar(sesion=sesion, por=quien.planeacion, ahora=comite.AHORA).foto
    assert (acta["fecha"], acta["registrada"]) == ("2026-03-02", comite.HOY.isoformat())
    pagina = quien.cliente.planeacion.get(f"/planes/sesiones/{sesion.pk}/").content.decode()
    assert "Se registró después de hecha" in pagina
