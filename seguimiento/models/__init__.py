"""Cortes, avances y cifras."""

from seguimiento.models.avances import Avance, ObservacionAvance
from seguimiento.models.cifras import Cifra
from seguimiento.models.cortes import Ampliacion, Corte
from seguimiento.models.medidas import MedidaCongelada
from seguimiento.models.regias import Regia

__all__ = ["Ampliacion", "Avance", "Cifra", "Corte", "MedidaCongelada", "ObservacionAvance", "Regia"]
