"""Verbos sobre las ventanas de formulación: crear, ampliar y eliminar."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.reglas import exigir
from mipg.usuarios.models import Dependencia, Usuario
from planes.acciones.actividades import exigir_vigencia_abierta, tomar_fila
from planes.models import VentanaFormulacion
from planes.reglas import ventanas as reglas
from politicas.models import Vigencia


@transaction.atomic
def crear_ventana(
    *,
    vigencia: Vigencia,
    abre: date,
    cierra: date,
    por: Usuario,
    ahora: datetime,
    dependencia: Dependencia | None = None,
    clase: str = "",
    motivo: str = "",
) -> VentanaFormulacion:
    """Crea una ventana: general o, con motivo, de una dependencia. Lanza `ValidationError` si ya la hay."""
    exigir_vigencia_abierta(vigencia)
    exigir(reglas.problemas_de_fechas(abre=abre, cierra=cierra, anio=vigencia.anio))
    ventana = VentanaFormulacion(
        vigencia=vigencia,
        dependencia=dependencia,
        clase=clase,
        abre=abre,
        cierra=cierra,
        motivo=motivo.strip(),
        creada_en=ahora,
        creada_por=por,
    )
    ventana.full_clean()
    ventana.save()
    registrar(ventana, verbo="crear", por=por, ahora=ahora, nota=motivo.strip())
    return ventana


@transaction.atomic
def ampliar_ventana(
    *, ventana: VentanaFormulacion, cierra: date, motivo: str, por: Usuario, ahora: datetime
) -> VentanaFormulacion:
    """Lleva el cierre de una ventana a un día posterior, con motivo; la bitácora guarda el anterior."""
    ventana = tomar_fila(VentanaFormulacion.objects.filter(pk=ventana.pk).select_related("vigencia"))
    exigir_vigencia_abierta(ventana.vigencia)
    exigir(reglas.problemas_para_ampliar(cierra=ventana.cierra, nueva=cierra, motivo=motivo))
    exigir(reglas.problemas_de_fechas(abre=ventana.abre, cierra=cierra, anio=ventana.vigencia.anio))
    antes, ventana.cierra, ventana.motivo = ventana.cierra, cierra, motivo.strip()
    ventana.full_clean()
    ventana.save(update_fields=["cierra", "motivo"])
    cambios = {"cierra": (antes, cierra)}
    registrar(ventana, verbo="ampliar", por=por, ahora=ahora, cambios=cambios, nota=motivo.strip())
    return ventana


@transaction.atomic
def eliminar_ventana(*, ventana: VentanaFormulacion, por: Usuario, ahora: datetime) -> None:
    """Elimina una ventana mal puesta; los planes ya marcados siguen como se enviaron."""
    ventana = tomar_fila(VentanaFormulacion.objects.filter(pk=ventana.pk).select_related("vigencia"))
    exigir_vigencia_abierta(ventana.vigencia)
    dias = f"{ventana.abre:%d/%m/%Y} a {ventana.cierra:%d/%m/%Y}"
    registrar(ventana, verbo="eliminar", por=por, ahora=ahora, cambios={"ventana": (dias, None)})
    ventana.delete()
