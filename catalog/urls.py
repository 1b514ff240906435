from django.urls import path

from . import views

app_name = "catalog"

urlpatterns = [
    path("", views.FamilyListView.as_view(), name="family-list"),
    path("<slug:slug>/", views.FamilyView.as_view(), name="family"),
    path("<slug:family>/<slug:slug>/", views.ProductView.as_view(), name="product"),
]
