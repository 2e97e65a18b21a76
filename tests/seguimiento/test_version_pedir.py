"""El PDF de cualquier versión: se pide, y volver a producirlo da los mismos bytes pase lo que pase después."""

import hashlib
from datetime import date

import pytest

from mipg.expediente.models import Emision
from planes.acciones.actos import corregir_acto
from planes.models import Plan, VersionPlan
from seguimiento import informes, tasks
from tests import fabricas as f
from tests.lector_pdf import LectorPdf


@pytest.fixture
def con_dos(db, monkeypatch):
    """Un plan publicado con dos versiones: en la segunda cambió el nombre de su única actividad."""
    monkeypatch.setattr(tasks, "publicar", lambda *_, **__: None)
    plan = f.plan("PUBLICADO", nombre="Plan de Archivos")
    actividad = f.actividad(plan, nombre="Inventariar dos fondos", enlace=f.persona(nombre="Elena Enlace"))
    f.version(plan)
    actividad.nombre = "Inventariar tres fondos"
    actividad.save()
    f.version(plan, 2)
    VersionPlan.objects.filter(plan=plan, numero=2).update(
        clase="MODIFICACION", rige_desde=date(2026, 7, 1), frase="Se inventaría un fondo más porque llegó un archivo."
    )
    return plan


def pedida(cliente, direccion, datos=None) -> Emision:
    respuesta = cliente.post(direccion, datos or {})
    assert respuesta.status_code == 302
    return Emision.objects.latest("pk")


def test_el_de_una_version_reemplazada_dice_lo_que_se_aprobo_entonces(cliente_de, con_dos):
    emision = pedida(cliente_de(f.persona("planeacion")), f"/seguimiento/planes/{con_dos.pk}/versiones/1/pedir/")
    texto = " ".join(LectorPdf(informes.generar(emision).contenido).paginas)
    assert "Versión 1 del plan" in texto
    assert "Inventariar dos fondos" in texto
    assert "tres fondos" not in texto
    assert "Elena Enlace" not in texto
    assert "Resolución 1" in texto


def test_producirlo_otra_vez_da_los_mismos_bytes_aunque_todo_cambie(cliente_de, con_dos):
    planeacion = f.persona("planeacion")
    emision = pedida(cliente_de(planeacion), f"/seguimiento/planes/{con_dos.pk}/versiones/2/pedir/")
    antes = informes.generar(emision).contenido
    assert "porque llegó un archivo" in " ".join(LectorPdf(antes).paginas)
    corregir_acto(
        version=con_dos.versiones.get(numero=2), acto="SESION", acto_numero="Acta 9", acto_fecha=date(2026, 6, 1),
        motivo="Estaba mal", por=planeacion, ahora=f.AHORA,
    )  # fmt: skip
    con_dos.actividades.update(nombre="Otra cosa")
    f.version(con_dos, 3)
    Plan.objects.filter(pk=con_dos.pk).update(nombre="Otro nombre", estado="CERRADO", sin_segregacion="x")
    despues = informes.generar(Emision.objects.get(pk=emision.pk)).contenido
    assert hashlib.sha256(despues).hexdigest() == hashlib.sha256(antes).hexdigest()


def test_pedirlo_otra_vez_lleva_al_que_ya_esta_y_con_el_acto_corregido_a_uno_nuevo(cliente_de, con_dos):
    planeacion = f.persona("planeacion")
    cliente, direccion = cliente_de(planeacion), f"/seguimiento/planes/{con_dos.pk}/versiones/1/pedir/"
    primera = pedida(cliente, direccion)
    Emision.objects.update(estado="LISTA", sha256="0" * 64, archivo="x.pdf", emitida_en=f.AHORA)
    assert pedida(cliente, direccion) == primera
    assert Emision.objects.count() == 1
    corregir_acto(
        version=con_dos.versiones.get(numero=1), acto="SESION", acto_numero="Acta 9", acto_fecha=None,
        motivo="Estaba mal", por=planeacion, ahora=f.AHORA,
    )  # fmt: skip
    assert pedida(cliente, direccion).parametros["acto"] == "Sesión del Comité (acta) 9"


def test_quien(cliente_de, con_dos):
    direccion = f"/seguimiento/planes/{con_dos.pk}/versiones/1/pedir/"
    assert cliente_de(f.persona("enlace")).post(direccion).status_code == 403
    assert cliente_de(f.persona("planeacion")).post(direccion.replace("/1/", "/8/")).status_code == 404
