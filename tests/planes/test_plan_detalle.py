"""La página de formulación de un plan."""

from datetime import date

import pytest
from django.urls import reverse

from planes.acciones import planes as acciones
from planes.models import Plan
from tests import fabricas


def pagina(cliente, plan, **parametros) -> str:
    """El HTML del plan, que debe estar."""
    respuesta = cliente.get(f"/planes/{plan.pk}/", parametros)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_el_borrador_ajeno_es_404_y_el_propio_se_ve(quien, plan):
    assert quien.cliente.otro.get(f"/planes/{plan.pk}/").status_code == 404
    assert "Publicar el informe" in pagina(quien.cliente.jefe, plan)


def test_el_aprobado_lo_ve_quien_responde_por_una_actividad(quien, en_estado):
    aprobado = en_estado("APROBADO")
    assert quien.cliente.ajeno.get(f"/planes/{aprobado.pk}/").status_code == 404
    fabricas.actividad(aprobado, dependencia=quien.ajena)
    assert quien.cliente.ajeno.get(f"/planes/{aprobado.pk}/").status_code == 200


def test_lo_que_falta_enlaza_a_su_actividad(quien, plan):
    mala = fabricas.actividad(plan, numero="7", fecha_fin=None)
    texto = pagina(quien.cliente.jefe, plan)
    assert "no tiene fecha de fin" in texto
    assert reverse("planes:actividad_editar", args=[mala.pk]) in texto
    assert reverse("planes:plan_enviar", args=[plan.pk]) not in texto


# Qué botones hay: (estado, papel) → nombres de las acciones que se ofrecen.
BOTONES = ("plan_formular", "plan_importar", "plan_enviar", "plan_recuperar", "plan_aprobar", "plan_devolver")
BOTONES += ("plan_publicar", "plan_acto_completar")


@pytest.mark.parametrize(
    ("estado", "papel", "ofrecidos"),
    [
        ("BORRADOR", "jefe", {"plan_formular", "plan_importar", "plan_enviar"}),
        ("BORRADOR", "planeacion", {"plan_formular", "plan_importar", "plan_enviar"}),
        ("BORRADOR", "enlace", set()),
        ("BORRADOR", "control", set()),
        ("EN_REVISION", "jefe", {"plan_recuperar"}),
        ("EN_REVISION", "planeacion", {"plan_recuperar", "plan_aprobar", "plan_devolver"}),
        ("EN_REVISION", "control", set()),
        ("DEVUELTO", "jefe", {"plan_formular", "plan_importar", "plan_enviar"}),
        ("APROBADO", "jefe", set()),
        ("APROBADO", "planeacion", {"plan_publicar"}),
        ("PUBLICADO", "planeacion", set()),
        ("CERRADO", "planeacion", set()),
    ],
)
def test_solo_se_ofrece_lo_que_se_puede(quien, en_estado, estado, papel, ofrecidos):
    plan = en_estado(estado)
    texto = pagina(getattr(quien.cliente, papel), plan)
    assert {b for b in BOTONES if reverse(f"planes:{b}", args=[plan.pk]) in texto} == ofrecidos


def test_el_acto_pendiente_se_ofrece_completar(quien, en_estado):
    plan = en_estado("APROBADO")
    plan.acto, plan.acto_numero = "PENDIENTE", ""
    plan.save()
    assert reverse("planes:plan_acto_completar", args=[plan.pk]) in pagina(quien.cliente.planeacion, plan)


def test_las_observaciones_abiertas_van_junto_a_su_actividad(quien, plan, ahora):
    enviado = acciones.enviar(plan=plan, por=quien.jefe, ahora=ahora)
    actividad = plan.actividades.get()
    observaciones = [
        {"actividad": actividad.pk, "campo": "meta", "texto": "Es <b>corta</b>."},
        {"texto": "Falta todo."},
    ]
    acciones.devolver(
        plan=enviado, observaciones=observaciones, version=enviado.version, por=quien.planeacion, ahora=ahora
    )
    texto = pagina(quien.cliente.jefe, plan)
    tabla = texto[texto.index("<tbody>") :]
    assert "Es &lt;b&gt;corta&lt;/b&gt;." in tabla
    assert "Falta todo." in texto[: texto.index("<tbody>")]
    assert "devolvió el plan con observaciones" in texto


def test_enviado_ya_no_dice_lo_que_falta_para_enviar(quien, en_estado):
    texto = pagina(quien.cliente.jefe, en_estado("EN_REVISION"))
    assert "Lo que falta para enviar" not in texto
    assert "Está en manos de Planeación" in texto


