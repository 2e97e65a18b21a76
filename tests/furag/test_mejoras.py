"""El mejoramiento por sus acciones: de la recomendación al cierre, y cada equivocación con su salida."""

from datetime import date
from decimal import Decimal

import pytest

from furag.acciones import conceptos, continuaciones, mejoras, suscripciones, verificaciones
from furag.faltas import faltas_de
from furag.models import AccionMejora, Atencion, Carga, ConceptoDeControl, Suscripcion
from furag.reglas import mejoras as reglas
from furag.reglas.situaciones import Situacion
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.usuarios.models import Asignacion
from mipg.usuarios.reglas import Papel, Perfil
from planes.acciones import actividades, modificaciones, propuestas, salidas
from planes.models import Actividad, Plan
from planes.reglas import huella
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db
AHORA = f.AHORA


@pytest.fixture
def de():
    """La gente de siempre."""
    return m.gente()


def test_de_unas_recomendaciones_acogidas_sale_una_accion_con_su_linea_base(de):
    mejora = m.formular(de)
    plan = mejora.actividad.plan
    assert (plan.clase, plan.vigencia_medida, plan.fecha_limite) == ("MEJORAMIENTO", 2025, date(2026, 12, 31))
    assert mejora.codigo == f"M-2026-{plan.politica.codigo_furag}-1"
    assert (mejora.linea_base, mejora.esperado, mejora.atenciones.count()) == (60, 70, 2)
    assert mejora.actividad.programado_t2 == 1 and faltas_de(plan, list(plan.actividades.all())) == []
    acogida = ff.recomendacion(estado="ACOGIDA", politica=plan.politica)
    otra = m.formular(de, acogida, plan=plan, nombre="Publicarlo")
    assert otra.codigo.endswith("-2") and otra.actividad.numero == "2"
    with pytest.raises(ReglaIncumplida, match="ya tiene una acción con ese nombre"):
        m.formular(de, acogida, plan=plan, nombre=" publicarlo")


def test_de_las_que_no_estan_acogidas_o_son_de_dos_politicas_no_sale_nada(de):
    politica = m.politica_de(de)
    for malas in (
        [ff.recomendacion(politica=politica)],
        [ff.recomendacion(estado="ACOGIDA", politica=politica), ff.recomendacion(estado="ACOGIDA")],
    ):
        with pytest.raises(ReglaIncumplida):
            m.formular(de, *malas)
    assert not Plan.objects.exists()
    with pytest.raises(ReglaIncumplida, match=r"no lidera|sólo los planes"):
        m.formular(de, ff.recomendacion(estado="ACOGIDA", politica=f.politica()))


def test_sin_resultado_la_linea_base_queda_vacia_y_dice_por_que(de):
    mejora = m.formular(de, indice="I99")
    assert mejora.linea_base is None and "no trae puntaje de I99" in mejora.sin_indice


def test_lo_que_le_falta_es_lo_mismo_en_la_pagina_y_al_enviar(de, client):
    mejora = m.formular(de)
    f.actividad(mejora.actividad.plan, numero="7", ponderacion=None, fecha_inicio=None)
    client.force_login(de.jefe)
    pagina = client.get(f"/planes/{mejora.actividad.plan_id}/")
    dichos = [str(p) for p in pagina.context["problemas"]]
    assert "Actividad 7: no tiene fecha de inicio." in dichos
    assert len(dichos) == 3 and all("Actividad 7" in dicho for dicho in dichos) and not pagina.context["puede_enviar"]
    with pytest.raises(ReglaIncumplida) as negada:
        m.aprobar(mejora.actividad.plan, de)
    assert [str(p) for p in negada.value.problemas] == dichos


def test_completar_la_de_una_actividad_que_ya_estaba_y_corregirla_sobre_lo_leido(de):
    primera = m.formular(de)
    plan = primera.actividad.plan
    suelta = f.actividad(plan, indicador="Informes")
    acogida = ff.recomendacion(estado="ACOGIDA", politica=plan.politica)
    dicho = {"causa": "No se medía.", "hallazgo": "", "indice": "", "esperado": None, "sin_indice": "No hay índice."}
    que = {"por": de.jefe, "ahora": AHORA}
    mejora = mejoras.completar(actividad=suelta, recomendaciones=[acogida], **dicho, **que)
    assert faltas_de(plan, list(plan.actividades.all())) == []
    editada = mejoras.editar(mejora=mejora, recomendaciones=[], version=0, **dicho | {"hallazgo": "Auditoría"}, **que)
    assert editada.hallazgo == "Auditoría" and not editada.atenciones.exists()
    with pytest.raises(EstadoCambiado):
        mejoras.editar(mejora=mejora, recomendaciones=[], version=0, **dicho, **que)
    actividades.eliminar_actividad(actividad=suelta, **que)
    assert not AccionMejora.objects.filter(pk=mejora.pk).exists()


