"""El plan de acción en PDF: dice lo mismo que el tablero, se puede leer sin verlo y se genera una sola vez."""

import logging
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from mipg.bitacora.models import Suceso
from mipg.etiquetas import porcentaje
from mipg.expediente import acciones as expediente
from mipg.expediente.models import Emision
from mipg.reglas import ReglaIncumplida
from planes.acciones.planes import tomar_foto
from planes.models import Actividad, Plan, VersionPlan
from politicas.models import Firmante, ResponsabilidadPolitica
from seguimiento import cifras, informes, tasks
from seguimiento.acciones import cortes as de_cortes
from seguimiento.informes.plan_de_accion import INFORME, Pedido
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas.cumplimiento import Plazo, Semaforo
from tests import fabricas as f
from tests.concurrencia import a_la_vez
from tests.lector_pdf import LectorPdf
from tests.servicios import RAIZ, entorno_de_prueba

pytestmark = pytest.mark.django_db
PEDIDA = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)  # 19 de noviembre, 23:30 en Bogotá
LARGA = 40
CODIGO = "7KQ2M9XWHC4T"
COLUMNAS = {"numero": 0, "actividad": 1, "peso": 3, "programado": 6, "ejecutado": 10, "cumplimiento": 14}


def _emision(pedido: Pedido, **campos) -> Emision:
    campos = {"codigo": CODIGO, "pedida_por": f.persona(nombre="Ana Ejemplo"), "pedida_en": PEDIDA, **campos}
    return Emision(informe=INFORME, titulo=pedido.titulo, parametros=pedido.parametros(), **campos)


def _plan(nombre: str, numero: int, dependencia) -> Plan:
    politica = f.politica(numero_plan=numero, nombre=nombre)
    plan = f.plan("APROBADO", politica=politica, dependencia=dependencia)
    Plan.objects.filter(pk=plan.pk).update(
        acto="RESOLUCION",
        acto_numero="123",
        acto_fecha=date(2026, 1, 30),
        sin_segregacion="No había otra persona." if numero == 2 else "",
        extemporaneo=numero == 2,
    )
    return plan


def _aprobar(plan: Plan, numero: int = 1, en=f.AHORA - timedelta(days=30)) -> None:
    plan.refresh_from_db()
    VersionPlan.objects.create(
        plan=plan,
        numero=numero,
        foto=tomar_foto(plan),
        sha256="ab" * 32,
        acto=plan.acto_texto,
        acto_fecha=plan.acto_fecha,
        aprobado_en=en,
        aprobado_por=plan.aprobado_por,
    )


def _sembrar(puerto: int) -> SimpleNamespace:
    """Un plan largo, uno con textos hostiles y el ejemplo de la especificación, y un plan sin actividades."""
    hacienda, planeacion = f.dependencia("Secretaría de Hacienda"), f.dependencia("Secretaría de Planeación")
    largo, ejemplo, vacio = (
        _plan("Talento Humano", 1, hacienda),
        _plan("Integridad", 2, planeacion),
        _plan("Archivo", 3, planeacion),
    )
    ResponsabilidadPolitica.objects.create(
        politica=ejemplo.politica, dependencia=planeacion, rol="LIDER", texto="Planeación", fuente=f.fuente()
    )
    f.politica(numero_plan=4, nombre="Sin plan todavía")
    actividades = [
        f.actividad(largo, (D(1), D(2), None, D("1234567.5")), numero=f"1.{n}", nombre=f"Actividad larga {n}")
        for n in range(1, LARGA + 1)
    ]
    hostil = actividades[0]
    hostil.nombre = f'<img src="http://127.0.0.1:{puerto}/a.png"> <script>alert(1)</script> {{{{ 7|add:1 }}}}'
    hostil.producto = "</td></tr></table><style>@import url(file:///etc/passwd)</style>"
    hostil.indicador = "Sin" + "separar" * 60
    hostil.save()
    hostil.apoyos.add(planeacion)
    ejemplos = [
        f.actividad(ejemplo, (D(2), D(3), D(3), D(2)), meta=D(10), ponderacion=D(50), numero="2.1", producto="Actas"),
        f.actividad(
            ejemplo, (D(100),) * 4, meta=D(100), tipo_meta="CONSTANTE", ponderacion=D(30), numero="2.2", unidad="%"
        ),
        f.actividad(ejemplo, (None, None, None, D(1)), meta=D(1), tipo_meta="HITO", ponderacion=D(20), numero="2.3"),
    ]
    for plan in (largo, ejemplo, vacio):
        _aprobar(plan)
    return SimpleNamespace(
        largo=largo, ejemplo=ejemplo, vacio=vacio, actividades=actividades, ejemplos=ejemplos, hacienda=hacienda
    )


def _reportar(actividad: Actividad, corte: Corte, cantidad) -> None:
    if cantidad is None:
        f.avance(actividad, corte, "PENDIENTE")
    else:
        f.avance(actividad, corte, "ACEPTADO", D(str(cantidad)))


