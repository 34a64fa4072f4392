"""Tiles packed into the page, from a real server on this machine that can misbehave."""

import re
import struct
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mapper.errors import UsageError
from mapper.parts import part
from mapper.seams import Style
from mapper.writers.html import packed
from tests.canned import kerman


def picture():
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


class Tiles(ThreadingHTTPServer):
    """Serves one picture for every tile; `fault` is what it does instead, for the tiles that `when` picks."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked, self.agents, self.fault, self.when = [], set(), "", lambda _: True
        self.open = self.most_open = 0

    def handle_error(self, *_):
        """Nothing: whoever asked has gone, which is what a slow answer is about."""

    @property
    def layer(self):
        return f"embed:http://127.0.0.1:{self.server_address[1]}/{{z}}/{{x}}/{{y}}.png"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.open += 1
        server.most_open = max(server.most_open, server.open)
        server.asked.append(self.path)
        server.agents.add(self.headers["User-Agent"])
        fault = server.fault if server.when(len(server.asked)) else ""
        content = b"<html>no</html>" if fault == "no picture" else picture()
        if fault == "slow":
            time.sleep(0.6)
        self.send_response(404 if fault == "404" else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        server.open -= 1
        self.wfile.write(content[:20] if fault == "cut off" else content)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch, tmp_path):
    monkeypatch.setenv("MAPPER_CONTACT", "desk@paper.example")
    monkeypatch.setenv("MAPPER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("MAPPER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(packed, "_PAUSE_S", 0.0)
    monkeypatch.setattr(packed, "_TIMEOUT_S", 0.3)
    with Tiles() as tiles:
        thread = threading.Thread(target=tiles.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield tiles
        tiles.shutdown()
        thread.join()


def page(layer):
    (text,) = part("writers", "html").files(kerman(), stem="x", style=Style(tiles=layer)).values()
    return text.decode("utf-8")


def test_the_tiles_around_travel_in_the_page_and_the_page_asks_nobody(server, capsys):
    text = page(server.layer)
    assert 1 < len(server.asked) <= packed.MOST
    assert len(re.findall(r"data:image/png;base64,", text)) == len(server.asked)
    assert re.search(r"img-src ([^;]*);", text)[1] == "data:"
    assert server.most_open == 1
    (agent,) = server.agents
    assert "desk@paper.example" in agent
    assert "terms" in capsys.readouterr().err


def test_a_second_page_asks_for_nothing_and_is_the_same(server):
    first = page(server.layer)
    asked = len(server.asked)
    assert page(server.layer) == first
    assert len(server.asked) == asked


@pytest.mark.parametrize("fault", ["404", "slow", "cut off", "no picture"])
def test_a_tile_that_fails_is_left_out_and_said_and_asked_for_again(server, capsys, fault):
    server.fault, server.when = fault, lambda count: count == 2
    text = page(server.layer)
    assert len(re.findall(r"data:image/png;base64,", text)) == len(server.asked) - 1
    assert capsys.readouterr().err.count("is left out") == 1
    server.fault = ""
    before = len(server.asked)
    page(server.layer)
    assert len(server.asked) == before + 1


@pytest.mark.parametrize("fault", ["404", "slow", "cut off", "no picture"])
def test_a_host_that_fails_is_left_alone_and_the_page_is_whole_without_it(server, capsys, fault):
    server.fault = fault
    assert "data:image/png" not in page(server.layer)
    assert len(server.asked) == 2
    assert "built-in ground" in capsys.readouterr().err


def test_nothing_is_asked_without_a_contact(server, monkeypatch):
    monkeypatch.delenv("MAPPER_CONTACT")
    with pytest.raises(UsageError, match="MAPPER_CONTACT"):
        page(server.layer)
    assert server.asked == []


def test_a_cache_that_cannot_be_kept_costs_no_page(server, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("MAPPER_CACHE", str(tmp_path / "file"))
    assert "data:image/png" in page(server.layer)


def test_a_tile_that_could_not_be_had_ends_the_command_with_1_and_the_page_is_there(server, capsys, tmp_path):
    from mapper.cli import main

    report = tmp_path / "blast.txt"
    report.write_text("KERMAN, Iran - A blast killed two people 5 km north of Kerman on Monday.")
    told = [str(report), "--tiles", server.layer, "--out", str(tmp_path / "out"), "--published", "2024-01-03"]
    assert main(["map", *told]) == 0
    server.fault, server.when = "404", lambda count: count % 5 == 2
    for kept in (tmp_path / "cache" / "tiles").iterdir():
        kept.unlink()
    assert main(["map", *told]) == 1
    assert "is left out: 404" in capsys.readouterr().err
    assert (tmp_path / "out" / "blast.html").exists()
