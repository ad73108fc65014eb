"""Shows what the municipality has set for this computer, and where that is written."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.policy_lock import locked_note
from ambassador_app.wording.policy import fault_words, set_words, unclear_words


class PolicyCard(Card):
    """The rules that hold here; hidden where there are none."""

    def __init__(self, context: UiContext) -> None:
        translator, policy = context.translator, context.session.policy
        super().__init__(context, translator.tr("What your municipality has set on this computer"))
        unclear = unclear_words(policy)
        if unclear is not None:
            self.add(Banner(context, "warning", translator.say(unclear)))
        for one in set_words(policy):
            self.add(locked_note(context, translator.say(one)))
        for fault in policy.faults:
            self.add(labels.label(context, translator.say(fault_words(fault)), token="danger", wrap=True))
        self.file = labels.muted(context, translator.tr("It is written in {file}.", file=policy.file))
        self.file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(self.file)
        self.setHidden(not policy.file)
