"""Las entidades del grupo par: de su lista se rehace cada cifra."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from tests import fabricas as f
from tests.furag import fabricas

pytestmark = pytest.mark.django_db


def abrir(client, codigo="IDI", **consulta):
    client.force_login(f.persona("jefe", f.dependencia()))
    return client.get(reverse("furag:resultado_grupo", args=[2025, codigo]), consulta)


def test_la_lista_es_la_del_grupo_sin_las_meci_y_con_ella_se_rehacen_las_cifras(client):
    filas = {n: {"IDI": v} for n, v in zip("NABCDE", (60, 60, 90, 0, 30, 20), strict=True)}
    fabricas.carga(
        filas | {"M": {"IDI": 99, "tipo": "MECI"}, "OTRA": {"IDI": 99, "grupo": "GRUPO 20"}, "Z": {"IDI": None}}
    )
    contexto = abrir(client).context
    assert [(p.entidad.nombre, p.posicion, q) for p, q in contexto["filas"]] == [
        ("B", 1, 5), ("N", 2, 5), ("A", 2, 5), ("D", 4, 3), ("E", 5, 2), ("C", 6, 1)
    ]  # fmt: skip
    grupo = contexto["fila"].resultado.grupo
    valores = [p.valor for p, _ in contexto["filas"]]
    assert grupo.promedio == round(sum(valores) / 6, 2) == D("43.33")
    assert (grupo.maximo, grupo.minimo, grupo.posicion) == (max(valores), min(valores), 2)


def test_con_menos_de_cinco_no_dice_posicion_de_ninguna(client):
    fabricas.carga({n: {"IDI": 50} for n in "NABC"})
    assert [q for _, q in abrir(client).context["filas"]] == [None] * 4


def test_sin_grupo_par_no_hay_con_quien(client):
    fabricas.carga({n: {"IDI": 50} for n in "NABC"}, grupo="")
    assert "Nadie del grupo tiene este puntaje" in abrir(client).content.decode()
    assert abrir(client, "POL99").status_code == 404
