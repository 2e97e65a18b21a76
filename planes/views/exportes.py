"""Descargas: un plan, la lista filtrada y la plantilla para importar."""

from django.utils.text import slugify
from django.views.decorators.http import require_safe

from mipg.descargas import descarga, formato_pedido
from mipg.usuarios.models import Dependencia
from planes import exportes
from planes.models import Actividad, Plan
from planes.views.comunes import cargar_plan
from planes.views.planes import filtrar_planes


@require_safe
def plan_exportar(request, pk: int):
    """Las actividades del plan en `?formato=xlsx` (por defecto) o `csv`; se vuelven a importar sin diferencias."""
    plan = cargar_plan(request, pk)
    actividades = exportes.actividades_para_exportar(plan.actividades.vigentes())
    formato = formato_pedido(request)
    contenido = (exportes.plan_en_csv if formato == "csv" else exportes.plan_en_xlsx)(
        actividades, exportes.columnas_de(plan)
    )
    return descarga(contenido, f"{slugify(plan.nombre)[:80]}-{plan.vigencia.anio}", formato)


@require_safe
def plan_lista_exportar(request):
    """Los planes de la lista, con sus mismos filtros: una hoja de planes y otra con todas sus actividades."""
    _, filtrados = filtrar_planes(request)
    planes = filtrados.con_resumen().select_related("vigencia", "politica", "tipo", "dependencia")
    if formato_pedido(request) == "csv":
        return descarga(exportes.planes_en_csv(planes), "planes", "csv")
    actividades = Actividad.objects.vigentes().filter(plan__in=filtrados.order_by().values("pk"))
    contenido = exportes.planes_en_xlsx(planes, exportes.actividades_para_exportar(actividades))
    return descarga(contenido, "planes", "xlsx")


@require_safe
def plantilla_descargar(request):
    """La plantilla vacía para llevar un plan en Excel; `?clase=`, con las columnas propias de esa clase de plan."""
    clase = request.GET.get("clase", "")
    rotulo = dict(Plan.Clase.choices).get(clase, "Plan de acción")
    nombres = list(Dependencia.objects.vigentes(request.hoy).values_list("nombre", flat=True))
    return descarga(exportes.plantilla_en_xlsx(nombres, clase), f"plantilla-{slugify(rotulo)}", "xlsx")
