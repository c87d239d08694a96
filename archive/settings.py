"""Settings. Every one has a default that boots; the environment is read here and nowhere else."""

import hashlib
import re
import ssl
from contextlib import suppress
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from archive.storage.data_folder import database, database_file, kept_key, new_key

# Django's classes take the model that they are of, ModelAdmin[Article], where the type checker reads it.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
LARGEST_PORT = 65535
IPV6 = 6
HOST_NAME = re.compile(r"(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\.)*(?!-)[a-z0-9_-]{1,63}(?<!-)\.?")
INDEX_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
TOKEN = re.compile(r"[!-~]{20,200}")
FIRST_PART = re.compile(r"[a-z0-9][a-z0-9-]*")
TAKEN_PARTS = {
    *(
        "about",
        "articles",
        "compare",
        "coverage",
        "figures",
        "handbook",
        "health",
        "indicators",
        "language",
        "metrics",
        "ready",
        "regions",
    ),
    *("search", "shelf", "static", "theme", "unapi", "years"),
}
PATH_PREFIX = re.compile(r"(?:/[A-Za-z0-9_.~-]+)+|/")


def positive_int(name: str, default: int, *, least: int = 1) -> int:
    """A whole number, ``least`` or above, from the environment; anything else stops the start with the reason."""
    wanted = f"{name} takes a whole number {'above 0' if least else 'of 0 or above'}"
    try:
        value: int = env.int(name, default=default)
    except ValueError as error:
        raise ImproperlyConfigured(f"{wanted}, not {env.str(name)!r}") from error
    if value < least:
        raise ImproperlyConfigured(f"{wanted}, not {value}")
    return value


def port(name: str, default: int) -> int:
    """A port number; anything else stops the start with the reason."""
    value = positive_int(name, default)
    if value > LARGEST_PORT:
        raise ImproperlyConfigured(f"{name} takes a port between 1 and {LARGEST_PORT}, not {value}")
    return value


def time_zone(name: str, default: str) -> str:
    """A name of the time zone database; anything else stops the start with the reason."""
    value = env.str(name, default="") or default
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(
            f"{name} takes a name of the time zone database such as Asia/Shanghai, not {value!r}"
        ) from error
    return value


def networks(name: str, default: list[str]) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks with commas; anything else stops the start with the reason."""
    try:
        return [ip_network(part.strip()) for part in env.list(name, default=default) if part.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} takes addresses and networks: {error}") from error


def host_name(value: str) -> str:
    """A name or an address as browsers send it: 中文.cn is xn--fiq228c.cn there, ::1 is [::1]; raises ValueError."""
    with suppress(ValueError):
        address = ip_address(value.removeprefix("[").removesuffix("]"))
        return f"[{address}]" if address.version == IPV6 else str(address)
    plain = value.encode("idna").decode("ascii").lower()
    if not HOST_NAME.fullmatch(plain):
        raise ValueError(f"{value!r} is no name of a host")
    return plain


def hosts(name: str, default: list[str]) -> list[str]:
    """Names and addresses with commas, without port or path; ``.example.cn`` is every name below it, ``*`` any."""
    values = [part.strip() for part in env.list(name, default=default) if part.strip()]
    try:
        return [
            value if value == "*" else value[: value.startswith(".")] + host_name(value.removeprefix("."))
            for value in values
        ]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} takes names and addresses such as zs.example.cn or 10.0.0.5, with commas and without "
            f"http:// or port: {error}"
        ) from error


def listening(name: str, default: str) -> str:
    """The name or the address at which the site listens; anything else stops the start with the reason."""
    value = env.str(name, default="").strip() or default
    try:
        return host_name(value).strip("[]")
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} takes a name or an address of this machine such as 127.0.0.1 or 0.0.0.0, not {value!r}"
        ) from error


def nodes(name: str) -> str:
    """Addresses of a search cluster with commas, with or without ``name:password@``; anything else stops the start.

    What is wrong is said without the value, which may hold a password.
    """
    values = [part.strip().rstrip("/") for part in env.list(name, default=[]) if part.strip()]
    for place, value in enumerate(values, start=1):
        try:
            parts = urlsplit(value)
            host_name(parts.hostname or "")
            sound = parts.scheme in {"http", "https"} and not (parts.query or parts.fragment)
            sound = sound and (parts.port is None or parts.port > 0)
        except ValueError:
            sound = False
        if not sound:
            raise ImproperlyConfigured(
                f"{name} takes addresses such as https://name:password@search.example.cn:9200, with commas; "
                f"the {place}. of them is none"
            )
    return ",".join(values)


def search_engine(name: str, default: str) -> str:
    """The engine that searches, which must be installed; anything else stops the start with the reason."""
    chosen = one_of(name, default, ("whoosh", "opensearch"))
    if chosen == "opensearch" and find_spec("opensearchpy") is None:
        raise ImproperlyConfigured(f"{name}=opensearch needs opensearch-py, which make cluster installs")
    return chosen


def certificates(name: str) -> str | None:
    """A file with certificates of authorities, or None; one that can't be read as such stops the start with the reason."""
    value: str = env.str(name, default="").strip()
    if not value:
        return None
    try:
        ssl.create_default_context(cafile=value)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} names a file with certificates in PEM form, which {value!r} is not"
        ) from error
    return value


