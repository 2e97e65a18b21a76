"""Procesos que hacen una acción del negocio y a los que otro mata con SIGKILL en cualquier punto.

Carga Django una vez y, por cada línea que lee, «enviar|cerrar|importar|leer <clave primaria> <persona> [plan]», lanza
un proceso que abre su propia conexión y la hace. El proceso escribe «lista» y su número cuando empieza: a partir de ahí
puede morir. Cuando muere o termina se escribe su código de salida, negativo si lo mató una señal.
"""

import os
import sys
from datetime import datetime

import django


def _orden_de_un_hijo() -> list[str]:
    """En cada proceso que lanza, su orden; en el que los lanza, nada cuando ya no le piden más."""
    for linea in sys.stdin:
        if not (hijo := os.fork()):
            return linea.split()
        _, estado = os.waitpid(hijo, 0)
        print(os.waitstatus_to_exitcode(estado), flush=True)  # noqa: T201
    return []


def main() -> None:
    """Carga Django y, por cada línea, corre la acción pedida en un proceso nuevo."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mipg.settings")
    django.setup()
    # Los modelos sólo se pueden importar con Django ya cargado.
    from django.db import connection  # noqa: PLC0415

    from furag.acciones import resultados  # noqa: PLC0415
    from mipg.expediente.models import Importacion  # noqa: PLC0415
    from mipg.usuarios.models import Usuario  # noqa: PLC0415
    from planes.acciones import importaciones  # noqa: PLC0415
    from planes.models import Plan  # noqa: PLC0415
    from seguimiento.acciones import avances, cortes  # noqa: PLC0415
    from seguimiento.models import Avance, Corte  # noqa: PLC0415

    if not (orden := _orden_de_un_hijo()):
        return
    accion, pk, persona, *resto = orden
    por = Usuario.objects.get(pk=persona)
    ahora = datetime.fromisoformat(os.environ["VICTIMA_AHORA"])
    connection.ensure_connection()
    print(f"lista {os.getpid()}", flush=True)  # noqa: T201
    if accion == "enviar":
        for avance in Avance.objects.filter(corte=pk, estado="BORRADOR").order_by("pk"):
            avances.enviar(avance=avance, por=por, ahora=ahora)
    elif accion == "cerrar":
        cortes.cerrar(corte=Corte.objects.get(pk=pk), por=por, ahora=ahora)
    elif accion == "leer":
        resultados.leer_y_guardar(importacion=Importacion.objects.get(pk=pk), ahora=ahora)
    elif accion == "importar":
        plan = Plan.objects.get(pk=resto[0])
        importaciones.importar(
            importacion=Importacion.objects.get(pk=pk), plan=plan, version=plan.version, por=por, ahora=ahora
        )


if __name__ == "__main__":
    main()
