"""Verbos sobre personas (crear, editar, desactivar, reactivar, asignar, terminar) e importar dependencias."""

from datetime import date, datetime

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.libros import Libro
from mipg.reglas import EstadoCambiado, exigir
from mipg.texto import normalizar, una_linea
from mipg.usuarios.acciones import efectos
from mipg.usuarios.acciones.cambios import pedir_cambio
from mipg.usuarios.dependencias import entender
from mipg.usuarios.models import AliasDependencia, Asignacion, CambioDeCuenta, Dependencia, Usuario
from mipg.usuarios.reglas import problemas_para_desactivar
from mipg.usuarios.reglas.cambios import problemas_para_cambiar_solo
from mipg.usuarios.resguardo import afectado, perfiles, problemas_del_correo, problemas_del_nombre
from mipg.usuarios.roles import Operacion


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
    """Crea una persona sin contraseña: entrará con el enlace de su invitación.

    Lanza `ReglaIncumplida` si el nombre es el de otra resguardada, o el correo llega al buzón de otra o es el que
    otra acaba de dejar y aún puede recobrar, y `ValidationError` si los datos no sirven.
    """
    exigir(problemas_del_correo(email, ahora, por=por and por.pk))
    exigir(problemas_del_nombre(nombre, en_bogota(ahora)))
    persona = Usuario.objects.create_user(
        email, nombre=una_linea(nombre), cargo=una_linea(cargo), vinculo_hasta=vinculo_hasta
    )
    registrar(persona, verbo="crear", por=por, ahora=ahora, cambios={"email": (None, persona.email)})
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
    motivo: str = "",
    acto: str = "",
) -> list[CambioDeCuenta]:
    """Corrige nombre y cargo, sobre los datos que se leyeron (`visto`, su `Usuario.huella`), y se lo dice a la persona.

    El correo y el final del vínculo son cambios de cuenta: se piden con el `motivo` y el `acto`, y se devuelven.

    Lanza `EstadoCambiado` si otra persona los guardó mientras tanto: no se pisa lo suyo.
    """
    persona = Usuario.objects.select_for_update().get(pk=persona.pk)
    if persona.huella != visto:
        raise EstadoCambiado("Otra persona guardó estos datos mientras usted los editaba. Compare antes de guardar.")
    datos = {"nombre": una_linea(nombre), "cargo": una_linea(cargo)}
    if any(getattr(persona, campo) != valor for campo, valor in datos.items()):
        persona = efectos.cambiar_datos(persona=persona, nuevos=datos, por=por, ahora=ahora)
        get_adapter().avisar_correccion(persona=persona, por=por, ahora=ahora)
    pedido = {"persona": persona, "por": por, "ahora": ahora, "motivo": motivo, "acto": acto}
    pedidos = []
    if email.strip().lower() != persona.email:
        pedidos.append(pedir_cambio(operacion=Operacion.CORREO, correo=email, **pedido))
    if vinculo_hasta != persona.vinculo_hasta:
        pedidos.append(pedir_cambio(operacion=Operacion.VINCULO, hasta=vinculo_hasta, **pedido))
    return pedidos


def _exigir_que_baste(persona: Usuario, operacion: str, *, rol: str = "", por: Usuario | None, ahora: datetime) -> None:
    """Sin quién, es una orden en el servidor; con quién, lo que necesita a otra persona se pide con `pedir_cambio`."""
    if por is None:
        return
    hoy = en_bogota(ahora)
    exigir(
        problemas_para_cambiar_solo(
            quien=perfiles(hoy, [por.pk])[por.pk],
            correo=por.email,
            afectado=afectado(persona, hoy, rol),
            operacion=operacion,
        )
    )


@transaction.atomic
def desactivar(*, persona: Usuario, motivo: str, por: Usuario | None, ahora: datetime) -> Usuario:
    """Quita el acceso desde la siguiente petición, si una persona basta. Ella y lo que hizo se conservan."""
    exigir(problemas_para_desactivar(motivo=motivo))
    _exigir_que_baste(persona, Operacion.DESACTIVAR, por=por, ahora=ahora)
    return efectos.activar(persona=persona, a=False, por=por, ahora=ahora, nota=motivo.strip())


