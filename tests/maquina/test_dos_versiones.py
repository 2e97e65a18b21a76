"""Un año abierto, vivido y cerrado con la versión 6, y 2027 abierto con la 7: ninguna serie se rompe sin decirlo.

De las diecinueve políticas, cuatro tuvieron plan: una que sigue igual, una que cambia de dimensión y dos que además
cambian de nombre. La veinte es nueva.
"""

import copy
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from mipg.expediente.acciones import pedir_emision
from mipg.fechas import BOGOTA, fin_de_trimestre
from planes.acciones import actividades, copias
from planes.acciones import planes as de_planes
from planes.models import Plan
from politicas.models import Dimension, Indice, Politica, VersionModelo, Vigencia
from politicas.siembra import sembrar
from seguimiento import cifras
from seguimiento.acciones import avances, cortes, vigencias
from seguimiento.informes import plan_de_accion
from seguimiento.models import Avance, Cifra, Corte
from tests import fabricas as f
from tests.mundos import apartado

pytestmark = [pytest.mark.django_db, pytest.mark.una_base, pytest.mark.usefixtures("enero_de_2027")]
CON_PLAN = ("POL01", "POL07", "POL12", "POL16")
ACTO = {"acto": "RESOLUCION", "acto_numero": "7"}
ANTES_SE_LLAMABA = {"POL12": "Racionalización de Trámites", "POL16": "Gestión Documental"}
DIMENSION_DE_ANTES = {"POL07": "Gestión con valores para Resultados", "POL17": "Información y Comunicación"}
FECHA = datetime(2027, 4, 6, 15, tzinfo=BOGOTA)


def _el(anio: int, mes: int, dia: int) -> datetime:
    return datetime(anio, mes, dia, 15, tzinfo=BOGOTA)


def _abrir(m, anio: int, version: str, ahora: datetime) -> Vigencia:
    fechas = [
        cortes.Fechas(t, fin_de_trimestre(anio, t), *(fin_de_trimestre(anio, t) + timedelta(days=n) for n in (1, 15)))
        for t in (1, 2, 3, 4)
    ]
    datos = {
        "anio": anio,
        "version": VersionModelo.objects.get(nombre=version),
        "fecha_limite_institucionales": date(anio, 1, 31),
        "fecha_limite_politicas": date(anio, 2, 28),
    }
    return vigencias.abrir(datos=datos, fechas=fechas, con_planes=True, por=m.planea, ahora=ahora)


def _aprobar(m, plan: Plan, ahora: datetime) -> Plan:
    de_planes.enviar(plan=plan, por=m.jefes[plan.dependencia_id], ahora=ahora)
    leido = Plan.objects.get(pk=plan.pk)
    de_planes.aprobar(plan=leido, version=leido.version, **ACTO, por=m.planea, ahora=ahora)
    return de_planes.publicar(plan=Plan.objects.get(pk=plan.pk), por=m.planea, ahora=ahora)


def _de(vigencia: Vigencia, codigo: str) -> Plan:
    return Plan.objects.select_related("politica__dimension", "vigencia", "dependencia").get(
        clase="ACCION_POLITICA", vigencia=vigencia, politica__codigo_furag=codigo
    )


def _reportar(m, corte: Corte, ahora: datetime) -> None:
    cortes.abrir(corte=corte, por=m.planea, ahora=ahora)
    for avance in Avance.objects.filter(corte=corte, esperado=True).con_todo():
        dice = {"situacion": "AVANCE", "cantidad": 1, "texto": "Se hizo.", "reserva": "Reposa en la oficina."}
        cambios = {campo: (getattr(avance, campo), valor) for campo, valor in dice.items()}
        jefe = m.jefes[avance.actividad.dependencia_id]
        avances.guardar(avance=avance, cambios=cambios, por=jefe, ahora=ahora)
        enviado = avances.enviar(avance=avance, version=None, por=jefe, ahora=ahora)
        avances.aceptar(avance=enviado, version=enviado.version, por=m.revisa, ahora=ahora)


