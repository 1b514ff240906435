"""What the site tells search engines about its company (schema.org Organization and WebSite)."""

from typing import Any

from multilingual import languages, links

from .models import Profile


def organization(profile: Profile, language: str) -> dict[str, Any]:
    """Describe the company in one language; what is not filled in is not told."""
    told = {
        "name": profile.name,
        "alternateName": profile.short_name,
        "description": profile.about,
        "slogan": " ".join(filter(None, (profile.slogan_first, profile.slogan_second))),
        "address": profile.address,
        "telephone": profile.phone,
        "email": profile.email,
        "logo": links.absolute(profile.logo.url) if profile.logo else "",
    }
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": links.absolute("/#organization"),
        "url": links.absolute(links.url("home", language)),
        **{name: text for name, text in told.items() if text},
    }


def website(profile: Profile, language: str) -> dict[str, Any]:
    """Describe the site in one language."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": profile.short_name or profile.name or "",
        "url": links.absolute(links.url("home", language)),
        "inLanguage": languages.get(language).tag,
        "publisher": {"@id": links.absolute("/#organization")},
    }
