"""Ensayo de los avisos: quién recibiría qué en una fecha, sin enviar nada."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mipg.avisos.acciones import asuetos, por_avisar
from mipg.fechas import es_habil
from mipg.portal import plazos
from mipg.portal.forms import EnsayoForm
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso

POR_PAGINA = 8


@requiere(Permiso.CORTE_GESTIONAR)
@require_safe
def aviso_ensayo(request):
    """Con el estado de hoy, a quién se escribiría en la fecha elegida y qué obligaciones no tienen a quién avisar."""
    form = EnsayoForm(request.GET if "fecha" in request.GET else None, initial={"fecha": request.hoy})
    valido = form.is_valid()
    fecha = form.cleaned_data["fecha"] if valido else request.hoy
    locales = asuetos()
    resumenes, sin_persona = por_avisar(hoy=fecha)
    contexto = {
        "form": form,
        "fecha": fecha,
        "es_habil": es_habil(fecha, locales),
        "page_obj": Paginator(resumenes, POR_PAGINA).get_page(request.GET.get("page")),
        "resumenes": [],
        "cuantos": len(resumenes),
        "sin_persona": plazos.con_plazo(sin_persona, fecha, locales),
        "migas": [("Ensayo de avisos", None)],
    }
    contexto["resumenes"] = [
        {
            "persona": resumen.persona,
            "nuevas": plazos.con_plazo(resumen.nuevas, fecha, locales),
            "total": len(resumen.obligaciones),
            "otras": len(resumen.obligaciones) - len(resumen.nuevas),
        }
        for resumen in contexto["page_obj"].object_list
    ]
    return render(request, "portal/aviso_ensayo.html", contexto, status=422 if form.is_bound and not valido else 200)
