"""What the web in front of the office promises: limits, packing, problems, health, meters and quiet logs."""

import gzip
import json
import logging
import socket
import time
import zlib

import httpx
import pytest

from ambassador_app.office.app import Settings
from ambassador_app.office.serving import Connection
from ambassador_app.office.watching import JsonLines
from ambassador_app.wire import limits
from ambassador_app.wire.messages import Problem
from tests.office.building import TENANT, served
from tests.office.laptops import Laptop, op

ON_SQLITE = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    said = Problem.model_validate_json(answer.content)
    assert said.status == answer.status_code
    assert said.title
    return said.status, said.code


def test_answers_are_packed_where_that_is_understood(laptop):
    laptop.push(op(set={"note": "x" * 5000}))
    packed = laptop.asks("GET", "/pull")
    plain = laptop.asks("GET", "/pull", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < 500


def pushes(laptop: Laptop, body: bytes, encoding: str = "identity") -> httpx.Response:
    return laptop.asks("POST", "/push", content=body, headers={"Content-Encoding": encoding})


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (b"", "identity", (422, "malformed")),
        (b"[]", "identity", (422, "malformed")),
        (b'{"epoch": "e", "ops": []}', "identity", (422, "malformed")),
        (b'{"epoch": "e", "ops": [1]}', "identity", (422, "malformed")),
        (b'{"epoch": "e", "ops": [{"op": "x"}]}', "identity", (422, "malformed")),
        (b'{"epoch": "e", "ops": [NaN]}', "identity", (422, "malformed")),
        (b'{"a":' * 100_000, "identity", (422, "malformed")),
        (b"\xff\xfe", "identity", (422, "malformed")),
        (b"no gzip", "gzip", (422, "malformed")),
        (gzip.compress(b"{}")[:-9], "gzip", (422, "malformed")),
        (b"{}", "br", (415, "encoding")),
        (b" " * (limits.BODY + 1), "identity", (413, "too-large")),
        (gzip.compress(b" " * (limits.BODY + 1)), "gzip", (413, "too-large")),
    ],
    ids=range(13),
)
def test_what_is_no_push_is_refused_whole(laptop, body, encoding, expected):
    assert problem(pushes(laptop, body, encoding)) == expected


def test_a_small_body_that_holds_a_very_large_one_is_not_unpacked(laptop):
    bomb = zlib.compressobj(9, wbits=31)
    body = b"".join(bomb.compress(b"\0" * (1 << 24)) for _ in range(8)) + bomb.flush()
    assert len(body) < 200_000
    assert problem(pushes(laptop, body, "gzip")) == (413, "too-large")


def test_too_many_ops_and_an_op_twice_are_refused_whole(laptop):
    one = op()
    many = [op(f"r{n}") for n in range(limits.OPS + 1)]
    assert problem(laptop.pushes(*many)) == (413, "too-large")
    assert problem(laptop.pushes(one, one)) == (422, "malformed")
    assert laptop.pull()["head"] == 0


@pytest.mark.parametrize("query", ["since=-1", "since=x", "limit=0", "limit=2001", "since=1e3"])
def test_a_pull_outside_the_limits_is_refused(laptop, query):
    assert problem(laptop.asks("GET", f"/pull?{query}")) == (422, "malformed")


def test_numbers_that_no_double_holds_are_refused_by_themselves(laptop):
    body = json.dumps({"epoch": laptop.epoch, "ops": [op(set={"a": 1})]}).replace('"a": 1', '"a": 1e999')
    (result,) = pushes(laptop, body.encode()).json()["results"]
    assert (result["status"], result["code"]) == ("invalid", "value")


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nowhere", (404, "not-found")),
        ("GET", "/v1/nowhere", (404, "not-found")),
        ("DELETE", f"/v1/{TENANT}/pull", (405, "method")),
        ("GET", "/v1/Not_a_tenant/pull", (422, "malformed")),
    ],
)
def test_what_is_not_there_is_a_problem_too(client, method, path, expected):
    assert problem(client.request(method, path)) == expected


def test_an_answer_is_sent_at_once_though_it_is_two_writes(tmp_path, monkeypatch):
    made, at_once = Connection.connection_made, []

    def look(self, transport):
        made(self, transport)
        at_once.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(Connection, "connection_made", look)
    with served(tmp_path) as site:
        httpx.get(f"{site.url}/health", trust_env=False)
    assert [bool(one) for one in at_once] == [True]


def test_what_can_be_done_at_an_address_is_told(client):
    answer = client.request("OPTIONS", f"/v1/{TENANT}/blobs/{'a' * 64}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, PATCH, PUT")


