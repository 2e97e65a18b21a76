"""Páginas de la entrega de recomendaciones: subir el archivo, contestar lo que pregunta, confirmarlo o descartarlo."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from furag.acciones import entregas as acciones
from furag.entregas import DESTINO, Entendida, entender
from furag.forms.entregas import ContestarForm, ParecidasForm, SubirRecomendacionesForm
from furag.models import Medicion
from furag.reglas.entregas import Entrega, las_mismas
from mipg.etiquetas import contar
from mipg.expediente.acciones import YA_NO_ESTA, descartar_importacion
from mipg.expediente.models import Importacion
from mipg.formularios import NEGATIVAS, anotar, en_una_linea, estado_http
from mipg.libros.grupos import agrupar
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas.models import Politica

POR_PAGINA = 25
# Cada una lleva dos textos y sus opciones.
PARECIDAS_POR_PAGINA = 10
_PESTANAS = {"nuevas": "Nuevas", "parecidas": "Parecidas a otra", "faltan": "Ya no están", "vuelven": "Vuelven"}


def _migas(*finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    antes = [("Mediciones", "furag:medicion_lista"), ("Recomendaciones", "furag:recomendacion_lista")]
    return [*((texto, reverse(url)) for texto, url in antes), *finales]


@requiere(Permiso.FURAG_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def recomendacion_importar(request):
    """Sube el archivo de recomendaciones de la entidad; nada cambia hasta confirmarlo en la página siguiente."""
    form = SubirRecomendacionesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archivo = form.cleaned_data["archivo"]
        try:
            importacion = acciones.subir_recomendaciones(
                medicion=form.cleaned_data["medicion"],
                nombre=archivo.name,
                contenido=archivo.read(),
                por=request.user,
                ahora=timezone.now(),
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            return redirect("furag:entrega_detalle", pk=importacion.pk)
    subidos = Importacion.objects.sin_lo_leido().filter(destino=DESTINO).select_related("creada_por", "aplicada_por")
    contexto = {
        "form": form,
        "hay_medicion": Medicion.objects.exists(),
        "pendientes": subidos.filter(estado=Importacion.Estado.SUBIDA)[:10],
        "aplicados": subidos.filter(estado=Importacion.Estado.APLICADA)[:10],
        "boton": "Subir y revisar",
        "cancelar_url": reverse("furag:recomendacion_lista"),
        "migas": _migas(("Importar el archivo", None)),
    }
    return render(request, "furag/recomendacion_importar.html", contexto, status=estado_http(form))


def _cargar(request, pk: int) -> tuple[Importacion, Medicion]:
    """El archivo y la medición de que es; 404 si no gestiona la medición ni audita."""
    subidos = Importacion.objects.sin_lo_leido().select_related("creada_por", "aplicada_por")
    importacion = get_object_or_404(subidos, pk=pk, destino=DESTINO)
    if not (request.perfil.puede(Permiso.FURAG_GESTIONAR) or request.perfil.audita):
        raise Http404
    return importacion, get_object_or_404(Medicion.objects.select_related("version"), pk=importacion.objeto_id)


@require_http_methods(["GET", "HEAD"])
def entrega_detalle(request, pk: int):
    """Lo que se entendió del archivo, lo que hay que contestar y lo que haría al confirmarlo."""
    importacion, medicion = _cargar(request, pk)
    return _pintar(request, importacion, medicion)


def _pintar(request, importacion: Importacion, medicion: Medicion, enviado: ContestarForm | None = None):
    contexto = {
        "importacion": importacion,
        "medicion": medicion,
        "gestiona": request.perfil.puede(Permiso.FURAG_GESTIONAR),
        "entendida": None,
        "ilegible": "",
        "migas": _migas(("Importar el archivo", reverse("furag:recomendacion_importar")), (importacion.nombre, None)),
    }
    if importacion.estado == Importacion.Estado.SUBIDA:
        try:
            entendida = entender(importacion, medicion)
        except (ReglaIncumplida, OSError) as error:
            contexto["ilegible"] = YA_NO_ESTA if isinstance(error, OSError) else str(error)
        else:
            politicas = _politicas(medicion)
            contexto |= _de_lo_leido(entendida, politicas)
            contexto["form"] = enviado or ContestarForm(entendida=entendida, politicas=politicas.values())
            if entendida.entrega:
                contexto |= _de_la_entrega(request, entendida.entrega, politicas)
    return render(request, "furag/entrega_detalle.html", contexto, status=422 if enviado else 200)


def _politicas(medicion: Medicion) -> dict[int, Politica]:
    return {una.pk: una for una in Politica.objects.filter(dimension__version=medicion.version_id)}


def _de_lo_leido(entendida: Entendida, politicas: dict[int, Politica]) -> dict:
    cuantas = Counter(leida.politica for leida in entendida.leidas)
    lectura = entendida.lectura
    return {
        "entendida": entendida,
        "errores": agrupar(lectura.errores),
        "notas": agrupar(lectura.notas),
        "por_politica": [(una, cuantas[pk]) for pk, una in politicas.items() if cuantas[pk]],
        "pregunta": bool(entendida.politicas or entendida.de_otra or entendida.de_otro_anio or len(lectura.hojas) > 1),
    }


def _de_la_entrega(request, entrega: Entrega, politicas: dict[int, Politica]) -> dict:
    """La pestaña que se mira, una página de ella, y las demás con su cuenta."""
    cuantas = {clase: len(getattr(entrega, clase)) for clase in _PESTANAS}
    ver = request.GET.get("ver")
    if ver not in cuantas:
        ver = "parecidas" if entrega.por_decidir else next((c for c, n in cuantas.items() if n), "nuevas")
    por_pagina = PARECIDAS_POR_PAGINA if ver == "parecidas" else POR_PAGINA
    pagina = Paginator(getattr(entrega, ver), por_pagina).get_page(request.GET.get("page"))
    return {
        "entrega": entrega,
        "ver": ver,
        "page_obj": pagina,
        "pestanas": [
            {"texto": texto, "url": f"?ver={clase}#lo-que-haria", "actual": ver == clase, "cuenta": cuantas[clase]}
            for clase, texto in _PESTANAS.items()
            if cuantas[clase] or ver == clase
        ],
        "parecidas": ParecidasForm(parecidas=pagina) if ver == "parecidas" else None,
        "filas": [] if ver == "parecidas" else [(una, politicas[una.politica]) for una in pagina],
    }


@requiere(Permiso.FURAG_GESTIONAR)
@require_POST
def entrega_contestar(request, pk: int):
    """Guarda lo que se contestó: de quién es, de qué política, o si las de esta página son las mismas."""
    importacion, medicion = _cargar(request, pk)
    destino = f"{reverse('furag:entrega_detalle', args=[pk])}?{request.GET.urlencode()}#lo-que-haria"
    if importacion.estado != Importacion.Estado.SUBIDA:
        messages.warning(request, "Este archivo ya se aplicó o se descartó.")
        return redirect("furag:entrega_detalle", pk=pk)
    try:
        entendida = entender(importacion, medicion)
        respuestas = _respuestas(request, entendida, medicion)
        if respuestas is None:
            return _pintar(request, importacion, medicion, _form(request, entendida, medicion))
        acciones.contestar(
            importacion=importacion,
            respuestas=respuestas,
            huella=request.POST.get("huella", ""),
            por=request.user,
            ahora=timezone.now(),
        )
    except OSError:
        messages.error(request, YA_NO_ESTA)
    except NEGATIVAS as error:
        messages.error(request, f"No se guardó. {en_una_linea(error)}")
    else:
        messages.success(request, "Quedó contestado.")
    return redirect(destino)


def _form(request, entendida: Entendida, medicion: Medicion) -> ContestarForm:
    return ContestarForm(request.POST, entendida=entendida, politicas=_politicas(medicion).values())


def _respuestas(request, entendida: Entendida, medicion: Medicion) -> dict | None:
    """Lo contestado; nulo si algo no se entiende."""
    if "todas" in request.POST and entendida.entrega:
        return {"parecidas": las_mismas(entendida.entrega)}
    if "parecidas" in request.POST and entendida.entrega:
        dicho = _de_la_entrega(request, entendida.entrega, {})["page_obj"]
        form = ParecidasForm(request.POST, parecidas=dicho)
    else:
        form = _form(request, entendida, medicion)
    return dict(form.respuestas) if form.is_valid() else None


@requiere(Permiso.FURAG_GESTIONAR)
@require_POST
def entrega_confirmar(request, pk: int):
    """Aplica la entrega: todo o nada y una sola vez; repetirlo dice que ya estaba aplicada."""
    importacion, _ = _cargar(request, pk)
    try:
        entrega = acciones.importar_recomendaciones(
            importacion=importacion,
            huella=request.POST.get("huella", ""),
            diferencia=request.POST.get("diferencia", ""),
            por=request.user,
            ahora=timezone.now(),
        )
    except (*NEGATIVAS, OSError) as error:
        importacion.refresh_from_db()
        if importacion.estado == Importacion.Estado.APLICADA:
            messages.info(request, "Este archivo ya se había aplicado: no se aplicó otra vez.")
        else:
            dicho = YA_NO_ESTA if isinstance(error, OSError) else en_una_linea(error)
            messages.error(request, f"No se aplicó nada. {dicho}")
    else:
        messages.success(
            request,
            f"Listo: {contar(len(entrega.se_escriben), 'nueva')}, "
            f"{contar(len(entrega.cambian), 'redactada', 'redactadas')} de otro modo y "
            f"{contar(len(entrega.dejan_de_venir), 'que ya no viene', 'que ya no vienen')}.",
        )
    return redirect("furag:entrega_detalle", pk=pk)


@requiere(Permiso.FURAG_GESTIONAR)
@require_POST
def entrega_descartar(request, pk: int):
    """Descarta un archivo sin aplicarlo."""
    importacion, _ = _cargar(request, pk)
    try:
        descartar_importacion(importacion=importacion, por=request.user, ahora=timezone.now())
    except ReglaIncumplida:
        messages.warning(request, "El archivo ya se había aplicado o descartado.")
        return redirect("furag:entrega_detalle", pk=pk)
    messages.success(request, f"Se descartó «{importacion.nombre}». No cambió nada.")
    return redirect("furag:recomendacion_importar")