@contextmanager
def _que_anota():
    """Servidor en esta máquina: devuelve su puerto y lo que le piden."""
    pedidas = []

    class Anota(BaseHTTPRequestHandler):
        def do_GET(self):
            pedidas.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    servidor = HTTPServer(("127.0.0.1", 0), Anota)
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    try:
        yield servidor.server_port, pedidas
    finally:
        servidor.shutdown()
        servidor.server_close()


@pytest.fixture(scope="module")
def emitidos(django_db_setup, django_db_blocker):
    """Los informes del mismo mundo, ya pintados, y las cifras que el tablero daba. La base queda como estaba."""
    quejas = []
    oyente = logging.Handler(logging.ERROR)
    oyente.emit = lambda registro: quejas.append(registro.getMessage())
    registro = logging.getLogger("weasyprint")
    registro.addHandler(oyente)
    with django_db_blocker.unblock(), transaction.atomic(), _que_anota() as (puerto, pedidas):
        mundo = _sembrar(puerto)
        t1 = f.corte(1)
        for n, actividad in enumerate(mundo.actividades):
            _reportar(actividad, t1, None if n == 5 else (n % 5) / 4)
        for actividad, cantidad in zip(mundo.ejemplos, (2, 100, None), strict=True):
            if cantidad is not None:
                _reportar(actividad, t1, cantidad)
        t1 = de_cortes.cerrar(corte=t1, por=f.persona("planeacion"), ahora=f.AHORA)
        todo = Pedido(t1.vigencia, corte=t1)
        congelado = informes.generar(_emision(todo))
        del_tablero = cifras.de_corte(t1, hoy=date(2026, 11, 19)) + list(
            t1.cifras.filter(ambito=Cifra.Ambito.ACTIVIDAD).order_by("orden")
        )
        # Todo lo vivo cambia después de cerrar; el informe del corte, no.
        Avance.objects.filter(corte=t1).update(cantidad=D(77))
        Actividad.objects.update(
            nombre="CAMBIADA", producto="CAMBIADO", indicador="CAMBIADO", unidad="otra", ponderacion=D(1)
        )
        Actividad.objects.filter(pk=mundo.ejemplos[0].pk).update(retirada_en=f.AHORA, retirada_por=f.persona())
        otra_vez = informes.generar(_emision(todo, pedida_por=f.persona(nombre="Ana Ejemplo")))
        Actividad.objects.filter(pk=mundo.ejemplos[0].pk).update(retirada_en=None, retirada_por=None)
        Firmante.objects.create(anio=2026, orden=1, nombre="Rosa Ficticia", cargo="Secretaria General")
        Firmante.objects.create(anio=2026, orden=2, nombre="Luis Inventado", cargo="Secretario de Planeación")
        t2 = f.corte(2)
        for actividad in mundo.ejemplos[:2]:
            _reportar(actividad, t2, 3 if actividad == mundo.ejemplos[0] else None)
        resultado = SimpleNamespace(
            corte=t1,
            pedidas=pedidas,
            quejas=quejas,
            cifras=del_tablero,
            congelado=congelado,
            otra_vez=otra_vez,
            abierto=informes.generar(_emision(Pedido(t2.vigencia, politica=mundo.ejemplo.politica, corte=t2))),
            abiertas=cifras.de_corte(t2, hoy=date(2026, 11, 19)),
            formulacion=informes.generar(_emision(Pedido(t2.vigencia, politica=mundo.ejemplo.politica))),
            dependencia=informes.generar(_emision(Pedido(t2.vigencia, dependencia=mundo.hacienda, corte=t1))),
            sin_nada=informes.generar(
                _emision(Pedido(t2.vigencia, dependencia=f.dependencia("Oficina nueva"), corte=t1))
            ),
        )
        transaction.set_rollback(True)
    registro.removeHandler(oyente)
    return resultado


@pytest.fixture(scope="module")
def lectura(emitidos) -> LectorPdf:
    """El informe del corte cerrado, abierto para mirarlo."""
    return LectorPdf(emitidos.congelado.contenido)


def _tablas_de_actividades(lector: LectorPdf) -> list:
    return [t for t in lector.arbol.todas("Table") if lector.filas(t)[0][0] == "No."]


def _filas_de_actividades(lector: LectorPdf) -> list[list[str]]:
    return [fila for tabla in _tablas_de_actividades(lector) for fila in lector.filas(tabla)[1:]]


def _sin_espacios(texto: str) -> str:
    """El texto como se escribió, aunque la celda lo parta en renglones."""
    return "".join(texto.split())


# --- Se puede leer sin verlo --------------------------------------------------------------------------------


