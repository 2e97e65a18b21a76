"""Páginas de una propuesta de modificación: la bandeja, leerla frente a lo que rige y formularla."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.consultas import armada_una_vez
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes import reglas
from planes.acciones import propuestas as acciones
from planes.acciones.actividades import problemas_para_formular
from planes.acciones.propuestas import Mirada
from planes.forms.propuestas import (
    ConciliarForm,
    DesistirPropuestaForm,
    DevolverPropuestaForm,
    EnviarPropuestaForm,
    cambios_de,
    choques_de,
)
from planes.historia import historia_de
from planes.insignias import CLASES_DE_PROPUESTA
from planes.models import OPCIONES, ActividadPropuesta, Plan, Propuesta
from planes.reglas.comparacion import CambioDeCampo, Comparacion, Renglon, Suerte, comparar
from planes.reglas.propuestas import efecto_del_retiro, rige_desde
from planes.views.comunes import cargar_plan, contar_negativa, exigir_formular, migas_de, numero_de_consulta
from planes.views.observaciones import sin_atender

POR_PAGINA = 50
PROBLEMAS_A_LA_VISTA = 20
SOLO_CAMBIOS = "cambios"
_QUIENES = ("creada_por", "enviada_por", "aprobada_por", "desistida_por")


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """Lo que las modificaciones aportan a la página de un plan que rige; `None` a quien no ve sus borradores."""
    ve = perfil.puede(Permiso.TODO_VER) or plan.dependencia_id in perfil.dependencias()
    if not ve or plan.estado not in reglas.RIGEN:
        return None
    abierta = next(iter(_abiertas(plan.pk)), None)
    propone = reglas.puede_formular(perfil, plan.dependencia_id) and plan.vigencia.cerrada_en is None
    if abierta is None and not propone:
        return None
    return {"abierta": abierta, "clase": abierta and CLASES_DE_PROPUESTA[abierta.estado], "propone": propone}


@armada_una_vez
def _abiertas(plan: int) -> QuerySet[Propuesta]:
    return Propuesta.objects.filter(plan=plan).abiertas().only("plan", "estado", "creada_en", "enviada_en")


def cargar_propuesta(request, pk: int) -> Propuesta:
    """La propuesta, si la persona la ve; si no, 404. Trae el nombre de quien hizo cada cosa: `creada_por_nombre`…"""
    visibles = Propuesta.objects.visibles_para(request.perfil).select_related(
        "plan__vigencia", "plan__politica__dimension", "plan__tipo", "plan__dependencia", "base", "resultado"
    )
    return get_object_or_404(visibles.annotate(**{f"{quien}_nombre": nombre_de(quien) for quien in _QUIENES}), pk=pk)


def migas_de_propuesta(propuesta: Propuesta, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Planes › el plan › su modificación › lo que siga."""
    propia = reverse("planes:propuesta_detalle", args=[propuesta.pk]) if finales else None
    return migas_de(propuesta.plan, ("Modificación", propia), *finales)


@require_safe
def propuesta_lista(request):
    """La bandeja: las modificaciones en curso que la persona ve, o todas las de un plan (`?plan=`)."""
    propuestas = Propuesta.objects.visibles_para(request.perfil).select_related("plan__vigencia", "plan__dependencia")
    plan = numero_de_consulta(request, "plan")
    propuestas = propuestas.abiertas() if plan is None else propuestas.filter(plan=plan)
    en_orden = propuestas.annotate(envio=nombre_de("enviada_por")).order_by("-enviada_en", "-creada_en", "-pk")
    pagina = Paginator(en_orden, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "page_obj": pagina,
        "filas": [(una, CLASES_DE_PROPUESTA[una.estado]) for una in pagina],
        "de_un_plan": plan is not None,
        "migas": [("Planes", reverse("planes:plan_lista")), ("Modificaciones", None)],
    }
    return render(request, "planes/propuesta_lista.html", contexto)


