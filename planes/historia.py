"""La historia de un plan o de una propuesta por actos: lo que una persona escribe seguido es un renglón."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType

from mipg.bitacora.models import Suceso
from mipg.etiquetas import contar
from mipg.texto import en_lista
from mipg.usuarios.historia import Evento, Renglon, cambios_de, detalle_de, eventos, nombres_de
from planes.campos import POR_NOMBRE
from planes.models import Plan, Propuesta

ACTOS_A_LA_VISTA = 20
# Una sesión de trabajo termina tras media hora sin escribir.
PAUSA = timedelta(minutes=30)
# De cada acto se detalla lo último: lo demás sólo se cuenta.
SUCESOS_CON_DETALLE = 15

# Lo que se decide sobre la hoja: siempre es un acto aparte.
FRASES = {
    "crear": "creó el plan",
    "enviar": "envió el plan a revisión",
    "recuperar": "recuperó el plan para corregirlo",
    "devolver": "devolvió el plan con observaciones",
    "aprobar": "aprobó el plan",
    "completar acto": "completó el acto de aprobación",
    "corregir acto": "corrigió el acto de aprobación",
    "corregir nombre": "corrigió el nombre del plan",
    "publicar": "publicó el plan",
    "retirar": "retiró el plan de la publicación",
    "cerrar": "cerró el plan",
    "dar conforme": "dijo si está conforme con el plan",
    "desistir": "desistió del plan",
    "editar": "corrigió los datos del plan",
    "trasladar": "trasladó el plan a otra dependencia",
    "proponer": "propuso modificar el plan",
    "modificar": "aprobó una modificación del plan",
    "entrar en sesión": "puso el plan en el orden del día de una sesión",
    "salir de sesión": "sacó el plan del orden del día de una sesión",
    "pasar de sesión": "dejó el plan para la sesión siguiente",
    "pedir prórroga": "pidió una prórroga",
    "conceder prórroga": "concedió una prórroga",
    "negar prórroga": "negó una prórroga",
    "desistir de prórroga": "desistió de una prórroga",
    "suscribir": "suscribió el plan ante Planeación",
    "anular suscripción": "anuló la suscripción del plan",
    "verificar acción": "verificó una acción de mejora",
    "anular verificación acción": "anuló la verificación de una acción de mejora",
    "continuar acción": "continuó una acción de mejora en el plan del año siguiente",
    "registrar documento": "registró el documento publicado",
    "corregir documento": "corrigió cuándo o dónde se publicó el documento",
    "retirar documento": "retiró un documento publicado que se registró por error",
    "programar seguimiento": "programó un seguimiento propio del plan",
    "copiar seguimientos": "copió los seguimientos propios del año anterior",
    "cumplir seguimiento": "dio por hecho un seguimiento propio",
    "cancelar seguimiento": "canceló un seguimiento propio",
    "reabrir seguimiento": "reabrió un seguimiento propio",
    "corregir seguimiento": "corrigió un seguimiento propio",
    "adjuntar": "adjuntó un soporte",
    "desadjuntar": "quitó un soporte",
}
FRASES_DE_PROPUESTA = {
    "proponer": "propuso la modificación",
    "enviar": "la envió a revisión",
    "recuperar": "la recuperó para corregirla",
    "devolver": "la devolvió con observaciones",
    "aprobar": "la aprobó",
    "desistir": "desistió de ella",
    "conciliar": "eligió entre lo propuesto y lo que rige",
    "conservar": "conservó una actividad que se iba a retirar",
}
# Lo que se le hace a la hoja y es escribir en él: se cuenta con las actividades que toca. «» es no decirlo aparte.
_ESCRIBEN = {
    "importar": "importó filas de Excel",
    "deshacer": "deshizo lo que importó",
    "copiar": "copió el plan del año pasado",
    "eliminar actividad": "",
    "mover": "cambió el orden",
}
_CREAN, _QUITAN = {"", "crear"}, {"eliminar", "eliminar actividad"}
_A_LA_VISTA = {
    *("estado", "acto", "acto_numero", "acto_fecha", "actividad", "soporte"),
    *("nombre", "dependencia", "fecha_limite", "extemporaneo", "motivo", "frase"),
    *("documento", "fecha de publicación", "sección", "seguimiento"),
}


@dataclass
class _Acto:
    """Sucesos seguidos de una persona, del último al primero. De cada actividad, su clave."""

    actor: int | None
    escribe: bool
    hasta: datetime
    desde: datetime
    cuantos: int = 0
    con_detalle: list[int] = field(default_factory=list)
    verbos: dict[str, None] = field(default_factory=dict)
    creadas: set[str] = field(default_factory=set)
    cambiadas: set[str] = field(default_factory=set)
    corregidas: set[str] = field(default_factory=set)
    quitadas: int = 0

    def sigue(self, actor: int | None, escribe: bool, cuando: datetime) -> bool:
        """Si un suceso anterior es del mismo acto."""
        return self.escribe and escribe and actor == self.actor and self.desde - cuando <= PAUSA

    def sumar(self, pk: int, verbo: str, actividad: str | None, cuando: datetime) -> None:
        """Añade un suceso anterior; `actividad` es nula si es de la hoja."""
        self.desde, self.cuantos = cuando, self.cuantos + 1
        if len(self.con_detalle) < SUCESOS_CON_DETALLE:
            self.con_detalle.append(pk)
        if verbo in _QUITAN:
            self.quitadas += 1
        elif actividad is None:
            self.verbos[verbo] = None
        elif verbo == "corregir":
            self.corregidas.add(actividad)
        else:
            (self.creadas if verbo in _CREAN else self.cambiadas).add(actividad)

    @property
    def frase(self) -> str:
        """«importó un archivo, creó 6 actividades y cambió 2»."""
        cuentas = (
            ("creó", len(self.creadas)),
            ("cambió", len(self.cambiadas - self.creadas)),
            ("corrigió", len(self.corregidas)),
            ("quitó", self.quitadas),
        )
        hechos = [_ESCRIBEN[verbo] for verbo in reversed(self.verbos)]
        nombradas = False
        for verbo, n in cuentas:
            if n:
                hechos.append(f"{verbo} {n}" if nombradas else f"{verbo} {contar(n, 'actividad', 'actividades')}")
                nombradas = True
        return en_lista(hechos)


def historia_de(hoja: Plan | Propuesta, cuantos: int = ACTOS_A_LA_VISTA) -> list[Evento]:
    """Los últimos actos de la hoja y de sus actividades, también de las que ya no están, el último primero.

    Las consultas no dependen de cuántos sucesos haya, y sólo se traen enteros los que se detallan.
    """
    actos = list(islice(_actos(hoja), cuantos))
    frases = FRASES if isinstance(hoja, Plan) else FRASES_DE_PROPUESTA
    claves = [pk for acto in actos for pk in acto.con_detalle]
    sucesos = Suceso.objects.filter(pk__in=claves).select_related("actor", "content_type").in_bulk()
    nombres = nombres_de((sucesos[pk] for acto in actos if acto.escribe for pk in acto.con_detalle), _es_un_dato)
    return [
        evento
        for acto in actos
        for evento in (
            [_en_un_renglon(acto, [sucesos[pk] for pk in acto.con_detalle], nombres)]
            if acto.escribe
            else eventos([sucesos[acto.con_detalle[0]]], frases=frases, se_muestra=_se_ve)
        )
    ]


def _actos(hoja: Plan | Propuesta) -> Iterator[_Acto]:
    """Los actos del último al primero: deja de leer sucesos cuando nadie pide más."""
    de_la_hoja = ContentType.objects.get_for_model(hoja).pk
    columnas = ("pk", "actor", "verbo", "content_type", "object_pk", "timestamp")
    acto = None
    for pk, actor, verbo, tipo, objeto, cuando in (
        Suceso.objects.del_historial(hoja.historial)
        .order_by("-timestamp", "-id")
        .values_list(*columnas)
        .iterator(chunk_size=500)
    ):
        escribe = tipo != de_la_hoja or verbo in _ESCRIBEN
        if acto is None or not acto.sigue(actor, escribe, cuando):
            if acto:
                yield acto
            acto = _Acto(actor, escribe, cuando, cuando)
        acto.sumar(pk, verbo, None if tipo == de_la_hoja else objeto, cuando)
    if acto:
        yield acto


def _en_un_renglon(acto: _Acto, sucesos: Iterable[Suceso], nombres: Mapping) -> Evento:
    """Los `sucesos` de un acto, del último al primero, juntos por la actividad que tocan."""
    sucesos = list(sucesos)
    por_objeto: dict[tuple, list[Suceso]] = {}
    for suceso in reversed(sucesos):
        aparte = suceso.pk if suceso.verbo in _ESCRIBEN else None
        por_objeto.setdefault((suceso.content_type_id, suceso.object_pk, aparte), []).append(suceso)
    renglones = [renglon for juntos in por_objeto.values() if (renglon := _renglon(juntos, nombres))]
    return Evento(
        quien=str(sucesos[0].actor) if sucesos[0].actor else "El sistema",
        verbo=acto.frase,
        cuando=acto.hasta,
        detalle="\n".join(filter(None, dict.fromkeys(map(detalle_de, reversed(sucesos))))),
        renglones=tuple(renglones),
        de_mas=acto.cuantos - len(sucesos),
    )


def _renglon(sucesos: list[Suceso], nombres: Mapping) -> Renglon | None:
    """Qué se le hizo a una actividad en el acto: de cómo estaba al empezar a cómo quedó."""
    ultimo = sucesos[-1]
    if ultimo.verbo in _ESCRIBEN:
        quitada = (ultimo.changes or {}).get("actividad")
        return Renglon(quitada[0], "quitada") if quitada else None
    neto: dict[str, tuple[str, str]] = {}
    for suceso in sucesos:
        for campo, antes, despues in cambios_de(suceso, nombres, _es_un_dato):
            neto[campo] = (neto.get(campo, (antes,))[0], despues)
    creada = any(suceso.verbo in _CREAN for suceso in sucesos)
    que = "quitada" if ultimo.verbo in _QUITAN else "nueva" if creada else ""
    return Renglon(ultimo.object_repr, que, tuple((c, a, d) for c, (a, d) in neto.items() if a != d))


def _es_un_dato(_suceso: Suceso, campo: str) -> bool:
    return campo in POR_NOMBRE


def _se_ve(_suceso: Suceso, campo: str) -> bool:
    return campo in _A_LA_VISTA
