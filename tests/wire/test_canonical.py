"""Equal values are written alike, different ones apart, and what JSON cannot say is refused."""

import json
import unicodedata

import pytest
from hypothesis import given

from ambassador_app.wire.canonical import canonical, digest
from tests.wire.strategies import VALUES


@given(VALUES)
def test_what_is_written_reads_back_as_the_same_value_and_is_written_alike_again(value):
    written = canonical(value)
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (unicodedata.normalize("NFC", "Ærø på café"), unicodedata.normalize("NFD", "Ærø på café")),
        ({unicodedata.normalize("NFD", "é"): 1}, {"é": 1}),
        (1e21, 10**21),
        (2**53, 2.0**53),
    ],
)
def test_equal_values_have_equal_digests(one, other):
    assert digest(one) == digest(other)


@pytest.mark.parametrize(("one", "other"), [(1, "1"), (1, True), (0, False), (None, ""), ([], {}), ([1, 2], [2, 1])])
def test_different_values_have_different_digests(one, other):
    assert digest(one) != digest(other)


def test_the_digest_is_that_of_the_rfcs_bytes():
    # RFC 8785, 3.2.2: numbers as ECMAScript writes them, names sorted by UTF-16 units
    assert canonical({"b": 333333333.33333329, "a": [1e30, 4.50, 2e-3, 1e-27]}) == (
        b'{"a":[1e+30,4.5,0.002,1e-27],"b":333333333.3333333}'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "\ud800"])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError):
        canonical({"a": value})
