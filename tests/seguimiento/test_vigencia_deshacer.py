"""Deshacer la apertura de un año que no era: borra lo que creó, y nada más; si alguien trabajó en él, dice en qué."""

import copy
from datetime import UTC, date, datetime
from functools import partial
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.urls import reverse

from mipg.bitacora.models import Suceso
from mipg.expediente.acciones import recibir_importacion
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes.acciones.actividades import editar_actividad
from planes.acciones.planes import DESTINO, crear_planes_de_vigencia
from planes.models import Actividad, Plan
from politicas.acciones import reabrir_fase, terminar_fase
from politicas.models import (
    EnlacePolitica,
    Estrategia,
    Politica,
    ResponsabilidadPolitica,
    VersionModelo,
    Vigencia,
)
from politicas.siembra import sembrar
from seguimiento.acciones import aperturas, cortes, vigencias
from seguimiento.acciones.cortes import Fechas
from seguimiento.reglas import vigencias as reglas
from tests import fabricas as f
from tests.mundos import apartado

NOVIEMBRE = datetime(2026, 11, 30, 15, tzinfo=UTC)
# Lo que la bitácora, el buscador y las colas anotan por su lado.
APARTE = {"bitacora", "buscador", "avisos", "auditlog", "contenttypes", "sessions"}
HEREDAN = ("politicas.ResponsabilidadPolitica", "politicas.EnlacePolitica")


def abrir(anio: int, version: str, por, ahora=NOVIEMBRE) -> Vigencia:
    fechas = [Fechas(t, *(date(anio, m, 28),) * 3) for t, m in enumerate((3, 6, 9, 12), start=1)]
    datos = {
        "anio": anio,
        "version": VersionModelo.objects.get(nombre=version),
        "fecha_limite_institucionales": date(anio, 1, 31),
        "fecha_limite_politicas": date(anio, 2, 28),
    }
    return vigencias.abrir(datos=datos, fechas=fechas, con_planes=True, por=por, ahora=ahora)


@pytest.fixture(scope="module")
def _mundo(django_db_setup, django_db_blocker):
    """Quien abrió 2026, con un enlace, y después 2027; `antes`: lo que había antes de abrirla."""
    with apartado(django_db_blocker):
        sembrar(ahora=NOVIEMBRE)
        por = f.persona("planeacion")
        abrir(2026, "v6", por)
        politica = Politica.objects.get(codigo_furag="POL16", dimension__version__nombre="v6")
        EnlacePolitica.objects.create(
            politica=politica, dependencia=f.dependencia(), persona=f.persona(), desde=date(2026, 1, 1)
        )
        antes = filas()
        yield SimpleNamespace(por=por, antes=antes, abierta=abrir(2027, "v6", por))


@pytest.fixture
def mundo(db, _mundo):
    return copy.deepcopy(_mundo)


@pytest.fixture
def por(mundo):
    return mundo.por


@pytest.fixture
def enviar(por, cliente_de, time_machine):
    time_machine.move_to(datetime(2026, 12, 1, 15, tzinfo=UTC))
    cliente = cliente_de(por)

    def hacerlo(vigencia: Vigencia, motivo: str = "Era 2028."):
        return cliente.post(reverse("seguimiento:vigencia_deshacer", args=[vigencia.pk]), {"motivo": motivo})

    return hacerlo


def filas() -> dict[str, set]:
    """Las claves primarias de todo lo que hay."""
    return {
        modelo._meta.label: {*modelo._base_manager.values_list("pk", flat=True)}
        for modelo in apps.get_models(include_auto_created=True)
        if modelo._meta.app_label not in APARTE
    }


def test_borra_lo_que_la_apertura_creo_y_nada_mas(enviar, mundo):
    nacieron = {modelo for modelo, suyas in filas().items() if suyas != mundo.antes[modelo]}
    assert {"planes.Plan", "planes.Actividad", "seguimiento.Corte", "politicas.Estrategia"} < nacieron
    assert enviar(mundo.abierta).status_code == 302
    assert filas() == mundo.antes
    suceso = Suceso.objects.con_verbo().get(verbo="deshacer")
    assert (suceso.object_pk, suceso.actor) == (str(mundo.abierta.pk), mundo.por)
    assert suceso.nota.startswith("Era 2028. Se borró con ")
    # El año se abre otra vez como si nada.
    assert abrir(2027, "v6", mundo.por).esta_abierta


