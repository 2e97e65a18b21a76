"""Entorno estricto de todas las pruebas y los accesorios que comparten.

- Nada toca el `var/` de quien desarrolla: cada proceso tiene su carpeta, con su base SQLite de archivo.
- Una variable sin definir en una plantilla nuestra hace fallar la prueba.
- Sólo se puede conectar a esta misma máquina.
- Una petición que sólo lee y escribe en la base hace fallar la prueba.
"""

import atexit
import gc
import importlib
import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import setting_changed
from django.db import connection, connections
from django.template import engines
from django.template.base import Node
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as hypothesis

import mipg.settings
from mipg.bitacora.models import Suceso
from mipg.usuarios.models import Dependencia
from politicas.siembra import sembrar
from tests import lectura
from tests.familias import SOLO_SQLITE, basta_una_base
from tests.mundos import apartado
from tests.sesiones import entrar

BOGOTA = ZoneInfo("America/Bogota")
PLANTILLAS = Path(__file__).resolve().parent.parent / "templates"
# Copias retocadas de plantillas ajenas, que cuentan con que lo indefinido sea vacío.
PLANTILLAS_AJENAS = ("admin/", "import_export/")

# De fábrica, el recolector busca ciclos cada 700 objetos: con Django entero en memoria, un décimo de la corrida.
gc.set_threshold(200_000, 20, 20)

# Cuánto tarda un ejemplo depende de la máquina, no del programa.
hypothesis.register_profile("sin_plazo", deadline=None)
hypothesis.load_profile("sin_plazo")

# --- Ajustes ------------------------------------------------------------------------------------------------


def _estrenar_ajustes() -> None:
    """Carga otra vez los ajustes con el entorno de pruebas.

    pytest-django ya los cargó, con el entorno de quien desarrolla, antes de leer este archivo.
    """
    proceso = os.environ.get("PYTEST_XDIST_WORKER")
    # Dentro de la del proceso principal, que las borra aunque a este lo maten.
    contenedora = os.environ["MIPG_VAR"] if proceso else None
    carpeta = tempfile.mkdtemp(prefix=f"mipg-pruebas-{proceso or 'principal'}-", dir=contenedora)
    atexit.register(shutil.rmtree, carpeta, ignore_errors=True)
    for nombre in [n for n in os.environ if n.startswith(("MIPG_", "ENTIDAD_"))]:
        del os.environ[nombre]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "mipg.settings",  # para los procesos que lance una prueba
        "MIPG_ENTORNO": "desarrollo",
        "MIPG_VAR": carpeta,
        "REDIS_URL": "",
        "EMAIL_URL": "smtp://127.0.0.1:9",  # nadie escucha ahí: un correo real no puede salir
    }
    for nombre, valor in vars(importlib.reload(mipg.settings)).items():
        if nombre.isupper():
            setattr(settings, nombre, valor)
    # Las conexiones ya existen y guardan su propio diccionario: los ajustes deben señalar al mismo.
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = settings.DATABASES["default"]["TEST"]["NAME"]
    settings.DATABASES = connections.settings


