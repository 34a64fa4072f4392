"""Services on the network, asked of a real server on this machine that also refuses, dawdles, breaks off and lies."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.cli import main
from mapper.errors import UsageError
from mapper.geocoders import online
from mapper.geocoders._web.meaning import entry
from mapper.geocoders._web.memory import Memory
from mapper.geocoders._web.service import Clock
from mapper.version import __version__

CONTACT = "desk@newsroom.test"
NOMINATIM = {
    "osm_type": "way", "osm_id": 7, "lat": "30.2783", "lon": "57.1208", "class": "landuse", "type": "cemetery",
    "name": "Golzar", "display_name": "Golzar, Kerman, Iran", "boundingbox": ["30.276", "30.281", "57.118", "57.124"],
    "address": {"city": "Kerman", "state": "Kerman Province", "country": "Iran", "country_code": "ir"},
    "namedetails": {"name": "Golzar", "name:en": "Martyrs' Cemetery"}, "licence": "ODbL",
}  # fmt: skip
PHOTON = {
    "type": "Feature", "geometry": {"type": "Point", "coordinates": [57.1208, 30.2783]},
    "properties": {"name": "Golzar", "osm_type": "W", "osm_id": 7, "osm_key": "landuse", "osm_value": "cemetery",
                   "countrycode": "IR", "city": "Kerman", "country": "Iran",
                   "extent": [57.118, 30.281, 57.124, 30.276]},
}  # fmt: skip


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self):
        self.at = 1_700_000_000.0
        self.slept = []

    def clock(self):
        return Clock(now=lambda: self.at, sleep=self.sleep)

    def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.at += seconds


class Host(ThreadingHTTPServer):
    """Plays what `faults` say, one a request, and after these answers properly."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults, self.requests = [], []
        self.release = threading.Event()

    @property
    def spec(self):
        return f"domain=127.0.0.1:{self.server_port},scheme=http"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        parts = urlsplit(self.path)
        self.server.requests.append((parts.path, parse_qs(parts.query), dict(self.headers)))
        fault = self.server.faults.pop(0) if self.server.faults else {}
        if fault.get("hang"):
            self.server.release.wait(5)
            return
        proper = [NOMINATIM] if parts.path == "/search" else {"type": "FeatureCollection", "features": [PHOTON]}
        body = fault.get("body", json.dumps(proper).encode())
        self.send_response(fault.get("status", 200))
        self.send_header("Content-Length", str(len(body) + fault.get("missing", 0)))
        for header, value in fault.get("headers", {}).items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def host():
    server = Host()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.release.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _alone(tmp_path, monkeypatch):
    for name in ("CONFIG", "CACHE"):
        monkeypatch.setenv(f"MAPPER_{name}", str(tmp_path / name.lower()))
    monkeypatch.delenv("MAPPER_CONTACT", raising=False)


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def service(host, time):
    opened = []

    def open_it(name="nominatim", memory=None, said=None, **options):
        spec = ",".join([host.spec, *(f"{key}={value}" for key, value in options.items())])
        memory = memory or Memory(":memory:")
        opened.append(memory)
        say = said.append if said is not None else lambda _: None
        return online.opened(f"{name}:{spec}", contact=CONTACT, memory=memory, clock=time.clock(), say=say)

    yield open_it
    for memory in opened:
        memory.close()


@pytest.mark.parametrize("name", ["nominatim", "photon"])
def test_a_service_answers_with_kind_extent_containers_and_licence(service, name):
    (entry,) = service(name).find("Golzar", near=(57.08, 30.28), countries=["IR"])
    assert (entry.name, entry.kind, entry.source, entry.source_id) == ("Golzar", "cemetery", name, "way/7")
    assert (entry.lon, entry.lat, entry.country) == (57.1208, 30.2783, "IR")
    assert entry.within[0] == "Kerman"
    assert 300 < entry.extent_m < 600
    assert entry.attribution == "OpenStreetMap contributors, ODbL 1.0"
    assert any("2023-11-14" in because for because in entry.because)


