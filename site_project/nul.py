from django.http import HttpRequest, HttpResponse

from multilingual.middleware import GetResponse


class NulMiddleware:
    """Take NUL out of what a visitor sends without a form: PostgreSQL stores none and fails when asked for one.

    Forms refuse it themselves; a session's key and the filters of a list go to the database as they are.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A space in its place: taken out, one NUL could join what stands around it to another.
        query = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = query.replace("%00", "%20")
        for name, value in request.COOKIES.items():
            request.COOKIES[name] = value.replace("\0", "")
        return self.get_response(request)
