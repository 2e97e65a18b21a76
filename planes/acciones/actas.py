"""Lo que dice un acta, congelado al cerrar su sesión."""

from datetime import datetime

from django.db.models import Prefetch

from planes.models import Asistencia, Miembro, Punto, Resultado, Sesion

# Lo que el acta enumera: lo tratado y lo que pasa a la siguiente.
EN_EL_ACTA = [Punto.Estado.PENDIENTE, Punto.Estado.TRATADO, Punto.Estado.APLAZADO]


def tomar_foto(sesion: Sesion, *, numero: int, cerrada_en: datetime) -> dict:
    """Todo lo que dice el acta, con los nombres tal como son hoy: ni ella ni su PDF cambian después."""
    puntos = Punto.objects.filter(sesion=sesion, estado__in=EN_EL_ACTA).prefetch_related(
        Prefetch("resultados", Resultado.objects.select_related("compromiso__persona", "compromiso__dependencia")),
        "resultados__contaron",
        "impedimentos__miembro__persona",
    )
    return {
        **_convocatoria(sesion),
        "anio": sesion.fecha.year,
        "numero": numero,
        "registrada": sesion.registrada_despues and sesion.registrada_despues.isoformat(),
        "iniciada": sesion.iniciada_en.isoformat(timespec="seconds"),
        "cerrada": cerrada_en.isoformat(timespec="seconds"),
        "asistencia": [
            {
                "nombre": a.nombre,
                "cargo": a.cargo,
                "con_voto": a.con_voto,
                "preside": a.preside,
                "situacion": a.get_situacion_display(),
                "estuvo": a.situacion in (Asistencia.Situacion.PRESENTE, Asistencia.Situacion.RETIRADO),
                "nota": a.nota,
                "delegado": a.delegado,
                "delegacion": a.delegacion,
            }
            for a in sesion.asistencias.all()
        ],
        "puntos": [
            {
                "numero": punto.orden,
                "titulo": punto.titulo,
                "clase": punto.get_clase_display(),
                "estado": punto.get_estado_display(),
                "impedidos": [
                    {"nombre": i.miembro.quien, "cargo": i.miembro.cargo, "motivo": i.motivo}
                    for i in punto.impedimentos.all()
                ],
                "resultados": [_foto_de_resultado(resultado) for resultado in punto.resultados.all()],
            }
            for punto in puntos.order_by("orden", "pk")
        ],
    }


def _foto_de_resultado(resultado: Resultado) -> dict:
    compromiso = resultado.compromiso
    return {
        "clase": resultado.get_clase_display(),
        "texto": resultado.texto,
        "miembros": resultado.miembros,
        "presentes": resultado.presentes,
        "con_voto": resultado.con_voto,
        "exigido": resultado.exigido,
        "hubo_quorum": resultado.hubo_quorum,
        "estaban": [asistencia.nombre for asistencia in resultado.contaron.all()],
        "compromiso": None
        if compromiso is None
        else {
            "texto": compromiso.texto,
            "responsable": compromiso.responsable,
            "fecha": compromiso.fecha.isoformat() if compromiso.fecha else None,
            "vence": compromiso.vence.isoformat(),
        },
    }


def tomar_orden(sesion: Sesion) -> dict:
    """Lo que dice el orden del día en este momento: la convocatoria, los puntos y a quiénes se convoca."""
    puntos = Punto.objects.filter(sesion=sesion, estado__in=EN_EL_ACTA).order_by("orden", "pk")
    miembros = Miembro.objects.filter(instancia=sesion.instancia_id).vigentes(sesion.fecha).select_related("persona")
    return {
        **_convocatoria(sesion),
        "puntos": [{"numero": p.orden, "titulo": p.titulo, "clase": p.get_clase_display()} for p in puntos],
        "convocados": [
            {"nombre": m.quien, "cargo": m.cargo, "con_voto": m.con_voto, "preside": m.preside} for m in miembros
        ],
    }


def _convocatoria(sesion: Sesion) -> dict:
    return {
        "instancia": sesion.instancia.nombre,
        "secretaria_tecnica": str(sesion.instancia.secretaria_tecnica or ""),
        "tipo": sesion.get_tipo_display(),
        "fecha": sesion.fecha.isoformat(),
        "hora": f"{sesion.hora:%H:%M}",
        "modalidad": sesion.get_modalidad_display(),
        "lugar": sesion.lugar,
    }
