"""Lo que se entrega para producción dice lo mismo en todas partes: imágenes, servicios y configuración."""

import re

from mipg.servidores import DESPLIEGUE, RAIZ

DOCKERFILE = (RAIZ / "Dockerfile").read_text()
COMPOSE = (RAIZ / "compose.yaml").read_text()


def test_la_imagen_del_proxy_le_pone_valor_a_cada_variable_de_su_configuracion():
    usadas = set(re.findall(r"\$\{(MIPG_\w+)\}", (DESPLIEGUE / "nginx.conf.plantilla").read_text()))
    reemplazadas = set(re.findall(r"\$(MIPG_\w+)", DOCKERFILE.partition("envsubst '")[2].partition("'")[0]))
    con_valor = set(re.findall(r"(MIPG_PROXY_\w+|MIPG_WEB|MIPG_RESOLVEDOR)=\S", DOCKERFILE)) | {"MIPG_DOMINIO"}
    assert usadas == reemplazadas == con_valor
    assert "MIPG_DOMINIO: ${MIPG_DOMINIO:?" in COMPOSE


def test_solo_el_proxy_abre_puertos_y_la_web_le_cree_a_uno_solo():
    assert re.findall(r'- "([\d.:]+)"', COMPOSE) == ["80:80", "443:443"]
    assert 'MIPG_PROXIES: "1"' in COMPOSE
