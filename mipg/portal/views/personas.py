"""Invitar personas e importarlas desde un archivo."""

import io

import xlsxwriter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.avisos.acciones import invitar
from mipg.expediente.acciones import descartar_importacion, recibir_importacion
from mipg.expediente.models import Importacion
from mipg.portal.forms import AplicarForm, PersonasForm
from mipg.portal.personas import DESTINO, importar_personas, leer_personas
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.usuarios.importacion import TITULOS
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso, Rol
from planes.importacion import ArchivoInvalido


@requiere(Permiso.PERSONAS_EDITAR)
@require_POST
def persona_invitar(request, pk: int):
    """Manda (o vuelve a mandar) el correo de bienvenida con su enlace de un solo uso."""
    persona = get_object_or_404(Usuario, pk=pk)
    try:
        invitar(persona=persona, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"La invitación para {persona.email} está en camino.")
    return redirect("usuarios:persona_detalle", pk=pk)


def _migas(*ultimas):
    return [("Inicio", reverse("portal:inicio")), ("Personas", reverse("usuarios:persona_lista")), *ultimas]


@requiere(Permiso.PERSONAS_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def personas_importar(request):
    """Sube un archivo de personas; nada cambia hasta confirmarlo en la página siguiente."""
    form = PersonasForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archivo = form.cleaned_data["archivo"]
        importacion = recibir_importacion(
            destino=DESTINO,
            objeto_id=None,
            nombre=archivo.name,
            contenido=archivo.read(),
            por=request.user,
            ahora=timezone.now(),
        )
        return redirect("portal:personas_importacion", pk=importacion.pk)
    contexto = {"form": form, "columnas": [*TITULOS], "roles": Rol.labels, "migas": _migas(("Importar", None))}
    return render(request, "portal/personas_importar.html", contexto, status=422 if form.errors else 200)


def _importacion_de(request, pk: int) -> Importacion:
    propias = Importacion.objects.filter(destino=DESTINO, creada_por=request.user).select_related("creada_por")
    return get_object_or_404(propias, pk=pk)


@requiere(Permiso.PERSONAS_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def personas_importacion(request, pk: int):
    """Vista previa del archivo, con cada error en su celda; al confirmar se aplica todo o nada, una sola vez."""
    importacion = _importacion_de(request, pk)
    form = AplicarForm(request.POST if request.method == "POST" else None)
    problemas = []
    if request.method == "POST" and form.is_valid():
        try:
            hechas = importar_personas(
                importacion=importacion,
                invitar=form.cleaned_data["invitar"],
                por=request.user,
                hoy=request.hoy,
                ahora=timezone.now(),
            )
        except EstadoCambiado:
            messages.info(request, "Este archivo ya se había aplicado o descartado: no se hizo nada más.")
            return redirect("portal:personas_importacion", pk=pk)
        except ReglaIncumplida as error:
            problemas = error.problemas
        except ValidationError as error:
            problemas = error.messages
        except ArchivoInvalido as error:
            problemas = [error.mensaje]
        else:
            messages.success(
                request,
                f"Listo: {hechas['personas']} personas nuevas y {hechas['asignaciones']} roles asignados.",
            )
            return redirect("usuarios:persona_lista")
    lectura = None
    if importacion.estado == Importacion.Estado.SUBIDA:
        try:
            lectura = leer_personas(importacion, hoy=request.hoy)
        except ArchivoInvalido as error:
            problemas = [error.mensaje]
    dependencias = dict(Dependencia.objects.values_list("pk", "nombre"))
    contexto = {
        "importacion": importacion,
        "form": form,
        "problemas": problemas or (lectura.faltas if lectura else []),
        "lectura": lectura,
        "filas": [(f, dependencias[f.dependencia], Rol(f.rol).label) for f in (lectura.filas if lectura else ())],
        "se_puede": bool(lectura and not lectura.faltas and lectura.cuantas["asignaciones"]),
        "migas": _migas(("Importar", reverse("portal:personas_importar")), (importacion.nombre, None)),
    }
    return render(
        request, "portal/personas_importacion.html", contexto, status=422 if request.method == "POST" else 200
    )


@requiere(Permiso.PERSONAS_EDITAR)
@require_POST
def personas_descartar(request, pk: int):
    """Descarta un archivo sin aplicarlo."""
    importacion = _importacion_de(request, pk)
    try:
        descartar_importacion(importacion=importacion, por=request.user, ahora=timezone.now())
    except EstadoCambiado as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "El archivo se descartó: no se creó ninguna persona.")
    return redirect("portal:personas_importar")


@requiere(Permiso.PERSONAS_EDITAR)
@require_safe
def personas_plantilla(request):
    """Libro de Excel con los encabezados, los roles y las dependencias que se reconocen."""
    salida = io.BytesIO()
    libro = xlsxwriter.Workbook(salida, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    titulo = libro.add_format({"bold": True, "bg_color": "#D9E3F7", "border": 1})
    personas = libro.add_worksheet("Personas")
    personas.set_column(0, len(TITULOS), 28)
    personas.freeze_panes(1, 0)
    for columna, campo in enumerate(TITULOS):
        personas.write_string(0, columna, campo.capitalize(), titulo)
    fecha = libro.add_format({"num_format": "dd/mm/yyyy"})
    for campo in ("desde", "hasta"):
        personas.set_column([*TITULOS].index(campo), [*TITULOS].index(campo), 14, fecha)
    ayuda = libro.add_worksheet("Listas")
    ayuda.set_column(0, 1, 45)
    dependencias = Dependencia.objects.vigentes(request.hoy).values_list("nombre", flat=True)
    for columna, (rotulo, valores) in enumerate((("Roles", Rol.labels), ("Dependencias", dependencias))):
        ayuda.write_string(0, columna, rotulo, titulo)
        for fila, valor in enumerate(valores, start=1):
            ayuda.write_string(fila, columna, valor)
    libro.close()
    salida.seek(0)
    return FileResponse(salida, as_attachment=True, filename="personas.xlsx")
