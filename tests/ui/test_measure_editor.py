"""The measure editor: quick estimates, how inputs are known, bad input, prices, bands, subsidies and benefits."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ambassador_app.domain.calculators import Assessment, Origin
from ambassador_app.domain.measure import INVESTMENT, Measure
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.quick_estimates import QUICK_ESTIMATES
from ambassador_app.domain.subsidy import Benefit, Subsidy, SubsidyStatus
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.input_fields import NumberInput
from ambassador_app.ui.screens.visit.measure_editor import MeasureEditor
from tests.builders import a_visit, session_in
from tests.ui.conftest import MakeContext
from tests.ui.visit_desk import VisitDesk, open_visit, words_on

LED = {"count_old": 120.0, "power_old_w": 71.0, "hours_old": 3000.0, "power_new_w": 25.0}


class Bench:
    """One measure open in its editor."""

    def __init__(self, desk: VisitDesk, session: Session) -> None:
        self.desk = desk
        self.session = session

    @property
    def editor(self) -> MeasureEditor:
        found = self.desk.measures.editor
        assert found is not None
        return found

    @property
    def kept(self) -> Measure:
        return self.desk.workspace().dossier.measures[0]

    def field(self, name: str) -> NumberInput:
        found = self.editor.inputs.fields[name]
        assert isinstance(found, NumberInput)
        return found

    def type_in(self, name: str, text: str) -> None:
        typed = self.field(name).typed
        typed.editor.setFocus()
        typed.editor.selectAll()
        self.desk.press(Qt.Key.Key_Delete)
        self.desk.write(text)
        typed.commit()
        self.desk.settle()

    def click(self, button: QPushButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.desk.settle()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def bench(make_context: MakeContext, session: Session, qtbot: object):
    def make(entry: str = "led_retrofit", **fields: object) -> Bench:
        visit = a_visit(session)
        made = session.measures.add(visit, entry_id=entry).id
        if fields:
            session.measures.change(made, **fields)
        return Bench(open_visit(make_context(session), session, visit, qtbot, step="measures", measure=made), session)

    return make


# -- quick estimate -----------------------------------------------------------------------------------------------
def estimated(bench: Bench) -> Bench:
    card = bench.editor.quick
    bench.click(card.turn)
    for question in QUICK_ESTIMATES["lighting_led"].questions:
        card.choices[question.id].choose_number(2)
    bench.desk.settle()
    bench.click(card.use)
    return bench


def test_the_range_comes_when_every_question_is_answered(bench) -> None:
    desk = bench()
    card = desk.editor.quick
    desk.click(card.turn)
    assert not card.use.isEnabled()
    card.choices["how_many"].choose_number(2)
    desk.desk.settle()
    assert not card.result.isVisible()
    card.choices["kind"].choose_number(2)
    card.choices["burning"].choose_number(2)
    desk.desk.settle()
    assert card.result.isVisible()
    assert card.result.verdict.text().startswith("Pays for itself in about")
    assert "1,600–4,800\N{NO-BREAK SPACE}kWh · most likely 3,000\N{NO-BREAK SPACE}kWh" in words_on(card.result.lines)
    assert "Burning hours today" in words_on(card.result.later)
    assert not desk.kept.inputs


def test_a_quick_estimate_is_taken_as_marked_guesses(bench) -> None:
    desk = estimated(bench())
    assert desk.kept.guessed.keys() == {*desk.kept.inputs, INVESTMENT}
    assert desk.editor.quick.say.text() == "5 values are guesses"
    assert desk.field("hours_old").origin.badge.text() == "Guess"
    assert desk.editor.costs.numbers["investment_dkk"].origin.badge.isVisible()
    assert "guess: " in " ".join(words_on(desk.editor.result.guesses))


def test_a_real_number_takes_the_mark_away_at_once(bench) -> None:
    desk = estimated(bench())
    desk.type_in("hours_old", "2600")
    assert "hours_old" not in desk.kept.guessed
    assert not desk.field("hours_old").origin.badge.isVisible()
    assert desk.editor.quick.say.text() == "4 values are guesses"


def test_a_guess_that_is_right_is_confirmed_in_one_click(bench) -> None:
    desk = estimated(bench())
    desk.click(desk.field("count_old").origin.confirm)
    assert "count_old" not in desk.kept.guessed
    assert desk.kept.inputs["count_old"] == 30.0
    assert desk.kept.qualities == {"count_old": DataQuality.B}
    desk.click(desk.editor.costs.numbers["investment_dkk"].origin.confirm)
    assert INVESTMENT not in desk.kept.guessed
    assert desk.kept.investment_dkk == 21_000


def test_only_what_is_not_known_is_asked(bench) -> None:
    desk = bench(inputs={"count_old": 34.0})
    desk.click(desk.editor.quick.turn)
    assert not desk.editor.quick.parts["how_many"].isVisible()
    assert desk.editor.quick.parts["kind"].isVisible()
    full = bench(inputs=LED)
    assert not full.editor.quick.isVisible()


def test_a_sealed_visit_shows_the_guesses_and_asks_nothing(bench) -> None:
    desk = estimated(bench())
    desk.editor.quick.show_measure(desk.kept, read_only=True)
    assert desk.editor.quick.isVisible()
    assert not desk.editor.quick.turn.isVisible()


# -- how inputs are known -----------------------------------------------------------------------------------------
def test_one_input_is_measured_and_the_others_as_the_measure(bench) -> None:
    desk = bench(inputs=LED, quality=DataQuality.B)
    origin = desk.field("hours_old").origin
    assert origin.quality.text() == "B: nameplate or bill"
    origin.quality.menu().actions()[0].trigger()
    desk.desk.settle()
    assert desk.kept.qualities == {"hours_old": DataQuality.A}
    assert origin.quality.text() == "A: measured"
    used = Assessment.from_json(desk.kept.assessment or {}).inputs
    assert {one.name: one.quality for one in used if one.origin is Origin.GIVEN} == {
        **dict.fromkeys(LED, DataQuality.B),
        "hours_old": DataQuality.A,
    }
    origin.quality.menu().actions()[-1].trigger()
    desk.desk.settle()
    assert desk.kept.qualities == {}


def test_an_uncertain_standard_value_is_marked_and_confirmed(bench) -> None:
    desk = bench("lighting_control", inputs={"power_kw": 3.0, "hours": 3000.0})
    origin = desk.field("saving_share").origin
    assert origin.badge.text() == "To be confirmed"
    assert origin.source.text().startswith("Standard value: ")
    desk.click(origin.confirm)
    assert desk.kept.inputs["saving_share"] == pytest.approx(0.25)
    assert desk.kept.qualities == {"saving_share": DataQuality.B}
    assert not origin.badge.isVisible()


# -- bad input ----------------------------------------------------------------------------------------------------
def test_outside_the_hard_range_is_refused_with_the_range_and_the_old_value_kept(bench) -> None:
    desk = bench(inputs=LED)
    desk.type_in("hours_old", "9000")
    field = desk.field("hours_old").typed
    assert "0 to 8,760" in field.message.text()
    assert field.message.isVisible()
    assert desk.kept.inputs["hours_old"] == 3000.0
    assert desk.editor.result.assessment is not None
    assert "3,000" in " ".join(words_on(desk.editor.result.inputs))


def test_outside_the_sane_range_is_kept_and_warned_about(bench) -> None:
    desk = bench(inputs=LED)
    desk.type_in("power_old_w", "3000")
    assert "Unusual" in desk.field("power_old_w").typed.message.text()
    assert desk.kept.inputs["power_old_w"] == 3000.0
    assert "unusual" in " ".join(words_on(desk.editor.result.warnings))


@pytest.mark.parametrize("text", ["1,5", "1.5", " 1,5 "])
def test_comma_and_point_are_the_same(bench, text: str) -> None:
    desk = bench("lighting_control", inputs={"power_kw": 3.0, "hours": 3000.0})
    desk.type_in("power_kw", text)
    assert desk.kept.inputs["power_kw"] == 1.5


def test_an_ambiguous_number_asks_and_keeps_the_old_one(bench) -> None:
    desk = bench(inputs=LED)
    desk.type_in("hours_old", "1.234")
    assert desk.kept.inputs["hours_old"] == 3000.0
    asked = desk.field("hours_old").typed._question
    assert asked.isVisible()
    large = next(one for one in asked.findChildren(QPushButton) if one.text() == "1,234" and one.isVisible())
    desk.click(large)
    assert desk.kept.inputs["hours_old"] == 1234.0


def test_empty_is_empty_and_never_zero(bench) -> None:
    desk = bench(inputs=LED)
    desk.type_in("hours_old", "")
    assert "hours_old" not in desk.kept.inputs
    assert desk.kept.assessment is None
    assert desk.editor.result.missing.isVisible()
    desk.type_in("hours_old", "0")
    assert desk.kept.inputs["hours_old"] == 0.0


def test_what_is_no_number_is_refused_in_words(bench) -> None:
    desk = bench(inputs=LED)
    desk.type_in("hours_old", "many")
    assert desk.field("hours_old").typed.message.isVisible()
    assert desk.kept.inputs["hours_old"] == 3000.0


# -- prices, bands, money -----------------------------------------------------------------------------------------
def test_a_price_is_confirmed_in_one_click_and_taken_back(bench) -> None:
    desk = bench(inputs=LED)
    line = desk.editor.prices.rows["electricity"]
    assert line.badge.text() == "Uncertain, to be confirmed"
    desk.click(line.confirm)
    assert desk.desk.workspace().dossier.visit.prices_dkk_kwh == {"electricity": 1.3}
    assert line.badge.text() == "The site's own price"
    assert not line.confirm.isVisible()
    assert "assumption" not in " ".join(words_on(desk.editor.result.warnings))
    line.field.editor.setFocus()
    line.field.editor.selectAll()
    desk.desk.press(Qt.Key.Key_Delete)
    line.field.commit()
    desk.desk.settle()
    assert desk.desk.workspace().dossier.visit.prices_dkk_kwh == {}
    assert line.confirm.isVisible()


def test_the_band_is_shown_with_the_result(bench) -> None:
    desk = bench(inputs=LED, investment_dkk=60_000.0)
    words = " ".join(words_on(desk.editor.result.band)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Prices 25 % lower or higher" in words
    assert "about 2–4 years" in words
    assert "Profitable by BR18 even so" in words


def test_the_result_shows_every_figure(bench) -> None:
    desk = bench(inputs=LED, investment_dkk=60_000.0, subsidy_dkk=10_000.0)
    words = words_on(desk.editor.result.card)
    for name in ("BR18 factor without the subsidy", "BR18 factor with the subsidy", "Net present value at 5"):
        assert any(one.startswith(name) for one in words), name
    assert {"Internal rate of return", "Cost of a tonne of CO₂e saved"} <= words
    assert "Pays for itself in about 1–4 years; profitable by BR18." in words


def test_the_terms_of_a_subsidy_are_kept_and_warn(bench) -> None:
    desk = bench(inputs=LED, investment_dkk=60_000.0, subsidy_dkk=40_000.0)
    fields = desk.editor.costs.subsidy
    desk.click(fields.turn)
    fields.scheme.editor.setFocus()
    desk.desk.write("Erhvervspuljen")
    fields.scheme.commit()
    fields.status.choose_number(2)
    fields.numbers["share"].editor.setFocus()
    desk.desk.write("40")
    fields.numbers["share"].commit()
    fields.before_start.click()
    fields.deadline.set_value(date(2027, 3, 1), force=True)
    fields.deadline.value_changed.emit(date(2027, 3, 1))
    assert desk.kept.subsidy == Subsidy(
        "Erhvervspuljen", SubsidyStatus.APPLIED, 0.4, before_start=True, deadline=date(2027, 3, 1)
    )
    assert "before the subsidy is granted" in fields.warning.accessibleName()
    assert "more than its terms allow" in fields.warning.accessibleName()


def test_benefits_are_picked(bench) -> None:
    desk = bench(inputs=LED)
    desk.editor.words.benefits.choose_number(1)
    desk.editor.words.benefits.choose_number(4)
    assert desk.kept.benefit_tags == (Benefit.INDOOR_CLIMATE, Benefit.MAINTENANCE)
