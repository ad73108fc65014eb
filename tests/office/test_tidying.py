"""What is old enough goes, and nothing that anybody may still need."""

import os

from ambassador_app.office.backup import check
from ambassador_app.office.tidying import Tidied, tidy
from tests.office.building import TENANT, sha256
from tests.office.laptops import op

DAY = 24 * 3600


def test_old_tombstones_go_and_who_has_not_seen_them_begins_anew(laptop, site):
    laptop.push(op("a"), op("b"), op("c"))
    laptop.push(op("a", base=1, set={}, deleted=True))
    site.clock.forward(399 * DAY)
    laptop.sign_in()
    laptop.push(op("b", base=2, set={}, deleted=True))
    assert tidy(site.office).tombstones == 0
    site.clock.forward(2 * DAY)
    assert tidy(site.office).tombstones == 1
    laptop.sign_in()
    assert [(one["id"], one["deleted"]) for one in laptop.pull()["changes"]] == [("c", False), ("b", True)]
    assert laptop.asks("GET", "/pull?since=3").status_code == 410
    assert [one["id"] for one in laptop.pull(since=4)["changes"]] == ["b"]
    assert check(site.office).none, "the log stays whole"
    assert laptop.push(op("a"))[0]["status"] == "ok", "a name that is free again can be taken"


def test_a_laptop_is_up_to_date_though_the_newest_change_was_a_tombstone_that_is_gone(laptop, site):
    laptop.push(op())
    laptop.push(op(base=1, set={}, deleted=True))
    site.clock.forward(401 * DAY)
    tidy(site.office)
    laptop.sign_in()
    page = laptop.pull()
    assert (page["changes"], page["next"], page["head"]) == ([], 2, 2)


def test_attachments_go_that_nothing_named_for_a_month(laptop, site):
    named, unnamed = b"named", b"unnamed"
    for data in (named, unnamed):
        laptop.brings(data)
    laptop.brings(b"never finished", until=5)
    laptop.push(op("p", kind="attachment", set={"sha256": sha256(named), "note": "y" * 70}))
    laptop.push(op("p", kind="attachment", base=1, set={}, deleted=True))
    assert tidy(site.office) == Tidied()
    piece = site.office.store._part(TENANT, sha256(b"never finished"))
    os.utime(piece, (0, 0))
    site.clock.forward(31 * DAY)
    assert tidy(site.office) == Tidied(invitations=1, attachments=1, pieces=1)
    laptop.sign_in()
    asked = laptop.asks("POST", "/blobs/missing", json={"sha256": [sha256(named), sha256(unnamed)]}).json()
    assert [one["sha256"] for one in asked["missing"]] == [sha256(unnamed)]
    assert not site.office.store.path(TENANT, sha256(unnamed)).exists()
    assert site.office.tenant(TENANT).used >= len(named)
