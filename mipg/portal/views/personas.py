"""Invitar personas e importarlas desde un archivo."""

from itertools import zip_longest

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.avisos.acciones import importar_personas, invitar
from mipg.descargas import descarga
from mipg.hojas import Libro
from mipg.portal.forms import InvitarForm
from mipg.portal.views.listas import Lista, revisar, subir
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.permisos import requiere
from mipg.usuarios.personas import COLUMNAS, DESTINO, entender
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


LISTA = Lista(
    "personas",
    "personas",
    DESTINO,
    entender=lambda libro, request: entender(libro, hoy=request.hoy, quien=request.user),
    importar=lambda de, invitar, **dicho: importar_personas(con_invitacion=invitar, **dicho),
    palabras={
        "personas": ("persona nueva", "personas nuevas"),
        "asignaciones": ("rol nuevo", "roles nuevos"),
        "por_confirmar": ("rol que confirma otra persona", "roles que confirma otra persona"),
        "iguales": ("fila que ya estaba", "filas que ya estaban"),
    },
    form=InvitarForm,
    antes=(("Personas", "usuarios:persona_lista"),),
)


@requiere(Permiso.PERSONAS_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def personas_importar(request):
    """Sube un archivo de personas."""
    return subir(request, LISTA, roles=Rol.labels)


@requiere(Permiso.PERSONAS_EDITAR, Permiso.ADMIN_VER)
@require_http_methods(["GET", "HEAD", "POST"])
def personas_importacion(request, pk: int):
    """Revisa, confirma o descarta un archivo de personas."""
    dependencias = dict(Dependencia.objects.values_list("pk", "nombre"))

    def con_nombres(leidas):
        return [(fila, dependencias[fila.dependencia], Rol(fila.rol).label) for fila in leidas]

    return revisar(request, pk, LISTA, filas=con_nombres)


@requiere(Permiso.PERSONAS_EDITAR)
@require_safe
def personas_plantilla(request):
    """Libro de Excel con los encabezados, los roles y las dependencias que se reconocen."""
    libro = Libro()
    personas = libro.hoja("Personas", [campo.capitalize() for campo in COLUMNAS], anchos=[28] * len(COLUMNAS))
    for campo in ("desde", "hasta"):
        columna = [*COLUMNAS].index(campo)
        personas.set_column(columna, columna, 14, libro.fecha)
    dependencias = Dependencia.objects.vigentes(request.hoy).values_list("nombre", flat=True)
    libro.hoja("Listas", ["Roles", "Dependencias"], zip_longest(Rol.labels, dependencias), [45, 45])
    return descarga(libro.bytes(), "personas", "xlsx")
