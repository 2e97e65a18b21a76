"""Las sesiones del Comité: se llenan solas, deciden con la misma acción, y al cerrarse reciben su número."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes.acciones import compromisos, decisiones, orden_del_dia, planes, propuestas, sesiones
from planes.models import Asistencia, Compromiso, Plan, Punto, Resultado, Sesion, VersionPlan
from tests import fabricas as f
from tests.planes import comite

AHORA = f.AHORA
pytestmark = pytest.mark.django_db


@pytest.fixture
def de():
    return comite.gente()


@pytest.fixture
def instancia():
    return comite.instancia()


def titulos(sesion, *estados) -> list[str]:
    en = estados or ("PENDIENTE",)
    return list(sesion.puntos.filter(estado__in=en).order_by("orden").values_list("titulo", flat=True))


def aprobar(punto, por, **cambios):
    datos = {"decision": "APROBAR", "version": punto.plan.version, "por": por, "ahora": AHORA}
    return decisiones.decidir(punto=punto, **datos | cambios)


def verbos(objeto) -> list[str]:
    return list(Suceso.objects.de(objeto).con_verbo().order_by("id").values_list("verbo", flat=True))


def tema(sesion, de, titulo="Varios") -> Punto:
    return orden_del_dia.crear_punto(sesion=sesion, titulo=titulo, por=de.lleva, ahora=AHORA)


# --- El orden del día ---------------------------------------------------------------------------------------


def test_se_llena_con_lo_que_espera_y_lo_que_llega_despues_entra_al_empezar(de, instancia):
    uno = comite.en_revision(de)
    f.plan("BORRADOR", dependencia=de.propia)
    sesion = comite.convocada(instancia, de.lleva)
    assert titulos(sesion) == [f"{uno.nombre} (vigencia 2026)"]
    dos = comite.en_revision(de)
    sesiones.iniciar(sesion=sesion, por=de.lleva, ahora=AHORA)
    assert titulos(sesion) == [f"{uno.nombre} (vigencia 2026)", f"{dos.nombre} (vigencia 2026)"]
    assert verbos(uno) == ["entrar en sesión"]


def test_lo_que_ya_no_espera_sale_solo(de, instancia):
    plan = comite.en_revision(de)
    sesion = comite.convocada(instancia, de.lleva)
    planes.recuperar(plan=plan, por=de.jefe, ahora=AHORA)
    sesiones.iniciar(sesion=sesion, por=de.lleva, ahora=AHORA)
    assert (titulos(sesion), sesion.puntos.get().estado) == ([], "QUITADO")
    assert verbos(plan)[-1] == "salir de sesión"


def test_un_asunto_no_esta_en_dos_sesiones(de, instancia):
    comite.en_revision(de)
    primera = comite.convocada(instancia, de.lleva)
    segunda = comite.convocada(instancia, de.lleva, comite.MANANA)
    assert (len(titulos(primera)), titulos(segunda)) == (1, [])
    suyo = primera.puntos.get()
    suyo.pk, suyo.sesion = None, segunda
    with pytest.raises(IntegrityError), transaction.atomic():
        suyo.save(force_insert=True)


def test_quitar_no_borra_vuelve_al_banco_y_no_regresa_solo_a_la_misma(de, instancia):
    comite.en_revision(de)
    sesion = comite.convocada(instancia, de.lleva)
    tema(sesion, de)
    punto = sesion.puntos.get(clase="PLAN")
    orden_del_dia.quitar_punto(punto=punto, por=de.lleva, ahora=AHORA)
    assert [p.orden for p in sesion.puntos.filter(estado="PENDIENTE")] == [1]
    assert orden_del_dia.llenar(sesion=sesion, por=de.lleva, ahora=AHORA) == []
    otra = comite.convocada(instancia, de.lleva, comite.MANANA)
    assert otra.puntos.get().viene_de == punto
    with pytest.raises(ReglaIncumplida, match="ya no está en el banco"):
        orden_del_dia.agregar_punto(punto=punto, sesion=sesion, por=de.lleva, ahora=AHORA)


def test_del_banco_se_agrega_de_nuevo_al_final(de, instancia):
    sesion = comite.convocada(instancia, de.lleva)
    uno, _ = tema(sesion, de, "Uno"), tema(sesion, de, "Dos")
    orden_del_dia.quitar_punto(punto=uno, por=de.lleva, ahora=AHORA)
    orden_del_dia.agregar_punto(punto=uno, sesion=sesion, por=de.lleva, ahora=AHORA)
    assert titulos(sesion) == ["Dos", "Uno"]


def test_soltar_pide_motivo_y_el_asunto_no_vuelve_hasta_que_se_envie_de_nuevo(de, instancia):
    plan = comite.en_revision(de)
    sesion = comite.convocada(instancia, de.lleva)
    punto = sesion.puntos.get()
    with pytest.raises(ReglaIncumplida, match="por qué no se tratará"):
        orden_del_dia.soltar_punto(punto=punto, motivo=" ", por=de.lleva, ahora=AHORA)
    orden_del_dia.soltar_punto(punto=punto, motivo="Lo aprueba una resolución", por=de.lleva, ahora=AHORA)
    assert titulos(comite.convocada(instancia, de.lleva)) == []
    Plan.objects.filter(pk=plan.pk).update(enviado_en=AHORA + timedelta(hours=1))
    assert len(titulos(comite.convocada(instancia, de.lleva))) == 1


def test_se_ordena_con_botones_y_lo_decidido_conserva_su_numero(de, instancia):
    sesion = comite.en_curso(instancia, de.lleva)
    uno, dos, tres = (tema(sesion, de, titulo) for titulo in ("Uno", "Dos", "Tres"))
    orden_del_dia.mover_punto(punto=tres, arriba=True, por=de.lleva, ahora=AHORA)
    assert titulos(sesion) == ["Uno", "Tres", "Dos"]
    tres.refresh_from_db()
    decisiones.decidir(punto=tres, decision="DECIDIR", texto="Así.", por=de.lleva, ahora=AHORA)
    orden_del_dia.quitar_punto(punto=uno, por=de.lleva, ahora=AHORA)
    tres.refresh_from_db()
    dos.refresh_from_db()
    assert (tres.orden, dos.orden) == (2, 1)


def test_la_prorroga_es_asunto_de_quien_responde_por_la_actividad_del_plan_de_otra(de, instancia):
    prorroga = f.prorroga(f.actividad(f.plan("APROBADO"), dependencia=de.propia))
    comite.convocada(instancia, de.lleva)
    assert Punto.objects.suyos(de.jefe.perfil(f.HOY)).get().prorroga == prorroga


# --- Decidir ------------------------------------------------------------------------------------------------


def test_decidir_llama_la_misma_accion_y_la_version_cita_el_punto(de, instancia):
    plan = comite.en_revision(de)
    sesion = comite.en_curso(instancia, de.lleva)
    punto = sesion.puntos.get()
    resultado = aprobar(punto, de.lleva)
    plan.refresh_from_db()
    assert (plan.estado, plan.acto, plan.acto_numero) == ("APROBADO", "SESION", "sesión del 06/07/2026, punto 1")
    version = VersionPlan.objects.get()
    assert (version.punto, version.acto) == (punto, "Sesión del 06/07/2026, punto 1")
    assert (resultado.clase, resultado.texto, resultado.con_voto, resultado.exigido) == (
        *("DECISION", "Se aprueba."),
        *(3, 2),
    )
    assert verbos(plan)[-1] == "aprobar"
    punto.refresh_from_db()
    assert punto.estado == "TRATADO"


def test_devolver_desde_la_sesion_deja_la_observacion(de, instancia):
    plan = comite.en_revision(de)
    punto = comite.en_curso(instancia, de.lleva).puntos.get()
    with pytest.raises(ReglaIncumplida, match="qué hay que corregir"):
        aprobar(punto, de.lleva, decision="DEVOLVER")
    aprobar(punto, de.lleva, decision="DEVOLVER", texto="Precise el producto.")
    plan.refresh_from_db()
    assert (plan.estado, plan.observaciones.get().texto) == ("DEVUELTO", "Precise el producto.")
    assert Suceso.objects.de(plan).get(verbo="devolver").nota.startswith("sesión del 06/07/2026, punto 1")


def test_sin_quorum_no_se_decide_y_nada_cambia(de, instancia):
    plan = comite.en_revision(de)
    punto = comite.en_curso(instancia, de.lleva, presentes=1).puntos.get()
    with pytest.raises(ReglaIncumplida, match="hay 1 con voto y se exigen 2"):
        aprobar(punto, de.lleva)
    plan.refresh_from_db()
    assert (plan.estado, Resultado.objects.count()) == ("EN_REVISION", 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resultado.objects.create(
            punto=punto, clase="DECISION", decision="APROBAR", texto="Sí", miembros=3, presentes=1, con_voto=1,
            exigido=2, hubo_quorum=False, creado_en=AHORA, creado_por=de.lleva,
        )  # fmt: skip


def test_el_impedido_no_cuenta_en_su_punto_y_si_en_los_demas(de, instancia):
    comite.en_revision(de)
    sesion = comite.en_curso(instancia, de.lleva, presentes=2)
    punto, otro = sesion.puntos.get(), tema(sesion, de)
    impedido = sesion.asistencias.first().miembro_id
    with pytest.raises(ReglaIncumplida, match="quedan 1 con voto"):
        aprobar(punto, de.lleva, impedidos={impedido: "Es su plan"})
    comite.llegan(sesion, 3)
    assert aprobar(punto, de.lleva, impedidos={impedido: "Es su plan"}).con_voto == 2
    assert decisiones.decidir(punto=otro, decision="DECIDIR", texto="Sí.", por=de.lleva, ahora=AHORA).con_voto == 3


def test_el_quorum_queda_congelado_aunque_despues_se_retiren(de, instancia):
    sesion = comite.en_curso(instancia, de.lleva)
    uno, dos = tema(sesion, de, "Uno"), tema(sesion, de, "Dos")
    primero = decisiones.decidir(punto=uno, decision="DECIDIR", texto="Sí.", por=de.lleva, ahora=AHORA)
    se_van = {a.pk: {"situacion": Asistencia.Situacion.RETIRADO, "nota": "10:00"} for a in sesion.asistencias.all()[:2]}
    sesiones.anotar_asistencia(sesion=sesion, situaciones=se_van, por=de.lleva, ahora=AHORA)
    primero.refresh_from_db()
    assert (primero.con_voto, primero.hubo_quorum) == (3, True)
    with pytest.raises(ReglaIncumplida, match="hay 1 con voto"):
        decisiones.decidir(punto=dos, decision="DECIDIR", texto="Sí.", por=de.lleva, ahora=AHORA)
    # Quien se retiró asistió: aunque se vayan todos, el acta se cierra.
    sesion.asistencias.update(situacion=Asistencia.Situacion.RETIRADO, nota="11:00")
    assert sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA).acta_numero == 1


def test_lo_decidido_queda_cerrado_al_instante(de, instancia):
    sesion = comite.en_curso(instancia, de.lleva)
    punto = tema(sesion, de)
    decisiones.decidir(punto=punto, decision="DECIDIR", texto="Sí.", por=de.lleva, ahora=AHORA)
    for intento in (
        lambda: decisiones.decidir(punto=punto, decision="DECIDIR", texto="No.", por=de.lleva, ahora=AHORA),
        lambda: orden_del_dia.quitar_punto(punto=punto, por=de.lleva, ahora=AHORA),
        lambda: orden_del_dia.mover_punto(punto=punto, arriba=True, por=de.lleva, ahora=AHORA),
        lambda: orden_del_dia.soltar_punto(punto=punto, motivo="x", por=de.lleva, ahora=AHORA),
    ):
        with pytest.raises(ReglaIncumplida):
            intento()
    assert Resultado.objects.get().texto == "Sí."


def test_quien_formulo_no_registra_la_decision_y_se_dice_quien_puede(de, instancia):
    plan = comite.en_revision(de)
    plan.autores.add(de.lleva)
    punto = comite.en_curso(instancia, de.lleva).puntos.get()
    for decision in ("APROBAR", "DEVOLVER"):
        with pytest.raises(ReglaIncumplida, match=f"Puede hacerlo {de.otra.nombre}"):
            aprobar(punto, de.lleva, decision=decision, texto="Corrija.")
    aprobar(punto, de.otra)


def test_no_se_decide_lo_que_cambio_despues_de_leerlo(de, instancia):
    plan = comite.en_revision(de)
    punto = comite.en_curso(instancia, de.lleva).puntos.get()
    with pytest.raises(EstadoCambiado):
        aprobar(punto, de.lleva, version=plan.version + 1)
    assert not Resultado.objects.exists()
    punto.refresh_from_db()
    assert punto.estado == "PENDIENTE"


def test_solo_se_decide_en_la_sesion_en_curso(de, instancia):
    comite.en_revision(de)
    punto = comite.convocada(instancia, de.lleva).puntos.get()
    with pytest.raises(ReglaIncumplida, match="está convocada"):
        aprobar(punto, de.lleva)


# --- Cerrar -------------------------------------------------------------------------------------------------


def test_al_cerrar_lo_no_tratado_pasa_solo_y_se_da_el_numero(de, instancia):
    plan, _ = comite.en_revision(de), None
    sesion = comite.en_curso(instancia, de.lleva)
    hablado, suelto, intacto = sesion.puntos.get(), tema(sesion, de, "Suelto"), tema(sesion, de, "Intacto")
    decisiones.informar(punto=hablado, texto="Se presentó.", por=de.lleva, ahora=AHORA)
    decisiones.informar(punto=suelto, texto="Se informó.", por=de.lleva, ahora=AHORA)
    cerrada = sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)
    assert (cerrada.estado, cerrada.acta, len(cerrada.sha256)) == ("CERRADA", "Acta 1 de 2026", 64)
    estados = dict(sesion.puntos.values_list("pk", "estado"))
    assert estados == {hablado.pk: "APLAZADO", suelto.pk: "TRATADO", intacto.pk: "APLAZADO"}
    siguiente = comite.convocada(instancia, de.lleva)
    assert set(titulos(siguiente)) == {f"{plan.nombre} (vigencia 2026)", "Intacto"}
    assert set(siguiente.puntos.values_list("viene_de", flat=True)) == {hablado.pk, intacto.pk}
    assert verbos(plan) == ["entrar en sesión", "pasar de sesión", "entrar en sesión"]


def test_lo_que_se_deja_entra_en_la_que_ya_estaba_convocada(de, instancia):
    sesion = comite.en_curso(instancia, de.lleva)
    siguiente = comite.convocada(instancia, de.lleva, comite.MANANA)
    tema(sesion, de, "Intacto")
    decisiones.informar(punto=tema(sesion, de), texto="Se informó.", por=de.lleva, ahora=AHORA)
    sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)
    assert titulos(siguiente) == ["Intacto"]


def cerrada(instancia, de, **campos) -> Sesion:
    sesion = comite.en_curso(instancia, de.lleva, **campos)
    decisiones.informar(punto=tema(sesion, de), texto="Se informó.", por=de.lleva, ahora=AHORA)
    return sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)


def test_las_actas_se_numeran_sin_huecos_por_instancia(de, instancia):
    sesiones.cancelar(sesion=comite.convocada(instancia, de.lleva), motivo="Sin quórum", por=de.lleva, ahora=AHORA)
    otra = comite.instancia(nombre="Otra instancia")
    assert [cerrada(cual, de).acta_numero for cual in (instancia, otra, instancia)] == [1, 1, 2]


def test_el_acta_es_del_anio_de_la_sesion_y_no_del_dia_en_que_se_cierra(de, instancia):
    sesion = comite.en_curso(instancia, de.lleva)
    Sesion.objects.filter(pk=sesion.pk).update(fecha=date(2025, 12, 30))
    decisiones.informar(punto=tema(sesion, de), texto="Se informó.", por=de.lleva, ahora=AHORA)
    acta = sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)
    assert (acta.acta_anio, acta.acta_numero) == (2025, 1)


def test_lo_cerrado_no_cambia_y_se_aclara_con_fecha_y_autor(de, instancia):
    comite.en_revision(de)
    sesion = comite.en_curso(instancia, de.lleva)
    punto = sesion.puntos.get()
    aprobar(punto, de.lleva)
    sesion = sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)
    antes = Sesion.objects.get(pk=sesion.pk).foto
    for intento in (
        lambda: tema(sesion, de),
        lambda: decisiones.informar(punto=punto, texto="x", por=de.lleva, ahora=AHORA),
        lambda: sesiones.anotar_asistencia(sesion=sesion, situaciones={}, por=de.lleva, ahora=AHORA),
        lambda: sesiones.cancelar(sesion=sesion, motivo="x", por=de.lleva, ahora=AHORA),
        lambda: sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA),
    ):
        with pytest.raises(ReglaIncumplida, match="cerrada"):
            intento()
    aclaracion = sesiones.aclarar(sesion=sesion, texto="El lugar fue otro.", por=de.otra, ahora=AHORA)
    assert (aclaracion.creada_por, aclaracion.creada_en) == (de.otra, AHORA)
    assert Sesion.objects.get(pk=sesion.pk).foto == antes
    assert Plan.objects.get().estado == "APROBADO"


def test_no_se_cierra_un_acta_sin_asistentes_ni_resultados(de, instancia):
    sesion = comite.en_curso(instancia, de.lleva, presentes=0)
    with pytest.raises(ReglaIncumplida, match=r"quién asistió.*No se trató ningún punto"):
        sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)


def test_no_se_cancela_una_sesion_en_que_ya_se_decidio(de, instancia):
    sesion = comite.en_curso(instancia, de.lleva)
    decisiones.decidir(punto=tema(sesion, de), decision="DECIDIR", texto="Sí.", por=de.lleva, ahora=AHORA)
    with pytest.raises(ReglaIncumplida, match="ciérrela"):
        sesiones.cancelar(sesion=sesion, motivo="x", por=de.lleva, ahora=AHORA)


def test_la_base_pone_tope_al_quorum_y_a_los_dias(de, instancia):
    sesion = Sesion.objects.filter(pk=comite.convocada(instancia, de.lleva).pk)
    sesion.update(quorum=500, dias_sin_fecha=365)
    for campo, valor in (("quorum", 0), ("quorum", 501), ("dias_sin_fecha", 0), ("dias_sin_fecha", 366)):
        with pytest.raises(IntegrityError), transaction.atomic():
            sesion.update(**{campo: valor})


def test_una_instancia_no_tiene_dos_sesiones_en_curso(de, instancia):
    comite.en_curso(instancia, de.lleva)
    otra = comite.convocada(instancia, de.lleva)
    with pytest.raises(ReglaIncumplida, match="sigue en curso"):
        sesiones.iniciar(sesion=otra, por=de.lleva, ahora=AHORA)


# --- Compromisos --------------------------------------------------------------------------------------------


def comprometido(instancia, de, **campos) -> Compromiso:
    sesion = comite.en_curso(instancia, de.lleva)
    datos = {"texto": "Enviar el cronograma", "dependencia": de.propia} | campos
    hecho = decisiones.comprometer(punto=tema(sesion, de), por=de.lleva, ahora=AHORA, **datos)
    sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)
    return hecho


def test_un_compromiso_sin_fecha_envejece_y_aparece_en_cada_sesion_hasta_cerrarse(de, instancia):
    suyo = comprometido(instancia, de)
    assert (suyo.fecha, suyo.vence.isoformat()) == (None, "2026-07-29")
    siguiente = comite.en_curso(instancia, de.lleva)
    assert titulos(siguiente) == ["Compromiso: Enviar el cronograma"]
    decisiones.informar(punto=siguiente.puntos.get(), texto="Sigue en trámite.", por=de.lleva, ahora=AHORA)
    sesiones.cerrar(sesion=siguiente, por=de.lleva, ahora=AHORA)
    tercera = comite.en_curso(instancia, de.lleva)
    decisiones.decidir(
        punto=tercera.puntos.get(), decision="CUMPLIR", version=0, texto="Se envió el 3.", por=de.lleva, ahora=AHORA
    )
    suyo.refresh_from_db()
    assert (suyo.estado, suyo.cumplido_nota) == ("CUMPLIDO", "Se envió el 3.")
    sesiones.cerrar(sesion=tercera, por=de.lleva, ahora=AHORA)
    assert titulos(comite.convocada(instancia, de.lleva)) == []


def test_un_compromiso_no_se_suelta_se_cumple_o_se_cancela_con_motivo(de, instancia):
    suyo = comprometido(instancia, de)
    punto = comite.convocada(instancia, de.lleva).puntos.get()
    with pytest.raises(ReglaIncumplida, match="cúmplalo o cancélelo"):
        orden_del_dia.soltar_punto(punto=punto, motivo="x", por=de.lleva, ahora=AHORA)
    with pytest.raises(ReglaIncumplida, match="por qué se cancela"):
        compromisos.cancelar(compromiso=suyo, version=0, motivo=" ", por=de.lleva, ahora=AHORA)
    compromisos.cancelar(compromiso=suyo, version=0, motivo="Ya no aplica", por=de.lleva, ahora=AHORA)
    with pytest.raises(EstadoCambiado):
        compromisos.cumplir(compromiso=suyo, version=1, nota="Hecho", por=de.lleva, ahora=AHORA)


def test_un_compromiso_es_de_uno_solo_y_se_traslada(de, instancia):
    with pytest.raises(ReglaIncumplida, match="sólo una"):
        comprometido(instancia, de, persona=de.jefe)
    Sesion.objects.filter(estado="EN_CURSO").update(estado="CANCELADA", cancelada_en=AHORA, cancelada_por=de.lleva,
                                                   cancelada_motivo="x")  # fmt: skip
    suyo = comprometido(instancia, de, fecha=comite.MANANA)
    assert suyo.vence == comite.MANANA
    compromisos.trasladar(compromiso=suyo, version=0, persona=de.otra, motivo="Se fue", por=de.lleva, ahora=AHORA)
    suyo.refresh_from_db()
    assert (suyo.persona, suyo.dependencia) == (de.otra, None)
    assert verbos(suyo) == ["crear", "trasladar"]


# --- Modificaciones -----------------------------------------------------------------------------------------


def propuesta_enviada(de):
    """Una modificación de la meta, en revisión."""
    plan = f.plan("APROBADO", dependencia=de.propia, por=de.jefe)
    f.actividad(plan, (None, None, None, D(1)))
    f.version(plan)
    abierta = propuestas.proponer(plan=plan, por=de.jefe, ahora=AHORA)
    abierta.actividades.update(meta=D(2), programado_t4=D(2))
    return propuestas.enviar(propuesta=abierta, motivo="Creció", frase="Se harán dos.", por=de.jefe, ahora=AHORA)


def test_la_modificacion_de_un_plan_se_decide_en_la_sesion_y_su_version_cita_el_punto(de, instancia):
    enviada = propuesta_enviada(de)
    punto = comite.en_curso(instancia, de.lleva).puntos.get()
    assert punto.titulo.startswith(f"Modificación de «{enviada.plan.nombre}»")
    decisiones.decidir(punto=punto, decision="APROBAR", version=enviada.version, por=de.lleva, ahora=AHORA)
    enviada.refresh_from_db()
    assert (enviada.estado, enviada.resultado.punto) == ("APROBADA", punto)
    assert enviada.resultado.acto == "Sesión del 06/07/2026, punto 1"


def test_la_modificacion_se_devuelve_en_la_sesion(de, instancia):
    enviada = propuesta_enviada(de)
    punto = comite.en_curso(instancia, de.lleva).puntos.get()
    decisiones.decidir(
        punto=punto, decision="DEVOLVER", texto="Diga por qué.", version=enviada.version, por=de.lleva, ahora=AHORA
    )
    enviada.refresh_from_db()
    assert (enviada.estado, enviada.observaciones.get().texto) == ("DEVUELTA", "Diga por qué.")
