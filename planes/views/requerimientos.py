"""Páginas de los requerimientos: lista, registrar, ver, corregir, devolver, trasladar, cerrar, anular y reabrir."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.avisos.acciones import asuetos
from mipg.descargas import descarga, formato_pedido
from mipg.expediente.models import Uso
from mipg.fechas import es_habil
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.leidos import MotivoDeLoLeidoForm, con_formulario
from mipg.reglas import desde
from mipg.usuarios.historia import historia
from mipg.usuarios.permisos import requiere
from planes import exportes_de_ley
from planes.acciones import requerimientos as acciones
from planes.forms.informes_de_ley import TrasladarForm
from planes.forms.requerimientos import EditarRequerimientoForm, FiltroRequerimientosForm, RequerimientoForm
from planes.insignias import CLASES_DE_REQUERIMIENTO, CLASES_DE_SITUACION
from planes.models import Actuacion, Requerimiento
from planes.reglas import de_ley as reglas
from planes.views.informes_de_ley import FORMULARIO, LLEVAN, se_muestra

POR_PAGINA = 50
Estado = Requerimiento.Estado
PENDIENTE = (Estado.PENDIENTE,)
TABLA = reglas.TRANSICIONES_DE_REQUERIMIENTO
FILTROS = ("q", "situacion", "dependencia", "de_control", "desde", "hasta")
FRASES = {
    "crear": "registró el requerimiento",
    "editar": "corrigió lo registrado",
    "devolver": "dijo que no es de su competencia",
    "trasladar": "dijo qué dependencia responde",
    "adelantar": "registró una respuesta parcial",
    "prorrogar": "registró la prórroga concedida",
    "anular actuación": "anuló una actuación",
    "responder": "registró la respuesta",
    "corregir": "corrigió la respuesta",
    "cerrar": "lo cerró",
    "anular": "lo anuló",
    "reabrir": "lo volvió a dejar pendiente",
    "adjuntar": "adjuntó el soporte",
    "desadjuntar": "retiró un soporte",
}


@require_safe
def requerimiento_lista(request):
    """Los requerimientos que la persona ve, lo que vence antes primero."""
    filtro = FiltroRequerimientosForm(request.GET, perfil=request.perfil)
    visibles = Requerimiento.objects.visibles_para(request.perfil)
    pagina = Paginator(filtro.filtrar(visibles).con_dependencia(), POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "filtro": filtro,
        "cuantos": filtro.filtrar(visibles, con_situacion=False).cuantos(request.hoy).items(),
        "page_obj": pagina,
        "filas": [(r, (cual := r.situacion(request.hoy)).label, CLASES_DE_SITUACION[cual]) for r in pagina],
        "filtra": any(request.GET.get(campo) for campo in FILTROS),
        "lleva": any(map(request.perfil.puede, LLEVAN)),
        "migas": [("Requerimientos", None)],
    }
    return render(request, "planes/requerimiento_lista.html", contexto)


@require_safe
def requerimiento_exportar(request):
    """Los requerimientos de la lista, con sus mismos filtros, en `?formato=xlsx` (por defecto) o `csv`."""
    filtro = FiltroRequerimientosForm(request.GET, perfil=request.perfil)
    filas = filtro.filtrar(Requerimiento.objects.visibles_para(request.perfil)).con_dependencia()
    formato = formato_pedido(request)
    contenido = exportes_de_ley.requerimientos(filas, formato=formato, hoy=request.hoy)
    return descarga(contenido, "requerimientos", formato)


def cargar(request, pk: int, puede=None) -> Requerimiento:
    """El requerimiento, si la persona lo ve; con `puede`, 403 si no le toca."""
    visibles = Requerimiento.objects.visibles_para(request.perfil).con_dependencia()
    requerimiento = get_object_or_404(visibles, pk=pk)
    if puede and not puede(requerimiento, request.perfil):
        raise PermissionDenied
    return requerimiento


def migas_de(requerimiento: Requerimiento, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Requerimientos › éste › lo que siga."""
    propia = reverse("planes:requerimiento_detalle", args=[requerimiento.pk]) if finales else None
    nombre = f"Radicado {requerimiento.radicado}"
    return [("Requerimientos", reverse("planes:requerimiento_lista")), (nombre, propia), *finales]


