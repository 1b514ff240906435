"""The whole site in one file, and back: rows and uploads, from SQLite or PostgreSQL to either."""

from .archive import Refused
from .services import Backup, Losses, backup, folder, last_backup, restore

__all__ = ["Backup", "Losses", "Refused", "backup", "folder", "last_backup", "restore"]
