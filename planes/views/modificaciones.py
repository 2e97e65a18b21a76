"""Páginas con que Planeación decide una propuesta de modificación: aprobarla y devolverla."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mipg.formularios import NEGATIVAS, anotar, estado_http
from planes import reglas
from planes.acciones import modificaciones as acciones
from planes.acciones import propuestas
from planes.acciones.planes import quienes_deciden
from planes.forms.propuestas import AprobarMenorForm, AprobarPropuestaForm
from planes.models import Plan, Propuesta
from planes.reglas.comparacion import Suerte
from planes.views.comunes import INVALIDO, exigir_decidir, numero_de_consulta
from planes.views.propuestas import (
    cargar_propuesta,
    filas_de,
    formulario_de_devolucion,
    lo_que_sigue,
    migas_de_propuesta,
    pintar_propuesta,
)


@require_POST
def propuesta_devolver(request, pk: int):
    """Devuelve la propuesta con lo que se observó en cada campo."""
    propuesta = cargar_propuesta(request, pk)
    exigir_decidir(request)
    if propuesta.estado != Propuesta.Estado.EN_REVISION:
        return _nada_que_decidir(request, propuesta)
    mirada = propuestas.mirar(propuesta)
    form = formulario_de_devolucion(mirada, mirada.comparacion.renglones, request.POST)
    if not form.is_valid():
        return pintar_propuesta(request, propuesta, devolver=request.POST, estado=INVALIDO)
    try:
        propuestas.devolver(
            propuesta=propuesta,
            observaciones=form.observaciones,
            version=form.cleaned_data["version"],
            por=request.user,
            ahora=timezone.now(),
        )
    except NEGATIVAS as negada:
        messages.error(request, str(negada))
        return pintar_propuesta(request, propuesta, devolver=request.POST, estado=INVALIDO)
    messages.success(request, f"La modificación volvió a {propuesta.plan.dependencia} con sus observaciones.")
    return redirect("planes:propuesta_detalle", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def propuesta_aprobar(request, pk: int):
    """Aprueba la propuesta que la persona leyó, que desde entonces rige; o dice por qué le toca a otra."""
    propuesta = cargar_propuesta(request, pk)
    exigir_decidir(request)
    if propuesta.estado != Propuesta.Estado.EN_REVISION:
        return _nada_que_decidir(request, propuesta)
    leida = numero_de_consulta(request, "version")
    if request.method != "POST" and leida is not None and leida != propuesta.version:
        messages.warning(request, "La modificación cambió desde que usted la abrió. Léala de nuevo antes de decidir.")
        return redirect("planes:propuesta_detalle", pk=pk)
    autores, deciden = acciones.autores_de(propuesta), quienes_deciden(request.hoy)
    mirada = propuestas.mirar(propuesta)
    sustancial = mirada.comparacion.es_sustancial
    clase = AprobarPropuestaForm if sustancial else AprobarMenorForm
    if request.method == "POST":
        form = clase(request.POST)
        if form.is_valid():
            try:
                aprobada = acciones.aprobar(
                    propuesta=propuesta, **form.cleaned_data, por=request.user, ahora=timezone.now()
                )
            except NEGATIVAS as negada:
                anotar(form, negada)
            else:
                messages.success(request, _que_quedo(aprobada))
                return redirect("planes:plan_detalle", pk=propuesta.plan_id)
    else:
        form = clase(initial={"version": propuesta.version, "acto": Plan.Acto.SESION})
    contexto = {
        "form": form,
        "propuesta": propuesta,
        "plan": propuesta.plan,
        "comparacion": mirada.comparacion,
        "retiradas": filas_de(mirada.comparacion.de(Suerte.RETIRADA), mirada, request.hoy),
        "problemas": reglas.problemas_para_aprobar(request.perfil, autores=autores, deciden=deciden),
        "faltan": mirada.problemas(request.hoy),
        "pueden": sorted(reglas.otras_que_aprueban(autores, deciden).values()),
        "boton": "Aprobar la modificación",
        "cancelar_url": reverse("planes:propuesta_detalle", args=[pk]),
        "migas": migas_de_propuesta(propuesta, ("Aprobar", None)),
        **lo_que_sigue(mirada, request.hoy),
    }
    return render(request, "planes/propuesta_aprobar.html", contexto, status=estado_http(form))


def _que_quedo(aprobada: Propuesta) -> str:
    if aprobada.resultado is None:
        return "La modificación quedó aplicada: como es menor, el plan sigue en su versión."
    return f"La modificación quedó aprobada y rige: es la versión {aprobada.resultado.numero} del plan."


def _nada_que_decidir(request, propuesta: Propuesta):
    estado = propuesta.get_estado_display().lower()
    messages.warning(request, f"La modificación está {estado}: no hay nada que decidir.")
    return redirect("planes:propuesta_detalle", pk=propuesta.pk)