def _copiar_plantilla(plantilla: str | None) -> None:
    """La base de prueba parte de una copia de la que la corrida entera dejó migrada; pytest a mano, migra."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = plantilla
    elif plantilla:
        estrenar = connection.creation._create_test_db

        def copiar(*opciones, **mas) -> str:
            return shutil.copyfile(plantilla, estrenar(*opciones, **mas))

        connection.creation._create_test_db = copiar


_estrenar_ajustes()
_copiar_plantilla(os.environ.get("PLANTILLA_DE_PRUEBAS"))

# --- Variables de plantilla ---------------------------------------------------------------------------------


class VariableSinDefinir(AssertionError):
    """Una plantilla nuestra usa una variable que la vista no le dio."""


def _plantilla_que_se_pinta() -> str:
    """Nombre de la plantilla cuyo nodo se está pintando, según la pila de llamadas."""
    marco = sys._getframe()
    while marco is not None:
        nodo = marco.f_locals.get("self")
        if marco.f_code.co_name == "render_annotated" and isinstance(nodo, Node):
            return str(getattr(nodo, "origin", ""))
        marco = marco.f_back
    return ""


class _Indefinida(str):
    """Valor de `string_if_invalid`: Django hace `valor % variable` con cada variable que no encuentra."""

    def __mod__(self, variable):
        ruta = _plantilla_que_se_pinta()
        try:
            nombre = Path(ruta).relative_to(PLANTILLAS).as_posix()
        except ValueError:
            return ""
        if nombre.startswith(PLANTILLAS_AJENAS):
            return ""
        raise VariableSinDefinir(f"«{variable}» no está definida en templates/{nombre}")


@pytest.fixture(autouse=True, scope="session")
def _plantillas_estrictas():
    for motor in engines.all():
        motor.engine.string_if_invalid = _Indefinida("%s")


# --- Intermediarios -----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _intermediarios_una_vez():
    """Cada cliente de pruebas arma los intermediarios, que leen todos los estáticos: aquí, una vez por cada ajuste."""
    parche, armados = pytest.MonkeyPatch(), {}
    armar = ClientHandler.load_middleware

    def reutilizar(manejador, *opciones):
        if not armados:
            suyo = dict(vars(manejador))
            armar(manejador, *opciones)
            armados.update((n, v) for n, v in vars(manejador).items() if n not in suyo)
        vars(manejador).update(armados)

    def olvidar(**_):
        armados.clear()

    parche.setattr(ClientHandler, "load_middleware", reutilizar)
    setting_changed.connect(olvidar)
    yield
    setting_changed.disconnect(olvidar)
    parche.undo()


# --- Red ----------------------------------------------------------------------------------------------------


class SinRed(RuntimeError):
    """Una prueba intentó salir de esta máquina."""


def _exigir_local(direccion) -> None:
    anfitrion = direccion[0] if isinstance(direccion, tuple) else direccion
    if isinstance(anfitrion, bytes):
        anfitrion = anfitrion.decode()
    try:
        local = ipaddress.ip_address(anfitrion).is_loopback
    except ValueError:
        local = anfitrion == "localhost"
    if not local:
        raise SinRed(f"Las pruebas no salen de esta máquina y se intentó conectar a {anfitrion!r}.")


@pytest.fixture(autouse=True, scope="session")
def _sin_red():
    parche = pytest.MonkeyPatch()
    buscar = socket.getaddrinfo

    def guardada(original):
        def conectar(enchufe, direccion):
            if enchufe.family in (socket.AF_INET, socket.AF_INET6):
                _exigir_local(direccion)
            return original(enchufe, direccion)

        return conectar

    def buscar_local(anfitrion, *resto, **opciones):
        if anfitrion:
            _exigir_local(anfitrion)
        return buscar(anfitrion, *resto, **opciones)

    for metodo in ("connect", "connect_ex"):
        parche.setattr(socket.socket, metodo, guardada(getattr(socket.socket, metodo)))
    parche.setattr(socket, "getaddrinfo", buscar_local)
    yield
    parche.undo()


# --- Leer no escribe -----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _leer_no_escribe():
    parche = pytest.MonkeyPatch()
    lectura.vigilar(parche)
    yield
    parche.undo()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """También lo que escribió el servidor del navegador, que atiende en otros hilos."""
    try:
        resultado = yield
    finally:
        escrito = lectura.recoger()
    if escrito:
        pytest.fail("Leer escribió en la base:\n- " + "\n- ".join(escrito))
    return resultado


# --- Base de datos ------------------------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marca las que usan la base (dan otro resultado si la base es otra) y, de ellas, las que basta correr en una."""
    for prueba in items:
        if prueba.path.stem in SOLO_SQLITE:
            continue
        if prueba.get_closest_marker("django_db") or "django_db_setup" in prueba.fixturenames:
            prueba.add_marker("base")
            if basta_una_base(prueba.path.stem):
                prueba.add_marker("una_base")


