"""Lo que el sistema mide de cada estrategia: al lado de lo aceptado, propuesto en la captura y dicho si difiere."""

from datetime import UTC, date, datetime
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from furag.models import Carga, Suscripcion
from planes.acciones import planes as de_planes
from planes.models import Plan
from planes.reglas.implementacion import MOLDES
from politicas.models import Dimension, Equivalencia, Jornada, TipoPlan, VersionModelo
from seguimiento import cifras, medidas
from seguimiento.acciones import avances, cortes
from seguimiento.medidas import Medida, Renglon, del_periodo
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.seguimiento import escenario

MARZO = date(2026, 3, 31)


def test_lo_que_no_se_mide_dice_que_falta_y_nunca_es_cero():
    for estrategia, falta in medidas.FALTA.items():
        medida = Medida(estrategia, porque=falta)
        assert medida.texto.startswith("Todavía no se mide: ") and "0" not in medida.texto
        assert (medida.porcentaje, medida.cantidad("planes"), medida.cantidad("%")) == (None, None, None)


def test_cada_estrategia_se_mide_o_dice_por_que_no_y_ninguna_dos_veces():
    assert set(medidas.FALTA) | set(medidas._MIDEN) == set(MOLDES)
    assert not set(medidas.FALTA) & set(medidas._MIDEN)
    with pytest.raises(ValueError, match="ya la mide"):
        medidas.mide("1")(lambda vigencia, hasta: None)


@pytest.mark.parametrize(
    ("medida", "unidad", "antes", "propone"),
    [
        (Medida("1", 11, 12), "planes", 9, 2),
        (Medida("6", 30, 40), "%", 50, 25),
        # Se midió menos que lo aceptado: no se propone restar.
        (Medida("1", 3, 12), "planes", 9, 0),
        (Medida("3"), "dependencias", 0, None),
    ],
)
def test_propone_lo_que_falta_para_llegar_a_lo_medido(medida, unidad, antes, propone):
    assert del_periodo(SimpleNamespace(unidad=unidad), medida, D(antes)) == propone


@pytest.mark.parametrize(("aceptado", "difiere"), [(D(11), False), (D(12), True), (D(0), True), (None, False)])
def test_difiere_lo_aceptado_que_no_es_lo_medido(aceptado, difiere):
    assert Renglon(SimpleNamespace(unidad="planes"), Medida("1", 11, 12), aceptado).difiere is difiere


def _institucional(n: int, estado: str, **campos) -> Plan:
    tipo = TipoPlan.objects.create(numero=n, desde=2018, nombre=f"Plan {n}", dependencia=f.dependencia())
    return f.plan(estado, clase="INSTITUCIONAL", tipo=tipo, **campos)


@pytest.mark.django_db
def test_se_cuenta_lo_de_la_fecha_sobre_lo_de_la_vigencia_con_las_mismas_consultas():
    vigencia = f.vigencia()
    enero, mayo = (datetime(2026, mes, 20, 10, tzinfo=escenario.BOGOTA) for mes in (1, 5))
    f.plan("APROBADO", aprobado_en=enero)
    f.plan("APROBADO", aprobado_en=mayo)
    f.plan("EN_REVISION")

    def consultas() -> int:
        with CaptureQueriesContext(connection) as hechas:
            leidas.update(medidas.medir(vigencia, MARZO))
        return len(hechas)

    leidas = {}
    con_pocos = consultas()
    assert (leidas["2"].hechos, leidas["2"].de) == (1, 3)
    assert (leidas["1"].hechos, leidas["1"].de, leidas["1"].porcentaje) == (0, 0, None)
    for n, (estado, cuando) in enumerate([("PUBLICADO", enero), ("PUBLICADO", mayo), ("APROBADO", None)], start=1):
        _institucional(n, estado, **({"publicado_en": cuando} if cuando else {}))
    assert consultas() == con_pocos == 7
    assert leidas["1"].texto == "1 de 3 (33,33\xa0%)"


