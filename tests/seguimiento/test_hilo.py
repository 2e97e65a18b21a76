"""El hilo: de la recomendación al índice y de vuelta, y lo que quedó suelto."""

import pytest
from django.urls import reverse

from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.seguimiento import mejoramiento


@pytest.mark.django_db
def test_de_ida_de_vuelta_y_lo_que_quedo_suelto(en_t2, cliente_de):
    mundo = mejoramiento.mundo(politicas=1)
    [politica] = mundo.politicas
    suelta = mejoramiento.suscrita(politica, hallazgo="Lo dijo la auditoría.")
    jefe = cliente_de(f.persona("jefe"))

    def pagina(ver=""):
        return jefe.get(reverse("seguimiento:hilo"), {"politica": politica.pk, "ver": ver})

    de_ida = pagina().content.decode()
    assert "Cumplida" in de_ida and "Ninguna acción la atiende." in de_ida
    assert "Subió 1 punto." not in de_ida and "40,25 en 2025" in de_ida, "todavía no hay medición siguiente"
    assert "Todavía no hay resultados de 2026." in de_ida and "prueba que lo causara" in de_ida
    de_vuelta = pagina("acciones").content.decode()
    assert f"R-2025-{politica.codigo_furag}-1" in de_vuelta and "Ninguna" in de_vuelta
    [[accion, atiende]] = pagina("sin_recomendacion").context["acciones"]
    assert (accion.mejora, list(atiende)) == (suelta, [])
    assert [r[0].numero for r in pagina("sin_accion").context["recomendaciones"]] == [2]
    assert "Ninguna acción está vencida" in pagina("vencidas").content.decode()


@pytest.mark.django_db
def test_el_borrador_de_otra_dependencia_no_se_nombra(en_t2, cliente_de):
    ff.medicion(2025)
    una = ff.recomendacion(estado="ACOGIDA")
    plan = f.plan(clase="MEJORAMIENTO", vigencia_medida=2025, politica=una.politica)
    accion = ff.mejora(f.actividad(plan, nombre="Lo que nadie ha aprobado"), una)
    for rol, se_lee in (("jefe", False), ("planeacion", True)):
        cliente = cliente_de(f.persona(rol))
        pagina = cliente.get(reverse("seguimiento:hilo")).content.decode()
        assert ("Lo que nadie ha aprobado" in pagina) is se_lee and accion.codigo in pagina
        avance = reverse("seguimiento:mejora_avance", args=[accion.pk])
        assert cliente.get(avance).status_code == (200 if se_lee else 404)
