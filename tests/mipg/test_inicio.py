"""El inicio: cada rol llega a lo suyo; quien reúne varios ve lo de todos, sin repetir y lo urgente primero."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.test.utils import override_script_prefix
from django.urls import reverse
from django.utils import timezone

from mipg import obligaciones
from mipg.expediente.acciones import emitir, pedir_emision
from mipg.portal.accesos import accesos
from mipg.portal.partes import DE_CADA_ROL, Panorama
from mipg.usuarios.acciones.cambios import pedir_cambio
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import Operacion, Rol
from politicas.models import Estrategia, Vigencia
from seguimiento.models import Cifra, Corte
from tests import fabricas
from tests.furag import mejoramiento

URL = "/inicio/"


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def plan(dependencias):
    """Plan aprobado de Hacienda."""
    return fabricas.plan("APROBADO", dependencia=dependencias.hacienda)


def dar(persona, rol, en) -> None:
    Asignacion.objects.create(persona=persona, rol=rol, dependencia=en, desde=date(2024, 1, 1))


def datos_de(respuesta) -> dict:
    """Los datos de cada parte del inicio, por su código y en el orden en que salen."""
    return {parte.codigo: parte.datos for parte in respuesta.context["partes"]}


# --- Todos ----------------------------------------------------------------------------------------------------


def test_sin_sesion_lleva_al_ingreso(db):
    respuesta = Client().get(URL)
    assert respuesta.status_code == 302
    assert respuesta["Location"].startswith("/cuenta/login/")


@pytest.mark.parametrize("rol", Rol)
def test_ningun_rol_encuentra_la_pagina_vacia_aunque_no_haya_datos(cliente_de, rol):
    respuesta = cliente_de(fabricas.persona(rol)).get(URL)
    assert respuesta.status_code == 200
    assert datos_de(respuesta)
    assert "Todavía no se abre la primera vigencia" in respuesta.text


def test_a_quien_no_tiene_rol_se_le_dice_que_hacer(cliente_de):
    respuesta = cliente_de(fabricas.persona()).get(URL)
    assert "Falta asignarle un rol" in respuesta.text
    assert datos_de(respuesta) == {}


def test_quien_actua_en_encargo_lo_lee_en_su_inicio(cliente_de, dependencias):
    titular, encargada = fabricas.persona(nombre="Titular Ausente"), fabricas.persona("enlace", dependencias.hacienda)
    encargada.asignaciones.create(
        rol="jefe",
        dependencia=dependencias.hacienda,
        desde=fabricas.HOY,
        hasta=fabricas.HOY,
        tipo="ENCARGO",
        en_encargo_de=titular,
    )
    respuesta = cliente_de(encargada).get(URL)
    assert "en encargo de Titular Ausente" in respuesta.text
    assert set(datos_de(respuesta)) == {"jefatura", "reporte"}


def test_el_titulo_de_la_ventana_no_deja_un_separador_suelto(cliente_de):
    pagina = cliente_de(fabricas.persona("comite")).get(URL).text
    titulo = pagina.split("<title>", 1)[1].split("</title>", 1)[0]
    assert "· ·" not in " ".join(titulo.split())


def test_todo_rol_tiene_su_parte():
    assert set(DE_CADA_ROL) == set(Rol)


def test_quien_reune_varios_roles_ve_lo_de_cada_uno_sin_repetir_y_lo_urgente_primero(cliente_de, dependencias, plan):
    persona = fabricas.persona("comite", dependencias.hacienda)
    for rol in ("secretaria_general", "jefe", "enlace"):
        dar(persona, rol, dependencias.hacienda)
    fabricas.avance(fabricas.actividad(plan), fabricas.corte(cierra=date(2026, 7, 3), fecha_corte=date(2026, 6, 30)))
    respuesta = cliente_de(persona).get(URL)
    codigos = [parte.codigo for parte in respuesta.context["partes"]]
    assert sorted(codigos) == ["entidad", "jefatura", "publicacion", "reporte"]
    assert codigos[0] == "reporte", "lo vencido va primero"
    assert respuesta.text.count('id="por-reportar"') == 1


def test_los_accesos_no_repiten_lo_que_ya_esta_en_el_menu(cliente_de):
    for rol in Rol:
        respuesta = cliente_de(fabricas.persona(rol)).get(URL)
        en_menu = {entrada.url for entrada in respuesta.context["menu"]}
        accesos = [acceso.url for acceso in respuesta.context["accesos"]]
        assert not en_menu & set(accesos), rol
        assert len(accesos) == len(set(accesos)), rol


@pytest.mark.django_db
def test_los_accesos_llevan_al_sitio_aunque_cambie_de_prefijo(hoy):
    perfil = fabricas.persona("planeacion").perfil(hoy)
    urls = [acceso.url for acceso in accesos(perfil)]
    with override_script_prefix("/mipg/"):
        assert [acceso.url for acceso in accesos(perfil)] == [f"/mipg{url}" for url in urls]


# --- Enlace ---------------------------------------------------------------------------------------------------


def test_el_enlace_ve_cuantas_lleva_cual_sigue_y_hasta_cuando(cliente_de, dependencias, plan):
    corte, enlace = fabricas.corte(), fabricas.persona("enlace", dependencias.hacienda)
    for _ in range(3):
        fabricas.avance(fabricas.actividad(plan), corte, "ENVIADO", 1)
    sigue, _ = (fabricas.avance(fabricas.actividad(plan), corte) for _ in range(2))
    respuesta = cliente_de(enlace).get(URL)
    assert "3 de 5 reportadas" in respuesta.text
    assert f"/seguimiento/avances/{sigue.pk}/editar/" in respuesta.text
    assert f"Continuar: {sigue.actividad.numero}. {sigue.actividad.nombre}" in respuesta.text
    assert "Faltan 6 días hábiles" in respuesta.text


def test_lo_devuelto_va_antes_y_lo_empezado_despues(cliente_de, dependencias, plan):
    corte, enlace = fabricas.corte(), fabricas.persona("enlace", dependencias.hacienda)
    estados = ("PENDIENTE", "BORRADOR", "DEVUELTO")
    for estado in estados:
        fabricas.avance(fabricas.actividad(plan), corte, estado, cantidad=None if estado == "PENDIENTE" else 1)
    datos = datos_de(cliente_de(enlace).get(URL))["reporte"]
    assert [p.avance.estado for p in datos["por_hacer"]] == list(reversed(estados))


def test_la_ampliacion_de_su_dependencia_es_la_fecha_que_vale(cliente_de, dependencias, plan):
    corte, enlace = fabricas.corte(), fabricas.persona("enlace", dependencias.hacienda)
    fabricas.avance(fabricas.actividad(plan), corte)
    corte.ampliaciones.create(
        dependencia=dependencias.hacienda,
        cierra=date(2026, 7, 31),
        motivo="x",
        creada_en=fabricas.AHORA,
        creada_por=enlace,
    )
    datos = datos_de(cliente_de(enlace).get(URL))["reporte"]
    assert [p.vence for p in datos["por_hacer"]] == [date(2026, 7, 31)]


def test_lo_que_otro_tiene_asignado_no_le_toca(cliente_de, dependencias, plan):
    corte, enlace = fabricas.corte(), fabricas.persona("enlace", dependencias.hacienda)
    otra = fabricas.persona("enlace", dependencias.hacienda)
    fabricas.avance(fabricas.actividad(plan, enlace=otra), corte)
    fabricas.avance(fabricas.actividad(plan, dependencia=dependencias.educacion), corte)
    assert datos_de(cliente_de(enlace).get(URL))["reporte"]["total"] == 0
    retirada = fabricas.persona(is_active=False)
    suyo = fabricas.avance(fabricas.actividad(plan, enlace=retirada), corte)
    datos = datos_de(cliente_de(enlace).get(URL))["reporte"]
    assert [p.avance for p in datos["por_hacer"]] == [suyo], "lo del enlace retirado vuelve a la dependencia"


def test_lo_que_falta_en_el_inicio_es_lo_mismo_que_debe(cliente_de, dependencias, plan):
    corte = fabricas.corte()
    enlace, jefe = (fabricas.persona(rol, dependencias.hacienda) for rol in ("enlace", "jefe"))
    jefe_solo = fabricas.persona("jefe", dependencias.educacion)
    for dependencia in (dependencias.hacienda, dependencias.educacion):
        for asignado in (None, enlace, fabricas.persona(vinculo_hasta=date(2026, 7, 1)), fabricas.persona()):
            for estado in ("PENDIENTE", "DEVUELTO"):
                actividad = fabricas.actividad(plan, dependencia=dependencia, enlace=asignado)
                fabricas.avance(actividad, corte, estado, cantidad=None if estado == "PENDIENTE" else 1)
    for persona in (enlace, jefe, jefe_solo):
        debidos = [o for o in obligaciones.de_persona(fabricas.HOY, persona.pk) if o.verbo in ("Reportar", "Corregir")]
        datos = datos_de(cliente_de(persona).get(URL))["reporte"]
        assert datos["total"] == len(debidos) > 0, persona
        urls = {o.url for o in debidos}
        assert {reverse("seguimiento:avance_editar", args=[p.avance.pk]) for p in datos["por_hacer"]} <= urls


def test_al_dia_se_le_dice(cliente_de, dependencias, plan):
    corte, enlace = fabricas.corte(), fabricas.persona("enlace", dependencias.hacienda)
    fabricas.avance(fabricas.actividad(plan), corte, "ENVIADO", 1)
    assert "Está al día" in cliente_de(enlace).get(URL).text


def test_sin_corte_abierto_el_enlace_sabe_cuando_empieza_el_proximo(cliente_de):
    fabricas.corte(3, "PROGRAMADO")
    texto = cliente_de(fabricas.persona("enlace")).get(URL).text
    assert "Por ahora no hay nada que reportar" in texto
    assert "del 01/10/2026 al 15/10/2026" in texto


def test_el_enlace_no_ve_las_cuentas_de_la_entidad(cliente_de):
    fabricas.corte()
    respuesta = cliente_de(fabricas.persona("enlace")).get(URL)
    assert set(datos_de(respuesta)) == {"reporte"}
    assert "Por revisar" not in respuesta.text


# --- Jefe -----------------------------------------------------------------------------------------------------


def test_el_jefe_avala_de_un_clic_y_ve_como_va_su_gente(cliente_de, dependencias, plan):
    corte, jefe = fabricas.corte(), fabricas.persona("jefe", dependencias.hacienda)
    enlace = fabricas.persona("enlace", dependencias.hacienda, nombre="Elena Enlace de Ejemplo")
    enviado = fabricas.avance(fabricas.actividad(plan), corte, "ENVIADO", 1)
    fabricas.avance(fabricas.actividad(plan, enlace=enlace), corte)
    fabricas.avance(fabricas.actividad(plan), corte)
    ajeno = fabricas.avance(fabricas.actividad(), corte, "ENVIADO", 1)
    respuesta = cliente_de(jefe).get(URL)
    datos = datos_de(respuesta)["jefatura"]
    assert f"/seguimiento/avances/{enviado.pk}/revisar/" in respuesta.text
    assert f"/seguimiento/avances/{ajeno.pk}/revisar/" not in respuesta.text
    assert [(fila["quien"], fila["n"]) for fila in datos["por_persona"]] == [("Elena Enlace de Ejemplo", 1), (None, 1)]
    assert "Sin enlace asignado" in respuesta.text
    assert [(p.titulo, p.n) for p in datos["embudo"]] == [
        ("Esperados", 3),
        ("Enviados", 1),
        ("Avalados", 0),
        ("Aceptados", 0),
    ]


def test_al_enlace_que_ya_se_fue_el_inicio_del_jefe_no_lo_nombra(cliente_de, dependencias, plan):
    corte, jefe = fabricas.corte(), fabricas.persona("jefe", dependencias.hacienda)
    se_fue = fabricas.persona("enlace", dependencias.hacienda, is_active=False, nombre="Quien Se Fue")
    queda = fabricas.persona("enlace", dependencias.hacienda, nombre="Quien Queda")
    fabricas.avance(fabricas.actividad(plan, enlace=se_fue), corte)
    respuesta = cliente_de(jefe).get(URL)
    datos = datos_de(respuesta)["jefatura"]
    assert ([fila["quien"] for fila in datos["por_persona"]], datos["sin_asignar"]) == ([None], [str(queda)])
    assert "Quien Se Fue" not in respuesta.text


def test_lo_que_falta_por_enviar_es_lo_que_suman_las_personas_y_lo_que_abre_su_enlace(
    cliente_de, dependencias, plan, monkeypatch
):
    """Lo devuelto y lo que se adelantó sin esperarse también se deben enviar."""
    monkeypatch.setattr("mipg.portal.partes.jefe.ACTIVIDADES_A_LA_VISTA", 2)
    corte, jefe = fabricas.corte(), fabricas.persona("jefe", dependencias.hacienda)
    ana, luis, eva = (fabricas.persona("enlace", dependencias.hacienda) for _ in range(3))
    for persona, estado, esperado in (
        (ana, "PENDIENTE", True), (ana, "DEVUELTO", True), (ana, "BORRADOR", False), (luis, "BORRADOR", True),
        (luis, "DEVUELTO", False), (eva, "PENDIENTE", True), (eva, "PENDIENTE", False), (eva, "ENVIADO", True),
    ):  # fmt: skip
        cantidad = None if estado == "PENDIENTE" else 1
        fabricas.avance(fabricas.actividad(plan, enlace=persona), corte, estado, cantidad, esperado=esperado)
    cliente = cliente_de(jefe)
    respuesta = cliente.get(URL)
    datos = datos_de(respuesta)["jefatura"]
    assert "Faltan por enviar: 6" in respuesta.text
    assert ([fila["n"] for fila in datos["por_persona"]], datos["de_los_demas"]) == ([3, 2], 1)
    assert "Los demás" in respuesta.text
    cuales = f"/seguimiento/avances/?corte={corte.pk}&estado=DEBIDOS&dependencia={dependencias.hacienda.pk}"
    assert cuales in respuesta.text.replace("&amp;", "&")
    assert cliente.get(cuales).context["page_obj"].paginator.count == 6


def test_el_jefe_ve_la_cifra_de_su_dependencia_y_no_la_de_otra(cliente_de, dependencias):
    corte = fabricas.corte(1, "CERRADO")
    for dependencia, cumplimiento in ((dependencias.hacienda, "87.30"), (dependencias.educacion, "45.10")):
        Cifra.objects.create(
            corte=corte,
            ambito="DEPENDENCIA",
            clave=dependencia.pk,
            dependencia=dependencia,
            nombre=dependencia.nombre,
            cumplimiento=cumplimiento,
            semaforo="ACEPTABLE",
        )
    texto = cliente_de(fabricas.persona("jefe", dependencias.hacienda)).get(URL).text
    assert "87,30" in texto
    assert "45,10" not in texto


def test_el_jefe_ve_los_planes_que_le_toca_formular(cliente_de, dependencias):
    borrador = fabricas.plan("BORRADOR", dependencia=dependencias.hacienda, fecha_limite=date(2026, 7, 1))
    respuesta = cliente_de(fabricas.persona("jefe", dependencias.hacienda)).get(URL)
    assert f"/planes/{borrador.pk}/" in respuesta.text
    assert "Formular" in respuesta.text


# --- Planeación -----------------------------------------------------------------------------------------------


def test_planeacion_ve_el_embudo_del_corte_y_cada_paso_lleva_a_sus_reportes(cliente_de, dependencias, plan):
    corte = fabricas.corte()
    for estado in ("PENDIENTE", "ENVIADO", "AVALADO", "DEVUELTO", "ACEPTADO"):
        fabricas.avance(fabricas.actividad(plan), corte, estado, cantidad=None if estado == "PENDIENTE" else 1)
    fabricas.avance(fabricas.actividad(plan), corte, "ENVIADO", 1, sin_aval="El jefe reportó.")
    cliente = cliente_de(fabricas.persona("planeacion", dependencias.planeacion))
    datos = datos_de(cliente.get(URL))["captura"]
    assert [(p.titulo, p.n, p.porcentaje) for p in datos["embudo"]] == [
        ("Esperados", 6, 100),
        ("Enviados", 4, 67),
        ("Avalados", 3, 50),
        ("Aceptados", 1, 17),
    ]
    for paso in datos["embudo"]:
        assert cliente.get(paso.url).context["page_obj"].paginator.count == paso.n, paso.titulo


def test_la_cola_de_planeacion_empieza_por_lo_mas_antiguo_que_ya_se_puede_decidir(cliente_de, dependencias, plan):
    corte = fabricas.corte()
    espera, nuevo, antiguo = (
        fabricas.avance(fabricas.actividad(plan), corte, estado, 1, reportado_en=fabricas.AHORA - timedelta(days=dias))
        for estado, dias in (("ENVIADO", 5), ("AVALADO", 1), ("AVALADO", 4))
    )
    respuesta = cliente_de(fabricas.persona("planeacion", dependencias.planeacion)).get(URL)
    assert [a for a, _ in datos_de(respuesta)["captura"]["cola"]] == [antiguo, nuevo, espera]
    assert "falta el aval de su jefe" in respuesta.text


def test_las_dependencias_mas_atrasadas_llevan_a_sus_reportes(cliente_de, dependencias, plan):
    corte = fabricas.corte()
    for dependencia, cuantos in ((dependencias.hacienda, 1), (dependencias.educacion, 3)):
        for _ in range(cuantos):
            fabricas.avance(fabricas.actividad(plan, dependencia=dependencia), corte)
    fabricas.avance(fabricas.actividad(plan, dependencia=dependencias.planeacion), corte, "ENVIADO", 1)
    cliente = cliente_de(fabricas.persona("planeacion", dependencias.planeacion))
    respuesta = cliente.get(URL)
    filas = datos_de(respuesta)["captura"]["atrasadas"]
    assert [(f["nombre"], f["faltan"]) for f in filas] == [
        ("Secretaría de Educación", 3),
        ("Secretaría de Hacienda", 1),
    ]
    url = f"/seguimiento/avances/?corte={corte.pk}&esperado=on&dependencia={dependencias.educacion.pk}"
    assert url in respuesta.text.replace("&amp;", "&")
    assert cliente.get(url).context["page_obj"].paginator.count == 3


def test_planeacion_ve_los_planes_que_esperan_su_decision(cliente_de, dependencias):
    en_revision, aprobado = fabricas.plan("EN_REVISION"), fabricas.plan("APROBADO")
    fabricas.plan("BORRADOR")
    respuesta = cliente_de(fabricas.persona("planeacion", dependencias.planeacion)).get(URL)
    datos = datos_de(respuesta)["decisiones"]
    assert datos["planes"] == {"en_revision": 1, "por_publicar": 1, "en_formulacion": 1}
    assert {p.obligacion.url for p in datos["en_espera"]} == {f"/planes/{p.pk}/" for p in (en_revision, aprobado)}


def test_sin_corte_planeacion_va_directo_a_abrir_el_que_sigue(cliente_de, dependencias):
    proximo = fabricas.corte(3, "PROGRAMADO")
    respuesta = cliente_de(fabricas.persona("planeacion", dependencias.planeacion)).get(URL)
    assert reverse("seguimiento:corte_detalle", args=[proximo.pk]) in respuesta.text
    assert "No hay corte abierto" in respuesta.text


# --- Control Interno, Comité, Secretaría General y administración -----------------------------------------------


def test_control_interno_ve_los_cortes_cerrados_con_quien_su_cifra_su_huella_y_lo_raro(cliente_de, plan):
    corte = fabricas.corte(1, "CERRADO")
    Cifra.objects.create(corte=corte, ambito="ENTIDAD", nombre="Entidad", cumplimiento="87.30", semaforo="ACEPTABLE")
    fabricas.avance(fabricas.actividad(plan), corte, "ACEPTADO", 1, misma_dependencia=True)
    fabricas.avance(fabricas.actividad(plan), corte, "ACEPTADO", 1, sin_aval="Venció el plazo del aval.")
    fabricas.avance(fabricas.actividad(plan), corte)
    cliente = cliente_de(fabricas.persona("control_interno"))
    respuesta = cliente.get(URL)
    assert "87,30" in respuesta.text
    assert corte.sha256[:12] in respuesta.text
    assert str(corte.cerrado_por) in respuesta.text
    assert reverse("seguimiento:corte_exportar", args=[corte.pk]) in respuesta.text
    assert reverse("admin:seguimiento_corte_change", args=[corte.pk]) in respuesta.text
    ((_, _, cuentas),) = datos_de(respuesta)["auditoria"]["cierres"]
    lista = reverse("seguimiento:avance_lista")
    for cual, estado in (("sin_aval", "SIN_AVAL"), ("misma", "MISMA_DEPENDENCIA"), ("sin_reporte", "SIN_REPORTE")):
        assert cuentas[cual] == 1
        assert cliente.get(f"{lista}?corte={corte.pk}&estado={estado}").context["page_obj"].paginator.count == 1, cual


def test_el_comite_ve_la_entidad_sus_dimensiones_sus_alertas_y_los_informes(cliente_de, ahora):
    corte = fabricas.corte(1, "CERRADO")
    politica = fabricas.politica()
    Cifra.objects.create(
        corte=corte,
        ambito="ENTIDAD",
        nombre="Entidad",
        cumplimiento="87.30",
        semaforo="ACEPTABLE",
        n_sin_reporte=4,
        foto={"plazos": {"VENCIDA": 6}},
    )
    Cifra.objects.create(
        corte=corte,
        ambito="DIMENSION",
        clave=politica.dimension_id,
        nombre="Talento Humano",
        cumplimiento="45.10",
        semaforo="MINIMO",
    )
    informe = emitir(
        emision=pedir_emision(
            informe="x", titulo="Plan de acción 2026", parametros={}, por=fabricas.persona(), ahora=ahora
        ),
        generar=lambda _: (b"%PDF", 1),
        ahora=ahora,
    )
    respuesta = cliente_de(fabricas.persona("comite")).get(URL)
    texto = " ".join(respuesta.text.split())
    assert "/seguimiento/tablero/" in texto
    for esperado in ("87,30", "45,10", "Mínimo", "Talento Humano", "Plan de acción 2026"):
        assert esperado in texto
    datos = datos_de(respuesta)["entidad"]
    assert (datos["vencidas"], datos["cifra"].n_sin_reporte) == (6, 4)
    assert [i.titulo for i in datos["informes"]] == ["Plan de acción 2026"], informe


def test_secretaria_general_ve_cuantos_planes_estan_publicados(cliente_de):
    fabricas.plan("PUBLICADO")
    fabricas.plan("BORRADOR")
    datos = datos_de(cliente_de(fabricas.persona("secretaria_general")).get(URL))["publicacion"]
    assert [(c.n, c.total, c.porcentaje) for c in datos["clases"]] == [(0, 0, None), (1, 2, 50)]


def test_quien_administra_ve_quien_no_puede_entrar_y_a_quien_se_le_acaba_el_vinculo(cliente_de):
    cerca = fabricas.persona("enlace", vinculo_hasta=date(2026, 7, 20))
    lejos = fabricas.persona("enlace", vinculo_hasta=date(2026, 12, 20))
    datos = datos_de(cliente_de(fabricas.persona("administrador")).get(URL))["operacion"]
    assert datos["terminan"] == [cerca]
    assert lejos not in datos["terminan"]
    assert datos["personas"] == 3


# --- Hoy toca -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", Rol)
def test_todos_ven_lo_que_hoy_toca_en_el_anio(cliente_de, rol):
    fabricas.corte()
    texto = cliente_de(fabricas.persona(rol)).get(URL).text
    assert "Hoy toca" in texto
    assert "Captura de T2 de 2026" in texto
    assert "Línea del año MIPG 2026" in texto


def test_las_estrategias_del_anio_salen_con_las_fechas_que_traen_y_las_de_otro_anio_no(cliente_de):
    fabricas.corte()
    comun = {"descripcion": "x", "responsables_texto": "x"}
    Estrategia.objects.create(anio=2026, numero=7, nombre="Socialización", fecha_texto="Junio – Julio 2026", **comun)
    Estrategia.objects.create(anio=2025, numero=5, nombre="Gran Líder", fecha_fin=date(2025, 11, 30), **comun)
    respuesta = cliente_de(fabricas.persona("comite")).get(URL)
    assert "Junio – Julio 2026" in respuesta.text
    assert "Gran Líder" not in respuesta.text
    suyas = [m.hito for m in respuesta.context["ciclo"].todos if m.hito.clase == "ESTRATEGIA"]
    # Los meses que dice la sitúan en el año.
    assert [(h.titulo, h.desde, h.hasta) for h in suyas] == [("7. Socialización", date(2026, 6, 1), date(2026, 7, 31))]


def test_si_no_hay_estrategias_del_anio_se_dice_y_no_se_inventan(cliente_de):
    fabricas.corte()
    assert "no están cargadas" in cliente_de(fabricas.persona("comite")).get(URL).text


@pytest.mark.parametrize("rol", Rol)
def test_lo_que_vencio_y_no_es_de_quien_lee_no_se_le_muestra_como_deuda(cliente_de, dependencias, rol):
    ajeno = fabricas.plan("BORRADOR")
    assert ajeno.vigencia.fecha_limite_politicas < date(2026, 7, 6)
    texto = cliente_de(fabricas.persona(rol, dependencias.hacienda)).get(URL).text
    assert "Venció" not in texto


def test_lo_vencido_que_si_es_suyo_se_le_muestra(cliente_de, dependencias):
    fabricas.plan("DEVUELTO", dependencia=dependencias.hacienda)
    respuesta = cliente_de(fabricas.persona("jefe", dependencias.hacienda)).get(URL)
    assert [m.plazo for m in respuesta.context["ciclo"].corre] == ["Venció hace 83 días hábiles"]


def test_el_panorama_escoge_los_mismos_cortes_que_la_base(db, hoy):
    anterior, corriente, siguiente = (fabricas.vigencia(hoy.year + mas) for mas in (-1, 0, 1))
    fabricas.corte(4, "CERRADO", anterior), fabricas.corte(3, "PROGRAMADO", corriente), fabricas.corte(1, de=siguiente)
    fabricas.corte(2, "CERRADO", corriente), fabricas.corte(1, "CERRADO", corriente)
    panorama = Panorama(fabricas.persona("comite").perfil(hoy), frozenset())
    assert (panorama.abierto, panorama.cerrado) == (Corte.objects.abierto(), Corte.objects.ultimo_cerrado())
    assert (panorama.proximo.trimestre, panorama.vigencia) == (3, Vigencia.objects.actual(hoy))
    Vigencia.objects.filter(pk=corriente.pk).update(cerrada_en=fabricas.AHORA, cerrada_por=fabricas.persona())
    assert Panorama(panorama.perfil, frozenset()).proximo is None


# --- FURAG y mejoramiento -----------------------------------------------------------------------------------


def test_lo_que_toca_del_mejoramiento_sale_en_el_inicio_de_quien_lo_debe(cliente_de):
    de = mejoramiento.llevar("aprobada")
    dice = f"Suscribir «{de.plan.nombre}»"
    for persona, le_toca in ((de.jefe, True), (de.enlace, False), (de.audita, False)):
        respuesta = cliente_de(persona).get(URL)
        assert ("mejoramiento" in datos_de(respuesta), dice in respuesta.text) == (le_toca, le_toca)


# --- Presupuesto ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", Rol)
def test_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas, dependencias, rol):
    persona = fabricas.persona(rol, dependencias.hacienda)
    corte, plan = fabricas.corte(), fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    cerrado = fabricas.corte(1, "CERRADO")
    cliente, medidas = cliente_de(persona), []
    # Otras tantas personas por fila costarían la mitad de la prueba: las filas son lo que crece.
    una, otra = fabricas.persona(), fabricas.persona()
    for cuantas in (2, 48):
        for _ in range(cuantas):
            fabricas.avance(fabricas.actividad(plan), corte, por=una)
            fabricas.avance(fabricas.actividad(plan), corte, "ENVIADO", 1, por=una, reportado_por=una)
            hizo = {"por": una, "reportado_por": una, "avalado_por": otra, "aceptado_por": persona}
            fabricas.avance(fabricas.actividad(plan), cerrado, "ACEPTADO", 1, misma_dependencia=True, **hizo)
            fabricas.plan("EN_REVISION", por=una)
            fabricas.plan("BORRADOR", dependencia=dependencias.hacienda, por=una)
            fabricas.persona("enlace", dependencias.hacienda, vinculo_hasta=date(2026, 7, 20))
        cliente.get(URL)
        with consultas() as hechas:
            cliente.get(URL)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]
    # 22: una dice si hay medición de que deba algo.
    assert medidas[0] <= 22, medidas


def test_leer_no_escribe(cliente_de, consultas):
    cliente = cliente_de(fabricas.persona("planeacion"))
    cliente.get(URL)
    with consultas() as hechas:
        cliente.get(URL)
    assert [c["sql"] for c in hechas if c["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


# --- Cuentas ---------------------------------------------------------------------------------------------------


def test_el_cambio_de_cuenta_sale_en_el_inicio_de_quien_lo_decide_y_de_nadie_mas(cliente_de):
    pide, confirma, jefe = (fabricas.persona(rol) for rol in (Rol.PLANEACION, Rol.ADMINISTRADOR, Rol.JEFE))
    audita = fabricas.persona(Rol.CONTROL_INTERNO)
    pedir_cambio(
        operacion=Operacion.CORREO, persona=jefe, correo="n@x.co", motivo="Otro dominio", por=pide, ahora=timezone.now()
    )
    respuesta = cliente_de(confirma).get(URL)
    assert datos_de(respuesta)["cuentas"]["cuantos"] == 1
    assert reverse("usuarios:cambio_lista") in respuesta.text
    for otra in (pide, audita, jefe):
        assert "cuentas" not in datos_de(cliente_de(otra).get(URL))


def test_a_quien_le_cambian_la_cuenta_lo_ve_al_entrar(cliente_de):
    jefe, otro = fabricas.persona(Rol.JEFE), fabricas.persona(Rol.JEFE)
    pedir_cambio(
        operacion=Operacion.CORREO, persona=jefe, correo="n@x.co", motivo="Otro dominio",
        por=fabricas.persona(Rol.PLANEACION), ahora=timezone.now(),
    )  # fmt: skip
    assert "deja de entrar con" in cliente_de(jefe).get(URL).text
    assert "Le están cambiando la cuenta" not in cliente_de(otro).get(URL).text


def test_quien_tiene_dos_cargos_llega_al_cronograma_de_cada_dependencia(cliente_de, dependencias):
    una, otra = fabricas.dependencia("Archivo de Ejemplo"), dependencias.hacienda
    persona = fabricas.persona("jefe", una)
    solo = cliente_de(persona).get(URL).text
    assert solo.count("Cronograma de su dependencia") == 1
    dar(persona, "enlace", otra)
    texto = cliente_de(persona).get(URL).text
    for suya in (una, otra):
        assert f'href="/seguimiento/dependencias/{suya.pk}/cronograma/">Cronograma de {suya}</a>' in texto
