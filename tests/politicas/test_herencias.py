"""Abrir un año con otra versión del modelo: responsables y enlaces siguen por equivalencia."""

from datetime import date, timedelta

import pytest

from mipg.bitacora.models import Suceso
from mipg.libros import leer
from politicas import acciones
from politicas.models import (
    EnlacePolitica,
    Equivalencia,
    Fuente,
    NombrePolitica,
    Politica,
    ResponsabilidadPolitica,
    VersionModelo,
    Vigencia,
)
from tests import fabricas

pytestmark = pytest.mark.usefixtures("catalogo_del_modulo")


@pytest.fixture
def por():
    return fabricas.persona("planeacion")


@pytest.fixture
def abrir(por, ahora):
    def hacerlo(anio: int, version: str) -> Vigencia:
        return acciones.abrir_vigencia(
            anio=anio,
            version=VersionModelo.objects.get(nombre=version),
            fecha_limite_institucionales=date(anio, 1, 31),
            fecha_limite_politicas=date(anio, 2, 28),
            por=por,
            ahora=ahora,
        )

    return hacerlo


def de(version: str, codigo: str) -> Politica:
    return Politica.objects.get(codigo_furag=codigo, dimension__version__nombre=version)


def responden(politica: Politica, anio: int = 2027) -> list[tuple]:
    rigen = politica.responsabilidades.que_rigen(anio).order_by("fuente", "orden")
    return [(r.fuente_id, r.orden, r.rol, r.responsable, r.fase, r.reparte) for r in rigen]


def nota_de(vigencia: Vigencia) -> str:
    return Suceso.objects.con_verbo().get(verbo="abrir", object_pk=str(vigencia.pk)).nota


def test_con_la_misma_version_no_se_hereda_nada(abrir):
    antes = ResponsabilidadPolitica.objects.count()
    abrir(2026, "v6")
    assert nota_de(abrir(2027, "v6")) == ""
    assert ResponsabilidadPolitica.objects.count() == antes


def test_las_que_tienen_equivalente_heredan_a_quien_responde_con_su_fuente_y_dicen_de_donde(abrir):
    abrir(2026, "v6")
    vigencia = abrir(2027, "v7")
    for codigo in ("POL01", "POL06", "POL16", "POL19"):
        assert responden(de("v7", codigo)) == responden(de("v6", codigo)) != []
    nota = de("v7", "POL16").responsabilidades.first().nota
    assert nota.endswith("Heredada de «Gestión Documental», de MIPG v6.")
    assert nota_de(vigencia).endswith("Sin responsable: «Gestión Ambiental Institucional».")


def test_la_que_no_tiene_equivalente_queda_sin_responsable(abrir):
    abrir(2026, "v6")
    abrir(2027, "v7")
    sin = Politica.objects.de_vigencia(Vigencia.objects.get(anio=2027)).sin_responsable(2027)
    assert [politica.codigo_furag for politica in sin] == ["AMB"]
    assert not Politica.objects.de_vigencia(Vigencia.objects.get(anio=2026)).sin_responsable(2026)


def test_lo_que_ya_se_dijo_de_la_nueva_no_se_pisa(abrir):
    abrir(2026, "v6")
    nueva = de("v7", "POL07")
    fuente = de("v6", "POL07").responsabilidades.first().fuente
    ResponsabilidadPolitica.objects.create(
        politica=nueva, fuente=fuente, rol="LIDER", dependencia=fabricas.dependencia("Otra"), texto="Otra"
    )
    abrir(2027, "v7")
    assert [fila[3] for fila in responden(nueva) if fila[0] == fuente.pk] == ["Otra"]


def test_si_dos_se_funden_responden_los_de_las_dos(abrir):
    abrir(2026, "v6")
    Equivalencia.objects.create(de=de("v6", "POL02"), a=de("v7", "POL01"))
    abrir(2027, "v7")
    juntas = responden(de("v6", "POL01")) + responden(de("v6", "POL02"))
    assert sorted(fila[2:] for fila in responden(de("v7", "POL01"))) == sorted(fila[2:] for fila in juntas)


