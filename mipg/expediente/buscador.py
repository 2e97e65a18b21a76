"""Lo que se busca del expediente: los documentos."""

from collections.abc import Iterator

from django.urls import reverse

from mipg.buscador.clases import Clase, Hallazgo
from mipg.etiquetas import fecha
from mipg.expediente.models import Documento
from mipg.usuarios.reglas import Perfil


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Los documentos no retirados que la persona ve."""
    yield Clase(
        orden=4,
        codigo="documentos",
        singular="documento",
        plural="documentos",
        filas=Documento.objects.visibles_para(perfil)
        .vigentes()
        .select_related("dependencia")
        .order_by("-fecha_documento"),
        titulo="titulo",
        campos=("titulo", "serie_trd", "dependencia__nombre"),
        pintar=_documento,
    )


def _documento(documento: Documento) -> Hallazgo:
    return Hallazgo(
        documento.titulo,
        reverse("expediente:documento_detalle", args=[documento.pk]),
        (
            f"{documento.get_clase_display()} del {fecha(documento.fecha_documento)}",
            str(documento.dependencia),
        ),
    )
