"""Lo que se pega de Excel: el formulario y cómo entra en las filas de una hoja, celda por celda."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django import forms
from django.utils.text import capfirst

from mipg.etiquetas import contar
from mipg.libros.grupos import agrupar
from mipg.libros.textos import ValorInvalido
from planes.acciones.pegados import SIN_DUDA, FilasLeidas
from planes.campos import EN_FORMULARIO, LISTAS
from planes.celdas import COLUMNAS, Lector
from planes.importacion.pegado import en_celdas

LETRAS_MAXIMAS = 1_000_000
DICHOS_MAXIMOS = 40


class PegarForm(forms.Form):
    """El bloque copiado, tal como viene: las celdas separadas por tabuladores.

    `desde`: la columna de la hoja sobre la que se pega; sin ella, son filas nuevas.
    """

    texto = forms.CharField(
        label="Filas copiadas de Excel",
        max_length=LETRAS_MAXIMAS,
        strip=False,
        help_text="En Excel seleccione las filas, con los títulos si los tiene, y cópielas. Aquí, péguelas.",
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True, "spellcheck": "false"}),
        error_messages={"required": "No pegó nada: copie las filas en Excel y péguelas aquí."},
    )
    desde = forms.ChoiceField(
        choices=list(COLUMNAS.items()), required=False, widget=forms.HiddenInput, label="Desde la columna"
    )


@dataclass
class Pegado:
    """Lo pegado como entra en la hoja: de cada fila, el texto de cada campo, y de sus listas, las claves.

    `mide`: «14 filas × 6 columnas». `dice`: lo que no cabe, no se entiende o se supone; vacío si entra sin preguntar.
    """

    mide: str
    filas: list[dict[str, str]] = field(default_factory=list)
    listas: list[dict[str, list[int]]] = field(default_factory=list)
    dice: list[str] = field(default_factory=list)


def sobre_celdas(texto: str, desde: str, lector: Lector) -> Pegado:
    """Un bloque pegado sobre las celdas, de izquierda a derecha desde una columna; lo que no se entiende no entra."""
    celdas = en_celdas(texto)
    ancho = max(map(len, celdas), default=0)
    columnas = list(COLUMNAS)[list(COLUMNAS).index(desde) :]
    pegado = Pegado(_medida(len(celdas), ancho), listas=[{} for _ in celdas])
    if ancho > len(columnas):
        sobran = ancho - len(columnas)
        pegado.dice.append(f"{contar(sobran, 'columna')} {'no cabe' if sobran == 1 else 'no caben'} a la derecha.")
    for numero, fila in enumerate(celdas, start=1):
        textos = {}
        for campo, celda in zip(columnas, fila, strict=False):
            try:
                textos[campo] = lector.escribir(campo, lector.leer(campo, celda))
            except ValorInvalido as error:
                pegado.dice.append(f"Fila {numero}, {COLUMNAS[campo]}: {error.mensaje}")
        pegado.filas.append(textos)
    pegado.dice[DICHOS_MAXIMOS:] = _los_demas(len(pegado.dice))
    return pegado


def como_filas(leidas: FilasLeidas, lector: Lector) -> Pegado:
    """Un bloque entendido por el importador, como filas nuevas: de lo que se supuso se dice, y lo ilegible no entra."""
    lectura = leidas.lectura
    dudas = [nota for nota in lectura.supuestos if nota.codigo not in SIN_DUDA]
    # Sin su hoja: lo que se pegó no tiene nombre.
    grupos = agrupar([*lectura.errores, *lectura.avisos, *dudas])
    dice = [f"{capfirst(grupo.donde)}: {grupo.mensaje}" if grupo.donde else grupo.mensaje for grupo in grupos]
    if lectura.errores:
        dice.insert(0, f"Entran {len(lectura.actividades)} de {contar(leidas.bloque.filas, 'fila')}.")
    if not leidas.bloque.con_titulos:
        dice.insert(0, "No trae títulos: la fila 1 es la de la hoja, y las columnas van en su orden.")
    if any(leida.enlace for leida in lectura.actividades):
        dice.append("Los enlaces no entran así: se asignan después.")
    dice[DICHOS_MAXIMOS:] = _los_demas(len(dice))
    return Pegado(
        _medida(leidas.bloque.filas, leidas.bloque.columnas),
        [dict(_textos(leida, lector)) for leida in lectura.actividades],
        [{campo: list(claves) for campo, claves in suyas.items() if claves} for suyas in leidas.listas],
        dice,
    )


def _textos(leida, lector: Lector) -> Iterator[tuple[str, str]]:
    for campo in EN_FORMULARIO:
        if campo.clase in LISTAS or (campo.nombre == "numero" and leida.numero_supuesto):
            continue
        if texto := lector.escribir(campo.nombre, getattr(leida, campo.nombre)):
            yield campo.nombre, texto


def _medida(filas: int, columnas: int) -> str:
    return f"{contar(filas, 'fila')} × {contar(columnas, 'columna')}"


def _los_demas(cuantos: int) -> list[str]:
    return [f"Y {cuantos - DICHOS_MAXIMOS} más."] if cuantos > DICHOS_MAXIMOS else []
