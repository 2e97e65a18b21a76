"""A quién le toca: la consulta, la regla y la obligación dicen lo mismo de cada persona."""

from collections import Counter
from datetime import timedelta
from itertools import product
from random import Random

import pytest

from mipg import obligaciones
from mipg.usuarios.models import Asignacion, Usuario
from seguimiento.models import Ampliacion, Avance
from seguimiento.obligaciones import pendientes
from seguimiento.reglas import avances as reglas
from tests import fabricas as f

pytestmark = pytest.mark.django_db


def encargar(de: Asignacion, persona: Usuario) -> None:
    """La persona reemplaza hoy al titular de una asignación."""
    Asignacion.objects.create(
        persona=persona,
        rol=de.rol,
        tipo="ENCARGO",
        dependencia=de.dependencia,
        en_encargo_de=de.persona,
        desde=f.HOY,
        hasta=f.HOY,
    )


@pytest.fixture
def oficina():
    """Dos dependencias con jefe y enlaces, un encargo, y reportes de todas las maneras de responder por ellos."""
    hacienda, salud = f.dependencia("Hacienda"), f.dependencia("Salud")
    enlace, titular = f.persona("enlace", hacienda), f.persona("enlace", hacienda)
    f.persona("jefe", hacienda), f.persona("jefe", salud), f.persona("planeacion"), f.persona("enlace", salud)
    encargada, retirada = f.persona(), f.persona("enlace", hacienda, vinculo_hasta=f.HOY.replace(month=1))
    encargar(titular.asignaciones.get(), encargada)
    corte = f.corte()
    for coordina, responde in product((hacienda, salud), repeat=2):
        plan = f.plan("APROBADO", dependencia=coordina)
        for asignada, estado, sin_aval in product(
            (None, enlace, titular, retirada), ("PENDIENTE", "ENVIADO", "AVALADO"), ("", "La vigencia no exige aval.")
        ):
            if sin_aval and estado == "PENDIENTE":
                continue
            actividad = f.actividad(plan, dependencia=responde, enlace=asignada)
            hecho = {} if estado == "PENDIENTE" else {"cantidad": 1, "reportado_por": titular, "sin_aval": sin_aval}
            f.avance(actividad, corte, estado, por=encargada, **hecho)


def test_lo_que_espera_mi_aval_es_lo_mismo_en_la_consulta_y_en_la_regla(oficina):
    avances = Avance.objects.select_related("actividad__plan")
    hubo = 0
    for persona in Usuario.objects.all():
        perfil = persona.perfil(f.HOY)
        segun_la_regla = {a.pk for a in avances if a.espera_aval and reglas.puede_avalar(perfil, a.actividad)}
        assert set(Avance.objects.por_avalar(perfil).values_list("pk", flat=True)) == segun_la_regla
        hubo += len(segun_la_regla)
    assert hubo


def test_toda_obligacion_la_puede_cumplir_su_dueno(oficina):
    avances = {a.pk: a for a in Avance.objects.select_related("actividad__plan", "actividad__enlace")}
    reporta, avala = set(), set()
    for deber in pendientes(f.HOY):
        avance = avances[int(deber.clave.split(":")[1])]
        if deber.persona is None:
            continue
        perfil = Usuario.objects.get(pk=deber.persona).perfil(f.HOY)
        if deber.verbo == "Reportar":
            assert reglas.puede_reportar(perfil, avance.actividad), deber
            reporta.add(avance.pk)
        elif deber.verbo == "Avalar":
            assert avance.espera_aval and reglas.puede_avalar(perfil, avance.actividad), deber
            avala.add(avance.pk)
    assert reporta == {pk for pk, a in avances.items() if a.es_editable}
    assert avala == {pk for pk, a in avances.items() if a.espera_aval}


def test_lo_de_cada_quien_es_su_parte_de_lo_de_todos(oficina):
    de_todos = [d for d in pendientes(f.HOY) if d.persona is not None]
    for persona in Usuario.objects.values_list("pk", flat=True):
        assert sorted(pendientes(f.HOY, persona)) == sorted(d for d in de_todos if d.persona == persona)


