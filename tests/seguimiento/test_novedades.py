"""Lo que dice un corte además de sus cifras: planes aprobados tarde y prórrogas, en página, PDF y público."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from planes.acciones import planes as de_planes
from planes.acciones import prorrogas
from planes.models import Actividad
from seguimiento import novedades
from seguimiento.acciones import cortes
from seguimiento.acciones.conciliacion import conciliar
from seguimiento.informes.pedido import Pedido
from seguimiento.informes.plan_de_accion import _Reunion
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = [pytest.mark.django_db, pytest.mark.una_base]
AHORA = e.EN_T2


@pytest.fixture
def con_novedades(abierto):
    """Cerrado T2, un plan aprobado tarde que se conserva en cero; y una prórroga concedida antes."""
    hito = abierto.plan.actividades.get(tipo_meta="HITO")
    pedida = prorrogas.pedir(
        actividad=hito, fecha_nueva=date(2026, 12, 28), motivo="Falta el concepto.", por=abierto.enlace, ahora=AHORA
    )
    prorrogas.conceder(prorroga=pedida, por=abierto.revisor, ahora=AHORA)
    conciliar(corte=abierto.corte, por=abierto.revisora, ahora=AHORA)
    abierto.corte = cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=e.TRAS_T2)
    plan = f.plan("EN_REVISION", dependencia=abierto.hacienda)
    f.actividad(plan, (None, e.D(1), None, None))
    abierto.tarde = de_planes.aprobar(
        plan=plan,
        version=plan.version,
        acto="PENDIENTE",
        tardia="CONSERVAR",
        tardia_motivo="Se ejecutó sin plan.",
        por=abierto.revisor,
        ahora=e.TRAS_T2 + timedelta(hours=1),
    )
    abierto.t3 = e.abrir(abierto, 3, AHORA.replace(month=10, day=5))
    return abierto


def test_el_informe_del_corte_lista_lo_tardio_y_lo_prorrogado_hasta_que_cerro(con_novedades):
    def dice(corte):
        reunion = _Reunion(Pedido(corte.vigencia, corte=corte), SimpleNamespace(pedida_en=AHORA))
        return reunion._tardios(), reunion._prorrogas()

    frase = (
        "Se aprobó con cortes cerrados hasta T2; lo programado en ellos se conservó y vale cero: Se ejecutó sin plan."
    )
    (tardios, prorrogadas), (antes, _) = dice(con_novedades.t3), dice(con_novedades.corte)
    assert tardios == ((con_novedades.tarde.nombre, frase),) and antes == ()
    assert [texto for _, texto in prorrogadas] == ["Del 15/12/2026 al 28/12/2026. Falta el concepto."]


def test_la_pagina_del_corte_lo_lista_a_quien_ve_el_plan(con_novedades, cliente_de):
    url = f"/seguimiento/cortes/{con_novedades.t3.pk}/"
    assert "Se ejecutó sin plan." in cliente_de(con_novedades.revisora).get(url).content.decode()
    assert "Se ejecutó sin plan." not in cliente_de(con_novedades.ajena).get(url).content.decode()


def test_la_fecha_original_se_ve_en_la_actividad_y_en_publico(con_novedades, cliente_de, client):
    hito = con_novedades.plan.actividades.get(tipo_meta="HITO")
    html = cliente_de(con_novedades.enlace).get(f"/seguimiento/actividades/{hito.pk}/").content.decode()
    assert "Prorrogada: terminaba el 15/12/2026" in html and f"/planes/actividades/{hito.pk}/prorroga/" in html
    de_planes.publicar(plan=con_novedades.plan, por=con_novedades.revisora, ahora=e.TRAS_T2)
    publica = client.get(f"/micrositio/planes/{con_novedades.plan.pk}/")
    assert "Prorrogada: terminaba el 15/12/2026" in publica.content.decode()
    assert Actividad.objects.con_fecha_original().filter(fecha_original__isnull=False).count() == 1


def test_de_un_corte_cerrado_solo_lo_de_hasta_entonces(con_novedades):
    assert [v.plan for v in novedades.aprobados_tarde(con_novedades.t3)] == [con_novedades.tarde]
    assert list(novedades.aprobados_tarde(con_novedades.corte)) == []