def test_too_old_a_laptop_is_told(laptop):
    answer = laptop.asks("GET", "/pull", headers={"Sync-Schema": "0"})
    assert problem(answer) == (426, "client-too-old")
    assert laptop.asks("GET", "/pull", headers={"Sync-Schema": "1"}).status_code == 200


def test_who_asks_too_often_waits(tmp_path):
    with served(tmp_path, Settings(requests=3)) as site, httpx.Client(base_url=site.url, trust_env=False) as client:
        laptops = [Laptop(site, client, site.invitation()) for _ in range(2)]
        for laptop in laptops:
            laptop.enrol()
            laptop.sign_in()
        for _ in range(3):
            laptops[0].pull()
        answer = laptops[0].asks("GET", "/pull")
        assert problem(answer) == (429, "rate")
        assert 1 <= int(answer.headers["retry-after"]) <= 20
        assert answer.json()["retry_after"] == int(answer.headers["retry-after"])
        laptops[1].pull()  # somebody else does not wait


@ON_SQLITE
def test_a_busy_office_says_so_and_nothing_is_committed(laptop, site):
    database = site.office.database
    with database._writing:  # as a long push of somebody else
        database._lock_seconds = 0.1
        answer = laptop.pushes(op())
    assert problem(answer) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0
    assert laptop.pull()["head"] == 0


@ON_SQLITE
def test_another_process_that_writes_makes_the_office_busy_too(laptop, site, tmp_path):
    import sqlite3

    other = sqlite3.connect(tmp_path / "office.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with site.office.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    assert problem(laptop.pushes(op())) == (503, "busy")
    other.execute("ROLLBACK")
    other.close()
    assert laptop.push(op())[0]["status"] == "ok"


def test_a_full_quota_takes_no_push(laptop, site):
    from sqlalchemy import update

    from ambassador_app.office.tables import TENANT as TABLE

    with site.office.database.administer() as connection:
        connection.execute(update(TABLE).values(quota=1000))
    assert laptop.push(op())[0]["status"] == "ok"
    assert problem(laptop.pushes(op("v2", set={"note": "x" * 1000}))) == (507, "quota")
    assert laptop.pull()["head"] == 1


def test_health_and_readiness_are_told(client, site):
    assert client.get("/health").json()["status"] == "ok"
    assert client.get("/ready").json() == {"status": "ok"}


def test_meters_are_for_who_has_their_token(laptop):
    laptop.push(op(), op("v2", base=9))
    assert problem(laptop.client.get("/metrics"))[0] == 401
    told = laptop.client.get("/metrics", headers={"Authorization": "Bearer meters"}).text
    assert 'ambassador_ops_total{code="",status="ok"} 1.0' in told
    assert 'ambassador_ops_total{code="",status="conflict"} 1.0' in told
    assert 'route="/v1/{tenant}/push",status="200"' in told


def written(caplog, until: int) -> list[dict]:
    """The lines of the office's log, once one of this status is among them."""
    for _ in range(500):
        records = [one for one in caplog.records if one.name == "ambassador.office"]
        lines = [json.loads(JsonLines().format(record)) for record in records]
        if any(line.get("status") == until for line in lines):
            return lines
        time.sleep(0.01)
    raise AssertionError(lines)


def test_a_log_line_says_what_was_done_and_nothing_of_what_was_written(laptop, caplog):
    caplog.set_level(logging.INFO, "ambassador.office")
    laptop.push(op("v-secret", set={"note": "Sygdom i familien"}))
    laptop.asks("GET", "/pull", headers={"Authorization": "Bearer x"})
    lines = written(caplog, until=401)  # a line is written after its answer has gone
    pushed, refused = lines[-2:]
    assert (pushed["route"], pushed["status"], pushed["tenant"], pushed["device"]) == (
        "/v1/{tenant}/push",
        200,
        TENANT,
        laptop.device,
    )
    assert (refused["status"], refused["code"]) == (401, "token-invalid")
    for word in ("v-secret", "Sygdom", "Hanne", "127.0.0.1", laptop.token):
        assert word not in json.dumps(lines, ensure_ascii=False)


@pytest.mark.expects_log("bug")
def test_a_bug_is_a_problem_without_a_stack(laptop, site, caplog):
    with site.office.database.administer() as connection:
        connection.exec_driver_sql("DROP TABLE change")
    answer = laptop.pushes(op(set={"note": "Sygdom i familien"}))
    assert problem(answer) == (500, "bug")
    assert "Traceback" not in answer.text
    (record,) = [one for one in caplog.records if one.getMessage() == "bug"]
    line = JsonLines().format(record)
    assert json.loads(line)["error"] in {"OperationalError", "ProgrammingError"}
    assert json.loads(line)["stack"]
    assert "Sygdom" not in line


def test_every_answer_has_a_number_to_ask_about(client):
    assert len(client.get("/health").headers["request-id"]) == 36
