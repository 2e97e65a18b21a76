"""Formular una acción desde las recomendaciones elegidas."""

import pytest

from furag.models import AccionMejora
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db
URL = "/furag/mejoras/crear/"


@pytest.fixture
def de(time_machine):
    """Su gente, su política y la vigencia abierta."""
    time_machine.move_to(f.AHORA)
    gente = m.gente()
    gente.politica, gente.vigencia = m.politica_de(gente), f.vigencia(2026)
    gente.acogidas = [ff.recomendacion(estado="ACOGIDA", politica=gente.politica) for _ in range(2)]
    return gente


def _datos(de, **campos) -> dict:
    base = {
        "destino": f"nuevo-{de.vigencia.pk}", "recomendaciones": [u.pk for u in de.acogidas], "causa": "No hay dueño.",
        "nombre": "Nombrar un dueño", "meta": "1", "unidad": "actos", "indicador": "Actos expedidos",
        "responsable": de.oficina.pk, "fecha_inicio": "2026-08-01", "fecha_fin": "2026-11-30",
        "indice": de.politica.codigo_furag, "esperado": "75,5", "sin_indice": "",
    }  # fmt: skip
    return base | campos


def test_de_dos_recomendaciones_sale_una_accion_en_un_plan_nuevo_y_la_siguiente_va_al_mismo(de, client):
    client.force_login(de.jefe)
    url = f"{URL}?recomendacion={de.acogidas[0].pk}&recomendacion={de.acogidas[1].pk}"
    form = client.get(url).context["form"]
    assert sorted(form["recomendaciones"].value()) == sorted(u.pk for u in de.acogidas)
    # Quien dice a cuánto espera llegar ve de dónde parte.
    assert (
        form.fields["indice"].choices[1][1].endswith(": 60,00 en 2025") and form["responsable"].value() == de.oficina.pk
    )
    respuesta = client.post(url, _datos(de))
    mejora = AccionMejora.objects.get()
    assert respuesta.url == f"/furag/mejoras/{mejora.pk}/" and mejora.atenciones.count() == 2
    assert (mejora.actividad.programado_t4, mejora.esperado) == (1, 75.5)
    plan = mejora.actividad.plan
    assert [clave for clave, _ in client.get(url).context["form"].fields["destino"].choices] == [f"plan-{plan.pk}"]
    del_plan = {"destino": f"plan-{plan.pk}"}
    # Enviada dos veces no deja dos.
    assert client.post(url, _datos(de, **del_plan)).status_code == 422
    assert client.post(url, _datos(de, **del_plan, nombre="Darle su oficina")).status_code == 302
    assert plan.actividades.count() == 2


def test_lo_que_no_cuadra_vuelve_lleno(de, client):
    client.force_login(de.jefe)
    url = f"{URL}?politica={de.politica.pk}&medicion=2025"
    malo = {"esperado": "", "fecha_fin": "2026-07-01", "causa": ""}
    respuesta = client.post(url, _datos(de, **malo))
    assert respuesta.status_code == 422 and {"esperado", "fecha_fin", "causa"} == set(respuesta.context["form"].errors)
    assert "Nombrar un dueño" in respuesta.text and not AccionMejora.objects.exists()


def test_sin_elegir_dice_de_que_politicas_hay_acogidas_y_a_quien_no_le_toca_ningun_plan(de, client):
    client.force_login(de.jefe)
    assert f"?politica={de.politica.pk}&amp;medicion=2025" in client.get(URL).text
    client.force_login(f.persona("jefe", f.dependencia()))
    html = client.get(f"{URL}?politica={de.politica.pk}&medicion=2025").text
    assert "No hay un plan de mejoramiento de esta política" in html and "Formular la acción</button>" not in html
    ff.Recomendacion.objects.update(estado="PENDIENTE", decidida_en=None, decidida_por=None)
    assert "No hay recomendaciones acogidas por atender" in client.get(URL).text


def test_reformular_trae_lo_que_atendia_y_solo_lo_que_salio_mal(de, client):
    m.llevar("cumplida", de)
    client.force_login(de.jefe)
    assert "origen" not in client.get(f"{URL}?reformula={de.mejora.pk}").context
    m.conceptuar(de.mejora, de, favorable=False)
    f.vigencia(2027)
    respuesta = client.get(f"{URL}?reformula={de.mejora.pk}")
    assert respuesta.context["origen"].reformula == de.mejora and len(respuesta.context["origen"].elegidas) == 2
