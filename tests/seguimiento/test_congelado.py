"""Lo que el cierre de un corte congela, con el ejemplo de la especificación."""

from datetime import date, datetime
from decimal import Decimal as D

import pytest

from planes.models import Plan
from seguimiento import cifras
from seguimiento.models import Cifra
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db


def test_el_ejemplo_de_la_especificacion_de_punta_a_punta(ejemplo):
    cifra = Cifra.objects.get(corte=ejemplo.t2, ambito="PLAN")
    assert (cifra.cumplimiento, cifra.cobertura, cifra.anual) == (D("58.75"), D("80.00"), D("23.50"))
    assert (cifra.n_esperados, cifra.n_aceptados, cifra.n_sin_reporte) == (2, 1, 1)
    de_actividad = {
        c.foto["actividad"]: c.cumplimiento for c in Cifra.objects.filter(corte=ejemplo.t2, ambito="ACTIVIDAD")
    }
    assert de_actividad == {
        "Publicar informes de gestión": D("40.00"),
        "Responder las peticiones a tiempo": D("90.00"),
        "Expedir la política": None,
    }


def test_lo_congelado_no_cambia_pase_lo_que_pase_despues(ejemplo):
    foto, huella = list(Cifra.objects.filter(corte=ejemplo.t2).order_by("pk").values()), ejemplo.t2.sha256
    actividad = ejemplo.plan.actividades.first()
    type(actividad).objects.filter(pk=actividad.pk).update(nombre="Otra cosa", meta=D(99), ponderacion=D(1))
    Plan.objects.update(nombre="Otro nombre")
    quien = ejemplo.quien
    quien.enlace.nombre = "Otra Persona"
    quien.enlace.save()
    t3 = e.abrir(quien, 3, datetime(2026, 10, 5, 9, tzinfo=e.BOGOTA))
    e.aceptado(e.de(t3, "Otra cosa"), quien, datetime(2026, 10, 5, 9, tzinfo=e.BOGOTA), 8)
    assert list(Cifra.objects.filter(corte=ejemplo.t2).order_by("pk").values()) == foto
    assert cifras.huella(ejemplo.t2) == huella
    assert {c.cumplimiento for c in cifras.de_corte(ejemplo.t2, hoy=date(2027, 1, 1)) if c.ambito == "PLAN"} == {
        D("58.75")
    }


@pytest.mark.parametrize(
    "alteracion",
    [
        {"cumplimiento": D("99.99"), "semaforo": "SATISFACTORIO"},
        {"foto": {}},
        {"peso": D(1)},
        {"n_sin_reporte": 7},
        {"n_esperados": 7},
        {"nombre": "Otra"},
        {"avance": None},
    ],
)
def test_la_huella_delata_una_cifra_alterada(ejemplo, alteracion):
    assert cifras.huella(ejemplo.t2) == ejemplo.t2.sha256
    Cifra.objects.filter(
        pk=Cifra.objects.filter(corte=ejemplo.t2, ambito="ACTIVIDAD", cumplimiento__isnull=False).first().pk
    ).update(**alteracion)
    assert cifras.huella(ejemplo.t2) != ejemplo.t2.sha256


def test_la_foto_dice_quienes_respondieron_y_con_que_soporte(ejemplo):
    foto = Cifra.objects.get(corte=ejemplo.t2, ambito="ACTIVIDAD", foto__cantidad="80").foto
    assert [foto[p] for p in ("reportado_por", "avalado_por", "aceptado_por")] == [
        "Elena Enlace",
        "Javier Jefe",
        "Paula Planeación",
    ]
    assert foto["soportes"][0]["titulo"] == "Acta"
    assert foto["situaciones"] == ["AVANCE", "AVANCE", "", ""]
