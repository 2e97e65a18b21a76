"""De la evolución de un puntaje a su gráfica. La geometría es de `mipg.graficas`."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from furag.reglas.cifras import Paso, rotura_dicha
from mipg import graficas
from mipg.graficas import Punto
from mipg.graficas.lienzo import SERIE

NO_COMPARABLE = "no comparable"
_PASO = 96


def evolucion(pasos: Sequence[Paso], *, id: str, titulo: str, enlaces: bool = True) -> graficas.Tendencia:
    """Un punto por vigencia medida: la línea se parte donde no se compara, y lo que falta deja un hueco.

    `enlaces=False` es para lo público y el PDF: el mismo dibujo, sin adónde ir.
    """
    nota = rotura_dicha(pasos)
    return graficas.tendencia(
        [_punto(paso, serie, enlaces) for paso, serie in zip(pasos, _series(pasos), strict=True)],
        id=id,
        titulo=titulo,
        descripcion="Puntaje de 0 a 100 de cada vigencia medida, de la más antigua a la última. Lo que no se midió "
        f"deja un hueco. {nota}".strip(),
        nota=nota,
        como="puntaje",
        quiebre=NO_COMPARABLE,
        paso=_PASO,
    )


def _punto(paso: Paso, serie: str, enlaces: bool) -> Punto:
    medido = paso.medido
    lleva = enlaces and medido.valor is not None
    url = reverse("furag:resultado_detalle", args=[medido.anio, medido.codigo]) if lleva else ""
    return Punto(str(medido.anio), serie, medido.valor, SERIE, url=url)


def _series(pasos: Iterable[Paso]) -> Iterable[str]:
    """El nombre de la serie bajo cada punto; si se parte sin que cambie la metodología, con una marca."""
    anterior, marca = None, ""
    for paso in pasos:
        serie = paso.medido.serie or "sin serie"
        if serie != anterior:
            marca = ""
        elif paso.quiebre:
            marca += "*"
        anterior = serie
        yield serie + marca
