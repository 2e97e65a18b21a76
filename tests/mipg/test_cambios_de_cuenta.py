"""Nadie se vuelve otro: lo que se le hace a una cuenta resguardada lo pide una persona y lo confirma otra."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from mipg.avisos.acciones import importar_personas
from mipg.avisos.models import Mensaje
from mipg.bitacora.models import Suceso
from mipg.libros import leer
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.usuarios import acciones
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import CambioDeCuenta, Usuario
from mipg.usuarios.roles import ESPERA, Operacion, Rol
from tests import fabricas
from tests.fabricas import AHORA, HOY

Estado = CambioDeCuenta.Estado


@pytest.fixture
def una(db):
    return fabricas.persona("planeacion")


@pytest.fixture
def otra(db):
    return fabricas.persona("administrador")


@pytest.fixture
def jefa(db):
    return fabricas.persona("jefe", email="jefa@ejemplo.test")


def pedir(persona, por, operacion=Operacion.CORREO, *, ahora=AHORA, motivo="Lo pidió por oficio.", **que):
    if operacion == Operacion.CORREO:
        que = {"correo": "nueva@ejemplo.test"} | que
    return cambios.pedir_cambio(operacion=operacion, persona=persona, por=por, ahora=ahora, motivo=motivo, **que)


def confirmar(cambio, por, ahora=AHORA):
    return cambios.confirmar_cambio(cambio=cambio, por=por, ahora=ahora)


def correo_de(persona):
    return Usuario.objects.get(pk=persona.pk).email


def test_el_correo_de_un_jefe_cambia_cuando_otra_persona_lo_confirma(jefa, una, otra):
    cambio = pedir(jefa, una)
    assert (cambio.estado, cambio.aplica_en, correo_de(jefa)) == (Estado.SOLICITADO, None, "jefa@ejemplo.test")
    for quien in (una, jefa, fabricas.persona("control_interno"), fabricas.persona("enlace")):
        with pytest.raises(ReglaIncumplida):
            confirmar(cambio, quien)
    assert correo_de(jefa) == "jefa@ejemplo.test"
    assert confirmar(cambio, otra).confirmado_por == otra
    assert correo_de(jefa) == "nueva@ejemplo.test"
    assert list(Suceso.objects.de(cambio).con_verbo().order_by("pk").values_list("verbo", "actor")) == [
        ("pedir", una.pk),
        ("confirmar", otra.pk),
    ]
    suceso = Suceso.objects.de(jefa).con_verbo().get()
    assert (suceso.verbo, suceso.actor, suceso.nota) == (
        "cambiar correo",
        otra,
        f"Lo pidió {una}. Lo pidió por oficio.",
    )


def test_ninguna_accion_de_una_persona_toca_a_quien_audita(una, otra, dependencias):
    auditora = fabricas.persona("control_interno", email="auditora@ejemplo.test")
    suya = auditora.asignaciones.get()
    dicho = {"ahora": AHORA}
    nuevo = {"persona": fabricas.persona(), "rol": Rol.CONTROL_INTERNO, "dependencia": dependencias.hacienda}
    for por in (una, otra):
        for accion, que in (
            (acciones.desactivar, {"persona": auditora, "motivo": "x"}),
            (acciones.terminar_asignacion, {"asignacion": suya, "hasta": HOY}),
            (acciones.asignar, nuevo | {"desde": HOY}),
        ):
            with pytest.raises(ReglaIncumplida):
                accion(**que, por=por, **dicho)
    with pytest.raises(ReglaIncumplida, match="lo pide Administración técnica"):
        pedir(auditora, una)
    cambio = pedir(auditora, otra)
    for quien in (una, fabricas.persona("administrador"), fabricas.persona("planeacion")):
        with pytest.raises(ReglaIncumplida, match="lo confirma Control Interno"):
            confirmar(cambio, quien)
    confirmar(cambio, fabricas.persona("control_interno"))
    assert correo_de(auditora) == "nueva@ejemplo.test"


def test_el_correo_de_un_enlace_espera_un_dia_y_se_aplica_solo(una):
    enlace = fabricas.persona("enlace", email="enlace@ejemplo.test")
    cambio = pedir(enlace, una)
    assert cambio.aplica_en == AHORA + ESPERA
    assert cambios.aplicar_vencidos(ahora=AHORA + ESPERA - timedelta(seconds=1)) == 0
    assert correo_de(enlace) == "enlace@ejemplo.test"
    assert cambios.aplicar_vencidos(ahora=AHORA + ESPERA) == 1
    assert correo_de(enlace) == "nueva@ejemplo.test"
    assert cambios.aplicar_vencidos(ahora=AHORA + 2 * ESPERA) == 0


def test_lo_que_espera_se_comprueba_otra_vez_al_aplicarse(una, otra):
    enlace = fabricas.persona("enlace")
    pedir(enlace, una)
    # Entre tanto la hicieron jefa: ya no basta una persona.
    acciones.asignar(persona=enlace, rol="jefe", dependencia=fabricas.dependencia(), desde=HOY, por=None, ahora=AHORA)
    assert cambios.aplicar_vencidos(ahora=AHORA + ESPERA) == 0
    confirmar(CambioDeCuenta.objects.get(), otra, AHORA + ESPERA)
    assert correo_de(enlace) == "nueva@ejemplo.test"


def test_lo_que_esperaba_y_ya_no_se_puede_no_se_queda_esperando(una, otra):
    enlace = fabricas.persona("enlace", last_login=AHORA)
    pedir(enlace, una)
    ocupado = pedir(fabricas.persona("enlace"), otra, correo="ocupado@ejemplo.test")
    fabricas.persona(email="ocupado@ejemplo.test")
    una.asignaciones.update(hasta=HOY)
    assert cambios.aplicar_vencidos(ahora=AHORA + ESPERA) == 0
    por_pk = CambioDeCuenta.objects.order_by("pk")
    assert [(c.estado, c.fallido_en) for c in por_pk] == [(Estado.FALLIDO, AHORA + ESPERA)] * 2
    assert "ya no puede pedirlo" in por_pk[0].respuesta and "correo" in por_pk[1].respuesta
    for destino in (una.email, enlace.email, otra.email):
        assert Mensaje.objects.filter(destino=destino, texto__contains="o se ").latest("pk").creado_en == AHORA + ESPERA
    assert Suceso.objects.de(ocupado).filter(verbo="descartar", actor=None).exists()
    pedir(enlace, otra, ahora=AHORA + ESPERA)  # y se puede pedir otra vez


def test_el_correo_nuevo_no_dice_que_entre_a_quien_ya_no_puede(una):
    enlace = fabricas.persona("enlace", last_login=AHORA)
    pedir(enlace, una)
    pedir(enlace, una, Operacion.DESACTIVAR)
    cambios.aplicar_vencidos(ahora=AHORA + ESPERA)
    texto = Mensaje.objects.get(destino="nueva@ejemplo.test").texto
    assert "ahora no puede entrar" in texto and "Desde hoy entra" not in texto


def test_el_rechazo_le_dice_a_la_persona_por_que(jefa, una, otra):
    Usuario.objects.filter(pk=jefa.pk).update(last_login=AHORA)
    cambios.rechazar_cambio(cambio=pedir(jefa, una), respuesta="No trae oficio.", por=otra, ahora=AHORA)
    assert "Por qué no: No trae oficio." in Mensaje.objects.filter(destino=jefa.email).latest("pk").texto


def test_confirmar_comprueba_que_quien_pidio_siga_pudiendo_y_si_no_alguien_lo_rechaza(jefa, una, otra):
    cambio = pedir(jefa, una)
    acciones.terminar_asignacion(asignacion=una.asignaciones.get(), hasta=HOY, por=None, ahora=AHORA)
    manana = AHORA + timedelta(days=1)
    with pytest.raises(ReglaIncumplida, match="ya no puede pedirlo"):
        confirmar(cambio, otra, manana)
    rechazado = cambios.rechazar_cambio(cambio=cambio, respuesta="Se retiró.", por=otra, ahora=manana)
    assert (rechazado.estado, rechazado.cerrado_por, rechazado.respuesta) == (Estado.RECHAZADO, otra, "Se retiró.")


def test_la_persona_lo_detiene_y_un_correo_aplicado_vuelve_a_ser_el_anterior(jefa, una, otra):
    detenido = cambios.detener_cambio(cambio=pedir(jefa, una), ahora=AHORA)
    assert detenido.estado == Estado.DETENIDO
    with pytest.raises(ReglaIncumplida):
        confirmar(detenido, otra)
    with pytest.raises(ReglaIncumplida, match="orden en el servidor"):
        pedir(jefa, otra, correo="tercera@ejemplo.test", acto="Resolución 1")

    enlace = fabricas.persona("enlace", email="enlace@ejemplo.test")
    cambio = pedir(enlace, una)
    cambios.aplicar_vencidos(ahora=AHORA + ESPERA)
    with pytest.raises(ReglaIncumplida, match="ya no se puede detener"):
        cambios.detener_cambio(cambio=cambio, ahora=AHORA + 2 * ESPERA)
    sello = Usuario.objects.get(pk=enlace.pk).sello
    cambios.detener_cambio(cambio=cambio, ahora=AHORA + 2 * ESPERA - timedelta(seconds=1))
    vuelta = Usuario.objects.get(pk=enlace.pk)
    assert (vuelta.email, vuelta.sello) == ("enlace@ejemplo.test", sello + 1)


def test_lo_detenido_se_pide_otra_vez_con_su_acto_y_ya_no_se_detiene(jefa, una, otra):
    cambios.detener_cambio(cambio=pedir(jefa, una, Operacion.DESACTIVAR), ahora=AHORA)
    with pytest.raises(ReglaIncumplida, match="cite el acto"):
        pedir(jefa, una, Operacion.DESACTIVAR)
    cambio = pedir(jefa, una, Operacion.DESACTIVAR, acto="Resolución 5 de 2026")
    with pytest.raises(ReglaIncumplida, match="acto administrativo"):
        cambios.detener_cambio(cambio=cambio, ahora=AHORA)
    confirmar(cambio, otra)
    assert not Usuario.objects.get(pk=jefa.pk).is_active


def test_desiste_quien_lo_pidio(jefa, una, otra):
    cambio = pedir(jefa, una)
    with pytest.raises(ReglaIncumplida, match="Sólo desiste"):
        cambios.desistir_cambio(cambio=cambio, por=otra, ahora=AHORA)
    assert cambios.desistir_cambio(cambio=cambio, por=una, ahora=AHORA).estado == Estado.DESISTIDO
    with pytest.raises(EstadoCambiado):
        confirmar(cambio, otra)


def test_lo_que_no_serviria_se_dice_al_pedirlo(jefa, una):
    fabricas.persona(email="nueva@ejemplo.test")
    with pytest.raises(Exception, match="Ya hay una persona con ese correo"):
        pedir(jefa, una)
    with pytest.raises(EstadoCambiado, match="ya estaba activa"):
        pedir(jefa, una, Operacion.REACTIVAR)
    assert not CambioDeCuenta.objects.exists()
    assert not Suceso.objects.de(jefa).con_verbo().exists()


def test_de_cada_cosa_hay_un_solo_cambio_por_decidir(jefa, una, otra):
    pedir(jefa, una)
    with pytest.raises(Exception, match="Ya hay un cambio igual por decidir"):
        pedir(jefa, otra, correo="tercera@ejemplo.test")
    pedir(jefa, otra, Operacion.DESACTIVAR)


@pytest.mark.parametrize(
    ("operacion", "que", "hecho"),
    [
        (Operacion.DESACTIVAR, {}, lambda p: not p.is_active),
        (Operacion.VINCULO, {"hasta": date(2026, 12, 31)}, lambda p: p.vinculo_hasta == date(2026, 12, 31)),
        (Operacion.TERMINAR_ROL, {"hasta": HOY}, lambda p: p.asignaciones.get().hasta == HOY),
        (Operacion.ANULAR_ROL, {}, lambda p: not p.asignaciones.exists()),
        (Operacion.DAR_ROL, {"rol": "comite", "desde": HOY}, lambda p: p.asignaciones.count() == 2),
        (Operacion.FACTOR, {}, lambda p: Suceso.objects.de(p).filter(verbo="reiniciar segundo factor").exists()),
    ],
)
def test_cada_operacion_se_aplica_al_confirmarse_y_corta_los_accesos(jefa, una, otra, operacion, que, hecho):
    if operacion == Operacion.ANULAR_ROL:
        # Lo que ya se ejerció se termina.
        jefa.asignaciones.update(desde=HOY)
    if operacion in (Operacion.TERMINAR_ROL, Operacion.ANULAR_ROL):
        que = que | {"asignacion": jefa.asignaciones.get()}
    if operacion == Operacion.DAR_ROL:
        que = que | {"dependencia": fabricas.dependencia()}
    cambio = pedir(jefa, una, operacion, **que)
    intacta = Usuario.objects.get(pk=jefa.pk)
    assert not hecho(intacta) and intacta.sello == 0
    confirmar(cambio, otra)
    cambiada = Usuario.objects.get(pk=jefa.pk)
    assert hecho(cambiada) and cambiada.sello == 1


def test_la_orden_del_servidor_cita_su_acto_y_no_se_detiene(jefa):
    que = {"operacion": Operacion.CORREO, "persona": jefa, "motivo": "Nadie puede confirmarlo.", "ahora": AHORA}
    with pytest.raises(ReglaIncumplida, match="acto administrativo"):
        cambios.aplicar_por_orden(**que, acto=" ", correo="nueva@ejemplo.test")
    cambio = cambios.aplicar_por_orden(**que, acto="Decreto 1 de 2026", correo="nueva@ejemplo.test")
    assert (cambio.origen, cambio.estado, cambio.pedido_por) == ("SERVIDOR", Estado.APLICADO, None)
    assert correo_de(jefa) == "nueva@ejemplo.test"
    with pytest.raises(ReglaIncumplida):
        cambios.detener_cambio(cambio=cambio, ahora=AHORA)


def test_la_orden_del_servidor_tampoco_da_un_rol_en_el_pasado(jefa):
    que = {"rol": "comite", "dependencia": fabricas.dependencia(), "desde": date(2026, 6, 1), "hasta": date(2026, 7, 5)}
    dicho = {"acto": "Decreto 1 de 2026", "motivo": "Nadie puede confirmarlo.", "ahora": AHORA}
    with pytest.raises(ReglaIncumplida, match="esas fechas ya pasaron"):
        cambios.aplicar_por_orden(operacion=Operacion.DAR_ROL, persona=jefa, **dicho, **que)


@pytest.mark.parametrize(
    ("restriccion", "cambio"),
    [
        ("de_otra_persona", {"pedido_por": "jefa"}),
        ("confirma_otra", {"confirmado_por": "una", "estado": "APLICADO"}),
        ("confirma_otra", {"confirmado_por": "jefa", "estado": "APLICADO"}),
        ("confirmado_se_aplica", {"confirmado_por": "otra"}),
        ("estado_completo", {"estado": "RECHAZADO"}),
        ("estado_completo", {"estado": "APLICADO", "aplicado_en": None}),
        ("dice_quien", {"pedido_por": None}),
        ("dice_que", {"correo": ""}),
        ("dice_que", {"operacion": "dar_rol", "correo": ""}),
    ],
)
def test_lo_que_nunca_puede_ser_falso_lo_impide_la_base(jefa, una, otra, restriccion, cambio):
    personas = {"jefa": jefa, "una": una, "otra": otra}
    campos = {"operacion": "correo", "correo": "n@ejemplo.test", "estado": "SOLICITADO", "pedido_por": "una"} | cambio
    campos = {c: personas.get(v, v) for c, v in campos.items()}
    if campos.get("confirmado_por"):
        campos["confirmado_en"] = AHORA
    if campos["estado"] == "APLICADO":
        campos.setdefault("aplicado_en", AHORA)
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        CambioDeCuenta.objects.create(afectado=jefa, correo_anterior=jefa.email, creado_en=AHORA, **campos)


def test_confirmar_varios_aplica_los_que_puede_y_dice_por_que_no_los_demas(una, otra):
    suyos = [pedir(fabricas.persona("jefe"), una, Operacion.DESACTIVAR) for _ in range(2)]
    propio = pedir(fabricas.persona("jefe"), otra, Operacion.DESACTIVAR)
    aplicados, negados = cambios.confirmar_varios(cambios=[*suyos, propio], por=otra, ahora=AHORA)
    assert {c.pk for c in aplicados} == {c.pk for c in suyos}
    assert [(c.pk, str(e)) for c, e in negados] == [(propio.pk, "Usted lo pidió: lo confirma otra persona.")]


def test_nadie_ocupa_la_direccion_que_alguien_todavia_puede_recobrar(jefa, una, otra):
    Usuario.objects.filter(pk=jefa.pk).update(last_login=AHORA)
    enlace = fabricas.persona("enlace")
    confirmar(cambio := pedir(jefa, una), otra)
    casi = AHORA + ESPERA - timedelta(seconds=1)
    libro = leer(
        "personas.csv",
        f"Nombre,Correo,Dependencia,Rol\nOtra,jefa@ejemplo.test,{fabricas.dependencia()},enlace\n".encode(),
    )
    puertas = (
        lambda ahora: acciones.crear_persona(email="JEFA@ejemplo.test ", nombre="Otra", por=una, ahora=ahora),
        lambda ahora: importar_personas(libro=libro, con_invitacion=False, por=una, ahora=ahora),
        lambda ahora: pedir(enlace, una, correo="jefa@ejemplo.test", ahora=ahora),
        lambda ahora: cambios.aplicar_por_orden(
            operacion=Operacion.CORREO, persona=jefa2, correo="jefa@ejemplo.test", acto="A", motivo="M", ahora=ahora
        ),
    )
    jefa2 = fabricas.persona("control_interno")
    for puerta in puertas:
        with pytest.raises(ReglaIncumplida, match="todavía puede detener el cambio"):
            puerta(casi)
    cambios.detener_cambio(cambio=cambio, ahora=casi)
    assert correo_de(jefa) == "jefa@ejemplo.test"


def test_pasado_el_dia_la_direccion_vuelve_a_estar_libre(jefa, una, otra):
    confirmar(pedir(jefa, una), otra)
    acciones.crear_persona(email="jefa@ejemplo.test", nombre="Otra", por=una, ahora=AHORA + ESPERA)