def test_el_documento_va_etiquetado_en_espanol_y_con_sus_propiedades(lectura):
    raiz = lectura.pdf.Root

    assert raiz.MarkInfo.Marked is True
    assert raiz.StructTreeRoot.K
    assert raiz.Lang == "es-CO"
    assert lectura.pdf.docinfo.Title == "Plan de acción MIPG 2026 · corte T1 de 2026"
    assert lectura.pdf.docinfo.Author == "Alcaldía Mayor de Cartagena de Indias"
    assert re.match(r"(D:)?20261120043000", str(lectura.pdf.docinfo.CreationDate))


def test_la_biblioteca_no_se_queja_de_nada(emitidos):
    assert emitidos.quejas == []


def test_los_marcadores_son_los_titulos(lectura):
    assert lectura.marcadores == [
        "Plan de acción",
        "Contenido",
        "Control del documento y fuente de los datos",
        "Planes, versiones y actos de aprobación",
        "Resumen",
        "Actividades por semáforo",
        "Actividades por estado de plazo",
        "Por dimensión",
        "Por política",
        "Evolución",
        "1. Talento Humano",
        "2. Integridad",
        "3. Archivo",
        "Firmas",
    ]


def test_toda_figura_dice_que_muestra(lectura):
    figuras = list(lectura.arbol.todas("Figure"))

    assert figuras
    assert all(figura.alt for figura in figuras)
    assert [figura.alt.partition(":")[0] for figura in figuras] == [
        "Actividades según su semáforo",
        "Cumplimiento por política y trimestre",
        "Cumplimiento, corte por corte",
    ]


def test_toda_tabla_tiene_encabezados_y_cada_celda_los_suyos(lectura):
    tablas = list(lectura.arbol.todas("Table"))

    assert tablas
    for tabla in tablas:
        filas = list(tabla.todas("TR"))
        assert all(next(fila.todas("TH", "TD")).tipo == "TH" or fila.hijos[0].tipo == "TD" for fila in filas)
        encabezados = {th.identificador for th in tabla.todas("TH")}
        for celda in tabla.todas("TD"):
            citados = [str(cual) for cual in celda.atributos["/Headers"]]
            assert citados
            assert set(citados) <= encabezados


def test_la_primera_celda_de_cada_actividad_es_su_encabezado_de_fila(lectura):
    for tabla in _tablas_de_actividades(lectura):
        for fila in tabla.todas("TR"):
            assert next(fila.todas("TH", "TD")).tipo == "TH"


# --- Índice, páginas y encabezados --------------------------------------------------------------------------


def test_el_indice_dice_la_pagina_de_cada_titulo(lectura):
    paginas = {titulo.texto: titulo.pagina for titulo in lectura.arbol.todas("H2")}
    entradas = [li.texto for li in lectura.arbol.todas("LI") if li.pagina == paginas["Contenido"]]

    assert len(entradas) == len(paginas) - 1
    for entrada in entradas:
        titulo = next(t for t in paginas if t in entrada)
        assert entrada.replace(titulo, "").split() == [str(paginas[titulo])]
    assert len(set(paginas.values())) > 5


def test_toda_pagina_dice_su_numero_el_total_el_codigo_y_la_huella(lectura, emitidos):
    total = emitidos.congelado.paginas
    assert total == len(lectura.paginas) > 8
    for numero, texto in enumerate(lectura.paginas, start=1):
        assert f"Página {numero} de {total}" in texto
        assert f"Código {CODIGO}" in texto
        assert emitidos.corte.sha256[:12] in texto
        assert "Alcaldía Mayor de Cartagena de Indias" in texto


def test_el_encabezado_de_la_tabla_se_repite_en_cada_pagina(lectura):
    paginas = [n for n, texto in enumerate(lectura.paginas) if "Actividad larga" in texto]

    assert len(paginas) > 1
    for n in paginas:
        assert "Actividad / producto Indicador y meta" in lectura.paginas[n]
        assert "Prog. T1" in lectura.paginas[n]


# --- Dice lo mismo que el tablero ---------------------------------------------------------------------------


def test_cada_actividad_lleva_las_cifras_congeladas(lectura, emitidos):
    esperadas = [c for c in emitidos.cifras if c.ambito == Cifra.Ambito.ACTIVIDAD]
    filas = _filas_de_actividades(lectura)

    assert len(filas) == len(esperadas) == LARGA + 3
    for fila, cifra in zip(filas, esperadas, strict=True):
        sin_aceptar = cifra.n_esperados and not cifra.n_aceptados
        nota = " No reportó" if cifra.n_sin_reporte else " Devuelto sin corregir" if sin_aceptar else ""
        assert fila[0] == cifra.foto["numero"]
        assert fila[14] == porcentaje(cifra.cumplimiento).replace("\u00a0", " ") + nota
        assert fila[15] == Semaforo(cifra.semaforo).label
        assert fila[16] == Plazo(cifra.plazo).label
    assert sum("No reportó" in fila[14] for fila in filas) == 1
    assert {fila[15] for fila in filas} >= {"Satisfactorio", "Mínimo", "Sin programación"}


