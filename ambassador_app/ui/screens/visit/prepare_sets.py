"""Which factors and prices the visit is computed with, and the way to others: first what it changes, then the step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.template import SetKind
from ambassador_app.i18n import Message, Translator
from ambassador_app.services.set_library import SetLine
from ambassador_app.services.visit_sets import ChangedFigure, SetPreview, SetUse, VisitSets
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, Form, appear, box, column, row
from ambassador_app.ui.screens.visit.figures import dkk, kwh, tonnes
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.prepare_prices import PriceList
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, Separator
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.wording import LABEL, NOT_KNOWN
from ambassador_app.wording import sets as words
from ambassador_app.wording.verdicts import payback_words

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class SetsCard(Card):
    """The sets of the visit, and its prices."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        tr = context.translator.tr
        super().__init__(
            context,
            tr("Factors and prices"),
            action=buttons.link(context, tr("All sets"), lambda: context.navigate("sets")),
        )
        self.context = context
        self.model = model
        self._locked = False
        self._shown: tuple[object, ...] = ()
        self.uses = {kind: UseLine(context, kind) for kind in SetKind}
        self.preview = PreviewBox(context)
        self.prices = PriceList(context)
        for line in self.uses.values():
            self.add(line)
            line.wanted.connect(self._look)
        self.add(self.preview)
        self.add(Separator(context))
        self.add(labels.strong(context, tr("Prices of this visit")))
        self.add(self.prices)
        self.owned = labels.caption(context, "")
        self.owned.setWordWrap(True)
        self.add(self.owned)
        self.preview.taken.connect(self._take)
        self.preview.left.connect(self._leave)
        self.prices.given.connect(self._give)
        self.prices.confirmed.connect(self._confirm)

    # -- showing ------------------------------------------------------------------------------------------------
    def show_workspace(self, workspace: Workspace) -> None:
        """Read the sets of the visit anew when something they rest on has changed."""
        dossier = workspace.dossier
        now = (dossier.visit, dossier.energy, dossier.measures, workspace.locked)
        if now != self._shown:
            self._shown, self._locked = now, workspace.locked
            self.read()

    def read(self) -> None:
        """Read what the visit uses and what there is to choose."""
        session, visit_id = self.model.session, self.model.visit_id
        self.model.tasks.run(
            lambda: (session.visit_sets.of(visit_id), session.sets.shown(), session.syncing.publishing.said()),
            owner=self,
            then=self._show,
            latest="visit sets",
        )

    def _show(self, found: tuple[VisitSets, tuple[SetLine, ...], Message | None]) -> None:
        used, lines, said = found
        self.owned.setText(self.context.translator.say(said) if said is not None else "")
        appear(self.owned, said is not None)
        for kind, use in ((SetKind.FACTORS, used.factors), (SetKind.PRICES, used.prices)):
            self.uses[kind].show_use(use, [one for one in lines if one.of is kind], read_only=self._locked)
        self.prices.show_prices(used, read_only=self._locked)

    # -- other sets ---------------------------------------------------------------------------------------------
    def _look(self, kind: SetKind, name: str) -> None:
        """Ask what another set, or the newest version of this one, would change."""
        session, visit_id = self.model.session, self.model.visit_id
        names = _named(kind, name)
        self.model.tasks.run(
            lambda: session.visit_sets.preview(visit_id, **names),
            owner=self,
            then=lambda preview: self._offer(kind, name, preview),
            failed=self.context.notices.error_of,
            latest="preview of sets",
        )

    def _offer(self, kind: SetKind, name: str, preview: SetPreview) -> None:
        if preview.before.computed:
            self.preview.show_preview(kind, name, self.uses[kind].title_of(name), preview)
        else:
            self._take(kind, name)

    def _take(self, kind: SetKind, name: str) -> None:
        session, visit_id = self.model.session, self.model.visit_id
        self.preview.hide()
        self.model.do(lambda: session.visit_sets.use(visit_id, **_named(kind, name)), once="use sets")

    def _leave(self) -> None:
        self.preview.hide()
        self.read()

    # -- prices -------------------------------------------------------------------------------------------------
    def _give(self, item: str, value: float | None) -> None:
        visits, visit_id = self.model.session.visits, self.model.visit_id
        if value is None:
            self.model.do(lambda: visits.forget_price(visit_id, item))
        else:
            self.model.do(lambda: visits.confirm_price(visit_id, item, value))

    def _confirm(self, item: str) -> None:
        visits, visit_id = self.model.session.visits, self.model.visit_id
        self.model.do(lambda: visits.confirm_price(visit_id, item), once=f"confirm {item}")


