"""Las tablas de transiciones son exactas: nada cambia de estado por fuera de ellas, y lo que prometen ocurre."""

import ast
import inspect
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from furag import historia as de_furag
from furag.models import AccionMejora, Carga, Recomendacion
from furag.views import mejoras, recomendaciones
from mipg.avisos.models import Mensaje
from mipg.bitacora.models import Suceso
from mipg.expediente.models import Emision, Importacion
from mipg.portal.management.commands.estados import OBJETOS
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import CambioDeCuenta, Usuario
from mipg.usuarios.roles import VERBOS, Operacion
from planes import historia
from planes.acciones import prorrogas
from planes.models import (
    Compromiso,
    Plan,
    Propuesta,
    Prorroga,
    Punto,
    Requerimiento,
    SeguimientoDePlan,
    Sesion,
    Vencimiento,
)
from planes.reglas import APROBADOS, EDITABLES, PUBLICADOS
from planes.views import compromisos, informes_de_ley, requerimientos, sesiones, vencimientos
from politicas import historia as de_politicas
from politicas.models import Jornada
from politicas.views import jornadas
from seguimiento.acciones import avances
from seguimiento.models import Avance, Corte
from seguimiento.reglas import hechos
from seguimiento.reglas.avances import TRANSICIONES
from seguimiento.views import piezas
from tests.mipg.test_casa import MODULOS, RAIZ
from tests.seguimiento import escenario as e

PROPIAS = {"usuarios", "avisos", "expediente", "politicas", "planes", "furag", "seguimiento"}
# Los campos con tabla: el estado de cada objeto, la lectura de un archivo y el acto de un plan.
CAMPOS = {campo for _, campo, _ in OBJETOS}
# El banco, que inventa filas por miles.
ESCRIBEN = {"mipg/portal/bench/escenarios.py"}


def escrituras_de_estado(fuente: str) -> list[int]:
    """Líneas que cambian un campo con tabla sin pasar por ella: `x.estado = …`, `….update(lectura=…)` y parecidas."""
    lineas = []
    for nodo in ast.walk(ast.parse(fuente)):
        if isinstance(nodo, ast.Assign | ast.AugAssign | ast.AnnAssign):
            destinos = nodo.targets if isinstance(nodo, ast.Assign) else [nodo.target]
            lineas += [nodo.lineno for d in destinos if isinstance(d, ast.Attribute) and d.attr in CAMPOS]
        elif isinstance(nodo, ast.Call) and getattr(nodo.func, "attr", "") in ("update", "bulk_update"):
            escritos = {k.arg for k in nodo.keywords} | {c.value for c in ast.walk(nodo) if isinstance(c, ast.Constant)}
            lineas += [nodo.lineno] * bool(CAMPOS & escritos)
    return lineas


def test_ningun_estado_cambia_por_fuera_de_su_tabla():
    assert {nombre for nombre, fuente in MODULOS.items() if escrituras_de_estado(fuente)} == ESCRIBEN


@pytest.mark.parametrize(
    ("fuente", "faltas"),
    [
        ("Plan.objects.filter(estado='BORRADOR').update(nombre='x')", []),
        ("Plan.objects.filter(pk=1).update(estado='APROBADO')", [1]),
        ("plan.estado = 'APROBADO'", [1]),
        ("plan.acto = 'RESOLUCION'", [1]),
        ("suya.update(lectura='LISTA')", [1]),
        ("Plan.objects.bulk_update(planes, ['nombre', 'estado'])", [1]),
        ("Plan.objects.update(**{'estado': 'APROBADO'})", [1]),
        ("tomar(filas, TABLA, a='APROBADO', verbo='aprobar')", []),
    ],
)
def test_control_de_las_escrituras_de_estado(fuente, faltas):
    assert escrituras_de_estado(fuente) == faltas


def insignias() -> dict[type, set]:
    """De cada enumeración, los estados que algún `insignias.py` sabe pintar."""
    modulos = [
        import_module(nombre.removesuffix(".py").replace("/", ".")) for nombre in MODULOS if "insignias" in nombre
    ]
    tablas = [valor for m in modulos for nombre, valor in vars(m).items() if nombre.startswith("CLASES_")]
    return {type(next(iter(tabla))): set(tabla) for tabla in tablas}


