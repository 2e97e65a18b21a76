"""De dónde salen los hechos: los cambios de cuenta, la bitácora de las personas y las decisiones sin segregación."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import attrgetter, or_
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, TextChoices
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst

from furag.models import Verificacion
from mipg.bitacora.models import Suceso
from mipg.buscador.funciones import EnEspanol, que_contiene
from mipg.etiquetas import fecha_hora
from mipg.fechas import BOGOTA
from mipg.usuarios.historia import cambios_de, nombres_de, que_hizo
from mipg.usuarios.models import CambioDeCuenta, TipoAsignacion, Usuario
from mipg.usuarios.roles import DE_ROL, VERBOS, Operacion
from planes.models import Plan, Propuesta, Prorroga
from seguimiento.models import Avance
from seguimiento.reglas import hechos as del_avance


class Clase(TextChoices):
    """De qué trata un hecho."""

    CUENTA = "cuenta", "Cuenta"
    ROL = "rol", "Rol"
    ENCARGO = "encargo", "Encargo"
    EXCEPCION = "excepcion", "Excepción de segregación"


class Resultado(TextChoices):
    """En qué terminó un hecho."""

    HECHO = "hecho", "Hecho"
    POR_DECIDIR = "por_decidir", "Por decidir"
    RECHAZADO = "rechazado", "Rechazado"
    DESISTIDO = "desistido", "Desistido"
    DETENIDO = "detenido", "Detenido por la persona"
    FALLIDO = "fallido", "No se pudo aplicar"
    SERVIDOR = "servidor", "Hecho por orden en el servidor"


@dataclass(frozen=True)
class Hecho:
    """Un renglón. `persona`: de quién es la cuenta o el trabajo; `url` y `bitacora`: dónde se ve, si se puede."""

    cuando: datetime
    clase: Clase
    que: str
    persona: str
    detalle: str
    pidio: str
    confirmo: str
    acto: str
    resultado: str
    bitacora: str
    url: str = ""


@dataclass(frozen=True)
class Pedido:
    """Qué hechos se piden: entre dos días (inclusive) y, si se dice, de una clase, con un resultado o un texto."""

    desde: date
    hasta: date
    clase: str = ""
    resultado: str = ""
    texto: str = ""

    def en(self, filas: QuerySet, instante: F | Coalesce) -> QuerySet:
        """Las filas cuyo instante, que pasa a ser `cuando`, cae en el periodo."""
        abre = datetime.combine(self.desde, time.min, tzinfo=BOGOTA)
        cierra = datetime.combine(self.hasta, time.min, tzinfo=BOGOTA) + timedelta(days=1)
        return filas.annotate(cuando=instante).filter(cuando__gte=abre, cuando__lt=cierra)

    def admite(self, clases: Sequence[Clase], resultado: Resultado) -> bool:
        """Lo pedido puede estar entre los hechos de esas clases que terminaron así."""
        return self.clase in ("", *clases) and self.resultado in ("", resultado)


@dataclass(frozen=True)
class Fuente:
    """`filas`: las que cumplen lo pedido, con `cuando` y `de_quien`; `leer`: sus hechos, por clave."""

    filas: Callable[[Pedido], QuerySet]
    leer: Callable[[Sequence[int]], Mapping[int, Hecho]]


def _con_texto(filas: QuerySet, texto: str, quienes: Sequence[str], campos: Sequence[str]) -> QuerySet:
    """Las filas en que el texto está en alguna de las personas o en los campos."""
    personas = que_contiene(Usuario.objects.order_by(), texto, "nombre", "email").values("pk")
    dicho = Q(pk__in=que_contiene(filas.model._default_manager.order_by(), texto, *campos).values("pk"))
    de_alguien = (Q(**{f"{quien}__in": personas}) for quien in quienes)
    return filas.filter(reduce(or_, de_alguien, dicho)) if texto else filas


def bitacora_de(modelo: type[Model], clave: object) -> str:
    """Todo lo que la bitácora dice de un registro."""
    tipo = ContentType.objects.get_for_model(modelo)
    consulta = urlencode({"content_type__id__exact": tipo.pk, "object_pk": clave})
    return f"{reverse('admin:bitacora_suceso_changelist')}?{consulta}"


# --- Los cambios de cuenta ---------------------------------------------------------------------------------------

_DE_ROL = {"operacion__in": sorted(DE_ROL)}
_RESULTADOS = {
    CambioDeCuenta.Estado.SOLICITADO: Resultado.POR_DECIDIR,
    CambioDeCuenta.Estado.APLICADO: Resultado.HECHO,
    CambioDeCuenta.Estado.RECHAZADO: Resultado.RECHAZADO,
    CambioDeCuenta.Estado.DESISTIDO: Resultado.DESISTIDO,
    CambioDeCuenta.Estado.DETENIDO: Resultado.DETENIDO,
    CambioDeCuenta.Estado.FALLIDO: Resultado.FALLIDO,
}
_CAMBIOS_DE = {
    Clase.CUENTA: ~Q(**_DE_ROL),
    Clase.ROL: Q(**_DE_ROL) & ~Q(tipo=TipoAsignacion.ENCARGO),
    Clase.ENCARGO: Q(**_DE_ROL, tipo=TipoAsignacion.ENCARGO),
    Clase.EXCEPCION: Q(pk__in=[]),
}
_LO_ULTIMO = ("detenido_en", "cerrado_en", "fallido_en", "aplicado_en", "creado_en")
_POR_ORDEN = Q(origen=CambioDeCuenta.Origen.SERVIDOR)


def _cambios(pedido: Pedido) -> QuerySet:
    # Cuenta en el periodo en que pasó lo último: se pide un día y se confirma otro.
    filas = pedido.en(CambioDeCuenta.objects.all(), Coalesce(*_LO_ULTIMO))
    filas = filas.annotate(de_quien=EnEspanol("afectado__nombre"))
    if pedido.clase:
        filas = filas.filter(_CAMBIOS_DE[Clase(pedido.clase)])
    if pedido.resultado == Resultado.SERVIDOR:
        filas = filas.filter(_POR_ORDEN)
    elif pedido.resultado:
        estado = next(estado for estado, suyo in _RESULTADOS.items() if suyo == pedido.resultado)
        filas = filas.filter(~_POR_ORDEN, estado=estado)
    quienes = ("afectado", "pedido_por", "confirmado_por", "cerrado_por")
    return _con_texto(filas, pedido.texto, quienes, ("acto", "motivo", "correo", "correo_anterior"))


def _leer_cambios(claves: Sequence[int]) -> dict[int, Hecho]:
    relacionados = ("afectado", "pedido_por", "confirmado_por", "cerrado_por", "dependencia", "en_encargo_de")
    cambios = CambioDeCuenta.objects.select_related(*relacionados).in_bulk(claves)
    return {clave: _del_cambio(cambio) for clave, cambio in cambios.items()}


def _del_cambio(cambio: CambioDeCuenta) -> Hecho:
    clase = Clase.CUENTA
    if cambio.operacion in DE_ROL:
        clase = Clase.ENCARGO if cambio.tipo == TipoAsignacion.ENCARGO else Clase.ROL
    resultado = _RESULTADOS[cambio.estado]
    if cambio.origen == CambioDeCuenta.Origen.SERVIDOR and resultado == Resultado.HECHO:
        resultado = Resultado.SERVIDOR
    return Hecho(
        cuando=next(filter(None, (getattr(cambio, campo) for campo in _LO_ULTIMO))),
        clase=clase,
        que=cambio.get_operacion_display(),
        persona=str(cambio.afectado),
        detalle=" ".join(_dicho(cambio)),
        pidio=str(cambio.pedido_por or "Una orden en el servidor"),
        confirmo=str(cambio.confirmado_por or cambio.cerrado_por or ""),
        acto=cambio.acto,
        resultado=resultado.label,
        bitacora=bitacora_de(CambioDeCuenta, cambio.pk),
        url=reverse("usuarios:cambio_detalle", args=[cambio.pk]),
    )


def _dicho(cambio: CambioDeCuenta) -> Iterator[str]:
    """Cómo queda, por qué, qué se respondió y cuándo pasó cada cosa, cada frase con su rótulo."""
    yield cambio.queda
    for rotulo, texto in (("Motivo", cambio.motivo), ("Respuesta", cambio.respuesta)):
        if texto:
            yield f"{rotulo}: {texto.rstrip('.')}."
    cuando = (
        ("Pedido", cambio.creado_en),
        ("confirmado", cambio.confirmado_en),
        ("aplicado", cambio.aplicado_en),
        ("cerrado", cambio.cerrado_en),
        ("detenido", cambio.detenido_en),
    )
    yield "; ".join(f"{que} el {fecha_hora(instante)}" for que, instante in cuando if instante) + "."


# --- La bitácora de las personas ---------------------------------------------------------------------------------

_VERBOS_DE_ROL = sorted(VERBOS[operacion] for operacion in DE_ROL)
# Lo que le hace a la cuenta un cambio al aplicarse (o al detenerse, que la devuelve): el cambio ya lo cuenta.
_EFECTOS = Q(verbo__in=sorted({*VERBOS.values()} - {VERBOS[Operacion.VINCULO]})) | Q(
    verbo=VERBOS[Operacion.VINCULO], changes__has_key="vinculo_hasta"
)
_EN_ENCARGO = "En encargo de"


def _sucesos(pedido: Pedido) -> QuerySet:
    tipo = ContentType.objects.get_for_model(Usuario)
    filas = pedido.en(Suceso.objects.filter(content_type=tipo).con_verbo(), F("timestamp"))
    del_cambio = CambioDeCuenta.objects.filter(afectado=OuterRef("object_id"))
    del_cambio = del_cambio.filter(Q(aplicado_en=OuterRef("timestamp")) | Q(detenido_en=OuterRef("timestamp")))
    filas = filas.exclude(_EFECTOS & Exists(del_cambio)).annotate(de_quien=EnEspanol("object_repr"))
    if not (pedido.admite([*Clase], Resultado.HECHO) or pedido.resultado == Resultado.SERVIDOR):
        return filas.none()
    encargos = {"verbo__in": _VERBOS_DE_ROL, "nota__startswith": _EN_ENCARGO}
    if pedido.clase == Clase.CUENTA:
        filas = filas.exclude(verbo__in=_VERBOS_DE_ROL)
    elif pedido.clase == Clase.ENCARGO:
        filas = filas.filter(**encargos)
    elif pedido.clase == Clase.ROL:
        filas = filas.filter(verbo__in=_VERBOS_DE_ROL).exclude(**encargos)
    elif pedido.clase:
        return filas.none()
    if pedido.resultado:
        en_el_servidor = {"origen": "comando"}
        servidor = pedido.resultado == Resultado.SERVIDOR
        filas = filas.filter(**en_el_servidor) if servidor else filas.exclude(**en_el_servidor)
    return _con_texto(filas, pedido.texto, ["actor"], ("object_repr", "nota"))


def _leer_sucesos(claves: Sequence[int]) -> dict[int, Hecho]:
    sucesos = Suceso.objects.select_related("actor", "content_type").in_bulk(claves)
    nombres = nombres_de(sucesos.values())
    return {clave: _del_suceso(suceso, nombres) for clave, suceso in sucesos.items()}


def _del_suceso(suceso: Suceso, nombres: Mapping) -> Hecho:
    clase = Clase.CUENTA
    if suceso.verbo in _VERBOS_DE_ROL:
        clase = Clase.ENCARGO if suceso.nota.startswith(_EN_ENCARGO) else Clase.ROL
    cambios = [
        f"{campo}: {antes or 'vacío'} → {despues or 'vacío'}" for campo, antes, despues in cambios_de(suceso, nombres)
    ]
    servidor = suceso.origen == "comando"
    return Hecho(
        cuando=suceso.timestamp,
        clase=clase,
        que=capfirst(que_hizo(suceso)),
        persona=suceso.object_repr,
        detalle="; ".join(filter(None, [*cambios, suceso.nota])),
        pidio=str(suceso.actor or "El sistema"),
        confirmo="",
        acto="",
        resultado=(Resultado.SERVIDOR if servidor else Resultado.HECHO).label,
        bitacora=reverse("admin:bitacora_suceso_change", args=[suceso.pk]),
    )


# --- Las excepciones de segregación ----------------------------------------------------------------------------


def _si_se_piden(pedido: Pedido, filas: QuerySet) -> QuerySet:
    return filas if pedido.admite([Clase.EXCEPCION], Resultado.HECHO) else filas.none()


def _de_la_misma_dependencia(pedido: Pedido) -> QuerySet:
    filas = pedido.en(Avance.objects.filter(del_avance.DE_LA_MISMA_DEPENDENCIA.q), F("aceptado_en"))
    filas = _si_se_piden(pedido, filas.annotate(de_quien=EnEspanol("aceptado_por__nombre")))
    return _con_texto(filas, pedido.texto, ("reportado_por", "aceptado_por"), ["actividad__nombre"])


def _leer_de_la_misma_dependencia(claves: Sequence[int]) -> dict[int, Hecho]:
    relacionados = ("reportado_por", "aceptado_por", "actividad", "corte__vigencia")
    return {
        clave: Hecho(
            cuando=avance.aceptado_en,
            clase=Clase.EXCEPCION,
            que="Aceptó un reporte de su misma dependencia",
            persona=str(avance.aceptado_por),
            detalle=f"{avance.actividad} ({avance.corte}). Lo reportó {avance.reportado_por}.",
            pidio=str(avance.reportado_por),
            confirmo=str(avance.aceptado_por),
            acto="",
            resultado=Resultado.HECHO.label,
            bitacora=bitacora_de(Avance, clave),
            url=reverse("seguimiento:avance_detalle", args=[clave]),
        )
        for clave, avance in Avance.objects.select_related(*relacionados).in_bulk(claves).items()
    }


@dataclass(frozen=True)
class _Decision:
    """Lo que se decide y su segregación se exceptúa: cómo se llama cada dato en su modelo."""

    modelo: type[Model]
    que: str
    decidio: str
    cuando: str
    pidio: str
    nombre: str
    url: str
    de: str = "pk"
    de_que: Sequence[str] = ()

    def filas(self, pedido: Pedido) -> QuerySet:
        """Las que decidió quien las formuló o las pidió."""
        filas = pedido.en(self.modelo._default_manager.sin_segregacion(), F(self.cuando))
        filas = _si_se_piden(pedido, filas.annotate(de_quien=EnEspanol(f"{self.decidio}__nombre")))
        return _con_texto(filas, pedido.texto, [self.decidio], [self.nombre])

    def leer(self, claves: Sequence[int]) -> dict[int, Hecho]:
        """Cada una como un hecho."""
        decididas = self.modelo._default_manager.select_related(self.pidio, self.decidio, *self.de_que)
        return {clave: self._hecho(una) for clave, una in decididas.in_bulk(claves).items()}

    def _hecho(self, una: Model) -> Hecho:
        quien = str(getattr(una, self.decidio))
        return Hecho(
            cuando=getattr(una, self.cuando),
            clase=Clase.EXCEPCION,
            que=self.que,
            persona=quien,
            detalle=f"{una}. {una.sin_segregacion}",
            pidio=str(getattr(una, self.pidio) or ""),
            confirmo=quien,
            acto=getattr(una, "acto_texto", ""),
            resultado=Resultado.HECHO.label,
            bitacora=bitacora_de(self.modelo, una.pk),
            url=reverse(self.url, args=[attrgetter(self.de)(una)]),
        )


_APROBADO = ("aprobado_por", "aprobado_en", "enviado_por", "nombre", "planes:plan_detalle")
_APROBADA = ("aprobada_por", "aprobada_en", "enviada_por", "plan__nombre", "planes:propuesta_detalle")
# Quien la suscribió es quien la verificó: por eso es una excepción.
_VERIFICADA = ("verificada_por", "verificada_en", "verificada_por", "accion__codigo", "furag:mejora_detalle")
_DECIDIDA = ("decidida_por", "decidida_en", "pedida_por", "actividad__nombre", "planes:plan_detalle")
# Una modificación menor y una prórroga negada no dejan versión: se miran ellas, no las versiones.
_DECISIONES = (
    _Decision(Plan, "Aprobó un plan que formuló", *_APROBADO, de_que=["vigencia"]),
    _Decision(Propuesta, "Aprobó una modificación que formuló", *_APROBADA, de_que=["plan__vigencia"]),
    _Decision(Verificacion, "Verificó una acción que suscribió", *_VERIFICADA, "accion_id", ["accion"]),
    _Decision(Prorroga, "Decidió una prórroga que pidió", *_DECIDIDA, "actividad.plan_id", ["actividad"]),
)

FUENTES: tuple[Fuente, ...] = (
    Fuente(_cambios, _leer_cambios),
    Fuente(_sucesos, _leer_sucesos),
    Fuente(_de_la_misma_dependencia, _leer_de_la_misma_dependencia),
    *(Fuente(una.filas, una.leer) for una in _DECISIONES),
)
