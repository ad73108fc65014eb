"""What is pushed is there once, whole and in order; what cannot be is told op by op."""

import json

import pytest

from ambassador_app.domain.roles import Role
from ambassador_app.wire import limits
from tests.office.building import sha256
from tests.office.laptops import NEW_ID, op


def test_what_one_laptop_pushes_another_pulls(laptop, laptop_of):
    results = laptop.push(op("v1", set={"title": "Ærø Bageri", "unknown_to_the_office": [1, {"a": None}]}), op("v2"))
    assert [(one["status"], one["seq"], one["dup"]) for one in results] == [("ok", 1, False), ("ok", 2, False)]
    page = laptop_of("Jens Juul").pull()
    first = page["changes"][0]
    assert first["data"] == {"title": "Ærø Bageri", "unknown_to_the_office": [1, {"a": None}]}
    assert (first["kind"], first["id"], first["by"], first["schema"]) == ("visit", "v1", "Hanne Holm", 1)
    assert (page["head"], page["next"], page["more"], len(page["changes"])) == (2, 2, False, 2)


def test_fields_are_set_and_unset_on_what_is_there(laptop):
    laptop.push(op(set={"a": 1, "b": 2, "c": 3}))
    laptop.push(op(base=1, set={"a": 10}, unset=["b", "never"]))
    assert laptop.pull()["changes"][0]["data"] == {"a": 10, "c": 3}
    assert [one["seq"] for one in laptop.pull()["changes"]] == [2]
    assert laptop.pull(since=2)["changes"] == []


def test_the_same_ids_of_two_kinds_are_two_records(laptop):
    results = laptop.push(op("x", kind="visit"), op("x", kind="measure"))
    assert [one["status"] for one in results] == ["ok", "ok"]


def test_a_push_again_changes_nothing_and_answers_the_same(laptop):
    ops = [op("a"), op("b", group="g"), op("c", group="g")]
    first = laptop.push(*ops)
    again = laptop.push(*ops)
    assert [(one["seq"], one["dup"]) for one in again] == [(one["seq"], True) for one in first]
    assert laptop.pull()["head"] == 3


def test_an_op_id_with_other_words_is_refused(laptop):
    one = op()
    laptop.push(one)
    assert [(r["status"], r["code"]) for r in laptop.push({**one, "set": {"title": "another"}})] == [
        ("invalid", "op-reused")
    ]


def test_an_edit_of_an_old_version_is_a_conflict_with_the_present_one(laptop, laptop_of):
    laptop.push(op(set={"title": "one"}))
    laptop_of("Jens Juul").push(op(base=1, set={"title": "two"}))
    (result,) = laptop.push(op(base=1, set={"title": "three"}))
    assert (result["status"], result["seq"], result["data"]) == ("conflict", 2, {"title": "two"})
    assert result["by"] == "Jens Juul"
    assert result["at"]
    assert laptop.pull()["changes"][0]["data"] == {"title": "two"}


def test_an_edit_of_what_is_not_there_is_a_conflict_with_nothing(laptop):
    (result,) = laptop.push(op(base=7))
    assert (result["status"], result["seq"], result["data"], result["deleted"]) == ("conflict", 0, None, False)


def test_a_deleted_record_stays_as_a_tombstone_and_can_come_back(laptop):
    laptop.push(op())
    laptop.push(op(base=1, set={}, deleted=True))
    (gone,) = laptop.pull()["changes"]
    assert (gone["deleted"], gone["data"], gone["seq"]) == (True, None, 2)
    (late,) = laptop.push(op(base=1, set={"title": "late"}))
    assert (late["status"], late["deleted"], late["data"]) == ("conflict", True, None)
    laptop.push(op(base=2, set={"title": "back"}))
    assert laptop.pull()["changes"][0]["data"] == {"title": "back"}


def test_a_group_succeeds_or_fails_together(laptop):
    laptop.push(op("a"))
    results = laptop.push(op("b", group="g"), op("a", base=0, group="g"), op("c"), op("d", group="g"))
    assert [(one["status"], one["code"]) for one in results] == [
        ("invalid", "group-failed"),
        ("conflict", ""),
        ("ok", ""),
        ("invalid", "group-failed"),
    ]
    assert [(one["id"], one["seq"]) for one in laptop.pull()["changes"]] == [("a", 1), ("c", 2)]


def test_a_malformed_op_is_answered_by_itself_and_takes_only_its_group_along(laptop):
    results = laptop.push(op("a"), op("b", kind="NO", group="g"), op("c", group="g"))
    assert [(one["status"], one["code"], one["field"]) for one in results] == [
        ("ok", "", ""),
        ("invalid", "malformed", "kind"),
        ("invalid", "group-failed", ""),
    ]


@pytest.mark.parametrize(
    ("fields", "code", "where"),
    [
        ({"set": {"note": "x" * (limits.FIELD + 1)}}, "too-large", "note"),
        ({"set": {f"n{i}": "x" * 1000 for i in range(70)}}, "too-large", ""),
        ({"set": {"deep": json.loads("[" * 60 + "]" * 60)}}, "value", "deep"),
        ({"set": {"half": "\ud800"}}, "value", ""),
    ],
)
def test_what_is_too_much_is_refused_by_itself(laptop, fields, code, where):
    (result,) = laptop.push(op(**fields))
    assert (result["status"], result["code"], result["field"]) == ("invalid", code, where)


