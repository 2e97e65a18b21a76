"""Vocabulario de lectura de los avances y de las cifras congeladas."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Left

from mipg.usuarios.models import Asignacion
from mipg.usuarios.querysets import vinculada
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso, Rol
from planes.models import Actividad, Plan
from seguimiento.reglas import hechos


class Grupo(NamedTuple):
    """Cuántos reportes son iguales en lo que miran los hechos y en las columnas que se pidieron (`de`)."""

    esperado: bool
    estado: str
    sin_aval: str
    de: tuple
    n: int


def embudo_de(grupos: Iterable[Grupo]) -> dict[str, int]:
    """Cuántos reportes esperados hay, y cuántos llegaron a cada paso: cada cuenta incluye a la siguiente.

    `avalados` son los que ya se pueden decidir o se decidieron: con aval, o sin él por una razón dicha.
    """
    pasos = {
        "esperados": hechos.ESPERADO,
        "enviados": hechos.ESPERADO & hechos.ENVIADO,
        "avalados": hechos.ESPERADO & hechos.CON_AVAL,
        "aceptados": hechos.ESPERADO & hechos.ACEPTADO,
        "por_revisar": hechos.EN_REVISION,
    }
    grupos = list(grupos)
    return {paso: sum(grupo.n for grupo in grupos if hecho(grupo)) for paso, hecho in pasos.items()}


# Los textos largos no: nadie los lee en una lista.
_EN_LISTA = (
    *("corte", "esperado", "estado", "situacion", "cantidad", "reserva", "sin_aval", "version"),
    *("reportado_en", "reportado_por__nombre", "reportado_por__email", "avalado_por"),
    *("actividad__numero", "actividad__nombre", "actividad__dependencia__nombre"),
    *("actividad__plan__nombre", "actividad__plan__dependencia"),
    *("actividad__enlace__is_active", "actividad__enlace__vinculo_hasta"),
)


class AvanceQuerySet(models.QuerySet):
    """Reportes de avance."""

    def visibles_para(self, perfil: Perfil) -> "AvanceQuerySet":
        """Los de actividades de sus dependencias y, de los planes que coordina, los ya enviados.

        El borrador de otra dependencia no se ve.
        """
        if perfil.puede(Permiso.TODO_VER):
            return self
        suyas = perfil.dependencias()
        return self.filter(
            Q(actividad__dependencia__in=suyas)
            | Q(actividad__plan__in=Plan.objects.filter(dependencia__in=suyas).values("pk")) & hechos.ENVIADO.q
        )

    def visibles_entre(self, claves: Collection[int], perfil: Perfil) -> Collection[int]:
        """De unas claves, las que la persona ve; a quien lo ve todo no hace falta buscárselas."""
        if perfil.puede(Permiso.TODO_VER):
            return claves
        return set(self.visibles_para(perfil).filter(pk__in=claves).order_by().values_list("pk", flat=True))

    def del_corte(self, corte) -> "AvanceQuerySet":
        """Los de un corte."""
        return self.filter(corte=corte)

    def por_revisar(self) -> "AvanceQuerySet":
        """Los que esperan una decisión: enviados o avalados."""
        return self.filter(hechos.EN_REVISION.q)

    def decidibles_primero(self) -> "AvanceQuerySet":
        """Lo que ya se puede aceptar antes que lo que espera el aval y, dentro, lo más antiguo."""
        return self.order_by(hechos.ESPERA_AVAL.columna, "reportado_en", "pk")

    def sin_quien_acepte(self, hoy: date) -> "AvanceQuerySet":
        """Los que esperan una decisión y ninguna persona viva de Planeación puede aceptar: los reportó, los escribió o
        los avaló cada una, o no hay ninguna.
        """
        revisan = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.AVANCE_REVISAR)
        ajenas = self._ajenas(revisan).exclude(persona=Coalesce(OuterRef("avalado_por"), 0))
        return self.por_revisar().filter(~Exists(ajenas))

    def sin_quien_avale(self, hoy: date) -> "AvanceQuerySet":
        """Los que esperan el aval y ningún jefe vivo de la dependencia responsable o de la que coordina puede dar."""
        avalan = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.AVANCE_AVALAR)
        responsable, coordina = OuterRef("actividad__dependencia"), OuterRef("actividad__plan__dependencia")
        suyos = avalan.filter(Q(dependencia=responsable) | Q(dependencia=coordina))
        return self.filter(hechos.ESPERA_AVAL.q).filter(~Exists(self._ajenas(suyos)))

    def sin_quien_reporte(self, hoy: date) -> "AvanceQuerySet":
        """Los que se deben y nadie vivo puede enviar: ni el enlace asignado o quien lo reemplaza, ni la dependencia."""
        de_la_suya = Asignacion.objects.vigentes(hoy).filter(dependencia=OuterRef("actividad__dependencia"))
        jefes, enlaces = de_la_suya.con_permiso(Permiso.AVANCE_AVALAR), de_la_suya.filter(rol=Rol.ENLACE)
        enlace = OuterRef("actividad__enlace")
        por_el = de_la_suya.con_permiso(Permiso.AVANCE_REPORTAR).filter(Q(persona=enlace) | Q(en_encargo_de=enlace))
        con_enlace = vinculada(hoy, "actividad__enlace__")
        # Que no haya ninguno se dice aparte: negar lo de una persona que no está no es cierto ni falso.
        sin_enlace = Q(actividad__enlace=None) | ~con_enlace
        sin_nadie = con_enlace & ~Exists(por_el) | sin_enlace & ~Exists(enlaces)
        return self.debidos().filter(~Exists(jefes)).filter(sin_nadie)

    def _ajenas(self, asignaciones):
        """De unas asignaciones, las de quien no reportó ni escribió en el reporte de afuera."""
        escribio = self.model.autores.through.objects.filter(
            avance=OuterRef(OuterRef("pk")), usuario=OuterRef("persona")
        )
        return asignaciones.exclude(persona=OuterRef("reportado_por")).filter(~Exists(escribio))

    def debidos(self) -> "AvanceQuerySet":
        """Los que la primera línea todavía debe enviar."""
        return self.filter(hechos.DEBIDO.q)

    def de_quien_reporta(self, perfil: Perfil) -> "AvanceQuerySet":
        """Los que reportó, los de actividades que tiene asignadas y los que nadie tiene (ni quien ya se fue) en las
        dependencias de que es enlace. A quién le toca lo que falta lo dicen las obligaciones.
        """
        enlaces = {p.dependencia for p in perfil.papeles if p.rol == Rol.ENLACE}
        de_nadie = Q(enlace=None) | ~vinculada(perfil.hoy, "enlace__")
        suyas = Q(enlace=perfil.persona) | de_nadie & Q(dependencia__in=enlaces)
        for titular, dependencia in perfil.reemplazos:
            suyas |= Q(enlace=titular, dependencia=dependencia)
        # Sus actividades, aparte: buscar la de cada reporte del corte es leer las de toda la entidad.
        suyas = Actividad.objects.filter(suyas).order_by().values("pk")
        return self.filter(Q(reportado_por=perfil.persona) | Q(actividad__in=suyas))

    def por_avalar(self, perfil: Perfil) -> "AvanceQuerySet":
        """Los que esperan el aval de la persona: enviados, de las dependencias de que es jefe o que coordina."""
        return self.que_esperan_aval_de(perfil.dependencias(Permiso.AVANCE_AVALAR))

    def que_esperan_aval_de(self, suyas: Collection[int]) -> "AvanceQuerySet":
        """Los que esperan el aval del jefe de esas dependencias: la responsable o la que coordina."""
        return self.filter(hechos.ESPERA_AVAL.q).filter(
            Q(actividad__dependencia__in=suyas) | Q(actividad__plan__dependencia__in=suyas)
        )

    def de_jefatura(self, suyas: Collection[int]) -> "AvanceQuerySet":
        """Los de esas dependencias y los que, de los planes que coordinan, esperan su aval."""
        return self.filter(
            Q(actividad__dependencia__in=suyas) | hechos.ESPERA_AVAL.q & Q(actividad__plan__dependencia__in=suyas)
        )

    def agrupados(self, *por: str) -> list[Grupo]:
        """Cuántos hay de cada clase que los hechos distinguen y de cada valor de las columnas `por`."""
        # Una sola agrupación: armar una cuenta por clase con filtro cuesta más que sumar estas pocas filas.
        # Y `por` va delante: comparar primero lo que más los distingue cuesta menos.
        grupos = self.order_by().values_list(*por, "esperado", "estado", Left("sin_aval", 1)).annotate(n=Count("*"))
        return [Grupo(esperado, estado, sin_aval, tuple(de), n) for *de, esperado, estado, sin_aval, n in grupos]

    def cuentas_del_embudo(self) -> dict[str, int]:
        """El embudo de todos (`embudo_de`)."""
        return embudo_de(self.agrupados())

    def con_nombres(self, *ademas: str) -> "AvanceQuerySet":
        """Con lo que dice de qué son: su estado, la actividad y su plan; lo demás, sin leer (salvo `ademas`)."""
        de_la_actividad = ("numero", "nombre", "dependencia", "plan__nombre")
        columnas = ("esperado", "estado", *(f"actividad__{c}" for c in de_la_actividad))
        return self.select_related("actividad__plan").only(*columnas, *ademas)

    def en_lista(self) -> "AvanceQuerySet":
        """Con lo que se dice de cada uno en una lista. Su corte no se lee: lo pone `corte.avances`."""
        return self.select_related(
            "actividad__plan", "actividad__dependencia", "actividad__enlace", "reportado_por"
        ).only(*_EN_LISTA)

    def con_actividad(self) -> "AvanceQuerySet":
        """Con su corte y su actividad: lo que hace falta para escribir en ellos."""
        return self.select_related("corte__vigencia", "actividad__plan", "actividad__dependencia", "actividad__enlace")

    def con_personas(self) -> "AvanceQuerySet":
        """Con quienes respondieron por ellos."""
        return self.select_related("reportado_por", "avalado_por", "aceptado_por")

    def con_todo(self) -> "AvanceQuerySet":
        """Con lo necesario para pintarlos, en un número fijo de consultas."""
        return self.con_actividad().con_personas()


class CifraQuerySet(models.QuerySet):
    """Cifras congeladas."""

    def publicadas(self) -> "CifraQuerySet":
        """Las que cualquiera puede leer: de planes publicados, de sus políticas y de sus actividades.

        La de una dimensión, sólo si están publicados los planes de todas las políticas que cuentan en ella: de otro
        modo, restando, se sabría lo que no se ha publicado.
        """
        publicados = Plan.objects.publicados().values("pk")
        sin_publicar = self.model.objects.filter(
            corte=OuterRef("corte"), ambito="POLITICA", dimension=OuterRef("clave"), cumplimiento__isnull=False
        ).exclude(plan__in=publicados)
        return self.filter(corte__estado="CERRADO").filter(
            Q(plan__in=publicados) | (Q(ambito="DIMENSION") & ~Exists(sin_publicar))
        )
