"""Los campos de una actividad, uno por renglón: cómo se titulan en un archivo ajeno y cómo salen en el nuestro.

De aquí se derivan los sinónimos con que se reconoce una columna, los límites, las columnas del exporte y de la
plantilla, lo que se compara al importar, la foto de la versión aprobada y el formulario. Añadir un campo sencillo es un
renglón y su columna en el modelo. Todo puro.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from mipg.etiquetas import cantidad, fecha
from mipg.libros.notas import VACIO

Valor = str | Decimal | int | date | None


class Clase(Enum):
    """Qué guarda un campo. `COLUMNA` no se guarda: sólo aparece en archivos, para leerla o como información."""

    TEXTO = "texto"
    PARRAFO = "párrafo"
    NUMERO = "número"
    FECHA = "fecha"
    OPCION = "opción"
    DEPENDENCIA = "dependencia"
    DEPENDENCIAS = "dependencias"
    PERSONA = "persona"
    INDICES = "índices"
    COLUMNA = "columna"


TEXTOS = frozenset({Clase.TEXTO, Clase.PARRAFO})
LISTAS = frozenset({Clase.DEPENDENCIAS, Clase.INDICES})
RELACIONES = LISTAS | {Clase.DEPENDENCIA, Clase.PERSONA}

# Los grupos del formulario de una actividad, en orden.
QUE, MEDIDA, CUANDO, QUIEN = "Qué se va a hacer", "Cómo se mide", "Cuándo", "Quién"
ULTIMO = 99
# Lo programado en cada trimestre, en orden.
TRIMESTRES = ("programado_t1", "programado_t2", "programado_t3", "programado_t4")


@dataclass(frozen=True)
class Campo:
    """Un campo de la actividad, con el nombre del modelo.

    `sinonimos`: cómo lo titulan las entidades, de lo más a lo menos específico. `titulo` y `ancho` (en letras): su
    columna en el exporte y la plantilla; sin título no se exporta. `rotulo`: cómo se llama en pantalla si no está
    en el modelo. `ayuda`: la del formulario; `ayuda_columna`, la de la plantilla (si falta, la misma). `limite`:
    letras que caben. `grupo` y `puesto`: dónde va en el formulario; sin grupo no se escribe en él; `corto` comparte
    renglón y `renglones` es el alto de un párrafo. `en_tabla`: se ve en la tabla de actividades; lo demás, en su
    detalle. `comparado`: una diferencia con el archivo es un cambio. `en_foto`: queda en la foto de la versión
    aprobada. `de_la_meta`: se deduce junto con la meta y sus trimestres. `sencillo`: al importar se lee de su celda
    sin mirar otras. `viene_de`: las otras columnas de un archivo que también lo dicen. `abre_renglon`: empieza línea en
    el formulario. `valor`: de dónde sale lo que se exporta, si no es de su atributo. `sustancial`: cambiarlo en un plan
    aprobado exige una versión nueva (P-25); lo demás es menor y se corrige con su suceso.

    Al importar, y si su renglón no lo dice, según su clase: `se_replica`, una celda combinada hacia abajo vale para
    todas sus filas (de una cantidad no se sabe qué parte es de cada una); `punto_claro`, «1.250» se pregunta si en el
    archivo el punto separa decimales; `con_letras`, su columna no puede ser de puras cifras; `continua`, otra fila le
    puede agregar texto. `de_un_anio`: su valor es de una vigencia, y el título que nombra otra no es el que se busca.
    """

    nombre: str
    clase: Clase
    sinonimos: tuple[str, ...] = ()
    titulo: str = ""
    ancho: int = 0
    rotulo: str = ""
    ayuda: str = ""
    ayuda_columna: str = ""
    limite: int = 0
    grupo: str = ""
    puesto: int = ULTIMO
    corto: bool = False
    en_tabla: bool = False
    renglones: int = 2
    comparado: bool = True
    en_foto: bool = True
    de_la_meta: bool = False
    sencillo: bool = False
    viene_de: tuple[str, ...] = ()
    abre_renglon: bool = False
    de_porcentaje: bool = False
    valor: Callable[[object], Valor] | None = None
    sustancial: bool = False
    se_replica: bool | None = None
    punto_claro: bool | None = None
    con_letras: bool | None = None
    continua: bool | None = None
    de_un_anio: bool = False

    def __post_init__(self):
        numerico, texto = self.clase is Clase.NUMERO, self.clase in TEXTOS
        por_su_clase = {
            "se_replica": not numerico,
            "punto_claro": numerico,
            "con_letras": texto or self.clase in (Clase.DEPENDENCIA, Clase.PERSONA),
            "continua": texto or self.clase in RELACIONES,
        }
        for cual, dicho in por_su_clase.items():
            if getattr(self, cual) is None:
                object.__setattr__(self, cual, dicho)

    @property
    def se_guarda(self) -> bool:
        """Si es una columna del modelo y no sólo de los archivos."""
        return self.clase is not Clase.COLUMNA

    @property
    def como_se_llama(self) -> str:
        """Su nombre donde no está el modelo: el rótulo o el título de su columna."""
        return self.rotulo or self.titulo

    @property
    def entre_varios(self) -> str:
        """Lo que separa los valores de una lista en su celda."""
        return ", " if self.clase is Clase.INDICES else "; "

    @property
    def atributo(self) -> str:
        """De qué atributo del modelo se lee su valor; de una relación de uno, su clave."""
        return f"{self.nombre}_id" if self.clase in RELACIONES - LISTAS else self.nombre

    def _leer(self, actividad):
        """Lo que dice la actividad; de una lista, sus objetos."""
        dicho = getattr(actividad, self.nombre)
        return dicho.all() if self.clase in LISTAS else dicho

    def exportar(self, actividad) -> Valor:
        """Lo que va en su celda del exporte."""
        if self.valor:
            return self.valor(actividad)
        if self.clase is Clase.OPCION:
            return getattr(actividad, f"get_{self.nombre}_display")()
        dicho = self._leer(actividad)
        if self.clase is Clase.DEPENDENCIAS:
            return self.entre_varios.join(map(str, dicho))
        if self.clase is Clase.INDICES:
            return self.entre_varios.join(indice.codigo for indice in dicho)
        return getattr(dicho, "nombre", "") if self.clase in RELACIONES else dicho

    def fotografiar(self, actividad):
        """Lo que queda en la foto de la versión aprobada, en tipos de JSON."""
        dicho = self._leer(actividad)
        if self.clase is Clase.NUMERO:
            return None if dicho is None else format(dicho.normalize(), "f")
        if self.clase is Clase.FECHA:
            return dicho and dicho.isoformat()
        if self.clase is Clase.DEPENDENCIAS:
            return sorted(una.nombre for una in dicho)
        return self.exportar(actividad) if self.clase is Clase.DEPENDENCIA else self.comparar(actividad)

    def comparar(self, actividad):
        """Lo que se compara con un archivo: de las dependencias, su clave; de una persona, su nombre."""
        if self.clase is Clase.DEPENDENCIA:
            return getattr(actividad, f"{self.nombre}_id")
        if self.clase is Clase.PERSONA:
            return self.exportar(actividad)
        dicho = self._leer(actividad)
        if self.clase is Clase.DEPENDENCIAS:
            return [una.pk for una in dicho]
        return sorted(indice.codigo for indice in dicho) if self.clase is Clase.INDICES else dicho

    def mostrar(self, actividad, varios: Mapping[str, Iterable[str]] = VACIO) -> str:
        """Cómo se lee en la página; vacío si no hay nada que decir. `varios`: los nombres de sus relaciones."""
        if self.clase in (Clase.DEPENDENCIAS, Clase.INDICES):
            return ("\n" if self.clase is Clase.INDICES else "; ").join(varios.get(self.nombre, ()))
        return self.escribir(self.exportar(actividad))

    def escribir(self, valor, nombres: Mapping = VACIO) -> str:
        """Un valor suelto como se lee; vacío si no hay. `nombres`: de la clave de una dependencia u opción al suyo."""
        if valor is None or valor in ("", (), []):
            return ""
        if self.clase is Clase.NUMERO:
            return cantidad(valor)
        if self.clase is Clase.FECHA:
            return fecha(valor)
        if isinstance(valor, list | tuple):
            return ", ".join(sorted(str(nombres.get(uno, uno)) for uno in valor))
        return str(nombres.get(valor, valor))


CAMPOS: tuple[Campo, ...] = (
    Campo(
        "numero", Clase.TEXTO,
        sinonimos=(
            "No.", "N°", "N.º", "Nro", "Núm", "Número", "Ítem", "Código", "Cód", "Consecutivo", "ID", "No. actividad",
            "N° actividad", "Número de la actividad", "Nro actividad", "Código de la actividad", "ID actividad",
            "No. ítem", "Orden",
        ),
        titulo="No.", ancho=8, rotulo="Número", en_tabla=True,
        limite=20, grupo=QUE, puesto=1, se_replica=False, con_letras=False, continua=False,
        ayuda_columna="Número o código de la actividad, sin repetir.",
    ),
    Campo(
        "dimension", Clase.COLUMNA,
        sinonimos=("Dimensión", "Dimensiones", "Dimensión operativa"),
        titulo="Dimensión", ancho=22,
        rotulo="Dimensión",
        valor=lambda a: a.plan.politica.dimension.nombre if a.plan.politica else "",
        ayuda_columna="Informativa: el plan ya sabe su dimensión.",
    ),
    Campo(
        "politica", Clase.COLUMNA,
        sinonimos=(
            "Política", "Política de gestión y desempeño", "Políticas", "Nombre de la política",
            "Política de gestión y desempeño institucional", "Política asociada",
            "Políticas de gestión y desempeño institucional", "Política relacionada",
        ),
        titulo="Política", ancho=26, con_letras=True,
        rotulo="Política",
        valor=lambda a: a.plan.politica.nombre if a.plan.politica else "",
        ayuda_columna="Informativa: el plan ya sabe su política.",
    ),
    Campo(
        "indices", Clase.INDICES,
        sinonimos=(
            "Índice", "Índices", "Índice FURAG", "Índices FURAG", "Componente/Índice", "Componente o índice",
            "Componente", "Índice desagregado", "Índices relacionados", "Índices FURAG relacionados", "Índice asociado",
        ),
        titulo="Componente/Índice", ancho=18, viene_de=("criterio",),
        grupo=QUE, puesto=6,
        ayuda_columna="Códigos de los índices FURAG relacionados: I05, I07.",
    ),
    Campo(
        "fuente", Clase.OPCION,
        sinonimos=(
            "Fuente", "Fuente de la actividad", "Fuente de la acción", "Origen", "Origen de la actividad",
            "Origen de la acción", "Fuente (autodiagnóstico / FURAG / auditoría / otra)", "Fuente de origen",
            "Fuente u origen",
        ),
        titulo="Fuente", ancho=18,
        grupo=QUE, puesto=5, ayuda_columna="De dónde sale la actividad.",
    ),
    Campo(
        "estrategia", Clase.OPCION,
        sinonimos=(
            "Estrategia del modelo", "Estrategia MIPG", "Estrategia de implementación",
            "Estrategia del plan de implementación", "Estrategia del plan", "Estrategias", "N° Estrategia",
        ),
        titulo="Estrategia del modelo", ancho=24, con_letras=False,
        grupo=QUE, puesto=7,
        ayuda="Cuál de las nueve cumple: el sistema la mide con sus propios datos.",
        ayuda_columna="Sólo en el plan de implementación: cuál de las nueve estrategias cumple.",
    ),
    Campo(
        "nombre", Clase.PARRAFO,
        sinonimos=(
            "Actividad", "Actividades", "Nombre de la actividad", "Descripción de la actividad", "Actividad programada",
            "Descripción actividades", "Actividades programadas", "Actividad a desarrollar",
            "Actividades a desarrollar", "Actividad a realizar", "Actividades a realizar", "Actividad propuesta",
            "Actividades propuestas", "Actividad clave", "Actividad principal", "Actividades de gestión",
            "Actividad de gestión", "Actividades por cumplir", "Actividad del plan", "Actividad planeada",
            "No. descripción de actividad", "Acción de mejora", "Acciones de mejora", "Acción", "Acciones",
            "Acción a desarrollar", "Acción propuesta", "Acciones a desarrollar", "Acción a realizar",
            "Acciones a realizar", "Acción o actividad", "Actividad o acción", "Acción estratégica",
            "Actividad estratégica", "Descripción de la acción", "Nombre de la acción", "Mejoras a implementar",
            "Tarea", "Tareas", "Compromiso", "Compromisos", "Iniciativa", "Gestión a realizar", "Qué se va a hacer",
            "Qué se hará", "Qué", "Actividad/Tarea", "Actividad o tarea", "Acción/Actividad", "Actividad/Acción",
        ),
        titulo="Actividad", ancho=48, en_tabla=True,
        limite=1000, grupo=QUE, puesto=2, renglones=3, continua=False,
        ayuda="Empiece con un verbo: «Publicar…», «Actualizar…».",
        ayuda_columna="Obligatoria. Empiece con un verbo.",
    ),
    Campo(
        "producto", Clase.PARRAFO,
        sinonimos=(
            "Producto", "Entregable", "Producto o entregable", "Productos", "Entregables", "Producto/Entregable",
            "Producto esperado", "Productos esperados", "Entregable esperado", "Resultado esperado",
            "Producto o resultado", "Producto o resultado esperado", "Producto y/o entregable", "Bien o servicio",
            "Producto final", "Descripción del producto", "Entregable o producto", "Producto de la actividad",
        ),
        titulo="Producto o entregable", ancho=32,
        limite=1000, grupo=QUE, puesto=3, sencillo=True,
        ayuda="Lo que se podrá mostrar cuando esté hecha.",
    ),
    Campo(
        "meta", Clase.NUMERO,
        sinonimos=(
            "Meta", "Meta anual", "Meta de la vigencia", "Meta del año", "Meta período", "Metas", "Meta total",
            "Meta del indicador", "Meta programada", "Meta física", "Meta propuesta", "Meta o producto",
            "Meta/Producto", "Producto/Meta", "Meta anual programada", "Meta vigencia programada",
            "Meta de la actividad", "Total meta", "Meta final", "Meta establecida", "Programado anual",
            "Programación anual", "Programado vigencia", "Programado año", "Total programado", "Total planeado",
            "Total programado vigencia", "Total programado año", "Total anual programado",
        ),
        titulo="Meta", ancho=12, en_tabla=True, sustancial=True,
        grupo=MEDIDA, puesto=4, corto=True, de_la_meta=True, de_un_anio=True,
        ayuda="La cantidad de todo el año. En un hito, 1.",
        ayuda_columna="Obligatoria. La cantidad de todo el año; en un hito, 1.",
    ),
    Campo(
        "cantidad", Clase.COLUMNA,
        sinonimos=(
            "Cantidad", "Cantidades", "Cuánto", "Cantidad programada", "Cantidades unidad de medida",
            "Cantidad unidad de medida", "Magnitud", "Magnitud programada", "Cantidad meta", "Cantidad anual",
            "Meta numérica", "Valor de la meta", "Meta en números", "Meta en número", "Meta cantidad",
            "Meta cuantitativa", "Meta en cifras",
        ),
        rotulo="Cantidad (la meta)", de_un_anio=True,
    ),
    Campo(
        "unidad", Clase.TEXTO,
        sinonimos=(
            "Unidad de medida", "Unidad", "Unidades de medida", "Unidades", "U. de medida", "U.M.", "UM", "Und", "Unid",
            "Und medida", "Unidad de medida del indicador", "Unidad de medida de la meta", "Medida",
            "Actividades/Unidad de medida", "Denominación de la unidad de medida", "Unidad de la meta",
        ),
        titulo="Unidad de medida", ancho=18, en_tabla=True, viene_de=("meta",), sustancial=True,
        limite=120, grupo=MEDIDA, puesto=5, corto=True, continua=False,
        ayuda="En qué se cuenta: informes, talleres, %.",
    ),
    Campo(
        "tipo_meta", Clase.OPCION,
        sinonimos=(
            "Tipo de meta", "Comportamiento de la meta", "Tipo de programación", "Tipo de acumulación", "Anualización",
            "Tipo de anualización", "Tipo de agregación", "Comportamiento",
        ),
        titulo="Tipo de meta", ancho=14, abre_renglon=True, sustancial=True,
        grupo=MEDIDA, puesto=6, corto=True, de_la_meta=True,
        ayuda="Acumulada: los trimestres suman la meta. Constante: cada trimestre repite la meta. "
        "Hito: una sola entrega.",
        ayuda_columna="Acumulada: los trimestres suman la meta. Constante: cada trimestre repite la meta. "
        "Hito: una entrega.",
    ),
    Campo(
        "sentido", Clase.OPCION,
        sinonimos=(
            "Sentido", "Sentido del indicador", "Sentido de la meta", "Tendencia", "Tendencia del indicador",
            "Polaridad", "Tendencia esperada",
        ),
        titulo="Sentido", ancho=14, sustancial=True,
        grupo=MEDIDA, puesto=7, corto=True, de_la_meta=True,
        ayuda="Descendente si menos es mejor; sólo en metas constantes.",
        ayuda_columna="Descendente si menos es mejor (metas constantes).",
    ),
    Campo(
        "indicador", Clase.TEXTO,
        sinonimos=(
            "Indicador", "Nombre del indicador", "Indicadores", "Indicador de gestión", "Indicador de seguimiento",
            "Indicador de producto", "Indicador de cumplimiento", "Indicador de la actividad", "Indicador de resultado",
            "Indicador de medición", "Indicador clave", "Descripción del indicador", "Indicador asociado",
            "Indicador de evaluación", "Indicador de monitoreo",
        ),
        titulo="Indicador", ancho=32,
        limite=500, grupo=MEDIDA, puesto=1, sencillo=True,
        ayuda_columna="Cómo se llama lo que se mide.",
    ),
    Campo(
        "formula", Clase.PARRAFO,
        sinonimos=(
            "Fórmula", "Fórmula del indicador", "Fórmula de cálculo", "Forma de cálculo", "Método de cálculo",
            "Fórmula de medición", "Fórmulas", "Cálculo del indicador", "Fórmula de cálculo del indicador",
        ),
        titulo="Fórmula", ancho=32,
        limite=1000, grupo=MEDIDA, puesto=2, sencillo=True, ayuda_columna="Cómo se calcula.",
    ),
    Campo(
        "numerador", Clase.TEXTO,
        sinonimos=(
            "Numerador", "Numerador del indicador", "Numerador de la fórmula", "Variable numerador",
            "Nombre del numerador", "Descripción del numerador", "Variable 1", "Variable 1 (numerador)", "Variable A",
            "Nombre de la variable 1",
        ),
        titulo="Numerador", ancho=26, de_porcentaje=True,
        limite=500, grupo=MEDIDA, puesto=8, sencillo=True,
        ayuda="Lo que se logra: «trámites racionalizados».",
        ayuda_columna="Si la unidad es un porcentaje: lo que se logra.",
    ),
    Campo(
        "denominador", Clase.TEXTO,
        sinonimos=(
            "Denominador", "Denominador del indicador", "Denominador de la fórmula", "Variable denominador",
            "Nombre del denominador", "Descripción del denominador", "Variable 2", "Variable 2 (denominador)",
            "Variable B", "Nombre de la variable 2",
        ),
        titulo="Denominador", ancho=26, de_porcentaje=True,
        limite=500, grupo=MEDIDA, puesto=9, sencillo=True,
        ayuda="Sobre cuánto se mide: «trámites priorizados».",
        ayuda_columna="Si la unidad es un porcentaje: sobre cuánto se mide.",
    ),
    Campo(
        "linea_base", Clase.NUMERO,
        sinonimos=("Línea base", "LB", "L.B.", "Línea base del indicador", "Valor línea base", "Valor base"),
        titulo="Línea base", ancho=12, abre_renglon=True, se_replica=True,
        grupo=MEDIDA, puesto=3, corto=True,
        ayuda_columna="De cuánto se parte, si se sabe.",
    ),
    Campo(
        "criterio", Clase.TEXTO,
        sinonimos=(
            "Criterio diferenciador", "Criterio", "Criterio diferencial", "Enfoque diferencial",
            "Criterio diferenciador del modelo", "Criterio del modelo", "Criterios diferenciadores",
            "Criterios diferenciales",
        ),
        titulo="Criterio diferenciador", ancho=26,
        limite=500, grupo=QUE, puesto=4, sencillo=True, con_letras=False,
        ayuda_columna="Criterio diferencial del modelo, si aplica.",
    ),
    Campo(
        "ponderacion", Clase.NUMERO,
        sinonimos=(
            "Ponderación", "Peso", "Peso porcentual", "Ponderador", "Porcentaje de ponderación",
            "Peso relativo", "Peso de la actividad", "Ponderación de la actividad", "Participación porcentual",
            "Ponderación porcentual", "Peso ponderado", "Pond", "Porcentaje de peso", "Valor ponderado",
        ),
        titulo="Ponderación %", ancho=14, en_tabla=True, sustancial=True,
        grupo=MEDIDA, puesto=10, corto=True,
        ayuda="Todas suman 100. Si pesan igual, déjelas todas vacías.",
        ayuda_columna="Todas suman 100; si pesan igual, deje la columna vacía.",
    ),
    Campo(
        "presupuesto", Clase.NUMERO,
        sinonimos=(
            "Presupuesto", "Presupuesto apropiado", "Presupuesto asignado", "Apropiación", "Apropiación definitiva",
            "Apropiación inicial", "Presupuesto de la actividad", "Presupuesto de la vigencia", "Presupuesto anual",
            "Valor apropiado", "Presupuesto en pesos", "Presupuesto total",
        ),
        titulo="Presupuesto", ancho=18, de_un_anio=True,
        # En pesos, «1.250» son miles.
        punto_claro=False,
        grupo=MEDIDA, puesto=11,
        ayuda="Lo apropiado para la actividad, en pesos y completo. No cuenta en el cumplimiento.",
        ayuda_columna="Lo apropiado, en pesos y completo; vacío si no tiene.",
    ),
    Campo(
        "bpin", Clase.TEXTO,
        sinonimos=(
            "BPIN", "Código BPIN", "Proyecto BPIN", "BPIN del proyecto", "Código BPIN del proyecto", "Número BPIN",
            "Proyecto de inversión BPIN", "Código del proyecto de inversión", "Código BPPIN",
            "Código del banco de proyectos", "BPPIN", "BPIM", "Código BPIM",
        ),
        titulo="BPIN", ancho=20, con_letras=False, continua=False,
        limite=20, grupo=MEDIDA, puesto=12,
        ayuda="Código del proyecto de inversión que la paga, si lo hay: sólo dígitos.",
    ),
    Campo(
        "meta_pdd", Clase.PARRAFO,
        sinonimos=(
            "Meta del Plan de Desarrollo", "Meta PDD", "Meta PDM", "Meta PDT",
            "Meta Plan de Desarrollo Municipal", "Meta PD",
            "Meta del Plan de Desarrollo Distrital", "Meta del Plan de Desarrollo Territorial",
            "Meta de producto del PDM", "Meta producto PDD",
            "Meta producto Plan de Desarrollo", "Proyecto de inversión",
            "Nombre del proyecto de inversión",
            "Meta del Plan de Desarrollo o proyecto", "Proyecto de inversión asociado",
        ),
        titulo="Meta del Plan de Desarrollo", ancho=32,
        limite=1000, grupo=MEDIDA, puesto=13, sencillo=True,
        ayuda="La meta del Plan de Desarrollo o el proyecto a que aporta, si lo hay.",
    ),
    Campo(
        "fecha_inicio", Clase.FECHA,
        sinonimos=(
            "Fecha de inicio", "Fecha inicial", "Inicio", "Inicial", "Fecha de iniciación", "Inicia", "Desde",
            "Fecha de inicio programada", "Fecha inicio actividad", "Fecha inicio planeada", "Comienzo", "Fecha desde",
            "Fecha de comienzo", "Fecha inicio (dd/mm/aaaa)", "Fecha programada de inicio", "Plazo inicio", "Fecha ini",
            "Fechas inicio", "Fecha de inicio de ejecución", "Inicio de la actividad", "Período inicio",
            "Cronograma inicio", "Plazo desde",
        ),
        titulo="Fecha inicio", ancho=12, en_tabla=True, viene_de=("plazo",), sustancial=True,
        grupo=CUANDO, corto=True, ayuda_columna="Día/mes/año.",
    ),
    Campo(
        "fecha_fin", Clase.FECHA,
        sinonimos=(
            "Fecha fin", "Fecha de terminación", "Fecha final", "Fecha de finalización", "Fin", "Final", "Terminación",
            "Finalización", "Fecha límite", "Fecha de entrega", "Fecha de cumplimiento", "Fecha de vencimiento",
            "Termina", "Vencimiento", "Hasta", "Fecha hasta", "Fecha máxima", "Fecha de cierre",
            "Fecha límite de entrega", "Fecha fin programada", "Fecha final programada", "Fecha fin actividad",
            "Fecha programada de terminación", "Plazo fin", "Fecha término", "Fecha terminación actividad",
            "Fecha máxima de entrega", "Finaliza", "Período fin", "Plazo hasta", "Cronograma fin",
            "Fecha límite de cumplimiento", "Fecha de terminación programada", "Fecha fin de ejecución",
            "Fecha final de ejecución", "Fecha de finalización de la actividad", "Fin de la actividad", "Fecha tope",
        ),
        titulo="Fecha fin", ancho=12, en_tabla=True, viene_de=("plazo",), sustancial=True,
        grupo=CUANDO, corto=True, ayuda_columna="Día/mes/año.",
    ),
    Campo(
        "plazo", Clase.COLUMNA,
        sinonimos=(
            "Plazo", "Fechas", "Fecha", "Cronograma", "Fecha programada", "Fecha de realización", "Período", "Tiempo",
            "Cuándo", "Fecha de inicio y fin", "Fecha inicio - Fecha fin", "Duración", "Fecha (inicio - fin)",
            "Mes programado",
        ),
        rotulo="Plazo (inicio y fin en una celda)",
    ),
    Campo(
        "trimestre", Clase.COLUMNA,
        sinonimos=("Trimestre", "Trimestre de ejecución", "Trimestre programado", "Trimestre de entrega"),
        rotulo="Trimestre (una fila por trimestre)",
    ),
    Campo(
        "vigencia", Clase.COLUMNA,
        sinonimos=("Vigencia", "Año", "Vigencia del plan", "Año de la vigencia"),
        rotulo="Vigencia",
    ),
    Campo(
        "dependencia", Clase.DEPENDENCIA,
        sinonimos=(
            "Dependencia responsable", "Dependencia", "Dependencia líder", "Dependencias responsables",
            "Responsable (dependencia)", "Responsable secretaría", "Secretaría responsable", "Área responsable",
            "Oficina responsable", "Secretaría", "Secretaría/Dependencia", "Unidad responsable", "Dependencias",
            "Dependencia a cargo", "Dependencia ejecutora", "Área", "Área encargada", "Responsable", "Responsables",
            "Responsable principal", "Responsable de la actividad", "Responsable de la ejecución", "Líder",
            "Líder responsable", "Líder de política", "Responsable de la acción", "Responsable de la política",
            "Ejecutor", "Encargado", "Quién", "Área o dependencia responsable", "Dependencia o área responsable",
            "Responsable (s)", "Dependencia(s) responsable(s)", "Responsable de ejecutar", "Quién responde",
            "A cargo de", "Oficina", "Área encargada de ejecutar", "Área ejecutora", "Área solicitante",
            "Organismo responsable", "Entidad responsable", "Responsable o líder", "Oficina encargada",
            "Dependencia encargada",
        ),
        titulo="Dependencia responsable", ancho=34, en_tabla=True, sustancial=True,
        grupo=QUIEN, ayuda="La única que responde y reporta.",
        ayuda_columna="La única que responde, como aparece en la hoja «Dependencias».",
    ),
    Campo(
        "apoyos", Clase.DEPENDENCIAS,
        sinonimos=(
            "Dependencias de apoyo", "Dependencia de apoyo", "Apoyo", "Apoyos", "Corresponsable", "Corresponsables",
            "Dependencias corresponsables", "Áreas de apoyo", "Área de apoyo", "Áreas que apoyan",
            "Responsables de apoyo", "Con apoyo de", "Otras dependencias", "Dependencias que apoyan",
            "Dependencias involucradas", "Responsable de apoyo", "Dependencia corresponsable", "Apoya", "Apoyan",
            "Otros responsables",
        ),
        titulo="Dependencias de apoyo", ancho=34, viene_de=("dependencia",),
        grupo=QUIEN, ayuda_columna="Separadas por punto y coma.",
    ),
    Campo(
        "enlace", Clase.PERSONA,
        sinonimos=(
            "Enlace", "Nombre del enlace", "Enlace responsable", "Nombre del responsable", "Funcionario responsable",
            "Profesional responsable", "Servidor responsable", "Persona responsable", "Profesional encargado",
            "Funcionario encargado", "Funcionario", "Cargo responsable", "Servidor público responsable",
        ),
        titulo="Enlace", ancho=26, en_tabla=True,
        limite=200, ayuda_columna="Nombre de quien reporta, si se sabe.",
    ),
    *(
        Campo(
            f"programado_t{t}", Clase.NUMERO,
            titulo=f"Programado T{t}", ancho=14, en_tabla=True, grupo=CUANDO, corto=True, de_la_meta=True,
            viene_de=("trimestre",), abre_renglon=t == 1, sustancial=True,
            ayuda_columna=f"Cantidad programada en el trimestre {t}; vacía si no hay.",
        )
        for t in (1, 2, 3, 4)
    ),
)  # fmt: skip

POR_NOMBRE: Mapping[str, Campo] = {campo.nombre: campo for campo in CAMPOS}
DEL_MODELO = tuple(campo for campo in CAMPOS if campo.se_guarda)
EXPORTADOS = tuple(campo for campo in CAMPOS if campo.titulo)
# La columna que en el exporte de varios planes dice de cuál es cada actividad.
TITULO_DEL_PLAN = "Plan"
SENCILLOS = tuple(campo for campo in DEL_MODELO if campo.sencillo)
FUERA_DE_LA_TABLA = tuple(campo for campo in DEL_MODELO if not campo.en_tabla)
EN_FOTO = tuple(campo for campo in DEL_MODELO if campo.en_foto)
SINONIMOS: Mapping[str, tuple[str, ...]] = {campo.nombre: campo.sinonimos for campo in CAMPOS if campo.sinonimos}
LIMITES: Mapping[str, int] = {campo.nombre: campo.limite for campo in CAMPOS if campo.limite}
COMPARADOS = tuple(campo for campo in DEL_MODELO if campo.comparado)
CAMPOS_COMPARADOS = tuple(campo.nombre for campo in COMPARADOS)
DE_CONTINUACION = frozenset(campo.nombre for campo in DEL_MODELO if campo.continua)
CON_LETRAS = frozenset(campo.nombre for campo in CAMPOS if campo.con_letras)
SUSTANCIALES = frozenset(campo.nombre for campo in CAMPOS if campo.sustancial)
# Los que la actividad guarda en una columna suya; las listas se guardan aparte.
EN_COLUMNA = tuple(campo.nombre for campo in DEL_MODELO if campo.clase not in LISTAS)
DE_LA_META = frozenset(campo.nombre for campo in CAMPOS if campo.de_la_meta)


def del_grupo(grupo: str) -> Iterator[Campo]:
    """Los campos de un grupo del formulario, en su puesto."""
    yield from sorted((campo for campo in CAMPOS if campo.grupo == grupo), key=lambda campo: campo.puesto)


EN_FORMULARIO = tuple(campo for grupo in (QUE, MEDIDA, CUANDO, QUIEN) for campo in del_grupo(grupo))
# Lo que se corrige en un plan aprobado sin versión nueva; el enlace, que también es menor, tiene su propia página.
# La línea base y el presupuesto son cifras del compromiso: cambian con una modificación.
CORREGIBLES = tuple(
    campo for campo in EN_FORMULARIO if not campo.sustancial and campo.nombre not in ("linea_base", "presupuesto")
)