class UseLine(QWidget):
    """The set of one kind that the visit uses, with its version."""

    wanted = Signal(object, str)
    """SetKind, and the name of the set whose newest version is wanted."""

    def __init__(self, context: UiContext, kind: SetKind) -> None:
        super().__init__()
        self.context = context
        self._kind = kind
        self._name = ""
        tr, space = context.translator.tr, context.theme.space
        label = tr("Emission factors") if kind is SetKind.FACTORS else tr("Prices")
        self.choice = Select(context, [], name=label)
        self.choice.chosen.connect(self._choose)
        form = Form(context)
        form.add(label, self.choice)
        self.version = labels.Badge(context)
        self.retired = labels.Badge(context)
        self.newer = buttons.secondary(context, tr("See what the newest version changes"), self._renew, "redo")
        flow = Flow(space.s)
        for part in (self.version, self.retired, self.newer):
            flow.addWidget(part)
        self.counts = labels.caption(context, "")
        self.counts.setWordWrap(True)
        self.mixing = labels.label(context, "", Type.CAPTION, token="warning", wrap=True)
        self.setLayout(column(form.widget, box(flow), self.counts, self.mixing, space=space.xs))

    def show_use(self, use: SetUse, lines: Iterable[SetLine], *, read_only: bool) -> None:
        """Show the set in use, and those that could be used instead."""
        translator = self.context.translator
        tr = translator.tr
        self._name = use.name
        offered = {one.name: tr(one.title) for one in lines if not one.retired}
        self.choice.set_choices([*({use.name: tr(use.title)} | offered).items()])
        self.choice.set_value(use.name)
        self.choice.setEnabled(not read_only)
        self.version.set(_kept(translator, use))
        self.retired.set(tr("No longer offered") if use.is_retired else "", "neutral")
        appear(self.newer, not use.is_newest and not read_only)
        vat = words.vat_words(translator, use.vat_included) if use.vat_included is not None else ""
        note = tr(use.note) if use.note else ""
        self.counts.setText(" · ".join(part for part in (vat, note) if part))
        mixing = words.mixing_words(translator, use.scopes)
        self.mixing.setText(mixing)
        self.mixing.setHidden(not mixing)

    def title_of(self, name: str) -> str:
        """Give the title of a set that is offered."""
        return self.choice.itemText(self.choice.findData(name))

    def _choose(self, name: object) -> None:
        if isinstance(name, str) and name != self._name:
            self.wanted.emit(self._kind, name)

    def _renew(self) -> None:
        self.wanted.emit(self._kind, self._name)


class PreviewBox(Card):
    """What another set would change, before anything is."""

    taken = Signal(object, str)
    """SetKind and name of the set."""
    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.context = context
        self._wanted: tuple[SetKind, str] | None = None
        tr, space = context.translator.tr, context.theme.space
        self.set_tone("info")
        self.title = labels.heading(context, "")
        self.totals = labels.body(context, "")
        self.figures = labels.muted(context, "")
        self.lost = Banner(context, "warning", "")
        self.use = buttons.primary(context, tr("Use it for this visit"), self._take, "check")
        self.keep = buttons.quiet(context, tr("Keep what is used now"), self.left.emit)
        for part in (self.title, self.totals, self.figures, self.lost):
            self.add(part)
        self.add(row(self.use, self.keep, 1, space=space.s))
        self.hide()

    def show_preview(self, kind: SetKind, name: str, title: str, preview: SetPreview) -> None:
        """Say what would change."""
        translator = self.context.translator
        tr = translator.tr
        self._wanted = (kind, name)
        self.title.setText(tr("What “{set}” would change", set=title))
        self.totals.setText("\n".join(self._totals(preview)))
        changed = [self._figure(one) for one in (*preview.factors, *preview.prices)]
        self.figures.setText("; ".join(changed) if changed else tr("No factor or price of this visit's year differs."))
        lost = tr("Without figures until a price or factor is found: {titles}.", titles=", ".join(preview.lost))
        self.lost.set_text(lost if preview.lost else "")
        self.show()
        self.use.setFocus()

    def _totals(self, preview: SetPreview) -> list[str]:
        translator = self.context.translator
        before, after = preview.before, preview.after
        rows = (
            (translator.tr("Energy saved"), kwh(translator, before.kwh), kwh(translator, after.kwh)),
            (
                translator.tr("Money saved"),
                dkk(translator, before.cost_saving_dkk),
                dkk(translator, after.cost_saving_dkk),
            ),
            (translator.tr("CO₂e saved"), tonnes(translator, before.co2e_kg), tonnes(translator, after.co2e_kg)),
            (
                translator.tr("Payback"),
                payback_words(translator, before.payback),
                payback_words(translator, after.payback),
            ),
        )
        said = [f"{name}: {old} → {new}" for name, old, new in rows if old != new]
        return said or [translator.tr("The totals of the visit stay as they are.")]

    def _figure(self, one: ChangedFigure) -> str:
        translator = self.context.translator
        values = [NOT_KNOWN if value is None else translator.number(value) for value in (one.before, one.after)]
        unit = translator.tr(one.unit).replace("CO2e", "CO₂e")
        return f"{translator.tr(LABEL[one.item])} {values[0]} → {values[1]} {unit}"

    def _take(self) -> None:
        if self._wanted is not None:
            self.taken.emit(*self._wanted)


def _kept(translator: Translator, use: SetUse) -> str:
    version = words.version_words(translator, use.version)
    if not use.is_frozen:
        return version
    kept = translator.tr("kept with the visit")
    return f"{version}, {kept}" if use.version else kept


def _named(kind: SetKind, name: str) -> dict[str, str]:
    return {"factor_set" if kind is SetKind.FACTORS else "price_set": name}
