"""Catalogues made readable for Django: all of them or, when one is not sound, none."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from workflow.exchange import mo, po

from .check import Finding, unsound

NEW_FILE_MODE = 0o644


def compile_all(paths: list[Path]) -> tuple[list[Path], list[Finding]]:
    """The files that changed, or the reasons why nothing was written."""
    findings = [finding for path in paths for finding in unsound(path)]
    if findings:
        return [], findings
    compiled = {path.with_suffix(".mo"): mo.write(po.read(path.read_bytes())) for path in paths}
    changed = {
        target: content for target, content in compiled.items() if _content(target) != content
    }
    with ExitStack() as stack:
        drafts = {
            target: stack.enter_context(_draft(target, content))
            for target, content in changed.items()
        }
        for target, draft in drafts.items():
            draft.replace(target)
            _sync(target.parent)
    return list(changed), []


def write(target: Path, content: bytes) -> bool:
    """Replace a file in one step: whoever reads it finds the old or the new, whatever happens meanwhile."""
    if _content(target) == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with _draft(target, content) as draft:
        draft.replace(target)
        _sync(target.parent)
    return True


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@contextlib.contextmanager
def _draft(target: Path, content: bytes) -> Iterator[Path]:
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
