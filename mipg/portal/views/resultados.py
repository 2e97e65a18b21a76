"""Los resultados de la medición, para cualquiera: el índice, su evolución y la ficha de cada política."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from furag import cifras, datos_abiertos, graficas
from furag.filas import fila_de, que_se_muestran, tablas
from furag.models import Carga, Medicion
from furag.reglas.arbol import RAIZ
from mipg.descargas import descarga
from mipg.hojas import a_csv
from mipg.portal.publico import publica
from planes.models import Plan
from politicas.models import Jornada, Politica, Vigencia


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
        pasos = cifras.evoluciones([RAIZ], carga.medicion.version_id, todas)[RAIZ]
        aqui = reverse("portal:resultado_publico")
        contexto |= {
            "medicion": carga.medicion,
            "fila": fila_de(nodos[RAIZ], leidos, {}),
            "secciones": tablas(nodos, RAIZ, leidos, {}),
            "pasos": pasos,
            "grafica": graficas.evolucion(pasos, id="evolucion", titulo="El índice, año por año", enlaces=False),
            "otras": cifras.pestanas(todas, carga.medicion, lambda anio: f"{aqui}?vigencia={anio}"),
        }
    return render(request, "portal/resultado_publico.html", contexto)


@publica
@require_safe
def ficha_publica(request, codigo: str):
    """Una política en una vigencia medida (`?vigencia=`): su índice, su brecha, su evolución y lo que ya se publicó.

    `codigo`: el que tiene en el archivo de esa vigencia, como `POL07`.
    """
    todas, carga = _pedida(request)
    nodos = cifras.arbol(carga) if carga else {}
    if codigo not in nodos or nodos[codigo].nivel != "Política":
        raise Http404
    nodo, medicion = nodos[codigo], carga.medicion
    leidos = cifras.resultados([carga], [codigo, *que_se_muestran(nodos, codigo)])[carga.pk]
    pasos = cifras.evoluciones([codigo], carga.medicion.version_id, todas)[codigo]
    resultados = reverse("portal:resultado_publico")
    contexto = {
        "carga": carga,
        "medicion": medicion,
        "fila": fila_de(nodo, leidos, {}),
        "secciones": tablas(nodos, codigo, leidos, {}),
        "pasos": pasos,
        "grafica": graficas.evolucion(pasos, id="evolucion", titulo=f"{nodo.nombre}, año por año", enlaces=False),
        # Cada año, con el código que la política tenía en él.
        "otras": [
            cifras.Pestana(str(uno.anio), _de_ficha(uno.anio, uno.codigo), uno.anio == medicion.anio)
            for uno in (paso.medido for paso in reversed(pasos))
            if uno.codigo
        ],
        **_ya_publico(nodo.politica, medicion),
        "migas": [("Resultados de la medición", f"{resultados}?vigencia={medicion.anio}"), (nodo.nombre, None)],
    }
    return render(request, "portal/ficha_publica.html", contexto)


def _de_ficha(anio: int, codigo: str) -> str:
    return f"{reverse('portal:ficha_publica', args=[codigo])}?vigencia={anio}"


def _ya_publico(clave: int | None, medicion: Medicion) -> dict:
    """La política que hoy es la misma, si rige; sus planes de mejoramiento publicados y sus jornadas ya hechas."""
    politica = Politica.objects.filter(pk=clave).first()
    if politica is None:
        return {}
    claves = Politica.objects.linea(politica).claves
    planes = Plan.objects.publicados().con_version().filter(clase=Plan.Clase.MEJORAMIENTO, politica__in=claves)
    tratan = Jornada.politicas.through.objects.filter(politica__in=claves).values("jornada")
    jornadas = Jornada.objects.realizadas().de_socializacion().filter(vigencia_medida=medicion.anio, pk__in=tratan)
    vigencia = Vigencia.objects.actual(timezone.localdate())
    return {
        "politica": Politica.objects.que_rigen(vigencia).filter(pk__in=claves).first(),
        "planes": planes.filter(vigencia_medida=medicion.anio).order_by("-vigencia__anio", "pk"),
        "jornadas": jornadas,
    }


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
