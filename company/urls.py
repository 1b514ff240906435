from django.urls import path

from . import views

app_name = "company"

urlpatterns = [
    path("certificates/", views.CertificateListView.as_view(), name="certificates"),
    path("downloads/", views.DownloadListView.as_view(), name="downloads"),
    path("<slug:slug>/", views.PageView.as_view(), name="page"),
]
