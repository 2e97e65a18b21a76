"""Asignar un rol: titular o en encargo, sin romper la exclusión de Control Interno."""

import pytest

from mipg.bitacora.acciones import registrar
from mipg.usuarios.historia import eventos
from mipg.usuarios.models import Asignacion
from tests import fabricas


@pytest.fixture
def planeacion(db):
    return fabricas.persona("planeacion")


def enviar(cliente, persona, **cambio):
    datos = {"rol": "enlace", "dependencia": "", "desde": "2026-07-01", "hasta": "", "en_encargo_de": "", "acto": ""}
    return cliente.post(f"/personas/{persona.pk}/asignaciones/crear/", datos | cambio)


def test_asigna_como_titular(cliente_de, planeacion, dependencias):
    persona = fabricas.persona()
    respuesta = enviar(cliente_de(planeacion), persona, dependencia=dependencias.hacienda.pk)
    assert respuesta.status_code == 302
    assert persona.asignaciones.get().tipo == Asignacion.Tipo.TITULAR


def test_un_encargo_dice_de_quien_y_hasta_cuando(cliente_de, planeacion, dependencias):
    persona, titular = fabricas.persona(), fabricas.persona("enlace", dependencias.hacienda)
    datos = {"rol": "enlace", "dependencia": dependencias.hacienda.pk, "en_encargo_de": titular.pk}
    sin_fecha = enviar(cliente_de(planeacion), persona, **datos)
    assert sin_fecha.status_code == 422
    assert "Un encargo dice hasta cuándo." in sin_fecha.text
    enviar(cliente_de(planeacion), persona, **datos, hasta="2026-07-31")
    assert persona.asignaciones.get().en_encargo_de == titular


def test_control_interno_no_convive_con_otro_rol(cliente_de, planeacion, dependencias):
    persona = fabricas.persona("enlace", dependencias.hacienda)
    administracion = cliente_de(fabricas.persona("administrador"))
    respuesta = enviar(administracion, persona, rol="control_interno", dependencia=dependencias.hacienda.pk)
    assert respuesta.status_code == 422
    assert "es excluyente" in respuesta.text
    assert persona.asignaciones.count() == 1


def test_nadie_se_asigna_roles_a_si_mismo(cliente_de, planeacion, dependencias):
    respuesta = enviar(cliente_de(planeacion), planeacion, rol="jefe", dependencia=dependencias.hacienda.pk)
    assert respuesta.status_code == 422
    assert "Nadie se asigna roles a sí mismo" in respuesta.text
    assert planeacion.asignaciones.count() == 1


def test_la_misma_asignacion_dos_veces_se_rechaza_con_su_frase(cliente_de, planeacion, dependencias):
    persona = fabricas.persona()
    for estado in (302, 422):
        respuesta = enviar(cliente_de(planeacion), persona, dependencia=dependencias.hacienda.pk)
        assert respuesta.status_code == estado
    assert "ya tiene ese rol en esa dependencia" in respuesta.text


def test_el_rol_nuevo_vale_en_la_siguiente_peticion(cliente_de, planeacion, dependencias):
    persona = fabricas.persona("enlace", dependencias.hacienda)
    suya = cliente_de(persona)
    assert suya.get("/seguimiento/tablero/").status_code == 403
    enviar(cliente_de(planeacion), persona, rol="comite", dependencia=dependencias.planeacion.pk)
    # Con otro rol se entra de nuevo: la sesión que tenía murió con lo que era.
    assert suya.get("/seguimiento/tablero/").status_code == 302
    persona.refresh_from_db()
    suya.force_login(persona)
    assert suya.get("/seguimiento/tablero/").status_code == 200


@pytest.mark.parametrize(
    "cambio", [{"rol": "comite"}, {"dependencia": "educacion"}, {"desde": "2023-12-31"}, {"hasta": "2026-12-02"}]
)
def test_solo_se_encarga_lo_que_el_titular_tiene(cliente_de, planeacion, dependencias, cambio):
    persona, titular = fabricas.persona(), fabricas.persona("enlace", dependencias.hacienda)
    titular.asignaciones.update(hasta="2026-12-01")
    datos = {"rol": "enlace", "dependencia": "hacienda", "en_encargo_de": titular.pk, "hasta": "2026-12-01"} | cambio
    datos["dependencia"] = getattr(dependencias, datos["dependencia"]).pk
    respuesta = enviar(cliente_de(planeacion), persona, **datos)
    assert respuesta.status_code == 422
    assert "no es titular de ese rol" in str(respuesta.context["form"].errors["en_encargo_de"])
    assert not persona.asignaciones.exists()


