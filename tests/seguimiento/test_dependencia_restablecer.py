"""Restablecer una dependencia suprimida: vuelve a existir con lo suyo que siga vivo."""

from datetime import date, timedelta

import pytest

from mipg.usuarios.models import Dependencia
from planes.models import Miembro
from politicas.models import Instancia
from seguimiento.acciones import dependencias as acciones
from tests import fabricas as f


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def vieja(db, ahora):
    """Una dependencia con un plan, fusionada con otra."""
    vieja = f.dependencia("Oficina Vieja")
    f.actividad(f.plan("PUBLICADO", dependencia=vieja))
    acciones.suprimir(
        dependencia=vieja, sucesora=f.dependencia("Oficina Nueva"), rige_desde=f.HOY, acto="Decreto 12 de 2026",
        por=f.persona("planeacion"), ahora=ahora,
    )  # fmt: skip
    return vieja


def restablecer(cliente, dependencia, motivo="Era otra."):
    return cliente.post(f"/seguimiento/dependencias/{dependencia.pk}/restablecer/", {"motivo": motivo}, follow=True)


def test_vuelve_a_existir_con_lo_suyo(cliente_de, vieja):
    pagina = restablecer(cliente_de(f.persona("planeacion")), vieja).text
    assert "Oficina Vieja vuelve a existir" in pagina
    assert "Planes que coordina: 1" in pagina
    assert Dependencia.objects.get(pk=vieja.pk).vigente_hasta is None


def test_el_segundo_clic_dice_que_ya_se_hizo(cliente_de, vieja):
    cliente = cliente_de(f.persona("planeacion"))
    restablecer(cliente, vieja)
    assert "ya se deshizo" in restablecer(cliente, vieja).text


def test_vuelven_al_comite_los_que_salieron_y_se_dice_quien_no_cabe(cliente_de, db, ahora):
    cliente, vieja = cliente_de(f.persona("planeacion")), f.dependencia("Oficina Vieja")
    comite = Instancia.objects.create(nombre="Comité")
    campos = {"instancia": comite, "dependencia": vieja, "desde": date(2025, 1, 1)}
    hasta = date(2026, 12, 31)
    ana, beto = (Miembro.objects.create(nombre=n, cargo=n, hasta=hasta, **campos) for n in ("Ana", "Beto"))
    cata = Miembro.objects.create(nombre="Cata", cargo="Preside", preside=True, **campos)
    futuro = campos | {"desde": f.HOY + timedelta(days=1)}
    Miembro.objects.create(nombre="Mañana", cargo="Aún no", **futuro)
    datos = {"sucesora": "", "rige_desde": "2026-07-06", "acto": "Decreto 12 de 2026"}
    cliente.post(f"/seguimiento/dependencias/{vieja.pk}/suprimir/", datos)
    ayer = f.HOY - timedelta(days=1)
    assert set(Miembro.objects.values_list("nombre", "hasta")) == {("Ana", ayer), ("Beto", ayer), ("Cata", ayer)}
    Miembro.objects.filter(pk=beto.pk).update(hasta=date(2026, 3, 31))
    Miembro.objects.create(instancia=comite, nombre="Dora", cargo="Otro", preside=True, desde=f.HOY)
    pagina = restablecer(cliente, vieja).text
    hasta_de = dict(Miembro.objects.values_list("nombre", "hasta"))
    assert hasta_de == {"Ana": hasta, "Beto": date(2026, 3, 31), "Cata": ayer, "Dora": None}
    assert f"{cata} no volvió a Comité" in pagina and f"{ana} no volvió" not in pagina


def test_sin_decir_por_que_no_se_restablece(cliente_de, vieja):
    assert "Diga por qué se restablece" in restablecer(cliente_de(f.persona("planeacion")), vieja, " ").text
    assert Dependencia.objects.get(pk=vieja.pk).vigente_hasta


def test_quien_no_administra_no_restablece(cliente_de, vieja):
    assert restablecer(cliente_de(f.persona("jefe")), vieja).status_code == 403
