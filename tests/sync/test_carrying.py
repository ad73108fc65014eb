"""How attachments are brought: in order, as much at once as the line takes, and by an office's older way too."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ambassador_app.domain.syncing import GONE, Carried, Consignment
from ambassador_app.errors import OfficeAway, OfficeRefused
from ambassador_app.sync.carrying import LEAST, Carrier, Stride
from ambassador_app.sync.joining import join
from ambassador_app.sync.office import Office
from ambassador_app.wire import limits
from tests.office.building import TENANT, Site, served, sha256

pytestmark = pytest.mark.enable_socket
KEY = bytes(range(32))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with served(tmp_path) as site:
        yield site


@pytest.fixture
def office(site: Site) -> Iterator[Office]:
    member = join(site.invitation(), key=KEY, name="Hanne Holm", device="PC")
    with Office(member, KEY) as office:
        office.hello()
        yield office


class Counted:
    """The way to an office that notes what was asked, and lets nothing larger than `most` through."""

    def __init__(self, office: Office, most: int = 1 << 30) -> None:
        self._office = office
        self._most = most
        self.asked: list[tuple[str, int]] = []

    def __call__(self, method: str, path: str, *, content: bytes, headers: dict[str, str]) -> object:
        self.asked.append((method, len(content)))
        if len(content) > self._most:
            raise OfficeRefused(code="", status=413, offset="0")
        return self._office._authorised(method, path, content=content, headers=headers)


def brought(carrier: Carrier, photos: Sequence[bytes], offsets: dict[str, int] | None = None) -> list[Carried]:
    there = {sha256(one): one for one in photos}
    files = [Consignment(name, (offsets or {}).get(name, 0)) for name in there]
    told: list[int] = []
    found = [one for carried in carrier.bring(files, there.get, told.append) for one in carried]
    assert sum(told) == sum(map(len, photos)) - sum((offsets or {}).values())
    return found


@pytest.mark.parametrize("ways", [("bundle",), ()])
def test_they_arrive_whole_and_in_order(site: Site, office: Office, ways: Sequence[str]) -> None:
    photos = [os.urandom(size) for size in (2_000_000, 10, 300_000, 700_000, 5_000_000, 0)]
    asked = Counted(office)
    assert brought(Carrier(asked, ways), photos) == [Carried(sha256(one)) for one in photos]
    assert all(site.office.store.is_right(TENANT, sha256(one)) for one in photos)
    assert max(size for _, size in asked.asked) <= limits.CHUNK + 70_000
    assert {method for method, _ in asked.asked} == ({"POST"} if ways else {"PUT"})


def test_small_ones_share_a_request(office: Office) -> None:
    asked = Counted(office)
    brought(Carrier(asked, ("bundle",)), [os.urandom(3000) for _ in range(200)])
    assert len(asked.asked) <= 3


@pytest.mark.parametrize("ways", [("bundle",), ()])
def test_what_is_gone_or_not_taken_stops_nothing(site: Site, office: Office, ways: Sequence[str]) -> None:
    good, gone, wrong = b"good" * 1000, sha256(b"gone"), sha256(b"wrong")
    found = {sha256(good): good, wrong: b"no"}
    files = [Consignment(gone), Consignment(wrong), Consignment(sha256(good))]
    carrier = Carrier(office._authorised, ways)
    told = {one.sha256: one.code for carried in carrier.bring(files, found.get, lambda _: None) for one in carried}
    assert told == {gone: GONE, wrong: "hash-mismatch", sha256(good): ""}


@pytest.mark.parametrize("ways", [("bundle",), ()])
def test_it_goes_on_where_the_office_says(site: Site, office: Office, ways: Sequence[str]) -> None:
    photo = os.urandom(100_000)
    site.office.store.write(TENANT, sha256(photo), 0, photo[:40_000])
    asked = Counted(office)
    carrier = Carrier(asked, ways)
    assert brought(carrier, [photo]) == [Carried(sha256(photo))], "it asks where to go on when it was told nothing"
    other = os.urandom(100_000)
    site.office.store.write(TENANT, sha256(other), 0, other[:99_000])
    before = sum(size for _, size in asked.asked)
    assert brought(carrier, [other], {sha256(other): 99_000}) == [Carried(sha256(other))]
    assert sum(size for _, size in asked.asked) - before < 1500


@pytest.mark.parametrize("ways", [("bundle",), ()])
def test_a_proxy_that_takes_little_gets_little(office: Office, ways: Sequence[str]) -> None:
    photos = [os.urandom(900_000)]
    asked = Counted(office, most=70_000)
    assert brought(Carrier(asked, ways), photos) == [Carried(sha256(photos[0]))]
    with pytest.raises(OfficeRefused):
        brought(Carrier(Counted(office, most=500), ways), [os.urandom(90_000)])


def test_a_request_is_as_large_as_the_line_is_quick() -> None:
    stride = Stride()
    for _ in range(9):
        stride.took(0.1)
    assert stride.bytes == limits.CHUNK
    stride.took(2.0)
    assert stride.bytes == limits.CHUNK
    for _ in range(9):
        stride.took(30.0)
    assert stride.bytes == LEAST


PHOTO = b"a photo" * 1000
STANDING = {"sha256": sha256(PHOTO), "offset": 0, "whole": False, "code": ""}


def says(answer: object) -> Carrier:
    """The way to an office that answers everything with the same."""
    import httpx

    return Carrier(lambda *_, **__: httpx.Response(200, json=answer), ("bundle",))


@pytest.mark.parametrize(
    "answer",
    [
        "Log ind",
        {"results": []},
        {"results": [STANDING, STANDING]},
        {"results": [{**STANDING, "sha256": "0" * 64}]},
        {"results": [{**STANDING, "offset": len(PHOTO) + 1}]},
        {"results": [{**STANDING, "offset": -1}]},
    ],
)
def test_what_is_no_answer_of_an_office_is_none(answer: object) -> None:
    with pytest.raises(OfficeAway):
        list(says(answer).bring([Consignment(sha256(PHOTO))], {sha256(PHOTO): PHOTO}.get, lambda _: None))


@pytest.mark.parametrize("code", ["", "offset", "hash-mismatch"])
def test_an_office_that_never_takes_it_is_left_with_it(code: str) -> None:
    found = says({"results": [{**STANDING, "code": code}]}).bring(
        [Consignment(sha256(PHOTO))], {sha256(PHOTO): PHOTO}.get, lambda _: None
    )
    assert [one for carried in found for one in carried] == [Carried(sha256(PHOTO), code or "offset")]


def test_what_is_fetched_has_an_end() -> None:
    import httpx

    endless = httpx.Response(206, content=b"x" * (1 << 22), headers={"Content-Range": f"bytes 0-1/{1 << 60}"})
    assert Carrier(lambda *_, **__: endless, ()).fetch(sha256(PHOTO)) == b""
