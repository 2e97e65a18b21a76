"""La tabla de campos y el modelo dicen lo mismo, y de ella sale todo lo demás."""

from dataclasses import make_dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import models

from planes import campos
from planes.acciones.planes import tomar_foto
from planes.forms import ActividadForm
from planes.importacion import ActividadLeida, interprete
from planes.models import Actividad
from tests import fabricas
from tests.planes.importacion.libros import Combinada, excel, importar

_DE_LA_FILA = {"id", "plan", "orden", "version", "clave", "origen", "retirada_en", "retirada_por"}


def test_cada_columna_del_modelo_es_un_renglon_y_cada_renglon_una_columna():
    del_modelo = {campo.name for campo in [*Actividad._meta.fields, *Actividad._meta.many_to_many]} - _DE_LA_FILA
    assert del_modelo == {campo.nombre for campo in campos.DEL_MODELO}


def test_los_limites_del_modelo_son_los_de_la_tabla():
    textos = [campo for campo in Actividad._meta.fields if isinstance(campo, models.CharField | models.TextField)]
    con_limite = {campo.name: campo.max_length for campo in textos if not campo.choices}
    assert con_limite == {nombre: limite for nombre, limite in campos.LIMITES.items() if nombre != "enlace"}


@pytest.fixture
def con_beneficiarios(monkeypatch):
    """Un campo numérico más: su renglón en la tabla y, como la columna del modelo, su lugar en la actividad leída."""
    nuevo = campos.Campo("beneficiarios", campos.Clase.NUMERO, sinonimos=("Beneficiarios",), sencillo=True)
    con_el = make_dataclass("ConBeneficiarios", [(nuevo.nombre, Decimal, None)], bases=(ActividadLeida,), frozen=True)
    monkeypatch.setitem(campos.POR_NOMBRE, nuevo.nombre, nuevo)
    monkeypatch.setitem(campos.SINONIMOS, nuevo.nombre, nuevo.sinonimos)
    monkeypatch.setattr(interprete, "SENCILLOS", (*campos.SENCILLOS, nuevo))
    monkeypatch.setattr(interprete, "ActividadLeida", con_el)

    def leer(*filas):
        contenido = excel([["Actividad", "Meta", "Beneficiarios"], *filas])
        return importar(contenido, columnas_recordadas={"beneficiarios": nuevo.nombre})

    return leer


def test_un_campo_numerico_nuevo_llega_a_la_actividad(con_beneficiarios):
    (actividad,) = con_beneficiarios(["Publicar el informe", 1, "1.234,5"]).actividades
    assert actividad.beneficiarios == Decimal("1234.5")


def test_un_campo_numerico_nuevo_no_se_replica_y_exige_puntos_claros(con_beneficiarios):
    combinada = con_beneficiarios(["Publicar", 1, Combinada(500, filas=2)], ["Revisar", 1, None])
    assert [(nota.codigo, nota.columna) for nota in combinada.errores] == [("celda_combinada", "C")]
    dudosa = con_beneficiarios(["Publicar", 1, "0.75"], ["Revisar", 1, "1.250"])
    assert [(nota.codigo, nota.columna) for nota in dudosa.errores] == [("punto_dudoso", "C")]


def _codigos(titulo: str, *celdas) -> list[str]:
    filas = [["Publicar", 1, celdas[0]], ["Revisar", 1, celdas[1]]]
    return [nota.codigo for nota in importar(excel([["Actividad", "Meta", titulo], *filas])).errores]


@pytest.mark.parametrize(
    ("campo", "celda", "se_replica"),
    [
        ("numero", "7", False), ("ponderacion", 50, False), ("presupuesto", 5_000_000, False),
        ("linea_base", 7, True), ("unidad", "informes", True), ("producto", "Informe", True),
    ],
)  # fmt: skip
def test_de_una_celda_combinada_hacia_abajo_solo_vale_lo_que_no_se_reparte(campo, celda, se_replica):
    assert campos.POR_NOMBRE[campo].se_replica is se_replica
    titulo = campos.POR_NOMBRE[campo].titulo
    assert ("celda_combinada" in _codigos(titulo, Combinada(celda, filas=2), None)) is not se_replica


