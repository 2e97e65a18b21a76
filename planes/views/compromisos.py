"""Páginas de los compromisos: lista, detalle, cumplir, reabrir, cancelar, trasladar y corregir."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mipg.expediente.models import Uso
from mipg.leidos import MotivoDeLoLeidoForm, con_formulario
from mipg.usuarios.historia import historia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones import compromisos as acciones
from planes.forms.sesiones import (
    CorregirForm,
    CumplirForm,
    FiltroCompromisosForm,
    TrasladarForm,
)
from planes.insignias import CLASES_DE_COMPROMISO
from planes.models import Compromiso, Sesion
from planes.reglas import sesiones as reglas

POR_PAGINA = 50
_FRASES = {
    "crear": "anotó el compromiso",
    "cumplir": "dio el compromiso por cumplido",
    "cancelar": "canceló el compromiso",
    "trasladar": "trasladó el compromiso",
    "corregir": "corrigió el compromiso",
    "reabrir": "reabrió el compromiso",
    "adjuntar": "adjuntó un soporte",
}
_A_LA_VISTA = {"persona", "dependencia", "soporte", "texto", "fecha"}


def _cargar(request, pk: int) -> Compromiso:
    """El compromiso, si la persona lo ve; si no, 404."""
    return get_object_or_404(Compromiso.objects.visibles_para(request.perfil).con_responsable(), pk=pk)


def _puede_cumplir(compromiso: Compromiso, perfil: Perfil) -> bool:
    return compromiso.estado == Compromiso.Estado.ABIERTO and _le_toca(compromiso, perfil)


def _le_toca(compromiso: Compromiso, perfil: Perfil) -> bool:
    return reglas.puede_cumplir(
        compromiso,
        persona=perfil.persona,
        dirige=perfil.dependencias(Permiso.PLAN_FORMULAR),
        gestiona=perfil.puede(Permiso.SESION_GESTIONAR),
    )


def _migas(compromiso: Compromiso, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    propia = reverse("planes:compromiso_detalle", args=[compromiso.pk]) if finales else None
    return [("Compromisos", reverse("planes:compromiso_lista")), (f"Compromiso {compromiso.pk}", propia), *finales]


@require_safe
def compromiso_lista(request):
    """Los compromisos que la persona ve, lo que vence antes primero."""
    filtro = FiltroCompromisosForm(request.GET)
    compromisos = filtro.filtrar(Compromiso.objects.visibles_para(request.perfil), request.perfil).con_responsable()
    pagina = Paginator(compromisos, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "filtro": filtro,
        "page_obj": pagina,
        "filas": [(c, CLASES_DE_COMPROMISO[c.estado], c.esta_vencido(request.hoy)) for c in pagina],
        "filtra": bool(request.GET.get("estado")),
        "migas": [("Compromisos", None)],
    }
    return render(request, "planes/compromiso_lista.html", contexto)


@require_safe
def compromiso_detalle(request, pk: int):
    """Un compromiso: quién responde, cuándo vence, en qué sesiones ha estado y cómo se cerró."""
    compromiso = _cargar(request, pk)
    perfil = request.perfil
    sesiones = Sesion.objects.visibles_para(perfil).filter(puntos__compromiso=compromiso).defer("foto").distinct()
    contexto = {
        "compromiso": compromiso,
        "clase": CLASES_DE_COMPROMISO[compromiso.estado],
        "vencido": compromiso.esta_vencido(request.hoy),
        "puede_cumplir": _puede_cumplir(compromiso, perfil),
        "gestiona": perfil.puede(Permiso.SESION_GESTIONAR) and compromiso.estado == Compromiso.Estado.ABIERTO,
        "reabre": perfil.puede(Permiso.SESION_GESTIONAR) and compromiso.estado == Compromiso.Estado.CUMPLIDO,
        "ve_la_sesion": Sesion.objects.visibles_para(perfil).filter(pk=compromiso.sesion_id).exists(),
        "sesiones": list(sesiones),
        "usos": list(Uso.objects.de(compromiso).select_related("documento")),
        "eventos": historia(compromiso, frases=_FRASES, se_muestra=lambda _, campo: campo in _A_LA_VISTA),
        "migas": _migas(compromiso),
    }
    return render(request, "planes/compromiso_detalle.html", contexto)


def _con_formulario(request, compromiso: Compromiso, form, *, miga: str, **como):
    return con_formulario(
        request,
        form,
        leido={"compromiso": compromiso},
        filas=Compromiso.objects.con_responsable(),
        volver=reverse("planes:compromiso_detalle", args=[compromiso.pk]),
        migas=_migas(compromiso, (miga, None)),
        **como,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def compromiso_cumplir(request, pk: int):
    """Da el compromiso por cumplido: su persona, el jefe de su dependencia o quien lleva las sesiones."""
    compromiso = _cargar(request, pk)
    if not _le_toca(compromiso, request.perfil):
        raise PermissionDenied
    form = CumplirForm(request.POST or None, request.FILES or None, leido=compromiso)
    return _con_formulario(
        request,
        compromiso,
        form,
        accion=acciones.cumplir,
        hecho="El compromiso quedó cumplido: ya no aparecerá en las sesiones.",
        plantilla="planes/compromiso_cumplir.html",
        miga="Cumplir",
        boton="Dar por cumplido",
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def compromiso_cancelar(request, pk: int):
    """Cancela un compromiso que ya no se hará, con su motivo."""
    compromiso = _cargar(request, pk)
    return _con_formulario(
        request,
        compromiso,
        MotivoDeLoLeidoForm(request.POST or None, rotulo="Por qué se cancela", leido=compromiso),
        accion=acciones.cancelar,
        hecho="El compromiso quedó cancelado.",
        plantilla="planes/compromiso_cancelar.html",
        miga="Cancelar",
        boton="Cancelar el compromiso",
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def compromiso_trasladar(request, pk: int):
    """Pasa un compromiso a otra persona o dependencia."""
    compromiso = _cargar(request, pk)
    return _con_formulario(
        request,
        compromiso,
        TrasladarForm(request.POST or None, hoy=request.hoy, leido=compromiso),
        accion=acciones.trasladar,
        hecho="El compromiso tiene otro responsable.",
        plantilla="planes/compromiso_trasladar.html",
        miga="Trasladar",
        boton="Trasladar",
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def compromiso_corregir(request, pk: int):
    """Corrige el texto o la fecha de un compromiso abierto, con su motivo."""
    compromiso = _cargar(request, pk)
    return _con_formulario(
        request,
        compromiso,
        CorregirForm(
            request.POST or None,
            initial={"texto": compromiso.texto, "fecha": compromiso.fecha},
            leido=compromiso,
        ),
        accion=acciones.corregir,
        hecho="El compromiso quedó corregido. El acta que ya se cerró dice lo que decía.",
        plantilla="planes/compromiso_corregir.html",
        miga="Corregir",
        boton="Corregir",
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def compromiso_reabrir(request, pk: int):
    """Vuelve a abrir un compromiso que se dio por cumplido sin estarlo."""
    compromiso = _cargar(request, pk)
    return _con_formulario(
        request,
        compromiso,
        MotivoDeLoLeidoForm(request.POST or None, rotulo="Por qué se reabre", leido=compromiso),
        accion=acciones.reabrir,
        hecho="El compromiso está abierto otra vez.",
        plantilla="planes/compromiso_reabrir.html",
        miga="Reabrir",
        boton="Reabrir",
    )
