"""Una alcaldía que vive un año al azar: quién está, qué intenta y qué tiene que ser cierto después."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from mipg import obligaciones
from mipg.fechas import BOGOTA, en_bogota
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Dependencia, Supresion, Usuario
from mipg.usuarios.roles import Permiso
from planes.acciones import (
    actividades,
    compromisos,
    decisiones,
    modificaciones,
    orden_del_dia,
    propuestas,
    prorrogas,
    salidas,
    sesiones,
)
from planes.acciones import planes as de_planes
from planes.models import Actividad, Asistencia, Compromiso, Miembro, Plan, Propuesta, Prorroga, Sesion, VersionPlan
from planes.reglas import huella, puede_formular
from planes.reglas.medida import Trimestre, medir, porcentaje
from planes.reglas.sesiones import ABIERTAS
from seguimiento import cifras
from seguimiento.acciones import avances, cortes, dependencias
from seguimiento.acciones.conciliacion import conciliar
from seguimiento.cumplimiento import con_cumplimiento
from seguimiento.models import Avance, Corte
from tests import fabricas as f
from tests.planes import comite

GENTE = ("jefa", "enlace", "jefe", "planea", "revisa", "administra")
EMPIEZA = datetime(2026, 2, 2, 15, tzinfo=BOGOTA)
ACTO = {"acto": "RESOLUCION", "acto_numero": "7"}
PAGINAS_POR_CAMINO = 2


class Deshecho(Exception):
    """Lo que se probó no queda."""


def se_puede(accion, **que) -> bool:
    """La acción se deja hacer, y lo que hizo se deshace."""
    try:
        with transaction.atomic():
            accion(**que)
            raise Deshecho
    except Deshecho:
        return True
    except (ReglaIncumplida, ValidationError):
        return False


def intentar(accion, **que) -> None:
    """La acción, si la regla la deja."""
    with suppress(ReglaIncumplida, ValidationError), transaction.atomic():
        accion(**que)


class Anio(RuleBasedStateMachine):
    """Cualquiera intenta lo que su rol le ofrece, en el orden que sea; la gente se va y el tiempo pasa."""

    quien = st.integers(0, len(GENTE) - 1)

    def __init__(self):
        super().__init__()
        self.transaccion = transaction.atomic()
        self.transaccion.__enter__()
        self.ahora = EMPIEZA
        self.hacienda, self.tesoreria, oficina = f.dependencia(), f.dependencia(), f.dependencia()
        roles = {
            "jefa": ("jefe", self.hacienda),
            "enlace": ("enlace", self.hacienda),
            "jefe": ("jefe", self.tesoreria),
            "planea": ("planeacion", oficina),
            "revisa": ("planeacion", oficina),
            "administra": ("administrador", oficina),
        }
        self.gente = {nombre: f.persona(*roles[nombre], nombre=f"{nombre.title()} De Ejemplo").pk for nombre in GENTE}
        self.vigencia = f.vigencia()
        self.comite = comite.instancia(con_voto=2, sin_voto=0)
        Miembro.objects.filter(instancia=self.comite, preside=False).update(persona=self.gente["jefe"])
        planea = self._hoy(GENTE.index("planea"))
        fechas = [
            cortes.Fechas(t, corte, corte + timedelta(days=1), corte + timedelta(days=15))
            for t, corte in enumerate([date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)], start=1)
        ]
        cortes.programar_cortes(vigencia=self.vigencia, fechas=fechas, por=planea, ahora=self.ahora)
        self.plan = f.plan(dependencia=self.hacienda, vigencia=self.vigencia).pk
        de = Plan.objects.get(pk=self.plan)
        f.actividad(de, (2, 2, 2, 2), numero="1")
        f.actividad(de, (None, 1, None, None), numero="2", tipo_meta="HITO", fecha_fin=date(2026, 6, 20))
        f.actividad(f.plan("APROBADO", vigencia=self.vigencia), (1, None, 1, None), dependencia=self.hacienda)

    def teardown(self):
        try:
            self.nadie_queda_atrapado()
            self.toda_obligacion_la_puede_cumplir_alguien()
            self.las_cifras_son_las_de_la_referencia()
            self.lo_congelado_no_cambia()
        finally:
            transaction.set_rollback(True)
            self.transaccion.__exit__(None, None, None)

    # --- Quién y cuándo ---

    @property
    def hoy(self) -> date:
        return en_bogota(self.ahora)

    def _hoy(self, quien: int) -> Usuario:
        return Usuario.objects.get(pk=self.gente[GENTE[quien]])

    def _de(self, quien: int, permiso: Permiso) -> dict | None:
        """Los argumentos con que actúa una de las personas que están y a las que su rol se lo ofrece."""
        pueden = [
            una
            for una in Usuario.objects.filter(pk__in=self.gente.values()).vinculadas(self.hoy).order_by("pk")
            if una.perfil(self.hoy).puede(permiso)
        ]
        return {"por": pueden[quien % len(pueden)], "ahora": self.ahora} if pueden else None

    @initialize(
        llega=st.sampled_from(["modificado", "medido", "enviado", "aprobado", "borrador"]),
        reunion=st.sampled_from(["convocar iniciar asistir comprometer", "convocar iniciar", "convocar", ""]),
    )
    def empieza(self, llega, reunion=""):
        """El año no siempre empieza en blanco: hay un plan enviado, aprobado, medido o con una modificación, y quizá
        el Comité ya se reunió.
        """
        self._con_el_plan(llega)
        for verbo in reunion.split():
            self.se_reune_el_comite(0, verbo)

    def _con_el_plan(self, llega: str) -> None:
        pasos = ["borrador", "enviado", "aprobado", "medido", "modificado"]
        pasos = pasos[1 : pasos.index(llega) + 1]
        jefa, planea = ({"por": self._hoy(GENTE.index(una)), "ahora": self.ahora} for una in ("jefa", "planea"))
        if "enviado" in pasos:
            de_planes.enviar(plan=Plan.objects.get(pk=self.plan), **jefa)
        if "aprobado" in pasos:
            leido = Plan.objects.get(pk=self.plan)
            de_planes.aprobar(plan=leido, version=leido.version, **ACTO, **planea)
        if "medido" in pasos:
            self.ahora = datetime(2026, 4, 2, 15, tzinfo=BOGOTA)
            cortes.abrir(corte=Corte.objects.get(trimestre=1), por=planea["por"], ahora=self.ahora)
        if "modificado" in pasos:
            propuestas.proponer(plan=Plan.objects.get(pk=self.plan), por=jefa["por"], ahora=self.ahora)

    @rule(dias=st.sampled_from([5, 40, 90]))
    def pasa_el_tiempo(self, dias):
        self.ahora = min(self.ahora + timedelta(days=dias), datetime(2026, 12, 20, 15, tzinfo=BOGOTA))

    @rule(quien=quien)
    def se_va(self, quien):
        Usuario.objects.filter(pk=self.gente[GENTE[quien]]).update(vinculo_hasta=self.hoy - timedelta(days=1))

    @rule(quien=quien, en=st.sampled_from(["hacienda", "tesoreria"]))
    def piden_que_dirija(self, quien, en):
        if de := self._de(quien, Permiso.PERSONAS_EDITAR):
            que = {"operacion": "dar_rol", "rol": "jefe", "desde": self.hoy, "motivo": "Falta."}
            intentar(cambios.pedir_cambio, persona=f.persona(), dependencia=getattr(self, en), **que, **de)

    @rule(quien=quien)
    def confirman(self, quien):
        if de := self._de(quien, Permiso.CAMBIO_DECIDIR):
            for cambio in CambioDeCuenta.objects.por_decidir():
                intentar(cambios.confirmar_cambio, cambio=cambio, **de)

    # --- Planes, versiones, modificaciones y prórrogas ---

    @rule(quien=quien, verbo=st.sampled_from(["editar", "enviar", "recuperar", "desistir"]))
    def formulan(self, quien, verbo):
        plan, de = Plan.objects.get(pk=self.plan), self._de(quien, Permiso.PLAN_FORMULAR)
        if not de or not puede_formular(de["por"].perfil(self.hoy), plan.dependencia_id):
            return
        if verbo == "editar" and plan.es_editable:
            una = plan.actividades.first()
            intentar(actividades.editar_actividad, actividad=una, version=una.version, producto=str(self.ahora), **de)
        elif verbo == "desistir" and self.hoy.month > 9:
            intentar(salidas.desistir, plan=plan, motivo="No va.", version=plan.version, **de)
        elif verbo in ("enviar", "recuperar"):
            intentar(getattr(de_planes, verbo), plan=plan, **de)

    @rule(
        quien=quien,
        verbo=st.sampled_from(["aprobar", "aprobar", "devolver", "publicar", "cerrar"]),
        tardia=st.sampled_from(["", "MOVER", "CONSERVAR"]),
    )
    def deciden_el_plan(self, quien, verbo, tardia):
        plan, de = Plan.objects.get(pk=self.plan), self._de(quien, Permiso.PLAN_DECIDIR)
        if not de:
            return
        if verbo == "aprobar":
            que = {"version": plan.version, "tardia": tardia, "tardia_motivo": "Llegó tarde."}
            intentar(de_planes.aprobar, plan=plan, **ACTO, **que, **de)
        elif verbo == "devolver":
            intentar(de_planes.devolver, plan=plan, version=plan.version, observaciones=[{"texto": "No."}], **de)
        elif verbo == "publicar":
            intentar(de_planes.publicar, plan=plan, **de)
        else:
            intentar(salidas.cerrar, plan=plan, **de)

    @rule(quien=quien, verbo=st.sampled_from(["enviar", "proponer", "desistir"]))
    def modifican(self, quien, verbo):
        plan, de = Plan.objects.get(pk=self.plan), self._de(quien, Permiso.PLAN_FORMULAR)
        abierta = plan.propuestas.abiertas().first()
        if not de or not puede_formular(de["por"].perfil(self.hoy), plan.dependencia_id):
            return
        if verbo == "proponer":
            intentar(propuestas.proponer, plan=plan, **de)
        elif abierta and verbo == "enviar":
            una = abierta.actividades.first()
            campos = {"programado_t4": (una.programado_t4 or 0) + 1, "meta": una.meta + 1}
            intentar(actividades.editar_actividad, actividad=una, version=una.version, **campos, **de)
            intentar(propuestas.enviar, propuesta=abierta, motivo="Hay más.", frase="Se hará más.", **de)
        elif abierta and verbo == "desistir":
            intentar(propuestas.desistir, propuesta=abierta, motivo="Ya no.", **de)

    @rule(quien=quien, verbo=st.sampled_from(["aprobar", "aprobar", "devolver"]))
    def deciden_la_modificacion(self, quien, verbo):
        de, abierta = self._de(quien, Permiso.PLAN_DECIDIR), Propuesta.objects.filter(estado="EN_REVISION").first()
        if de and abierta:
            lee = {"propuesta": abierta, "version": abierta.version}
            if verbo == "aprobar":
                intentar(modificaciones.aprobar, **ACTO, **lee, **de)
            else:
                intentar(propuestas.devolver, observaciones=[{"texto": "No."}], **lee, **de)

    @rule(quien=quien, verbo=st.sampled_from(["pedir", "conceder", "negar"]), dias=st.sampled_from([3, 120]))
    def prorrogan(self, quien, verbo, dias):
        hito = Actividad.objects.get(plan=self.plan, numero="2")
        pedida = hito.prorrogas.por_decidir().first()
        if verbo == "pedir" and (de := self._de(quien, Permiso.AVANCE_REPORTAR)):
            hasta = hito.fecha_fin + timedelta(days=dias)
            intentar(prorrogas.pedir, actividad=hito, fecha_nueva=hasta, motivo="No alcanza.", **de)
        elif pedida and verbo != "pedir" and (de := self._de(quien, Permiso.PLAN_DECIDIR)):
            intentar(getattr(prorrogas, verbo), prorroga=pedida, motivo="Se estudió.", **de)

    # --- El Comité ---

    @rule(
        quien=quien,
        verbo=st.sampled_from(
            ["convocar", "iniciar", "asistir", "decidir", "comprometer", "informar", "cerrar", "cancelar"]
        ),
    )
    def se_reune_el_comite(self, quien, verbo):
        if not (de := self._de(quien, Permiso.SESION_GESTIONAR)):
            return
        sesion = Sesion.objects.filter(estado__in=ABIERTAS).order_by("-estado", "pk").first()
        if verbo == "convocar":
            que = {"fecha": self.hoy, "hora": time(9, quien), "lugar": "Sala"}
            intentar(sesiones.convocar, instancia=self.comite, **que, **de)
            if nueva := Sesion.objects.filter(estado="CONVOCADA", puntos=None).first():
                intentar(orden_del_dia.crear_punto, sesion=nueva, titulo="Varios", **de)
        elif sesion and verbo in ("iniciar", "cerrar"):
            intentar(getattr(sesiones, verbo), sesion=sesion, **de)
        elif sesion and verbo == "cancelar":
            intentar(sesiones.cancelar, sesion=sesion, motivo="No se hizo.", **de)
        elif sesion and verbo == "asistir":
            self._asisten(sesion, **de)
        elif sesion and (punto := sesion.puntos.filter(estado="PENDIENTE").first()):
            self._tratan(punto, verbo, de)

    @staticmethod
    def _asisten(sesion: Sesion, **de) -> None:
        estan = {a.pk: {"situacion": Asistencia.Situacion.PRESENTE} for a in sesion.asistencias.all()}
        intentar(sesiones.anotar_asistencia, sesion=sesion, situaciones=estan, **de)

    def _tratan(self, punto, verbo: str, de: dict) -> None:
        if verbo == "informar":
            intentar(decisiones.informar, punto=punto, texto="Se leyó.", **de)
        elif verbo == "comprometer":
            que = {"texto": f"Lo del {self.hoy}", "persona": Usuario.objects.get(pk=self.gente["enlace"])}
            intentar(decisiones.comprometer, punto=punto, **que, **de)
        else:
            leido = {"version": punto.objeto.version} if hasattr(punto.objeto, "version") else {}
            for decision in decisiones.DECIDEN[punto.clase]:
                intentar(decisiones.decidir, punto=punto, decision=decision, texto="Se acordó.", **leido, **de)

    # --- Dependencias ---

    @rule(quien=quien, al_reves=st.booleans())
    def fusionan(self, quien, al_reves):
        if de := self._de(quien, Permiso.CATALOGO_EDITAR):
            una, otra = (self.tesoreria, self.hacienda) if al_reves else (self.hacienda, self.tesoreria)
            que = {"rige_desde": self.hoy, "acto": "Decreto 1"}
            intentar(dependencias.suprimir, dependencia=una, sucesora=otra, **que, **de)

    @rule(quien=quien)
    def restablecen(self, quien):
        ultima = Supresion.objects.filter(deshecha_en=None).first()
        if ultima and (de := self._de(quien, Permiso.CATALOGO_EDITAR)):
            intentar(dependencias.restablecer, supresion=ultima, motivo="Era otra.", **de)

    # --- Cortes y reportes ---

    @rule(quien=quien, verbo=st.sampled_from(["abrir", "abrir", "conciliar", "cerrar"]))
    def llevan_el_corte(self, quien, verbo):
        de, abierto = self._de(quien, Permiso.CORTE_GESTIONAR), Corte.objects.abierto()
        if not de:
            return
        if verbo == "abrir":
            siguiente = Corte.objects.filter(estado="PROGRAMADO").order_by("trimestre").first()
            if siguiente and siguiente.abre <= self.hoy:
                intentar(cortes.abrir, corte=siguiente, **de)
        elif abierto:
            intentar(conciliar if verbo == "conciliar" else cortes.cerrar, corte=abierto, **de)

    @rule(quien=quien, cuantos=st.integers(1, 3), cantidad=st.integers(0, 2))
    def reportan(self, quien, cuantos, cantidad):
        if de := self._de(quien, Permiso.AVANCE_REPORTAR):
            escrito = {
                "situacion": "AVANCE",
                "cantidad": cantidad,
                "texto": "Se hizo.",
                "reserva": "Reposa en Hacienda.",
            }
            if not cantidad:
                escrito |= {"situacion": "SIN_AVANCE", "motivo": "No se pudo."}
            for avance in self._del_abierto().debidos()[:cuantos]:
                dice = {campo: (getattr(avance, campo), valor) for campo, valor in escrito.items()}
                intentar(avances.guardar, avance=avance, cambios=dice, **de)
                intentar(avances.enviar, avance=avance, version=None, **de)

    @rule(quien=quien, verbo=st.sampled_from(["avalar", "aceptar", "devolver"]))
    def revisan(self, quien, verbo):
        permiso = Permiso.AVANCE_AVALAR if verbo == "avalar" else Permiso.AVANCE_REVISAR
        if de := self._de(quien, permiso):
            que = {"observaciones": {"cantidad": "Revise."}} if verbo == "devolver" else {}
            for avance in self._del_abierto().por_revisar():
                intentar(getattr(avances, verbo), avance=avance, version=avance.version, **que, **de)

    def _del_abierto(self):
        return Avance.objects.filter(corte__estado="ABIERTO").con_todo().order_by("pk")

    # --- Lo que tiene que cumplirse ---

    def nadie_queda_atrapado(self) -> None:
        """Lo que no es final lo mueve alguien que está o, si no queda nadie, alguien a quien hoy se le dé el rol."""
        vivas = [p for p in Usuario.objects.vinculadas(self.hoy) if p.perfil(self.hoy).puede(Permiso.PLAN_DECIDIR)]
        vivas.append(f.persona("planeacion"))
        for que in self._por_mover():
            assert any(self._se_mueve(que, persona) for persona in vivas), f"atrapado: {que}"

    def _por_mover(self) -> list:
        return [
            *Plan.objects.filter(estado="EN_REVISION"),
            *Propuesta.objects.filter(estado="EN_REVISION"),
            *Prorroga.objects.filter(estado="PEDIDA"),
            *Sesion.objects.filter(estado__in=ABIERTAS),
            *Compromiso.objects.filter(estado="ABIERTO"),
        ]

    def _se_mueve(self, que, por: Usuario) -> bool:
        de = {"por": por, "ahora": self.ahora}
        match que:
            case Plan():
                como = {"plan": que, "version": que.version}
                tarde = [{}, {"tardia": "CONSERVAR", "tardia_motivo": "Llegó tarde."}]
                return any(se_puede(de_planes.aprobar, **ACTO, **como, **suyo, **de) for suyo in tarde) or se_puede(
                    de_planes.devolver, observaciones=[{"texto": "No."}], **como, **de
                )
            case Propuesta():
                como = {"propuesta": que, "version": que.version}
                return se_puede(modificaciones.aprobar, **ACTO, **como, **de) or se_puede(
                    propuestas.devolver, observaciones=[{"texto": "No."}], **como, **de
                )
            case Prorroga():
                return se_puede(prorrogas.negar, prorroga=que, motivo="No.", **de)
            case Sesion():
                return se_puede(self._cerrar_con_quien_vaya, sesion=que, **de) or se_puede(
                    sesiones.cancelar, sesion=que, motivo="No se hizo.", **de
                )
            case Compromiso():
                como = {"compromiso": que, "version": que.version}
                return se_puede(compromisos.cumplir, nota="Se hizo.", **como, **de) and se_puede(
                    compromisos.cancelar, motivo="No va.", **como, **de
                )
        raise TypeError(que)

    def _cerrar_con_quien_vaya(self, sesion: Sesion, **de) -> None:
        self._asisten(sesion, **de)
        sesiones.cerrar(sesion=sesion, **de)

    def toda_obligacion_la_puede_cumplir_alguien(self) -> None:
        """Su persona está y abre la página a la que lleva; sin persona, alguien debe nombrarla, o no queda nadie."""
        todas = list(obligaciones.pendientes(self.hoy))
        nombran = {o.dependencia for o in todas if o.verbo in ("Nombrar", "Decir quién sucede")}
        nadie_administra = not Asignacion.objects.vigentes(self.hoy).con_permiso(Permiso.PERSONAS_EDITAR).exists()
        personas = Usuario.objects.in_bulk({o.persona for o in todas} - {None})
        for o in todas:
            if o.persona is None:
                assert nadie_administra or {o.dependencia, None} & nombran, f"sin persona ni quien la nombre: {o}"
            else:
                assert personas[o.persona].esta_vinculada(self.hoy), f"se le debe a quien se fue: {o}"
        for o in [o for o in todas if o.persona][:PAGINAS_POR_CAMINO]:
            assert self._abre(personas[o.persona], o.url) == 200, f"no abre su página: {o}"

    def _abre(self, persona: Usuario, url: str) -> int:
        with time_machine.travel(self.ahora, tick=False):
            cliente = Client()
            cliente.force_login(persona)
            return cliente.get(url).status_code

    def las_cifras_son_las_de_la_referencia(self) -> None:
        corte = Corte.objects.exclude(estado="PROGRAMADO").order_by("-trimestre").first()
        if corte is None:
            return
        aceptados = Avance.objects.filter(estado="ACEPTADO")
        hechos = {
            (actividad, trimestre): cantidad
            for actividad, trimestre, cantidad in aceptados.values_list("actividad", "corte__trimestre", "cantidad")
        }
        medidas = con_cumplimiento(
            self.vigencia, corte.hasta_aqui, hasta=corte.trimestre, cerrado=corte.esta_cerrado, hoy=self.hoy
        )
        for una in medidas:
            pura = medir(
                tipo_meta=una.tipo_meta,
                sentido=una.sentido,
                meta=una.meta,
                corte=corte.trimestre,
                cerrado=corte.esta_cerrado,
                trimestres=[
                    Trimestre(programado, hechos.get((una.pk, t)))
                    for t, programado in enumerate(una.programacion, start=1)
                ],
            )
            assert porcentaje(una.cumplimiento) == porcentaje(pura.cumplimiento), una

    def lo_congelado_no_cambia(self) -> None:
        for version in VersionPlan.objects.all():
            assert huella(version.foto) == version.sha256, version
        for corte in Corte.objects.filter(estado="CERRADO"):
            assert cifras.huella(corte) == corte.sha256, corte
        # Nada vivo queda a cargo de quien ya no existe.
        suprimidas = Dependencia.objects.exclude(pk__in=Dependencia.objects.vigentes(self.hoy))
        for cargo in dependencias.inventario(self.hoy).pasa:
            assert not cargo.filas.filter(**{f"{cargo.campo}__in": suprimidas}).exists(), cargo.titulo
