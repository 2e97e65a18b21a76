"""Qué correo puede tener una cuenta y a qué buzón llega."""

# Sin letras de otro alfabeto, que parecen latinas y llevan el acceso a otro buzón o se confunden con otra cuenta en la
# base de datos; ni partes entrecomilladas. La base exige además que esté en minúsculas.
_LOCAL, _DOMINIO = r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]+", r"[a-z0-9-]+(\.[a-z0-9-]+)+"
CORRIENTE = rf"\A{_LOCAL}@{_DOMINIO}\Z"
CORRIENTE_ESCRITO = CORRIENTE.replace("a-z", "A-Za-z")
NO_ES_CORRIENTE = "Escriba el correo sólo con letras sin tilde, números y los signos de siempre, sin comillas."


def buzon(correo: str) -> str:
    """La dirección sin mayúsculas ni «+algo»: a dónde llega de verdad."""
    nombre, _, dominio = correo.strip().lower().rpartition("@")
    return f"{nombre.partition('+')[0]}@{dominio}"
