"""Decisiones puras del seguimiento, por sustantivo: `hechos`, `cumplimiento`, `avances`, `cortes`, `fotos`."""