@require_safe
def requerimiento_detalle(request, pk: int):
    """Un requerimiento: quién pide, cuándo vence y por qué, quién responde, lo que salió y su historia."""
    requerimiento = cargar(request, pk)
    situacion, estado = requerimiento.situacion(request.hoy), requerimiento.estado
    responde, lleva, devuelve = (
        puede(requerimiento, request.perfil) for puede in (reglas.responde, reglas.lleva, reglas.devuelve)
    )
    pendiente = estado == Estado.PENDIENTE
    actuaciones = list(requerimiento.actuaciones.all())
    contexto = {
        "requerimiento": requerimiento,
        "clase": CLASES_DE_REQUERIMIENTO[estado],
        "situacion": situacion.label,
        "clase_situacion": CLASES_DE_SITUACION[situacion],
        "es_habil": es_habil(requerimiento.vence, asuetos()),
        "responde": responde and pendiente,
        "devuelve": devuelve and pendiente and not requerimiento.devuelto_en,
        "corrige": responde and estado == Estado.RESPONDIDO,
        "lleva": lleva and pendiente,
        "cierra": lleva and estado in desde(TABLA, "cerrar"),
        "reabre": lleva and estado in desde(TABLA, "reabrir"),
        "actuaciones": actuaciones,
        "prorrogado": any(a.clase == Actuacion.Clase.PRORROGA and not a.anulada_en for a in actuaciones),
        "retira": responde,
        "usos": list(Uso.objects.de(requerimiento).select_related("documento")),
        "usos_de_actuaciones": _usos(actuaciones),
        "eventos": historia(requerimiento, frases=FRASES, se_muestra=se_muestra),
        "migas": migas_de(requerimiento),
    }
    return render(request, "planes/requerimiento_detalle.html", contexto)


def _usos(actuaciones: list[Actuacion]) -> list[Uso]:
    """Los soportes de todas, en una consulta."""
    return list(Uso.objects.de(*actuaciones).select_related("documento")) if actuaciones else []


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def requerimiento_crear(request):
    """Registra lo que pidió una entidad; el vencimiento se calcula."""
    form = RequerimientoForm(
        request.POST or None, initial={"clase_plazo": Requerimiento.Clase.HABILES}, perfil=request.perfil
    )
    if request.method == "POST" and form.is_valid():
        try:
            nuevo = acciones.crear_requerimiento(**form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"El requerimiento quedó registrado: vence el {nuevo.vence:%d/%m/%Y}.")
            return redirect("planes:requerimiento_detalle", pk=nuevo.pk)
    contexto = {
        "form": form,
        "boton": "Registrar el requerimiento",
        "cancelar_url": reverse("planes:requerimiento_lista"),
        "migas": [("Requerimientos", reverse("planes:requerimiento_lista")), ("Registrar", None)],
    }
    return render(request, "planes/requerimiento_crear.html", contexto, status=estado_http(form))


def con_requerimiento(request, requerimiento: Requerimiento, form, *, en: Collection[str], miga: str, **como):
    """El formulario sobre un requerimiento que está `en` uno de esos estados; si no, a su página."""
    pagina = reverse("planes:requerimiento_detalle", args=[requerimiento.pk])
    if requerimiento.estado not in en and request.method != "POST":
        messages.warning(request, f"Está {requerimiento.get_estado_display().lower()}: no hay nada que hacer así.")
        return redirect(pagina)
    return con_formulario(
        request,
        form,
        leido={"requerimiento": requerimiento},
        filas=Requerimiento.objects.con_dependencia(),
        volver=pagina,
        migas=migas_de(requerimiento, (miga, None)),
        **como,
    )


