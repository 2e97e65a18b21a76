"""Lo que la persona afectada detuvo se vuelve a pedir por el portal, citando el acto administrativo."""

import pytest
from django.utils import timezone

from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.mipg.cambios import pedido

DETUVO = "La persona detuvo un cambio como este"
ACTO = "Decreto 40 de 2026"


@pytest.mark.parametrize(
    ("url", "datos"),
    [
        ("/personas/{p}/editar/", {"nombre": "Jefa", "email": "jefa@ejemplo.test", "vinculo_hasta": "2030-01-01"}),
        ("/personas/{p}/desactivar/", {}),
        ("/personas/{p}/reactivar/", {}),
        ("/personas/{p}/asignaciones/crear/", {"rol": "comite", "dependencia": "{d}", "desde": "2030-01-01"}),
        ("/personas/asignaciones/{a}/terminar/", {"hasta": "2030-01-31"}),
        ("/personas/asignaciones/{a}/anular/", {}),
    ],
)
def test_cada_pagina_que_pide_deja_citar_el_acto(cliente_de, url, datos):
    jefa = fabricas.persona("jefe", nombre="Jefa", email="jefa@ejemplo.test", is_active="reactivar" not in url)
    suya = jefa.asignaciones.get()
    suya.desde = "2029-01-01"
    suya.save()
    claves = {"p": jefa.pk, "a": suya.pk, "d": suya.dependencia_id}
    url, planeacion = url.format(**claves), cliente_de(fabricas.persona("planeacion"))
    datos = {c: v.format(**claves) for c, v in datos.items()} | {"motivo": "Por oficio.", "visto": jefa.huella}
    planeacion.post(url, datos)
    cambios.detener_cambio(cambio=CambioDeCuenta.objects.get(), ahora=timezone.now())

    assert DETUVO in planeacion.post(url, datos, follow=True).text
    # La página donde se escribe tiene el campo.
    pagina = planeacion.get(f"/personas/{jefa.pk}/" if "reactivar" in url else url).text
    assert 'name="acto"' in pagina
    assert planeacion.post(url, datos | {"acto": ACTO}).status_code == 302
    nuevo = CambioDeCuenta.objects.por_decidir().get()
    assert (nuevo.acto, nuevo.se_puede_detener) == (ACTO, False)


@pytest.mark.parametrize("como", ["desistir", "rechazar"])
def test_cerrar_el_que_cita_el_acto_no_le_devuelve_al_afectado_el_poder_de_detenerlo(db, como):
    ahora, otra = timezone.now(), fabricas.persona("administrador")
    primero = pedido(operacion=Operacion.DESACTIVAR)
    que = {"persona": primero.afectado, "por": primero.pedido_por, "operacion": Operacion.DESACTIVAR}
    cambios.detener_cambio(cambio=primero, ahora=ahora)
    segundo = pedido(**que, acto=ACTO)
    if como == "desistir":
        cambios.desistir_cambio(cambio=segundo, por=primero.pedido_por, ahora=ahora)
    else:
        cambios.rechazar_cambio(cambio=segundo, respuesta="Falta el número.", por=otra, ahora=ahora)
    with pytest.raises(ReglaIncumplida, match="cite el acto"):
        pedido(**que)
    assert not pedido(**que, acto=ACTO).se_puede_detener
