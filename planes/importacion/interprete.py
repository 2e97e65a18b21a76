"""De un `Libro` a una `Lectura`: qué actividades trae el plan, qué se supuso y qué hay que corregir.

Cada fila del archivo termina en una actividad, en una nota de error o en `filas_omitidas` con su motivo: nada se
pierde en silencio.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from mipg.libros.fechas import Orden, Periodo, en_orden, fin_de_trimestre, leer_periodo, ordenes
from mipg.libros.libro import Celda, Hoja, Libro, escribir_numero, letra
from mipg.libros.notas import VACIO, ColumnaLeida, Nota
from mipg.libros.numeros import numero_de, puntos_dudosos
from mipg.libros.textos import ValorInvalido, en_una_linea
from mipg.texto import normalizar
from planes.campos import LIMITES, SENCILLOS, Clase

from .columnas import (
    VOCABULARIO,
    Tabla,
    actividades_de,
    buscar_tablas,
    es_exporte,
    esta_acostada,
    se_parecen,
)
from .conjunto import Numero, numeros, ponderaciones
from .dependencias import Directorio, Hallazgo, Papel
from .filas import DE_PLAZO, filas_que_no_son, politica_de_seccion
from .lectura import ActividadLeida, DependenciaSinReconocer, Elecciones, Lectura
from .programacion import (
    ACUMULADA,
    CONSTANTE,
    HITO,
    NO_ACUMULADA,
    Planteamiento,
    Programacion,
    enumerar,
    plantear,
    programar,
)
from .renglones import DE_CONTINUACION, Cuaderno, Renglon
from .titulos import TRIMESTRES, trimestre_de
from .trimestrales import unir_trimestres
from .valores import ES_POCO, Meta, es_poco, es_porcentaje, leer_cantidad, leer_indices, leer_meta, leer_pesos

SIN_ELECCIONES = Elecciones()
# El código del error que se resuelve confirmando que las fechas sí son de otro año.
PLAN_DE_OTRO_ANIO = "plan_de_otro_anio"
_FECHAS_DE_UN_PLAN = 4


# «No acumulada» no dice cuál es: se decide por las cantidades. «Decreciente» no es ninguna.
_SIN_NEGAR = r"(?<!\bno )(?<!\bno es )"
_TIPOS_DE_META = (
    (re.compile(r"\bno (?:es )?(?:una )?(?:meta )?(?:acumul|suma)|\bacumul\w* no$"), NO_ACUMULADA),
    (re.compile(rf"{_SIN_NEGAR}(?:hito|unica|entrega)|si no"), HITO),
    (re.compile(rf"{_SIN_NEGAR}(?:constante|mantenimiento|mantener|stock|permanente|continu)"), CONSTANTE),
    (re.compile(rf"{_SIN_NEGAR}(?<!\bde)(?:acumul|suma|increment|crecient|flujo|capacidad)"), ACUMULADA),
)
_SENTIDOS = (
    (re.compile(r"desc|decre|dismin|reduc|baj|negativ"), "DESCENDENTE"),
    (re.compile(r"asc|crec|aument|increm|sub|posit"), "ASCENDENTE"),
)
_FUENTES = (
    (re.compile(r"autodiag|reflexion"), "AUTODIAGNOSTICO"),
    (re.compile(r"furag|recomendacion|desempeno institucional|\b(?:mdi|idi)\b"), "FURAG"),
    (re.compile(r"audit|control interno|hallazgo|contraloria|\boci\b"), "AUDITORIA"),
    (re.compile(r"norma|decreto|resolucion|legal|acuerdo|\bley(?:es)?\b"), "NORMA"),
)
# Junto a una fecha fin, «150» o «5 meses» es la duración y no el plazo.
_CUANTO_DURA = re.compile(r"\d{1,3}(?: \d+)?(?: (?:dias?|semanas?|mes|meses)\b.*)?")
_DE_DINERO = re.compile(r"\b(?:pesos|dinero|cop|millones|recaudo|ingresos|valor|smm?lv)\b|\$")
_TODO_EL_TIEMPO = re.compile(
    r"permanente|continu[oa]|siempre|todo el ano|toda la vigencia|durante (?:el ano|la vigencia)|enero \S* ?diciembre"
)
# Una casilla de Excel llega como «Sí» o «No»; de un CSV, como VERDADERO o FALSO.
_MARCA = re.compile(r"x+|si|verdadero|true|✓|✔|☑|☒|✅|•|●|■|√", re.IGNORECASE)
_SIN_MARCA = re.compile(r"no|falso|false|☐|□|○")


def interpretar(
    libro: Libro,
    *,
    vigencia: int,
    dependencias: Mapping[str, int],
    columnas_recordadas: Mapping[str, str] = VACIO,
    elecciones: Elecciones = SIN_ELECCIONES,
    con_pesos: bool = False,
) -> Lectura:
    """Lee el plan de `libro` para la `vigencia` (año). `con_pesos`: si las actividades que el plan ya tiene los llevan.

    `dependencias` va de nombre, alias o sigla normalizados (`mipg.texto.normalizar`) a id; `columnas_recordadas`, de
    encabezado normalizado a campo («» para no usarlo). No lanza: lo que no se entiende es un error en la `Lectura`.
    """
    tablas = buscar_tablas(libro, vigencia, columnas_recordadas, elecciones)
    nombres = tuple(hoja.nombre for hoja in libro.hojas)
    if not tablas:
        return Lectura(
            "",
            nombres,
            errores=(Nota("archivo_sin_datos", "", 0, "", "", "El archivo no tiene datos. Suba el plan de acción."),),
        )
    tabla, *otras = tablas
    interprete = _Interprete(tabla, vigencia, Directorio(dependencias, elecciones.dependencias), elecciones, con_pesos)
    interprete.avisar_otras_hojas(otras)
    return interprete.leer(nombres)


class _Interprete:
    """El recorrido de una tabla; guarda las notas mientras avanza."""

    def __init__(self, tabla: Tabla, vigencia: int, directorio: Directorio, elecciones: Elecciones, con_pesos: bool):
        self.tabla, self.vigencia, self.directorio, self.elecciones = tabla, vigencia, directorio, elecciones
        self.cuaderno, self.con_pesos = Cuaderno(tabla), con_pesos
        self.en_por_ciento = False
        self.anios: Counter[int] = Counter()
        self.desconocidas: dict[str, tuple[str, list[int]]] = {}
        self.interpretadas: set[str] = set()

    @property
    def hoja(self) -> Hoja:
        return self.tabla.hoja

    def avisar_otras_hojas(self, otras: Iterable[Tabla]) -> None:
        """Si otra hoja también parece un plan, la persona debe saber que no se importó; si es una igual, la elige."""
        propias = actividades_de(self.tabla)
        # De una consolidada no falta nada en las demás.
        otras = [(tabla, de_ella) for tabla in otras if (de_ella := actividades_de(tabla))]
        nombres = ", ".join(tabla.hoja.nombre for tabla, _ in otras)
        faltan = any(not de_ella <= propias and se_parecen(self.tabla, tabla) for tabla, de_ella in otras)
        if faltan and not self.elecciones.hoja:
            self.cuaderno.error(
                "hojas_parecidas",
                None,
                "",
                f"Varias hojas traen actividades y se lee una sola: «{self.hoja.nombre}». Elija la de este plan arriba "
                f"(también están: {nombres}) o junte todas en una hoja.",
            )
        elif otras:
            self.cuaderno.aviso(
                "otras_hojas", None, "", f"Otras hojas también parecen un plan y no se leen: {nombres}."
            )
        if self.hoja.oculta:
            self.cuaderno.aviso(
                "hoja_oculta",
                None,
                "",
                f"La hoja «{self.hoja.nombre}» está oculta. Compruebe que es la que quiere importar.",
            )

    # Recorrido

    def leer(self, nombres: tuple[str, ...]) -> Lectura:
        actividades: tuple[ActividadLeida, ...] = ()
        if esta_acostada(self.tabla):
            self.cuaderno.error("tabla_acostada", None, "", _ACOSTADA)
            for fila in self.hoja.filas:
                self.cuaderno.omitir("tabla_acostada", fila, "tabla acostada")
        elif "nombre" not in self.tabla.indices:
            self._pedir_la_columna_de_actividad()
        else:
            self._suponer_lo_que_no_trae()
            renglones = self._con_fechas_en_orden(self._renglones())
            self._avisar_planes(renglones)
            self._avisar_resumenes(renglones)
            self._exigir_puntos_claros(renglones)
            self.en_por_ciento = self._va_de_0_a_100(renglones)
            actividades = self._actividades(unir_trimestres(renglones, self.cuaderno, self.vigencia))
        if not actividades and not self.cuaderno.errores:
            self.cuaderno.error(
                "sin_actividades",
                None,
                "nombre",
                "No hay ninguna actividad debajo del encabezado. Suba el plan con sus actividades.",
            )
        encabezado = self.tabla.encabezado
        return Lectura(
            hoja=self.hoja.nombre,
            hojas=nombres,
            fila_encabezado=encabezado.fila if encabezado else 0,
            columnas=self.tabla.columnas,
            actividades=actividades,
            supuestos=tuple(self.cuaderno.supuestos),
            avisos=tuple(self.cuaderno.avisos),
            errores=tuple(sorted(self.cuaderno.errores, key=lambda nota: nota.fila)),
            dependencias_sin_reconocer=tuple(
                DependenciaSinReconocer(clave, literal, tuple(filas))
                for clave, (literal, filas) in self.desconocidas.items()
            ),
            filas_omitidas=tuple(sorted(self.cuaderno.omitidas, key=lambda omitida: omitida.fila)),
        )

    def _pedir_la_columna_de_actividad(self) -> None:
        """Dice que falta y cuál puede ser: la columna con más letras que no es de responsables."""
        mensaje = (
            "No se encontró la columna de las actividades. Ponga un encabezado «Actividad» (y «Meta», «Fecha fin», "
            "«Dependencia responsable»…) encima de los datos, o diga qué es cada columna."
        )
        letras = {
            columna: sum(
                sum(map(str.isalpha, fila.propias[indice].texto)) for fila in self.tabla.filas if indice in fila.propias
            )
            for indice, columna in self.tabla.por_indice.items()
            if columna.campo not in ("dependencia", "apoyos", "enlace", "politica", "dimension")
        }
        if not any(letras.values()):
            self.cuaderno.error("sin_columna_de_actividad", None, "", mensaje)
            return
        posible = max(letras, key=letras.get)
        mensaje += f" ¿Es la columna {posible.letra}, «{posible.titulo}»?"
        self.cuaderno.errores.append(self.tabla.nota("sin_columna_de_actividad", posible, mensaje))

    def _suponer_lo_que_no_trae(self) -> None:
        indices = self.tabla.indices
        self.cuaderno.avisos += self.tabla.avisos
        self.cuaderno.errores += self.tabla.errores
        if "ponderacion" not in indices and self.con_pesos:
            mensaje = "el archivo no trae pesos: cada actividad conserva el suyo y las nuevas quedan sin peso"
            self.cuaderno.supuesto("se_conservan_los_pesos", None, "ponderacion", mensaje)
        elif "ponderacion" not in indices:
            mensaje = "el archivo no trae pesos: todas las actividades pesan igual"
            self.cuaderno.supuesto("sin_pesos", None, "ponderacion", mensaje)
        if "dependencia" not in indices and (columna := self._columna_de_dependencias()):
            mensaje = (
                "La columna trae dependencias de la entidad y no se importa. Diga si son las responsables, o que no."
            )
            self.cuaderno.errores.append(self.tabla.nota("dependencias_sin_usar", columna, mensaje))
        elif "dependencia" not in indices:
            self.cuaderno.aviso(
                "sin_columna_de_dependencia",
                None,
                "",
                "El archivo no trae dependencia responsable. Asígnela a cada actividad después.",
            )
        if self._trae_meses():
            self.cuaderno.supuesto(
                "periodos_sumados", None, "", "los meses, semestres u otros períodos se sumaron en su trimestre"
            )

    def _columna_de_dependencias(self) -> ColumnaLeida | None:
        """Una columna que no se reconoció y está llena de nombres de dependencias."""
        for indice, columna in self.tabla.por_indice.items():
            if columna.campo is not None:
                continue
            textos = [fila.propias[indice].texto for fila in self.tabla.filas if indice in fila.propias]
            conocidas = sum(normalizar(texto) in self.directorio.nombres for texto in textos)
            if conocidas > 1 and conocidas * 2 > len(textos):
                return columna
        return None

    def _trae_meses(self) -> bool:
        return any(campo.startswith("periodo_") for campo in self.tabla.indices)

    def _renglones(self) -> list[Renglon]:
        """Las filas que son actividades; las demás quedan en `omitidas` o se unen a la anterior."""
        for fila in self.hoja.filas:
            if fila.numero < self.tabla.encabezado.fila:
                self.cuaderno.omitir("encima_del_encabezado", fila, "título encima del encabezado")
            elif self.tabla.encabezado.fila < fila.numero <= self.tabla.encabezado.ultima_fila:
                self.cuaderno.omitir("encabezado", fila, "encabezado")
        renglones: list[Renglon] = []
        # «POLÍTICA: Integridad» puede ir antes del primer encabezado.
        encima = (politica_de_seccion(fila) for fila in self.hoja.filas if fila.numero < self.tabla.encabezado.fila)
        politica, seccion, ultima = next(filter(None, encima), ""), 0, 0
        reglas = filas_que_no_son(self.tabla, self.elecciones.omitir_ocultas)
        for fila in self.tabla.filas:
            if regla := reglas.get(fila.numero):
                if regla.abre_seccion:
                    seccion += 1
                    politica = politica_de_seccion(fila) or politica
                if regla.avisa:
                    mensaje = "La fila se tomó como título, firma o nota. Si es una actividad, complétela."
                    self.cuaderno.aviso(regla.codigo, Renglon(fila, self.tabla.indices), "nombre", mensaje)
                self.cuaderno.omitir(regla.codigo, fila, regla.motivo)
                continue
            renglon = Renglon(fila, self.tabla.indices, politica, seccion)
            if fila.numero == ultima + 1 and renglones and self._sigue_el_nombre(renglon, renglones[-1]):
                self._unir_nombre(renglon, renglones[-1])
                ultima = fila.numero
            elif self._tiene_nombre_propio(renglon):
                renglones.append(renglon)
                ultima = fila.numero
            elif self._continuar(renglon, renglones, seguida=fila.numero == ultima + 1):
                ultima = fila.numero
        return renglones

    def _con_fechas_en_orden(self, renglones: list[Renglon]) -> list[Renglon]:
        """Los renglones con sus fechas en día/mes; el orden lo deciden las columnas, no cada celda."""
        campos = [campo for campo in DE_PLAZO if campo in self.tabla.indices]
        orden_de = ordenes({c: [celda for r in renglones if (celda := r.sana(c))] for c in campos})
        for campo in campos:
            if orden_de[campo] is Orden.MES_DIA:
                self.cuaderno.supuesto(
                    "fechas_mes_dia", None, campo, "las fechas de la columna se leyeron como mes/día"
                )
        return [
            replace(renglon, fila=replace(renglon.fila, celdas=dict(renglon.fila.celdas) | {
                renglon.indices[campo]: en_orden(celda, orden_de[campo])
                for campo in campos if (celda := renglon.celda(campo))
            }))
            for renglon in renglones
        ]  # fmt: skip

    def _va_de_0_a_100(self, renglones: list[Renglon]) -> bool:
        """Si los porcentajes sin signo ya están en por ciento: los exportó el sistema o alguno pasa de 1."""
        if es_exporte(self.tabla.encabezado):
            return True
        metas = [r.sana("meta") for r in renglones if es_porcentaje(self._unidad_escrita(r))]
        return any(m and isinstance(m.valor, Decimal) and not m.porcentaje and m.valor > 1 for m in metas)

    def _tiene_nombre_propio(self, renglon: Renglon) -> bool:
        """Si la fila nombra una actividad, aunque sea la combinada de encima en otro trimestre."""
        celda = renglon.celda("nombre")
        por_trimestre = renglon.indices.get("trimestre") in renglon.fila.propias
        return bool(celda and (por_trimestre or not celda.combinada_desde))

    def _sigue_el_nombre(self, renglon: Renglon, anterior: Renglon) -> bool:
        """Si la fila es el resto de un nombre que un conversor partió: empieza en minúscula y sólo trae textos."""
        campos = {campo for campo, indice in renglon.indices.items() if indice in renglon.fila.propias}
        nombre = renglon.celda("nombre")
        trae_mas = any(anterior.sana(campo) for campo in ("meta", *DE_PLAZO) if campo in anterior.indices)
        return bool(
            "nombre" in campos and campos <= DE_CONTINUACION | {"nombre"} and nombre.texto[:1].islower() and trae_mas
        )

    def _unir_nombre(self, renglon: Renglon, anterior: Renglon) -> None:
        celdas = dict(anterior.fila.celdas)
        for campo in DE_CONTINUACION | {"nombre"}:
            indice = renglon.indices.get(campo, 0)
            if resto := renglon.fila.propias.get(indice):
                antes = celdas.get(indice)
                celdas[indice] = replace(resto, valor=f"{antes.texto} {resto.texto}") if antes else resto
        anterior.fila = replace(anterior.fila, celdas=celdas)
        mensaje = f"la fila sigue el nombre de la actividad de la fila {anterior.numero}: se unió a ella"
        self.cuaderno.supuesto("nombre_partido", renglon, "nombre", mensaje)
        self.cuaderno.omitir("continuacion", renglon.fila, f"continuación de la fila {anterior.numero}")

    def _continuar(self, renglon: Renglon, anteriores: list[Renglon], seguida: bool) -> bool:
        """Si una fila sin nombre es texto que sigue de la de encima; si no, es un texto suelto o un error."""
        campos = {campo for campo, indice in renglon.indices.items() if indice in renglon.fila.propias}
        nombre = renglon.celda("nombre")
        es_texto = bool(anteriores and campos and campos <= DE_CONTINUACION)
        if es_texto and not seguida and not nombre:
            dice = en_una_linea(" · ".join(celda.texto for celda in renglon.fila.propias.values()))
            self.cuaderno.omitir("texto_suelto", renglon.fila, "texto suelto, separado de las actividades")
            self.cuaderno.aviso(
                "texto_suelto",
                renglon,
                "",
                f"La fila no tiene nombre de actividad y está separada de la anterior: no se importa «{dice[:80]}». Si "
                "es de una actividad, póngala justo debajo.",
            )
        elif es_texto:
            for campo in campos:
                anteriores[-1].agregados[campo].append(renglon.celda(campo).texto)
            self.cuaderno.supuesto(
                "continuacion",
                renglon,
                "",
                f"la fila no tiene nombre: se unió a la actividad de la fila {anteriores[-1].numero}",
            )
            self.cuaderno.omitir("continuacion", renglon.fila, f"continuación de la fila {anteriores[-1].numero}")
            return True
        elif not campos:
            self.cuaderno.omitir("sin_datos_del_plan", renglon.fila, "sin datos en las columnas del plan")
        elif nombre:
            self.cuaderno.error(
                "nombre_combinado",
                renglon,
                "nombre",
                f"La actividad está combinada desde la fila {nombre.combinada_desde} y esta fila trae otros datos. "
                "Deje una sola fila por actividad, o separe las celdas y dele nombre a cada una.",
            )
            if anteriores and campos & set(DE_PLAZO):
                mensaje = "Las filas combinadas de esta actividad traen otras fechas y sólo se lee la de la primera."
                self.cuaderno.aviso("fechas_de_varias_filas", anteriores[-1], "fecha_fin", mensaje)
        else:
            self.cuaderno.error(
                "fila_sin_nombre",
                renglon,
                "nombre",
                "La fila tiene datos pero no el nombre de la actividad. Escríbalo o borre la fila.",
                "",
            )
        return False

    # Actividades

    def _actividades(self, renglones: list[Renglon]) -> tuple[ActividadLeida, ...]:
        pesos = ponderaciones(renglones, self.cuaderno)
        numerados = numeros(renglones, self.cuaderno)
        leidas = []
        for renglon in renglones:
            actividad = self._actividad(renglon, numerados[renglon.numero], pesos[renglon.numero])
            if actividad:
                leidas.append(actividad)
        self._avisar_conjunto(renglones, leidas)
        if self.anios.total() >= _FECHAS_DE_UN_PLAN and self.vigencia not in self.anios:
            escritos = ", ".join(map(str, sorted(self.anios)))
            mensaje = f"Todas las fechas son de {escritos} y el plan es de la vigencia {self.vigencia}. "
            mensaje += "Si subió otro archivo, descarte este; si las fechas son así, confírmelo arriba."
            if not self.elecciones.otra_vigencia:
                self.cuaderno.error(PLAN_DE_OTRO_ANIO, None, "fecha_fin", mensaje)
        return tuple(leidas)

    def _actividad(self, renglon: Renglon, numero: Numero, peso: Decimal | None) -> ActividadLeida | None:
        self.cuaderno.exigir_sanas(renglon)
        meta = renglon.meta_del_anio or self._meta(renglon)
        inicio, fin = self._fechas(renglon)
        programacion = self._programacion(renglon, meta, inicio, fin)
        dependencia, apoyos = self._responsables(renglon)
        sencillos = self._sencillos(renglon)
        if not es_exporte(self.tabla.encabezado) and not re.search(r"[^\W\d_]", renglon.texto("nombre")):
            mensaje = "El nombre de la actividad no tiene letras. Escríbalo, o diga cuál columna lo trae."
            self.cuaderno.error("nombre_sin_letras", renglon, "nombre", mensaje)
            return None
        if programacion is None:
            return None
        inicio, fin = self._completar_fechas(renglon, inicio, fin, programacion)
        actividad = ActividadLeida(
            fila=renglon.numero,
            numero=numero.texto,
            numero_supuesto=numero.supuesto,
            meta=programacion.meta,
            unidad=self._unidad(renglon, meta, programacion),
            linea_base=self._linea_base(renglon, programacion),
            tipo_meta=programacion.tipo_meta,
            sentido=self._de_tabla(renglon, "sentido", _SENTIDOS) or "ASCENDENTE",
            ponderacion=peso,
            presupuesto=self._presupuesto(renglon),
            fecha_inicio=inicio,
            fecha_fin=fin,
            dependencia=dependencia,
            apoyos=apoyos,
            fuente=self._de_tabla(renglon, "fuente", _FUENTES) or "OTRA",
            indices=tuple(leer_indices(f"{renglon.texto('indices')} {renglon.texto('criterio')}")),
            politica=en_una_linea(renglon.texto("politica")) or renglon.politica_de_seccion,
            oculta=renglon.fila.oculta,
            **sencillos,
            **dict(zip(TRIMESTRES, programacion.trimestres, strict=True)),
        )
        self._comparar_con_la_meta_descrita(renglon, actividad)
        return actividad if self._caben(renglon, actividad) else None

    def _comparar_con_la_meta_descrita(self, renglon: Renglon, actividad: ActividadLeida) -> None:
        """Con la cantidad en su columna, «Meta» es el producto; si dice «5 informes», deben ser esos."""
        celda = renglon.sana("producto")
        titulo = celda and VOCABULARIO.reconocer(self.tabla.encabezado.titulos[self.tabla.indices["producto"]])
        if not titulo or titulo.campo != "meta":
            return
        try:
            descrita = leer_meta(celda).cantidad
        except ValorInvalido:
            return
        if descrita not in (None, actividad.meta):
            dicha, meta = escribir_numero(descrita), escribir_numero(actividad.meta)
            self.cuaderno.aviso(
                "meta_descrita_distinta",
                renglon,
                "producto",
                f"Aquí dice {dicha} y la meta queda en {meta}. Compruebe cuál es.",
            )

    # Meta y programación

    def _meta(self, renglon: Renglon) -> Meta | None:
        """La de su columna; si el archivo no trae metas ni períodos, la cantidad con que empieza el producto."""
        celda = renglon.sana("meta")
        if celda and celda.texto.startswith("$") and not _DE_DINERO.search(normalizar(renglon.texto("unidad"))):
            mensaje = (
                f"«{celda.texto}» es dinero. Si es el presupuesto, no es la meta: escriba la cantidad que se propone "
                "la actividad. Si la meta sí es en pesos, escriba «pesos» en la unidad de medida."
            )
            self.cuaderno.error("meta_en_dinero", renglon, "meta", mensaje)
            return None
        producto = renglon.sana("producto")
        if "meta" in renglon.indices or not producto or any(map(trimestre_de, renglon.indices)):
            return self.cuaderno.intentar(renglon, "meta", leer_meta)
        try:
            leida = leer_meta(producto)
        except ValorInvalido:
            return None
        if not leida.directa:
            return None
        supuesto = f"sin columna de meta: {leida.supuesto.replace('se entendió como', 'del producto es la meta,')}"
        self.cuaderno.supuesto("meta_del_producto", renglon, "producto", supuesto)
        return replace(leida, supuesto="")

    def _programacion(
        self, renglon: Renglon, meta: Meta | None, inicio: date | None, fin: date | None
    ) -> Programacion | None:
        celda = renglon.celda("meta")
        if meta is None and celda and (celda.error or renglon.sana("meta")):
            return None
        antes = len(self.cuaderno.errores)
        meta = self._permanente(renglon, meta)
        periodos, marcas, en_porcentaje = self._periodos(renglon, meta)
        planteamiento = Planteamiento(
            meta=meta,
            unidad=self._unidad_escrita(renglon),
            marcas=marcas,
            en_porcentaje=en_porcentaje,
            en_por_ciento=self.en_por_ciento,
            trae_metas="meta" in renglon.indices,
            tipo_meta=self._de_tabla(renglon, "tipo_meta", _TIPOS_DE_META),
            sentido=self._de_tabla(renglon, "sentido", _SENTIDOS),
            inicio=inicio,
            fin=fin,
        )
        if len(self.cuaderno.errores) > antes:
            return None
        try:
            programacion = programar(plantear(planteamiento, periodos))
        except ValorInvalido as error:
            self.cuaderno.error(error.codigo, renglon, "meta", error.mensaje)
            return None
        con_unidad = bool(renglon.texto("unidad"))
        for supuesto in programacion.supuestos:
            # Con la unidad en su propia columna, «2 informes» no necesita que nadie lo confirme.
            if not (con_unidad and meta and meta.directa and supuesto.mensaje == meta.supuesto):
                self.cuaderno.supuesto(supuesto.codigo, renglon, "meta", supuesto.mensaje)
        return programacion

    def _permanente(self, renglon: Renglon, meta: Meta | None) -> Meta | None:
        """Un 100 % con plazo «Permanente» o «Enero a diciembre» se mantiene todo el año."""
        textos = (celda.texto for campo in DE_PLAZO if (celda := renglon.sana(campo)))
        dicho = next((texto for texto in textos if _TODO_EL_TIEMPO.search(normalizar(texto))), "")
        cien = meta and meta.cantidad == 100 and (meta.unidad or self._unidad_escrita(renglon)).startswith("%")
        if not dicho or not cien or meta.constante or renglon.sana("tipo_meta") or any(renglon.periodos()):
            return meta
        return replace(meta, constante=True, supuesto=f"100 % «{en_una_linea(dicho)}» se entendió como constante")

    def _periodos(
        self, renglon: Renglon, meta: Meta | None
    ) -> tuple[list[tuple[int, Decimal]], Mapping[int, int], bool]:
        """Trimestre y cantidad de cada período, cuántas «X» hay por trimestre y si las cantidades son porcentajes."""
        periodos: list[tuple[int, Decimal]] = []
        marcas: list[tuple[str, int]] = []
        porcentajes = []
        for campo, celda in renglon.periodos():
            cubiertos = renglon.trimestres_que_cubre(campo)
            escrito = normalizar(celda.texto) or celda.texto
            if _MARCA.fullmatch(escrito):
                marcas += [(campo, trimestre) for trimestre in cubiertos]
                continue
            if _SIN_MARCA.fullmatch(escrito) or not (leida := self.cuaderno.intentar(renglon, campo, leer_cantidad)):
                continue
            if leida.supuesto and not leida.directa:
                self.cuaderno.supuesto("cantidad_interpretada", renglon, campo, leida.supuesto)
            if len(set(cubiertos)) > 1 and not (meta and meta.constante):
                self.cuaderno.error(
                    "cantidad_combinada",
                    renglon,
                    campo,
                    f"La cantidad está combinada sobre {enumerar(cubiertos)} y no se sabe cuánto va en cada uno. "
                    "Separe las celdas y escriba lo de cada una.",
                )
            periodos += [(trimestre, leida.cantidad) for trimestre in dict.fromkeys(cubiertos)]
            porcentajes.append(leida.unidad.startswith("%"))
        if marcas and periodos:
            self.cuaderno.error(
                "marcas_y_cantidades",
                renglon,
                marcas[0][0],
                "Unos trimestres traen cantidad y otros una «X». Escriba la cantidad en todos.",
            )
        return periodos, Counter(trimestre for _, trimestre in marcas), bool(porcentajes) and all(porcentajes)

    def _unidad_escrita(self, renglon: Renglon) -> str:
        """La de su columna o, si el título de la meta dice «(%)», el porcentaje."""
        titulos = self.tabla.encabezado.titulos.get(self.tabla.indices.get("meta", 0), ())
        return renglon.texto("unidad") or ("%" if "%" in " ".join(titulos) else "")

    def _unidad(self, renglon: Renglon, meta: Meta | None, programacion: Programacion) -> str:
        columna = renglon.sana("unidad")
        escrita = en_una_linea(columna.texto) if columna else ""
        if programacion.unidad and programacion.tipo_meta != HITO and escrita and not es_porcentaje(escrita):
            self.cuaderno.supuesto(
                "unidad_es_porcentaje",
                renglon,
                "unidad",
                f"la meta está en porcentaje: la unidad es «%» y no «{escrita}»",
            )
            return programacion.unidad
        if unidad := escrita or (meta.unidad if meta else "") or programacion.unidad:
            return unidad
        if programacion.tipo_meta == HITO:
            self.cuaderno.supuesto("unidad_de_hito", renglon, "unidad", "sin unidad: un hito se cuenta en entregas")
            return "entrega"
        de_porcentaje = es_porcentaje(renglon.texto("indicador"))
        if programacion.meta and (programacion.meta < 1 or (programacion.meta == 1 and de_porcentaje)):
            cien = escribir_numero(programacion.meta * 100)
            self.cuaderno.aviso(
                "meta_sin_unidad",
                renglon,
                "meta",
                f"La meta no tiene unidad. Si es un porcentaje, escríbala «{cien} %».",
            )
        return ""

    def _linea_base(self, renglon: Renglon, programacion: Programacion) -> Decimal | None:
        celda = renglon.sana("linea_base")
        if celda is None:
            return None
        try:
            leida = leer_meta(celda)
        except ValorInvalido:
            self.cuaderno.aviso(
                "linea_base_ilegible",
                renglon,
                "linea_base",
                "La línea base no es un número: queda vacía. Escriba sólo la cifra.",
            )
            return None
        if leida.supuesto and not leida.directa:
            self.cuaderno.supuesto("linea_base_interpretada", renglon, "linea_base", leida.supuesto)
        cantidad = leida.cantidad
        if cantidad and 0 < cantidad <= 1 and programacion.unidad and not leida.unidad:
            escrita, como = escribir_numero(cantidad), escribir_numero(cantidad * 100)
            self.cuaderno.aviso(
                "linea_base_en_otra_escala",
                renglon,
                "linea_base",
                f"La línea base queda en {escrita} %. Si es {como} %, escríbala con su signo.",
            )
        return cantidad

    def _presupuesto(self, renglon: Renglon) -> Decimal | None:
        celda = renglon.sana("presupuesto")
        if celda is None:
            return None
        if not re.search(r"\d", celda.texto):
            mensaje = "El presupuesto no trae una cifra: queda vacío. Escriba sólo los pesos."
            self.cuaderno.aviso("presupuesto_sin_cifra", renglon, "presupuesto", mensaje)
            return None
        pesos = self.cuaderno.intentar(renglon, "presupuesto", leer_pesos)
        if es_poco(pesos) and not es_exporte(self.tabla.encabezado):
            self.cuaderno.aviso("presupuesto_muy_bajo", renglon, "presupuesto", ES_POCO)
        return pesos

    def _de_tabla(self, renglon: Renglon, campo: str, tabla: Iterable[tuple[re.Pattern[str], str]]) -> str:
        """El valor de la primera expresión que aparece en el texto; vacío si no hay texto o no se reconoce."""
        celda = renglon.sana(campo)
        if celda is None:
            return ""
        for expresion, valor in tabla:
            if expresion.search(normalizar(celda.texto)):
                return valor
        if normalizar(celda.texto) not in ("otra", "otro", "otras"):
            self.cuaderno.aviso(
                "valor_por_defecto", renglon, campo, f"«{celda.texto}» no se reconoce: queda el valor por defecto."
            )
        return ""

    # Fechas

    def _fechas(self, renglon: Renglon) -> tuple[date | None, date | None]:
        def leer(celda: Celda) -> Periodo:
            return leer_periodo(celda, self.vigencia)

        desde, hasta = (self.cuaderno.intentar(renglon, campo, leer) for campo in ("fecha_inicio", "fecha_fin"))
        dura = hasta and _CUANTO_DURA.fullmatch(normalizar(renglon.texto("plazo")))
        plazo = None if dura else self.cuaderno.intentar(renglon, "plazo", leer)
        campo_de_plazo = "plazo"
        if desde and not hasta and not plazo and self._dice_las_dos_fechas(renglon, desde):
            desde, plazo, campo_de_plazo = None, desde, "fecha_inicio"
        inicio, fin = desde and desde.inicio, hasta and hasta.fin
        for campo, periodo in (("fecha_inicio", desde), ("fecha_fin", hasta), (campo_de_plazo, plazo)):
            if not periodo:
                continue
            self.anios.update(range(periodo.inicio.year, periodo.fin.year + 1))
            if periodo.supuesto:
                self.cuaderno.supuesto("fecha_interpretada", renglon, campo, periodo.supuesto)
            if periodo.rango or (periodo is plazo and not periodo.es_un_dia):
                inicio, fin = inicio or periodo.inicio, fin or periodo.fin
            elif periodo is plazo:
                fin = fin or periodo.fin
            if {periodo.inicio.year, periodo.fin.year} != {self.vigencia}:
                self.cuaderno.aviso(
                    "fecha_de_otra_vigencia",
                    renglon,
                    campo,
                    f"El año no es el de la vigencia {self.vigencia}. Compruebe la fecha.",
                )
        if inicio and fin and fin < inicio:
            self.cuaderno.error(
                "fin_antes_de_inicio",
                renglon,
                "fecha_fin" if "fecha_fin" in renglon.indices else "plazo",
                f"La fecha fin ({fin:%d/%m/%Y}) es anterior a la de inicio ({inicio:%d/%m/%Y}). Corrija una.",
            )
        vigencia = re.search(r"\b(?:19|20)\d\d\b", renglon.texto("vigencia"))
        if vigencia and int(vigencia[0]) != self.vigencia:
            self.cuaderno.aviso(
                "fila_de_otra_vigencia",
                renglon,
                "vigencia",
                f"La fila es de la vigencia {vigencia[0]} y se importa en la {self.vigencia}.",
            )
        return inicio, fin

    def _dice_las_dos_fechas(self, renglon: Renglon, desde: Periodo) -> bool:
        """Si lo escrito en el inicio vale también para el fin: está combinado sobre él o es todo el año."""
        if renglon.sana("fecha_fin"):
            return False
        todo_el_anio = desde.inicio == date(desde.inicio.year, 1, 1) and desde.fin == date(desde.fin.year, 12, 31)
        return todo_el_anio or renglon.cubre("fecha_inicio", "fecha_fin")

    def _completar_fechas(
        self, renglon: Renglon, inicio: date | None, fin: date | None, programacion: Programacion
    ) -> tuple[date, date]:
        """Sin inicio, el 1 de enero; sin fin, el último día del último trimestre programado."""
        if fin is None:
            ultimo = max(
                (orden for orden, p in enumerate(programacion.trimestres, start=1) if p is not None),
                default=4,
            )
            fin = fin_de_trimestre(self.vigencia, ultimo)
            if inicio and fin < inicio:
                fin = date(inicio.year, 12, 31)
            self.cuaderno.supuesto("sin_fecha_fin", renglon, "fecha_fin", f"sin fecha fin: queda el {fin:%d/%m/%Y}")
        if inicio is None:
            inicio = date(min(self.vigencia, fin.year), 1, 1)
            self.cuaderno.supuesto(
                "sin_fecha_inicio", renglon, "fecha_inicio", f"sin fecha de inicio: queda el {inicio:%d/%m/%Y}"
            )
        return inicio, fin

    # Responsables y textos

    def _responsables(self, renglon: Renglon) -> tuple[int | None, tuple[int, ...]]:
        nombradas = sorted(self._dependencias_en(renglon, "dependencia"), key=lambda hallazgo: hallazgo.papel)
        principales = [hallazgo.id for hallazgo in nombradas if hallazgo.papel != Papel.APOYA]
        apoyos = [hallazgo.id for hallazgo in nombradas if hallazgo.papel == Papel.APOYA]
        apoyos += [hallazgo.id for hallazgo in self._dependencias_en(renglon, "apoyos")]
        if len(nombradas) > 1 and principales:
            cual = "la primera" if nombradas[0].papel == nombradas[1].papel else "la que señala la celda"
            self.cuaderno.supuesto(
                "varios_responsables",
                renglon,
                "dependencia",
                f"varios responsables: {cual} responde y las demás dependencias apoyan",
            )
        if nombradas and not principales:
            self.cuaderno.aviso(
                "solo_apoyos",
                renglon,
                "dependencia",
                "La celda sólo nombra dependencias de apoyo. Asigne después la responsable.",
            )
        if "dependencia" in renglon.indices and not renglon.sana("dependencia"):
            self.cuaderno.aviso(
                "sin_dependencia",
                renglon,
                "dependencia",
                "La actividad no tiene dependencia responsable. Asígnela después.",
            )
        responsable, *otras = principales or [None]
        return responsable, tuple(id_ for id_ in dict.fromkeys([*otras, *apoyos]) if id_ != responsable)

    def _dependencias_en(self, renglon: Renglon, campo: str) -> list[Hallazgo]:
        if not renglon.sana(campo) and campo not in renglon.agregados:
            return []
        nombradas = self.directorio.nombradas_en(renglon.texto(campo))
        for hallazgo in nombradas.reconocidas:
            if hallazgo.nombre and normalizar(hallazgo.texto) not in self.interpretadas:
                self.interpretadas.add(normalizar(hallazgo.texto))
                self.cuaderno.supuesto(
                    "dependencia_interpretada",
                    renglon,
                    campo,
                    f"«{hallazgo.texto}» se entendió como «{hallazgo.nombre}»",
                )
        for texto in nombradas.desconocidas:
            literal = en_una_linea(texto)
            _, filas = self.desconocidas.setdefault(normalizar(texto), (literal, []))
            if renglon.numero not in filas:
                filas.append(renglon.numero)
            self.cuaderno.error(
                "dependencia_sin_reconocer",
                renglon,
                campo,
                f"«{literal}» no es el nombre, el alias ni la sigla de una sola dependencia. Diga cuál es o "
                "corrija la celda.",
                literal,
            )
        personas = [hallazgo.texto for hallazgo in nombradas.reconocidas if not hallazgo.id]
        if personas:
            renglon.agregados["enlace"] += personas
        return [hallazgo for hallazgo in nombradas.reconocidas if hallazgo.id]

    def _sencillos(self, renglon: Renglon) -> dict:
        """Los campos que se leen de su celda sin mirar otras, más el nombre y el enlace."""
        leidos = {campo.nombre: self._sencillo(renglon, campo.nombre, campo.clase) for campo in SENCILLOS}
        nombre = en_una_linea(renglon.texto("nombre"))
        enlace = _CORREO_DEL_NOMBRE.sub("", self._sencillo(renglon, "enlace", Clase.TEXTO))
        return leidos | {"nombre": nombre, "enlace": enlace}

    def _sencillo(self, renglon: Renglon, campo: str, clase: Clase) -> str | Decimal | date | None:
        if clase is Clase.NUMERO:
            return self.cuaderno.intentar(renglon, campo, numero_de)
        if clase is Clase.FECHA:
            periodo = self.cuaderno.intentar(renglon, campo, lambda celda: leer_periodo(celda, self.vigencia))
            return periodo and periodo.fin
        texto = renglon.texto(campo) if renglon.sana(campo) or campo in renglon.agregados else ""
        return en_una_linea(texto) if clase is Clase.TEXTO else texto

    def _caben(self, renglon: Renglon, actividad: ActividadLeida) -> bool:
        largos = [campo for campo, limite in LIMITES.items() if len(getattr(actividad, campo)) > limite]
        for campo in largos:
            texto = getattr(actividad, campo)
            self.cuaderno.error(
                "texto_largo",
                renglon,
                campo,
                f"El texto tiene {len(texto)} caracteres y caben {LIMITES[campo]}. Acórtelo.",
                texto[:80] + "…",
            )
        return not largos

    def _avisar_conjunto(self, renglones: list[Renglon], actividades: list[ActividadLeida]) -> None:
        politicas = {
            normalizar(actividad.politica): actividad.politica for actividad in actividades if actividad.politica
        }
        if len(politicas) > 1:
            nombres = "; ".join(politicas.values())
            self.cuaderno.aviso(
                "varias_politicas",
                None,
                "politica",
                f"El archivo trae {len(politicas)} políticas y un plan es de una sola: {nombres}.",
            )
        iguales: dict[ActividadLeida, list[str]] = defaultdict(list)
        for actividad in actividades:
            lo_dicho = replace(actividad, fila=0, numero="", numero_supuesto=False, oculta=False)
            iguales[lo_dicho].append(str(actividad.fila))
        for filas in iguales.values():
            if len(filas) > 1:
                self.cuaderno.aviso(
                    "filas_iguales",
                    None,
                    "nombre",
                    f"Las filas {', '.join(filas)} dicen lo mismo y se importan todas. Borre las repetidas.",
                )
        if ocultas := [str(renglon.numero) for renglon in renglones if renglon.fila.oculta]:
            filas = ", ".join(ocultas)
            self.cuaderno.aviso(
                "filas_ocultas",
                None,
                "",
                f"Hay filas ocultas y también se importan: {filas}. Muéstrelas en Excel para revisarlas.",
            )

    def _exigir_puntos_claros(self, renglones: list[Renglon]) -> None:
        """Si en el archivo el punto separa decimales («0.75»), «1.250» no se sabe si son miles."""
        numericos = [c for c in self.tabla.indices if trimestre_de(c) or c in ("meta", "linea_base", "ponderacion")]
        celdas = [(r, campo, celda) for r in renglones for campo in numericos if (celda := r.sana(campo))]
        escritas = [(r, campo, celda.valor) for r, campo, celda in celdas if isinstance(celda.valor, str)]
        dudosos = puntos_dudosos(valor for _, _, valor in escritas)
        for renglon, campo, valor in escritas:
            if valor.rstrip("% ") in dudosos:
                miles, decimal = valor.replace(".", ""), valor.replace(".", ",")
                self.cuaderno.error(
                    "punto_dudoso",
                    renglon,
                    campo,
                    f"«{valor}» puede ser {miles} o {decimal}: en otras celdas el punto separa decimales. Escriba "
                    "el que es, sin punto.",
                )

    def _avisar_resumenes(self, renglones: list[Renglon]) -> None:
        """Sin meta, la fila «2» seguida de la «2.1» puede ser el resumen de las que siguen y no otra actividad."""
        columnas = [i for i, c in self.tabla.por_indice.items() if c.campo is None or c.campo == "numero"]
        for indice in columnas:
            celdas = [renglon.fila.propias.get(indice) for renglon in renglones]
            codigos = [celda.texto.replace(",", ".").rstrip(".") if celda else "" for celda in celdas]
            for renglon, (codigo, siguiente) in zip(renglones, pairwise(codigos), strict=False):
                es_padre = _ESQUEMA.fullmatch(codigo) and siguiente.startswith(f"{codigo}.")
                if es_padre and not renglon.sana("meta"):
                    mensaje = f"La fila {codigo} parece el resumen de las que siguen ({siguiente}…). Si lo es, bórrela."
                    self.cuaderno.aviso("fila_de_resumen", renglon, "nombre", mensaje)

    def _avisar_planes(self, renglones: list[Renglon]) -> None:
        """Si la columna «Plan», que no se importa, nombra varios, sus actividades se están mezclando."""
        for indice, titulos in self.tabla.encabezado.titulos.items():
            if indice in self.tabla.indices.values() or not _TITULO_DE_PLAN.fullmatch(normalizar(titulos[-1])):
                continue
            celdas = [renglon.fila.celdas[indice] for renglon in renglones if indice in renglon.fila.celdas]
            planes = {normalizar(celda.texto): celda.texto for celda in celdas}
            if len(planes) > 1:
                self.cuaderno.avisos.append(
                    Nota(
                        "varios_planes",
                        self.hoja.nombre,
                        self.tabla.encabezado.fila,
                        letra(indice),
                        titulos[-1],
                        f"El archivo trae {len(planes)} planes y sus actividades se importan juntas: "
                        f"{'; '.join(planes.values())}. Si "
                        "no son el mismo, suba cada uno por separado.",
                    )
                )


_ACOSTADA = (
    "La tabla está acostada: «Actividad», «Meta», «Responsable»… van hacia abajo y cada actividad en una columna. En "
    "Excel cópiela, péguela en otra hoja con Pegado especial › Transponer y suba el archivo de nuevo."
)
# «Ana Peña <ana@alcaldia.example>», como lo copia el correo.
_ESQUEMA = re.compile(r"\d+(?:\.\d+)*")
_CORREO_DEL_NOMBRE = re.compile(r"(?<=\S)\s*<[^<>\s]+@[^<>\s]+>")
_TITULO_DE_PLAN = re.compile(r"(?:nombre del? )?plan(?: (?:de|institucional)\b.*)?")
