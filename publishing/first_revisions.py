"""For migrations: gives what was stored before there were revisions its first ones.

What is live becomes the revision that visitors read; texts that were not live become drafts, and leave the place of the
live values. Works on the models as they were (``apps`` of a migration), for columns and for rows.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps as present
from django.db import models

from multilingual.languages import CODES, column

from . import snapshots
from .models import SHARED, State

Historical = Any


def record(apps: Historical, app_label: str) -> None:
    """Write the first revisions of every item of an app."""
    for model in present.get_app_config(app_label).get_models():
        if model._meta.get_fields() and "item" in {f.name for f in model._meta.concrete_fields}:
            _Kind(apps, model).record()


class _Kind:
    def __init__(self, apps: Historical, model: Any) -> None:
        self.model = model  # as it is now: which texts are rich, which rows belong to it
        self.old = apps.get_model(model._meta.label)
        self.edition, self.revision, self.review, self.item = (
            apps.get_model("publishing", name) for name in ("Edition", "Revision", "Review", "Item")
        )
        try:
            self.rows = apps.get_model(f"{model._meta.label}Translation")
        except LookupError:
            self.rows = None

    def record(self) -> None:
        things: Any = models.QuerySet(self.old)
        for thing in things.order_by("pk").iterator(chunk_size=200):
            beside = self._add(thing.item_id, SHARED, "", self._shared(thing), shown=True)
            source = None
            for language, texts, is_live in self._texts(thing):
                revision = self._add(
                    thing.item_id,
                    language,
                    texts[self._name_field],
                    texts,
                    shown=is_live,
                    source=source,
                    beside=beside,
                )
                if source is None:
                    source = revision
                    models.QuerySet(self.item).filter(pk=thing.item_id).update(
                        source_language=language
                    )
                if not is_live:
                    self._erase(thing, language)

    def _add(
        self, item_id: int, language: str, title: str, content: Any, *, shown: bool, **links: Any
    ) -> Any:
        edition = self.edition.objects.create(item_id=item_id, language=language)
        revision = self.revision.objects.create(
            edition=edition,
            number=1,
            title=title[:200],
            content=content,
            digest=snapshots.digest(self.model, language, content),
            **links,
        )
        if shown:  # as all that visitors read, so that it can be restored
            self.review.objects.create(revision=revision, verdict="approved")
        edition.newest = revision
        edition.shown = revision if shown else None
        edition.state = State.NONE if shown else State.DRAFT
        edition.save()
        return revision

    # Texts

    @property
    def _names(self) -> list[str]:
        if self.rows:
            return [
                f.name
                for f in self.rows._meta.concrete_fields
                if isinstance(f, models.CharField | models.TextField) and f.name != "language_code"
            ]
        names = [f.name for f in self.old._meta.concrete_fields]
        return [n for n in names if n != "live" and self._columns(n)]

    @property
    def _name_field(self) -> str:
        return self._names[0]

    def _columns(self, name: str) -> dict[str, str]:
        known = {f.name for f in self.old._meta.concrete_fields}
        columns = {code: column(name, code) for code in CODES}
        return {code: name for code, name in columns.items() if name in known}

    def _texts(self, thing: Any) -> Iterator[tuple[str, dict[str, str], bool]]:
        """Each language with any text: its code, its texts, whether it is live."""
        if self.rows:
            rows = {r.language_code: r for r in self.rows.objects.filter(master_id=thing.pk)}
            for code in CODES:
                if row := rows.get(code):
                    yield code, {name: getattr(row, name) for name in self._names}, row.live
            return
        lives = self._columns("live")
        for code in CODES:
            texts = {
                n: getattr(thing, self._columns(n).get(code, ""), "") or "" for n in self._names
            }
            if any(texts.values()):
                yield code, texts, getattr(thing, lives[code]) if lives else True

    def _erase(self, thing: Any, language: str) -> None:
        if self.rows:
            self.rows.objects.filter(master_id=thing.pk, language_code=language).delete()
            return
        columns = [self._columns(name)[language] for name in self._names]
        models.QuerySet(self.old).filter(pk=thing.pk).update(**dict.fromkeys(columns))

    # The shared part

    def _shared(self, thing: Any) -> Any:
        rows = {}
        for name in self.model.SHARED_ROWS:
            relation = self.old._meta.get_field(name)
            found: Any = models.QuerySet(relation.related_model).filter(
                **{relation.field.name: thing.pk}
            )
            rows[name] = [
                {"pk": row.pk, **self._values(row, relation.field.name)}
                for row in found.order_by("pk")
            ]
        return {"fields": self._values(thing, "item"), "rows": rows}

    def _values(self, row: Any, owner: str) -> Any:
        """Fields without those kept per language; of a row that belongs to a thing, with every language's column."""
        fields = {
            f.name: f for f in row._meta.concrete_fields if not f.primary_key and f.name != owner
        }
        translated = {
            name for name in fields if any(column(name, code) in fields for code in CODES)
        }
        own = row._meta.label_lower == self.old._meta.label_lower
        hidden = translated | (
            {column(name, code) for name in translated for code in CODES} if own else set()
        )
        return snapshots.values(row, [f for name, f in fields.items() if name not in hidden])
