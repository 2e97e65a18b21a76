"""Páginas de la vigencia y de sus cortes: programar, abrir, ampliar, cerrar y exportar."""

from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.avisos.acciones import asuetos
from mipg.descargas import descargar
from mipg.fechas import habiles_entre
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import ReglaIncumplida
from mipg.texto import entero
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.models import Plan
from politicas.models import Politica, VersionModelo, Vigencia
from seguimiento import cifras, novedades, tablero
from seguimiento.acciones import cortes as acciones
from seguimiento.acciones import vigencias
from seguimiento.acciones.conciliacion import Conciliado, conciliar, por_conciliar
from seguimiento.acciones.cortes import Fechas
from seguimiento.forms import ADELANTADOS, POR_REVISAR, SIN_REPORTE, AmpliacionForm, CorteForm, VigenciaForm, ventanas
from seguimiento.models import Avance, Corte
from seguimiento.reglas import hechos
from seguimiento.views.piezas import historia, pagina_de

FORMULARIO = ["GET", "HEAD", "POST"]


def _cargar(request, pk: int) -> Corte:
    return get_object_or_404(
        Corte.objects.visibles_para(request.perfil).select_related("vigencia", "abierto_por", "cerrado_por"), pk=pk
    )


# --- Vigencia ------------------------------------------------------------------------------------------------


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(FORMULARIO)
def vigencia_crear(request):
    """Abre un año: parámetros, cuatro cortes y planes, de una vez. `?anio=` propone las fechas de otro año."""
    anio = _anio_propuesto(request)
    existente = Vigencia.objects.filter(anio=anio, abierta_en=None).first()
    if request.method == "POST":
        form = VigenciaForm(request.POST)
        if form.is_valid():
            try:
                vigencia = vigencias.abrir(
                    datos=form.datos,
                    fechas=form.fechas,
                    con_planes=form.cleaned_data["crear_planes"],
                    por=request.user,
                    ahora=timezone.now(),
                )
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(request, f"La vigencia {vigencia} quedó abierta, con sus cuatro cortes programados.")
                if sin := list(Politica.objects.de_vigencia(vigencia).sin_responsable(vigencia.anio)):
                    cuales = ", ".join(f"«{politica.nombre}»" for politica in sin)
                    messages.warning(request, f"Falta decir quién responde por {cuales}.")
                return redirect("seguimiento:corte_lista")
    else:
        form = VigenciaForm(instance=existente, initial=_propuesta(anio, existente))
    contexto = {
        "form": form,
        "anio": anio,
        "parametros": [form[c] for c in ("anio", "version")],
        "limites": [form[c] for c in ("fecha_limite_institucionales", "fecha_limite_politicas")],
        "umbrales": [form[c] for c in ("umbral_satisfactorio", "umbral_aceptable")],
        "plazos": [form[c] for c in ("dias_sin_aval", "dias_proxima", "dias_aviso")],
        "migas": [("Cortes", reverse("seguimiento:corte_lista")), ("Abrir una vigencia", None)],
    }
    return render(request, "seguimiento/vigencia_crear.html", contexto, status=estado_http(form))


def _anio_propuesto(request) -> int:
    pedido = entero(request.GET.get("anio", ""))
    if pedido and 2018 <= pedido <= 2100:
        return pedido
    ultima = Vigencia.objects.abiertas_alguna_vez().order_by("-anio").values_list("anio", flat=True).first()
    return max(request.hoy.year, ultima + 1) if ultima else request.hoy.year