def test_quien_escribe_en_una_accion_no_aprueba_su_plan(de):
    mejora = m.formular(de)
    dicho = {"causa": "Otra.", "hallazgo": "", "indice": "", "esperado": None, "sin_indice": "No hay índice."}
    suyas = list(mejora.recomendaciones.all())
    mejoras.editar(mejora=mejora, recomendaciones=suyas, version=0, **dicho, por=de.planea, ahora=AHORA)
    with pytest.raises(ReglaIncumplida, match="otra persona"):
        m.aprobar(mejora.actividad.plan, de)


def test_la_firma_fija_lo_que_la_version_no_trae_y_desde_ahi_no_cambia(de):
    m.llevar("aprobada", de)
    with pytest.raises(ReglaIncumplida, match="La suscribe el jefe"):
        suscripciones.suscribir(plan=de.plan, version="", por=de.planea, ahora=AHORA)
    firma = m.suscribir(de.plan, de)
    (una,) = firma.foto["acciones"]
    assert firma.sha256 == huella(firma.foto) and (una["linea_base"], una["esperado"]) == ("60.0000", "70.0000")
    assert len(una["recomendaciones"]) == 2 and una["causa"] == "Nadie lo tenía a cargo."
    with pytest.raises(ReglaIncumplida, match="ya está suscrita"):
        m.suscribir(de.plan, de)
    with pytest.raises(ReglaIncumplida, match="anule antes la suscripción"):
        mejoras.editar(mejora=de.mejora, recomendaciones=[], version=1, causa="Otra", por=de.jefe, ahora=AHORA)


def test_la_firma_se_anula_con_motivo_mientras_nada_se_verifique(de):
    m.llevar("suscrita", de)
    que = {"suscripcion": de.suscripcion, "por": de.jefe, "ahora": AHORA}
    with pytest.raises(ReglaIncumplida):
        suscripciones.anular_suscripcion(motivo=" ", **que)
    verificada = m.verificar(de.mejora, de)
    with pytest.raises(ReglaIncumplida, match="Ya se verificó"):
        suscripciones.anular_suscripcion(motivo="Faltó la causa.", **que)
    verificaciones.anular_verificacion(verificacion=verificada, motivo="Era otra.", por=de.planea, ahora=AHORA)
    suscripciones.anular_suscripcion(motivo="Faltó la causa.", **que)
    de.mejora.refresh_from_db()
    assert (de.mejora.estado, de.mejora.suscripcion) == ("FORMULADA", None)
    m.suscribir(de.plan, de)
    assert Suscripcion.objects.en_pie().count() == 1 and Suscripcion.objects.count() == 2


def test_modificar_el_plan_suscrito_pide_firmar_la_version_nueva(de):
    m.llevar("suscrita", de)
    propuesta = propuestas.proponer(plan=de.plan, por=de.jefe, ahora=AHORA)
    linea = propuesta.actividades.get()
    actividades.editar_actividad(actividad=linea, version=linea.version, unidad="bases", por=de.jefe, ahora=AHORA)
    propuestas.enviar(propuesta=propuesta, motivo="Es otra unidad.", frase="Cambia.", por=de.jefe, ahora=AHORA)
    propuesta.refresh_from_db()
    modificaciones.aprobar(propuesta=propuesta, version=propuesta.version, acto="PENDIENTE", por=de.planea, ahora=AHORA)
    ultima = suscripciones.ultima_version(de.plan)
    assert ultima.numero == 2 and suscripciones.problemas_para_suscribir(de.plan, ultima) == []
    otra = m.suscribir(de.plan, de)
    assert otra.version == ultima
    with pytest.raises(ReglaIncumplida, match="otra versión"):
        suscripciones.anular_suscripcion(suscripcion=de.suscripcion, motivo="No.", por=de.jefe, ahora=AHORA)


