"""The admin of an item: one page with all its languages, lists that show where each of them stands."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from multilingual import formats, languages, stores

from . import (
    actions,
    admin_history,
    admin_panels,
    autosave,
    editions,
    log,
    rights,
    services,
    snapshots,
    stage,
)
from .admin_parts import FieldsMixin, RightsMixin
from .forms import ActionForm, EditionsForm, text_field
from .models import SHARED, HasItem, Item, Revision, Seen, State
from .moves import Refused
from .storages import NotStored

SEEN_COLOURS = {Seen.LIVE: "success", Seen.WITHDRAWN: "warning", Seen.NOTHING: "default"}
STATE_COLOURS = {
    State.NONE: "default",
    State.DRAFT: "warning",
    State.REVIEW: "info",
    State.SENT_BACK: "danger",
    State.APPROVED: "success",
    State.SCHEDULED: "primary",
}


TOGETHER = "publish-together"


class Saved(HttpResponse):
    """What the admin's form answers when all of it is right: the item page stores it once the stage is cleared."""

    def __init__(self, form: EditionsForm, *, is_change: bool) -> None:
        super().__init__()
        self.form, self.is_change = form, is_change
        self.shared: snapshots.Content | None = None


class EditionFilter(admin.SimpleListFilter):
    """Live, withdrawn or not published, in one language; a subclass names the language."""

    language = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return Seen.choices

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() not in Seen.values:
            return queryset
        return queryset.filter(editions.condition(self.language, self.value()))


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


def _state_column(language: languages.Language) -> Callable[[HasItem], tuple[str, Any]]:
    @display(description=language.own_name, label=_colours())
    def state(obj: HasItem) -> tuple[str, Any]:
        found = editions.standing(obj, language.code)
        return f"{found.seen}-{found.state}", standing_label(found)

    state.__name__ = f"edition_{language.column}"
    return state


def _colours() -> dict[str, str]:
    return {
        f"{seen}-{state}": STATE_COLOURS[state] if state != State.NONE else SEEN_COLOURS[seen]
        for seen in Seen
        for state in State
    }


