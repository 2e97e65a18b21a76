"""Aplicación Celery. La base de datos es la verdad; Celery sólo es el despertador."""

import os

from celery import Celery, Task

from mipg.bitacora.contexto import actuar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mipg.settings")


class Tarea(Task):
    """Toda tarea abre su contexto: lo que anote en la bitácora dice que vino de una tarea y lleva un mismo número."""

    def __call__(self, *args, **kwargs):
        with actuar(origen="tarea"):
            return super().__call__(*args, **kwargs)


app = Celery("mipg", task_cls=Tarea)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
