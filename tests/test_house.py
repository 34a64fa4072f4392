"""The architecture, as a test: imports run only downward, and a leaf never imports a leaf."""

import ast
from pathlib import Path

HOUSE = Path(__file__).parent.parent / "mapper"
FLOORS = [
    {"errors", "datafiles", "folding", "version", "pointers"},
    {"document", "parts", "tokens"},
    {"model"},
    {"readings"},
    {"ground", "atlas"},
    {
        "seams",
        "senses",
        "geodesy",
        "doubt",
        "grammar",
        "files",
        "terminal",
        "markup",
        "settle",
        "userfiles",
        "ways",
    },
    {"darwincore", "known"},
    {"readers", "extractors", "languages", "relations", "claims", "geocoders", "writers"},
    {"combining"},
    {"extract", "resolve", "placing", "assemble", "scene", "schema", "review"},
    {"merging"},
    {"gazetteer"},
    {"pipeline"},
    {"batch", "check", "lookup"},
    {"commands"},
    {"cli"},
    {"__init__", "__main__"},
]
LEAVES = next(floor for floor in FLOORS if "writers" in floor)
FLOOR = {room: height for height, floor in enumerate(FLOORS) for room in floor}


def room(path):
    inside = path.relative_to(HOUSE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(path):
    """The modules of the house that a file imports, in functions and type-checking blocks too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "mapper":
            yield from ([node.module] if "." in node.module else [f"mapper.{name.name}" for name in node.names])
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("mapper"))


def test_every_room_has_a_floor():
    assert {room(path) for path in HOUSE.rglob("*.py")} <= set(FLOOR)


def may(path, module):
    """Whether the file may import the module: lower floors; its own part; what its seam shares (`_name`)."""
    here, target = room(path), module.split(".")[1]
    if here in LEAVES and here == target:
        part = (*path.relative_to(HOUSE / here).with_suffix("").parts, "")[0]
        other = (*module.split("."), "")[2]
        return other in {"", part} or other.startswith("_")
    return here == target or FLOOR[target] < FLOOR[here]


def test_imports_run_only_downward():
    for path in HOUSE.rglob("*.py"):
        for module in imports(path):
            assert may(path, module), f"{path.relative_to(HOUSE)} must not import {module}"
