"""Reads and changes the key that seals, and has the reports that wait stamped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Translator
from ambassador_app.services import Session
from ambassador_app.services.checking import read_key_file
from ambassador_app.services.seal_keys import KeyStatus, SealCard
from ambassador_app.ui.tasks import Progress, Tasks
from ambassador_app.wording import sentence


@dataclass(frozen=True, slots=True)
class CardChoice:
    """A key on a card, and how it is offered."""

    words: str
    card: SealCard


class SealModel(QObject):
    """The key of the seal on this computer."""

    told = Signal(object)
    changed = Signal(str)
    cards_found = Signal(object)
    refused = Signal(object)
    stamped = Signal(str)
    waiting_told = Signal(int)

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._translator = translator

    def refresh(self) -> None:
        """Read anew."""
        keys, raising = self._session.seal_keys, self._session.raising
        self._tasks.run(keys.status, owner=self, then=self.told.emit, failed=self._refused, latest="seal")
        self._tasks.run_aside(
            raising.waiting, owner=self, then=lambda found: self.waiting_told.emit(len(found)), latest="waiting"
        )

    def import_file(self, file: Path, passphrase: str) -> None:
        """Take an office's certificate from a file."""
        keys, tr = self._session.seal_keys, self._translator.tr
        self._change(
            lambda: keys.import_file(read_key_file(file), passphrase, file=file.name),
            tr("Reports are sealed with the office's certificate from now on."),
        )

    def find_cards(self, module: str) -> None:
        """Look which keys are on the cards in the readers."""
        keys, tr = self._session.seal_keys, self._translator.tr

        def job() -> tuple[CardChoice, ...]:
            found = keys.cards(module)
            return tuple(
                CardChoice(
                    tr("{name}, issued by {issuer} ({card})", name=one.name, issuer=one.issuer, card=one.token), one
                )
                for one in found
            )

        self._tasks.run_aside(
            job, owner=self, then=self.cards_found.emit, failed=self._refused, label=tr("Looking for cards")
        )

    def use_card(self, choice: CardChoice) -> None:
        """Take a card's key."""
        keys, tr = self._session.seal_keys, self._translator.tr
        said = tr("Reports are sealed with the card from now on. Its PIN is asked each time.")
        self._change(lambda: keys.use_card(choice.card), said)

    def remove(self) -> None:
        """Forget the office's key or card."""
        keys, tr = self._session.seal_keys, self._translator.tr
        self._change(keys.remove, tr("Reports are sealed with this computer's own key from now on."))

    def renew(self) -> None:
        """Make another key of this computer's own."""
        keys, tr = self._session.seal_keys, self._translator.tr
        self._change(keys.renew, tr("The new key seals from now on. Tell whoever asks the new fingerprint."))

    def _change(self, job: Callable[[], KeyStatus], said: str) -> None:
        def done(status: KeyStatus) -> None:
            self.told.emit(status)
            self.changed.emit(said)

        self._tasks.run(job, owner=self, then=done, failed=self._refused)

    def stamp_all(self) -> None:
        """Have every report stamped that waits for it."""
        raising, tr, tn = self._session.raising, self._translator.tr, self._translator.tn

        def job(progress: Progress) -> int:
            return raising.raise_all(progress)

        def done(count: int) -> None:
            self.stamped.emit(tn("{count} report was stamped.", "{count} reports were stamped.", count))
            self.refresh()

        def failed(error: AmbassadorError) -> None:
            self.stamped.emit(sentence(error, self._translator))
            self.refresh()

        self._tasks.run_aside(job, owner=self, then=done, failed=failed, label=tr("Stamping the reports"))

    def _refused(self, error: AmbassadorError) -> None:
        self.refused.emit(error)
