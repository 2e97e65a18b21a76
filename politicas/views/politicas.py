"""Las políticas con sus responsables."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.usuarios.roles import Permiso
from politicas import reglas
from politicas.contradicciones import papeles_publicos
from politicas.models import Indice, Politica, ResponsabilidadPolitica, Vigencia
from politicas.reglas import vigencia_actual
from politicas.views.comunes import en_uso, puede_designar


@require_safe
def politica_lista(request):
    """Las políticas por dimensión, con quien responde por cada una según el documento."""
    politicas, anio = en_uso(request)
    politicas = list(politicas.por_dimension())
    papeles = papeles_publicos(politicas, anio, request.hoy)
    filas = [{"politica": politica, "papeles": papeles[politica.pk]} for politica in politicas]
    contexto = {
        "dimensiones": [
            (dimension, list(grupo)) for dimension, grupo in groupby(filas, key=lambda f: f["politica"].dimension)
        ],
        "total": len(filas),
        "puede_designar": puede_designar(request.perfil),
        "migas": [("Políticas", None)],
    }
    return render(request, "politicas/politica_lista.html", contexto)


@require_safe
def politica_detalle(request, pk: int):
    """Una política: su dimensión, lo que dice cada fuente de quién responde, sus fases, índices y enlaces."""
    politica = get_object_or_404(
        Politica.objects.visibles_para(request.perfil).select_related("dimension__version"),
        pk=pk,
    )
    linea = Politica.objects.linea(politica)
    anio = _anio_de(politica, request.hoy)
    rigen = list(
        politica.responsabilidades.que_rigen(anio).select_related("fuente", "dependencia__heredera", "instancia")
    )
    contexto = {
        "politica": politica,
        "dimension": politica.dimension,
        "anio": anio,
        "tablas": [(fuente, list(filas)) for fuente, filas in groupby(rigen, key=lambda r: r.fuente)],
        "papeles": papeles_publicos([politica], anio, request.hoy)[politica.pk],
        "notas": list(dict.fromkeys(r.nota for r in rigen if r.nota not in ("", politica.nota))),
        "fases": reglas.fases(r for r in rigen if r.reparte),
        "indices": Indice.objects.que_miden(politica.pk).select_related("politica__dimension__version"),
        "version_sin_indices": not Indice.objects.de_la_version(politica.dimension.version_id).exists(),
        "otras_versiones": [(linea.por_version.get(version), dicho) for version, dicho in linea.dichos.items()],
        "enlaces": politica.enlaces.vigentes(request.hoy).select_related("dependencia", "persona"),
        "puede_cargar": request.perfil.puede(Permiso.VIGENCIA_EDITAR),
        "puede_designar": puede_designar(request.perfil, _de_hoy(rigen, request.hoy)),
        "migas": [("Políticas", reverse("politicas:politica_lista")), (politica.nombre, None)],
    }
    return render(request, "politicas/politica_detalle.html", contexto)


def _anio_de(politica: Politica, hoy: date) -> int:
    """El año de que se habla: el de la vigencia que corre entre las de su versión; si no hay ninguna, el de hoy."""
    vigencia = vigencia_actual(Vigencia.objects.filter(version=politica.dimension.version_id), hoy)
    return vigencia.anio if vigencia else hoy.year


def _de_hoy(rigen: Iterable[ResponsabilidadPolitica], hoy: date) -> set[int]:
    return {existe.pk for fila in rigen if (existe := fila.de_hoy(hoy))}
