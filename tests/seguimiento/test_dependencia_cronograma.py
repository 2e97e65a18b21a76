"""El cronograma de lo que una dependencia tiene a cargo, plan por plan: sólo lo aprobado y lo que se ve."""

from tests import fabricas as f


def test_junta_lo_suyo_de_cada_plan_aprobado_de_la_vigencia(alcaldia):
    uno, otro = f.plan("APROBADO", dependencia=alcaldia.propia), f.plan("PUBLICADO", dependencia=alcaldia.ajena)
    borrador = f.plan("BORRADOR", dependencia=alcaldia.propia)
    pasado = f.plan("APROBADO", dependencia=alcaldia.propia, vigencia=f.vigencia(2025))
    for plan in (uno, otro, borrador, pasado):
        f.actividad(plan, dependencia=alcaldia.propia)
        f.actividad(plan, dependencia=alcaldia.ajena)
    url = f"/seguimiento/dependencias/{alcaldia.propia.pk}/cronograma/"
    dibujos = alcaldia.jefe.get(url).context["dibujos"]
    assert {(d.titulo, len(d.tareas)) for d in dibujos} == {(uno.nombre, 1), (otro.nombre, 1)}
    del_pasado = alcaldia.jefe.get(f"{url}?vigencia=2025").context["dibujos"]
    assert [(d.titulo, d.anio) for d in del_pasado] == [(pasado.nombre, 2025)]
    # Quien reporta en otra ve lo publicado y los planes en que responde por algo.
    solo = f.plan("APROBADO", dependencia=alcaldia.propia)
    f.actividad(solo, dependencia=alcaldia.propia)
    vistos = {d.titulo for d in alcaldia.ajeno.get(url).context["dibujos"]}
    assert vistos == {uno.nombre, otro.nombre}
    assert alcaldia.jefe.get("/seguimiento/dependencias/999999/cronograma/").status_code == 404


def test_sin_vigencia_lo_dice(alcaldia):
    url = f"/seguimiento/dependencias/{alcaldia.propia.pk}/cronograma/"
    assert "No hay actividades que dibujar" in alcaldia.jefe.get(url).text
