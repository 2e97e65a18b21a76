"""A quién le toca: la consulta, la regla y la obligación dicen lo mismo de cada persona."""

from itertools import product

import pytest

from mipg.usuarios.models import Asignacion, Usuario
from seguimiento.models import Avance
from seguimiento.obligaciones import pendientes
from seguimiento.reglas import avances as reglas
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def oficina():
    """Dos dependencias con jefe y enlaces, un encargo, y reportes de todas las maneras de responder por ellos."""
    hacienda, salud = f.dependencia("Hacienda"), f.dependencia("Salud")
    enlace, titular = f.persona("enlace", hacienda), f.persona("enlace", hacienda)
    f.persona("jefe", hacienda), f.persona("jefe", salud), f.persona("planeacion"), f.persona("enlace", salud)
    encargada, retirada = f.persona(), f.persona("enlace", hacienda, vinculo_hasta=f.HOY.replace(month=1))
    Asignacion.objects.create(
        persona=encargada,
        rol="enlace",
        tipo="ENCARGO",
        dependencia=hacienda,
        en_encargo_de=titular,
        desde=f.HOY,
        hasta=f.HOY,
    )
    corte = f.corte()
    for coordina, responde in product((hacienda, salud), repeat=2):
        plan = f.plan("APROBADO", dependencia=coordina)
        for asignada, estado, sin_aval in product(
            (None, enlace, titular, retirada), ("PENDIENTE", "ENVIADO", "AVALADO"), ("", "La vigencia no exige aval.")
        ):
            if sin_aval and estado == "PENDIENTE":
                continue
            actividad = f.actividad(plan, dependencia=responde, enlace=asignada)
            f.avance(actividad, corte, estado, None if estado == "PENDIENTE" else 1, sin_aval=sin_aval)


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
        assert list(pendientes(f.HOY, persona)) == [d for d in de_todos if d.persona == persona]
