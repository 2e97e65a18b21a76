"""Registrar un miembro: con cuenta o sólo con su nombre."""

import pytest

from mipg.reglas import ReglaIncumplida
from planes.acciones import decisiones, orden_del_dia
from planes.models import Miembro
from tests.planes import comite

URL = "/planes/miembros/crear/"


def test_registra_y_dice_lo_que_falta(quien, reunion):
    datos = {
        "instancia": reunion.instancia.pk,
        "persona": "",
        "nombre": "",
        "cargo": "Asesor",
        "desde": "2026-07-01",
        "hasta": "",
    }
    assert "Diga quién es" in quien.cliente.planeacion.post(URL, datos).text
    datos |= {"persona": quien.jefe.pk, "con_voto": "on"}
    assert "Ya hay quien preside" in quien.cliente.planeacion.post(URL, datos | {"preside": "on"}).text
    assert quien.cliente.planeacion.post(URL, datos).status_code == 302
    assert Miembro.objects.get(persona=quien.jefe).con_voto
    assert "ya es miembro" in quien.cliente.planeacion.post(URL, datos).text
    assert quien.cliente.comite.post(URL, datos).status_code == 403


def test_solo_ofrece_las_instancias_con_secretaria_tecnica(quien):
    otra = comite.instancia(nombre="Sin secretaría")
    otra.secretaria_tecnica = None
    otra.save()
    assert "Sin secretaría" not in quien.cliente.planeacion.get(URL).text


def test_nadie_vota_dos_veces_ni_presiden_dos(quien, reunion):
    """Ni el que no tiene cuenta, enviado dos veces; ni el que ya tiene fecha final, si se cruza."""
    cliente = quien.cliente.planeacion
    datos = {"instancia": reunion.instancia.pk, "con_voto": "on", "persona": "", "desde": "2026-07-01"}
    ana = datos | {"nombre": "Ana Peña", "cargo": "Asesora"}
    assert cliente.post(URL, ana).status_code == 302
    repetida = cliente.post(URL, ana | {"nombre": "Ana  PEÑA", "cargo": "asesora"})
    assert repetida.status_code == 422 and "Ana  PEÑA ya es miembro desde el 01/07/2026" in repetida.text
    assert cliente.post(URL, ana | {"cargo": "Secretaria"}).status_code == 302

    jefe = datos | {"persona": quien.jefe.pk, "cargo": "Secretario"}
    assert cliente.post(URL, jefe | {"hasta": "2026-12-31"}).status_code == 302
    cruzada = cliente.post(URL, jefe | {"desde": "2026-12-31", "cargo": "Director"})
    assert cruzada.status_code == 422 and "registre ésta desde el 01/01/2027" in cruzada.text
    assert cliente.post(URL, jefe | {"desde": "2026-01-01", "hasta": "2026-06-30"}).status_code == 302
    assert cliente.post(URL, jefe | {"desde": "2027-01-01"}).status_code == 302

    Miembro.objects.filter(preside=True).update(hasta="2026-12-31")
    preside = datos | {"nombre": "Otra", "cargo": "Alcaldesa", "preside": "on"}
    negada = cliente.post(URL, preside)
    assert negada.status_code == 422 and "Ya hay quien preside: Miembro 1, desde el 01/01/2024" in negada.text
    assert cliente.post(URL, preside | {"desde": "2027-01-01"}).status_code == 302


def test_quien_integra_dos_veces_vota_una(quien, time_machine):
    """Las que ya estaban registradas así: de tres membresías con voto, dos personas."""
    time_machine.move_to(comite.AHORA, tick=False)
    instancia = comite.instancia(con_voto=1, sin_voto=0)
    for cargo, hasta in (("Secretario", "2026-12-31"), ("Director", None)):
        Miembro.objects.create(instancia=instancia, persona=quien.jefe, cargo=cargo, desde="2026-01-01", hasta=hasta)
    with pytest.raises(ReglaIncumplida, match="sólo hay 2 miembros con voto"):
        comite.convocada(instancia, quien.planeacion, quorum=3)
    sesion = comite.en_curso(instancia, quien.planeacion)
    assert "2 de 2 con voto" in quien.cliente.planeacion.get(f"/planes/sesiones/{sesion.pk}/").text
    punto = orden_del_dia.crear_punto(sesion=sesion, titulo="Varios", por=quien.planeacion, ahora=comite.AHORA)
    datos = {"decision": "DECIDIR", "texto": "Sí.", "por": quien.planeacion, "ahora": comite.AHORA}
    resultado = decisiones.decidir(punto=punto, **datos)
    assert (resultado.miembros, resultado.con_voto, resultado.exigido) == (2, 2, 2)
