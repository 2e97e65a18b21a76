"""Decisiones puras sobre las sesiones del Comité: quórum, transiciones, y qué impide iniciar, decidir o cerrar."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mipg.fechas import sumar_habiles
from mipg.reglas import Problema, Transiciones, problemas_de_motivo

TRANSICIONES_DE_SESION: Transiciones = {
    "CONVOCADA": {"iniciar": ["EN_CURSO"], "cancelar": ["CANCELADA"]},
    "EN_CURSO": {"cerrar": ["CERRADA"], "cancelar": ["CANCELADA"]},
    "CERRADA": {},
    "CANCELADA": {},
}
# `quitar` no borra: el punto vuelve al banco. Lo aplazado lo recibe, en otro punto, la sesión siguiente.
TRANSICIONES_DE_PUNTO: Transiciones = {
    "PENDIENTE": {"tratar": ["TRATADO"], "aplazar": ["APLAZADO"], "quitar": ["QUITADO"], "soltar": ["SOLTADO"]},
    "QUITADO": {"agregar": ["PENDIENTE"], "soltar": ["SOLTADO"]},
    "APLAZADO": {"soltar": ["SOLTADO"]},
    "TRATADO": {},
    "SOLTADO": {},
}
TRANSICIONES_DE_COMPROMISO: Transiciones = {
    "ABIERTO": {"cumplir": ["CUMPLIDO"], "cancelar": ["CANCELADO"]},
    "CUMPLIDO": {"reabrir": ["ABIERTO"]},
    "CANCELADO": {},
}

# Los estados en que una sesión todavía recibe puntos.
ABIERTAS = ["CONVOCADA", "EN_CURSO"]
# Un compromiso sin fecha también envejece: se debe a los quince días hábiles, antes de la sesión siguiente, pues el
# Comité se reúne al menos cada tres meses. La convocatoria puede decir otros.
DIAS_SIN_FECHA = 15
# El acta se cierra en los cinco días hábiles que siguen a la sesión.
DIAS_PARA_CERRAR = 5


def mayoria(con_voto: int) -> int:
    """La mitad más uno: lo que hace quórum en un cuerpo colegiado cuando el acto que lo creó no dice otra cosa."""
    return con_voto // 2 + 1


@dataclass(frozen=True)
class Quorum:
    """Cuántos había para decidir. `miembros`: los que tienen voto; `presentes`: todos los que estaban, con voto o sin
    él; `con_voto`: los presentes que podían votar; `exigido`: cuántos de ellos hacen quórum.
    """

    miembros: int
    presentes: int
    con_voto: int
    exigido: int

    @property
    def hubo(self) -> bool:
        """Alcanza para decidir."""
        return self.con_voto >= self.exigido > 0

    def __str__(self) -> str:
        alcanza = "hay quórum" if self.hubo else "no hay quórum"
        return f"{self.con_voto} de {self.miembros} con voto; se exigen {self.exigido}: {alcanza}"


def quorum(asistencias: Collection, *, exigido: int | None, impedidos: Collection[int] = ()) -> Quorum:
    """El quórum de un punto. `impedidos`: los miembros (clave primaria) que no pueden intervenir en él.

    Cada persona cuenta una vez, aunque esté dos veces en la lista. Sin miembros con voto no hay quórum: nadie puede
    decidir.
    """
    con_voto = {a.identidad for a in asistencias if a.con_voto}
    apartados = {a.identidad for a in asistencias if a.miembro_id in impedidos}
    presentes = {a.identidad for a in asistencias if a.esta} - apartados
    return Quorum(
        miembros=len(con_voto),
        presentes=len(presentes),
        con_voto=len(presentes & con_voto),
        exigido=exigido or mayoria(len(con_voto)),
    )


def problemas_de_miembro(nuevo, otros: Iterable) -> list[Problema]:
    """Qué impide registrar a un miembro: en esas fechas ya integra la instancia, y su voto contaría dos veces, o ya la
    preside otro. `otros`: los que la integran en fechas que se cruzan con las suyas.
    """
    problemas, otros = [], list(otros)
    if suya := next((otro for otro in otros if otro.identidad == nuevo.identidad), None):
        campo = "persona" if nuevo.persona_id else "nombre"
        problemas.append(Problema(f"{nuevo.quien} ya es miembro {_desde_hasta(suya)}", campo))
    if nuevo.preside and (otra := next((otro for otro in otros if otro.preside), None)):
        problemas.append(Problema(f"Ya hay quien preside: {otra.quien}, {_desde_hasta(otra)}", "preside"))
    return problemas


def _desde_hasta(miembro) -> str:
    """Entre qué días, y qué hacer para que no se crucen."""
    desde = f"desde el {miembro.desde:%d/%m/%Y}"
    if miembro.hasta is None:
        return f"{desde}, sin fecha final: termine antes esa membresía, y registre ésta desde el día siguiente."
    despues = miembro.hasta + timedelta(days=1)
    return (
        f"{desde} hasta el {miembro.hasta:%d/%m/%Y}: registre ésta desde el {despues:%d/%m/%Y}, o hasta antes de que "
        "empiece aquélla."
    )


def vence_compromiso(*, fecha: date | None, desde: date, dias: int, asuetos: Collection[date]) -> date:
    """Último día para cumplirlo: su fecha o, si no la tiene, `dias` días hábiles después de la sesión."""
    return fecha or sumar_habiles(desde, dias, asuetos)


def problemas_para_convocar(*, fecha: date, desde: date, con_voto: int, exigido: int | None) -> list[Problema]:
    """Qué impide convocar la sesión, o registrar la que ya se hizo.

    `desde`: el primer día de las vigencias abiertas; `con_voto`: cuántos miembros con voto tiene la instancia ese día.
    """
    problemas = []
    if fecha < desde:
        mensaje = f"Sólo se registra una sesión que se hizo desde el {desde:%d/%m/%Y}: lo de antes ya se cerró."
        problemas.append(Problema(mensaje, "fecha"))
    if not con_voto:
        mensaje = (
            "La instancia no tiene miembros con voto ese día: regístrelos en «Miembros del Comité», con su «desde»."
        )
        problemas.append(Problema(mensaje, "fecha"))
    elif exigido and exigido > con_voto:
        problemas.append(Problema(f"Se exigen {exigido} y sólo hay {con_voto} miembros con voto.", "quorum"))
    return problemas


def problemas_para_iniciar(*, fecha: date, hoy: date) -> list[Problema]:
    """Qué impide empezar la sesión."""
    if hoy < fecha:
        return [Problema(f"La sesión es el {fecha:%d/%m/%Y}. Si se adelantó, cambie antes su fecha.")]
    return []


def problemas_sin_nadie(quorum: Quorum) -> list[Problema]:
    """Por qué no se anota nada todavía: lo que nadie oyó dejaría la sesión sin poder cerrarse ni cancelarse."""
    return [] if quorum.presentes else [Problema("Anote primero quién asistió: hoy no hay nadie en la sala.")]


def problemas_para_cancelar(*, motivo: str, resultados: int) -> list[Problema]:
    """Qué impide cancelar la sesión: lo que se decidió o se acordó en ella (`resultados`) no se cancela, se cierra."""
    problemas = problemas_de_motivo(motivo, "se cancela")
    if resultados:
        problemas.append(Problema("En la sesión ya se decidió algo: ciérrela. Lo no tratado pasa a la siguiente."))
    return problemas


def problemas_para_cerrar(*, presentes: int, resultados: int) -> list[Problema]:
    """Qué impide cerrar el acta. Lo pendiente no lo impide: pasa a la siguiente."""
    problemas = []
    if not presentes:
        problemas.append(Problema("Anote quién asistió: un acta sin asistentes no dice nada."))
    if not resultados:
        problemas.append(Problema("No se trató ningún punto. Si la sesión no se hizo, cancélela con su motivo."))
    return problemas


def problemas_de_quorum(quorum: Quorum, *, impedidos: int = 0) -> list[Problema]:
    """Por qué no se puede decidir con los que están. `impedidos`: cuántos presentes con voto no cuentan por estarlo."""
    if quorum.hubo:
        return []
    if quorum.con_voto + impedidos >= quorum.exigido > 0:
        return [
            Problema(
                f"Por los impedidos no hay quórum en este punto: quedan {quorum.con_voto} con voto y se exigen "
                f"{quorum.exigido}. Anote a otro miembro, o a su delegado, si llega; o deje el punto para la sesión "
                "siguiente, con quien sí pueda intervenir."
            )
        ]
    return [
        Problema(
            f"Sin quórum no se decide: hay {quorum.con_voto} con voto y se exigen {quorum.exigido}. Anote quién llegó, "
            "o deje el punto para la sesión siguiente."
        )
    ]


def problemas_de_envio(*, sesion: date, esperaba: date | None) -> list[Problema]:
    """El acto con que se decide no es anterior a lo que se decide: `esperaba`, el día en que se envió o se pidió."""
    if esperaba and esperaba > sesion:
        return [
            Problema(
                f"Se envió el {esperaba:%d/%m/%Y}, después de la sesión del {sesion:%d/%m/%Y}: no pudo decidirse en "
                "ella. Déjelo para la siguiente."
            )
        ]
    return []


def problemas_de_asistencia(*, nombre: str, situacion: str, decididos: Collection[int]) -> list[Problema]:
    """Quien contó al decidir unos puntos (`decididos`) estaba: después puede retirarse, pero no resultar ausente."""
    if not decididos or situacion in ("PRESENTE", "RETIRADO"):
        return []
    en = ", ".join(str(punto) for punto in sorted(decididos))
    return [
        Problema(
            f"{nombre} contó al decidir {'el punto' if len(decididos) == 1 else 'los puntos'} {en}: no pudo faltar. "
            "Si se fue después, anote que se retiró; si fue un error, dígalo en una aclaración del acta."
        )
    ]


def problemas_para_agregar(*, con_voto: int, exigido: int | None, votaron: Mapping[int, int]) -> list[Problema]:
    """Qué impide agregar a la lista a quien faltaba: que lo decidido se quede sin quórum.

    `con_voto`: los que habría; `votaron`: de cada punto decidido, cuántos presentes podían votar.
    """
    pide = exigido or mayoria(con_voto)
    sin_quorum = [punto for punto, cuantos in sorted(votaron.items()) if cuantos < pide]
    if not sin_quorum:
        return []
    return [
        Problema(
            f"Con quien falta serían {con_voto} con voto y se exigirían {pide}: el punto {sin_quorum[0]} ya se decidió "
            "con menos. Cierre el acta y dígalo en una aclaración."
        )
    ]


def problemas_de_responsable(*, persona: int | None, dependencia: int | None) -> list[Problema]:
    """Un compromiso es de una persona o de una dependencia; de las dos, o de ninguna, no es de nadie."""
    if (persona is None) == (dependencia is None):
        return [Problema("Elija quién responde: una persona o una dependencia, y sólo una.", "persona")]
    return []


def puede_cumplir(compromiso, *, persona: int, dirige: Collection[int], gestiona: bool) -> bool:
    """Responde por el compromiso: es suyo, dirige la dependencia que lo tiene o lleva la secretaría técnica."""
    return gestiona or compromiso.persona_id == persona or compromiso.dependencia_id in dirige
