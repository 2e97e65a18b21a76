"""El sello de acceso: subirlo corta las sesiones abiertas y los enlaces de contraseña que estén por usarse."""

from allauth.account.forms import default_token_generator
from django.urls import reverse

from mipg.usuarios.models import Usuario
from tests import fabricas


def test_cortar_los_accesos_cierra_las_sesiones_y_anula_los_enlaces(db, cliente_de):
    persona, otra = fabricas.persona("enlace"), fabricas.persona("enlace")
    cliente, vecino = cliente_de(persona), cliente_de(otra)
    testigo = default_token_generator.make_token(persona)
    assert cliente.get(reverse("portal:inicio")).status_code == 200
    assert default_token_generator.check_token(persona, testigo)

    assert Usuario.objects.filter(pk=persona.pk).cortar_accesos() == 1
    persona.refresh_from_db()

    assert cliente.get(reverse("portal:inicio")).status_code == 302
    assert vecino.get(reverse("portal:inicio")).status_code == 200
    assert not default_token_generator.check_token(persona, testigo)
