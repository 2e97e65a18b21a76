"""Techo: compone páginas que miran a todas las apps. Sin modelos ni acciones."""
