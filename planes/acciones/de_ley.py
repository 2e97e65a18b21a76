"""Lo que comparten los verbos sobre informes de ley y requerimientos: tomar lo que se leyó y comprobar de quién es."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from django.db.models import Model, QuerySet

from mipg.bitacora.acciones import registrar
from mipg.etiquetas import fecha as escribir_fecha
from mipg.expediente.acciones import YaAdjunto, adjuntar
from mipg.expediente.models import Uso
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones.actividades import tomar_fila
from planes.models import InformeDeLey, Requerimiento, Vencimiento
from planes.reglas import de_ley as reglas

Fila = InformeDeLey | Vencimiento | Requerimiento


def tomar_leido(
    filas: QuerySet, version: int, puede: Callable[[Fila, Perfil], bool], *, por: Usuario, ahora: datetime
) -> Fila:
    """Toma la única fila, si a `por` le toca y sigue como la leyó.

    Lanza `ReglaIncumplida` si no le toca y `EstadoCambiado`, que dice cómo está, si cambió.
    """
    fila = tomar_fila(filas)
    exigir(reglas.problemas_de_quien(puede(fila, por.perfil(ahora))))
    if fila.version != version:
        raise EstadoCambiado(
            f"«{fila}» cambió mientras usted lo miraba: {_como_esta(fila)}. Si aún es lo que quiere, envíelo otra vez."
        )
    return fila


def _como_esta(fila: Fila) -> str:
    responde = f"lo debe {fila.dependencia}"
    if isinstance(fila, InformeDeLey):
        return f"{responde}{' y está anulado' if fila.anulado_en else ''}"
    salio = f", radicado {fila.radicado_salida}" if fila.radicado_salida else ""
    return f"ahora está {fila.get_estado_display().lower()}{salio}, vence el {escribir_fecha(fila.vence)} y {responde}"


def cambiar(fila: Fila, verbo: str, *, por: Usuario, ahora: datetime, nota: str = "", **despues) -> Fila:
    """Escribe lo que cambia en una fila ya tomada, con su suceso. Si nada cambia, no hace nada."""
    cambios = {campo: (getattr(fila, campo), valor) for campo, valor in despues.items()}
    cambios = {campo: par for campo, par in cambios.items() if par[0] != par[1]}
    if not cambios:
        return fila
    for campo, (_, valor) in cambios.items():
        setattr(fila, campo, valor)
    fila.version += 1
    fila.full_clean()
    fila.save(update_fields=[*cambios, "version"])
    registrar(fila, verbo=verbo, por=por, ahora=ahora, cambios=cambios, nota=nota.strip())
    return fila


def es_de_control(dependencia: Dependencia, hoy: date) -> bool:
    """En ella está Control Interno y nadie más que formule: lo que se le encarga no es de un jefe, sino suyo."""
    suyas = Asignacion.objects.vigentes(hoy).filter(dependencia=dependencia).order_by()
    return suyas.con_permiso(Permiso.LEY_DE_CONTROL).exists() and not suyas.con_permiso(Permiso.PLAN_FORMULAR).exists()


def queda_de_control(fila: Fila, dependencia: Dependencia, *, por: Usuario, ahora: datetime) -> bool:
    """Si al pasar a la dependencia es de Control Interno: lo suyo, mientras siga con él, y lo que otros le pasan.

    Lo que él pasa a otra dependencia lo lleva desde entonces Planeación.
    """
    suyas = por.perfil(ahora).dependencias(Permiso.LEY_DE_CONTROL)
    return (fila.de_control and dependencia.pk in suyas) or es_de_control(dependencia, en_bogota(ahora))


def adjuntar_soporte(fila, soporte: dict | None, *, por: Usuario, ahora: datetime) -> None:
    """Guarda el soporte, si lo hay y no estaba, con la dependencia de la fila. `soporte`: lo que pide `adjuntar`."""
    if soporte:
        # Lo que se reabrió y vuelve a salir con el mismo archivo ya lo tiene.
        with suppress(YaAdjunto):
            adjuntar(objeto=fila, dependencia=fila.dependencia, por=por, ahora=ahora, **soporte)


def tiene_soporte(fila: Model, *, sin: Uso | None = None) -> bool:
    """La fila tiene un soporte sin retirar, aparte de `sin`."""
    return Uso.objects.de(fila).filter(documento__retirado_en=None).exclude(pk=sin and sin.pk).exists()
