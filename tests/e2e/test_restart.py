"""The battery dies while a note is typed: the next start opens the same visit, step and question, with the text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit

from ambassador_app.app import Root
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import Step
from ambassador_app.ui.screens.visit.view import VisitView
from tests.builders import a_visit, session_in
from tests.e2e.conftest import Start
from tests.ui.visit_desk import LAMPS

HERE = Path(__file__).parents[2]


def typed_until_killed(home: Path, visit_id: VisitId, acknowledged: int) -> list[str]:
    """Let the program be typed into until it has called so many texts saved, and kill it; gives those texts."""
    command = [sys.executable, "-m", "tests.e2e.typist", str(home), visit_id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = [process.stdout.readline() for _ in range(acknowledged)]
        process.kill()
        rest = process.stdout.read().split("\n")[:-1]
        complaint = process.stderr.read()
    assert all(said), complaint
    return [one.removesuffix("\n") for one in (*said, *rest)]


def test_a_killed_program_reopens_where_one_was_with_everything_that_was_saved(root: Root, start: Start) -> None:
    home = root.paths.data
    with session_in(home) as session:
        visit_id = a_visit(session)
    said = typed_until_killed(home, visit_id, acknowledged=5)
    assert said == sorted(said, key=len)

    person = start()
    view = person.screen
    assert isinstance(view, VisitView)
    assert view.model.visit_id == visit_id
    assert view.step is Step.WALKTHROUGH
    assert view.location()["question"] == LAMPS
    note = person.find("Note", wanted=lambda one: isinstance(one, QPlainTextEdit))
    assert isinstance(note, QPlainTextEdit)
    # One more may be kept than was told: the kill came between the commit and the word.
    assert note.toPlainText().startswith(said[-1])
    assert person.application.session is not None
    assert person.application.session.health is None
    assert not person.application.notices.shown
