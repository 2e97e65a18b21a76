"""Páginas de la importación: subir, revisar y corregir, confirmar una sola vez o descartar."""

from collections.abc import Iterable
from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mipg.etiquetas import contar
from mipg.expediente.acciones import (
    YA_NO_ESTA,
    corregir_importacion,
    descartar_importacion,
    exigir_vista,
    pedir_lectura,
)
from mipg.expediente.models import Importacion
from mipg.expediente.tasks import leer_ya_o_despues
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.texto import entero
from mipg.usuarios.models import Dependencia
from planes import reglas
from planes.acciones import importaciones as acciones
from planes.acciones.actividades import problemas_para_formular
from planes.acciones.pegados import se_puede_deshacer
from planes.campos import FUERA_DE_LA_TABLA, Clase
from planes.forms import CorregirForm, ImportarForm
from planes.forms.importaciones import dependencias_elegibles
from planes.forms.planes import nombre_de_campo, valor_de_campo
from planes.importacion.analisis import POR_PAGINA, Analisis
from planes.models import Plan
from planes.propios import de_la_clase
from planes.views.comunes import cargar_plan, desvio_si_no_se_formula, exigir_formular, migas_de


def cargar_importacion(request, pk: int) -> tuple[Importacion, Plan]:
    """La importación y su plan; 404 si la persona no la subió, ni formula el plan, ni audita."""
    importacion = get_object_or_404(
        Importacion.objects.sin_lo_leido().select_related("creada_por", "aplicada_por"), pk=pk, destino=acciones.DESTINO
    )
    plan = cargar_plan(request, importacion.objeto_id)
    es_suya = importacion.creada_por_id == request.user.pk
    formula = reglas.puede_formular(request.perfil, plan.dependencia_id)
    if not (es_suya or formula or request.perfil.audita):
        raise Http404
    return importacion, plan


