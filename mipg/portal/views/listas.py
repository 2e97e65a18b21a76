"""Importar una lista (personas, dependencias…): subirla, revisarla y confirmarla, todo o nada y una sola vez."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from mipg.etiquetas import contar
from mipg.expediente.acciones import (
    YA_NO_ESTA,
    abrir_libro,
    aplicar_importacion,
    descartar_importacion,
    recibir_importacion,
)
from mipg.expediente.models import Importacion
from mipg.formularios import NEGATIVAS, ArchivoDeTablaForm, anotar, estado_http
from mipg.libros import ArchivoInvalido, Libro
from mipg.libros.grupos import agrupar
from mipg.libros.listas import LecturaDeLista
from mipg.portal.forms import ConfirmarForm
from mipg.reglas import EstadoCambiado
from mipg.texto import en_lista


@dataclass(frozen=True)
class Lista:
    """Una lista que se puede importar.

    `nombre`: el de sus URLs y plantillas (`portal:personas_importar` y `…_importacion`). `titulo`: cómo se llama en
    pantalla («Importar días no hábiles»). `entender(libro, request)` lee y `importar(libro=, de=, por=, ahora=,
    **opciones)` aplica y devuelve cuántas cosas de cada clase, que `palabras` nombra en singular y en plural. `form`
    pide las `opciones`; `antes`, de dónde se viene y a dónde se vuelve; `queda`, lo que después de importar queda por
    hacer en la fecha, si queda algo.
    """

    nombre: str
    titulo: str
    destino: str
    entender: Callable[..., LecturaDeLista]
    importar: Callable[..., Mapping[str, int]]
    palabras: Mapping[str, tuple[str, str]]
    form: type[ConfirmarForm] = ConfirmarForm
    antes: tuple[tuple[str, str], ...] = ()
    queda: Callable[[date], str] = lambda _: ""

    def contadas(self, cuantas: Mapping[str, int]) -> str:
        """«2 personas nuevas, 1 rol nuevo y 0 filas que ya estaban»."""
        return en_lista(contar(cuantas.get(clave, 0), *palabras) for clave, palabras in self.palabras.items())

    @property
    def migas(self) -> list[tuple[str, str]]:
        """El camino hasta su página de subir."""
        antes = [(texto, reverse(url)) for texto, url in self.antes]
        return [*antes, (f"Importar {self.titulo}", reverse(f"portal:{self.nombre}_importar"))]


def subir(request, lista: Lista, **contexto):
    """Recibe el archivo; nada cambia hasta confirmarlo en la página siguiente."""
    form = ArchivoDeTablaForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archivo = form.cleaned_data["archivo"]
        try:
            importacion = recibir_importacion(
                destino=lista.destino,
                objeto_id=None,
                nombre=archivo.name,
                contenido=archivo.read(),
                por=request.user,
                ahora=timezone.now(),
                lectura=Importacion.Lectura.LISTA,
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            return redirect(f"portal:{lista.nombre}_importacion", pk=importacion.pk)
    contexto |= {
        "lista": lista,
        "form": form,
        "cancelar_url": reverse(lista.antes[-1][1] if lista.antes else "portal:inicio"),
        "migas": [*lista.migas[:-1], (f"Importar {lista.titulo}", None)],
    }
    return render(request, f"portal/{lista.nombre}_importar.html", contexto, status=estado_http(form))


def revisar(request, pk: int, lista: Lista, filas: Callable = lambda leidas: leidas):
    """La vista previa, con cada error en su celda; al confirmar se aplica todo o nada, una sola vez.

    Decide quien subió el archivo; quien audita lo lee.
    """
    subidas = Importacion.objects.filter(destino=lista.destino).select_related("creada_por", "aplicada_por")
    importacion = get_object_or_404(subidas, pk=pk)
    es_suya = importacion.creada_por_id == request.user.pk
    if not es_suya:
        if not request.perfil.audita:
            raise Http404
        if request.method == "POST":
            raise PermissionDenied
    form = lista.form(request.POST if request.method == "POST" else None, initial={"huella": importacion.huella})
    lectura, problemas = None, []
    if importacion.estado == Importacion.Estado.SUBIDA:
        try:
            libro = abrir_libro(importacion)
            lectura = lista.entender(libro, request)
            problemas = agrupar(lectura.errores)
        except (ArchivoInvalido, OSError) as error:
            problemas = [getattr(error, "mensaje", YA_NO_ESTA)]
    if request.method == "POST" and (respuesta := _decidir(request, lista, importacion, form, lectura and libro)):
        return respuesta
    contexto = {
        "lista": lista,
        "importacion": importacion,
        "es_suya": es_suya,
        "form": form,
        "lectura": lectura,
        "problemas": problemas,
        "avisos": agrupar(lectura.avisos) if lectura else (),
        "filas": filas(lectura.filas) if lectura else (),
        "se_puede": bool(lectura and lectura.se_puede),
        "contadas": lista.contadas(lectura.cuantas if lectura and lectura.se_puede else importacion.resumen),
        "url_importar": lista.migas[-1][1] if es_suya else "",
        "migas": [*(lista.migas if es_suya else ()), (importacion.nombre, None)],
    }
    estado = 422 if request.method == "POST" else 200
    return render(request, f"portal/{lista.nombre}_importacion.html", contexto, status=estado)


def _decidir(request, lista: Lista, importacion: Importacion, form: forms.Form, libro: Libro | None):
    """Descarta o aplica; devuelve a dónde se va, o nada si no se hizo y hay que decir por qué."""
    quien = {"por": request.user, "ahora": timezone.now()}
    try:
        if "descartar" in request.POST:
            descartar_importacion(importacion=importacion, **quien)
            messages.success(request, "El archivo se descartó: no cambió nada.")
            return redirect(f"portal:{lista.nombre}_importar")
        if not form.is_valid():
            return None
        hecho = aplicar_importacion(
            importacion=importacion,
            hacer=lambda: lista.importar(libro=libro, de=importacion.nombre, **form.opciones, **quien),
            huella=form.cleaned_data["huella"],
            **quien,
        )
    except EstadoCambiado as error:
        importacion.refresh_from_db()
        sigue = importacion.estado == Importacion.Estado.SUBIDA
        messages.info(request, str(error) if sigue else "Este archivo ya se había aplicado o descartado.")
    except NEGATIVAS as error:
        anotar(form, error)
        return None
    else:
        messages.success(request, f"Listo: {lista.contadas(hecho)}.")
        if queda := lista.queda(request.hoy):
            messages.warning(request, queda)
        return redirect(lista.migas[0][1])
    return redirect(f"portal:{lista.nombre}_importacion", pk=importacion.pk)
