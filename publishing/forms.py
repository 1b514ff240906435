"""Forms of the admin: they write what a person changed and refuse to overwrite what somebody else changed meanwhile."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Media, Script
from django.urls import reverse_lazy
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from multilingual import languages, richtext, stores

from . import editions, services
from .models import HasItem


class PlainTextField(forms.CharField):
    """Browsers send line ends their own way; a text that nobody edited is not a change."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class RichTextWidget(UnfoldAdminTextareaWidget):
    """A text area that static/admin-site/editor.js turns into an editor; without script it is the HTML itself."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        places = {
            "data-rich-text": "",
            "data-upload": reverse_lazy("add-picture"),
            "data-files": reverse_lazy("staff-file", args=("NAME",)),
        }
        super().__init__({"rows": 12, **(attrs or {}), **places})

    @property
    def media(self) -> Media:
        return Media(
            css={
                "all": [
                    "django_prose_editor/material-icons.css",
                    "django_prose_editor/editor.css",
                    "django_prose_editor/overrides.css",
                    "admin-site/editor.css",
                ]
            },
            js=[Script("admin-site/editor.js", type="module")],
        )


class RichTextField(forms.CharField):
    widget = RichTextWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=richtext.MAX_LENGTH, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return richtext.clean(text) if len(text) <= richtext.MAX_LENGTH else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # tags count too: only the server can tell


def text_field(model: type[models.Model], name: str, language: str) -> forms.Field:
    """The form field of one text in one language. Whether it is needed depends on the others (services.problems_of)."""
    source = stores.field(model, name)
    options: dict[str, Any] = {
        "label": source.verbose_name,
        "help_text": source.help_text,
        "required": False,
    }
    attrs = {"lang": languages.get(language).tag}
    if name in stores.rich_fields(model):
        return RichTextField(widget=RichTextWidget(attrs), **options)
    options["max_length"] = source.max_length
    if isinstance(source, models.SlugField):
        return forms.SlugField(widget=UnfoldAdminTextInputWidget(attrs), **options)
    if isinstance(source, models.TextField):
        return PlainTextField(widget=UnfoldAdminTextareaWidget({**attrs, "rows": 3}), **options)
    return PlainTextField(widget=UnfoldAdminTextInputWidget(attrs), **options)


class CarefulForm(forms.ModelForm):
    """Carries the values it was opened with (Django's hidden initial values), and compares them when it comes back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_meanwhile: dict[str, Any] = {}
        if self.instance.pk is not None:
            for field in self.fields.values():
                field.show_hidden_initial = not isinstance(field, forms.FileField)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.changed_data:
            if self._is_stale(name):
                self._refuse(name)
        return cleaned

    def _is_stale(self, name: str) -> bool:
        """Somebody else stored another value than this form was opened with, and another than it now sends."""
        bound = self[name]
        if not bound.field.show_hidden_initial or bound.html_initial_name not in self.data:
            return False
        stored = self.get_initial_for_field(bound.field, name)
        opened = bound.field.hidden_widget().value_from_datadict(
            self.data, self.files, bound.html_initial_name
        )
        return bound.field.has_changed(stored, opened) and bound.field.has_changed(
            stored, bound.data
        )

    def _refuse(self, name: str) -> None:
        """Both values are shown; the next save knows what is stored now, and so is a decision."""
        bound = self[name]
        stored = bound.field.prepare_value(self.get_initial_for_field(bound.field, name))
        self.stored_meanwhile[name] = stored
        self.data = self.data.copy()
        written = bound.field.hidden_widget().format_value(stored)
        self.data[bound.html_initial_name] = "" if written is None else written
        self.add_error(
            name,
            ValidationError(
                _(
                    "Somebody else has stored “%(stored)s” here since you opened this form. "
                    "Save again to replace it with what this field shows."
                ),
                code="stale",
                params={"stored": _shortened(bound.field, stored)},
            ),
        )

    def changed_fields(self) -> list[str]:
        """The model's fields that this person changed."""
        return self.changed_data

    def save(self, commit: bool = True) -> Any:
        if not commit or self.errors or self.instance.pk is None:
            return super().save(commit)
        self.instance.save(
            update_fields=services.stored_fields(self.instance, self.changed_fields())
        )
        self._save_m2m()
        return self.instance


class EditionsForm(CarefulForm):
    """The shared part of an item, and beside it the texts of every language that this person may write.

    One form for both libraries: texts are read and written by multilingual.stores, never by the model form.
    """

    # Given by the admin: language -> name of the text -> name of the form field.
    text_names: Mapping[str, Mapping[str, str]] = {}
    # Said by the admin after saving: rows of the shared part were changed.
    rows_changed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, names in self.text_names.items():
            texts = editions.newest_texts(self.instance, language)
            for name, key in names.items():
                self.initial[key] = texts[name]

    @property
    def changed_shared(self) -> list[str]:
        texts = {key for names in self.text_names.values() for key in names.values()}
        return [name for name in self.changed_data if name not in texts]

    def changed_texts(self) -> dict[str, dict[str, str]]:
        """What this person changed, by language; every other text stays as it is stored."""
        changed = {
            language: {
                name: self.cleaned_data[key]
                for name, key in names.items()
                if key in self.changed_data and key in self.cleaned_data
            }
            for language, names in self.text_names.items()
        }
        return {language: texts for language, texts in changed.items() if texts}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        obj: HasItem = self.instance
        for language, texts in self.changed_texts().items():
            changed = services.changed_texts(obj, language, texts)
            for problem in services.problems_of(obj, language, changed) if changed else ():
                key = self.text_names[language][problem.field]
                if not self.has_error(key):
                    self.add_error(key, problem.sentence)
        return cleaned


class ActionForm(forms.Form):
    """What is said beside a button: a comment, a time in the site's zone, the shared part too."""

    comment = forms.CharField(required=False, max_length=2000)
    due_at = forms.DateTimeField(required=False)
    with_shared = forms.BooleanField(required=False)


def _shortened(field: forms.Field, value: Any) -> str:
    """A value as people read it: the name of a choice, a text without its tags."""
    names = {str(key): name for key, name in getattr(field, "choices", ())}
    text = strip_tags(str(names.get(str(value), value)))
    return text if len(text) <= 60 else text[:60] + "…"
