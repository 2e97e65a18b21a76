"""Páginas de los vencimientos de los informes de ley: el calendario, presentar, corregir, editar, anular y reabrir."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mipg.avisos.acciones import asuetos
from mipg.descargas import descarga, formato_pedido
from mipg.expediente.models import Uso
from mipg.fechas import es_habil
from mipg.leidos import MotivoDeLoLeidoForm, con_formulario
from mipg.reglas import desde
from mipg.usuarios.historia import historia
from mipg.usuarios.permisos import requiere
from planes import exportes_de_ley
from planes.acciones import vencimientos as acciones
from planes.forms.informes_de_ley import (
    CorregirSalidaForm,
    EditarVencimientoForm,
    FiltroVencimientosForm,
    SalidaForm,
)
from planes.insignias import CLASES_DE_SITUACION, CLASES_DE_VENCIMIENTO
from planes.models import Vencimiento
from planes.reglas import de_ley as reglas
from planes.views.informes_de_ley import FORMULARIO, FRASES, LLEVAN, lista, se_muestra
from politicas.models import Vigencia

POR_PAGINA = 50
Estado = Vencimiento.Estado
TABLA = reglas.TRANSICIONES_DE_VENCIMIENTO
FILTROS = ("q", "situacion", "dependencia", "de_control")


def _filtro(request) -> FiltroVencimientosForm:
    vigencias = Vigencia.objects.abiertas_alguna_vez()
    return FiltroVencimientosForm(request.GET, perfil=request.perfil, vigencias=vigencias)


@require_safe
def vencimiento_lista(request):
    """El calendario de informes de ley que la persona ve, lo que vence antes primero."""
    filtro, visibles = _filtro(request), Vencimiento.objects.visibles_para(request.perfil)
    pagina = Paginator(filtro.filtrar(visibles).con_informe(), POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "filtro": filtro,
        "cuantos": filtro.filtrar(visibles, con_situacion=False).cuantos(request.hoy).items(),
        "page_obj": pagina,
        "filas": [(v, (cual := v.situacion(request.hoy)).label, CLASES_DE_SITUACION[cual]) for v in pagina],
        "filtra": any(request.GET.get(campo) for campo in FILTROS),
        "lleva": any(map(request.perfil.puede, LLEVAN)),
        "migas": [("Informes de ley", None)],
    }
    return render(request, "planes/vencimiento_lista.html", contexto)


@require_safe
def vencimiento_exportar(request):
    """El calendario de la lista, con sus mismos filtros, en `?formato=xlsx` (por defecto) o `csv`."""
    vencimientos = _filtro(request).filtrar(Vencimiento.objects.visibles_para(request.perfil)).con_informe()
    formato = formato_pedido(request)
    contenido = exportes_de_ley.vencimientos(vencimientos, formato=formato, hoy=request.hoy)
    return descarga(contenido, "informes-de-ley", formato)


def _cargar(request, pk: int, puede=None) -> Vencimiento:
    """El vencimiento, si la persona lo ve; con `puede`, 403 si no le toca."""
    visibles = Vencimiento.objects.visibles_para(request.perfil).con_informe()
    vencimiento = get_object_or_404(visibles, pk=pk)
    if puede and not puede(vencimiento, request.perfil):
        raise PermissionDenied
    return vencimiento


def _migas(vencimiento: Vencimiento, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    informe = vencimiento.informe
    propia = reverse("planes:vencimiento_detalle", args=[vencimiento.pk]) if finales else None
    pagina = reverse("planes:informe_detalle", args=[informe.pk])
    return [lista(), (informe.nombre, pagina), (vencimiento.periodo, propia), *finales]


@require_safe
def vencimiento_detalle(request, pk: int):
    """Una presentación: cuándo vence, quién la debe, con qué radicado salió y su historia."""
    vencimiento = _cargar(request, pk)
    situacion, estado = vencimiento.situacion(request.hoy), vencimiento.estado
    responde, lleva = (puede(vencimiento, request.perfil) for puede in (reglas.responde, reglas.lleva))
    contexto = {
        "vencimiento": vencimiento,
        "clase": CLASES_DE_VENCIMIENTO[estado],
        "situacion": situacion.label,
        "clase_situacion": CLASES_DE_SITUACION[situacion],
        "es_habil": es_habil(vencimiento.vence, asuetos()),
        "presenta": responde and estado in desde(TABLA, "presentar"),
        "corrige": responde and estado == Estado.PRESENTADO,
        "edita": lleva and estado == Estado.PENDIENTE,
        "anula": lleva and estado in desde(TABLA, "anular"),
        "reabre": lleva and estado in desde(TABLA, "reabrir") and not vencimiento.informe.anulado_en,
        "retira": responde,
        "usos": list(Uso.objects.de(vencimiento).select_related("documento")),
        "eventos": historia(vencimiento, frases=FRASES, se_muestra=se_muestra),
        "migas": _migas(vencimiento),
    }
    return render(request, "planes/vencimiento_detalle.html", contexto)


def _con_formulario(request, vencimiento: Vencimiento, form, *, en: Collection[str], miga: str, **como):
    pagina = reverse("planes:vencimiento_detalle", args=[vencimiento.pk])
    if vencimiento.estado not in en and request.method != "POST":
        messages.warning(request, f"Está {vencimiento.get_estado_display().lower()}: no hay nada que hacer así.")
        return redirect(pagina)
    return con_formulario(
        request,
        form,
        leido={"vencimiento": vencimiento},
        filas=Vencimiento.objects.con_informe(),
        volver=pagina,
        migas=_migas(vencimiento, (miga, None)),
        **como,
    )


@require_http_methods(FORMULARIO)
def vencimiento_presentar(request, pk: int):
    """Registra que el informe se presentó, con su radicado y su soporte."""
    vencimiento = _cargar(request, pk, reglas.responde)
    return _con_formulario(
        request,
        vencimiento,
        SalidaForm(request.POST or None, request.FILES or None, leido=vencimiento),
        en=desde(TABLA, "presentar"),
        accion=acciones.presentar,
        hecho="Quedó presentado.",
        plantilla="planes/vencimiento_presentar.html",
        miga="Presentar",
        boton="Registrar la presentación",
        vencido=vencimiento.vence < request.hoy,
    )


@require_http_methods(FORMULARIO)
def vencimiento_corregir(request, pk: int):
    """Corrige el radicado o la fecha con que se presentó."""
    vencimiento = _cargar(request, pk, reglas.responde)
    inicial = {"radicado": vencimiento.radicado_salida, "fecha": vencimiento.fecha_salida}
    return _con_formulario(
        request,
        vencimiento,
        CorregirSalidaForm(request.POST or None, request.FILES or None, initial=inicial, leido=vencimiento),
        en=(Estado.PRESENTADO,),
        accion=acciones.corregir_presentado,
        hecho="Quedó corregido. La historia conserva lo que decía.",
        plantilla="planes/vencimiento_corregir.html",
        miga="Corregir",
        boton="Corregir",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def vencimiento_editar(request, pk: int):
    """Corrige cuándo vence una presentación, o cómo se llama su periodo."""
    vencimiento = _cargar(request, pk, reglas.lleva)
    inicial = {"periodo": vencimiento.periodo, "vence": vencimiento.vence}
    return _con_formulario(
        request,
        vencimiento,
        EditarVencimientoForm(request.POST or None, initial=inicial, leido=vencimiento, rotulo="Por qué se corrige"),
        en=(Estado.PENDIENTE,),
        accion=acciones.editar_vencimiento,
        hecho="La fecha quedó corregida.",
        plantilla="planes/vencimiento_editar.html",
        miga="Corregir la fecha",
        boton="Guardar",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def vencimiento_anular(request, pk: int):
    """Anula una presentación que no se debe."""
    vencimiento = _cargar(request, pk, reglas.lleva)
    return _con_formulario(
        request,
        vencimiento,
        MotivoDeLoLeidoForm(request.POST or None, rotulo="Por qué se anula", leido=vencimiento),
        en=desde(TABLA, "anular"),
        accion=acciones.anular_vencimiento,
        hecho="Quedó anulado: ya no se debe.",
        plantilla="planes/vencimiento_anular.html",
        miga="Anular",
        boton="Anular este vencimiento",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def vencimiento_reabrir(request, pk: int):
    """Vuelve a dejar pendiente lo que se presentó o se anuló por error."""
    vencimiento = _cargar(request, pk, reglas.lleva)
    return _con_formulario(
        request,
        vencimiento,
        MotivoDeLoLeidoForm(request.POST or None, rotulo="Por qué se reabre", leido=vencimiento),
        en=desde(TABLA, "reabrir"),
        accion=acciones.reabrir_vencimiento,
        hecho="Quedó pendiente otra vez.",
        plantilla="planes/vencimiento_reabrir.html",
        miga="Reabrir",
        boton="Reabrir",
    )
