"""Las filas de un archivo de resultados: cada celda ilegible queda dicha con su fila y su columna."""

import hashlib
import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from furag.lectura import titulos
from furag.lectura.dicho import EntidadLeida, LecturaDeResultados
from furag.lectura.encabezados import ColumnaDePuntaje, Encabezado
from furag.lectura.preguntas import Pregunta
from furag.lectura.puntajes import SIN_MEDIR, UNIDAD, SinDato, codigo_sigep, puntaje_de
from furag.reglas.cifras import es_solo_meci
from mipg.libros import Fila, Nota
from mipg.libros.libro import escribir_numero, letra
from mipg.libros.textos import ValorInvalido, en_una_linea
from mipg.texto import en_lista, normalizar

ERRORES_MAXIMOS = 400
CADA_CUANTAS = 200
_LETRAS = {"nombre": 300, "naturaleza": 150, "clasificacion": 150, "departamento": 100, "municipio": 100}
_LETRAS |= {"grupo_par": 150, "tipo_formulario": 60, "codigo_sigep": 20}
_SE_DEJA = {
    "fila_repetida": "Repite, igual, una entidad que ya se leyó: se deja de lado.",
    "encabezado_repetido": "Son los títulos otra vez, no una entidad: se dejan de lado.",
    "fila_de_cuentas": (
        "Es una cuenta de las demás filas (promedio, máximo, mínimo, total…), no una entidad: se deja de lado. Las del "
        "grupo par las calcula el sistema."
    ),
}
_BASTAN, _CASI_TODOS = 5, 0.9
_LA_UBICAN = ("codigo_sigep", "departamento", "municipio")
_DE_UNA_CUENTA = re.compile(
    r"(?:sub)?total(?:es)?\b|promedios?\b|media(?:na)?\b|max(?:imo)?s?\b|min(?:imo)?s?\b|suma\b|cuenta\b|desviacion\b"
)
_SUELTA = "Sólo trae un texto, no una entidad: se deja de lado."
_MECI = "La entidad es sólo MECI y trae un puntaje que no le toca. Se importa como viene."


