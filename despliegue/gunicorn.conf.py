"""Cómo corre gunicorn detrás del proxy: `gunicorn --config despliegue/gunicorn.conf.py mipg.wsgi`."""

from mipg.bitacora.contexto import SinTestigos

bind = "0.0.0.0:8000"
workers = 3
# Mientras un hilo espera a la base o calcula una clave, otro atiende.
threads = 4
timeout = 60
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm"
# Lo que deja pasar el proxy (por HTTP/2 une las galletas y sólo mira el total, 4 búferes de 8 kB): si aquí cupiera
# menos, el error sería el de gunicorn, en inglés.
limit_request_line = 8190
limit_request_fields = 8190
limit_request_field_size = 4 * 8192
# El registro de acceso es el del proxy: el de gunicorn guardaría la dirección entera, con los testigos de los enlaces.
accesslog = None


def on_starting(server):
    """De una petición que no entiende anota la dirección: también sin testigos."""
    for anotador in server.log.error_log.handlers:
        anotador.setFormatter(SinTestigos(server.log.error_fmt, server.log.datefmt))
