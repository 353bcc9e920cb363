"""The server: what it answers the page, and that it answers nobody else."""

import contextlib
import http.client
import json
import signal
import subprocess
import threading

import pytest
from tests.support import reviews
from tests.support.batches import command

from svfix.review import journal

pytest.importorskip("starlette", reason="the extra review is not installed")
pytest.importorskip("uvicorn", reason="the extra review is not installed")

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    reviews.batch(folder / "scans")
    with reviews.Server("scans", "--by", "Anna", cwd=folder) as server:
        yield server


@pytest.fixture
def page(server):
    return server.get("api/page/0")


def body(page, **more):
    one = page["items"][0]
    names = ("text", "start", "end", "proposed")
    said = {name: one[name] for name in names} | {"after": one["before"], "seen": 0}
    return said | {"original": page["original"], "chosen": False, "everywhere": False} | more


def sent(server, page, headers, method="POST"):
    """The status of a decision that comes with some headers."""
    path = server.parts.path + "api/decide/0"
    return server.raw(method, path, json.dumps(body(page)), headers)[0]


class TestGuard:
    def test_without_the_token_there_is_nothing(self, server):
        for path in ("/", "/api/start", "/wrong-token/", server.parts.path[:-5] + "/"):
            assert server.raw("GET", path)[0] == 404

    @pytest.mark.parametrize(
        "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", ""]
    )
    def test_another_host_is_refused(self, server, host):
        assert server.raw("GET", server.parts.path, headers={"Host": host})[0] in (400, 421)

    def test_its_own_names_are_not(self, server):
        for host in ("127.0.0.1", "localhost"):
            headers = {"Host": f"{host}:{server.parts.port}"}
            assert server.raw("GET", server.parts.path, headers=headers)[0] == 200

    @pytest.mark.parametrize(
        "origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"]
    )
    def test_another_sites_page_is_refused(self, server, page, origin):
        for method in ("GET", "POST"):
            assert sent(server, page, JSON | {"Origin": origin}, method) == 403
        assert server.get("api/start")["last"] == 0

    def test_what_a_form_of_another_site_could_send_is_refused(self, server, page):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            assert sent(server, page, {"Content-Type": kind}) == 403
        assert sent(server, page, JSON | {"Sec-Fetch-Site": "cross-site"}) == 403

    def test_nothing_comes_from_elsewhere_and_no_page_frames_it(self, server):
        for path in ("", "assets/main.js", "api/start", "picture/2/1", "missing"):
            headers = server.raw("GET", server.parts.path + path)[1]
            policy = headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert "access-control-allow-origin" not in headers

    def test_it_listens_on_this_machine_alone(self, server):
        assert server.parts.hostname == "127.0.0.1"
        assert len(server.parts.path) > 30

    @pytest.mark.parametrize(
        "path",
        [
            "assets/../api.py",
            "assets/..%2fapi.py",
            "assets/%2e%2e/guard.py",
            "assets/guard.py",
            "assets/",
        ],
    )
    def test_only_the_files_of_the_page_are_given_away(self, server, path):
        assert server.raw("GET", server.parts.path + path)[0] == 404


class TestAnswers:
    def test_the_page_and_its_parts(self, server):
        status, headers, data = server.raw("GET", server.parts.path)
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert b"http:" not in data
        assert b"https:" not in data

    def test_a_picture_and_a_line_of_it(self, server):
        status, headers, whole = server.raw("GET", server.parts.path + "picture/2/1")
        assert (status, headers["content-type"]) == (200, "image/jpeg")
        status, _, line = server.raw("GET", server.parts.path + "picture/2/1?box=60,60,700,100")
        assert status == 200
        assert len(line) < len(whole)
        assert server.raw("GET", server.parts.path + "picture/2/1?box=9000,60,9700,100")[0] == 404
        assert server.raw("GET", server.parts.path + "picture/0/1")[0] == 404

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            (b"", 400),
            (b"[]", 400),
            (b"{", 400),
            (b"{}", 400),
            (b"[" * 100_000, 400),
            (b"9" * 2_000_000, 413),
        ],
    )
    def test_what_is_no_request_is_told_of(self, server, sent, status):
        found, _, answer = server.raw("POST", server.parts.path + "api/decide/0", sent, JSON)
        assert found == status
        assert json.loads(answer)["error"]

    @pytest.mark.parametrize(
        "wrong", [{"start": "1"}, {"start": True}, {"after": None}, {"text": 1.5}, {"chosen": 1}]
    )
    def test_fields_of_another_kind(self, server, page, wrong):
        assert server.post("api/decide/0", body(page, **wrong))[0] == 400

    @pytest.mark.parametrize("path", ["api/page/99", "api/drawn/0", "picture/99/1"])
    def test_what_there_is_not(self, server, path):
        status, _, answer = server.raw("GET", server.parts.path + path)
        assert status == 409
        assert json.loads(answer)["error"]

    def test_a_path_is_not_read_from_a_request(self, server):
        found = server.get("api/queue?search=..%2F..%2Fetc&count=5")
        assert found["rows"] == []

    def test_two_windows_over_the_server(self, server, page):
        status, row = server.post("api/decide/0", body(page))
        assert (status, row["by"]) == (200, "Anna")
        status, answer = server.post("api/decide/0", body(page))
        assert status == 409
        assert answer["row"] == row
        assert [one["id"] for one in server.get("api/changes?since=0")["rows"]] == [row["id"]]
        assert server.post("api/undo", {"id": row["id"]})[0] == 200

    def test_a_second_process_on_the_same_decisions_is_refused(self, server):
        done = refused(server)
        assert done.returncode == 3
        assert b"is open in another svfix review" in done.stderr


def test_an_interrupt_ends_it(tmp_path):
    reviews.batch(tmp_path / "scans")
    for number in (signal.SIGINT, signal.SIGTERM):
        with reviews.Server("scans", cwd=tmp_path) as server:
            server.get("api/page/0")
            server.process.send_signal(number)
            assert server.process.wait(30) == 0
            assert "Traceback" not in server.process.stderr.read()


def test_what_was_answered_is_on_the_disk_whenever_it_is_killed(tmp_path):
    reviews.batch(tmp_path / "scans")
    with reviews.Server("scans", cwd=tmp_path) as server:
        page = server.get("api/page/0")
        answered = []
        killer = threading.Timer(0.3, server.kill)
        killer.start()
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                seen = answered[-1]["id"] if answered else 0
                status, row = server.post("api/decide/0", body(page, seen=seen, after=str(seen)))
                assert status == 200
                answered.append(row)
        killer.join()
    assert len(answered) > 3
    kept = journal.read(tmp_path / "scans.review.jsonl")
    assert kept[: len(answered)] == answered
    assert len(kept) <= len(answered) + 1


def refused(server, *arguments):
    """A second process, which ends by itself."""
    return subprocess.run(
        command("review", "scans", "--no-browser", *arguments),
        cwd=server.cwd,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_port_that_is_taken(server):
    done = refused(server, "--port", server.parts.port, "--decisions", "x.review.jsonl")
    assert done.returncode == 3
    assert b"cannot be had" in done.stderr
