import shutil

import pytest

MISSING = "The tests compare with GNU gettext. Install it (Debian: apt-get install gettext)."


@pytest.fixture(scope="session")
def gettext_program():
    def find(name):
        program = shutil.which(name)
        assert program, MISSING
        return program

    return find


@pytest.fixture
def locale(settings, tmp_path):
    """A folder of its own for the catalogues."""
    folder = tmp_path / "locale"
    settings.LOCALE_PATHS = [folder]
    return folder
