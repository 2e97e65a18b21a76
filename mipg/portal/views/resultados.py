"""Los resultados de la medición, para cualquiera: el índice, su evolución y los puntajes de cada política."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from furag import cifras, datos_abiertos, graficas
from furag.filas import fila_de, que_se_muestran, tablas
from furag.models import Carga
from furag.reglas.arbol import RAIZ
from mipg.descargas import descarga
from mipg.hojas import a_csv
from mipg.portal.publico import publica


def _pedida(request) -> tuple[list[Carga], Carga | None]:
    """Los resultados que rigen de todos los años y los de `?vigencia=`: sin él, o si no los hay, los últimos."""
    todas = cifras.cargas()
    pedida = request.GET.get("vigencia", "")
    return todas, next((una for una in todas if str(una.medicion.anio) == pedida), todas[0] if todas else None)


@publica
@require_safe
def resultado_publico(request):
    """El IDI, las dimensiones y las políticas de una vigencia medida (`?vigencia=`), frente a su grupo par."""
    todas, carga = _pedida(request)
    contexto = {"carga": carga, "migas": [("Resultados de la medición", None)]}
    if carga is not None:
        nodos = cifras.arbol(carga)
        if RAIZ not in nodos:
            raise Http404
        leidos = cifras.resultados([carga], [RAIZ, *que_se_muestran(nodos, RAIZ)])[carga.pk]
        pasos = cifras.evoluciones([RAIZ], carga, todas)[RAIZ]
        aqui = reverse("portal:resultado_publico")
        contexto |= {
            "medicion": carga.medicion,
            "idi": fila_de(nodos[RAIZ], leidos, {}),
            "secciones": tablas(nodos, RAIZ, leidos, {}),
            "pasos": pasos,
            "grafica": graficas.evolucion(pasos, id="evolucion", titulo="El índice, año por año", enlaces=False),
            "otras": cifras.pestanas(todas, carga.medicion, lambda anio: f"{aqui}?vigencia={anio}"),
        }
    return render(request, "portal/resultado_publico.html", contexto)


@publica
@require_safe
def resultado_publico_exportar(request):
    """Los datos abiertos en CSV: los de la vigencia (`?vigencia=`) o, con `?tabla=evolucion`, los de todas."""
    todas, carga = _pedida(request)
    if carga is None:
        raise Http404
    cual = "evolucion" if request.GET.get("tabla") == "evolucion" else "resultados"
    contenido = a_csv(datos_abiertos.tablas(carga, todas)[cual])
    return descarga(contenido, f"{cual}-mipg-{carga.medicion.anio}", "csv")
