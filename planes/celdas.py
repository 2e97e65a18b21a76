"""Una celda de la hoja en que se formula: cómo se escribe un valor para editarlo y qué vale lo escrito.

Lee con las mismas reglas que la importación: «1.234,5», «25 %», «$ 5.000.000», «31/1», «marzo». Todo puro.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

from mipg.formularios import escribir_decimal
from mipg.libros.fechas import leer_periodo
from mipg.libros.libro import Celda
from mipg.libros.numeros import leer_numero
from mipg.libros.textos import COLUMNA_ANGOSTA, ValorInvalido, es_error_de_excel, no_cabia, sin_invisibles
from mipg.texto import entero, normalizar
from planes.campos import LISTAS, POR_NOMBRE, Campo, Clase
from planes.importacion.valores import leer_bpin, leer_pesos

# La rejilla: los campos que se ven en una fila, en orden, y cómo se titula su columna.
COLUMNAS: Mapping[str, str] = {
    "numero": "N.º",
    "nombre": "Actividad",
    "producto": "Producto",
    "unidad": "Unidad",
    "tipo_meta": "Tipo",
    "meta": "Meta",
    **{f"programado_t{t}": f"T{t}" for t in (1, 2, 3, 4)},
    "ponderacion": "Peso %",
    "fecha_inicio": "Inicio",
    "fecha_fin": "Fin",
    "dependencia": "Responsable",
}
_DECIMALES = 4
# PostgreSQL no lo guarda en ningún texto; los formularios ya lo rechazan.
NULO = "\0"


@dataclass(frozen=True)
class Lector:
    """Lee y escribe celdas en una vigencia.

    `dependencias` y `opciones[campo]`: clave → nombre; `alias`: nombre normalizado → clave de la dependencia.
    """

    anio: int
    dependencias: Mapping[int, str]
    alias: Mapping[str, int]
    opciones: Mapping[str, Mapping[str, str]]
    indices: frozenset[int] = field(default_factory=frozenset)

    def escribir(self, nombre: str, valor) -> str:
        """El valor como se edita, en un renglón; vacío si no hay. `leer` lo devuelve igual."""
        return self.escritor(nombre)(valor)

    def escritor(self, nombre: str) -> Callable[[object], str]:
        """Cómo se escribe un campo: lo que hace `escribir`, para toda una columna."""
        clase = POR_NOMBRE[nombre].clase
        if clase is Clase.NUMERO:
            return _numero
        if clase is Clase.FECHA:
            return partial(_fecha, anio=self.anio)
        if clase is Clase.DEPENDENCIA:
            return lambda valor: self.dependencias.get(valor, "")
        return _tal_cual if clase in (Clase.OPCION, Clase.PARRAFO) and nombre not in COLUMNAS else _en_un_renglon

    def leer(self, nombre: str, texto: str):
        """El valor de lo escrito; vacío o nulo si no dice nada, que en un borrador se admite.

        Lanza `ValorInvalido` si no es de su tipo o no cabe: eso sí se rechaza.
        """
        campo, texto = POR_NOMBRE[nombre], texto.strip()
        if no_cabia(texto):
            raise ValorInvalido(COLUMNA_ANGOSTA.format(texto[:20]))
        if campo.clase is Clase.NUMERO:
            return _leer_numero(campo, texto)
        if campo.clase is Clase.FECHA:
            return self._leer_fecha(nombre, texto)
        if campo.clase is Clase.DEPENDENCIA:
            return self._leer_dependencia(texto)
        if campo.clase is Clase.OPCION:
            return self._leer_opcion(campo, texto)
        return _leer_texto(campo, texto)

    def leer_lista(self, nombre: str, textos: Iterable[str]) -> list[int]:
        """Las claves elegidas en una relación de varios; lanza `ValorInvalido` si alguna no se ofrece."""
        admitidas = self.indices if nombre == "indices" else self.dependencias
        # Sin repetidos: la misma dos veces es elegirla.
        elegidas = list(dict.fromkeys(map(entero, textos)))
        if any(una not in admitidas for una in elegidas):
            raise ValorInvalido("Una de las que eligió ya no se ofrece: vuelva a elegir.")
        return elegidas

    def _leer_fecha(self, nombre: str, texto: str) -> date | None:
        if not texto:
            return None
        periodo = leer_periodo(Celda(texto), self.anio)
        return periodo.inicio if nombre == "fecha_inicio" else periodo.fin

    def _leer_dependencia(self, texto: str) -> int | None:
        if not texto:
            return None
        clave = self.alias.get(normalizar(texto))
        if clave is None:
            raise ValorInvalido(f"«{texto[:60]}» no es una dependencia de la lista. Elija una.")
        return clave

    def _leer_opcion(self, campo: Campo, texto: str) -> str:
        buscada = normalizar(texto)
        for codigo, rotulo in self.opciones[campo.nombre].items():
            if texto == codigo or (buscada and normalizar(rotulo).startswith(buscada)):
                return codigo
        todas = ", ".join(rotulo for codigo, rotulo in self.opciones[campo.nombre].items() if codigo)
        raise ValorInvalido(f"«{texto[:40]}» no es una de las opciones: {todas}.")


def _leer_numero(campo: Campo, texto: str) -> Decimal | None:
    if not texto:
        return None
    numero = leer_pesos(Celda(texto)) if campo.nombre == "presupuesto" else leer_numero(texto, exacto=True)
    if -numero.normalize().as_tuple().exponent > _DECIMALES:
        raise ValorInvalido(f"«{texto[:40]}» tiene más de cuatro decimales. Redondéelo.")
    return numero


def _leer_texto(campo: Campo, texto: str) -> str:
    if es_error_de_excel(texto):
        raise ValorInvalido(f"«{texto}» es un error de Excel. Escriba el texto que iba ahí.")
    if NULO in texto:
        raise ValorInvalido("Trae un carácter nulo, que no se puede guardar. Bórrelo o vuelva a escribir el texto.")
    texto = sin_invisibles(texto).strip()
    if campo.nombre in ("numero", "nombre"):
        texto = " ".join(texto.split())
    if campo.nombre == "numero":
        texto = texto.rstrip(".")
    if campo.nombre == "bpin" and texto:
        return _leer_bpin(texto)
    if len(texto) > campo.limite:
        raise ValorInvalido(f"Tiene {len(texto)} letras y caben {campo.limite}. Acórtelo.")
    return texto


def _leer_bpin(texto: str) -> str:
    codigo = leer_bpin(Celda(texto))
    if not codigo:
        raise ValorInvalido("Escriba el código completo, sólo dígitos; si no hay, déjelo vacío.")
    return codigo


@lru_cache(maxsize=4096)
def _numero(valor: Decimal | None) -> str:
    return "" if valor is None else escribir_decimal(valor)


@lru_cache(maxsize=2048)
def _fecha(valor: date | None, anio: int) -> str:
    if valor is None:
        return ""
    return f"{valor:%d/%m}" if valor.year == anio else f"{valor:%d/%m/%Y}"


def _tal_cual(valor: str | None) -> str:
    return valor or ""


def _en_un_renglon(valor: str | None) -> str:
    return " ".join(valor.split()) if valor else ""


EN_LISTA = frozenset(campo.nombre for campo in POR_NOMBRE.values() if campo.clase in LISTAS)
