"""No location: "an undisclosed location". Nothing is placed, and the reason is listed."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.ground import Anchor, Around, Example, Ground
from mapper.model import Relation, Span, Unplaced
from mapper.relations._anchored import missing


def place(relation: Relation, anchors: Sequence[Anchor], context: Around) -> Ground | Unplaced:
    """Nothing."""
    return missing(relation, "the report says that the place is not disclosed or not known")


EXAMPLES = (Example(Relation("r", "none", "s", (), None, None, None, False, "none", Span(0, 11, "undisclosed")), ()),)
