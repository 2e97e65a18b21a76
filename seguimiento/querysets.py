"""Vocabulario de lectura de los avances y de las cifras congeladas."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso, Rol
from planes.models import Plan

ENVIADOS = ("ENVIADO", "AVALADO", "ACEPTADO")
AVALADOS = Q(estado__in=["AVALADO", "ACEPTADO"]) | (Q(estado="ENVIADO") & ~Q(sin_aval=""))
SIN_AVAL = Q(estado="ACEPTADO") & ~Q(sin_aval="")


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
            | Q(
                actividad__plan__in=Plan.objects.filter(dependencia__in=suyas).values("pk"),
                estado__in=ENVIADOS,
            )
        )

    def del_corte(self, corte) -> "AvanceQuerySet":
        """Los de un corte."""
        return self.filter(corte=corte)

    def por_revisar(self) -> "AvanceQuerySet":
        """Los que esperan una decisión: enviados o avalados."""
        return self.filter(estado__in=["ENVIADO", "AVALADO"])

    def sin_enviar(self) -> "AvanceQuerySet":
        """Los que la primera línea todavía debe: sin reportar, en borrador o devueltos."""
        return self.filter(estado__in=["PENDIENTE", "BORRADOR", "DEVUELTO"])

    def de_quien_reporta(self, perfil: Perfil) -> "AvanceQuerySet":
        """Los que reportó, los de actividades que tiene asignadas y los que nadie tiene en las dependencias de que es
        enlace. A quién le toca lo que falta lo dicen las obligaciones.
        """
        enlaces = {p.dependencia for p in perfil.papeles if p.rol == Rol.ENLACE}
        suyos = Q(reportado_por=perfil.persona) | Q(actividad__enlace=perfil.persona)
        for titular, dependencia in perfil.reemplazos:
            suyos |= Q(actividad__enlace=titular, actividad__dependencia=dependencia)
        return self.filter(suyos | Q(actividad__enlace=None, actividad__dependencia__in=enlaces))

    def por_avalar(self, perfil: Perfil) -> "AvanceQuerySet":
        """Los que esperan el aval de la persona: enviados, de las dependencias de que es jefe o que coordina."""
        suyas = perfil.dependencias(Permiso.AVANCE_AVALAR)
        return self.filter(estado="ENVIADO", sin_aval="").filter(
            Q(actividad__dependencia__in=suyas) | Q(actividad__plan__dependencia__in=suyas)
        )

    def cuentas_del_embudo(self) -> dict[str, int]:
        """Cuántos reportes esperados hay, y cuántos llegaron a cada paso: cada cuenta incluye a la siguiente.

        `avalados` son los que ya se pueden decidir o se decidieron: con aval, o sin él por una razón dicha.
        """
        # Una sola agrupación: armar seis cuentas con filtro cuesta más que sumar estas pocas filas.
        con_razon = models.ExpressionWrapper(~Q(sin_aval=""), models.BooleanField())
        filas = self.order_by().values_list("esperado", "estado", con_razon).annotate(n=Count("pk"))
        cuentas = dict.fromkeys(("esperados", "enviados", "avalados", "aceptados", "devueltos", "por_revisar"), 0)
        for esperado, estado, sin_aval_dicho, n in filas:
            avalado = estado in ("AVALADO", "ACEPTADO") or (estado == "ENVIADO" and sin_aval_dicho)
            cuentas["esperados"] += n * esperado
            cuentas["enviados"] += n * (esperado and estado in ENVIADOS)
            cuentas["avalados"] += n * (esperado and avalado)
            cuentas["aceptados"] += n * (esperado and estado == "ACEPTADO")
            cuentas["devueltos"] += n * (estado == "DEVUELTO")
            cuentas["por_revisar"] += n * (estado in ("ENVIADO", "AVALADO"))
        return cuentas

    def con_todo(self) -> "AvanceQuerySet":
        """Con lo necesario para pintarlos en lista, en un número fijo de consultas."""
        return self.select_related(
            "corte__vigencia",
            "actividad__plan__politica",
            "actividad__plan__vigencia",
            "actividad__dependencia",
            "actividad__enlace",
            "reportado_por",
            "avalado_por",
            "aceptado_por",
        )


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
