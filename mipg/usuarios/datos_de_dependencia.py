"""Los datos de una dependencia que una hoja puede decir: con qué palabras y cómo se leen."""

from collections.abc import Mapping

from mipg.texto import normalizar
from mipg.usuarios.models import TipoDependencia

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
