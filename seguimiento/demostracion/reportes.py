"""Los cortes de ejemplo y lo que en ellos se reporta: casi todo bien, y algo tarde, devuelto o ausente."""

from datetime import date, timedelta
from decimal import Decimal

from mipg.fechas import en_bogota, sumar_habiles
from mipg.usuarios.models import Dependencia
from planes.models import Actividad
from seguimiento.acciones import avances as de_avances
from seguimiento.acciones import cortes as de_cortes
from seguimiento.demostracion.personas import Reloj, Reparto
from seguimiento.models import Avance, Corte


def _suerte(avance: Avance) -> int:
    """Número estable (0–9) que decide qué le pasa al reporte: la demostración sale siempre igual."""
    plan = avance.actividad.plan
    if estrategia := avance.actividad.estrategia:
        # Todo va bien, salvo la primera: se reportan menos planes de los que el sistema cuenta.
        return 8 if estrategia == Actividad.Estrategia.PLANES_INSTITUCIONALES else 7
    numero = plan.politica.numero_plan if plan.politica else 20 + plan.tipo.numero
    return (7 * numero + 3 * avance.actividad.orden + 5 * avance.corte.trimestre) % 10


def del_corte(corte: Corte) -> list[Avance]:
    """Los del corte, en orden."""
    return list(Avance.objects.del_corte(corte).con_todo().order_by("pk"))


def correr_corte(corte: Corte, reparto: Reparto, reloj: Reloj) -> None:
    """Abre, reporta casi todo, revisa y cierra. Uno de cada diez no reporta."""
    corte = de_cortes.abrir(corte=corte, por=reparto.planeacion, ahora=reloj.en(corte.abre, 7))
    for avance in del_corte(corte):
        suerte = _suerte(avance)
        if suerte == 3:
            continue
        enviado = _reportar(avance, reparto, reloj, corte.abre + timedelta(days=2), suerte)
        avalado = _avalar(enviado, reparto, reloj, corte.abre + timedelta(days=3))
        if suerte == 4:
            avalado = _devolver_y_corregir(avalado, reparto, reloj, corte.abre + timedelta(days=4))
        _aceptar(avalado, reparto, reloj, corte.abre + timedelta(days=5))
    de_cortes.cerrar(corte=corte, por=reparto.planeacion, ahora=reloj.en(corte.cierra + timedelta(days=3), 16))


def a_medias(corte: Corte, reparto: Reparto, reloj: Reloj, hoy: date) -> None:
    """Deja el corte abierto con reportes en cada estado."""
    corte = de_cortes.abrir(corte=corte, por=reparto.planeacion, ahora=reloj.en(corte.abre, 7))
    temprano = max(corte.abre, hoy - timedelta(days=12))
    for avance in del_corte(corte):
        suerte = _suerte(avance)
        if suerte in (2, 3):
            continue
        if suerte == 4:
            _escribir(avance, reparto, reloj, temprano, suerte)
            continue
        enviado = _reportar(avance, reparto, reloj, temprano, suerte)
        if suerte == 5:
            continue
        avalado = _avalar(enviado, reparto, reloj, temprano + timedelta(days=1))
        if suerte == 6:
            _devolver(avalado, reparto, reloj, temprano + timedelta(days=2))
        elif suerte in (0, 7, 9):
            _aceptar(avalado, reparto, reloj, temprano + timedelta(days=2))
    # Al final, para que los reportes lleven la fecha en que se hicieron y no la de hoy.
    de_cortes.ampliar(
        corte=corte,
        dependencia=Dependencia.objects.get(nombre="Dirección de Archivo"),
        cierra=sumar_habiles(corte.cierra, 5),
        motivo="Traslado de sede del archivo central (ejemplo)",
        por=reparto.planeacion,
        ahora=reloj.en(hoy, 7),
    )


def _escribir(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date, suerte: int) -> Avance:
    actividad = avance.actividad
    programado = actividad.programacion[avance.corte.trimestre - 1]
    nuevos = {
        "situacion": Avance.Situacion.AVANCE,
        "cantidad": programado,
        "texto": "Se adelantó lo previsto para el trimestre (texto de ejemplo).",
    }
    if suerte == 1 and actividad.tipo_meta == Actividad.TipoMeta.CONSTANTE:
        nuevos = {"situacion": Avance.Situacion.SIN_DEMANDA, "motivo": "No hubo solicitudes en el periodo (ejemplo)."}
    elif suerte == 1:
        nuevos = {
            "situacion": Avance.Situacion.SIN_AVANCE,
            "cantidad": Decimal(0),
            "motivo": "Se reprogramó por disponibilidad presupuestal (ejemplo).",
        }
    elif suerte == 8 and actividad.tipo_meta != Actividad.TipoMeta.HITO:
        nuevos |= {
            "cantidad": (programado * Decimal("0.75")).quantize(Decimal("0.1")),
            "dificultades": "Faltó personal de apoyo durante parte del trimestre (ejemplo).",
        }
    return de_avances.guardar(
        avance=avance,
        cambios={campo: (getattr(avance, campo), valor) for campo, valor in nuevos.items()},
        por=reparto.enlaces[actividad.dependencia_id],
        ahora=reloj.en(dia),
    )


def _reportar(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date, suerte: int) -> Avance:
    quien = reparto.enlaces[avance.actividad.dependencia_id]
    escrito = _escribir(avance, reparto, reloj, dia, suerte)
    if escrito.cantidad:
        de_avances.adjuntar(
            avance=escrito,
            titulo=f"Soporte de ejemplo · {avance.actividad} · {avance.corte}",
            nombre="soporte-de-ejemplo.txt",
            contenido=f"Soporte de demostración de «{avance.actividad}», {avance.corte}. No es real.\n".encode(),
            fecha_documento=min(avance.corte.fecha_corte, en_bogota(reloj.en(dia))),
            por=quien,
            ahora=reloj.en(dia),
        )
    return de_avances.enviar(avance=escrito, por=quien, ahora=reloj.en(dia))


def _avalar(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date) -> Avance:
    return de_avances.avalar(
        avance=avance,
        version=avance.version,
        por=reparto.jefes[avance.actividad.dependencia_id],
        ahora=reloj.en(dia),
    )


def _devolver(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date) -> Avance:
    return de_avances.devolver(
        avance=avance,
        observaciones={"dificultades": "Diga qué dificultó llegar a lo programado, o que no hubo (ejemplo)."},
        version=avance.version,
        por=reparto.planeacion,
        ahora=reloj.en(dia),
    )


def _devolver_y_corregir(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date) -> Avance:
    devuelto = _devolver(avance, reparto, reloj, dia)
    quien = reparto.enlaces[avance.actividad.dependencia_id]
    corregido = de_avances.guardar(
        avance=devuelto,
        cambios={"dificultades": (devuelto.dificultades, "Ninguna en el periodo (ejemplo).")},
        por=quien,
        ahora=reloj.en(dia),
    )
    return de_avances.enviar(avance=corregido, por=quien, ahora=reloj.en(dia))


def _aceptar(avance: Avance, reparto: Reparto, reloj: Reloj, dia: date) -> Avance:
    return de_avances.aceptar(avance=avance, version=avance.version, por=reparto.revisora, ahora=reloj.en(dia))
