# --- Imagen de la web, el trabajador y el calendario: cambia la orden, no la imagen.
FROM python:3.11-slim-bookworm AS web

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
    sh -c "python manage.py collectstatic --noinput && python manage.py paginas_del_proxy errores"

# El código queda de root: quien corre el portal no puede cambiarlo.
RUN useradd --system --uid 1000 --home-dir /var/lib/mipg --create-home mipg
USER mipg
ENV MIPG_VAR=/var/lib/mipg
VOLUME /var/lib/mipg
EXPOSE 8000

CMD ["gunicorn", "--config", "despliegue/gunicorn.conf.py", "mipg.wsgi"]

# --- El proxy: el nginx de Debian, que es con el que se prueba.
FROM debian:bookworm-slim AS proxy

RUN apt-get update \
    && apt-get install -y --no-install-recommends nginx-light gettext-base \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/proxy
RUN mkdir certificados desafios tmp
COPY --from=web /app/staticfiles estaticos
COPY --from=web /app/errores errores
COPY despliegue/nginx.conf.plantilla .

ENV MIPG_PROXY_HTTP=80 \
    MIPG_PROXY_HTTPS=443 \
    MIPG_WEB=web:8000 \
    MIPG_RESOLVEDOR=127.0.0.11
EXPOSE 80 443

CMD ["sh", "-c", "envsubst '$MIPG_DOMINIO $MIPG_PROXY_HTTP $MIPG_PROXY_HTTPS $MIPG_RESOLVEDOR $MIPG_WEB' \
     < nginx.conf.plantilla > nginx.conf && exec nginx -p /srv/proxy/ -c /srv/proxy/nginx.conf -g 'daemon off;'"]