def index_name(name: str, default: str) -> str:
    """A name of small letters, digits, - and _; anything else stops the start with the reason."""
    value = env.str(name, default="").strip() or default
    if not INDEX_NAME.fullmatch(value):
        raise ImproperlyConfigured(f"{name} takes small letters, digits, - and _, not {value!r}")
    return value


def token(name: str) -> str:
    """A word that nobody guesses; none where none is said. Anything else stops the start with the reason, which does not
    repeat it."""
    value: str = env.str(name, default="").strip()
    if value and not TOKEN.fullmatch(value):
        raise ImproperlyConfigured(f"{name} takes 20 letters, digits and signs or more, without blanks")
    return value


def origins(name: str) -> list[str]:
    """Addresses that begin with http:// or https:// and have no path, with commas; anything else stops the start."""
    values = [part.strip().rstrip("/") for part in env.list(name, default=[]) if part.strip()]
    try:
        return [origin(value) for value in values]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} takes addresses such as https://zs.example.cn, with commas: {error}"
        ) from error


def origin(value: str) -> str:
    """An address as browsers write it in Origin; ``*.`` before the name is every name below it."""
    parts = urlsplit(value)
    unwanted = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or unwanted:
        raise ValueError(f"{value!r} is none")
    name = parts.hostname or ""
    below = "*." if name.startswith("*.") else ""
    port = "" if parts.port is None else f":{parts.port}"
    return f"{parts.scheme}://{below}{host_name(name.removeprefix('*.'))}{port}"


def path_prefix(name: str) -> str | None:
    """A path such as /zs, or nothing."""
    value = "/" + env.str(name, default="").strip().strip("/")
    if not PATH_PREFIX.fullmatch(value):
        raise ImproperlyConfigured(f"{name} takes a path such as /zs, not {value!r}")
    return value if value != "/" else None


def first_part(name: str, default: str) -> str:
    """The first part of an address below which nothing else lies, such as desk."""
    value = env.str(name, default="").strip().strip("/") or default
    if not FIRST_PART.fullmatch(value) or value in TAKEN_PARTS:
        raise ImproperlyConfigured(
            f"{name} takes small letters, digits and -, and no address of the site itself, not {value!r}"
        )
    return value


def boolean(name: str, *, default: bool) -> bool:
    """yes/no, true/false, on/off, 1/0; anything else stops the start with the reason."""
    value = env.str(name, default="yes" if default else "no").strip().lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} takes yes or no, not {value!r}")


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of these words; anything else stops the start with the reason."""
    value = env.str(name, default="").strip().lower() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} takes {', '.join(choices)}, not {value!r}")
    return value


def folder(name: str, default: Path) -> Path:
    """A folder, made where it is missing; one that can't be made stops the start with the reason."""
    named = Path(env.str(name, default="") or default)
    try:
        path = named.resolve()
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:  # the latter of links that lead to each other
        raise ImproperlyConfigured(f"{name}：目录 {named} 不能使用（{reason_of(error)}）") from error
    return path


