"""Lo que comparten las páginas del seguimiento: qué corte se mira, su historia y cómo se descarga una tabla."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, QueryDict

from mipg.bitacora.models import Suceso
from mipg.consultas import armada_una_vez
from mipg.texto import entero
from mipg.usuarios import historia as de_la_bitacora
from mipg.usuarios.historia import Evento
from mipg.usuarios.reglas import Perfil
from seguimiento.models import Corte

POR_PAGINA = 25
_VERBOS = {
    "abrir": "abrió el corte",
    "aceptar": "aceptó",
    "adelantar": "adelantó el reporte",
    "adjuntar": "adjuntó un soporte",
    "ampliar": "amplió la captura",
    "avalar": "avaló",
    "cerrar": "cerró el corte",
    "completar": "completó los reportes esperados",
    "conciliar": "concilió los reportes con los planes",
    "desadjuntar": "quitó un soporte",
    "devolver": "devolvió",
    "enviar": "envió",
    "guardar": "escribió",
    "programar": "programó las fechas",
    "recuperar": "recuperó el envío",
    "revertir": "deshizo la aceptación",
}
# De lo escrito en borrador se dice qué campos, no qué valores: sólo importa lo que se envió.
_SIN_VALORES = {"guardar"}
_CON_VALORES = {"programar", "ampliar", "adjuntar", "desadjuntar"}
_NO_SON_DEL_BORRADOR = {"estado", "avalado_en", "avalado_por"}


def historia(objeto: models.Model) -> list[Evento]:
    """Los sucesos de un registro, lo último primero."""
    return de_la_bitacora.historia(objeto, frases=_VERBOS, se_muestra=_se_muestra, sin_valores=_SIN_VALORES)


def _se_muestra(suceso: Suceso, campo: str) -> bool:
    if suceso.verbo in _SIN_VALORES:
        return campo not in _NO_SON_DEL_BORRADOR
    return suceso.verbo in _CON_VALORES


@armada_una_vez
def cortes_vistos(perfil: Perfil, vigencia: int | None = None) -> models.QuerySet[Corte]:
    """Los cortes que tienen algo que mostrar, abiertos y cerrados, el último primero; o los de una vigencia, de T1 a
    T4.
    """
    vistos = Corte.objects.visibles_para(perfil).exclude(estado=Corte.Estado.PROGRAMADO).select_related("vigencia")
    return vistos if vigencia is None else vistos.de_vigencia(vigencia)


def corte_pedido(request, vistos: Iterable[Corte], *, abierto_primero: bool) -> Corte | None:
    """El de `?corte=`, de entre los `cortes_vistos`; si no se pide, el abierto o el último cerrado según la página: el
    primero de los suyos. `None` si no hay ninguno. Lanza 404 si el pedido no existe o todavía no abre.
    """
    if pedido := request.GET.get("corte", ""):
        clave = entero(pedido)
        if corte := next((corte for corte in vistos if corte.pk == clave), None):
            return corte
        raise Http404
    return min(vistos, key=lambda corte: corte.esta_abierto != abierto_primero, default=None)


def la_de(leidas: Sequence[models.Model]) -> models.Model:
    """La única fila que se leyó. Lanza 404 si ninguna."""
    if not leidas:
        raise Http404
    return leidas[0]


def consulta_de(request, corte: Corte) -> QueryDict:
    """Los filtros de la URL, con el corte que se está mirando aunque no se haya pedido."""
    consulta = request.GET.copy()
    consulta.setdefault("corte", str(corte.pk))
    return consulta


@dataclass(frozen=True)
class PorClaves:
    """Una lista larga: se cuentan `filas`, se ordenan sólo las `claves` y de las que se ven se lee lo demás.

    `leer` recibe unas claves y devuelve lo que se pinta por cada una.
    """

    filas: models.QuerySet
    claves: models.QuerySet
    leer: Callable[[list[int]], Mapping[int, object]]

    def count(self) -> int:
        """Cuántas son."""
        return self.filas.count()

    def __getitem__(self, tajada: slice) -> list:
        claves = list(self.claves.values_list("pk", flat=True)[tajada])
        leidas = self.leer(claves)
        return [leidas[clave] for clave in claves]


def pagina_de(request, filas) -> Page:
    """La página pedida en `?page=`; una que no existe es la más cercana."""
    return Paginator(filas, POR_PAGINA).get_page(request.GET.get("page"))
