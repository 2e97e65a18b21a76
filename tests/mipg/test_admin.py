"""El admin: Control Interno ve el 100 % de los modelos y no escribe por ninguna puerta; filtros sin trampas."""

import hashlib
import re
from datetime import date, timedelta
from itertools import cycle

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core import serializers
from django.db import connection
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from furag.models import Agrupacion, ConceptoDeControl, Definicion, Redaccion, Suscripcion, Verificacion
from mipg.avisos.acciones import encolar
from mipg.avisos.models import Aviso, DiaNoHabil, Mensaje
from mipg.bitacora.acciones import registrar
from mipg.bitacora.models import Suceso
from mipg.expediente.acciones import adjuntar, emitir, pedir_emision, recibir_importacion
from mipg.expediente.models import ColumnaRecordada
from mipg.usuarios.models import AliasDependencia, Asignacion, CambioDeCuenta, Dependencia, Supresion, Usuario
from mipg.usuarios.roles import Rol
from planes.acciones import decisiones, orden_del_dia, sesiones
from planes.acciones.actuaciones import prorrogar
from planes.models import (
    ActividadPropuesta,
    Conforme,
    Impedimento,
    Observacion,
    Propuesta,
    Prorroga,
    VentanaFormulacion,
    VersionPlan,
)
from politicas.models import Jornada, Vigencia
from seguimiento.models import Ampliacion, Avance, Cifra, MedidaCongelada, ObservacionAvance, Regia
from tests import fabricas
from tests.furag import fabricas as ff
from tests.mipg import matriz
from tests.mipg.test_matriz import decir, faltas
from tests.mundos import apartado
from tests.planes import comite, ley

PAQUETES = ("mipg", "politicas", "planes", "furag", "seguimiento")
NUESTROS = [m for m in apps.get_models() if m.__module__.split(".")[0] in PAQUETES and not m._meta.proxy]
EN_EL_ADMIN = {Rol.PLANEACION, Rol.CONTROL_INTERNO, Rol.ADMINISTRADOR}


def ruta(modelo, accion, *args) -> str:
    return reverse(f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_{accion}", args=args)


def huella() -> str:
    """Huella de toda la base: cualquier fila nueva, cambiada o borrada la cambia."""
    suma = hashlib.sha256()
    for modelo in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.label):
        if modelo._meta.managed and modelo._meta.app_label != "sessions":
            suma.update(serializers.serialize("json", modelo._base_manager.order_by("pk")).encode())
    return suma.hexdigest()


