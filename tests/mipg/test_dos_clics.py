"""Cualquier página de un rol está a lo sumo a dos clics de su inicio.

Se camina como una persona: lo que enlaza el inicio está a un clic; lo que enlazan esas páginas, a dos. Cuenta también
enviar un formulario de búsqueda. La página de un registro se alcanza por su lista o directamente.
"""

from collections import defaultdict
from importlib import import_module

import pytest
from django.urls import reverse

from politicas.models import ResponsabilidadPolitica
from tests import fabricas
from tests.clics import destinos, nombre_de
from tests.mipg import matriz, mundo

# Para máquinas o para quien desarrolla: ninguna persona llega a ellas navegando.
NO_SON_PAGINAS = {
    "portal:salud",
    "portal:salud_lista",
    "portal:galeria",
    "portal:sitemap",
    "portal:robots",
    "portal:correo_lista",
    "portal:correo_detalle",
}
# Se llega con el enlace de un correo.
POR_CORREO = {"usuarios:cambio_detener"}
# Control Interno sólo decide los cambios de sus cuentas: los demás los mira, y su página no se lo ofrece.
LO_OFRECE_LO_SUYO = {("control_interno", f"usuarios:{pagina}_rechazar") for pagina in ("cambio", "cambios")}
# El compromiso del mundo está abierto; el que se cumplió lo ofrece en su página (`test_compromiso_reabrir`).
LO_OFRECE_LO_SUYO |= {("planeacion", "planes:compromiso_reabrir")}
# Una lista vacía no ofrece exportarse.
LO_OFRECE_LO_SUYO |= {
    (rol, f"planes:{lista}_exportar")
    for rol in ("ajeno", "administrador")
    for lista in ("vencimiento", "requerimiento")
}
# Se llega enviando un archivo o, sin guiones, la hoja en que se formula; no navegando.
SE_LLEGA_ENVIANDO = ("_importacion", ":importacion_detalle", ":linea_editar", ":entrega_detalle", ":carga_confirmar")
# Lo propio de un plan institucional: su página es la del plan, no la del registro.
DEL_INSTITUCIONAL = frozenset(
    (
        *("planes:publicacion_crear", "planes:publicacion_corregir", "planes:publicacion_retirar"),
        *("planes:seguimiento_crear", "planes:seguimiento_cumplir", "planes:seguimiento_corregir"),
        *("planes:seguimiento_cancelar", "planes:seguimiento_reabrir"),
    )
)
DE_LA_JORNADA = (
    *("politicas:jornada_editar", "politicas:jornada_realizar", "politicas:jornada_anular"),
    *("politicas:jornada_reabrir", "politicas:material_adjuntar", "politicas:material_retirar"),
)
# Lo que se hace dentro de la página de un registro: la página está a dos clics y lo ofrece ella misma. La página es la
# del registro propio, si el mundo le da argumentos propios.
DENTRO_DE = {
    "expediente:documento_descargar": "expediente:documento_detalle",
    **{f"furag:recomendacion_{pagina}": "furag:recomendacion_lista" for pagina in ("importar", "exportar", "detalle")},
    "planes:plan_formular": "planes:plan_detalle",
    "planes:propuesta_formular": "planes:propuesta_detalle",
    "planes:propuesta_conciliar": "planes:propuesta_detalle",
    "planes:actividad_editar": "planes:plan_detalle",
    "planes:conforme_dar": "planes:plan_detalle",
    "planes:plan_importar": "planes:plan_detalle",
    "planes:plan_desistir": "planes:plan_detalle",
    "planes:plan_copiar": "planes:plan_detalle",
    "planes:plan_pegar": "planes:plan_detalle",
    "planes:plan_editar": "planes:plan_detalle",
    "planes:plan_exportar": "planes:plan_detalle",
    "planes:plan_trasladar": "planes:plan_detalle",
    "planes:plan_acto_corregir": "planes:version_detalle",
    "planes:prorroga_pedir": "seguimiento:actividad_avance",
    "planes:version_comparar": "planes:plan_detalle",
    "planes:version_detalle": "planes:plan_detalle",
    "portal:plan_publico_version": "portal:plan_publico",
    **{
        f"planes:{pagina}": "planes:sesion_detalle"
        for pagina in (*("punto_crear", "punto_decidir", "punto_informar", "punto_comprometer", "punto_soltar"),)
    },
    **{
        f"planes:compromiso_{verbo}": "planes:compromiso_detalle"
        for verbo in ("cumplir", "cancelar", "corregir", "trasladar")
    },
    "planes:miembro_terminar": "planes:miembro_lista",
    **{f"planes:informe_{verbo}": "planes:informe_detalle" for verbo in ("editar", "trasladar", "anular")},
    **{
        f"planes:vencimiento_{verbo}": "planes:vencimiento_detalle"
        for verbo in ("presentar", "corregir", "editar", "anular", "reabrir")
    },
    **{
        f"planes:requerimiento_{verbo}": "planes:requerimiento_detalle"
        for verbo in (
            *("editar", "devolver", "trasladar", "responder", "corregir", "adelantar", "prorrogar", "cerrar"),
            *("anular", "reabrir"),
        )
    },
    "planes:actuacion_anular": "planes:requerimiento_detalle",
    "planes:soporte_retirar": "planes:vencimiento_detalle",
    **{
        f"furag:{pagina}": "furag:medicion_detalle"
        for pagina in ("carga_descargar", "diccionario_importar", "medicion_editar", "resultado_importar")
    },
    **{f"furag:resultado_{pagina}": "furag:resultado_detalle" for pagina in ("exportar", "grupo")},
    "portal:ficha_publica": "portal:resultado_publico",
    "portal:resultado_publico_exportar": "portal:resultado_publico",
    "furag:mejora_lista": "planes:plan_detalle",
    **{
        f"furag:{pagina}": "furag:mejora_lista"
        for pagina in ("mejora_completar", "mejora_crear", "mejora_ligar", "plan_suscribir", "suscripcion_anular")
    },
    "furag:mejora_detalle": "seguimiento:mejora_avance",
    **{f"furag:mejora_{verbo}": "furag:mejora_detalle" for verbo in ("conceptuar", "editar", "verificar")},
    **{f"furag:{hecho}_anular": "furag:mejora_detalle" for hecho in ("concepto", "verificacion")},
    "politicas:fase_terminar": "politicas:politica_detalle",
    "politicas:fase_reabrir": "politicas:politica_detalle",
    "politicas:fuente_retirar": "politicas:fuente_detalle",
    **dict.fromkeys(DE_LA_JORNADA, "politicas:jornada_detalle"),
    "portal:fuentes_importar": "politicas:fuente_lista",
    "portal:fuentes_plantilla": "politicas:fuente_lista",
    "seguimiento:plan_cronograma": "planes:plan_detalle",
    "seguimiento:ficha_politica": "politicas:politica_detalle",
    "seguimiento:mejora_avance": "seguimiento:actividad_avance",
    "seguimiento:recomendacion_hilo": "furag:recomendacion_detalle",
    **dict.fromkeys(DEL_INSTITUCIONAL, "planes:plan_detalle"),
    "portal:factor_aplicacion": "portal:segundo_factor",
    "portal:factor_codigos": "portal:segundo_factor",
    "portal:factor_llave": "portal:segundo_factor",
    "portal:factor_quitar": "portal:segundo_factor",
    "usuarios:asignacion_crear": "usuarios:persona_detalle",
    "usuarios:asignacion_anular": "usuarios:persona_detalle",
    "usuarios:asignacion_terminar": "usuarios:persona_detalle",
    "usuarios:cambio_rechazar": "usuarios:cambio_detalle",
    "usuarios:persona_desactivar": "usuarios:persona_detalle",
    "usuarios:persona_editar": "usuarios:persona_detalle",
    "usuarios:persona_factor_reiniciar": "usuarios:persona_detalle",
}
# De qué registro es la página que lo ofrece, si no es el de la propia: su nombre en `Mundo.argumentos`.
DE_QUE_REGISTRO = {
    **dict.fromkeys(DEL_INSTITUCIONAL, "planes:publicacion_crear"),
    "planes:soporte_retirar": "planes:vencimiento_corregir",
    "seguimiento:mejora_avance": "de_la_mejora",
    "politicas:material_retirar": "jornada",
    **dict.fromkeys(("furag:mejora_completar", "furag:mejora_crear", "furag:mejora_ligar"), "furag:mejora_ligar"),
    "furag:mejora_lista": "furag:mejora_lista",
    "furag:mejora_detalle": "seguimiento:mejora_avance",
    "furag:mejora_verificar": "mejora",
    "furag:suscripcion_anular": "firmado",
    "furag:verificacion_anular": "furag:mejora_conceptuar",
    "furag:concepto_anular": "conceptuada",
}
# Con el buscador de la cabecera, un documento está a dos clics: buscarlo por su título y abrirlo.
LO_BUSCADO = "soporte"
# Cuántas páginas del mismo nombre se miran: los planes de una lista no enlazan todos lo mismo.
POR_NOMBRE = 12


