from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(call: Callable[[], object]) -> int:
    """How many queries a call asks; pytest shows them when the test fails."""
    with CaptureQueriesContext(connection) as captured:
        call()
    for query in captured.captured_queries:
        print(query["sql"])
    return len(captured)