def test_los_enlaces_sin_terminar_siguen_y_los_terminados_no(abrir, hoy):
    abrir(2026, "v6")
    persona, una, otra = fabricas.persona(), fabricas.dependencia(), fabricas.dependencia()
    antes = {"politica": de("v6", "POL16"), "persona": persona, "desde": hoy - timedelta(days=90)}
    EnlacePolitica.objects.create(dependencia=una, **antes)
    EnlacePolitica.objects.create(dependencia=otra, hasta=hoy - timedelta(days=1), **antes)
    luego = hoy + timedelta(days=30)
    EnlacePolitica.objects.create(dependencia=otra, hasta=luego, **antes | {"desde": luego})
    # Con el año mal escrito, de cuando se admitía.
    EnlacePolitica.objects.create(dependencia=fabricas.dependencia(), **antes | {"desde": date(2072, 2, 4)})
    abrir(2027, "v7")
    siguen = EnlacePolitica.objects.filter(politica=de("v7", "POL16")).order_by("desde")
    assert [(s.dependencia, s.persona, s.desde, s.hasta) for s in siguen] == [
        (una, persona, hoy, None),
        (otra, persona, luego, luego),
    ]
    assert EnlacePolitica.objects.filter(politica=de("v6", "POL16")).count() == 4


def test_volver_a_abrir_con_la_nueva_no_hereda_otra_vez(abrir):
    abrir(2026, "v6")
    abrir(2027, "v7")
    antes = ResponsabilidadPolitica.objects.count()
    abrir(2028, "v7")
    assert ResponsabilidadPolitica.objects.count() == antes


def test_si_el_primer_anio_se_abre_con_otra_que_la_activa_tambien_hereda(abrir):
    abrir(2026, "v7")
    assert responden(de("v7", "POL07"), 2026) == responden(de("v6", "POL07"), 2026) != []


def test_las_consultas_no_dependen_de_cuanto_se_hereda(abrir, consultas, por, ahora):
    abrir(2026, "v6")
    vigencia = fabricas.vigencia(2027)
    vigencia.version = VersionModelo.objects.get(nombre="v7")
    por.perfil(ahora)
    with consultas() as hechas:
        herencia = acciones.heredar(vigencia=vigencia, por=por, ahora=ahora)
    assert herencia.responsabilidades > 40
    assert len(hechas) <= 16


@pytest.fixture
def corregir(por, ahora):
    def hacerlo(vigencia: Vigencia, version: str) -> None:
        acciones.corregir_version(
            vigencia=vigencia, version=VersionModelo.objects.get(nombre=version), motivo="x", por=por, ahora=ahora
        )

    return hacerlo


@pytest.fixture
def acto(por, ahora):
    """Carga un acto que desde ese año (y hasta otro) le da unas políticas a otra oficina."""

    def hacerlo(desde: int, *codigos: str, hasta: int | None = None) -> Fuente:
        filas = "".join(f"{codigo};Líder;Oficina del acto\n" for codigo in codigos)
        libro = leer("acto.csv", f"Política;Papel;Responsable\n{filas}".encode())
        fabricas.dependencia("Oficina del acto")
        dicho = {"clase": "ACTO", "nombre": "Acto", "desde": desde, "hasta": hasta}
        acciones.importar_fuente(libro=libro, de="acto.csv", por=por, ahora=ahora, **dicho)
        return Fuente.objects.get(nombre="Acto", retirada_en=None)

    return hacerlo


DE_V6 = [f"POL{numero:02}" for numero in range(1, 20)]


def sin_responsable(anio: int) -> list[str]:
    sin = Politica.objects.de_vigencia(Vigencia.objects.get(anio=anio)).sin_responsable(anio)
    return [politica.codigo_furag for politica in sin]


