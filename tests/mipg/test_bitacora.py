"""La bitácora: un suceso por acción, el autor del contexto en los cambios y ninguna clave."""

import logging
import sys

import pytest
from django.db import connection, transaction

from mipg.bitacora.acciones import registrar, tomar
from mipg.bitacora.contexto import ConPeticion, SinTestigos, actual, actuar
from mipg.bitacora.middleware import direccion_de
from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado
from mipg.usuarios.models import Usuario
from planes.models import Plan
from planes.reglas import TRANSICIONES
from tests import fabricas

BORRADOR, REVISION = Plan.Estado.BORRADOR, Plan.Estado.EN_REVISION


@pytest.fixture
def plan(db):
    return fabricas.plan()


def enviar(plan, por, ahora, **cambio):
    opciones = {"a": REVISION, "verbo": "enviar", "enviado_en": ahora, "enviado_por": por} | cambio
    return tomar(Plan.objects.filter(pk=plan.pk), TRANSICIONES, por=por, ahora=ahora, **opciones)


def test_tomar_deja_exactamente_un_suceso_con_antes_y_despues(plan, ahora):
    por = fabricas.persona()
    previos = Suceso.objects.count()
    fresco = enviar(plan, por, ahora)
    assert (fresco.estado, fresco.version) == (REVISION, plan.version + 1)
    assert Suceso.objects.count() == previos + 1
    suceso = Suceso.objects.de(plan).con_verbo().get()
    assert (suceso.verbo, suceso.actor, suceso.timestamp) == ("enviar", por, ahora)
    assert suceso.changes["estado"] == [BORRADOR, REVISION]
    assert suceso.changes["enviado_por"] == [None, por.pk]


def test_desde_otro_estado_se_niega_y_no_deja_suceso(plan, ahora):
    por = fabricas.persona()
    enviar(plan, por, ahora)
    previos = Suceso.objects.count()
    with pytest.raises(EstadoCambiado):
        enviar(plan, por, ahora)
    assert Suceso.objects.count() == previos


@pytest.mark.parametrize(("verbo", "a"), [("enviar", "PUBLICADO"), ("inventar", REVISION)])
def test_lo_que_no_esta_en_la_tabla_se_rechaza_aunque_la_fila_este_donde_toca(plan, ahora, verbo, a):
    with pytest.raises(ValueError, match="tabla de transiciones"):
        enviar(plan, fabricas.persona(), ahora, verbo=verbo, a=a)
    plan.refresh_from_db()
    assert plan.estado == BORRADOR


def test_decidir_sobre_una_version_vieja_se_niega(plan, ahora):
    previos = Suceso.objects.count()
    with pytest.raises(EstadoCambiado):
        enviar(plan, fabricas.persona(), ahora, version=plan.version + 1)
    plan.refresh_from_db()
    assert plan.estado == BORRADOR
    assert Suceso.objects.con_verbo().count() == 0 and Suceso.objects.count() == previos


def test_si_la_accion_falla_despues_no_queda_ni_el_cambio_ni_el_suceso(plan, ahora):
    with pytest.raises(RuntimeError), transaction.atomic():
        enviar(plan, fabricas.persona(), ahora)
        raise RuntimeError
    plan.refresh_from_db()
    assert plan.estado == BORRADOR
    assert not Suceso.objects.con_verbo().exists()


def test_los_cambios_de_campo_llevan_el_autor_y_el_numero_del_contexto(db):
    autor, dependencia = fabricas.persona(), fabricas.dependencia()
    with actuar(por=autor, origen="petición", direccion="190.0.0.1") as contexto:
        dependencia.sigla = "ABC"
        dependencia.save()
    cambio = Suceso.objects.de(dependencia).first()
    assert (cambio.actor, cambio.origen, cambio.remote_addr) == (autor, "petición", "190.0.0.1")
    assert cambio.cid == contexto.numero
    assert cambio.changes == {"sigla": ["", "ABC"]}


