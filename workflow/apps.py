from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("translation")

    def ready(self) -> None:
        from publishing.signals import event_logged

        event_logged.connect(_follow, dispatch_uid="workflow")


def _follow(*, event: Any, **_given: object) -> None:
    from . import documents

    documents.follow(event)