def test_el_perfil_sabe_de_quien_es_el_encargo(cliente_de, planeacion, dependencias, hoy):
    persona, titular = fabricas.persona(), fabricas.persona("enlace", dependencias.hacienda)
    datos = {
        "rol": "enlace",
        "dependencia": dependencias.hacienda.pk,
        "en_encargo_de": titular.pk,
        "hasta": "2026-07-31",
    }
    enviar(cliente_de(planeacion), persona, **datos)
    assert persona.perfil(hoy).reemplazos == {(titular.pk, titular.asignaciones.get().dependencia_id)}
    assert titular.perfil(hoy).reemplazos == frozenset()


VACANTE = {"rol": "enlace", "vacante": "on", "hasta": "2026-07-31", "acto": "Decreto 12 de 2026"}


def test_un_cargo_vacante_se_encarga_con_su_acto(cliente_de, planeacion, dependencias, hoy, ahora, time_machine):
    time_machine.move_to(ahora, tick=False)
    persona = fabricas.persona()
    respuesta = enviar(cliente_de(planeacion), persona, **VACANTE, dependencia=dependencias.hacienda.pk)
    assert respuesta.status_code == 302
    encargo = persona.asignaciones.get()
    assert (encargo.tipo, encargo.en_encargo_de) == (Asignacion.Tipo.ENCARGO, None)
    dicho = f"cargo vacante de Enlace en {dependencias.hacienda}"
    assert persona.perfil(hoy).encargos == (f"el {dicho}",)
    suceso = registrar(dependencias.hacienda, verbo="probar", por=persona, ahora=ahora)
    assert eventos([suceso])[0].detalle == f"En encargo del {dicho}."
    assert f"En encargo del {dicho}" in cliente_de(planeacion).get(f"/personas/{persona.pk}/").text
    assert f"(en encargo del {dicho}, hasta" in cliente_de(planeacion).get("/personas/").text


@pytest.mark.parametrize(
    ("cambio", "campo", "frase"),
    [
        ({"acto": " "}, "acto", "acto administrativo"),
        ({"hasta": ""}, "hasta", "hasta cuándo"),
        ({"hasta": "2026-07-15"}, "vacante", "no está vacante"),
    ],
)
def test_no_se_encarga_como_vacante_lo_que_no_lo_esta(cliente_de, planeacion, dependencias, cambio, campo, frase):
    persona, titular = fabricas.persona(), fabricas.persona("enlace", dependencias.hacienda)
    titular.asignaciones.update(hasta="2026-07-01" if campo == "vacante" else "2026-06-30")
    respuesta = enviar(cliente_de(planeacion), persona, **VACANTE | cambio, dependencia=dependencias.hacienda.pk)
    assert respuesta.status_code == 422
    assert frase in str(respuesta.context["form"].errors[campo])
    assert not persona.asignaciones.exists()


def test_el_cargo_de_quien_ya_no_esta_vinculado_esta_vacante(cliente_de, planeacion, dependencias):
    persona, titular = fabricas.persona(), fabricas.persona("enlace", dependencias.hacienda)
    titular.vinculo_hasta = "2026-06-30"
    titular.save()
    enviar(cliente_de(planeacion), persona, **VACANTE, dependencia=dependencias.hacienda.pk)
    assert persona.asignaciones.get().acto == VACANTE["acto"]


@pytest.mark.parametrize(
    ("desde", "frase"), [("2026-07-06", "es Comité en {} desde el 06"), ("2026-10-04", "será Comité en {} desde el 04")]
)
def test_dice_desde_cuando_vale_el_rol(cliente_de, planeacion, dependencias, time_machine, ahora, desde, frase):
    time_machine.move_to(ahora, tick=False)
    datos = {"rol": "comite", "dependencia": dependencias.hacienda.pk, "desde": desde}
    url = f"/personas/{fabricas.persona().pk}/asignaciones/crear/"
    assert frase.format(dependencias.hacienda) in cliente_de(planeacion).post(url, datos, follow=True).text