def test_el_suceso_y_sus_cambios_comparten_numero_de_peticion(cliente_de):
    persona = fabricas.persona()
    cliente_de(fabricas.persona("planeacion")).post(
        f"/personas/{persona.pk}/editar/",
        {"nombre": "Otro Nombre", "email": persona.email, "visto": persona.huella},
    )
    sucesos = Suceso.objects.de(persona).filter(changes__has_key="nombre").exclude(action=Suceso.Action.CREATE)
    assert sorted(s.verbo for s in sucesos) == ["", "editar"]
    assert len({s.cid for s in sucesos}) == 1


def test_fuera_del_contexto_no_queda_nadie_pegado(db):
    with actuar(por=fabricas.persona()):
        pass
    assert actual().por is None


def test_las_claves_y_el_ultimo_ingreso_nunca_quedan_en_la_bitacora(db):
    persona = fabricas.persona()
    persona.set_password("velero-girasol-monte-lluvia")
    persona.save()
    Usuario.objects.get(pk=persona.pk)
    textos = [str(s.changes) + str(s.serialized_data) for s in Suceso.objects.all()]
    assert [t for t in textos if "argon2" in t or "password" in t or "velero" in t or "last_login" in t] == []


def test_quien_actua_en_encargo_queda_dicho(db, ahora, dependencias):
    titular, encargada = fabricas.persona(nombre="Titular"), fabricas.persona()
    encargada.asignaciones.create(
        rol="jefe", dependencia=dependencias.hacienda, desde=ahora.date(), hasta=ahora.date(), tipo="ENCARGO",
        en_encargo_de=titular,
    )  # fmt: skip
    suceso = registrar(dependencias.hacienda, verbo="probar", por=encargada, ahora=ahora)
    assert suceso.additional_data == {"en_encargo_de": ["Titular"]}


@pytest.mark.parametrize(("salto", "direccion"), [
    ("10.0.0.9", "10.0.0.9"), ("10.0.0.9:443", "127.0.0.1"), ("unknown", "127.0.0.1"),
])  # fmt: skip
def test_la_direccion_que_no_lo_es_no_llega_a_la_bitacora(rf, settings, salto, direccion):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert direccion_de(rf.get("/", headers={"x-forwarded-for": salto})) == direccion


def test_cada_linea_del_registro_lleva_el_numero_que_lee_la_persona():
    linea = logging.LogRecord("x", logging.ERROR, "", 0, "falló", None, None)
    filtro = ConPeticion()
    with actuar(origen="petición") as vigente:
        assert filtro.filter(linea) and linea.peticion == vigente.numero
    assert filtro.filter(linea) and linea.peticion == "-"


def test_ninguna_linea_ni_traza_del_registro_lleva_un_testigo_y_la_traza_se_entiende():
    testigo = "d1-czxkqm-8d4f2a7be0c5d1e6f3a9b2c4d8e7f601"
    try:
        raise ValueError(f"sin ruta: 'cuenta/reset/{testigo}:1:b' ni ?t={testigo}")
    except ValueError:
        linea = logging.LogRecord("x", logging.ERROR, "", 0, "falló /a/%s/", (testigo,), sys.exc_info())
    linea.exc_text = 'File "/app/mipg/una_orden_de_nombre_larguisimo.py", line 3'
    escrita = SinTestigos().format(linea)
    assert escrita.startswith("falló /a/[testigo]/\n") and "una_orden_de_nombre_larguisimo.py" in escrita
    linea.exc_text = None
    assert testigo not in SinTestigos().format(linea)


def test_la_historia_de_un_registro_tiene_un_solo_indice_que_elegir(db):
    # Con otro sólo del tipo, SQLite lo prefería: leía los sucesos de todos los reportes de todos los años.
    with connection.cursor() as cursor:
        puestos = connection.introspection.get_constraints(cursor, Suceso._meta.db_table).values()
    del_tipo = [suyo["columns"] for suyo in puestos if suyo["index"] and suyo["columns"][0] == "content_type_id"]
    assert del_tipo == [["content_type_id", "object_pk"]]
