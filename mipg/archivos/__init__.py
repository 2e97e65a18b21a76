"""Qué trae por dentro un archivo ajeno que no debe entrar: programas, objetos incrustados, bombas. Todo puro.

No reemplaza a un antivirus (`mipg.antivirus`): mira lo que el formato permite esconder, no firmas de virus.
"""

from .hallazgo import DANADO, Peligro
from .peligros import peligro_de

__all__ = ["DANADO", "Peligro", "peligro_de"]
