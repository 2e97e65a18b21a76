"""Pedir la ficha en PDF."""

import pytest
from django.urls import reverse

from tests import fabricas as f


@pytest.mark.django_db
def test_sin_medicion_no_hay_ficha_que_pedir(cliente_de):
    url = reverse("seguimiento:ficha_pedir", args=[f.politica().pk])
    assert cliente_de(f.persona("jefe")).post(url).status_code == 404
    assert cliente_de(f.persona("enlace")).post(url).status_code == 403