def _propuesta(anio: int, existente: Vigencia | None) -> dict:
    # Con más de una, se pregunta: ninguna llega marcada.
    versiones = list(VersionModelo.objects.all()[:2])
    propuesta = {
        "anio": anio,
        "version": versiones[0].pk if len(versiones) == 1 else None,
        "fecha_limite_institucionales": f"{anio}-01-31",
        "fecha_limite_politicas": f"{anio}-02-28",
        "dias_aviso": "15, 5, 1",
        **ventanas(anio, asuetos()),
    }
    if existente:
        guardado = ("version", "fecha_limite_institucionales", "fecha_limite_politicas")
        propuesta = {c: v for c, v in propuesta.items() if c not in guardado}
        propuesta["dias_aviso"] = ", ".join(map(str, existente.dias_aviso)) or "15, 5, 1"
    return propuesta


# --- Corte ---------------------------------------------------------------------------------------------------


@require_safe
def corte_lista(request):
    """Los cortes de todas las vigencias, con su ventana y cuánto se ha reportado de lo que la persona ve."""
    cortes = Corte.objects.visibles_para(request.perfil).select_related("vigencia")
    pagina = pagina_de(request, cortes.order_by("-vigencia__anio", "trimestre"))
    cuentas = {
        fila["corte"]: fila
        for fila in Avance.objects.visibles_para(request.perfil)
        .filter(corte__in=[c.pk for c in pagina])
        .order_by()
        .values("corte")
        .annotate(
            esperados=Count("pk", filter=hechos.ESPERADO.q),
            aceptados=Count("pk", filter=hechos.REPARTO_DE_ESPERADOS["n_aceptados"].q),
        )
    }
    edita = request.perfil.puede(Permiso.VIGENCIA_EDITAR)
    contexto = {
        "page_obj": pagina,
        "filas": [(corte, _CLASES[corte.estado], cuentas.get(corte.pk)) for corte in pagina],
        "puede_abrir_vigencia": edita,
        "abiertas": _abiertas(request.hoy) if edita else (),
        "migas": [("Cortes", None)],
    }
    return render(request, "seguimiento/corte_lista.html", contexto)


def _abiertas(hoy: date) -> QuerySet[Vigencia]:
    """Las vigencias abiertas: `se_cierra`, la que ya empezó; `se_corrige`, si ningún corte suyo se ha abierto."""
    abiertos = Corte.objects.filter(vigencia=OuterRef("pk")).exclude(estado=Corte.Estado.PROGRAMADO)
    abiertas = Vigencia.objects.abiertas().order_by("anio")
    return abiertas.annotate(se_corrige=~Exists(abiertos.order_by()), se_cierra=Q(anio__lte=hoy.year))


_CLASES = {Corte.Estado.PROGRAMADO: "gris", Corte.Estado.ABIERTO: "info", Corte.Estado.CERRADO: "exito"}


@dataclass(frozen=True)
class Tarjeta:
    """Una cuenta de reportes con la lista que la compone."""

    titulo: str
    valor: int
    url: str
    clase: str = ""


def _tarjetas(corte: Corte, perfil) -> list[Tarjeta]:
    """Cuántos reportes se esperaban, de los que la persona ve, en qué quedaron (suman los esperados) y los demás."""
    Estado = Avance.Estado
    avances = Avance.objects.visibles_para(perfil).del_corte(corte)
    cuenta = avances.aggregate(
        esperados=Count("pk", filter=hechos.ESPERADO.q),
        adelantados=Count("pk", filter=(~hechos.ESPERADO).q),
        sin_reporte=Count("pk", filter=hechos.NO_REPORTO.q),
        **{e.value: Count("pk", filter=hechos.ESPERADO.q & Q(estado=e.value)) for e in Estado},
    )

    def tarjeta(titulo: str, valor: int, clase: str = "", **filtro) -> Tarjeta:
        url = f"{reverse('seguimiento:avance_lista')}?{urlencode({'corte': corte.pk, **filtro})}"
        return Tarjeta(titulo, valor, url, clase if valor else "gris")

    def de_estado(titulo: str, estado: str, clase: str) -> Tarjeta:
        return tarjeta(titulo, cuenta[estado], clase, estado=estado, esperado="on")

    sin_reporte = hechos.sin_reporte_en_palabras(cerrado=corte.esta_cerrado, plural=True)
    return [
        tarjeta("Esperados", cuenta["esperados"], esperado="on"),
        de_estado("Enviados, por avalar", Estado.ENVIADO.value, "aviso"),
        de_estado("Avalados, por aceptar", Estado.AVALADO.value, "aviso"),
        de_estado("Aceptados", Estado.ACEPTADO.value, "exito"),
        de_estado("Devueltos", Estado.DEVUELTO.value, "error"),
        tarjeta(sin_reporte, cuenta["sin_reporte"], "error", estado=SIN_REPORTE),
        tarjeta("Adelantados", cuenta["adelantados"], "info", estado=ADELANTADOS),
    ]


