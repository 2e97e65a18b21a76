"""Quién le cambia qué a la cuenta de quién: la tabla de `roles.py`, sin base de datos."""

from datetime import timedelta
from itertools import product

import pytest

from mipg.usuarios.reglas import Papel, Perfil, ultimo_dia
from mipg.usuarios.reglas.cambios import (
    Afectado,
    confirma_otra,
    controla,
    direccion_probada,
    espera,
    problemas_de_fechas,
    problemas_de_motivo,
    problemas_para_cambiar_solo,
    problemas_para_confirmar,
    problemas_para_detener,
    problemas_para_pedir_cambio,
    problemas_para_rechazar,
    puede_confirmar,
    puede_pedir,
)
from mipg.usuarios.reglas.correos import buzon
from mipg.usuarios.roles import ADMINISTRAN, CON_ESPERA, RESGUARDOS, Operacion, Rol
from tests.fabricas import AHORA, HOY

DAR = Operacion.DAR_ROL
DIA = timedelta(days=1)
QUIEN, OTRA, ELLA = 1, 2, 3


def perfil(persona, *roles):
    return Perfil(persona, HOY, tuple(Papel(rol, 1) for rol in roles))


def de(*roles, **cambio):
    return Afectado(ELLA, "ella@ejemplo.test", frozenset(roles), **cambio)


def pedir(afectado, *roles, operacion=DAR, correo="quien@ejemplo.test", persona=QUIEN, **cambio):
    base = {"pide": perfil(persona, *roles), "correo": correo, "afectado": afectado, "operacion": operacion}
    return " ".join(map(str, problemas_para_pedir_cambio(**base | cambio)))


def confirmar(afectado, *roles, pide=("administrador",), persona=OTRA, operacion=DAR, **cambio):
    base = {
        "confirma": perfil(persona, *roles),
        "correo": "otra@ejemplo.test",
        "pide": perfil(QUIEN, *pide),
        "afectado": afectado,
        "operacion": operacion,
        "correo_al_pedir": afectado.correo,
    }
    return " ".join(map(str, problemas_para_confirmar(**base | cambio)))


def test_la_tabla_dice_lo_que_se_decidio():
    assert set(RESGUARDOS) == {Rol.JEFE, Rol.PLANEACION, Rol.CONTROL_INTERNO, Rol.ADMINISTRADOR}
    auditor = RESGUARDOS[Rol.CONTROL_INTERNO]
    assert (auditor.piden, auditor.confirman) == ({Rol.ADMINISTRADOR}, {Rol.CONTROL_INTERNO})
    assert all((r.piden, r.confirman) == (ADMINISTRAN, ADMINISTRAN) for rol, r in RESGUARDOS.items() if r != auditor)


@pytest.mark.parametrize(("de_quien", "rol"), list(product(Rol, Rol)))
def test_pide_y_confirma_quien_dice_la_tabla(de_quien, rol):
    resguardo = RESGUARDOS.get(de_quien)
    piden, confirman = (resguardo.piden, resguardo.confirman) if resguardo else (ADMINISTRAN, ADMINISTRAN)
    assert puede_pedir({rol}, de(de_quien)) == (rol in piden) == (not pedir(de(de_quien), rol))
    assert puede_confirmar({rol}, de(de_quien)) == (rol in confirman)
    con_quien_pida = [min(piden)]
    assert (confirmar(de(de_quien), rol, pide=con_quien_pida) == "") == (rol in confirman)


def test_con_varios_roles_resguardados_hay_que_poderlo_en_todos():
    auditora_que_sera_jefe = de("control_interno", "jefe")
    assert not puede_pedir({"planeacion"}, auditora_que_sera_jefe)
    assert puede_pedir({"administrador"}, auditora_que_sera_jefe)
    assert not puede_confirmar({"control_interno"}, auditora_que_sera_jefe)
    assert not puede_confirmar({"planeacion"}, auditora_que_sera_jefe)


@pytest.mark.parametrize("operacion", Operacion)
def test_una_persona_basta_sin_roles_resguardados_y_el_correo_espera(operacion):
    assert not confirma_otra(operacion, de("enlace"))
    assert espera(operacion, de("enlace")) == (operacion in CON_ESPERA)
    assert confirma_otra(operacion, de("enlace", "jefe"))
    assert not espera(operacion, de("enlace", "jefe"))


