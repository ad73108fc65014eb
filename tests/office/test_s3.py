"""What is different where attachments are in an S3 store: it can be away, and it is not trusted."""

import httpx
import pytest

from ambassador_app.office.bucket import Bucket
from tests.office.building import TENANT, served, sha256
from tests.office.laptops import Laptop
from tests.office.test_command_line import ambassador, answer, init, reaching

pytestmark = pytest.mark.whole
DATA = b"a photo" * 1000


def test_an_office_made_on_s3_keeps_its_attachments_there(s3, tmp_path):
    url = s3.url()
    init(tmp_path / "office", "--http", "--url", "http://127.0.0.1:8443", "--blobs", url, "--s3-endpoint", s3.endpoint)
    with reaching(tmp_path / "office") as client:
        laptop = Laptop(None, client, answer("invite", "--dir", tmp_path / "office")["invitation"])
        laptop.site = type("Reached", (), {"clock": staticmethod(_now)})
        laptop.enrol()
        laptop.sign_in()
        assert laptop.brings(DATA, until=3000).status_code == 202
        assert laptop.brings(DATA, 3000).status_code == 201
        assert laptop.asks("GET", f"/blobs/{sha256(DATA)}").content == DATA
        assert client.get("/ready").status_code == 200
    assert Bucket(url, s3.endpoint).size(laptop.invitation.tenant, sha256(DATA)) == len(DATA)
    assert answer("check", "--dir", tmp_path / "office")["attachments"] == 1
    assert not (tmp_path / "office" / "blobs").exists()
    refused = ambassador("backup", "--dir", tmp_path / "office", tmp_path / "all.tar")
    assert refused.returncode == 2
    assert "S3" in refused.stderr


def _now():
    from tests.office.building import Clock

    return Clock()()


def test_a_store_that_is_away_makes_the_office_busy_and_nothing_is_lost(s3, tmp_path):
    store = s3.bucket()
    with served(tmp_path, store=store) as site, httpx.Client(base_url=site.url, trust_env=False, timeout=60) as client:
        laptop = Laptop(site, client, site.invitation())
        laptop.enrol()
        laptop.sign_in()
        assert laptop.brings(DATA, until=5000).status_code == 202
        there, store._store = store._store, Bucket("s3://nowhere", "http://127.0.0.1:9")._store
        cut = laptop.brings(DATA, 5000)
        assert (cut.status_code, cut.json()["code"]) == (503, "busy")
        assert client.get("/ready").status_code == 503
        store._store = there
        assert laptop.asks("HEAD", f"/blobs/{sha256(DATA)}").headers["upload-offset"] == str(len(DATA))
        assert laptop.brings(DATA, len(DATA)).status_code == 201, "all had arrived; only the last step is done anew"
        assert store.is_right(TENANT, sha256(DATA))
        assert laptop.asks("HEAD", f"/blobs/{sha256(DATA)}").status_code == 200
        assert store.offsets(TENANT, [sha256(DATA)]) == {sha256(DATA): 0}, "what arrived need not be kept any more"


def test_bytes_that_changed_in_the_store_are_found(s3, tmp_path):
    store = s3.bucket()
    store.write(TENANT, sha256(DATA), 0, DATA)
    assert store.finish(TENANT, sha256(DATA))
    assert store.is_right(TENANT, sha256(DATA))
    store._store.put_object(Bucket=store._bucket, Key=store._key(TENANT, sha256(DATA)), Body=b"other")
    assert not store.is_right(TENANT, sha256(DATA))