@require_safe
def corte_detalle(request, pk: int):
    """Un corte: su ventana, cómo van los reportes y lo que falta para abrirlo o cerrarlo."""
    return _pintar_corte(request, _cargar(request, pk))


def _pintar_corte(request, corte: Corte, problemas=(), status: int = 200):
    gestiona = request.perfil.puede(Permiso.CORTE_GESTIONAR)
    faltan, sin_conciliar = [], 0
    if gestiona and corte.estado == Corte.Estado.PROGRAMADO:
        faltan = acciones.problemas_para_abrir(corte)
    elif gestiona and corte.esta_abierto:
        sin_conciliar = por_conciliar(corte, request.hoy)
        faltan = acciones.problemas_para_cerrar(corte, request.hoy, sin_conciliar=sin_conciliar)
    contexto = {
        "corte": corte,
        "clase": _CLASES[corte.estado],
        "gestiona": gestiona,
        "faltan": faltan,
        "problemas": problemas,
        "sin_conciliar": sin_conciliar,
        "tarjetas": [] if corte.estado == Corte.Estado.PROGRAMADO else _tarjetas(corte, request.perfil),
        "dias": habiles_entre(request.hoy, corte.cierra, asuetos()) if corte.esta_abierto else None,
        "ampliaciones": corte.ampliaciones.select_related("dependencia", "creada_por"),
        "huella": wrap(corte.sha256, 8),
        "tardios": _tardios(corte, request.perfil),
        "eventos": historia(corte),
        "por_revisar": POR_REVISAR,
        "ve_tablero": request.perfil.puede(Permiso.TABLERO_VER),
        "emite": request.perfil.puede(Permiso.INFORME_EMITIR),
        "migas": [("Cortes", reverse("seguimiento:corte_lista")), (str(corte), None)],
    }
    return render(request, "seguimiento/corte_detalle.html", contexto, status=status)


def _tardios(corte: Corte, perfil) -> list:
    """Los planes aprobados tarde que la persona ve, con lo decidido."""
    if corte.estado == Corte.Estado.PROGRAMADO:
        return []
    return list(novedades.aprobados_tarde(corte).filter(plan__in=Plan.objects.visibles_para(perfil).values("pk")))


@requiere(Permiso.CORTE_GESTIONAR)
@require_http_methods(FORMULARIO)
def corte_editar(request, pk: int):
    """Cambia las fechas de un corte que no ha cerrado."""
    corte = _cargar(request, pk)
    if request.method == "POST":
        form = CorteForm(request.POST)
        if form.is_valid():
            try:
                acciones.programar_cortes(
                    vigencia=corte.vigencia,
                    fechas=[Fechas(corte.trimestre, **form.cleaned_data)],
                    por=request.user,
                    ahora=timezone.now(),
                )
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(request, f"Las fechas del corte {corte} quedaron guardadas.")
                return redirect("seguimiento:corte_detalle", corte.pk)
    else:
        form = CorteForm(initial={c: getattr(corte, c) for c in ("fecha_corte", "abre", "cierra")})
    contexto = {
        "form": form,
        "corte": corte,
        "cancelar_url": reverse("seguimiento:corte_detalle", args=[corte.pk]),
        "migas": _migas(corte, "Cambiar fechas"),
    }
    return render(request, "seguimiento/corte_editar.html", contexto, status=estado_http(form))


