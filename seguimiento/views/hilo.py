"""El hilo de las recomendaciones: por medición y política, de una recomendación y de una acción de mejora."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from furag.comparaciones import comparar
from furag.insignias import CLASES_DE_RECOMENDACION
from furag.models import AccionMejora, Medicion, Recomendacion
from furag.querysets import RecomendacionQuerySet
from furag.reglas.situaciones import CUMPLIDA, EFECTIVA, VENCIDA
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.models import Actividad
from politicas.models import Politica
from seguimiento import hilo as hilos
from seguimiento.forms import FiltroHilo
from seguimiento.models import Avance
from seguimiento.views.avances import usos_de
from seguimiento.views.piezas import pagina_de

_EN_ORDEN = ("actividad__plan__politica__numero_plan", "actividad__plan", "actividad__orden", "pk")


@requiere(Permiso.TABLERO_VER)
@require_safe
def hilo(request):
    """Las recomendaciones de una medición con sus acciones, las acciones con lo que atienden, y lo que quedó suelto."""
    mediciones = list(Medicion.objects.select_related("version"))
    contexto = {"migas": [("Brechas", reverse("seguimiento:brecha_lista")), ("Hilo de las recomendaciones", None)]}
    if not mediciones:
        return render(request, "seguimiento/hilo.html", contexto)
    filtro = FiltroHilo(request.GET, mediciones=mediciones)
    listas = _listas(request, filtro.medicion, filtro.politica)
    lista = listas[filtro.ver]
    pagina = pagina_de(request, lista)
    elegido = {"medicion": filtro.medicion.anio} | ({"politica": filtro.politica.pk} if filtro.politica else {})
    contexto |= {
        "filtro": filtro,
        "medicion": filtro.medicion,
        "limpiar": request.path,
        "page_obj": pagina,
        "ver": filtro.ver,
        "pestanas": [
            {
                "texto": texto,
                "url": f"?{urlencode(elegido | ({'ver': codigo} if codigo else {}))}",
                "actual": codigo == filtro.ver,
                "cuenta": str(pagina.paginator.count if codigo == filtro.ver else listas[codigo].count()),
            }
            for codigo, texto in FiltroHilo.PARTES
        ],
    }
    claves = [una.pk for una in pagina.object_list]
    if lista.model is Recomendacion:
        hebras = hilos.de_recomendaciones(request.perfil, request.hoy, claves)
        contexto["recomendaciones"] = [
            (una, CLASES_DE_RECOMENDACION[una.estado], hebras[una.pk]) for una in pagina.object_list
        ]
    else:
        atiende, pintadas = hilos.atienden(claves), hilos.pintadas(pagina.object_list, request.perfil)
        contexto["acciones"] = [(pintadas[clave], atiende[clave]) for clave in claves]
    if filtro.politica:
        pedido = hilos.de_politica(Recomendacion(medicion=filtro.medicion, politica=filtro.politica))
        contexto["indice"] = comparar([pedido])[pedido]
        contexto["politica"] = filtro.politica
    return render(request, "seguimiento/hilo.html", contexto)


def _listas(request, medicion: Medicion, politica: Politica | None) -> dict[str, QuerySet]:
    """Las del hilo, por su nombre en la URL."""
    recomendaciones = Recomendacion.objects.visibles_para(request.perfil).filter(medicion=medicion)
    acciones = acciones_vistas(request).de_medicion(medicion.anio)
    if politica:
        recomendaciones = recomendaciones.filter(politica=politica)
        # El plan puede ser de un año en que rige otra versión del modelo.
        acciones = acciones.filter(actividad__plan__politica__in=Politica.objects.linea(politica).claves)
    recomendaciones = recomendaciones.select_related("medicion", "politica")
    acciones = acciones.order_by(*_EN_ORDEN)
    return {
        "": recomendaciones,
        "abiertas": recomendaciones.abiertas(),
        "sin_accion": recomendaciones.sin_accion(),
        "acciones": acciones,
        "sin_recomendacion": acciones.filter(atenciones=None),
        "vencidas": acciones.filter(VENCIDA.q),
        "cumplidas": acciones.filter(CUMPLIDA.q),
        "efectivas": acciones.filter(EFECTIVA.q),
    }


def acciones_vistas(request) -> QuerySet[AccionMejora]:
    """Las de los planes que la persona ve, con su situación."""
    vistas = Actividad.objects.visibles_para(request.perfil).order_by()
    return hilos.con_plan(request.hoy).filter(actividad__in=vistas.values("pk"))


@require_safe
def recomendacion_hilo(request, pk: int):
    """Una recomendación hasta el índice del año siguiente: lo decidido, sus acciones, su avance y su verificación."""
    vistas: RecomendacionQuerySet = Recomendacion.objects.visibles_para(request.perfil)
    una = get_object_or_404(vistas.select_related("medicion", "politica", "agrupacion", "decidida_por"), pk=pk)
    pedido = hilos.de_politica(una)
    pedidos = [pedido, *(pedido._replace(codigo=codigo) for codigo in una.indices.values_list("codigo", flat=True))]
    comparadas = comparar(pedidos)
    contexto = {
        "recomendacion": una,
        "clase": CLASES_DE_RECOMENDACION[una.estado],
        "hebras": hilos.de_recomendaciones(request.perfil, request.hoy, [pk])[pk],
        "indices": [comparadas[cual] for cual in dict.fromkeys(pedidos)],
        "migas": [*_migas(request), (una.referencia, None)],
    }
    return render(request, "seguimiento/recomendacion_hilo.html", contexto)


@require_safe
def mejora_avance(request, pk: int):
    """Una acción de mejora: qué recomendaciones atiende, su avance con su evidencia, quién la verificó y el índice."""
    leida = get_object_or_404(acciones_vistas(request), pk=pk)
    accion = hilos.pintadas([leida], request.perfil)[pk]
    avances = Avance.objects.visibles_para(request.perfil).filter(actividad=leida.actividad_id)
    avances = list(avances.con_personas().select_related("corte__vigencia").order_by("corte__trimestre"))
    usos = usos_de(*avances) if avances else []
    contexto = {
        "accion": accion,
        "mejora": leida,
        "actividad": leida.actividad,
        "atiende": hilos.atienden([pk])[pk],
        "avances": [(uno, [uso for uso in usos if uso.objeto_id == uno.pk]) for uno in avances],
        "verificaciones": leida.verificaciones.en_pie().select_related("verificada_por"),
        "conceptos": leida.conceptos.en_pie().order_by("emitido_en").select_related("emitido_por"),
        "migas": [*_migas(request), (leida.codigo, None)],
    }
    return render(request, "seguimiento/mejora_avance.html", contexto)


def _migas(request) -> list[tuple[str, str | None]]:
    """Quien no ve el tablero no tiene de dónde venir."""
    url = reverse("seguimiento:hilo") if request.perfil.puede(Permiso.TABLERO_VER) else None
    return [("Hilo de las recomendaciones", url)]
