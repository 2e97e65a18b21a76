"""Las recomendaciones y las acciones de mejora se encuentran por lo que dicen y por el código con que se citan."""

import pytest

from mipg.buscador import indice
from mipg.buscador.clases import clases
from tests import fabricas as f
from tests.furag import fabricas as furag
from tests.furag import mejoramiento as m


def hallados(persona, clase: str, *buscadas: str) -> list[tuple[str, str]]:
    """Título y dirección de lo que la persona encuentra."""
    (una,) = (c for c in clases(persona.perfil(f.HOY)) if c.codigo == clase)
    return [(h.titulo, h.url) for h in una.hallazgos(list(una.buscar(buscadas)))]


@pytest.mark.parametrize("buscadas", [["datos", "formular"], ["r-2025-pol07-2"]])
def test_una_recomendacion_por_su_texto_y_por_su_referencia(db, buscadas):
    digital = f.politica(codigo_furag="POL07")
    furag.recomendacion("Otra cosa.", politica=digital, numero=1)
    una = furag.recomendacion("Formular el plan de datos abiertos.", politica=digital, numero=2)
    esperado = ("R-2025-POL07-2. Formular el plan de datos abiertos.", f"/furag/recomendaciones/{una.pk}/")
    assert hallados(f.persona("comite"), "recomendaciones", *buscadas) == [esperado]


def test_una_accion_de_mejora_por_su_codigo_y_solo_por_quien_la_ve(db):
    de = m.gente()
    mejora = m.formular(de)
    titulo = f"{mejora.codigo} · Levantar el inventario"
    for buscadas in ([mejora.codigo.lower()], ["inventario"]):
        assert hallados(de.jefe, "mejoras", *buscadas) == [(titulo, f"/furag/mejoras/{mejora.pk}/")]
    assert hallados(f.persona("enlace", f.dependencia()), "mejoras", mejora.codigo.lower()) == []
    assert list(indice.diferencias()) == []
