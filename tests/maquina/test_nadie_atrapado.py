"""Nadie queda atrapado: desde cualquier estado, lo pendiente lo mueve alguien vivo, o la orden en el servidor.

Una máquina de estados hace cualquier cosa con cuentas, roles, un plan y un reporte, y deja ir a quien sea. Al final de
cada camino, todo lo que no terminó se mueve de verdad, con las mismas acciones.
"""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Usuario
from mipg.usuarios.reglas.ordenes import por_el_portal
from mipg.usuarios.resguardo import afectado, vivas
from mipg.usuarios.roles import Operacion
from planes.acciones import actividades
from planes.acciones import planes as de_planes
from planes.models import Plan
from seguimiento.acciones import avances as de_avances
from seguimiento.models import Avance
from tests import fabricas as f

pytestmark = pytest.mark.django_db
AHORA, HOY = f.AHORA, f.HOY
# Ya venció el plazo del aval: Planeación puede aceptar sin él.
DESPUES = AHORA + timedelta(days=40)
GENTE = ("jefa", "enlace", "planea", "planea_y_enlaza", "planea_y_dirige", "audita", "administra")
PIDE = {
    Operacion.CORREO: lambda _: {"correo": "otra@ejemplo.test"},
    Operacion.DESACTIVAR: lambda _: {},
    Operacion.FACTOR: lambda _: {},
    Operacion.VINCULO: lambda _: {"hasta": HOY + timedelta(days=90)},
    Operacion.DAR_ROL: lambda maquina: {"rol": "planeacion", "dependencia": maquina.oficina, "desde": HOY},
}


class _Deshecho(Exception):
    """Lo que se probó no queda."""


def _se_pudo(accion, **que) -> bool:
    """La acción se dejó hacer, y lo que hizo se deshace."""
    try:
        with transaction.atomic():
            accion(**que)
            raise _Deshecho
    except _Deshecho:
        return True
    except (ReglaIncumplida, ValidationError):
        return False


def _intentar(accion, **que) -> None:
    """La acción, si la regla la deja."""
    with suppress(ReglaIncumplida, ValidationError), transaction.atomic():
        accion(**que)


