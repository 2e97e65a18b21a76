"""Reportes que no parten del corte recién abierto: de dos trimestres, de Planeación y de dos dependencias."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse

from mipg.expediente.models import Documento
from mipg.reglas import ReglaIncumplida
from seguimiento.acciones import avances, cortes
from seguimiento.models import Avance
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db
AHORA = e.EN_T2


@pytest.fixture(autouse=True)
def _detenido(en_t2):
    return en_t2


def _url(nombre: str, avance: Avance) -> str:
    return reverse(f"seguimiento:{nombre}", args=[avance.pk])


def _enviado_hace(dias):
    dependencia = f.dependencia()
    actividad = f.actividad(f.plan("PUBLICADO", dependencia=dependencia))
    avance = f.avance(
        actividad,
        f.corte(),
        "ENVIADO",
        D(1),
        reportado_por=f.persona("enlace", dependencia),
        reserva="Reposa en el archivo",
    )
    Avance.objects.filter(pk=avance.pk).update(reportado_en=f.AHORA - timedelta(days=dias))
    avance.refresh_from_db()
    return avance


def test_lo_de_planeacion_lo_acepta_otra_persona_de_planeacion_y_queda_marcado(quien):
    quien.hacienda = quien.planeacion
    quien.enlace = f.persona("enlace", quien.planeacion)
    quien.jefe = f.persona("jefe", quien.planeacion)
    e.aprobar_plan(quien, e.del_ejemplo())
    corte = e.abrir_solo_t2(quien)
    aceptado = e.aceptado(e.de(corte, "Publicar informes de gestión"), quien, AHORA, 3)
    assert aceptado.misma_dependencia
    otro = e.aceptado(e.de(corte, "Responder las peticiones a tiempo"), quien, AHORA, 90)
    assert (
        avances.revertir(avance=otro, version=otro.version, por=quien.revisor, ahora=AHORA).misma_dependencia is False
    )


def test_la_ampliacion_vale_para_su_dependencia_y_para_ninguna_otra(quien):
    otra = f.dependencia("Secretaría de Cultura")
    enlace = f.persona("enlace", otra)
    actividades = e.del_ejemplo()
    actividades[1]["dependencia"] = otra
    e.aprobar_plan(quien, actividades)
    corte = e.abrir_solo_t2(quien)
    cortes.ampliar(
        corte=corte, dependencia=otra, cierra=date(2026, 7, 17), motivo="Sin red.", por=quien.revisora, ahora=AHORA
    )
    tarde = datetime(2026, 7, 17, 23, 59, 59, tzinfo=e.BOGOTA)
    assert e.escribir(e.de(corte, "Responder las peticiones a tiempo"), enlace, tarde, texto="x")
    with pytest.raises(ReglaIncumplida, match="La captura cerró el 15/07/2026"):
        e.escribir(e.de(corte, "Publicar informes de gestión"), quien.enlace, tarde, texto="x")
    with pytest.raises(ReglaIncumplida, match="La captura cerró el 17/07/2026"):
        e.escribir(e.de(corte, "Responder las peticiones a tiempo"), enlace, tarde + timedelta(seconds=2), texto="y")


def test_lo_del_trimestre_anterior_esta_junto_a_cada_campo(quien, cliente_de):
    e.ejemplo(quien)
    ahora = datetime(2026, 10, 5, 9, tzinfo=e.BOGOTA)
    t3 = e.abrir(quien, 3, ahora)
    with e.detenido(ahora):
        respuesta = cliente_de(quien.enlace).get(_url("avance_editar", e.de(t3, "Responder las peticiones a tiempo")))
    form = respuesta.context["form"]
    assert form["cantidad"].pista == "En T2 de 2026: 80"
    assert form["texto"].pista == "En T2 de 2026: Se hizo lo previsto."
    assert "En T2 de 2026: 80" in respuesta.content.decode()


def test_lo_acumulado_es_solo_de_los_trimestres_anteriores(quien, cliente_de):
    ejemplo = e.ejemplo(quien)
    t2 = Avance.objects.filter(corte=ejemplo.t2, estado="ACEPTADO").exclude(cantidad=None).first()
    t1 = Avance.objects.filter(actividad=t2.actividad, corte__trimestre=1).first()
    assert t1.cantidad
    cliente = cliente_de(quien.revisora)

    assert cliente.get(_url("avance_detalle", t1)).context["acumulado"] == 0
    assert cliente.get(_url("avance_detalle", t2)).context["acumulado"] == t1.cantidad


def test_este_trimestre_junto_al_anterior_y_las_fechas_de_los_soportes(quien, cliente_de):
    e.ejemplo(quien)
    ahora = datetime(2026, 10, 5, 9, tzinfo=e.BOGOTA)
    avance = e.de(e.abrir(quien, 3, ahora), "Responder las peticiones a tiempo")
    e.enviar(avance, quien, ahora, 85)
    Documento.objects.filter(usos__objeto_id=avance.pk).update(fecha_documento=date(2026, 6, 1))
    with e.detenido(ahora):
        respuesta = cliente_de(quien.revisora).get(_url("avance_revisar", avance))
    html = respuesta.content.decode()
    comparados = {c.nombre: (c.valor, c.anterior) for c in respuesta.context["comparados"]}
    assert comparados["cantidad"] == ("85", "80")
    assert "Es idéntico al del trimestre anterior." in html
    assert "Su fecha es anterior al trimestre." in html


def test_revertir_se_lleva_el_motivo_de_quien_acepto_sin_aval():
    enviado = _enviado_hace(5)
    aceptado = avances.aceptar(
        avance=enviado, version=enviado.version, por=f.persona("planeacion"), ahora=f.AHORA, motivo="El jefe viajó"
    )
    assert aceptado.sin_aval == "El jefe viajó"

    revertido = avances.revertir(avance=aceptado, version=aceptado.version, por=f.persona("planeacion"), ahora=f.AHORA)

    assert (revertido.estado, revertido.sin_aval) == ("ENVIADO", "")
    with pytest.raises(ReglaIncumplida, match="por qué se acepta sin aval"):
        avances.aceptar(avance=revertido, version=revertido.version, por=f.persona("planeacion"), ahora=f.AHORA)


def test_no_se_envia_un_texto_que_la_persona_no_vio():
    dependencia = f.dependencia()
    elena = f.persona("enlace", dependencia)
    actividad = f.actividad(f.plan("PUBLICADO", dependencia=dependencia))
    avance = f.avance(actividad, f.corte(), "BORRADOR", D(1), situacion="AVANCE", texto="Lo que Elena vio")
    Avance.objects.filter(pk=avance.pk).update(texto="Lo que escribió otra persona")

    with pytest.raises(avances.ConflictoDeEdicion) as choque:
        avances.enviar(avance=avance, por=elena, ahora=f.AHORA, vistos={"texto": "Lo que Elena vio"})

    assert choque.value.campos == {"texto": ("Lo que escribió otra persona", "Lo que Elena vio")}
    avance.refresh_from_db()
    assert avance.estado == "BORRADOR"
