"""Corregir el calendario de una medición."""

from datetime import date, timedelta

from furag.models import Medicion
from mipg.bitacora.models import Suceso
from politicas.models import VersionModelo
from tests import fabricas as f
from tests.furag import fabricas
from tests.sesiones import entrar


def test_se_corrige_el_calendario_y_queda_en_la_historia(db):
    medicion = fabricas.medicion(2025)
    cliente = entrar(f.persona("planeacion"))
    datos = {"anio": "2025", "anio_captura": "2026", "version": medicion.version_id, "serie": medicion.serie_id}
    url = "/furag/mediciones/2025/editar/"
    assert cliente.post(url, datos | {"abre": "2026-04-17", "cierra": "2026-03-03"}).status_code == 422
    assert cliente.post(url, datos | {"abre": "2026-03-03", "cierra": "2026-04-17"}).status_code == 302
    medicion.refresh_from_db()
    assert (medicion.abre, medicion.cierra) == (date(2026, 3, 3), date(2026, 4, 17))
    (suceso,) = Suceso.objects.de(medicion).filter(verbo="editar")
    assert suceso.changes["cierra"] == [None, "2026-04-17"]


def test_con_recomendaciones_la_version_medida_no_cambia(db):
    medicion, otra = fabricas.medicion(2025), VersionModelo.objects.create(nombre="v9", titulo="Versión 9")
    cliente, datos = entrar(f.persona("planeacion")), {"anio_captura": "2026", "serie": medicion.serie_id}
    fabricas.recomendacion()
    negada = cliente.post("/furag/mediciones/2025/editar/", datos | {"version": otra.pk})
    assert negada.status_code == 422 and "Ya tiene recomendaciones" in negada.text
    assert cliente.post("/furag/mediciones/2025/editar/", datos | {"version": medicion.version_id}).status_code == 302
    assert Medicion.objects.get().version_id == medicion.version_id


def test_el_anio_mal_escrito_se_corrige_mientras_no_se_le_suba_nada(db):
    medicion, cliente = fabricas.medicion(2024), entrar(f.persona("planeacion"))
    datos = {"anio": "2025", "anio_captura": "2026", "version": medicion.version_id}
    assert cliente.post("/furag/mediciones/2024/editar/", datos)["Location"] == "/furag/mediciones/2025/"
    assert Medicion.objects.get().anio == 2025
    fabricas.importacion(objeto_id=medicion.pk)
    assert "anio" not in cliente.get("/furag/mediciones/2025/editar/").context["form"].fields


def test_los_resultados_no_se_publicaron_en_un_dia_que_no_ha_llegado(db, time_machine, ahora):
    time_machine.move_to(ahora, tick=False)
    medicion, cliente = fabricas.medicion(2025), entrar(f.persona("planeacion"))
    datos = {"anio": "2025", "anio_captura": "2026", "version": medicion.version_id}
    url, manana = "/furag/mediciones/2025/editar/", (f.HOY + timedelta(days=1)).isoformat()
    negada = cliente.post(url, datos | {"fecha_publicacion": manana})
    assert negada.status_code == 422 and "en una fecha que no ha llegado" in negada.text
    nueva = datos | {"anio": "2026", "anio_captura": "2027", "fecha_publicacion": manana}
    assert cliente.post("/furag/mediciones/crear/", nueva).status_code == 422
    assert cliente.post(url, datos | {"fecha_publicacion": f.HOY.isoformat()}).status_code == 302
