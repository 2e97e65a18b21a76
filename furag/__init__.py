"""Medición FURAG y planes de mejoramiento. Sus habitaciones se amueblan en los siguientes temas."""
