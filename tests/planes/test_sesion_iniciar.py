"""Empezar la sesión abre la lista de asistencia."""

from planes.models import Sesion
from tests.planes import comite


def test_empieza_con_todos_ausentes_hasta_anotarlos(quien, time_machine):
    time_machine.move_to(comite.AHORA, tick=False)
    sesion = comite.convocada(comite.instancia(), quien.planeacion)
    url = f"/planes/sesiones/{sesion.pk}/iniciar/"
    assert quien.cliente.comite.post(url).status_code == 403
    assert quien.cliente.planeacion.post(url).status_code == 302
    sesion.refresh_from_db()
    assert (sesion.estado, sesion.iniciada_por) == ("EN_CURSO", quien.planeacion)
    assert set(sesion.asistencias.values_list("situacion", flat=True)) == {"AUSENTE"}


def test_antes_de_su_dia_no_empieza(quien, time_machine):
    time_machine.move_to(comite.AHORA, tick=False)
    sesion = comite.convocada(comite.instancia(), quien.planeacion, comite.MANANA)
    pagina = quien.cliente.planeacion.post(f"/planes/sesiones/{sesion.pk}/iniciar/", follow=True).content.decode()
    assert "cambie antes su fecha" in pagina and Sesion.objects.get().estado == "CONVOCADA"
