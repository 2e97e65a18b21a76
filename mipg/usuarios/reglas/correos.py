"""Qué correo puede tener una cuenta y a qué buzón llega."""

from collections.abc import Iterable

from mipg.reglas import Problema

# Sin letras de otro alfabeto, que parecen latinas y llevan el acceso a otro buzón o se confunden con otra cuenta en la
# base de datos; ni partes entrecomilladas. La base exige además que esté en minúsculas.
_LOCAL, _DOMINIO = r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]+", r"[a-z0-9-]+(\.[a-z0-9-]+)+"
CORRIENTE = rf"\A{_LOCAL}@{_DOMINIO}\Z"
CORRIENTE_ESCRITO = CORRIENTE.replace("a-z", "A-Za-z")
NO_ES_CORRIENTE = "Escriba el correo sólo con letras sin tilde, números y los signos de siempre, sin comillas."


def problemas_de_buzon(
    correo: str, *, de: int | None, por: int | None, cuentas: Iterable[tuple[int, str]]
) -> list[Problema]:
    """Por qué la cuenta `de` (ninguna, si es nueva) no toma ese correo: a cada buzón llega una sola cuenta.

    `cuentas`: (clave, correo) de las que están; `por`: quien lo pide o lo confirma. Un correo idéntico al de otra lo
    impide la base.
    """
    for clave, suyo in cuentas:
        if clave == de or suyo == correo or buzon(suyo) != buzon(correo):
            continue
        if clave == por:
            return [Problema("Ese correo llega a su propio buzón: nadie recibe lo de otra cuenta.", "email")]
        return [Problema(f"Ese correo llega al buzón de {suyo}, que ya tiene su cuenta.", "email")]
    return []


def buzon(correo: str) -> str:
    """La dirección sin mayúsculas ni «+algo»: a dónde llega de verdad."""
    nombre, _, dominio = correo.strip().lower().rpartition("@")
    return f"{nombre.partition('+')[0]}@{dominio}"
