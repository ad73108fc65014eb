"""Row, journal and outbox in one commit: what each holds, and what leaves no trace."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import SectionId, SignOffId, SiteId, VisitId
from ambassador_app.domain.place import Site
from ambassador_app.domain.sign_off import SignerRole, SignOff
from ambassador_app.domain.visit import Answer, SectionAnswers, Visit, VisitStatus
from ambassador_app.errors import RecordNotFound
from ambassador_app.storage import Store
from tests.storage.conftest import ME, VISIT

Row = dict[str, Any]


def rows(store: Store, table: str) -> list[Row]:
    with store.reader() as reader:
        cursor = reader.connection.execute(f"SELECT * FROM {table} ORDER BY 1")
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def save(store: Store, *things: Any, deed: str = Deed.CHANGE_VISIT, scope: str = VISIT, author: str = ME) -> str:
    with store.transaction(deed, author=author, scope=scope) as tx:
        for one in things:
            tx.save(one)
    return tx.action_id


def a_visit(**fields: Any) -> Visit:
    return Visit(id=VisitId(VISIT), site_id=SiteId("site-1"), **fields)


def test_a_new_record_is_one_line_in_the_journal_and_one_op(store: Store) -> None:
    action = save(store, a_visit(purpose="Besøg"), deed=Deed.PLAN_VISIT)
    (line,) = rows(store, "journal")
    (op,) = rows(store, "outbox")
    (entry,) = rows(store, "action")
    assert (entry["id"], entry["name"], entry["author"], entry["scope"]) == (action, "plan_visit", ME, VISIT)
    assert (line["kind"], line["record_id"], line["field"], line["old"]) == ("visit", VISIT, "", None)
    assert json.loads(line["new"])["purpose"] == "Besøg"
    assert (op["kind"], op["record_id"], op["base"], op["deleted"], op["frozen"]) == ("visit", VISIT, 0, 0, 0)
    assert json.loads(op["set"]) == json.loads(line["new"])
    assert json.loads(op["unset"]) == []


def test_a_change_is_one_line_for_each_field(store: Store) -> None:
    save(store, a_visit(purpose="før", rate=0.05))
    send(store)
    save(store, a_visit(purpose="efter", rate=0.04))
    lines = {row["field"]: (row["old"], row["new"]) for row in rows(store, "journal")[1:]}
    assert lines == {"purpose": ('"før"', '"efter"'), "rate": ("0.05", "0.04")}
    assert json.loads(rows(store, "outbox")[-1]["set"]) == {"purpose": "efter", "rate": 0.04}


def test_each_answer_is_a_field_of_its_own(store: Store) -> None:
    section = SectionAnswers(SectionId("visit-1/light"), VisitId(VISIT), "light", answers={"a": Answer(1.0)})
    save(store, section)
    send(store)
    save(store, replace(section, answers={"b": Answer("ja")}))
    assert [row["field"] for row in rows(store, "journal")[1:]] == ["answers.b", "answers.a"]
    op = rows(store, "outbox")[-1]
    assert list(json.loads(op["set"])) == ["answers.b"]
    assert json.loads(op["unset"]) == ["answers.a"]


def test_edits_join_the_op_that_is_not_sent_yet(store: Store) -> None:
    save(store, a_visit(purpose="et"))
    first = rows(store, "outbox")[0]["op"]
    save(store, a_visit(purpose="to"))
    (op,) = rows(store, "outbox")
    assert op["op"] == first
    assert json.loads(op["set"])["purpose"] == "to"


def test_a_sent_op_is_never_touched_again(store: Store) -> None:
    save(store, a_visit(purpose="et"))
    send(store)
    before = rows(store, "outbox")[0]
    save(store, a_visit(purpose="to"))
    sent, waiting = rows(store, "outbox")
    assert sent == before
    assert json.loads(waiting["set"]) == {"purpose": "to"}


def test_what_was_never_sent_and_is_removed_is_not_spoken_of(store: Store) -> None:
    save(store, a_visit())
    with store.transaction(Deed.CANCEL_VISIT, author=ME, scope=VISIT) as tx:
        tx.delete(Visit, VISIT)
    assert rows(store, "outbox") == []


def test_what_was_sent_and_is_removed_is_told(store: Store) -> None:
    save(store, a_visit())
    send(store)
    with store.transaction(Deed.CHANGE_VISIT, author=ME, scope=VISIT) as tx:
        tx.delete(Visit, VISIT)
        assert tx.find(Visit, VISIT) is None
    op = rows(store, "outbox")[-1]
    assert (op["deleted"], json.loads(op["set"])) == (1, {})
    save(store, a_visit(purpose="igen"))
    op = rows(store, "outbox")[-1]
    assert (op["deleted"], json.loads(op["set"])["purpose"], json.loads(op["unset"])) == (0, "igen", [])


def test_sealing_is_one_group_for_the_office(store: Store) -> None:
    save(store, a_visit())
    action = save(store, a_visit(status=VisitStatus.SEALED), deed=Deed.SEAL_VISIT)
    assert [row["group"] for row in rows(store, "outbox")] == [action]


def test_ink_stays_in_its_row(store: Store) -> None:
    sign_off = SignOff(SignOffId("s"), VisitId(VISIT), 1, SignerRole.AMBASSADOR, "Ida", ink={"strokes": ["4711.5"]})
    save(store, sign_off, deed=Deed.SIGN)
    other_ink = replace(sign_off, ink={"strokes": ["4712.5"]})
    with store.transaction(Deed.SIGN, author=ME, scope=VISIT) as tx:
        tx.save(other_ink)
    assert not tx.action_id
    assert tx.changes.touches("sign_off")
    with store.reader() as reader:
        assert reader.load(SignOff, "s") == other_ink
    with store.transaction(Deed.WITHDRAW_SIGNATURE, author=ME, scope=VISIT) as tx:
        tx.delete(SignOff, "s")
    told = json.dumps([rows(store, "journal"), rows(store, "outbox"), rows(store, "action")])
    assert "ink" not in told
    assert "471" not in told
    store.undo(VISIT, author=ME)
    with store.reader() as reader:
        assert reader.load(SignOff, "s") == other_ink
    save(store, replace(other_ink, ink=None))
    assert rows(store, "r_sign_off")[0]["local"] is None


def test_removed_ink_is_forgotten_when_the_visit_is_sealed(store: Store) -> None:
    sign_off = SignOff(SignOffId("s"), VisitId(VISIT), 1, SignerRole.AMBASSADOR, "Ida", ink={"strokes": []})
    save(store, a_visit(), sign_off)
    with store.transaction(Deed.WITHDRAW_SIGNATURE, author=ME, scope=VISIT) as tx:
        tx.delete(SignOff, "s")
    assert rows(store, "r_sign_off")[0]["local"]
    save(store, a_visit(status=VisitStatus.SEALED), deed=Deed.SEAL_VISIT)
    assert rows(store, "r_sign_off")[0]["local"] is None


def test_a_record_made_again_does_not_take_over_the_ink_of_the_removed_one(store: Store) -> None:
    sign_off = SignOff(SignOffId("s"), VisitId(VISIT), 1, SignerRole.AMBASSADOR, "Ida", ink={"strokes": []})
    save(store, sign_off)
    with store.transaction(Deed.WITHDRAW_SIGNATURE, author=ME, scope=VISIT) as tx:
        tx.delete(SignOff, "s")
    save(store, replace(sign_off, ink=None))
    with store.reader() as reader:
        assert reader.load(SignOff, "s").ink is None


def test_an_error_takes_everything_back(store: Store) -> None:
    def fails() -> None:
        with store.transaction(Deed.PLAN_VISIT, author=ME, scope=VISIT) as tx:
            tx.save(a_visit())
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert [rows(store, table) for table in ("r_visit", "journal", "outbox", "action")] == [[], [], [], []]
    assert store.undoable(VISIT, author=ME) is None
    save(store, a_visit())


def test_the_changes_name_what_was_touched(store: Store) -> None:
    with store.transaction(Deed.PLAN_VISIT, author=ME, scope=VISIT) as tx:
        tx.save(Site(SiteId("site-1"), "Bageriet"))
        tx.save(a_visit())
    assert tx.changes.records == {("site", "site-1"), ("visit", VISIT)}
    assert (tx.changes.action, tx.changes.scope) == ("plan_visit", VISIT)
    assert tx.changes.at is not None


def test_a_record_that_is_not_there(store: Store) -> None:
    with store.transaction("test", author=ME) as tx:
        assert tx.find(Visit, "nowhere") is None
        for ask in (lambda: tx.load(Visit, "nowhere"), lambda: tx.delete(Visit, "nowhere")):
            with pytest.raises(RecordNotFound) as error:
                ask()
            assert error.value.fields == {"kind": "visit", "id": "nowhere"}


def test_all_finds_by_columns_and_by_any_other_field(store: Store) -> None:
    one, two = Site(SiteId("a"), "A", p_number="1", use="bageri"), Site(SiteId("b"), "B", p_number="2")
    save(store, one, two)
    with store.reader() as reader:
        assert reader.all(Site) == (one, two)
        assert reader.all(Site, p_number="2") == (two,)
        assert reader.all(Site, use="bageri") == (one,)
        assert reader.all(Site, organisation_id=None, use="") == (two,)
        assert reader.index(Site, "p_number") == {"1": "a", "2": "b"}
        assert reader.count(Site) == 2
        with pytest.raises(ValueError, match="no column"):
            reader.index(Site, "use")


def test_a_field_of_a_newer_program_is_kept(store: Store) -> None:
    save(store, a_visit(purpose="a"))
    with store.transaction("", author="") as tx:
        tx.connection.execute("UPDATE r_visit SET body = json_set(body, '$.of_tomorrow', 'x')")
    save(store, a_visit(purpose="b"))
    body = json.loads(rows(store, "r_visit")[0]["body"])
    assert (body["of_tomorrow"], body["purpose"]) == ("x", "b")


def test_a_field_that_an_older_program_did_not_know_has_its_default(store: Store) -> None:
    save(store, a_visit(purpose="a"))
    with store.transaction("", author="") as tx:
        tx.connection.execute("UPDATE r_visit SET body = json_remove(body, '$.rate')")
    with store.transaction("test", author=ME) as tx:
        tx.save(a_visit(purpose="a"))
    assert not tx.action_id


def test_a_reader_sees_one_state_and_waits_for_nobody(store: Store) -> None:
    save(store, a_visit(purpose="før"))
    with store.reader() as reader:
        assert reader.load(Visit, VISIT).purpose == "før"
        save(store, a_visit(purpose="efter"))
        assert reader.load(Visit, VISIT).purpose == "før"
    with store.reader() as reader:
        assert reader.load(Visit, VISIT).purpose == "efter"


def test_many_threads_write_one_after_the_other(store: Store) -> None:
    save(store, a_visit(revision=0))

    def count(times: int) -> None:
        for _ in range(times):
            with store.transaction("test", author=ME, scope=VISIT) as tx:
                visit = tx.load(Visit, VISIT)
                tx.save(replace(visit, revision=visit.revision + 1))

    threads = [threading.Thread(target=count, args=(20,)) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with store.reader() as reader:
        assert reader.load(Visit, VISIT).revision == 80


def test_a_transaction_inside_a_transaction_is_a_mistake(store: Store) -> None:
    with store.transaction("a", author=ME), pytest.raises(RuntimeError), store.transaction("b", author=ME):
        pass


def test_secrets_and_notes_are_no_history(store: Store, opened: Callable[..., Store]) -> None:
    assert store.secret("seal") is None
    store.keep_secret("seal", b"key")
    store.keep_secret("seal", b"other key")
    store.keep_note("seen", "yes")
    assert (store.secret("seal"), store.note("seen"), store.note("unknown")) == (b"other key", "yes", None)
    assert [rows(store, table) for table in ("journal", "outbox", "action")] == [[], [], []]
    store.close()
    again = opened()
    assert again.secret("seal") == b"other key"
    again.forget_secret("seal")
    assert again.secret("seal") is None


def test_deleted_text_is_overwritten_and_commits_are_on_the_disk(store: Store) -> None:
    with store.transaction("test", author=ME) as tx:
        asked = {name: tx.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in
                 ("secure_delete", "synchronous", "journal_mode", "foreign_keys")}  # fmt: skip
    assert asked == {"secure_delete": 1, "synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


def send(store: Store) -> None:
    """What sync does before the first byte goes out."""
    store.post.take(most=100, largest=1_000_000)
