"""One signer: the form with the pad, or what was signed; and why somebody does not sign."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.sign_off import NotSigned
from ambassador_app.drawing.ink import Ink, ink_picture
from ambassador_app.i18n import N_
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, column, row
from ambassador_app.ui.screens.visit.sign_model import Signer, SignModel, Stand, outdated_words
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ChoiceButtons
from ambassador_app.ui.widgets.dialogs import choose_files
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.ink_pad import InkPad
from ambassador_app.ui.widgets.picture import PictureView
from ambassador_app.wording import LABEL

SIGNED_FOR: Final = N_(
    "The signature confirms that the visit took place and that the report was gone through with the visited party. It"
    " does not commit anyone to carry out the proposals."
)
"""As it stands above the signatures in the report."""

INK_SIZE: Final = (240.0, 60.0)
_TONES: Final = {
    Stand.WAITING: ("plain", "neutral"),
    Stand.SIGNED: ("plain", "success"),
    Stand.OUTDATED: ("warning", "warning"),
    Stand.NOT_SIGNED: ("plain", "neutral"),
}


class SignerCard(Card):
    """A place for one signature; the form is open or folded away."""

    opened = Signal()
    given_up = Signal()

    def __init__(self, context: UiContext, sign: SignModel, signer: Signer) -> None:
        super().__init__(context, "")
        self.context = context
        self.sign = sign
        self.signer = signer
        tr, space = context.translator.tr, context.theme.space
        self.setAccessibleName(tr(LABEL[signer.role]))
        self.body.setSpacing(space.s)
        self.role = labels.heading(context, tr(LABEL[signer.role]))
        self.badge = labels.Badge(context)
        self.add(row(self.role, self.badge, space=space.s))
        self.said = SaidPart(context, self)
        self.form = SignForm(context, self)
        self.reason = ReasonForm(context, self)
        self.begin = buttons.secondary(context, tr("Sign"), self.open_form, "sign")
        self.begin_reason = buttons.quiet(context, tr("Not signed …"), self.open_reason)
        self.begin_row = box(row(self.begin, self.begin_reason, 1, space=space.s))
        for part in (self.said, self.begin_row, self.form, self.reason):
            self.add(part)
        self._open = ""
        self._locked = False
        self.form.fill(signer)
        self.show_signer(signer, locked=False)

    def show_signer(self, signer: Signer, *, locked: bool) -> None:
        """Show how it stands; a form that is open stays as it is."""
        tr = self.context.translator.tr
        settled = signer.stand is not self.signer.stand or signer.sign_off != self.signer.sign_off
        self.form.follow(self.signer, signer)
        self.signer, self._locked = signer, locked
        if settled:
            # What was signed with can never be signed with again: not this text, and no other.
            self.form.pad.clear()
        if locked or (settled and signer.stand is not Stand.WAITING):
            self._open = ""
        words = {
            Stand.WAITING: "",
            Stand.SIGNED: tr("Signed"),
            Stand.OUTDATED: tr("Changed since"),
            Stand.NOT_SIGNED: tr("Not signed"),
        }
        tone, badge = _TONES[signer.stand]
        self.badge.set(words[signer.stand], badge)
        self.set_tone(tone)
        self.said.show_signer(signer, locked=locked)
        self._show_parts()

    def _show_parts(self) -> None:
        can_sign = not self._locked and self.signer.stand in (Stand.WAITING, Stand.OUTDATED)
        self.said.setHidden(self.signer.stand is Stand.WAITING)
        self.begin_row.setHidden(bool(self._open) or not can_sign)
        self.begin_reason.setHidden(self.signer.stand is not Stand.WAITING)
        tr = self.context.translator.tr
        self.begin.setText(tr("Sign again") if self.signer.stand is Stand.OUTDATED else tr("Sign"))
        self.form.setHidden(self._open != "form")
        self.reason.setHidden(self._open != "reason")

    @property
    def is_open(self) -> bool:
        """Whether a form is open."""
        return bool(self._open)

    def open_form(self, *, focus: bool = True) -> None:
        """Open the form to sign."""
        self._show("form")
        if focus:
            self.form.enter()

    def open_reason(self) -> None:
        """Open the form for why it is not signed."""
        self._show("reason")
        self.reason.enter()

    @property
    def last_button(self) -> QWidget:
        """The button that ends the form that is open."""
        return self.form.sign_button if self._open == "form" else self.reason.keep

    def fold(self) -> None:
        """Fold the form away; what was drawn stays on the pad."""
        self._open = ""
        self._show_parts()
        self.given_up.emit()

    def _show(self, which: str) -> None:
        self._open = which
        self._show_parts()
        self.opened.emit()


class SaidPart(QWidget):
    """What is there: the ink, who, when and where; or the reason."""

    def __init__(self, context: UiContext, card: SignerCard) -> None:
        super().__init__()
        self.context = context
        self.card = card
        tr, space = context.translator.tr, context.theme.space
        self.warning = labels.body(context, "")
        self.ink = PictureView(context)
        self.ink.setMaximumWidth(context.theme.px(INK_SIZE[0]))
        self.who = labels.body(context, "")
        self.when = labels.caption(context, "")
        self.when.setWordWrap(True)
        self.withdraw = buttons.quiet(context, tr("Withdraw"), self._withdraw, "undo")
        words = box(column(self.who, self.when))
        self.setLayout(column(self.warning, self.ink, row(words, self.withdraw, space=space.s), space=space.xs))

    def show_signer(self, signer: Signer, *, locked: bool) -> None:
        """Show what is there."""
        translator, found = self.context.translator, signer.sign_off
        self.withdraw.setHidden(locked or found is None)
        outdated = signer.stand is Stand.OUTDATED
        self.warning.setText(outdated_words(signer, translator) if outdated else "")
        self.warning.setHidden(not outdated)
        if found is None:
            return
        alt = translator.tr("Signature of {name}", name=found.name)
        shown = ink_picture(Ink.from_json(found.ink), *INK_SIZE, alt) if found.ink is not None else None
        self.ink.set_picture(shown)
        self.who.setText(", ".join(part for part in (found.name, found.title) if part))
        self.who.setHidden(not self.who.text())
        moment = translator.moment(found.at) if found.at is not None else ""
        reason = translator.tr(LABEL[found.not_signed]) if found.not_signed is not None else ""
        said = (reason, found.not_signed_note, found.place, moment)
        self.when.setText(" · ".join(part for part in said if part))

    def _withdraw(self) -> None:
        if self.card.signer.sign_off is not None:
            self.card.sign.withdraw(self.card.signer.sign_off)


class SignForm(QWidget):
    """Name, title, place and the pad."""

    def __init__(self, context: UiContext, card: SignerCard) -> None:
        super().__init__()
        self.card = card
        tr, space = context.translator.tr, context.theme.space
        self.name = TextField(context, name=tr("Name"))
        self.title = TextField(context, name=tr("Title"))
        self.place = TextField(context, name=tr("Place"))
        form = Form(context, columns=2)
        form.add(tr("Name"), self.name)
        form.add(tr("Title"), self.title)
        where = labels.label(context, tr("Place"), Type.STRONG)
        where.setBuddy(self.place)
        self.text = labels.label(context, tr(SIGNED_FOR), Type.CAPTION, wrap=True)
        self.pad = InkPad(context, tr("Signature"))
        self.pad.setFixedHeight(context.theme.px(144))
        self.pad.changed.connect(lambda: self.complain(""))
        self.problem = labels.label(context, "", token="danger", wrap=True)
        self.problem.hide()
        self.sign_button = buttons.primary(context, tr("Sign"), self.sign, "sign")
        self.clear = buttons.quiet(context, tr("Clear"), self.pad.clear)
        self.other = buttons.quiet(context, tr("Not signed …"), card.open_reason)
        at = row(where, self.place, space=space.s)
        line = row(self.sign_button, self.clear, 1, self.other, space=space.xs)
        self.setLayout(column(form.widget, at, self.text, self.pad, self.problem, line, space=space.s))

    def fill(self, signer: Signer) -> None:
        """Begin with what is known."""
        for field, text in ((self.name, signer.name), (self.title, signer.title), (self.place, signer.place)):
            field.set_value(text, force=True)

    def follow(self, before: Signer, now: Signer) -> None:
        """Begin anew with what is known by now, unless somebody has written something else."""
        written = (self.name.value(), self.title.value(), self.place.value())
        if now.stand is Stand.WAITING and written == (before.name, before.title, before.place):
            self.fill(now)

    def enter(self) -> None:
        """Go where the next thing is to be done: the name if it is missing, else the pad."""
        first: QWidget = self.pad if self.name.value() else self.name
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sign(self) -> None:
        """Sign with what was drawn."""
        self.complain("")
        self.card.sign.sign(
            self.card.signer.role,
            name=self.name.value(),
            title=self.title.value(),
            place=self.place.value(),
            ink=self.pad.ink(),
            refused=self.complain,
        )

    def complain(self, words: str) -> None:
        """Say below the pad what is wrong."""
        self.problem.setText(words)
        self.problem.setHidden(not words)


class ReasonForm(QWidget):
    """Why somebody does not sign."""

    def __init__(self, context: UiContext, card: SignerCard) -> None:
        super().__init__()
        self.context = context
        self.card = card
        self.paper: Path | None = None
        tr, space = context.translator.tr, context.theme.space
        reasons = [(one.value, tr(LABEL[one])) for one in NotSigned]
        self.reason = ChoiceButtons(context, reasons, name=tr("Why is it not signed?"), clearable=False)
        self.reason.chosen.connect(lambda _key: self._show_paper())
        self.name = TextField(context, name=tr("Name"), placeholder=tr("Name"))
        self.note = TextField(context, name=tr("Note in the report"), placeholder=tr("Note in the report"))
        self.choose = buttons.secondary(context, tr("Choose the scanned paper …"), self._choose, "folder")
        self.file = labels.caption(context, "")
        self.paper_row = box(row(self.choose, self.file, 1, space=space.s))
        self.problem = labels.label(context, "", token="danger", wrap=True)
        self.problem.hide()
        self.keep = buttons.primary(context, tr("Keep without a signature"), self.keep_reason)
        back = buttons.quiet(context, tr("Sign instead"), card.open_form)
        line = row(self.keep, back, 1, space=space.xs)
        question = labels.strong(context, tr("Why is it not signed?"))
        self.setLayout(
            column(question, self.reason, self.name, self.note, self.paper_row, self.problem, line, space=space.s)
        )

    def enter(self) -> None:
        """Take the focus."""
        self.name.set_value(self.card.form.name.value(), force=True)
        self._show_paper()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_paper(self) -> None:
        self.complain("")
        self.paper_row.setHidden(self.reason.value() != NotSigned.PAPER_COPY.value)

    def _choose(self) -> None:
        tr = self.context.translator.tr
        patterns = ((tr("Scanned papers"), "*.pdf *.jpg *.jpeg *.png *.PDF *.JPG *.JPEG *.PNG"),)
        found = choose_files(self.context, self, tr("Choose the scanned paper …"), patterns, several=False)
        self.take(found[0] if found else None)

    def take(self, file: Path | None) -> None:
        """Take the paper that was chosen."""
        self.paper = file if file is not None else self.paper
        self.file.setText(self.paper.name if self.paper is not None else "")
        self.complain("")

    def keep_reason(self) -> None:
        """Keep the reason."""
        tr = self.context.translator.tr
        chosen = self.reason.value()
        if not isinstance(chosen, str):
            self.complain(tr("Choose why it is not signed."))
            return
        reason = NotSigned(chosen)
        if reason is NotSigned.PAPER_COPY and self.paper is None:
            self.complain(tr("Choose the file with the scanned paper first."))
            return
        self.complain("")
        self.card.sign.not_signed(
            self.card.signer.role,
            reason,
            name=self.name.value(),
            note=self.note.value(),
            paper=self.paper,
            refused=self.complain,
        )

    def complain(self, words: str) -> None:
        """Say what is wrong."""
        self.problem.setText(words)
        self.problem.setHidden(not words)
