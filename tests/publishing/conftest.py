import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def reasons_in_english():
    """Services say why in the active language, whichever a test before has left."""
    with translation.override("en"):
        yield
