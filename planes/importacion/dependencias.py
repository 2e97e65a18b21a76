"""Qué dependencias nombra una celda, aunque las abrevie o ponga varias, y quién responde por cada actividad.

Nunca adivina entre dos candidatas.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from itertools import islice, pairwise

from mipg.libros.textos import en_una_linea
from mipg.texto import normalizar

from .lectura import ES_PERSONA, DependenciaSinReconocer
from .renglones import Cuaderno, Renglon
from .titulos import conjunto

# Palabras que se escriben de otro modo; las abreviaturas que son el principio de la palabra no hacen falta.
_EQUIVALENCIAS = {
    "sria": "secretaria", "srio": "secretaria", "secretario": "secretaria", "secretarios": "secretaria",
    "secretarias": "secretaria", "director": "direccion", "directora": "direccion", "subsecretario": "subsecretaria",
    "subdirector": "subdireccion", "dpto": "departamento", "depto": "departamento", "gral": "general",
    "admtiva": "administrativa", "admva": "administrativa", "admon": "administracion", "admo": "administrativo",
    "administrativo": "administrativa", "ofc": "oficina", "hda": "hacienda", "th": "talento humano",
    "pnal": "personal", "ppto": "presupuesto", "tics": "tic",
}  # fmt: skip
_IGNORABLES = conjunto(
    "de del la el los las y e en para a distrital municipal departamental alcaldia mayor jefe jefa lider"
)
# No distinguen a una dependencia de otra: solas no bastan para reconocerla.
_GENERICAS = conjunto(
    """secretaria oficina direccion asesora administrativa departamento subsecretaria subdireccion unidad grupo area
    gerencia coordinacion division seccion despacho apoyo"""
)
_PARECIDO_MINIMO = 0.92
_SIGLA_MINIMA = 3

_SEPARADOR = re.compile(
    r"\s*[\n;/|+&•·–—]+\s*|\s*,\s*(?:y\s+)?|\s+-\s+|\s+[ye]\s+|-",
    re.IGNORECASE,
)
# Separadores que también aparecen dentro de un nombre propio («Tránsito y Transporte»).
_SEPARADOR_DEBIL = re.compile(r"\s*,\s*(?:y\s+)?|\s+[ye]\s+|\s*-\s*", re.IGNORECASE)
_VINETA = re.compile(r"^\s*(?:\d+[.)]\s*|[-•·*]\s*)?")


class Papel(IntEnum):
    """Lo que la celda dice que hace una dependencia, en el orden en que se prefiere para responder."""

    RESPONDE = 0
    NO_DICE = 1
    APOYA = 2


_ES_DE_APOYO = re.compile(r"apoy|corresponsable|co-?l[ií]der|acompa[ñn]|participa", re.IGNORECASE)
_OFICIO = (
    r"(?:(?:dependencias?|[áa]reas?|oficinas?|unidad(?:es)?)\s+(?:de\s+)?)?"
    r"(?:apoyos?|apoyan?|(?:cor)?responsables?|(?:co-?)?l[ií]der(?:es)?|lideran?|acompa[ñn]an?|acompa[ñn]amiento"
    r"|participan?|principal|coordinan?|coordinador[ae]?s?|ejecutan?|encargad[ao]s?)"
    r"(?:\s+(?:t[ée]cnic[oa]|direct[oa]|principal(?:es)?"
    r"|del?\s+(?:la\s+)?(?:apoyo|proceso|pol[ií]tica|actividad|acci[oó]n|plan|meta|ejecuci[oó]n)))?"
)
# «Apoyo: …» y «apoya …» valen hasta el rótulo siguiente.
_ROTULO = re.compile(
    rf"(?:^|(?<=[\s;,./|&•·*–—-]))(?:{_OFICIO}\s*:|(?:apoyan?|acompa[ñn]an?|participan?|lideran?|coordinan?|ejecutan?)"
    r"(?=\s)|con\s+(?:el\s+)?apoyo\s+de(?:l|\s+la|\s+el|\s+los|\s+las)?(?=\s))\s*",
    re.IGNORECASE,
)
# «(apoyo)» o «– apoyo» junto al nombre, sólo de ese nombre.
_PAPEL = re.compile(
    rf"\s*(?:[(\[]\s*{_OFICIO}\s*[)\]]|[–—-]\s*{_OFICIO}(?=\s*(?:$|[\n;,/|])))",
    re.IGNORECASE,
)
_TROZOS_MAXIMOS = 40
# Topes del costo de comparar por parecido; lo que los pasa sólo se busca por su nombre exacto.
_TROZOS_POR_NOMBRE = 6
_TROZOS_POR_PARECIDO = 4
_BUSQUEDAS_POR_PARECIDO = 1_000


@dataclass(frozen=True)
class Hallazgo:
    """Lo que nombra un trozo de una celda; `id` es nulo si no es una sola dependencia y `ES_PERSONA` si es alguien.

    `nombre` es el que se entendió, si hubo que interpretarlo.
    """

    texto: str
    id: int | None = None
    nombre: str = ""
    papel: Papel = Papel.NO_DICE


@dataclass
class Directorio:
    """Las dependencias de la entidad: de nombre, alias o sigla normalizados a id, con lo que la persona eligió."""

    nombres: Mapping[str, int]
    elegidas: Mapping[str, int] = field(default_factory=dict)
    _parecidas: dict[str, tuple[int, str] | None] = field(default_factory=dict, init=False, repr=False)

    def nombradas_en(self, texto: str) -> list[Hallazgo]:
        """Lo que nombra `texto`, sin repetir: el nombre entero o, si no, sus trozos, primero los más largos."""
        vistas: dict[object, Hallazgo] = {}
        for papel, tramo in _por_papel(texto):
            for hallazgo in self._en_tramo(tramo, papel):
                vistas.setdefault(hallazgo.texto if hallazgo.id is None else hallazgo.id, hallazgo)
        return list(vistas.values())

    def _en_tramo(self, texto: str, papel: Papel) -> list[Hallazgo]:
        trozos, separadores, papeles = _partir(texto, papel)
        hallazgos: list[Hallazgo] = []
        desde, pegar = 0, False
        while desde < len(trozos):
            hasta, hallazgo = self._mas_largo(trozos, separadores, desde)
            if hallazgo:
                hallazgos.append(replace(hallazgo, papel=papeles[hasta - 1]))
            elif pegar:
                hallazgos[-1] = Hallazgo(hallazgos[-1].texto + separadores[desde - 1] + trozos[desde])
            elif normalizar(trozos[desde]):
                hallazgos.append(Hallazgo(trozos[desde]))
            sin_reconocer = bool(hallazgos) and hallazgos[-1].id is None and desde < len(separadores)
            pegar = sin_reconocer and bool(_SEPARADOR_DEBIL.fullmatch(separadores[desde]))
            desde = hasta
        # Un nombre de más trozos que los que se prueban puede ser el que la persona eligió para ese texto.
        return [h if h.id is not None else self._exacta(normalizar(h.texto), h.texto) or h for h in hallazgos]

    def _exacta(self, clave: str, texto: str) -> Hallazgo | None:
        for nombres in (self.elegidas, self.nombres):
            if clave in nombres:
                return Hallazgo(texto, nombres[clave])
        return None

    def _parecida(self, clave: str, texto: str) -> Hallazgo | None:
        if clave not in self._parecidas and len(self._parecidas) < _BUSQUEDAS_POR_PARECIDO:
            self._parecidas[clave] = self._comparar(_palabras(clave))
        encontrada = self._parecidas.get(clave)
        return Hallazgo(texto, *encontrada) if encontrada else None

    def _comparar(self, palabras: tuple[str, ...]) -> tuple[int, str] | None:
        """Id y nombre de la única dependencia que pasa el primer criterio que alguna pasa."""
        if not palabras:
            return None
        for coincide in (_es_el_mismo, _es_parte, _es_sigla, _es_errata):
            candidatas = {id_: nombre for nombre, id_ in self.nombres.items() if coincide(palabras, _palabras(nombre))}
            if candidatas:
                return next(iter(candidatas.items())) if len(candidatas) == 1 else None
        return None

    def _mas_largo(self, trozos: list[str], separadores: list[str], desde: int) -> tuple[int, Hallazgo | None]:
        """El tramo más largo desde un trozo que es una dependencia, y dónde sigue la lectura."""

        partes = [trozos[desde]]
        for separador, trozo in zip(separadores[desde:], trozos[desde + 1 : desde + _TROZOS_POR_NOMBRE], strict=False):
            partes += [separador, trozo]
        claves = [normalizar(parte) for parte in partes]
        for buscar, maximo in ((self._exacta, _TROZOS_POR_NOMBRE), (self._parecida, _TROZOS_POR_PARECIDO)):
            for cuantos in range(min(maximo, len(trozos) - desde), 0, -1):
                tramo = slice(2 * cuantos - 1)
                if hallazgo := buscar(" ".join(filter(None, claves[tramo])), "".join(partes[tramo])):
                    return desde + cuantos, hallazgo
        return desde + 1, None


def _por_papel(texto: str) -> Iterator[tuple[Papel, str]]:
    """Los tramos de `texto` que gobierna cada rótulo; antes del primero no se dice el papel."""
    papel, desde = Papel.NO_DICE, 0
    for rotulo in islice(_ROTULO.finditer(texto), _TROZOS_MAXIMOS):
        yield papel, texto[desde : rotulo.start()]
        papel, desde = _papel_de(rotulo), rotulo.end()
    yield papel, texto[desde:]


def _papel_de(hallado: re.Match[str]) -> Papel:
    return Papel.APOYA if _ES_DE_APOYO.search(hallado[0]) else Papel.RESPONDE


def _partir(texto: str, papel: Papel) -> tuple[list[str], list[str], list[Papel]]:
    """Los trozos de un tramo, lo que los separa y el papel de cada uno: el suyo o, si no lo trae, el del tramo."""
    texto = _PAPEL.sub(lambda hallado: f" ({hallado[0].strip(' ()[]–—-')})", texto)
    cortes = list(islice(_SEPARADOR.finditer(texto), _TROZOS_MAXIMOS))
    bordes = [(0, 0), *(corte.span() for corte in cortes), (len(texto), 0)]
    trozos = [texto[fin:inicio] for (_, fin), (inicio, _) in pairwise(bordes)]
    papeles = [_papel_de(propio) if (propio := _PAPEL.search(trozo)) else papel for trozo in trozos]
    return [_VINETA.sub("", _PAPEL.sub("", trozo)) for trozo in trozos], [corte[0] for corte in cortes], papeles


@lru_cache(maxsize=8192)
def _palabras(clave: str) -> tuple[str, ...]:
    """Las palabras que distinguen a un nombre, ya sin abreviaturas irregulares."""
    expandida = " ".join(_EQUIVALENCIAS.get(palabra, palabra) for palabra in clave.split())
    return tuple(palabra for palabra in expandida.split() if palabra not in _IGNORABLES)


def _abrevia(corta: str, larga: str) -> bool:
    return larga.startswith(corta) and (len(corta) >= 2 or corta == larga)


def _distingue(palabras: tuple[str, ...]) -> bool:
    return any(
        len(palabra) >= 3 and not any(_abrevia(palabra, generica) for generica in _GENERICAS) for palabra in palabras
    )


def _es_el_mismo(dichas: tuple[str, ...], nombre: tuple[str, ...]) -> bool:
    """«Sec. General» es «Secretaría General»: las mismas palabras, alguna abreviada."""
    return len(dichas) == len(nombre) and all(map(_abrevia, dichas, nombre))


def _es_parte(dichas: tuple[str, ...], nombre: tuple[str, ...]) -> bool:
    """«Talento Humano» está, en orden, dentro de «Dirección Administrativa de Talento Humano»."""
    restantes = iter(nombre)
    return _distingue(dichas) and all(any(_abrevia(dicha, palabra) for palabra in restantes) for dicha in dichas)


def _es_sigla(dichas: tuple[str, ...], nombre: tuple[str, ...]) -> bool:
    """«OAJ» son las iniciales de «Oficina Asesora Jurídica»."""
    sigla = "".join(dichas) if len(dichas) == 1 else ""
    return len(sigla) >= _SIGLA_MINIMA and sigla == "".join(palabra[0] for palabra in nombre)


def _es_errata(dichas: tuple[str, ...], nombre: tuple[str, ...]) -> bool:
    dicho, completo = " ".join(dichas), " ".join(nombre)
    if dicho[:1] != completo[:1] or abs(len(dicho) - len(completo)) > len(completo) / 6:
        return False
    parecido = difflib.SequenceMatcher(None, dicho, completo)
    return all(
        razon() >= _PARECIDO_MINIMO for razon in (parecido.real_quick_ratio, parecido.quick_ratio, parecido.ratio)
    )


class Responsables:
    """Busca en el directorio lo que dicen las celdas; lo mismo se supone o se pregunta una sola vez."""

    def __init__(self, cuaderno: Cuaderno, directorio: Directorio):
        self.cuaderno, self.directorio = cuaderno, directorio
        self._desconocidas: dict[str, DependenciaSinReconocer] = {}
        self._interpretadas: set[str] = set()

    @property
    def sin_reconocer(self) -> tuple[DependenciaSinReconocer, ...]:
        """Los textos que no son una sola dependencia, con sus filas."""
        return tuple(self._desconocidas.values())

    def leer(self, renglon: Renglon) -> tuple[int | None, tuple[int, ...]]:
        """La dependencia responsable, si la hay, y las que apoyan."""
        nombradas = sorted(self._nombradas_en(renglon, "dependencia"), key=lambda hallazgo: hallazgo.papel)
        principales = [hallazgo.id for hallazgo in nombradas if hallazgo.papel != Papel.APOYA]
        apoyos = [hallazgo.id for hallazgo in nombradas if hallazgo.papel == Papel.APOYA]
        apoyos += [hallazgo.id for hallazgo in self._nombradas_en(renglon, "apoyos")]
        if len(nombradas) > 1 and principales:
            cual = "la primera" if nombradas[0].papel == nombradas[1].papel else "la que señala la celda"
            self.cuaderno.supuesto("varios_responsables", renglon, "dependencia", cual=cual)
        if nombradas and not principales:
            self.cuaderno.aviso("solo_apoyos", renglon, "dependencia")
        if "dependencia" in renglon.indices and not renglon.sana("dependencia"):
            self.cuaderno.aviso("sin_dependencia", renglon, "dependencia")
        responsable, *otras = principales or [None]
        return responsable, tuple(id_ for id_ in dict.fromkeys([*otras, *apoyos]) if id_ != responsable)

    def _nombradas_en(self, renglon: Renglon, campo: str) -> list[Hallazgo]:
        """Las dependencias de una celda; las personas quedan como enlace y lo que no se reconoce, como error."""
        if not renglon.sana(campo) and campo not in renglon.agregados:
            return []
        nombradas = self.directorio.nombradas_en(renglon.texto(campo))
        for hallazgo in nombradas:
            texto, clave = en_una_linea(hallazgo.texto), normalizar(hallazgo.texto)
            if hallazgo.id is None:
                antes = self._desconocidas.get(clave, DependenciaSinReconocer(clave, texto, ()))
                if renglon.numero not in antes.filas[-1:]:
                    self._desconocidas[clave] = replace(antes, filas=(*antes.filas, renglon.numero))
                self.cuaderno.error("dependencia_sin_reconocer", renglon, campo, literal=texto, valor=texto)
            elif hallazgo.id == ES_PERSONA:
                renglon.agregados["enlace"].append(hallazgo.texto)
            elif hallazgo.nombre and clave not in self._interpretadas:
                self._interpretadas.add(clave)
                dicho = {"texto": hallazgo.texto, "nombre": hallazgo.nombre}
                self.cuaderno.supuesto("dependencia_interpretada", renglon, campo, **dicho)
        return [hallazgo for hallazgo in nombradas if hallazgo.id]
