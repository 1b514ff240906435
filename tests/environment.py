"""Loaded before Django: gives every test process folders, a key and a database of its own, on SQLite or PostgreSQL."""

import os
import secrets
from contextlib import ExitStack

import pytest

from tests.servers import postgresql, scratch_folder

CHOICE = "SITE_TEST_DATABASE"  # make test runs one process for each


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    database = os.environ.get(CHOICE, "sqlite")
    with ExitStack() as stack:
        for name in [name for name in os.environ if name.startswith("SITE_")]:
            del os.environ[name]
        os.environ[CHOICE] = database
        os.environ["SITE_DATA_DIR"] = str(stack.enter_context(scratch_folder()))
        os.environ["SITE_SECRET_KEY"] = secrets.token_urlsafe(50)
        if database == "postgresql":
            os.environ["SITE_DATABASE_URL"] = stack.enter_context(postgresql())
        elif database != "sqlite":
            raise pytest.UsageError(f"{CHOICE} is sqlite or postgresql, not {database}")
        outcome = yield  # Django is set up
        early_config.add_cleanup(stack.pop_all().close)
        return outcome


def pytest_report_header():
    return f"database under test: {os.environ[CHOICE]}"
