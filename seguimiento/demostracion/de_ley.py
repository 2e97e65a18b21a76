"""Informes de ley y requerimientos de ejemplo, registrados y cumplidos con sus acciones.

De lo que aquí se nombra sólo son ciertas las fechas de la evaluación independiente (30 de junio y 31 de diciembre,
Decreto Ley 2106 de 2019, artículo 156) y la de la evaluación por dependencias (30 de enero). Lo demás es inventado y lo
dice.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mipg.fechas import en_bogota
from mipg.usuarios.models import Dependencia, Usuario
from planes.acciones import actuaciones, informes_de_ley, requerimientos, vencimientos
from planes.models import InformeDeLey, Requerimiento, Vencimiento
from politicas.models import Vigencia

_POR_CONFIRMAR = "Por confirmar (ejemplo)"
_REPOSA = "El soporte reposa en el archivo de gestión (ejemplo)."


@dataclass(frozen=True)
class Reparto:
    """Quién lleva lo de cada una de dos dependencias, una de ellas la de Control Interno, y quién lo presenta."""

    dependencia: Dependencia
    jefe: Usuario
    planeacion: Usuario
    control: Dependencia
    auditora: Usuario

    @property
    def llevan(self) -> dict[Dependencia, Usuario]:
        """Quién registra lo de cada una."""
        return {self.dependencia: self.planeacion, self.control: self.auditora}

    @property
    def presentan(self) -> dict[Dependencia, Usuario]:
        """Quién presenta lo de cada una."""
        return {self.dependencia: self.jefe, self.control: self.auditora}


def registrar(vigencia: Vigencia, reparto: Reparto, ahora: datetime) -> None:
    """Los informes del año de cada dependencia, por quien los lleva; los de Control Interno, por Control Interno."""
    anio = vigencia.anio
    for dependencia, por in reparto.llevan.items():
        if por.perfil(ahora).audita:
            propios = [
                (
                    "Evaluación independiente del estado del sistema de control interno (ejemplo)",
                    "Decreto Ley 2106 de 2019, artículo 156",
                    InformeDeLey.Periodicidad.SEMESTRAL,
                    date(anio, 6, 30),
                ),
                (
                    "Evaluación de la gestión por dependencias (ejemplo)",
                    _POR_CONFIRMAR,
                    InformeDeLey.Periodicidad.ANUAL,
                    date(anio, 1, 30),
                ),
            ]
        else:
            nombre = "Informe trimestral de ejemplo: la norma, el destinatario y las fechas son inventados"
            propios = [
                (nombre, "Norma de ejemplo, que no existe", InformeDeLey.Periodicidad.TRIMESTRAL, date(anio, 4, 15))
            ]
        for nombre, norma, periodicidad, primero in propios:
            informes_de_ley.crear_informe(
                vigencia=vigencia,
                nombre=nombre,
                norma=norma,
                ante=_POR_CONFIRMAR,
                periodicidad=periodicidad,
                primero=primero,
                dependencia=dependencia,
                por=por,
                ahora=ahora,
            )


def copiar(vigencia: Vigencia, reparto: Reparto, ahora: datetime) -> None:
    """El calendario del año anterior en el que empieza; si no había, se registra."""
    copias = [
        informes_de_ley.copiar_calendario(vigencia=vigencia, por=por, ahora=ahora) for por in reparto.llevan.values()
    ]
    if not any(copia.copiados for copia in copias):
        registrar(vigencia, reparto, ahora)


def presentar(vigencia: Vigencia, reparto: Reparto, ahora: datetime, *, hasta: date) -> None:
    """Lo que vencía hasta ese día, a tiempo; lo de cada segundo periodo, diez días tarde."""
    debidos = Vencimiento.objects.pendientes().con_informe().filter(informe__vigencia=vigencia, vence__lte=hasta)
    for uno in debidos.order_by("vence", "pk"):
        vencimientos.presentar(
            vencimiento=uno,
            radicado=f"EJEMPLO-{uno.pk:04d}",
            fecha=uno.vence + timedelta(days=10) if uno.numero == 2 else uno.vence,
            nota=_REPOSA,
            version=uno.version,
            por=reparto.presentan[uno.dependencia],
            ahora=ahora,
        )


def requerir(reparto: Reparto, ahora: datetime) -> None:
    """Un requerimiento de cada clase: por vencer, prorrogado, respondido tarde, devuelto, y uno de Control Interno."""
    hoy = en_bogota(ahora)

    def nuevo(n: int, hace: int, plazo: int, asunto: str, **campos) -> Requerimiento:
        datos = {"dependencia": reparto.dependencia, "por": reparto.planeacion} | campos
        return requerimientos.crear_requerimiento(
            quien_pide="Entidad de control de ejemplo",
            radicado=f"{hoy.year}-EJ-{n:03d}",
            asunto=f"{asunto} (ejemplo)",
            recibido=hoy - timedelta(days=hace),
            clase_plazo=Requerimiento.Clase.HABILES,
            plazo=plazo,
            ahora=ahora,
            **datos,
        )

    quien = {"por": reparto.jefe, "ahora": ahora}
    nuevo(1, 2, 10, "Copia de los contratos del trimestre")
    actuaciones.prorrogar(
        requerimiento=(prorrogado := nuevo(2, 20, 5, "Relación de bienes inmuebles")),
        vence=hoy + timedelta(days=10),
        radicado="OF-EJ-01",
        fecha=hoy - timedelta(days=15),
        texto="Conceden más plazo por el volumen de lo pedido (ejemplo).",
        version=prorrogado.version,
        **quien,
    )
    requerimientos.responder(
        requerimiento=(tarde := nuevo(3, 40, 5, "Estado de un proceso")),
        radicado="EJEMPLO-R-03",
        fecha=hoy - timedelta(days=20),
        nota=_REPOSA,
        version=tarde.version,
        **quien,
    )
    requerimientos.devolver_requerimiento(
        requerimiento=(devuelto := nuevo(4, 1, 5, "Información de otra dependencia")),
        motivo="Los datos los tiene otra dependencia (ejemplo).",
        version=devuelto.version,
        **quien,
    )
    de_control = {"dependencia": reparto.control, "por": reparto.auditora}
    nuevo(5, 4, 15, "Resultados de la evaluación del control interno", **de_control)
