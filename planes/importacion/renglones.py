"""Una fila que va a ser actividad, y el cuaderno donde se anota lo que la persona debe saber de ella."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mipg.libros.libro import Celda, Fila
from mipg.libros.notas import ColumnaLeida, FilaOmitida, Nota
from mipg.libros.textos import ValorInvalido, sin_valor
from planes.campos import POR_NOMBRE

from .columnas import Tabla
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
        if not celda or celda.error:
            return None
        if isinstance(celda.valor, str) and (sin_valor(celda.valor) or _GUION.fullmatch(celda.valor)):
            return None
        return celda


class Cuaderno:
    """Las notas de una tabla, con las de sus columnas, y las filas que se omiten, en el orden en que se encontraron."""

    def __init__(self, tabla: Tabla):
        self.tabla = tabla
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

    def exigir_sanas(self, renglon: Renglon, propias: frozenset[str] | None = None) -> None:
        """Fórmulas sin resultado, errores de Excel y combinaciones hacia abajo de los campos que no se replican.

        `propias`: sólo esos campos, y no los que dice su renglón en `planes.campos`.
        """
        if propias is None:
            propias = {campo for campo in renglon.indices if campo in POR_NOMBRE and not POR_NOMBRE[campo].se_replica}
        for campo, indice in renglon.indices.items():
            celda = renglon.fila.celdas.get(indice)
            if celda and celda.error:
                self.error("celda_con_error", renglon, campo, mensaje=celda.error)
            elif celda and celda.combinada_desde and (campo in propias or trimestre_de(campo)):
                self.error("celda_combinada", renglon, campo, desde=celda.combinada_desde)
