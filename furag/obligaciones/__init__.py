"""Lo que se debe en la medición y el mejoramiento, por sustantivo; sale del estado de cada cosa."""
