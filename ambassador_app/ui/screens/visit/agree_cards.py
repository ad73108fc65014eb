"""The cards of the agreement beside the measures: focus areas, next steps, the next contact, remarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.visit import Action
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, clear, column, row
from ambassador_app.ui.screens.visit.agree_model import (
    HALF_A_YEAR,
    WISHES,
    AgreeModel,
    actions_of,
    kept,
    known_areas,
    shown,
)
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.step_fields import Sheet, lock
from ambassador_app.ui.screens.visit.step_rows import Row, RowList
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ReachToggle
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.tags import TagEditor

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class WordsCard(Card):
    """Words that are picked or typed: known ones stand ready to be pressed, own ones are written."""

    def __init__(
        self, context: UiContext, title: str, hint: str, known: Sequence[str], changed: Callable[[object], object]
    ) -> None:
        super().__init__(context, title)
        self.context = context
        self._known = tuple(known)
        self._changed = changed
        self._values: tuple[str, ...] = ()
        self._offers = Flow(context.theme.space.xs)
        self.offers: QWidget = box(self._offers)
        self.tags = TagEditor(context, name=title, suggestions=shown(context.translator, known))
        self.tags.changed.connect(self._typed)
        self.add(labels.muted(context, hint))
        self.add(self.tags)
        self.add(self.offers)
        self._offer()

    def show_values(self, values: tuple[str, ...], *, read_only: bool) -> None:
        """Show what is agreed."""
        self.tags.set_values(shown(self.context.translator, values))
        self.tags.set_read_only(read_only)
        self.offers.setHidden(read_only)
        if values != self._values:
            self._values = values
            self._offer()

    def _typed(self, words: object) -> None:
        self._keep(kept(self.context.translator, words if isinstance(words, tuple) else (), self._known))

    def _keep(self, values: tuple[str, ...]) -> None:
        self._values = values
        self.tags.set_values(shown(self.context.translator, values))
        self._offer()
        self._changed(values)

    def _offer(self) -> None:
        clear(self._offers)
        for name in [one for one in self._known if one not in self._values]:
            words = shown(self.context.translator, (name,))[0]
            self._offers.addWidget(buttons.secondary(self.context, words, partial(self._keep_with, name), "add"))

    def _keep_with(self, name: str) -> None:
        self._keep((*self._values, name))
        self.tags.line.setFocus(Qt.FocusReason.ShortcutFocusReason)


def focus_card(context: UiContext, agree: AgreeModel, workspace: Workspace) -> WordsCard:
    """Make the card of the focus areas."""
    tr = context.translator.tr
    return WordsCard(
        context,
        tr("Focus areas"),
        tr("What the company will look at more closely."),
        known_areas(workspace.dossier.site.kind),
        partial(agree.change_visit, "focus_areas"),
    )


def wishes_card(context: UiContext, agree: AgreeModel) -> WordsCard:
    """Make the card of the wishes."""
    tr = context.translator.tr
    return WordsCard(
        context,
        tr("Wishes"),
        tr("What the company would like from the municipality next."),
        WISHES,
        partial(agree.change_visit, "wishes"),
    )


class ActionsCard(Card):
    """Next steps: what, who, by when."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Next steps"))
        self.context = context
        self.model = model
        self.nothing = labels.muted(context, tr("Small things count: send a bill, turn a clock, call the plumber."))
        self.rows: RowList[ActionRow] = RowList(self._made, space=space.s)
        self.add_button = buttons.secondary(context, tr("Add a next step"), self.begin, "add")
        for part in (self.nothing, self.rows):
            self.add(part)
        self.add(row(self.add_button, 1))

    def _made(self) -> ActionRow:
        return ActionRow(self.context, self.model, self)

    def show_workspace(self, workspace: Workspace, *, to_party: bool) -> None:
        """Show the next steps."""
        self.rows.show_records(dict(actions_of(workspace, to_party=to_party)), read_only=workspace.locked)
        for line in self.rows.rows:
            line.reach.setHidden(to_party)
        self.nothing.setHidden(bool(self.rows.rows))
        self.add_button.setHidden(workspace.locked)

    def begin(self) -> None:
        """Begin a new step; it is kept once it says what."""
        self.nothing.hide()
        line = self.rows.draft()
        line.reach.setHidden(self.model.show_mode)
        line.enter()


