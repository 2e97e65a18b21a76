"""Cada cifra del tablero lleva a la lista que la compone; de ahí, a la evidencia y a las tres personas."""

import csv
import io
from copy import deepcopy
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import openpyxl
import pytest
from django.urls import reverse

from planes.models import Plan
from seguimiento import cifras, tablero
from seguimiento.acciones import cortes
from tests import fabricas as f
from tests.mundos import apartado
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db


# --- Leer la página ------------------------------------------------------------------------------------------


class Pagina(HTMLParser):
    """Los elementos con ganchos `data-mipg-*` de una página, con el ámbito y los `id` que los encierran."""

    _VACIOS = frozenset({"input", "br", "hr", "img", "link", "meta", "wbr"})

    def __init__(self, html: str):
        super().__init__()
        self._pila: list[tuple[str, dict]] = []
        self.cifras, self.filas, self.reportes = [], [], []
        self.siguiente = ""
        self.feed(html)

    def handle_starttag(self, etiqueta, atributos):
        propios = dict(atributos)
        if etiqueta not in self._VACIOS:
            self._pila.append((etiqueta, propios))
        encierran = [a for _, a in self._pila]
        lugar = {
            "ambito": next((a["data-mipg-ambito"] for a in reversed(encierran) if "data-mipg-ambito" in a), ""),
            "clave": next((a.get("data-mipg-clave") for a in reversed(encierran) if "data-mipg-ambito" in a), None),
            "ids": {a["id"] for a in encierran if "id" in a},
        }
        if "data-mipg-cifra" in propios:
            self.cifras.append({**propios, **lugar})
        if "data-mipg-fila" in propios:
            self.filas.append({**propios, **lugar})
        if "data-mipg-reporte" in propios:
            self.reportes.append(propios["href"])
        if propios.get("rel") == "next":
            self.siguiente = propios["href"]

    def handle_endtag(self, etiqueta):
        while self._pila:
            abierta, _ = self._pila.pop()
            if abierta == etiqueta:
                break


def _leer(cliente, url: str) -> Pagina:
    """La página, leída una vez por cliente: muchas cifras llevan a la misma lista y aquí nada cambia entre medias."""
    leidas = cliente.__dict__.setdefault("leidas", {})
    direccion = urlsplit(url)._replace(fragment="").geturl()
    if direccion not in leidas:
        respuesta = cliente.get(direccion)
        assert respuesta.status_code == 200, url
        leidas[direccion] = Pagina(respuesta.content.decode())
    return leidas[direccion]


def _filas(cliente, url: str) -> list[dict]:
    """Las filas de todas las páginas de una lista, o las que encierra el ancla de la URL."""
    ancla, filas, direccion = urlsplit(url).fragment, [], url
    while direccion:
        pagina = _leer(cliente, direccion)
        filas += [fila for fila in pagina.filas if not ancla or ancla in fila["ids"]]
        direccion = urljoin(direccion, pagina.siguiente) if pagina.siguiente else ""
    return filas


# --- Rehacer la cuenta ---------------------------------------------------------------------------------------


def _valor(fila: dict, dato: str) -> D | None:
    texto = fila[f"data-mipg-{dato}"]
    return None if texto == "None" else D(texto)


def _redondo(valor: D | None) -> D | None:
    return None if valor is None else valor.quantize(D("0.01"), rounding=ROUND_HALF_UP)


def _media(valores) -> D | None:
    con_valor = [v for v in valores if v is not None]
    return _redondo(sum(con_valor) / len(con_valor)) if con_valor else None


def _ponderada(filas, dato) -> D | None:
    partes = [
        (_valor(fila, "peso"), min(_valor(fila, dato), D(100))) for fila in filas if _valor(fila, dato) is not None
    ]
    return _redondo(sum(p * v for p, v in partes) / sum(p for p, _ in partes)) if partes else None


def _de_politicas(pagina: Pagina, filas: list[dict], dato: str) -> list[D]:
    """El `dato` de cada fila de política, leído de la propia página."""
    claves = {fila["data-mipg-clave"] for fila in filas}
    return [
        D(cifra["data-mipg-valor"])
        for cifra in pagina.cifras
        if cifra["ambito"] == "POLITICA" and cifra["clave"] in claves and cifra["data-mipg-cifra"] == dato
    ]


QUEDARON = {"aceptados", "en_revision", "devueltos", "sin_reporte"}
CONTADAS = {"esperados", *QUEDARON, "actividades_en_semaforo", "politicas_en_semaforo", "con_valor"}
PLAZOS = {"POR_INICIAR", "EN_EJECUCION", "PROXIMA", "VENCIDA", "CUMPLIDA", "CUMPLIDA_CON_RETRASO", "FINALIZADA"}


