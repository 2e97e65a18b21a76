"""El anexo con la diferencia entre dos versiones de un plan, o entre la vigente y una propuesta.

Dos versiones no cambian nunca: volver a producirlo da los mismos bytes. Una propuesta sí: sólo se produce de la que se
pidió.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from mipg.etiquetas import fecha, fecha_hora
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota, en_palabras
from mipg.pdf import Pdf, pintar
from mipg.reglas import ReglaIncumplida
from planes.acciones.propuestas import mirar
from planes.models import OPCIONES, Plan, Propuesta, VersionPlan
from planes.reglas.comparacion import Comparacion, comparar

INFORME = "diferencia_de_plan"


@dataclass(frozen=True)
class Diferencia:
    """El documento entero, listo para pintarse. `datos` son pares (rótulo, texto)."""

    titulo: str
    entidad: str
    nit: str
    clase: str
    nombre: str
    vigencia: str
    de_que: str
    generado: str
    generado_iso: str
    codigo: str
    comprobacion: str
    pie: str
    provisional: bool
    datos: tuple[tuple[str, str], ...]
    comparacion: Comparacion


def titulo(plan: Plan, de_que: str) -> str:
    """Cómo se llama en la lista de informes y en las propiedades del PDF."""
    return f"{de_que} · {plan.nombre[:160]} · Vigencia {plan.vigencia}"


def parametros(de: VersionPlan, a: VersionPlan) -> dict:
    """Con qué se guarda en la emisión la diferencia entre dos versiones: con el acto de cada una, que se corrige."""
    return {
        "plan": a.plan_id,
        "de": de.numero,
        "a": a.numero,
        "acto_de": de.acto_citado,
        "acto_a": a.acto_citado,
    }


def parametros_de_propuesta(propuesta: Propuesta) -> dict:
    """Con qué se guarda la de una propuesta: con su número de cambio, que es la que se vio."""
    return {"propuesta": propuesta.pk, "cambio": propuesta.version}


def generar(emision: Emision) -> Pdf:
    """El PDF de la diferencia que nombra la emisión."""
    return pintar("informes/diferencia.html", {"informe": reunir(emision)})


def reunir(emision: Emision) -> Diferencia:
    """Reúne lo que dice el documento. Lanza `ReglaIncumplida` si lo pedido ya no existe o la propuesta cambió."""
    if "propuesta" in emision.parametros:
        return _de_propuesta(emision)
    pedido = emision.parametros
    versiones = VersionPlan.objects.filter(plan=pedido["plan"], numero__in=[pedido["de"], pedido["a"]])
    por_numero = {version.numero: version for version in versiones.select_related("plan__vigencia")}
    if not por_numero.keys() >= {pedido["de"], pedido["a"]}:
        raise ReglaIncumplida("Ya no existen las dos versiones que se pidió comparar.")
    de, a = por_numero[pedido["de"]], por_numero[pedido["a"]]
    comparacion = comparar(de.foto, a.foto, OPCIONES)
    datos = (
        *_de_version("De la", de, pedido["acto_de"]),
        *_de_version("A la", a, pedido["acto_a"]),
        ("Qué cambió y por qué", a.frase),
        ("Motivo", a.motivo),
    )
    return _documento(
        emision, a.plan, a.foto["nombre"], f"De la versión {de.numero} a la versión {a.numero}", datos, comparacion
    )


def _de_version(como: str, version: VersionPlan, acto: str) -> Iterable[tuple[str, str]]:
    rotulo = f"{como} versión {version.numero}"
    return ((rotulo, f"{acto}, aprobada el {fecha(version.aprobado_en)}. SHA-256 {version.sha256}"),)


def _de_propuesta(emision: Emision) -> Diferencia:
    pedido = emision.parametros
    propuesta = Propuesta.objects.select_related("plan__vigencia", "base").filter(pk=pedido["propuesta"]).first()
    if propuesta is None or propuesta.version != pedido["cambio"] or not propuesta.esta_abierta:
        raise ReglaIncumplida("La propuesta cambió después de pedir este anexo: pídalo de nuevo.")
    comparacion = mirar(propuesta).comparacion
    datos = (
        ("Estado", f"{propuesta.get_estado_display()}: no se ha aprobado"),
        ("Frente a", f"La versión que rige, {propuesta.base.numero} o la que la haya reemplazado"),
        ("Qué cambia y por qué", propuesta.frase),
        ("Motivo", propuesta.motivo),
    )
    plan = propuesta.plan
    return _documento(emision, plan, plan.nombre, "Modificación propuesta, frente a lo que rige", datos, comparacion)


def _documento(
    emision: Emision,
    plan: Plan,
    nombre: str,
    de_que: str,
    datos: Iterable[tuple[str, str]],
    comparacion: Comparacion,
) -> Diferencia:
    entidad, hoy = settings.ENTIDAD, en_bogota(emision.pedida_en)
    return Diferencia(
        titulo=emision.titulo,
        entidad=entidad["nombre"],
        nit=entidad["nit"],
        clase=plan.get_clase_display(),
        nombre=nombre,
        vigencia=str(plan.vigencia),
        de_que=de_que,
        generado=f"{en_palabras(hoy)}, {fecha_hora(emision.pedida_en)[-5:]} (hora de Colombia)",
        generado_iso=emision.pedida_en.isoformat(timespec="seconds"),
        codigo=emision.codigo,
        comprobacion=emision.comprobacion,
        pie=f"{entidad['nombre']} · Código {emision.codigo} · {de_que}",
        provisional=False,
        datos=tuple((rotulo, texto) for rotulo, texto in datos if texto),
        comparacion=comparacion,
    )