def test_cada_politica_y_la_entidad_llevan_las_del_tablero(lectura, emitidos):
    tablas = [lectura.filas(t) for t in lectura.arbol.todas("Table")]
    politicas = next(t for t in tablas if t[0][0] == "Política")[1:]
    dimensiones = next(t for t in tablas if t[0][0] == "Dimensión" and len(t[0]) > 2)[1:]
    indicadores = " ".join(li.texto for li in lectura.arbol.todas("LI"))

    def texto(cifra):
        valores = (cifra.cumplimiento, cifra.cobertura, cifra.anual)
        return [*(porcentaje(v).replace("\u00a0", " ") for v in valores), Semaforo(cifra.semaforo).label]

    de = {a: [c for c in emitidos.cifras if c.ambito == a] for a in Cifra.Ambito.values}
    assert [[f[0], *f[3:7]] for f in politicas] == [[c.nombre, *texto(c)] for c in de["POLITICA"]]
    assert [[f[0], *f[2:6]] for f in dimensiones] == [[c.nombre, *texto(c)] for c in de["DIMENSION"]]
    entidad = de["ENTIDAD"][0]
    for rotulo, valor in zip(("Cumplimiento al corte", "Avance anual"), texto(entidad)[::2], strict=True):
        assert f"{rotulo} {valor}" in indicadores
    assert f"Reportes aceptados {entidad.n_aceptados} de {entidad.n_esperados}" in indicadores
    assert politicas[3][1] == "Sin plan de acción aprobado"


def test_los_pesos_vacios_se_muestran_iguales_y_los_escritos_como_estan(lectura):
    filas = _filas_de_actividades(lectura)

    assert {fila[3] for fila in filas[:LARGA]} == {"2,5"}
    assert [fila[3] for fila in filas[LARGA:]] == ["50", "30", "20"]


def test_las_cantidades_van_a_la_colombiana_y_lo_no_programado_con_raya(lectura):
    fila = _filas_de_actividades(lectura)[4]

    assert [_sin_espacios(celda) for celda in fila[6:10]] == ["1", "2", "—", "1.234.567,5"]
    assert fila[10:14] == ["1", "—", "—", "—"]


def test_el_informe_de_un_corte_cerrado_no_cambia_aunque_cambie_todo_lo_vivo(emitidos):
    assert emitidos.otra_vez.contenido == emitidos.congelado.contenido


def test_la_politica_sin_actividades_lo_dice(lectura):
    assert any("3. Archivo" in p and "Este plan no tiene actividades vigentes." in p for p in lectura.paginas)


# --- Portada, control y firmas ------------------------------------------------------------------------------


def test_la_portada_dice_que_es_de_cuando_es_y_como_se_comprueba(lectura):
    portada = lectura.paginas[0]

    assert "Plan de acción Toda la entidad: 3 planes de política aprobados" in portada
    assert "T1 de 2026, a 31 de marzo de 2026 (cerrado el 06/07/2026)" in portada
    assert "Versión 1, Resolución 123 del 30 de enero de 2026" in portada
    assert "19 de noviembre de 2026, 23:30 (hora de Colombia)" in portada
    assert CODIGO in portada
    assert "provisional" not in portada.lower()


def test_el_control_dice_la_fuente_la_huella_entera_y_las_versiones(lectura, emitidos):
    control = lectura.paginas[2]

    assert "Cifras congeladas al cerrar el corte" in control
    assert emitidos.corte.sha256 in control
    assert "Satisfactorio desde 90,00 %" in control.replace("\u00a0", " ")
    assert "2. Integridad Versión 1 Resolución 123 del 30 de enero de 2026 No había otra persona." in control
    assert control.count("No había otra persona.") == 1
    assert "Enviados fuera de su ventana de formulación" in control


def test_firman_los_firmantes_de_la_vigencia(emitidos):
    firmas = LectorPdf(emitidos.abierto.contenido).paginas[-1]

    assert "Rosa Ficticia Secretaria General" in firmas
    assert "Luis Inventado Secretario de Planeación" in firmas
    assert "Cargo:" not in firmas


def test_sin_firmantes_hay_lineas_por_llenar_y_ningun_nombre_inventado(lectura):
    firmas = lectura.paginas[-1]

    assert firmas.count("Nombre: Cargo: Fecha:") == 2
    assert f"de {len(lectura.paginas)} páginas" in firmas


def test_la_demostracion_se_rotula_en_todas_las_paginas(db, settings, emitidos):
    settings.DEMOSTRACION = True
    Firmante.objects.create(anio=2024, orden=1, nombre="Ana Vieja", cargo="Alcaldesa")
    Firmante.objects.create(anio=2025, orden=1, nombre="Rosa Ficticia", cargo="Secretaria General")
    plan = _plan("Única", 9, f.dependencia())
    f.actividad(plan)

    con = LectorPdf(informes.generar(_emision(Pedido(plan.vigencia))).contenido)

    assert all("DATO DE EJEMPLO" in pagina for pagina in con.paginas)
    assert not any("DE EJEMPLO" in p for p in LectorPdf(emitidos.congelado.contenido).paginas)
    # Nadie de carne y hueso firma cifras inventadas: van los cargos de la última vigencia que los tenga.
    assert con.paginas[-1].count("Firma de demostración Secretaria General") == 1
    assert not any(nombre in p for p in con.paginas for nombre in ("Rosa Ficticia", "Ana Vieja", "Alcaldesa"))


