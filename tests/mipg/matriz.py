"""La tabla rol × URL × método de `matriz.txt`, y las direcciones concretas de cada URL del sistema."""

from pathlib import Path

from django.contrib import admin
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

TABLA = Path(__file__).with_name("matriz.txt")
NUESTRAS = ("portal", "usuarios", "expediente", "politicas", "planes", "furag", "seguimiento")
METODOS = ("GET", "POST", "DELETE")
# Que ninguna vista atiende DELETE lo dicen sus métodos declarados (`test_casa`): aquí basta sin sesión y con ella.
BORRAN = ("anonimo", "planeacion")


def metodos_de(rol: str) -> tuple[str, ...]:
    """Con qué métodos pide ese rol cada URL; los demás van con «-» en la tabla."""
    return METODOS if rol in BORRAN else METODOS[:2]


def urls_del_sistema() -> dict[str, URLPattern]:
    """Todas las URLs con su espacio de nombres, menos las del admin."""

    def recorrer(patrones, espacio=""):
        for patron in patrones:
            if isinstance(patron, URLResolver):
                propio = patron.namespace or espacio
                if propio != "admin":
                    yield from recorrer(patron.url_patterns, propio)
            else:
                yield f"{espacio}:{patron.name}" if espacio else patron.name, patron

    return dict(recorrer(get_resolver().url_patterns))


def es_nuestra(nombre: str) -> bool:
    """La URL es de una de nuestras apps (y no de allauth)."""
    return nombre.partition(":")[0] in NUESTRAS


def declarada() -> dict[tuple[str, str], list[str]]:
    """`{(url, método): códigos por rol}` según la tabla."""
    filas = {}
    for linea in TABLA.read_text().splitlines():
        if linea.strip() and not linea.startswith("#"):
            url, metodo, *codigos = linea.split()
            filas[url, metodo] = codigos
    return filas


def direccion(nombre: str, argumentos: dict[str, dict], patron: URLPattern) -> str:
    """URL concreta: argumentos propios, o los del sustantivo con que empieza el nombre."""
    if not patron.pattern.converters:
        return reverse(nombre)
    espacio, _, corto = nombre.partition(":")
    sustantivo = corto.partition("_")[0]
    kwargs = argumentos.get(nombre) or argumentos.get(sustantivo) or argumentos[espacio]
    return reverse(nombre, kwargs={k: v for k, v in kwargs.items() if k in patron.pattern.converters})


def paginas_del_admin() -> list[str]:
    """Portada, listas, fichas, historias y altas de todos los modelos registrados, con la primera fila que haya."""
    paginas = [reverse("admin:index")]
    for modelo in admin.site._registry:
        opciones = modelo._meta
        base = f"admin:{opciones.app_label}_{opciones.model_name}"
        paginas += [reverse("admin:app_list", args=[opciones.app_label]), reverse(f"{base}_changelist")]
        paginas.append(reverse(f"{base}_add"))
        if (fila := modelo._default_manager.first()) is not None:
            paginas += [reverse(f"{base}_{accion}", args=[fila.pk]) for accion in ("change", "history")]
    return list(dict.fromkeys(paginas))


def paginas_de_cuenta() -> list[str]:
    """Las de allauth que no piden argumentos: ingreso, salida y contraseña."""
    paginas = []
    for nombre in urls_del_sistema():
        if not es_nuestra(nombre):
            try:
                paginas.append(reverse(nombre))
            except NoReverseMatch:
                continue
    return paginas