def test_si_el_acto_de_antes_se_retira_despues_de_abrir_vuelven_los_de_la_fuente_anterior(abrir, acto, por, ahora):
    abrir(2026, "v6")
    equivocado = acto(2026, *DE_V6)
    abrir(2027, "v7")
    assert {fila[3] for fila in responden(de("v7", "POL16"))} == {"Oficina del acto"}
    acciones.retirar_fuente(fuente=equivocado, motivo="Era el borrador.", por=por, ahora=ahora)
    assert sin_responsable(2027) == ["AMB"]
    assert responden(de("v7", "POL16")) == responden(de("v6", "POL16")) != []


def test_del_acto_que_ya_se_retiro_no_se_hereda_nada(abrir, acto, por, ahora):
    abrir(2026, "v6")
    equivocado = acto(2026, "POL16")
    acciones.retirar_fuente(fuente=equivocado, motivo="Era el borrador.", por=por, ahora=ahora)
    abrir(2027, "v7")
    assert {fila.politica for fila in equivocado.responsabilidades.all()} == {de("v6", "POL16")}


def test_el_acto_de_un_solo_anio_devuelve_el_siguiente_a_la_fuente_anterior(abrir, acto):
    abrir(2026, "v6")
    acto(2027, *DE_V6, hasta=2027)
    abrir(2027, "v7")
    abrir(2028, "v7")
    assert {fila[3] for fila in responden(de("v7", "POL16"), 2027)} == {"Oficina del acto"}
    assert (sin_responsable(2027), sin_responsable(2028)) == (["AMB"], ["AMB"])
    assert responden(de("v7", "POL16"), 2028) == responden(de("v6", "POL16"), 2028)


def test_el_acto_de_un_anio_que_viene_espera_a_su_anio(abrir, acto):
    abrir(2026, "v6")
    acto(2028, "POL16")
    abrir(2027, "v7")
    abrir(2028, "v7")
    assert responden(de("v7", "POL16"), 2027) == responden(de("v6", "POL16"), 2027)
    assert [fila[3] for fila in responden(de("v7", "POL16"), 2028)] == ["Oficina del acto"]


def test_el_acto_que_empieza_en_un_anio_de_antes_rige_tambien_los_que_ya_se_abrieron_con_otra(abrir, acto, sucesos):
    abrir(2026, "v6")
    abrir(2027, "v7")
    fuente = acto(2026, "POL16")
    assert [fila[3] for fila in responden(de("v6", "POL16"), 2026)] == ["Oficina del acto"]
    assert responden(de("v7", "POL16"), 2027) == responden(de("v6", "POL16"), 2027)
    nota = Suceso.objects.con_verbo().get(verbo="importar", object_pk=str(fuente.pk)).nota
    assert nota.endswith("Por equivalencia sigue 1 en otra versión del modelo.")


def test_el_acto_de_un_solo_anio_no_pasa_a_la_version_de_otro(abrir, acto):
    abrir(2026, "v6")
    abrir(2027, "v7")
    acto(2026, "POL16", hasta=2026)
    assert "Oficina del acto" not in [fila[3] for fila in responden(de("v7", "POL16"), 2027)]
    assert not ResponsabilidadPolitica.objects.filter(fuente__nombre="Acto", heredada=True).exists()


def test_tambien_siguen_los_nombres_que_les_dan_las_fuentes(abrir, corregir):
    def llaman(version):
        nombres = NombrePolitica.objects.que_rigen(2027).filter(politica__dimension__version__nombre=version)
        return sorted(nombres.values_list("politica__codigo_furag", "fuente", "nombre"))

    abrir(2026, "v6")
    vigencia = abrir(2027, "v7")
    assert llaman("v7") == llaman("v6") != []
    corregir(vigencia, "v6")
    assert llaman("v7") == []


def de_v7() -> list[int]:
    return [
        modelo.objects.filter(politica__dimension__version__nombre="v7").count()
        for modelo in (ResponsabilidadPolitica, EnlacePolitica)
    ]


