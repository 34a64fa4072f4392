"""Services on the network, through geopy: Nominatim, Photon, and any other by its name and options. Off by default.

Nothing is sent unless the user names a service, and what will be sent is printed first: the name, the countries and
the rough surroundings as hints, and the contact that the user gave. One request a second to a public host, answers
kept on disk with date and licence, waiting as long as a busy host asks for, and an end to it where a host does not
answer: then what is known without it is used, and `problems` says so.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from mapper.errors import UsageError
from mapper.geocoders._web.meaning import LICENCES, entry
from mapper.geocoders._web.memory import Answer, Memory
from mapper.geocoders._web.service import Clock, NoAnswer, Question, Service, number
from mapper.model import Entry
from mapper.userfiles import agent, cache_folder, config

_SILENT = 2  # names given up on, one after the other, after which a host is not asked again in this run
_KEEP_DAYS = 180


class OnlineGazetteer:
    """A geocoding service. `online` tells those who only want to recognise names not to ask it."""

    online = True

    def __init__(
        self,
        service: Service,
        *,
        agent: str,
        memory: Memory,
        clock: Clock,
        keep_days: float = _KEEP_DAYS,
        say: Callable[[str], None],
    ) -> None:
        self.name = service.name
        self.attribution = LICENCES.get(self.name, f"as {self.name} states")
        self._service, self._agent, self._memory, self._clock, self._say = service, agent, memory, clock, say
        self._keep = timedelta(days=keep_days)
        self._problems: list[str] = []
        self._silent = self._skipped = 0

    @property
    def unreachable(self) -> bool:
        """Whether some question got no answer in this run."""
        return bool(self._silent or self._skipped)

    @property
    def problems(self) -> tuple[str, ...]:
        """What the service could not be asked, or said that can't be used."""
        more = f"{self._service.host} was not asked for {self._skipped} more names, as it had not answered before"
        return (*self._problems, *([more] if self._skipped else []))

    def find(
        self, name: str, *, near: tuple[float, float] | None = None, countries: Sequence[str] = (), limit: int = 10
    ) -> tuple[Entry, ...]:
        """What the service knows of `name`, the likeliest first; none where it gives no answer (see `problems`)."""
        asked = " ".join(name.split())
        if not asked:
            return ()
        around = (round(near[0], 1), round(near[1], 1)) if near else None
        question = Question(asked, around, tuple(sorted({code.lower() for code in countries})))
        answer = self._answer(question)
        if answer and not answer.found and question.countries:
            answer = self._answer(Question(asked, around))  # the countries are a hint for the order, never a filter
        if answer is None:
            return ()
        told = {"asked": asked, "service": self.name, "licence": answer.licence, "date": answer.date}
        made = [entry(found, **told) for found in answer.found]
        known = [e for e in made if e]
        if len(known) < len(made):
            self._problem(f"{self._service.host}: an answer for {asked!r} gives no position on earth and was left out")
        codes = question.countries
        ordered = sorted(known, key=lambda e: (-e.match, bool(codes) and e.country.lower() not in codes))
        return tuple(ordered[:limit])

    def _answer(self, question: Question) -> Answer | None:
        key = f"{self.name}@{self._service.host}"
        asked = json.dumps([question.name, question.around, question.countries])
        kept = self._memory.recall(key, asked)
        if kept and self._clock.today() - date.fromisoformat(kept.date) <= self._keep:
            return kept
        if self._silent >= _SILENT:
            self._skipped += 1
            return kept
        self._say(f"asking {self._service.host} for {_said(question)}, as {self._agent}")
        try:
            found = self._service.asked(question)
        except NoAnswer as why:
            self._silent = _SILENT if why.for_good else self._silent + why.silent
            instead = f"its answer of {kept.date} was used" if kept else "what is known without it was used"
            self._problem(f"{self._service.host} gave no answer for {question.name!r}: {why}; {instead}")
            return kept
        self._silent = 0
        answer = Answer(self._clock.today().isoformat(), self.attribution, found)
        self._memory.keep(key, asked, answer)
        return answer

    def _problem(self, text: str) -> None:
        if text not in self._problems:
            self._problems.append(text)


def opened(
    service: str,
    *,
    contact: str = "",
    memory: Memory | None = None,
    clock: Clock | None = None,
    say: Callable[[str], None] | None = None,
) -> OnlineGazetteer:
    """The service that `service` names: `nominatim`, `photon`, or another of geopy's; asks nothing yet.

    Options follow a colon (`photon:domain=localhost:2322,scheme=http`) or stand in the configuration, where keys belong
    (`[online.opencage]`, `api_key = ...`). `contact` is an e-mail address or a page where whoever asks can be reached;
    it may stand in MAPPER_CONTACT or in the configuration, and is never made up. `say` is told what is about to be
    sent (standard error by default).

    Raises:
        UsageError: no such service, wrong options for it, or no contact.
    """
    name, _, said = service.partition(":")
    name = name.strip().lower()
    settings = config().get("online", {})
    options = {key: str(value) for key, value in settings.get(name, {}).items()} | _options(said, service)
    asking = agent(name, contact, options.get("contact"))
    memory, clock = memory or Memory(cache_folder() / "online.sqlite"), clock or Clock()
    asked = Service(name, options, agent=asking, memory=memory, clock=clock)
    keep_days = number(options, "keep_days", _KEEP_DAYS)
    return OnlineGazetteer(asked, agent=asking, memory=memory, clock=clock, keep_days=keep_days, say=say or _to_stderr)


def _to_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _options(said: str, whole: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in said.split(",") if pair.strip()]
    if any(not equals for _, equals, _ in pairs):
        raise UsageError(f"{whole!r}: options of a service are written NAME:option=value,option=value")
    return {key.strip(): value.strip() for key, _, value in pairs}


def _said(question: Question) -> str:
    hints = [f"countries {', '.join(question.countries)}"] if question.countries else []
    if question.around:
        hints.append(f"around longitude {question.around[0]}, latitude {question.around[1]}")
    return f"{question.name!r}{' (hints: ' + '; '.join(hints) + ')' if hints else ''}"
