"""La bitácora de un registro contada para una persona: quién hizo qué, cuándo, y qué cambió."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

from mipg.bitacora.models import Suceso, SucesoQuerySet
from mipg.consultas import armada_una_vez
from mipg.etiquetas import fecha, fecha_hora
from mipg.usuarios.reglas import en_encargo

_IRREGULARES = {"pedir": "pidió", "corregir": "corrigió", "revertir": "revirtió", "detener": "detuvo"}
_FECHA = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
SeMuestra = Callable[[Suceso, str], bool]
_CAMBIOS = {0: "creó el registro", 1: "cambió", 2: "borró el registro", 3: "consultó"}


@dataclass(frozen=True)
class Renglon:
    """Lo que se le hizo a un registro dentro de un acto. `cambios`: (campo, antes, después)."""

    nombre: str
    que: str = ""
    cambios: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Evento:
    """Un renglón de la línea de tiempo. `cambios`: (campo, antes, después).

    Si junta varios sucesos, `renglones` dice qué se hizo a cada registro y `de_mas`, cuántos sucesos no se detallan.
    """

    quien: str
    verbo: str
    cuando: datetime
    detalle: str = ""
    cambios: tuple[tuple[str, str, str], ...] = ()
    origen: str = ""
    renglones: tuple[Renglon, ...] = ()
    de_mas: int = 0


def en_pasado(verbo: str) -> str:
    """«terminar asignación» → «terminó asignación»."""
    infinitivo, espacio, resto = verbo.partition(" ")
    if infinitivo in _IRREGULARES:
        return _IRREGULARES[infinitivo] + espacio + resto
    if infinitivo.endswith("ar"):
        return f"{infinitivo[:-2]}ó{espacio}{resto}"
    if infinitivo.endswith(("er", "ir")):
        return f"{infinitivo[:-2]}ió{espacio}{resto}"
    return verbo


def que_hizo(suceso: Suceso) -> str:
    """El verbo de la acción en pasado o, si es un cambio de campos, qué les pasó."""
    return en_pasado(suceso.verbo) if suceso.verbo else _CAMBIOS.get(suceso.action, "cambió")


def legible(valor: object) -> str:
    """Un valor de la bitácora como lo leería una persona; vacío si no había."""
    if valor is None or valor in ("", "None"):
        return ""
    # `is`: para Python el número 1 es igual a True.
    if valor is True or valor == "True":
        return "Sí"
    if valor is False or valor == "False":
        return "No"
    texto = str(valor)
    try:
        if _INSTANTE.match(texto):
            instante = datetime.fromisoformat(texto)
            # La biblioteca de la bitácora guarda los instantes en UTC y sin decirlo.
            return fecha_hora(instante if instante.tzinfo else instante.replace(tzinfo=UTC))
        if _FECHA.fullmatch(texto):
            return fecha(date.fromisoformat(texto))
    except ValueError:
        return texto
    return texto


def rotulo(modelo: type[models.Model] | None, campo: str) -> str:
    """El nombre visible de un campo; el texto tal cual si no es un campo del modelo."""
    nombre = str(getattr(_campo(modelo, campo), "verbose_name", campo))
    return nombre[:1].upper() + nombre[1:]


def _todo(_suceso: Suceso, _campo: str) -> bool:
    return True


def _mostrados(suceso: Suceso, se_muestra: SeMuestra) -> Iterator[tuple[str, object]]:
    return ((campo, valor) for campo, valor in (suceso.changes or {}).items() if se_muestra(suceso, campo))


def nombres_de(sucesos: Iterable[Suceso], se_muestra: SeMuestra = _todo) -> dict[tuple[type, str], str]:
    """Cómo se llama cada registro que los cambios citan por su clave; una consulta por modelo citado."""
    citados: dict[type, set[str]] = {}
    for suceso in sucesos:
        modelo = suceso.content_type.model_class()
        for campo, valor in _mostrados(suceso, se_muestra):
            relacionado = _relacionado(modelo, campo)
            if relacionado and isinstance(valor, list):
                claves = {str(v) for v in valor if str(v).isascii() and str(v).isdigit()}
                citados.setdefault(relacionado, set()).update(claves)
    return {
        (modelo, str(pk)): str(registro)
        for modelo, claves in citados.items()
        for pk, registro in modelo._base_manager.select_related().in_bulk(claves).items()
    }


def _campo(modelo: type[models.Model] | None, nombre: str):
    try:
        return modelo._meta.get_field(nombre) if modelo else None
    except FieldDoesNotExist:
        return None


def _relacionado(modelo: type[models.Model] | None, nombre: str) -> type[models.Model] | None:
    campo = _campo(modelo, nombre)
    return campo.related_model if campo is not None and campo.many_to_one else None


def cambios_de(
    suceso: Suceso, nombres: Mapping[tuple[type, str], str], se_muestra: SeMuestra = _todo
) -> tuple[tuple[str, str, str], ...]:
    """Los cambios de un suceso: (campo, antes, después), con textos para una persona."""
    modelo = suceso.content_type.model_class()
    filas = []
    for nombre, valor in _mostrados(suceso, se_muestra):
        campo = _campo(modelo, nombre)
        if campo is not None and campo.auto_created:
            # La clave y las relaciones inversas las anota la biblioteca, pero no son datos del registro.
            continue
        if isinstance(valor, dict):
            # Relaciones de muchos a muchos: qué se agregó o qué se quitó.
            puestos = ", ".join(map(str, valor.get("objects", [])))
            antes, despues = (puestos, "") if valor.get("operation") == "delete" else ("", puestos)
        else:
            antes, despues = (
                nombres.get((_relacionado(modelo, nombre), str(v))) or _etiqueta(campo, v)
                for v in [*valor, None, None][:2]
            )
        if antes or despues:
            filas.append((rotulo(modelo, nombre), antes, despues))
    return tuple(filas)


def _etiqueta(campo, valor) -> str:
    opciones = dict(campo.flatchoices) if getattr(campo, "flatchoices", None) else {}
    return str(opciones.get(valor, "")) or legible(valor)


@armada_una_vez
def _sucesos(tipo: int, registro: int, cuantos: range | None) -> SucesoQuerySet:
    """Los de las acciones. De quien actuó, sólo cómo se llama; el tipo lo sabe quien pregunta."""
    suyos = Suceso.objects.filter(content_type=tipo, object_pk=str(registro)).con_verbo()
    contado = ("content_type", "timestamp", "verbo", "action", "changes", "additional_data", "nota", "origen")
    nombrados = suyos.select_related("actor").only(*contado, "remote_addr", "actor__nombre", "actor__email")
    return nombrados if cuantos is None else nombrados[: len(cuantos)]


def historia(objeto: models.Model, cuantos: int | None = None, **como) -> list[Evento]:
    """Los (últimos `cuantos`) sucesos de las acciones sobre un registro, lo último primero; `como`: vea `eventos`."""
    tipo = ContentType.objects.get_for_model(objeto)
    sucesos = _sucesos(tipo.pk, objeto.pk, None if cuantos is None else range(cuantos))
    for suceso in sucesos:
        suceso.content_type = tipo
    return eventos(sucesos, **como)


def eventos(
    sucesos: Iterable[Suceso],
    *,
    frases: Mapping[str, str] = MappingProxyType({}),
    se_muestra: SeMuestra = _todo,
    sin_valores: Collection[str] = (),
) -> list[Evento]:
    """Los sucesos como renglones de la línea de tiempo. Cárguelos con `actor` y `content_type`.

    `frases`: cómo se cuenta un verbo si no basta ponerlo en pasado («envió el plan a revisión»). `se_muestra` dice
    qué cambios se cuentan. De los verbos de `sin_valores` se dice qué campos cambiaron, y no sus valores.
    """
    sucesos = list(sucesos)
    nombres = nombres_de((suceso for suceso in sucesos if suceso.verbo not in sin_valores), se_muestra)
    return [
        Evento(
            quien=str(suceso.actor) if suceso.actor else "El sistema",
            verbo=frases.get(suceso.verbo) or que_hizo(suceso),
            cuando=suceso.timestamp,
            detalle=detalle_de(suceso, _campos_cambiados(suceso, se_muestra) if suceso.verbo in sin_valores else ""),
            cambios=() if suceso.verbo in sin_valores else cambios_de(suceso, nombres, se_muestra),
            origen=" · ".join(filter(None, [suceso.origen, suceso.remote_addr])),
        )
        for suceso in sucesos
    ]


def detalle_de(suceso: Suceso, campos: str = "") -> str:
    """Su nota, los `campos` que se quieran decir y en encargo de quién se actuó; vacío si nada."""
    encargos = (suceso.additional_data or {}).get("en_encargo_de")
    return "\n".join(filter(None, [suceso.nota, campos, capfirst(f"{en_encargo(encargos)}.") if encargos else ""]))


def _campos_cambiados(suceso: Suceso, se_muestra: SeMuestra) -> str:
    modelo = suceso.content_type.model_class()
    rotulos = ", ".join(rotulo(modelo, campo).lower() for campo, _ in _mostrados(suceso, se_muestra))
    return f"Cambió: {rotulos}." if rotulos else ""
