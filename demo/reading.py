"""The demo's content as it stands in its files: demo/content/*.toml and the pictures and PDF files beside them."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"

# Numbers of the files are decimal strings; these words are theirs.
NUMBERS = ("number", "plus", "minus", "low", "high")


def catalog() -> dict[str, Any]:
    return _read(CONTENT / "catalog.toml")


def products() -> list[dict[str, Any]]:
    content = catalog()
    issued_on = content["datasheets_issued_on"]
    return [{"issued_on": issued_on, **product} for product in content["products"]]


def company() -> dict[str, Any]:
    return _read(CONTENT / "company.toml")


def papers() -> dict[str, Any]:
    return _read(CONTENT / "papers.toml")


def articles() -> list[dict[str, Any]]:
    """Every article with its key, oldest first."""
    found = [{"key": path.stem, **_read(path)} for path in sorted(CONTENT.glob("articles/*.toml"))]
    return sorted(found, key=lambda article: (article["date"], article["key"]))


def picture(key: str) -> Path:
    return CONTENT / "pictures" / f"{key}.webp"


def pdf(key: str, language: str) -> Path:
    return CONTENT / "files" / f"{key}.{language}.pdf"


def logo() -> Path:
    return CONTENT / "logo.svg"


def texts_in(entry: Mapping[str, Any], language: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The texts of an entry in a language. ``fields`` maps the model's name of each to the file's."""
    return {
        field: entry[name][language]
        for field, name in fields.items()
        if language in entry.get(name, {})
    }


def values(spec: Mapping[str, str]) -> dict[str, Any]:
    """A spec's numbers, with how many decimals they were written."""
    numbers = {name: Decimal(spec[name]) for name in NUMBERS if name in spec}
    decimals = max(-int(number.as_tuple().exponent) for number in numbers.values())
    return {**numbers, "decimals": max(decimals, 0)}


def numbers(specs: Mapping[str, Any]) -> dict[str, Decimal]:
    """One number of each measured spec: its own, else the upper bound of its range."""
    measured = {code: spec for code, spec in specs.items() if isinstance(spec, dict)}
    found = {code: spec.get("number", spec.get("high")) for code, spec in measured.items()}
    return {code: Decimal(number) for code, number in found.items() if number is not None}


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
