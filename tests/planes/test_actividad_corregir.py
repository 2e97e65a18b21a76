"""Corregir una errata de lo aprobado: sin versión nueva, con su traza, y sólo lo que no es sustancial."""

from datetime import timedelta
from functools import partial

import pytest

from mipg.bitacora.acciones import registrar
from mipg.reglas import ReglaIncumplida
from planes.acciones.correcciones import corregir_actividad
from planes.campos import CORREGIBLES
from planes.correcciones import corregidas, de_actividades
from planes.models import Actividad, VersionPlan
from planes.reglas.erratas import por_que_no_es_errata
from politicas.acciones import cerrar_vigencia
from tests import fabricas


@pytest.fixture
def aprobada(en_estado):
    """Una actividad de un plan publicado, con su versión."""
    plan = en_estado("PUBLICADO")
    fabricas.version(plan)
    return plan.actividades.get()


def datos(actividad, **cambios) -> dict:
    base = {"numero": actividad.numero, "nombre": actividad.nombre, "fuente": actividad.fuente}
    return base | {"version": actividad.version, "motivo": "Sobraba una letra."} | cambios


def test_corrige_y_deja_su_traza_sin_tocar_la_version(quien, aprobada, sucesos):
    cliente, plan = quien.cliente.planeacion, aprobada.plan
    antes = plan.versiones.get()
    pagina = cliente.get(f"/planes/actividades/{aprobada.pk}/corregir/").text
    assert 'name="meta"' not in pagina
    assert 'name="enlace"' not in pagina
    # Nada de lo que es para formular.
    for ajeno in ("qué falta para enviarlo", "Deje vacío el trimestre", "El enlace se asigna", ">Cuándo<"):
        assert ajeno not in pagina
    respuesta = cliente.post(
        f"/planes/actividades/{aprobada.pk}/corregir/", datos(aprobada, nombre="Publicar los informes")
    )
    assert respuesta.status_code == 302
    aprobada.refresh_from_db()
    assert aprobada.nombre == "Publicar los informes"
    assert sucesos(aprobada) == ["corregir"]
    version = plan.versiones.get()
    assert (version.foto, version.sha256, version.esta_integra) == (antes.foto, antes.sha256, True)
    leida = cliente.get(f"/planes/{plan.pk}/versiones/1/").text
    assert "Correcciones posteriores" in leida
    assert "Sobraba una letra." in leida
    assert "(entra:) </span>los" in leida
    # Abajo se sigue leyendo lo que se aprobó.
    assert "Publicar los informes" not in leida[leida.index('id="actividades"') :]


def test_la_historia_la_cuenta_por_palabras_y_con_su_motivo(quien, aprobada, ahora):
    largo = "Publicar el informe de gestión de la vigencia anterio con sus anexos"
    Actividad.objects.filter(pk=aprobada.pk).update(nombre=largo.replace("gestión", "gestion"))
    fabricas.version(aprobada.plan, 2)
    for version, nombre in enumerate((largo, largo.replace("anterio", "anterior"))):
        corregir_actividad(
            actividad=aprobada, version=version, nombre=nombre, motivo="Era otra.", por=quien.planeacion,
            ahora=ahora.replace(day=ahora.day - 1 + version),
        )  # fmt: skip
    texto = " ".join(quien.cliente.jefe.get(f"/planes/{aprobada.plan_id}/").text.split())
    assert texto.count("corrigió 1 actividad") == 2
    assert "Era otra." in texto
    assert "(sale:) </span>anterio<" in texto
    assert "(entra:) </span>anterior<" in texto


def test_lo_sustancial_no_se_corrige_aunque_lo_manden(quien, aprobada, ahora):
    quien.cliente.planeacion.post(
        f"/planes/actividades/{aprobada.pk}/corregir/",
        datos(aprobada, nombre="Publicar los informe", meta="99", unidad="actas", presupuesto="5"),
    )
    antes = aprobada.meta, aprobada.unidad, aprobada.presupuesto
    aprobada.refresh_from_db()
    assert (aprobada.nombre, aprobada.meta, aprobada.unidad, aprobada.presupuesto) == ("Publicar los informe", *antes)
    with pytest.raises(TypeError, match="meta"):
        corregir_actividad(actividad=aprobada, version=1, motivo="x", meta=9, por=quien.planeacion, ahora=ahora)


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"motivo": " ", "nombre": "Otra"}, "obligatorio"),
        ({}, "No cambió nada"),
        ({"nombre": "Otra", "version": ""}, "Otra persona cambió"),
        ({"nombre": "Otra", "version": "7"}, "Otra persona cambió"),
    ],
)
def test_lo_que_falta_vuelve_lleno_y_no_guarda(quien, aprobada, sucesos, cambios, mensaje):
    respuesta = quien.cliente.planeacion.post(
        f"/planes/actividades/{aprobada.pk}/corregir/", datos(aprobada, **cambios)
    )
    assert respuesta.status_code == 422
    assert mensaje in respuesta.text
    assert sucesos(aprobada) == []


