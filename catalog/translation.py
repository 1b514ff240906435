"""Which fields modeltranslation keeps per language."""

from modeltranslation.translator import TranslationOptions, register

from .models import Attribute, Family, Product, ProductPicture, Term, Vocabulary


class DescribedOptions(TranslationOptions):
    fields = (
        "name",
        "slug",
        "summary",
        "description",
        "search_title",
        "search_description",
        "picture_alt",
        "live",
    )
    # "" would collide in the unique column.
    empty_values = {"slug": None}


@register(Family)
class FamilyOptions(DescribedOptions):
    pass


@register(Product)
class ProductOptions(DescribedOptions):
    pass


class NameOptions(TranslationOptions):
    fields = ("name",)


@register(Vocabulary)
class VocabularyOptions(NameOptions):
    pass


@register(Term)
class TermOptions(NameOptions):
    pass


@register(Attribute)
class AttributeOptions(NameOptions):
    pass


@register(ProductPicture)
class ProductPictureOptions(TranslationOptions):
    fields = ("picture_alt",)
