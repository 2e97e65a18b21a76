"""Lo que se pega de Excel: el formulario y cómo entra en las filas de una hoja, celda por celda."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.text import capfirst

from mipg.etiquetas import contar
from mipg.formularios import escribir_decimal
from mipg.libros.fechas import Orden, en_orden, ordenes
from mipg.libros.grupos import agrupar
from mipg.libros.libro import Celda
from mipg.libros.numeros import leer_numero, puntos_dudosos
from mipg.libros.textos import ValorInvalido, es_error_de_excel, no_cabia, si_se_entiende, sin_valor
from mipg.texto import normalizar
from planes.acciones.pegados import SIN_DUDA, FilasLeidas
from planes.campos import EN_FORMULARIO, LISTAS, POR_NOMBRE, TRIMESTRES, Clase
from planes.celdas import COLUMNAS, Lector
from planes.importacion.conjunto import REDONDEO_DE_PESOS
from planes.importacion.dependencias import Directorio, Hallazgo
from planes.importacion.filas import DE_PLAZO
from planes.importacion.lectura import Lectura
from planes.importacion.mensajes import MENSAJES
from planes.importacion.pegado import columnas_por_titulo, en_celdas, son_titulos, trae_titulos
from planes.reglas.formula import es_porcentaje

LETRAS_MAXIMAS = 1_000_000
DICHOS_MAXIMOS = 40
MINIMO_DE_PESOS = 2
# Lo que se cuenta en la unidad de la actividad.
DE_LA_CANTIDAD = frozenset({"meta", *TRIMESTRES})
MEJOR_COMO_FILAS = (
    "Como filas nuevas, cada columna va a la suya por su título. En las celdas de abajo van en su orden, sin la fila "
    "de títulos."
)
SIN_LOS_TITULOS = "La primera fila trae los títulos: sobre las celdas no se pega."


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
    `como_filas`: por qué va mejor como filas nuevas, si se pegó sobre las celdas y es una tabla con sus títulos.
    """

    mide: str
    filas: list[dict[str, str]] = field(default_factory=list)
    listas: list[dict[str, list[int]]] = field(default_factory=list)
    dice: list[str] = field(default_factory=list)
    como_filas: str = ""


def sobre_celdas(texto: str, desde: str, lector: Lector) -> Pegado:
    """Un bloque pegado sobre las celdas, de izquierda a derecha desde una columna; lo que no se entiende no entra.

    La fila de títulos, si la trae, no es de ninguna actividad y dice a qué columna va cada una.
    """
    celdas = en_celdas(texto) or [[""]]
    ancho = max(map(len, celdas), default=0)
    columnas = list(COLUMNAS)[list(COLUMNAS).index(desde) :]
    pegado = Pegado("", como_filas=MEJOR_COMO_FILAS if len(celdas) > 1 and trae_titulos(celdas, lector.anio) else "")
    if len(celdas) > 1 and son_titulos(celdas[0]):
        titulos, celdas = columnas_por_titulo(celdas[0]), celdas[1:]
        if titulos and titulos != columnas[: len(titulos)]:
            columnas = titulos
            dichas = ", ".join(COLUMNAS[campo] for campo in titulos)
            pegado.dice.append(f"Por su título, cada columna va a la suya: {dichas}.")
        else:
            pegado.dice.append(SIN_LOS_TITULOS)
    elif _parecen_titulos(celdas, columnas):
        celdas = celdas[1:]
        pegado.dice.append(SIN_LOS_TITULOS)
    pegado.mide, pegado.listas = _medida(len(celdas), ancho), [{} for _ in celdas]
    if ancho > len(columnas):
        sobran = ancho - len(columnas)
        pegado.dice.append(f"{contar(sobran, 'columna')} {'no cabe' if sobran == 1 else 'no caben'} a la derecha.")
    leer = _LectorDeBloque(celdas, columnas, lector)
    pegado.dice += leer.dice
    for numero, fila in enumerate(celdas, start=1):
        textos = {}
        for campo, celda in zip(columnas, fila, strict=False):
            try:
                valor, supuesto = leer.leer(campo, celda, fila)
                textos[campo] = lector.escribir(campo, valor)
            except ValorInvalido as error:
                supuesto = error.mensaje
            if supuesto:
                pegado.dice.append(f"Fila {numero}, {COLUMNAS[campo]}: {supuesto}")
        pegado.filas.append(textos)
    pegado.dice[DICHOS_MAXIMOS:] = _los_demas(len(pegado.dice))
    return pegado


