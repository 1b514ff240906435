"""Which fields modeltranslation keeps per language."""

from modeltranslation.translator import TranslationOptions, register

from .models import Certificate, Contact, Download, Link, Profile, Slide


@register(Profile)
class ProfileOptions(TranslationOptions):
    fields = ("name", "short_name", "slogan_first", "slogan_second", "about", "address")


@register(Contact)
class ContactOptions(TranslationOptions):
    fields = ("person", "role", "region", "live")


@register(Slide)
class SlideOptions(TranslationOptions):
    fields = ("title", "text", "link_label", "picture_alt", "live")


@register(Certificate)
class CertificateOptions(TranslationOptions):
    fields = ("name", "issuer", "scope", "live")


@register(Download)
class DownloadOptions(TranslationOptions):
    fields = ("name", "summary", "live")


@register(Link)
class LinkOptions(TranslationOptions):
    fields = ("name", "live")
