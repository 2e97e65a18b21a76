"""El catálogo sembrado: cuentas y trampas del dominio."""

from datetime import date

import pytest

from mipg.texto import normalizar
from mipg.usuarios.models import Dependencia
from politicas.models import (
    Actor,
    Dimension,
    Estrategia,
    Indice,
    Instancia,
    Norma,
    PlanteamientoDelAnio,
    Politica,
    ResponsabilidadPolitica,
    TipoPlan,
    VersionModelo,
)

pytestmark = pytest.mark.usefixtures("catalogo")

SIN_INDICES = {"POL03", "POL04", "POL06", "POL14"}
INEXISTENTES = {"I38", "I39", "I45", "I69"}


@pytest.fixture
def catalogo(catalogo_del_modulo):
    """El mismo catálogo para todas las pruebas de este módulo."""
    return catalogo_del_modulo


def politica(codigo: str) -> Politica:
    return Politica.objects.de_version_activa().get(codigo_furag=codigo)


def responsables(codigo: str, *, reparte: bool) -> list[tuple[str, str]]:
    return [
        (r.rol, r.responsable)
        for r in politica(codigo).responsabilidades.filter(fuente__reparte=reparte).order_by("orden")
        if r.rol != "OPERATIVIZA"
    ]


def test_la_version_seis_tiene_siete_dimensiones_diecinueve_politicas_y_sesenta_y_seis_indices():
    version = VersionModelo.objects.get(activa=True)
    assert version.nombre == "v6"
    assert list(version.dimensiones.values_list("codigo", flat=True)) == [f"D{n}" for n in range(1, 8)]
    assert Politica.objects.de_version_activa().count() == 19
    assert Indice.objects.count() == 66


def test_el_numero_del_plan_y_el_codigo_furag_se_cruzan_en_quince_y_dieciseis():
    transparencia, documental = politica("POL15"), politica("POL16")
    assert transparencia.nombre.startswith("Transparencia") and transparencia.numero_plan == 16
    assert documental.nombre == "Gestión Documental" and documental.numero_plan == 15
    assert transparencia.dimension.codigo == documental.dimension.codigo == "D5"
    cruzadas = [
        p.codigo_furag for p in Politica.objects.de_version_activa() if p.codigo_furag != f"POL{p.numero_plan:02}"
    ]
    assert sorted(cruzadas) == ["POL15", "POL16"]


def test_el_otro_nombre_de_una_politica_no_repite_el_suyo_con_otras_mayusculas():
    otros = {p.codigo_furag: p.otro_nombre for p in Politica.objects.de_version_activa() if p.otro_nombre}
    assert otros.keys() == {"POL01", "POL11", "POL14", "POL15"}
    assert otros["POL11"] == "Servicio al Ciudadano"


def test_los_doce_planes_dicen_la_sigla_con_que_se_los_conoce():
    assert [t.con_sigla for t in TipoPlan.objects.filter(numero__in=(1, 2))] == [
        "Plan Institucional de Archivos de la Entidad (PINAR)",
        "Plan Anual de Adquisiciones",
    ]


def test_los_numeros_del_plan_van_del_uno_al_diecinueve():
    assert list(Politica.objects.de_version_activa().values_list("numero_plan", flat=True)) == list(range(1, 20))


def test_evaluacion_de_resultados_solo_tiene_la_politica_catorce():
    assert [p.codigo_furag for p in Politica.objects.filter(dimension__codigo="D4")] == ["POL14"]


def test_cada_dimension_tiene_las_politicas_que_le_tocan():
    cuentas = {d.codigo: d.politicas.count() for d in Dimension.objects.filter(version__activa=True)}
    assert cuentas == {"D1": 2, "D2": 3, "D3": 8, "D4": 1, "D5": 3, "D6": 1, "D7": 1}


def test_la_tercera_y_la_sexta_dimension_se_llaman_distinto_en_furag():
    de_v6 = Dimension.objects.filter(version__activa=True)
    distintas = {d.codigo: (d.nombre, d.nombre_furag) for d in de_v6 if d.nombre != d.nombre_furag}
    assert distintas == {
        "D3": ("Gestión con valores para Resultados", "Gestión para Resultados con Valores"),
        "D6": ("Gestión del conocimiento y la innovación", "Gestión del Conocimiento"),
    }


def test_cuatro_politicas_no_tienen_indices_y_faltan_cuatro_codigos():
    sin = {p.codigo_furag for p in Politica.objects.de_version_activa().filter(indices=None)}
    assert sin == SIN_INDICES
    codigos = set(Indice.objects.values_list("codigo", flat=True))
    assert codigos == {f"I{n:02}" for n in range(1, 71)} - INEXISTENTES


def test_solo_tres_politicas_no_tienen_lider_nacional():
    sin = set(Politica.objects.de_version_activa().filter(lider_nacional="").values_list("codigo_furag", flat=True))
    assert sin == {"POL03", "POL04", "POL14"}


