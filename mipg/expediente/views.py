"""Páginas del expediente: un documento con sus versiones y usos, y los informes emitidos."""

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from mipg.buscador.funciones import EnEspanol
from mipg.expediente.descargas import descarga
from mipg.expediente.models import Documento, Emision, Uso
from mipg.orden import Orden
from mipg.texto import entero
from mipg.usuarios.historia import historia
from mipg.usuarios.roles import Permiso

POR_PAGINA = 50
COLUMNAS_DE_EMISIONES = {
    "informe": ("Informe", EnEspanol("titulo")),
    "pedido": ("Pedido", "pedida_en"),
    "paginas": ("Páginas", "paginas"),
}
SUCESOS_EN_EL_DETALLE = 50


def _usos(documento: Documento, perfil) -> list[tuple[Uso, str]]:
    """Los usos cuyo registro puede ver la persona, con la dirección de su página si la tiene."""
    usos = Uso.objects.filter(documento=documento).select_related("tipo", "creado_por")
    modelos = {uso.tipo_id: uso.tipo.model_class() for uso in usos}
    registros = []
    for modelo in filter(None, modelos.values()):
        filas = modelo._default_manager.all()
        filas = filas.con_todo() if hasattr(filas, "con_todo") else filas
        registros.append(filas.visibles_para(perfil))
    return [
        (uso, _pagina_de(uso))
        for uso in (usos.prefetch_related(GenericPrefetch("objeto", registros)) if registros else ())
        if uso.objeto is not None
    ]


def _pagina_de(uso: Uso) -> str:
    try:
        return reverse(f"{uso.tipo.app_label}:{uso.tipo.model}_detalle", args=[uso.objeto_id])
    except NoReverseMatch:
        return ""


def _se_descarga(documento: Documento, perfil) -> bool:
    """Lo retirado (mal adjuntado, con datos que no debían estar) sólo lo abre quien responde por todo o audita."""
    return documento.retirado_en is None or perfil.puede(Permiso.TODO_VER)


@require_safe
def documento_detalle(request, pk: int):
    """Un documento: quién lo subió, sus versiones con su huella y qué sostiene."""
    documento = get_object_or_404(
        Documento.objects.visibles_para(request.perfil)
        .select_related("dependencia", "creado_por", "retirado_por")
        .prefetch_related("versiones__creado_por"),
        pk=pk,
    )
    usos = _usos(documento, request.perfil)
    contexto = {
        "documento": documento,
        "versiones": list(documento.versiones.all()),
        "se_descarga": _se_descarga(documento, request.perfil),
        "usos": usos,
        "ocultos": Uso.objects.filter(documento=documento).count() - len(usos),
        "eventos": historia(documento, SUCESOS_EN_EL_DETALLE),
        "migas": [(documento.titulo, None)],
    }
    return render(request, "expediente/documento_detalle.html", contexto)


@require_safe
def documento_descargar(request, pk: int):
    """El archivo del documento, siempre como adjunto: la última versión o la que diga `?version=`."""
    documento = get_object_or_404(
        Documento.objects.visibles_para(request.perfil).filter(clase=Documento.Clase.ARCHIVO), pk=pk
    )
    if not _se_descarga(documento, request.perfil):
        raise Http404
    versiones = documento.versiones.all()
    pedida = request.GET.get("version", "")
    if pedida:
        versiones = versiones.filter(numero=entero(pedida))
    version = versiones.first()
    if version is None:
        raise Http404
    return descarga(version.archivo, version.nombre or documento.titulo, version.tipo)


@require_safe
def emision_lista(request):
    """Informes en PDF: los propios o, para quien ve todo, los de la entidad."""
    orden = Orden(request.GET.get("orden", ""), COLUMNAS_DE_EMISIONES)
    emisiones = orden.ordenar(Emision.objects.visibles_para(request.perfil).con_personas())
    pagina = Paginator(emisiones, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "page_obj": pagina,
        "orden": orden,
        "ve_todo": request.perfil.puede(Permiso.TODO_VER),
        "migas": [("Informes", None)],
    }
    return render(request, "expediente/emision_lista.html", contexto)


@vary_on_headers("HX-Request")
@require_safe
def emision_detalle(request, pk: int):
    """En qué va un informe; cuando está listo, su código de verificación y su archivo."""
    emision = get_object_or_404(Emision.objects.visibles_para(request.perfil).con_personas(), pk=pk)
    estado = Emision.Estado
    contexto = {
        "emision": emision,
        "en_espera": emision.estado in (estado.PEDIDA, estado.EN_CURSO),
        "lista": emision.estado == estado.LISTA,
        "migas": [
            ("Informes", reverse("expediente:emision_lista")),
            (emision.titulo, None),
        ],
    }
    fragmento = "#situacion" if request.htmx else ""
    return render(request, f"expediente/emision_detalle.html{fragmento}", contexto)


@require_safe
def emision_descargar(request, pk: int):
    """El PDF de un informe listo."""
    visibles = Emision.objects.visibles_para(request.perfil)
    emision = get_object_or_404(visibles.filter(estado=Emision.Estado.LISTA), pk=pk)
    return descarga(emision.archivo, f"{emision.titulo} ({emision.codigo}).pdf", "application/pdf")
