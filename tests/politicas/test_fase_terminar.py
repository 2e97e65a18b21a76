"""El relevo: terminar la fase propia, avisar a la siguiente y reabrir."""

from types import SimpleNamespace

import pytest

from mipg.avisos.models import Mensaje
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Usuario
from politicas.acciones import reabrir_fase, terminar_fase
from politicas.models import FaseCumplida, VersionModelo, Vigencia
from politicas.obligaciones.fases import de_fases
from politicas.relevos import relevo_de
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reloj(time_machine, ahora):
    time_machine.move_to(ahora)


@pytest.fixture
def m(hoy, ahora):
    """Una política de tres fases; la segunda es de dos oficinas, y la tercera no tiene jefe."""
    m = SimpleNamespace(politica=f.politica(nombre="Fortalecimiento"), vigencia=f.vigencia(hoy.year), ahora=ahora)
    m.jefes, m.filas = {}, {}
    for orden, (oficina, fase) in enumerate((("A", "una"), ("B", "dos"), ("C", "dos"), ("D", "tres")), 1):
        dependencia = f.dependencia(oficina)
        if oficina != "D":
            m.jefes[oficina] = f.persona("jefe", dependencia)
        m.filas[oficina] = m.politica.responsabilidades.create(
            fuente=f.fuente(), dependencia=dependencia, rol="FASE", orden=orden, fase=fase, texto=fase
        )
    m.planeacion = f.persona("planeacion")
    return m


def terminar(m, oficina, **cambios):
    dicho = {"responsabilidad": m.filas[oficina], "vigencia": m.vigencia, "por": m.planeacion, "ahora": m.ahora}
    return terminar_fase(**(dicho | cambios))


def reabrir(m, oficina, **cambios):
    dicho = {"responsabilidad": m.filas[oficina], "vigencia": m.vigencia, "por": m.planeacion, "ahora": m.ahora}
    return reabrir_fase(**(dicho | {"motivo": "Faltó algo."} | cambios))


def estados(m):
    return [tramo.estado for tramo in relevo_de(m.politica.pk, m.vigencia)]


def deben(m, hoy):
    return {(o.asunto.split("»")[0][1:], o.persona) for o in de_fases(hoy)}


def test_el_turno_pasa_cuando_terminan_todos_los_de_la_fase_y_se_avisa_a_la_siguiente(m, hoy, sucesos):
    assert estados(m) == ["En turno", "Espera a la anterior", "Espera a la anterior"]
    assert deben(m, hoy) == {("una", m.jefes["A"].pk)}
    entrega = terminar(m, "A", nota="Con el acta 3.")
    assert sucesos(entrega.cumplida) == ["terminar"]
    assert (entrega.empieza.nombre, {*entrega.avisadas}) == ("dos", {m.jefes["B"], m.jefes["C"]})
    assert deben(m, hoy) == {("dos", m.jefes["B"].pk), ("dos", m.jefes["C"].pk)}
    assert set(Mensaje.objects.values_list("persona", flat=True)) == {m.jefes["B"].pk, m.jefes["C"].pk}
    assert terminar(m, "B").empieza is None
    assert (estados(m)[1:], Mensaje.objects.count()) == (["En turno", "Espera a la anterior"], 2)
    terminar(m, "C")
    # Sin jefe, le toca y se le avisa a Planeación.
    assert deben(m, hoy) == {("tres", m.planeacion.pk)}
    assert Mensaje.objects.latest("pk").persona == m.planeacion
    terminar(m, "D")
    assert (set(estados(m)), deben(m, hoy)) == ({"Terminada"}, set())


def test_no_se_termina_fuera_de_turno_ni_dos_veces_ni_con_la_vigencia_cerrada(m):
    with pytest.raises(ReglaIncumplida, match="no es su turno"):
        terminar(m, "B")
    terminar(m, "A")
    with pytest.raises(ReglaIncumplida, match="ya se dio por terminada"):
        terminar(m, "A")
    type(m.vigencia).objects.filter(pk=m.vigencia.pk).update(cerrada_en=m.ahora, cerrada_por=m.planeacion)
    with pytest.raises(ReglaIncumplida, match="no está abierta"):
        terminar(m, "B")
    assert FaseCumplida.objects.count() == 1


