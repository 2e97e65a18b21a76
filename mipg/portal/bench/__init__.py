"""El banco de medidas: qué se siembra, qué páginas se miden, cómo se cronometran y cómo se muestran."""
