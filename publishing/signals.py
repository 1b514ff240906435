"""The two announcements: something happened to an edition, and something that visitors see has changed."""

from django.dispatch import Signal

# Sent within the transaction of what happened, the item held, with: event (publishing.Event). For what must be true
# with it, such as the units of its texts; what a listener raises undoes it all.
event_logged = Signal()

# Sent after commit, with: item_id (int), language (code, or "" for the shared part, which every language shows),
# action: "published" or "withdrawn".
edition_changed = Signal()
