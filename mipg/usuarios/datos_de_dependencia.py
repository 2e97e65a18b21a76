"""Lo que una hoja puede decir de una dependencia: con qué títulos, con qué palabras y cómo se lee."""

from collections.abc import Mapping

from mipg.libros.listas import Columna
from mipg.texto import normalizar
from mipg.usuarios.models import TipoDependencia

LETRAS = 200
COLUMNAS: Mapping[str, Columna] = {
    "dependencia": Columna(
        (
            "Dependencia", "Nombre de la dependencia", "Dependencias", "Nombre oficial", "Nombre", "Oficina",
            "Secretaría", "Área", "Unidad",
        ),
        "el nombre de la dependencia", LETRAS,
    ),
    "superior": Columna(
        (
            "Superior", "Dependencia superior", "Depende de", "Superior jerárquico", "Dependencia de la que depende",
            "Adscrita a", "Superior inmediato",
        ),
    ),
    "alias": Columna(
        ("Alias", "Otros nombres", "Otro nombre", "También conocida como", "Sinónimos", "Nombres anteriores")
    ),
    "sigla": Columna(("Sigla", "Siglas", "Acrónimo", "Abreviatura"), "", 20),
    "tipo": Columna(("Tipo", "Tipo de dependencia", "Clase de dependencia", "Naturaleza")),
    "alcance": Columna(
        (
            "En el alcance del plan", "En el alcance", "Alcance", "Alcance del plan", "Sector central",
            "Es del sector central",
        )
    ),
    "desde": Columna(("Existe desde", "Vigente desde", "Desde", "Fecha de creación", "Creada")),
    "hasta": Columna(("Existe hasta", "Vigente hasta", "Hasta", "Fecha de supresión", "Suprimida")),
}  # fmt: skip
# Lo que trae la que nadie ha descrito. Estar en el alcance siempre está dicho.
SIN_DATOS: Mapping[str, object] = {
    "sigla": "", "tipo": TipoDependencia.OTRA, "en_alcance": None, "vigente_desde": None
}  # fmt: skip
COLUMNA_DE = {"sigla": "sigla", "tipo": "tipo", "en_alcance": "alcance", "vigente_desde": "desde"}
TIPOS = {
    **{normalizar(texto): tipo for tipo in TipoDependencia for texto in (tipo.label, tipo.value)},
    "oficina": TipoDependencia.OFICINA,
}
SI_O_NO = {"si": True, "s": True, "x": True, "1": True, "no": False, "n": False, "0": False}


def decir_datos(datos: Mapping[str, object]) -> list[str]:
    """Cada dato como se lee: «tipo Alcaldía local», «fuera del alcance del plan», «existe desde 01/03/2026»."""
    como = {
        "sigla": lambda sigla: f"sigla {sigla}",
        "tipo": lambda tipo: f"tipo {TipoDependencia(tipo).label}",
        "en_alcance": lambda esta: "en el alcance del plan" if esta else "fuera del alcance del plan",
        "vigente_desde": lambda dia: f"existe desde {dia:%d/%m/%Y}",
    }
    return [como[campo](valor) for campo, valor in datos.items()]
