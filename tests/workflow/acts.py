"""An article in Chinese, its units, and what people do with them."""

from publishing import services as publishing
from publishing.models import Edition
from workflow import services
from workflow.models import Unit
from workflow.services import Wanted

CHINESE = (
    "<h2>材料</h2><p>合金<strong>3003</strong>用于扁管。</p>"
    '<p>请<a href="/zh-hans/contact/" rel="noopener">联系我们</a>。</p>'
)


def units(obj, language="en"):
    found = Unit.objects.present().filter(
        translation__document__item=obj.item_id, translation__language=language
    )
    return list(found.select_related("translation"))


def sources(obj):
    return [unit.source for unit in units(obj)]


def write(obj, texts, by, **options):
    """Texts by their sources."""
    wanted = [
        Wanted(unit.pk, unit.version, texts[unit.source])
        for unit in units(obj)
        if unit.source in texts
    ]
    return services.write(wanted, by=by, **options)


ENGLISH = {
    "扁管的材料": "What flat tubes are made of",
    "材料": "Material",
    "合金<1>3003</1>用于扁管。": "Alloy <1>3003</1> is used for flat tubes.",
    "请<1>联系我们</1>。": "Please <1>contact us</1>.",
}


def edition(obj, language="en"):
    return Edition.objects.select_related("newest").get(item=obj.item_id, language=language)


def rewritten(obj, body, title="扁管的材料"):
    publishing.save_draft(obj, "zh-hans", {"title": title, "body": body}, by=None)
    publishing.publish(obj, "zh-hans", by=None)
