"""Una propuesta, de proponerla a que rija: el plan vigente no cambia mientras tanto y nada de afuera se pierde."""

from datetime import UTC, date, datetime
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes.acciones import modificaciones, propuestas, salidas
from planes.acciones.actividades import crear_actividad, editar_actividad, eliminar_actividad
from planes.acciones.correcciones import corregir_actividad
from planes.acciones.planes import tomar_foto
from planes.models import Actividad, Observacion, Plan, Propuesta
from planes.reglas import huella
from planes.reglas.propuestas import PROPUESTA, RETIRO, VIGENTE
from tests import fabricas as f

# En julio: los trimestres 1 y 2 ya pasaron su fecha de corte.
AHORA = f.AHORA
ENERO = datetime(2026, 1, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def casa(db):
    """Un plan publicado de tres actividades con su versión, quien lo formula y dos de Planeación."""
    hacienda, oficina = f.dependencia("Hacienda"), f.dependencia()
    jefe = f.persona("jefe", hacienda)
    plan = f.plan("PUBLICADO", dependencia=hacienda, por=jefe)
    una, otra, hito = (
        f.actividad(plan, (D(1), D(1), D(2), None), numero="1", orden=1, nombre="Publicar"),
        f.actividad(plan, (None, None, D(3), D(3)), numero="2", orden=2, tipo_meta="CONSTANTE", meta=D(3)),
        f.actividad(plan, (None, None, None, D(1)), numero="3", orden=3, tipo_meta="HITO"),
    )
    f.version(plan)
    return SimpleNamespace(
        plan=plan, una=una, otra=otra, hito=hito, jefe=jefe, hacienda=hacienda,
        planeacion=f.persona("planeacion", oficina), segunda=f.persona("planeacion", oficina),
    )  # fmt: skip


def proponer(casa, ahora=AHORA) -> Propuesta:
    """La propuesta, abierta por el jefe."""
    return propuestas.proponer(plan=casa.plan, por=casa.jefe, ahora=ahora)


def linea(propuesta, actividad):
    """La de una actividad que rige."""
    return propuesta.actividades.get(actividad=actividad)


def editar(propuesta, actividad, casa, **campos):
    """Cambia la línea de una actividad."""
    suya = linea(propuesta, actividad)
    editar_actividad(actividad=suya, version=suya.version, por=casa.jefe, ahora=AHORA, **campos)


def enviar(propuesta, casa, ahora=AHORA) -> Propuesta:
    """La envía el jefe."""
    dicho = {"motivo": "Cambió el presupuesto.", "frase": "Se ajustó la meta."}
    return propuestas.enviar(propuesta=propuesta, **dicho, por=casa.jefe, ahora=ahora)


def aprobar(propuesta, casa, por=None, ahora=AHORA, **acto) -> Propuesta:
    """La aprueba Planeación, como está, por resolución."""
    propuesta = Propuesta.objects.get(pk=propuesta.pk)
    acto = acto or {"acto": "RESOLUCION", "acto_numero": "45"}
    return modificaciones.aprobar(
        propuesta=propuesta, version=propuesta.version, por=por or casa.planeacion, ahora=ahora, **acto
    )


def verbos(objeto) -> list[str]:
    """Los sucesos de un objeto, en orden."""
    return list(Suceso.objects.de(objeto).con_verbo().order_by("id").values_list("verbo", flat=True))


def test_proponer_copia_lo_que_rige_y_no_lo_toca(casa):
    apoyo = f.dependencia("Apoyo")
    casa.una.apoyos.add(apoyo)
    antes = tomar_foto(casa.plan)
    propuesta = proponer(casa)

    assert propuestas.mirar(propuesta).foto == antes == tomar_foto(casa.plan)
    assert propuesta.base.numero == 1
    assert linea(propuesta, casa.una).base["apoyos"] == ["Apoyo"]
    assert verbos(propuesta) == ["proponer"]
    assert verbos(casa.plan) == ["proponer"]


def test_una_sola_abierta_por_plan(casa):
    propuesta = proponer(casa)
    with pytest.raises(ReglaIncumplida, match="ya tiene una modificación en curso"):
        proponer(casa)
    with pytest.raises(IntegrityError, match=r"una_abierta|UNIQUE"), transaction.atomic():
        Propuesta.objects.create(plan=casa.plan, base=propuesta.base, creada_en=AHORA, creada_por=casa.jefe)
    propuestas.desistir(propuesta=propuesta, motivo="Ya no hace falta.", por=casa.jefe, ahora=AHORA)
    assert proponer(casa).estado == "BORRADOR"


@pytest.mark.parametrize("estado", ["BORRADOR", "EN_REVISION", "CERRADO"])
def test_solo_se_propone_sobre_un_plan_que_rige(db, estado):
    plan = f.plan(estado)
    with pytest.raises(ReglaIncumplida, match="Sólo se modifica un plan que rige"):
        propuestas.proponer(plan=plan, por=f.persona(), ahora=AHORA)


def test_con_la_vigencia_cerrada_no_se_propone_y_la_abierta_se_puede_desistir(casa):
    propuesta = proponer(casa)
    vigencia = casa.plan.vigencia
    vigencia.cerrada_en, vigencia.cerrada_por = AHORA, casa.jefe
    vigencia.save()
    for intento in (lambda: enviar(propuesta, casa), lambda: editar(propuesta, casa.una, casa, nombre="X")):
        with pytest.raises(ReglaIncumplida, match="ya se cerró"):
            intento()
    assert (
        propuestas.desistir(propuesta=propuesta, motivo="Se acabó.", por=casa.jefe, ahora=AHORA).estado == "DESISTIDA"
    )
    with pytest.raises(ReglaIncumplida, match="ya se cerró"):
        proponer(casa)


def test_la_que_no_cambia_nada_no_se_envia(casa):
    with pytest.raises(ReglaIncumplida, match="no cambia nada"):
        enviar(proponer(casa), casa)


@pytest.mark.parametrize("falta", ["motivo", "frase"])
def test_se_envia_con_motivo_y_frase(casa, falta):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, unidad="actas")
    dicho = {"motivo": "Por esto.", "frase": "Se ajustó."} | {falta: "  "}
    with pytest.raises(ReglaIncumplida) as negada:
        propuestas.enviar(propuesta=propuesta, **dicho, por=casa.jefe, ahora=AHORA)
    assert [p.campo for p in negada.value.problemas] == [falta]


