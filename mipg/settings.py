"""Ajustes. El desarrollo (SQLite, corredor de archivos, correo en una carpeta) se pide: `MIPG_ENTORNO=desarrollo`.

En servicio (`MIPG_ENTORNO=produccion`) se niega a arrancar si algo lo haría inseguro; si no se dice cuál, también.
`.env.ejemplo` explica cada variable.
"""

import re
import stat
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(str(BASE_DIR / ".env"))
# Una variable vacía es como si no estuviera: así la dejan muchos `.env` y muchos contenedores.
env.ENVIRON = {nombre: valor for nombre, valor in env.ENVIRON.items() if valor}

ENTORNO = env.str("MIPG_ENTORNO", "")
DESARROLLO = ENTORNO == "desarrollo"
DEMOSTRACION = env.bool("MIPG_DEMOSTRACION", False)
# Qué se puso en servicio (el commit o la etiqueta): lo dice la página «Estado».
VERSION = env.str("MIPG_VERSION", "")
DEBUG = env.bool("MIPG_DEPURAR", False)
VAR = Path(env.str("MIPG_VAR", str(BASE_DIR / "var"))).resolve()
EXPEDIENTE = Path(env.str("MIPG_EXPEDIENTE", str(VAR / "expediente"))).resolve()


def _solo_del_sistema(carpeta: Path) -> None:
    """Cierra una carpeta a los demás usuarios de la máquina, si es nuestra y no de todos (`/tmp`)."""
    if carpeta.is_dir() and not carpeta.stat().st_mode & stat.S_ISVTX:
        with suppress(PermissionError):
            carpeta.chmod(0o700)


_solo_del_sistema(VAR)
_solo_del_sistema(EXPEDIENTE)

