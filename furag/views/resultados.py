"""Los resultados de la medición: un puntaje, su grupo par, su evolución y de dónde sale cada cifra."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from furag import cifras, datos_abiertos, graficas
from furag.filas import Fila, fila_de, que_se_muestran, tablas
from furag.models import Carga, Medicion, Puntaje, Recomendacion
from furag.reglas.arbol import RAIZ, Nodo, en_rama
from furag.reglas.cifras import MINIMO, Resultado, quintil
from furag.views.mediciones import migas_de
from mipg.descargas import descarga, formato_pedido
from mipg.expediente.descargas import descarga as entregar
from mipg.hojas import TIPO_CSV, TIPO_XLSX, a_csv, a_xlsx
from mipg.orden import Orden

POR_PAGINA = 50
ORDENES = {"distancia": ("Distancia al mejor", ""), "abiertas": ("Recomendaciones abiertas", "")}


@require_safe
def resultado_detalle(request, anio: int, codigo: str):
    """Un puntaje de la entidad —IDI, dimensión, política o índice— y los que lo componen.

    `?orden=`: por cuál de sus dos columnas se ordena «dónde ganar más».
    """
    medicion, todas, carga = _medido(request, anio)
    contexto = {"medicion": medicion, "codigo": codigo, "raiz": RAIZ, "minimo": MINIMO, "carga": carga, "fila": None}
    if carga is None:
        if codigo != RAIZ:
            raise Http404
        contexto["migas"] = migas_de(medicion, ("Resultados", None))
        return render(request, "furag/resultado_detalle.html", contexto)
    nodos = cifras.arbol(carga)
    if codigo not in nodos:
        raise Http404
    leidos = cifras.resultados([carga], [codigo, *que_se_muestran(nodos, codigo)])[carga.pk]
    abiertas = Recomendacion.objects.filter(medicion=medicion).abiertas().por_politica()
    pasos = cifras.evoluciones([codigo], medicion.version_id, todas)[codigo]
    contexto |= {
        "fila": fila_de(nodos[codigo], leidos, abiertas),
        "secciones": tablas(nodos, codigo, leidos, abiertas),
        "pasos": pasos,
        "grafica": graficas.evolucion(pasos, id="evolucion", titulo=f"{nodos[codigo].nombre}, año por año"),
        "otras": cifras.pestanas(todas, medicion, lambda otra: reverse("furag:resultado_detalle", args=[otra, codigo])),
        "migas": _migas(medicion, nodos, codigo),
    }
    if codigo == RAIZ:
        orden = Orden(request.GET.get("orden", ""), ORDENES)
        contexto |= {"orden": orden, "ganar": _donde_ganar(nodos, leidos, abiertas, orden)}
    return render(request, "furag/resultado_detalle.html", contexto)


def _medido(request, anio: int) -> tuple[Medicion, list[Carga], Carga | None]:
    """La medición (404 si no existe), los resultados de todos los años y los suyos, si rigen y traen lo nuestro."""
    medicion = get_object_or_404(Medicion.objects.visibles_para(request.perfil), anio=anio)
    todas = cifras.cargas()
    return medicion, todas, next((una for una in todas if una.medicion_id == medicion.pk), None)


def _donde_ganar(
    nodos: Mapping[str, Nodo], leidos: Mapping[str, Resultado], abiertas: Mapping[int, int], orden: Orden
) -> list[Fila]:
    """Las políticas por lo que les falta para el mejor del grupo, o por sus recomendaciones abiertas."""
    politicas = [nodo for nodo in nodos.values() if nodo.codigo in leidos and nodo.nivel == "Política"]
    por = (lambda f: f.abiertas) if orden.clave == "abiertas" else (lambda f: f.resultado.distancia)
    filas = [fila_de(nodo, leidos, abiertas) for nodo in politicas]
    con_dato = sorted((f for f in filas if por(f) is not None), key=por, reverse=orden.desciende or not orden.clave)
    return con_dato + [fila for fila in filas if por(fila) is None]


def _migas(medicion: Medicion, nodos: Mapping[str, Nodo], codigo: str, *despues: tuple) -> list[tuple]:
    rama = [_miga(medicion, nodos[uno]) for uno in en_rama(nodos, codigo)]
    if not despues:
        rama[-1] = (rama[-1][0], None)
    return migas_de(medicion, *rama, *despues)


def _miga(medicion: Medicion, nodo: Nodo) -> tuple[str, str]:
    texto = "Resultados" if nodo.codigo == RAIZ else nodo.nombre
    return texto, reverse("furag:resultado_detalle", args=[medicion.anio, nodo.codigo])


# --- El grupo par --------------------------------------------------------------------------------------------------


@require_safe
def resultado_grupo(request, anio: int, codigo: str):
    """Las entidades del grupo par con su puntaje y su posición: de aquí salen el promedio, el mejor y el quintil."""
    medicion, _, carga = _medido(request, anio)
    nodos = cifras.arbol(carga) if carga else {}
    if codigo not in nodos:
        raise Http404
    resultado = cifras.resultados([carga], [codigo])[carga.pk][codigo]
    puntajes = (
        Puntaje.objects.de_pares([carga.propia]).filter(columna__carga=carga, columna__codigo=codigo).en_posicion()
    )
    pagina = Paginator(puntajes, POR_PAGINA).get_page(request.GET.get("page"))
    n = resultado.grupo.n
    contexto = {
        "medicion": medicion,
        "carga": carga,
        "fila": Fila(nodos[codigo], resultado),
        "page_obj": pagina,
        "filas": [(uno, quintil(uno.posicion, n) if n >= MINIMO else None) for uno in pagina.object_list],
        "minimo": MINIMO,
        "migas": _migas(medicion, nodos, codigo, ("Grupo par", None)),
    }
    return render(request, "furag/resultado_grupo.html", contexto)


# --- Descargas -----------------------------------------------------------------------------------------------------


@require_safe
def resultado_exportar(request, anio: int):
    """Los resultados de una vigencia medida y, en otra hoja, su evolución, en `?formato=xlsx` (por defecto) o `csv`.

    Un CSV es una sola tabla: la de los resultados o, con `?tabla=evolucion`, la otra.
    """
    _, todas, carga = _medido(request, anio)
    if carga is None:
        raise Http404
    de_datos = datos_abiertos.tablas(carga, todas)
    if formato_pedido(request) == "xlsx":
        return descarga(a_xlsx(de_datos.values()), f"resultados-mipg-{anio}", "xlsx")
    cual = "evolucion" if request.GET.get("tabla") == "evolucion" else "resultados"
    return descarga(a_csv(de_datos[cual]), f"{cual}-mipg-{anio}", "csv")


@require_safe
def carga_descargar(request, pk: int):
    """El archivo de resultados como lo subieron, si rige o rigió."""
    cargas = Carga.objects.visibles_para(request.perfil).exclude(confirmada_en=None).select_related("importacion")
    importacion = get_object_or_404(cargas, pk=pk).importacion
    tipo = TIPO_CSV if importacion.nombre.lower().endswith(".csv") else TIPO_XLSX
    return entregar(importacion.archivo, importacion.nombre, tipo)