def _con_motivo(request, requerimiento: Requerimiento, rotulo: str, **como):
    form = MotivoDeLoLeidoForm(request.POST or None, rotulo=rotulo, leido=requerimiento)
    return con_requerimiento(request, requerimiento, form, **como)


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def requerimiento_editar(request, pk: int):
    """Corrige lo que se registró mal; el vencimiento se calcula otra vez."""
    requerimiento = cargar(request, pk, reglas.lleva)
    campos = ("quien_pide", "radicado", "asunto", "recibido", "clase_plazo", "plazo")
    inicial = {campo: getattr(requerimiento, campo) for campo in campos}
    if requerimiento.clase_plazo == Requerimiento.Clase.FECHA:
        inicial["vence"] = requerimiento.vence
    return con_requerimiento(
        request,
        requerimiento,
        EditarRequerimientoForm(request.POST or None, initial=inicial, leido=requerimiento),
        en=PENDIENTE,
        accion=acciones.editar_requerimiento,
        hecho="El requerimiento quedó corregido.",
        plantilla="planes/requerimiento_editar.html",
        miga="Corregir",
        boton="Guardar",
    )


@require_http_methods(FORMULARIO)
def requerimiento_devolver(request, pk: int):
    """El jefe dice que no es de su competencia: quien lo lleva lo traslada."""
    return _con_motivo(
        request,
        cargar(request, pk, reglas.devuelve),
        "Por qué no es de su competencia",
        en=PENDIENTE,
        accion=acciones.devolver_requerimiento,
        hecho="Quedó devuelto. Sigue siendo suyo hasta que se traslade.",
        plantilla="planes/requerimiento_devolver.html",
        miga="Devolver",
        boton="Devolver",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def requerimiento_trasladar(request, pk: int):
    """Pasa el requerimiento a otra dependencia, o se lo deja a la que lo devolvió."""
    requerimiento = cargar(request, pk, reglas.lleva)
    return con_requerimiento(
        request,
        requerimiento,
        TrasladarForm(request.POST or None, hoy=request.hoy, leido=requerimiento),
        en=PENDIENTE,
        accion=acciones.trasladar_requerimiento,
        hecho="El requerimiento ya tiene quien responda.",
        plantilla="planes/requerimiento_trasladar.html",
        miga="Trasladar",
        boton="Trasladar",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def requerimiento_cerrar(request, pk: int):
    """Lo da por terminado, respondido o sin responder."""
    return _con_motivo(
        request,
        cargar(request, pk, reglas.lleva),
        "Por qué se cierra",
        en=desde(TABLA, "cerrar"),
        accion=acciones.cerrar_requerimiento,
        hecho="El requerimiento quedó cerrado.",
        plantilla="planes/requerimiento_cerrar.html",
        miga="Cerrar",
        boton="Cerrar el requerimiento",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def requerimiento_anular(request, pk: int):
    """Anula lo que se registró por error."""
    return _con_motivo(
        request,
        cargar(request, pk, reglas.lleva),
        "Por qué se anula",
        en=desde(TABLA, "anular"),
        accion=acciones.anular_requerimiento,
        hecho="El requerimiento quedó anulado.",
        plantilla="planes/requerimiento_anular.html",
        miga="Anular",
        boton="Anular el requerimiento",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def requerimiento_reabrir(request, pk: int):
    """Vuelve a dejar pendiente lo que se respondió, se cerró o se anuló por error."""
    return _con_motivo(
        request,
        cargar(request, pk, reglas.lleva),
        "Por qué se reabre",
        en=desde(TABLA, "reabrir"),
        accion=acciones.reabrir_requerimiento,
        hecho="El requerimiento quedó pendiente otra vez.",
        plantilla="planes/requerimiento_reabrir.html",
        miga="Reabrir",
        boton="Reabrir",
    )
