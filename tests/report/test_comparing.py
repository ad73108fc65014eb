"""Two drawings of a report: the same however they are packed, and not the same where a page paints anything else."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pikepdf
import pytest

from ambassador_app.report import compose, render
from ambassador_app.report.comparing import are_same, drawn_at
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return render(compose(a_dossier(), ENGLISH, NOON), images(4), FONTS)


def saved(pdf: bytes, change: Callable[[pikepdf.Pdf], object] = lambda _: None, **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out, **how)
    return out.getvalue()


def test_the_same_with_something_behind_it_is_the_same(drawn: bytes) -> None:
    assert are_same(drawn, drawn + b"a seal")


def test_the_same_packed_otherwise_is_the_same(drawn: bytes) -> None:
    unpacked = saved(drawn, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    assert not unpacked.startswith(drawn)
    assert are_same(drawn, unpacked)


def test_another_word_is_not_the_same(drawn: bytes) -> None:
    other = replace(a_dossier(), site=replace(a_dossier().site, use="Lager"))
    assert not are_same(drawn, render(compose(other, ENGLISH, NOON), images(4), FONTS))


def test_another_picture_is_not_the_same(drawn: bytes) -> None:
    swapped = dict(zip(images(4), reversed(images(4).values()), strict=True))
    assert not are_same(drawn, render(compose(a_dossier(), ENGLISH, NOON), swapped, FONTS))


def test_another_line_is_not_the_same(drawn: bytes) -> None:
    painted = saved(drawn, lambda document: document.pages[0].contents_add(b"/Artifact BMC 0 0 9 9 re f EMC"))
    assert not are_same(drawn, painted)


def test_a_page_less_is_not_the_same(drawn: bytes) -> None:
    assert not are_same(drawn, saved(drawn, lambda document: document.pages.__delitem__(-1)))


def test_it_says_when_it_was_drawn() -> None:
    moment = NOON + timedelta(microseconds=7)
    assert drawn_at(render(compose(a_dossier(), ENGLISH, moment), images(4), FONTS)) == NOON