def test_lo_heredado_se_quita_al_corregir_la_version_y_lo_dicho_a_mano_se_queda(abrir, corregir, acto, hoy):
    abrir(2026, "v6")
    persona, una, otra = fabricas.persona(), fabricas.dependencia(), fabricas.dependencia()
    EnlacePolitica.objects.create(politica=de("v6", "POL16"), dependencia=una, persona=persona, desde=hoy)
    vigencia = abrir(2027, "v7")
    assert de_v7()[0] > 40
    EnlacePolitica.objects.create(politica=de("v7", "POL16"), dependencia=otra, persona=persona, desde=hoy)
    de("v7", "AMB").responsabilidades.create(fuente=fabricas.fuente(), rol="LIDER", dependencia=otra, texto="x")
    antes = responden(de("v6", "POL16"))
    corregir(vigencia, "v6")
    assert (de_v7(), responden(de("v6", "POL16"))) == ([1, 1], antes)
    # A la vuelta hereda lo que rige entonces, una sola vez.
    acto(2027, "POL16")
    corregir(vigencia, "v7")
    assert [fila[3] for fila in responden(de("v7", "POL16"))] == ["Oficina del acto"]
    assert responden(de("v7", "POL07")) == responden(de("v6", "POL07"))
    assert de_v7()[1] == 2


def test_el_anio_que_se_corrige_no_le_quita_lo_heredado_a_otro_que_trabaja_con_esa_version(abrir, corregir):
    abrir(2026, "v6")
    vigencia = abrir(2027, "v7")
    abrir(2028, "v7")
    antes = de_v7()
    corregir(vigencia, "v6")
    assert de_v7() == antes


def test_abrir_despues_con_la_nueva_hereda_lo_que_rige_ese_anio(abrir, corregir, acto):
    abrir(2026, "v6")
    corregir(abrir(2027, "v7"), "v6")
    acto(2027, "POL16")
    abrir(2028, "v7")
    assert [fila[3] for fila in responden(de("v7", "POL16"), 2028)] == ["Oficina del acto"]


@pytest.mark.parametrize("como", ["corrige", "deshace y abre"])
def test_el_acto_que_se_cargo_con_la_otra_version_sigue_rigiendo_al_volver(abrir, corregir, acto, por, ahora, como):
    """El año trabajaba con la 7 cuando se cargó: sus filas son de políticas de la 7."""
    abrir(2026, "v6")
    vigencia = abrir(2027, "v7")
    acto(2027, "POL16")
    antes = responden(de("v6", "POL07"), 2027)
    if como == "corrige":
        corregir(vigencia, "v6")
        nota = Suceso.objects.con_verbo().get(verbo="corregir version").nota
    else:
        acciones.deshacer_apertura(vigencia=vigencia, nota="x", por=por, ahora=ahora)
        nota = nota_de(abrir(2027, "v6"))
    assert "De MIPG v7 a MIPG v6 siguen 1 responsabilidad y 0 enlaces." in nota
    assert [fila[3] for fila in responden(de("v6", "POL16"), 2027)] == ["Oficina del acto"]
    # El año de antes, y lo que heredó la otra, quedan como estaban.
    assert "Oficina del acto" not in [fila[3] for fila in responden(de("v6", "POL16"), 2026)]
    assert responden(de("v6", "POL07"), 2027) == antes


def test_la_politica_en_que_se_reabrio_una_fase_conserva_todas_al_ir_y_volver(abrir, corregir, por, ahora):
    abrir(2026, "v6")
    vigencia = abrir(2027, "v7")
    antes = responden(de("v7", "POL06"))
    fase = de("v7", "POL06").responsabilidades.que_reparten(2027).filter(rol="FASE").earliest("orden")
    hecho = {"responsabilidad": fase, "vigencia": vigencia, "por": por, "ahora": ahora}
    acciones.terminar_fase(**hecho)
    acciones.reabrir_fase(motivo="No era.", **hecho)
    corregir(vigencia, "v6")
    corregir(vigencia, "v7")
    assert responden(de("v7", "POL06")) == antes and len(antes) > 4
