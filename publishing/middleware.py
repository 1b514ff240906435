from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from multilingual.middleware import GetResponse

from . import addresses, storages

PRIVATE = "/preview/"
"""Links to previews are nobody's business: a mistyped one is no address that visitors miss."""


class OldAddressMiddleware:
    """Lead addresses of an earlier site to their new ones; count those that lead nowhere (V10).

    An old address is one hop whatever else would redirect it: another spelling of a language, a missing slash.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in (301, 404) or request.method not in ("GET", "HEAD"):
            return response
        path = request.get_full_path()
        if path.startswith(PRIVATE):
            return response
        if target := addresses.target_of(path):
            return HttpResponsePermanentRedirect(target)
        if response.status_code == 404:
            addresses.note_missing(path)
        return response


class StaffFilesMiddleware:
    """Private pages show files as the archive has them, drafts' included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.PRIVATE_PREFIXES):
            return self.get_response(request)
        with storages.addressed(staff_address):
            return self.get_response(request)


def staff_address(name: str) -> str:
    return reverse("staff-file", args=(name,))
