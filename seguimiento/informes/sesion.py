"""El orden del día y el acta de una sesión, en PDF.

El acta sale de la foto congelada al cerrar, y el orden del día, de lo que se guardó al pedirlo: los dos se producen
otra vez idénticos aunque después cambie lo que nombran.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from mipg.etiquetas import fecha, fecha_hora
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota, en_palabras
from mipg.pdf import Pdf, pintar
from mipg.reglas import ReglaIncumplida
from planes.acciones.actas import tomar_orden
from planes.models import Sesion

ACTA, ORDEN = "acta", "orden_del_dia"


@dataclass(frozen=True)
class Documento:
    """Lo que dice el documento. `foto`: la de la sesión; `datos`, `aclaraciones` y `firmantes`, ya escritos."""

    titulo: str
    que: str
    entidad: str
    nit: str
    generado: str
    generado_iso: str
    codigo: str
    comprobacion: str
    pie: str
    foto: Mapping
    datos: tuple[tuple[str, str], ...]
    aclaraciones: tuple[tuple[str, str], ...] = ()
    firmantes: tuple[tuple[str, str], ...] = ()
    provisional: bool = False


def pedido(sesion: Sesion) -> dict:
    """Qué documento corresponde a la sesión: el acta si ya se cerró y, si no, el orden del día de este momento."""
    if sesion.acta:
        return {
            "informe": ACTA,
            "titulo": f"{sesion.acta} · {sesion.instancia}",
            "parametros": {"sesion": sesion.pk},
        }
    return {
        "informe": ORDEN,
        "titulo": f"Orden del día · {sesion} · {sesion.instancia}",
        "parametros": {"sesion": sesion.pk, "orden": tomar_orden(sesion)},
    }


def generar_acta(emision: Emision) -> Pdf:
    """El acta de la sesión cerrada que nombra la emisión, con las aclaraciones que tenía al pedirla."""
    return pintar("informes/acta.html", {"informe": reunir_acta(emision)})


def generar_orden(emision: Emision) -> Pdf:
    """El orden del día tal como estaba al pedirlo."""
    return pintar("informes/orden_del_dia.html", {"informe": _documento(emision, "Orden del día", _orden(emision))})


def _orden(emision: Emision) -> Mapping:
    return emision.parametros["orden"]


def reunir_acta(emision: Emision) -> Documento:
    """Reúne lo que dice el acta. Lanza `ReglaIncumplida` si la sesión no está cerrada."""
    sesion = Sesion.objects.filter(pk=emision.parametros["sesion"], estado=Sesion.Estado.CERRADA).first()
    if sesion is None:
        raise ReglaIncumplida("Esa sesión no tiene un acta cerrada.")
    aclaraciones = sesion.aclaraciones.filter(creada_en__lte=emision.pedida_en).select_related("creada_por")
    foto = sesion.foto
    return _documento(
        emision,
        f"Acta {foto['numero']} de {foto['anio']}",
        foto,
        aclaraciones=tuple((f"{fecha_hora(a.creada_en)}, {a.creada_por}", a.texto) for a in aclaraciones),
        firmantes=tuple(_firmantes(foto)),
        huella=sesion.sha256,
    )


def _firmantes(foto: Mapping):
    """Quien presidió y la secretaría técnica: por su cargo."""
    for asistente in foto["asistencia"]:
        if asistente["preside"] and asistente["estuvo"]:
            delegado = asistente.get("delegado")
            cargo = asistente["cargo"]
            yield delegado or asistente["nombre"], f"{cargo}, por delegación" if delegado else cargo
    yield "", f"Secretaría técnica · {foto['secretaria_tecnica']}"


def _documento(emision: Emision, que: str, foto: Mapping, huella: str = "", **mas) -> Documento:
    entidad, hoy = settings.ENTIDAD, en_palabras(en_bogota(emision.pedida_en))
    datos = (
        ("Instancia", foto["instancia"]),
        ("Sesión", f"{foto['tipo']}, {foto['modalidad'].lower()}"),
        ("Fecha y hora", f"{en_palabras(date.fromisoformat(foto['fecha']))}, {foto['hora']}"),
        ("Lugar", foto["lugar"]),
        ("Se registró después de hecha, y se cerró" if foto.get("registrada") else "Empezó y se cerró", _horario(foto)),
        ("Huella del acta (SHA-256)", huella),
    )
    sello = f" · SHA-256 {huella[:12]}" if huella else ""
    return Documento(
        titulo=emision.titulo,
        que=que,
        entidad=entidad["nombre"],
        nit=entidad["nit"],
        generado=f"{hoy}, {fecha_hora(emision.pedida_en)[-5:]} (hora de Colombia)",
        generado_iso=emision.pedida_en.isoformat(timespec="seconds"),
        codigo=emision.codigo,
        comprobacion=emision.comprobacion,
        pie=f"{entidad['nombre']} · Código {emision.codigo} · {que}{sello}",
        foto=_con_fechas(foto),
        datos=tuple((rotulo, texto) for rotulo, texto in datos if texto),
        **mas,
    )


def _horario(foto: Mapping) -> str:
    if "cerrada" not in foto:
        return ""
    empezo, cerro = (fecha_hora(datetime.fromisoformat(foto[que])) for que in ("iniciada", "cerrada"))
    return f"{empezo} · {cerro}"


def _con_fechas(foto: Mapping) -> dict:
    """La foto con las fechas de los compromisos como se leen, y aparte todos ellos."""
    compromisos = [
        {**r["compromiso"], "punto": punto["numero"]}
        for punto in foto["puntos"]
        for r in punto.get("resultados", ())
        if r["compromiso"]
    ]
    for compromiso in compromisos:
        compromiso["vence"] = fecha(date.fromisoformat(compromiso["vence"]))
        compromiso["acordada"] = compromiso["fecha"] is not None
    return {**foto, "compromisos": compromisos}
