"""What is erased is gone from records, log and store; that something was there stays, and the log holds together."""

import json

import pytest

from ambassador_app.office.backup import check
from ambassador_app.office.erasing import Erased, erase, find
from ambassador_app.office.tidying import tidy
from tests.office.building import OTHER, TENANT, sha256
from tests.office.laptops import op

PHOTO, SHARED = b"a face", b"a boiler"


@pytest.fixture
def known(laptop, laptop_of):
    """A person who is named in two records, once only in the past, and a photo of them; and one of the boiler."""
    for data in (PHOTO, SHARED):
        laptop.brings(data)
    photos = {"photo": sha256(PHOTO), "boiler": sha256(SHARED)}
    laptop.push(op("c1", kind="contact", set={"name": "Åse Ærlig", "phone": "12 34 56 78", **photos}))
    laptop.push(op("v1", set={"note": "Talte med ÅSE ærlig", "photo": sha256(SHARED)}))
    laptop.push(op("v1", base=2, set={"note": "Talte med ejeren"}), op("v2"))
    laptop_of("Niels", tenant=OTHER).push(op("c1", kind="contact", set={"name": "Åse Ærlig"}))
    return laptop


def everything(site) -> str:
    with site.office.database.administer() as connection:
        rows = [
            connection.exec_driver_sql(f"SELECT * FROM {table} WHERE tenant = 'oddeby'").all()
            for table in ("rec", "change")
        ]
    return str(rows)


def test_what_is_held_about_somebody_is_found_now_or_once(known, site):
    assert find(site.office, TENANT, "åse ærlig") == [("contact", "c1"), ("visit", "v1")]
    assert find(site.office, TENANT, "nobody") == []


def test_the_words_are_gone_and_the_log_holds_together(known, site):
    assert erase(site.office, TENANT, find(site.office, TENANT, "Åse")) == Erased(records=2, lines=3, attachments=2)
    kept = everything(site)
    for word in ("Åse", "ÅSE", "12 34", "ejeren"):
        assert word not in kept
    assert check(site.office).none
    assert site.office.store.size(TENANT, sha256(PHOTO)) is None
    assert find(site.office, OTHER, "Åse") == [("contact", "c1")], "the neighbour's is the neighbour's"


def test_what_another_record_names_stays(known, site):
    erase(site.office, TENANT, [("contact", "c1")])
    assert site.office.store.size(TENANT, sha256(SHARED)) == len(SHARED)
    assert site.office.store.size(TENANT, sha256(PHOTO)) is None


def test_laptops_are_told_and_cannot_bring_it_back(known, site):
    erase(site.office, TENANT, [("contact", "c1")])
    (told,) = known.pull(since=4)["changes"]
    assert (told["kind"], told["deleted"], told["erased"], told["data"]) == ("contact", True, True, None)
    for base in (0, 1, told["seq"]):
        (late,) = known.push(op("c1", base, kind="contact", set={"name": "Åse Ærlig"}))
        assert (late["status"], late["code"]) == ("invalid", "erased")
    site.clock.forward(500 * 24 * 3600)
    assert tidy(site.office).tombstones == 0, "and nobody forgets that it was erased"
    assert "Åse" not in json.dumps(everything(site), ensure_ascii=False)


def test_one_that_is_not_there_erases_nothing_else_either(known, site):
    with pytest.raises(LookupError, match="visit:none"):
        erase(site.office, TENANT, [("contact", "c1"), ("visit", "none")])
    assert "Åse" in everything(site)