def test_planeacion_verifica_con_soporte_y_recomendacion_por_recomendacion(de):
    m.llevar("suscrita", de)
    with pytest.raises(ReglaIncumplida) as negada:
        m.verificar(de.mejora, de, soporte=None, constancias={}, nota=" ")
    assert len(negada.value.problemas) == 3
    m.verificar(de.mejora, de)
    de.mejora.refresh_from_db()
    assert de.mejora.estado == "CUMPLIDA"
    assert sorted(Atencion.objects.values_list("cumplida", flat=True)) == [False, True]
    with pytest.raises(ReglaIncumplida, match="ya está verificada"):
        m.verificar(de.mejora, de)


def test_quien_suscribio_no_verifica_mientras_haya_otra_persona(de):
    m.llevar("suscrita", de)
    Suscripcion.objects.update(suscrita_por=de.planea)
    with pytest.raises(ReglaIncumplida, match=de.otra_planea.nombre):
        m.verificar(de.mejora, de)
    Asignacion.objects.filter(rol="planeacion").exclude(persona=de.planea).update(hasta=date(2025, 1, 1))
    m.verificar(de.mejora, de)


def test_el_cierre_sale_solo_de_los_conceptos_de_control_interno(de):
    """Criterio 5: ni verificarla ni ejecutarla la cierra; Control Interno sólo escribe lo suyo."""
    m.llevar("cumplida", de)
    antes = AccionMejora.objects.values().get(), Atencion.objects.order_by("pk").values().first()
    assert _situacion(de) == Situacion.CUMPLIDA
    for otra in (de.planea, de.jefe):
        with pytest.raises(ReglaIncumplida, match="es de Control Interno"):
            conceptos.conceptuar(
                mejora=de.mejora, clase="CUMPLIMIENTO", favorable=True, nota="Sí.", por=otra, ahora=AHORA
            )
    with pytest.raises(ReglaIncumplida, match="después de una verificación conforme"):
        m.conceptuar(de.mejora, de, "EFECTIVIDAD")
    m.conceptuar(de.mejora, de)
    assert _situacion(de) == Situacion.CUMPLIDA
    with pytest.raises(ReglaIncumplida, match="medición siguiente"):
        m.conceptuar(de.mejora, de, "EFECTIVIDAD")
    ff.carga({"Alcaldía": {}}, de=ff.medicion(2026))
    efectividad = m.conceptuar(de.mejora, de, "EFECTIVIDAD")
    assert _situacion(de) == Situacion.CERRADA
    assert antes == (AccionMejora.objects.values().get(), Atencion.objects.order_by("pk").values().first())
    with pytest.raises(ReglaIncumplida, match="Control Interno ya se pronunció"):
        verificaciones.anular_verificacion(verificacion=de.verificacion, motivo="No.", por=de.planea, ahora=AHORA)
    que = {"motivo": "Se leyó mal.", "por": de.audita, "ahora": AHORA}
    with pytest.raises(ReglaIncumplida, match="anule antes ese"):
        conceptos.anular_concepto(concepto=ConceptoDeControl.objects.get(clase="CUMPLIMIENTO"), **que)
    conceptos.anular_concepto(concepto=efectividad, **que)
    assert _situacion(de) == Situacion.CUMPLIDA


def _situacion(de) -> Situacion:
    return AccionMejora.objects.en_lista().con_hechos().get(pk=de.mejora.pk).situacion_sin_avance()


def test_firma_tambien_el_jefe_de_la_oficina_que_hoy_responde_por_la_suprimida():
    perfil = Perfil(1, f.HOY, (Papel("jefe", 7, heredadas=(3,)),))
    assert [reglas.puede_suscribir(perfil, cual) for cual in (3, 7, 8)] == [True, True, False]


def test_solo_cuentan_los_resultados_que_rigen_y_en_que_esta_la_entidad(de):
    politica, siguiente = m.politica_de(de), ff.carga({"Alcaldía": {}}, de=ff.medicion(2026))
    assert (mejoras.linea_base_de(2025, politica.codigo_furag), conceptos.medicion_siguiente(2026)) == (60, 2026)
    Carga.objects.filter(pk=siguiente.pk).update(propia=None)
    Carga.objects.exclude(pk=siguiente.pk).update(estado="REEMPLAZADA")
    assert (mejoras.linea_base_de(2025, politica.codigo_furag), conceptos.medicion_siguiente(2026)) == (None, None)