@pytest.fixture(scope="module")
def _mundo(django_db_setup, django_db_blocker):
    with apartado(django_db_blocker):
        sembrar(ahora=_el(2026, 1, 2))
        oficina = f.dependencia("Oficina de ejemplo")
        m = SimpleNamespace(
            planea=f.persona("planeacion", oficina), revisa=f.persona("planeacion", oficina), jefes={}, de_2026={}
        )
        m.v6 = _abrir(m, 2026, "v6", _el(2026, 1, 8))
        for codigo in CON_PLAN:
            plan = m.de_2026[codigo] = _de(m.v6, codigo)
            jefe = m.jefes.setdefault(plan.dependencia_id, f.persona("jefe", plan.dependencia))
            trimestres = {f"programado_t{t}": 1 for t in (1, 2, 3, 4)}
            una = actividades.crear_actividad(
                hoja=plan, numero="1", nombre=f"Informar de {codigo}", meta=4, unidad="informes", **trimestres,
                dependencia=plan.dependencia, fecha_inicio=date(2026, 1, 15),
                fecha_fin=date(2026, 12, 15), por=jefe, ahora=_el(2026, 1, 15),
            )  # fmt: skip
            una.indices.set(Indice.objects.filter(politica=plan.politica)[:1])
            _aprobar(m, plan, _el(2026, 1, 20))
        for trimestre in (1, 2, 3, 4):
            corte = Corte.objects.get(vigencia=m.v6, trimestre=trimestre)
            _reportar(m, corte, datetime.combine(corte.abre, FECHA.timetz()))
            cierra = datetime.combine(corte.cierra + timedelta(days=1), FECHA.timetz())
            cortes.cerrar(corte=Corte.objects.get(pk=corte.pk), por=m.planea, ahora=cierra)
        m.huellas = {c.pk: cifras.huella(c) for c in Corte.objects.filter(estado="CERRADO")}
        m.cerrada = vigencias.cerrar(
            vigencia=m.v6, por=m.planea, ahora=_el(2027, 1, 18), cerrar_planes=True, desistir_planes=True
        )
        m.v7 = _abrir(m, 2027, "v7", _el(2027, 1, 19))
        m.t4 = Corte.objects.select_related("vigencia").get(vigencia=m.v6, trimestre=4)
        yield m


@pytest.fixture
def mundo(db, _mundo):
    return copy.deepcopy(_mundo)


@pytest.fixture
def enero_de_2027(time_machine):
    time_machine.move_to(_el(2027, 1, 20), tick=False)


@pytest.fixture
def portal(mundo):
    cliente = Client()
    cliente.force_login(mundo.planea)
    return cliente


def de_version(version: str):
    return Politica.objects.filter(dimension__version__nombre=version).select_related("dimension").order_by("pk")


def sin_espacios(respuesta) -> str:
    assert respuesta.status_code == 200
    return " ".join(respuesta.content.decode().split())


def dicho_de(politica: Politica, otra: Politica | None, llama="En MIPG v6 se llamaba", es="era") -> str:
    """Lo mínimo que su página debe decir de la otra versión: de fábrica, la 6."""
    if otra is None:
        return "Es nueva: no tiene equivalente en MIPG v6"
    if otra.nombre != politica.nombre:
        return f"{llama} «{otra.nombre}»"
    if otra.dimension.nombre != politica.dimension.nombre:
        return f"{es} de la dimensión «{otra.dimension.nombre}»"
    return f"{llama} igual y {es} de la dimensión del mismo nombre"


