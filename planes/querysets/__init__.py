"""Vocabulario de lectura de planes y actividades; de sesiones, sus puntos y sus compromisos."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from mipg.fechas import fin_del_dia
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.reglas import APROBADOS, FINALES, PROPUESTAS_ABIERTAS, PRORROGA_POR_DECIDIR, PUBLICADOS
from politicas.models import ResponsabilidadPolitica

# Se pudo cerrar sin publicarse: eso nadie más lo lee.
PUBLICOS = Q(estado__in=PUBLICADOS, publicado_en__isnull=False)


class DecididosQuerySet(models.QuerySet):
    """Lo que alguien formula o pide y otra persona decide."""

    def sin_segregacion(self) -> "DecididosQuerySet":
        """Lo que decidió quien lo formuló o lo pidió, pues no había otra persona."""
        return self.exclude(sin_segregacion="")


class PlanQuerySet(DecididosQuerySet):
    """Planes de todas las clases."""

    def visibles_para(self, perfil: Perfil) -> "PlanQuerySet":
        """Los publicados, los de sus dependencias, los aprobados en que responde por una actividad y, para quien ve el
        tablero, todo lo aprobado: sus cifras lo cuentan y llevan a él; y lo que está en revisión de las políticas que
        también lidera.

        El borrador de otra dependencia no se ve.
        """
        if perfil.puede(Permiso.TODO_VER):
            return self
        suyas = perfil.dependencias()
        if perfil.puede(Permiso.TABLERO_VER):
            # Quien también lidera la política lee lo que se revisa: dice si está conforme.
            lideran = ResponsabilidadPolitica.objects.que_lideran(OuterRef("vigencia__anio"), perfil.hoy).order_by()
            suya = Exists(lideran.filter(politica=OuterRef("politica"), responde__in=suyas))
            en_revision = Q(suya, estado="EN_REVISION")
            return self.filter(Q(dependencia__in=suyas) | Q(estado__in=APROBADOS) | en_revision)
        con_actividad = self.model.objects.filter(estado__in=APROBADOS, actividades__dependencia__in=suyas).values("pk")
        return self.filter(Q(dependencia__in=suyas) | PUBLICOS | Q(pk__in=con_actividad))

    def de_vigencia(self, vigencia) -> "PlanQuerySet":
        """Los de una vigencia."""
        return self.filter(vigencia=vigencia)

    def vivos(self) -> "PlanQuerySet":
        """Los que todavía pueden cambiar: ni cerrados ni desistidos."""
        return self.exclude(estado__in=FINALES)

    def en_pie(self) -> "PlanQuerySet":
        """Los que ocupan su lugar: de los que nadie desistió."""
        return self.exclude(estado="DESISTIDO")

    def con_vaciado(self) -> "PlanQuerySet":
        """Añade `esta_vaciado`: una modificación lo dejó sin ninguna actividad."""
        actividades = self.model._meta.get_field("actividades").related_model.objects.filter(plan=OuterRef("pk"))
        return self.annotate(esta_vaciado=Exists(actividades) & ~Exists(actividades.vigentes()))

    def vaciados(self) -> "PlanQuerySet":
        """Los que una modificación dejó sin ninguna actividad."""
        return self.con_vaciado().filter(esta_vaciado=True)

    def aprobados(self) -> "PlanQuerySet":
        """Los que se aprobaron alguna vez, sigan rigiendo o ya estén cerrados."""
        return self.filter(estado__in=APROBADOS)

    def publicados(self) -> "PlanQuerySet":
        """Los que cualquiera puede leer: publicados, y los que se cerraron al terminar su vigencia."""
        return self.filter(PUBLICOS)

    def con_version(self) -> "PlanQuerySet":
        """Añade `numero_version`, `acto_version` y `acto_version_fecha`, de su última versión aprobada, y lo necesario
        para nombrarlos.
        """
        versiones = self.model._meta.get_field("versiones").related_model.objects.filter(plan=OuterRef("pk"))
        de_la_ultima = {
            anotado: Subquery(versiones.order_by("-numero").values(campo)[:1])
            for anotado, campo in (
                ("numero_version", "numero"),
                ("acto_version", "acto"),
                ("acto_version_fecha", "acto_fecha"),
            )
        }
        return self.select_related("vigencia", "politica__dimension", "tipo", "dependencia").annotate(**de_la_ultima)

    def con_resumen(self) -> "PlanQuerySet":
        """Añade `n_actividades` y `suma_pesos`."""
        actividades = self.model._meta.get_field("actividades").related_model.objects.vigentes()
        # Aparte y no agrupando los planes con sus actividades: así sólo se cuentan las de la página que se ve.
        suyas = actividades.filter(plan=OuterRef("pk")).order_by().values("plan")
        return self.annotate(
            n_actividades=Coalesce(Subquery(suyas.annotate(n=Count("pk")).values("n")), 0),
            suma_pesos=Subquery(suyas.annotate(suma=Sum("ponderacion")).values("suma")),
        )


class ActividadQuerySet(models.QuerySet):
    """Actividades de los planes."""

    def visibles_para(self, perfil: Perfil) -> "ActividadQuerySet":
        """Las de planes que ve."""
        if perfil.puede(Permiso.TODO_VER):
            return self
        planes = self.model._meta.get_field("plan").related_model.objects.visibles_para(perfil)
        return self.filter(plan__in=planes.values("pk"))

    def vigentes(self) -> "ActividadQuerySet":
        """Las no retiradas."""
        return self.filter(retirada_en=None)

    def vigentes_al(self, dia: date) -> "ActividadQuerySet":
        """Las que no se habían retirado al terminar ese día: lo que se retira después aún cuenta en lo que midió."""
        return self.filter(Q(retirada_en=None) | Q(retirada_en__gt=fin_del_dia(dia)))

    def en_orden(self) -> "ActividadQuerySet":
        """Por plan y orden dentro del plan."""
        # Sin política, al final: SQLite y PostgreSQL ponen lo vacío en extremos distintos.
        return self.order_by(F("plan__politica__numero_plan").asc(nulls_last=True), "plan_id", "orden", "id")

    def con_fecha_original(self) -> "ActividadQuerySet":
        """Añade `fecha_original`: la de fin antes de su primera prórroga; nula si nunca se prorrogó."""
        prorrogas = self.model._meta.get_field("prorrogas").related_model.objects.filter(actividad=OuterRef("pk"))
        return self.annotate(fecha_original=Subquery(prorrogas.que_rigen().values("fecha_original")[:1]))

    def programadas_en(self, trimestre: int) -> "ActividadQuerySet":
        """Las que tienen cantidad programada en el trimestre."""
        return self.filter(**{f"programado_t{trimestre}__isnull": False})

    def trimestres_programados(self) -> list[int]:
        """En cuáles (1–4) alguna tiene cantidad programada."""
        cuentas = self.order_by().aggregate(**{f"t{t}": Count(f"programado_t{t}") for t in (1, 2, 3, 4)})
        return [t for t in (1, 2, 3, 4) if cuentas[f"t{t}"]]

    def con_apoyos(self) -> "ActividadQuerySet":
        """Con dependencia, enlace y apoyos cargados, para pintarlas en lista."""
        return self.select_related("dependencia", "enlace", "plan__politica", "plan__vigencia").prefetch_related(
            "apoyos"
        )


class ActividadPropuestaQuerySet(models.QuerySet):
    """Líneas de las propuestas."""

    def vigentes(self) -> "ActividadPropuestaQuerySet":
        """Las que quedarían: sin las que se retiran."""
        return self.filter(se_retira=False)

    def con_apoyos(self) -> "ActividadPropuestaQuerySet":
        """Con dependencia, enlace y apoyos cargados, para pintarlas en lista."""
        return self.select_related(
            "dependencia", "enlace", "propuesta__plan__politica", "propuesta__plan__vigencia"
        ).prefetch_related("apoyos")


class PropuestaQuerySet(DecididosQuerySet):
    """Propuestas de modificación."""

    def visibles_para(self, perfil: Perfil) -> "PropuestaQuerySet":
        """Las de los planes de sus dependencias; quien ve todo, todas. Nunca el público."""
        if perfil.puede(Permiso.TODO_VER):
            return self
        return self.filter(plan__dependencia__in=perfil.dependencias())

    def abiertas(self) -> "PropuestaQuerySet":
        """Las que no se han aprobado ni desistido."""
        return self.filter(estado__in=PROPUESTAS_ABIERTAS)


class ProrrogaQuerySet(DecididosQuerySet):
    """Prórrogas."""

    def visibles_para(self, perfil: Perfil) -> "ProrrogaQuerySet":
        """Las de actividades de sus dependencias o de planes que coordinan; quien ve todo, todas."""
        if perfil.puede(Permiso.TODO_VER):
            return self
        suyas = perfil.dependencias()
        return self.filter(Q(actividad__dependencia__in=suyas) | Q(actividad__plan__dependencia__in=suyas))

    def que_rigen(self) -> "ProrrogaQuerySet":
        """Las que cambiaron la fecha de su actividad, la primera primero."""
        return self.filter(version_plan__isnull=False).order_by("decidida_en", "pk")

    def que_pasan_del_anio(self) -> "ProrrogaQuerySet":
        """Las concedidas hasta un año que no es el de su vigencia: la acción sigue en el plan del siguiente."""
        return self.filter(estado="CONCEDIDA", fecha_nueva__year__gt=F("actividad__plan__vigencia__anio"))

    def fechas_originales(self, actividades: Iterable[int]) -> dict[int, date]:
        """La fecha de fin que tenía cada actividad (clave primaria) antes de su primera prórroga."""
        suyas = self.filter(actividad__in=actividades).que_rigen().reverse()
        return dict(suyas.values_list("actividad", "fecha_original"))

    def en_lista(self) -> "ProrrogaQuerySet":
        """Con lo que se dice de cada una: su actividad, su plan y quiénes la pidieron y decidieron."""
        return self.select_related(
            "actividad__plan__vigencia", "actividad__dependencia", "pedida_por", "decidida_por", "version_plan"
        )

    def por_decidir(self) -> "ProrrogaQuerySet":
        """Las pedidas que nadie ha decidido."""
        return self.filter(estado=PRORROGA_POR_DECIDIR)


class VersionPlanQuerySet(models.QuerySet):
    """Versiones aprobadas de los planes."""

    def del_plan(self, plan: int) -> "VersionPlanQuerySet":
        """Las de un plan, la última primero, con el acta que la decidió, si ya se cerró (`acta_numero`, `acta_anio`), y
        sin su foto (es el plan entero) ni quién la aprobó: también las lee el público.
        """
        return (
            self.filter(plan=plan)
            .annotate(acta_numero=F("punto__sesion__acta_numero"), acta_anio=F("punto__sesion__acta_anio"))
            .defer("foto")
            .order_by("-numero")
        )

    def con_aprobo(self) -> "VersionPlanQuerySet":
        """Con el nombre de quien la aprobó (`aprobo`)."""
        return self.annotate(aprobo=nombre_de("aprobado_por"))

    def con_decision(self) -> "VersionPlanQuerySet":
        """Con el plan, la propuesta o la prórroga que la produjo."""
        return self.select_related("plan", "propuesta", "prorroga")

    def que_regian(self, dia: date) -> dict[int, int]:
        """La versión que regía de cada plan al terminar ese día: su clave primaria por la del plan.

        Del que se aprobó después, como se aprobó.
        """
        regian = self.filter(Q(aprobado_en__lte=fin_del_dia(dia)) | Q(clase="APROBACION"))
        return dict(regian.order_by("plan", "numero").values_list("plan", "pk"))


class VentanaFormulacionQuerySet(models.QuerySet):
    """Ventanas de formulación."""

    def del_plan(self, plan) -> "VentanaFormulacionQuerySet":
        """Las que valen para un plan: de su vigencia, generales o de su dependencia, y de cualquier clase o la suya."""
        de_quien = Q(dependencia=None) | Q(dependencia=plan.dependencia_id)
        return self.filter(de_quien, vigencia=plan.vigencia_id, clase__in=["", plan.clase])


class MiembroQuerySet(models.QuerySet):
    """Miembros de las instancias."""

    def vigentes(self, dia: date | OuterRef) -> "MiembroQuerySet":
        """Los que la integran ese día, o el de la fila de la consulta de afuera."""
        return self.filter(Q(hasta=None) | Q(hasta__gte=dia), desde__lte=dia)

    def entre(self, desde: date, hasta: date | None) -> "MiembroQuerySet":
        """Los que la integran algún día de esos; sin `hasta`, desde ese día en adelante."""
        return self.filter(Q(hasta=None) | Q(hasta__gte=desde), **({"desde__lte": hasta} if hasta else {}))


class SesionQuerySet(models.QuerySet):
    """Sesiones de las instancias."""

    def visibles_para(self, perfil: Perfil) -> "SesionQuerySet":
        """Todas para quien ve todo; si no, las de las instancias que integra y las que tratan algo suyo."""
        if perfil.puede(Permiso.TODO_VER):
            return self
        puntos = self.model._meta.get_field("puntos").related_model.objects.suyos(perfil)
        compromisos = self.model._meta.get_field("compromisos").related_model.objects.suyos(perfil)
        return self.filter(
            self.integradas_por(perfil.persona)
            | Q(pk__in=puntos.order_by().values("sesion"))
            | Q(pk__in=compromisos.order_by().values("sesion"))
        )

    def enteras_para(self, perfil: Perfil) -> "SesionQuerySet":
        """Las que ve enteras: todas para quien ve todo; si no, las de las instancias que integra."""
        return self if perfil.puede(Permiso.TODO_VER) else self.filter(self.integradas_por(perfil.persona))

    def integradas_por(self, persona: int) -> Exists:
        """La persona (clave primaria) es miembro de la instancia el día de la sesión."""
        instancia = self.model._meta.get_field("instancia").related_model
        miembros = instancia._meta.get_field("miembros").related_model.objects.filter(persona=persona)
        return Exists(miembros.order_by().vigentes(OuterRef("fecha")).filter(instancia=OuterRef("instancia")))


class PuntoQuerySet(models.QuerySet):
    """Puntos del orden del día."""

    def suyos(self, perfil: Perfil) -> "PuntoQuerySet":
        """Los de los planes que la persona formula y los de los compromisos que le tocan."""
        dirige = perfil.dependencias(Permiso.PLAN_FORMULAR)
        return self.filter(
            Q(plan__dependencia__in=dirige)
            | Q(propuesta__plan__dependencia__in=dirige)
            | Q(prorroga__actividad__plan__dependencia__in=dirige)
            | Q(prorroga__actividad__dependencia__in=dirige)
            | Q(compromiso__dependencia__in=dirige)
            | Q(compromiso__persona=perfil.persona)
        )

    def con_objeto(self) -> "PuntoQuerySet":
        """Con el asunto de cada uno y el plan de que es."""
        return self.select_related(
            *("sesion__instancia", "plan__vigencia", "propuesta__plan__vigencia", "compromiso"),
            "prorroga__actividad__plan__vigencia",
        )


class CompromisoQuerySet(models.QuerySet):
    """Compromisos de las sesiones."""

    def visibles_para(self, perfil: Perfil) -> "CompromisoQuerySet":
        """Todos para quien ve todo; si no, los suyos y los de sus dependencias."""
        if perfil.puede(Permiso.TODO_VER):
            return self
        return self.filter(Q(persona=perfil.persona) | Q(dependencia__in=perfil.dependencias()))

    def suyos(self, perfil: Perfil) -> "CompromisoQuerySet":
        """Los de la persona y los de las dependencias que dirige."""
        dirige = perfil.dependencias(Permiso.PLAN_FORMULAR)
        return self.filter(Q(persona=perfil.persona) | Q(dependencia__in=dirige))

    def abiertos(self) -> "CompromisoQuerySet":
        """Los que nadie ha cerrado."""
        return self.filter(estado="ABIERTO")

    def con_responsable(self) -> "CompromisoQuerySet":
        """Con quien responde y la sesión en que se acordó."""
        return self.select_related("persona", "dependencia", "sesion__instancia")