@pytest.mark.parametrize(
    ("campo", "se_pregunta"), [("ponderacion", True), ("linea_base", True), ("presupuesto", False), ("producto", False)]
)
def test_se_pregunta_por_el_punto_de_las_cantidades_y_no_por_el_de_los_pesos(campo, se_pregunta):
    assert campos.POR_NOMBRE[campo].punto_claro is se_pregunta
    assert ("punto_dudoso" in _codigos(campos.POR_NOMBRE[campo].titulo, "0.75", "1.250")) is se_pregunta


def test_el_formulario_lleva_los_campos_con_grupo_en_su_orden():
    con_grupo = {campo.nombre for campo in campos.CAMPOS if campo.grupo}
    assert set(ActividadForm.Meta.fields) == con_grupo
    assert ActividadForm.Meta.fields[:4] == ["numero", "nombre", "producto", "criterio"]


def test_lo_sustancial_es_lo_que_cambia_la_medida_el_plazo_o_quien_responde():
    """P-25: lo demás —errata, apoyo, enlace— se corrige sin versión."""
    de_la_medida = {
        "meta",
        "tipo_meta",
        "sentido",
        "unidad",
        "ponderacion",
        *(f"programado_t{t}" for t in (1, 2, 3, 4)),
    }
    assert de_la_medida | {"fecha_inicio", "fecha_fin", "dependencia"} == campos.SUSTANCIALES


def test_la_actividad_leida_tiene_los_campos_del_modelo():
    leida = ActividadLeida(fila=2, numero="1", nombre="Publicar")
    assert {campo.nombre for campo in campos.DEL_MODELO} <= set(vars(leida))


@pytest.mark.django_db
def test_la_foto_dice_lo_mismo_de_siempre(plan, quien):
    """Si cambia, la huella de lo aprobado dejaría de comprobarse contra el plan: que sea a propósito."""
    plan.actividades.all().delete()
    apoyo = fabricas.dependencia("Zona Franca")
    actividad = fabricas.actividad(
        plan, numero="1", nombre="Publicar", programado=(1, None, None, Decimal("0.50")), meta=Decimal("1.5"),
        linea_base=Decimal("0.1250"), fecha_inicio=date(2026, 1, 1), fecha_fin=date(2026, 12, 15), enlace=quien.enlace,
        presupuesto=Decimal("5000000.0000"), bpin="002024680010012",
    )  # fmt: skip
    actividad.apoyos.add(apoyo)
    (foto,) = tomar_foto(plan)["actividades"]
    assert foto == {
        "id": actividad.pk, "orden": actividad.orden, "numero": "1", "nombre": "Publicar", "producto": "",
        "indicador": "", "formula": "", "numerador": "", "denominador": "",
        "unidad": actividad.unidad, "tipo_meta": "ACUMULADA",
        "sentido": "ASCENDENTE", "criterio": "", "fuente": "OTRA", "estrategia": "",
        "linea_base": "0.125", "meta": "1.5", "ponderacion": None,
        "presupuesto": "5000000", "bpin": "002024680010012", "meta_pdd": "",
        "programado_t1": "1", "programado_t2": None,
        "programado_t3": None,
        "programado_t4": "0.5", "fecha_inicio": "2026-01-01", "fecha_fin": "2026-12-15",
        "dependencia": actividad.dependencia.nombre, "apoyos": ["Zona Franca"], "enlace": quien.enlace.nombre,
        "indices": [],
    }  # fmt: skip


def test_un_numero_se_muestra_a_la_colombiana_y_lo_vacio_no_se_muestra():
    actividad = Actividad(linea_base=Decimal("1234.5000"))
    assert campos.POR_NOMBRE["linea_base"].mostrar(actividad) == "1.234,5"
    assert campos.POR_NOMBRE["producto"].mostrar(actividad) == ""
