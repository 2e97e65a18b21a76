"""Informes de ley: sus vencimientos, quién los toca, y copiar el calendario del año anterior."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes.acciones import informes_de_ley as acciones
from planes.acciones import vencimientos
from planes.models import InformeDeLey, Vencimiento
from planes.reglas.de_ley import Situacion
from tests import fabricas as f
from tests.planes import ley

pytestmark = pytest.mark.django_db
AHORA, HOY = ley.AHORA, ley.HOY


@pytest.fixture
def informe(quien):
    return ley.informe(quien.planeacion, quien.propia)


def presentar(vencimiento, por, **campos):
    datos = ley.SALIDA | {"version": vencimiento.version} | campos
    return vencimientos.presentar(vencimiento=vencimiento, por=por, ahora=AHORA, **datos)


def test_nace_con_los_vencimientos_del_anio_y_una_sola_vez(quien, informe, sucesos):
    fechas = list(informe.vencimientos.values_list("periodo", "vence"))
    assert fechas == [
        ("Primer trimestre", date(2026, 4, 15)),
        ("Segundo trimestre", date(2026, 7, 15)),
        ("Tercer trimestre", date(2026, 10, 15)),
        ("Cuarto trimestre", date(2027, 1, 15)),
    ]
    assert sucesos(informe) == ["crear"] and not informe.de_control
    with pytest.raises(ValidationError, match="ya tiene un informe con ese nombre"):
        ley.informe(quien.planeacion, quien.ajena, nombre="INFORME DE AUSTERIDAD")
    with pytest.raises(ReglaIncumplida, match="vence entre"):
        ley.informe(quien.planeacion, quien.ajena, nombre="Otro", primero=date(2027, 6, 1))


def test_lo_de_control_interno_es_suyo_y_lo_demas_no(quien, informe):
    suyo = ley.informe(quien.control, quien.oficina, nombre="Evaluación del control interno")
    assert suyo.de_control
    with pytest.raises(ReglaIncumplida, match="elija su propia dependencia"):
        ley.informe(quien.control, quien.propia, nombre="De otra")
    for ajeno, por in ((suyo, quien.planeacion), (informe, quien.control), (informe, quien.jefe)):
        with pytest.raises(ReglaIncumplida, match="No le corresponde"):
            acciones.anular_informe(informe=ajeno, motivo="No", version=0, por=por, ahora=AHORA)
    with pytest.raises(ReglaIncumplida, match="No le corresponde"):
        presentar(suyo.vencimientos.first(), quien.planeacion)
    assert presentar(suyo.vencimientos.first(), quien.control).estado == "PRESENTADO"


def test_lo_que_se_traslada_a_control_interno_es_suyo(quien, informe):
    suya = f.dependencia("Oficina de Control Interno")
    auditora = f.persona("control_interno", suya)
    with pytest.raises(ReglaIncumplida, match="lo registra Control Interno"):
        ley.informe(quien.planeacion, suya, nombre="Evaluación")
    datos = {"dependencia": suya, "motivo": "Es de ella", "version": 0}
    assert acciones.trasladar_informe(informe=informe, **datos, por=quien.planeacion, ahora=AHORA).de_control
    assert presentar(Vencimiento.objects.first(), auditora).estado == "PRESENTADO"
    # Lo que Planeación le registró antes de que hubiera nadie allí se le pasa después.
    nueva = f.dependencia()
    otro = ley.informe(quien.planeacion, nueva, nombre="Evaluación")
    f.persona("control_interno", nueva)
    datos = {"dependencia": nueva, "motivo": "Ya hay quien lo lleve", "version": 0}
    assert acciones.trasladar_informe(informe=otro, **datos, por=quien.planeacion, ahora=AHORA).de_control


def test_se_presenta_tarde_se_corrige_y_se_reabre_con_traza(quien, informe, sucesos):
    primero = presentar(informe.vencimientos.first(), quien.jefe)
    assert primero.situacion(HOY) == Situacion.TARDE
    with pytest.raises(EstadoCambiado, match="radicado EXT-1"):
        presentar(primero, quien.jefe, version=0)
    leido = {"vencimiento": primero, "motivo": "Se anotó mal", "por": quien.jefe, "ahora": AHORA}
    corregido = vencimientos.corregir_presentado(radicado="EXT-9", fecha=date(2026, 4, 15), version=1, **leido)
    assert corregido.situacion(HOY) == Situacion.A_TIEMPO
    reabierto = vencimientos.reabrir_vencimiento(**leido | {"por": quien.planeacion}, version=2)
    assert (reabierto.estado, reabierto.radicado_salida, reabierto.salida_nota) == ("PENDIENTE", "", "")
    assert sucesos(primero) == ["presentar", "corregir", "reabrir"]


def test_el_anio_mal_escrito_no_lo_presenta_a_tiempo(quien, informe):
    primero = informe.vencimientos.first()
    with pytest.raises(ReglaIncumplida, match="Revise el año"):
        presentar(primero, quien.jefe, fecha=date(2016, 4, 15))
    assert presentar(primero, quien.jefe, fecha=date(2025, 12, 20)).situacion(HOY) == Situacion.A_TIEMPO
    leido = {"vencimiento": primero, "motivo": "Mal", "version": 1, "por": quien.jefe, "ahora": AHORA}
    with pytest.raises(ReglaIncumplida, match="Revise el año"):
        vencimientos.corregir_presentado(radicado="EXT-1", fecha=date(1926, 4, 15), **leido)


def test_trasladar_mueve_lo_que_falta_y_deja_lo_presentado_con_quien_lo_presento(quien, informe, sucesos):
    presentado, leido = presentar(informe.vencimientos.first(), quien.jefe), informe.vencimientos.last()
    datos = {"dependencia": quien.ajena, "motivo": "Cambió el reparto", "version": 0}
    acciones.trasladar_informe(informe=informe, **datos, por=quien.planeacion, ahora=AHORA)
    de_quien = list(informe.vencimientos.values_list("dependencia", flat=True))
    assert de_quien == [quien.propia.pk, *[quien.ajena.pk] * 3]
    assert InformeDeLey.objects.visibles_para(quien.jefe.perfil(AHORA)).get() == informe
    assert (sucesos(leido), sucesos(presentado)) == (["trasladar"], ["presentar"])
    dicho = Suceso.objects.de(leido).get()
    assert dicho.changes == {"dependencia": [str(quien.propia.pk), str(quien.ajena.pk)]} and dicho.nota
    # Quien lo tenía a la vista lo vuelve a leer.
    with pytest.raises(EstadoCambiado, match=str(quien.ajena)):
        presentar(leido, quien.planeacion)


def test_anular_un_informe_anula_lo_que_falta_y_deja_registrarlo_otra_vez(quien, informe, sucesos):
    presentar(informe.vencimientos.first(), quien.jefe)
    acciones.anular_informe(informe=informe, motivo="Se derogó", version=0, por=quien.planeacion, ahora=AHORA)
    assert list(informe.vencimientos.values_list("estado", flat=True)) == ["PRESENTADO", *["ANULADO"] * 3]
    assert sucesos(informe.vencimientos.last()) == ["anular"]
    datos = {"motivo": "Sí se debe", "version": 1, "por": quien.planeacion, "ahora": AHORA}
    with pytest.raises(ReglaIncumplida, match="está anulado"):
        vencimientos.reabrir_vencimiento(vencimiento=informe.vencimientos.last(), **datos)
    assert ley.informe(quien.planeacion, quien.propia).pk != informe.pk


def test_la_situacion_de_la_base_es_la_de_la_funcion(quien, informe):
    presentar(informe.vencimientos.first(), quien.jefe)
    otro = ley.informe(quien.planeacion, quien.propia, nombre="Otro", primero=date(2026, 1, 30))
    presentar(otro.vencimientos.first(), quien.jefe, fecha=date(2026, 1, 30))
    # El último día todavía no está vencido.
    ley.informe(quien.planeacion, quien.propia, nombre="De hoy", periodicidad="UNICO", primero=HOY)
    datos = {"motivo": "No se debe", "version": 0, "por": quien.planeacion, "ahora": AHORA}
    vencimientos.anular_vencimiento(vencimiento=otro.vencimientos.last(), **datos)
    assert set(Vencimiento.objects.order_by().values_list("estado", flat=True)) == set(Vencimiento.Estado)
    vistas = set()
    for cual in Situacion:
        for uno in Vencimiento.objects.en_situacion(cual, HOY):
            assert uno.situacion(HOY) == cual
            vistas.add(uno.pk)
    assert vistas == set(Vencimiento.objects.values_list("pk", flat=True))


def test_se_debe_lo_que_viene_y_el_siguiente_de_cada_informe(quien, informe):
    presentar(informe.vencimientos.first(), quien.jefe)
    deben = Vencimiento.objects.que_se_deben(HOY)
    assert list(deben.values_list("numero", flat=True)) == [2]
    assert Vencimiento.objects.que_se_deben(date(2026, 12, 31)).count() == 2


def test_copiar_el_calendario_no_repite_y_dice_lo_que_no_copio(quien, informe):
    ley.informe(quien.control, quien.oficina, nombre="De Control Interno")
    f.vigencia(2027)
    ley.informe(quien.planeacion, quien.ajena, nombre="Otro")
    siguiente = f.vigencia(2027)
    ley.informe(quien.planeacion, quien.ajena, nombre="otro", vigencia=siguiente, primero=date(2027, 4, 15))
    copia = acciones.copiar_calendario(vigencia=siguiente, por=quien.planeacion, ahora=AHORA)
    assert [c.nombre for c in copia.copiados] == ["Informe de austeridad"] and copia.no == [("Otro", "ya está")]
    (copiado,) = InformeDeLey.objects.filter(copiado_de=informe)
    assert [v.vence for v in copiado.vencimientos.all()][::3] == [date(2027, 4, 15), date(2028, 1, 15)]
    assert acciones.copiar_calendario(vigencia=siguiente, por=quien.planeacion, ahora=AHORA).copiados == []
    de_control = acciones.copiar_calendario(vigencia=siguiente, por=quien.control, ahora=AHORA)
    assert [c.nombre for c in de_control.copiados] == ["De Control Interno"]


def test_copiar_deja_lo_que_se_presentaba_una_sola_vez_y_el_29_de_febrero_pasa_al_28(quien):
    de = f.vigencia(2028)
    ley.informe(quien.planeacion, quien.propia, vigencia=de, periodicidad="UNICO", primero=date(2028, 5, 2))
    bisiesto = {"vigencia": de, "periodicidad": "ANUAL", "primero": date(2028, 2, 29), "nombre": "Anual"}
    ley.informe(quien.planeacion, quien.propia, **bisiesto)
    copia = acciones.copiar_calendario(vigencia=f.vigencia(2029), por=quien.planeacion, ahora=AHORA)
    assert copia.no == [("Informe de austeridad", "se presentaba una sola vez")]
    (copiado,) = copia.copiados
    assert copiado.vencimientos.get().vence == date(2029, 2, 28)


# Lo que cada año es otro: lo demás que tenga un informe se copia.
DE_CADA_ANIO = {
    *("id", "vigencia", "dependencia", "copiado_de", "version", "creado_en", "creado_por"),
    *("anulado_en", "anulado_por", "anulado_motivo"),
}


def test_copiar_lleva_todo_lo_que_dice_el_informe(quien):
    anterior = ley.informe(quien.control, quien.oficina, nota="Se arma desde diciembre")
    acciones.copiar_calendario(vigencia=f.vigencia(2027), por=quien.control, ahora=AHORA)
    copiado = InformeDeLey.objects.get(copiado_de=anterior)
    for campo in InformeDeLey._meta.concrete_fields:
        if campo.name not in DE_CADA_ANIO:
            dice = campo.value_from_object(anterior)
            assert dice != campo.get_default(), f"«{campo.name}» no dice nada que se pueda perder"
            assert campo.value_from_object(copiado) == dice, campo.name


def test_copiar_cuesta_lo_mismo_con_uno_que_con_muchos(quien, informe, consultas):
    siguiente = f.vigencia(2027)

    def cuestan():
        with consultas() as hechas:
            acciones.copiar_calendario(vigencia=siguiente, por=quien.planeacion, ahora=AHORA)
        return len(hechas)

    uno = cuestan()
    for n in range(5):
        ley.informe(quien.planeacion, f.dependencia(), nombre=f"Informe {n}")
    assert cuestan() <= uno


def test_con_la_vigencia_cerrada_no_se_registra_pero_lo_debido_se_presenta(quien, informe):
    f.vigencia().__class__.objects.update(cerrada_en=timezone.now(), cerrada_por=quien.planeacion)
    with pytest.raises(ReglaIncumplida, match="ya se cerró"):
        ley.informe(quien.planeacion, quien.propia, nombre="Tardío")
    assert presentar(informe.vencimientos.last(), quien.jefe).estado == "PRESENTADO"
