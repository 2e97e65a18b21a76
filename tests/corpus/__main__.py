"""Muestra el puntaje del corpus: `python -m tests.corpus [--faltas | --reglas] [parte del nombre…]`."""

import sys

from tests.corpus.casos import casos
from tests.corpus.puntaje import puntuar, totales
from tests.corpus.reglas import aportes


def main(argumentos: list[str]) -> None:
    """Escribe una línea por archivo y los totales; con `--faltas`, también lo que se leyó distinto.

    Con `--reglas`, lo que aporta cada regla de fila.
    """
    if "--reglas" in argumentos:
        for aporte in aportes():
            escribir(
                f"{aporte.codigo:<22} {aporte.filas:>3} filas en {len(aporte.archivos)}: {', '.join(aporte.archivos)}"
            )
        return
    partes = [argumento for argumento in argumentos if not argumento.startswith("--")]
    puntajes = puntuar(caso for caso in casos() if not partes or any(parte in caso.nombre for parte in partes))
    for p in puntajes:
        bien = f"columnas {p.columnas_bien}/{p.columnas}  filas {p.filas_bien}/{p.filas}"
        escribir(f"{p.nombre:<44} {p.estado:<16} {bien}")
        for falta in p.faltas if "--faltas" in argumentos else ():
            escribir(f"    {falta}")
    total = {
        que: f"{cuanto:.1f} %" if isinstance(cuanto, float) else cuanto for que, cuanto in totales(puntajes).items()
    }
    escribir(" · ".join(f"{que}: {cuanto}" for que, cuanto in total.items()))


def escribir(linea: str) -> None:
    """Una línea en la salida."""
    sys.stdout.write(f"{linea}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
