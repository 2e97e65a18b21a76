"""Aplicación Celery. La base de datos es la verdad; Celery sólo es el despertador."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mipg.settings")

app = Celery("mipg")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
