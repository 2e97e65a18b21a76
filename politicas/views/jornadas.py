"""Páginas de las jornadas de sensibilización y de socialización de resultados."""

from collections.abc import Collection

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.expediente.models import Uso
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.leidos import MotivoDeLoLeidoForm, MotivoForm, con_formulario
from mipg.reglas import desde
from mipg.usuarios.historia import historia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas.acciones import jornadas as acciones
from politicas.documentos import materiales_de
from politicas.forms import EditarJornadaForm, FiltroJornadasForm, JornadaForm, MaterialForm, RealizarForm
from politicas.historia import FRASES_DE_JORNADA
from politicas.insignias import CLASES_DE_JORNADA
from politicas.models import Jornada, Vigencia
from politicas.reglas.jornadas import TRANSICIONES_DE_JORNADA as TABLA

POR_PAGINA = 50
FORMULARIO = ["GET", "HEAD", "POST"]
FILTROS = ("q", "tipo", "estado", "politica", "dependencia")
Estado = Jornada.Estado


def _lista() -> tuple[str, str]:
    return "Jornadas", reverse("politicas:jornada_lista")


@require_safe
def jornada_lista(request):
    """Las jornadas, con lo que ya pasó y falta registrar dicho aparte."""
    visibles = Jornada.objects.visibles_para(request.perfil)
    filtro = FiltroJornadasForm(request.GET, hoy=request.hoy, vigencias=Vigencia.objects.abiertas_alguna_vez())
    filtradas = filtro.filtrar(visibles)
    de_lista = filtradas.select_related("dependencia").prefetch_related("politicas")
    pagina = Paginator(de_lista, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "filtro": filtro,
        "filtra": any(request.GET.get(campo) for campo in FILTROS),
        "page_obj": pagina,
        "filas": [(j, CLASES_DE_JORNADA[j.estado], j.falta_registrar(request.hoy)) for j in pagina],
        "asistieron": filtradas.aggregate(total=Sum("asistentes"))["total"] or 0,
        "gestiona": request.perfil.puede(Permiso.JORNADA_GESTIONAR),
        "migas": [("Políticas", reverse("politicas:politica_lista")), ("Jornadas", None)],
    }
    return render(request, "politicas/jornada_lista.html", contexto)


@requiere(Permiso.JORNADA_GESTIONAR)
@require_http_methods(FORMULARIO)
def jornada_crear(request):
    """Programa una jornada. `?tipo=`, `?vigencia_medida=` y `?politica=` la traen empezada."""
    form = JornadaForm(request.POST or None, hoy=request.hoy, initial=_empezada(request))
    if request.method == "POST" and form.is_valid():
        try:
            jornada = acciones.programar_jornada(**form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, "La jornada quedó programada. Cuando se haga, regístrela con quienes fueron.")
            return redirect("politicas:jornada_detalle", pk=jornada.pk)
    contexto = {
        "form": form,
        "hay_vigencia": Vigencia.objects.abiertas().exists(),
        "boton": "Programar la jornada",
        "cancelar_url": reverse("politicas:jornada_lista"),
        "migas": [_lista(), ("Programar", None)],
    }
    return render(request, "politicas/jornada_crear.html", contexto, status=estado_http(form))


def _empezada(request) -> dict:
    dicho = {campo: request.GET[campo] for campo in ("tipo", "vigencia_medida") if campo in request.GET}
    politicas = [uno for uno in request.GET.getlist("politica") if uno.isdecimal()]
    return dicho | {"politicas": politicas, "modalidad": Jornada.Modalidad.PRESENCIAL}


def _cargar(request, pk: int) -> Jornada:
    visibles = Jornada.objects.visibles_para(request.perfil)
    return get_object_or_404(visibles.select_related("vigencia", "dependencia", "realizada_por", "anulada_por"), pk=pk)


