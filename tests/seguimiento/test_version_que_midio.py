"""Cada corte sabe con qué versión del plan midió."""

from datetime import timedelta

import pytest

from planes.models import VersionPlan
from seguimiento import cifras
from seguimiento.acciones import cortes
from seguimiento.models import Cifra
from seguimiento.versiones import medidos
from tests import fabricas as f
from tests.seguimiento import escenario as e


@pytest.fixture
def cerrado(db):
    """T2 cerrado, medido con la segunda versión del plan; después se aprobó la tercera."""
    quien = e.abierto(e.personas())
    segunda = f.version(quien.plan, 2)
    quien.corte = cortes.cerrar(corte=quien.corte, por=quien.revisora, ahora=e.TRAS_T2)
    quien.segunda, quien.tercera = segunda, f.version(quien.plan, 3)
    return quien


def test_se_guarda_al_cerrar_y_no_cambia_con_versiones_nuevas(cerrado):
    assert Cifra.objects.get(corte=cerrado.corte, ambito="PLAN", plan=cerrado.plan).version == cerrado.segunda
    assert set(Cifra.objects.exclude(ambito="PLAN").values_list("version", flat=True)) == {None}
    (medido,) = medidos(cerrado.plan)
    assert (medido.corte, medido.version, medido.deducida) == (cerrado.corte, cerrado.segunda, False)


def test_la_version_entra_en_la_huella_si_se_guardo_y_la_de_antes_sigue_igual(cerrado):
    assert cifras.huella(cerrado.corte) == cerrado.corte.sha256
    del_plan = Cifra.objects.filter(corte=cerrado.corte, ambito="PLAN")
    del_plan.update(version=cerrado.tercera)
    assert cifras.huella(cerrado.corte) != cerrado.corte.sha256
    del_plan.update(version=None)
    sin_ella = cifras.huella(cerrado.corte)
    assert sin_ella != cerrado.corte.sha256
    # Un corte de antes, que no la guardó: su huella no mira qué versiones hay.
    VersionPlan.objects.filter(pk=cerrado.tercera.pk).delete()
    assert cifras.huella(cerrado.corte) == sin_ella


def test_la_de_un_corte_que_no_la_guardo_se_deduce_de_las_fechas(cerrado):
    Cifra.objects.filter(ambito="PLAN").update(version=None)
    VersionPlan.objects.filter(pk=cerrado.tercera.pk).update(aprobado_en=e.TRAS_T2 + timedelta(hours=1))
    (medido,) = medidos(cerrado.plan)
    assert (medido.version, medido.deducida) == (cerrado.segunda, True)
    VersionPlan.objects.update(aprobado_en=e.TRAS_T2.replace(year=2027))
    assert medidos(cerrado.plan)[0].version is None


@pytest.mark.una_base
def test_se_ve_en_el_avance_del_plan(cerrado, cliente_de):
    texto = cliente_de(cerrado.revisora).get(f"/seguimiento/planes/{cerrado.plan.pk}/").text
    assert f"/planes/{cerrado.plan.pk}/versiones/2/" in texto
    assert "según las fechas" not in texto
