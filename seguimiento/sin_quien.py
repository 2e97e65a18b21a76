"""Lo que hoy nadie vivo puede aceptar, avalar ni reportar, con su porqué y el encargo que lo destraba."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from mipg.usuarios.models import Asignacion, Usuario
from mipg.usuarios.roles import Permiso, Rol
from seguimiento.models import Avance, Corte
from seguimiento.querysets import AvanceQuerySet

A_LA_VISTA = 10
CANDIDATAS = 5
# Lo que se propone que dure el encargo de quien decide lo que los demás no pueden.
DIAS_DE_ENCARGO = timedelta(days=30)


@dataclass(frozen=True)
class Encargo:
    """A quién se le puede encargar el rol que falta, y la página que lo pide con los datos puestos."""

    persona: str
    url: str


@dataclass(frozen=True)
class Salida:
    """Por qué nadie puede mover unos reportes y a quién se le puede encargar el rol que falta."""

    porque: str
    encargos: list[Encargo] = field(default_factory=list)


@dataclass(frozen=True)
class SinQuien:
    """Los reportes de un corte que nadie vivo puede mover de una manera. `n`: cuántos; `avances`, los primeros."""

    titulo: str
    porque: str
    n: int
    avances: list[Avance]
    encargos: list[Encargo]
    personas: str


def sin_quien(corte: Corte, hoy: date) -> Iterator[SinQuien]:
    """Los de cada clase que hoy tenga alguno. Cuesta las mismas consultas, haya los que haya."""
    avances = Avance.objects.del_corte(corte)
    personas = reverse("usuarios:persona_lista")
    for titulo, suyos, explicar in (
        ("Nadie puede aceptarlos", avances.sin_quien_acepte(hoy), _por_que_nadie_acepta),
        ("Nadie puede avalarlos", avances.sin_quien_avale(hoy), _por_que_nadie_avala),
        ("Nadie puede reportarlos", avances.sin_quien_reporte(hoy), _por_que_nadie_reporta),
    ):
        if n := suyos.count():
            salida = explicar(corte, hoy)
            yield SinQuien(titulo, salida.porque, n, _primeros(suyos), salida.encargos, personas)


def _primeros(avances: AvanceQuerySet) -> list[Avance]:
    de_que_son = avances.con_nombres("actividad__dependencia__nombre").select_related("actividad__dependencia")
    return list(de_que_son.order_by("actividad__plan", "actividad__orden", "pk")[:A_LA_VISTA])


def _por_que_nadie_acepta(corte: Corte, hoy: date) -> Salida:
    revisan = list(
        Asignacion.objects.vigentes(hoy)
        .con_permiso(Permiso.AVANCE_REVISAR)
        .select_related("persona")
        .order_by("persona__nombre", "pk")
    )
    nombres = ", ".join(dict.fromkeys(str(una.persona) for una in revisan))
    porque = (
        f"Los aceptaría {nombres}; {'pero' if len({una.persona for una in revisan}) == 1 else 'cada una'} lo reportó, "
        "escribió en él o lo avaló, y nadie acepta lo suyo."
        if revisan
        else "Hoy ninguna persona vinculada tiene el rol de Planeación."
    )
    return Salida(porque, list(_encargos(revisan, corte, hoy)))


def _encargos(revisan: list[Asignacion], corte: Corte, hoy: date) -> Iterator[Encargo]:
    """El rol de Planeación, en encargo, para gente de su oficina que hoy no lo tiene."""
    titular = next((una for una in revisan if una.tipo == Asignacion.Tipo.TITULAR), None)
    ultima = titular or Asignacion.objects.filter(rol=Rol.PLANEACION, tipo="TITULAR").order_by("-desde", "-pk").first()
    if ultima is None:
        return
    datos = {
        "rol": Rol.PLANEACION.value,
        "dependencia": ultima.dependencia_id,
        "hasta": (hoy + DIAS_DE_ENCARGO).isoformat(),
        "motivo": f"Hay reportes de {corte} que nadie de Planeación puede aceptar.",
        **({"en_encargo_de": titular.persona_id} if titular else {"vacante": "on"}),
    }
    vigentes = Asignacion.objects.vigentes(hoy)
    candidatas = (
        Usuario.objects.vinculadas(hoy)
        .filter(pk__in=vigentes.filter(dependencia=ultima.dependencia_id).values("persona"))
        .exclude(pk__in=vigentes.filter(rol__in=[Rol.PLANEACION, Rol.CONTROL_INTERNO]).values("persona"))
    )
    for persona in candidatas[:CANDIDATAS]:
        yield Encargo(str(persona), f"{reverse('usuarios:asignacion_crear', args=[persona.pk])}?{urlencode(datos)}")


def _por_que_nadie_avala(corte: Corte, hoy: date) -> Salida:
    porque = (
        "Ningún jefe vinculado de la dependencia responsable ni de la que coordina puede: no hay, o lo reportó o "
        f"escribió en él. Planeación podrá aceptarlos sin aval a los {corte.vigencia.dias_sin_aval} días hábiles del "
        "envío; antes, encargue la jefatura."
    )
    return Salida(porque)


def _por_que_nadie_reporta(corte: Corte, hoy: date) -> Salida:
    porque = (
        "La dependencia responsable no tiene hoy un enlace ni un jefe vinculado que pueda hacerlo: dele el rol a "
        "alguien o encárguelo."
    )
    return Salida(porque)