def _migas(jornada: Jornada, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    propia = reverse("politicas:jornada_detalle", args=[jornada.pk]) if finales else None
    return [_lista(), (jornada.titulo, propia), *finales]


@require_safe
def jornada_detalle(request, pk: int):
    """Una jornada: cuándo, a quiénes, de qué políticas, cuántas personas fueron, su material y su historia."""
    jornada = _cargar(request, pk)
    gestiona, estado = request.perfil.puede(Permiso.JORNADA_GESTIONAR), jornada.estado
    contexto = {
        "jornada": jornada,
        "clase": CLASES_DE_JORNADA[estado],
        "falta_registrar": jornada.falta_registrar(request.hoy),
        "politicas": jornada.politicas.select_related("dimension__version"),
        "dependencias": jornada.dependencias.all(),
        "usos": materiales_de(jornada),
        "gestiona": gestiona,
        "realiza": gestiona and estado in desde(TABLA, "realizar") and jornada.fecha <= request.hoy,
        "anula": gestiona and estado in desde(TABLA, "anular"),
        "reabre": gestiona and estado in desde(TABLA, "reabrir") and not jornada.vigencia.cerrada_en,
        "edita": gestiona and estado != Estado.ANULADA and not jornada.vigencia.cerrada_en,
        "adjunta": gestiona and estado != Estado.ANULADA,
        "eventos": historia(jornada, frases=FRASES_DE_JORNADA),
        "migas": _migas(jornada),
    }
    return render(request, "politicas/jornada_detalle.html", contexto)


def _con_formulario(request, jornada: Jornada, form, *, en: Collection[str], miga: str, **como):
    pagina = reverse("politicas:jornada_detalle", args=[jornada.pk])
    if jornada.estado not in en and request.method != "POST":
        messages.warning(request, f"Está {jornada.get_estado_display().lower()}: no hay nada que hacer así.")
        return redirect(pagina)
    return con_formulario(
        request,
        form,
        leido={"jornada": jornada},
        filas=Jornada.objects.select_related("vigencia", "dependencia"),
        volver=pagina,
        migas=_migas(jornada, (miga, None)),
        **como,
    )


@requiere(Permiso.JORNADA_GESTIONAR)
@require_http_methods(FORMULARIO)
def jornada_editar(request, pk: int):
    """Corrige lo que se dijo de una jornada programada o realizada."""
    jornada = _cargar(request, pk)
    inicial = EditarJornadaForm.inicial(jornada)
    return _con_formulario(
        request,
        jornada,
        EditarJornadaForm(request.POST or None, initial=inicial, hoy=request.hoy, leido=jornada),
        en=(Estado.PROGRAMADA, Estado.REALIZADA),
        accion=acciones.editar_jornada,
        hecho="La jornada quedó corregida.",
        plantilla="politicas/jornada_editar.html",
        miga="Corregir",
        boton="Guardar",
    )


@requiere(Permiso.JORNADA_GESTIONAR)
@require_http_methods(FORMULARIO)
def jornada_realizar(request, pk: int):
    """Registra que se hizo: cuántas personas fueron y el material."""
    jornada = _cargar(request, pk)
    return _con_formulario(
        request,
        jornada,
        RealizarForm(request.POST or None, request.FILES or None, leido=jornada),
        en=desde(TABLA, "realizar"),
        accion=acciones.realizar_jornada,
        hecho="La jornada quedó registrada.",
        plantilla="politicas/jornada_realizar.html",
        miga="Registrar",
        boton="Registrar la jornada",
    )


def _con_motivo(request, pk: int, *, verbo: str, rotulo: str, **como):
    jornada = _cargar(request, pk)
    form = MotivoDeLoLeidoForm(request.POST or None, rotulo=rotulo, leido=jornada)
    return _con_formulario(request, jornada, form, en=desde(TABLA, verbo), **como)


@requiere(Permiso.JORNADA_GESTIONAR)
@require_http_methods(FORMULARIO)
def jornada_anular(request, pk: int):
    """Anula la jornada que no se hizo, con su motivo."""
    return _con_motivo(
        request,
        pk,
        verbo="anular",
        rotulo="Por qué se anula",
        accion=acciones.anular_jornada,
        hecho="La jornada quedó anulada.",
        plantilla="politicas/jornada_anular.html",
        miga="Anular",
        boton="Anular la jornada",
    )


@requiere(Permiso.JORNADA_GESTIONAR)
@require_http_methods(FORMULARIO)
def jornada_reabrir(request, pk: int):
    """Devuelve a las programadas la que se registró o se anuló por error."""
    return _con_motivo(
        request,
        pk,
        verbo="reabrir",
        rotulo="Por qué se reabre",
        accion=acciones.reabrir_jornada,
        hecho="La jornada volvió a las programadas.",
        plantilla="politicas/jornada_reabrir.html",
        miga="Reabrir",
        boton="Reabrir la jornada",
    )


@requiere(Permiso.JORNADA_GESTIONAR)
@require_http_methods(FORMULARIO)
def material_adjuntar(request, pk: int):
    """Suma un material a la jornada: la presentación, la lista de asistencia, las fotos."""
    jornada = _cargar(request, pk)
    return _con_formulario(
        request,
        jornada,
        MaterialForm(request.POST or None, request.FILES or None, initial={"fecha_documento": jornada.fecha}),
        en=(Estado.PROGRAMADA, Estado.REALIZADA),
        accion=acciones.adjuntar_material,
        hecho="El material quedó adjunto.",
        plantilla="politicas/material_adjuntar.html",
        miga="Adjuntar material",
        boton="Adjuntar",
    )


@requiere(Permiso.JORNADA_GESTIONAR)
@require_http_methods(FORMULARIO)
def material_retirar(request, pk: int):
    """Retira el material que se adjuntó por error."""
    uso = get_object_or_404(materiales_de(), pk=pk)
    jornada = uso.objeto
    pagina = reverse("politicas:jornada_detalle", args=[jornada.pk])
    if uso.documento.retirado_en and request.method != "POST":
        messages.warning(request, "Ese material ya se retiró.")
        return redirect(pagina)
    return con_formulario(
        request,
        MotivoForm(request.POST or None, rotulo="Por qué se retira"),
        leido={"uso": uso},
        filas=Uso.objects.all(),
        accion=acciones.retirar_material,
        hecho="El material quedó retirado: sigue guardado, con su motivo, y ya no se descarga.",
        plantilla="politicas/material_retirar.html",
        volver=pagina,
        migas=_migas(jornada, ("Retirar el material", None)),
        boton="Retirar el material",
    )
