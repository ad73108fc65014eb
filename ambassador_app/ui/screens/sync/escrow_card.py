"""Shows whether the municipality has a key of its own to what is on this computer, and asks where it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ambassador_app.domain.escrow import EscrowState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import row
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.wording.policy import escrow_words

if TYPE_CHECKING:
    from ambassador_app.services.escrow import EscrowStanding

_ASKS = frozenset({EscrowState.OFFERED, EscrowState.CHANGED})


class EscrowCard(Card):
    """How it stands with the municipality's key; hidden where there is none."""

    agreed = Signal()
    """The person lets the municipality have a key; the next sync brings it."""

    def __init__(self, context: UiContext) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("The municipality's key"))
        self._context = context
        self.warning = Banner(context, "warning", "")
        self.said = labels.body(context, "")
        self.key = labels.muted(context, "")
        self.agree = buttons.secondary(context, tr("Let the municipality have a key"), self._agree, icon="shield")
        self.add(self.warning)
        self.add(self.said)
        self.add(self.key)
        self.add(row(self.agree, 1))
        self.hide()

    def load(self) -> None:
        """Read how it stands."""
        escrow = self._context.session.syncing.escrow
        self._context.tasks.run(escrow.standing, owner=self, then=self._show, latest="escrow")

    def _show(self, standing: EscrowStanding) -> None:
        translator = self._context.translator
        words = translator.say(escrow_words(standing.state, standing.municipality, required=standing.required))
        changed = standing.state is EscrowState.CHANGED
        self.warning.set_text(words if changed else "")
        self.warning.setVisible(changed)
        self.said.setText(words)
        self.said.setVisible(not changed)
        self.key.setText(translator.tr("The key is called {key}. Compare it if you want to be sure.", key=standing.key))
        self.agree.setVisible(standing.state in _ASKS and not self._context.session.read_only)
        self.setVisible(standing.state is not EscrowState.NONE)

    def _agree(self) -> None:
        escrow = self._context.session.syncing.escrow
        self._context.tasks.run(escrow.agree, owner=self, then=self._agreed)

    def _agreed(self, standing: EscrowStanding) -> None:
        self._show(standing)
        self.agreed.emit()
