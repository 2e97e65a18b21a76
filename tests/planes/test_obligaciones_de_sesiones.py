"""Lo que se debe de las sesiones: preparar, cerrar, asistir y cumplir; siempre hay quien pueda."""

from datetime import timedelta

import pytest

from mipg.avisos.models import DiaNoHabil
from planes.acciones import compromisos, decisiones, orden_del_dia, sesiones
from planes.models import Miembro, Sesion
from planes.obligaciones import pendientes
from tests import fabricas as f
from tests.planes import comite

pytestmark = pytest.mark.django_db
HOY, AHORA = f.HOY, f.AHORA


@pytest.fixture
def de():
    return comite.gente()


@pytest.fixture
def instancia():
    return comite.instancia()


def debidas(hoy=HOY, persona=None) -> set[tuple]:
    return {(o.verbo, o.persona, o.vence) for o in pendientes(hoy, persona)}


def test_preparar_hasta_su_dia_y_cerrar_en_cinco_habiles(de, instancia):
    sesion = comite.convocada(instancia, de.lleva)
    assert debidas() == {("Preparar la sesión", quien.pk, HOY) for quien in (de.lleva, de.otra)}
    despues = HOY + timedelta(days=1)
    vence = HOY + timedelta(days=8)  # el 13 es festivo
    assert debidas(despues, de.lleva.pk) == {("Cerrar el acta", de.lleva.pk, vence)}
    sesiones.cancelar(sesion=sesion, motivo="Sin quórum", por=de.lleva, ahora=AHORA)
    assert debidas() == set()


def test_asisten_los_miembros_con_cuenta_y_nadie_mas(de, instancia):
    Miembro.objects.create(
        instancia=instancia, persona=de.jefe, cargo="Secretario", desde="2025-01-01", hasta=comite.MANANA
    )
    comite.convocada(instancia, de.lleva, comite.MANANA)
    assert ("Asistir", de.jefe.pk, comite.MANANA) in debidas()
    assert debidas(persona=de.jefe.pk) == {("Asistir", de.jefe.pk, comite.MANANA)}
    assert debidas(persona=f.persona("enlace").pk) == set()
    assert debidas(comite.MANANA + timedelta(days=1), de.jefe.pk) == set()


def test_quien_ya_no_trabaja_en_la_entidad_no_asiste_y_su_membresia_se_termina(de, instancia):
    ida = f.persona("enlace", de.propia)
    miembro = Miembro.objects.create(instancia=instancia, persona=ida, cargo="Secretaria", desde="2025-01-01")
    comite.convocada(instancia, de.lleva, comite.MANANA)
    ida.is_active = False
    ida.save()
    assert ("Asistir", ida.pk, comite.MANANA) not in debidas()
    for quien in (de.lleva, de.otra):
        assert ("Terminar la membresía", quien.pk, comite.MANANA) in debidas() & debidas(persona=quien.pk)
    assert debidas(persona=de.jefe.pk) == set()
    miembro.hasta = HOY
    miembro.save()
    assert {verbo for verbo, *_ in debidas()} == {"Preparar la sesión"}


def comprometido(instancia, de, **campos):
    sesion = comite.en_curso(instancia, de.lleva)
    punto = orden_del_dia.crear_punto(sesion=sesion, titulo="Varios", por=de.lleva, ahora=AHORA)
    datos = {"texto": "Enviar el cronograma", "fecha": HOY + timedelta(days=3)} | campos
    hecho = decisiones.comprometer(punto=punto, por=de.lleva, ahora=AHORA, **datos)
    sesiones.cerrar(sesion=sesion, por=de.lleva, ahora=AHORA)
    return hecho


def test_un_compromiso_le_toca_a_su_persona_o_al_jefe_de_su_dependencia(de, instancia):
    suyo = comprometido(instancia, de, dependencia=de.propia)
    enlace = f.persona("enlace", de.propia)
    comprometido(instancia, de, persona=enlace)
    vence = HOY + timedelta(days=3)
    assert debidas() == {("Cumplir el compromiso", quien.pk, vence) for quien in (de.jefe, enlace)}
    assert debidas(persona=de.jefe.pk) == {("Cumplir el compromiso", de.jefe.pk, vence)}
    assert debidas(persona=enlace.pk) == {("Cumplir el compromiso", enlace.pk, vence)}
    assert debidas(persona=de.lleva.pk) == set()
    assert f"/planes/compromisos/{suyo.pk}/cumplir/" in {o.url for o in pendientes(HOY, de.jefe.pk)}


