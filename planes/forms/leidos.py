"""Los formularios sobre algo que la persona leyó."""

from mipg.leidos import LARGO, ConSoporteForm, MotivoDeLoLeidoForm, MotivoForm, SobreLoLeidoForm, SoporteForm

__all__ = ["LARGO", "ConSoporteForm", "MotivoDeLoLeidoForm", "MotivoForm", "SobreLoLeidoForm", "SoporteForm"]