def place(name: str) -> Path | None:
    """A path, whether something is there or not; None where none is said."""
    value = env.str(name, default="").strip()
    return Path(value).resolve() if value else None


SCHEMES = {"postgres", "postgresql"}
OPTIONS_OF_CONNECTIONS = {
    "host",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "connect_timeout",
    "application_name",
}


def postgresql(name: str) -> dict[str, Any] | None:
    """A PostgreSQL database by its address; None where none is said, and anything else stops the start with the reason.

    The address holds a password: it is never said again.
    """
    value = env.str(name, default="").strip()
    if not value:
        return None
    wanted = f"{name} takes an address such as postgresql://user:password@host:5432/database"
    try:
        parts = urlsplit(value)
        port = parts.port or ""
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{wanted}; its port or what follows ? can't be read") from error
    database, unknown = unquote(parts.path.removeprefix("/")), sorted(options.keys() - OPTIONS_OF_CONNECTIONS)
    if (
        parts.scheme not in SCHEMES
        or not database
        or "/" in database
        or "\0" in unquote(value)
        or parts.fragment
    ):
        raise ImproperlyConfigured(wanted)
    if unknown:
        raise ImproperlyConfigured(
            f"{wanted}; after ? it takes {', '.join(sorted(OPTIONS_OF_CONNECTIONS))}, not {', '.join(unknown)}"
        )
    if find_spec("psycopg") is None:
        raise ImproperlyConfigured(
            f"{name} needs psycopg, which is not installed: run make setup with {name} set"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def reason_of(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def key_of(folder: Path) -> str:
    """Kept by the first command that sets an archive up: a mere look must not make a folder look used."""
    try:
        return kept_key(folder) or new_key()
    except OSError as error:
        raise ImproperlyConfigured(
            f"密钥 {folder / 'secret_key'} 读不出来（{reason_of(error)}）；它应是本站的用户能读的文件。"
            "移走它会另建一个，已登录的人需要重新登录"
        ) from error


ARCHIVE_DATA = folder("ARCHIVE_DATA", BASE_DIR / "var")
SECRET_KEY = env.str("SECRET_KEY", default="") or key_of(ARCHIVE_DATA)
DEBUG = boolean("DEBUG", default=False)
HOST = listening("HOST", "127.0.0.1")
PORT = port("PORT", 8000)
ANY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]) + (
    [] if HOST in ANY_ADDRESS else [f"[{HOST}]" if ":" in HOST else HOST]
)
HTTPS = boolean("HTTPS", default=False)
# Who encrypts stands in front, on this machine where nothing else is said.
TRUSTED_PROXIES = networks("TRUSTED_PROXIES", ["127.0.0.1", "::1"] if HTTPS else [])
CSRF_TRUSTED_ORIGINS = origins("TRUSTED_ORIGINS")
FORCE_SCRIPT_NAME = path_prefix("SCRIPT_NAME")

INSTALLED_APPS = [
    "archive.apps.ArchiveConfig",
    "search.apps.SearchConfig",
    "haystack",
    "archive.apps.ArchiveAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "archive.apps.LockedNamesConfig",
]

MIDDLEWARE = [
    "archive.web.request_ids.RequestIdMiddleware",
    "archive.web.counted_requests.CountedRequestsMiddleware",
    "archive.web.proxies.TrustedProxiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "archive.web.static_names.StaticFilesMiddleware",
    "archive.web.compression.TextCompressionMiddleware",
    "archive.web.compression.ETagMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.web.language.ChosenLanguageMiddleware",
    "archive.web.typed_bytes.TypedBytesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "archive.web.methods.MethodsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "archive.readers.ReadersOnlyMiddleware",
    "archive.web.told_when_done.ToldWhenDoneMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

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
            ],
        },
    },
]