def test_los_dias_no_habiles_locales_no_cuentan_para_cumplir_ni_para_cerrar(de, instancia):
    DiaNoHabil.objects.create(fecha=HOY + timedelta(days=1), motivo="Fiesta local")
    suyo = comprometido(instancia, de, dependencia=de.propia, fecha=None)
    vence = HOY + timedelta(days=24)  # el 7 es asueto; el 13 y el 20, festivos
    assert suyo.vence == vence
    quien = {"motivo": "Faltaba", "por": de.lleva, "ahora": AHORA}
    corregido = compromisos.corregir(compromiso=suyo, texto="Enviarlo a todos", version=suyo.version, **quien)
    assert corregido.vence == vence
    comite.convocada(instancia, de.lleva)
    cierra = HOY + timedelta(days=9)
    assert ("Cerrar el acta", de.lleva.pk, cierra) in debidas(HOY + timedelta(days=1))


def test_quien_no_tiene_rol_tambien_ve_lo_suyo_y_su_pagina_le_abre(de, instancia, cliente_de, time_machine):
    time_machine.move_to(AHORA, tick=False)
    sin_rol = f.persona()
    comprometido(instancia, de, persona=sin_rol)
    Miembro.objects.create(instancia=instancia, persona=sin_rol, cargo="Veedora", desde="2025-01-01")
    comite.convocada(instancia, de.lleva, comite.MANANA)
    suyas = {o.clave: o for o in pendientes(HOY, sin_rol.pk)}
    assert {o.verbo for o in suyas.values()} == {"Cumplir el compromiso", "Asistir"}
    assert suyas == {o.clave: o for o in pendientes(HOY) if o.persona == sin_rol.pk}
    cliente = cliente_de(sin_rol)
    pagina = cliente.get("/pendientes/").text
    for una in suyas.values():
        assert una.url in pagina and cliente.get(una.url).status_code == 200
    (cumplir,) = (o.url for o in suyas.values() if o.verbo == "Cumplir el compromiso")
    assert cliente.post(cumplir, {"version": 0, "nota": "Se hizo"}).status_code == 302
    assert {o.verbo for o in pendientes(HOY, sin_rol.pk)} == {"Asistir"}


def test_lo_de_quien_se_fue_no_le_sale_a_nadie_mas_que_a_quien_lo_traslada(de, instancia):
    ida = f.persona()
    comprometido(instancia, de, persona=ida)
    ida.is_active = False
    ida.save()
    assert debidas(persona=ida.pk) == set()


def test_sin_nadie_que_lo_cumpla_lo_traslada_quien_lleva_las_sesiones(de, instancia):
    comprometido(instancia, de, dependencia=f.dependencia())
    ida = f.persona("enlace", de.propia)
    comprometido(instancia, de, persona=ida)
    ida.is_active = False
    ida.save()
    vence = HOY + timedelta(days=3)
    assert debidas() == {("Trasladar el compromiso", quien.pk, vence) for quien in (de.lleva, de.otra)}
    assert debidas(persona=de.lleva.pk) == {("Trasladar el compromiso", de.lleva.pk, vence)}
    assert debidas(persona=de.jefe.pk) == set()
    assert not Sesion.objects.filter(estado="EN_CURSO").exists()


def test_las_consultas_no_dependen_de_cuantos_haya(de, instancia, consultas):
    def cuantas() -> int:
        with consultas() as hechas:
            list(pendientes(HOY, de.jefe.pk))
        return len(hechas)

    Miembro.objects.create(instancia=instancia, persona=de.jefe, cargo="Secretario", desde="2025-01-01")
    comprometido(instancia, de, dependencia=de.propia)
    comite.convocada(instancia, de.lleva)
    cuantas()
    antes = cuantas()
    for n in range(4):
        comprometido(instancia, de, dependencia=de.propia)
        comite.convocada(instancia, de.lleva, HOY + timedelta(days=n))
    assert cuantas() == antes
