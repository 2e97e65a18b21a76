"""Personas: quién entra, con qué rol, dónde y hasta cuándo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.etiquetas import fecha_hora
from mipg.formularios import NEGATIVAS, anotar, en_una_linea, estado_http
from mipg.orden import Orden
from mipg.reglas import EstadoCambiado
from mipg.usuarios import acciones
from mipg.usuarios.acciones.cambios import pedir_cambio
from mipg.usuarios.forms import (
    COLUMNAS,
    AnularForm,
    AsignacionForm,
    DesactivarForm,
    FactorReiniciarForm,
    FiltroPersonas,
    PersonaCrearForm,
    PersonaEditarForm,
    TerminarForm,
)
from mipg.usuarios.historia import historia
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Usuario
from mipg.usuarios.permisos import requiere
from mipg.usuarios.reglas.cambios import confirma_otra, problemas_para_pedir_cambio
from mipg.usuarios.resguardo import afectado, decisiones
from mipg.usuarios.roles import Operacion, Permiso

POR_PAGINA = 50
SUCESOS_EN_EL_DETALLE = 100
formulario = require_http_methods(["GET", "HEAD", "POST"])
_SIN_INVITAR = "Los datos quedaron guardados. La invitación al correo anterior ya no sirve: envíele otra."


def _migas(*ultimas):
    return [("Personas", reverse("usuarios:persona_lista")), *ultimas]


def _del_detalle(persona: Usuario, titulo: str):
    return _migas((str(persona), reverse("usuarios:persona_detalle", args=[persona.pk])), (titulo, None))


def _situacion(persona: Usuario, hoy) -> tuple[str, str]:
    """Insignia de acceso: (texto, clase)."""
    if not persona.is_active:
        return "Desactivada", "error"
    if persona.vinculo_hasta and persona.vinculo_hasta < hoy:
        return "Retirada", "error"
    if persona.has_usable_password():
        return "Con acceso", "exito"
    return ("Invitada", "info") if persona.invitada_en else ("Sin invitar", "gris")


def _contar(request, cambio: CambioDeCuenta, aplicado: str = "") -> None:
    """Dice si el cambio quedó hecho (con la frase `aplicado`) o qué le falta y quiénes pueden confirmarlo."""
    if cambio.estado == CambioDeCuenta.Estado.APLICADO:
        if aplicado:
            messages.success(request, aplicado)
        if cambio.respuesta:
            messages.warning(request, cambio.respuesta)
    elif cambio.aplica_en:
        messages.success(
            request,
            f"{cambio.get_operacion_display()}: se aplicará el {fecha_hora(cambio.aplica_en)} si {cambio.afectado} no "
            "lo detiene. Ya se le escribió a su correo de hoy.",
        )
    else:
        pueden = decisiones([cambio], request.hoy)[cambio.pk].confirman
        quienes = ", ".join(str(una) for una in pueden) or "hoy nadie puede: hace falta una orden en el servidor"
        messages.warning(
            request,
            f"{cambio.get_operacion_display()}: quedó por confirmar por otra persona ({quienes}). No se aplica antes.",
        )


@requiere(Permiso.PERSONAS_EDITAR)
@require_safe
def persona_lista(request):
    """Las personas con sus roles de hoy; por defecto, las vinculadas."""
    filtro = FiltroPersonas(request.GET, auto_id="filtro_%s")
    vigentes = Asignacion.objects.vigentes(request.hoy).select_related("dependencia", "en_encargo_de")
    orden = Orden(request.GET.get("orden", ""), COLUMNAS)
    personas = orden.ordenar(filtro.filtrar(Usuario.objects.all(), request.hoy)).prefetch_related(
        Prefetch("asignaciones", queryset=vigentes, to_attr="de_hoy")
    )
    pagina = Paginator(personas, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "filtro": filtro,
        "orden": orden,
        "hay_filtros": any(request.GET.get(nombre) for nombre in filtro.fields),
        "page_obj": pagina,
        "filas": [(persona, _situacion(persona, request.hoy)) for persona in pagina.object_list],
        "migas": [("Personas", None)],
    }
    return render(request, "usuarios/persona_lista.html", contexto)


@requiere(Permiso.PERSONAS_EDITAR)
@formulario
def persona_crear(request):
    """Crea una persona y, si ya se sabe, le da su primer rol."""
    form = PersonaCrearForm(request.POST or None, hoy=request.hoy)
    if request.method == "POST" and form.is_valid():
        datos, ahora = form.cleaned_data, timezone.now()
        try:
            with transaction.atomic():
                persona = acciones.crear_persona(
                    email=datos["email"],
                    nombre=datos["nombre"],
                    cargo=datos["cargo"],
                    vinculo_hasta=datos["vinculo_hasta"],
                    por=request.user,
                    ahora=ahora,
                )
                cambio = datos["rol"] and pedir_cambio(
                    operacion=Operacion.DAR_ROL,
                    persona=persona,
                    rol=datos["rol"],
                    dependencia=datos["dependencia"],
                    desde=datos["desde"],
                    motivo=datos["motivo"],
                    por=request.user,
                    ahora=ahora,
                )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"Se creó a {persona}. Para que pueda entrar, envíele la invitación.")
            if cambio:
                _contar(request, cambio)
            return redirect("usuarios:persona_detalle", pk=persona.pk)
    contexto = {
        "form": form,
        "boton": "Crear persona",
        "cancelar_url": reverse("usuarios:persona_lista"),
        "migas": _migas(("Crear", None)),
    }
    return render(request, "usuarios/persona_crear.html", contexto, status=estado_http(form))


@requiere(Permiso.PERSONAS_EDITAR)
@require_safe
def persona_detalle(request, pk: int):
    """Una persona: su acceso, sus asignaciones de siempre (encargos incluidos) y lo que le ha pasado."""
    persona = get_object_or_404(Usuario, pk=pk)
    asignaciones = persona.asignaciones.select_related("dependencia", "en_encargo_de").order_by("-desde", "rol", "pk")
    vinculada = persona.esta_vinculada(request.hoy)
    de_quien = afectado(persona, request.hoy)
    contexto = {
        "persona": persona,
        "situacion": _situacion(persona, request.hoy),
        "por_invitar": vinculada and not persona.invitada_en and not persona.has_usable_password(),
        "vinculada": vinculada,
        "asignaciones": [(a, a.tiempo(request.hoy)) for a in asignaciones],
        "anulables": {a.pk for a in asignaciones if a.desde >= request.hoy or not persona.usada},
        "eventos": historia(persona, SUCESOS_EN_EL_DETALLE),
        "cambios": persona.cambios_de_cuenta.por_decidir().select_related("dependencia", "en_encargo_de", "asignacion"),
        "es_propia": persona.pk == request.user.pk,
        "no_le_toca": problemas_para_pedir_cambio(
            pide=request.perfil, correo=request.user.email, afectado=de_quien, operacion=Operacion.DESACTIVAR
        ),
        "la_confirma_otra": confirma_otra(Operacion.DESACTIVAR, de_quien),
        "migas": _migas((str(persona), None)),
    }
    return render(request, "usuarios/persona_detalle.html", contexto)


@requiere(Permiso.PERSONAS_EDITAR)
@formulario
def persona_editar(request, pk: int):
    """Corrige nombre, correo, cargo o el final del vínculo."""
    persona = get_object_or_404(Usuario, pk=pk)
    form = PersonaEditarForm(request.POST or None, instance=persona, initial={"visto": persona.huella})
    if request.method == "POST" and form.is_valid():
        try:
            pedidos = acciones.editar_persona(
                persona=persona, **form.cleaned_data, por=request.user, ahora=timezone.now()
            )
        except EstadoCambiado as error:
            anotar(form, error)
            form.comparar(Usuario.objects.get(pk=pk))
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            if not pedidos:
                messages.success(request, "Los datos quedaron guardados.")
            for cambio in pedidos:
                # Un correo sólo se corrige ya en una cuenta que nadie ha usado.
                _contar(request, cambio, _SIN_INVITAR if cambio.correo else "Los datos quedaron guardados.")
            return redirect("usuarios:persona_detalle", pk=pk)
    # El formulario ya escribió en la instancia lo que la persona envió: el título muestra lo guardado.
    guardada = Usuario.objects.get(pk=pk)
    contexto = {
        "form": form,
        "persona": guardada,
        "cancelar_url": reverse("usuarios:persona_detalle", args=[pk]),
        "migas": _del_detalle(guardada, "Editar"),
    }
    return render(request, "usuarios/persona_editar.html", contexto, status=estado_http(form))


def _pedir(request, form, operacion: str, persona: Usuario, dicho, **que):
    """Pide el cambio que el formulario trae y vuelve a la ficha; `None` si le falta algo, ya anotado en él.

    `que`: lo del cambio que no está en el formulario; `dicho(cambio)`: lo que se cuenta si se aplicó de una vez.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        cambio = pedir_cambio(
            operacion=operacion, persona=persona, **que, **form.cleaned_data, por=request.user, ahora=timezone.now()
        )
    except NEGATIVAS as error:
        anotar(form, error)
        return None
    _contar(request, cambio, dicho(cambio))
    return redirect("usuarios:persona_detalle", pk=persona.pk)


