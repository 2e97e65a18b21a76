"""Lo que las listas del admin necesitan para leerse en un teléfono."""

from collections.abc import Iterable, Iterator

from django import template

register = template.Library()


@register.filter
def junto_a(unas: Iterable, otras: Iterable) -> Iterator[tuple]:
    """Parejas en orden: cada encabezado con el dato de su columna. Lanza `ValueError` si no son tantos."""
    return zip(unas, otras, strict=True)
