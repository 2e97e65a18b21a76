"""El año MIPG: funciones puras sobre fechas que ya existen."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from mipg.portal import ciclo
from mipg.portal.ciclo import Clase, Falta, Hito, Lector, Situacion
from mipg.portal.ciclo import hitos as de
from mipg.portal.ciclo.dibujo import dibujar, nivel_de
from mipg.portal.ciclo.hitos import GrupoDePlanes
from mipg.usuarios.reglas import Papel, Perfil
from mipg.usuarios.roles import Rol
from politicas.models import Estrategia, Vigencia

HOY = date(2026, 7, 6)
HACIENDA, SALUD = 1, 2


def lector(*roles: str, en: int = HACIENDA) -> Lector:
    return Lector.de(Perfil(1, HOY, tuple(Papel(rol, en) for rol in roles)))


def hito(desde=None, hasta=None, **campos) -> Hito:
    return Hito(campos.pop("clase", Clase.PLAZO), campos.pop("titulo", "Hito"), desde=desde, hasta=hasta, **campos)


def corte(estado="PROGRAMADO", **campos) -> SimpleNamespace:
    class Corte(SimpleNamespace):
        def __str__(self):
            return "T2 de 2026"

    return Corte(
        **{
            "pk": 7,
            "trimestre": 2,
            "abre": date(2026, 7, 1),
            "cierra": date(2026, 7, 15),
            "cerrado_en": None,
            "esta_abierto": estado == "ABIERTO",
            "esta_cerrado": estado == "CERRADO",
            **campos,
        }
    )


@pytest.mark.parametrize(
    ("uno", "esperada"),
    [
        (hito(hasta=date(2026, 7, 7), hecho=False), Situacion.SIGUE),
        (hito(hasta=date(2026, 7, 6), hecho=False), Situacion.CORRE),
        (hito(hasta=date(2026, 7, 6)), Situacion.CORRE),
        (hito(hasta=date(2026, 7, 5), hecho=False), Situacion.CORRE),
        (hito(hasta=date(2026, 7, 5)), Situacion.PASO),
        (hito(hasta=date(2026, 12, 1), hecho=True), Situacion.PASO),
        (hito(date(2026, 7, 6), date(2026, 7, 31)), Situacion.CORRE),
        (hito(date(2026, 7, 7), date(2026, 7, 31)), Situacion.SIGUE),
        (hito(date(2026, 7, 1), date(2026, 7, 6)), Situacion.CORRE),
        (hito(texto="Junio – Julio 2026"), Situacion.SIN_DIA),
        (hito(desde=date(2026, 1, 1)), Situacion.SIN_DIA),
    ],
)
def test_donde_esta_cada_hito_respecto_de_hoy(uno, esperada):
    assert ciclo.situacion(uno, HOY) == esperada


@pytest.mark.parametrize(
    ("uno", "frase"),
    [
        (hito(hasta=date(2026, 7, 5), hecho=False), "Venció hace 1 día hábil"),
        (hito(hasta=date(2026, 7, 1), hecho=False), "Venció hace 3 días hábiles"),
        (hito(date(2026, 7, 1), date(2026, 7, 15)), "Faltan 6 días hábiles"),
        (hito(date(2026, 7, 1), HOY), "Vence hoy"),
        (hito(date(2026, 7, 7), date(2026, 7, 31)), "Empieza el próximo día hábil"),
        (hito(date(2026, 7, 9), date(2026, 7, 31)), "Empieza en 3 días hábiles"),
        (hito(hasta=date(2026, 7, 5)), "Terminó el 05/07/2026"),
        (hito(hasta=date(2026, 12, 1), hecho=True), "Hecho"),
        (hito(texto="Junio – Julio 2026"), "Junio – Julio 2026"),
        (hito(), "El documento no trae fecha"),
    ],
)
def test_cuanto_falta_se_dice_en_dias_habiles_y_lo_que_no_trae_dia_con_sus_palabras(uno, frase):
    assert ciclo.en_momento(uno, HOY).plazo == frase


def test_los_asuetos_locales_no_cuentan():
    uno = hito(date(2026, 7, 1), date(2026, 7, 15))
    assert ciclo.en_momento(uno, HOY, {date(2026, 7, 7)}).plazo == "Faltan 5 días hábiles"


def test_el_anio_se_reparte_en_orden_y_no_pierde_ningun_hito():
    hitos = [
        hito(hasta=date(2026, 1, 31), titulo="a"),
        hito(hasta=date(2026, 2, 28), titulo="b"),
        hito(date(2026, 7, 1), date(2026, 7, 15), titulo="c"),
        hito(date(2026, 10, 1), date(2026, 10, 15), titulo="e"),
        hito(date(2026, 8, 1), date(2026, 12, 15), titulo="d"),
        hito(texto="Junio", titulo="f"),
    ]
    visto = ciclo.ciclo(hitos, 2026, HOY)
    titulos = [[m.hito.titulo for m in suyos] for suyos in (visto.corre, visto.sigue, visto.paso, visto.sin_dia)]
    assert titulos == [["c"], ["d", "e"], ["b", "a"], ["f"]]
    assert not visto.con_estrategias


def test_lo_que_otro_hito_ya_dice_va_en_el_calendario_y_no_en_las_listas():
    visto = ciclo.ciclo(
        [hito(hasta=date(2026, 1, 31), hecho=False), hito(hasta=HOY, titulo="otra vez", repetido=True)], 2026, HOY
    )
    assert [m.hito.titulo for m in visto.corre] == ["Hito"]
    assert [m.hito.titulo for m in visto.todos] == ["Hito", "otra vez"]


@pytest.mark.parametrize(
    ("abierta", "esperado"),
    [
        (None, None),
        (datetime(2026, 1, 1, 3, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2026, 2, 1, 5, tzinfo=UTC), None),
    ],
)
def test_los_planes_tocan_desde_que_se_abre_la_vigencia_si_fue_antes_del_limite(abierta, esperado):
    assert de.desde_que_se_abrio(Vigencia(anio=2026, abierta_en=abierta), date(2026, 1, 31)) == esperado


@pytest.mark.parametrize(
    ("uno", "titulo", "situacion", "detalle"),
    [
        (corte("ABIERTO"), "Captura de T2 de 2026", Situacion.CORRE, ""),
        (corte("ABIERTO", cierra=date(2026, 7, 3)), "Revisión y cierre de T2 de 2026", Situacion.CORRE, "terminó"),
        (corte(), "Captura de T2 de 2026", Situacion.CORRE, "Falta que Planeación lo abra."),
        (corte(abre=date(2026, 7, 8)), "Captura de T2 de 2026", Situacion.SIGUE, ""),
        (
            corte("CERRADO", cerrado_en=datetime(2026, 7, 21, 3, tzinfo=UTC)),
            "Cierre de T2 de 2026",
            Situacion.PASO,
            "20/07/2026",
        ),
    ],
)
def test_cada_corte_dice_lo_que_le_toca(uno, titulo, situacion, detalle):
    suyo = de.de_corte(uno, lector("planeacion"), hoy=HOY)
    assert suyo.titulo == titulo
    assert ciclo.situacion(suyo, HOY) == situacion
    assert detalle in suyo.detalle


def test_cerrar_el_corte_es_de_planeacion_y_vence_cinco_dias_habiles_despues_de_la_captura():
    suyo = de.de_corte(corte("ABIERTO", cierra=date(2026, 7, 3)), lector("planeacion"), hoy=HOY)
    (falta,) = suyo.faltan
    assert (falta.quien, falta.que, falta.suya, falta.vence) == (
        "Planeación", "corte por cerrar", True, date(2026, 7, 10)
    )  # fmt: skip
    assert not de.de_corte(corte("ABIERTO", cierra=date(2026, 7, 3)), lector("enlace"), hoy=HOY).es_suyo


def planes(*grupos: tuple[int, str, int, int], de_quien: Lector, **campos) -> Hito | None:
    """El plazo de unos planes: (dependencia, estado, cuántos, cuántos públicos)."""
    nombres = {HACIENDA: "Hacienda", SALUD: "Salud"}
    leidos = [GrupoDePlanes("x", d, nombres[d], estado, n, publicos, 0) for d, estado, n, publicos in grupos]
    fijos = {"titulo": "x", "limite": date(2026, 1, 31), "url": "/planes/?vigencia=1", "rotulo": ""}
    return de.de_planes(leidos, de_quien, **fijos, **campos)


def faltan(hito: Hito) -> list[tuple[str, int, str, bool]]:
    return [(falta.quien, falta.n, falta.que, falta.suya) for falta in hito.faltan]


_UNOS = (
    (HACIENDA, "BORRADOR", 1, 0),
    (HACIENDA, "DEVUELTO", 2, 0),
    (SALUD, "APROBADO", 1, 0),
    (SALUD, "PUBLICADO", 3, 3),
)


@pytest.mark.parametrize(
    ("roles", "cifra", "esperadas"),
    [
        (
            ["planeacion"],
            "3 de 7 publicados",
            [("Hacienda", 3, "por formular o corregir", False), ("Planeación", 1, "por publicar", True)],
        ),
        (
            ["secretaria_general"],
            "3 de 7 publicados",
            [("Hacienda", 3, "por formular o corregir", False), ("Planeación", 1, "por publicar", False)],
        ),
        (["jefe"], "0 de 3 de su dependencia publicados", [("Hacienda", 3, "por formular o corregir", True)]),
        (["enlace"], "0 de 3 de su dependencia publicados", [("Hacienda", 3, "por formular o corregir", False)]),
    ],
)
def test_de_los_planes_cada_quien_ve_lo_suyo_y_se_dice_de_quien_es_lo_que_falta(roles, cifra, esperadas):
    hito = planes(*_UNOS, de_quien=lector(*roles))
    assert (hito.cifra, faltan(hito)) == (cifra, esperadas)


def test_lo_que_ya_tiene_planeacion_no_es_deuda_de_la_dependencia():
    entregados = [(HACIENDA, "APROBADO", 1, 0), (HACIENDA, "EN_REVISION", 1, 0), (HACIENDA, "PUBLICADO", 2, 2)]
    hito = planes(*entregados, de_quien=lector("jefe"))
    assert (hito.cifra, hito.detalle, hito.faltan) == (
        "2 de 4 de su dependencia publicados", "Los demás los tiene Planeación.", ()
    )  # fmt: skip
    assert ciclo.en_momento(hito, HOY).plazo == "Terminó el 31/01/2026"


@pytest.mark.parametrize(
    "uno", [corte("ABIERTO", cierra=date(2026, 7, 3)), corte(cierra=date(2026, 7, 3))], ids=["por cerrar", "por abrir"]
)
def test_abrir_y_cerrar_el_corte_no_es_deuda_de_una_dependencia(uno):
    hito = de.de_corte(uno, lector("jefe"), hoy=HOY)
    assert hito.faltan == ()
    assert ciclo.en_momento(hito, HOY).plazo == "Terminó el 03/07/2026"
    assert hito.titulo == "Captura de T2 de 2026"
    assert "alta que Planeación" in hito.detalle
    debe = de.de_corte(uno, lector("enlace"), hoy=HOY, faltan=[Falta("Hacienda", 2, "por reportar", suya=True)])
    assert ciclo.en_momento(debe, HOY).vencido


def test_a_quien_no_le_toca_ningun_plan_no_se_le_muestra_el_plazo():
    assert planes(*_UNOS, de_quien=lector("jefe", en=99)) is None
    assert planes(*_UNOS, de_quien=lector("administrador")) is None, "los planes de su oficina no son su oficio"
    assert planes(de_quien=lector("planeacion")).detalle == "Todavía no se crean."


def test_los_planes_estan_hechos_cuando_no_falta_ninguno_ni_por_crear():
    publicados = [(HACIENDA, "PUBLICADO", 12, 12)]
    assert planes(*publicados, de_quien=lector("planeacion")).hecho is True
    con_uno = planes(*publicados, de_quien=lector("planeacion"), por_crear=1)
    assert (con_uno.hecho, faltan(con_uno)) == (False, [("Planeación", 1, "por crear", True)])
    assert planes(*publicados, (SALUD, "BORRADOR", 1, 0), de_quien=lector("jefe")).hecho is True, "lo ajeno no cuenta"


def test_de_un_anio_cerrado_no_falta_nada():
    hito = planes(*_UNOS, de_quien=lector("planeacion"), cerrada=True)
    assert (hito.faltan, ciclo.situacion(hito, HOY)) == ((), Situacion.PASO)


def test_lo_que_vencio_y_no_es_de_quien_lee_paso_y_lo_suyo_sigue_corriendo():
    ajeno, propio = (planes(*_UNOS, de_quien=lector(rol)).sin_lo_ajeno() for rol in ("secretaria_general", "jefe"))
    assert ciclo.en_momento(ajeno, HOY).plazo == "Terminó el 31/01/2026"
    assert ciclo.en_momento(propio, HOY).plazo.startswith("Venció hace")
    assert ciclo.en_momento(propio, HOY).vencido


def test_abrir_la_vigencia_siguiente_falta_desde_diciembre():
    de_planeacion = lector("planeacion")
    antes, despues = (
        de.de_vigencia(2027, de_planeacion, abierta=False, hoy=dia) for dia in (date(2026, 11, 30), date(2026, 12, 1))
    )
    assert (antes.faltan, faltan(despues)) == ((), [("Planeación", 1, "vigencia por abrir", True)])
    assert de.de_vigencia(2027, de_planeacion, abierta=True, hoy=HOY).hecho
    assert not de.de_vigencia(2027, lector("comite"), abierta=False, hoy=HOY).url, "no lleva a donde no se puede entrar"


def test_en_riesgo_esta_lo_vencido_y_lo_que_vence_en_cinco_dias_habiles_lo_propio_primero():
    def con(falta: Falta, hasta: date) -> Hito:
        return hito(hasta=hasta, hecho=False, titulo=falta.quien, faltan=(falta,))

    hitos = [
        con(Falta("Salud", 2, "por enviar"), date(2026, 7, 3)),
        con(Falta("Hacienda", 1, "por enviar", suya=True), date(2026, 7, 14)),
        con(Falta("Cultura", 1, "por enviar"), date(2026, 7, 15)),
        # Con plazo propio, manda el suyo.
        con(Falta("Ambiente", 1, "por enviar", vence=date(2026, 7, 31)), date(2026, 7, 3)),
        con(Falta("Educación", 1, "por enviar", vence=date(2026, 7, 1)), date(2026, 7, 31)),
    ]
    visto = ciclo.ciclo(hitos, 2026, HOY)
    assert [(quien, [r.plazo for r in suyos]) for quien, suyos in visto.riesgo] == [
        ("Hacienda", ["Faltan 5 días hábiles"]),
        ("Educación", ["Venció hace 3 días hábiles"]),
        ("Salud", ["Venció hace 1 día hábil"]),
    ]


def test_todo_rol_que_mira_la_entidad_ve_los_plazos_y_los_demas_lo_de_su_dependencia():
    enteros = {rol for rol in Rol if lector(rol).ve_entera(Clase.PLAZO)}
    assert enteros == {"planeacion", "secretaria_general", "comite", "control_interno"}
    assert not lector("control_interno").ve_entera(Clase.SESION)


# --- El dibujo --------------------------------------------------------------------------------------------------


def test_la_marca_de_hoy_y_los_meses_caen_donde_deben():
    linea = ciclo.ciclo([], 2026, date(2026, 1, 1)).linea
    assert [inicial for _, inicial in linea.meses] == list("EFMAMJJASOND")
    assert linea.hoy == linea.meses[0][0]
    julio = linea.meses[6][0]
    assert ciclo.ciclo([], 2026, date(2026, 7, 1)).linea.hoy == julio
    assert abs(julio - ciclo.ANCHO / 2) < 4


def test_el_eje_se_alarga_por_meses_enteros_cuando_algo_queda_despues_de_diciembre():
    en_enero = hito(date(2027, 1, 4), date(2027, 1, 18))
    linea = ciclo.ciclo([en_enero], 2026, HOY).linea
    assert [inicial for _, inicial in linea.meses][-2:] == ["D", "E"]
    (figura,) = linea.figuras
    assert figura.x + figura.ancho <= ciclo.ANCHO
    assert len(ciclo.ciclo([], 2026, date(2027, 2, 3)).linea.meses) == 14


@pytest.mark.parametrize("dia", [date(2025, 12, 31), date(2027, 4, 2), date(2028, 1, 1)])
def test_en_otro_anio_hoy_no_se_marca_ni_alarga_el_eje(dia):
    linea = ciclo.ciclo([], 2026, dia).linea
    assert (linea.hoy, len(linea.meses)) == (None, 12)


def test_lo_que_se_cruza_va_en_renglones_distintos():
    hitos = [
        hito(date(2026, 3, 1), date(2026, 10, 30), rotulo="3"),
        hito(date(2026, 6, 30), date(2026, 11, 30), rotulo="5"),
        hito(date(2026, 12, 10), date(2026, 12, 30), rotulo="9"),
    ]
    figuras = ciclo.ciclo(hitos, 2026, HOY).linea.figuras
    assert figuras[0].renglon == figuras[2].renglon != figuras[1].renglon
    linea = ciclo.ciclo(hitos, 2026, HOY).linea
    assert max(f.renglon for f in figuras) < linea.alto


def test_el_rotulo_de_un_plazo_no_queda_debajo_del_rombo_siguiente():
    de_cerca = [hito(hasta=date(2026, 1, 31), rotulo="1"), hito(hasta=date(2026, 2, 28), rotulo="2")]
    uno, otro = ciclo.ciclo(de_cerca, 2026, HOY).linea.figuras
    # Media figura de cada lado, el rótulo a cuatro de la suya y unas siete unidades por letra.
    assert uno.renglon != otro.renglon or uno.x + 8 + 4 + 7 <= otro.x - 8


def test_el_dibujo_dice_en_palabras_lo_que_muestra():
    visto = ciclo.ciclo([hito(date(2026, 7, 1), date(2026, 7, 15)), hito(hasta=date(2026, 1, 31))], 2026, HOY)
    assert "1 en curso, 0 por venir y 1 ya terminados" in visto.linea.resumen


def test_el_calendario_lleva_un_renglon_por_hito_con_su_palabra_y_llega_hasta_donde_llegan_ellos():
    hitos = [
        hito(date(2027, 1, 1), date(2027, 1, 18), clase=Clase.CAPTURA, titulo="T4", hecho=False),
        hito(hasta=date(2026, 1, 31), titulo="vencido", hecho=False),
        hito(hasta=date(2026, 2, 28), titulo="hecho", hecho=True),
        hito(date(2026, 7, 1), date(2026, 7, 15), clase=Clase.CAPTURA, titulo="T2", hecho=False),
        hito(texto="Junio", titulo="sin día", clase=Clase.ESTRATEGIA),
    ]
    visto = ciclo.ciclo(hitos, 2026, HOY)
    grafica = dibujar(visto, anio=2026, hoy=HOY)
    assert [(t.dato.nombre, t.dato.nivel.texto) for t in grafica.tareas] == [
        ("vencido", "Vencido"),
        ("hecho", "Hecho"),
        ("T2", "En curso"),
        ("T4", "Por venir"),
    ]
    assert [mes.inicial for mes in grafica.meses] == list("EFMAMJJASONDE")
    assert grafica.tareas[-1].x > grafica.tareas[-2].x + grafica.tareas[-2].largo
    assert grafica.hoy_x is not None
    assert dibujar(visto, anio=2026, hoy=date(2028, 1, 1)).hoy_x is None
    assert [m.hito.titulo for m in visto.todos][-1] == "sin día"


def test_una_estrategia_va_en_sus_meses_y_no_dice_que_termino_lo_que_no_se_sabe_si_se_cumplio():
    nadie = Lector(frozenset(Clase))
    meses = Estrategia(anio=2026, numero=7, nombre="Socialización", fecha_texto="Junio – Julio 2026")
    hito = de.de_estrategia(meses, nadie)
    assert (hito.desde, hito.hasta, hito.texto) == (date(2026, 6, 1), date(2026, 7, 31), "Junio – Julio 2026")
    sin_fecha = de.de_estrategia(Estrategia(anio=2026, numero=6, nombre="FURAG"), nadie)
    assert ciclo.en_momento(sin_fecha, HOY).situacion == Situacion.SIN_DIA
    paso = ciclo.en_momento(hito, date(2026, 8, 3))
    assert (paso.plazo, nivel_de(paso).texto) == ("Su ventana terminó el 31/07/2026", "Terminó su ventana")
    vence = de.de_estrategia(Estrategia(anio=2026, numero=4, nombre="X", fecha_fin=date(2026, 11, 30)), nadie)
    dicen = [nivel_de(ciclo.en_momento(vence, date(2026, 11, dia))).texto for dia in (2, 30)]
    assert dicen == ["Por venir", "Por vencer"]