def test_aprobarla_hace_regir_lo_propuesto_sobre_las_mismas_filas(casa):
    propuesta = proponer(casa)
    apoyo = f.dependencia("Apoyo")
    editar(propuesta, casa.una, casa, meta=D(6), programado_t4=D(2), apoyos=[apoyo])
    eliminar_actividad(actividad=linea(propuesta, casa.otra), por=casa.jefe, ahora=AHORA)
    crear_actividad(
        hoja=propuesta, numero="2", nombre="Nueva", meta=D(1), programado_t4=D(1), fecha_fin=date(2026, 12, 1),
        dependencia=casa.hacienda, por=casa.jefe, ahora=AHORA,
    )  # fmt: skip
    enviada = enviar(propuesta, casa)
    prevista = propuestas.mirar(enviada)
    assert Plan.objects.get().actividades.vigentes().count() == 3
    aprobada = aprobar(enviada, casa)

    nueva = Actividad.objects.get(nombre="Nueva")
    casa.una.refresh_from_db()
    casa.otra.refresh_from_db()
    assert (casa.una.meta, casa.una.programado_t4, list(casa.una.apoyos.all())) == (D(6), D(2), [apoyo])
    assert (casa.otra.retirada_en, casa.otra.retirada_por) == (AHORA, casa.planeacion)
    version = aprobada.resultado
    assert (version.numero, version.clase, version.frase) == (2, "MODIFICACION", "Se ajustó la meta.")
    assert (version.acto, version.foto["acto"], version.rige_desde) == (*["Resolución 45"] * 2, date(2026, 7, 6))
    assert version.sha256 == huella(version.foto)
    # Lo que se congeló es lo que se leyó, con la clave que tomó la nueva.
    previstas = [a | {"id": nueva.pk if a["id"] < 0 else a["id"]} for a in prevista.foto["actividades"]]
    assert version.foto["actividades"] == previstas
    assert casa.plan.versiones.get(numero=1).foto["actividades"][1]["id"] == casa.otra.pk
    assert [verbos(una) for una in (casa.una, casa.otra, nueva)] == [["editar"], ["retirar"], ["crear"]]
    assert verbos(casa.plan) == ["proponer", "modificar"]
    assert Plan.objects.get().estado == "PUBLICADO"


