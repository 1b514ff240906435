from django.http import HttpRequest, HttpResponse
from django.urls import path

from site_project.urls import *  # noqa: F403
from site_project.urls import urlpatterns as site


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty/", empty), *site]
