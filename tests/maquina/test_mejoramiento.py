"""El mejoramiento no atrapa a nadie: de cada acción se sale, y todo deber lo puede cumplir aquel a quien se le pide.

Dos años al azar de un plan con dos acciones: se firma y se anula, se prorroga y se continúa, se verifica y se
conceptúa, se retira, el año se cierra y la gente se va.
"""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from furag.acciones import conceptos, continuaciones, mejoras, suscripciones, verificaciones
from furag.models import AccionMejora, Atencion, ConceptoDeControl, Recomendacion, Suscripcion, Verificacion
from furag.obligaciones import mejoras as de_furag
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Usuario
from planes.acciones import salidas
from planes.models import Actividad, Plan
from politicas.models import Vigencia
from seguimiento.models import Corte
from seguimiento.obligaciones import mejoras as de_seguimiento
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db
AHORA = f.AHORA
# Pasó el año, se venció lo de 2026 y ya hubo con qué abrir 2027.
DESPUES = date(2027, 5, 4)
GENTE = ("jefe", "planea", "otra_planea", "audita")
cual = st.integers(0, 1)


class _Deshecho(Exception):
    """Lo que se probó no queda."""


def _intentar(accion, **que) -> bool:
    """Hace la acción, si la regla la deja."""
    with suppress(ReglaIncumplida, ValidationError), transaction.atomic():
        accion(**que, ahora=AHORA)
        return True
    return False


def _se_pudo(accion, **que) -> bool:
    """La acción se dejaría hacer; lo que hizo se deshace."""
    hecho = False
    with suppress(_Deshecho), transaction.atomic():
        hecho = _intentar(accion, **que)
        raise _Deshecho
    return hecho