CLAVE_DE_DESARROLLO = "solo-para-desarrollo-nunca-fuera-de-esta-maquina-0123456789"
SECRET_KEY = env.str("SECRET_KEY", CLAVE_DE_DESARROLLO)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("MIPG_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
_oidc = {
    "emisor": env.str("MIPG_OIDC_EMISOR", "").rstrip("/"),
    "nombre": env.str("MIPG_OIDC_NOMBRE", "la cuenta de la entidad"),
    "cliente": env.str("MIPG_OIDC_CLIENTE", ""),
    "secreto": env.str("MIPG_OIDC_SECRETO", ""),
    "dominios": env.list("MIPG_OIDC_DOMINIOS", default=[]),
}


def _es_de_aqui(anfitrion: str) -> bool:
    """Si sólo nombra esta máquina: en desarrollo no hay https ni claves propias."""
    return anfitrion in {"localhost", "[::1]"} or anfitrion.endswith(".localhost") or anfitrion.startswith("127.")


def proveedor_oidc(*, emisor: str, nombre: str, cliente: str, secreto: str, dominios: list[str]) -> tuple[dict, dict]:
    """`OIDC` y `SOCIALACCOUNT_PROVIDERS` para entrar con la cuenta de la entidad; vacíos, apagado."""
    if not emisor:
        return {}, {}
    suyos = {"server_url": emisor, "fetch_userinfo": False, "oauth_pkce_enabled": True, "scope": ["openid", "email"]}
    app = {"provider_id": "entidad", "name": nombre, "client_id": cliente, "secret": secreto, "settings": suyos}
    partes = urlsplit(emisor)
    datos = {"emisor": emisor, "origen": f"{partes.scheme}://{partes.netloc}", "nombre": nombre}
    return datos | {"dominios": [dominio.strip().lower() for dominio in dominios]}, {"openid_connect": {"APPS": [app]}}


OIDC, SOCIALACCOUNT_PROVIDERS = proveedor_oidc(**_oidc)


def _faltas_de_oidc() -> list[str]:
    """Frases con lo que le falta al ingreso con la cuenta de la entidad, si se pidió."""
    emisor = urlsplit(OIDC.get("emisor", ""))
    completo = all(_oidc.values())
    faltas = []
    if any(v for campo, v in _oidc.items() if campo != "nombre") and not completo:
        faltas.append("Para entrar con OIDC hacen falta MIPG_OIDC_EMISOR, _CLIENTE, _SECRETO y _DOMINIOS.")
    if OIDC and emisor.scheme != "https" and not (DESARROLLO and _es_de_aqui(emisor.hostname or "")):
        faltas.append("MIPG_OIDC_EMISOR debe ser una dirección https.")
    if emisor.hostname == "login.microsoftonline.com" and not re.fullmatch(r"/[0-9a-f-]{36}/v2\.0", emisor.path):
        faltas.append(
            "MIPG_OIDC_EMISOR debe nombrar el directorio de la entidad por su identificador "
            "(https://login.microsoftonline.com/IDENTIFICADOR/v2.0): con «common» entraría cualquier directorio."
        )
    return faltas


def _factor_desde() -> date | None:
    """Desde cuándo es obligatorio el segundo factor; `None` si nadie lo exige (sólo en desarrollo)."""
    escrita = env.str("MIPG_FACTOR_DESDE", "")
    if not escrita:
        return None if DESARROLLO else date.min
    try:
        return date.fromisoformat(escrita)
    except ValueError:
        raise ImproperlyConfigured(
            f"MIPG_FACTOR_DESDE debe ser una fecha que exista, escrita como 2026-12-31; dice «{escrita}»."
        ) from None


def _faltas_de_seguridad() -> list[str]:
    """Frases con lo que impide arrancar."""
    if not ENTORNO:
        return [
            "Falta MIPG_ENTORNO: «produccion» en servicio (.env.ejemplo lo explica) o «desarrollo» para trabajar en "
            "esta máquina: export MIPG_ENTORNO=desarrollo (make demo y make test ya lo hacen)."
        ]
    if DESARROLLO:
        ajenos = [anfitrion for anfitrion in ALLOWED_HOSTS if not _es_de_aqui(anfitrion)]
        publico = ajenos and [
            f"En desarrollo ALLOWED_HOSTS sólo nombra esta máquina, y dice «{', '.join(ajenos)}»: quítelo o ponga "
            "MIPG_ENTORNO=produccion."
        ]
        return [*publico, *_faltas_de_oidc()]
    faltas = _faltas_de_oidc()
    if ENTORNO != "produccion":
        faltas.append("MIPG_ENTORNO debe ser «desarrollo» o «produccion».")
    if DEBUG:
        faltas.append("MIPG_DEPURAR debe estar apagado.")
    if DEMOSTRACION:
        faltas.append("MIPG_DEMOSTRACION siembra cuentas conocidas: sólo en desarrollo.")
    if SECRET_KEY == CLAVE_DE_DESARROLLO or len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        faltas.append("SECRET_KEY debe ser propia, de al menos 50 caracteres y 10 distintos.")
    if any(len(clave) < 32 for clave in env.list("MIPG_CLAVE_DE_FACTORES", default=[])):
        faltas.append("MIPG_CLAVE_DE_FACTORES debe tener al menos 32 caracteres.")
    if not env.list("ALLOWED_HOSTS", default=[]) or "*" in ALLOWED_HOSTS:
        faltas.append("ALLOWED_HOSTS debe nombrar los dominios del portal, sin «*».")
    if not BASE_URL.startswith("https://"):
        faltas.append("MIPG_BASE_URL debe ser la dirección https del portal.")
    faltas.extend(
        f"Falta {nombre}: {para}."
        for nombre, para in {
            "DATABASE_URL": "la base PostgreSQL",
            "REDIS_URL": "el corredor de tareas",
            "EMAIL_URL": "el servidor SMTP",
        }.items()
        if not env.str(nombre, "")
    )
    return faltas


if faltas := _faltas_de_seguridad():
    raise ImproperlyConfigured("El sistema no arranca así:\n- " + "\n- ".join(faltas))

FACTOR_DESDE = _factor_desde()

# --- Aplicaciones -------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "mipg.bitacora",
    "mipg.usuarios.apps.UsuariosConfig",
    "mipg.avisos",
    "mipg.expediente",
    "politicas",
    "planes",
    "furag",
    "seguimiento",
    "mipg.portal",
    "mipg.usuarios.apps.SitioConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # las plantillas de los controles, que `FORM_RENDERER` busca como las nuestras
    "auditlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "mipg.usuarios.apps.SesionesConfig",
    "csp",
    "django_htmx",
    "import_export",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    # Primero: también tienen número y cabeceras lo que responden los demás sin llegar a una vista.
    "mipg.bitacora.middleware.ContextoMiddleware",
    "mipg.portal.middleware.CabecerasMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Antes de que nadie lea el cuerpo ni pregunte a la base quién llama.
    "mipg.portal.middleware.CargaMiddleware",
    # Antes de la sesión: las páginas públicas no la conocen.
    "mipg.portal.middleware.PublicoMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mipg.usuarios.middleware.SesionMiddleware",
    "mipg.bitacora.middleware.AutorMiddleware",
    "mipg.usuarios.middleware.PerfilMiddleware",
    "mipg.portal.middleware.IngresoMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Después de saber quién es y qué rol tiene hoy.
    "mipg.portal.acceso.FactorMiddleware",
    "mipg.portal.acceso.ConfirmacionMiddleware",
    # Último: ve la respuesta de la vista y puede pintar una página con menú y mensajes.
    "mipg.portal.middleware.RespuestasMiddleware",
]

