"""El anexo con lo que una propuesta cambia frente a lo que rige."""

import pytest

from mipg.reglas import ReglaIncumplida
from planes.models import Propuesta
from seguimiento import informes
from tests import fabricas as f
from tests.lector_pdf import LectorPdf
from tests.seguimiento.test_version_pedir import con_dos, pedida

__all__ = ["con_dos"]


def test_el_de_una_propuesta_es_de_la_que_se_vio(cliente_de, con_dos):
    por = f.persona("jefe", con_dos.dependencia)
    propuesta = Propuesta.objects.create(
        plan=con_dos, base=con_dos.versiones.first(), creada_en=f.AHORA, creada_por=por, frase="Por el archivo nuevo."
    )
    emision = pedida(cliente_de(por), f"/seguimiento/propuestas/{propuesta.pk}/diferencia/pedir/")
    texto = " ".join(LectorPdf(informes.generar(emision).contenido).paginas)
    assert "Modificación propuesta, frente a lo que rige" in texto
    assert "no se ha aprobado" in texto
    Propuesta.objects.update(version=5)
    with pytest.raises(ReglaIncumplida, match="pídalo de nuevo"):
        informes.generar(emision)
