"""Decisiones puras sobre planes: quién formula, qué falta para enviar, qué cambia un archivo, qué dice la foto."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import count

from mipg.etiquetas import cantidad
from mipg.libros.guardado import a_json
from mipg.libros.textos import sin_valor
from mipg.reglas import Problema, Transiciones
from mipg.texto import normalizar
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.campos import CAMPOS_COMPARADOS, DE_LA_META
from planes.propios import CampoPropio
from planes.propios import distintos as distintos_propios
from planes.reglas.formula import problemas_de_formula

HOLGURA_PESOS = Decimal("0.05")

# Lo que es cierto de un plan según su estado: se puede formular, se aprobó, lo puede leer cualquiera.
EDITABLES = ["BORRADOR", "DEVUELTO"]
APROBADOS = ["APROBADO", "PUBLICADO", "CERRADO"]
# Rige y no se ha cerrado: se modifica, se prorroga y se corrige.
RIGEN = ["APROBADO", "PUBLICADO"]
PUBLICADOS = ["PUBLICADO", "CERRADO"]
# Una propuesta: se puede formular, ocupa el único lugar del plan.
PROPUESTAS_EDITABLES = ["BORRADOR", "DEVUELTA"]
PROPUESTAS_ABIERTAS = ["BORRADOR", "DEVUELTA", "EN_REVISION"]
# Una prórroga que nadie ha decidido: la actividad no puede tener otra.
PRORROGA_POR_DECIDIR = "PEDIDA"

TRANSICIONES: Transiciones = {
    "BORRADOR": {"enviar": ["EN_REVISION"], "desistir": ["DESISTIDO"]},
    "DEVUELTO": {"enviar": ["EN_REVISION"], "desistir": ["DESISTIDO"]},
    "EN_REVISION": {
        "recuperar": ["BORRADOR"],
        "devolver": ["DEVUELTO"],
        "aprobar": ["APROBADO"],
        "desistir": ["DESISTIDO"],
    },
    "APROBADO": {"publicar": ["PUBLICADO"], "cerrar": ["CERRADO"]},
    "PUBLICADO": {"retirar": ["APROBADO"], "cerrar": ["CERRADO"]},
    # Ya no cambia, pero lo que el público lee de él todavía se puede corregir.
    "CERRADO": {"publicar": ["CERRADO"], "retirar": ["CERRADO"]},
    "DESISTIDO": {},
}
# Lo que dicen ya no cambia: de un cerrado sólo se decide si el público lo lee.
FINALES = ["CERRADO", "DESISTIDO"]
TRANSICIONES_DE_PROPUESTA: Transiciones = {
    "BORRADOR": {"enviar": ["EN_REVISION"], "desistir": ["DESISTIDA"]},
    "DEVUELTA": {"enviar": ["EN_REVISION"], "desistir": ["DESISTIDA"]},
    "EN_REVISION": {
        "recuperar": ["BORRADOR"],
        "devolver": ["DEVUELTA"],
        "aprobar": ["APROBADA"],
        "desistir": ["DESISTIDA"],
    },
    "APROBADA": {},
    "DESISTIDA": {},
}
TRANSICIONES_DE_PRORROGA: Transiciones = {
    "PEDIDA": {"conceder": ["CONCEDIDA"], "negar": ["NEGADA"], "desistir": ["DESISTIDA"]},
    "CONCEDIDA": {},
    "NEGADA": {},
    "DESISTIDA": {},
}
# El acto con que se aprobó: el que quedó pendiente se completa, y el mal escrito se corrige.
_ACTOS = ["SESION", "RESOLUCION", "OTRO"]
TRANSICIONES_DEL_ACTO: Transiciones = {
    "PENDIENTE": {"completar acto": _ACTOS},
    **{acto: {"corregir acto": _ACTOS} for acto in _ACTOS},
}


def puede_formular(perfil: Perfil, dependencia: int) -> bool:
    """La persona formula los planes de esa dependencia coordinadora (clave primaria)."""
    return perfil.puede(Permiso.PLAN_FORMULAR_TODOS) or dependencia in perfil.dependencias(Permiso.PLAN_FORMULAR)


def problemas_para_crear(
    perfil: Perfil, *, clase: str, dependencia: int, responsables: Collection[int]
) -> list[Problema]:
    """Por qué la persona no puede crear ese plan.

    Quien no formula los de toda la entidad crea sólo los de su dependencia, y sólo si ella está entre las
    `responsables` (claves primarias): las que lideran, colideran o tienen una fase de la política, o la que responde
    por el plan institucional. El de implementación es de toda la entidad.
    """
    if perfil.puede(Permiso.PLAN_FORMULAR_TODOS):
        return []
    if clase == "IMPLEMENTACION":
        return [Problema("El plan de implementación del modelo lo crea Planeación.", "clase")]
    if dependencia not in perfil.dependencias(Permiso.PLAN_FORMULAR):
        return [Problema("Usted formula sólo los planes de su dependencia.", "dependencia")]
    if dependencia not in responsables:
        if clase == "INSTITUCIONAL":
            return [Problema("Ese plan institucional es responsabilidad de otra dependencia.", "tipo")]
        return [Problema("Su dependencia no lidera, ni colidera, ni tiene una fase de esa política.", "politica")]
    return []


def problemas_para_eliminar(
    *, estado: str, enviado: bool, actividades: int, con_historia: bool = False
) -> list[Problema]:
    """Por qué no se puede eliminar un plan: sólo un borrador vacío que nunca se envió.

    `con_historia`: se registró su documento publicado, o algo se decidió de sus seguimientos propios.
    """
    if estado != "BORRADOR" or enviado:
        return [Problema("Sólo se elimina un borrador que nunca se ha enviado a revisión.")]
    if actividades:
        return [Problema("El plan tiene actividades: elimínelas antes, una por una.")]
    if con_historia:
        return [Problema("Ya se registró su documento publicado o un seguimiento: desista del plan, con su motivo.")]
    return []


def problemas_para_enlazar(
    *, persona: int, dependencia: int | None, reportan: Collection[tuple[int, int]]
) -> list[Problema]:
    """Por qué la persona no puede ser el enlace de una actividad de la dependencia.

    `reportan`: pares (persona, dependencia) con un rol vigente de enlace o jefe.
    """
    if enlace_que_queda(persona, dependencia, reportan):
        return []
    return [Problema("El enlace debe ser enlace o jefe vigente de la dependencia responsable.", "enlace")]


def enlace_que_queda(enlace: int | None, dependencia: int | None, reportan: Collection[tuple[int, int]]) -> int | None:
    """El enlace de una actividad que pasa a la dependencia: el mismo si reporta por ella, o queda por asignar.

    Claves primarias; `reportan`, como en `problemas_para_enlazar`.
    """
    return enlace if (enlace, dependencia) in reportan else None


def puede_asignar_enlace(perfil: Perfil, coordinadora: int, responsable: int | None) -> bool:
    """La persona designa el enlace de una actividad: formula el plan o dirige la dependencia responsable."""
    return puede_formular(perfil, coordinadora) or responsable in perfil.dependencias(Permiso.PLAN_FORMULAR)


def problemas_de_programacion(actividad, intocable: int = 0) -> list[Problema]:
    """Qué no cuadra entre la meta, su tipo y los cuatro trimestres de una actividad.

    Lo programado hasta el trimestre `intocable` ya se midió: en una constante conserva la cantidad de entonces.
    """
    programado = [p for p in actividad.programacion if p is not None]
    por_medir = [p for p in actividad.programacion[intocable:] if p is not None]
    problemas = []
    if actividad.meta is None:
        return [Problema("no tiene meta.", "meta")]
    if not programado:
        problemas.append(Problema("no tiene ningún trimestre programado.", "programado_t1"))
    elif actividad.tipo_meta == "ACUMULADA" and sum(programado) != actividad.meta:
        problemas.append(
            Problema(
                f"la programación suma {cantidad(sum(programado))} y la meta es {cantidad(actividad.meta)}.",
                "meta",
            )
        )
    elif actividad.tipo_meta == "CONSTANTE" and any(p != actividad.meta for p in por_medir):
        problemas.append(
            Problema("es constante: cada trimestre programado debe llevar la misma cantidad de la meta.", "meta")
        )
    elif actividad.tipo_meta == "HITO" and programado != [Decimal(1)]:
        problemas.append(Problema("es un hito: programe 1 en un solo trimestre.", "programado_t1"))
    return problemas


def problemas_de_fechas(actividad, anio: int) -> list[Problema]:
    """Qué falta o no cuadra en las fechas de una actividad de la vigencia `anio`."""
    if actividad.fecha_fin is None:
        return [Problema("no tiene fecha de fin.", "fecha_fin")]
    fuera = any(f and f.year != anio for f in (actividad.fecha_inicio, actividad.fecha_fin))
    return [Problema(f"tiene fechas fuera de la vigencia {anio}.", "fecha_fin")] if fuera else []


def problemas_de_pesos(pesos: Sequence[Decimal | None]) -> list[Problema]:
    """Ponderaciones: todas vacías (iguales) o todas con valor y sumando 100 ± 0,05."""
    con_valor = [p for p in pesos if p is not None]
    if con_valor and len(con_valor) < len(pesos):
        faltan = len(pesos) - len(con_valor)
        return [
            Problema(
                f"Hay {faltan} {'actividad' if faltan == 1 else 'actividades'} sin ponderación y otras con ella: "
                "póngala en todas o déjela vacía en todas.",
                "ponderacion",
            )
        ]
    if con_valor and abs(sum(con_valor) - 100) > HOLGURA_PESOS:
        return [
            Problema(
                f"Las ponderaciones suman {cantidad(sum(con_valor))} % y deben sumar 100 %.",
                "ponderacion",
            )
        ]
    return []


def problemas_de_actividad(actividad, anio: int, intocable: int = 0) -> list[Problema]:
    """Qué le falta o no le cuadra a una actividad para enviarse; `intocable`: hasta qué trimestre ya se midió."""
    faltan = [] if actividad.nombre else [Problema("no tiene nombre: escríbalo o elimínela.", "nombre")]
    if actividad.dependencia_id is None:
        faltan.append(Problema("no tiene dependencia responsable.", "dependencia"))
    return [
        *faltan,
        *problemas_de_fechas(actividad, anio),
        *problemas_de_programacion(actividad, intocable),
        *problemas_de_formula(actividad),
    ]


def problemas_de_estrategias(actividades: Sequence, clase: str, esperadas: Collection[str] = ()) -> list[Problema]:
    """Las estrategias del modelo van en el plan de implementación, y cada una en una sola actividad: así se mide.

    `esperadas`: las del catálogo de su año, que el plan trae todas.
    """
    con_ella = [actividad for actividad in actividades if actividad.estrategia]
    cuantas = Counter(actividad.estrategia for actividad in con_ella)
    faltan = sorted(set(esperadas) - set(cuantas))
    problemas = [Problema(f"Falta la actividad que cumple la estrategia {cual} del modelo.") for cual in faltan]
    for actividad in con_ella:
        if clase != "IMPLEMENTACION":
            por_que = "lleva una estrategia del modelo, que sólo va en el plan de implementación."
        elif cuantas[actividad.estrategia] > 1:
            por_que = f"repite la estrategia {actividad.estrategia}: va en una sola actividad."
        else:
            continue
        problemas.append(Problema(por_que, "estrategia", f"Actividad {actividad.numero}", actividad.pk))
    return problemas


def problemas_para_enviar(
    actividades: Sequence, anio: int, clase: str, intocable: int = 0, esperadas: Collection[str] = ()
) -> list[Problema]:
    """«Lo que falta para enviar» un plan de esa clase: la misma lista en la pantalla, en la acción y en las pruebas.

    `intocable`: al modificar lo aprobado, hasta qué trimestre ya se midió; `esperadas`: las estrategias que trae el de
    implementación. Dejar una después es una modificación, con su motivo.
    """
    if not actividades:
        return [Problema("El plan no tiene actividades: créelas a mano o impórtelas de un Excel.")]
    problemas = [
        *problemas_de_pesos([a.ponderacion for a in actividades]),
        *problemas_de_estrategias(actividades, clase, esperadas),
    ]
    for actividad in actividades:
        suyos = problemas_de_actividad(actividad, anio, intocable)
        problemas.extend(Problema(p.mensaje, p.campo, f"Actividad {actividad.numero}", actividad.pk) for p in suyos)
    return problemas


# Por qué aprueba quien formuló: la excepción de una oficina de una sola persona, dicha y no callada.
SIN_OTRA_PERSONA = (
    "Lo aprobó quien lo envió o escribió en él: ninguna otra persona que apruebe planes seguía vinculada y sin haber "
    "escrito en él."
)
PERSONAS_A_LA_VISTA = 5
_LO_ESCRIBIO = "Usted envió, recuperó o escribió en este plan: lo aprueba otra persona."


def otras_que_aprueban(autores: Collection[int], deciden: Mapping[int, str]) -> dict[int, str]:
    """De las personas vivas que deciden sobre planes (clave primaria → nombre), las que no son autoras de este."""
    return {persona: nombre for persona, nombre in deciden.items() if persona not in autores}


def problemas_para_aprobar(
    perfil: Perfil, *, autores: Collection[int], deciden: Mapping[int, str], por_que: str = _LO_ESCRIBIO
) -> list[Problema]:
    """Por qué la persona no puede decidirlo: nadie decide lo que formuló o pidió mientras haya quien más lo haga.

    `autores`: quienes lo enviaron, lo recuperaron, escribieron en él o lo pidieron; `deciden`: las personas vivas que
    deciden sobre planes (clave primaria → nombre); `por_que`: cómo se le dice a quien es uno de ellos.
    """
    if not perfil.puede(Permiso.PLAN_DECIDIR):
        return [Problema("Decide Planeación.")]
    otras = otras_que_aprueban(autores, deciden)
    if perfil.persona not in autores or not otras:
        return []
    nombres = sorted(otras.values())[:PERSONAS_A_LA_VISTA]
    mas = f" y {len(otras) - PERSONAS_A_LA_VISTA} más" if len(otras) > PERSONAS_A_LA_VISTA else ""
    return [Problema(f"{por_que} Puede hacerlo {', '.join(nombres)}{mas}.")]


def problemas_de_acto(*, acto_numero: str, acto_fecha: date | None, anio: int, hoy: date) -> list[Problema]:
    """Qué no cuadra en el acto con que se aprueba un plan del año `anio`."""
    problemas = []
    if not acto_numero.strip():
        problemas.append(Problema("Escriba el número del acto, o elija «Acta pendiente».", "acto_numero"))
    if acto_fecha and acto_fecha > hoy:
        problemas.append(Problema("El acto no puede tener una fecha que no ha llegado.", "acto_fecha"))
    elif acto_fecha and acto_fecha.year < anio - 1:
        problemas.append(
            Problema(f"Revise la fecha: un plan de {anio} no se aprobó en {acto_fecha.year}.", "acto_fecha")
        )
    return problemas


@dataclass(frozen=True)
class Cambio:
    """Actividad que existe y que el archivo trae distinta: `campos` es `{campo: (antes, después)}`.

    `propios`: lo mismo, de lo que otra app le añade.
    """

    pk: int
    leida: object
    campos: Mapping[str, tuple]
    propios: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Diferencia:
    """Qué haría un archivo sobre el plan tal como está.

    `ausentes` son los números de las actividades que el archivo no trae; `desconocidos`, los enlaces que nombra y no
    pueden serlo: no son personas del sistema o no reportan por la dependencia responsable.
    """

    nuevas: tuple = ()
    cambios: tuple[Cambio, ...] = ()
    iguales: int = 0
    ausentes: tuple[str, ...] = ()
    desconocidos: tuple[str, ...] = ()

    @property
    def vacia(self) -> bool:
        """El archivo no cambia nada."""
        return not self.nuevas and not self.cambios

    @property
    def huella(self) -> str:
        """SHA-256 de lo que haría: quien confirma, confirma lo que vio."""
        return huella({"nuevas": a_json(self.nuevas), "cambios": a_json(self.cambios)})


def numeros_libres(ocupados: Collection[str]) -> Iterator[str]:
    """Los números que puede llevar una actividad que no trae el suyo: los que nadie ocupa, desde el 1."""
    return (numero for numero in map(str, count(1)) if numero not in ocupados)


def diferencia(
    existentes: Iterable[Mapping],
    leidas: Iterable,
    trae: Collection[str] = CAMPOS_COMPARADOS,
    callan: Collection[tuple[int, str]] = (),
    propios: tuple[CampoPropio, ...] = (),
) -> Diferencia:
    """Compara las actividades del plan con las de un archivo.

    `existentes`: dicts con `pk` y `CAMPOS_COMPARADOS` (dependencia y apoyos como claves primarias). Se emparejan
    primero por nombre —así renumerar no duplica— y después por número; las que se llaman igual, por nombre y número o
    producto. Las que no vienen se conservan y se dicen.
    De una actividad que ya está se conserva también lo que el archivo no dice: los campos que no están en `trae` y
    los pares (fila, campo) de `callan`, cuya celda venía vacía. Un número supuesto no empareja ni renumera: la
    actividad nueva que lo lleva toma el primero libre del plan.
    `propios`: los campos que otra app añade; lo que dicen hoy va en `existentes["propios"]`.
    """
    libres = {e["pk"]: e for e in existentes}
    leidas = list(leidas)
    ocupados = {e["numero"] for e in libres.values()} | {a.numero for a in leidas if not a.numero_supuesto}
    sin_ocupar = numeros_libres(ocupados)
    parejas: dict[int, Mapping] = {}
    # Las homónimas, por lo que las distingue; si no basta, sólo si vienen todas, en su orden: no se adivina cuál es.
    for campos in (("nombre", "numero"), ("nombre", "producto"), ("nombre",), ("numero",)):
        indice: dict[tuple[str, ...], list] = {}
        for existente in libres.values():
            indice.setdefault(tuple(normalizar(existente[c]) for c in campos), []).append(existente)
        clave_de = {
            posicion: tuple(normalizar(getattr(leida, c)) for c in campos)
            for posicion, leida in enumerate(leidas)
            if posicion not in parejas and not ("numero" in campos and leida.numero_supuesto)
        }
        vienen = Counter(clave_de.values())
        caben = {clave for clave, suyas in indice.items() if campos != ("nombre",) or len(suyas) <= vienen[clave]}
        for posicion, clave in clave_de.items():
            candidatas = indice.get(clave, []) if clave in caben else []
            if candidatas:
                parejas[posicion] = candidatas.pop(0)
                del libres[parejas[posicion]["pk"]]
    nuevas, cambios, iguales = [], [], 0
    for posicion, leida in enumerate(leidas):
        existente = parejas.get(posicion)
        if existente is None:
            nuevas.append(replace(leida, numero=next(sin_ocupar)) if leida.numero_supuesto else leida)
            continue
        distintos = [c for c in CAMPOS_COMPARADOS if comparable(existente[c]) != comparable(getattr(leida, c))]
        dichos = {c for c in distintos if c in trae and (leida.fila, c) not in callan}
        if leida.numero_supuesto:
            dichos.discard("numero")
        if dichos & DE_LA_META:
            dichos |= DE_LA_META
        campos = {campo: (existente[campo], getattr(leida, campo)) for campo in distintos if campo in dichos}
        suyos = distintos_propios(existente["propios"], dict(leida.propios), propios) if propios else {}
        if campos or suyos:
            cambios.append(Cambio(existente["pk"], leida, campos, suyos))
        else:
            iguales += 1
    return Diferencia(tuple(nuevas), tuple(cambios), iguales, tuple(e["numero"] for e in libres.values()))


def comparable(valor):
    """Un valor sin lo que no lo hace distinto: el orden de una lista, los espacios y «No aplica», que es vacío."""
    if isinstance(valor, list | tuple | set | frozenset):
        return frozenset(valor)
    if isinstance(valor, str):
        # «No aplica» se lee vacío: lo que se exportó no debe volver como si lo hubieran borrado.
        return "" if sin_valor(valor) else " ".join(valor.split())
    return valor


def huella(foto: Mapping) -> str:
    """SHA-256 de una foto en JSON canónico (claves ordenadas, sin espacios, UTF-8)."""
    texto = json.dumps(foto, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(texto.encode()).hexdigest()
