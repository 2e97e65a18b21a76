"""Accesorios de las pruebas de planes: quién es quién y cómo se envía un formulario."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client

from planes.acciones import decisiones, orden_del_dia, propuestas
from planes.acciones.actividades import editar_actividad
from planes.models import Propuesta
from tests import fabricas
from tests.planes import comite


class _Clientes:
    """El cliente de cada persona por su nombre; su sesión empieza la primera vez que se usa."""

    def __init__(self, cliente_de, personas):
        self._cliente_de, self._personas = cliente_de, personas

    def __getattr__(self, nombre: str) -> Client:
        cliente = self._cliente_de(self._personas[nombre])
        setattr(self, nombre, cliente)
        return cliente


@pytest.fixture
def quien(db, cliente_de):
    """Personas de dos dependencias, cada una con su sesión: `.jefe`, `.cliente.jefe`…"""
    propia, ajena = fabricas.dependencia("Secretaría de Hacienda"), fabricas.dependencia("Secretaría de Educación")
    oficina = fabricas.dependencia("Secretaría de Planeación")
    personas = {
        "jefe": fabricas.persona("jefe", propia),
        "enlace": fabricas.persona("enlace", propia),
        "otro": fabricas.persona("jefe", ajena),
        "ajeno": fabricas.persona("enlace", ajena),
        "planeacion": fabricas.persona("planeacion", oficina),
        "control": fabricas.persona("control_interno", oficina),
        "comite": fabricas.persona("comite", oficina),
    }
    return SimpleNamespace(
        propia=propia, ajena=ajena, oficina=oficina, cliente=_Clientes(cliente_de, personas), **personas
    )


@pytest.fixture
def en_julio(time_machine, ahora):
    """El reloj de las vistas, detenido el 6 de julio de 2026: `fabricas.HOY`."""
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def plan(quien):
    """Borrador de `quien.propia` con una actividad: no le falta nada para enviarse."""
    plan = fabricas.plan(dependencia=quien.propia, por=quien.jefe)
    fabricas.actividad(plan, numero="1", nombre="Publicar el informe")
    return plan


@pytest.fixture
def en_estado(quien):
    """`en_estado("APROBADO")`: un plan de `quien.propia` en ese estado, con una actividad."""

    def crear(estado: str, **campos):
        plan = fabricas.plan(estado, dependencia=quien.propia, por=quien.jefe, **campos)
        fabricas.actividad(plan, numero="1", nombre="Publicar el informe")
        return plan

    return crear


@pytest.fixture
def formulario_de_actividad(quien):
    """`formulario_de_actividad(numero="2")`: lo que envía el navegador al guardar una actividad."""

    def datos(**cambios) -> dict:
        base = {
            "numero": "2",
            "nombre": "Realizar talleres",
            "meta": "4",
            "unidad": "talleres",
            "tipo_meta": "ACUMULADA",
            "sentido": "ASCENDENTE",
            "fuente": "OTRA",
            "fecha_inicio": "2026-02-01",
            "fecha_fin": "30/11/2026",
            "programado_t1": "1",
            "programado_t2": "1,5",
            "programado_t3": "1.5",
            "dependencia": quien.propia.pk,
        }
        return {campo: valor for campo, valor in (base | cambios).items() if valor is not None}

    return datos


@pytest.fixture
def decimal():
    """Atajo para escribir cantidades exactas."""
    return Decimal


@pytest.fixture
def propuesta(quien):
    """Modificación en borrador sobre un plan publicado: en la actividad 1 cambia la unidad; la 2 sigue igual."""
    plan = fabricas.plan("PUBLICADO", dependencia=quien.propia, por=quien.jefe, nombre="Plan de archivo")
    for numero, nombre in (("1", "Publicar el informe"), ("2", "Capacitar a los jefes")):
        fabricas.actividad(plan, (None, None, None, Decimal(1)), numero=numero, nombre=nombre)
    fabricas.version(plan)
    abierta = propuestas.proponer(plan=plan, por=quien.jefe, ahora=fabricas.AHORA)
    linea = abierta.actividades.get(numero="1")
    editar_actividad(actividad=linea, version=0, unidad="actas", por=quien.jefe, ahora=fabricas.AHORA)
    return Propuesta.objects.get(pk=abierta.pk)


@pytest.fixture
def enviada(quien, propuesta):
    """La misma, en revisión."""
    dicho = {"motivo": "Se contaba mal.", "frase": "El informe se cuenta por actas."}
    return propuestas.enviar(propuesta=propuesta, **dicho, por=quien.jefe, ahora=fabricas.AHORA)


@pytest.fixture
def reunion(quien, time_machine):
    """Una sesión en curso que lleva `quien.planeacion`, con un plan de `quien.propia` y un tema suelto.

    `.sesion`, `.plan`, `.de_plan` y `.tema` (sus puntos), `.instancia`; el reloj queda en ese día.
    """
    time_machine.move_to(fabricas.AHORA, tick=False)
    plan = fabricas.plan("EN_REVISION", dependencia=quien.propia, por=quien.jefe)
    fabricas.actividad(plan, numero="1")
    instancia = comite.instancia()
    sesion = comite.en_curso(instancia, quien.planeacion)
    tema = orden_del_dia.crear_punto(sesion=sesion, titulo="Varios", por=quien.planeacion, ahora=fabricas.AHORA)
    return SimpleNamespace(
        sesion=sesion, plan=plan, instancia=instancia, tema=tema, de_plan=sesion.puntos.get(plan=plan), quien=quien
    )


@pytest.fixture
def comprometido(reunion):
    """`comprometido(dependencia=…)`: un compromiso de la reunión; sin decir de quién, de `quien.propia`."""

    def anotar(**campos):
        datos = {"texto": "Enviar el cronograma"} | (campos or {"dependencia": reunion.quien.propia})
        return decisiones.comprometer(punto=reunion.tema, por=reunion.quien.planeacion, ahora=fabricas.AHORA, **datos)

    return anotar


@pytest.fixture
def consultas_de(consultas):
    """`consultas_de(cliente, url)`: cuántas consultas cuesta la página, después de haberla abierto una vez."""

    def contar(cliente, url: str) -> int:
        cliente.get(url)
        with consultas() as hechas:
            assert cliente.get(url).status_code == 200
        return len(hechas)

    return contar


@pytest.fixture
def reloj_fijo(time_machine):
    """El reloj quieto en `fabricas.AHORA`."""
    time_machine.move_to(fabricas.AHORA, tick=False)
