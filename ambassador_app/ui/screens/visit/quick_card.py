"""For who lacks numbers: a few questions that can be answered by looking, a range, and what to ask for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.domain.measure import INVESTMENT, Measure
from ambassador_app.domain.quick_estimates import QUICK_ESTIMATES, Found
from ambassador_app.errors import AmbassadorError, InputMissing
from ambassador_app.i18n import Message
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import appear, box, clear, column, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.choices import ChoiceButtons
from ambassador_app.wording import sentence
from ambassador_app.wording.estimates import estimate_lines, estimate_verdict

if TYPE_CHECKING:
    from ambassador_app.ui.layouts import Item


class QuickCard(Card):
    """Closed it is one line; open it asks, shows the range at once, and puts the likely values in the measure."""

    taken = Signal(object)
    """Found: its values are to be put in the measure."""

    def __init__(self, context: UiContext, model: VisitModel, calculator: str) -> None:
        super().__init__(context)
        self.context = context
        self.model = model
        self.quick = QUICK_ESTIMATES[calculator]
        self.answers: dict[str, str] = {}
        self.found: Found | None = None
        self._measure: Measure | None = None
        self._read_only = False
        tr, space = context.translator.tr, context.theme.space
        self.say = labels.label(context, "", Type.STRONG, wrap=True)
        self.hint = labels.caption(context, "")
        self.hint.setWordWrap(True)
        self.turn = buttons.secondary(context, tr("Quick estimate"), self.toggle)
        head = row(box(column(self.say, self.hint, space=space.xs)), self.turn, space=space.m)
        head.setStretch(0, 1)
        self.add(head)
        self.guesses = _Pairs(context)
        self.add(self.guesses)
        self.choices: dict[str, ChoiceButtons] = {}
        self.parts: dict[str, QWidget] = {}
        self.result = _RangeView(context)
        self.use = buttons.primary(context, tr("Use this estimate"), self._take, "check")
        close = buttons.quiet(context, tr("Close"), self.toggle)
        questions = [self._question(question.id) for question in self.quick.questions]
        self.problem = Banner(context, "info", "")
        self.open = box(
            column(*questions, self.problem, self.result, row(self.use, close, 1, space=space.s), space=space.l)
        )
        self.open.hide()
        self.add(self.open)

    def _question(self, question_id: str) -> QWidget:
        context, tr = self.context, self.context.translator.tr
        question = next(one for one in self.quick.questions if one.id == question_id)
        picks = [(pick.id, tr(pick.label)) for pick in question.picks]
        choice = ChoiceButtons(context, picks, name=tr(question.label))
        choice.setAccessibleDescription(tr(question.help))
        choice.chosen.connect(lambda key, name=question.id: self._answer(name, key))
        explained = labels.caption(context, tr(question.help))
        explained.setWordWrap(True)
        self.choices[question.id] = choice
        asked = labels.label(context, tr(question.label), Type.STRONG, wrap=True)
        self.parts[question.id] = box(column(asked, explained, choice, space=context.theme.space.xs))
        return self.parts[question.id]

    # -- showing ------------------------------------------------------------------------------------------------
    def show_measure(self, measure: Measure, *, read_only: bool) -> None:
        """Ask only what the measure does not say yet; name what of it is a guess."""
        again = self._measure is None or self._measure.inputs != measure.inputs
        self._measure = measure
        self._read_only = read_only
        wanted = {question.id for question in self.quick.open_questions(self._known())}
        for name, part in self.parts.items():
            appear(part, name in wanted)
        self.guesses.show_pairs(self._to_ask(measure))
        self._show_head()
        if again and not self.open.isHidden():
            self._estimate()

    def _show_head(self) -> None:
        translator, measure = self.context.translator, self._measure
        guessed = len(measure.guessed) if measure is not None else 0
        lacking = measure is not None and measure.assessment is None
        self.say.setText(
            translator.tn("{count} value is a guess", "{count} values are guesses", guessed)
            if guessed
            else translator.tr("No numbers at hand?")
        )
        self.hint.setText(
            translator.tr("Type the real number when it is known, or say that the guess is right. Ask for:")
            if guessed
            else translator.tr("Answer up to three questions by looking; the rest is filled with usual values.")
        )
        self.turn.setProperty("kind", "primary" if lacking and not guessed else "secondary")
        self.turn.style().unpolish(self.turn)
        self.turn.style().polish(self.turn)
        closed = self.open.isHidden()
        appear(self.turn, closed and not self._read_only and bool(self._can_ask()))
        self.set_tone("info" if guessed or lacking else "plain")
        appear(self, bool(guessed) or (not self._read_only and bool(self._can_ask())))

    def _can_ask(self) -> bool:
        return bool(self.quick.open_questions(self._known()))

    def _known(self) -> dict[str, object]:
        """Give what is given in the measure and is no guess itself."""
        if self._measure is None:
            return {}
        return {name: value for name, value in self._measure.inputs.items() if name not in self._measure.guessed}

    def _to_ask(self, measure: Measure) -> list[tuple[str, str]]:
        tr, calculator = self.context.translator.tr, CALCULATORS[measure.calculator]
        found = []
        for name in measure.guessed:
            entry = calculator.field(name)
            if entry is not None:
                found.append((tr(entry.label), tr(self.quick.ask.get(name) or entry.help)))
        if INVESTMENT in measure.guessed:
            found.append((tr("Investment"), tr("An offer from a craftsman or a supplier.")))
        return found

    # -- asking -------------------------------------------------------------------------------------------------
    def toggle(self) -> None:
        """Open or close the questions."""
        self.open.setVisible(self.open.isHidden())
        self._show_head()
        if not self.open.isHidden():
            self._estimate()
            first = next((one for name, one in self.choices.items() if not self.parts[name].isHidden()), None)
            if first is not None:
                first.setFocus()

    def _answer(self, name: str, key: object) -> None:
        if isinstance(key, str):
            self.answers[name] = key
        else:
            self.answers.pop(name, None)
        self._estimate()

    def _estimate(self) -> None:
        measure, model = self._measure, self.model
        if measure is None:
            return
        answers, known = dict(self.answers), self._known()
        investment = None if INVESTMENT in measure.guessed else measure.investment_dkk
        model.tasks.run(
            lambda: model.session.measures.estimate(
                model.visit_id,
                measure.calculator,
                answers,
                known,
                investment_dkk=investment,
                subsidy_dkk=measure.subsidy_dkk,
                lifetime_years=measure.lifetime_years,
            ),
            owner=self,
            then=self._show_found,
            failed=self._show_problem,
            latest="estimate",
        )

    def _show_found(self, found: Found) -> None:
        self.found = found
        self.problem.set_text("")
        self.result.show_found(found)
        self.use.setEnabled(True)

    def _show_problem(self, error: AmbassadorError) -> None:
        """A question without an answer is no trouble: the range comes when all are answered."""
        self.found = None
        self.result.hide()
        self.use.setEnabled(False)
        asked = isinstance(error, InputMissing) and error.fields.get("input") in self.choices
        self.problem.set_text("" if asked else sentence(error, self.context.translator))

    def _take(self) -> None:
        if self.found is not None:
            self.taken.emit(self.found)
            self.toggle()
            self.turn.setFocus()


class _RangeView(QWidget):
    """The range of each figure, the verdict in words, and what would make it better."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        tr, space = context.translator.tr, context.theme.space
        self.verdict = labels.label(context, "", Type.HEADING, wrap=True)
        self.lines = _Pairs(context)
        self.later = _Pairs(context)
        items: list[Item] = [self.verdict, self.lines, labels.strong(context, tr("Ask for later")), self.later]
        self.setLayout(column(*items, space=space.s))
        self.hide()

    def show_found(self, found: Found) -> None:
        """Show these ranges."""
        translator = self.context.translator
        tr = translator.tr
        self.verdict.setText(estimate_verdict(translator, found))
        self.lines.show_pairs(
            [
                (name, tr("{range} · most likely {value}", range=words, value=likely) if likely else words)
                for name, words, likely in estimate_lines(translator, found)
            ]
        )
        self.later.show_pairs([(self._say(one.label), self._say(one.where)) for one in found.ask_later])
        self.show()

    def _say(self, message: Message) -> str:
        return self.context.translator.say(message)


class _Pairs(QWidget):
    """Names with what belongs to them, below each other."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(context.theme.space.xs)
        self._shown: list[tuple[str, str]] = []
        self.hide()

    def show_pairs(self, pairs: list[tuple[str, str]]) -> None:
        """Show these and no others."""
        if pairs == self._shown:
            return
        self._shown = list(pairs)
        clear(self._column)
        for name, words in pairs:
            written = (
                labels.label(self.context, name, Type.STRONG, wrap=True),
                labels.label(self.context, words, token="muted", wrap=True),
            )
            for one in written:
                one.setAlignment(Qt.AlignmentFlag.AlignTop)
            line = row(*written, space=self.context.theme.space.m)
            line.setStretch(0, 4)
            line.setStretch(1, 7)
            self._column.addLayout(line)
        appear(self, bool(pairs))
