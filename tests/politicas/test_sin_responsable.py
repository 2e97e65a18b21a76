"""La política que ninguna fuente nombra: quién debe decirlo, dónde, y cómo sale."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mipg import obligaciones
from mipg.expediente.models import Importacion
from politicas.acciones import abrir_vigencia
from politicas.models import Politica, ResponsabilidadPolitica, VersionModelo
from politicas.obligaciones import RESPONDER
from tests import fabricas as f
from tests.clics import destinos, ofrecidos
from tests.planes.archivos import con_hojas

pytestmark = pytest.mark.usefixtures("catalogo_del_modulo")
TITULOS = ("Política", "Papel", "Dependencia o instancia", "Fase", "Texto", "Nota")


@pytest.fixture
def planea():
    return f.persona("planeacion")


@pytest.fixture
def vigencia(planea, ahora, hoy):
    return abrir_vigencia(
        anio=hoy.year,
        version=VersionModelo.objects.get(nombre="v7"),
        fecha_limite_institucionales=date(hoy.year, 1, 31),
        fecha_limite_politicas=date(hoy.year, 2, 28),
        por=planea,
        ahora=ahora,
    )


def deben(hoy) -> list[tuple]:
    de_ellas = [o for o in obligaciones.pendientes(hoy) if o.verbo == RESPONDER]
    return [(o.asunto, o.persona, o.vence) for o in de_ellas]


def test_planeacion_debe_decirlo_antes_de_que_venzan_los_planes(vigencia, planea, hoy):
    assert deben(hoy) == [("por «Gestión Ambiental Institucional»", planea.pk, vigencia.fecha_limite_politicas)]


def test_sin_nadie_en_planeacion_no_se_calla(vigencia, planea, hoy):
    planea.asignaciones.update(hasta=hoy.replace(year=hoy.year - 1))
    assert [persona for _, persona, _ in deben(hoy)] == [None]


def test_sin_ninguna_fuente_cargada_no_falta_un_acto(vigencia, hoy):
    ResponsabilidadPolitica.objects.filter(politica__dimension__version=vigencia.version).delete()
    assert deben(hoy) == []


def test_se_llega_en_dos_clics_y_cargar_el_acto_la_salda(vigencia, planea, hoy, cliente_de):
    cliente = cliente_de(planea)
    ambiental = Politica.objects.get(codigo_furag="AMB").pk
    pagina = f"{reverse('politicas:politica_detalle', args=[ambiental])}?vigencia={vigencia}"
    pendientes = reverse("portal:pendientes")
    assert pagina in destinos(cliente.get(pendientes), pendientes)
    cargar = reverse("portal:fuentes_importar")
    assert cargar in ofrecidos(cliente.get(pagina), pagina)
    fila = ("Gestión Ambiental Institucional", "Líder", "Secretaría de Planeación Distrital")
    archivo = SimpleUploadedFile("acto.xlsx", con_hojas({"Acto": [fila]}, TITULOS))
    url = cliente.post(cargar, {"archivo": archivo})["Location"]
    acto = {"clase": "ACTO", "nombre": "Acto de ejemplo", "desde": hoy.year, "reparte": "on"}
    assert cliente.post(url, acto | {"huella": Importacion.objects.get().huella}).status_code == 302
    assert deben(hoy) == []


def test_quien_no_parametriza_no_la_debe_ni_ve_el_boton(vigencia, cliente_de, hoy):
    jefe = f.persona("jefe")
    (suyas,) = obligaciones.por_lotes(hoy, [{jefe.pk}])
    assert not [o for o in suyas if o.verbo == RESPONDER]
    pagina = reverse("politicas:politica_detalle", args=[Politica.objects.get(codigo_furag="AMB").pk])
    assert reverse("portal:fuentes_importar") not in ofrecidos(cliente_de(jefe).get(pagina), pagina)