@pytest.fixture
def implementacion(quien):
    """El plan de implementación aprobado, con las estrategias 1 y 3, y el corte T1 abierto."""
    publicado = datetime(2026, 1, 20, 10, tzinfo=escenario.BOGOTA)
    for n in (1, 2, 3):
        _institucional(n, "PUBLICADO", publicado_en=publicado)
    plan = escenario.aprobar_plan(
        quien,
        [
            {"estrategia": "1", "nombre": "Formular", "unidad": "planes", "meta": D(3), "programado_t1": D(3)},
            {"estrategia": "3", "nombre": "Sensibilizar", "unidad": "jornadas", "meta": D(4), "programado_t1": D(4)},
        ],
        clase="IMPLEMENTACION",
        dependencia=quien.planeacion,
    )
    escenario.abrir(quien, 1, escenario.EN_T1)
    return plan


def _pagina(cliente, nombre: str, pk: int, datos=None):
    with time_machine.travel(escenario.EN_T1, tick=False):
        url = reverse(f"seguimiento:{nombre}", args=[pk])
        respuesta = cliente.post(url, datos) if datos else cliente.get(url)
        return respuesta.content.decode() if respuesta.status_code == 200 else respuesta


@pytest.mark.django_db
def test_la_captura_propone_lo_medido_y_la_revision_dice_si_difiere(quien, implementacion, cliente_de):
    corte = f.vigencia().cortes.get(trimestre=1)
    uno, tres = escenario.de(corte, "Formular"), escenario.de(corte, "Sensibilizar")
    cliente = cliente_de(quien.enlace)
    pagina = _pagina(cliente, "avance_editar", uno.pk)
    assert "3 de 3 (100,00\xa0%)" in pagina and "Usar 3 planes" in pagina
    pagina = _pagina(cliente, "avance_editar", tres.pk)
    assert "Todavía no se mide: las jornadas" in pagina and "Usar " not in pagina
    _pagina(cliente, "avance_editar", uno.pk, {"pagina": "a" * 32, "texto": "Se publicaron", "usar_medida": "1"})
    uno.refresh_from_db()
    assert (uno.situacion, uno.cantidad) == ("AVANCE", 3)
    avances.guardar(avance=uno, cambios={"cantidad": (D(3), D(2))}, por=quien.enlace, ahora=escenario.EN_T1)
    uno.refresh_from_db()
    avances.enviar(avance=uno, por=quien.enlace, ahora=escenario.EN_T1)
    pagina = _pagina(cliente_de(quien.revisora), "avance_revisar", uno.pk)
    assert "Con este reporte el año va en 2 y el sistema mide 3." in pagina


@pytest.mark.django_db
def test_el_plan_el_tablero_y_el_publico_las_muestran_al_lado_de_lo_aceptado(quien, implementacion, cliente_de, client):
    corte = f.vigencia().cortes.get(trimestre=1)
    for nombre, cuanto in (("Formular", 2), ("Sensibilizar", 4)):
        escenario.aceptado(escenario.de(corte, nombre), quien, escenario.EN_T1, cuanto)
    cliente = cliente_de(quien.revisora)
    with time_machine.travel(escenario.EN_T1, tick=False):
        del_plan = cliente.get(reverse("seguimiento:plan_avance", args=[implementacion.pk])).content.decode()
        tablero = cliente.get(f"{reverse('seguimiento:tablero')}?ver=planes").content.decode()
    de_planes.publicar(plan=implementacion, por=quien.revisora, ahora=escenario.EN_T1)
    publica = reverse("portal:plan_publico", args=[implementacion.pk])
    antes = client.get(publica).content.decode()
    assert "El sistema mide" not in antes, "lo que no ha cerrado todavía no es público"
    cortes.cerrar(corte=corte, por=quien.revisora, ahora=escenario.TRAS_T1)
    for pagina in (del_plan, tablero, client.get(publica).content.decode()):
        assert "3 de 3 (100,00\xa0%)" in pagina and "2 planes" in pagina and "Difiere de lo aceptado" in pagina
        assert "Todavía no se mide: las jornadas" in pagina and "4 jornadas" in pagina


