"""El ciclo MIPG adentro: cada rol lo suyo, de otro año también, y cuesta lo mismo con pocas y con muchas filas."""

import re
from datetime import date

import pytest

from mipg.usuarios.roles import Rol
from planes.acciones import vencimientos
from planes.models import InformeDeLey, Plan
from politicas.models import Estrategia
from seguimiento.models import Cifra, Corte
from tests import fabricas as f
from tests.furag import fabricas as furag
from tests.planes import comite, ley

URL = "/ciclo/"
# Otra dependencia tiene un plan vencido y un reporte por enviar; la de quien lee, un reporte.
AJENA, PROPIA = "Oficina Ajena de Ejemplo", "Secretaría de Hacienda"


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def anio(dependencias):
    """Un año con algo de la dependencia propia y de otra; devuelve la propia."""
    ajena = f.dependencia(AJENA)
    f.plan("DEVUELTO", dependencia=ajena)
    corte, plan = f.corte(cierra=date(2026, 7, 8)), f.plan("PUBLICADO", dependencia=ajena)
    for dependencia in (ajena, dependencias.hacienda):
        f.avance(f.actividad(plan, dependencia=dependencia), corte)
    for n, responsable in enumerate((ajena, dependencias.hacienda), start=1):
        una = Estrategia.objects.create(
            anio=2026, numero=n, nombre=f"Estrategia {n}", descripcion="x", responsables_texto="x",
            fecha_fin=date(2026, 11, 30),
        )  # fmt: skip
        una.responsables.add(responsable)
    return dependencias.hacienda


def riesgos(respuesta) -> set[tuple[str, str]]:
    return {(quien, riesgo.falta.que) for quien, riesgo in respuesta.context["page_obj"]}


def titulos(respuesta) -> list[str]:
    return [momento.hito.titulo for momento in respuesta.context["ciclo"].todos]


@pytest.mark.parametrize("rol", ["planeacion", "secretaria_general", "comite", "control_interno"])
def test_quien_mira_la_entidad_ve_todo_y_de_quien_es(cliente_de, anio, rol):
    respuesta = cliente_de(f.persona(rol)).get(URL)
    assert riesgos(respuesta) == {
        (AJENA, "por formular o corregir"), (AJENA, "por reportar"), (PROPIA, "por reportar")
    }  # fmt: skip
    assert {"1. Estrategia 1", "2. Estrategia 2"} <= set(titulos(respuesta))


@pytest.mark.parametrize("rol", ["jefe", "enlace"])
def test_quien_es_de_una_dependencia_ve_solo_lo_de_ella(cliente_de, anio, rol):
    respuesta = cliente_de(f.persona(rol, anio)).get(URL)
    assert riesgos(respuesta) == {(PROPIA, "por reportar")}
    assert AJENA not in respuesta.text
    assert titulos(respuesta) == ["Captura de T2 de 2026", "2. Estrategia 2"]


def test_la_administracion_tecnica_solo_ve_las_fechas_de_captura(cliente_de, anio):
    respuesta = cliente_de(f.persona("administrador")).get(URL)
    assert (riesgos(respuesta), titulos(respuesta)) == (set(), ["Captura de T2 de 2026"])


def test_las_estrategias_de_toda_la_entidad_son_tambien_de_la_dependencia(cliente_de, anio):
    Estrategia.objects.filter(numero=1).update(toda_la_entidad=True)
    respuesta = cliente_de(f.persona("enlace", anio)).get(URL)
    assert "1. Estrategia 1" in titulos(respuesta)
    assert "Toda la entidad" in respuesta.text


def test_las_sesiones_las_ve_el_comite_y_no_quien_audita(cliente_de, anio, ahora):
    sesion = comite.convocada(comite.instancia(), f.persona("planeacion"), dia=date(2026, 7, 10), ahora=ahora)
    for rol, las_ve in (("comite", True), ("planeacion", True), ("control_interno", False), ("enlace", False)):
        assert (str(sesion) in titulos(cliente_de(f.persona(rol)).get(URL))) is las_ve, rol


