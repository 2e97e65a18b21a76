"""El orden del día de una sesión: se llena con lo que espera; se agrega, quita, mueve y suelta a mano."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from mipg.bitacora.acciones import registrar, tomar
from mipg.etiquetas import fecha
from mipg.fechas import en_bogota
from mipg.reglas import Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import tomar_fila
from planes.models import Compromiso, Plan, Propuesta, Prorroga, Punto, Sesion
from planes.models.puntos import OBJETO_DE
from planes.reglas.sesiones import TRANSICIONES_DE_PUNTO
from politicas.models import Instancia, Vigencia

Clase, Estado = Punto.Clase, Punto.Estado
# Lo mismo, de la misma persona y en el mismo punto, dentro de este rato es un doble envío.
HACE_POCO = timedelta(minutes=10)
# Los que están en el orden del día; los demás se quitaron, se soltaron o pasaron a otra sesión.
EN_ORDEN = [Estado.PENDIENTE, Estado.TRATADO]


@dataclass(frozen=True)
class Asunto:
    """Algo que espera al Comité desde un momento: su clase, el registro y cómo se titula."""

    clase: str
    objeto: Plan | Propuesta | Prorroga | Compromiso
    titulo: str
    desde: datetime

    @property
    def clave(self) -> tuple[str, int]:
        """Lo distingue de los demás."""
        return self.clase, self.objeto.pk

    def esperaba(self, dia: date) -> bool:
        """Ya esperaba ese día; un compromiso, desde la sesión en que se acordó, aunque se registre después."""
        desde = self.objeto.sesion.fecha if self.clase == Clase.COMPROMISO else en_bogota(self.desde)
        return desde <= dia


def lo_que_espera(instancia: Instancia) -> Iterator[Asunto]:
    """Los compromisos abiertos de la instancia y, de las vigencias abiertas, los planes y modificaciones en revisión y
    las prórrogas pedidas. Cuatro consultas.
    """
    abiertas = Vigencia.objects.abiertas()
    for compromiso in Compromiso.objects.abiertos().filter(sesion__instancia=instancia).select_related("sesion"):
        yield Asunto(Clase.COMPROMISO, compromiso, f"Compromiso: {compromiso.texto}", compromiso.creado_en)
    planes = Plan.objects.filter(estado=Plan.Estado.EN_REVISION, vigencia__in=abiertas).select_related("vigencia")
    for plan in planes.order_by("enviado_en", "pk"):
        yield Asunto(Clase.PLAN, plan, f"{plan.nombre} (vigencia {plan.vigencia})", plan.enviado_en)
    propuestas = Propuesta.objects.filter(estado=Propuesta.Estado.EN_REVISION, plan__vigencia__in=abiertas)
    for propuesta in propuestas.select_related("plan__vigencia").order_by("enviada_en", "pk"):
        titulo = f"Modificación de «{propuesta.plan.nombre}» (vigencia {propuesta.plan.vigencia})"
        yield Asunto(Clase.PROPUESTA, propuesta, titulo, propuesta.enviada_en)
    prorrogas = Prorroga.objects.por_decidir().filter(actividad__plan__vigencia__in=abiertas)
    for prorroga in prorrogas.select_related("actividad__plan__vigencia").order_by("pedida_en", "pk"):
        actividad = prorroga.actividad
        titulo = (
            f"Prórroga hasta el {fecha(prorroga.fecha_nueva)} de la actividad {actividad.numero} de "
            f"«{actividad.plan.nombre}» (vigencia {actividad.plan.vigencia})"
        )
        yield Asunto(Clase.PRORROGA, prorroga, titulo, prorroga.pedida_en)


def lo_que_cabe(sesion: Sesion) -> list[Asunto]:
    """De lo que espera, lo que ya esperaba el día de la sesión: la que se registra después no decide lo que no vio."""
    return [asunto for asunto in lo_que_espera(sesion.instancia) if asunto.esperaba(sesion.fecha)]


def plan_de(punto: Punto) -> Plan | None:
    """El plan del que trata el punto, si trata de uno: su historia cuenta por qué sesiones pasó."""
    if punto.clase == Clase.PLAN:
        return punto.plan
    if punto.clase == Clase.PROPUESTA:
        return punto.propuesta.plan
    return punto.prorroga.actividad.plan if punto.clase == Clase.PRORROGA else None


_ABIERTA = (Sesion.Estado.CONVOCADA, Sesion.Estado.EN_CURSO)


def tomar_instancia(instancia: int) -> None:
    """Toma la instancia (clave primaria): lo que se escribe de ella y de sus sesiones va en fila."""
    Instancia.objects.select_for_update().get(pk=instancia)


def tomar_abierta(sesion: Sesion, *, en: tuple[str, ...] = _ABIERTA) -> Sesion:
    """Toma la sesión para cambiar su orden del día. Lanza `ReglaIncumplida` si ya no está en uno de los estados `en`.

    Primero la instancia: dos sesiones que se llenan a la vez no reciben el mismo asunto.
    """
    tomar_instancia(sesion.instancia_id)
    tomada = tomar_fila(Sesion.objects.filter(pk=sesion.pk).select_related("instancia"))
    if tomada.estado not in en:
        raise ReglaIncumplida(f"La sesión está {tomada.get_estado_display().lower()}: eso ya no se puede hacer.")
    return tomada


def tomar_punto(punto: Punto, *, sesion_en: tuple[str, ...], en: tuple[str, ...] = (Estado.PENDIENTE,)) -> Punto:
    """Toma el punto y su sesión. Lanza `ReglaIncumplida` si alguno de los dos ya no está donde se esperaba."""
    sesion = tomar_abierta(punto.sesion, en=sesion_en)
    tomado = tomar_fila(Punto.objects.con_objeto().filter(pk=punto.pk))
    tomado.sesion = sesion
    if tomado.estado == Estado.TRATADO and tomado.estado not in en:
        raise ReglaIncumplida("El punto ya se decidió: lo decidido no se cambia. Si hace falta, agregue otro punto.")
    if tomado.estado not in en:
        raise ReglaIncumplida(f"El punto está «{tomado.get_estado_display().lower()}»: eso no se puede hacer con él.")
    return tomado


@transaction.atomic
def llenar(*, sesion: Sesion, por: Usuario, ahora: datetime) -> list[Punto]:
    """Agrega a la sesión lo que espera y lo que la anterior dejó, y quita lo que ya no espera. Devuelve lo agregado.

    No vuelve lo que se quitó de esta misma sesión ni lo que se soltó después de que empezó a esperar.
    """
    sesion = tomar_abierta(sesion)
    esperan = {asunto.clave: asunto for asunto in lo_que_espera(sesion.instancia)}
    previos = _sin_siguiente(sesion.instancia)
    for punto in previos:
        suyo = punto.sesion_id == sesion.pk and punto.estado == Estado.PENDIENTE and punto.clase in OBJETO_DE
        if suyo and (punto.clase, punto.objeto.pk) not in esperan:
            mover_a(punto, Estado.QUITADO, "quitar", por=por, ahora=ahora, nota="Ya no espera decisión.")
    de_asunto: dict[tuple[str, int], list[Punto]] = defaultdict(list)
    for punto in previos:
        if punto.clase in OBJETO_DE:
            de_asunto[punto.clase, punto.objeto.pk].append(punto)
    nuevos = []
    for asunto in esperan.values():
        if not asunto.esperaba(sesion.fecha) or any(
            _lo_detiene(punto, sesion, asunto) for punto in de_asunto[asunto.clave]
        ):
            continue
        dejados = [p for p in de_asunto[asunto.clave] if p.estado in (Estado.APLAZADO, Estado.QUITADO)]
        nuevos.append(_agregar(sesion, asunto, viene_de=dejados[-1] if dejados else None, por=por, ahora=ahora))
    sueltos = [p for p in previos if p.clase == Clase.OTRO and p.estado == Estado.APLAZADO]
    nuevos += [_pasar(punto, sesion, por=por, ahora=ahora) for punto in sueltos]
    return nuevos


def _sin_siguiente(instancia: Instancia) -> list[Punto]:
    """Los puntos que ninguna sesión ha recibido después: los pendientes de cualquiera y los demás de la instancia."""
    de_la_instancia = Q(sesion__instancia=instancia) & ~Q(estado=Estado.TRATADO)
    return list(
        Punto.objects.con_objeto().filter(de_la_instancia | Q(estado=Estado.PENDIENTE), siguiente=None).order_by("pk")
    )


def _lo_detiene(punto: Punto, sesion: Sesion, asunto: Asunto) -> bool:
    """El punto hace que el asunto no entre solo: ya está en una sesión, o alguien decidió que no entrara."""
    if punto.estado == Estado.PENDIENTE:
        return True
    if punto.estado == Estado.SOLTADO:
        return punto.soltado_en >= asunto.desde
    return punto.estado == Estado.QUITADO and punto.sesion_id == sesion.pk


def _agregar(sesion: Sesion, asunto: Asunto, *, viene_de: Punto | None, por: Usuario, ahora: datetime) -> Punto:
    suyo = {OBJETO_DE[asunto.clase]: asunto.objeto}
    return _crear(sesion, clase=asunto.clase, titulo=asunto.titulo, viene_de=viene_de, por=por, ahora=ahora, **suyo)


def _pasar(punto: Punto, sesion: Sesion, *, por: Usuario, ahora: datetime) -> Punto:
    suyo = {campo: getattr(punto, campo) for campo in OBJETO_DE.values()}
    return _crear(sesion, clase=punto.clase, titulo=punto.titulo, viene_de=punto, por=por, ahora=ahora, **suyo)


def _crear(sesion: Sesion, *, titulo: str, por: Usuario, ahora: datetime, **campos) -> Punto:
    ultimo = sesion.puntos.filter(estado__in=EN_ORDEN).aggregate(ultimo=Max("orden"))["ultimo"] or 0
    nuevo = Punto(
        sesion=sesion,
        orden=ultimo + 1,
        titulo=titulo if len(titulo) <= 300 else f"{titulo[:299]}…",
        creado_en=ahora,
        creado_por=por,
        **campos,
    )
    nuevo.full_clean()
    nuevo.save()
    registrar(nuevo, verbo="agregar", por=por, ahora=ahora)
    _contar(nuevo, "entrar en sesión", por=por, ahora=ahora)
    return nuevo


def _contar(punto: Punto, verbo: str, *, por: Usuario, ahora: datetime, nota: str = "") -> None:
    """La historia del plan dice cuándo entró, salió o pasó de sesión."""
    if plan := plan_de(punto):
        cita = punto.cita
        dicho = f"{cita[:1].upper()}{cita[1:]}. {nota}".strip()
        registrar(plan, verbo=verbo, por=por, ahora=ahora, nota=dicho)


# Qué cuenta del plan cada verbo sobre su punto; de lo tratado ya cuenta la decisión.
_EN_EL_PLAN = {
    "agregar": "entrar en sesión",
    "quitar": "salir de sesión",
    "soltar": "salir de sesión",
    "aplazar": "pasar de sesión",
}


def mover_a(punto: Punto, a: str, verbo: str, *, por: Usuario, ahora: datetime, nota: str = "", **cambios) -> Punto:
    """Lleva el punto al estado `a` con su suceso, y lo cuenta en el plan del que trata."""
    movido = tomar(
        Punto.objects.con_objeto().filter(pk=punto.pk),
        TRANSICIONES_DE_PUNTO,
        a=a,
        por=por,
        verbo=verbo,
        ahora=ahora,
        nota=nota,
        **cambios,
    )
    if verbo in _EN_EL_PLAN:
        _contar(movido, _EN_EL_PLAN[verbo], por=por, ahora=ahora, nota=nota)
    return movido


def exigir_que_no_se_repita(iguales: QuerySet, *, por: Usuario, ahora: datetime, verbo: str = "creado") -> None:
    """Lanza `ReglaIncumplida` si la misma persona acaba de anotar lo mismo: enviarlo dos veces deja uno.

    `verbo`: el par de campos que dice quién y cuándo (`creado_por` y `creado_en`).
    """
    if iguales.filter(**{f"{verbo}_por": por, f"{verbo}_en__gt": ahora - HACE_POCO}).exists():
        raise ReglaIncumplida("Eso mismo quedó anotado hace un momento: no se repitió.")


@transaction.atomic
def crear_punto(*, sesion: Sesion, titulo: str, por: Usuario, ahora: datetime) -> Punto:
    """Agrega un tema suelto al final del orden del día."""
    if not titulo.strip():
        raise ReglaIncumplida([Problema("Escriba de qué se trata.", "titulo")])
    sesion = tomar_abierta(sesion)
    iguales = sesion.puntos.filter(clase=Clase.OTRO, titulo=titulo.strip(), estado__in=EN_ORDEN)
    exigir_que_no_se_repita(iguales, por=por, ahora=ahora)
    return _crear(sesion, clase=Clase.OTRO, titulo=titulo.strip(), por=por, ahora=ahora)


@transaction.atomic
def quitar_punto(*, punto: Punto, por: Usuario, ahora: datetime) -> Punto:
    """Saca un punto del orden del día sin borrarlo: vuelve al banco y se puede agregar a ésta o a otra sesión."""
    punto = tomar_punto(punto, sesion_en=_ABIERTA)
    if punto.resultados.exists():
        raise ReglaIncumplida("El punto ya tiene resultados: no se quita. Lo que falte pasa a la sesión siguiente.")
    quitado = mover_a(punto, Estado.QUITADO, "quitar", por=por, ahora=ahora)
    _renumerar(punto.sesion)
    return quitado


@transaction.atomic
def agregar_punto(*, punto: Punto, sesion: Sesion, por: Usuario, ahora: datetime) -> Punto:
    """Trae un punto del banco al orden del día de la sesión: el mismo, si era de ella, o uno nuevo que viene de él."""
    sesion = tomar_abierta(sesion)
    punto = tomar_fila(Punto.objects.con_objeto().filter(pk=punto.pk))
    if punto.estado not in (Estado.QUITADO, Estado.APLAZADO) or Punto.objects.filter(viene_de=punto).exists():
        raise ReglaIncumplida("El punto ya no está en el banco.")
    if punto.sesion.instancia_id != sesion.instancia_id:
        raise ReglaIncumplida("El punto es del banco de otra instancia: agréguelo en una sesión de ella.")
    exigir(_problemas_de_espera(punto, sesion.instancia))
    if punto.sesion_id != sesion.pk or punto.estado == Estado.APLAZADO:
        return _pasar(punto, sesion, por=por, ahora=ahora)
    ultimo = sesion.puntos.filter(estado__in=EN_ORDEN).aggregate(ultimo=Max("orden"))["ultimo"] or 0
    return mover_a(punto, Estado.PENDIENTE, "agregar", por=por, ahora=ahora, orden=ultimo + 1)


def _problemas_de_espera(punto: Punto, instancia: Instancia) -> list[Problema]:
    if punto.clase == Clase.OTRO or any(a.clave == (punto.clase, punto.objeto.pk) for a in lo_que_espera(instancia)):
        return []
    return [Problema("Ese asunto ya no espera decisión: alguien lo decidió o lo recuperó para corregirlo.")]


@transaction.atomic
def soltar_punto(*, punto: Punto, motivo: str, por: Usuario, ahora: datetime) -> Punto:
    """Decide que un asunto no se tratará: no pasa a la sesión siguiente. Un compromiso no se suelta: se cancela."""
    exigir(problemas_de_motivo(motivo, "no se tratará"))
    if punto.clase == Clase.COMPROMISO:
        raise ReglaIncumplida("Un compromiso aparece en cada sesión hasta cerrarse: cúmplalo o cancélelo.")
    tomar_instancia(punto.sesion.instancia_id)
    punto = tomar_fila(Punto.objects.con_objeto().filter(pk=punto.pk))
    if Punto.objects.filter(viene_de=punto).exists():
        raise ReglaIncumplida("El punto ya pasó a otra sesión: suéltelo allá.")
    if punto.resultados.exists():
        raise ReglaIncumplida("El punto ya tiene resultados: no se suelta.")
    estaba = punto.estado
    soltado = mover_a(
        punto,
        Estado.SOLTADO,
        "soltar",
        por=por,
        ahora=ahora,
        nota=motivo.strip(),
        soltado_en=ahora,
        soltado_por=por,
        soltado_motivo=motivo.strip(),
    )
    if estaba == Estado.PENDIENTE:
        _renumerar(punto.sesion)
    return soltado


@transaction.atomic
def mover_punto(*, punto: Punto, arriba: bool, por: Usuario, ahora: datetime) -> Punto:
    """Cambia un punto de lugar con el pendiente de antes o de después; lo decidido conserva su número."""
    punto = tomar_punto(punto, sesion_en=_ABIERTA)
    pendientes = list(_pendientes(punto.sesion))
    lugar = [p.pk for p in pendientes].index(punto.pk)
    otro = lugar - 1 if arriba else lugar + 1
    if not 0 <= otro < len(pendientes):
        return punto
    vecino = pendientes[otro]
    Punto.objects.filter(pk=vecino.pk).update(orden=punto.orden)
    Punto.objects.filter(pk=punto.pk).update(orden=vecino.orden)
    registrar(punto, verbo="mover", por=por, ahora=ahora, cambios={"orden": (punto.orden, vecino.orden)})
    punto.orden = vecino.orden
    return punto


def _pendientes(sesion: Sesion) -> QuerySet[Punto]:
    return Punto.objects.filter(sesion=sesion, estado=Estado.PENDIENTE).order_by("orden", "pk")


def _renumerar(sesion: Sesion) -> None:
    """Los pendientes toman, en su orden, los números que deja lo decidido: ése ya está citado y no cambia."""
    fijos = set(Punto.objects.filter(sesion=sesion, estado=Estado.TRATADO).values_list("orden", flat=True))
    pendientes = list(_pendientes(sesion))
    libres = (n for n in range(1, len(pendientes) + len(fijos) + 1) if n not in fijos)
    for punto, numero in zip(pendientes, libres, strict=False):
        if punto.orden != numero:
            Punto.objects.filter(pk=punto.pk).update(orden=numero)