@require_POST
def propuesta_crear(request, pk: int):
    """Propone modificar un plan que rige: abre la propuesta con una copia de lo vigente."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    try:
        propuesta = acciones.proponer(plan=plan, por=request.user, ahora=timezone.now())
    except NEGATIVAS as negada:
        contar_negativa(request, "No se propuso la modificación", negada)
        return redirect("planes:plan_detalle", pk=pk)
    messages.success(request, "Cambie lo que haga falta: el plan sigue rigiendo como está hasta que se apruebe.")
    return redirect("planes:propuesta_formular", pk=propuesta.pk)


@dataclass(frozen=True)
class Fila:
    """Un renglón de la diferencia con lo que se puede hacer ahí mismo.

    `cambios`: cada uno con el campo en que se observa, si se observa; `sobre`: el de toda la actividad. `efecto`: qué
    pasa con lo medido si se retira. `retirada`: la línea que se puede conservar.
    """

    renglon: Renglon
    cambios: tuple[tuple[CambioDeCampo, BoundField | None], ...]
    sobre: BoundField | None = None
    efecto: str = ""
    retirada: int | None = None


@require_safe
def propuesta_detalle(request, pk: int):
    """Una modificación frente a lo que rige: qué cambia, qué falta, y lo que a cada quien le toca hacer con ella."""
    return pintar_propuesta(request, cargar_propuesta(request, pk))


def pintar_propuesta(
    request,
    propuesta: Propuesta,
    *,
    enviar: EnviarPropuestaForm | None = None,
    devolver: dict | None = None,
    estado: int = 200,
):
    """La página de la propuesta; con `enviar` o `devolver` (lo que llegó), vuelve con lo escrito y sus errores."""
    perfil, plan = request.perfil, propuesta.plan
    formula = reglas.puede_formular(perfil, plan.dependencia_id)
    decide = perfil.puede(Permiso.PLAN_DECIDIR)
    edita = formula and not problemas_para_formular(propuesta)
    en_revision = propuesta.estado == Propuesta.Estado.EN_REVISION
    mirada = acciones.mirar(propuesta) if propuesta.esta_abierta else None
    comparacion = mirada.comparacion if mirada else _lo_que_fue(propuesta)
    solo_cambios = request.GET.get("ver") == SOLO_CAMBIOS
    renglones = comparacion.cambiados if solo_cambios else comparacion.renglones
    # Lo que vuelve con errores vuelve entero: esa dirección no se puede pedir por páginas.
    de_a = POR_PAGINA if request.method != "POST" else max(len(renglones), 1)
    pagina = Paginator(renglones, de_a).get_page(request.GET.get("page"))
    devolucion = None
    if mirada and decide and en_revision:
        devolucion = formulario_de_devolucion(mirada, pagina.object_list, devolver)
    problemas = mirada.problemas(request.hoy) if mirada else []
    contexto = {
        "propuesta": propuesta,
        "plan": plan,
        "clase": CLASES_DE_PROPUESTA[propuesta.estado],
        "comparacion": comparacion,
        "solo_cambios": solo_cambios,
        "page_obj": pagina,
        "filas": filas_de(pagina.object_list, mirada, request.hoy, devolucion, conserva=edita),
        "problemas": problemas[:PROBLEMAS_A_LA_VISTA],
        "de_mas": max(len(problemas) - PROBLEMAS_A_LA_VISTA, 0),
        "chocan": bool(mirada and any(linea.cruce.chocan for linea in mirada.lineas)),
        "observaciones": sin_atender(propuesta.observaciones.all()),
        "edita": edita,
        "enviar": (enviar or EnviarPropuestaForm(instance=propuesta)) if edita else None,
        "devolver": devolucion,
        "puede_recuperar": formula and en_revision,
        "puede_decidir": decide and en_revision,
        "puede_desistir": formula and propuesta.esta_abierta,
        "pide_anexo": en_revision and perfil.puede(Permiso.INFORME_EMITIR),
        "ve_previo": formula or decide,
        "puede_completar_acto": decide and propuesta.acto == Plan.Acto.PENDIENTE,
        "eventos": historia_de(propuesta),
        "migas": migas_de_propuesta(propuesta),
        **(lo_que_sigue(mirada, request.hoy) if mirada else {}),
    }
    return render(request, "planes/propuesta_detalle.html", contexto, status=estado)


def lo_que_sigue(mirada: Mirada, hoy: date) -> dict:
    """Qué pasa al aprobarla: si produce versión y desde cuándo rige."""
    vigencia = mirada.propuesta.vigencia
    intocable = vigencia.trimestre_intocable(hoy)
    return {
        "sustancial": mirada.comparacion.es_sustancial,
        "rige_desde": rige_desde(hoy, vigencia.anio, intocable),
        "en_captura": intocable if intocable > vigencia.trimestre_cerrado else None,
    }


def _lo_que_fue(propuesta: Propuesta) -> Comparacion:
    """La diferencia de una que ya se decidió: la versión que produjo, o lo que proponía, frente a la de que partió."""
    despues = propuesta.resultado.foto if propuesta.resultado else acciones.foto_de_lineas(propuesta)
    return comparar(propuesta.base.foto, despues, OPCIONES)


def filas_de(
    renglones: Iterable[Renglon],
    mirada: Mirada | None,
    hoy: date,
    devolucion: DevolverPropuestaForm | None = None,
    *,
    conserva: bool = False,
) -> list[Fila]:
    """Los renglones de la diferencia, con lo que se puede hacer en cada uno."""
    lineas = {mirada.clave_de(linea): linea for linea in mirada.lineas} if mirada else {}
    filas = []
    for renglon in renglones:
        linea = lineas.get(renglon.clave)
        observable = devolucion if renglon.cambia else None
        efecto = ""
        if mirada and renglon.suerte is Suerte.RETIRADA:
            vigencia = mirada.propuesta.vigencia
            cortes = {"intocable": vigencia.trimestre_intocable(hoy), "cerrado": vigencia.trimestre_cerrado}
            efecto = efecto_del_retiro(renglon.foto, **cortes)
        filas.append(
            Fila(
                renglon,
                tuple((c, observable and observable.sobre(linea.pk, c.campo.nombre)) for c in cambios_de(renglon)),
                sobre=observable and observable.sobre(linea.pk),
                efecto=efecto,
                retirada=linea.pk if conserva and linea and linea.se_retira else None,
            )
        )
    return filas


def formulario_de_devolucion(mirada: Mirada, renglones: Iterable[Renglon], datos=None) -> DevolverPropuestaForm:
    """El formulario con que se observa cada campo que cambia."""
    return DevolverPropuestaForm(
        datos,
        renglones=renglones,
        lineas={mirada.clave_de(linea): linea.pk for linea in mirada.lineas},
        initial={"version": mirada.propuesta.version},
    )


@require_POST
def propuesta_enviar(request, pk: int):
    """Envía la propuesta a revisión, con su motivo y su frase pública."""
    propuesta = cargar_propuesta(request, pk)
    exigir_formular(request, propuesta)
    form = EnviarPropuestaForm(request.POST, instance=propuesta)
    if form.is_valid():
        try:
            acciones.enviar(propuesta=propuesta, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as negada:
            anotar(form, negada)
        else:
            messages.success(request, "La modificación quedó en revisión. El plan sigue rigiendo como está.")
            return redirect("planes:propuesta_detalle", pk=pk)
    return pintar_propuesta(request, propuesta, enviar=form, estado=estado_http(form))


@require_POST
def propuesta_recuperar(request, pk: int):
    """Trae de vuelta a borrador una propuesta enviada que nadie ha decidido."""
    propuesta = cargar_propuesta(request, pk)
    exigir_formular(request, propuesta)
    try:
        acciones.recuperar(propuesta=propuesta, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as negada:
        contar_negativa(request, "La modificación no se recuperó", negada)
    else:
        messages.success(request, "La modificación volvió a borrador: ya puede corregirla.")
    return redirect("planes:propuesta_detalle", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def propuesta_desistir(request, pk: int):
    """Abandona una propuesta abierta, con su motivo."""
    propuesta = cargar_propuesta(request, pk)
    exigir_formular(request, propuesta)
    if request.method == "POST":
        form = DesistirPropuestaForm(request.POST)
        if form.is_valid():
            try:
                acciones.desistir(propuesta=propuesta, **form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as negada:
                anotar(form, negada)
            else:
                messages.success(request, "Se desistió de la modificación: el plan sigue como rige.")
                return redirect("planes:plan_detalle", pk=propuesta.plan_id)
    elif not propuesta.esta_abierta:
        return _no_hay_que(request, propuesta, "desistir")
    else:
        form = DesistirPropuestaForm()
    return _formulario(request, propuesta, form, "planes/propuesta_desistir.html", "Desistir", boton="Desistir")


@require_http_methods(["GET", "HEAD", "POST"])
def propuesta_conciliar(request, pk: int):
    """Elige, campo a campo, entre lo propuesto y lo que cambió entre tanto en lo que rige."""
    propuesta = cargar_propuesta(request, pk)
    exigir_formular(request, propuesta)
    choques = choques_de(acciones.mirar(propuesta)) if propuesta.es_editable else []
    if not choques:
        return _no_hay_que(request, propuesta, "elegir")
    if request.method == "POST":
        form = ConciliarForm(request.POST, choques=choques)
        if form.is_valid():
            try:
                acciones.conciliar(
                    propuesta=propuesta,
                    version=form.cleaned_data["version"],
                    elecciones=form.elecciones,
                    por=request.user,
                    ahora=timezone.now(),
                )
            except NEGATIVAS as negada:
                anotar(form, negada)
            else:
                messages.success(request, "Quedó elegido: lo demás que cambió entre tanto se conservó.")
                return redirect("planes:propuesta_detalle", pk=pk)
    else:
        form = ConciliarForm(choques=choques, initial={"version": propuesta.version})
    return _formulario(request, propuesta, form, "planes/propuesta_conciliar.html", "Elegir", boton="Dejarlo así")


@require_POST
def linea_conservar(request, pk: int):
    """Conserva una actividad que la propuesta iba a retirar."""
    visibles = Propuesta.objects.visibles_para(request.perfil)
    lineas = ActividadPropuesta.objects.filter(propuesta__in=visibles).select_related("propuesta__plan__vigencia")
    linea = get_object_or_404(lineas, pk=pk)
    if not reglas.puede_formular(request.perfil, linea.propuesta.dependencia_id):
        raise PermissionDenied
    try:
        acciones.conservar(linea=linea, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as negada:
        contar_negativa(request, "La actividad no se conservó", negada)
    else:
        messages.success(request, f"La actividad {linea.numero} sigue en el plan.")
    return redirect("planes:propuesta_detalle", pk=linea.propuesta_id)


def _no_hay_que(request, propuesta: Propuesta, verbo: str):
    messages.warning(request, f"La modificación está {propuesta.get_estado_display().lower()}: no hay qué {verbo}.")
    return redirect("planes:propuesta_detalle", pk=propuesta.pk)


def _formulario(request, propuesta: Propuesta, form, plantilla: str, miga: str, **contexto):
    contexto |= {
        "form": form,
        "propuesta": propuesta,
        "plan": propuesta.plan,
        "cancelar_url": reverse("planes:propuesta_detalle", args=[propuesta.pk]),
        "migas": migas_de_propuesta(propuesta, (miga, None)),
    }
    return render(request, plantilla, contexto, status=estado_http(form))
