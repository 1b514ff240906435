"""The one announcement: something that visitors see has changed."""

from django.dispatch import Signal

# Sent after commit, with: item_id (int), language (code, or "" for the shared part, which every language shows),
# action: "published" or "withdrawn".
edition_changed = Signal()
