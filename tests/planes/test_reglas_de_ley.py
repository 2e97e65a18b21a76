"""Cuándo vence lo que manda una norma o pide otra entidad, y cómo va frente a su plazo."""

from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest

from mipg.usuarios.reglas import Papel, Perfil
from planes.models import Periodicidad, Requerimiento, Vencimiento
from planes.reglas import de_ley as reglas

HOY = date(2026, 7, 6)


def test_cada_periodicidad_reparte_el_anio_desde_la_primera_fecha():
    assert set(reglas.MESES_DE) == set(Periodicidad)
    cuantos = {cada: len(list(reglas.vencimientos(cada, HOY))) for cada in Periodicidad}
    assert cuantos == {
        "ANUAL": 1, "SEMESTRAL": 2, "CUATRIMESTRAL": 3, "TRIMESTRAL": 4, "BIMESTRAL": 6, "MENSUAL": 12, "UNICO": 1,
    }  # fmt: skip
    assert list(reglas.vencimientos("SEMESTRAL", date(2026, 6, 30))) == [
        ("Primer semestre", date(2026, 6, 30)),
        ("Segundo semestre", date(2026, 12, 31)),
    ]
    mensuales = list(reglas.vencimientos("MENSUAL", date(2026, 1, 30)))
    assert mensuales[1] == ("Febrero", date(2026, 2, 28))
    # Desde febrero el día no se pierde: marzo vuelve al 30.
    assert mensuales[2] == ("Marzo", date(2026, 3, 30))
    # El que empieza entrado el año informa del mes que terminó, y da la vuelta.
    for primero in (date(2026, 7, 31), date(2026, 8, 10)):
        periodos = [periodo for periodo, _ in reglas.vencimientos("MENSUAL", primero)]
        assert (periodos[0], periodos[5], periodos[-1]) == ("Julio", "Diciembre", "Junio")
    (anual,), (unico,) = (list(reglas.vencimientos(cada, HOY)) for cada in ("ANUAL", "UNICO"))
    assert (anual, unico) == (("Anual", HOY), ("Único", HOY))


@pytest.mark.parametrize(
    ("clase", "plazo", "vence"),
    [
        # El viernes 3 de julio de 2026 más cinco hábiles; el lunes 13 es festivo (Ley 2578 de 2026).
        ("HABILES", 5, date(2026, 7, 10)),
        ("HABILES", 6, date(2026, 7, 14)),
        ("CALENDARIO", 5, date(2026, 7, 8)),
        ("FECHA", None, date(2026, 8, 1)),
        ("HABILES", None, None),
    ],
)
def test_el_plazo_se_cuenta_desde_el_dia_siguiente_al_recibo(clase, plazo, vence):
    dicho = reglas.vence_el(recibido=date(2026, 7, 3), clase=clase, plazo=plazo, fecha=date(2026, 8, 1), asuetos=())
    assert dicho == vence


def test_un_asueto_local_corre_el_plazo_habil_y_no_el_calendario():
    asuetos = {date(2026, 7, 7)}
    de = {"recibido": date(2026, 7, 3), "fecha": None, "asuetos": asuetos}
    assert reglas.vence_el(clase="HABILES", plazo=5, **de) == date(2026, 7, 14)
    assert reglas.vence_el(clase="CALENDARIO", plazo=5, **de) == date(2026, 7, 8)


@pytest.mark.parametrize(
    ("estado", "vence", "salida", "situacion"),
    [
        ("PENDIENTE", HOY, None, "POR_VENCER"),
        ("PENDIENTE", date(2026, 7, 5), None, "VENCIDO"),
        ("PRESENTADO", HOY, HOY, "A_TIEMPO"),
        ("RESPONDIDO", HOY, date(2026, 7, 7), "TARDE"),
        ("CERRADO", HOY, HOY, "A_TIEMPO"),
        ("CERRADO", HOY, None, "SIN_RESPUESTA"),
        ("ANULADO", date(2026, 1, 1), None, "ANULADO"),
    ],
)
def test_como_va_frente_a_su_plazo(estado, vence, salida, situacion):
    fila = SimpleNamespace(estado=estado, vence=vence, fecha_salida=salida)
    assert reglas.situacion(fila, HOY) == situacion


DE_CADA_ESTADO = {
    "PENDIENTE": {"VENCIDO", "POR_VENCER"},
    "PRESENTADO": {"A_TIEMPO", "TARDE"},
    "RESPONDIDO": {"A_TIEMPO", "TARDE"},
    "CERRADO": {"A_TIEMPO", "TARDE", "SIN_RESPUESTA"},
    "ANULADO": {"ANULADO"},
}


def test_todo_estado_tiene_su_situacion_y_una_sola():
    """Un estado nuevo dice aquí cómo va frente a su plazo: «cerrado sin respuesta» no se supone."""
    assert set(DE_CADA_ESTADO) == {*Vencimiento.Estado.values, *Requerimiento.Estado.values}
    for estado, esperadas in DE_CADA_ESTADO.items():
        caen = set()
        for vence, salida in product((date(2026, 7, 5), HOY), (None, HOY)):
            fila = SimpleNamespace(estado=estado, vence=vence, fecha_salida=salida)
            (cual,) = (cual for cual, hecho in reglas.situaciones(HOY).items() if hecho(fila))
            caen.add(cual)
        assert esperadas <= caen, estado


@pytest.mark.parametrize(
    ("rol", "de_control", "lleva", "responde", "devuelve"),
    [
        ("planeacion", False, True, True, False),
        ("planeacion", True, False, False, False),
        ("control_interno", False, False, False, False),
        ("control_interno", True, True, True, False),
        ("jefe", False, False, True, True),
        ("jefe", True, False, False, False),
        ("enlace", False, False, False, False),
        ("comite", False, False, False, False),
    ],
)
def test_quien_lleva_responde_y_devuelve(rol, de_control, lleva, responde, devuelve):
    """Aun en su propia dependencia, nadie toca lo de Control Interno, ni Control Interno lo demás."""
    perfil = Perfil(1, HOY, (Papel(rol, 7),))
    fila = SimpleNamespace(de_control=de_control, dependencia_id=7)
    dicho = (reglas.lleva(fila, perfil), reglas.responde(fila, perfil), reglas.devuelve(fila, perfil))
    assert dicho == (lleva, responde, devuelve)


def test_lo_que_le_falta_a_lo_que_sale():
    def campos(**cambios):
        datos = {"radicado": "1", "fecha": HOY, "hoy": HOY, "soporte": True, "nota": ""} | cambios
        return [p.campo for p in reglas.problemas_de_salida(**datos)]

    assert campos() == campos(soporte=False, nota="Reposa en archivo") == []
    assert campos(radicado=" ", soporte=False) == ["radicado", "archivo"]
    assert campos(fecha=date(2026, 7, 7)) == campos(desde=date(2026, 7, 7)) == ["fecha"]