def test_la_captura_del_furag_va_en_el_anio_en_que_se_captura(cliente_de, anio):
    furag.medicion(2025, abre=date(2026, 7, 1), cierra=date(2026, 8, 15))
    furag.medicion(2026, abre=date(2027, 7, 1), cierra=date(2027, 8, 15))
    pagina = cliente_de(f.persona("enlace", anio)).get(URL)
    assert [t for t in titulos(pagina) if "FURAG" in t] == ["Captura del FURAG, vigencia medida 2025"]
    assert 'href="/furag/mediciones/2025/"' in pagina.text


def test_los_informes_de_ley_cada_quien_los_suyos_y_quien_mira_la_entidad_todos_juntos(cliente_de, anio):
    base = {"vigencia": f.vigencia(), "norma": "x", "ante": "x", "periodicidad": "ANUAL"}
    hecho = {"creado_en": f.AHORA, "creado_por": f.persona()}
    oficina = f.dependencia("Control Interno de Ejemplo")
    for nombre, dependencia, de_control in (("De Hacienda", anio, False), ("De Control", oficina, True)):
        informe = InformeDeLey.objects.create(
            nombre=nombre, dependencia=dependencia, de_control=de_control, **base, **hecho
        )
        informe.vencimientos.create(numero=1, periodo="2026", vence=date(2026, 7, 1), dependencia=dependencia)
    de_ley = {"De Hacienda · 2026", "De Control · 2026", "Informes de ley"}
    for rol, en, ve, debe in (
        ("jefe", anio, {"De Hacienda · 2026"}, {(PROPIA, True)}),
        ("enlace", anio, {"De Hacienda · 2026"}, {(PROPIA, False)}),
        ("control_interno", oficina, {"De Control · 2026"}, {(str(oficina), True)}),
        ("planeacion", None, {"Informes de ley"}, {(PROPIA, False), (str(oficina), False)}),
        ("administrador", None, set(), set()),
    ):
        respuesta = cliente_de(f.persona(rol, en)).get(URL)
        assert de_ley & set(titulos(respuesta)) == ve, rol
        leidos = {(quien, r.falta.suya) for quien, r in respuesta.context["page_obj"] if "present" in r.falta.que}
        assert leidos == debe, rol


def test_la_cuenta_de_los_informes_lleva_a_los_de_ese_anio(cliente_de, anio):
    jefa, planea = f.persona("jefe", anio), f.persona("planeacion")
    otro_anio = f.vigencia(2025)
    de_antes = ley.informe(planea, anio, primero=date(2026, 7, 7), periodicidad="SEMESTRAL")
    ley.informe(planea, anio, vigencia=otro_anio, primero=date(2025, 1, 30), periodicidad="ANUAL")
    primero = de_antes.vencimientos.first()
    vencimientos.presentar(vencimiento=primero, **ley.SALIDA, version=0, por=jefa, ahora=f.AHORA)
    cliente = cliente_de(planea)
    for vigencia, presentados in ((de_antes.vigencia, "1 de 2"), (otro_anio, "0 de 1")):
        pagina = cliente.get(f"{URL}?anio={vigencia.anio}").text
        assert f"{presentados} presentados" in pagina
        lista = f"/planes/informes-de-ley/?vigencia={vigencia.pk}"
        suyos = set(re.findall(r'href="(/planes/informes-de-ley/[^"]*)"', pagina)) - {"/planes/informes-de-ley/"}
        assert lista in suyos and all(url.startswith(lista) for url in suyos), suyos
        assert cliente.get(lista).context["page_obj"].paginator.count == int(presentados[-1])


