"""Lo que exporta el sistema se vuelve a importar sin un solo cambio, diga lo que diga cada campo."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mipg.texto import normalizar
from planes import exportes, reglas
from planes.acciones.importaciones import _campos_que_trae, _celdas_que_callan
from planes.models import EstrategiaActividad, FuenteActividad, SentidoActividad, TipoMetaActividad
from tests.planes.importacion.libros import DEPENDENCIAS, VIGENCIA, importar, mensajes

NOMBRES = {id_: nombre for nombre, id_ in reversed(DEPENDENCIAS.items())}


class _Lista(list):
    def all(self) -> list:
        return list(self)


@dataclass
class Exportable:
    """Lo que las columnas del exporte miran de una actividad, sin base de datos."""

    numero: str
    nombre: str
    meta: Decimal
    tipo_meta: str
    programacion: tuple
    pk: int = 1
    producto: str = ""
    unidad: str = ""
    sentido: str = "ASCENDENTE"
    indicador: str = ""
    formula: str = ""
    numerador: str = ""
    denominador: str = ""
    bpin: str = ""
    meta_pdd: str = ""
    linea_base: Decimal | None = None
    criterio: str = ""
    ponderacion: Decimal | None = None
    presupuesto: Decimal | None = None
    fecha_inicio: date = date(VIGENCIA, 1, 1)
    fecha_fin: date = date(VIGENCIA, 12, 31)
    fuente: str = "OTRA"
    estrategia: str = ""
    dependencia: int = 1
    apoyos: tuple[int, ...] = ()
    indices: tuple[str, ...] = ()
    enlace: object = None
    plan: object = field(default_factory=lambda: SimpleNamespace(politica=None))

    def __post_init__(self):
        for t, cantidad in enumerate(self.programacion, start=1):
            setattr(self, f"programado_t{t}", cantidad)

    def get_fuente_display(self) -> str:
        return str(FuenteActividad(self.fuente).label)

    def get_estrategia_display(self) -> str:
        return str(EstrategiaActividad(self.estrategia).label) if self.estrategia else ""

    def get_tipo_meta_display(self) -> str:
        return str(TipoMetaActividad(self.tipo_meta).label)

    def get_sentido_display(self) -> str:
        return str(SentidoActividad(self.sentido).label)

    def como_se_exporta(self) -> "Exportable":
        """Con sus relaciones como objetos con nombre."""
        otra = Exportable(**{c: getattr(self, c) for c in self.__dataclass_fields__})
        otra.dependencia = SimpleNamespace(nombre=NOMBRES[self.dependencia])
        otra.apoyos = _Lista(NOMBRES[id_] for id_ in self.apoyos)
        otra.indices = _Lista(SimpleNamespace(codigo=codigo) for codigo in self.indices)
        return otra


# Letras, cifras y los signos que confunden a una hoja de cálculo o al lector; sin espacios de sobra.
SIGNOS = "aeoXñÑáéúüZ 0159%.,;:-–—+=@'\"()/|_#!?¿°ª$&*<>•€"
TEXTOS = (
    st.text(SIGNOS, max_size=30)
    .map(lambda texto: " ".join(texto.split()))
    .filter(lambda texto: texto == "" or any(map(str.isalnum, texto)))
)
NOMBRADAS = TEXTOS.filter(lambda texto: any(map(str.isalpha, texto)))
CANTIDADES = st.one_of(
    st.sampled_from([Decimal(c) for c in ("0.5", "1", "0.25", "100", "0.0001", "1234.5678", "10000", "12.125")]),
    st.decimals("0.0001", 100_000, places=4),
)
PESOS = st.one_of(st.integers(0, 10**11).map(Decimal), st.decimals(0, 10**11, places=2))
CODIGOS = st.one_of(st.just(""), st.text("0123456789", min_size=8, max_size=20))
UNIDADES = st.sampled_from(["", "%", "Porcentaje", "informes", "Índice", "Días promedio", "km", "Tasa de respuesta"])


@st.composite
def actividades(dibujar, orden: int) -> Exportable:
    tipo = dibujar(st.sampled_from(["ACUMULADA", "CONSTANTE", "HITO"]))
    cantidades = dibujar(st.lists(st.one_of(st.none(), CANTIDADES), min_size=4, max_size=4).filter(any))
    if tipo == "CONSTANTE":
        meta = next(filter(None, cantidades))
        cantidades = [cantidad and meta for cantidad in cantidades]
    elif tipo == "HITO":
        donde = next(i for i, cantidad in enumerate(cantidades) if cantidad)
        cantidades, meta = [Decimal(1) if i == donde else None for i in range(4)], Decimal(1)
    else:
        meta = sum(filter(None, cantidades))
    inicio, fin = sorted(dibujar(st.tuples(*[st.dates(date(VIGENCIA, 1, 1), date(VIGENCIA, 12, 31))] * 2)))
    ids = dibujar(st.lists(st.sampled_from(sorted(NOMBRES)), min_size=1, max_size=3, unique=True))
    return Exportable(
        numero=f"A{orden}", pk=orden, nombre=f"{orden} {dibujar(NOMBRADAS)}", meta=meta, tipo_meta=tipo,
        programacion=tuple(cantidades), producto=dibujar(TEXTOS), unidad=dibujar(UNIDADES), indicador=dibujar(TEXTOS),
        sentido=dibujar(st.sampled_from(SentidoActividad.values)), formula=dibujar(TEXTOS), criterio=dibujar(TEXTOS),
        numerador=dibujar(TEXTOS), denominador=dibujar(TEXTOS), bpin=dibujar(CODIGOS), meta_pdd=dibujar(TEXTOS),
        linea_base=dibujar(st.one_of(st.none(), CANTIDADES)), presupuesto=dibujar(st.one_of(st.none(), PESOS)),
        fecha_inicio=inicio, fecha_fin=fin,
        fuente=dibujar(st.sampled_from(FuenteActividad.values)),
        estrategia=dibujar(st.sampled_from(["", *EstrategiaActividad.values])),
        dependencia=ids[0], apoyos=tuple(ids[1:]), indices=dibujar(st.sampled_from([(), ("I05",), ("I05", "I07")])),
    )  # fmt: skip


@st.composite
def planes(dibujar) -> list[Exportable]:
    return [dibujar(actividades(orden)) for orden in range(1, dibujar(st.integers(1, 4)) + 1)]


COMILLA = Exportable("A1", "1 X", Decimal("0.5"), "ACUMULADA", (None, None, None, Decimal("0.5")), criterio="'=0")


ESCAPE = Exportable("A1", "Formato _x0041_", Decimal(1), "ACUMULADA", (None, None, None, Decimal(1)))


@example([COMILLA], exportes.plan_en_csv)
@example([ESCAPE], exportes.plan_en_csv)
@example([ESCAPE], exportes.plan_en_xlsx)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(planes(), st.sampled_from([exportes.plan_en_csv, exportes.plan_en_xlsx]))
def test_lo_exportado_se_importa_con_cero_cambios(plan, exportar):
    lectura = importar(exportar([actividad.como_se_exporta() for actividad in plan]), "plan")
    assert mensajes(lectura.errores) == ""
    existentes = [vars(a) | {"enlace": "", "apoyos": list(a.apoyos), "indices": list(a.indices)} for a in plan]
    leidas = list(lectura.actividades)
    cambia = reglas.diferencia(existentes, leidas, _campos_que_trae(lectura), _celdas_que_callan(lectura, leidas))
    assert [cambio.campos for cambio in cambia.cambios] == []
    assert (cambia.nuevas, cambia.iguales) == ((), len(plan))


def _a_medias() -> list[Exportable]:
    """Un plan que se está formulando: un peso de tres, una meta sin trimestres y otra que no suman."""
    return [
        Exportable("A1", "Levantar actas", Decimal(10), "ACUMULADA", (None,) * 4, 1, ponderacion=Decimal(40)),
        Exportable("A2", "Firmar actas", Decimal(10), "ACUMULADA", (None, Decimal(4), None, None), 2),
        Exportable("A3", "Publicar actas", Decimal(5), "CONSTANTE", (Decimal(5), Decimal(4), None, None), 3),
    ]


def _del_plan(plan: list[Exportable]) -> dict[str, Exportable]:
    return {normalizar(actividad.nombre): actividad for actividad in plan}


def test_un_plan_a_medias_vuelve_con_cero_cambios_y_sin_errores():
    plan = _a_medias()
    contenido = exportes.plan_en_xlsx([actividad.como_se_exporta() for actividad in plan])
    lectura = importar(contenido, "plan", del_plan=_del_plan(plan))
    assert mensajes(lectura.errores) == ""
    leidas = list(lectura.actividades)
    existentes = [vars(a) | {"enlace": "", "apoyos": list(a.apoyos), "indices": list(a.indices)} for a in plan]
    cambia = reglas.diferencia(existentes, leidas, _campos_que_trae(lectura), _celdas_que_callan(lectura, leidas))
    assert (cambia.cambios, cambia.nuevas, cambia.iguales) == ((), (), 3)


def _conjunto(*actividades: Exportable) -> bytes:
    return exportes.planes_en_xlsx([], [actividad.como_se_exporta() for actividad in actividades])


def test_del_exporte_de_varios_planes_vuelve_solo_lo_de_este():
    suyas, de_otro = _a_medias(), SimpleNamespace(nombre="Plan de integridad", politica=None)
    ajenas = [
        Exportable(f"A{n}", f"Ajena {n}", Decimal(1), "HITO", (1, None, None, None), plan=de_otro) for n in (1, 2)
    ]
    for actividad in suyas:
        actividad.plan = SimpleNamespace(nombre="Plan de archivos", politica=None)
    opciones = {"plan": "Plan de Archivos", "del_plan": _del_plan(suyas)}
    for contenido, omitidas in ((_conjunto(*suyas), []), (_conjunto(ajenas[0], *suyas, ajenas[1]), [2, 6])):
        lectura = importar(contenido, **opciones)
        assert mensajes(lectura.errores) == ""
        assert [o.fila for o in lectura.filas_omitidas if o.codigo == "de_otro_plan"] == omitidas
        assert ("las de otros planes (2) no" in mensajes(lectura.avisos)) == bool(omitidas)
        leidas = list(lectura.actividades)
        existentes = [vars(a) | {"enlace": "", "apoyos": list(a.apoyos), "indices": list(a.indices)} for a in suyas]
        cambia = reglas.diferencia(existentes, leidas, _campos_que_trae(lectura), _celdas_que_callan(lectura, leidas))
        assert (cambia.cambios, cambia.nuevas, cambia.iguales) == ((), (), 3)
    assert [nota.codigo for nota in importar(_conjunto(*ajenas), **opciones).errores] == ["de_otro_plan"]


def test_lo_que_se_toca_de_un_plan_a_medias_debe_cuadrar():
    plan, del_plan = _a_medias(), _del_plan(_a_medias())
    plan[1].meta, plan[2].ponderacion = Decimal(11), Decimal(10)
    contenido = exportes.plan_en_xlsx([actividad.como_se_exporta() for actividad in plan])
    errores = importar(contenido, "plan", del_plan=del_plan).errores
    assert [(nota.codigo, nota.fila) for nota in errores] == [("peso_falta", 3), ("trimestres_no_suman", 3)]