def _uno_de_cada(ahora) -> None:
    """Al menos una fila de cada modelo de planes, seguimiento, expediente, avisos y personas."""
    autora, dependencia = fabricas.persona("enlace"), fabricas.dependencia()
    AliasDependencia.objects.create(dependencia=dependencia, nombre="La otra")
    plan = fabricas.plan("APROBADO", dependencia=dependencia)
    actividad, corte = fabricas.actividad(plan), fabricas.corte(1, "CERRADO")
    avance = fabricas.avance(actividad, corte, "DEVUELTO", cantidad=1)
    hecho = {"creada_en": ahora, "creada_por": autora}
    aprobada = {"aprobado_en": ahora, "aprobado_por": autora}
    version = VersionPlan.objects.create(plan=plan, numero=1, foto={}, sha256="0" * 64, **aprobada)
    propuesta = Propuesta.objects.create(plan=plan, base=version, **hecho)
    ActividadPropuesta.objects.create(propuesta=propuesta, numero="1", nombre="Otra", actividad=actividad)
    Prorroga.objects.create(
        actividad=actividad,
        fecha_original=fabricas.HOY,
        fecha_nueva=fabricas.HOY + timedelta(days=30),
        motivo="Falta",
        a_tiempo=True,
        pedida_en=ahora,
        pedida_por=autora,
    )
    Conforme.objects.create(
        plan=plan, dependencia=dependencia, sentido="CONFORME", envio=ahora, dado_en=ahora, dado_por=autora
    )
    institucional = fabricas.institucional(dependencia=dependencia)
    fabricas.publicacion(institucional)
    fabricas.seguimiento(institucional)
    VentanaFormulacion.objects.create(vigencia=plan.vigencia, abre=date(2026, 1, 1), cierra=date(2026, 2, 28), **hecho)
    _una_sesion(autora, ahora)
    lleva = fabricas.persona("planeacion")
    ley.informe(lleva, dependencia, ahora=ahora)
    pedido = ley.requerimiento(lleva, dependencia, ahora=ahora)
    prorrogar(
        requerimiento=pedido, vence=pedido.vence + timedelta(days=9), radicado="OF-1", fecha=pedido.recibido,
        version=0, por=lleva, ahora=ahora,
    )  # fmt: skip
    Observacion.objects.create(plan=plan, actividad=actividad, texto="Falta", **hecho)
    ColumnaRecordada.objects.create(destino="x", titulo="Meta", clave="meta", campo="meta", **hecho)
    ObservacionAvance.objects.create(avance=avance, campo="texto", texto="Corto", **hecho)
    Ampliacion.objects.create(corte=corte, dependencia=dependencia, cierra=date(2026, 5, 1), motivo="x", **hecho)
    MedidaCongelada.objects.create(corte=corte, estrategia="1", hechos=1, de=12, porque="Publicados")
    Regia.objects.create(corte=corte, actividad=actividad, tipo_meta="HITO", sentido="ASCENDENTE", meta=1)
    Cifra.objects.create(corte=corte, ambito="ENTIDAD", nombre="Entidad", cumplimiento=90, semaforo="SATISFACTORIO")
    adjuntar(
        objeto=avance, dependencia=dependencia, titulo="Acta", nombre="a.txt", contenido=b"hola",
        fecha_documento=date(2026, 6, 1), por=autora, ahora=ahora,
    )  # fmt: skip
    emitir(
        emision=pedir_emision(informe="x", titulo="PDF", parametros={}, por=autora, ahora=ahora),
        generar=lambda _: (b"%PDF", 1),
        ahora=ahora,
    )
    recibir_importacion(destino="x", objeto_id=None, nombre="a.csv", contenido=b"a;b", por=autora, ahora=ahora)
    mensaje = encolar(
        destino="a@b.co", asunto="Acceso", texto="SECRETO-DEL-ENLACE", html="<p>SECRETO-DEL-ENLACE</p>",
        clase="invitacion", persona=autora.pk, ahora=ahora,
    )  # fmt: skip
    Aviso.objects.create(persona=autora, obligacion="x", vence=date(2026, 7, 1), tramo=5, mensaje=mensaje)
    CambioDeCuenta.objects.create(
        afectado=autora,
        operacion="desactivar",
        correo_anterior=autora.email,
        pedido_por=fabricas.persona(),
        creado_en=ahora,
    )
    _una_medicion(autora, ahora)
    Supresion.objects.create(dependencia=dependencia, rige_desde=date(2026, 5, 1), acto="Decreto 1", **hecho)
    DiaNoHabil.objects.create(fecha=date(2026, 11, 11), motivo="Independencia de Cartagena")
    registrar(plan, verbo="probar", por=autora, ahora=ahora, cambios={"estado": ("BORRADOR", "APROBADO")})


