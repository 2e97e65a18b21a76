"""Verbos sobre personas (crear, editar, desactivar, reactivar, asignar, terminar) e importar dependencias."""

from datetime import date, datetime

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.text import capfirst

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.libros import Libro
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.dependencias import entender
from mipg.usuarios.models import AliasDependencia, Asignacion, Dependencia, Usuario
from mipg.usuarios.reglas import (
    problemas_de_vacante,
    problemas_para_asignar,
    problemas_para_desactivar,
    problemas_para_terminar,
)
from mipg.usuarios.roles import Rol


@transaction.atomic
def crear_persona(
    *,
    email: str,
    nombre: str,
    por: Usuario | None,
    ahora: datetime,
    cargo: str = "",
    vinculo_hasta: date | None = None,
) -> Usuario:
    """Crea una persona sin contraseña: entrará con el enlace de su invitación."""
    persona = Usuario.objects.create_user(
        email, nombre=nombre.strip(), cargo=cargo.strip(), vinculo_hasta=vinculo_hasta
    )
    registrar(persona, verbo="crear", por=por, ahora=ahora)
    return persona


@transaction.atomic
def editar_persona(
    *,
    persona: Usuario,
    email: str,
    nombre: str,
    cargo: str,
    vinculo_hasta: date | None,
    visto: str,
    por: Usuario,
    ahora: datetime,
) -> Usuario:
    """Corrige los datos de una persona, sobre los que se leyeron (`visto`, su `Usuario.huella`).

    Lanza `EstadoCambiado` si otra persona los guardó mientras tanto: no se pisa lo suyo.

    Al cambiar el correo, el anterior deja de servir para entrar y recibe un aviso: si el cambio no era de su dueño,
    así se entera.
    """
    persona = Usuario.objects.select_for_update().get(pk=persona.pk)
    if persona.huella != visto:
        raise EstadoCambiado("Otra persona guardó estos datos mientras usted los editaba. Compare antes de guardar.")
    nuevos = {
        "email": email.strip().lower(),
        "nombre": nombre.strip(),
        "cargo": cargo.strip(),
        "vinculo_hasta": vinculo_hasta,
    }
    cambios = {campo: (getattr(persona, campo), valor) for campo, valor in nuevos.items()}
    cambios = {campo: (antes, despues) for campo, (antes, despues) in cambios.items() if antes != despues}
    if not cambios:
        return persona
    for campo, valor in nuevos.items():
        setattr(persona, campo, valor)
    persona.full_clean(exclude=["password"])
    persona.save(update_fields=[*cambios])
    if "email" in cambios:
        # allauth recuerda cada correo con el que se entró: el viejo no debe abrir la puerta ni recibir claves.
        EmailAddress.objects.filter(user=persona).delete()
        anterior, _ = cambios["email"]
        # La bandeja de salida está un piso arriba: se llega a ella por el adaptador de las cuentas.
        get_adapter().avisar_cambio_de_correo(persona=persona, anterior=anterior, ahora=ahora)
    verbo = "cambiar correo" if "email" in cambios else "editar"
    registrar(persona, verbo=verbo, por=por, ahora=ahora, cambios=cambios)
    return persona


@transaction.atomic
def desactivar(*, persona: Usuario, motivo: str, por: Usuario, ahora: datetime) -> Usuario:
    """Quita el acceso desde la siguiente petición. La persona y lo que hizo se conservan."""
    exigir(problemas_para_desactivar(persona=persona.pk, por=por.pk, motivo=motivo))
    return _activar(persona, a=False, verbo="desactivar", nota=motivo.strip(), por=por, ahora=ahora)


@transaction.atomic
def reactivar(*, persona: Usuario, por: Usuario, ahora: datetime) -> Usuario:
    """Devuelve el acceso a una persona desactivada, con las asignaciones que sigan vigentes."""
    return _activar(persona, a=True, verbo="reactivar", nota="", por=por, ahora=ahora)


def _activar(persona: Usuario, *, a: bool, verbo: str, nota: str, por: Usuario, ahora: datetime) -> Usuario:
    if not Usuario.objects.filter(pk=persona.pk, is_active=not a).update(is_active=a):
        raise EstadoCambiado(f"{persona} ya estaba {'activa' if a else 'desactivada'}.")
    persona.refresh_from_db()
    registrar(persona, verbo=verbo, por=por, ahora=ahora, cambios={"is_active": (not a, a)}, nota=nota)
    return persona