def _migas(corte: Corte, actual: str) -> list[tuple]:
    return [
        ("Cortes", reverse("seguimiento:corte_lista")),
        (str(corte), reverse("seguimiento:corte_detalle", args=[corte.pk])),
        (actual, None),
    ]


def _actuar(request, pk: int, accion, mensaje):
    """Hace una acción sin formulario; si se niega, la página del corte dice por qué."""
    corte = _cargar(request, pk)
    try:
        hecho = accion(corte=corte, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as error:
        return _pintar_corte(request, _cargar(request, pk), error.problemas, status=422)
    messages.success(request, mensaje(hecho))
    return redirect("seguimiento:corte_detalle", corte.pk)


@requiere(Permiso.CORTE_GESTIONAR)
@require_POST
def corte_abrir(request, pk: int):
    """Abre la captura y crea los reportes esperados."""

    def mensaje(corte: Corte) -> str:
        return f"El corte {corte} quedó abierto con {corte.avances.count()} reportes esperados."

    return _actuar(request, pk, acciones.abrir, mensaje)


@requiere(Permiso.CORTE_GESTIONAR)
@require_POST
def corte_conciliar(request, pk: int):
    """Deja los reportes que se esperan como los planes dicen hoy."""

    def mensaje(hecho: Conciliado) -> str:
        return f"El corte quedó conciliado: {hecho}." if hecho else "El corte ya estaba conciliado con los planes."

    return _actuar(request, pk, conciliar, mensaje)


@requiere(Permiso.CORTE_GESTIONAR)
@require_POST
def corte_cerrar(request, pk: int):
    """Cierra el corte y congela sus cifras."""
    return _actuar(request, pk, acciones.cerrar, lambda c: f"El corte {c} quedó cerrado: sus cifras ya no cambian.")


@requiere(Permiso.CORTE_GESTIONAR)
@require_http_methods(FORMULARIO)
def corte_ampliar(request, pk: int):
    """Da más plazo de captura a una sola dependencia."""
    corte = _cargar(request, pk)
    form = AmpliacionForm(request.POST or None, corte=corte, initial={"dependencia": request.GET.get("dependencia")})
    if request.method == "POST" and form.is_valid():
        try:
            ampliacion = acciones.ampliar(corte=corte, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"{ampliacion.dependencia} puede reportar hasta el {ampliacion.cierra:%d/%m/%Y}.")
            return redirect("seguimiento:corte_detalle", corte.pk)
    contexto = {
        "form": form,
        "corte": corte,
        "boton": "Ampliar",
        "cancelar_url": reverse("seguimiento:corte_detalle", args=[corte.pk]),
        "migas": _migas(corte, "Ampliar"),
    }
    return render(request, "seguimiento/corte_ampliar.html", contexto, status=estado_http(form))


@requiere(Permiso.TABLERO_VER)
@require_safe
def corte_exportar(request, pk: int):
    """Las cifras del corte, las mismas del tablero: XLSX (con sus actividades) o, con `?formato=csv`, CSV."""
    corte = get_object_or_404(
        Corte.objects.visibles_para(request.perfil).exclude(estado=Corte.Estado.PROGRAMADO).select_related("vigencia"),
        pk=pk,
    )
    filas = tablero.cifras_de(corte, tablero.actividades(corte, hoy=request.hoy))
    tablas = [
        tablero.tabla_de_cifras(cifras.de_corte(corte, hoy=request.hoy)),
        tablero.tabla_de_actividades(tablero.explicar(filas, request.perfil)),
    ]
    provisional = "" if corte.esta_cerrado else "-provisional"
    return descargar(request, f"cifras-{corte.vigencia.anio}-T{corte.trimestre}{provisional}", tablas)