def test_lo_suyo_es_lo_de_mis_pendientes_contado_por_verbo(cliente_de, anio):
    respuesta = cliente_de(f.persona("enlace", anio)).get(URL)
    assert [(d.verbo, d.n, d.plazo) for d in respuesta.context["deberes"]] == [("Reportar", 1, "Faltan 2 días hábiles")]
    assert "Usted está al día" in cliente_de(f.persona("comite")).get(URL).text


def test_cada_numero_de_lo_suyo_abre_esos_pendientes(cliente_de, anio):
    corte, plan = Corte.objects.abierto(), f.plan("PUBLICADO", dependencia=anio)
    f.avance(f.actividad(plan, dependencia=anio), corte, "DEVUELTO")
    cliente = cliente_de(f.persona("enlace", anio))
    deberes = {d.verbo: d.n for d in cliente.get(URL).context["deberes"]}
    assert deberes == {"Reportar": 1, "Corregir": 1}
    assert 'href="/pendientes/?verbo=Corregir"' in cliente.get(URL).text
    suyos = cliente.get("/pendientes/?verbo=Corregir")
    assert [p.obligacion.verbo for g in suyos.context["grupos"] for p in g["pendientes"]] == ["Corregir"]
    assert "Ver todo lo suyo" in suyos.text
    for raro in ("", "Bailar", "%00"):
        otros = cliente.get(f"/pendientes/?verbo={raro}")
        assert (otros.context["total"], "Ver todo lo suyo" in otros.text) == (2, False), raro


def test_los_planes_que_no_existen_son_de_planeacion(cliente_de, anio):
    politica = f.politica()
    respuesta = cliente_de(f.persona("planeacion")).get(URL)
    assert ("Planeación", "por crear") in riesgos(respuesta)
    assert politica.nombre not in respuesta.text, "se cuentan, no se listan"


def test_cada_hito_lleva_a_donde_se_resuelve_y_a_su_cifra(cliente_de, anio):
    cerrado = f.corte(1, "CERRADO")
    Cifra.objects.create(corte=cerrado, ambito="ENTIDAD", nombre="Entidad", cumplimiento="87.30", semaforo="ACEPTABLE")
    respuesta = cliente_de(f.persona("planeacion")).get(URL)
    pagina = " ".join(respuesta.text.split())
    assert f'<a href="/seguimiento/tablero/?corte={cerrado.pk}">Cumplimiento de 87,30' in pagina
    assert f'<a href="/seguimiento/cortes/{cerrado.pk}/">Cierre de T1 de 2026</a>' in pagina
    assert "1 de 2 publicados</a>" in pagina
    for url in set(re.findall(r'<a href="(/planes/[^"]*|/seguimiento/[^"]*)"', pagina)):
        assert cliente_de(f.persona("planeacion")).get(url.replace("&amp;", "&")).status_code == 200, url
    # El enlace no abre el tablero: no se le ofrece.
    assert "/seguimiento/tablero/" not in cliente_de(f.persona("enlace", anio)).get(URL).text


def test_cada_numero_abre_las_filas_que_lo_componen(cliente_de, anio):
    """Lo que espera el aval, lo que ya no, los informes de otro año y los planes de una dependencia."""
    corte, plan, otra = Corte.objects.abierto(), f.plan("PUBLICADO", dependencia=anio), f.persona("enlace", anio)
    for sin_aval in ("", "", "El jefe reportó."):
        f.avance(f.actividad(plan, dependencia=anio), corte, "ENVIADO", 1, reportado_por=otra, sin_aval=sin_aval)
    cliente = cliente_de(f.persona("planeacion"))
    visto = cliente.get(URL).context["ciclo"]
    faltan = {falta.que: falta for m in visto.todos for falta in m.hito.faltan}
    for que, cuantos in (("por avalar", 2), ("por aceptar", 1)):
        assert faltan[que].n == cuantos
        assert cliente.get(faltan[que].url).context["page_obj"].paginator.count == cuantos, que
    del_jefe = cliente_de(f.persona("jefe", anio)).get(URL).context["ciclo"].todos
    (suyos,) = (m.hito for m in del_jefe if m.hito.clase == "PLAZO")
    assert suyos.cifra == "1 de 1 de su dependencia publicados"
    assert f"dependencia={anio.pk}" in suyos.url_cifra
    assert cliente.get(suyos.url_cifra).context["page_obj"].paginator.count == 1


