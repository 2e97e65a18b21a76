"""La modificación frente a lo que rige, para quien la formula y para quien la decide."""

import pytest

from planes.acciones import propuestas
from planes.acciones.actividades import eliminar_actividad
from planes.models import Actividad
from tests import fabricas as f


def pagina(cliente, propuesta, consulta="") -> str:
    """El texto de la página."""
    return cliente.get(f"/planes/propuestas/{propuesta.pk}/{consulta}").content.decode()


def test_la_diferencia_es_por_palabras_y_dice_lo_que_sigue_igual(quien, enviada):
    texto = pagina(quien.cliente.planeacion, enviada)
    assert "1 actividad que cambia y 1 actividad sin cambios" in texto
    assert "(sale:) </span>documentos" in texto
    assert "(entra:) </span>actas" in texto
    assert "Capacitar a los jefes" in texto
    assert "Capacitar a los jefes" not in pagina(quien.cliente.planeacion, enviada, "?ver=cambios")


def test_la_diferencia_es_frente_a_lo_que_rige_hoy_y_no_frente_a_la_base(quien, enviada):
    """Una errata corregida después de enviarla no aparece como cambio: ya rige."""
    Actividad.objects.filter(nombre="Capacitar a los jefes").update(nombre="Formar a los jefes")
    texto = pagina(quien.cliente.planeacion, enviada)
    assert "1 actividad que cambia y 1 actividad sin cambios" in texto
    assert "Formar a los jefes" in texto


def test_una_que_se_retira_es_una_fila_que_dice_que_pasa_con_lo_medido_y_se_puede_conservar(quien, propuesta):
    linea = propuesta.actividades.get(numero="2")
    eliminar_actividad(actividad=linea, por=quien.jefe, ahora=f.AHORA)
    texto = pagina(quien.cliente.jefe, propuesta)
    assert "Se retira" in texto
    assert "deja de deberse" in texto
    assert f"/planes/propuestas/lineas/{linea.pk}/conservar/" in texto
    assert "conservar/" not in pagina(quien.cliente.planeacion, propuestas.enviar(
        propuesta=propuesta, motivo="Ya no.", frase="No va.", por=quien.jefe, ahora=f.AHORA
    ))  # fmt: skip


def test_dice_si_es_sustancial_y_desde_cuando_rige(quien, propuesta):
    assert "cambio <strong>sustancial</strong>" in pagina(quien.cliente.jefe, propuesta)
    propuesta.actividades.filter(numero="1").update(unidad="documentos", nombre="Publicarlo")
    assert "cambio <strong>menor</strong>" in pagina(quien.cliente.jefe, propuesta)


def test_cada_quien_ve_lo_que_le_toca(quien, enviada):
    del_jefe, de_planeacion = (pagina(c, enviada) for c in (quien.cliente.jefe, quien.cliente.planeacion))
    assert "Recuperar para corregir" in del_jefe
    assert "Devolver con estas observaciones" not in del_jefe
    assert "Devolver con estas observaciones" in de_planeacion
    assert "/aprobar/?version=" in de_planeacion
    assert "/aprobar/" not in pagina(quien.cliente.comite, enviada)


def test_lo_que_choca_lleva_a_elegirlo(quien, propuesta):
    Actividad.objects.filter(numero="1").update(unidad="expedientes")
    texto = pagina(quien.cliente.jefe, propuesta)
    assert "«Unidad de medida» cambió en lo que rige" in texto
    assert f"/planes/propuestas/{propuesta.pk}/conciliar/" in texto


@pytest.mark.parametrize("verbo", ["desistir", "aprobar"])
def test_decidida_sigue_diciendo_que_cambiaba(quien, enviada, verbo):
    if verbo == "desistir":
        propuestas.desistir(propuesta=enviada, motivo="No va.", por=quien.jefe, ahora=f.AHORA)
    else:
        quien.cliente.planeacion.post(
            f"/planes/propuestas/{enviada.pk}/aprobar/", {"version": enviada.version, "acto": "PENDIENTE"}
        )
    texto = pagina(quien.cliente.jefe, enviada)
    assert "(entra:) </span>actas" in texto
    assert ("No va." if verbo == "desistir" else "La versión 2") in texto


def _con(quien, propuesta, cuantas: int) -> None:
    for n in range(cuantas):
        f.actividad(propuesta.plan, numero=f"n{n}", nombre="Otra")


def test_las_consultas_no_dependen_de_cuantas_actividades_haya(quien, enviada, consultas):
    pagina(quien.cliente.planeacion, enviada)
    with consultas() as con_pocas:
        pagina(quien.cliente.planeacion, enviada)
    _con(quien, enviada, 120)
    with consultas() as con_muchas:
        pagina(quien.cliente.planeacion, enviada)
    assert len(con_muchas) == len(con_pocas)
