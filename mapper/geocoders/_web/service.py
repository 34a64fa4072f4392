"""One service of geopy, asked politely: paced, bounded, patient where that may help, and never longer than that."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.error import URLError

from mapper.errors import UsageError
from mapper.geocoders._web.memory import Memory

_PUBLIC = {"nominatim.openstreetmap.org", "photon.komoot.io"}  # hosts whose rules ask for one request a second
_PAUSE_S = 1.0
_TIMEOUT_S = 10.0
_TRIES = 4
_BACKOFF_S = 2.0  # doubled with every try
_LONGEST_WAIT_S = 60.0  # a host that asks for more is given up on
_HINT_DEG = 1.0  # half the side of the box that is sent as a hint: about a hundred kilometres
_MAX_BYTES = 8_000_000
_OURS = ("contact", "pause", "timeout", "keep_days")  # options that are not geopy's


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the caller sees it: `now` in seconds since 1970, and `sleep`. Tests bring their own."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def today(self) -> date:
        """The day in UTC."""
        return datetime.fromtimestamp(self.now(), UTC).date()


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent: a name, and as hints the countries (ISO 3166-1 alpha-2) and a point to a tenth of a degree."""

    name: str
    around: tuple[float, float] | None = None
    countries: tuple[str, ...] = ()


class NoAnswer(Exception):
    """A question was given up on. `for_good`: the service will not answer any other either."""

    def __init__(self, why: str, *, silent: bool, for_good: bool = False) -> None:
        super().__init__(why)
        self.silent = silent
        self.for_good = for_good


class Service:
    """A service by its name in geopy, with its options; `host` is where it is asked."""

    def __init__(self, name: str, options: Mapping[str, str], *, agent: str, memory: Memory, clock: Clock) -> None:
        self.name = name
        timeout_s = number(options, "timeout", _TIMEOUT_S)
        self._geocoder = _geocoder(name, options, agent=agent, timeout_s=timeout_s)
        self.host = str(getattr(self._geocoder, "domain", "") or name)
        pause_s = number(options, "pause", _PAUSE_S)
        self._pause_s = max(pause_s, _PAUSE_S) if self.host in _PUBLIC else pause_s
        self._memory, self._clock = memory, clock

    def asked(self, question: Question) -> list[dict[str, Any]]:
        """What the service says, as plain values; waits and asks again where that may help.

        Raises:
            NoAnswer: refused, slow, cut off, nonsense, or nobody there.
        """
        from geopy import exc

        why, nobody = "", False
        for again in range(_TRIES):
            self._clock.sleep(self._memory.wait_s(self.host, now=self._clock.now(), pause_s=self._pause_s))
            try:
                found = self._geocoder.geocode(question.name, exactly_one=False, **_hints(self.name, question))
                return [_plain(location) for location in found or ()]
            except (
                exc.GeocoderAuthenticationFailure,
                exc.GeocoderInsufficientPrivileges,
                exc.ConfigurationError,
            ) as error:
                reason = f"it refuses this caller ({_short(error)}); see its rules and your options for it"
                raise NoAnswer(reason, silent=True, for_good=True) from error
            except (exc.GeocoderParseError, exc.GeocoderQueryError) as error:
                raise NoAnswer(f"its answer makes no sense ({_short(error)})", silent=False) from error
            except exc.GeopyError as error:
                why, nobody = _short(error), _nobody_there(error)
                hopeless = nobody or (isinstance(error, TimeoutError) and error.__cause__ is None)  # not even a "busy"
                wait_s = None if again and hopeless else _wait_s(error, again)
            except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
                raise NoAnswer(
                    f"its answer is not of the form it should have ({_short(error)})", silent=False
                ) from error
            if wait_s is None or wait_s > _LONGEST_WAIT_S or again == _TRIES - 1:
                break
            self._clock.sleep(wait_s)
        raise NoAnswer(why, silent=True, for_good=nobody)


def number(options: Mapping[str, str], key: str, usual: float) -> float:
    """An option that is a number from 0 up.

    Raises:
        UsageError: it is none.
    """
    try:
        number = float(options.get(key, usual))
    except ValueError:
        number = -1.0
    if number < 0:
        raise UsageError(f"{key}={options[key]!r}: a number from 0 up is needed")
    return number


