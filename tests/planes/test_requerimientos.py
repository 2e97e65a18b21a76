"""Requerimientos: su plazo, su prórroga, sus respuestas, y de quién es cada verbo."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mipg.reglas import ReglaIncumplida
from planes.acciones import actuaciones
from planes.acciones import requerimientos as acciones
from planes.models import Requerimiento
from planes.reglas.de_ley import Situacion
from tests import fabricas as f
from tests.planes import ley

pytestmark = pytest.mark.django_db
AHORA, HOY = ley.AHORA, ley.HOY


@pytest.fixture
def pedido(quien):
    return ley.requerimiento(quien.planeacion, quien.propia)


def hacer(verbo, pedido, por, **campos):
    """La acción sobre el requerimiento como está ahora."""
    fresco = Requerimiento.objects.get(pk=pedido.pk)
    return verbo(requerimiento=fresco, version=fresco.version, por=por, ahora=AHORA, **campos)


def test_se_registra_una_vez_con_su_vencimiento_calculado(quien, pedido, sucesos):
    assert pedido.vence == date(2026, 7, 10) and sucesos(pedido) == ["crear"]
    with pytest.raises(ValidationError, match="ya está registrado"):
        ley.requerimiento(quien.planeacion, quien.ajena, quien_pide="ENTIDAD DE CONTROL DE EJEMPLO")
    with pytest.raises(ReglaIncumplida, match="todavía no llega"):
        ley.requerimiento(quien.planeacion, quien.ajena, radicado="2", recibido=date(2026, 7, 7))


def test_lo_de_control_interno_solo_lo_cambia_control_interno(quien, pedido):
    suyo = ley.requerimiento(quien.control, quien.oficina, radicado="CI-1")
    assert suyo.de_control
    for ajeno, por in ((suyo, quien.planeacion), (pedido, quien.control), (pedido, quien.otro), (pedido, quien.enlace)):
        with pytest.raises(ReglaIncumplida, match="No le corresponde"):
            hacer(acciones.responder, ajeno, por, **ley.SALIDA)
    assert hacer(acciones.responder, suyo, quien.control, **ley.SALIDA).estado == "RESPONDIDO"
    pasa = hacer(acciones.reabrir_requerimiento, suyo, quien.control, motivo="Faltó un anexo")
    pasa = hacer(acciones.trasladar_requerimiento, pasa, quien.control, dependencia=quien.ajena, motivo="Es de ella")
    assert not pasa.de_control


def test_lo_que_planeacion_le_pasa_a_control_interno_es_de_control_interno(quien, pedido):
    suya = f.dependencia("Oficina de Control Interno")
    auditora = f.persona("control_interno", suya)
    with pytest.raises(ReglaIncumplida, match="lo registra Control Interno"):
        ley.requerimiento(quien.planeacion, suya, radicado="CI-2")
    pasa = hacer(acciones.trasladar_requerimiento, pedido, quien.planeacion, dependencia=suya, motivo="Lo pide a ella")
    assert pasa.de_control
    with pytest.raises(ReglaIncumplida, match="No le corresponde"):
        hacer(acciones.responder, pedido, quien.planeacion, **ley.SALIDA)
    assert hacer(acciones.responder, pedido, auditora, **ley.SALIDA).estado == "RESPONDIDO"
    # Donde además hay quien formule, lo que se encarga a la dependencia es de su jefe.
    f.persona("jefe", suya)
    assert not ley.requerimiento(quien.planeacion, suya, radicado="CI-2").de_control


def test_el_jefe_lo_devuelve_y_planeacion_lo_traslada_o_se_lo_deja(quien, pedido, sucesos):
    devuelto = hacer(acciones.devolver_requerimiento, pedido, quien.jefe, motivo="Es de Educación")
    assert devuelto.devuelto_motivo and devuelto.estado == "PENDIENTE"
    with pytest.raises(ReglaIncumplida, match="No le corresponde"):
        hacer(acciones.trasladar_requerimiento, pedido, quien.jefe, dependencia=quien.ajena, motivo="Es de ella")
    quedo = hacer(
        acciones.trasladar_requerimiento, pedido, quien.planeacion, dependencia=quien.propia, motivo="Es suyo"
    )
    assert quedo.devuelto_en is None
    hacer(acciones.trasladar_requerimiento, pedido, quien.planeacion, dependencia=quien.ajena, motivo="Sí era de ella")
    assert sucesos(pedido) == ["crear", "devolver", "trasladar", "trasladar"]


def test_la_prorroga_que_concede_quien_pide_mueve_el_vencimiento_y_se_anula(quien, pedido, sucesos):
    oficio = {"radicado": "OF-7", "fecha": HOY}
    with pytest.raises(ReglaIncumplida, match="fecha posterior"):
        hacer(actuaciones.prorrogar, pedido, quien.jefe, vence=date(2026, 7, 10), **oficio)
    primera = hacer(actuaciones.prorrogar, pedido, quien.jefe, vence=date(2026, 7, 20), **oficio)
    segunda = hacer(actuaciones.prorrogar, pedido, quien.jefe, vence=date(2026, 7, 31), radicado="OF-8", fecha=HOY)
    pedido.refresh_from_db()
    assert pedido.vence == date(2026, 7, 31)
    mal = {"quien_pide": "E", "radicado": "2", "asunto": "A", "recibido": pedido.recibido, "motivo": "Mal"}
    with pytest.raises(ReglaIncumplida, match="anúlela antes"):
        hacer(acciones.editar_requerimiento, pedido, quien.planeacion, clase_plazo="CALENDARIO", plazo=9, **mal)
    igual = hacer(acciones.editar_requerimiento, pedido, quien.planeacion, clase_plazo="HABILES", plazo=5, **mal)
    assert (igual.radicado, igual.vence) == ("2", date(2026, 7, 31))

    def anular(actuacion):
        version = Requerimiento.objects.get(pk=pedido.pk).version
        datos = {"motivo": "No era", "version": version, "por": quien.planeacion, "ahora": AHORA}
        actuaciones.anular_actuacion(actuacion=actuacion, **datos)

    with pytest.raises(ReglaIncumplida, match="otra prórroga después"):
        anular(primera)
    anular(segunda)
    anular(primera)
    pedido.refresh_from_db()
    assert pedido.vence == date(2026, 7, 10)
    assert sucesos(pedido)[1:] == ["prorrogar", "prorrogar", "editar", "anular actuación", "anular actuación"]


@pytest.mark.parametrize("campos", [
    {"recibido": date(2016, 7, 3)},
    {"clase_plazo": "FECHA", "plazo": None, "vence": date(2062, 8, 1)},
])  # fmt: skip
def test_un_anio_mal_escrito_no_se_registra(quien, pedido, campos):
    with pytest.raises(ReglaIncumplida, match="Revise el año"):
        ley.requerimiento(quien.planeacion, quien.propia, radicado="2", **campos)
    with pytest.raises(ReglaIncumplida, match="Revise el año"):
        hacer(actuaciones.prorrogar, pedido, quien.jefe, vence=date(2062, 7, 20), radicado="OF-7", fecha=HOY)


def test_una_respuesta_parcial_no_lo_responde(quien, pedido):
    parcial = {"radicado": "EXT-3", "fecha": HOY, "texto": "Van los contratos de enero; reposan en archivo."}
    hacer(actuaciones.adelantar_respuesta, pedido, quien.jefe, **parcial)
    with pytest.raises(ValidationError, match="Ya está registrada"):
        hacer(actuaciones.adelantar_respuesta, pedido, quien.jefe, **parcial)
    respondido = hacer(acciones.responder, pedido, quien.jefe, **ley.SALIDA)
    assert respondido.situacion(HOY) == Situacion.A_TIEMPO
    with pytest.raises(ReglaIncumplida, match="reábralo antes"):
        hacer(actuaciones.adelantar_respuesta, pedido, quien.jefe, **parcial | {"radicado": "EXT-4"})


def test_se_cierra_respondido_o_sin_respuesta_y_todo_se_reabre(quien, pedido, sucesos):
    hacer(acciones.responder, pedido, quien.jefe, **ley.SALIDA)
    with pytest.raises(ReglaIncumplida, match="no salió antes"):
        datos = {"radicado": "EXT-2", "fecha": date(2026, 7, 1), "motivo": "Era otro"}
        hacer(acciones.corregir_respuesta, pedido, quien.jefe, **datos)
    hacer(acciones.corregir_respuesta, pedido, quien.jefe, radicado="EXT-2", fecha=HOY, motivo="Era otro")
    hacer(acciones.cerrar_requerimiento, pedido, quien.planeacion, motivo="Quedaron conformes")
    abierto = hacer(acciones.reabrir_requerimiento, pedido, quien.planeacion, motivo="Piden más")
    assert (abierto.radicado_salida, abierto.salida_nota, abierto.respondido_por) == ("", "", None)
    sin = hacer(acciones.cerrar_requerimiento, pedido, quien.planeacion, motivo="Lo retiraron")
    assert sin.situacion(HOY) == Situacion.SIN_RESPUESTA
    hacer(acciones.reabrir_requerimiento, pedido, quien.planeacion, motivo="Volvieron a pedirlo")
    hacer(acciones.anular_requerimiento, pedido, quien.planeacion, motivo="Estaba dos veces")
    otro = ley.requerimiento(quien.planeacion, quien.ajena)
    with pytest.raises(ReglaIncumplida, match="en otro requerimiento"):
        hacer(acciones.reabrir_requerimiento, pedido, quien.planeacion, motivo="Sí era")
    assert sucesos(otro) == ["crear"]
    assert sucesos(pedido)[1:6] == ["responder", "corregir", "cerrar", "reabrir", "cerrar"]


def test_la_situacion_de_la_base_es_la_de_la_funcion(quien, pedido):
    for n, (recibido, plazo) in enumerate(((date(2026, 1, 5), 5), (date(2026, 7, 3), 30))):
        uno = ley.requerimiento(quien.planeacion, quien.propia, radicado=f"S-{n}", recibido=recibido, plazo=plazo)
        hacer(acciones.responder, uno, quien.jefe, **ley.SALIDA)
    cerrado = ley.requerimiento(quien.planeacion, quien.propia, radicado="S-9")
    hacer(acciones.cerrar_requerimiento, cerrado, quien.planeacion, motivo="Lo retiraron")
    ley.requerimiento(quien.planeacion, quien.propia, radicado="S-10", recibido=date(2026, 1, 5))
    anulado = ley.requerimiento(quien.planeacion, quien.propia, radicado="S-11")
    hacer(acciones.anular_requerimiento, anulado, quien.planeacion, motivo="Estaba dos veces")
    assert set(Requerimiento.objects.order_by().values_list("estado", flat=True)) == set(Requerimiento.Estado)
    dichas = {cual: list(Requerimiento.objects.en_situacion(cual, HOY)) for cual in Situacion}
    assert all(uno.situacion(HOY) == cual for cual, filas in dichas.items() for uno in filas)
    assert {cual: len(filas) for cual, filas in dichas.items()} == dict.fromkeys(Situacion, 1)
