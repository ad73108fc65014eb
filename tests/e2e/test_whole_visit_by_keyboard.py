"""A whole visit without a mouse: Tab, digits, letters, Enter and shortcuts, from the first start to the sealed report.

The focus is looked at after every key: it is always on something that can be seen.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ambassador_app.domain.sign_off import SignerRole
from ambassador_app.i18n import Language
from ambassador_app.report.logical import logical_text
from ambassador_app.seal import verify
from ambassador_app.wording import LABEL
from tests.e2e.conftest import COMPANIES, Start
from tests.e2e.person import Person

Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIGURES = {
    "Lamps today": "120",
    "Power of one lamp today": "71",
    "Burning hours today": "3000",
    "Power of one lamp afterwards": "25",
    "Investment": "60000",
}
COMPANY = "Ærenprisens Bageri ApS"


def first_start(person: Person) -> None:
    """The first field has the focus; Tab leads through the others."""
    person.tab_to("Your name")
    person.type("Åse Østergård")
    person.tab_to("Municipality")
    person.type("Middelfart")
    person.tab_to("Passphrase")
    person.type("en lang vej til byen")
    person.tab_to("Passphrase once more")
    person.type("en lang vej til byen")
    person.tab_to("Start")
    person.key(Key.Key_Space)
    person.wait(lambda: person.reads("Keep this key"))
    person.tab_to("I have kept it. Go on")
    person.key(Key.Key_Space)
    person.wait(lambda: person.application.shell is not None)
    person.settle()


def take_companies_in(person: Person) -> None:
    person.key(Key.Key_2, ALT)
    person.tab_to("Import…")
    person.key(Key.Key_Space)
    person.settle()
    assert person.focus_name() == "Choose a list"
    person.key(Key.Key_Space)
    person.wait(lambda: person.reads(COMPANY))
    person.tab_to("Import 37 rows")
    person.key(Key.Key_Space)
    assert person.focus_name() == "Go to the companies"
    person.key(Key.Key_Space)


def find_the_company(person: Person) -> None:
    """Ctrl+K, a few letters, Enter."""
    person.key(Key.Key_K, CONTROL)
    person.type("ærenpr")
    person.wait(lambda: any(COMPANY in one for one in person.listed("Found")))
    person.key(Key.Key_Return)
    assert person.reads("About the place")


def plan_a_visit(person: Person) -> None:
    person.tab_to("Plan a visit")
    person.key(Key.Key_Space)
    assert person.focus_name() == "Date"
    person.tab_to("Agreed with")
    person.type("Jens Ægidius")
    person.tab_to("Plan")
    person.key(Key.Key_Space)
    person.wait(lambda: person.all_named("Steps of the visit"))


def walk_through(person: Person) -> None:
    """Find the question, answer it by its digit, take the measure, write a note; Enter leads on."""
    person.go_by_palette("Go to: Walkthrough")
    person.key(Key.Key_F, CONTROL)
    person.type("most common")
    person.settle()
    person.key(Key.Key_Return)
    person.key(Key.Key_1)
    person.wait(lambda: person.reads("Accept (M)"))
    person.key(Key.Key_M)
    person.key(Key.Key_N)
    person.type("Flickers in hall 2")
    person.key(Key.Key_Return, CONTROL)
    assert person.focus_name() == "About how many fittings of that kind are there?"
    person.type("120")
    person.key(Key.Key_Return)
    assert person.focus_name() == "How many watts are there in each fitting?"
    person.type("71")
    person.key(Key.Key_Return)


def complete_the_measure(person: Person) -> None:
    person.go_by_palette("Go to: Measures")
    person.tab_to("Measures of the visit")
    person.key(Key.Key_Down)
    person.key(Key.Key_Return)
    for name, text in FIGURES.items():
        person.tab_to(name)
        person.type(text)
    person.wait(lambda: person.reads("16,560\N{NO-BREAK SPACE}kWh"))
    person.key(Key.Key_Escape)


def agree(person: Person) -> None:
    person.go_by_palette("Go to: Agree")
    person.tab_to("Undecided")
    person.key(Key.Key_1)
    person.tab_to("Focus areas")
    person.type("Night load")
    person.key(Key.Key_Return)
    person.tab_to("Add a next step")
    person.key(Key.Key_Space)
    person.type("Send the bill for October")
    person.tab_to("Who")
    person.type("Jens Ægidius")
    person.tab_to("In six months")
    person.key(Key.Key_Space)
    person.tab_to("Go on to sign")
    person.key(Key.Key_Space)


def sign_and_seal(person: Person) -> None:
    """A pen draws; everything else is keys. The company signs later."""
    ambassador, company = (LABEL[role] for role in (SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY))
    pad = person.tab_to("Signature", within=ambassador, exact=False)
    person.draw(pad)
    person.tab_to("Sign", within=ambassador)
    person.key(Key.Key_Space)
    person.wait(lambda: person.all_named("Withdraw", within=ambassador))
    person.tab_to("Not signed …", within=company)
    person.key(Key.Key_Space)
    person.key(Key.Key_1)
    person.tab_to("Keep without a signature", within=company)
    person.key(Key.Key_Space)
    person.wait(lambda: person.all_named("Withdraw", within=company))
    person.tab_to("Seal the report")
    person.key(Key.Key_Space)
    person.wait(lambda: person.reads("The report is genuine and unchanged: every byte is as it was sealed."))


def test_a_whole_visit_by_keyboard(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    # A window of the operating system, which has its own keys.
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(COMPANIES), ""))
    person = start(Language.ENGLISH)
    first_start(person)
    take_companies_in(person)
    find_the_company(person)
    plan_a_visit(person)
    walk_through(person)
    complete_the_measure(person)
    agree(person)
    sign_and_seal(person)
    session = person.application.session
    (line,) = session.visits.page(COMPANY).lines
    (report,) = session.reports.of_visit(line.visit_id)
    data = session.reports.pdf(report.id)
    assert verify(data).good
    said = logical_text(data)
    for words in ("Flickers in hall 2", "Night load", "Send the bill for October", "Jens Ægidius", "16.560"):
        assert words in said, words
    assert not person.application.notices.shown