def test_las_que_cambiaron_son_las_que_se_sabe(mundo):
    antes = {p.codigo_furag: p for p in de_version("v6")}
    dichos = {p.codigo_furag: Politica.objects.linea(p).nota for p in de_version("v7")}
    for codigo, nombre in ANTES_SE_LLAMABA.items():
        assert f"se llamaba «{nombre}»" in dichos[codigo]
    for codigo, dimension in DIMENSION_DE_ANTES.items():
        assert f"era de la dimensión «{dimension}»" in dichos[codigo]
    assert [c for c, d in dichos.items() if "Es nueva" in d] == ["AMB"]
    assert {c for c, d in dichos.items() if "se llamaba «" in d} == set(ANTES_SE_LLAMABA)
    assert len(antes) == 19 and len(dichos) == 20


def test_la_serie_de_cada_politica_de_la_siete_cruza_y_lo_dice(mundo, portal):
    antes = {p.codigo_furag: p for p in de_version("v6")}
    for politica in de_version("v7"):
        otra = antes.get(politica.codigo_furag)
        respuesta = portal.get(reverse("seguimiento:politica_avance", args=[politica.pk]))
        pagina, tendencia = sin_espacios(respuesta), respuesta.context["tendencia"]
        assert dicho_de(politica, otra) in tendencia.nota and tendencia.nota in pagina, politica
        # Los cuatro cortes que cerraron en 2026, medidos como la de entonces.
        medidos = [(p.dato.serie, p.dato.rotulo, p.dato.valor) for p in tendencia.puntos]
        con_plan = politica.codigo_furag in CON_PLAN
        esperados = [("2026", corte, 100 if con_plan else None) for corte in ("T1", "T2", "T3", "T4")]
        assert medidos == (esperados if otra else []), politica
        # Y el corte que se mira, que es de 2026, también.
        assert "Este corte se midió con otra versión del modelo" in pagina
        assert (respuesta.context["cifra"] is None) == (otra is None)
        if otra:
            assert respuesta.context["cifra"].politica_id == otra.pk


def test_la_de_la_seis_tambien_dice_en_que_sigue(mundo, portal):
    despues = {p.codigo_furag: p for p in de_version("v7")}
    for politica in de_version("v6"):
        pagina = sin_espacios(portal.get(reverse("seguimiento:politica_avance", args=[politica.pk])))
        assert dicho_de(politica, despues[politica.codigo_furag], "En MIPG v7 se llama", "es") in pagina, politica
        detalle = sin_espacios(portal.get(reverse("politicas:politica_detalle", args=[politica.pk])))
        assert "En otras versiones del modelo" in detalle and "Verla en MIPG v7" in detalle


def test_las_cifras_de_2026_siguen_apuntando_a_la_politica_con_que_se_midieron(mundo):
    assert {c.pk: cifras.huella(c) for c in Corte.objects.filter(estado="CERRADO")} == mundo.huellas
    medidas = Cifra.objects.filter(ambito="POLITICA").values_list("politica__dimension__version__nombre", flat=True)
    assert set(medidas) == {"v6"} and len(medidas) == 4 * 19


def test_la_dimension_de_la_siete_no_es_la_de_la_seis_y_lo_publico_lo_dice(mundo, client):
    portada = client.get(reverse("portal:micrositio"))
    assert "Son las dimensiones de MIPG v6" in sin_espacios(portada)
    assert "Es MIPG v7, pendiente de verificación" in sin_espacios(portada)
    assert {bloque.clase for bloque in portada.context["mapa"].bloques} == {"lado"}
    assert portada.context["mapa"].interior is None and len(portada.context["dimensiones"]) == 6
    for dimension in Dimension.objects.filter(version__nombre="v7"):
        pagina = sin_espacios(client.get(reverse("portal:dimension_publica", args=[dimension.orden])))
        assert dimension.nombre in pagina
        assert "se midió con las dimensiones de MIPG v6, que no son las de hoy" in pagina
    # Ninguna dimensión de una versión tiene cifras de la otra.
    de_dimension = Cifra.objects.filter(ambito="DIMENSION").values_list("dimension__version__nombre", flat=True)
    assert set(de_dimension) == {"v6"}