def test_la_portada_dice_donde_se_comprueba_su_codigo(lectura):
    assert "Compruébelo en http://127.0.0.1:8000/micrositio/verificacion/" in lectura.paginas[0]
    destinos = {str(nota.A.URI) for nota in lectura.pdf.pages[0].Annots if "/A" in nota and "/URI" in nota.A}
    assert destinos == {f"http://127.0.0.1:8000/micrositio/verificacion/?codigo={CODIGO}"}


# --- Los otros alcances -------------------------------------------------------------------------------------


def test_con_el_corte_abierto_todo_dice_provisional_y_cuantos_reportes_hay(emitidos):
    lector = LectorPdf(emitidos.abierto.contenido)
    de_la_politica = next(c for c in emitidos.abiertas if c.ambito == "POLITICA" and c.nombre == "2. Integridad")

    assert "Cifras provisionales: el corte T2 de 2026 no ha cerrado" in lector.paginas[0]
    assert "Reportes aceptados: 1 de 2." in lector.paginas[0]
    assert all("CIFRAS PROVISIONALES" in pagina for pagina in lector.paginas[1:])
    assert f"Cumplimiento al corte {porcentaje(de_la_politica.cumplimiento)}".replace("\u00a0", " ") in " ".join(
        li.texto for li in lector.arbol.todas("LI")
    )
    assert [fila[14].endswith("Falta por reportar") for fila in _filas_de_actividades(lector)] == [False, True, False]


def test_sin_corte_sale_solo_la_formulacion(emitidos):
    lector = LectorPdf(emitidos.formulacion.contenido)
    [tabla] = _tablas_de_actividades(lector)

    assert lector.filas(tabla)[0][6:] == ["Prog. T1", "Prog. T2", "Prog. T3", "Prog. T4"]
    assert "Resumen" not in lector.marcadores
    assert "Sólo la formulación" in lector.paginas[0]
    assert "SHA-256" not in lector.paginas[0]


def test_el_de_una_dependencia_trae_sus_actividades_y_su_cifra(emitidos):
    lector = LectorPdf(emitidos.dependencia.contenido)
    suya = next(c for c in emitidos.cifras if c.ambito == "DEPENDENCIA" and c.nombre == "Secretaría de Hacienda")

    assert len(_filas_de_actividades(lector)) == LARGA
    indicadores = " ".join(li.texto for li in lector.arbol.todas("LI"))
    assert f"Cumplimiento al corte {porcentaje(suya.cumplimiento)}".replace("\u00a0", " ") in indicadores
    assert "2. Integridad" not in " ".join(lector.paginas)


def test_la_dependencia_sin_actividades_recibe_un_documento_que_lo_dice(emitidos):
    texto = " ".join(LectorPdf(emitidos.sin_nada.contenido).paginas)

    assert "Oficina nueva no responde por actividades en los planes aprobados de 2026." in texto


# --- Lo que se escribe no manda -----------------------------------------------------------------------------


def test_lo_que_escribe_la_gente_sale_como_texto_y_no_llama_a_nadie(lectura, emitidos):
    hostil = _sin_espacios(_filas_de_actividades(lectura)[0][1])

    assert emitidos.pedidas == []
    assert '<imgsrc="http://127.0.0.1' in hostil
    assert "<script>alert(1)</script>{{7|add:1}}" in hostil
    assert "</td></tr></table><style>@importurl(file:///etc/passwd)</style>" in hostil
    assert len(_filas_de_actividades(lectura)) == LARGA + 3


# --- Pedir y guardar los parámetros -------------------------------------------------------------------------


def test_el_pedido_vuelve_igual_de_sus_parametros():
    plan, corte = f.plan("APROBADO"), f.corte()
    pedido = Pedido(plan.vigencia, politica=plan.politica, corte=corte)

    assert Pedido.de(pedido.parametros()) == pedido
    assert pedido.titulo == f"Plan de acción MIPG 2026 · Política {plan.politica} · corte T2 de 2026"


def test_pedir_lo_que_no_existe_o_no_tiene_planes_falla_diciendolo():
    plan = f.plan("BORRADOR")
    otra = f.corte(1, de=f.vigencia(2025), estado="CERRADO")

    with pytest.raises(ReglaIncumplida, match="No hay planes de acción aprobados"):
        informes.generar(_emision(Pedido(plan.vigencia, politica=plan.politica)))
    with pytest.raises(ReglaIncumplida, match="Ya no existe"):
        Pedido.de({"vigencia": plan.vigencia_id, "politica": 999_999})
    with pytest.raises(ReglaIncumplida, match="no es de la vigencia"):
        Pedido.de({"vigencia": plan.vigencia_id, "corte": otra.pk})
    with pytest.raises(ReglaIncumplida, match="no existe"):
        informes.generar(Emision(informe="inventado"))


