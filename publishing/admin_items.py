"""The admin of an item: one page with all its languages, lists that show where each of them stands."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from multilingual import formats, languages, stores

from . import editions, log, rights, services
from .admin_parts import FieldsMixin, RightsMixin
from .editions import State
from .forms import EditionsForm, text_field
from .models import Event, HasItem, Item
from .services import Refused

STATE_COLOURS = {State.LIVE: "success", State.WRITTEN: "warning", State.MISSING: "default"}
# Proposed by the site, or needed by few: folded away (E3).
FOLDED = ("slug", "search_title", "search_description", "picture_alt", "cover_alt", "link_label")
HISTORY_LENGTH = 200


class EditionFilter(admin.SimpleListFilter):
    """Live, not live or not written, in one language; a subclass names the language."""

    language = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() not in State.values:
            return queryset
        return queryset.filter(editions.condition(queryset.model, self.language, self.value()))


EDITION_FILTERS = tuple(
    type(
        f"{language.column}EditionFilter",
        (EditionFilter,),
        {
            "language": language.code,
            "title": language.own_name,
            "parameter_name": f"edition_{language.column}",
        },
    )
    for language in languages.LANGUAGES
)


def _state_column(language: languages.Language) -> Callable[[HasItem], tuple[State, Any]]:
    @display(description=language.own_name, label=STATE_COLOURS)
    def state(obj: HasItem) -> tuple[State, Any]:
        found = editions.state_of(obj, language.code)
        return found, found.label

    state.__name__ = f"edition_{language.column}"
    return state


STATE_COLUMNS = tuple(_state_column(language) for language in languages.LANGUAGES)


class ItemAdmin(FieldsMixin, RightsMixin, ModelAdmin):
    """An item with all its languages on one page: texts side by side, what all languages share below."""

    form = EditionsForm
    change_form_template = "admin/publishing/edit_item.html"
    warn_unsaved_form = True
    list_filter_sheet = False
    list_per_page = 50
    list_columns: tuple[str, ...] = ()
    """Columns of the list between the title and the states."""
    shared: tuple[str | tuple[str, ...], ...] = ()
    """Fields of the shared part."""

    # Who may do what

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        """The page takes changes of anybody who may write or publish one language; each part asks again."""
        person = request.user
        return rights.may_edit_shared(person) or any(
            rights.may_write(person, code) or rights.may_publish(person, code)
            for code in languages.CODES
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_edit_shared(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return rights.may_edit_shared(request.user)
        return services.may_remove(obj, request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if rights.may_edit_shared(request.user):
            return super().get_readonly_fields(request, obj)
        return [field for row in self.shared for field in ([row] if isinstance(row, str) else row)]

    # Lists

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return stores.with_texts(super().get_queryset(request))

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        return ("named", *self.list_columns, *(STATE_COLUMNS if self.has_life else ()))

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        return (*self.list_filter, *(EDITION_FILTERS if self.has_life else ()))

    def get_search_fields(self, request: HttpRequest) -> Sequence[str]:
        name = stores.fields(self.model)[0]
        return (*self.search_fields, *stores.lookups(self.model, name))

    @display(description=gettext_lazy("name"))
    def named(self, obj: HasItem) -> str:
        return editions.name_of(obj)

    @property
    def has_life(self) -> bool:
        return stores.has_life(self.model)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if self.has_life:
            for language in languages.LANGUAGES:
                if rights.may_publish(request.user, language.code):
                    actions.update(_bulk_actions(language))
        return actions

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if not self.shared:
            return []
        return [(_("The same in every language"), {"fields": self.shared})]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        names = {
            code: {name: f"{name}__{code}" for name in stores.fields(self.model)}
            for code in languages.CODES
            if rights.may_write(request.user, code)
        }
        texts = {
            key: text_field(self.model, name, code)
            for code, keys in names.items()
            for name, key in keys.items()
        }
        return type(form.__name__, (form,), {"text_names": names, **texts})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, Refused):
            # Somebody was first, between this form's check and its saving: checked again, the form says so.
            return super().changeform_view(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Whoever saves this item at the same moment waits, then meets the texts stored here."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None or request.method != "POST":
            return obj
        Item.objects.select_for_update().get(pk=obj.item_id)
        return super().get_object(request, object_id, from_field)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        form = context["adminform"].form
        person = request.user
        context["editions"] = [
            edition_context(self.model, obj, form, language, person)
            for language in languages.LANGUAGES
        ]
        context["may_save"] = rights.may_edit_shared(person) or any(
            edition["may_write"] for edition in context["editions"]
        )
        if not context["may_save"]:
            context.update(show_save=False, show_save_and_continue=False)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: EditionsForm, change: bool) -> None:
        if not change or form.changed_shared:
            fields = form.changed_shared if change else None
            services.save_shared(obj, by=request.user, fields=fields)
        for language, texts in form.changed_texts().items():
            services.save_texts(obj, language, texts, by=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and any(formset.has_changed() for formset in formsets):
            services.note_shared_change(form.instance, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """The rows of an item go with it: counted, not listed, for their numbers say nothing to anybody."""
        named, *rest = super().get_deleted_objects(objs, request)
        return [name for name in named if not isinstance(name, list)], *rest

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.remove(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        for obj in queryset:
            services.remove(obj, by=request.user)

    # Publishing

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        return self._act(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        return self._act(request, obj) or super().response_change(request, obj)

    def _act(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """The button of one edition: what was typed is saved already."""
        for button, act in (("_publish", services.publish), ("_withdraw", services.withdraw)):
            if (code := request.POST.get(button)) in languages.CODES:
                report(request, [obj], languages.get(code), act)
                page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
                return HttpResponseRedirect(reverse(page, args=(obj.pk,)))
        return None

    # The log is publishing's own: Django's would tell the same a second time, without languages.

    def log_addition(self, *args: Any) -> None:
        return None

    log_change = log_deletion = log_deletions = log_addition

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        obj = super().get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        events = Event.objects.filter(item_id=obj.item_id).select_related("person")
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(name)s") % {"name": editions.name_of(obj)},
            "opts": self.opts,
            "object": obj,
            "events": [log.line_of(event) for event in events[:HISTORY_LENGTH]],
            "module_name": str(self.opts.verbose_name_plural),
        }
        return TemplateResponse(request, "admin/publishing/history.html", context)


def edition_context(
    model: type[models.Model],
    obj: HasItem | None,
    form: EditionsForm,
    language: languages.Language,
    person: Any,
) -> dict[str, Any]:
    """What the form shows of one edition: its state, its fields or its texts, and what this person may do with it."""
    code = language.code
    state = editions.state_of(obj, code) if obj else State.MISSING
    names = form.text_names.get(code, {})
    has_life = stores.has_life(model)
    may_publish = has_life and rights.may_publish(person, code)
    parts = _fields(form, names) if names else _texts(model, obj, code)
    return {
        "language": language,
        "state": state,
        "has_life": has_life,
        "main": [part for name, part in parts if name not in FOLDED],
        "folded": [part for name, part in parts if name in FOLDED],
        "has_folded_errors": bool(names)
        and any(form.has_error(names[n]) for n in names if n in FOLDED),
        "url": obj.url_in(code) if obj and hasattr(obj, "url_in") else None,
        "may_write": bool(names),
        "may_publish": may_publish and state != State.LIVE,
        "may_withdraw": may_publish and state == State.LIVE,
    }


def _fields(form: EditionsForm, names: Any) -> list[tuple[str, dict[str, Any]]]:
    rich = stores.rich_fields(form._meta.model)
    return [
        (
            name,
            {
                "field": form[key],
                "needed": name in services.NEEDED and name != "slug",
                "stored": form.stored_meanwhile.get(key),
                "rich": name in rich,
            },
        )
        for name, key in names.items()
    ]


def _texts(
    model: type[models.Model], obj: HasItem | None, code: str
) -> list[tuple[str, dict[str, Any]]]:
    texts = stores.read(obj, code) if obj else {}
    rich = stores.rich_fields(model)
    return [
        (
            name,
            {"label": stores.field(model, name).verbose_name, "text": text, "rich": name in rich},
        )
        for name, text in texts.items()
    ]


def _bulk_actions(language: languages.Language) -> dict[str, Any]:
    def publish(model_admin: Any, request: HttpRequest, queryset: models.QuerySet) -> None:
        report(request, queryset, language, services.publish)

    def withdraw(model_admin: Any, request: HttpRequest, queryset: models.QuerySet) -> None:
        report(request, queryset, language, services.withdraw)

    name = {"language": language.own_name}
    return {
        f"publish_{language.column}": (
            publish,
            f"publish_{language.column}",
            _("Publish in %(language)s") % name,
        ),
        f"withdraw_{language.column}": (
            withdraw,
            f"withdraw_{language.column}",
            _("Withdraw in %(language)s") % name,
        ),
    }


def report(
    request: HttpRequest,
    objects: Iterable[HasItem],
    language: languages.Language,
    act: Callable[..., None],
) -> None:
    """Do one thing to each item and say of each what came of it."""
    done, code = [], language.code
    for obj in objects:
        try:
            act(obj, code, by=request.user)
        except Refused as refusal:
            sentence = _("%(item)s: %(reason)s") % {
                "item": editions.name_of(obj),
                "reason": refusal,
            }
            messages.warning(request, sentence)
        else:
            done.append(editions.name_of(obj))
    if done:
        sentence = (
            _("Live in %(language)s: %(items)s.")
            if act is services.publish
            else _("Not live in %(language)s: %(items)s.")
        )
        reader = get_language() or languages.CODES[0]
        items = formats.enumeration(done, reader)
        messages.success(request, sentence % {"language": language.own_name, "items": items})
