"""Los verbos del corte: programar, abrir, completar, ampliar y cerrar, y lo que el cierre congela."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal as D

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from planes.models import Actividad
from politicas.acciones import cerrar_vigencia
from politicas.models import Vigencia
from seguimiento import cifras
from seguimiento.acciones import avances, cortes, vigencias
from seguimiento.acciones.conciliacion import Conciliado, conciliar
from seguimiento.acciones.cortes import Fechas
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.obligaciones import pendientes
from seguimiento.tasks import conciliar_corte
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db
AHORA = e.EN_T2


def _sucesos(objeto) -> list[str]:
    return list(Suceso.objects.de(objeto).con_verbo().order_by("id").values_list("verbo", flat=True))


def _problemas(corte, hoy) -> list[str]:
    return [p.mensaje for p in cortes.problemas_para_cerrar(Corte.objects.get(pk=corte.pk), hoy)]


# --- Abrir ---------------------------------------------------------------------------------------------------


def test_abrir_crea_un_reporte_por_cada_actividad_con_programacion_y_ninguno_mas(abierto):
    creados = Avance.objects.del_corte(abierto.corte)
    assert {a.actividad.nombre for a in creados} == {
        "Publicar informes de gestión",
        "Responder las peticiones a tiempo",
    }
    assert all(a.esperado and a.estado == "PENDIENTE" for a in creados)
    assert _sucesos(abierto.corte) == ["programar", "abrir"]


def test_los_cortes_se_abren_en_orden_de_a_uno_y_con_planes_aprobados(quien):
    cortes.programar_cortes(vigencia=f.vigencia(), fechas=e.FECHAS, por=quien.revisora, ahora=e.ENERO)
    t1, t2 = f.vigencia().cortes.filter(trimestre__lte=2).order_by("trimestre")
    with pytest.raises(ReglaIncumplida, match="No hay planes aprobados"):
        cortes.abrir(corte=t1, por=quien.revisora, ahora=e.EN_T1)
    e.aprobar_plan(quien, e.del_ejemplo())
    with pytest.raises(ReglaIncumplida, match="falta cerrar el trimestre anterior"):
        cortes.abrir(corte=t2, por=quien.revisora, ahora=AHORA)
    cortes.abrir(corte=t1, por=quien.revisora, ahora=e.EN_T1)
    with pytest.raises(ReglaIncumplida, match="Cierre antes el corte T1"):
        cortes.abrir(corte=t2, por=quien.revisora, ahora=AHORA)
    with pytest.raises(ReglaIncumplida, match="está abierto"):
        cortes.abrir(corte=Corte.objects.get(pk=t1.pk), por=quien.revisora, ahora=e.EN_T1)


def test_lo_terminado_no_genera_deber_en_el_trimestre_siguiente(quien):
    actividades = e.del_ejemplo()
    actividades[2] |= {"programado_t4": None, "programado_t1": D(1)}
    e.aprobar_plan(quien, actividades)
    t1 = e.abrir(quien, 1, e.EN_T1)
    e.aceptado(e.de(t1, "Expedir la política"), quien, e.EN_T1, 1)
    e.aceptado(e.de(t1, "Publicar informes de gestión"), quien, e.EN_T1, 10)
    cortes.cerrar(corte=t1, por=quien.revisora, ahora=e.TRAS_T1)
    t2 = e.abrir(quien, 2, AHORA)
    assert [a.actividad.tipo_meta for a in Avance.objects.del_corte(t2)] == ["CONSTANTE"]


def test_conciliar_crea_lo_que_se_aprobo_despues_y_repetirlo_no_hace_nada(abierto):
    e.aprobar_plan(abierto, [{"meta": D(1), "programado_t2": D(1)}])
    assert any("por conciliar" in p for p in _problemas(abierto.corte, AHORA.date()))
    assert conciliar(corte=abierto.corte, por=abierto.revisora, ahora=AHORA) == Conciliado(creados=1)
    assert not conciliar(corte=abierto.corte, por=abierto.revisora, ahora=AHORA)
    assert _sucesos(abierto.corte) == ["programar", "abrir", "conciliar"]


def test_la_tarea_concilia_el_corte_abierto_y_sin_cambios_no_hace_nada(abierto, time_machine):
    time_machine.move_to(AHORA)
    conciliar_corte()
    assert _sucesos(abierto.corte) == ["programar", "abrir"]
    e.aprobar_plan(abierto, [{"meta": D(1), "programado_t2": D(1)}])
    conciliar_corte()
    assert _sucesos(abierto.corte) == ["programar", "abrir", "conciliar"]
    assert Avance.objects.latest("pk").creado_por == abierto.corte.abierto_por


def test_si_la_apertura_cae_a_la_mitad_el_corte_sigue_programado(quien, monkeypatch):
    e.aprobar_plan(quien, e.del_ejemplo())

    def caer(*args, **kwargs):
        raise RuntimeError("se fue la luz")

    monkeypatch.setattr(cortes, "esperar", caer)
    with pytest.raises(RuntimeError), transaction.atomic():
        e.abrir_solo_t2(quien)
    assert not Avance.objects.exists()
    assert not Corte.objects.filter(estado="ABIERTO").exists()


# --- Fechas --------------------------------------------------------------------------------------------------


def test_las_fechas_se_corrigen_mientras_no_cierre(abierto):
    nuevas = Fechas(2, date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 22))
    cortes.programar_cortes(vigencia=f.vigencia(), fechas=[nuevas], por=abierto.revisora, ahora=AHORA)
    assert Corte.objects.get(pk=abierto.corte.pk).cierra == date(2026, 7, 22)
    cortes.programar_cortes(vigencia=f.vigencia(), fechas=[nuevas], por=abierto.revisora, ahora=AHORA)
    assert _sucesos(abierto.corte) == ["programar", "abrir", "programar"]
    e.congelar(abierto.corte)
    with pytest.raises(ReglaIncumplida, match="ya cerró"):
        cortes.programar_cortes(
            vigencia=f.vigencia(),
            fechas=[Fechas(2, date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 30))],
            por=abierto.revisora,
            ahora=AHORA,
        )


@pytest.mark.parametrize(
    ("fecha_corte", "cierra", "campo", "mensaje"),
    [
        (date(2026, 7, 5), date(2026, 7, 15), "fecha_corte", "ya pasó y no se corre"),
        (date(2026, 6, 29), date(2026, 7, 15), "fecha_corte", "ya pasó y no se corre"),
        (date(2026, 6, 30), date(2026, 7, 9), "cierra", "cierre el corte cuando venza"),
    ],
)
def test_con_la_captura_abierta_ni_se_corre_lo_pasado_ni_se_acorta_al_pasado(
    abierto, fecha_corte, cierra, campo, mensaje
):
    nuevas = Fechas(2, fecha_corte, date(2026, 7, 1), cierra)
    el_10 = datetime(2026, 7, 10, 9, tzinfo=e.BOGOTA)
    with pytest.raises(ReglaIncumplida, match=mensaje) as negado:
        cortes.programar_cortes(vigencia=f.vigencia(), fechas=[nuevas], por=abierto.revisora, ahora=el_10)
    assert [problema.campo for problema in negado.value.problemas] == [campo]
    assert Corte.objects.get(pk=abierto.corte.pk).cierra == date(2026, 7, 15)
    hasta_hoy = Fechas(2, date(2026, 6, 30), date(2026, 7, 1), el_10.date())
    cortes.programar_cortes(vigencia=f.vigencia(), fechas=[hasta_hoy], por=abierto.revisora, ahora=el_10)


@pytest.mark.parametrize(
    ("cierra", "motivo", "campo"),
    [
        (date(2026, 7, 15), "Sin red.", "cierra"),
        (date(2026, 7, 17), "  ", "motivo"),
    ],
)
def test_la_ampliacion_lleva_plazo_mayor_y_motivo(abierto, cierra, motivo, campo):
    with pytest.raises(ReglaIncumplida) as negada:
        cortes.ampliar(
            corte=abierto.corte,
            dependencia=abierto.hacienda,
            cierra=cierra,
            motivo=motivo,
            por=abierto.revisora,
            ahora=AHORA,
        )
    assert [p.campo for p in negada.value.problemas] == [campo]


def test_ampliar_otra_vez_corrige_el_plazo_y_nunca_hacia_el_pasado(abierto):
    def ampliar(cierra, ahora=AHORA):
        return cortes.ampliar(
            corte=abierto.corte,
            dependencia=abierto.hacienda,
            cierra=cierra,
            motivo="Sin red.",
            por=abierto.revisora,
            ahora=ahora,
        )

    with pytest.raises(ReglaIncumplida, match="ya pasó"):
        ampliar(date(2026, 7, 16), datetime(2026, 7, 18, 9, tzinfo=e.BOGOTA))
    ampliar(date(2026, 7, 17))
    ampliar(date(2026, 7, 22))
    assert [a.cierra for a in abierto.corte.ampliaciones.all()] == [date(2026, 7, 22)]
    assert _sucesos(abierto.corte) == ["programar", "abrir", "ampliar", "ampliar"]


def test_un_anio_mal_escrito_no_amplia_el_corte_para_siempre(abierto):
    with pytest.raises(ReglaIncumplida, match="a más tardar hasta 2027"):
        cortes.ampliar(
            corte=abierto.corte,
            dependencia=abierto.hacienda,
            cierra=date(2206, 7, 17),
            motivo="Sin red.",
            por=abierto.revisora,
            ahora=AHORA,
        )


# --- Cerrar --------------------------------------------------------------------------------------------------


def test_el_cierre_exige_la_bandeja_vacia(abierto):
    tras = e.TRAS_T2
    assert _problemas(abierto.corte, tras.date()) == []
    e.enviar(abierto.informes, abierto, AHORA, 3)
    assert _problemas(abierto.corte, tras.date()) == ["Hay un reporte por revisar: acéptelo o devuélvalo."]
    e.avalar(abierto.informes, abierto, AHORA)
    e.enviar(abierto.peticiones, abierto, AHORA, 90)
    with pytest.raises(ReglaIncumplida, match="Hay 2 reportes por revisar"):
        cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=tras)
    assert not Cifra.objects.exists()


def test_no_se_cierra_mientras_alguien_este_a_tiempo_de_reportar(abierto):
    assert _problemas(abierto.corte, date(2026, 7, 15)) == [
        "Hay 2 reportes por enviar o corregir, con plazo hasta el 15/07/2026."
    ]
    assert _problemas(abierto.corte, date(2026, 7, 16)) == []


def test_una_ampliacion_cumplida_no_detiene_el_cierre_por_lo_que_otros_no_reportaron(quien):
    otra = f.dependencia("Secretaría de Cultura")
    actividades = e.del_ejemplo()
    actividades[1]["dependencia"] = otra
    e.aprobar_plan(quien, actividades)
    corte = e.abrir_solo_t2(quien)
    cortes.ampliar(
        corte=corte, dependencia=otra, cierra=date(2026, 7, 24), motivo="Sin red.", por=quien.revisora, ahora=AHORA
    )
    hoy = date(2026, 7, 17)
    assert _problemas(corte, hoy) == ["Hay un reporte por enviar o corregir, con plazo hasta el 24/07/2026."]
    enlace, jefe = f.persona("enlace", otra), f.persona("jefe", otra)
    peticiones = e.de(corte, "Responder las peticiones a tiempo")
    e.enviar(peticiones, quien, AHORA, 90, por=enlace)
    e.aceptar(e.avalar(peticiones, quien, AHORA, por=jefe), quien, AHORA)
    assert _problemas(corte, hoy) == []


def test_no_se_cierra_mientras_corre_el_plazo_de_lo_devuelto_tambien_si_era_adelantado(abierto):
    hito = abierto.plan.actividades.get(tipo_meta="HITO")
    avance = avances.adelantar(actividad=hito, corte=abierto.corte, por=abierto.enlace, ahora=AHORA)
    e.enviar(avance, abierto, AHORA, 1)
    tras = datetime(2026, 7, 16, 9, tzinfo=e.BOGOTA)
    e.devolver(avance, abierto, tras, soportes="Falta el acto.")
    assert _problemas(abierto.corte, date(2026, 7, 22)) == [
        "Hay un reporte por enviar o corregir, con plazo hasta el 22/07/2026."
    ]
    assert _problemas(abierto.corte, date(2026, 7, 23)) == []


def test_al_cerrar_lo_que_terminaba_en_la_fecha_de_corte_ya_vencio_y_lo_constante_reportado_finaliza(quien):
    en_junio = {"fecha_fin": date(2026, 6, 30), "programado_t2": D(100)}
    constante = {"tipo_meta": "CONSTANTE", "unidad": "%", "formula": "a / b × 100", "meta": D(100)}
    e.aprobar_plan(
        quien,
        [
            en_junio | {"nombre": "A medias", "meta": D(100)},
            en_junio | constante | {"nombre": "Reportada sin cumplir"},
            en_junio | constante | {"nombre": "Nunca reportada"},
            constante | {"nombre": "Le falta T3", "programado_t2": D(100), "programado_t3": D(100)},
        ],
    )
    corte = e.abrir_solo_t2(quien)
    for nombre, cantidad in (("A medias", 40), ("Reportada sin cumplir", 50), ("Le falta T3", 100)):
        e.aceptado(e.de(corte, nombre), quien, AHORA, cantidad)
    cerrado = cortes.cerrar(corte=corte, por=quien.revisora, ahora=e.TRAS_T2)
    plazos = dict(cerrado.cifras.filter(ambito="ACTIVIDAD").values_list("actividad__nombre", "plazo"))
    assert plazos == {
        "A medias": "VENCIDA",
        "Reportada sin cumplir": "FINALIZADA",
        "Nunca reportada": "VENCIDA",
        "Le falta T3": "EN_EJECUCION",
    }


def test_un_corte_abierto_sin_nada_aceptado_se_puede_mirar(abierto):
    entidad = next(c for c in cifras.de_corte(abierto.corte, hoy=AHORA.date()) if c.ambito == "ENTIDAD")
    assert (entidad.cumplimiento, entidad.n_esperados, entidad.n_sin_reporte) == (None, 2, 2)


def test_si_el_cierre_cae_a_la_mitad_no_queda_ninguna_cifra(abierto, monkeypatch):
    def caer(*args, **kwargs):
        raise RuntimeError("se fue la luz")

    monkeypatch.setattr(cortes, "tomar", caer)
    with pytest.raises(RuntimeError):
        cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=e.TRAS_T2)
    assert not Cifra.objects.exists()
    assert Corte.objects.get(pk=abierto.corte.pk).esta_abierto


def test_cerrado_no_entra_ni_sale_nada(abierto):
    e.escribir(abierto.informes, abierto.enlace, AHORA, texto="A medias.")
    cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=e.TRAS_T2)
    assert _sucesos(abierto.corte) == ["programar", "abrir", "cerrar"]
    for accion in (
        lambda: e.escribir(abierto.informes, abierto.enlace, AHORA, texto="Más."),
        lambda: e.adjuntar(abierto.informes, abierto.enlace, AHORA),
        lambda: avances.enviar(avance=abierto.informes, por=abierto.enlace, ahora=AHORA),
        lambda: conciliar(corte=abierto.corte, por=abierto.revisora, ahora=AHORA),
        lambda: cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=AHORA),
        lambda: cortes.ampliar(
            corte=abierto.corte,
            dependencia=abierto.hacienda,
            cierra=date(2026, 8, 1),
            motivo="x",
            por=abierto.revisora,
            ahora=AHORA,
        ),
    ):
        with pytest.raises(ReglaIncumplida):
            accion()


# --- Vigencia ------------------------------------------------------------------------------------------------


def test_la_vigencia_sabe_hasta_donde_se_cerro_y_cuando_se_corta(abierto):
    vigencia = Vigencia.objects.get()
    assert (vigencia.trimestre_cerrado, vigencia.corte_t1, vigencia.corte_t3) == (0, None, date(2026, 9, 30))
    nuevas = Fechas(3, date(2026, 9, 25), date(2026, 10, 1), date(2026, 10, 15))
    cortes.programar_cortes(vigencia=vigencia, fechas=[nuevas], por=abierto.revisora, ahora=AHORA)
    cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=e.TRAS_T2)
    vigencia.refresh_from_db()
    assert (vigencia.trimestre_cerrado, vigencia.corte_t3) == (2, date(2026, 9, 25))
    call_command("comprobar_cortes")
    Vigencia.objects.update(trimestre_cerrado=1, corte_t4=date(2026, 12, 1))
    with pytest.raises(CommandError, match=r"hasta T1 y sus cortes, hasta T2\.\n.*T4 se corta el 2026-12-01"):
        call_command("comprobar_cortes")


def _datos(anio=2027) -> dict:
    return {
        "anio": anio,
        "version": f.vigencia().version,
        "fecha_limite_institucionales": date(anio, 1, 31),
        "fecha_limite_politicas": date(anio, 2, 28),
    }


def _fechas(anio=2027) -> list[Fechas]:
    return [
        Fechas(
            suyas.trimestre,
            *(d.replace(year=d.year + anio - 2026) for d in (suyas.fecha_corte, suyas.abre, suyas.cierra)),
        )
        for suyas in e.FECHAS
    ]


def test_abrir_la_vigencia_deja_sus_cuatro_cortes(quien):
    vigencia = vigencias.abrir(datos=_datos(), fechas=_fechas(), con_planes=False, por=quien.revisora, ahora=AHORA)
    assert list(vigencia.cortes.order_by("trimestre").values_list("trimestre", "estado")) == [
        (t, "PROGRAMADO") for t in (1, 2, 3, 4)
    ]
    assert _sucesos(vigencia) == ["abrir"]


def test_si_los_cortes_no_cuadran_la_vigencia_no_se_abre(quien, monkeypatch):
    with pytest.raises(ReglaIncumplida, match="debe ser de 2027"):
        vigencias.abrir(datos=_datos(), fechas=e.FECHAS, con_planes=False, por=quien.revisora, ahora=AHORA)

    def caer(**kwargs):
        raise RuntimeError("se fue la luz")

    monkeypatch.setattr(vigencias, "programar_cortes", caer)
    with pytest.raises(RuntimeError):
        vigencias.abrir(datos=_datos(), fechas=_fechas(), con_planes=False, por=quien.revisora, ahora=AHORA)
    assert not Vigencia.objects.filter(anio=2027).exists()


# --- Obligaciones --------------------------------------------------------------------------------------------


def _debe(persona, cuando=AHORA) -> list[str]:
    return sorted(o.verbo for o in pendientes(cuando.date(), persona.pk))


def test_cada_estado_le_toca_a_quien_debe_moverlo(abierto):
    assert _debe(abierto.enlace) == _debe(abierto.companera) == ["Reportar", "Reportar"]
    e.enviar(abierto.informes, abierto, AHORA, 3)
    assert (_debe(abierto.enlace), _debe(abierto.jefe), _debe(abierto.revisora)) == (["Reportar"], ["Avalar"], [])
    # Vencido el plazo del aval, Planeación ya puede aceptar sin él y tiene que saberlo.
    assert _debe(abierto.revisora, AHORA + timedelta(days=3)) == ["Revisar"]
    e.avalar(abierto.informes, abierto, AHORA)
    assert (_debe(abierto.jefe), _debe(abierto.revisora)) == ([], ["Revisar"])
    e.devolver(abierto.informes, abierto, AHORA, texto="Diga cuáles.")
    assert (_debe(abierto.enlace), _debe(abierto.companera)) == (["Corregir", "Reportar"], ["Reportar"])
    e.escribir(abierto.informes, abierto.enlace, AHORA, texto="Estos.")
    avances.enviar(avance=abierto.informes, por=abierto.enlace, ahora=AHORA)
    e.aceptar(abierto.informes, abierto, AHORA)
    assert (_debe(abierto.enlace), _debe(abierto.revisora)) == (["Reportar"], [])


def test_lo_devuelto_a_quien_se_retiro_le_toca_a_su_dependencia(abierto):
    e.enviar(abierto.informes, abierto, AHORA, 3)
    e.devolver(abierto.informes, abierto, AHORA, texto="Diga cuáles.")
    abierto.enlace.vinculo_hasta = date(2026, 7, 1)
    abierto.enlace.save()
    assert "Corregir" in _debe(abierto.companera)


# --- Visibilidad ---------------------------------------------------------------------------------------------


def test_quien_coordina_el_plan_ve_lo_enviado_por_otra_dependencia_y_nunca_su_borrador(quien):
    coordinadora = f.dependencia("Secretaría General")
    jefa = f.persona("jefe", coordinadora)
    e.aprobar_plan(quien, e.del_ejemplo(), dependencia=coordinadora)
    avance = e.de(e.abrir_solo_t2(quien), "Publicar informes de gestión")

    def la_ve() -> bool:
        return Avance.objects.visibles_para(jefa.perfil(AHORA)).filter(pk=avance.pk).exists()

    e.escribir(avance, quien.enlace, AHORA, texto="A medias.")
    assert not la_ve()
    e.enviar(avance, quien, AHORA, 3)
    assert la_ve()
    e.devolver(avance, quien, AHORA, texto="Mejor.")
    assert not la_ve()


def test_una_cantidad_descomunal_no_impide_cerrar_y_se_ve_en_su_actividad():
    corte = f.corte()
    actividad = f.actividad(f.plan("PUBLICADO"))
    f.avance(actividad, corte, "ACEPTADO", D(250_000_000))

    cortes.cerrar(corte=corte, por=f.persona("planeacion"), ahora=f.AHORA)

    assert Cifra.objects.get(actividad=actividad).cumplimiento == D("25000000000.00")


def test_un_reporte_adelantado_no_cuenta_entre_los_esperados():
    corte = f.corte()
    plan = f.plan("PUBLICADO")
    f.avance(f.actividad(plan), corte, "ACEPTADO", D(1))
    f.avance(f.actividad(plan, (None, None, D(1), None)), corte, "ACEPTADO", D(1), esperado=False)

    (entidad,) = (c for c in cifras.de_corte(corte, hoy=f.HOY) if c.ambito == Cifra.Ambito.ENTIDAD)
    assert (entidad.n_aceptados, entidad.n_esperados) == (1, 1)


def test_las_fechas_de_un_corte_son_de_su_vigencia_y_van_en_orden():
    corte = f.corte()
    ajenas = cortes.Fechas(2, date(2031, 6, 30), date(2031, 7, 1), date(2031, 7, 15))

    with pytest.raises(ReglaIncumplida, match="debe ser de 2026"):
        cortes.programar_cortes(vigencia=corte.vigencia, fechas=[ajenas], por=f.persona("planeacion"), ahora=f.AHORA)


def test_lo_aprobado_cuando_la_captura_ya_acabo_tiene_dias_para_reportarse(quien):
    e.aprobar_plan(quien, e.del_ejemplo())
    corte = e.abrir(quien, 1, e.EN_T1)
    e.aprobar_plan(quien, [e.del_ejemplo()[0] | {"nombre": "Aprobada tarde", "ponderacion": None}])
    tarde = datetime(2026, 4, 20, 9, tzinfo=e.BOGOTA)
    assert conciliar(corte=corte, por=quien.revisora, ahora=tarde) == Conciliado(creados=1)
    avance = e.de(corte, "Aprobada tarde")
    assert avance.plazo == date(2026, 4, 23)
    assert any("con plazo hasta el 23/04/2026" in p for p in _problemas(corte, tarde.date()))
    assert e.enviar(avance, quien, tarde, 2).estado == "ENVIADO"


def test_no_se_cierra_sobre_un_adelanto_a_medio_escribir_mientras_este_a_tiempo(quien):
    e.aprobar_plan(quien, e.del_ejemplo())
    corte = e.abrir(quien, 1, e.EN_T1)
    hito = Actividad.objects.get(nombre="Expedir la política")
    adelantado = avances.adelantar(actividad=hito, corte=corte, por=quien.enlace, ahora=e.EN_T1)
    for nombre in ("Publicar informes de gestión", "Responder las peticiones a tiempo"):
        e.aceptado(e.de(corte, nombre), quien, e.EN_T1, 2)
    assert _problemas(corte, e.EN_T1.date()) == []
    e.escribir(adelantado, quien.enlace, e.EN_T1, texto="Va saliendo.")
    assert _problemas(corte, e.EN_T1.date()) == ["Hay un reporte por enviar o corregir, con plazo hasta el 16/04/2026."]
    assert _problemas(corte, e.TRAS_T1.date()) == []


def test_con_la_vigencia_cerrada_no_se_abre_otro_corte(quien):
    e.aprobar_plan(quien, e.del_ejemplo())
    cortes.programar_cortes(vigencia=f.vigencia(), fechas=e.FECHAS, por=quien.revisora, ahora=e.ENERO)
    cerrar_vigencia(vigencia=f.vigencia(), por=quien.revisora, ahora=AHORA.replace(month=12, day=31))
    with pytest.raises(ReglaIncumplida, match="La vigencia 2026 ya se cerró"):
        cortes.abrir(corte=f.vigencia().cortes.get(trimestre=1), por=quien.revisora, ahora=AHORA)


def test_lo_que_nunca_se_envio_no_se_congela(quien):
    e.aprobar_plan(quien, e.del_ejemplo())
    corte = e.abrir(quien, 1, e.EN_T1)
    borrador = e.de(corte, "Publicar informes de gestión")
    e.escribir(borrador, quien.enlace, e.EN_T1, situacion="AVANCE", cantidad=D(2), texto="Sólo para mí.")
    cortes.cerrar(corte=corte, por=quien.revisora, ahora=e.TRAS_T1)
    foto = Cifra.objects.get(corte=corte, ambito="ACTIVIDAD", clave=borrador.actividad_id).foto
    assert (foto["estado"], foto["texto"], foto["cantidad"]) == ("BORRADOR", "", None)


def test_lo_aprobado_el_dia_en_que_acaba_la_captura_no_recibe_otro_plazo(quien):
    e.aprobar_plan(quien, e.del_ejemplo())
    corte = e.abrir(quien, 1, e.EN_T1)
    e.aprobar_plan(quien, [e.del_ejemplo()[0] | {"nombre": "Aprobada ese día", "ponderacion": None}])
    ese_dia = datetime.combine(corte.cierra, time(9), tzinfo=e.BOGOTA)
    assert conciliar(corte=corte, por=quien.revisora, ahora=ese_dia) == Conciliado(creados=1)
    assert e.de(corte, "Aprobada ese día").plazo is None
