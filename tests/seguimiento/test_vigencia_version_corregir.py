"""Un año que se abrió con la versión del modelo que no era: se corrige mientras nadie haya trabajado con ella."""

import pytest
from django.urls import reverse

from mipg.bitacora.models import Suceso
from mipg.expediente.acciones import recibir_importacion
from planes.acciones.planes import DESTINO
from planes.models import Plan
from politicas.models import Dimension, Equivalencia, Politica, ResponsabilidadPolitica, VersionModelo, Vigencia
from seguimiento.acciones.vigencias import corregir_version
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def vigencia():
    """Abierta con la 6, con el plan de una política que en la 7 se llama de otro modo."""
    antes = f.politica(nombre="Trámites")
    nueva = VersionModelo.objects.create(nombre="v7", titulo="Por verificar")
    dimension = Dimension.objects.create(version=nueva, codigo="X", orden=1, nombre="Otra")
    a = Politica.objects.create(dimension=dimension, codigo_furag="X1", numero_plan=1, nombre="Simplificación")
    Equivalencia.objects.create(de=antes, a=a)
    vigencia, oficina = f.vigencia(), f.dependencia()
    ResponsabilidadPolitica.objects.create(
        politica=antes, dependencia=oficina, fuente=f.fuente(), rol="LIDER", texto="Lidera."
    )
    f.plan(politica=antes, vigencia=vigencia, dependencia=oficina)
    return vigencia


@pytest.fixture
def planea():
    return f.persona("planeacion")


@pytest.fixture
def enviar(vigencia, planea, cliente_de):
    cliente = cliente_de(planea)

    def hacerlo(version: str = "v7", motivo: str = "Se eligió mal.", **mas):
        url = reverse("seguimiento:vigencia_version_corregir", args=[vigencia.pk])
        return cliente.post(url, {"version": VersionModelo.objects.get(nombre=version).pk, "motivo": motivo, **mas})

    return hacerlo


def nombres() -> list[str]:
    return list(Plan.objects.filter(clase="ACCION_POLITICA").values_list("politica__nombre", flat=True))


def test_se_corrige_con_su_motivo_y_los_planes_vacios_se_crean_otra_vez(enviar, vigencia):
    assert enviar().status_code == 302
    assert Vigencia.objects.get(pk=vigencia.pk).version.nombre == "v7"
    assert nombres() == ["Simplificación"]
    assert ResponsabilidadPolitica.objects.filter(politica__nombre="Simplificación").exists()
    suceso = Suceso.objects.con_verbo().get(verbo="corregir version")
    assert suceso.nota.startswith("Se eligió mal. De MIPG v6 a MIPG v7 siguen")


@pytest.mark.parametrize("hecho", ["actividad", "enviado", "corte", "fase", "misma", "sin motivo"])
def test_con_algo_hecho_no_se_corrige_y_dice_que(enviar, vigencia, hecho):
    plan = Plan.objects.get()
    dice = {
        "actividad": f"Ya se trabajó en «{plan.nombre}»",
        "enviado": f"Ya se trabajó en «{plan.nombre}»",
        "corte": "Ya se abrió un corte",
        "fase": "Ya se terminó «Registro · Trámites»",
        "misma": "Ya trabaja con esa versión",
        "sin motivo": "obligatorio",
    }[hecho]
    if hecho == "actividad":
        f.actividad(plan)
    elif hecho == "enviado":
        Plan.objects.update(estado="EN_REVISION", enviado_en=f.AHORA, enviado_por=plan.creado_por)
    elif hecho == "fase":
        una = plan.politica.responsabilidades.create(
            dependencia=plan.dependencia, fuente=f.fuente(), rol="FASE", fase="Registro", orden=2, texto="Registra."
        )
        una.cumplidas.create(vigencia=vigencia, terminada_en=f.AHORA, terminada_por=plan.creado_por)
    elif hecho == "corte":
        f.corte(1, de=vigencia)
    respuesta = enviar("v6" if hecho == "misma" else "v7", "" if hecho == "sin motivo" else "Se eligió mal.")
    assert respuesta.status_code == 422 and dice in respuesta.text
    assert (Vigencia.objects.get(pk=vigencia.pk).version.nombre, nombres()) == ("v6", ["Trámites"])


def test_los_archivos_por_confirmar_se_descartan_solo_si_se_confirma(enviar, vigencia, planea, cliente_de):
    subido = recibir_importacion(
        destino=DESTINO, objeto_id=Plan.objects.get().pk, nombre="Mi plan.csv", contenido=b"a;b\n1;2\n",
        por=planea, ahora=f.AHORA,
    )  # fmt: skip
    respuesta = enviar()
    assert (respuesta.status_code, nombres()) == (422, ["Trámites"])
    for dice in ("Mi plan.csv", "Descartar 1 archivo por confirmar", "Confirme que se descartan"):
        assert dice in respuesta.text
    assert enviar(descartar_archivos="on").status_code == 302
    subido.refresh_from_db()
    assert (subido.estado, nombres()) == ("DESCARTADA", ["Simplificación"])


def test_si_un_plan_no_se_puede_eliminar_no_queda_nada_a_medias(vigencia, planea, monkeypatch):
    def falla(**_):
        raise RuntimeError

    monkeypatch.setattr("seguimiento.acciones.vigencias.crear_planes_de_vigencia", falla)
    with pytest.raises(RuntimeError):
        corregir_version(
            vigencia=vigencia, version=VersionModelo.objects.get(nombre="v7"), motivo="x", por=planea, ahora=f.AHORA
        )
    assert (Vigencia.objects.get(pk=vigencia.pk).version.nombre, nombres()) == ("v6", ["Trámites"])


def test_se_llega_desde_los_cortes_mientras_se_pueda(vigencia, planea, cliente_de):
    url = reverse("seguimiento:vigencia_version_corregir", args=[vigencia.pk])
    cortes, cliente = reverse("seguimiento:corte_lista"), cliente_de(planea)
    assert url in cliente.get(cortes).text
    f.corte(1, de=vigencia)
    assert url not in cliente.get(cortes).text


def test_el_anio_que_se_abrio_sin_planes_se_corrige_sin_crearlos(enviar):
    Plan.objects.all().delete()
    assert enviar().status_code == 302
    assert not Plan.objects.exists()
