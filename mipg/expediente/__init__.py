"""Suelo: el expediente. Documentos con versiones y usos, PDF emitidos y archivos importados."""