def _parecen_titulos(celdas: list[list[str]], columnas: list[str]) -> bool:
    """Si, donde las demás filas traen cantidades, la primera trae palabras: «I Trim», «Enero», «Meta 2026»."""
    de_numero = [n for n, campo in enumerate(columnas[: len(celdas[0])]) if POR_NOMBRE[campo].clase is Clase.NUMERO]
    dichas = [n for n in de_numero if celdas[0][n].strip()]
    abajo = [any(si_se_entiende(leer_numero, fila[n]) is not None for fila in celdas[1:]) for n in dichas]
    return any(abajo) and all(abajo) and all(celdas[0][n].strip()[0].isalpha() for n in dichas)


class _LectorDeBloque:
    """Lee cada celda con lo que dice su columna entera, con las mismas reglas que la importación.

    `dice`: lo que se supuso de una columna.
    """

    def __init__(self, celdas: list[list[str]], columnas: list[str], lector: Lector):
        escritas = {campo: [fila[n] for fila in celdas] for n, campo in enumerate(columnas[: len(celdas[0])])}
        self.lector, self.directorio = lector, Directorio(lector.alias)
        self.unidad = columnas.index("unidad") if "unidad" in escritas else None
        self.medidas = DE_LA_CANTIDAD if "unidad" in escritas else frozenset()
        fechas = {campo: list(map(Celda, textos)) for campo, textos in escritas.items() if campo in DE_PLAZO}
        self.orden = ordenes(fechas)
        clases = {campo: POR_NOMBRE[campo].clase for campo in escritas}
        numeros = [campo for campo, clase in clases.items() if clase is Clase.NUMERO]
        self.dudosos = puntos_dudosos(texto for campo in numeros for texto in escritas[campo])
        self.en_fraccion = _suman_uno(escritas.get("ponderacion", ()))
        self.dice = [
            f"{COLUMNAS[campo]}: {MENSAJES['fechas_mes_dia']}."
            for campo, orden in self.orden.items()
            if orden is Orden.MES_DIA
        ]
        nombres = [texto.strip(" .") for texto in escritas.get("nombre", ()) if texto.strip()]
        if nombres and all(not any(map(str.isalpha, nombre)) for nombre in nombres):
            self.dice.append(
                f"{COLUMNAS['nombre']}: son números. Si el bloque empieza por el N.º, péguelo desde esa columna."
            )
        if self.en_fraccion:
            self.dice.append(f"{COLUMNAS['ponderacion']}: {MENSAJES['pesos_en_fraccion']}.")
        elif dudan := _que_duda_de_los_pesos(escritas.get("ponderacion", ())):
            self.dice.append(f"{COLUMNAS['ponderacion']}: {dudan}")
        con_signo = [COLUMNAS[c] for c in escritas if c in DE_LA_CANTIDAD and any("%" in t for t in escritas[c])]
        if con_signo and "unidad" not in escritas:
            self.dice.append(f"{', '.join(con_signo)}: el signo «%» no entra; la unidad de cada actividad lo dice.")

    def leer(self, campo: str, texto: str, fila: Sequence[str]) -> tuple[object, str]:
        """El valor y lo que se supuso de él, con su fila entera.

        Lanza `ValorInvalido` si no se entiende o puede ser dos cosas.
        """
        clase = POR_NOMBRE[campo].clase
        if campo not in ("numero", "nombre") and sin_valor(texto) and not (no_cabia(texto) or es_error_de_excel(texto)):
            vacia, texto = texto.strip(), ""
            if any(map(str.isalpha, vacia)):
                return self.lector.leer(campo, ""), f"«{vacia}» se toma como vacío."
        if clase is Clase.NUMERO and texto.rstrip("% ") in self.dudosos:
            miles, decimal = texto.replace(".", ""), texto.replace(".", ",")
            raise ValorInvalido(MENSAJES["punto_dudoso"].format(escrito=texto, miles=miles, decimal=decimal))
        if campo in self.orden:
            celda = en_orden(Celda(texto), self.orden[campo])
            if celda.error:
                raise ValorInvalido(celda.error)
            texto = celda.texto
        hallada = self._dependencia(texto) if clase is Clase.DEPENDENCIA else None
        valor = hallada.id if hallada else self.lector.leer(campo, texto)
        if campo in self.medidas and self._es_fraccion(valor, texto, fila):
            return valor, f"quedó «{escribir_decimal(valor)} %». Si quiso decir {valor * 100:.0f} %, corríjalo."
        if campo == "ponderacion" and self.en_fraccion and valor is not None:
            valor *= 100
        if isinstance(valor, date) and valor.year != self.lector.anio:
            return valor, f"«{texto}» no es de {self.lector.anio}: revíselo."
        if hallada and normalizar(texto) not in self.lector.alias:
            return valor, f"«{texto}» se entendió como {self.lector.dependencias[valor]}."
        return valor, ""

    def _es_fraccion(self, valor: Decimal | None, texto: str, fila: Sequence[str]) -> bool:
        """Si en una meta en porcentaje la cantidad puede ser de 0 a 1, como Excel guarda los suyos."""
        return bool(valor) and valor <= 1 and "%" not in texto and es_porcentaje(fila[self.unidad])

    def _dependencia(self, texto: str) -> Hallazgo | None:
        """La única que nombra el texto, como la encuentra la importación."""
        halladas = self.directorio.nombradas_en(texto)
        return halladas[0] if len(halladas) == 1 and halladas[0].id in self.lector.dependencias else None


