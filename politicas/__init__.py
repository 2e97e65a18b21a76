"""Catálogo del modelo: qué es MIPG, de quién es cada política y qué año corre."""
