"""Lo que se busca de las personas: sólo quien las administra las encuentra."""

from collections.abc import Iterator

from django.urls import reverse

from mipg.buscador import Clase, Hallazgo
from mipg.usuarios.models import Usuario
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Las personas, para quien puede editarlas."""
    if perfil.puede(Permiso.PERSONAS_EDITAR):
        yield Clase(
            orden=5,
            codigo="personas",
            singular="persona",
            plural="personas",
            filas=Usuario.objects.order_by("nombre"),
            titulo="nombre",
            campos=("nombre", "email", "cargo"),
            pintar=_persona,
        )


def _persona(persona: Usuario) -> Hallazgo:
    return Hallazgo(
        persona.nombre,
        reverse("usuarios:persona_detalle", args=[persona.pk]),
        tuple(filter(None, (persona.email, persona.cargo))),
    )
