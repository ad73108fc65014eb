"""Shows what the office owns, as it holds here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app import wording
from ambassador_app.domain.changes import Changes
from ambassador_app.domain.directory import DirectoryEntry
from ambassador_app.domain.roles import Right
from ambassador_app.domain.syncing import Membership
from ambassador_app.errors import AmbassadorError
from ambassador_app.services.publishing import Held, OfficeThings, Unusable
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, clear, column, page, row
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, EmptyState
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.wording.owned import THING


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page shows, as it was at one moment."""

    member: Membership | None
    things: OfficeThings
    partners: int


def build(context: UiContext, **_arguments: object) -> Screen:
    """Make the screen."""
    return OfficeThingsView(context)


class OfficeThingsView(Screen):
    """Checklists, factors, prices, profile and directory: whose they are, and which versions hold."""

    rail = "settings"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.context = context
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("What the office owns"))
        said = tr(
            "Coordinators publish checklists, factors and prices, the municipality's profile and the directory, each "
            "with their computer's signature. What is signed and proved holds here; a visit keeps what it began with."
        )
        self.pulled = labels.strong(context, "")
        self.alone = EmptyState(
            context, "building", tr("This computer has joined no office."),
            (tr("Open Sync"), lambda: context.navigate("sync")),
            hint=tr("Everything here is its own, and may be changed here."),
        )  # fmt: skip
        self.unusable = column(space=space.s)
        self.held = Card(context, tr("What holds here"))
        self._held = column(space=space.m)
        self.held.add(self._held)
        self.unsigned = self._unsigned_card()
        directory = buttons.secondary(context, tr("Open the directory"), self._open_directory, icon="person")
        self.parts = (labels.muted(context, said), self.pulled, box(self.unusable), self.unsigned, self.held)
        self.setLayout(column(page(context, self.alone, *self.parts, row(directory, 1))))
        self.refresh()

    def _unsigned_card(self) -> Card:
        context, tr = self.context, self.context.translator.tr
        card = Card(context, tr("Not published by this office"))
        told = tr("These hold on this computer only, until a coordinator publishes something newer of the same name.")
        card.add(labels.muted(context, told))
        self._unsigned = column(space=context.theme.space.s)
        card.add(self._unsigned)
        self.publish = buttons.primary(context, tr("Publish them as they stand here"), self._publish)
        self.may = RightNote(context, Right.PUBLISH, self.publish)
        card.add(self.may)
        card.add(row(self.publish, 1))
        card.hide()
        return card

    # -- reading ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read anew."""
        session = self.context.session

        def read() -> Standing:
            syncing = session.syncing
            return Standing(syncing.member(), syncing.publishing.things(), len(session.directory.entries()))

        self.context.tasks.run(read, owner=self, then=self._show, latest="office things")

    def shown(self) -> None:
        """Read anew: a sync may have been elsewhere."""
        self.may.ask()
        self.refresh()

    def changed(self, changes: Changes) -> None:
        """Read anew after whatever the office owns was touched."""
        if changes.touches("publication", *THING):
            self.refresh()

    def _show(self, standing: Standing) -> None:
        tr, things, joined = self.context.translator.tr, standing.things, standing.member is not None
        self.alone.setVisible(not joined)
        for part in self.parts:
            part.setVisible(joined)
        pulled = things.pulled_at
        self.pulled.setText(
            tr("Asked for and proved {moment}.", moment=pulled) if pulled else tr("Not asked for yet: sync once.")
        )
        clear(self.unusable)
        for one in things.unusable:
            self.unusable.addWidget(Banner(self.context, "danger", self._complaint(one)))
        self.unsigned.setVisible(joined and bool(things.unsigned))
        _fill(self._unsigned, (labels.body(self.context, self._name(one)) for one in things.unsigned))
        alone = [one for one in things.held if one.kind != DirectoryEntry.KIND]
        rows: list[QWidget] = [HeldRow(self.context, one, self._name(one)) for one in alone]
        _fill(self._held, [*rows, self._partners(standing.partners)])

    def _name(self, one: Held | Unusable) -> str:
        thing = self.context.translator.tr(THING[one.kind]) if one.kind in THING else one.kind
        return f"{thing}: {self.context.translator.tr(one.name)}" if one.name else thing

    def _complaint(self, one: Unusable) -> str:
        tr = self.context.translator.tr
        return tr(
            "{thing}, version {number}, cannot be used: {reason}. What held before goes on holding, and nothing is "
            "lost. Tell the coordinator and the municipality's IT department.",
            thing=self._name(one), number=str(one.number), reason=tr(wording.label(one.fault)),
        )  # fmt: skip

    def _partners(self, count: int) -> QWidget:
        translator = self.context.translator
        said = translator.tn("The directory has {count} partner.", "The directory has {count} partners.", count)
        return labels.body(self.context, said)

    # -- doing --------------------------------------------------------------------------------------------------
    def _publish(self) -> None:
        publishing = self.context.session.syncing.publishing
        self.context.tasks.run(publishing.publish_unsigned, owner=self, then=self._published, failed=self._refused)

    def _published(self, _changes: Changes) -> None:
        self.context.notices.success(self.context.translator.tr("Published with the next sync."))
        self.refresh()

    def _refused(self, error: AmbassadorError) -> None:
        self.context.notices.error_of(error)

    def _open_directory(self) -> None:
        self.context.navigate("directory")


class HeldRow(QWidget):
    """One thing on two lines: what it is, and which version holds since when."""

    def __init__(self, context: UiContext, one: Held, name: str) -> None:
        super().__init__()
        tr, space = context.translator.tr, context.theme.space
        title = Flow(space.s)
        title.addWidget(labels.strong(context, name))
        if one.edited:
            title.addWidget(labels.Badge(context, tr("Changed here, published with the next sync"), "warning"))
        said = tr("Version {number}, published by {person}", number=str(one.number), person=one.by)
        if one.at is not None:
            said = tr("{version}, taken by the office {moment}", version=said, moment=one.at)
        about = labels.caption(context, said)
        about.setWordWrap(True)
        self.setLayout(column(box(title), about, space=space.xs))


def _fill(layout: QVBoxLayout, widgets: Iterable[QWidget]) -> None:
    clear(layout)
    for one in widgets:
        layout.addWidget(one)
