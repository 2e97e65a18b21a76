"""Páginas de lo que Planeación verifica y Control Interno conceptúa, de anularlo y de continuar una acción."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from furag.acciones import conceptos, continuaciones, verificaciones
from furag.comparaciones import Comparacion, Pedido, comparar
from furag.forms.mejoras import ConceptuarForm, ContinuarForm, MotivoForm, VerificarForm
from furag.models import AccionMejora, ConceptoDeControl, Verificacion
from furag.views.comunes import FORMULARIO, atenciones_de, cargar_mejora, migas_de_mejora, pagina_de
from mipg.expediente.models import Uso
from mipg.leidos import con_formulario
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso


def _tramitar(request, mejora: AccionMejora, form, *, problemas, miga: str, **como):
    """La página de una decisión sobre la acción; con `problemas` ni se ofrece: vuelve a ella y los dice."""
    if request.method != "POST" and (problemas := list(problemas)):
        messages.warning(request, " ".join(map(str, problemas)))
        return redirect(pagina_de(mejora))
    base = {
        "leido": {"mejora": mejora},
        "filas": AccionMejora.objects.en_lista().con_hechos(),
        "volver": pagina_de(mejora),
        "migas": migas_de_mejora(mejora, (miga, None)),
    }
    return con_formulario(request, form, **base | como)


@requiere(Permiso.FURAG_GESTIONAR)
@require_http_methods(FORMULARIO)
def mejora_verificar(request, pk: int):
    """Planeación dice si la acción se cumplió, con su soporte, y qué recomendaciones quedaron cumplidas."""
    mejora = cargar_mejora(request, pk)
    return _tramitar(
        request,
        mejora,
        VerificarForm(
            request.POST or None,
            request.FILES or None,
            leido=mejora,
            atenciones=atenciones_de(mejora),
            initial={"fecha_documento": request.hoy},
        ),
        problemas=verificaciones.problemas_para_verificar(mejora, request.perfil.persona, request.hoy),
        miga="Verificar",
        accion=verificaciones.verificar,
        hecho=f"Quedó verificada la acción {mejora.codigo}. Sigue el concepto de Control Interno.",
        plantilla="furag/mejora_verificar.html",
        boton="Guardar la verificación",
    )


@requiere(Permiso.FURAG_GESTIONAR)
@require_http_methods(FORMULARIO)
def verificacion_anular(request, pk: int):
    """Anula una verificación equivocada, con su motivo."""
    visibles = Verificacion.objects.visibles_para(request.perfil)
    verificacion = get_object_or_404(visibles.select_related("accion"), pk=pk)
    return _tramitar(
        request,
        cargar_mejora(request, verificacion.accion_id),
        MotivoForm(request.POST or None, rotulo="Por qué se anula"),
        problemas=verificaciones.problemas_para_anular(verificacion),
        miga="Anular la verificación",
        leido={"verificacion": verificacion},
        filas=Verificacion.objects.select_related("accion"),
        version=lambda fila: fila.accion,
        accion=verificaciones.anular_verificacion,
        hecho="La verificación quedó anulada, con las constancias que dejó: la acción espera otra.",
        plantilla="furag/verificacion_anular.html",
        boton="Anular la verificación",
    )


@requiere(Permiso.MEJORA_VERIFICAR)
@require_http_methods(FORMULARIO)
def mejora_conceptuar(request, pk: int):
    """Control Interno dice si está conforme con lo verificado y, después, si la acción fue efectiva."""
    mejora = cargar_mejora(request, pk)
    clase = ConceptoDeControl.Clase.EFECTIVIDAD if mejora.conforme else ConceptoDeControl.Clase.CUMPLIMIENTO
    if request.method == "POST" and request.POST.get("clase") in ConceptoDeControl.Clase:
        clase = ConceptoDeControl.Clase(request.POST["clase"])
    verificacion = mejora.verificaciones.en_pie().select_related("verificada_por").first()
    return _tramitar(
        request,
        mejora,
        ConceptuarForm(request.POST or None, clase=clase, es_suya=conceptos.es_suya(mejora, request.perfil)),
        problemas=conceptos.problemas_para_conceptuar(mejora, clase, request.perfil),
        miga=clase.label,
        accion=conceptos.conceptuar,
        hecho=f"Quedó el concepto de Control Interno sobre la acción {mejora.codigo}.",
        plantilla="furag/mejora_conceptuar.html",
        de_efectividad=clase == ConceptoDeControl.Clase.EFECTIVIDAD,
        despues=_puntaje_despues(mejora),
        verificacion=verificacion,
        usos=Uso.objects.de(verificacion).select_related("documento") if verificacion else (),
        atenciones=atenciones_de(mejora),
        boton="Emitir el concepto",
    )


def _puntaje_despues(mejora: AccionMejora) -> Comparacion | None:
    """El índice en la medición de su línea base y en la siguiente, donde puede llamarse de otro modo; nada si no la hay
    todavía o no mueve ninguno.
    """
    if not mejora.indice:
        return None
    pedido = Pedido(mejora.indice, mejora.medida, mejora.actividad.plan.vigencia.anio)
    leida = comparar([pedido])[pedido]
    return None if leida.falta_medirlo else leida


@requiere(Permiso.MEJORA_VERIFICAR)
@require_http_methods(FORMULARIO)
def concepto_anular(request, pk: int):
    """Anula un concepto equivocado de Control Interno, con su motivo."""
    visibles = ConceptoDeControl.objects.visibles_para(request.perfil)
    concepto = get_object_or_404(visibles.select_related("accion"), pk=pk)
    return _tramitar(
        request,
        cargar_mejora(request, concepto.accion_id),
        MotivoForm(request.POST or None, rotulo="Por qué se anula"),
        problemas=conceptos.problemas_para_anular(concepto),
        miga="Anular el concepto",
        leido={"concepto": concepto},
        filas=ConceptoDeControl.objects.select_related("accion"),
        version=lambda fila: fila.accion,
        accion=conceptos.anular_concepto,
        hecho="El concepto quedó anulado.",
        plantilla="furag/concepto_anular.html",
        boton="Anular el concepto",
    )


@requiere(Permiso.FURAG_GESTIONAR)
@require_http_methods(FORMULARIO)
def mejora_continuar(request, pk: int):
    """Continúa en el plan del año siguiente la acción que se prorrogó más allá del suyo."""
    mejora = cargar_mejora(request, pk)
    vigencia = continuaciones.vigencia_siguiente(mejora)
    donde = continuaciones.donde_sigue(mejora, vigencia) if vigencia else continuaciones.Donde()
    form = ContinuarForm(
        request.POST or None,
        planes=donde.planes,
        actividades=donde.actividades,
        nuevo=f"En un plan de mejoramiento nuevo de {vigencia}" if donde.nuevo else "",
    )
    return _tramitar(
        request,
        mejora,
        form,
        problemas=continuaciones.problemas_para_continuar(mejora),
        miga="Continuar",
        accion=continuaciones.continuar,
        hecho=f"La acción {mejora.codigo} continúa en {vigencia}, con su código.",
        plantilla="furag/mejora_continuar.html",
        vigencia=vigencia,
        boton="Continuar la acción",
    )
