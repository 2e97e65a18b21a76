"""Retirar de la publicación lo que se publicó por error."""

from decimal import Decimal

import pytest
from django.test import Client

from planes.obligaciones import pendientes
from tests import fabricas
from tests.mipg.mundo import publicar

MOTIVO = "Trae datos personales."


def retirar(cliente, plan, **cambios):
    return cliente.post(f"/planes/{plan.pk}/retirar/", {"version": plan.version, "motivo": MOTIVO} | cambios)


def test_deja_de_verse_afuera_con_sus_cifras_y_adentro_sigue_rigiendo(quien, en_estado, sucesos):
    plan = publicar(en_estado("PUBLICADO"))
    corte = fabricas.corte(2, "CERRADO")
    fabricas.cifra(plan, corte, Decimal("77.77"))
    fabricas.cifra(plan.politica, corte, Decimal("77.77"), plan=plan)
    afuera = [f"/micrositio/planes/{plan.pk}/", f"/micrositio/politicas/{plan.politica.numero_plan}/"]
    visitante = Client()
    assert all("77,77" in visitante.get(url).text for url in afuera)
    assert quien.cliente.planeacion.get(f"/planes/{plan.pk}/retirar/").status_code == 200
    assert retirar(quien.cliente.planeacion, plan).status_code == 302
    plan.refresh_from_db()
    assert (plan.estado, plan.publicado_en, plan.retirado_por) == ("APROBADO", None, quien.planeacion)
    assert sucesos(plan) == ["retirar"]
    for url in (afuera[0], f"{afuera[0]}descargar/"):
        respuesta = visitante.get(url)
        assert (respuesta.status_code, respuesta["Cache-Control"]) == (410, "no-store")
        assert "se retiró el" in respuesta.text
        assert MOTIVO not in respuesta.text
        assert plan.nombre not in respuesta.text
    assert "77,77" not in visitante.get(afuera[1]).text
    assert plan.nombre not in visitante.get("/micrositio/planes/").text
    assert f"/planes/{plan.pk}/" not in visitante.get("/sitemap.xml").text
    assert MOTIVO in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    assert quien.cliente.ajeno.get(f"/planes/{plan.pk}/").status_code == 404


def test_lo_retirado_no_se_persigue_y_se_puede_volver_a_publicar(quien, en_estado):
    plan = publicar(en_estado("PUBLICADO"))
    retirar(quien.cliente.planeacion, plan)
    assert [o.verbo for o in pendientes(fabricas.HOY, quien.planeacion.pk)] == []
    assert "Publicar el plan" in quien.cliente.planeacion.get(f"/planes/{plan.pk}/").text
    quien.cliente.planeacion.post(f"/planes/{plan.pk}/publicar/")
    plan.refresh_from_db()
    assert (plan.estado, plan.retirado_en, plan.retirado_motivo) == ("PUBLICADO", None, "")
    assert Client().get(f"/micrositio/planes/{plan.pk}/").status_code == 200


def test_el_cerrado_se_retira_y_se_publica_sin_dejar_de_estar_cerrado(quien, en_estado):
    plan = publicar(en_estado("CERRADO"))
    retirar(quien.cliente.planeacion, plan)
    plan.refresh_from_db()
    assert (plan.estado, plan.publicado_en) == ("CERRADO", None)
    assert Client().get(f"/micrositio/planes/{plan.pk}/").status_code == 410
    quien.cliente.planeacion.post(f"/planes/{plan.pk}/publicar/")
    plan.refresh_from_db()
    assert (plan.estado, plan.retirado_en) == ("CERRADO", None)
    assert Client().get(f"/micrositio/planes/{plan.pk}/").status_code == 200


@pytest.mark.parametrize("malo", [{"motivo": ""}, {"version": "77"}])
def test_sin_motivo_o_sobre_lo_que_ya_cambio_no_se_retira(quien, en_estado, sucesos, malo):
    plan = en_estado("PUBLICADO")
    assert retirar(quien.cliente.planeacion, plan, **malo).status_code == 422
    assert sucesos(plan) == []


def test_lo_que_no_esta_publicado_no_se_retira(quien, en_estado, sucesos):
    plan = en_estado("APROBADO")
    assert quien.cliente.planeacion.get(f"/planes/{plan.pk}/retirar/").status_code == 302
    assert retirar(quien.cliente.planeacion, plan).status_code == 422
    assert Client().get(f"/micrositio/planes/{plan.pk}/").status_code == 404
    assert sucesos(plan) == []


def test_quien(quien, en_estado):
    plan = en_estado("PUBLICADO")
    for nombre in ("jefe", "enlace", "control", "ajeno"):
        assert retirar(getattr(quien.cliente, nombre), plan).status_code == 403