def test_retirarlas_todas_se_envia_se_aprueba_y_deja_cerrar_el_plan(casa):
    propuesta = proponer(casa)
    for una in (casa.una, casa.otra, casa.hito):
        eliminar_actividad(actividad=linea(propuesta, una), por=casa.jefe, ahora=AHORA)
    enviar(propuesta, casa)
    assert aprobar(propuesta, casa).resultado.foto["actividades"] == []
    assert not casa.plan.actividades.vigentes().exists() and casa.plan.actividades.count() == 3
    plan = Plan.objects.get(pk=casa.plan.pk)
    assert salidas.cerrar(plan=plan, por=casa.planeacion, ahora=AHORA, con_su_vigencia=True).estado == "CERRADO"


def test_dos_actividades_intercambian_su_numero(casa):
    propuesta = proponer(casa)
    for actividad, numero in ((casa.una, "x"), (casa.otra, "1"), (casa.una, "2")):
        editar(propuesta, actividad, casa, numero=numero)
    editar(propuesta, casa.una, casa, unidad="actas")
    aprobar(enviar(propuesta, casa), casa)
    assert dict(Actividad.objects.values_list("pk", "numero")) == {
        casa.una.pk: "2",
        casa.otra.pk: "1",
        casa.hito.pk: "3",
    }


def test_dos_que_corrieron_su_numero_por_fuera_se_envian_y_se_concilian(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.hito, casa, nombre="Otro nombre")
    for actividad, numero in ((casa.otra, "2-A"), (casa.una, "2")):
        actividad = Actividad.objects.get(pk=actividad.pk)
        como = {"version": actividad.version, "motivo": "Errata.", "por": casa.planeacion, "ahora": AHORA}
        corregir_actividad(actividad=actividad, numero=numero, **como)
    version = Propuesta.objects.get(pk=propuesta.pk).version
    propuestas.conciliar(propuesta=propuesta, version=version, elecciones={}, por=casa.jefe, ahora=AHORA)
    assert [linea(propuesta, una).numero for una in (casa.una, casa.otra)] == ["2", "2-A"]
    enviar(propuesta, casa)


def test_ningun_numero_estorba_a_los_que_se_corren(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.otra, casa, numero="7")
    Actividad.objects.filter(pk=casa.una.pk).update(numero=f"~{casa.otra.pk}")
    enviar(propuesta, casa)
    aprobar(propuesta, casa)
    assert Actividad.objects.get(pk=casa.otra.pk).numero == "7"


def test_lo_menor_se_aplica_sin_version_ni_acto_y_con_su_suceso(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, nombre="Publicar el informe")
    aprobada = modificaciones.aprobar(
        propuesta=enviar(propuesta, casa), version=Propuesta.objects.get().version, por=casa.planeacion, ahora=AHORA
    )
    assert (aprobada.resultado, aprobada.acto, casa.plan.versiones.count()) == (None, "", 1)
    assert Actividad.objects.get(pk=casa.una.pk).nombre == "Publicar el informe"
    assert verbos(casa.una) == ["editar"]


