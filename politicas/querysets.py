"""Vocabulario de lectura del catálogo."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import Case, F, OuterRef, Prefetch, Q, When

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from politicas.reglas import Linea, Par, linaje, linea, vigencia_actual


class PoliticaQuerySet(models.QuerySet):
    """Políticas de gestión y desempeño."""

    def visibles_para(self, perfil: Perfil) -> "PoliticaQuerySet":
        """Las de la versión activa y las de toda vigencia abierta alguna vez; las ve quien tenga sesión.

        Una versión cargada sin activar está por verificar: no se muestra como cierta.
        """
        en_uso = models.Exists(
            self.model._meta.get_field("dimension")
            .related_model.objects.filter(pk=OuterRef("dimension"))
            .filter(Q(version__activa=True) | Q(version__vigencias__abierta_en__isnull=False))
        )
        return self.filter(en_uso)

    def de_vigencia(self, vigencia) -> "PoliticaQuerySet":
        """Las de la versión del modelo que rige en la vigencia, en el orden del plan."""
        return self.filter(dimension__version=vigencia.version_id).select_related("dimension")

    def de_vigencias(self, vigencias) -> "PoliticaQuerySet":
        """Las de las versiones del modelo que rigen en alguna de las vigencias, con su versión."""
        versiones = vigencias.values("version")
        return self.filter(dimension__version__in=versiones).select_related("dimension__version")

    def de_version_activa(self) -> "PoliticaQuerySet":
        """Las de la versión activa del modelo, en el orden del plan."""
        return self.filter(dimension__version__activa=True).select_related("dimension")

    def que_rigen(self, vigencia) -> "PoliticaQuerySet":
        """Las de la vigencia o, antes de abrir la primera (`None`), las de la versión activa."""
        return self.de_vigencia(vigencia) if vigencia else self.de_version_activa()

    def por_dimension(self) -> "PoliticaQuerySet":
        """En el orden de las dimensiones y, dentro de cada una, en el del plan."""
        return self.select_related("dimension").order_by("dimension__orden", "numero_plan", "id")

    def con_responsables(self, anio: int, al: datetime | None = None) -> "PoliticaQuerySet":
        """Con las responsabilidades que rigen ese año (`al`: en ese instante) ya leídas en `rigen`, en una consulta."""
        de_ellas = self.model._meta.get_field("responsabilidades").related_model.objects
        rigen = de_ellas.que_rigen(anio, al).select_related("fuente", "dependencia__heredera", "instancia")
        return self.prefetch_related(Prefetch("responsabilidades", rigen, to_attr="rigen"))

    def sin_responsable(self, anio: int) -> "PoliticaQuerySet":
        """Las que ninguna fuente que rija ese año dice quién responde por ellas: apoyar no es responder."""
        filas = self.model._meta.get_field("responsabilidades").related_model
        rigen = filas.objects.que_rigen(anio).filter(politica=OuterRef("pk"))
        responden = rigen.filter(rol__in=filas.QUE_RESPONDEN)
        return self.filter(~models.Exists(responden.order_by()))

    def lineas(self, politicas: Iterable, *, hasta: int | None = None) -> dict[int, Linea]:
        """De cada una de `politicas` (con su dimensión y su versión), la misma en las demás versiones en uso.

        `hasta`: sólo las que ya regían ese año. Con una sola versión en uso, una consulta; con más, tres.
        """
        politicas = list(politicas)
        dimension = self.model._meta.get_field("dimension").related_model
        versiones = list(dimension._meta.get_field("version").related_model.objects.en_uso(hasta))
        if len(versiones) < 2:
            return {una.pk: Linea({una.dimension.version_id: una}) for una in politicas}
        pares = self.model._meta.get_field("siguen").related_model.objects.pares()
        linajes = {una.pk: linaje(una.pk, pares) for una in politicas}
        cuales = {clave for claves in linajes.values() for clave in claves}
        todas = self.model.objects.select_related("dimension__version").in_bulk(cuales)
        return {
            una.pk: linea(una, [todas[clave] for clave in sorted(linajes[una.pk])], pares, versiones)
            for una in politicas
        }

    def linea(self, politica, *, hasta: int | None = None) -> Linea:
        """La de una sola: véase `lineas`."""
        return self.lineas([politica], hasta=hasta)[politica.pk]


class FuenteQuerySet(models.QuerySet):
    """Documentos y actos que dicen quién responde."""

    def visibles_para(self, perfil: Perfil) -> "FuenteQuerySet":
        """Todas: las ve quien tenga sesión."""
        return self

    def que_cubren(self, anio: int) -> "FuenteQuerySet":
        """Las que rigen ese año y no se han retirado."""
        return self.filter(_cubre(anio))

    def que_cubren_desde(self, anio: int) -> "FuenteQuerySet":
        """Las que rigen ese año o alguno de después y no se han retirado."""
        return self.filter(Q(hasta=None) | Q(hasta__gte=anio), retirada_en=None)


def _cubre(anio, prefijo: str = "", al: datetime | None = None) -> Q:
    """Que la fuente en `prefijo` rija ese año: `Fuente.cubre`, en la base. `al`: como se sabía en ese instante."""
    hasta = Q(**{f"{prefijo}hasta": None}) | Q(**{f"{prefijo}hasta__gte": anio})
    rige = hasta & Q(**{f"{prefijo}desde__lte": anio})
    sin_retirar = Q(**{f"{prefijo}retirada_en": None})
    if al is None:
        return rige & sin_retirar
    ya_estaba = Q(**{f"{prefijo}cargada_en": None}) | Q(**{f"{prefijo}cargada_en__lte": al})
    return rige & ya_estaba & (sin_retirar | Q(**{f"{prefijo}retirada_en__gt": al}))


class VersionModeloQuerySet(models.QuerySet):
    """Versiones del modelo."""

    def activa(self):
        """La activa, o `None`."""
        return self.filter(activa=True).first()

    def en_uso(self, hasta: int | None = None) -> "VersionModeloQuerySet":
        """Las que rigieron algún año que se abrió (hasta uno, si se dice), de la más antigua a la última."""
        abiertas = Q(vigencias__abierta_en__isnull=False, vigencias__anio__lte=hasta or 9999)
        return self.annotate(desde=models.Min("vigencias__anio", filter=abiertas)).filter(desde__gt=0).order_by("desde")


class EquivalenciaQuerySet(models.QuerySet):
    """Qué política de una versión sigue en otra."""

    def pares(self) -> list[Par]:
        """Todas, en claves primarias."""
        campos = ("de", "de__dimension__version", "a", "a__dimension__version")
        return [Par(*fila) for fila in self.order_by().values_list(*campos)]


class IndiceQuerySet(models.QuerySet):
    """Índices desagregados."""

    def de_la_version(self, version: int) -> "IndiceQuerySet":
        """Los que trae una versión del modelo (clave primaria)."""
        return self.filter(politica__dimension__version=version)

    def que_miden(self, politica: int | None) -> "IndiceQuerySet":
        """Los de una política (clave primaria); si su versión no los trae todavía, los de aquella de que viene."""
        if politica is None:
            return self.none()
        propios = self.model.objects.filter(politica__dimension__version__dimensiones__politicas=politica).order_by()
        politicas = self.model._meta.get_field("politica").related_model.objects
        de_que_viene = politicas.filter(siguen__a=politica).order_by().values("pk")
        return self.filter(Q(politica=politica) | Q(politica__in=de_que_viene) & ~models.Exists(propios))


class ResponsabilidadPoliticaQuerySet(models.QuerySet):
    """Quién responde por cada política según las fuentes.

    `anio` es la vigencia de que se habla, o un `OuterRef` a ella: lo de 2026 se lee con las fuentes de 2026 aunque hoy
    sea 2027.
    """

    def que_rigen(self, anio, al: datetime | None = None) -> "ResponsabilidadPoliticaQuerySet":
        """Las de ese año: por política, las de la fuente más nueva que la nombra; dos de un mismo año rigen las dos.

        Con `reparte`: si de ella sale a quién se le crea el plan. Cuando ninguna reparte, reparten todas. `al`: con las
        fuentes que había en ese instante, cargadas y sin retirar.
        """
        desde = models.Subquery(
            self._de_la_misma(anio, al).order_by("-fuente__desde").values("fuente__desde")[:1],
        )
        otra_reparte = self._de_la_misma(anio, al).filter(fuente__desde=OuterRef("fuente__desde"), fuente__reparte=True)
        return self.filter(_cubre(anio, "fuente__", al), fuente__desde=desde).annotate(
            reparte=Q(fuente__reparte=True) | ~models.Exists(otra_reparte.order_by())
        )

    def que_reparten(self, anio) -> "ResponsabilidadPoliticaQuerySet":
        """De las que rigen ese año, las que reparten el trabajo."""
        return self.que_rigen(anio).filter(reparte=True)

    def que_responden(self, anio) -> "ResponsabilidadPoliticaQuerySet":
        """De las que reparten el trabajo ese año, las de quienes responden: ni apoyan ni sólo operativizan."""
        return self.que_reparten(anio).filter(rol__in=self.model.QUE_RESPONDEN)

    def _de_la_misma(self, anio, al: datetime | None) -> "ResponsabilidadPoliticaQuerySet":
        """Para mirar desde una fila las de su política que cubren el año."""
        adentro = OuterRef(anio) if isinstance(anio, OuterRef) else anio
        return self.model.objects.filter(_cubre(adentro, "fuente__", al), politica=OuterRef("politica"))

    def de_hoy(self, hoy: date) -> "ResponsabilidadPoliticaQuerySet":
        """Las de una dependencia, con `responde`: la que en la fecha responde por ella, o quien la sucedió en cadena.

        No está la de una que ya no existe y nadie sucedió.
        """
        dependencias = self.model._meta.get_field("dependencia").related_model.objects.vigentes(hoy).order_by()
        existen = dependencias.values("pk")
        return self.annotate(
            responde=Case(
                When(dependencia__in=existen, then=F("dependencia")),
                When(dependencia__heredera__in=existen, then=F("dependencia__heredera")),
            )
        ).filter(responde__isnull=False)

    def que_lideran(self, anio, hoy: date) -> "ResponsabilidadPoliticaQuerySet":
        """Las de quienes ese año lideran su política según la fuente que reparte el trabajo, con `responde`."""
        return self.que_reparten(anio).de_hoy(hoy).filter(rol__in=["LIDER", "COLIDER"])


class DichoQuerySet(models.QuerySet):
    """Lo que una fuente dice: nombres de política y atribuciones."""

    def que_rigen(self, anio: int) -> "DichoQuerySet":
        """Lo de las fuentes que cubren el año."""
        return self.filter(_cubre(anio, "fuente__"))


class DecisionCatalogoQuerySet(models.QuerySet):
    """Lo que se decidió donde las fuentes se contradicen."""

    def que_valen(self, anio: int, al: datetime | None = None) -> "DecisionCatalogoQuerySet":
        """Las de ese año o de antes que no se han revocado (o no se habían, `al` decir de ese instante), la más nueva
        al final.

        Revocar no cambia lo que valía en un año que ya se había cerrado.
        """
        vigencias = self.model._meta.get_field("vigencia").related_model.objects
        ya_cerrado = vigencias.filter(anio=anio, cerrada_en__lt=OuterRef("revocada_en"))
        valen = Q(revocada_en=None) | Q(models.Exists(ya_cerrado))
        if al is not None:
            valen = Q(valen | Q(revocada_en__gt=al), decidida_en__lte=al)
        return self.filter(valen, vigencia__anio__lte=anio).order_by("vigencia__anio", "decidida_en", "pk")


class EnlacePoliticaQuerySet(models.QuerySet):
    """Enlaces de política."""

    def vigentes(self, hoy: date) -> "EnlacePoliticaQuerySet":
        """Los que valen en la fecha, de personas que siguen vinculadas."""
        vinculadas = self.model._meta.get_field("persona").related_model.objects.vinculadas(hoy)
        return self.sin_terminar(hoy).filter(desde__lte=hoy, persona__in=vinculadas)

    def que_cambia(self, perfil: Perfil) -> "EnlacePoliticaQuerySet":
        """Los que la persona termina o retira: todos quien designa en todas, y el jefe los de la suya."""
        if perfil.puede(Permiso.PERSONAS_EDITAR):
            return self
        return self.filter(dependencia__in=perfil.dependencias(Permiso.ENLACE_DESIGNAR))

    def sin_terminar(self, hoy: date) -> "EnlacePoliticaQuerySet":
        """Los vigentes y los que empezarán después de la fecha."""
        return self.filter(Q(hasta=None) | Q(hasta__gte=hoy))


class VigenciaQuerySet(models.QuerySet):
    """Vigencias."""

    def abiertas(self) -> "VigenciaQuerySet":
        """Las que se abrieron y no se han cerrado."""
        return self.abiertas_alguna_vez().filter(cerrada_en=None)

    def abiertas_alguna_vez(self) -> "VigenciaQuerySet":
        """Las que se abrieron, aunque ya se hayan cerrado."""
        return self.filter(abierta_en__isnull=False)

    def actual(self, hoy: date):
        """La que corre en la fecha (`vigencia_actual`); `None` si nunca se abrió ninguna.

        Se leen todas, que son una al año: escogerla en la base cuesta más.
        """
        return vigencia_actual(self, hoy)


class PlanteamientoQuerySet(models.QuerySet):
    """Planteamientos del año."""

    def que_rige(self, anio: int):
        """El del documento de ese año o, si no lo hay, el del anterior más cercano; `None` si no hay ninguno."""
        return self.filter(anio__lte=anio).order_by("-anio").first()


class EstrategiaQuerySet(models.QuerySet):
    """Estrategias del plan de implementación."""

    def anios(self) -> "EstrategiaQuerySet":
        """Los años que las tienen."""
        return self.order_by("anio").values_list("anio", flat=True).distinct()

    def que_rigen(self, anio: int) -> "EstrategiaQuerySet":
        """Las de ese año o, si no las hay, las del anterior más cercano que las tenga, en su orden."""
        ultimo = self.filter(anio__lte=anio).order_by("-anio").values("anio")[:1]
        return self.filter(anio=models.Subquery(ultimo)).order_by("numero")


class TipoPlanQuerySet(models.QuerySet):
    """Tipos de plan institucional."""

    def que_se_piden(self, anio: int) -> "TipoPlanQuerySet":
        """Los que se pedían en la vigencia de ese año: lo que se agrega o se deja de pedir después no la cambia."""
        return self.filter(Q(hasta=None) | Q(hasta__gte=anio), desde__lte=anio)


class JornadaQuerySet(models.QuerySet):
    """Jornadas de sensibilización y de socialización."""

    def visibles_para(self, perfil: Perfil) -> "JornadaQuerySet":
        """Todas: las ve quien tenga sesión."""
        return self

    def programadas(self) -> "JornadaQuerySet":
        """Las que no se han hecho ni se anularon."""
        return self.filter(estado=self.model.Estado.PROGRAMADA)

    def realizadas(self) -> "JornadaQuerySet":
        """Las que ya se hicieron."""
        return self.filter(estado=self.model.Estado.REALIZADA)

    def de_politica(self, politica: int) -> "JornadaQuerySet":
        """Las que tratan de ella (clave primaria)."""
        tratan = self.model.politicas.through.objects.filter(politica=politica)
        return self.filter(pk__in=tratan.values("jornada"))

    def que_tocan_a(self, dependencia: int) -> "JornadaQuerySet":
        """Las que la dependencia (clave primaria) hace y a las que está convocada."""
        convocada = self.model.dependencias.through.objects.filter(dependencia=dependencia)
        return self.filter(Q(dependencia=dependencia) | Q(pk__in=convocada.values("jornada")))

    def de_socializacion(self) -> "JornadaQuerySet":
        """Las que llevan los resultados de una medición a quienes los mejoran."""
        return self.filter(tipo=self.model.Tipo.SOCIALIZACION)

    def por_registrar(self, hoy: date) -> "JornadaQuerySet":
        """Las que ya pasaron y nadie ha dicho si se hicieron."""
        return self.programadas().filter(fecha__lt=hoy)
