"""Decisiones puras sobre informes de ley y requerimientos: cuándo vencen, quién los lleva y qué impide cada verbo."""

import calendar
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from mipg.fechas import MESES, otro_anio, sumar_habiles
from mipg.hechos import Hecho
from mipg.reglas import Problema, Transiciones
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso

TRANSICIONES_DE_VENCIMIENTO: Transiciones = {
    "PENDIENTE": {"presentar": ["PRESENTADO"], "anular": ["ANULADO"]},
    "PRESENTADO": {"reabrir": ["PENDIENTE"], "anular": ["ANULADO"]},
    "ANULADO": {"reabrir": ["PENDIENTE"]},
}
# Se cierra lo respondido, y lo que quien pidió dejó de pedir.
TRANSICIONES_DE_REQUERIMIENTO: Transiciones = {
    "PENDIENTE": {"responder": ["RESPONDIDO"], "cerrar": ["CERRADO"], "anular": ["ANULADO"]},
    "RESPONDIDO": {"cerrar": ["CERRADO"], "reabrir": ["PENDIENTE"]},
    "CERRADO": {"reabrir": ["PENDIENTE"]},
    "ANULADO": {"reabrir": ["PENDIENTE"]},
}


class Situacion(models.TextChoices):
    """Cómo va frente a su plazo lo que se presenta o se responde con un radicado."""

    VENCIDO = "VENCIDO", "Vencido"
    POR_VENCER = "POR_VENCER", "Por vencer"
    A_TIEMPO = "A_TIEMPO", "A tiempo"
    TARDE = "TARDE", "Tarde"
    SIN_RESPUESTA = "SIN_RESPUESTA", "Cerrado sin respuesta"
    ANULADO = "ANULADO", "Anulado"


SE_DEBE, ANULADO = Hecho(estado="PENDIENTE"), Hecho(estado="ANULADO")
SALIO = Hecho.de(Q(fecha_salida__isnull=False), lambda fila: fila.fecha_salida is not None)
_ANTES_DE_VENCER = Hecho.de(Q(fecha_salida__lte=F("vence")), lambda fila: fila.fecha_salida <= fila.vence)


def situaciones(hoy: date) -> dict[Situacion, Hecho]:
    """Qué es cada situación, de una fila con `estado`, `vence` y `fecha_salida`: de cada fila vale una y sólo una.

    El último día todavía es a tiempo.
    """
    salio, se_debe = SALIO & ~ANULADO, SE_DEBE & ~SALIO
    paso = Hecho.de(Q(vence__lt=hoy), lambda fila: fila.vence < hoy)
    return {
        Situacion.VENCIDO: se_debe & paso,
        Situacion.POR_VENCER: se_debe & ~paso,
        Situacion.A_TIEMPO: salio & _ANTES_DE_VENCER,
        Situacion.TARDE: salio & ~_ANTES_DE_VENCER,
        Situacion.SIN_RESPUESTA: ~SALIO & ~SE_DEBE & ~ANULADO,
        Situacion.ANULADO: ANULADO,
    }


def situacion(fila, hoy: date) -> Situacion:
    """La de una fila."""
    return next(cual for cual, hecho in situaciones(hoy).items() if hecho(fila))


# --- Quién ---


def lleva(fila, perfil: Perfil) -> bool:
    """Lo registra, lo corrige y lo traslada: Planeación o, si es de Control Interno, sólo Control Interno."""
    return perfil.puede(Permiso.LEY_DE_CONTROL if fila.de_control else Permiso.LEY_GESTIONAR)


def responde(fila, perfil: Perfil) -> bool:
    """Lo presenta o lo responde: quien lo lleva o el jefe de la dependencia que lo debe."""
    return lleva(fila, perfil) or _dirige(fila, perfil)


def devuelve(fila, perfil: Perfil) -> bool:
    """Dice que no es de su competencia: el jefe de la dependencia. Quien lo lleva no devuelve: traslada."""
    return _dirige(fila, perfil) and not lleva(fila, perfil)


def _dirige(fila, perfil: Perfil) -> bool:
    return not fila.de_control and fila.dependencia_id in perfil.dependencias(Permiso.PLAN_FORMULAR)


def problemas_de_quien(puede: bool) -> list[Problema]:
    """Por qué la persona no puede: el verbo es de quien lo lleva o de quien responde."""
    return [] if puede else [Problema("No le corresponde: lo hace quien lo registra o la dependencia que lo debe.")]


def problemas_de_dependencia(
    *, de_control: bool, dependencia: int, es_de_control: bool, perfil: Perfil
) -> list[Problema]:
    """Control Interno registra lo de su propia dependencia, y nadie más lo de ella."""
    if de_control and dependencia not in perfil.dependencias(Permiso.LEY_DE_CONTROL):
        mensaje = "Control Interno registra aquí lo suyo: elija su propia dependencia."
        return [Problema(mensaje, "dependencia")]
    if es_de_control and not de_control:
        return [Problema("Lo de Control Interno lo registra Control Interno.", "dependencia")]
    return []


# --- Cuándo ---

# Cada cuántos meses; cero, una sola vez.
MESES_DE = {"UNICO": 0, "ANUAL": 12, "SEMESTRAL": 6, "CUATRIMESTRAL": 4, "TRIMESTRAL": 3, "BIMESTRAL": 2, "MENSUAL": 1}
_ORDINALES = ("Primer", "Segundo", "Tercer", "Cuarto", "Quinto", "Sexto")
_PERIODO = {2: "bimestre", 3: "trimestre", 4: "cuatrimestre", 6: "semestre"}