def _una_medicion(autora, ahora) -> None:
    """Resultados, una recomendación atendida y su acción de mejora, suscrita, verificada y con concepto."""
    ff.carga({"Alcaldía": {"IDI": 70}})
    una = ff.recomendacion(estado="ACOGIDA")
    Redaccion.objects.create(
        recomendacion=una, texto="x", importacion=una.importacion, reemplazada_en=ahora, reemplazada_por=autora
    )
    Agrupacion.objects.create(
        medicion=una.medicion, politica=una.politica, nombre="Juntas", creada_en=ahora, creada_por=autora
    )
    Definicion.objects.create(
        medicion=una.medicion, codigo="IDI", nombre="Índice", orden=1, fila=3, importacion=una.importacion
    )
    accion = ff.mejora(None, una)
    version = VersionPlan.objects.create(
        plan=accion.actividad.plan, numero=1, foto={}, sha256="0" * 64, aprobado_en=ahora, aprobado_por=autora
    )
    firmada = {"foto": [], "sha256": "0" * 64, "suscrita_en": ahora, "suscrita_por": autora}
    Suscripcion.objects.create(plan=version.plan, version=version, **firmada)
    Verificacion.objects.create(accion=accion, cumplida=True, nota="x", verificada_en=ahora, verificada_por=autora)
    ConceptoDeControl.objects.create(
        accion=accion, clase="CUMPLIMIENTO", favorable=True, nota="x", emitido_en=ahora, emitido_por=autora
    )
    Jornada.objects.create(
        tipo="SENSIBILIZACION", vigencia=fabricas.vigencia(), titulo="MIPG", fecha=fabricas.HOY, modalidad="VIRTUAL",
        dependencia=fabricas.dependencia(), publico="Todos", creada_en=ahora, creada_por=autora,
    )  # fmt: skip


def _una_sesion(autora, ahora) -> None:
    """Una sesión cerrada, con su acta aclarada, y todo lo suyo."""
    sesion = comite.en_curso(comite.instancia(), autora, dia=fabricas.HOY, ahora=fabricas.AHORA)
    punto = orden_del_dia.crear_punto(sesion=sesion, titulo="Varios", por=autora, ahora=ahora)
    decisiones.comprometer(punto=punto, texto="Informar", persona=autora, por=autora, ahora=ahora)
    Impedimento.objects.create(punto=punto, miembro=sesion.asistencias.first().miembro, motivo="Es su caso")
    cerrada = sesiones.cerrar(sesion=sesion, por=autora, ahora=ahora)
    sesiones.aclarar(sesion=cerrada, texto="Aclaración", por=autora, ahora=ahora)


@pytest.fixture(scope="module")
def _todo(django_db_setup, django_db_blocker, ahora):
    with apartado(django_db_blocker):
        yield _uno_de_cada(ahora)


@pytest.fixture(autouse=True)
def todo(_todo, db):
    """El mismo mundo para todas: una fila de cada modelo."""


@pytest.fixture
def sin_pintar(monkeypatch):
    """Las listas buscan sus filas y las opciones de sus filtros, y no se pintan: es lo más caro de cada página."""

    def buscar(respuesta):
        lista = respuesta.context_data["cl"]
        respuesta.content = f"{len(lista.result_list)} {[list(f.choices(lista)) for f in lista.filter_specs]}"
        return respuesta

    monkeypatch.setattr(TemplateResponse, "render", buscar)


@pytest.fixture
def control_interno(cliente_de):
    return cliente_de(fabricas.persona("control_interno"))


# --- Qué hay --------------------------------------------------------------------------------------------------


def test_todo_modelo_nuestro_esta_en_el_admin():
    assert [m._meta.label for m in NUESTROS if not admin.site.is_registered(m)] == []


def test_nada_ajeno_esta_en_el_admin():
    ajenos = {m._meta.label for m in admin.site._registry} - {m._meta.label for m in NUESTROS}
    assert ajenos == set()
    assert not admin.site.is_registered(Group)


def test_ningun_modelo_se_borra_ni_trae_acciones_ni_se_importa():
    for modelo, suyo in admin.site._registry.items():
        assert suyo.has_delete_permission(None) is False, modelo
        assert not suyo.actions, modelo
        assert "import" not in {url.name.rpartition("_")[2] for url in suyo.get_urls() if url.name}, modelo