def test_la_accion_de_la_propia_oficina_de_control_declara_el_impedimento(de):
    m.llevar("cumplida", de)
    Actividad.objects.filter(pk=de.mejora.actividad_id).update(dependencia=de.control)
    with pytest.raises(ReglaIncumplida, match="declare el impedimento"):
        m.conceptuar(de.mejora, de)
    dado = m.conceptuar(de.mejora, de, impedimento="La acción es nuestra; la revisó un par.")
    assert dado.impedimento


def test_lo_no_efectivo_lo_reformula_otra_accion_y_lo_demas_no(de):
    m.llevar("conforme", de)
    with pytest.raises(ReglaIncumplida, match="Se reformula"):
        _reformular(de)
    ff.carga({"Alcaldía": {}}, de=ff.medicion(2026))
    m.conceptuar(de.mejora, de, "EFECTIVIDAD", favorable=False)
    assert _situacion(de) == Situacion.NO_EFECTIVA
    otra = _reformular(de)
    assert otra.reformula_id == de.mejora.pk and _situacion(de) == Situacion.REFORMULADA
    salidas.desistir(plan=otra.actividad.plan, version=None, motivo="No va.", por=de.jefe, ahora=AHORA)
    assert _situacion(de) == Situacion.NO_EFECTIVA


def _reformular(de):
    return mejoras.crear(
        recomendaciones=[],
        reformula=de.mejora,
        vigencia=f.vigencia(2027),
        coordina=de.oficina,
        hallazgo="El índice no subió.",
        sin_indice="Se mide por hallazgo.",
        por=de.jefe,
        ahora=AHORA,
        **m.datos(de, fecha_inicio=date(2027, 1, 15), fecha_fin=date(2027, 6, 1)),
    )


def test_la_prorrogada_mas_alla_del_anio_continua_con_su_identidad_y_aqui_queda_no_cumplida(de):
    m.llevar("suscrita", de)
    que = {"mejora": de.mejora, "por": de.planea, "ahora": AHORA}
    with pytest.raises(ReglaIncumplida, match="prórroga concedida"):
        continuaciones.continuar(**que)
    m.prorrogar(de)
    assert _situacion(de) == Situacion.PRORROGADA
    with pytest.raises(ReglaIncumplida, match="ábrala"):
        continuaciones.continuar(**que)
    f.vigencia(2027)
    sigue = continuaciones.continuar(**que)
    suya = sigue.actividad
    assert (sigue.codigo, sigue.continua, suya.origen) == (de.mejora.codigo, de.mejora, de.mejora.actividad)
    assert (suya.plan.vigencia.anio, suya.fecha_fin, suya.programado_t1) == (2027, date(2027, 3, 1), 1)
    assert (sigue.linea_base, sigue.esperado, sigue.atenciones.count()) == (60, 70, 2)
    assert _situacion(de) == Situacion.PRORROGADA and faltas_de(suya.plan, [suya]) == []
    with pytest.raises(ReglaIncumplida, match="ya sigue"):
        continuaciones.continuar(**que)
    with pytest.raises(ReglaIncumplida, match="se verifica allá"):
        m.verificar(de.mejora, de)
    editada = mejoras.editar(
        mejora=sigue, recomendaciones=[], version=0, causa="La misma.", indice="I01", esperado=Decimal(1),
        por=de.jefe, ahora=AHORA,
    )  # fmt: skip
    assert (editada.causa, editada.indice, editada.esperado) == ("La misma.", de.mejora.indice, 70)


def test_continua_en_una_actividad_de_un_plan_ya_aprobado(de):
    m.llevar("suscrita", de)
    m.prorrogar(de)
    siguiente = f.vigencia(2027)
    base = {"clase": "MEJORAMIENTO", "vigencia_medida": 2026, "politica": de.plan.politica, "vigencia": siguiente}
    aprobado = f.plan("APROBADO", dependencia=de.oficina, **base)
    ya = f.actividad(aprobado)
    que = {"mejora": de.mejora, "por": de.planea, "ahora": AHORA}
    with pytest.raises(ReglaIncumplida, match="elija una de sus actividades"):
        continuaciones.continuar(plan=aprobado, **que)
    sigue = continuaciones.continuar(actividad=ya, **que)
    assert sigue.actividad == ya and sigue.codigo == de.mejora.codigo
