"""PostgreSQL recién restaurado, sin medir: abrir, cerrar y cada página caben en cinco segundos por consulta."""

import pytest

from mipg.desechable import postgres_desechable
from mipg.portal.bench.escenarios import Tamano
from mipg.portal.bench.medida import Hijo
from mipg.portal.bench.paginas import PAGINAS


@pytest.mark.servicios
def test_sin_estadisticas_se_abre_se_cierra_y_se_mira_todo(tmp_path):
    with postgres_desechable() as url:
        hijo = Hijo.lanzar(Tamano("base", 2000), url, tmp_path, ["--sin-estadisticas"])
        try:
            assert set(hijo.leer()["acciones"]) == {"Abrir un corte", "Cerrar un corte"}
            for n, pagina in enumerate(PAGINAS):
                assert hijo.pedir("consultas", n) > 0, pagina.nombre
        finally:
            hijo.terminar()
