"""A seal is raised by a time stamp and an archive time; not one byte of what was sealed is touched."""

from datetime import timedelta
from typing import Any

import pytest

from ambassador_app.errors import NotAReport, SealFailed, TimeStampUnavailable
from ambassador_app.i18n import Message
from ambassador_app.report import check
from ambassador_app.seal import Level, SealKey, Tone, raise_seal, read_pkcs12, seal, verify
from tests.report.samples import NOON
from tests.seal.authorities import LIST, PASSPHRASE, SERVICE, Service, office, pkcs12_of
from tests.seal.changes import changed_bytes, found_out

LATER = NOON + timedelta(days=1)


@pytest.fixture(scope="module")
def raised(sealed: bytes) -> bytes:
    return raise_seal(sealed, service=SERVICE, reach=Service(LATER)).pdf


def test_a_raised_seal_tells_when_it_was_stamped_and_archived(raised: bytes) -> None:
    verdict = verify(raised)
    assert verdict.problems == ()
    assert verdict.good
    assert verdict.level is Level.B_LTA
    assert (verdict.signed_at, verdict.stamped_at, verdict.archived_at) == (NOON, LATER, LATER)


@pytest.mark.parametrize(("ahead", "told"), [(timedelta(minutes=2), False), (timedelta(days=3), True)])
def test_a_clock_that_was_ahead_is_told_by_the_time_stamp(
    unsealed: bytes, key: SealKey, ahead: timedelta, told: bool
) -> None:
    file = seal(unsealed, key, reason="r", name="n", place="", when=NOON + ahead)
    verdict = verify(raise_seal(file, service=SERVICE, reach=Service(NOON)).pdf)
    assert verdict.good
    (when,) = (one for one in verdict.findings() if one.heading == "When?")
    assert ("ahead" in when.told[0].text) is told
    assert when.tone is (Tone.PLAIN if told else Tone.GOOD)


def test_what_was_sealed_is_the_unchanged_beginning_but_for_the_hole(sealed: bytes, raised: bytes) -> None:
    numbers = sealed[sealed.index(b"/ByteRange") :].split(b"[")[1].split(b"]")[0].split()
    start, end = int(numbers[1]), int(numbers[2])
    assert raised[:start] == sealed[:start]
    assert raised[end : len(sealed)] == sealed[end:]
    assert check(raised) == ()


def test_raising_twice_changes_nothing(raised: bytes) -> None:
    again = Service(LATER + timedelta(days=1))
    assert raise_seal(raised, service=SERVICE, reach=again).pdf == raised
    assert again.asked == []


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_an_office_seal_is_raised_with_its_chain(unsealed: bytes, kind: str) -> None:
    key = read_pkcs12(pkcs12_of(office(kind)), PASSPHRASE)
    service = Service(LATER)
    found = raise_seal(seal(unsealed, key, reason="r", name="n", place="", when=NOON), service=SERVICE, reach=service)
    verdict = verify(found.pdf)
    assert (verdict.good, verdict.level, verdict.problems) == (True, Level.B_LTA, ())
    assert LIST in service.asked
    assert found.missing == 2  # the office's certificate and its issuer name no list of withdrawn ones


def test_every_byte_of_a_raised_file_counts(raised: bytes) -> None:
    """The stamp in the signature's hole and the archive time's own hole included."""
    holes = [i for i in range(len(raised)) if raised.startswith(b"/Contents <", i)]
    assert len(holes) == 2
    near = [(hole + 11, hole + 11 + 20000) for hole in holes]
    for changed in changed_bytes(raised, seed=7, count=16, within=((0, len(raised)), *near)):
        assert found_out(changed)


@pytest.mark.parametrize("answer", [b"", b"<html>moved</html>", b"\x30\x03\x02\x01\x00"])
def test_an_answer_that_is_no_time_stamp_changes_nothing(sealed: bytes, answer: bytes) -> None:
    class Wrong(Service):
        def post(self, url: str, body: bytes, kind: str) -> bytes:
            return answer

    with pytest.raises(TimeStampUnavailable):
        raise_seal(sealed, service=SERVICE, reach=Wrong(LATER))


def test_a_time_stamp_of_something_else_is_refused(sealed: bytes) -> None:
    class Replayed(Service):
        """Gives the first answer again and again."""

        kept: dict[str, bytes] = {}  # noqa: RUF012

        def post(self, url: str, body: bytes, kind: str) -> bytes:
            return self.kept.setdefault("first", super().post(url, body.replace(body[-40:-30], b"0123456789"), kind))

    with pytest.raises(TimeStampUnavailable):
        raise_seal(sealed, service=SERVICE, reach=Replayed(LATER))


def test_a_service_that_cannot_be_reached_says_why(sealed: bytes) -> None:
    class Away(Service):
        def post(self, url: str, body: bytes, kind: str) -> bytes:
            raise TimeStampUnavailable(reason=Message("no network"))

    with pytest.raises(TimeStampUnavailable) as refused:
        raise_seal(sealed, service=SERVICE, reach=Away(LATER))
    assert refused.value.fields["reason"] == Message("no network")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing"])
def test_only_pdfs_are_raised(data: bytes) -> None:
    with pytest.raises(NotAReport):
        raise_seal(data, service=SERVICE, reach=Service(LATER))


def test_a_report_without_a_seal_is_not_raised(unsealed: bytes) -> None:
    with pytest.raises(SealFailed):
        raise_seal(unsealed, service=SERVICE, reach=Service(LATER))


def test_a_change_after_the_archive_time_is_found(raised: bytes, key: SealKey) -> None:
    from tests.seal.test_seal import edited, turn_page

    changed: Any = edited(raised, turn_page)
    verdict = verify(changed)
    assert not verdict.good
    assert not verdict.whole_file
    assert verdict.differences
