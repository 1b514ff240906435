"""Catalogues made readable for Django: all of them or, when one is not sound, none."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from workflow.exchange import mo

from .check import Finding, read_sound

NEW_FILE_MODE = 0o644


def compile_all(paths: list[Path]) -> tuple[list[Path], list[Finding]]:
    """The files written, or the reasons why none was."""
    compiled, findings = {}, []
    for path in paths:
        catalogue, problems = read_sound(path)
        findings += problems
        if catalogue:
            compiled[path.with_suffix(".mo")] = mo.write(catalogue)
    if findings:
        return [], findings
    replace_files(compiled)
    return list(compiled), []


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Whoever reads a file finds the old or the new, whatever happens meanwhile; a full disk changes none."""
    with ExitStack() as stack:
        drafts = [(path, stack.enter_context(_draft(path, contents[path]))) for path in contents]
        for path, draft in drafts:
            draft.replace(path)
            _sync(path.parent)


@contextmanager
def _draft(target: Path, content: bytes) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(
        dir=target.parent, prefix=f".{target.stem}-", suffix=target.suffix
    )
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(handle, target.stat().st_mode if target.exists() else NEW_FILE_MODE)
            os.fsync(handle)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
