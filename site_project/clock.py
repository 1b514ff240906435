"""The clock of publishing in this site's processes, which speak with the newest catalogues."""

from publishing.clock import PERIOD, Clock
from publishing.models import Heartbeat
from workflow.reload import catalogues


def embedded() -> Clock:
    """The clock of a process that serves the site."""
    return Clock(Heartbeat.Role.EMBEDDED, prepare=catalogues.refresh)


def worker(every: float = PERIOD) -> Clock:
    """The clock of a process that does nothing else."""
    return Clock(Heartbeat.Role.WORKER, every=every, prepare=catalogues.refresh)
