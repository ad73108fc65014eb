"""Several attachments in one request: each is answered by itself, and what arrived of a cut one stays to the byte."""

import json
import os
import socket
import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.office import incoming
from ambassador_app.office.bundles import Unpacking
from ambassador_app.wire import limits
from ambassador_app.wire.messages import Piece
from tests.office.building import TENANT, served, sha256
from tests.office.laptops import Laptop

PHOTOS = [os.urandom(size) for size in (300_000, 1, 90_000, 0, 200_000)]
WHOLE = pytest.mark.whole


@pytest.fixture(params=["folder", pytest.param("postgresql", marks=WHOLE), pytest.param("s3", marks=WHOLE)])
def site(request, tmp_path):
    """An office on a folder, on a folder beside PostgreSQL, and on an S3 store."""
    url = request.getfixturevalue("postgres").database() if request.param == "postgresql" else ""
    store = request.getfixturevalue("s3").bucket() if request.param == "s3" else None
    with served(tmp_path, url=url, store=store) as site:
        yield site


def line(*pieces: dict[str, object]) -> bytes:
    return json.dumps({"pieces": pieces}).encode() + b"\n"


def piece(data: bytes, begin: int = 0, end: int | None = None, name: str = "") -> dict[str, object]:
    length = len(data[begin:end])
    return {"sha256": name or sha256(data), "size": len(data), "offset": begin, "length": length}


def brings(laptop: Laptop, *found: tuple[bytes, int, int | None], name: str = "") -> list[dict[str, object]]:
    body = line(*(piece(data, begin, end, name) for data, begin, end in found))
    answer = laptop.asks("POST", "/blobs", content=body + b"".join(data[begin:end] for data, begin, end in found))
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def offset(laptop: Laptop, data: bytes) -> int:
    return int(laptop.asks("HEAD", f"/blobs/{sha256(data)}").headers["upload-offset"])


def test_several_arrive_in_one_request(laptop, site):
    results = brings(laptop, *((one, 0, None) for one in PHOTOS))
    assert [one["sha256"] for one in results] == [sha256(one) for one in PHOTOS]
    assert all(one["whole"] and not one["code"] for one in results)
    for one in PHOTOS:
        assert laptop.asks("GET", f"/blobs/{sha256(one)}").content == one
        assert site.office.store.is_right(TENANT, sha256(one))
    assert site.office.tenant(TENANT).used == sum(map(len, PHOTOS))
    assert [one["whole"] for one in brings(laptop, (PHOTOS[0], 0, None))] == [True], "once more does no harm"
    assert site.office.tenant(TENANT).used == sum(map(len, PHOTOS))


def test_a_beginning_is_kept_and_gone_on_with(laptop):
    data = PHOTOS[0]
    (result,) = brings(laptop, (data, 0, 100_000))
    assert (result["offset"], result["whole"], result["code"]) == (100_000, False, "")
    assert offset(laptop, data) == 100_000
    first, second = brings(laptop, (data, 100_000, None), (PHOTOS[2], 0, 10))
    assert (first["whole"], second["offset"]) == (True, 10)
    assert laptop.asks("GET", f"/blobs/{sha256(data)}").content == data


def test_each_is_answered_by_itself(laptop, site):
    brings(laptop, (PHOTOS[0], 0, 1000))
    wrong = sha256(b"another")
    body = line(piece(PHOTOS[0], 1001), piece(b"x" * 9, name=wrong), piece(PHOTOS[2]))
    body += PHOTOS[0][1001:] + b"x" * 9 + PHOTOS[2]
    begun, unfit, good = laptop.asks("POST", "/blobs", content=body).json()["results"]
    assert (begun["code"], begun["offset"]) == ("offset", 1000)
    assert (unfit["code"], unfit["offset"], unfit["whole"]) == ("hash-mismatch", 0, False)
    assert good["whole"]
    assert laptop.asks("GET", f"/blobs/{wrong}").status_code == 404
    assert laptop.asks("GET", f"/blobs/{sha256(PHOTOS[0])}").status_code == 404


@pytest.mark.parametrize(("begin", "end"), [(0, None), (0, 2000), (500, None), (500, 600), (1000, None)])
def test_one_may_begin_before_the_end_of_what_is_here(laptop, site, begin, end):
    data = PHOTOS[0]
    brings(laptop, (data, 0, 1000))
    (result,) = brings(laptop, (data, begin, end))
    assert not result["code"]
    if not result["whole"]:
        (result,) = brings(laptop, (data, offset(laptop, data), None))
    assert result["whole"]
    assert laptop.asks("GET", f"/blobs/{sha256(data)}").content == data
    assert site.office.store.offsets(TENANT, [sha256(data)]) == {sha256(data): 0}, (
        "nothing is left of what was on its way"
    )


