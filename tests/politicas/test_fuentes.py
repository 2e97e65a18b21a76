"""Qué rige cada año según las fuentes, y cargar y retirar un acto."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from mipg.libros import leer
from mipg.reglas import ReglaIncumplida
from planes.acciones.planes import lideres_de_politica
from planes.models import Plan
from politicas.acciones import importar_fuente, retirar_fuente
from politicas.fuentes import TODAS, entender
from politicas.models import Fuente, Instancia, Politica, ResponsabilidadPolitica, VersionModelo, Vigencia
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


def test_la_que_reparte_y_ya_no_rige_no_le_quita_el_trabajo_a_la_mas_nueva(dos_tablas):
    Fuente.objects.filter(nombre="Acto").update(reparte=False)
    assert nombres(ResponsabilidadPolitica.objects.que_reparten(2027)) == ["Acto Una", "Tabla Otra"]


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


# --- Leer la hoja de un acto --------------------------------------------------------------------------------


BUENA = """Política;Papel;Dependencia o instancia;Fase;Texto;Nota
Una;Líder;Secretaría de Paz;;La Secretaría de Paz lidera.;art. 1
Una;Apoyo;SP;;;
Otra;Fase;Comité de Paz;diseñar;;
"""


def leida(filas: str):
    version = VersionModelo.objects.get(activa=True)
    return entender(leer("acto.csv", filas.encode()), version=version, hoy=f.HOY)


@pytest.fixture
def nombres_del_acto(db):
    """Dos políticas, una secretaría con sigla y un comité."""
    f.politica(nombre="Una", numero_plan=31)
    f.politica(nombre="Otra")
    f.dependencia("Secretaría de Paz", sigla="SP")
    f.dependencia("Oficina Suprimida", vigente_hasta=date(2026, 1, 31))
    Instancia.objects.create(nombre="Comité de Paz")


def test_la_hoja_se_entiende_fila_por_fila(nombres_del_acto):
    lectura = leida(BUENA)
    assert (lectura.errores, lectura.cuantas) == ((), {"politicas": 2, "responsabilidades": 3})
    assert [(x.politica.nombre, x.papel, x.responsable, x.fase, x.texto, x.orden) for x in lectura.filas] == [
        ("Una", "Líder", "Secretaría de Paz", "", "La Secretaría de Paz lidera.", 1),
        ("Una", "Apoyo", "Secretaría de Paz", "", "SP", 2),
        ("Otra", "Fase", "Comité de Paz", "diseñar", "Comité de Paz", 1),
    ]


@pytest.mark.parametrize(
    ("fila", "donde", "mensaje"),
    [
        ("Unaa;Líder;SP;;", "columna A", "Se parecen: «Una»"),
        ("31;Líder;SP;;", "columna A", "puede ser el número del plan o el del FURAG"),
        ("Una;Jefe;SP;;", "columna B", "no es un papel"),
        ("Una;Líder;Secretaría de la Paz;;", "columna C", "Se parecen: «Secretaría de Paz»"),
        ("Una;Líder;Todas las dependencias;;", "columna C", "sólo puede llevar el papel «Operativiza»"),
        ("Una;Líder;Oficina Suprimida;;", "columna C", "ya no existe y nadie la sucedió"),
        ("Una;Fase;SP;;", "columna D", "Diga de qué fase responde"),
        ("Una;Líder;SP;diseñar;", "columna D", "sólo acompaña al papel «Fase»"),
        ("Una;Líder;;;", "columna C", "Falta quién responde"),
        ("Otra;Líder;SP;;\nOtra;Líder;Secretaría de Paz;;", "fila 3, columna C", "lo mismo que la fila 2"),
    ],
)
def test_lo_que_no_se_reconoce_se_dice_en_su_celda(nombres_del_acto, fila, donde, mensaje):
    lectura = leida(f"Política;Papel;Dependencia o instancia;Fase;Texto\n{fila}\n")
    dichos = [f"{nota.donde}: {nota.mensaje}" for nota in lectura.errores]
    assert not lectura.se_puede
    assert len(dichos) == 1 and donde in dichos[0] and mensaje in dichos[0], dichos


def test_dos_lideres_se_avisan_y_entran(nombres_del_acto):
    lectura = leida("Política;Papel;Responsable\nUna;Líder;SP\nUna;Líder;Comité de Paz\n")
    assert lectura.se_puede
    assert "queda con dos líderes, «SP» y «Comité de Paz»" in lectura.avisos[0].mensaje


@pytest.mark.parametrize(
    ("filas", "fila", "avisa"),
    [
        ("Una;Apoyo;SP", "fila 2", "«Una» queda sin quien responda"),
        ("Otra;Líder;SP\nUna;Operativiza;Todas las dependencias", "fila 3", "«Una» queda sin quien responda"),
        ("Una;Líder;SP\nUna;Apoyo;SP", "fila 3", "queda con dos papeles en «Una»: Líder y Apoyo"),
        ("Una;Líder;Oficina Nueva", "fila 2", "existe desde el 1 de enero de 2027"),
    ],
)
def test_lo_que_entra_y_conviene_mirar_se_avisa(nombres_del_acto, filas, fila, avisa):
    f.dependencia("Oficina Nueva", vigente_desde=date(2027, 1, 1))
    lectura = leida(f"Política;Papel;Responsable\n{filas}\n")
    assert lectura.se_puede
    (nota,) = lectura.avisos
    assert fila in nota.donde and avisa in nota.mensaje


def test_dos_fases_de_la_misma_no_se_avisan(nombres_del_acto):
    filas = "Una;Fase;SP;diseñar\nUna;Fase;SP;medir\n"
    assert leida(f"Política;Papel;Responsable;Fase\n{filas}").avisos == ()


def test_quien_no_se_reconoce_se_muestra_como_esta_escrito(nombres_del_acto):
    """Decir «Todas las dependencias» sería mostrar lo que el acto no dice."""
    lectura = leida("Política;Papel;Responsable\nUna;Líder;La de Marte\nOtra;Operativiza;todas las dependencias\n")
    assert [fila.responsable for fila in lectura.filas] == ["La de Marte", TODAS]


# --- Cargarla y retirarla -----------------------------------------------------------------------------------


def cargar(por, *, filas=BUENA, desde=2027, nombre="Acto de 2027", ahora=f.AHORA, **datos):
    libro = leer("acto.csv", filas.encode())
    importar_fuente(libro=libro, de="acto.csv", clase="ACTO", nombre=nombre, desde=desde, por=por, ahora=ahora, **datos)
    return Fuente.objects.get(nombre=nombre, retirada_en=None)


def test_cargar_deja_la_fuente_con_su_autor_y_su_suceso(nombres_del_acto, sucesos):
    quien = f.persona("planeacion")
    acto = cargar(quien)
    assert (acto.cargada_por, acto.responsabilidades.count(), acto.reparte) == (quien, 3, True)
    assert sucesos(acto) == ["importar"]
    assert nombres(ResponsabilidadPolitica.objects.que_reparten(2027)) == [
        "Secretaría de Paz", "Secretaría de Paz", "Comité de Paz",
    ]  # fmt: skip


def test_la_politica_que_solo_tiene_quien_la_apoye_esta_sin_responsable(nombres_del_acto):
    """Y no se le crea el plan a quien apoya."""
    una, vigencia = Politica.objects.get(nombre="Una"), f.vigencia(2027)
    Vigencia.objects.update(version=una.dimension.version)
    vigencia.refresh_from_db()
    cargar(f.persona("planeacion"), filas="Política;Papel;Responsable\nUna;Apoyo;SP\nOtra;Líder;SP\n")
    assert list(Politica.objects.sin_responsable(2027)) == [una]
    assert una.pk not in lideres_de_politica(vigencia, f.HOY)


def test_lo_de_una_vigencia_cerrada_no_cambia(nombres_del_acto):
    quien = f.persona("planeacion")
    Vigencia.objects.filter(pk=f.vigencia(2026).pk).update(cerrada_en=f.AHORA, cerrada_por=quien)
    with pytest.raises(ReglaIncumplida, match="La vigencia 2026 ya se cerró"):
        cargar(quien, desde=2025)
    with pytest.raises(ReglaIncumplida, match="La vigencia 2026 ya se cerró"):
        cargar(quien, desde=2025, hasta=2026)
    assert cargar(quien, desde=2025, hasta=2025, nombre="Acto de 2025").hasta == 2025
    assert cargar(quien, desde=2027).desde == 2027


def test_si_algo_falla_a_mitad_no_queda_nada(nombres_del_acto, monkeypatch):
    monkeypatch.setattr("politicas.acciones.fuentes.registrar", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cargar(f.persona("planeacion"))
    assert not Fuente.objects.exists()


def test_la_retirada_deja_de_regir_y_su_nombre_queda_libre(nombres_del_acto, sucesos):
    quien = f.persona("planeacion")
    acto = cargar(quien)
    with pytest.raises(ReglaIncumplida, match="Diga por qué"):
        retirar_fuente(fuente=acto, motivo=" ", por=quien, ahora=f.AHORA)
    retirar_fuente(fuente=acto, motivo="Era el borrador.", por=quien, ahora=f.AHORA)
    assert not ResponsabilidadPolitica.objects.que_rigen(2027).exists()
    assert sucesos(acto) == ["importar", "retirar"]
    with pytest.raises(ReglaIncumplida, match="ya se había retirado"):
        retirar_fuente(fuente=acto, motivo="Otra vez.", por=quien, ahora=f.AHORA)
    assert cargar(quien).pk != acto.pk


def test_no_se_retira_lo_sembrado_ni_lo_que_rigio_en_una_vigencia_cerrada(nombres_del_acto):
    quien = f.persona("planeacion")
    with pytest.raises(ReglaIncumplida, match="Vino con el catálogo"):
        retirar_fuente(fuente=f.fuente(), motivo="x", por=quien, ahora=f.AHORA)
    acto = cargar(quien)
    Vigencia.objects.filter(pk=f.vigencia(2027).pk).update(cerrada_en=f.AHORA, cerrada_por=quien)
    with pytest.raises(ReglaIncumplida, match="Rigió en la vigencia 2027"):
        retirar_fuente(fuente=acto, motivo="x", por=quien, ahora=f.AHORA)
