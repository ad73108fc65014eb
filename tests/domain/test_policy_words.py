"""What is said of a policy is what takes place."""

import pytest

from ambassador_app.domain.policy import Policy, PolicyProblem
from ambassador_app.domain.policy_file import read
from ambassador_app.i18n import Language, Translator
from ambassador_app.wording.policy import PROBLEM, WAY, forbidden_words, set_up_words, set_words, unclear_words
from tests.builders import translator


def english() -> Translator:
    return translator(Language.ENGLISH)


def said(policy: Policy) -> str:
    return "\n".join(english().say(one) for one in (*set_words(policy), *set_up_words(policy)))


def test_every_problem_and_every_way_has_words() -> None:
    from ambassador_app.domain.policy import WAYS

    assert PROBLEM.keys() == set(PolicyProblem) and WAY.keys() == set(WAYS)


def test_nothing_is_said_of_no_policy() -> None:
    assert said(Policy()) == "" and unclear_words(Policy()) is None and forbidden_words(Policy()) is None


@pytest.mark.parametrize("text", ["[office]\nescrow_required = 'yes'\n", "[["])
def test_a_key_of_the_municipality_is_not_claimed_on_a_guess(text: str) -> None:
    found = read(text.encode(), "/etc/policy.toml")
    assert found.escrow_required and "key of its own" not in said(found)
    assert unclear_words(found) is not None
    assert "key of its own" in said(Policy(escrow_required=True))


def test_joining_is_not_promised_where_it_is_not_known_which_office() -> None:
    found = read(b"[office]\nserver = 3\ninvitation = 'ambassador://a.dk/x?code=A'\n", "/etc/policy.toml")
    assert found.invitation and "by itself" not in said(found)
