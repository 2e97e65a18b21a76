"""«Los 12 planes del Decreto 612» por dentro: lo que pide y lo que hay, sin mostrar el borrador de otra dependencia."""

from datetime import date

import pytest
from django.test import Client

from planes.obligaciones import pendientes
from politicas.models import TipoPlan
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")

URL = "/planes/institucionales/"


def test_lo_que_pide_y_lo_que_hay_lado_a_lado(quien):
    bien = f.institucional(dependencia=quien.propia)
    f.publicacion(bien)
    f.seguimiento(bien, nombre="Cuatrimestral", fecha=date(2026, 8, 31))
    tarde = f.institucional("PUBLICADO", dependencia=quien.ajena)
    f.publicacion(tarde, fecha_publicacion=date(2026, 2, 3))
    f.publicacion(tarde, fecha_publicacion=date(2026, 6, 1))
    ajeno = f.institucional("BORRADOR", dependencia=quien.ajena)
    falta = TipoPlan.objects.create(
        numero=99, desde=2018, nombre="Falta", dependencia=quien.propia, responsable_texto="x"
    )
    TipoPlan.objects.filter(pk=falta.pk).update(sigla="PETI", nota="Ocupa el lugar de otro.")
    pagina = quien.cliente.jefe.get(URL)
    filas = {fila.tipo: fila for fila, *_ in pagina.context["filas"]}
    assert filas[bien.tipo].oportunidad == "A tiempo"
    # Cuenta la primera vez que se publicó; se muestra la última.
    assert filas[tarde.tipo].oportunidad == "Tarde: 3 días después"
    assert str(filas[tarde.tipo].publicacion.fecha_publicacion) == "2026-06-01"
    assert filas[falta].plan is None
    assert "0 de 1 hechos" in pagina.text
    assert "Cuatrimestral: hasta el 31/08/2026" in pagina.text
    assert "En formulación" in pagina.text
    assert "Falta (PETI)" in pagina.text
    assert "Ocupa el lugar de otro." in pagina.text
    assert f"/planes/{ajeno.pk}/" not in pagina.text
    assert "Crearlo" not in pagina.text
    de_planeacion = quien.cliente.planeacion.get(URL).text
    assert f"tipo={falta.pk}" in de_planeacion
    assert f"/planes/{ajeno.pk}/publicaciones/crear/" in de_planeacion


def test_a_tiempo_pero_antes_de_aprobarse_se_advierte(quien):
    """En la lista, en el plan y en público. Cuenta el día del acto, no el de su registro."""
    tarde = f.institucional(dependencia=quien.propia, acto_fecha=date(2026, 7, 20))
    con_acto = f.institucional(dependencia=quien.propia, acto_fecha=date(2026, 1, 20))
    for plan in (tarde, con_acto):
        f.publicacion(plan)
    pagina = quien.cliente.jefe.get(URL)
    assert [(fila.oportunidad, fila.advertencia) for fila, *_ in pagina.context["filas"]] == [
        ("A tiempo", "Se publicó antes de aprobarse el 20/07/2026"),
        ("A tiempo", ""),
    ]
    paginas = [pagina, quien.cliente.jefe.get(f"/planes/{tarde.pk}/"), Client().get("/micrositio/institucionales/")]
    assert [una.text.count("Se publicó antes de aprobarse el 20/07/2026") for una in paginas] == [1, 1, 1]
    assert "Se publicó antes" not in quien.cliente.jefe.get(f"/planes/{con_acto.pk}/").text


def test_lo_que_se_pedia_en_un_anio_es_lo_de_entonces(quien):
    """Al año anterior no le falta el decimotercero, ni al siguiente el que dejó de pedirse; ni se crean."""
    de_2025 = f.institucional(vigencia=f.vigencia(2025)).tipo
    TipoPlan.objects.filter(pk=de_2025.pk).update(hasta=2025)
    nuevo = TipoPlan.objects.create(numero=13, nombre="Trece", dependencia=quien.propia, desde=2026)

    def tipos(anio: int) -> list[TipoPlan]:
        return [fila.tipo for fila, *_ in quien.cliente.planeacion.get(f"{URL}?vigencia={anio}").context["filas"]]

    f.vigencia()
    assert (tipos(2025), tipos(2026)) == ([de_2025], [nuevo])
    debidos = {o.asunto for o in pendientes(f.HOY) if o.verbo == "Crear"}
    assert "Trece" in debidos
    assert de_2025.nombre not in debidos
    datos = {"clase": "INSTITUCIONAL", "dependencia": quien.propia.pk}
    for tipo, anio in ((nuevo, 2025), (de_2025, 2026)):
        enviado = datos | {"tipo": tipo.pk, "vigencia": f.vigencia(anio).pk}
        assert f"Ese plan no se pide en {anio}." in quien.cliente.planeacion.post("/planes/crear/", enviado).text


def test_sin_vigencia_lo_dice_y_una_rara_no_rompe(quien):
    assert "No hay una vigencia abierta" in quien.cliente.enlace.get(URL).text
    f.institucional(dependencia=quien.propia)
    f.institucional(dependencia=quien.propia, vigencia=f.vigencia(2025))
    assert "Los 12 planes del Decreto 612, 2025" in quien.cliente.enlace.get(URL + "?vigencia=2025").text
    for rara in ("x", "99999999999999999999", "-1", "1990"):
        assert "Los 12 planes del Decreto 612, 2026" in quien.cliente.enlace.get(f"{URL}?vigencia={rara}").text


def test_cuesta_las_mismas_consultas_con_1_y_con_12(quien, consultas):
    def medir() -> int:
        with consultas() as hechas:
            assert quien.cliente.planeacion.get(URL).status_code == 200
        return len(hechas)

    def poner(cuantos: int) -> None:
        for _ in range(cuantos):
            plan = f.institucional(dependencia=quien.propia)
            f.publicacion(plan)
            f.seguimiento(plan)

    poner(1)
    medir()
    con_uno = medir()
    poner(11)
    assert medir() == con_uno
