"""Lo que la base exige de una asignación, la pida quien la pida."""

import pytest
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
