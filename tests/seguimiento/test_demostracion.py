"""La demostración sale de las acciones: cada estado tiene los sucesos que llevan a él, y repetirla no cambia nada."""

from collections import defaultdict
from datetime import date, datetime

import pytest
from django.contrib.contenttypes.models import ContentType

from furag.models import AccionMejora, ConceptoDeControl, EntidadMedida, Medicion, Recomendacion
from furag.obligaciones import SOCIALIZAR
from furag.obligaciones import pendientes as de_furag
from mipg.bitacora.models import Suceso
from mipg.expediente.models import Importacion
from mipg.fechas import BOGOTA
from mipg.usuarios.models import Asignacion, Usuario
from mipg.usuarios.roles import Rol
from planes.models import Plan, Prorroga, Requerimiento, Vencimiento, VersionPlan
from planes.reglas import TRANSICIONES as DE_PLANES
from politicas.models import Fuente, Jornada
from politicas.obligaciones import pendientes as del_catalogo
from politicas.siembra import sembrar as sembrar_catalogo
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas.avances import TRANSICIONES as DE_AVANCES
from seguimiento.reglas.cortes import TRANSICIONES as DE_CORTES
from tests import demostrada

pytestmark = pytest.mark.django_db

HOY = date(2026, 11, 20)
INICIAL = {Plan: "BORRADOR", Avance: "PENDIENTE", Corte: "PROGRAMADO"}


def _sembrar(*fecha: int):
    ahora = datetime(*fecha, 10, 0, tzinfo=BOGOTA)
    sembrar_catalogo(ahora=ahora)
    return demostrada.sembrar(ahora)


def _estado_por_sucesos(modelo, transiciones) -> dict[int, str]:
    """Estado al que llevan los sucesos de cada registro, siguiendo la tabla de transiciones."""
    verbos = {verbo for suyos in transiciones.values() for verbo in suyos}
    estados = defaultdict(lambda: INICIAL[modelo])
    sucesos = Suceso.objects.filter(content_type=ContentType.objects.get_for_model(modelo), verbo__in=verbos).order_by(
        "timestamp", "id"
    )
    for pk, verbo, cambios in sucesos.values_list("object_id", "verbo", "changes"):
        desde = estados[pk]
        assert verbo in transiciones[desde], f"{modelo.__name__} {pk}: «{verbo}» desde {desde}"
        posibles = transiciones[desde][verbo]
        estados[pk] = cambios["estado"][1] if "estado" in cambios else desde
        assert estados[pk] in posibles, f"{modelo.__name__} {pk}: {desde} –{verbo}→ {estados[pk]}"
    return estados


def _comprueba_que_cada_estado_tiene_los_sucesos_que_llevan_a_el():
    for modelo, transiciones in ((Plan, DE_PLANES), (Avance, DE_AVANCES), (Corte, DE_CORTES)):
        por_sucesos = _estado_por_sucesos(modelo, transiciones)
        assert {pk: por_sucesos[pk] for pk in modelo.objects.values_list("pk", flat=True)} == dict(
            modelo.objects.values_list("pk", "estado")
        )


