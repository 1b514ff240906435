from django.apps import AppConfig
from django.contrib.admin import apps as admin


class SiteConfig(AppConfig):
    name = "site_project"
    default = True


class AdminConfig(admin.AdminConfig):
    default = False
    default_site = "site_project.admin.SiteAdmin"
