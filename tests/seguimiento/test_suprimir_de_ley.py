"""Suprimir una dependencia pasa a su sucesora lo que debía por ley; lo presentado sigue siendo de quien lo presentó."""

from datetime import date

import pytest

from planes.acciones import requerimientos, vencimientos
from planes.models import InformeDeLey, Requerimiento, Vencimiento
from planes.obligaciones import pendientes
from seguimiento.acciones.dependencias import restablecer, suprimir
from tests import fabricas as f
from tests.planes import ley

pytestmark = pytest.mark.django_db
AHORA, HOY = ley.AHORA, ley.HOY


def de_quien(modelo) -> list[str]:
    return list(modelo.objects.order_by("pk").values_list("dependencia__nombre", flat=True))


def test_lo_pendiente_pasa_y_vuelve_y_lo_terminado_se_queda():
    vieja, nueva = f.dependencia("Vieja"), f.dependencia("Nueva")
    planea, jefa, jefe = f.persona("planeacion"), f.persona("jefe", vieja), f.persona("jefe", nueva)
    informe = ley.informe(planea, vieja, periodicidad="SEMESTRAL")
    salida = {**ley.SALIDA, "version": 0, "por": jefa, "ahora": AHORA}
    vencimientos.presentar(vencimiento=informe.vencimientos.first(), **salida)
    ley.requerimiento(planea, vieja)
    respondido = ley.requerimiento(planea, vieja, radicado="R-2")
    requerimientos.responder(requerimiento=respondido, **salida)

    datos = {"rige_desde": HOY, "acto": "Decreto 12 de 2026", "por": planea, "ahora": AHORA}
    supresion, _ = suprimir(dependencia=vieja, sucesora=nueva, **datos)

    assert de_quien(InformeDeLey) == ["Nueva"]
    assert de_quien(Vencimiento) == ["Vieja", "Nueva"]
    assert de_quien(Requerimiento) == ["Nueva", "Vieja"]
    assert {o.persona for o in pendientes(HOY) if o.verbo.startswith(("Presentar", "Responder"))} == {jefe.pk}
    # Lo que se reabre después es de quien la sucedió.
    viejo = Vencimiento.objects.get(dependencia=vieja)
    leido = {"motivo": "Era otro", "version": viejo.version, "por": planea, "ahora": AHORA}
    assert vencimientos.reabrir_vencimiento(vencimiento=viejo, **leido).dependencia == nueva
    fresco = Requerimiento.objects.get(pk=respondido.pk)
    leido |= {"version": fresco.version}
    assert requerimientos.reabrir_requerimiento(requerimiento=fresco, **leido).dependencia == nueva
    # Y la página de antes se encuentra con que cambió.
    leido |= {"dependencia": jefe.asignaciones.get().dependencia, "version": 0}
    with pytest.raises(requerimientos.ReglaIncumplida, match="cambió mientras"):
        requerimientos.trasladar_requerimiento(requerimiento=Requerimiento.objects.first(), **leido)

    restablecer(supresion=supresion, motivo="Se anuló el decreto", por=planea, ahora=AHORA)
    assert de_quien(InformeDeLey) == ["Vieja"]
    assert Vencimiento.objects.get(vence=date(2026, 10, 15)).dependencia == vieja


def test_nada_se_le_encarga_a_la_que_ya_no_existe():
    vieja, planea = f.dependencia("Vieja", vigente_hasta=date(2026, 1, 1)), f.persona("planeacion")
    for registrar in (ley.informe, ley.requerimiento):
        with pytest.raises(requerimientos.ReglaIncumplida, match="no existe hoy"):
            registrar(planea, vieja)
