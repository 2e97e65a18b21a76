"""Corregir una errata de una actividad aprobada: un cambio menor, sin versión nueva y con su suceso."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.reglas import EstadoCambiado, Problema, exigir
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import exigir_vigencia_abierta, tomar_fila
from planes.acciones.hojas import leer
from planes.campos import CORREGIBLES, LISTAS, POR_NOMBRE
from planes.correcciones import aprobado_de
from planes.models import Actividad, Plan
from planes.reglas.correcciones import problemas_para_corregir
from planes.reglas.hojas import choca


@transaction.atomic
def corregir_actividad(
    *,
    actividad: Actividad,
    version: int,
    motivo: str,
    por: Usuario,
    ahora: datetime,
    vistos: Mapping[str, object] | None = None,
    **campos,
) -> Actividad:
    """Corrige campos no sustanciales de una actividad aprobada, sobre la versión que se leyó.

    `campos`: sólo los que la persona cambió; `vistos`, lo que de ellos leía. Ni la versión del plan ni su foto cambian.
    Lanza `EstadoCambiado` si otra persona cambió mientras tanto alguno de los mismos, y `ReglaIncumplida` si el plan no
    rige, no cambia nada, falta el motivo o no es una errata. `TypeError` si un campo es sustancial.
    """
    if ajenos := campos.keys() - {campo.nombre for campo in CORREGIBLES}:
        raise TypeError(f"Cambiarlo exige una versión nueva: {', '.join(sorted(ajenos))}.")
    plan = tomar_fila(Plan.objects.filter(pk=actividad.plan_id).select_related("vigencia"))
    exigir_vigencia_abierta(plan.vigencia)
    actividad = tomar_fila(Actividad.objects.vigentes().filter(pk=actividad.pk))
    if actividad.version != version:
        _exigir_que_no_choque(actividad, vistos or {}, campos)
    antes = {nombre: POR_NOMBRE[nombre].exportar(actividad) for nombre in campos}
    en_listas = {nombre: valor for nombre, valor in campos.items() if POR_NOMBRE[nombre].clase in LISTAS}
    for nombre, valor in campos.items():
        if nombre not in en_listas:
            setattr(actividad, nombre, valor)
    actividad.version += 1
    actividad.full_clean()
    actividad.save()
    for nombre, valores in en_listas.items():
        getattr(actividad, nombre).set(valores)
    despues = {nombre: POR_NOMBRE[nombre].exportar(actividad) for nombre in campos}
    cambios = {nombre: (antes[nombre], despues[nombre]) for nombre in campos if antes[nombre] != despues[nombre]}
    aprobado = aprobado_de(actividad, cambios)
    exigir(problemas_para_corregir(estado=plan.estado, motivo=motivo, cambios=cambios, aprobado=aprobado))
    registrar(actividad, verbo="corregir", por=por, ahora=ahora, cambios=cambios, nota=motivo.strip())
    return actividad


def _exigir_que_no_choque(actividad: Actividad, vistos: Mapping, campos: Mapping) -> None:
    """Lanza `EstadoCambiado` si otra persona dejó en un campo algo que no se leyó ni se escribe."""
    problemas = []
    for nombre, valor in campos.items():
        campo, guardado = POR_NOMBRE[nombre], leer(actividad, nombre)
        escrito = sorted(uno.pk for uno in valor) if campo.clase in LISTAS else valor
        if choca(guardado, [vistos[nombre]] if nombre in vistos else [], escrito):
            dice = campo.exportar(actividad) or "vacío"
            dicho = f"Otra persona cambió esto mientras usted lo corregía: ahora dice «{dice}»."
            problemas.append(Problema(f"{dicho} Corregir otra vez lo cambia.", nombre))
    if problemas:
        raise EstadoCambiado(problemas)