def test_lo_sustancial_exige_acto_y_admite_acta_pendiente(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, unidad="actas")
    enviada = enviar(propuesta, casa)
    with pytest.raises(ReglaIncumplida, match="número del acto"):
        aprobar(enviada, casa, acto="RESOLUCION")
    aprobada = aprobar(enviada, casa, acto="PENDIENTE", acto_numero="9", acto_fecha=AHORA.date())
    assert (aprobada.acto_numero, aprobada.resultado.acto_citado) == ("", "Acta pendiente")


# --- Lo que cambia por fuera ----------------------------------------------------------------------------------


def test_lo_que_cambio_por_fuera_se_conserva_al_aprobar(casa):
    """Una errata, una prórroga, una fusión y una actividad agregada, después de enviada."""
    sucesora = f.dependencia("Sucesora")
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, unidad="actas")
    enviada = enviar(propuesta, casa)
    Actividad.objects.filter(pk=casa.una.pk).update(nombre="Sin errata")
    Actividad.objects.filter(pk=casa.otra.pk).update(dependencia=sucesora)
    Actividad.objects.filter(pk=casa.hito.pk).update(fecha_fin=date(2026, 12, 30))
    agregada = f.actividad(casa.plan, (None, None, None, D(1)), numero="9")
    aprobar(enviada, casa)

    una, otra, hito = (Actividad.objects.get(pk=a.pk) for a in (casa.una, casa.otra, casa.hito))
    assert (una.nombre, una.unidad) == ("Sin errata", "actas")
    assert (otra.dependencia, hito.fecha_fin) == (sucesora, date(2026, 12, 30))
    assert Actividad.objects.vigentes().filter(pk=agregada.pk).exists()


def test_enviar_deja_en_la_propuesta_lo_que_cambio_por_fuera(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, unidad="actas")
    apoyo = f.dependencia("Apoyo")
    casa.otra.apoyos.add(apoyo)
    Actividad.objects.filter(pk=casa.otra.pk).update(nombre="Sin errata")
    Actividad.objects.filter(pk=casa.hito.pk).update(retirada_en=AHORA, retirada_por=casa.jefe)
    agregada = f.actividad(casa.plan, (None, None, None, D(1)), numero="9", orden=9)
    enviar(propuesta, casa)
    otra = linea(propuesta, casa.otra)
    assert (otra.nombre, list(otra.apoyos.all()), otra.base["nombre"]) == ("Sin errata", [apoyo], "Sin errata")
    assert set(propuesta.actividades.values_list("actividad", flat=True)) == {casa.una.pk, casa.otra.pk, agregada.pk}


def test_enviar_no_toca_lo_que_no_cambio_por_fuera(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, unidad="actas")
    antes = list(propuesta.actividades.order_by("pk").values_list("version", "base"))
    enviar(propuesta, casa)
    assert list(propuesta.actividades.order_by("pk").values_list("version", "base")) == antes


@pytest.mark.parametrize(("queda", "meta"), [(VIGENTE, D(8)), (PROPUESTA, D(6))])
def test_lo_que_los_dos_cambiaron_se_elige(casa, queda, meta):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, meta=D(6), programado_t4=D(2))
    enviada = enviar(propuesta, casa)
    Actividad.objects.filter(pk=casa.una.pk).update(meta=D(8), programado_t4=D(4))
    with pytest.raises(ReglaIncumplida, match="«Meta» cambió en lo que rige"):
        aprobar(enviada, casa)
    recuperada = propuestas.recuperar(propuesta=enviada, por=casa.jefe, ahora=AHORA)
    suya = linea(propuesta, casa.una)
    chocan = propuestas.mirar(recuperada).lineas[0].cruce.chocan
    assert chocan == ("meta", "programado_t4")
    with pytest.raises(ReglaIncumplida, match="elija con cuál queda"):
        propuestas.conciliar(
            propuesta=recuperada, version=recuperada.version, elecciones={}, por=casa.jefe, ahora=AHORA
        )
    propuestas.conciliar(
        propuesta=recuperada, version=recuperada.version,
        elecciones={(suya.pk, campo): queda for campo in chocan}, por=casa.jefe, ahora=AHORA,
    )  # fmt: skip
    suya.refresh_from_db()
    assert suya.meta == meta
    assert not propuestas.mirar(recuperada).lineas[0].cruce.chocan
    assert "queda lo" in Suceso.objects.de(propuesta).filter(verbo="conciliar").get().nota


