"""Everything that happens to editions: written, reviewed, scheduled, published, withdrawn. Atomic, logged, announced.

``language`` is a Django code, or SHARED ("") for the shared part. ``by`` is the person who acts, whose rights are asked
here whatever the screen showed; None is the site itself. Only ``publish`` writes what visitors read.
"""

from publishing.moves import Refused

from .binning import may_bin, move_to_bin, take_from_bin
from .publication import Part, publish, publish_together, push, withdraw
from .reviewing import approve, is_approved, may_approve_own, send_back, submit, take_up
from .schedules import cancel, carry_out, schedule, schedule_end
from .steps import LATEST, NEEDED, Conflict, hold_item, refuse_newer
from .translations import confirm, request_translations
from .writing import (
    Problem,
    changed_texts,
    create,
    keep_shared,
    problems_of,
    restore,
    save_draft,
    save_shared_draft,
    shared_edition,
    stored_fields,
)

__all__ = [
    "LATEST",
    "NEEDED",
    "Conflict",
    "Part",
    "Problem",
    "Refused",
    "approve",
    "cancel",
    "carry_out",
    "changed_texts",
    "confirm",
    "create",
    "hold_item",
    "is_approved",
    "keep_shared",
    "may_approve_own",
    "may_bin",
    "move_to_bin",
    "problems_of",
    "publish",
    "publish_together",
    "push",
    "refuse_newer",
    "request_translations",
    "restore",
    "save_draft",
    "save_shared_draft",
    "schedule",
    "schedule_end",
    "send_back",
    "shared_edition",
    "stored_fields",
    "submit",
    "take_from_bin",
    "take_up",
    "withdraw",
]
