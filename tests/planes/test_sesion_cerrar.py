"""Cerrar el acta: antes se ve qué pasa a la siguiente, y recibe su número."""

import re

from planes.acciones import decisiones
from planes.models import VersionPlan
from tests.planes import comite


def url(reunion) -> str:
    return f"/planes/sesiones/{reunion.sesion.pk}/cerrar/"


def test_muestra_que_pasa_a_la_siguiente_y_cierra(quien, reunion):
    decisiones.informar(punto=reunion.tema, texto="Se informó.", por=quien.planeacion, ahora=comite.AHORA)
    pagina = quien.cliente.planeacion.get(url(reunion)).content.decode()
    tratados, intactos = pagina.split("Pasan a la siguiente</h2>")
    assert "Varios" in tratados and reunion.plan.nombre in intactos
    assert quien.cliente.planeacion.post(url(reunion)).status_code == 302
    reunion.sesion.refresh_from_db()
    assert reunion.sesion.acta == "Acta 1 de 2026"
    assert quien.cliente.planeacion.get(url(reunion)).status_code == 302


def test_lo_que_falta_para_cerrar_se_dice(quien, reunion):
    respuesta = quien.cliente.planeacion.post(url(reunion))
    assert respuesta.status_code == 422 and "No se trató ningún punto" in respuesta.content.decode()
    assert quien.cliente.comite.post(url(reunion)).status_code == 403


def test_el_numero_del_acta_se_ve_donde_se_cita(quien, reunion):
    decisiones.decidir(
        punto=reunion.de_plan,
        decision="APROBAR",
        version=reunion.plan.version,
        por=quien.planeacion,
        ahora=comite.AHORA,
    )
    paginas = (f"/planes/{reunion.plan.pk}/", f"/planes/{reunion.plan.pk}/versiones/1/")
    assert not any("(Acta 1 de 2026)" in quien.cliente.jefe.get(pagina).text for pagina in paginas)
    huella = VersionPlan.objects.get().sha256
    quien.cliente.planeacion.post(url(reunion))
    assert all("Sesión del 06/07/2026, punto 1 (Acta 1 de 2026)" in quien.cliente.jefe.get(p).text for p in paginas)
    assert VersionPlan.objects.get().sha256 == huella
    # La fecha, una vez; y corregido el acto, ya no cita el acta.
    assert not any("punto 1 del" in quien.cliente.jefe.get(p).text for p in paginas)
    assert "de 2026)</dd>" in re.sub(r"\s+</dd>", "</dd>", quien.cliente.jefe.get(paginas[0]).text)
    VersionPlan.objects.update(acto="Resolución 55")
    assert not any("(Acta 1 de 2026)" in quien.cliente.jefe.get(p).text for p in paginas)
