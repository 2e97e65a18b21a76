"""Cambio de cuenta por orden de un acto administrativo, cuando nadie vivo puede pedirlo y confirmarlo por el portal."""

from argparse import RawDescriptionHelpFormatter
from datetime import date

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mipg.bitacora.contexto import actuar
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones.cambios import aplicar_por_orden
from mipg.usuarios.dependencias import por_su_nombre
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from mipg.usuarios.roles import DE_ROL, Operacion, Rol


class Command(BaseCommand):
    """`manage.py cambiar_cuenta correo@entidad.gov.co dar_rol --acto "Decreto 12 de 2026" --motivo "…" …`."""

    help = """Cambia una cuenta por orden de un acto, si nadie vivo puede hacerlo por el portal.

Si alguien puede, no hace nada y dice quién. Lo hecho queda como un cambio de cuenta de origen «servidor»: lo ve
Control Interno, y se le escribe a él, al Comité y a la persona.

  cambiar_cuenta ana@entidad.gov.co dar_rol --rol control_interno --dependencia "Oficina Asesora de Control Interno" \\
      --acto "Decreto 12 de 2026" --motivo "Primer nombramiento: todavía no hay quien confirme"
  cambiar_cuenta ana@entidad.gov.co correo --correo ana.perez@entidad.gov.co --acto … --motivo …
  cambiar_cuenta ana@entidad.gov.co factor --acto … --motivo …"""

    def create_parser(self, *args, **kwargs):
        """La ayuda conserva sus renglones."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        """A quién, qué operación, con qué acto y por qué; y lo que la operación necesite."""
        parser.add_argument("persona", help="Correo de la persona afectada, que ya debe existir.")
        parser.add_argument("operacion", choices=Operacion.values)
        parser.add_argument("--acto", required=True, help="Acto administrativo que lo ordena.")
        parser.add_argument("--motivo", required=True, help="Por qué no se puede por el portal.")
        parser.add_argument("--correo", help="El correo nuevo.")
        parser.add_argument("--rol", choices=Rol.values)
        parser.add_argument("--dependencia", help="Nombre, sigla o alias de la dependencia en que ejerce el rol.")
        parser.add_argument("--desde", type=date.fromisoformat, help="AAAA-MM-DD; hoy, si no se dice.")
        parser.add_argument("--hasta", type=date.fromisoformat, help="AAAA-MM-DD: final del rol o del vínculo.")
        parser.add_argument("--en-encargo-de", help="Correo del titular, si el rol se da en encargo.")
        parser.add_argument("--vacante", action="store_true", help="El rol se encarga en un cargo sin titular.")

    def handle(self, *args, persona: str, operacion: str, acto: str, motivo: str, **opciones):
        """Aplica el cambio o dice por qué no."""
        quien = _persona(persona)
        try:
            with actuar(origen="comando"):
                cambio = aplicar_por_orden(
                    operacion=operacion,
                    persona=quien,
                    acto=acto,
                    motivo=motivo,
                    ahora=timezone.now(),
                    **_que(operacion, quien, opciones),
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except ReglaIncumplida as error:
            raise CommandError(str(error)) from error
        destinos = get_adapter().destinos_de_cambio(cambio)
        quienes = (
            f"Se le escribió a {', '.join(destinos)}." if destinos else "No había a quién escribirle: avise usted."
        )
        self.stdout.write(f"Hecho: {cambio}. Queda a la vista de Control Interno. {quienes}")


def _persona(correo: str) -> Usuario:
    try:
        return Usuario.objects.get_by_natural_key(correo.strip())
    except Usuario.DoesNotExist as error:
        raise CommandError(f"No hay ninguna persona con el correo «{correo}»: créela antes en el portal.") from error


def _exigir(opciones: dict, *nombres: str) -> None:
    if faltan := [f"--{nombre}" for nombre in nombres if not opciones[nombre]]:
        raise CommandError(f"Falta {' y '.join(faltan)}.")


def _que(operacion: str, persona: Usuario, opciones: dict) -> dict:
    """Lo que la operación cambia, como lo recibe la acción."""
    hoy = timezone.localdate()
    if operacion == Operacion.CORREO:
        _exigir(opciones, "correo")
        return {"correo": opciones["correo"]}
    if operacion == Operacion.VINCULO:
        return {"hasta": opciones["hasta"]}
    if operacion not in DE_ROL:
        return {}
    _exigir(opciones, "rol", "dependencia")
    rol = opciones["rol"]
    try:
        donde = por_su_nombre(opciones["dependencia"])
    except Dependencia.DoesNotExist as error:
        raise CommandError(str(error)) from error
    if operacion == Operacion.DAR_ROL:
        titular = opciones["en_encargo_de"]
        return {
            "rol": rol,
            "dependencia": donde,
            "desde": opciones["desde"] or hoy,
            "hasta": opciones["hasta"],
            "en_encargo_de": _persona(titular) if titular else None,
            "vacante": opciones["vacante"],
        }
    suyas = Asignacion.objects.filter(persona=persona, rol=rol, dependencia=donde).no_terminadas(hoy)
    asignacion = suyas.order_by("-desde").first()
    if asignacion is None:
        raise CommandError(f"{persona} no tiene el rol «{Rol(rol).label}» en {donde}.")
    return {"asignacion": asignacion} | (
        {"hasta": opciones["hasta"] or hoy} if operacion == Operacion.TERMINAR_ROL else {}
    )
