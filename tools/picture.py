"""Draws what a command prints as docs/images/translate.svg: `.venv/bin/python tools/picture.py`."""

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).resolve().parent.parent
SAMPLE = "src/tournant/adapters/square/fixtures/catalog__full.json"
COLUMNS = 112
LINES_SHOWN = 9
OTHERS = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*|[ \t]+$", re.DOTALL | re.MULTILINE)
"""The fonts of rich's pictures come from elsewhere; a picture in the repository stands alone."""


def main() -> None:
    """Run the command of the picture, and draw what it prints."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    _session(console, f"translate --from square --to uber_eats {SAMPLE}")
    svg = OTHERS.sub("", console.export_svg(title="tournant"))
    (HERE / "docs/images/translate.svg").write_text(svg.replace("Fira Code", "ui-monospace") + "\n", encoding="utf-8")


def _session(console: Console, command: str) -> None:
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "tournant.cli.main", *command.split()], cwd=HERE, capture_output=True, check=True
    )
    console.print(Text(f"$ tournant {command.replace(SAMPLE, 'catalog.json')} > menu.json", style="bold"))
    lines = ran.stderr.decode().splitlines()
    for line in [*lines[:LINES_SHOWN], "…", lines[-1]]:
        console.print(Text(line))
    console.print(Text("$ head -c 400 menu.json", style="bold"))
    console.print(Text(ran.stdout.decode()[:400]))


if __name__ == "__main__":
    main()
