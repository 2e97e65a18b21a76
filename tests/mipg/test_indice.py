"""El índice del buscador: siempre igual a lo que se deriva de las tablas, y lo mismo en las dos bases."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mipg.buscador import indice
from mipg.buscador.clases import clases
from mipg.buscador.entradas import TABLA, Entrada
from mipg.texto import clave_de_orden, palabras, plegar
from mipg.usuarios.buscador import DEPENDENCIAS
from mipg.usuarios.models import Dependencia
from planes.models import Actividad, Plan
from tests import fabricas

SIN_PLAZO = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTOS = st.text(alphabet="aáÁñÑnNeE%_\\'\"« bB1", min_size=1, max_size=12)
ESCRITURAS = (
    "crear",
    "save",
    "update",
    "bulk_create",
    "bulk_update",
    "renombrar",
    "retirar",
    "eliminar",
    "sql",
    "mover",
)


def buscar(texto: str, clase: str) -> list[int]:
    buscadas = palabras(texto)
    entradas = Entrada.objects.filter(clase=clase).que_tienen(buscadas).por_parecido(buscadas)
    return list(entradas.values_list("objeto", flat=True))


@pytest.fixture
def formulado(db):
    plan = fabricas.plan("BORRADOR", nombre="Plan de archivo")
    for nombre in ("Organizar el archivo", "Publicar el inventario", "Capacitar en gestión documental"):
        fabricas.actividad(plan, nombre=nombre)
    return plan


def _escribir(verbo: str, texto: str, plan: Plan, ahora) -> None:
    actividades = Actividad.objects.order_by("pk")
    una = actividades.vigentes().last()
    if verbo == "crear" or una is None:
        fabricas.actividad(plan, nombre=texto)
    elif verbo == "save":
        una.producto = texto
        una.save()
    elif verbo == "update":
        actividades.update(indicador=texto)
    elif verbo == "bulk_create":
        nuevas = [Actividad(plan=plan, numero=f"{texto}{n}", nombre=texto, meta=1) for n in range(2)]
        Actividad.objects.bulk_create([n for n in nuevas if not actividades.filter(numero=n.numero).exists()])
    elif verbo == "bulk_update":
        una.nombre = texto
        Actividad.objects.bulk_update([una], ["nombre"])
    elif verbo == "renombrar":
        Dependencia.objects.filter(pk=una.dependencia_id).update(nombre=texto)
    elif verbo == "retirar":
        actividades.filter(pk=una.pk).update(retirada_en=ahora, retirada_por=plan.creado_por)
    elif verbo == "eliminar":
        actividades.filter(pk=una.pk).delete()
    elif verbo == "sql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE planes_plan SET nombre = %s WHERE id = %s", [texto, plan.pk])
    elif verbo == "mover":
        otro = fabricas.plan("BORRADOR", vigencia=fabricas.vigencia(2024), nombre=texto)
        actividades.filter(pk=una.pk).update(plan=otro)


@SIN_PLAZO
@given(st.lists(st.tuples(st.sampled_from(ESCRITURAS), TEXTOS), max_size=6))
def test_se_escriba_como_se_escriba_lo_guardado_es_igual_a_lo_derivado(formulado, ahora, escrituras):
    with transaction.atomic():
        for verbo, texto in escrituras:
            _escribir(verbo, texto, formulado, ahora)
        assert list(indice.diferencias()) == []
        transaction.set_rollback(True)
    assert list(indice.diferencias()) == []
    assert buscar("inventario", "actividades")


def _a_mano(nombre: str, buscadas: list[str]) -> int:
    frase, plegado = " ".join(buscadas), plegar(nombre)
    if plegado == frase:
        return 0
    if plegado.startswith(frase):
        return 1
    return 2 if all(palabra in plegado for palabra in buscadas) else 3


@SIN_PLAZO
@given(st.lists(TEXTOS, max_size=12, unique=True), TEXTOS)
def test_las_dos_bases_encuentran_lo_mismo_en_el_mismo_orden_que_la_funcion_pura(db, nombres, texto):
    buscadas = palabras(texto)
    if not buscadas:
        return
    with transaction.atomic():
        filas = [fabricas.dependencia(nombre, sigla=f"S{n}") for n, nombre in enumerate(nombres)]
        esperadas = [
            f for f in filas if all(p in f"{plegar(f.nombre)} {plegar(f.sigla)} " for p in buscadas)
        ]  # fmt: skip
        esperadas.sort(key=lambda f: (_a_mano(f.nombre, buscadas), clave_de_orden(f.nombre), f.pk))
        assert buscar(texto, "dependencias") == [f.pk for f in esperadas]
        transaction.set_rollback(True)


def test_primero_lo_que_se_llama_asi_despues_lo_que_empieza_asi(db):
    nombres = ("Antes archivo", "Archivo general", "Archivo", "Nada", "Ánimo y archivo")
    filas = {nombre: fabricas.dependencia(nombre, sigla=f"archivo{n}").pk for n, nombre in enumerate(nombres)}
    en_orden = ["Archivo", "Archivo general", "Ánimo y archivo", "Antes archivo", "Nada"]
    assert buscar("ARCHIVO", "dependencias") == [filas[nombre] for nombre in en_orden]


@pytest.mark.parametrize("texto", ["a", "ar", "arc", "arch", "rchivo", "%", "_", "o e", '"', "archivo org"])
def test_las_palabras_de_una_o_dos_letras_tambien_se_encuentran(formulado, texto):
    buscadas = palabras(texto)
    encontradas = {
        a.pk
        for a in Actividad.objects.select_related("dependencia", "plan__vigencia")
        if all(
            p in plegar(f"{a.numero} {a.nombre} {a.producto} {a.indicador} {a.dependencia} {a.plan.vigencia.anio} ")
            for p in buscadas
        )
    }
    if buscadas:
        assert set(buscar(texto, "actividades")) == encontradas


def test_lo_de_otra_tabla_tambien_se_pone_al_dia(formulado):
    dependencia = formulado.actividades.first().dependencia
    assert len(buscar("oceanografia", "actividades")) == 0
    dependencia.nombre = "Oficina de Oceanografía"
    dependencia.save()
    assert len(buscar("oceanografia", "actividades")) == formulado.actividades.filter(dependencia=dependencia).count()


def test_lo_que_se_deshace_tampoco_queda_en_el_indice(formulado):
    with transaction.atomic():
        Actividad.objects.update(nombre="Efímera")
        assert len(buscar("efimera", "actividades")) == 3
        transaction.set_rollback(True)
    assert buscar("efimera", "actividades") == []


@pytest.mark.parametrize(
    ("sql", "diferencia"),
    [
        (f"UPDATE {TABLA} SET titulo = 'otro' WHERE clase = 'planes'", ["sobra", "falta"]),
        (f"DELETE FROM {TABLA} WHERE clase = 'planes'", ["falta"]),
        (f"UPDATE {TABLA} SET objeto = 999 WHERE clase = 'planes'", ["sobra", "falta"]),
    ],
)
def test_el_comando_dice_que_difiere_y_lo_rehace(formulado, capsys, sql, diferencia):
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert [frase.rpartition(": ")[2] for frase in indice.diferencias()] == diferencia
    with pytest.raises(CommandError, match="planes"):
        call_command("comprobar_busqueda")
    call_command("comprobar_busqueda", "--rehacer")
    call_command("comprobar_busqueda")
    assert "igual a lo derivado" in capsys.readouterr().out


def test_el_indice_se_puede_crear_otra_vez_y_sus_disparadores_se_apartan(formulado):
    indice.apartar()
    Actividad.objects.update(nombre="Sin disparadores")
    assert len(list(indice.diferencias())) == 6
    indice.despues_de_migrar(plan=[("algo", False)])
    assert list(indice.diferencias()) == []
    Actividad.objects.update(nombre="Con disparadores")
    assert list(indice.diferencias()) == []


def test_cada_fuente_tiene_un_disparador_en_cada_tabla_de_la_que_depende():
    assert {modelo.__name__ for modelo, _ in DEPENDENCIAS.columnas.values()} == {"Dependencia"}
    todas = {c for f in indice.fuentes() for c, _ in [(m.__name__, cs) for m, cs in f.columnas.values()]}
    assert todas == {
        "Politica",
        "Dimension",
        "Plan",
        "TipoPlan",
        "Dependencia",
        "Vigencia",
        "Actividad",
        "Usuario",
        "Documento",
        "InformeDeLey",
        "Requerimiento",
        "Jornada",
        "Recomendacion",
        "Medicion",
        "AccionMejora",
    }


@pytest.mark.parametrize(("rol", "cuantas"), [("enlace", 3), ("jefe", 4), ("planeacion", 5)])
def test_lo_que_se_alcanza_por_aquello_de_que_es_parte_es_justo_lo_que_la_persona_puede_abrir(db, hoy, rol, cuantas):
    suya, ajena = fabricas.dependencia(), fabricas.dependencia()
    for estado, dependencia in (("BORRADOR", suya), ("BORRADOR", ajena), ("APROBADO", ajena), ("APROBADO", suya)):
        fabricas.actividad(fabricas.plan(estado, dependencia=dependencia))
    fabricas.actividad(fabricas.plan("APROBADO", dependencia=ajena), dependencia=suya)
    perfil = fabricas.persona(rol, suya).perfil(hoy)
    [clase] = [clase for clase in clases(perfil) if clase.dentro_de is not None]
    alcanza = set(Entrada.objects.filter(clase.alcance).values_list("objeto", flat=True))
    assert alcanza == set(clase.filas.values_list("pk", flat=True))
    assert len(alcanza) == cuantas


def test_una_tabla_de_otra_version_se_hace_de_nuevo_al_migrar(transactional_db, formulado):
    with connection.cursor() as cursor:
        indice.apartar()
        cursor.execute(f"ALTER TABLE {TABLA} DROP COLUMN dentro")
    indice.despues_de_migrar(plan=[])
    assert list(indice.diferencias()) == []
    assert buscar("inventario", "actividades")
