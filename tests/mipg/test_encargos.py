"""Lo que la base exige de una asignación, la pida quien la pida."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests import fabricas


@pytest.mark.parametrize("cambio", [{"acto": ""}, {"hasta": None}, {"tipo": "TITULAR", "en_encargo_de": "otra"}])
def test_la_base_no_guarda_un_encargo_incompleto(db, dependencias, hoy, cambio):
    persona, otra = fabricas.persona(), fabricas.persona()
    datos = {"rol": "jefe", "dependencia": dependencias.hacienda, "desde": hoy, "hasta": hoy, "tipo": "ENCARGO"}
    datos |= {"acto": "Decreto 12"} | cambio
    if "en_encargo_de" in datos:
        datos["en_encargo_de"] = otra
    with pytest.raises(IntegrityError), transaction.atomic():
        persona.asignaciones.create(**datos)


def test_la_migracion_del_cargo_vacante_vuelve_atras(db, dependencias, hoy):
    encargo = fabricas.persona().asignaciones.create(
        rol="jefe", dependencia=dependencias.hacienda, desde=hoy, hasta=hoy, tipo="ENCARGO", acto="Decreto 1"
    )
    import_module("mipg.usuarios.migrations.0003_encargo_de_cargo_vacante").sin_vacantes(apps, None)
    encargo.refresh_from_db()
    assert (encargo.tipo, encargo.hasta, encargo.acto) == ("TITULAR", hoy, "Decreto 1")
