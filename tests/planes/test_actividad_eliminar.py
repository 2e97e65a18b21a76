"""Eliminar una actividad."""

from planes.models import Actividad


def test_elimina_y_la_historia_del_plan_lo_cuenta(quien, plan, sucesos):
    actividad = plan.actividades.get()
    assert quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/eliminar/").status_code == 302
    assert not Actividad.objects.exists()
    assert sucesos(plan) == ["eliminar actividad"]
    assert "Publicar el informe" in quien.cliente.jefe.get(f"/planes/{plan.pk}/").content.decode()
    assert quien.cliente.otro.post(f"/planes/actividades/{actividad.pk}/eliminar/").status_code == 404
    repetido = quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/eliminar/", follow=True)
    assert "Ya lo había eliminado" in repetido.content.decode()


def test_de_un_plan_aprobado_no_se_elimina(quien, en_estado):
    actividad = en_estado("APROBADO").actividades.get()
    respuesta = quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/eliminar/", follow=True)
    assert "no se cambian así" in respuesta.content.decode()
    assert Actividad.objects.filter(pk=actividad.pk).exists()


def test_de_quien_es_y_como(quien, plan):
    url = f"/planes/actividades/{plan.actividades.get().pk}/eliminar/"
    assert quien.cliente.otro.post(url).status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control):
        assert cliente.post(url).status_code == 403
    assert quien.cliente.jefe.get(url).status_code == 405
    assert Actividad.objects.count() == 1
