"""Lo que un cambio le hace a una cuenta, ya decidido quién puede. Sólo lo llaman las acciones de personas y de cambios.

Cada uno corta los accesos de la persona: sus sesiones y sus enlaces de contraseña mueren con lo que era. Darle algo a
quien nunca ha entrado no le quita la invitación que ya tiene en su buzón.
"""

from datetime import date, datetime, time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.text import capfirst

from mipg.bitacora.acciones import registrar
from mipg.bitacora.models import Suceso
from mipg.fechas import BOGOTA, en_bogota
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.acciones.dependencias import exigir_que_existan
from mipg.usuarios.models import Asignacion, Dependencia, TipoAsignacion, Usuario
from mipg.usuarios.reglas import (
    problemas_de_vacante,
    problemas_para_anular,
    problemas_para_asignar,
    problemas_para_terminar,
)
from mipg.usuarios.resguardo import problemas_del_correo, problemas_del_nombre
from mipg.usuarios.roles import VERBOS, Operacion, Rol


def _tomar(persona: Usuario) -> Usuario:
    """La persona, con su fila tomada hasta que la transacción termine."""
    return Usuario.objects.select_for_update().get(pk=persona.pk)


def _cortar(persona: Usuario) -> None:
    Usuario.objects.filter(pk=persona.pk).cortar_accesos()


def _cortar_si_entro(persona: Usuario) -> None:
    if persona.usada:
        _cortar(persona)


@transaction.atomic
def cambiar_datos(*, persona: Usuario, nuevos: dict, por: Usuario | None, ahora: datetime, nota: str = "") -> Usuario:
    """Guarda los datos `nuevos` (`{campo: valor}`) que difieran. Un correo nuevo deja de recordar el anterior.

    Lanza `ValidationError` si alguno no sirve (un correo que ya es de otra persona) y `ReglaIncumplida` si llega al
    buzón de otra cuenta o es el que otra acaba de dejar y todavía puede recobrar.
    """
    persona = _tomar(persona)
    cambios = {campo: (getattr(persona, campo), valor) for campo, valor in nuevos.items()}
    cambios = {campo: (antes, despues) for campo, (antes, despues) in cambios.items() if antes != despues}
    if not cambios:
        return persona
    if "email" in cambios and persona.invitada_en and not persona.usada:
        # Se la invitó a otro buzón.
        cambios["invitada_en"] = (persona.invitada_en, None)
    for campo, (_, valor) in cambios.items():
        setattr(persona, campo, valor)
    persona.full_clean(exclude=["password"])
    if "nombre" in cambios:
        exigir(problemas_del_nombre(cambios["nombre"][1], en_bogota(ahora), de=persona.pk, por=por and por.pk))
    if "email" in cambios:
        exigir(problemas_del_correo(persona.email, ahora, de=persona.pk, por=por and por.pk))
    persona.save(update_fields=[*cambios])
    if "email" in cambios:
        # allauth recuerda cada correo con el que se entró: el viejo no debe abrir la puerta ni recibir claves.
        EmailAddress.objects.filter(user=persona).delete()
        _cortar(persona)
    elif "vinculo_hasta" in cambios:
        _cortar_si_entro(persona)
    verbo = VERBOS[Operacion.CORREO if "email" in cambios else Operacion.VINCULO]
    registrar(persona, verbo=verbo, por=por, ahora=ahora, cambios=cambios, nota=nota)
    return persona


@transaction.atomic
def activar(*, persona: Usuario, a: bool, por: Usuario | None, ahora: datetime, nota: str = "") -> Usuario:
    """Da o quita el acceso. Lanza `EstadoCambiado` si ya estaba así."""
    if not Usuario.objects.filter(pk=persona.pk, is_active=not a).update(is_active=a):
        raise EstadoCambiado(f"{persona} ya estaba {'activa' if a else 'desactivada'}.")
    _cortar(persona)
    persona.refresh_from_db()
    verbo = VERBOS[Operacion.REACTIVAR if a else Operacion.DESACTIVAR]
    registrar(persona, verbo=verbo, por=por, ahora=ahora, cambios={"is_active": (not a, a)}, nota=nota)
    return persona


