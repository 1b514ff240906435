"""For templates: whether the page is a preview, and the switcher that leads from preview to preview."""

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language

from multilingual import languages, links
from multilingual.links import Place, Switch
from publishing.previews.mode import Mode, current

register = template.Library()


@register.simple_tag
def previewed() -> Mode | None:
    """What the bar says; None on a page that is no preview."""
    return current()


@register.simple_tag
def language_links(place: Place, request: HttpRequest) -> list[Switch]:
    """The switcher's links: in a preview, to the newest revision of the language, where it has one."""
    mode = current()
    previews = mode.switches if mode else {}
    here = get_language() or languages.CODES[0]
    return [
        Switch(switch.language, previews[switch.language.code], "")
        if switch.language.code in previews
        else switch
        for switch in links.switches(place, here, request.GET)
    ]