# Lo que dejan las migraciones (y no otra prueba) se queda. Vaciar una tabla grande deja sus páginas muertas: se trunca.
_VACIAR_POSTGRES = """DO $$
DECLARE tabla record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR tabla IN
        SELECT oid::regclass AS nombre, pg_relation_size(oid) AS bytes FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
          AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    LOOP
        IF tabla.bytes > 500000 THEN
            EXECUTE format('TRUNCATE %s CASCADE', tabla.nombre);
        ELSIF tabla.bytes > 0 THEN
            EXECUTE format('DELETE FROM %s', tabla.nombre);
        END IF;
    END LOOP;
END $$"""


@contextmanager
def _sin_disparadores():
    """Aparta los disparadores que protegen la bitácora: vaciar la base entre pruebas sí puede borrarla."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        disparadores = cursor.fetchall()
        for nombre, _ in disparadores:
            cursor.execute(f'DROP TRIGGER "{nombre}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, sql in disparadores:
                cursor.execute(sql)


@pytest.fixture(autouse=True, scope="session")
def _vaciado_completo():
    """Tras una prueba transaccional no queda ni la bitácora ni la caché (límites de intentos incluidos)."""
    parche = pytest.MonkeyPatch()

    def vaciar(caso):
        if connection.vendor == "postgresql":
            # `flush` trunca las cien tablas, casi todas vacías, y escribe otra vez permisos, tipos e índice.
            with connection.cursor() as cursor:
                cursor.execute(_VACIAR_POSTGRES)
        else:
            # En cascada: auditlog deja su tabla original, ya sin modelo, que apunta a las personas.
            with _sin_disparadores():
                call_command("flush", verbosity=0, interactive=False, reset_sequences=False, allow_cascade=True)
        cache.clear()

    parche.setattr(TransactionTestCase, "_fixture_teardown", vaciar)
    yield
    parche.undo()


# --- Accesorios ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def ahora() -> datetime:
    """Lunes 6 de julio de 2026, 10:00 en Bogotá."""
    return datetime(2026, 7, 6, 10, tzinfo=BOGOTA)


@pytest.fixture(scope="session")
def hoy(ahora) -> date:
    """El día de `ahora` en Bogotá."""
    return ahora.date()


@pytest.fixture
def dependencias(db) -> SimpleNamespace:
    """Tres dependencias: `.planeacion`, `.hacienda` y `.educacion`."""

    def secretaria(nombre: str, sigla: str) -> Dependencia:
        return Dependencia.objects.create(nombre=nombre, sigla=sigla, tipo=Dependencia.Tipo.SECRETARIA)

    return SimpleNamespace(
        planeacion=secretaria("Secretaría de Planeación", "SPL"),
        hacienda=secretaria("Secretaría de Hacienda", "SHA"),
        educacion=secretaria("Secretaría de Educación", "SED"),
    )


@pytest.fixture(scope="module")
def _catalogo_del_modulo(django_db_setup, django_db_blocker, ahora):
    with apartado(django_db_blocker):
        yield sembrar(ahora=ahora)


@pytest.fixture
def catalogo_del_modulo(db, _catalogo_del_modulo):
    """La base con el catálogo sembrado, una vez para todo el módulo (véase `tests.mundos`).

    Devuelve el informe de la siembra.
    """
    return _catalogo_del_modulo


@pytest.fixture
def cliente_de(db):
    """`cliente_de(persona)`: un cliente de pruebas con la sesión de esa persona ya iniciada."""
    return entrar


@pytest.fixture
def consultas():
    """`with consultas() as hechas: …`, y después `len(hechas)`; cada una trae su `["sql"]`."""

    def contar() -> CaptureQueriesContext:
        return CaptureQueriesContext(connection)

    return contar


@pytest.fixture
def sucesos():
    """`sucesos(objeto)`: los verbos que la bitácora guarda de un objeto, del primero al último."""

    def verbos(objeto) -> list[str]:
        return list(Suceso.objects.de(objeto).con_verbo().order_by("id").values_list("verbo", flat=True))

    return verbos