def _que_duda_de_los_pesos(textos: Sequence[str]) -> str:
    """Lo que no cuadra en una columna de pesos sin signo: pueden ser fracciones de 1, o traer su total."""
    pesos = [si_se_entiende(leer_numero, texto) for texto in textos if texto.strip()]
    if len(pesos) < MINIMO_DE_PESOS or None in pesos or any("%" in texto for texto in textos):
        return ""
    if len(pesos) > MINIMO_DE_PESOS and pesos[-1] == sum(pesos[:-1]):
        return "la última cifra es el total de las otras, y no el peso de una actividad."
    return "pueden ser fracciones de 1 y no suman 1: revíselos." if all(peso <= 1 for peso in pesos) else ""


def _suman_uno(textos: Sequence[str]) -> bool:
    """Si una columna de pesos viene en fracciones de 1."""
    pesos = [si_se_entiende(leer_numero, texto) for texto in textos if texto.strip() and "%" not in texto]
    return all(p is not None and p < 1 for p in pesos) and abs(sum(pesos) * 100 - 100) <= REDONDEO_DE_PESOS


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
        [_sin_lo_ilegible(lectura, leida, dict(_textos(leida, lector))) for leida in lectura.actividades],
        [{campo: list(claves) for campo, claves in suyas.items() if claves} for suyas in leidas.listas],
        dice,
    )


def _sin_lo_ilegible(lectura: Lectura, leida, textos: dict[str, str]) -> dict[str, str]:
    """Los textos de una fila sin la fecha que no se entendió ni lo que de ella se habría deducido."""
    campos = {columna.letra: columna.campo for columna in lectura.columnas}
    malos = {campos.get(nota.columna) for nota in lectura.errores if nota.fila == leida.fila}
    if not malos & set(DE_PLAZO):
        return textos
    sobran = {"fecha_inicio"} if malos & set(DE_PLAZO) == {"fecha_inicio"} else {"fecha_fin"}
    if not any(campo.startswith(("programado_", "periodo_")) for campo in campos.values()):
        sobran |= DE_LA_CANTIDAD - {"meta"}
    return {campo: texto for campo, texto in textos.items() if campo not in sobran}


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