def test_los_doce_planes_tienen_su_responsable():
    talento, informatica = "Dirección Administrativa de Talento Humano", "Oficina Asesora de Informática"
    assert list(TipoPlan.objects.values_list("numero", "dependencia__nombre")) == [
        (1, "Dirección de Archivo"),
        (2, "Dirección Administrativa de Apoyo Logístico"),
        *[(n, talento) for n in range(3, 9)],
        (9, "Secretaría de Planeación Distrital"),
        *[(n, informatica) for n in range(10, 13)],
    ]
    assert "UAC" in TipoPlan.objects.get(numero=2).nota
    assert "Plan Anticorrupción y de Atención al Ciudadano" in TipoPlan.objects.get(numero=9).nota


def test_las_nueve_estrategias_traen_solo_las_fechas_que_el_documento_dice():
    fechas = {e.numero: (e.fecha_inicio, e.fecha_fin, e.fecha_texto) for e in Estrategia.objects.filter(anio=2025)}
    assert fechas == {
        1: (None, date(2025, 1, 31), "31 de enero de 2024"),
        2: (None, date(2025, 2, 28), "28 de febrero 2025"),
        3: (date(2025, 3, 1), date(2025, 10, 30), "01 de marzo – 30 de octubre 2025"),
        4: (None, date(2025, 11, 30), "30 de noviembre 2025"),
        5: (date(2025, 6, 30), date(2025, 11, 30), "30 de junio - 30 de noviembre 2025"),
        6: (None, None, ""),
        7: (None, None, "Junio – Julio 2025"),
        8: (None, date(2025, 10, 30), "30 de octubre 2025"),
        9: (date(2025, 11, 15), date(2025, 11, 30), "15 noviembre – 30 noviembre de 2025"),
    }


def test_la_estrategia_uno_conserva_la_fecha_literal_del_documento():
    assert "«31 de enero de 2024»" in Estrategia.objects.get(numero=1).nota


def test_toda_estrategia_tiene_responsables():
    assert not Estrategia.objects.filter(responsables=None).exists()


def test_lo_que_hace_toda_la_entidad_es_una_bandera_y_no_una_lista():
    """Una lista deja por fuera a las que no nombra y a las que se creen después."""
    (sexta,) = Estrategia.objects.filter(toda_la_entidad=True)
    assert (sexta.numero, sexta.responsables_texto) == (6, "Responsables de Políticas/Toda la entidad")
    assert [d.nombre for d in sexta.responsables.all()] == ["Secretaría de Planeación Distrital"]


def test_el_planteamiento_de_un_anio_rige_hasta_que_haya_otro():
    de_2025 = PlanteamientoDelAnio.objects.get()
    que_rige = PlanteamientoDelAnio.objects.que_rige
    assert (que_rige(2024), que_rige(2025), que_rige(2027)) == (None, de_2025, de_2025)
    de_2026 = PlanteamientoDelAnio(anio=2026, documento="Plan de 2026", modelo="m", proposito="p", medicion="m")
    de_2026.objetivo, de_2026.alcance = "o", "a"
    de_2026.save()
    assert (que_rige(2025), que_rige(2026), que_rige(2027)) == (de_2025, de_2026, de_2026)


def test_la_politica_seis_tiene_cuatro_fases_en_orden_y_la_tercera_es_de_dos():
    fases = [
        (r.orden, r.dependencia.nombre, r.fase)
        for r in politica("POL06").responsabilidades.filter(fuente__reparte=True, rol="FASE").order_by("orden")
    ]
    assert fases == [
        (1, "Secretaría de Planeación Distrital", "entender la situación"),
        (2, "Secretaría General", "diseñar o rediseñar lo necesario – arquitectura institucional"),
        (3, "Dirección Administrativa de Talento Humano", "impacto en el presupuesto"),
        (4, "Secretaría de Hacienda", "impacto en el presupuesto"),
        (5, "Secretaría de Planeación Distrital", "trabajo por procesos"),
    ]
    tercera = politica("POL06").responsabilidades.filter(fuente__reparte=True, orden__in=(3, 4))
    assert {r.texto for r in tercera} == {"Dirección de Talento Humano-Hacienda (impacto en el presupuesto)"}
    assert all("dos dependencias" in r.nota for r in tercera)


def test_toda_politica_tiene_quien_responda_segun_la_tabla_de_politicas():
    for una in Politica.objects.de_version_activa():
        assert responsables(una.codigo_furag, reparte=True), una


def test_todas_las_dependencias_operativizan_cada_politica():
    todas = ResponsabilidadPolitica.objects.filter(rol="OPERATIVIZA", fuente__reparte=False)
    assert todas.count() == 19
    assert {r.responsable for r in todas} == {"Todas las dependencias"}