def _comprueba_que_hay_de_todo():
    assert set(Plan.objects.values_list("estado", flat=True)) == set(Plan.Estado.values)
    abierto = Corte.objects.abierto()
    assert set(Avance.objects.filter(corte=abierto).values_list("estado", flat=True)) == set(Avance.Estado.values)
    assert Corte.objects.filter(vigencia=abierto.vigencia, estado="CERRADO").count() == 2
    assert Avance.objects.filter(corte__estado="CERRADO", estado="PENDIENTE").exists()
    assert set(Prorroga.objects.values_list("estado", flat=True)) == {"CONCEDIDA", "PEDIDA"}
    assert VersionPlan.objects.get(tardia="MOVER").trimestre_cerrado == 2
    assert set(Asignacion.objects.values_list("rol", flat=True)) == set(Rol.values)
    assert Cifra.objects.filter(corte__vigencia__anio=2025, ambito="ENTIDAD").count() == 4
    acto = Fuente.objects.get(nombre="Acto de ejemplo (2027)")
    assert (acto.cargada_por.nombre, acto.responsabilidades.count()) == ("Paula Planeación de Ejemplo", 4)
    situaciones = {uno.situacion(HOY) for modelo in (Vencimiento, Requerimiento) for uno in modelo.objects.all()}
    assert situaciones == {"A_TIEMPO", "TARDE", "VENCIDO", "POR_VENCER"}
    assert Importacion.objects.get(destino="politicas.fuentes").nombre.endswith(".xlsx")
    sin_enlace = [o.detalle for o in del_catalogo(date(2026, 11, 20)) if o.verbo == "Designar enlace"]
    assert {detalle.split(" responde")[0] for detalle in sin_enlace} == {
        "Secretaría General",
        "Comité Institucional de Coordinación de Control Interno",
    }


def _comprueba_que_el_hilo_llega_a_los_resultados_siguientes():
    assert list(Medicion.objects.order_by("anio").values_list("anio", flat=True)) == [2024, 2025]
    assert not EntidadMedida.objects.exclude(nombre__contains="DATO DE EJEMPLO").exists()
    assert not Recomendacion.objects.exclude(texto__startswith="DATO DE EJEMPLO").exists()
    assert set(Recomendacion.objects.values_list("estado", flat=True)) == set(Recomendacion.Estado.values)
    assert set(AccionMejora.objects.values_list("estado", flat=True)) == set(AccionMejora.Estado.values)
    efectivas = ConceptoDeControl.objects.filter(clase="EFECTIVIDAD")
    assert set(efectivas.values_list("accion__actividad__plan__vigencia__anio", flat=True)) == {2025}
    assert set(efectivas.values_list("favorable", flat=True)) == {True, False}
    assert set(Jornada.objects.values_list("estado", flat=True)) == set(Jornada.Estado.values)
    debe = [uno for uno in de_furag(HOY) if uno.verbo == SOCIALIZAR]
    assert {uno.clave for uno in debe} == {f"medicion:{Medicion.objects.get(anio=2025).pk}:socializar"}


def _comprueba_que_las_personas_son_visiblemente_ficticias():
    assert not Usuario.objects.exclude(email__endswith="@ejemplo.test").exists()
    assert not Usuario.objects.exclude(nombre__icontains="ejemplo").exists()


def test_la_demostracion_sale_de_las_acciones_tiene_de_todo_y_repetirla_no_cambia_nada():
    cuentas = _sembrar(2026, 11, 20)

    _comprueba_que_cada_estado_tiene_los_sucesos_que_llevan_a_el()
    _comprueba_que_hay_de_todo()
    _comprueba_que_el_hilo_llega_a_los_resultados_siguientes()
    _comprueba_que_las_personas_son_visiblemente_ficticias()

    antes = (Suceso.objects.count(), Avance.objects.count(), Usuario.objects.count())
    assert _sembrar(2026, 11, 21) == cuentas
    assert (Suceso.objects.count(), Avance.objects.count(), Usuario.objects.count()) == antes


# El dos de enero todavía no ha terminado ningún trimestre. En 2025 no hay además un año cerrado que sembrar.
@pytest.mark.parametrize("fecha", [(2025, 1, 2)])
def test_la_demostracion_sirve_cualquier_dia_del_anio(fecha):
    _sembrar(*fecha)

    abierto = Corte.objects.abierto()
    assert abierto.vigencia.anio == fecha[0]
    assert abierto.captura_en(datetime(*fecha).date())
    assert Avance.objects.filter(corte=abierto, estado="ACEPTADO").exists()
    limite = datetime(*fecha, 10, 1, tzinfo=BOGOTA)
    assert not Suceso.objects.exclude(verbo="").filter(timestamp__gt=limite).exists()
