"""Designar el enlace de una dependencia para una política."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Rol
from politicas.acciones import designar_enlace
from politicas.models import Dimension, EnlacePolitica, Instancia, VersionModelo
from politicas.obligaciones import pendientes
from tests import fabricas

pytestmark = pytest.mark.django_db
URL = "politicas:enlace_designar"


@pytest.fixture(autouse=True)
def _reloj(time_machine, ahora):
    time_machine.move_to(ahora)


@pytest.fixture
def datos(hoy):
    return {
        "politica": fabricas.politica().pk,
        "dependencia": fabricas.dependencia().pk,
        "persona": fabricas.persona(nombre="Ana Ficticia").pk,
        "desde": hoy.isoformat(),
    }


@pytest.mark.parametrize("rol", [None, *Rol.values])
@pytest.mark.parametrize("metodo", ["get", "post"])
def test_la_usa_quien_asigna_personas(rol, metodo, datos, cliente_de):
    respuesta = getattr(cliente_de(fabricas.persona(rol)), metodo)(reverse(URL), datos)
    puede = rol in (Rol.PLANEACION, Rol.ADMINISTRADOR)
    # Al jefe de otra dependencia se le abre, y no le ofrece ésta.
    del_jefe = {"get": 200, "post": 422}[metodo] if rol == Rol.JEFE else 403
    assert respuesta.status_code == ((200 if metodo == "get" else 302) if puede else del_jefe)
    assert EnlacePolitica.objects.exists() == (puede and metodo == "post")


def test_sin_sesion_lleva_al_ingreso_y_no_escribe(client, datos):
    assert client.post(reverse(URL), datos).status_code == 302
    assert not EnlacePolitica.objects.exists()


def test_otro_metodo_no_se_admite(cliente_de):
    assert cliente_de(fabricas.persona("planeacion")).delete(reverse(URL)).status_code == 405


def test_designa_avisa_y_vuelve_a_la_lista(datos, cliente_de):
    por = fabricas.persona("planeacion")
    respuesta = cliente_de(por).post(reverse(URL), datos)
    assert respuesta.status_code == 302
    assert respuesta.url == reverse("politicas:enlace_lista")
    enlace = EnlacePolitica.objects.get()
    assert enlace.persona.nombre == "Ana Ficticia"
    suceso = Suceso.objects.de(enlace).con_verbo().get()
    assert (suceso.actor, suceso.origen) == (por, "petición")


def test_propone_la_politica_y_la_dependencia_de_la_direccion(datos, cliente_de, hoy):
    form = (
        cliente_de(fabricas.persona("planeacion"))
        .get(reverse(URL), {"politica": datos["politica"], "dependencia": datos["dependencia"]})
        .context["form"]
    )
    assert form["politica"].value() == str(datos["politica"])
    assert form["dependencia"].value() == str(datos["dependencia"])
    assert form["desde"].value() == hoy


def test_una_direccion_con_basura_no_falla(cliente_de):
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert cliente.get(reverse(URL), {"politica": "x' OR 1=1", "dependencia": "-1"}).status_code == 200


def test_lo_que_falta_vuelve_con_su_error_y_lo_escrito(datos, cliente_de):
    respuesta = cliente_de(fabricas.persona("planeacion")).post(reverse(URL), datos | {"persona": ""})
    assert respuesta.status_code == 422
    form = respuesta.context["form"]
    assert list(form.errors) == ["persona"]
    assert form["politica"].value() == str(datos["politica"])
    assert not EnlacePolitica.objects.exists()


def test_lo_que_la_regla_impide_sale_junto_a_su_campo(datos, cliente_de):
    auditora = fabricas.persona("control_interno")
    respuesta = cliente_de(fabricas.persona("planeacion")).post(reverse(URL), datos | {"persona": auditora.pk})
    assert "Control Interno" in respuesta.context["form"].errors["persona"][0]
    assert not EnlacePolitica.objects.exists()


def test_el_mismo_formulario_dos_veces_deja_un_enlace(datos, cliente_de):
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert cliente.post(reverse(URL), datos).status_code == 302
    assert cliente.post(reverse(URL), datos).context["form"].errors["persona"]
    assert EnlacePolitica.objects.count() == 1


def test_no_ofrece_personas_inactivas_ni_retiradas(datos, cliente_de, hoy):
    inactiva = fabricas.persona(is_active=False)
    retirada = fabricas.persona(vinculo_hasta=hoy - timedelta(days=1))
    cliente = cliente_de(fabricas.persona("planeacion"))
    for persona in (inactiva, retirada):
        respuesta = cliente.post(reverse(URL), datos | {"persona": persona.pk})
        assert list(respuesta.context["form"].errors) == ["persona"]


@pytest.fixture
def oficina():
    """Una oficina que lidera una política, con su jefa y quien será enlace."""
    oficina = fabricas.dependencia("Oficina de Paz")
    politica = fabricas.politica(nombre="Integridad")
    politica.responsabilidades.create(fuente=fabricas.fuente(), dependencia=oficina, rol="LIDER", texto="x")
    personas = {"jefa": fabricas.persona("jefe", oficina), "enlace": fabricas.persona("enlace", oficina)}
    return SimpleNamespace(pk=oficina.pk, dependencia=oficina, politica=politica, **personas)


def test_el_jefe_designa_solo_en_su_dependencia_y_entre_los_suyos(oficina, datos, cliente_de, hoy):
    cliente = cliente_de(oficina.jefa)
    suyo = {"politica": oficina.politica.pk, "dependencia": oficina.pk, "persona": oficina.enlace.pk}
    form = cliente.get(reverse(URL)).context["form"]
    assert list(form.fields["politica"].queryset) == [oficina.politica]
    assert set(form.fields["persona"].queryset) == {oficina.jefa, oficina.enlace}
    assert form["dependencia"].value() == oficina.pk
    for ajeno in ("politica", "dependencia", "persona"):
        respuesta = cliente.post(reverse(URL), suyo | {"desde": hoy.isoformat(), ajeno: datos[ajeno]})
        assert (respuesta.status_code, list(respuesta.context["form"].errors)) == (422, [ajeno])
    assert cliente.post(reverse(URL), suyo | {"desde": hoy.isoformat()}).status_code == 302
    assert EnlacePolitica.objects.get().persona == oficina.enlace


def test_la_accion_no_deja_al_jefe_designar_en_otra(oficina, ahora, hoy):
    with pytest.raises(ReglaIncumplida, match="los de otra, su jefe o Planeación"):
        designar_enlace(
            politica=oficina.politica,
            dependencia=fabricas.dependencia(),
            persona=oficina.enlace,
            desde=hoy,
            por=oficina.jefa,
            ahora=ahora,
        )


def test_el_jefe_ve_en_la_lista_solo_lo_suyo(oficina, cliente_de):
    fabricas.politica().responsabilidades.create(
        fuente=fabricas.fuente(), dependencia=fabricas.dependencia("Otra oficina"), rol="LIDER", texto="x"
    )
    pagina = cliente_de(oficina.jefa).get(reverse("politicas:enlace_lista"))
    assert [(politica, [fila.nombre for fila in filas]) for politica, filas in pagina.context["grupos"]] == [
        (oficina.politica, ["Oficina de Paz"])
    ]
    assert "Otra oficina" not in pagina.text
    nada = cliente_de(fabricas.persona("jefe", fabricas.dependencia())).get(reverse("politicas:enlace_lista"))
    assert "Su dependencia no responde por ninguna política" in nada.text


# --- El deber -----------------------------------------------------------------------------------------------


def deben(hoy, persona=None):
    return {(o.asunto, o.persona): o for o in pendientes(hoy, persona) if o.verbo == "Designar enlace"}


def test_designar_es_deber_del_jefe_desde_que_abre_la_vigencia_hasta_que_designa(oficina, ahora, hoy):
    assert deben(hoy) == {}
    vigencia = fabricas.vigencia(hoy.year)
    (deber,) = deben(hoy, oficina.jefa.pk).values()
    assert (deber.asunto, deber.vence) == ("Integridad", vigencia.fecha_limite_politicas)
    assert deben(hoy, oficina.enlace.pk) == {}
    designar_enlace(
        politica=oficina.politica,
        dependencia=oficina.dependencia,
        persona=oficina.enlace,
        desde=hoy,
        por=oficina.jefa,
        ahora=ahora,
    )
    assert deben(hoy) == {}
    # El que todavía no empieza no lo salda, ni el que se fue.
    EnlacePolitica.objects.update(desde=hoy + timedelta(days=5))
    assert set(deben(hoy)) == {("Integridad", oficina.jefa.pk)}
    EnlacePolitica.objects.update(desde=hoy)
    Usuario.objects.filter(pk=oficina.enlace.pk).update(is_active=False)
    assert set(deben(hoy)) == {("Integridad", oficina.jefa.pk)}


def test_sin_jefe_o_de_una_instancia_es_de_planeacion_y_sin_ella_de_nadie(oficina, hoy):
    fabricas.vigencia(hoy.year)
    comite = Instancia.objects.create(nombre="Comité de Paz")
    fabricas.politica(nombre="Otra").responsabilidades.create(
        fuente=fabricas.fuente(), instancia=comite, rol="LIDER", texto="x"
    )
    apoya = {"fuente": fabricas.fuente(), "dependencia": fabricas.dependencia(), "rol": "APOYO", "orden": 2}
    oficina.politica.responsabilidades.create(texto="x", **apoya)
    assert set(deben(hoy)) == {("Integridad", oficina.jefa.pk), ("Otra", None)}
    planea = fabricas.persona("planeacion")
    Usuario.objects.filter(pk=oficina.jefa.pk).update(is_active=False)
    assert set(deben(hoy)) == {("Integridad", planea.pk), ("Otra", planea.pk)}


def test_por_la_suprimida_designa_quien_la_sucedio(oficina, hoy):
    fabricas.vigencia(hoy.year)
    nueva = fabricas.dependencia("Secretaría de Paz")
    jefe = fabricas.persona("jefe", nueva)
    Dependencia.objects.filter(pk=oficina.pk).update(
        vigente_hasta=hoy - timedelta(days=1), sucesora=nueva, heredera=nueva
    )
    (deber,) = deben(hoy, jefe.pk).values()
    assert deber.dependencia == nueva.pk


def test_el_deber_lleva_a_la_pagina_ya_llena(oficina, hoy, cliente_de):
    fabricas.vigencia(hoy.year)
    (deber,) = deben(hoy, oficina.jefa.pk).values()
    cliente = cliente_de(oficina.jefa)
    assert deber.url.replace("&", "&amp;") in cliente.get(reverse("portal:pendientes")).text
    form = cliente.get(deber.url).context["form"]
    assert (form["politica"].value(), form["dependencia"].value()) == (str(oficina.politica.pk), str(oficina.pk))


# --- Con dos vigencias abiertas -----------------------------------------------------------------------------


@pytest.fixture
def siguiente(oficina, hoy):
    """La vigencia que sigue, abierta con otra versión del modelo en que la misma política se llama igual."""
    fabricas.vigencia(hoy.year)
    version = VersionModelo.objects.create(nombre="v7", titulo="Por verificar")
    dimension = Dimension.objects.create(version=version, codigo="X", orden=1, nombre="Otra")
    politica = fabricas.politica(dimension, nombre="Integridad")
    politica.responsabilidades.create(fuente=fabricas.fuente(), dependencia=oficina.dependencia, rol="LIDER", texto="x")
    return SimpleNamespace(vigencia=fabricas.vigencia(hoy.year + 1, version=version), politica=politica)


def test_el_deber_de_cada_vigencia_abierta_se_cumple_en_su_pagina(oficina, siguiente, cliente_de, hoy):
    cliente = cliente_de(oficina.jefa)
    suyos = [o for o in pendientes(hoy, oficina.jefa.pk) if o.verbo == "Designar enlace"]
    assert {o.asunto for o in suyos} == {"Integridad"} and len(suyos) == 2
    for deber in suyos:
        form = cliente.get(deber.url).context["form"]
        rotulos = [rotulo for clave, rotulo in form.fields["politica"].choices if clave]
        assert len(rotulos) == 2 and all(" · MIPG v" in rotulo for rotulo in rotulos)
        datos = {c: form[c].value() for c in ("politica", "dependencia")}
        respuesta = cliente.post(reverse(URL), datos | {"persona": oficina.enlace.pk, "desde": hoy.isoformat()})
        politica = int(datos["politica"])
        # Vuelve a la lista en que se ve.
        pagina = cliente.get(respuesta.url)
        assert [p.pk for p, _ in pagina.context["grupos"]] == [politica]
        assert oficina.enlace.nombre in pagina.text and "?vigencia=" in pagina.text
    assert not deben(hoy, oficina.jefa.pk)


def test_tambien_designa_quien_responde_desde_el_anio_que_sigue(oficina, cliente_de, hoy):
    fabricas.vigencia(hoy.year)
    fabricas.vigencia(hoy.year + 1)
    otra = fabricas.dependencia("Oficina nueva")
    jefe = fabricas.persona("jefe", otra)
    acto = fabricas.fuente("Acto", desde=hoy.year + 1)
    oficina.politica.responsabilidades.create(fuente=acto, dependencia=otra, rol="LIDER", texto="x")
    (deber,) = deben(hoy, jefe.pk).values()
    form = cliente_de(jefe).get(deber.url).context["form"]
    assert list(form.fields["politica"].queryset) == [oficina.politica]
