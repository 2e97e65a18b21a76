"""Cerrar las demás sesiones de la propia cuenta: mueren todas, también las que nadie anotó."""

from mipg.bitacora.models import Suceso
from mipg.usuarios import testigo as testigos
from tests import fabricas
from tests.mipg.test_cuenta_detalle import ANDROID, ingresar, sesiones


def test_cerrar_las_demas_deja_solo_la_de_quien_lo_pide(db):
    persona = fabricas.persona("enlace")
    ajena, otra, esta = ingresar(fabricas.persona("enlace")), ingresar(persona, ANDROID), ingresar(persona)
    esta.get("/inicio/")
    assert esta.post("/cuenta/sesiones/cerrar/").status_code == 302
    assert [otra.get("/inicio/").status_code, esta.get("/inicio/").status_code] == [302, 200]
    assert ajena.get("/inicio/").status_code == 200
    assert [s.es_esta for s in sesiones(esta)] == [True]
    assert Suceso.objects.de(persona).con_verbo().get().nota == "Sesiones cerradas: 1."
    assert "cerró sesiones" in esta.get("/cuenta/").text


def test_cerrar_las_demas_mata_tambien_las_que_nadie_anoto_y_los_enlaces_de_contrasena(db, cliente_de):
    persona = fabricas.persona("enlace")
    sin_anotar, esta, testigo = cliente_de(persona), ingresar(persona), testigos.Testigo().make_token(persona)
    esta.post("/cuenta/sesiones/cerrar/")
    assert [sin_anotar.get("/inicio/").status_code, esta.get("/inicio/").status_code] == [302, 200]
    persona.refresh_from_db()
    assert not testigos.Testigo().check_token(persona, testigo)
    assert len(sesiones(esta)) == 1
