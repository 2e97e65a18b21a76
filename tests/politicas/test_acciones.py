"""Abrir y cerrar la vigencia; designar enlaces."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from politicas import acciones
from politicas.models import EnlacePolitica, Estrategia, VersionModelo, Vigencia
from tests import fabricas

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionModelo.objects.create(nombre="v6", titulo="Versión 6", activa=True)


@pytest.fixture
def por():
    return fabricas.persona("planeacion")


@pytest.fixture
def abrir(version, por, ahora):
    def hacerlo(**cambios):
        datos = {
            "anio": 2026,
            "version": version,
            "fecha_limite_institucionales": date(2026, 1, 31),
            "fecha_limite_politicas": date(2026, 2, 28),
            "por": por,
            "ahora": ahora,
        }
        return acciones.abrir_vigencia(**(datos | cambios))

    return hacerlo


# --- Vigencia -----------------------------------------------------------------------------------------------


def test_abrir_la_vigencia_guarda_autor_fecha_parametros_y_suceso(abrir, por, ahora):
    vigencia = abrir(umbral_satisfactorio=Decimal("95"), exige_aval=False)
    vigencia.refresh_from_db()
    assert (vigencia.abierta_en, vigencia.abierta_por) == (ahora, por)
    assert (vigencia.umbral_satisfactorio, vigencia.exige_aval) == (Decimal("95"), False)
    assert (vigencia.umbral_aceptable, vigencia.dias_aviso) == (Decimal("80"), [15, 5, 1])
    (suceso,) = Suceso.objects.de(vigencia).con_verbo()
    assert (suceso.verbo, suceso.actor, suceso.changes["version"]) == ("abrir", por, [None, "MIPG v6"])
    assert list(Vigencia.objects.abiertas()) == [vigencia]


def test_no_se_abre_dos_veces_la_misma_vigencia(abrir):
    abrir()
    with pytest.raises(ReglaIncumplida, match="ya está abierta"):
        abrir()
    assert Vigencia.objects.count() == 1


def test_una_vigencia_parametrizada_sin_abrir_se_abre_y_conserva_sus_dias_de_aviso(abrir, version):
    Vigencia.objects.create(
        anio=2026,
        version=version,
        fecha_limite_institucionales=date(2026, 1, 30),
        fecha_limite_politicas=date(2026, 2, 27),
        dias_aviso=[10],
    )
    vigencia = abrir()
    assert Vigencia.objects.count() == 1
    assert vigencia.dias_aviso == [10]
    assert vigencia.fecha_limite_institucionales == date(2026, 1, 31)


def test_los_valores_invalidos_no_llegan_a_la_base(abrir):
    with pytest.raises(ValidationError):
        abrir(umbral_satisfactorio=Decimal("70"))
    with pytest.raises(ValidationError):
        abrir(anio=1999, fecha_limite_institucionales=date(1999, 1, 31), fecha_limite_politicas=date(1999, 2, 28))
    with pytest.raises(ReglaIncumplida, match="del año 2026"):
        abrir(fecha_limite_politicas=date(2025, 2, 28))
    with pytest.raises(TypeError, match="inventado"):
        abrir(inventado=1)
    assert not Vigencia.objects.exists()
    assert not Suceso.objects.con_verbo().exists()


def test_si_el_suceso_falla_la_vigencia_no_se_abre(abrir, monkeypatch):
    def falla(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(acciones.vigencias, "registrar", falla)
    with pytest.raises(RuntimeError):
        abrir()
    assert not Vigencia.objects.exists()


def test_si_otra_persona_la_abrio_a_la_vez_se_dice(abrir, monkeypatch):
    abrir()
    # La otra transacción confirma después de nuestra lectura y nuestra validación.
    monkeypatch.setattr(Vigencia, "full_clean", lambda self: None)
    monkeypatch.setattr(type(Vigencia.objects.all()), "first", lambda self: None)
    with pytest.raises(EstadoCambiado):
        abrir()


@pytest.fixture
def al_terminar(ahora):
    """El último día del año."""
    return ahora.replace(month=12, day=31)


def test_cerrar_la_vigencia_guarda_autor_fecha_y_suceso(abrir, por, al_terminar):
    cerrada = acciones.cerrar_vigencia(vigencia=abrir(), por=por, ahora=al_terminar)
    assert (cerrada.cerrada_en, cerrada.cerrada_por) == (al_terminar, por)
    assert not Vigencia.objects.abiertas().exists()
    assert list(Suceso.objects.de(cerrada).con_verbo().values_list("verbo", flat=True).order_by("id")) == [
        "abrir",
        "cerrar",
    ]


def test_una_vigencia_no_se_cierra_antes_de_que_termine(abrir, por, ahora, al_terminar):
    vigencia = abrir()
    for cuando, fecha in ((ahora, date(2026, 12, 31)), (al_terminar - timedelta(days=1), date(2026, 12, 31))):
        with pytest.raises(ReglaIncumplida, match=f"termina el {fecha:%d/%m/%Y}"):
            acciones.cerrar_vigencia(vigencia=vigencia, por=por, ahora=cuando)
    # La que corta su T4 antes, desde ese día.
    Vigencia.objects.update(corte_t4="2026-11-30")
    assert acciones.cerrar_vigencia(vigencia=vigencia, por=por, ahora=ahora.replace(month=11, day=30)).cerrada_en


def test_una_vigencia_cerrada_ni_se_cierra_ni_se_abre_de_nuevo(abrir, por, al_terminar):
    vigencia = abrir()
    acciones.cerrar_vigencia(vigencia=vigencia, por=por, ahora=al_terminar)
    with pytest.raises(ReglaIncumplida, match="ya se cerró"):
        acciones.cerrar_vigencia(vigencia=vigencia, por=por, ahora=al_terminar)
    with pytest.raises(ReglaIncumplida, match="ya se cerró"):
        abrir()


# --- Enlaces ------------------------------------------------------------------------------------------------


@pytest.fixture
def designar(por, ahora, hoy):
    politica, dependencia = fabricas.politica(), fabricas.dependencia()

    def hacerlo(persona, desde=hoy, **cambios):
        datos = {"politica": politica, "dependencia": dependencia, "por": por, "ahora": ahora}
        return acciones.designar_enlace(persona=persona, desde=desde, **(datos | cambios))

    return hacerlo


def test_designar_el_primer_enlace_deja_su_suceso(designar, por):
    persona = fabricas.persona(nombre="Ana Ficticia")
    enlace = designar(persona)
    (suceso,) = Suceso.objects.de(enlace).con_verbo()
    assert (suceso.verbo, suceso.actor) == ("designar", por)
    assert suceso.changes["persona"] == [None, "Ana Ficticia"]
    assert enlace.hasta is None


def test_el_enlace_anterior_termina_el_dia_antes(designar, hoy):
    primero = designar(fabricas.persona(nombre="Ana Ficticia"), hoy - timedelta(days=30))
    segundo = designar(fabricas.persona(nombre="Luis Ficticio"))
    primero.refresh_from_db()
    assert primero.hasta == hoy - timedelta(days=1)
    assert list(EnlacePolitica.objects.vigentes(hoy)) == [segundo]
    suceso = Suceso.objects.de(segundo).con_verbo().get()
    assert suceso.changes["persona"] == ["Ana Ficticia", "Luis Ficticio"]


def test_designar_en_otra_dependencia_u_otra_politica_no_toca_al_primero(designar, hoy):
    primero = designar(fabricas.persona(), hoy - timedelta(days=30))
    designar(fabricas.persona(), dependencia=fabricas.dependencia())
    designar(fabricas.persona(), politica=fabricas.politica())
    primero.refresh_from_db()
    assert primero.hasta is None


def test_no_se_designa_antes_de_que_empiece_el_actual(designar, hoy):
    primero = designar(fabricas.persona())
    with pytest.raises(ReglaIncumplida, match="debe empezar después"):
        designar(fabricas.persona(), hoy)
    primero.refresh_from_db()
    assert primero.hasta is None
    assert EnlacePolitica.objects.count() == 1


def _retirar(enlace, por, ahora, motivo="Era otra persona"):
    return acciones.retirar_enlace(enlace=enlace, motivo=motivo, por=por, ahora=ahora)


def test_el_mal_designado_hoy_se_retira_hoy_y_el_anterior_sigue(designar, por, ahora, hoy):
    primero = designar(fabricas.persona(), hoy - timedelta(days=30))
    mal = designar(fabricas.persona(nombre="Ana Ficticia"))
    assert _retirar(mal, por, ahora) == primero
    primero.refresh_from_db()
    assert (primero.hasta, list(EnlacePolitica.objects.all())) == (None, [primero])
    assert list(Suceso.objects.de(primero).con_verbo().values_list("verbo", flat=True)) == [
        *("restablecer", "terminar", "designar"),
    ]
    anulado = Suceso.objects.con_verbo().get(verbo="anular")
    assert (anulado.changes["persona"], anulado.nota) == (["Ana Ficticia", None], "Era otra persona")
    designar(fabricas.persona())
    with pytest.raises(EstadoCambiado, match="ya retiró"):
        mal.pk = anulado.object_id
        _retirar(mal, por, ahora)


def test_al_retirar_no_vuelve_quien_alguien_termino_ni_se_alarga_quien_tenia_final(designar, por, ahora, hoy):
    primero = designar(fabricas.persona(), hoy - timedelta(days=30), ahora=ahora - timedelta(hours=3))
    final, ayer = hoy + timedelta(days=20), hoy - timedelta(days=1)
    acciones.terminar_enlace(enlace=primero, ultimo=final, por=por, ahora=ahora - timedelta(hours=2))
    una_hora_antes = ahora - timedelta(hours=1)
    mal = designar(fabricas.persona(), ahora=una_hora_antes)
    assert _retirar(mal, por, una_hora_antes).hasta == final
    # Terminado expresamente la víspera: lo que sigue no lo terminó.
    acciones.terminar_enlace(enlace=primero, ultimo=ayer, por=por, ahora=ahora - timedelta(minutes=1))
    assert _retirar(designar(fabricas.persona()), por, ahora) is None
    primero.refresh_from_db()
    assert (primero.hasta, EnlacePolitica.objects.count()) == (ayer, 1)


def test_el_designado_hoy_desde_antes_se_retira_hoy_y_manana_no(designar, por, ahora, hoy):
    enlace = designar(fabricas.persona(), hoy - timedelta(days=30))
    with pytest.raises(ReglaIncumplida, match="hasta qué día"):
        _retirar(enlace, por, ahora + timedelta(days=1))
    with pytest.raises(ReglaIncumplida, match="Diga por qué"):
        _retirar(enlace, por, ahora, motivo=" ")
    with pytest.raises(ReglaIncumplida, match="su jefe o Planeación"):
        _retirar(enlace, fabricas.persona("jefe", fabricas.dependencia()), ahora)
    assert _retirar(enlace, por, ahora) is None and not EnlacePolitica.objects.exists()


def test_mientras_llega_el_que_no_ha_empezado_lo_es_otra_persona(designar, hoy):
    que_viene = designar(fabricas.persona(), hoy + timedelta(days=20))
    mientras = designar(fabricas.persona())
    assert mientras.hasta == que_viene.desde - timedelta(days=1)
    assert list(EnlacePolitica.objects.vigentes(hoy)) == [mientras]


def test_un_enlace_termina_el_dia_que_se_diga(designar, por, ahora, hoy):
    enlace = designar(fabricas.persona(), hoy - timedelta(days=30))
    terminado = acciones.terminar_enlace(enlace=enlace, ultimo=hoy, por=por, ahora=ahora)
    assert terminado.hasta == hoy
    with pytest.raises(ReglaIncumplida, match="Ya termina"):
        acciones.terminar_enlace(enlace=enlace, ultimo=hoy, por=por, ahora=ahora)
    with pytest.raises(ReglaIncumplida, match="su jefe o Planeación"):
        jefe = fabricas.persona("jefe", fabricas.dependencia())
        acciones.terminar_enlace(enlace=enlace, ultimo=hoy, por=jefe, ahora=ahora)
    suceso = Suceso.objects.de(enlace).con_verbo().filter(verbo="terminar").get()
    assert suceso.changes == {"hasta": [None, hoy.isoformat()]}


def test_el_tope_se_cuenta_con_los_anios_abiertos(designar, hoy):
    with pytest.raises(ReglaIncumplida, match="Revise la fecha"):
        designar(fabricas.persona(), date(2025, 12, 31))
    fabricas.vigencia(2025)
    designar(fabricas.persona(), date(2025, 12, 31))
    with pytest.raises(ReglaIncumplida, match="entre el 01/01/2025 y el 04/10/2026"):
        designar(fabricas.persona(), date(2072, 2, 4))


def test_control_interno_no_puede_ser_enlace(designar):
    with pytest.raises(ReglaIncumplida, match="Control Interno"):
        designar(fabricas.persona("control_interno"))


def test_una_persona_inactiva_o_retirada_no_puede_ser_enlace(designar, hoy):
    with pytest.raises(ReglaIncumplida, match="inactiva"):
        designar(fabricas.persona(is_active=False))
    with pytest.raises(ReglaIncumplida, match="vínculo"):
        designar(fabricas.persona(vinculo_hasta=hoy - timedelta(days=1)))


def test_si_el_suceso_falla_el_enlace_anterior_sigue(designar, hoy, monkeypatch):
    primero = designar(fabricas.persona(), hoy - timedelta(days=30))

    def falla(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(acciones.enlaces, "registrar", falla)
    with pytest.raises(RuntimeError):
        designar(fabricas.persona())
    primero.refresh_from_db()
    assert primero.hasta is None
    assert EnlacePolitica.objects.count() == 1


def test_la_vigencia_que_corre_no_la_esconde_la_que_se_abre_antes_de_tiempo(db):
    assert Vigencia.objects.actual(date(2026, 11, 27)) is None
    corriente, siguiente = fabricas.vigencia(2026), fabricas.vigencia(2027)
    assert Vigencia.objects.actual(date(2025, 11, 27)) == corriente
    assert Vigencia.objects.actual(date(2026, 11, 27)) == corriente
    assert Vigencia.objects.actual(date(2027, 1, 2)) == siguiente
    Vigencia.objects.filter(pk=siguiente.pk).update(cerrada_en=fabricas.AHORA, cerrada_por=fabricas.persona())
    assert Vigencia.objects.actual(date(2027, 1, 2)) == corriente
    Vigencia.objects.filter(pk=corriente.pk).update(cerrada_en=fabricas.AHORA, cerrada_por=fabricas.persona())
    assert Vigencia.objects.actual(date(2027, 1, 2)) == siguiente


def test_al_abrir_el_anio_hereda_las_estrategias_del_ultimo_que_las_tenga_una_sola_vez(abrir):
    quien = fabricas.dependencia()
    for anio, nombre in ((2024, "Vieja"), (2025, "Sensibilizar")):
        una = Estrategia.objects.create(
            anio=anio, numero=3, nombre=nombre, descripcion="x", responsables_texto="x", responde=quien,
            fecha_fin=date(2024, 2, 29) if anio == 2024 else date(2025, 10, 30), nota="Errata del documento.",
        )  # fmt: skip
        una.responsables.add(quien)
    abrir()
    heredada = Estrategia.objects.get(anio=2026)
    assert (heredada.nombre, heredada.fecha_fin, heredada.responde) == ("Sensibilizar", date(2026, 10, 30), quien)
    assert list(heredada.responsables.all()) == [quien] and "Errata" not in heredada.nota
    assert acciones.heredar_estrategias(anio=2026, por=fabricas.persona(), ahora=fabricas.AHORA) == []


def test_si_el_anio_anterior_no_las_tuvo_las_fechas_se_corren_los_anios_que_haga_falta(por, ahora):
    Estrategia.objects.create(
        anio=2025, numero=3, nombre="Sensibilizar", descripcion="x", responsables_texto="x",
        fecha_inicio=date(2025, 3, 1), fecha_fin=date(2025, 10, 30),
    )  # fmt: skip
    (nueva,) = acciones.heredar_estrategias(anio=2027, por=por, ahora=ahora)
    assert (nueva.fecha_inicio, nueva.fecha_fin) == (date(2027, 3, 1), date(2027, 10, 30))