@pytest.mark.parametrize(
    ("codigo", "segun_politicas", "segun_actores"),
    [
        ("POL16", [("LIDER", "Secretaría General")], [("LIDER", "Dirección de Archivo")]),
        (
            "POL05",
            [
                ("LIDER", "Oficina Asesora Jurídica"),
                ("COLIDER", "Dirección Administrativa de Apoyo Logístico"),
            ],
            [
                ("LIDER", "Oficina Asesora Jurídica"),
                ("LIDER", "Dirección Administrativa de Apoyo Logístico"),
            ],
        ),
        (
            "POL04",
            [("LIDER", "Secretaría de Hacienda"), ("COLIDER", "Secretaría de Planeación Distrital")],
            [("LIDER", "Secretaría de Hacienda")],
        ),
        (
            "POL15",
            [("LIDER", "Secretaría General"), ("APOYO", "Secretaría de Planeación Distrital")],
            [("LIDER", "Secretaría General")],
        ),
        ("POL07", [("LIDER", "Oficina Asesora de Informática")], []),
        ("POL08", [("LIDER", "Oficina Asesora de Informática")], []),
        ("POL19", [("LIDER", "Comité Institucional de Coordinación de Control Interno")], []),
    ],
)
def test_las_contradicciones_del_documento_se_conservan_con_su_nota(codigo, segun_politicas, segun_actores):
    assert responsables(codigo, reparte=True) == segun_politicas
    assert responsables(codigo, reparte=False) == segun_actores
    de_alguien = politica(codigo).responsabilidades.exclude(rol="OPERATIVIZA")
    assert all(r.nota for r in de_alguien)


def test_control_interno_no_lidera_ni_ejecuta_ninguna_politica():
    oficina = Dependencia.objects.get(nombre="Oficina Asesora de Control Interno")
    assert not oficina.responsabilidades.exists()
    assert Actor.objects.get(dependencia=oficina).descripcion == "Rol de Evaluación Independiente."


def test_los_dos_nombres_de_participacion_son_una_dependencia_con_la_contradiccion_anotada():
    nombres = Dependencia.objects.por_nombre()
    oficial = Dependencia.objects.get(nombre="Secretaría de Participación y Desarrollo Social")
    assert nombres["secretaria de participacion ciudadana"] == oficial.pk
    assert "contradice" in oficial.alias.get().fuente
    assert "Secretaría de Participación Ciudadana" in oficial.nota


@pytest.mark.parametrize(
    ("como_lo_dicen", "oficial"),
    [
        ("Talento Humano", "Dirección Administrativa de Talento Humano"),
        ("Dirección de Talento Humano", "Dirección Administrativa de Talento Humano"),
        ("Secretaría de Planeación", "Secretaría de Planeación Distrital"),
        ("Secretaria de Planeación Distrital", "Secretaría de Planeación Distrital"),
        ("Planeación", "Secretaría de Planeación Distrital"),
        ("Hacienda", "Secretaría de Hacienda"),
        ("Apoyo Logístico", "Dirección Administrativa de Apoyo Logístico"),
        ("UAC/Apoyo Logístico", "Dirección Administrativa de Apoyo Logístico"),
        ("Dirección de Apoyo Logístico", "Dirección Administrativa de Apoyo Logístico"),
        ("Archivo", "Dirección de Archivo"),
        ("Informática", "Oficina Asesora de Informática"),
        ("SECRETARIA GENERAL", "Secretaría General"),
    ],
)
def test_cada_manera_de_nombrarla_lleva_a_la_misma_dependencia(como_lo_dicen, oficial):
    assert Dependencia.objects.por_nombre()[normalizar(como_lo_dicen)] == Dependencia.objects.get(nombre=oficial).pk


def test_no_se_inventan_dependencias():
    assert Dependencia.objects.count() == 10
    assert not Dependencia.objects.exclude(superior=None).exists()
    assert not Dependencia.objects.filter(nombre__icontains="despacho").exists()


def test_planeacion_es_la_secretaria_tecnica_de_los_dos_comites():
    con_secretaria = Instancia.objects.exclude(secretaria_tecnica=None)
    assert {i.nombre.split(" de ")[0] for i in con_secretaria} == {"Comité Distrital", "Comité Institucional"}
    assert {i.secretaria_tecnica.nombre for i in con_secretaria} == {"Secretaría de Planeación Distrital"}


def test_cada_actor_institucional_lleva_a_su_dependencia_o_instancia():
    sueltos = set(Actor.objects.filter(dependencia=None, instancia=None).values_list("nombre", flat=True))
    assert sueltos == {"Ciudadanos y Grupos de Valor", "Todas las Dependencias del Distrito"}


def test_el_decreto_1499_enlaza_a_su_texto_oficial():
    assert Norma.objects.get(nombre="Decreto 1499 de 2017").url.endswith("norma.php?i=83433")
    assert Norma.objects.filter(ambito="DISTRITAL").count() == 2


def test_todo_lo_sembrado_pasa_la_validacion_completa_de_su_modelo(catalogo):
    for modelo in catalogo.cuentas:
        for fila in modelo.objects.all():
            fila.full_clean()
