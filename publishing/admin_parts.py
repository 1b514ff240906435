"""What every admin of the site has alike: permissions from rights, fields by language, uploads looked at."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField
from pictures.models import PictureField
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminImageFieldWidget,
    UnfoldAdminImageSmallFieldWidget,
)

from multilingual import languages

from . import editions, rights, services, uploads
from .forms import CarefulForm
from .models import HasItem


class RightsMixin:
    """Permissions are rights: everybody with one reads, editors change; Django's own permissions are not asked."""

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_edit_shared(request.user, self.opts.app_label)  # type: ignore[attr-defined]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.may_read(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_read(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(request, obj)


class ReadOnlyMixin(RightsMixin):
    """Rows that only the site itself writes: a list, in which everything can be read."""

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse(name))

    history_view = change_view

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FieldsMixin:
    """What a field of the admin needs here: languages by their own names, uploads looked at before they are kept."""

    small_pictures = False

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, PictureField | models.ImageField):
            small = UnfoldAdminImageSmallFieldWidget if self.small_pictures else None
            kwargs["widget"] = small or UnfoldAdminImageFieldWidget
        elif isinstance(db_field, models.FileField):
            kwargs["widget"] = UnfoldAdminFileFieldWidget
        elif isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is None:
            return None
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Adding and deleting other things from within a form confuses more than it helps.
            field.widget = field.widget.widget
        if check := upload_check(db_field):
            field.validators = [_new_uploads_only(check, request)]
            field.widget.attrs["accept"] = ".pdf" if check is uploads.check_document else "image/*"
        if isinstance(db_field, TranslationField):
            language = languages.get(db_field.language)
            field.label = format_in_language(db_field.translated_field.verbose_name, language)
            field.widget.attrs["lang"] = language.tag
            field.required = False
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if issubclass(db_field.related_model, HasItem):
            things = db_field.related_model._default_manager.filter(item__binned_at=None)
            kwargs.setdefault("queryset", editions.known(things))
            kwargs.setdefault("form_class", ThingField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class ThingField(forms.ModelChoiceField):
    """A choice among items, by the names that editors know: unpublished ones have no other."""

    def label_from_instance(self, obj: Any) -> str:
        return editions.name_of(obj)


class ThingFilter(admin.RelatedFieldListFilter):
    """A filter by another item, whose names come in one query."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        things = editions.known(field.related_model._default_manager.filter(item__binned_at=None))
        return [(thing.pk, editions.name_of(thing)) for thing in things]


def format_in_language(name: Any, language: languages.Language) -> str:
    """How a text of one language is called in a table: ``name (English)``."""
    return _("%(field)s (%(language)s)") % {"field": name, "language": language.own_name}


def upload_check(db_field: models.Field) -> Callable[[Any], None] | None:
    if isinstance(db_field, PictureField | models.ImageField):
        return uploads.check_picture
    if isinstance(db_field, models.FileField):
        return uploads.check_logo if db_field.name == "logo" else uploads.check_document
    return None


def _new_uploads_only(check: Callable[[Any], None], request: HttpRequest) -> Callable[[Any], None]:
    def validate(file: Any) -> None:
        if not hasattr(file, "content_type"):
            return
        check(file)
        # Said by ItemAdmin when this form was sent before, all was right with it, and the disk was full.
        if failure := getattr(request, "not_stored", None):
            raise ValidationError(str(failure))

    return validate


class TableInline(FieldsMixin, RightsMixin, TabularInline):
    """Rows belonging to an item, in one compact table."""

    form = CarefulForm
    extra = 0
    small_pictures = True
    hide_title = True


class SharedAdmin(FieldsMixin, RightsMixin, ModelAdmin):
    """Things without editions: vocabularies, addresses."""

    form = CarefulForm
    warn_unsaved_form = True
    list_filter_sheet = False

    def save_model(self, request: HttpRequest, obj: Any, form: CarefulForm, change: bool) -> None:
        if change:
            obj.save(update_fields=services.stored_fields(obj, form.changed_data))
        else:
            obj.save()
