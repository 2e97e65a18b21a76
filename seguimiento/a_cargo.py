"""Lo que una dependencia tiene a cargo en el seguimiento: sus reportes, que siguen a su actividad, y sus plazos."""

from django.db.models import F, Q

from mipg.bitacora.acciones import registrar_en_lote
from mipg.usuarios.a_cargo import Cargo, Traslado
from mipg.usuarios.models import Dependencia
from seguimiento.models import Ampliacion, Avance, Corte
from seguimiento.reglas import hechos


def reportes() -> Cargo:
    """Los reportes de cortes abiertos que se deben o esperan una decisión."""
    vivos = Avance.objects.filter(corte__estado=Corte.Estado.ABIERTO).filter((hechos.DEBIDO | hechos.EN_REVISION).q)
    return Cargo(
        "reportes", "Reportes por enviar o por decidir", vivos.select_related("actividad"), "actividad__dependencia"
    )


def ampliaciones() -> Cargo:
    """El mayor plazo que se le dio en un corte abierto."""
    vivas = Ampliacion.objects.filter(corte__estado=Corte.Estado.ABIERTO).select_related("dependencia")
    return Cargo("ampliaciones", "Ampliaciones de la captura", vivas)


def tomar(dependencia: Dependencia) -> None:
    """Toma los cortes abiertos y lo que en ellos debe: mientras tanto no se amplían, ni se cierran, ni se envía."""
    list(Corte.objects.filter(estado=Corte.Estado.ABIERTO).select_for_update().order_by("pk").values_list("pk"))
    list(reportes().de(dependencia).select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def pasar_plazos(traslado: Traslado) -> None:
    """Lo que debía en una ampliación conserva ese día como plazo propio, y lo demás de la otra no gana plazo.

    Se llama antes de pasar sus actividades.
    """
    for ampliacion in ampliaciones().de(traslado.de):
        debidos = Avance.objects.filter(corte=ampliacion.corte, actividad__dependencia=traslado.de).debidos()
        suyos = list(
            debidos.filter(Q(plazo=None) | Q(plazo__lt=ampliacion.cierra)).select_related("actividad", "corte")
        )
        claves = [avance.pk for avance in suyos]
        Avance.objects.filter(pk__in=claves).update(plazo=ampliacion.cierra, version=F("version") + 1)
        cambian = ((avance, "trasladar", {"plazo": (avance.plazo, ampliacion.cierra)}) for avance in suyos)
        registrar_en_lote(cambian, **traslado.quien)
