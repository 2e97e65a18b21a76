"""Lo que se descarga sin sesión: el archivo tal como se guardó, con su huella; lo demás no existe."""

import hashlib

from django.test import Client

from mipg.expediente.models import Documento
from planes.models import Plan
from tests import fabricas as f


def test_se_descarga_el_mismo_archivo_con_su_huella_y_sin_poder_ejecutarse(db):
    suya = f.publicacion(f.institucional())
    respuesta = Client().get(f"/micrositio/publicaciones/{suya.pk}/descargar/")
    guardado = suya.documento.versiones.get()
    assert hashlib.sha256(b"".join(respuesta.streaming_content)).hexdigest() == guardado.sha256
    assert respuesta["ETag"] == f'"{guardado.sha256}"'
    assert "attachment" in respuesta["Content-Disposition"]
    assert "sandbox" in respuesta["Content-Security-Policy"]


def test_ni_un_enlace_ni_el_de_un_plan_desistido_ni_otro_documento_se_descargan(db):
    suya = f.publicacion(f.institucional("BORRADOR"))
    url = f"/micrositio/publicaciones/{suya.pk}/descargar/"
    assert Client().get(url).status_code == 200
    desiste = {"desistido_en": f.AHORA, "desistido_por": f.persona(), "desistido_motivo": "No va."}
    Plan.objects.filter(pk=suya.plan_id).update(estado="DESISTIDO", **desiste)
    assert Client().get(url).status_code == 404
    enlace = f.publicacion(f.institucional())
    Documento.objects.filter(pk=enlace.documento_id).update(clase="ENLACE", url="https://ejemplo.test/plan.pdf")
    enlace.documento.versiones.all().delete()
    assert Client().get(f"/micrositio/publicaciones/{enlace.pk}/descargar/").status_code == 404
    assert Client().get(f"/micrositio/publicaciones/{enlace.pk + 1}/descargar/").status_code == 404
