"""Los seguimientos propios se copian del año anterior: al crear el plan o después, sin duplicar."""

from datetime import date

import pytest

from planes.acciones.planes import crear_plan
from planes.models import SeguimientoDePlan
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")


def fechas(plan) -> list[str]:
    return [str(uno.fecha) for uno in plan.seguimientos_propios.sin_cancelar()]


def test_el_plan_nace_con_los_del_anio_anterior_y_lo_que_falte_se_copia_despues(quien, ahora, sucesos):
    anterior = f.institucional("CERRADO", dependencia=quien.propia, vigencia=f.vigencia(2024))
    f.seguimiento(anterior, fecha=date(2024, 2, 29))
    f.seguimiento(anterior, fecha=date(2025, 1, 15), nombre="Último")
    f.seguimiento(
        anterior, fecha=date(2024, 8, 1), estado="CANCELADO",
        cancelado_en=ahora, cancelado_por=quien.jefe, cancelado_motivo="No iba.",
    )  # fmt: skip
    dicho = {"clase": "INSTITUCIONAL", "vigencia": f.vigencia(2026), "tipo": anterior.tipo, "dependencia": quien.propia}
    plan = crear_plan(**dicho, por=quien.planeacion, ahora=ahora)
    assert fechas(plan) == ["2026-02-28", "2027-01-15"]
    assert sucesos(plan) == ["crear", "copiar seguimientos"]

    f.seguimiento(anterior, fecha=date(2024, 11, 30))
    url = f"/planes/{plan.pk}/seguimientos/copiar/"
    assert "30/11/2026" in quien.cliente.jefe.get(f"/planes/{plan.pk}/seguimientos/crear/").text
    assert quien.cliente.otro.post(url).status_code == 404, "el borrador ajeno no se ve"
    for _ in range(2):
        assert quien.cliente.jefe.post(url).status_code == 302
        assert fechas(plan) == ["2026-02-28", "2026-11-30", "2027-01-15"]
    # El borrador vacío se puede eliminar: nadie decidió nada de ellos.
    assert quien.cliente.jefe.post(f"/planes/{plan.pk}/eliminar/").status_code == 302
    assert SeguimientoDePlan.objects.filter(plan__vigencia__anio=2026).count() == 0