class ActionRow(Row):
    """One next step."""

    def __init__(self, context: UiContext, model: VisitModel, card: ActionsCard) -> None:
        super().__init__()
        self.model = model
        self.card = card
        self._sent = ""
        tr, space = context.translator.tr, context.theme.space
        self.what = TextField(context, name=tr("What is to be done"), placeholder=tr("What is to be done"))
        self.what.edited.connect(self._write)
        self.owner = TextField(context, name=tr("Who"), placeholder=tr("Who"))
        self.owner.edited.connect(lambda text: self._change(owner=text.strip()))
        self.deadline = DateField(context, name=tr("By when"), today=context.session.now().date())
        self.deadline.line.setPlaceholderText(tr("By when"))
        self.deadline.value_changed.connect(lambda day: self._change(deadline=day))
        self.reach = ReachToggle(context)
        self.reach.changed.connect(lambda reach: self._change(reach=reach))
        self.remove = buttons.icon_button(context, "trash", tr("Remove the next step"), self._remove, size=18)
        second = row(self.owner, self.deadline, self.reach, self.remove, space=space.s)
        self.setLayout(column(self.what, second, space=space.xs))

    def enter(self) -> None:
        self.what.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_record(self, record: object, *, read_only: bool) -> None:
        if not isinstance(record, Action):
            return
        self.what.set_value(record.what)
        self.owner.set_value(record.owner)
        self.deadline.set_value(record.deadline)
        self.reach.set_value(record.reach)
        for part in (self.what, self.owner, self.deadline):
            lock(part, on=read_only)
        self.reach.setEnabled(not read_only)
        self.remove.setHidden(read_only)

    def _write(self, text: str) -> None:
        if self.key:
            self._change(what=text.strip())
        elif text.strip() and not self._sent:
            self._sent = text.strip()
            self.model.notes.add_action(self._sent, reach=self.reach.value(), then=self._adopt)

    def _adopt(self, action_id: str) -> None:
        """Be the step that was just made; what was written meanwhile goes after it."""
        self.key = action_id
        if self.what.value() != self._sent or self.owner.value() or self.deadline.value():
            self._change(what=self.what.value(), owner=self.owner.value(), deadline=self.deadline.value())

    def _change(self, **fields: object) -> None:
        if self.key:
            self.model.notes.change_action(self.key, **fields)

    def _remove(self) -> None:
        if self.key:
            self.model.notes.remove_action(self.key)
        else:
            self.card.rows.drop(self)


class FollowUpCard(Card):
    """When we talk again; half a year is one press."""

    def __init__(self, context: UiContext, agree: AgreeModel) -> None:
        tr, tn, space = context.translator.tr, context.translator.tn, context.theme.space
        super().__init__(context, tr("Follow-up"))
        today = context.session.now().date()
        self.day = DateField(context, name=tr("Follow-up on"), today=today, low=today)
        self.day.setMaximumWidth(context.theme.px(260))
        self.day.value_changed.connect(partial(agree.change_visit, "follow_up_on"))
        self.half = buttons.secondary(context, tr("In six months"), partial(agree.follow_up_in, HALF_A_YEAR))
        others = [
            buttons.quiet(
                context, tn("In {count} month", "In {count} months", months), partial(agree.follow_up_in, months)
            )
            for months in (3, 12)
        ]
        self.quick = box(row(self.half, *others, 1, space=space.s))
        self.add(labels.muted(context, tr("We call and ask how it went.")))
        self.add(self.day)
        self.add(self.quick)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the day."""
        self.day.set_value(workspace.dossier.visit.follow_up_on)
        self.day.set_read_only(workspace.locked)
        self.quick.setHidden(workspace.locked)


class RemarksCard(Card):
    """Remarks in the report, what was not seen, and what only the municipality reads."""

    def __init__(self, context: UiContext, agree: AgreeModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Remarks"))
        self.open = Sheet(context, agree.change_visit, columns=1)
        self.open.area("remarks", tr("Remarks in the report"), lines=3)
        self.open.area("not_seen", tr("What was not seen, and why"))
        self.open.area(
            "business_secrets",
            tr("Business secrets"),
            lines=1,
            hint=tr(
                "Stand in a section of their own in the report, so that they can be left out of what is made public."
            ),
        )
        self.inside = Sheet(context, agree.change_visit, columns=1)
        self.inside.area("internal_note", tr("Internal note"), hint=tr("Never in the report, and not in show mode."))
        self.add(self.open.widget)
        self.add(self.inside.widget)

    def show_workspace(self, workspace: Workspace, *, to_party: bool) -> None:
        """Show the remarks; the internal note only among ourselves."""
        visit = workspace.dossier.visit
        self.open.show_record(visit, read_only=workspace.locked)
        self.inside.show_record(visit, read_only=workspace.locked)
        self.inside.widget.setHidden(to_party)