@transaction.atomic
def asignar(
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
) -> Asignacion:
    """Da a la persona un rol fechado: titular, en encargo de otra o, con `vacante`, de un cargo sin titular.

    Lanza `ReglaIncumplida` si el rol es incompatible con otro que tenga, si encarga lo que el titular no tiene o si
    dice vacante un cargo que lo tiene.
    """
    # La fila de la persona se toma para que dos asignaciones a la vez no burlen la exclusión.
    persona = Usuario.objects.select_for_update().get(pk=persona.pk)
    otras = list(persona.asignaciones.values_list("rol", "desde", "hasta"))
    del_titular = en_encargo_de and list(
        en_encargo_de.asignaciones.filter(tipo=Asignacion.Tipo.TITULAR).values_list(
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
        tipo=Asignacion.Tipo.ENCARGO if en_encargo_de or vacante else Asignacion.Tipo.TITULAR,
        en_encargo_de=en_encargo_de,
        acto=acto.strip(),
    )
    asignacion.full_clean()
    asignacion.save()
    registrar(
        persona,
        verbo="asignar",
        por=por,
        ahora=ahora,
        cambios={"rol": (None, Rol(rol).label), "dependencia": (None, dependencia.nombre)},
        nota=". ".join(filter(None, [capfirst(asignacion.encargo), asignacion.acto])),
    )
    return asignacion


@transaction.atomic
def terminar_asignacion(*, asignacion: Asignacion, hasta: date, por: Usuario, ahora: datetime) -> Asignacion:
    """Pone fecha final a una asignación o adelanta la que tenía; nunca la alarga.

    Lanza `ReglaIncumplida` si ya terminó o la fecha no sirve.
    """
    asignacion = Asignacion.objects.select_for_update().get(pk=asignacion.pk)
    anterior = asignacion.hasta
    exigir(problemas_para_terminar(desde=asignacion.desde, anterior=anterior, hasta=hasta, hoy=en_bogota(ahora)))
    asignacion.hasta = hasta
    asignacion.full_clean()
    asignacion.save(update_fields=["hasta"])
    registrar(
        asignacion.persona,
        verbo="terminar asignación",
        por=por,
        ahora=ahora,
        cambios={"hasta": (anterior, hasta)},
    )
    return asignacion


@transaction.atomic
def cerrar_las_demas(*, persona: Usuario, llave: str, ahora: datetime) -> int:
    """Cierra las sesiones de la persona menos la de `llave`, que es desde donde lo pide; devuelve cuántas."""
    otras = UserSession.objects.filter(user=persona).exclude(session_key=llave)
    cerradas, _ = Session.objects.filter(session_key__in=otras.values("session_key")).delete()
    otras.delete()
    registrar(persona, verbo="cerrar sesiones", por=persona, ahora=ahora, nota=f"Sesiones cerradas: {cerradas}.")
    return cerradas


@transaction.atomic
def importar_dependencias(*, libro: Libro, de: str, por: Usuario, ahora: datetime) -> dict[str, int]:
    """Añade al catálogo las dependencias, superiores y alias de un libro llamado `de`: todo o nada.

    Devuelve `LecturaDeDependencias.cuantas`. Lanza como `LecturaDeLista.exigir_que_se_pueda`.
    """
    # Dos archivos a la vez podrían cerrar un ciclo entre los dos.
    catalogo = {una.pk: una for una in Dependencia.objects.select_for_update().order_by("pk")}
    lectura = entender(libro)
    lectura.exigir_que_se_pueda()
    de_quien = Dependencia.objects.por_nombre()
    for fila in lectura.filas:
        if not fila.pk:
            nueva = Dependencia.objects.create(nombre=fila.nombre)
            catalogo[nueva.pk], de_quien[fila.clave] = nueva, nueva.pk
            registrar(nueva, verbo="crear", por=por, ahora=ahora, nota=f"De {de}, fila {fila.fila}.")
    # Un superior puede venir con su alias: primero se nombran todas.
    for fila in lectura.filas:
        for nombre in fila.alias:
            alias = AliasDependencia(dependencia_id=de_quien[fila.clave], nombre=nombre, fuente=f"De {de}"[:200])
            alias.save()
            de_quien[alias.clave] = alias.dependencia_id
    for fila in lectura.filas:
        dependencia, cambios = catalogo[de_quien[fila.clave]], {}
        if fila.superior:
            dependencia.superior = catalogo[de_quien[fila.superior]]
            dependencia.save(update_fields=["superior"])
            cambios["superior"] = (None, str(dependencia.superior))
        if fila.alias:
            cambios["alias"] = (None, "; ".join(fila.alias))
        if cambios:
            registrar(dependencia, verbo="editar", por=por, ahora=ahora, cambios=cambios)
    return lectura.cuantas
