"""Ayudas para declarar restricciones de la base de datos con nombre y mensaje en español."""

from django.db.models import CheckConstraint, F, Q


def pares(modelo: str, verbo: str, rotulo: str) -> CheckConstraint:
    """Exige que `<verbo>_en` y `<verbo>_por` estén los dos o ninguno.

    `modelo` es `app_modelo`; `rotulo` es el verbo como lo lee una persona («aprobación»).
    """
    en, por = f"{verbo}_en", f"{verbo}_por"
    return CheckConstraint(
        name=f"{modelo}_{verbo}_en_por",
        condition=Q(**{f"{en}__isnull": True, f"{por}__isnull": True})
        | Q(**{f"{en}__isnull": False, f"{por}__isnull": False}),
        violation_error_message=f"La fecha y el autor van juntos ({rotulo}).",
    )


def con_motivo(modelo: str, verbo: str, mensaje: str) -> CheckConstraint:
    """Exige `<verbo>_motivo` si, y sólo si, hay `<verbo>_en`."""
    en, motivo = f"{verbo}_en", f"{verbo}_motivo"
    return CheckConstraint(
        name=f"{modelo}_{verbo}_con_motivo",
        condition=Q(**{en: None, motivo: ""}) | (Q(**{f"{en}__isnull": False}) & ~Q(**{motivo: ""})),
        violation_error_message=mensaje,
    )


def orden(modelo: str, antes: str, despues: str, mensaje: str) -> CheckConstraint:
    """Exige `despues >= antes` cuando los dos tienen valor."""
    return CheckConstraint(
        name=f"{modelo}_{antes}_antes_de_{despues}",
        condition=Q(**{f"{antes}__isnull": True})
        | Q(**{f"{despues}__isnull": True})
        | Q(**{f"{despues}__gte": F(antes)}),
        violation_error_message=mensaje,
    )


def rango(modelo: str, campo: str, minimo, maximo, mensaje: str) -> CheckConstraint:
    """Exige `minimo <= campo <= maximo` (cualquiera de los dos puede ser `None`) cuando hay valor."""
    dentro = Q()
    if minimo is not None:
        dentro &= Q(**{f"{campo}__gte": minimo})
    if maximo is not None:
        dentro &= Q(**{f"{campo}__lte": maximo})
    return CheckConstraint(
        name=f"{modelo}_{campo}_en_rango",
        condition=Q(**{f"{campo}__isnull": True}) | dentro,
        violation_error_message=mensaje,
    )


def uno_de(modelo: str, campo: str, opciones, mensaje: str = "", *, vacio: bool = False) -> CheckConstraint:
    """Exige que `campo` sea uno de los valores de `opciones` (un `TextChoices`) o, con `vacio`, ninguno."""
    return CheckConstraint(
        name=f"{modelo}_{campo}_valido",
        condition=Q(**{f"{campo}__in": [*opciones.values, *([""] if vacio else [])]}),
        violation_error_message=mensaje or f"El valor de «{campo}» no es una de las opciones.",
    )
