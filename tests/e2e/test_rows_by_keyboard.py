"""Three motors walked past without a mouse: named, measured, copied, moved, one taken away and brought back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ambassador_app.domain.visit import AnswerSource
from ambassador_app.i18n import Language
from tests.e2e.conftest import COMPANIES, Start
from tests.e2e.person import Person
from tests.e2e.test_whole_visit_by_keyboard import (
    COMPANY,
    find_the_company,
    first_start,
    plan_a_visit,
    take_companies_in,
)

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOTORS = "/data/motors/mo_motors"
NAMES = ("mo_m_name", "mo_m_kw")


def motors(person: Person) -> list[tuple[object, object]]:
    """Name and power of each motor, in order, as they are kept."""
    person.settle()
    session = person.application.session
    (line,) = session.visits.page(COMPANY).lines
    workspace = session.visits.workspace(line.visit_id)
    return [
        tuple(getattr(workspace.answers.get(f"{MOTORS}[{key}]/{name}"), "value", None) for name in NAMES)
        for key in workspace.form.rows[MOTORS]
    ]


def add_a_motor(person: Person, name: str, power: str) -> None:
    """Insert, its name, Enter, its power."""
    person.key(Key.Key_Insert)
    person.type(name)
    person.key(Key.Key_Return)
    person.type(power)


def test_rows_by_keyboard(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(COMPANIES), ""))
    person = start(Language.ENGLISH)
    first_start(person)
    take_companies_in(person)
    find_the_company(person)
    plan_a_visit(person)
    session = person.application.session
    (line,) = session.visits.page(COMPANY).lines
    changes = session.visits.answer(line.visit_id, "/data/screening/sc_present", value=("motors",))
    person.application.tasks.changed.emit(changes)
    person.settle()
    person.go_by_palette("Go to: Walkthrough")
    person.key(Key.Key_F, CONTROL)
    person.type("how many motors")
    person.settle()
    person.key(Key.Key_Return)
    person.type("3")
    add_a_motor(person, "Fan", "11")
    person.key(Key.Key_H)
    person.key(Key.Key_2)
    add_a_motor(person, "Pump", "7,5")
    person.wait(lambda: motors(person) == [("Fan", 11.0), ("Pump", 7.5)])
    person.key(Key.Key_D, CONTROL)
    person.key(Key.Key_Return)
    person.key(Key.Key_Up, CONTROL | SHIFT)
    person.wait(lambda: motors(person) == [("Fan", 11.0), ("Pump", 7.5), ("Pump", 7.5)])
    person.key(Key.Key_Delete, CONTROL | SHIFT)
    assert person.focus_name() == "Keep it"
    person.tab_to("Remove it")
    person.key(Key.Key_Space)
    person.wait(lambda: motors(person) == [("Fan", 11.0), ("Pump", 7.5)])
    person.key(Key.Key_Z, CONTROL)
    person.wait(lambda: motors(person) == [("Fan", 11.0), ("Pump", 7.5), ("Pump", 7.5)])
    answers = session.visits.workspace(line.visit_id).answers
    sources = {one.source for path, one in answers.items() if path.endswith("mo_m_kw")}
    assert sources == {AnswerSource.NAMEPLATE, AnswerSource.UNSAID}
    assert not person.application.notices.shown