# --- Quién entra ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", Rol)
def test_entra_quien_dice_la_tabla_y_los_demas_reciben_403(cliente_de, rol):
    cliente = cliente_de(fabricas.persona(rol))
    esperado = 200 if rol in EN_EL_ADMIN else 403
    for url in (reverse("admin:index"), ruta(Dependencia, "changelist"), reverse("admin:app_list", args=["usuarios"])):
        assert cliente.get(url).status_code == esperado, url


def test_sin_sesion_hay_una_sola_puerta(db):
    for url in ("/admin/", "/admin/login/", "/admin/usuarios/dependencia/"):
        final = Client().get(url, follow=True).redirect_chain[-1][0]
        assert final.startswith("/cuenta/login/?next="), url


def test_la_contrasena_se_cambia_en_un_solo_lugar(control_interno):
    assert control_interno.get("/admin/password_change/")["Location"] == reverse("account_change_password")


# --- Control Interno: ve todo, no escribe nada ------------------------------------------------------------------


def test_hay_una_fila_de_cada_modelo_que_mirar():
    vacios = {modelo._meta.app_label for modelo in NUESTROS if not modelo._default_manager.exists()}
    assert vacios <= {"politicas", "furag"}


@pytest.mark.parametrize("rol", sorted(EN_EL_ADMIN))
def test_las_paginas_estan_bien_hechas_y_control_interno_ve_el_100_por_ciento(cliente_de, rol):
    cliente, mal = cliente_de(fabricas.persona(rol)), {}
    for url in matriz.paginas_del_admin():
        respuesta = cliente.get(url)
        dichas = faltas(respuesta, url)
        if rol == Rol.CONTROL_INTERNO and respuesta.status_code != (403 if url.endswith("/add/") else 200):
            dichas.append(f"responde {respuesta.status_code}")
        if dichas:
            mal[url] = dichas
    assert not mal, decir(mal)


def test_control_interno_no_escribe_por_ninguna_puerta(control_interno):
    control_interno.get("/admin/")
    antes, mal, ajenos = huella(), [], cycle(("PUT", "PATCH", "DELETE"))
    for modelo in admin.site._registry:
        fila = modelo._default_manager.first()
        clave = fila.pk if fila else 1
        puertas = [
            (ruta(modelo, "add"), {"post"}),
            (ruta(modelo, "delete", clave), {"get", "post"}),
            (ruta(modelo, "change", clave), {"post"}),
            (ruta(modelo, "history", clave), {"post"}),
            (ruta(modelo, "changelist"), {"post"}),
        ]
        datos = {"nombre": "Cambiado", "action": "delete_selected", "_selected_action": clave, "post": "yes"}
        for url, metodos in puertas:
            for metodo in metodos:
                respuesta = getattr(control_interno, metodo)(url, datos)
                if respuesta.status_code != 403 and not (fila is None and respuesta.status_code == 302):
                    mal.append((metodo, url, respuesta.status_code))
            # Los que el admin no usa los rechaza un solo lugar, antes de mirar la página: a cada una, uno de ellos.
            respuesta = control_interno.generic(metodo := next(ajenos), url, "nombre=Cambiado")
            if respuesta.status_code not in (403, 405):
                mal.append((metodo, url, respuesta.status_code))
    assert mal == []
    assert huella() == antes


def test_ninguna_otra_url_del_admin_escribe(control_interno):
    control_interno.get("/admin/")
    antes = huella()
    for url in admin.site.urls[0]:
        nombre = getattr(url, "name", None)
        if nombre not in (None, "logout") and not re.search(r"<|\(\?P", str(url.pattern)):
            control_interno.post(f"/admin/{url.pattern}", {"a": 1})
    assert huella() == antes


def test_el_control_de_la_huella_ve_un_cambio():
    antes = huella()
    Dependencia.objects.update(nota="otra")
    assert huella() != antes


# --- Catálogos ------------------------------------------------------------------------------------------------


