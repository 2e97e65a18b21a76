"""A qué campo del plan lleva el título de una columna.

Los títulos se comparan enteros, sin tildes, numeración, artículos ni años; las palabras que usan las entidades están
en `planes.campos`. Un título de grupo («PROGRAMACIÓN» sobre T1…T4) se antepone al de su columna.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mipg.libros.vocabulario import ANIO, NUMERACION, PARENTESIS, VACIAS, Reconocido, Vocabulario
from mipg.texto import normalizar
from planes.campos import SINONIMOS, TRIMESTRES


def conjunto(palabras: str) -> frozenset[str]:
    """Las palabras de un texto, sin repetir."""
    return frozenset(palabras.split())


EJECUCION = conjunto(
    """ejecutado ejecutada ejecutados ejecutadas ejecucion ejec avance avances logro logros logrado resultado resultados
    cumplimiento cumplido cumplida seguimiento numerador denominador acumulado acumulada real reportado reporte
    evidencia evidencias observacion observaciones analisis e realizado realizada obtenido obtenida alcanzado
    alcanzada monitoreo evaluacion verificacion"""
)
# Con las que una hoja dice cuánto se ha hecho.
DE_AVANCES = conjunto("avance avances ejecutado ejecutada ejecucion seguimiento seguimientos cumplimiento monitoreo")
# También se dicen de lo que se programa: «Meta a ser alcanzada».
_DE_LO_PREVISTO = conjunto("e ejec realizado realizada obtenido obtenida alcanzado alcanzada")
# Columnas conocidas que no son del plan: su sola presencia en el título las descarta (si no es un sinónimo exacto).
AJENAS = (EJECUCION - _DE_LO_PREVISTO) | conjunto(
    """cumplidas cumplidos semaforo presupuesto presupuestal presupuestado correo email estado hallazgo hallazgos causa
    causas rango objetivo objetivos estrategia estrategias programa eje frecuencia periodicidad tipo proceso procesos
    recurso recursos costo rubro url soporte soportes telefono cuatrienio pdd ods mga bpin riesgo riesgos reportar
    financiacion semanas dias calidad alcance plan control tematica comentarios comentario nota notas descripcion
    cualitativo"""
)
# Palabras que acompañan a un período programado sin cambiarlo: «Meta trimestre 1», «% programado T1», «Meta al 31 de…».
_PROGRAMACION = conjunto(
    """programado programada programacion programados programadas prog meta metas periodo periodos planeado planeada
    planeacion planificado planificada plan proyectado proyectada proyeccion previsto prevista esperado esperada
    cronograma actividades cantidad p distribucion valor corte anual vigencia fisica indicador a al y hasta con
    trimestral trimestrales trimestres mensual mensuales semestral cuatrimestral por porcentaje"""
)
# Con una de estas, «avance», «acumulado»… son de lo que se espera, no de lo hecho: «% avance programado T1».
PREVISTO = conjunto(
    """programado programada programados programadas prog planeado planeada planificado planificada proyectado
    proyectada previsto prevista esperado esperada estimado estimada"""
)
_ACUMULADO = conjunto("acumulado acumulada acumuladas")
# «Fin previsto» y «Meta esperada» son el fin y la meta.
_SE_PREVEN = frozenset({"meta", "fecha_inicio", "fecha_fin"})
_DE_AMBOS = _ACUMULADO | conjunto("avance avances ejecucion cumplimiento resultado")
_DICEN_PROGRAMADO = PREVISTO | conjunto("meta metas programacion cronograma planeacion plan p")
# Un trimestre debajo de una de estas no es programación. Las que se quitan también titulan un plan.
_AJENAS_A_UN_PERIODO = (
    AJENAS | conjunto("costos inversion inversiones gasto gastos asignado apropiacion pesos")
) - conjunto(
    "plan programa control objetivo objetivos estrategia estrategias eje proceso procesos calidad alcance tipo"
)
# Un «1», un «II» o un «31/03» a secas sólo es un período debajo de una de estas.
_ANUNCIAN_TRIMESTRES = conjunto(
    "programacion programado cronograma trimestral trimestrales trimestres periodo periodos"
)
_ANUNCIAN_CORTES = _ANUNCIAN_TRIMESTRES | conjunto("meta metas programada corte planeado planeada a al hasta")
_DESCRIBEN = frozenset({"descripcion", "detalle", "nombre"})
_VACIAS = VACIAS | {"mipg"}
# «Cronograma de ejecución» dice cuándo se hará, no lo ya ejecutado.
_CUANDO_SE_EJECUTA = re.compile(
    r"\b(?:(plazo|tiempo|periodo|fechas?)(?: de(?: la)?)?|(cronograma|programacion) de(?: la)?) ejecucion\b"
)

_ORDINALES = (
    "1|1o|1er|1ero|1ro|1a|i|primer|primero|uno",
    "2|2o|2do|2a|ii|segundo|dos",
    "3|3o|3er|3ero|3ro|iii|tercer|tercero|tres",
    "4|4o|4to|4a|iv|cuarto|cuatro",
    "5|5o|5to|v|quinto",
    "6|6o|6to|vi|sexto",
)
_MESES = (
    "enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun", "julio|jul", "agosto|ago",
    "septiembre|setiembre|sept|sep|set", "octubre|oct", "noviembre|nov", "diciembre|dic",
)  # fmt: skip
# Cada ciclo del año: sus nombres y el trimestre en que termina cada uno de sus períodos.
_CICLOS = {
    "trimestre": ("trimestre|trimes|trim|tri|tr|t|q", (1, 2, 3, 4)),
    "semestre": ("semestre|sem", (2, 4)),
    "cuatrimestre": ("cuatrimestre|cuatrim|cuat", (2, 3, 4)),
    "bimestre": ("bimestre|bim", (1, 2, 2, 3, 4, 4)),
}


def _formas_de_periodo() -> Iterator[tuple[str, str]]:
    """Pares (expresión, campo): «i trim», «ene mar», «i ene mar» → `programado_t1`; «enero» → `periodo_1_mes1`.

    Un mes puede traer su día o su año («31 marzo», «mar 25»): cuenta en el trimestre en que cae.
    """
    meses = [rf"(?:\d{{1,2}} )?(?:{mes})(?: \d{{1,2}})?" for mes in _MESES]
    for ciclo, (nombres, trimestres) in _CICLOS.items():
        largo = 12 // len(trimestres)
        for orden, trimestre in enumerate(trimestres, start=1):
            ordinal = _ORDINALES[orden - 1]
            campo = TRIMESTRES[orden - 1] if ciclo == "trimestre" else f"periodo_{trimestre}_{ciclo}{orden}"
            nombrado = rf"(?:(?:{ordinal}) ?(?:{nombres})|(?:{nombres}) ?(?:{ordinal}))(?: \d\d)?"
            desde, *_, hasta = propios = meses[(orden - 1) * largo : orden * largo]
            rango = rf"(?:{desde} {hasta}|{' '.join(propios)})"
            alguno = rf"(?:{nombrado}|{ordinal})"
            yield rf"{nombrado}|{rango}|{alguno} {rango}|{rango} {alguno}", campo
    for orden, mes in enumerate(meses, start=1):
        yield rf"{mes}|mes 0?{orden}(?: {mes})?", f"periodo_{(orden + 2) // 3}_mes{orden}"


def _formas(*pares: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(forma), campo) for forma, campo in pares)


# Qué palabra del título hace falta para cada forma de nombrar un período; con ninguna, las que se bastan solas.
_PERIODOS = (
    (frozenset(), _formas(*_formas_de_periodo())),
    (
        frozenset({"semana"}),
        _formas(*((f"semana 0?{n} ano", f"periodo_{min(4, (n + 12) // 13)}_semana_del_anio{n}") for n in range(1, 54))),
    ),
    (_ANUNCIAN_TRIMESTRES, _formas(*zip(_ORDINALES, TRIMESTRES, strict=False))),
    (
        _ANUNCIAN_CORTES,
        _formas(*((rf"(?:0?[1-9]|[12]\d|3[01]) 0?{n}", f"periodo_{(n + 2) // 3}_mes{n}") for n in range(1, 13))),
    ),
)
_PARECE_PERIODO = re.compile(
    r"\b(?:trim\w*|semestr\w*|cuatrim\w*|bimestr\w*|mes|meses|mensual\w*|semanas?|[tq] ?[1-4]|[1-4] ?[tq]|"
    + "|".join(_MESES)
    + r")\b"
)
_FECHA_ABREVIADA = re.compile(r"^f(?= )")
# Bajo el nombre de un mes: «S1», «Semana 2», «III».
_SEMANA = re.compile(r"(?:(?:s|sem|semana) ?)?([1-5]|i{1,3}|iv|v)")
_SEMANA_NUMERADA = re.compile(r"(?:sem|semana) ?0?(\d{1,2})")
_SEMESTRES, _SEMANAS_DE_UN_MES = 2, 5
_SEMANAS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_ORDINAL_SOLO = re.compile("|".join((*_ORDINALES[:4], "p ?[1-4]", "e m", "a j", "j s", "o d")))
_NUMERO_SOLO = re.compile(r"(?!20\d\d)[\W\d]*")
_SOLO_UN_ANIO = re.compile(r"(?:(?:vigencia|a[ñn]o) )?20\d\d", re.IGNORECASE)
_VARIOS_ANIOS = re.compile(r"(20\d\d)\s*(?:-|–|—|/|al?)\s*(20\d\d)")
_MES_Y_ANIO = re.compile(rf"\b(?:{'|'.join(_MESES)}) (2\d)$")
# «Mes de inicio» y «Trimestre de terminación» son fechas con menos detalle.
_TIEMPO = re.compile(r"^(?:mes(?:es)?|dia|bimestre|trimestre|semestre|periodo)(?= )")


def trimestre_de(campo: str) -> int:
    """Trimestre (1–4) al que suma un campo de período; 0 si no es de período."""
    hallado = re.match(r"(?:programado_t|periodo_)(\d)", campo)
    return int(hallado[1]) if hallado else 0


@lru_cache(maxsize=8192)
def _clave(titulo: str) -> str:
    """El título sin numeración, artículos ni años: «Metas de periodo (17) 2025» → «metas periodo».

    En «Plazo de ejecución» queda «plazo» y en «F. fin», «fecha fin».
    """
    palabras = _CUANDO_SE_EJECUTA.sub(
        r"\1\2", _FECHA_ABREVIADA.sub("fecha", normalizar(NUMERACION.sub(" ", titulo)))
    ).split()
    return " ".join(p for p in palabras if p not in _VACIAS and not ANIO.fullmatch(p))


def campos_elegibles() -> tuple[str, ...]:
    """Los campos que una persona puede asignar a una columna."""
    return (*SINONIMOS, *TRIMESTRES)


_EN_OTRA_ESCALA = re.compile(r"%|\b(?:porcentaje|miles|millon(?:es)?|mill|mm|usd|dolares|smm?lv|uvt|uvb)\b")


def en_otra_escala(titulos: Sequence[str]) -> bool:
    """Si un título dice que va en miles, en millones, en dólares o en porcentaje y no en pesos."""
    titulo = " ".join(titulos)
    return bool(_EN_OTRA_ESCALA.search(f"{titulo.casefold()} {normalizar(titulo)}"))


# De dos columnas del mismo período, la que dice «programado», la que no dice nada, la de avances y la de otro grupo.
_RANGO_SIN_DECIRLO, _RANGO_DE_AMBOS, _RANGO_DE_OTRO_GRUPO = 1, 2, 3
_RANGO_MENOS_DETALLE = 500

# Alrededor de un título conocido no dicen otra cosa: «Nombre de la actividad a ejecutar».
ACOMPANANTES = PREVISTO | conjunto(
    """actividad actividades accion acciones compromiso compromisos tarea tareas meta metas producto productos indicador
    entregable plan vigencia anual institucional detallada general propuesta propuesto definida establecida planteada
    maxima maximo limite total ejecucion ejecutar realizar desarrollar implementar cumplir cumplimiento lograr alcanzar
    medir medira calcular entrega mejora nombre area oficina dependencia secretaria proceso directo directa que cual se
    con como por o y u a su s"""
)
# Último recurso: «Acción específica de racionalización» empieza por lo que es.
PRIMERAS_PALABRAS = dict.fromkeys(("actividad", "actividades", "accion", "acciones"), "nombre")
# Los títulos de una palabra que admiten otras alrededor; otros («Orden», «Código») serían otra cosa con ellas.
NUCLEOS = conjunto(
    """actividad actividades accion acciones tarea tareas compromiso compromisos responsable responsables dependencia
    dependencias indicador formula producto productos entregable entregables meta metas peso ponderacion plazo fecha"""
)


def _meta_de_un_anio(titulos: Sequence[str]) -> Reconocido | None:
    """«2025» debajo de «META CUATRIENIO» o de «METAS POR AÑO» es la meta de ese año."""
    if (
        len(titulos) > 1
        and _SOLO_UN_ANIO.fullmatch(titulos[-1].strip())
        and _clave(titulos[-2]).split()[:1] in (["meta"], ["metas"])
    ):
        return Reconocido("meta", _RANGO_MENOS_DETALLE)
    return None


def _dice_ejecucion(titulos: Sequence[str]) -> bool:
    """Si el título es de lo ejecutado: «Avance T1» lo es; «Avance programado T1» y «Meta acumulada T1», no."""
    palabras = set(_clave(" ".join(titulos)).split())
    if not palabras & PREVISTO:
        return bool(palabras & EJECUCION - (_ACUMULADO if palabras & {"meta", "metas"} else set()))
    # «SEGUIMIENTO» sobre «T1 programado» y «T1 ejecutado» no cambia lo que dice cada uno.
    bajo_un_grupo = set(_clave(" ".join(titulos[1:])).split())
    return bool(palabras & EJECUCION - (_DE_AMBOS | {"seguimiento"} if bajo_un_grupo & PREVISTO else _DE_AMBOS))


def _periodo(titulos: Sequence[str]) -> Reconocido | None:
    """El período de un título; lo que va entre paréntesis aclara, pero no puede nombrar otro período."""
    titulo = " ".join(titulos)
    if _dice_ejecucion(titulos):
        return None
    palabras = set(_clave(titulo).split())
    campo = _campo_de_periodo(titulo)
    aclaraciones = normalizar(" ".join(PARENTESIS.findall(titulo)))
    if not campo and not _PARECE_PERIODO.search(aclaraciones) and not palabras & _AJENAS_A_UN_PERIODO:
        campo = _campo_de_periodo(PARENTESIS.sub(" ", titulo))
    if not campo:
        return None
    rango = _RANGO_DE_AMBOS if palabras & EJECUCION else 0 if palabras & _DICEN_PROGRAMADO else _RANGO_SIN_DECIRLO
    return Reconocido(campo, rango)


def _campo_de_periodo(titulo: str) -> str:
    palabras = _clave(titulo).split()
    nucleo = " ".join(palabra for palabra in palabras if palabra not in _PROGRAMACION | EJECUCION)
    formas = (par for anuncian, pares in _PERIODOS if not anuncian or anuncian & set(palabras) for par in pares)
    return next((campo for forma, campo in formas if forma.fullmatch(nucleo)), "")


def _semana(titulos: Sequence[str]) -> Reconocido | None:
    """La semana de un mes: «I» bajo «Junio» cuenta en el trimestre de junio."""
    semana = len(titulos) > 1 and _SEMANA.fullmatch(normalizar(titulos[-1]))
    mes = semana and _periodo(titulos[:-1])
    hallado = mes and re.fullmatch(r"periodo_(\d)_mes(\d+)", mes.campo)
    if not hallado:
        return None
    orden = _SEMANAS.get(semana[1]) or int(semana[1])
    return Reconocido(f"periodo_{hallado[1]}_semana{hallado[2]}{orden}", mes.rango)


def nombrar_semanas(titulos: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """Los títulos con «Sem 3» como «Semana 3», o como «Semana 3 del año» si la numeración pasa de las de un mes.

    Con uno o dos, «Sem 1» es un semestre.
    """
    numeradas = {
        indice: int(hallada[1])
        for indice, propios in titulos.items()
        if (hallada := _SEMANA_NUMERADA.fullmatch(normalizar(propios[-1])))
    }
    mayor = max(numeradas.values(), default=0)
    if mayor <= _SEMESTRES:
        return dict(titulos)
    del_anio = " del año" if mayor > _SEMANAS_DE_UN_MES else ""
    return {**titulos} | {i: (*titulos[i][:-1], f"Semana {orden}{del_anio}") for i, orden in numeradas.items()}


def _bajo_un_grupo(periodo: Reconocido, grupo: str) -> Reconocido | None:
    """El período que nombra una columna cuyo grupo no se entiende: no lo es bajo «SEMÁFORO» o «PRESUPUESTO».

    Bajo «PRESUPUESTO PROGRAMADO» no se sabe, y «Abril» bajo «I TRIMESTRE» se contradice.
    """
    palabras = set(_clave(grupo).split())
    mayor = _periodo((grupo,))
    if mayor and trimestre_de(mayor.campo) != trimestre_de(periodo.campo):
        return None
    if not palabras & _AJENAS_A_UN_PERIODO:
        return Reconocido(periodo.campo, _RANGO_DE_OTRO_GRUPO) if palabras else periodo
    return None if palabras & _DICEN_PROGRAMADO else Reconocido("")


def parece_periodo(titulos: tuple[str, ...]) -> bool:
    """Si un título que no se entendió nombra un trimestre, un semestre o un mes, o sólo dice «II», «P2» o «2025-2»."""
    sin_programacion = " ".join(p for p in _clave(titulos[-1]).split() if p not in _PROGRAMACION)
    return _nombra_un_periodo(titulos) or bool(_ORDINAL_SOLO.fullmatch(sin_programacion))


def _nombra_un_periodo(titulos: Sequence[str]) -> bool:
    return bool(_PARECE_PERIODO.search(normalizar(" ".join(titulos))))


def dice_duracion(titulos: tuple[str, ...]) -> bool:
    """Si un título es de cuánto dura la actividad, no de cuándo: «Duración en meses»."""
    return bool({"duracion", "tiempo", "plazo"} & set(_clave(" ".join(titulos)).split()))


@dataclass(frozen=True, eq=False)
class Titulos(Vocabulario):
    """Los títulos de un plan: sinónimos, períodos y lo que es de lo ejecutado."""

    def clave(self, titulo: str) -> str:
        """El título sin numeración, artículos, años ni «de ejecución»."""
        return _clave(titulo)

    def es_periodo(self, campo: str) -> bool:
        """Si el campo suma en un trimestre."""
        return bool(trimestre_de(campo))

    def rotulo(self, campo: str) -> str:
        """Cómo se le dice un campo a la persona."""
        return f"Programado T{trimestre_de(campo)}" if self.es_periodo(campo) else super().rotulo(campo)

    def _reconocer(self, titulos: tuple[str, ...], parecidos: bool = True) -> Reconocido | None:
        hallado = self._que_dice(titulos, parecidos)
        # En miles o de un trimestre no es el presupuesto del año en pesos.
        if hallado and hallado.campo == "presupuesto" and (en_otra_escala(titulos) or _nombra_un_periodo(titulos)):
            return Reconocido("")
        return hallado

    def _que_dice(self, titulos: tuple[str, ...], parecidos: bool) -> Reconocido | None:
        *grupos, propio = titulos
        completo = " ".join(titulos)
        if grupos:
            if hallado := self.entero(titulos):
                return hallado
            if self._describe(grupos, propio):
                return Reconocido("nombre", _RANGO_MENOS_DETALLE)
            if not self.exacto(" ".join(grupos)) and _dice_ejecucion(grupos):
                return Reconocido("")
        if hallado := self.exacto(propio):
            return hallado
        if hallado := _periodo((propio,)):
            return _bajo_un_grupo(hallado, " ".join(grupos))
        palabras = set(_clave(completo).split())
        if parecidos and not grupos and not parece_periodo(titulos) and (hallado := self.acompanado(propio)):
            return hallado
        if palabras & self.ajenas and parece_periodo(titulos) and not palabras & (_AJENAS_A_UN_PERIODO | EJECUCION):
            return None
        if palabras & self.ajenas or (grupos and palabras & EJECUCION):
            return Reconocido("")
        return self.parecido(propio) if parecidos else None

    def entero(self, titulos: Sequence[str]) -> Reconocido | None:
        """El campo del título completo, con sus grupos: un sinónimo, un período o la meta de un año."""
        return self.exacto(" ".join(titulos)) or _semana(titulos) or _periodo(titulos) or _meta_de_un_anio(titulos)

    def _describe(self, grupos: Sequence[str], propio: str) -> bool:
        """Si es el texto de la actividad: «CÓDIGO Y DESCRIPCIÓN» debajo de «ACTIVIDAD»."""
        grupo, palabras = self.exacto(" ".join(grupos)), set(_clave(propio).split())
        return bool(
            grupo and grupo.campo == "nombre" and palabras & _DESCRIBEN and palabras <= _DESCRIBEN | {"y", "codigo"}
        )

    def exacto(self, titulo: str) -> Reconocido | None:
        """El campo que se titula así; «Fin previsto» y «Meta esperada» son el fin y la meta."""
        if titulo.strip() == "#":
            return Reconocido("numero")
        # La columna de la vigencia trae el año en sus celdas: «Vigencia 2025» puede ser la meta de ese año.
        if _SOLO_UN_ANIO.fullmatch(titulo.strip()):
            return None
        if hallado := super().exacto(titulo):
            return hallado
        campo, rango = self.por_clave.get(" ".join(p for p in _clave(titulo).split() if p not in PREVISTO), ("", 0))
        return Reconocido(campo, rango + _RANGO_MENOS_DETALLE) if campo in _SE_PREVEN else None

    def _formas(self, clave: str) -> Iterator[tuple[str, int]]:
        yield clave, 0
        yield re.sub(r"^(meta|responsable)s\b", r"\1", clave), 0
        yield _TIEMPO.sub("fecha", clave), _RANGO_MENOS_DETALLE

    def parecido(self, titulo: str) -> Reconocido | None:
        """El campo de un título con erratas o acompañado; un año solo no se parece a nada.

        «Número de actividades» es cuántas son y no el número de cada una.
        """
        hallado = None if _SOLO_UN_ANIO.fullmatch(titulo.strip()) else super().parecido(titulo)
        cuenta = hallado and hallado.campo == "numero" and _clave(titulo).endswith("s")
        return None if cuenta else hallado

    def se_lee_entero(self, titulos: tuple[str, ...]) -> bool:
        """Si un título en varias filas se entiende completo: «FECHA» y «FIN», «META» y «2025», «T1» y «Ejec.»."""
        if _NUMERO_SOLO.fullmatch(titulos[-1]):
            return False
        if self.entero(titulos):
            return True
        return bool(self.entero(titulos[:-1])) and set(_clave(titulos[-1]).split()) <= EJECUCION | _AJENAS_A_UN_PERIODO

    def vigencias_de(self, titulos: Sequence[str]) -> frozenset[int]:
        """Los años que nombra un título: «Meta 2025», «ene-25»; de «2024-2027», también los de en medio."""
        texto = " ".join(titulos)
        vigencias = {int(escrita) for escrita in ANIO.findall(texto)}
        for desde, hasta in _VARIOS_ANIOS.findall(texto):
            vigencias |= set(range(int(desde), int(hasta) + 1))
        # «feb-28» es el último día de febrero.
        vigencias |= {2000 + int(corta) for corta in _MES_Y_ANIO.findall(normalizar(texto)) if int(corta) < 28}
        return frozenset(vigencias)
