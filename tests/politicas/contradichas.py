"""Una política que un documento da a una dependencia y otro, a otra."""

from types import SimpleNamespace

from politicas.acciones import decidir_contradiccion
from politicas.contradicciones import de_vigencia
from tests import fabricas as f


def contradicha(codigo: str | None = "POL16") -> SimpleNamespace:
    """La tabla la da a General y los actores, a Archivo; con la vigencia 2026 abierta y quien decide."""
    general, archivo = (f.dependencia("General"), f.dependencia("Archivo")) if codigo else (None, None)
    politica = f.politica(**({"codigo_furag": codigo, "numero_plan": 15} if codigo else {}))
    for orden, (fuente, quien) in enumerate((("Tabla", general), ("Actores", archivo)), start=1):
        quien = quien or f.dependencia()
        politica.responsabilidades.create(
            fuente=f.fuente(fuente), dependencia=quien, rol="LIDER", orden=orden, texto=f"Lidera {quien}."
        )
    por = f.persona("planeacion") if codigo else None
    return SimpleNamespace(vigencia=f.vigencia(), por=por, politica=politica, general=general, archivo=archivo)


def caso(m, vigencia=None):
    """El único que hay."""
    return de_vigencia(vigencia or m.vigencia, f.HOY)[0]


def decidir(m, **cambios):
    """Decide que vale lo de los actores, con los cambios que se pidan."""
    hallada = caso(m).contradiccion
    datos = {
        "vigencia": m.vigencia,
        "clave": hallada.clave,
        "huella": hallada.huella,
        "opcion": next(o.clave for o in hallada.opciones if "Archivo" in o.dice),
        "fundamento": "Acta 3 del Comité",
        "por": m.por,
        "ahora": f.AHORA,
    }
    return decidir_contradiccion(**datos | cambios)
