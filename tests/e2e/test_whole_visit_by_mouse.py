"""A whole visit through the real window with the mouse: from the first start to the sealed report in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ambassador_app.domain.sign_off import SignerRole
from ambassador_app.report.logical import logical_text
from ambassador_app.seal import verify
from ambassador_app.wording import LABEL
from tests.e2e.conftest import COMPANIES, Start
from tests.e2e.person import Person, is_pad

LAMPS = "Hvilken lyskilde er der flest af?"
LED = "Udskift til LED"
FIGURES = {
    "Power of one lamp today": "71",
    "Burning hours today": "3000",
    "Power of one lamp afterwards": "25",
}
TYPED = (
    "Åse Østergård",
    "Nordlys Maskinfabrik A/S",
    "Jens Ægidius",
    "Rørene i hal 2 blinker",
    "120",
    LED,
    "Elinstallatøren",
    "Nattebelastning",
    "Send elregningen for oktober",
)


def first_start(person: Person) -> None:
    """Name, municipality, passphrase; then the recovery key."""
    person.write("Your name", "Åse Østergård")
    person.write("Municipality", "Middelfart")
    person.write("Passphrase", "en lang vej til byen")
    person.write("Passphrase once more", "en lang vej til byen")
    person.press("Start")
    person.wait(lambda: person.reads("Keep this key"))
    person.press("I have kept it. Go on")
    person.wait(lambda: person.application.shell is not None)
    person.settle()


def take_companies_in(person: Person) -> None:
    """From the empty Today to the list of companies."""
    assert person.reads("Start by taking your companies in.")
    person.press("Import companies")
    person.press("Choose a list")
    person.wait(lambda: person.reads("Nordlys Maskinfabrik A/S"))
    person.press(person.application.translator.tn("Import {count} row", "Import {count} rows", 37))
    person.press("Go to the companies")


def plan_a_visit(person: Person, company: str) -> None:
    """From the list over the company's page to the visit."""
    person.write("Search companies", company[:8])
    person.open_row("Companies", company)
    assert person.reads(company)
    person.press("Plan a visit")
    person.write("Agreed with", "Jens Ægidius")
    person.press("Plan")
    person.wait(lambda: person.all_named("Steps of the visit"))


def walk_through(person: Person) -> None:
    """Large buttons, a number, a note, and the measure that the flagged answer offers."""
    person.step("Walkthrough")
    person.press("Belysning", exact=False)
    person.press("T8-lysrør", within=LAMPS)
    person.write("Hvor mange armaturer af den slags er der cirka?", "120")
    person.press("Note", within=LAMPS)
    person.type("Rørene i hal 2 blinker")
    person.press("Ja", within="Er lyset tændt i tomme rum lige nu?")
    person.press("Nej", within="Er der bevægelsesmeldere i gange, lager og på toiletter?")
    person.press(person.tr("Accept {title}", title=LED), within=LAMPS)
    person.wait(lambda: person.reads(person.tr("Saved {time}", time="").strip()))


def complete_the_measure(person: Person) -> None:
    """What the answers could not say; the result follows while it is typed."""
    person.step("Measures")
    person.open_row("Measures of the visit", LED)
    for name, text in FIGURES.items():
        person.write(name, text)
    person.wait(lambda: person.reads("16.560\N{NO-BREAK SPACE}kWh"))
    person.write("Investment", "60.000,00")
    person.wait(lambda: person.reads("Tjener sig hjem på ca."))
    person.press("Back to the measures")


def agree(person: Person) -> None:
    """One measure taken on, a focus area, a next step and a day to talk again."""
    person.step("Agree")
    person.press("Taken on", within=LED)
    person.write("Who carries it out", "Elinstallatøren", within="Measures")
    person.write("Focus areas", "Nattebelastning", leave=False)
    person.key(Qt.Key.Key_Return)
    person.press("Add a next step")
    person.type("Send elregningen for oktober")
    person.write("Who", "Jens Ægidius", within="Next steps")
    person.press("In six months")
    person.press("Go on to sign")


def sign_and_seal(person: Person) -> None:
    """Both parties draw on the pad; then the seal."""
    for role, name in ((SignerRole.AMBASSADOR, "Åse Østergård"), (SignerRole.VISITED_PARTY, "Jens Ægidius")):
        card = LABEL[role]
        person.write("Name", name, within=card)
        person.draw(person.find("Signature", within=card, wanted=is_pad, exact=False))
        person.press("Sign", within=card)
        person.wait(lambda card=card: person.all_named("Withdraw", within=card))
    person.press("Seal the report")
    person.wait(lambda: person.reads("The report is genuine and unchanged: every byte is as it was sealed."))


def hand_over(person: Person, folder: Path) -> Path:
    """Save a copy where the company can take it."""
    person.step("Hand over")
    person.press("Save a copy …")
    person.wait(lambda: list(folder.glob("*.pdf")))
    (file,) = folder.glob("*.pdf")
    return file


def test_a_whole_visit_by_mouse(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "stick"
    out.mkdir()
    # A person answers these; they are windows of the operating system.
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(COMPANIES), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(out))
    person = start()
    first_start(person)
    take_companies_in(person)
    plan_a_visit(person, "Nordlys Maskinfabrik A/S")
    walk_through(person)
    complete_the_measure(person)
    agree(person)
    sign_and_seal(person)
    data = hand_over(person, out).read_bytes()
    assert verify(data).good
    said = logical_text(data)
    for words in TYPED:
        assert words in said, words
    assert not person.application.notices.shown
