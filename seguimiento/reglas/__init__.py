"""Decisiones puras del seguimiento, por sustantivo: `cumplimiento`, `avances`, `cortes`."""