@transaction.atomic
def dar_rol(
    *,
    persona: Usuario,
    rol: str,
    dependencia: Dependencia,
    desde: date,
    por: Usuario | None,
    ahora: datetime,
    hasta: date | None = None,
    en_encargo_de: Usuario | None = None,
    vacante: bool = False,
    acto: str = "",
    nota: str = "",
) -> Asignacion:
    """Da a la persona un rol fechado: titular, en encargo de otra o, con `vacante`, de un cargo sin titular.

    Lanza `ReglaIncumplida` si el rol es incompatible con otro que tenga, si encarga lo que el titular no tiene o si
    dice vacante un cargo que lo tiene.
    """
    # La fila de la persona se toma para que dos asignaciones a la vez no burlen la exclusión.
    persona = _tomar(persona)
    exigir_que_existan([dependencia and dependencia.pk], en_bogota(ahora), tomar=True)
    otras = list(persona.asignaciones.values_list("rol", "desde", "hasta"))
    del_titular = en_encargo_de and list(
        en_encargo_de.asignaciones.filter(tipo=TipoAsignacion.TITULAR).values_list(
            "rol", "dependencia", "desde", "hasta"
        )
    )
    exigir(
        problemas_para_asignar(
            a_si_mismo=por is not None and por.pk == persona.pk,
            rol=rol,
            dependencia=dependencia.pk if dependencia else None,
            desde=desde,
            hasta=hasta,
            otras=otras,
            del_titular=del_titular,
        )
    )
    if vacante:
        titulares = Asignacion.objects.titulares(rol, dependencia)
        exigir(problemas_de_vacante(desde=desde, hasta=hasta, acto=acto, titulares=titulares))
    asignacion = Asignacion(
        persona=persona,
        rol=rol,
        dependencia=dependencia,
        desde=desde,
        hasta=hasta,
        tipo=TipoAsignacion.ENCARGO if en_encargo_de or vacante else TipoAsignacion.TITULAR,
        en_encargo_de=en_encargo_de,
        acto=acto.strip(),
    )
    asignacion.full_clean()
    asignacion.save()
    _cortar_si_entro(persona)
    registrar(
        persona,
        verbo=VERBOS[Operacion.DAR_ROL],
        por=por,
        ahora=ahora,
        cambios={"rol": (None, Rol(rol).label), "dependencia": (None, dependencia.nombre)},
        nota=". ".join(filter(None, [capfirst(asignacion.encargo), asignacion.acto, nota])),
    )
    return asignacion


def actuo(persona: Usuario, hoy: date) -> bool:
    """Si la persona hizo hoy algo que no fue en su propia cuenta."""
    hechos = Suceso.objects.filter(actor=persona, timestamp__gte=datetime.combine(hoy, time.min, tzinfo=BOGOTA))
    tipo = ContentType.objects.get_for_model(Usuario)
    return hechos.exclude(content_type=tipo, object_pk=str(persona.pk)).exists()


@transaction.atomic
def terminar_rol(
    *, asignacion: Asignacion, hasta: date, por: Usuario | None, ahora: datetime, nota: str = ""
) -> Asignacion:
    """Pone fecha final a una asignación o adelanta la que tenía; nunca la alarga.

    Lanza `ReglaIncumplida` si ya terminó o la fecha no sirve.
    """
    asignacion = Asignacion.objects.select_for_update().get(pk=asignacion.pk)
    anterior, hoy = asignacion.hasta, en_bogota(ahora)
    hizo = actuo(asignacion.persona, hoy)
    exigir(problemas_para_terminar(desde=asignacion.desde, anterior=anterior, hasta=hasta, hoy=hoy, actuo=hizo))
    asignacion.hasta = hasta
    asignacion.full_clean()
    asignacion.save(update_fields=["hasta"])
    _cortar(asignacion.persona)
    registrar(
        asignacion.persona,
        verbo=VERBOS[Operacion.TERMINAR_ROL],
        por=por,
        ahora=ahora,
        cambios={"hasta": (anterior, hasta)},
        nota=nota,
    )
    return asignacion


@transaction.atomic
def anular_rol(*, asignacion: Asignacion, por: Usuario | None, ahora: datetime, nota: str = "") -> None:
    """Borra una asignación que nadie ejerció; la bitácora conserva cuál era.

    Lanza `ReglaIncumplida` si ya se ejerció.
    """
    asignacion = Asignacion.objects.select_for_update().get(pk=asignacion.pk)
    persona, hoy = asignacion.persona, en_bogota(ahora)
    exigir(problemas_para_anular(desde=asignacion.desde, hoy=hoy, usada=persona.usada, actuo=actuo(persona, hoy)))
    cambios = {
        "rol": (asignacion.get_rol_display(), None),
        "dependencia": (asignacion.dependencia.nombre, None),
        "desde": (asignacion.desde, None),
        "hasta": (asignacion.hasta, None),
    }
    dicho = [capfirst(asignacion.encargo), asignacion.acto, nota]
    asignacion.delete()
    _cortar(persona)
    registrar(
        persona,
        verbo=VERBOS[Operacion.ANULAR_ROL],
        por=por,
        ahora=ahora,
        cambios=cambios,
        nota=". ".join(filter(None, dicho)),
    )


@transaction.atomic
def reiniciar_factor(*, persona: Usuario, por: Usuario | None, ahora: datetime, nota: str = "") -> None:
    """Borra los segundos factores de la persona: si su rol lo exige, al entrar configura uno nuevo."""
    persona = _tomar(persona)
    Authenticator.objects.filter(user=persona).delete()
    _cortar(persona)
    registrar(persona, verbo=VERBOS[Operacion.FACTOR], por=por, ahora=ahora, nota=nota)
