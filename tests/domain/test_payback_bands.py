"""No payback is lost between two bands."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.economics import Payback
from ambassador_app.domain.payback_bands import Band, band_of


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (0.0, Band.UNDER_1),
        (math.nextafter(1.0, 0), Band.UNDER_1),
        (1.0, Band.TO_3),
        (math.nextafter(3.0, 0), Band.TO_3),
        (3.0, Band.TO_3),
        (math.nextafter(3.0, 4), Band.TO_5),
        (5.0, Band.TO_5),
        (math.nextafter(5.0, 6), Band.TO_10),
        (10.0, Band.TO_10),
        (math.nextafter(10.0, 11), Band.OVER_10),
        (1e9, Band.OVER_10),
        (math.inf, Band.NONE),
        (math.nan, Band.UNKNOWN),
        (Payback.IMMEDIATE, Band.IMMEDIATE),
        (Payback.NONE, Band.NONE),
        (Payback.UNKNOWN, Band.UNKNOWN),
    ],
)
def test_every_edge(years, band):
    assert band_of(years) is band


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_bands_are_in_the_order_of_years(one, other):
    order = list(Band)
    low, high = sorted((one, other))
    assert order.index(band_of(low)) <= order.index(band_of(high))