def formulario(nombre: str) -> dict:
    return {
        "nombre": nombre, "sigla": "", "tipo": "OFICINA", "en_alcance": "on", "nota": "",
        "alias-TOTAL_FORMS": "1", "alias-INITIAL_FORMS": "0", "alias-0-nombre": "La Oficina", "alias-0-fuente": "",
    }  # fmt: skip


@pytest.mark.parametrize("rol", sorted(EN_EL_ADMIN - {Rol.CONTROL_INTERNO}))
def test_quien_edita_catalogos_crea_una_dependencia_con_su_alias_y_queda_en_la_bitacora(cliente_de, rol):
    persona = fabricas.persona(rol)
    respuesta = cliente_de(persona).post(ruta(Dependencia, "add"), formulario("Oficina de Datos"))
    assert respuesta.status_code == 302
    nueva = Dependencia.objects.get(nombre="Oficina de Datos")
    assert nueva.alias.get().clave == "la oficina"
    assert Suceso.objects.de(nueva).first().actor == persona


def test_en_el_admin_no_se_suprime_una_dependencia(cliente_de, dependencias):
    oficina, otra = dependencias.hacienda, fabricas.dependencia()
    pagina = ruta(Dependencia, "change", oficina.pk)
    quien = cliente_de(fabricas.persona("planeacion"))
    datos = datos_de(quien.get(pagina)) | {"sigla": "DOS", "vigente_hasta": "2026-01-01", "sucesora": otra.pk}
    assert quien.post(pagina, datos).status_code == 302
    oficina.refresh_from_db()
    assert (oficina.sigla, oficina.vigente_hasta, oficina.sucesora) == ("DOS", None, None)


@pytest.mark.parametrize("modelo", ["planes.Plan", "seguimiento.Avance", "usuarios.Usuario", "bitacora.Suceso"])
def test_ni_quien_edita_catalogos_toca_los_estados(cliente_de, modelo):
    modelo = apps.get_model(modelo)
    cliente, fila = cliente_de(fabricas.persona("planeacion")), modelo._default_manager.first()
    assert cliente.post(ruta(modelo, "change", fila.pk), {}).status_code == 403
    assert cliente.post(ruta(modelo, "add"), {}).status_code == 403


def test_la_administracion_tecnica_no_ve_planes_reportes_ni_documentos(cliente_de):
    cliente = cliente_de(fabricas.persona("administrador"))
    abre = {m for m in NUESTROS if cliente.get(ruta(m, "changelist")).status_code == 200}
    assert {m._meta.app_label for m in abre} == {"avisos", "politicas", "usuarios"}
    assert abre >= {Usuario, Asignacion, Dependencia, Mensaje, Vigencia}
    for modelo in set(NUESTROS) - abre:
        fila = modelo._default_manager.first()
        for pagina in ("exportar/csv/", f"{fila.pk}/change/", f"{fila.pk}/history/"):
            assert cliente.get(ruta(modelo, "changelist") + pagina).status_code == 403, (modelo, pagina)


# --- Dos personas a la vez ------------------------------------------------------------------------------------


def datos_de(respuesta) -> dict:
    """Lo que enviaría un navegador con la página de cambio tal como se abrió."""
    escondidos = re.findall(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)">', respuesta.text)
    formularios = [respuesta.context["adminform"].form]
    for filas in respuesta.context["inline_admin_formsets"]:
        formularios += [filas.formset.management_form, *filas.formset]
    visibles = {campo.html_name: campo.value() for form in formularios for campo in form}
    return {nombre: valor for nombre, valor in visibles.items() if valor is not None} | dict(escondidos)