@requiere(Permiso.PERSONAS_EDITAR)
@formulario
def persona_desactivar(request, pk: int):
    """Quita el acceso desde la siguiente petición, con su motivo."""
    persona = get_object_or_404(Usuario, pk=pk)
    form = DesactivarForm(request.POST or None)
    dicho = f"{persona} ya no puede entrar. Lo que hizo se conserva."
    if hecho := _pedir(request, form, Operacion.DESACTIVAR, persona, lambda _: dicho):
        return hecho
    contexto = {
        "form": form,
        "persona": persona,
        "cancelar_url": reverse("usuarios:persona_detalle", args=[pk]),
        "migas": _del_detalle(persona, "Desactivar"),
    }
    return render(request, "usuarios/persona_desactivar.html", contexto, status=estado_http(form))


@requiere(Permiso.PERSONAS_EDITAR)
@formulario
def persona_factor_reiniciar(request, pk: int):
    """Pide que se borre el segundo factor de quien lo perdió: si su rol lo exige, al entrar configura otro."""
    persona = get_object_or_404(Usuario, pk=pk)
    form = FactorReiniciarForm(request.POST or None)
    dicho = f"{persona} ya no tiene segundo factor: si su rol lo exige, configura otro al entrar."
    if hecho := _pedir(request, form, Operacion.FACTOR, persona, lambda _: dicho):
        return hecho
    contexto = {
        "form": form,
        "persona": persona,
        "boton": "Pedir que se reinicie",
        "cancelar_url": reverse("usuarios:persona_detalle", args=[pk]),
        "migas": _del_detalle(persona, "Reiniciar el segundo factor"),
    }
    return render(request, "usuarios/persona_factor_reiniciar.html", contexto, status=estado_http(form))