@pytest.mark.parametrize("estado", ["CERRADO", "ABIERTO", None])
def test_las_consultas_no_dependen_de_las_actividades(monkeypatch, consultas, estado):
    monkeypatch.setattr("seguimiento.informes.plan_de_accion.pintar", lambda *_: None)
    plan = f.plan("APROBADO")
    f.actividad(plan, (D(1), None, None, None)).apoyos.add(f.dependencia())
    corte = f.corte(1)
    for actividad in Actividad.objects.all():
        _reportar(actividad, corte, 1)

    def contar():
        pedido = Pedido(plan.vigencia, corte=corte if estado else None)
        emision = _emision(pedido, codigo="X" * 12)
        with consultas() as hechas:
            informes.generar(emision)
        return len(hechas)

    if estado == "CERRADO":
        corte = de_cortes.cerrar(corte=corte, por=f.persona("planeacion"), ahora=f.AHORA)
    pocas = contar()
    for n in range(20):
        de = plan if n % 2 else f.plan("APROBADO")
        una = f.actividad(de, (D(1), None, None, None))
        una.apoyos.add(f.dependencia())
        if estado == "ABIERTO":
            _reportar(una, corte, 1)
    assert contar() == pocas


# --- Se genera una sola vez ---------------------------------------------------------------------------------


def _pedida(**campos) -> Emision:
    """Una emisión pedida de un plan aprobado."""
    plan = f.plan("APROBADO")
    f.actividad(plan)
    pedido = Pedido(plan.vigencia)
    return expediente.pedir_emision(
        informe=INFORME, titulo=pedido.titulo, parametros=pedido.parametros(), por=f.persona(), ahora=f.AHORA, **campos
    )


@pytest.fixture
def en_el_acto(monkeypatch):
    """Celery sin corredor: lo publicado se corre ahí mismo; devuelve lo que se publicó."""
    publicadas = []

    def correr(argumentos, **opciones):
        publicadas.append((*argumentos, opciones))
        tasks.generar_emision(*argumentos)

    monkeypatch.setattr(tasks.generar_emision, "apply_async", correr)
    return publicadas


def test_la_tarea_deja_el_pdf_guardado_con_su_huella(en_el_acto):
    emision = _pedida()

    tasks.generar_emisiones()

    emision.refresh_from_db()
    assert emision.estado == Emision.Estado.LISTA
    assert emision.archivo.read().startswith(b"%PDF-1.7")
    assert emision.paginas >= 5
    assert en_el_acto == [(emision.pk, {"retry": False, "expires": tasks.CADA})]
    tasks.generar_emisiones()
    assert len(en_el_acto) == 1


def test_lo_que_no_se_puede_generar_queda_fallido_con_su_razon_y_no_se_reintenta(en_el_acto):
    emision = _pedida()
    Actividad.objects.all().delete()
    Plan.objects.all().delete()

    tasks.generar_emisiones()

    emision.refresh_from_db()
    assert emision.estado == Emision.Estado.FALLIDA
    assert "No hay planes de acción aprobados" in emision.error
    tasks.generar_emisiones()
    assert len(en_el_acto) == 1


def test_un_fallo_pasajero_se_reintenta_y_no_frena_a_los_demas(en_el_acto, monkeypatch):
    primera, _ = _pedida(), _pedida()
    de_verdad, fallos = informes.generar, []

    def una_vez(emision):
        if emision.pk == primera.pk and not fallos:
            fallos.append(emision.pk)
            raise OSError("disco lleno")
        return de_verdad(emision)

    monkeypatch.setattr(informes, "generar", una_vez)
    tasks.generar_emisiones()
    una, otra = Emision.objects.order_by("pk")
    assert (una.estado, una.error[:25]) == ("PEDIDA", "Algo falló al generarlo, ")
    assert (otra.estado, otra.error) == ("LISTA", "")
    tasks.generar_emisiones()
    assert list(Emision.objects.values_list("estado", flat=True)) == ["LISTA", "LISTA"]


def test_si_el_corredor_no_contesta_no_pasa_nada(monkeypatch):
    def caido(*_, **__):
        raise ConnectionError("Redis no contesta")

    monkeypatch.setattr(tasks.generar_emision, "apply_async", caido)
    tasks.publicar(1)


def test_una_emision_que_no_existe_no_rompe_la_tarea():
    tasks.generar_emision(999_999)


