"""El inicio de Planeación: el estado del corte y lo que está por decidir."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse

from mipg.avisos.models import Mensaje
from mipg.fechas import sumar_habiles
from mipg.portal.partes.panorama import A_LA_VISTA, Panorama, Parte, Urgencia, embudo, en_cien
from mipg.texto import clave_de_orden
from mipg.usuarios.models import Dependencia
from planes.models import Plan, Propuesta
from planes.obligaciones import ACTO, VERBOS, VERBOS_DE_PROPUESTA
from planes.reglas import EDITABLES
from politicas.contradicciones import quien_responde_por_decidir
from politicas.models import Vigencia
from seguimiento.models import Avance
from seguimiento.obligaciones import DIAS_PARA_REVISAR
from seguimiento.querysets import Grupo, embudo_de
from seguimiento.reglas import hechos

ATRASADAS = 10
_DE_LA_COLA = ("sin_aval", "reportado_en", "reportado_por__nombre", "reportado_por__email")


def captura(panorama: Panorama) -> Parte:
    """El estado del corte: el embudo, las dependencias más atrasadas y la cola de revisión, lo más antiguo primero."""
    corte = panorama.abierto
    if corte is None:
        return Parte("captura", Urgencia.PRONTO, {"corte": None, "proximo": panorama.proximo})
    avances = Avance.objects.del_corte(corte)
    grupos = avances.agrupados("actividad__dependencia")
    cuentas = embudo_de(grupos)
    cola = list(
        avances.por_revisar()
        .select_related("actividad__dependencia", "reportado_por")
        .con_nombres(*_DE_LA_COLA, "actividad__dependencia__nombre")
        .decidibles_primero()[:A_LA_VISTA]
    )
    decide = sumar_habiles(corte.cierra, DIAS_PARA_REVISAR, panorama.asuetos)
    vencido = panorama.hoy > decide
    return Parte(
        "captura",
        Urgencia.VENCIDO if vencido else Urgencia.HOY,
        {
            "corte": corte,
            "cuentas": cuentas,
            "embudo": embudo(cuentas, corte),
            "faltan": cuentas["esperados"] - cuentas["enviados"],
            "cola": [(avance, panorama.espera(avance)) for avance in cola],
            "sin_quien": avances.sin_quien_acepte(panorama.hoy).count() if cuentas["por_revisar"] else 0,
            "cierra": panorama.plazo(corte.cierra),
            "termino": panorama.hoy > corte.cierra,
            "decide": decide,
            "atrasadas": _atrasadas(grupos),
        },
    )


def _atrasadas(grupos: Iterable[Grupo]) -> list[dict]:
    """Las dependencias a las que más reportes les faltan por enviar."""
    esperados: Counter[int | None] = Counter()
    faltan: Counter[int | None] = Counter()
    for grupo in filter(hechos.ESPERADO, grupos):
        esperados[grupo.de[0]] += grupo.n
        faltan[grupo.de[0]] += grupo.n * hechos.DEBIDO(grupo)
    faltan = +faltan
    # Los nombres, después de contar: ordenarlos al agrupar los compara reporte por reporte.
    nombres = dict(Dependencia.objects.filter(pk__in=faltan.keys() - {None}).values_list("pk", "nombre"))
    atrasadas = [
        {
            "nombre": nombres.get(clave, "Sin dependencia"),
            "clave": clave,
            "faltan": n,
            "esperados": esperados[clave],
            "enviado": en_cien(esperados[clave] - n, esperados[clave]),
        }
        for clave, n in faltan.items()
    ]
    return sorted(atrasadas, key=lambda fila: (-fila["faltan"], clave_de_orden(fila["nombre"])))[:ATRASADAS]


@dataclass(frozen=True)
class Asunto:
    """Algo que Planeación o la administración tiene por decidir, y dónde se decide."""

    texto: str
    n: int
    url: str
    nota: str = ""


def decisiones(panorama: Panorama) -> Parte:
    """Los planes que esperan y lo que sigue sin decidir."""
    vigencia = panorama.vigencia
    de_abiertas = Plan.objects.filter(vigencia__in=Vigencia.objects.abiertas()).order_by()
    # Lo que se retiró de la publicación no espera que se publique.
    por_estado = dict(de_abiertas.filter(retirado_en=None).values_list("estado").annotate(n=Count("pk")))
    planes = {
        "en_revision": por_estado.get("EN_REVISION", 0),
        "por_publicar": por_estado.get("APROBADO", 0),
        "en_formulacion": sum(por_estado.get(estado, 0) for estado in EDITABLES),
    }
    modificar = VERBOS_DE_PROPUESTA[Propuesta.Estado.EN_REVISION]
    en_espera = panorama.planes_por(VERBOS[Plan.Estado.EN_REVISION], VERBOS[Plan.Estado.APROBADO], modificar, ACTO)
    asuntos = [
        *(_por_decidir(vigencia, panorama.hoy) if vigencia else ()),
        Asunto(
            "Correos que no salieron",
            Mensaje.objects.filter(estado=Mensaje.Estado.FALLIDO).count(),
            f"{reverse('admin:avisos_mensaje_changelist')}?estado__exact=FALLIDO",
            "Revise la dirección.",
        ),
    ]
    return Parte(
        "decisiones",
        Urgencia.HOY if en_espera else Urgencia.PRONTO,
        {
            "planes": planes,
            "en_espera": en_espera[:A_LA_VISTA],
            "mas": len(en_espera) - len(en_espera[:A_LA_VISTA]),
            "asuntos": [asunto for asunto in asuntos if asunto.n],
            "lista": reverse("planes:plan_lista"),
        },
    )


def _por_decidir(vigencia: Vigencia, hoy: date) -> list[Asunto]:
    """Políticas cuyos responsables se contradicen y políticas sin enlace."""
    por_decidir, sin_enlace = quien_responde_por_decidir(vigencia, hoy)
    return [
        Asunto(
            "Políticas en que las fuentes no concuerdan en quién responde",
            por_decidir,
            reverse("politicas:contradiccion_lista"),
            "Decídalo entre las contradicciones.",
        ),
        Asunto("Políticas sin ningún enlace designado", sin_enlace, reverse("politicas:enlace_lista")),
    ]
