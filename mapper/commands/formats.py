"""`mapper formats`: what can be written, for whom, and what each loses."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from mapper.parts import names, part
from mapper.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes: nothing."""


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the formats."""
    rows = []
    for name in names("writers"):
        writer = part("writers", name)
        rows.append({"name": name, "title": writer.TITLE, "for": writer.FOR, "loses": writer.LOSES,
                     "needs": writer.NEEDS, "by_default": writer.BY_DEFAULT})  # fmt: skip
    lines = []
    for row in rows:
        needs = f" (pip install 'incident-mapper[{row['needs']}]')" if row["needs"] else ""
        lines += [
            f"{row['name']:12} {row['title']}{' *' if row['by_default'] else ''}{needs}",
            f"{'':12} for: {row['for']}",
            f"{'':12} loses: {row['loses']}",
        ]
    terminal.result("\n".join([*lines, "", "* written unless --formats says otherwise"]), rows)
    return 0