class Filas:
    """El recorrido de las filas: cada celda ilegible queda dicha con su fila y su columna."""

    def __init__(self, encabezado: Encabezado, lectura: LecturaDeResultados, elecciones: Mapping):
        self.encabezado, self.lectura = encabezado, lectura
        self.la_describen = encabezado.campos.keys() - {"codigo_sigep", "nombre"}
        self.no_hay = bool(elecciones.get("sin_medir"))
        self.conocidas = {*encabezado.campos.values(), *(c.indice for c in encabezado.puntajes), *encabezado.sobran}
        self.sin_nombre: set[int] = set()
        self.sin_dato: list[Nota] = []
        # De cada entidad, en qué puesto de `lectura.entidades` quedó.
        self.por_clave: dict[tuple[str, ...], int] = {}
        self.orden_de_la_huella = sorted((c.codigo, n) for n, c in enumerate(encabezado.puntajes))
        # Cien mil celdas repiten diez mil números.
        self.leidos: dict[object, int] = {}
        self.mayor = 0
        self.hay_decimales = False

    def leer(self, avanzar: Callable[[int], None]) -> None:
        """Lee todas; con demasiados errores, deja de leer."""
        cuantas = max(self.encabezado.hoja.cuantas, 1)
        for fila in self.encabezado.hoja.leer():
            if fila.numero <= self.encabezado.fila:
                continue
            self.sin_nombre |= fila.celdas.keys() - self.conocidas
            if entidad := self._entidad(fila):
                self.lectura.entidades.append(entidad)
                if len(self.lectura.entidades) % CADA_CUANTAS == 0:
                    avanzar(min(90, 5 + 85 * len(self.lectura.entidades) // cuantas))
            if len(self.lectura.errores) >= ERRORES_MAXIMOS:
                self._negar("muchos_errores", 0, "", "", "Hay más errores: corrija estos y vuelva a subir el archivo.")
                break
        self._terminar()

    def _entidad(self, fila: Fila) -> EntidadLeida | None:
        if len(fila.celdas) == 1:
            # Una nota al pie, o la fuente: no es una entidad, y tampoco se calla.
            ((indice, celda),) = fila.celdas.items()
            aviso = Nota("fila_suelta", self.lectura.hoja, fila.numero, letra(indice), celda.texto[:60], _SUELTA)
            self.lectura.avisos.append(aviso)
            return None
        if (codigo := self._no_es_entidad(fila)) is not None:
            self._dejar(codigo, fila.numero, fila.celdas[self.encabezado.campos["nombre"]].texto)
            return None
        datos = self._datos(fila)
        valores = array("i", (self._puntaje(fila, columna) for columna in self.encabezado.puntajes))
        self._revisar(fila, datos, valores)
        huella = "|".join(
            (*datos.values(), *(f"{c}={valores[n]}" for c, n in self.orden_de_la_huella if valores[n] >= 0))
        )
        entidad = EntidadLeida(fila.numero, datos, valores, hashlib.sha256(huella.encode()).hexdigest())
        ya = self.lectura.entidades
        puesto = self.por_clave.setdefault(entidad.clave, len(ya))
        return entidad if puesto == len(ya) else self._repetida(ya[puesto], entidad)

    def _no_es_entidad(self, fila: Fila) -> str | None:
        """Los títulos otra vez, o un promedio que alguien añadió: nada de eso es una entidad."""
        celda = fila.celdas.get(self.encabezado.campos["nombre"])
        if celda is None:
            return None
        if titulos.campo_de(en_una_linea(celda.texto)) == "nombre":
            return "encabezado_repetido"
        ubican = [campo for campo in _LA_UBICAN if campo in self.encabezado.campos]
        sin_ubicar = ubican and not any(self.encabezado.campos[campo] in fila.celdas for campo in ubican)
        return "fila_de_cuentas" if sin_ubicar and _DE_UNA_CUENTA.match(normalizar(celda.texto)) else None

    def _repetida(self, antes: EntidadLeida, otra: EntidadLeida) -> EntidadLeida | None:
        """La fila que repite una entidad: idéntica, se omite y se dice; con otros datos, no se sabe cuál vale."""
        nombre = otra.datos["nombre"]
        if antes.huella == otra.huella:
            self._dejar("fila_repetida", otra.fila, nombre)
            return None
        pares = zip(self.encabezado.puntajes, antes.valores, otra.valores, strict=True)
        distintos = [f"{columna.codigo} {_dicho(uno)} y {_dicho(dos)}" for columna, uno, dos in pares if uno != dos]
        distintos = distintos or [campo for campo in otra.datos if otra.datos[campo] != antes.datos[campo]]
        que = en_lista(distintos[:3]) + (f" y otros {len(distintos) - 3}" if distintos[3:] else "")
        mensaje = f"La entidad «{nombre}» ya está en la fila {antes.fila}, con otros datos: {que}. Deje la que vale."
        self._negar("entidad_repetida", otra.fila, self._letra("nombre"), nombre, mensaje)
        return otra

    def _datos(self, fila: Fila) -> dict[str, str]:
        datos = dict.fromkeys(titulos.DE_LA_ENTIDAD, "")
        for campo, indice in self.encabezado.campos.items():
            celda = fila.celdas.get(indice)
            try:
                if campo == "codigo_sigep":
                    datos[campo] = codigo_sigep(celda)
                elif celda is not None and celda.error:
                    raise ValorInvalido(celda.error, "celda_con_error")
                elif celda is not None:
                    datos[campo] = en_una_linea(celda.texto)
                if len(datos[campo]) > _LETRAS[campo]:
                    mensaje = f"Tiene {len(datos[campo])} letras y caben {_LETRAS[campo]}."
                    raise ValorInvalido(mensaje, "texto_largo")
            except ValorInvalido as error:
                self._negar(error.codigo, fila.numero, letra(indice), celda.texto[:60], error.mensaje)
        return datos

    def _puntaje(self, fila: Fila, columna: ColumnaDePuntaje) -> int:
        celda = fila.celdas.get(columna.indice)
        if celda is None:
            return SIN_MEDIR
        sola = not (celda.error or celda.combinada_desde) and celda.ancho == 1
        if sola and (leido := self.leidos.get(celda.valor)) is not None:
            return leido
        try:
            unidades = puntaje_de(celda)
        except SinDato as error:
            nota = Nota(error.codigo, self.lectura.hoja, fila.numero, columna.letra, celda.texto[:40], error.mensaje)
            self.sin_dato.append(nota)
            return SIN_MEDIR
        except ValorInvalido as error:
            self._negar(error.codigo, fila.numero, columna.letra, celda.texto[:40], error.mensaje)
            return SIN_MEDIR
        self.leidos[celda.valor] = unidades
        self.mayor = max(self.mayor, unidades)
        self.hay_decimales = self.hay_decimales or 0 < unidades < UNIDAD
        return unidades

    def _revisar(self, fila: Fila, datos: Mapping[str, str], valores: Sequence[int]) -> None:
        """Lo que una entidad no puede dejar de decir, y lo raro que se importa como viene."""
        if not datos["nombre"]:
            self._negar(
                "sin_nombre", fila.numero, self._letra("nombre"), "", "Hay datos y falta el nombre de la entidad."
            )
        elif self.la_describen and not any(datos[campo] for campo in self.la_describen):
            mensaje = (
                f"«{datos['nombre'][:60]}» no dice de dónde es, su grupo ni su formulario: no parece una entidad sino "
                "un total o una nota. Bórrela o complétela."
            )
            self._negar("no_es_entidad", fila.numero, self._letra("nombre"), datos["nombre"][:60], mensaje)
        if es_solo_meci(datos["tipo_formulario"]):
            de_mas = [
                c for c, v in zip(self.encabezado.puntajes, valores, strict=True) if v >= 0 and c.codigo[:3] != "POL"
            ]
            self.lectura.avisos += [
                Nota("meci_con_indices", self.lectura.hoja, fila.numero, c.letra, "", _MECI) for c in de_mas
            ]

    def _terminar(self) -> None:
        lectura, encabezado = self.lectura, self.encabezado
        if self.sin_dato and not self.no_hay:
            dichos = en_lista(f"«{d}»" for d in dict.fromkeys(nota.valor for nota in self.sin_dato))
            primera = self.sin_dato[0]
            texto = (
                f"{len(self.sin_dato)} celdas de puntaje dicen {dichos} (la primera, {primera.donde}). ¿Son índices "
                "que no se midieron?"
            )
            lectura.preguntas.append(Pregunta("sin_medir", texto))
        if self.sin_nombre:
            letras = en_lista(letra(indice) for indice in sorted(self.sin_nombre))
            mensaje = f"Hay datos sin título en la columna {letras}: no se importan."
            lectura.avisos.append(Nota("columna_sin_nombre", lectura.hoja, encabezado.fila, "", "", mensaje))
        if not lectura.entidades and not lectura.errores:
            self._negar("sin_entidades", encabezado.fila, "", "", "Debajo de los títulos no hay ninguna entidad.")
        if self.hay_decimales and self.mayor <= UNIDAD:
            mensaje = "Ningún puntaje pasa de 1: están de 0 a 1 y deben ir de 0 a 100. Súbalo como lo publican."
            self._negar("otra_escala", encabezado.fila, "", "", mensaje)
        elif self.hay_decimales and (chicas := [c for n, c in enumerate(encabezado.puntajes) if self._es_chica(n)]):
            cuales = en_lista([c.letra for c in chicas[:8]]) + (f" y otras {len(chicas) - 8}" if chicas[8:] else "")
            mensaje = (
                f"En {cuales} casi ningún puntaje pasa de 1: van de 0 a 1 y deben ir de 0 a 100. Súbalo como lo "
                "publican."
            )
            self._negar("otra_escala", encabezado.fila, chicas[0].letra, "", mensaje)

    def _es_chica(self, puesto: int) -> bool:
        """Si una columna está de 0 a 1, aunque un puntaje suelto no."""
        valores = [entidad.valores[puesto] for entidad in self.lectura.entidades if entidad.valores[puesto] > 0]
        return len(valores) >= _BASTAN and sum(valor <= UNIDAD for valor in valores) >= len(valores) * _CASI_TODOS

    def _dejar(self, codigo: str, fila: int, dicho: str) -> None:
        nota = Nota(codigo, self.lectura.hoja, fila, self._letra("nombre"), dicho[:60], _SE_DEJA[codigo])
        self.lectura.avisos.append(nota)

    def _letra(self, campo: str) -> str:
        return letra(self.encabezado.campos[campo])

    def _negar(self, codigo: str, fila: int, columna: str, valor: str, mensaje: str) -> None:
        self.lectura.errores.append(Nota(codigo, self.lectura.hoja, fila, columna, valor, mensaje))


def _dicho(unidades: int) -> str:
    return "(vacío)" if unidades < 0 else escribir_numero(Decimal(unidades) / UNIDAD)
