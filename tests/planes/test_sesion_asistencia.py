"""Anotar quién está, quién se retiró y quién no vino."""

from planes.acciones import decisiones, sesiones
from planes.models import Miembro
from tests.planes import comite


def url(reunion) -> str:
    return f"/planes/sesiones/{reunion.sesion.pk}/asistencia/"


def lista(reunion) -> dict[str, str]:
    """Lo que manda el navegador si no se cambia nada: cada campo y lo que se veía en él."""
    datos = {}
    for a in reunion.sesion.asistencias.all():
        for campo in ("situacion", "nota", "delegado", "delegacion"):
            datos[f"{campo}_{a.pk}"] = datos[f"initial-{campo}_{a.pk}"] = getattr(a, campo)
    return datos


def como_esta(reunion) -> list[tuple[str, str]]:
    return list(reunion.sesion.asistencias.values_list("situacion", "nota"))


def test_anota_y_todos_presentes_es_un_boton(quien, reunion, sucesos):
    comite.llegan(reunion.sesion, 0)
    uno, dos, *_ = reunion.sesion.asistencias.all()
    datos = lista(reunion) | {f"situacion_{uno.pk}": "EXCUSADO", f"nota_{uno.pk}": "Excusa médica"}
    datos |= {f"situacion_{dos.pk}": "RETIRADO", f"nota_{dos.pk}": "10:40"}
    assert quien.cliente.planeacion.post(url(reunion), datos).status_code == 302
    assert como_esta(reunion)[:2] == [("EXCUSADO", "Excusa médica"), ("RETIRADO", "10:40")]
    assert "anotar asistencia" in sucesos(reunion.sesion)
    tres = reunion.sesion.asistencias.all()[2]
    quien.cliente.planeacion.post(url(reunion), lista(reunion) | {"todos": "1", f"nota_{tres.pk}": "Llegó tarde"})
    dichos = [("EXCUSADO", "Excusa médica"), ("RETIRADO", "10:40"), ("PRESENTE", "Llegó tarde"), ("PRESENTE", "")]
    assert como_esta(reunion) == dichos


def test_una_pestana_vieja_no_deshace_lo_que_otra_persona_anoto(quien, reunion):
    uno, dos, _, cuatro = reunion.sesion.asistencias.all()
    vieja = lista(reunion)
    retiro = {f"situacion_{uno.pk}": "RETIRADO", f"nota_{uno.pk}": "10:40"}
    quien.cliente.planeacion.post(url(reunion), vieja | retiro)
    # En otras filas no choca, ni las toca.
    quien.cliente.planeacion.post(url(reunion), vieja | {f"situacion_{dos.pk}": "AUSENTE"})
    assert como_esta(reunion)[:2] == [("RETIRADO", "10:40"), ("AUSENTE", "")]
    # En la misma, se le dice qué cambió y vuelve lo suyo.
    suyo = {f"nota_{uno.pk}": "Llegó a las 9", f"nota_{cuatro.pk}": "Por video"}
    respuesta = quien.cliente.planeacion.post(url(reunion), vieja | suyo)
    assert respuesta.status_code == 422 and como_esta(reunion)[0] == ("RETIRADO", "10:40")
    assert "Miembro 1: otra persona lo anotó" in respuesta.text and "«Se retiró. 10:40»" in respuesta.text
    devuelto = {c.html_name: c.value() for c in respuesta.context["form"]}
    assert devuelto[f"nota_{uno.pk}"] == "Llegó a las 9" and devuelto[f"nota_{cuatro.pk}"] == "Por video"
    assert (devuelto[f"situacion_{uno.pk}"], devuelto[f"situacion_{dos.pk}"]) == ("RETIRADO", "AUSENTE")
    # Enviarlo otra vez es decidir.
    otra_vez = devuelto | {f"initial-{a}": v for a, v in lista(reunion).items() if not a.startswith("initial-")}
    assert f'name="initial-nota_{uno.pk}" value="10:40"' in respuesta.text
    assert quien.cliente.planeacion.post(url(reunion), otra_vez).status_code == 302
    assert como_esta(reunion)[0] == ("RETIRADO", "Llegó a las 9") and como_esta(reunion)[3][1] == "Por video"


