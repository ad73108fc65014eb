"""Large attachments straight to an S3 store: signed addresses, and nothing believed but the bytes themselves."""

import os
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx
import pytest

from ambassador_app.domain.syncing import Carried, Consignment
from ambassador_app.office.bucket import Bucket
from ambassador_app.office.tidying import tidy
from ambassador_app.sync.joining import join
from ambassador_app.sync.office import Office
from ambassador_app.wire import limits
from tests.office.building import OTHER, TENANT, Clock, served, sha256
from tests.office.gate import Gate, guarded
from tests.office.laptops import Laptop

pytestmark = [pytest.mark.whole, pytest.mark.enable_socket, pytest.mark.expects_log("Exception in ASGI application")]
DATA = os.urandom(2 * limits.PART + 300_000)
NAME = sha256(DATA)
KEY = bytes(range(32))


@pytest.fixture
def gate(s3):
    with guarded(s3.endpoint) as gate:
        yield gate


@pytest.fixture
def site(s3, gate, tmp_path):
    store = Bucket(s3.url(), s3.endpoint, near=gate.url)
    with served(tmp_path, store=store) as site:
        yield site


@pytest.fixture
def office(site):
    member = join(site.invitation(), key=KEY, name="Hanne Holm", device="PC")
    with Office(member, KEY) as office:
        office.hello()
        yield office


def brought(office: Office, data: bytes = DATA) -> tuple[list[Carried], int]:
    """Bring an attachment as laptops do; give the office's word, and how many bytes were told."""
    told: list[int] = []
    found = office.bring([Consignment(sha256(data))], {sha256(data): data}.get, told.append)
    return [one for carried in found for one in carried], sum(told)


def parts(laptop: Laptop, size: int = len(DATA), name: str = NAME) -> dict[str, object]:
    answer = laptop.asks("POST", f"/blobs/{name}/parts", json={"size": size})
    assert answer.status_code == 200, answer.text
    return answer.json()


def put(part: dict[str, object], data: bytes = DATA) -> int:
    content = data[part["offset"] : part["offset"] + part["length"]]
    return httpx.put(part["url"], content=content, trust_env=False, timeout=30).status_code


def complete(laptop: Laptop, upload: str, size: int = len(DATA), name: str = NAME) -> tuple[int, str]:
    answer = laptop.asks("POST", f"/blobs/{name}/complete", json={"upload": upload, "size": size})
    return answer.status_code, answer.json().get("code", "")


def bytes_put(gate: Gate) -> int:
    return sum(length for method, _, length, _ in gate.asked if method == "PUT")


def test_a_large_one_goes_straight_to_the_store_and_back(site, office, gate):
    assert brought(office) == ([Carried(NAME)], len(DATA))
    assert bytes_put(gate) == len(DATA), "nothing of it went through the office"
    assert site.office.store.is_right(TENANT, NAME)
    assert site.office.tenant(TENANT).used == len(DATA)
    assert office.fetch(NAME) == DATA
    spans = [length for method, _, length, _ in gate.asked if method == "GET"]
    assert len(spans) == 3, "it comes back in pieces that can be asked for again"
    assert brought(office) == ([Carried(NAME)], len(DATA)), "once more does no harm"
    assert bytes_put(gate) == len(DATA)


def test_a_small_one_goes_through_the_office(office, gate):
    data = os.urandom(limits.DIRECT)
    assert brought(office, data) == ([Carried(sha256(data))], len(data))
    assert office.fetch(sha256(data)) == data
    assert not gate.asked


def test_what_was_there_when_the_line_was_cut_is_not_sent_again(site, office, gate, laptop):
    offer = parts(laptop)
    assert put(offer["parts"][0]) == 200
    gate.breaks = 1  # and within the next part
    assert brought(office) == ([Carried(NAME)], len(DATA))
    assert bytes_put(gate) == len(DATA) + limits.PART, "the part that was cut went twice, the rest once"


def test_a_store_that_is_not_reached_is_gone_around(site, office, gate):
    gate.breaks = 100
    assert brought(office) == ([Carried(NAME)], len(DATA))
    assert site.office.store.is_right(TENANT, NAME)
    before = len(gate.asked)
    other = os.urandom(limits.DIRECT + 1)
    assert brought(office, other)[0] == [Carried(sha256(other))]
    assert len(gate.asked) == before, "it is not tried again in this sync"
    assert office.fetch(NAME) == DATA


def test_a_line_that_carries_no_part_between_two_cuts_goes_through_the_office(site, office, gate, laptop):
    parts(laptop)  # an earlier sync began, and the line was cut before anything was there
    assert brought(office) == ([Carried(NAME)], len(DATA))
    assert not gate.asked
    assert site.office.store.is_right(TENANT, NAME)


def test_wrong_bytes_are_found_though_the_store_took_them(site, office, gate):
    gate.spoils = 1
    assert brought(office) == ([Carried(NAME)], len(DATA)), "they are thrown away, and all of it brought anew"
    assert bytes_put(gate) == 2 * len(DATA)
    gate.spoils = 100
    other = os.urandom(limits.PART + 1)
    assert brought(office, other)[0] == [Carried(sha256(other), "hash-mismatch")]
    assert site.office.store.size(TENANT, sha256(other)) is None
    assert not objects(site, "arriving/"), "nothing wrong is left lying"


def objects(site, within: str) -> list[str]:
    store = site.office.store
    found = store._store.list_objects_v2(Bucket=store._bucket, Prefix=store._prefix)
    return [one["Key"] for one in found.get("Contents", ()) if within in one["Key"]]


