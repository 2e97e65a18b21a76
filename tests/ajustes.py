"""Los ajustes con que pytest carga Django: los de siempre, pedidos para desarrollo y para esta máquina.

pytest-django los lee antes que `conftest.py`, que después los estrena con el entorno de pruebas.
"""

import os

os.environ |= {"MIPG_ENTORNO": "desarrollo", "ALLOWED_HOSTS": ""}

from mipg.settings import *  # noqa: F403