def test_what_is_sent_is_said_first_and_is_no_more_than_that(service, host):
    said = []
    service(said=said).find("Golzar", near=(57.0788, 30.2832), countries=["IR"])
    (path, sent, headers) = host.requests[0]
    assert path == "/search"
    assert (sent["q"], sent["countrycodes"]) == (["Golzar"], ["ir"])
    assert sent["viewbox"] == ["56.1,29.3,58.1,31.3"]
    assert headers["User-Agent"] == f"incident-mapper/{__version__} ({CONTACT})"
    (line,) = said
    for shown in ("127.0.0.1", "'Golzar'", "countries ir", "57.1", "30.3", CONTACT):
        assert shown in line


@pytest.mark.parametrize("contact", ["", "me", "somebody at home", "a@b", "x@y.z\r\nEvil: yes"])
def test_a_contact_is_asked_for_and_never_made_up(host, contact):
    with pytest.raises(UsageError, match="MAPPER_CONTACT"):
        online.opened(f"nominatim:{host.spec}", contact=contact)
    assert host.requests == []


def test_the_contact_may_stand_in_the_environment_or_the_configuration(host, monkeypatch, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('[online]\ncontact = "https://newsroom.test/about"\n')
    online.opened(f"photon:{host.spec}").find("Golzar")
    monkeypatch.setenv("MAPPER_CONTACT", CONTACT)
    online.opened(f"photon:{host.spec}").find("Golzar gate")
    assert [CONTACT in r[2]["User-Agent"] for r in host.requests] == [False, True]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("nowhere", "is no service"),
        ("nominatim:colour=red", "options"),
        ("nominatim:red", "NAME:option"),
        ("opencage", "api_key"),
        ("nominatim:timeout=soon", "timeout"),
    ],
)
def test_a_wrong_service_or_option_is_a_usage_error(spec, said):
    with pytest.raises(UsageError, match=said):
        online.opened(spec, contact=CONTACT)


def test_the_second_time_the_answer_comes_from_the_disk(service, host, tmp_path):
    memory = Memory(tmp_path / "online.sqlite")
    first = service(memory=memory).find("Golzar")
    assert service(memory=memory).find("  Golzar ") == first
    assert len(host.requests) == 1


def test_a_damaged_memory_is_made_anew(service, tmp_path):
    (tmp_path / "online.sqlite").write_bytes(b"SQLite format 3\x00 and noise" * 50)
    assert service(memory=Memory(tmp_path / "online.sqlite")).find("Golzar")


def test_a_memory_that_fails_loses_no_answer(service):
    memory = Memory(":memory:")
    source = service(memory=memory)
    memory.close()
    assert source.find("Golzar")


def test_an_old_answer_is_asked_for_again_and_still_serves_when_nobody_answers(service, host, time):
    source = service()
    first = source.find("Golzar")
    time.at += 200 * 86400
    host.faults = [{"status": 500}] * 4
    assert source.find("Golzar") == first
    assert "its answer of 2023-11-14 was used" in source.problems[0]


def test_questions_keep_a_second_apart(service, time, host):
    source = service()
    for name in ("One", "Two", "Three"):
        source.find(name)
    assert time.slept == [0, 1, 1]
    assert len(host.requests) == 3


def test_two_processes_share_one_pace(service, time, tmp_path):
    for number in range(3):
        service(memory=Memory(tmp_path / "online.sqlite")).find(f"Place {number}")
    assert time.slept == [0, 1, 1]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_host_is_asked_again_after_as_long_as_it_says(service, host, time, status):
    host.faults = [{"status": status, "headers": {"Retry-After": "7"}}, {"status": status}]
    source = service()
    assert source.find("Golzar")
    assert 7 in time.slept
    assert 4 in time.slept  # the second time it says nothing: the backoff has doubled
    assert source.problems == ()


def test_a_host_that_asks_for_an_hour_is_given_up_on(service, host, time):
    host.faults = [{"status": 429, "headers": {"Retry-After": "3600"}}]
    source = service()
    assert source.find("Golzar") == ()
    assert max(time.slept) < 60
    assert "gave no answer for 'Golzar'" in source.problems[0]
    assert source.unreachable


