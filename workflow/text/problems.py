from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong: `code` is a stable id; sentences for people are made where they are shown."""

    code: str
    detail: str = ""