def test_se_reabre_con_motivo_mientras_la_siguiente_no_haya_terminado_algo(m, hoy, sucesos):
    una = terminar(m, "A").cumplida
    terminar(m, "B")
    with pytest.raises(ReglaIncumplida, match="reabra primero"):
        reabrir(m, "A")
    with pytest.raises(ReglaIncumplida, match="Diga por qué"):
        reabrir(m, "B", motivo=" ")
    reabrir(m, "B")
    with pytest.raises(ReglaIncumplida, match="no hay nada que reabrir"):
        reabrir(m, "B")
    reabrir(m, "A")
    assert sucesos(una) == ["terminar", "reabrir"]
    assert deben(m, hoy) == {("una", m.jefes["A"].pk)}
    # Queda la que se reabrió, y se vuelve a terminar.
    terminar(m, "A")
    assert [*m.filas["A"].cumplidas.order_by("pk").values_list("reabierta_por", "reabierta_motivo")] == [
        (m.planeacion.pk, "Faltó algo."), (None, ""),
    ]  # fmt: skip


def nuevo_acto(m, *oficinas):
    """Un acto de este año con las mismas fases y, en esas oficinas, los mismos dueños; en las demás, otro."""
    acto = f.fuente("Acto nuevo", desde=m.vigencia.anio, clase="ACTO")
    for oficina, fila in m.filas.items():
        otra = fila.dependencia if oficina in oficinas else f.dependencia()
        m.filas[oficina] = m.politica.responsabilidades.create(
            fuente=acto, dependencia=otra, rol="FASE", orden=fila.orden, fase=f"{fila.fase.upper()}.", texto="Otro."
        )
    return acto


def test_el_acto_que_repite_la_fase_y_su_dueno_conserva_lo_terminado(m, hoy):
    terminar(m, "A")
    terminar(m, "B")
    acto = nuevo_acto(m, "A", "B")
    assert [[bool(hecha) for _, hecha in tramo.filas] for tramo in relevo_de(m.politica.pk, m.vigencia)] == [
        [True], [True, False], [False],
    ]  # fmt: skip
    assert deben(m, hoy) == {("DOS.", m.planeacion.pk)}
    reabrir(m, "B")
    assert deben(m, hoy) == {("DOS.", m.jefes["B"].pk), ("DOS.", m.planeacion.pk)}
    # Y lo que se terminó con el acto sigue terminado si se retira.
    terminar(m, "B")
    type(acto).objects.filter(pk=acto.pk).update(retirada_en=m.ahora, retirada_por=m.planeacion, retirada_motivo="x")
    assert deben(m, hoy) == {("dos", m.jefes["C"].pk)}


def test_la_fase_que_pasa_a_otro_dueno_vuelve_a_empezar(m, hoy):
    terminar(m, "A")
    nuevo_acto(m, "B", "C", "D")
    assert estados(m)[0] == "En turno"


def test_lo_que_termino_la_suprimida_vale_para_quien_la_sucedio(m, hoy):
    terminar(m, "A")
    sucesora = f.dependencia()
    m.filas["A"].dependencia.vigente_hasta = hoy
    m.filas["A"].dependencia.sucesora = m.filas["A"].dependencia.heredera = sucesora
    m.filas["A"].dependencia.save()
    assert estados(m)[0] == "Terminada"
    m.filas["A"].dependencia = sucesora
    nuevo_acto(m, "A")
    assert estados(m)[0] == "Terminada"


def test_la_fase_de_una_fuente_que_ya_no_rige_ni_se_termina_ni_se_reabre(m):
    de_antes = m.filas["A"]
    terminar(m, "A")
    terminar(m, "B")
    nuevo_acto(m, "A", "B", "C", "D")
    for accion in (terminar, reabrir):
        with pytest.raises(ReglaIncumplida, match="ya no rige"):
            accion(m, "A", responsabilidad=de_antes)
    assert estados(m)[:2] == ["Terminada", "En turno"]


