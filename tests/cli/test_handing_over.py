"""Handing over on the command line: a Word copy, a plain copy, a file for the case system."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from ambassador_app.app import Root
from ambassador_app.cli import main
from tests.builders import a_visit, session_in, signed


def run(home: Path, *words: object) -> tuple[int, dict[str, Any]]:
    """Run a verb on a throw-away profile; give its exit code and its answer."""
    out, err = io.StringIO(), io.StringIO()
    arguments = [str(one) for one in (*words, "--json", "--home", home)]

    def bug(error: BaseException) -> None:
        raise error

    code = main(arguments, Root(home), out=out, err=err, bug=bug)
    return code, json.loads(out.getvalue())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str]]:
    """A profile with a visit that is sealed and one that is not."""
    folder = tmp_path_factory.mktemp("profile")
    with session_in(folder) as session:
        done = a_visit(session)
        signed(session, done)
        session.signing.seal(done)
        planned = session.visits.plan(session.visits.workspace(done).dossier.site.id).id
    yield folder, done, planned


@pytest.mark.parametrize("which", [1, 2])
def test_a_report_is_written_as_an_unsigned_word_copy(home: tuple[Path, str, str], tmp_path: Path, which: int) -> None:
    target = tmp_path / "rapport.docx"
    code, told = run(home[0], "report", home[which], "--out", target, "--word")
    assert (code, told["sealed"], told["bytes"]) == (0, False, target.stat().st_size)
    document = docx.Document(str(target))
    assert "Bageri" in document.core_properties.title
    again, error = run(home[0], "report", home[which], "--out", target, "--word")
    assert (again, error["error"]["code"]) == (2, "FileExists")


def test_a_copy_is_either_word_or_plain(home: tuple[Path, str, str], tmp_path: Path) -> None:
    err = io.StringIO()
    words = ["report", home[1], "--out", str(tmp_path / "x"), "--word", "--plain"]
    assert main(words, Root(home[0]), out=io.StringIO(), err=err, bug=print) == 2


def test_a_case_file_is_the_report_with_its_facts(home: tuple[Path, str, str], tmp_path: Path) -> None:
    code, told = run(home[0], "export", "case-file", home[1], "--out", tmp_path)
    assert code == 0
    facts = json.loads(Path(told["metadata"][0]).read_text("utf-8"))
    assert facts["sha256"] == told["sha256"]
    assert {one.name for one in tmp_path.iterdir()} == {Path(one).name for one in (told["file"], *told["metadata"])}
    refused, error = run(home[0], "export", "case-file", home[2], "--out", tmp_path)
    assert (refused, error["error"]["code"]) == (2, "RecordNotFound")