def _rehacer(cliente, url: str, cifra: dict) -> tuple[D | None, D]:
    """El valor que da la lista enlazada, y cuánto puede separarse por el redondeo de sus partes."""
    dato, destino = cifra["data-mipg-cifra"], urljoin(url, cifra["href"])
    filas = _filas(cliente, destino)
    if dato == "con_valor":
        return D(len(_de_politicas(_leer(cliente, destino), filas, "cumplimiento"))), D(0)
    if dato in CONTADAS | PLAZOS:
        return D(len(filas)), D(0)
    if cifra["ambito"] in ("ENTIDAD", "DIMENSION"):
        pagina = _leer(cliente, destino)
        if dato == "cobertura":
            con_valor = _de_politicas(pagina, filas, "cumplimiento")
            return _redondo(D(100) * len(con_valor) / len(filas)), D(0)
        return _media(_de_politicas(pagina, filas, dato)), D("0.01")
    if dato == "cobertura":
        # En una dependencia las actividades son de planes distintos: todas pesan igual.
        suelta = cifra["ambito"] == "DEPENDENCIA"
        pesos = [(D(1) if suelta else _valor(fila, "peso"), _valor(fila, "cumplimiento")) for fila in filas]
        return _redondo(D(100) * sum(p for p, c in pesos if c is not None) / sum(p for p, _ in pesos)), D(0)
    if cifra["ambito"] == "DEPENDENCIA":
        return _media(None if (v := _valor(fila, dato)) is None else min(v, D(100)) for fila in filas), D("0.01")
    return _ponderada(filas, dato), D("0.01")


def _poblar(quien) -> None:
    """Varias políticas en dos dimensiones, dos dependencias, otras clases de plan y todos los estados de reporte."""
    quien.cultura = f.dependencia("Secretaría de Cultura")
    enlace, jefe = f.persona("enlace", quien.cultura), f.persona("jefe", quien.cultura)
    base = f.politica()
    otra = type(base.dimension).objects.create(
        version=base.dimension.version, codigo="D2", orden=2, nombre="Direccionamiento", nombre_furag="DE"
    )
    e.aprobar_plan(quien, e.del_ejemplo(), politica=base)
    terceras = [
        {
            "meta": D(7),
            "ponderacion": D(1) + n,
            "dependencia": quien.cultura,
            "programado_t1": D(3),
            "programado_t2": D(4),
        }
        for n in range(3)
    ]
    pesos = [D("33.33"), D("33.33"), D("33.34")]
    for actividad, peso in zip(terceras, pesos, strict=True):
        actividad["ponderacion"] = peso
    e.aprobar_plan(quien, terceras, politica=f.politica(otra), dependencia=quien.cultura)
    # Lo coordina Cultura y lo hace Hacienda.
    ajena = {"meta": D(1), "programado_t4": D(1)}
    e.aprobar_plan(quien, [ajena], politica=f.politica(otra), dependencia=quien.cultura)
    f.politica(otra)  # sin plan
    e.aprobar_plan(
        quien,
        [{"meta": D(3), "programado_t2": D(3), "fecha_fin": e.date(2026, 5, 30)}],
        politica=base,
        clase=Plan.Clase.MEJORAMIENTO,
        vigencia_medida=2025,
    )
    t1 = e.abrir(quien, 1, e.EN_T1)
    e.aceptado(e.de(t1, "Publicar informes de gestión"), quien, e.EN_T1, 2)
    e.aceptado(e.de(t1, "Responder las peticiones a tiempo"), quien, e.EN_T1, 100)
    de_cultura = e.Avance.objects.del_corte(t1).filter(actividad__dependencia=quien.cultura)
    for n, avance in enumerate(de_cultura):
        if n < 2:
            enviado = e.enviar(avance, quien, e.EN_T1, n + 1, por=enlace)
            e.aceptar(e.avalar(enviado, quien, e.EN_T1, por=jefe), quien, e.EN_T1)
    cortes.cerrar(corte=t1, por=quien.revisora, ahora=e.TRAS_T1)
    quien.corte = t2 = e.abrir(quien, 2, e.EN_T2)
    e.aceptado(e.de(t2, "Responder las peticiones a tiempo"), quien, e.EN_T2, 80)
    e.aceptado(e.Avance.objects.get(corte=t2, actividad__plan__clase="MEJORAMIENTO"), quien, e.EN_T2, 2)
    for n, avance in enumerate(e.Avance.objects.del_corte(t2).filter(actividad__dependencia=quien.cultura)):
        enviado = e.enviar(avance, quien, e.EN_T2, 5 + n, por=enlace)
        if n:
            e.aceptar(e.avalar(enviado, quien, e.EN_T2, por=jefe), quien, e.EN_T2)
        else:
            quien.enviado, quien.jefe_de_cultura = enviado, jefe


