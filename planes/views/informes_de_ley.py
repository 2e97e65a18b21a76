"""Páginas de los informes de ley: registrar, ver, editar, trasladar, anular y copiar el calendario del año anterior."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.avisos.acciones import asuetos
from mipg.etiquetas import contar
from mipg.fechas import es_habil
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.leidos import MotivoDeLoLeidoForm, con_formulario
from mipg.usuarios.historia import historia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.acciones import informes_de_ley as acciones
from planes.forms.informes_de_ley import CopiarForm, EditarInformeForm, InformeForm, TrasladarForm
from planes.insignias import CLASES_DE_SITUACION
from planes.models import InformeDeLey, Vencimiento
from planes.reglas import de_ley as reglas
from politicas.models import Vigencia

FORMULARIO = ["GET", "HEAD", "POST"]
LLEVAN = (Permiso.LEY_GESTIONAR, Permiso.LEY_DE_CONTROL)
FRASES = {
    "crear": "registró el informe",
    "editar": "corrigió los datos",
    "trasladar": "lo pasó a otra dependencia",
    "anular": "lo anuló",
    "presentar": "registró que se presentó",
    "corregir": "corrigió el radicado",
    "reabrir": "lo volvió a dejar pendiente",
    "adjuntar": "adjuntó el soporte",
    "desadjuntar": "retiró un soporte",
}
# Lo que la historia cuenta de cada cambio; lo demás ya lo dicen su autor, su fecha y su nota.
A_LA_VISTA = {
    *("nombre", "norma", "ante", "nota", "dependencia", "periodo", "vence", "radicado", "radicado_salida"),
    *("fecha_salida", "quien_pide", "asunto", "recibido", "clase_plazo", "plazo", "de_control", "soporte"),
}


def se_muestra(_suceso, campo: str) -> bool:
    """Si la historia cuenta el cambio de un campo."""
    return campo in A_LA_VISTA


def lista() -> tuple[str, str]:
    """La miga del calendario."""
    return "Informes de ley", reverse("planes:vencimiento_lista")


def _cargar(request, pk: int, *, para_cambiar: bool = False) -> InformeDeLey:
    """El informe, si la persona lo ve; con `para_cambiar`, 403 si no lo lleva."""
    visibles = InformeDeLey.objects.visibles_para(request.perfil).select_related("vigencia", "dependencia")
    informe = get_object_or_404(visibles, pk=pk)
    if para_cambiar and not reglas.lleva(informe, request.perfil):
        raise PermissionDenied
    return informe


@require_safe
def informe_detalle(request, pk: int):
    """Un informe: qué norma lo manda, quién lo debe y cada una de sus presentaciones."""
    informe = _cargar(request, pk)
    locales = asuetos()
    vencimientos = informe.vencimientos.con_informe().visibles_para(request.perfil).order_by("numero")
    contexto = {
        "informe": informe,
        "filas": [
            (uno, (cual := uno.situacion(request.hoy)).label, CLASES_DE_SITUACION[cual], es_habil(uno.vence, locales))
            for uno in vencimientos
        ],
        "lleva": reglas.lleva(informe, request.perfil) and not informe.anulado_en,
        "eventos": historia(informe, frases=FRASES, se_muestra=se_muestra),
        "migas": [lista(), (informe.nombre, None)],
    }
    return render(request, "planes/informe_detalle.html", contexto)


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def informe_crear(request):
    """Registra un informe de ley con los vencimientos de su año."""
    inicial = {"vigencia": Vigencia.objects.actual(request.hoy)}
    form = InformeForm(request.POST or None, initial=inicial, perfil=request.perfil)
    if request.method == "POST" and form.is_valid():
        try:
            informe = acciones.crear_informe(**form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, "El informe quedó registrado. Revise cuándo vence cada presentación.")
            return redirect("planes:informe_detalle", pk=informe.pk)
    contexto = {
        "form": form,
        "hay_vigencia": form.fields["vigencia"].queryset.exists(),
        "boton": "Registrar el informe",
        "cancelar_url": reverse("planes:vencimiento_lista"),
        "migas": [lista(), ("Registrar", None)],
    }
    return render(request, "planes/informe_crear.html", contexto, status=estado_http(form))


def _con_formulario(request, informe: InformeDeLey, form, *, miga: str, **como):
    pagina = reverse("planes:informe_detalle", args=[informe.pk])
    if informe.anulado_en and request.method != "POST":
        messages.warning(request, "El informe está anulado: ya no cambia.")
        return redirect(pagina)
    return con_formulario(
        request,
        form,
        leido={"informe": informe},
        filas=InformeDeLey.objects.select_related("vigencia", "dependencia"),
        volver=pagina,
        migas=[lista(), (informe.nombre, pagina), (miga, None)],
        **como,
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def informe_editar(request, pk: int):
    """Corrige cómo se llama un informe, qué norma lo manda y ante quién se presenta."""
    informe = _cargar(request, pk, para_cambiar=True)
    inicial = {campo: getattr(informe, campo) for campo in ("nombre", "norma", "ante", "nota")}
    return _con_formulario(
        request,
        informe,
        EditarInformeForm(request.POST or None, initial=inicial, leido=informe),
        accion=acciones.editar_informe,
        hecho="El informe quedó corregido.",
        plantilla="planes/informe_editar.html",
        miga="Editar",
        boton="Guardar",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def informe_trasladar(request, pk: int):
    """Pasa un informe, con lo que le falta por presentar, a otra dependencia."""
    informe = _cargar(request, pk, para_cambiar=True)
    return _con_formulario(
        request,
        informe,
        TrasladarForm(request.POST or None, hoy=request.hoy, leido=informe),
        accion=acciones.trasladar_informe,
        hecho="El informe pasó a otra dependencia. Lo ya presentado sigue a nombre de quien lo presentó.",
        plantilla="planes/informe_trasladar.html",
        miga="Trasladar",
        boton="Trasladar",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def informe_anular(request, pk: int):
    """Anula un informe que se registró por error o ya no se debe."""
    informe = _cargar(request, pk, para_cambiar=True)
    return _con_formulario(
        request,
        informe,
        MotivoDeLoLeidoForm(request.POST or None, rotulo="Por qué se anula", leido=informe),
        accion=acciones.anular_informe,
        hecho="El informe quedó anulado, con lo que le faltaba por presentar.",
        plantilla="planes/informe_anular.html",
        presentados=informe.vencimientos.filter(estado=Vencimiento.Estado.PRESENTADO).count(),
        miga="Anular",
        boton="Anular el informe",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def informe_copiar(request):
    """Copia en una vigencia el calendario de la anterior, sin repetir lo que ya esté."""
    form = CopiarForm(request.POST or None, initial={"vigencia": Vigencia.objects.actual(request.hoy)})
    if request.method == "POST" and form.is_valid():
        vigencia = form.cleaned_data["vigencia"]
        try:
            copia = acciones.copiar_calendario(vigencia=vigencia, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            _contar(request, vigencia, copia)
            return redirect(f"{reverse('planes:vencimiento_lista')}?vigencia={vigencia.pk}")
    contexto = {
        "form": form,
        "hay_vigencia": form.fields["vigencia"].queryset.exists(),
        "boton": "Copiar el calendario",
        "cancelar_url": reverse("planes:vencimiento_lista"),
        "migas": [lista(), ("Copiar del año anterior", None)],
    }
    return render(request, "planes/informe_copiar.html", contexto, status=estado_http(form))


# Cuántos nombres caben en un mensaje.
_NOMBRADOS = 5


def _contar(request, vigencia: Vigencia, copia: acciones.Copia) -> None:
    """Cuántos se copiaron y, de los que no, por qué."""
    if copia.copiados:
        que = contar(len(copia.copiados), "informe se copió", "informes se copiaron")
        messages.success(request, f"{que} de {vigencia.anio - 1} a {vigencia}. Revise sus fechas.")
    elif not copia.no:
        messages.info(request, f"En {vigencia.anio - 1} no hay informes que copiar.")
    if copia.no:
        dichos = [f"«{nombre}» ({porque})" for nombre, porque in copia.no[:_NOMBRADOS]]
        de_mas = len(copia.no) - len(dichos)
        cola = f" y {contar(de_mas, 'más')}" if de_mas else ""
        messages.info(request, f"No se copiaron {', '.join(dichos)}{cola}.")
