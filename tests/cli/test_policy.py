"""`ambassador policy`: what holds here, and what a file would do, line by line."""

import json
from io import StringIO
from pathlib import Path

import pytest

from ambassador_app import cli
from ambassador_app.app import Root
from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.policy import Policy
from tests.builders import a_visit, profiles_in, session_in


def run(root: Root, *words: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()

    def bug(error: BaseException) -> None:
        raise error

    code = cli.main(["--language", "en", *map(str, words)], root, out=out, err=err, bug=bug)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path / "home", tmp_path / "none.toml")


def test_without_a_file_everything_is_the_persons(root: Root) -> None:
    code, out, err = run(root, "policy")
    assert (code, err) == (0, "") and "everything is for the person to choose" in out


def test_a_good_file_is_told_in_words(root: Root, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[hand_over]\nallowed = ["print", "mail"]\n[protection]\nlock_after_minutes = 5\n')
    code, out, err = run(root, "policy", "--check", file)
    assert (code, err) == (0, "")
    assert "print, e-mail draft" in out and "5 minutes" in out and "All of it is understood." in out


def test_a_wrong_file_is_told_line_by_line_and_ends_with_one(root: Root, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("[office]\nservre = 1\n\n[retention]\npurge_after_days = 'soon'\n")
    code, out, err = run(root, "policy", "--check", file)
    assert code == 1
    assert err.splitlines()[0].startswith("Line 2, office.servre: there is no such key; known: escrow_required")
    assert err.splitlines()[1].startswith("Line 5, retention.purge_after_days: a whole number (1-3650)")
    assert "understood" not in out
    code, out, _ = run(root, "--json", "policy", "--check", file)
    problems = json.loads(out)["problems"]
    assert [(one["line"], one["problem"]) for one in problems] == [(2, "unknown_key"), (5, "number_wanted")]


@pytest.mark.parametrize("what", ["missing", "folder", "binary"])
def test_what_is_no_file_is_told(root: Root, tmp_path: Path, what: str) -> None:
    file = tmp_path / "policy.toml"
    if what == "folder":
        file.mkdir()
    if what == "binary":
        file.write_bytes(bytes(range(256)))
    code, _, err = run(root, "policy", "--check", file)
    assert code == 1 and len(err.splitlines()) == 1


def test_the_command_line_takes_no_way_out_that_is_not_allowed(tmp_path: Path) -> None:
    """`report` and `export case-file` ask before they write."""
    with session_in(tmp_path / "home") as session:
        visit = a_visit(session)
    policy = Policy(ways=frozenset({HandOverWay.PRINT}))

    class Under(Root):
        def profiles(self, home=None):
            return profiles_in(tmp_path / "home", policy=policy)

    out = tmp_path / "report.pdf"
    for words in (("report", visit, "--out", out), ("report", visit, "--out", out, "--word")):
        code, _, err = run(Under(), "--home", tmp_path / "home", *words)
        assert code == 2 and err.startswith("Not allowed by your municipality.") and not out.exists()