def test_los_informes_de_ley_abren_los_de_su_anio_y_los_de_quien_los_debe(cliente_de, anio):
    pasada = f.vigencia(2025)
    informe = InformeDeLey.objects.create(
        nombre="De Hacienda", dependencia=anio, vigencia=pasada, norma="x", ante="x", periodicidad="ANUAL",
        creado_en=f.AHORA, creado_por=f.persona(),
    )  # fmt: skip
    for numero, dia in enumerate((date(2026, 7, 1), date(2026, 7, 10), date(2026, 7, 13)), start=1):
        informe.vencimientos.create(numero=numero, periodo=str(numero), vence=dia, dependencia=anio)
    cliente = cliente_de(f.persona("planeacion"))
    visto = cliente.get(f"{URL}?anio=2025").context["ciclo"]
    (hito,) = (m.hito for m in visto.todos if m.hito.clase == "INFORME")
    abiertas = [(falta.n, cliente.get(falta.url).context["page_obj"].paginator.count) for falta in hito.faltan]
    assert sorted(abiertas) == [(1, 1), (2, 2)]
    assert cliente.get(hito.url_cifra).context["page_obj"].paginator.count == 3


def _de_implementacion(estado: str, dependencia) -> Plan:
    plan = f.plan(estado, dependencia=dependencia)
    Plan.objects.filter(pk=plan.pk).update(clase="IMPLEMENTACION", politica=None)
    return Plan.objects.get(pk=plan.pk)


def test_la_estrategia_dice_lo_que_el_sistema_mide_al_lado_de_lo_aceptado(cliente_de, anio):
    plan = _de_implementacion("PUBLICADO", anio)
    una = f.actividad(plan, estrategia="2", unidad="planes")
    f.avance(una, f.corte(1, "CERRADO"), "ACEPTADO", 1)
    f.actividad(plan, estrategia="1", unidad="planes")
    Estrategia.objects.create(anio=2026, numero=3, nombre="Sin medir", descripcion="x", responsables_texto="x")
    f.actividad(plan, estrategia="3", unidad="jornadas")
    respuesta = cliente_de(f.persona("secretaria_general")).get(URL)
    hitos = {m.hito.rotulo: m.hito for m in respuesta.context["ciclo"].todos}
    assert hitos["2"].cifra.startswith("1 de 3 (33,33")
    assert hitos["2"].detalle == "Aceptado: 1 planes."
    assert hitos["2"].url == f"/seguimiento/actividades/{una.pk}/"
    assert hitos["3"].detalle.startswith("Todavía no se mide: ")
    assert (hitos["3"].cifra, hitos["3"].hecho) == ("", None)
    assert "Todavía no se mide" in respuesta.text


def test_cerrado_el_ultimo_corte_la_estrategia_queda_como_se_midio_en_el(cliente_de, anio):
    una = f.actividad(_de_implementacion("PUBLICADO", anio), estrategia="2", unidad="planes")
    ultimo = f.corte(4, "CERRADO")
    f.avance(una, ultimo, "ACEPTADO", 1)
    ultimo.medidas.create(estrategia="2", hechos=7, de=19, porque="Lo que había.")
    respuesta = cliente_de(f.persona("secretaria_general")).get(URL)
    hitos = {m.hito.rotulo: m.hito for m in respuesta.context["ciclo"].todos}
    assert hitos["2"].cifra.startswith("7 de 19")