def a_dos_clics(cliente) -> set[str]:
    """Nombres de las URLs que se alcanzan desde el inicio en dos clics o menos."""
    inicio = reverse("portal:inicio")
    vistos = {"portal:inicio"}
    por_nombre: dict[str, list[str]] = defaultdict(list)
    for url in destinos(cliente.get(inicio), inicio):
        por_nombre[nombre_de(url)].append(url)
    vistos |= set(por_nombre)
    por_nombre["portal:busqueda"] = [f"{reverse('portal:busqueda')}?q={LO_BUSCADO}"]
    for urls in por_nombre.values():
        for url in urls[:POR_NOMBRE]:
            vistos |= {nombre_de(d) for d in destinos(cliente.get(url), url)}
    return vistos


def paginas_de(rol: str) -> set[str]:
    """Lo que el rol puede abrir según la matriz."""
    columna = mundo.ROLES.index(rol)
    return {
        nombre
        for (nombre, metodo), codigos in matriz.declarada().items()
        if metodo == "GET" and codigos[columna] == "200"
    }


@pytest.mark.parametrize("rol", [rol for rol in mundo.ROLES if rol != "anonimo"])
def test_toda_pagina_de_un_rol_esta_a_dos_clics_de_su_inicio(cliente_de, rol, creado):
    # Una lista vacía no ofrece exportarse: que todos vean al menos un plan.
    fabricas.plan("PUBLICADO")
    # Sólo se ofrece anular lo que todavía no empieza.
    creado.personas["enlace"].asignaciones.create(rol="enlace", dependencia=fabricas.dependencia(), desde="2099-01-01")
    cliente, urls = cliente_de(creado.personas[rol]), matriz.urls_del_sistema()
    cerca = a_dos_clics(cliente)
    lejos = {p for p in paginas_de(rol) - cerca - NO_SON_PAGINAS - POR_CORREO if not p.endswith(SE_LLEGA_ENVIANDO)}
    # La página de un registro puede estar, a su vez, dentro de la de otro: lo que ofrece se mira después.
    while hallados := {nombre for nombre in lejos & set(DENTRO_DE) if DENTRO_DE[nombre] in cerca}:
        for nombre in hallados:
            propio = DE_QUE_REGISTRO.get(nombre, nombre)
            propios = {DENTRO_DE[nombre]: creado.argumentos[propio]} if propio in creado.argumentos else {}
            if nombre.startswith("politicas:fase_"):
                fase = ResponsabilidadPolitica.objects.get(pk=creado.argumentos["politicas:fase_terminar"]["pk"])
                propios = {DENTRO_DE[nombre]: {"pk": fase.politica_id}}
            registro = matriz.direccion(DENTRO_DE[nombre], creado.argumentos | propios, urls[DENTRO_DE[nombre]])
            if nombre in map(nombre_de, destinos(cliente.get(registro), registro)):
                cerca.add(nombre)
        if not hallados & cerca:
            break
        lejos -= cerca
    lejos = {nombre for nombre in lejos if (rol, nombre) not in LO_OFRECE_LO_SUYO}
    assert not lejos, ", ".join(sorted(lejos))


@pytest.mark.parametrize("rol", ["jefe", "planeacion"])
def test_ningun_selector_ofrece_una_raya_en_vez_de_decir_que_elegir(cliente_de, rol, creado):
    cliente, urls = cliente_de(creado.personas[rol]), matriz.urls_del_sistema()
    suyas = {
        nombre: matriz.direccion(nombre, creado.argumentos, urls[nombre])
        for nombre in paginas_de(rol)
        if nombre.rpartition("_")[2] in ("crear", "editar", "ampliar", "designar", "asignar", "importar", "pedir")
    }
    assert [n for n, url in suyas.items() if "-----" in cliente.get(url).text] == []
    assert len(suyas) > 3


def test_el_control_ve_una_pagina_que_nadie_enlaza(cliente_de, monkeypatch, creado):
    monkeypatch.setattr(import_module("mipg.portal.views.inicio"), "accesos", lambda perfil: [])
    cerca = a_dos_clics(cliente_de(creado.personas["planeacion"]))
    assert "portal:aviso_ensayo" not in cerca