class Mejoramiento(RuleBasedStateMachine):
    """Una alcaldía con un plan de mejoramiento de dos acciones, y quienes lo firman, lo verifican y lo auditan."""

    def __init__(self):
        super().__init__()
        self.transaccion = transaction.atomic()
        self.transaccion.__enter__()
        self.de = m.gente()
        politica = m.politica_de(self.de)
        primera, otra = (ff.recomendacion(estado="ACOGIDA", politica=politica) for _ in range(2))
        self.primera = m.formular(self.de, primera)
        self.plan = self.primera.actividad.plan
        m.formular(self.de, otra, plan=self.plan, nombre="Publicar el inventario")
        m.aprobar(self.plan, self.de)
        self.codigos = list(AccionMejora.objects.order_by("pk").values_list("codigo", flat=True))

    def teardown(self):
        try:
            self.de_todo_se_sale()
            self.todo_deber_se_puede_cumplir()
        finally:
            transaction.set_rollback(True)
            self.transaccion.__exit__(None, None, None)

    # --- Lo que pasa ---

    @initialize(firma=st.booleans(), verifican=st.sets(cual), mide=st.booleans())
    def empieza(self, firma, verifican, mide):
        """El camino no empieza en blanco."""
        if firma:
            self.suscribe()
        for una in sorted(verifican):
            self.verifica("planea", una, cumplida=bool(una))
        if mide:
            self.llegan_los_resultados()

    @rule()
    def suscribe(self):
        for plan in Plan.objects.filter(clase="MEJORAMIENTO"):
            _intentar(suscripciones.suscribir, plan=plan, version=_huella(plan), por=self.de.jefe)

    @rule()
    def anula_la_firma(self):
        for firma in Suscripcion.objects.en_pie():
            _intentar(suscripciones.anular_suscripcion, suscripcion=firma, motivo="Error.", por=self.de.jefe)

    @rule(quien=st.sampled_from(["planea", "otra_planea"]), una=cual, cumplida=st.booleans())
    def verifica(self, quien, una, cumplida):
        _intentar(verificaciones.verificar, **_verificacion(self._ultima(una), cumplida), por=self._hoy(quien))

    @rule(una=cual)
    def anula_la_verificacion(self, una):
        for dada in Verificacion.objects.en_pie().filter(accion=self._ultima(una)):
            _intentar(verificaciones.anular_verificacion, verificacion=dada, motivo="Error.", por=self._hoy("planea"))

    @rule(una=cual, clase=st.sampled_from(ConceptoDeControl.Clase.values), favorable=st.booleans())
    def conceptua(self, una, clase, favorable):
        que = {"mejora": self._ultima(una), "clase": clase, "favorable": favorable, "nota": "Se revisó."}
        _intentar(conceptos.conceptuar, **que, por=self._hoy("audita"))

    @rule(una=cual)
    def anula_el_concepto(self, una):
        for dado in ConceptoDeControl.objects.en_pie().filter(accion=self._ultima(una)):
            _intentar(conceptos.anular_concepto, concepto=dado, motivo="Error.", por=self._hoy("audita"))

    @rule(una=cual)
    def se_prorroga_al_otro_anio(self, una):
        with suppress(ReglaIncumplida, ValidationError), transaction.atomic():
            m.prorrogar(_con(self.de, self._ultima(una)))

    @rule(una=cual)
    def se_ejecuta(self, una):
        actividad = self._ultima(una).actividad
        if actividad.plan_id == self.plan.pk and not actividad.avances.exists():
            f.avance(actividad, Corte.objects.first() or f.corte(2, "ABIERTO", f.vigencia(2026)), "ACEPTADO", 1)

    @rule()
    def se_abre_2027(self):
        f.vigencia(2027)

    @rule(una=cual)
    def continua(self, una):
        que = {"mejora": self._ultima(una), "por": self._hoy("planea")}
        if not _intentar(continuaciones.continuar, **que):
            for plan in Plan.objects.filter(vigencia__anio=2027):
                _intentar(continuaciones.continuar, plan=plan, **que)

    @rule()
    def se_aprueba_lo_de_2027(self):
        for plan in Plan.objects.filter(vigencia__anio=2027, estado="BORRADOR"):
            with suppress(ReglaIncumplida, ValidationError), transaction.atomic():
                m.aprobar(plan, self.de)

    @rule()
    def se_desiste_de_lo_de_2027(self):
        for plan in Plan.objects.filter(vigencia__anio=2027):
            _intentar(salidas.desistir, plan=plan, version=None, motivo="No va.", por=self.de.jefe)

    @rule(una=cual)
    def una_modificacion_la_retira(self, una):
        actividad = Actividad.objects.filter(pk=self._ultima(una).actividad_id, plan__estado="APROBADO")
        actividad.update(retirada_en=AHORA, retirada_por=self.de.planea)

    @rule()
    def llegan_los_resultados(self):
        if not _hay_resultados():
            ff.carga({"Alcaldía": {}}, de=ff.medicion(2026))

    @rule(anio=st.sampled_from([2026, 2027]))
    def se_cierra(self, anio):
        Plan.objects.filter(vigencia__anio=anio, estado="APROBADO").update(estado="CERRADO")
        Vigencia.objects.filter(anio=anio).update(cerrada_en=AHORA, cerrada_por=self.de.planea)
        for plan in Plan.objects.filter(vigencia__anio=anio, estado="BORRADOR"):
            _intentar(salidas.desistir, plan=plan, version=None, motivo="Se cerró.", por=self.de.jefe)

    @rule(quien=st.sampled_from(GENTE))
    def se_va(self, quien):
        """La reemplaza otra con el mismo rol, que nada sabe."""
        antes = getattr(self.de, quien)
        papel = antes.asignaciones.get()
        Usuario.objects.filter(pk=antes.pk).update(vinculo_hasta=f.HOY - timedelta(days=1))
        setattr(self.de, quien, f.persona(papel.rol, papel.dependencia))

    def _ultima(self, una: int) -> AccionMejora:
        """La acción, en el último plan en que sigue."""
        suyas = AccionMejora.objects.en_lista().con_hechos().filter(codigo=self.codigos[una])
        return suyas.order_by("-pk").first()

    def _hoy(self, quien: str) -> Usuario:
        return Usuario.objects.get(pk=getattr(self.de, quien).pk)

    # --- Lo que tiene que cumplirse ---

    def de_todo_se_sale(self) -> None:
        for mejora in AccionMejora.objects.en_lista().con_hechos():
            plan, quieta = mejora.actividad.plan, mejora.actividad.retirada_en is not None
            if mejora.estado == "FORMULADA" and not quieta:
                assert self._sale_la_formulada(mejora, plan), f"atrapada sin firmar: {mejora.codigo} en {plan.estado}"
            elif mejora.estado == "SUSCRITA" and not (quieta or mejora.fue_continuada):
                que = _verificacion(mejora, cumplida=False)
                assert self._la_hace(verificaciones.verificar, **que), f"nadie verifica {mejora.codigo}"
            elif mejora.estado in ("CUMPLIDA", "NO_CUMPLIDA"):
                assert self._sale_la_verificada(mejora), f"verificada sin salida: {mejora.codigo}"

    def _sale_la_formulada(self, mejora: AccionMejora, plan: Plan) -> bool:
        if plan.estado == "APROBADO" and not plan.vigencia.cerrada_en:
            return self._la_hace(suscripciones.suscribir, plan=plan, version=_huella(plan))
        if plan.estado in ("BORRADOR", "EN_REVISION", "DEVUELTO"):
            return True
        # Nadie la firmará: sus recomendaciones vuelven a esperar quien las atienda, y la que continuaba, otra salida.
        en_pie = Atencion.objects.en_pie().filter(accion=mejora)
        return not en_pie.exists() and not (
            mejora.continua_id and AccionMejora.objects.con_hechos().get(pk=mejora.continua_id).fue_continuada
        )

    def _sale_la_verificada(self, mejora: AccionMejora) -> bool:
        if mejora.conforme is None:
            que = {"mejora": mejora, "clase": "CUMPLIMIENTO", "favorable": True, "nota": "Se revisó."}
            return self._la_hace(conceptos.conceptuar, **que)
        if mejora.conforme and mejora.estado == "CUMPLIDA":
            if mejora.efectiva is None and _hay_resultados():
                que = {"mejora": mejora, "clase": "EFECTIVIDAD", "favorable": True, "nota": "Se revisó."}
                return self._la_hace(conceptos.conceptuar, **que)
            if mejora.efectiva is not False:
                return True
        return mejora.fue_continuada or not mejoras.problemas_para_reformular(mejora)

    def _la_hace(self, accion, **que) -> bool:
        return any(_se_pudo(accion, por=self._hoy(quien), **que) for quien in GENTE)

    def todo_deber_se_puede_cumplir(self) -> None:
        for deber in (*de_furag.de_mejoras(DESPUES), *de_seguimiento.de_mejoras(DESPUES)):
            if deber.verbo == de_furag.FORMULAR:
                assert Recomendacion.objects.por_atender().exists()
                continue
            por, plan = Usuario.objects.get(pk=deber.persona), Plan.objects.get(pk=deber.clave.split(":")[1])
            cumple = CUMPLE[deber.verbo]
            assert cumple(plan, por), f"a {por} se le pide {deber.verbo} de {plan} y no puede"