def test_la_historia_dice_las_fechas_como_aqui_y_en_nombre_de_quien_se_actuo(quien, plan, ahora):
    titular = fabricas.persona("planeacion", quien.oficina, nombre="Titular Ausente")
    encargada = fabricas.persona()
    encargada.asignaciones.create(
        rol="planeacion", dependencia=quien.oficina, desde=date(2026, 1, 1), hasta=date(2026, 12, 31),
        tipo="ENCARGO", en_encargo_de=titular,
    )  # fmt: skip
    enviado = acciones.enviar(plan=plan, por=quien.jefe, ahora=ahora)
    acciones.aprobar(
        plan=enviado, version=enviado.version, acto="RESOLUCION", acto_numero="12", acto_fecha=date(2026, 1, 31),
        por=encargada, ahora=ahora,
    )  # fmt: skip
    aprobado, enviado = quien.cliente.jefe.get(f"/planes/{plan.pk}/").context["eventos"]
    assert (aprobado.verbo, aprobado.detalle) == ("aprobó el plan", "En encargo de Titular Ausente.")
    # Un JSON de PostgreSQL no guarda el orden de sus claves.
    assert set(aprobado.cambios) == {
        ("Estado", "En revisión", "Aprobado"),
        ("Acto de aprobación", "", "Resolución"),
        ("Número del acto", "", "12"),
        ("Fecha del acto", "", "31/01/2026"),
    }
    assert enviado.cambios == (("Estado", "Borrador", "En revisión"),)


def test_muestra_las_versiones_con_su_huella(quien, plan, ahora):
    enviado = acciones.enviar(plan=plan, por=quien.jefe, ahora=ahora)
    acciones.aprobar(plan=enviado, version=enviado.version, acto="PENDIENTE", por=quien.planeacion, ahora=ahora)
    version = plan.versiones.get()
    texto = pagina(quien.cliente.jefe, plan)
    assert version.sha256 in texto.replace("<wbr>", "")


def test_cuesta_lo_mismo_con_2_que_con_50_actividades(quien, plan, consultas):
    def crear(cuantas):
        for _ in range(cuantas):
            creada = fabricas.actividad(plan, enlace=quien.enlace)
            creada.apoyos.add(quien.ajena)

    crear(1)
    pagina(quien.cliente.jefe, plan)
    with consultas() as con_2:
        pagina(quien.cliente.jefe, plan)
    crear(48)
    with consultas() as con_50:
        pagina(quien.cliente.jefe, plan)
    assert len(con_50) == len(con_2)


def test_400_actividades_se_leen_por_paginas(quien, plan):
    for numero in range(2, 131):
        fabricas.actividad(plan, numero=str(numero), programado=(1, None, None, None), meta=2)
    texto = pagina(quien.cliente.jefe, plan)
    assert texto.count('id="actividad-') == 30
    assert "130 actividades del plan" in texto
    assert "Y 109 más" in texto
    assert pagina(quien.cliente.jefe, plan, page=5).count('id="actividad-') == 10


def test_no_escribe_al_mirar(quien, plan, consultas):
    cliente = quien.cliente.planeacion
    with consultas() as hechas:
        pagina(cliente, plan)
    escrituras = [c["sql"] for c in hechas if c["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert [sql for sql in escrituras if "session" not in sql] == []


def test_lo_programado_en_un_corte_cerrado_se_advierte_al_enviar_y_al_aprobar(quien, en_estado, time_machine):
    """Manda el corte, no el calendario: mientras T2 no cierre, lo suyo aún se puede reportar."""
    time_machine.move_to("2026-11-27T15:00Z", tick=False)
    casos = [
        (en_estado("BORRADOR"), "", "Programa cantidades en cortes que ya cerraron"),
        (en_estado("EN_REVISION"), "", "Programa cantidades en cortes que ya cerraron"),
        (en_estado("EN_REVISION"), "aprobar/", "Se aprueba tarde"),
    ]
    cliente = quien.cliente.planeacion
    assert not any(dicho in cliente.get(f"/planes/{plan.pk}/{ruta}").text for plan, ruta, dicho in casos)
    fabricas.corte(2, "CERRADO")
    for plan, ruta, dicho in casos:
        assert dicho in cliente.get(f"/planes/{plan.pk}/{ruta}").text, (plan.estado, ruta)


def test_su_avance_solo_se_le_ofrece_a_quien_puede_abrirlo(quien, en_estado):
    plan = en_estado("APROBADO")
    assert "Ver su avance" in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    assert "Ver su avance" not in quien.cliente.enlace.get(f"/planes/{plan.pk}/").text


def test_quien_no_tiene_nombre_sale_con_su_correo(cliente_de):
    sin_nombre, plan = (
        fabricas.persona("planeacion", nombre="", email="sin.nombre@ejemplo.test"),
        fabricas.plan("EN_REVISION"),
    )
    Plan.objects.filter(pk=plan.pk).update(creado_por=sin_nombre, enviado_por=sin_nombre)
    texto = cliente_de(fabricas.persona("control_interno")).get(f"/planes/{plan.pk}/").text
    assert texto.count("por sin.nombre@ejemplo.test") == 2
