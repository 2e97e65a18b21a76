"""El plan de implementación en PDF, al lado del documento de que parte: sección por sección y página por página."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.urls import reverse

from mipg.expediente.models import Emision
from mipg.reglas import ReglaIncumplida
from planes.acciones.planes import aprobar, crear_planes_de_vigencia, enviar
from planes.models import Plan
from politicas.acciones import decidir_contradiccion
from politicas.contradicciones import de_vigencia
from politicas.models import Estrategia, Firmante, Politica, TipoPlan
from politicas.siembra import sembrar
from seguimiento import informes
from seguimiento.informes import implementacion
from seguimiento.informes.implementacion import entre
from tests import fabricas as f
from tests.furag import fabricas as furag
from tests.lector_pdf import LectorPdf
from tests.seguimiento import escenario

PEDIDA = datetime(2025, 11, 20, 15, tzinfo=UTC)
FUENTE = Path(__file__).parents[1] / "politicas/fuentes/plan-de-accion-mipg-2025.txt"

# Sección del documento → página del PDF y una frase suya que se lee en las dos partes.
SECCIONES = [
    ("PLAN DE ACCIÓN DE IMPLEMENTACIÓN", 1, "Plan de acción de implementación"),
    ("1. Modelo Integrado de Planeación y Gestión", 2, "como una guía para orientar, planificar, ejecutar, supervisar"),
    ("2. Cuál es el propósito del MIPG", 2, "un marco estratégico que guía la gestión de las entidades públicas"),
    (
        "3. Como se mide la implementación del MIPG",
        2,
        "clasificar por grupos pares aquellas que sean homogéneas",
    ),
    ("4. Actores que participan", 3, "Beneficiarios de planes, programas, proyectos, productos y servicios"),
    ("5. Objetivo de plan de implementación", 4, "la implementación y sostenibilidad del Modelo Integrado"),
    ("6. Alcance", 4, "dependencias que son parte del sector central de la Alcaldía Mayor de Cartagena"),
    ("7. Actividades e iniciativas", 4, "continuar elevando el nivel de implementación del MIPG"),
    ("1. Formulación de Planes Institucionales", 4, "los 12 planes institucionales/estratégicos"),
    ("Plan de Seguridad y Privacidad de la Información", 5, "Oficina Asesora de Informática"),
    ("2. Formulación de Planes de Acción de Políticas de MIPG", 5, "documentos estratégicos que detallan"),
    ("3. Sensibilización MIPG", 7, "actividades lúdicas y de aprendizaje"),
    ("4. MIPG en Acción", 7, "recursos informativos relevantes (videos y fichas informativas)"),
    ("5. Gran Líder", 7, "la gestión destacada en la implementación de una Política"),
    ("6. Metodología FURAG", 8, "Responsables de Políticas/Toda la entidad"),
    ("7. Socialización de Resultados FURAG", 8, "los índices de cada política y recomendaciones"),
    ("8. Formulación y aprobación", 8, "acciones a corto plazo basadas en los resultados"),
    ("9. Autodiagnóstico o Reflexión Inicial", 9, "facilitar la autoevaluación y el análisis interno"),
    ("Camilo Vladimir Rey Sabogal", 10, "María Patricia Porras Mendoza"),
    ("Secretario de Planeación Distrital", 10, "Vigencia 2025"),
]


# Los dos rótulos que el documento escribe mal.
_ROTULOS = {"cómo se": "como se", "objetivo del plan": "objetivo de plan"}


def _liso(texto: str) -> str:
    liso = re.sub(r"\s+", " ", texto).casefold()
    for corregido, dice in _ROTULOS.items():
        liso = liso.replace(corregido, dice)
    return liso


def _emision(vigencia, corte=None) -> Emision:
    return Emision(
        informe=implementacion.INFORME,
        titulo=implementacion.titulo(vigencia, corte),
        parametros=implementacion.parametros(vigencia, corte),
        codigo="7KQ2M9XWHC4T",
        pedida_por=f.persona(),
        pedida_en=PEDIDA,
    )


@pytest.fixture
def plan(ahora) -> Plan:
    """El de 2025, nacido del catálogo, enviado y aprobado."""
    sembrar(ahora=ahora)
    vigencia, quien = f.vigencia(2025), f.persona("planeacion")
    crear_planes_de_vigencia(vigencia=vigencia, por=quien, ahora=f.AHORA)
    suyo = enviar(plan=Plan.objects.get(vigencia=vigencia, clase=Plan.Clase.IMPLEMENTACION), por=quien, ahora=f.AHORA)
    return aprobar(
        plan=suyo, version=suyo.version, acto="RESOLUCION", acto_numero="12", por=f.persona("planeacion"), ahora=f.AHORA
    )


@pytest.mark.django_db
def test_el_pdf_reproduce_el_documento_seccion_por_seccion(plan):
    fuente = _liso(FUENTE.read_text(encoding="utf-8"))
    lector = LectorPdf(informes.generar(_emision(plan.vigencia)).contenido)
    paginas = list(map(_liso, lector.paginas))
    halladas = []
    for seccion, _, frase in SECCIONES:
        assert _liso(seccion) in fuente and _liso(frase) in fuente, seccion
        suyas = [n for n, pagina in enumerate(paginas, start=1) if _liso(seccion) in pagina and _liso(frase) in pagina]
        halladas.append((seccion, *suyas[:1], frase))
    assert halladas == SECCIONES
    assert implementacion.SIN_RESULTADOS in " ".join(lector.paginas)
    # Cada hoja lleva su parte de la tabla, con el encabezado repetido.
    filas = [fila for tabla in lector.arbol.todas("Table") for fila in lector.filas(tabla)]
    for tipo in TipoPlan.objects.all():
        assert [f"{tipo.nombre} – {tipo.sigla}" if tipo.sigla else tipo.nombre, tipo.responsable_texto] in filas
    de_politicas = {fila[1]: fila[2] for fila in filas if len(fila) == 3}
    for politica in Politica.objects.de_vigencia(plan.vigencia):
        nombre = f"{politica.numero_plan}. {politica.nombre}"
        nombre += f" («{politica.otro_nombre}»)" if politica.otro_nombre else ""
        assert de_politicas.get(nombre) or de_politicas[f"{nombre} *"]
    assert "Secretaría de Planeación Distrital (entender la situación)" in " ".join(de_politicas.values())
    (cita,) = lector.arbol.todas("BlockQuote")
    assert "ha llevado a un incremento en su puntuación" in cita.texto and "de 2025" in cita.texto


@pytest.mark.django_db
def test_la_serie_del_indice_llega_hasta_el_anio_anterior_y_no_cruza_la_rotura(plan):
    """Criterio 4 de dominio.md §10, en el PDF."""
    for anio, valor in ((2021, 80), (2022, 50), (2024, 55.5), (2025, 99)):
        carga = furag.carga(
            {n: {"IDI": valor} for n in "NABCD"}, de=furag.medicion(anio, version=plan.vigencia.version)
        )
    lector = LectorPdf(informes.generar(_emision(plan.vigencia)).contenido)
    texto = " ".join(lector.paginas)
    assert implementacion.SIN_RESULTADOS not in texto
    filas = {fila[0]: fila for tabla in lector.arbol.todas("Table") for fila in lector.filas(tabla)}
    assert filas["2024"][1:] == ["2022–2025", "55,50", "55,50", "1 de 5", "No se compara: no hay puntaje de 2023."]
    assert filas["2022"][5] == "No comparable: cambió la metodología (serie 2018–2021 y serie 2022–2025)."
    assert (filas["2023"][2], filas["2021"][5]) == ("—", "—")
    assert "2025" not in filas
    assert "99,00" not in texto and "La serie se parte" in texto
    assert f"fila {carga.propia.fila} (N)" in " ".join(texto.split())


@pytest.mark.django_db
def test_la_demostracion_firma_por_el_cargo_y_lo_que_falta_se_dice(plan, settings):
    settings.DEMOSTRACION = True
    texto = " ".join(LectorPdf(informes.generar(_emision(plan.vigencia)).contenido).paginas)
    assert "Firma de demostración" in texto
    for firmante in Firmante.objects.filter(anio=2025):
        assert firmante.cargo in texto and firmante.nombre not in texto


@pytest.mark.django_db
def test_sin_plan_aprobado_no_hay_documento_y_la_pagina_lo_dice(cliente_de):
    vigencia = f.vigencia()
    with pytest.raises(ReglaIncumplida, match="no tiene un plan de implementación aprobado"):
        informes.generar(_emision(vigencia))
    pagina = cliente_de(f.persona("planeacion")).post(
        reverse("seguimiento:informe_pedir"), {"alcance": "implementacion"}
    )
    assert pagina.status_code == 422 and "todavía no tiene aprobado" in pagina.content.decode()


@pytest.mark.django_db
def test_con_un_corte_trae_el_seguimiento_del_trimestre_y_se_pide_desde_el_avance_del_plan(quien, cliente_de, en_t2):
    plan = escenario.aprobar_plan(
        quien,
        [{"estrategia": "3", "nombre": "Sensibilizar", "unidad": "jornadas", "meta": D(4), "programado_t2": D(4)}],
        clase="IMPLEMENTACION",
        dependencia=quien.planeacion,
    )
    corte = escenario.abrir_solo_t2(quien)
    escenario.aceptado(escenario.de(corte, "Sensibilizar"), quien, escenario.EN_T2, 3)
    cliente = cliente_de(quien.revisora)
    avance = cliente.get(reverse("seguimiento:plan_avance", args=[plan.pk])).content.decode()
    assert f"?alcance=implementacion&amp;corte={corte.pk}" in avance
    cliente.post(reverse("seguimiento:informe_pedir"), {"alcance": "implementacion", "corte": corte.pk})
    emision = Emision.objects.get(informe=implementacion.INFORME)
    assert emision.titulo == f"Plan de acción de implementación MIPG 2026 · seguimiento, {corte}"
    documento = implementacion.reunir(emision)
    assert documento.provisional and "provisionales" in documento.aviso
    (uno,) = documento.trimestre
    assert (uno.fila.programado[1], uno.fila.ejecutado[1], uno.dicho) == ("4", "3", "Se hizo lo previsto.")
    assert uno.medida.startswith("Todavía no se mide: ")
    escenario.congelar(corte)
    documento = implementacion.reunir(emision)
    assert not documento.provisional and documento.trimestre == (uno,)


@pytest.mark.parametrize(
    ("inicio", "fin", "dice"),
    [
        (None, date(2025, 1, 31), "31 de enero de 2025"),
        (date(2025, 3, 1), date(2025, 10, 30), "1 de marzo – 30 de octubre de 2025"),
        (date(2024, 12, 1), date(2025, 1, 31), "1 de diciembre de 2024 – 31 de enero de 2025"),
        (None, None, "—"),
    ],
)
def test_la_fecha_estimada_se_lee_como_en_el_documento(inicio, fin, dice):
    assert entre(inicio, fin) == dice


@pytest.mark.django_db
def test_la_fecha_se_dice_como_el_documento_y_la_ventana_como_propuesta(plan):
    de = {una.numero: una for una in implementacion.reunir(_emision(plan.vigencia)).iniciativas}
    assert (de["6"].fecha, de["7"].fecha) == ("Sin fecha en el documento", "Junio – Julio 2025")
    assert de["7"].propuesta == "1 de junio – 31 de julio de 2025"
    assert (de["1"].fecha, de["1"].propuesta) == ("31 de enero de 2025", "")
    assert de["6"].responde == "Toda la entidad; la reporta Secretaría de Planeación Distrital"
    assert de["6"].responsables == ("Responsables de Políticas/Toda la entidad",)


def _de_politicas(plan) -> dict[int, implementacion.DePolitica]:
    iniciativas = implementacion.reunir(_emision(plan.vigencia)).iniciativas
    renglones = next(una.politicas for una in iniciativas if una.politicas)
    return {int(renglon.politica.split(".")[0]): renglon for renglon in renglones}


@pytest.mark.django_db
def test_dice_lo_que_aprobo_el_acto_aunque_despues_otra_dependencia_responda(plan):
    antes = implementacion.reunir(_emision(plan.vigencia)).iniciativas
    plan.actividades.update(dependencia=f.dependencia("Secretaría de lo Nuevo"))
    assert implementacion.reunir(_emision(plan.vigencia)).iniciativas == antes


@pytest.mark.django_db
def test_quien_responde_por_una_politica_es_lo_decidido_y_mientras_no_se_dice(plan):
    antes = _de_politicas(plan)
    assert antes[15].responsables == ("Secretaría General",) and "no concuerdan" in antes[15].nota
    assert antes[1].nota == "" and antes[6].responsables[0].endswith("(entender la situación)")
    clave = next(c.contradiccion for c in de_vigencia(plan.vigencia, f.HOY) if c.contradiccion.asunto.startswith("15."))
    decidir_contradiccion(
        vigencia=plan.vigencia, clave=clave.clave, huella=clave.huella, opcion=clave.elegibles[-1].clave,
        fundamento="Decreto de ejemplo.", por=f.persona("planeacion"), ahora=f.AHORA,
    )  # fmt: skip
    decidida = _de_politicas(plan)[15]
    assert decidida.responsables == tuple(r.responsable for r in clave.elegibles[-1].filas)
    assert "Decreto de ejemplo." in decidida.nota


@pytest.mark.django_db
def test_quien_apoya_va_como_apoyo_y_cada_politica_tambien_con_el_nombre_del_documento(plan):
    de = _de_politicas(plan)
    assert de[16].responsables == ("Secretaría General", "Secretaría de Planeación Distrital (apoyo)")
    assert de[11].politica == "11. Servicio a las Ciudadanías («Servicio al Ciudadano»)"
    assert (de[7].politica, de[9].responsables) == ("7. Gobierno Digital", ("Oficina Asesora Jurídica",))


@pytest.mark.django_db
def test_las_notas_van_juntas_al_final_y_lo_mismo_se_dice_una_vez(plan):
    Estrategia.objects.filter(anio=2025, numero__in=(3, 4, 5)).update(nota="Lo mismo.")
    documento = implementacion.reunir(_emision(plan.vigencia))
    assert "Estrategias 3, 4 y 5. Lo mismo." in documento.notas
    assert documento.notas[0] == documento.planteamiento.nota
    assert any(nota.startswith("Plan Anual de Adquisiciones. ") and "«UAC»" in nota for nota in documento.notas)
    assert documento.iniciativas[1].notas[0] == ("Políticas 4, 5, 6, 7, 8, 15, 16 y 19", implementacion.POR_DECIDIR)
    paginas = LectorPdf(informes.generar(_emision(plan.vigencia)).contenido).paginas
    (suya,) = [n for n, texto in enumerate(paginas) if "Lo que dice la letra del documento" in texto]
    assert not any("El documento dice" in texto for texto in paginas[:suya])