def _geocoder(service: str, options: Mapping[str, str], *, agent: str, timeout_s: float) -> Any:
    from geopy import exc, geocoders

    try:
        maker = geocoders.get_geocoder_for_service(service)
    except exc.GeocoderNotFound as error:
        known = ", ".join(sorted(geocoders.SERVICE_TO_GEOCODER))
        raise UsageError(f"{service!r} is no service; there are: {known}") from error
    given = {key: value for key, value in options.items() if key not in _OURS}
    try:
        return maker(**given, user_agent=agent, timeout=timeout_s, adapter_factory=_adapter(timeout_s))
    except (TypeError, ValueError, exc.GeopyError) as error:
        raise UsageError(f"{service}: {error}; its options are those of geopy's {maker.__name__}") from error


def _adapter(timeout_s: float) -> Any:
    """The plain adapter of geopy, bounded: it neither repeats requests by itself nor waits or reads without an end."""
    from geopy.adapters import URLLibAdapter
    from geopy.exc import GeocoderServiceError, GeocoderTimedOut

    class Bounded(URLLibAdapter):  # type: ignore[misc]  # geopy has no types
        def _decode_page(self, page: Any) -> Any:
            parts, size, end = [], 0, time.monotonic() + 3 * timeout_s
            try:
                while part := page.read(65536):
                    parts.append(part)
                    size += len(part)
                    if size > _MAX_BYTES:
                        raise GeocoderServiceError(f"more than {_MAX_BYTES} bytes came")
                    if time.monotonic() > end:
                        raise GeocoderTimedOut("the answer did not end")
            except (OSError, http.client.HTTPException) as error:
                raise GeocoderServiceError(f"the answer broke off ({error!r})") from error
            if size < int(page.headers.get("Content-Length") or 0):
                raise GeocoderServiceError("the answer broke off")
            return super()._decode_page(_Read(b"".join(parts), page.headers))

    return Bounded


@dataclass(frozen=True, slots=True)
class _Read:
    """A page that has been read."""

    body: bytes
    headers: Any

    def read(self) -> bytes:
        return self.body


def _hints(service: str, question: Question) -> dict[str, Any]:
    hints: dict[str, Any] = {}
    around = question.around
    if service == "nominatim":
        hints = {"addressdetails": True, "namedetails": True, "limit": 10, "country_codes": list(question.countries)}
        if around:
            lon, lat = around
            high, low = min(lat + _HINT_DEG, 90.0), max(lat - _HINT_DEG, -90.0)
            hints["viewbox"] = [(high, min(lon + _HINT_DEG, 180.0)), (low, max(lon - _HINT_DEG, -180.0))]
    elif service == "photon":
        hints = {"limit": 10} | ({"location_bias": (around[1], around[0])} if around else {})
    return hints


def _plain(location: Any) -> dict[str, Any]:
    raw = location.raw if isinstance(location.raw, dict) else None
    return {"lon": location.longitude, "lat": location.latitude, "address": str(location.address), "raw": raw}


def _nobody_there(error: Exception) -> bool:
    """Whether there was no connection at all: refused, no such host, no network, no trusted certificate."""
    from geopy.exc import GeocoderUnavailable

    cause = error.__context__
    refused = isinstance(cause, URLError) and isinstance(cause.reason, OSError)
    return isinstance(error, GeocoderUnavailable) or (refused and not isinstance(error, TimeoutError))


def _wait_s(error: Exception, again: int) -> float | None:
    """Seconds until it makes sense to ask again; None where it never does."""
    from geopy.adapters import AdapterHTTPError, get_retry_after

    answer = error.__cause__
    if isinstance(answer, AdapterHTTPError):
        status = int(answer.status_code)
        if status not in {408, 425, 429} and status < 500:
            return None
        asked_for = get_retry_after({key.lower(): value for key, value in answer.headers.items()})
        return float(_BACKOFF_S * 2**again if asked_for is None else asked_for)
    return float(_BACKOFF_S * 2**again)


def _short(error: Exception) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= 160 else f"{text[:157]}..."
