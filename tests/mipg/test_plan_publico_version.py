"""Qué cambió en cada versión publicada, y por qué, para cualquiera."""

from datetime import date

import pytest
from django.test import Client

from planes.acciones.actos import corregir_acto
from planes.models import Plan, Prorroga, VersionPlan
from tests import fabricas as f

pytestmark = pytest.mark.django_db
FRASE = "Se atenderá a más familias porque creció el barrio."


@pytest.fixture
def modificado():
    """Un plan publicado cuya segunda versión cambió un nombre y el enlace."""
    plan = f.plan("PUBLICADO")
    actividad = f.actividad(plan, nombre="Atender dos familias", enlace=f.persona(nombre="Elena Enlace"))
    f.version(plan)
    actividad.nombre, actividad.enlace = "Atender tres familias", f.persona(nombre="Otra Persona")
    actividad.save()
    f.version(plan, 2)
    VersionPlan.objects.filter(plan=plan, numero=2).update(
        clase="MODIFICACION", frase=FRASE, motivo="Motivo interno.", rige_desde=date(2026, 8, 1)
    )
    return plan


def leer(direccion: str) -> str:
    respuesta = Client().get(direccion)
    assert respuesta.status_code == 200
    assert "public" in respuesta["Cache-Control"]
    return " ".join(respuesta.text.split())


def test_la_pagina_del_plan_cuenta_sus_versiones_con_su_frase(modificado):
    texto = leer(f"/micrositio/planes/{modificado.pk}/")
    assert FRASE in texto
    assert "; rige desde el 01/08/2026" in texto and " ;" not in texto
    assert f"/micrositio/planes/{modificado.pk}/versiones/2/" in texto
    assert f"/micrositio/planes/{modificado.pk}/versiones/1/" not in texto
    assert "Motivo interno" not in texto


def test_cita_el_acto_que_lo_aprobo_y_aparte_lo_ultimo_que_cambio(modificado):
    modificado.versiones.filter(numero=2).update(clase="PRORROGA", acto="Prórroga concedida por Planeación")
    aprobo = modificado.versiones.get(numero=1).acto_citado
    texto = leer(f"/micrositio/planes/{modificado.pk}/")
    assert f"Acto de aprobación</dt> <dd> {aprobo} </dd>" in texto
    assert "Último cambio</dt> <dd> Prórroga concedida por Planeación </dd>" in texto
    sale = {"publicado_en": None, "publicado_por": None, "retirado_en": f.AHORA, "retirado_por": f.persona()}
    Plan.objects.filter(pk=modificado.pk).update(estado="APROBADO", retirado_motivo="Error.", **sale)
    retirado = Client().get(f"/micrositio/planes/{modificado.pk}/versiones/2/")
    assert (retirado.status_code, retirado["Cache-Control"]) == (410, "no-store")


def test_dice_que_cambio_por_palabras_y_sin_personas(modificado):
    texto = leer(f"/micrositio/planes/{modificado.pk}/versiones/2/")
    assert FRASE in texto
    assert "(sale:) </span>dos" in texto
    assert "(entra:) </span>tres" in texto
    assert not any(oculto in texto for oculto in ("Elena Enlace", "Otra Persona", "Motivo interno", "Enlace</dt>"))


def test_solo_de_lo_publicado_y_con_una_anterior(modificado):
    oculto = f.plan("APROBADO")
    f.version(oculto)
    f.version(oculto, 2)
    for plan, numero in ((modificado, 1), (modificado, 3), (modificado, 0), (oculto, 2)):
        assert Client().get(f"/micrositio/planes/{plan.pk}/versiones/{numero}/").status_code == 404


def test_el_acto_corregido_dice_que_decia_y_la_prorroga_su_fecha_original(modificado):
    corregir_acto(
        version=modificado.versiones.get(numero=2), acto="SESION", acto_numero="Acta 9", acto_fecha=None,
        motivo="Se digitó mal", por=f.persona("planeacion"), ahora=f.AHORA,
    )  # fmt: skip
    Prorroga.objects.create(
        actividad=modificado.actividades.get(), fecha_original=date(2026, 6, 30), fecha_nueva=date(2026, 12, 15),
        motivo="x", estado="CONCEDIDA", a_tiempo=True, pedida_en=f.AHORA, pedida_por=f.persona(),
        decidida_en=f.AHORA, decidida_por=f.persona(), version_plan=modificado.versiones.get(numero=2),
    )  # fmt: skip
    texto = leer(f"/micrositio/planes/{modificado.pk}/")
    assert "antes decía «Resolución 1» y es «Sesión del Comité (acta) 9»" in texto
    assert "Prorrogada: terminaba el 30/06/2026" in texto
    assert "Se digitó mal" not in texto


def test_cuesta_lo_mismo_con_mas_versiones_y_actividades(modificado, consultas):
    contadas = []
    for numero in (3, 4):
        for _ in range(numero * 8):
            f.actividad(modificado)
        f.version(modificado, numero)
        for direccion in ("", f"versiones/{numero}/"):
            leer(f"/micrositio/planes/{modificado.pk}/{direccion}")
            with consultas() as hechas:
                leer(f"/micrositio/planes/{modificado.pk}/{direccion}")
            contadas.append(len(hechas))
    assert contadas[:2] == contadas[2:]
