"""Confirmar un archivo mientras otra persona desiste del plan: ninguna de las dos espera para siempre a la otra."""

from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from mipg.expediente.models import Importacion
from mipg.reglas import ReglaIncumplida
from planes.acciones import importaciones, pegados, salidas
from planes.models import Plan
from tests import fabricas as f
from tests.concurrencia import a_la_vez

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]


def _importar_y_desistir(monkeypatch, antes=lambda importacion: None) -> tuple[list, Plan]:
    """Desiste con el plan tomado, y no toca los archivos hasta que la otra persona va por el plan."""
    dependencia = f.dependencia()
    jefe, plan = f.persona("jefe", dependencia), f.plan("BORRADOR", dependencia=dependencia)
    que = {"plan": plan, "por": jefe, "ahora": f.AHORA}
    importacion = pegados.pegar(texto="Actividad\tMeta\nPublicar\t1\n", **que)
    plan_tomado, va_por_el_plan = Event(), Event()
    descartar, tomar = salidas.descartar_archivos, importaciones.tomar_formulable

    def descartar_despues(**como):
        plan_tomado.set()
        # En SQLite escribe una sola transacción a la vez: la otra no llega a empezar.
        va_por_el_plan.wait(10 if connection.vendor == "postgresql" else 0)
        descartar(**como)

    def tomar_avisando(*que):
        va_por_el_plan.set()
        return tomar(*que)

    monkeypatch.setattr(salidas, "descartar_archivos", descartar_despues)
    monkeypatch.setattr(importaciones, "tomar_formulable", tomar_avisando)

    def importar():
        plan_tomado.wait(10)
        with transaction.atomic():
            antes(importacion)
            importaciones.importar(importacion=importacion, version=plan.version, **que)

    def desistir():
        salidas.desistir(motivo="Se duplicó.", version=plan.version, **que)

    return a_la_vez(importar, desistir), Plan.objects.get(pk=plan.pk)


def test_importar_y_desistir_a_la_vez_no_se_traban(monkeypatch):
    (importado, desistido), plan = _importar_y_desistir(monkeypatch)
    assert (type(importado), desistido) == (ReglaIncumplida, None)
    assert (plan.estado, plan.actividades.count()) == ("DESISTIDO", 0)
    assert Importacion.objects.get().estado == "DESCARTADA"


def test_control_con_el_archivo_tomado_antes_que_el_plan_se_traban(monkeypatch):
    def tomar_el_archivo(importacion):
        Importacion.objects.select_for_update(of=("self",)).get(pk=importacion.pk)

    resultados, _ = _importar_y_desistir(monkeypatch, tomar_el_archivo)
    trabados = sum(isinstance(uno, OperationalError) for uno in resultados)
    assert trabados == (1 if connection.vendor == "postgresql" else 0)
