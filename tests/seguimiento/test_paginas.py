"""Cada página: de quién es, sólo lectura, método, y el mismo número de consultas con 2 y con 50 filas."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from mipg.usuarios.roles import Permiso
from seguimiento.models import Avance, Corte
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db

_DE_TODOS = {"corte_lista", "corte_detalle", "avance_lista"}
_DEL_TABLERO = {
    *("tablero", "actividad_lista", "actividad_exportar", "corte_exportar"),
    *("plan_avance", "dependencia_avance", "politica_avance"),
}
PARTES = ("politicas", "planes", "dependencias")
_DE_GESTION = {"corte_editar", "corte_ampliar"}


@pytest.fixture
def abierto(abierto_del_modulo):
    """El mismo escenario para todo el módulo."""
    return abierto_del_modulo


def _argumentos(nombre: str, quien) -> list:
    if nombre.startswith("corte_") and nombre != "corte_lista":
        return [quien.corte.pk]
    de_tablero = {
        "plan_avance": lambda: quien.plan.pk,
        "dependencia_avance": lambda: quien.hacienda.pk,
        "politica_avance": lambda: quien.plan.politica_id,
    }
    if nombre in de_tablero:
        return [de_tablero[nombre]()]
    if nombre in ("actividad_avance", "avance_adelantar"):
        return [quien.informes.actividad_id]
    if nombre == "soporte_quitar":
        return [quien.informes.pk, 1]
    if nombre.startswith(("avance_", "soporte_")) and nombre != "avance_lista":
        return [quien.informes.pk]
    return []


def _espera(nombre: str, persona, quien) -> int:
    """Qué debe responder un GET de la página a cada persona, con el reporte de Hacienda enviado."""
    perfil = persona.perfil(e.EN_T2)
    de_hacienda = persona in (quien.enlace, quien.companera, quien.jefe)
    ve = de_hacienda or perfil.puede(Permiso.TODO_VER)
    if nombre in _DE_TODOS:
        return 200
    if nombre in _DEL_TABLERO:
        return 200 if perfil.puede(Permiso.TABLERO_VER) else 403
    if nombre in _DE_GESTION:
        return 200 if perfil.puede(Permiso.CORTE_GESTIONAR) else 403
    return {
        "vigencia_crear": 200 if perfil.puede(Permiso.VIGENCIA_EDITAR) else 403,
        "avances_enviar": 200 if perfil.puede(Permiso.AVANCE_REPORTAR) else 403,
        "revision_lista": 200 if perfil.puede(Permiso.AVANCE_REVISAR) or perfil.puede(Permiso.AVANCE_AVALAR) else 403,
        "avance_detalle": 200 if ve else 404,
        "actividad_avance": 200 if ve or perfil.puede(Permiso.TABLERO_VER) else 404,
        # Enviado: a quien le toca lo lleva al detalle.
        "avance_editar": (302 if de_hacienda else 403) if ve else 404,
        "avance_revisar": (200 if persona == quien.jefe or perfil.puede(Permiso.AVANCE_REVISAR) else 403)
        if ve
        else 404,
    }[nombre]


GET = [
    *sorted(_DE_TODOS | _DEL_TABLERO | _DE_GESTION),
    "vigencia_crear",
    "avances_enviar",
    "revision_lista",
    "avance_detalle",
    "actividad_avance",
    "avance_editar",
    "avance_revisar",
]
SOLO_POST = [
    "corte_abrir",
    "corte_conciliar",
    "corte_cerrar",
    "avance_enviar",
    "avance_recuperar",
    "avance_adelantar",
    "soporte_adjuntar",
    "soporte_quitar",
    "avance_avalar",
    "avance_aceptar",
    "avance_devolver",
    "avance_revertir",
]


def _estado_de_la_base() -> tuple:
    return (
        list(Avance.objects.order_by("pk").values()),
        list(Corte.objects.order_by("pk").values()),
    )


def test_cada_pagina_es_de_quien_dice_la_tabla_y_leer_no_escribe(abierto, en_t2, cliente_de):
    e.enviar(abierto.informes, abierto, en_t2, 3)
    antes = _estado_de_la_base()
    faltas = []
    for papel in ("enlace", "companera", "jefe", "revisora", "auditora", "comite", "ajena"):
        persona = getattr(abierto, papel)
        cliente = cliente_de(persona)
        for nombre in GET:
            respuesta = cliente.get(reverse(f"seguimiento:{nombre}", args=_argumentos(nombre, abierto)))
            if respuesta.status_code != _espera(nombre, persona, abierto):
                faltas.append((papel, nombre, respuesta.status_code, _espera(nombre, persona, abierto)))
    assert faltas == []
    assert _estado_de_la_base() == antes


def test_sin_sesion_no_hay_pagina(abierto, client):
    for nombre in [*GET, *SOLO_POST]:
        respuesta = client.get(reverse(f"seguimiento:{nombre}", args=_argumentos(nombre, abierto)))
        assert respuesta.status_code == 302 and "/cuenta/" in respuesta.url, nombre


@pytest.mark.parametrize("nombre", SOLO_POST)
def test_los_cambios_no_aceptan_get(abierto, en_t2, cliente_de, nombre):
    for persona in (abierto.enlace, abierto.jefe, abierto.revisora):
        respuesta = cliente_de(persona).get(reverse(f"seguimiento:{nombre}", args=_argumentos(nombre, abierto)))
        assert respuesta.status_code in (403, 405), nombre


def test_quien_no_puede_no_cambia_nada_aunque_lo_pida(abierto, en_t2, cliente_de):
    e.enviar(abierto.informes, abierto, en_t2, 3)
    antes = _estado_de_la_base()
    prohibidos = {
        "ajena": set(SOLO_POST) - {"corte_abrir", "corte_conciliar", "corte_cerrar"},
        "enlace": {"corte_abrir", "corte_conciliar", "corte_cerrar", "avance_avalar", "avance_aceptar"},
        "jefe": {"avance_aceptar", "avance_revertir", "corte_cerrar"},
        "comite": set(SOLO_POST),
        "auditora": set(SOLO_POST),
        "revisora": {"avance_enviar", "avance_recuperar", "soporte_adjuntar", "avance_avalar"},
    }
    for papel, nombres in prohibidos.items():
        cliente = cliente_de(getattr(abierto, papel))
        for nombre in sorted(nombres):
            respuesta = cliente.post(
                reverse(f"seguimiento:{nombre}", args=_argumentos(nombre, abierto)), {"version": 1, "texto": "x"}
            )
            assert respuesta.status_code in (403, 404), (papel, nombre, respuesta.status_code)
    assert _estado_de_la_base() == antes


# --- Consultas -----------------------------------------------------------------------------------------------


def _poblar(quien, cuantas: int, ahora) -> None:
    """Añade actividades con reporte enviado, borrador y aceptado, cada una en su plan."""
    corte = quien.corte
    for n in range(cuantas):
        plan = f.plan("APROBADO", dependencia=quien.hacienda)
        for estado, cantidad in (("BORRADOR", D(1)), ("ENVIADO", D(1)), ("ACEPTADO", D(1))):
            actividad = f.actividad(plan, (None, D(1), None, None), dependencia=quien.hacienda)
            avance = f.avance(actividad, corte, estado, cantidad, situacion="AVANCE")
            e.adjuntar_sin_ventana(avance, quien, ahora, n)


@pytest.mark.parametrize("cerrado", [False, True])
def test_el_numero_de_consultas_no_depende_de_las_filas(abierto, cliente_de, consultas, cerrado):
    quien, plan, corte, informes = abierto, abierto.plan, abierto.corte, abierto.informes
    with e.detenido(e.EN_T2):
        e.escribir(informes, quien.enlace, e.EN_T2, situacion="AVANCE", cantidad=D(3), texto="x")
        _poblar(quien, 2, e.EN_T2)
        if cerrado:
            e.congelar(corte)
        paginas = {
            reverse("seguimiento:tablero"): quien.revisora,
            **{reverse("seguimiento:tablero") + f"?ver={parte}": quien.revisora for parte in PARTES},
            reverse("seguimiento:actividad_lista"): quien.revisora,
            reverse("seguimiento:actividad_exportar"): quien.revisora,
            reverse("seguimiento:corte_exportar", args=[corte.pk]): quien.revisora,
            reverse("seguimiento:plan_avance", args=[plan.pk]): quien.jefe,
            reverse("seguimiento:dependencia_avance", args=[quien.hacienda.pk]): quien.jefe,
            reverse("seguimiento:politica_avance", args=[plan.politica_id]): quien.jefe,
            reverse("seguimiento:corte_detalle", args=[corte.pk]): quien.revisora,
            reverse("seguimiento:corte_lista"): quien.enlace,
            reverse("seguimiento:avance_lista"): quien.jefe,
        }
        if not cerrado:
            paginas |= {
                reverse("seguimiento:revision_lista"): quien.revisora,
                reverse("seguimiento:revision_lista") + "?cola=avalar": quien.jefe,
                reverse("seguimiento:avances_enviar"): quien.enlace,
                reverse("seguimiento:avance_editar", args=[informes.pk]): quien.enlace,
                reverse("seguimiento:avance_detalle", args=[informes.pk]): quien.enlace,
            }
        clientes = {persona: cliente_de(persona) for persona in set(paginas.values())}

        def medir() -> dict[str, int]:
            medidas = {}
            for url, persona in paginas.items():
                with consultas() as hechas:
                    assert clientes[persona].get(url).status_code == 200, url
                medidas[url] = len(hechas)
            return medidas

        medir()  # lo que se arma la primera vez no cuenta
        con_pocas = medir()
        if cerrado:
            corte.cifras.all().delete()
        _poblar(quien, 15, e.EN_T2)
        if cerrado:
            e.congelar(corte)
        assert medir() == con_pocas
