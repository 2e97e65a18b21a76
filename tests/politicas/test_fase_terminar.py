"""El relevo: terminar la fase propia, avisar a la siguiente y reabrir."""

from types import SimpleNamespace

import pytest

from mipg.avisos.models import Mensaje
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Usuario
from politicas.acciones import reabrir_fase, relevo_de, terminar_fase
from politicas.models import FaseCumplida
from politicas.obligaciones.fases import de_fases
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


def estados(m):
    return [tramo.estado for tramo in relevo_de(m.politica.pk, m.vigencia)]


def deben(m, hoy):
    return {(o.asunto.split("»")[0][1:], o.persona) for o in de_fases(hoy)}


def test_el_turno_pasa_cuando_terminan_todos_los_de_la_fase_y_se_avisa_a_la_siguiente(m, hoy, sucesos):
    assert estados(m) == ["En turno", "Espera a la anterior", "Espera a la anterior"]
    assert deben(m, hoy) == {("una", m.jefes["A"].pk)}
    cumplida = terminar(m, "A", nota="Con el acta 3.")
    assert sucesos(cumplida) == ["terminar"]
    assert deben(m, hoy) == {("dos", m.jefes["B"].pk), ("dos", m.jefes["C"].pk)}
    assert set(Mensaje.objects.values_list("persona", flat=True)) == {m.jefes["B"].pk, m.jefes["C"].pk}
    terminar(m, "B")
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
    una, dos = terminar(m, "A"), terminar(m, "B")
    quien = {"por": m.planeacion, "ahora": m.ahora}
    with pytest.raises(ReglaIncumplida, match="reabra primero"):
        reabrir_fase(cumplida=una, motivo="Faltó algo.", **quien)
    with pytest.raises(ReglaIncumplida, match="Diga por qué"):
        reabrir_fase(cumplida=dos, motivo=" ", **quien)
    reabrir_fase(cumplida=dos, motivo="Faltó algo.", **quien)
    reabrir_fase(cumplida=una, motivo="Faltó algo.", **quien)
    assert sucesos(una) == ["terminar", "reabrir"]
    assert deben(m, hoy) == {("una", m.jefes["A"].pk)}


def test_la_termina_el_jefe_desde_la_pagina_de_la_politica_y_nadie_mas(m, hoy, cliente_de):
    url = f"/politicas/fases/{hoy.year}/{m.filas['A'].pk}/terminar/"
    for otro in (m.jefes["B"], f.persona("enlace"), f.persona("control_interno")):
        assert cliente_de(otro).post(url).status_code == 403
        assert url not in cliente_de(otro).get(f"/politicas/{m.politica.pk}/").text
    cliente = cliente_de(m.jefes["A"])
    assert url in cliente.get("/pendientes/").text
    assert url in cliente.get(f"/politicas/{m.politica.pk}/").text
    assert cliente.post(url, {"nota": "Con el acta 3."}).status_code == 302
    assert cliente.post(url).status_code == 422
    pagina = cliente.get(f"/politicas/{m.politica.pk}/").text
    assert "Con el acta 3." in pagina and url.replace("terminar", "reabrir") in pagina
    assert cliente.get(f"/politicas/fases/{hoy.year + 40}/{m.filas['A'].pk}/terminar/").status_code == 404


def test_si_nadie_tiene_correo_no_se_avisa_y_la_fase_termina(m):
    Usuario.objects.update(is_active=False)
    terminar(m, "A")
    assert not Mensaje.objects.exists()
