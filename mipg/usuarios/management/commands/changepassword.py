"""La orden de Django con este nombre cambiaría la contraseña de cualquiera sin avisarle ni dejarlo dicho."""

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Ocupa el lugar de la de Django: cada quien pone su contraseña con el enlace que llega a su correo."""

    help = "No se usa: cada persona pone su contraseña con el enlace que llega a su correo."

    def add_arguments(self, parser):
        """Recibe lo mismo que la de Django, para explicarse en vez de quejarse de los argumentos."""
        parser.add_argument("username", nargs="?")
        parser.add_argument("--database")

    def handle(self, *args, **options):
        """Dice qué hacer en vez de esto."""
        raise CommandError(
            "Nadie le pone la contraseña a otra persona: ella la elige en «¿Olvidó su contraseña?», con el enlace que "
            "llega a su correo. Si ya no tiene ese correo, cámbieselo por el portal o con «manage.py cambiar_cuenta»."
        )
