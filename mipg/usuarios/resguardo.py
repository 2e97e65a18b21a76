"""Leer de la base lo que deciden las reglas de los cambios de cuenta: el afectado y quienes podrían confirmar."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.db.models.functions import Coalesce

from mipg.reglas import Problema
from mipg.texto import normalizar
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Usuario
from mipg.usuarios.reglas import Papel, Perfil
from mipg.usuarios.reglas.cambios import (
    Afectado,
    Viva,
    confirma_otra,
    direccion_probada,
    pesa_el_correo,
    problemas_de_direccion,
    problemas_de_fechas,
    problemas_del_pedido,
    problemas_para_confirmar,
    problemas_para_detener,
    problemas_para_rechazar,
    pueden_confirmar,
)
from mipg.usuarios.reglas.correos import problemas_de_buzon
from mipg.usuarios.reglas.nombres import problemas_de_nombre
from mipg.usuarios.roles import ESPERA, RESGUARDOS, Operacion


def afectados(personas: Iterable[Usuario], hoy: date) -> dict[int, Afectado]:
    """Cada persona (por su clave primaria) como afectada de un cambio. Dos consultas, sean cuantas sean."""
    personas = {persona.pk: persona for persona in personas}
    roles, correo_de = defaultdict(set), {}
    for persona, rol in (
        Asignacion.objects.filter(persona__in=personas).no_terminadas(hoy).values_list("persona", "rol").distinct()
    ):
        roles[persona].add(rol)
    for persona, aplicado_en, *quienes in (
        CambioDeCuenta.objects.filter(afectado__in=personas, operacion=Operacion.CORREO)
        .filter(estado=CambioDeCuenta.Estado.APLICADO)
        .order_by("aplicado_en", "pk")
        .values_list("afectado", "aplicado_en", "pedido_por", "confirmado_por")
    ):
        pesa = pesa_el_correo(aplicado_en=aplicado_en, entro_en=personas[persona].last_login, hoy=hoy)
        correo_de[persona] = frozenset(quienes) - {None} if pesa else frozenset()
    return {
        pk: Afectado(pk, persona.email, frozenset(roles[pk]), persona.usada, correo_de.get(pk, frozenset()))
        for pk, persona in personas.items()
    }


def afectado(persona: Usuario, hoy: date, rol: str = "") -> Afectado:
    """La persona como afectada de un cambio; `rol`: el que se le da o se le quita."""
    return afectados([persona], hoy)[persona.pk].con(rol)


def perfiles(hoy: date, personas: Collection[int] | None = None) -> dict[int, Perfil]:
    """Lo que es hoy cada quien que podría confirmar algo; con `personas` (claves primarias), lo que son ellas."""
    papeles: Mapping[int, list[Papel]] = defaultdict(list, {pk: [] for pk in personas or ()})
    vigentes = Asignacion.objects.vigentes(hoy)
    if personas is None:
        vigentes = vigentes.filter(rol__in=set().union(*(r.confirman | r.piden for r in RESGUARDOS.values())))
    else:
        vigentes = vigentes.filter(persona__in=personas)
    for persona, rol, dependencia in vigentes.values_list("persona", "rol", "dependencia"):
        papeles[persona].append(Papel(rol, dependencia))
    return {persona: Perfil(persona, hoy, tuple(suyos)) for persona, suyos in papeles.items()}


def recuperacion_suspendida(persona: Usuario, ahora: datetime) -> bool:
    """Acaban de cambiarle el correo o el segundo factor, o detuvo el cambio: por un día no recupera la contraseña.

    Se deriva de sus cambios aplicados y detenidos. Una cuenta que nadie ha usado no tiene contraseña que robarle.
    """
    return suspendida_hasta(persona, ahora) is not None


def suspendida_hasta(persona: Usuario, ahora: datetime) -> datetime | None:
    """Cuándo vuelve a recuperar la contraseña por correo quien la tiene suspendida."""
    if not persona.usada:
        return None
    suyos = CambioDeCuenta.objects.que_suspenden(ahora).filter(afectado=persona)
    ultimo = suyos.aggregate(u=Max(Coalesce("detenido_en", "aplicado_en")))["u"]
    return ultimo and ultimo + ESPERA


def probada(persona: Usuario) -> str:
    """La última dirección con que la persona entró o, si no ha entrado, aquella a la que se la invitó."""
    aplicados = persona.cambios_de_cuenta.filter(operacion=Operacion.CORREO, estado=CambioDeCuenta.Estado.APLICADO)
    cambios = aplicados.order_by("aplicado_en", "pk").values_list("aplicado_en", "correo_anterior")
    return direccion_probada(persona.email, persona.last_login or persona.invitada_en, cambios)


def problemas_de_detener(cambio: CambioDeCuenta, ahora: datetime) -> list[Problema]:
    """Por qué el afectado ya no puede detener el cambio."""
    return problemas_para_detener(
        estado=cambio.estado,
        operacion=cambio.operacion,
        se_puede_detener=cambio.se_puede_detener,
        aplicado_en=cambio.aplicado_en,
        vigente=cambio.correo == cambio.afectado.email,
        ahora=ahora,
    )


def problemas_del_correo(
    correo: str, ahora: datetime, *, de: int | None = None, por: int | None = None
) -> list[Problema]:
    """Por qué la cuenta `de` (clave primaria; ninguna, si es nueva) no toma esa dirección, que le pone `por`.

    La que tuvo una cuenta que nadie ha usado no le hace falta a nadie.
    """
    devuelven = CambioDeCuenta.objects.que_pueden_devolver(correo, ahora).exclude(afectado=de or 0)
    de_alguien = [c.aplicado_en + ESPERA for c in devuelven.select_related("afectado") if c.afectado.usada]
    cuentas = Usuario.objects.del_buzon(correo).order_by("pk").values_list("pk", "email")
    return problemas_de_buzon(correo.strip().lower(), de=de, por=por, cuentas=cuentas) or problemas_de_direccion(
        libre_en=max(de_alguien, default=None)
    )


def problemas_del_nombre(nombre: str, hoy: date, *, de: int | None = None, por: int | None = None) -> list[Problema]:
    """Por qué la persona `de` (clave primaria; ninguna, si es nueva) no toma ese nombre, que le pone `por`."""
    demas = Usuario.objects.resguardadas(hoy).exclude(pk=de or 0).order_by().values_list("nombre", flat=True)
    return problemas_de_nombre(
        nombre, propio=de is not None and de == por, reservados={normalizar(suyo) for suyo in demas}
    )


def vivas(hoy: date) -> list[Viva]:
    """Las personas vinculadas que hoy piden o confirman cambios de cuenta, con lo que la regla mira de ellas."""
    de_hoy = perfiles(hoy)
    personas = Usuario.objects.filter(pk__in=de_hoy).order_by("pk")
    return [Viva(de_hoy[persona.pk], persona.email, str(persona)) for persona in personas]


def problemas_de_las_fechas(cambio: CambioDeCuenta, usada: bool, hoy: date) -> list[Problema]:
    """Por qué el cambio ya no se puede aplicar: lo que pide del rol llegó tarde, o donde se ejercería no existe."""
    if cambio.operacion == Operacion.DAR_ROL and not cambio.dependencia.existe(hoy):
        return [Problema(f"{cambio.dependencia} no existe hoy.", "dependencia")]
    return problemas_de_fechas(
        operacion=cambio.operacion,
        desde=cambio.desde,
        hasta=cambio.hasta,
        anterior=cambio.asignacion and cambio.asignacion.hasta,
        esta=cambio.asignacion is not None,
        usada=usada,
        hoy=hoy,
    )


def problemas_de_confirmar(
    cambio: CambioDeCuenta, quien: Usuario, de_quien: Afectado, perfil_de: Mapping[int, Perfil]
) -> list[Problema]:
    """Por qué `quien` no puede confirmar el cambio, con los perfiles de hoy de las dos personas (por su clave)."""
    return problemas_para_confirmar(
        confirma=perfil_de[quien.pk],
        correo=quien.email,
        pide=perfil_de[cambio.pedido_por_id or 0],
        afectado=de_quien,
        operacion=cambio.operacion,
        correo_al_pedir=cambio.correo_anterior,
        se_aplica_solo=cambio.aplica_en is not None,
    ) or _llego_tarde(cambio, de_quien, perfil_de[quien.pk].hoy)


def _llego_tarde(cambio: CambioDeCuenta, de_quien: Afectado, hoy: date) -> list[Problema]:
    tarde = problemas_de_las_fechas(cambio, de_quien.usada, hoy)
    return [Problema(f"{problema.mensaje} Rechácelo.") for problema in tarde]


@dataclass(frozen=True)
class Decision:
    """Quiénes deciden hoy un cambio que sigue abierto.

    `se_aplica_solo`: sólo espera; `impedimento`: por qué ya nadie lo confirma (vacío si no lo hay) y se rechaza.
    """

    se_aplica_solo: bool
    impedimento: str
    confirman: tuple[Viva, ...]
    rechazan: tuple[Viva, ...]

    @property
    def nadie(self) -> bool:
        """Falta que otra persona lo confirme y hoy ninguna puede: hace falta una orden en el servidor."""
        return not (self.se_aplica_solo or self.impedimento or self.confirman)


def decisiones(abiertos: Collection[CambioDeCuenta], hoy: date) -> dict[int, Decision]:
    """Quiénes deciden cada cambio abierto, por su clave primaria. Las mismas consultas, sean cuantos sean."""
    if not abiertos:
        return {}
    de_quienes, de_hoy = afectados((cambio.afectado for cambio in abiertos), hoy), vivas(hoy)
    perfil_de = {una.perfil.persona: una.perfil for una in de_hoy}
    return {
        cambio.pk: _decision(cambio, de_quienes[cambio.afectado_id].con(cambio.rol), de_hoy, perfil_de, hoy)
        for cambio in abiertos
    }


def _decision(cambio, de_quien: Afectado, de_hoy: list[Viva], perfil_de: Mapping[int, Perfil], hoy: date) -> Decision:
    pide = perfil_de.get(cambio.pedido_por_id) or Perfil(cambio.pedido_por_id or 0, hoy)
    pedido = {"pide": pide, "afectado": de_quien, "correo_al_pedir": cambio.correo_anterior}
    impedimento = problemas_del_pedido(**pedido) or _llego_tarde(cambio, de_quien, hoy)
    solo = {"operacion": cambio.operacion, "se_aplica_solo": cambio.aplica_en is not None}
    confirman = [] if impedimento else pueden_confirmar(de_hoy, **pedido, **solo)
    rechazan = [
        una
        for una in de_hoy
        if not problemas_para_rechazar(rechaza=una.perfil, pide=pide.persona, afectado=de_quien, respuesta="sí")
    ]
    return Decision(
        cambio.aplica_en is not None and not confirma_otra(cambio.operacion, de_quien),
        " ".join(map(str, impedimento)),
        tuple(confirman),
        tuple(rechazan),
    )


def sin_quien_confirme(hoy: date) -> list[CambioDeCuenta]:
    """Los cambios abiertos que hoy nadie vivo puede confirmar, lo más viejo primero."""
    abiertos = CambioDeCuenta.objects.por_decidir().select_related(
        "afectado", "pedido_por", "dependencia", "asignacion"
    )
    abiertos = list(abiertos.select_related("en_encargo_de").order_by("creado_en", "pk"))
    decide = decisiones(abiertos, hoy)
    return [cambio for cambio in abiertos if decide[cambio.pk].nadie]
