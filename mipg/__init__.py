"""Paquete del proyecto: cableado (ajustes, URLs, Celery), suelo (bitácora, usuarios, avisos…) y techo (portal)."""

from mipg.celery import app as celery_app

__all__ = ["celery_app"]
