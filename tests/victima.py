"""Proceso que hace una acción del negocio y al que otro mata con SIGKILL en cualquier punto.

    python -m tests.victima enviar|cerrar|importar <clave primaria> <persona> [plan]

Escribe una línea «lista» cuando empieza: a partir de ahí puede morir.
"""

import os
import sys
from datetime import datetime

import django


def main() -> None:
    """Carga Django y corre la acción pedida."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mipg.settings")
    django.setup()
    # Los modelos sólo se pueden importar con Django ya cargado.
    from django.db import connection  # noqa: PLC0415

    from mipg.expediente.models import Importacion  # noqa: PLC0415
    from mipg.usuarios.models import Usuario  # noqa: PLC0415
    from planes.acciones import importaciones  # noqa: PLC0415
    from planes.models import Plan  # noqa: PLC0415
    from seguimiento.acciones import avances, cortes  # noqa: PLC0415
    from seguimiento.models import Avance, Corte  # noqa: PLC0415

    accion, pk, persona, *resto = sys.argv[1:]
    por = Usuario.objects.get(pk=persona)
    ahora = datetime.fromisoformat(os.environ["VICTIMA_AHORA"])
    connection.ensure_connection()
    sys.stdout.write("lista\n")
    sys.stdout.flush()
    if accion == "enviar":
        for avance in Avance.objects.filter(corte=pk, estado="BORRADOR").order_by("pk"):
            avances.enviar(avance=avance, por=por, ahora=ahora)
    elif accion == "cerrar":
        cortes.cerrar(corte=Corte.objects.get(pk=pk), por=por, ahora=ahora)
    elif accion == "importar":
        plan = Plan.objects.get(pk=resto[0])
        importaciones.importar(
            importacion=Importacion.objects.get(pk=pk), plan=plan, version=plan.version, por=por, ahora=ahora
        )


if __name__ == "__main__":
    main()
