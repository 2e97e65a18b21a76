"""Enviar todo: el repaso de los reportes propios y su envío de una vez."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.expediente.models import Uso
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from seguimiento.acciones import avances as acciones
from seguimiento.insignias import CLASES_DE_AVANCE
from seguimiento.models import Avance, Corte
from seguimiento.reglas import avances as reglas
from seguimiento.views.captura import FORMULARIO, ampliaciones_de, propios


@dataclass(frozen=True)
class PorEnviar:
    """Un reporte propio, con lo que le falta o lo que conviene mirar antes de enviarlo."""

    avance: Avance
    problemas: list
    advertencias: list[str]
    clase: str


@requiere(Permiso.AVANCE_REPORTAR)
@require_http_methods(FORMULARIO)
def avances_enviar(request):
    """Repaso y envío de todos los reportes propios que están completos."""
    corte = Corte.objects.abierto()
    filas = _por_enviar(request, corte) if corte else []
    listos = [fila for fila in filas if not fila.problemas]
    fallidos = []
    if request.method == "POST":
        elegidos = {f"{fila.avance.pk}:{fila.avance.version}": fila for fila in filas}
        pedidos = request.POST.getlist("avance")
        fallidos = [
            "Un reporte cambió después del repaso: mírelo de nuevo." for pedido in pedidos if pedido not in elegidos
        ]
        enviados = 0
        for pedido in pedidos:
            if pedido in elegidos:
                avance = elegidos[pedido].avance
                try:
                    acciones.enviar(avance=avance, por=request.user, ahora=timezone.now(), version=avance.version)
                    enviados += 1
                except ReglaIncumplida as error:
                    fallidos.append(f"Actividad {avance.actividad.numero}: {error}")
        if not pedidos:
            fallidos = ["Marque al menos un reporte."]
        if enviados:
            messages.success(request, f"Reportes enviados: {enviados}.")
        if not fallidos:
            return redirect(f"{reverse('seguimiento:avance_lista')}?corte={corte.pk}")
        filas = _por_enviar(request, corte) if corte else []
        listos = [fila for fila in filas if not fila.problemas]
    contexto = {
        "corte": corte,
        "listos": listos,
        "incompletos": [fila for fila in filas if fila.problemas],
        "fallidos": fallidos,
        "migas": [("Reportes", reverse("seguimiento:avance_lista")), ("Enviar todo", None)],
    }
    return render(request, "seguimiento/avances_enviar.html", contexto, status=422 if fallidos else 200)


def _por_enviar(request, corte: Corte) -> list[PorEnviar]:
    """Los reportes propios ya empezados, con sus problemas, en un número fijo de consultas."""
    ampliaciones = ampliaciones_de(corte.pk)
    con_soporte = Uso.objects.filter(
        tipo=ContentType.objects.get_for_model(Avance), objeto_id=OuterRef("pk"), documento__retirado_en=None
    )
    filas = []
    for avance in (
        propios(request.perfil, corte).exclude(estado=Avance.Estado.PENDIENTE).annotate(con_soporte=Exists(con_soporte))
    ):
        if not reglas.puede_reportar(request.perfil, avance.actividad):
            continue
        problemas = reglas.problemas_para_escribir(
            avance, request.perfil, hoy=request.hoy, ampliacion=ampliaciones.get(avance.actividad.dependencia_id)
        ) or reglas.problemas_para_enviar(avance)
        filas.append(
            PorEnviar(
                avance,
                problemas,
                reglas.advertencias_para_enviar(avance, int(avance.con_soporte)),
                CLASES_DE_AVANCE[avance.estado],
            )
        )
    return filas