@require_http_methods(["GET", "HEAD", "POST"])
def plan_importar(request, pk: int):
    """Sube el archivo de un plan en formulación para revisarlo antes de aplicarlo."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    if request.method == "POST":
        form = ImportarForm(request.POST, request.FILES)
        if form.is_valid():
            archivo = form.cleaned_data["archivo"]
            try:
                importacion = acciones.subir_importacion(
                    plan=plan, nombre=archivo.name, contenido=archivo.read(), por=request.user, ahora=timezone.now()
                )
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                leer_ya_o_despues(importacion, ahora=timezone.now())
                return redirect("planes:importacion_detalle", pk=importacion.pk)
    elif desvio := desvio_si_no_se_formula(request, plan):
        return desvio
    else:
        form = ImportarForm()
    contexto = {
        "form": form,
        "plan": plan,
        "pendientes": Importacion.objects.sin_lo_leido()
        .filter(destino=acciones.DESTINO, objeto_id=plan.pk, estado=Importacion.Estado.SUBIDA)
        .select_related("creada_por")[:10],
        "boton": "Subir y revisar",
        "cancelar_url": reverse("planes:plan_detalle", args=[plan.pk]),
        "migas": migas_de(plan, ("Importar", None)),
    }
    return render(request, "planes/plan_importar.html", contexto, status=estado_http(form))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def importacion_detalle(request, pk: int):
    """Lo que se entendió del archivo y lo que le haría al plan; con POST, guarda las correcciones o lo lee de nuevo."""
    importacion, plan = cargar_importacion(request, pk)
    if request.method == "POST":
        exigir_formular(request, plan)
    contexto = {
        "importacion": importacion,
        "plan": plan,
        "analisis": None,
        "ilegible": "",
        "edita": _edita(request, plan),
        "formula": reglas.puede_formular(request.perfil, plan.dependencia_id),
        "se_deshace": _edita(request, plan) and se_puede_deshacer(importacion, plan),
        "migas": migas_de(plan, (f"Importar {importacion.nombre}", None)),
    }
    if importacion.estado != Importacion.Estado.SUBIDA:
        if request.method == "POST":
            messages.warning(request, "Este archivo ya se aplicó o se descartó: no se puede corregir.")
            return redirect("planes:importacion_detalle", pk=pk)
        return render(request, "planes/importacion_detalle.html", contexto)
    if request.method == "POST" and "leer" in request.POST:
        pedir_lectura(importacion=importacion)
        importacion.refresh_from_db()
        leer_ya_o_despues(importacion, ahora=timezone.now())
        return redirect("planes:importacion_detalle", pk=pk)
    if request.method == "POST":
        return _corregir(request, contexto)
    if importacion.lectura in (Importacion.Lectura.PEDIDA, Importacion.Lectura.EN_CURSO):
        return _en_espera(request, contexto)
    if request.htmx and request.htmx.target == "situacion":
        # Ya se leyó: la página entera cambia.
        return HttpResponse(headers={"HX-Refresh": "true"})
    try:
        if importacion.lectura == Importacion.Lectura.FALLIDA:
            raise ReglaIncumplida(importacion.error)
        analisis, filas, cambio = acciones.analisis_de(importacion, plan, hoy=request.hoy)
    except ReglaIncumplida as error:
        return render(request, "planes/importacion_detalle.html", contexto | {"ilegible": str(error)})
    contexto |= {"cambio": cambio}
    if analisis is not None:
        try:
            vista = _vista_previa(request, plan, analisis, filas)
        except EstadoCambiado:
            contexto["cambio"] = True
        else:
            form = CorregirForm(**_opciones(request, importacion, plan, analisis))
            for campo in form.fields.values():
                campo.disabled = not contexto["edita"]
            contexto |= vista | {"form": form}
    return render(request, "planes/importacion_detalle.html", contexto)


def _opciones(request, importacion: Importacion, plan: Plan, analisis: Analisis) -> dict:
    return {
        "analisis": analisis,
        "elecciones": importacion.elecciones,
        "dependencias": dependencias_elegibles(request.hoy),
        "propios": de_la_clase(plan.clase).rotulos,
    }


def _corregir(request, contexto: dict) -> HttpResponse:
    """Guarda las correcciones, aunque el archivo se esté leyendo; si no se puede, las devuelve con lo que hay ahora."""
    importacion, plan = contexto["importacion"], contexto["plan"]
    try:
        analisis, filas, _ = acciones.analisis_de(importacion, plan, hoy=request.hoy)
    except ReglaIncumplida:
        analisis = None
    al_dia = analisis is not None
    analisis = analisis or acciones.lo_ultimo_leido(importacion)
    if analisis is None:
        messages.error(request, "No se guardó nada: el archivo todavía no se ha leído y no hay qué corregirle.")
        return redirect("planes:importacion_detalle", pk=importacion.pk)
    opciones = _opciones(request, importacion, plan, analisis)
    form, huella = CorregirForm(request.POST, **opciones), request.POST.get("huella", "")
    try:
        exigir_vista(importacion, huella)
        if form.is_valid():
            importacion = corregir_importacion(
                importacion=importacion, elecciones=form.elegido, huella=huella, por=request.user, ahora=timezone.now()
            )
            leer_ya_o_despues(importacion, ahora=timezone.now())
            messages.success(request, "Se lee de nuevo el archivo con sus correcciones.")
            return redirect("planes:importacion_detalle", pk=importacion.pk)
    except EstadoCambiado as error:
        importacion.refresh_from_db(fields=["elecciones"])
        form = form.sobre_lo_vigente(**opciones | {"elecciones": importacion.elecciones})
        anotar(form, error)
    except NEGATIVAS as error:
        anotar(form, error)
    contexto |= {"form": form, "analisis": analisis, "solo_corregir": not al_dia}
    if al_dia:
        with suppress(EstadoCambiado):
            contexto |= _vista_previa(request, plan, analisis, filas)
    return render(request, "planes/importacion_detalle.html", contexto, status=422)


def _en_espera(request, contexto: dict) -> HttpResponse:
    """Cómo va la lectura; con htmx, sólo el fragmento."""
    importacion = contexto["importacion"]
    espera = importacion.lectura == Importacion.Lectura.PEDIDA
    contexto |= {
        "en_espera": True,
        "valor": None if espera else importacion.progreso,
        "rotulo": "En espera de turno…" if espera else "Leyendo el archivo…",
        "url_propia": reverse("planes:importacion_detalle", args=[importacion.pk]),
    }
    fragmento = "#situacion" if request.htmx else ""
    return render(request, f"planes/importacion_detalle.html{fragmento}", contexto)


def _edita(request, plan: Plan) -> bool:
    return reglas.puede_formular(request.perfil, plan.dependencia_id) and not problemas_para_formular(plan)


def _vista_previa(request, plan: Plan, analisis: Analisis, filas: acciones.Filas) -> dict:
    cuantas, nombres = analisis.cuantas, dict(Dependencia.objects.values_list("pk", "nombre"))
    ver = request.GET.get("ver")
    if ver not in ("nuevas", "cambios"):
        ver = "cambios" if cuantas["cambios"] and not cuantas["nuevas"] else "nuevas"
    pagina = Paginator(range(cuantas[ver]), POR_PAGINA).get_page(request.GET.get("page"))
    dichas = filas(ver, pagina.number - 1) if cuantas[ver] else []
    rotulos = de_la_clase(plan.clase).rotulos
    return {
        "analisis": analisis,
        "ver": ver,
        "page_obj": pagina,
        "pestanas": [
            {"texto": texto, "url": f"?ver={clase}#diferencia", "actual": ver == clase, "cuenta": cuantas[clase]}
            for texto, clase in (("Nuevas", "nuevas"), ("Cambian", "cambios"))
        ],
        "nuevas": [_nueva(leida, nombres, rotulos) for leida in dichas] if ver == "nuevas" else [],
        "cambios": _cambios(plan, dichas, nombres) if ver == "cambios" else [],
        "ausentes_de_mas": max(cuantas["ausentes"] - POR_PAGINA, 0),
        "puede_confirmar": _edita(request, plan) and analisis.aceptable and not analisis.vacio,
    }


def _nueva(leida, nombres: dict[int, str], rotulos: dict[str, str]) -> dict:
    """Lo leído, su responsable y lo que no cabe en las columnas de la tabla, sin lo vacío."""
    propios = [(rotulos[campo], texto) for campo, texto in leida.propios]
    otros = [(nombre_de_campo(c.nombre), valor_de_campo(c.nombre, getattr(leida, c.nombre), nombres)) for c in _OTROS]
    return {
        "leida": leida,
        "dependencia": nombres.get(leida.dependencia, ""),
        "otros": [(rotulo, _a_la_vista(texto)) for rotulo, texto in (*propios, *otros) if texto],
    }


def _a_la_vista(texto: str) -> str:
    # Como `truncatechars`, que mira letra por letra también los textos cortos.
    return texto if len(texto) <= 160 else f"{texto[:159]}…"


# El tipo, el sentido y la fuente casi siempre son los de siempre: se ven en la actividad.
_OTROS = tuple(campo for campo in FUERA_DE_LA_TABLA if campo.clase is not Clase.OPCION)


def _cambios(plan: Plan, cambios: Iterable, nombres: dict[int, str]) -> list[dict]:
    actividades = plan.actividades.in_bulk([cambio.pk for cambio in cambios])
    rotulos = de_la_clase(plan.clase).rotulos
    return [
        {
            "actividad": actividades[cambio.pk],
            "fila": cambio.leida.fila,
            "campos": [
                (nombre_de_campo(campo), *(valor_de_campo(campo, valor, nombres) for valor in valores))
                for campo, valores in cambio.campos.items()
            ]
            + [(rotulos[campo], *valores) for campo, valores in cambio.propios.items()],
        }
        for cambio in cambios
    ]


@require_POST
def importacion_confirmar(request, pk: int):
    """Aplica el archivo al plan: todo o nada y una sola vez; repetirlo dice que ya estaba aplicado."""
    importacion, plan = cargar_importacion(request, pk)
    exigir_formular(request, plan)
    version = entero(request.POST.get("version", ""))
    try:
        cambia = acciones.importar(
            importacion=importacion,
            plan=plan,
            # Sin versión o sin huellas no se sabe qué vio: se trata como si hubiera cambiado.
            version=-1 if version is None else version,
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
            messages.error(request, f"No se aplicó nada. {_primeras_razones(error)}")
    else:
        messages.success(
            request,
            f"Se importó «{importacion.nombre}»: {contar(len(cambia.nuevas), 'nueva')}, "
            f"{contar(len(cambia.cambios), 'cambiada')} y {contar(cambia.iguales, 'igual', 'iguales')}.",
        )
        return volver_al_plan(plan)
    return redirect("planes:importacion_detalle", pk=pk)


def volver_al_plan(plan: Plan):
    """A donde se sigue formulando después de traer filas."""
    return redirect("planes:plan_detalle", pk=plan.pk)


def _primeras_razones(error: Exception) -> str:
    if isinstance(error, ReglaIncumplida):
        return " ".join(str(problema) for problema in error.problemas[:3])
    if isinstance(error, IntegrityError):
        return "Otra persona guardó lo mismo en este momento. Vuelva a intentarlo."
    return YA_NO_ESTA


@require_POST
def importacion_descartar(request, pk: int):
    """Descarta un archivo sin aplicarlo."""
    importacion, plan = cargar_importacion(request, pk)
    exigir_formular(request, plan)
    try:
        descartar_importacion(importacion=importacion, por=request.user, ahora=timezone.now())
    except ReglaIncumplida:
        messages.warning(request, "El archivo ya se había aplicado o descartado.")
        return redirect("planes:importacion_detalle", pk=pk)
    messages.success(request, f"Se descartó «{importacion.nombre}». El plan no cambió.")
    return redirect("planes:plan_detalle", pk=plan.pk)
