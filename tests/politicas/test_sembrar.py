"""La siembra sobre una base ya sembrada: no repite, respeta lo corregido y pone al día lo demás."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from mipg.bitacora.models import Suceso
from mipg.usuarios.models import AliasDependencia, Dependencia
from politicas.models import Dimension, Estrategia, Norma, Politica, ResponsabilidadPolitica, TipoPlan
from politicas.siembra import _clave, _Sembrador, sembrar

pytestmark = pytest.mark.django_db


def orden(*argumentos, **opciones) -> str:
    salida = StringIO()
    call_command("sembrar", *argumentos, stdout=salida, **opciones)
    return salida.getvalue()


def foto(informe) -> dict:
    return {
        modelo: sorted(map(tuple, modelo.objects.values_list())) if modelo is not Dependencia else None
        for modelo in informe.cuentas
    }


def test_la_segunda_vez_no_cambia_nada_ni_deja_rastro(catalogo_del_modulo, ahora):
    antes, sucesos = foto(catalogo_del_modulo), Suceso.objects.count()
    informe = sembrar(ahora=ahora)
    assert (informe.creados, informe.distintos, informe.actualizados) == (0, 0, 0)
    assert informe.iguales == catalogo_del_modulo.creados
    assert foto(informe) == antes
    assert Suceso.objects.count() == sucesos


def test_la_segunda_vez_no_hace_una_consulta_por_fila(catalogo_del_modulo, ahora, consultas):
    with consultas() as hechas:
        sembrar(ahora=ahora)
    assert len(hechas) < 3 * len(catalogo_del_modulo.cuentas)


def test_no_pisa_lo_que_alguien_corrigio_y_lo_informa(catalogo_del_modulo, ahora):
    Norma.objects.filter(nombre="Ley 594 de 2000").update(materia="Corregida por Planeación")
    informe = sembrar(ahora=ahora)
    assert Norma.objects.get(nombre="Ley 594 de 2000").materia == "Corregida por Planeación"
    (distinta,) = informe.de(Norma).distintos
    assert distinta.fila == "Ley 594 de 2000"
    assert distinta.cambios == {"materia": ("Corregida por Planeación", "Archivos y gestión documental.")}


def test_con_actualizar_vuelve_a_lo_que_dice_el_fixture(catalogo_del_modulo, ahora):
    Norma.objects.filter(nombre="Ley 594 de 2000").update(materia="Otra cosa")
    informe = sembrar(ahora=ahora, actualizar=True)
    assert Norma.objects.get(nombre="Ley 594 de 2000").materia == "Archivos y gestión documental."
    assert (informe.actualizados, informe.distintos, informe.creados) == (1, 0, 0)


def anteriores(settings) -> list[dict]:
    carpetas = [Path(carpeta) / "anteriores" for carpeta in settings.FIXTURE_DIRS]
    return [e for c in carpetas for ruta in sorted(c.glob("*.json")) for e in json.loads(ruta.read_text("utf-8"))]


@pytest.fixture
def sembrada_antes(catalogo_del_modulo, settings, ahora):
    """La base como la dejó la siembra anterior: cada campo corregido dice todavía lo que decía."""
    sembrador = _Sembrador(actualizar=True)
    for entrada in anteriores(settings):
        sembrador.fila(apps.get_model(entrada["model"]), entrada["fields"])
    assert sembrador.informe.actualizados == len(anteriores(settings)), "un «anterior» dice lo mismo que el fixture"
    assert sembrador.informe.creados == 0, "un «anterior» no es de ninguna fila"


def test_lo_que_el_fixture_corrige_llega_a_una_base_ya_sembrada(sembrada_antes, settings, ahora):
    antes = Suceso.objects.count()
    informe = sembrar(ahora=ahora)
    assert (informe.distintos, informe.creados) == (0, 0)
    # La que se corrigió dos veces es una sola fila.
    armar = _Sembrador(actualizar=False)._armar
    filas = {(e["model"], _clave(armar(apps.get_model(e["model"]), e["fields"])[0])) for e in anteriores(settings)}
    assert informe.actualizados == len(filas)
    assert "a las demás dimensiones" in Dimension.objects.get(codigo="D6").proposito
    assert Estrategia.objects.get(numero=6).toda_la_entidad
    # Cada corrección deja su cambio en la bitácora, además del suceso de la siembra.
    assert Suceso.objects.count() > antes + informe.actualizados
    assert sembrar(ahora=ahora).actualizados == 0


def test_la_correccion_no_pisa_el_campo_que_alguien_escribio(sembrada_antes, ahora):
    de_alguien = "Texto de Planeación con los demás dimensiones."
    Dimension.objects.filter(codigo="D6").update(proposito=de_alguien)
    informe = sembrar(ahora=ahora)
    sexta = Dimension.objects.get(codigo="D6")
    assert sexta.proposito == de_alguien
    assert sexta.nota.startswith("El texto de origen dice"), "el otro campo de la fila sí se pone al día"
    (distinta,) = informe.de(Dimension).distintos
    assert list(distinta.cambios) == ["proposito"]


def test_ve_y_restituye_los_responsables_de_una_estrategia(catalogo_del_modulo, ahora):
    quinta = Estrategia.objects.get(numero=5)
    quinta.responsables.add(Dependencia.objects.get(nombre="Dirección de Archivo"))
    assert list(sembrar(ahora=ahora).de(Estrategia).distintos[0].cambios) == ["responsables"]
    sembrar(ahora=ahora, actualizar=True)
    assert [d.nombre for d in quinta.responsables.all()] == ["Secretaría General"]


def test_ve_y_restituye_una_llave_ajena(catalogo_del_modulo, ahora):
    archivo = Dependencia.objects.get(nombre="Dirección de Archivo")
    TipoPlan.objects.filter(numero=9).update(dependencia=archivo)
    assert list(sembrar(ahora=ahora).de(TipoPlan).distintos[0].cambios) == ["dependencia"]
    sembrar(ahora=ahora, actualizar=True)
    assert TipoPlan.objects.get(numero=9).dependencia.nombre == "Secretaría de Planeación Distrital"


def test_repone_lo_que_falta_sin_tocar_lo_demas(catalogo_del_modulo, ahora):
    Norma.objects.filter(nombre="Ley 594 de 2000").delete()
    informe = sembrar(ahora=ahora)
    assert (informe.creados, informe.de(Norma).creados) == (1, 1)


def test_reconoce_la_responsabilidad_por_politica_fuente_y_orden(catalogo_del_modulo, ahora):
    fila = ResponsabilidadPolitica.objects.get(politica__codigo_furag="POL16", fuente__reparte=True, rol="LIDER")
    fila.dependencia = Dependencia.objects.get(nombre="Dirección de Archivo")
    fila.rol = "COLIDER"
    fila.save()
    informe = sembrar(ahora=ahora)
    assert informe.de(ResponsabilidadPolitica).creados == 0
    assert set(informe.de(ResponsabilidadPolitica).distintos[0].cambios) == {"dependencia", "rol"}


def test_una_politica_movida_de_dimension_no_se_duplica(catalogo_del_modulo, ahora):
    politicas = Politica.objects.de_version_activa()
    documental = politicas.get(codigo_furag="POL16")
    documental.dimension = politicas.get(codigo_furag="POL14").dimension
    documental.save()
    informe = sembrar(ahora=ahora)
    assert politicas.count() == 19
    assert list(informe.de(Politica).distintos[0].cambios) == ["dimension"]


def test_reconoce_el_alias_por_su_forma_normalizada(catalogo_del_modulo, ahora):
    AliasDependencia.objects.filter(nombre="Talento Humano").update(nombre="TALENTO  HUMANO")
    informe = sembrar(ahora=ahora)
    assert informe.de(AliasDependencia).creados == 0
    assert list(informe.de(AliasDependencia).distintos[0].cambios) == ["nombre"]


def test_una_dependencia_rebautizada_que_guarda_su_alias_no_se_duplica(catalogo_del_modulo, ahora):
    hacienda = Dependencia.objects.get(nombre="Secretaría de Hacienda")
    hacienda.nombre = "Secretaría de Hacienda Distrital"
    hacienda.save()
    AliasDependencia.objects.create(dependencia=hacienda, nombre="Secretaría de Hacienda")
    informe = sembrar(ahora=ahora)
    assert informe.creados == 0
    assert Dependencia.objects.count() == 10
    assert list(informe.de(Dependencia).distintos[0].cambios) == ["nombre"]


def test_la_orden_cuenta_por_modelo_y_solo_detalla_si_se_le_pide(catalogo_del_modulo):
    Norma.objects.filter(nombre="Ley 594 de 2000").update(materia="Corregida")
    resumen, detalle = orden(), orden(verbosity=2)
    renglon = next(linea for linea in resumen.splitlines() if linea.startswith("marco normativo"))
    assert renglon.split()[-4:] == ["0", str(Norma.objects.count() - 1), "1", "0"]
    assert "Ley 594" not in resumen and "-v 2" in resumen
    assert "Ley 594 de 2000" in detalle and "'Corregida'" in detalle
    assert orden(verbosity=0) == ""


def test_la_orden_con_actualizar_reescribe(catalogo_del_modulo):
    Norma.objects.filter(nombre="Ley 594 de 2000").update(materia="Corregida")
    orden("--actualizar")
    assert not Norma.objects.filter(materia="Corregida").exists()
