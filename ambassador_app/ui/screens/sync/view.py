"""Shows the office: joined or not, one sync, conflicts to decide, what was refused, and the receipts."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Final

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.conflict import Conflict, Resolution
from ambassador_app.domain.receipt import Receipt
from ambassador_app.domain.syncing import Membership
from ambassador_app.services.conflicts import OpenConflict
from ambassador_app.services.signing_in import SignInState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, page, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.sync.conflict_card import ConflictCard
from ambassador_app.ui.screens.sync.escrow_card import EscrowCard
from ambassador_app.ui.screens.sync.keeping_card import KeepingCard
from ambassador_app.ui.screens.sync.model import OfficeState, SyncModel
from ambassador_app.ui.screens.sync.receipt_card import ReceiptCard
from ambassador_app.ui.screens.sync.sign_in import SignInCard, SignInModel
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Banner, Card, ProgressLine
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.policy_lock import locked_note
from ambassador_app.wording import LABEL
from ambassador_app.wording.policy import set_up_words
from ambassador_app.wording.syncing import KIND_LABEL, refusal_words, waiting_words

SHOWN: Final = 20
"""So many conflicts are shown at once: who has more decides them one after the other all the same."""


def build(context: UiContext, **_arguments: object) -> Screen:
    """Make the screen."""
    return SyncView(context, SyncModel(context.session, context.tasks, context.translator))


class SyncView(Screen):
    """The office, from this computer's side."""

    rail = "settings"

    def __init__(self, context: UiContext, model: SyncModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        self.set_title(context.translator.tr("Sync"))
        self._state: OfficeState | None = None
        self._most = SHOWN
        self.now = self._now_card()
        self.joining = self._join_card()
        self.stick = self._stick_card()
        self.conflicts = column(space=context.theme.space.m)
        self.refusals = column(space=context.theme.space.s)
        self.receipts = column(space=context.theme.space.m)
        lists = (box(one) for one in (self.conflicts, self.refusals, self.receipts))
        self.signing_in = SignInCard(context, SignInModel(context.session, context.tasks, context.translator))
        self.escrow = EscrowCard(context)
        self.escrow.agreed.connect(model.sync)
        self.keeping = KeepingCard(context)
        parts = (self.joining, self.signing_in, self.now, *lists, self.keeping, self.escrow, self.stick)
        self.setLayout(column(page(context, *parts)))
        model.told.connect(self._tell)
        model.advanced.connect(self._advance)
        model.ended.connect(self._ended)
        model.refused.connect(self._refused)
        model.done.connect(context.notices.success)
        model.decided.connect(self._decided)
        model.foreign.connect(self._move)
        self.signing_in.model.came_in.connect(model.sync)
        self.signing_in.model.told.connect(self._signed)
        model.load()

    def shown(self) -> None:
        self.model.load()

    def _signed(self, state: SignInState) -> None:
        """Where nothing goes on without a sign-in, that is the one thing to do."""
        self.sync.setEnabled(not state.needed and not self.context.session.read_only)

    def changed(self, changes: Changes) -> None:
        if changes.records and not self.model.is_running:
            self.model.load()

    def commands(self) -> tuple[Command, ...]:
        return (Command(self.context.translator.tr("Sync now"), self.model.sync, "F9", "sync"),)

    # -- parts --------------------------------------------------------------------------------------------------------
    def _now_card(self) -> Card:
        context, tr, space = self.context, self.context.translator.tr, self.context.theme.space
        card = Card(context)
        self.office = labels.caption(context, "")
        self.standing = labels.section(context, "")
        self.standing.setWordWrap(True)
        self.sync = buttons.primary(context, tr("Sync now"), self.model.sync, icon="sync")
        buttons.press_by(self.sync, "F9")
        self.stop = buttons.secondary(context, tr("Stop"), self.model.stop)
        self.leave = buttons.quiet(context, tr("Leave this office"), self._leave)
        if context.session.policy.invitation:  # it would be joined again at once
            self.leave.setEnabled(False)
            self.leave.setToolTip(tr("Set by your municipality."))
        self.under_way = labels.body(context, "")
        self.line = ProgressLine(context, tr("Sync"))
        self.progress = box(column(self.under_way, self.line, space=space.s))
        self.trouble = Banner(context, "warning", "")
        for hidden in (self.progress, self.stop, self.trouble):
            hidden.hide()
        card.add(self.office)
        card.add(self.standing)
        card.add(self.trouble)
        card.add(self.progress)
        things = buttons.link(context, tr("What the office owns"), lambda: context.navigate("office_things"))
        self.owned = labels.caption(context, "")
        self.owned.setWordWrap(True)
        card.add(self.owned)
        card.add(row(self.sync, self.stop, 1, things, self.leave, space=space.s))
        card.hide()
        return card

    def _join_card(self) -> Card:
        context, tr = self.context, self.context.translator.tr
        card = Card(context, tr("Join an office"))
        card.add(
            labels.muted(
                context,
                tr(
                    "Everything is kept on this computer. With an office, it is also kept there, and colleagues share "
                    "visits. The coordinator sends an invitation that begins with ambassador://"
                ),
            )
        )
        self.invitation = TextField(context, name=tr("Invitation"), placeholder="ambassador://…")
        self.join = buttons.primary(context, tr("Join"), self._join)
        card.add(self.invitation)
        card.add(row(self.join, 1))
        for one in set_up_words(context.session.policy):
            card.add(locked_note(context, context.translator.say(one)))
        card.hide()
        return card

    def _stick_card(self) -> Card:
        context, tr = self.context, self.context.translator.tr
        card = Card(context, tr("Where the office cannot be reached"))
        told = tr(
            "What waits can travel as a file on a stick. Only the office can read it; a colleague who can reach the "
            "office may bring it there. It goes on waiting here until the office confirms it."
        )
        card.add(labels.muted(context, told))
        self.pack = buttons.secondary(context, tr("Put it on a stick…"), self._pack, icon="usb")
        self.carry = buttons.secondary(context, tr("Bring a file to the office…"), self._carry, icon="import")
        card.add(row(self.pack, self.carry, 1, space=context.theme.space.s))
        card.hide()
        return card

    def _pack(self) -> None:
        folder = dialogs.choose_folder(self.context, self, self.context.translator.tr("Put it on a stick"))
        if folder is not None:
            self.model.pack(folder)

    def _carry(self) -> None:
        tr = self.context.translator.tr
        filters = ((tr("Files for the office"), "*.ambassador-sync"),)
        title = tr("Bring a file to the office")
        for file in dialogs.choose_files(self.context, self, title, filters, several=False):
            self.model.carry(file)

    def _join(self) -> None:
        self.invitation.commit()
        if self.invitation.value().strip():
            self.join.setEnabled(False)
            self.model.join(self.invitation.value())

    def _move(self, invitation: str, why: str) -> None:
        """Another municipality gets everything that is here only if the person says so."""
        tr = self.context.translator.tr
        told = tr("All visits, photos and reports of this profile would be sent there.")
        if dialogs.confirm(self.context, self, why, tr("Move everything there"), detail=told):
            self.model.join(invitation, moving=True)

    def _refused(self, why: str) -> None:
        self.join.setEnabled(True)
        self.invitation.set_error(why)

    # -- what there is ------------------------------------------------------------------------------------------------
    def _tell(self, state: OfficeState) -> None:
        self.signing_in.model.load()
        self.escrow.load()
        self.keeping.load()
        if state == self._state:
            return
        self._state = state
        translator = self.context.translator
        joined = state.member is not None
        self.joining.setVisible(not joined)
        self.now.setVisible(joined)
        self.stick.setVisible(joined)
        self.keeping.setVisible(joined)
        if state.member is not None:
            self.office.setText(_office_words(state.member, self.context))
        self.standing.setText(waiting_words(state.waiting, translator))
        self.join.setEnabled(not state.read_only)
        self.owned.setText(translator.say(state.owned) if state.owned is not None else "")
        self._show_conflicts(state.conflicts)
        self._show_refusals(state)
        self._show_receipts(state.receipts)

    def _show_conflicts(self, found: tuple[OpenConflict, ...]) -> None:
        clear(self.conflicts)
        if not found:
            return
        context, tr = self.context, self.context.translator.tr
        self.conflicts.addWidget(labels.section(context, tr("Two people changed the same")))
        told = tr("Nothing is lost. The office's value is shown until somebody who knows decides.")
        self.conflicts.addWidget(labels.muted(context, told))
        for one in found[: self._most]:
            see = partial(context.navigate, "visit", one.conflict.visit_id)
            self.conflicts.addWidget(ConflictCard(context, one, partial(self._decide, one), see))
        left = len(found) - self._most
        if left > 0:
            said = context.translator.tn("Show {count} more", "Show {count} more", left)
            self.more_conflicts = buttons.secondary(context, said, partial(self._show_more, found))
            self.conflicts.addWidget(box(row(self.more_conflicts, 1)))

    def _show_more(self, found: tuple[OpenConflict, ...]) -> None:
        self._most += SHOWN
        self._show_conflicts(found)

    def _leave(self) -> None:
        tr = self.context.translator.tr
        asked = tr("Leave this office? To come back, you need a new invitation.")
        kept = tr(
            "Everything stays on this computer. What the office does not have yet goes on waiting here; what only the "
            "office has can be fetched again after joining it."
        )
        if dialogs.confirm(self.context, self, asked, tr("Leave this office"), detail=kept):
            self.model.leave()

    def _decide(self, found: OpenConflict, resolution: Resolution, value: str | None) -> None:
        self.model.resolve(found.conflict, resolution, value)

    def _decided(self, conflict: Conflict) -> None:
        tr = self.context.translator.tr
        said = tr("Decided. Both values stay in the history.")
        self.context.notices.success(said, action=(tr("Undo"), partial(self.model.take_back, conflict)))

    def _show_refusals(self, state: OfficeState) -> None:
        clear(self.refusals)
        if not state.waiting.refusals:
            return
        context, translator = self.context, self.context.translator
        self.refusals.addWidget(labels.section(context, translator.tr("Not taken by the office")))
        alike = Counter((one.kind, translator.say(refusal_words(one))) for one in state.waiting.refusals)
        for (name, why), count in alike.items():
            kind = translator.tr(KIND_LABEL.get(name, name))
            self.refusals.addWidget(labels.body(context, f"{kind} ({count}): {why}" if count > 1 else f"{kind}: {why}"))
        told = translator.tr("It is kept on this computer and offered again at the next sync.")
        self.refusals.addWidget(labels.muted(context, told))

    def _show_receipts(self, receipts: tuple[Receipt, ...]) -> None:
        clear(self.receipts)
        if not receipts:
            return
        context = self.context
        self.receipts.addWidget(labels.section(context, context.translator.tr("Receipts")))
        for one in receipts:
            self.receipts.addWidget(ReceiptCard(context, one))

    # -- a sync under way ---------------------------------------------------------------------------------------------
    def _advance(self, words: str, share: float) -> None:
        self.under_way.setText(words)
        self.line.set_share(share)
        self._show_running(running=True)
        self.trouble.hide()

    def _ended(self, trouble: str) -> None:
        self._show_running(running=False)
        self.trouble.set_text(trouble)
        self.trouble.setVisible(bool(trouble))
        self.invitation.set_error("")

    def _show_running(self, *, running: bool) -> None:
        for one in (self.progress, self.stop):
            one.setVisible(running)
        for one in (self.sync, self.leave):
            one.setVisible(not running)


def _office_words(member: Membership, context: UiContext) -> str:
    from ambassador_app.domain.roles import Role

    role = context.translator.tr(LABEL[Role(member.role)]) if member.role in set(Role) else member.role
    return " · ".join(part for part in (member.municipality, member.user, role) if part)
