"""Configurar una aplicación de autenticación."""

from mipg.bitacora.models import Suceso
from mipg.usuarios.factor import acciones
from tests import fabricas as f
from tests.factor import PAGINA, configurar
from tests.sesiones import entrar


def test_se_configura_y_los_codigos_se_muestran_una_vez(db):
    persona = f.persona("planeacion")
    cliente = entrar(persona)
    assert configurar(cliente)["Location"] == f"{PAGINA}codigos/"
    hoja = cliente.post(f"{PAGINA}codigos/").context["nuevos"]
    assert len(set(hoja)) == 10
    assert not any(c in cliente.get(u).text for c in hoja for u in (PAGINA, f"{PAGINA}codigos/"))
    assert [s.verbo for s in Suceso.objects.filter(actor=persona).order_by("pk")] == [
        "activar aplicación de autenticación",
        "generar códigos de recuperación",
    ]


def test_un_codigo_equivocado_no_activa_nada_y_muestra_la_misma_clave(db):
    persona = f.persona("enlace")
    cliente = entrar(persona)
    antes = cliente.get(f"{PAGINA}aplicacion/").context["semilla"]
    vuelta = cliente.post(f"{PAGINA}aplicacion/", {"code": "no es"})
    assert (vuelta.status_code, vuelta.context["semilla"]) == (422, antes)
    assert not acciones.de(persona).exists()