def test_quien_responde_no_se_lee_como_quien_debe_y_las_listas_largas_se_pliegan(cliente_de, anio):
    pagina = " ".join(cliente_de(f.persona("planeacion")).get(URL).text.split())
    assert f"Responde: {PROPIA}" in pagina
    corte, plan = Corte.objects.abierto(), f.plan("PUBLICADO", dependencia=anio)
    otras = [f.dependencia() for _ in range(5)]
    Estrategia.objects.get(numero=2).responsables.add(*otras)
    for otra in otras:
        f.avance(f.actividad(plan, dependencia=otra), corte)
    pagina = " ".join(cliente_de(f.persona("planeacion")).get(URL).text.split())
    assert "<summary>Responden 6 dependencias</summary>" in pagina
    assert "<summary>y 3 más</summary>" in pagina
    assert all(f"{otra}: <a href=" in pagina for otra in otras), "también lo de los que se pliegan se abre"


def test_las_dos_primeras_estrategias_no_repiten_en_la_lista_el_plazo_de_sus_planes(cliente_de, anio):
    visto = cliente_de(f.persona("planeacion")).get(URL).context["ciclo"]
    dichas = [m.hito.titulo for m in (*visto.corre, *visto.sigue, *visto.paso)]
    assert not {"1. Estrategia 1", "2. Estrategia 2"} & set(dichas)
    assert {"1. Estrategia 1", "2. Estrategia 2"} <= {m.hito.titulo for m in visto.todos}


def test_la_estrategia_que_responde_otra_oficina_no_es_deuda_de_quien_lee(cliente_de, anio):
    plan = _de_implementacion("PUBLICADO", f.dependencia())
    f.actividad(plan, estrategia="2", dependencia=plan.dependencia)
    Estrategia.objects.filter(numero=2).update(fecha_fin=date(2026, 1, 31))
    del_jefe, de_planeacion = (
        next(m for m in cliente_de(f.persona(rol, anio)).get(URL).context["ciclo"].todos if m.hito.rotulo == "2")
        for rol in ("jefe", "planeacion")
    )
    assert (del_jefe.vencido, del_jefe.plazo) == (False, "Su ventana terminó el 31/01/2026")
    assert de_planeacion.vencido, "quien mira la entidad sí la ve vencida"


def test_lo_que_reporta_el_enlace_no_le_toca_al_jefe(cliente_de, anio):
    f.persona("enlace", anio)
    for rol, le_toca in (("jefe", False), ("enlace", True)):
        (uno,) = cliente_de(f.persona(rol, anio)).get(URL).context["page_obj"]
        assert (uno[1].falta.que, uno[1].falta.suya) == ("por reportar", le_toca)


def test_de_un_plan_de_implementacion_que_no_se_ve_no_se_dice_nada(cliente_de, anio):
    plan = _de_implementacion("BORRADOR", f.dependencia())
    f.actividad(plan, estrategia="2")
    respuesta = cliente_de(f.persona("jefe", anio)).get(URL)
    assert {m.hito.url for m in respuesta.context["ciclo"].todos if m.hito.clase == "ESTRATEGIA"} == {""}


# --- Otro año -----------------------------------------------------------------------------------------------


def test_el_corte_que_viene_del_anio_anterior_lleva_su_anio_en_la_linea(cliente_de, anio):
    f.corte(4, "PROGRAMADO", de=f.vigencia(2025), abre=date(2026, 7, 1), cierra=date(2026, 7, 15))
    rotulos = {m.hito.rotulo for m in cliente_de(f.persona("planeacion")).get(URL).context["ciclo"].todos}
    assert {"T2", "T4 2025"} <= rotulos


