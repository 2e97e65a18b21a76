"""De las filas de una tabla a los renglones que van a ser actividades; las demás se omiten o se unen a la anterior.

En el cuaderno se anota lo que la persona debe saber de ellas.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from mipg.libros.fechas import Periodo, leer_periodo
from mipg.libros.libro import Celda, Fila
from mipg.libros.notas import ColumnaLeida, FilaOmitida, Nota
from mipg.libros.textos import ValorInvalido, en_una_linea, sin_valor
from planes.campos import DE_CONTINUACION, POR_NOMBRE

from .columnas import Tabla
from .filas import DE_PLAZO, filas_que_no_son, politica_de_seccion, sigue_el_encabezado
from .mensajes import MENSAJES
from .titulos import trimestre_de
from .valores import Meta

_GUION = re.compile(r"[-–—.\s]*")


@dataclass
class Renglon:
    """Una fila que va a ser actividad, con las celdas que le sumaron sus continuaciones."""

    fila: Fila
    indices: Mapping[str, int]
    politica_de_seccion: str = ""
    seccion: int = 0
    meta_del_anio: Meta | None = None
    agregados: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def numero(self) -> int:
        """El número de la fila, como lo muestra Excel."""
        return self.fila.numero

    def celda(self, campo: str) -> Celda | None:
        """La celda de un campo, diga lo que diga."""
        return self.fila.celdas.get(self.indices.get(campo, 0))

    def texto(self, campo: str) -> str:
        """El texto de un campo con lo que le agregaron sus continuaciones."""
        celda = self.celda(campo)
        return "\n".join([*([celda.texto] if celda else []), *self.agregados.get(campo, ())])

    def periodos(self) -> Iterator[tuple[str, Celda]]:
        """Los campos de período con celda, en el orden de las columnas."""
        for campo, indice in sorted(self.indices.items(), key=lambda par: par[1]):
            if trimestre_de(campo) and indice in self.fila.celdas:
                yield campo, self.fila.celdas[indice]

    def cubre(self, campo: str, otro: str) -> bool:
        """Si la celda de `campo` está combinada a lo ancho hasta la columna de `otro`."""
        desde = self.indices[campo]
        return desde <= self.indices.get(otro, 0) < desde + self.fila.celdas[desde].ancho

    def trimestres_que_cubre(self, campo: str) -> list[int]:
        """El trimestre de cada período que ocupa la celda de `campo`: más de uno si está combinada a lo ancho."""
        return [trimestre_de(otro) for otro in self.indices if trimestre_de(otro) and self.cubre(campo, otro)]

    def sana(self, campo: str) -> Celda | None:
        """La celda de un campo si dice algo que se pueda leer."""
        celda = self.celda(campo)
        if celda and celda.error and campo == "bpin" and celda.texto.isdecimal():
            # Excel guardó un código como un número que no cabe como cantidad.
            return Celda(Decimal(celda.texto))
        if not celda or celda.error:
            return None
        if isinstance(celda.valor, str) and (sin_valor(celda.valor) or _GUION.fullmatch(celda.valor)):
            return None
        return celda


class Cuaderno:
    """Las notas de una tabla, con las de sus columnas, y las filas que se omiten, en el orden en que se encontraron."""

    def __init__(self, tabla: Tabla, vigencia: int):
        self.tabla, self.vigencia = tabla, vigencia
        self.supuestos, self.avisos, self.errores = list(tabla.supuestos), list(tabla.avisos), list(tabla.errores)
        self.omitidas: list[FilaOmitida] = []

    def error(self, codigo: str, renglon: Renglon | None, campo: str | ColumnaLeida, **dicho) -> None:
        """Anota algo que impide importar: de la celda de un renglón o, sin él, del título de un campo o de una columna.

        Los tres dicen `MENSAJES[codigo]` con los datos que se dan o, ya escrito, `mensaje`; `valor` reemplaza al texto
        de la celda.
        """
        self.errores.append(self._nota(codigo, renglon, campo, **dicho))

    def supuesto(self, codigo: str, renglon: Renglon | None, campo: str | ColumnaLeida, **dicho) -> None:
        """Anota algo que se completó o interpretó."""
        nota = self._nota(codigo, renglon, campo, **dicho)
        self.supuestos.append(replace(nota, mensaje=f"{nota.mensaje[:1].upper()}{nota.mensaje[1:]}."))

    def aviso(self, codigo: str, renglon: Renglon | None, campo: str | ColumnaLeida, **dicho) -> None:
        """Anota algo que conviene revisar y no impide importar."""
        self.avisos.append(self._nota(codigo, renglon, campo, **dicho))

    def _nota(self, codigo: str, renglon: Renglon | None, campo, mensaje="", valor: str | None = None, **datos) -> Nota:
        mensaje = mensaje or MENSAJES[codigo].format(**datos)
        if isinstance(campo, ColumnaLeida):
            # Dice más de ella que «no se reconoció».
            repetida = ("columna_sin_reconocer", campo.letra)
            self.avisos[:] = [nota for nota in self.avisos if (nota.codigo, nota.columna) != repetida]
            return self.tabla.nota(codigo, campo, mensaje)
        return self.tabla.nota_de(codigo, renglon and renglon.fila, campo, mensaje, valor)

    def tomar(self, campo: str, indice: int, que: str) -> None:
        """Deja que la columna `indice` lleve un campo que ninguna lleva, y lo dice."""
        tabla, tomada = self.tabla, self.tabla.por_indice[indice]
        columnas = tuple(replace(c, campo=campo) if c is tomada else c for c in tabla.columnas)
        self.tabla = replace(tabla, columnas=columnas, indices={**tabla.indices, campo: indice})
        self.supuesto("columna_supuesta", None, tomada, titulo=tomada.titulo, que=que)

    def dejar(self, campo: str) -> ColumnaLeida:
        """Deja sin importar la columna de un campo."""
        tabla = self.tabla
        dejada = replace(tabla.por_indice[tabla.indices[campo]], campo="")
        columnas = tuple(dejada if c.campo == campo else c for c in tabla.columnas)
        indices = {suyo: indice for suyo, indice in tabla.indices.items() if suyo != campo}
        self.tabla = replace(tabla, columnas=columnas, indices=indices)
        return dejada

    def omitir(self, codigo: str, fila: Fila, motivo: str) -> None:
        """Anota una fila que no es actividad."""
        self.omitidas.append(FilaOmitida(codigo, fila.numero, motivo))

    def intentar(self, renglon: Renglon, campo: str, leer: Callable[[Celda], Any]) -> Any:
        """Lo que da `leer` con la celda sana del campo; `None` si está vacía o no se entiende (queda el error)."""
        celda = renglon.sana(campo)
        if celda is None:
            return None
        try:
            return leer(celda)
        except ValorInvalido as error:
            self.error(error.codigo, renglon, campo, mensaje=error.mensaje)
            return None

    def leer_periodo(self, celda: Celda) -> Periodo:
        """El período de una celda; el año que no diga es el de la vigencia. Lanza `ValorInvalido`."""
        return leer_periodo(celda, self.vigencia)

    def exigir_sanas(
        self, renglon: Renglon, propias: frozenset[str] | None = None, salvo: Collection[str] = ()
    ) -> None:
        """Fórmulas sin resultado, errores de Excel y combinaciones hacia abajo de los campos que no se replican.

        `propias`: sólo esos campos, y no los que dice su renglón en `planes.campos`; `salvo`, los que sí se replican.
        """
        if propias is None:
            propias = {campo for campo in renglon.indices if campo in POR_NOMBRE and not POR_NOMBRE[campo].se_replica}
            propias -= {*salvo}
        for campo, indice in renglon.indices.items():
            celda = renglon.fila.celdas.get(indice)
            if celda and celda.error and not (campo == "bpin" and renglon.sana(campo)):
                self.error("celda_con_error", renglon, campo, mensaje=celda.error)
            elif celda and celda.combinada_desde and (campo in propias or trimestre_de(campo)):
                self.error("celda_combinada", renglon, campo, desde=celda.combinada_desde)


def renglones_de(cuaderno: Cuaderno, omitir_ocultas: bool) -> list[Renglon]:
    """Las filas que son actividades; las demás quedan en `omitidas` o se unen a la anterior."""
    tabla = cuaderno.tabla
    for fila in tabla.hoja.filas:
        if fila.numero < tabla.encabezado.fila:
            cuaderno.omitir("encima_del_encabezado", fila, "título encima del encabezado")
        elif tabla.encabezado.fila < fila.numero <= tabla.encabezado.ultima_fila:
            cuaderno.omitir("encabezado", fila, "encabezado")
    renglones: list[Renglon] = []
    # «POLÍTICA: Integridad» puede ir antes del primer encabezado.
    encima = (politica_de_seccion(fila) for fila in tabla.hoja.filas if fila.numero < tabla.encabezado.fila)
    politica, seccion, ultima = next(filter(None, encima), ""), 0, 0
    reglas = filas_que_no_son(tabla, omitir_ocultas)
    for fila in tabla.filas:
        if regla := reglas.get(fila.numero):
            if regla.abre_seccion:
                seccion += 1
                politica = politica_de_seccion(fila) or politica
            if regla.avisa:
                suyo = Renglon(fila, tabla.indices)
                cuaderno.aviso(regla.codigo, suyo, "nombre", mensaje=MENSAJES["fila_que_puede_ser"])
            if regla.detiene:
                cuaderno.error(regla.codigo, Renglon(fila, tabla.indices), "", fila=fila.numero)
            cuaderno.omitir(regla.codigo, fila, regla.motivo)
            continue
        renglon = Renglon(fila, tabla.indices, politica, seccion)
        if fila.numero == ultima + 1 and renglones and _sigue_el_nombre(renglon, renglones[-1]):
            _unir_nombre(cuaderno, renglon, renglones[-1])
            ultima = fila.numero
        elif _tiene_nombre_propio(renglon):
            renglones.append(renglon)
            ultima = fila.numero
        elif _continuar(cuaderno, renglon, renglones, seguida=fila.numero == ultima + 1):
            ultima = fila.numero
    return renglones


def _tiene_nombre_propio(renglon: Renglon) -> bool:
    """Si la fila nombra una actividad, aunque sea la combinada de encima en otro trimestre."""
    celda = renglon.celda("nombre")
    por_trimestre = renglon.indices.get("trimestre") in renglon.fila.propias
    return bool(celda and (por_trimestre or not celda.combinada_desde))


def _sigue_el_nombre(renglon: Renglon, anterior: Renglon) -> bool:
    """Si la fila es el resto de un nombre que un conversor partió: empieza en minúscula y sólo trae textos."""
    campos = {campo for campo, indice in renglon.indices.items() if indice in renglon.fila.propias}
    nombre = renglon.celda("nombre")
    trae_mas = any(anterior.sana(campo) for campo in ("meta", *DE_PLAZO) if campo in anterior.indices)
    return bool(
        "nombre" in campos and campos <= DE_CONTINUACION | {"nombre"} and nombre.texto[:1].islower() and trae_mas
    )


def _unir_nombre(cuaderno: Cuaderno, renglon: Renglon, anterior: Renglon) -> None:
    celdas = dict(anterior.fila.celdas)
    for campo in DE_CONTINUACION | {"nombre"}:
        indice = renglon.indices.get(campo, 0)
        if resto := renglon.fila.propias.get(indice):
            antes = celdas.get(indice)
            celdas[indice] = replace(resto, valor=f"{antes.texto} {resto.texto}") if antes else resto
    anterior.fila = replace(anterior.fila, celdas=celdas)
    cuaderno.supuesto("nombre_partido", renglon, "nombre", otra=anterior.numero)
    cuaderno.omitir("continuacion", renglon.fila, f"continuación de la fila {anterior.numero}")


def _continuar(cuaderno: Cuaderno, renglon: Renglon, anteriores: list[Renglon], seguida: bool) -> bool:
    """Si una fila sin nombre es texto que sigue de la de encima; si no, es un texto suelto o un error."""
    campos = {campo for campo, indice in renglon.indices.items() if indice in renglon.fila.propias}
    nombre = renglon.celda("nombre")
    es_texto = bool(anteriores and campos and campos <= DE_CONTINUACION)
    if es_texto and not seguida and not nombre:
        dice = en_una_linea(" · ".join(celda.texto for celda in renglon.fila.propias.values()))
        cuaderno.omitir("texto_suelto", renglon.fila, "texto suelto, separado de las actividades")
        cuaderno.aviso("texto_suelto", renglon, "", dice=dice[:80])
    elif es_texto:
        for campo in campos:
            anteriores[-1].agregados[campo].append(renglon.celda(campo).texto)
        cuaderno.supuesto("continuacion", renglon, "", otra=anteriores[-1].numero)
        cuaderno.omitir("continuacion", renglon.fila, f"continuación de la fila {anteriores[-1].numero}")
        return True
    elif not campos:
        cuaderno.omitir("sin_datos_del_plan", renglon.fila, "sin datos en las columnas del plan")
    elif nombre:
        cuaderno.error("nombre_combinado", renglon, "nombre", combinada_desde=nombre.combinada_desde)
        if anteriores and campos & set(DE_PLAZO):
            cuaderno.aviso("fechas_de_varias_filas", anteriores[-1], "fecha_fin")
    else:
        codigo = "encabezado_de_dos_filas" if sigue_el_encabezado(renglon.fila, cuaderno.tabla) else "fila_sin_nombre"
        cuaderno.error(codigo, renglon, "nombre", valor="")
    return False
