"""Un plan vive cuatro años: lo que se aprobó y lo que se cerró, al final, es idéntico a como era.

Cada año se crea o se copia, se envía, se aprueba, se mide y se cierra; entre tanto se devuelve, se aprueba tarde, se
modifica dos veces, se prorroga y su dependencia se fusiona.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest

from mipg.expediente.acciones import pedir_emision
from mipg.fechas import BOGOTA
from planes.acciones import actividades, copias, modificaciones, propuestas, prorrogas, salidas
from planes.acciones import planes as de_planes
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas import huella
from seguimiento import cifras
from seguimiento.acciones import avances, cortes
from seguimiento.acciones.dependencias import suprimir
from seguimiento.informes import version_plan
from seguimiento.models import Avance, Corte
from tests import fabricas as f

pytestmark = pytest.mark.django_db
ACTO = {"acto": "RESOLUCION", "acto_numero": "7"}
INICIO = 2026


def _el(anio: int, mes: int, dia: int) -> datetime:
    return datetime(anio, mes, dia, 15, tzinfo=BOGOTA)


class Vida:
    """Las personas de la historia y lo que hacen."""

    def __init__(self):
        self.vieja, self.nueva, oficina = f.dependencia("Hacienda"), f.dependencia("Finanzas"), f.dependencia()
        self.jefe, self.planea, self.revisa = (
            f.persona("jefe", self.vieja),
            f.persona("planeacion", oficina),
            f.persona("planeacion", oficina),
        )
        self.suya, self.politica = self.vieja, f.politica()
        self.vistas: dict[str, str] = {}
        self.pdf: dict[int, tuple] = {}

    def leido(self, plan: Plan) -> Plan:
        return Plan.objects.get(pk=plan.pk)

    def aprobar(self, plan: Plan, ahora: datetime, **tarde) -> None:
        leido = self.leido(plan)
        de_planes.aprobar(plan=leido, version=leido.version, **ACTO, **tarde, por=self.planea, ahora=ahora)
        de_planes.publicar(plan=self.leido(plan), por=self.planea, ahora=ahora)
        self.anotar()

    def modificar(self, plan: Plan, ahora: datetime, **campos) -> None:
        de = {"por": self.jefe, "ahora": ahora}
        propuesta = propuestas.proponer(plan=self.leido(plan), **de)
        una = propuesta.actividades.get(numero="1")
        actividades.editar_actividad(actividad=una, version=una.version, **campos, **de)
        enviada = propuestas.enviar(propuesta=propuesta, motivo="Cambió la meta.", frase="Se hará más.", **de)
        lee = {"propuesta": enviada, "version": enviada.version, "por": self.planea, "ahora": ahora}
        modificaciones.aprobar(**ACTO, **lee)
        self.anotar()

    def prorrogar(self, actividad: Actividad, hasta: date, ahora: datetime) -> None:
        pedida = prorrogas.pedir(
            actividad=actividad, fecha_nueva=hasta, motivo="No alcanza.", por=self.jefe, ahora=ahora
        )
        prorrogas.conceder(prorroga=pedida, por=self.planea, ahora=ahora)
        self.anotar()

    def medir(self, anio: int, trimestre: int) -> None:
        """El corte se abre al otro día, se reporta, se acepta y se cierra cuando acaba la captura."""
        corte = Corte.objects.get(vigencia__anio=anio, trimestre=trimestre)
        abre = datetime.combine(corte.abre, _el(anio, 1, 1).timetz())
        cortes.abrir(corte=corte, por=self.planea, ahora=abre)
        for avance in Avance.objects.filter(corte=corte).con_todo():
            dice = {"situacion": "AVANCE", "cantidad": 1, "texto": "Se hizo.", "reserva": "Reposa en Hacienda."}
            cambios = {campo: (getattr(avance, campo), valor) for campo, valor in dice.items()}
            avances.guardar(avance=avance, cambios=cambios, por=self.jefe, ahora=abre)
            enviado = avances.enviar(avance=avance, version=None, por=self.jefe, ahora=abre)
            avances.aceptar(avance=enviado, version=enviado.version, por=self.revisa, ahora=abre)
        cierra = datetime.combine(corte.cierra + timedelta(days=1), abre.timetz())
        cortes.cerrar(corte=Corte.objects.get(pk=corte.pk), por=self.planea, ahora=cierra)
        self.anotar()

    def anotar(self) -> None:
        """Lo que hoy dicen cada versión y su PDF, y cada corte cerrado; lo que ya se había anotado no cambia."""
        ahora = {f"corte {corte}": cifras.huella(corte) for corte in Corte.objects.filter(estado="CERRADO")}
        ahora |= {f"versión {una.pk}": huella(una.foto) for una in VersionPlan.objects.all()}
        assert {clave: ahora[clave] for clave in self.vistas} == self.vistas
        self.vistas |= ahora
        for una in VersionPlan.objects.select_related("plan__vigencia").exclude(pk__in=self.pdf):
            emision = pedir_emision(
                informe=version_plan.INFORME, titulo=version_plan.titulo(una.plan, una),
                parametros=version_plan.parametros(una), por=self.planea, ahora=_el(una.plan.vigencia.anio, 2, 1),
            )  # fmt: skip
            self.pdf[una.pk] = emision, _bytes(emision)


def _bytes(emision) -> str:
    return sha256(version_plan.generar(emision).contenido).hexdigest()


def _anio(anio: int, vida: Vida):
    vigencia = f.vigencia(anio)
    fechas = [
        cortes.Fechas(t, fin, fin + timedelta(days=1), fin + timedelta(days=12))
        for t, fin in enumerate([date(anio, 3, 31), date(anio, 6, 30), date(anio, 9, 30)], start=1)
    ]
    fechas.append(cortes.Fechas(4, *[date(anio, 12, 31)] * 3))
    cortes.programar_cortes(vigencia=vigencia, fechas=fechas, por=vida.planea, ahora=_el(anio, 1, 10))
    return vigencia


def _plan(anio: int, vida: Vida, anterior: Plan | None = None) -> Plan:
    """El del año: el primero se escribe, los demás se copian del anterior. Queda enviado."""
    de = {"por": vida.jefe, "ahora": _el(anio, 1, 15)}
    plan = de_planes.crear_plan(
        clase="ACCION_POLITICA", vigencia=_anio(anio, vida), politica=vida.politica, dependencia=vida.suya,
        **de | {"por": vida.planea},
    )  # fmt: skip
    if anterior:
        suyas = list(anterior.actividades.vigentes().values_list("pk", flat=True))
        copias.copiar(plan=plan, de=anterior, elegidas=suyas, **de)
    else:
        comun = {"unidad": "informes", "dependencia": vida.suya, "fecha_inicio": date(anio, 1, 15)}
        trimestres = {f"programado_t{t}": 1 for t in (1, 2, 3, 4)}
        actividades.crear_actividad(
            hoja=plan, numero="1", nombre="Informar", meta=4, fecha_fin=date(anio, 12, 15), **trimestres, **comun, **de
        )
        actividades.crear_actividad(
            hoja=plan, numero="2", nombre="Entregar el manual", meta=1, tipo_meta="HITO", programado_t3=1,
            fecha_fin=date(anio, 9, 15), **comun, **de,
        )  # fmt: skip
    de_planes.enviar(plan=vida.leido(plan), **de)
    return vida.leido(plan)


def _cerrar(anio: int, plan: Plan, vida: Vida) -> None:
    salidas.cerrar(plan=vida.leido(plan), por=vida.planea, ahora=_el(anio + 1, 1, 20))
    vida.anotar()


def test_un_plan_vive_cuatro_anios_y_lo_aprobado_y_lo_cerrado_quedan_identicos():
    vida = Vida()

    # Primer año: se devuelve, se corrige, se aprueba, se modifica y se prorroga.
    plan = _plan(INICIO, vida)
    de_planes.devolver(
        plan=plan, version=plan.version, observaciones=[{"texto": "Diga cuáles."}], por=vida.planea,
        ahora=_el(INICIO, 1, 20),
    )  # fmt: skip
    una = plan.actividades.get(numero="1")
    de = {"por": vida.jefe, "ahora": _el(INICIO, 1, 25)}
    actividades.editar_actividad(actividad=una, version=una.version, producto="Cuatro informes", **de)
    de_planes.enviar(plan=vida.leido(plan), **de)
    vida.aprobar(plan, _el(INICIO, 2, 1))
    vida.medir(INICIO, 1)
    vida.modificar(plan, _el(INICIO, 5, 1), programado_t4=2, meta=5)
    vida.medir(INICIO, 2)
    vida.prorrogar(plan.actividades.get(numero="2"), date(INICIO, 11, 20), _el(INICIO, 8, 1))
    for trimestre in (3, 4):
        vida.medir(INICIO, trimestre)
    _cerrar(INICIO, plan, vida)

    # Segundo: se aprueba tarde, se vuelve a modificar y su dependencia se fusiona.
    primero, plan = plan, _plan(INICIO + 1, vida, plan)
    # Otro plan sí estaba: el corte se abre y se cierra sin este.
    f.plan("APROBADO", vigencia=plan.vigencia)
    vida.medir(INICIO + 1, 1)
    vida.aprobar(plan, _el(INICIO + 1, 5, 1), tardia="MOVER", tardia_motivo="El Comité no sesionó.")
    vida.modificar(plan, _el(INICIO + 1, 5, 20), programado_t4=3, meta=6)
    vida.medir(INICIO + 1, 2)
    suprimir(
        dependencia=vida.vieja, sucesora=vida.nueva, rige_desde=date(INICIO + 1, 8, 1), acto="Decreto 9",
        por=vida.planea, ahora=_el(INICIO + 1, 8, 1),
    )  # fmt: skip
    vida.anotar()
    vida.suya, vida.jefe = vida.nueva, f.persona("jefe", vida.nueva)
    for trimestre in (3, 4):
        vida.medir(INICIO + 1, trimestre)
    _cerrar(INICIO + 1, plan, vida)
    assert (vida.leido(primero).dependencia, vida.leido(plan).dependencia) == (vida.vieja, vida.nueva)

    # Tercero y cuarto: se copian, se aprueban, se miden y se cierran.
    for anio in (INICIO + 2, INICIO + 3):
        plan = _plan(anio, vida, plan)
        vida.aprobar(plan, _el(anio, 2, 1))
        for trimestre in (1, 2, 3, 4):
            vida.medir(anio, trimestre)
        _cerrar(anio, plan, vida)

    assert Plan.objects.filter(estado="CERRADO").count() == 4
    assert Corte.objects.filter(estado="CERRADO").count() == 16
    assert {corte.sha256 for corte in Corte.objects.all()} == {v for k, v in vida.vistas.items() if "corte" in k}
    assert {una.sha256 for una in VersionPlan.objects.all()} == {v for k, v in vida.vistas.items() if "versión" in k}
    assert len(vida.pdf) == 7
    for emision, visto in vida.pdf.values():
        assert _bytes(emision) == visto
    serie = Actividad.objects.get(plan=plan, numero="1")
    assert serie.origen.origen.origen.plan == primero