@pytest.fixture(scope="module", params=["abierto", "cerrado"])
def _poblado(request, django_db_setup, django_db_blocker):
    with apartado(django_db_blocker):
        quien = e.personas()
        _poblar(quien)
        if request.param == "cerrado":
            e.aceptar(e.avalar(quien.enviado, quien, e.EN_T2, por=quien.jefe_de_cultura), quien, e.EN_T2)
            quien.corte = cortes.cerrar(corte=quien.corte, por=quien.revisora, ahora=e.TRAS_T2)
        yield quien


@pytest.fixture
def poblado(db, _poblado):
    """Un corte T2 con de todo, capturándose o cerrado."""
    return deepcopy(_poblado)


def _se_rehacen(cliente, url: str) -> set[tuple[str, str]]:
    """Comprueba cada cifra de la página con la lista a la que lleva; devuelve (ámbito, dato) de las que traía."""
    pagina = _leer(cliente, url)
    for cifra in pagina.cifras:
        dicho = D(cifra["data-mipg-valor"])
        rehecho, holgura = _rehacer(cliente, url, cifra)
        assert rehecho is not None and abs(rehecho - dicho) <= holgura, (
            cifra["ambito"],
            cifra["clave"],
            cifra["data-mipg-cifra"],
            f"dice {dicho} y su lista da {rehecho}",
            cifra["href"],
        )
    return {(c["ambito"], c["data-mipg-cifra"]) for c in pagina.cifras}


def test_cada_cifra_del_tablero_se_rehace_desde_la_lista_a_la_que_lleva(poblado, cliente_de, en_t2):
    cliente = cliente_de(poblado.revisora)
    url = f"{reverse('seguimiento:tablero')}?corte={poblado.corte.pk}"
    datos = set()
    for parte in ("", "&ver=politicas", "&ver=planes", "&ver=dependencias"):
        datos |= _se_rehacen(cliente, url + parte)
    # La prueba no vale si las páginas dejaron de traer las cifras.
    for ambito in ("ENTIDAD", "DIMENSION", "POLITICA", "PLAN", "DEPENDENCIA"):
        assert {(ambito, "cumplimiento"), (ambito, "anual"), (ambito, "sin_reporte")} <= datos, ambito


def test_los_reportes_esperados_son_los_que_llegaron_a_algo_mas_los_que_no(poblado, cliente_de, en_t2):
    devuelto = e.Avance.objects.filter(corte__estado="ABIERTO", esperado=True, estado="PENDIENTE").first()
    if devuelto:
        e.Avance.objects.filter(pk=devuelto.pk).update(estado="DEVUELTO")
    cliente = cliente_de(poblado.revisora)
    paginas = [reverse("seguimiento:tablero")]
    paginas += [reverse("seguimiento:dependencia_avance", args=[d.pk]) for d in (poblado.hacienda, poblado.cultura)]
    distintos = set()
    for url in paginas:
        pagina = _leer(cliente, f"{url}?corte={poblado.corte.pk}")
        cuentas = {
            c["data-mipg-cifra"]: int(c["data-mipg-valor"])
            for c in pagina.cifras
            if c["ambito"] in ("ENTIDAD", "DEPENDENCIA") and c["data-mipg-cifra"] in {"esperados", *QUEDARON}
        }
        assert cuentas["esperados"] == sum(cuentas.get(dato, 0) for dato in QUEDARON) > 0, (url, cuentas)
        assert ("en_revision" in cuentas) == (not poblado.corte.esta_cerrado)
        distintos |= {dato for dato in QUEDARON if cuentas.get(dato)}
    # La prueba no vale si todo acabó en la misma cuenta.
    assert {"aceptados", "devueltos" if devuelto else "sin_reporte"} <= distintos
    dice = "No reportaron" if poblado.corte.esta_cerrado else "Faltan por reportar"
    assert dice in cliente.get(f"{paginas[0]}?corte={poblado.corte.pk}").content.decode()