def test_lo_que_no_dice_que_se_leia_no_pisa_lo_anotado(quien, reunion):
    uno = reunion.sesion.asistencias.first()
    vieja = {nombre: valor for nombre, valor in lista(reunion).items() if not nombre.startswith("initial-")}
    quien.cliente.planeacion.post(url(reunion), lista(reunion) | {f"situacion_{uno.pk}": "RETIRADO"})
    assert quien.cliente.planeacion.post(url(reunion), vieja).status_code == 422
    assert como_esta(reunion)[0] == ("RETIRADO", "")


def test_lo_que_no_se_entiende_vuelve_con_la_pagina(quien, reunion):
    una = reunion.sesion.asistencias.first()
    respuesta = quien.cliente.planeacion.post(url(reunion), {f"situacion_{una.pk}": "DORMIDO"})
    assert respuesta.status_code == 422 and "Guardar la asistencia" in respuesta.content.decode()
    assert quien.cliente.comite.post(url(reunion), {"todos": "1"}).status_code == 403
    assert quien.cliente.planeacion.get(url(reunion))["Location"].endswith("#asistencia")


def decidir(reunion, punto, **campos):
    datos = {"decision": "DECIDIR", "texto": "Sí.", "por": reunion.quien.planeacion, "ahora": comite.AHORA} | campos
    return decisiones.decidir(punto=punto, **datos)


def test_quien_conto_al_decidir_se_retira_pero_no_resulta_ausente(quien, reunion):
    comite.llegan(reunion.sesion, 2)
    decidir(reunion, reunion.tema)
    conto, _, falto = reunion.sesion.asistencias.all()[:3]

    def anotar(asistencia, situacion):
        datos = lista(reunion) | {f"situacion_{asistencia.pk}": situacion}
        return quien.cliente.planeacion.post(url(reunion), datos, follow=True).content.decode()

    assert "contó al decidir el punto 2: no pudo faltar" in anotar(conto, "AUSENTE")
    anotar(conto, "RETIRADO")
    anotar(falto, "PRESENTE")
    acta = sesiones.cerrar(sesion=reunion.sesion, por=quien.planeacion, ahora=comite.AHORA).foto
    assert [a["situacion"] for a in acta["asistencia"]][:3] == ["Se retiró", "Presente", "Presente"]
    assert acta["puntos"][-1]["resultados"][0]["estaban"] == ["Miembro 1", "Miembro 2"]


def test_el_delegado_cuenta_como_el_miembro_y_dice_su_acto(quien, reunion):
    comite.llegan(reunion.sesion, 1)
    segundo = reunion.sesion.asistencias.all()[1]
    datos = lista(reunion) | {f"situacion_{segundo.pk}": "PRESENTE", f"delegado_{segundo.pk}": "Ana Díaz"}
    assert "el acto que lo delega" in quien.cliente.planeacion.post(url(reunion), datos, follow=True).content.decode()
    quien.cliente.planeacion.post(url(reunion), datos | {f"delegacion_{segundo.pk}": "Resolución 12 de 2026"})
    resultado = decidir(reunion, reunion.tema)
    assert (resultado.con_voto, resultado.miembros) == (2, 3)
    acta = sesiones.cerrar(sesion=reunion.sesion, por=quien.planeacion, ahora=comite.AHORA).foto
    assert (acta["asistencia"][1]["delegado"], acta["asistencia"][1]["delegacion"]) == (
        "Ana Díaz",
        "Resolución 12 de 2026",
    )


def test_el_miembro_olvidado_se_agrega_sin_quitarle_el_quorum_a_lo_decidido(quien, reunion):
    def olvidado(nombre):
        Miembro.objects.create(instancia=reunion.instancia, nombre=nombre, cargo="Otro cargo", desde="2026-01-01")

    olvidado("Olvidada")
    assert (
        "Agregar a Olvidada" in quien.cliente.planeacion.get(f"/planes/sesiones/{reunion.sesion.pk}/").content.decode()
    )
    quien.cliente.planeacion.post(url(reunion), {"faltan": "1"})
    assert reunion.sesion.asistencias.get(nombre="Olvidada").situacion == "AUSENTE"
    decidir(reunion, reunion.tema)
    for n in range(2):
        olvidado(f"Tarde {n}")
    dicho = quien.cliente.planeacion.post(url(reunion), {"faltan": "1"}, follow=True).content.decode()
    assert "ya se decidió con menos" in dicho and reunion.sesion.asistencias.count() == 5
