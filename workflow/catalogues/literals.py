"""Calls of gettext whose text is not written out: no extractor can know what such a call looks up."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.jslexer import Token, tokenize
from django.template.base import Lexer, TokenType
from django.utils.translation import templatize

from workflow.text.problems import Problem

KEYWORDS = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
QUOTES = ("'", '"')
UNDERSCORE_CALL = re.compile(r"(?<!\w)_\(\s*(.)([^)]*)")


class Call(NamedTuple):
    line: int
    name: str
    texts: tuple[str | None, ...]  # None: not written out

    @property
    def is_literal(self) -> bool:
        return all(self.texts)


class Misuse(NamedTuple):
    line: int
    problem: Problem


def in_file(path: Path) -> Iterator[Misuse]:
    look = {".py": in_python, ".js": in_script}.get(path.suffix, in_template)
    return look(path.read_text(encoding="utf-8"))


def in_python(source: str) -> Iterator[Misuse]:
    tree = ast.parse(source)
    for call in python_calls(tree):
        if not call.is_literal:
            yield Misuse(call.line, Problem("not-literal", call.name))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from _unknown_aliases(node)


def python_calls(tree: ast.Module) -> Iterator[Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _called_name(node.func)) in KEYWORDS:
            places = [place[0] if isinstance(place, tuple) else place for place in KEYWORDS[name]]
            yield Call(node.lineno, name, tuple(_literal(node.args, place - 1) for place in places))


def in_template(source: str) -> Iterator[Misuse]:
    try:
        templatize(source)
    except SyntaxError as error:
        yield Misuse(1, Problem("template-syntax", str(error)))
    for token in Lexer(source).tokenize():
        line = token.lineno or 1
        if token.token_type == TokenType.BLOCK:
            yield from _tag_misuses(line, token.split_contents())
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from _underscore_misuses(line, token.contents)


def in_script(source: str) -> Iterator[Misuse]:
    tokens = [token for token in tokenize(source) if "comment" not in token.type]
    for position, token in enumerate(tokens):
        if token.type != "name" or token.value not in KEYWORDS:
            continue
        is_definition = position > 0 and tokens[position - 1].value == "function"
        after = tokens[position + 1 : position + 2 + 2 * len(KEYWORDS[token.value])]
        if not is_definition and not _are_literal(after):
            yield Misuse(token.lineno, Problem("not-literal", token.value))


def _are_literal(tokens: list[Token]) -> bool:
    """A bracket, then texts, each followed by a comma or the end. Without a bracket it is no call."""
    if not tokens or tokens[0].value != "(":
        return True
    texts, ends = tokens[1::2], tokens[2::2]
    return all(text.type == "string" for text in texts) and all(
        end.value in (",", ")") for end in ends
    )


def _tag_misuses(line: int, bits: list[str]) -> Iterator[Misuse]:
    name, *arguments = bits
    if name in ("translate", "trans") and not _starts_quoted(arguments[:1]):
        yield Misuse(line, Problem("not-literal", name))
    is_translation = name in ("translate", "trans", "blocktranslate", "blocktrans")
    after_context = arguments[arguments.index("context") + 1 :] if "context" in arguments else ['"']
    if is_translation and not _starts_quoted(after_context):
        yield Misuse(line, Problem("not-literal", "context"))


def _starts_quoted(arguments: list[str]) -> bool:
    return bool(arguments) and arguments[0].startswith(QUOTES)


def _called_name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _literal(arguments: list[ast.expr], position: int) -> str | None:
    match arguments[position : position + 1]:
        case [ast.Constant(value=str(text))]:
            return text
    return None


def _unknown_aliases(node: ast.ImportFrom) -> Iterator[Misuse]:
    for imported in node.names:
        spec = KEYWORDS.get(imported.name)
        if spec and imported.asname and KEYWORDS.get(imported.asname) != spec:
            yield Misuse(node.lineno, Problem("unknown-alias", imported.asname))


def _underscore_misuses(line: int, contents: str) -> Iterator[Misuse]:
    """In `_("50%")` Django looks up `50%%` where makemessages notes `50%`: only the tags are right."""
    for first, rest in UNDERSCORE_CALL.findall(contents):
        if first not in QUOTES:
            yield Misuse(line, Problem("not-literal", "_"))
        elif "%" in rest:
            yield Misuse(line, Problem("percent-in-underscore"))