@pytest.mark.parametrize("estado", ["BORRADOR", "EN_REVISION", "CERRADO"])
def test_solo_en_un_plan_aprobado_o_publicado(quien, en_estado, estado):
    actividad = en_estado(estado).actividades.get()
    direccion = f"/planes/actividades/{actividad.pk}/corregir/"
    assert quien.cliente.planeacion.get(direccion).status_code == 302
    respuesta = quien.cliente.planeacion.post(direccion, datos(actividad, nombre="Otra"))
    assert respuesta.status_code == 422
    assert "aprobado o publicado" in respuesta.text


def test_quien(quien, aprobada):
    direccion = f"/planes/actividades/{aprobada.pk}/corregir/"
    for cliente in (quien.cliente.jefe, quien.cliente.control):
        assert cliente.post(direccion, datos(aprobada, nombre="Otra")).status_code == 403
    assert "Corregir<" in quien.cliente.planeacion.get(f"/planes/{aprobada.plan_id}/").text
    assert "Corregir<" not in quien.cliente.jefe.get(f"/planes/{aprobada.plan_id}/").text


def test_lo_publicado_lleva_lo_corregido_y_sus_listas(quien, aprobada, ahora):
    aprobada.apoyos.add(quien.propia)
    foto = fabricas.version(aprobada.plan, 2).foto
    corregir_actividad(
        actividad=aprobada, version=0, motivo="Faltaba uno", por=quien.planeacion, ahora=ahora,
        apoyos=[quien.propia, quien.ajena], criterio="Enfoque étnico",
    )  # fmt: skip
    hechas = de_actividades(aprobada.plan_id, aprobada.plan.aprobado_en)
    (corregida,) = corregidas(foto["actividades"], hechas)
    assert corregida["apoyos"] == ["Secretaría de Educación", "Secretaría de Hacienda"]
    assert corregida["criterio"] == "Enfoque étnico"
    apoyos = next(c for c in hechas[0].cambios if c.campo.nombre == "apoyos")
    assert [t.texto for t in apoyos.trozos if t.entra] == ["Secretaría de Educación"]


def test_lo_corregible_es_lo_que_no_exige_version():
    assert {campo.nombre for campo in CORREGIBLES} >= {"nombre", "indicador", "formula", "fuente", "indices", "apoyos"}
    assert not any(campo.sustancial for campo in CORREGIBLES)


@pytest.mark.parametrize(
    ("antes", "despues"),
    [
        ("Plan Insitucional", "Plan Institucional"),
        ("Publicar el informe", "Publicar los informes"),
        ("Realizar informe", "Realizar el informe"),
        ("GESTION, de planeacion", "Gestión de planeación."),
        ("Publi car el informe", "Publicar el informe"),
        ("Publicar el el informe anual", "Publicar el informe anaul"),
        ("Informe de trimestal y nforme de mes", "Informe trimestral e informe del mes"),
    ],
)
def test_es_una_errata(antes, despues):
    assert por_que_no_es_errata("nombre", antes, despues) == por_que_no_es_errata("nombre", despues, antes) == ""


@pytest.mark.parametrize(
    ("campo", "antes", "despues", "por_que"),
    [
        ("nombre", "Publicar el informe", "Archivar los expedientes", "cambia «Publicar» por «Archivar»"),
        ("nombre", "Capacitar en ética", "Capacitar en ética y en contratación", "añade «contratación»"),
        ("nombre", "Plan de Integridad y ética", "Plan de Integridad", "quita «ética»"),
        ("indicador", "", "Informes publicados", "añade «Informes publicados»"),
        ("nombre", "Aplicar en el Distrito", "Aplicar en la Alcaldía", "cambia «Distrito» por «Alcaldía»"),
        ("nombre", "Capacitar servidores", "Capacitar proveedores", "cambia «servidores» por «proveedores»"),
        ("nombre", "Informe trimestral", "Informe semestral", "otra frecuencia"),
        ("nombre", "Informes bimestrales", "Informes trimestrales", "otra frecuencia"),
        ("nombre", "Publicar el manual", "Publicar el anual", "otra frecuencia"),
        ("nombre", "Uso legal", "Uso ilegal", "cambia «legal» por «ilegal»"),
        ("nombre", "Aprobar el acta", "Reprobar el acta", "otra palabra"),
        ("nombre", "Pagos a contratistas", "Pagos por contratistas", "cambia «a» por «por»"),
        ("nombre", "Capacitar 20 servidores", "Capacitar 2 servidores", "cambia una cifra"),
        ("nombre", "Dictar dies talleres", "Dictar diez talleres", "cambia «dies» por «diez», y una palabra que dice"),
        ("nombre", "Realizar tres talleres", "Realizar dos talleres", "cambia «tres» por «dos», y una palabra"),
        ("nombre", "Publicar el informe", "No publicar el informe", "añade «No»"),
        ("formula", "Actas firmadas / actas previstas", "Actas firmadas * actas previstas", "cambia cómo se calcula"),
    ],
)
def test_que_no_es_una_errata(campo, antes, despues, por_que):
    assert por_que in por_que_no_es_errata(campo, antes, despues)


