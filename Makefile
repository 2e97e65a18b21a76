# Órdenes del proyecto. `make ayuda` las lista.
#
# Funcionan en un Debian 12 recién instalado con python3 (3.11 o posterior), git y make, como root o con sudo.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := ayuda

PYTHON ?= python3
PUERTO ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
A_MEDIAS := $(VENV)/.a-medias
LISTO := $(VENV)/.listo
LISTO_PRUEBAS := $(VENV)/.listo-pruebas

PAQUETES := libpangoft2-1.0-0 libharfbuzz-subset0
PAQUETES_DE_PRUEBA := $(PAQUETES) postgresql redis-server nginx-light openssl curl chromium-headless-shell

# El desarrollo se pide: estas órdenes lo piden, salvo que un «.env» diga otra cosa.
ifeq ($(shell grep -s '^MIPG_ENTORNO=' .env),)
export MIPG_ENTORNO ?= desarrollo
endif
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_HTTP_TIMEOUT := 180

.PHONY: ayuda demo test rapida revision bench limpiar sistema sistema-pruebas
# Si algo se interrumpe, la marca no queda y la próxima vez se repara.
.DELETE_ON_ERROR:

ayuda: ## Muestra esta lista.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: sistema $(LISTO) ## Instala lo que falte, siembra datos de demostración y deja el portal andando (PUERTO=8000).
	@$(PY) manage.py migrate --noinput --verbosity 0
	@$(PY) manage.py createcachetable
	@$(PY) manage.py sembrar
	@exec $(PY) manage.py demo --puerto $(PUERTO)

test: sistema-pruebas $(LISTO_PRUEBAS) ## Instala lo que falte y corre toda la verificación.
	@exec $(PY) -m tests

rapida: sistema $(LISTO_PRUEBAS) ## Todas las pruebas que no abren navegador, servicios ni procesos, en SQLite.
	@DATABASE_URL= REDIS_URL= exec $(PY) -m pytest -q -n 2 --dist worksteal \
		-m "not concurrencia and not servicios and not navegador"

revision: $(LISTO_PRUEBAS) ## Sólo estilo, plantillas, capas, migraciones y seguridad.
	@exec $(PY) -m tests revision --seguir

bench: sistema-pruebas $(LISTO_PRUEBAS) ## Mide las páginas (dos bases, con historia y con diez veces más actividades) y la puerta de entrada.
	@exec $(PY) manage.py bench

limpiar: ## Borra el entorno, los datos locales y todo lo que se puede volver a crear.
	rm -rf $(VENV) var staticfiles test-results .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Paquetes del sistema ------------------------------------------------------------------------------------

# Mientras existe, apt no arranca lo que instala: las pruebas levantan lo suyo y nadie pidió un servidor en el puerto 80.
NO_ARRANCAR := /usr/sbin/policy-rc.d

# $(1): paquetes que deben estar. Añade python3-venv sólo si `python3 -m venv` no puede trabajar.
define instalar
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Hace falta Python 3.11 o posterior y «$(PYTHON)» no lo es (o no existe)." >&2; exit 1; }; \
	if ! command -v dpkg-query apt-get >/dev/null; then \
		echo "Esta máquina no es Debian: se da por hecho que están $(1)." >&2; exit 0; \
	fi; \
	faltan=""; \
	for paquete in $(1); do \
		estado="$$(dpkg-query -W -f='$${db:Status-Status}' "$$paquete" 2>/dev/null || true)"; \
		[ "$$estado" = installed ] || faltan="$$faltan $$paquete"; \
	done; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || faltan="$$faltan python3-venv"; \
	[ -n "$$faltan" ] || exit 0; \
	como_root=""; [ "$$(id -u)" = 0 ] || como_root=sudo; \
	orden="apt-get install -y --no-install-recommends$$faltan"; \
	if [ -n "$$como_root" ] && ! command -v sudo >/dev/null; then \
		echo "Faltan paquetes del sistema y no hay sudo. Pida a quien administra la máquina que corra:" >&2; \
		echo "    $$orden" >&2; exit 1; \
	fi; \
	echo "Instalando paquetes del sistema:$$faltan"; \
	if [ ! -e $(NO_ARRANCAR) ]; then \
		trap '$$como_root rm -f $(NO_ARRANCAR)' EXIT; \
		printf '#!/bin/sh\nexit 101\n' | $$como_root tee $(NO_ARRANCAR) >/dev/null; \
		$$como_root chmod +x $(NO_ARRANCAR); \
	fi; \
	$$como_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 update || true; \
	$$como_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 $${orden#apt-get} || { \
		echo "No se pudieron instalar. Corra usted mismo y vuelva a intentarlo:" >&2; \
		echo "    $${como_root:+sudo }apt-get update && $${como_root:+sudo }$$orden" >&2; exit 1; }; \
	case "$$faltan" in *nginx*) $$como_root update-rc.d nginx disable >/dev/null 2>&1 || true;; esac
endef

sistema:
	$(call instalar,$(PAQUETES))

sistema-pruebas:
	$(call instalar,$(PAQUETES_DE_PRUEBA))

# --- Entorno de Python ---------------------------------------------------------------------------------------

# $(1): opciones de `uv sync`. La marca «a medias» delata un entorno que se interrumpió: se hace de nuevo.
define preparar
	@if [ -e $(A_MEDIAS) ] || { [ -e $(VENV) ] && ! $(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }; then \
		echo "El entorno $(VENV) quedó a medias o es de otro Python: se hace de nuevo."; \
		rm -rf $(VENV); \
	fi; \
	mkdir -p $(VENV); touch $(A_MEDIAS); \
	[ -x $(PY) ] || { echo "Creando el entorno de Python…"; $(PYTHON) -m venv $(VENV); }; \
	[ -x $(VENV)/bin/uv ] || $(PY) -m pip install --quiet --disable-pip-version-check uv; \
	$(VENV)/bin/uv sync --frozen --quiet --python $(PY) $(1); \
	rm -f $(A_MEDIAS)
endef

$(LISTO): uv.lock | sistema
	$(call preparar,--no-dev --inexact)
	@touch $@

$(LISTO_PRUEBAS): uv.lock | sistema
	$(call preparar,)
	@touch $@ $(LISTO)