@pytest.mark.parametrize("queda", [VIGENTE, PROPUESTA])
def test_la_que_se_cambia_y_otro_retiro_vuelve_como_nueva_o_se_va(casa, queda):
    propuesta = proponer(casa)
    editar(propuesta, casa.hito, casa, unidad="actas")
    editar(propuesta, casa.una, casa, unidad="actas")
    Actividad.objects.filter(pk=casa.hito.pk).update(retirada_en=AHORA, retirada_por=casa.jefe)
    suya = linea(propuesta, casa.hito)
    propuesta.refresh_from_db()
    propuestas.conciliar(
        propuesta=propuesta, version=propuesta.version, elecciones={(suya.pk, RETIRO): queda},
        por=casa.jefe, ahora=AHORA,
    )  # fmt: skip
    aprobar(enviar(propuesta, casa), casa)
    nuevas = Actividad.objects.vigentes().exclude(pk__in=[casa.una.pk, casa.otra.pk])
    assert [una.unidad for una in nuevas] == (["actas"] if queda == PROPUESTA else [])
    assert Actividad.objects.get(pk=casa.hito.pk).retirada_por == casa.jefe


def test_la_que_se_retira_y_entre_tanto_se_prorrogo_se_pregunta(casa):
    propuesta = proponer(casa)
    eliminar_actividad(actividad=linea(propuesta, casa.hito), por=casa.jefe, ahora=AHORA)
    Actividad.objects.filter(pk=casa.hito.pk).update(fecha_fin=date(2026, 12, 30))
    suya = linea(propuesta, casa.hito)
    with pytest.raises(ReglaIncumplida, match="elija si se retira"):
        enviar(propuesta, casa)
    propuesta.refresh_from_db()
    propuestas.conciliar(
        propuesta=propuesta, version=propuesta.version, elecciones={(suya.pk, RETIRO): VIGENTE},
        por=casa.jefe, ahora=AHORA,
    )  # fmt: skip
    suya.refresh_from_db()
    assert (suya.se_retira, suya.fecha_fin) == (False, date(2026, 12, 30))


# --- Lo medido no se toca -------------------------------------------------------------------------------------


def test_lo_programado_en_un_trimestre_que_paso_su_fecha_de_corte_no_cambia(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, programado_t2=D(0), programado_t3=D(3))
    with pytest.raises(ReglaIncumplida, match="Actividad 1: la fecha de corte del trimestre 2 ya pasó"):
        enviar(propuesta, casa)


def test_ni_al_aprobarla_si_paso_despues_de_enviada(casa):
    propuesta = proponer(casa, ENERO)
    editar(propuesta, casa.una, casa, programado_t2=D(0), programado_t3=D(3))
    enviada = enviar(propuesta, casa, ENERO)
    with pytest.raises(ReglaIncumplida, match="la fecha de corte del trimestre 2 ya pasó"):
        aprobar(enviada, casa)
    assert aprobar(enviada, casa, ahora=ENERO).resultado.rige_desde == date(2026, 1, 20)