def test_el_correo_de_una_cuenta_sin_usar_lo_corrige_una_persona_al_instante():
    for roles in (["enlace"], ["jefe"]):
        nueva = de(*roles, usada=False)
        assert not confirma_otra(Operacion.CORREO, nueva) and not espera(Operacion.CORREO, nueva)
    assert confirma_otra(DAR, de("jefe", usada=False))
    # Y ni así el de quien audita lo corrige Planeación.
    assert pedir(de("control_interno", usada=False), "planeacion", operacion=Operacion.CORREO)


@pytest.mark.parametrize("operacion", Operacion)
def test_nadie_cambia_su_propia_cuenta(operacion):
    assert pedir(de("planeacion"), "planeacion", persona=ELLA, operacion=operacion)
    assert confirmar(de("planeacion"), "planeacion", persona=ELLA, operacion=operacion)
    assert confirmar(de("planeacion"), "planeacion", persona=QUIEN, pide=["planeacion"], operacion=operacion)


@pytest.mark.parametrize(
    ("persona", "correo", "correo_de", "suya"),
    [
        (ELLA, "otro@ejemplo.test", (), True),
        (QUIEN, "ELLA+dos@Ejemplo.test", (), True),
        (QUIEN, "quien@ejemplo.test", (QUIEN, OTRA), True),
        (QUIEN, "ella@otro.test", (OTRA,), False),
        (QUIEN, "quien@ejemplo.test", (), False),
    ],
)
def test_que_cuenta_controla(persona, correo, correo_de, suya):
    afectado = de("enlace", correo_de=frozenset(correo_de))
    assert controla(persona, correo, afectado) == suya
    assert ("controla" in pedir(afectado, "planeacion", persona=persona, correo=correo)) == (suya and persona != ELLA)


def test_tampoco_confirma_un_rol_para_la_cuenta_que_controla():
    suya = de("jefe", correo_de=frozenset({OTRA}))
    assert "controla" in confirmar(suya, "planeacion")
    # Lo que no es un rol sí: nadie se beneficia de cortar un acceso.
    assert confirmar(suya, "planeacion", operacion=Operacion.DESACTIVAR) == ""


def test_el_buzon_no_mira_mayusculas_ni_lo_que_sigue_al_mas():
    assert buzon(" Ana+Planeacion@Ejemplo.Test") == buzon("ana@ejemplo.test") == "ana@ejemplo.test"


def test_confirmar_vuelve_a_mirar_a_quien_pidio_y_el_correo_que_se_vio():
    assert "ya no puede pedirlo" in confirmar(de("jefe"), "planeacion", pide=())
    assert "cambió después" in confirmar(de("jefe"), "planeacion", correo_al_pedir="otra@ejemplo.test")
    assert "se aplica solo" in confirmar(de("enlace"), "planeacion", operacion=Operacion.CORREO, se_aplica_solo=True)
    assert confirmar(de("jefe"), "planeacion", operacion=Operacion.CORREO, se_aplica_solo=True) == ""


def test_lo_detenido_se_pide_con_un_acto_salvo_el_correo_y_el_factor():
    for operacion in Operacion:
        jefe = {"operacion": operacion, "detenido": True}
        assert pedir(de("jefe"), "planeacion", **jefe)
        con_acto = pedir(de("jefe"), "planeacion", **jefe, acto="Resolución 5 de 2026")
        assert bool(con_acto) == (operacion in CON_ESPERA)


def test_el_porque_hace_falta_cuando_alguien_mas_lo_va_a_leer():
    def falta(operacion, *roles):
        return bool(problemas_de_motivo(operacion=operacion, afectado=de(*roles), motivo=" "))

    assert falta(DAR, "jefe") and falta(Operacion.CORREO, "enlace") and falta(Operacion.DESACTIVAR, "enlace")
    assert not falta(DAR, "enlace")
    assert not problemas_de_motivo(operacion=DAR, afectado=de("jefe"), motivo="Se posesionó.")


def test_una_sola_persona_no_hace_lo_que_otra_confirma_ni_lo_que_espera():
    def solo(operacion, *roles, **quien):
        base = {"quien": perfil(QUIEN, "planeacion"), "correo": "q@ejemplo.test", "afectado": de(*roles)}
        return bool(problemas_para_cambiar_solo(**base | quien, operacion=operacion))

    assert solo(DAR, "jefe") and solo(Operacion.CORREO, "enlace") and solo(Operacion.REACTIVAR, "control_interno")
    assert not solo(DAR, "comite") and not solo(Operacion.DESACTIVAR, "enlace")


