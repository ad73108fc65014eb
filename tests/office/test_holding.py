"""What is on legal hold is not erased; who may not hold is refused; an erasure with parts takes all that belongs."""

import json

import pytest

from ambassador_app.domain.roles import Role
from ambassador_app.office.erasing import erase
from ambassador_app.office.holding import Held
from tests.office.building import TENANT
from tests.office.laptops import op

RECORDS = (
    op("o1", kind="organisation", set={"name": "Ærø Bageri ApS"}),
    op("s1", kind="site", set={"name": "Ærø Bageri", "organisation_id": "o1"}),
    op("s2", kind="site", set={"name": "Et andet sted"}),
    op("c1", kind="contact", set={"name": "Åse", "site_id": "s1"}),
    op("v1", kind="visit", set={"site_id": "s1"}),
    op("v2", kind="visit", set={"site_id": "s1"}),
    op("v1/lighting", kind="section", set={"visit_id": "v1", "answers.lamps": {"value": 1}}),
    op("m1", kind="measure", set={"visit_id": "v1", "site_id": "s1"}),
    op("k1", kind="conflict", set={"record_kind": "measure", "record_id": "m1", "visit_id": "v1", "mine": ["Åse"]}),
)


def hold(subject_kind, subject_id, **more):
    said = {"subject_kind": subject_kind, "subject_id": subject_id, "note": "Aktindsigt 25/77", "by": "Hanne Holm"}
    return op("h1", kind="hold", set={**said, "released_at": None, **more})


@pytest.fixture
def coordinator(laptop_of):
    found = laptop_of("Hanne Holm", role=Role.COORDINATOR)
    found.push(*RECORDS)
    return found


@pytest.mark.parametrize(
    ("subject", "held", "free"),
    [
        (
            ("visit", "v1"),
            ["visit:v1", "measure:m1", "section:v1/lighting", "site:s1", "organisation:o1"],
            ["visit:v2"],
        ),
        (("site", "s1"), ["site:s1", "visit:v2", "contact:c1", "measure:m1", "organisation:o1"], ["site:s2"]),
        (("organisation", "o1"), ["organisation:o1", "site:s1", "contact:c1", "visit:v1", "hold:h1"], ["site:s2"]),
    ],
)
def test_a_hold_covers_what_belongs_to_it_and_what_it_belongs_to(coordinator, site, subject, held, free):
    coordinator.push(hold(*subject))
    for name in held:
        with pytest.raises(Held, match=name):
            erase(site.office, TENANT, [tuple(name.split(":"))])
    for name in free:
        erase(site.office, TENANT, [tuple(name.split(":"))])


def test_one_that_is_held_saves_all_that_were_to_go_with_it(coordinator, site):
    coordinator.push(hold("visit", "v1"))
    with pytest.raises(Held) as refused:
        erase(site.office, TENANT, [("site", "s1")], with_parts=True)
    assert (refused.value.by, refused.value.note) == ("Hanne Holm", "Aktindsigt 25/77")
    assert not any(one["deleted"] for one in coordinator.pull()["changes"])


def test_a_released_hold_holds_nothing(coordinator, site):
    (made,) = coordinator.push(hold("visit", "v1"))
    released = {"released_at": "2026-12-01T08:00:00+00:00", "released_by": "Hanne Holm"}
    assert coordinator.push(op("h1", made["seq"], kind="hold", set=released))[0]["status"] == "ok"
    assert erase(site.office, TENANT, [("visit", "v1")]).records == 1


def test_only_coordinators_hold_and_nobody_removes_a_hold(coordinator, laptop_of):
    (made,) = coordinator.push(hold("visit", "v1"))
    ambassador = laptop_of("Bo Ærø", role=Role.AMBASSADOR)
    (refused,) = ambassador.push(op("h2", kind="hold", set={"subject_kind": "visit", "subject_id": "v1"}))
    assert (refused["status"], refused["code"]) == ("invalid", "forbidden")
    (refused,) = ambassador.push(op("h1", made["seq"], kind="hold", set={"released_at": "2026-12-01T08:00:00+00:00"}))
    assert (refused["status"], refused["code"]) == ("invalid", "forbidden")
    (refused,) = coordinator.push(op("h1", made["seq"], kind="hold", set={}, deleted=True))
    assert (refused["status"], refused["code"]) == ("invalid", "immutable")


def test_with_parts_everything_of_a_place_goes_and_the_others_stay(coordinator, site):
    assert erase(site.office, TENANT, [("site", "s1")], with_parts=True).records == 7
    changes = coordinator.pull()["changes"]
    assert {f"{one['kind']}:{one['id']}" for one in changes if not one["deleted"]} == {"organisation:o1", "site:s2"}
    assert all(one["erased"] for one in changes if one["deleted"])


def test_a_conflict_about_what_is_erased_goes_with_it(coordinator, site):
    assert erase(site.office, TENANT, [("measure", "m1")]).records == 2
    assert "Åse" in json.dumps(coordinator.pull()["changes"], ensure_ascii=False), "the contact was not asked for"
    assert erase(site.office, TENANT, [("contact", "c1")]).records == 1
    assert "Åse" not in json.dumps(coordinator.pull()["changes"], ensure_ascii=False)
