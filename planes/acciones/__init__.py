"""Verbos de la formulación: sobre planes (`planes`), actividades (`actividades`) e importaciones (`importaciones`)."""
