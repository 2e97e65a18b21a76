"""Carreras de verdad sobre el reporte y el corte, cada una con su control negativo: sin la guarda, falla."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from functools import partial

import pytest

from mipg.bitacora.models import Suceso
from mipg.expediente import acciones as expediente
from mipg.expediente.acciones import recibir_importacion
from mipg.expediente.models import Importacion, Uso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes.acciones import modificaciones, planes, propuestas, prorrogas
from planes.acciones.actividades import editar_actividad
from planes.acciones.planes import version_congelada
from planes.models import Actividad, ActividadPropuesta, Plan, Propuesta, Prorroga, VersionPlan
from politicas.models import Vigencia
from seguimiento import cifras
from seguimiento.acciones import avances, cortes
from seguimiento.acciones.conciliacion import conciliar
from seguimiento.models import Avance, Cifra, Corte, MedidaCongelada, Regia
from seguimiento.reglas import avances as reglas
from tests import fabricas as f
from tests.concurrencia import a_la_vez, sin_guardas

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
AHORA = f.AHORA
VUELTAS = 5


def _avalado():
    dependencia = f.dependencia()
    enlace, jefe = f.persona("enlace", dependencia), f.persona("jefe", dependencia)
    actividad = f.actividad(f.plan("PUBLICADO", dependencia=dependencia))
    corte = Corte.objects.abierto() or f.corte()
    return f.avance(
        actividad,
        corte,
        "AVALADO",
        D(1),
        reportado_por=enlace,
        avalado_por=jefe,
        reserva="Reposa en archivo",
    )


def _aceptar(avance, persona):
    return partial(avances.aceptar, avance=avance, version=avance.version, por=persona, ahora=AHORA)


def _aceptaciones(avance) -> int:
    return Suceso.objects.de(avance).filter(verbo="aceptar").count()


def test_dos_aceptaciones_a_la_vez_hacen_una_transicion_y_un_suceso():
    personas = f.persona("planeacion"), f.persona("planeacion")
    for _ in range(VUELTAS):
        avance = _avalado()
        resultados = a_la_vez(*(_aceptar(avance, persona) for persona in personas))

        assert sorted(isinstance(r, Avance) for r in resultados) == [False, True], resultados
        assert any(isinstance(r, ReglaIncumplida) for r in resultados)
        assert _aceptaciones(avance) == 1


def test_control_sin_la_guarda_dos_aceptaciones_dejan_dos_sucesos():
    avance = _avalado()
    with sin_guardas(avances, "problemas_para_aceptar"):
        a_la_vez(*(_aceptar(avance, f.persona("planeacion")) for _ in range(2)))

    assert _aceptaciones(avance) == 2


def test_no_se_acepta_lo_que_cambio_despues_de_leerlo():
    avance = _avalado()
    leida = avance.version
    Avance.objects.filter(pk=avance.pk).update(version=leida + 1, texto="Otro texto")

    with pytest.raises(EstadoCambiado):
        avances.aceptar(avance=avance, version=leida, por=f.persona("planeacion"), ahora=AHORA)
    assert _aceptaciones(avance) == 0


# --- Dos pestañas -------------------------------------------------------------------------------------------


def _borrador():
    dependencia = f.dependencia()
    enlace = f.persona("enlace", dependencia)
    actividad = f.actividad(f.plan("PUBLICADO", dependencia=dependencia))
    return f.avance(actividad, Corte.objects.abierto() or f.corte(), "BORRADOR", texto="Texto original"), enlace


def _guardar(avance, persona, texto):
    return partial(
        avances.guardar, avance=avance, cambios={"texto": ("Texto original", texto)}, por=persona, ahora=AHORA
    )


def test_dos_pestanas_a_la_vez_no_pierden_texto_y_la_segunda_ve_los_dos():
    for _ in range(VUELTAS):
        avance, enlace = _borrador()
        resultados = a_la_vez(_guardar(avance, enlace, "Lo de una"), _guardar(avance, enlace, "Lo de la otra"))

        conflictos = [r for r in resultados if isinstance(r, avances.ConflictoDeEdicion)]
        assert len(conflictos) == 1, resultados
        avance.refresh_from_db()
        guardado, propio = conflictos[0].campos["texto"]
        assert {guardado, propio} == {"Lo de una", "Lo de la otra"}
        assert avance.texto == guardado


def test_control_sin_comparar_con_lo_visto_se_pierde_un_texto(monkeypatch):
    monkeypatch.setattr(reglas, "choques", lambda avance, cambios: {})
    avance, enlace = _borrador()
    resultados = a_la_vez(_guardar(avance, enlace, "Lo de una"), _guardar(avance, enlace, "Lo de la otra"))

    # Los dos creen que quedó lo suyo, y uno de los textos ya no está en ninguna parte.
    assert all(isinstance(r, Avance) for r in resultados), resultados
    avance.refresh_from_db()
    assert avance.texto in ("Lo de una", "Lo de la otra")


def test_dos_personas_que_tocan_campos_distintos_no_chocan():
    avance, enlace = _borrador()
    resultados = a_la_vez(
        _guardar(avance, enlace, "Lo de una"),
        lambda: avances.guardar(avance=avance, cambios={"dificultades": ("", "Ninguna")}, por=enlace, ahora=AHORA),
    )

    assert all(isinstance(r, Avance) for r in resultados), resultados
    avance.refresh_from_db()
    assert (avance.texto, avance.dificultades) == ("Lo de una", "Ninguna")


# --- Cerrar contra enviar -----------------------------------------------------------------------------------


def _por_cerrar():
    """Corte cuya bandeja está vacía y un reporte voluntario listo para enviarse que todavía no detiene el cierre."""
    # Lo de la vuelta anterior no debe impedir el cierre de ésta.
    for modelo in (Cifra, MedidaCongelada, Avance, Corte, Actividad):
        modelo.objects.all().delete()
    dependencia = f.dependencia()
    enlace = f.persona("enlace", dependencia)
    plan = f.plan("PUBLICADO", dependencia=dependencia)
    corte = f.corte()
    f.avance(f.actividad(plan), corte, "ACEPTADO", D(1))
    voluntario = f.avance(
        f.actividad(plan, (None, None, D(2), None)),
        corte,
        "PENDIENTE",
        D(1),
        esperado=False,
        situacion="AVANCE",
        texto="Se adelantó una parte.",
    )
    return corte, voluntario, enlace


def _reportar(avance, por, ahora=AHORA):
    """Escribe y envía de una vez, como la página."""
    cambios = {"dificultades": ("", "Ninguna.")}
    return partial(avances.reportar, avance=avance, cambios=cambios, vistos={}, por=por, ahora=ahora)


def test_un_reporte_que_llega_mientras_se_cierra_queda_entero_dentro_o_entero_fuera():
    planeacion = f.persona("planeacion")
    for _ in range(VUELTAS):
        corte, voluntario, enlace = _por_cerrar()
        a_la_vez(
            partial(cortes.cerrar, corte=corte, por=planeacion, ahora=AHORA),
            _reportar(voluntario, enlace),
        )
        corte.refresh_from_db()
        voluntario.refresh_from_db()

        if corte.esta_cerrado:
            assert voluntario.estado == "PENDIENTE"
            foto = Cifra.objects.get(corte=corte, actividad=voluntario.actividad_id).foto
            assert foto["estado"] == "PENDIENTE"
            assert corte.sha256 == cifras.huella(corte)
        else:
            assert voluntario.estado == "ENVIADO"
            assert not Cifra.objects.filter(corte=corte).exists()


def test_control_sin_mirar_el_corte_un_reporte_entra_en_un_corte_cerrado(monkeypatch):
    corte, voluntario, enlace = _por_cerrar()
    cortes.cerrar(corte=corte, por=f.persona("planeacion"), ahora=AHORA)
    monkeypatch.setattr(avances, "_en_corte_abierto", lambda avance: avance)
    monkeypatch.setattr(avances, "problemas_para_escribir", lambda *a: [])

    _reportar(voluntario, enlace)()

    voluntario.refresh_from_db()
    assert voluntario.estado == "ENVIADO"


def test_dos_cierres_a_la_vez_congelan_una_sola_vez():
    corte, _, _ = _por_cerrar()
    resultados = a_la_vez(
        *(partial(cortes.cerrar, corte=corte, por=f.persona("planeacion"), ahora=AHORA) for _ in range(2))
    )

    assert sorted(isinstance(r, Corte) for r in resultados) == [False, True], resultados
    assert Suceso.objects.de(corte).filter(verbo="cerrar").count() == 1
    assert Cifra.objects.filter(corte=corte, ambito="ENTIDAD").count() == 1


def test_las_cifras_congeladas_incluyen_lo_aceptado_y_nada_las_cambia_despues():
    corte, voluntario, enlace = _por_cerrar()
    cortes.cerrar(corte=corte, por=f.persona("planeacion"), ahora=AHORA)
    antes = cifras.huella(corte)

    with pytest.raises(ReglaIncumplida):
        _reportar(voluntario, enlace, ahora=datetime(2026, 7, 7, tzinfo=UTC))()
    assert cifras.huella(corte) == antes


# --- Corregir fechas contra cerrar --------------------------------------------------------------------------


def _mover(corte, vigencia, persona):
    nuevas = cortes.Fechas(corte.trimestre, corte.fecha_corte, corte.abre, corte.cierra + timedelta(days=1))
    return partial(cortes.programar_cortes, vigencia=vigencia, fechas=[nuevas], por=persona, ahora=AHORA)


def test_corregir_fechas_mientras_se_cierra_nunca_reabre_el_corte():
    planeacion = f.persona("planeacion")
    for _ in range(VUELTAS):
        corte, _, _ = _por_cerrar()
        resultados = a_la_vez(
            partial(cortes.cerrar, corte=corte, por=planeacion, ahora=AHORA),
            _mover(corte, corte.vigencia, planeacion),
        )
        corte.refresh_from_db()

        assert corte.esta_cerrado, resultados
        assert corte.sha256 == cifras.huella(corte)


def test_control_guardar_la_fila_entera_y_vieja_reabre_el_corte():
    corte, _, _ = _por_cerrar()
    vieja = Corte.objects.get(pk=corte.pk)
    cortes.cerrar(corte=corte, por=f.persona("planeacion"), ahora=AHORA)

    vieja.save()

    corte.refresh_from_db()
    assert not corte.esta_cerrado


# --- Subir dos veces lo mismo --------------------------------------------------------------------------------


def _doble_clic_al_adjuntar() -> int:
    """Cuántos soportes deja adjuntar el mismo enlace dos veces a la vez."""
    dependencia = f.dependencia()
    enlace = f.persona("enlace", dependencia)
    avance = f.avance(f.actividad(f.plan("PUBLICADO", dependencia=dependencia)), Corte.objects.abierto() or f.corte())
    url, fecha = "https://ejemplo.test/acta", AHORA.date()
    una = partial(avances.adjuntar, avance=avance, por=enlace, ahora=AHORA, titulo="", url=url, fecha_documento=fecha)
    assert a_la_vez(una, una) == [None, None]
    return Uso.objects.de(avance).count()


def test_un_doble_clic_al_adjuntar_un_enlace_deja_un_solo_soporte():
    assert [_doble_clic_al_adjuntar() for _ in range(VUELTAS)] == [1] * VUELTAS


def test_control_sin_mirar_lo_que_ya_esta_quedan_dos_soportes(monkeypatch):
    monkeypatch.setattr(expediente, "_el_mismo", lambda *_: None)
    assert _doble_clic_al_adjuntar() == 2


def test_un_doble_clic_al_subir_deja_un_solo_archivo_por_revisar():
    persona = f.persona("planeacion")
    for vuelta in range(VUELTAS):
        subir = partial(
            recibir_importacion,
            destino="x",
            objeto_id=None,
            nombre="plan.csv",
            contenido=f"a;b;{vuelta}".encode(),
            por=persona,
            ahora=AHORA,
        )
        una, otra = a_la_vez(subir, subir)
        assert una.pk == otra.pk
    assert Importacion.objects.count() == VUELTAS


# --- Decidir sobre un plan contra cerrar ---------------------------------------------------------------------


def _por_decidir():
    """Un corte T1 que se puede cerrar y, en revisión, un plan con algo programado en él."""
    for modelo in (
        Cifra,
        MedidaCongelada,
        Avance,
        Regia,
        Corte,
        Prorroga,
        ActividadPropuesta,
        Propuesta,
        VersionPlan,
        Actividad,
    ):
        modelo.objects.all().delete()
    Vigencia.objects.update(trimestre_cerrado=0)
    corte = f.corte(1, cierra=AHORA.date() - timedelta(days=1))
    f.avance(f.actividad(f.plan("PUBLICADO"), (D(1), None, None, None)), corte, "ACEPTADO", D(1))
    plan = f.plan("EN_REVISION")
    f.actividad(plan, (D(1), D(1), None, None))
    return corte, plan


def _aprobar(plan, persona, **decision):
    return partial(
        planes.aprobar, plan=plan, version=plan.version, acto="PENDIENTE", por=persona, ahora=AHORA, **decision
    )


def test_aprobar_mientras_se_cierra_entra_entero_en_el_corte_o_exige_decidir():
    decide, cierra = f.persona("planeacion"), f.persona("planeacion")
    for _ in range(VUELTAS):
        corte, plan = _por_decidir()
        aprobado, cerrado = a_la_vez(
            _aprobar(plan, decide), partial(cortes.cerrar, corte=corte, por=cierra, ahora=AHORA)
        )
        # Nunca los dos: aprobado con lo de T1 sin decidir, y T1 cerrado sin él.
        assert isinstance(aprobado, Plan) != isinstance(cerrado, Corte), (aprobado, cerrado)
        assert any(isinstance(r, ReglaIncumplida) for r in (aprobado, cerrado))


def test_control_sin_tomar_la_vigencia_se_aprueba_sin_decidir_lo_que_ya_cerro(monkeypatch):
    """Lo que vería quien leyó la vigencia antes del cierre, si no esperara su turno."""
    corte, plan = _por_decidir()
    vieja = Vigencia.objects.get(pk=plan.vigencia_id)
    cortes.cerrar(corte=corte, por=f.persona("planeacion"), ahora=AHORA)
    monkeypatch.setattr(planes, "tomar_vigencia", lambda pk: vieja)

    _aprobar(plan, f.persona("planeacion"))()

    assert (VersionPlan.objects.get().tardia, Corte.objects.get(pk=corte.pk).estado) == ("", "CERRADO")


def test_dos_aprobaciones_del_mismo_plan_dejan_una_version():
    personas = f.persona("planeacion"), f.persona("planeacion")
    for _ in range(VUELTAS):
        _, plan = _por_decidir()
        resultados = a_la_vez(*(_aprobar(plan, persona) for persona in personas))
        assert sorted(isinstance(r, Plan) for r in resultados) == [False, True], resultados
        assert VersionPlan.objects.filter(plan=plan).count() == 1


def test_control_sin_la_guarda_dos_aprobaciones_dejan_dos_sucesos():
    _, plan = _por_decidir()
    with sin_guardas(planes, "problemas_para_aprobar"):
        a_la_vez(*(_aprobar(plan, f.persona("planeacion")) for _ in range(2)))
    assert Suceso.objects.de(plan).filter(verbo="aprobar").count() == 2


# --- Prórroga contra cerrar ----------------------------------------------------------------------------------


def _con_prorroga():
    """T1 se puede cerrar, y se pidió a tiempo prorrogar un hito de T1."""
    corte, _ = _por_decidir()
    hito = f.actividad(f.plan("PUBLICADO"), (D(1), None, None, None), tipo_meta="HITO", fecha_fin=corte.fecha_corte)
    f.avance(hito, corte)
    f.version(hito.plan)
    return corte, f.prorroga(hito, fecha_nueva=corte.fecha_corte + timedelta(days=45))


def _conceder(prorroga, persona):
    # Se decide el último día en que T1 todavía se puede tocar.
    dia = datetime(2026, 3, 31, 12, tzinfo=UTC)
    return partial(prorrogas.conceder, prorroga=prorroga, por=persona, ahora=dia)


def test_conceder_mientras_se_cierra_queda_entera_dentro_o_entera_fuera():
    decide, cierra = f.persona("planeacion"), f.persona("planeacion")
    for _ in range(VUELTAS):
        corte, prorroga = _con_prorroga()
        concedida, cerrado = a_la_vez(
            _conceder(prorroga, decide), partial(cortes.cerrar, corte=corte, por=cierra, ahora=AHORA)
        )
        prorroga.refresh_from_db()
        movio = prorroga.actividad.programado_t1 is None
        assert isinstance(concedida, Prorroga)
        if isinstance(cerrado, Corte):
            # Cerró primero: T1 ya no se toca, y el hito quedó en su cifra.
            assert not movio and prorroga.trimestre_nuevo is None
            foto = Cifra.objects.get(corte=corte, actividad=prorroga.actividad).foto
            assert foto["programado"][0] == "1"
        else:
            # Se concedió primero: el cierre pide conciliar lo que ya no se debe.
            assert movio and "por conciliar" in str(cerrado)


def test_control_sin_tomar_la_vigencia_se_mueve_un_hito_de_un_corte_cerrado(monkeypatch):
    corte, prorroga = _con_prorroga()
    vieja = Vigencia.objects.get(pk=corte.vigencia_id)
    cortes.cerrar(corte=corte, por=f.persona("planeacion"), ahora=AHORA)
    monkeypatch.setattr(prorrogas, "tomar_vigencia", lambda pk: vieja)

    _conceder(prorroga, f.persona("planeacion"))()

    prorroga.refresh_from_db()
    assert prorroga.actividad.programado_t1 is None


# --- Aprobar una versión contra cerrar -----------------------------------------------------------------------


def _con_propuesta():
    """T1 se puede cerrar, y una modificación enviada le cambia la unidad y el fin a lo que midió."""
    corte, _ = _por_decidir()
    actividad = Avance.objects.get().actividad
    f.version(actividad.plan)
    jefe = f.persona("jefe", actividad.dependencia)
    propuesta = propuestas.proponer(plan=actividad.plan, por=jefe, ahora=AHORA)
    linea = propuesta.actividades.get()
    editar_actividad(
        actividad=linea, version=0, fecha_fin=actividad.fecha_fin - timedelta(days=30), por=jefe, ahora=AHORA
    )
    enviada = propuestas.enviar(propuesta=propuesta, motivo="Antes.", frase="Antes.", por=jefe, ahora=AHORA)
    VersionPlan.objects.update(aprobado_en=datetime(2026, 1, 20, tzinfo=UTC))
    return corte, enviada, actividad


def test_aprobar_una_version_mientras_se_cierra_no_altera_lo_que_midio():
    decide, cierra = f.persona("planeacion"), f.persona("planeacion")
    for _ in range(VUELTAS):
        corte, propuesta, actividad = _con_propuesta()
        aprobar = partial(
            modificaciones.aprobar,
            propuesta=propuesta,
            version=propuesta.version,
            acto="PENDIENTE",
            por=decide,
            ahora=AHORA,
        )
        cerrar = partial(cortes.cerrar, corte=corte, por=cierra, ahora=AHORA)
        aprobada, cerrado = a_la_vez(aprobar, cerrar)
        assert isinstance(aprobada, Propuesta), aprobada
        if not isinstance(cerrado, Corte):
            assert "por conciliar" in str(cerrado)
            conciliar(corte=corte, por=cierra, ahora=AHORA)
            cerrar()
        assert Cifra.objects.get(actividad=actividad).foto["fecha_fin"] == actividad.fecha_fin.isoformat()


def test_control_sin_guardar_lo_que_regia_el_corte_congela_lo_que_se_aprobo_despues(monkeypatch):
    monkeypatch.setattr(version_congelada, "send", lambda *_, **__: None)
    corte, propuesta, actividad = _con_propuesta()
    modificaciones.aprobar(
        propuesta=propuesta, version=propuesta.version, acto="PENDIENTE", por=f.persona("planeacion"), ahora=AHORA
    )
    monkeypatch.setattr(cortes, "por_conciliar", lambda *_: 0)
    cortes.cerrar(corte=corte, por=f.persona("planeacion"), ahora=AHORA)
    assert Cifra.objects.get(actividad=actividad).foto["fecha_fin"] != actividad.fecha_fin.isoformat()