def test_la_de_otra_version_se_borra_con_lo_que_heredaron_sus_politicas(enviar, por):
    antes = filas()
    otra = abrir(2028, "v7", por)
    ahora = filas()
    assert all(ahora[modelo] != antes[modelo] for modelo in HEREDAN)
    assert enviar(otra).status_code == 302
    assert filas() == antes


def _editar(plan: Plan, por) -> None:
    una = plan.actividades.order_by("pk").first()
    cuando = NOVIEMBRE.replace(hour=16)
    editar_actividad(actividad=una, version=una.version, nombre="Otra cosa", por=por, ahora=cuando)


def _subir(plan: Plan, por) -> None:
    recibir_importacion(
        destino=DESTINO, objeto_id=plan.pk, nombre="a.csv", contenido=b"a;b\n1;2\n", por=por, ahora=NOVIEMBRE
    )


def _terminar_una_fase(vigencia: Vigencia, por) -> dict:
    filas = ResponsabilidadPolitica.objects.que_reparten(vigencia.anio)
    fase = filas.filter(rol="FASE", politica__dimension__version=vigencia.version_id).earliest("orden")
    hecho = {"responsabilidad": fase, "vigencia": vigencia, "por": por, "ahora": NOVIEMBRE}
    terminar_fase(**hecho)
    return hecho


@pytest.mark.parametrize("version", ["v6", "v7"])
def test_la_fase_que_se_reabrio_no_lo_impide_y_se_borra_con_el(enviar, por, version):
    antes = filas()
    vigencia = abrir(2028, version, por)
    reabrir_fase(motivo="No era.", **_terminar_una_fase(vigencia, por))
    assert enviar(vigencia).status_code == 302
    assert filas() == antes


def test_lo_que_llega_cuando_ya_se_deshizo_lo_dice(mundo, por):
    corte = mundo.abierta.cortes.get(trimestre=1)
    hace = {"por": por, "ahora": NOVIEMBRE}
    aperturas.deshacer(vigencia=mundo.abierta, motivo="Era 2028.", **hace)
    for llega in (
        partial(aperturas.deshacer, vigencia=mundo.abierta, motivo="Era 2028."),
        partial(cortes.abrir, corte=corte),
        partial(crear_planes_de_vigencia, vigencia=mundo.abierta),
    ):
        with pytest.raises(EstadoCambiado, match="deshizo la apertura"):
            llega(**hace)


@pytest.mark.parametrize(("hecho", "dice"), [
    ("edita", "Ya se trabajó en «Plan de acción de implementación MIPG 2027»"),
    ("sube", "Ya se trabajó en «"),
    ("envia", "Ya se trabajó en «"),
    ("mejoramiento", "Ya se trabajó en «Mejorar»"),
    ("corte", "El corte T1 ya se abrió."),
    ("ventana", "Tiene 1 ventana de formulación."),
    ("fase", "Ya se terminó «entender la situación · "),
    ("cerrada", None),
    ("sin motivo", "obligatorio"),
])  # fmt: skip
def test_si_alguien_trabajo_en_el_dice_en_que_y_no_borra_nada(enviar, mundo, hecho, dice):
    vigencia, por = mundo.abierta, mundo.por
    plan = Plan.objects.get(vigencia=vigencia, clase="IMPLEMENTACION")
    otro = Plan.objects.filter(vigencia=vigencia, clase="ACCION_POLITICA").first()
    if hecho == "edita":
        _editar(plan, por)
    elif hecho == "sube":
        _subir(otro, por)
    elif hecho == "envia":
        Plan.objects.filter(pk=otro.pk).update(estado="EN_REVISION", enviado_en=NOVIEMBRE, enviado_por=por)
    elif hecho == "mejoramiento":
        f.plan(vigencia=vigencia, clase="MEJORAMIENTO", nombre="Mejorar", vigencia_medida=2026)
    elif hecho == "corte":
        vigencia.cortes.filter(trimestre=1).update(estado="ABIERTO", abierto_en=NOVIEMBRE, abierto_por=por)
    elif hecho == "ventana":
        f.ventana(vigencia)
    elif hecho == "fase":
        _terminar_una_fase(vigencia, por)
    elif hecho == "cerrada":
        Vigencia.objects.filter(pk=vigencia.pk).update(cerrada_en=NOVIEMBRE, cerrada_por=por)
    antes = filas()
    respuesta = enviar(vigencia, motivo="" if hecho == "sin motivo" else "Era 2028.")
    assert respuesta.status_code == (404 if dice is None else 422)
    assert (dice or "") in respuesta.text
    assert ("Deshacer la apertura de 2027</button>" in respuesta.text) == (hecho == "sin motivo")
    assert filas() == antes


