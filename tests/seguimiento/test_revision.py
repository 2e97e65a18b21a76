"""La bandeja y las decisiones: qué se ofrece, por qué no, y sobre qué versión se decide."""

from datetime import timedelta

import pytest
from django.urls import reverse

from seguimiento.models import Avance
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db


@pytest.fixture
def abierto(abierto_del_modulo):
    """El mismo punto de partida de todas las pruebas de este módulo."""
    return abierto_del_modulo


@pytest.fixture(autouse=True)
def _detenido(en_t2):
    return en_t2


def _url(nombre: str, avance: Avance) -> str:
    return reverse(f"seguimiento:{nombre}", args=[avance.pk])


def _en_bandeja(cliente, consulta: str = "") -> list[Avance]:
    respuesta = cliente.get(reverse("seguimiento:revision_lista") + consulta)
    assert respuesta.status_code == 200
    return [fila.avance for fila in respuesta.context["filas"]]


def _fresco(avance: Avance) -> Avance:
    return Avance.objects.get(pk=avance.pk)


def test_cada_quien_ve_su_bandeja_y_lo_que_espera_aval_va_al_final(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    e.avalar(e.enviar(abierto.peticiones, abierto, e.EN_T2 + timedelta(hours=1), 90), abierto, e.EN_T2)
    assert _en_bandeja(cliente_de(abierto.jefe)) == [abierto.informes]
    assert _en_bandeja(cliente_de(abierto.revisora)) == [abierto.peticiones, abierto.informes]
    de_otra = f.persona("jefe", f.dependencia("Secretaría de Cultura"))
    assert _en_bandeja(cliente_de(de_otra)) == []


def test_quien_tiene_las_dos_bandejas_elige(abierto, cliente_de):
    f.Asignacion.objects.create(
        persona=abierto.revisora, rol="jefe", dependencia=abierto.hacienda, desde=f.date(2024, 1, 1)
    )
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    e.avalar(e.enviar(abierto.peticiones, abierto, e.EN_T2, 90), abierto, e.EN_T2)
    cliente = cliente_de(abierto.revisora)
    assert len(_en_bandeja(cliente)) == 2
    assert _en_bandeja(cliente, "?cola=avalar") == [abierto.informes]
    assert len(_en_bandeja(cliente, "?cola=nada")) == 2


def test_avalar_y_aceptar_desde_la_pagina_llevan_al_siguiente(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    e.enviar(abierto.peticiones, abierto, e.EN_T2 + timedelta(minutes=1), 90)
    jefe, revisora = cliente_de(abierto.jefe), cliente_de(abierto.revisora)
    for avance, siguiente in ((abierto.informes, abierto.peticiones), (abierto.peticiones, None)):
        respuesta = jefe.post(_url("avance_avalar", avance), {"version": _fresco(avance).version})
        assert respuesta.status_code == 302
        assert siguiente is None or respuesta.url == _url("avance_revisar", siguiente)
    for avance, siguiente in ((abierto.informes, abierto.peticiones), (abierto.peticiones, None)):
        pagina = revisora.get(_url("avance_revisar", avance))
        version = pagina.context["aceptacion"]["version"].value()
        respuesta = revisora.post(_url("avance_aceptar", avance), {"version": version})
        esperada = (
            _url("avance_revisar", siguiente) if siguiente else reverse("seguimiento:revision_lista") + "?cola=revisar"
        )
        assert (respuesta.status_code, respuesta.url) == (302, esperada)
    assert set(Avance.objects.values_list("estado", flat=True)) == {"ACEPTADO"}


def test_los_botones_se_apagan_diciendo_lo_mismo_que_la_accion(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3, con_soporte=False)
    cliente = cliente_de(abierto.revisora)
    html = cliente.get(_url("avance_revisar", abierto.informes)).content.decode()
    assert "Falta el aval del jefe" in html and "al menos un soporte" in html
    assert _url("avance_aceptar", abierto.informes) not in html
    respuesta = cliente.post(
        _url("avance_aceptar", abierto.informes), {"version": _fresco(abierto.informes).version, "motivo": "x"}
    )
    assert respuesta.status_code == 422
    assert _fresco(abierto.informes).estado == "ENVIADO"


def test_quien_lo_escribio_no_tiene_boton(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3, por=abierto.jefe)
    html = cliente_de(abierto.jefe).get(_url("avance_revisar", abierto.informes)).content.decode()
    assert "nadie avala lo que reportó" in html
    assert _url("avance_avalar", abierto.informes) not in html


def test_sin_aval_se_pide_el_motivo_y_queda_dicho(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    with e.detenido(e.EN_T2 + timedelta(days=3)):
        cliente = cliente_de(abierto.revisora)
        version = _fresco(abierto.informes).version
        respuesta = cliente.post(_url("avance_aceptar", abierto.informes), {"version": version, "motivo": " "})
        assert respuesta.status_code == 422
        assert "Diga por qué se acepta sin aval." in respuesta.content.decode()
        respuesta = cliente.post(
            _url("avance_aceptar", abierto.informes), {"version": version, "motivo": "El jefe está en vacaciones."}
        )
        assert respuesta.status_code == 302
        html = cliente.get(_url("avance_detalle", abierto.informes)).content.decode()
    assert "Sin aval. El jefe está en vacaciones." in html


@pytest.mark.parametrize("nombre", ["avance_aceptar", "avance_devolver", "avance_avalar"])
def test_una_decision_sobre_otra_version_no_se_toma(abierto, cliente_de, nombre):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    if nombre == "avance_aceptar":
        e.avalar(abierto.informes, abierto, e.EN_T2)
    cliente = cliente_de(abierto.jefe if nombre == "avance_avalar" else abierto.revisora)
    antes = Avance.objects.values().get(pk=abierto.informes.pk)
    for version in (antes["version"] - 1, "x", ""):
        respuesta = cliente.post(_url(nombre, abierto.informes), {"version": version, "texto": "Más claro."})
        assert respuesta.status_code == 422
        assert Avance.objects.values().get(pk=abierto.informes.pk) == antes


@pytest.mark.parametrize(("nombre", "datos"), [("avance_aceptar", {}), ("avance_devolver", {"texto": "Más claro."})])
def test_si_cambio_mientras_lo_leia_puede_decidir_sobre_lo_nuevo_sin_perder_lo_escrito(
    abierto, cliente_de, nombre, datos
):
    e.enviar(abierto.informes, abierto, f.AHORA, 3)
    leida = _fresco(abierto.informes).version
    e.avalar(abierto.informes, abierto, f.AHORA)
    cliente = cliente_de(abierto.revisora)
    negada = cliente.post(_url(nombre, abierto.informes), datos | {"version": leida})
    assert negada.status_code == 422

    formulario = negada.context["form"]
    datos_de_vuelta = {c.name: c.value() or "" for c in formulario}
    assert {k: datos_de_vuelta[k] for k in datos} == datos
    assert cliente.post(_url(nombre, abierto.informes), datos_de_vuelta).status_code == 302


def test_devolver_comenta_el_campo_y_conserva_lo_escrito_si_se_niega(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    cliente = cliente_de(abierto.revisora)
    respuesta = cliente.post(_url("avance_devolver", abierto.informes), {"version": 0, "texto": "Diga cuáles tres."})
    assert respuesta.status_code == 422 and "Diga cuáles tres." in respuesta.content.decode()
    version = _fresco(abierto.informes).version
    respuesta = cliente.post(_url("avance_devolver", abierto.informes), {"version": version})
    assert respuesta.status_code == 422 and "Escriba el comentario" in respuesta.content.decode()
    respuesta = cliente.post(
        _url("avance_devolver", abierto.informes), {"version": version, "texto": "Diga cuáles tres.", "reserva": "x"}
    )
    assert respuesta.status_code == 302
    assert list(abierto.informes.observaciones.values_list("campo", "texto")) == [("texto", "Diga cuáles tres.")]


def test_revertir_desde_el_detalle(abierto, cliente_de):
    e.aceptado(abierto.informes, abierto, e.EN_T2, 3)
    cliente = cliente_de(abierto.revisor)
    assert "Sí, deshacer" in cliente.get(_url("avance_detalle", abierto.informes)).content.decode()
    assert cliente.post(_url("avance_revertir", abierto.informes)).status_code == 422
    leida = {"version": _fresco(abierto.informes).version}
    assert cliente.post(_url("avance_revertir", abierto.informes), leida).url == _url(
        "avance_revisar", abierto.informes
    )
    assert cliente.post(_url("avance_revertir", abierto.informes), leida).status_code == 422
    assert _fresco(abierto.informes).estado == "AVALADO"


def test_la_bandeja_nombra_lo_que_nadie_puede_aceptar_y_ofrece_el_encargo(abierto, cliente_de):
    de_la_oficina = f.persona("enlace", abierto.planeacion, nombre="Olga Oficina")
    f.persona("control_interno", abierto.planeacion)  # A quien evalúa no se le ofrece.
    cliente, url = cliente_de(abierto.revisora), reverse("seguimiento:revision_lista")
    avance = e.avalar(e.enviar(abierto.informes, abierto, e.EN_T2, 3), abierto, e.EN_T2)
    avance.autores.add(abierto.revisora)
    assert [uno.titulo for uno in cliente.get(url).context["sin_quien"]] == []

    avance.autores.add(abierto.revisor)
    respuesta = cliente.get(url)
    (atasco,) = respuesta.context["sin_quien"]
    assert (atasco.titulo, atasco.n, atasco.avances) == ("Nadie puede aceptarlos", 1, [avance])
    assert "Paula Planeación, Pedro Planeación; cada una lo reportó" in atasco.porque
    assert "Nadie puede aceptarlos: 1" in respuesta.content.decode()
    (encargo,) = atasco.encargos
    assert encargo.persona == "Olga Oficina"
    inicial = cliente.get(encargo.url).context["form"]
    assert inicial["rol"].value() == "planeacion" and inicial["en_encargo_de"].value() == str(abierto.revisora.pk)
    assert "1 reporte que hoy nadie de Planeación puede aceptar" in cliente.get("/inicio/").content.decode()

    # El encargo lo destraba.
    f.Asignacion.objects.create(
        persona=de_la_oficina, rol="planeacion", dependencia=abierto.planeacion, desde=f.date(2024, 1, 1)
    )
    assert cliente.get(url).context["sin_quien"] == []


def test_la_bandeja_nombra_lo_que_nadie_puede_avalar_ni_reportar(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    f.Asignacion.objects.filter(dependencia=abierto.hacienda).delete()
    atascos = cliente_de(abierto.revisora).get(reverse("seguimiento:revision_lista")).context["sin_quien"]
    assert [uno.titulo for uno in atascos] == ["Nadie puede avalarlos", "Nadie puede reportarlos"]
