"""Verbos sobre personas: crear, invitar, asignar, terminar una asignación, desactivar."""

from datetime import date, datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from mipg.avisos import acciones as avisos
from mipg.bitacora.acciones import registrar
from mipg.correo import componer
from mipg.fechas import en_bogota, en_palabras
from mipg.reglas import exigir
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from mipg.usuarios.reglas import problemas_para_asignar
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
    acto: str = "",
) -> Asignacion:
    """Da a la persona un rol fechado. Lanza `ReglaIncumplida` si el rol es incompatible con otro que tenga."""
    # La fila de la persona se toma para que dos asignaciones a la vez no burlen la exclusión.
    persona = Usuario.objects.select_for_update().get(pk=persona.pk)
    otras = persona.asignaciones.values_list("rol", "desde", "hasta")
    exigir(
        problemas_para_asignar(
            rol=rol,
            dependencia=dependencia.pk if dependencia else None,
            desde=desde,
            hasta=hasta,
            otras=otras,
        )
    )
    asignacion = Asignacion(
        persona=persona,
        rol=rol,
        dependencia=dependencia,
        desde=desde,
        hasta=hasta,
        tipo=Asignacion.Tipo.ENCARGO if en_encargo_de else Asignacion.Tipo.TITULAR,
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
    )
    return asignacion


@transaction.atomic
def terminar_asignacion(*, asignacion: Asignacion, hasta: date, por: Usuario, ahora: datetime) -> Asignacion:
    """Pone fecha final a una asignación."""
    anterior = asignacion.hasta
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
def invitar(*, persona: Usuario, por: Usuario, ahora: datetime) -> None:
    """Encola el correo de bienvenida con un enlace de un solo uso para poner la contraseña."""
    ruta = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(persona),
            "key": default_token_generator.make_token(persona),
        },
    )
    correo = componer(
        "invitacion",
        {
            "persona": persona,
            "enlace": f"{settings.BASE_URL}{ruta}",
            "entidad": settings.ENTIDAD["nombre"],
            "hoy": en_palabras(en_bogota(ahora)),
        },
    )
    Usuario.objects.filter(pk=persona.pk).update(invitada_en=ahora)
    registrar(persona, verbo="invitar", por=por, ahora=ahora, cambios={"invitada_en": (persona.invitada_en, ahora)})
    avisos.encolar(
        destino=persona.email,
        persona=persona.pk,
        asunto=correo.asunto,
        texto=correo.texto,
        html=correo.html,
        clase="invitacion",
        ahora=ahora,
    )
