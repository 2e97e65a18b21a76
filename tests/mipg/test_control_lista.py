"""La página de Control Interno: todo cambio de cuentas y toda excepción de un periodo, con quién y su bitácora."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from furag.models import AccionMejora, Verificacion
from mipg.bitacora.contexto import actuar
from mipg.texto import sin_tildes
from mipg.usuarios import acciones
from mipg.usuarios.acciones.cambios import (
    aplicar_por_orden,
    confirmar_cambio,
    detener_cambio,
    pedir_cambio,
    rechazar_cambio,
)
from mipg.usuarios.models import Asignacion
from planes.models import Plan, Propuesta
from tests import fabricas
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

HOY = fabricas.HOY


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def control(cliente_de):
    return cliente_de(fabricas.persona("control_interno"))


def vistos(cliente, consulta: str = "") -> list:
    return list(cliente.get(f"/control/{consulta}").context["page_obj"].object_list)


def crear(nombre="Ana", **campos):
    return acciones.crear_persona(
        email=f"{sin_tildes(nombre).lower()}@ejemplo.test",
        nombre=nombre,
        por=campos.pop("por", None),
        ahora=timezone.now(),
    )


def excepciones():
    quien = fabricas.persona("planeacion", nombre="Sola")
    plan = fabricas.plan("APROBADO", nombre="Plan de una sola oficina")
    Plan.objects.filter(pk=plan.pk).update(
        sin_segregacion="No había otra persona.", aprobado_por=quien, aprobado_en=timezone.now()
    )
    avance = fabricas.avance(fabricas.actividad(plan), fabricas.corte(2), "ACEPTADO", 1, misma_dependencia=True)
    return plan, avance


def test_junta_las_cuentas_y_las_excepciones_con_quien_y_su_bitacora(control, db):
    eva = fabricas.persona("planeacion", nombre="Eva")
    persona, (_plan, avance) = crear(por=eva), excepciones()
    hechos = {hecho.que: hecho for hecho in vistos(control, "?desde=2020-01-01")}
    creo, aprobo = hechos["Creó"], hechos["Aprobó un plan que formuló"]
    # De quién es el buzón no lo sabe el sistema: lo mira Control Interno, cuenta por cuenta.
    assert (creo.persona, creo.pidio, creo.detalle) == (persona.nombre, "Eva", f"Correo: vacío → {persona.email}")
    assert "No había otra persona." in aprobo.detalle and aprobo.confirmo == "Sola"
    assert hechos["Aceptó un reporte de su misma dependencia"].url == f"/seguimiento/avances/{avance.pk}/"
    acepto = hechos["Aceptó un reporte de su misma dependencia"]
    assert acepto.persona == acepto.confirmo == str(avance.aceptado_por)
    assert f"Lo reportó {avance.reportado_por}." in acepto.detalle
    assert all(control.get(hecho.bitacora).status_code == 200 for hecho in hechos.values())


def test_tambien_ve_las_modificaciones_y_las_prorrogas_que_decidio_quien_las_pidio(control, db, ahora):
    sola, plan = fabricas.persona("planeacion", nombre="Sola"), fabricas.plan("APROBADO", nombre="Plan de Hacienda")
    base, suya = fabricas.version(plan), {"sin_segregacion": "No había otra persona."}
    # Menor: no deja versión.
    Propuesta.objects.create(
        plan=plan, base=base, estado="APROBADA", creada_en=ahora, creada_por=sola, enviada_en=ahora, enviada_por=sola,
        aprobada_en=ahora, aprobada_por=sola, **suya,
    )  # fmt: skip
    negada = {"estado": "NEGADA", "decidida_en": ahora, "decidida_por": sola, "decision_motivo": "No."}
    fabricas.prorroga(fabricas.actividad(plan, nombre="Publicar"), por=sola, **negada, **suya)
    hechos = {hecho.que: hecho for hecho in vistos(control, "?clase=excepcion")}
    assert set(hechos) == {"Aprobó una modificación que formuló", "Decidió una prórroga que pidió"}
    assert all((h.pidio, h.confirmo) == ("Sola", "Sola") and "No había otra" in h.detalle for h in hechos.values())
    assert all(control.get(hecho.bitacora).status_code == 200 for hecho in hechos.values())
    assert all(control.get(hecho.url).status_code == 200 for hecho in hechos.values())
    assert [h.que for h in vistos(control, "?clase=excepcion&texto=publicar")] == ["Decidió una prórroga que pidió"]


def test_tambien_ve_la_accion_de_mejora_que_verifico_quien_la_suscribio(control, db):
    de = m.llevar("suscrita")
    AccionMejora.objects.all().update(suscripcion=ff.suscripcion(fabricas.plan("APROBADO"), por=de.planea))
    Asignacion.objects.filter(rol="planeacion").exclude(persona=de.planea).update(hasta=date(2025, 1, 1))
    verificada = m.verificar(de.mejora, de)
    assert list(Verificacion.objects.sin_segregacion()) == [verificada]
    [hecho] = vistos(control, "?desde=2020-01-01&clase=excepcion")
    assert (hecho.que, hecho.confirmo) == ("Verificó una acción que suscribió", str(de.planea))
    assert hecho.detalle.startswith(de.mejora.codigo) and "La verificó quien la suscribió" in hecho.detalle
    assert control.get(hecho.url).status_code == control.get(hecho.bitacora).status_code == 200


def test_un_cambio_es_un_renglon_con_quien_lo_pidio_quien_lo_confirmo_y_con_que_acto(control, dependencias, ahora):
    eva, ivan = (fabricas.persona("planeacion", nombre=nombre) for nombre in ("Eva", "Iván"))
    ana = fabricas.persona("enlace", nombre="Ana")
    rol = {"rol": "jefe", "dependencia": dependencias.hacienda, "desde": HOY, "acto": "Decreto 1", "motivo": "Nombrada"}
    pedido = pedir_cambio(operacion="dar_rol", persona=ana, por=eva, ahora=ahora, **rol)
    [hecho] = vistos(control)
    assert (hecho.que, hecho.resultado, hecho.confirmo) == ("Dar un rol", "Por decidir", "")
    confirmar_cambio(cambio=pedido, por=ivan, ahora=ahora + timedelta(days=1))
    [hecho] = vistos(control, "?hasta=2026-07-07")
    assert (hecho.persona, hecho.pidio, hecho.confirmo, hecho.acto) == ("Ana", "Eva", "Iván", "Decreto 1")
    assert "Secretaría de Hacienda desde el 06/07/2026. Motivo: Nombrada. Pedido el 06/07/2026" in hecho.detalle
    assert "; confirmado el 07/07/2026" in hecho.detalle
    assert "confirmó" in control.get(hecho.bitacora).text.lower()


def test_lo_detenido_lo_rechazado_y_lo_que_ordeno_un_acto_tambien_se_ven(control, ahora):
    eva, ivan = (fabricas.persona("planeacion", nombre=nombre) for nombre in ("Eva", "Iván"))
    ana = fabricas.persona("jefe", nombre="Ana", email="ana@ejemplo.test")
    que = {"persona": ana, "por": eva, "ahora": ahora, "motivo": "Se equivocó"}
    detener_cambio(cambio=pedir_cambio(operacion="correo", correo="otra@ejemplo.test", **que), ahora=ahora)
    rechazar_cambio(cambio=pedir_cambio(operacion="desactivar", **que), respuesta="No.", por=ivan, ahora=ahora)
    with actuar(origen="petición"):
        acciones.editar_persona(
            persona=ana, email=ana.email, nombre="Ana María", cargo="", vinculo_hasta=None, visto=ana.huella,
            por=eva, ahora=ahora,
        )  # fmt: skip
    # A quien audita nadie le puede pedir nada: no hay quien administre el sistema.
    auditora = fabricas.persona("control_interno")
    que = {"hasta": date(2026, 8, 1), "acto": "Acta 3", "motivo": "Retiro"}
    aplicar_por_orden(operacion="vinculo", persona=auditora, ahora=ahora, **que)
    hechos = vistos(control)
    [renombrada] = [h for h in hechos if h.que == "Editó"]
    assert (renombrada.pidio, renombrada.detalle) == ("Eva", "Nombre completo: Ana → Ana María")
    resultados = {h.que: (h.resultado, h.confirmo, h.acto) for h in hechos}
    assert resultados == {
        "Cambiar el correo": ("Detenido por la persona", "", ""),
        "Desactivar": ("Rechazado", "Iván", ""),
        "Cambiar el final del vínculo": ("Hecho por orden en el servidor", "", "Acta 3"),
        "Editó": ("Hecho", "", ""),
    }
    for filtro, que in (("detenido", "Cambiar el correo"), ("servidor", "Cambiar el final del vínculo")):
        assert [h.que for h in vistos(control, f"?resultado={filtro}")] == [que]


@pytest.mark.parametrize(
    ("consulta", "cuales"),
    [
        ("?clase=cuenta", {"Creó"}),
        ("?clase=rol", {"Asignó"}),
        ("?clase=encargo", {"Asignó"}),
        ("?clase=excepcion", {"Aprobó un plan que formuló"}),
        ("?resultado=servidor", {"Creó"}),
        ("?resultado=rechazado", set()),
        ("?texto=una+sola+oficina", {"Aprobó un plan que formuló"}),
        ("?hasta=2026-07-05", set()),
        ("?desde=2026-07-07", set()),
        ("?desde=mal&hasta=9999-99-99&clase=x&orden=-nada", {"Creó", "Asignó", "Aprobó un plan que formuló"}),
    ],
)
def test_los_filtros_estan_en_la_url(control, db, dependencias, consulta, cuales):
    _plan, avance = excepciones()
    avance.delete()
    with actuar(origen="comando"):
        persona = crear()
    quien = {"por": None, "ahora": timezone.now(), "dependencia": dependencias.hacienda, "desde": HOY}
    with actuar(origen="petición"):
        acciones.asignar(persona=persona, rol="enlace", **quien)
        acciones.asignar(persona=persona, rol="jefe", hasta=date(2026, 8, 1), vacante=True, acto="Decreto 1", **quien)
    hechos = vistos(control, consulta)
    assert {hecho.que for hecho in hechos} == cuales
    assert not consulta.startswith("?clase=") or {hecho.clase for hecho in hechos} == {consulta[7:]}


def test_se_ordena_por_persona_en_espanol(control, db):
    for nombre in ("Zoe", "Ávila", "beto"):
        crear(nombre)
    assert [h.persona for h in vistos(control, "?orden=persona")] == ["Ávila", "beto", "Zoe"]
    assert [h.persona for h in vistos(control, "?orden=-persona")] == ["Zoe", "beto", "Ávila"]


def test_cuesta_las_mismas_consultas_con_3_y_con_80_hechos(control, db, consultas):
    medidas = []
    excepciones()
    for cuantos in (3, 77):
        for n in range(cuantos):
            crear(f"Persona{cuantos}{n}")
        for ruta in ("/control/?page=1", "/control/exportar/?formato=csv"):
            control.get(ruta)
            with consultas() as hechas:
                control.get(ruta)
            medidas.append(len(hechas))
    # Con muchos, las excepciones ya no caben en la primera página.
    assert medidas[2] <= medidas[0] and medidas[3] == medidas[1]


def test_el_comite_la_ve_sin_enlaces_que_no_puede_abrir(cliente_de, db):
    crear()
    texto = cliente_de(fabricas.persona("comite")).get("/control/").text
    assert "Creó" in texto
    assert "/admin/" not in texto


def test_lo_que_hoy_nadie_puede_confirmar_se_ve_aunque_el_periodo_sea_otro(control, ahora):
    jefa = fabricas.persona("jefe", nombre="Jefa Sola")
    pedir_cambio(operacion="desactivar", persona=jefa, motivo="x", por=fabricas.persona("planeacion"), ahora=ahora)
    assert "Hoy nadie puede confirmarlos" in control.get("/control/?desde=2020-01-01&hasta=2020-01-31").text
    fabricas.persona("administrador")
    assert "Hoy nadie puede confirmarlos" not in control.get("/control/").text


def test_sin_fechas_el_filtro_muestra_el_periodo_que_rige(control):
    texto = control.get("/control/").text
    assert 'value="2026-04-07"' in texto and 'value="2026-07-06"' in texto
