"""Corregir una errata de lo aprobado: sin versión nueva, con su traza, y sólo lo que no es sustancial."""

import pytest

from planes.acciones.correcciones import corregir_actividad
from planes.campos import CORREGIBLES
from planes.correcciones import corregidas, de_actividades
from tests import fabricas


@pytest.fixture
def aprobada(en_estado):
    """Una actividad de un plan publicado, con su versión."""
    plan = en_estado("PUBLICADO")
    fabricas.version(plan)
    return plan.actividades.get()


def datos(actividad, **cambios) -> dict:
    base = {"numero": actividad.numero, "nombre": actividad.nombre, "fuente": actividad.fuente}
    return base | {"version": actividad.version, "motivo": "Sobraba una letra."} | cambios


def test_corrige_y_deja_su_traza_sin_tocar_la_version(quien, aprobada, sucesos):
    cliente, plan = quien.cliente.planeacion, aprobada.plan
    antes = plan.versiones.get()
    pagina = cliente.get(f"/planes/actividades/{aprobada.pk}/corregir/").text
    assert 'name="meta"' not in pagina
    assert 'name="enlace"' not in pagina
    respuesta = cliente.post(
        f"/planes/actividades/{aprobada.pk}/corregir/", datos(aprobada, nombre="Publicar el informe de gestión")
    )
    assert respuesta.status_code == 302
    aprobada.refresh_from_db()
    assert aprobada.nombre == "Publicar el informe de gestión"
    assert sucesos(aprobada) == ["corregir"]
    version = plan.versiones.get()
    assert (version.foto, version.sha256, version.esta_integra) == (antes.foto, antes.sha256, True)
    leida = cliente.get(f"/planes/{plan.pk}/versiones/1/").text
    assert "Correcciones posteriores" in leida
    assert "Sobraba una letra." in leida
    assert "(entra:) </span> de gestión" in leida
    # Abajo se sigue leyendo lo que se aprobó.
    assert "Publicar el informe de gestión" not in leida[leida.index('id="actividades"') :]


def test_la_historia_la_cuenta_por_palabras_y_con_su_motivo(quien, aprobada, ahora):
    largo = "Publicar el informe de gestión de la vigencia anterior con sus anexos"
    for version, nombre in enumerate((largo, largo.replace("anterior", "pasada"))):
        corregir_actividad(
            actividad=aprobada, version=version, nombre=nombre, motivo="Era otra.", por=quien.planeacion,
            ahora=ahora.replace(day=ahora.day - 1 + version),
        )  # fmt: skip
    texto = " ".join(quien.cliente.jefe.get(f"/planes/{aprobada.plan_id}/").text.split())
    assert texto.count("corrigió 1 actividad") == 2
    assert "Era otra." in texto
    assert "(sale:) </span>anterior<" in texto
    assert "(entra:) </span>pasada<" in texto


def test_lo_sustancial_no_se_corrige_aunque_lo_manden(quien, aprobada, ahora):
    quien.cliente.planeacion.post(
        f"/planes/actividades/{aprobada.pk}/corregir/", datos(aprobada, nombre="Otra cosa", meta="99", unidad="actas")
    )
    antes = aprobada.meta, aprobada.unidad
    aprobada.refresh_from_db()
    assert (aprobada.nombre, aprobada.meta, aprobada.unidad) == ("Otra cosa", *antes)
    with pytest.raises(TypeError, match="meta"):
        corregir_actividad(actividad=aprobada, version=1, motivo="x", meta=9, por=quien.planeacion, ahora=ahora)


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"motivo": " ", "nombre": "Otra"}, "obligatorio"),
        ({}, "No cambió nada"),
        ({"nombre": "Otra", "version": ""}, "Otra persona cambió"),
        ({"nombre": "Otra", "version": "7"}, "Otra persona cambió"),
    ],
)
def test_lo_que_falta_vuelve_lleno_y_no_guarda(quien, aprobada, sucesos, cambios, mensaje):
    respuesta = quien.cliente.planeacion.post(
        f"/planes/actividades/{aprobada.pk}/corregir/", datos(aprobada, **cambios)
    )
    assert respuesta.status_code == 422
    assert mensaje in respuesta.text
    assert sucesos(aprobada) == []


@pytest.mark.parametrize("estado", ["BORRADOR", "EN_REVISION", "CERRADO"])
def test_solo_en_un_plan_aprobado_o_publicado(quien, en_estado, estado):
    actividad = en_estado(estado).actividades.get()
    direccion = f"/planes/actividades/{actividad.pk}/corregir/"
    assert quien.cliente.planeacion.get(direccion).status_code == 302
    respuesta = quien.cliente.planeacion.post(direccion, datos(actividad, nombre="Otra"))
    assert respuesta.status_code == 422
    assert "aprobado o publicado" in respuesta.text


def test_quien(quien, aprobada):
    direccion = f"/planes/actividades/{aprobada.pk}/corregir/"
    for cliente in (quien.cliente.jefe, quien.cliente.control):
        assert cliente.post(direccion, datos(aprobada, nombre="Otra")).status_code == 403
    assert "Corregir<" in quien.cliente.planeacion.get(f"/planes/{aprobada.plan_id}/").text
    assert "Corregir<" not in quien.cliente.jefe.get(f"/planes/{aprobada.plan_id}/").text


def test_lo_publicado_lleva_lo_corregido_y_sus_listas(quien, aprobada, ahora):
    aprobada.apoyos.add(quien.propia)
    foto = fabricas.version(aprobada.plan, 2).foto
    corregir_actividad(
        actividad=aprobada, version=0, motivo="Faltaba uno", por=quien.planeacion, ahora=ahora,
        apoyos=[quien.propia, quien.ajena], indicador="Informes publicados",
    )  # fmt: skip
    hechas = de_actividades(aprobada.plan_id, aprobada.plan.aprobado_en)
    (corregida,) = corregidas(foto["actividades"], hechas)
    assert corregida["apoyos"] == ["Secretaría de Educación", "Secretaría de Hacienda"]
    assert corregida["indicador"] == "Informes publicados"
    apoyos = next(c for c in hechas[0].cambios if c.campo.nombre == "apoyos")
    assert [t.texto for t in apoyos.trozos if t.entra] == ["Secretaría de Educación"]


def test_lo_corregible_es_lo_que_no_exige_version():
    assert {campo.nombre for campo in CORREGIBLES} >= {"nombre", "indicador", "formula", "fuente", "indices", "apoyos"}
    assert not any(campo.sustancial for campo in CORREGIBLES)