ROOT_URLCONF = "mipg.urls"
WSGI_APPLICATION = "mipg.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "mipg.formularios.Renderizador"

_CARGADORES = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                [
                    "mipg.plantillas.SinSangria",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": _CARGADORES,
            "builtins": ["mipg.etiquetas", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mipg.portal.contexto.portal",
            ],
        },
    }
]

# --- Datos --------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'mipg.sqlite3'}")}
_base = DATABASES["default"]
if _base["ENGINE"].endswith("sqlite3"):
    # Con los valores por defecto se pierden transacciones concurrentes («database is locked»).
    _base["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON;",
    }
    # En memoria se ocultan las carreras: las pruebas usan un archivo por proceso.
    _base["TEST"] = {"NAME": str(VAR / "pruebas.sqlite3")}
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
else:
    _base["CONN_MAX_AGE"] = 60
    _base["CONN_HEALTH_CHECKS"] = True
    _base["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c timezone=UTC",
    }

REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    # La caché cuenta los intentos de ingreso: debe ser común a todos los procesos, y no puede ser Redis porque si él
    # se cae nadie entraría. La tabla la crea `createcachetable`.
    "default": {
        "BACKEND": "mipg.cache.CacheEnBase",
        "LOCATION": "cache_mipg",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(EXPEDIENTE),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage" if DESARROLLO else "mipg.estaticos.Estaticos"
        )
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DESARROLLO
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
EXPEDIENTE_TAMANO_MAXIMO = 20 * 1024 * 1024
# Antivirus que revisa lo que se sube: «servidor:3310» o la ruta de su enchufe. Si está y no contesta, nada entra.
CLAMD = env.str("MIPG_CLAMD", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# La hoja de un plan sin guiones manda todas sus filas: dos mil actividades son 34.000 campos.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40_000
# Un formulario con su archivo. Lo que anuncie más se rechaza sin leerlo; es el `client_max_body_size` del proxy.
PETICION_MAXIMA = EXPEDIENTE_TAMANO_MAXIMO + DATA_UPLOAD_MAX_MEMORY_SIZE

# --- Personas y acceso --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "usuarios.Usuario"
AUTHENTICATION_BACKENDS = ["mipg.usuarios.acceso.PuertaUnica"]
PASSWORD_HASHERS = [
    "mipg.usuarios.acceso.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "mipg.usuarios.acceso.DificilDeAdivinar"}]
PASSWORD_RESET_TIMEOUT = 3600
# A una cuenta que nadie ha usado todavía no hay a quién quitársela: su invitación espera a que la lean.
INVITACION_VALE = 3 * 86_400
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:inicio"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "mipg.avisos.acceso.Adaptador"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "mipg.usuarios.testigo.Testigo"
ACCOUNT_FORMS = {"reset_password": "mipg.avisos.forms.RecuperarForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
SOCIALACCOUNT_ADAPTER = "mipg.usuarios.oidc.PuertaOIDC"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
# Una alcaldía sale a internet por una sola dirección: ningún tope del ingreso es por IP, o quien adivina claves desde
# adentro dejaría fuera al edificio. El que protege cuenta persona + IP (véase `mipg.avisos.acceso.Adaptador`) y otro,
# por cuenta y día, frena a quien cambia de IP. Al que quiere ocupar la máquina lo frena el proxy.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/15m/key",
    "login_failed_cuenta": "100/d/key",
    "reset_password": "120/m/ip,5/15m/key",
    "reset_password_from_key": "120/m/ip",
    "change_password": "10/15m/user",
    "reauthenticate": "10/15m/user",
}
# Entre la contraseña y el código del segundo factor.
ACCOUNT_LOGIN_TIMEOUT = 5 * 60
# Lo que cambia cuentas, o aprueba, publica y cierra, pide confirmar quién es (`mipg.portal.confirmacion`).
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")

MFA_ADAPTER = "mipg.usuarios.factor.adaptador.Adaptador"
MFA_FORMS = {
    "authenticate": "mipg.usuarios.factor.forms.CodigoForm",
    "reauthenticate": "mipg.usuarios.factor.forms.ConfirmarCodigoForm",
    "authenticate_webauthn": "mipg.usuarios.factor.forms.UsarLlaveForm",
    "reauthenticate_webauthn": "mipg.usuarios.factor.forms.ConfirmarLlaveForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Confiar en un navegador es no pedir el factor en él.
MFA_TRUST_ENABLED = False
# Un código vale medio minuto más y menos: los relojes de los teléfonos no van iguales.
MFA_TOTP_TOLERANCE = 1
# La primera cifra; con todas se descifra. La de `SECRET_KEY` queda para lo cifrado antes de tener una propia.
CLAVES_DE_FACTORES = [*env.list("MIPG_CLAVE_DE_FACTORES", default=[]), SECRET_KEY]
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("MIPG_PROXIES", 0)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESION_MAXIMA = 12 * 3600
SESION_RENUEVA_CADA = 5 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DESARROLLO
SESSION_COOKIE_NAME = "sesion" if DESARROLLO else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrf" if DESARROLLO else "__Host-csrftoken"
CSRF_FAILURE_VIEW = "mipg.portal.errores.sin_testigo"
CSRF_COOKIE_HTTPONLY = True  # ningún guion la lee: el testigo va en cada formulario
# De quién era la sesión de este navegador, para devolverle sólo a esa persona lo que escribió (véase `mipg.rescate`).
GALLETA_DE_RESCATE = "persona" if DESARROLLO else "__Host-persona"

SECURE_SSL_REDIRECT = not DESARROLLO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^salud/"]
SECURE_HSTS_SECONDS = 0 if DESARROLLO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DESARROLLO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Al ingreso con la cuenta de la entidad se va con un formulario, que termina en el proveedor.
        "form-action": [SELF, OIDC["origen"]] if OIDC else [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Idioma y hora ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "es-co"
LANGUAGES = [("es-co", "español de Colombia")]
TIME_ZONE = "America/Bogota"
USE_I18N = True
USE_TZ = True

# --- Correo y tareas ----------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_BACKEND = "mipg.correo.EnCarpeta"
    EMAIL_FILE_PATH = EMAIL_CONFIG["EMAIL_FILE_PATH"] or str(VAR / "correo")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MIPG_CORREO_REMITENTE", "MIPG <mipg@localhost>")

CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 800_000
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 2}
else:
    _cola = VAR / "cola"
    for _carpeta in ("mensajes", "control", "hechos"):
        (_cola / _carpeta).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_cola / "mensajes"),
        "data_folder_out": str(_cola / "mensajes"),
        "control_folder": str(_cola / "control"),
        "processed_folder": str(_cola / "hechos"),
        "store_processed": False,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
CELERY_BEAT_SCHEDULE = {
    "avisar_vencimientos": {
        "task": "mipg.avisos.tasks.avisar_vencimientos",
        "schedule": crontab(hour=env.int("MIPG_HORA_AVISOS", 7), minute=0),
    },
    "despachar_mensajes": {"task": "mipg.avisos.tasks.despachar_mensajes", "schedule": 60.0},
    "leer_importaciones": {"task": "mipg.expediente.tasks.leer_importaciones", "schedule": 60.0},
    "conciliar_corte": {"task": "seguimiento.tasks.conciliar_corte", "schedule": 60.0},
    "generar_emisiones": {"task": "seguimiento.tasks.generar_emisiones", "schedule": 60.0},
    "aplicar_cambios": {"task": "mipg.usuarios.tasks.aplicar_cambios", "schedule": 600.0},
    "borrar_sesiones_vencidas": {
        "task": "mipg.usuarios.tasks.borrar_sesiones_vencidas",
        "schedule": crontab(hour=3, minute=40),
    },
    "barrer_huerfanos": {
        "task": "mipg.expediente.tasks.barrer_huerfanos",
        "schedule": crontab(hour=3, minute=30),
    },
}

# Quién lee los archivos de cada destino en segundo plano (`mipg.expediente.lecturas`).
LECTORES = {
    "planes.actividades": "planes.acciones.importaciones.leer_y_guardar",
    "furag.resultados": "furag.acciones.resultados.leer_y_guardar",
    "furag.diccionario": "furag.acciones.diccionarios.leer_y_guardar",
}

# --- Bitácora -----------------------------------------------------------------------------------------------

AUDITLOG_LOGENTRY_MODEL = "bitacora.Suceso"
AUDITLOG_CID_GETTER = "mipg.bitacora.contexto.numero_de_peticion"
AUDITLOG_INCLUDE_ALL_MODELS = True
AUDITLOG_EXCLUDE_TRACKING_MODELS = (
    "account",
    "socialaccount",
    "avisos.mensaje",
    "contenttypes",
    # Lo que trae un archivo de resultados, por miles: la carga dice quién lo trajo y cuándo.
    "furag.columna",
    "furag.entidadmedida",
    "furag.puntaje",
    "mfa",
    "seguimiento.cifra",
    "sessions",
    "usersessions",
)
# Claves y rastros de acceso se excluyen, no se enmascaran: el enmascarado deja ver media contraseña cifrada.
AUDITLOG_INCLUDE_TRACKING_MODELS = (
    {"model": "usuarios.usuario", "exclude_fields": ["password", "last_login", "sello"]},
    # Leer la relación inversa cuesta una consulta por cada actividad que se borra.
    {"model": "planes.actividad", "exclude_fields": ["mejora"]},
)

# --- Importar y exportar ------------------------------------------------------------------------------------

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "add"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# --- Entidad (pie de página, informes) ----------------------------------------------------------------------

ENTIDAD = {
    "nombre": env.str("ENTIDAD_NOMBRE", "Alcaldía Mayor de Cartagena de Indias"),
    "nit": env.str("ENTIDAD_NIT", "890480184-4"),
    "divipola": env.str("ENTIDAD_DIVIPOLA", "13001"),
    "direccion": env.str("ENTIDAD_DIRECCION", ""),
    "codigo_postal": env.str("ENTIDAD_CODIGO_POSTAL", ""),
    "horario": env.str("ENTIDAD_HORARIO", ""),
    "conmutador": env.str("ENTIDAD_CONMUTADOR", ""),
    "linea_gratuita": env.str("ENTIDAD_LINEA_GRATUITA", ""),
    "linea_anticorrupcion": env.str("ENTIDAD_LINEA_ANTICORRUPCION", ""),
    "correo": env.str("ENTIDAD_CORREO", ""),
    "correo_judicial": env.str("ENTIDAD_CORREO_JUDICIAL", ""),
}

MFA_TOTP_ISSUER = f"MIPG · {ENTIDAD['nombre']}"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "peticion": {"()": "mipg.bitacora.contexto.ConPeticion"},
        "en_una_linea": {"()": "mipg.bitacora.contexto.EnUnaLinea"},
    },
    "formatters": {
        "linea": {
            "()": "mipg.bitacora.contexto.SinTestigos",
            "format": "%(asctime)s %(levelname)s %(name)s [%(peticion)s] %(message)s",
        },
    },
    "handlers": {
        "consola": {"class": "logging.StreamHandler", "formatter": "linea", "filters": ["peticion"]},
        "negado": {"class": "logging.StreamHandler", "formatter": "linea", "filters": ["peticion", "en_una_linea"]},
    },
    # Un 403, un 404 o una búsqueda negada es el sistema haciendo lo suyo: no llena el registro de trazas.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"handlers": ["negado"], "propagate": False},
    },
    "root": {"handlers": ["consola"], "level": env.str("MIPG_NIVEL_REGISTRO", "WARNING")},
}

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # el correo es único sin distinguir mayúsculas (restricción sobre Lower("email"))
    "security.W021",  # la lista de precarga HSTS la decide quien administra el dominio de la entidad
]
