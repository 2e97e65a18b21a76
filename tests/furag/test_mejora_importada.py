"""Un libro de mejoramiento entra por la importación de planes: lo propio se guarda, se compara, se deshace y sale."""

from datetime import date
from types import SimpleNamespace

import pytest

from furag.models import AccionMejora, Atencion
from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from planes import exportes
from planes.acciones import importaciones as acciones
from planes.acciones.pegados import deshacer
from tests import fabricas as f
from tests.furag import fabricas
from tests.planes.importacion.libros import Combinada, excel

TITULOS = ["N°", "Hallazgo", "Causa", "Acción de mejora", "Meta", "Indicador", "Responsable", "Fecha inicio",
           "Fecha terminación", "Índice", "Puntaje esperado", "Estado"]  # fmt: skip
TEXTO = "Documentar el catálogo de información y publicarlo."


@pytest.fixture
def de(db):
    """`.jefe`, `.plan` de mejoramiento de su dependencia y `.igual`, una recomendación acogida de su política."""
    propia = f.dependencia("Secretaría de Hacienda")
    jefe = f.persona("jefe", propia)
    politica = f.politica(codigo_furag="POL07", nombre="Gobierno Digital")
    plan = f.plan(clase="MEJORAMIENTO", vigencia_medida=2025, politica=politica, dependencia=propia, por=jefe)
    igual = fabricas.recomendacion(TEXTO, "ACOGIDA", politica=politica, numero=1)
    return SimpleNamespace(jefe=jefe, plan=plan, igual=igual, politica=politica, dependencia=propia)


def fila(numero, hallazgo, nombre, estado="Abierta", causa="Sin gobierno") -> list:
    return [numero, hallazgo, causa, nombre, 1, "Inventario", "Secretaría de Hacienda", date(2026, 7, 16),
            date(2026, 8, 31), "POL07", 85.5, estado]  # fmt: skip


LIBRO = excel([TITULOS, fila(Combinada(1, 2), Combinada(TEXTO, 2), "Inventariar", "Cerrada"),
               fila(None, None, "Publicar"), fila(2, "No hay política", "Adoptar")])  # fmt: skip


def subir(de, contenido: bytes, ahora, nombre="mejora.xlsx"):
    importacion = acciones.subir_importacion(plan=de.plan, nombre=nombre, contenido=contenido, por=de.jefe, ahora=ahora)
    acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    importacion.refresh_from_db()
    return importacion


def confirmar(de, importacion, ahora):
    de.plan.refresh_from_db()
    cambia = acciones.importar(importacion=importacion, plan=de.plan, version=de.plan.version, por=de.jefe, ahora=ahora)
    de.plan.refresh_from_db()
    return cambia


@pytest.fixture
def importado(de, ahora):
    """El libro, ya aplicado."""
    importacion = subir(de, LIBRO, ahora)
    confirmar(de, importacion, ahora)
    importacion.refresh_from_db()
    return importacion


def test_guarda_lo_propio_y_lo_que_decia_el_archivo_no_cierra_nada(de, importado):
    campos = ("actividad__nombre", "hallazgo", "causa", "indice", "estado", "decia", "codigo")
    assert list(AccionMejora.objects.order_by("actividad__orden").values_list(*campos)) == [
        ("Inventariar", TEXTO, "Sin gobierno", "POL07", "FORMULADA", "Estado: Cerrada", "M-2026-POL07-1"),
        ("Publicar", TEXTO, "Sin gobierno", "POL07", "FORMULADA", "Estado: Abierta", "M-2026-POL07-2"),
        ("Adoptar", "No hay política", "Sin gobierno", "POL07", "FORMULADA", "Estado: Abierta", "M-2026-POL07-3"),
    ]
    assert {float(una.esperado) for una in AccionMejora.objects.all()} == {85.5}
    # La misma recomendación la atienden las dos acciones de su hallazgo.
    assert set(Atencion.objects.values_list("accion__actividad__nombre", "recomendacion", "cumplida")) == {
        ("Inventariar", de.igual.pk, None),
        ("Publicar", de.igual.pk, None),
    }
    assert Suceso.objects.de(AccionMejora.objects.first()).count() == 1


def test_la_linea_base_es_la_de_la_medicion_o_dice_por_que_no_la_hay(de, importado, ahora):
    assert set(AccionMejora.objects.values_list("linea_base", "sin_indice")) == {
        (None, "La medición de 2025 no trae puntaje de POL07.")
    }
    fabricas.carga({"Alcaldía": {"POL07": 60.0}})
    otro = excel([TITULOS, fila(9, "Otro hallazgo", "Medir")])
    confirmar(de, subir(de, otro, ahora, "otro.xlsx"), ahora)
    mejora = AccionMejora.objects.get(actividad__nombre="Medir")
    assert (mejora.linea_base, mejora.sin_indice, mejora.codigo) == (60, "", "M-2026-POL07-4")


