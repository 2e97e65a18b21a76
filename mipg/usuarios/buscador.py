"""Lo que se busca de la entidad: sus dependencias y, para quien las administra, las personas."""

from collections.abc import Iterator

from django.urls import reverse

from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso

DEPENDENCIAS = Fuente(
    clase="dependencias",
    modelo=Dependencia,
    titulo="nombre",
    campos=("nombre", "sigla"),
)

PERSONAS = Fuente(
    clase="personas",
    modelo=Usuario,
    titulo="nombre",
    campos=("nombre", "email", "cargo"),
)
FUENTES = (DEPENDENCIAS, PERSONAS)


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Las dependencias vigentes, para quien ve el tablero; las personas, para quien puede editarlas."""
    if perfil.puede(Permiso.TABLERO_VER):
        yield Clase(
            orden=5,
            fuente=DEPENDENCIAS,
            singular="dependencia",
            plural="dependencias",
            filas=Dependencia.objects.vigentes(perfil.hoy),
            pintar=_dependencia,
        )
    if perfil.puede(Permiso.PERSONAS_EDITAR):
        yield Clase(
            orden=6,
            fuente=PERSONAS,
            singular="persona",
            plural="personas",
            filas=Usuario.objects.all(),
            pintar=_persona,
        )


def _dependencia(dependencia: Dependencia) -> Hallazgo:
    return Hallazgo(
        dependencia.nombre,
        reverse("seguimiento:dependencia_avance", args=[dependencia.pk]),
        tuple(filter(None, (dependencia.get_tipo_display(), dependencia.sigla))),
    )


def _persona(persona: Usuario) -> Hallazgo:
    return Hallazgo(
        str(persona),
        reverse("usuarios:persona_detalle", args=[persona.pk]),
        tuple(filter(None, (persona.email, persona.cargo))),
    )
