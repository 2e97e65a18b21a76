"""Cambios de cuentas: mirarlos, confirmarlos, rechazarlos, desistir y, sin ingresar, detener el propio."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.formularios import NEGATIVAS, anotar, en_una_linea, estado_http
from mipg.texto import entero
from mipg.usuarios.acciones import cambios as acciones
from mipg.usuarios.enlaces import cambio_del_testigo, camino_para_detener
from mipg.usuarios.forms import RechazarForm
from mipg.usuarios.historia import historia
from mipg.usuarios.insignias import CLASES_DE_CAMBIO
from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.permisos import requiere
from mipg.usuarios.reglas.cambios import problemas_para_rechazar
from mipg.usuarios.resguardo import (
    afectado,
    afectados,
    decisiones,
    perfiles,
    problemas_de_confirmar,
    problemas_de_detener,
)
from mipg.usuarios.roles import CON_ESPERA, Permiso

POR_PAGINA = 50
SUCESOS = 50
_PESTANAS = (("", "Por decidir"), ("mios", "Los que pedí"), ("decididos", "Decididos"))
_CON = ("afectado", "pedido_por", "confirmado_por", "cerrado_por", "dependencia", "asignacion", "en_encargo_de")


def _migas(*ultimas):
    return [("Cambios de cuentas", reverse("usuarios:cambio_lista")), *ultimas]


def _todos():
    return CambioDeCuenta.objects.select_related(*_CON)


def _del_mio(request):
    return Q(pedido_por=request.user)


@requiere(Permiso.CAMBIO_DECIDIR)
@require_safe
def cambio_lista(request):
    """Los cambios de cuentas: por decidir (varios se confirman a la vez), los que pedí y los ya decididos."""
    ver = request.GET.get("ver", "")
    suyos = {"mios": _todos().filter(_del_mio(request)), "decididos": _todos().exclude(estado="SOLICITADO")}
    pagina = Paginator(suyos.get(ver, _todos().por_decidir()), POR_PAGINA).get_page(request.GET.get("page"))
    url = reverse("usuarios:cambio_lista")
    filas = _filas(request, pagina.object_list)
    contexto = {
        "filas": filas,
        "marcables": 0 if ver else sum(puede for *_, puede in filas),
        "marcados": "marcar" in request.GET,
        "page_obj": pagina,
        "ver": ver,
        "pestanas": [
            {"texto": texto, "url": f"{url}?ver={clave}" if clave else url, "actual": clave == ver}
            for clave, texto in _PESTANAS
        ],
        "migas": [("Cambios de cuentas", None)],
    }
    return render(request, "usuarios/cambio_lista.html", contexto)


def _filas(request, pagina):
    """(cambio, clase de su insignia, si quien mira lo puede confirmar) con las mismas consultas siempre."""
    lista = list(pagina)
    de_quienes = afectados((c.afectado for c in lista), request.hoy)
    perfil_de = perfiles(request.hoy, {c.pedido_por_id for c in lista if c.pedido_por_id} | {request.user.pk, 0})
    return [
        (
            cambio,
            CLASES_DE_CAMBIO[cambio.estado],
            cambio.estado == CambioDeCuenta.Estado.SOLICITADO
            and not problemas_de_confirmar(
                cambio, request.user, de_quienes[cambio.afectado_id].con(cambio.rol), perfil_de
            ),
        )
        for cambio in lista
    ]


@requiere(Permiso.CAMBIO_DECIDIR)
@require_safe
def cambio_detalle(request, pk: int):
    """Un cambio: cómo está la cuenta y cómo quedaría, quién lo pidió y por qué, qué falta y qué le ha pasado."""
    cambio = get_object_or_404(_todos(), pk=pk)
    abierto = cambio.estado == CambioDeCuenta.Estado.SOLICITADO
    de_quien = afectado(cambio.afectado, request.hoy, cambio.rol)
    perfil_de = perfiles(request.hoy, {cambio.pedido_por_id or 0, request.user.pk})
    mio = cambio.pedido_por_id == request.user.pk
    contexto = {
        "cambio": cambio,
        "clase": CLASES_DE_CAMBIO[cambio.estado],
        "abierto": abierto,
        "decide": decisiones([cambio], request.hoy)[cambio.pk] if abierto else None,
        "problemas": problemas_de_confirmar(cambio, request.user, de_quien, perfil_de) if abierto else [],
        "puede_desistir": abierto and mio,
        "es_suya": cambio.afectado_id == request.user.pk,
        "detener": camino_para_detener(cambio, timezone.now()) if cambio.afectado_id == request.user.pk else "",
        "puede_rechazar": abierto
        and not problemas_para_rechazar(
            rechaza=perfil_de[request.user.pk], pide=cambio.pedido_por_id, afectado=de_quien, respuesta="sí"
        ),
        "aviso_fallido": get_adapter().aviso_fallido(cambio),
        "eventos": historia(cambio, SUCESOS),
        "migas": _migas((str(cambio.afectado), None)),
    }
    return render(request, "usuarios/cambio_detalle.html", contexto)


@requiere(Permiso.CAMBIO_DECIDIR)
@require_POST
def cambio_confirmar(request, pk: int):
    """Confirma el cambio y lo aplica."""
    cambio = get_object_or_404(CambioDeCuenta, pk=pk)
    try:
        confirmado = acciones.confirmar_cambio(cambio=cambio, por=request.user, ahora=timezone.now())
    except NEGATIVAS as error:
        messages.error(request, en_una_linea(error))
        return redirect("usuarios:cambio_detalle", pk=pk)
    messages.success(request, f"El cambio quedó confirmado y aplicado.{_llego_tarde(cambio, confirmado)}")
    return redirect("usuarios:cambio_lista")


def _llego_tarde(pedido: CambioDeCuenta, aplicado: CambioDeCuenta) -> str:
    if pedido.hasta == aplicado.hasta:
        return ""
    return f" El último día que se pidió ({pedido.hasta:%d/%m/%Y}) ya pasó: quedó el {aplicado.hasta:%d/%m/%Y}."


def _marcados(request):
    """Los cambios que se marcaron en la lista, estén o no por decidir."""
    claves = {entero(clave) for clave in (request.POST or request.GET).getlist("cambio")[:POR_PAGINA]} - {None}
    return _todos().filter(pk__in=claves).order_by("pk")


def _contar_lo_decidido(request, hechos, negados, que: str):
    """Dice cuántos se hicieron y por qué los demás no, y vuelve a la lista."""
    if hechos:
        messages.success(request, f"{que}: {len(hechos)}.")
    elif not negados:
        messages.error(request, "Marque los cambios que va a decidir.")
    for cambio, error in negados:
        messages.error(request, f"{cambio}: {en_una_linea(error)}")
    return redirect("usuarios:cambio_lista")


@requiere(Permiso.CAMBIO_DECIDIR)
@require_http_methods(["GET", "HEAD", "POST"])
def cambios_confirmar(request):
    """Los cambios marcados y qué pasará; al confirmarlos, los que no se puede siguen ahí y se dice por qué."""
    if request.method == "POST":
        marcados = {cambio.pk: cambio for cambio in _marcados(request)}
        hecho = acciones.confirmar_varios(cambios=marcados.values(), por=request.user, ahora=timezone.now())
        for cambio in hecho[0]:
            if tarde := _llego_tarde(marcados[cambio.pk], cambio):
                messages.warning(request, f"{cambio}:{tarde}")
        return _contar_lo_decidido(request, *hecho, "Cambios confirmados y aplicados")
    contexto = {
        "filas": [(cambio, puede) for cambio, _, puede in _filas(request, _marcados(request))],
        "cancelar_url": reverse("usuarios:cambio_lista"),
        "migas": _migas(("Confirmar varios", None)),
    }
    return render(request, "usuarios/cambios_confirmar.html", contexto)


@requiere(Permiso.CAMBIO_DECIDIR)
@require_http_methods(["GET", "HEAD", "POST"])
def cambios_rechazar(request):
    """Niega los cambios marcados en la lista, con un solo porqué que lee cada quien que pidió."""
    form, marcados = RechazarForm(request.POST or None), _marcados(request)
    if request.method == "POST" and form.is_valid():
        hecho = acciones.rechazar_varios(cambios=marcados, **form.cleaned_data, por=request.user, ahora=timezone.now())
        return _contar_lo_decidido(request, *hecho, "Cambios rechazados")
    contexto = {
        "form": form,
        "cambios": marcados,
        "cancelar_url": reverse("usuarios:cambio_lista"),
        "migas": _migas(("Rechazar varios", None)),
    }
    return render(request, "usuarios/cambios_rechazar.html", contexto, status=estado_http(form))


@requiere(Permiso.CAMBIO_DECIDIR)
@require_http_methods(["GET", "HEAD", "POST"])
def cambio_rechazar(request, pk: int):
    """Niega el cambio y dice por qué."""
    cambio = get_object_or_404(_todos(), pk=pk)
    form = RechazarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acciones.rechazar_cambio(cambio=cambio, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, "El cambio quedó rechazado. Se le contó a quien lo pidió.")
            return redirect("usuarios:cambio_lista")
    contexto = {
        "form": form,
        "cambio": cambio,
        "cancelar_url": reverse("usuarios:cambio_detalle", args=[pk]),
        "migas": _migas((str(cambio.afectado), reverse("usuarios:cambio_detalle", args=[pk])), ("Rechazar", None)),
    }
    return render(request, "usuarios/cambio_rechazar.html", contexto, status=estado_http(form))


@requiere(Permiso.CAMBIO_DECIDIR)
@require_POST
def cambio_desistir(request, pk: int):
    """Retira el cambio que uno mismo pidió."""
    cambio = get_object_or_404(CambioDeCuenta, pk=pk)
    try:
        acciones.desistir_cambio(cambio=cambio, por=request.user, ahora=timezone.now())
    except NEGATIVAS as error:
        messages.error(request, en_una_linea(error))
        return redirect("usuarios:cambio_detalle", pk=pk)
    messages.success(request, "Desistió del cambio: no se aplicará.")
    return redirect("usuarios:cambio_lista")


def _si_es_suyo(request, cambio):
    """Quien entró, si es la persona afectada: la bitácora dice que fue ella y no su enlace."""
    return request.user if request.user.pk == cambio.afectado_id else None


# El enlace es la credencial: la página ni se guarda ni lo manda a otra parte (`Referrer-Policy`).
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cambio_detener(request, testigo: str):
    """La persona afectada mira, con el enlace de su correo, qué le van a cambiar, y lo detiene. GET no cambia nada."""
    cambio = _todos().filter(pk=cambio_del_testigo(testigo)).first()
    ahora, problemas, detenido = timezone.now(), [], False
    if cambio and request.method == "POST":
        try:
            cambio, detenido = (
                acciones.detener_cambio(cambio=cambio, por=_si_es_suyo(request, cambio), ahora=ahora),
                True,
            )
        except NEGATIVAS as error:
            problemas = [en_una_linea(error)]
    elif cambio:
        problemas = problemas_de_detener(cambio, ahora)
    contexto = {
        "cambio": cambio,
        "clase": cambio and CLASES_DE_CAMBIO[cambio.estado],
        "problemas": problemas,
        "detenido": detenido,
        "despues_solo_por_orden": cambio and cambio.operacion in CON_ESPERA,
    }
    return render(request, "usuarios/cambio_detener.html", contexto, status=200 if cambio else 404)