@transaction.atomic
def reactivar(*, persona: Usuario, por: Usuario | None, ahora: datetime) -> Usuario:
    """Devuelve el acceso a una persona desactivada, con sus asignaciones vigentes, si una persona basta."""
    _exigir_que_baste(persona, Operacion.REACTIVAR, por=por, ahora=ahora)
    return efectos.activar(persona=persona, a=True, por=por, ahora=ahora)


@transaction.atomic
def asignar(
    *, persona: Usuario, rol: str, dependencia: Dependencia, por: Usuario | None, ahora: datetime, **que
) -> Asignacion:
    """Da a la persona un rol fechado (como `efectos.dar_rol`), si una persona basta."""
    _exigir_que_baste(persona, Operacion.DAR_ROL, rol=rol, por=por, ahora=ahora)
    return efectos.dar_rol(persona=persona, rol=rol, dependencia=dependencia, por=por, ahora=ahora, **que)


@transaction.atomic
def terminar_asignacion(*, asignacion: Asignacion, hasta: date, por: Usuario | None, ahora: datetime) -> Asignacion:
    """Pone fecha final a una asignación o adelanta la que tenía (como `efectos.terminar_rol`), si una persona basta."""
    _exigir_que_baste(asignacion.persona, Operacion.TERMINAR_ROL, rol=asignacion.rol, por=por, ahora=ahora)
    return efectos.terminar_rol(asignacion=asignacion, hasta=hasta, por=por, ahora=ahora)


@transaction.atomic
def cerrar_las_demas(*, persona: Usuario, llave: str, ahora: datetime) -> int:
    """Corta todo acceso de la persona, también sus enlaces de contraseña; devuelve cuántas sesiones más se conocían.

    La de `llave`, desde donde lo pide, se conserva: quien llama la renueva y la vuelve a anotar.
    """
    suyas = UserSession.objects.filter(user=persona)
    otras = suyas.exclude(session_key=llave).values("session_key")
    cerradas, _ = Session.objects.filter(session_key__in=otras).delete()
    suyas.delete()
    Usuario.objects.filter(pk=persona.pk).cortar_accesos()
    registrar(persona, verbo="cerrar sesiones", por=persona, ahora=ahora, nota=f"Sesiones cerradas: {cerradas}.")
    return cerradas


@transaction.atomic
def importar_dependencias(*, libro: Libro, de: str, por: Usuario, ahora: datetime) -> dict[str, int]:
    """Añade al catálogo las dependencias, superiores, alias y datos de un libro llamado `de`: todo o nada.

    Devuelve `LecturaDeDependencias.cuantas`. Lanza como `LecturaDeLista.exigir_que_se_pueda`.
    """
    # Dos archivos a la vez podrían cerrar un ciclo entre los dos.
    catalogo = {una.pk: una for una in Dependencia.objects.select_for_update().order_by("pk")}
    lectura = entender(libro, hoy=en_bogota(ahora))
    lectura.exigir_que_se_pueda()
    de_quien = Dependencia.objects.por_nombre()
    for fila in lectura.filas:
        if not fila.pk:
            nueva = Dependencia(nombre=fila.nombre, **fila.datos)
            nueva.full_clean()
            nueva.save()
            catalogo[nueva.pk], de_quien[fila.clave] = nueva, nueva.pk
            registrar(nueva, verbo="crear", por=por, ahora=ahora, nota=f"De {de}, fila {fila.fila}.")
    # Un superior puede venir con su sigla o su alias: primero se nombran todas.
    for fila in lectura.filas:
        if sigla := fila.datos.get("sigla"):
            de_quien[normalizar(sigla)] = de_quien[fila.clave]
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
        if fila.pk and fila.datos:
            cambios |= {campo: (getattr(dependencia, campo), valor) for campo, valor in fila.datos.items()}
            for campo, valor in fila.datos.items():
                setattr(dependencia, campo, valor)
            dependencia.full_clean()
            dependencia.save(update_fields=[*fila.datos])
        if fila.alias:
            cambios["alias"] = (None, "; ".join(fila.alias))
        if cambios:
            registrar(dependencia, verbo="editar", por=por, ahora=ahora, cambios=cambios)
    return lectura.cuantas
