"""El Comité de la demostración: sus miembros, una sesión cerrada y otra convocada, con cargos ficticios."""

from collections.abc import Iterable
from datetime import date, datetime, time

from mipg.usuarios.models import Usuario
from planes.acciones import decisiones, miembros, orden_del_dia, sesiones
from planes.models import Asistencia, Plan, Punto, Resultado, Sesion
from politicas.models import Instancia

_LUGAR = "Sala de juntas (ejemplo)"


def integrar(*, jefes: Iterable[Usuario], invitada: Usuario, desde: date, por: Usuario, ahora: datetime) -> Instancia:
    """El Comité Institucional, con quien preside, unos jefes con voto y Control Interno con voz y sin voto."""
    instancia = Instancia.objects.get(nombre__startswith="Comité Institucional de Gestión y Desempeño")
    comunes = {"instancia": instancia, "desde": desde, "por": por, "ahora": ahora}
    miembros.crear_miembro(
        nombre="Presidencia de Ejemplo", cargo="Cargo ficticio de quien preside", preside=True, **comunes
    )
    for jefe in jefes:
        miembros.crear_miembro(persona=jefe, cargo="Cargo ficticio con voto", **comunes)
    miembros.crear_miembro(persona=invitada, cargo="Cargo ficticio de Control Interno", con_voto=False, **comunes)
    return instancia


def celebrar(*, instancia: Instancia, plan: Plan, fecha: date, por: Usuario, ahora: datetime) -> Sesion:
    """Una sesión entera: aprueba el plan, informa, deja un compromiso sin fecha y cierra su acta."""
    quien = {"por": por, "ahora": ahora}
    sesion = sesiones.convocar(instancia=instancia, fecha=fecha, hora=time(9), lugar=_LUGAR, **quien)
    tema = orden_del_dia.crear_punto(sesion=sesion, titulo="Balance del trimestre (ejemplo)", **quien)
    orden_del_dia.crear_punto(sesion=sesion, titulo="Calendario de sesiones (ejemplo)", **quien)
    sesion = sesiones.iniciar(sesion=sesion, **quien)
    _llegan(sesion, **quien)
    punto = sesion.puntos.get(plan=plan, estado=Punto.Estado.PENDIENTE)
    plan.refresh_from_db()
    decisiones.decidir(punto=punto, decision=Resultado.Decision.APROBAR, version=plan.version, **quien)
    decisiones.informar(punto=tema, texto="Planeación presentó el balance (ejemplo).", **quien)
    decisiones.comprometer(
        punto=tema,
        texto="Enviar a los enlaces el calendario de reportes (ejemplo)",
        dependencia=plan.dependencia,
        **quien,
    )
    return sesiones.cerrar(sesion=sesion, **quien)


def _llegan(sesion: Sesion, *, por: Usuario, ahora: datetime) -> None:
    """Todos menos el último con voto, que se excusa."""
    asistencias = list(sesion.asistencias.all())
    ultimo = [a for a in asistencias if a.con_voto][-1]
    presente = {"situacion": Asistencia.Situacion.PRESENTE}
    excusado = {"situacion": Asistencia.Situacion.EXCUSADO, "nota": "Excusa de ejemplo"}
    situaciones = {a.pk: excusado if a == ultimo else presente for a in asistencias}
    sesiones.anotar_asistencia(sesion=sesion, situaciones=situaciones, por=por, ahora=ahora)


def convocar(*, instancia: Instancia, fecha: date, por: Usuario, ahora: datetime) -> Sesion:
    """La sesión que viene: trae lo que espera, el compromiso abierto y lo que la anterior dejó."""
    return sesiones.convocar(instancia=instancia, fecha=fecha, hora=time(9), lugar=_LUGAR, por=por, ahora=ahora)
