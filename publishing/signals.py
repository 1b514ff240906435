"""The one announcement: something that visitors see, or may come to see, has changed."""

from django.dispatch import Signal

# Sent after commit, with: item_id (int), language (code, or "" for the shared part, which every language shows),
# action: "published", "changed" or "withdrawn" of an edition; "created", "changed" or "removed" of an item.
edition_changed = Signal()