class Entidad(RuleBasedStateMachine):
    """Una alcaldía mínima en la que cualquiera intenta cualquier cosa."""

    quien = st.sampled_from(GENTE)
    reporta = st.sampled_from(["enlace", "jefa", "planea_y_enlaza", "planea_y_dirige"])

    def __init__(self):
        super().__init__()
        self.transaccion = transaction.atomic()
        self.transaccion.__enter__()
        hacienda, self.oficina = f.dependencia(), f.dependencia()
        roles = {
            "jefa": [("jefe", hacienda)],
            "enlace": [("enlace", hacienda)],
            "planea": [("planeacion", self.oficina)],
            "planea_y_enlaza": [("planeacion", self.oficina), ("enlace", hacienda)],
            "planea_y_dirige": [("planeacion", self.oficina), ("jefe", hacienda)],
            "audita": [("control_interno", f.dependencia())],
            "administra": [("administrador", self.oficina)],
        }
        self.gente = {nombre: f.persona(nombre=nombre) for nombre in GENTE}
        Asignacion.objects.bulk_create(
            Asignacion(persona=self.gente[nombre], rol=rol, dependencia=donde, desde=date(2024, 1, 1))
            for nombre, suyos in roles.items()
            for rol, donde in suyos
        )
        self.plan = f.plan(dependencia=hacienda, por=self.gente["administra"])
        self.actividad = f.actividad(self.plan)
        medida = f.actividad(f.plan("APROBADO", dependencia=hacienda, por=self.gente["administra"]))
        self.avance = f.avance(medida, f.corte(), por=self.gente["administra"])

    def teardown(self):
        try:
            self.todo_lo_pendiente_se_mueve()
        finally:
            transaction.set_rollback(True)
            self.transaccion.__exit__(None, None, None)

    # --- Lo que cualquiera intenta ---

    @initialize(escriben=st.sets(quien), envia=quien, reportan=st.lists(reporta, min_size=1, max_size=3, unique=True))
    def empieza(self, escriben, envia, reportan):
        """El camino no empieza en blanco: hay un plan y un reporte en manos de alguien."""
        for una in sorted(escriben):
            self.con_el_plan(una, "escribir")
        self.con_el_plan(envia, "enviar")
        for una in reportan[:-1]:
            self.con_el_reporte(una, "escribir")
        self.con_el_reporte(reportan[-1], "reportar")

    @rule(quienes=st.one_of(st.sets(quien, min_size=1, max_size=1), st.sets(quien, min_size=4)))
    def se_van(self, quienes):
        """De una en una o todas a la vez."""
        claves = [self.gente[quien].pk for quien in quienes]
        Usuario.objects.filter(pk__in=claves).update(vinculo_hasta=HOY - timedelta(days=1))

    @rule(quien=quien, a=quien, operacion=st.sampled_from(sorted(PIDE)))
    def pide(self, quien, a, operacion):
        if self._viva(quien):
            que = {"persona": self._hoy(a), "por": self._hoy(quien), "motivo": "Hace falta.", "acto": "Decreto 1"}
            _intentar(cambios.pedir_cambio, operacion=operacion, ahora=AHORA, **que, **PIDE[operacion](self))

    @rule(quien=quien)
    def confirma(self, quien):
        if self._viva(quien):
            for cambio in CambioDeCuenta.objects.por_decidir():
                _intentar(cambios.confirmar_cambio, cambio=cambio, por=self._hoy(quien), ahora=AHORA)

    @rule()
    def detiene(self):
        for cambio in CambioDeCuenta.objects.por_decidir():
            _intentar(cambios.detener_cambio, cambio=cambio, ahora=AHORA)

    @rule(quien=quien, verbo=st.sampled_from(["escribir", "enviar", "recuperar", "devolver", "aprobar"]))
    def con_el_plan(self, quien, verbo):
        plan, por = Plan.objects.get(pk=self.plan.pk), {"por": self._hoy(quien), "ahora": AHORA}
        if not self._viva(quien):
            return
        if verbo == "escribir":
            self.actividad.refresh_from_db()
            version = self.actividad.version
            _intentar(actividades.editar_actividad, actividad=self.actividad, version=version, producto="Otro", **por)
        elif verbo == "devolver":
            _intentar(de_planes.devolver, plan=plan, version=plan.version, observaciones=[{"texto": "No."}], **por)
        elif verbo == "aprobar":
            _intentar(de_planes.aprobar, plan=plan, version=plan.version, acto="PENDIENTE", **por)
        else:
            _intentar(getattr(de_planes, verbo), plan=plan, **por)

    @rule(quien=quien, verbo=st.sampled_from(["escribir", "reportar", "recuperar", "avalar", "aceptar"]))
    def con_el_reporte(self, quien, verbo):
        avance, por = Avance.objects.get(pk=self.avance.pk), {"por": self._hoy(quien), "ahora": AHORA}
        if not self._viva(quien):
            return
        if verbo in ("escribir", "reportar"):
            escrito = (
                {"dificultades": f"Las vio {quien}."}
                if verbo == "escribir"
                else {"situacion": "AVANCE", "cantidad": 1, "texto": "Se hizo.", "reserva": "Reposa en Hacienda."}
            )
            dice = {campo: (getattr(avance, campo), valor) for campo, valor in escrito.items()}
            _intentar(de_avances.guardar, avance=avance, cambios=dice, **por)
            if verbo == "reportar":
                _intentar(de_avances.enviar, avance=avance, version=None, **por)
        elif verbo == "recuperar":
            _intentar(de_avances.recuperar, avance=avance, **por)
        else:
            _intentar(getattr(de_avances, verbo), avance=avance, version=avance.version, **por)

    def _hoy(self, quien: str) -> Usuario:
        return Usuario.objects.get(pk=self.gente[quien].pk)

    def _viva(self, quien: str) -> bool:
        return self._hoy(quien).esta_vinculada(HOY)

    # --- Lo que tiene que cumplirse ---

    def todo_lo_pendiente_se_mueve(self) -> None:
        vivas = list(Usuario.objects.vinculadas(HOY))
        for cambio in CambioDeCuenta.objects.por_decidir().select_related("afectado", "asignacion", "dependencia"):
            assert self._decide_el_cambio(cambio, vivas), f"atrapado: {cambio}"
        plan = Plan.objects.get(pk=self.plan.pk)
        if plan.estado == Plan.Estado.EN_REVISION:
            que = {"plan": plan, "version": plan.version, "acto": "PENDIENTE", "ahora": AHORA}
            assert self._la_hace_alguien(de_planes.aprobar, vivas, que) or self._con_alguien_nuevo(
                de_planes.aprobar, que
            ), "plan atrapado"
        avance = Avance.objects.get(pk=self.avance.pk)
        if avance.estado in (Avance.Estado.ENVIADO, Avance.Estado.AVALADO):
            que = {"avance": avance, "version": avance.version, "motivo": "Venció el aval.", "ahora": DESPUES}
            nombrado = Avance.objects.sin_quien_acepte(HOY).contains(avance)
            assert nombrado is not self._la_hace_alguien(de_avances.aceptar, vivas, que), "la bandeja no lo nombra"
            assert not nombrado or self._con_alguien_nuevo(de_avances.aceptar, que), "reporte atrapado"

    def _la_hace_alguien(self, accion, personas, que: dict) -> bool:
        return any(_se_pudo(accion, por=persona, **que) for persona in personas)

    def _decide_el_cambio(self, cambio: CambioDeCuenta, vivas_hoy: list[Usuario]) -> bool:
        que = {"cambio": cambio, "ahora": AHORA}
        if self._la_hace_alguien(cambios.confirmar_cambio, vivas_hoy, que) or self._la_hace_alguien(
            cambios.rechazar_cambio, vivas_hoy, que | {"respuesta": "No."}
        ):
            return True
        if self._la_hace_alguien(cambios.desistir_cambio, vivas_hoy, que):
            return True
        dice = PIDE[cambio.operacion](self)
        return _se_pudo(
            cambios.aplicar_por_orden, operacion=cambio.operacion, persona=cambio.afectado,
            acto="Decreto 1", motivo="Nadie puede.", ahora=AHORA, **dice,
        )  # fmt: skip

    def _con_alguien_nuevo(self, accion, que: dict) -> bool:
        """Se le da el rol de Planeación a otra persona, por el portal si se puede o por orden, y ella lo hace."""
        with suppress(_Deshecho), transaction.atomic():
            nueva = f.persona()
            rol = {"operacion": Operacion.DAR_ROL, "persona": nueva, "motivo": "Nadie puede.", "acto": "Decreto 1"}
            rol |= PIDE[Operacion.DAR_ROL](self)
            quienes = por_el_portal(vivas(HOY), afectado(nueva, HOY, "planeacion"), Operacion.DAR_ROL)
            if quienes is None:
                cambios.aplicar_por_orden(ahora=AHORA, **rol)
            else:
                pide, confirma = (Usuario.objects.get(pk=viva.perfil.persona) for viva in quienes)
                pedido = cambios.pedir_cambio(por=pide, ahora=AHORA, **rol)
                cambios.confirmar_cambio(cambio=pedido, por=confirma, ahora=AHORA)
            hecho = _se_pudo(accion, por=Usuario.objects.get(pk=nueva.pk), **que)
            raise _Deshecho
        return hecho


PASOS = settings(
    max_examples=25,
    stateful_step_count=5,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_desde_cualquier_estado_lo_pendiente_lo_mueve_alguien_vivo_o_la_orden():
    run_state_machine_as_test(Entidad, settings=PASOS)


@pytest.mark.parametrize(
    ("donde", "guarda"),
    [
        # La orden se niega siempre: cuando todos se van, nadie nombra a nadie.
        ("mipg.usuarios.acciones.cambios.problemas_para_ordenar", lambda *_, **__: ["no"]),
        # La bandeja calla lo que nadie puede aceptar.
        ("seguimiento.querysets.AvanceQuerySet.sin_quien_acepte", lambda self, _: self.none()),
    ],
    ids=["sin orden", "sin nombrarlo"],
)
def test_control_negativo_con_la_guarda_rota_alguien_queda_atrapado(monkeypatch, donde, guarda):
    monkeypatch.setattr(donde, guarda)
    with pytest.raises((AssertionError, ReglaIncumplida, ExceptionGroup)):
        run_state_machine_as_test(Entidad, settings=settings(PASOS, phases=[Phase.generate]))
