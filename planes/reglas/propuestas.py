"""Decisiones puras sobre una propuesta de modificación: qué cambia, qué choca y qué ya no se toca.

Una propuesta se mira a tres bandas (P-25): lo que regía cuando empezó (`base`), lo que rige ahora (`vigente`) y lo que
propone. Cada banda es la foto de una actividad: `{campo: fotografiar}`. Lo que otro cambió entre tanto —una prórroga,
una errata corregida, una dependencia fusionada— se conserva; sólo se pregunta lo que los dos dejaron distinto.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mipg.etiquetas import cantidad
from mipg.fechas import inicio_de_trimestre
from mipg.reglas import Problema
from planes.campos import DE_LA_META, EN_FOTO, POR_NOMBRE, SUSTANCIALES
from planes.reglas import RIGEN

CAMPOS = tuple(campo.nombre for campo in EN_FOTO)
# Además de los campos, puede chocar que un lado retire lo que el otro cambió.
RETIRO = "retiro"
# De qué lado se toma lo que choca.
VIGENTE, PROPUESTA = "vigente", "propuesta"


def problemas_para_proponer(*, estado: str, hay_abierta: bool, tiene_version: bool = True) -> list[Problema]:
    """Por qué no se le puede proponer una modificación a un plan en ese estado."""
    if estado not in RIGEN:
        return [Problema("Sólo se modifica un plan que rige: aprobado o publicado.")]
    if hay_abierta:
        return [Problema("El plan ya tiene una modificación en curso: siga con ella, o desista de ella antes.")]
    if not tiene_version:
        return [Problema("El plan no tiene una versión aprobada de la que partir. Avise a la administración técnica.")]
    return []


def problemas_de_lo_dicho(motivo: str, frase: str) -> list[Problema]:
    """El motivo y la frase pública con que se envía una propuesta."""
    dicho = ((motivo, "motivo", "Escriba por qué se modifica."), (frase, "frase", "Escriba la frase para el público."))
    return [Problema(mensaje, campo) for texto, campo, mensaje in dicho if not texto.strip()]


@dataclass(frozen=True)
class Cruce:
    """Lo que resulta de mirar una actividad a tres bandas, en nombres de campo.

    `propone`: lo que la propuesta cambia de lo que rige. `de_afuera`: lo que cambió entre tanto y la propuesta no tocó,
    que se toma de lo que rige. `chocan`: lo que los dos dejaron distinto, y `RETIRO`: alguien lo elige.
    """

    propone: tuple[str, ...] = ()
    de_afuera: tuple[str, ...] = ()
    chocan: tuple[str, ...] = ()


def cruzar(base: Mapping, vigente: Mapping | None, propuesta: Mapping, *, se_retira: bool = False) -> Cruce:
    """Mira una actividad que regía al empezar la propuesta. `vigente` es nulo si ya se retiró por otro lado.

    La meta, su tipo, su sentido y los cuatro trimestres dicen un solo hecho: si los dos lados lo cambiaron, todo lo que
    de él difiere se elige.
    """
    if vigente is None:
        cambio = not se_retira and any(propuesta[c] != base[c] for c in CAMPOS)
        return Cruce(chocan=(RETIRO,) if cambio else ())
    movidos = [c for c in CAMPOS if vigente[c] != base[c]]
    if se_retira:
        choca = SUSTANCIALES.intersection(movidos)
        return Cruce(de_afuera=() if choca else tuple(movidos), chocan=(RETIRO,) if choca else ())
    propios = [c for c in CAMPOS if propuesta[c] != base[c]]
    distintos = [c for c in CAMPOS if propuesta[c] != vigente[c]]
    los_dos = set(movidos).intersection(propios, distintos)
    if DE_LA_META.intersection(movidos) and DE_LA_META.intersection(propios):
        los_dos |= DE_LA_META.intersection(distintos)
    return Cruce(
        propone=tuple(c for c in distintos if c in propios and c not in los_dos),
        de_afuera=tuple(c for c in distintos if c not in propios and c not in los_dos),
        chocan=tuple(c for c in CAMPOS if c in los_dos),
    )


@dataclass(frozen=True)
class Linea:
    """Una línea de la propuesta a tres bandas.

    `pk`: su clave; `actividad`: la de la actividad que rige (nula si es nueva); `vigente`: nulo si se retiró por otro
    lado; `propuesta`: lo que propone.
    """

    pk: int
    actividad: int | None
    base: Mapping
    vigente: Mapping | None
    propuesta: Mapping
    se_retira: bool = False
    cruce: Cruce = field(init=False, compare=False)

    def __post_init__(self):
        cruce = (
            Cruce()
            if self.actividad is None
            else cruzar(self.base, self.vigente, self.propuesta, se_retira=self.se_retira)
        )
        object.__setattr__(self, "cruce", cruce)

    @property
    def es_nueva(self) -> bool:
        """No rige todavía."""
        return self.actividad is None

    @property
    def ya_se_retiro(self) -> bool:
        """Regía al empezar, y otro la retiró."""
        return not self.es_nueva and self.vigente is None

    @property
    def donde(self) -> str:
        """Cómo se nombra en un problema."""
        return f"Actividad {self.propuesta['numero']}"

    @property
    def resultado(self) -> Mapping | None:
        """Como quedaría; nulo si se va. Lo que choca se muestra como se propone."""
        if self.se_retira or (self.ya_se_retiro and RETIRO not in self.cruce.chocan):
            return None
        if self.vigente is None:
            return self.propuesta
        return {**self.propuesta, **{c: self.vigente[c] for c in self.cruce.de_afuera}}

    @property
    def cambia(self) -> bool:
        """Si aprobarla cambia algo de lo que rige."""
        if self.es_nueva:
            return not self.se_retira
        return bool(self.cruce.propone or self.cruce.chocan) or (self.se_retira and not self.ya_se_retiro)


def problemas_de_lo_que_choca(lineas: Iterable[Linea]) -> list[Problema]:
    """Lo que hay que elegir antes de seguir: la propuesta y lo que rige dejaron lo mismo de dos maneras."""
    return [
        Problema(_que_choca(linea, campo), campo, linea.donde, linea.pk)
        for linea in lineas
        for campo in linea.cruce.chocan
    ]


def _que_choca(linea: Linea, campo: str) -> str:
    if campo != RETIRO:
        return f"«{POR_NOMBRE[campo].como_se_llama}» cambió en lo que rige y también aquí: elija con cuál queda."
    if linea.se_retira:
        return "se propone retirarla, y entre tanto cambió en lo que rige: elija si se retira."
    return "se propone cambiarla, y entre tanto se retiró: elija si se retira o vuelve como nueva."


def problemas_de_numeros(lineas: Iterable[Linea]) -> list[Problema]:
    """Dos actividades quedarían con el mismo número: una la renumeró la propuesta y otra, lo que rige."""
    vistos: set[str] = set()
    repetidos: dict[str, int] = {}
    for linea in lineas:
        if (como := linea.resultado) is not None:
            if como["numero"] in vistos:
                repetidos.setdefault(como["numero"], linea.pk)
            vistos.add(como["numero"])
    return [
        Problema("otra actividad quedaría con el mismo número: cámbielo en una.", "numero", f"Actividad {numero}", pk)
        for numero, pk in repetidos.items()
    ]


def problemas_de_lo_medido(lineas: Iterable[Linea], intocable: int) -> list[Problema]:
    """Lo que la propuesta cambiaría de un trimestre cuya fecha de corte ya pasó: rige desde el que está en curso.

    `intocable`: el último trimestre que ya no se toca (0 si ninguno), esté cerrado su corte o no.
    """
    return [
        Problema(problema.mensaje, problema.campo, linea.donde, linea.pk)
        for linea in lineas
        if linea.resultado is not None and linea.cambia
        for problema in _de_lo_medido(linea, intocable)
    ]


def _de_lo_medido(linea: Linea, intocable: int) -> Iterable[Problema]:
    como, antes = linea.resultado, linea.vigente or {}
    pasados = [f"programado_t{t}" for t in range(1, intocable + 1)]
    for campo in pasados:
        if como[campo] != antes.get(campo):
            yield Problema(
                f"la fecha de corte del trimestre {campo[-1]} ya pasó: lo programado en él no cambia. "
                f"{_desde(intocable)}",
                campo,
            )
    if any(antes.get(campo) is not None for campo in pasados):
        for campo, que in (("tipo_meta", "el tipo de meta"), ("sentido", "el sentido")):
            if como[campo] != antes[campo]:
                yield Problema(
                    f"{que} no cambia: ya hay trimestres que se miden con el que tenía. Retírela y cree otra, que rija "
                    "desde el trimestre en curso.",
                    campo,
                )


def _desde(intocable: int) -> str:
    return f"El cambio rige desde el trimestre {intocable + 1}." if intocable < 4 else "En este año ya no se programa."


def efecto_del_retiro(vigente: Mapping, *, intocable: int, cerrado: int) -> str:
    """Qué pasa con lo medido de una actividad que se retira, según su tipo de meta, dicho para quien decide.

    `cerrado`: el último trimestre con corte cerrado. Lo medido no se pierde: la actividad sigue en los cortes cerrados
    y en el que ya pasó su fecha y aún no cierra; deja de deberse desde el trimestre en curso.
    """
    programados = [t for t in (1, 2, 3, 4) if vigente[f"programado_t{t}"] is not None]
    pasados = [t for t in programados if t <= intocable]
    if not pasados:
        return "No tenía nada programado en los trimestres que ya pasaron: deja de deberse."
    abiertos = [t for t in range(cerrado + 1, intocable + 1) if pasados[0] <= t]
    cola = f" Cuenta todavía en el corte T{abiertos[0]}, que no ha cerrado." if abiertos else ""
    if vigente["tipo_meta"] == "HITO":
        return f"Se debía entregar en el trimestre {pasados[-1]}: se entregó o no, y eso queda.{cola}"
    if vigente["tipo_meta"] == "CONSTANTE":
        return f"Se midió hasta el trimestre {pasados[-1]}, y eso queda; los demás dejan de deberse.{cola}"
    hasta = sum(Decimal(vigente[f"programado_t{t}"]) for t in pasados)
    return f"De su meta quedan {cantidad(hasta)}, lo programado hasta el trimestre {pasados[-1]}.{cola}"


def rige_desde(hoy: date, anio: int, intocable: int) -> date:
    """Desde cuándo rige lo que se aprueba hoy: el día mismo o, si su trimestre ya se midió, cuando empieza el otro."""
    if intocable in (0, 4):
        return hoy
    return max(hoy, inicio_de_trimestre(anio, intocable + 1))
