"""What happens to articles outside publication: being read."""

import re

from django.db import transaction
from django.db.models import F

from .models import Article, ViewCount

# Programs that fetch pages without a reader say so in their name.
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|curl|wget|python|monitor|^$", re.IGNORECASE
)


def count_view(article_id: int, *, agent: str, is_staff: bool) -> bool:
    """Add one to an article's count, atomically; robots, staff and articles that are not public count nothing."""
    if is_staff or ROBOT.search(agent):
        return False
    if not Article.objects.filter(pk=article_id, translations__isnull=False).exists():
        return False
    with transaction.atomic():
        ViewCount.objects.get_or_create(article_id=article_id)
        ViewCount.objects.filter(article_id=article_id).update(count=F("count") + 1)
    return True
