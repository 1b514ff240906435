from django.urls import path

from . import views

urlpatterns = [
    path("preview/<str:token>/", views.show, name="preview"),
    path("preview/file/<str:token>/<str:name>", views.show_file, name="preview-file"),
    path("admin/preview/<int:pk>/", views.open_revision, name="preview-revision"),
    path("admin/preview/<int:item>/<str:language>/", views.show_typing, name="preview-typing"),
]
