"""One question as a large card: what is asked, the answer, the note, the reason for not seeing, the measure offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ambassador_app.domain.checklist import QuestionKind
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.place import Reach
from ambassador_app.errors import AmbassadorError
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, row
from ambassador_app.ui.screens.visit.answer_words import answer_words
from ambassador_app.ui.screens.visit.card_rows import NoteRow, SourceRow, UnseenRow, source_words
from ambassador_app.ui.screens.visit.editors import Editor, editor_of
from ambassador_app.ui.screens.visit.facts import CardFacts
from ambassador_app.ui.screens.visit.fitted import Fitted
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.offers import Offer
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.wording import sentence

PhotoWanted: TypeAlias = "Callable[[str], object]"


class QuestionCard(Fitted, Card):
    """A question with everything that can be done about it, by mouse, by touch and by key."""

    def __init__(self, context: UiContext, model: VisitModel, path: str, form: FormState, photo: PhotoWanted) -> None:
        super().__init__(context)
        self.context = context
        self.model = model
        self.path = path
        self.question = form[path].question
        self.facts: CardFacts | None = None
        self.editor: Editor | None = None
        self.offers: list[Offer] = []
        self._photo = photo
        self._today = form.today
        self._note: NoteRow | None = None
        self._unseen: UnseenRow | None = None
        self._source: SourceRow | None = None
        self._is_current = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._build()

    # -- building -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        look, space, tr = self.context, self.context.theme.space, self.context.translator.tr
        language = self.context.translator.language.value
        self.body.setSpacing(space.s)
        self._label = labels.label(look, "", Type.HEADING, wrap=True)
        self._required = labels.Badge(look)
        self._flag = labels.Badge(look)
        reach = labels.Badge(look)
        reach.set(tr("Internal") if self.question.reach else "", "neutral")
        head = row(self._label, reach, self._flag, self._required, space=space.s)
        head.setAlignment(reach, Qt.AlignmentFlag.AlignTop)
        head.setAlignment(self._flag, Qt.AlignmentFlag.AlignTop)
        head.setAlignment(self._required, Qt.AlignmentFlag.AlignTop)
        self.add(head)
        hint = self.question.hint.text(language)
        if hint:
            self.add(labels.muted(look, hint))
        self._why = labels.caption(look, self.question.guidance.text(language))
        self._why.setWordWrap(True)
        self._why.hide()
        self.add(self._why)
        self._slot = QVBoxLayout()
        self._slot.setContentsMargins(0, 0, 0, 0)
        self.add(self._slot)
        self._known = labels.caption(look, "")
        self._known.hide()
        self.add(self._known)
        self._problem = labels.label(look, "", token="danger", wrap=True)
        self._problem.hide()
        self.add(self._problem)
        self._last = labels.caption(look, "")
        self._last.setWordWrap(True)
        self._last.hide()
        self.add(self._last)
        self._more = QVBoxLayout()
        self._more.setContentsMargins(0, 0, 0, 0)
        self._more.setSpacing(space.s)
        self.add(self._more)
        if self.question.kind.is_answerable:
            self.add(self._foot(tr))

    def _foot(self, tr: Callable[[str], str]) -> QWidget:
        look = self.context
        is_answer = self.question.kind in (QuestionKind.IMAGE, QuestionKind.ATTACHMENT)
        photo = buttons.secondary if is_answer else buttons.quiet
        self.note_button = buttons.quiet(look, tr("Note"), self.open_note, "note")
        self.note_button.setToolTip(tr("Write a note (N, in text fields Alt+N)"))
        self.photo_button = photo(look, tr("Photo"), self.add_photo, "photo")
        self.photo_button.setToolTip(tr("Add a photo (P, in text fields Alt+P)"))
        self.unseen_button = buttons.quiet(look, tr("Not seen"), self.open_not_seen, "eye-off")
        self.unseen_button.setToolTip(tr("Say why this could not be looked at"))
        order = [self.note_button, self.photo_button, self.unseen_button]
        if is_answer:
            order = [self.photo_button, self.note_button, self.unseen_button]
        if self.question.kind.is_number:
            self.source_button = buttons.quiet(look, tr("How known"), self.open_source, "check")
            self.source_button.setToolTip(tr("Say how the number is known, and what it was measured with (H)"))
            order.append(self.source_button)
        if self.question.guidance:
            self.why_button = buttons.quiet(look, tr("Why?"), self.show_why, "info")
            self.why_button.setToolTip(tr("Tell why this is asked"))
            order.append(self.why_button)
        line = Flow(look.theme.space.xs)
        for button in order:
            line.addWidget(buttons.for_fingers(button))
        return box(line)

    # -- showing ------------------------------------------------------------------------------------------------
    def show_facts(self, facts: CardFacts) -> None:
        """Show how the question stands. The same facts change nothing."""
        if facts == self.facts:
            return
        self.updateGeometry()
        before, self.facts = self.facts, facts
        if before is None or before.label != facts.label:
            self._label.setText(facts.label)
            self.setAccessibleName(facts.label)
        self._show_answer(facts, before)
        self._show_marks(facts)
        self._show_note(facts)
        if before is None or before.offers != facts.offers:
            self._show_offers(facts)
        for offer in self.offers:
            offer.set_read_only(facts.locked)

    def _show_answer(self, facts: CardFacts, before: CardFacts | None) -> None:
        """Show the value if it is another one: what cannot be read yet stays in its field."""
        anew = before is None or (self.editor is not None and not self.editor.show_choices(facts.choices))
        if anew:
            self._make_editor(facts)
        if self.editor is None:
            return
        if anew or before is None or before.state.value != facts.state.value:
            self.editor.show_value(facts.state.value)
        if anew or before is None or before.locked != facts.locked:
            self.editor.set_read_only(facts.locked or self.question.read_only)

    def _make_editor(self, facts: CardFacts) -> None:
        if self.editor is not None:
            self._slot.removeWidget(self.editor.field)
            self.editor.field.hide()
            self.editor.field.deleteLater()
        self.editor = editor_of(self.context, self.question, facts.label, facts.choices, self._today)
        if self.editor is not None:
            self._slot.addWidget(self.editor.field)
            self.editor.answered.connect(self._answer)

    def _show_marks(self, facts: CardFacts) -> None:
        tr, state = self.context.translator.tr, facts.state
        self._required.set(tr("Required") if state.missing else "", "warning")
        self._flag.set(tr("Worth a look") if state.flagged else "", "accent")
        language = self.context.translator.language.value
        wrong = "" if state.valid else self.question.constraint_message.text(language) or tr("This cannot be right.")
        self._complain(wrong)
        if self.editor is not None:
            self.editor.warn(tr("Unusual: check the number and its unit.") if state.outside and state.valid else "")
        said = answer_words(self.question, facts.previous, self.context.translator) if facts.previous else ""
        self._last.setText(tr("Last visit: {answer}", answer=said) if said else "")
        self._last.setVisible(bool(said))
        if self.question.kind.is_answerable:
            self.photo_button.setText(tr("Photo") if not facts.photos else tr("Photo ({count})", count=facts.photos))
            for button in (self.note_button, self.photo_button, self.unseen_button):
                button.setVisible(not facts.locked)
        if self.question.kind.is_number:
            self.source_button.setVisible(not facts.locked)
            self._known.setText(source_words(facts.answer, self.context.translator))
            self._known.setVisible(bool(self._known.text()))

    def _show_note(self, facts: CardFacts) -> None:
        answer = facts.answer
        hidden = facts.to_party and answer.reach is Reach.INTERNAL
        if answer.note and self._note is None:
            self._note = self._make_note()
        if self._note is not None:
            self._note.show_answer(answer, read_only=facts.locked)
            self._note.setVisible(not hidden and (bool(answer.note) or self._note.is_open))
        if answer.not_seen and self._unseen is None:
            self._unseen = self._make_unseen()
        if self._unseen is not None:
            self._unseen.show_answer(answer, read_only=facts.locked)
            self._unseen.setVisible(bool(answer.not_seen) or self._unseen.is_open)
        if self._source is not None:
            self._source.show_answer(answer, read_only=facts.locked)

    def _show_offers(self, facts: CardFacts) -> None:
        if [one.suggested.suggestion.key for one in self.offers] == [one.suggestion.key for one in facts.offers]:
            for offer, suggested in zip(self.offers, facts.offers, strict=True):
                offer.show_inputs(suggested)
            return
        for old in self.offers:
            self._more.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.offers = [Offer(self.context, self.model, one, key="M") for one in facts.offers]
        for place, offer in enumerate(self.offers):
            self._more.insertWidget(place, offer)

    def _make_note(self) -> NoteRow:
        made = NoteRow(self.context, self.model, self.path)
        self._more.addWidget(made)
        return made

    def _make_unseen(self) -> UnseenRow:
        made = UnseenRow(self.context, self.model, self.path)
        self._more.addWidget(made)
        return made

    def complain(self, error: AmbassadorError) -> None:
        """Say why the answer or the note was not kept; what was typed stays."""
        self._complain(sentence(error, self.context.translator))

    def _complain(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    # -- doing --------------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Take the focus where the answer is given."""
        if self.editor is not None and self.editor.field.isEnabled():
            self.editor.enter()
        else:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_why(self) -> None:
        """Tell why this is asked, or hide it again."""
        self._why.setHidden(not self._why.isHidden())

    def open_note(self) -> None:
        """Write a note."""
        if self._locked() or not self.question.kind.is_answerable:
            return
        if self._note is None:
            self._note = self._make_note()
        self._note.open()

    def open_not_seen(self) -> None:
        """Say why it could not be looked at."""
        if self._locked() or not self.question.kind.is_answerable:
            return
        if self._unseen is None:
            self._unseen = self._make_unseen()
        self._unseen.open()

    def open_source(self) -> None:
        """Say how the number is known; once more puts it away."""
        if self._locked() or not self.question.kind.is_number or self.facts is None:
            return
        if self._source is None:
            self._source = SourceRow(self.context, self.model, self.path)
            self._more.insertWidget(0, self._source)
            self._source.show_answer(self.facts.answer, read_only=False)
        elif not self._source.isHidden():
            self._source.hide()
            self.enter()
            return
        self._source.open()

    def add_photo(self) -> None:
        """Ask for a photo."""
        if not self._locked():
            self._photo(self.path)

    def accept_offer(self) -> None:
        """Accept the measure offered first."""
        if self.offers:
            self.offers[0].accept()

    def set_current(self, on: bool) -> None:
        """Mark the card as the one being answered."""
        if on != self._is_current:
            self._is_current = on
            self.update()

    def _locked(self) -> bool:
        return self.facts is None or self.facts.locked

    def _answer(self, value: object) -> None:
        self._complain("")
        self.model.answer(self.path, value=value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.hasFocus():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        wanted = plain and not event.isAutoRepeat() and event.text().isdigit() and not self._locked()
        if wanted and self.editor is not None and self.editor.type(event.text()):
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_current:
            painter, width = QPainter(self), self.context.theme.px(4)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.context.theme.colour("accent"))
            painter.drawRoundedRect(QRectF(0, width * 2, width, self.height() - width * 4), width / 2, width / 2)
            painter.end()
