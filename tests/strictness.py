"""What pytest and Django let pass fails here: skipped tests, and variables unknown to a template of ours."""

import inspect
import logging

import pytest
from django.template.base import FilterExpression, Node

from tests.servers import PROJECT

OUR_TEMPLATES = str(PROJECT / "templates")


def pytest_configure():
    logger = logging.getLogger("django.template")
    logger.setLevel(logging.DEBUG)
    logger.addFilter(refuse_unknown_variables)


def refuse_unknown_variables(record):
    """Django only whispers these, while the template is being rendered: the frames above tell which one it is."""
    if not record.msg.startswith("Exception while resolving variable"):
        return True
    variable, _ = record.args
    template = template_at_fault()
    if template:
        pytest.fail(f"{template}: unknown variable {variable}", pytrace=False)
    return False


def template_at_fault():
    frame = inspect.currentframe()
    while frame := frame.f_back:
        subject = frame.f_locals.get("self")
        if isinstance(subject, FilterExpression) and frame.f_locals.get("ignore_failures"):
            return None  # {% if variable %} asks whether there is one
        if isinstance(subject, Node) and frame.f_code.co_name == "render_annotated":
            name = subject.origin.name
            return name if name.startswith(OUR_TEMPLATES) else None
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return refuse_skip((yield))


def refuse_skip(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which is not a way to pass: {report.longrepr}"
    return report
