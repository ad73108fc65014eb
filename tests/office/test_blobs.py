"""Attachments arrive whole or not at all, go on where they were cut, and are never taken on trust."""

import os
from pathlib import Path

import pytest

from ambassador_app.office.backup import check
from ambassador_app.office.tidying import tidy
from ambassador_app.wire import limits
from tests.office.building import TENANT, served, sha256
from tests.office.laptops import Laptop

DATA = os.urandom(300_000)
NAME = sha256(DATA)
WHOLE = pytest.mark.whole


@pytest.fixture(params=["folder", pytest.param("postgresql", marks=WHOLE), pytest.param("s3", marks=WHOLE)])
def site(request, tmp_path):
    """An office on a folder, on a folder beside PostgreSQL, and on an S3 store."""
    url = request.getfixturevalue("postgres").database() if request.param == "postgresql" else ""
    store = request.getfixturevalue("s3").bucket() if request.param == "s3" else None
    with served(tmp_path, url=url, store=store) as site:
        yield site


def test_an_attachment_comes_back_as_it_was(laptop):
    assert laptop.asks("POST", "/blobs/missing", json={"sha256": [NAME]}).json() == {
        "missing": [{"sha256": NAME, "offset": 0}]
    }
    assert laptop.brings(DATA).status_code == 201
    assert laptop.asks("GET", f"/blobs/{NAME}").content == DATA
    there = laptop.asks("HEAD", f"/blobs/{NAME}")
    assert (there.status_code, there.headers["content-length"]) == (200, "300000")
    assert laptop.asks("POST", "/blobs/missing", json={"sha256": [NAME]}).json() == {"missing": []}


def test_it_goes_on_where_it_was_cut(laptop):
    answer = laptop.brings(DATA, until=100_000)
    assert (answer.status_code, answer.headers["upload-offset"]) == (202, "100000")
    there = laptop.asks("HEAD", f"/blobs/{NAME}")
    assert (there.status_code, there.headers["upload-offset"]) == (404, "100000")
    assert laptop.brings(DATA, 100_000, until=200_000).status_code == 202
    assert laptop.brings(DATA, 200_000).status_code == 201
    assert laptop.asks("GET", f"/blobs/{NAME}").content == DATA


@pytest.mark.parametrize("offset", [0, 99_999, 100_001])
def test_a_wrong_offset_is_put_right(laptop, offset):
    laptop.brings(DATA, until=100_000)
    answer = laptop.brings(DATA, offset)
    assert (answer.status_code, answer.json()["code"], answer.headers["upload-offset"]) == (409, "offset", "100000")


def test_wrong_bytes_are_thrown_away_and_begin_again(laptop, site):
    answer = laptop.brings(DATA[:-1] + b"?", name=NAME)
    assert (answer.status_code, answer.json()["code"]) == (422, "hash-mismatch")
    assert laptop.asks("GET", f"/blobs/{NAME}").status_code == 404
    assert laptop.asks("HEAD", f"/blobs/{NAME}").headers["upload-offset"] == "0"
    assert laptop.brings(DATA).status_code == 201


def test_what_is_here_is_not_taken_twice(laptop, site):
    laptop.brings(DATA)
    used = site.office.tenant(TENANT).used
    assert laptop.brings(DATA).status_code == 200
    assert site.office.tenant(TENANT).used == used == len(DATA)


def test_nothing_at_all_is_an_attachment_too(laptop):
    assert laptop.brings(b"").status_code == 201
    assert laptop.asks("GET", f"/blobs/{sha256(b'')}").content == b""


def test_a_range_is_a_range(laptop):
    laptop.brings(DATA)
    answer = laptop.asks("GET", f"/blobs/{NAME}", headers={"Range": "bytes=1000-1999"})
    assert (answer.status_code, answer.content) == (206, DATA[1000:2000])
    assert "content-encoding" not in answer.headers


