"""Los resultados en una tabla, para descargar o publicar como datos abiertos: cada cifra con su celda del archivo.

La variación falta donde no se compara, y la columna de al lado dice por qué: nadie la vuelve a calcular sin saberlo.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from furag import cifras
from furag.models import Carga
from furag.reglas.arbol import Nodo
from furag.reglas.cifras import Paso, Resultado
from mipg.hojas import Tabla, Valor

_DE_QUE = ("Vigencia medida", "Año de captura", "Serie metodológica", "Nivel", "Código", "Nombre", "Puntaje")
_DEL_GRUPO = (
    *("Grupo par", "Entidades con puntaje (n)", "Promedio del grupo", "Máximo del grupo", "Mínimo del grupo"),
    *("Posición", "Quintil", "Sin medir", "Sólo MECI", "Brecha frente al promedio", "Distancia al mejor"),
)
_VARIACION = ("Variación frente a la vigencia anterior", "Comparabilidad")
_DE_DONDE = ("Archivo", "SHA-256", "Hoja", "Fila", "Columna", "Título de la columna")


def tablas(carga: Carga, todas: Sequence[Carga]) -> dict[str, Tabla]:
    """«resultados», los de una vigencia con su grupo par, y «evolucion», los de todas hasta ella, sin el grupo."""
    nodos = cifras.arbol(carga)
    hasta = [una for una in todas if una.medicion.anio <= carga.medicion.anio]
    pasos = cifras.evoluciones(nodos, carga.medicion.version_id, hasta, con_grupo=False)
    de_este = cifras.resultados([carga])[carga.pk]
    return {
        "resultados": Tabla(
            f"Resultados {carga.medicion.anio}",
            (*_DE_QUE, *_DEL_GRUPO, *_VARIACION, *_DE_DONDE),
            [
                (
                    *_de_que(carga, nodo, uno),
                    *_del_grupo(carga, uno),
                    *_cambio(pasos[codigo][-1]),
                    *_de_donde(carga, uno),
                )
                for codigo, uno in de_este.items()
                if (nodo := nodos[codigo])
            ],
        ),
        "evolucion": Tabla("Evolución", (*_DE_QUE, *_VARIACION, *_DE_DONDE), list(_evolucion(nodos, pasos, hasta))),
    }


def _evolucion(
    nodos: Mapping[str, Nodo], pasos: Mapping[str, Sequence[Paso]], todas: Iterable[Carga]
) -> Iterator[tuple[Valor, ...]]:
    por_anio = {carga.medicion.anio: carga for carga in todas}
    for codigo, suyos in pasos.items():
        for paso in suyos:
            medido, carga = paso.medido, por_anio.get(paso.medido.anio)
            if carga is None or medido.resultado is None:
                vacio = (None,) * len(_DE_DONDE)
                dicho = (nodos[codigo].nivel, codigo, nodos[codigo].nombre, None)
                captura = carga.medicion.anio_captura if carga else None
                yield (medido.anio, captura, medido.serie, *dicho, *_cambio(paso), *vacio)
            else:
                uno = medido.resultado
                yield (*_de_que(carga, nodos[codigo], uno), *_cambio(paso), *_de_donde(carga, uno))


def _de_que(carga: Carga, nodo: Nodo, uno: Resultado) -> tuple[Valor, ...]:
    medicion = carga.medicion
    serie = str(medicion.serie) if medicion.serie_id else "Sin serie"
    return (medicion.anio, medicion.anio_captura, serie, nodo.nivel, uno.codigo, nodo.nombre, uno.valor)


def _del_grupo(carga: Carga, uno: Resultado) -> tuple[Valor, ...]:
    grupo = uno.grupo
    situada = (grupo.n, grupo.promedio, grupo.maximo, grupo.minimo, grupo.posicion, grupo.quintil)
    return (carga.propia.grupo_par, *situada, grupo.sin_medir, grupo.solo_meci, uno.brecha, uno.distancia)


def _cambio(paso: Paso) -> tuple[Valor, ...]:
    return (paso.variacion, paso.nota)


def _de_donde(carga: Carga, uno: Resultado) -> tuple[Valor, ...]:
    archivo = carga.importacion
    return (archivo.nombre, archivo.sha256, carga.hoja, carga.propia.fila, uno.letra, uno.titulo)