def test_una_constante_cambia_su_meta_desde_el_trimestre_en_curso(casa):
    medida = f.actividad(casa.plan, (D(5), D(5), D(5), D(5)), tipo_meta="CONSTANTE", meta=D(5), numero="4")
    propuesta = proponer(casa)
    editar(propuesta, medida, casa, meta=D(7), programado_t3=D(7), programado_t4=D(7))
    aprobar(enviar(propuesta, casa), casa)
    medida.refresh_from_db()
    assert medida.programacion == (D(5), D(5), D(7), D(7))


# --- Quién y cuándo -------------------------------------------------------------------------------------------


def test_devolver_deja_cada_observacion_en_su_linea_y_campo(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, unidad="actas")
    enviada = enviar(propuesta, casa)
    suya = linea(propuesta, casa.una)
    devuelta = propuestas.devolver(
        propuesta=enviada, version=enviada.version, por=casa.planeacion, ahora=AHORA,
        observaciones=[{"linea": suya.pk, "campo": "unidad", "texto": "¿Actas de qué?"}, {"texto": " "}],
    )  # fmt: skip
    observacion = devuelta.observaciones.get()
    assert (observacion.linea, observacion.campo, devuelta.estado) == (suya, "unidad", "DEVUELTA")
    assert not Observacion.objects.filter(plan=casa.plan, propuesta=None).exists()
    de_nuevo = enviar(devuelta, casa)
    assert not de_nuevo.observaciones.filter(resuelta_en=None).exists()
    propuestas.recuperar(propuesta=de_nuevo, por=casa.jefe, ahora=AHORA)
    assert devuelta.observaciones.filter(resuelta_en=None).count() == 1


def test_no_se_devuelve_sin_decir_que_corregir(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, unidad="actas")
    enviada = enviar(propuesta, casa)
    with pytest.raises(ReglaIncumplida, match="al menos una observación"):
        propuestas.devolver(
            propuesta=enviada, version=enviada.version, observaciones=[], por=casa.planeacion, ahora=AHORA
        )


def test_no_la_aprueba_quien_escribio_en_ella_salvo_que_no_haya_otra_persona(casa):
    propuesta = proponer(casa)
    suya = linea(propuesta, casa.una)
    editar_actividad(actividad=suya, version=suya.version, unidad="actas", por=casa.planeacion, ahora=AHORA)
    enviada = enviar(propuesta, casa)
    with pytest.raises(ReglaIncumplida, match=casa.segunda.nombre):
        aprobar(enviada, casa)
    casa.segunda.is_active = False
    casa.segunda.save()
    casa.segunda.asignaciones.all().delete()
    assert "ninguna otra persona" in aprobar(enviada, casa).sin_segregacion


def test_no_se_aprueba_lo_que_cambio_despues_de_leerlo(casa):
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, unidad="actas")
    enviada = enviar(propuesta, casa)
    with pytest.raises(EstadoCambiado):
        modificaciones.aprobar(
            propuesta=enviada, version=enviada.version - 1, acto="PENDIENTE", por=casa.planeacion, ahora=AHORA
        )
    assert casa.plan.versiones.count() == 1


def test_el_enlace_que_no_reporta_por_la_nueva_dependencia_queda_por_asignar(casa):
    enlace = f.persona("enlace", casa.hacienda)
    casa.una.enlace = enlace
    casa.una.save()
    propuesta = proponer(casa)
    editar(propuesta, casa.una, casa, dependencia=f.dependencia("Otra"))
    aprobar(enviar(propuesta, casa), casa)
    assert Actividad.objects.get(pk=casa.una.pk).enlace is None


def test_el_costo_de_aprobar_no_depende_de_cuantas_actividades_haya(casa, django_assert_max_num_queries):
    """Con sesenta cambiadas, las mismas consultas que con una: se escribe en lote."""
    for n in range(60):
        f.actividad(casa.plan, (None, None, D(1), None), numero=f"n{n}")
    propuesta = proponer(casa)
    propuesta.actividades.filter(numero__startswith="n").update(unidad="actas")
    enviada = enviar(propuesta, casa)
    with django_assert_max_num_queries(60):
        aprobar(enviada, casa)
