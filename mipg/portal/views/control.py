"""La página de Control Interno: quién cambió cuentas, roles y encargos, y qué se aprobó sin segregación."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.descargas import descargar
from mipg.hojas import Tabla
from mipg.orden import Orden
from mipg.portal.control import COLUMNAS, TITULOS, Hechos, renglones
from mipg.portal.forms import ControlForm
from mipg.usuarios.permisos import requiere
from mipg.usuarios.resguardo import sin_quien_confirme
from mipg.usuarios.roles import Permiso

POR_PAGINA = 50


def _pedidos(request) -> tuple[ControlForm, Hechos]:
    filtro = ControlForm(request.GET, auto_id="filtro_%s")
    return filtro, Hechos(filtro.pedido(request.hoy), Orden(request.GET.get("orden", ""), COLUMNAS))


@requiere(Permiso.CONTROL_VER)
@require_safe
def control_lista(request):
    """Los hechos de un periodo, lo último primero, con la bitácora de cada uno a un clic."""
    filtro, hechos = _pedidos(request)
    consulta = request.GET.copy()
    consulta.pop("page", None)
    consulta.pop("formato", None)
    contexto = {
        "filtro": filtro,
        "orden": hechos.orden,
        "pedido": hechos.pedido,
        "hay_filtros": any(request.GET.get(nombre) for nombre in filtro.fields),
        "page_obj": Paginator(hechos, POR_PAGINA).get_page(request.GET.get("page")),
        "sin_quien_confirme": sin_quien_confirme(request.hoy),
        "con_cambios": request.perfil.puede(Permiso.CAMBIO_DECIDIR),
        "con_bitacora": request.perfil.puede(Permiso.ADMIN_VER),
        "exportar": f"{reverse('portal:control_exportar')}?{consulta.urlencode()}",
        "migas": [("Control de cuentas y excepciones", None)],
    }
    return render(request, "portal/control_lista.html", contexto)


@requiere(Permiso.CONTROL_VER)
@require_safe
def control_exportar(request):
    """La misma lista filtrada, en XLSX o, con `?formato=csv`, en CSV."""
    _, hechos = _pedidos(request)
    filas = renglones(hechos[:])
    nombre = f"cambios-{hechos.pedido.desde:%Y%m%d}-{hechos.pedido.hasta:%Y%m%d}"
    return descargar(request, nombre, [Tabla("Cambios", TITULOS, filas)])
