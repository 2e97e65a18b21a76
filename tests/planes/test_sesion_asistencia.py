"""Anotar quién está, quién se retiró y quién no vino."""

from planes.acciones import decisiones, sesiones
from planes.models import Miembro
from tests.planes import comite


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


def decidir(reunion, punto, **campos):
    datos = {"decision": "DECIDIR", "texto": "Sí.", "por": reunion.quien.planeacion, "ahora": comite.AHORA} | campos
    return decisiones.decidir(punto=punto, **datos)


def test_quien_conto_al_decidir_se_retira_pero_no_resulta_ausente(quien, reunion):
    comite.llegan(reunion.sesion, 2)
    decidir(reunion, reunion.tema)
    conto, _, falto = reunion.sesion.asistencias.all()[:3]

    def anotar(asistencia, situacion):
        datos = {f"situacion_{a.pk}": a.situacion for a in reunion.sesion.asistencias.all()}
        datos[f"situacion_{asistencia.pk}"] = situacion
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
    datos = {f"situacion_{a.pk}": a.situacion for a in reunion.sesion.asistencias.all()}
    datos |= {f"situacion_{segundo.pk}": "PRESENTE", f"delegado_{segundo.pk}": "Ana Díaz"}
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