def test_muchas_erratas_seguidas_no_dejan_otra_actividad(quien, aprobada, ahora):
    corregir = partial(corregir_actividad, actividad=aprobada, motivo="x", por=quien.planeacion, ahora=ahora)
    Actividad.objects.filter(pk=aprobada.pk).update(nombre="Capacitar servidores")
    # Una prórroga no aprueba lo que dicen las actividades: su foto no es la que cuenta.
    aprobado = fabricas.version(aprobada.plan, 2)
    Actividad.objects.filter(pk=aprobada.pk).update(nombre="Capacitar provedores")
    VersionPlan.objects.filter(pk=fabricas.version(aprobado.plan, 3).pk).update(clase="PRORROGA")
    with pytest.raises(ReglaIncumplida, match=r"frente a lo que se aprobó .+servidores"):
        corregir(version=0, nombre="Capacitar proveedores")
    assert corregir(version=0, nombre="Capacitar servidores").version == 1


def test_lo_menor_que_otra_persona_aprobo_es_lo_aprobado(quien, aprobada, ahora):
    cambios = {"nombre": (aprobada.nombre, "Divulgar la polítca")}
    Actividad.objects.filter(pk=aprobada.pk).update(nombre="Divulgar la polítca")
    registrar(aprobada, verbo="editar", por=quien.planeacion, ahora=ahora + timedelta(days=1), cambios=cambios)
    corregida = corregir_actividad(
        actividad=aprobada, version=0, motivo="x", nombre="Divulgar la política", por=quien.planeacion, ahora=ahora
    )
    assert corregida.nombre == "Divulgar la política"


def test_lo_que_no_es_errata_manda_a_proponer(quien, aprobada):
    respuesta = quien.cliente.planeacion.post(
        f"/planes/actividades/{aprobada.pk}/corregir/", datos(aprobada, nombre="Archivar los expedientes")
    )
    assert respuesta.status_code == 422
    assert "Proponga una modificación" in respuesta.text


def test_solo_se_escribe_lo_que_la_persona_cambio(quien, aprobada, ahora):
    url = f"/planes/actividades/{aprobada.pk}/corregir/"
    vio = {f"initial-{campo}": getattr(aprobada, campo) for campo in ("numero", "nombre", "fuente", "criterio")}
    escrito = datos(aprobada, nombre="Publicar el infome", criterio="") | vio
    corregir_actividad(
        actividad=aprobada, version=0, motivo="Faltaba", criterio="Étnico", por=quien.planeacion, ahora=ahora,
    )  # fmt: skip
    # Otra persona cambió otro campo: ni se le acusa ni se le revierte.
    assert quien.cliente.planeacion.post(url, escrito).status_code == 302
    aprobada.refresh_from_db()
    assert (aprobada.nombre, aprobada.criterio) == ("Publicar el infome", "Étnico")
    # El mismo: se dice qué dejó, y corregir otra vez cambia sólo ése.
    choca = datos(aprobada, nombre="Publicar los informes", criterio="", version="0") | vio
    respuesta = quien.cliente.planeacion.post(url, choca)
    assert (respuesta.status_code, "ahora dice «Publicar el infome»" in respuesta.text) == (422, True)
    assert quien.cliente.planeacion.post(url, choca | {"version": "2"}).status_code == 302
    aprobada.refresh_from_db()
    assert (aprobada.nombre, aprobada.criterio) == ("Publicar los informes", "Étnico")


def test_con_la_vigencia_cerrada_no_se_corrige(quien, aprobada, ahora):
    fin = ahora.replace(month=12, day=31)
    cerrar_vigencia(vigencia=aprobada.plan.vigencia, por=quien.planeacion, ahora=fin)
    with pytest.raises(ReglaIncumplida, match="se cerró"):
        corregir_actividad(
            actividad=aprobada, version=0, motivo="x", criterio="Étnico", por=quien.planeacion, ahora=ahora
        )
