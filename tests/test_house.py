"""The directions of imports that design.md draws are held: a wrong arrow fails `make check`."""

import shutil
import subprocess
import sys

import pytest

from tests.servers import PROJECT

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
WRONG_ARROWS = [
    ("accounts", "publishing"),
    ("articles", "site_project"),
    ("catalog", "articles"),
    ("company", "demo"),
    ("multilingual", "accounts"),
    ("multilingual.text", "django"),
    ("publishing", "catalog"),
    ("workflow", "company"),
    ("workflow.exchange", "django"),
    ("workflow.text", "django"),
]


@pytest.fixture
def house(tmp_path):
    """A copy of the code, to be spoilt."""
    for init in PROJECT.glob("*/__init__.py"):
        ignored = shutil.ignore_patterns("__pycache__", "content")
        shutil.copytree(init.parent, tmp_path / init.parent.name, ignore=ignored)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house):
    command = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


def test_the_house_stands(house):
    done = lint(house)

    assert done.returncode == 0, done.stdout


def test_every_wrong_arrow_is_refused(house):
    for floor, imported in WRONG_ARROWS:
        with (house / floor.replace(".", "/") / "__init__.py").open("a") as module:
            module.write(f"\nimport {imported}\n")

    done = lint(house)

    assert done.returncode != 0
    assert [arrow for arrow in WRONG_ARROWS if " -> ".join(arrow) not in done.stdout] == []


@pytest.mark.parametrize("package", ["multilingual.text", "workflow.text", "workflow.exchange"])
def test_pure_text_code_loads_no_django(package):
    modules = [path.stem for path in (PROJECT / package.replace(".", "/")).glob("[!_]*.py")]
    imports = ", ".join(f"{package}.{module}" for module in modules)
    program = f"import sys, {imports}; sys.exit('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False)

    assert modules
    assert done.returncode == 0