def test_wrong_bytes_that_came_in_two_go_begin_again(laptop):
    wrong = sha256(b"another")
    data = b"x" * 1000
    brings(laptop, (data, 0, 400), name=wrong)
    (result,) = brings(laptop, (data, 400, None), name=wrong)
    assert (result["code"], result["offset"]) == ("hash-mismatch", 0)
    assert laptop.asks("HEAD", f"/blobs/{wrong}").headers["upload-offset"] == "0"


def test_a_full_quota_takes_what_there_is_room_for(laptop, site):
    from sqlalchemy import update

    from ambassador_app.office.tables import TENANT as TABLE

    with site.office.database.administer() as connection:
        connection.execute(update(TABLE).values(quota=350_000))
    results = brings(laptop, (PHOTOS[0], 0, None), (PHOTOS[2], 0, None), (PHOTOS[1], 0, None))
    assert [one["code"] for one in results] == ["", "quota", ""]


@pytest.mark.parametrize("site", ["folder"], indirect=True)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"no line", 422),
        (b"no JSON\n", 422),
        (b"[]\n", 422),
        (b'{"pieces":[]}\n', 422),
        (b"{" * 70_000 + b"\n", 422),
        (line(piece(b"ab"), piece(b"ab")) + b"abab", 422),
        (line(piece(b"ab")) + b"abc", 422),
        (line(piece(b"ab")) + b"a", 422),
        (line({**piece(b"ab"), "offset": 1}) + b"ab", 422),
        (line({**piece(b"ab"), "sha256": "../" * 20}) + b"ab", 422),
        (line({**piece(b"ab"), "size": limits.BLOB + 1}) + b"ab", 422),
        (line({**piece(b"ab"), "size": limits.CHUNK + 1, "length": limits.CHUNK + 1}), 413),
    ],
)
def test_what_is_no_bundle_is_refused(laptop, body, status):
    assert laptop.asks("POST", "/blobs", content=body).status_code == status


def half_sent(laptop: Laptop, body: bytes, length: int) -> socket.socket:
    """Begin a request of so many bytes on a line of its own, and stop in the middle."""
    where = urlsplit(laptop.site.url)
    line = socket.create_connection((where.hostname, where.port))
    head = f"POST {laptop.path}/blobs HTTP/1.1\r\nHost: office\r\nAuthorization: Bearer {laptop.token}\r\n"
    line.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + body)
    return line


def waits_for(told, expected: int) -> None:
    for _ in range(400):
        if (found := told()) == expected:
            return
        time.sleep(0.02)
    raise AssertionError(f"{found}, not {expected}")


@pytest.mark.parametrize("closed", [True, False])
def test_of_a_line_that_is_cut_or_falls_silent_everything_stays(laptop, site, monkeypatch, closed):
    monkeypatch.setattr(incoming, "SILENCE", 60.0 if closed else 0.05)
    monkeypatch.setattr(incoming, "PATIENCE", 3)
    first, second = PHOTOS[0], PHOTOS[2]
    body = line(piece(first), piece(second)) + first + second
    line_ = half_sent(laptop, body[: -len(second) + 12_345], len(body))
    with line_:
        if closed:
            line_.close()
        waits_for(lambda: offset(laptop, second), 12_345)
        waits_for(lambda: laptop.asks("HEAD", f"/blobs/{sha256(first)}").status_code, 200)
    (result,) = brings(laptop, (second, 12_345, None))
    assert result["whole"]


PIECES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40), st.booleans()), min_size=1, max_size=8)


@given(PIECES, st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=40))
def test_however_it_comes_every_byte_goes_where_it_belongs(made, spells):
    pieces = [Piece(sha256=sha256(bytes([n])), size=100, offset=o, length=n_) for n, (o, n_, _) in enumerate(made)]
    unwanted = {one.sha256 for one, (_, _, is_unwanted) in zip(pieces, made, strict=True) if is_unwanted}
    body = b"".join(bytes([number] * one.length) for number, one in enumerate(pieces))
    unpacking, got, at = Unpacking(pieces, unwanted), {one.sha256: b"" for one in pieces}, 0
    cuts = [*spells, (len(body), True)]
    for size, pause in cuts:
        unpacking.add(body[at : at + size])
        at += size
        for one in unpacking.taken(pause=pause):
            (place,) = [piece for piece in pieces if piece.sha256 == one.sha256]
            assert one.offset == place.offset + len(got[one.sha256]), "without a gap"
            got[one.sha256] += one.data
        if pause:
            assert sum(map(len, got.values())) == sum(
                max(0, min(one.length, at - sum(before.length for before in pieces[:number])))
                for number, one in enumerate(pieces)
                if one.sha256 not in unwanted
            )
    assert not unpacking.waits
    for number, one in enumerate(pieces):
        assert got[one.sha256] == (b"" if one.sha256 in unwanted else bytes([number] * one.length))