def _suscribir(plan, por) -> bool:
    return _se_pudo(suscripciones.suscribir, plan=plan, version=_huella(plan), por=por)


def _de(plan: Plan) -> list[AccionMejora]:
    return list(AccionMejora.objects.en_lista().con_hechos().filter(actividad__plan=plan))


def _verificar(plan, por) -> bool:
    return any(_se_pudo(verificaciones.verificar, **_verificacion(una, False), por=por) for una in _de(plan))


def _conceptuar(clase: str):
    return lambda plan, por: any(
        _se_pudo(conceptos.conceptuar, mejora=una, clase=clase, favorable=True, nota="Se revisó.", por=por)
        for una in _de(plan)
    )


def _continuar(plan, por) -> bool:
    """Se continúa; si la vigencia no está, se abre; y si ya no hay dónde, se verifica aquí."""
    for una in _de(plan):
        dicho = " ".join(map(str, continuaciones.problemas_para_continuar(una)))
        if una.prorrogada_hasta and (not dicho or "ábrala" in dicho or "propóngale" in dicho):
            return True
    return _verificar(plan, por)


CUMPLE = {
    de_furag.SUSCRIBIR: _suscribir,
    de_seguimiento.VERIFICAR: _verificar,
    de_furag.CONCEPTUAR: _conceptuar("CUMPLIMIENTO"),
    de_furag.EVALUAR: _conceptuar("EFECTIVIDAD"),
    de_furag.CONTINUAR: _continuar,
}


def _huella(plan: Plan) -> str:
    return suscripciones.huella_de_lo_que_se_firma(plan)


def _verificacion(mejora: AccionMejora, cumplida: bool) -> dict:
    suyas = mejora.atenciones.values_list("recomendacion", flat=True)
    return {
        "mejora": mejora, "cumplida": cumplida, "nota": "Se vio.", "soporte": m.SOPORTE if cumplida else None,
        "constancias": dict.fromkeys(suyas, (cumplida, "Se vio.")), "version": mejora.version,
    }  # fmt: skip


def _con(de, mejora: AccionMejora):
    return type(de)(**vars(de) | {"mejora": mejora})


def _hay_resultados() -> bool:
    return conceptos.medicion_siguiente(2026) is not None


PASOS = settings(
    max_examples=6,
    stateful_step_count=8,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_de_toda_accion_se_sale_y_todo_deber_lo_cumple_a_quien_se_le_pide():
    run_state_machine_as_test(Mejoramiento, settings=PASOS)


# --- Con algo roto, lo que tiene que cumplirse no se cumple ---


@pytest.fixture
def maquina(db):
    una = Mejoramiento()
    yield una
    transaction.set_rollback(True)
    una.transaccion.__exit__(None, None, None)


def test_control_si_nadie_verifica_queda_atrapada(maquina, monkeypatch):
    maquina.empieza(firma=True, verifican=[], mide=False)
    maquina.se_va("planea")
    maquina.de_todo_se_sale()
    maquina.todo_deber_se_puede_cumplir()
    monkeypatch.setattr(verificaciones, "verificar", _no)
    with pytest.raises(AssertionError, match="nadie verifica"):
        maquina.de_todo_se_sale()
    with pytest.raises(AssertionError, match="se le pide Verificar"):
        maquina.todo_deber_se_puede_cumplir()


def test_control_si_lo_que_nadie_firmo_sigue_contando_queda_atrapado(maquina, monkeypatch):
    maquina.se_cierra(2026)
    maquina.de_todo_se_sale()
    monkeypatch.setattr("furag.querysets._en_pie", lambda prefijo="": Q())
    with pytest.raises(AssertionError, match="atrapada sin firmar"):
        maquina.de_todo_se_sale()


def _no(**_):
    raise ReglaIncumplida("No.")
