"""Suprimir una dependencia o fusionarla en otra: lo vivo pasa con su traza, lo cerrado queda como estaba y se ve."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from furag.acciones import continuaciones
from furag.obligaciones import DECIDIR
from furag.obligaciones import pendientes as de_furag
from furag.obligaciones.mejoras import SUSCRIBIR
from furag.responsables import politicas_que_decide
from mipg.bitacora.models import Suceso
from mipg.expediente.models import Documento
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import Asignacion, CambioDeCuenta, Dependencia, Supresion
from mipg.usuarios.roles import Permiso
from planes.acciones import planes as de_planes
from planes.acciones import propuestas
from planes.acciones.hojas import FilaEscrita, guardar_filas
from planes.models import Actividad, Miembro, Plan
from planes.reglas import huella
from politicas.models import EnlacePolitica, Instancia
from seguimiento.acciones import avances
from seguimiento.acciones.dependencias import inventario, restablecer, suprimir
from seguimiento.models import Ampliacion, Avance
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento
from tests.planes import comite

pytestmark = pytest.mark.django_db
AHORA, HOY = f.AHORA, f.HOY
DECRETO = "Decreto 12 de 2026"


@pytest.fixture
def m():
    """Una dependencia con de todo, su sucesora con lo suyo, y quien las fusiona."""
    vieja, nueva, otra = f.dependencia("Vieja"), f.dependencia("Nueva"), f.dependencia("Otra")
    m = SimpleNamespace(vieja=vieja, nueva=nueva, otra=otra, por=f.persona("planeacion", otra))
    m.enlace, m.jefa, m.jefe = f.persona("enlace", vieja), f.persona("jefe", vieja), f.persona("jefe", nueva)
    m.borrador = f.plan("BORRADOR", dependencia=vieja)
    m.aprobado = f.plan("APROBADO", dependencia=vieja)
    m.cerrado = f.plan("CERRADO", dependencia=vieja)
    m.ajeno = f.plan("APROBADO", dependencia=otra)
    m.suya = f.actividad(m.aprobado, enlace=m.enlace)
    m.en_el_ajeno = f.actividad(m.ajeno, dependencia=vieja)
    m.terminada = f.actividad(m.cerrado)
    m.apoyada = f.actividad(m.ajeno)
    m.apoyada.apoyos.add(vieja)
    m.doble = f.actividad(m.ajeno, dependencia=nueva)
    m.doble.apoyos.add(vieja)
    m.version = f.version(m.aprobado)
    m.corte = f.corte()
    m.reporte = f.avance(m.suya, m.corte)
    Ampliacion.objects.create(
        corte=m.corte, dependencia=vieja, cierra=date(2026, 7, 20), motivo="x", creada_en=AHORA, creada_por=m.por
    )
    m.politica = f.politica()
    EnlacePolitica.objects.create(politica=m.politica, dependencia=vieja, persona=m.enlace, desde=date(2026, 1, 1))
    m.hija = f.dependencia("Hija", superior=vieja)
    return m


def fusionar(m, **campos):
    que = {"dependencia": m.vieja, "sucesora": m.nueva, "rige_desde": HOY, "acto": DECRETO, "por": m.por}
    return suprimir(**que | {"ahora": AHORA} | campos)


def de(objeto):
    return type(objeto).objects.get(pk=objeto.pk)


def test_todo_lo_vivo_pasa_a_la_sucesora_y_nada_queda_a_cargo_de_la_suprimida(m):
    supresion, _ = fusionar(m)
    assert {de(x).dependencia for x in (m.borrador, m.aprobado, m.suya, m.en_el_ajeno)} == {m.nueva}
    assert list(de(m.apoyada).apoyos.all()) == [m.nueva]
    assert list(de(m.doble).apoyos.all()) == []
    assert de(m.hija).superior == m.nueva
    assert EnlacePolitica.objects.get(dependencia=m.nueva).persona == m.enlace
    assert EnlacePolitica.objects.get(dependencia=m.vieja).hasta == HOY - timedelta(days=1)
    vieja = de(m.vieja)
    assert (vieja.vigente_hasta, vieja.sucesora, vieja.heredera) == (HOY - timedelta(days=1), m.nueva, m.nueva)
    assert sorted(supresion.pasaron["planes"]) == [m.borrador.pk, m.aprobado.pk]


def test_lo_cerrado_queda_como_estaba_y_ninguna_version_cambia(m):
    fusionar(m)
    assert de(m.cerrado).dependencia == de(m.terminada).dependencia == m.vieja
    version = de(m.version)
    assert huella(version.foto) == version.sha256 == m.version.sha256
    assert version.foto["dependencia"] == "Vieja"


def test_cada_cosa_que_pasa_deja_su_suceso_con_el_acto(m):
    fusionar(m)
    for objeto in (m.borrador, m.aprobado, m.suya, m.en_el_ajeno):
        suceso = Suceso.objects.de(objeto).get(verbo="trasladar")
        assert suceso.changes == {"dependencia": ["Vieja", "Nueva"]}
        assert suceso.nota == f"Vieja se fusionó en Nueva: {DECRETO}."
        assert suceso.actor == m.por
    assert Suceso.objects.de(m.vieja).get(verbo="fusionar").changes["sucesora"] == [None, "Nueva"]


def test_quien_decidia_sobre_lo_que_paso_lo_vuelve_a_leer(m):
    f.version(m.ajeno)
    propuesta = propuestas.proponer(plan=m.ajeno, por=f.persona("jefe", m.otra), ahora=AHORA)
    antes = {x: de(x).version for x in (m.borrador, m.ajeno, m.suya, propuesta)}
    fusionar(m)
    assert all(de(x).version > version for x, version in antes.items())


def test_la_ampliacion_de_la_suprimida_es_plazo_de_sus_reportes_y_no_de_los_de_la_otra(m):
    propio = f.avance(f.actividad(f.plan("APROBADO", dependencia=m.nueva)), m.corte)
    corto, largo = (f.avance(f.actividad(m.aprobado), m.corte, plazo=date(2026, 7, dia)) for dia in (17, 25))
    fusionar(m)
    assert (de(m.reporte).plazo, de(propio).plazo) == (date(2026, 7, 20), None)
    assert (de(corto).plazo, de(largo).plazo) == (date(2026, 7, 20), date(2026, 7, 25))


def test_la_ventana_pasa_si_la_otra_no_tiene_la_suya_para_los_mismos_planes(m):
    clases = ("ACCION_POLITICA", "INSTITUCIONAL")
    suya, repetida = (f.ventana(dependencia=m.vieja, clase=clase, motivo="x") for clase in clases)
    f.ventana(dependencia=m.nueva, clase=repetida.clase, motivo="x")
    fusionar(m)
    assert (de(suya).dependencia, de(repetida).dependencia) == (m.nueva, m.vieja)


def test_la_sucesora_ve_lo_que_veia_la_suprimida(m):
    documento = Documento.objects.create(
        titulo="Acta",
        clase="ENLACE",
        url="https://ejemplo.test",
        dependencia=m.vieja,
        fecha_documento=HOY,
        creado_en=AHORA,
        creado_por=m.enlace,
    )
    assert documento not in Documento.objects.visibles_para(m.jefe.perfil(HOY))
    fusionar(m)
    perfil = type(m.jefe).objects.get(pk=m.jefe.pk).perfil(HOY)
    assert documento in Documento.objects.visibles_para(perfil)
    assert m.cerrado in Plan.objects.visibles_para(perfil).filter(dependencia__in=perfil.dependencias())


# --- Las personas ---


def test_el_enlace_pasa_y_el_jefe_no_se_vuelve_jefe_de_la_otra(m):
    _, pedidos = fusionar(m)
    suyas = Asignacion.objects.filter(persona=m.enlace)
    assert set(suyas.values_list("dependencia__nombre", "desde", "hasta")) == {
        ("Vieja", date(2024, 1, 1), HOY - timedelta(days=1)),
        ("Nueva", HOY, None),
    }
    # Terminar una jefatura lo confirma otra persona, como en su ficha.
    (termina,) = CambioDeCuenta.objects.por_decidir()
    assert (termina.afectado, termina.operacion) == (m.jefa, "terminar_rol")
    assert not Asignacion.objects.filter(persona=m.jefa, dependencia=m.nueva).exists()
    assert {p.asignacion.persona for p in pedidos} == {m.enlace, m.jefa}
    cambios.confirmar_cambio(cambio=termina, por=f.persona("administrador", m.otra), ahora=AHORA)
    assert not Asignacion.objects.vigentes(HOY).filter(persona=m.jefa).exists()


def test_el_enlace_que_paso_reporta_lo_que_tenia(m):
    fusionar(m)
    enlace = type(m.enlace).objects.get(pk=m.enlace.pk)
    avances.guardar(avance=de(m.reporte), cambios={"texto": ("", "Se hizo.")}, por=enlace, ahora=AHORA)
    assert de(m.reporte).texto == "Se hizo."


def test_la_cuenta_de_quien_suprime_y_la_resguardada_no_se_tocan_sin_otra_persona(m):
    Asignacion.objects.create(persona=m.por, rol="enlace", dependencia=m.vieja, desde=date(2026, 1, 1))
    _, pedidos = fusionar(m)
    (propio,) = [p for p in pedidos if p.asignacion.persona == m.por]
    assert (propio.cambios, propio.porque) == (
        (),
        "Nadie se asigna roles a sí mismo: pídaselo a otra persona que administre.",
    )
    assert not Asignacion.objects.filter(persona=m.por, dependencia=m.nueva).exists()


def test_los_que_miran_la_entidad_siguen_con_su_rol(m):
    secretaria = f.persona("secretaria_general", m.vieja)
    fusionar(m)
    assert type(secretaria).objects.get(pk=secretaria.pk).perfil(HOY).puede(Permiso.TODO_VER)


def test_un_rol_que_no_ha_empezado_se_anula_y_pasa_con_sus_fechas(m):
    futura = f.persona()
    fin = date(2026, 12, 31)
    Asignacion.objects.create(persona=futura, rol="enlace", dependencia=m.vieja, desde=date(2026, 8, 1), hasta=fin)
    fusionar(m)
    (suya,) = Asignacion.objects.filter(persona=futura)
    assert (suya.dependencia, suya.desde, suya.hasta) == (m.nueva, date(2026, 8, 1), fin)


def test_lo_pedido_para_la_suprimida_ya_no_se_confirma(m):
    pedido = cambios.pedir_cambio(
        operacion="dar_rol", persona=f.persona(), rol="jefe", dependencia=m.vieja, desde=HOY, motivo="x",
        por=m.por, ahora=AHORA,
    )  # fmt: skip
    fusionar(m)
    with pytest.raises(ReglaIncumplida, match="Vieja no existe hoy"):
        cambios.confirmar_cambio(cambio=pedido, por=f.persona("administrador", m.otra), ahora=AHORA)


# --- Lo que no se puede ---


@pytest.mark.parametrize(
    ("mal", "mensaje"),
    [
        ({"acto": " "}, "Diga el acto administrativo"),
        ({"rige_desde": HOY + timedelta(days=1)}, "Esa fecha no ha llegado"),
        ({"sucesora": None}, "Tiene cosas a cargo"),
    ],
)
def test_no_se_suprime_sin_acto_antes_de_tiempo_o_sin_quien_reciba(m, mal, mensaje):
    with pytest.raises(ReglaIncumplida, match=mensaje):
        fusionar(m, **mal)
    assert de(m.vieja).vigente_hasta is None
    assert not Supresion.objects.exists()


def test_no_se_fusiona_en_si_misma_ni_en_una_suprimida_ni_dos_veces(m):
    with pytest.raises(ReglaIncumplida, match="a sí misma"):
        fusionar(m, sucesora=m.vieja)
    fusionar(m)
    with pytest.raises(ReglaIncumplida, match="ya se suprimió: la sucedió Nueva"):
        fusionar(m)
    with pytest.raises(ReglaIncumplida, match="ya no existe"):
        fusionar(m, dependencia=m.otra, sucesora=m.vieja)


def test_la_que_no_tiene_nada_se_suprime_sin_sucesora_y_despues_se_puede_decir_quien_la_sucede(m):
    sola = f.dependencia()
    fusionar(m, dependencia=sola, sucesora=None)
    assert de(sola).heredera is None
    fusionar(m, dependencia=sola)
    assert de(sola).heredera == m.nueva
    assert Supresion.objects.filter(dependencia=sola, deshecha_en=None).count() == 1


def test_nada_nuevo_se_le_encarga_a_la_suprimida(m):
    fusionar(m)
    vieja = de(m.vieja)
    campos = {"nombre": ("", "x"), "dependencia": (None, vieja.pk), "apoyos": ([], [vieja.pk, m.otra.pk])}
    (fila,) = guardar_filas(
        hoja=de(m.borrador), filas=[FilaEscrita(uuid4(), campos)], por=m.por, ahora=AHORA
    ).filas  # fmt: skip
    assert fila.errores == dict.fromkeys(
        ("dependencia", "apoyos"), "Vieja no existe hoy: responde Nueva. Elija otra."
    )  # fmt: skip
    assert (de(fila.actividad).dependencia, list(fila.actividad.apoyos.all())) == (None, [])
    with pytest.raises(ReglaIncumplida, match="Vieja no existe hoy"):
        de_planes.crear_plan(
            clase="ACCION_POLITICA", vigencia=m.borrador.vigencia, politica=f.politica(), dependencia=vieja,
            por=m.por, ahora=AHORA,
        )  # fmt: skip


def test_la_cadena_lleva_a_la_ultima_y_la_que_estaba_debajo_toma_el_lugar(m):
    Dependencia.objects.filter(pk=m.nueva.pk).update(superior=m.hija)
    fusionar(m)
    assert (de(m.nueva).superior, de(m.hija).superior) == (None, m.nueva)
    fusionar(m, dependencia=m.nueva, sucesora=m.otra)
    assert (de(m.vieja).sucesora, de(m.vieja).heredera) == (m.nueva, m.otra)
    assert de(m.suya).dependencia == m.otra


# --- Volver atrás ---


def test_restablecer_devuelve_lo_que_sigue_vivo_y_deja_lo_que_se_hizo(m):
    supresion, _ = fusionar(m)
    propio = f.plan("BORRADOR", dependencia=m.nueva)
    Plan.objects.filter(pk=m.aprobado.pk).update(estado="CERRADO")
    restablecer(supresion=supresion, motivo="Era otra.", por=m.por, ahora=AHORA + timedelta(hours=1))
    assert de(m.vieja).existe(HOY)
    assert de(m.vieja).heredera is None
    assert {de(x).dependencia for x in (m.borrador, m.en_el_ajeno)} == {m.vieja}
    assert {de(x).dependencia for x in (m.aprobado, m.suya, propio)} == {m.nueva}
    assert EnlacePolitica.objects.filter(hasta=None).get().dependencia == m.vieja
    vigentes = Asignacion.objects.vigentes(HOY)
    assert [a.dependencia for a in vigentes.filter(persona=m.enlace)] == [m.vieja]
    # Lo que nadie había confirmado se retira: la jefa sigue siéndolo.
    assert not CambioDeCuenta.objects.por_decidir().exists()
    assert vigentes.filter(persona=m.jefa, dependencia=m.vieja).exists()
    assert de(supresion).deshecha_motivo == "Era otra."
    with pytest.raises(ReglaIncumplida, match="ya se deshizo"):
        restablecer(supresion=supresion, motivo="Otra vez.", por=m.por, ahora=AHORA)


def test_no_se_restablece_lo_que_recibio_otra_que_tambien_se_suprimio(m):
    supresion, _ = fusionar(m)
    fusionar(m, dependencia=m.nueva, sucesora=m.otra)
    with pytest.raises(ReglaIncumplida, match="restablézcala primero"):
        restablecer(supresion=supresion, motivo="x", por=m.por, ahora=AHORA)


def test_si_algo_falla_no_pasa_nada(m, monkeypatch):
    monkeypatch.setattr("seguimiento.acciones.dependencias.pasar_roles", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fusionar(m)
    assert de(m.suya).dependencia == de(m.borrador).dependencia == m.vieja
    assert de(m.vieja).vigente_hasta is None


def test_cuesta_las_mismas_consultas_con_dos_actividades_y_con_treinta(m, django_assert_max_num_queries):
    vieja = f.dependencia()
    plan = f.plan("APROBADO", dependencia=vieja)
    for _ in range(30):
        f.actividad(plan)
    with django_assert_max_num_queries(75):
        fusionar(m, dependencia=vieja)
    assert not Actividad.objects.filter(dependencia=vieja).exists()
    assert Avance.objects.count() == 1


def test_la_secretaria_tecnica_pasa_y_quien_era_miembro_por_su_cargo_deja_de_votar(m):
    instancia = Instancia.objects.create(nombre="Comité", secretaria_tecnica=m.vieja)
    miembro = Miembro.objects.create(
        instancia=instancia, persona=m.jefa, cargo="Secretaria", dependencia=m.vieja, desde=date(2025, 1, 1)
    )
    assert sum(cargo.de(m.vieja).count() for cargo in inventario(HOY).termina) == 1
    fusionar(m)
    assert de(instancia).secretaria_tecnica == m.nueva
    assert not Miembro.objects.vigentes(HOY).exists()
    assert Suceso.objects.de(miembro).get(verbo="terminar").changes["hasta"][0] is None
    assert de(miembro).hasta == HOY - timedelta(days=1)


def test_quien_empezo_hoy_y_esta_en_una_lista_no_termina_antes_de_empezar(m):
    instancia = comite.instancia()
    miembro = Miembro.objects.create(instancia=instancia, nombre="X", cargo="Y", dependencia=m.vieja, desde=HOY)
    comite.en_curso(instancia, m.por)
    fusionar(m)
    assert de(miembro).hasta == HOY


def test_el_mejoramiento_sigue_a_quien_la_sucede_la_que_firma_decide_y_continua():
    suyo = mejoramiento.llevar("aprobada")
    politica = suyo.plan.politica
    por_decidir = ff.recomendacion(politica=politica)
    nueva = f.dependencia("Nueva")
    jefe = f.persona("jefe", nueva)
    fusionar(SimpleNamespace(vieja=suyo.oficina, nueva=nueva, por=suyo.planea))
    deben = {(una.verbo, una.persona) for una in de_furag(f.HOY + timedelta(days=1))}
    assert {(SUSCRIBIR, jefe.pk), (DECIDIR, jefe.pk)} <= deben and not {q for _, q in deben} & {suyo.jefe.pk, None}
    assert politica.pk in politicas_que_decide(jefe.perfil(AHORA), HOY) and por_decidir.estado == "PENDIENTE"
    suyo.jefe = jefe
    mejoramiento.suscribir(de(suyo.plan), suyo)
    mejoramiento.prorrogar(suyo)
    Plan.objects.filter(pk=suyo.plan.pk).update(estado="CERRADO", dependencia=suyo.oficina)
    f.vigencia(2027)
    # Cerrado se queda con la que era: lo que sigue es de quien la sucedió.
    sigue = continuaciones.continuar(mejora=suyo.mejora, por=suyo.planea, ahora=AHORA)
    assert (sigue.actividad.plan.dependencia, sigue.actividad.dependencia) == (nueva, nueva)
