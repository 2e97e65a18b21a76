"""Páginas de la supresión: qué dependencias hay, suprimir o fusionar una con lo que tiene a cargo, y restablecerla."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.formularios import NEGATIVAS, anotar, en_una_linea, estado_http
from mipg.usuarios.a_cargo import Cargo
from mipg.usuarios.acciones.traspaso import Pedido, roles_de
from mipg.usuarios.models import CambioDeCuenta, Dependencia, Supresion
from mipg.usuarios.permisos import requiere
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.a_cargo import sin_devolver
from planes.models import Plan
from seguimiento.acciones import dependencias as acciones
from seguimiento.forms.dependencias import FiltroDependencias, RestablecerForm, SupresionForm
from seguimiento.views.piezas import pagina_de

A_LA_VISTA = 3
PERSONAS_A_LA_VISTA = 20


@dataclass(frozen=True)
class Renglon:
    """Una clase de lo que tiene a cargo: cuánto hay, cómo se reparte y los primeros."""

    titulo: str
    n: int
    ejemplos: list
    reparto: str = ""


@requiere(Permiso.CATALOGO_EDITAR)
@require_safe
def dependencia_lista(request):
    """Las dependencias que existen, con la página en que cada una se suprime, y las que se suprimieron."""
    filtro = FiltroDependencias(request.GET, auto_id="filtro_%s")
    filas = filtro.filtrar(Dependencia.objects.select_related("superior", "sucesora"), request.hoy)
    contexto = {
        "filtro": filtro,
        "hay_filtros": any(request.GET.get(nombre) for nombre in filtro.fields),
        "page_obj": pagina_de(request, filas),
        "migas": [("Dependencias", None)],
    }
    return render(request, "seguimiento/dependencia_lista.html", contexto)


@requiere(Permiso.CATALOGO_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def dependencia_suprimir(request, pk: int):
    """Lo que la dependencia tiene vivo y, con sucesora, fecha y acto, lo pasa todo; suprimida, dice qué pasó."""
    dependencia = get_object_or_404(Dependencia.objects.select_related("sucesora", "heredera"), pk=pk)
    form = SupresionForm(request.POST or None, dependencia=dependencia, hoy=request.hoy)
    if request.method == "POST" and form.is_valid():
        try:
            supresion, pedidos = acciones.suprimir(
                dependencia=dependencia, **form.cleaned_data, por=request.user, ahora=timezone.now()
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            donde = f" y lo suyo pasó a {supresion.sucesora}" if supresion.sucesora else ""
            messages.success(request, f"{dependencia} ya no existe{donde}.")
            _contar(request, pedidos)
            return redirect("seguimiento:dependencia_suprimir", dependencia.pk)
    supresion = dependencia.supresiones.filter(deshecha_en=None).select_related("sucesora", "creada_por").first()
    inventario = acciones.inventario(request.hoy)
    roles = roles_de(dependencia, request.hoy)
    contexto = {
        "form": form,
        "dependencia": dependencia,
        "supresion": supresion,
        "restablecer": RestablecerForm(),
        "pasan": _renglones(inventario.pasa, dependencia, request.perfil),
        "siguen": _renglones(inventario.sigue, dependencia, request.perfil),
        "catalogo": _renglones(inventario.catalogo, dependencia, request.perfil),
        "terminan": _renglones(inventario.termina, dependencia, request.perfil),
        "roles": roles[:PERSONAS_A_LA_VISTA],
        "mas_roles": max(roles.count() - PERSONAS_A_LA_VISTA, 0),
        "por_confirmar": _por_confirmar(supresion),
        "migas": [("Dependencias", reverse("seguimiento:dependencia_lista")), (str(dependencia), None)],
    }
    return render(request, "seguimiento/dependencia_suprimir.html", contexto, status=estado_http(form))


@requiere(Permiso.CATALOGO_EDITAR)
@require_POST
def dependencia_restablecer(request, pk: int):
    """Deshace la supresión: la dependencia vuelve a existir y recibe lo suyo que siga vivo."""
    dependencia = get_object_or_404(Dependencia, pk=pk)
    vigentes = Supresion.objects.filter(dependencia=pk, deshecha_en=None)
    supresion = vigentes.select_related("dependencia", "sucesora").first()
    if supresion is None:
        quizas = "si la tenía, ya se deshizo"
        messages.warning(request, f"{dependencia} no tiene una supresión que deshacer: {quizas}.")
        return redirect("seguimiento:dependencia_suprimir", pk)
    form = RestablecerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Diga por qué se restablece, en 300 letras o menos.")
        return redirect("seguimiento:dependencia_suprimir", pk)
    try:
        pedidos = acciones.restablecer(
            supresion=supresion, motivo=form.cleaned_data["motivo"], por=request.user, ahora=timezone.now()
        )
    except NEGATIVAS as error:
        messages.error(request, en_una_linea(error))
    else:
        messages.success(request, f"{supresion.dependencia} vuelve a existir y recibió lo suyo que seguía vivo.")
        for miembro in sin_devolver(supresion.pasaron.get("membresias", ())):
            porque = "su lugar ya no está libre. Regístrelo en «Miembros» si debe volver"
            messages.warning(request, f"{miembro} no volvió a {miembro.instancia}: {porque}.")
        _contar(request, pedidos)
    return redirect("seguimiento:dependencia_suprimir", pk)


def _contar(request, pedidos: list[Pedido]) -> None:
    """Qué pasó con los roles, si algo quedó por hacer."""
    for pedido in pedidos:
        if pedido.porque:
            messages.warning(request, f"{pedido.asignacion.persona} sigue con su rol: {pedido.porque}")
    pendientes = [c for p in pedidos for c in p.cambios if c.estado == CambioDeCuenta.Estado.SOLICITADO]
    if pendientes:
        personas = ", ".join(dict.fromkeys(str(cambio.afectado) for cambio in pendientes))
        messages.warning(request, f"Los roles de {personas} quedaron por confirmar por otra persona.")


def _renglones(cargos: tuple[Cargo, ...], dependencia: Dependencia, perfil: Perfil) -> list[Renglon]:
    """Las clases de las que tiene algo. Qué es cada cosa lo lee quien ve lo de todas las dependencias."""
    renglones = []
    for cargo in cargos:
        suyas = cargo.de(dependencia)
        if n := suyas.count():
            ejemplos = [str(fila) for fila in suyas[:A_LA_VISTA]] if perfil.puede(Permiso.TODO_VER) else []
            renglones.append(Renglon(cargo.titulo, n, ejemplos, _reparto(suyas)))
    return renglones


def _reparto(filas) -> str:
    """«2 en borrador y 1 publicado»; vacío si no tienen estado o son de otra clase."""
    if filas.model is not Plan:
        return ""
    cuantos = Counter(filas.order_by().values_list("estado", flat=True))
    return ", ".join(f"{cuantos[estado]} {estado.label.lower()}" for estado in Plan.Estado if cuantos[estado])


def _por_confirmar(supresion: Supresion | None) -> list[CambioDeCuenta]:
    if supresion is None:
        return []
    pedidos = CambioDeCuenta.objects.por_decidir().filter(pk__in=supresion.pasaron.get("cambios", ()))
    return list(pedidos.select_related("afectado", "dependencia", "asignacion", "en_encargo_de").order_by("pk"))
