"""Pedir un informe en PDF."""

from datetime import date
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mipg.expediente.acciones import pedir_emision
from mipg.texto import entero
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.models import Sesion
from politicas.models import Vigencia
from seguimiento import tasks
from seguimiento.forms import InformeForm, cortes_con_cifras
from seguimiento.informes import sesion as documento_de_sesion


@requiere(Permiso.INFORME_EMITIR)
@require_http_methods(["GET", "HEAD", "POST"])
def informe_pedir(request):
    """Pide el plan de acción o el de implementación en PDF; `?politica=`, `?dependencia=`, `?alcance=implementacion`,
    `?corte=` y `?vigencia=` lo proponen.
    """
    vigencia = _vigencia(request.GET, request.hoy)
    if vigencia is None:
        return render(request, "seguimiento/informe_pedir.html", {"form": None, "migas": _MIGAS})
    opciones = {"vigencia": vigencia, "perfil": request.perfil}
    form = InformeForm(request.POST, **opciones) if request.method == "POST" else None
    if form and form.is_valid():
        emision = pedir_emision(**form.pedido(), por=request.user, ahora=timezone.now())
        transaction.on_commit(partial(tasks.publicar, emision.pk))
        return redirect("expediente:emision_detalle", emision.pk)
    contexto = {
        "form": form or InformeForm(initial=_propuesta(request.GET, vigencia), **opciones),
        "vigencia": vigencia,
        "boton": "Generar el PDF",
        "migas": _MIGAS,
    }
    return render(request, "seguimiento/informe_pedir.html", contexto, status=422 if form else 200)


@requiere(Permiso.INFORME_EMITIR)
@require_POST
def sesion_informe_pedir(request, pk: int):
    """Pide el acta de una sesión cerrada o, si no se ha cerrado, su orden del día."""
    sesion = get_object_or_404(
        Sesion.objects.visibles_para(request.perfil).select_related("instancia__secretaria_tecnica"), pk=pk
    )
    if not Sesion.objects.enteras_para(request.perfil).filter(pk=pk).exists():
        raise PermissionDenied
    emision = pedir_emision(**documento_de_sesion.pedido(sesion), por=request.user, ahora=timezone.now())
    transaction.on_commit(partial(tasks.publicar, emision.pk))
    return redirect("expediente:emision_detalle", emision.pk)


_MIGAS = [("Pedir un informe", None)]


def _vigencia(consulta, hoy: date) -> Vigencia | None:
    """La del corte propuesto, la propuesta o la actual."""
    vigencias = Vigencia.objects.abiertas_alguna_vez().select_related("version")
    for filtro, valor in (("cortes", consulta.get("corte", "")), ("anio", consulta.get("vigencia", ""))):
        if (numero := entero(valor)) is not None and (una := vigencias.filter(**{filtro: numero}).first()):
            return una
    return Vigencia.objects.select_related("version").actual(hoy)


def _propuesta(consulta, vigencia: Vigencia) -> dict[str, str | int | None]:
    alcance = next((nombre for nombre in ("politica", "dependencia") if consulta.get(nombre)), "entidad")
    if consulta.get("alcance") == "implementacion":
        alcance = "implementacion"
    corte = consulta.get("corte")
    if corte is None:
        # Lo que más se pide: el último corte con algo que decir.
        ultimo = cortes_con_cifras(vigencia).order_by("-trimestre").first()
        corte = ultimo.pk if ultimo else None
    return {
        "alcance": alcance,
        "politica": consulta.get("politica"),
        "dependencia": consulta.get("dependencia"),
        "corte": corte,
    }