def test_el_segundo_guardado_no_pisa_al_primero(cliente_de, dependencias):
    oficina = dependencias.hacienda
    pagina = ruta(Dependencia, "change", oficina.pk)
    una, otra = cliente_de(fabricas.persona("administrador")), cliente_de(fabricas.persona("planeacion"))
    de_una, de_otra = datos_de(una.get(pagina)), datos_de(otra.get(pagina))

    assert una.post(pagina, de_una | {"sigla": "UNA", "nota": "De la primera"}).status_code == 302
    respuesta = otra.post(pagina, de_otra | {"sigla": "OTRA"})
    assert respuesta.status_code == 200
    assert "Otra persona guardó este registro mientras usted lo editaba" in respuesta.text
    assert "Lo guardado es «UNA». Esto es lo que usted escribió." in respuesta.text
    assert "Lo guardado es «De la primera». Esto es lo que usted escribió." in respuesta.text
    assert 'value="OTRA"' in respuesta.text
    oficina.refresh_from_db()
    assert (oficina.sigla, oficina.nota) == ("UNA", "De la primera")

    assert otra.post(pagina, datos_de(respuesta) | {"nota": "De la primera"}).status_code == 302
    oficina.refresh_from_db()
    assert (oficina.sigla, oficina.nota) == ("OTRA", "De la primera")


def test_las_filas_de_un_registro_tampoco_se_pisan(cliente_de, dependencias):
    dependencias.hacienda.alias.create(nombre="La Plata")
    pagina = ruta(Dependencia, "change", dependencias.hacienda.pk)
    una, otra = cliente_de(fabricas.persona("administrador")), cliente_de(fabricas.persona("planeacion"))
    de_una, de_otra = datos_de(una.get(pagina)), datos_de(otra.get(pagina))
    assert una.post(pagina, de_una | {"alias-0-nombre": "La Platica"}).status_code == 302
    respuesta = otra.post(pagina, de_otra | {"alias-0-nombre": "Las Platas"})
    assert respuesta.status_code == 200
    assert "Lo guardado es «La Platica»" in respuesta.text
    assert dependencias.hacienda.alias.get().nombre == "La Platica"


def test_los_parametros_de_la_vigencia_tampoco_se_pisan(cliente_de):
    vigencia = Vigencia.objects.get()
    pagina = ruta(Vigencia, "change", vigencia.pk)
    planeacion = cliente_de(fabricas.persona("planeacion"))
    leido = datos_de(planeacion.get(pagina))
    assert planeacion.post(pagina, leido | {"dias_proxima": "9"}).status_code == 302
    respuesta = planeacion.post(pagina, leido | {"dias_proxima": "7"})
    assert "Lo guardado es «9». Esto es lo que usted escribió." in respuesta.text
    vigencia.refresh_from_db()
    assert vigencia.dias_proxima == 9


# --- Filtros --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modelo", "consulta"),
    [
        ("planes.Plan", "nombre__regex=("),
        ("planes.Plan", "estado__iregex=("),
        ("usuarios.Usuario", "password__startswith=argon2"),
        ("usuarios.Usuario", "email__startswith=a"),
        ("avisos.Mensaje", "texto__contains=SECRETO"),
        ("avisos.Mensaje", "persona__password__startswith=a"),
        ("seguimiento.Avance", "reportado_por__password__contains=a"),
    ],
)
def test_lo_que_la_pagina_no_ofrece_filtrar_es_400(control_interno, modelo, consulta):
    assert control_interno.get(f"{ruta(apps.get_model(modelo), 'changelist')}?{consulta}").status_code == 400


def test_ninguna_busqueda_ni_pagina_da_500(control_interno):
    consultas = ("q=Ñandú%27%22%25", "o=99.-1.x", "p=999999", "p=x", "nada=1")
    pedidas = [f"{ruta(modelo, 'changelist')}?{c}" for modelo in NUESTROS for c in consultas]
    assert [url for url in pedidas if control_interno.get(url).status_code >= 500] == []


