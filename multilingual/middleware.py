"""The URL decides the language (V1, V2)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from . import languages

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Activate the language of the URL's prefix; send other spellings of a prefix to the canonical one, once.

    Pages without a prefix (the admin, accounts) are private: they follow what the person chose for good, then the
    cookie, then the header. ``/`` itself is answered by a view.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        prefix, _slash, rest = request.path_info.removeprefix("/").partition("/")
        code = languages.canonical(prefix)
        if code and prefix != code:
            return _permanent(request, f"/{code}/{rest}")
        language = code or chosen(request) or preferred(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault(
            "Content-Language", languages.get(translation.get_language() or language).tag
        )
        if not code:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def chosen(request: HttpRequest) -> str | None:
    """The language that a person who is logged in has chosen for the screens; visitors have no account."""
    return languages.canonical(getattr(request.user, "language", ""))


def preferred(request: HttpRequest) -> str:
    """The language of a page whose URL names none: cookie, then Accept-Language, then the site's."""
    cookie = languages.canonical(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    return (
        cookie
        or languages.negotiate(request.headers.get("Accept-Language", ""))
        or settings.SITE_LANGUAGE
    )


def _permanent(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(path + (f"?{query}" if query else ""))
