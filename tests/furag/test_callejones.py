"""El mejoramiento cuando pasa el año: de todo se sale, y lo que ya nadie puede hacer no se da por hecho."""

from datetime import date
from decimal import Decimal

import pytest

from furag.acciones import continuaciones, mejoras, suscripciones
from furag.faltas import faltas_de
from furag.models import AccionMejora, Puntaje, Recomendacion
from furag.obligaciones.mejoras import EVALUAR, de_mejoras
from furag.origenes import indices_que_mueve
from mipg.reglas import ReglaIncumplida
from planes.models import Actividad, Plan
from politicas.models import Dimension, Equivalencia, VersionModelo, Vigencia
from seguimiento.mejoras import con_situacion
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db
AHORA = m.AHORA


def _fresca(de) -> AccionMejora:
    return AccionMejora.objects.en_lista().con_hechos().get(pk=de.mejora.pk)


def _cerrar(de) -> None:
    Plan.objects.filter(pk=de.plan.pk).update(estado="CERRADO")
    Vigencia.objects.filter(pk=de.plan.vigencia_id).update(cerrada_en=AHORA, cerrada_por=de.planea)


def test_cerrado_el_anio_la_firma_ya_no_se_anula_y_la_accion_se_verifica():
    de = m.llevar("suscrita")
    _cerrar(de)
    with pytest.raises(ReglaIncumplida, match="nadie podría firmarlo otra vez"):
        suscripciones.anular_suscripcion(suscripcion=de.suscripcion, motivo="Error.", por=de.planea, ahora=AHORA)
    m.verificar(de.mejora, de, cumplida=False)
    assert _fresca(de).estado == "NO_CUMPLIDA"


def test_lo_que_nadie_firmo_a_tiempo_no_deja_atendidas_sus_recomendaciones():
    de = m.llevar("aprobada")
    assert not Recomendacion.objects.por_atender().exists()
    _cerrar(de)
    assert Recomendacion.objects.por_atender().count() == Recomendacion.objects.abiertas().count() == 2


def test_lo_no_cumplido_no_se_evalua_ni_se_le_pide_a_control_interno():
    de = m.llevar("suscrita")
    m.verificar(de.mejora, de, cumplida=False)
    m.conceptuar(de.mejora, de)
    ff.carga({"Alcaldía": {}}, de=ff.medicion(2026))
    assert EVALUAR not in {una.verbo for una in de_mejoras(date(2027, 5, 4))}
    with pytest.raises(ReglaIncumplida, match="la efectividad es de lo cumplido"):
        m.conceptuar(de.mejora, de, "EFECTIVIDAD")


def test_la_prorrogada_que_se_dio_por_no_cumplida_sigue_o_se_reformula():
    de = m.llevar("suscrita")
    m.prorrogar(de)
    m.verificar(de.mejora, de, cumplida=False)
    f.vigencia(2027)
    assert mejoras.problemas_para_reformular(_fresca(de)) == []
    continuaciones.continuar(mejora=de.mejora, por=de.planea, ahora=AHORA)
    assert mejoras.problemas_para_reformular(_fresca(de))


def test_lo_cumplido_que_despues_se_retira_sigue_cumplido():
    de = m.llevar("cumplida")
    Actividad.objects.filter(pk=de.mejora.actividad_id).update(retirada_en=AHORA, retirada_por=de.planea)
    leida = con_situacion(f.HOY).get(pk=de.mejora.pk)
    assert (leida.situacion, leida.retirada) == ("CUMPLIDA", False)
    # La primera quedó cumplida y la otra, no.
    assert Recomendacion.objects.abiertas().count() == 1


def test_los_resultados_corregidos_se_notan_antes_de_firmar():
    de = m.llevar("formulada")
    actividades = [de.mejora.actividad]
    assert faltas_de(de.plan, actividades) == []
    Puntaje.objects.update(valor=Decimal("61.5"))
    (falta,) = faltas_de(de.plan, actividades)
    assert "línea base ya no es" in falta.mensaje
    dicho = {"causa": de.mejora.causa, "indice": de.mejora.indice, "esperado": Decimal(70)}
    suyas = list(de.mejora.recomendaciones.all())
    mejoras.editar(mejora=de.mejora, recomendaciones=suyas, version=0, por=de.jefe, ahora=AHORA, **dicho)
    assert faltas_de(de.plan, actividades) == [] and _fresca(de).linea_base == Decimal("61.5")


def test_la_que_continua_se_compara_con_la_medicion_de_su_linea_base():
    de = m.llevar("suscrita")
    m.prorrogar(de)
    plan = f.plan(
        clase="MEJORAMIENTO", vigencia_medida=2026, politica=de.plan.politica, vigencia=f.vigencia(2027),
        dependencia=de.oficina,
    )  # fmt: skip
    sigue = continuaciones.continuar(mejora=de.mejora, plan=plan, por=de.planea, ahora=AHORA)
    assert AccionMejora.objects.con_hechos().get(pk=sigue.pk).medida == de.plan.vigencia_medida == 2025


def test_el_indice_se_elige_como_se_llamo_en_la_medicion_de_su_linea_base():
    antes, otra = f.politica(codigo_furag="POL01"), f.politica(codigo_furag="POL02")
    ff.carga({"Alcaldía": {"POL01": 60, "POL02": 20}})
    v7 = VersionModelo.objects.create(nombre="v7", titulo="Versión 7")
    dimension = Dimension.objects.create(version=v7, codigo="D1", nombre="Talento", orden=1)
    ahora = f.politica(dimension, codigo_furag="POL02")
    Equivalencia.objects.create(de=antes, a=ahora)
    assert indices_que_mueve(ahora, 2025) == {"POL01": antes.nombre}
    assert indices_que_mueve(otra, 2025) == {"POL02": otra.nombre}


def test_si_el_modelo_nuevo_parte_o_quita_la_politica_se_dice_por_donde_seguir(client):
    de = m.llevar("suscrita")
    m.prorrogar(de)
    v7 = VersionModelo.objects.create(nombre="v7", titulo="Versión 7")
    f.vigencia(2027, version=v7)
    client.force_login(de.planea)
    url = f"/furag/mejoras/{de.mejora.pk}/continuar/"
    assert "verifique aquí si se cumplió" in client.get(url, follow=True).text
    dimension = Dimension.objects.create(version=v7, codigo="D1", nombre="Talento", orden=1)
    partes = [f.politica(dimension, nombre=f"Parte {n}", codigo_furag=f"POL{n}", numero_plan=n) for n in (1, 2)]
    Equivalencia.objects.bulk_create(Equivalencia(de=de.plan.politica, a=una) for una in partes)
    assert "«Parte 1» o «Parte 2»: cree antes su plan" in client.get(url, follow=True).text
    plan = f.plan(
        clase="MEJORAMIENTO",
        vigencia_medida=2025,
        politica=partes[1],
        vigencia=f.vigencia(2027),
        dependencia=de.oficina,
    )
    assert client.post(url, {"destino": f"plan-{plan.pk}"}).status_code == 302
    assert _fresca(de).fue_continuada
    # Y a la aprobada, con todo completo, se le propone una modificación.
    AccionMejora.objects.filter(continua=de.mejora).delete()
    Plan.objects.filter(pk=plan.pk).update(
        estado="APROBADO", acto="PENDIENTE", aprobado_en=AHORA, aprobado_por=de.planea
    )
    ff.completar(plan)
    assert "propóngale una modificación" in client.get(url, follow=True).text
