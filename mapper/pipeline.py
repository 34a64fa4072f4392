"""The whole trip on one page: a report to an incident, an incident to regions, regions to files."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.errors import InvalidDocument, UnreadableInput, UsageError
from mapper.files import slug, write_all
from mapper.markup import readable, requoted
from mapper.model import Incident, Report
from mapper.parts import names, part
from mapper.seams import Gazetteer, Style
from mapper.userfiles import LIST, is_there

if TYPE_CHECKING:
    from mapper.merging import Gathered


def read(
    report: Report,
    *,
    mentions: Sequence[tuple[int, int]] | None = None,
    gazetteers: Sequence[str | Path | Gazetteer] = (),
    geocoders: Sequence[str | Gazetteer] = (),
    report_text: str = "quotes",
    sources: Sequence[Gazetteer] | None = None,
) -> Incident:
    """What the report says: sites, places, relations, times and claims, each with the words it rests on.

    Offline unless `geocoders` names a service. `mentions` are spans of toponyms that are already known: only
    those are resolved. `gazetteers` are the user's own places (files or opened sources), which win over the
    embedded ones; after them come those of the user's list (`mapper gazetteer list`), as on the command line.
    `report_text` (quotes | full | none) is how much of the report travels in the incident. `sources` are all of
    them, opened before (see `opened`).
    """
    from mapper.assemble import assemble
    from mapper.extract import extract
    from mapper.resolve import resolve
    from mapper.scene import set_in_scene

    sources = opened([*gazetteers, *on_the_list()], geocoders) if sources is None else sources
    read_as = readable(report)
    reading = extract(read_as, gazetteers=sources, spans=mentions)
    places = resolve(read_as, reading.mentions, gazetteers=sources, given=mentions is not None)
    incident = set_in_scene(assemble(reading, places, report_text=report_text))
    return requoted(incident, report)


def as_read(incident: Incident) -> Incident:
    """The incident with the seal by which edits of its document are found later; one that is sealed stays as it is.

    Sealing costs as much as reading, so it is done where a document leaves the house and not before.
    """
    from mapper.review import sealed

    return incident if incident.as_read else sealed(incident)


def explain(report: Report, *, gazetteers: Sequence[Gazetteer]) -> str:
    """Sentence by sentence, what each phrase was read as and by which rule, and what was not read."""
    from mapper.extract import explain as explained
    from mapper.extract import extract

    return explained(extract(readable(report), gazetteers=gazetteers))


def reopened(path: Path, *, report_text: str = "quotes") -> Incident:
    """The incident of a document, edited by hand or not, ready to be placed again; edits become decisions.

    Raises:
        InvalidDocument: no JSON, or not what the schema says; the message names the place in it.
    """
    from mapper.assemble import redacted
    from mapper.review import reviewed

    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UnreadableInput(f"{path} can't be read: {error.strerror or error}") from error
    except ValueError as error:
        raise InvalidDocument(f"{path} is no JSON: {error}") from error
    return reviewed(redacted(Incident.from_dict(data), report_text=report_text))


def place(incident: Incident, *, precision_rule: str = "news", sources: Sequence[Gazetteer] = ()) -> Incident:
    """The incident with a region for every place and every site that its relations allow.

    `sources` are those whose roads and waters it may use; without any it is pure, no I/O.
    """
    from mapper.placing import placed
    from mapper.ways import joined

    one = partial(placed, precision_rule=precision_rule, ways=joined(sources))
    if incident.reports:
        from mapper.merging import placed as placed_jointly

        return placed_jointly(incident, place=one)
    return one(incident)


def merge(incidents: Sequence[Incident], *, precision_rule: str = "news") -> tuple[Incident, ...]:
    """The incidents that several reports tell of, not yet placed; the first report's comes first.

    Reports of one incident become one document that keeps which of them said what; see `mapper.merging` for
    when a later word narrows, replaces or contradicts an earlier one, and for why two reports are told apart.
    """
    return tuple(group.incident for group in gathered(incidents, precision_rule=precision_rule))


def gathered(incidents: Sequence[Incident], *, precision_rule: str = "news") -> tuple[Gathered, ...]:
    """The same, with which reports each incident is of, and why it is not the first."""
    from mapper.merging import merged
    from mapper.placing import placed
    from mapper.review import sealed

    groups = merged(incidents, place=partial(placed, precision_rule=precision_rule))
    return tuple(replace(group, incident=sealed(group.incident)) for group in groups)


def write(
    incident: Incident,
    out: str | Path,
    *,
    formats: Iterable[str] | None = None,
    stem: str = "",
    style: Style | None = None,
) -> list[Path]:
    """Write the incident into the folder `out`, every format or none; the files written, in order.

    Raises:
        UsageError: an unknown format.
        UnwritableOutput: the folder can't take the files; what was there stays whole.
    """
    chosen = list(formats) if formats is not None else default_formats()
    if "incident" in chosen:  # the one that people edit
        incident = as_read(incident)
    files: dict[str, bytes] = {}
    for name in chosen:
        files |= part("writers", name).files(incident, stem=stem or slug(incident.report.id), style=style or Style())
    return write_all(Path(out), files)


def map_report(report: str | Path | Report, *, out: str | Path = "output", **options: Any) -> Incident:
    """All of it: read, place, write; the incident. `options` are those of `read`, `place` and `write`."""
    from mapper.ways import joined

    if not isinstance(report, Report):
        report = Report.from_file(report)
    known = {
        "read": ("mentions", "gazetteers", "geocoders", "report_text"),
        "place": ("precision_rule",),
        "write": ("formats", "stem", "style"),
    }
    unknown = sorted(set(options) - {name for group in known.values() for name in group})
    if unknown:
        raise UsageError(f"map_report takes no {unknown[0]!r}")
    chosen = {verb: {name: options[name] for name in group if name in options} for verb, group in known.items()}
    sources = opened([*chosen["read"].pop("gazetteers", ()), *on_the_list()], chosen["read"].pop("geocoders", ()))
    incident = place(read(report, sources=sources, **chosen["read"]), sources=sources, **chosen["place"])
    style = chosen["write"].pop("style", None) or Style()
    write(incident, out, style=replace(style, ways=style.ways or joined(sources)), **chosen["write"])
    return incident


def opened(
    gazetteers: Sequence[str | Path | Gazetteer] = (), geocoders: Sequence[str | Gazetteer] = ()
) -> tuple[Gazetteer, ...]:
    """Sources in the order they are asked: the user's own, the embedded ones, then services on the network."""
    own = [part("geocoders", "file").opened(Path(g)) if isinstance(g, str | Path) else g for g in gazetteers]
    embedded = [part("geocoders", name).opened() for name in ("landmarks", "embedded")]
    online = [part("geocoders", "online").opened(g) if isinstance(g, str) else g for g in geocoders]
    return (*own, *embedded, *online)


def on_the_list() -> tuple[Gazetteer, ...]:
    """The gazetteers of the user's own list, opened; a warning names one that can't be used, and it stops nothing."""
    if not is_there(LIST):
        return ()
    from mapper import gazetteer  # a list that is not there costs nothing

    sources = gazetteer.opened(quiet=True)
    for problem in (said for source in sources if isinstance(source, gazetteer.Unusable) for said in source.problems):
        warnings.warn(problem, stacklevel=3)
    return sources


def default_formats() -> list[str]:
    """The formats that need no extra package, in the order they are written."""
    return [name for name in names("writers") if part("writers", name).BY_DEFAULT]