@requiere(Permiso.PERSONAS_EDITAR)
@require_POST
def persona_reactivar(request, pk: int):
    """Devuelve el acceso a una persona desactivada."""
    persona = get_object_or_404(Usuario, pk=pk)
    try:
        cambio = pedir_cambio(
            operacion=Operacion.REACTIVAR,
            persona=persona,
            motivo=request.POST.get("motivo", "")[:300],
            acto=request.POST.get("acto", "")[:120],
            por=request.user,
            ahora=timezone.now(),
        )
    except NEGATIVAS as error:
        messages.error(request, en_una_linea(error))
    else:
        _contar(request, cambio, f"{persona} puede volver a entrar.")
    return redirect("usuarios:persona_detalle", pk=pk)


@requiere(Permiso.PERSONAS_EDITAR)
@formulario
def asignacion_crear(request, pk: int):
    """Da un rol a la persona `pk`, como titular o en encargo de otra."""
    persona = get_object_or_404(Usuario, pk=pk)
    # Quien llega desde lo que nadie puede decidir trae puesto el encargo que lo destraba.
    puestos = {campo: request.GET[campo] for campo in AsignacionForm.base_fields if campo in request.GET}
    iniciales = {"desde": request.hoy, **puestos}
    form = AsignacionForm(request.POST or None, hoy=request.hoy, persona=persona, initial=iniciales)

    def dicho(cambio):
        return f"{persona} {'será' if cambio.desde > request.hoy else 'es'} {cambio.del_rol}."

    if hecho := _pedir(request, form, Operacion.DAR_ROL, persona, dicho):
        return hecho
    contexto = {
        "form": form,
        "persona": persona,
        "boton": "Asignar rol",
        "cancelar_url": reverse("usuarios:persona_detalle", args=[pk]),
        "migas": _del_detalle(persona, "Asignar rol"),
    }
    return render(request, "usuarios/asignacion_crear.html", contexto, status=estado_http(form))


@requiere(Permiso.PERSONAS_EDITAR)
@formulario
def asignacion_terminar(request, pk: int):
    """Pone la fecha final a una asignación."""
    asignacion = get_object_or_404(Asignacion.objects.select_related("persona", "dependencia"), pk=pk)
    form = TerminarForm(request.POST or None, initial={"hasta": asignacion.hasta or request.hoy})
    dicho, que = "La fecha final quedó guardada.", {"asignacion": asignacion}
    if hecho := _pedir(request, form, Operacion.TERMINAR_ROL, asignacion.persona, lambda _: dicho, **que):
        return hecho
    contexto = {
        "form": form,
        "asignacion": asignacion,
        "boton": "Guardar la fecha final",
        "cancelar_url": reverse("usuarios:persona_detalle", args=[asignacion.persona_id]),
        "migas": _del_detalle(asignacion.persona, "Terminar asignación"),
    }
    return render(request, "usuarios/asignacion_terminar.html", contexto, status=estado_http(form))


@requiere(Permiso.PERSONAS_EDITAR)
@formulario
def asignacion_anular(request, pk: int):
    """Quita, con su porqué, una asignación dada por error que nadie ha ejercido."""
    asignacion = get_object_or_404(Asignacion.objects.select_related("persona", "dependencia", "en_encargo_de"), pk=pk)
    persona, form = asignacion.persona, AnularForm(request.POST or None)
    dicho = "El rol quedó anulado. La bitácora conserva que se dio y por qué se anuló."
    if hecho := _pedir(request, form, Operacion.ANULAR_ROL, persona, lambda _: dicho, asignacion=asignacion):
        return hecho
    contexto = {
        "form": form,
        "asignacion": asignacion,
        "boton": "Anular el rol",
        "cancelar_url": reverse("usuarios:persona_detalle", args=[persona.pk]),
        "migas": _del_detalle(persona, "Anular asignación"),
    }
    return render(request, "usuarios/asignacion_anular.html", contexto, status=estado_http(form))