def test_en_lo_exportado_los_reportes_esperados_tambien_cuadran(poblado):
    suelto = e.Avance.objects.filter(corte__estado="ABIERTO", esperado=True, estado="PENDIENTE").first()
    if suelto:
        e.Avance.objects.filter(pk=suelto.pk).update(estado="DEVUELTO")
    hoja = tablero.tabla_de_cifras(cifras.de_corte(poblado.corte, hoy=e.EN_T2.date()))
    falta = "No reportaron" if poblado.corte.esta_cerrado else "Faltan por reportar"
    esperados, *partes = (
        hoja.columnas.index(t)
        for t in ("Reportes esperados", "Reportes aceptados", "Reportes en revisión", "Reportes devueltos", falta)
    )
    assert any(fila[esperados] for fila in hoja.filas)
    for fila in hoja.filas:
        assert fila[esperados] == sum(fila[parte] for parte in partes), fila


def test_cada_cifra_del_tablero_de_una_dependencia_y_de_una_politica_se_rehace(poblado, cliente_de, en_t2):
    cliente = cliente_de(poblado.jefe)
    for dependencia in (poblado.hacienda, poblado.cultura):
        url = reverse("seguimiento:dependencia_avance", args=[dependencia.pk])
        datos = _se_rehacen(cliente, f"{url}?corte={poblado.corte.pk}")
        assert {("DEPENDENCIA", "cumplimiento"), ("DEPENDENCIA", "sin_reporte"), ("PLAN", "anual")} <= datos
    vistos = set()
    for politica in (
        Plan.objects.aprobados().filter(clase=Plan.Clase.ACCION_POLITICA).values_list("politica", flat=True)
    ):
        url = reverse("seguimiento:politica_avance", args=[politica])
        datos = _se_rehacen(cliente, f"{url}?corte={poblado.corte.pk}")
        assert {("POLITICA", "cobertura"), ("POLITICA", "sin_reporte")} <= datos
        vistos |= datos
    assert ("POLITICA", "cumplimiento") in vistos


def test_medir_una_sola_cosa_da_lo_mismo_que_medirlo_todo(poblado):
    """`de_plan`, `de_politica`, `de_dependencia` y `provisionales` miden menos, no otra cosa."""
    hoy, corte = e.EN_T2.date(), poblado.corte
    campos = ["nombre", "cumplimiento", "reportado", "cobertura", "anual", "semaforo", "n_partes", "n_con_valor"]
    campos += ["n_esperados", "n_aceptados", "n_sin_reporte", "foto"]

    def datos(cifra, *sin):
        return {campo: getattr(cifra, campo) for campo in campos if campo not in sin}

    todas = {(c.ambito, c.clave): c for c in cifras.de_corte(corte, hoy=hoy)}
    vistas = set()
    for (ambito, _), cifra in todas.items():
        sueltas = {
            "PLAN": lambda c=cifra: cifras.de_plan(corte, c.plan, hoy=hoy),
            "POLITICA": lambda c=cifra: cifras.de_politica(corte, c.politica, hoy=hoy),
            "DEPENDENCIA": lambda c=cifra: cifras.de_dependencia(corte, c.dependencia, hoy=hoy),
        }.get(ambito, list)()
        for suelta in sueltas:
            assert datos(suelta) == datos(todas[suelta.ambito, suelta.clave])
            vistas.add((suelta.ambito, suelta.clave))
    assert vistas == {clave for clave in todas if clave[0] in ("PLAN", "POLITICA", "DEPENDENCIA")}
    algunas = {(c.ambito, c.clave) for c in cifras.de_corte(corte, hoy=hoy, ambitos=("ENTIDAD", "PLAN"))}
    assert algunas == {clave for clave in todas if clave[0] in ("ENTIDAD", "PLAN")}
    if corte.esta_abierto:
        for suelta in cifras.provisionales(corte, hoy=hoy):
            entera = todas[suelta.ambito, suelta.clave]
            fracciones = {**entera.foto, "fracciones": None}
            assert datos(suelta, "reportado", "foto") == datos(entera, "reportado", "foto")
            assert {**suelta.foto, "fracciones": None} == fracciones


# --- Gráficas ------------------------------------------------------------------------------------------------


class Dibujos(HTMLParser):
    """Los enlaces de dentro de un SVG: (dirección, etiqueta accesible, último texto)."""

    def __init__(self, html: str):
        super().__init__()
        self.enlaces, self._dentro, self._enlace = [], 0, None
        self.feed(html)

    def handle_starttag(self, etiqueta, atributos):
        self._dentro += etiqueta == "svg"
        if etiqueta == "a" and self._dentro:
            self._enlace = [dict(atributos)["href"], dict(atributos).get("aria-label", ""), ""]

    def handle_data(self, texto):
        if self._enlace and texto.strip():
            self._enlace[2] = texto.strip()

    def handle_endtag(self, etiqueta):
        self._dentro -= etiqueta == "svg"
        if etiqueta == "a" and self._enlace:
            self.enlaces.append(tuple(self._enlace))
            self._enlace = None


