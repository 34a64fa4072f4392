"""`mapper schema NAME`: the JSON Schema of the incident document or of the GeoJSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from mapper.schema import SCHEMAS, schema
from mapper.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", metavar="NAME", choices=tuple(SCHEMAS), help=" or ".join(SCHEMAS))


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the schema."""
    made = schema(options.name)
    terminal.result(json.dumps(made, indent=2, ensure_ascii=False), made)
    return 0