@pytest.mark.django_db
def test_lo_medido_en_un_corte_cerrado_no_cambia_aunque_cambien_los_planes_y_el_catalogo(quien, implementacion):
    corte = f.vigencia().cortes.get(trimestre=1)
    for nombre, cuanto in (("Formular", 2), ("Sensibilizar", 4)):
        escenario.aceptado(escenario.de(corte, nombre), quien, escenario.EN_T1, cuanto)
    corte = cortes.cerrar(corte=corte, por=quien.revisora, ahora=escenario.TRAS_T1)
    antes, huella = medidas.medir_en(corte, MARZO), cifras.huella(corte)
    assert antes["1"].texto == "3 de 3 (100,00\xa0%)" and huella == corte.sha256
    Plan.objects.filter(clase="INSTITUCIONAL").update(publicado_en=escenario.TRAS_T1)
    TipoPlan.objects.create(numero=13, desde=2018, nombre="Otro", dependencia=f.dependencia())
    assert medidas.medir(corte.vigencia, MARZO)["1"].hechos == 0
    assert medidas.medir_en(corte, MARZO) == antes and medidas.medir_una_en(corte, "1") == antes["1"]
    assert medidas.renglones(implementacion, corte, MARZO)[0].medida.hechos == 3
    corte.medidas.filter(estrategia="1").update(hechos=2)
    assert cifras.huella(corte) != huella, "la huella también responde por lo medido"
    corte.medidas.all().delete()
    assert medidas.medir_en(corte, MARZO)["1"].texto.startswith("No se midió entonces: ")


@pytest.mark.django_db
def test_el_tipo_de_plan_que_se_agrega_despues_no_cambia_sobre_cuantos_se_conto_antes():
    _institucional(1, "APROBADO")
    vigencia = f.vigencia()
    f.vigencia(2027)
    TipoPlan.objects.create(numero=13, desde=2027, nombre="Otro", dependencia=f.dependencia())
    assert [medidas.medir(una, MARZO)["1"].de for una in (vigencia, f.vigencia(2027))] == [1, 2]
    TipoPlan.objects.filter(numero=1).update(hasta=2026)
    assert [medidas.medir(una, MARZO)["1"].de for una in (vigencia, f.vigencia(2027))] == [1, 1]


@pytest.mark.django_db
def test_mientras_se_captura_no_se_cuenta_lo_que_paso_despues_de_la_fecha_de_corte(quien, implementacion):
    corte = f.vigencia().cortes.get(trimestre=1)
    hoy = escenario.EN_T1.date()
    assert corte.esta_abierto and hoy > corte.fecha_corte
    _institucional(4, "PUBLICADO", publicado_en=escenario.EN_T1)
    assert medidas.medir(corte.vigencia, hoy)["1"].hechos == 4
    assert medidas.medir_en(corte, hoy)["1"].hechos == 3 == medidas.medir_una_en(corte, "1").hechos


@pytest.mark.django_db
def test_al_lado_de_un_corte_va_lo_aceptado_hasta_el_y_no_lo_de_despues():
    una = f.actividad(programado=(3, 4, None, None))
    for trimestre, cuanto in ((1, 3), (2, 4)):
        f.avance(una, f.corte(trimestre, "CERRADO"), "ACEPTADO", cuanto)
    assert [medidas.aceptado_de([una], trimestre) for trimestre in (1, 2)] == [{una.pk: 3}, {una.pk: 7}]