def test_lo_publico_de_cada_politica_dice_con_que_se_midio_y_lleva_a_su_plan_de_2026(mundo, client):
    antes = {p.codigo_furag: p for p in de_version("v6")}
    for politica in de_version("v7"):
        otra = antes.get(politica.codigo_furag)
        respuesta = client.get(reverse("portal:politica_publica", args=[politica.numero_plan]))
        pagina = sin_espacios(respuesta)
        assert "se midió con otra versión del modelo" in pagina and dicho_de(politica, otra) in pagina, politica
        publicados = [plan.pk for plan, _ in respuesta.context["planes"]]
        suyo = mundo.de_2026.get(politica.codigo_furag)
        assert publicados == ([suyo.pk] if suyo else [])
        assert (respuesta.context["cifra"] is not None) == (suyo is not None)


def test_el_tablero_y_el_calor_de_cada_corte_son_de_su_version(mundo, portal):
    de_2026 = portal.get(reverse("seguimiento:tablero")).context
    nombres = [renglon.nombre for renglon in de_2026["calor"].renglones]
    assert de_2026["armado"].entidad.n_partes == 19 == len(nombres)
    assert "15. Gestión Documental" in nombres
    assert de_2026["tendencia"].nota == ""
    plan = _de(mundo.v7, "POL16")
    copias.copiar(plan=plan, de=mundo.de_2026["POL16"], elegidas=_claves(mundo.de_2026["POL16"]), **_hace(mundo, plan))
    _aprobar(mundo, plan, _el(2027, 1, 25))
    corte = Corte.objects.get(vigencia=mundo.v7, trimestre=1)
    _reportar(mundo, corte, datetime.combine(corte.abre, FECHA.timetz()))
    respuesta = portal.get(reverse("seguimiento:tablero"), {"corte": corte.pk})
    pagina = sin_espacios(respuesta)
    assert respuesta.context["armado"].entidad.n_partes == 20
    assert "Gestión Documental y de Archivos" in pagina
    nota = respuesta.context["tendencia"].nota
    assert "2026, 19 políticas de MIPG v6; 2027, 20 políticas de MIPG v7" in nota and nota in pagina
    # Mirado desde el corte de la 7, la política trae los de la 6 y el suyo, provisional.
    suya = portal.get(reverse("seguimiento:politica_avance", args=[plan.politica_id]), {"corte": corte.pk}).context
    series = [(p.dato.serie, p.dato.rotulo, p.dato.provisional) for p in suya["tendencia"].puntos]
    assert series == [*(("2026", f"T{t}", False) for t in (1, 2, 3, 4)), ("2027", "T1", True)]
    assert not suya["otra_version"]


def _claves(plan: Plan) -> list[int]:
    return list(plan.actividades.vigentes().values_list("pk", flat=True))


def _hace(mundo, plan: Plan) -> dict:
    jefe = mundo.jefes.setdefault(plan.dependencia_id, f.persona("jefe", plan.dependencia))
    return {"por": jefe, "ahora": _el(2027, 1, 20)}


def test_el_plan_del_anio_anterior_se_copia_con_sus_indices_y_dice_que_es_de_otra_version(mundo, portal):
    plan = _de(mundo.v7, "POL12")
    respuesta = portal.get(reverse("planes:plan_copiar", args=[plan.pk]))
    pagina = sin_espacios(respuesta)
    assert respuesta.context["anterior"] == mundo.de_2026["POL12"]
    assert "Es un plan de otra versión del modelo" in pagina and "se llamaba «Racionalización de Trámites»" in pagina
    (linea,) = respuesta.context["lineas"]
    assert "Índices FURAG: son de otra política" not in linea.perdido
    (nueva,) = copias.copiar(
        plan=plan, de=mundo.de_2026["POL12"], elegidas=_claves(mundo.de_2026["POL12"]), **_hace(mundo, plan)
    )
    assert list(nueva.indices.values_list("codigo", flat=True)) == ["I40"]
    # La actividad copiada recuerda de cuál viene, y su página dice de qué plan era.
    avance = sin_espacios(portal.get(reverse("seguimiento:actividad_avance", args=[nueva.pk])))
    assert "En los años anteriores" in avance and "Plan de acción · Racionalización de Trámites" in avance