def test_ningun_filtro_da_500(control_interno, sin_pintar):
    malas = []
    for modelo in NUESTROS:
        campos = [f[0] if isinstance(f, tuple) else f for f in admin.site._registry[modelo].list_filter]
        consultas = [f"{c}{s}" for c in campos for s in ("__exact=(", "__isnull=x", "__gte=ayer", "__id__exact=x")]
        lista = ruta(modelo, "changelist")
        malas += [f"{lista}?{c}" for c in consultas if control_interno.get(f"{lista}?{c}").status_code >= 500]
    assert malas == []


@pytest.mark.parametrize(
    ("modelo", "consulta"),
    [
        *(
            ("usuarios.Asignacion", consulta)
            for consulta in ("id__range=1", "id__range=", "id__in=x", f"id__exact={'9' * 30}", f"pk__gte={'9' * 30}")
        ),
        *(("usuarios.Asignacion", f"desde__{consulta}") for consulta in ("year=0", "year=99999", "year=x", "month=13")),
        ("bitacora.Suceso", "timestamp__year=2026&timestamp__month=2&timestamp__day=30"),
        ("bitacora.Suceso", "timestamp__year=9999"),
        ("bitacora.Suceso", "timestamp__year=9999&timestamp__month=12&timestamp__day=31"),
        ("usuarios.CambioDeCuenta", "creado_en__year=1"),
    ],
)
@pytest.mark.parametrize("donde", ["", "exportar/csv/"])
def test_un_valor_imposible_en_la_url_no_da_500(control_interno, modelo, consulta, donde):
    lista = ruta(apps.get_model(modelo), "changelist")
    assert control_interno.get(f"{lista}{donde}?{consulta}").status_code in (200, 302, 400)


def _por_cada_filtro(pagina: str) -> tuple[dict[str, str], dict[str, str]]:
    """Los filtros de una lista pedidos todos a la vez: con la primera opción de cada uno, y con la última.

    La primera suele ser «hoy» o «sí», y la última «vacío».
    """
    primeras, ultimas = {}, {}
    for enlace in re.findall(r'href="\?([^"]+)"', pagina):
        suya = QueryDict(enlace.replace("&amp;", "&")).dict()
        if not suya.keys() & primeras.keys():
            primeras |= suya
        ultimas |= suya
    return primeras, ultimas


def test_cada_filtro_que_la_pagina_ofrece_funciona(control_interno):
    for modelo in NUESTROS:
        lista = ruta(modelo, "changelist")
        for consulta in _por_cada_filtro(control_interno.get(lista).text):
            assert control_interno.get(lista, consulta).status_code == 200, (modelo, consulta)


# --- Lo que se lee --------------------------------------------------------------------------------------------


def test_el_enlace_de_una_invitacion_no_se_lee_ni_siquiera_en_el_admin(control_interno):
    mensaje = apps.get_model("avisos.Mensaje").objects.get()
    for url in (ruta(type(mensaje), "change", mensaje.pk), f"{ruta(type(mensaje), 'changelist')}?q=SECRETO"):
        assert "SECRETO-DEL-ENLACE" not in control_interno.get(url).text


def test_el_historial_cuenta_el_antes_y_el_despues_en_espanol(control_interno):
    plan = apps.get_model("planes.Plan").objects.get(clase="ACCION_POLITICA")
    texto = control_interno.get(ruta(type(plan), "history", plan.pk)).text
    assert "Probar" in texto or "Probó" in texto
    assert "Estado: Borrador → Aprobado" in " ".join(texto.split())


def test_las_paginas_del_admin_estan_en_espanol(cliente_de):
    cliente = cliente_de(fabricas.persona("planeacion"))
    ingles = re.compile(r"\b(Object representation|Timestamp|Remote address|Correlation ID|Recent actions|View site)\b")
    for url in ("/admin/", ruta(Suceso, "changelist"), ruta(Suceso, "change", Suceso.objects.first().pk)):
        assert ingles.findall(cliente.get(url).text) == [], url


