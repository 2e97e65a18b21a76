"""La guarda que exige que leer no escriba: qué ve, qué deja pasar y que está puesta en todo cliente."""

from contextlib import suppress
from threading import Thread

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from mipg.usuarios.models import Dependencia
from tests import lectura


def _escribe(request):
    Dependencia.objects.create(nombre=f"Nueva por {request.method}")
    return HttpResponse("hecho")


_escribe.login_required = False  # la guarda no depende de quién entra
urlpatterns = [path("escribe/", _escribe)]


@pytest.mark.parametrize(
    ("sql", "tablas"),
    [
        ('SELECT 1 FROM "planes_plan" FOR UPDATE', set()),
        ('SELECT 1 FROM "planes_plan" FOR UPDATE OF "planes_plan"', set()),
        ("(SELECT 1) UNION (SELECT 2)", set()),
        ('SAVEPOINT "s1"', set()),
        ('INSERT INTO "planes_plan" ("a") VALUES (%s)', {"planes_plan"}),
        ('INSERT OR IGNORE INTO "planes_plan" ("a") VALUES (%s)', {"planes_plan"}),
        ("insert into cache_mipg (a) values (1) on conflict (a) do update set a = 2", {"cache_mipg"}),
        ('UPDATE "planes_plan" SET "a" = 1', {"planes_plan"}),
        ('DELETE FROM "planes_plan"', {"planes_plan"}),
        ('WITH x AS (DELETE FROM "planes_plan" RETURNING 1) SELECT 1', {"planes_plan"}),
        ("TRUNCATE planes_plan", {"?"}),
        ("CALL algo()", {"?"}),
    ],
)
def test_se_sabe_en_que_tablas_escribe_una_sentencia(sql, tablas):
    assert lectura.tablas_escritas(sql) == tablas


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("metodo", ["GET", "HEAD", "OPTIONS"])
def test_la_guarda_ve_lo_que_escribe_una_lectura(db, metodo):
    Client().generic(metodo, "/escribe/")
    dichas = lectura.recoger()
    assert len([d for d in dichas if d.startswith(f"{metodo} /escribe/ escribe en usuarios_dependencia")]) == 1


@pytest.mark.urls(__name__)
def test_un_post_si_escribe(db):
    Client().post("/escribe/")
    assert lectura.recoger() == []
    assert Dependencia.objects.exists()


@pytest.mark.urls(__name__)
def test_la_guarda_tambien_ve_lo_que_se_atiende_en_otro_hilo(db, monkeypatch):
    # Otro hilo no ve la transacción de la prueba: basta con que intente escribir.
    monkeypatch.setattr("mipg.usuarios.models.Dependencia.objects.create", _intentar)
    hilo = Thread(target=lambda: Client().get("/escribe/"))
    hilo.start()
    hilo.join(30)
    assert any("tabla_de_mentira" in dicha for dicha in lectura.recoger())


def _intentar(**_):
    try:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("DELETE FROM tabla_de_mentira")
    finally:
        connection.close()
