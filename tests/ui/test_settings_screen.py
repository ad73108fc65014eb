"""The settings: what is typed is kept, and what opens the profile can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ambassador_app.domain.identifiers import SiteId
from ambassador_app.domain.place import Site
from ambassador_app.services.opening import Profiles
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.settings.access_log import AccessLogCard
from ambassador_app.ui.screens.settings.protection import ProtectionCard
from ambassador_app.ui.screens.settings.view import SettingsView, build
from tests.builders import a_company, profiles_in
from tests.ui.conftest import MakeContext

PASSPHRASE, ANOTHER = "en lang sætning", "en helt anden sætning"


@pytest.fixture
def profiles(tmp_path: Path) -> Profiles:
    return profiles_in(tmp_path)


@pytest.fixture
def session(profiles: Profiles) -> Iterator[Session]:
    created = profiles.create(name="Åse", municipality="Kolding", protection="passphrase", passphrase=PASSPHRASE)
    yield created.session
    created.session.close()


@pytest.fixture
def view(make_context: MakeContext, qtbot: QtBot, session: Session) -> SettingsView:
    context = make_context(session)
    made = build(context)
    qtbot.addWidget(made)
    context.tasks.flush()
    assert isinstance(made, SettingsView)
    return made


def settle(view: SettingsView) -> None:
    view.context.tasks.flush()


def test_what_is_typed_is_kept(view: SettingsView, session: Session) -> None:
    field = view.fields["municipality.department"]
    field.set_value("", force=True)
    field.editor.insert("Klima og Miljø")  # type: ignore[union-attr]
    field.commit()
    settle(view)
    assert session.municipality().department == "Klima og Miljø"


def test_another_passphrase_opens_the_profile(view: SettingsView, session: Session, profiles: Profiles) -> None:
    card = view.findChild(ProtectionCard)
    for field, text in ((card.before, PASSPHRASE), (card.fresh, ANOTHER), (card.repeated, ANOTHER)):
        field.set_value(text, force=True)
    card.change.click()
    settle(view)
    assert card.fresh.value() == ""
    session.close()
    profiles.open(passphrase=ANOTHER).close()


@pytest.mark.parametrize(
    ("before", "fresh", "repeated", "said"),
    [
        ("forkert sætning", ANOTHER, ANOTHER, "does not fit"),
        (PASSPHRASE, ANOTHER, "noget tredje her", "not the same"),
        (PASSPHRASE, "kort", "kort", "at least 10"),
    ],
)
def test_a_passphrase_that_cannot_be_is_told(
    view: SettingsView, session: Session, profiles: Profiles, before: str, fresh: str, repeated: str, said: str
) -> None:
    card = view.findChild(ProtectionCard)
    for field, text in ((card.before, before), (card.fresh, fresh), (card.repeated, repeated)):
        field.set_value(text, force=True)
    card.change.click()
    settle(view)
    assert any(said in one.text for one in view.context.notices.shown)
    session.close()
    profiles.open(passphrase=PASSPHRASE).close()


def test_a_new_recovery_key_is_shown_and_opens(view: SettingsView, session: Session, profiles: Profiles) -> None:
    card = view.findChild(ProtectionCard)
    card.before.set_value(PASSPHRASE, force=True)
    card.renew.click()
    settle(view)
    assert not card.key.isHidden()
    session.close()
    profiles.open(recovery_key=card.key.text()).close()


def test_the_log_of_access_is_shown_and_saved(
    view: SettingsView, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, gone = a_company(session), SiteId("gone")
    session.access.log.opened(Site.KIND, gone)
    session.access.log.opened(Site.KIND, site)
    session.backups.make(tmp_path / "alt.ambassador-backup")
    card = view.findChild(AccessLogCard)
    card.show_button.click()
    settle(view)
    model = card.table.table.model()
    shown = [[model.index(row, column).data() for column in (1, 2, 3)] for row in range(model.rowCount())]
    assert shown == [
        ["Åse", "Backup of everything", "Everything on this computer"],
        ["Åse", "Opened", "Ærø Bageri A/S"],
        ["Åse", "Opened", "No longer on this computer"],
    ]
    session.access.log.opened(Site.KIND, site)
    card.show_button.click()
    settle(view)
    assert model.rowCount() == 4
    monkeypatch.setattr("ambassador_app.ui.widgets.dialogs.choose_save", lambda *_a, **_k: tmp_path / "log.csv")
    card.save_button.click()
    settle(view)
    assert (tmp_path / "log.csv").read_text("utf-8-sig").count("\n") == 5
