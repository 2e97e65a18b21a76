"""Una acción de mejora con su evidencia, lo que dijo cada línea y el índice que esperaba mover."""

import pytest
from auditlog.context import disable_auditlog
from django.urls import reverse

from furag.models import ConceptoDeControl, Verificacion
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.seguimiento import mejoramiento


@pytest.mark.django_db
def test_dice_su_avance_con_soporte_y_las_dos_lineas_aparte(en_t2, cliente_de):
    politica = f.politica(codigo_furag="POL01")
    accion = mejoramiento.suscrita(
        politica, ff.recomendacion(politica=politica), estado="CUMPLIDA", indice="POL01", linea_base=60, esperado=70
    )
    ff.carga({"La nuestra": {"POL01": 60}}, de=ff.medicion(2025))
    f.avance(accion.actividad, f.corte(4, "ABIERTO"), "ACEPTADO", 1, reserva="Reposa en el archivo, radicado 7.")
    with disable_auditlog():
        Verificacion.objects.create(
            accion=accion, cumplida=True, nota="Se vio el acta.", verificada_en=f.AHORA, verificada_por=f.persona()
        )
        ConceptoDeControl.objects.create(
            accion=accion, clase="CUMPLIMIENTO", favorable=True, nota="Conforme con el acta.", emitido_en=f.AHORA,
            emitido_por=f.persona(),
        )  # fmt: skip
    pagina = (
        cliente_de(f.persona("comite")).get(reverse("seguimiento:mejora_avance", args=[accion.pk])).content.decode()
    )
    for dicho in ("50,00\xa0%", "radicado 7", "Se vio el acta.", "Conforme con el acta.", "Se esperaba llegar a 70"):
        assert dicho in pagina
    assert "Todavía no hay resultados de 2026." in pagina
