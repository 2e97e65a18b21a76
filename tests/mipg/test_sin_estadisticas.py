"""PostgreSQL recién restaurado, sin medir: abrir, reportar, cerrar y cada página caben en cinco segundos.

Son de procesador, para que no dependan de quién comparte la máquina; ninguna consulta, además, pasa de cinco de reloj.
"""

import pytest

from mipg.desechable import postgres_desechable
from mipg.portal.bench.escenarios import Tamano
from mipg.portal.bench.medida import SEGUNDOS_SIN_ESTADISTICAS, Hijo
from mipg.portal.bench.paginas import PAGINAS


@pytest.mark.servicios
def test_sin_estadisticas_se_abre_se_reporta_se_cierra_y_se_mira_todo(tmp_path):
    with postgres_desechable() as url:
        hijo = Hijo.lanzar(Tamano("base", 2000), url, tmp_path, ["--sin-estadisticas", "--procesador"])
        try:
            acciones = hijo.leer()["acciones"]
            assert set(acciones) == {"Abrir un corte", "Cerrar un corte", "Enviar un reporte"}
            tardan = dict(acciones)
            for n, pagina in enumerate(PAGINAS):
                assert hijo.pedir("consultas", n) > 0, pagina.nombre
                tardan[pagina.nombre] = hijo.pedir("ms", n) / 1000
            assert {que: s for que, s in tardan.items() if s >= SEGUNDOS_SIN_ESTADISTICAS} == {}
        finally:
            hijo.terminar()