def test_repetirlo_no_cambia_nada_y_el_corregido_dice_que_cambia(de, importado, ahora, cliente_de):
    de_nuevo = subir(de, LIBRO, ahora, "otra vez.xlsx")
    assert (de_nuevo.analisis["cuantas"]["nuevas"], de_nuevo.analisis["cuantas"]["cambios"]) == (0, 0)
    corregido = subir(de, excel([TITULOS, fila(1, TEXTO, "Inventariar", "Cerrada", causa="Falta de personal")]), ahora)
    pagina = cliente_de(de.jefe).get(f"/planes/importaciones/{corregido.pk}/").content.decode()
    assert "Falta de personal" in pagina
    cambia = confirmar(de, corregido, ahora)
    assert [cambio.propios for cambio in cambia.cambios] == [{"causa": ("Sin gobierno", "Falta de personal")}]
    assert AccionMejora.objects.get(actividad__nombre="Inventariar").causa == "Falta de personal"
    # Deshacer la corrección devuelve la causa.
    corregido.refresh_from_db()
    deshacer(importacion=corregido, plan=de.plan, por=de.jefe, ahora=ahora)
    assert AccionMejora.objects.get(actividad__nombre="Inventariar").causa == "Sin gobierno"


def test_deshacer_quita_tambien_lo_propio_y_no_pisa_lo_que_otro_cambio(de, importado, ahora):
    otra = AccionMejora.objects.get(actividad__nombre="Adoptar")
    AccionMejora.objects.filter(pk=otra.pk).update(causa="La escribió otra persona")
    with pytest.raises(ReglaIncumplida):
        deshacer(importacion=importado, plan=de.plan, por=de.jefe, ahora=ahora)
    AccionMejora.objects.filter(pk=otra.pk).update(causa=otra.causa)
    deshacer(importacion=importado, plan=de.plan, por=de.jefe, ahora=ahora)
    assert not de.plan.actividades.exists()
    assert not AccionMejora.objects.exists()
    assert not Atencion.objects.exists()


@pytest.mark.parametrize("formato", ["xlsx", "csv"])
def test_lo_exportado_vuelve_a_entrar_sin_un_cambio(de, importado, ahora, cliente_de, formato):
    mejora = AccionMejora.objects.get(actividad__nombre="Adoptar")
    mejora.recomendaciones.add(fabricas.recomendacion("Otra.", "ACOGIDA", politica=de.politica, numero=2))
    salida = cliente_de(de.jefe).get(f"/planes/{de.plan.pk}/exportar/?formato={formato}").content
    vuelta = subir(de, salida, ahora, f"exporte.{formato}")
    assert vuelta.analisis["errores"] == []
    cuantas = vuelta.analisis["cuantas"]
    assert (cuantas["actividades"], cuantas["nuevas"], cuantas["cambios"], cuantas["ausentes"]) == (3, 0, 0, 0)
    assert [c.titulo for c in exportes.columnas_de(de.plan)][:4] == [
        "No.", "Hallazgo o brecha", "Causa", "Recomendaciones que atiende",
    ]  # fmt: skip


def test_en_un_plan_de_otra_clase_el_hallazgo_no_se_importa(de, ahora):
    otro = SimpleNamespace(**vars(de) | {"plan": f.plan(dependencia=de.dependencia, por=de.jefe)})
    leido = subir(otro, excel([TITULOS, fila(1, TEXTO, "Inventariar")]), ahora)
    confirmar(otro, leido, ahora)
    assert otro.plan.actividades.count() == 1
    assert not AccionMejora.objects.exists()


def test_importada_una_recomendacion_despues_el_archivo_se_lee_de_nuevo(de, ahora, cliente_de):
    importacion = subir(de, LIBRO, ahora)
    nueva = fabricas.recomendacion("No hay política", "ACOGIDA", politica=de.politica, numero=3)
    pagina = cliente_de(de.jefe).get(f"/planes/importaciones/{importacion.pk}/").content.decode()
    assert nueva.referencia in pagina


def test_lo_fijado_de_la_que_viene_de_otra_vigencia_no_lo_cambia_un_archivo(de, importado, ahora):
    una, origen = (AccionMejora.objects.get(actividad__nombre=nombre) for nombre in ("Adoptar", "Publicar"))
    AccionMejora.objects.filter(pk=una.pk).update(continua=origen, codigo=origen.codigo)
    otro = fila(una.actividad.numero, "No hay política", "Adoptar")
    otro[TITULOS.index("Puntaje esperado")] = 99
    with pytest.raises(ReglaIncumplida, match="Viene del año anterior"):
        confirmar(de, subir(de, excel([TITULOS, otro]), ahora, "otro.xlsx"), ahora)
    una.refresh_from_db()
    assert float(una.esperado) == 85.5
