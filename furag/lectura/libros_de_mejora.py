"""Lo que un libro de plan de mejoramiento trae además de las actividades: hallazgo, causa, recomendación e índice.

Lo que dice de su estado o su avance no cierra ni mide nada: se guarda como «el archivo decía». Todo puro.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from itertools import chain

from furag.lectura.resumenes import resumenes_de
from furag.reglas.libros_de_mejora import es_de_contraloria, es_de_otra_entidad, es_de_sisifo, politica_de_la_pregunta
from furag.reglas.politicas_dichas import PoliticaDelCatalogo, politica_dicha
from furag.reglas.textos import clave_de, los_mas_parecidos, palabras_de
from mipg.libros.libro import Celda, Libro, escribir_numero
from mipg.libros.notas import ColumnaLeida, Nota
from mipg.libros.numeros import numero_de
from mipg.libros.textos import ValorInvalido, en_una_linea
from mipg.libros.vocabulario import Reconocido
from mipg.texto import normalizar
from planes.importacion.columnas import VOCABULARIO, Tabla, VocabularioDePlan
from planes.importacion.lectura import ActividadLeida, Elecciones
from planes.importacion.plazos import PLAN_DE_OTRO_ANIO
from planes.importacion.propios import LectorPropio
from planes.importacion.renglones import Cuaderno, Renglon
from planes.importacion.titulos import PREVISTO, conjunto
from planes.propios import CampoPropio

CAMPOS = (
    CampoPropio(
        "hallazgo",
        "Hallazgo o brecha",
        (
            "Descripción del hallazgo", "Hallazgo", "Hallazgos", "Hallazgo o brecha", "Brecha", "Brecha identificada",
            "Brecha o hallazgo", "Descripción de la brecha", "Hallazgo identificado", "Hallazgo/Brecha",
            "Brecha/Recomendación", "Situación", "Situación encontrada", "Situación identificada", "Situación actual",
            "Descripción de la situación", "No conformidad", "Descripción de la no conformidad",
            "Descripción del hallazgo o no conformidad", "Hallazgo o no conformidad", "Oportunidad de mejora",
            "Debilidad", "Debilidad identificada", "Aspecto por mejorar", "Observación de la auditoría", "Pregunta",
        ),
        ancho=40,
        ayuda="La brecha que la acción corrige. Si atiende una recomendación, puede quedar vacío.",
    ),
    CampoPropio("hallazgo_titulo", "Título del hallazgo", ("Título del hallazgo",), se_exporta=False),
    CampoPropio(
        "causa",
        "Causa",
        (
            "Causa", "Causas", "Causa raíz", "Causas raíz", "Análisis de causa", "Análisis de causas",
            "Análisis de causa raíz", "Causa del hallazgo", "Causas del hallazgo", "Causa de la brecha",
            "Causa identificada", "Causas identificadas", "Causa principal", "Descripción de la causa",
        ),
        ayuda="Por qué pasa lo que se corrige.",
    ),
    CampoPropio(
        "recomendaciones",
        "Recomendaciones que atiende",
        (
            "Recomendaciones que atiende", "Recomendación", "Recomendaciones", "Recomendación FURAG",
            "Recomendaciones FURAG", "Recomendación DAFP", "Recomendación de Función Pública", "Recomendación asociada",
            "Recomendación relacionada", "Recomendación que atiende", "Recomendación de mejora",
        ),
        se_suma=True,
        ayuda="Sus referencias (R-2025-POL07-12) separadas por «; », o su texto. Sólo se ligan las acogidas.",
    ),
    CampoPropio(
        "indice",
        "Índice que se espera mover",
        (
            "Índice que se espera mover", "Índice esperado", "Índice a mejorar", "Código del índice", "Índice FURAG",
            "Índice asociado", "Índice desagregado", "Índice relacionado", "Índice",
        ),
        ancho=14,
        con_letras=False,
        ayuda="El código de la política o de uno de sus índices, como POL07 o I23.",
    ),
    CampoPropio(
        "esperado",
        "Puntaje esperado",
        ("Puntaje esperado", "Puntaje esperado del índice", "Valor esperado del índice", "Puntaje que se espera"),
        ancho=12,
        con_letras=False,
        ayuda="De 0 a 100, el que se espera en la medición siguiente. La línea base la pone la medición.",
    ),
    CampoPropio(
        "sin_indice",
        "Por qué no tiene índice",
        ("Por qué no tiene índice", "Por qué no mueve un índice"),
        ayuda="Si no se espera mover ninguno, por qué.",
    ),
    CampoPropio("decia", "El archivo decía", ("El archivo decía",), se_exporta=False),
)  # fmt: skip
LIMITES = {"hallazgo": 4000, "causa": 2000, "sin_indice": 300, "decia": 2000}
# Con una de estas en el título, una columna habla de cómo va la acción y no de qué se va a hacer.
_DICEN_COMO_VA = conjunto(
    """estado estados avance avances seguimiento seguimientos corte cortes cumplimiento eficacia eficaz efectividad
    efectiva cierre cerrada cerrado abierta abierto ejecutado ejecutada ejecucion autoevaluacion evaluacion verificacion
    calificacion semaforo cumplida"""
)
_REFERENCIA = re.compile(r"\bR-\d{4}-[A-Z0-9]+-\d+\b", re.IGNORECASE)
_INDICE = re.compile(r"\b(POL|I)[\s.\-]*0*(\d{1,2})\b", re.IGNORECASE)
_QUIEN_HALLO = conjunto("tipo origen fuente modalidad entidad ente auditor auditoria quien")
_SEPARAN = re.compile(r"[\s;,.:|/·-]+")
_VALORES_A_LA_VISTA = 6
_DOS_NOMBRES = re.compile(r"\s*/\s*|\s+[ou]\s+")
_RANGO_DE_DOS_NOMBRES = 500
_DICEN_PROGRAMADO = PREVISTO | conjunto("meta metas programacion cronograma")
_NO_LA_NOMBRA = re.compile(r"^\s*pol[ií]tica\s+(?:de(?:l|\s+la)?\s+)?", re.IGNORECASE)
_DE_UNA_LISTA = re.compile(r"\s*(?:\d{1,2}(?:[.)]|\s*[-–])\s*\D|[-–•*·▪✓]\s*\w|[a-h][.)]\s)")
_IDEM = frozenset(("", "idem", "ibidem", "igual", "igual al anterior", "igual que el anterior", "el mismo", "lo mismo"))


@dataclass(frozen=True, eq=False)
class VocabularioDeMejora(VocabularioDePlan):
    """Los títulos de un plan y los del mejoramiento.

    «Corte enero», o «Ene» a secas, puede ser cuánto iba en enero: sin decir que es lo programado, no se toma por tal.
    """

    def _reconocer(self, titulos: tuple[str, ...], parecidos: bool = True) -> Reconocido | None:
        hallado = super()._reconocer(titulos, parecidos)
        if hallado and self.es_periodo(hallado.campo) and _puede_ser_lo_que_iba(titulos, hallado.campo):
            return Reconocido("")
        if hallado is None or not hallado.campo:
            # «Descripción de la no conformidad / hallazgo»: dos nombres de lo mismo.
            partes = [self.exacto(parte) for parte in _DOS_NOMBRES.split(titulos[-1])]
            campos = {parte and parte.campo for parte in partes}
            if len(partes) > 1 and len(campos) == 1 and any(campos):
                return Reconocido(campos.pop(), _RANGO_DE_DOS_NOMBRES)
        return hallado


def _puede_ser_lo_que_iba(titulos: Sequence[str], campo: str) -> bool:
    palabras = set(normalizar(" ".join(titulos)).split())
    return not palabras & _DICEN_PROGRAMADO and ("_mes" in campo or bool(palabras & {"corte", "cortes"}))


_DE_PLAN = {campo.name: getattr(VOCABULARIO, campo.name) for campo in fields(VOCABULARIO)}
DE_MEJORA = VocabularioDeMejora(
    **_DE_PLAN
    | {
        "sinonimos": {campo.nombre: campo.sinonimos for campo in CAMPOS} | dict(VOCABULARIO.sinonimos),
        "de_texto": VOCABULARIO.de_texto | {campo.nombre for campo in CAMPOS if campo.con_letras},
        "nucleos": VOCABULARIO.nucleos | {"hallazgo", "hallazgos", "causa", "causas"},
        # De «Hallazgo» y «Descripción del hallazgo», la primera es el título de la segunda.
        "alternativas": {**VOCABULARIO.alternativas, "hallazgo": "hallazgo_titulo"},
    }
)


@dataclass(frozen=True)
class RecomendacionConocida:
    """Una recomendación importada con la que se puede ligar un hallazgo; `ajena`, por qué no («está descartada»)."""

    referencia: str
    texto: str
    no_se_liga: str = ""


@dataclass
class LectorDeMejora(LectorPropio):
    """Lee lo propio del mejoramiento de una política.

    `politica`: clave primaria de la del plan; `catalogo`: las de su versión; `indices`: de código a nombre, los de la
    política y el de ella; `entidad`: el nombre de la nuestra.
    """

    politica: int
    catalogo: Collection[PoliticaDelCatalogo]
    recomendaciones: Sequence[RecomendacionConocida]
    indices: Mapping[str, str]
    determina: tuple = ()
    entidad: str = ""
    _decian: dict[str, Counter] = field(default_factory=dict, init=False)
    # Las acciones del libro, también las de otras políticas.
    _cuantas: int = field(default=0, init=False)

    vocabulario = DE_MEJORA
    agrupador = "hallazgo"
    # Se firma un compromiso con fechas: las que nadie escribió no se inventan.
    supone_fechas = False

    def __post_init__(self):
        self.por_clave = {clave_de(una.texto): una for una in self.recomendaciones}
        self.por_referencia = {una.referencia.upper(): una for una in self.recomendaciones}
        self.palabras = [(una, palabras_de(una.texto)) for una in self.recomendaciones]

    def impide(self, libro: Libro, tabla: Tabla) -> str:
        """Un plan suscrito con la Contraloría es de otra clase; el de otra entidad, de otra."""
        encabezado = tabla.encabezado.fila if tabla.encabezado else 0
        encima = [
            celda.texto for fila in tabla.hoja.filas if fila.numero < encabezado for celda in fila.propias.values()
        ]
        titulos = [columna.titulo for columna in tabla.columnas]
        return (
            es_de_contraloria([tabla.hoja.nombre, *encima], titulos)
            or es_de_otra_entidad(encima, self.entidad)
            or es_de_sisifo(tabla.hoja.nombre, titulos, tabla.indices)
        )

    # Qué filas son de este plan

    def elegir(self, cuaderno: Cuaderno, renglones: list[Renglon]) -> list[Renglon]:
        """Sin las de otra política; las de un hallazgo de la Contraloría son un error."""
        self._cuantas = len(renglones)
        self._heredar_el_hallazgo(cuaderno, renglones)
        self._exigir_que_no_sean_de_contraloria(cuaderno, renglones)
        return self._de_la_politica(cuaderno, renglones)

    def _heredar_el_hallazgo(self, cuaderno: Cuaderno, renglones: list[Renglon]) -> None:
        """Sin número ni hallazgo, la acción es otra del de encima: así quedan las celdas combinadas en un CSV."""
        indices = cuaderno.tabla.indices
        if "hallazgo" not in indices:
            return
        anterior = None
        for renglon in renglones:
            celda = renglon.celda("hallazgo")
            idem = bool(celda) and normalizar(celda.texto) in _IDEM
            falta = not renglon.sana("hallazgo") and not renglon.sana("recomendaciones")
            if anterior and (idem or (falta and "numero" in indices and not renglon.sana("numero"))):
                self._copiar_el_hallazgo(cuaderno, anterior, renglon)
            elif anterior and falta:
                mensaje = (
                    f"La acción no dice su hallazgo y queda sin él. Si es el de la fila {anterior.numero}, escríbalo "
                    "también aquí."
                )
                cuaderno.aviso("sin_hallazgo", renglon, "hallazgo", mensaje=mensaje)
            if renglon.texto("hallazgo"):
                anterior = renglon

    def _copiar_el_hallazgo(self, cuaderno: Cuaderno, de: Renglon, a: Renglon) -> None:
        celdas = dict(a.fila.celdas)
        for campo in ("hallazgo", "hallazgo_titulo", "causa", "recomendaciones"):
            indice = a.indices.get(campo, 0)
            vacia = not a.sana(campo) or normalizar(a.texto(campo)) in _IDEM
            if vacia and indice in de.fila.celdas:
                celdas[indice] = de.fila.celdas[indice]
        a.fila = replace(a.fila, celdas=celdas)
        mensaje = f"sin hallazgo propio: se tomó el de la fila {de.numero}"
        cuaderno.supuesto("hallazgo_de_encima", a, "hallazgo", mensaje=mensaje)

    def _exigir_que_no_sean_de_contraloria(self, cuaderno: Cuaderno, renglones: list[Renglon]) -> None:
        for indice, columna in cuaderno.tabla.por_indice.items():
            if not _QUIEN_HALLO & set(normalizar(columna.titulo).split()):
                continue
            for renglon in renglones:
                celda = renglon.fila.celdas.get(indice)
                if celda and re.search(r"\b(?:contraloria|cgr)\b", normalizar(celda.texto)):
                    mensaje = (
                        "Es un hallazgo de la Contraloría: su plan se rinde y se sigue en SIRECI, no aquí. Quite la "
                        "fila del archivo."
                    )
                    hoja, fila = cuaderno.tabla.hoja.nombre, renglon.numero
                    cuaderno.errores.append(
                        Nota("hallazgo_de_contraloria", hoja, fila, columna.letra, celda.texto, mensaje)
                    )

    def _de_la_politica(self, cuaderno: Cuaderno, renglones: list[Renglon]) -> list[Renglon]:
        dichas = {r.numero: r.texto("politica") or r.politica_de_seccion for r in renglones}
        suyas = {texto: politica_dicha(_NO_LA_NOMBRA.sub("", texto), "", self.catalogo) for texto in {*dichas.values()}}
        # A medias («Gobierno») vale si no puede ser otra.
        cual = {
            texto: una.pk or (una.sugeridas[0] if len(una.sugeridas) == 1 else None) for texto, una in suyas.items()
        }
        ajenas = {n for n, texto in dichas.items() if texto and cual[texto] not in (None, self.politica)}
        for renglon in renglones:
            texto = dichas[renglon.numero]
            if renglon.numero in ajenas:
                cuaderno.omitir("de_otra_politica", renglon.fila, "acción de otra política")
            elif not texto and ajenas:
                mensaje = (
                    "La fila no dice su política y el archivo trae varias. Escriba la política de este plan, u otra si "
                    "la fila no es suya."
                )
                cuaderno.error("politica_sin_decir", renglon, "politica", mensaje=mensaje)
            elif texto and cual[texto] is None:
                mensaje = f"{suyas[texto].pregunta} Escriba la política de este plan, u otra si la fila no es suya."
                cuaderno.error("politica_sin_reconocer", renglon, "politica", mensaje=mensaje)
            elif texto and suyas[texto].pk is None:
                mensaje = f"«{texto[:80]}» se entendió como la política de este plan"
                cuaderno.supuesto("politica_a_medias", renglon, "politica", mensaje=mensaje)
        if ajenas:
            anotar = cuaderno.aviso if len(ajenas) < len(renglones) else cuaderno.error
            nombres = "; ".join(sorted({dichas[n] for n in ajenas}))[:300]
            mensaje = (
                f"Sólo se importan las acciones de la política de este plan: las de otras ({len(ajenas)}) no, y van en "
                f"el suyo. Son de {nombres}."
            )
            anotar("de_otra_politica", None, "politica", mensaje=mensaje)
        propios = [renglon for renglon in renglones if renglon.numero not in ajenas]
        self._avisar_de_otra_pregunta(cuaderno, propios)
        return propios

    def _avisar_de_otra_pregunta(self, cuaderno: Cuaderno, renglones: list[Renglon]) -> None:
        """El código de una pregunta del FURAG dice de qué política es, y puede no ser la de la fila."""
        suya = next((una.codigo for una in self.catalogo if una.pk == self.politica), "")
        for renglon in renglones:
            for celda in renglon.fila.propias.values():
                if (otra := politica_de_la_pregunta(celda.texto)) and otra != suya:
                    mensaje = (
                        f"«{celda.texto[:20]}» es de una pregunta de {otra} y este plan es de {suya}. Compruebe que la "
                        "acción sea de este plan."
                    )
                    cuaderno.aviso("pregunta_de_otra_politica", renglon, "", mensaje=mensaje)

    # Qué dice cada una

    def leer(self, cuaderno: Cuaderno, renglon: Renglon) -> tuple[tuple[str, str], ...]:
        """Pares de campo y texto; sólo los que el archivo trae."""
        indices = renglon.indices
        dicho: dict[str, str] = {}
        hallazgo, titulo = self._texto(renglon, "hallazgo"), self._texto(renglon, "hallazgo_titulo")
        trae = {"hallazgo", "hallazgo_titulo", "recomendaciones"} & indices.keys()
        referencias, suelto = self._referencias(cuaderno, renglon)
        dichas = (("recomendaciones", suelto), ("hallazgo", hallazgo), ("hallazgo_titulo", titulo))
        ligadas = {campo: self._ligar(cuaderno, renglon, campo, texto) for campo, texto in dichas}
        self._exigir_una_accion(cuaderno, renglon)
        if trae:
            partes = [f"{titulo}: {hallazgo}" if titulo and hallazgo else titulo or hallazgo]
            # La que se liga ya no hace falta escribirla: la acción la atiende.
            if suelto and not ligadas["recomendaciones"] and normalizar(suelto) not in normalizar(partes[0]):
                partes.append(f"Recomendación: {suelto}" if partes[0] else suelto)
            dicho["hallazgo"] = "\n".join(filter(None, partes))
            dicho["recomendaciones"] = "; ".join(dict.fromkeys([*referencias, *chain(*ligadas.values())]))
        if "causa" in indices:
            dicho["causa"] = self._texto(renglon, "causa")
        if "indice" in indices:
            dicho["indice"] = self._indice(cuaderno, renglon)
        if "sin_indice" in indices and not dicho.get("indice"):
            dicho["sin_indice"] = self._texto(renglon, "sin_indice")
        if "esperado" in indices:
            dicho["esperado"] = self._esperado(cuaderno, renglon)
            if dicho["esperado"] and not dicho.get("indice", "-") and not renglon.sana("indice"):
                mensaje = "Hay un puntaje esperado y no se dice de qué índice. Escriba el índice o borre el puntaje."
                cuaderno.error("esperado_sin_indice", renglon, "esperado", mensaje=mensaje)
        if decia := self._lo_que_decia(cuaderno, renglon):
            dicho["decia"] = decia
        for campo, limite in LIMITES.items():
            if len(texto := dicho.get(campo, "")) > limite:
                mensaje = f"El texto tiene {len(texto)} caracteres y caben {limite}. Acórtelo."
                cuaderno.error("texto_largo", renglon, campo, mensaje=mensaje, valor=f"{texto[:80]}…")
        return tuple(dicho.items())

    def _texto(self, renglon: Renglon, campo: str) -> str:
        return renglon.texto(campo) if renglon.sana(campo) or campo in renglon.agregados else ""

    def _referencias(self, cuaderno: Cuaderno, renglon: Renglon) -> tuple[list[str], str]:
        """Las recomendaciones que se citan («R-2025-POL07-12») y lo demás que diga la celda."""
        texto = self._texto(renglon, "recomendaciones")
        citadas = list(dict.fromkeys(cita.upper() for cita in _REFERENCIA.findall(texto)))
        for cita in citadas:
            if cita not in self.por_referencia:
                mensaje = f"{cita} no es una recomendación de esta política en la medición del plan. Corríjala."
                cuaderno.error("recomendacion_desconocida", renglon, "recomendaciones", mensaje=mensaje)
        suelto = _REFERENCIA.sub("", texto)
        return [cita for cita in citadas if cita in self.por_referencia], suelto if _SEPARAN.sub("", suelto) else ""

    def _ligar(self, cuaderno: Cuaderno, renglon: Renglon, campo: str, texto: str) -> list[str]:
        """Las recomendaciones que dicen lo mismo que la celda o, si trae varias, que cada uno de sus renglones.

        De la que casi lo dice se avisa: la decide una persona.
        """
        if not texto:
            return []
        renglones = [texto] if clave_de(texto) in self.por_clave else texto.split("\n")
        ligadas, parecidas = [], {}
        for uno in renglones:
            igual = self.por_clave.get(clave_de(uno))
            if igual and igual.no_se_liga:
                mensaje = f"Dice lo mismo que {igual.referencia}, que {igual.no_se_liga}: no se liga."
                cuaderno.aviso("recomendacion_sin_ligar", renglon, campo, mensaje=mensaje)
            elif igual:
                ligadas.append(igual.referencia)
            else:
                parecidas |= {u.referencia: u for u in los_mas_parecidos(palabras_de(uno), self.palabras)}
        if parecidas:
            cuales = ", ".join(parecidas)
            mensaje = f"Se parece a {cuales} y no dice lo mismo: no se liga. Después de importar se decide en el plan."
            cuaderno.aviso("recomendacion_parecida", renglon, campo, mensaje=mensaje)
        return ligadas

    def _exigir_una_accion(self, cuaderno: Cuaderno, renglon: Renglon) -> None:
        """«1. Levantar el inventario / 2. Publicarlo» en una celda son dos acciones y no una."""
        dichas = [linea for linea in renglon.texto("nombre").split("\n") if _DE_UNA_LISTA.match(linea)]
        if len(dichas) > 1:
            mensaje = f"La celda trae {len(dichas)} acciones. Deje una por fila, cada una con su meta y su plazo."
            cuaderno.error("varias_acciones", renglon, "nombre", mensaje=mensaje)

    def _indice(self, cuaderno: Cuaderno, renglon: Renglon) -> str:
        celda = renglon.sana("indice")
        if celda is None:
            return ""
        nombre = normalizar(celda.texto)
        codigos = {f"{tipo.upper()}{int(numero):02}" for tipo, numero in _INDICE.findall(celda.texto)}
        codigos = codigos or {codigo for codigo, suyo in self.indices.items() if normalizar(suyo) == nombre}
        if len(codigos) == 1 and codigos <= self.indices.keys():
            return codigos.pop()
        que = "nombra varios" if len(codigos) > 1 else "no es de esta política"
        mensaje = f"«{celda.texto[:80]}» {que}. Escriba uno: {', '.join(sorted(self.indices))}."
        cuaderno.error("indice_no_claro", renglon, "indice", mensaje=mensaje)
        return ""

    def _esperado(self, cuaderno: Cuaderno, renglon: Renglon) -> str:
        puntaje = cuaderno.intentar(renglon, "esperado", _puntaje)
        return "" if puntaje is None else escribir_numero(puntaje)

    def _lo_que_decia(self, cuaderno: Cuaderno, renglon: Renglon) -> str:
        """Lo que las columnas de estado, avance o seguimiento dicen de la acción, con sus títulos."""
        partes = []
        for indice, columna in _de_como_va(cuaderno.tabla):
            celda = renglon.fila.celdas.get(indice)
            if celda:
                texto = en_una_linea(celda.texto) or "fórmula sin resultado"
                if celda.error:
                    cuaderno.aviso("decia_con_error", renglon, "", mensaje=f"«{columna.titulo}»: {celda.error}")
                partes.append(f"{columna.titulo}: {texto}")
                self._decian.setdefault(columna.letra, Counter())[texto] += 1
        return " · ".join(partes)

    # Con todas a la vista

    def revisar(
        self, libro: Libro, cuaderno: Cuaderno, actividades: Sequence[ActividadLeida], elecciones: Elecciones
    ) -> None:
        """Las fechas de otra vigencia se preguntan; lo que el archivo dice de cómo va cada acción se avisa."""
        self._avisar_de_las_cuentas(libro, cuaderno)
        self._avisar_de_lo_que_decia(cuaderno)
        self._avisar_de_lo_que_no_trae(cuaderno)
        if elecciones.otra_vigencia or any(nota.codigo == PLAN_DE_OTRO_ANIO for nota in cuaderno.errores):
            return
        filas = {fila.numero: fila for fila in cuaderno.tabla.filas}
        for leida in actividades:
            for campo in ("fecha_inicio", "fecha_fin"):
                dia = getattr(leida, campo)
                if dia and dia.year != cuaderno.vigencia:
                    que = "empieza" if campo == "fecha_inicio" else "termina"
                    mensaje = (
                        f"La acción {que} el {dia:%d/%m/%Y}, fuera de la vigencia {cuaderno.vigencia}: así no se podrá "
                        "enviar. Corrija la fecha o, si viene de otro año, confírmelo arriba y corríjala después."
                    )
                    renglon = Renglon(filas[leida.fila], cuaderno.tabla.indices)
                    cuaderno.error(PLAN_DE_OTRO_ANIO, renglon, campo, mensaje=mensaje)

    def _avisar_de_las_cuentas(self, libro: Libro, cuaderno: Cuaderno) -> None:
        """El total de la hoja resumen puede no ser el de las acciones que trae el detalle."""
        for resumen in resumenes_de(hoja for hoja in libro.hojas if hoja.nombre != cuaderno.tabla.hoja.nombre):
            if mensaje := resumen.que_no_cuadra(self._cuantas):
                cuaderno.aviso("no_cuadra_con_el_resumen", None, "", mensaje=mensaje)

    def _avisar_de_lo_que_no_trae(self, cuaderno: Cuaderno) -> None:
        trae = cuaderno.tabla.indices.keys()
        faltan = [
            ("el hallazgo ni la recomendación", not {"hallazgo", "hallazgo_titulo", "recomendaciones"} & trae),
            ("la causa", "causa" not in trae),
        ]
        for que, falta in faltan:
            if falta:
                mensaje = f"El archivo no trae {que}, o no se reconoció su columna: queda por completar en cada acción."
                cuaderno.aviso("sin_lo_propio", None, "", mensaje=mensaje)

    def _avisar_de_lo_que_decia(self, cuaderno: Cuaderno) -> None:
        if not self._decian:
            return
        titulos = {columna.letra: columna.titulo for columna in cuaderno.tabla.columnas}
        partes = []
        for letra, valores in self._decian.items():
            pocos = valores.most_common() if len(valores) <= _VALORES_A_LA_VISTA else ()
            dice = ", ".join(f"{valor[:40]} ({n})" for valor, n in pocos)
            partes.append(f"«{titulos[letra]}»{f': {dice}' if dice else ''}")
        mensaje = (
            f"Nada de lo que el archivo dice de cómo va cierra una acción ni le da avance: {'; '.join(partes)[:600]}. "
            "Se guarda como «el archivo decía»."
        )
        ya_dichas = {("columna_sin_reconocer", letra) for letra in self._decian}
        cuaderno.avisos[:] = [nota for nota in cuaderno.avisos if (nota.codigo, nota.columna) not in ya_dichas]
        cuaderno.aviso("el_archivo_decia", None, "", mensaje=mensaje)


def _puntaje(celda: Celda) -> Decimal:
    puntaje = numero_de(celda)
    if not 0 <= puntaje <= 100:
        raise ValorInvalido(f"«{celda.texto[:40]}» no es un puntaje de 0 a 100.")
    return puntaje


def _de_como_va(tabla: Tabla) -> Iterator[tuple[int, ColumnaLeida]]:
    """Las columnas que no llevan otro campo y hablan de cómo va la acción."""
    for indice, columna in tabla.por_indice.items():
        palabras = set(normalizar(columna.titulo).split())
        sin_uso = not columna.campo and not (columna.campo == "" and columna.origen == "elegida")
        dice = palabras & _DICEN_COMO_VA or _es_un_mes(columna.titulo)
        if columna.campo == "decia" or (sin_uso and dice):
            yield indice, columna


def _es_un_mes(titulo: str) -> bool:
    return "_mes" in (VOCABULARIO.campo((titulo,), parecidos=False) or "")