def _entidad(azar: Random):
    """Tres dependencias con gente de toda clase y noventa reportes al azar: en cualquier estado y de cualquiera."""
    dependencias = [f.dependencia() for _ in range(3)]
    personas = [f.persona(rol, dependencias[0]) for rol in ("jefe", "jefe", "planeacion", "planeacion")]
    personas += [
        f.persona(
            azar.choice(["enlace", "enlace", "jefe", "comite", None]),
            azar.choice(dependencias),
            vinculo_hasta=azar.choice([None, None, f.HOY, f.HOY - timedelta(days=1)]),
        )
        for _ in range(12)
    ]
    for titular in azar.sample(list(Asignacion.objects.filter(rol__in=["enlace", "jefe"])), 3):
        encargar(titular, azar.choice(personas))
    for terminada in azar.sample(list(Asignacion.objects.filter(hasta=None)), 2):
        Asignacion.objects.filter(pk=terminada.pk).update(hasta=f.HOY - timedelta(days=1))
    corte = f.corte(abre=f.HOY - timedelta(days=30), cierra=f.HOY + timedelta(days=azar.randint(-5, 9)))
    for dependencia in dependencias[:2]:
        Ampliacion.objects.create(
            corte=corte, dependencia=dependencia, cierra=f.HOY + timedelta(days=azar.randint(-12, 12)),
            motivo="Por el traslado.", creada_en=f.AHORA, creada_por=personas[0],
        )  # fmt: skip
    planes = [f.plan("APROBADO", dependencia=d) for d in dependencias]
    for _ in range(90):
        actividad = f.actividad(
            azar.choice(planes), dependencia=azar.choice(dependencias), enlace=azar.choice([None, *personas])
        )
        estado = azar.choice(["PENDIENTE", "BORRADOR", "ENVIADO", "AVALADO", "DEVUELTO", "DEVUELTO", "ACEPTADO"])
        enviado = {}
        if estado not in ("PENDIENTE", "BORRADOR"):
            reporta = azar.choice([actividad.enlace or personas[0], *azar.sample(personas, 1)])
            avala = azar.choice([p for p in personas if p != reporta])
            avalado = {"avalado_por": avala} if estado in ("AVALADO", "ACEPTADO") else {}
            enviado = {
                "cantidad": 1, "reportado_por": reporta, "sin_aval": azar.choice(["", "", "No lo exige."]),
                "reportado_en": f.AHORA - timedelta(days=azar.randint(0, 20), hours=azar.randint(0, 23)), **avalado,
            }  # fmt: skip
        plazo = azar.choice([None, f.HOY + timedelta(days=azar.randint(-15, 15))])
        avance = f.avance(actividad, corte, estado, esperado=azar.random() < 0.8, plazo=plazo, **enviado)
        avance.autores.set(azar.sample(personas, azar.randint(0, 2)))
    return personas


@pytest.mark.parametrize("semilla", range(6))
def test_decidir_en_la_base_lo_de_una_persona_o_de_un_lote_da_lo_mismo_que_filtrar_lo_de_todos(semilla):
    personas, verbos = _entidad(Random(semilla)), set()
    de_todos = list(obligaciones.pendientes(f.HOY))
    for persona in personas:
        suyas, todas = obligaciones.de_persona(f.HOY, persona.pk), [o for o in de_todos if o.persona == persona.pk]
        traidas = list(suyas[:])
        assert sorted(traidas) == sorted(todas)
        assert [(o.vence, o.verbo) for o in traidas] == sorted((o.vence, o.verbo) for o in todas)
        assert (len(suyas), suyas.cuantas) == (len(todas), Counter(o.vence for o in todas))
        assert [o for desde in range(0, len(suyas), 3) for o in suyas[desde : desde + 3]] == traidas
        verbos |= {o.verbo for o in todas}
    assert verbos >= {"Reportar", "Corregir", "Avalar", "Revisar"}
    for desde in range(0, len(personas), 3):
        lote = frozenset(p.pk for p in personas[desde : desde + 3])
        (del_lote,) = obligaciones.por_lotes(f.HOY, [lote])
        assert sorted(del_lote) == sorted(o for o in de_todos if o.persona in lote)


def test_lo_devuelto_lo_corrige_el_encargado_que_lo_reporto_y_no_el_otro():
    oficina, corte = f.dependencia(), f.corte()
    titular, una, otra = f.persona("enlace", oficina), f.persona(), f.persona()
    for encargada in (una, otra):
        encargar(titular.asignaciones.get(), encargada)
    actividad = f.actividad(f.plan("APROBADO", dependencia=oficina), enlace=titular)
    f.avance(actividad, corte, "DEVUELTO", cantidad=1, reportado_por=una)
    assert [o.persona for o in obligaciones.pendientes(f.HOY) if o.verbo == "Corregir"] == [una.pk]
    assert [len(obligaciones.de_persona(f.HOY, persona.pk)) for persona in (una, otra)] == [1, 0]


@pytest.mark.parametrize("semilla", range(2))
def test_lo_que_nadie_puede_mover_es_lo_mismo_en_la_consulta_y_en_las_obligaciones(semilla):
    azar = Random(semilla)
    _entidad(azar)
    # Sin jefes en casi toda la entidad y con un solo revisor, que escribió en unos cuantos.
    revisor = Asignacion.objects.vigentes(f.HOY).filter(rol="planeacion").first().persona
    sobran = Asignacion.objects.filter(rol__in=["planeacion", "jefe"]).exclude(persona=revisor)
    sobran.filter(pk__in=azar.sample(sorted(sobran.values_list("pk", flat=True)), sobran.count() - 1)).delete()
    for avance in azar.sample(list(Avance.objects.por_revisar()), 8):
        avance.autores.add(revisor)
    sin_dueno = {"Reportar": set(), "Corregir": set(), "Avalar": set(), "Revisar": set()}
    for deber in pendientes(f.HOY):
        if deber.persona is None:
            sin_dueno[deber.verbo].add(int(deber.clave.split(":")[1]))

    reporte, avale, acepte = (
        {a.pk: a for a in consulta(f.HOY)}
        for consulta in (
            Avance.objects.sin_quien_reporte, Avance.objects.sin_quien_avale, Avance.objects.sin_quien_acepte,
        )
    )  # fmt: skip
    assert reporte.keys() == sin_dueno["Reportar"] | sin_dueno["Corregir"] != set()
    assert avale.keys() == sin_dueno["Avalar"] != set()
    # Lo que todavía espera el aval no se debe revisar, pero ya se sabe que nadie podrá.
    assert sin_dueno["Revisar"] <= acepte.keys() != set()
    assert all(acepte[pk].espera_aval for pk in acepte.keys() - sin_dueno["Revisar"])
