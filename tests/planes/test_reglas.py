"""Decisiones puras: quién formula, qué falta para enviar y qué cambia un archivo."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from mipg.usuarios.reglas import Papel, Perfil
from planes import reglas
from planes.reglas.actos import citar

D = Decimal
UNO = D(1)


def perfil(rol: str, dependencia: int = 1) -> Perfil:
    """Una persona con un solo papel."""
    return Perfil(1, date(2026, 7, 6), (Papel(rol, dependencia),))


@pytest.mark.parametrize(
    ("rol", "coordinadora", "responsable", "formula", "asigna"),
    [
        ("jefe", 1, 1, True, True),
        ("jefe", 2, 1, False, True),
        ("jefe", 2, 3, False, False),
        ("jefe", 1, None, True, True),
        ("jefe", 2, None, False, False),
        ("planeacion", 9, 9, True, True),
        ("enlace", 1, 1, False, False),
        ("control_interno", 1, 1, False, False),
        ("comite", 1, 1, False, False),
        ("secretaria_general", 1, 1, False, False),
        ("administrador", 1, 1, False, False),
    ],
)
def test_quien_formula_y_quien_asigna_enlaces(rol, coordinadora, responsable, formula, asigna):
    assert reglas.puede_formular(perfil(rol), coordinadora) is formula
    assert reglas.puede_asignar_enlace(perfil(rol), coordinadora, responsable) is asigna


@dataclass(frozen=True)
class Actividad:
    """Lo que las reglas miran de una actividad."""

    pk: int = 1
    numero: str = "1"
    nombre: str = "Publicar el informe"
    programacion: tuple = (UNO, None, None, None)
    meta: Decimal = UNO
    tipo_meta: str = "ACUMULADA"
    fecha_inicio: date | None = date(2026, 1, 1)
    fecha_fin: date | None = date(2026, 12, 31)
    dependencia_id: int | None = 1
    ponderacion: Decimal | None = None
    unidad: str = "informes"
    formula: str = ""
    numerador: str = ""
    denominador: str = ""
    estrategia: str = ""


@pytest.mark.parametrize(
    ("actividad", "mensaje"),
    [
        (Actividad(), ""),
        (Actividad(nombre=""), "no tiene nombre"),
        (Actividad(meta=None), "no tiene meta"),
        (Actividad(unidad="% de avance"), "no dice su numerador ni su denominador"),
        (Actividad(unidad="Porcentaje", numerador="Trámites"), "no dice su denominador"),
        (Actividad(unidad="%", numerador="Trámites", denominador="Priorizados"), ""),
        # La que se importó con su fórmula escrita ya lo dice.
        (Actividad(unidad="%", formula="(Trámites / Priorizados) × 100"), ""),
        (Actividad(unidad="%", formula="(a / b) × 100", denominador="Priorizados"), "no dice su numerador"),
        (Actividad(programacion=(None,) * 4), "ningún trimestre"),
        (Actividad(meta=D(3)), "suma 1 y la meta es 3"),
        (Actividad(tipo_meta="CONSTANTE", meta=D(2)), "es constante"),
        (Actividad(tipo_meta="CONSTANTE", programacion=(D(1), None, D(1), None)), ""),
        (Actividad(tipo_meta="HITO", programacion=(D(1), D(1), None, None)), "es un hito"),
        (Actividad(fecha_fin=None), "no tiene fecha de fin"),
        (Actividad(fecha_fin=date(2027, 1, 1)), "fuera de la vigencia"),
        (Actividad(fecha_inicio=date(2025, 12, 31)), "fuera de la vigencia"),
        (Actividad(dependencia_id=None), "no tiene dependencia"),
    ],
)
def test_lo_que_falta_para_enviar(actividad, mensaje):
    problemas = " ".join(map(str, reglas.problemas_para_enviar([actividad], 2026, "INSTITUCIONAL")))
    assert mensaje in problemas
    assert bool(problemas) is bool(mensaje)


@pytest.mark.parametrize(
    ("pesos", "hay"),
    [
        ([None, None], False),
        ([D(50), D(50)], False),
        ([D("33.33"), D("33.33"), D("33.33")], False),
        ([D("50"), D("49.95")], False),
        ([D("50"), D("49.94")], True),
        ([D(50), None], True),
    ],
)
def test_los_pesos_suman_cien_o_van_vacios(pesos, hay):
    assert bool(reglas.problemas_de_pesos(pesos)) is hay


def test_una_estrategia_va_en_una_sola_actividad_y_solo_en_el_plan_de_implementacion():
    """Así el sistema sabe junto a cuál cifra va lo que mide."""
    una, otra = Actividad(estrategia="3"), Actividad(pk=2, numero="2", estrategia="3")
    distintas = [una, Actividad(pk=2, estrategia="4"), Actividad(pk=3)]
    assert reglas.problemas_de_estrategias(distintas, "IMPLEMENTACION") == []
    assert [p.donde for p in reglas.problemas_de_estrategias([una, otra], "IMPLEMENTACION")] == [
        "Actividad 1",
        "Actividad 2",
    ]
    assert "repite la estrategia 3" in str(reglas.problemas_para_enviar([una, otra], 2026, "IMPLEMENTACION")[0])
    (ajena, *_) = reglas.problemas_para_enviar([una], 2026, "INSTITUCIONAL")
    assert "sólo va en el plan de implementación" in str(ajena)
    (falta,) = reglas.problemas_de_estrategias(distintas, "IMPLEMENTACION", ["3", "4", "9"])
    assert falta.mensaje == "Falta la actividad que cumple la estrategia 9 del modelo."


def test_lo_que_suma_se_escribe_con_coma():
    (problema,) = reglas.problemas_de_pesos([D("100.25"), D("100")])
    assert "suman 200,25 %" in problema.mensaje


BASE = (
    dict.fromkeys(reglas.CAMPOS_COMPARADOS, "")
    | {
        "numero": "1",
        "nombre": "Hacer talleres",
        "meta": D(4),
        "tipo_meta": "ACUMULADA",
        "sentido": "ASCENDENTE",
        "apoyos": (),
        "indices": (),
        "dependencia": 1,
    }
    | {f"programado_t{t}": D(1) for t in (1, 2, 3, 4)}
)


class Leida:
    """Una actividad leída de un archivo."""

    def __init__(self, fila: int = 2, **cambios):
        self.fila, self.numero_supuesto = fila, False
        vars(self).update(BASE | cambios)


def existente(pk: int = 7, **cambios) -> dict:
    """Una actividad del plan."""
    return {"pk": pk} | BASE | cambios


def test_lo_mismo_no_cambia_nada():
    leida = Leida(nombre=" Hacer \n talleres ", meta=D("4.0000"), apoyos=[])
    cambia = reglas.diferencia([existente()], [leida])
    assert cambia.vacia
    assert (cambia.iguales, cambia.ausentes) == (1, ())


def test_los_apoyos_no_tienen_orden():
    assert reglas.diferencia([existente(apoyos=[2, 3])], [Leida(apoyos=(3, 2))]).vacia


def test_cambia_campo_por_campo():
    (cambio,) = reglas.diferencia([existente()], [Leida(producto="Acta")]).cambios
    assert (cambio.pk, cambio.campos) == (7, {"producto": ("", "Acta")})


def test_se_empareja_por_nombre_y_despues_por_numero():
    plan = [existente(1, numero="1", nombre="A"), existente(2, numero="2", nombre="B")]
    cambia = reglas.diferencia(plan, [Leida(2, numero="2", nombre="A"), Leida(3, numero="1", nombre="C")])
    assert [(c.pk, set(c.campos)) for c in cambia.cambios] == [(1, {"numero"})]
    assert [n.nombre for n in cambia.nuevas] == ["C"]
    assert cambia.ausentes == ("2",)


def test_lo_que_el_archivo_no_trae_se_conserva():
    leida = Leida(producto="Nuevo", indicador="Perdido")
    (cambio,) = reglas.diferencia([existente(indicador="Propio")], [leida], trae={"nombre", "producto"}).cambios
    assert cambio.campos == {"producto": ("", "Nuevo")}


def test_la_celda_vacia_no_borra():
    assert reglas.diferencia([existente(unidad="talleres")], [Leida()], callan={(2, "unidad")}).vacia


def test_lo_que_no_dice_nada_es_lo_mismo_escrito_de_cualquier_modo():
    assert reglas.diferencia([existente(indicador="No aplica")], [Leida(indicador="")]).vacia
    (cambio,) = reglas.diferencia([existente(indicador="Cobertura")], [Leida(indicador="")]).cambios
    assert cambio.campos == {"indicador": ("Cobertura", "")}


def test_si_cambia_la_meta_la_programacion_viene_con_ella():
    leida = Leida(meta=D(8), programado_t1=None, programado_t2=None, programado_t3=None, programado_t4=D(8))
    (cambio,) = reglas.diferencia([existente()], [leida], trae={"nombre", "meta"}).cambios
    assert set(cambio.campos) == {"meta"} | {f"programado_t{t}" for t in (1, 2, 3, 4)}


def test_si_no_cambia_la_meta_la_programacion_supuesta_no_pisa_la_del_plan():
    leida = Leida(programado_t1=None, programado_t2=None, programado_t3=None, programado_t4=D(4))
    assert reglas.diferencia([existente()], [leida], trae={"nombre", "meta"}).vacia


def test_la_huella_no_depende_del_orden_de_las_claves():
    assert reglas.huella({"a": 1, "b": "ñ"}) == reglas.huella({"b": "ñ", "a": 1})
    assert reglas.huella({"a": 1}) != reglas.huella({"a": 2})


def test_una_sola_actividad_sin_peso_se_dice_en_singular():
    assert "Hay 1 actividad sin ponderación" in str(reglas.problemas_de_pesos([D(50), None])[0])
    assert "Hay 2 actividades sin ponderación" in str(reglas.problemas_de_pesos([D(50), None, None])[0])


@pytest.mark.parametrize(("fecha", "campos"), [
    (None, []), (date(2026, 7, 6), []), (date(2025, 12, 1), []),
    (date(2026, 7, 7), ["acto_fecha"]), (date(1990, 1, 1), ["acto_fecha"]),
])  # fmt: skip
def test_la_fecha_del_acto_es_de_su_tiempo(fecha, campos):
    problemas = reglas.problemas_de_acto(acto_numero="3", acto_fecha=fecha, anio=2026, hoy=date(2026, 7, 6))
    assert [p.campo for p in problemas] == campos


def test_las_que_se_llaman_igual_se_emparejan_por_su_numero_o_su_producto_y_no_se_adivina():
    plan = [existente(pk=n, numero=str(n), producto=f"Acta {n}") for n in (1, 2)]
    (por_numero,) = reglas.diferencia(plan, [Leida(numero="2", producto="Otro")]).cambios
    (por_producto,) = reglas.diferencia(plan, [Leida(numero="9", producto="Acta 2")]).cambios
    assert (por_numero.pk, por_producto.pk) == (2, 2)
    ninguna = reglas.diferencia(plan, [Leida(numero="9", producto="Otro")])
    assert (len(ninguna.nuevas), ninguna.cambios) == (1, ())


@pytest.mark.parametrize(
    ("clase", "numero", "citado"),
    [
        ("Resolución", "1234", "Resolución 1234 del 5 de febrero de 2026"),
        ("Resolución", "1234 del 5 de febrero", "Resolución 1234 del 5 de febrero de 2026"),
        ("Resolución", "Resolución 1234 de 2026 del 05/02/2026", "Resolución 1234 del 5 de febrero de 2026"),
        # La versión guarda el acto ya citado, con su clase.
        ("", "Resolución 1234, del 5 de Febrero de 2026", "Resolución 1234 del 5 de febrero de 2026"),
        ("Resolución", "1234 del 6 de febrero", "Resolución 1234 del 6 de febrero del 5 de febrero de 2026"),
        ("Resolución", "1234 de 2025", "Resolución 1234 de 2025 del 5 de febrero de 2026"),
        ("Sesión del Comité (acta)", "Acta N.º 03", "Sesión del Comité (acta) 03 del 5 de febrero de 2026"),
        ("", "Sesión del Comité (acta) Acta 03", "Sesión del Comité (acta) 03 del 5 de febrero de 2026"),
        ("", "", ""),
    ],
)
def test_el_acto_no_repite_su_clase_ni_su_fecha(clase, numero, citado):
    assert citar(clase, numero, date(2026, 2, 5)) == citado


def test_sin_fecha_el_acto_se_cita_como_se_escribio():
    assert citar("Resolución", "1234 del 5 de febrero") == "Resolución 1234 del 5 de febrero"
