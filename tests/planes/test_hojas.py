"""Guardar filas de una hoja: por campo, sin pisar lo de otra persona y sin crear dos veces la misma."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from planes.acciones import actividades as de_actividades
from planes.acciones.hojas import ELIMINADA, FilaEscrita, guardar_filas
from planes.models import Actividad
from tests import fabricas


@pytest.fixture
def guardar(quien, plan, ahora):
    """`guardar(FilaEscrita(…), …)`: lo guarda el jefe; devuelve el `Guardado`."""

    def hacer(*filas, por=None, hoja=None, **mas):
        return guardar_filas(hoja=hoja or plan, filas=filas, por=por or quien.jefe, ahora=ahora, **mas)

    return hacer


def nueva(**campos) -> FilaEscrita:
    """Una fila que la página acaba de nombrar."""
    return FilaEscrita(uuid4(), {campo: ("", valor) for campo, valor in campos.items()})


def editada(actividad, **campos) -> FilaEscrita:
    """Una fila con lo que se vio y lo que se escribió de cada campo."""
    return FilaEscrita(actividad.pk, campos)


def completo(guardado) -> bool:
    """Todo lo escrito quedó guardado."""
    return all(fila.actividad and not fila.choques and not fila.errores for fila in guardado.filas)


@pytest.fixture
def una(plan):
    """La actividad del plan."""
    return plan.actividades.get()


def test_una_fila_nueva_completa_lo_que_no_trae(quien, plan, una, guardar):
    (fila,) = guardar(nueva(nombre="Realizar talleres", tipo_meta="HITO")).filas
    creada = plan.actividades.get(pk=fila.actividad.pk)
    assert (creada.numero, creada.meta, creada.dependencia, creada.orden) == ("2", 1, quien.propia, una.orden + 1)
    assert (creada.fecha_inicio, creada.fecha_fin) == (date(2026, 1, 1), date(2026, 12, 31))
    assert Suceso.objects.de(creada).get().changes["nombre"] == ["", "Realizar talleres"]


def test_la_que_no_trae_numero_toma_el_primero_libre_como_al_pegar(plan, una, guardar):
    Actividad.objects.filter(pk=una.pk).update(numero="2")
    nuevas = guardar(nueva(nombre="Otra"), nueva(nombre="Y otra"), nueva(nombre="La cuarta", numero="3")).filas
    assert [fila.actividad.numero for fila in nuevas] == ["1", "4", "3"]


def test_mandarla_dos_veces_no_la_crea_dos_veces(plan, guardar):
    fila = nueva(nombre="Realizar talleres")
    (primera,) = guardar(fila).filas
    (segunda,) = guardar(fila).filas
    assert (segunda.actividad.pk, plan.actividades.count()) == (primera.actividad.pk, 2)
    assert not segunda.choques


def test_un_borrador_se_guarda_sin_meta_y_sin_nombre(plan, guardar):
    assert completo(guardar(nueva(producto="Acta")))
    creada = plan.actividades.get(producto="Acta")
    assert (creada.nombre, creada.meta) == ("", None)


def test_lo_que_otra_persona_cambio_en_otro_campo_no_estorba_y_en_el_mismo_se_muestra(quien, plan, una, guardar):
    guardar(editada(una, meta=(Decimal(1), Decimal(8)), unidad=("documentos", "actas")), por=quien.planeacion)
    igual = {"unidad": ("documentos", "actas")}
    guardado = guardar(editada(una, meta=(Decimal(1), Decimal(9)), producto=("", "Acta"), **igual))
    (fila,) = guardado.filas
    assert fila.choques == {"meta": (Decimal(8), Decimal(9))}
    assert not completo(guardado)
    una.refresh_from_db()
    assert (una.meta, una.producto, una.unidad) == (8, "Acta", "actas")
    # Guardarlo habiendo visto el de la otra es elegirlo.
    assert completo(guardar(editada(una, meta=(Decimal(8), Decimal(9)))))


def test_lo_que_esta_pagina_mando_sin_saber_si_llego_no_es_de_otra(una, guardar):
    guardar(editada(una, unidad=("documentos", "actas")))
    repetida = FilaEscrita(una.pk, {"unidad": ("documentos", "actas firmadas")}, dudosos={"unidad": ["actas"]})
    assert completo(guardar(repetida))


def test_lo_que_no_vale_se_dice_en_su_campo_y_lo_demas_se_guarda(plan, una, guardar):
    guardado = guardar(
        editada(una, ponderacion=(None, Decimal(120)), producto=("", "Acta")),
        nueva(nombre="Otra", fecha_inicio=date(2026, 5, 1), fecha_fin=date(2026, 3, 1)),
    )
    primera, segunda = guardado.filas
    assert "de más de 0 a 100" in primera.errores["ponderacion"]
    assert "termina antes de empezar" in segunda.errores["fecha_fin"]
    una.refresh_from_db()
    assert (una.ponderacion, una.producto) == (None, "Acta")
    assert plan.actividades.get(nombre="Otra").fecha_inicio is None


def test_un_peso_enorme_se_rechaza_en_las_dos_bases(una, guardar):
    (fila,) = guardar(editada(una, ponderacion=(None, Decimal(10_000)), producto=("", "Acta"))).filas
    assert set(fila.errores) == {"ponderacion"}
    una.refresh_from_db()
    assert una.producto == "Acta"


def test_los_numeros_se_pueden_cambiar_entre_si_y_no_se_repiten(plan, una, guardar):
    otra = fabricas.actividad(plan, numero="2", orden=99)
    assert completo(guardar(editada(una, numero=("1", "2")), editada(otra, numero=("2", "1"))))
    assert dict(plan.actividades.values_list("pk", "numero")) == {una.pk: "2", otra.pk: "1"}
    (fila, sin) = guardar(editada(una, numero=("2", "1")), editada(otra, numero=("1", ""))).filas
    assert "otra actividad con el número 1" in fila.errores["numero"]
    assert "conserva el 1" in sin.errores["numero"]


def test_duplicar_trae_tambien_lo_que_no_tiene_columna(quien, plan, una, guardar):
    Actividad.objects.filter(pk=una.pk).update(indicador="Informes publicados", sentido="ASCENDENTE")
    una.apoyos.add(quien.ajena)
    copia = FilaEscrita(uuid4(), {"nombre": ("", "Copia")}, copia=una.pk)
    (fila,) = guardar(copia, orden=[copia.clave, una.pk]).filas
    assert (fila.actividad.indicador, list(fila.actividad.apoyos.all())) == ("Informes publicados", [quien.ajena])
    assert list(plan.actividades.order_by("orden").values_list("nombre", flat=True)) == ["Copia", una.nombre]


def test_mover_es_un_solo_suceso_y_deja_donde_estaba_lo_que_no_se_nombra(plan, una, guardar, sucesos):
    b, c, d = (fabricas.actividad(plan, numero=n, orden=una.orden + int(n)) for n in "234")
    guardar(orden=[c.pk, una.pk, b.pk])
    assert list(plan.actividades.order_by("orden").values_list("numero", flat=True)) == ["3", "1", "2", "4"]
    assert sucesos(plan) == ["mover"]
    assert Suceso.objects.de(plan).con_verbo().get().changes["orden"] == ["1, 2, 3", "3, 1, 2"]
    guardar(orden=[c.pk, una.pk, b.pk, d.pk])
    assert sucesos(plan) == ["mover"]


def test_en_la_que_otra_persona_elimino_se_dice_y_no_se_crea_otra(quien, plan, una, guardar, ahora):
    de_actividades.eliminar_actividad(actividad=una, por=quien.planeacion, ahora=ahora)
    guardado = guardar(editada(una, producto=("", "Acta")))
    assert (completo(guardado), guardado.filas[0].actividad, plan.actividades.count()) == (False, None, 0)
    assert "eliminó" in ELIMINADA


def test_al_cambiar_de_dependencia_se_suelta_el_enlace_que_no_reporta_por_ella(quien, una, guardar):
    Actividad.objects.filter(pk=una.pk).update(enlace=quien.enlace)
    guardar(editada(una, dependencia=(quien.propia.pk, quien.ajena.pk)))
    una.refresh_from_db()
    assert (una.dependencia, una.enlace) == (quien.ajena, None)


def test_un_plan_que_no_se_formula_no_se_escribe(en_estado, guardar):
    with pytest.raises(ReglaIncumplida, match="está en revisión"):
        guardar(nueva(nombre="Tarde"), hoja=en_estado("EN_REVISION"))


@pytest.mark.parametrize("cuantas", [2, 40])
def test_las_consultas_no_dependen_de_cuantas_filas_sean(plan, una, guardar, consultas, cuantas):
    otras = [fabricas.actividad(plan, numero=f"A{n}", orden=una.orden + n + 1) for n in range(cuantas)]
    filas = [editada(otra, producto=("", "Acta")) for otra in otras] + [nueva(nombre=f"N{n}") for n in range(cuantas)]
    orden = [otras[-1].pk, *(otra.pk for otra in otras[:-1])]
    with consultas() as hechas:
        guardar(*filas, orden=orden)
    assert len(hechas) <= 23
