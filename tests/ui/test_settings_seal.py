"""Settings tell which key seals, and take another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ambassador_app.services.session import Session
from ambassador_app.ui.screens.settings.seal import SealCard
from ambassador_app.ui.screens.settings.view import SettingsView, build
from ambassador_app.ui.widgets import dialogs
from tests.builders import a_visit, session_in, signed
from tests.seal.authorities import PASSPHRASE, office, pkcs12_of
from tests.ui.conftest import MakeContext


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def card(session: Session, make_context: MakeContext, qtbot: QtBot) -> SealCard:
    view = build(make_context(session), section="seal")
    assert isinstance(view, SettingsView)
    qtbot.addWidget(view)
    view.show()
    view.context.tasks.flush_all()
    view.seal.setProperty("page", view)
    return view.seal


def flush(card: SealCard) -> None:
    card._context.tasks.flush_all()


def test_before_the_first_seal_it_says_so(card: SealCard) -> None:
    assert "made on this computer" in card.kind.text()
    assert "first report" in card.facts.text()
    assert not card.copy.isVisible()
    assert not card.remove.isVisible()


def test_the_key_is_named_with_its_fingerprint(card: SealCard, session: Session) -> None:
    visit_id = a_visit(session)
    signed(session, visit_id)
    verdict = session.signing.seal(visit_id).verdict
    card._model.refresh()
    flush(card)
    assert card.fingerprint.text() == verdict.shown_fingerprint
    assert session.ambassador().name in card.facts.text()
    assert card.copy.isVisible()


def test_an_office_certificate_is_taken_and_removed(
    card: SealCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "segl.p12"
    file.write_bytes(pkcs12_of(office()))
    card.ask_passphrase(file)
    assert card.opening.isVisible()
    card.passphrase.line.setText("wrong")
    card.take.click()
    flush(card)
    assert "made on this computer" in card.kind.text()
    assert any("segl.p12" in one.text for one in card._context.notices.shown)
    card.passphrase.line.setText(PASSPHRASE)
    card.take.click()
    flush(card)
    assert "office certificate" in card.kind.text()
    assert "Kommunernes Udsteder" in card.facts.text()
    assert not card.opening.isVisible()
    assert card.passphrase.line.text() == ""
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_words: True)
    card.remove.click()
    flush(card)
    assert "made on this computer" in card.kind.text()


def test_a_time_stamp_service_is_remembered(card: SealCard) -> None:
    card.service.line.setText("https://stamps.example")
    card.service.commit()
    assert card._context.preferences.recall("time_stamp_url") == "https://stamps.example"
    assert not card.stamp.isVisible()
