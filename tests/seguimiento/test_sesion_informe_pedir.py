"""El orden del día y el acta en PDF: se producen otra vez idénticos."""

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from mipg.expediente.models import Emision
from mipg.reglas import ReglaIncumplida
from planes.acciones import decisiones, orden_del_dia, sesiones
from planes.models import Compromiso, Punto, Sesion
from seguimiento import informes
from tests import fabricas as f
from tests.lector_pdf import LectorPdf
from tests.planes import comite

pytestmark = pytest.mark.django_db
AHORA = f.AHORA


@pytest.fixture
def de():
    return comite.gente()


@pytest.fixture
def cerrada(de):
    sesion = comite.en_curso(comite.instancia(), de.lleva, presentes=3)
    tema = orden_del_dia.crear_punto(sesion=sesion, titulo="Informe de gestión", por=de.lleva, ahora=AHORA)
    otro = orden_del_dia.crear_punto(sesion=sesion, titulo="Asunto que se deja", por=de.lleva, ahora=AHORA)
    impedido = sesion.asistencias.first().miembro_id
    decisiones.decidir(
        punto=tema,
        decision="DECIDIR",
        texto="Se acoge el informe.",
        impedidos={impedido: "Lo presentó él"},
        por=de.lleva,
        ahora=AHORA,
    )
    decisiones.comprometer(punto=tema, texto="Publicarlo", dependencia=de.propia, por=de.lleva, ahora=AHORA)
    assert otro.estado == "PENDIENTE"
    return sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)


def pedir(cliente, sesion) -> Emision:
    respuesta = cliente.post(f"/seguimiento/informes/sesiones/{sesion.pk}/pedir/")
    return Emision.objects.get(pk=respuesta["Location"].rstrip("/").rpartition("/")[2])


def test_el_acta_dice_todo_y_se_produce_otra_vez_identica(de, cerrada, cliente_de):
    emision = pedir(cliente_de(de.lleva), cerrada)
    primera = informes.generar(emision).contenido
    texto = " ".join(" ".join(LectorPdf(primera).paginas).split())
    for dicho in (
        "Acta 1 de 2026",
        "Comité de Prueba",
        "Miembro 1",
        "Cargo 4",
        "Se acoge el informe.",
        "No intervino Miembro 1, Cargo 1: Lo presentó él",
        "2 de 3 miembros con voto",
        "Pasa a la sesión siguiente",
        "Publicarlo",
        de.propia.nombre,
        "29/07/2026 (sin fecha acordada)",
        "Secretaría técnica",
        cerrada.sha256[:12],
    ):
        assert dicho in texto, dicho
    # Ni lo que cambie después, ni una aclaración posterior a la petición, la cambian.
    Punto.objects.update(titulo=Concat("titulo", Value(" (otro)")))
    Compromiso.objects.update(texto="Otra cosa")
    cerrada.asistencias.update(nombre="Otro nombre")
    sesiones.aclarar(sesion=cerrada, texto="Fue en otra sala.", por=de.otra, ahora=f.AHORA.replace(year=2030))
    assert informes.generar(emision).contenido == primera


def test_la_aclaracion_sale_en_el_acta_que_se_pida_despues(de, cerrada, cliente_de, time_machine):
    sesiones.aclarar(sesion=cerrada, texto="Fue en otra sala.", por=de.otra, ahora=AHORA)
    emision = pedir(cliente_de(de.lleva), cerrada)
    texto = " ".join(LectorPdf(informes.generar(emision).contenido).paginas)
    assert "Aclaraciones posteriores" in texto and "Fue en otra sala." in texto


def test_el_orden_del_dia_es_el_del_momento_en_que_se_pidio(de, cliente_de):
    comite.en_revision(de, nombre="Plan de Archivos")
    sesion = comite.convocada(comite.instancia(), de.lleva)
    emision = pedir(cliente_de(de.lleva), sesion)
    primera = informes.generar(emision).contenido
    texto = " ".join(LectorPdf(primera).paginas)
    assert "Plan de Archivos" in texto and "Cargo 1 (preside)" in texto
    orden_del_dia.crear_punto(sesion=sesion, titulo="Otro", por=de.lleva, ahora=AHORA)
    assert informes.generar(emision).contenido == primera
    assert emision.informe == "orden_del_dia"


def test_no_hay_acta_de_lo_que_no_se_cerro(de):
    sesion = comite.convocada(comite.instancia(), de.lleva)
    with pytest.raises(ReglaIncumplida, match="acta cerrada"):
        informes.generar(Emision(informe="acta", parametros={"sesion": sesion.pk}, pedida_en=AHORA))


def test_quien_ve_solo_su_punto_no_pide_el_documento(de, cliente_de):
    comite.en_revision(de)
    sesion = comite.convocada(comite.instancia(), de.lleva)
    url = f"/seguimiento/informes/sesiones/{sesion.pk}/pedir/"
    assert cliente_de(de.jefe).post(url).status_code == 403
    assert cliente_de(f.persona("jefe")).post(url).status_code == 404
    assert Sesion.objects.get().estado == "CONVOCADA"
