"""La página en que se trabaja la sesión: quién ve qué y su costo constante."""

from planes.acciones import decisiones, orden_del_dia, sesiones
from planes.models import Miembro
from tests import fabricas as f
from tests.planes import comite


def url(reunion) -> str:
    return f"/planes/sesiones/{reunion.sesion.pk}/"


def test_quien_la_lleva_decide_y_los_demas_solo_miran(quien, reunion):
    suya = quien.cliente.planeacion.get(url(reunion)).content.decode()
    for accion in ("Decidir", "Informar", "Compromiso", "Quitar", "Cerrar el acta", "Guardar la asistencia"):
        assert accion in suya, accion
    assert "Hay quórum" in suya
    ajena = quien.cliente.comite.get(url(reunion)).content.decode()
    assert "Varios" in ajena and "Decidir" not in ajena and "Guardar la asistencia" not in ajena


def test_el_jefe_ve_solo_lo_suyo_y_el_miembro_todo(quien, reunion):
    # Ser miembro de otra instancia no abre ésta.
    ajena = comite.instancia(nombre="Otra instancia")
    for persona in (quien.jefe, quien.otro):
        Miembro.objects.create(instancia=ajena, persona=persona, cargo="Secretario", desde="2025-01-01")
    del_jefe = quien.cliente.jefe.get(url(reunion)).content.decode()
    assert reunion.plan.nombre in del_jefe and "Varios" not in del_jefe and "Asistencia" not in del_jefe
    assert quien.cliente.otro.get(url(reunion)).status_code == 404
    Miembro.objects.create(instancia=reunion.instancia, persona=quien.otro, cargo="Secretario", desde="2025-01-01")
    del_miembro = quien.cliente.otro.get(url(reunion)).content.decode()
    assert "Varios" in del_miembro and "Asistencia" in del_miembro


def test_lo_decidido_se_lee_con_su_quorum_y_no_ofrece_cambiarlo(quien, reunion):
    decisiones.decidir(
        punto=reunion.tema, decision="DECIDIR", texto="Se acoge.", por=quien.planeacion, ahora=comite.AHORA
    )
    pagina = quien.cliente.planeacion.get(url(reunion)).content.decode()
    assert "Se acoge." in pagina and "3 de 3 con voto; se exigían 2" in pagina
    assert f"/planes/puntos/{reunion.tema.pk}/decidir/" not in pagina
    assert f"/planes/puntos/{reunion.tema.pk}/quitar/" not in pagina


def test_dice_cuantos_asuntos_llegaron_despues_y_guarda_lo_quitado_en_el_banco(quien, reunion):
    otra = comite.convocada(reunion.instancia, quien.planeacion, comite.MANANA)
    pagina = f"/planes/sesiones/{otra.pk}/"
    assert "después de convocar" not in quien.cliente.planeacion.get(pagina).content.decode()
    f.actividad(f.plan("EN_REVISION", dependencia=quien.propia))
    assert "<strong>1</strong> asunto llegó después de convocar" in quien.cliente.planeacion.get(pagina).text
    orden_del_dia.quitar_punto(punto=reunion.tema, por=quien.planeacion, ahora=comite.AHORA)
    assert "Banco: 1 asunto" in quien.cliente.planeacion.get(pagina).text


def test_las_consultas_no_dependen_de_cuantos_puntos_haya(quien, reunion, comprometido, consultas_de):
    comprometido()
    antes = consultas_de(quien.cliente.planeacion, url(reunion))
    for n in range(5):
        f.actividad(f.plan("EN_REVISION", dependencia=quien.propia))
        tema = orden_del_dia.crear_punto(
            sesion=reunion.sesion, titulo=f"Tema {n}", por=quien.planeacion, ahora=comite.AHORA
        )
        decisiones.comprometer(punto=tema, texto="x", dependencia=quien.ajena, por=quien.planeacion, ahora=comite.AHORA)
        decisiones.decidir(punto=tema, decision="DECIDIR", texto="Sí", por=quien.planeacion, ahora=comite.AHORA)
    orden_del_dia.llenar(sesion=reunion.sesion, por=quien.planeacion, ahora=comite.AHORA)
    assert consultas_de(quien.cliente.planeacion, url(reunion)) == antes


def test_cerrada_muestra_su_acta_y_sus_aclaraciones(quien, reunion):
    decisiones.informar(punto=reunion.tema, texto="Se informó.", por=quien.planeacion, ahora=comite.AHORA)
    cerrada = sesiones.cerrar(sesion=reunion.sesion, por=quien.planeacion, ahora=comite.AHORA)
    sesiones.aclarar(sesion=cerrada, texto="Fue en otra sala.", por=quien.planeacion, ahora=comite.AHORA)
    pagina = quien.cliente.comite.get(url(reunion)).content.decode()
    assert "Acta 1 de 2026" in pagina and "Fue en otra sala." in pagina and "Pasa a la siguiente" in pagina


def test_junto_al_plan_se_lee_lo_que_dijo_su_colider(quien, reunion):
    reunion.plan.conformes.create(
        dependencia=quien.ajena,
        sentido="REPARO",
        texto="La meta es corta.",
        envio=reunion.plan.enviado_en,
        dado_en=comite.AHORA,
        dado_por=quien.otro,
    )
    pagina = quien.cliente.planeacion.get(url(reunion)).content.decode()
    assert f"{quien.ajena}, que también lidera la política: con reparo. La meta es corta." in pagina
