"""Las políticas con sus responsables."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.usuarios.roles import Permiso
from politicas import reglas
from politicas.models import Politica, ResponsabilidadPolitica
from politicas.views.comunes import en_uso

Fuente = ResponsabilidadPolitica.Fuente


@require_safe
def politica_lista(request):
    """Las políticas por dimensión, con quien responde por cada una según el documento."""
    politicas = en_uso(request).por_dimension().con_responsables()
    filas = [
        {
            "politica": politica,
            # La tabla de políticas reparte el trabajo; la de actores se contrasta en el detalle.
            "responsables": dict.fromkeys(
                r.responsable for r in politica.responsabilidades.all() if r.fuente == Fuente.POLITICAS
            ),
            "difieren": reglas.difieren(politica.responsabilidades.all()),
            "con_nota": any(r.nota for r in politica.responsabilidades.all()),
        }
        for politica in politicas
    ]
    contexto = {
        "dimensiones": [
            (dimension, list(grupo)) for dimension, grupo in groupby(filas, key=lambda f: f["politica"].dimension)
        ],
        "total": len(filas),
        "puede_designar": request.perfil.puede(Permiso.PERSONAS_EDITAR),
        "migas": [("Políticas", None)],
    }
    return render(request, "politicas/politica_lista.html", contexto)


@require_safe
def politica_detalle(request, pk: int):
    """Una política: su dimensión, lo que dice cada tabla del documento, sus fases, índices y enlaces."""
    politica = get_object_or_404(
        Politica.objects.visibles_para(request.perfil)
        .select_related("dimension__version")
        .con_responsables()
        .prefetch_related("indices"),
        pk=pk,
    )
    responsabilidades = list(politica.responsabilidades.all())
    contexto = {
        "politica": politica,
        "dimension": politica.dimension,
        "tablas": [
            {
                "codigo": fuente.value.lower(),
                "titulo": titulo,
                "fuente": fuente.label,
                "filas": [r for r in responsabilidades if r.fuente == fuente],
            }
            for fuente, titulo in (
                (Fuente.POLITICAS, "Según la tabla de políticas"),
                (Fuente.ACTORES, "Según la tabla de actores"),
            )
        ],
        "difieren": reglas.difieren(responsabilidades),
        "notas": list(dict.fromkeys(r.nota for r in responsabilidades if r.nota not in ("", politica.nota))),
        "fases": reglas.fases(r for r in responsabilidades if r.fuente == Fuente.POLITICAS),
        "indices": politica.indices.all(),
        "enlaces": politica.enlaces.vigentes(request.hoy).select_related("dependencia", "persona"),
        "puede_designar": request.perfil.puede(Permiso.PERSONAS_EDITAR),
        "migas": [("Políticas", reverse("politicas:politica_lista")), (politica.nombre, None)],
    }
    return render(request, "politicas/politica_detalle.html", contexto)
