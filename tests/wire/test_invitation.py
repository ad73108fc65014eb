"""An invitation is one line that survives mail, paper and typing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.wire.invitation import Invitation

INVITATIONS = st.builds(
    Invitation,
    url=st.sampled_from(["https://office.example.dk:8443", "http://127.0.0.1:80", "https://x.dk/ambassador"]),
    tenant=st.sampled_from(["oddeby", "a1", "nord-og-syd"]),
    code=st.text("ABCDEFGHJKMNPQRSTVWXYZ23456789-", min_size=8, max_size=100),
    fingerprint=st.sampled_from(["", "0f" * 32]),
)


@given(INVITATIONS)
def test_an_invitation_survives_the_way(invitation):
    assert Invitation.parse(invitation.text()) == invitation


def test_it_reads_as_an_address():
    invitation = Invitation("https://office.oddeby.dk:8443", "oddeby", "AAAA-BBBB", "ab" * 32)
    assert invitation.text() == f"ambassador://office.oddeby.dk:8443/oddeby?code=AAAA-BBBB&sha256={'ab' * 32}"


def test_a_mail_may_break_the_line():
    text = Invitation("https://office.oddeby.dk", "oddeby", "AAAA-BBBB", "ab" * 32).text()
    assert Invitation.parse(f"  {text[:30]}\r\n {text[30:]}\n") == Invitation.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "https://office.oddeby.dk/oddeby?code=A",
        "ambassador://office.oddeby.dk/oddeby",
        "ambassador://office.oddeby.dk/?code=A",
        "ambassador://office.oddeby.dk/Odde%20by?code=A",
        "ambassador:///oddeby?code=A",
        "ambassador://office.oddeby.dk/oddeby?code=A&sha256=12",
    ],
)
def test_anything_else_is_no_invitation(text):
    with pytest.raises(ValueError):
        Invitation.parse(text)
