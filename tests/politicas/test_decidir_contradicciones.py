"""Decidir dónde se contradicen las fuentes deja constancia; si una fuente cambia, vuelve a estar por decidir."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from politicas.acciones import decidir_contradiccion, retirar_fuente, revocar_decision
from politicas.contradicciones import de_vigencia, papeles_publicos
from politicas.models import DecisionCatalogo, Fuente, ResponsabilidadPolitica, Vigencia
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def mundo():
    """Una política que el documento da a Archivo y otro, a General; y la vigencia 2026 abierta."""
    vigencia, planeacion = f.vigencia(), f.persona("planeacion")
    general, archivo = f.dependencia("General"), f.dependencia("Archivo")
    politica = f.politica(codigo_furag="POL16", numero_plan=15)
    for orden, (fuente, quien) in enumerate((("Tabla", general), ("Actores", archivo)), start=1):
        politica.responsabilidades.create(
            fuente=f.fuente(fuente), dependencia=quien, rol="LIDER", orden=orden, texto=f"Lidera {quien}."
        )
    return SimpleNamespace(vigencia=vigencia, por=planeacion, politica=politica, general=general, archivo=archivo)


def caso(mundo, anio=None):
    vigencia = Vigencia.objects.get(anio=anio) if anio else mundo.vigencia
    return de_vigencia(vigencia, f.HOY)[0]


def decidir(mundo, **cambios):
    hallada = caso(mundo).contradiccion
    datos = {
        "vigencia": mundo.vigencia,
        "clave": hallada.clave,
        "huella": hallada.huella,
        "opcion": next(o.clave for o in hallada.opciones if "Archivo" in o.dice),
        "fundamento": "Acta 3 del Comité",
        "por": mundo.por,
        "ahora": f.AHORA,
    } | cambios
    return decidir_contradiccion(**datos)


def dichos(mundo, anio=2026):
    return papeles_publicos([mundo.politica], anio)[mundo.politica.pk]


def cambiar_una_fuente(mundo):
    mundo.politica.responsabilidades.filter(dependencia=mundo.general).update(rol="APOYO")


def test_decidida_vale_lo_de_la_fuente_y_queda_en_la_bitacora(mundo):
    assert dict(dichos(mundo).quienes) == {"General": "Responsable", "Archivo": "Responsable"}
    decision = decidir(mundo)
    assert (decision.leido, decision.decision) == (
        [["Tabla", "General (líder)"], ["Actores", "Archivo (líder)"]],
        "Archivo (líder), según Actores",
    )
    assert caso(mundo).decision == decision
    assert (dichos(mundo).quienes, dichos(mundo).advertencia) == ((("Archivo", "Líder"),), "")
    suceso = Suceso.objects.get(verbo="decidir")
    assert (suceso.actor, suceso.nota) == (mundo.por, "Acta 3 del Comité")


def test_si_una_fuente_cambia_vuelve_a_estar_por_decidir_y_lo_decidido_queda(mundo):
    decidir(mundo)
    cambiar_una_fuente(mundo)
    assert caso(mundo).decision is None
    assert dichos(mundo).advertencia
    assert DecisionCatalogo.objects.get().revocada_en is None
    mundo.politica.responsabilidades.filter(dependencia=mundo.general).update(rol="LIDER")
    assert caso(mundo).decision, "la fuente volvió a decir lo de antes"


def test_lo_decidido_vale_en_los_anios_que_siguen_y_no_en_los_de_antes(mundo):
    f.vigencia(2025)
    f.vigencia(2027)
    decidir(mundo)
    assert caso(mundo, 2027).decision
    assert caso(mundo, 2025).decision is None
    assert not dichos(mundo, 2027).advertencia
    assert dichos(mundo, 2025).advertencia


def test_revocada_vuelve_a_estar_por_decidir_salvo_en_el_anio_que_ya_se_cerro(mundo):
    f.vigencia(2027)
    decision = decidir(mundo)
    Vigencia.objects.filter(anio=2026).update(cerrada_en=datetime(2027, 1, 20, tzinfo=UTC), cerrada_por=mundo.por)
    revocada = revocar_decision(
        decision=decision, motivo="  El acta se anuló. ", por=mundo.por, ahora=datetime(2027, 3, 1, tzinfo=UTC)
    )
    assert revocada.revocada_motivo == "El acta se anuló."
    assert caso(mundo, 2027).decision is None
    assert caso(mundo, 2026).decision == decision
    assert Suceso.objects.get(verbo="revocar").nota == "El acta se anuló."
    with pytest.raises(EstadoCambiado, match="ya revocó"):
        revocar_decision(decision=decision, motivo="Otra vez", por=mundo.por, ahora=f.AHORA)


def test_revocada_en_un_anio_abierto_se_puede_decidir_otra_vez(mundo):
    revocar_decision(decision=decidir(mundo), motivo="Se leyó mal.", por=mundo.por, ahora=f.AHORA)
    assert caso(mundo).decision is None
    assert decidir(mundo, opcion="", texto="Lo hacen las dos").decision == "Lo hacen las dos"
    assert {papel for _, papel in dichos(mundo).quienes} == {"Responsable"}
    assert DecisionCatalogo.objects.count() == 2


@pytest.mark.parametrize(
    ("cambios", "dice"),
    [
        ({"huella": "0" * 64}, "cambió mientras"),
        ({"clave": "responsables-POL99"}, "ya no se contradicen"),
        ({"opcion": "no-es-una"}, "no es una de las opciones"),
        ({"opcion": "", "texto": "  "}, "Escriba qué se decidió"),
        ({"fundamento": " "}, "con qué acto"),
    ],
)
def test_no_se_decide_a_ciegas(mundo, cambios, dice):
    with pytest.raises(ReglaIncumplida, match=dice):
        decidir(mundo, **cambios)
    assert not DecisionCatalogo.objects.exists()


def test_la_segunda_de_dos_pestanas_oye_que_ya_se_decidio(mundo):
    decidir(mundo)
    with pytest.raises(EstadoCambiado, match="ya lo decidió: Archivo"):
        decidir(mundo)
    assert DecisionCatalogo.objects.count() == 1


def test_en_una_vigencia_cerrada_no_se_decide(mundo):
    Vigencia.objects.update(cerrada_en=f.AHORA, cerrada_por=mundo.por)
    with pytest.raises(ReglaIncumplida, match="no está abierta"):
        decidir(mundo)


def test_no_se_revoca_sin_motivo(mundo):
    with pytest.raises(ReglaIncumplida, match="por qué se revoca"):
        revocar_decision(decision=decidir(mundo), motivo=" ", por=mundo.por, ahora=f.AHORA)


@pytest.mark.parametrize(
    ("cambios", "restriccion"),
    [
        ({}, "una_vigente|vigencia_id"),
        ({"clave": "otra", "fundamento": ""}, "fundada"),
        ({"clave": "otra", "decision": ""}, "fundada"),
        ({"clave": "otra", "clase": "XX"}, "clase_valido"),
        ({"clave": "otra", "revocada_motivo": "Sin fecha"}, "revocada_con_motivo"),
        ({"clave": "otra", "revocada_en": f.AHORA, "revocada_motivo": "x"}, "revocada_en_por"),
    ],
)
def test_la_base_no_guarda_lo_imposible(mundo, cambios, restriccion):
    decision = decidir(mundo)
    for campo, valor in ({"pk": None} | cambios).items():
        setattr(decision, campo, valor)
    with (
        pytest.raises(IntegrityError, match=restriccion),
        transaction.atomic(),
    ):
        decision.save(force_insert=True)


def test_los_papeles_se_leen_en_dos_consultas_aunque_haya_muchas_politicas(mundo, django_assert_num_queries):
    otras = [f.politica() for _ in range(12)]
    for otra in otras:
        otra.responsabilidades.create(
            fuente=f.fuente("Tabla"), dependencia=mundo.general, rol="LIDER", orden=1, texto="Lidera."
        )
    with django_assert_num_queries(2):
        leidos = papeles_publicos([mundo.politica, *otras], 2026)
    assert len(leidos) == 13
    assert ResponsabilidadPolitica.objects.count() == 14


def test_lo_decidido_de_un_anio_no_vale_en_los_de_antes(mundo):
    f.vigencia(2027)
    siguiente = Vigencia.objects.get(anio=2027)
    decidir(mundo, vigencia=siguiente)
    assert dict(dichos(mundo, 2027).quienes) == {"Archivo": "Líder"}
    assert dict(dichos(mundo, 2026).quienes) == {"General": "Responsable", "Archivo": "Responsable"}


# --- Lo que se decía en un instante -------------------------------------------------------------------------------


def al(mundo, cuando):
    return dict(papeles_publicos([mundo.politica], 2026, cuando)[mundo.politica.pk].quienes)


def test_lo_dicho_en_un_instante_no_cambia_con_lo_que_llega_despues(mundo):
    """Así un corte cerrado dice lo de entonces: ni el acto, ni la decisión, ni su revocación de después lo cambian."""
    entonces, despues = f.AHORA, f.AHORA + timedelta(days=1)
    cierre = entonces + timedelta(hours=1)
    por_decidir = {"General": "Responsable", "Archivo": "Responsable"}
    decision = decidir(mundo, ahora=despues)
    assert (al(mundo, cierre), al(mundo, despues)) == (por_decidir, {"Archivo": "Líder"})
    DecisionCatalogo.objects.update(decidida_en=entonces)
    assert al(mundo, cierre) == {"Archivo": "Líder"}
    revocar_decision(decision=decision, motivo="Se anuló.", por=mundo.por, ahora=despues)
    assert (al(mundo, cierre), al(mundo, despues), al(mundo, None)) == ({"Archivo": "Líder"}, por_decidir, por_decidir)


def test_el_acto_que_llega_o_se_retira_despues_no_cambia_lo_de_entonces(mundo):
    entonces, despues = f.AHORA, f.AHORA + timedelta(days=1)
    cierre = entonces + timedelta(hours=1)
    acto = f.fuente("Acto", desde=2026)
    mundo.politica.responsabilidades.create(fuente=acto, dependencia=f.dependencia("Hacienda"), rol="LIDER", texto="x")
    antes, del_acto = {"General": "Responsable", "Archivo": "Responsable"}, {"Hacienda": "Líder"}
    Fuente.objects.filter(pk=acto.pk).update(cargada_en=despues, cargada_por=mundo.por)
    assert (al(mundo, cierre), al(mundo, despues), al(mundo, None)) == (antes, del_acto, del_acto)
    Fuente.objects.filter(pk=acto.pk).update(cargada_en=entonces)
    retirar_fuente(fuente=acto, motivo="Era un borrador.", por=mundo.por, ahora=despues)
    assert (al(mundo, cierre), al(mundo, despues), al(mundo, None)) == (del_acto, antes, antes)