def test_a_record_cannot_grow_beyond_its_limit_by_small_steps(laptop):
    laptop.push(op(set={"a": "x" * 40_000}))
    (result,) = laptop.push(op(base=1, set={"b": "x" * 40_000}))
    assert (result["status"], result["code"]) == ("invalid", "too-large")


def test_pages_follow_each_other_without_gap_or_repeat(laptop):
    for start in range(0, 25, 5):
        laptop.push(*(op(f"r{start + n}") for n in range(5)))
    seen, since, more = [], 0, True
    while more:
        page = laptop.pull(since, 7)
        assert len(page["changes"]) <= 7
        seen += [one["seq"] for one in page["changes"]]
        since, more = page["next"], page["more"]
    assert seen == list(range(1, 26))


def test_a_page_ends_at_its_bytes(laptop):
    for start in range(0, 100, 50):
        laptop.push(*(op(f"r{start + n}", set={"note": "x" * 60_000}) for n in range(50)))
    page = laptop.pull()
    assert page["more"]
    assert 60 < len(page["changes"]) < 75
    assert len(laptop.pull(page["next"])["changes"]) == 100 - len(page["changes"])


def test_a_cursor_older_than_the_tombstones_must_begin_anew(laptop, site):
    laptop.push(op(), op("v2"))
    from sqlalchemy import update

    from ambassador_app.office.tables import TENANT

    with site.office.database.administer() as connection:
        connection.execute(update(TENANT).values(floor=2))
    answer = laptop.asks("GET", "/pull?since=1")
    assert (answer.status_code, answer.json()["code"]) == (410, "resync")
    assert laptop.pull(0)["next"] == 2


def test_another_epoch_takes_nothing(laptop, site):
    laptop.push(op())
    site.office.begin_epoch()
    answer = laptop.pushes(op("v2"))
    assert (answer.status_code, answer.json()["code"]) == (409, "epoch")
    page = laptop.pull()
    assert (page["epoch"] != laptop.epoch, page["epoch_from"], page["head"]) == (True, 1, 1)
    assert laptop.pushes(op("v2"), epoch=page["epoch"]).status_code == 200


def test_who_slept_through_a_restore_learns_how_far_back_it_went(laptop, site):
    laptop.push(op("a"))
    site.office.begin_epoch()
    laptop.epoch = laptop.pull()["epoch"]
    laptop.push(op("b"), op("c"))
    site.office.begin_epoch()
    assert (laptop.pull()["epoch_from"], laptop.pull()["head"]) == (1, 3)


def report(**fields):
    return op(NEW_ID(), kind="report", **fields)


def test_a_report_is_written_once_and_only_with_its_pdf(laptop):
    pdf = b"%PDF-1.7"
    sealed = report(set={"pdf_sha256": sha256(pdf)})
    (result,) = laptop.push(sealed)
    assert (result["code"], result["field"]) == ("blob-missing", "pdf_sha256")
    assert laptop.brings(pdf).status_code == 201
    (result,) = laptop.push(sealed)
    assert result["status"] == "ok"
    for change in ({"set": {"signer": "x"}}, {"set": {}, "deleted": True}):
        (result,) = laptop.push(op(sealed["id"], base=result["seq"] or 1, kind="report", **change))
        assert (result["status"], result["code"]) == ("invalid", "immutable")


def price_set(content='{"prices": 1}', **fields):
    return op(f"company@{sha256(content.encode())}", kind="price_set", set={"content": content, **fields})


def test_what_came_with_the_program_anybody_may_send_and_twice_is_once(laptop, laptop_of):
    assert laptop.push(price_set(name="company", version=0))[0]["status"] == "ok"
    (again,) = laptop_of("Jens Juul").push(price_set(name="company", version=0))
    assert (again["status"], again["seq"], again["dup"]) == ("ok", 1, True)


def test_only_coordinators_publish(laptop, laptop_of):
    own = price_set(name="company", version=1, by="h")
    assert [one["code"] for one in laptop.push(own)] == ["forbidden"]
    coordinator = laptop_of("Karen", Role.COORDINATOR)
    assert [one["status"] for one in coordinator.push(own)] == ["ok"]


def test_a_version_whose_name_is_not_its_contents_digest_is_refused(laptop):
    forged = {**price_set(), "set": {"content": "cheap"}}
    (result,) = laptop.push(forged)
    assert (result["code"], result["field"]) == ("hash", "content")


def test_a_template_may_be_large_and_moves_on_by_its_status_only(laptop_of):
    coordinator = laptop_of("Karen", Role.COORDINATOR)
    compiled = "x" * 300_000
    made = op(sha256(compiled.encode()), kind="template", set={"compiled": compiled, "status": "draft", "by": "k"})
    assert coordinator.push(made)[0]["status"] == "ok"
    moved = op(made["id"], base=1, kind="template", set={"status": "published"})
    other = op(made["id"], base=2, kind="template", set={"compiled": "y"})
    assert [one["code"] for one in coordinator.push(moved, other)] == ["", "immutable"]
