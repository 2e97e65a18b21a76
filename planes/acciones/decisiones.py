"""Lo que sale de un punto en la sesión en curso: una decisión, una información o un compromiso.

Decidir llama la misma acción con que se decide fuera de la sesión, en la misma transacción, y ella cita el punto.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.reglas import Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.reglas import Perfil
from planes import reglas
from planes.acciones import compromisos, modificaciones, planes, propuestas, prorrogas
from planes.acciones.orden_del_dia import exigir_que_no_se_repita, mover_a, plan_de, tomar_punto
from planes.models import Asistencia, Compromiso, Impedimento, Plan, Punto, Resultado, Sesion
from planes.reglas import prorrogas as de_prorrogas
from planes.reglas import sesiones as de_sesiones
from planes.reglas.sesiones import Quorum
from politicas.acciones import tomar_vigencia

Clase, Decision, Estado = Punto.Clase, Resultado.Decision, Punto.Estado
_EN_CURSO = (Sesion.Estado.EN_CURSO,)


def cita(punto: Punto) -> dict:
    """Con qué acto se aprueba lo que decide un punto. El número del acta, que aún no existe, se ve después por él."""
    return {
        "acto": Plan.Acto.SESION,
        "acto_numero": punto.cita,
        "acto_fecha": punto.sesion.fecha,
        "punto": punto,
    }


def _aprobar_plan(punto: Punto, *, texto: str, **como) -> None:
    planes.aprobar(plan=punto.plan, **cita(punto), **como)


def _devolver_plan(punto: Punto, *, texto: str, version: int, por: Usuario, ahora: datetime, **_) -> None:
    planes.devolver(
        plan=punto.plan, observaciones=[{"texto": texto}], version=version, punto=punto, por=por, ahora=ahora
    )


def _aprobar_propuesta(punto: Punto, *, texto: str, **como) -> None:
    modificaciones.aprobar(propuesta=punto.propuesta, **cita(punto), **como)


def _devolver_propuesta(punto: Punto, *, texto: str, version: int, por: Usuario, ahora: datetime, **_) -> None:
    observaciones = [{"texto": texto}]
    propuestas.devolver(
        propuesta=punto.propuesta, observaciones=observaciones, version=version, punto=punto, por=por, ahora=ahora
    )


def _conceder(punto: Punto, *, texto: str, por: Usuario, ahora: datetime, **_) -> None:
    prorrogas.conceder(prorroga=punto.prorroga, motivo=texto, punto=punto, por=por, ahora=ahora)


def _negar(punto: Punto, *, texto: str, por: Usuario, ahora: datetime, **_) -> None:
    prorrogas.negar(prorroga=punto.prorroga, motivo=texto, punto=punto, por=por, ahora=ahora)


def _cumplir(punto: Punto, *, texto: str, version: int, por: Usuario, ahora: datetime, **_) -> None:
    compromisos.cumplir(compromiso=punto.compromiso, nota=texto, version=version, por=por, ahora=ahora)


def _cancelar(punto: Punto, *, texto: str, version: int, por: Usuario, ahora: datetime, **_) -> None:
    compromisos.cancelar(compromiso=punto.compromiso, motivo=texto, version=version, por=por, ahora=ahora)


def _nada(punto: Punto, **_) -> None:
    """Un tema suelto sólo deja su decisión escrita."""


# Clase de punto → lo que se puede decidir → la acción que decide. Cada una recibe el punto, el texto, `por`, `ahora` y
# lo propio de su formulario.
DECIDEN: Mapping[str, Mapping[str, Callable[..., None]]] = {
    Clase.PLAN: {Decision.APROBAR: _aprobar_plan, Decision.DEVOLVER: _devolver_plan},
    Clase.PROPUESTA: {Decision.APROBAR: _aprobar_propuesta, Decision.DEVOLVER: _devolver_propuesta},
    Clase.PRORROGA: {Decision.CONCEDER: _conceder, Decision.NEGAR: _negar},
    Clase.COMPROMISO: {Decision.CUMPLIR: _cumplir, Decision.CANCELAR: _cancelar},
    Clase.OTRO: {Decision.DECIDIR: _nada},
}
# Lo que no se decide sin decir por qué o qué.
CON_TEXTO = {
    Decision.DEVOLVER: "Diga qué hay que corregir.",
    Decision.NEGAR: "Diga por qué se niega.",
    Decision.CUMPLIR: "Diga cómo se cumplió.",
    Decision.CANCELAR: "Diga por qué se cancela.",
    Decision.DECIDIR: "Escriba la decisión.",
}


def autores_de(punto: Punto) -> set[int]:
    """Quienes enviaron o escribieron lo que se decide (claves primarias): no registran su decisión."""
    if punto.clase == Clase.PLAN:
        return planes.autores_de(punto.plan)
    if punto.clase == Clase.PROPUESTA:
        return modificaciones.autores_de(punto.propuesta)
    return {punto.prorroga.pedida_por_id} if punto.clase == Clase.PRORROGA else set()


def problemas_para_registrar(punto: Punto, perfil: Perfil) -> list[Problema]:
    """Por qué la persona no puede registrar la decisión del punto: formuló o pidió lo que se decide y hay otra."""
    if not (autores := autores_de(punto)):
        return []
    deciden = planes.quienes_deciden(perfil.hoy)
    if punto.clase == Clase.PRORROGA:
        return de_prorrogas.problemas_para_decidir(punto.prorroga, perfil, deciden=deciden)
    return reglas.problemas_para_aprobar(perfil, autores=autores, deciden=deciden)


def quorum_de(punto: Punto) -> Quorum:
    """El de ese punto con los que están ahora."""
    return de_sesiones.quorum(
        list(punto.sesion.asistencias.select_related("miembro")),
        exigido=punto.sesion.quorum,
        impedidos={i.miembro_id for i in punto.impedimentos.all()},
    )


@transaction.atomic
def decidir(
    *,
    punto: Punto,
    decision: str,
    por: Usuario,
    ahora: datetime,
    texto: str = "",
    impedidos: Mapping[int, str] | None = None,
    **propio,
) -> Resultado:
    """Decide un punto de la sesión en curso y lo cierra: no se edita ni se quita.

    `impedidos`: de cada miembro que no interviene (clave primaria), por qué; `propio`: lo que pide la acción.
    Lanza `ReglaIncumplida` sin quórum, o si quien registra formuló lo que se decide y hay otra persona.
    """
    _tomar_vigencia(punto)
    punto = tomar_punto(punto, sesion_en=_EN_CURSO)
    accion = DECIDEN[punto.clase].get(decision)
    if accion is None:
        raise ReglaIncumplida([Problema("Elija qué se decidió.", "decision")])
    if decision in CON_TEXTO and not texto.strip():
        raise ReglaIncumplida([Problema(CON_TEXTO[decision], "texto")])
    _impedir(punto, impedidos or {})
    quorum = quorum_de(punto)
    exigir(de_sesiones.problemas_de_quorum(quorum, impedidos=_impedidos_con_voto(punto)))
    exigir(de_sesiones.problemas_de_envio(sesion=punto.sesion.fecha, esperaba=_esperaba(punto)))
    exigir(problemas_para_registrar(punto, por.perfil(ahora)))
    accion(punto, texto=texto.strip(), por=por, ahora=ahora, **propio)
    resultado = _guardar(
        punto, Resultado.Clase.DECISION, _frase(decision, texto), quorum, por=por, ahora=ahora, decision=decision
    )
    resultado.contaron.set(_presentes(punto))
    mover_a(punto, Estado.TRATADO, "tratar", por=por, ahora=ahora, nota=resultado.texto[:2000])
    return resultado


def _presentes(punto: Punto) -> list[Asistencia]:
    impedidos = set(punto.impedimentos.values_list("miembro", flat=True))
    return [a for a in punto.sesion.asistencias.all() if a.esta and a.miembro_id not in impedidos]


def _impedidos_con_voto(punto: Punto) -> int:
    impedidos = punto.impedimentos.order_by().values("miembro")
    presentes = punto.sesion.asistencias.filter(situacion=Asistencia.Situacion.PRESENTE, con_voto=True)
    return presentes.filter(miembro__in=impedidos).count()


def _esperaba(punto: Punto) -> date | None:
    """Desde qué día espera lo que se decide."""
    campo = {Clase.PLAN: "enviado_en", Clase.PROPUESTA: "enviada_en", Clase.PRORROGA: "pedida_en"}.get(punto.clase)
    momento = campo and getattr(punto.objeto, campo)
    return en_bogota(momento) if momento else None


def _tomar_vigencia(punto: Punto) -> None:
    """Toda decisión toma antes la vigencia: mientras se cierra un corte no se aprueba nada de ella."""
    if plan := plan_de(Punto.objects.con_objeto().get(pk=punto.pk)):
        tomar_vigencia(plan.vigencia_id)


def _impedir(punto: Punto, impedidos: Mapping[int, str]) -> None:
    suyos = set(punto.sesion.asistencias.values_list("miembro", flat=True))
    for miembro, motivo in impedidos.items():
        if miembro not in suyos:
            raise ReglaIncumplida("El impedido no integra esta sesión.")
        impedimento = Impedimento(punto=punto, miembro_id=miembro, motivo=motivo.strip())
        impedimento.full_clean()
        impedimento.save()


def _frase(decision: str, texto: str) -> str:
    """«Se aprueba.» y lo que se haya escrito; en un tema suelto, sólo lo escrito."""
    dicho = "" if decision == Decision.DECIDIR else f"{Decision(decision).label}."
    return " ".join(filter(None, [dicho, texto.strip()]))


def _guardar(
    punto: Punto, clase: str, texto: str, quorum: Quorum, *, por: Usuario, ahora: datetime, **campos
) -> Resultado:
    exigir(de_sesiones.problemas_sin_nadie(quorum))
    resultado = Resultado(
        punto=punto,
        clase=clase,
        texto=texto,
        miembros=quorum.miembros,
        presentes=quorum.presentes,
        con_voto=quorum.con_voto,
        exigido=quorum.exigido,
        hubo_quorum=quorum.hubo,
        creado_en=ahora,
        creado_por=por,
        **campos,
    )
    resultado.full_clean()
    resultado.save()
    registrar(resultado, verbo="registrar resultado", por=por, ahora=ahora)
    return resultado


@transaction.atomic
def informar(*, punto: Punto, texto: str, por: Usuario, ahora: datetime) -> Resultado:
    """Anota lo que se informó o se dijo de un punto, sin decidirlo: lo que espera decisión pasa a la siguiente."""
    if not texto.strip():
        raise ReglaIncumplida([Problema("Escriba qué se informó.", "texto")])
    punto = tomar_punto(punto, sesion_en=_EN_CURSO, en=(Estado.PENDIENTE, Estado.TRATADO))
    iguales = punto.resultados.filter(clase=Resultado.Clase.INFORMACION, texto=texto.strip())
    exigir_que_no_se_repita(iguales, por=por, ahora=ahora)
    return _guardar(punto, Resultado.Clase.INFORMACION, texto.strip(), quorum_de(punto), por=por, ahora=ahora)


@transaction.atomic
def comprometer(
    *,
    punto: Punto,
    texto: str,
    por: Usuario,
    ahora: datetime,
    persona: Usuario | None = None,
    dependencia: Dependencia | None = None,
    fecha: date | None = None,
) -> Compromiso:
    """Anota un compromiso que salió de un punto, también si ya se decidió: la decisión no cambia."""
    if not texto.strip():
        raise ReglaIncumplida([Problema("Escriba a qué se comprometen.", "texto")])
    punto = tomar_punto(punto, sesion_en=_EN_CURSO, en=(Estado.PENDIENTE, Estado.TRATADO))
    iguales = punto.resultados.filter(
        compromiso__texto=texto.strip(),
        compromiso__persona=persona,
        compromiso__dependencia=dependencia,
        compromiso__fecha=fecha,
    )
    exigir_que_no_se_repita(iguales, por=por, ahora=ahora)
    compromiso = compromisos.crear_compromiso(
        sesion=punto.sesion, texto=texto, persona=persona, dependencia=dependencia, fecha=fecha, por=por, ahora=ahora
    )
    _guardar(
        punto,
        Resultado.Clase.COMPROMISO,
        compromiso.texto,
        quorum_de(punto),
        por=por,
        ahora=ahora,
        compromiso=compromiso,
    )
    return compromiso