def standing_label(found: editions.Standing) -> str:
    """Both facts in a few words: ``live · draft``."""
    if found.state == State.NONE:
        return str(found.seen.label)
    return f"{found.seen.label} · {found.state.label}"


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
        """The page takes changes of anybody who may act on one language; each part asks again."""
        person, app = request.user, self.opts.app_label
        return rights.may_edit_shared(person, app) or any(
            may(person, code, app)
            for code in languages.CODES
            for may in (rights.may_write, rights.may_review, rights.may_publish)
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_edit_shared(request.user, self.opts.app_label)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return rights.may_edit_shared(request.user, self.opts.app_label)
        return services.may_bin(obj, request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if rights.may_edit_shared(request.user, self.opts.app_label):
            return super().get_readonly_fields(request, obj)
        return [field for row in self.shared for field in ([row] if isinstance(row, str) else row)]

    # Lists

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return editions.known(super().get_queryset(request).filter(item__binned_at=None))

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        return ("named", *self.list_columns, *STATE_COLUMNS)

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        return (*self.list_filter, *(EDITION_FILTERS if self.has_life else ()))

    def get_search_fields(self, request: HttpRequest) -> Sequence[str]:
        return (*self.search_fields, "item__editions__newest__title")

    @display(description=gettext_lazy("name"))
    def named(self, obj: HasItem) -> str:
        return editions.name_of(obj)

    @property
    def has_life(self) -> bool:
        return stores.has_life(self.model)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (_bin_selected, "delete_selected", _("Move to the bin"))
        if self.has_life:
            for language in languages.LANGUAGES:
                if rights.may_publish(request.user, language.code, self.opts.app_label):
                    actions.update(_bulk_actions(language))
        return actions

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if not self.shared:
            return []
        # A stored item has a panel with that title above these fields.
        title = None if obj else _("The same in every language")
        return [(title, {"fields": self.shared})]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        names = {
            code: {name: f"{name}__{code}" for name in stores.fields(self.model)}
            for code in languages.CODES
            if rights.may_write(request.user, code, self.opts.app_label)
        }
        texts = {
            key: text_field(self.model, name, code)
            for code, keys in names.items()
            for name, key in keys.items()
        }
        return type(form.__name__, (form,), {"text_names": names, **texts})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if obj is None:
            return self._twice(
                request,
                lambda: super(ItemAdmin, self).changeform_view(request, object_id, *args, **kwargs),
            )

        def on_stage() -> HttpResponse:
            return self._on_stage(
                request,
                obj,
                lambda: super(ItemAdmin, self).changeform_view(request, object_id, *args, **kwargs),
            )

        return self._twice(request, on_stage)

    def _twice(self, request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
        """Somebody may be first between a form's check and its saving: checked again, the form says so."""
        try:
            return answer()
        except (IntegrityError, Refused):
            return answer()
        except NotStored as failure:
            request.not_stored = failure
            return answer()

    def _on_stage(
        self, request: HttpRequest, obj: Any, answer: Callable[[], HttpResponse]
    ) -> HttpResponse:
        """Let the admin's own form work on the shared part's draft as if it were stored, and take it back.

        What visitors read is written by publishing alone, so the form's saving goes into a revision.
        """
        is_post = request.method == "POST"
        if not is_post and editions.standing(obj, SHARED).state == State.NONE:
            return answer()
        with transaction.atomic():
            if (
                is_post
            ):  # whoever saves this item at the same moment waits, then meets what is stored here
                Item.objects.select_for_update().get(pk=obj.item_id)
            with stage.taken_back():
                try:
                    stage.show_shared_draft(obj)
                except Refused as refusal:
                    messages.warning(request, str(refusal))
                response = answer()
                if isinstance(response, Saved) and self._shared_changed(response):
                    response.shared = snapshots.read_shared(obj)
                elif isinstance(response, TemplateResponse):
                    response.render()
            if isinstance(response, Saved):
                return self._store(request, self.get_object(request, str(obj.pk)), response)
            return response

    def _shared_changed(self, saved: Saved) -> bool:
        return bool(saved.form.changed_shared) or saved.form.rows_changed

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj, person = kwargs.get("obj"), request.user
        form = context["adminform"].form
        context["editions"] = [
            admin_panels.edition_panel(self.model, obj, form, language, person)
            for language in languages.LANGUAGES
        ]
        context["shared_panel"] = admin_panels.shared_panel(obj, person)
        context |= self._typing(request, obj)
        # Of a form that comes back with errors: it still shows what it was opened with.
        context["seen"] = request.POST.get("_seen") or (
            actions.newest_in(obj.item.editions.all()) if obj else ""
        )
        together = [edition for edition in context["editions"] if "publish" in edition["offers"]]
        context["together"] = together if len(together) > 1 else []
        context["may_save"] = rights.may_edit_shared(person, self.model) or any(
            edition["may_write"] for edition in context["editions"]
        )
        if not context["may_save"]:
            context.update(show_save=False, show_save_and_continue=False)
        return super().render_change_form(request, context, *args, **kwargs)

    def _form_name(self, obj: Any) -> str:
        return f"{self.opts.label_lower}:{obj.pk if obj else 'new'}"

    def _typing(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What this person typed here before and did not save."""
        name = self._form_name(obj)
        kept = autosave.kept(request.user, name)
        return {
            "typing_form": name,
            "typing_url": reverse("admin:keep-typing"),
            "typing": kept and {"fields": kept.fields, "at": log.moment(kept.at)},
        }

    def save_model(self, request: HttpRequest, obj: Any, form: EditionsForm, change: bool) -> None:
        if not change:
            services.create(obj, by=request.user)
        elif form.changed_shared:
            obj.save(update_fields=services.stored_fields(obj, form.changed_shared))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.rows_changed = any(formset.has_changed() for formset in formsets)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        services.keep_shared(obj, by=request.user)
        return self._store(request, obj, Saved(self._form_of(request), is_change=False))

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        return Saved(self._form_of(request), is_change=True)

    def _form_of(self, request: HttpRequest) -> EditionsForm:
        return request.edited_form

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        request.edited_form = form
        return super().save_form(request, form, change)

    def _store(self, request: HttpRequest, obj: Any, saved: Saved) -> HttpResponse:
        """Keep what was typed as drafts, then do what the pressed button says."""
        action = request.POST.get("_act", "")
        newer = self._saved_meanwhile(request, obj, action)
        autosave.drop(request.user, self._form_name(obj if saved.is_change else None))
        if saved.shared is not None:
            services.save_shared_draft(obj, saved.shared, by=request.user)
        self._store_texts(request, obj, saved.form.changed_texts())
        if newer:
            messages.warning(request, str(newer))
        elif action:
            self._act(request, obj, action)
        elif saved.form.changed_texts() or saved.shared is not None:
            messages.success(request, _("Saved as a draft: visitors see it once it is published."))
        return self._next_page(request, obj, stay=bool(action))

    def _store_texts(
        self, request: HttpRequest, obj: Any, changed: dict[str, dict[str, str]]
    ) -> None:
        """The source language first: what is written beside it in the same form follows it."""
        first = obj.item.source_language
        source: Revision | None = None
        for language in sorted(changed, key=lambda code: code != first):
            follows = source or self._followed(request, obj, language)
            revision = services.save_draft(
                obj, language, changed[language], by=request.user, source=follows
            )
            if language == obj.item.source_language or (source is None and not first):
                source = revision

    def _followed(self, request: HttpRequest, obj: Any, language: str) -> Revision | None:
        """The source revision that the writer says her translation now follows."""
        number = request.POST.get(f"_follows_{language}", "")
        if not number.isdecimal() or len(number) > 18:
            return None
        return Revision.objects.filter(pk=number, edition__item=obj.item_id).first()

    def _saved_meanwhile(self, request: HttpRequest, obj: Any, pressed: str) -> Refused | None:
        """What somebody else saved since the form was opened: nothing is approved or published unseen."""
        action, _colon, code = pressed.partition(":")
        if (seen := actions.read_seen(request.POST.get("_seen", ""))) is None:
            return None
        together = (*languages.CODES, SHARED)
        parts = together if action == TOGETHER else actions.looked_at(action, code)
        try:
            services.refuse_newer(obj, parts, than=seen)
        except Refused as refusal:
            return refusal
        return None

    def _act(self, request: HttpRequest, obj: Any, pressed: str) -> None:
        action, _colon, code = pressed.partition(":")
        if action == TOGETHER:
            self._publish_together(request, obj)
            return
        said = ActionForm(request.POST, prefix=f"act-{code or 'shared'}")
        if action not in actions.LABELS or code not in (*languages.CODES, SHARED):
            return
        if not said.is_valid():
            messages.warning(request, " ".join(e for es in said.errors.values() for e in es))
            return
        report(request, [obj], code, action, actions.Said(**said.cleaned_data))

    def _publish_together(self, request: HttpRequest, obj: Any) -> None:
        """Every language that has something to publish, all or none."""
        codes = [
            code
            for code in languages.CODES
            if (edition := editions.of(obj, code))
            and edition.newest_id not in (None, edition.shown_id)
        ]
        try:
            services.publish_together(
                [services.Part(obj, code) for code in codes],
                by=request.user,
                with_shared="_with_shared" in request.POST,
            )
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return
        reader = get_language() or languages.CODES[0]
        names = formats.enumeration([languages.get(code).own_name for code in codes], reader)
        messages.success(request, _("Live together: %(languages)s.") % {"languages": names})

    def _next_page(self, request: HttpRequest, obj: Any, *, stay: bool) -> HttpResponse:
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if stay or "_continue" in request.POST:
            return HttpResponseRedirect(reverse(f"{page}_change", args=(obj.pk,)))
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse(f"{page}_add"))
        return self.response_post_save_change(request, obj)

    delete_confirmation_template = "admin/publishing/bin_confirmation.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """Nothing is deleted: the page names what goes to the bin."""
        return [editions.name_of(obj) for obj in objs], {}, set(), []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        back = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=(object_id,)
        )
        try:
            return super().delete_view(
                request, object_id, {"title": _("Move to the bin?"), "back_url": back}
            )
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(back)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.move_to_bin(obj, by=request.user)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        messages.success(request, _("Moved to the bin: %(item)s.") % {"item": obj_display})
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(page))

    # The log is publishing's own: Django's would tell the same a second time, without languages.

    def log_addition(self, *args: Any) -> None:
        return None

    log_change = log_deletion = log_deletions = log_addition

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        number = unquote(object_id)
        is_number = number.isdecimal() and len(number) < 19
        obj = self.model._default_manager.filter(pk=number).first() if is_number else None
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(name)s") % {"name": editions.name_of(obj)},
            "opts": self.opts,
            "object": obj,
            "module_name": str(self.opts.verbose_name_plural),
            **admin_history.history(request, obj),
        }
        return TemplateResponse(request, "admin/publishing/history.html", context)


def _bin_selected(model_admin: Any, request: HttpRequest, queryset: models.QuerySet) -> None:
    """Each item can be taken back, so none is asked for twice."""
    binned = []
    for obj in queryset:
        try:
            services.move_to_bin(obj, by=request.user)
        except Refused as refusal:
            messages.warning(
                request,
                _("%(item)s: %(reason)s") % {"item": editions.name_of(obj), "reason": refusal},
            )
        else:
            binned.append(editions.name_of(obj))
    if binned:
        names = formats.enumeration(binned, get_language() or languages.CODES[0])
        messages.success(request, _("Moved to the bin: %(item)s.") % {"item": names})


def _bulk_actions(language: languages.Language) -> dict[str, Any]:
    def publish(model_admin: Any, request: HttpRequest, queryset: models.QuerySet) -> None:
        report(request, queryset, language.code, "publish")

    def withdraw(model_admin: Any, request: HttpRequest, queryset: models.QuerySet) -> None:
        report(request, queryset, language.code, "withdraw")

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


DONE = {
    "submit": gettext_lazy("Waits for review, %(language)s: %(items)s."),
    "approve": gettext_lazy("Approved, %(language)s: %(items)s."),
    "send-back": gettext_lazy("Sent back, %(language)s: %(items)s."),
    "publish": gettext_lazy("Live, %(language)s: %(items)s."),
    "schedule": gettext_lazy("Scheduled, %(language)s: %(items)s."),
    "cancel": gettext_lazy("No longer scheduled, %(language)s: %(items)s."),
    "withdraw": gettext_lazy("Not live any more, %(language)s: %(items)s."),
    "schedule-end": gettext_lazy("The end is scheduled, %(language)s: %(items)s."),
    "confirm": gettext_lazy("Confirmed as still right, %(language)s: %(items)s."),
    "request": gettext_lazy("Translation of %(language)s requested: %(items)s."),
    "publish-request": gettext_lazy("Live and translation requested, %(language)s: %(items)s."),
}


def report(
    request: HttpRequest,
    objects: Iterable[HasItem],
    code: str,
    action: str,
    said: actions.Said = actions.NOTHING_SAID,
) -> None:
    """Do one thing to each item and say of each what came of it."""
    done = []
    for obj in objects:
        try:
            actions.act(action, obj, code, by=request.user, said=said)
        except Refused as refusal:
            sentence = _("%(item)s: %(reason)s") % {
                "item": editions.name_of(obj),
                "reason": refusal,
            }
            messages.warning(request, sentence)
        else:
            done.append(editions.name_of(obj))
    if done:
        reader = get_language() or languages.CODES[0]
        part = languages.get(code).own_name if code else _("the shared part")
        items = formats.enumeration(done, reader)
        messages.success(request, DONE[action] % {"language": part, "items": items})
