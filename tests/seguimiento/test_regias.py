"""Lo que se aprueba durante la captura de un trimestre ya cortado no altera su medida: se mide como regía."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mipg.reglas import ReglaIncumplida
from planes.acciones import tardias as de_tardias
from planes.acciones.planes import congelar
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas.medida import Trimestre, agregar, medir, porcentaje
from planes.reglas.tardias import mover
from seguimiento import cifras
from seguimiento.acciones import cortes
from seguimiento.acciones.conciliacion import conciliar
from seguimiento.cumplimiento import actividades_medidas, por_grupo
from seguimiento.formulas import COLUMNAS
from seguimiento.models import Avance, Cifra, Corte, Regia
from seguimiento.models.regias import MEDIDOS
from seguimiento.reglas.cumplimiento import estado_de_plazo
from tests import fabricas as f
from tests.seguimiento import escenario as e
from tests.seguimiento.test_cumplimiento import _actividades

pytestmark = pytest.mark.django_db
AHORA, HOY = e.EN_T2, e.EN_T2.date()


def _version(plan, clase="MODIFICACION", ahora=AHORA) -> VersionPlan:
    """Congela el plan como acaba de quedar."""
    fresco = Plan.objects.select_related("vigencia", "politica__dimension", "tipo", "dependencia").get(pk=plan.pk)
    return congelar(fresco, acto="Acta", clase=clase, rige_desde=ahora.date(), por=f.persona(), ahora=ahora)


def _del_plan(corte, hoy=HOY) -> Cifra:
    corte = Corte.objects.select_related("vigencia").get(pk=corte.pk)
    return next(c for c in cifras.de_corte(corte, hoy=hoy) if c.ambito == "PLAN")


def _conciliar(abierto, ahora=AHORA):
    return conciliar(corte=abierto.corte, por=abierto.revisora, ahora=ahora)


@pytest.fixture
def aceptado(abierto):
    """El ejemplo con T2 abierto, pasada su fecha de corte, y sus dos reportes aceptados."""
    e.aceptado(abierto.informes, abierto, AHORA, 2)
    e.aceptado(abierto.peticiones, abierto, AHORA, 80)
    return abierto


def _modificar(abierto) -> None:
    """Cambia pesos y metas, retira una y añade otra."""
    informes, peticiones, hito = abierto.plan.actividades.order_by("orden")
    Actividad.objects.filter(pk=informes.pk).update(ponderacion=D(70), meta=D(20), programado_t4=D(12))
    Actividad.objects.filter(pk=peticiones.pk).update(retirada_en=AHORA, retirada_por=abierto.revisora)
    Actividad.objects.filter(pk=hito.pk).update(ponderacion=D(10), fecha_fin=date(2026, 12, 30))
    f.actividad(abierto.plan, (None, None, D(1), None), numero="9", ponderacion=D(20), dependencia=abierto.hacienda)
    _version(abierto.plan)


def test_se_guarda_lo_que_regia_de_todo_lo_que_mira_la_medida():
    # De los avances (`a1__cantidad`) no: el corte los congela aparte.
    assert set(MEDIDOS) == {campo for campo in COLUMNAS.values() if "__" not in campo}
    assert {campo.name for campo in Regia._meta.fields} == {"id", "corte", "actividad", "cuenta", *MEDIDOS}


def test_una_modificacion_durante_la_captura_no_altera_el_corte_ni_al_cerrarlo(aceptado):
    antes = _del_plan(aceptado.corte)
    _modificar(aceptado)
    # Ni un instante se mide con lo nuevo: lo que regía queda guardado con la versión, aunque nadie concilie.
    assert Regia.objects.count() == 3
    ahora = _del_plan(aceptado.corte)
    assert [getattr(ahora, c) for c in ("cumplimiento", "cobertura", "anual", "n_partes", "n_esperados")] == [
        getattr(antes, c) for c in ("cumplimiento", "cobertura", "anual", "n_partes", "n_esperados")
    ]
    _conciliar(aceptado)
    cerrado = cortes.cerrar(corte=aceptado.corte, por=aceptado.revisora, ahora=e.TRAS_T2)
    # Guarda la versión que midió, no la última.
    assert cerrado.cifras.get(ambito="PLAN", plan=aceptado.plan).version.numero == 1
    de_actividad = {c.foto["actividad"]: c for c in cerrado.cifras.filter(ambito="ACTIVIDAD")}
    assert de_actividad.keys() == {
        "Publicar informes de gestión",
        "Responder las peticiones a tiempo",
        "Expedir la política",
    }
    informes = de_actividad["Publicar informes de gestión"]
    assert (informes.foto["meta"], informes.foto["programado"], informes.peso) == ("10", ["2", "3", "3", "2"], D(50))
    # El siguiente ya se mide con lo que rige: sin la retirada y con la nueva.
    t3 = e.abrir(aceptado, 3, datetime(2026, 10, 5, 9, tzinfo=e.BOGOTA))
    assert {a.actividad.numero for a in Avance.objects.del_corte(t3)} == {"1", "9"}
    assert _del_plan(t3).n_partes == 3


def test_lo_modificado_entre_la_fecha_de_corte_y_la_apertura_no_altera_el_corte(abierto):
    Regia.objects.all().delete()
    Avance.objects.filter(corte=abierto.corte).delete()
    Corte.objects.filter(pk=abierto.corte.pk).update(estado="PROGRAMADO", abierto_en=None, abierto_por=None)
    _modificar(abierto)
    assert not Regia.objects.exists()
    cortes.abrir(corte=Corte.objects.get(pk=abierto.corte.pk), por=abierto.revisora, ahora=AHORA)
    assert Regia.objects.count() == 3


def test_conciliar_dos_veces_no_cambia_nada_y_lo_guardado_se_comprueba(aceptado):
    _modificar(aceptado)
    Regia.objects.all().delete()
    with pytest.raises(CommandError, match="3 actividades de T2 de 2026"):
        call_command("comprobar_cortes")
    with pytest.raises(ReglaIncumplida, match="por conciliar"):
        cortes.cerrar(corte=aceptado.corte, por=aceptado.revisora, ahora=e.TRAS_T2)
    assert _conciliar(aceptado).como_regian == 3
    assert not _conciliar(aceptado)
    call_command("comprobar_cortes")


def test_lo_que_cambia_antes_de_la_fecha_de_corte_si_rige(aceptado):
    Corte.objects.update(fecha_corte=date(2026, 7, 10))
    _modificar(aceptado)
    hecho = _conciliar(aceptado)
    assert (hecho.soltados, hecho.como_regian) == (1, 0)
    assert _del_plan(aceptado.corte).n_partes == 3
    suelto = Avance.objects.get(pk=aceptado.peticiones.pk)
    # Lo ya escrito, y aceptado, se conserva.
    assert (suelto.esperado, suelto.estado, suelto.cantidad) == (False, "ACEPTADO", D(80))


def test_un_plan_aprobado_durante_la_captura_se_mide_como_se_aprobo(abierto):
    plan = f.plan("APROBADO", aprobado_en=AHORA)
    actividad = f.actividad(plan, (None, D(4), None, None), ponderacion=D(40))
    _version(plan, "APROBACION")
    assert not Regia.objects.exists() and _conciliar(abierto).como_regian == 0
    Actividad.objects.filter(pk=actividad.pk).update(ponderacion=D(90))
    _version(plan, ahora=AHORA + timedelta(days=1))
    assert _conciliar(abierto).como_regian == 0
    assert Regia.objects.get().ponderacion == D(40)


# --- SQL = función pura, con versiones, prórrogas, retiros y aprobaciones tardías -----------------------------------

_cambios = st.sampled_from(["nada", "modificada", "prorroga", "retirada", "nueva", "tardia"])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    actividades=st.lists(st.tuples(_actividades(), _actividades(), _cambios), min_size=1, max_size=5),
    q=st.integers(1, 4),
    cierra=st.booleans(),
)
def test_sql_dice_lo_mismo_que_la_referencia_tras_cualquier_acto(actividades, q, cierra):
    for modelo in (Regia, Cifra, Avance, VersionPlan, Actividad, Corte, Plan):
        modelo.objects.all().delete()
    f.vigencia()
    de_t = {t: f.corte(t, "CERRADO" if t < q else "ABIERTO" if t == q else "PROGRAMADO") for t in (1, 2, 3, 4)}
    corte, personas = de_t[q], [f.persona() for _ in range(3)]
    tras_el_corte = datetime(*corte.fecha_corte.timetuple()[:3], 12, tzinfo=e.BOGOTA) + timedelta(days=2)
    plan = f.plan("APROBADO", por=personas[0], aprobado_en=e.ENERO)
    regian = [una for una in actividades if una[2] != "nueva"]
    filas = [_crear(plan, dibujada, cambio, q, de_t, personas) for dibujada, _, cambio in regian]
    _version(plan, "APROBACION", ahora=e.ENERO)
    cerrado = de_t.get(q - 1)
    if cerrado:
        Cifra.objects.bulk_create(cifras.calcular(cerrado, hoy=cerrado.fecha_corte, definitivas=True))
    huella = cerrado and cifras.huella(cerrado)
    for fila, (_, otra, cambio) in zip(filas, regian, strict=True):
        _cambiar(fila.actividad, otra, cambio, q, tras_el_corte, personas[0])
    for _, otra, cambio in actividades:
        if cambio == "nueva":
            f.actividad(plan, (None, None, None, D(1)), ponderacion=D(otra[5]))
    _version(plan, ahora=tras_el_corte)
    conciliar(corte=corte, por=personas[0], ahora=tras_el_corte)

    corte = Corte.objects.select_related("vigencia").get(pk=corte.pk)
    hoy = corte.fecha_corte if cierra else tras_el_corte.date()
    medidas = actividades_medidas(corte, hoy=hoy, cerrado=cierra)
    esperado = {fila.actividad.pk: fila.mide(q, hoy, cierra) for fila in filas}
    assert {a.pk: (porcentaje(a.cumplimiento), porcentaje(a.anual), a.plazo) for a in medidas} == {
        pk: (porcentaje(r.cumplimiento), porcentaje(r.anual), plazo) for pk, (_, r, plazo) in esperado.items()
    }
    agregado = agregar([(peso, r) for peso, r, _ in esperado.values()])
    for fila in por_grupo(medidas, vigencia=corte.vigencia, plan="plan"):
        sql = fila["suma_ponderada"] / fila["suma_peso_con_valor"] if fila["suma_peso_con_valor"] else None
        assert porcentaje(sql) == porcentaje(agregado.cumplimiento)
    assert huella == (cerrado and cifras.huella(cerrado))


class _Fila(SimpleNamespace):
    """Una actividad como regía en la fecha de corte, con lo que reportó."""

    def mide(self, q, hoy, cierra):
        trimestres = [
            Trimestre(p, self.reportes.get(t, (None, None))[1], self.reportes.get(t, ("",))[0] == "SIN_DEMANDA")
            for t, p in enumerate(self.programacion, start=1)
        ]
        comunes = {"tipo_meta": self.tipo, "meta": self.meta, "trimestres": trimestres, "corte": q}
        r = medir(sentido=self.sentido, cerrado=cierra, **comunes)
        plazo = estado_de_plazo(
            anio=2026,
            fecha_inicio=date(2026, 1, 15),
            fecha_fin=self.fin,
            anual=r.anual,
            hoy=hoy,
            definitivo=cierra,
            dias_proxima=14,
            **comunes,
        )
        return D(self.peso), r, plazo


def _crear(plan, dibujada, cambio, q, de_t, personas) -> _Fila:
    tipo, sentido, meta, programado, reportes, peso, fin = dibujada
    programacion = tuple(programado.get(t) for t in (1, 2, 3, 4))
    actividad = f.actividad(
        plan, programacion, tipo_meta=tipo, sentido=sentido, meta=meta, ponderacion=D(peso), fecha_fin=fin
    )
    if cambio == "tardia" and q > 1:
        # Se aprobó con los anteriores ya cerrados: lo suyo se movió al que se captura.
        vigencia = plan.vigencia
        vigencia.trimestre_cerrado = q - 1
        programacion = mover(actividad, q - 1) if any(p is not None for p in programacion[: q - 1]) else programacion
        de_tardias.mover(de_tardias.por_decidir([actividad], vigencia, HOY), por=personas[0], ahora=AHORA)
        actividad.refresh_from_db()
        fin = actividad.fecha_fin
        reportes = {t: r for t, r in reportes.items() if t >= q}
    for t, (situacion, cantidad) in reportes.items():
        firmas = dict(zip(("reportado_por", "avalado_por", "aceptado_por"), personas, strict=True))
        f.avance(actividad, de_t[t], "ACEPTADO", cantidad, situacion=situacion, por=personas[0], **firmas)
    return _Fila(
        actividad=actividad,
        tipo=tipo,
        sentido=sentido,
        meta=meta,
        programacion=programacion,
        reportes=reportes,
        peso=peso,
        fin=fin,
    )


def _cambiar(actividad, otra, cambio, q, cuando, persona) -> None:
    """Lo que le pasa después de la fecha de corte: nada de esto mueve lo que se mide en él."""
    fila = Actividad.objects.filter(pk=actividad.pk)
    if cambio == "retirada":
        fila.update(retirada_en=cuando, retirada_por=persona)
    elif cambio == "prorroga":
        fila.update(fecha_fin=date(2026, 12, 31))
    elif cambio == "modificada":
        tipo, sentido, meta, programado, _, peso, fin = otra
        fila.update(
            tipo_meta=tipo,
            sentido=sentido,
            meta=meta,
            ponderacion=D(peso),
            fecha_fin=fin,
            **{f"programado_t{t}": programado.get(t) for t in range(q + 1, 5)},
        )
