"""Aprobar exactamente lo que se leyó."""

import pytest

from planes import reglas
from planes.models import Plan, VersionPlan
from tests import fabricas


@pytest.fixture
def enviado(en_estado):
    """Un plan en revisión."""
    return en_estado("EN_REVISION")


def datos(plan, **cambios) -> dict:
    """La aprobación por resolución de la versión que se leyó."""
    return {
        "version": plan.version,
        "acto": "RESOLUCION",
        "acto_numero": "123",
        "acto_fecha": "2026-01-30",
    } | cambios


def test_aprueba_y_congela_una_version(quien, enviado, sucesos):
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", datos(enviado))
    assert respuesta.status_code == 302
    enviado.refresh_from_db()
    assert (enviado.estado, enviado.aprobado_por, enviado.acto_numero) == ("APROBADO", quien.planeacion, "123")
    assert VersionPlan.objects.get().foto["actividades"][0]["nombre"] == "Publicar el informe"
    assert sucesos(enviado) == ["aprobar"]


def test_no_se_aprueba_lo_que_cambio_despues_de_leerlo(quien, enviado, sucesos):
    leido = datos(enviado)
    Plan.objects.filter(pk=enviado.pk).update(version=enviado.version + 1)
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", leido)
    assert respuesta.status_code == 422
    assert "Otra persona cambió este registro" in respuesta.content.decode()
    assert not VersionPlan.objects.exists()
    assert sucesos(enviado) == []


def test_la_pagina_que_se_leyo_manda_a_leer_de_nuevo_si_cambio(quien, enviado):
    respuesta = quien.cliente.planeacion.get(
        f"/planes/{enviado.pk}/aprobar/?version={enviado.version + 5}", follow=True
    )
    assert "Léalo de nuevo" in respuesta.content.decode()


def test_sin_numero_hay_que_elegir_acta_pendiente(quien, enviado):
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", datos(enviado, acto_numero=""))
    assert respuesta.status_code == 422
    assert "acto_numero" in respuesta.context["form"].errors
    assert 'value="2026-01-30"' in respuesta.content.decode()
    # Lo que quedó escrito antes de elegirla no es de ningún acto.
    pendiente = datos(enviado, acto="PENDIENTE", acto_numero="9", acto_fecha="2026-01-30")
    assert quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", pendiente).status_code == 302
    plan = Plan.objects.get(pk=enviado.pk)
    assert (plan.acto_citado, plan.versiones.get().acto_citado) == ("Acta pendiente", "Acta pendiente")


@pytest.mark.parametrize("cambio", [{"acto_fecha": "2199-01-01"}, {"version": "x"}, {"acto": "OCURRENCIA"}])
def test_datos_disparatados_vuelven_con_el_formulario(quien, enviado, cambio):
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", datos(enviado, **cambio))
    assert respuesta.status_code == 422
    assert Plan.objects.get(pk=enviado.pk).estado == "EN_REVISION"


def test_dos_aprobaciones_son_una(quien, enviado, sucesos):
    leido = datos(enviado)
    assert quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", leido).status_code == 302
    assert quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", leido).status_code == 422
    assert VersionPlan.objects.count() == 1
    assert sucesos(enviado) == ["aprobar"]


def test_un_plan_que_dejo_de_estar_completo_no_se_aprueba(quien, enviado):
    fabricas.actividad(enviado, numero="9", fecha_fin=None)
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", datos(enviado))
    assert respuesta.status_code == 422
    assert "Actividad 9" in respuesta.content.decode()


def test_solo_decide_planeacion(quien, enviado):
    assert quien.cliente.otro.post(f"/planes/{enviado.pk}/aprobar/", datos(enviado)).status_code == 404
    for cliente in (quien.cliente.jefe, quien.cliente.control, quien.cliente.comite):
        assert cliente.get(f"/planes/{enviado.pk}/aprobar/").status_code == 403
        assert cliente.post(f"/planes/{enviado.pk}/aprobar/", datos(enviado)).status_code == 403


def test_la_pagina_dice_de_antemano_quien_puede_y_por_que_usted_no(quien, enviado):
    enviado.autores.add(quien.planeacion)
    url = f"/planes/{enviado.pk}/aprobar/"
    sola = quien.cliente.planeacion.get(url).content.decode()
    assert "no hay otra persona que pueda aprobarlo" in sola and "Aprobar el plan</button>" in sola
    otra = fabricas.persona("planeacion", quien.oficina)
    pagina = quien.cliente.planeacion.get(url).content.decode()
    assert f"lo aprueba otra persona. Puede hacerlo {otra.nombre}." in pagina
    assert "Aprobar el plan</button>" not in pagina and "Devolver con observaciones" in pagina
    assert quien.cliente.planeacion.post(url, datos(enviado)).status_code == 422


def test_lo_que_se_aprobo_sin_otra_persona_lo_dice_la_pagina_del_plan(quien, enviado):
    enviado.autores.add(quien.planeacion)
    quien.cliente.planeacion.post(f"/planes/{enviado.pk}/aprobar/", datos(enviado))
    pagina = quien.cliente.jefe.get(f"/planes/{enviado.pk}/").content.decode()
    assert "Lo aprobó quien lo formuló" in pagina and reglas.SIN_OTRA_PERSONA in pagina