FAULTS = {
    "nonsense": [{"body": b"<html>busy</html>"}],
    "not its form": [{"body": b'{"error": "no"}'}],
    "numbers": [{"body": b"[1, 2, 3]"}],
    "null": [{"body": b"null"}],
    "positions of nowhere": [{"body": json.dumps([NOMINATIM | {"lat": "x"}]).encode()}],
    "bytes": [{"body": b"\xff\xfe\x00["}],
    "cut off": [{"missing": 500}] * 4,
    "forbidden": [{"status": 403}],
    "gone": [{"status": 404}],
    "errors": [{"status": 500}] * 4,
    "silence": [{"hang": True}] * 2,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_name_given_up_on_does_not_lose_the_rest(service, host, fault):
    host.faults = list(FAULTS[fault])
    source = service(timeout=0.15)
    assert source.find("Bad") == ()
    if fault != "forbidden":
        assert [e.name for e in source.find("Golzar")] == ["Golzar"]
    assert source.problems or fault in {"null"}


def test_a_broken_off_answer_is_asked_for_again(service, host):
    host.faults = [{"missing": 10}]
    source = service()
    assert source.find("Golzar")
    assert source.problems == ()


def test_a_host_that_is_silent_twice_is_left_alone_for_the_run(service, host):
    host.faults = [{"status": 503}] * 8
    source = service()
    assert [source.find(name) for name in ("One", "Two", "Three", "Four")] == [()] * 4
    assert len(host.requests) == 8
    assert source.problems[-1].endswith("was not asked for 2 more names, as it had not answered before")


def test_nobody_at_home_is_no_error(time):
    source = online.opened(
        "nominatim:domain=127.0.0.1:9,scheme=http", contact=CONTACT, clock=time.clock(), say=lambda _: None
    )
    assert source.find("Golzar") == ()
    assert source.find("Kerman") == ()
    assert sum(time.slept) <= 4  # one more try, and then an end to it
    assert source.unreachable
    assert "Connection refused" in source.problems[0]


def test_a_host_that_hangs_is_tried_twice(service, host):
    host.faults = [{"hang": True}] * 8
    service(timeout=0.1).find("Golzar")
    assert len(host.requests) == 2


def test_a_key_that_is_refused_ends_the_asking_at_once(service, host):
    host.faults = [{"status": 401}] * 5
    source = service()
    source.find("One")
    source.find("Two")
    assert len(host.requests) == 1
    assert "refuses" in source.problems[0]


def test_countries_are_a_hint_and_never_a_filter(service, host):
    host.faults = [{"body": b"[]"}]
    assert service().find("Golzar", countries=["FR"])
    assert ["countrycodes" in sent for _, sent, _ in host.requests] == [True, False]


def test_an_answer_called_otherwise_is_told_apart(service):
    source = service()
    assert source.find("Martyrs' Cemetery")[0].match == 1
    (other,) = source.find("Zubayda Mosque")
    assert other.match < 0.5
    assert "not what was asked for" in other.because[-1]


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
                    max_leaves=12)  # fmt: skip
SERVICES = st.sampled_from(["nominatim", "photon", "other"])
KEYS = [*NOMINATIM, "properties", "lon", "lat", "raw", "extent"]


@given(
    st.dictionaries(st.sampled_from(KEYS), JSON),
    st.sampled_from(["nominatim", "photon", "other"]),
    st.floats(),
    st.floats(),
)
def test_no_answer_breaks_the_reading(raw, service, lon, lat):
    found = {"lon": lon, "lat": lat, "address": "A, B", "raw": raw | {"properties": raw}}
    made = entry(found, asked="A", service=service, licence="L", date="2024-01-01")
    assert made is None or (abs(made.lon) <= 180 and abs(made.lat) <= 90 and made.extent_m > 0)


def test_a_map_that_can_be_made_without_the_service_is_made_and_somebody_is_told(host, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MAPPER_CONTACT", CONTACT)
    host.faults = [{"status": 403}] * 9
    report = tmp_path / "report.txt"
    report.write_text("A bomb exploded at the Zubayda mosque in Kerman, Iran, on Monday, police said.")
    arguments = ["map", str(report), "--out", str(tmp_path / "out"), "--formats", "geojson,incident"]
    assert main([*arguments, "--geocoder", f"nominatim:{host.spec},pause=0"]) == 1
    said = capsys.readouterr().err
    assert "'Zubayda mosque'" in said
    assert "what is known without it was used" in said
    places = json.loads((tmp_path / "out" / "report.incident.json").read_text("utf-8"))["places"]
    assert "Kerman" in {place["name"] for place in places}
    sent = {word for _, query, _ in host.requests for word in query["q"][0].split()}
    assert sent <= {"Zubayda", "mosque"}