def test_todo_estado_tiene_su_insignia():
    pintados = insignias()
    for enumeracion, estados in pintados.items():
        assert estados == set(enumeracion), enumeracion
    # De éstos la página dice el estado en una frase: quien añada otro objeto con estados dice de qué color va.
    con_estado = {modelo for modelo, campo, _ in OBJETOS if campo == "estado"}
    assert {m for m in con_estado if m.Estado not in pintados} == {Corte, Importacion, Emision, Mensaje}


def test_todo_estado_de_un_reporte_dice_algo_cierto():
    # En cada uno, o se puede escribir o ya se envió: nunca ambas ni ninguna.
    for estado in Avance.Estado:
        avance = Avance(estado=estado)
        assert hechos.EDITABLE(avance) != hechos.ENVIADO(avance), estado


def test_toda_operacion_sobre_cuentas_tiene_lo_suyo():
    assert set(VERBOS) == set(Operacion)
    # Una nueva no pasa por otra: ni se describe ni se aplica hasta que alguien diga qué hace.
    nueva = CambioDeCuenta(operacion="otra", afectado=Usuario(email="a@ejemplo.test"))
    for cosa in (lambda: nueva.queda, lambda: cambios._efecto(nueva, por=None, ahora=e.EN_T1)):
        with pytest.raises(ValueError, match="otra"):
            cosa()


def test_todo_estado_de_un_plan_dice_algo_cierto():
    assert set(PUBLICADOS) < set(APROBADOS)
    # O se formula, o rige, o espera que se decida, o ya no va.
    otros = [estado for estado in Plan.Estado if estado not in [*EDITABLES, *APROBADOS]]
    assert otros == [Plan.Estado.EN_REVISION, Plan.Estado.DESISTIDO]
    assert not set(EDITABLES) & set(APROBADOS)


# Con qué frases se cuenta la historia de cada objeto en su página.
FRASES = {
    Plan: historia.FRASES,
    Propuesta: historia.FRASES_DE_PROPUESTA,
    Sesion: sesiones.FRASES,
    Compromiso: compromisos._FRASES,
    Vencimiento: informes_de_ley.FRASES,
    Requerimiento: requerimientos.FRASES,
    Carga: de_furag.FRASES_DE_CARGA,
    Recomendacion: de_furag.FRASES_DE_RECOMENDACION,
    AccionMejora: de_furag.FRASES_DE_MEJORA,
    Jornada: de_politicas.FRASES_DE_JORNADA,
    Corte: piezas._VERBOS,
    Avance: piezas._VERBOS,
}


@pytest.mark.parametrize(
    ("modelo", "tabla"), [pytest.param(m, tabla, id=f"{m.__name__}-{campo}") for m, campo, tabla in OBJETOS]
)
def test_todo_verbo_de_una_tabla_tiene_su_frase_en_la_historia(modelo, tabla):
    # Éstos no tienen página con historia, o (la cuenta) les basta el verbo en pasado.
    if modelo in (Prorroga, Punto, SeguimientoDePlan, Importacion, Emision, Mensaje, CambioDeCuenta):
        assert modelo not in FRASES
    else:
        assert {verbo for verbos in tabla.values() for verbo in verbos} - set(FRASES[modelo]) == set()


def test_las_frases_que_se_miran_son_todas():
    usadas = {
        nombre
        for nombre, fuente in MODULOS.items()
        for nodo in ast.walk(ast.parse(fuente))
        if isinstance(nodo, ast.keyword) and nodo.arg == "frases" and isinstance(nodo.value, ast.Name)
    }
    de_planes = (historia, sesiones, compromisos, informes_de_ley, vencimientos, requerimientos)
    modulos = (*de_planes, piezas, jornadas, recomendaciones, mejoras)
    de_estas = {inspect.getsourcefile(m) for m in modulos}
    assert {str(RAIZ / nombre) for nombre in usadas} == de_estas


