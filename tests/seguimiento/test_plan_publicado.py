"""El PDF de un plan publicado: se pide solo, una vez por versión, y no lleva personas."""

from datetime import timedelta

import pytest

from mipg.expediente.models import Emision
from mipg.reglas import ReglaIncumplida
from planes.models import Plan
from seguimiento import informes, tasks
from seguimiento.acciones.publicaciones import REINTENTO, pedir_planes_publicados
from seguimiento.informes import plan_publicado
from tests import fabricas as f
from tests.concurrencia import a_la_vez
from tests.lector_pdf import LectorPdf


@pytest.fixture
def publicado(db) -> Plan:
    plan = f.plan("PUBLICADO", nombre="Plan de Archivos", por=f.persona(nombre="Ana Publica"))
    f.actividad(plan, nombre="Inventariar", enlace=f.persona(nombre="Elena Enlace"), indicador="Inventarios hechos")
    f.version(plan)
    return plan


def test_se_pide_una_vez_por_version_y_a_nombre_de_quien_publico(publicado):
    f.version(f.plan("APROBADO"))
    f.plan("PUBLICADO")  # sin versión no hay qué imprimir
    (pedida,) = pedir_planes_publicados(ahora=f.AHORA)
    assert pedida.parametros == {"plan": publicado.pk, "version": 1, "acto": "Resolución 1"}
    assert pedida.pedida_por == publicado.publicado_por
    assert pedir_planes_publicados(ahora=f.AHORA) == []
    f.version(publicado, numero=2)
    assert [e.parametros["version"] for e in pedir_planes_publicados(ahora=f.AHORA)] == [2]


def test_con_el_acto_corregido_se_pide_otra_vez_y_lo_pedido_sin_decir_el_acto_vale(publicado):
    (pedida,) = pedir_planes_publicados(ahora=f.AHORA)
    Emision.objects.update(parametros={"plan": publicado.pk, "version": 1})
    publicado.versiones.update(acto="Resolución 2")
    assert pedir_planes_publicados(ahora=f.AHORA) == []
    Emision.objects.update(parametros=pedida.parametros)
    assert [e.parametros["acto"] for e in pedir_planes_publicados(ahora=f.AHORA)] == ["Resolución 2"]


def test_lo_que_fracaso_se_vuelve_a_pedir_al_dia_siguiente(publicado):
    pedir_planes_publicados(ahora=f.AHORA)
    Emision.objects.update(estado="FALLIDA")
    assert pedir_planes_publicados(ahora=f.AHORA + REINTENTO) == []
    assert len(pedir_planes_publicados(ahora=f.AHORA + REINTENTO + timedelta(seconds=1))) == 1


def test_no_se_piden_todos_a_la_vez(publicado, monkeypatch):
    monkeypatch.setattr("seguimiento.acciones.publicaciones.POR_BARRIDO", 2)
    for _ in range(2):
        f.version(f.plan("PUBLICADO"))
    assert [len(pedir_planes_publicados(ahora=f.AHORA)) for _ in range(3)] == [2, 1, 0]


def test_el_barrido_de_cada_minuto_lo_pide_y_lo_publica(publicado, monkeypatch):
    despertadas = []
    monkeypatch.setattr(tasks, "publicar", lambda pk, **_: despertadas.append(pk))
    tasks.generar_emisiones()
    assert despertadas == [Emision.objects.get().pk]


def test_el_documento_dice_lo_aprobado_sin_personas_y_donde_se_comprueba(publicado, settings):
    settings.BASE_URL = "https://mipg.ejemplo.test"
    (pedida,) = pedir_planes_publicados(ahora=f.AHORA)
    lector = LectorPdf(informes.generar(pedida).contenido)
    texto = " ".join(lector.paginas)
    version = publicado.versiones.get()
    for dato in (
        "Plan de Archivos",
        "Inventariar",
        "Inventarios hechos",
        "Meta: 1 (documentos), acumulada",
        pedida.codigo,
        "https://mipg.ejemplo.test/micrositio/verificacion/",
        version.sha256[:12],
    ):
        assert dato in texto, dato
    assert not any(nombre in texto for nombre in ("Ana Publica", "Elena Enlace"))
    assert lector.pdf.Root.Lang == "es-CO"
    assert "pdfuaid" in str(lector.pdf.open_metadata())
    tabla = next(t for t in lector.arbol.todas("Table") if lector.filas(t)[0][0] == "No.")
    assert lector.filas(tabla)[1][1] == "Inventariar"


def test_si_dejo_de_estar_publicado_no_se_emite(publicado):
    (pedida,) = pedir_planes_publicados(ahora=f.AHORA)
    Plan.objects.filter(pk=publicado.pk).update(estado="APROBADO", publicado_en=None, publicado_por=None)
    with pytest.raises(ReglaIncumplida, match="versión 1 publicada"):
        informes.generar(pedida)


def test_los_pesos_vacios_valen_lo_mismo():
    base = {
        **dict.fromkeys(("nombre", "producto", "indicador", "unidad", "dependencia"), "x"),
        **dict.fromkeys(("fecha_inicio", "fecha_fin", *(f"programado_t{t}" for t in (1, 2, 3, 4)))),
        "id": 1,
        "numero": "1",
        "meta": "1",
        "tipo_meta": "HITO",
        "apoyos": ["A", "B"],
    }

    def pesos(*ponderaciones):
        return [fila.peso for fila in plan_publicado.filas([{**base, "ponderacion": p} for p in ponderaciones])]

    assert pesos(None, None, None) == ["33,33", "33,33", "33,33"]
    assert pesos("60", "40") == ["60", "40"]
    assert plan_publicado.filas([{**base, "ponderacion": None}])[0].apoyos == "A; B"


@pytest.mark.concurrencia
@pytest.mark.django_db(transaction=True)
def test_dos_barridos_a_la_vez_piden_uno_solo(publicado):
    pedidas = a_la_vez(*[lambda: pedir_planes_publicados(ahora=f.AHORA)] * 2)
    assert sorted(len(p) for p in pedidas) == [0, 1]
    assert Emision.objects.count() == 1


def test_el_documento_dice_si_lo_aprobo_quien_lo_formulo(publicado):
    (pedida,) = pedir_planes_publicados(ahora=f.AHORA)
    assert "Sin segregación" not in dict(plan_publicado.reunir(pedida).datos)
    Plan.objects.filter(pk=publicado.pk).update(sin_segregacion="No había nadie más.")
    assert dict(plan_publicado.reunir(pedida).datos)["Sin segregación"] == "No había nadie más."
