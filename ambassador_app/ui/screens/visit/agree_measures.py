"""The proposals at the table: each with its figures, what is said to it, by whom and when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from ambassador_app.domain.economics import Payback
from ambassador_app.domain.measure import Barrier
from ambassador_app.i18n import N_, Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.screens.visit.agree_model import DECIDED, AgreeModel, Decision, Proposal, proposals_of
from ambassador_app.ui.screens.visit.figures import dkk, kwh
from ambassador_app.ui.screens.visit.step_fields import lock
from ambassador_app.ui.screens.visit.step_rows import Row, RowList
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card, Separator
from ambassador_app.ui.widgets.choices import ChoiceButtons, Select
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.wording import LABEL
from ambassador_app.wording.verdicts import payback_words

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


_PAID_BACK: Final = {
    Payback.IMMEDIATE: N_("pays itself back at once"),
    Payback.NONE: N_("never pays itself back"),
    Payback.UNKNOWN: N_("payback not known yet"),
}


class ProposalsCard(Card):
    """Every measure that was proposed; or a friendly word where there is none."""

    def __init__(self, context: UiContext, agree: AgreeModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Measures"))
        self.context = context
        self.agree = agree
        self.rows: RowList[ProposalRow] = RowList(self._made, space=space.m)
        self.nothing = labels.muted(
            context,
            tr(
                "No measure is proposed. That is a good visit too: agree on focus areas and next steps, and the report"
                " says what you will do together."
            ),
        )
        self.add(self.nothing)
        self.add(self.rows)

    def _made(self) -> ProposalRow:
        return ProposalRow(self.context, self.agree)

    def show_workspace(self, workspace: Workspace, *, to_party: bool) -> None:
        """Show what is to be decided."""
        found = proposals_of(workspace, to_party=to_party)
        self.rows.show_records(dict(found), read_only=workspace.locked)
        for line in self.rows.rows:
            line.follow_up.setHidden(to_party)
        self.nothing.setHidden(bool(found))


class ProposalRow(Row):
    """One proposal."""

    def __init__(self, context: UiContext, agree: AgreeModel) -> None:
        super().__init__()
        self.context = context
        self.agree = agree
        self.proposal: Proposal | None = None
        tr, space = context.translator.tr, context.theme.space
        self.title = labels.label(context, "", Type.STRONG, wrap=True)
        self.figures = labels.label(context, "", token="muted", wrap=True)
        for words in (self.title, self.figures):
            # As high as their lines; a label that wraps would ask for the height of a narrow column.
            words.setMinimumHeight(1)
        choices = [
            (Decision.TAKEN_ON.value, tr("Taken on")),
            (Decision.OPEN.value, tr("Undecided")),
            (Decision.NOT.value, tr("Not now")),
        ]
        self.decision = ChoiceButtons(context, choices, name=tr("What the company says"), clearable=False)
        self.decision.chosen.connect(self._decide)
        self.owner = TextField(context, name=tr("Who carries it out"), placeholder=tr("Who carries it out"))
        self.owner.edited.connect(lambda text: self._change(owner=text.strip()))
        self.deadline = DateField(context, name=tr("By when"), today=context.session.now().date())
        self.deadline.line.setPlaceholderText(tr("By when"))
        self.deadline.value_changed.connect(lambda day: self._change(deadline=day))
        barriers = [("", tr("What stands in the way?")), *((one.value, tr(LABEL[one])) for one in Barrier)]
        self.barrier = Select(context, barriers, name=tr("What stands in the way"), value="")
        self.barrier.chosen.connect(lambda _key: self._say_why())
        self.reason = TextField(context, name=tr("Why not"), placeholder=tr("In a few words"))
        self.reason.edited.connect(lambda _text: self._say_why())
        self.why = box(row(self.barrier, self.reason, space=space.s))
        self.status = labels.Badge(context, "", tone="success")
        self.follow_up = buttons.quiet(context, tr("Follow up"), self._follow_up, "chevron-right")
        self.later = box(row(self.status, self.follow_up, 1, space=space.s))
        self.owner.setMaximumWidth(context.theme.px(320))
        self.deadline.setMaximumWidth(context.theme.px(260))
        self.terms = box(row(self.owner, self.deadline, 1, space=space.s))
        said = box(column(self.title, self.figures))
        self.decision.setMinimumHeight(context.theme.touch)
        self.decision.setFixedWidth(context.theme.px(324))
        line = row(said, self.decision, space=space.l)
        line.setAlignment(self.decision, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(line, self.later, self.terms, self.why, Separator(context), space=space.s))

    def enter(self) -> None:
        self.decision.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_record(self, record: object, *, read_only: bool) -> None:
        if not isinstance(record, Proposal):
            return
        self.proposal = record
        measure, decision = record.measure, record.decision
        self.title.setText(measure.title)
        self.figures.setText(figure_words(self.context.translator, record))
        self.decision.set_value(decision.value)
        self.decision.setAccessibleName(f"{measure.title}: {self.context.translator.tr('What the company says')}")
        self.owner.set_value(measure.owner)
        self.deadline.set_value(measure.deadline)
        self.barrier.set_value(measure.barrier.value if measure.barrier else "")
        self.reason.set_value(measure.dismissed_because)
        self.terms.setHidden(decision is not Decision.TAKEN_ON)
        self.why.setHidden(decision is not Decision.NOT)
        # What is under way or carried out is no longer a matter of yes and no: its page moves it.
        begun = measure.status not in DECIDED
        self.status.set(self.context.translator.tr(LABEL[measure.status]))
        self.status.setHidden(not begun)
        self.later.setHidden(not (begun or read_only))
        for part in (self.owner, self.deadline, self.barrier, self.reason):
            lock(part, on=read_only)
        lock(self.decision, on=read_only or begun)

    def _decide(self, key: object) -> None:
        if self.proposal is not None:
            self.agree.decide(self.proposal, Decision(str(key)))

    def _change(self, **fields: object) -> None:
        self.agree.change_measure(self.key, **fields)

    def _say_why(self) -> None:
        key = self.barrier.value()
        self.agree.because(self.key, Barrier(key) if key else None, self.reason.value().strip())

    def _follow_up(self) -> None:
        self.context.navigate("measure", self.key)


def figure_words(translator: Translator, proposal: Proposal) -> str:
    """Say what a proposal saves and costs, on one line."""
    measure, found = proposal.measure, proposal.assessment
    if found is None:
        return translator.tr("Figures are missing")
    payback = proposal.payback
    paid_back = (
        translator.tr(_PAID_BACK[payback])
        if isinstance(payback, Payback)
        else translator.tr("payback {time}", time=payback_words(translator, payback))
    )
    said = (
        translator.tr("{amount} a year", amount=kwh(translator, proposal.kwh, measure.quality)),
        translator.tr("{amount} a year", amount=dkk(translator, found.cost_saving_dkk, measure.quality)),
        translator.tr("investment {amount}", amount=dkk(translator, measure.investment_dkk))
        if measure.investment_dkk is not None
        else "",
        paid_back,
    )
    return " · ".join(part for part in said if part)
