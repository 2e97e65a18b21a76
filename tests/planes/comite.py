"""Una instancia con sus miembros y sus sesiones, para las pruebas."""

from datetime import date, time, timedelta
from types import SimpleNamespace

from planes.acciones import sesiones
from planes.models import Asistencia, Miembro, Sesion
from politicas.models import Instancia
from tests import fabricas as f

AHORA, HOY = f.AHORA, f.HOY


def instancia(con_voto: int = 3, sin_voto: int = 1, nombre: str = "Comité de Prueba", **campos) -> Instancia:
    """Una instancia con sus miembros: el primero con voto preside."""
    creada = Instancia.objects.create(nombre=nombre, secretaria_tecnica=f.dependencia(), **campos)
    for n in range(con_voto + sin_voto):
        Miembro.objects.create(
            instancia=creada,
            nombre=f"Miembro {n + 1}",
            cargo=f"Cargo {n + 1}",
            con_voto=n < con_voto,
            preside=n == 0,
            desde=date(2024, 1, 1),
        )
    return creada


def convocada(de: Instancia, por, dia: date = HOY, **campos) -> Sesion:
    """Una sesión convocada, llena de lo que espera; la segunda del día, un minuto después de la primera."""
    ese_dia = Sesion.objects.filter(instancia=de, fecha=dia).count()
    datos = {"fecha": dia, "hora": time(9, ese_dia), "lugar": "Sala", "ahora": AHORA} | campos
    return sesiones.convocar(instancia=de, por=por, **datos)


def en_curso(de: Instancia, por, presentes: int = 9, **campos) -> Sesion:
    """Una sesión en curso con los primeros `presentes` miembros en la sala."""
    sesion = sesiones.iniciar(sesion=convocada(de, por, **campos), por=por, ahora=AHORA)
    llegan(sesion, presentes)
    return sesion


def llegan(sesion: Sesion, cuantos: int) -> None:
    """Los primeros están; los demás no."""
    for n, asistencia in enumerate(sesion.asistencias.all()):
        situacion = Asistencia.Situacion.PRESENTE if n < cuantos else Asistencia.Situacion.AUSENTE
        Asistencia.objects.filter(pk=asistencia.pk).update(situacion=situacion)


def gente() -> SimpleNamespace:
    """Dos personas de Planeación y un jefe con su dependencia."""
    oficina, propia = f.dependencia(), f.dependencia()
    return SimpleNamespace(
        lleva=f.persona("planeacion", oficina),
        otra=f.persona("planeacion", oficina),
        jefe=f.persona("jefe", propia),
        propia=propia,
    )


def en_revision(de, **campos):
    """Un plan completo que espera decisión."""
    plan = f.plan("EN_REVISION", dependencia=de.propia, por=de.jefe, **campos)
    f.actividad(plan)
    return plan


MANANA = HOY + timedelta(days=1)