def test_la_nueva_no_tiene_plan_ni_de_donde_copiar(mundo):
    ambiental = Politica.objects.get(codigo_furag="AMB")
    assert not Plan.objects.filter(politica=ambiental).exists()
    assert not Indice.objects.que_miden(ambiental.pk).exists()
    suyo = de_planes.crear_plan(
        clase="ACCION_POLITICA", vigencia=mundo.v7, politica=ambiental,
        dependencia=mundo.planea.asignaciones.get().dependencia, por=mundo.planea, ahora=_el(2027, 1, 20),
    )  # fmt: skip
    suyo = Plan.objects.select_related("politica__dimension", "vigencia").get(pk=suyo.pk)
    assert not copias.planes_anteriores(suyo).exists()


def test_los_planes_de_cada_anio_son_de_las_politicas_de_su_version(mundo, portal):
    de_politica = Plan.objects.exclude(politica=None)
    versiones = de_politica.values_list("vigencia__anio", "politica__dimension__version__nombre")
    assert set(versiones) == {(2026, "v6"), (2027, "v7")}
    todas = portal.get(reverse("planes:plan_lista"), {"vigencia": "", "q": "Gestión Documental"})
    pagina = sin_espacios(todas)
    assert "Plan de acción · Gestión Documental y de Archivos" in pagina
    assert reverse("planes:plan_detalle", args=[mundo.de_2026["POL16"].pk]) in pagina


def test_el_buscador_encuentra_las_dos_y_dice_de_que_version_es_cada_una(mundo, portal):
    pagina = sin_espacios(portal.get(reverse("portal:busqueda"), {"q": "Gestión Documental"}))
    for version in ("v6", "v7"):
        politica = Politica.objects.get(codigo_furag="POL16", dimension__version__nombre=version)
        assert reverse("politicas:politica_detalle", args=[politica.pk]) in pagina
        assert f"MIPG {version}" in pagina


def test_el_filtro_por_politica_sirve_en_los_cortes_de_las_dos_versiones(mundo, portal):
    nueva = Politica.objects.get(codigo_furag="POL16", dimension__version__nombre="v7")
    lista = reverse("seguimiento:actividad_lista")
    filtrada = portal.get(lista, {"corte": mundo.t4.pk, "politica": nueva.pk})
    assert [fila.cifra.detalle.plan for fila, _ in filtrada.context["filas"]] == ["Plan de acción · Gestión Documental"]
    ambiental = Politica.objects.get(codigo_furag="AMB")
    pagina = sin_espacios(portal.get(lista, {"corte": mundo.t4.pk, "politica": ambiental.pk}))
    assert "No existía en la versión del corte" in pagina
    dimension = nueva.dimension
    pagina = sin_espacios(portal.get(lista, {"corte": mundo.t4.pk, "dimension": dimension.pk}))
    assert "No es de la versión del corte" in pagina


def test_el_pdf_de_una_politica_dice_lo_que_se_sabia_en_su_corte(mundo):
    politica = Politica.objects.get(codigo_furag="POL16", dimension__version__nombre="v6")
    pedido = plan_de_accion.Pedido(vigencia=mundo.cerrada, politica=politica, corte=mundo.t4)
    emision = pedir_emision(
        informe=plan_de_accion.INFORME, titulo=pedido.titulo, parametros=pedido.parametros(), por=mundo.planea,
        ahora=_el(2027, 1, 20),
    )  # fmt: skip
    tendencia = plan_de_accion.reunir(emision).tendencia
    assert (len(tendencia.puntos), tendencia.nota) == (4, "")