def _jornada(*politicas, **campos):
    base = {
        "tipo": "SOCIALIZACION", "vigencia": f.vigencia(), "vigencia_medida": 2025, "titulo": "Todo",
        "fecha": MARZO, "asistentes": 9, "modalidad": "VIRTUAL", "dependencia": f.dependencia(), "publico": "Todos",
        "estado": "REALIZADA",
        **{f"{que}_{como}": valor for que in ("creada", "realizada") for como, valor in _firma()},
    }  # fmt: skip
    jornada = Jornada.objects.create(**base | campos)
    jornada.politicas.set(politicas)


def _firma():
    return (("en", f.AHORA), ("por", f.persona("planeacion")))


@pytest.mark.django_db
def test_se_socializan_los_resultados_de_las_politicas_que_los_tienen():
    vigencia, hoy = f.vigencia(), date(2026, 7, 10)
    una, otra, sin_medir = f.politica(), f.politica(), f.politica()
    assert medidas.medir_una("7", vigencia, hoy).texto.startswith("Todavía no se mide: ")
    ff.carga({"La nuestra": {una.codigo_furag: 80, otra.codigo_furag: 0, sin_medir.codigo_furag: None}})
    assert medidas.medir_una("7", vigencia, MARZO).hechos is None, "se confirmaron después"
    _jornada(una, sin_medir)
    _jornada(otra, fecha=date(2026, 7, 11))
    _jornada(otra, vigencia_medida=2024)
    _jornada(otra, tipo="SENSIBILIZACION", vigencia_medida=None)
    medida = medidas.medir_una("7", vigencia, hoy)
    assert (medida.hechos, medida.de) == (1, 2)


@pytest.mark.django_db
def test_los_resultados_corregidos_ya_se_sabian_y_son_de_las_politicas_que_les_siguieron():
    v7 = VersionModelo.objects.create(nombre="v7", titulo="Versión 7")
    vigencia = f.vigencia(2026, version=v7)
    antes, otra = f.politica(codigo_furag="POL01"), f.politica(codigo_furag="POL02")
    dimension = Dimension.objects.create(version=v7, codigo="D1", nombre="Talento", orden=1)
    # En la versión nueva el código es de otra.
    ahora, nueva = (f.politica(dimension, codigo_furag=codigo) for codigo in ("POL02", "POL01"))
    Equivalencia.objects.create(de=antes, a=ahora)
    primera = ff.carga({"La nuestra": {"POL01": 80}}, confirmada_en=datetime(2026, 3, 20, 15, tzinfo=UTC))
    Carga.objects.filter(pk=primera.pk).update(estado="REEMPLAZADA")
    ff.carga({"La nuestra": {"POL01": 81}})
    _jornada(nueva, otra, fecha=MARZO)
    medida = medidas.medir_una("7", vigencia, MARZO)
    assert (medida.hechos, medida.de) == (0, 1)
    _jornada(ahora, fecha=MARZO)
    assert medidas.medir_una("7", vigencia, MARZO).hechos == 1


@pytest.mark.django_db
def test_se_cuentan_las_politicas_con_su_mejoramiento_suscrito():
    vigencia, hoy = f.vigencia(), date(2026, 7, 10)
    una, otra = f.politica(), f.politica()
    firma = {"foto": [], "sha256": "0" * 64, **{f"suscrita_{como}": valor for como, valor in _firma()}}
    anulada = {f"anulada_{como}": valor for como, valor in _firma()} | {"anulada_motivo": "Error."}
    for politica, medida, mas in ((una, 2025, {}), (una, 2024, {}), (otra, 2025, anulada)):
        plan = f.plan("APROBADO", clase="MEJORAMIENTO", vigencia_medida=medida, politica=politica)
        Suscripcion.objects.create(plan=plan, version=f.version(plan), **firma, **mas)
    medida = medidas.medir_una("8", vigencia, hoy)
    assert (medida.hechos, medida.de) == (1, 2)
    assert medidas.medir_una("8", vigencia, MARZO).hechos == 0
