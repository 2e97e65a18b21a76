"""Primera persona del sistema: administra usuarios y catálogos, y desde ahí invita a las demás."""

from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from mipg.bitacora.contexto import actuar
from mipg.usuarios.acciones import asignar, crear_persona
from mipg.usuarios.models import Dependencia
from mipg.usuarios.roles import Rol


class Command(BaseCommand):
    """`manage.py crear_administrador correo "Nombre completo" "Dependencia"`; la contraseña se pide, no se escribe."""

    help = "Crea la primera persona, con el rol de administración técnica."

    def add_arguments(self, parser):
        """Correo, nombre y dependencia."""
        parser.add_argument("correo")
        parser.add_argument("nombre")
        parser.add_argument("dependencia", help="Nombre oficial de la dependencia.")

    def handle(self, *args, correo: str, nombre: str, dependencia: str, **options):
        """Crea la persona, su rol y su contraseña, todo o nada."""
        ahora = timezone.now()
        try:
            donde = Dependencia.objects.get_by_natural_key(dependencia)
        except Dependencia.DoesNotExist as error:
            raise CommandError(
                f"No existe la dependencia «{dependencia}». Cargue antes el catálogo: sembrar."
            ) from error
        clave = getpass("Contraseña: ")
        try:
            with transaction.atomic(), actuar(origen="comando"):
                persona = crear_persona(email=correo, nombre=nombre, por=None, ahora=ahora)
                validate_password(clave, persona)
                persona.set_password(clave)
                persona.save(update_fields=["password"])
                asignar(
                    persona=persona,
                    rol=Rol.ADMINISTRADOR,
                    dependencia=donde,
                    desde=timezone.localdate(),
                    por=None,
                    ahora=ahora,
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Creada la cuenta de administración de {nombre}. Ya puede entrar al portal.")