@pytest.mark.concurrencia
@pytest.mark.django_db(transaction=True)
def test_dos_trabajadores_a_la_vez_generan_uno(monkeypatch):
    emision = _pedida()
    de_verdad, veces = informes.generar, []

    def contar(una):
        veces.append(una.pk)
        return de_verdad(una)

    monkeypatch.setattr(informes, "generar", contar)
    resultados = a_la_vez(*[lambda: tasks.generar_emision(emision.pk)] * 2)

    assert resultados == [None, None]
    assert veces == [emision.pk]
    emision.refresh_from_db()
    assert (emision.estado, emision.intentos) == (Emision.Estado.LISTA, 1)
    assert Suceso.objects.de(emision).filter(verbo="emitir").count() == 1


_VICTIMA = """
import os, sys, time, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mipg.settings")
django.setup()
import time_machine
from datetime import datetime
from seguimiento import informes, tasks
def colgarse(emision):
    print("lista", flush=True)
    time.sleep(60)
informes.generar = colgarse
with time_machine.travel(datetime.fromisoformat(sys.argv[2])):
    tasks.generar_emision(int(sys.argv[1]))
"""


def _morir_generando(emision: Emision, ahora: datetime) -> None:
    """Un trabajador toma la emisión, empieza a generarla y lo matan."""
    proceso = subprocess.Popen(
        [sys.executable, "-c", _VICTIMA, str(emision.pk), ahora.isoformat()],
        cwd=RAIZ,
        env=entorno_de_prueba(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert proceso.stdout.readline() == "lista\n"
    proceso.send_signal(signal.SIGKILL)
    assert proceso.wait() == -signal.SIGKILL


@pytest.mark.concurrencia
@pytest.mark.django_db(transaction=True)
def test_matar_al_trabajador_no_pierde_el_informe(en_el_acto):
    emision = _pedida()
    _morir_generando(emision, f.AHORA)
    emision.refresh_from_db()
    assert (emision.estado, emision.intentos) == (Emision.Estado.EN_CURSO, 1)

    with time_machine.travel(f.AHORA + timedelta(minutes=1)):
        tasks.generar_emisiones()
        assert en_el_acto == []  # el arriendo no ha vencido: puede que siga vivo
    with time_machine.travel(f.AHORA + expediente.ARRIENDO + timedelta(seconds=1)):
        tasks.generar_emisiones()

    emision.refresh_from_db()
    assert (emision.estado, emision.intentos) == (Emision.Estado.LISTA, 2)


@pytest.mark.concurrencia
@pytest.mark.django_db(transaction=True)
def test_un_informe_que_mata_al_trabajador_no_se_reintenta_para_siempre(en_el_acto, monkeypatch):
    monkeypatch.setattr(informes, "generar", lambda emision: pytest.fail("no debía intentarse otra vez"))
    emision, ahora = _pedida(), f.AHORA
    for _ in range(Emision.INTENTOS_MAXIMOS):
        _morir_generando(emision, ahora)
        ahora += expediente.ARRIENDO + timedelta(seconds=1)
    with time_machine.travel(ahora):
        tasks.generar_emisiones()
        tasks.generar_emisiones()

    emision.refresh_from_db()
    assert (emision.estado, emision.intentos) == (Emision.Estado.FALLIDA, Emision.INTENTOS_MAXIMOS)
    assert len(en_el_acto) == 1


# --- La página ----------------------------------------------------------------------------------------------


PEDIR = "/seguimiento/informes/pedir/"


@pytest.fixture
def oficina(db):
    """Una dependencia con su plan aprobado y otra con el suyo, un corte cerrado y uno abierto."""
    propia, ajena = f.dependencia("Oficina propia"), f.dependencia("Oficina ajena")
    plan, otro = f.plan("APROBADO", dependencia=propia), f.plan("APROBADO", dependencia=ajena)
    f.actividad(plan)
    f.actividad(otro)
    borrador = f.plan("BORRADOR", dependencia=ajena)
    return SimpleNamespace(
        propia=propia,
        ajena=ajena,
        plan=plan,
        otro=otro,
        borrador=borrador,
        cerrado=f.corte(1, "CERRADO"),
        abierto=f.corte(2),
        programado=f.corte(3, "PROGRAMADO"),
        jefe=f.persona("jefe", propia),
    )


@pytest.fixture
def publicadas(monkeypatch):
    """Lo que la página pide publicar."""
    hechas = []
    monkeypatch.setattr(tasks, "publicar", hechas.append)
    return hechas


@pytest.mark.parametrize(
    ("rol", "codigo"),
    [
        ("jefe", 200),
        ("planeacion", 200),
        ("secretaria_general", 200),
        ("comite", 200),
        ("enlace", 403),
        ("control_interno", 403),
        ("administrador", 403),
    ],
)
def test_solo_pide_quien_puede_emitir(oficina, cliente_de, publicadas, rol, codigo):
    cliente = cliente_de(f.persona(rol))

    assert cliente.get(PEDIR).status_code == codigo
    assert cliente.post(PEDIR, {"alcance": "entidad"}).status_code == (302 if codigo == 200 else 403)
    assert Emision.objects.count() == (codigo == 200)


def test_sin_sesion_se_pide_ingreso(client, db):
    assert client.get(PEDIR).status_code == 302
    assert reverse("seguimiento:informe_pedir") == PEDIR


def test_pedir_crea_la_emision_la_publica_y_lleva_a_verla(
    oficina, cliente_de, publicadas, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        respuesta = cliente_de(oficina.jefe).post(
            PEDIR, {"alcance": "politica", "politica": oficina.otro.politica_id, "corte": oficina.abierto.pk}
        )

    emision = Emision.objects.get()
    assert respuesta.url == reverse("expediente:emision_detalle", args=[emision.pk])
    assert publicadas == [emision.pk]
    assert (emision.informe, emision.pedida_por, emision.dependencia) == (INFORME, oficina.jefe, None)
    pedido = Pedido.de(emision.parametros)
    assert (pedido.politica, pedido.corte, pedido.dependencia) == (oficina.otro.politica, oficina.abierto, None)
    assert emision.titulo == pedido.titulo


def test_pedir_dos_veces_lo_mismo_no_repite_el_trabajo(oficina, cliente_de, publicadas):
    cliente = cliente_de(oficina.jefe)
    urls = {cliente.post(PEDIR, {"alcance": "entidad", "corte": oficina.cerrado.pk}).url for _ in range(2)}

    assert len(urls) == Emision.objects.count() == 1


@pytest.mark.parametrize(
    ("datos", "campo"),
    [
        ({}, "alcance"),
        ({"alcance": "politica"}, "politica"),
        ({"alcance": "politica", "politica": "borrador"}, "politica"),
        ({"alcance": "dependencia"}, "dependencia"),
        ({"alcance": "dependencia", "dependencia": "ajena"}, "dependencia"),
        ({"alcance": "entidad", "corte": "programado"}, "corte"),
        ({"alcance": "otra"}, "alcance"),
    ],
)
def test_lo_que_no_le_toca_o_no_existe_vuelve_al_formulario(oficina, cliente_de, publicadas, datos, campo):
    claves = {
        "borrador": oficina.borrador.politica_id,
        "ajena": oficina.ajena.pk,
        "programado": oficina.programado.pk,
    }
    respuesta = cliente_de(oficina.jefe).post(PEDIR, {c: claves.get(v, v) for c, v in datos.items()})

    assert respuesta.status_code == 422
    assert list(respuesta.context["form"].errors) == [campo]
    assert Emision.objects.count() == len(publicadas) == 0


def test_el_jefe_pide_la_suya_y_planeacion_cualquiera_con_actividades(oficina, cliente_de, publicadas):
    suya = cliente_de(oficina.jefe).post(PEDIR, {"alcance": "dependencia", "dependencia": oficina.propia.pk})
    otra = cliente_de(f.persona("planeacion")).post(PEDIR, {"alcance": "dependencia", "dependencia": oficina.ajena.pk})

    assert (suya.status_code, otra.status_code) == (302, 302)
    assert {e.dependencia for e in Emision.objects.all()} == {oficina.propia, oficina.ajena}


def test_el_enlace_propone_lo_que_trae_la_direccion(oficina, cliente_de):
    cliente = cliente_de(oficina.jefe)
    form = cliente.get(PEDIR, {"politica": oficina.plan.politica_id, "corte": oficina.cerrado.pk}).context["form"]
    sin_nada = cliente.get(PEDIR).context["form"]

    assert form["alcance"].value() == "politica"
    assert form["politica"].value() == str(oficina.plan.politica_id)
    assert form["corte"].value() == str(oficina.cerrado.pk)
    assert (sin_nada["alcance"].value(), sin_nada["corte"].value()) == ("entidad", oficina.abierto.pk)
    assert cliente.get(PEDIR, {"politica": "x", "corte": "9" * 40, "vigencia": "-1"}).status_code == 200


def test_el_corte_de_otra_vigencia_lleva_a_esa_vigencia(oficina, cliente_de):
    viejo = f.corte(4, "CERRADO", de=f.vigencia(2025))
    respuesta = cliente_de(oficina.jefe).get(PEDIR, {"corte": viejo.pk})

    assert respuesta.context["vigencia"].anio == 2025
    assert re.search(r"T4 de 2025", respuesta.content.decode())


def test_sin_vigencia_abierta_la_pagina_lo_dice(db, cliente_de):
    respuesta = cliente_de(f.persona("planeacion")).get(PEDIR)

    assert respuesta.status_code == 200
    assert "Todavía no hay una vigencia abierta" in respuesta.content.decode()


def test_ver_el_formulario_no_escribe(oficina, cliente_de, consultas):
    cliente = cliente_de(oficina.jefe)
    cliente.get(PEDIR)
    with consultas() as hechas:
        cliente.get(PEDIR)

    assert [c["sql"] for c in hechas if re.match(r"(INSERT|UPDATE|DELETE|REPLACE)\b", c["sql"])] == []
    assert any("SELECT" in c["sql"] for c in hechas)