# The figures behind the options: with Django's defaults most writes of four writers beside eight readers failed
# ("database is locked"); write-ahead log and immediate transactions brought that to none.
DATABASES = {
    "default": postgresql("DATABASE_URL")
    or {"ENGINE": "django.db.backends.sqlite3", **database(ARCHIVE_DATA)}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A whole office often shares one address behind a proxy: lock the pair, never the address alone.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_RESET_ON_SUCCESS = True
# An administrator unlocks a name by deleting its failed attempts there.
AXES_ENABLE_ADMIN = True

SEARCH = search_engine("SEARCH", "whoosh")
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.engines.adapter.HaystackEngine",
        "SEARCH": SEARCH,
        "PATH": str(ARCHIVE_DATA / "index"),
        "URL": nodes("SEARCH_URL"),
        "CA": certificates("SEARCH_CA"),
        "INDEX": index_name("SEARCH_INDEX", "reviews"),
        "SHARDS": positive_int("SEARCH_SHARDS", 2),
        "REPLICAS": positive_int("SEARCH_REPLICAS", 1, least=0),
        "SILENTLY_FAIL": False,
    }
}

if SEARCH == "opensearch" and not HAYSTACK_CONNECTIONS["default"]["URL"]:
    raise ImproperlyConfigured("SEARCH=opensearch needs SEARCH_URL, the addresses of the search cluster")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [BASE_DIR / "archive" / "locale"]
TIME_ZONE = time_zone("TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = f"{FORCE_SCRIPT_NAME or ''}/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("handbook", BASE_DIR / "docs" / "handbook")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "archive.web.static_names.HashedNames"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

OCR_ENGINE = one_of("OCR_ENGINE", "rapidocr", ("rapidocr", "tesseract"))
ADMIN_PATH = first_part("ADMIN_PATH", "admin")
METRICS_TOKEN = token("METRICS_TOKEN")
PUBLIC_READING = boolean("PUBLIC_READING", default=True)
SEARCH_ENGINES = boolean("SEARCH_ENGINES", default=True)
CITATION_SIGNS = one_of("CITATION_SIGNS", "edition", ("edition", "full", "half"))
TRASH_DAYS = positive_int("TRASH_DAYS", 30)
BACKUP_FOLDER = place("BACKUP_FOLDER")
BACKUP_KEEP = positive_int("BACKUP_KEEP", 7, least=0)

# Uploads are read whole: the bytes are hashed, kept and parsed. Larger files are refused with the reason.
UPLOAD_MAX_BYTES = positive_int("UPLOAD_MAX_MEGABYTES", 64) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 200

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Cookies of this site are no business of others on the same host, nor theirs of this one.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = FORCE_SCRIPT_NAME or "/"
# Two archives of one host, such as a restored one looked at on another port, are one site to a browser: who signs in to the
# one would be signed out of the other. A restored one has the key of the first, and in containers each is /srv/archive/data:
# only both together tell them apart. Where the folder can't be written to the database is opened by another name, and who
# had signed in stays so.
_IS_A_FILE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
_DATABASE = database_file(ARCHIVE_DATA) if _IS_A_FILE else DATABASES["default"]["NAME"]
_OF_THIS_ARCHIVE = hashlib.sha256(f"{_DATABASE} {SECRET_KEY}".encode()).hexdigest()[:8]
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"session_{_OF_THIS_ARCHIVE}", f"csrf_{_OF_THIS_ARCHIVE}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "archive.views.errors.refused_form"
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Whoever stands in front asks there, on this machine and without encryption; nothing of the archive is said.
SECURE_REDIRECT_EXEMPT = [rf"^{re.escape((FORCE_SCRIPT_NAME or '').lstrip('/'))}/?(health|ready|metrics)$"]
# Other names below this one, and lists in browsers that nobody gets off again, are for who owns the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"},
        "json": {"()": "archive.web.log_lines.JsonLines"},
    },
    "filters": {
        "visitors": {"()": "archive.web.log_lines.OneLineForVisitors"},
        "request": {"()": "archive.web.request_ids.NamesTheRequest"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": one_of("LOG_FORMAT", "line", ("line", "json")),
            "filters": ["visitors", "request"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "archive": {"level": "INFO"},
        "search": {"level": "INFO"},
        "opensearch": {"level": "ERROR"},  # an answer is refused and said where it is asked for
        "waitress.queue": {"level": "ERROR"},  # a request that waits for a thread is no news
    },
}
