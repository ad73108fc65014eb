"""Every error and every domain value has its words, in both languages."""

import importlib
import inspect
import pkgutil
import re
from enum import StrEnum
from pathlib import Path

import pytest

from ambassador_app import domain, errors, wording
from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.changes import Deed
from ambassador_app.domain.measure import Suggestion
from ambassador_app.domain.sign_off import SignerRole
from ambassador_app.domain.visit import Step
from ambassador_app.i18n import Language, Message, Translator

TRANSLATIONS = Path(__file__).resolve().parents[1] / "resources" / "translations"
NAMED_ELSEWHERE = {
    *("Confidence", "DutyKind", "Quantity", "Verdict"),  # sentences about the energy account
    *("PolicyProblem", "EscrowState"),  # sentences in wording/policy.py
    *("Origin", "Scope"),  # named beside them, for the explanation of a figure
    *(
        "Certainty",
        "Figure",
        "MeasureOrder",
        "Need",
        "QuestionKind",
        "SetKind",
        "Start",
    ),  # never shown as a word
}


def enums_of_the_domain() -> list[type[StrEnum]]:
    modules = [
        importlib.import_module(one.name) for one in pkgutil.walk_packages(domain.__path__, "ambassador_app.domain.")
    ]
    found = {
        kind
        for module in modules
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, StrEnum) and kind.__module__ == module.__name__
    }
    return sorted((kind for kind in found if kind.__name__ not in NAMED_ELSEWHERE), key=lambda kind: kind.__name__)


ENUMS = enums_of_the_domain()
ERRORS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.AmbassadorError)]
BOTH = pytest.mark.parametrize("language", list(Language))
EACH_ERROR = pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)


def translator(language: Language) -> Translator:
    return Translator.load(language, TRANSLATIONS)


def fields_of(kind: type[errors.AmbassadorError]) -> set[str]:
    """The fields that the class says it has."""
    found = re.search(r"[Ff]ields: ([a-z_, ]+)", kind.__doc__ or "")
    return {name.strip() for name in found[1].split(",")} if found else set()


@EACH_ERROR
def test_every_error_is_worded_with_its_own_fields(kind: type[errors.AmbassadorError]) -> None:
    assert kind in wording.ERROR
    assert set(wording.placeholders(wording.ERROR[kind])) <= fields_of(kind)


@BOTH
@EACH_ERROR
def test_every_error_makes_a_whole_sentence(kind: type[errors.AmbassadorError], language: Language) -> None:
    said = wording.sentence(kind(**{name: f"<{name}>" for name in fields_of(kind)}), translator(language))
    assert said.endswith((".", ">."))
    assert "{" not in said
    for name in wording.placeholders(wording.ERROR[kind]):
        assert f"<{name}>" in said


@EACH_ERROR
def test_the_sentence_is_another_one_in_danish(kind: type[errors.AmbassadorError]) -> None:
    error = kind(**dict.fromkeys(fields_of(kind), "x"))
    assert wording.sentence(error, translator(Language.DANISH)) != wording.sentence(error, translator(Language.ENGLISH))


@BOTH
@EACH_ERROR
def test_a_field_that_is_forgotten_breaks_no_sentence(kind: type[errors.AmbassadorError], language: Language) -> None:
    assert wording.sentence(kind(), translator(language))


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_value_has_a_name(enum: type[StrEnum]) -> None:
    for member in enum:
        assert wording.LABEL[member]


def test_values_of_two_enums_that_are_spelled_alike_have_their_own_names() -> None:
    assert wording.LABEL[CaseStep.TECHNICAL_REVIEW] == "Technical review"
    assert wording.LABEL[SignerRole.OTHER] != wording.LABEL[Suggestion.SUGGESTED]
    assert wording.LABEL[Step.SIGN] == "Sign"
    assert wording.LABEL[Deed.SIGN] == "signature"
    assert len(list(wording.LABEL)) == sum(len(enum) for enum in ENUMS)


def test_every_step_says_what_it_is_for() -> None:
    assert set(wording.STEP_HINT) == set(Step)


def test_an_input_is_called_by_its_label() -> None:
    error = errors.InputRefused(input="hours_old", value=9000.0, allowed="0-8760", label=Message("Hours"))
    said = wording.sentence(error, translator(Language.DANISH))
    assert "hours_old" not in said
    assert "9.000" in said


def test_who_has_not_signed_is_named() -> None:
    said = wording.sentence(errors.SignerMissing(role=SignerRole.VISITED_PARTY), translator(Language.DANISH))
    assert said.startswith("Den besøgte")


def test_a_reason_that_is_a_sentence_ends_once() -> None:
    error = errors.FileNotRead(file="liste.csv", reason=Message("There is nothing in it."))
    assert ".." not in wording.sentence(error, translator(Language.ENGLISH))


def test_an_error_of_a_new_kind_takes_the_words_of_its_family() -> None:
    class Busy(errors.Unavailable):
        """Nothing is known of it yet."""

    assert wording.sentence(Busy(), translator(Language.ENGLISH)) == wording.ERROR[errors.Unavailable]


def test_areas_and_deeds_are_named() -> None:
    assert wording.area_label("lighting") == "Lighting"
    assert wording.area_label("our own area") == "our own area"
    assert wording.deed_label("answer") == "answer"
    assert wording.deed_label("") == ""
    assert wording.deed_label("of another version") == "of another version"
