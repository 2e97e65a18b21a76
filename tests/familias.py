"""Qué pruebas corren en las dos bases y cuáles sólo en PostgreSQL, que es la de producción.

Lo que guarda, compite o consulta da otro resultado si la base es otra: corre en las dos. Lo que mira páginas, permisos
o el texto de un PDF, en una. Un archivo que nadie nombró corre en las dos: equivocarse hacia ese lado cuesta tiempo.
Una prueba suelta que sólo mira páginas, en un archivo que corre en las dos, lo dice con `pytest.mark.una_base`.
"""

import functools

from tests.mipg.matriz import urls_del_sistema

# Miran páginas, permisos o el texto de un PDF, aunque su nombre no sea el de una URL.
UNA_BASE = frozenset(
    """test_admin test_admin_comodo test_captura test_cifras_del_tablero test_confirmacion test_correos_de_cuenta
    test_cortes test_cuenta test_desarrollo test_documentos test_emisiones test_implementacion_pdf
    test_informes test_ingreso
    test_inicio test_inspeccion test_matriz test_micrositio test_otros_reportes test_paginas test_pendientes
    test_permisos_de_personas test_plan_publico test_plan_publicado
    test_puertas_de_cuentas test_respuestas test_revision test_sesion
    test_tablero test_tablero_cerrado test_verificacion""".split()  # noqa: SIM905 (una lista de treinta comillas no se lee)
)
# Llevan el nombre de una URL, pero lo que importa es lo que guardan o consultan.
DOS_BASES = frozenset({"test_importacion_confirmar", "test_plan_crear_todos", "test_busqueda"})
# Sólo en SQLite, que cuesta la cuarta parte menos. La demostración la siembran en PostgreSQL los recorridos, que además
# abren todas sus páginas; los enlaces, la ayuda, la clave csrf y lo que es igual para todos se miran sin mandar datos,
# en páginas que la matriz abre en PostgreSQL con cada rol; y es SQLite la que falla con un entero que no le cabe (los
# que Python no lee fallan igual en las dos).
SOLO_SQLITE = frozenset(
    {
        "test_ayuda",
        "test_csrf",
        "test_demostracion",
        "test_dos_clics",
        "test_numeros_absurdos",
        "test_para_todos",
        "test_se_llega",
    }
)


@functools.cache
def paginas() -> frozenset[str]:
    """Los archivos que prueban una página: los que llevan el nombre de una URL, que también es el de su vista."""
    return frozenset(f"test_{nombre.rpartition(':')[2]}" for nombre in urls_del_sistema())


def basta_una_base(archivo: str) -> bool:
    """Si las pruebas con base de datos de un archivo (sin extensión) corren una sola vez, en PostgreSQL."""
    return archivo not in DOS_BASES and (archivo in UNA_BASE or archivo in paginas())
