"""Two variants of a proposal side by side: what differs, what each comes to, and which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ambassador_app.domain.calculators import CALCULATORS, Assessment
from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.sensitivity import SWING, sensitivity
from ambassador_app.domain.variants import group_of
from ambassador_app.i18n import Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, appear, box, clear, column, row, scrolled
from ambassador_app.ui.screens.visit.measure_more import MenuEntry
from ambassador_app.ui.screens.visit.measure_result import figures_of
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.wording import NOT_KNOWN
from ambassador_app.wording.verdicts import factor_words, swing_words, verdict

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace
    from ambassador_app.ui.screens.visit.measures import MeasuresPanel


def entries(panel: MeasuresPanel) -> tuple[MenuEntry, ...]:
    """Offer to make a variant of the selected measure, and to compare those it has."""
    tr = panel.context.translator.tr
    chosen = next((line.measure for line in panel.selected_rows()), None)

    def compare() -> None:
        if chosen is not None:
            panel.open_page(VariantsPage(panel.context, panel.model, chosen.id))

    def make() -> None:
        if chosen is not None:
            variants, model = panel.model.session.variants, panel.model
            model.do(lambda: variants.make(MeasureId(chosen.id)), then=lambda _made: compare(), once="make variant")

    return (
        MenuEntry(tr("Make a variant of the selected measure"), make, enabled=chosen is not None),
        MenuEntry(
            tr("Compare its variants"), compare, enabled=chosen is not None and bool(chosen.variant_of), writes=False
        ),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison."""

    name: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether both sides say something else."""
        return self.left != self.right


class VariantsPage(QWidget):
    """Any two variants beside each other; the chosen one stands to the left at first."""

    closed = Signal()

    def __init__(self, context: UiContext, model: VisitModel, measure_id: str) -> None:
        super().__init__()
        self.context = context
        self.model = model
        self._measure_id = measure_id
        self._group: tuple[Measure, ...] = ()
        tr, space = context.translator.tr, context.theme.space
        back = buttons.icon_button(context, "chevron-left", tr("Back to the measures"), self.closed.emit)
        self.title = labels.label(context, "", Type.SECTION, wrap=True)
        self.make = buttons.secondary(context, tr("Make another variant"), self._make, "copy")
        head = row(back, self.title, self.make, space=space.s)
        head.setStretch(1, 1)
        self.sides = (SideHead(context, tr("Left")), SideHead(context, tr("Right")))
        for side in self.sides:
            side.shown.connect(self._show_table)
            side.choose.connect(self._choose)
            side.part.connect(self._part)
        heads = row(*self.sides, space=space.l)
        for place in (0, 1):
            heads.setStretch(place, 1)
        self.card = Card(context)
        self.table = QGridLayout()
        self.table.setHorizontalSpacing(space.l)
        self.table.setVerticalSpacing(space.s)
        for place, stretch in ((1, 3), (2, 3), (3, 3)):
            self.table.setColumnStretch(place, stretch)
        self.card.add(self.table)
        note = labels.muted(
            context,
            tr(
                "Only the chosen variant counts in the totals. The report proposes it and mentions the others in "
                "a line."
            ),
        )
        inner = box(
            column(head, note, heads, self.card, 1, space=space.m, margins=(space.l, space.s, space.l, space.l))
        )
        self.setLayout(column(scrolled(inner)))
        model.workspace_changed.connect(self._show)
        if model.workspace is not None:
            self._show(model.workspace)

    # -- showing ------------------------------------------------------------------------------------------------
    def _show(self, workspace: Workspace) -> None:
        """Show the group as it is; without variants there is nothing to compare."""
        measures = workspace.dossier.measures
        measure = next((one for one in measures if one.id == self._measure_id), None)
        if measure is None:
            self.closed.emit()
            return
        self._group = tuple(one for one in group_of(measure, measures) if one.is_proposed or one.is_alternative)
        chosen = next((one for one in self._group if one.is_proposed), measure)
        self.title.setText(chosen.title)
        self.make.setHidden(workspace.locked)
        ordered = (chosen, *(one for one in self._group if one.id != chosen.id))
        both = self.sides[0].value() == self.sides[1].value()
        for place, side in enumerate(self.sides):
            fresh = ordered[min(place, len(ordered) - 1)].id
            side.show_group(ordered, wanted=fresh if both else side.value() or fresh, read_only=workspace.locked)
        self._show_table()

    def _show_table(self) -> None:
        found = [next((one for one in self._group if one.id == side.value()), None) for side in self.sides]
        clear(self.table)
        left, right = found
        if left is None or right is None:
            return
        for line, compared in enumerate(comparison(self.context.translator, left, right)):
            self._add_line(line, compared)

    def _add_line(self, line: int, compared: Compared) -> None:
        look = self.context
        if not compared.left and not compared.right:
            self.table.addWidget(labels.heading(look, compared.name), line, 0, 1, 4)
            return
        mark = QLabel()
        if compared.differs:
            mark.setText("≠")
            mark.setFont(look.theme.font(Type.STRONG))
            labels.set_token(look, mark, "accent")
            mark.setAccessibleName(look.translator.tr("different"))
        cells = (
            mark,
            labels.label(look, compared.name, token="muted", wrap=True),
            *(
                labels.label(look, text or NOT_KNOWN, Type.STRONG if compared.differs else Type.BODY, wrap=True)
                for text in (compared.left, compared.right)
            ),
        )
        for place, cell in enumerate(cells):
            self.table.addWidget(cell, line, place, Qt.AlignmentFlag.AlignTop)

    # -- doing --------------------------------------------------------------------------------------------------
    def _make(self) -> None:
        variants, measure_id = self.model.session.variants, MeasureId(self._measure_id)
        self.model.do(lambda: variants.make(measure_id), once="make variant")

    def _choose(self, measure_id: str) -> None:
        variants = self.model.session.variants
        self.model.do(lambda: variants.choose(MeasureId(measure_id)), once="choose variant")

    def _part(self, measure_id: str) -> None:
        variants = self.model.session.variants
        if measure_id == self._measure_id:
            self._measure_id = next((one.id for one in self._group if one.id != measure_id), measure_id)
        self.model.do(lambda: variants.part(MeasureId(measure_id)), once="part variant")


class SideHead(QWidget):
    """Which variant stands on this side, and what can be done with it."""

    shown = Signal()
    choose = Signal(str)
    part = Signal(str)

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self.context = context
        self._group: tuple[Measure, ...] = ()
        self._read_only = False
        tr, space = context.translator.tr, context.theme.space
        self.choice = Select(context, [], name=name)
        self.choice.setMinimumContentsLength(12)
        self.choice.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.chosen.connect(self._picked)
        self.badge = labels.Badge(context)
        self.use = buttons.primary(context, tr("Choose this one"), partial(self._tell, self.choose), "check")
        self.own = buttons.quiet(context, tr("Make it a measure of its own"), partial(self._tell, self.part))
        flow = Flow(space.s)
        for part in (self.badge, self.use, self.own):
            flow.addWidget(part)
        self.setLayout(column(self.choice, box(flow), space=space.s))

    def value(self) -> str:
        """Give the id of the variant that stands here."""
        return self.choice.value() or ""

    def show_group(self, group: Sequence[Measure], *, wanted: str, read_only: bool) -> None:
        """Offer these variants, and show the one that is `wanted`, or the first if it is there no more."""
        self._group, self._read_only = tuple(group), read_only
        self.choice.set_choices([(one.id, one.title) for one in group])
        self.choice.set_value(wanted if any(one.id == wanted for one in group) else group[0].id)
        self._show_state()

    def _picked(self, _key: object) -> None:
        self._show_state()
        self.shown.emit()

    def _show_state(self) -> None:
        tr = self.context.translator.tr
        found = next((one for one in self._group if one.id == self.value()), None)
        chosen = found is not None and not found.set_aside
        several = len(self._group) > 1
        self.badge.set(tr("Chosen") if chosen else tr("Not chosen"), "success" if chosen else "neutral")
        appear(self.use, not chosen and not self._read_only)
        appear(self.own, several and not self._read_only)

    def _tell(self, signal: SignalInstance) -> None:
        signal.emit(self.value())


# -- what is compared -------------------------------------------------------------------------------------------
def comparison(translator: Translator, left: Measure, right: Measure) -> list[Compared]:
    """Give the lines of the comparison; one without values is a heading."""
    tr = translator.tr
    sides = [Assessment.from_json(one.assessment) if one.assessment is not None else None for one in (left, right)]
    verdicts = [_judged(translator, one) for one in sides]
    lines = [Compared(tr("Verdict"), *verdicts)]
    return [
        *lines,
        Compared(tr("Result"), "", ""),
        *_paired([_figures(translator, one) for one in sides]),
        Compared(tr("If it turns out otherwise"), "", ""),
        *_paired([_bands(translator, one) for one in sides]),
        Compared(tr("What went in"), "", ""),
        *_paired([_inputs(translator, measure, one) for measure, one in zip((left, right), sides, strict=True)]),
        *_texts(translator, left, right),
    ]


def _paired(sides: Sequence[Sequence[tuple[str, str]]]) -> list[Compared]:
    left, right = (dict(one) for one in sides)
    return [Compared(name, left.get(name, ""), right.get(name, "")) for name in {**left, **right} if name]


def _judged(translator: Translator, found: Assessment | None) -> str:
    if found is None:
        return translator.tr("Figures are missing")
    return verdict(translator, found.economics, found.quality)


def _figures(translator: Translator, found: Assessment | None) -> list[tuple[str, str]]:
    if found is None:
        return []
    factor = found.economics.profitability_br18
    figures = figures_of(translator, found)
    if factor is not None:
        figures.append((translator.tr("BR18 factor"), factor_words(translator, factor, found.quality)))
    return figures


def _bands(translator: Translator, found: Assessment | None) -> list[tuple[str, str]]:
    if found is None or not found.prices:
        return []
    tr, share = translator.tr, translator.percent(SWING)
    swings = sensitivity(found)
    price, saving = (swing_words(translator, one, found.quality) for one in (swings.price, swings.saving))
    lines = []
    for title, words in (
        (tr("Prices {share} lower or higher", share=share), price),
        (tr("Saving {share} lower or higher", share=share), saving),
    ):
        said = "; ".join(part for part in (words.saving, words.payback) if part)
        lines.append((title, said))
    return lines


def _inputs(translator: Translator, measure: Measure, found: Assessment | None) -> list[tuple[str, str]]:
    if found is not None:
        return [(translator.tr(one.label), translator.say(one.shown())) for one in found.inputs]
    fields = {one.name: one for one in CALCULATORS[measure.calculator].fields()}
    return [
        (translator.tr(fields[name].label), translator.number(value) if isinstance(value, float | int) else str(value))
        for name, value in measure.inputs.items()
        if name in fields
    ]


def _texts(translator: Translator, left: Measure, right: Measure) -> list[Compared]:
    tr = translator.tr
    names = (
        (tr("What is proposed"), "proposal"),
        (tr("What the figures rest on"), "assumptions"),
        (tr("Other benefits"), "benefits"),
        (tr("What to watch"), "risks"),
    )
    found = [Compared(name, getattr(left, field), getattr(right, field)) for name, field in names]
    different = [one for one in found if one.differs]
    return [Compared(tr("Words that differ"), "", ""), *different] if different else []
