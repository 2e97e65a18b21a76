"""La página que suprime o fusiona una dependencia: muestra lo vivo, pide lo que falta y dice qué pasó."""

from datetime import timedelta

import pytest

from mipg.usuarios.models import Dependencia
from politicas.models import ResponsabilidadPolitica
from tests import fabricas as f

LISTA = "/seguimiento/dependencias/"


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def vieja(db):
    """Una dependencia con un plan, una actividad, su jefa y su enlace."""
    vieja = f.dependencia("Oficina Vieja")
    f.actividad(f.plan("PUBLICADO", dependencia=vieja), nombre="Entregar el informe")
    f.persona("jefe", vieja)
    f.persona("enlace", vieja)
    return vieja


def url(dependencia) -> str:
    return f"{LISTA}{dependencia.pk}/suprimir/"


def datos(sucesora, **otros):
    return {"sucesora": sucesora and sucesora.pk, "rige_desde": "2026-07-01", "acto": "Decreto 12 de 2026"} | otros


def test_muestra_lo_que_tiene_vivo_y_a_la_administracion_tecnica_solo_cuanto(cliente_de, vieja):
    pagina = cliente_de(f.persona("planeacion")).get(url(vieja)).text
    assert "Planes que coordina: 1" in pagina
    assert "(1 publicado)" in pagina
    assert "Entregar el informe" in pagina
    tecnica = cliente_de(f.persona("administrador")).get(url(vieja)).text
    assert "Actividades de que responde: 1" in tecnica
    assert "Entregar el informe" not in tecnica


def test_fusiona_y_dice_lo_que_queda_por_confirmar(cliente_de, vieja):
    nueva, cliente = f.dependencia("Oficina Nueva"), cliente_de(f.persona("planeacion"))
    respuesta = cliente.post(url(vieja), datos(nueva), follow=True)
    assert "Oficina Vieja ya no existe y lo suyo pasó a Oficina Nueva." in respuesta.text
    assert "quedaron por confirmar por otra persona" in respuesta.text
    assert "Decreto 12 de 2026" in respuesta.text
    assert "Terminar un rol" in respuesta.text
    assert Dependencia.objects.get(pk=vieja.pk).heredera == nueva
    assert "la sucedió Oficina Nueva" in cliente.get(LISTA, {"estado": "suprimidas"}).text
    assert "Oficina Vieja" not in cliente.get(LISTA).text


@pytest.mark.parametrize(
    ("mal", "frase"),
    [
        ({"sucesora": ""}, "elija la dependencia que las recibe"),
        ({"rige_desde": "2026-08-01"}, "Esa fecha no ha llegado"),
        ({"acto": "  "}, "Este campo es obligatorio"),
        ({"sucesora": "9" * 30}, "Escoja una opción válida"),
        ({"rige_desde": "ayer"}, "fecha"),
        ({"rige_desde": "1900-01-01"}, "trabaja alguien desde el 01/01/2024"),
    ],
)
def test_dice_en_su_campo_lo_que_falta(cliente_de, vieja, mal, frase):
    respuesta = cliente_de(f.persona("planeacion")).post(url(vieja), datos(f.dependencia()) | mal)
    assert respuesta.status_code == 422
    assert frase in respuesta.text
    assert Dependencia.objects.get(pk=vieja.pk).vigente_hasta is None


def test_restablecer_pide_el_motivo_y_lo_que_no_se_suprimio_no_se_restablece(cliente_de, vieja):
    cliente = cliente_de(f.persona("planeacion"))
    assert cliente.post(f"{LISTA}{10**9}/restablecer/", {"motivo": "x"}).status_code == 404
    nada = cliente.post(f"{LISTA}{vieja.pk}/restablecer/", {"motivo": "x"}, follow=True)
    assert "no tiene una supresión que deshacer" in nada.text and nada.redirect_chain[-1][0] == url(vieja)
    cliente.post(url(vieja), datos(f.dependencia()))
    assert "Diga por qué se restablece" in cliente.post(f"{LISTA}{vieja.pk}/restablecer/", follow=True).text
    assert not Dependencia.objects.get(pk=vieja.pk).existe(f.HOY - timedelta(days=1))


def test_la_politica_de_que_responde_de_dos_modos_cuenta_una_vez(cliente_de, vieja):
    politica = f.politica()
    for orden, rol in enumerate(("LIDER", "COLIDER")):
        ResponsabilidadPolitica.objects.create(
            politica=politica, dependencia=vieja, rol=rol, orden=orden, fuente=f.fuente()
        )
    assert "Políticas de que responde: 1" in cliente_de(f.persona("planeacion")).get(url(vieja)).text


def test_lo_que_decia_un_acto_retirado_no_cuenta(cliente_de, vieja):
    retirada = {"retirada_en": f.AHORA, "retirada_por": f.persona(), "retirada_motivo": "Era otra."}
    for fuente in (f.fuente(), f.fuente("Retirada", **retirada)):
        f.politica().responsabilidades.create(dependencia=vieja, rol="LIDER", fuente=fuente, texto="x")
    assert "Políticas de que responde: 1" in cliente_de(f.persona("planeacion")).get(url(vieja)).text


def test_cuesta_las_mismas_consultas_con_una_actividad_y_con_cien(cliente_de, vieja, consultas):
    cliente = cliente_de(f.persona("planeacion"))
    cliente.get(url(vieja))
    with consultas() as antes:
        cliente.get(url(vieja))
    plan = f.plan("APROBADO", dependencia=vieja)
    for _ in range(100):
        f.actividad(plan)
    for _ in range(5):
        f.persona("enlace", vieja)
    with consultas() as despues:
        cliente.get(url(vieja))
    assert len(despues) == len(antes)
