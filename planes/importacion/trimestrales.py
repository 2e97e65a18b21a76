"""El formato con una fila por actividad y trimestre, como lo exportan las plataformas: se juntan en una actividad."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from mipg.fechas import trimestre_de as trimestre_del_dia
from mipg.libros.fechas import Periodo
from mipg.libros.libro import Celda, escribir_numero
from mipg.libros.numeros import numero_de
from mipg.libros.textos import si_se_entiende
from mipg.texto import normalizar
from planes.campos import DE_CONTINUACION, TRIMESTRES
from planes.reglas.formula import es_porcentaje

from .renglones import Cuaderno, Renglon
from .titulos import trimestre_de
from .valores import Meta, es_razon, leer_meta

# Lo que cambia de un trimestre a otro sin que sea otra actividad.
_PROPIOS_DE_LA_FILA = frozenset({"numero", "nombre", "trimestre", "meta", "fecha_inicio", "fecha_fin", "plazo"})
_PROGRAMA = re.compile(r"\b(?:entrega|ejecucion|programad\w*|cumplimiento)\b")
_DE_EJECUCION = re.compile(r"ejecutad|avance|logr")
_TRIMESTRES_SUELTOS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_ENTRE_TRIMESTRES = re.compile(r"\s*[,;/\n]\s*(?:y\s+)?|\s+y\s+", re.IGNORECASE)


def unir_trimestres(renglones: list[Renglon], cuaderno: Cuaderno) -> list[Renglon]:
    """Los renglones, con los del mismo código y nombre juntos si el archivo trae la columna «Trimestre»."""
    if "trimestre" not in cuaderno.tabla.indices:
        return renglones
    grupos: dict[tuple[str, str], list[Renglon]] = defaultdict(list)
    for renglon in renglones:
        grupos[normalizar(renglon.texto("numero")), normalizar(renglon.texto("nombre"))].append(renglon)
    union = _Union(cuaderno)
    return [union.juntar(grupo) if union.va_por_trimestre(grupo) else grupo[0] for grupo in grupos.values()]


class _Union:
    """Cómo se juntan las filas de una actividad; lo que no coincide queda en el cuaderno."""

    def __init__(self, cuaderno: Cuaderno):
        self.cuaderno = cuaderno
        titulos = cuaderno.tabla.encabezado.titulos
        self.titulo = normalizar(" ".join(titulos.get(cuaderno.tabla.indices["trimestre"], ())))
        usadas = set(cuaderno.tabla.indices.values())
        self.de_ejecucion = [
            indice
            for indice, partes in titulos.items()
            if indice not in usadas and _DE_EJECUCION.search(normalizar(" ".join(partes)))
        ]

    def va_por_trimestre(self, grupo: list[Renglon]) -> bool:
        """Una fila sola con fecha fin es una actividad entera; su trimestre es el del reporte, salvo que diga otro."""
        unica = grupo[0]
        if len(grupo) > 1:
            return True
        if not unica.sana("trimestre") or any(map(trimestre_de, unica.indices)):
            return False
        if not unica.sana("fecha_fin") and not unica.sana("plazo"):
            return True
        programa = bool(_PROGRAMA.search(self.titulo))
        hasta = self._leer(unica, "fecha_fin") or self._leer(unica, "plazo")
        escritos = self._trimestres_escritos(unica)
        if hasta and escritos and trimestre_del_dia(hasta.fin) != max(escritos):
            queda = "en el que dice esta columna" if programa else "en el de la fecha fin"
            self.cuaderno.aviso("trimestre_no_es_el_del_fin", unica, "trimestre", fin=hasta.fin, queda=queda)
        return programa

    def juntar(self, grupo: list[Renglon]) -> Renglon:
        """Un solo renglón con la meta de cada fila en su trimestre y lo demás de todas."""
        primero, *otros = grupo
        for renglon in otros:
            self.cuaderno.exigir_sanas(renglon, propias=frozenset({"meta"}))
            self.cuaderno.omitir(
                "otro_trimestre", renglon.fila, f"otro trimestre de la actividad de la fila {primero.numero}"
            )
        indices, metas = dict(primero.indices), []
        celdas = dict(primero.fila.celdas) | self._lo_comun(grupo) | self._fechas(grupo)
        libre = max(max(celdas), *indices.values()) + 1
        for renglon in grupo:
            for trimestre, meta in self._metas(renglon, unica=not otros):
                if (campo := TRIMESTRES[trimestre - 1]) in indices:
                    self.cuaderno.error("trimestre_repetido", renglon, "trimestre", trimestre=trimestre)
                    continue
                metas += [meta] if meta else []
                indices[campo] = libre + trimestre
                sin_cantidad = not otros or not meta or meta.cantidad is None
                celda = Celda("X") if sin_cantidad else Celda(meta.cantidad, porcentaje=meta.unidad.startswith("%"))
                celdas[libre + trimestre] = celda
        self._exigir_meta_de_cada_trimestre(grupo, metas)
        filas = ", ".join(str(renglon.numero) for renglon in grupo)
        codigo = "meta_por_trimestre" if otros else "meta_en_su_trimestre"
        self.cuaderno.supuesto(codigo, primero, "trimestre", filas=filas)
        return replace(
            primero,
            fila=replace(primero.fila, celdas=celdas),
            indices=indices,
            meta_del_anio=_meta_del_anio(metas, grupo) if otros else None,
            agregados=_textos_de(grupo),
        )

    def _metas(self, renglon: Renglon, unica: bool) -> Iterator[tuple[int, Meta | None]]:
        """El trimestre (o, en una fila sola, los trimestres) y la meta de una fila."""
        trimestres = self._trimestres_escritos(renglon)
        if not trimestres or (len(trimestres) > 1 and not unica):
            self.cuaderno.error("trimestre_ilegible", renglon, "trimestre")
            return
        meta = None if unica else self.cuaderno.intentar(renglon, "meta", leer_meta)
        if meta or unica or "meta" not in renglon.indices:
            yield from ((trimestre, meta) for trimestre in trimestres)

    def _exigir_meta_de_cada_trimestre(self, grupo: list[Renglon], metas: list[Meta]) -> None:
        """La misma meta en todas las filas, con lo ejecutado creciendo hacia ella, puede ser la del año repetida."""
        cantidades = {meta.cantidad for meta in metas}
        if len(metas) < 2 or len(cantidades) > 1 or not _se_suman(metas):
            return
        (meta,) = cantidades
        for indice in self.de_ejecucion:
            celdas = (renglon.fila.celdas[indice] for renglon in grupo if indice in renglon.fila.celdas)
            ejecutadas = [cantidad for celda in celdas if (cantidad := si_se_entiende(numero_de, celda))]
            if len(ejecutadas) > 1 and all(antes < despues for antes, despues in pairwise(ejecutadas)):
                self.cuaderno.error("meta_repetida_dudosa", grupo[0], "meta", meta=escribir_numero(meta))
                return

    def _lo_comun(self, grupo: list[Renglon]) -> dict[int, Celda]:
        """La primera celda que dice algo de cada campo que no cambia de un trimestre a otro."""
        comunes = {}
        for campo, indice in grupo[0].indices.items():
            if campo in _PROPIOS_DE_LA_FILA:
                continue
            sanas = [(renglon, celda) for renglon in grupo if (celda := renglon.sana(campo))]
            if not sanas:
                continue
            comunes[indice] = sanas[0][1]
            distintas = [r for r, celda in sanas if normalizar(celda.texto) != normalizar(sanas[0][1].texto)]
            if distintas and campo not in DE_CONTINUACION:
                self.cuaderno.error("trimestres_distintos", distintas[0], campo, otra=grupo[0].numero)
        return comunes

    def _fechas(self, grupo: list[Renglon]) -> dict[int, Celda]:
        """Cada trimestre puede traer sus fechas: la actividad va de la primera a la última."""
        primero, *otros = grupo
        celdas = {}
        for campo in (campo for campo in ("fecha_inicio", "fecha_fin", "plazo") if campo in primero.indices):
            leidos = [
                self._leer(primero, campo),
                *(self.cuaderno.intentar(r, campo, self.cuaderno.leer_periodo) for r in otros),
            ]
            periodos = [periodo for periodo in leidos if periodo]
            if not periodos or (primero.sana(campo) and len({(p.inicio, p.fin) for p in periodos}) < 2):
                continue
            inicio, fin = min(p.inicio for p in periodos), max(p.fin for p in periodos)
            celda = {"fecha_inicio": Celda(inicio), "fecha_fin": Celda(fin)}.get(campo)
            celdas[primero.indices[campo]] = celda or Celda(f"{inicio:%d/%m/%Y} – {fin:%d/%m/%Y}")
            self.cuaderno.supuesto("fechas_por_trimestre", primero, campo)
        return celdas

    def _leer(self, renglon: Renglon, campo: str) -> Periodo | None:
        """El período de un campo; `None` si está vacío o no se entiende (de ese error se ocupa quien lo importa)."""
        celda = renglon.sana(campo)
        return celda and si_se_entiende(self.cuaderno.leer_periodo, celda)

    def _trimestres_escritos(self, renglon: Renglon) -> list[int]:
        """Los trimestres (1–4) de «2», «II», «T2», «Segundo trimestre» o «II y IV»; ninguno si algo no se entiende."""
        partes = [parte for parte in _ENTRE_TRIMESTRES.split(renglon.texto("trimestre")) if parte.strip()]
        trimestres = {self._trimestre_escrito(parte) for parte in partes}
        return sorted(trimestres) if all(trimestres) else []

    def _trimestre_escrito(self, texto: str) -> int:
        palabras = normalizar(texto)
        if palabras in _TRIMESTRES_SUELTOS:
            return _TRIMESTRES_SUELTOS[palabras]
        periodo = si_se_entiende(self.cuaderno.leer_periodo, Celda(texto))
        trimestres = {trimestre_del_dia(dia) for dia in (periodo.inicio, periodo.fin)} if periodo else ()
        return trimestres.pop() if len(trimestres) == 1 else 0


def _textos_de(grupo: list[Renglon]) -> dict[str, list[str]]:
    """Lo que cada fila agrega a los textos de la actividad, sin repetir."""
    agregados: dict[str, list[str]] = defaultdict(list)
    for campo in DE_CONTINUACION & set(grupo[0].indices):
        vistos: dict[str, str] = {}
        for renglon in grupo:
            propios = [celda.texto] if (celda := renglon.sana(campo)) else []
            for texto in (*propios, *renglon.agregados.get(campo, ())):
                vistos.setdefault(normalizar(texto), texto)
        if len(vistos) > 1:
            agregados[campo] = list(vistos.values())[1:]
    return agregados


def _se_suman(metas: Iterable[Meta]) -> bool:
    return not any(meta.constante or meta.cantidad is None or meta.unidad.startswith("%") for meta in metas)


def _meta_del_anio(metas: list[Meta], grupo: list[Renglon]) -> Meta | None:
    """La meta anual de las metas de cada trimestre: su suma, si no se mantiene ni es de lo que no se suma."""
    if not metas or None in (cantidades := [meta.cantidad for meta in metas]):
        return metas[0] if metas else None
    primera = metas[0]
    if primera.constante or len(metas) == 1:
        return primera
    unidad = next((renglon.texto("unidad") for renglon in grupo if renglon.sana("unidad")), "")
    if primera.unidad.startswith("%") or es_porcentaje(unidad) or es_razon(unidad):
        return Meta(None, primera.unidad)
    suma = sum(cantidades, Decimal(0))
    supuesto = f"la meta es la suma de sus trimestres ({escribir_numero(suma)})"
    if len(set(cantidades)) == 1:
        supuesto += f"; si {escribir_numero(cantidades[0])} es la de todo el año, deje una sola fila"
    return replace(primera, cantidad=suma, supuesto=supuesto)
