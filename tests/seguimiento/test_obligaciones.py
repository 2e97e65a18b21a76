"""A quién le toca qué en un corte abierto: lo mismo que las reglas dejan hacer, y sin recorrer lo ajeno."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest

from mipg.fechas import BOGOTA, sumar_habiles
from mipg.usuarios.acciones import asignar
from mipg.usuarios.models import Asignacion, Usuario
from seguimiento.models import Avance, Corte
from seguimiento.obligaciones import pendientes
from seguimiento.reglas.avances import puede_reportar
from tests import fabricas as f

pytestmark = pytest.mark.django_db


def _avance(estado="PENDIENTE", enlace=None, **campos):
    dependencia = f.dependencia()
    jefe = f.persona("jefe", dependencia)
    enlaces = [f.persona("enlace", dependencia) for _ in range(2)]
    actividad = f.actividad(f.plan("PUBLICADO", dependencia=dependencia), enlace=enlaces[0] if enlace else None)
    return f.avance(actividad, f.corte(), estado, **campos), enlaces, jefe


def _encargar(persona, de, dependencia, rol="enlace"):
    """Seis días en encargo de otra persona en una dependencia."""
    asignar(
        persona=persona,
        rol=rol,
        dependencia=dependencia,
        desde=f.HOY,
        hasta=f.HOY + timedelta(days=5),
        en_encargo_de=de,
        por=None,
        ahora=f.AHORA,
    )


def _deben(verbo, persona=None):
    return [o.persona for o in pendientes(f.HOY, persona) if o.verbo == verbo]


def _pueden_reportar(avance):
    actividad = Avance.objects.con_todo().get(pk=avance.pk).actividad
    return {p.pk for p in Usuario.objects.all() if puede_reportar(p.perfil(f.HOY), actividad)}


def test_reporta_el_enlace_asignado_y_nadie_mas_recibe_el_deber():
    _, enlaces, _ = _avance(enlace=True)

    assert _deben("Reportar") == [enlaces[0].pk]
    assert _deben("Reportar", enlaces[1].pk) == []


def test_si_el_enlace_se_retira_le_toca_a_la_dependencia_y_puede_hacerlo():
    avance, enlaces, _ = _avance(enlace=True)
    Usuario.objects.filter(pk=enlaces[0].pk).update(vinculo_hasta=f.HOY - timedelta(days=1))

    assert _deben("Reportar") == [enlaces[1].pk]
    assert enlaces[1].pk in _pueden_reportar(avance)


def test_un_encargo_del_enlace_recibe_el_deber_y_puede_cumplirlo():
    avance, enlaces, _ = _avance(enlace=True)
    encargado = f.persona()
    _encargar(encargado, enlaces[0], avance.actividad.dependencia)

    assert _deben("Reportar") == [encargado.pk]
    assert encargado.pk in _pueden_reportar(avance)
    assert [o.persona for o in pendientes(f.HOY + timedelta(days=6))] == [enlaces[0].pk]


def test_no_se_pide_avalar_a_quien_escribio_en_el_reporte():
    avance, _, jefe = _avance("ENVIADO", cantidad=D(1))
    assert _deben("Avalar") == [jefe.pk]

    avance.autores.add(jefe)
    assert _deben("Avalar") == [None]


def test_avala_tambien_el_jefe_de_la_dependencia_que_coordina_el_plan():
    coordina = f.dependencia()
    jefe = f.persona("jefe", coordina)
    actividad = f.actividad(f.plan("PUBLICADO", dependencia=coordina), dependencia=f.dependencia())
    f.avance(actividad, f.corte(), "ENVIADO", D(1))

    assert _deben("Avalar") == [jefe.pk]


def test_revisa_planeacion_menos_quien_escribio():
    avance, _, _ = _avance("AVALADO", cantidad=D(1))
    una, otra = f.persona("planeacion"), f.persona("planeacion")
    avance.autores.add(una)

    assert _deben("Revisar") == [otra.pk]


@pytest.mark.parametrize("rol", ["enlace", "jefe", "planeacion", "comite"])
def test_pedir_lo_de_una_persona_da_lo_mismo_que_filtrar_lo_de_todos(rol):
    for estado in ("PENDIENTE", "BORRADOR", "ENVIADO", "AVALADO", "DEVUELTO"):
        dependencia = f.dependencia()
        f.persona("jefe", dependencia), f.persona("enlace", dependencia)
        corte = Corte.objects.abierto() or f.corte()
        f.avance(f.actividad(f.plan("PUBLICADO", dependencia=dependencia)), corte, estado, D(1))
    persona = f.persona(rol, dependencia)

    assert sorted(pendientes(f.HOY, persona.pk)) == sorted(o for o in pendientes(f.HOY) if o.persona == persona.pk)


def test_si_el_enlace_asignado_ya_no_tiene_rol_para_reportar_le_toca_al_jefe():
    avance, enlaces, jefe = _avance(enlace=True)
    enlaces[0].asignaciones.update(hasta=f.HOY - timedelta(days=1))

    assert _deben("Reportar") == [jefe.pk]
    assert jefe.pk in _pueden_reportar(avance) and enlaces[0].pk not in _pueden_reportar(avance)


def test_un_encargo_en_otra_dependencia_no_se_lleva_los_reportes_de_esta():
    _, enlaces, _ = _avance(enlace=True)
    otra = f.dependencia()
    Asignacion.objects.create(persona=enlaces[0], rol="jefe", dependencia=otra, desde=f.HOY - timedelta(days=90))
    _encargar(f.persona(), enlaces[0], otra, rol="jefe")

    assert _deben("Reportar") == [enlaces[0].pk]


def test_quien_es_enlace_y_ademas_reemplaza_a_otro_debe_cada_reporte_una_vez():
    avance, enlaces, _ = _avance()
    _encargar(enlaces[0], enlaces[1], avance.actividad.dependencia)

    assert _deben("Reportar", enlaces[0].pk) == [enlaces[0].pk]


def test_quien_se_traslado_ni_debe_ni_ve_ni_reporta_lo_que_dejo():
    avance, enlaces, jefe = _avance("BORRADOR", enlace=True)
    enlaces[0].asignaciones.update(hasta=f.HOY - timedelta(days=1))
    Asignacion.objects.create(persona=enlaces[0], rol="enlace", dependencia=f.dependencia(), desde=f.HOY)

    assert _deben("Reportar") == [jefe.pk]
    assert enlaces[0].pk not in _pueden_reportar(avance)
    assert not Avance.objects.visibles_para(enlaces[0].perfil(f.HOY)).exists()


def test_lo_del_enlace_que_ya_se_fue_es_de_los_de_la_dependencia_tambien_en_su_inicio():
    avance, (se_fue, *_), _ = _avance(enlace=True)
    otra = f.persona("enlace", avance.actividad.dependencia)
    assert not Avance.objects.de_quien_reporta(otra.perfil(f.HOY)).exists()
    Usuario.objects.filter(pk=se_fue.pk).update(is_active=False)
    assert Avance.objects.de_quien_reporta(otra.perfil(f.HOY)).get() == avance


def test_un_encargo_en_una_dependencia_no_vale_en_otra():
    avance, enlaces, _ = _avance(enlace=True)
    otra = f.dependencia()
    Asignacion.objects.create(persona=enlaces[0], rol="enlace", dependencia=otra, desde=f.HOY - timedelta(days=90))
    encargada = f.persona("enlace", avance.actividad.dependencia)
    _encargar(encargada, enlaces[0], otra)

    assert encargada.pk not in _pueden_reportar(avance)
    assert _deben("Reportar", encargada.pk) == []
    assert not Avance.objects.de_quien_reporta(encargada.perfil(f.HOY)).exists()


@pytest.mark.parametrize(
    ("reportado_en", "desde"),
    [
        (datetime(2028, 2, 28, 23, 59, 59, tzinfo=BOGOTA), date(2028, 2, 28)),
        (datetime(2028, 2, 29, 0, 0, 0, tzinfo=BOGOTA), date(2028, 2, 29)),
        (datetime(2028, 2, 29, 23, 59, 59, tzinfo=BOGOTA), date(2028, 2, 29)),
        (datetime(2028, 3, 1, 0, 0, 0, tzinfo=BOGOTA), date(2028, 3, 1)),
    ],
)
def test_el_plazo_del_aval_corre_desde_el_dia_de_bogota(reportado_en, desde):
    """En UTC, lo enviado de noche ya es de mañana; y febrero, cada cuatro años, tiene un día más."""
    dependencia = f.dependencia()
    jefe, vigencia = f.persona("jefe", dependencia), f.vigencia(2027)
    corte = f.corte(4, de=vigencia, abre=date(2028, 1, 3), cierra=date(2028, 2, 29))
    plan = f.plan("PUBLICADO", dependencia=dependencia, vigencia=vigencia)
    f.avance(f.actividad(plan), corte, "ENVIADO", 1, reportado_en=reportado_en)
    limite = sumar_habiles(desde, vigencia.dias_sin_aval)
    for persona in (None, jefe.pk):
        assert [o.vence for o in pendientes(desde, persona) if o.verbo == "Avalar"] == [limite]
    # El día en que vence, y no antes, Planeación ya lo puede aceptar.
    f.persona("planeacion")
    revisa = [dia for dia in (limite - timedelta(days=1), limite) for o in pendientes(dia) if o.verbo == "Revisar"]
    assert revisa == [limite]
