"""Lo que se busca del expediente: los documentos."""

from collections.abc import Iterator

from django.urls import reverse

from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.etiquetas import fecha
from mipg.expediente.models import Documento
from mipg.usuarios.reglas import Perfil

DOCUMENTOS = Fuente(
    clase="documentos",
    modelo=Documento,
    titulo="titulo",
    campos=("titulo", "serie_trd", "dependencia__nombre"),
    reciente="fecha_documento",
    donde={"retirado_en": None},
)
FUENTES = (DOCUMENTOS,)


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Los documentos no retirados que la persona ve."""
    yield Clase(
        orden=4,
        fuente=DOCUMENTOS,
        singular="documento",
        plural="documentos",
        filas=Documento.objects.visibles_para(perfil).select_related("dependencia"),
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
