"""El inicio: distinto para cada rol y nunca vacío."""

import pytest
from django.test import Client

from mipg.usuarios.roles import Rol
from seguimiento.models import Cifra
from tests import fabricas

URL = "/"


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


def test_sin_sesion_lleva_al_ingreso(db):
    respuesta = Client().get(URL)
    assert respuesta.status_code == 302
    assert respuesta["Location"].startswith("/cuenta/login/")


@pytest.mark.parametrize("rol", Rol)
def test_ningun_rol_encuentra_la_pagina_vacia_aunque_no_haya_datos(cliente_de, rol):
    respuesta = cliente_de(fabricas.persona(rol)).get(URL)
    assert respuesta.status_code == 200
    assert respuesta.text.count("<h2") >= 1


def test_a_quien_no_tiene_rol_se_le_dice_que_hacer(cliente_de):
    respuesta = cliente_de(fabricas.persona()).get(URL)
    assert "Falta asignarle un rol" in respuesta.text


def test_el_enlace_ve_lo_que_debe_y_lleva_a_donde_se_resuelve(cliente_de, dependencias):
    corte = fabricas.corte()
    enlace = fabricas.persona("enlace", dependencias.hacienda)
    avance = fabricas.avance(fabricas.actividad(fabricas.plan("APROBADO", dependencia=dependencias.hacienda)), corte)
    respuesta = cliente_de(enlace).get(URL)
    assert f"/seguimiento/avances/{avance.pk}/editar/" in respuesta.text
    assert "Faltan 6 días hábiles" in respuesta.text


def test_el_enlace_no_ve_las_cuentas_de_la_entidad(cliente_de):
    fabricas.corte()
    respuesta = cliente_de(fabricas.persona("enlace")).get(URL)
    assert "Por revisar" not in respuesta.text
    assert "Personas y correo" not in respuesta.text


def test_planeacion_ve_en_que_va_el_corte(cliente_de, dependencias):
    corte = fabricas.corte()
    plan = fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    for estado in ("PENDIENTE", "ENVIADO", "AVALADO", "DEVUELTO", "ACEPTADO"):
        fabricas.avance(fabricas.actividad(plan), corte, estado, cantidad=None if estado == "PENDIENTE" else 1)
    fabricas.plan("EN_REVISION")
    respuesta = cliente_de(fabricas.persona("planeacion", dependencias.planeacion)).get(URL)
    assert respuesta.context["avances"] == {
        "esperados": 5,
        "sin_enviar": 1,
        "devueltos": 1,
        "por_revisar": 2,
        "aceptados": 1,
    }
    assert respuesta.context["planes"]["en_revision"] == 1


def test_control_interno_ve_los_cortes_cerrados_con_su_cifra_y_su_huella(cliente_de):
    corte = fabricas.corte(1, "CERRADO")
    Cifra.objects.create(corte=corte, ambito="ENTIDAD", nombre="Entidad", cumplimiento="87.30", semaforo="ACEPTABLE")
    respuesta = cliente_de(fabricas.persona("control_interno")).get(URL)
    assert "87,30" in respuesta.text
    assert corte.sha256[:12] in respuesta.text


def test_el_comite_llega_al_tablero(cliente_de):
    assert "/seguimiento/tablero/" in cliente_de(fabricas.persona("comite")).get(URL).text


def test_quien_actua_en_encargo_lo_lee_en_su_inicio(cliente_de, dependencias):
    titular, encargada = fabricas.persona(nombre="Titular Ausente"), fabricas.persona("enlace", dependencias.hacienda)
    encargada.asignaciones.create(
        rol="jefe",
        dependencia=dependencias.hacienda,
        desde=fabricas.HOY,
        hasta=fabricas.HOY,
        tipo="ENCARGO",
        en_encargo_de=titular,
    )
    assert "en encargo de Titular Ausente" in cliente_de(encargada).get(URL).text


@pytest.mark.parametrize("rol", ["enlace", "planeacion", "control_interno"])
def test_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas, dependencias, rol):
    persona = fabricas.persona(rol, dependencias.hacienda)
    corte, plan = fabricas.corte(), fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    cliente, medidas = cliente_de(persona), []
    for cuantas in (2, 48):
        for _ in range(cuantas):
            fabricas.avance(fabricas.actividad(plan), corte)
        cliente.get(URL)
        with consultas() as hechas:
            cliente.get(URL)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


def test_leer_no_escribe(cliente_de, consultas):
    cliente = cliente_de(fabricas.persona("planeacion"))
    cliente.get(URL)
    with consultas() as hechas:
        cliente.get(URL)
    assert [c["sql"] for c in hechas if c["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.django_db
def test_el_titulo_de_la_ventana_no_deja_un_separador_suelto(cliente_de):
    pagina = cliente_de(fabricas.persona("comite")).get("/").content.decode()

    titulo = pagina.split("<title>", 1)[1].split("</title>", 1)[0]
    assert "· ·" not in " ".join(titulo.split())
