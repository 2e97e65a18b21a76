"""La versión 7, sembrada inactiva: lo que se sabe de ella, dicho como por verificar, y a qué equivale."""

import pytest
from django.core.exceptions import ValidationError

from politicas.models import Dimension, Equivalencia, Indice, Politica, VersionModelo

pytestmark = pytest.mark.usefixtures("catalogo_del_modulo")

DIMENSIONES = {
    "Talento Humano": {"POL01", "POL02"},
    "Direccionamiento Estratégico y Planeación": {"POL03", "POL04", "POL05", "POL17"},
    "Relación Estado-Ciudadanías": {"POL11", "POL13", "POL15", "POL12", "POL07"},
    "Fortalecimiento Institucional": {"POL06", "POL10", "POL09", "POL08", "AMB"},
    "Gestión del Conocimiento, la Innovación y la Memoria Pública": {"POL18", "POL16"},
    "Seguimiento, Evaluación y Control Integral": {"POL14", "POL19"},
}


def de_v7():
    return Politica.objects.filter(dimension__version__nombre="v7").select_related("dimension")


def test_la_version_siete_esta_inactiva_y_dice_que_esta_por_verificar():
    version = VersionModelo.objects.get(nombre="v7")
    assert (version.activa, version.por_verificar, version.vigente_desde) == (False, True, None)
    assert version.nota.startswith("PENDIENTE DE VERIFICACIÓN")
    assert "PENDIENTE DE VERIFICACIÓN" in version.rotulo
    assert "PENDIENTE" not in VersionModelo.objects.get(activa=True).rotulo


def test_reparte_veinte_politicas_en_seis_dimensiones():
    reparto: dict[str, set] = {}
    for politica in de_v7():
        reparto.setdefault(politica.dimension.nombre, set()).add(politica.codigo_furag)
    assert reparto == DIMENSIONES
    assert [d.nombre for d in Dimension.objects.filter(version__nombre="v7").order_by("orden")] == list(DIMENSIONES)


def test_lo_que_no_se_sabe_no_se_inventa():
    assert not Dimension.objects.filter(version__nombre="v7").exclude(nombre_furag="", proposito="").exists()
    assert not Indice.objects.filter(politica__dimension__version__nombre="v7").exists()
    antes = {p.codigo_furag: (p.numero_plan, p.nombre, p.lider_nacional) for p in Politica.objects.de_version_activa()}
    rebautizadas = {}
    for politica in de_v7().exclude(codigo_furag="AMB"):
        numero, nombre, lider = antes[politica.codigo_furag]
        assert (politica.numero_plan, politica.lider_nacional) == (numero, lider)
        assert "no se han verificado" in politica.nota
        if politica.nombre != nombre:
            rebautizadas[politica.codigo_furag] = politica.nombre
            assert f"«{nombre}»" in politica.nota
    assert rebautizadas == {
        "POL12": "Simplificación, Estandarización y Racionalización de Trámites",
        "POL16": "Gestión Documental y de Archivos",
    }
    nueva = de_v7().get(codigo_furag="AMB")
    assert (nueva.numero_plan, nueva.nombre) == (20, "Gestión Ambiental Institucional")
    assert "código propio, no oficial" in nueva.nota


def test_cada_una_de_la_seis_sigue_en_una_de_la_siete_y_la_ambiental_es_nueva():
    pares = Equivalencia.objects.values_list("de__codigo_furag", "a__codigo_furag")
    assert sorted(pares) == sorted((p.codigo_furag, p.codigo_furag) for p in Politica.objects.de_version_activa())


def test_una_equivalencia_cruza_de_una_version_a_otra():
    una, otra = Politica.objects.de_version_activa()[:2]
    with pytest.raises(ValidationError, match="misma versión"):
        Equivalencia(de=una, a=otra).full_clean()
    with pytest.raises(ValidationError, match="ella misma"):
        Equivalencia(de=una, a=una).validate_constraints()