def test_las_estrategias_que_se_cargaron_de_su_documento_se_quedan(enviar, mundo):
    Estrategia.objects.create(anio=2027, numero=99, nombre="Del documento", descripcion="x", responsables_texto="x")
    assert enviar(mundo.abierta).status_code == 302
    assert [una.nombre for una in Estrategia.objects.filter(anio=2027)] == ["Del documento"]


def test_se_llega_desde_los_cortes_mientras_se_pueda_y_cuesta_lo_mismo(mundo, cliente_de, consultas):
    vigencia, por = mundo.abierta, mundo.por
    cliente = cliente_de(por)
    url = reverse("seguimiento:vigencia_deshacer", args=[vigencia.pk])
    assert url in cliente.get(reverse("seguimiento:corte_lista")).text
    medidas = []
    for _ in range(2):
        with consultas() as hechas:
            cliente.get(url)
        medidas.append(len(hechas))
        Actividad.objects.filter(plan__vigencia=vigencia).delete()
        Plan.objects.filter(vigencia=vigencia).exclude(clase="IMPLEMENTACION").update(
            estado="EN_REVISION", enviado_en=NOVIEMBRE, enviado_por=por
        )
    assert medidas[0] == medidas[1]
    vigencia.cortes.filter(trimestre=1).update(estado="ABIERTO", abierto_en=NOVIEMBRE, abierto_por=por)
    assert url not in cliente.get(reverse("seguimiento:corte_lista")).text


def test_el_corte_que_ya_cerro_impide_deshacer_y_corregir_la_version_como_el_abierto():
    deshacer = {"abierta": True, "fases": (), "tocados": {}, "lo_demas": ()}
    corregir = {"abierta": True, "es_la_misma": False, "con_trabajo": (), "fases": ()}
    for estado, cuantos in (("PROGRAMADO", 0), ("ABIERTO", 1), ("CERRADO", 1)):
        assert len(reglas.problemas_para_deshacer(cortes={1: estado}, **deshacer)) == cuantos
        impiden = reglas.problemas_para_corregir_version(
            cortes=[estado], archivos=0, descartar_archivos=False, **corregir
        )
        assert len(impiden) == cuantos


def test_lo_que_no_esta_abierto_ni_se_deshace_ni_se_corrige():
    (dice,) = reglas.problemas_para_deshacer(abierta=False, cortes={}, fases=(), tocados={}, lo_demas=())
    corregir = {"es_la_misma": False, "cortes": (), "con_trabajo": (), "fases": (), "archivos": 0}
    (otro,) = reglas.problemas_para_corregir_version(abierta=False, descartar_archivos=False, **corregir)
    assert dice.mensaje == otro.mensaje == "La vigencia no está abierta."


def test_sin_motivo_la_accion_tampoco_lo_deshace(mundo, por):
    with pytest.raises(ReglaIncumplida, match="Diga por qué se deshace"):
        aperturas.deshacer(vigencia=mundo.abierta, motivo=" ", por=por, ahora=NOVIEMBRE)
