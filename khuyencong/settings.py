"""One file of settings, read from the environment (see README, "Settings").

With DEBUG off the portal refuses to start insecure: khuyencong.checks holds the list.
"""

import logging
import sys
from base64 import b64encode
from pathlib import Path

import environ

from khuyencong import checks
from khuyencong.keeping import owner
from khuyencong.operation import logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # the SQLite file, collected static files, logs: never in version control

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

DEMO_SECRET_KEY = "demo-only-key-that-production-refuses-to-start-with"  # noqa: S105
DEMO_FACTOR_KEY = b64encode(b"demo-only-key-of-second-factors!").decode()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default=DEMO_SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
# The host that links in letters name, whatever a request says; on trial the one of the request.
PORTAL_HOST = env.str("PORTAL_HOST", default="" if DEBUG else checks.first_host(ALLOWED_HOSTS))
# Trial data and published passwords: with DEBUG off only where the portal is served to its own machine (benchmarks).
TRIAL_DATA = env.bool("TRIAL_DATA", default=DEBUG)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "khuyencong.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "simple_history",
    "csp",
    "khuyencong.apps.RoofConfig",
    "reports.apps.ReportsConfig",
    "conferences.apps.ConferencesConfig",
    "programs.apps.ProgramsConfig",
    "accounts.apps.AccountsConfig",
    "printing.apps.PrintingConfig",
]

MIDDLEWARE = [
    "khuyencong.operation.middleware.TraceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "khuyencong.incoming.IncomingMiddleware",
    "khuyencong.middleware.KnownMethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "khuyencong.middleware.DatabaseAnswersMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "accounts.middleware.DenialLogMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.middleware.FactorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.DeclaredRightMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "khuyencong.middleware.OwnErrorPagesMiddleware",
]

ROOT_URLCONF = "khuyencong.urls"
WSGI_APPLICATION = "khuyencong.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "khuyencong.context.frame",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'khuyencong.sqlite3'}")}
# The owner's commands enter with rights of their own (PostgreSQL); PORTAL_ROLE: whom they give the portal's.
OWNER_URL = env.str("DATABASE_OWNER_URL", default="")
DATABASES["default"], PORTAL_ROLE = owner.chosen(DATABASES["default"], OWNER_URL, sys.argv)
PG_BIN = env.str(
    "PG_BIN", default=""
)  # the folder of pg_dump and pg_restore; empty: the newest of the machine
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Several people at once: readers never wait (WAL), a writer queues instead of failing half-way (IMMEDIATE),
    # and what was acknowledged survives a power cut (synchronous FULL). Triggers outlive every migration (our engine).
    DATABASES["default"]["ENGINE"] = "accounts.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"].update(
        CONN_MAX_AGE=60,
        CONN_HEALTH_CHECKS=True,
    )
    # A peer that is gone is noticed within half a minute. How long a page waits for an answer: khuyencong.patience.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
        # Without jit: compiling takes half a second of a report's query and gains nothing on queries of this kind.
        "options": "-c lock_timeout=10000 -c jit=off",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.NoPublishedPasswords",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [  # the first makes; the others know hashes of before, which it replaces at the next sign-in
    "accounts.passwords.ComposedArgon2Hasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.validators.LengthValidator"},
    {"NAME": "accounts.validators.GuessableValidator", "OPTIONS": {"more": "programs.guessable.names"}},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds; of every link, that of a new account too
# Guessing at the sign-in: see accounts.guesses.
SIGN_IN_NAMES_PER_HOUR = env.int("SIGN_IN_NAMES_PER_HOUR", default=30)  # that fail from one address

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["khuyencong.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = VAR_DIR / "media"  # what people upload; served only by views that ask who may see it
STORAGES = {
    "default": {"BACKEND": "khuyencong.keeping.storage.StoredFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Sessions: 30 minutes idle (ministry, administrators), 4 hours for all others, renewed by use; accounts.middleware
# ends them 12 hours after the log-in.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_NEAR_AGE = 4 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_ABSOLUTE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_COOKIES = env.bool("SECURE_COOKIES", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
# A browser takes a cookie of this name from this host alone, over HTTPS, for all its paths: no neighbour plants one.
COOKIE_PREFIX = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}device"  # accounts.devices
MESSAGE_STORAGE = "accounts.cookies.MessageStorage"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked on the machine itself, without HTTPS
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

# The second factor: see accounts.factor. Several keys, separated by commas: the first seals, all open.
FACTOR_KEYS = env.list("FACTOR_KEYS", default=[DEMO_FACTOR_KEY] if DEBUG else [])
FACTOR_REQUIRED = not DEBUG  # of whoever reaches far (accounts.reach); others may have one

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # seconds
# Without a mail server nobody would get the letter: the page is hidden and administrators give one-time links.
PASSWORD_RESET_ENABLED = env.bool(
    "PASSWORD_RESET_ENABLED", default=DEBUG or checks.reaches_people(EMAIL_CONFIG["EMAIL_BACKEND"])
)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="khuyencong@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# How many days what is known of people is kept, by rule of khuyencong.retention; `manage.py purge` lets it go.
RETENTION_DAYS = {
    rule: env.int(f"RETENTION_{rule.upper()}_DAYS", default=days)
    for rule, days in {
        "sessions": 1,  # since they ended
        "submissions": 7,
        "sign_ins": 30,
        "audit": 730,
        "delegates": 730,  # since the conference
        "histories": 1825,
    }.items()
}

# Limits of a form; those of the whole body, by who sends it, stand in khuyencong.incoming.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
ASKED_ELSEWHERE_AN_HOUR = 20  # answers «có/không» about what is out of sight, a person and hour
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
SIMPLE_HISTORY_REVERT_DISABLED = True

# What the operator sees: see docs/van-hanh.md.
LOG_FORMAT = env.str("LOG_FORMAT", default="text")  # or json: one object a line
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=0)  # 0: nothing is timed
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # empty: /metrics does not exist
RECENT_DIR = VAR_DIR / "recent"  # the last errors and slow statements, for the operator's page
ACCESS_LOG = env.bool("ACCESS_LOG", default=True)  # a line for each request
LOGGING = logs.configuration(LOG_FORMAT, str(RECENT_DIR), access=ACCESS_LOG)
logging.captureWarnings(LOG_FORMAT == "json")  # Python's own warnings too are lines of the log then

if not DEBUG:
    checks.refuse_insecure_start(globals())
