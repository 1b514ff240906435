"""Settings of a running site: safe for production as they stand. dev.py and test.py change what those need.

Everything that differs between machines comes from the environment (README, "Production"), read here once.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy

from multilingual import languages

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

DATA_DIR = Path(env("SITE_DATA_DIR", default=str(BASE_DIR / "var")))


def read_secret_key(path: Path) -> str:
    """Return the key that the first start generated; there is no default."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"No secret key: set SITE_SECRET_KEY, or run `make install`, which writes {path}."
        ) from None


SECRET_KEY = env("SITE_SECRET_KEY", default="") or read_secret_key(DATA_DIR / "secret_key")
DEBUG = False

# Where the site stands, as visitors write it: for links in feeds, sitemaps, hreflang and e-mails.
SITE_BASE_URL = env("SITE_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("SITE_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
HTTPS = SITE_BASE_URL.startswith("https://")
# Only then does anybody believe what a request says of its scheme and its sender's address.
SITE_BEHIND_PROXY = env.bool("SITE_BEHIND_PROXY", default=False)

INSTALLED_APPS = [
    "modeltranslation",
    "unfold.apps.BasicAppConfig",
    "site_project.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "parler",
    "pictures",
    "django_prose_editor",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "multilingual",
    "accounts",
    "publishing",
    "company",
    "catalog",
    "articles",
    "workflow",
    "demo",
    "site_project",
]

MIDDLEWARE = [
    "workflow.reload.CatalogueReloadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "site_project.csp.PolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "site_project.nul.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "publishing.middleware.StaffFilesMiddleware",
    "publishing.middleware.OldAddressMiddleware",
    "multilingual.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "site_project.urls"
WSGI_APPLICATION = "site_project.wsgi.application"

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
                "site_project.context.chrome",
                "site_project.admin.desk",
            ],
        },
    },
]

# Database: SQLite with nothing to install; PostgreSQL by SITE_DATABASE_URL.
DATABASES = {
    "default": env.db_url("SITE_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Read-then-write transactions of several threads otherwise end in "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages. Django falls back to LANGUAGE_CODE's catalogue, so it is the language of the msgids.
LANGUAGE_CODE = "en"
LANGUAGES = languages.CHOICES
SITE_LANGUAGE = env("SITE_LANGUAGE", default="zh-hans")
LOCALE_DIR = Path(env("SITE_LOCALE_DIR", default=str(BASE_DIR / "locale")))
LOCALE_PATHS = [LOCALE_DIR]
# What these leave untranslated is extracted into our catalogues (docs/how-to/translate-the-interface.md).
MESSAGES_THIRD_PARTY = [
    "django",
    "unfold",
    "axes",
    "allauth",
    "parler",
    "modeltranslation",
    "django_prose_editor",
    "pictures",
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": (), **languages.FALLBACKS}
PARLER_DEFAULT_LANGUAGE_CODE = "en"
PARLER_LANGUAGES = {
    None: [
        {"code": code, "fallbacks": list(others)} for code, others in languages.FALLBACKS.items()
    ]
}
PARLER_ENABLE_CACHING = False  # stale across processes, after update() and after a rollback
PARLER_SHOW_EXCLUDED_LANGUAGE_TABS = False

# The apps with content, for which rights can be given one by one.
CONTENT_APPS = ["articles", "catalog", "company"]

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Log-in: wrong passwords lock a name at one network address, not a person everywhere, nor an office behind one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.client_ip"
AXES_USERNAME_CALLABLE = "accounts.throttle.attempted_name"
AXES_ENABLE_ADMIN = False  # administrators unlock in the list of people
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SITE_BEHIND_PROXY else 0
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator wrote the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddKeyForm",
    "login_webauthn": "accounts.forms.LoginKeyForm",
    "edit_webauthn": "accounts.forms.RenameKeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Mail: into files, where nobody said how to send it.
globals().update(
    env.email_url_config(
        env("SITE_EMAIL_URL", default="") or f"filemail:///{quote(str(DATA_DIR / 'mail'))}"
    )
)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env(
    "SITE_EMAIL_FROM", default=f"noreply@{urlsplit(SITE_BASE_URL).hostname}"
)

# Who looks at the clock: each serving process ("embedded"), or `manage.py worker` alone.
SITE_CLOCK = env.str("SITE_CLOCK", default="embedded", choices=["embedded", "worker"])

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Every upload goes to the archive and stays there; /media/ holds what visitors may read (publishing.files), so that a
# web server may serve it and ask nobody.
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {
        "BACKEND": "publishing.storages.Archive",
        "OPTIONS": {"location": DATA_DIR / "archive"},
    },
    "public": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# From these hosts the editor fetches pictures of pasted texts: WeChat's. Of all others she is told what is missing.
PICTURE_HOSTS = env.list("SITE_PICTURE_HOSTS", default=["mmbiz.qpic.cn", "mmbiz.qlogo.cn"])
PICTURES = {
    "FILE_TYPES": ["AVIF"],
    "GRID_COLUMNS": 4,
    "PIXEL_DENSITIES": [1, 2],
    "CONTAINER_WIDTH": 1280,
    "BREAKPOINTS": {"s": 640, "m": 960, "l": 1280},
    "USE_PLACEHOLDERS": False,
}

# What public pages may load: nothing but what this site serves.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
# Private pages are Unfold's: its Alpine evaluates expressions, its theme is an inline style. Nothing is foreign there.
PRIVATE_PREFIXES = ("/admin/", "/accounts/")
PRIVATE_POLICY = {
    "script-src": ["'unsafe-eval'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["blob:"],
}
UNFOLD = {
    "SITE_TITLE": "site_project.admin.company_name",
    "SITE_HEADER": "site_project.admin.company_name",
    "SITE_SUBHEADER": gettext_lazy("Editors’ desk"),
    "SITE_SYMBOL": "factory",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("favicon.svg"),
        }
    ],
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "STYLES": [
        lambda request: static("admin-site/admin.css"),
        lambda request: static("admin-site/desk.css"),
        lambda request: static("admin-site/preview.css"),
        lambda request: static("admin-site/inbox.css"),
    ],
    "SCRIPTS": [
        lambda request: static("admin-site/admin.js"),
        lambda request: static("admin-site/preview.js"),
    ],
    "ACCOUNT": {"navigation": "site_project.admin.account_links"},
    "SIDEBAR": {"navigation": "site_project.admin.navigation"},
    "COLORS": {
        "primary": {
            "50": "#eef5fb",
            "100": "#d8e8f5",
            "200": "#b3d1ea",
            "300": "#82b2da",
            "400": "#4d8dc2",
            "500": "#2b71aa",
            "600": "#1d5c90",
            "700": "#194b75",
            "800": "#173f61",
            "900": "#153451",
            "950": "#0d2136",
        }
    },
}
# A long article in Chinese grows threefold on its way through a form; the form itself says when a text is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# A table of a few hundred rows, each cell with the value it was opened with.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SITE_BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
