"""Every address of the site. Public pages stand under their language; the rest has no prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from articles.views import count_view
from publishing.file_views import public_file, staff_file
from publishing.picture_views import add_picture

from . import sitemaps, views

urlpatterns = [
    path("", views.choose_language, name="root"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
    path("beacon/news/<int:pk>/", count_view, name="count-view"),
    path("accounts/", include("accounts.urls")),
    path("admin/files/<path:name>", admin.site.admin_view(staff_file), name="staff-file"),
    path("admin/pictures/", admin.site.admin_view(add_picture), name="add-picture"),
    path("", include("publishing.previews.urls")),
    path("admin/", admin.site.urls),
    re_path(r"^media/(?P<path>.*)$", public_file, name="media"),
    *i18n_patterns(
        path("", views.HomeView.as_view(), name="home"),
        path("products/", include("catalog.urls")),
        path("news/", include("articles.urls")),
        path("sitemap/", views.SiteMapView.as_view(), name="site-map"),
        path("", include("company.urls")),
    ),
]

handler403 = "site_project.views.forbidden"
handler404 = "site_project.views.not_found"
handler500 = "site_project.views.server_error"
