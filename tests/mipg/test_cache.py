"""La caché propia hace lo mismo que la de Django, con una sola orden por escritura."""

import pytest
from django.core.cache import cache, caches
from django.db import connection

from mipg import cache as de_cache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limpia():
    cache.clear()


def test_cada_escritura_es_una_orden(monkeypatch):
    monkeypatch.setattr(de_cache.CacheEnBase, "_escrituras", iter(range(1, 10)))
    hechas = []

    def contar(ejecutar, sql, parametros, varias, contexto):
        if "SAVEPOINT" not in sql:
            hechas.append(sql)
        return ejecutar(sql, parametros, varias, contexto)

    with connection.execute_wrapper(contar):
        assert cache.add("cerrojo", True, 10)
        cache.set("cuenta", [1, 2], 10)
    assert len(hechas) == 2


def test_anadir_no_reemplaza_lo_vivo_y_si_lo_vencido():
    assert cache.add("cerrojo", "uno", 60)
    assert not cache.add("cerrojo", "otro", 60)
    assert cache.get("cerrojo") == "uno"
    cache.set("cerrojo", "viejo", -5)
    assert cache.add("cerrojo", "nuevo", 60)
    assert cache.get("cerrojo") == "nuevo"


def test_guardar_reemplaza_y_lo_que_no_vence_queda():
    cache.set("clave", {"a": 1}, 60)
    cache.set("clave", {"a": 2}, None)
    assert cache.get("clave") == {"a": 2}


def test_lo_vencido_se_borra_solo_cada_tantas_escrituras(monkeypatch):
    monkeypatch.setattr(de_cache, "CADA_CUANTAS_SE_LIMPIA", 3)
    monkeypatch.setattr(de_cache.CacheEnBase, "_escrituras", iter(range(1, 10)))
    cache.set("vencida", 1, -60)
    cache.set("viva", 1, 60)
    assert _filas() == 2
    cache.set("otra", 1, 60)
    assert _filas() == 2 and cache.get("viva") == 1


def test_si_la_tabla_no_esta_la_cache_no_dana_la_transaccion_de_quien_la_usa(monkeypatch):
    monkeypatch.setattr(caches["default"], "_table", "no_existe")
    assert cache.add("clave", 1, 60) is False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def _filas() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache_mipg")
        return cursor.fetchone()[0]
