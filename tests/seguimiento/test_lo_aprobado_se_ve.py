"""Un plan de otra oficina se ve, o no, por todas sus puertas: página, avance, listas, búsqueda y exportes."""

import pytest

from mipg.usuarios.models import Usuario
from planes.models import Actividad, Plan
from tests import fabricas as f

pytestmark = [pytest.mark.django_db, pytest.mark.una_base]
# Rol de alguien de otra oficina → estados en que ve el plan. El borrador ajeno, nadie; lo aprobado, quien ve el
# tablero que lo cuenta; lo publicado, todos.
VE = {"jefe": {"APROBADO", "PUBLICADO"}, "enlace": {"PUBLICADO"}, "administrador": {"PUBLICADO"}}


def _por_cada_puerta(cliente, persona: Usuario, plan: Plan, actividad: Actividad) -> dict[str, bool]:
    def nombra(url: str) -> bool:
        respuesta = cliente.get(url)
        return respuesta.status_code == 200 and plan.nombre in respuesta.content.decode("utf-8-sig")

    perfil = persona.perfil(f.HOY)
    puertas = {
        "página": cliente.get(f"/planes/{plan.pk}/").status_code == 200,
        "exporte del plan": cliente.get(f"/planes/{plan.pk}/exportar/?formato=csv").status_code == 200,
        "lista": nombra("/planes/"),
        "exporte de la lista": nombra("/planes/exportar/?formato=csv"),
        "búsqueda": f"/planes/{plan.pk}/" in cliente.get("/buscar/?q=irrepetible").content.decode(),
        "actividad": cliente.get(f"/seguimiento/actividades/{actividad.pk}/").status_code == 200,
    }
    if plan.esta_aprobado and perfil.roles & {"jefe"}:
        puertas["avance"] = cliente.get(f"/seguimiento/planes/{plan.pk}/").status_code == 200
    return puertas


@pytest.mark.parametrize("estado", ["BORRADOR", "EN_REVISION", "APROBADO", "PUBLICADO"])
@pytest.mark.parametrize("rol", sorted(VE))
def test_el_plan_de_otra_oficina_se_ve_igual_por_todas_las_puertas(cliente_de, rol, estado):
    persona = f.persona(rol, f.dependencia())
    plan = f.plan(estado, nombre="Plan irrepetible")
    actividad = f.actividad(plan)
    puertas = _por_cada_puerta(cliente_de(persona), persona, plan, actividad)
    assert set(puertas.values()) == {estado in VE[rol]}, puertas
