"""Los verbos del reporte: cada estado con cada acción, quién no puede, cuándo no se puede y qué queda escrito."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError

from mipg.bitacora.models import Suceso
from mipg.expediente.models import Documento, Uso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.usuarios.models import Asignacion
from planes.models import Plan
from seguimiento.acciones import avances, cortes
from seguimiento.acciones.avances import ConflictoDeEdicion
from seguimiento.models import Avance, ObservacionAvance
from seguimiento.reglas.avances import TRANSICIONES
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db
AHORA = e.EN_T2
Estado = Avance.Estado


@pytest.fixture
def abierto(abierto_del_modulo):
    """El mismo punto de partida de todas las pruebas de este módulo."""
    return abierto_del_modulo


def _sucesos(objeto) -> list[str]:
    return list(Suceso.objects.de(objeto).con_verbo().order_by("id").values_list("verbo", flat=True))


def _fresco(avance: Avance) -> Avance:
    return Avance.objects.get(pk=avance.pk)


def _poner_en(estado: str, quien) -> Avance:
    """Lleva el reporte de informes a un estado, sólo con acciones."""
    avance = quien.informes
    if estado == Estado.PENDIENTE:
        return avance
    if estado == Estado.BORRADOR:
        return e.escribir(avance, quien.enlace, AHORA, situacion="AVANCE", cantidad=D(3), texto="Listo.")
    e.enviar(avance, quien, AHORA, 3)
    if estado in (Estado.AVALADO, Estado.ACEPTADO):
        e.avalar(avance, quien, AHORA)
    if estado == Estado.ACEPTADO:
        e.aceptar(avance, quien, AHORA)
    if estado == Estado.DEVUELTO:
        e.devolver(avance, quien, AHORA, texto="Diga cuáles.")
    return _fresco(avance)


def _hacer(verbo: str, avance: Avance, quien):
    comun = {"avance": avance, "ahora": AHORA}
    return {
        "guardar": lambda: avances.guardar(cambios={"texto": (avance.texto, "Otro texto.")}, por=quien.enlace, **comun),
        "enviar": lambda: avances.enviar(por=quien.enlace, **comun),
        "recuperar": lambda: avances.recuperar(por=quien.enlace, **comun),
        "avalar": lambda: avances.avalar(version=avance.version, por=quien.jefe, **comun),
        "devolver": lambda: avances.devolver(
            observaciones={"texto": "Más claro."}, version=avance.version, por=quien.revisora, **comun
        ),
        "aceptar": lambda: avances.aceptar(
            version=avance.version, por=quien.revisora, motivo="Vacaciones.", avance=avance, ahora=_PLAZO_VENCIDO
        ),
        "revertir": lambda: avances.revertir(version=avance.version, por=quien.revisora, **comun),
    }[verbo]()


# Tres días hábiles después del envío: ya se puede aceptar sin aval.
_PLAZO_VENCIDO = AHORA + timedelta(days=3)
VERBOS = sorted({verbo for verbos in TRANSICIONES.values() for verbo in verbos})
# Lo avalado sólo se recupera si es una corrección que conservó su aval, y aquí no lo es.
_NO_EN_ESTE_ESCENARIO = {("AVALADO", "recuperar")}


@pytest.mark.parametrize("verbo", VERBOS)
@pytest.mark.parametrize("estado", list(TRANSICIONES))
def test_cada_estado_con_cada_accion_hace_lo_que_dice_la_tabla(abierto, estado, verbo):
    avance = _poner_en(estado, abierto)
    assert avance.estado == estado
    antes, sucesos = Avance.objects.values().get(pk=avance.pk), _sucesos(avance)
    destinos = TRANSICIONES[estado].get(verbo)
    if destinos is None or (estado, verbo) in _NO_EN_ESTE_ESCENARIO:
        with pytest.raises(ReglaIncumplida):
            _hacer(verbo, avance, abierto)
        assert Avance.objects.values().get(pk=avance.pk) == antes
        assert _sucesos(avance) == sucesos
        return
    assert _hacer(verbo, avance, abierto).estado in destinos
    assert _fresco(avance).version == antes["version"] + 1
    assert _sucesos(avance) == [*sucesos, verbo]


# --- Segregación ---------------------------------------------------------------------------------------------


def _dar(persona, rol, en):
    Asignacion.objects.create(persona=persona, rol=rol, dependencia=en, desde=date(2024, 1, 1))
    persona.__dict__.pop("_perfiles", None)


def test_nadie_avala_lo_que_reporto_ni_lo_que_ayudo_a_escribir(abierto):
    coautora = f.persona("jefe", abierto.hacienda)
    e.escribir(abierto.informes, coautora, AHORA, dificultades="Llovió.")
    e.enviar(abierto.informes, abierto, AHORA, 3)
    with pytest.raises(ReglaIncumplida, match="nadie avala lo que reportó"):
        e.avalar(abierto.informes, abierto, AHORA, por=coautora)
    assert e.avalar(abierto.informes, abierto, AHORA).avalado_por == abierto.jefe


def test_adjuntar_o_quitar_un_soporte_tambien_es_escribir(abierto):
    coautora = f.persona("jefe", abierto.hacienda)
    e.adjuntar(abierto.informes, coautora, AHORA)
    assert coautora in abierto.informes.autores.all()
    otra = f.persona("jefe", abierto.hacienda)
    avances.desadjuntar(avance=abierto.informes, uso=Uso.objects.de(abierto.informes).get().pk, por=otra, ahora=AHORA)
    assert otra in abierto.informes.autores.all()


def test_nadie_acepta_lo_que_reporto_lo_que_escribio_ni_lo_que_avalo(abierto):
    _dar(abierto.revisora, "enlace", abierto.hacienda)
    _dar(abierto.revisor, "jefe", abierto.hacienda)
    tercera = f.persona("planeacion", abierto.planeacion)
    e.enviar(abierto.informes, abierto, AHORA, 3, por=abierto.revisora)
    e.avalar(abierto.informes, abierto, AHORA, por=abierto.revisor)
    for persona in (abierto.revisora, abierto.revisor):
        with pytest.raises(ReglaIncumplida, match="lo acepta otra persona de Planeación"):
            e.aceptar(abierto.informes, abierto, AHORA, por=persona)
    assert e.aceptar(abierto.informes, abierto, AHORA, por=tercera).aceptado_por == tercera


def test_lo_de_otra_dependencia_no_se_marca(abierto):
    assert not e.aceptado(abierto.informes, abierto, AHORA, 3).misma_dependencia


def test_el_aval_no_sobrevive_si_quien_avalo_escribio_la_correccion(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    e.avalar(abierto.informes, abierto, AHORA)
    e.devolver(abierto.informes, abierto, AHORA, texto="Diga cuáles.")
    e.escribir(abierto.informes, abierto.jefe, AHORA, texto="El primero y el segundo.")
    assert avances.enviar(avance=abierto.informes, por=abierto.enlace, ahora=AHORA).estado == Estado.ENVIADO


def test_quien_avalo_y_dejo_de_ser_jefe_no_deja_su_aval_en_lo_que_envia(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    e.avalar(abierto.informes, abierto, AHORA)
    e.devolver(abierto.informes, abierto, AHORA, texto="Diga cuáles.")
    _dar(abierto.jefe, "enlace", abierto.hacienda)
    Asignacion.objects.filter(persona=abierto.jefe, rol="jefe").update(hasta=date(2026, 7, 1))
    abierto.jefe.__dict__.pop("_perfiles", None)
    enviado = avances.enviar(avance=abierto.informes, por=abierto.jefe, ahora=AHORA)
    assert (enviado.estado, enviado.avalado_por) == (Estado.ENVIADO, None)


# --- Quién y cuándo ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("papel", ["ajena", "revisora", "comite", "auditora"])
def test_solo_escribe_a_quien_le_toca(abierto, papel):
    with pytest.raises(ReglaIncumplida, match="le corresponde a otra persona"):
        e.escribir(abierto.informes, getattr(abierto, papel), AHORA, texto="x")


@pytest.mark.parametrize(
    ("cuando", "cabe"),
    [
        (datetime(2026, 6, 30, 23, 59, 59, tzinfo=e.BOGOTA), False),
        (datetime(2026, 7, 1, 0, 0, 1, tzinfo=e.BOGOTA), True),
        (datetime(2026, 7, 15, 23, 59, 59, tzinfo=e.BOGOTA), True),
        (datetime(2026, 7, 16, 0, 0, 1, tzinfo=e.BOGOTA), False),
    ],
)
def test_la_ventana_se_abre_y_se_cierra_a_medianoche_de_bogota(abierto, cuando, cabe):
    if cabe:
        assert e.escribir(abierto.informes, abierto.enlace, cuando, texto="x").estado == Estado.BORRADOR
    else:
        with pytest.raises(ReglaIncumplida, match="La captura"):
            e.escribir(abierto.informes, abierto.enlace, cuando, texto="x")


# --- Guardar -------------------------------------------------------------------------------------------------


def test_guardar_no_pisa_lo_que_guardo_otra_persona(abierto):
    visto = abierto.informes.texto
    e.escribir(abierto.informes, abierto.companera, AHORA, texto="Lo de Camila.")
    with pytest.raises(ConflictoDeEdicion) as choque:
        avances.guardar(
            avance=abierto.informes, cambios={"texto": (visto, "Lo de Elena.")}, por=abierto.enlace, ahora=AHORA
        )
    assert choque.value.campos == {"texto": ("Lo de Camila.", "Lo de Elena.")}
    assert _fresco(abierto.informes).texto == "Lo de Camila."


def test_dos_personas_escriben_campos_distintos_sin_estorbarse(abierto):
    e.escribir(abierto.informes, abierto.companera, AHORA, texto="Lo de Camila.")
    avances.guardar(
        avance=abierto.informes, cambios={"dificultades": ("", "Lo de Elena.")}, por=abierto.enlace, ahora=AHORA
    )
    guardado = _fresco(abierto.informes)
    assert (guardado.texto, guardado.dificultades) == ("Lo de Camila.", "Lo de Elena.")
    assert set(guardado.autores.all()) == {abierto.enlace, abierto.companera}


def test_guardar_lo_mismo_no_deja_huella(abierto):
    e.escribir(abierto.informes, abierto.enlace, AHORA, texto="Igual.")
    antes = _sucesos(abierto.informes)
    avances.guardar(avance=abierto.informes, cambios={"texto": ("", "Igual.")}, por=abierto.companera, ahora=AHORA)
    assert _sucesos(abierto.informes) == antes


def test_una_cantidad_negativa_o_desmedida_se_dice_y_no_se_guarda(abierto):
    with pytest.raises(ReglaIncumplida, match="no puede ser negativa"):
        e.escribir(abierto.informes, abierto.enlace, AHORA, cantidad=D(-1))
    with pytest.raises(ValidationError):
        e.escribir(abierto.informes, abierto.enlace, AHORA, cantidad=D("1e15"))
    assert _fresco(abierto.informes).cantidad is None


# --- Devolver y volver ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("campo", [c.value for c in ObservacionAvance.Campo])
def test_al_volver_solo_se_reabre_lo_devuelto(abierto, campo):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    e.devolver(abierto.informes, abierto, AHORA, **{campo: "Corrija esto."})
    abiertos = avances.campos_abiertos(_fresco(abierto.informes))
    nuevos = {
        "cantidad": D(2),
        "situacion": "SIN_AVANCE",
        "texto": "Otro.",
        "dificultades": "Otras.",
        "motivo": "Otro.",
        "reserva": "Reposa en el archivo.",
    }
    for nombre, valor in nuevos.items():
        if nombre in abiertos:
            e.escribir(abierto.informes, abierto.enlace, AHORA, **{nombre: valor})
        else:
            with pytest.raises(ReglaIncumplida, match="no se devolvió"):
                e.escribir(abierto.informes, abierto.enlace, AHORA, **{nombre: valor})
    if "soportes" in abiertos:
        e.adjuntar(abierto.informes, abierto.enlace, AHORA, url="https://ejemplo.test/otro")
    else:
        with pytest.raises(ReglaIncumplida, match="no se devolvieron"):
            e.adjuntar(abierto.informes, abierto.enlace, AHORA, url="https://ejemplo.test/otro")


def test_la_devolucion_guarda_lo_que_decia_el_campo_tambien_si_era_cero(abierto):
    e.enviar(abierto.peticiones, abierto, AHORA, 0)
    e.devolver(abierto.peticiones, abierto, AHORA, cantidad="¿Cero?", situacion="¿Seguro?")
    assert dict(abierto.peticiones.observaciones.values_list("campo", "valor")) == {
        "cantidad": "0",
        "situacion": "Con avance",
    }


def test_devolver_exige_al_menos_un_comentario(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    with pytest.raises(ReglaIncumplida, match="Escriba el comentario"):
        e.devolver(abierto.informes, abierto, AHORA, texto="   ")
    assert _fresco(abierto.informes).estado == Estado.ENVIADO


def test_lo_devuelto_tiene_plazo_aunque_la_captura_haya_cerrado(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    tras = datetime(2026, 7, 16, 9, tzinfo=e.BOGOTA)
    devuelto = e.devolver(abierto.informes, abierto, tras, texto="Diga cuáles.")
    assert devuelto.plazo == date(2026, 7, 22)  # el 20 es festivo
    ultimo = datetime(2026, 7, 22, 23, 59, 59, tzinfo=e.BOGOTA)
    assert e.escribir(abierto.informes, abierto.enlace, ultimo, texto="Corregido.")
    with pytest.raises(ReglaIncumplida, match="cerró"):
        e.escribir(abierto.informes, abierto.enlace, ultimo + timedelta(seconds=2), texto="Tarde.")


def test_el_aval_sobrevive_a_corregir_el_texto_y_no_a_cambiar_la_cantidad(abierto):
    for avance, campo, valor, esperado in (
        (abierto.informes, "texto", "Con nombres.", Estado.AVALADO),
        (abierto.peticiones, "cantidad", D(7), Estado.ENVIADO),
    ):
        e.enviar(avance, abierto, AHORA, 3)
        e.avalar(avance, abierto, AHORA)
        e.devolver(avance, abierto, AHORA, **{campo: "Corrija."})
        e.escribir(avance, abierto.enlace, AHORA, **{campo: valor})
        vuelto = avances.enviar(avance=avance, por=abierto.enlace, ahora=AHORA)
        assert vuelto.estado == esperado
        assert (vuelto.avalado_por is not None) == (esperado == Estado.AVALADO)
        assert not avance.observaciones.filter(resuelta_en=None).exists()


def test_el_jefe_devuelve_lo_enviado_pero_no_lo_que_ya_avalo(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    assert e.devolver(abierto.informes, abierto, AHORA, por=abierto.jefe, texto="Mejor.").estado == Estado.DEVUELTO
    e.enviar(abierto.peticiones, abierto, AHORA, 90)
    e.avalar(abierto.peticiones, abierto, AHORA)
    with pytest.raises(ReglaIncumplida, match="Devuelve Planeación"):
        e.devolver(abierto.peticiones, abierto, AHORA, por=abierto.jefe, texto="Mejor.")


# --- Recuperar y revertir ------------------------------------------------------------------------------------


def test_recupera_quien_lo_envio_y_solo_si_nadie_lo_ha_tocado(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    with pytest.raises(ReglaIncumplida, match="quien lo envió"):
        avances.recuperar(avance=abierto.informes, por=abierto.companera, ahora=AHORA)
    recuperado = avances.recuperar(avance=abierto.informes, por=abierto.enlace, ahora=AHORA)
    assert (recuperado.estado, recuperado.reportado_por) == (Estado.BORRADOR, None)
    avances.enviar(avance=recuperado, por=abierto.enlace, ahora=AHORA)
    e.avalar(abierto.informes, abierto, AHORA)
    with pytest.raises(ReglaIncumplida, match="ya está avalado"):
        avances.recuperar(avance=abierto.informes, por=abierto.enlace, ahora=AHORA)


def test_recuperar_una_correccion_la_deja_devuelta_con_sus_comentarios(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    e.devolver(abierto.informes, abierto, AHORA, texto="Diga cuáles.")
    e.escribir(abierto.informes, abierto.enlace, AHORA, texto="Estos.")
    despues = AHORA + timedelta(minutes=5)
    avances.enviar(avance=abierto.informes, por=abierto.enlace, ahora=despues)
    recuperado = avances.recuperar(avance=abierto.informes, por=abierto.enlace, ahora=despues)
    assert recuperado.estado == Estado.DEVUELTO
    assert avances.campos_abiertos(recuperado) == {"texto"}


def test_no_se_recupera_lo_que_ya_no_se_podria_volver_a_enviar(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    tarde = datetime(2026, 7, 16, 0, 0, 1, tzinfo=e.BOGOTA)
    with pytest.raises(ReglaIncumplida, match="no podría volver a enviarlo"):
        avances.recuperar(avance=abierto.informes, por=abierto.enlace, ahora=tarde)


def test_se_revierte_antes_del_cierre_y_nunca_despues(abierto):
    e.aceptado(abierto.informes, abierto, AHORA, 3)
    revertido = avances.revertir(
        avance=abierto.informes, version=_fresco(abierto.informes).version, por=abierto.revisor, ahora=AHORA
    )
    assert (revertido.estado, revertido.aceptado_por) == (Estado.AVALADO, None)
    e.aceptar(abierto.informes, abierto, AHORA)
    cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=e.TRAS_T2)
    with pytest.raises(ReglaIncumplida, match="ya no está abierto"):
        avances.revertir(avance=abierto.informes, version=1, por=abierto.revisor, ahora=e.TRAS_T2)


# --- Aval, soporte y versión ---------------------------------------------------------------------------------


def test_sin_aval_solo_despues_de_los_dias_y_con_motivo(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)  # lunes 6
    with pytest.raises(ReglaIncumplida, match="Falta el aval"):
        e.aceptar(abierto.informes, abierto, AHORA + timedelta(days=2), motivo="No contesta.")
    with pytest.raises(ReglaIncumplida, match="Diga por qué"):
        e.aceptar(abierto.informes, abierto, AHORA + timedelta(days=3))
    aceptado = e.aceptar(abierto.informes, abierto, AHORA + timedelta(days=3), motivo="No contesta.")
    assert (aceptado.sin_aval, aceptado.avalado_por) == ("No contesta.", None)


def test_si_reporta_el_jefe_no_hay_aval_y_se_dice(abierto):
    enviado = e.enviar(abierto.informes, abierto, AHORA, 3, por=abierto.jefe)
    assert enviado.sin_aval == "Lo reportó quien avala: Javier Jefe."
    assert e.aceptar(abierto.informes, abierto, AHORA).sin_aval == enviado.sin_aval


def test_si_la_vigencia_no_exige_aval_se_dice(abierto):
    type(abierto.corte.vigencia).objects.update(exige_aval=False)
    assert e.enviar(abierto.informes, abierto, AHORA, 3).sin_aval == "La vigencia no exige aval."
    assert e.aceptar(abierto.informes, abierto, AHORA).estado == Estado.ACEPTADO


def test_enviar_sin_soporte_se_puede_pero_aceptar_exige_soporte_o_reserva(abierto):
    e.avalar(e.enviar(abierto.informes, abierto, AHORA, 3, con_soporte=False), abierto, AHORA)
    with pytest.raises(ReglaIncumplida, match="al menos un soporte"):
        e.aceptar(abierto.informes, abierto, AHORA)
    reserva = "Reposa en Jurídica, radicado 12."
    e.avalar(e.enviar(abierto.peticiones, abierto, AHORA, 3, con_soporte=False, reserva=reserva), abierto, AHORA)
    assert e.aceptar(abierto.peticiones, abierto, AHORA).estado == Estado.ACEPTADO


def test_un_soporte_retirado_del_expediente_no_sostiene_nada(abierto):
    e.avalar(e.enviar(abierto.informes, abierto, AHORA, 3), abierto, AHORA)
    Documento.objects.update(retirado_en=AHORA, retirado_por=abierto.revisora, motivo_retiro="Equivocado.")
    with pytest.raises(ReglaIncumplida, match="al menos un soporte"):
        e.aceptar(abierto.informes, abierto, AHORA)
    with pytest.raises(ReglaIncumplida, match="fue retirado"):
        avances.adjuntar(
            avance=abierto.peticiones,
            documento=Documento.objects.get(),
            fecha_documento=date(2026, 7, 1),
            por=abierto.enlace,
            ahora=AHORA,
        )


def test_un_cero_se_acepta_sin_soporte(abierto):
    avance = e.enviar(
        abierto.informes, abierto, AHORA, 0, situacion="SIN_AVANCE", motivo="Sin contrato.", con_soporte=False
    )
    assert e.aceptar(e.avalar(avance, abierto, AHORA), abierto, AHORA).cantidad == 0


def test_sin_demanda_no_lleva_cantidad(abierto):
    enviado = e.enviar(abierto.peticiones, abierto, AHORA, 5, situacion="SIN_DEMANDA", motivo="Nadie pidió.")
    assert enviado.cantidad is None


@pytest.mark.parametrize("verbo", ["avalar", "aceptar", "devolver"])
def test_se_decide_sobre_la_version_que_se_leyo(abierto, verbo):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    if verbo == "aceptar":
        e.avalar(abierto.informes, abierto, AHORA)
    leido = _fresco(abierto.informes)
    Avance.objects.filter(pk=leido.pk).update(version=leido.version + 1)
    with pytest.raises(EstadoCambiado):
        _hacer(verbo, leido, abierto)


def test_enviar_lo_repasado_exige_que_siga_igual(abierto):
    repasado = _poner_en(Estado.BORRADOR, abierto)
    e.escribir(abierto.informes, abierto.companera, AHORA, texto="Otra cosa.")
    with pytest.raises(EstadoCambiado):
        avances.enviar(avance=repasado, por=abierto.enlace, ahora=AHORA, version=repasado.version)
    assert _fresco(repasado).estado == Estado.BORRADOR


# --- Adelantar -----------------------------------------------------------------------------------------------


def _hito(quien):
    return quien.plan.actividades.get(tipo_meta="HITO")


def test_adelantar_crea_un_reporte_que_no_es_un_deber(abierto):
    avance = avances.adelantar(actividad=_hito(abierto), corte=abierto.corte, por=abierto.enlace, ahora=AHORA)
    assert not avance.esperado
    assert _sucesos(avance) == ["adelantar"]
    otra_vez = avances.adelantar(actividad=_hito(abierto), corte=abierto.corte, por=abierto.companera, ahora=AHORA)
    assert otra_vez == avance and _sucesos(avance) == ["adelantar"]


def test_adelantar_lo_que_si_se_esperaba_lo_deja_esperado(abierto):
    plan = f.plan("PUBLICADO", dependencia=abierto.hacienda, vigencia=abierto.corte.vigencia)
    avance = avances.adelantar(
        actividad=f.actividad(plan), corte=abierto.corte, por=f.persona("enlace", abierto.hacienda), ahora=AHORA
    )
    assert avance.esperado


def test_no_se_adelanta_lo_ajeno_lo_retirado_lo_no_aprobado_ni_fuera_de_ventana(abierto):
    hito = _hito(abierto)

    def adelantar(actividad=hito, por=abierto.enlace, ahora=AHORA):
        return avances.adelantar(actividad=actividad, corte=abierto.corte, por=por, ahora=ahora)

    with pytest.raises(ReglaIncumplida, match="otra persona"):
        adelantar(por=abierto.ajena)
    with pytest.raises(ReglaIncumplida, match="no está abierta"):
        adelantar(ahora=datetime(2026, 7, 16, 0, 0, 1, tzinfo=e.BOGOTA))
    with pytest.raises(ReglaIncumplida, match="plan aprobado"):
        adelantar(f.actividad(f.plan(dependencia=abierto.hacienda)))
    hito.retirada_en, hito.retirada_por = AHORA, abierto.revisora
    with pytest.raises(ReglaIncumplida, match="retirada"):
        adelantar(hito)


def test_adelantar_en_un_corte_que_acaba_de_cerrar_se_niega_con_una_frase(abierto):
    cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=e.TRAS_T2)
    with pytest.raises(ReglaIncumplida, match="ya no está abierto"):
        avances.adelantar(actividad=_hito(abierto), corte=abierto.corte, por=abierto.enlace, ahora=e.TRAS_T2)


# --- Todo o nada ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("estado", "verbo", "donde"),
    [
        ("PENDIENTE", "guardar", "tomar"),
        ("BORRADOR", "enviar", "tomar"),
        ("ENVIADO", "devolver", "ObservacionAvance.objects.bulk_create"),
        ("DEVUELTO", "enviar", "tomar"),
    ],
)
def test_si_algo_falla_a_la_mitad_no_queda_nada(abierto, monkeypatch, estado, verbo, donde):
    avance = _poner_en(estado, abierto)
    antes = (
        Avance.objects.values().get(pk=avance.pk),
        list(avance.autores.all()),
        list(avance.observaciones.values()),
        _sucesos(avance),
    )
    original = avances.tomar

    def tomar_y_caer(*args, **kwargs):
        original(*args, **kwargs)
        raise RuntimeError("se fue la luz")

    def caer(*args, **kwargs):
        raise RuntimeError("se fue la luz")

    if donde == "tomar":
        monkeypatch.setattr(avances, "tomar", tomar_y_caer)
    else:
        monkeypatch.setattr(ObservacionAvance.objects, "bulk_create", caer)
    with pytest.raises(RuntimeError):
        _hacer(verbo, avance, abierto)
    assert (
        Avance.objects.values().get(pk=avance.pk),
        list(avance.autores.all()),
        list(avance.observaciones.values()),
        _sucesos(avance),
    ) == antes


def test_no_se_deshace_una_aceptacion_que_no_se_ha_leido(abierto):
    leida = e.aceptado(abierto.informes, abierto, AHORA, 3)
    avances.revertir(avance=leida, version=leida.version, por=abierto.revisora, ahora=AHORA)
    e.aceptar(abierto.informes, abierto, AHORA)
    with pytest.raises(EstadoCambiado):
        avances.revertir(avance=leida, version=leida.version, por=abierto.revisor, ahora=AHORA)
    assert _fresco(abierto.informes).estado == Estado.ACEPTADO


def test_la_correccion_que_conserva_su_aval_se_recupera_mientras_nadie_la_mire(abierto):
    _poner_en(Estado.AVALADO, abierto)
    e.devolver(abierto.informes, abierto, AHORA, texto="Diga cuáles.")
    despues = AHORA + timedelta(minutes=5)
    corregido = e.escribir(abierto.informes, abierto.enlace, despues, texto="El 1, el 2 y el 3.")
    enviado = avances.enviar(avance=corregido, por=abierto.enlace, ahora=despues)
    assert enviado.estado == Estado.AVALADO
    recuperado = avances.recuperar(avance=enviado, por=abierto.enlace, ahora=despues)
    assert (recuperado.estado, recuperado.avalado_por) == (Estado.DEVUELTO, abierto.jefe)
    assert avances.campos_abiertos(recuperado) == {"texto"}


def test_quien_reporta_y_coordina_el_plan_no_se_salta_al_jefe_responsable(abierto):
    coordina = f.dependencia()
    Plan.objects.filter(pk=abierto.informes.actividad.plan_id).update(dependencia=coordina)
    _dar(abierto.enlace, "jefe", coordina)
    enviado = e.enviar(abierto.informes, abierto, AHORA, 3)
    assert enviado.sin_aval == ""
    assert e.avalar(abierto.informes, abierto, AHORA).avalado_por == abierto.jefe