def test_more_than_was_said_is_refused(laptop):
    headers = {"Upload-Offset": "0", "Upload-Length": "10"}
    answer = laptop.asks("PUT", f"/blobs/{NAME}", content=DATA, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_one_that_is_shorter_than_what_has_arrived_begins_again(laptop):
    laptop.brings(DATA, until=100_000)
    headers = {"Upload-Offset": "100000", "Upload-Length": "10"}
    answer = laptop.asks("PUT", f"/blobs/{NAME}", content=b"", headers=headers)
    assert (answer.status_code, answer.json()["code"], answer.headers["upload-offset"]) == (422, "hash-mismatch", "0")
    assert laptop.brings(DATA).status_code == 201


def test_one_that_is_too_large_is_refused_before_it_is_sent(laptop):
    headers = {"Upload-Offset": "0", "Upload-Length": str(limits.BLOB + 1)}
    answer = laptop.asks("PUT", f"/blobs/{NAME}", content=b"", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize("headers", [{}, {"Upload-Offset": "-1", "Upload-Length": "1"}, {"Upload-Offset": "0"}])
def test_without_offset_and_length_nothing_is_taken(laptop, headers):
    answer = laptop.asks("PUT", f"/blobs/{NAME}", content=b"x", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


@pytest.mark.parametrize("name", ["0" * 63, "A" * 64, "..%2F..%2Foffice.db", "0" * 64 + "%0A"])
def test_a_name_that_is_no_hash_leads_nowhere(laptop, name):
    assert laptop.asks("GET", f"/blobs/{name}").status_code in {404, 422}


def test_a_full_quota_takes_no_more(laptop, site):
    from sqlalchemy import update

    from ambassador_app.office.tables import TENANT as TABLE

    with site.office.database.administer() as connection:
        connection.execute(update(TABLE).values(quota=100_000))
    answer = laptop.brings(DATA)
    assert (answer.status_code, answer.json()["code"]) == (507, "quota")


@pytest.mark.parametrize("site", ["folder"], indirect=True)
def test_a_kill_between_folder_and_table_loses_nothing(laptop, site):
    laptop.brings(DATA)
    with site.office.database.administer() as connection:
        connection.exec_driver_sql("DELETE FROM blob")
    assert laptop.asks("POST", "/blobs/missing", json={"sha256": [NAME]}).json() == {"missing": []}
    assert laptop.asks("GET", f"/blobs/{NAME}").content == DATA


def test_what_has_arrived_outlives_the_server(tmp_path):
    import httpx

    with served(tmp_path) as site, httpx.Client(base_url=site.url, trust_env=False) as client:
        laptop = Laptop(site, client, site.invitation())
        laptop.enrol()
        laptop.sign_in()
        laptop.brings(DATA, until=123_456)
    with served(tmp_path) as site, httpx.Client(base_url=site.url, trust_env=False) as client:
        laptop.site, laptop.client = site, client
        laptop.sign_in()
        assert laptop.asks("HEAD", f"/blobs/{NAME}").headers["upload-offset"] == "123456"
        assert laptop.brings(DATA, 123_456).status_code == 201


@pytest.mark.parametrize("site", ["folder"], indirect=True)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_a_full_disk_is_told_and_what_has_arrived_stays(laptop, site, tmp_path):
    laptop.brings(DATA, until=100_000)
    (part,) = tmp_path.glob(f"**/arriving/**/{NAME}")
    kept = part.rename(tmp_path / "kept")
    part.symlink_to("/dev/full")
    offset = laptop.asks("HEAD", f"/blobs/{NAME}").headers["upload-offset"]
    answer = laptop.brings(DATA, int(offset))
    assert (answer.status_code, answer.json()["code"]) == (507, "no-space")
    kept.rename(part)
    assert laptop.brings(DATA, 100_000).status_code == 201


def test_a_check_reads_every_attachment_again(laptop, site):
    laptop.brings(DATA)
    assert check(site.office).none
    site.office.store.remove(TENANT, NAME)
    assert check(site.office).blobs == (NAME,)


def test_one_that_nothing_named_for_a_month_goes(laptop, site):
    laptop.brings(DATA)
    site.clock.forward(31 * 24 * 3600)
    assert tidy(site.office).attachments == 1
    assert site.office.store.size(TENANT, NAME) is None
