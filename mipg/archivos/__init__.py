"""Qué trae por dentro un archivo ajeno que no debe entrar: programas, objetos incrustados, bombas. Todo puro.

No reemplaza a un antivirus (`mipg.antivirus`): mira lo que el formato permite esconder, no firmas de virus.
"""

from .ajenos import que_es
from .hallazgo import DANADO, Peligro
from .office import como_lo_lee_office
from .peligros import peligro_de

__all__ = ["DANADO", "Peligro", "como_lo_lee_office", "peligro_de", "que_es"]
