"""Ensayo de los avisos: quién recibiría qué en una fecha, sin enviar nada."""

from datetime import date
from heapq import nsmallest
from itertools import islice

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mipg.avisos.acciones import Resumen, asuetos, por_avisar, sin_aviso
from mipg.fechas import es_habil
from mipg.obligaciones import Obligacion, orden_de
from mipg.portal import plazos
from mipg.portal.forms import EnsayoForm
from mipg.texto import entero
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso

POR_PAGINA = 8
NUEVAS_A_LA_VISTA = 10  # de cada persona; el correo las lleva todas
SIN_PERSONA_A_LA_VISTA = 25


def _pagina(hoy: date, pedida: str) -> tuple[Page, list[Resumen]]:
    """La página pedida de los resúmenes y los que van en ella: los demás sólo se cuentan."""
    numero, cuantos = entero(pedida) or 1, 0
    vistos: dict[int, list[Resumen]] = {}
    for cuantos, resumen in enumerate(por_avisar(hoy=hoy), start=1):
        suya = (cuantos - 1) // POR_PAGINA + 1
        # La última se conserva siempre: es la que se muestra si la pedida no existe.
        vistos = {n: filas for n, filas in vistos.items() if n in (numero, suya)}
        vistos.setdefault(suya, []).append(resumen)
    pagina = Paginator(range(cuantos), POR_PAGINA).get_page(numero)
    return pagina, vistos.get(pagina.number, [])


def _sin_persona(hoy: date) -> tuple[int, list[Obligacion]]:
    """Cuántas no tienen a quién avisar, y las primeras que vencen."""
    cuantas, primeras = 0, []
    for obligacion in sin_aviso(hoy=hoy):
        cuantas += 1
        primeras.append(obligacion)
        if len(primeras) > 2 * SIN_PERSONA_A_LA_VISTA:
            primeras = nsmallest(SIN_PERSONA_A_LA_VISTA, primeras, key=orden_de)
    return cuantas, nsmallest(SIN_PERSONA_A_LA_VISTA, primeras, key=orden_de)


@requiere(Permiso.CORTE_GESTIONAR)
@require_safe
def aviso_ensayo(request):
    """Con el estado de hoy, a quién se escribiría en la fecha elegida y qué obligaciones no tienen a quién avisar."""
    form = EnsayoForm(request.GET if "fecha" in request.GET else None, initial={"fecha": request.hoy})
    valido = form.is_valid()
    fecha = form.cleaned_data["fecha"] if valido else request.hoy
    locales = asuetos()
    pagina, resumenes = _pagina(fecha, request.GET.get("page", ""))
    cuantas_sin_persona, sin_persona = _sin_persona(fecha)
    contexto = {
        "form": form,
        "fecha": fecha,
        "es_habil": es_habil(fecha, locales),
        "page_obj": pagina,
        "cuantos": pagina.paginator.count,
        "cuantas_sin_persona": cuantas_sin_persona,
        "sin_persona": plazos.con_plazo(sin_persona, fecha, locales),
        "resumenes": [
            {
                "persona": resumen.persona,
                "nuevas": plazos.con_plazo(islice(resumen.nuevas, NUEVAS_A_LA_VISTA), fecha, locales),
                "cuantas": len(resumen.nuevas),
                "despues": max(0, len(resumen.nuevas) - NUEVAS_A_LA_VISTA),
                "total": len(resumen.obligaciones),
                "otras": len(resumen.obligaciones) - len(resumen.nuevas),
            }
            for resumen in resumenes
        ],
        "migas": [("Ensayo de avisos", None)],
    }
    return render(request, "portal/aviso_ensayo.html", contexto, status=422 if form.is_bound and not valido else 200)
