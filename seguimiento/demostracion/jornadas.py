"""Las jornadas de ejemplo: de sensibilización, y la que socializa los resultados de cada medición."""

from collections.abc import Sequence
from datetime import date, timedelta

from mipg.usuarios.models import Dependencia
from politicas.acciones import jornadas as acciones
from politicas.models import Jornada, Politica, Vigencia
from seguimiento.demostracion.personas import PLANEACION, SECRETARIA_GENERAL, Reloj, Reparto

_REPOSA = "La lista de asistencia reposa en el archivo de gestión (ejemplo)."


def _programar(titulo: str, fecha: date, reparto: Reparto, reloj: Reloj, dia: date, **campos) -> Jornada:
    base = {"tipo": Jornada.Tipo.SENSIBILIZACION, "modalidad": Jornada.Modalidad.PRESENCIAL}
    base |= {"dependencia": Dependencia.objects.get(nombre=PLANEACION), "lugar": "Auditorio de ejemplo"}
    base |= {"publico": "Líderes de política y sus enlaces"}
    return acciones.programar_jornada(
        titulo=f"{titulo} (ejemplo)", fecha=fecha, por=reparto.planeacion, ahora=reloj.en(dia), **base | campos
    )


def _realizar(jornada: Jornada, asistentes: int, reparto: Reparto, reloj: Reloj, *, adjunta: bool = False) -> None:
    soporte = {
        "titulo": "Lista de asistencia de ejemplo",
        "fecha_documento": jornada.fecha,
        "nombre": "lista-de-ejemplo.txt",
        "contenido": f"Lista de demostración de «{jornada.titulo}». No es real.\n".encode(),
    }
    acciones.realizar_jornada(
        jornada=jornada,
        asistentes=asistentes,
        version=jornada.version,
        nota="" if adjunta else _REPOSA,
        soporte=soporte if adjunta else None,
        por=reparto.planeacion,
        ahora=reloj.en(jornada.fecha, 17),
    )


def sensibilizar(vigencia: Vigencia, reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """Una realizada, para los enlaces de dos dependencias."""
    jornada = _programar("Qué es MIPG y qué le toca a cada quien", dia, reparto, reloj, dia)
    convocadas = Dependencia.objects.filter(nombre__in=[SECRETARIA_GENERAL, "Dirección de Archivo"])
    datos = {campo: getattr(jornada, campo) for campo in acciones.DATOS}
    jornada = acciones.editar_jornada(
        jornada=jornada,
        version=jornada.version,
        politicas=[],
        dependencias=list(convocadas),
        por=reparto.planeacion,
        ahora=reloj.en(dia),
        **datos,
    )
    _realizar(jornada, 42, reparto, reloj)


def socializar(vigencia: Vigencia, politicas: Sequence[Politica], reparto: Reparto, reloj: Reloj, dia: date) -> None:
    """La que llevó los resultados de la medición del año anterior a quienes responden por esas políticas."""
    jornada = _programar(
        f"Resultados FURAG de la vigencia medida {vigencia.anio - 1}",
        dia,
        reparto,
        reloj,
        dia,
        tipo=Jornada.Tipo.SOCIALIZACION,
        modalidad=Jornada.Modalidad.MIXTA,
        vigencia_medida=vigencia.anio - 1,
        politicas=politicas,
    )
    _realizar(jornada, 67, reparto, reloj, adjunta=True)


def por_venir(vigencia: Vigencia, reparto: Reparto, reloj: Reloj, hoy: date) -> None:
    """Una que pasó y nadie ha registrado, una anulada y, si cabe en el año, una por hacer."""
    hace = max(hoy - timedelta(days=3), date(vigencia.anio, 1, 1))
    _programar("Soportes que sí prueban", hace, reparto, reloj, hoy)
    anulada = _programar("Riesgos de cada proceso", hoy, reparto, reloj, hoy)
    quien = {"por": reparto.planeacion, "ahora": reloj.en(hoy)}
    acciones.anular_jornada(jornada=anulada, motivo="Se cruzó con otra (ejemplo).", version=0, **quien)
    if (proxima := hoy + timedelta(days=12)).year == vigencia.anio:
        _programar("Cierre del año", proxima, reparto, reloj, hoy, modalidad=Jornada.Modalidad.VIRTUAL, lugar="")
