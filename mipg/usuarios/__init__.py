"""Suelo: personas, dependencias y asignaciones fechadas; de ellas salen los permisos."""
