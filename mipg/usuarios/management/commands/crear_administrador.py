"""Primera persona del sistema: administra usuarios y catálogos, y desde ahí invita a las demás.

Queda como un cambio de cuenta de origen «servidor», que ve Control Interno. Si alguien vivo puede nombrarla por el
portal, no hace nada y dice quién.
"""

from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from mipg.bitacora.contexto import actuar
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones import crear_persona
from mipg.usuarios.acciones.cambios import aplicar_por_orden
from mipg.usuarios.dependencias import por_su_nombre
from mipg.usuarios.models import Asignacion, Dependencia
from mipg.usuarios.roles import Operacion, Rol

INSTALACION = "Instalación del sistema"


class Command(BaseCommand):
    """`manage.py crear_administrador correo "Nombre completo" "Dependencia"`; la contraseña se pide, no se escribe."""

    help = "Crea la primera persona, con el rol de administración técnica."

    def add_arguments(self, parser):
        """Correo, nombre y dependencia."""
        parser.add_argument("correo")
        parser.add_argument("nombre")
        parser.add_argument("dependencia", help="Nombre, sigla o alias de la dependencia.")
        parser.add_argument("--acto", default=INSTALACION, help="Acto que la nombra, si no es la instalación.")

    def handle(self, *args, correo: str, nombre: str, dependencia: str, acto: str = INSTALACION, **options):
        """Crea la persona, su rol y su contraseña, todo o nada."""
        ahora = timezone.now()
        try:
            donde = por_su_nombre(dependencia)
        except Dependencia.DoesNotExist as error:
            raise CommandError(str(error)) from error
        if acto == INSTALACION and Asignacion.objects.exists():
            raise CommandError("El sistema ya está instalado: cite el acto que la nombra, con --acto.")
        clave = getpass("Contraseña: ")
        try:
            with transaction.atomic(), actuar(origen="comando"):
                persona = crear_persona(email=correo, nombre=nombre, por=None, ahora=ahora)
                validate_password(clave, persona)
                persona.set_password(clave)
                persona.save(update_fields=["password"])
                aplicar_por_orden(
                    operacion=Operacion.DAR_ROL,
                    persona=persona,
                    acto=acto,
                    motivo="Nadie más puede nombrarla por el portal.",
                    rol=Rol.ADMINISTRADOR,
                    dependencia=donde,
                    desde=timezone.localdate(),
                    ahora=ahora,
                )
        except ReglaIncumplida as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Creada la cuenta de administración de {nombre}. Ya puede entrar al portal.")