def sumar_meses(dia: date, meses: int) -> date:
    """El mismo día `meses` después; el último del mes sigue siendo el último: 30 de junio, 31 de diciembre."""
    anio, mes = divmod(dia.month - 1 + meses, 12)
    ultimo = calendar.monthrange(dia.year + anio, mes + 1)[1]
    es_el_ultimo = dia.day == calendar.monthrange(dia.year, dia.month)[1]
    return date(dia.year + anio, mes + 1, ultimo if es_el_ultimo else min(dia.day, ultimo))


def vencimientos(periodicidad: str, primero: date) -> Iterator[tuple[str, date]]:
    """Los del año, desde el primero: cómo se llama cada periodo y cuándo vence."""
    meses = MESES_DE[periodicidad]
    cuantos = 12 // meses if meses else 1
    for n in range(cuantos):
        if cuantos == 12:
            periodo = MESES[(_primer_mes(primero) + n) % 12].capitalize()
        elif cuantos > 1:
            periodo = f"{_ORDINALES[n]} {_PERIODO[meses]}"
        else:
            periodo = "Anual" if meses else "Único"
        yield periodo, sumar_meses(primero, n * meses)


def _primer_mes(primero: date) -> int:
    """De qué mes es el primer informe mensual: de enero o, si empieza entrado el año, del que acaba de terminar."""
    if primero.month <= 2:
        return 0
    termina = primero.day == calendar.monthrange(primero.year, primero.month)[1]
    return primero.month - (1 if termina else 2)


def vence_el(
    *, recibido: date, clase: str, plazo: int | None, fecha: date | None, asuetos: Collection[date]
) -> date | None:
    """Último día para responder: `plazo` días desde el siguiente al recibo, hábiles o calendario, o la fecha que dice
    quien pide; nulo si falta lo que hace falta.
    """
    if clase == "FECHA":
        return fecha
    if not plazo:
        return None
    return sumar_habiles(recibido, plazo, asuetos) if clase == "HABILES" else recibido + timedelta(days=plazo)


# --- Qué lo impide ---

# Un requerimiento que se recibió o que vence más lejos es un año mal escrito.
ANIOS = 5


def problemas_de_vencimiento(vence: date, *, anio: int, campo: str = "vence") -> list[Problema]:
    """Lo de un año vence en él o, lo que se informa al terminar, en el siguiente."""
    if anio <= vence.year <= anio + 1:
        return []
    return [Problema(f"Lo de la vigencia {anio} vence entre el 01/01/{anio} y el 31/12/{anio + 1}.", campo)]


def problemas_de_salida(
    *,
    radicado: str,
    fecha: date,
    hoy: date,
    soporte: bool,
    nota: str,
    desde: date | None = None,
    vigencia: int | None = None,
) -> list[Problema]:
    """Qué le falta a lo que salió: su radicado, una fecha que ya llegó y su soporte, o dónde reposa.

    `desde`: el día en que se pidió, si se pidió; `vigencia`: el año del informe, que a lo sumo sale en el anterior.
    """
    problemas = []
    if not radicado.strip():
        problemas.append(Problema("Escriba el radicado con que salió.", "radicado"))
    if fecha > hoy:
        problemas.append(Problema("La fecha del radicado todavía no llega.", "fecha"))
    if desde and fecha < desde:
        problemas.append(Problema(f"Se recibió el {desde:%d/%m/%Y}: no salió antes.", "fecha"))
    if vigencia and fecha.year < vigencia - 1:
        problemas.append(Problema(f"Revise el año: el informe es de la vigencia {vigencia}.", "fecha"))
    if not soporte and not nota.strip():
        problemas.append(Problema("Adjunte el soporte o, si no se puede, diga en la nota dónde reposa.", "archivo"))
    return problemas


def problemas_de_plazo(
    *, clase: str, plazo: int | None, recibido: date, vence: date | None, hoy: date
) -> list[Problema]:
    """Qué no cuadra en el plazo de un requerimiento."""
    problemas = []
    if recibido > hoy:
        problemas.append(Problema("La fecha de recibo todavía no llega.", "recibido"))
    elif recibido < otro_anio(hoy, -ANIOS):
        problemas.append(Problema(f"Revise el año: se recibió hace más de {ANIOS} años.", "recibido"))
    if clase == "FECHA":
        if vence is None:
            problemas.append(Problema("Escriba la fecha que fijó quien pide.", "vence"))
        elif vence < recibido:
            problemas.append(Problema("Vence antes de haberse recibido.", "vence"))
        elif vence > otro_anio(recibido, ANIOS):
            problemas.append(Problema(f"Revise el año: vence más de {ANIOS} años después de recibido.", "vence"))
    elif not plazo:
        problemas.append(Problema("Escriba cuántos días dieron para responder.", "plazo"))
    return problemas


def problemas_para_prorrogar(*, vence: date, nueva: date, fecha: date, recibido: date, hoy: date) -> list[Problema]:
    """Qué no cuadra en la prórroga que concedió quien pide. `fecha`: la del oficio que la concede."""
    problemas = []
    if nueva <= vence:
        problemas.append(Problema(f"Ya vence el {vence:%d/%m/%Y}: escriba una fecha posterior.", "vence"))
    elif nueva > otro_anio(vence, ANIOS):
        problemas.append(Problema(f"Revise el año: corre el plazo más de {ANIOS} años.", "vence"))
    if not recibido <= fecha <= hoy:
        problemas.append(Problema(f"El oficio es de entre el {recibido:%d/%m/%Y} y hoy.", "fecha"))
    return problemas
