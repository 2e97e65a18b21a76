"""Las contradicciones de los documentos sembrados aparecen solas; quitado el dato que causa una, ésa se va."""

from datetime import date

import pytest

from mipg.usuarios.models import AliasDependencia, Dependencia
from politicas.contradicciones import del_anio
from politicas.models import (
    Atribucion,
    Estrategia,
    Fuente,
    Instancia,
    NombrePolitica,
    Politica,
    ResponsabilidadPolitica,
    VersionModelo,
)

pytestmark = pytest.mark.usefixtures("catalogo_del_modulo")
HOY = date(2026, 7, 6)
PLAN = "Plan de acción MIPG 2025"


def de(codigo, seccion="§4 (tabla de actores)"):
    return ResponsabilidadPolitica.objects.filter(
        politica__codigo_furag=codigo, fuente__nombre=PLAN, fuente__seccion=seccion
    ).exclude(rol="OPERATIVIZA")


def tabla(codigo):
    return de(codigo, "§7, actividad 2 (tabla de políticas)")


def igualar(codigo):
    """Deja en la tabla de actores lo mismo que en la de políticas."""
    actores = Fuente.objects.get(nombre=PLAN, seccion="§4 (tabla de actores)")
    suyas = list(tabla(codigo))
    de(codigo).delete()
    for fila in suyas:
        fila.pk, fila.fuente, fila.orden = None, actores, fila.orden + 10
        fila.save()


def una_sola_cabeza():
    """Compras: cada tabla nombra un solo líder, el mismo, y un mismo colíder."""
    igualar("POL05")


def una_dependencia_en_vez_del_comite():
    igualar("POL19")
    ResponsabilidadPolitica.objects.filter(instancia=Instancia.objects.get(sigla="CICCI")).update(
        instancia=None, dependencia=Dependencia.objects.get(nombre="Oficina Asesora de Control Interno")
    )


def un_solo_nombre_de_participacion():
    AliasDependencia.objects.filter(nombre="Secretaría de Participación Ciudadana").delete()


def la_fecha_del_anio():
    Estrategia.objects.filter(anio=2025, numero=1).update(fecha_texto="31 de enero de 2025")


def defensa_juridica_en_las_dos():
    NombrePolitica.objects.filter(nombre="Defensa Judicial").update(nombre="Defensa Jurídica")


def el_articulo_de_una_sola():
    Atribucion.objects.filter(dependencia__nombre="Secretaría General").delete()


# Cada una: dónde se ve, lo que las dos fuentes dicen y el dato que la causa.
CASOS = {
    "Gestión documental": ("responsables-POL16", ("Secretaría General", "Dirección de Archivo"), ["POL16"]),
    "Compras": ("responsables-POL05", ("Oficina Asesora Jurídica", "Apoyo Logístico (líder)"), una_sola_cabeza),
    "Participación con dos nombres": (
        "dependencia:Secretaría de Participación y Desarrollo Social",
        ("Participación y Desarrollo Social", "Participación Ciudadana"),
        un_solo_nombre_de_participacion,
    ),
    "Presupuestal": ("responsables-POL04", ("Hacienda (líder)", "Planeación Distrital (colíder)"), ["POL04"]),
    "Fortalecimiento organizacional": (
        "responsables-POL06",
        ("fase «entender la situación»", "Planeación Distrital (líder)"),
        ["POL06"],
    ),
    "Transparencia": ("responsables-POL15", ("General (líder)", "Planeación Distrital (apoyo)"), ["POL15"]),
    "Gobierno Digital": ("responsables-POL07", ("Informática (líder)", "No nombra a quien responde"), ["POL07"]),
    "Seguridad Digital": ("responsables-POL08", ("Informática (líder)", "No nombra a quien responde"), ["POL08"]),
    "Control Interno": (
        "responsables-POL19",
        ("Comité Institucional de Coordinación", "No nombra a quien responde"),
        una_dependencia_en_vez_del_comite,
    ),
    "Artículo 18, numeral 5": (
        "norma:artículo 18, numeral 5",
        ("Secretaría General", "Planeación Distrital"),
        el_articulo_de_una_sola,
    ),
    "Defensa Judicial o Jurídica": (
        "nombre-POL09",
        ("Defensa Judicial", "Defensa Jurídica"),
        defensa_juridica_en_las_dos,
    ),
    "Fecha de 2024": ("fecha-2025-1", ("31 de enero de 2024", "31/01/2025"), la_fecha_del_anio),
}
# La tabla de los 12 planes nombra además una «UAC» que el documento no define.
ADEMAS = {"dependencia:Dirección Administrativa de Apoyo Logístico"}


def halladas():
    """Las del año, por una clave que no depende de claves primarias."""
    v6 = VersionModelo.objects.get(nombre="v6")
    claves = {}
    for caso in del_anio(2026, v6, HOY):
        hallada = caso.contradiccion
        clave = hallada.clave
        if clave.startswith("dependencia-"):
            clave = f"dependencia:{hallada.asunto}"
        elif clave.startswith("norma-"):
            clave = f"norma:{hallada.asunto.partition(', ')[2]}"
        claves[clave] = hallada
    return claves


def test_aparecen_todas_y_ninguna_mas():
    assert len(CASOS) == 12
    assert halladas().keys() == {clave for clave, _, _ in CASOS.values()} | ADEMAS


@pytest.mark.parametrize("nombre", CASOS)
def test_cada_una_dice_lo_de_las_dos_fuentes_y_se_va_con_su_dato(nombre):
    clave, dichos, quitar = CASOS[nombre]
    antes = halladas()
    citado = " ".join(f"{o.fuente}: {o.dice}" for o in antes[clave].opciones)
    assert len({o.fuente for o in antes[clave].opciones}) == 2
    assert all(dicho in citado for dicho in dichos), citado
    quitar() if callable(quitar) else igualar(*quitar)
    assert antes.keys() - halladas().keys() == {clave}


def test_lo_que_ya_no_rige_no_contradice():
    Fuente.objects.filter(nombre=PLAN, seccion="§4 (tabla de actores)").update(hasta=2025)
    quedan = halladas()
    assert {"responsables-POL16", "nombre-POL09"}.isdisjoint(quedan)
    assert "responsables-POL19" in quedan, "un comité solo sigue sin quien ejecute"


def test_lo_nombrado_en_una_version_no_es_de_la_otra():
    assert Politica.objects.filter(dimension__version__nombre="v6").count() == 19
    otra = VersionModelo.objects.create(nombre="vX", titulo="Otra")
    assert not [c for c in del_anio(2026, otra, HOY) if c.contradiccion.politica]


def test_los_documentos_que_dejaron_de_regir_no_contradicen_a_nadie():
    Fuente.objects.update(hasta=2025)
    version = VersionModelo.objects.get(activa=True)
    assert del_anio(2025, version, HOY) != []
    assert del_anio(2026, version, HOY) == []


def test_el_numero_de_consultas_no_depende_del_catalogo(django_assert_num_queries):
    v6 = VersionModelo.objects.get(nombre="v6")
    with django_assert_num_queries(8):
        del_anio(2026, v6, HOY)
