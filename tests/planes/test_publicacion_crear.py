"""Registrar el documento publicado: quién, qué fecha, y que ni repetirlo ni apurarse lo dupliquen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from planes.models import PublicacionDePlan
from planes.obligaciones import pendientes
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")


@pytest.fixture
def plan(quien):
    """Institucional aprobado de `quien.propia`, sin documento."""
    return f.institucional(dependencia=quien.propia, por=quien.jefe)


def datos(**cambios):
    archivo = SimpleUploadedFile("plan.txt", b"El plan, como se publico")
    base = {"archivo": archivo, "url": "", "titulo": "", "fecha_publicacion": "2026-01-28", "seccion": "4.3"}
    return base | cambios


def deudas(persona) -> list[str]:
    return [o.url for o in pendientes(f.HOY, persona.pk) if o.verbo == "Registrar el documento publicado"]


def test_queda_con_la_fecha_en_que_se_publico_quien_lo_dijo_y_cuando(quien, plan, sucesos):
    url = f"/planes/{plan.pk}/publicaciones/crear/"
    assert deudas(quien.planeacion) == [url]
    assert deudas(quien.jefe) == []
    assert quien.cliente.planeacion.post(url, datos()).status_code == 302
    hecha = PublicacionDePlan.objects.get()
    assert (str(hecha.fecha_publicacion), hecha.seccion, hecha.registrada_por) == (
        "2026-01-28",
        "4.3",
        quien.planeacion,
    )
    assert hecha.documento.titulo == plan.nombre
    assert hecha.documento.dependencia == quien.propia
    assert sucesos(plan) == ["adjuntar", "registrar documento"]
    assert deudas(quien.planeacion) == []
    pagina = quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    assert "A tiempo" in pagina
    assert "Publicado el 28/01/2026" in pagina
    assert quien.cliente.jefe.get(f"/expediente/documentos/{hecha.documento_id}/").status_code == 200
    # Otra vez el mismo: lo dice y no queda dos veces.
    assert "ya está adjunto" in quien.cliente.planeacion.post(url, datos()).text
    assert PublicacionDePlan.objects.count() == 1


@pytest.mark.parametrize(("cambios", "dice"), [
    ({"fecha_publicacion": "2027-01-28"}, "fecha que no ha llegado"),
    ({"fecha_publicacion": "2012-01-28"}, "Revise el año"),
    ({"archivo": ""}, "Suba el documento"),
    ({"url": "https://ejemplo.test/plan"}, "Elija una sola cosa"),
    ({"archivo": "", "url": "ftp://ejemplo.test/plan"}, "http"),
    ({"archivo": "", "url": "http://10.1.2.3/plan.pdf"}, "de una red interna"),
    ({"archivo": "", "url": "http://localhost/plan.pdf"}, "sólo abre en un computador"),
    ({"archivo": "", "url": "https://ana:clave@ejemplo.test/plan"}, "un usuario o una clave"),
    ({"seccion": "cuatro"}, "menú de transparencia"),
])  # fmt: skip
def test_lo_que_no_puede_ser_vuelve_al_formulario_y_no_guarda_nada(quien, plan, cambios, dice):
    respuesta = quien.cliente.planeacion.post(f"/planes/{plan.pk}/publicaciones/crear/", datos(**cambios))
    assert respuesta.status_code == 422
    assert dice in respuesta.text
    assert not PublicacionDePlan.objects.exists()


def test_lo_registra_planeacion_y_solo_en_los_institucionales(quien, plan, en_estado):
    for papel in ("jefe", "control", "comite", "enlace"):
        cliente = getattr(quien.cliente, papel)
        assert cliente.post(f"/planes/{plan.pk}/publicaciones/crear/", datos()).status_code == 403, papel
    otro = en_estado("APROBADO")
    url = f"/planes/{otro.pk}/publicaciones/crear/"
    assert quien.cliente.planeacion.get(url).status_code == 302
    assert quien.cliente.planeacion.post(url, datos()).status_code == 422
    assert not PublicacionDePlan.objects.exists()


def test_el_que_tiene_documento_no_se_elimina(quien):
    plan = f.institucional("BORRADOR", dependencia=quien.propia, por=quien.jefe)
    assert "Eliminar el plan" in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    quien.cliente.planeacion.post(f"/planes/{plan.pk}/publicaciones/crear/", datos())
    assert "Eliminar el plan" not in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    quien.cliente.jefe.post(f"/planes/{plan.pk}/eliminar/")
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/").status_code == 200
