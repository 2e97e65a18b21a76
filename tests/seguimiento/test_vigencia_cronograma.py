"""El cronograma de toda la entidad: los planes aprobados de la vigencia, en su orden, por páginas."""

from tests import fabricas as f


def test_van_todos_los_aprobados_uno_tras_otro(alcaldia):
    planes = [f.plan("APROBADO", dependencia=alcaldia.propia) for _ in range(3)]
    for plan in planes:
        for _ in range(2):
            f.actividad(plan)
    f.actividad(f.plan("BORRADOR", dependencia=alcaldia.propia))
    retirada = f.actividad(planes[0])
    retirada.retirada_en, retirada.retirada_por = f.AHORA, f.persona()
    retirada.save()
    url = f"/seguimiento/vigencias/{planes[0].vigencia_id}/cronograma/"
    dibujos = alcaldia.planeacion.get(url).context["dibujos"]
    orden = sorted(planes, key=lambda plan: plan.politica.numero_plan)
    assert [(d.titulo, len(d.tareas)) for d in dibujos] == [(plan.nombre, 2) for plan in orden]
    assert alcaldia.planeacion.get("/seguimiento/vigencias/999999/cronograma/").status_code == 404
    assert url in alcaldia.planeacion.get("/planes/").text


def test_una_pagina_llena_no_pesa_mas_que_las_demas(alcaldia):
    for _ in range(10):
        plan = f.plan("APROBADO", dependencia=alcaldia.propia)
        for _ in range(4):
            f.actividad(plan, nombre="Presentar al Comité el balance anual de la política " + "muy larga " * 12)
    respuesta = alcaldia.planeacion.get(f"/seguimiento/vigencias/{plan.vigencia_id}/cronograma/")
    assert respuesta.context["page_obj"].paginator.num_pages == 2
    assert len(respuesta.content) < 60_000
