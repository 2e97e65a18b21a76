"""Aplicar un archivo: todo o nada y una sola vez."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mipg.bitacora.models import Suceso
from mipg.expediente.models import ColumnaRecordada, Importacion
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.usuarios.models import AliasDependencia, Dependencia, Usuario
from planes.acciones import importaciones as acciones
from planes.models import Actividad, Plan
from tests import fabricas
from tests.planes.archivos import TITULOS, excel, fila, subido


@pytest.fixture
def subir(quien, plan):
    """`subir(contenido)`: la importación que el jefe acaba de subir."""

    def enviar(contenido: bytes, nombre: str = "plan.xlsx") -> Importacion:
        url = quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", subido(contenido, nombre))["Location"]
        return Importacion.objects.get(pk=url.strip("/").split("/")[-1])

    return enviar


@pytest.fixture
def confirmar(quien):
    """`confirmar(importacion)`: el botón, con la versión del plan y las correcciones que se vieron."""

    def enviar(importacion, cliente=None, **datos):
        url = f"/planes/importaciones/{importacion.pk}/"
        vista = quien.cliente.jefe.get(url).context
        diferencia = vista["analisis"].huella if vista.get("analisis") else ""
        visto = {"version": vista["plan"].version, "huella": importacion.huella, "diferencia": diferencia}
        return (cliente or quien.cliente.jefe).post(f"{url}confirmar/", visto | datos, follow=True)

    return enviar


def test_aplica_y_deja_un_suceso_en_cada_objeto(quien, plan, subir, confirmar, sucesos):
    version = plan.actividades.get().version
    importacion = subir(excel(fila(1, "Publicar el informe", meta=3), fila(2, "Hacer talleres")))
    pagina = confirmar(importacion).content.decode()
    assert "1 nueva, 1 cambiada y 0 iguales" in pagina
    # Quien la estuviera editando se entera de que cambió.
    assert plan.actividades.get(numero="1").version == version + 1
    assert set(plan.actividades.values_list("numero", "nombre", "meta")) == {
        ("1", "Publicar el informe", 3),
        ("2", "Hacer talleres", 2),
    }
    assert sucesos(importacion) == ["subir", "aplicar"]
    assert sucesos(plan) == ["importar"]


def test_doble_clic_aplica_una_y_lo_dice(quien, plan, subir, confirmar, sucesos):
    importacion = subir(excel(fila(2, "Hacer talleres")))
    version = plan.version
    confirmar(importacion, version=version)
    pagina = confirmar(importacion, version=version).content.decode()
    assert "ya se había aplicado" in pagina
    assert "Qué cambió" in pagina
    assert plan.actividades.count() == 2
    assert sucesos(importacion) == ["subir", "aplicar"]


def test_repetir_el_archivo_no_cambia_nada(quien, plan, subir, confirmar):
    contenido = excel(fila(1, "Publicar el informe", meta=3), fila(2, "Hacer talleres"))
    confirmar(subir(contenido))
    antes = list(Actividad.objects.order_by("id").values())
    de_nuevo = subir(contenido, "plan (1).xlsx")
    assert (
        "no hay nada que importar" in quien.cliente.jefe.get(f"/planes/importaciones/{de_nuevo.pk}/").content.decode()
    )
    confirmar(de_nuevo)
    assert list(Actividad.objects.order_by("id").values()) == antes


def test_un_archivo_corregido_cambia_y_no_duplica(quien, plan, subir, confirmar):
    confirmar(subir(excel(fila(1, "Publicar el informe"), fila(2, "Hacer talleres"))))
    confirmar(subir(excel(fila(1, "Publicar el informe"), fila(2, "Hacer talleres", meta=5))))
    assert list(plan.actividades.values_list("nombre", "meta")) == [("Publicar el informe", 2), ("Hacer talleres", 5)]


def test_renumerar_no_choca(quien, plan, subir, confirmar):
    confirmar(subir(excel(fila(1, "Publicar el informe"), fila(2, "Hacer talleres"))))
    confirmar(subir(excel(fila(1, "Hacer talleres"), fila(2, "Publicar el informe"))))
    assert dict(plan.actividades.values_list("numero", "nombre")) == {"1": "Hacer talleres", "2": "Publicar el informe"}
    (editada,) = Suceso.objects.de(plan.actividades.get(numero="2")).filter(verbo="editar", changes__has_key="numero")
    assert editada.changes["numero"] == ["1", "2"]
    assert not Suceso.objects.filter(changes__icontains="~").exists()


def test_renumerar_no_choca_con_un_numero_que_parece_provisional(quien, plan, subir, confirmar):
    confirmar(subir(excel(fila(1, "Publicar el informe"), fila(2, "Hacer talleres"))))
    una, otra = plan.actividades.order_by("numero").values_list("pk", flat=True)
    for numero in (f"~{una}", f"~{otra}"):
        fabricas.actividad(plan, numero=numero, nombre=f"La {numero}")
    confirmar(subir(excel(fila(1, "Hacer talleres"), fila(2, "Publicar el informe"))))
    assert plan.actividades.get(numero="1").nombre == "Hacer talleres"
    assert plan.actividades.get(numero=f"~{una}").nombre == f"La ~{una}"


def test_la_historia_de_los_apoyos_que_no_habia_no_dice_corchetes(quien, plan, subir, confirmar):
    confirmar(subir(excel([*fila(1, "Publicar el informe"), quien.ajena.nombre], titulos=(*TITULOS, "Apoyo"))))
    (editada,) = Suceso.objects.de(plan.actividades.get()).filter(verbo="editar")
    assert editada.changes["apoyos"] == [None, quien.ajena.nombre]


def test_la_nota_de_lo_importado_cuenta_en_singular_lo_que_es_uno(quien, plan, subir, confirmar):
    confirmar(subir(excel(fila(1, "Publicar el informe", meta=3), fila(2, "Hacer talleres"))))
    assert Suceso.objects.de(plan).get(verbo="importar").nota == "plan.xlsx: 1 nueva, 1 cambiada."


def test_aplicar_cuesta_las_mismas_consultas_con_2_y_con_50_filas(quien, plan, subir, ahora, consultas):
    medidas = []
    for cuantas, meta in ((2, 2), (50, 2), (50, 3)):
        filas = [[*fila(n, f"Hacer talleres {n}", meta=meta), quien.ajena.nombre] for n in range(2, 2 + cuantas)]
        importacion = subir(excel(*filas, titulos=(*TITULOS, "Apoyo")))
        plan.refresh_from_db()
        with consultas() as hechas:
            acciones.importar(importacion=importacion, plan=plan, version=plan.version, por=quien.jefe, ahora=ahora)
        medidas.append(len(hechas))
    # La segunda crea y cambia: cada clase tiene sus consultas, cuente las filas que cuente.
    assert max(medidas) - min(medidas) <= 6 and max(medidas) <= 60, medidas


def test_la_bitacora_de_lo_importado_dice_quien_y_que_con_los_apoyos_por_su_nombre(quien, plan, subir, confirmar):
    confirmar(subir(excel([*fila(2, "Hacer talleres"), quien.ajena.nombre], titulos=(*TITULOS, "Apoyo"))))
    (creada,) = Suceso.objects.de(plan.actividades.get(numero="2"))
    assert (creada.action, creada.verbo, creada.actor) == (Suceso.Action.CREATE, "", quien.jefe)
    assert creada.changes["apoyos"] == [None, quien.ajena.nombre]
    assert creada.changes["meta"] == [None, "2"]


@pytest.fixture
def con_tres(plan):
    """El plan de siempre con 1 «Publicar el informe», 2 «Hacer talleres» y 3 «Dictar un curso»."""
    for numero, nombre in (("2", "Hacer talleres"), ("3", "Dictar un curso")):
        fabricas.actividad(plan, numero=numero, nombre=nombre)
    return plan


@pytest.mark.parametrize("con_columna", [True, False], ids=["número en blanco", "sin columna de número"])
def test_un_numero_supuesto_ni_renumera_ni_pisa_a_otra(con_tres, subir, confirmar, con_columna):
    filas = fila(None, "Dictar un curso", meta=5), fila(None, "Escribir la guía")
    contenido = excel(*filas) if con_columna else excel(*(f[1:] for f in filas), titulos=TITULOS[1:])
    assert "1 nueva, 1 cambiada" in confirmar(subir(contenido)).content.decode()
    assert list(con_tres.actividades.order_by("numero").values_list("numero", "nombre", "meta")) == [
        ("1", "Publicar el informe", 1),
        ("2", "Hacer talleres", 1),
        ("3", "Dictar un curso", 5),
        ("4", "Escribir la guía", 2),
    ]


def test_numerar_de_corrido_tampoco_pisa(con_tres, subir, confirmar):
    titulos = (*TITULOS, "Política")
    filas = [[*fila(1, "Dictar un curso", meta=5), "Integridad"], [*fila(1, "Escribir la guía"), "Archivos"]]
    confirmar(subir(excel(*filas, titulos=titulos)))
    assert dict(con_tres.actividades.values_list("numero", "nombre")) == {
        "1": "Publicar el informe",
        "2": "Hacer talleres",
        "3": "Dictar un curso",
        "4": "Escribir la guía",
    }


def test_lo_que_el_archivo_no_dice_se_conserva(quien, plan, subir, confirmar):
    actividad = plan.actividades.get()
    Actividad.objects.filter(pk=actividad.pk).update(indicador="Uno", producto="Dos", fuente="NORMA")
    actividad.apoyos.add(quien.ajena)
    contenido = excel([1, "Publicar el informe", 9], titulos=("No.", "Actividad", "Meta"))
    confirmar(subir(contenido))
    actividad.refresh_from_db()
    assert (actividad.indicador, actividad.producto, actividad.fuente) == ("Uno", "Dos", "NORMA")
    assert (actividad.dependencia, actividad.unidad, actividad.meta) == (quien.propia, "documentos", 9)
    assert list(actividad.apoyos.all()) == [quien.ajena]


def test_sin_columnas_de_trimestre_la_programacion_sobrevive_si_la_meta_no_cambia(quien, plan, subir, confirmar):
    contenido = excel([1, "Publicar el informe", 1, "Otro"], titulos=("No.", "Actividad", "Meta", "Producto"))
    confirmar(subir(contenido))
    actividad = plan.actividades.get()
    assert actividad.producto == "Otro"
    assert actividad.programacion == (None, 1, None, None)


def test_si_el_plan_cambio_desde_la_vista_previa_no_se_aplica(quien, plan, subir, confirmar):
    importacion = subir(excel(fila(2, "Hacer talleres")))
    pagina = confirmar(importacion, version=plan.version + 7).content.decode()
    assert "El plan cambió desde la vista previa" in pagina
    assert plan.actividades.count() == 1


def test_con_errores_no_se_aplica_nada(quien, plan, subir, confirmar):
    importacion = subir(excel(fila(2, "Hacer talleres"), fila(3, "Otra", meta="muchos")))
    pagina = confirmar(importacion).content.decode()
    assert "No se aplicó nada" in pagina
    assert "fila 3" in pagina
    assert plan.actividades.count() == 1


def test_un_numero_que_choca_se_explica_por_su_fila(quien, plan, subir, ahora, monkeypatch):
    importacion = subir(excel(fila(2, "Hacer talleres"), fila(3, "Otra")))
    leer = acciones.lectura_de

    def con_numeros_iguales(*args, **kwargs):
        lectura = leer(*args, **kwargs)
        return replace(lectura, actividades=tuple(replace(a, numero="2") for a in lectura.actividades))

    monkeypatch.setattr(acciones, "lectura_de", con_numeros_iguales)
    with pytest.raises(ReglaIncumplida, match="Plan, fila 3: Ya hay una actividad con ese número"):
        acciones.importar(importacion=importacion, plan=plan, version=plan.version, por=quien.jefe, ahora=ahora)
    assert plan.actividades.count() == 1


@pytest.mark.parametrize("donde", ["_recordar", "tocar", "registrar"])
def test_una_falla_a_medias_deja_todo_como_estaba(quien, plan, subir, ahora, monkeypatch, donde):
    importacion = subir(excel(fila(1, "Publicar el informe", meta=3), fila(2, "Hacer talleres")))
    antes = list(Actividad.objects.values())
    cuantos = Suceso.objects.count()

    def fallar(*args, **kwargs):
        raise RuntimeError("se cayó")

    monkeypatch.setattr(acciones, donde, fallar)
    with pytest.raises(RuntimeError):
        acciones.importar(importacion=importacion, plan=plan, version=plan.version, por=quien.jefe, ahora=ahora)
    assert list(Actividad.objects.values()) == antes
    assert Suceso.objects.count() == cuantos
    importacion.refresh_from_db()
    assert importacion.estado == "SUBIDA"


def test_un_plan_enviado_ya_no_recibe_el_archivo(quien, plan, subir, confirmar):
    importacion = subir(excel(fila(2, "Hacer talleres")))
    Plan.objects.filter(pk=plan.pk).update(estado="EN_REVISION")
    assert "No se aplicó nada" in confirmar(importacion).content.decode()
    assert plan.actividades.count() == 1


def test_el_descartado_no_se_aplica(quien, plan, subir, confirmar):
    importacion = subir(excel(fila(2, "Hacer talleres")))
    quien.cliente.jefe.post(f"/planes/importaciones/{importacion.pk}/descartar/")
    assert "No se aplicó nada" in confirmar(importacion).content.decode()
    assert plan.actividades.count() == 1


def test_quien_y_como(quien, plan, subir, confirmar):
    importacion = subir(excel(fila(2, "Hacer talleres")))
    assert confirmar(importacion, quien.cliente.otro).status_code == 404
    assert quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/confirmar/").status_code == 405
    for mala in ("", "x", "²", "-1", "9" * 40):
        confirmar(importacion, version=mala)
    assert plan.actividades.count() == 1
    # Quien lo subió y ya no formula lo ve, pero no lo aplica.
    quien.jefe.asignaciones.update(rol="enlace")
    assert confirmar(importacion).status_code == 403


def test_lo_que_otra_persona_corrigio_despues_de_verlo_no_se_aplica(quien, plan, subir, confirmar):
    importacion = subir(excel(fila(2, "Hacer talleres")))
    vista = importacion.huella
    Importacion.objects.filter(pk=importacion.pk).update(elecciones={"omitir_ocultas": True})
    assert "Otra persona corrigió" in confirmar(importacion, huella=vista).content.decode()
    assert "Otra persona corrigió" in confirmar(importacion, huella="").content.decode()
    assert plan.actividades.count() == 1


@pytest.mark.parametrize("que", ["alias", "columna recordada", "nombre de la persona"])
def test_lo_que_no_se_vio_no_se_aplica(quien, plan, subir, confirmar, que):
    titulos = (*TITULOS, "Enlace", "Cosa")
    importacion = subir(excel([*fila(2, "Hacer talleres"), quien.enlace.nombre, "Acta"], titulos=titulos))
    url = f"/planes/importaciones/{importacion.pk}/"
    pagina = quien.cliente.jefe.get(url)
    vista = pagina.context["analisis"].huella
    assert f'name="diferencia" value="{vista}"' in pagina.content.decode()
    if que == "alias":
        Dependencia.objects.filter(pk=quien.propia.pk).update(nombre="Hacienda Distrital")
        quien.ajena.alias.create(nombre="Secretaría de Hacienda")
    elif que == "columna recordada":
        ColumnaRecordada.objects.create(
            destino=acciones.DESTINO,
            titulo="Cosa",
            clave="cosa",
            campo="producto",
            creada_en=fabricas.AHORA,
            creada_por=quien.otro,
        )
    else:
        Usuario.objects.filter(pk=quien.enlace.pk).update(is_active=False)
    assert "cambió desde la vista previa" in confirmar(importacion, diferencia=vista).content.decode()
    assert "cambió desde la vista previa" in confirmar(importacion, diferencia="").content.decode()
    assert plan.actividades.count() == 1
    assert "1 nueva" in confirmar(importacion).content.decode()


def test_el_libro_se_lee_antes_de_abrir_la_transaccion_y_la_huella_se_mira_adentro(
    quien, plan, subir, ahora, monkeypatch
):
    importacion, leer = subir(excel(fila(2, "Hacer talleres"))), acciones.lectura_de

    def corregida_mientras_se_lee(*args, **kwargs):
        Importacion.objects.filter(pk=importacion.pk).update(elecciones={"hoja": "Otra"})
        return leer(*args, **kwargs)

    monkeypatch.setattr(acciones, "lectura_de", corregida_mientras_se_lee)
    with pytest.raises(EstadoCambiado):
        acciones.importar(importacion=importacion, plan=plan, version=plan.version, por=quien.jefe, ahora=ahora)
    assert plan.actividades.count() == 1


def test_un_enlace_que_no_reporta_por_la_dependencia_no_se_asigna_y_se_dice(quien, plan, subir, confirmar):
    filas = [[*fila(2, "Hacer talleres"), quien.otro.nombre], [*fila(3, "Publicar guías"), quien.enlace.nombre]]
    filas.append([*fila(1, "Publicar el informe"), quien.otro.nombre])
    importacion = subir(excel(*filas, titulos=(*TITULOS, "Enlace")))
    pagina = quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/").content.decode()
    assert "No son enlace ni jefe vigente" in pagina and quien.otro.nombre in pagina
    confirmar(importacion)
    assert dict(plan.actividades.values_list("numero", "enlace")) == {"1": None, "2": None, "3": quien.enlace.pk}


def test_al_cambiar_de_dependencia_se_suelta_el_enlace_que_no_reporta_por_ella(quien, plan, subir, confirmar):
    actividad = plan.actividades.get()
    actividad.enlace = quien.enlace
    actividad.save()
    importacion = subir(excel(fila(1, "Publicar el informe", dependencia=quien.ajena.nombre)))
    url = f"/planes/importaciones/{importacion.pk}/?ver=cambios"
    assert f"<del>{quien.enlace.nombre}</del>" in quien.cliente.jefe.get(url).content.decode()
    confirmar(importacion)
    actividad.refresh_from_db()
    assert (actividad.dependencia, actividad.enlace) == (quien.ajena, None)


def test_lo_que_otra_persona_guarda_a_la_vez_se_dice_y_no_se_cae(quien, plan, subir, confirmar, monkeypatch):
    importacion = subir(excel(fila(2, "Hacer talleres")))

    def chocar(*args):
        for _ in range(2):
            AliasDependencia.objects.create(dependencia=quien.propia, nombre="La plata")

    monkeypatch.setattr(acciones, "_recordar", chocar)
    assert "Otra persona guardó lo mismo" in confirmar(importacion).content.decode()
    assert plan.actividades.count() == 1


@pytest.mark.parametrize(("desde", "reconocida"), [("2026-07-01", True), ("2027-01-01", False)])
def test_una_dependencia_que_nace_durante_la_vigencia_se_reconoce(quien, plan, subir, confirmar, desde, reconocida):
    Dependencia.objects.filter(pk=quien.ajena.pk).update(vigente_desde=desde)
    importacion = subir(excel(fila(2, "Hacer talleres", dependencia=quien.ajena.nombre)))
    vista = quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/").context
    assert vista["analisis"].aceptable == reconocida


def test_nada_se_le_encarga_a_la_que_se_suprimio_despues_de_leer_el_archivo(quien, plan, subir, confirmar, hoy):
    importacion = subir(excel(fila(2, "Hacer talleres", dependencia=quien.ajena.nombre)))
    # Sigue siendo de la vigencia: el archivo la reconoce.
    Dependencia.objects.filter(pk=quien.ajena.pk).update(vigente_hasta=hoy - timedelta(days=1))
    assert f"{quien.ajena} no existe hoy" in confirmar(importacion).content.decode()
    assert plan.actividades.count() == 1


def test_una_dependencia_que_todavia_no_existe_no_se_ofrece(quien, plan, hoy):
    nace = hoy.replace(year=hoy.year + 100)
    Dependencia.objects.filter(pk=quien.ajena.pk).update(vigente_desde=nace)
    assert quien.ajena not in Dependencia.objects.vigentes(hoy)
    assert quien.ajena in Dependencia.objects.vigentes(nace)
    ofrecidas = quien.cliente.jefe.get(f"/planes/{plan.pk}/formular/").context["dependencias"]
    assert quien.propia.nombre in ofrecidas
    assert quien.ajena.nombre not in ofrecidas


def test_sin_lo_leido_el_archivo_se_lee_otra_vez_y_se_aplica(quien, plan, subir, confirmar):
    importacion = subir(excel(fila(1, "Hacer talleres")))
    Importacion.objects.filter(pk=importacion.pk).update(lo_leido=None)
    importacion.refresh_from_db()
    confirmar(importacion)
    assert plan.actividades.get().nombre == "Hacer talleres"