def test_an_address_is_good_for_its_part_its_length_and_its_time(gate, laptop, s3):
    first, second, _ = parts(laptop)["parts"]
    assert put({**first, "length": first["length"] - 1}) == 403
    changed = dict(parse_qsl(urlsplit(first["url"]).query)) | {"partNumber": "2"}
    assert put({**first, "url": urlunsplit(urlsplit(first["url"])._replace(query=urlencode(changed)))}) == 403
    assert put({**first, "url": first["url"].replace(f"/{TENANT}/", f"/{OTHER}/")}) == 403
    assert httpx.get(first["url"], trust_env=False).status_code == 403
    assert httpx.delete(first["url"], trust_env=False).status_code == 403
    gate.at = Clock()().replace(year=2040)
    assert put(second) == 403, "its time is over"
    gate.at = None
    assert put(second) == 200


def test_when_the_time_of_the_addresses_is_over_fresh_ones_are_asked_for(office, gate, laptop):
    offer = parts(laptop)
    gate.at = Clock()().replace(year=2040)
    assert put(offer["parts"][0]) == 403
    gate.at = None
    assert brought(office) == ([Carried(NAME)], len(DATA))


def test_the_answer_that_all_is_there_may_be_lost(site, laptop):
    offer = parts(laptop)
    assert [put(one) for one in offer["parts"]] == [200] * 3
    assert complete(laptop, offer["upload"]) == (200, "")
    assert complete(laptop, offer["upload"]) == (200, "")
    assert site.office.tenant(TENANT).used == len(DATA)
    assert not objects(site, "arriving/")


@pytest.mark.expects_log("bug")
@pytest.mark.parametrize("killed_before", ["take", "_note", "drop"])
def test_an_office_that_dies_on_the_way_finishes_when_it_is_asked_again(site, laptop, monkeypatch, killed_before):
    offer = parts(laptop)
    assert [put(one) for one in offer["parts"]] == [200] * 3
    attachments = site.office.attachments
    owner = attachments if killed_before == "_note" else site.office.store.direct
    with monkeypatch.context() as patch:
        patch.setattr(owner, killed_before, dies)
        assert complete(laptop, offer["upload"])[0] == 500
        whole = laptop.asks("HEAD", f"/blobs/{NAME}").status_code == 200
        assert whole == (killed_before == "drop"), "only what was read again counts"
    assert complete(laptop, offer["upload"]) == (200, "")
    assert laptop.asks("GET", f"/blobs/{NAME}").content == DATA
    assert site.office.store.is_right(TENANT, NAME)


def dies(*_: object, **__: object) -> None:
    raise RuntimeError("killed")


def test_nobody_completes_what_is_not_theirs_or_not_there(site, laptop, laptop_of):
    offer = parts(laptop)
    assert complete(laptop, offer["upload"]) == (409, "upload")
    put(offer["parts"][0])
    assert complete(laptop, offer["upload"]) == (409, "upload")
    assert complete(laptop, offer["upload"], size=limits.PART) in ((409, "upload"), (422, "hash-mismatch"))
    foreign = laptop_of("Niels", tenant=OTHER)
    for one in parts(laptop)["parts"]:
        put(one)
    upload = parts(laptop)["upload"]
    assert complete(foreign, upload) == (409, "upload")
    assert complete(laptop, upload, name=sha256(b"another")) == (409, "upload")
    assert complete(laptop, f"../../{OTHER}/x.{upload}") == (409, "upload")
    foreign_parts = parts(foreign)["parts"]
    assert len(foreign_parts) == 3, "what another municipality has is not told"
    assert all(f"/{OTHER}/" in one["url"] for one in foreign_parts)
    assert complete(laptop, upload) == (200, "")


def test_what_is_too_large_or_has_no_room_gets_no_address(site, laptop):
    from sqlalchemy import update

    from ambassador_app.office.tables import TENANT as TABLE

    assert laptop.asks("POST", f"/blobs/{NAME}/parts", json={"size": limits.BLOB + 1}).status_code == 422
    with site.office.database.administer() as connection:
        connection.execute(update(TABLE).values(quota=len(DATA) - 1))
    assert laptop.asks("POST", f"/blobs/{NAME}/parts", json={"size": len(DATA)}).json()["code"] == "quota"


def test_what_was_never_finished_goes_after_a_month(site, laptop):
    key = f"{site.office.store._prefix}{TENANT}/arriving/{NAME}/stray"
    site.office.store._store.put_object(Bucket=site.office.store._bucket, Key=key, Body=b"put together, never read")
    assert tidy(site.office).pieces == 0
    offer = parts(laptop)
    put(offer["parts"][0])
    site.clock.forward(31 * 24 * 3600)
    assert tidy(site.office).pieces == 2
    laptop.sign_in()
    assert complete(laptop, offer["upload"]) == (409, "upload")
    assert len(parts(laptop)["parts"]) == 3


def test_an_office_may_keep_its_store_to_itself(s3, tmp_path):
    with served(tmp_path, store=Bucket(s3.url(), s3.endpoint, near="off")) as site:
        member = join(site.invitation(), key=KEY, name="Hanne Holm", device="PC")
        with Office(member, KEY) as office:
            office.hello()
            assert brought(office) == ([Carried(NAME)], len(DATA))
            assert office.fetch(NAME) == DATA
            assert site.office.store.is_right(TENANT, NAME)