def _dibujos(cliente, url: str) -> list[tuple[str, str, str]]:
    return Dibujos(cliente.get(url).content.decode()).enlaces


def test_cada_casilla_y_cada_punto_llevan_a_la_pagina_que_dice_lo_mismo(poblado, cliente_de, en_t2):
    cliente = cliente_de(poblado.revisora)
    enlaces = _dibujos(cliente, reverse("seguimiento:tablero"))
    casillas = [e for e in enlaces if "/planes/" in e[0]]
    puntos = [e for e in enlaces if "/tablero/" in e[0]]
    assert len(casillas) >= 4 and len(puntos) == 2
    for direccion, rotulo, valor in casillas + puntos:
        ambito = "PLAN" if "/planes/" in direccion else "ENTIDAD"
        dichas = [
            c["data-mipg-valor"]
            for c in _leer(cliente, direccion).cifras
            if c["ambito"] == ambito and c["data-mipg-cifra"] == "cumplimiento"
        ]
        texto = dichas[0].replace(".", ",") + "\N{NO-BREAK SPACE}%"
        assert texto == valor and texto in rotulo, direccion


def test_cada_barra_de_cuenta_lleva_a_tantas_actividades_como_dice(poblado, cliente_de, en_t2):
    cliente = cliente_de(poblado.revisora)
    for dependencia in (poblado.hacienda, poblado.cultura):
        url = reverse("seguimiento:dependencia_avance", args=[dependencia.pk]) + f"?corte={poblado.corte.pk}"
        cuentas = [e for e in _dibujos(cliente, url) if "semaforo=" in e[0] or "plazo=" in e[0]]
        assert len(cuentas) >= 2
        for direccion, _, valor in cuentas:
            assert len(_filas(cliente, direccion)) == int(valor)


# --- Evidencias y exportes --------------------------------------------------------------------------------


def test_de_cada_actividad_con_reporte_se_llega_a_la_evidencia_y_a_las_tres_personas(poblado, cliente_de, en_t2):
    cliente = cliente_de(poblado.revisora)
    lista = f"{reverse('seguimiento:actividad_lista')}?corte={poblado.corte.pk}&reporte=aceptados"
    pagina = _leer(cliente, lista)
    assert len(pagina.reportes) == len(pagina.filas) >= 3
    for direccion in pagina.reportes:
        html = cliente.get(direccion).content.decode()
        assert "https://ejemplo.test/acta" in html
        for papel in ("Reportó", "Avaló", "Aceptó"):
            assert papel in html
        assert "Nadie todavía" not in html


def test_lo_exportado_son_los_mismos_numeros_del_tablero(poblado, cliente_de, en_t2):
    cliente = cliente_de(poblado.revisora)
    url = reverse("seguimiento:corte_exportar", args=[poblado.corte.pk])
    esperadas = [(c.nombre, c.cumplimiento, c.anual) for c in cifras.de_corte(poblado.corte, hoy=e.EN_T2.date())]
    hoja = openpyxl.load_workbook(io.BytesIO(cliente.get(url).content))["Cifras"]
    filas = list(hoja.iter_rows(values_only=True))
    columna = {nombre: n for n, nombre in enumerate(filas[0])}
    en_xlsx = [
        (
            fila[columna["Nombre"]],
            *(None if (v := fila[columna[c]]) is None else D(str(v)) for c in ("Cumplimiento (%)", "Avance anual (%)")),
        )
        for fila in filas[1:]
    ]
    assert en_xlsx == esperadas
    texto = cliente.get(url + "?formato=csv").content.decode("utf-8-sig")
    en_csv = [
        (
            fila["Nombre"],
            *(D(v.replace(",", ".")) if (v := fila[c]) else None for c in ("Cumplimiento (%)", "Avance anual (%)")),
        )
        for fila in csv.DictReader(io.StringIO(texto), delimiter=";")
    ]
    assert en_csv == esperadas


def test_la_lista_filtrada_se_exporta_filtrada(poblado, cliente_de, en_t2):
    cliente = cliente_de(poblado.revisora)
    consulta = f"?corte={poblado.corte.pk}&dependencia={poblado.cultura.pk}"
    texto = cliente.get(reverse("seguimiento:actividad_exportar") + consulta + "&formato=csv").content.decode(
        "utf-8-sig"
    )
    filas = list(csv.DictReader(io.StringIO(texto), delimiter=";"))
    assert {fila["Dependencia"] for fila in filas} == {"Secretaría de Cultura"}
    assert len(filas) == len(_filas(cliente, reverse("seguimiento:actividad_lista") + consulta)) == 3
