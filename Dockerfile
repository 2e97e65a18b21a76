# Imagen de la web, el trabajador y el calendario: cambia la orden, no la imagen.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    UV_COMPILE_BYTECODE=1 \
    UV_NO_CACHE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never \
    PATH="/app/.venv/bin:$PATH"

WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN pip install --no-cache-dir uv && uv sync --frozen --no-dev

COPY . .

# Los estáticos llevan huella sólo en producción; estos valores existen durante esta orden y no quedan en la imagen.
RUN MIPG_ENTORNO=produccion MIPG_VAR=/tmp/mipg \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    ALLOWED_HOSTS=localhost MIPG_BASE_URL=https://localhost \
    DATABASE_URL=postgres://nadie@localhost/nada REDIS_URL=redis://localhost EMAIL_URL=smtp://localhost \
    python manage.py collectstatic --noinput

# El código queda de root: quien corre el portal no puede cambiarlo.
RUN useradd --system --uid 1000 --home-dir /var/lib/mipg --create-home mipg
USER mipg
ENV MIPG_VAR=/var/lib/mipg
VOLUME /var/lib/mipg
EXPOSE 8000

CMD ["gunicorn", "mipg.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--timeout", "60", \
     "--max-requests", "2000", "--max-requests-jitter", "200", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
