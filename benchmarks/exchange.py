"""What becomes of real PO files in our codec, and what that costs, next to GNU gettext's msgcat.

    .venv/bin/python benchmarks/exchange.py [FOLDER]

takes every .po file of the installed packages and of the archives in FOLDER. To fill it with thousands:
    pip download --no-binary :all: --no-deps -d FOLDER plone.app.locales wagtail django-oscar pretix gramps …

Prints which files come back byte for byte, the lines that one edit changes, the time for 9 MB, and the memory for
100 MB. Ratios of one run are comparable with one another, not seconds with another machine's.
"""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from workflow.exchange import po
from workflow.exchange.roundtrip import Outcome, RoundTrip, round_trip

PACKAGES = Path(django.__file__).parent.parent
MEGABYTE = 1_000_000
REPEATS = 5


class File(NamedTuple):
    name: str
    content: bytes


class Judged(NamedTuple):
    file: File
    ours: RoundTrip
    theirs: str  # what msgcat says against it


def files(folder: Path | None) -> Iterator[File]:
    """Each content once, however many packages ship it."""
    known = set()
    for file in (*installed(), *(archived(folder) if folder else ())):
        mark = sha256(file.content).digest()
        if mark not in known:
            known.add(mark)
            yield file


def installed() -> Iterator[File]:
    for path in sorted(PACKAGES.rglob("*.po")):
        yield File(str(path.relative_to(PACKAGES)), path.read_bytes())


def archived(folder: Path) -> Iterator[File]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".po"):
                        yield File(name, archive.read(name))
        elif path.suffixes[-2:-1] == [".tar"] or path.suffix == ".tgz":
            with tarfile.open(path) as archive:
                for member in archive:
                    opened = archive.extractfile(member) if member.name.endswith(".po") else None
                    if opened:
                        yield File(member.name, opened.read())


def judged(file: File) -> Judged:
    return Judged(file, round_trip(file.content), msgcat(file.content))


