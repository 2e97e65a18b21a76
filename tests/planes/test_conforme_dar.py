"""El conforme del colíder: quién lo da, sobre qué envío, quién lo ve y que no bloquea."""

from datetime import timedelta

import pytest

from mipg.usuarios.models import Dependencia
from planes.acciones import planes as acciones
from planes.models import Conforme
from planes.obligaciones import pendientes
from tests import fabricas as f


@pytest.fixture
def plan(quien):
    """En revisión: lo coordina `quien.propia` y lo colidera `quien.ajena`, cuyo jefe es `quien.otro`."""
    return f.coliderado(quien.ajena, quien.propia, por=quien.jefe)


def decir(cliente, plan, **cambios):
    datos = {"version": plan.version, "dependencia": "", "sentido": "CONFORME", "texto": ""} | cambios
    return cliente.post(f"/planes/{plan.pk}/conforme/", datos)


def deudas(persona) -> list[str]:
    return [o.url for o in pendientes(f.HOY, persona.pk) if o.verbo == "Dar conforme"]


def test_el_colider_lee_lo_que_se_revisa_y_queda_dicho_para_quien_decide(quien, plan, sucesos):
    assert deudas(quien.otro) == [f"/planes/{plan.pk}/conforme/"]
    assert deudas(quien.jefe) == deudas(quien.ajeno) == []
    assert "No ha dicho nada de este envío" in quien.cliente.planeacion.get(f"/planes/{plan.pk}/").text
    assert "Decir si estoy conforme" in quien.cliente.otro.get(f"/planes/{plan.pk}/").text
    assert quien.cliente.otro.get(f"/planes/{plan.pk}/conforme/").status_code == 200
    respuesta = decir(
        quien.cliente.otro, plan, dependencia=quien.ajena.pk, sentido="REPARO", texto="La meta es <b>corta</b>."
    )
    assert respuesta.status_code == 302
    dado = Conforme.objects.get()
    assert (dado.dependencia, dado.sentido, dado.dado_por, dado.envio) == (
        quien.ajena, "REPARO", quien.otro, plan.enviado_en,
    )  # fmt: skip
    assert sucesos(plan) == ["dar conforme"]
    assert deudas(quien.otro) == []
    for ruta in ("", "aprobar/"):
        texto = quien.cliente.planeacion.get(f"/planes/{plan.pk}/{ruta}").text
        assert "La meta es &lt;b&gt;corta&lt;/b&gt;." in texto
        assert "Con reparo" in texto
    assert "Aprobar</a>" in quien.cliente.planeacion.get(f"/planes/{plan.pk}/").text, "no bloquea"


def test_si_se_vuelve_a_enviar_lo_dicho_es_de_lo_anterior_y_se_debe_otra_vez(quien, plan, ahora):
    decir(quien.cliente.otro, plan, dependencia=quien.ajena.pk)
    recuperado = acciones.recuperar(plan=plan, por=quien.jefe, ahora=ahora)
    assert quien.cliente.otro.get(f"/planes/{plan.pk}/").status_code == 404, "el borrador ajeno no se ve"
    acciones.enviar(plan=recuperado, por=quien.jefe, ahora=ahora + timedelta(hours=1))
    assert "Sobre un envío anterior" in quien.cliente.planeacion.get(f"/planes/{plan.pk}/").text
    assert len(deudas(quien.otro)) == 1
    plan.refresh_from_db()
    decir(quien.cliente.otro, plan, dependencia=quien.ajena.pk, sentido="REPARO", texto="No.")
    texto = quien.cliente.planeacion.get(f"/planes/{plan.pk}/").text
    assert "Con reparo" in texto
    assert "Sobre un envío anterior" not in texto
    assert Conforme.objects.count() == 2


@pytest.mark.parametrize("malo", [
    {"sentido": "REPARO", "texto": " "}, {"sentido": "QUIZAS"}, {"dependencia": "0"}, {"version": "99"},
    {"texto": "x" * 2001},
])  # fmt: skip
def test_lo_que_no_cuadra_vuelve_al_formulario(quien, plan, malo):
    assert decir(quien.cliente.otro, plan, **{"dependencia": quien.ajena.pk} | malo).status_code == 422
    assert not Conforme.objects.exists()


def test_solo_mientras_se_revisa(quien, plan, ahora):
    acciones.aprobar(plan=plan, version=plan.version, acto="PENDIENTE", por=quien.planeacion, ahora=ahora)
    plan.refresh_from_db()
    assert quien.cliente.otro.get(f"/planes/{plan.pk}/conforme/").status_code == 302
    assert decir(quien.cliente.otro, plan, dependencia=quien.ajena.pk).status_code == 422
    assert deudas(quien.otro) == []


def test_quien_no_colidera_no_lo_da(quien, plan):
    for nombre in ("jefe", "enlace", "planeacion", "control"):
        assert decir(getattr(quien.cliente, nombre), plan, dependencia=quien.ajena.pk).status_code == 403
    assert decir(quien.cliente.ajeno, plan, dependencia=quien.ajena.pk).status_code == 404
    plan.politica.responsabilidades.filter(dependencia=quien.ajena).update(rol="APOYO")
    assert decir(quien.cliente.otro, plan, dependencia=quien.ajena.pk).status_code == 404


def test_si_el_colider_se_fusiono_lo_dice_quien_lo_sucedio(quien, plan, ahora):
    otro = f.dependencia("Fusionada")
    plan.politica.responsabilidades.filter(dependencia=quien.ajena).update(dependencia=otro)
    assert deudas(quien.otro) == []
    Dependencia.objects.filter(pk=otro.pk).update(
        vigente_hasta=f.HOY - timedelta(days=1), sucesora=quien.ajena, heredera=quien.ajena
    )
    assert deudas(quien.otro) == [f"/planes/{plan.pk}/conforme/"]
    assert decir(quien.cliente.otro, plan, dependencia=quien.ajena.pk).status_code == 302
    assert Conforme.objects.get().dependencia == quien.ajena
    assert deudas(quien.otro) == []


def test_las_deudas_cuestan_lo_mismo_con_2_que_con_20(quien, consultas):
    medidas = []
    for cuantos, van in ((2, 2), (18, 20)):
        for _ in range(cuantos):
            f.coliderado(quien.ajena, quien.propia, por=quien.jefe)
        deudas(quien.otro)
        with consultas() as hechas:
            assert len(deudas(quien.otro)) == van
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]
