"""Lo que comparten las partes del inicio: qué es una, cuánto urge y lo que varias miran."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property
from operator import attrgetter

from django.db.models import QuerySet
from django.urls import reverse

from mipg.consultas import armada_una_vez
from mipg.fechas import en_bogota, habiles_entre
from mipg.portal import plazos
from mipg.portal.ciclo.hitos import GrupoDePlanes
from mipg.portal.ciclo.lectura import grupos_de_planes
from mipg.usuarios.reglas import Perfil
from planes.models import Plan
from planes.obligaciones import de_perfil as de_planes
from politicas.models import Vigencia
from politicas.reglas import vigencia_actual
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.obligaciones import Responsables
from seguimiento.querysets import CifraQuerySet

A_LA_VISTA = 5


@armada_una_vez
def _vigencias() -> QuerySet[Vigencia]:
    return Vigencia.objects.order_by()


@armada_una_vez
def _cortes() -> QuerySet[Corte]:
    return Corte.objects.order_by("-vigencia__anio", "-trimestre")


class Urgencia(IntEnum):
    """Qué va primero en el inicio."""

    VENCIDO = 0
    HOY = 1
    PRONTO = 2
    CONSULTA = 3


@dataclass(frozen=True)
class Parte:
    """Una sección del inicio: su plantilla es `portal/inicio_<codigo>.html` y recibe `datos`."""

    codigo: str
    urgencia: Urgencia
    datos: Mapping[str, object] = field(default_factory=dict)

    @property
    def plantilla(self) -> str:
        """La plantilla que la pinta."""
        return f"portal/inicio_{self.codigo}.html"


@dataclass
class Panorama:
    """Lo que varias partes miran, leído una vez: quién es la persona hoy, las vigencias con sus cortes y quién debe."""

    perfil: Perfil
    asuetos: frozenset[date]

    @property
    def hoy(self) -> date:
        """El día que se mira."""
        return self.perfil.hoy

    @cached_property
    def _vigencias(self) -> dict[int, Vigencia]:
        return {vigencia.pk: vigencia for vigencia in _vigencias()}

    @cached_property
    def cortes(self) -> list[Corte]:
        """Todos, el último primero, con su vigencia: son cuatro al año, y leerlos cuesta menos que buscar uno."""
        cortes = list(_cortes())
        for corte in cortes:
            corte.vigencia = self._vigencias[corte.vigencia_id]
        return cortes

    @cached_property
    def abierto(self) -> Corte | None:
        """El corte que se captura."""
        return next((corte for corte in self.cortes if corte.esta_abierto), None)

    @cached_property
    def cerrado(self) -> Corte | None:
        """El último corte cerrado."""
        return next((corte for corte in self.cortes if corte.esta_cerrado), None)

    @property
    def proximo(self) -> Corte | None:
        """El corte programado que sigue."""
        programados = (c for c in self.cortes if c.estado == Corte.Estado.PROGRAMADO and c.vigencia.esta_abierta)
        return min(programados, key=attrgetter("abre"), default=None)

    @cached_property
    def vigencia(self) -> Vigencia | None:
        """La que corre."""
        return vigencia_actual(self._vigencias.values(), self.hoy)

    @property
    def por_cerrar(self) -> list[Vigencia]:
        """Las que terminaron y siguen abiertas, la más antigua primero."""
        terminadas = (v for v in self._vigencias.values() if v.esta_abierta and v.anio < self.hoy.year)
        return sorted(terminadas, key=attrgetter("anio"))

    def de_anio(self, anio: int) -> Vigencia | None:
        """La de ese año, si se abrió alguna vez."""
        return next((v for v in self._vigencias.values() if v.anio == anio and v.abierta_en), None)

    @cached_property
    def responsables(self) -> Responsables:
        """A quién le toca lo que se debe del corte."""
        return Responsables(self.hoy)

    def del_abierto(self):
        """Los reportes que la persona ve del corte abierto; ninguno si no hay corte."""
        visibles = Avance.objects.visibles_para(self.perfil)
        return visibles.del_corte(self.abierto) if self.abierto else visibles.none()

    def plazo(self, vence: date) -> tuple[str, str]:
        """Cuánto falta para una fecha, en palabras, y la clase de su insignia."""
        frase = plazos.en_palabras(habiles_entre(self.hoy, vence, self.asuetos), vence, self.hoy)
        return frase, plazos.CLASES[plazos.grupo_de(vence, self.hoy)] or "info"

    def espera(self, avance: Avance) -> int:
        """Días hábiles que un reporte enviado lleva esperando."""
        return habiles_entre(en_bogota(avance.reportado_en), self.hoy, self.asuetos)

    def planes_por(self, *verbos: str) -> list[plazos.Pendiente]:
        """Lo que la persona debe en la formulación, de esos verbos, lo que vence antes primero."""
        suyas = sorted(o for o in self._de_planes if o.verbo in verbos)
        return plazos.con_plazo(suyas, self.hoy, self.asuetos)

    @cached_property
    def _de_planes(self) -> list:
        return list(de_planes(self.perfil))

    @cached_property
    def grupos_de_planes(self) -> list[GrupoDePlanes]:
        """Los planes de la vigencia que corre, contados."""
        return grupos_de_planes(self.vigencia) if self.vigencia else []

    @cached_property
    def anios(self) -> frozenset[int]:
        """Los de las vigencias que se abrieron alguna vez."""
        return frozenset(vigencia.anio for vigencia in self._vigencias.values() if vigencia.abierta_en)

    @property
    def publicados(self) -> list["Publicados"]:
        """Planes publicados de la vigencia que corre, por clase."""
        return publicados(self.vigencia, self.grupos_de_planes) if self.vigencia else []

    def urgencia_de(self, vence: date) -> Urgencia:
        """Vencido, esta semana o después."""
        grupos = {plazos.VENCIDAS: Urgencia.VENCIDO, plazos.SEMANA: Urgencia.HOY}
        return grupos.get(plazos.grupo_de(vence, self.hoy), Urgencia.PRONTO)


def cifras_de(corte: Corte | None, **filtro) -> CifraQuerySet:
    """Las congeladas de un corte, en su orden; ninguna si no hay corte."""
    cifras = Cifra.objects.filter(corte=corte, **filtro).order_by("ambito", "orden", "clave")
    return cifras if corte else cifras.none()


def en_cien(parte: int, total: int) -> int | None:
    """Porcentaje entero (0–100), mitad hacia arriba como las demás cifras; nulo si no hay total."""
    return (200 * parte + total) // (2 * total) if total else None


@dataclass(frozen=True)
class Paso:
    """Un paso del embudo: cuántos reportes llegaron a él y la lista que los compone."""

    titulo: str
    n: int
    porcentaje: int
    url: str
    nota: str = ""


def embudo(cuentas: Mapping[str, int], corte: Corte, *, una_dependencia: int | None = None) -> list[Paso]:
    """Esperados → enviados → avalados → aceptados; el porcentaje (0–100) es sobre lo esperado."""
    lista = f"{reverse('seguimiento:avance_lista')}?corte={corte.pk}&esperado=on"
    if una_dependencia is not None:
        lista += f"&dependencia={una_dependencia}"
    total = cuentas["esperados"]
    pasos = (
        ("Esperados", "esperados", "", "Tenían programación en el trimestre"),
        ("Enviados", "enviados", "&estado=ENVIADOS", ""),
        ("Avalados", "avalados", "&estado=AVALADOS", "O que no llevan aval"),
        ("Aceptados", "aceptados", "&estado=ACEPTADO", "Cuentan en la cifra oficial"),
    )
    return [
        Paso(titulo, cuentas[cual], en_cien(cuentas[cual], total) or 0, lista + estado, nota)
        for titulo, cual, estado, nota in pasos
    ]


@dataclass(frozen=True)
class Publicados:
    """Cuántos planes de una clase están publicados, de los que hay."""

    titulo: str
    n: int
    total: int
    url: str

    @property
    def porcentaje(self) -> int | None:
        """De 0 a 100; nulo si no hay ninguno."""
        return en_cien(self.n, self.total)


def publicados(vigencia: Vigencia, grupos: Sequence[GrupoDePlanes]) -> list[Publicados]:
    """Los institucionales y los de política de la vigencia, con los que están publicados o cerrados."""
    lista = reverse("planes:plan_lista")
    return [
        Publicados(
            titulo,
            sum(g.publicos for g in grupos if g.clase == clase),
            sum(g.n for g in grupos if g.clase == clase),
            f"{lista}?vigencia={vigencia.pk}&clase={clase}",
        )
        for clase, titulo in (
            (Plan.Clase.INSTITUCIONAL.value, "Planes institucionales"),
            (Plan.Clase.ACCION_POLITICA.value, "Planes de acción de política"),
        )
    ]
