"""Lo que mide cada versión del modelo: cómo se llama cada código y de cuál cuelga."""

from furag.models import Medicion
from furag.reglas.arbol import RAIZ, Nodo
from politicas.models import Dimension, Indice, Politica


def del_modelo(version: int) -> dict[str, Nodo]:
    """De cada código que una versión (clave primaria) mide, su nodo: dimensiones, políticas e índices."""
    nodos = [
        Nodo(codigo, nombre, RAIZ)
        for codigo, nombre in Dimension.objects.filter(version=version).values_list("codigo", "nombre")
    ]
    nodos += [
        Nodo(una.codigo_furag, una.nombre, una.dimension.codigo, nota=una.nota, politica=una.pk)
        for una in Politica.objects.filter(dimension__version=version).select_related("dimension")
    ]
    nodos += [
        Nodo(uno.codigo, uno.nombre, uno.politica.codigo_furag, nota=uno.nota, politica=uno.politica_id)
        for uno in Indice.objects.de_la_version(version).select_related("politica")
    ]
    return {nodo.codigo: nodo for nodo in nodos if nodo.codigo}


def nombres_del_modelo(medicion: Medicion) -> dict[str, str]:
    """De código a nombre, lo que mide la versión del modelo que se midió."""
    return {codigo: nodo.nombre for codigo, nodo in del_modelo(medicion.version_id).items()}