def test_se_ve_el_anio_cerrado_sin_nada_pendiente_y_el_que_viene_sin_inventarle_fechas(cliente_de, anio):
    pasada = f.vigencia(2025, cerrada_en=f.AHORA, cerrada_por=f.persona())
    f.plan("CERRADO", vigencia=pasada, publicado_en=f.AHORA, publicado_por=f.persona())
    f.plan("BORRADOR", vigencia=pasada)
    cliente = cliente_de(f.persona("planeacion"))
    antes, despues = cliente.get(f"{URL}?anio=2025"), cliente.get(f"{URL}?anio=2027")
    assert [p["texto"] for p in antes.context["pestanas"]] == ["2025", "2026", "2027"]
    assert antes.context["page_obj"].paginator.count == 0
    assert "1 de 2 publicados" in antes.text
    assert "La vigencia 2025 se cerró el 06/07/2026" in antes.text
    assert "La vigencia 2027 todavía no se abre" in despues.text
    assert titulos(despues) == []
    assert "/seguimiento/vigencias/crear/" in despues.text
    assert "/seguimiento/vigencias/crear/" not in cliente_de(f.persona("comite")).get(f"{URL}?anio=2027").text


def test_lo_que_termino_y_sigue_abierto_se_dice_y_planeacion_va_a_cerrarlo(cliente_de, anio):
    """Abrir el año siguiente no esconde que el anterior sigue abierto."""
    pasada = f.vigencia(2025)
    cierre = f'href="/seguimiento/vigencias/{pasada.pk}/cerrar/"'
    for rol, cierra in (("planeacion", True), ("comite", False), ("jefe", False)):
        cliente = cliente_de(f.persona(rol, anio))
        pagina = cliente.get(URL).text
        assert "La vigencia 2025 terminó y sigue abierta" in pagina
        assert 'href="/ciclo/?anio=2025">Ver su ciclo' in pagina
        assert (cierre in pagina) is cierra, rol
        assert (cierre in cliente.get("/inicio/").text) is cierra, rol
    assert ">Ver su ciclo" not in cliente.get(f"{URL}?anio=2025").text
    pasada.cerrada_en, pasada.cerrada_por = f.AHORA, f.persona()
    pasada.save()
    assert "sigue abierta" not in cliente.get(URL).text


def test_a_quien_no_tiene_dependencia_no_se_le_dice_que_la_tiene(cliente_de, anio):
    dice = {
        rol: "su dependencia" in cliente_de(f.persona(rol, anio)).get(URL).text for rol in ("jefe", "administrador")
    }
    assert dice == {"jefe": True, "administrador": False}


@pytest.mark.parametrize("pedido", ["", "x", "1999", "999999999999999999999", "2026%00", "٢٠٢٦"])
def test_un_anio_que_no_se_puede_ver_es_el_que_corre(cliente_de, anio, pedido):
    respuesta = cliente_de(f.persona("comite")).get(f"{URL}?anio={pedido}")
    assert (respuesta.status_code, respuesta.context["anio"]) == (200, 2026)


@pytest.mark.parametrize("rol", Rol)
def test_antes_de_abrir_la_primera_vigencia_se_dice(cliente_de, rol):
    respuesta = cliente_de(f.persona(rol)).get(URL)
    assert "La vigencia 2026 todavía no se abre" in respuesta.text


# --- Cuánto cuesta ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", ["planeacion", "jefe", "enlace", "control_interno"])
def test_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas, anio, ahora, rol):
    cliente, medidas, una = cliente_de(f.persona(rol, anio)), [], f.persona()
    abierto, plan = Corte.objects.abierto(), f.plan("PUBLICADO", dependencia=anio)
    f.corte(3, "PROGRAMADO")
    for cuantas in (2, 48):
        for _ in range(cuantas):
            otra = f.dependencia()
            f.plan("BORRADOR", dependencia=otra, por=una)
            f.avance(f.actividad(plan, dependencia=otra), abierto, por=una)
            f.avance(f.actividad(plan, dependencia=anio), abierto, "ENVIADO", 1, por=una, reportado_por=una)
        cliente.get(URL)
        with consultas() as hechas:
            assert cliente.get(URL).status_code == 200
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]
    # Casi todas son las de «Mis pendientes», que crecen con cada deber nuevo.
    with consultas() as de_pendientes:
        cliente.get("/pendientes/")
    assert medidas[0] <= len(de_pendientes) + 30, (medidas, len(de_pendientes))
