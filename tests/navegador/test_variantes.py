"""Ninguna página se queda sin revisar: cada plantilla × rol que la matriz sirve se abre en el navegador.

La lista no se escribe: sale de `matriz.txt`, del admin y de las páginas de la cuenta. Se pide cada dirección como cada
rol con el cliente de Django, y de las respuestas se visitan las que bastan para ver cada plantilla con cada otra que la
acompaña y cada elemento en cada lugar.
Los colores se miran en el escritorio y con alto contraste; en el teléfono los mira `test_accesibilidad`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import paginas
from tests.mipg import matriz, mundo
from tests.mipg.test_casa import FUENTES_DE_PLANTILLA
from tests.navegador.recorrido import COLORES, PERMITIDOS, Pagina, Recorrido
from tests.sesiones import entrar

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

# De quiénes son las páginas que se visitan: las nuestras, las de la cuenta y las del admin.
CARPETAS = (*matriz.NUESTRAS, "account")
CON_PAGINA = {"200", "403", "404", "405", "422"}
# La del enlace del correo y la de un plan retirado se ven en `test_accesibilidad`; lo escrito sin sesión y la vuelta de
# OIDC, en los suyos.
EN_OTRA_PARTE = {
    "account/password_reset_from_key.html",
    "portal/plan_publico_retirado.html",
    "portal/recuperar.html",
    "usuarios/oidc_vuelta.html",
}


@dataclass(frozen=True)
class Visita:
    """Una página por abrir como un rol, con las plantillas que la pintan y la clase de elementos que tiene."""

    rol: str
    pagina: Pagina
    plantillas: frozenset[str]
    elementos: frozenset[int]

    @property
    def por_ver(self) -> frozenset:
        """Sus elementos y sus parejas de plantillas."""
        return self.elementos | frozenset(combinations_with_replacement(sorted(self.plantillas), 2))


def por_pedir(creado: mundo.Mundo, numero: int, *, al_admin: bool) -> Iterator[Pagina]:
    """Lo que un rol puede pedir sin cambiar nada: lo que la tabla dice que responde con una página."""
    rol, urls, errores = mundo.ROLES[numero], matriz.urls_del_sistema(), set()
    for (nombre, metodo), codigos in matriz.declarada().items():
        codigo = codigos[numero]
        if metodo == "DELETE" or codigo not in CON_PAGINA or (rol == "anonimo" and metodo == "POST"):
            continue
        # De cada error basta una: la página es la misma.
        if codigo in {"403", "404", "405"}:
            if codigo in errores:
                continue
            errores.add(codigo)
        url = matriz.direccion(nombre, creado.argumentos, urls[nombre])
        yield Pagina(nombre, url, http=int(codigo), metodo=metodo)
    # A quien no entra al admin, todas sus páginas le responden lo mismo.
    if al_admin:
        yield from (Pagina(f"admin:{url}", url) for url in matriz.paginas_del_admin())
    yield from (Pagina(f"cuenta:{url}", url) for url in matriz.paginas_de_cuenta())


def censo(creado: mundo.Mundo) -> Iterator[Visita]:
    """Todas las páginas que se le sirven a alguien, con la sesión de cada rol."""
    for numero, rol in enumerate(mundo.ROLES):
        cliente = Client() if rol == "anonimo" else entrar(creado.personas[rol])
        al_admin = cliente.get(reverse("admin:index")).status_code == 200
        for pagina in por_pedir(creado, numero, al_admin=al_admin):
            # En el admin y en la cuenta no hay tabla: se visita lo que abre.
            sin_tabla = pagina.nombre.startswith(("admin:", "cuenta:"))
            with transaction.atomic():
                respuesta = cliente.generic(pagina.metodo, pagina.url, "vacio=1", "application/x-www-form-urlencoded")
                transaction.set_rollback(True)
            if not paginas.es_html(respuesta) or (sin_tabla and respuesta.status_code != 200):
                continue
            nombres = frozenset(p.name for p in respuesta.templates if p.name)
            yield Visita(rol, pagina, nombres, paginas.variante(respuesta.text))


def distintas(visitas: list[Visita]) -> list[Visita]:
    """Las que bastan para ver cada plantilla con cada otra y cada elemento en cada lugar en que alguien lo recibe."""
    elegidas, vistos, quedan = [], set(), {visita: visita.por_ver for visita in visitas}
    while quedan:
        # Cada vez, la que más trae de lo que falta por ver.
        visita = max(quedan, key=lambda v: len(quedan[v]))
        elegidas.append(visita)
        vistos |= quedan[visita]
        quedan = {v: falta for v, suyo in quedan.items() if (falta := suyo - vistos)}
    return elegidas


def de_pagina(nombre: str) -> bool:
    """Es la plantilla de una página nuestra (ni componente, ni correo, ni PDF, ni error, ni retoque de biblioteca)."""
    carpeta, _, archivo = nombre.partition("/")
    es_pagina = carpeta in CARPETAS and not archivo.startswith(("_", "email/"))
    return es_pagina and "extends" in FUENTES_DE_PLANTILLA[nombre]


def test_cada_plantilla_por_rol_que_se_sirve_es_accesible(pagina_de, new_context, axe, sitio, consola):
    consola.permitir(*PERMITIDOS)
    creado = mundo.crear()
    servidas = list(censo(creado))
    elegidas = distintas(servidas)
    recorrido = Recorrido(axe, sitio, consola, sin_en_telefono=COLORES)
    for rol in mundo.ROLES:
        suyas = [v.pagina for v in elegidas if v.rol == rol]
        page = new_context(base_url=sitio).new_page() if rol == "anonimo" else pagina_de(creado.personas[rol])
        recorrido.recorrer(rol, page, suyas)

    pintadas = set().union(*(v.plantillas for v in servidas))
    sin_ver = [n for n in FUENTES_DE_PLANTILLA if de_pagina(n) and n not in pintadas and n not in EN_OTRA_PARTE]
    recorrido.comprobar(*(f"nadie recibe {nombre}: falta en la matriz" for nombre in sin_ver))
