"""Verbos sobre dependencias: comprobar que existen, suprimir y restablecer."""

from collections.abc import Iterable
from datetime import date

from mipg.reglas import Problema, exigir
from mipg.usuarios.models import Dependencia


def exigir_que_existan(dependencias: Iterable[int | None], hoy: date, campo: str = "dependencia") -> None:
    """Lanza `ReglaIncumplida` si hoy ya no existe alguna de estas (claves primarias): nada se le encarga.

    Se llama con la fila que `suprimir` también toma (vigencia, corte, plan o propuesta) ya tomada: lo que se escribió
    antes lo traslada ella, y lo que se iba a escribir después se encuentra con que ya no existe.
    """
    claves = {clave for clave in dependencias if clave is not None}
    if not claves:
        return
    existen = set(Dependencia.objects.vigentes(hoy).filter(pk__in=claves).order_by().values_list("pk", flat=True))
    faltan = Dependencia.objects.filter(pk__in=claves - existen).select_related("heredera") if claves - existen else ()
    exigir(
        Problema(
            f"{una} ya no existe{f': hoy responde {una.heredera}' if una.heredera else ''}. Elija otra.",
            campo,
        )
        for una in faltan
    )