def test_lo_que_se_decide_de_una_prorroga_tiene_su_frase_en_la_historia_del_plan():
    (tabla,) = (tabla for modelo, _, tabla in OBJETOS if modelo is Prorroga)
    assert set(prorrogas._VERBOS) == {verbo for verbos in tabla.values() for verbo in verbos}
    assert set(prorrogas._VERBOS.values()) - set(historia.FRASES) == set()


def test_lo_que_se_decide_de_un_seguimiento_propio_tiene_su_frase_en_la_historia_del_plan():
    (tabla,) = (tabla for modelo, _, tabla in OBJETOS if modelo is SeguimientoDePlan)
    assert {f"{verbo} seguimiento" for verbos in tabla.values() for verbo in verbos} - set(historia.FRASES) == set()


def test_todo_modelo_con_estado_tiene_su_tabla_con_cada_uno_de_sus_estados():
    con_estado = {
        m for m in apps.get_models() if m._meta.app_label in PROPIAS and any(c.name == "estado" for c in m._meta.fields)
    }
    de_la_tabla = {modelo: tabla for modelo, campo, tabla in OBJETOS if campo == "estado"}
    assert {m for m in con_estado if not m._meta.proxy} == set(de_la_tabla)
    for modelo, tabla in de_la_tabla.items():
        estados = set(modelo.Estado.values)
        assert set(tabla) == estados, modelo
        assert {a for verbos in tabla.values() for destinos in verbos.values() for a in destinos} <= estados, modelo


@pytest.fixture
def abierto(db):
    """El plan del ejemplo con T2 abierto."""
    return e.abierto(e.personas())


@pytest.mark.django_db
def test_cada_destino_de_un_reporte_ocurre(abierto):
    ahora, tarde = e.EN_T2, e.EN_T2 + timedelta(days=3)
    uno, otro = abierto.informes, abierto.peticiones

    def revertir(avance):
        fresco = type(avance).objects.get(pk=avance.pk)
        avances.revertir(avance=fresco, version=fresco.version, por=abierto.revisora, ahora=tarde)

    def recuperar(avance):
        avances.recuperar(avance=avance, por=abierto.enlace, ahora=ahora)

    e.enviar(uno, abierto, ahora, 3)
    recuperar(uno)
    e.enviar(uno, abierto, ahora, 3, con_soporte=False)
    e.aceptar(uno, abierto, tarde, motivo="El jefe está en vacaciones.")
    revertir(uno)
    e.avalar(uno, abierto, ahora)
    e.aceptar(uno, abierto, ahora)
    revertir(uno)
    e.devolver(uno, abierto, ahora, texto="Diga cuáles.")
    e.escribir(uno, abierto.enlace, ahora, texto="El primero y el segundo.")
    avances.enviar(avance=uno, por=abierto.enlace, ahora=ahora + timedelta(hours=1))
    recuperar(uno)
    e.enviar(otro, abierto, ahora, 100)
    e.devolver(otro, abierto, ahora, cantidad="Revise.")
    e.escribir(otro, abierto.enlace, ahora, cantidad=90)
    avances.enviar(avance=otro, por=abierto.enlace, ahora=ahora)
    recuperar(otro)

    sucesos = Suceso.objects.de(uno).con_verbo() | Suceso.objects.de(otro).con_verbo()
    ocurridas = {
        (cambios["estado"][0], verbo, cambios["estado"][1])
        for verbo, cambios in sucesos.values_list("verbo", "changes")
        if "estado" in cambios
    }
    assert ocurridas == {
        (estado, verbo, a)
        for estado, verbos in TRANSICIONES.items()
        for verbo, destinos in verbos.items()
        for a in destinos
        if a != estado
    }


def test_la_lectura_de_un_archivo_y_la_de_un_informe_son_la_misma_cola_con_su_rotulo():
    assert Importacion.Lectura.values == Emision.Estado.values
    assert (Importacion.Lectura.EN_CURSO.label, Emision.Estado.EN_CURSO.label) == ("Leyéndose", "Generándose")
