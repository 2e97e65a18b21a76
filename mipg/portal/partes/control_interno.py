"""El inicio de Control Interno: los cortes listos para auditar."""

from django.db.models import Count

from mipg.portal.partes.panorama import Panorama, Parte, Urgencia
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas import hechos

CORTES_A_LA_VISTA = 8


def auditoria(panorama: Panorama) -> Parte:
    """Los cortes listos para auditar: quién los cerró, su huella, su cifra y lo que se aceptó de otro modo."""
    cortes = list(
        Corte.objects.filter(estado=Corte.Estado.CERRADO)
        .select_related("vigencia", "cerrado_por")
        .order_by("-vigencia__anio", "-trimestre")[:CORTES_A_LA_VISTA]
    )
    claves = [corte.pk for corte in cortes]
    cifras = {c.corte_id: c for c in Cifra.objects.filter(corte__in=claves, ambito=Cifra.Ambito.ENTIDAD)}
    cuentas = {
        fila["corte"]: fila
        for fila in Avance.objects.filter(corte__in=claves)
        .order_by()
        .values("corte")
        .annotate(
            sin_aval=Count("pk", filter=hechos.ACEPTADO_SIN_AVAL.q),
            misma=Count("pk", filter=hechos.DE_LA_MISMA_DEPENDENCIA.q),
            sin_reporte=Count("pk", filter=hechos.NO_REPORTO.q),
        )
    }
    vacia = {"sin_aval": 0, "misma": 0, "sin_reporte": 0}
    return Parte(
        "auditoria",
        Urgencia.PRONTO,
        {
            "cierres": [(corte, cifras.get(corte.pk), cuentas.get(corte.pk, vacia)) for corte in cortes],
            "abierto": panorama.abierto,
            "cuentas": panorama.del_abierto().cuentas_del_embudo() if panorama.abierto else None,
            "proximo": panorama.proximo if panorama.abierto is None else None,
        },
    )
