"""The one announcement: an edition became live, changed while live, or was withdrawn."""

from django.dispatch import Signal

# Sent after commit, with: item_id (int), language (code), action ("published", "changed" or "withdrawn").
edition_changed = Signal()