@pytest.mark.parametrize("modelo", ["planes.Plan", "bitacora.Suceso", "usuarios.Usuario", "seguimiento.Avance"])
def test_las_listas_cuestan_las_mismas_consultas_con_2_y_con_50_filas(control_interno, consultas, modelo):
    medidas, corte = [], fabricas.corte()
    for cuantas in (2, 48):
        for _ in range(cuantas):
            fabricas.avance(fabricas.actividad(), corte)
        control_interno.get(ruta(apps.get_model(modelo), "changelist"))
        with consultas() as hechas:
            control_interno.get(ruta(apps.get_model(modelo), "changelist"))
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


# --- Exportar -------------------------------------------------------------------------------------------------


def test_control_interno_exporta_cada_lista_y_nada_secreto(control_interno):
    for modelo in NUESTROS:
        lista = control_interno.get(ruta(modelo, "changelist")).text
        for url in (ruta(modelo, "exportar", formato) for formato in ("csv", "xlsx")):
            assert url in lista
            respuesta = control_interno.get(url)
            assert respuesta.status_code == 200, modelo
            assert respuesta["Content-Disposition"].startswith("attachment")
            assert b"SECRETO-DEL-ENLACE" not in respuesta.content and b"argon2" not in respuesta.content
            assert control_interno.post(url).status_code == 403


def test_se_exporta_lo_filtrado_y_ningun_texto_calcula(control_interno, cliente_de):
    fabricas.dependencia("=1+1", sigla="SI")
    fabricas.dependencia("Distinta", sigla="NO")
    texto = control_interno.get(ruta(Dependencia, "exportar", "csv") + "?q=SI").content.decode("utf-8-sig")
    assert "'=1+1" in texto and "Distinta" not in texto
    assert cliente_de(fabricas.persona("jefe")).get(ruta(Dependencia, "exportar", "csv")).status_code == 403
    assert control_interno.get(ruta(Dependencia, "exportar", "json")).status_code == 404


def test_un_alias_repetido_se_explica_y_no_se_cae(cliente_de, dependencias):
    dependencias.hacienda.alias.create(nombre="La Plata")
    cliente = cliente_de(fabricas.persona("administrador"))
    datos = {
        **{campo: getattr(dependencias.educacion, campo) or "" for campo in ("nombre", "sigla", "tipo", "nota")},
        "alias-TOTAL_FORMS": 1, "alias-INITIAL_FORMS": 0, "alias-0-nombre": "la  plata",
    }  # fmt: skip
    respuesta = cliente.post(ruta(Dependencia, "change", dependencias.educacion.pk), datos)
    assert respuesta.status_code == 200
    assert "Ya es un alias de Secretaría de Hacienda: «La Plata»." in respuesta.text
    datos |= {"alias-TOTAL_FORMS": 2, "alias-0-nombre": "Los profes", "alias-1-nombre": "LOS PROFES"}
    respuesta = cliente.post(ruta(Dependencia, "change", dependencias.educacion.pk), datos)
    assert respuesta.status_code == 200
    assert "«LOS PROFES» está dos veces" in respuesta.text
    assert not dependencias.educacion.alias.exists()


@pytest.mark.parametrize(
    "modelo", [Ampliacion, Avance, Cifra, MedidaCongelada, ObservacionAvance, Regia], ids=lambda m: m.__name__
)
def test_filtrar_por_corte_no_pregunta_la_vigencia_de_cada_uno(cliente_de, modelo, django_assert_num_queries):
    cliente = cliente_de(fabricas.persona("control_interno"))
    cliente.get(ruta(modelo, "changelist"))
    with CaptureQueriesContext(connection) as con_uno:
        cliente.get(ruta(modelo, "changelist"))
    for anio in (2024, 2025):
        for trimestre in (1, 2, 3, 4):
            fabricas.corte(trimestre=trimestre, estado="CERRADO", de=fabricas.vigencia(anio))
    with django_assert_num_queries(len(con_uno)):
        assert "T4 de 2024" in cliente.get(ruta(modelo, "changelist")).text
