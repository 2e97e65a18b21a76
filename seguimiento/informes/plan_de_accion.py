"""Plan de acción en PDF, de la entidad, de una política o de una dependencia, con o sin corte.

Con corte cerrado todo sale de su foto: las cifras, de las filas congeladas; lo que la foto no trae (producto,
indicador, inicio, apoyos), de la versión del plan que regía al cerrar. Con corte abierto las cifras son provisionales y
el documento lo dice. Sin corte, sólo la formulación.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet, Sum

from mipg.etiquetas import RAYA, fecha, fecha_hora, porcentaje
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota, en_palabras
from mipg.graficas import Barras, Calor, Tendencia
from mipg.pdf import Pdf, pintar
from mipg.reglas import ReglaIncumplida
from planes.models import Actividad, Plan, VersionPlan
from politicas.contradicciones import papeles_publicos
from politicas.models import Politica
from seguimiento import cifras, graficas, novedades
from seguimiento.cumplimiento import actividades_medidas
from seguimiento.informes.documento import Conteo, Fila, Medida, PlanDeAccion, Seccion, VersionVigente, conteos, medida
from seguimiento.informes.filas import Texto, fila_formulada, fila_medida, textos_vivos
from seguimiento.informes.firmas import firmas
from seguimiento.informes.pedido import Pedido
from seguimiento.models import Cifra, Corte
from seguimiento.reglas.cumplimiento import Plazo, Semaforo
from seguimiento.tablero import Cuenta
from seguimiento.versiones import que_midio

INFORME = "plan_de_accion"
Ambito = Cifra.Ambito

# --- Reunir -------------------------------------------------------------------------------------------------


def generar(emision: Emision) -> Pdf:
    """El PDF del plan de acción pedido en la emisión."""
    return pintar("informes/plan_de_accion.html", {"informe": reunir(emision)})


def reunir(emision: Emision) -> PlanDeAccion:
    """Reúne todo lo que dice el documento. Lanza `ReglaIncumplida` si no hay planes aprobados que mostrar."""
    return _Reunion(Pedido.de(emision.parametros), emision).documento()


class _Reunion:
    """Lee una vez cada cosa y la escribe como se lee."""

    def __init__(self, pedido: Pedido, emision: Emision):
        self.pedido, self.emision = pedido, emision
        self.corte = pedido.corte
        self.hoy = en_bogota(emision.pedida_en)
        self.cerrado = bool(self.corte and self.corte.esta_cerrado)

    def documento(self) -> PlanDeAccion:
        """El documento completo."""
        pedido, corte, emision = self.pedido, self.corte, self.emision
        if not self.planes and not pedido.dependencia:
            raise ReglaIncumplida(f"No hay planes de acción aprobados en {pedido.vigencia} para {pedido.de_que}.")
        filas = [fila for suyas in self.filas.values() for fila in suyas]
        resumen = self._resumen()
        por_semaforo = conteos(Counter(f.semaforo for f in filas), Semaforo) if corte else ()
        tendencia, calor = self._evolucion()
        return PlanDeAccion(
            titulo=pedido.titulo,
            entidad=settings.ENTIDAD["nombre"],
            nit=settings.ENTIDAD["nit"],
            vigencia=str(pedido.vigencia),
            modelo=str(pedido.vigencia.version),
            de_que=pedido.de_que if not self.de_la_entidad else f"Toda la entidad: {_planes(len(self.planes))}",
            situacion="Seguimiento" if corte else "Formulación",
            aviso=self._aviso(resumen),
            corte=self._texto_del_corte(),
            version=self._texto_de_version(),
            generado=f"{en_palabras(self.hoy)}, {fecha_hora(emision.pedida_en)[-5:]} (hora de Colombia)",
            generado_iso=emision.pedida_en.isoformat(timespec="seconds"),
            pedido_por=str(emision.pedida_por),
            codigo=emision.codigo,
            comprobacion=emision.comprobacion,
            pie=self._pie(),
            con_cifras=corte is not None,
            provisional=corte is not None and not self.cerrado,
            control=self._control(),
            versiones=tuple(self.versiones.values()),
            tardios=self._tardios(),
            prorrogas=self._prorrogas(),
            resumen=resumen,
            formula=self._formula(),
            dimensiones=self._medidas(Ambito.DIMENSION) if self.de_la_entidad else (),
            politicas=self._medidas(Ambito.POLITICA) if self.de_la_entidad else (),
            semaforos=por_semaforo,
            plazos=conteos(Counter(f.plazo for f in filas), Plazo) if corte else (),
            actividades=len(filas),
            barras=_barras(por_semaforo) if corte else None,
            tendencia=tendencia,
            calor=calor,
            secciones=tuple(self._seccion(plan) for plan in self.planes),
            firmantes=firmas(pedido.vigencia.anio),
        )

    @property
    def de_la_entidad(self) -> bool:
        """El documento abarca la entidad."""
        return not (self.pedido.politica or self.pedido.dependencia)

    # --- Lo que se lee de la base ---

    @cached_property
    def cifras(self) -> list[Cifra]:
        """Las del tablero; ninguna sin corte."""
        return cifras.de_corte(self.corte, hoy=self.hoy) if self.corte else []

    @cached_property
    def actividades(self) -> Sequence[Cifra | Actividad]:
        """Lo que va en las tablas, en orden: cifras de actividad si hay corte, y si no las actividades."""
        if self.cerrado:
            filas = self.corte.cifras.filter(ambito=Ambito.ACTIVIDAD).order_by("orden", "id")
            return list(self._del_alcance(filas))
        if self.corte:
            medidas = self._del_alcance(actividades_medidas(self.corte, hoy=self.hoy)).con_apoyos()
            return cifras.de_actividades(self.corte, medidas.en_orden())
        planes = Plan.objects.de_vigencia(self.pedido.vigencia).aprobados()
        vigentes = Actividad.objects.filter(plan__in=planes.values("pk")).vigentes()
        return list(self._del_alcance(vigentes).con_apoyos().en_orden())

    def _del_alcance(self, filas: QuerySet) -> QuerySet:
        if self.pedido.dependencia:
            return filas.filter(dependencia=self.pedido.dependencia)
        filas = filas.filter(plan__clase=Plan.Clase.ACCION_POLITICA)
        return filas.filter(plan__politica=self.pedido.politica) if self.pedido.politica else filas

    @cached_property
    def planes(self) -> list[Plan]:
        """Planes del documento, en el orden del modelo: los de política aprobados o los de la dependencia."""
        if self.pedido.dependencia:
            claves = {fila.plan_id for fila in self.actividades}
            planes = Plan.objects.filter(pk__in=claves)
        elif self.cerrado:
            planes = Plan.objects.filter(pk__in=[c.clave for c in self.cifras if c.ambito == Ambito.PLAN])
        else:
            planes = Plan.objects.de_vigencia(self.pedido.vigencia).aprobados()
        if not self.pedido.dependencia:
            planes = planes.filter(clase=Plan.Clase.ACCION_POLITICA)
        if self.pedido.politica:
            planes = planes.filter(politica=self.pedido.politica)
        return list(planes.select_related("politica__dimension", "tipo", "dependencia"))

    @cached_property
    def filas(self) -> dict[int, list[Fila]]:
        """Filas de cada plan."""
        filas: dict[int, list[Fila]] = {plan.pk: [] for plan in self.planes}
        textos = textos_vivos(self.actividades) if not self.cerrado else self._textos_congelados()
        for cada in self.actividades:
            if self.corte:
                filas[cada.plan_id].append(fila_medida(cada, textos[cada.clave], self.pesos, cerrado=self.cerrado))
            else:
                filas[cada.plan_id].append(fila_formulada(cada, textos[cada.pk], self.pesos))
        return filas

    def _textos_congelados(self) -> dict[int, "Texto"]:
        """Producto, indicador, inicio y apoyos de la versión que regía al cerrar; si no la hubo, los de hoy."""
        congelados = {
            foto["id"]: Texto.de_foto(foto)
            for version in self._versiones_que_rigen.values()
            for foto in version.foto["actividades"]
        }
        faltan = [fila.clave for fila in self.actividades if fila.clave not in congelados]
        return textos_vivos(Actividad.objects.filter(pk__in=faltan).con_apoyos()) | congelados

    @cached_property
    def pesos(self) -> dict[int, Decimal]:
        """Suma de los pesos de cada plan (las actividades sin ponderación pesan lo mismo)."""
        planes = [plan.pk for plan in self.planes]
        if self.cerrado:
            filas = self.corte.cifras.filter(ambito=Ambito.ACTIVIDAD, plan__in=planes).order_by()
            return dict(filas.values_list("plan").annotate(Sum("peso")))
        sumas: dict[int, Decimal] = {}
        vigentes = Actividad.objects.filter(plan__in=planes).vigentes()
        for plan, ponderacion in vigentes.order_by().values_list("plan", "ponderacion"):
            sumas[plan] = sumas.get(plan, Decimal(0)) + (Decimal(1) if ponderacion is None else ponderacion)
        return sumas

    @cached_property
    def _versiones_que_rigen(self) -> dict[int, VersionPlan]:
        """Versión de cada plan con que mide el corte; sin corte, la última aprobada."""
        versiones = VersionPlan.objects.filter(plan__in=[plan.pk for plan in self.planes]).con_decision()
        por_plan: dict[int, list[VersionPlan]] = {}
        for version in versiones.order_by("plan", "numero"):
            por_plan.setdefault(version.plan_id, []).append(version)
        if not self.corte:
            return {plan: suyas[-1] for plan, suyas in por_plan.items()}
        if not self.cerrado:
            regian = set(VersionPlan.objects.filter(plan__in=por_plan).que_regian(self.corte.fecha_corte).values())
            return {v.plan_id: v for suyas in por_plan.values() for v in suyas if v.pk in regian}
        guardadas = dict(self.corte.cifras.filter(ambito=Ambito.PLAN).order_by().values_list("plan", "version"))
        midieron = {plan: que_midio(self.corte, suyas, guardadas.get(plan)) for plan, suyas in por_plan.items()}
        return {plan: version for plan, version in midieron.items() if version}

    @cached_property
    def versiones(self) -> dict[int, VersionVigente]:
        """Versión y acto de cada plan, como se citan."""
        return {plan.pk: self._version_de(plan) for plan in self.planes}

    def _version_de(self, plan: Plan) -> VersionVigente:
        version = self._versiones_que_rigen.get(plan.pk)
        return VersionVigente(
            plan=self._titulo_de(plan),
            version=f"Versión {version.numero}" if version else "Sin versión registrada",
            acto=(version.acto_citado if version else plan.acto_texto) or RAYA,
            aprobada=fecha(version.aprobado_en if version else plan.aprobado_en),
            huella=version.sha256[:16] if version else RAYA,
            sin_segregacion=version.sin_segregacion if version else plan.sin_segregacion,
        )

    # --- Lo que se escribe ---

    def _titulo_de(self, plan: Plan) -> str:
        if plan.clase == Plan.Clase.ACCION_POLITICA:
            return str(plan.politica)
        return plan.nombre

    def _medida_de(self, ambito: str, clave: int) -> Medida | None:
        return next((medida(c) for c in self.cifras if c.ambito == ambito and c.clave == clave), None)

    def _medidas(self, ambito: str) -> tuple[Medida, ...]:
        return tuple(medida(c) for c in self.cifras if c.ambito == ambito)

    def _resumen(self) -> Medida | None:
        """La cifra de lo que abarca el documento; nula sin corte o si la dependencia no tiene actividades."""
        return self._medida_de(*self._de_que())

    def _evolucion(self) -> tuple[Tendencia | None, Calor | None]:
        """La tendencia de lo que abarca el documento y, si es la entidad, sus políticas por trimestre.

        De los cortes cerrados hasta el pedido; si éste sigue abierto, su cifra provisional al final.
        """
        corte = self.corte
        if corte is None:
            return None, None
        politicas: list[Cifra] = []
        nota = ""
        if self.de_la_entidad:
            historia, politicas = graficas.de_la_entidad(corte.vigencia, hasta=corte)
        elif self.pedido.politica:
            linea = Politica.objects.linea(self.pedido.politica, hasta=corte.vigencia.anio)
            historia, nota = graficas.historia(Ambito.POLITICA, *linea.claves, hasta=corte), linea.nota
        else:
            historia = graficas.historia(*self._de_que(), hasta=corte)
        if not self.cerrado:
            historia += [c for c in self.cifras if (c.ambito, c.clave) == self._de_que()]
            politicas += [c for c in self.cifras if c.ambito == Ambito.POLITICA]
        tendencia = graficas.tendencia(
            historia, id="tendencia", titulo="Cumplimiento, corte por corte", vigencia=corte.vigencia, nota=nota
        )
        if not self.de_la_entidad:
            return tendencia, None
        return tendencia, graficas.calor(politicas, Corte.objects.de_vigencia(corte.vigencia_id), enlaces=False)

    def _de_que(self) -> tuple[str, int]:
        """Ámbito y clave de la cifra de lo que abarca el documento."""
        if self.pedido.politica:
            return Ambito.POLITICA, self.pedido.politica.pk
        if self.pedido.dependencia:
            return Ambito.DEPENDENCIA, self.pedido.dependencia.pk
        return Ambito.ENTIDAD, 0

    def _formula(self) -> str:
        if self.pedido.politica:
            return "Promedio de las actividades con programación al corte, ponderado por su peso en el plan."
        if self.pedido.dependencia:
            return "Media simple de las actividades de la dependencia con programación al corte."
        return "Media simple de las políticas con valor; cada política es la de su plan de acción."

    def _aviso(self, resumen: Medida | None) -> str:
        if self.corte is None:
            return "Sólo la formulación: este documento no trae seguimiento."
        if self.cerrado:
            return ""
        reportes = f" Reportes aceptados: {resumen.reportes}." if resumen else ""
        return f"Cifras provisionales: el corte {self.corte} no ha cerrado y pueden cambiar.{reportes}"

    def _texto_del_corte(self) -> str:
        if self.corte is None:
            return "Sin corte (sólo formulación)"
        estado = f"cerrado el {fecha(self.corte.cerrado_en)}" if self.cerrado else "abierto, provisional"
        return f"{self.corte}, a {en_palabras(self.corte.fecha_corte)} ({estado})"

    def _texto_de_version(self) -> str:
        """La versión y el acto si son uno solo; si no, cuántos y dónde se listan."""
        unicas = {(v.version, v.acto) for v in self.versiones.values()}
        if len(unicas) == 1:
            return ", ".join(unicas.pop())
        if not unicas:
            return RAYA
        return f"{len(self.versiones)} planes, cada uno con su versión y su acto (véase el control del documento)"

    def _pie(self) -> str:
        partes = [settings.ENTIDAD["nombre"], f"Código {self.emision.codigo}"]
        if self.cerrado:
            partes.append(f"Corte {self.corte} · SHA-256 {self.corte.sha256[:12]}")
        elif self.corte:
            partes.append(f"Corte {self.corte} provisional")
        return " · ".join(partes)

    def _control(self) -> tuple[tuple[str, str], ...]:
        vigencia = self.pedido.vigencia
        pares = [
            ("Documento", self.pedido.titulo),
            ("Código de verificación", self.emision.codigo),
            ("Pedido por", f"{self.emision.pedida_por}, {fecha_hora(self.emision.pedida_en)}"),
            ("Corte", self._texto_del_corte()),
            ("Fuente de los datos", self._fuente()),
        ]
        if self.cerrado:
            pares.append(("Huella de las cifras (SHA-256)", self.corte.sha256))
        if self.corte:
            pares.append(
                (
                    "Semáforo",
                    f"Satisfactorio desde {porcentaje(vigencia.umbral_satisfactorio)}; aceptable desde "
                    f"{porcentaje(vigencia.umbral_aceptable)}; mínimo por debajo; sin programación cuando no había "
                    "nada que medir. Se decide sobre el porcentaje ya redondeado a dos decimales.",
                )
            )
        if tarde := [plan.nombre for plan in self.planes if plan.extemporaneo]:
            pares.append(("Enviados fuera de su ventana de formulación", "; ".join(tarde)))
        return tuple(pares)

    def _tardios(self) -> tuple[tuple[str, str], ...]:
        """Plan aprobado tarde y qué se decidió; ninguno sin corte."""
        de_los_planes = novedades.aprobados_tarde(self.corte).filter(plan__in=self.versiones) if self.corte else ()
        return tuple((version.plan.nombre, version.lo_tardio) for version in de_los_planes)

    def _prorrogas(self) -> tuple[tuple[str, str], ...]:
        """Actividad prorrogada, con su fecha original, la nueva y por qué; ninguna sin corte."""
        suyas = self._del_alcance(Actividad.objects.filter(plan__in=self.versiones)) if self.corte else None
        return tuple(
            (
                f"{prorroga.actividad.plan.nombre}: {prorroga.actividad}",
                f"Del {fecha(prorroga.fecha_original)} al {fecha(prorroga.fecha_nueva)}. {prorroga.motivo}",
            )
            for prorroga in (novedades.prorrogadas(self.corte).filter(actividad__in=suyas) if self.corte else ())
        )

    def _fuente(self) -> str:
        if self.cerrado:
            return (
                f"Cifras congeladas al cerrar el corte, el {fecha_hora(self.corte.cerrado_en)}, por "
                f"{self.corte.cerrado_por}. Los cambios posteriores no las alteran."
            )
        if self.corte:
            return (
                "Reportes aceptados a la fecha de generación. Lo que falta por aceptar todavía no cuenta, ni a favor "
                "ni en contra."
            )
        return "Planes aprobados de la vigencia, a la fecha de generación."

    def _seccion(self, plan: Plan) -> Seccion:
        version = self.versiones[plan.pk]
        datos = [
            ("Plan", plan.nombre if self.pedido.dependencia or not plan.politica else ""),
            ("Dimensión", plan.politica.dimension.nombre if plan.politica else ""),
            ("Coordina", plan.dependencia.nombre),
            ("Responsables de la política", self._responsables.get(plan.politica_id, "")),
            ("Versión y acto", f"{version.version}, {version.acto}"),
        ]
        return Seccion(
            ancla=f"plan-{plan.pk}",
            titulo=self._titulo_de(plan),
            datos=tuple((rotulo, texto) for rotulo, texto in datos if texto),
            medida=None if self.pedido.dependencia else self._medida_de(Ambito.PLAN, plan.pk),
            filas=tuple(self.filas[plan.pk]),
        )

    @cached_property
    def _responsables(self) -> dict[int, str]:
        """Quién responde por cada política y con qué papel, como se dice en público."""
        politicas = {plan.politica_id: plan.politica for plan in self.planes if plan.politica_id}
        al = self.corte.cerrado_en if self.corte else None
        papeles = papeles_publicos(politicas.values(), self.pedido.vigencia.anio, al)
        return {politica: suyos.en_palabras for politica, suyos in papeles.items()}


def _planes(cuantos: int) -> str:
    return "un plan de política aprobado" if cuantos == 1 else f"{cuantos} planes de política aprobados"


def _barras(por_semaforo: Sequence[Conteo]) -> Barras:
    niveles = {nivel.trama: nivel for nivel in graficas.NIVELES.values()}
    return graficas.barras_de_cuentas(
        [Cuenta(c.nivel, c.rotulo, c.cuantas) for c in por_semaforo],
        niveles,
        id="semaforos",
        titulo=f"Actividades según su semáforo: {', '.join(f'{c.cuantas} en «{c.rotulo}»' for c in por_semaforo)}",
        concepto="Semáforo",
    )
