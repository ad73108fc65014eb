"""Single records are given as they are now, or their numbers alone; as many as one answer holds."""

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from ambassador_app.office.erasing import erase
from ambassador_app.wire import limits
from tests.office.building import OTHER, TENANT
from tests.office.laptops import op


def asked(laptop, *refs, **more):
    body = {"refs": [{"kind": kind, "id": identifier} for kind, identifier in refs], **more}
    answer = laptop.asks("POST", "/records", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_records_come_as_they_are_now_in_the_order_asked(laptop):
    laptop.push(op("a", set={"title": "one"}), op("b"), op("c", kind="finding", set={"text": "utæt"}))
    laptop.push(op("a", 1, set={"title": "two"}), op("b", 2, set={}, deleted=True))
    found = asked(laptop, ("finding", "c"), ("visit", "b"), ("visit", "nowhere"), ("visit", "a"))
    assert (found["taken"], found["head"], found["epoch"]) == (4, 5, laptop.epoch)
    told = [(one["kind"], one["id"], one["seq"], one["deleted"], one["data"]) for one in found["changes"]]
    assert told == [
        ("finding", "c", 3, False, {"text": "utæt"}),
        ("visit", "b", 5, True, None),
        ("visit", "a", 4, False, {"title": "two"}),
    ]


def test_numbers_alone_come_without_a_word(laptop):
    laptop.push(op("a", set={"title": "hemmeligt"}))
    answer = laptop.asks("POST", "/records", json={"refs": [{"kind": "visit", "id": "a"}], "data": False})
    assert "hemmeligt" not in answer.text
    assert [(one["seq"], one["data"]) for one in answer.json()["changes"]] == [(1, None)]


def test_an_erased_record_says_so(laptop, site):
    laptop.push(op("a"))
    erase(site.office, TENANT, [("visit", "a")])
    (found,) = asked(laptop, ("visit", "a"))["changes"]
    assert (found["erased"], found["deleted"], found["data"]) == (True, True, None)


def test_an_answer_that_is_full_says_how_many_were_looked_up(laptop):
    large = {"set": {"text": "x" * 60_000}}
    refs = [("finding", f"f{number:03}") for number in range(90)]
    for at in range(0, 90, 30):
        laptop.push(*(op(identifier, kind=kind, **large) for kind, identifier in refs[at : at + 30]))
    seen, left = [], refs
    while left:
        found = asked(laptop, *left)
        assert 0 < found["taken"] <= len(left)
        seen.extend(one["id"] for one in found["changes"])
        left = left[found["taken"] :]
    assert seen == [identifier for _, identifier in refs]
    assert asked(laptop, *refs)["taken"] < 90
    assert asked(laptop, *refs, data=False)["taken"] == 90


def test_another_tenants_records_are_not_there(laptop, laptop_of):
    laptop.push(op("a"))
    assert asked(laptop_of("Niels", tenant=OTHER), ("visit", "a"))["changes"] == []


@pytest.mark.parametrize("refs", [0, limits.ASKED_RECORDS + 1])
def test_none_and_too_many_are_refused(laptop, refs):
    body = {"refs": [{"kind": "visit", "id": str(number)} for number in range(refs)]}
    answer = laptop.asks("POST", "/records", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_only_keys_are_looked_up(site, laptop):
    """Each statement names tenant, kind and ids: what primary keys are made of."""
    laptop.push(op("a"))
    asked(laptop, ("visit", "a"))
    said: list[str] = []

    def note(_connection, _cursor, statement, *_):
        said.append(statement)

    event.listen(site.office.database.engine, "before_cursor_execute", note)
    try:
        asked(laptop, ("visit", "a"), ("measure", "m"))
    finally:
        event.remove(site.office.database.engine, "before_cursor_execute", note)
    looked = [one for one in said if "FROM rec" in one]
    assert len(looked) == 2
    assert all(" AND rec.kind = " in one and " AND rec.id IN " in one for one in looked)
    if site.office.database.engine.dialect.name != "sqlite":
        return  # a planner that reads a table of one row whole would say nothing
    with site.office.database.engine.connect() as connection:
        for statement in looked:
            how = connection.execute(sa.text("EXPLAIN QUERY PLAN " + _plain(statement))).fetchall()
            assert all("SEARCH rec USING" in str(one.detail) and "kind=?" in str(one.detail) for one in how)


def _plain(statement: str) -> str:
    return statement.replace("?", "'x'")
