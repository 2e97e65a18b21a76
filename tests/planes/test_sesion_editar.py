"""Cambiar la convocatoria antes de empezar."""

from planes.models import Sesion
from tests.planes import comite
from tests.planes.test_sesion_crear import datos


def test_cambia_la_fecha_y_deja_su_suceso(quien, reunion, sucesos):
    otra = comite.convocada(reunion.instancia, quien.planeacion, comite.MANANA)
    enviado = datos(reunion.instancia, fecha="2026-07-20", lugar="Otra sala") | {"version": otra.version}
    assert quien.cliente.planeacion.post(f"/planes/sesiones/{otra.pk}/editar/", enviado).status_code == 302
    otra.refresh_from_db()
    assert (otra.fecha.isoformat(), otra.lugar, otra.version) == ("2026-07-20", "Otra sala", 1)
    assert sucesos(otra) == ["convocar", "editar"]
    # Con la página de antes, no pisa lo que otra persona cambió.
    vieja = quien.cliente.planeacion.post(f"/planes/sesiones/{otra.pk}/editar/", enviado | {"lugar": "Aquélla"})
    assert vieja.status_code == 422 and "mírela de nuevo" in vieja.content.decode()


def test_la_que_empezo_ya_no_cambia(quien, reunion):
    url = f"/planes/sesiones/{reunion.sesion.pk}/editar/"
    assert quien.cliente.planeacion.get(url).status_code == 302
    assert quien.cliente.jefe.get(url).status_code == 403
    quien.cliente.planeacion.post(url, datos(reunion.instancia, lugar="Otra") | {"version": 1})
    assert Sesion.objects.get(pk=reunion.sesion.pk).lugar == "Sala"
