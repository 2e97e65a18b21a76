"""Las políticas con sus responsables."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from politicas.contradicciones import papeles_publicos
from politicas.eleccion import elegir_vigencia
from politicas.models import FaseCumplida, Fuente, Indice, Politica, ResponsabilidadPolitica, Vigencia
from politicas.reglas.relevos import ESPERA, Tramo, lleva_la_fase, relevo
from politicas.relevos import lo_terminado
from politicas.views.comunes import en_uso, puede_designar


@require_safe
def politica_lista(request):
    """Las políticas de una vigencia (`?vigencia=`, su año) por dimensión, con quien responde por cada una."""
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), request.hoy)
    politicas, anio = en_uso(request, vigencia)
    politicas = list(politicas.por_dimension())
    papeles = papeles_publicos(politicas, anio)
    filas = [{"politica": politica, "papeles": papeles[politica.pk]} for politica in politicas]
    contexto = {
        "dimensiones": [
            (dimension, list(grupo)) for dimension, grupo in groupby(filas, key=lambda f: f["politica"].dimension)
        ],
        "total": len(filas),
        "fuentes": Fuente.objects.que_cubren(anio),
        "anio": anio,
        "anios": anios,
        "puede_designar": puede_designar(request.perfil),
        "migas": [("Políticas", None)],
    }
    return render(request, "politicas/politica_lista.html", contexto)


@require_safe
def politica_detalle(request, pk: int):
    """Una política: su dimensión, lo que dice cada fuente de quién responde, sus fases, índices y enlaces.

    Quién responde y las fases son de una vigencia de su versión (`?vigencia=`, su año) o, si no se dice, la que corre.
    """
    politica = get_object_or_404(
        Politica.objects.visibles_para(request.perfil).select_related("dimension__version"),
        pk=pk,
    )
    linea = Politica.objects.linea(politica)
    de_su_version = Vigencia.objects.abiertas_alguna_vez().filter(version=politica.dimension.version_id)
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), request.hoy, de_su_version)
    anio = vigencia.anio if vigencia else request.hoy.year
    rigen = list(
        politica.responsabilidades.que_rigen(anio).select_related("fuente", "dependencia__heredera", "instancia")
    )
    contexto = {
        "politica": politica,
        "dimension": politica.dimension,
        "anio": anio,
        "anios": anios,
        "tablas": [(fuente, list(filas)) for fuente, filas in groupby(rigen, key=lambda r: r.fuente)],
        "papeles": papeles_publicos([politica], anio)[politica.pk],
        "notas": list(dict.fromkeys(r.nota for r in rigen if r.nota not in ("", politica.nota))),
        "tramos": _tramos(rigen, vigencia, request.perfil),
        "indices": Indice.objects.que_miden(politica.pk).select_related("politica__dimension__version"),
        "version_sin_indices": not Indice.objects.de_la_version(politica.dimension.version_id).exists(),
        "otras_versiones": [(linea.por_version.get(version), dicho) for version, dicho in linea.dichos.items()],
        "enlaces": politica.enlaces.vigentes(request.hoy).select_related("dependencia", "persona"),
        "puede_cargar": request.perfil.puede(Permiso.VIGENCIA_EDITAR),
        "puede_designar": puede_designar(request.perfil, _de_hoy(rigen, request.hoy)),
        "migas": [("Políticas", reverse("politicas:politica_lista")), (politica.nombre, None)],
    }
    return render(request, "politicas/politica_detalle.html", contexto)


def _de_hoy(rigen: Iterable[ResponsabilidadPolitica], hoy: date) -> set[int]:
    return {existe.pk for fila in rigen if (existe := fila.de_hoy(hoy))}


def _tramos(
    rigen: list[ResponsabilidadPolitica], vigencia: Vigencia | None, perfil: Perfil
) -> list[tuple[Tramo, list[tuple]]]:
    """El relevo del año: cada tramo, con sus responsabilidades, lo terminado y dónde se hace lo que se puede hacer."""
    de_fase = [fila for fila in rigen if fila.reparte and fila.rol == "FASE"]
    terminado = lo_terminado(vigencia, [de_fase[0].politica_id]) if de_fase and vigencia else []

    def direccion(tramo: Tramo, fila: ResponsabilidadPolitica, cumplida: FaseCumplida | None) -> str:
        corre = vigencia and vigencia.esta_abierta and tramo.estado != ESPERA
        if not corre or not lleva_la_fase(perfil, fila):
            return ""
        return reverse(f"politicas:{'fase_reabrir' if cumplida else 'fase_terminar'}", args=[vigencia.anio, fila.pk])

    return [
        (tramo, [(fila, cumplida, direccion(tramo, fila, cumplida)) for fila, cumplida in tramo.filas])
        for tramo in relevo(de_fase, terminado)
    ]
