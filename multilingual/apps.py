from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MultilingualConfig(AppConfig):
    name = "multilingual"
    verbose_name = _("languages")

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks
