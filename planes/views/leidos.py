"""El formulario sobre algo que la persona leyó."""

from mipg.leidos import con_formulario

__all__ = ["con_formulario"]
