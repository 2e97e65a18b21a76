"""Los campos de Word de una parte, como Word los arma: partidos en trozos, con entidades y unos dentro de otros."""

import re
from dataclasses import dataclass, field

from .destinos import DE_LA_RED, es_de_otra_maquina
from .hallazgo import BOMBA, DDE, ENLACE_REMOTO, Peligro

_CON_DDE = re.compile(r"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
# La palabra que dice qué hace el campo, aún sin acabar: el campo que siga adentro la completa.
_SIN_ACABAR = re.compile(r'\s*"?[a-z]*', re.IGNORECASE)
_LETRA_POR_LETRA = re.compile(r"\s*QUOTE\s+\d+\s+\d+", re.IGNORECASE)
_TRAE = re.compile(r"\s*(INCLUDE(?:TEXT|PICTURE)?|LINK|IMPORT|RD|DATABASE)\b(.*)", re.IGNORECASE | re.DOTALL)
# Lo que manda un campo cabe de sobra; sumarle más, letra por letra, costaría minutos.
_MANDA_MAXIMO = 64 * 1024
_ARGUMENTO = re.compile(r'["“”]([^"“”]*)["“”]|(\S+)')


@dataclass
class Campos:
    """Los campos abiertos y lo primero malo que se halló en uno."""

    hallado: Peligro | None = None
    # Qué manda cada campo abierto, el de más adentro al final; el primero es lo escrito fuera de todos.
    _abiertos: list[str] = field(default_factory=lambda: [""])
    _en_resultado: list[bool] = field(default_factory=lambda: [True])
    _escribe: bool = False

    def al_abrir(self, etiqueta: str, atributos: dict[str, str]) -> None:
        """Empieza un elemento, sin prefijo."""
        self._escribe = etiqueta == "instrText"
        for clave, valor in atributos.items():
            if clave.rpartition(":")[2] == "instr":
                self._abrir()
                self._abiertos[-1] = valor
                self._cerrar()
        marcas = {valor.strip().lower() for valor in atributos.values()} if etiqueta == "fldChar" else set()
        if "begin" in marcas:
            self._abrir()
        elif "separate" in marcas:
            self._juzgar()
            self._abiertos[-1], self._en_resultado[-1] = "", True
        elif "end" in marcas:
            self._cerrar()

    def al_texto(self, texto: str) -> None:
        """Texto de un elemento."""
        if not self._escribe or self.hallado:
            return
        self._abiertos[-1] += texto
        if len(self._abiertos[-1]) > _MANDA_MAXIMO:
            self.hallado = BOMBA

    def al_cerrar(self, _etiqueta: str) -> None:
        """Termina un elemento."""
        self._escribe = False

    def terminar(self) -> Peligro | None:
        """Lo hallado, contando los campos que quedaron abiertos."""
        while len(self._abiertos) > 1:
            self._cerrar()
        self._juzgar()
        return self.hallado

    def _abrir(self) -> None:
        if not self._en_resultado[-1] and _SIN_ACABAR.fullmatch(self._abiertos[-1]):
            self.hallado = self.hallado or DDE
        self._abiertos.append("")
        self._en_resultado.append(False)

    def _cerrar(self) -> None:
        self._juzgar()
        if len(self._abiertos) > 1:
            self._abiertos.pop()
            self._en_resultado.pop()
        else:
            self._abiertos[-1] = ""

    def _juzgar(self) -> None:
        manda, anidado = self._abiertos[-1], len(self._abiertos) > 2
        if _CON_DDE.match(manda) or (anidado and _LETRA_POR_LETRA.match(manda)):
            self.hallado = self.hallado or DDE
        elif trae := _TRAE.match(manda):
            es_imagen = trae[1].upper() == "INCLUDEPICTURE"
            escritos = [citado or suelto for citado, suelto in _ARGUMENTO.findall(trae[2])]
            destinos = escritos + [escrito.replace("\\\\", "\\") for escrito in escritos]
            if any(es_de_otra_maquina(d) or (DE_LA_RED.match(d) and not es_imagen) for d in destinos):
                self.hallado = self.hallado or ENLACE_REMOTO
