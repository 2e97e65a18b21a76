"""Qué rige cada año según las fuentes, y la migración que las hizo filas."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from planes.models import Plan
from politicas.models import Fuente, Politica, ResponsabilidadPolitica
from tests import fabricas as f


@pytest.fixture
def dos_tablas(db):
    """Dos políticas en las dos tablas de un documento de 2025, y la primera también en un acto de 2027."""
    tabla = f.fuente("Tabla", desde=2025)
    actores = f.fuente("Actores", desde=2025, reparte=False, orden=2)
    acto = f.fuente("Acto", desde=2027, clase=Fuente.Clase.ACTO)
    una, otra = f.politica(nombre="Una"), f.politica(nombre="Otra")
    for fuente, politica in ((tabla, una), (tabla, otra), (actores, una), (actores, otra), (acto, una)):
        politica.responsabilidades.create(
            fuente=fuente, dependencia=f.dependencia(f"{fuente.nombre} {politica.nombre}"), rol="LIDER", texto="x"
        )


def nombres(filas):
    return [r.responsable for r in filas.select_related("dependencia", "instancia")]


def test_el_acto_rige_desde_su_anio_y_solo_en_lo_que_nombra(dos_tablas):
    rigen = ResponsabilidadPolitica.objects.que_rigen
    assert nombres(rigen(2024)) == []
    assert nombres(rigen(2026)) == ["Tabla Una", "Actores Una", "Tabla Otra", "Actores Otra"]
    assert nombres(rigen(2027)) == ["Acto Una", "Tabla Otra", "Actores Otra"]
    assert nombres(ResponsabilidadPolitica.objects.que_reparten(2027)) == ["Acto Una", "Tabla Otra"]


def test_el_acto_que_dejo_de_regir_o_se_retiro_devuelve_lo_de_antes(dos_tablas):
    acto = Fuente.objects.filter(nombre="Acto")
    acto.update(hasta=2027)
    assert nombres(ResponsabilidadPolitica.objects.que_reparten(2028)) == ["Tabla Una", "Tabla Otra"]
    quien = f.persona()
    acto.update(retirada_en=f.AHORA, retirada_por=quien, retirada_motivo="Era un borrador.")
    assert nombres(ResponsabilidadPolitica.objects.que_reparten(2027)) == ["Tabla Una", "Tabla Otra"]


def test_cuando_ninguna_fuente_reparte_reparten_todas_las_que_rigen(dos_tablas):
    Fuente.objects.exclude(nombre="Acto").update(reparte=False)
    reparten = ResponsabilidadPolitica.objects.que_reparten
    assert nombres(reparten(2026)) == ["Tabla Una", "Actores Una", "Tabla Otra", "Actores Otra"]
    assert nombres(reparten(2027)) == ["Acto Una", "Tabla Otra", "Actores Otra"]


def test_cada_plan_se_lee_con_las_fuentes_de_su_vigencia(dos_tablas):
    politica = Politica.objects.get(nombre="Una")
    for anio in (2026, 2027):
        f.plan(politica=politica, vigencia=f.vigencia(anio))
    reparten = ResponsabilidadPolitica.objects.que_reparten(OuterRef("vigencia__anio")).order_by()
    suyas = reparten.filter(politica=OuterRef("politica"))
    del_acto = Plan.objects.filter(Exists(suyas.filter(dependencia__nombre="Acto Una")))
    assert [plan.vigencia.anio for plan in del_acto] == [2027]
    de_la_tabla = Plan.objects.filter(Exists(suyas.filter(dependencia__nombre="Tabla Una")))
    assert [plan.vigencia.anio for plan in de_la_tabla] == [2026]


def test_los_responsables_de_muchas_politicas_se_leen_en_una_consulta(dos_tablas, consultas):
    with consultas() as hechas:
        leidas = {
            p.nombre: [(r.responsable, r.reparte) for r in p.rigen] for p in Politica.objects.con_responsables(2027)
        }
    assert len(hechas) == 2
    assert leidas == {"Una": [("Acto Una", True)], "Otra": [("Tabla Otra", True), ("Actores Otra", False)]}


def test_la_base_rechaza_lo_que_una_fuente_no_puede_decir(db):
    f.fuente("Decreto 1", desde=2027, seccion="art. 1")
    with pytest.raises(ValidationError, match="Ya hay una fuente"):
        Fuente(clase="ACTO", nombre="Decreto 1", seccion="art. 1", desde=2027).full_clean()
    for malo in ({"hasta": 2026}, {"clase": "OTRA"}, {"retirada_motivo": "Sin fecha."}, {"cargada_en": f.AHORA}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Fuente.objects.create(**{"clase": "ACTO", "nombre": "Decreto 2", "desde": 2027} | malo)
