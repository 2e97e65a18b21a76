"""Una actividad que se retira: hasta qué corte cuenta y se espera."""

from datetime import UTC, datetime
from decimal import Decimal as D

import pytest

from planes.models import Actividad
from seguimiento.acciones.conciliacion import conciliar
from seguimiento.cumplimiento import actividades_del, actividades_medidas
from seguimiento.models import Avance
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def medida():
    """Programada en T2 y T3, con su reporte esperado en el corte T2, en captura."""
    actividad = f.actividad(f.plan("PUBLICADO"), (None, D(1), D(1), None))
    f.avance(actividad, f.corte(2))
    return actividad


def retirar(actividad, cuando: datetime) -> None:
    """La deja retirada en ese instante."""
    Actividad.objects.filter(pk=actividad.pk).update(retirada_en=cuando, retirada_por=f.persona())


@pytest.mark.parametrize(
    ("cuando", "cuenta_en_t2"),
    [
        # El 30 de junio, fecha de corte, en Bogotá: todavía era 30 cuando en UTC ya era julio.
        pytest.param(datetime(2026, 7, 1, 4, 0, tzinfo=UTC), False, id="el día del corte"),
        pytest.param(datetime(2026, 7, 1, 6, 0, tzinfo=UTC), True, id="al otro día, en captura"),
    ],
)
def test_la_que_se_retira_durante_la_captura_cuenta_y_se_espera_en_ese_corte_y_no_en_el_siguiente(
    medida, cuando, cuenta_en_t2
):
    retirar(medida, cuando)
    t2 = medida.avances.get().corte
    conciliar(corte=t2, por=f.persona("planeacion"), ahora=f.AHORA)
    assert Avance.objects.get().esperado is cuenta_en_t2
    assert actividades_del(t2).filter(pk=medida.pk).exists() is cuenta_en_t2
    assert actividades_medidas(t2, hoy=f.HOY).filter(pk=medida.pk).exists() is cuenta_en_t2
    t3 = f.corte(3, "PROGRAMADO")
    assert not actividades_medidas(t3, hoy=f.HOY).filter(pk=medida.pk).exists()
