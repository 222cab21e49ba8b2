"""Pages from templates: each part of a page can be made alone, and has a fingerprint that ages do not change.

values ──<page>.parts.html──► parts: id → HTML, fingerprint ──<page>.html in base.html──► the page
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tournant.console import words

__all__ = ["FOLDER", "Page", "Part", "html", "parts", "version"]

FOLDER: Final = Path(__file__).parent
_PASSING: Final = re.compile(r'<time[^>]*>[^<]*</time>|name="once" value="[^"]*"')
"""What differs from one rendering to the next without meaning anything: how long ago it was, the key of a form."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown."""

    name: str
    """Of its templates."""
    title: str
    path: str
    """Where it is, and where the rail stands."""
    values: Mapping[str, Any] = field(default_factory=dict)
    live: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page that is replaced as one."""

    text: str
    print: str


def parts(shown: Page, common: Mapping[str, Any]) -> dict[str, Part]:
    """All parts of a page, the rail's included."""
    found = {}
    for name in ("base", shown.name):
        template = _environment().get_template(f"{name}.parts.html")
        context = template.new_context({**common, **shown.values, "page": shown})
        for block, make in template.blocks.items():
            text = "".join(make(context))
            found[block] = Part(text, _fingerprint(text))
    return found


def html(shown: Page, common: Mapping[str, Any]) -> str:
    """The whole page."""
    made = parts(shown, common)

    def part(name: str, css: str = "") -> Markup:
        one = made[name]
        opening = Markup('<div id="part-{}" class="{}" data-part="{}">').format(name, css, one.print)
        return opening + Markup(one.text) + Markup("</div>")  # noqa: S704 - rendered by a template that escapes

    template = _environment().get_template(f"{shown.name}.html")
    return template.render({**common, **shown.values, "page": shown, "part": part})


def _fingerprint(text: str) -> str:
    return hashlib.blake2b(_PASSING.sub("", text).encode(), digest_size=8).hexdigest()


@cache
def version(name: str) -> str:
    """A short name for a static file as it is, so that a browser may keep it."""
    return hashlib.blake2b((FOLDER / "static" / name).read_bytes(), digest_size=6).hexdigest()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"marks": words.MARKS, "version": version, "ui": None}
    made.filters |= {"age": _age, "thousands": lambda number: f"{number:,}"}
    made.globals["ui"] = made.get_template("ui.html").module
    return made


def _age(at: datetime, now: datetime) -> Markup:
    """An age that the page can count on."""
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), words.age(at, now))