def test_rechaza_quien_podria_confirmarlo_o_pedirlo_y_dice_por_que():
    def rechazar(*roles, persona=OTRA, respuesta="No procede.", de_quien="control_interno"):
        problemas = problemas_para_rechazar(
            rechaza=perfil(persona, *roles), pide=QUIEN, afectado=de(de_quien), respuesta=respuesta
        )
        return " ".join(map(str, problemas))

    assert rechazar("control_interno") == rechazar("administrador") == ""
    assert "No le corresponde" in rechazar("planeacion")
    assert "desista" in rechazar("administrador", persona=QUIEN)
    assert "su propia cuenta" in rechazar("control_interno", persona=ELLA)
    assert "Diga por qué" in rechazar("control_interno", respuesta=" ")


@pytest.mark.parametrize(
    ("estado", "operacion", "horas", "puede"),
    [
        ("SOLICITADO", DAR, 0, True),
        ("APLICADO", Operacion.CORREO, 23, True),
        ("APLICADO", Operacion.CORREO, 24, False),
        ("APLICADO", DAR, 0, False),
        ("RECHAZADO", DAR, 0, False),
        ("DETENIDO", Operacion.CORREO, 0, False),
    ],
)
def test_hasta_cuando_se_detiene(estado, operacion, horas, puede):
    cambio = {"estado": estado, "operacion": operacion, "aplicado_en": AHORA - timedelta(hours=horas), "ahora": AHORA}
    assert (problemas_para_detener(**cambio, se_puede_detener=True, vigente=True) == []) == puede
    assert problemas_para_detener(**cambio, se_puede_detener=False, vigente=True)
    # Un correo que volvió a cambiar ya no se detiene; lo que apenas se pidió, sí.
    sigue = puede and cambio["estado"] == "SOLICITADO"
    assert (problemas_para_detener(**cambio, se_puede_detener=True, vigente=False) == []) == sigue


@pytest.mark.parametrize(
    ("operacion", "fechas", "frase"),
    [
        (DAR, {"hasta": HOY - DIA}, "esas fechas ya pasaron"),
        (DAR, {"hasta": HOY}, ""),
        (Operacion.TERMINAR_ROL, {"desde": HOY - 9 * DIA, "hasta": HOY - DIA, "anterior": None}, ""),
        (Operacion.TERMINAR_ROL, {"desde": HOY - 9 * DIA, "hasta": HOY, "anterior": HOY - DIA}, "ya terminó"),
        (Operacion.ANULAR_ROL, {"desde": HOY - DIA}, "se termina, no se anula"),
        (Operacion.ANULAR_ROL, {"desde": HOY + DIA}, ""),
        (Operacion.ANULAR_ROL, {"esta": False}, "alguien lo anuló"),
        (Operacion.DESACTIVAR, {}, ""),
    ],
)
def test_lo_que_llego_tarde_no_se_aplica_en_el_pasado(operacion, fechas, frase):
    dicho = {"desde": HOY, "hasta": None, "anterior": None, "esta": True} | fechas
    problemas = problemas_de_fechas(operacion=operacion, **dicho, hoy=HOY, usada=True)
    assert bool(problemas) == bool(frase) and frase in " ".join(map(str, problemas))


def test_el_ultimo_dia_que_se_puede_es_el_pedido_o_el_primero_que_no_borra_lo_hecho():
    assert ultimo_dia(HOY + DIA, hoy=HOY, actuo=True) == HOY + DIA
    assert ultimo_dia(HOY - 3 * DIA, hoy=HOY, actuo=False) == HOY - DIA
    assert ultimo_dia(HOY - DIA, hoy=HOY, actuo=True) == HOY


@pytest.mark.parametrize(
    ("entro", "esperada"), [(None, "a@e.test"), (1, "a@e.test"), (3, "b@e.test"), (5, "c@e.test"), (2, "b@e.test")]
)
def test_la_direccion_probada_es_la_ultima_con_que_entro(entro, esperada):
    dia = lambda n: AHORA + timedelta(days=n)  # noqa: E731
    cambios = [(dia(2), "a@e.test"), (dia(4), "b@e.test")]
    assert direccion_probada("c@e.test", entro and dia(entro), cambios) == esperada
