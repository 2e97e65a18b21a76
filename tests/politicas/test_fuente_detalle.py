"""Una fuente: lo que dice, y cuánto de eso rige."""

import pytest

from politicas.models import Norma
from tests import fabricas as f


@pytest.mark.django_db
def test_dice_que_filas_rigen_y_cuales_reemplazo_otra_mas_nueva(cliente_de):
    f.vigencia(2026)
    tabla, acto = f.fuente("Tabla"), f.fuente("Acto", desde=2026, cargada_en=f.AHORA, cargada_por=f.persona())
    for politica in (una := f.politica(nombre="Una"), f.politica(nombre="Otra")):
        politica.responsabilidades.create(fuente=tabla, dependencia=f.dependencia(), rol="LIDER", texto="Lidera.")
    una.responsabilidades.create(fuente=acto, dependencia=f.dependencia(), rol="LIDER", texto="Ahora ella.")
    cliente = cliente_de(f.persona("enlace"))
    pagina = cliente.get(f"/politicas/fuentes/{tabla.pk}/")
    assert [(fila.politica.nombre, rige) for fila, rige in pagina.context["filas"]] == [("Una", False), ("Otra", True)]
    assert "«Lidera.»" in pagina.text and "Vino con el catálogo" in pagina.text
    assert not pagina.context["puede_retirar"]
    planeacion = cliente_de(f.persona("planeacion"))
    assert "retirar/" not in planeacion.get(f"/politicas/fuentes/{tabla.pk}/").text
    assert "retirar/" in planeacion.get(f"/politicas/fuentes/{acto.pk}/").text
    assert cliente.get("/politicas/fuentes/999999/").status_code == 404


@pytest.mark.django_db
def test_la_que_empieza_despues_se_mira_en_su_primer_anio(cliente_de):
    f.vigencia(2026)
    acto = f.fuente("Acto", desde=2027)
    f.politica().responsabilidades.create(fuente=acto, dependencia=f.dependencia(), rol="LIDER", texto="x")
    pagina = cliente_de(f.persona()).get(f"/politicas/fuentes/{acto.pk}/")
    assert (pagina.context["anio"], [rige for _, rige in pagina.context["filas"]]) == (2027, [True])


@pytest.mark.django_db
def test_la_que_solo_da_un_articulo_a_alguien_lo_dice(cliente_de):
    fuente, norma = f.fuente("Documento"), Norma.objects.create(nombre="Decreto 1", ambito="DISTRITAL", orden=1)
    fuente.atribuciones.create(
        norma=norma, articulo="artículo 18", dependencia=f.dependencia("Planeación"), texto="Lidera el cargue."
    )
    pagina = cliente_de(f.persona()).get(f"/politicas/fuentes/{fuente.pk}/").text
    assert "Decreto 1, artículo 18" in pagina and "«Lidera el cargue.»" in pagina
    assert "no nombra a nadie" not in pagina


@pytest.mark.django_db
def test_cuesta_lo_mismo_con_1_y_con_50_filas(cliente_de, consultas):
    cliente, fuente, medidas = cliente_de(f.persona()), f.fuente(), []
    cliente.get(f"/politicas/fuentes/{fuente.pk}/")
    for cuantas in (1, 49):
        for _ in range(cuantas):
            f.politica().responsabilidades.create(fuente=fuente, dependencia=f.dependencia(), rol="LIDER", texto="x")
        with consultas() as hechas:
            cliente.get(f"/politicas/fuentes/{fuente.pk}/")
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1] <= 12, medidas
