"""Invitar personas e importarlas desde un archivo."""

from itertools import zip_longest

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.avisos.acciones import importar_personas, invitar
from mipg.expediente.acciones import aplicar_importacion, descartar_importacion, recibir_importacion
from mipg.expediente.models import Importacion
from mipg.formularios import estado_http
from mipg.hojas import TIPO_XLSX, Libro
from mipg.libros import ArchivoInvalido, leer
from mipg.portal.forms import AplicarForm, ListaForm
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida
from mipg.usuarios.importacion import DESTINO, TITULOS, entender
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso, Rol


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
    return [("Personas", reverse("usuarios:persona_lista")), *ultimas]


@requiere(Permiso.PERSONAS_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def personas_importar(request):
    """Sube un archivo de personas; nada cambia hasta confirmarlo en la página siguiente."""
    form = ListaForm(request.POST or None, request.FILES or None)
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
    return render(request, "portal/personas_importar.html", contexto, status=estado_http(form))


def _importacion_de(request, pk: int) -> Importacion:
    propias = Importacion.objects.filter(destino=DESTINO, creada_por=request.user).select_related("creada_por")
    return get_object_or_404(propias, pk=pk)


@requiere(Permiso.PERSONAS_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def personas_importacion(request, pk: int):
    """Vista previa del archivo, con cada error en su celda; al confirmar se aplica todo o nada, una sola vez."""
    importacion = _importacion_de(request, pk)
    form = AplicarForm(request.POST if request.method == "POST" else None, initial={"huella": importacion.huella})
    problemas, libro = [], None
    if importacion.estado == Importacion.Estado.SUBIDA:
        try:
            with importacion.archivo.open("rb") as archivo:
                libro = leer(importacion.nombre, archivo.read())
        except ArchivoInvalido as error:
            problemas = [error.mensaje]
        except FileNotFoundError:
            problemas = ["El archivo ya no está guardado. Descártelo y súbalo de nuevo."]
    if request.method == "POST" and form.is_valid() and not problemas:
        ahora, con_invitacion = timezone.now(), form.cleaned_data["invitar"]
        try:
            hechas = aplicar_importacion(
                importacion=importacion,
                hacer=lambda: importar_personas(
                    libro=libro, con_invitacion=con_invitacion, por=request.user, ahora=ahora
                ),
                por=request.user,
                ahora=ahora,
                huella=form.cleaned_data["huella"],
            )
        except EstadoCambiado as error:
            importacion.refresh_from_db()
            sigue = importacion.estado == Importacion.Estado.SUBIDA
            ya = "Este archivo ya se había aplicado o descartado: no se hizo nada más."
            messages.info(request, str(error) if sigue else ya)
            return redirect("portal:personas_importacion", pk=pk)
        except ReglaIncumplida as error:
            problemas = error.problemas
        except ValidationError as error:
            problemas = error.messages
        except IntegrityError:
            problemas = ["Otra persona cambió estos datos mientras usted confirmaba. Revise la vista previa de nuevo."]
        else:
            messages.success(
                request,
                f"Listo: {hechas['personas']} personas nuevas y {hechas['asignaciones']} roles asignados.",
            )
            return redirect("usuarios:persona_lista")
    lectura = entender(libro, hoy=request.hoy, quien=request.user.email) if libro else None
    dependencias = dict(Dependencia.objects.values_list("pk", "nombre"))
    contexto = {
        "importacion": importacion,
        "form": form,
        "problemas": problemas or [Problema(f.mensaje, donde=f.donde) for f in (lectura.faltas if lectura else ())],
        "lectura": lectura,
        "avisos": [Problema(a.mensaje, donde=a.donde) for a in (lectura.avisos if lectura else ())],
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
    libro = Libro()
    personas = libro.hoja("Personas", [campo.capitalize() for campo in TITULOS], anchos=[28] * len(TITULOS))
    for campo in ("desde", "hasta"):
        columna = [*TITULOS].index(campo)
        personas.set_column(columna, columna, 14, libro.fecha)
    dependencias = Dependencia.objects.vigentes(request.hoy).values_list("nombre", flat=True)
    libro.hoja("Listas", ["Roles", "Dependencias"], zip_longest(Rol.labels, dependencias), [45, 45])
    respuesta = HttpResponse(libro.bytes(), content_type=TIPO_XLSX)
    respuesta["Content-Disposition"] = 'attachment; filename="personas.xlsx"'
    return respuesta