def test_la_fase_de_la_version_con_que_no_trabaja_el_anio_no_se_termina(m):
    Vigencia.objects.filter(pk=m.vigencia.pk).update(version=VersionModelo.objects.create(nombre="v7", titulo="v7"))
    with pytest.raises(ReglaIncumplida, match="ya no rige"):
        terminar(m, "A")


def test_la_termina_y_la_reabre_quien_la_lleva_y_nadie_mas(m):
    ajenos = (m.jefes["B"], f.persona("enlace", m.filas["A"].dependencia), f.persona("control_interno"))
    for otro in ajenos:
        with pytest.raises(ReglaIncumplida, match="Sólo la termina y la reabre"):
            terminar(m, "A", por=otro)
    terminar(m, "A", por=m.jefes["A"])
    for otro in ajenos:
        with pytest.raises(ReglaIncumplida, match="Sólo la termina y la reabre"):
            reabrir(m, "A", por=otro)
    assert reabrir(m, "A", por=m.jefes["A"]).reabierta_por == m.jefes["A"]


def test_se_avisa_a_los_mismos_a_quienes_les_toca(m, hoy):
    """Donde una de las dos oficinas no tiene jefe, también a Planeación."""
    m.jefes["C"].asignaciones.update(hasta=hoy.replace(day=1))
    entrega = terminar(m, "A")
    assert {quien.pk for quien in entrega.avisadas} == {quien for _, quien in deben(m, hoy)}
    assert {*entrega.avisadas} == {m.jefes["B"], m.planeacion}
    mensaje = Mensaje.objects.latest("pk")
    assert "ahora sigue «dos», de B y C." in mensaje.texto


def test_la_termina_el_jefe_desde_la_pagina_de_la_politica_y_nadie_mas(m, hoy, cliente_de):
    url = f"/politicas/fases/{hoy.year}/{m.filas['A'].pk}/terminar/"
    for otro in (m.jefes["B"], f.persona("enlace"), f.persona("control_interno")):
        assert cliente_de(otro).post(url).status_code == 403
        assert url not in cliente_de(otro).get(f"/politicas/{m.politica.pk}/").text
    cliente = cliente_de(m.jefes["A"])
    assert url in cliente.get("/pendientes/").text
    assert url in cliente.get(f"/politicas/{m.politica.pk}/").text
    hecho = cliente.post(url, {"nota": "Con el acta 3."}, follow=True).text
    assert f"sigue «dos», y se le avisó a {m.jefes['B']}, {m.jefes['C']}." in hecho
    assert cliente.post(url).status_code == 422
    pagina = cliente.get(f"/politicas/{m.politica.pk}/").text
    assert "Con el acta 3." in pagina and url.replace("terminar", "reabrir") in pagina
    assert cliente.get(f"/politicas/fases/{hoy.year + 40}/{m.filas['A'].pk}/terminar/").status_code == 404


def test_si_no_hay_a_quien_avisarle_se_dice_y_la_fase_termina(m, cliente_de):
    Usuario.objects.exclude(pk=m.jefes["A"].pk).update(is_active=False)
    url = f"/politicas/fases/{m.vigencia.anio}/{m.filas['A'].pk}/terminar/"
    hecho = cliente_de(m.jefes["A"]).post(url, {}, follow=True).text
    assert "sigue «dos», y no hay a quién avisarle" in hecho
    assert not Mensaje.objects.exists()


def test_si_con_ella_no_empieza_otra_no_dice_que_aviso(m, cliente_de):
    terminar(m, "A")
    url = f"/politicas/fases/{m.vigencia.anio}/{m.filas['B'].pk}/terminar/"
    hecho = cliente_de(m.jefes["B"]).post(url, {}, follow=True).text
    assert "La fase quedó terminada." in hecho and "avis" not in hecho.split("La fase quedó terminada.")[1][:40]
