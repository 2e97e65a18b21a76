"""Lo que se debe en el catálogo: decidir las contradicciones de las fuentes."""

from datetime import date

import pytest

from mipg.usuarios.models import Asignacion
from politicas.models import Vigencia
from politicas.obligaciones import pendientes
from politicas.obligaciones.contradicciones import de_contradicciones
from tests import fabricas as f
from tests.politicas.contradichas import contradicha, decidir

pytestmark = pytest.mark.django_db


def deberes(persona=None):
    return list(de_contradicciones(f.HOY, persona and persona.pk))


def test_planeacion_debe_decidir_hasta_que_decide():
    m = contradicha()
    (suyo,) = deberes(m.por)
    assert (suyo.vence, suyo.url) == (date(2026, 2, 28), "/politicas/contradicciones/?vigencia=2026")
    assert "1 por decidir" in suyo.detalle
    assert deberes(f.persona("jefe")) == []
    decidir(m)
    assert deberes() == []


def test_si_nadie_puede_decidir_el_deber_se_dice_sin_dueno():
    contradicha()
    Asignacion.objects.all().delete()
    assert [deber.persona for deber in deberes()] == [None]


def test_lo_que_trae_un_acto_cargado_despues_tiene_diez_dias_habiles():
    m = contradicha()
    cargado = f.fuente("Acto", clase="ACTO", cargada_en=f.AHORA, cargada_por=m.por)
    m.politica.responsabilidades.create(fuente=cargado, dependencia=m.archivo, rol="APOYO", orden=3, texto="Apoya.")
    assert deberes(m.por)[0].vence == date(2026, 7, 22)


def test_a_quien_un_acto_hace_responsable_a_mitad_de_anio_se_le_da_su_plazo():
    """Si no, designar el enlace nace vencido; lo que dicen las fuentes de antes sigue en su fecha."""
    m = contradicha()
    acto = f.fuente("Acto", desde=2026, clase="ACTO", cargada_en=f.AHORA, cargada_por=m.por)
    sin_nadie, nueva = f.politica(), f.dependencia("Nueva")
    m.politica.responsabilidades.create(fuente=acto, dependencia=nueva, rol="LIDER", texto="x")
    sin_nadie.responsabilidades.create(fuente=acto, dependencia=nueva, rol="APOYO", texto="x")
    f.politica().responsabilidades.create(fuente=f.fuente("Tabla"), dependencia=m.general, rol="LIDER", texto="x")
    vencen = {(o.verbo, o.dependencia): o.vence for o in pendientes(f.HOY)}
    assert vencen == {
        ("Designar enlace", nueva.pk): date(2026, 7, 22),
        ("Designar enlace", m.general.pk): date(2026, 2, 28),
        ("Decir quién responde", None): date(2026, 7, 22),
    }


def test_el_acto_que_no_rige_el_anio_o_se_retiro_no_corre_el_plazo():
    m = contradicha()
    cargada = {"clase": "ACTO", "cargada_en": f.AHORA, "cargada_por": m.por}
    f.fuente("De 2027", desde=2027, **cargada)
    f.fuente("Retirado", retirada_en=f.AHORA, retirada_por=m.por, retirada_motivo="Error", **cargada)
    assert deberes(m.por)[0].vence == date(2026, 2, 28)


def test_cerrada_la_vigencia_no_se_debe():
    m = contradicha()
    Vigencia.objects.update(cerrada_en=f.AHORA, cerrada_por=m.por)
    assert deberes() == []
