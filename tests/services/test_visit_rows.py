"""Rows of a visit's repeats: added, copied, named, moved, removed, and every step undone."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ambassador_app.domain.checklist import Checklist, Localised, Question, QuestionKind, Section
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.visit import AnswerSource
from ambassador_app.domain.visit_rows import answers_before
from ambassador_app.errors import FieldRefused, VisitLocked
from ambassador_app.services.session import Session
from tests.builders import a_visit, session_in

AREA = "/data/area"
ROOM = f"{AREA}/room"
LAMP = "lamp"


def question(path: str, kind: QuestionKind = QuestionKind.DECIMAL, **fields: object) -> Question:
    return Question(path.rpartition("/")[2], path, kind, label=Localised.of(en=path), **fields)  # type: ignore[arg-type]


def rooms() -> Checklist:
    lamps = Section(
        f"{ROOM}/lamp", "lamp", Localised.of(en="Lamp"), items=(question(f"{ROOM}/lamp/watt"),), repeats=True
    )
    room = Section(
        ROOM,
        "room",
        Localised.of(en="Room"),
        items=(question(f"{ROOM}/size", default="10"), question(f"{ROOM}/photo", QuestionKind.IMAGE), lamps),
        repeats=True,
    )
    total = question(f"{AREA}/total", QuestionKind.CALCULATE, calculation=f"sum({ROOM}/size)")
    area = Section(AREA, "area", Localised.of(en="Area"), items=(question(f"{AREA}/note"), room, total))
    return Checklist("rooms", "1", Localised.of(en="Rooms"), ("en",), (area,))


@pytest.fixture
def visit(session: Session, monkeypatch: pytest.MonkeyPatch) -> VisitId:
    monkeypatch.setattr(session.checklists, "current", lambda *_where: rooms())
    return a_visit(session)


def shown(session: Session, visit: VisitId) -> object:
    """All that a person sees of the rows."""
    workspace = session.visits.workspace(visit)
    assert workspace.form is not None
    return (
        [(one.path, one.value) for one in workspace.form.questions()],
        dict(workspace.form.rows),
        dict(workspace.rows.names),
        workspace.form[f"{AREA}/total"].value,
        sorted(one.text for one in workspace.dossier.findings),
        sorted(one.id for one in workspace.dossier.attachments),
    )


def keys(session: Session, visit: VisitId, repeat: str = ROOM) -> tuple[str, ...]:
    form = session.visits.workspace(visit).form
    assert form is not None
    return form.rows[repeat]


def test_a_visit_begins_without_rows_and_a_new_row_has_its_defaults(session: Session, visit: VisitId) -> None:
    session.visits.answer(visit, f"{AREA}/note", value=1.0)
    assert keys(session, visit) == ()
    made = session.rows.add(visit, ROOM)
    workspace = session.visits.workspace(visit)
    assert keys(session, visit) == (made.id,)
    assert workspace.answers[f"{ROOM}[{made.id}]/size"].value == 10.0
    assert workspace.form is not None
    assert workspace.form[f"{AREA}/total"].value == 10.0


def test_rows_stand_where_they_are_put(session: Session, visit: VisitId) -> None:
    for key in ("a", "b", "c"):
        session.rows.add(visit, ROOM, key=key)
    session.rows.add(visit, ROOM, key="d", after="a")
    assert keys(session, visit) == ("a", "d", "b", "c")
    session.rows.move(visit, f"{ROOM}[c]", 0)
    assert keys(session, visit) == ("c", "a", "d", "b")
    session.rows.move(visit, f"{ROOM}[c]", 99)
    assert keys(session, visit) == ("a", "d", "b", "c")


def test_a_row_moved_to_and_fro_for_ever_finds_its_place(session: Session, visit: VisitId) -> None:
    for key in ("a", "b", "c"):
        session.rows.add(visit, ROOM, key=key)
    for _ in range(30):
        session.rows.move(visit, f"{ROOM}[{keys(session, visit)[2]}]", 1)
    assert sorted(keys(session, visit)) == ["a", "b", "c"]
    assert keys(session, visit)[0] == "a"


def test_a_copy_has_answers_and_inner_rows_but_no_photos(session: Session, visit: VisitId) -> None:
    session.rows.add(visit, ROOM, key="a")
    session.rows.add(visit, f"{ROOM}[a]/lamp", key="x")
    session.rows.rename(visit, f"{ROOM}[a]", "Kitchen")
    session.visits.answer(
        visit, f"{ROOM}[a]/size", value=7.0, note="seen", source=AnswerSource.MEASURED, instrument="Laser"
    )
    session.visits.answer(visit, f"{ROOM}[a]/lamp[x]/watt", value=58.0)
    session.visits.answer(visit, f"{ROOM}[a]/photo", value=("abc",))
    session.rows.add(visit, ROOM, key="z")
    made = session.rows.duplicate(visit, f"{ROOM}[a]")
    workspace = session.visits.workspace(visit)
    row = f"{ROOM}[{made.id}]"
    assert keys(session, visit) == ("a", made.id, "z")
    assert workspace.rows.names[row] == "Kitchen 2"
    copied = workspace.answers[f"{row}/size"]
    assert (copied.value, copied.note, copied.source, copied.instrument) == (
        7.0,
        "seen",
        AnswerSource.MEASURED,
        "Laser",
    )
    assert workspace.answers[f"{row}/lamp[x]/watt"].value == 58.0
    assert f"{row}/photo" not in workspace.answers


def test_undo_brings_a_removed_row_back_whole(session: Session, visit: VisitId, tmp_path: Path) -> None:
    for key in ("a", "b"):
        session.rows.add(visit, ROOM, key=key)
    session.rows.add(visit, f"{ROOM}[a]/lamp", key="x")
    session.visits.answer(visit, f"{ROOM}[a]/lamp[x]/watt", value=58.0)
    session.rows.rename(visit, f"{ROOM}[a]", "Kitchen")
    session.notes.add_finding(visit, "Draught", area="area", question=f"{ROOM}[a]/size")
    session.notes.add_finding(visit, "Elsewhere", area="area", question=f"{ROOM}[b]/size")
    before = shown(session, visit)
    session.rows.remove(visit, f"{ROOM}[a]")
    workspace = session.visits.workspace(visit)
    assert keys(session, visit) == ("b",)
    assert not [path for path in workspace.answers if "[a]" in path]
    assert [one.text for one in workspace.dossier.findings] == ["Elsewhere"]
    assert workspace.undo == "remove_row"
    session.visits.undo(visit)
    assert shown(session, visit) == before
    session.visits.redo(visit)
    assert keys(session, visit) == ("b",)


def test_rows_of_two_devices_are_told_apart_and_ordered_alike(session: Session, visit: VisitId) -> None:
    session.visits.answer(visit, f"{ROOM}[u2]/size", value=2.0)
    session.visits.answer(visit, f"{ROOM}[1]/size", value=1.0)
    session.rows.add(visit, ROOM, key="own")
    assert keys(session, visit)[0] == "1"
    assert set(keys(session, visit)) == {"1", "u2", "own"}
    session.rows.move(visit, f"{ROOM}[u2]", 0)
    assert keys(session, visit)[0] == "u2"


def test_what_is_no_row_is_refused(session: Session, visit: VisitId) -> None:
    with pytest.raises(FieldRefused):
        session.rows.add(visit, "/data/nowhere")
    with pytest.raises(FieldRefused):
        session.rows.remove(visit, f"{ROOM}[nobody]")
    with pytest.raises(FieldRefused):
        session.rows.rename(visit, ROOM, "x")
    session.visits.cancel(visit)
    with pytest.raises(VisitLocked):
        session.rows.add(visit, ROOM)


def test_how_a_number_is_known_goes_with_it_into_the_measure(session: Session) -> None:
    visit = a_visit(session)
    session.visits.answer(visit, "/data/lighting/ly1_lamp_kind", value="t8")
    count = "/data/lighting/ly1_count"
    session.visits.answer(visit, count, value=120.0, source=AnswerSource.MEASURED)
    (suggested, *_) = [
        one for one in session.visits.workspace(visit).suggestions if count in one.suggestion.sources.values()
    ]
    measure_id = session.measures.accept(visit, suggested).id
    measure = next(one for one in session.visits.workspace(visit).dossier.measures if one.id == measure_id)
    given = next(name for name, path in suggested.suggestion.sources.items() if path == count)
    assert measure.qualities == {given: DataQuality.A}


def test_the_last_visits_answers_stand_beside_rows_of_the_same_name_or_place(session: Session, visit: VisitId) -> None:
    for key, name in (("a", "Kitchen"), ("b", "Hall"), ("c", "")):
        session.rows.add(visit, ROOM, key=key)
        session.rows.rename(visit, f"{ROOM}[{key}]", name)
        session.visits.answer(visit, f"{ROOM}[{key}]/size", value=float(ord(key)))
    sections = session.visits.workspace(visit).dossier.sections
    later = a_visit(session)
    for key, name in (("x", "hall"), ("y", "New"), ("z", "")):
        session.rows.add(later, ROOM, key=key)
        session.rows.rename(later, f"{ROOM}[{key}]", name)
    workspace = session.visits.workspace(later)
    assert workspace.form is not None
    before = answers_before(workspace.form, workspace.rows.names, sections)
    assert {path: one.value for path, one in before.items()} == {
        f"{ROOM}[x]/size": float(ord("b")),
        f"{ROOM}[z]/size": float(ord("c")),
    }


deeds = some.lists(some.tuples(some.sampled_from("adnmrv"), some.integers(0, 5), some.integers(0, 5)), max_size=9)


@settings(max_examples=8, deadline=None)
@given(deeds)
def test_every_step_is_undone_to_where_it_began(tmp_path_factory: pytest.TempPathFactory, steps: list) -> None:
    with session_in(tmp_path_factory.mktemp("rows")) as session:
        session.checklists.current = lambda *_where: rows_checklist  # type: ignore[method-assign]
        rows_checklist = rooms()
        visit = a_visit(session)
        session.visits.answer(visit, f"{AREA}/note", value=1.0)
        states = [shown(session, visit)]
        for number, (deed, one, two) in enumerate(steps):
            if not do(session, visit, deed, one, two, f"k{number}"):
                continue
            states.append(shown(session, visit))
        for state in reversed(states[:-1]):
            session.visits.undo(visit)
            assert shown(session, visit) == state
        for state in states[1:]:
            session.visits.redo(visit)
            assert shown(session, visit) == state


def do(session: Session, visit: VisitId, deed: str, one: int, two: int, new: str) -> bool:
    """Do one step; False where it would change nothing."""
    held = keys(session, visit)
    if deed == "a" or not held:
        session.rows.add(visit, ROOM, key=new)
        return True
    key = held[one % len(held)]
    row = f"{ROOM}[{key}]"
    match deed:
        case "d":
            session.rows.duplicate(visit, row, key=new)
        case "n":
            changes = session.rows.rename(visit, row, f"Name {two} {new}")
            return bool(changes.records)
        case "m":
            return bool(session.rows.move(visit, row, two).records)
        case "r":
            session.rows.remove(visit, row)
        case _:
            return bool(session.visits.answer(visit, f"{row}/size", value=float(two) + 0.5).records)
    return True
