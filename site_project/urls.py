"""Every address of the site. Public pages stand under their language; the rest has no prefix."""

from django.contrib import admin
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.conf import settings
from django.views.static import serve

from . import views

urlpatterns = [
    path("", views.choose_language, name="root"),
    path("admin/", admin.site.urls),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *i18n_patterns(
        path("", views.HomeView.as_view(), name="home"),
        path("products/", include("catalog.urls")),
        path("news/", include("articles.urls")),
        path("", include("company.urls")),
    ),
]
