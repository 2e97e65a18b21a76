"""El buscador: lo que la persona puede abrir, de todas las apps, en una sola página."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from mipg import glosario
from mipg.buscador import clases as de_clases
from mipg.buscador.clases import Clase, Hallazgo
from mipg.texto import LARGO_MAXIMO, palabras

POR_CLASE = 5
POR_PAGINA = 20
LETRAS_MINIMAS = 2


@dataclass(frozen=True)
class Grupo:
    """Lo encontrado de una clase: los primeros, o la página pedida, y cuántos son en total."""

    clase: Clase
    hallazgos: list[Hallazgo]
    total: int
    pagina: Page | None = None

    @property
    def nombre(self) -> str:
        """«política» o «políticas», según cuántas haya."""
        return self.clase.singular if self.total == 1 else self.clase.plural


def _primeros(clase: Clase, buscadas: list[str], total: int) -> Grupo:
    return Grupo(clase, clase.hallazgos(list(clase.buscar(buscadas)[:POR_CLASE])), total)


def _pagina(clase: Clase, buscadas: list[str], numero: str | None) -> Grupo:
    pagina = Paginator(clase.buscar(buscadas), POR_PAGINA).get_page(numero)
    return Grupo(clase, clase.hallazgos(list(pagina)), pagina.paginator.count, pagina)


# Sin esto, al volver atrás el navegador muestra el fragmento que guardó con la misma dirección.
@vary_on_headers("HX-Request")
@require_safe
def busqueda(request):
    """Lo que tiene todas las palabras de `?q=`: los primeros de cada clase o, con `?en=actividades`, todos los de una.

    Sin tildes ni mayúsculas. Sólo aparece lo que la persona puede abrir.
    """
    texto = request.GET.get("q", "").strip()
    buscadas = palabras(texto)
    basta = sum(map(len, buscadas)) >= LETRAS_MINIMAS
    clases = de_clases.clases(request.perfil)
    elegida = next((clase for clase in clases if clase.codigo == request.GET.get("en")), None)
    grupos: list[Grupo] = []
    if basta and elegida:
        grupos = [_pagina(elegida, buscadas, request.GET.get("page"))]
    elif basta:
        totales = de_clases.cuentas(clases, buscadas)
        grupos = [_primeros(clase, buscadas, totales[clase.codigo]) for clase in clases if clase.codigo in totales]
    en_vivo = bool(request.htmx) and not request.htmx.history_restore_request
    contexto = {
        "en_vivo": en_vivo,
        "texto": texto[:LARGO_MAXIMO],
        "recortado": len(texto) > LARGO_MAXIMO,
        "buscadas": buscadas,
        "basta": basta,
        "elegida": elegida,
        "grupos": grupos,
        "total": sum(grupo.total for grupo in grupos),
        "terminos": glosario.que_explican(texto) if basta and not elegida else [],
        "clases": clases,
        "migas": [("Buscar", None)],
    }
    return render(request, f"portal/busqueda.html{'#resultados' if en_vivo else ''}", contexto)
