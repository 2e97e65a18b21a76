"""Las pocas etiquetas y filtros comunes a todas las plantillas (cargadas como `builtins`).

Formatos: fechas `31/01/2025`, números `1.234,5`, porcentajes con dos decimales.
Son baratos a propósito: `|date` cuesta la mitad de una página de cincuenta filas.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import chain

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import linebreaksbr
from django.template.loader import get_template
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from mipg.enlaces import es_enlace
from mipg.glosario import TERMINOS
from mipg.graficas import Grafica
from mipg.palabras import Trozo, por_palabras
from mipg.texto import resaltar

register = template.Library()

RAYA = "—"
ESPACIO_DURO = "\N{NO-BREAK SPACE}"
# Letras desde las que un cambio se lee mejor palabra por palabra.
_LARGO = 40
_CENTESIMA = Decimal("0.01")
_COMAS_Y_PUNTOS = str.maketrans(",.", ".,")
# Una clave que ninguna ruta lleva escrita.
_CUALQUIERA = 987654321


def _a_la_colombiana(texto: str) -> str:
    """Cambia la coma de miles y el punto decimal de Python por los de Colombia."""
    return texto.translate(_COMAS_Y_PUNTOS)


@register.filter
def enlace(direccion: str) -> str:
    """La dirección que alguien escribió, para un `href`; vacía si abrirla no es abrir una página."""
    return direccion if es_enlace(direccion) else ""


@register.filter
def porcentaje(valor: Decimal | int | None) -> str:
    """Un porcentaje 0-100 como «87,30 %», redondeado con la mitad hacia arriba; «—» si no hay valor."""
    if valor is None or valor == "":
        return RAYA
    redondo = Decimal(valor).quantize(_CENTESIMA, rounding=ROUND_HALF_UP)
    return _a_la_colombiana(f"{redondo:,.2f}") + ESPACIO_DURO + "%"


@register.filter
def puntaje(valor: Decimal | int | None) -> str:
    """Un puntaje de 0 a 100 como «63,41», con la mitad hacia arriba; «—» si no se midió: nunca es 0."""
    return porcentaje(valor).removesuffix(f"{ESPACIO_DURO}%")


@register.filter
def diferencia(valor: Decimal | None) -> str:
    """Cuántos puntos hay de más o de menos, con su signo: «+2,50», «−0,30», «0,00»; «—» si no se comparan."""
    texto = puntaje(valor)
    if texto in (RAYA, "0,00", "-0,00"):
        return texto.lstrip("-")
    return f"\N{MINUS SIGN}{texto[1:]}" if texto.startswith("-") else f"+{texto}"


@register.filter
def cantidad(valor: Decimal | int | None) -> str:
    """Una cantidad como «1.234,5», sin ceros decimales de sobra; «—» si no hay valor."""
    if valor is None or valor == "":
        return RAYA
    texto = f"{Decimal(valor):,f}"
    if "." in texto:
        texto = texto.rstrip("0").rstrip(".")
    return _a_la_colombiana(texto)


def contar(cuantos: int, singular: str, plural: str = "") -> str:
    """«1 fila», «1.200 filas»: la cantidad con su nombre; `plural`, si no es el singular y una «s»."""
    return f"{cantidad(cuantos)} {singular if cuantos == 1 else plural or singular + 's'}"


@register.filter
def con_unidad(valor: Decimal | int | None, unidad: str) -> str:
    """Una cantidad con su unidad: «3 informes», «80 %». Con 1, la unidad va aparte: nadie lee «1 informes»."""
    texto = cantidad(valor)
    if not unidad or texto == RAYA:
        return texto
    # La unidad la escribe quien formula, casi siempre en plural, y el singular no se puede adivinar.
    return f"{texto} ({unidad})" if texto == "1" and unidad.endswith("s") else f"{texto} {unidad}"


@register.filter
def fecha(valor: date | datetime | None) -> str:
    """Una fecha como «31/01/2025», en hora de Colombia si trae hora; «—» si no hay valor."""
    if not valor:
        return RAYA
    if isinstance(valor, datetime) and timezone.is_aware(valor):
        valor = timezone.localtime(valor)
    return f"{valor.day:02}/{valor.month:02}/{valor.year:04}"


@register.filter
def fecha_hora(valor: datetime | None) -> str:
    """Un instante como «31/01/2025 14:05», en hora de Colombia; «—» si no hay valor."""
    if not valor:
        return RAYA
    if timezone.is_aware(valor):
        valor = timezone.localtime(valor)
    return f"{fecha(valor)} {valor.hour:02}:{valor.minute:02}"


@register.filter
def paginas(pagina) -> list[int | str]:
    """Los números que muestra la paginación alrededor de la página actual, con «…» donde se salta."""
    return list(pagina.paginator.get_elided_page_range(pagina.number, on_each_side=1, on_ends=1))


def _peticion(context):
    return context.get("request") or context.request


@register.simple_tag(takes_context=True)
def url_con(context, **cambios) -> str:
    """La consulta de la URL actual con otros parámetros: `?estado=ABIERTO&pagina=2`; None o "" los quita.

    Sirve también dentro de `{% include … only %}`, que conserva la petición pero no sus variables.
    """
    pedidos = [(n, valor) for n, valores in _peticion(context).GET.lists() if n not in cambios for valor in valores]
    return f"?{urlencode([*pedidos, *((n, valor) for n, valor in cambios.items() if valor not in (None, ''))])}"


@register.simple_tag
def direccion(nombre: str, clave: int) -> str:
    """`{% url nombre clave %}` para cada fila de una lista: la ruta se busca una vez y no en cada fila."""
    inicio, fin = _molde(nombre, get_script_prefix())
    return f"{inicio}{clave}{fin}"


@lru_cache(maxsize=256)
def _molde(nombre: str, _prefijo: str) -> tuple[str, str]:
    inicio, _, fin = reverse(nombre, args=[_CUALQUIERA]).rpartition(str(_CUALQUIERA))
    return inicio, fin


@register.simple_block_tag
def captura(content):
    """Guarda lo que encierra para repetirlo: `{% captura as titulo %}…{% endcaptura %}`."""
    return content


# --- Lo que se repite en cada fila ---------------------------------------------------------------------------------
#
# Siempre da lo mismo para los mismos datos: se pinta una vez y se recuerda.

_NIVELES = {"satisfactorio": "Satisfactorio", "aceptable": "Aceptable", "minimo": "Mínimo"}
RECORDADAS = 128


# Con los tipos: un texto que ya es HTML no se pinta como el que dice lo mismo sin serlo.
@register.simple_tag
@lru_cache(maxsize=RECORDADAS, typed=True)
def estado(texto: str, clase: str = "") -> str:
    """Una insignia: `{% estado "Por empezar" "info" %}`. `clase`: info, exito, aviso, error, gris o vacía (neutral)."""
    return format_html('<span class="estado{}">{}</span>', f" estado--{clase}" if clase else "", texto)


@register.simple_tag
def semaforo(nivel: str = "", valor: Decimal | int | None = None, grande: bool = False) -> str:
    """El semáforo con su palabra: `{% semaforo cifra.semaforo cifra.cumplimiento %}`.

    `nivel`: satisfactorio, aceptable, minimo o vacío (sin programación), en cualquier caja. `valor`: 0-100, si se
    escribe.
    """
    return _semaforo(str(nivel or "").lower(), None if valor is None else porcentaje(valor), grande)


@lru_cache(maxsize=1024)
def _semaforo(nivel: str, valor: str | None, grande: bool) -> str:
    return format_html(
        '<span class="semaforo{}{}">{}<span class="semaforo-texto">{}</span></span>',
        f" semaforo--{nivel}" if nivel else "",
        " semaforo--grande" if grande else "",
        "" if valor is None else format_html('<span class="semaforo-valor">{}</span> ', valor),
        _NIVELES.get(nivel, "Sin programación"),
    )


@register.simple_tag
@lru_cache(maxsize=RECORDADAS)
def pintar(plantilla: str, grafica: Grafica) -> str:
    """El dibujo o la tabla de una gráfica: `{% pintar grafica.dibujo grafica %}`.

    La gráfica es inmutable y su plantilla no mira nada más: dos iguales se pintan igual.
    """
    return get_template(plantilla).render({"grafica": grafica})


@register.filter
def en_json(valor: object) -> str:
    """Un dato para un guion, dentro de un atributo `data-…`: en línea la CSP no lo deja."""
    return json.dumps(valor, cls=DjangoJSONEncoder)


@register.filter
def parejas(datos: Iterable[tuple[str, str]]) -> str:
    """Rótulos y textos como las parejas de un `<dl class="datos">`; cada renglón del texto, en el suyo."""
    escritos = [(rotulo, linebreaksbr(texto) if "\n" in texto else texto) for rotulo, texto in datos]
    # De una vez: por pareja, el doble.
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>" * len(escritos), *chain.from_iterable(escritos))


@register.simple_tag
def trozos(partes: Iterable[Trozo]) -> str:
    """Un texto con lo que sale y lo que entra marcado, también con palabras para quien no ve las marcas."""
    return format_html('<span class="trozos">{}</span>', format_html_join("", "{}", ((_trozo(p),) for p in partes)))


@register.simple_tag
def cambio(antes: str, despues: str) -> str:
    """De un valor a otro: «antes → después»; de dos textos largos, qué palabras salen y cuáles entran."""
    if min(len(antes), len(despues)) >= _LARGO:
        return trozos(por_palabras(antes, despues))
    return format_html(
        '<span class="solo-lectores">Antes:</span> <del>{}</del> <span aria-hidden="true">→</span> '
        '<span class="solo-lectores">Después:</span> <ins>{}</ins>',
        antes or "vacío",
        despues or "vacío",
    )


def _trozo(parte: Trozo) -> str:
    if parte.sale:
        return format_html(
            '<del><span class="solo-lectores">(sale:) </span>{}<span class="solo-lectores"> (fin)</span></del>',
            parte.texto,
        )
    if parte.entra:
        return format_html(
            '<ins><span class="solo-lectores">(entra:) </span>{}<span class="solo-lectores"> (fin)</span></ins>',
            parte.texto,
        )
    return parte.texto


# --- Ayuda ---------------------------------------------------------------------------------------------------


@register.simple_tag
def ayuda(codigo: str) -> str:
    """Un botón «?» que explica un término del glosario sin salir de la página: `{% ayuda "corte" %}`.

    Va junto al término, nunca dentro de un `<p>`, un título o un rótulo. Lanza `KeyError` si el término no existe.
    """
    return _explicar((codigo,), get_script_prefix(), suelto=True)


@register.simple_tag
def terminos(*codigos: str) -> str:
    """Una fila con los términos de una tabla o de un formulario: `{% terminos "cobertura" "semaforo" %}`."""
    return _explicar(codigos, get_script_prefix(), suelto=False)


@lru_cache(maxsize=RECORDADAS)
def _explicar(codigos: tuple[str, ...], _prefijo: str, *, suelto: bool) -> str:
    explicados = {"terminos": [TERMINOS[codigo] for codigo in codigos], "suelto": suelto}
    return get_template("_componentes/ayuda.html").render(explicados)


# --- Ordenar -------------------------------------------------------------------------------------------------


@register.inclusion_tag("_componentes/columna.html", takes_context=True)
def columna(context, orden, clave: str, clase: str = "") -> dict:
    """Encabezado de una columna que ordena la tabla (`mipg.orden.Orden`); otra vez, al revés."""
    activa = orden.clave == clave
    return {
        "rotulo": orden.columnas[clave][0],
        "clase": clase,
        "sentido": "" if not activa else "descending" if orden.desciende else "ascending",
        "url": url_con(context, orden=f"-{clave}" if activa and not orden.desciende else clave, page=None),
    }


@register.inclusion_tag("_componentes/ordenar.html", takes_context=True)
def ordenar(context, orden) -> dict:
    """«Ordenar por…» para el teléfono, donde la tabla se lee en tarjetas y no hay encabezados."""
    consulta = _peticion(context).GET
    otros = [(n, v) for n, valores in consulta.lists() if n not in ("orden", "page") for v in valores]
    return {"orden": orden, "otros": otros}


@register.simple_tag(takes_context=True)
def consultado(context, nombre: str) -> str:
    """Lo que la URL pide en un parámetro, para que un formulario GET no lo pierda; vacío si no lo pide."""
    return _peticion(context).GET.get(nombre, "")


@register.simple_tag
def resaltado(texto: str, buscadas: Iterable[str]) -> str:
    """El texto con lo buscado (palabras plegadas) marcado, sin mirar tildes ni mayúsculas.

    `{% resaltado hallazgo.titulo buscadas %}`.
    """
    trozos = (
        (format_html("<mark>{}</mark>", trozo) if marcado else trozo,) for trozo, marcado in resaltar(texto, buscadas)
    )
    return format_html_join("", "{}", trozos)
