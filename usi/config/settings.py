"""Django's settings, all of them derived from the `USI_…` variables in `env.py`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from usi.base import languages
from usi.config import databases, env
from usi.config.accounts import *  # noqa: F403 - Django reads settings from one module

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "usi"

DEMO = env.flag("USI_DEMO")
TESTING = env.flag("USI_TESTING")
DATA = Path(env.text("USI_DATA")).absolute()
_KEPT = DATA / "secrets" if DEMO or TESTING else None

URL = env.text("USI_URL").rstrip("/")
DOMAIN = urlsplit(URL).netloc
NODE_NAME = env.text("USI_NODE_NAME")
SECURE = URL.startswith("https://")

SECRET_KEY = env.secret("USI_SECRET_KEY", kept_in=_KEPT)
FIELD_KEY = env.secret("USI_FIELD_KEY", kept_in=_KEPT)
DEBUG = False
ALLOWED_HOSTS = [urlsplit(URL).hostname or "localhost"]
if DEMO or TESTING:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "usi.base",
    "usi.spine.journal",
    "usi.spine.mail",
    "usi.spine.media",
    "usi.spine.actors",
    "usi.spine.taxonomy",
    "usi.spine.publications",
    "usi.spine.people",
    "usi.spine.organisations",
    "usi.surfaces.feed",
    "usi.surfaces.search",
    "usi.surfaces.moderation",
    "usi.surfaces.translation",
    "usi.surfaces.atlas",
    "usi.features.newsroom",
    "usi.features.campaigns",
    "usi.doors.website",
    "usi.doors.operators",
    "usi.doors.demonstration",
    # After our rooms, whose templates take the place of the library's.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "usi.base.unrecognisable.UnrecognisableMiddleware",
    "usi.base.cache.AnonymousPageCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "usi.base.compression.BrotliMiddleware",
    "usi.base.freshness.FreshnessMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "usi.base.tongue.LanguageMiddleware",
    "usi.base.failures.FailureMiddleware",
    "django.middleware.common.CommonMiddleware",
    "usi.base.crosssite.CrossSiteGuard",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "usi.spine.organisations.middleware.ReaderMiddleware",
    "usi.base.admission.AdmissionMiddleware",
    "usi.base.access.AccessMiddleware",
]

ROOT_URLCONF = "usi.config.urls"
WSGI_APPLICATION = "usi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "usi.base.templatetags.usi",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "usi.base.context.page",
            ],
        },
    }
]

DATABASES = {"default": databases.of(env.text("USI_DATABASE_URL"), data=DATA, testing=TESTING)}
REDIS_URL = env.text("USI_REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
# A language is added by its catalogue alone (docs/languages.md).
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGES = list(languages.offered(languages.catalogued(LOCALE_PATHS[0])))
PSEUDO = env.pseudo()
if PSEUDO:
    # Before the others: texts for `ar-XB` are also looked for under `ar`.
    LOCALE_PATHS.insert(0, DATA / "pseudo")
    LANGUAGES += [(tag.lower(), tag) for tag in languages.PSEUDO]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MAX_UPLOAD_BYTES = env.number("USI_MAX_UPLOAD_MB") * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o640

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_COOKIE_NAME = "__Host-usi" if SECURE else "usi"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
# `same-origin` and not `no-referrer`: the latter makes browsers send `Origin: null` with our own forms.
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = "usi.spine.mail.backend.QueueBackend"
MAIL_URL = env.text("USI_MAIL_URL") or ("folder:" if DEMO or TESTING else "")
if not MAIL_URL:
    raise env.SettingError("USI_MAIL_URL is not set. Give the mail server as smtp://user:password@host:587?tls=starttls.")
DEFAULT_FROM_EMAIL = f"{NODE_NAME} <{env.text('USI_MAIL_FROM')}>"
MAIL_BOUNCES = env.address("USI_MAIL_BOUNCES")
OUTBOX = DATA / "outbox"

PROXIES = env.number("USI_PROXIES")
PAGE_CACHE_SECONDS = 0 if TESTING else min(env.number("USI_PAGE_CACHE_SECONDS"), 10)
VERIFIERS_NEEDED = env.number("USI_VERIFIERS_NEEDED")
ENDORSEMENTS_NEEDED = env.number("USI_ENDORSEMENTS_NEEDED")
CAMPAIGN_ERASE_DAYS = env.number("USI_CAMPAIGN_ERASE_DAYS")
TRANSLATE_URL = env.text("USI_TRANSLATE_URL").rstrip("/")
TRANSLATE_KEY = env.text("USI_TRANSLATE_KEY")
WEB_PROCESSES = env.number("USI_WEB_PROCESSES")
WEB_THREADS = env.number("USI_WEB_THREADS") or (48 if env.text("USI_DATABASE_URL") else 96)
HOST = env.text("USI_HOST")
PORT = env.number("USI_PORT")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "usi": {"level": "INFO"},
        "huey": {"level": "WARNING"},
        "django.server": {"level": "ERROR"},
        # Its lines carry addresses that readers asked for; a wrong Host is answered, not logged.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W003", "security.W004", "security.W008", "security.W012", "security.W016"]

ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = NODE_NAME
STRAP = _("Workers of the world, in touch. News, help and action from trade unions everywhere.")
