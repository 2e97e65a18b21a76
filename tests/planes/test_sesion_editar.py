"""Cambiar la convocatoria antes de empezar."""

from planes.acciones import decisiones, sesiones
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


def test_empezada_se_corrige_lo_mal_escrito_y_el_quorum_hasta_que_se_decide(quien, reunion):
    url = f"/planes/sesiones/{reunion.sesion.pk}/editar/"
    assert quien.cliente.jefe.get(url).status_code == 403

    def corregir(**cambios):
        reunion.sesion.refresh_from_db()
        enviado = datos(reunion.instancia, fecha=reunion.sesion.fecha.isoformat(), lugar="Otra", quorum="2") | cambios
        return quien.cliente.planeacion.post(url, enviado | {"version": reunion.sesion.version})

    assert "quorum" in quien.cliente.planeacion.get(url).content.decode()
    assert "su fecha no cambia" in corregir(fecha="2026-07-20").content.decode()
    assert "sólo hay 3" in corregir(quorum="9").content.decode()
    assert corregir().status_code == 302
    decision = {"decision": "DECIDIR", "texto": "Sí.", "por": quien.planeacion, "ahora": comite.AHORA}
    decisiones.decidir(punto=reunion.tema, **decision)
    assert "Ya se decidió con ese quórum" in corregir(quorum="3").content.decode()
    assert corregir(lugar="Aquélla").status_code == 302
    sesion = Sesion.objects.get(pk=reunion.sesion.pk)
    assert (sesion.lugar, sesion.quorum) == ("Aquélla", 2)
    sesiones.cerrar(sesion=sesion, por=quien.planeacion, ahora=comite.AHORA)
    assert quien.cliente.planeacion.get(url).status_code == 302
