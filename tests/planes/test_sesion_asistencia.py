"""Anotar quién está, quién se retiró y quién no vino."""


def url(reunion) -> str:
    return f"/planes/sesiones/{reunion.sesion.pk}/asistencia/"


def test_anota_y_todos_presentes_es_un_boton(quien, reunion, sucesos):
    asistencias = list(reunion.sesion.asistencias.all())
    datos = {f"situacion_{a.pk}": "AUSENTE" for a in asistencias} | {f"nota_{asistencias[0].pk}": "Excusa médica"}
    datos[f"situacion_{asistencias[0].pk}"] = "EXCUSADO"
    assert quien.cliente.planeacion.post(url(reunion), datos).status_code == 302
    primera = reunion.sesion.asistencias.get(pk=asistencias[0].pk)
    assert (primera.situacion, primera.nota) == ("EXCUSADO", "Excusa médica")
    assert "anotar asistencia" in sucesos(reunion.sesion)
    quien.cliente.planeacion.post(url(reunion), {"todos": "1"})
    assert set(reunion.sesion.asistencias.values_list("situacion", flat=True)) == {"PRESENTE"}


def test_lo_que_no_se_entiende_vuelve_con_la_pagina(quien, reunion):
    una = reunion.sesion.asistencias.first()
    respuesta = quien.cliente.planeacion.post(url(reunion), {f"situacion_{una.pk}": "DORMIDO"})
    assert respuesta.status_code == 422 and "Guardar la asistencia" in respuesta.content.decode()
    assert quien.cliente.comite.post(url(reunion), {"todos": "1"}).status_code == 403
    assert quien.cliente.planeacion.get(url(reunion))["Location"].endswith("#asistencia")
