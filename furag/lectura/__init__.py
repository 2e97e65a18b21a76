"""Lo que entra en archivos: qué dice cada fila, sin base de datos."""
