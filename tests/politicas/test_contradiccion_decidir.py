"""La página en que se decide."""

import pytest
from django.urls import reverse

from politicas.models import DecisionCatalogo
from tests.politicas.contradichas import caso, contradicha, decidir

pytestmark = pytest.mark.django_db
URL = "/politicas/contradicciones/responsables-POL16/decidir/?vigencia=2026"


def datos(m, **cambios):
    hallada = caso(m).contradiccion
    return {"huella": hallada.huella, "opcion": hallada.opciones[1].clave, "fundamento": "Acta 3"} | cambios


def test_se_decide_y_vuelve_al_tablero(cliente_de):
    m = contradicha()
    cliente = cliente_de(m.por)
    html = cliente.get(URL).text
    assert "Vale Archivo (líder), según Actores" in html and "Otra cosa" in html
    respuesta = cliente.post(URL, datos(m), follow=True)
    assert respuesta.redirect_chain[-1][0] == f"{reverse('politicas:contradiccion_lista')}?vigencia=2026"
    assert "Quedó decidido" in respuesta.text
    assert DecisionCatalogo.objects.get().decidida_por == m.por


@pytest.mark.parametrize(
    ("cambios", "dice"),
    [
        ({"opcion": "otra"}, "Escriba qué se decidió"),
        ({"texto": "Además, las dos"}, "borre este texto"),
        ({"fundamento": ""}, "obligatorio"),
        ({"opcion": "inventada"}, "inventada"),
        ({"huella": "0" * 64}, "cambió mientras usted la leía"),
    ],
)
def test_lo_que_falta_se_dice_y_no_se_pierde_lo_escrito(cliente_de, cambios, dice):
    m = contradicha()
    respuesta = cliente_de(m.por).post(URL, datos(m, **cambios))
    assert respuesta.status_code == 422
    assert dice in respuesta.text
    assert not DecisionCatalogo.objects.exists()


def test_con_otras_palabras_y_sin_lo_que_no_se_ve(cliente_de):
    m = contradicha()
    cliente_de(m.por).post(URL, datos(m, opcion="otra", texto="Las dos\u202e juntas\u200b"))
    assert DecisionCatalogo.objects.get().decision == "Las dos juntas"


def test_la_segunda_pestana_oye_que_ya_se_decidio(cliente_de):
    m = contradicha()
    decidir(m)
    cliente = cliente_de(m.por)
    assert "ya lo decidió" in cliente.post(URL, datos(m)).text
    assert cliente.get(URL).status_code == 302


def test_si_mientras_se_escribe_dejan_de_contradecirse_se_dice_y_se_vuelve_al_tablero(cliente_de):
    m = contradicha()
    escrito = datos(m)
    m.politica.responsabilidades.filter(dependencia=m.archivo).delete()
    pagina = cliente_de(m.por).post(URL, escrito, follow=True)
    assert pagina.redirect_chain[0][0].startswith("/politicas/contradicciones/")
    assert "ya no se contradicen en eso" in pagina.text


def test_lo_que_no_se_contradice_no_existe(cliente_de):
    m = contradicha()
    assert cliente_de(m.por).get("/politicas/contradicciones/responsables-POL99/decidir/").status_code == 404
