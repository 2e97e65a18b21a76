"""Cifra otra vez las semillas del segundo factor, tras cambiar `MIPG_CLAVE_DE_FACTORES`."""

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from mipg.usuarios.factor.acciones import recifrar


class Command(BaseCommand):
    help = "Cifra otra vez las semillas del segundo factor con la primera clave de MIPG_CLAVE_DE_FACTORES."

    def handle(self, **_):
        try:
            cuantas = recifrar()
        except InvalidToken:
            raise CommandError(
                "Hay semillas cifradas con una clave que no está: añádala al final de MIPG_CLAVE_DE_FACTORES. "
                "No se cambió nada."
            ) from None
        self.stdout.write(f"Semillas cifradas con la clave de ahora: {cuantas}. Ya puede quitar las anteriores.")
