"""Suelo: la única bitácora. Cada acción deja un suceso y la biblioteca anota los cambios de campo que lo acompañan."""
