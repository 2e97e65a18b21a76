"""De una hoja con dependencias, sus superiores y sus alias a lo que habría que añadir al catálogo. Todo puro.

Nada se suprime ni se pisa: lo que ya está dicho de otra manera es un error de su fila.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mipg.libros import Celda, Fila, Libro
from mipg.libros.columnas import Tabla, buscar_tablas
from mipg.libros.libro import letra
from mipg.libros.notas import VACIO, Elecciones, Nota
from mipg.libros.textos import en_una_linea, sin_valor
from mipg.libros.vocabulario import Vocabulario
from mipg.texto import normalizar

FILAS_MAXIMAS = 2_000
LETRAS = 200
TITULOS: Mapping[str, tuple[str, ...]] = {
    "dependencia": (
        "Dependencia", "Nombre de la dependencia", "Dependencias", "Nombre oficial", "Nombre", "Oficina", "Secretaría",
        "Área", "Unidad",
    ),
    "superior": (
        "Superior", "Dependencia superior", "Depende de", "Superior jerárquico", "Dependencia de la que depende",
        "Adscrita a", "Superior inmediato",
    ),
    "alias": (
        "Alias", "Otros nombres", "Otro nombre", "También conocida como", "Sinónimos", "Nombres anteriores",
    ),
}  # fmt: skip
VOCABULARIO = Vocabulario(TITULOS, principal="dependencia", de_texto=frozenset({"dependencia", "superior"}))


@dataclass(frozen=True)
class DependenciaLeida:
    """Una fila entendida: cómo se llama y lo que añade. `pk` es de la que ya está; sin ella, es nueva.

    `superior_escrito`, como el archivo llama a aquella de la que pasa a depender («» si no dice nada nuevo).
    """

    fila: int
    nombre: str
    clave: str
    pk: int | None = None
    superior_escrito: str = ""
    alias: tuple[str, ...] = ()

    @property
    def superior(self) -> str:
        """El superior que se añade, normalizado."""
        return normalizar(self.superior_escrito)

    @property
    def cambia(self) -> bool:
        """Si añade algo al catálogo."""
        return not self.pk or bool(self.superior or self.alias)


@dataclass(frozen=True)
class LecturaDeDependencias:
    """Lo que dice el archivo, en el orden de sus filas. Con `errores` no se aplica nada."""

    filas: tuple[DependenciaLeida, ...] = ()
    errores: tuple[Nota, ...] = ()
    avisos: tuple[Nota, ...] = ()

    @property
    def cuantas(self) -> dict[str, int]:
        """Dependencias nuevas, superiores y alias que se añaden, y filas que no cambian nada."""
        return {
            "nuevas": sum(not fila.pk for fila in self.filas),
            "superiores": sum(bool(fila.superior) for fila in self.filas),
            "alias": sum(len(fila.alias) for fila in self.filas),
            "iguales": sum(not fila.cambia for fila in self.filas),
        }

    @property
    def se_puede(self) -> bool:
        """Si hay algo que añadir y nada que corregir."""
        return not self.errores and any(fila.cambia for fila in self.filas)


def leer_dependencias(
    libro: Libro, *, conocidas: Mapping[str, int], nombres: Mapping[int, str], superiores: Mapping[int, int]
) -> LecturaDeDependencias:
    """Entiende un libro de tres columnas: dependencia, superior y alias separados por punto y coma.

    `conocidas`: nombre, sigla o alias normalizado → clave primaria. `nombres`: clave primaria → nombre oficial.
    `superiores`: clave primaria → la de su superior.
    """
    tablas = buscar_tablas(libro, VOCABULARIO, VACIO, Elecciones())
    tabla = tablas[0] if tablas else None
    if not tabla or "dependencia" not in tabla.indices or not tabla.filas:
        mensaje = "No encontré una columna «Dependencia» con nombres debajo."
        return LecturaDeDependencias(errores=(Nota("sin_dependencias", "", 0, "", "", mensaje),))
    if len(tabla.filas) > FILAS_MAXIMAS:
        mensaje = f"El archivo tiene más de {FILAS_MAXIMAS} filas. Súbalo por partes."
        return LecturaDeDependencias(errores=(Nota("muchas_filas", tabla.hoja.nombre, 0, "", "", mensaje),))
    return _Lector(tabla, conocidas, nombres, superiores).leer()


@dataclass
class _Lector:
    """El recorrido de la hoja; `de_quien` y `encima` son el catálogo con lo que el archivo va añadiendo.

    Una dependencia es su clave primaria o, si es nueva, su nombre normalizado.
    """

    tabla: Tabla
    conocidas: Mapping[str, int]
    nombres: Mapping[int, str]
    superiores: Mapping[int, int]
    de_quien: dict[str, int | str] = field(default_factory=dict)
    encima: dict[int | str, int | str] = field(default_factory=dict)
    errores: list[Nota] = field(default_factory=list)

    def leer(self) -> LecturaDeDependencias:
        self.de_quien, self.encima = dict(self.conocidas), dict(self.superiores)
        utiles = [fila for fila in self.tabla.filas if any(self.celda(fila, campo) for campo in TITULOS)]
        dichas = [(fila, nombre) for fila in utiles if (nombre := self.nombre(fila))]
        # Primero los nombres y los alias: el superior puede venir más abajo, o con otro nombre.
        nuevas = {}
        for fila, nombre in dichas:
            if self.de_quien.setdefault(normalizar(nombre), normalizar(nombre)) == normalizar(nombre):
                nuevas.setdefault(normalizar(nombre), fila.numero)
        alias = {fila.numero: self.alias(fila, self.de_quien[normalizar(nombre)]) for fila, nombre in dichas}
        filas = [self.fila(fila, nombre, nuevas, alias[fila.numero]) for fila, nombre in dichas]
        self.exigir_sin_ciclos(filas, {fila.numero: fila for fila in utiles})
        return LecturaDeDependencias(tuple(filas), (*self.tabla.errores, *self.errores), self.tabla.avisos)

    def celda(self, fila: Fila, campo: str) -> Celda | None:
        celda = fila.celdas.get(self.tabla.indices.get(campo, 0))
        return celda if celda and (celda.error or not sin_valor(celda.texto)) else None

    def error(self, codigo: str, fila: Fila, campo: str, mensaje: str) -> None:
        indice, celda = self.tabla.indices.get(campo, 0), self.celda(fila, campo)
        columna = letra(indice) if indice else ""
        valor = celda.texto if celda else ""
        self.errores.append(Nota(codigo, self.tabla.hoja.nombre, fila.numero, columna, valor, mensaje))

    def texto(self, fila: Fila, campo: str) -> str:
        """Lo escrito en una celda, en una línea; vacío, con su error, si no se puede leer."""
        celda = self.celda(fila, campo)
        if celda and celda.error:
            self.error("celda_con_error", fila, campo, celda.error)
            return ""
        return en_una_linea(celda.texto) if celda else ""

    def cabe(self, fila: Fila, campo: str, texto: str) -> bool:
        if not normalizar(texto):
            self.error("sin_letras", fila, campo, f"«{texto[:40]}» no tiene letras. Escriba el nombre.")
        elif len(texto) > LETRAS:
            self.error("texto_largo", fila, campo, f"Tiene {len(texto)} letras y caben {LETRAS}. Acórtelo.")
        else:
            return True
        return False

    def nombre(self, fila: Fila) -> str:
        nombre = self.texto(fila, "dependencia")
        if not nombre and not self.celda(fila, "dependencia"):
            self.error("sin_nombre", fila, "dependencia", "Falta el nombre de la dependencia.")
        return nombre if nombre and self.cabe(fila, "dependencia", nombre) else ""

    def fila(self, fila: Fila, nombre: str, nuevas: Mapping[str, int], alias: tuple[str, ...]) -> DependenciaLeida:
        clave = normalizar(nombre)
        quien = self.de_quien[clave]
        pk = quien if isinstance(quien, int) else None
        if not pk and nuevas[clave] != fila.numero:
            mensaje = f"«{nombre}» ya está en la fila {nuevas[clave]}. Deje una sola."
            self.error("fila_repetida", fila, "dependencia", mensaje)
        superior = self.superior(fila, quien)
        return DependenciaLeida(fila.numero, self.nombres[pk] if pk else nombre, clave, pk, superior, alias)

    def como_se_llama(self, quien: int | str) -> str:
        return self.nombres.get(quien, quien) if isinstance(quien, int) else quien

    def superior(self, fila: Fila, quien: int | str) -> str:
        texto = self.texto(fila, "superior")
        if not texto:
            return ""
        suyo = self.de_quien.get(normalizar(texto))
        if suyo is None:
            mensaje = f"No hay ninguna dependencia «{texto[:80]}» en el catálogo ni en el archivo. Corrija su nombre."
            self.error("superior_desconocido", fila, "superior", mensaje)
        elif (ya := self.encima.get(quien)) not in (None, suyo):
            mensaje = f"Ya depende de «{self.como_se_llama(ya)}» y aquí no se cambia. Corríjalo, o déjelo vacío."
            self.error("otro_superior", fila, "superior", mensaje)
        elif ya is None:
            self.encima[quien] = suyo
            return texto
        return ""

    def alias(self, fila: Fila, quien: int | str) -> tuple[str, ...]:
        nuevos = []
        for dicho in map(en_una_linea, self.texto(fila, "alias").split(";")):
            if not dicho or not self.cabe(fila, "alias", dicho):
                continue
            suyo = self.de_quien.setdefault(normalizar(dicho), quien)
            if suyo != quien:
                mensaje = f"«{dicho}» ya nombra a «{self.como_se_llama(suyo)}». Quítelo de esta fila."
                self.error("alias_de_otra", fila, "alias", mensaje)
            elif normalizar(dicho) not in self.conocidas and normalizar(dicho) != quien:
                nuevos.append(dicho)
        unicos = {normalizar(dicho): dicho for dicho in reversed(nuevos)}
        return tuple(reversed(unicos.values()))

    def exigir_sin_ciclos(self, leidas: list[DependenciaLeida], filas: Mapping[int, Fila]) -> None:
        for leida in leidas:
            quien, sigue = self.de_quien[leida.clave], self.de_quien.get(leida.superior)
            pasos = {sigue}
            while sigue not in (None, quien) and (sigue := self.encima.get(sigue)) not in pasos:
                pasos.add(sigue)
            if leida.superior and sigue == quien:
                mensaje = "Así terminaría dependiendo de sí misma. Corrija este superior o el de la otra."
                self.error("ciclo", filas[leida.fila], "superior", mensaje)