def msgcat(content: bytes) -> str:
    command = ["msgcat", "--output-file=/dev/null", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    return done.stderr.decode(errors="replace").strip() if done.returncode else ""


def report_round_trips(every: list[Judged]) -> None:
    valid = [one for one in every if not one.theirs]
    exact = [one for one in valid if one.ours.outcome == Outcome.EXACT]
    print(
        f"{len(every)} different files, {len(valid)} valid for msgcat, {len(exact)} of these exact"
    )
    for one in valid:
        if one.ours.outcome != Outcome.EXACT:
            print(f"  {one.file.name}: {said(one.ours)}, msgcat takes it")
    invalid = [one for one in every if one.theirs]
    taken = [one for one in invalid if one.ours.outcome != Outcome.REFUSED]
    print(f"{len(invalid)} refused by msgcat, {len(invalid) - len(taken)} of these by us")
    for one in taken:
        print(f"  {one.file.name}: we take it, msgcat says {one.theirs.splitlines()[0]}")
    reasons = Counter(one.ours.problem.code for one in invalid if one.ours.problem)
    print("  reasons:", ", ".join(f"{code} {number}" for code, number in reasons.most_common()))


def said(trip: RoundTrip) -> str:
    return f"{trip.outcome} (line {trip.line}: {trip.problem})" if trip.problem else trip.outcome


def report_edits(contents: list[bytes]) -> None:
    """One translation of each file, from its middle, is replaced by another."""
    changed, beyond = [], 0
    for content in contents:
        catalogue = po.read(content)
        if catalogue.messages:
            lines, is_beyond = edit(content, catalogue)
            changed.append(lines)
            beyond += is_beyond
    print(
        f"{len(changed)} files edited: {statistics.median(changed)} changed lines in the median, {max(changed)} "
        f"at most; lines beyond the edited translation changed in {beyond} files"
    )


def edit(content: bytes, catalogue: po.Catalogue) -> tuple[int, bool]:
    """How many lines a diff shows as gone or new, and whether one is not of the edited msgstr."""
    chosen = catalogue.messages[len(catalogue.messages) // 2]
    assert chosen.raw
    edited = replace(chosen, msgstr=("An edit of some words.", *chosen.msgstr[1:]))
    entries = tuple(edited if entry == chosen else entry for entry in catalogue.entries)
    before = content.split(b"\n")
    after = po.write(replace(catalogue, entries=entries)).split(b"\n")
    start = common(before, after)
    end = common(before[start:][::-1], after[start:][::-1])
    gone, new = before[start : len(before) - end], after[start : len(after) - end]
    place = (
        chosen.line
        - 1
        + next(number for number, line in enumerate(before[chosen.line - 1 :]) if b"msgstr" in line)
    )
    last = place + 1
    while last < len(before) and re.match(rb"\s*\"", before[last]):
        last += 1
    is_beyond = bool(gone or new) and not place <= start <= start + len(gone) <= last
    return len(gone) + len(new), is_beyond


def common(one: list[bytes], other: list[bytes]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def usual(size: int) -> bytes:
    """Messages of installed packages, each numbered so that none stands twice."""
    blocks = []
    for file in installed():
        catalogue = po.read(file.content) if file.name.endswith("django.po") else po.Catalogue()
        if catalogue.charset == "utf-8":
            blocks += [message.raw for message in catalogue.messages if message.raw]
    return filled(
        size, (numbered(raw.content, n) for n, raw in zip(count(), cycle(blocks), strict=False))
    )


def numbered(block: bytes, number: int) -> bytes:
    keyword = rb"^msgctxt" if re.search(rb"^msgctxt", block, re.MULTILINE) else rb"^msgid"
    return re.sub(keyword + rb'\s*"', rb"\g<0>%d " % number, block, count=1, flags=re.MULTILINE)


def filled(size: int, blocks: Iterator[bytes]) -> bytes:
    pieces = [b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n']
    length = 0
    while length < size:
        pieces.append(next(blocks))
        length += len(pieces[-1])
    return b"".join(pieces)


def report_time(content: bytes) -> None:
    catalogue = po.read(content)
    entries = tuple(catalogue.entries)
    print(
        f"{len(content) / MEGABYTE:.1f} MB, {len(entries)} messages, CPU seconds, best of {REPEATS}:"
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "one.po")
        path.write_bytes(content)
        theirs = best(lambda: subprocess.run(["msgcat", path, "-o", "/dev/null"], check=True))
    print(f"  {'msgcat':44}{theirs:6.2f}")
    for what, run in (
        ("read and write", lambda: po.write(po.read(content))),
        ("read, take every message apart, edit, write", lambda: edit_all(content)),
    ):
        ours = best(run)
        print(f"  {what:44}{ours:6.2f}   {ours / theirs:.2f} × msgcat")


def edit_all(content: bytes) -> bytes:
    catalogue = po.read(content)
    entries = list(catalogue.entries)
    entries[-1] = replace(entries[-1], msgstr=("x",) * len(entries[-1].msgstr))
    return po.write(replace(catalogue, entries=tuple(entries)))


def best(run: Callable[[], object]) -> float:
    def seconds() -> float:
        before = cpu()
        run()
        return cpu() - before

    return min(seconds() for _ in range(REPEATS))


def cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def shapes(size: int) -> Iterator[tuple[str, bytes]]:
    yield "usual", usual(size)
    yield "usual, cut off", usual(size)[:-9]
    yield (
        "each with an emoji",
        filled(size, ('msgid "%d"\nmsgstr "管🙂"\n\n'.encode() % n for n in count())),
    )
    yield "tiny messages", filled(size, (b'msgid "%x"msgstr ""\n' % n for n in count()))
    yield "one text of empty lines", b'msgid "a"\nmsgstr ""\n' + b'""\n' * (size // 3)
    yield "one long line", b'msgid "a"\nmsgstr "' + b"a" * size + b'"\n'
    yield "escapes", b'msgid "a"\nmsgstr "' + b"\\n" * (size // 2) + b'"\n'
    yield "comments only", b"#\n" * (size // 2)
    yield "blank lines only", b"\n" * size
    yield "zeros", bytes(size)


def report_memory(size: int) -> None:
    print(f"{'100 MB, read and written':28}{'seconds':>9}{'peak, × size':>14}   outcome")
    with TemporaryDirectory() as folder:
        path = Path(folder, "large.po")
        for what, content in shapes(size):
            path.write_bytes(content)
            command = [sys.executable, __file__, "--child", path]
            answer = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            ratio = answer["peak"] / len(content)
            print(f"{what:28}{answer['seconds']:9.1f}{ratio:14.1f}   {answer['outcome']}")


def child(path: Path) -> None:
    """Within a process of its own, so that the memory is that of one file."""
    idle = peak()
    content, begun = path.read_bytes(), time.perf_counter()
    try:
        outcome = "exact" if po.write(po.read(content)) == content else "changed"
    except po.Unreadable as refused:
        outcome = f"refused, line {refused.line}: {refused.problem.code}"
    seconds = time.perf_counter() - begun
    print(json.dumps({"outcome": outcome, "seconds": seconds, "peak": peak() - idle}))


def peak() -> int:
    """By Linux's own account; that of `getrusage` would count the parent's memory, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--child"]:
        child(Path(arguments[1]))
        return
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        every = list(threads.map(judged, files(Path(arguments[0]) if arguments else None)))
    report_round_trips(every)
    report_edits([one.file.content for one in every if one.ours.outcome == Outcome.EXACT])
    report_time(usual(9 * MEGABYTE))
    report_memory(100 * MEGABYTE)


if __name__ == "__main__":
    main(sys.argv[1:])
